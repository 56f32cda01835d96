//! The day of the sitting: it is opened, presence is entered, lectures begin and end.

use domain::{
    booking::{BookingState, Refusal},
    course::CourseVersionState,
    form::{Revision, Values},
    id::{BookingId, PersonId, ReviewSessionId},
    inbox::Message,
    review_session::SlotState,
    review_sheet::RUBRIC,
    trial_lecture::{TrialState, read_presence},
};
use store::{BookingRow, Lock};

use super::{
    LEADERS, TrialPage,
    sitting::{leads, lectures_of, sitting_of},
};
use crate::{
    ActionError, Actions, Call,
    audience_juror::close_juror_links,
    booking::move_course,
    error::check_revision,
    tell::tell_people,
    waiting_list::{end_waiting_for, end_waiting_in},
    write::{Scoped as _, Write},
};

impl Actions {
    /// Opens the sitting, on its day or later; opened twice it is open.
    pub async fn begin_sitting(
        &self,
        call: &Call,
        id: ReviewSessionId,
        revision: Revision,
    ) -> Result<(), ActionError> {
        self.write(|tx| {
            async move {
                tx.lock(Lock::ReviewSession(id)).await?;
                let page = sitting_of(tx, call, id).await?;
                if !page.may_lead {
                    return Err(ActionError::Forbidden);
                }
                if page.session.state.has_begun() {
                    return Ok(());
                }
                let next = page.session.state.begin().map_err(|_| ActionError::WrongState)?;
                if !page.may_begin {
                    return Err(ActionError::WrongState);
                }
                check_revision(revision, page.session.revision)?;
                let from = (page.session.state, page.session.revision);
                if !tx.move_session(id, from, next).await? {
                    return Err(ActionError::WrongState);
                }
                let entry = call.entry("begin", "review_session", LEADERS).on(id);
                tx.log(entry.moved(page.session.state.as_str(), next.as_str()));
                let message =
                    Message::WaitingEnded { session: id, starts_at: page.session.starts_at };
                for slot in end_waiting_in(tx, call, id, &message, LEADERS).await? {
                    tx.move_slot(slot, SlotState::Held, SlotState::Withdrawn).await?;
                    tx.release_slot_commitments(slot).await?;
                }
                follow(tx, call, id).await
            }
            .scope_boxed()
        })
        .await
    }

