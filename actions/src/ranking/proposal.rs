//! From the ranking to the decision: proposed by the office, confirmed and decided by name.

use domain::{
    award_cycle::{
        AwardCycleState, DEVIATION_MIN, RUNNERS, level_after, may_decide_awards, may_run_awards,
        may_watch_awards,
    },
    form::{Field, LINE_MAX, ProblemKind, Problems, REASON_MIN, Reader, Revision, Values},
    id::AwardCycleId,
    inbox::Message,
    nomination::NominationState::{
        Eligible, NotAwarded, NotProposed, NotShortlisted, Proposed, Removed, Shortlisted,
    },
    quota::Outcome,
    record::Kind,
    role::Role,
    rulebook::Rulebook,
};
use store::{Conn, CycleRow, Lock, ProposalRow};

use super::{RankingPage, RankingRow, ranking_page};
use crate::{
    ActionError, Actions, Call,
    award_cycle::{tell_of_award, tell_runners, watched_cycle},
    award_result::tell_judged,
    error::check_revision,
    record::fixed,
    tell::tell_offices,
    write::Scoped as _,
};

/// A proposed name with its deviation, for who confirms.
#[derive(Clone, Debug)]
pub struct ProposalPage {
    /// The cycle.
    pub cycle: CycleRow,
    /// The rankings of all categories.
    pub rankings: Vec<RankingPage>,
    /// Why the decision maker has sent it back; empty if it was not, or is made anew.
    pub sent_back: String,
    /// The rules by which the cycle goes.
    pub rules: Rulebook,
    /// Whether the caller may confirm.
    pub may_confirm: bool,
    /// Whether the caller may send it back: also one that is confirmed and not on notice.
    pub may_send_back: bool,
    /// Whether the caller may decide now.
    pub may_decide: bool,
}

impl Actions {
    /// Proposes a cycle: every category settled, each deviation from the ranking with a reason of
    /// at least twenty characters (`AWD-15`).
    ///
    /// Fields: `selected` with the nominations' keys, and `reason_ID` for each deviation.
    pub async fn propose(
        &self,
        call: &Call,
        id: AwardCycleId,
        values: &Values,
        revision: Revision,
    ) -> Result<(), ActionError> {
        call.allowed(may_run_awards)?;
        self.write(|tx| {
            async move {
                tx.lock(Lock::AwardCycle(id)).await?;
                let page = proposal_of(tx, call, id).await?;
                let to = page.cycle.state.propose().map_err(|_| ActionError::WrongState)?;
                if page.rankings.iter().any(|ranking| !ranking.ties.is_empty()) {
                    return Err(Problems::one(Field::Selected, ProblemKind::TieOpen).into());
                }
                let mut proposals = Vec::new();
                for ranking in &page.rankings {
                    proposals.extend(read_proposals(values, ranking)?);
                }
                check_revision(revision, page.cycle.revision)?;
                if !tx.move_cycle(id, (page.cycle.state, page.cycle.revision), to).await? {
                    return Err(ActionError::WrongState);
                }
                tx.set_sent_back(id, "").await?;
                for proposal in &proposals {
                    tx.set_proposal(proposal).await?;
                    if proposal.is_deviation {
                        let entry = call.entry("deviate", "nomination", RUNNERS);
                        let entry = entry.on(proposal.nomination_id);
                        tx.log(entry.because(proposal.reason.clone()));
                    }
                }
                let entry = call
                    .entry("propose", "award_cycle", RUNNERS)
                    .on(id)
                    .moved(page.cycle.state.as_str(), to.as_str())
                    .fixing(fixed(tx, Kind::Proposal, id).await?);
                tx.log(entry);
                let message = Message::AwardProposed { cycle: id, title: page.cycle.title };
                tell_offices(tx, call, &[Role::DecisionMaker], &message).await
            }
            .scope_boxed()
        })
        .await
    }

    /// All rankings of a cycle with its proposal.
    pub async fn proposal(
        &self,
        call: &Call,
        id: AwardCycleId,
    ) -> Result<ProposalPage, ActionError> {
        proposal_of(&mut self.store.read().await?, call, id).await
    }

