//! Places at a training: asked for, given, given back.

use chrono::{NaiveDate, NaiveTime};
use domain::{
    commitment::{CommitmentSource, Interval},
    credit_hour::HalfDay,
    form::{Field, ProblemKind, Problems, Values},
    id::{EnrolmentId, PartyId, PersonId, TrainingEventId},
    inbox::Message,
    role::{ORGANISERS, TRAINEES},
    training_event::{EnrolmentState, TrainingState},
};
use store::{Conn, EnrolmentRow, HalfDayRow, Lock, NewCommitment};

use super::{TrainingPage, lock_training, training_of};
use crate::{
    ActionError, Actions, Call,
    grant::person_of,
    to_utc,
    write::{Scoped as _, Write},
};

/// Whether a place also took the person's calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Placed {
    /// The time is taken.
    Taken,
    /// The person is committed elsewhere at some of it; both are on file.
    Clash,
}

impl Actions {
    /// Asks for a place; asking again changes nothing.
    pub async fn enrol(&self, call: &Call, id: TrainingEventId) -> Result<(), ActionError> {
        let actor = call.actor()?;
        self.write(|tx| {
            async move {
                tx.lock(Lock::TrainingEvent(id)).await?;
                let page = training_of(tx, call, id).await?;
                if page.own.as_ref().is_some_and(|own| super::has_place(own.state)) {
                    return Ok(());
                }
                if !page.may_enrol {
                    return Err(ActionError::WrongState);
                }
                let to = EnrolmentState::Applied;
                if tx.add_enrolment(id, actor.person, to, call.now).await?.is_none() {
                    return Ok(());
                }
                let message = Message::EnrolmentApplied {
                    event: id,
                    title: page.training.title.clone(),
                    tutor: actor.name.clone(),
                };
                tx.add_message(page.training.planner_id, &message, call.now).await?;
                let entry = call.entry("enrol", "training_event", TRAINEES).on(id);
                tx.log(entry.moved("", to.as_str()));
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }

    /// Gives the own place back before the training begins.
    pub async fn withdraw(&self, call: &Call, id: TrainingEventId) -> Result<(), ActionError> {
        self.write(|tx| {
            async move {
                tx.lock(Lock::TrainingEvent(id)).await?;
                let page = training_of(tx, call, id).await?;
                let own = page.own.ok_or(ActionError::NotFound)?;
                let to = EnrolmentState::Withdrawn;
                if own.state == to {
                    return Ok(());
                }
                let is_open = own.state.is_given_back()
                    && page.training.state == TrainingState::Published
                    && call.today() < page.training.starts_on;
                if !is_open || !tx.move_enrolment(own.id, own.state, to).await? {
                    return Err(ActionError::WrongState);
                }
                give_back_time(tx, own.id).await?;
                let (title, tutor) = (page.training.title, call.actor()?.name.clone());
                let message = Message::EnrolmentWithdrawn { event: id, title, tutor };
                tx.add_message(page.training.planner_id, &message, call.now).await?;
                let entry = call.entry("withdraw", "training_event", TRAINEES).on(id);
                tx.log(entry.moved(own.state.as_str(), to.as_str()));
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }

    /// Says that one still comes to a training that was moved; the time is taken if it is free,
    /// and the organiser is told if it is not. Saying so again changes nothing.
    pub async fn stay(&self, call: &Call, id: TrainingEventId) -> Result<Placed, ActionError> {
        let actor = call.actor()?;
        self.write(|tx| {
            async move {
                tx.lock(Lock::TrainingEvent(id)).await?;
                let page = training_of(tx, call, id).await?;
                let own = page.own.as_ref().ok_or(ActionError::NotFound)?;
                let (from, to) = (own.state, EnrolmentState::Approved);
                if from == to {
                    return Ok(Placed::Taken);
                }
                if !page.may_stay || !tx.move_enrolment(own.id, from, to).await? {
                    return Err(ActionError::WrongState);
                }
                let placed = take_time(tx, &page.half_days, own).await?;
                if placed == Placed::Clash {
                    let (title, tutor) = (page.training.title.clone(), actor.name.clone());
                    let message = Message::EnrolmentClashes { event: id, title, tutor };
                    tx.add_message(page.training.planner_id, &message, call.now).await?;
                }
                let entry = call.entry("stay", "training_event", TRAINEES).on(id);
                tx.log(entry.moved(from.as_str(), to.as_str()));
                Ok(placed)
            }
            .scope_boxed()
        })
        .await
    }

    /// Puts somebody on the roster by name, or answers somebody who asked: `person` or
    /// `enrolment`, and `decision` (`approve`, `reject`).
    pub async fn decide_enrolment(
        &self,
        call: &Call,
        id: TrainingEventId,
        values: &Values,
    ) -> Result<Option<Placed>, ActionError> {
        self.write(|tx| {
            async move {
                let page = lock_training(tx, call, id).await?;
                if page.training.state != TrainingState::Published {
                    return Err(ActionError::WrongState);
                }
                let to = match values.get(Field::Decision) {
                    "approve" => EnrolmentState::Approved,
                    "reject" => EnrolmentState::Rejected,
                    _ => {
                        return Err(
                            Problems::one(Field::Decision, ProblemKind::UnknownChoice).into()
                        );
                    }
                };
                let person = enrolled_person(tx, call, &page, values).await?;
                let known = page.enrolments.iter().find(|row| row.person_id == person);
                if known.is_some_and(|known| known.state == to) {
                    return Ok(None);
                }
                // Who has a place is taken off with a reason.
                let has_place = known.is_some_and(|known| known.state.is_expected());
                if to == EnrolmentState::Rejected && has_place {
                    return Err(ActionError::Stale);
                }
                let Some(enrolment) = tx.add_enrolment(id, person, to, call.now).await? else {
                    return Err(ActionError::Stale);
                };
                let placed = tell_enrolled(tx, call, &page, enrolment, to).await?;
                let from = known.map_or("", |known| known.state.as_str());
                let entry = call.entry("place", "enrolment", ORGANISERS).on(enrolment);
                tx.log(entry.moved(from, to.as_str()));
                Ok(placed)
            }
            .scope_boxed()
        })
        .await
    }
}

/// Takes the time of somebody who has got a place, and tells whoever was decided on.
async fn tell_enrolled(
    tx: &mut Write,
    call: &Call,
    page: &TrainingPage,
    enrolment: EnrolmentId,
    to: EnrolmentState,
) -> Result<Option<Placed>, ActionError> {
    let id = page.training.id;
    let rows = tx.list_enrolments(id).await?;
    let row = rows.iter().find(|row| row.id == enrolment).ok_or(ActionError::NotFound)?;
    let (event, title) = (id, page.training.title.clone());
    let (placed, message) = if to == EnrolmentState::Approved {
        let placed = take_time(tx, &page.half_days, row).await?;
        (Some(placed), Message::EnrolmentApproved { event, title })
    } else {
        (None, Message::EnrolmentRejected { event, title })
    };
    tx.add_message(row.person_id, &message, call.now).await?;
    Ok(placed)
}

/// Whom a form of the roster means: somebody on it, or somebody within the office's scope.
async fn enrolled_person(
    conn: &mut Conn,
    call: &Call,
    page: &TrainingPage,
    values: &Values,
) -> Result<PersonId, ActionError> {
    let unknown = || ActionError::from(Problems::one(Field::Person, ProblemKind::UnknownChoice));
    if let Ok(enrolment) = values.trimmed(Field::Enrolment).parse() {
        let row = page.enrolments.iter().find(|row| row.id == enrolment);
        return row.map(|row| row.person_id).ok_or_else(unknown);
    }
    let person: PersonId = values.trimmed(Field::Person).parse().map_err(|_| unknown())?;
    match person_of(conn, call, person).await {
        Ok(found) => Ok(found.person.id),
        Err(ActionError::NotFound) => Err(unknown()),
        Err(error) => Err(error),
    }
}

/// Takes the calendar of somebody who has a place, if it is free at all of it.
pub(super) async fn take_time(
    tx: &mut Write,
    half_days: &[HalfDayRow],
    row: &EnrolmentRow,
) -> Result<Placed, ActionError> {
    tx.lock_party(row.party_id).await?;
    if collides(tx, half_days, row.party_id).await? {
        return Ok(Placed::Clash);
    }
    for interval in intervals(half_days) {
        let commitment = NewCommitment {
            party_id: row.party_id,
            interval,
            held_until: None,
            source: CommitmentSource::Training,
            source_id: row.id.into(),
            slot_id: None,
            place_id: None,
        };
        tx.add_commitment(&commitment).await?;
    }
    Ok(Placed::Taken)
}

/// Whether somebody is committed elsewhere at some of these half-days.
pub(super) async fn collides(
    conn: &mut Conn,
    half_days: &[HalfDayRow],
    party: PartyId,
) -> Result<bool, ActionError> {
    for interval in intervals(half_days) {
        let (from, until) = (interval.starts_at(), interval.ends_at());
        if !conn.list_commitments(party, from, until).await?.is_empty() {
            return Ok(true);
        }
    }
    Ok(false)
}

fn intervals(half_days: &[HalfDayRow]) -> impl Iterator<Item = Interval> + '_ {
    half_days.iter().filter_map(|it| interval(it.held_on, it.half_day))
}

/// Gives back what a place took.
pub(crate) async fn give_back_time(
    tx: &mut Write,
    enrolment: EnrolmentId,
) -> Result<(), ActionError> {
    Ok(tx.release_commitments(CommitmentSource::Training, enrolment.into()).await?)
}

fn interval(day: NaiveDate, half_day: HalfDay) -> Option<Interval> {
    let at = |minute: u16| {
        let time = NaiveTime::from_num_seconds_from_midnight_opt(u32::from(minute) * 60, 0);
        time.map(|time| to_utc(day, time))
    };
    let span = half_day.span();
    Interval::new(at(span.from())?, at(span.to())?)
}
