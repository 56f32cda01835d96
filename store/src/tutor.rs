//! Science tutors, and what imported registers say about people at trainings.

use chrono::{DateTime, NaiveDate, Utc};

use crate::{
    Conn, StoreError, Tx,
    row::decoded,
    statement::{bound, sql},
};

/// What makes a person a tutor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TutorRow {
    /// The person.
    pub person_id: i64,
    /// What the tutor teaches.
    pub subject: String,
    /// School stages, their codes separated by commas.
    pub stages: String,
    /// Professional title.
    pub title: String,
    /// Code of the certified level.
    pub level: Option<String>,
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
    pub id: i64,
    /// The person.
    pub person_id: i64,
    /// The key by which trainings are compared.
    pub event_key: String,
    /// The title of the training.
    pub title: String,
    /// Who held it.
    pub organiser: String,
    /// Code of what it was.
    pub kind: Option<String>,
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

const FIND: &str = "SELECT person_id, subject, stages, title, level, years, joined_on, note \
    FROM tutor WHERE person_id = $1";
const SET: &str = "INSERT INTO tutor (person_id, subject, stages, title, level, years, joined_on, \
    note) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (person_id) DO UPDATE \
    SET subject = excluded.subject, stages = excluded.stages, title = excluded.title, \
    level = excluded.level, years = excluded.years, joined_on = excluded.joined_on, \
    note = excluded.note";
const FILL: &str = "UPDATE person SET sex = COALESCE(sex, $2), phone = COALESCE(phone, $3), \
    region_id = COALESCE($4, region_id) WHERE id = $1";
const PARTICIPATIONS: &str = "SELECT id, person_id, event_key, title, organiser, kind, first_day, \
    last_day, time_text, hours, note FROM participation WHERE person_id = $1 ORDER BY first_day, id";
const ADD: &str = "INSERT INTO participation (person_id, event_key, title, organiser, kind, \
    first_day, last_day, time_text, hours, note, created_at) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) RETURNING id";
const CHANGE: &str = "UPDATE participation SET title = $2, organiser = $3, kind = $4, \
    first_day = $5, last_day = $6, time_text = $7, hours = $8, note = $9 WHERE id = $1";

impl Conn {
    /// What makes a person a tutor, if anything does.
    pub async fn find_tutor(&mut self, person: i64) -> Result<Option<TutorRow>, StoreError> {
        self.one(sql(FIND).bind(person)).await
    }

    /// What imported registers say about a person.
    pub async fn list_participations(
        &mut self,
        person: i64,
    ) -> Result<Vec<ParticipationRow>, StoreError> {
        self.all(sql(PARTICIPATIONS).bind(person)).await
    }
}

impl Tx {
    /// Writes what makes a person a tutor.
    pub async fn set_tutor(&mut self, tutor: &TutorRow) -> Result<(), StoreError> {
        let t = tutor;
        self.run(bound!(SET;
            t.person_id, &t.subject, &t.stages, &t.title, &t.level, t.years, t.joined_on,
            &t.note))
            .await
    }

    /// Fills in what was not known of a person, and moves the person to a region.
    pub async fn fill_person(
        &mut self,
        person: i64,
        sex: Option<&str>,
        phone: Option<&str>,
        region: Option<i64>,
    ) -> Result<(), StoreError> {
        self.run(sql(FILL).bind(person).bind(sex).bind(phone).bind(region)).await
    }

    /// Adds a person's participation; [`StoreError::Conflict`] if the event is there already.
    pub async fn add_participation(
        &mut self,
        participation: &ParticipationRow,
        at: DateTime<Utc>,
    ) -> Result<i64, StoreError> {
        let p = participation;
        self.only(bound!(ADD;
            p.person_id, &p.event_key, &p.title, &p.organiser, &p.kind, p.first_day, p.last_day,
            &p.time_text, p.hours, &p.note, at))
            .await
    }

    /// Changes a participation; what it has earned is corrected in the ledger.
    pub async fn change_participation(
        &mut self,
        participation: &ParticipationRow,
    ) -> Result<(), StoreError> {
        let p = participation;
        self.run(bound!(CHANGE;
            p.id, &p.title, &p.organiser, &p.kind, p.first_day, p.last_day, &p.time_text,
            p.hours, &p.note))
            .await
    }
}
