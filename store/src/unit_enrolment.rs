//! What a unit can file at trainings for its own people.

use chrono::NaiveDate;
use domain::{
    id::{EnrolmentId, OrganisationId, PersonId, TrainingEventId},
    role::Reach,
    training_event::EnrolmentState,
};

use crate::{
    Conn, StoreError, TrainingRow,
    row::decoded,
    search::{needle, needle_end},
    statement::{sql, text},
    training_event::{COLUMNS, for_role},
};

/// Somebody of a unit for whom a training is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitTraineeRow {
    /// The person.
    pub person_id: PersonId,
    /// Name.
    pub name: String,
    /// Present workplace.
    pub workplace: String,
    /// The place at the training, if there was ever one.
    pub enrolment_id: Option<EnrolmentId>,
    /// Where it stands.
    pub state: Option<EnrolmentState>,
}

decoded! { UnitTraineeRow: person_id, name, workplace, enrolment_id, state }

/// Whether a training is for the people of some units, which follow it in a list.
const IS_OF_UNITS: &str = "((e.region_id IS NULL AND e.organisation_id IS NULL) OR EXISTS (SELECT 1 \
    FROM organisation o WHERE (e.region_id IN (SELECT k.ancestor_id FROM region_closure k \
        WHERE k.descendant_id = o.region_id) \
    OR e.organisation_id IN (SELECT k.ancestor_id FROM organisation_closure k \
        WHERE k.descendant_id = o.id) \
    OR o.id IN (SELECT k.ancestor_id FROM organisation_closure k \
        WHERE k.descendant_id = e.organisation_id)) AND o.id IN ";
const OF_UNITS: &str =
    text![COLUMNS, "WHERE e.state = 'published' AND e.ends_on >= $1 AND ", IS_OF_UNITS];
const FIND_OF_UNITS: &str =
    text![COLUMNS, "WHERE e.id = $1 AND e.state <> 'draft' AND ", IS_OF_UNITS];
/// `$1` is the day, `$2` the training: whoever has hours of the own, with or without an account.
const TRAINEES: &str = text![
    "SELECT p.id AS person_id, p.name, o.name AS workplace, n.id AS enrolment_id, n.state \
     FROM training_event e JOIN person p ON p.merged_into IS NULL \
     JOIN affiliation a ON a.person_id = p.id AND a.ends_on IS NULL \
     JOIN organisation o ON o.id = a.organisation_id \
     LEFT JOIN enrolment n ON n.event_id = e.id AND n.person_id = p.id \
     WHERE e.id = $2 AND p.id IN (SELECT g.person_id FROM role_grant g \
        WHERE g.role IN ('tutor', 'station_manager', 'lecturer') AND g.starts_on <= $1 \
        AND (g.ends_on IS NULL OR g.ends_on > $1)) AND ",
    for_role!("p.id"),
    " AND ((e.region_id IS NULL AND e.organisation_id IS NULL) \
     OR e.region_id IN (SELECT k.ancestor_id FROM region_closure k \
        WHERE k.descendant_id = p.region_id) \
     OR e.organisation_id IN (SELECT k.ancestor_id FROM organisation_closure k \
        WHERE k.descendant_id = a.organisation_id))"
];
/// `$1` is the training, `$2` the day.
const OFFICERS: &str = "SELECT DISTINCT g.person_id FROM training_event e \
    JOIN role_grant g ON g.role = 'unit_officer' AND g.starts_on <= $2 \
        AND (g.ends_on IS NULL OR g.ends_on > $2) \
    JOIN organisation o ON o.id = g.organisation_id \
    JOIN account c ON c.person_id = g.person_id AND c.closed_at IS NULL \
    WHERE e.id = $1 AND ((e.region_id IS NULL AND e.organisation_id IS NULL) \
        OR e.region_id IN (SELECT k.ancestor_id FROM region_closure k \
            WHERE k.descendant_id = o.region_id) \
        OR e.organisation_id IN (SELECT k.ancestor_id FROM organisation_closure k \
            WHERE k.descendant_id = o.id)) ORDER BY g.person_id";

impl Conn {
    /// Published trainings for the people of some units that end on a day or later, by their first day.
    pub async fn list_trainings_of_units(
        &mut self,
        units: &[OrganisationId],
        from: NaiveDate,
    ) -> Result<Vec<TrainingRow>, StoreError> {
        let found = sql(OF_UNITS).bind(from).list(units.iter().copied());
        self.all(found.push(")) ORDER BY e.starts_on, e.id")).await
    }

    /// A training for the people of some units, whatever has become of it since it was published.
    pub async fn find_training_of_units(
        &mut self,
        event: TrainingEventId,
        units: &[OrganisationId],
    ) -> Result<Option<TrainingRow>, StoreError> {
        let found = sql(FIND_OF_UNITS).bind(event).list(units.iter().copied());
        self.one(found.push("))")).await
    }

    /// The people of the units within a reach for whom a training is, on a day, with the places that they
    /// have: those found by name, pinyin or initials; by name, from one of
    /// them on.
    pub async fn list_unit_trainees(
        &mut self,
        (event, day): (TrainingEventId, NaiveDate),
        reach: &Reach,
        query: &str,
        (from, limit): (Option<PersonId>, i64),
    ) -> Result<Vec<UnitTraineeRow>, StoreError> {
        let needle = needle(query);
        let mut found = sql(TRAINEES).bind(day).bind(event);
        if !needle.is_empty() {
            found = found
                .push(" AND p.id IN (SELECT person_id FROM search_key WHERE suffix >= ")
                .value(&needle)
                .push(" AND suffix < ")
                .value(needle_end(&needle))
                .push(")");
        }
        let mut found = found.within("p.region_id", "o.id", reach);
        if let Some(from) = from {
            found = found.push(" AND (p.name, p.id) >= (SELECT name, id FROM person WHERE id = ");
            found = found.value(from).push(")");
        }
        self.all(found.push(" ORDER BY p.name, p.id LIMIT ").value(limit)).await
    }

    /// The same of these people alone.
    pub async fn list_unit_trainees_among(
        &mut self,
        (event, day): (TrainingEventId, NaiveDate),
        reach: &Reach,
        people: &[PersonId],
    ) -> Result<Vec<UnitTraineeRow>, StoreError> {
        if people.is_empty() {
            return Ok(Vec::new());
        }
        let found = sql(TRAINEES).bind(day).bind(event).push(" AND p.id IN ").list(people);
        self.all(found.within("p.region_id", "o.id", reach).push(" ORDER BY p.name, p.id")).await
    }

    /// Who acts on a day for a unit whose people a training is for.
    pub async fn list_officers_of_training(
        &mut self,
        event: TrainingEventId,
        day: NaiveDate,
    ) -> Result<Vec<PersonId>, StoreError> {
        self.all(sql(OFFICERS).bind(event).bind(day)).await
    }
}
