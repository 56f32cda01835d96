//! The office reads a submitted course: it may book a slot, or goes back with a reason.

use actions::{ActionError, CoursePage};
use axum::response::Response;
use domain::{
    course::CourseVersionState,
    form::{Field, ProblemKind, Problems, Values},
    id::CourseVersionId,
    rulebook::Rule,
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use super::show::{change_kinds, facts, rounds};
use crate::{
    error::Answer,
    form::{Form, Posted, answer},
    id::Id,
    page::Page,
    parts::{badge, caution, fact, revision},
    refinement::compared,
    rulebook::{amount, rules},
    visit::Visit,
};

pub(super) async fn show(visit: Visit, Id(id): Id<CourseVersionId>) -> Answer {
    let form = Form::new(&visit, Values::default());
    again(&visit, id, form).await
}

async fn again(visit: &Visit, id: CourseVersionId, mut form: Form) -> Answer {
    let page = visit.actions.course(&visit.call, id).await?;
    // What the lecturer says stands first; the checker may see it otherwise.
    if form.values.get(Field::ChangeKind).is_empty()
        && let Some(change) = page.course.change()
    {
        form.values.set(Field::ChangeKind, change.kind.as_str());
    }
    Ok(page_of(visit, page, form))
}

fn page_of(visit: &Visit, page: CoursePage, form: Form) -> Response {
    let l = visit.l;
    let head = Page::new(page.course.title.clone()).with(&form);
    let action = visit.path.clone();
    head.render(visit, move || {
        let decision = page.may_decide.then(|| decision(&form, &page, action));
        view! {
            <p>{badge(words::course::tone(page.course.state), words::course::state(l, page.course.state))}</p>
            {facts(l, &page, &format!("/course/{}/slides", page.course.id))}
            {rounds(l, &page)}
            {listing(l, &page)}
            {changed(l, &page)}
            {decision}
            <p><a href="/course_check">{t!(l, course.back_to_checks)}</a></p>
        }
    })
}

/// The way to the listing of a course that is or was in the catalogue.
fn listing(l: Locale, page: &CoursePage) -> Option<impl IntoView + use<>> {
    use CourseVersionState::{Listed, Retired, Suspended};
    let href = format!("/course/{}/listing", page.course.id);
    matches!(page.course.state, Listed | Suspended | Retired).then(|| {
        view! { <p><a class="button" href=href>{t!(l, listing.title)}</a></p> }
    })
}

/// What the lecturer says of a change of a listed course, and that beside this one.
fn changed(l: Locale, page: &CoursePage) -> Option<impl IntoView + use<>> {
    let (listed, change) = (page.listed.as_ref()?, page.course.change()?);
    let large = change
        .is_large(rules().get(Rule::MinorChangePercent))
        .then(|| caution(t!(l, listing.change.large, time = amount(l, Rule::MinorChangePercent))));
    let href = format!("/course_check/{}", listed.id);
    Some(view! {
        <section class="stack">
            <h2>{t!(l, listing.change.title)}</h2>
            <dl class="facts">
                {fact(t!(l, listing.change.claim), words::listing::change_kind(l, change.kind))}
                {fact(t!(l, course.slides), words::listing::slides(l, &change))}
                {fact(t!(l, form.label.change_note), change.note.clone())}
            </dl>
            {large}
            {compared(l, listed, &page.course, &page.slides)}
            <p><a href=href>{t!(l, listing.change.listed)}</a></p>
        </section>
    })
}

fn decision(form: &Form, page: &CoursePage, action: String) -> impl IntoView + use<> {
    let l = form.l;
    view! {
        <form class="form" method="post" action=action novalidate>
            <h2>{t!(l, course.decide)}</h2>
            {form.why()}
            {revision(page.course.revision)}
            {page.course.change().map(|_| form.choices(Field::ChangeKind, "radio", change_kinds(l), false))}
            {form.area(Field::Remark, 4, true)}
            <div class="page-foot-action cluster">
                <button class="button primary large" name=Field::Decision.as_str() value="clear">
                    {t!(l, course.clear)}
                </button>
                <button class="button large" name=Field::Decision.as_str() value="send_back">
                    {t!(l, course.send_back)}
                </button>
            </div>
        </form>
    }
}

pub(super) async fn decide(visit: Visit, Id(id): Id<CourseVersionId>, posted: Posted) -> Answer {
    let call = &visit.call;
    let (mut done, notice, reached) = match posted.values.get(Field::Decision) {
        "clear" => (
            visit.actions.clear_course(call, id, &posted.values, posted.revision).await,
            "course_cleared",
            CourseVersionState::AwaitingSlot,
        ),
        "send_back" => (
            visit.actions.send_course_back(call, id, &posted.values, posted.revision).await,
            "course_sent_back",
            CourseVersionState::Draft,
        ),
        _ => {
            let problems = Problems::one(Field::Remark, ProblemKind::UnknownChoice);
            return again(&visit, id, Form::with_problems(visit.l, posted, problems)).await;
        }
    };
    if matches!(done, Err(ActionError::WrongState)) {
        // The same decision twice: it is where it should be.
        let state = visit.actions.course(call, id).await?.course.state;
        let is_minor = reached == CourseVersionState::AwaitingSlot
            && matches!(state, CourseVersionState::Listed | CourseVersionState::Suspended);
        if state == reached || is_minor {
            done = Ok(());
        }
    }
    let to = |()| "/course_check".to_owned();
    answer(&visit, posted, done, to, notice, |form| again(&visit, id, form)).await
}
