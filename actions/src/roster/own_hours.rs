//! Nobody imports hours of the own, nor, as at the city's step, of the own unit (`TRN-08`).

use std::collections::HashSet;

use domain::{
    credit_hour::{UnitMember, VerificationStep, VerifyRefusal, check_verifier},
    id::OrganisationId,
    role::Actor,
    roster::{At, Code, Issue, Level, Reading, Record, TrainingHourRecord, unit_key},
};

use store::PersonRow;

use super::{Reads, crowd::Crowd, training_hour::face};
use crate::{ActionError, training_event::nobody_else};

/// The rows of a register that somebody else has to import.
pub(super) async fn find(
    conn: Reads<'_>,
    actor: &Actor,
    reading: &Reading,
) -> Result<Vec<Issue>, ActionError> {
    let records: Vec<(At, &TrainingHourRecord)> = reading
        .records()
        .filter_map(|(at, record)| match record {
            Record::TrainingHour(record) => Some((at, record)),
            _ => None,
        })
        .collect();
    if records.is_empty() {
        return Ok(Vec::new());
    }
    let units: Vec<OrganisationId> = conn.list_units_of(actor.person).await?.into_iter().collect();
    let me = UnitMember { person: actor.person, units };
    // A register names units as people write them.
    let own_names: HashSet<String> = conn
        .find_person(me.person)
        .await?
        .and_then(|row| row.workplace)
        .map(|it| unit_key(&it))
        .into_iter()
        .collect();
    let crowd = Crowd::load(conn, records.iter().map(|(_, record)| face(record))).await?;
    let refused_of = |record: &TrainingHourRecord, known: Option<&PersonRow>| {
        let mut whose = nobody_else(known.map(|person| person.id).unwrap_or_default());
        whose.units.extend(known.and_then(|person| person.workplace_id));
        if own_names.contains(&unit_key(&record.unit)) {
            whose.units.extend(&me.units);
        }
        check_verifier(VerificationStep::City, &me, &whose).err()
    };
    // Whoever it may be: what somebody says of the row does not make it another's.
    let refused = |record: &TrainingHourRecord| {
        let alike = crowd.alike(&face(record)).into_iter().map(Some).chain([None]);
        alike.filter_map(|known| refused_of(record, known)).next()
    };
    let issue = |(at, record): &(At, &TrainingHourRecord)| {
        let code = match refused(record)? {
            VerifyRefusal::OwnClaim => Code::OwnHours,
            VerifyRefusal::OwnUnit => Code::OwnUnitHours,
        };
        Some(Issue {
            at: *at,
            column: reading.column_of(at.table, "name"),
            level: Level::Error,
            code,
            read: record.name.clone(),
            expected: None,
            on_file: None,
        })
    };
    Ok(records.iter().filter_map(issue).collect())
}
