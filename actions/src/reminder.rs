//! Reminders of reviews: sheets, answers to invitations and moves, and the deadlines of rounds. Each
//! deadline reminds once before it, and whoever can go on without what is missing is told after it.

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    booking::BookingState,
    course::CourseVersionState,
    dispatch::DispatchState,
    id::{
        BookingId, CourseVersionId, DispatchId, LectureRequestId, LecturerApplicationId, PersonId,
        ReviewSessionId,
    },
    inbox::Message,
    lecture_request::RequestState,
    reminder::Reminder,
    review_session::ReviewSessionState,
    role::{PLANNERS, Role},
    rulebook::{Rule, RuleHistory, Rulebook},
    trial_lecture::{TrialState, chair},
};
use store::{
    Conn, CourseRow, LectureRequestRow, LecturerApplicationRow, Lock, ReviewSessionRow, SoonRow,
};

use crate::{
    ActionError, Actions, Call,
    lecture_request::request_of,
    lecturer_application::applications_due,
    local_date,
    tell::{tell_offices, tell_people},
    trial_lecture::{missing, seats},
    write::{Scoped as _, Write},
};

/// What has been overdue for longer is not told of any more: it stands on the desk.
const FORGOTTEN: TimeDelta = TimeDelta::days(7);
/// So many events are reminded of in one turn.
const AT_ONCE: i64 = 500;

/// Something with a deadline of which people may have to be reminded.
struct Due {
    reminder: Reminder,
    thing: i64,
    title: String,
    /// From when it counts: another instant is another deadline.
    since: DateTime<Utc>,
    until: DateTime<Utc>,
    people: BTreeSet<PersonId>,
    /// Whether the office that plans is told as well.
    is_office: bool,
}

/// By when a version is to be booked or to be answered; none in other states.
pub(crate) fn round_until(course: &CourseRow, history: &RuleHistory) -> Option<DateTime<Utc>> {
    // It goes by the rules of the day on which it began.
    let rules = history.on(local_date(course.changed_at));
    let days = match course.state {
        CourseVersionState::AwaitingSlot => rules.get(Rule::BookingDays),
        CourseVersionState::NeedsRevision => rules.get(Rule::RevisionDays),
        _ => return None,
    };
    Some(course.changed_at + TimeDelta::days(days))
}

/// Versions that were neither booked nor answered in time, the longest first.
pub(crate) async fn missed_rounds(
    conn: &mut Conn,
    now: DateTime<Utc>,
    history: &RuleHistory,
) -> Result<Vec<CourseRow>, ActionError> {
    let mut courses = open_rounds(conn).await?;
    courses.retain(|course| round_until(course, history).is_some_and(|until| until <= now));
    courses.sort_by_key(|course| course.changed_at);
    Ok(courses)
}

/// Versions that wait for a slot or for their next version.
async fn open_rounds(conn: &mut Conn) -> Result<Vec<CourseRow>, ActionError> {
    let mut courses = conn.list_versions_in(CourseVersionState::AwaitingSlot).await?;
    courses.extend(conn.list_versions_in(CourseVersionState::NeedsRevision).await?);
    Ok(courses)
}

impl Actions {
    /// Reminds whom a deadline of a review concerns. Run from time to time by the program; gives how
    /// many reminders were sent.
    pub async fn remind_of_reviews(&self, now: DateTime<Utc>) -> Result<usize, ActionError> {
        let call = &Call::anonymous(now, "");
        let mut conn = self.store.read().await?;
        let history = conn.rule_history().await?;
        let mut due = self.sheets_due(&mut conn, call).await?;
        due.extend(answers_due(&mut conn, now).await?);
        due.extend(rounds_due(&mut conn, &history).await?);
        due.extend(offers_due(&mut conn, now).await?);
        due.extend(requests_due(&mut conn, call).await?);
        let rules = &history.on(call.today());
        for (reminder, row, until, people) in
            applications_due(&mut conn, call, FORGOTTEN, rules).await?
        {
            due.push(Due {
                reminder,
                thing: row.id.into(),
                title: row.name,
                since: until,
                until,
                people,
                is_office: reminder == Reminder::ApplicationMissed,
            });
        }
        let soon = events_soon(&mut conn, now, rules).await?;
        drop(conn);
        due.retain(|one| one.reminder.is_due(now, one.until, rules) && !one.people.is_empty());
        let mut n_sent = 0;
        for event in &soon {
            let sent = self
                .write(|tx| async move { remind_of_event(tx, now, event).await }.scope_boxed())
                .await?;
            n_sent += usize::from(sent);
        }
        for one in &due {
            let sent =
                self.write(|tx| async move { remind(tx, call, one).await }.scope_boxed()).await?;
            n_sent += usize::from(sent);
        }
        Ok(n_sent)
    }

