//! Builders of data with sensible defaults.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::{
    audience::{DeliveryMode, SchoolStage, TargetGroup},
    audit::{Doer, Entry},
    course::{CourseDraft, CourseVersionState},
    id::{CourseVersionId, FieldId, PartyId, PersonId, RegionId, ReviewSessionId},
    region::RegionLevel,
};
use store::{NewPerson, NewRegion, NewSession, NewVersion, Store, Tx};

pub(crate) fn now() -> DateTime<Utc> {
    "2026-11-23T08:00:00Z".parse().unwrap()
}

pub(crate) fn today() -> NaiveDate {
    now().date_naive()
}

pub(crate) fn minutes(n: i64) -> DateTime<Utc> {
    now() + TimeDelta::minutes(n)
}

pub(crate) fn entry(verb: &'static str) -> Entry {
    Entry::new(Doer::PROGRAM, now(), verb, "test")
}

pub(crate) async fn a_person(tx: &mut Tx, name: &str) -> PersonId {
    tx.add_person(&NewPerson { name, ..NewPerson::default() }).await.unwrap()
}

/// A committed person with the party that is taken.
pub(crate) async fn a_party(store: &Store, name: &str) -> (PersonId, PartyId) {
    let mut tx = store.begin().await.unwrap();
    let person = a_person(&mut tx, name).await;
    tx.commit_unlogged().await.unwrap();
    let row = store.read().await.unwrap().find_person(person).await.unwrap().unwrap();
    (person, row.party_id)
}

pub(crate) fn a_draft(title: &str) -> CourseDraft {
    CourseDraft {
        title: title.to_owned(),
        summary: "摘要".to_owned(),
        field: Some(FieldId(2)),
        stages: vec![SchoolStage::PrimaryUpper, SchoolStage::JuniorSecondary],
        groups: vec![TargetGroup::Youth],
        mode: DeliveryMode::Onsite,
        minutes: Some(60),
        max_audience: Some(100),
        equipment: "投影".to_owned(),
        outline: "一、二".to_owned(),
        sources: "教材".to_owned(),
        slides: None,
        owns_rights: true,
        no_advertising: true,
    }
}

pub(crate) async fn a_version(
    tx: &mut Tx,
    lecturer: PersonId,
    title: &str,
    state: CourseVersionState,
) -> CourseVersionId {
    let draft = a_draft(title);
    let version = NewVersion {
        lecturer_id: lecturer,
        state,
        draft: &draft,
        taken_over: false,
        listed_until: None,
        remark: "",
        at: now(),
    };
    tx.add_version(&version).await.unwrap()
}

pub(crate) async fn a_session(
    tx: &mut Tx,
    planner: PersonId,
    panel: &[PersonId],
) -> ReviewSessionId {
    let session = NewSession {
        starts_at: minutes(60 * 24 * 10),
        slot_minutes: 60,
        short_minutes: None,
        n_slots: 2,
        break_minutes: 10,
        place_id: None,
        video_link: Some("https://video.example.invalid/1"),
        opens_on: None,
        closes_at: minutes(60 * 24 * 7),
        region_id: None,
        planner_id: planner,
        stages: &[SchoolStage::PrimaryUpper],
        fields: &[FieldId(2)],
        panel,
    };
    tx.add_session_plan(&session).await.unwrap()
}

pub(crate) async fn a_region(tx: &mut Tx, code: &str) -> RegionId {
    let region = NewRegion {
        code,
        name_zh: "南湖区",
        name_en: "Nanhu District",
        level: RegionLevel::County,
        parent_id: None,
        sort_order: 1,
        valid_from: today(),
    };
    tx.add_region(&region).await.unwrap()
}

/// Runs a statement of our own, past everything that the store allows.
pub(crate) async fn execute(url: &str, statement: &'static str) -> Result<(), sqlx::Error> {
    use sqlx::Connection as _;
    if url.starts_with("sqlite") {
        let mut conn = sqlx::SqliteConnection::connect(url).await?;
        sqlx::query(statement).execute(&mut conn).await.map(|_| ())
    } else {
        let mut conn = sqlx::PgConnection::connect(url).await?;
        sqlx::query(statement).execute(&mut conn).await.map(|_| ())
    }
}
