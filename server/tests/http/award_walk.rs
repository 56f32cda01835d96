//! A nomination in every state of its cycle: what of it is shown to whom, on every page and export.
//!
//! The first nominee's file holds texts that no other has; whoever is in conflict with it works as
//! a judge, in the office or as supervisor, and the nominee does so too.

use chrono::TimeDelta;
use domain::{
    form::{Field, Values},
    id::{AwardCategoryId, AwardCycleId, NominationId, PersonId},
    role::Role,
    roster::AwardCategory,
};
use store::{NewNomination, NewOrganisation, NewPerson};

use crate::{
    award_scene::{Cast, agree, answer, head, judges, proposal, scores, take},
    walk::{Keys, Spared, Walk, sees, strangers, with},
    world::{Person, World, commit, world},
};

const NAME: &str = "金丝雀姓名";
const PLACE: &str = "金丝雀小学";
const UNIT: &str = "南湖区科协";
/// What the file says besides.
const FILE: [&str; 8] = [
    "金丝雀民族",
    "金丝雀职务",
    "金丝雀职称",
    "19900004711",
    "金丝雀事迹",
    "金丝雀获奖",
    "金丝雀备注",
    "1971-03",
];
/// What the office and the judges write about it.
const ABOUT: [&str; 2] = ["金丝雀理由", "金丝雀评语"];
const WALK: Walk<'_> = Walk {
    near: &["/award", "/nominate", "/nomination", "/score_sheet", "/roster"],
    day: "2026-12-01",
    name: "jsq",
    spared: &[],
};

