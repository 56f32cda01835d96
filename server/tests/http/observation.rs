//! Observations of lectures from the plan to the lecturer's answer, over HTTP, on both databases.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    commitment::{CommitmentSource, Interval},
    form::{Field, Values},
    id::DeliveryId,
    observation::ObservationState,
    role::Role,
    rulebook::Rule,
};
use sqlx::Connection as _;
use store::NewCommitment;

use crate::{
    lecture::Scene,
    world::{Answer, Person, World, at_once, commit, worlds},
};

/// An agreed lecture, and who may observe it.
struct Observed {
    scene: Scene,
    delivery: DeliveryId,
    panelist: Person,
    tutor: Person,
}

/// Agrees a lecture of the scene's lecturer on a day at this hour.
async fn agree(world: &World, scene: &Scene, n: usize, day: &str, hour: &str) -> DeliveryId {
    let (_, id) = scene.ask(world, &scene.wish(n, day, hour)).await;
    let dispatch = scene.dispatched(world, id).await;
    let to = format!("/dispatch/{dispatch}/accept");
    let accepted = scene.lecturer.post(&to, &Values::default()).await;
    assert_eq!(accepted.status, 303, "{}", accepted.body);
    scene.delivery(world, id).await.id
}

impl Observed {
    async fn new(world: &World) -> Self {
        let scene = Scene::new(world).await;
        let delivery = agree(world, &scene, 1, "2026-12-22", "14:00").await;
        let panelist =
            world.person("郑评审", &[Role::Panelist], "示范研究所", "institute", 2).await;
        let tutor = world.person("冯辅导", &[Role::Tutor], "示范中学", "school", 3).await;
        Self { scene, delivery, panelist, tutor }
    }

    /// The office asks somebody; the address of the observation.
    async fn ask(&self, observer: &Person) -> String {
        let sent = self.plan(observer).await;
        assert_eq!(sent.status, 303, "{}", sent.body);
        sent.location.split('?').next().unwrap().to_owned()
    }

    async fn plan(&self, observer: &Person) -> Answer {
        let path = format!("/delivery/{}/observation", self.delivery);
        self.scene.office.post(&path, &choice(observer)).await
    }

    /// When the lecture begins and ends.
    async fn times(&self, world: &World) -> (DateTime<Utc>, DateTime<Utc>) {
        let mut conn = world.db.store.read().await.unwrap();
        let row = conn.find_delivery(self.delivery).await.unwrap().unwrap();
        (row.starts_at, row.ends_at)
    }

    /// The lecture is over.
    async fn begin(&self, world: &World) {
        let (starts_at, _) = self.times(world).await;
        world.wait(starts_at - world.now() + TimeDelta::minutes(90));
    }
}

fn choice(observer: &Person) -> Values {
    Values::default().with(Field::Observer, observer.id.to_string())
}

fn comes() -> Values {
    Values::default().with(Field::Decision, "accept").with(Field::Relation, "none")
}

fn reason(text: &str) -> Values {
    Values::default().with(Field::Reason, text)
}

/// Form R2 with these three levels.
fn sheet([soundness, engagement, usefulness]: [&str; 3]) -> Values {
    Values::default()
        .with(Field::LevelSoundness, soundness)
        .with(Field::LevelEngagement, engagement)
        .with(Field::LevelUsefulness, usefulness)
        .with(Field::ArrivedAt, "13:45")
        .with(Field::LeftAt, "15:10")
        .with(Field::OnTime, "no")
        .with(Field::Attendance, "126")
        .with(Field::EquipmentState, "flawed")
        .with(Field::Highlights, "用脸盆和手电筒演示潮汐，孩子们看懂了")
        .with(Field::Suggestion, "提问环节可以再留五分钟，后排没有轮到")
}

