//! The desk: what waits for me, one click from doing it.

use actions::Task;
use axum::response::Response;
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use crate::{
    error::AppError,
    page::Page,
    parts::{badge, empty},
    route::{Route, Who},
    visit::Visit,
};

pub(crate) fn routes() -> Vec<Route> {
    vec![Route::get("/desk", Who::SignedIn, desk)]
}

async fn desk(visit: Visit) -> Result<Response, AppError> {
    let l = visit.l;
    let desk =
        visit.actions.desk(&visit.call).await.map_err(|error| AppError::from(&visit, error))?;
    let name = visit.call.actor.as_ref().map(|actor| actor.name.clone()).unwrap_or_default();
    let lede = words::desk::lede(l, desk.to_do.len());
    let title = words::desk::greeting(l, &name);
    Ok(Page::new(t!(l, desk.title)).own_heading().render(&visit, move || {
        let nothing = desk.to_do.is_empty() && desk.ahead.is_empty();
        view! {
            <div class="page-head">
                <h1 class="desk-greeting">{title}</h1>
                <p class="lede">{lede}</p>
            </div>
            <div class="desk">
                {group(l, t!(l, desk.to_do), true, &desk.to_do)}
                {group(l, t!(l, desk.ahead), false, &desk.ahead)}
                {nothing.then(|| empty(t!(l, desk.nothing), Some(("/catalogue", t!(l, page.catalogue)))))}
            </div>
        }
    }))
}

fn group(
    l: Locale,
    title: &'static str,
    is_now: bool,
    tasks: &[Task],
) -> Option<impl IntoView + use<>> {
    if tasks.is_empty() {
        return None;
    }
    let count = tasks.len();
    let cards = tasks.iter().map(|task| card(l, task)).collect_view();
    Some(view! {
        <section class="desk-group" data-now=is_now.then_some("")>
            <h2>{title}" "<span class="count">{count}</span></h2>
            <ul class="card-list">{cards}</ul>
        </section>
    })
}

/// What a card says: title, details, deadline, state, and the one click.
struct Card {
    title: String,
    meta: Vec<String>,
    due: Option<String>,
    tone: &'static str,
    state: &'static str,
    href: String,
    action: &'static str,
}

fn card(l: Locale, task: &Task) -> impl IntoView + use<> {
    let card = words_of(l, task);
    let is_to_do = task.is_to_do();
    let class = if is_to_do { "button primary" } else { "button" };
    let href = card.href.clone();
    view! {
        <li class="card">
            <h3 class="card-title"><a href=href>{card.title}</a></h3>
            <p class="meta">
                {card.meta.into_iter().map(|text| view! { <span>{text}</span> }).collect_view()}
            </p>
            {card.due.map(|due| view! { <p class="due">{due}</p> })}
            {badge(card.tone, card.state)}
            <a class=class href=card.href>{card.action}</a>
        </li>
    }
}

fn words_of(l: Locale, task: &Task) -> Card {
    match task {
        Task::ConfirmBooking(booking) => Card {
            title: booking.title.clone(),
            meta: vec![words::time::span(l, booking.starts_at, booking.ends_at)],
            due: Some(words::desk::confirm_until(l, booking.held_until)),
            tone: "todo",
            state: t!(l, desk.held),
            href: format!("/booking/{}", booking.id),
            action: t!(l, desk.confirm),
        },
        Task::PrepareReview(booking) => Card {
            title: booking.title.clone(),
            meta: vec![
                words::time::span(l, booking.starts_at, booking.ends_at),
                booking.place_name.clone().unwrap_or_else(|| t!(l, review_session.online).into()),
            ],
            due: None,
            tone: "done",
            state: t!(l, desk.booked),
            href: format!("/booking/{}", booking.id),
            action: t!(l, desk.look),
        },
        Task::BookSlot(course) => Card {
            title: course.title.clone(),
            meta: vec![t!(l, desk.cleared).into()],
            due: None,
            tone: "todo",
            state: words::course::state(l, course.state),
            href: format!("/course/{}/booking", course.id),
            action: t!(l, desk.book),
        },
        Task::FinishDraft(course) => Card {
            title: course.title.clone(),
            meta: if course.remark.is_empty() {
                vec![t!(l, desk.draft).into()]
            } else {
                vec![t!(l, desk.sent_back).into()]
            },
            due: None,
            tone: "todo",
            state: words::course::state(l, course.state),
            href: format!("/course/{}/edit", course.id),
            action: t!(l, desk.write),
        },
        Task::WaitForCheck(course) => Card {
            title: course.title.clone(),
            meta: vec![t!(l, desk.with_office).into()],
            due: None,
            tone: "wait",
            state: words::course::state(l, course.state),
            href: format!("/course/{}", course.id),
            action: t!(l, desk.look),
        },
        Task::CheckCourse(course) => Card {
            title: course.title.clone(),
            meta: vec![words::person::teacher(l, &course.lecturer_name)],
            due: Some(words::desk::waiting_since(l, course.changed_at)),
            tone: "todo",
            state: t!(l, desk.to_check),
            href: format!("/course_check/{}", course.id),
            action: t!(l, desk.check),
        },
        Task::PublishSession(session) => session_card(l, session, "todo", t!(l, desk.publish)),
        Task::SitOnPanel(session) => session_card(l, session, "wait", t!(l, desk.look)),
        Task::JudgeCycle(cycle, done, all) => Card {
            meta: vec![words::desk::sheets(l, *done, *all)],
            ..award_card(l, cycle, format!("/award/{}/judging", cycle.id), t!(l, desk.judge))
        },
        Task::LeadCycle(cycle) => {
            award_card(l, cycle, format!("/award/{}", cycle.id), t!(l, desk.lead))
        }
        Task::DecideCycle(cycle) => {
            award_card(l, cycle, format!("/award/{}/proposal", cycle.id), t!(l, desk.decide))
        }
    }
}

fn award_card(l: Locale, cycle: &actions::CycleRow, href: String, action: &'static str) -> Card {
    Card {
        title: cycle.title.clone(),
        meta: vec![words::award_cycle::year(l, cycle.year)],
        due: None,
        tone: "todo",
        state: words::award_cycle::state(l, cycle.state),
        href,
        action,
    }
}

fn session_card(
    l: Locale,
    session: &actions::ReviewSessionRow,
    tone: &'static str,
    action: &'static str,
) -> Card {
    Card {
        title: words::review_session::name(l, session.starts_at),
        meta: vec![
            session.place_name.clone().unwrap_or_else(|| t!(l, review_session.online).into()),
        ],
        due: None,
        tone,
        state: words::review_session::state(l, session.state),
        href: format!("/review_session/{}", session.id),
        action,
    }
}
