//! A claim after its decision: disputed once by its owner, closed with its year, and opened again
//! by the city's office alone (domain §3.5).

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    form::{Reader, TEXT_MAX, Values},
    hour_claim::{ClaimState, locked_through},
    id::HourClaimId,
    inbox::Message,
    role::{Role, TRAINEES},
    rulebook::{Rule, Rulebook},
};
use store::ClaimRow;

use super::officer::next_verifier;
use crate::{ActionError, Actions, Call, local_date};

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
        rules: &Rulebook,
    ) -> Option<NaiveDate> {
        let is_contestable = match claim.state {
            ClaimState::Rejected => true,
            ClaimState::Verified => claim.accepted < claim.claimed,
            _ => false,
        };
        let decided = claim.verified_at.filter(|_| is_contestable && claim.decider_id.is_none())?;
        let days = rules.get(Rule::ClaimDisputeWorkingDays);
        let last = self.working_days_after(local_date(decided), days);
        (call.today() <= last).then_some(last)
    }

    /// Says that the owner does not agree; another person decides then.
    pub async fn dispute_claim(
        &self,
        call: &Call,
        id: i64,
        values: &Values,
    ) -> Result<(), ActionError> {
        let page = self.claim(call, id).await?;
        if page.dispute_until.is_none() {
            return Err(if page.is_own { ActionError::WrongState } else { ActionError::NotFound });
        }
        let why = read_why(values, "dispute")?;
        let next = page.claim.state.dispute().map_err(|_| ActionError::WrongState)?;
        let mut tx = self.store.begin().await?;
        let (state, revision) = (page.claim.state, page.claim.revision);
        let step = next_verifier(&mut tx, call, &page.claim, None).await?;
        if !tx.dispute_claim(id, revision, state, step, &why, call.now).await? {
            return Err(ActionError::Stale);
        }
        self.tell_verifiers(&mut tx, call, &page.claim, step).await?;
        let entry = call
            .entry("dispute", "hour_claim", TRAINEES)
            .on(id)
            .moved(state.as_str(), next.as_str())
            .because(why);
        Ok(tx.commit(entry, &self.entropy.token()).await?)
    }

    /// The city's office opens a closed claim again, with a reason: it is decided anew by somebody
    /// who has not decided on it, and owner and supervisors hear of it.
    pub async fn reopen_claim(
        &self,
        call: &Call,
        id: i64,
        values: &Values,
    ) -> Result<(), ActionError> {
        let page = self.claim(call, id).await?;
        if !page.may_reopen {
            return Err(ActionError::WrongState);
        }
        let why = read_why(values, "reason")?;
        let next = page.claim.state.reopen().map_err(|_| ActionError::WrongState)?;
        let mut tx = self.store.begin().await?;
        let step = next_verifier(&mut tx, call, &page.claim, None).await?;
        if !tx.reopen_claim(id, page.claim.revision, step, &why, call.now).await? {
            return Err(ActionError::Stale);
        }
        let claim = &page.claim;
        let told = |claim_id| {
            let (title, reason) = (claim.title.clone(), why.clone());
            Message::ClaimReopened { claim: claim_id, title, reason }
        };
        tx.add_message(claim.person_id, &told(Some(HourClaimId(id))), call.now).await?;
        for person in tx.list_with_role(Role::Supervisor, call.today()).await? {
            tx.add_message(person, &told(None), call.now).await?;
        }
        self.tell_verifiers(&mut tx, call, claim, step).await?;
        let entry = call
            .entry("reopen", "hour_claim", &[Role::CityOffice])
            .on(id)
            .moved(claim.state.as_str(), next.as_str())
            .because(why);
        Ok(tx.commit(entry, &self.entropy.token()).await?)
    }

    /// Closes decided claims whose year was closed on 31 December, unless they can still be
    /// disputed: how many. Run from time to time by the program.
    pub async fn lock_claims(&self, now: DateTime<Utc>) -> Result<usize, ActionError> {
        let call = Call::anonymous(now, "");
        let mut conn = self.store.read().await?;
        let rules = conn.rulebook(call.today()).await?;
        let claims = conn.list_claims_to_lock(locked_through(call.today()), BATCH).await?;
        drop(conn);
        let mut tx = self.store.begin().await?;
        let mut entries = Vec::new();
        for claim in claims {
            let Ok(next) = claim.state.lock() else { continue };
            if self.dispute_until(&call, &claim, &rules).is_some()
                || !tx.lock_claim(claim.id, claim.revision, now).await?
            {
                continue;
            }
            let entry = call.entry("lock", "hour_claim", &[]).on(claim.id);
            entries.push(entry.moved(claim.state.as_str(), next.as_str()));
        }
        let n = entries.len();
        if n > 0 {
            tx.commit_all(entries, &self.entropy.token()).await?;
        }
        Ok(n)
    }
}

fn read_why(values: &Values, field: &'static str) -> Result<String, ActionError> {
    let mut reader = Reader::new(values);
    let why = reader.text(field, DISPUTE_MIN, TEXT_MAX);
    Ok(reader.problems.or(|| why)?)
}