    /// Lectures whose sheets are awaited: their panelists before the deadline, the chair after it.
    async fn sheets_due(&self, conn: &mut Conn, call: &Call) -> Result<Vec<Due>, ActionError> {
        let mut all = Vec::new();
        for trial in conn.list_trials_in_state(TrialState::Scoring).await? {
            let id = trial.booking_id;
            let booking = conn.find_booking(id).await?.ok_or(ActionError::NotFound)?;
            let rules = conn.rulebook_of_session(trial.session_id, call.today()).await?;
            let days = rules.get(Rule::ReviewSheetWorkingDays);
            let until = self.due(local_date(booking.starts_at), days);
            if call.now < until - Reminder::Sheet.ahead(&rules) {
                continue;
            }
            let panel = conn.list_panels(&[trial.session_id]).await?;
            let sheets = conn.list_review_sheets(&[id]).await?;
            let seated = seats(conn, call, &panel, std::slice::from_ref(&booking)).await?;
            let seated = seated.into_values().next().unwrap_or_default();
            let missing: BTreeSet<PersonId> = missing(&seated, &sheets).into_iter().collect();
            if missing.is_empty() {
                continue;
            }
            let due = |reminder, people, is_office| Due {
                reminder,
                thing: id.into(),
                title: trial.title.clone(),
                since: until,
                until,
                people,
                is_office,
            };
            let chair: BTreeSet<PersonId> = chair(&seated).into_iter().collect();
            all.push(due(Reminder::Sheet, missing, false));
            all.push(due(Reminder::SheetsMissing, chair, true));
        }
        Ok(all)
    }
}

/// Panelists and lecturers who have not said whether they come.
async fn answers_due(conn: &mut Conn, now: DateTime<Utc>) -> Result<Vec<Due>, ActionError> {
    use ReviewSessionState::{Closed, Open};
    let mut sessions = conn.list_sessions(now).await?;
    sessions.retain(|session| matches!(session.state, Open | Closed));
    sessions.retain(|session| {
        let ahead = Reminder::PanelAnswer.ahead(&Rulebook::default());
        session.answer_until.is_some_and(|until| until - ahead <= now && now < until)
    });
    let ids: Vec<ReviewSessionId> = sessions.iter().map(|session| session.id).collect();
    let panels = conn.list_panels(&ids).await?;
    let mut all = Vec::new();
    for session in &sessions {
        let Some(until) = session.answer_until else { continue };
        let silent = panels
            .iter()
            .filter(|member| member.session_id == session.id && member.answer.is_none())
            .map(|member| member.person_id);
        all.push(Due {
            reminder: Reminder::PanelAnswer,
            thing: session.id.into(),
            title: String::new(),
            since: until,
            until,
            people: silent.collect(),
            is_office: false,
        });
        all.extend(moved_due(conn, session, until).await?);
    }
    Ok(all)
}

/// Lecturers of a session whose slots were moved and who have not confirmed.
async fn moved_due(
    conn: &mut Conn,
    session: &ReviewSessionRow,
    until: DateTime<Utc>,
) -> Result<Vec<Due>, ActionError> {
    let bookings = conn.list_bookings_in(session.id).await?.into_iter();
    let moved = bookings
        .filter(|it| it.state == BookingState::Confirmed && it.moved_from.is_some())
        .map(|booking| Due {
            reminder: Reminder::Reconfirm,
            thing: booking.id.into(),
            title: booking.title,
            since: until,
            until,
            people: BTreeSet::from([booking.lecturer_id]),
            is_office: false,
        });
    Ok(moved.collect())
}

/// Versions that are to be booked or to be answered.
async fn rounds_due(conn: &mut Conn, history: &RuleHistory) -> Result<Vec<Due>, ActionError> {
    let mut all = Vec::new();
    for course in open_rounds(conn).await? {
        let Some(until) = round_until(&course, history) else { continue };
        let ahead = match course.state {
            CourseVersionState::AwaitingSlot => Reminder::BookSlot,
            _ => Reminder::Revise,
        };
        for (reminder, is_office) in [(ahead, false), (Reminder::RoundMissed, true)] {
            all.push(Due {
                reminder,
                thing: course.id.into(),
                title: course.title.clone(),
                since: course.changed_at,
                until,
                people: BTreeSet::from([course.lecturer_id]),
                is_office,
            });
        }
    }
    Ok(all)
}

/// Offers that are not answered yet.
async fn offers_due(conn: &mut Conn, now: DateTime<Utc>) -> Result<Vec<Due>, ActionError> {
    let offers = conn.list_running_offers(now).await?.into_iter();
    let due = offers.map(|offer| Due {
        reminder: Reminder::Offer,
        thing: offer.id.into(),
        title: offer.title,
        since: offer.answer_until,
        until: offer.answer_until,
        people: BTreeSet::from([offer.lecturer_id]),
        is_office: false,
    });
    Ok(due.collect())
}

