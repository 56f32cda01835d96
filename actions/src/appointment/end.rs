//! Steps of a term: it rests and goes on, its lecturer ends it, or the association does after a
//! hearing; and what has run out.

use chrono::{DateTime, Utc};
use domain::{
    annual_assessment::has_failed_twice,
    appointment::{
        APPOINTERS, AppointmentChange, AppointmentNews, AppointmentState, AppointmentStep,
        TerminationGround, after,
    },
    form::{Field, ProblemKind, Problems, REASON_MIN, Reader, Revision, TEXT_MAX, Values},
    id::AppointmentId,
    inbox::Message,
    rulebook::Rule,
};
use store::Lock;

use super::{AppointmentPage, news, page_of, tell_keepers};
use crate::{
    ActionError, Actions, Call,
    error::check_revision,
    local_date,
    tell::tell_people,
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
                let found = tx.find_appointment(id).await?.ok_or(ActionError::NotFound)?;
                tx.lock(Lock::Person(found.person_id)).await?;
                let page = page_of(tx, call, id).await?;
                if page.steps.is_empty() {
                    // Whoever only reads it knows of no steps.
                    let acts = page.is_own || !page.deciders.is_empty();
                    return Err(if acts { ActionError::WrongState } else { ActionError::NotFound });
                }
                let change = AppointmentChange::parse(values)?;
                if !page.steps.contains(&change.step) {
                    return Err(ActionError::WrongState);
                }
                check_revision(revision, page.term.revision)?;
                check(&page, &change, call)?;
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
            tell_keepers(tx, call, term.region_id, &message).await
        } else {
            tell_people(tx, call, [term.person_id], &message).await
        }
    }

    /// Somebody answers before the own term is ended; the office is told.
    pub async fn answer_hearing(
        &self,
        call: &Call,
        id: AppointmentId,
        values: &Values,
    ) -> Result<(), ActionError> {
        self.write(|tx| {
            async move {
                let page = page_of(tx, call, id).await?;
                if !page.is_own {
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
                tx.log(call.entry("answer_hearing", "appointment", &[]).on(id));
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
                }
                Ok(n)
            }
            .scope_boxed()
        })
        .await
    }
}

fn check(page: &AppointmentPage, change: &AppointmentChange, call: &Call) -> Result<(), Problems> {
    use AppointmentStep::{MakeEmeritus, Resign, Suspend, Terminate};
    let mut problems = Problems::default();
    let takes_away = matches!(change.step, Suspend | Terminate | Resign | MakeEmeritus);
    if takes_away && !page.ahead.is_empty() {
        problems.add(Field::Step, ProblemKind::LecturesAhead(page.ahead.len()));
    }
    let waits = page
        .hearing()
        .is_some_and(|hearing| hearing.answered_at.is_none() && hearing.due_at > call.now);
    if change.step == Terminate && waits {
        problems.add(Field::Step, ProblemKind::NotHeardYet);
    }
    let is_failed = change.ground == Some(TerminationGround::FailedTwice);
    if is_failed && !has_failed_twice(&page.grades) {
        problems.add(Field::Ground, ProblemKind::NotFailedTwice);
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
    }
}

fn answer(values: &Values) -> Result<String, Problems> {
    let mut reader = Reader::new(values);
    let answer = reader.text(Field::Hearing, REASON_MIN, TEXT_MAX);
    reader.problems.or(|| answer)
}
