//! A course in the catalogue: until when, what is open with it, and taking it out or putting it back;
//! and its poster (`MOB-03`).

mod poster;

use actions::{CourseRow, ListFilter, ListingPage, ListingsPage};
use documents::paper::Paper;
use domain::{
    course::CourseVersionState,
    form::{Field, Values},
    id::CourseVersionId,
    role::{PLANNERS, Role},
    rulebook::Rule,
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use crate::{
    error::Answer,
    form::{Form, Posted, answer, query},
    id::Id,
    list_filter::{Choice, filters, is_filtered, nothing},
    page::Page,
    parts::{badge, empty, fact, revision, warning},
    review_paper::document,
    route::{Route, Who},
    rulebook::{amount, rules},
    typeset::{pdf, pdf_link},
    visit::Visit,
};

const LECTURER_OR_OFFICE: Who =
    Who::Role(&[Role::Lecturer, Role::CityOffice, Role::ContentReviewer]);
const OFFICE: Who = Who::Role(PLANNERS);

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/listing", OFFICE, list),
        Route::get("/course/{id}/listing", LECTURER_OR_OFFICE, show),
        Route::post("/course/{id}/listing", LECTURER_OR_OFFICE, change),
        Route::get("/course/{id}/poster.pdf", LECTURER_OR_OFFICE, poster),
    ]
}

async fn list(visit: Visit) -> Answer {
    let l = visit.l;
    let asked = query(&visit);
    let page = visit.actions.listings(&visit.call, &ListFilter::of(&asked)).await?;
    let head = Page::new(t!(l, listing.list_title)).lede(t!(l, listing.lede));
    Ok(head.render(&visit, move || list_view(l, &page, &asked)))
}

fn list_view(l: Locale, page: &ListingsPage, asked: &Values) -> impl IntoView + use<> {
    let is_empty = page.ending.is_empty() && page.suspended.is_empty();
    let stranded = (page.n_stranded > 0).then(|| {
        view! {
            {warning(words::listing::n_stranded(l, page.n_stranded))}
            <p><a class="button" href="/lecture_request">{t!(l, page.requests)}</a></p>
        }
    });
    let states = [CourseVersionState::Suspended, CourseVersionState::Listed];
    let states = states.map(|it| (it.as_str(), words::course::state(l, it)));
    let none = if is_filtered(asked) {
        nothing(l, "/listing", asked, "")
    } else {
        empty(t!(l, listing.none_ending), Some(("/catalogue", t!(l, page.catalogue))))
    };
    view! {
        {stranded}
        {filters(l, "/listing", asked, [Choice::state(l, states)])}
        {is_empty.then_some(none)}
        {cards(l, t!(l, listing.suspended).to_owned(), &page.suspended)}
        {cards(l, t!(l, listing.ending, time = amount(l, Rule::ListingFirstNoticeDays)), &page.ending)}
    }
}

fn cards(l: Locale, title: String, courses: &[CourseRow]) -> Option<impl IntoView + use<>> {
    let cards = courses
        .iter()
        .map(|course| {
            let href = format!("/course/{}/listing", course.id);
            let until = course.listed_until.map(|day| words::listing::until(l, day));
            view! {
                <li class="card">
                    <h3 class="card-title"><a href=href>{course.title.clone()}</a></h3>
                    <p class="meta">
                        <span>{words::person::teacher(l, &course.lecturer_name)}</span>
                        {until.map(|until| view! { <span>{until}</span> })}
                    </p>
                    {badge(words::course::tone(course.state), words::course::state(l, course.state))}
                </li>
            }
        })
        .collect_view();
    (!courses.is_empty()).then(|| {
        view! {
            <section class="stack">
                <h2>{title}</h2>
                <ul class="card-list">{cards}</ul>
            </section>
        }
    })
}

async fn show(visit: Visit, Id(id): Id<CourseVersionId>) -> Answer {
    let form = Form::new(&visit, Values::default());
    again(&visit, id, form).await
}

