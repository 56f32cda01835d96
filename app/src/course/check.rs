//! The office reads a submitted course: it may book a slot, or goes back with a reason.

use actions::{ActionError, CoursePage};
use axum::{extract::Path, response::Response};
use domain::{
    course::CourseVersionState,
    form::{ProblemKind, Problems, TEXT_MAX, Values},
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;

use super::show::{facts, load};
use crate::{
    error::Answer,
    form::{Form, Posted},
    page::Page,
    parts::badge,
    visit::Visit,
};

pub(super) async fn show(visit: Visit, Path(id): Path<String>) -> Answer {
    let page = load(&visit, &id).await?;
    Ok(page_of(&visit, page, visit.refill(Values::default()), Problems::default()))
}

fn page_of(visit: &Visit, page: CoursePage, values: Values, problems: Problems) -> Response {
    let l = visit.l;
    let form = Form::new(l, values, problems);
    let head = Page::new(page.course.title.clone()).refused(form.is_refused());
    let action = visit.path.clone();
    head.render(visit, move || {
        let decision = page.may_decide.then(|| decision(&form, action));
        view! {
            <p>{badge(words::course::tone(page.course.state), words::course::state(l, page.course.state))}</p>
            {facts(l, &page)}
            {decision}
            <p><a href="/course_check">{t!(l, course.back_to_checks)}</a></p>
        }
    })
}

fn decision(form: &Form, action: String) -> impl IntoView + use<> {
    let l = form.l;
    view! {
        <form class="form" method="post" action=action novalidate>
            <h2>{t!(l, course.decide)}</h2>
            {form.summary()}
            {form.area("remark", 4, TEXT_MAX, true)}
            <div class="page-foot-action cluster">
                <button class="button primary large" name="decision" value="clear">
                    {t!(l, course.clear)}
                </button>
                <button class="button large" name="decision" value="send_back">
                    {t!(l, course.send_back)}
                </button>
            </div>
        </form>
    }
}

pub(super) async fn decide(visit: Visit, Path(id): Path<String>, Posted(values): Posted) -> Answer {
    let page = load(&visit, &id).await?;
    let (id, call) = (page.course.id, &visit.call);
    let (result, notice, reached) = match values.get("decision") {
        "clear" => (
            visit.actions.clear_course(call, id, &values).await,
            "course_cleared",
            CourseVersionState::AwaitingSlot,
        ),
        "send_back" => (
            visit.actions.send_course_back(call, id, &values).await,
            "course_sent_back",
            CourseVersionState::Draft,
        ),
        _ => {
            let problems = Problems::one("remark", ProblemKind::UnknownChoice);
            return Ok(page_of(&visit, page, values, problems));
        }
    };
    match result {
        Ok(()) => Ok(visit.go("/course_check", notice)),
        // The same decision twice: it is where it should be.
        Err(ActionError::WrongState) if page.course.state == reached => {
            Ok(visit.go("/course_check", notice))
        }
        Err(ActionError::Invalid(problems)) => Ok(page_of(&visit, page, values, problems)),
        Err(error) => Err(error.into()),
    }
}
