//! What awards bring to a desk.

use domain::{
    award_cycle::{
        AwardCycleState, may_decide_awards, may_run_award, may_run_awards, may_watch_awards,
    },
    award_stage::AwardStage,
    id::AwardCycleId,
    nomination::NOMINATORS,
    objection::may_handle_objections,
    role::{Actor, Role},
    score_sheet::SheetStage,
};
use store::Conn;

use super::Task;
use crate::{
    ActionError, Actions, Call, CycleStep, Declared,
    award_cycle::{conflicted, held_now},
    nomination::without_nominations,
};

impl Actions {
    /// Cycles that wait for the caller as judge, office or decision maker.
    pub(super) async fn award_tasks(&self, call: &Call) -> Result<Vec<Task>, ActionError> {
        let actor = call.actor()?;
        let mut tasks = Vec::new();
        if !actor.is(Role::Judge) && !may_watch_awards(actor) {
            return Ok(tasks);
        }
        let cycles = self.cycles(call).await?;
        let keys: Vec<AwardCycleId> = cycles.iter().map(|cycle| cycle.id).collect();
        let ends = self.store.read().await?.list_stage_ends(&keys).await?;
        for cycle in cycles {
            // Where no stages were planned there is no day.
            let now = AwardStage::of(cycle.state);
            let end = ends.iter().find(|(id, stage, _)| *id == cycle.id && Some(*stage) == now);
            let until = end.and_then(|(.., day)| *day);
            if held_now(&cycle).is_some() && actor.is(Role::Judge) {
                match self.judging(call, cycle.id).await {
                    Ok(page) => {
                        let done = |one: &&Declared| one.sheet == Some(SheetStage::Submitted);
                        let (n, all) =
                            (page.to_score().filter(done).count(), page.to_score().count());
                        if !page.is_declared() || n < all {
                            tasks.push(Task::JudgeCycle(cycle.clone(), n, all, until));
                        }
                    }
                    // A judge of another cycle, or scoring was closed meanwhile.
                    Err(ActionError::NotFound | ActionError::WrongState) => {}
                    Err(error) => return Err(error),
                }
            }
            let ended = cycle.notice_until.is_some_and(|last| last < call.today());
            let decides = cycle.state == AwardCycleState::Proposed
                || cycle.state == AwardCycleState::OnNotice && ended;
            let leads = CycleStep::next_of(&cycle).is_some()
                || matches!(
                    cycle.state,
                    AwardCycleState::FinalEvaluation | AwardCycleState::Scored
                );
            if decides && may_decide_awards(actor) {
                tasks.push(Task::DecideCycle(cycle, until));
            } else if leads && may_run_award(actor, cycle.region_id) {
                tasks.push(Task::LeadCycle(cycle, until));
            }
        }
        Ok(tasks)
    }
}

/// Nominations that are with the caller's units, to be finished, and nominees of theirs who have not
/// answered.
pub(super) async fn nomination_tasks(
    conn: &mut Conn,
    call: &Call,
    actor: &Actor,
) -> Result<Vec<Task>, ActionError> {
    let reach = actor.reach(NOMINATORS);
    let rows = conn.list_unfinished_nominations_within(actor.person, &reach, call.now).await?;
    let mut tasks: Vec<Task> = rows.into_iter().map(Task::FinishNomination).collect();
    let silent = conn.list_silent_nominees_within(&reach).await?;
    tasks.extend(silent.into_iter().map(Task::AskNominees));
    if actor.is(Role::CountyOffice) {
        let reach = actor.reach(&[Role::CountyOffice]);
        let unread = conn.list_unread_nominations_within(&reach).await?;
        tasks.extend(unread.into_iter().map(Task::GiveOpinions));
    }
    if actor.is(Role::UnitOfficer) {
        let rows = without_nominations(conn, actor).await?;
        let keys: Vec<AwardCycleId> = rows.iter().map(|cycle| cycle.id).collect();
        let ends = conn.list_stage_ends(&keys).await?;
        for cycle in rows {
            let is_end =
                |end: &&_| matches!(end, (id, AwardStage::Nomination, _) if *id == cycle.id);
            let until = ends.iter().find(is_end).and_then(|(.., day)| *day);
            tasks.push(Task::Nominate(cycle, until));
        }
    }
    Ok(tasks)
}

/// Objections that wait for the caller, and what follows from those that were right. Of a nominee
/// with whom the caller is in conflict, nothing (`AWD-12`).
pub(super) async fn objection_tasks(
    conn: &mut Conn,
    call: &Call,
    actor: &Actor,
) -> Result<Vec<Task>, ActionError> {
    let mut tasks = Vec::new();
    let open = conn.list_open_objections().await?;
    let about: Vec<_> = open.iter().filter_map(|row| row.nomination_id).collect();
    let nominations = conn.list_nominations_by_key(&about).await?;
    let hidden = conflicted(conn, actor, &nominations, call.today()).await?;
    for row in open {
        if row.nomination_id.is_some_and(|one| hidden.contains(&one)) {
            continue;
        }
        match row.handler_id {
            Some(handler) if handler == actor.person => tasks.push(Task::HandleObjection(row)),
            None if may_handle_objections(actor) => tasks.push(Task::TakeObjection(row)),
            _ => {}
        }
    }
    let mut waiting = Vec::new();
    if may_decide_awards(actor) {
        let ids = conn.list_cycles_to_decide_on(call.today()).await?;
        waiting.extend(ids.into_iter().map(|id| (id, true)));
    }
    if may_run_awards(actor) {
        let ids = conn.list_cycles_to_fill().await?;
        waiting.extend(ids.into_iter().map(|id| (id, false)));
    }
    for (id, decides) in waiting {
        let cycle = conn.find_cycle(id).await?.ok_or(ActionError::NotFound)?;
        if !decides && !may_run_award(actor, cycle.region_id) {
            continue;
        }
        tasks.push(if decides { Task::DecideChange(cycle) } else { Task::FillSeat(cycle) });
    }
    Ok(tasks)
}
