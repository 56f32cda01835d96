//! Unit, county and city decide; a verified claim enters the ledger in the same transaction.

use chrono::NaiveDate;
use domain::{
    assessment_year::Added,
    credit_hour::{CreditSource, HalfDay, Hours, VerificationStep, spread},
    form::{Field, ProblemKind, Problems, Revision, Values},
    hour_claim::{ClaimState, Decision, Verdict},
    id::HourClaimId,
    inbox::Message,
    paper_correction::Correction,
    record::Kind,
    role::{CLAIM_CHECKERS, Role},
    training_event::span_codes,
};
use store::{
    ClaimMove, ClaimRow, Lock, NewCredit, NewPaperCorrection, PaperCorrectionRow, StoreError,
};

use super::{
    ClaimPage,
    officer::{next_verifier, role_of, verifier_step},
    tell_verifiers,
};
use crate::{
    ActionError, Actions, Call,
    assessment_year::add_credits,
    local_date,
    paper_correction::{propose, taken_meanwhile},
    record::fixed,
    write::{Scoped as _, Write},
};

impl Actions {
    /// Takes the step that waits for the caller; the same decision sent again changes nothing. Gives
    /// whether it waits for a second person.
    pub async fn decide_claim(
        &self,
        call: &Call,
        id: HourClaimId,
        values: &Values,
        revision: Revision,
    ) -> Result<bool, ActionError> {
        self.write(|tx| {
            async move {
                tx.lock(Lock::HourClaim(id)).await?;
                let page = self.claim_of(tx, call, id).await?;
                decide(tx, call, &page, values, revision.number()).await
            }
            .scope_boxed()
        })
        .await
    }
}

async fn decide(
    tx: &mut Write,
    call: &Call,
    page: &ClaimPage,
    values: &Values,
    revision: i64,
) -> Result<bool, ActionError> {
    let (actor, claim) = (call.actor()?, &page.claim);
    let me = Some(actor.person);
    let claimed = Hours::hundredths(claim.claimed.unwrap_or(0));
    if let Some(waiting) = &page.correction {
        // The same decision, sent again, waits already.
        let again = Verdict::parse(values, verifier_step(claim), claimed).ok();
        let again = again.is_some_and(|verdict| is_proposed(waiting, &verdict));
        if again && waiting.proposer_id == actor.person {
            return Ok(true);
        }
        return Err(Problems::one(Field::Decision, ProblemKind::CorrectionWaits).into());
    }
    let was_me = claim.confirmer_id == me || claim.verifier_id == me || claim.decider_id == me;
    if was_me && claim.revision == revision + 1 {
        return Ok(false);
    }
    let Some(step) = page.step else {
        let may_check = actor.is_any(CLAIM_CHECKERS) && !page.is_own;
        return Err(if may_check { ActionError::Stale } else { ActionError::NotFound });
    };
    if page.refusal.is_some() {
        return Err(Problems::one(Field::Decision, ProblemKind::NotOwn).into());
    }
    if claim.revision != revision {
        return Err(ActionError::Stale);
    }
    let verdict = Verdict::parse(values, step, claimed)?;
    let to = claim.state.decide(verdict.decision);
    let to = to.map_err(|_| Problems::one(Field::Decision, ProblemKind::UnknownChoice))?;
    let next = match step {
        VerificationStep::Unit if page.stands_in => Some(VerificationStep::City),
        VerificationStep::Unit => Some(next_verifier(tx, call, claim, me).await?),
        _ => None,
    };
    let change = ClaimMove {
        id: claim.id,
        revision,
        from: claim.state,
        to,
        remark: &verdict.reason,
        accepted: verdict.accepted.map(Hours::in_hundredths),
        step: next,
        by: actor.person,
        at: call.now,
    };
    let changes = to == ClaimState::Rejected || change.accepted != claim.accepted;
    if page.is_on_paper && changes {
        propose_decision(tx, call, claim, verdict.accepted, &verdict.reason).await?;
        return Ok(true);
    }
    write(tx, call, (claim, page.stands_in), step, &verdict, &change).await?;
    Ok(false)
}

/// Whether a decision is the one that waits.
fn is_proposed(waiting: &PaperCorrectionRow, verdict: &Verdict) -> bool {
    let hours = verdict.accepted.map(Hours::in_hundredths);
    matches!(&waiting.change, Correction::Claim { accepted, .. } if *accepted == hours)
}

/// Proposes a decision that changes hours on a record that was issued.
async fn propose_decision(
    tx: &mut Write,
    call: &Call,
    claim: &ClaimRow,
    accepted: Option<Hours>,
    reason: &str,
) -> Result<(), ActionError> {
    let source = (CreditSource::HourClaim, claim.id.0);
    let earned = tx.count_standing_hours(source, claim.person_id).await?;
    let accepted = accepted.map(Hours::in_hundredths);
    let change = Correction::Claim { claim: claim.id, revision: claim.revision, accepted };
    // Who accepts hours says no more than that.
    let reason = if reason.is_empty() { claim.dispute.as_str() } else { reason };
    let new = NewPaperCorrection {
        person_id: claim.person_id,
        title: &claim.title,
        amounts: (earned, accepted.unwrap_or(0)),
        change: &change,
        reason,
        proposer_id: call.actor()?.person,
        proposed_at: call.now,
    };
    propose(tx, call, &new).await.map(|_| ())
}

