//! The organiser takes somebody off the roster, until attendance is confirmed.

use domain::{
    form::Values,
    id::{EnrolmentId, TrainingEventId},
    inbox::Message,
    role::ORGANISERS,
    training_event::{EnrolmentState, TrainingState},
};
use store::{Conn, EnrolmentRow, Lock};

use super::{TrainingPage, enrolment::give_back_time, own_training_of};
use crate::{ActionError, Actions, Call, lecture_request::read_reason, write::Scoped as _};

/// Whom the organiser is about to take off the roster.
#[derive(Clone, Debug)]
pub struct Removal {
    /// The training.
    pub page: TrainingPage,
    /// The place.
    pub place: EnrolmentRow,
}

impl Removal {
    /// Whether it can still be done.
    pub fn is_open(&self) -> bool {
        self.page.training.state == TrainingState::Published && self.place.state.is_expected()
    }
}

impl Actions {
    /// A place on a roster, for who holds the training.
    pub async fn removal(&self, call: &Call, id: EnrolmentId) -> Result<Removal, ActionError> {
        removal_of(&mut self.store.read().await?, call, id).await
    }

    /// Takes somebody off the roster with a reason, and gives the time back; done once, doing so
    /// again changes nothing.
    pub async fn remove_from_roster(
        &self,
        call: &Call,
        id: EnrolmentId,
        values: &Values,
    ) -> Result<TrainingEventId, ActionError> {
        self.write(|tx| {
            async move {
                let event = tx.find_event_of(id).await?.ok_or(ActionError::NotFound)?;
                tx.lock(Lock::TrainingEvent(event)).await?;
                let removal = removal_of(tx, call, id).await?;
                let (from, to) = (removal.place.state, EnrolmentState::Removed);
                if from == to {
                    return Ok(event);
                }
                if !removal.is_open() {
                    return Err(ActionError::WrongState);
                }
                let reason = read_reason(values)?;
                if !tx.move_enrolment(id, from, to).await? {
                    return Err(ActionError::Stale);
                }
                give_back_time(tx, id).await?;
                tx.remove_attendance(id).await?;
                let title = removal.page.training.title;
                let message = Message::EnrolmentRemoved { event, title, reason: reason.clone() };
                tx.add_message(removal.place.person_id, &message, call.now).await?;
                let entry = call.entry("remove", "enrolment", ORGANISERS).on(id);
                tx.log(entry.moved(from.as_str(), to.as_str()).because(reason));
                Ok(event)
            }
            .scope_boxed()
        })
        .await
    }
}

async fn removal_of(conn: &mut Conn, call: &Call, id: EnrolmentId) -> Result<Removal, ActionError> {
    let event = conn.find_event_of(id).await?.ok_or(ActionError::NotFound)?;
    let page = own_training_of(conn, call, event).await?;
    let place = page.enrolments.iter().find(|row| row.id == id).cloned();
    Ok(Removal { place: place.ok_or(ActionError::NotFound)?, page })
}
