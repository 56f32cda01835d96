//! Who takes a claim's next step, and who may not (`TRN-08`).

use domain::{
    credit_hour::{UnitMember, VerificationStep, VerifyRefusal, check_verifier},
    form::{Field, ProblemKind, Problems},
    hour_claim::{ClaimState, verification_step},
    id::PersonId,
    role::{Actor, CLAIM_CHECKERS, Role},
};
use store::{ClaimRoute, ClaimRow, Conn};

use crate::{ActionError, Call};

/// Where the claims of a person go: to the workplace, then to the county's or the city's office.
pub(super) async fn route(
    conn: &mut Conn,
    call: &Call,
    person: PersonId,
) -> Result<ClaimRoute, ActionError> {
    let row = conn.find_person(person).await?.ok_or(ActionError::NotFound)?;
    let unit_id = row.workplace_id;
    let unit_id = unit_id.ok_or_else(|| Problems::one(Field::Unit, ProblemKind::NoUnit))?;
    let level = match row.region_id {
        Some(region) => conn.find_region_level(region).await?,
        None => None,
    };
    let step = verification_step(level);
    let mut route = ClaimRoute { unit_id, region_id: row.region_id, step };
    route.step = able_step(conn, call, &route, &[Some(person)]).await?;
    Ok(route)
}

/// Who verifies a claim, or decides on it anew: where nobody of the county's office may, the city's
/// office does. `barred` are the claimant and whoever has decided on the claim before.
async fn able_step(
    conn: &mut Conn,
    call: &Call,
    route: &ClaimRoute,
    barred: &[Option<PersonId>],
) -> Result<VerificationStep, ActionError> {
    if let (VerificationStep::County, Some(region)) = (route.step, route.region_id) {
        let today = call.today();
        for officer in conn.list_with_role_for_region(Role::CountyOffice, region, today).await? {
            let is_free = !barred.contains(&Some(officer));
            if is_free && !conn.list_units_of(officer).await?.contains(&route.unit_id) {
                return Ok(VerificationStep::County);
            }
        }
    }
    Ok(VerificationStep::City)
}

/// The step of a claim after a decision of `by`, or after somebody has asked for another one.
pub(super) async fn next_verifier(
    conn: &mut Conn,
    call: &Call,
    claim: &ClaimRow,
    by: Option<PersonId>,
) -> Result<VerificationStep, ActionError> {
    let step = verifier_step(claim);
    let Some(unit_id) = claim.unit_id else { return Ok(step) };
    let route = ClaimRoute { unit_id, region_id: claim.region_id, step };
    let barred =
        [Some(claim.person_id), claim.confirmer_id, claim.verifier_id, claim.decider_id, by];
    able_step(conn, call, &route, &barred).await
}

/// Who takes the step after the unit's.
pub(super) fn verifier_step(claim: &ClaimRow) -> VerificationStep {
    claim.step.unwrap_or(VerificationStep::City)
}

pub(super) fn role_of(step: VerificationStep) -> Role {
    match step {
        VerificationStep::Unit => Role::UnitOfficer,
        VerificationStep::County => Role::CountyOffice,
        VerificationStep::City => Role::CityOffice,
    }
}

/// Whether somebody other than the owner sees a claim.
pub(super) async fn sees(
    conn: &mut Conn,
    actor: &Actor,
    claim: &ClaimRow,
) -> Result<bool, ActionError> {
    if claim.state == ClaimState::Draft || !actor.is_any(CLAIM_CHECKERS) {
        return Ok(false);
    }
    let reach = actor.reach(CLAIM_CHECKERS);
    Ok(conn.is_within(&reach, claim.region_id, claim.unit_id).await?)
}

/// Whether a claim waits for a unit that has no officer but the claimant.
pub(super) async fn lacks_officer(
    conn: &mut Conn,
    call: &Call,
    claim: &ClaimRow,
) -> Result<bool, ActionError> {
    let (ClaimState::Submitted, Some(unit)) = (claim.state, claim.unit_id) else {
        return Ok(false);
    };
    let officers = conn.list_with_role_for_unit(Role::UnitOfficer, unit, call.today()).await?;
    Ok(officers.iter().all(|officer| *officer == claim.person_id))
}

/// The step of a claim that waits for somebody.
pub(super) async fn waiting_step(
    conn: &mut Conn,
    actor: &Actor,
    claim: &ClaimRow,
    stands_in: bool,
) -> Result<Option<VerificationStep>, ActionError> {
    let verifier = verifier_step(claim);
    let Some(step) = claim.state.step(verifier) else { return Ok(None) };
    let role = role_of(if stands_in { verifier } else { step });
    if !actor.is(role) {
        return Ok(None);
    }
    let reach = actor.reach(&[role]);
    let is_within = conn.is_within(&reach, claim.region_id, claim.unit_id).await?;
    Ok(is_within.then_some(step))
}

/// Why somebody may not take a step (`TRN-08`): whoever has decided on it before does not do so
/// again.
pub(super) async fn refusal(
    conn: &mut Conn,
    actor: &Actor,
    claim: &ClaimRow,
    step: VerificationStep,
) -> Result<Option<VerifyRefusal>, ActionError> {
    let me = Some(actor.person);
    let before = [claim.confirmer_id, claim.verifier_id, claim.decider_id];
    if step != VerificationStep::Unit && before.contains(&me) {
        return Ok(Some(VerifyRefusal::OwnClaim));
    }
    let (verifier, claimant) = members(conn, actor, claim).await?;
    Ok(check_verifier(step, &verifier, &claimant).err())
}

/// Whether a claim is neither somebody's own nor of the own unit (`TRN-08`).
pub(super) async fn is_outsider(
    conn: &mut Conn,
    actor: &Actor,
    claim: &ClaimRow,
) -> Result<bool, ActionError> {
    let (verifier, claimant) = members(conn, actor, claim).await?;
    Ok(check_verifier(VerificationStep::City, &verifier, &claimant).is_ok())
}

async fn members(
    conn: &mut Conn,
    actor: &Actor,
    claim: &ClaimRow,
) -> Result<(UnitMember, UnitMember), ActionError> {
    let units = conn.list_units_of(actor.person).await?;
    // Who stands in for the claimant is no other person.
    let is_own = actor.is_or_stands_in_for(claim.person_id);
    let person = if is_own { claim.person_id } else { actor.person };
    let verifier = UnitMember { person, units: units.into_iter().collect() };
    let units = claim.unit_id.into_iter().collect();
    Ok((verifier, UnitMember { person: claim.person_id, units }))
}
