//! What the public sees of an award: its announcement with the method (`LAW-43`), and the notice of
//! names, each a view of its own from an allow-list of fields (`LAW-08`).

use std::{cmp::Reverse, collections::BTreeMap};

use chrono::NaiveDate;
use domain::{
    award_cycle::{AwardCycleState, FinalKind, LegalBasis, SeatPassing},
    id::AwardCycleId,
    quota::{Line, LineSeats, Quota},
    ranking::{TiesOffLine, UnitKey},
    result_package::ChainHead,
    roster::AwardCategory,
    rulebook::Rulebook,
    score_sheet::Criterion,
};
use store::{Conn, CycleRow, NoticeLine};

use crate::{
    ActionError, Actions,
    award_cycle::{n_seats, unit_key},
};

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
    /// Whether an objection can be made on a day: the last day of any notice that runs.
    pub objections_until: Option<NaiveDate>,
    /// Whether it is decided.
    pub is_decided: bool,
    /// The names, by category and unit.
    pub lines: Vec<NoticeLine>,
}

/// What is announced of a category: what is judged, and how many can be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnnouncedCategory {
    /// Which category.
    pub category: AwardCategory,
    /// The criteria with their highest scores.
    pub criteria: Vec<Criterion>,
    /// Seats in all.
    pub seats: u32,
    /// What becomes of a seat that falls free.
    pub seat_passing: SeatPassing,
    /// What becomes of equal means that no seat line cuts.
    pub ties_off_line: TiesOffLine,
    /// Seats of each unit, by name, where they are given out so.
    pub units: Vec<(String, u32)>,
}

/// An announcement as everybody may read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Announcement {
    /// Key of the cycle.
    pub id: AwardCycleId,
    /// Title.
    pub title: String,
    /// Assessment year.
    pub year: i64,
    /// The county whose it is, in Chinese and English; none: the city's.
    pub county: Option<(String, String)>,
    /// What it rests on.
    pub legal_basis: LegalBasis,
    /// The number of the approval, if it was approved.
    pub approval_no: String,
    /// Whom to write to.
    pub contact: String,
    /// SHA-256 of the frozen rules.
    pub digest: String,
    /// The categories in their order.
    pub categories: Vec<AnnouncedCategory>,
    /// The rules of its announcement.
    pub rules: Rulebook,
    /// How it goes on after its first stage.
    pub final_kind: FinalKind,
}

/// What the public sees of a cycle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicAward {
    /// How winners are chosen.
    pub announcement: Announcement,
    /// The names, from the notice on.
    pub notice: Option<PublicNotice>,
    /// Why it was given up; empty if it was not.
    pub abort_reason: String,
}

impl Actions {
    /// Cycles that are announced and not yet on notice: key and title, the newest first.
    pub async fn announced_awards(&self) -> Result<Vec<(AwardCycleId, String)>, ActionError> {
        let mut cycles = self.store.read().await?.list_cycles().await?;
        cycles.retain(|cycle| {
            is_announced(cycle)
                && !cycle.state.is_public()
                && cycle.state != AwardCycleState::Aborted
        });
        cycles.sort_by_key(|cycle| Reverse((cycle.year, cycle.id)));
        Ok(cycles.into_iter().map(|cycle| (cycle.id, cycle.title)).collect())
    }

    /// A cycle as everybody may read it, from its announcement on.
    pub async fn public_award(
        &self,
        id: AwardCycleId,
        today: NaiveDate,
    ) -> Result<PublicAward, ActionError> {
        let mut conn = self.store.read().await?;
        let cycle = conn.find_cycle(id).await?.filter(is_announced);
        let cycle = cycle.ok_or(ActionError::NotFound)?;
        let mut categories = Vec::new();
        let units = conn.list_units(None).await?;
        let names: BTreeMap<UnitKey, String> =
            units.into_iter().map(|unit| (unit_key(unit.id), unit.name)).collect();
        for row in conn.list_categories(id).await? {
            let seats = n_seats(&row.rules);
            if seats == 0 {
                continue;
            }
            let units = match &row.rules.quota {
                Quota::Open { .. } => Vec::new(),
                quota => units_of(quota, &names),
            };
            categories.push(AnnouncedCategory {
                category: row.category,
                criteria: row.rules.criteria,
                seats,
                seat_passing: row.rules.seat_passing,
                ties_off_line: row.rules.ties_off_line,
                units,
            });
        }
        let announcement = Announcement {
            id,
            title: cycle.title.clone(),
            year: cycle.year,
            county: cycle.county().map(|(zh, en)| (zh.to_owned(), en.to_owned())),
            legal_basis: cycle.legal_basis,
            approval_no: cycle.approval_no.clone(),
            contact: cycle.contact.clone(),
            digest: cycle.rules_digest.clone().unwrap_or_default(),
            categories,
            rules: conn.rulebook_of_cycle(id, today).await?,
            final_kind: cycle.final_kind,
        };
        let mut notice = head(&cycle, &chain_head(&mut conn).await?);
        if let Some(notice) = &mut notice {
            notice.lines = conn.list_notice(id).await?;
            let own = notice.lines.iter().filter_map(|line| line.notice_until).max();
            notice.objections_until = notice.objections_until.max(own);
        }
        let abort_reason = conn.find_abort_reason(id).await?;
        Ok(PublicAward { announcement, notice, abort_reason })
    }

    /// The notices of all cycles, the newest first, without their names.
    pub async fn public_notices(&self) -> Result<Vec<PublicNotice>, ActionError> {
        let mut conn = self.store.read().await?;
        let (cycles, chain) = (conn.list_cycles().await?, chain_head(&mut conn).await?);
        let mut notices: Vec<_> =
            cycles.into_iter().filter_map(|cycle| head(&cycle, &chain)).collect();
        notices.sort_by_key(|notice| Reverse(notice.first_day));
        Ok(notices)
    }
}

/// Whether the public may read how winners are chosen: its rules are frozen. Of one that was given up
/// it reads why.
fn is_announced(cycle: &CycleRow) -> bool {
    cycle.rules_digest.is_some()
}

/// The seats of each unit that has any, by the unit's name, in their customary order.
fn units_of(quota: &Quota, names: &BTreeMap<UnitKey, String>) -> Vec<(String, u32)> {
    let of_unit = |line: LineSeats| match line.line {
        Line::Unit(unit) if line.seats > 0 => Some((names.get(&unit)?.clone(), line.seats)),
        _ => None,
    };
    // The announcement was refused unless they could be counted.
    quota.lines().unwrap_or_default().into_iter().filter_map(of_unit).collect()
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
        objections_until: (cycle.state == AwardCycleState::OnNotice).then_some(last_day),
        is_decided: cycle.state == AwardCycleState::Decided,
        lines: Vec::new(),
    })
}
