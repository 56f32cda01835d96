//! Reading and walking the audit chain.

use chrono::NaiveDate;
use domain::role::{Actor, may_read_audit};
use store::{AuditLine, AuditReport, Conn};

use crate::{ActionError, Actions, Call, award_cycle::conflicted};

const PAGE: i64 = 100;

/// A page of the chain, newest line first.
#[derive(Clone, Debug)]
pub struct AuditPage {
    /// The lines.
    pub lines: Vec<AuditLine>,
    /// Number of the newest line.
    pub head_seq: i64,
    /// Its hash.
    pub head: String,
}

impl Actions {
    /// The lines up to a number, for the audit administrator and the supervisor.
    pub async fn audit_page(
        &self,
        call: &Call,
        up_to: Option<i64>,
    ) -> Result<AuditPage, ActionError> {
        let actor = call.allowed(may_read_audit)?;
        let mut conn = self.store.read().await?;
        let (head_seq, head) = conn.audit_head().await?;
        let mut lines = conn.list_audit(up_to.unwrap_or(head_seq), PAGE).await?;
        hide_reasons(&mut conn, actor, call.today(), &mut lines).await?;
        Ok(AuditPage { lines, head_seq, head })
    }

    /// How many lines the chain has: it grows with every accepted change.
    pub async fn log_length(&self) -> Result<i64, ActionError> {
        Ok(self.store.read().await?.audit_head().await?.0)
    }

    /// Walks the whole chain; for the command line, whose user holds the database anyway.
    pub async fn verify_audit(&self, printed: Option<&str>) -> Result<AuditReport, ActionError> {
        Ok(self.store.read().await?.verify_audit(printed).await?)
    }
}

/// Why something was done about a nominee is not told to whoever is in conflict with that nominee
/// (`AWD-12`).
async fn hide_reasons(
    conn: &mut Conn,
    actor: &Actor,
    today: NaiveDate,
    lines: &mut [AuditLine],
) -> Result<(), ActionError> {
    let is_about = |line: &&mut AuditLine| line.thing == "nomination" && line.reason.is_some();
    let mut ids: Vec<i64> = lines.iter_mut().filter(is_about).map(|line| line.thing_id).collect();
    ids.sort_unstable();
    ids.dedup();
    let nominations = conn.nominations_of(&ids).await?;
    let hidden = conflicted(conn, actor, &nominations, today).await?;
    for line in lines.iter_mut().filter(is_about) {
        if hidden.contains(&line.thing_id) {
            line.reason = None;
        }
    }
    Ok(())
}