async fn again(visit: &Visit, id: CourseVersionId, form: Form) -> Answer {
    let l = visit.l;
    let page = visit.actions.listing(&visit.call, id).await?;
    let head = Page::new(t!(l, listing.title)).lede(page.course.title.clone()).with(&form);
    Ok(head.render(visit, move || {
        let own = if page.is_own { "course" } else { "course_check" };
        let back = format!("/{own}/{}", page.course.id);
        let poster = format!("/course/{}/poster.pdf", page.course.id);
        let poster = (page.course.state == CourseVersionState::Listed)
            .then(|| pdf_link(visit, poster, t!(l, review_paper.poster_pdf)))
            .flatten();
        view! {
            {form.why()}
            {facts(l, &page)}
            {poster.map(|link| view! { <p>{link}</p> })}
            {open(l, &page)}
            {acting(&form, &page)}
            <p><a href=back>{t!(l, course.content)}</a></p>
        }
    }))
}

fn facts(l: Locale, page: &ListingPage) -> impl IntoView + use<> {
    let course = &page.course;
    let until = course.listed_until.map(|day| words::time::date(l, day)).unwrap_or_default();
    let lapsed = (course.lapsed && course.state == CourseVersionState::Retired)
        .then(|| view! { <p>{t!(l, listing.lapsed)}</p> });
    view! {
        <p class="cluster">
            {badge(words::course::tone(course.state), words::course::state(l, course.state))}
            {course.extended.then(|| badge("plain", t!(l, listing.extended)))}
        </p>
        {lapsed}
        <dl class="facts">
            {fact(t!(l, course.lecturer), words::person::teacher(l, &course.lecturer_name))}
            {fact(t!(l, listing.number), course.catalogue_no.clone().unwrap_or_default())}
            {fact(t!(l, refinement.listed_until), until)}
            {fact(t!(l, listing.reason), course.listing_reason.clone())}
        </dl>
    }
}

/// What is asked for or agreed of the course, and not over.
fn open(l: Locale, page: &ListingPage) -> Option<impl IntoView + use<>> {
    let items = page
        .open
        .iter()
        .map(|request| {
            let text = words::listing::open_request(l, &request.host_name, request.state);
            let when = request.starts_at.map(|at| words::time::moment(l, at));
            let href = format!("/lecture_request/{}", request.id);
            let name = if page.is_own {
                view! { {text} }.into_any()
            } else {
                view! { <a href=href>{text}</a> }.into_any()
            };
            view! { <li>{name}{when.map(|when| view! { " · "{when} })}</li> }
        })
        .collect_view();
    (!page.open.is_empty()).then(|| {
        view! {
            <section class="stack">
                <h2>{t!(l, listing.open_title)}</h2>
                <p class="hint">{t!(l, listing.open_hint)}</p>
                <ul>{items}</ul>
            </section>
        }
    })
}

/// The steps that the reader can take, each with a reason.
fn acting(form: &Form, page: &ListingPage) -> Option<impl IntoView + use<>> {
    let l = form.l;
    let id = page.course.id;
    let steps = page
        .steps
        .iter()
        .map(|step| {
            let hint = words::listing::step_hint(l, *step, &rules());
            (step.as_str().to_owned(), words::listing::step(l, *step).to_owned(), Some(hint))
        })
        .collect();
    (!page.steps.is_empty()).then(|| {
        view! {
            <details class="fold" open=form.is_refused()>
                <summary>{t!(l, listing.acting)}</summary>
                <form class="form" method="post" action=format!("/course/{id}/listing") novalidate>
                    {revision(page.course.revision)}
                    {form.choices(Field::Decision, "radio", steps, false)}
                    {form.area(Field::Reason, 2, false)}
                    <button class="button">{t!(l, listing.apply)}</button>
                </form>
            </details>
        }
    })
}

async fn change(visit: Visit, Id(id): Id<CourseVersionId>, posted: Posted) -> Answer {
    let (values, revision) = (&posted.values, posted.revision);
    let done = visit.actions.change_listing(&visit.call, id, values, revision).await;
    let to = |()| format!("/course/{id}/listing");
    answer(&visit, posted, done, to, "listing_changed", |form| again(&visit, id, form)).await
}

async fn poster(visit: Visit, Id(id): Id<CourseVersionId>) -> Answer {
    let (course, noted) = visit.actions.poster(&visit.call, id).await?;
    let poster = poster::poster_of(visit.l, &course, &visit.settings.public_url);
    let name = format!("{}-{}", t!(visit.l, review_paper.poster), course.title);
    pdf(&visit, &name, document(visit.l, Paper::Poster(poster)), noted).await
}
