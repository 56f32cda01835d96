//! Reading and walking the audit chain.

use domain::role::may_read_audit;
use store::{AuditLine, AuditReport};

use crate::{ActionError, Actions, Call};

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
        call.allowed(may_read_audit)?;
        let mut conn = self.store.read().await?;
        let (head_seq, head) = conn.audit_head().await?;
        let lines = conn.list_audit(up_to.unwrap_or(head_seq), PAGE).await?;
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
