//! The public notice: a view of its own, from an allow-list of fields (`LAW-08`).

use std::cmp::Reverse;

use chrono::NaiveDate;
use domain::{id::AwardCycleId, result_package::ChainHead};
use store::{Conn, CycleRow, NoticeLine};

use crate::{ActionError, Actions};

/// What the public sees of a cycle: never a score, a rank, a phone or a deed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicNotice {
    /// Key of the cycle.
    pub id: AwardCycleId,
    /// Title.
    pub title: String,
    /// Assessment year.
    pub year: i64,
    /// First day.
    pub first_day: NaiveDate,
    /// Last day.
    pub last_day: NaiveDate,
    /// Whom to write to with an objection.
    pub contact: String,
    /// Number of the issuing document, once decided.
    pub document_no: Option<String>,
    /// The newest line of the audit chain, and the first digits of its hash.
    pub chain: ChainHead,
    /// The names, by category and unit.
    pub lines: Vec<NoticeLine>,
}

impl Actions {
    /// The notices of all cycles, the newest first, without their names.
    pub async fn public_notices(&self) -> Result<Vec<PublicNotice>, ActionError> {
        let mut conn = self.store.read().await?;
        let (cycles, chain) = (conn.list_cycles().await?, chain_head(&mut conn).await?);
        let mut notices: Vec<_> =
            cycles.into_iter().filter_map(|cycle| head(&cycle, &chain)).collect();
        notices.sort_by_key(|notice| Reverse(notice.first_day));
        Ok(notices)
    }

    /// The notice of a cycle; before it is posted there is none.
    pub async fn public_notice(&self, id: AwardCycleId) -> Result<PublicNotice, ActionError> {
        let mut conn = self.store.read().await?;
        let cycle = conn.find_cycle(id).await?.ok_or(ActionError::NotFound)?;
        let chain = chain_head(&mut conn).await?;
        let mut notice = head(&cycle, &chain).ok_or(ActionError::NotFound)?;
        notice.lines = conn.list_notice(id).await?;
        Ok(notice)
    }
}

async fn chain_head(conn: &mut Conn) -> Result<ChainHead, ActionError> {
    let (line, hash) = conn.find_audit_head().await?;
    Ok(ChainHead::new(line, &hash))
}

fn head(cycle: &CycleRow, chain: &ChainHead) -> Option<PublicNotice> {
    let (first_day, last_day) = cycle.notice_from.zip(cycle.notice_until)?;
    cycle.state.is_public().then(|| PublicNotice {
        id: cycle.id,
        title: cycle.title.clone(),
        year: cycle.year,
        first_day,
        last_day,
        contact: cycle.contact.clone(),
        document_no: (!cycle.document_no.is_empty()).then(|| cycle.document_no.clone()),
        chain: chain.clone(),
        lines: Vec::new(),
    })
}
