//! Who hears of what.

use std::collections::BTreeSet;

use domain::{
    id::{OrganisationId, PersonId, RegionId},
    inbox::Message,
    role::{PLANNERS, Role},
};
use store::{PersonRow, Tx};

use crate::{ActionError, Call};

/// Who hears of every role and code that somebody gets.
const WATCHERS: &[Role] = &[Role::AuditAdministrator];

/// Sends a message to people, each once.
pub(crate) async fn tell_people(
    tx: &mut Tx,
    call: &Call,
    people: impl IntoIterator<Item = PersonId>,
    message: &Message,
) -> Result<(), ActionError> {
    let people: BTreeSet<PersonId> = people.into_iter().collect();
    for person in people {
        tx.add_message(person, message, call.now).await?;
    }
    Ok(())
}

/// Who acts for a nominating unit: its officers, and its county's office.
pub(crate) async fn acting_for_unit(
    tx: &mut Tx,
    call: &Call,
    unit: OrganisationId,
) -> Result<Vec<PersonId>, ActionError> {
    let mut people = tx.list_with_role_for_unit(Role::UnitOfficer, unit, call.today()).await?;
    if let Some(region) = tx.find_organisation(unit).await?.and_then(|row| row.region_id) {
        let county = Role::CountyOffice;
        people.extend(tx.list_with_role_for_region(county, region, call.today()).await?);
    }
    Ok(people)
}

/// Sends a message to everybody who has one of these roles for everything.
pub(crate) async fn tell_offices(
    tx: &mut Tx,
    call: &Call,
    roles: &[Role],
    message: &Message,
) -> Result<(), ActionError> {
    let people = with_any(tx, call, roles).await?;
    tell_people(tx, call, people, message).await
}

/// Everybody who has one of these roles for everything.
async fn with_any(tx: &mut Tx, call: &Call, roles: &[Role]) -> Result<Vec<PersonId>, ActionError> {
    let mut people = Vec::new();
    for role in roles {
        people.extend(tx.list_with_role(*role, call.today()).await?);
    }
    Ok(people)
}

/// Sends a message to who organises a session: those of its county, or the city's office.
pub(crate) async fn tell_organisers(
    tx: &mut Tx,
    call: &Call,
    region: Option<RegionId>,
    message: &Message,
) -> Result<(), ActionError> {
    let organisers = match region {
        Some(region) => {
            let role = Role::SessionOrganiser;
            tx.list_with_role_for_region(role, region, call.today()).await?
        }
        None => Vec::new(),
    };
    if organisers.is_empty() {
        return tell_offices(tx, call, PLANNERS, message).await;
    }
    tell_people(tx, call, organisers, message).await
}

/// Sends a message to a person, and the audit administrators the same one with the name.
async fn tell_watched(
    tx: &mut Tx,
    call: &Call,
    person: &PersonRow,
    message: impl Fn(Option<String>) -> Message,
) -> Result<(), ActionError> {
    tx.add_message(person.id, &message(None), call.now).await?;
    let mut watchers = with_any(tx, call, WATCHERS).await?;
    // Who watches over the own account hears of it once.
    watchers.retain(|watcher| *watcher != person.id);
    tell_people(tx, call, watchers, &message(Some(person.name.clone()))).await
}

/// Tells that somebody has got a role.
pub(crate) async fn tell_of_role(
    tx: &mut Tx,
    call: &Call,
    person: &PersonRow,
    role: Role,
) -> Result<(), ActionError> {
    tell_watched(tx, call, person, |to| Message::RoleGiven { role, to }).await
}

/// Tells that somebody's role was taken back.
pub(crate) async fn tell_of_end(
    tx: &mut Tx,
    call: &Call,
    person: &PersonRow,
    role: Role,
) -> Result<(), ActionError> {
    tell_watched(tx, call, person, |of| Message::RoleEnded { role, of }).await
}

/// Tells that a code was issued with which somebody's password can be set.
pub(crate) async fn tell_of_code(
    tx: &mut Tx,
    call: &Call,
    person: &PersonRow,
) -> Result<(), ActionError> {
    tell_watched(tx, call, person, |to| Message::CodeIssued { to }).await
}

/// Tells that an office has taken somebody's second factor away.
pub(crate) async fn tell_of_factor(
    tx: &mut Tx,
    call: &Call,
    person: &PersonRow,
) -> Result<(), ActionError> {
    tell_watched(tx, call, person, |of| Message::FactorRemoved { of }).await
}

/// Tells those of many people who have an account, and the audit administrators once, that a roster
/// has given them a role.
pub(crate) async fn tell_of_roles(
    tx: &mut Tx,
    call: &Call,
    people: &[PersonId],
    role: Role,
) -> Result<(), ActionError> {
    if people.is_empty() {
        return Ok(());
    }
    let message = Message::RoleGiven { role, to: None };
    tx.add_messages(people, &message, call.now).await?;
    let message = Message::RolesImported { role, n: people.len() };
    tell_offices(tx, call, WATCHERS, &message).await
}
