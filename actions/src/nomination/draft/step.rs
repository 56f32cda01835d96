//! What units, counties and the office do about a nomination that was handed in.

use domain::{
    award_cycle::{AwardCycleState, RUNNERS, may_run_awards},
    form::{Field, LINE_MAX, ProblemKind, Problems, Reader, Revision, Values},
    id::NominationId,
    inbox::Message,
    nomination::{NominationState, parse_nomination_reason},
    role::{Actor, Role},
    rulebook::Rule,
};
use store::{CycleRow, Lock, NominationRow, Tx};

use super::Filer;
use crate::{
    ActionError, Actions, Call,
    award_cycle::{conflicted, runners, tell_free, watched_cycle},
    error::check_revision,
    tell::{acting_for_unit, tell_people},
    write::{Scoped as _, Write},
};

impl Actions {
    /// The unit withdraws a nomination, with a reason, until the decision.
    pub async fn withdraw_nomination(
        &self,
        call: &Call,
        id: NominationId,
        values: &Values,
    ) -> Result<(), ActionError> {
        self.take_back(call, id, values, Filer::Unit).await
    }

    /// A filer withdraws a nomination, with a reason, until the decision.
    pub(super) async fn take_back(
        &self,
        call: &Call,
        id: NominationId,
        values: &Values,
        filer: Filer,
    ) -> Result<(), ActionError> {
        self.write(|tx| {
            async move {
                let page = filer.held(tx, call, id).await?;
                if page.nomination.state == NominationState::Withdrawn {
                    return Ok(());
                }
                if !page.may_withdraw {
                    return Err(ActionError::WrongState);
                }
                let reason = parse_nomination_reason(Field::Reason, values)?;
                withdraw(tx, call, &page.nomination, &reason, filer.roles()).await
            }
            .scope_boxed()
        })
        .await
    }

    /// The office sends a nomination back to its unit, once, to be corrected within the working days
    /// of the rulebook (domain §3.6).
    pub async fn return_nomination(
        &self,
        call: &Call,
        id: NominationId,
        values: &Values,
        revision: Revision,
    ) -> Result<(), ActionError> {
        call.allowed(may_run_awards)?;
        self.write(|tx| {
            async move {
                let (nomination, cycle) = for_office(tx, call, id).await?;
                let notes = tx.find_nomination_notes(id).await?.ok_or(ActionError::NotFound)?;
                let takes = matches!(
                    cycle.state,
                    AwardCycleState::Nominating | AwardCycleState::Eligibility
                );
                let from = nomination.state;
                let is_fresh =
                    matches!(from, NominationState::Submitted | NominationState::Ineligible);
                if !takes || !is_fresh || notes.correct_until.is_some() {
                    return Err(ActionError::WrongState);
                }
                let reason = parse_nomination_reason(Field::ReturnReason, values)?;
                let rules = tx.rulebook_of_cycle(cycle.id, call.today()).await?;
                let days = rules.get(Rule::NominationCorrectionWorkingDays);
                let until = self.due(call.today(), days);
                let to = NominationState::Returned;
                check_revision(revision, nomination.revision)?;
                let at = (id, from, nomination.revision);
                if !tx.step_nomination(at, to, &reason, Some(until)).await? {
                    return Err(ActionError::Stale);
                }
                let entry = call.entry("return", "nomination", RUNNERS).on(id);
                tx.log(entry.moved(from.as_str(), to.as_str()).because(reason.as_str()));
                let (title, name) = (cycle.title, nomination.name);
                let message =
                    Message::NominationReturned { nomination: id, title, name, reason, until };
                let unit = nomination.unit_id;
                let people = acting_for_unit(tx, call, unit).await?;
                tell_people(tx, call, people, &message).await
            }
            .scope_boxed()
        })
        .await
    }

    /// The office ends the days in which a nomination that was sent back can be corrected, with a
    /// reason: the evaluation opens without it.
    pub async fn end_correction(
        &self,
        call: &Call,
        id: NominationId,
        values: &Values,
        revision: Revision,
    ) -> Result<(), ActionError> {
        call.allowed(may_run_awards)?;
        self.write(|tx| {
            async move {
                let (nomination, cycle) = for_office(tx, call, id).await?;
                let notes = tx.find_nomination_notes(id).await?.ok_or(ActionError::NotFound)?;
                if !notes.is_corrected(nomination.state, call.now) {
                    return Err(ActionError::WrongState);
                }
                let reason = parse_nomination_reason(Field::Reason, values)?;
                check_revision(revision, nomination.revision)?;
                let state = nomination.state;
                let at = (id, state, nomination.revision);
                let remark = format!("{} · {reason}", notes.remark);
                if !tx.step_nomination(at, state, &remark, Some(call.now)).await? {
                    return Err(ActionError::Stale);
                }
                let entry = call.entry("end_correction", "nomination", RUNNERS).on(id);
                tx.log(entry.because(reason.as_str()));
                let (title, name) = (cycle.title, nomination.name);
                let message =
                    Message::NominationReturnEnded { nomination: id, title, name, reason };
                let people = acting_for_unit(tx, call, nomination.unit_id).await?;
                tell_people(tx, call, people, &message).await
            }
            .scope_boxed()
        })
        .await
    }

