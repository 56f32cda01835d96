//! A claim after its decision: disputed once by its owner, closed with its year, and opened again
//! by the city's office alone (domain §3.5).

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    form::{Field, Reader, Revision, TEXT_MAX, Values},
    hour_claim::{ClaimState, locked_through},
    id::HourClaimId,
    inbox::Message,
    role::{Role, TRAINEES},
    rulebook::{Rule, RuleHistory},
};
use store::{ClaimRow, Lock};

use super::{officer::next_verifier, tell_verifiers};
use crate::{
    ActionError, Actions, Call,
    error::check_revision,
    local_date,
    write::{Scoped as _, Write},
};

/// The fewest characters of what somebody does not agree with.
const DISPUTE_MIN: usize = 10;
/// So many claims are closed in one turn.
const BATCH: i64 = 200;

impl Actions {
    /// The last day on which a decision can be disputed, while it can.
    pub(super) fn dispute_until(
        &self,
        call: &Call,
        claim: &ClaimRow,
        history: &RuleHistory,
    ) -> Option<NaiveDate> {
        let is_contestable = match claim.state {
            ClaimState::Rejected => true,
            ClaimState::Verified => claim.accepted < claim.claimed,
            _ => false,
        };
        let decided = claim.verified_at.filter(|_| is_contestable && claim.decider_id.is_none())?;
        let decided = local_date(decided);
        let days = history.on(decided).get(Rule::ClaimDisputeWorkingDays);
        let last = self.working_days_after(decided, days);
        (call.today() <= last).then_some(last)
    }

    /// Says that the owner does not agree; another person decides then.
    pub async fn dispute_claim(
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
                if page.dispute_until.is_none() {
                    let is_own = page.is_own;
                    return Err(if is_own {
                        ActionError::WrongState
                    } else {
                        ActionError::NotFound
                    });
                }
                let why = read_why(values, Field::Dispute)?;
                let next = page.claim.state.dispute().map_err(|_| ActionError::WrongState)?;
                check_revision(revision, page.claim.revision)?;
                let (state, revision) = (page.claim.state, page.claim.revision);
                let step = next_verifier(tx, call, &page.claim, None).await?;
                if !tx.dispute_claim(id, revision, state, step, &why, call.now).await? {
                    return Err(ActionError::Stale);
                }
                tell_verifiers(tx, call, &page.claim, step).await?;
                let entry = call
                    .entry("dispute", "hour_claim", TRAINEES)
                    .on(id)
                    .moved(state.as_str(), next.as_str())
                    .because(why);
                tx.log(entry);
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }

    /// The city's office opens a closed claim again, with a reason: it is decided anew by somebody
    /// who has not decided on it, and owner and supervisors hear of it.
    pub async fn reopen_claim(
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
                if !page.may_reopen {
                    return Err(ActionError::WrongState);
                }
                let claim = &page.claim;
                let why = read_why(values, Field::Reason)?;
                let next = claim.state.reopen().map_err(|_| ActionError::WrongState)?;
                check_revision(revision, claim.revision)?;
                let step = next_verifier(tx, call, claim, None).await?;
                if !tx.reopen_claim(id, claim.revision, step, &why, call.now).await? {
                    return Err(ActionError::Stale);
                }
                tell_reopened(tx, call, claim, &why).await?;
                tell_verifiers(tx, call, claim, step).await?;
                let entry = call
                    .entry("reopen", "hour_claim", &[Role::CityOffice])
                    .on(id)
                    .moved(claim.state.as_str(), next.as_str())
                    .because(why);
                tx.log(entry);
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }

    /// Closes decided claims whose year was closed on 31 December, unless they can still be
    /// disputed: how many. Run from time to time by the program.
    pub async fn lock_claims(&self, now: DateTime<Utc>) -> Result<usize, ActionError> {
        let call = &Call::anonymous(now, "");
        let mut conn = self.store.read().await?;
        let history = conn.rule_history().await?;
        let mut claims = conn.list_claims_to_lock(locked_through(call.today()), BATCH).await?;
        drop(conn);
        claims.retain(|claim| self.dispute_until(call, claim, &history).is_none());
        if claims.is_empty() {
            return Ok(0);
        }
        let claims = &claims;
        self.write(|tx| {
            async move {
                let mut n_locked = 0;
                for claim in claims {
                    let Ok(next) = claim.state.lock() else { continue };
                    // One that has moved on since has another revision.
                    if !tx.lock_claim(claim.id, claim.revision, now).await? {
                        continue;
                    }
                    let entry = call.entry("lock", "hour_claim", &[]).on(claim.id);
                    tx.log(entry.moved(claim.state.as_str(), next.as_str()));
                    n_locked += 1;
                }
                Ok(n_locked)
            }
            .scope_boxed()
        })
        .await
    }
}

/// Owner and supervisors hear that a closed claim is decided anew.
async fn tell_reopened(
    tx: &mut Write,
    call: &Call,
    claim: &ClaimRow,
    why: &str,
) -> Result<(), ActionError> {
    let told = |claim_id| {
        let (title, reason) = (claim.title.clone(), why.to_owned());
        Message::ClaimReopened { claim: claim_id, title, reason }
    };
    tx.add_message(claim.person_id, &told(Some(claim.id)), call.now).await?;
    for person in tx.list_with_role(Role::Supervisor, call.today()).await? {
        tx.add_message(person, &told(None), call.now).await?;
    }
    Ok(())
}

fn read_why(values: &Values, field: Field) -> Result<String, ActionError> {
    let mut reader = Reader::new(values);
    let why = reader.text(field, DISPUTE_MIN, TEXT_MAX);
    Ok(reader.problems.or(|| why)?)
}