/// Requests whose next step is an office's: before its deadline, and once after it.
async fn requests_due(conn: &mut Conn, call: &Call) -> Result<Vec<Due>, ActionError> {
    let now = call.now;
    let mut all = Vec::new();
    for (reminder, from, until) in [
        (Reminder::Request, now, now + Reminder::Request.ahead(&Rulebook::default())),
        (Reminder::RequestMissed, now - FORGOTTEN, now),
    ] {
        for awaited in conn.list_awaited_requests(reminder, from, until).await? {
            let request = request_of(conn, awaited.id).await?;
            let people = request_offices(conn, call, &request).await?;
            all.push(Due {
                reminder,
                thing: awaited.id.into(),
                title: awaited.title,
                since: awaited.due_at,
                until: awaited.due_at,
                people: people.into_iter().collect(),
                is_office: reminder == Reminder::RequestMissed,
            });
        }
    }
    Ok(all)
}

/// Whose step a request waits for.
async fn request_offices(
    conn: &mut Conn,
    call: &Call,
    request: &LectureRequestRow,
) -> Result<Vec<PersonId>, ActionError> {
    if let (RequestState::CountyReview, Some(region)) = (request.state, request.region_id) {
        let role = Role::CountyOffice;
        let people = conn.list_with_role_for_region(role, region, call.today()).await?;
        if !people.is_empty() {
            return Ok(people);
        }
    }
    Ok(conn.list_with_role(Role::CityOffice, call.today()).await?)
}

/// What people have agreed to and is near; what was agreed so late is known.
async fn events_soon(
    conn: &mut Conn,
    now: DateTime<Utc>,
    rules: &Rulebook,
) -> Result<Vec<SoonRow>, ActionError> {
    let ahead = Reminder::Event.ahead(rules);
    let mut soon = conn.list_events_soon(now, now + ahead, AT_ONCE).await?;
    soon.retain(|event| event.changed_at.is_some_and(|at| at < event.starts_at - ahead));
    Ok(soon)
}

async fn remind_of_event(
    tx: &mut Write,
    now: DateTime<Utc>,
    event: &SoonRow,
) -> Result<bool, ActionError> {
    if !tx.add_reminder(Reminder::Event, event.id.into(), event.starts_at).await? {
        return Ok(false);
    }
    let message = Message::EventSoon {
        source: event.source,
        id: event.source_id,
        title: event.title.clone().unwrap_or_default(),
        starts_at: event.starts_at,
        place: event.place_name.clone().unwrap_or_default(),
    };
    tx.add_message(event.person_id, &message, now).await?;
    Ok(true)
}

/// Sends a reminder, unless it was sent or what it is about has changed meanwhile.
async fn remind(tx: &mut Write, call: &Call, due: &Due) -> Result<bool, ActionError> {
    match due.reminder {
        Reminder::BookSlot | Reminder::Revise | Reminder::RoundMissed => {
            let id = CourseVersionId(due.thing);
            tx.lock(Lock::CourseVersion(id)).await?;
            let course = tx.find_version(id).await?;
            if course.is_none_or(|course| course.changed_at != due.since) {
                return Ok(false);
            }
        }
        Reminder::Sheet | Reminder::SheetsMissing | Reminder::Reconfirm => {
            tx.lock(Lock::Booking(BookingId(due.thing))).await?;
        }
        Reminder::PanelAnswer => {
            tx.lock(Lock::ReviewSession(ReviewSessionId(due.thing))).await?;
        }
        Reminder::Offer => {
            let offer = tx.find_dispatch(DispatchId(due.thing)).await?;
            if offer.is_none_or(|offer| offer.state != DispatchState::Offered) {
                return Ok(false);
            }
        }
        Reminder::Request | Reminder::RequestMissed => {
            let id = LectureRequestId(due.thing);
            tx.lock(Lock::LectureRequest(id)).await?;
            if request_of(tx, id).await?.due_at != Some(due.until) {
                return Ok(false);
            }
        }
        Reminder::Application | Reminder::ApplicationMissed => {
            let id = LecturerApplicationId(due.thing);
            let row = tx.find_lecturer_application(id).await?;
            let waits =
                |row: LecturerApplicationRow| row.state.is_live() && row.due_at == Some(due.until);
            if !row.is_some_and(waits) {
                return Ok(false);
            }
        }
        Reminder::Event
        | Reminder::Role
        | Reminder::Term
        | Reminder::Desk
        | Reminder::DeskMissed => {}
    }
    if !tx.add_reminder(due.reminder, due.thing, due.since).await? {
        return Ok(false);
    }
    let message = Message::Reminder {
        reminder: due.reminder,
        id: due.thing,
        title: due.title.clone(),
        until: due.until,
    };
    tell_people(tx, call, due.people.iter().copied(), &message).await?;
    if due.is_office {
        tell_offices(tx, call, PLANNERS, &message).await?;
    }
    Ok(true)
}
