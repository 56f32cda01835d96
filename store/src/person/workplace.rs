//! Where a person works and has worked, with the days; and writing one person down as an office
//! corrects them.

use chrono::NaiveDate;
use domain::id::{AffiliationId, OrganisationId, PersonId};

use super::NewPerson;
use crate::{
    Conn, StoreError, Tx,
    row::decoded,
    statement::{bound, sql},
};

/// A workplace of somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkplaceRow {
    /// Key.
    pub id: AffiliationId,
    /// The unit.
    pub organisation_id: OrganisationId,
    /// Its name.
    pub name: String,
    /// The first day.
    pub starts_on: NaiveDate,
    /// The last day; none: it is the present one.
    pub ends_on: Option<NaiveDate>,
}

decoded! { WorkplaceRow: id, organisation_id, name, starts_on, ends_on }

const LIST: &str = "SELECT a.id, a.organisation_id, o.name, a.starts_on, a.ends_on \
    FROM affiliation a JOIN organisation o ON o.id = a.organisation_id \
    WHERE a.person_id = $1 ORDER BY a.ends_on IS NOT NULL, a.starts_on DESC, a.id DESC";
const ADD: &str = "INSERT INTO affiliation (person_id, organisation_id, starts_on, ends_on) \
    VALUES ($1, $2, $3, $4) RETURNING id";
const CLOSE_PRESENT: &str =
    "UPDATE affiliation SET ends_on = $2 WHERE person_id = $1 AND ends_on IS NULL";
const END: &str = "UPDATE affiliation SET ends_on = $2 WHERE id = $1 AND ends_on IS NULL";
const REMOVE: &str = "DELETE FROM affiliation WHERE id = $1";
const CHANGE: &str = "UPDATE person SET name = $3, sex = $4, born_in = $5, phone = $6, title = $7, \
    field_id = $8, region_id = $9, topics = $10, note = $11, inner_note = $12, contact_at = NULL, \
    revision = revision + 1 WHERE id = $1 AND revision = $2";

impl Conn {
    /// The workplaces of a person, the present one first, then the latest.
    pub async fn list_workplaces(
        &mut self,
        person: PersonId,
    ) -> Result<Vec<WorkplaceRow>, StoreError> {
        self.all(sql(LIST).bind(person)).await
    }
}

impl Tx {
    /// Writes down where somebody works or has worked; one that goes on ends the one before.
    pub async fn add_workplace(
        &mut self,
        person: PersonId,
        organisation: OrganisationId,
        starts_on: NaiveDate,
        ends_on: Option<NaiveDate>,
    ) -> Result<AffiliationId, StoreError> {
        if ends_on.is_none() {
            self.run(sql(CLOSE_PRESENT).bind(person).bind(starts_on)).await?;
        }
        self.only(bound!(ADD; person, organisation, starts_on, ends_on)).await
    }

    /// Ends a present workplace; `false`: it has ended already.
    pub async fn end_workplace(
        &mut self,
        id: AffiliationId,
        ends_on: NaiveDate,
    ) -> Result<bool, StoreError> {
        self.is_changed(sql(END).bind(id).bind(ends_on)).await
    }

    /// Takes back a workplace that was written down by mistake.
    pub async fn remove_workplace(&mut self, id: AffiliationId) -> Result<(), StoreError> {
        self.run(sql(REMOVE).bind(id)).await
    }

    /// Writes all that is on file of a person anew, who is then found by the new name; `false`:
    /// somebody else has changed them since this revision.
    pub async fn change_person(
        &mut self,
        id: PersonId,
        revision: i64,
        person: &NewPerson<'_>,
    ) -> Result<bool, StoreError> {
        let p = person;
        let statement = bound!(CHANGE; id, revision, p.name, p.sex, p.born_in, p.phone, p.title,
            p.fields.first().copied(), p.region_id, p.topics, p.note, p.inner_note);
        let is_changed = self.is_changed(statement).await?;
        if is_changed {
            self.set_further_fields(&[(id, p.fields)]).await?;
            self.index_name(id, p.name).await?;
        }
        Ok(is_changed)
    }
}
