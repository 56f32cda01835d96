//! One application: where it stands, what was said, and the one thing that the reader can do next.

use actions::{Activation, ApplicationPage, CourseRow};
use axum::response::Response;
use domain::{
    appointment::Corps,
    course::CourseVersionState,
    form::{Field, Once, Revision, Values},
    id::LecturerApplicationId,
    lecturer_application::{ApplicationState, ApplicationStep},
    rulebook::Rule,
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use crate::{
    error::Answer,
    form::{Form, Line, Posted, answer},
    grant::activation,
    id::Id,
    page::Page,
    parts::{badge, caution, fact, prose, revision},
    rulebook::rules,
    visit::Visit,
};

pub(super) async fn show(visit: Visit, Id(id): Id<LecturerApplicationId>) -> Answer {
    let page = visit.actions.lecturer_application(&visit.call, id).await?;
    let form = Form::to_change(&visit, Values::default(), page.application.revision);
    Ok(page_of(&visit, &page, form, None))
}

async fn again(visit: &Visit, id: LecturerApplicationId, mut form: Form) -> Answer {
    let page = visit.actions.lecturer_application(&visit.call, id).await?;
    // The forms beside the one that came back carry what they carried.
    if form.revision == Revision::NEWEST {
        form.revision = Revision::of(page.application.revision);
    }
    form.renew(page.application.revision);
    Ok(page_of(visit, &page, form, None))
}

fn page_of(
    visit: &Visit,
    page: &ApplicationPage,
    mut form: Form,
    issued: Option<&Activation>,
) -> Response {
    if form.once == Once::default() {
        form.once = visit.once();
    }
    let l = visit.l;
    let row = &page.application;
    let title = words::lecturer_application::title(l, &row.name);
    let head = Page::new(title).lede(row.unit_name.clone()).with(&form);
    let sees_list = visit.may_open("/lecturer_application");
    let sees_person = !page.is_own && visit.may_open("/person/{id}");
    let opens_course = page.is_own && visit.may_open("/course/{id}");
    let checks_course = !page.is_own && visit.may_open("/course_check/{id}");
    let opens = (opens_course, checks_course);
    head.render(visit, || {
        view! {
            {issued.map(|issued| activation(l, issued))}
            {why(&form, page)}
            {standing(l, page)}
            {own_part(&form, page)}
            {steps(&form, page)}
            {said(l, page)}
            {trial(l, page, opens)}
            {judged(l, page)}
            {code_part(&form, page)}
            {withdrawing(&form, page)}
            <p class="cluster">
                {sees_list.then(|| view! {
                    <a href="/lecturer_application">{t!(l, lecturer_application.to_list)}</a>
                })}
                {sees_person.then(|| view! {
                    <a href=format!("/person/{}", row.person_id)>{t!(l, lecturer_application.to_person)}</a>
                })}
            </p>
        }
    })
}

/// What is missing leads to the page on which it is written; the rest stands here.
fn why(form: &Form, page: &ApplicationPage) -> impl IntoView + use<> {
    let is_elsewhere = page.may_edit && form.problems.of(Field::Reason).is_none();
    let at = format!("/lecturer_application/{}/edit", page.application.id);
    let summary = if is_elsewhere { form.summary_at(&at) } else { form.summary() };
    (form.notice(), summary)
}

/// Where it stands, whom it waits for, and until when.
fn standing(l: Locale, page: &ApplicationPage) -> impl IntoView + use<> {
    let row = &page.application;
    let state = badge(
        words::lecturer_application::tone(row.state),
        words::lecturer_application::state(l, row.state),
    );
    let late = page.is_overdue.then(|| badge("ended", t!(l, lecturer_application.overdue)));
    let due = row.due_at.filter(|_| row.state.is_live());
    let due = due.map(|due| words::time::last_moment(l, due)).unwrap_or_default();
    let way = [
        ApplicationState::Draft,
        ApplicationState::Submitted,
        ApplicationState::Nominated,
        ApplicationState::Screening,
        ApplicationState::Trial,
        ApplicationState::Proposed,
        ApplicationState::Appointed,
    ];
    let here = way.iter().position(|state| *state == row.state);
    let way = way.iter().map(|state| {
        let text = words::lecturer_application::state(l, *state);
        if *state == row.state {
            view! { <li aria-current="step"><strong>{text}</strong></li> }.into_any()
        } else {
            view! { <li>{text}</li> }.into_any()
        }
    });
    let way = here.map(|_| {
        view! {
            <h2>{t!(l, lecturer_application.steps_title)}</h2>
            <ol class="names">{way.collect_view()}</ol>
        }
    });
    view! {
        <p>{state}" "{late}</p>
        <p>{words::lecturer_application::next(l, row.state)}</p>
        <dl class="facts">
            {fact(t!(l, lecturer_application.due), due)}
            {fact(t!(l, lecturer_application.reason), row.reason.clone())}
        </dl>
        {way}
    }
}

/// The applicant's next step: agree, write a course, write the application, or hand it in.
fn own_part(form: &Form, page: &ApplicationPage) -> Option<AnyView> {
    if !page.may_edit {
        return None;
    }
    let l = form.l;
    let id = page.application.id;
    let edit = format!("/lecturer_application/{id}/edit");
    if !page.has_consented {
        return Some(
            view! {
                {caution(t!(l, lecturer_application.consent_first))}
                <p><a class="button primary large" href="/my_information">{t!(l, lecturer_application.to_information)}</a></p>
            }
            .into_any(),
        );
    }
    if page.courses.is_empty() {
        return Some(
            view! {
                <p class="notice info">{t!(l, lecturer_application.course_first)}</p>
                <p class="cluster">
                    <a class="button primary large" href="/course/new">{t!(l, lecturer_application.write_course)}</a>
                    <a class="button large" href=edit>{t!(l, lecturer_application.desk_write)}</a>
                </p>
            }
            .into_any(),
        );
    }
    if !page.missing.0.is_empty() {
        let items = page
            .missing
            .0
            .iter()
            .map(|problem| view! { <li>{words::form::label(l, problem.field.field)}</li> })
            .collect_view();
        return Some(
            view! {
                <div class="notice info">
                    <p>{t!(l, lecturer_application.missing)}</p>
                    <ul>{items}</ul>
                </div>
                <p><a class="button primary large" href=edit>{t!(l, lecturer_application.desk_write)}</a></p>
            }
            .into_any(),
        );
    }
    Some(
        view! {
            <p>{t!(l, lecturer_application.submit_hint)}</p>
            <div class="page-foot-action cluster">
                <form class="form" method="post" action=format!("/lecturer_application/{id}/submit") novalidate>
                    {revision(page.application.revision)}
                    <button class="button primary large">{t!(l, lecturer_application.submit)}</button>
                </form>
                <a class="button large" href=edit>{t!(l, lecturer_application.desk_write)}</a>
            </div>
        }
        .into_any(),
    )
}

/// What is to be done by whoever is asked: one form, in which the step is chosen.
fn steps(form: &Form, page: &ApplicationPage) -> Option<AnyView> {
    if page.steps.is_empty() {
        return None;
    }
    let l = form.l;
    let mut form = form.clone();
    if let ([only], "") = (page.steps.as_slice(), form.values.get(Field::Step)) {
        form.values.set(Field::Step, only.as_str());
    }
    let choices = page.steps.iter().map(|step| {
        (step.as_str().to_owned(), words::lecturer_application::step(l, *step).to_owned(), None)
    });
    let has = |step: ApplicationStep| page.steps.contains(&step);
    let line = Line { is_optional: true, ..Line::default() };
    let day = Line { kind: "date", is_short: true, ..line };
    let word = has(ApplicationStep::Endorse)
        .then(|| (form.area(Field::UnitOpinion, 4, true), form.line(Field::UnitContact, line)));
    let screening = has(ApplicationStep::Pass).then(|| screening(&form, page));
    let term = has(ApplicationStep::Appoint).then(|| {
        let corps = [Corps::CityLecturers, Corps::CountyLecturers].map(|corps| {
            let text = words::appointment::corps(l, corps).to_owned();
            (corps.as_str().to_owned(), text, None)
        });
        let counties = page.counties.iter().map(|county| {
            let name = words::place::county(l, &county.name_zh, &county.name_en);
            (county.id.to_string(), name.to_owned())
        });
        view! {
            {form.choices(Field::Corps, "radio", corps.to_vec(), true)}
            {form.select(Field::County, counties.collect(), true)}
            {form.line(Field::StartsOn, day)}
            {form.line(Field::TermUntil, day)}
            {form.line(Field::DocumentNo, line)}
        }
    });
    let reason = page.steps.iter().any(|step| step.needs_reason());
    let reason = reason.then(|| form.area(Field::Reason, 3, true));
    let stands_in = page.stands_in.then(|| caution(t!(l, lecturer_application.stands_in)));
    let at = format!("/lecturer_application/{}/step", page.application.id);
    Some(
        view! {
            <h2>{t!(l, lecturer_application.do_title)}</h2>
            {stands_in}
            <form class="form" method="post" action=at novalidate>
                {form.revision()}
                {form.choices(Field::Step, "radio", choices.collect(), false)}
                {word}
                {screening}
                {term}
                {reason}
                <div class="page-foot-action">
                    <button class="button primary large">{t!(l, lecturer_application.do_step)}</button>
                </div>
            </form>
        }
        .into_any(),
    )
}

/// The checklist of who is eligible, as far as it is asked of this applicant.
fn screening(form: &Form, page: &ApplicationPage) -> impl IntoView + use<> {
    let day = Line { kind: "date", is_short: true, is_optional: true, ..Line::default() };
    let asks = |rule| rules().get(rule) > 0;
    let schools = page.application.wants_schools.then(|| form.line(Field::CheckedOn, day));
    view! {
        {form.statement(Field::ProofSeen)}
        {asks(Rule::ApplicantConductYears).then(|| form.statement(Field::ConductClean))}
        {asks(Rule::OrientationHours).then(|| form.statement(Field::OrientationDone))}
        {(!page.is_educated).then(|| form.statement(Field::SkillRecognised))}
        {page.is_expert.then(|| form.statement(Field::HealthSeen))}
        {schools}
    }
}

/// What the applicant has said.
fn said(l: Locale, page: &ApplicationPage) -> impl IntoView + use<> {
    let row = &page.application;
    let field = words::course::field(l, row.field_zh.as_deref(), row.field_en.as_deref());
    let education = row.education.map(|it| words::lecturer_application::education(l, it));
    let years = row.work_years.map(|n| words::lecturer_application::years(l, n));
    let age = page.age.map(|n| words::lecturer_application::age(l, n));
    let yes = t!(l, lecturer_application.yes);
    let of = |is: bool| if is { yes } else { "" };
    let cv = (!row.cv.is_empty())
        .then(|| view! { <h3>{t!(l, lecturer_application.cv)}</h3>{prose(&row.cv)} });
    view! {
        <h2>{t!(l, lecturer_application.said)}</h2>
        <dl class="facts">
            {fact(t!(l, lecturer_application.post), row.title.clone())}
            {fact(t!(l, lecturer_application.field), field)}
            {fact(t!(l, lecturer_application.born_in), row.born_in.clone().unwrap_or_default())}
            {fact(t!(l, lecturer_application.age), age.unwrap_or_default())}
            {fact(t!(l, lecturer_application.education), education.unwrap_or_default())}
            {fact(t!(l, lecturer_application.work_years), years.unwrap_or_default())}
            {fact(t!(l, lecturer_application.wants_schools), of(row.wants_schools))}
            {fact(t!(l, lecturer_application.expert), of(page.is_expert))}
        </dl>
        {cv}
    }
}

/// The course of the trial with its versions.
fn trial(l: Locale, page: &ApplicationPage, (own, checks): (bool, bool)) -> AnyView {
    let row = &page.application;
    let of_trial = |course: &&CourseRow| Some(course.course_id) == row.course_id;
    let versions: Vec<_> = page.courses.iter().filter(of_trial).collect();
    if versions.is_empty() {
        return view! {
            <h2>{t!(l, lecturer_application.trial_title)}</h2>
            <p>{t!(l, lecturer_application.no_course)}</p>
        }
        .into_any();
    }
    let rows = versions.into_iter().map(|course| {
        let title = course.title.clone();
        let title = match (own, checks) {
            (true, _) => view! { <a href=format!("/course/{}", course.id)>{title}</a> }.into_any(),
            (_, true) if course.state == CourseVersionState::ContentCheck => {
                view! { <a href=format!("/course_check/{}", course.id)>{title}</a> }.into_any()
            }
            _ => title.into_any(),
        };
        view! {
            <li>
                {title}
                " "
                <span class="meta">
                    <span>{words::lecturer_application::version(l, course.version_no)}</span>
                    <span>{words::course::state(l, course.state)}</span>
                </span>
            </li>
        }
    });
    view! {
        <h2>{t!(l, lecturer_application.trial_title)}</h2>
        <p class="hint">{t!(l, lecturer_application.trial_hint)}</p>
        <ul class="names">{rows.collect_view()}</ul>
    }
    .into_any()
}

/// What the unit, the office and the decision maker have said.
fn judged(l: Locale, page: &ApplicationPage) -> impl IntoView + use<> {
    let row = &page.application;
    let yes = t!(l, lecturer_application.yes);
    let of = |is: bool| if is { yes } else { "" };
    let day = |at: Option<chrono::DateTime<chrono::Utc>>| {
        at.map(|at| words::time::moment(l, at)).unwrap_or_default()
    };
    let word = row.endorsed_at.map(|_| {
        let by_office = row.is_by_office.then(|| {
            view! { <p class="hint">{t!(l, lecturer_application.by_office)}</p> }
        });
        view! {
            <h2>{t!(l, lecturer_application.unit_word)}</h2>
            {by_office}
            <dl class="facts">
                {fact(t!(l, lecturer_application.opinion), row.opinion.clone())}
                {fact(t!(l, lecturer_application.contact), row.contact.clone())}
                {fact(t!(l, lecturer_application.endorser), row.endorser.clone().unwrap_or_default())}
            </dl>
        }
    });
    let screened = row.screened_at.map(|_| {
        let checked = row.checked_on.map(|day| words::time::date(l, day));
        view! {
            <h2>{t!(l, lecturer_application.screening_title)}</h2>
            <dl class="facts">
                {fact(t!(l, lecturer_application.screened_at), day(row.screened_at))}
                {fact(t!(l, lecturer_application.checked_on), checked.unwrap_or_default())}
                {fact(t!(l, lecturer_application.skilled), of(row.is_skilled))}
                {fact(t!(l, lecturer_application.healthy), of(row.is_healthy))}
            </dl>
        }
    });
    let decided = row.decider.clone().map(|decider| {
        let term = row.appointment_id.map(|id| {
            view! {
                <p><a href=format!("/appointment/{id}")>{t!(l, lecturer_application.to_term)}</a></p>
            }
        });
        view! {
            <h2>{t!(l, lecturer_application.decision)}</h2>
            <dl class="facts">
                {fact(t!(l, lecturer_application.decider), decider)}
                {fact(t!(l, lecturer_application.document_no), row.document_no.clone())}
            </dl>
            {term}
        }
    });
    (word, screened, decided)
}

/// The first code, for whoever hands it to the applicant.
fn code_part(form: &Form, page: &ApplicationPage) -> Option<AnyView> {
    if !page.may_issue {
        return None;
    }
    let l = form.l;
    let name = match &page.sign_in_name {
        Some(name) => {
            view! { <dl class="facts">{fact(t!(l, lecturer_application.has_account), name.clone())}</dl> }
                .into_any()
        }
        None => form.line(Field::SignInName, Line { autocomplete: Some("off"), ..Line::default() }),
    };
    let at = format!("/lecturer_application/{}/activation", page.application.id);
    Some(
        view! {
            <h2>{t!(l, lecturer_application.code_title)}</h2>
            <p>{t!(l, lecturer_application.code_hint)}</p>
            <form class="form" method="post" action=at novalidate>
                {form.once()}
                {name}
                <button class="button large">{t!(l, person.issue_code)}</button>
            </form>
        }
        .into_any(),
    )
}

/// The applicant gives it up.
fn withdrawing(form: &Form, page: &ApplicationPage) -> Option<AnyView> {
    let l = form.l;
    if !page.may_withdraw {
        let is_judged = page.is_own && page.application.state.is_live();
        return is_judged.then(|| {
            view! { <p class="hint">{t!(l, lecturer_application.judged_hint)}</p> }.into_any()
        });
    }
    let id = page.application.id;
    let is_open = form.problems.of(Field::Reason).is_some().then_some("");
    Some(
        view! {
            <details class="fold" open=is_open>
                <summary>{t!(l, lecturer_application.withdraw)}</summary>
                <form class="form" method="post" action=format!("/lecturer_application/{id}/withdraw") novalidate>
                    <p class="hint">{t!(l, lecturer_application.withdraw_hint)}</p>
                    {form.area(Field::Reason, 3, false)}
                    <button class="button">{t!(l, lecturer_application.withdraw)}</button>
                </form>
            </details>
        }
        .into_any(),
    )
}

pub(super) async fn submit(
    visit: Visit,
    Id(id): Id<LecturerApplicationId>,
    posted: Posted,
) -> Answer {
    let done = visit.actions.submit_application(&visit.call, id, posted.revision).await;
    let to = |()| format!("/lecturer_application/{id}");
    answer(&visit, posted, done, to, "application_submitted", |form| again(&visit, id, form)).await
}

pub(super) async fn withdraw(
    visit: Visit,
    Id(id): Id<LecturerApplicationId>,
    posted: Posted,
) -> Answer {
    let done = visit.actions.withdraw_application(&visit.call, id, &posted.values).await;
    let to = |()| format!("/lecturer_application/{id}");
    answer(&visit, posted, done, to, "application_withdrawn", |form| again(&visit, id, form)).await
}

pub(super) async fn step(
    visit: Visit,
    Id(id): Id<LecturerApplicationId>,
    posted: Posted,
) -> Answer {
    let (values, revision) = (&posted.values, posted.revision);
    let done = visit.actions.step_application(&visit.call, id, values, revision).await;
    let to = |()| format!("/lecturer_application/{id}");
    answer(&visit, posted, done, to, "application_stepped", |form| again(&visit, id, form)).await
}

/// The page that shows the code, the one time that it is seen.
pub(super) async fn issue(
    visit: Visit,
    Id(id): Id<LecturerApplicationId>,
    posted: Posted,
) -> Answer {
    let (values, once) = (&posted.values, &posted.once);
    match visit.actions.issue_applicant_code(&visit.call, id, values, once).await {
        Ok(issued) => {
            let page = visit.actions.lecturer_application(&visit.call, id).await?;
            let form = Form::to_change(&visit, Values::default(), page.application.revision);
            Ok(page_of(&visit, &page, form, Some(&issued)))
        }
        Err(error) => again(&visit, id, Form::refused(&visit, posted, error)?).await,
    }
}
