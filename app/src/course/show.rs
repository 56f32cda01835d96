//! One course version: what is in it, what is missing, what comes next.

use actions::{ActionError, CoursePage};
use axum::{
    extract::Path,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::{course::CourseVersionState, form::Problems};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use crate::{
    error::{Answer, AppError},
    form::Form,
    page::Page,
    parts::{badge, fact, prose},
    visit::Visit,
};

pub(super) async fn show(visit: Visit, Path(id): Path<String>) -> Answer {
    let page = load(&visit, &id).await?;
    Ok(page_of(&visit, page, Problems::default()))
}

/// The version of an address.
pub(super) async fn load(visit: &Visit, id: &str) -> Result<CoursePage, AppError> {
    let id = id.parse().map_err(|_| AppError::NotFound)?;
    Ok(visit.actions.course(&visit.call, id).await?)
}

fn page_of(visit: &Visit, page: CoursePage, problems: Problems) -> Response {
    let l = visit.l;
    let form = Form::new(l, domain::form::Values::default(), problems);
    let title = Page::new(page.course.title.clone()).refused(form.is_refused());
    let edit = format!("/course/{}/edit", page.course.id);
    title.render(visit, move || {
        view! {
            {form.summary_at(&edit)}
            <p>{badge(words::course::tone(page.course.state), words::course::state(l, page.course.state))}</p>
            {steps(l, page.course.state)}
            {remark(l, &page)}
            {next(l, &page, form.is_refused())}
            {facts(l, &page)}
        }
    })
}

/// Where the version is on its way into the catalogue.
fn steps(l: Locale, state: CourseVersionState) -> impl IntoView {
    use CourseVersionState::{AwaitingSlot, Booked, ContentCheck, Draft, InReview};
    let all = [
        (t!(l, course.step_write), matches!(state, Draft)),
        (t!(l, course.step_check), matches!(state, ContentCheck)),
        (t!(l, course.step_book), matches!(state, AwaitingSlot)),
        (t!(l, course.step_review), matches!(state, Booked | InReview)),
        (t!(l, course.step_listed), false),
    ];
    let current = all.iter().position(|(_, is_current)| *is_current).unwrap_or(all.len());
    let items = all
        .into_iter()
        .enumerate()
        .map(|(at, (text, is_current))| {
            let state = match at {
                at if at < current => "done",
                at if at == current => "current",
                _ => "todo",
            };
            let done = (state == "done")
                .then(|| view! { <span class="visually-hidden">{t!(l, page.done)}</span> });
            view! { <li data-state=state aria-current=is_current.then_some("step")>{text}{done}</li> }
        })
        .collect_view();
    view! { <ol class="steps">{items}</ol> }
}

fn remark(l: Locale, page: &CoursePage) -> Option<impl IntoView + use<>> {
    let shown = page.course.state == CourseVersionState::Draft && !page.course.remark.is_empty();
    let text = page.course.remark.clone();
    shown.then(|| {
        view! {
            <div class="notice warning">
                <h2>{t!(l, course.sent_back)}</h2>
                <p>{text}</p>
            </div>
        }
    })
}

/// What the lecturer can do now.
fn next(l: Locale, page: &CoursePage, is_refused: bool) -> AnyView {
    let id = page.course.id;
    match page.course.state {
        CourseVersionState::Draft if page.is_own => {
            // A refused page says what is missing at its top.
            let missing = if is_refused { None } else { missing(l, page) };
            let is_complete = page.missing.0.is_empty();
            view! {
                {missing}
                <div class="page-foot-action cluster">
                    <form method="post" action=format!("/course/{id}/submit")>
                        <button class=if is_complete { "button primary large" } else { "button large" }>
                            {t!(l, course.submit)}
                        </button>
                    </form>
                    <a
                        class=if is_complete { "button large" } else { "button primary large" }
                        href=format!("/course/{id}/edit")
                    >
                        {t!(l, course.edit)}
                    </a>
                </div>
            }
            .into_any()
        }
        CourseVersionState::AwaitingSlot if page.is_own => view! {
            <p class="lede">{t!(l, course.cleared_lede)}</p>
            <p>
                <a class="button primary large" href=format!("/course/{id}/booking")>
                    {t!(l, desk.book)}
                </a>
            </p>
        }
        .into_any(),
        CourseVersionState::ContentCheck => {
            view! { <p class="lede">{t!(l, course.checking_lede)}</p> }.into_any()
        }
        CourseVersionState::Booked => {
            view! { <p><a class="button" href="/calendar">{t!(l, page.calendar)}</a></p> }
                .into_any()
        }
        _ => ().into_any(),
    }
}

fn missing(l: Locale, page: &CoursePage) -> Option<impl IntoView + use<>> {
    if page.missing.0.is_empty() {
        return None;
    }
    let items = page
        .missing
        .0
        .iter()
        .map(|problem| {
            let (label, _) = words::form::label(l, problem.field);
            view! { <li>{label}{t!(l, form.colon)}{words::form::problem(l, problem.kind)}</li> }
        })
        .collect_view();
    Some(view! {
        <div class="notice info">
            <h2>{t!(l, course.still_missing)}</h2>
            <ul>{items}</ul>
        </div>
    })
}

/// Everything that was written.
pub(super) fn facts(l: Locale, page: &CoursePage) -> impl IntoView + use<> {
    let course = &page.course;
    let field = page.fields.iter().find(|field| Some(field.id) == course.field_id);
    let field =
        field.map(|f| words::course::field(l, Some(&f.name_zh), Some(&f.name_en)).to_owned());
    let slides = course.slides_name.clone().map(|name| {
        let href = format!("/course/{}/slides", course.id);
        view! { <dt>{t!(l, course.slides)}</dt><dd><a href=href>{name}</a></dd> }
    });
    view! {
        <section class="stack">
            <h2>{t!(l, course.content)}</h2>
            <dl class="facts">
                {fact(t!(l, course.lecturer), words::person::teacher(l, &course.lecturer_name))}
                {fact(t!(l, catalogue.field), field.unwrap_or_default())}
                {fact(t!(l, catalogue.stage), words::audience::stage_list(l, &page.stages))}
                {fact(t!(l, course.groups), words::audience::group_list(l, &page.groups))}
                {fact(t!(l, course.length), course.minutes.map(|n| words::course::minutes(l, n)).unwrap_or_default())}
                {fact(t!(l, course.max_audience), course.max_audience.map(|n| words::course::people(l, n)).unwrap_or_default())}
                {fact(t!(l, course.equipment), course.equipment.clone())}
                {slides}
            </dl>
            {text(t!(l, course.summary), &course.summary)}
            {text(t!(l, course.outline), &course.outline)}
            {text(t!(l, course.sources), &course.sources)}
        </section>
    }
}

fn text(title: &'static str, text: &str) -> Option<impl IntoView + use<>> {
    (!text.is_empty()).then(|| view! { <h3>{title}</h3>{prose(text)} })
}

pub(super) async fn submit(visit: Visit, Path(id): Path<String>) -> Answer {
    let page = load(&visit, &id).await?;
    let address = format!("/course/{}", page.course.id);
    match visit.actions.submit_course(&visit.call, page.course.id).await {
        Ok(()) => Ok(visit.go(&address, "course_submitted")),
        // Handed in twice: it is where it should be.
        Err(ActionError::WrongState) if page.course.state == CourseVersionState::ContentCheck => {
            Ok(visit.go(&address, "course_submitted"))
        }
        Err(ActionError::Invalid(problems)) => Ok(page_of(&visit, page, problems)),
        Err(error) => Err(error.into()),
    }
}

pub(super) async fn slides(visit: Visit, Path(id): Path<String>) -> Answer {
    let id = id.parse().map_err(|_| AppError::NotFound)?;
    let (upload, bytes) = visit.actions.slides(&visit.call, id).await?;
    let name: String = form_urlencoded::byte_serialize(upload.file_name.as_bytes())
        .collect::<String>()
        .replace('+', "%20");
    let disposition = format!("attachment; filename*=UTF-8''{name}");
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_str(&upload.media_type)),
        (header::CONTENT_DISPOSITION, HeaderValue::from_str(&disposition)),
        (header::X_CONTENT_TYPE_OPTIONS, Ok(HeaderValue::from_static("nosniff"))),
    ];
    let mut response = (StatusCode::OK, bytes).into_response();
    for (name, value) in headers {
        if let Ok(value) = value {
            response.headers_mut().insert(name, value);
        }
    }
    Ok(response)
}
