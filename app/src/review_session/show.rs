//! One session: for the office that plans it and for its panel.

use actions::{ActionError, PanelRow, SessionPage};
use axum::response::Response;
use domain::{
    working_day::WorkCalendar,
    {
        form::{Field, Values},
        id::ReviewSessionId,
        review_session::{ReviewSessionState, SlotState},
    },
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use super::panel::{asking, is_ahead};
use crate::{
    error::Answer,
    form::{Form, Posted, answer},
    id::Id,
    page::Page,
    parts::{badge, fact, revision},
    typeset::pdf_link,
    visit::Visit,
};

pub(super) async fn show(visit: Visit, Id(id): Id<ReviewSessionId>) -> Answer {
    let form = Form::new(&visit, Values::default());
    again(&visit, id, form).await
}

pub(super) async fn again(visit: &Visit, id: ReviewSessionId, form: Form) -> Answer {
    let page = visit.actions.review_session(&visit.call, id).await?;
    Ok(page_of(visit, page, form))
}

fn page_of(visit: &Visit, page: SessionPage, form: Form) -> Response {
    let l = visit.l;
    let head = Page::new(words::review_session::name(l, page.session.starts_at)).with(&form);
    let edit = format!("/review_session/{}/edit", page.session.id);
    let calendar = visit.actions.work_calendar();
    let asked = asking(visit, &form, &page);
    let reader = visit.call.actor.as_ref().map(|actor| actor.person);
    let is_open = |member: &PanelRow| Some(member.person_id) == reader && member.answer.is_none();
    let is_asked = is_ahead(&page) && page.panel.iter().any(is_open);
    head.render(visit, move || {
        // What is wrong with the plan is typed on another page, a reason on this one.
        let is_here = form.problems.of(Field::Reason).is_some();
        let summary = if is_here { form.summary() } else { form.summary_at(&edit) };
        view! {
            {form.notice()}
            {summary}
            <p>{badge(words::review_session::tone(page.session.state), words::review_session::state(l, page.session.state))}</p>
            {asked}
            {facts(l, &page, &calendar)}
            {short(l, &page)}
            {panel(l, &page)}
            {slots(visit, &page)}
            {waiting(l, &page)}
            {sitting(l, &page, is_asked)}
            {planning(l, &page)}
            {calling_off(&form, &page)}
            {series(l, &page)}
        }
    })
}

fn facts(l: Locale, page: &SessionPage, calendar: &WorkCalendar) -> impl IntoView + use<> {
    let session = &page.session;
    let place = match (&session.place_name, &session.place_address) {
        (Some(name), Some(address)) => format!("{name} · {address}"),
        _ => t!(l, review_session.online).to_owned(),
    };
    let link = session.video_link.clone().map(|link| {
        view! {
            <dt>{t!(l, review_session.video_link)}</dt>
            <dd><a href=link.clone() rel="noreferrer">{link.clone()}</a></dd>
        }
    });
    let fields: Vec<&str> = page
        .fields
        .iter()
        .map(|field| words::course::field(l, Some(&field.name_zh), Some(&field.name_en)))
        .collect();
    let fields = if fields.is_empty() {
        t!(l, review_session.all_fields).to_owned()
    } else {
        fields.join(t!(l, page.comma))
    };
    view! {
        <dl class="facts">
            {session.region_name.as_ref().map(|name| fact(t!(l, form.label.session_county), words::review_session::of_county(l, name)))}
            {fact(t!(l, review_session.place), place)}
            {link}
            {fact(t!(l, review_session.slots), words::review_session::slot_plan(l, session.n_slots, session.slot_minutes, session.break_minutes))}
            {session.short_minutes.map(|n| fact(t!(l, form.label.short_minutes), words::review_session::short_plan(l, n)))}
            {fact(t!(l, review_session.for_stages), words::audience::stage_list(l, &page.stages))}
            {fact(t!(l, review_session.for_fields), fields)}
            {fact(t!(l, review_session.opens), session.opens_at.map(|at| words::time::moment(l, at)).unwrap_or_default())}
            {fact(t!(l, review_session.closes), words::review_session::closes(l, session.closes_at, calendar))}
        </dl>
    }
}

fn panel(l: Locale, page: &SessionPage) -> impl IntoView + use<> {
    let members = page
        .panel
        .iter()
        .map(|member| {
            let chair = (member.seat_no == 1)
                .then(|| view! { " "{badge("plain", t!(l, review_session.chair))} });
            let answer = member.answer.map(|answer| {
                let text = words::panel::answer(l, answer);
                view! { " "{badge(words::panel::tone(answer), text)} }
            });
            let open = (member.answer.is_none() && page.may_plan && is_ahead(page))
                .then(|| view! { " "{badge("wait", t!(l, panel.unanswered))} });
            let reason = (page.may_plan && !member.answer_reason.is_empty())
                .then(|| view! { <p class="hint">{member.answer_reason.clone()}</p> });
            view! { <li>{words::person::teacher(l, &member.name)}{chair}{answer}{open}{reason}</li> }
        })
        .collect_view();
    let conflicts = page
        .conflicts
        .iter()
        .map(|one| view! { <li>{words::review_session::conflict(l, &one.panelist, &one.lecturer)}</li> })
        .collect_view();
    // Once the sitting has begun, who may judge whom is declared there.
    let is_to_come = is_ahead(page) || page.session.state == ReviewSessionState::Planned;
    let has_conflicts = is_to_come && !page.conflicts.is_empty();
    view! {
        <section class="stack">
            <h2>{t!(l, review_session.panel)}</h2>
            <ol>{members}</ol>
            {changing(l, page)}
            {has_conflicts.then(|| view! {
                <div class="notice warning">
                    <h3>{t!(l, review_session.conflicts)}</h3>
                    <ul>{conflicts}</ul>
                    <p>{t!(l, review_session.conflicts_hint)}</p>
                </div>
            })}
        </section>
    }
}

/// Lectures that too few of the panel may judge, with the way to somebody else.
fn short(l: Locale, page: &SessionPage) -> Option<impl IntoView + use<>> {
    let items = page
        .short
        .iter()
        .map(|one| view! { <li>{words::panel::short(l, &one.title, &one.lecturer, one.n)}</li> })
        .collect_view();
    let href = format!("/review_session/{}/panel", page.session.id);
    (!page.short.is_empty()).then(|| {
        view! {
            <div class="notice warning">
                <ul>{items}</ul>
                {is_ahead(page).then(|| view! { <p><a class="button" href=href>{t!(l, panel.replace_title)}</a></p> })}
            </div>
        }
    })
}

/// The ways to give a seat to somebody else, and to move the session.
fn changing(l: Locale, page: &SessionPage) -> Option<impl IntoView + use<>> {
    let id = page.session.id;
    (page.may_plan && is_ahead(page)).then(|| {
        view! {
            <p class="cluster">
                <a class="button" href=format!("/review_session/{id}/panel")>{t!(l, panel.replace_title)}</a>
                <a class="button" href=format!("/review_session/{id}/move")>{t!(l, panel.move_title)}</a>
            </p>
        }
    })
}

fn slots(visit: &Visit, page: &SessionPage) -> Option<impl IntoView + use<>> {
    let l = visit.l;
    if page.slots.is_empty() {
        return None;
    }
    let rows = page
        .slots
        .iter()
        .map(|slot| {
            let booking = page.bookings.iter().find(|booking| booking.slot_id == slot.id);
            let who = booking.map(|booking| {
                let lecturer = words::person::teacher(l, &booking.lecturer_name);
                match booking.part.as_str() {
                    "" => format!("{lecturer} · {}", booking.title),
                    part => format!("{lecturer} · {}（{part}）", booking.title),
                }
            });
            let unsure = booking.filter(|booking| booking.moved_from.is_some()).map(|_| {
                view! { " "{badge("wait", t!(l, panel.waits_for_lecturer))} }
            });
            let may_book = page.may_plan
                && page.session.state == ReviewSessionState::Open
                && slot.state == SlotState::Free;
            let book = may_book.then(|| {
                let href = format!("/review_session/{}/slot/{}", page.session.id, slot.id);
                view! { <a href=href>{t!(l, review_session.book_for)}</a> }
            });
            let may_change =
                page.may_plan && is_ahead(page) && slot.state != SlotState::Withdrawn;
            let hours = words::time::hours(slot.starts_at, slot.ends_at);
            let hours = if may_change {
                let href = format!("/review_session/{}/slot/{}/change", page.session.id, slot.id);
                let name = words::review_session::change_slot_at(l, &hours);
                view! { <a href=href aria-label=name>{hours}</a> }.into_any()
            } else {
                view! { {hours} }.into_any()
            };
            view! {
                <tr>
                    <td data-label=t!(l, review_session.when)>{hours}</td>
                    <td data-label=t!(l, review_session.state)>
                        {badge(words::review_session::slot_tone(slot.state), words::review_session::slot_state(l, slot.state))}
                    </td>
                    <td data-label=t!(l, review_session.course)>{who}{unsure}{book}</td>
                </tr>
            }
        })
        .collect_view();
    let papers = format!("/review_session/{}", page.session.id);
    let programme = format!("{papers}/programme.xlsx");
    let pdfs = [
        pdf_link(visit, format!("{papers}/programme.pdf"), t!(l, review_paper.programme_pdf)),
        pdf_link(visit, format!("{papers}/name_cards.pdf"), t!(l, review_paper.name_cards_pdf)),
    ];
    Some(view! {
        <section class="stack">
            <h2>{t!(l, review_session.slots)}</h2>
            <table class="data stacked">
                <thead><tr>
                    <th scope="col">{t!(l, review_session.when)}</th>
                    <th scope="col">{t!(l, review_session.state)}</th>
                    <th scope="col">{t!(l, review_session.course)}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
            <p class="cluster">
                <a class="button" href=programme>{t!(l, review_paper.programme_link)}</a>
                {pdfs}
            </p>
        </section>
    })
}

/// Who waits for a slot, for the office.
fn waiting(l: Locale, page: &SessionPage) -> Option<impl IntoView + use<>> {
    let entries = page
        .waiting
        .iter()
        .map(|entry| {
            let lecturer = words::person::teacher(l, &entry.lecturer_name);
            let state = words::waiting_list::state_of(l, entry.state);
            view! {
                <li>
                    {format!("{lecturer} · {}", entry.title)}" "
                    {badge(words::waiting_list::tone(entry.state), state)}
                </li>
            }
        })
        .collect_view();
    (!page.waiting.is_empty()).then(|| {
        view! {
            <section class="stack">
                <h2>{t!(l, waiting_list.office_title)}</h2>
                <p class="hint">{t!(l, waiting_list.office_hint)}</p>
                <ol>{entries}</ol>
            </section>
        }
    })
}

/// The way to the sitting, once people can book; the main one, unless an answer is.
fn sitting(l: Locale, page: &SessionPage, is_asked: bool) -> Option<impl IntoView + use<>> {
    let is_published = page.session.opens_at.is_some();
    let href = format!("/review_session/{}/sitting", page.session.id);
    let class = if is_asked { "button" } else { "button primary large" };
    is_published.then(|| {
        view! {
            <p><a class=class href=href>{t!(l, trial_lecture.to_sitting)}</a></p>
        }
    })
}

fn planning(l: Locale, page: &SessionPage) -> Option<impl IntoView + use<>> {
    let id = page.session.id;
    let is_planned = page.may_plan && page.session.state == ReviewSessionState::Planned;
    is_planned.then(|| {
        view! {
            <p>{t!(l, review_session.publish_hint)}</p>
            <div class="page-foot-action cluster">
                <form method="post" action=format!("/review_session/{id}/publish")>
                    {revision(page.session.revision)}
                    <button class="button primary large">{t!(l, review_session.publish)}</button>
                </form>
                <a class="button large" href=format!("/review_session/{id}/edit")>
                    {t!(l, review_session.edit)}
                </a>
            </div>
        }
    })
}

/// The way to a season of sessions like this one.
fn series(l: Locale, page: &SessionPage) -> Option<impl IntoView + use<>> {
    let href = format!("/review_session/{}/series", page.session.id);
    page.may_plan.then(|| view! { <p><a href=href>{t!(l, review_session.series)}</a></p> })
}

/// Calling the session off, or one of its slots.
fn calling_off(form: &Form, page: &SessionPage) -> Option<AnyView> {
    let l = form.l;
    if !page.may_plan || page.session.state.cancel().is_err() {
        return None;
    }
    let whole = (String::new(), t!(l, review_session.whole).to_owned());
    let slots = page
        .slots
        .iter()
        .filter(|slot| slot.state != SlotState::Withdrawn)
        .map(|slot| (slot.id.to_string(), words::time::hours(slot.starts_at, slot.ends_at)));
    let chosen = form.values.get(Field::Slot).to_owned();
    let options = std::iter::once(whole)
        .chain(slots)
        .map(|(value, text)| {
            let selected = value == chosen;
            view! { <option value=value selected=selected>{text}</option> }
        })
        .collect_view();
    let id = page.session.id;
    let is_open = form.problems.of(Field::Reason).is_some().then_some("");
    Some(
        view! {
            <details class="fold" open=is_open>
                <summary>{t!(l, review_session.call_off_title)}</summary>
                <form class="form" method="post" action=format!("/review_session/{id}/call_off") novalidate>
                    <p class="hint">{t!(l, review_session.call_off_hint)}</p>
                    {revision(page.session.revision)}
                    <div class="field">
                        <label for=Field::Slot.as_str()>{t!(l, review_session.slots)}</label>
                        <select id=Field::Slot.as_str() name=Field::Slot.as_str()>{options}</select>
                    </div>
                    {form.area(Field::Reason, 2, false)}
                    <button class="button">{t!(l, review_session.call_off)}</button>
                </form>
            </details>
        }
        .into_any(),
    )
}

pub(super) async fn call_off(visit: Visit, Id(id): Id<ReviewSessionId>, posted: Posted) -> Answer {
    let (actions, call) = (&visit.actions, &visit.call);
    let values = &posted.values;
    let (done, notice) = match values.trimmed(Field::Slot) {
        "" => {
            (actions.cancel_session(call, id, values, posted.revision).await, "session_cancelled")
        }
        slot => {
            let slot = slot.parse().unwrap_or_default();
            (actions.withdraw_slot(call, id, slot, values).await, "slot_withdrawn")
        }
    };
    let to = |()| format!("/review_session/{id}");
    answer(&visit, posted, done, to, notice, |form| again(&visit, id, form)).await
}

pub(super) async fn publish(visit: Visit, Id(id): Id<ReviewSessionId>, posted: Posted) -> Answer {
    let revision = posted.revision;
    let mut done = visit.actions.publish_session(&visit.call, id, revision).await;
    if matches!(done, Err(ActionError::WrongState)) {
        // Published twice: it is where it should be.
        let state = visit.actions.review_session(&visit.call, id).await?.session.state;
        if state == ReviewSessionState::Open {
            done = Ok(());
        }
    }
    let to = |()| format!("/review_session/{id}");
    let again = |form| again(&visit, id, form);
    answer(&visit, Posted::default(), done, to, "session_published", again).await
}
