//! Unit, county and city decide; a verified claim enters the ledger in the same transaction.

use chrono::NaiveDate;
use domain::{
    assessment_year::Added,
    credit_hour::{CreditSource, HalfDay, Hours, VerificationStep, spread},
    form::{Field, ProblemKind, Problems, Revision, Values},
    hour_claim::{ClaimState, Decision, Verdict},
    id::HourClaimId,
    inbox::Message,
    record::Kind,
    role::CLAIM_CHECKERS,
    training_event::span_codes,
};
use store::{ClaimMove, ClaimRow, Lock, NewCredit, StoreError};

use super::{
    ClaimPage,
    officer::{next_verifier, role_of, verifier_step},
    tell_verifiers,
};
use crate::{
    ActionError, Actions, Call,
    assessment_year::add_credits,
    local_date,
    record::fixed,
    write::{Scoped as _, Write},
};

impl Actions {
    /// Takes the step that waits for the caller; the same decision sent again changes nothing.
    pub async fn decide_claim(
        &self,
        call: &Call,
        id: HourClaimId,
        values: &Values,
        revision: Revision,
    ) -> Result<(), ActionError> {
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
) -> Result<(), ActionError> {
    let (actor, claim) = (call.actor()?, &page.claim);
    let me = Some(actor.person);
    let was_me = claim.confirmer_id == me || claim.verifier_id == me || claim.decider_id == me;
    if was_me && claim.revision == revision + 1 {
        return Ok(());
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
    let claimed = Hours::hundredths(claim.claimed.unwrap_or(0));
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
    carry_out(tx, call, page, step, &verdict, &change).await
}

async fn carry_out(
    tx: &mut Write,
    call: &Call,
    page: &ClaimPage,
    step: VerificationStep,
    verdict: &Verdict,
    change: &ClaimMove<'_>,
) -> Result<(), ActionError> {
    let claim = &page.claim;
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
    if claim.state == ClaimState::Disputed {
        let (source, by) = (CreditSource::HourClaim, Some(change.by));
        tx.reverse_credit_hours(source, claim.id.into(), claim.person_id, by, call.now).await?;
    }
    if let (ClaimState::Verified, Some(accepted)) = (change.to, verdict.accepted) {
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
    let role = role_of(if page.stands_in { verifier_step(claim) } else { step });
    let mut entry = call
        .entry(verb, "hour_claim", &[role])
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
