//! Deadlines that were counted before the arrangement of a year was loaded: the city's office sees
//! which of them would lie elsewhere, and moves each by itself (`CAL-02`).

use chrono::{DateTime, Datelike, TimeDelta, Utc};
use domain::{
    award_cycle::AwardCycleState,
    deadline::{DeadlineKind, moved},
    id::{AwardCycleId, DispatchId, LectureRequestId, NominationId, PersonId, ReviewSessionId},
    inbox::Message,
    nomination::NominationState,
    role::Role,
    rulebook::{Rule, RuleHistory},
    working_day::{Count, WorkCalendar, notice_period},
};
use store::{Conn, ReviewSessionRow};

use crate::{
    ActionError, Actions, Call,
    award_cycle::notice_days,
    lecture_request::{request_of, tell_request_offices},
    local_date,
    review_session::closes_at,
    tell::{tell_offices, tell_people},
    working_day::{due_by, end_of},
    write::{Scoped as _, Write},
};

/// A deadline that would lie elsewhere by what is known now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MovedDeadline {
    /// What it ends.
    pub kind: DeadlineKind,
    /// Of which one.
    pub id: i64,
    /// Whose page shows it: of a substitute's notice the cycle's, else its own.
    pub shown_with: i64,
    /// What that is called.
    pub title: String,
    /// The first instant after it, as it is stored.
    pub from: DateTime<Utc>,
    /// The same, by what is known now.
    pub to: DateTime<Utc>,
}

impl Actions {
    /// The running deadlines that would move, by their instant, for the city's office.
    pub async fn moved_deadlines(&self, call: &Call) -> Result<Vec<MovedDeadline>, ActionError> {
        call.allowed(|actor| actor.is(Role::CityOffice))?;
        self.moved(&mut self.store.read().await?, call).await
    }

    /// Moves one of them, and tells whom it concerns; one that lies right already stays.
    pub async fn move_deadline(
        &self,
        call: &Call,
        kind: DeadlineKind,
        id: i64,
    ) -> Result<(), ActionError> {
        call.allowed(|actor| actor.is(Role::CityOffice))?;
        self.write(|tx| {
            async move {
                let all = self.moved(tx, call).await?;
                let Some(one) = all.into_iter().find(|one| (one.kind, one.id) == (kind, id)) else {
                    return Ok(());
                };
                if !carry_out(tx, &one).await? {
                    return Ok(());
                }
                tell(tx, call, &one).await?;
                let entry = call.entry("move_deadline", thing(kind), &[Role::CityOffice]).on(id);
                // A deadline is the instant after its last day, or one within a day.
                let day = |at: DateTime<Utc>| local_date(at - TimeDelta::seconds(1));
                tx.log(entry.because(format!("{} → {}", day(one.from), day(one.to))));
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }

    pub(crate) async fn moved(
        &self,
        conn: &mut Conn,
        call: &Call,
    ) -> Result<Vec<MovedDeadline>, ActionError> {
        let history = conn.rule_history().await?;
        let calendar = self.work_calendar();
        let judge = Judge { calendar: &calendar, history: &history, now: call.now };
        let mut all = Vec::new();
        for request in conn.list_running_requests(call.now).await? {
            let rule = if request.is_reported {
                Rule::RequestClosesWorkingDays
            } else {
                Rule::RequestReviewWorkingDays
            };
            let day = local_date(request.changed_at);
            let days = history.on(day).get(rule);
            let count = |calendar: &WorkCalendar| due_by(calendar, day, days);
            let (kind, id) = (DeadlineKind::Request, request.id.into());
            all.extend(judge.moved(kind, id, request.title, request.due_at, count));
        }
        for offer in conn.list_running_offers(call.now).await? {
            let day = local_date(offer.created_at);
            let days = history.on(day).get(Rule::DispatchAnswerWorkingDays);
            let count = |calendar: &WorkCalendar| due_by(calendar, day, days).min(offer.starts_at);
            let (kind, id) = (DeadlineKind::Offer, offer.id.into());
            all.extend(judge.moved(kind, id, offer.title, offer.answer_until, count));
        }
        let sessions = conn.list_sessions(call.now).await?;
        all.extend(sessions.into_iter().filter_map(|session| judge.booking(&session)));
        for cycle in conn.list_cycles().await? {
            let days = cycle.notice_from.zip(cycle.notice_until);
            let runs = cycle.state == AwardCycleState::OnNotice;
            let Some((from, until)) = days.filter(|_| runs) else { continue };
            let n_days = notice_days(&conn.rulebook_of_cycle(cycle.id, call.today()).await?);
            let count = |calendar: &WorkCalendar| {
                let period = notice_period(from, n_days, Count::IncludeStart, calendar);
                end_of(period.last)
            };
            let (kind, id) = (DeadlineKind::Notice, cycle.id.into());
            all.extend(judge.moved(kind, id, cycle.title, end_of(until), count));
        }
        for one in conn.list_running_substitutes(call.today()).await? {
            let rules = conn.rulebook_of_cycle(one.cycle_id, call.today()).await?;
            let n_days = notice_days(&rules);
            let count = |calendar: &WorkCalendar| {
                let from = one.notice_from;
                end_of(notice_period(from, n_days, Count::IncludeStart, calendar).last)
            };
            let (kind, id) = (DeadlineKind::SubstituteNotice, one.nomination_id.into());
            let moved = judge.moved(kind, id, one.title, end_of(one.notice_until), count);
            let shown_with = one.cycle_id.into();
            all.extend(moved.map(|moved| MovedDeadline { shown_with, ..moved }));
        }
        all.sort_by_key(|one| (one.from, one.kind, one.id));
        Ok(all)
    }
}

/// What deadlines are counted by.
struct Judge<'a> {
    calendar: &'a WorkCalendar,
    history: &'a RuleHistory,
    now: DateTime<Utc>,
}

impl Judge<'_> {
    /// A deadline that runs and would lie elsewhere, still ahead.
    fn moved(
        &self,
        kind: DeadlineKind,
        id: i64,
        title: String,
        from: DateTime<Utc>,
        count: impl Fn(&WorkCalendar) -> DateTime<Utc>,
    ) -> Option<MovedDeadline> {
        let year = local_date(from).year();
        let to = moved(from, [year - 1, year, year + 1], self.calendar, count)?;
        (self.now < from && self.now < to).then_some(MovedDeadline {
            kind,
            id,
            shown_with: id,
            title,
            from,
            to,
        })
    }

    fn booking(&self, session: &ReviewSessionRow) -> Option<MovedDeadline> {
        let held_on = local_date(session.starts_at);
        let rules = session.rules(self.history, local_date(self.now));
        let days = rules.get(Rule::BookingClosesWorkingDays);
        let count = |calendar: &WorkCalendar| closes_at(calendar, held_on, days);
        let (kind, title) = (DeadlineKind::Booking, held_on.to_string());
        self.moved(kind, session.id.into(), title, session.closes_at, count)
    }
}

/// What the chain calls it.
fn thing(kind: DeadlineKind) -> &'static str {
    match kind {
        DeadlineKind::Notice => "award_cycle",
        DeadlineKind::SubstituteNotice => "nomination",
        DeadlineKind::Request => "lecture_request",
        DeadlineKind::Offer => "dispatch",
        DeadlineKind::Booking => "review_session",
    }
}

