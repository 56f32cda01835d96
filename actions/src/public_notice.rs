//! What the public sees of an award: its announcement with the method (`LAW-43`), and the notice of
//! names, each a view of its own from an allow-list of fields (`LAW-08`).

use std::{
    cmp::Reverse,
    collections::{BTreeMap, HashMap},
};

use chrono::NaiveDate;
use domain::{
    award_cycle::{
        AwardCycleState, FinalKind, LegalBasis, Level, NoticeOrder, SeatPassing, full_title,
    },
    id::{AwardCycleId, NominationId},
    quota::{AddedSeats, Line, LineSeats, Quota},
    ranking::{TiesOffLine, UnitKey},
    result_package::ChainHead,
    roster::AwardCategory,
    rulebook::Rulebook,
    score_sheet::Criterion,
};
use icu_collator::{Collator, options::CollatorOptions};
use icu_locale_core::locale;
use store::{AddendumRow, Conn, CycleRow, NoticeLine, StageRow};

use crate::{
    ActionError, Actions,
    award_cycle::{n_seats, unit_key},
    local_date,
    ranking::ranks_of,
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
    /// The county whose it is, in Chinese and English; none: the city's.
    pub county: Option<(String, String)>,
    /// First day.
    pub first_day: NaiveDate,
    /// Last day.
    pub last_day: NaiveDate,
    /// Whom to write to with an objection.
    pub contact: String,
    /// Number of the issuing document, once decided.
    pub document_no: Option<String>,
    /// Numbers and days of decisions after the first.
    pub supplements: Vec<(String, NaiveDate)>,
    /// The newest line of the audit chain, and the first digits of its hash.
    pub chain: ChainHead,
    /// Whether an objection can be made on a day: the last day of any notice that runs.
    pub objections_until: Option<NaiveDate>,
    /// Whether it is decided.
    pub is_decided: bool,
    /// Who judged, by name: published with the result (`AWD-14`).
    pub judges: Vec<String>,
    /// In which order names stand within a category.
    pub order: NoticeOrder,
    /// The names, by category and in this order.
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
    /// Whether seats are added where a line cuts a tie.
    pub added_seats: AddedSeats,
    /// How many a unit may hand in; 0: as many as it likes.
    pub most_nominations: u32,
    /// The levels of those who are chosen, from the highest on.
    pub levels: Vec<Level>,
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
    /// Its stages with their ends; none where none were planned.
    pub stages: Vec<StageRow>,
    /// What has moved ends later since.
    pub addenda: Vec<AddendumRow>,
    /// The categories in their order.
    pub categories: Vec<AnnouncedCategory>,
    /// Whether people may nominate themselves now.
    pub takes_nominations: bool,
    /// The rules of its announcement.
    pub rules: Rulebook,
    /// How it goes on after its first stage.
    pub final_kind: FinalKind,
}

/// A cycle of which the public reads how winners are chosen, and no names yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnnouncedAward {
    /// Key of the cycle.
    pub id: AwardCycleId,
    /// Title.
    pub title: String,
    /// The county whose it is, in Chinese and English; none: the city's.
    pub county: Option<(String, String)>,
    /// Whether it was given up.
    pub is_aborted: bool,
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
    /// The days of a notice that was taken back after an objection.
    pub taken_back: Option<(NaiveDate, NaiveDate)>,
}