    /// The county says what it thinks of a nomination of its region.
    pub async fn give_county_opinion(
        &self,
        call: &Call,
        id: NominationId,
        values: &Values,
        revision: Revision,
    ) -> Result<(), ActionError> {
        self.write(|tx| {
            async move {
                let nomination = county_held(tx, call, id).await?;
                let mut reader = Reader::new(values);
                let opinion = reader.text(Field::CountyOpinion, 2, LINE_MAX);
                let opinion = reader.problems.or(|| opinion)?;
                check_revision(revision, nomination.revision)?;
                if !tx.set_county_opinion((id, nomination.revision), &opinion).await? {
                    return Err(ActionError::Stale);
                }
                tx.log(call.entry("give_opinion", "nomination", &[Role::CountyOffice]).on(id));
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }
}

/// Takes a nomination out. Once ranks are known they stay, and the name is off the list like that of
/// somebody to whom was objected.
pub(super) async fn withdraw(
    tx: &mut Write,
    call: &Call,
    nomination: &NominationRow,
    reason: &str,
    roles: &[Role],
) -> Result<(), ActionError> {
    let cycle = tx.find_cycle(nomination.cycle_id).await?.ok_or(ActionError::NotFound)?;
    let (id, from) = (nomination.id, nomination.state);
    let is_ranked = cycle.state.shows_ranking() || cycle.state == AwardCycleState::FinalEvaluation;
    let to = if is_ranked && from.takes_part() {
        NominationState::Removed
    } else {
        NominationState::Withdrawn
    };
    if !tx.step_nomination((id, from, nomination.revision), to, reason, None).await? {
        return Err(ActionError::Stale);
    }
    let entry = call.entry("withdraw", "nomination", roles).on(id);
    let entry = entry.moved(from.as_str(), to.as_str());
    tx.log(if reason.is_empty() { entry } else { entry.because(reason) });
    let (title, name) = (cycle.title.clone(), nomination.name.clone());
    let message = Message::NominationWithdrawn { cycle: cycle.id, title, name };
    let is_own_act =
        call.actor.as_ref().is_none_or(|actor| Some(actor.person) == nomination.person_id);
    if from == NominationState::Draft {
        // Of a draft nobody has heard but whoever has nominated oneself.
        let notes = tx.find_nomination_notes(id).await?.ok_or(ActionError::NotFound)?;
        let oneself = notes.nominated_oneself(nomination).filter(|_| !is_own_act);
        return tell_people(tx, call, oneself, &message).await;
    }
    let mut people = acting_for_unit(tx, call, nomination.unit_id).await?;
    people.extend(nomination.person_id.filter(|_| !is_own_act));
    tell_people(tx, call, people, &message).await?;
    let people = runners(tx, call, &cycle).await?;
    tell_free(tx, call, people, nomination, &message).await
}

/// A nomination that the caller runs the cycle of and may look at.
pub(super) async fn for_office(
    tx: &mut Tx,
    call: &Call,
    id: NominationId,
) -> Result<(NominationRow, CycleRow), ActionError> {
    let actor = call.actor()?;
    let nomination = tx.find_nomination(id).await?.ok_or(ActionError::NotFound)?;
    tx.lock(Lock::AwardCycle(nomination.cycle_id)).await?;
    let one = std::slice::from_ref(&nomination);
    if !conflicted(tx, actor, one, call.today()).await?.is_empty() {
        return Err(ActionError::NotFound);
    }
    let nomination = tx.find_nomination(id).await?.ok_or(ActionError::NotFound)?;
    let cycle = watched_cycle(tx, actor, nomination.cycle_id).await?;
    Ok((nomination, cycle))
}

/// Nobody endorses oneself (`AWD-12`): somebody else of the unit or the county does.
pub(super) fn not_oneself(
    nomination: &NominationRow,
    actor: &Actor,
    field: Field,
) -> Result<(), Problems> {
    if nomination.person_id == Some(actor.person) {
        return Err(Problems::one(field, ProblemKind::OwnNomination));
    }
    Ok(())
}

/// A nomination that was handed in by a unit of the caller's county, before the evaluation.
async fn county_held(
    tx: &mut Tx,
    call: &Call,
    id: NominationId,
) -> Result<NominationRow, ActionError> {
    let actor = call.actor()?;
    let nomination = tx.find_nomination(id).await?.ok_or(ActionError::NotFound)?;
    tx.lock(Lock::AwardCycle(nomination.cycle_id)).await?;
    let units = tx.list_nominating_units_within(&actor.reach(&[Role::CountyOffice])).await?;
    if !units.iter().any(|unit| unit.id == nomination.unit_id) {
        return Err(ActionError::NotFound);
    }
    let cycle = tx.find_cycle(nomination.cycle_id).await?.ok_or(ActionError::NotFound)?;
    let takes = matches!(cycle.state, AwardCycleState::Nominating | AwardCycleState::Eligibility);
    if !takes || nomination.state != NominationState::Submitted {
        return Err(ActionError::WrongState);
    }
    not_oneself(&nomination, actor, Field::CountyOpinion)?;
    Ok(nomination)
}
