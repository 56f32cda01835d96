//! The steps of an application: it is written and handed in, endorsed, taken up, found eligible,
//! decided; or it ends, by the applicant or by whoever is asked.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    course::CourseVersionState,
    form::{Field, ProblemKind, Problems, REASON_MIN, Reader, Revision, TEXT_MAX, Values},
    id::{LecturerApplicationId, PersonId},
    lecturer_application::{
        APPLICATION_DECIDERS, APPLICATION_SCREENERS, ApplicationChange, ApplicationFacts,
        ApplicationNews, ApplicationState, ApplicationStep, Appointing, Eligibility, Screening,
    },
    role::Role,
    rulebook::Rule,
};
use store::{ApplicationMove, LecturerApplicationRow, Lock, NewTerm};

use super::{
    ApplicationPage, news_of, officers, open::end_applying, page_of, tell, trial, word_givers,
};
use crate::{
    ActionError, Actions, Call,
    appointment::begin,
    error::check_revision,
    refinement::list_version,
    tell::tell_offices,
    write::{Scoped as _, Write},
};

const OWN: &[Role] = &[Role::Applicant];

impl Actions {
    /// Keeps what the applicant has written, unless somebody has changed it since. Drafts leave no line.
    pub async fn save_application(
        &self,
        call: &Call,
        id: LecturerApplicationId,
        values: &Values,
        revision: Revision,
    ) -> Result<(), ActionError> {
        self.write(|tx| {
            async move {
                let page = own_draft(tx, call, id).await?;
                // Nothing about somebody is typed before that person has agreed to it (`LAW-02`).
                if !page.has_consented {
                    return Err(Problems::one(Field::Cv, ProblemKind::ConsentMissing).into());
                }
                let facts = ApplicationFacts::parse(values, call.today())?;
                check_choices(&page, &facts)?;
                check_revision(revision, page.application.revision)?;
                if facts == page.application.facts() {
                    return Ok(());
                }
                let at = (id, page.application.revision);
                if tx.change_lecturer_application(at, &facts, call.now).await? {
                    Ok(())
                } else {
                    Err(ActionError::Stale)
                }
            }
            .scope_boxed()
        })
        .await
    }

    /// The applicant hands the application in; everything that is missing is told at once.
    pub async fn submit_application(
        &self,
        call: &Call,
        id: LecturerApplicationId,
        revision: Revision,
    ) -> Result<(), ActionError> {
        self.write(|tx| {
            async move {
                let page = own_draft(tx, call, id).await?;
                let row = &page.application;
                check_revision(revision, row.revision)?;
                if !page.has_consented {
                    return Err(Problems::one(Field::Cv, ProblemKind::ConsentMissing).into());
                }
                if !page.missing.0.is_empty() {
                    return Err(page.missing.into());
                }
                check_choices(&page, &row.facts())?;
                let days = tx.rulebook(call.today()).await?.get(Rule::EndorsementWorkingDays);
                let due = self.due(call.today(), days);
                let step = ApplicationStep::Submit;
                go(tx, call, row, (step, ""), Some(due), OWN).await?;
                let people = word_givers(tx, call, row).await?;
                tell(tx, call, people, &news_of(row, ApplicationNews::Submitted, Some(due), ""))
                    .await
            }
            .scope_boxed()
        })
        .await
    }

    /// The applicant gives the application up, with a reason: the role ends, and with it the trial, its
    /// booking and its places on waiting lists.
    pub async fn withdraw_application(
        &self,
        call: &Call,
        id: LecturerApplicationId,
        values: &Values,
    ) -> Result<(), ActionError> {
        self.write(|tx| {
            async move {
                trial::lock_course(tx, call, id).await?;
                let page = locked(tx, call, id).await?;
                if !page.is_own {
                    return Err(ActionError::NotFound);
                }
                let row = &page.application;
                if row.state == ApplicationState::Withdrawn {
                    return Ok(());
                }
                if !page.may_withdraw {
                    return Err(ActionError::WrongState);
                }
                let reason = &read_reason(values)?;
                withdraw(tx, call, row, reason).await?;
                trial::close(tx, call, row, reason, OWN).await
            }
            .scope_boxed()
        })
        .await
    }

    /// A step of whoever is asked: the unit's word, the screening, the decision, or the end.
    pub async fn step_application(
        &self,
        call: &Call,
        id: LecturerApplicationId,
        values: &Values,
        revision: Revision,
    ) -> Result<(), ActionError> {
        self.write(|tx| {
            async move {
                // Of the locks, the catalogue's numbers come first, then the course, then people.
                tx.take_turn("catalogue_no").await?;
                trial::lock_course(tx, call, id).await?;
                let page = locked(tx, call, id).await?;
                if page.steps.is_empty() {
                    let is_known = !page.is_own;
                    return Err(if is_known {
                        ActionError::WrongState
                    } else {
                        ActionError::NotFound
                    });
                }
                let rules = tx.rulebook(call.today()).await?;
                let change = ApplicationChange::parse(values, (call.today(), &rules))?;
                if !page.steps.contains(&change.step()) {
                    return Err(ActionError::WrongState);
                }
                check_revision(revision, page.application.revision)?;
                self.go_on(tx, call, &page, change).await
            }
            .scope_boxed()
        })
        .await
    }

