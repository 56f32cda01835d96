//! The office reads a submitted course: it may book a slot, or goes back with a reason.

use actions::{ActionError, CoursePage};
use axum::response::Response;
use domain::{
    course::CourseVersionState,
    form::{Field, ProblemKind, Problems, Values},
    id::CourseVersionId,
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;

use super::show::{facts, rounds};
use crate::{
    error::Answer,
    form::{Form, Posted, answer},
    id::Id,
    page::Page,
    parts::{badge, revision},
    visit::Visit,
};

pub(super) async fn show(visit: Visit, Id(id): Id<CourseVersionId>) -> Answer {
    let form = Form::new(&visit, Values::default());
    again(&visit, id, form).await
}

async fn again(visit: &Visit, id: CourseVersionId, form: Form) -> Answer {
    let page = visit.actions.course(&visit.call, id).await?;
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
            {decision}
            <p><a href="/course_check">{t!(l, course.back_to_checks)}</a></p>
        }
    })
}

fn decision(form: &Form, page: &CoursePage, action: String) -> impl IntoView + use<> {
    let l = form.l;
    view! {
        <form class="form" method="post" action=action novalidate>
            <h2>{t!(l, course.decide)}</h2>
            {form.why()}
            {revision(page.course.revision)}
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
        if state == reached {
            done = Ok(());
        }
    }
    let to = |()| "/course_check".to_owned();
    answer(&visit, posted, done, to, notice, |form| again(&visit, id, form)).await
}