#[tokio::test]
async fn an_observation_is_planned_accepted_handed_in_read_and_answered_once() {
    for world in worlds().await {
        let it = Observed::new(&world).await;
        let (office, lecturer, panelist) = (&it.scene.office, &it.scene.lecturer, &it.panelist);
        let list = office.get("/observation").await.body;
        assert!(list.contains(&format!("/delivery/{}/observation", it.delivery)), "{list}");
        assert!(list.contains("钱进"), "has none this year");
        let choose =
            office.get(&format!("/delivery/{}/observation?q=%E9%83%91", it.delivery)).await.body;
        assert!(choose.contains("郑评审") && !choose.contains("冯辅导"), "{choose}");
        let at = it.ask(panelist).await;
        assert!(it.plan(panelist).await.location.starts_with(&at), "asked twice, asked once");
        assert!(panelist.get("/inbox").await.body.contains("请听课：潮汐从哪里来"));
        assert!(panelist.get("/desk").await.body.contains(&at), "{}", world.db.name);

        // Nobody else sees it, and the lecturer cannot choose who comes.
        for other in [&it.tutor, &it.scene.county] {
            let status = other.get(&at).await.status;
            assert!(status == 404 || status == 403, "{status}");
        }
        assert_eq!(it.tutor.post(&format!("{at}/reply"), &comes()).await.status, 404);
        assert_eq!(lecturer.post(&format!("{at}/observer"), &choice(&it.tutor)).await.status, 409);
        let undeclared = Values::default().with(Field::Decision, "accept");
        assert_eq!(panelist.post(&format!("{at}/reply"), &undeclared).await.status, 422);
        for _ in 0..2 {
            assert_eq!(panelist.post(&format!("{at}/reply"), &comes()).await.status, 303);
        }
        assert!(lecturer.get("/inbox").await.body.contains("有人来听课"));
        let calendar = panelist.get("/calendar?view=month&date=2026-12-22").await.body;
        assert!(calendar.contains(&at), "{calendar}");

        // Not before the lecture.
        let form = sheet(["4", "5", "4"]);
        assert_eq!(panelist.post(&format!("{at}/sheet"), &form).await.status, 409);
        it.begin(&world).await;
        assert!(panelist.get("/desk").await.body.contains(&format!("{at}/sheet")));
        let mut gaps = form.clone();
        gaps.set(Field::Highlights, "好");
        gaps.set(Field::LevelUsefulness, "");
        let refused = panelist.post(&format!("{at}/sheet"), &gaps).await;
        assert!(refused.status == 422 && refused.body.contains("后排没有轮到"), "{}", refused.body);
        assert!(!lecturer.get(&at).await.body.contains("86.67"), "nothing is shared yet");
        let twice = vec![
            (panelist.clone(), format!("{at}/sheet"), form.clone()),
            (panelist.clone(), format!("{at}/sheet"), form.clone()),
        ];
        assert!(at_once(twice).await.iter().all(|it| it.status == 303), "{}", world.db.name);
        let other = sheet(["1", "1", "1"]);
        assert_eq!(panelist.post(&format!("{at}/sheet"), &other).await.status, 409, "locked");

        let read = lecturer.get(&at).await.body;
        assert!(read.contains("86.67") && read.contains("用脸盆和手电筒") && read.contains("126"));
        assert!(read.contains("郑评审"), "the observer is named");
        let answer = |text: &str| Values::default().with(Field::Reply, text);
        assert_eq!(panelist.post(&format!("{at}/answer"), &answer("我来答")).await.status, 403);
        assert_eq!(lecturer.post(&format!("{at}/answer"), &answer("")).await.status, 422);
        let thanks = answer("谢谢，下次多留提问时间");
        for _ in 0..2 {
            assert_eq!(lecturer.post(&format!("{at}/answer"), &thanks).await.status, 303);
        }
        let late = lecturer.post(&format!("{at}/answer"), &answer("再补充一点")).await;
        assert_eq!(late.status, 409, "once");
        for reader in [panelist, office] {
            assert!(reader.get(&at).await.body.contains("下次多留提问时间"), "{}", world.db.name);
        }
        let list = office.get("/observation").await.body;
        assert!(!list.contains("86.67"), "no list compares anybody");
        assert!(!list.contains("本考核年度尚无听课的讲师"), "everybody has one");
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test]
async fn an_observer_declines_hands_on_is_replaced_or_has_a_conflict() {
    for world in worlds().await {
        let it = Observed::new(&world).await;
        let (office, panelist, tutor) = (&it.scene.office, &it.panelist, &it.tutor);
        // Of the lecturer's own unit, which the files show.
        let near = world.person("同事", &[Role::Panelist], "钱进的另一单位", "university", 1).await;
        let mut tx = world.db.store.begin().await.unwrap();
        let own = tx.find_person(it.scene.lecturer.id).await.unwrap().unwrap();
        tx.set_workplace(near.id, own.workplace_id.unwrap(), world.now().date_naive())
            .await
            .unwrap();
        commit(tx).await;
        let refused = it.plan(&near).await;
        assert!(refused.status == 422 && refused.body.contains("应当回避"), "{}", refused.body);
        assert_eq!(it.plan(&it.scene.lecturer).await.status, 422, "not the lecturer");
        assert_eq!(it.plan(office).await.status, 422, "no observer's role");

        let at = it.ask(panelist).await;
        let declines = reason("那天要参加考试").with(Field::Decision, "decline");
        let gone = panelist.post(&format!("{at}/reply"), &declines).await;
        assert!(gone.status == 303 && gone.location.starts_with("/observation"), "{}", gone.body);
        assert_eq!(panelist.get(&at).await.status, 404, "not theirs any more");
        assert!(office.get("/inbox").await.body.contains("那天要参加考试"));
        assert!(office.get("/desk").await.body.contains(&format!("{at}/observer")));

        // Found anew, and handed on with a reason.
        let found = office.post(&format!("{at}/observer"), &choice(tutor)).await;
        assert_eq!(found.status, 303, "{}", found.body);
        assert_eq!(tutor.post(&format!("{at}/reply"), &comes()).await.status, 303);
        let bare = tutor.post(&format!("{at}/observer"), &choice(panelist)).await;
        assert_eq!(bare.status, 422, "why?");
        let to = choice(panelist).with(Field::Reason, "学校临时有会");
        assert_eq!(tutor.post(&format!("{at}/observer"), &to).await.status, 303);
        assert_eq!(tutor.get(&at).await.status, 404);
        assert!(office.get("/inbox").await.body.contains("学校临时有会"));
        let calendar = tutor.get("/calendar?view=month&date=2026-12-22").await.body;
        assert!(!calendar.contains(&at), "the time is free again");

        // Declares a conflict; which one is nobody's to read.
        let near = Values::default()
            .with(Field::Decision, "accept")
            .with(Field::Relation, "close_relative");
        assert_eq!(panelist.post(&format!("{at}/reply"), &near).await.status, 303);
        let inbox = office.get("/inbox").await.body;
        assert!(!inbox.contains("close_relative") && !inbox.contains("近亲属"), "{inbox}");

        // The office asks, replaces and calls off; everybody hears why.
        assert_eq!(office.post(&format!("{at}/observer"), &choice(tutor)).await.status, 303);
        let to = choice(panelist).with(Field::Reason, "请专家听一次");
        assert_eq!(office.post(&format!("{at}/observer"), &to).await.status, 303);
        assert!(tutor.get("/inbox").await.body.contains("请专家听一次"), "{}", world.db.name);
        assert_eq!(panelist.post(&format!("{at}/reply"), &comes()).await.status, 303);
        assert_eq!(panelist.post(&format!("{at}/end"), &reason("不想去了")).await.status, 403);
        for _ in 0..2 {
            let ended = office.post(&format!("{at}/end"), &reason("讲座改为线上")).await;
            assert_eq!(ended.status, 303, "{}", ended.body);
        }
        for one in [panelist, &it.scene.lecturer] {
            assert!(one.get("/inbox").await.body.contains("讲座改为线上"), "{}", world.db.name);
        }
        assert_eq!(office.post(&format!("{at}/observer"), &choice(tutor)).await.status, 409);
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test]
async fn a_lecturer_offers_a_lecture_and_takes_the_offer_back() {
    for world in worlds().await {
        let it = Observed::new(&world).await;
        let (office, lecturer) = (&it.scene.office, &it.scene.lecturer);
        let path = format!("/delivery/{}/observation", it.delivery);
        assert!(lecturer.get("/observation").await.body.contains(&path), "{}", world.db.name);
        let offer = vec![
            (lecturer.clone(), path.clone(), Values::default()),
            (lecturer.clone(), path.clone(), Values::default()),
        ];
        let offered = at_once(offer).await;
        assert!(offered.iter().all(|it| it.status == 303), "{}", offered[0].body);
        assert_eq!(offered[0].location, offered[1].location, "one offer");
        let at = offered[0].location.split('?').next().unwrap().to_owned();
        assert!(office.get("/inbox").await.body.contains("讲师邀请听课"));
        assert_eq!(it.plan(&it.panelist).await.status, 409, "there is one");
        let back = lecturer.post(&format!("{at}/end"), &reason("改用另一场")).await;
        assert_eq!(back.status, 303, "{}", back.body);
        assert_eq!(it.plan(&it.panelist).await.status, 303, "{}", world.db.name);
        let stranger = world.lecturer("孙立").await;
        assert_eq!(stranger.post(&path, &Values::default()).await.status, 404);
        assert_eq!(stranger.get(&path).await.status, 404);
        world.verify_chain().await;
        world.remove().await;
    }
}

/// Takes somebody's time by hand.
async fn absent(world: &World, who: &Person, (from, until): (DateTime<Utc>, DateTime<Utc>)) {
    let mut tx = world.db.store.begin().await.unwrap();
    let party_id = tx.find_person(who.id).await.unwrap().unwrap().party_id;
    let absence = NewCommitment {
        party_id,
        interval: Interval::new(from, until).unwrap(),
        held_until: None,
        source: CommitmentSource::Absence,
        source_id: 1,
        slot_id: None,
        place_id: None,
    };
    tx.add_commitment(&absence).await.unwrap();
    commit(tx).await;
}

#[tokio::test]
async fn who_is_taken_is_not_asked_and_cannot_come() {
    for world in worlds().await {
        let it = Observed::new(&world).await;
        let times = it.times(&world).await;
        absent(&world, &it.tutor, times).await;
        let refused = it.plan(&it.tutor).await;
        assert!(refused.status == 422 && refused.body.contains("已有安排"), "{}", refused.body);
        let at = it.ask(&it.panelist).await;
        absent(&world, &it.panelist, times).await;
        let late = it.panelist.post(&format!("{at}/reply"), &comes()).await;
        assert!(late.status == 409 && late.body.contains("已有其他安排"), "{}", late.body);
        let free = world.person("许评审", &[Role::Panelist], "另一研究所", "institute", 4).await;
        let to = choice(&free).with(Field::Reason, "与另一安排冲突");
        assert_eq!(it.panelist.post(&format!("{at}/observer"), &to).await.status, 303);
        let both = vec![
            (free.clone(), format!("{at}/reply"), comes()),
            (it.scene.office.clone(), format!("{at}/end"), reason("讲座改为线上")),
        ];
        let done = at_once(both).await;
        assert!(done.iter().all(|it| it.status < 500), "{}", world.db.name);
        let mut conn = world.db.store.read().await.unwrap();
        let party = conn.find_person(free.id).await.unwrap().unwrap().party_id;
        let taken = conn.list_commitments(party, times.0, times.1).await.unwrap();
        let id = at.rsplit('/').next().unwrap().parse().unwrap();
        let row = conn.find_observation(id).await.unwrap().unwrap();
        let comes = row.state == ObservationState::Accepted;
        assert_eq!(!taken.is_empty(), comes, "{}: {:?}", world.db.name, row.state);
        drop(conn);
        world.remove().await;
    }
}

/// Moves a lecture, as whoever may do so does it.
async fn move_delivery(world: &World, id: DeliveryId, by: TimeDelta) {
    let mut conn = world.db.store.read().await.unwrap();
    let row = conn.find_delivery(id).await.unwrap().unwrap();
    drop(conn);
    let text = "UPDATE delivery SET starts_at = $1, ends_at = $2 WHERE id = $3";
    let (from, until) = (row.starts_at + by, row.ends_at + by);
    let url = &world.db.url;
    if url.starts_with("sqlite") {
        let mut conn = sqlx::SqliteConnection::connect(url).await.unwrap();
        sqlx::query(text).bind(from).bind(until).bind(id.0).execute(&mut conn).await.unwrap();
    } else {
        let mut conn = sqlx::PgConnection::connect(url).await.unwrap();
        sqlx::query(text).bind(from).bind(until).bind(id.0).execute(&mut conn).await.unwrap();
    }
}

#[tokio::test]
async fn an_observation_moves_with_its_lecture_and_frees_an_observer_who_is_taken_then() {
    for world in worlds().await {
        let it = Observed::new(&world).await;
        let at = it.ask(&it.panelist).await;
        assert_eq!(it.panelist.post(&format!("{at}/reply"), &comes()).await.status, 303);
        assert_eq!(world.actions.follow_deliveries(world.now()).await.unwrap(), 0);
        move_delivery(&world, it.delivery, TimeDelta::days(1)).await;
        assert_eq!(world.actions.follow_deliveries(world.now()).await.unwrap(), 1);
        assert_eq!(world.actions.follow_deliveries(world.now()).await.unwrap(), 0);
        for one in [&it.panelist, &it.scene.lecturer] {
            assert!(one.get("/inbox").await.body.contains("听课改期"), "{}", world.db.name);
        }
        let calendar = "/calendar?view=month&date=2026-12-22";
        assert!(it.panelist.get(calendar).await.body.contains(&at), "at the new time");
        let (from, until) = it.times(&world).await;
        let day = TimeDelta::days(1);
        absent(&world, &it.panelist, (from + day, until + day)).await;
        move_delivery(&world, it.delivery, day).await;
        assert_eq!(world.actions.follow_deliveries(world.now()).await.unwrap(), 1);
        assert!(it.panelist.get("/inbox").await.body.contains("改期后听课人不能前往"));
        assert!(it.scene.office.get("/desk").await.body.contains(&format!("{at}/observer")));
        assert_eq!(it.panelist.get(&at).await.status, 404, "{}", world.db.name);
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test]
async fn a_lecture_that_is_given_back_ends_its_observation() {
    for world in worlds().await {
        let it = Observed::new(&world).await;
        let at = it.ask(&it.panelist).await;
        assert_eq!(it.panelist.post(&format!("{at}/reply"), &comes()).await.status, 303);
        let back = format!("/delivery/{}/give_back", it.delivery);
        let given = it.scene.lecturer.post(&back, &reason("突发高烧，不能到场")).await;
        assert_eq!(given.status, 303, "{}", given.body);
        let inbox = it.panelist.get("/inbox").await.body;
        assert!(inbox.contains("听课取消") && inbox.contains("突发高烧"), "{inbox}");
        let calendar = it.panelist.get("/calendar?view=month&date=2026-12-22").await.body;
        assert!(!calendar.contains(&at), "{}", world.db.name);
        assert!(it.panelist.get(&at).await.body.contains("已取消"));
        assert_eq!(world.actions.follow_deliveries(world.now()).await.unwrap(), 0);
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test]
async fn two_low_observations_of_a_course_stand_on_the_offices_desk_until_they_are_weighed() {
    for world in worlds().await {
        let mut it = Observed::new(&world).await;
        let later = agree(&world, &it.scene, 2, "2026-12-23", "14:00").await;
        let mut last = String::new();
        for (n, delivery) in [it.delivery, later].into_iter().enumerate() {
            it.delivery = delivery;
            last = it.ask(&it.panelist).await;
            assert_eq!(it.panelist.post(&format!("{last}/reply"), &comes()).await.status, 303);
            if n == 1 {
                it.begin(&world).await;
                for at in [&last, &first_of(&last)] {
                    let desk = it.scene.office.get("/desk").await.body;
                    assert!(!desk.contains("待研究"), "one is no question");
                    let form = sheet(["3", "3", "4"]);
                    let sent = it.panelist.post(&format!("{at}/sheet"), &form).await;
                    assert_eq!(sent.status, 303, "{}", sent.body);
                }
            }
        }
        let desk = it.scene.office.get("/desk").await.body;
        let course = format!("/course/{}/listing", it.scene.version);
        assert!(desk.contains("待研究") && desk.contains(&course), "{desk}");
        assert!(it.scene.office.get("/inbox").await.body.contains("2 次听课低于 70 分"));
        assert_eq!(
            it.scene.lecturer.post(&format!("{last}/weigh"), &reason("不")).await.status,
            403
        );
        let page = it.scene.office.get(&last).await.body;
        assert!(page.contains("是否停用课程"), "{page}");
        assert_eq!(it.scene.office.post(&format!("{last}/weigh"), &reason("")).await.status, 422);
        for _ in 0..2 {
            let weighed = reason("已与讲师面谈，下月再听一次");
            let done = it.scene.office.post(&format!("{last}/weigh"), &weighed).await;
            assert_eq!(done.status, 303, "{}", done.body);
        }
        assert!(!it.scene.office.get("/desk").await.body.contains("待研究"), "{}", world.db.name);
        world.verify_chain().await;
        world.remove().await;
    }
}

/// The observation before one.
fn first_of(at: &str) -> String {
    let id: i64 = at.rsplit('/').next().unwrap().parse().unwrap();
    format!("/observation/{}", id - 1)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_form_of_a_lecture_is_awaited_and_the_lecture_settled_after_the_days_of_the_rules() {
    for world in worlds().await {
        let it = Observed::new(&world).await;
        let at = it.ask(&it.panelist).await;
        let accepted = it.panelist.post(&format!("{at}/reply"), &comes()).await;
        assert_eq!(accepted.status, 303, "{}", accepted.body);
        it.begin(&world).await;
        let today = world.now().date_naive();
        let office = &it.scene.office;
        let is_asked = async || office.get("/desk").await.body.contains(&at);
        let unsettled = async || {
            let list = office.get("/delivery?state=unsettled").await.body;
            list.contains(&format!("/delivery/{}\"", it.delivery))
        };
        world.wait(TimeDelta::days(3));
        assert!(!is_asked().await && !unsettled().await, "{}: by default not yet", world.db.name);
        world.set_rule(Rule::ObservationFormDays, 2, today).await;
        world.set_rule(Rule::UnsettledDays, 2, today).await;
        assert!(is_asked().await && unsettled().await, "{}", world.db.name);
        world.remove().await;
    }
}
