//! One observation: who comes, what is to be done, and what was found.

use actions::{ActionError, ObservationPage, ObservationReading};
use axum::response::Response;
use domain::{
    form::{Field, Values},
    id::ObservationId,
    nomination::Relation,
    observation::ObservationSheet,
    review_sheet::Dimension,
    rulebook::Rule,
    score_sheet::ConflictKind,
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use crate::{
    error::Answer,
    form::{Form, Line, Posted, answer},
    id::Id,
    page::Page,
    parts::{badge, fact, prose, revision},
    rulebook::rules,
    visit::Visit,
};

pub(super) async fn show(visit: Visit, Id(id): Id<ObservationId>) -> Answer {
    let form = Form::new(&visit, Values::default());
    again(&visit, id, form).await
}

async fn again(visit: &Visit, id: ObservationId, mut form: Form) -> Answer {
    let page = visit.actions.observation(&visit.call, id).await?;
    form.renew(page.observation.revision);
    Ok(page_of(visit, &page, &form))
}

fn page_of(visit: &Visit, page: &ObservationPage, form: &Form) -> Response {
    let l = visit.l;
    let row = &page.observation;
    let head = Page::new(row.title.clone()).lede(t!(l, observation.title)).with(form);
    head.render(visit, || {
        view! {
            {form.why()}
            <p>{badge(words::observation::tone(row.state), words::observation::state(l, row.state))}</p>
            {page.may_accept.then(|| accept_form(form, page))}
            {page.may_write.then(|| {
                let href = format!("/observation/{}/sheet", row.id);
                view! { <p><a class="button primary large" href=href>{t!(l, observation.to_sheet)}</a></p> }
            })}
            {lecture_facts(l, page)}
            {page.sheet.as_ref().map(|sheet| found(l, sheet, page))}
            {page.may_reply.then(|| answer_form(form, page))}
            {question(form, page)}
            {others(l, page)}
            {page.may_decline.then(|| decline_form(form, page))}
            {page.may_end.then(|| end_form(form, page))}
            <p><a href="/observation">{t!(l, observation.title)}</a></p>
        }
    })
}

/// What, whose, when and where.
pub(super) fn lecture_facts(l: Locale, page: &ObservationPage) -> impl IntoView + use<> {
    let row = &page.observation;
    let place = row.place_name.clone().unwrap_or_else(|| t!(l, observation.online).to_owned());
    view! {
        <dl class="facts">
            {fact(t!(l, observation.lecturer), words::person::teacher(l, &row.lecturer_name))}
            {fact(t!(l, observation.time), words::time::span(l, row.starts_at, row.ends_at))}
            {fact(t!(l, observation.host), row.host_name.clone())}
            {fact(t!(l, observation.place), place)}
            {fact(t!(l, observation.observer), row.observer_name.clone().unwrap_or_default())}
        </dl>
    }
}

/// Whoever is asked declares relations and comes.
fn accept_form(form: &Form, page: &ObservationPage) -> impl IntoView + use<> {
    let l = form.l;
    let mut form = form.clone();
    if let Some(suggested) = page.suggested
        && form.values.trimmed(Field::Relation).is_empty()
    {
        form.values.set(Field::Relation, suggested.as_str());
    }
    let kinds = std::iter::once(Relation(None))
        .chain(ConflictKind::ALL.iter().map(|kind| Relation(Some(*kind))));
    let kinds = kinds
        .map(|it| (it.as_str().to_owned(), words::award_cycle::relation(l, &rules(), it), None))
        .collect();
    let hint = page
        .suggested
        .map(|_| view! { <p class="notice warning">{t!(l, trial_lecture.suggested)}</p> });
    let row = &page.observation;
    view! {
        <form class="form" method="post" action=format!("/observation/{}/reply", row.id) novalidate>
            <h2>{t!(l, observation.asked_title)}</h2>
            {hint}
            <p class="hint">{t!(l, observation.declare_hint)}</p>
            {revision(row.revision)}
            {form.choices(Field::Relation, "radio", kinds, false)}
            <button class="button primary large" name=Field::Decision.as_str() value="accept">
                {t!(l, observation.accept)}
            </button>
        </form>
    }
}

fn decline_form(form: &Form, page: &ObservationPage) -> impl IntoView + use<> {
    let l = form.l;
    let row = &page.observation;
    let is_open = form.problems.of(Field::Reason).is_some();
    view! {
        <details class="more" open=is_open>
            <summary>{t!(l, observation.decline_title)}</summary>
            <form class="form" method="post" action=format!("/observation/{}/reply", row.id) novalidate>
                {revision(row.revision)}
                {form.line(Field::Reason, Line::default())}
                <button class="button" name=Field::Decision.as_str() value="decline">
                    {t!(l, observation.decline)}
                </button>
            </form>
        </details>
    }
}

fn end_form(form: &Form, page: &ObservationPage) -> impl IntoView + use<> {
    let l = form.l;
    let row = &page.observation;
    let button = match page.reading {
        ObservationReading::Lecturer => t!(l, observation.take_back),
        _ => t!(l, observation.end),
    };
    view! {
        <details class="more" open=form.is_refused()>
            <summary>{button}</summary>
            <form class="form" method="post" action=format!("/observation/{}/end", row.id) novalidate>
                {revision(row.revision)}
                {form.line(Field::Reason, Line::default())}
                <button class="button danger">{button}</button>
            </form>
        </details>
    }
}

/// The way to ask somebody else.
fn others(l: Locale, page: &ObservationPage) -> Option<impl IntoView + use<>> {
    let row = &page.observation;
    let text = match (page.reading, row.observer_id) {
        (ObservationReading::Observer, _) => t!(l, observation.hand_on_title),
        (_, Some(_)) => t!(l, observation.replace_title),
        (_, None) => t!(l, observation.assign_title),
    };
    let is_main = row.observer_id.is_none();
    let class = if is_main { "button primary large" } else { "button" };
    let href = format!("/observation/{}/observer", row.id);
    page.may_assign.then(|| view! { <p><a class=class href=href>{text}</a></p> })
}

/// What was found, and what the lecturer says to it.
fn found(l: Locale, sheet: &ObservationSheet, page: &ObservationPage) -> impl IntoView + use<> {
    let row = &page.observation;
    let levels = Dimension::ALL
        .iter()
        .map(|it| {
            let level = words::observation::level_of(l, sheet.level(*it));
            fact(words::review_sheet::dimension(l, *it), level)
        })
        .collect_view();
    let there = match (row.arrived_at, row.left_at) {
        (Some(arrived), Some(left)) => words::time::hours(arrived, left),
        _ => String::new(),
    };
    let score = words::trial_lecture::of_max(l, &sheet.score().to_string(), "100");
    let answered = (!row.answer.is_empty()).then(|| {
        view! { <h2>{t!(l, observation.answer_of)}</h2>{prose(&row.answer)} }
    });
    let submitted = row.submitted_at.map(|at| words::time::moment(l, at)).unwrap_or_default();
    view! {
        <section class="stack">
            <h2>{t!(l, observation.result)}</h2>
            <p class="figure"><strong>{t!(l, observation.score)}" "{score}</strong></p>
            <p class="hint">{t!(l, observation.result_hint)}</p>
            <dl class="facts">{levels}</dl>
            <h3>{words::form::label(l, Field::Highlights)}</h3>
            {prose(&sheet.highlights)}
            <h3>{words::form::label(l, Field::Suggestion)}</h3>
            {prose(&sheet.suggestions)}
            <h3>{t!(l, observation.arrival)}</h3>
            <dl class="facts">
                {fact(t!(l, observation.was_there), there)}
                {fact(t!(l, form.label.on_time), words::observation::yes(l, sheet.is_on_time))}
                {fact(t!(l, form.label.attendance), words::course::people(l, sheet.attendance))}
                {fact(t!(l, form.label.equipment_state), words::observation::equipment(l, sheet.equipment))}
                {fact(t!(l, observation.submitted_at), submitted)}
            </dl>
            {answered}
        </section>
    }
}

fn answer_form(form: &Form, page: &ObservationPage) -> impl IntoView + use<> {
    let l = form.l;
    let id = page.observation.id;
    view! {
        <form class="form" method="post" action=format!("/observation/{id}/answer") novalidate>
            <h2>{t!(l, observation.answer_title)}</h2>
            <p class="hint">{t!(l, observation.answer_hint)}</p>
            {form.area(Field::Reply, 4, false)}
            <button class="button primary">{t!(l, observation.answer)}</button>
        </form>
    }
}

/// Whether the course is to be suspended, for the office.
fn question(form: &Form, page: &ObservationPage) -> Option<impl IntoView + use<>> {
    let l = form.l;
    let row = &page.observation;
    if page.question.is_empty() {
        let is_office = page.reading == ObservationReading::Office;
        let weighed = row.weighed_at.filter(|_| is_office);
        return weighed
            .map(|_| view! { <p class="notice info">{t!(l, observation.weighed)}</p> }.into_any());
    }
    let rest = page.question.iter().filter(|one| one.id != row.id);
    let rest = rest
        .map(|one| {
            let href = format!("/observation/{}", one.id);
            view! { <li><a href=href>{words::time::span(l, one.starts_at, one.ends_at)}</a></li> }
        })
        .collect_view();
    let course = format!("/course/{}/refinement", row.version_id);
    Some(
        view! {
            <form class="form" method="post" action=format!("/observation/{}/weigh", row.id) novalidate>
                <h2>{t!(l, observation.question_title)}</h2>
                <p>{words::observation::question_hint(l, page.question.len(), rules().get(Rule::ObservationLowPoints))}</p>
                <ul>{rest}</ul>
                <p><a class="button" href=course>{t!(l, observation.to_course)}</a></p>
                {form.line(Field::Reason, Line::default())}
                <button class="button">{t!(l, observation.weigh)}</button>
            </form>
        }
        .into_any(),
    )
}

/// Back to the observation, or to all of them where it is the caller's no more.
async fn answered(
    visit: &Visit,
    id: ObservationId,
    posted: Posted,
    done: Result<(), ActionError>,
    notice: &'static str,
) -> Answer {
    let is_gone = done.is_ok() && visit.actions.observation(&visit.call, id).await.is_err();
    let to = |()| if is_gone { "/observation".to_owned() } else { format!("/observation/{id}") };
    answer(visit, posted, done, to, notice, |form| again(visit, id, form)).await
}

pub(super) async fn reply(visit: Visit, Id(id): Id<ObservationId>, posted: Posted) -> Answer {
    let (values, revision) = (&posted.values, posted.revision);
    let done = visit.actions.reply_to_observation(&visit.call, id, values, revision).await;
    answered(&visit, id, posted, done, "observation_replied").await
}

pub(super) async fn end(visit: Visit, Id(id): Id<ObservationId>, posted: Posted) -> Answer {
    let (values, revision) = (&posted.values, posted.revision);
    let done = visit.actions.end_observation(&visit.call, id, values, revision).await;
    answered(&visit, id, posted, done, "observation_ended").await
}

pub(super) async fn answer_observation(
    visit: Visit,
    Id(id): Id<ObservationId>,
    posted: Posted,
) -> Answer {
    let done = visit.actions.answer_observation(&visit.call, id, &posted.values).await;
    answered(&visit, id, posted, done, "observation_answered").await
}

pub(super) async fn weigh(visit: Visit, Id(id): Id<ObservationId>, posted: Posted) -> Answer {
    let done = visit.actions.weigh_observations(&visit.call, id, &posted.values).await;
    answered(&visit, id, posted, done, "observations_weighed").await
}