    /// A named decision maker confirms the proposal, or sends it back with a reason (`LAW-14`), also one
    /// that is confirmed and not yet on notice.
    pub async fn confirm_proposal(
        &self,
        call: &Call,
        id: AwardCycleId,
        values: &Values,
        revision: Revision,
    ) -> Result<(), ActionError> {
        let actor = call.allowed(may_decide_awards)?;
        self.write(|tx| {
            async move {
                tx.lock(Lock::AwardCycle(id)).await?;
                let page = proposal_of(tx, call, id).await?;
                let from = page.cycle.state;
                let (is_back, reason) = read_confirmation(values)?;
                let to = if is_back { from.send_back() } else { from.confirm() };
                let to = to.map_err(|_| ActionError::WrongState)?;
                // What is confirmed is the list that the page showed, and no later one.
                if revision != Revision::of(page.cycle.revision) {
                    return Err(ActionError::Stale);
                }
                // By whom stands there before the state that needs it.
                if !is_back {
                    tx.confirm_proposal(id, actor.person, call.now).await?;
                }
                if !tx.move_cycle(id, (from, page.cycle.revision), to).await? {
                    return Err(ActionError::WrongState);
                }
                if from == AwardCycleState::Confirmed {
                    tx.open_proposal_again(id).await?;
                }
                if !is_back {
                    for from in [Eligible, Shortlisted] {
                        tx.move_nominations(id, from, Proposed, true).await?;
                        tx.move_nominations(id, from, NotProposed, false).await?;
                    }
                }
                let verb = if is_back { "send_back" } else { "confirm" };
                let mut entry = call
                    .entry(verb, "award_cycle", &[Role::DecisionMaker])
                    .on(id)
                    .moved(from.as_str(), to.as_str());
                if !is_back {
                    entry = entry.fixing(fixed(tx, Kind::Confirmation, id).await?);
                }
                if is_back {
                    tx.set_sent_back(id, &reason).await?;
                }
                tx.log(entry.because(reason));
                let title = page.cycle.title.clone();
                let message = if is_back {
                    Message::ProposalSentBack { cycle: id, title }
                } else {
                    Message::ProposalConfirmed { cycle: id, title }
                };
                tell_runners(tx, call, &page.cycle, &message).await
            }
            .scope_boxed()
        })
        .await
    }

