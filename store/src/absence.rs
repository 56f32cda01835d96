//! What people have said of their time, and the days on which they are away.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    absence::{AbsenceDays, Availability, WeekTime},
    id::{AbsenceId, PersonId},
};

use crate::{
    Conn, StoreError, Tx,
    row::{decoded, written},
    statement::{bound, sql, text},
};

/// What somebody has said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AvailabilityRow {
    /// Who.
    pub person_id: PersonId,
    /// Not to be asked at all.
    pub is_never: bool,
    /// Not before this day.
    pub not_before: Option<NaiveDate>,
    /// Times of the week that do not suit.
    pub weekly: Vec<WeekTime>,
    /// Days on which these do.
    pub exceptions: Vec<NaiveDate>,
    /// Who has written it down.
    pub recorder_id: PersonId,
    /// Name of who has written it down.
    pub recorder_name: String,
    /// When it was written down.
    pub changed_at: DateTime<Utc>,
    /// Rises with every change.
    pub revision: i64,
}

decoded! {
    AvailabilityRow: person_id, is_never, not_before, weekly, exceptions, recorder_id,
    recorder_name, changed_at, revision
}

impl AvailabilityRow {
    /// What it says.
    pub fn said(&self) -> Availability {
        Availability {
            is_never: self.is_never,
            not_before: self.not_before,
            weekly: self.weekly.clone(),
            exceptions: self.exceptions.clone(),
        }
    }
}

/// Days on which somebody is away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AbsenceRow {
    /// Key.
    pub id: AbsenceId,
    /// Who.
    pub person_id: PersonId,
    /// The first day.
    pub first_on: NaiveDate,
    /// The last day.
    pub last_on: NaiveDate,
    /// Who has written it down.
    pub recorder_id: PersonId,
    /// Name of who has written it down.
    pub recorder_name: String,
    /// When it was called off.
    pub ended_at: Option<DateTime<Utc>>,
    /// Rises with every change.
    pub revision: i64,
}

decoded! {
    AbsenceRow: id, person_id, first_on, last_on, recorder_id, recorder_name, ended_at, revision
}

impl AbsenceRow {
    /// Its days.
    pub fn days(&self) -> AbsenceDays {
        AbsenceDays { first: self.first_on, last: self.last_on }
    }
}

const AVAILABILITY: &str = "SELECT a.person_id, a.is_never, a.not_before, a.weekly, a.exceptions, \
    a.recorder_id, r.name AS recorder_name, a.changed_at, a.revision \
    FROM availability a JOIN person r ON r.id = a.recorder_id WHERE a.person_id IN ";
const COLUMNS: &str = "SELECT a.id, a.person_id, a.first_on, a.last_on, a.recorder_id, \
    r.name AS recorder_name, a.ended_at, a.revision \
    FROM absence a JOIN person r ON r.id = a.recorder_id ";
const FIND: &str = text![COLUMNS, "WHERE a.id = $1"];
const FROM_DAY: &str =
    text![COLUMNS, "WHERE a.ended_at IS NULL AND a.last_on >= $1 AND a.person_id IN "];
const ADD_AVAILABILITY: &str = "INSERT INTO availability (person_id, is_never, not_before, weekly, \
    exceptions, recorder_id, changed_at, revision) VALUES ($1, $2, $3, $4, $5, $6, $7, 1)";
const CHANGE_AVAILABILITY: &str = "UPDATE availability SET is_never = $2, not_before = $3, \
    weekly = $4, exceptions = $5, recorder_id = $6, changed_at = $7, revision = revision + 1 \
    WHERE person_id = $1";
const REMOVE_AVAILABILITY: &str = "DELETE FROM availability WHERE person_id = $1";
const ADD: &str = "INSERT INTO absence (person_id, first_on, last_on, recorder_id, created_at, \
    revision) VALUES ($1, $2, $3, $4, $5, 1) RETURNING id";
const CHANGE: &str = "UPDATE absence SET first_on = $3, last_on = $4, recorder_id = $5, \
    revision = revision + 1 WHERE id = $1 AND revision = $2 AND ended_at IS NULL";
const END: &str = "UPDATE absence SET ended_at = $2, revision = revision + 1 \
    WHERE id = $1 AND ended_at IS NULL";

impl Conn {
    /// What some people have said of their time; of who has said nothing there is no row.
    pub async fn list_availability(
        &mut self,
        people: &[PersonId],
    ) -> Result<Vec<AvailabilityRow>, StoreError> {
        if people.is_empty() {
            return Ok(Vec::new());
        }
        self.all(sql(AVAILABILITY).list(people).push(" ORDER BY a.person_id")).await
    }

    /// The absences of some people that are not over on a day, by time.
    pub async fn list_absences(
        &mut self,
        people: &[PersonId],
        day: NaiveDate,
    ) -> Result<Vec<AbsenceRow>, StoreError> {
        if people.is_empty() {
            return Ok(Vec::new());
        }
        let statement = sql(FROM_DAY).bind(day).list(people);
        self.all(statement.push(" ORDER BY a.first_on, a.id")).await
    }

    /// One absence.
    pub async fn find_absence(&mut self, id: AbsenceId) -> Result<Option<AbsenceRow>, StoreError> {
        self.one(sql(FIND).bind(id)).await
    }
}

impl Tx {
    /// Writes down what somebody has said; [`StoreError::Conflict`] if something was said before.
    pub async fn add_availability(
        &mut self,
        person: PersonId,
        said: &Availability,
        recorder: PersonId,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let (weekly, exceptions) = (written(&said.weekly)?, written(&said.exceptions)?);
        self.run(bound!(ADD_AVAILABILITY;
            person, said.is_never, said.not_before, weekly, exceptions, recorder, at))
            .await
    }

    /// The same, where something was said before.
    pub async fn change_availability(
        &mut self,
        person: PersonId,
        said: &Availability,
        recorder: PersonId,
        at: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let (weekly, exceptions) = (written(&said.weekly)?, written(&said.exceptions)?);
        self.is_changed(bound!(CHANGE_AVAILABILITY;
            person, said.is_never, said.not_before, weekly, exceptions, recorder, at))
            .await
    }

    /// Nothing is said any more; `false`: nothing was.
    pub async fn remove_availability(&mut self, person: PersonId) -> Result<bool, StoreError> {
        self.is_changed(sql(REMOVE_AVAILABILITY).bind(person)).await
    }

    /// Writes down when somebody is away.
    pub async fn add_absence(
        &mut self,
        person: PersonId,
        days: AbsenceDays,
        recorder: PersonId,
        at: DateTime<Utc>,
    ) -> Result<AbsenceId, StoreError> {
        self.only(bound!(ADD; person, days.first, days.last, recorder, at)).await
    }

    /// Gives an absence other days; `false`: somebody was faster, or it was called off.
    pub async fn change_absence(
        &mut self,
        (id, revision): (AbsenceId, i64),
        days: AbsenceDays,
        recorder: PersonId,
    ) -> Result<bool, StoreError> {
        self.is_changed(bound!(CHANGE; id, revision, days.first, days.last, recorder)).await
    }

    /// Calls an absence off; `false`: it was.
    pub async fn end_absence(
        &mut self,
        id: AbsenceId,
        at: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        self.is_changed(sql(END).bind(id).bind(at)).await
    }
}