impl Actions {
    /// Cycles that are announced and not yet on notice, or were given up, the newest first.
    pub async fn announced_awards(&self) -> Result<Vec<AnnouncedAward>, ActionError> {
        let mut cycles = self.store.read().await?.list_cycles().await?;
        cycles.retain(|cycle| is_announced(cycle) && !cycle.state.is_public());
        cycles.sort_by_key(|cycle| Reverse((cycle.year, cycle.id)));
        let announced = |cycle: CycleRow| AnnouncedAward {
            id: cycle.id,
            title: full_title(&cycle.organiser, &cycle.title),
            county: county_of(&cycle),
            is_aborted: cycle.state == AwardCycleState::Aborted,
        };
        Ok(cycles.into_iter().map(announced).collect())
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
                added_seats: row.rules.added_seats,
                most_nominations: row.rules.most_nominations,
                levels: row.rules.levels,
                units,
            });
        }
        let has_single = categories.iter().any(|one| !one.category.is_collective());
        let announcement = Announcement {
            id,
            title: full_title(&cycle.organiser, &cycle.title),
            stages: conn.list_stages(id).await?,
            addenda: conn.list_addenda(id).await?,
            year: cycle.year,
            county: county_of(&cycle),
            legal_basis: cycle.legal_basis,
            approval_no: cycle.approval_no.clone(),
            contact: cycle.contact.clone(),
            digest: cycle.rules_digest.clone().unwrap_or_default(),
            categories,
            takes_nominations: cycle.state == AwardCycleState::Nominating && has_single,
            rules: conn.rulebook_of_cycle(id, today).await?,
            final_kind: cycle.final_kind,
        };
        let mut notice = head(&cycle, &chain_head(&mut conn).await?);
        if let Some(notice) = &mut notice {
            notice.lines = in_order(&mut conn, &cycle).await?;
            let own = notice.lines.iter().filter_map(|line| line.notice_until).max();
            notice.objections_until = notice.objections_until.max(own);
            if notice.is_decided {
                let later = conn.list_supplements(id).await?.into_iter();
                notice.supplements =
                    later.map(|row| (row.document_no, local_date(row.decided_at))).collect();
                let mut judges = conn.list_judges(id).await?;
                judges.dedup_by_key(|judge| judge.seat_no);
                notice.judges = judges.into_iter().map(|judge| judge.name).collect();
            }
        }
        let abort_reason = conn.find_abort_reason(id).await?;
        let was_posted = cycle.notice_from.zip(cycle.notice_until);
        let taken_back = was_posted.filter(|_| notice.is_none() && abort_reason.is_empty());
        Ok(PublicAward { announcement, notice, abort_reason, taken_back })
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

/// The county whose a cycle is, in Chinese and English.
fn county_of(cycle: &CycleRow) -> Option<(String, String)> {
    cycle.county().map(|(zh, en)| (zh.to_owned(), en.to_owned()))
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
        title: full_title(&cycle.organiser, &cycle.title),
        year: cycle.year,
        county: county_of(cycle),
        first_day,
        last_day,
        contact: cycle.contact.clone(),
        document_no: (!cycle.document_no.is_empty()).then(|| cycle.document_no.clone()),
        supplements: Vec::new(),
        chain: chain.clone(),
        objections_until: (cycle.state == AwardCycleState::OnNotice).then_some(last_day),
        is_decided: cycle.state.is_decided(),
        judges: Vec::new(),
        order: cycle.notice_order,
        lines: Vec::new(),
    })
}

/// The lines of a notice by category and in the cycle's order.
async fn in_order(conn: &mut Conn, cycle: &CycleRow) -> Result<Vec<NoticeLine>, ActionError> {
    let mut lines = conn.list_notice(cycle.id).await?;
    let ranks = match cycle.notice_order {
        NoticeOrder::Rank => ranks_of(conn, cycle).await?,
        NoticeOrder::Region | NoticeOrder::Strokes => HashMap::new(),
    };
    for of_category in lines.chunk_by_mut(|one, other| one.category == other.category) {
        match cycle.notice_order {
            // As they come.
            NoticeOrder::Region => {}
            NoticeOrder::Strokes => by_strokes(of_category)?,
            NoticeOrder::Rank => {
                let rank = |id: NominationId| ranks.get(&id).copied().unwrap_or(usize::MAX);
                of_category.sort_by_key(|line| rank(line.id));
            }
        }
    }
    Ok(lines)
}

/// By the strokes of the name (姓氏笔画): by how many the first character has, then by its radical.
fn by_strokes(lines: &mut [NoticeLine]) -> Result<(), ActionError> {
    let collator = Collator::try_new(locale!("zh-u-co-stroke").into(), CollatorOptions::default());
    let collator = collator.map_err(|error| ActionError::Internal(error.to_string()))?;
    lines.sort_by(|one, other| collator.compare(&one.name, &other.name));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_by_the_strokes_of_their_characters() {
        let line = |name: &str| NoticeLine {
            id: NominationId(1),
            category: AwardCategory::Tutor,
            name: name.to_owned(),
            workplace: String::new(),
            unit_name: String::new(),
            region: String::new(),
            levels: Vec::new(),
            level_no: None,
            is_awarded: false,
            revoked_on: None,
            notice_from: None,
            notice_until: None,
        };
        let names = ["龚䶮", "陈一", "张三", "王五", "丁二", "万四", "王二", "古丽·吐尔逊"];
        let mut lines = names.map(line);
        by_strokes(&mut lines).expect("an order");
        let sorted = lines.map(|line| line.name);
        let by_strokes = ["丁二", "万四", "王二", "王五", "古丽·吐尔逊", "张三", "陈一", "龚䶮"];
        assert_eq!(sorted, by_strokes);
    }
}
