//! From the request to the verified lecture, over HTTP, on both databases.

use actions::request_token;
use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    audience::{DeliveryMode, SchoolStage, TargetGroup},
    course::{CourseDraft, CourseVersionState},
    data_class::DataClass,
    form::{Field, Values},
    id::{CourseVersionId, DispatchId, FieldId, LectureRequestId, RegionId},
    region::RegionLevel,
    role::{Grant, Role, Scope},
};
use store::NewVersion;

use crate::world::{Answer, Person, World, commit, start, worlds};

/// Regions, offices and a lecturer with a listed course.
pub(crate) struct Scene {
    pub(crate) office: Person,
    pub(crate) county: Person,
    pub(crate) neighbour: Person,
    pub(crate) lecturer: Person,
    pub(crate) version: CourseVersionId,
    pub(crate) nanhu: RegionId,
    pub(crate) xiuzhou: RegionId,
    secret: String,
    /// The forms' tokens are good until then.
    until: DateTime<Utc>,
}

/// A course of the catalogue that takes an hour.
pub(crate) async fn listed_course(world: &World, lecturer: &Person) -> CourseVersionId {
    course_of(world, lecturer, 60).await
}

async fn course_of(world: &World, lecturer: &Person, minutes: i64) -> CourseVersionId {
    let draft = CourseDraft {
        title: "潮汐从哪里来".to_owned(),
        summary: "潮".repeat(160),
        field: Some(FieldId(1)),
        stages: vec![SchoolStage::PrimaryUpper],
        groups: vec![TargetGroup::Youth],
        mode: DeliveryMode::Both,
        minutes: Some(minutes),
        max_audience: Some(150),
        equipment: "投影".to_owned(),
        outline: "一、现象".to_owned(),
        sources: "潮汐表".to_owned(),
        slides: None,
        owns_rights: true,
        no_advertising: true,
    };
    let version = NewVersion {
        lecturer_id: lecturer.id,
        state: CourseVersionState::Listed,
        draft: &draft,
        taken_over: false,
        listed_until: None,
        remark: "",
        at: start(),
    };
    let mut tx = world.db.store.begin().await.unwrap();
    let id = tx.add_version(&version).await.unwrap();
    commit(tx).await;
    id
}

async fn county_office(world: &World, name: &str, region: RegionId) -> Person {
    let person = world.person(name, &[], &format!("{name}的科协"), "county_association", 1).await;
    let grant = Grant {
        role: Role::CountyOffice,
        scope: Scope::Region(region),
        starts_on: start().date_naive(),
        ends_on: None,
    };
    let mut tx = world.db.store.begin().await.unwrap();
    tx.add_grant(person.id, &grant).await.unwrap();
    commit(tx).await;
    person
}

impl Scene {
    pub(crate) async fn new(world: &World) -> Self {
        let call = actions::Call::anonymous(world.now(), "");
        world.actions.ship_regions(&call).await.unwrap();
        let mut conn = world.db.store.read().await.unwrap();
        let regions = conn.list_regions(start().date_naive()).await.unwrap();
        drop(conn);
        let region = |name: &str| {
            let is_it =
                |one: &&store::RegionRow| one.name_zh == name && one.level == RegionLevel::County;
            regions.iter().find(is_it).unwrap().id
        };
        let (nanhu, xiuzhou) = (region("南湖区"), region("秀洲区"));
        let lecturer = world.lecturer("钱进").await;
        Self {
            office: world.office().await,
            county: county_office(world, "许静宜", nanhu).await,
            neighbour: county_office(world, "邻居", xiuzhou).await,
            version: listed_course(world, &lecturer).await,
            lecturer,
            nanhu,
            xiuzhou,
            secret: world.db.store.read().await.unwrap().find_secret().await.unwrap(),
            until: world.now() + TimeDelta::days(400),
        }
    }

    /// The fields of a sound request.
    pub(crate) fn wish(&self, n: usize, day: &str, hour: &str) -> Values {
        Values::default()
            .with(Field::Once, request_token(&self.secret, &format!("{n:032x}"), self.until))
            .with(Field::HostName, format!("菱歌示范{n}小学"))
            .with(Field::HostKind, "school")
            .with(Field::HostCounty, self.nanhu.to_string())
            .with(Field::Whitelist, "进校园白名单第12号")
            .with(Field::Address, "示范路1号")
            .with(Field::Hall, "报告厅")
            .with(Field::HallEquipment, "投影䶮")
            .with(Field::Stage, "primary_upper")
            .with(Field::Audience, "180")
            .with(Field::Mode, "onsite")
            .with(Field::Day1, day)
            .with(Field::Hour1, hour)
            .with(Field::Contact, "沈老师")
            .with(Field::ContactPhone, "13812345678")
            .with(Field::Wish, "<b>请讲</b>")
            .with(Field::Adult, "yes")
            .with(Field::Consent, "yes")
    }

