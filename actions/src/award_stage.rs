//! The stages of an award cycle: dated when it is announced, and moved later by an addendum that is
//! published and told. The rules that were frozen stay as they are. And titles that a decision maker
//! allows.

use chrono::NaiveDate;
use domain::{
    award_cycle::{AllowedTitle, AwardCycleState, RUNNERS, may_decide_awards, may_run_awards},
    award_stage::{AwardStage, StageMove, StagePlan},
    form::{Field, ProblemKind, Problems, Revision, Values},
    id::AwardCycleId,
    inbox::Message,
    role::{Actor, Role},
};
use store::{AddendumRow, CycleRow, Lock, StageRow, Tx};

use crate::{
    ActionError, Actions, Call, CyclePage, CycleStep,
    award_cycle::{cycle_of, hold, tell_of_award},
    error::check_revision,
    write::Scoped as _,
};

/// How long the stages take, as their rows say.
pub(crate) fn plan_of(rows: &[StageRow]) -> StagePlan {
    StagePlan(rows.iter().map(|row| (row.stage, row.n_days)).collect())
}

/// The last days of stages as they are now.
fn ends_of(rows: &[StageRow]) -> Vec<(AwardStage, NaiveDate)> {
    rows.iter().filter_map(|row| Some((row.stage, row.ends_on?))).collect()
}

/// What was announced to units holds: nominations are not closed before their last day is over.
pub(crate) fn check_stage(
    step: CycleStep,
    page: &CyclePage,
    today: NaiveDate,
) -> Result<(), Problems> {
    let nomination = page.stages.iter().find(|row| row.stage == AwardStage::Nomination);
    let until = nomination.and_then(|row| row.ends_on);
    match until.filter(|until| step == CycleStep::CloseNominations && today <= *until) {
        Some(until) => Err(Problems::one(Field::Decision, ProblemKind::StageRuns(until))),
        None => Ok(()),
    }
}

/// Whether somebody may allow the title of a cycle that is still being written.
pub(crate) fn may_allow_title(actor: &Actor, cycle: &CycleRow) -> bool {
    may_decide_awards(actor) && cycle.state == AwardCycleState::Configuring
}

/// Whether ends of a cycle's stages can still be moved.
fn runs(state: AwardCycleState) -> bool {
    matches!(
        state,
        AwardCycleState::Nominating
            | AwardCycleState::Eligibility
            | AwardCycleState::PreliminaryEvaluation
            | AwardCycleState::FinalEvaluation
            | AwardCycleState::Scored
            | AwardCycleState::Proposed
    )
}

impl Actions {
    /// Gives each stage its last day, counted from the day of the announcement.
    pub(crate) async fn date_stages(
        &self,
        tx: &mut Tx,
        call: &Call,
        id: AwardCycleId,
        rows: &[StageRow],
    ) -> Result<(), ActionError> {
        for (stage, until) in plan_of(rows).ends(call.today(), &self.work_calendar()) {
            tx.announce_stage(id, stage, until).await?;
        }
        Ok(())
    }

    /// A cycle whose stages can be moved later.
    pub async fn stages(&self, call: &Call, id: AwardCycleId) -> Result<CyclePage, ActionError> {
        call.allowed(may_run_awards)?;
        let page = cycle_of(&mut self.store.read().await?, call, id).await?;
        if page.stages.is_empty() || !runs(page.cycle.state) {
            return Err(ActionError::NotFound);
        }
        Ok(page)
    }

    /// Moves the end of a stage later, with a reason; later stages move along. Units, counties and
    /// judges are told, and the public page has it.
    pub async fn move_stage(
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
                let page = cycle_of(tx, call, id).await?;
                if !runs(page.cycle.state) {
                    return Err(ActionError::WrongState);
                }
                let before = ends_of(&page.stages);
                let one = StageMove::parse(values, &before, call.today())?;
                check_revision(revision, page.cycle.revision)?;
                let after = one.apply(&plan_of(&page.stages), &before, &self.work_calendar());
                for ((stage, from_day), (_, to_day)) in before.into_iter().zip(after) {
                    if from_day == to_day {
                        continue;
                    }
                    tx.move_stage(id, stage, to_day).await?;
                    let reason = one.reason.clone();
                    let row = AddendumRow { stage, from_day, to_day, reason, at: call.now };
                    tx.add_addendum(id, &row).await?;
                }
                tx.touch_cycle(id).await?;
                let message = Message::AwardStageMoved {
                    cycle: id,
                    title: page.cycle.title.clone(),
                    stage: one.stage,
                    until: one.until,
                };
                tell_of_award(tx, call, id, &message).await?;
                let entry = call.entry("move_stage", "award_cycle", RUNNERS).on(id);
                tx.log(entry.because(one.reason.clone()));
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }

    /// A cycle that is still being written, for who may allow its title.
    pub async fn titled_cycle(
        &self,
        call: &Call,
        id: AwardCycleId,
    ) -> Result<CycleRow, ActionError> {
        let actor = call.allowed(may_decide_awards)?;
        let cycle = self.store.read().await?.find_cycle(id).await?;
        cycle.filter(|cycle| may_allow_title(actor, cycle)).ok_or(ActionError::NotFound)
    }

    /// A decision maker allows a title with a word that only an approved programme may use, by name
    /// and with a reason (`LAW-40`).
    pub async fn allow_title(
        &self,
        call: &Call,
        id: AwardCycleId,
        values: &Values,
        revision: Revision,
    ) -> Result<(), ActionError> {
        let actor = call.allowed(may_decide_awards)?;
        self.write(|tx| {
            async move {
                hold(tx, id, AwardCycleState::Configuring).await?;
                let AllowedTitle { title, reason } = AllowedTitle::parse(values)?;
                let at = (id, revision.number());
                if !tx.allow_title(at, &title, &reason, actor.person).await? {
                    return Err(ActionError::Stale);
                }
                let entry = call.entry("allow_title", "award_cycle", &[Role::DecisionMaker]);
                tx.log(entry.on(id).because(reason));
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }
}