/// Writes the other instant; `false`: somebody was faster.
async fn carry_out(tx: &mut Write, one: &MovedDeadline) -> Result<bool, ActionError> {
    let (from, to) = (one.from, one.to);
    Ok(match one.kind {
        DeadlineKind::Request => tx.move_request_due(LectureRequestId(one.id), from, to).await?,
        DeadlineKind::Offer => tx.move_answer_until(DispatchId(one.id), from, to).await?,
        DeadlineKind::Booking => tx.move_booking_close(ReviewSessionId(one.id), from, to).await?,
        DeadlineKind::SubstituteNotice => {
            tx.lock(store::Lock::AwardCycle(AwardCycleId(one.shown_with))).await?;
            let day = |end: DateTime<Utc>| local_date(end - TimeDelta::seconds(1));
            tx.move_substitute_notice(NominationId(one.id), day(from), day(to)).await?
        }
        DeadlineKind::Notice => {
            let id = AwardCycleId(one.id);
            tx.lock(store::Lock::AwardCycle(id)).await?;
            let cycle = tx.find_cycle(id).await?.ok_or(ActionError::NotFound)?;
            let is_same = cycle.notice_until.map(end_of) == Some(from);
            let last = local_date(to).pred_opt();
            match cycle.notice_from.zip(last).filter(|_| is_same) {
                Some((first, last)) => {
                    tx.set_notice(id, first, last).await?;
                    true
                }
                None => false,
            }
        }
    })
}

/// Tells whom a deadline concerns.
async fn tell(tx: &mut Write, call: &Call, one: &MovedDeadline) -> Result<(), ActionError> {
    let MovedDeadline { kind, id, shown_with, title, to, .. } = one.clone();
    let message = Message::DeadlineMoved { kind, id: shown_with, title, until: to };
    let mut people: Vec<PersonId> = Vec::new();
    match kind {
        DeadlineKind::Request => {
            let request = request_of(tx, LectureRequestId(id)).await?;
            tell_request_offices(tx, call, &request, &message).await?;
        }
        DeadlineKind::Offer => {
            let offers = tx.find_dispatch(DispatchId(id)).await?;
            people.extend(offers.map(|offer| offer.lecturer_id));
        }
        DeadlineKind::Booking => {
            let panel = tx.list_panels(&[ReviewSessionId(id)]).await?;
            people.extend(panel.iter().map(|member| member.person_id));
        }
        DeadlineKind::SubstituteNotice => {
            tell_offices(tx, call, &[Role::DecisionMaker, Role::Supervisor], &message).await?;
            let nominee = tx.find_nomination(NominationId(id)).await?;
            people.extend(nominee.and_then(|row| row.person_id));
        }
        DeadlineKind::Notice => {
            let roles = [Role::DecisionMaker, Role::Supervisor];
            tell_offices(tx, call, &roles, &message).await?;
            let nominees = tx.list_nominations(AwardCycleId(id)).await?.into_iter();
            let proposed = nominees.filter(|row| row.state == NominationState::Proposed);
            people.extend(proposed.filter_map(|row| row.person_id));
        }
    }
    tell_people(tx, call, people, &message).await
}
