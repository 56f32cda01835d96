//! The meeting of a final: the page of who runs it, and the screen of each judge.

use actions::{FinalMeetingPage, Room, RoomPage, Turn};
use axum::response::Response;
use domain::{
    form::{Field, Values},
    id::AwardCycleId,
    role::Role,
};
use islands::final_meeting::MeetingFollower;
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use crate::{
    award_cycle::RUNNER,
    error::Answer,
    form::{Form, Posted, answer, decided},
    id::Id,
    island,
    nomination::{file_facts, file_view},
    page::Page,
    parts::{badge, revision},
    route::{Route, Who},
    visit::Visit,
};

const JUDGE: Who = Who::Role(&[Role::Judge]);
/// Who follows a meeting.
const IN_THE_ROOM: Who = Who::Role(&[Role::Judge, Role::CityOffice, Role::AwardOrganiser]);

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/award/{id}/meeting", RUNNER, show),
        Route::post("/award/{id}/meeting/open", RUNNER, open),
        Route::post("/award/{id}/meeting/turn", RUNNER, call_turn),
        Route::post("/award/{id}/meeting/close", RUNNER, close),
        Route::get("/award/{id}/room", JUDGE, show_room),
        Route::post("/api/final_meeting/revision", IN_THE_ROOM, island::answer),
    ]
}

async fn show(visit: Visit, Id(id): Id<AwardCycleId>) -> Answer {
    again(&visit, id, Form::new(&visit, Values::default())).await
}

async fn again(visit: &Visit, id: AwardCycleId, form: Form) -> Answer {
    let page = visit.actions.final_meeting(&visit.call, id).await?;
    Ok(page_of(visit, page, form))
}

fn page_of(visit: &Visit, page: FinalMeetingPage, form: Form) -> Response {
    let l = visit.l;
    let head = Page::new(t!(l, final_meeting.title)).lede(page.cycle.title.clone()).with(&form);
    let is_open = page.meeting.as_ref().is_some_and(|meeting| !meeting.is_closed);
    head.render(visit, move || {
        let undeclared = page
            .undeclared
            .iter()
            .map(|judge| words::person::teacher(l, &judge.name))
            .collect::<Vec<_>>()
            .join(t!(l, final_meeting.and));
        let id = page.cycle.id;
        let main =
            if is_open { running(l, &page).into_any() } else { opening(l, &page).into_any() };
        view! {
            {form.why()}
            {form.told(Field::Turn)}
            {main}
            {(!undeclared.is_empty()).then(|| view! {
                <p class="hint">{words::final_meeting::undeclared(l, &undeclared)}</p>
            })}
            {turns(l, &page, is_open)}
            {is_open.then(|| ends(l, &page))}
            <p><a href=format!("/award/{id}")>{t!(l, award.back)}</a></p>
        }
    })
}

fn now(page: &FinalMeetingPage) -> i64 {
    page.meeting.as_ref().map_or(0, |meeting| meeting.revision)
}

/// Before it begins, or when it is over.
fn opening(l: Locale, page: &FinalMeetingPage) -> impl IntoView + use<> {
    let (text, button) = match page.meeting {
        None => (t!(l, final_meeting.lede), t!(l, final_meeting.open)),
        Some(_) => (t!(l, final_meeting.over), t!(l, final_meeting.open_again)),
    };
    let action = format!("/award/{}/meeting/open", page.cycle.id);
    let has_anybody = !page.turns.is_empty();
    view! {
        <p>{text}</p>
        <p>{words::final_meeting::n_leave(l, page.n_leave)}</p>
        {has_anybody.then(|| view! {
            <form method="post" action=action class="page-foot-action">
                {revision(now(page))}
                <button class="button primary large">{button}</button>
            </form>
        })}
    }
}

/// Who is spoken of now, and who is next.
fn running(l: Locale, page: &FinalMeetingPage) -> impl IntoView + use<> {
    let turn = page.meeting.as_ref().map_or(0, |meeting| meeting.turn);
    let current = page.turns.iter().find(|one| one.place == turn);
    let next = page.turns.iter().find(|one| one.place > turn);
    let card = match current {
        None => view! { <p>{t!(l, final_meeting.nobody_yet)}</p> }.into_any(),
        Some(one) => view! {
            <section class="card" aria-live="polite">
                <p class="meta">{words::final_meeting::place(l, one.place, page.turns.len())}</p>
                <h2>{name(l, one)}</h2>
                {one.who.as_ref().map(|(_, workplace, category)| view! {
                    <p class="meta">
                        <span>{words::award_cycle::category(l, *category)}</span>
                        <span>{workplace.clone()}</span>
                    </p>
                })}
                <p>{words::final_meeting::outside(l, &one.outside)}</p>
            </section>
        }
        .into_any(),
    };
    let action = format!("/award/{}/meeting/turn", page.cycle.id);
    let next = next.map(|one| {
        let text = words::final_meeting::next(l, &name(l, one));
        let outside = words::final_meeting::then_outside(l, &one.outside);
        view! {
            <p class="hint">{outside}</p>
            <form method="post" action=action class="page-foot-action">
                {revision(now(page))}
                <button class="button primary large" name=Field::Turn.as_str() value=one.place.to_string()>
                    {text}
                </button>
            </form>
        }
    });
    view! { {card}{next} }
}

fn name(l: Locale, turn: &Turn) -> String {
    match &turn.who {
        Some((name, ..)) => name.clone(),
        None => t!(l, final_meeting.withheld).to_owned(),
    }
}

