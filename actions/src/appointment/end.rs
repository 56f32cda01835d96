//! Steps of a term: it rests and goes on, its lecturer ends it, or the association does after a
//! hearing; and what has run out.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use domain::{
    appointment::{
        APPOINTERS, AppointmentChange, AppointmentNews, AppointmentState, AppointmentStep,
        TermCorrection, TerminationGround, after,
    },
    form::{Field, ProblemKind, Problems, REASON_MIN, Reader, Revision, TEXT_MAX, Values},
    id::AppointmentId,
    inbox::Message,
    reminder::Reminder,
    rulebook::Rule,
};
use store::{Conn, Lock, StoreError};

use super::{AppointmentPage, news, page_of, tell_keepers};
use crate::{
    ActionError, Actions, Call,
    error::check_revision,
    local::to_utc,
    local_date,
    tell::tell_people,
    working_day::end_of,
    write::{Scoped as _, Write},
};

/// So many terms are ended in one turn.
const TURN: i64 = 200;

impl Actions {
    /// A step of a term. What takes its holder away waits until accepted lectures are in other
    /// hands; the end by the association waits for an answer, or until the time for it has passed.
    pub async fn change_appointment(
        &self,
        call: &Call,
        id: AppointmentId,
        values: &Values,
        revision: Revision,
    ) -> Result<(), ActionError> {
        self.write(|tx| {
            async move {
                let page = held(tx, call, id).await?;
                if page.steps.is_empty() {
                    return Err(not_now(&page));
                }
                let change = AppointmentChange::parse(values)?;
                if !page.steps.contains(&change.step) {
                    return Err(ActionError::WrongState);
                }
                check_revision(revision, page.term.revision)?;
                check(&page, &change, call)?;
                if change.step == AppointmentStep::Withdraw {
                    let from = to_utc(page.term.starts_on, NaiveTime::MIN);
                    let given = tx.list_given_lectures(page.term.person_id, from, call.now).await?;
                    if !given.is_empty() {
                        return Err(Problems::one(Field::Step, ProblemKind::LecturesGiven).into());
                    }
                }
                self.take(tx, call, &page, &change).await
            }
            .scope_boxed()
        })
        .await
    }

    async fn take(
        &self,
        tx: &mut Write,
        call: &Call,
        page: &AppointmentPage,
        change: &AppointmentChange,
    ) -> Result<(), ActionError> {
        let (term, reason) = (&page.term, change.reason.as_str());
        let is_heard = page.hearing().is_some();
        let next = after(term.state, is_heard, change.step).ok_or(ActionError::WrongState)?;
        if !tx.move_appointment(term.id, term.revision, next, reason).await? {
            return Err(ActionError::Stale);
        }
        if let Some((document_no, decider)) = &change.decision {
            tx.set_appointment_decision(term.id, *decider, document_no).await?;
        }
        let mut message = news(page, news_of(change.step), reason);
        if let (Some(ground), Message::Appointment { until, .. }) = (change.ground, &mut message) {
            let rules = tx.rulebook(call.today()).await?;
            let due = self.due(call.today(), rules.get(Rule::HearingWorkingDays));
            *until = local_date(due);
            let opener = call.actor()?.person;
            tx.open_hearing(term.id, (ground, reason), opener, call.now, due).await?;
        } else if next != term.state || change.step == AppointmentStep::DropHearing {
            // Whatever ends or rests needs no answer any more.
            tx.end_hearing(term.id, call.now).await?;
        }
        let entry = call.entry(change.step.as_str(), "appointment", APPOINTERS).on(term.id);
        tx.log(entry.moved(term.state.as_str(), next.as_str()).because(reason));
        if change.step == AppointmentStep::Resign {
            if !page.is_own {
                let entered = news(page, AppointmentNews::Entered, reason);
                tell_people(tx, call, [term.person_id], &entered).await?;
            }
            tell_keepers(tx, call, term.region_id, &message).await
        } else {
            tell_people(tx, call, [term.person_id], &message).await
        }
    }

