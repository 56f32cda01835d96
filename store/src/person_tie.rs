//! What ties two people, as an office has it on file.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    id::{PersonId, PersonTieId},
    person_tie::TieKind,
};

use crate::{
    Conn, StoreError, Tx,
    row::decoded,
    statement::{bound, sql},
};

/// A tie, as one of the two sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonTieRow {
    /// Key.
    pub id: PersonTieId,
    /// Whoever it was written down of.
    pub person_id: PersonId,
    /// The other of the two.
    pub other_id: PersonId,
    /// The name of the one whom the asker is not.
    pub name: String,
    /// How they are tied.
    pub kind: TieKind,
    /// The first day.
    pub starts_on: NaiveDate,
    /// The last day; none: it goes on.
    pub ends_on: Option<NaiveDate>,
}

decoded! { PersonTieRow: id, person_id, other_id, name, kind, starts_on, ends_on }

/// A tie to be written down.
#[derive(Clone, Copy, Debug)]
pub struct NewPersonTie {
    /// One of the two.
    pub person: PersonId,
    /// The other.
    pub other: PersonId,
    /// How they are tied.
    pub kind: TieKind,
    /// The first day.
    pub starts_on: NaiveDate,
    /// The last day, if it is over.
    pub ends_on: Option<NaiveDate>,
    /// Who writes it down.
    pub recorder: PersonId,
}

const LIST: &str = "SELECT t.id, t.person_id, t.other_id, p.name, t.kind, t.starts_on, t.ends_on \
    FROM person_tie t JOIN person p \
    ON p.id = CASE WHEN t.person_id = $1 THEN t.other_id ELSE t.person_id END \
    WHERE $1 IN (t.person_id, t.other_id) ORDER BY t.ends_on IS NOT NULL, t.starts_on DESC, t.id";
const ADD: &str = "INSERT INTO person_tie (person_id, other_id, kind, starts_on, ends_on, \
    recorder_id, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id";
const END: &str = "UPDATE person_tie SET ends_on = $2 WHERE id = $1 AND ends_on IS NULL";
const REMOVE: &str = "DELETE FROM person_tie WHERE id = $1";

impl Conn {
    /// The ties of somebody, those first that go on.
    pub async fn list_person_ties(
        &mut self,
        person: PersonId,
    ) -> Result<Vec<PersonTieRow>, StoreError> {
        self.all(sql(LIST).bind(person)).await
    }
}

impl Tx {
    /// Writes down what ties two people.
    pub async fn add_person_tie(
        &mut self,
        tie: NewPersonTie,
        at: DateTime<Utc>,
    ) -> Result<PersonTieId, StoreError> {
        let t = tie;
        self.only(bound!(ADD; t.person, t.other, t.kind, t.starts_on, t.ends_on, t.recorder, at))
            .await
    }

    /// Ends a tie that goes on; `false`: it has ended already.
    pub async fn end_person_tie(
        &mut self,
        id: PersonTieId,
        ends_on: NaiveDate,
    ) -> Result<bool, StoreError> {
        self.is_changed(sql(END).bind(id).bind(ends_on)).await
    }

    /// Takes back a tie that was written down by mistake.
    pub async fn remove_person_tie(&mut self, id: PersonTieId) -> Result<(), StoreError> {
        self.run(sql(REMOVE).bind(id)).await
    }
}