    /// Sends a request as a visitor: the address of its link, and its number.
    pub(crate) async fn ask(&self, world: &World, values: &Values) -> (String, LectureRequestId) {
        let path = format!("/catalogue/{}/request", self.version);
        let answer = world.visitor().post(&path, values).await;
        assert_eq!(answer.status, 303, "{}", answer.body);
        let token = answer.location.rsplit('/').next().unwrap().to_owned();
        let call = actions::Call::anonymous(world.now(), "");
        let page = world.actions.host_page(&call, &token).await.unwrap();
        (answer.location, page.request.id)
    }

    pub(crate) async fn revision(&self, world: &World, id: LectureRequestId) -> i64 {
        let mut conn = world.db.store.read().await.unwrap();
        conn.find_lecture_request(id).await.unwrap().unwrap().revision
    }

    pub(crate) async fn decide(
        &self,
        world: &World,
        who: &Person,
        id: LectureRequestId,
        decision: &str,
    ) -> Answer {
        let values = Values::default()
            .with(Field::Revision, self.revision(world, id).await.to_string())
            .with(Field::Decision, decision)
            .with(Field::Remark, "请补充场地情况");
        who.post(&format!("/lecture_request/{id}/decide"), &values).await
    }

    /// From review to a lecturer's desk: the number of the dispatch.
    pub(crate) async fn dispatched(&self, world: &World, id: LectureRequestId) -> DispatchId {
        assert_eq!(self.decide(world, &self.county, id, "pass").await.status, 303);
        assert_eq!(self.decide(world, &self.office, id, "pass").await.status, 303);
        let choice = Values::default().with(Field::Candidate, format!("{}-1", self.version));
        let sent = self.office.post(&format!("/lecture_request/{id}/dispatch"), &choice).await;
        assert_eq!(sent.status, 303, "{}", sent.body);
        let mut conn = world.db.store.read().await.unwrap();
        conn.list_dispatches_of(id).await.unwrap().last().unwrap().id
    }

    pub(crate) async fn delivery(&self, world: &World, id: LectureRequestId) -> store::DeliveryRow {
        let mut conn = world.db.store.read().await.unwrap();
        conn.find_delivery_of(id).await.unwrap().unwrap()
    }
}

pub(crate) fn report(revision: i64, attendance: &str) -> Values {
    Values::default()
        .with(Field::Revision, revision.to_string())
        .with(Field::Attendance, attendance)
        .with(Field::DeliveredOn, "2026-12-10")
        .with(Field::BeganAt, "14:00")
        .with(Field::EndedAt, "15:05")
}

pub(crate) fn until(world: &World, text: &str) {
    let then: DateTime<Utc> = text.parse().unwrap();
    world.wait(then - world.now());
}

