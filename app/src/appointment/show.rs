//! One term: what it says, what its holder is asked, and what can be done with it.

use actions::{AppointmentPage, HearingRow};
use domain::{
    annual_assessment::Grade,
    appointment::{AppointmentStep, TerminationGround},
    assessment_year::AssessmentYear,
    form::{Field, Revision, Values},
    id::AppointmentId,
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use super::{decision, letter::letter_no};
use crate::{
    error::{Answer, AppError},
    form::{Form, Line, Posted, answer},
    id::Id,
    page::Page,
    parts::{badge, caution, fact, prose},
    typeset::pdf_link,
    visit::Visit,
};

pub(super) async fn show(visit: Visit, Id(id): Id<AppointmentId>) -> Answer {
    let page = visit.actions.appointment(&visit.call, id).await?;
    let form = Form::to_change(&visit, Values::default(), page.term.revision);
    Ok(page_of(&visit, &page, &form))
}

async fn again(visit: &Visit, id: AppointmentId, mut form: Form) -> Answer {
    let page = visit.actions.appointment(&visit.call, id).await?;
    // An answer carries no revision; the form of the steps beside it does.
    if form.revision == Revision::NEWEST {
        form.revision = Revision::of(page.term.revision);
    }
    form.renew(page.term.revision);
    Ok(page_of(visit, &page, &form))
}

fn page_of(visit: &Visit, page: &AppointmentPage, form: &Form) -> axum::response::Response {
    let l = visit.l;
    let term = &page.term;
    let corps = words::appointment::corps(l, term.corps);
    let head = Page::new(page.person.name.clone()).lede(corps.to_owned()).with(form);
    let letter =
        pdf_link(visit, format!("/appointment/{}/letter.pdf", term.id), t!(l, appointment.letter));
    let sees_person = visit.may_open("/person/{id}");
    let sees_list = visit.may_open("/appointment");
    head.render(visit, || {
        let state =
            badge(words::appointment::tone(term.state), words::appointment::state(l, term.state));
        view! {
            {form.why()}
            <p>{state}</p>
            {facts(l, page)}
            <p class="cluster">
                {letter}
                {page.may_correct.then(|| view! {
                    <a class="button" href=format!("/appointment/{}/correct", term.id)>{t!(l, appointment.correct)}</a>
                })}
                {sees_person.then(|| view! {
                    <a href=format!("/person/{}", page.person.id)>{t!(l, appointment.to_person)}</a>
                })}
                {sees_list.then(|| view! { <a href="/appointment">{t!(l, appointment.back)}</a> })}
            </p>
            {grades(l, page)}
            {hearings(form, page)}
            {ahead(l, page)}
            {steps(form, page)}
        }
    })
}

fn facts(l: Locale, page: &AppointmentPage) -> impl IntoView + use<> {
    let term = &page.term;
    let region = page.region.as_ref();
    let region = region.map(|it| words::place::county(l, &it.name_zh, &it.name_en).to_owned());
    let decider = page.decider.as_ref().map(|person| person.name.clone());
    let decider = decider.unwrap_or_else(|| t!(l, appointment.of_roster).to_owned());
    view! {
        <dl class="facts">
            {fact(t!(l, appointment.term), words::time::dates(l, term.starts_on, term.ends_on))}
            {fact(t!(l, appointment.county), region.unwrap_or_default())}
            {fact(t!(l, appointment.decided_by), decider)}
            {fact(t!(l, appointment.document_no), term.document_no.clone())}
            {fact(t!(l, appointment.letter_no), letter_no(term))}
            {fact(t!(l, appointment.reason), term.reason.clone())}
        </dl>
    }
}

/// Decided assessments, and what they say about renewing or ending the term.
fn grades(l: Locale, page: &AppointmentPage) -> Option<AnyView> {
    if page.grades.is_empty() {
        return None;
    }
    let rows = page
        .grades
        .iter()
        .map(|(year, grade)| {
            let grade = words::annual_assessment::grade(l, *grade);
            view! { <li>{words::annual_assessment::of_year(l, year.0.into())}" "{grade}</li> }
        })
        .collect_view();
    let years = AssessmentYear::of(page.term.starts_on)..=AssessmentYear::of(page.term.ends_on);
    let is_failed =
        page.grades.iter().any(|(year, grade)| *grade == Grade::Failed && years.contains(year));
    let once = is_failed.then(|| caution(t!(l, annual_assessment.failed_once)));
    let twice = page.has_failed_in_a_row.then(|| caution(t!(l, annual_assessment.failed_in_a_row)));
    Some(
        view! {
            <h2>{t!(l, annual_assessment.grades_title)}</h2>
            <ul class="names">{rows}</ul>
            {once}
            {twice}
        }
        .into_any(),
    )
}

/// What was asked before the term is ended, and the answer; its holder answers here.
fn hearings(form: &Form, page: &AppointmentPage) -> Option<AnyView> {
    let l = form.l;
    if page.hearings.is_empty() {
        return None;
    }
    let rows = page.hearings.iter().map(|row| hearing(l, row)).collect_view();
    let answers = page.is_own && page.hearing().is_some();
    let id = page.term.id;
    let enters = page.may_correct && page.hearing().is_some();
    let enter = enters.then(|| {
        view! {
            <details class="more">
                <summary>{t!(l, appointment.enter_answer)}</summary>
                <form class="form" method="post" action=format!("/appointment/{id}/answer") novalidate>
                    {form.area(Field::Hearing, 6, false)}
                    <button class="button">{t!(l, appointment.enter_answer)}</button>
                </form>
            </details>
        }
    });
    let reply = answers.then(|| {
        view! {
            <form class="form notice warning" method="post" action=format!("/appointment/{id}/answer") novalidate>
                <p>{t!(l, appointment.your_turn)}</p>
                {form.area(Field::Hearing, 6, false)}
                <button class="button primary large">{t!(l, appointment.send_answer)}</button>
            </form>
        }
    });
    Some(view! { <h2>{t!(l, appointment.hearing_title)}</h2>{rows}{reply}{enter} }.into_any())
}

fn hearing(l: Locale, row: &HearingRow) -> impl IntoView + use<> {
    let due = row.ended_at.is_none().then(|| {
        let due = words::appointment::due(l, actions::local_date(row.due_at));
        view! { <p class="meta"><span>{due}</span></p> }
    });
    let answer = if row.answer.is_empty() {
        view! { <p class="hint">{t!(l, appointment.no_answer)}</p> }.into_any()
    } else {
        prose(&row.answer).into_any()
    };
    view! {
        <section class="card">
            <dl class="facts">
                {fact(t!(l, appointment.ground), words::appointment::ground(l, row.ground))}
                {fact(t!(l, appointment.reason), row.reason.clone())}
            </dl>
            {due}
            <h3>{t!(l, appointment.answer)}</h3>
            {answer}
        </section>
    }
}

/// Accepted lectures that lie ahead: in other hands first.
fn ahead(l: Locale, page: &AppointmentPage) -> Option<AnyView> {
    if page.ahead.is_empty() || page.steps.is_empty() {
        return None;
    }
    let rows = page
        .ahead
        .iter()
        .map(|row| {
            let when = words::person::when(l, row.at, row.day);
            view! {
                <li>
                    <a href=format!("/delivery/{}", row.id)>{row.title.clone()}</a>
                    " "
                    <span class="meta">{when}</span>
                </li>
            }
        })
        .collect_view();
    Some(
        view! {
            <h2>{t!(l, appointment.ahead)}</h2>
            <p>{t!(l, appointment.ahead_hint)}</p>
            <ul class="names">{rows}</ul>
        }
        .into_any(),
    )
}

/// What can be done: one form, in which the step is chosen.
fn steps(form: &Form, page: &AppointmentPage) -> Option<AnyView> {
    let l = form.l;
    if page.steps.is_empty() {
        return None;
    }
    let has = |wanted: &[AppointmentStep]| page.steps.iter().any(|step| wanted.contains(step));
    let steps = page.steps.iter().map(|step| {
        (step.as_str().to_owned(), words::appointment::step(l, *step).to_owned(), None)
    });
    let grounds = TerminationGround::ALL.iter().map(|ground| {
        let text = words::appointment::ground(l, *ground).to_owned();
        (ground.as_str().to_owned(), text)
    });
    let ground = has(&[AppointmentStep::OpenHearing])
        .then(|| form.select(Field::Ground, grounds.collect(), true));
    let decided = has(&[AppointmentStep::Terminate, AppointmentStep::MakeEmeritus])
        .then(|| decision(form, &page.deciders, true));
    let at = format!("/appointment/{}/step", page.term.id);
    let open = form.is_refused() || form.message.is_some();
    Some(
        view! {
            <details class="fold" open=open.then_some("")>
                <summary>{t!(l, appointment.steps)}</summary>
                <form class="form" method="post" action=at novalidate>
                    {form.revision()}
                    {form.choices(Field::Step, "radio", steps.collect(), false)}
                    {form.area(Field::Reason, 3, true)}
                    {ground}
                    {decided}
                    <button class="button">{t!(l, appointment.do_step)}</button>
                </form>
            </details>
        }
        .into_any(),
    )
}

pub(super) async fn step(visit: Visit, Id(id): Id<AppointmentId>, posted: Posted) -> Answer {
    let (values, revision) = (&posted.values, posted.revision);
    let done = visit.actions.change_appointment(&visit.call, id, values, revision).await;
    let to = |()| format!("/appointment/{id}");
    answer(&visit, posted, done, to, "appointment_changed", |form| again(&visit, id, form)).await
}

pub(super) async fn show_correction(visit: Visit, Id(id): Id<AppointmentId>) -> Answer {
    let page = visit.actions.appointment(&visit.call, id).await?;
    let term = &page.term;
    let values = Values::default()
        .with(Field::StartsOn, term.starts_on.to_string())
        .with(Field::TermUntil, term.ends_on.to_string())
        .with(Field::Decider, term.decider_id.map(|id| id.to_string()).unwrap_or_default())
        .with(Field::DocumentNo, &term.document_no);
    correction_page(&visit, id, Form::to_change(&visit, values, term.revision)).await
}

async fn correction_page(visit: &Visit, id: AppointmentId, mut form: Form) -> Answer {
    let l = visit.l;
    let page = visit.actions.appointment(&visit.call, id).await?;
    if !page.may_correct {
        return Err(AppError::Conflict);
    }
    form.renew(page.term.revision);
    let head = Page::new(t!(l, appointment.correct)).lede(page.person.name.clone()).with(&form);
    Ok(head.render(visit, || {
        let day = || Line { kind: "date", is_short: true, ..Line::default() };
        view! {
            <p>{t!(l, appointment.correct_hint)}</p>
            <form class="form" method="post" action=format!("/appointment/{id}/correct") novalidate>
                {form.why()}
                {form.revision()}
                {form.line(Field::StartsOn, day())}
                {form.line(Field::TermUntil, day())}
                {decision(&form, &page.deciders, false)}
                {form.area(Field::Reason, 3, false)}
                <div class="page-foot-action">
                    <button class="button primary large">{t!(l, appointment.correct)}</button>
                </div>
            </form>
            <p><a href=format!("/appointment/{id}")>{t!(l, appointment.back_to_term)}</a></p>
        }
    }))
}

pub(super) async fn correct(visit: Visit, Id(id): Id<AppointmentId>, posted: Posted) -> Answer {
    let (values, revision) = (&posted.values, posted.revision);
    let done = visit.actions.correct_appointment(&visit.call, id, values, revision).await;
    let to = |()| format!("/appointment/{id}");
    let again = |form| correction_page(&visit, id, form);
    answer(&visit, posted, done, to, "appointment_changed", again).await
}

pub(super) async fn reply(visit: Visit, Id(id): Id<AppointmentId>, posted: Posted) -> Answer {
    let done = visit.actions.answer_hearing(&visit.call, id, &posted.values).await;
    let to = |()| format!("/appointment/{id}");
    answer(&visit, posted, done, to, "hearing_answered", |form| again(&visit, id, form)).await
}
