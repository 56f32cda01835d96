//! Reading and walking the audit chain.

mod filter;
mod heads;
mod verify;

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domain::{
    audit::ERASED,
    id::{AwardCycleId, NominationId},
    role::{Actor, may_read_audit},
};
use store::{AuditFilter, AuditLine, AuditReport, Conn, NominationRow};

pub use filter::{access_filter, audit_filter};
pub use heads::{Head, HeadBreak, NotAHead};
pub(crate) use verify::sound_records;
pub use verify::{Finding, Verified, Wrong};

use crate::{ActionError, Actions, Call, award_cycle::conflicted, write::Scoped as _};

const PAGE: usize = 100;
/// Things whose number is a nomination's.
const NOMINEES: [&str; 2] = ["nomination", "score_sheet"];

/// A page of the chain, newest line first.
#[derive(Clone, Debug)]
pub struct AuditPage {
    /// The lines.
    pub lines: Vec<AuditLine>,
    /// The number from which older lines go on, if there are any.
    pub older: Option<i64>,
    /// Number of the newest line.
    pub head_seq: i64,
    /// Its hash.
    pub head: String,
}

impl Actions {
    /// The lines up to a number that a filter finds, for the audit administrator and the supervisor.
    pub async fn audit_page(
        &self,
        call: &Call,
        filter: &AuditFilter,
        up_to: Option<i64>,
    ) -> Result<AuditPage, ActionError> {
        let actor = call.allowed(may_read_audit)?;
        let mut conn = self.store.read().await?;
        let (head_seq, head) = conn.find_audit_head().await?;
        let limit = i64::try_from(PAGE).unwrap_or(i64::MAX).saturating_add(1);
        let mut lines = conn.list_audit(filter, up_to.unwrap_or(head_seq), limit).await?;
        let older = lines.get(PAGE).map(|line| line.seq);
        lines.truncate(PAGE);
        hush(&mut conn, call, actor, &mut lines).await?;
        Ok(AuditPage { lines, older, head_seq, head })
    }

    /// Of which edition of the database pages are: it grows with everything that stands on a page.
    pub async fn edition(&self) -> Result<i64, ActionError> {
        Ok(self.store.read().await?.edition().await?)
    }

    /// The newest line of the chain, to be kept outside of the database.
    pub async fn audit_head(&self, now: DateTime<Utc>) -> Result<Head, ActionError> {
        let (line, hash) = self.store.read().await?.find_audit_head().await?;
        Ok(Head { line, hash, at: now })
    }

    /// Erases the detail of a line, its reason and client, as the law may demand, and leaves a line
    /// that says so and why; [`ActionError::NotFound`] if the line has none any more.
    pub async fn erase_detail(
        &self,
        call: &Call,
        line: i64,
        because: &str,
    ) -> Result<(), ActionError> {
        self.write(|tx| {
            async move {
                if !tx.erase_detail(line).await? {
                    return Err(ActionError::NotFound);
                }
                let (verb, thing) = ERASED;
                tx.log(call.entry(verb, thing, &[]).on(line).because(because));
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }

    /// Walks the whole chain; for the command line, whose user holds the database anyway.
    pub async fn verify_audit(&self, printed: Option<&str>) -> Result<AuditReport, ActionError> {
        Ok(self.store.read().await?.verify_audit(printed).await?)
    }
}

/// Takes from the lines about nominees with whom the reader is in conflict what was found and why
/// (`AWD-12`).
async fn hush(
    conn: &mut Conn,
    call: &Call,
    actor: &Actor,
    lines: &mut [AuditLine],
) -> Result<(), ActionError> {
    let is_about = |line: &AuditLine| NOMINEES.contains(&line.thing.as_str());
    let mut ids: Vec<NominationId> =
        lines.iter().filter(|line| is_about(line)).map(|line| line.thing_id.into()).collect();
    ids.sort_unstable();
    ids.dedup();
    let mut by_cycle: BTreeMap<AwardCycleId, Vec<NominationRow>> = BTreeMap::new();
    for row in conn.list_nominations_by_key(&ids).await? {
        by_cycle.entry(row.cycle_id).or_default().push(row);
    }
    let mut hidden = Vec::new();
    for nominations in by_cycle.values() {
        hidden.extend(conflicted(conn, actor, nominations, call.today()).await?);
    }
    for line in lines.iter_mut().filter(|line| is_about(line)) {
        if hidden.contains(&line.thing_id.into()) {
            (line.from_state, line.to_state, line.reason) = (None, None, None);
        }
    }
    Ok(())
}
