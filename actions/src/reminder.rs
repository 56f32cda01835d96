//! Reminders of reviews: sheets, answers to invitations and moves, and the deadlines of rounds. Each
//! deadline reminds once before it, and whoever can go on without what is missing is told after it.

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    booking::BookingState,
    course::CourseVersionState,
    id::{BookingId, CourseVersionId, PersonId, ReviewSessionId},
    inbox::Message,
    reminder::Reminder,
    review_session::ReviewSessionState,
    role::PLANNERS,
    rulebook::{Rule, RuleHistory},
    trial_lecture::{TrialState, chair},
};
use store::{Conn, CourseRow, Lock, ReviewSessionRow};

use crate::{
    ActionError, Actions, Call, local_date,
    tell::{tell_offices, tell_people},
    trial_lecture::{missing, seats},
    write::{Scoped as _, Write},
};

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
        drop(conn);
        due.retain(|one| one.reminder.is_due(now, one.until) && !one.people.is_empty());
        let mut n_sent = 0;
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
            if call.now < until - Reminder::Sheet.ahead() {
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
        session.answer_until.is_some_and(|until| Reminder::PanelAnswer.is_due(now, until))
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
