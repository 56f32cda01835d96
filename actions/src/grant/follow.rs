//! Roles that come and go with something else: an applicant's with the application, a station manager's
//! with the station.

use domain::{
    form::{Field, ProblemKind, Problems},
    id::PersonId,
    record::Kind,
    role::{Grant, Role, Scope},
};
use store::StoreError;

use crate::{
    ActionError, Call,
    record::fixed,
    tell::{tell_of_end, tell_of_role},
    write::Write,
};

/// Gives somebody a role for everything from today on, and tells of it; once. `roles`: in which the
/// caller does so. Refused at `field` if the person has a role that excludes it (`LAW-72`).
pub(crate) async fn give_role(
    tx: &mut Write,
    call: &Call,
    (person, role): (PersonId, Role),
    roles: &[Role],
    field: Field,
) -> Result<(), ActionError> {
    let grant = Grant { role, scope: Scope::Everything, starts_on: call.today(), ends_on: None };
    let given = tx.add_grant(person, &grant).await;
    let given = given.map_err(|error| match error {
        StoreError::Refused => Problems::one(field, ProblemKind::ExcludedRole).into(),
        other => ActionError::from(other),
    })?;
    let Some(key) = given else { return Ok(()) };
    let entry = call.entry("grant", "person", roles).on(person);
    let record = fixed(tx, Kind::Grant, key).await?;
    tx.log(entry.moved("", role.as_str()).fixing(record));
    let row = tx.find_person(person).await?.ok_or(ActionError::NotFound)?;
    tell_of_role(tx, call, &row, role).await
}

/// Takes such a role back from today on, and tells of it.
pub(crate) async fn take_role(
    tx: &mut Write,
    call: &Call,
    (person, role): (PersonId, Role),
    roles: &[Role],
) -> Result<(), ActionError> {
    for held in tx.list_held_grants(person, call.today()).await? {
        if held.grant.role != role {
            continue;
        }
        tx.end_grant(held.id, Some(call.today())).await?;
        let entry = call.entry("end_grant", "person", roles).on(person);
        let record = fixed(tx, Kind::Grant, held.id).await?;
        tx.log(entry.moved(role.as_str(), "").fixing(record));
        let row = tx.find_person(person).await?.ok_or(ActionError::NotFound)?;
        tell_of_end(tx, call, &row, role).await?;
    }
    Ok(())
}
