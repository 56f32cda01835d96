//! Terms that end are renewed together, by one decision.

use domain::{
    annual_assessment::Grade,
    appointment::{APPOINTERS, AppointmentNews, AppointmentState, Corps, Renewals, may_appoint},
    assessment_year::AssessmentYear,
    form::{Field, Once, ProblemKind, Problems, Values},
    id::AppointmentId,
    inbox::Message,
};
use store::{AppointmentRow, Lock, NewTerm};

use super::{deciders, grades_of, is_kept};
use crate::{
    ActionError, Actions, Call, local_date,
    once::{made, made_before},
    tell::tell_people,
    write::{Scoped as _, Write},
};

impl Actions {
    /// Renews terms from the day after each ends; all of them or none. A lecturer's needs a course
    /// that is listed still. The same form sent again renews nothing.
    pub async fn renew_appointments(
        &self,
        call: &Call,
        values: &Values,
        once: &Once,
    ) -> Result<i64, ActionError> {
        call.allowed(may_appoint)?;
        let renewals = &Renewals::parse(values, call.today())?;
        self.write(|tx| {
            async move {
                if let Some(n) = made_before::<i64>(tx, call, values, once).await? {
                    return Ok(n);
                }
                if !deciders(tx, call).await?.iter().any(|row| row.id == renewals.decider) {
                    return Err(Problems::one(Field::Decider, ProblemKind::UnknownChoice).into());
                }
                let mut terms = Vec::with_capacity(renewals.terms.len());
                for id in &renewals.terms {
                    terms.push(find(tx, call, *id).await?);
                }
                // In one order, whoever renews at the same moment.
                terms.sort_by_key(|term| term.person_id);
                let mut refused = 0;
                for term in &terms {
                    tx.lock(Lock::Person(term.person_id)).await?;
                    if !may_renew(tx, call, term, renewals).await? {
                        refused += 1;
                    }
                }
                if refused > 0 {
                    let problem = ProblemKind::NotRenewable(refused);
                    return Err(Problems::one(Field::Terms, problem).into());
                }
                for term in &terms {
                    renew(tx, call, term, renewals).await?;
                }
                let n = i64::try_from(terms.len()).unwrap_or(i64::MAX);
                made(tx, call, values, once, n).await
            }
            .scope_boxed()
        })
        .await
    }
}

async fn find(
    tx: &mut Write,
    call: &Call,
    id: AppointmentId,
) -> Result<AppointmentRow, ActionError> {
    let unknown = || Problems::one(Field::Terms, ProblemKind::UnknownChoice);
    let term = tx.find_appointment(id).await?.ok_or_else(unknown)?;
    let actor = call.actor()?;
    if actor.person != term.person_id && is_kept(tx, actor, APPOINTERS, term.region_id).await? {
        Ok(term)
    } else {
        Err(unknown().into())
    }
}

/// Whether a term holds, ends before the next one would, and its person is not being heard; a
/// lecturer's, whether a course is listed and no year of the term was failed.
async fn may_renew(
    tx: &mut Write,
    call: &Call,
    term: &AppointmentRow,
    renewals: &Renewals,
) -> Result<bool, ActionError> {
    let now = tx.find_appointment(term.id).await?;
    let holds = now.is_some_and(|now| now.state == AppointmentState::Active);
    if !holds || term.ends_on >= renewals.ends_on {
        return Ok(false);
    }
    if tx.list_hearings(term.id).await?.iter().any(|hearing| hearing.ended_at.is_none()) {
        return Ok(false);
    }
    if term.corps == Corps::Tutors {
        return Ok(true);
    }
    let years = AssessmentYear::of(term.starts_on)..=AssessmentYear::of(term.ends_on);
    let grades = grades_of(tx, term.person_id).await?;
    let has_failed =
        |(year, grade): &(AssessmentYear, Grade)| *grade == Grade::Failed && years.contains(year);
    Ok(!grades.iter().any(has_failed)
        && tx.has_listed_course(term.person_id, local_date(call.now)).await?)
}

async fn renew(
    tx: &mut Write,
    call: &Call,
    term: &AppointmentRow,
    renewals: &Renewals,
) -> Result<(), ActionError> {
    let starts_on = term.ends_on.succ_opt().ok_or(ActionError::WrongState)?;
    let next = NewTerm {
        person_id: term.person_id,
        corps: term.corps,
        region_id: term.region_id,
        starts_on,
        ends_on: renewals.ends_on,
        decider_id: renewals.decider,
        document_no: &renewals.document_no,
    };
    let taken = || Problems::one(Field::Terms, ProblemKind::TermOfThatDay);
    let id = tx.add_appointment(&next).await?.ok_or_else(taken)?;
    // The old one holds until its last day; that another one follows is said beside it.
    let entry = call.entry("renew", "appointment", APPOINTERS).on(term.id);
    tx.log(entry.because(&renewals.document_no));
    let person = tx.find_person(term.person_id).await?;
    let message = Message::Appointment {
        appointment: id,
        news: AppointmentNews::Renewed,
        name: person.map(|person| person.name).unwrap_or_default(),
        corps: term.corps,
        until: renewals.ends_on,
        reason: String::new(),
    };
    tell_people(tx, call, [term.person_id], &message).await
}