    /// Decides after the notice has run, by name and document: about everybody but those to whom
    /// somebody objects, about whom a decision of its own follows (`AWD-04`).
    pub async fn decide_cycle(
        &self,
        call: &Call,
        id: AwardCycleId,
        values: &Values,
        revision: Revision,
    ) -> Result<(), ActionError> {
        let actor = call.allowed(may_decide_awards)?;
        self.write(|tx| {
            async move {
                tx.lock(Lock::AwardCycle(id)).await?;
                let page = proposal_of(tx, call, id).await?;
                let from = page.cycle.state;
                let to = from.decide().map_err(|_| ActionError::WrongState)?;
                if !page.may_decide {
                    return Err(Problems::one(Field::DocumentNo, ProblemKind::NoticeRuns).into());
                }
                if !tx.list_unsettled_objections(id).await?.is_empty() {
                    return Err(Problems::one(Field::DocumentNo, ProblemKind::ObjectionOpen).into());
                }
                let mut reader = Reader::new(values);
                let document_no = reader.text(Field::DocumentNo, 3, LINE_MAX);
                let document_no = reader.problems.or(|| document_no)?;
                check_revision(revision, page.cycle.revision)?;
                tx.decide_cycle(id, actor.person, call.now, &document_no).await?;
                if !tx.move_cycle(id, (from, page.cycle.revision), to).await? {
                    return Err(ActionError::WrongState);
                }
                tx.award_nominations(id, call.today()).await?;
                tx.move_nominations(id, NotProposed, NotAwarded, false).await?;
                tx.end_nominations(id, NotShortlisted, NotAwarded).await?;
                let title = page.cycle.title.clone();
                let message = Message::AwardDecided { cycle: id, title };
                tell_of_award(tx, call, id, &message).await?;
                tell_judged(tx, call, &page.cycle).await?;
                let entry = call
                    .entry("decide", "award_cycle", &[Role::DecisionMaker])
                    .on(id)
                    .moved(from.as_str(), to.as_str())
                    .fixing(fixed(tx, Kind::Award, id).await?)
                    .because(document_no);
                tx.log(entry);
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }
}

/// All rankings of a cycle with its proposal.
pub(crate) async fn proposal_of(
    conn: &mut Conn,
    call: &Call,
    id: AwardCycleId,
) -> Result<ProposalPage, ActionError> {
    let actor = call.allowed(may_watch_awards)?;
    let cycle = watched_cycle(conn, actor, id).await?;
    if !cycle.state.shows_ranking() {
        return Err(ActionError::WrongState);
    }
    let categories = conn.list_categories(id).await?;
    let nominations = conn.list_nominations(id).await?;
    let mut rankings = Vec::new();
    for category in categories {
        if nominations.iter().any(|one| one.category_id == category.id) {
            rankings.push(ranking_page(conn, call, category.id).await?);
        }
    }
    let decides = may_decide_awards(actor);
    let is_over = cycle.notice_until.is_some_and(|last| last < call.today());
    Ok(ProposalPage {
        rules: conn.rulebook_of_cycle(cycle.id, call.today()).await?,
        rankings,
        sent_back: conn.find_sent_back(id).await?,
        may_confirm: decides && cycle.state.confirm().is_ok(),
        may_send_back: decides && cycle.state.send_back().is_ok(),
        may_decide: decides && cycle.state.decide().is_ok() && is_over,
        cycle,
    })
}

/// Whether a proposal is sent back, and why.
pub(crate) fn read_confirmation(values: &Values) -> Result<(bool, String), Problems> {
    let mut reader = Reader::new(values);
    let is_back = reader.choice(Field::Decision, |text| match text {
        "confirm" => Some(false),
        "send_back" => Some(true),
        _ => None,
    });
    let least = if is_back == Some(true) { REASON_MIN } else { 0 };
    let reason = reader.text(Field::Reason, least, LINE_MAX);
    reader.problems.or(|| Some((is_back?, reason?)))
}

/// Reads the proposal of a category and finds the deviations from what the ranking says: with a
/// reason, but never beyond the seats, and nobody without a result (`AWD-11`).
fn read_proposals(values: &Values, ranking: &RankingPage) -> Result<Vec<ProposalRow>, Problems> {
    let mut problems = Problems::default();
    let mut proposals = Vec::new();
    for row in &ranking.rows {
        // Who was taken off the list is not put on it again.
        let is_off = row.state == Removed;
        let is_selected = !is_off && values.has(Field::Selected, &row.id.to_string());
        let has_no_result = row.result.outcome == Outcome::NoResult;
        if is_selected && has_no_result && problems.of(Field::Selected).is_none() {
            problems.add(Field::Selected, ProblemKind::NoResult);
        }
        let is_deviation = !is_off && is_selected != (row.result.outcome == Outcome::Selected);
        let reason = values.trimmed(Field::Reason.at(row.id)).to_owned();
        let is_unexplained = is_deviation && reason.chars().count() < DEVIATION_MIN;
        if is_unexplained && problems.of(Field::Deviation).is_none() {
            problems.add(Field::Deviation, ProblemKind::TooShort(DEVIATION_MIN));
        }
        let reason = if is_deviation { reason } else { String::new() };
        let (nomination_id, has_seat, level_no) = (row.id, is_selected, None);
        proposals.push(ProposalRow {
            nomination_id,
            is_selected,
            is_deviation,
            reason,
            has_seat,
            level_no,
        });
    }
    let n_selected = proposals.iter().filter(|row| row.is_selected).count();
    let seats = usize::try_from(ranking.seats).unwrap_or(usize::MAX);
    if n_selected > seats && problems.of(Field::Selected).is_none() {
        problems.add(Field::Selected, ProblemKind::TooManySeats(seats));
    }
    keep_seats(&mut proposals, ranking);
    give_levels(&mut proposals, ranking);
    problems.or(|| Some(proposals))
}

/// Keeps the seats of those whom the ranking has chosen and who were taken off before the proposal,
/// as far as nobody else was given them: somebody may follow later (`AWD-05`).
fn keep_seats(proposals: &mut [ProposalRow], ranking: &RankingPage) {
    for (n, row) in ranking.rows.iter().enumerate() {
        if row.state != Removed || row.result.outcome != Outcome::Selected {
            continue;
        }
        let is_near =
            |other: &RankingRow| ranking.units.is_empty() || other.unit_name == row.unit_name;
        let taken = |own: bool| {
            let all = proposals.iter().zip(&ranking.rows);
            all.filter(|(it, other)| it.has_seat && (!own || is_near(other))).count()
        };
        let unit = ranking.units.iter().find(|unit| unit.unit_name == row.unit_name);
        let seats = |n: u32| usize::try_from(n).unwrap_or(usize::MAX);
        let has_room = taken(false) < seats(ranking.seats)
            && unit.is_none_or(|unit| taken(true) < seats(unit.seats));
        if has_room {
            proposals[n].has_seat = true;
        }
    }
}

/// Gives whoever has a seat a level, by how many of those with a seat are ranked before.
fn give_levels(proposals: &mut [ProposalRow], ranking: &RankingPage) {
    let rank = |row: &RankingRow| row.result.rank().unwrap_or(usize::MAX);
    let seated = proposals.iter().zip(&ranking.rows).filter(|(it, _)| it.has_seat);
    let ranks: Vec<usize> = seated.map(|(_, row)| rank(row)).collect();
    for (proposal, row) in proposals.iter_mut().zip(&ranking.rows) {
        let n_before = ranks.iter().filter(|one| **one < rank(row)).count();
        proposal.level_no = level_after(&ranking.levels, n_before).filter(|_| proposal.has_seat);
    }
}