#[tokio::test]
async fn a_school_asks_offices_pass_a_lecturer_comes_and_both_confirm() {
    for world in worlds().await {
        let scene = Scene::new(&world).await;
        let path = format!("/catalogue/{}/request", scene.version);
        let form = world.visitor().get(&path).await.body;
        assert!(form.contains("个人信息说明") && form.contains("自动删除"), "the notice first");
        assert!(!form.contains("value=\"yes\" checked"), "nothing is ticked beforehand");
        let values = scene.wish(1, "2026-12-10", "14:00");
        let (link, id) = scene.ask(&world, &values).await;
        assert_eq!(scene.ask(&world, &values).await, (link.clone(), id), "twice is once");
        assert!(world.visitor().get(&link).await.body.contains("县级审核"));
        assert!(scene.county.get("/desk").await.body.contains("审核点单"));

        let dispatch = scene.dispatched(&world, id).await;
        let page = scene.office.get(&format!("/lecture_request/{id}")).await.body;
        assert!(page.contains("13812345678"), "the office that dispatches has to call");
        assert!(scene.lecturer.get("/desk").await.body.contains("答复邀请"));
        let offer = format!("/dispatch/{dispatch}");
        let before = scene.lecturer.get(&offer).await.body;
        assert!(before.contains("接单：") && !before.contains("13812345678"));
        let accept = format!("{offer}/accept");
        assert_eq!(scene.lecturer.post(&accept, &Values::default()).await.status, 303);
        assert_eq!(scene.lecturer.post(&accept, &Values::default()).await.status, 303, "once");
        assert!(scene.lecturer.get("/calendar").await.body.contains("授课"));
        let seen = world.visitor().get(&link).await.body;
        assert!(seen.contains("钱进") && seen.contains("138****5678"), "{}", world.db.name);

        let early = world.visitor().post(&format!("{link}/report"), &report(1, "180")).await;
        assert_eq!(early.status, 409, "nothing is reported before it begins");
        until(&world, "2026-12-10T08:00:00Z");
        let delivery = scene.delivery(&world, id).await;
        let host = world.visitor();
        let wrong = host.post(&format!("{link}/report"), &report(delivery.revision, "许多")).await;
        assert_eq!(wrong.status, 422);
        assert!(wrong.body.contains("许多") && wrong.body.contains("href=\"#attendance\""));
        let sent = host.post(&format!("{link}/report"), &report(delivery.revision, "176")).await;
        assert_eq!(sent.status, 303, "{}", sent.body);
        let own = format!("/delivery/{}", delivery.id);
        assert!(scene.lecturer.get(&own).await.body.contains("value=\"176\""), "filled in");
        let stale = report(delivery.revision, "176");
        assert_eq!(scene.lecturer.post(&format!("{own}/report"), &stale).await.status, 409);
        let agreed = report(delivery.revision + 1, "176");
        assert_eq!(scene.lecturer.post(&format!("{own}/report"), &agreed).await.status, 303);
        assert!(host.get(&link).await.body.contains("已核实"));
        world.wait(TimeDelta::days(40));
        world.actions.end_requests(world.now()).await.unwrap();
        assert!(host.get(&link).await.body.contains("已办结"), "it closes by itself");
        world.wait(TimeDelta::days(800));
        let swept = world.actions.sweep(world.now()).await.unwrap();
        assert!(swept.iter().any(|(class, _)| *class == DataClass::RequestContacts), "{swept:?}");
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test]
async fn different_reports_are_settled_by_the_city_office() {
    for world in worlds().await {
        let scene = Scene::new(&world).await;
        let (link, id) = scene.ask(&world, &scene.wish(1, "2026-12-10", "14:00")).await;
        let dispatch = scene.dispatched(&world, id).await;
        let accept = format!("/dispatch/{dispatch}/accept");
        scene.lecturer.post(&accept, &Values::default()).await;
        until(&world, "2026-12-10T08:00:00Z");
        let own = format!("/delivery/{}", scene.delivery(&world, id).await.id);
        world.visitor().post(&format!("{link}/report"), &report(1, "176")).await;
        let other = scene.lecturer.post(&format!("{own}/report"), &report(2, "150")).await;
        assert_eq!(other.status, 303, "{}", other.body);
        assert!(scene.office.get("/desk").await.body.contains("核定场次"), "{}", world.db.name);
        let settle = format!("{own}/settle");
        let refused = scene.county.post(&settle, &report(3, "160")).await;
        assert_eq!(refused.status, 403, "the city's office settles");
        assert_eq!(scene.office.post(&settle, &report(3, "0")).await.status, 422);
        assert_eq!(scene.office.post(&settle, &report(3, "160")).await.status, 303);
        assert!(world.visitor().get(&link).await.body.contains("160"));
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test]
async fn a_school_without_a_whitelist_entry_stays_in_review() {
    for world in worlds().await {
        let scene = Scene::new(&world).await;
        let mut values = scene.wish(1, "2026-12-10", "14:00");
        values.set(Field::Whitelist, "");
        let (_, id) = scene.ask(&world, &values).await;
        let refused = scene.decide(&world, &scene.county, id, "pass").await;
        assert_eq!(refused.status, 422, "{}", world.db.name);
        assert!(refused.body.contains("href=\"#whitelist\"") && refused.body.contains("白名单"));
        let found = Values::default()
            .with(Field::Revision, "1")
            .with(Field::Decision, "pass")
            .with(Field::Whitelist, "教基〔2026〕3号");
        let path = format!("/lecture_request/{id}/decide");
        assert_eq!(scene.county.post(&path, &found).await.status, 303);
        assert_eq!(scene.county.post(&path, &found).await.status, 409, "decided once");
        world.remove().await;
    }
}

#[tokio::test]
async fn beyond_the_quota_of_a_term_a_request_passes_with_a_reason_alone() {
    for world in worlds().await {
        let scene = Scene::new(&world).await;
        let mut last = LectureRequestId::default();
        for n in 1..=5 {
            let mut values = scene.wish(n, &format!("2026-12-{:02}", 9 + n), "14:00");
            values.set(Field::HostName, "菱歌示范小学");
            (_, last) = scene.ask(&world, &values).await;
        }
        let path = format!("/lecture_request/{last}/decide");
        let pass = Values::default().with(Field::Revision, "1").with(Field::Decision, "pass");
        let refused = scene.county.post(&path, &pass).await;
        assert_eq!(refused.status, 422, "{}: four before it", world.db.name);
        assert!(
            refused.body.contains("href=\"#remark\"")
                && refused.body.contains("本学期点单已达限额")
        );
        let reason = pass.with(Field::Remark, "科技节专场，市科协同意");
        assert_eq!(scene.county.post(&path, &reason).await.status, 303);
        let supervisor = world.person("陆秉公", &[Role::Supervisor], "纪检组", "other", 1).await;
        let log = supervisor.get("/audit").await.body;
        assert!(log.contains("科技节专场，市科协同意"), "why is on record");
        world.remove().await;
    }
}

#[tokio::test]
async fn a_returned_request_is_changed_by_its_host_and_reviewed_anew() {
    for world in worlds().await {
        let scene = Scene::new(&world).await;
        let mut values = scene.wish(1, "2026-12-10", "14:00");
        let (link, id) = scene.ask(&world, &values).await;
        let host = world.visitor();
        assert_eq!(host.get(&format!("{link}/edit")).await.status, 409, "not returned");
        assert_eq!(scene.decide(&world, &scene.county, id, "send_back").await.status, 303);
        assert!(host.get(&link).await.body.contains("请补充场地情况"));
        let form = host.get(&format!("{link}/edit")).await.body;
        assert!(form.contains("投影䶮") && form.contains("value=\"14:00\""));
        values.set(Field::Revision, "1");
        values.set(Field::Audience, "200");
        let stale = host.post(&format!("{link}/edit"), &values).await;
        assert_eq!(stale.status, 409, "{}", world.db.name);
        values.set(Field::Revision, scene.revision(&world, id).await.to_string());
        assert_eq!(host.post(&format!("{link}/edit"), &values).await.status, 303);
        assert!(host.get(&link).await.body.contains("200"));
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test]
async fn a_declined_and_an_unanswered_offer_look_for_somebody_else() {
    for world in worlds().await {
        let scene = Scene::new(&world).await;
        let (link, id) = scene.ask(&world, &scene.wish(1, "2026-12-10", "14:00")).await;
        let dispatch = scene.dispatched(&world, id).await;
        let path = format!("/dispatch/{dispatch}/decline");
        let empty = scene.lecturer.post(&path, &Values::default()).await;
        assert_eq!(empty.status, 422);
        let busy = Values::default().with(Field::DeclineReason, "busy");
        assert_eq!(scene.lecturer.post(&path, &busy).await.status, 303);
        assert_eq!(scene.lecturer.post(&path, &busy).await.status, 303, "once");
        assert!(scene.office.get("/inbox").await.body.contains("讲师未能接单"));
        let other = world.lecturer("孙悦").await;
        let others = listed_course(&world, &other).await;
        let board = scene.office.get(&format!("/lecture_request/{id}")).await.body;
        assert!(board.contains("孙悦") && board.contains("尚未受邀"), "{}", world.db.name);
        let choice = Values::default().with(Field::Candidate, format!("{others}-1"));
        let asked = scene.office.post(&format!("/lecture_request/{id}/dispatch"), &choice).await;
        assert_eq!(asked.status, 303, "{}", asked.body);
        // Monday the 23rd: the third working day is Thursday the 26th.
        until(&world, "2026-11-26T15:59:59Z");
        assert_eq!(world.actions.lapse_dispatches(world.now()).await.unwrap(), 0);
        world.wait(TimeDelta::seconds(1));
        assert_eq!(world.actions.lapse_dispatches(world.now()).await.unwrap(), 1);
        let board = scene.office.get(&format!("/lecture_request/{id}")).await.body;
        assert!(board.contains("未答复") && board.contains("可邀请的讲师"));
        until(&world, "2026-12-10T07:00:00Z");
        world.actions.end_requests(world.now()).await.unwrap();
        assert!(world.visitor().get(&link).await.body.contains("未能安排"));
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test]
async fn a_host_that_calls_off_frees_the_lecturer_and_the_hall() {
    for world in worlds().await {
        let scene = Scene::new(&world).await;
        let (link, id) = scene.ask(&world, &scene.wish(1, "2026-12-10", "14:00")).await;
        let dispatch = scene.dispatched(&world, id).await;
        let accept = format!("/dispatch/{dispatch}/accept");
        scene.lecturer.post(&accept, &Values::default()).await;
        let path = format!("{link}/cancel");
        assert_eq!(world.visitor().post(&path, &Values::default()).await.status, 422);
        let reason = Values::default().with(Field::Reason, "学校临时停课一周");
        assert_eq!(world.visitor().post(&path, &reason).await.status, 303);
        assert_eq!(world.visitor().post(&path, &reason).await.status, 303, "twice is once");
        let call = world.call(&scene.lecturer, Role::Lecturer);
        assert!(world.actions.calendar(&call).await.unwrap().rows.is_empty(), "{}", world.db.name);
        assert!(scene.lecturer.get("/inbox").await.body.contains("学校临时停课一周"));
        let (_, again) = scene.ask(&world, &scene.wish(2, "2026-12-10", "14:00")).await;
        let dispatch = scene.dispatched(&world, again).await;
        let accept = format!("/dispatch/{dispatch}/accept");
        assert_eq!(scene.lecturer.post(&accept, &Values::default()).await.status, 303);
        let back = format!("/delivery/{}/give_back", scene.delivery(&world, again).await.id);
        assert_eq!(scene.lecturer.post(&back, &reason).await.status, 303);
        assert!(scene.office.get("/inbox").await.body.contains("讲师退回场次"));
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test]
async fn a_lecture_that_has_begun_is_reported_and_not_called_off() {
    for world in worlds().await {
        let scene = Scene::new(&world).await;
        let (link, id) = scene.ask(&world, &scene.wish(1, "2026-12-10", "14:00")).await;
        let dispatch = scene.dispatched(&world, id).await;
        let accept = format!("/dispatch/{dispatch}/accept");
        assert_eq!(scene.lecturer.post(&accept, &Values::default()).await.status, 303);
        until(&world, "2026-12-10T06:00:00Z");
        let host = world.visitor();
        assert!(!host.get(&link).await.body.contains("/cancel\""), "no form for it");
        let reason = Values::default().with(Field::Reason, "学校临时停课一周");
        let cancelled = host.post(&format!("{link}/cancel"), &reason).await;
        assert_eq!(cancelled.status, 409, "{}", world.db.name);
        assert!(cancelled.body.contains("学校临时停课一周"), "what was typed is shown");
        let path = format!("/lecture_request/{id}/look_again");
        assert_eq!(scene.office.post(&path, &reason).await.status, 409);
        // Nobody reports: after two weeks it is the city's office that settles.
        world.wait(TimeDelta::days(20));
        let own = format!("/delivery/{}", scene.delivery(&world, id).await.id);
        assert!(scene.office.get("/desk").await.body.contains(&own));
        let settled = scene.office.post(&format!("{own}/settle"), &report(1, "160")).await;
        assert_eq!(settled.status, 303, "{}", settled.body);
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test]
async fn another_course_takes_as_long_as_it_takes() {
    for world in worlds().await {
        let scene = Scene::new(&world).await;
        let other = world.lecturer("孙悦").await;
        let version = course_of(&world, &other, 120).await;
        let (_, id) = scene.ask(&world, &scene.wish(1, "2026-12-10", "14:00")).await;
        for who in [&scene.county, &scene.office] {
            assert_eq!(scene.decide(&world, who, id, "pass").await.status, 303);
        }
        let choice = Values::default().with(Field::Candidate, format!("{version}-1"));
        let sent = scene.office.post(&format!("/lecture_request/{id}/dispatch"), &choice).await;
        assert_eq!(sent.status, 303, "{}", sent.body);
        let mut conn = world.db.store.read().await.unwrap();
        let dispatch = conn.list_dispatches_of(id).await.unwrap().pop().unwrap();
        drop(conn);
        let accept = format!("/dispatch/{}/accept", dispatch.id);
        assert_eq!(other.post(&accept, &Values::default()).await.status, 303);
        let delivery = scene.delivery(&world, id).await;
        let taken = delivery.ends_at - delivery.starts_at;
        assert_eq!(taken, TimeDelta::minutes(120), "{}", world.db.name);
        world.remove().await;
    }
}