    async fn go_on(
        &self,
        tx: &mut Write,
        call: &Call,
        page: &ApplicationPage,
        change: ApplicationChange,
    ) -> Result<(), ActionError> {
        let row = &page.application;
        match change {
            ApplicationChange::Endorse { opinion, contact } => {
                self.endorse(tx, call, page, (&opinion, &contact)).await
            }
            ApplicationChange::TakeUp => {
                // The ten working days are for taking up and screening together.
                let step = ApplicationStep::TakeUp;
                go(tx, call, row, (step, ""), row.due_at, APPLICATION_SCREENERS).await?;
                let news = news_of(row, ApplicationNews::TakenUp, row.due_at, "");
                tell(tx, call, [row.person_id], &news).await
            }
            ApplicationChange::Pass(seen) => self.pass(tx, call, page, &seen).await,
            ApplicationChange::Appoint(term) => appoint(tx, call, row, &term).await,
            ApplicationChange::End(step, reason) => {
                let roles = roles_of(page, step);
                reject(tx, call, row, (step, &reason), roles).await?;
                if row.state == ApplicationState::Proposed {
                    let decider = call.actor()?.person;
                    tx.set_admission(row.id, decider, None, call.now).await?;
                }
                trial::close(tx, call, row, &reason, roles).await
            }
        }
    }

    async fn endorse(
        &self,
        tx: &mut Write,
        call: &Call,
        page: &ApplicationPage,
        word: (&str, &str),
    ) -> Result<(), ActionError> {
        let row = &page.application;
        let days = tx.rulebook(call.today()).await?.get(Rule::ScreeningWorkingDays);
        let due = self.due(call.today(), days);
        let roles = roles_of(page, ApplicationStep::Endorse);
        let step = ApplicationStep::Endorse;
        let why = if page.stands_in { "office" } else { "" };
        let by = (call.actor()?.person, page.stands_in);
        tx.set_endorsement(row.id, word, by, call.now).await?;
        go(tx, call, row, (step, why), Some(due), roles).await?;
        let news = news_of(row, ApplicationNews::Endorsed, Some(due), "");
        tell(tx, call, [row.person_id], &news).await?;
        tell_offices(tx, call, APPLICATION_SCREENERS, &news).await
    }

    /// The applicant is eligible: the trial opens, and its course may be handed in.
    async fn pass(
        &self,
        tx: &mut Write,
        call: &Call,
        page: &ApplicationPage,
        seen: &Screening,
    ) -> Result<(), ActionError> {
        let row = &page.application;
        let rules = tx.rulebook(call.today()).await?;
        let found = Eligibility { facts: &row.facts(), is_expert: page.is_expert };
        found.check(seen, call.today(), &rules)?;
        if !page.courses.iter().any(|course| course.state == CourseVersionState::Draft) {
            return Err(Problems::one(Field::Step, ProblemKind::NoDraft).into());
        }
        let due = call.now + TimeDelta::days(rules.get(Rule::TrialRoundDays));
        let step = ApplicationStep::Pass;
        tx.set_screening(row.id, seen, call.actor()?.person, call.now).await?;
        go(tx, call, row, (step, ""), Some(due), APPLICATION_SCREENERS).await?;
        let news = news_of(row, ApplicationNews::Passed, Some(due), "");
        tell(tx, call, [row.person_id], &news).await
    }
}

/// As whom the caller takes a step.
fn roles_of(page: &ApplicationPage, step: ApplicationStep) -> &'static [Role] {
    match (page.application.state, step) {
        (_, ApplicationStep::CallOff) => APPLICATION_SCREENERS,
        (ApplicationState::Submitted, _) if page.stands_in => {
            &[Role::CityOffice, Role::CountyOffice]
        }
        (ApplicationState::Submitted, _) => &[Role::UnitOfficer],
        (ApplicationState::Proposed, _) => APPLICATION_DECIDERS,
        _ => APPLICATION_SCREENERS,
    }
}

/// An application whose person nobody else writes about.
async fn locked(
    tx: &mut Write,
    call: &Call,
    id: LecturerApplicationId,
) -> Result<ApplicationPage, ActionError> {
    let row = tx.find_lecturer_application(id).await?.ok_or(ActionError::NotFound)?;
    tx.lock(Lock::Person(row.person_id)).await?;
    page_of(tx, call, id).await
}

async fn own_draft(
    tx: &mut Write,
    call: &Call,
    id: LecturerApplicationId,
) -> Result<ApplicationPage, ActionError> {
    let page = locked(tx, call, id).await?;
    if !page.is_own {
        return Err(ActionError::NotFound);
    }
    if page.may_edit { Ok(page) } else { Err(ActionError::WrongState) }
}

