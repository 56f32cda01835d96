//! One course version: what is in it, what is missing, what comes next.

use actions::{ActionError, CoursePage};
use axum::response::Response;
use domain::{
    course::CourseVersionState,
    form::{Field, Values},
    id::CourseVersionId,
    listing::ChangeKind,
    rulebook::Rule,
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use super::edit::keep_slides;
use crate::{
    download::download,
    error::Answer,
    form::{Form, Line, Posted, Upload, answer},
    id::Id,
    page::Page,
    parts::{badge, fact, prose, revision},
    rulebook::{amount, rules},
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
    let title = Page::new(page.course.title.clone()).with(&form);
    let edit = format!("/course/{}/edit", page.course.id);
    let slides = format!("/course/{}/slides", page.course.id);
    title.render(visit, move || {
        view! {
            {form.notice()}
            {if is_here(&form, &page) { form.summary() } else { form.summary_at(&edit) }}
            <p>{badge(words::course::tone(page.course.state), words::course::state(l, page.course.state))}</p>
            {steps(l, &page)}
            {remark(l, &page)}
            {next(&form, &page)}
            {rounds(l, &page)}
            {final_slides(&form, &page)}
            {facts(l, &page, &slides)}
        }
    })
}

/// Where the version is on its way into the catalogue; one that was taken over went none.
fn steps(l: Locale, page: &CoursePage) -> AnyView {
    use CourseVersionState::{
        Approved, AwaitingSlot, Booked, ContentCheck, Draft, InReview, Listed,
    };
    let state = page.course.state;
    if page.course.taken_over {
        return view! { <p>{t!(l, course.taken_over_lede)}</p> }.into_any();
    }
    let all = [
        (t!(l, course.step_write), matches!(state, Draft)),
        (t!(l, course.step_check), matches!(state, ContentCheck)),
        (t!(l, course.step_book), matches!(state, AwaitingSlot)),
        (t!(l, course.step_review), matches!(state, Booked | InReview)),
        (t!(l, course.step_approved), matches!(state, Approved)),
        (t!(l, course.step_listed), matches!(state, Listed)),
    ];
    // Where a way has ended, its badge says how.
    if all.iter().all(|(_, is_current)| !is_current) {
        return ().into_any();
    }
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
    view! { <ol class="steps">{items}</ol> }.into_any()
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
fn next(form: &Form, page: &CoursePage) -> AnyView {
    let l = form.l;
    let is_refused = form.is_refused();
    let id = page.course.id;
    match page.course.state {
        CourseVersionState::Draft if page.is_own => {
            // A refused page says what is missing at its top.
            let missing = if is_refused { None } else { missing(l, page) };
            let is_complete = page.missing.0.is_empty() && page.unanswered.is_none_or(|n| n == 0);
            let answers = page.unanswered.is_some_and(|n| n > 0).then(|| {
                view! {
                    <p>
                        <a class="button" href=format!("/course/{id}/refinement")>
                            {t!(l, course.answers_missing)}
                        </a>
                    </p>
                }
            });
            let submit = if page.unanswered.is_some() {
                t!(l, refinement.resubmit)
            } else {
                t!(l, course.submit)
            };
            if !page.may_submit {
                return view! {
                    {missing}
                    {answers}
                    <p class="notice info">{t!(l, course.with_application)}</p>
                    <div class="page-foot-action cluster">
                        <a class="button primary large" href=format!("/course/{id}/edit")>{t!(l, course.edit)}</a>
                        <a href="/lecturer_application">{t!(l, lecturer_application.title)}</a>
                    </div>
                }
                .into_any();
            }
            view! {
                {missing}
                {answers}
                <div class="page-foot-action cluster">
                    <form class="form" method="post" action=format!("/course/{id}/submit") novalidate>
                        {revision(page.course.revision)}
                        {change(form, page)}
                        <button class=if is_complete { "button primary large" } else { "button large" }>
                            {submit}
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
            view! { <p class="lede">{t!(l, course.checking_lede, time = amount(l, Rule::ContentCheckWorkingDays))}</p> }.into_any()
        }
        CourseVersionState::Booked => {
            view! { <p><a class="button" href="/calendar">{t!(l, page.calendar)}</a></p> }
                .into_any()
        }
        CourseVersionState::InReview => {
            view! { <p class="lede">{t!(l, refinement.in_review_lede)}</p> }.into_any()
        }
        CourseVersionState::NeedsRevision => view! {
            <p class="lede">{t!(l, course.needs_revision_lede)}</p>
            <p>
                <a class="button primary large" href=format!("/course/{id}/refinement")>
                    {t!(l, course.to_refinement)}
                </a>
            </p>
        }
        .into_any(),
        CourseVersionState::Approved => {
            view! { <p class="lede">{t!(l, refinement.approved_lede)}</p> }.into_any()
        }
        CourseVersionState::Rejected => {
            view! { <p class="lede">{t!(l, refinement.rejected_lede)}</p> }.into_any()
        }
        CourseVersionState::Listed
        | CourseVersionState::Suspended
        | CourseVersionState::Retired => view! {
            <p><a class="button" href=format!("/course/{id}/listing")>{t!(l, listing.title)}</a></p>
        }
        .into_any(),
        _ => ().into_any(),
    }
}

/// Whether what is wrong is typed on this page: what is said of a change, and final slides.
fn is_here(form: &Form, page: &CoursePage) -> bool {
    let fields = [Field::ChangeKind, Field::AllSlides, Field::ChangedSlides, Field::ChangeNote];
    page.course.state != CourseVersionState::Draft
        || fields.into_iter().any(|field| form.problems.of(field).is_some())
}

/// What is said of a change of a listed course.
fn change(form: &Form, page: &CoursePage) -> Option<AnyView> {
    let l = form.l;
    if page.listed.is_none() || page.unanswered.is_some() {
        return None;
    }
    let number = Line {
        kind: "number",
        is_short: true,
        min_value: Some(0),
        max_value: Some(500),
        ..Line::default()
    };
    Some(
        view! {
            <h2>{t!(l, listing.change.title)}</h2>
            {form.choices(Field::ChangeKind, "radio", change_kinds(l), false)}
            <div class="field-row">
                {form.line(Field::AllSlides, number)}
                {form.line(Field::ChangedSlides, number)}
            </div>
            {form.area(Field::ChangeNote, 3, false)}
        }
        .into_any(),
    )
}

/// The kinds of change, each with what it leads to.
pub(super) fn change_kinds(l: Locale) -> Vec<(String, String, Option<String>)> {
    let kind = |kind: &ChangeKind| {
        let hint = words::listing::change_hint(l, *kind, &rules());
        (kind.as_str().to_owned(), words::listing::change_kind(l, *kind).to_owned(), Some(hint))
    };
    ChangeKind::ALL.iter().map(kind).collect()
}

/// Other slides for the panel, until booking closes.
fn final_slides(form: &Form, page: &CoursePage) -> Option<impl IntoView + use<>> {
    use CourseVersionState::{AwaitingSlot, Booked};
    let l = form.l;
    let action = format!("/course/{}/final_slides", page.course.id);
    let is_open = form.problems.of(Field::Slides).is_some();
    (page.is_own && matches!(page.course.state, AwaitingSlot | Booked)).then(|| {
        view! {
            <details class="fold" open=is_open>
                <summary>{t!(l, course.final_slides)}</summary>
                <form class="form" method="post" action=action enctype="multipart/form-data" novalidate>
                    <p class="hint">{t!(l, course.final_slides_hint)}</p>
                    {form.file(Field::Slides, ".pdf,.pptx,.odp", None, false)}
                    <button class="button">{t!(l, course.upload_slides)}</button>
                </form>
            </details>
        }
    })
}

pub(super) async fn replace_slides(
    visit: Visit,
    Id(id): Id<CourseVersionId>,
    upload: Upload,
) -> Answer {
    let (posted, problems) = keep_slides(&visit, upload).await?;
    if !problems.0.is_empty() {
        return again(&visit, id, Form::with_problems(visit.l, posted, problems)).await;
    }
    let done = visit.actions.replace_slides(&visit.call, id, &posted.values).await;
    let to = |()| format!("/course/{id}");
    answer(&visit, posted, done, to, "slides_replaced", |form| again(&visit, id, form)).await
}

/// The way to what panels have found.
pub(super) fn rounds(l: Locale, page: &CoursePage) -> Option<AnyView> {
    use CourseVersionState::{ContentCheck, Draft, NeedsRevision};
    let id = page.course.id;
    let is_first = page.course.version_no == 1;
    let has_none = is_first && matches!(page.course.state, Draft | ContentCheck);
    // There it is the main action.
    let is_main = page.is_own && page.course.state == NeedsRevision;
    (!has_none && !is_main).then(|| {
        view! {
            <p><a class="button" href=format!("/course/{id}/refinement")>{t!(l, course.to_refinement)}</a></p>
        }
        .into_any()
    })
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
            let label = words::form::label(l, problem.field.field);
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
pub(crate) fn facts(l: Locale, page: &CoursePage, slides: &str) -> impl IntoView + use<> {
    let course = &page.course;
    let field = page.fields.iter().find(|field| Some(field.id) == course.field_id);
    let field =
        field.map(|f| words::course::field(l, Some(&f.name_zh), Some(&f.name_en)).to_owned());
    let slides = course.slides_name.clone().map(|name| {
        let href = slides.to_owned();
        view! { <dt>{t!(l, course.slides)}</dt><dd><a href=href>{name}</a></dd> }
    });
    let lecturer = (!course.lecturer_name.is_empty())
        .then(|| fact(t!(l, course.lecturer), words::person::teacher(l, &course.lecturer_name)));
    view! {
        <section class="stack">
            <h2>{t!(l, course.content)}</h2>
            <dl class="facts">
                {lecturer}
                {fact(t!(l, catalogue.field), field.unwrap_or_default())}
                {fact(t!(l, catalogue.stage), words::audience::stage_list(l, &page.stages))}
                {fact(t!(l, course.groups), words::audience::group_list(l, &page.groups))}
                {fact(t!(l, course.length), course.minutes.map(|n| words::course::minutes(l, n)).unwrap_or_default())}
                {fact(t!(l, course.max_audience), course.max_audience.map(|n| words::course::people(l, n)).unwrap_or_default())}
                {fact(t!(l, course.mode), course.mode.map_or("", |mode| words::audience::mode(l, mode)))}
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

pub(super) async fn submit(visit: Visit, Id(id): Id<CourseVersionId>, posted: Posted) -> Answer {
    let revision = posted.revision;
    let mut done = visit.actions.submit_course(&visit.call, id, &posted.values, revision).await;
    let state = visit.actions.course(&visit.call, id).await?.course.state;
    if matches!(done, Err(ActionError::WrongState)) && is_handed_in(state) {
        // Handed in twice: it is where it should be.
        done = Ok(());
    }
    let notice = match state {
        CourseVersionState::AwaitingSlot => "course_resubmitted",
        _ => "course_submitted",
    };
    let to = |()| format!("/course/{id}");
    let again = |form| again(&visit, id, form);
    answer(&visit, posted, done, to, notice, again).await
}

/// Where a version stands that was just handed in, for the first time or after changes.
fn is_handed_in(state: CourseVersionState) -> bool {
    matches!(state, CourseVersionState::ContentCheck | CourseVersionState::AwaitingSlot)
}

pub(super) async fn slides(visit: Visit, Id(id): Id<CourseVersionId>) -> Answer {
    let (upload, bytes, noted) = visit.actions.slides(&visit.call, id).await?;
    Ok(download(&upload.file_name, &upload.media_type, bytes, noted))
}
