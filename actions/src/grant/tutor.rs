//! A county enters the tutors of its region, and a unit's officer those who work there (`LAW-63`).

use domain::{
    appointment::{AppointmentState, Corps},
    form::{Field, ProblemKind, Problems, Values},
    id::PersonId,
    person::{TUTOR_ENTERERS, may_enter_tutors},
    role::Role,
};
use store::Lock;

use super::{
    PersonPage,
    follow::{give_role, take_role},
    person_of,
};
use crate::{
    ActionError, Actions, Call,
    write::{Scoped as _, Write},
};

/// Whether the caller enters a person as a tutor, or takes that back. A term in the corps of tutors ends
/// where terms end, and nobody has a role by the own word.
pub(super) fn may_enter(call: &Call, page: &PersonPage) -> bool {
    let is_appointed = page.appointments.iter().any(|term| {
        term.corps == Corps::Tutors
            && matches!(term.state, AppointmentState::Active | AppointmentState::Suspended)
    });
    call.allowed(may_enter_tutors).is_ok() && page.may_change && !page.is_own && !is_appointed
}

impl Actions {
    /// Enters somebody as a tutor from today on, or takes that back; what is so already changes nothing.
    /// `true`: the person is a tutor now.
    ///
    /// Fields: `decision` (`begin`, `end`).
    pub async fn enter_tutor(
        &self,
        call: &Call,
        id: PersonId,
        values: &Values,
    ) -> Result<bool, ActionError> {
        call.allowed(may_enter_tutors)?;
        let is_tutor = match values.get(Field::Decision) {
            "begin" => true,
            "end" => false,
            _ => return Err(Problems::one(Field::Decision, ProblemKind::UnknownChoice).into()),
        };
        self.write(|tx| {
            async move {
                tx.lock(Lock::Person(id)).await?;
                let page = person_of(tx, call, id).await?;
                if !may_enter(call, &page) {
                    return Err(ActionError::Forbidden);
                }
                settle(tx, call, id, is_tutor).await?;
                Ok(is_tutor)
            }
            .scope_boxed()
        })
        .await
    }
}

async fn settle(
    tx: &mut Write,
    call: &Call,
    person: PersonId,
    is_tutor: bool,
) -> Result<(), ActionError> {
    let held = (person, Role::Tutor);
    if is_tutor {
        give_role(tx, call, held, TUTOR_ENTERERS, Field::Decision).await
    } else {
        take_role(tx, call, held, TUTOR_ENTERERS).await
    }
}
