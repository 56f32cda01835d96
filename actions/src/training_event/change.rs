//! A plan is changed: a draft as one likes; of an announced training everybody is told who has a
//! place, and asked anew where it is moved.

use domain::{
    form::{Revision, Values},
    id::TrainingEventId,
    inbox::Message,
    role::ORGANISERS,
    training_event::{EnrolmentState, TrainingPlan, TrainingState},
};
use store::EnrolmentRow;

use super::{
    TrainingPage,
    enrolment::{collides, give_back_time, take_time},
    has_place, lock_training,
};
use crate::{
    ActionError, Actions, Call,
    write::{Scoped as _, Write},
};

/// What a change came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Changed {
    /// A draft was saved.
    Draft,
    /// Everybody was told, if there is anything to tell.
    Told,
    /// It is moved, and everybody was told.
    Moved,
    /// The same, and some are committed elsewhere at the new time.
    MovedWithClash,
}

impl Actions {
    /// Changes a plan until attendance is confirmed; [`ActionError::Stale`] if somebody was faster.
    ///
    /// Where an announced training is moved, the time that it took is given back, and who has a
    /// place is asked anew while its first day is still to come: who says nothing, does not stay.
    pub async fn change_training(
        &self,
        call: &Call,
        id: TrainingEventId,
        values: &Values,
        revision: Revision,
    ) -> Result<Changed, ActionError> {
        self.write(|tx| {
            async move { change(tx, call, id, values, revision.number()).await }.scope_boxed()
        })
        .await
    }
}

pub(super) async fn change(
    tx: &mut Write,
    call: &Call,
    id: TrainingEventId,
    values: &Values,
    revision: i64,
) -> Result<Changed, ActionError> {
    let before = lock_training(tx, call, id).await?;
    if !matches!(before.training.state, TrainingState::Draft | TrainingState::Published) {
        return Err(ActionError::WrongState);
    }
    let plan = TrainingPlan::parse(values)?;
    if !tx.change_training(id, revision, &plan).await? {
        return Err(ActionError::Stale);
    }
    tx.log(call.entry("change", "training_event", ORGANISERS).on(id));
    if before.training.state == TrainingState::Draft {
        return Ok(Changed::Draft);
    }
    if before.plan() == plan {
        return Ok(Changed::Told);
    }
    tell_all(tx, call, &before, &plan).await
}

/// Tells whoever has or has asked for a place what has changed.
async fn tell_all(
    tx: &mut Write,
    call: &Call,
    before: &TrainingPage,
    plan: &TrainingPlan,
) -> Result<Changed, ActionError> {
    let (event, title) = (before.training.id, plan.title.clone());
    let is_moved = plan.is_moved_from(&before.plan());
    let mut changed = if is_moved { Changed::Moved } else { Changed::Told };
    let mut rows: Vec<_> = before.enrolments.iter().filter(|row| has_place(row.state)).collect();
    // Calendars are locked in one order, whoever locks several.
    rows.sort_by_key(|row| row.party_id);
    for row in rows {
        let message = if is_moved {
            let message = move_place(tx, call, before, plan, row).await?;
            if matches!(message, Message::TrainingMoved { clashes: true, .. }) {
                changed = Changed::MovedWithClash;
            }
            message
        } else {
            Message::TrainingChanged { event, title: title.clone() }
        };
        tx.add_message(row.person_id, &message, call.now).await?;
    }
    Ok(changed)
}

/// Gives back the time that a place took, and asks anew, or takes the new time where it is too
/// late to ask.
async fn move_place(
    tx: &mut Write,
    call: &Call,
    before: &TrainingPage,
    plan: &TrainingPlan,
    row: &EnrolmentRow,
) -> Result<Message, ActionError> {
    use EnrolmentState::{Approved, Asked};
    let event = before.training.id;
    let asks = row.state.is_expected() && call.today() <= plan.first_day;
    give_back_time(tx, row.id).await?;
    let half_days = tx.list_half_days(event).await?;
    let clashes = row.state.is_expected() && collides(tx, &half_days, row.party_id).await?;
    if asks && row.state == Approved {
        if !tx.move_enrolment(row.id, Approved, Asked).await? {
            return Err(ActionError::Stale);
        }
    } else if row.state == Approved {
        take_time(tx, &half_days, row).await?;
    }
    Ok(Message::TrainingMoved {
        event,
        title: plan.title.clone(),
        first_day: plan.first_day,
        last_day: plan.last_day,
        place: plan.place.clone(),
        asks,
        clashes,
    })
}