/// Whether what was chosen is offered.
fn check_choices(page: &ApplicationPage, facts: &ApplicationFacts) -> Result<(), Problems> {
    let mut problems = Problems::default();
    if facts.field.is_some_and(|field| !page.fields.iter().any(|row| row.id == field)) {
        problems.add(Field::SubjectField, ProblemKind::UnknownChoice);
    }
    if facts.course.is_some_and(|course| !page.courses.iter().any(|it| it.course_id == course)) {
        problems.add(Field::TrialCourse, ProblemKind::NoDraft);
    }
    problems.or(|| Some(()))
}

fn read_reason(values: &Values) -> Result<String, Problems> {
    let mut reader = Reader::new(values);
    let reason = reader.text(Field::Reason, REASON_MIN, TEXT_MAX);
    reader.problems.or(|| reason)
}

/// Moves an application on, and leaves its line.
pub(super) async fn go(
    tx: &mut Write,
    call: &Call,
    row: &LecturerApplicationRow,
    (step, reason): (ApplicationStep, &str),
    due_at: Option<DateTime<Utc>>,
    roles: &[Role],
) -> Result<ApplicationState, ActionError> {
    let to = row.state.after(row.last_step, step).ok_or(ActionError::WrongState)?;
    // Of what goes on no reason is kept: it is in the chain.
    let why = if step.needs_reason() { reason } else { "" };
    let (id, revision, at) = (row.id, row.revision, call.now);
    let moved = ApplicationMove { id, revision, to, step, reason: why, due_at, at };
    if !tx.move_lecturer_application(&moved).await? {
        return Err(ActionError::Stale);
    }
    let entry = call.entry(step.as_str(), "lecturer_application", roles).on(row.id);
    let mut entry = entry.moved(row.state.as_str(), to.as_str());
    if !reason.is_empty() {
        entry = entry.because(reason);
    }
    tx.log(entry);
    Ok(to)
}

/// An application ends without a term: the role goes, and whom it concerns hears of it.
pub(super) async fn reject(
    tx: &mut Write,
    call: &Call,
    row: &LecturerApplicationRow,
    (step, reason): (ApplicationStep, &str),
    roles: &[Role],
) -> Result<(), ActionError> {
    go(tx, call, row, (step, reason), None, roles).await?;
    end_applying(tx, call, row.person_id, roles).await?;
    let news = news_of(row, ApplicationNews::Rejected, None, reason);
    let mut people = officers(tx, call, row).await?;
    people.extend([row.person_id, row.opener_id]);
    tell(tx, call, people, &news).await
}

/// The same by the applicant.
pub(super) async fn withdraw(
    tx: &mut Write,
    call: &Call,
    row: &LecturerApplicationRow,
    reason: &str,
) -> Result<(), ActionError> {
    go(tx, call, row, (ApplicationStep::Withdraw, reason), None, OWN).await?;
    end_applying(tx, call, row.person_id, OWN).await?;
    let news = news_of(row, ApplicationNews::Withdrawn, None, reason);
    let mut people: Vec<PersonId> = officers(tx, call, row).await?;
    people.extend(tx.list_with_role(Role::CityOffice, call.today()).await?);
    people.push(row.opener_id);
    tell(tx, call, people, &news).await
}

/// A decision maker begins the term: the applicant is a lecturer, and the approved version is listed.
async fn appoint(
    tx: &mut Write,
    call: &Call,
    row: &LecturerApplicationRow,
    term: &Appointing,
) -> Result<(), ActionError> {
    if let Some(region) = term.region
        && !super::counties(tx, call).await?.iter().any(|county| county.id == region)
    {
        return Err(Problems::one(Field::County, ProblemKind::UnknownChoice).into());
    }
    let course = row.course_id.ok_or(ActionError::WrongState)?;
    let versions = tx.list_versions_of_course(course).await?;
    let approved = versions.iter().find(|it| it.state == CourseVersionState::Approved);
    let approved = approved.ok_or(ActionError::WrongState)?;
    let decider = call.actor()?.person;
    let person = tx.find_person(row.person_id).await?.ok_or(ActionError::NotFound)?;
    let new = NewTerm {
        person_id: row.person_id,
        corps: term.corps,
        region_id: term.region,
        starts_on: term.starts_on,
        ends_on: term.ends_on,
        decider_id: decider,
        document_no: &term.document_no,
    };
    end_applying(tx, call, row.person_id, APPLICATION_DECIDERS).await?;
    let appointment = begin(tx, call, &new, &person, APPLICATION_DECIDERS).await?;
    tx.set_admission(row.id, decider, Some((appointment, &term.document_no)), call.now).await?;
    let step = (ApplicationStep::Appoint, term.document_no.as_str());
    go(tx, call, row, step, None, APPLICATION_DECIDERS).await?;
    list_version(tx, call, approved, &versions, APPLICATION_DECIDERS).await?;
    let news = news_of(row, ApplicationNews::Appointed, None, "");
    let mut people = officers(tx, call, row).await?;
    people.extend(tx.list_with_role(Role::CityOffice, call.today()).await?);
    people.push(row.opener_id);
    tell(tx, call, people, &news).await
}