struct Story {
    cast: Cast,
    /// In conflict: a colleague and the nominee, as judges.
    judges: [(&'static str, Person); 2],
    /// In conflict, in the office, as supervisor and as decision maker.
    staff: Vec<(&'static str, Person)>,
    strangers: Vec<(&'static str, Person)>,
    keys: Keys,
}

fn all() -> Vec<&'static str> {
    [NAME, PLACE].into_iter().chain(FILE).chain(ABOUT).collect()
}

/// A cycle that is being written, with nominations on file already, and everybody's seats.
async fn story(world: &World) -> Story {
    let office = world.office().await;
    let decider =
        world.person("党组书记", &[Role::DecisionMaker], "党组", "city_association", 1).await;
    let supervisor = world.person("陆秉公", &[Role::Supervisor], "纪检组", "other", 1).await;
    let mut judges = judges(world).await;
    let colleague = world.person("同事评委", &[Role::Judge], "别处一", "school", 1).await;
    let own = world.person("本人评委", &[Role::Tutor, Role::Judge], "别处二", "school", 1).await;
    let mut staff = Vec::new();
    for (who, role) in [
        ("a clerk of the same school", Role::CityOffice),
        ("a supervisor of the same school", Role::Supervisor),
        ("a decision maker of the same school", Role::DecisionMaker),
        ("an audit administrator of the same school", Role::AuditAdministrator),
    ] {
        let place = format!("别处{}", role.as_str());
        staff.push((who, world.person(who, &[role], &place, "school", 1).await));
    }
    let clerk = world.person("本人干事", &[Role::Tutor, Role::CityOffice], "别处三", "school", 1);
    staff.push(("the second nominee, who is a clerk", clerk.await));
    let cycle: AwardCycleId = office.post("/award/new", &head()).await.made().into();
    let page = world.actions.cycle(&world.call(&office, Role::CityOffice), cycle).await.unwrap();
    let tutors = |one: &&actions::CategoryView| one.category == AwardCategory::Tutor;
    let category = page.categories.iter().find(tutors).unwrap().id;
    let people = [own.id, staff[4].1.id];
    let nominees = nominees(world, cycle, category, people).await;
    let mut tx = world.db.store.begin().await.unwrap();
    let school = tx.find_nomination(nominees[0]).await.unwrap().unwrap().workplace_id.unwrap();
    let today = crate::world::start().date_naive();
    for (_, person) in staff[..4].iter().chain([&("", colleague.clone())]) {
        tx.set_workplace(person.id, school, today).await.unwrap();
    }
    commit(tx).await;
    judges.extend([colleague.clone(), own.clone()]);
    let roles = [
        Role::Tutor,
        Role::Lecturer,
        Role::UnitOfficer,
        Role::Panelist,
        Role::ContentReviewer,
        Role::CountyOffice,
        Role::Judge,
        Role::SystemAdministrator,
    ];
    let keys =
        Keys { award: cycle.0, category: category.0, nomination: nominees[0].0, ..Keys::default() };
    Story {
        judges: [("a judge of the same school", colleague), ("the nominee, who is a judge", own)],
        staff,
        strangers: strangers(world, &roles).await,
        cast: Cast { office, decider, supervisor, judges, cycle, category, nominees },
        keys,
    }
}

/// Five nominees of one unit; the first and the second are these people.
async fn nominees(
    world: &World,
    cycle_id: AwardCycleId,
    category_id: AwardCategoryId,
    people: [PersonId; 2],
) -> Vec<NominationId> {
    let mut tx = world.db.store.begin().await.unwrap();
    let unit =
        NewOrganisation { code: Some("ORG002"), name: UNIT, match_key: UNIT, ..Default::default() };
    let unit_id = tx.add_organisation(&unit).await.unwrap();
    let mut ids = Vec::new();
    for n in 0..5_usize {
        let (name, place) = match n {
            0 => (NAME.to_owned(), PLACE.to_owned()),
            _ => (format!("辅导员{n}"), format!("示范小学{n}")),
        };
        // As the file writes it, and as the list of organisations does.
        let known = format!("示范小学{n}");
        let school = NewOrganisation { name: &known, match_key: &known, ..Default::default() };
        let workplace_id = Some(tx.add_organisation(&school).await.unwrap());
        let person_id = match people.get(n) {
            Some(id) => *id,
            None => {
                tx.add_person(&NewPerson { name: &name, ..NewPerson::default() }).await.unwrap()
            }
        };
        let row = NewNomination {
            cycle_id,
            category_id,
            person_id: Some(person_id),
            name: &name,
            workplace: &place,
            workplace_id,
            years: Some(5),
            unit_id,
            unit_rank: i64::try_from(n).ok(),
            ..NewNomination::default()
        };
        let [ethnic_group, post, title, phone, deeds, earlier_awards, note, born_in] = FILE;
        let file = NewNomination {
            born_in: Some(born_in),
            ethnic_group,
            post,
            title,
            phone: Some(phone),
            deeds,
            earlier_awards,
            note,
            ..row.clone()
        };
        let id = tx.add_nomination(if n == 0 { &file } else { &row }).await.unwrap();
        agree(&mut tx, id).await;
        ids.push(id);
    }
    commit(tx).await;
    ids
}

/// The preview of a summary sheet that says something else of the first nominee.
async fn preview(office: &Person) -> String {
    let sheet = format!(
        "推荐类别,姓名,工作单位,主要事迹,推荐单位,备注\n优秀科技辅导员,{NAME},{PLACE},{},{UNIT},补\n",
        FILE[4]
    );
    let file = Some(("file", "推荐汇总表.csv", sheet.as_bytes()));
    let shown = office.upload("/roster", &with(Field::Kind, "nominations"), file).await;
    assert_eq!(shown.status, 303, "{}", shown.body);
    shown.location.trim_start_matches("/roster/").to_owned()
}

impl Story {
    async fn walk(&self, state: &str) {
        let keys = &self.keys;
        WALK.nothing_for(&self.strangers, &all(), keys, state).await;
        WALK.nothing_for(&self.staff[..4], &all(), keys, state).await;
        // The second nominee reads others' files, but neither the own nor a ranking with it.
        let own = Keys { nomination: self.cast.nominees[1].0, ..keys.clone() };
        let second = (self.staff[4].0, &self.staff[4].1);
        // The office's list of units names them all, and no nominee.
        let spared: Spared<'_> = &[("/organisation", "示范小学1")];
        WALK.nothing_of(&["辅导员1", "示范小学1"], second, &own, state, spared).await;
        // Whoever declares a relation to somebody has to read the name, and no more.
        let judging = format!("/award/{}/judging", keys.award);
        // The nominee, who is a judge elsewhere, reads what others have written once it is decided.
        let own = ("/award_result", ABOUT[1]);
        let spared: Spared<'_> = &[(judging.as_str(), NAME), (judging.as_str(), PLACE), own];
        for (who, person) in &self.judges {
            WALK.nothing_of(&all(), (*who, person), keys, state, spared).await;
        }
        // Who decides and who supervises see names in rankings, and no file.
        for (who, person) in
            [("the decision maker", &self.cast.decider), ("the supervisor", &self.cast.supervisor)]
        {
            let texts: Vec<&str> = FILE.into_iter().chain([ABOUT[1]]).collect();
            // What judges have written stands on a page of its own, once scoring is closed.
            let comments = format!("/award/{}/ranking/{}/comments", keys.award, keys.category);
            let spared: Spared<'_> = &[(comments.as_str(), ABOUT[1])];
            WALK.nothing_of(&texts, (who, person), keys, state, spared).await;
        }
    }

    async fn step(&self, step: &str) {
        take(&self.cast.office, self.cast.cycle, step).await;
    }

    async fn check(&self) {
        for id in &self.cast.nominees {
            let yes = Values::default()
                .with(Field::Decision, "eligible")
                .with(Field::Revision, "1")
                .with(
                    Field::Reason,
                    if id.0 == self.keys.nomination { ABOUT[0] } else { "已核对学时" },
                );
            let path = format!("/nomination/{id}");
            assert_eq!(self.cast.office.post(&path, &yes).await.status, 303);
        }
    }

    /// Judges in conflict are recused; the others score the first nominee the lowest.
    async fn declare_and_score(&self) {
        let judging = format!("/award/{}/judging", self.cast.cycle);
        for judge in &self.cast.judges {
            let is_near = self.judges.iter().any(|(_, near)| near.id == judge.id);
            let mut relations = Values::default();
            for id in &self.cast.nominees {
                let is_conflict = is_near && id.0 == self.keys.nomination;
                let kind = if is_conflict { "self_declared" } else { "none" };
                relations.push(Field::Relation.at(*id), kind);
            }
            assert_eq!(judge.post(&judging, &relations).await.status, 303);
        }
        self.walk("declared").await;
        for judge in &self.cast.judges {
            for (n, id) in self.cast.nominees.iter().enumerate() {
                let is_near = self.judges.iter().any(|(_, near)| near.id == judge.id);
                if n == 0 && is_near {
                    continue;
                }
                let points = ["20", "25", "45", "44", "30"][n];
                let comment = if n == 0 { ABOUT[1] } else { "" };
                let sheet = scores(points, "40", 0).with(Field::Comment, comment);
                let sent = judge.post(&format!("/score_sheet/{id}"), &sheet).await;
                assert_eq!(sent.status, 303, "{}", sent.body);
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn from_rules_to_decision_a_nomination_is_shown_to_whom_it_concerns() {
    let world = world().await;
    let mut story = story(&world).await;
    story.keys.plan = preview(&story.cast.office).await;
    let cast = &story.cast;
    sees(&cast.office, &format!("/roster/{}", story.keys.plan), &[NAME]).await;
    story.walk("configuring").await;
    let rules = Values::default()
        .with(Field::Revision, "1")
        .with(Field::Criteria, "育人成效 50\n活动 50")
        .with(Field::QuotaKind, "open")
        .with(Field::Seats, "2");
    let path = format!("/award/{}/category/{}", cast.cycle, cast.category);
    assert_eq!(cast.office.post(&path, &rules).await.status, 303);
    let seats = cast
        .judges
        .iter()
        .fold(Values::default(), |values, judge| values.with(Field::Judges, judge.id.to_string()));
    let path = format!("/award/{}/judges", cast.cycle);
    assert_eq!(cast.office.post(&path, &seats).await.status, 303);
    story.step("announce").await;
    story.walk("nominating").await;
    story.step("close_nominations").await;
    story.walk("eligibility").await;
    let file = format!("/nomination/{}", story.keys.nomination);
    sees(&cast.office, &file, &[NAME, PLACE, FILE[4]]).await;
    story.check().await;
    story.walk("checked").await;
    story.step("open_evaluation").await;
    story.walk("evaluation").await;
    story.declare_and_score().await;
    story.walk("scored by all").await;
    let sheet = format!("/score_sheet/{}", story.keys.nomination);
    sees(&cast.judges[0], &sheet, &[NAME, FILE[4], ABOUT[1]]).await;
    story.step("close_scoring").await;
    story.walk("scored").await;
    let ranking = format!("/award/{}/ranking/{}", cast.cycle, cast.category);
    sees(&cast.supervisor, &ranking, &[NAME]).await;
    let path = format!("/award/{}/proposal", cast.cycle);
    let two = proposal(&cast.nominees[2..4]);
    assert_eq!(cast.office.post(&path, &two).await.status, 303);
    story.walk("proposed").await;
    let yes = answer(&world, cast, "confirm").await;
    let path = format!("/award/{}/confirm", cast.cycle);
    assert_eq!(cast.decider.post(&path, &yes).await.status, 303);
    story.walk("confirmed").await;
    story.step("post").await;
    sees(&world.visitor(), &format!("/notice/{}", cast.cycle), &["辅导员2", "辅导员3"]).await;
    story.walk("on_notice").await;
    world.wait(TimeDelta::days(8));
    let document = with(Field::DocumentNo, "嘉科协〔2026〕9号");
    let path = format!("/award/{}/decide", cast.cycle);
    assert_eq!(cast.decider.post(&path, &document).await.status, 303);
    story.walk("decided.").await;
    world.remove().await;
}