    /// Puts a completed session away.
    pub async fn archive_session(
        &self,
        call: &Call,
        id: ReviewSessionId,
        revision: Revision,
    ) -> Result<(), ActionError> {
        self.write(|tx| {
            async move {
                tx.lock(Lock::ReviewSession(id)).await?;
                let page = sitting_of(tx, call, id).await?;
                if !page.is_office {
                    return Err(ActionError::Forbidden);
                }
                let next = page.session.state.archive().map_err(|_| ActionError::WrongState)?;
                check_revision(revision, page.session.revision)?;
                let from = (page.session.state, page.session.revision);
                if !tx.move_session(id, from, next).await? {
                    return Err(ActionError::WrongState);
                }
                let entry = call.entry("archive", "review_session", LEADERS).on(id);
                tx.log(entry.moved(page.session.state.as_str(), next.as_str()));
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }

    /// Enters who of the panel is there, while sheets may still be written.
    pub async fn set_presence(
        &self,
        call: &Call,
        id: BookingId,
        values: &Values,
    ) -> Result<(), ActionError> {
        self.write(|tx| {
            async move {
                let page = self.led(tx, call, id).await?;
                if page.lecture.trial.as_ref().is_some_and(|trial| !trial.state.takes_sheets()) {
                    return Err(ActionError::WrongState);
                }
                let panel = page.lecture.seated.iter();
                let there = read_presence(values, panel.map(|one| one.person));
                let seats = page.lecture.seated.iter().filter(|one| there.contains(&one.person));
                let rows: Vec<(i64, PersonId)> =
                    seats.map(|one| (one.seat_no, one.person)).collect();
                // The same again is entered already.
                let before = page.lecture.seated.iter().filter(|one| one.is_present);
                if before.map(|one| one.person).eq(rows.iter().map(|(_, person)| *person)) {
                    return Ok(());
                }
                tx.set_presence(id, &rows).await?;
                let numbers: Vec<String> = rows.iter().map(|(seat, _)| seat.to_string()).collect();
                let entry = call.entry("enter_presence", "trial_lecture", LEADERS).on(id);
                tx.log(entry.because(numbers.join(" ")));
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }

    /// The lecturer is there, and the lecture begins: the version is in review.
    pub async fn start_lecture(&self, call: &Call, id: BookingId) -> Result<(), ActionError> {
        self.write(|tx| {
            async move {
                let page = self.led(tx, call, id).await?;
                if page.lecture.trial.is_some() {
                    return Ok(());
                }
                check_open(&page)?;
                let booking = &page.lecture.booking;
                let (session, version) = (booking.session_id, booking.version_id);
                tx.add_trial(id, session, version, RUBRIC, call.now).await?;
                let next = booking.state.attend()?;
                end_waiting_for(tx, call, version, LEADERS).await?;
                let act = ("start", "trial_lecture");
                enter(tx, call, booking, next, CourseVersionState::review, act).await
            }
            .scope_boxed()
        })
        .await
    }

    /// The lecture is over: sheets are awaited, and whoever owes one is told.
    pub async fn end_lecture(&self, call: &Call, id: BookingId) -> Result<(), ActionError> {
        self.write(|tx| {
            async move {
                let page = self.led(tx, call, id).await?;
                let trial = page.lecture.trial.as_ref().ok_or(ActionError::WrongState)?;
                let Ok(next) = trial.state.end() else {
                    let is_over = trial.state == TrialState::Scoring;
                    return if is_over { Ok(()) } else { Err(ActionError::WrongState) };
                };
                if !tx.end_trial(id, trial.revision, call.now).await? {
                    return Err(ActionError::WrongState);
                }
                close_juror_links(tx, call, id).await?;
                let message = Message::SheetAwaited {
                    booking: id,
                    title: trial.title.clone(),
                    lecturer: trial.lecturer_name.clone(),
                    until: page.sheets_until,
                };
                tell_people(tx, call, page.missing.iter().copied(), &message).await?;
                let entry = call.entry("end", "trial_lecture", LEADERS).on(id);
                tx.log(entry.moved(trial.state.as_str(), next.as_str()));
                follow(tx, call, trial.session_id).await
            }
            .scope_boxed()
        })
        .await
    }

    /// The lecturer did not come: the version waits for another slot, and the round is not used up.
    pub async fn miss_lecture(&self, call: &Call, id: BookingId) -> Result<(), ActionError> {
        self.write(|tx| {
            async move {
                let page = self.led(tx, call, id).await?;
                let booking = &page.lecture.booking;
                if booking.state == BookingState::NoShow {
                    return Ok(());
                }
                check_open(&page)?;
                if call.now < booking.starts_at {
                    return Err(ActionError::WrongState);
                }
                let next = booking.state.miss()?;
                let message = Message::SlotMissed {
                    version: booking.version_id,
                    title: booking.title.clone(),
                    starts_at: booking.starts_at,
                };
                tx.add_message(booking.lecturer_id, &message, call.now).await?;
                let act = ("miss", "booking");
                enter(tx, call, booking, next, CourseVersionState::release, act).await
            }
            .scope_boxed()
        })
        .await
    }

    /// What was entered of a lecture's day was a mistake: as if it were still to come. Not after a
    /// sheet was submitted, nor once the version has another slot.
    pub async fn undo_lecture(&self, call: &Call, id: BookingId) -> Result<(), ActionError> {
        self.write(|tx| {
            async move {
                let page = self.led(tx, call, id).await?;
                let booking = &page.lecture.booking;
                if booking.state == BookingState::Confirmed {
                    return Ok(());
                }
                let (next, act) = (booking.state.undo()?, ("undo", "booking"));
                if page.lecture.trial.is_none() {
                    return enter(tx, call, booking, next, CourseVersionState::book, act).await;
                }
                if page.lecture.n_sheets > 0 || !tx.remove_trial(id).await? {
                    return Err(ActionError::WrongState);
                }
                enter(tx, call, booking, next, CourseVersionState::unreview, act).await
            }
            .scope_boxed()
        })
        .await
    }

    /// A lecture, for whoever leads it.
    pub(super) async fn led(
        &self,
        tx: &mut Write,
        call: &Call,
        id: BookingId,
    ) -> Result<TrialPage, ActionError> {
        let page = self.locked(tx, call, id).await?;
        // The office in the chair's name, but for the own lecture and where it is on the panel.
        if page.may_lead || leads(call.actor()?, &page.lecture.seated) {
            Ok(page)
        } else {
            Err(ActionError::Forbidden)
        }
    }
}

/// Moves a booking and its course on by what was entered of the day, and the sitting with them.
async fn enter<E>(
    tx: &mut Write,
    call: &Call,
    booking: &BookingRow,
    next: BookingState,
    step: impl Fn(CourseVersionState) -> Result<CourseVersionState, E>,
    (verb, thing): (&'static str, &'static str),
) -> Result<(), ActionError> {
    if !tx.move_booking(booking.id, booking.state, next).await? {
        return Err(ActionError::WrongState);
    }
    move_course(tx, call, booking, step).await?;
    let entry = call.entry(verb, thing, LEADERS).on(booking.id);
    tx.log(entry.moved(booking.state.as_str(), next.as_str()));
    follow(tx, call, booking.session_id).await
}

/// Only in a sitting that is open.
fn check_open(page: &TrialPage) -> Result<(), ActionError> {
    let is_open = page.session.state.has_begun();
    if is_open { Ok(()) } else { Err(Refusal::NotActive.into()) }
}

/// Moves a sitting on as far as its lectures are.
pub(super) async fn follow(
    tx: &mut Write,
    call: &Call,
    id: ReviewSessionId,
) -> Result<(), ActionError> {
    tx.lock(Lock::ReviewSession(id)).await?;
    let session = tx.find_session_plan(id).await?.ok_or(ActionError::NotFound)?;
    let panel = tx.list_panels(&[id]).await?;
    let lectures = lectures_of(tx, call, id, &panel).await?;
    let n_open = lectures.iter().filter(|lecture| !lecture.is_over()).count();
    let n_undecided = lectures.iter().filter(|lecture| !lecture.is_decided()).count();
    let (from, to) = (session.state, session.state.follow(n_open, n_undecided));
    if from == to {
        return Ok(());
    }
    if !tx.move_session(id, (from, session.revision), to).await? {
        return Err(ActionError::WrongState);
    }
    let entry = call.entry("follow", "review_session", LEADERS).on(id);
    tx.log(entry.moved(from.as_str(), to.as_str()));
    Ok(())
}
