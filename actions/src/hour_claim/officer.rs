//! Who takes a claim's next step, and who may not (`TRN-08`).

use domain::{
    credit_hour::{UnitMember, VerificationStep, VerifyRefusal, check_verifier},
    form::{ProblemKind, Problems},
    hour_claim::{ClaimState, verification_step},
    id::{OrganisationId, PersonId},
    region::RegionLevel,
    role::{Actor, CLAIM_CHECKERS, Role},
};
use store::{ClaimRoute, ClaimRow, Conn};

use crate::{
    ActionError, Call,
    reach::{covers, reach_of},
};

/// Where the claims of a person go: to the workplace, then to the county's or the city's office.
pub(super) async fn route(conn: &mut Conn, person: PersonId) -> Result<ClaimRoute, ActionError> {
    let row = conn.find_person(person.0).await?.ok_or(ActionError::NotFound)?;
    let unit_id = row.workplace_id;
    let unit_id = unit_id.ok_or_else(|| Problems::one("unit", ProblemKind::NoUnit))?;
    let level = match row.region_id {
        Some(region) => conn.find_region_level(region).await?,
        None => None,
    };
    let step = verification_step(level.as_deref().and_then(RegionLevel::parse));
    Ok(ClaimRoute { unit_id, region_id: row.region_id, step })
}

/// Who takes the step after the unit's.
pub(super) fn verifier_step(claim: &ClaimRow) -> VerificationStep {
    claim.step.as_deref().and_then(VerificationStep::parse).unwrap_or(VerificationStep::City)
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
    let reach = reach_of(actor, CLAIM_CHECKERS);
    covers(conn, &reach, claim.region_id, claim.unit_id).await
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
    let reach = reach_of(actor, &[role]);
    let is_within = covers(conn, &reach, claim.region_id, claim.unit_id).await?;
    Ok(is_within.then_some(step))
}

/// Why somebody may not take a step (`TRN-08`): whoever confirmed or verified it does not verify.
pub(super) async fn refusal(
    conn: &mut Conn,
    actor: &Actor,
    claim: &ClaimRow,
    step: VerificationStep,
) -> Result<Option<VerifyRefusal>, ActionError> {
    let me = Some(actor.person.0);
    if step != VerificationStep::Unit && (claim.confirmer_id == me || claim.verifier_id == me) {
        return Ok(Some(VerifyRefusal::OwnClaim));
    }
    let own = conn.list_units_of(actor.person.0).await?;
    let member = |person, units: Vec<i64>| UnitMember {
        person,
        units: units.into_iter().map(OrganisationId).collect(),
    };
    let claimant = member(PersonId(claim.person_id), claim.unit_id.into_iter().collect::<Vec<_>>());
    Ok(check_verifier(step, &member(actor.person, own), &claimant).err())
}
