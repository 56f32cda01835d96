//! A cycle with five nominated tutors, its judges and offices: what the tests of awards begin with.

use domain::{
    form::{Field, Values},
    id::{AwardCategoryId, AwardCycleId, NominationId},
    nomination::{NominationConsentChannel, Said},
    role::Role,
    roster::AwardCategory,
};
use store::{NewNomination, NewOrganisation, NewPerson, NominationConsentRow, Tx};

use crate::world::{Person, World, commit, start};

/// Texts that must never show outside the office and the judges.
pub(crate) const CANARIES: [&str; 8] = [
    "金丝雀民族",
    "金丝雀职务",
    "金丝雀职称",
    "19900004711",
    "金丝雀事迹",
    "金丝雀获奖",
    "金丝雀备注",
    "1971-03",
];

pub(crate) struct Cast {
    pub(crate) office: Person,
    pub(crate) decider: Person,
    pub(crate) supervisor: Person,
    pub(crate) judges: Vec<Person>,
    pub(crate) cycle: AwardCycleId,
    /// Key of the tutors' category.
    pub(crate) category: AwardCategoryId,
    pub(crate) nominees: Vec<NominationId>,
}

pub(crate) async fn judges(world: &World) -> Vec<Person> {
    some_judges(world, 5).await
}

pub(crate) async fn some_judges(world: &World, n: usize) -> Vec<Person> {
    let mut judges = Vec::new();
    for n in 0..n {
        let place = format!("评委单位{n}");
        judges
            .push(world.person(&format!("评委{n}"), &[Role::Judge], &place, "institute", 1).await);
    }
    judges
}

pub(crate) fn head() -> Values {
    Values::default()
        .with(Field::Once, "cycle")
        .with(Field::AwardTitle, "2026年度科普工作评优")
        .with(Field::Year, "2026")
        .with(Field::LegalBasis, "internal")
        .with(Field::ObjectionsTo, "科普部 0573-00000000")
}

/// A cycle with five nominated tutors of one unit, announced and closed for nominations.
pub(crate) async fn cast(world: &World) -> Cast {
    cast_by(world, "").await
}

/// The same; with `allowed`, its document lets seats be added.
pub(crate) async fn cast_by(world: &World, added_seats: &str) -> Cast {
    cast_with(world, Field::AddedSeats, added_seats).await
}

/// The same by rules of which one is set.
pub(crate) async fn cast_with(world: &World, rule: Field, value: &str) -> Cast {
    let judges = judges(world).await;
    cast_of(world, &head(), (rule, value), judges, &["announce", "close_nominations"]).await
}

/// The same with a final of a kind, and judges enough for it.
pub(crate) async fn cast_for_final(world: &World, kind: &str) -> Cast {
    let judges = some_judges(world, 7).await;
    let head = head().with(Field::FinalKind, kind);
    let steps = ["announce", "close_nominations"];
    cast_of(world, &head, (Field::AddedSeats, ""), judges, &steps).await
}

/// The same with a head that says something else, and as far as these steps lead.
pub(crate) async fn cast_of(
    world: &World,
    head: &Values,
    (rule, value): (Field, &str),
    judges: Vec<Person>,
    steps: &[&str],
) -> Cast {
    let office = world.office().await;
    let decider =
        world.person("党组书记", &[Role::DecisionMaker], "党组", "city_association", 1).await;
    let supervisor = world.person("陆秉公", &[Role::Supervisor], "纪检组", "other", 1).await;
    let cycle: AwardCycleId = office.post("/award/new", head).await.made().into();
    let page = world.actions.cycle(&world.call(&office, Role::CityOffice), cycle).await.unwrap();
    let category =
        page.categories.iter().find(|one| one.category == AwardCategory::Tutor).unwrap().id;
    let path = format!("/award/{cycle}/category/{category}");
    let mut rules = Values::default()
        .with(Field::Revision, "1")
        .with(Field::Criteria, "育人成效 50\n活动 50")
        .with(Field::QuotaKind, "open")
        .with(Field::Seats, "2");
    rules.set(rule, value);
    assert_eq!(office.post(&path, &rules).await.status, 303);
    let mut seats = Values::default();
    for judge in &judges {
        seats.push(Field::Judges, judge.id.to_string());
    }
    assert_eq!(office.post(&format!("/award/{cycle}/judges"), &seats).await.status, 303);
    let nominees = nominees(world, cycle, category).await;
    for step in steps {
        take(&office, cycle, step).await;
    }
    Cast { office, decider, supervisor, judges, cycle, category, nominees }
}