    /// The office puts days, decider and document of a running term right; whose it is, is told.
    pub async fn correct_appointment(
        &self,
        call: &Call,
        id: AppointmentId,
        values: &Values,
        revision: Revision,
    ) -> Result<(), ActionError> {
        self.write(|tx| {
            async move {
                let page = held(tx, call, id).await?;
                if !page.may_correct {
                    return Err(not_now(&page));
                }
                let right = TermCorrection::parse(values, call.today())?;
                if !page.deciders.iter().any(|row| row.id == right.decider) {
                    return Err(Problems::one(Field::Decider, ProblemKind::UnknownChoice).into());
                }
                check_revision(revision, page.term.revision)?;
                let at = (id, page.term.revision);
                let days = (right.starts_on, right.ends_on);
                let done =
                    tx.correct_appointment(at, days, right.decider, &right.document_no).await;
                let taken = |error| match error {
                    StoreError::Conflict => {
                        Problems::one(Field::StartsOn, ProblemKind::TermOfThatDay).into()
                    }
                    other => ActionError::from(other),
                };
                if !done.map_err(taken)? {
                    return Err(ActionError::Stale);
                }
                let before = &page.term;
                let entry = call.entry("correct", "appointment", APPOINTERS).on(id);
                tx.log(entry.because(format!(
                    "{}–{} {} → {}–{} {}：{}",
                    before.starts_on,
                    before.ends_on,
                    before.document_no,
                    right.starts_on,
                    right.ends_on,
                    right.document_no,
                    right.reason
                )));
                let mut message = news(&page, AppointmentNews::Corrected, &right.reason);
                if let Message::Appointment { until, .. } = &mut message {
                    *until = right.ends_on;
                }
                tell_people(tx, call, [page.term.person_id], &message).await
            }
            .scope_boxed()
        })
        .await
    }

    /// Tells whose term ends within the days of the rulebook and has none that follows, once; gives how
    /// many were told.
    pub async fn remind_of_terms(&self, now: DateTime<Utc>) -> Result<usize, ActionError> {
        let call = &Call::anonymous(now, "");
        let mut conn = self.store.read().await?;
        let days = ending_days(&mut conn, call).await?;
        if conn.list_terms_untold(days, 1).await?.is_empty() {
            return Ok(0);
        }
        drop(conn);
        self.write(|tx| {
            async move {
                let terms = tx.list_terms_untold(days, TURN).await?;
                for term in &terms {
                    tx.add_reminder(Reminder::Term, term.id.into(), end_of(term.ends_on)).await?;
                    let message = Message::Appointment {
                        appointment: term.id,
                        news: AppointmentNews::EndsSoon,
                        // Whose it is, reads it alone.
                        name: String::new(),
                        corps: term.corps,
                        until: term.ends_on,
                        reason: String::new(),
                    };
                    tell_people(tx, call, [term.person_id], &message).await?;
                }
                Ok(terms.len())
            }
            .scope_boxed()
        })
        .await
    }

    /// Somebody answers before the own term is ended, or the office writes down what came on paper; the
    /// office is told, or the person.
    pub async fn answer_hearing(
        &self,
        call: &Call,
        id: AppointmentId,
        values: &Values,
    ) -> Result<(), ActionError> {
        self.write(|tx| {
            async move {
                let page = page_of(tx, call, id).await?;
                if !page.is_own && !page.may_correct {
                    return Err(ActionError::NotFound);
                }
                let hearing = page.hearing().ok_or(ActionError::WrongState)?;
                let answer = answer(values)?;
                if hearing.answer == answer {
                    return Ok(());
                }
                if !tx.answer_hearing(hearing.id, &answer, call.now).await? {
                    return Err(ActionError::WrongState);
                }
                let roles = if page.is_own { &[][..] } else { APPOINTERS };
                tx.log(call.entry("answer_hearing", "appointment", roles).on(id));
                if !page.is_own {
                    let entered = news(&page, AppointmentNews::Entered, &answer);
                    tell_people(tx, call, [page.term.person_id], &entered).await?;
                }
                let message = news(&page, AppointmentNews::Answered, &answer);
                tell_keepers(tx, call, page.term.region_id, &message).await
            }
            .scope_boxed()
        })
        .await
    }