/// Carries out a decision that a second person has confirmed; whoever proposed it has decided.
pub(crate) async fn carry_out(
    tx: &mut Write,
    call: &Call,
    id: HourClaimId,
    (proposed, accepted): (&PaperCorrectionRow, Option<Hours>),
) -> Result<(), ActionError> {
    let claim = tx.find_claim(id).await?.ok_or(ActionError::NotFound)?;
    let decision = if accepted.is_some() { Decision::Accept } else { Decision::Reject };
    let to = claim.state.decide(decision).map_err(|_| ActionError::WrongState)?;
    let verdict = Verdict { decision, accepted, reason: proposed.reason.clone() };
    let change = ClaimMove {
        id,
        revision: claim.revision,
        from: claim.state,
        to,
        remark: &verdict.reason,
        accepted: accepted.map(Hours::in_hundredths),
        step: None,
        by: proposed.proposer_id,
        at: call.now,
    };
    write(tx, call, (&claim, false), verifier_step(&claim), &verdict, &change).await
}

/// Writes a decision, with what it means for the ledger, and tells of it.
async fn write(
    tx: &mut Write,
    call: &Call,
    (claim, stands_in): (&ClaimRow, bool),
    step: VerificationStep,
    verdict: &Verdict,
    change: &ClaimMove<'_>,
) -> Result<(), ActionError> {
    let moved = match (step, claim.state) {
        (VerificationStep::Unit, _) => tx.confirm_claim(change).await,
        (_, ClaimState::Disputed) => tx.settle_claim(change).await,
        _ => tx.verify_claim(change).await,
    };
    match moved {
        Ok(true) => {}
        Ok(false) => return Err(ActionError::Stale),
        // The database's own guard of `TRN-08`.
        Err(StoreError::Refused) => {
            return Err(Problems::one(Field::Decision, ProblemKind::NotOwn).into());
        }
        Err(error) => return Err(error.into()),
    }
    let source = CreditSource::HourClaim;
    // Hours on a record that are found right again stay as they stand there.
    let stands = claim.state == ClaimState::Disputed
        && change.to == ClaimState::Verified
        && change.accepted == claim.accepted
        && tx.list_people_on_paper((source, claim.id.0)).await?.contains(&claim.person_id);
    if claim.state == ClaimState::Disputed && !stands {
        let by = Some(change.by);
        let (id, person) = (claim.id.into(), claim.person_id);
        let reversed = tx.reverse_credit_hours(source, id, person, by, call.now).await;
        reversed.map_err(taken_meanwhile)?;
    }
    if let (ClaimState::Verified, Some(accepted), false) = (change.to, verdict.accepted, stands) {
        credit(tx, claim, accepted, change).await?;
    }
    let message = told(claim, change.to, verdict);
    tx.add_message(claim.person_id, &message, call.now).await?;
    if change.to == ClaimState::UnitConfirmed {
        let step = change.step.unwrap_or_else(|| verifier_step(claim));
        tell_verifiers(tx, call, claim, step).await?;
    }
    let verb = match (step, verdict.decision) {
        (VerificationStep::Unit, Decision::Accept) => "confirm",
        (_, Decision::Accept) => "verify",
        (_, Decision::Return) => "return",
        (_, Decision::Reject) => "reject",
    };
    let rules = tx.rulebook(call.today()).await?;
    let role = role_of(if stands_in { verifier_step(claim) } else { step });
    let mut entry = call
        .entry(verb, "hour_claim", &[role, Role::CityOffice, Role::CountyOffice])
        .on(claim.id)
        .under(rules.version)
        .moved(claim.state.as_str(), change.to.as_str());
    if matches!(change.to, ClaimState::Verified | ClaimState::Rejected) {
        entry = entry.fixing(fixed(tx, Kind::HourVerification, claim.id).await?);
    }
    if !verdict.reason.is_empty() {
        entry = entry.because(verdict.reason.clone());
    }
    tx.log(entry);
    Ok(())
}

/// What the owner hears.
fn told(claim: &ClaimRow, to: ClaimState, verdict: &Verdict) -> Message {
    let (id, title, reason) = (claim.id, claim.title.clone(), verdict.reason.clone());
    match to {
        ClaimState::Returned => Message::ClaimReturned { claim: id, title, reason },
        ClaimState::Rejected => Message::ClaimRejected { claim: id, title, reason },
        ClaimState::Verified => {
            let hours = verdict.accepted.unwrap_or(Hours::ZERO);
            Message::ClaimVerified { claim: id, title, hours }
        }
        _ => Message::ClaimConfirmed { claim: id, title },
    }
}

/// The accepted hours, in equal shares for the days; the daily cap is applied when they are summed.
async fn credit(
    tx: &mut Write,
    claim: &ClaimRow,
    accepted: Hours,
    change: &ClaimMove<'_>,
) -> Result<(), ActionError> {
    let (Some(first), Some(last)) = (claim.first_day, claim.last_day) else {
        return Err(ActionError::Internal("a verified claim without days".into()));
    };
    let spans: Vec<_> = claim.half_days.iter().copied().map(HalfDay::span).collect();
    let spans = span_codes(&spans);
    let source = CreditSource::HourClaim;
    let round = tx.next_credit_round(source, claim.id.into(), claim.person_id).await?;
    let credit = |(held_on, hours): (NaiveDate, Hours)| NewCredit {
        person_id: claim.person_id,
        held_on,
        spans: &spans,
        earned: hours.in_hundredths(),
        source,
        source_id: claim.id.into(),
        round,
        kind: claim.kind,
        title: &claim.title,
        organiser: &claim.organiser,
        verifier_id: Some(change.by),
        created_at: change.at,
    };
    let credits: Vec<_> = spread(first, last, accepted).into_iter().map(credit).collect();
    // Handed in in time, it counts however long the decision took.
    let added = Added::Claimed(local_date(claim.submitted_at.unwrap_or(change.at)));
    add_credits(tx, added, Field::Decision, &credits).await
}