fn turns(l: Locale, page: &FinalMeetingPage, is_open: bool) -> impl IntoView + use<> {
    let turn = page.meeting.as_ref().map_or(0, |meeting| meeting.turn);
    let action = format!("/award/{}/meeting/turn", page.cycle.id);
    let rows =
        page.turns
            .iter()
            .map(|one| {
                let state = if is_open && one.place == turn {
                    Some(badge("todo", t!(l, final_meeting.now)))
                } else if one.was_called {
                    Some(badge("done", t!(l, final_meeting.called)))
                } else {
                    None
                };
                let label = words::final_meeting::call(l, &name(l, one));
                let call = (is_open && one.place != turn).then(|| view! {
                <form method="post" action=action.clone()>
                    {revision(now(page))}
                    <button class="button" name=Field::Turn.as_str() value=one.place.to_string()
                        aria-label=label>
                        {t!(l, final_meeting.call)}
                    </button>
                </form>
            });
                view! {
                    <tr>
                        <td data-label=t!(l, final_meeting.order)>{one.place}</td>
                        <td data-label=t!(l, person.name)>{name(l, one)}" "{state}</td>
                        <td data-label=t!(l, final_meeting.waits)>
                            {words::final_meeting::seats(l, &one.outside)}
                        </td>
                        {is_open.then(|| view! { <td>{call}</td> })}
                    </tr>
                }
            })
            .collect_view();
    (!page.turns.is_empty()).then(|| {
        view! {
            <h2>{t!(l, final_meeting.order)}</h2>
            <table class="data stacked">
                <thead><tr>
                    <th scope="col">{t!(l, final_meeting.order)}</th>
                    <th scope="col">{t!(l, person.name)}</th>
                    <th scope="col">{t!(l, final_meeting.waits)}</th>
                    {is_open.then(|| view! { <th scope="col">{t!(l, final_meeting.call)}</th> })}
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        }
    })
}

/// What is seldom done: the order anew, and the end.
fn ends(l: Locale, page: &FinalMeetingPage) -> impl IntoView + use<> {
    let at = format!("/award/{}/meeting", page.cycle.id);
    view! {
        <p class="hint">{t!(l, final_meeting.order_hint)}</p>
        <div class="cluster">
            <form method="post" action=format!("{at}/open")>
                {revision(now(page))}
                <button class="button">{t!(l, final_meeting.order_anew)}</button>
            </form>
            <form method="post" action=format!("{at}/close")>
                {revision(now(page))}
                <button class="button">{t!(l, final_meeting.close)}</button>
            </form>
        </div>
    }
}

async fn open(visit: Visit, Id(id): Id<AwardCycleId>, posted: Posted) -> Answer {
    let done = visit.actions.open_final_meeting(&visit.call, id, posted.revision).await;
    stepped(&visit, id, posted, done, "meeting_open").await
}

async fn call_turn(visit: Visit, Id(id): Id<AwardCycleId>, posted: Posted) -> Answer {
    let done =
        visit.actions.call_final_turn(&visit.call, id, &posted.values, posted.revision).await;
    stepped(&visit, id, posted, done, "turn_called").await
}

async fn close(visit: Visit, Id(id): Id<AwardCycleId>, posted: Posted) -> Answer {
    let done = visit.actions.close_final_meeting(&visit.call, id, posted.revision).await;
    stepped(&visit, id, posted, done, "meeting_closed").await
}

async fn stepped(
    visit: &Visit,
    id: AwardCycleId,
    posted: Posted,
    done: Result<(), actions::ActionError>,
    notice: &'static str,
) -> Answer {
    let (done, to) = (done.map_err(decided), |()| format!("/award/{id}/meeting"));
    answer(visit, posted, done, to, notice, |form| again(visit, id, form)).await
}

async fn show_room(visit: Visit, Id(id): Id<AwardCycleId>) -> Answer {
    let page = visit.actions.room(&visit.call, id).await?;
    Ok(room_page(&visit, page))
}

fn room_page(visit: &Visit, page: RoomPage) -> Response {
    let l = visit.l;
    let head = Page::new(t!(l, final_meeting.title)).lede(page.cycle.title.clone()).with_island();
    head.render(visit, move || {
        let id = page.cycle.id;
        let room = match &page.room {
            Room::Closed => view! { <p>{t!(l, final_meeting.room_closed)}</p> }.into_any(),
            Room::Waiting => view! { <p>{t!(l, final_meeting.nobody_yet)}</p> }.into_any(),
            Room::Outside => view! {
                <section class="card" aria-live="polite">
                    <h2>{t!(l, final_meeting.please_wait)}</h2>
                    <p>{t!(l, final_meeting.please_wait_why)}</p>
                </section>
            }
            .into_any(),
            Room::Inside(one) => {
                let sheet = one.has_sheet.then(|| view! {
                    <div class="page-foot-action">
                        <a class="button primary large" href=format!("/score_sheet/{}", one.nomination.id)>
                            {t!(l, final_meeting.sheet)}
                        </a>
                    </div>
                });
                view! {
                    <section class="stack" aria-live="polite">
                        <h2>{one.nomination.name.clone()}</h2>
                        <p class="meta">
                            <span>{words::award_cycle::category(l, one.nomination.category)}</span>
                            <span>{one.nomination.workplace.clone()}</span>
                        </p>
                        {sheet}
                        {file_facts(l, &one.nomination)}
                        {file_view(l, one.nomination.id, &one.file)}
                    </section>
                }
                .into_any()
            }
        };
        view! {
            {room}
            <MeetingFollower cycle=id.0 revision=page.revision/>
            <p><a href=format!("/award/{id}/room")>{t!(l, final_meeting.look_again)}</a></p>
            <p><a href=format!("/award/{id}/judging")>{t!(l, award.relations)}</a></p>
        }
    })
}