    /// Ends what has run out; gives how many terms that were. One that another follows was renewed,
    /// and nobody is told.
    pub async fn expire_appointments(&self, now: DateTime<Utc>) -> Result<usize, ActionError> {
        let call = &Call::anonymous(now, "");
        let day = call.today();
        if self.store.read().await?.list_terms_over(day, 1).await?.is_empty() {
            return Ok(0);
        }
        self.write(|tx| {
            async move {
                let over = tx.list_terms_over(day, TURN).await?;
                let mut n = 0;
                for term in over {
                    let follows = tx.list_appointments(term.person_id).await?.iter().any(|other| {
                        (other.corps, other.region_id) == (term.corps, term.region_id)
                            && Some(other.starts_on) == term.ends_on.succ_opt()
                    });
                    let next =
                        if follows { AppointmentState::Renewed } else { AppointmentState::Expired };
                    if !tx.move_appointment(term.id, term.revision, next, &term.reason).await? {
                        continue;
                    }
                    tx.end_hearing(term.id, now).await?;
                    let entry = call.entry("expire", "appointment", &[]).on(term.id);
                    tx.log(entry.moved(term.state.as_str(), next.as_str()));
                    n += 1;
                    if follows {
                        continue;
                    }
                    let person = tx.find_person(term.person_id).await?;
                    let message = Message::Appointment {
                        appointment: term.id,
                        news: AppointmentNews::Expired,
                        name: person.map(|person| person.name).unwrap_or_default(),
                        corps: term.corps,
                        until: term.ends_on,
                        reason: String::new(),
                    };
                    tell_people(tx, call, [term.person_id], &message).await?;
                    tell_keepers(tx, call, term.region_id, &message).await?;
                }
                Ok(n)
            }
            .scope_boxed()
        })
        .await
    }
}

/// A term, whose person is held until the transaction ends.
async fn held(
    tx: &mut Write,
    call: &Call,
    id: AppointmentId,
) -> Result<AppointmentPage, ActionError> {
    let found = tx.find_appointment(id).await?.ok_or(ActionError::NotFound)?;
    tx.lock(Lock::Person(found.person_id)).await?;
    page_of(tx, call, id).await
}

/// Why nothing can be done with a term: whoever only reads it knows of no steps.
const fn not_now(page: &AppointmentPage) -> ActionError {
    let acts = page.is_own || !page.deciders.is_empty();
    if acts { ActionError::WrongState } else { ActionError::NotFound }
}

/// The days within which a term ends soon.
pub(crate) async fn ending_days(
    conn: &mut Conn,
    call: &Call,
) -> Result<(NaiveDate, NaiveDate), ActionError> {
    let ahead = Reminder::Term.ahead(&conn.rulebook(call.today()).await?);
    Ok((call.today(), call.today() + ahead))
}

fn check(page: &AppointmentPage, change: &AppointmentChange, call: &Call) -> Result<(), Problems> {
    use AppointmentStep::{MakeEmeritus, Resign, Suspend, Terminate, Withdraw};
    let mut problems = Problems::default();
    let takes_away = matches!(change.step, Suspend | Terminate | Resign | MakeEmeritus | Withdraw);
    if takes_away && !page.ahead.is_empty() {
        problems.add(Field::Step, ProblemKind::LecturesAhead(page.ahead.len()));
    }
    let waits = page
        .hearing()
        .is_some_and(|hearing| hearing.answered_at.is_none() && hearing.due_at > call.now);
    if change.step == Terminate && waits {
        problems.add(Field::Step, ProblemKind::NotHeardYet);
    }
    let is_failed = change.ground == Some(TerminationGround::FailedInARow);
    if is_failed && !page.has_failed_in_a_row {
        problems.add(Field::Ground, ProblemKind::NotFailedInARow(page.failed_years));
    }
    if let Some((_, decider)) = &change.decision
        && !page.deciders.iter().any(|row| row.id == *decider)
    {
        problems.add(Field::Decider, ProblemKind::UnknownChoice);
    }
    if problems.0.is_empty() { Ok(()) } else { Err(problems) }
}

const fn news_of(step: AppointmentStep) -> AppointmentNews {
    match step {
        AppointmentStep::Suspend => AppointmentNews::Suspended,
        AppointmentStep::Reinstate => AppointmentNews::Reinstated,
        AppointmentStep::OpenHearing => AppointmentNews::Asked,
        AppointmentStep::DropHearing => AppointmentNews::Dropped,
        AppointmentStep::Terminate => AppointmentNews::Terminated,
        AppointmentStep::Resign => AppointmentNews::Resigned,
        AppointmentStep::MakeEmeritus => AppointmentNews::Emeritus,
        AppointmentStep::Withdraw => AppointmentNews::Withdrawn,
    }
}

fn answer(values: &Values) -> Result<String, Problems> {
    let mut reader = Reader::new(values);
    let answer = reader.text(Field::Hearing, REASON_MIN, TEXT_MAX);
    reader.problems.or(|| answer)
}
