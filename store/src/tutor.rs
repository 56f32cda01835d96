//! Science tutors, and what imported registers say about people at trainings.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    audience::SchoolStage,
    credit_hour::ActivityKind,
    id::{ParticipationId, PersonId},
    roster::TutorLevel,
};

use crate::{
    Conn, StoreError, Tx,
    row::{decoded, listed},
    statement::{sql, text},
};

/// What makes a person a tutor.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TutorRow {
    /// The person.
    pub person_id: PersonId,
    /// What the tutor teaches.
    pub subject: String,
    /// School stages, in the order of the roster.
    pub stages: Vec<SchoolStage>,
    /// Professional title.
    pub title: String,
    /// The certified level.
    pub level: Option<TutorLevel>,
    /// Full years of service.
    pub years: Option<i64>,
    /// The day of joining the corps.
    pub joined_on: Option<NaiveDate>,
    /// Remark.
    pub note: String,
}

decoded! { TutorRow: person_id, subject, stages, title, level, years, joined_on, note }

/// A person at a training, by an imported register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParticipationRow {
    /// Key.
    pub id: ParticipationId,
    /// The person.
    pub person_id: PersonId,
    /// The key by which trainings are compared.
    pub event_key: String,
    /// The title of the training.
    pub title: String,
    /// Who held it.
    pub organiser: String,
    /// What it was.
    pub kind: Option<ActivityKind>,
    /// The first day.
    pub first_day: NaiveDate,
    /// The last day.
    pub last_day: NaiveDate,
    /// When in each day, as it was written.
    pub time_text: String,
    /// Hours in hundredths.
    pub hours: i64,
    /// Remark.
    pub note: String,
}

decoded! {
    ParticipationRow: id, person_id, event_key, title, organiser, kind, first_day, last_day,
    time_text, hours, note
}

const COLUMNS: &str = "SELECT person_id, subject, stages, title, level, years, joined_on, note \
    FROM tutor ";
const FIND: &str = text![COLUMNS, "WHERE person_id = $1"];
const OF_PEOPLE: &str = text![COLUMNS, "WHERE person_id IN "];
const SET: &str = "INSERT INTO tutor (person_id, subject, stages, title, level, years, joined_on, \
    note) ";
const OR_REPLACE: &str = " ON CONFLICT (person_id) DO UPDATE \
    SET subject = excluded.subject, stages = excluded.stages, title = excluded.title, \
    level = excluded.level, years = excluded.years, joined_on = excluded.joined_on, \
    note = excluded.note";
const PARTICIPATIONS: &str = "SELECT id, person_id, event_key, title, organiser, kind, first_day, \
    last_day, time_text, hours, note FROM participation WHERE person_id IN ";
const IN_TIME: &str = " ORDER BY person_id, first_day, id";
const ADD: &str = "INSERT INTO participation (person_id, event_key, title, organiser, kind, \
    first_day, last_day, time_text, hours, note, created_at) ";
const ADDED: &str = " RETURNING id, person_id, event_key, first_day";
const CHANGE: &str = "UPDATE participation SET title = v.column2, organiser = v.column3, \
    kind = v.column4, first_day = v.column5, last_day = v.column6, time_text = v.column7, \
    hours = v.column8, note = v.column9 FROM (";
const OF_KEY: &str = ") AS v WHERE participation.id = v.column1";

/// The key of a participation that was added, with person, event and first day.
pub type AddedParticipation = (ParticipationId, PersonId, String, NaiveDate);

impl Conn {
    /// What makes a person a tutor, if anything does.
    pub async fn find_tutor(&mut self, person: PersonId) -> Result<Option<TutorRow>, StoreError> {
        self.one(sql(FIND).bind(person)).await
    }

    /// What makes people tutors, of those whom anything does.
    pub async fn list_tutors_of(
        &mut self,
        people: &[PersonId],
    ) -> Result<Vec<TutorRow>, StoreError> {
        self.all_in(OF_PEOPLE, people, "").await
    }

    /// What imported registers say about people, by person and time.
    pub async fn list_participations(
        &mut self,
        people: &[PersonId],
    ) -> Result<Vec<ParticipationRow>, StoreError> {
        self.all_in(PARTICIPATIONS, people, IN_TIME).await
    }
}

impl Tx {
    /// Writes what makes people tutors, each of whom is named once.
    pub async fn set_tutors(&mut self, tutors: &[TutorRow]) -> Result<(), StoreError> {
        let rows = tutors.iter().map(|t| {
            vec![
                t.person_id.into(),
                (&t.subject).into(),
                listed(&t.stages).into(),
                (&t.title).into(),
                t.level.into(),
                t.years.into(),
                t.joined_on.into(),
                (&t.note).into(),
            ]
        });
        self.run_rows(SET, rows.collect(), OR_REPLACE).await
    }

    /// Adds participations; [`StoreError::Conflict`] if an event is there already. Keys in no
    /// order.
    pub async fn add_participations(
        &mut self,
        participations: &[ParticipationRow],
        at: DateTime<Utc>,
    ) -> Result<Vec<AddedParticipation>, StoreError> {
        let rows = participations.iter().map(|p| {
            vec![
                p.person_id.into(),
                (&p.event_key).into(),
                (&p.title).into(),
                (&p.organiser).into(),
                p.kind.into(),
                p.first_day.into(),
                p.last_day.into(),
                (&p.time_text).into(),
                p.hours.into(),
                (&p.note).into(),
                at.into(),
            ]
        });
        self.all_rows(ADD, rows.collect(), ADDED).await
    }

    /// Changes participations; what they have earned is corrected in the ledger.
    pub async fn change_participations(
        &mut self,
        participations: &[ParticipationRow],
    ) -> Result<(), StoreError> {
        let rows = participations.iter().map(|p| {
            vec![
                p.id.into(),
                (&p.title).into(),
                (&p.organiser).into(),
                p.kind.into(),
                p.first_day.into(),
                p.last_day.into(),
                (&p.time_text).into(),
                p.hours.into(),
                (&p.note).into(),
            ]
        });
        self.run_rows(CHANGE, rows.collect(), OF_KEY).await
    }
}