pub(crate) async fn nominees(
    world: &World,
    cycle_id: AwardCycleId,
    category_id: AwardCategoryId,
) -> Vec<NominationId> {
    let mut tx = world.db.store.begin().await.unwrap();
    let unit =
        NewOrganisation { name: "南湖区科协", match_key: "nanhu", ..Default::default() };
    let unit_id = tx.add_organisation(&unit).await.unwrap();
    let mut ids = Vec::new();
    for n in 0..5 {
        let name = format!("辅导员{n}");
        let place = format!("示范小学{n}");
        let school = NewOrganisation { name: &place, match_key: &place, ..Default::default() };
        let workplace_id = Some(tx.add_organisation(&school).await.unwrap());
        let person = NewPerson { name: &name, ..NewPerson::default() };
        let person_id = Some(tx.add_person(&person).await.unwrap());
        let row = NewNomination {
            cycle_id,
            category_id,
            person_id,
            name: &name,
            born_in: Some("1971-03"),
            ethnic_group: "金丝雀民族",
            workplace: &place,
            workplace_id,
            post: "金丝雀职务",
            title: "金丝雀职称",
            phone: Some("19900004711"),
            years: Some(5),
            deeds: "金丝雀事迹",
            earlier_awards: "金丝雀获奖",
            unit_id,
            unit_rank: Some(n + 1),
            note: "金丝雀备注",
            ..NewNomination::default()
        };
        let id = tx.add_nomination(&row).await.unwrap();
        agree(&mut tx, id).await;
        ids.push(id);
    }
    commit(tx).await;
    ids
}

/// A nominee says yes to both questions, behind a link.
pub(crate) async fn agree(tx: &mut Tx, nomination_id: NominationId) {
    let consent = NominationConsentRow {
        nomination_id,
        said: Said { processing: true, publication: true },
        channel: NominationConsentChannel::Link,
        name: String::new(),
        signed_on: None,
        scan_id: None,
        text_digest: "d".repeat(64),
        at: start(),
    };
    tx.set_nomination_consent(&consent).await.unwrap();
}

pub(crate) async fn take(office: &Person, cycle: AwardCycleId, step: &str) {
    let values = Values::default().with(Field::Step, step);
    let answer = office.post(&format!("/award/{cycle}/step"), &values).await;
    assert_eq!(answer.status, 303, "{step}: {}", answer.body);
}

pub(crate) async fn confirm_all(cast: &Cast) {
    for id in &cast.nominees {
        let yes = Values::default()
            .with(Field::Decision, "eligible")
            .with(Field::Revision, "1")
            .with(Field::Reason, "已核对学时与奖励");
        assert_eq!(cast.office.post(&format!("/nomination/{id}"), &yes).await.status, 303);
    }
    take(&cast.office, cast.cycle, "open_evaluation").await;
}

pub(crate) fn relations(cast: &Cast, conflicts: &[NominationId]) -> Values {
    let mut values = Values::default();
    for id in &cast.nominees {
        let kind = if conflicts.contains(id) { "close_relative" } else { "none" };
        values.push(Field::Relation.at(*id), kind);
    }
    values
}

/// A judge who has no relation to anybody.
pub(crate) async fn declare(cast: &Cast, judge: &Person) {
    let path = format!("/award/{}/judging", cast.cycle);
    assert_eq!(judge.post(&path, &relations(cast, &[])).await.status, 303);
}

pub(crate) fn scores(one: &str, two: &str, revision: i64) -> Values {
    Values::default()
        .with(Field::Score.at(1), one)
        .with(Field::Score.at(2), two)
        .with(Field::Revision, revision.to_string())
        .with(Field::Decision, "submit")
}

/// The same, and scoring closes.
pub(crate) async fn score_all(cast: &Cast) {
    score(cast).await;
    take(&cast.office, cast.cycle, "close_scoring").await;
}

/// Every judge scores every nominee; the points fall from the first nominee to the last.
pub(crate) async fn score(cast: &Cast) {
    for judge in &cast.judges {
        declare(cast, judge).await;
        for (n, id) in cast.nominees.iter().enumerate() {
            let sheet = scores(&format!("{}", 45 - n), "40", 0);
            let answer = judge.post(&format!("/score_sheet/{id}"), &sheet).await;
            assert_eq!(answer.status, 303, "{}", answer.body);
        }
    }
}

/// How often the cycle has moved: what a form of the decision maker brings along.
pub(crate) async fn revision(world: &World, cast: &Cast) -> String {
    let mut conn = world.db.store.read().await.unwrap();
    conn.find_cycle(cast.cycle).await.unwrap().unwrap().revision.to_string()
}

pub(crate) async fn answer(world: &World, cast: &Cast, decision: &str) -> Values {
    Values::default()
        .with(Field::Decision, decision)
        .with(Field::Revision, revision(world, cast).await)
}

pub(crate) fn proposal(nominees: &[NominationId]) -> Values {
    nominees
        .iter()
        .fold(Values::default(), |values, id| values.with(Field::Selected, id.to_string()))
}

pub(crate) async fn clerk(world: &World) -> Person {
    world.person("经办人", &[Role::CityOffice], "市科协科普部", "city_association", 1).await
}
