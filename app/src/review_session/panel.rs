//! The panel answers; the office gives a seat to somebody else, or moves the session.

use actions::SessionPage;
use chrono::{DateTime, Utc};
use domain::{
    form::{Field, Values},
    id::ReviewSessionId,
    panel::PanelAnswer,
    review_session::ReviewSessionState,
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;

use super::show;
use crate::{
    error::{Answer, AppError},
    form::{Form, Line, Posted, answer as answered},
    id::Id,
    page::Page,
    visit::Visit,
};

/// Whether panel, time and place of a session can still be changed.
pub(super) fn is_ahead(page: &SessionPage) -> bool {
    matches!(page.session.state, ReviewSessionState::Open | ReviewSessionState::Closed)
}

/// Whether the reader comes: two buttons, and a reason for who cannot.
pub(super) fn asking(visit: &Visit, form: &Form, page: &SessionPage) -> Option<AnyView> {
    let l = form.l;
    let reader = visit.call.actor.as_ref()?.person;
    let member = page.panel.iter().find(|member| member.person_id == reader)?;
    if !is_ahead(page) {
        return None;
    }
    let action = format!("/review_session/{}/answer", page.session.id);
    let (accepted, declined) = (PanelAnswer::Accepted.as_str(), PanelAnswer::Declined.as_str());
    let is_awaited = |until: &DateTime<Utc>| member.answer.is_none() && visit.call.now < *until;
    let until = page.session.answer_until.filter(is_awaited);
    let class = if member.answer.is_none() { "button primary large" } else { "button" };
    let accept = (member.answer != Some(PanelAnswer::Accepted)).then(|| {
        view! {
            <form method="post" action=action.clone()>
                <button class=class name=Field::Decision.as_str() value=accepted>
                    {t!(l, panel.accept)}
                </button>
            </form>
        }
    });
    let is_typed = form.problems.of(Field::Reason).is_some();
    let decline = (member.answer != Some(PanelAnswer::Declined)).then(|| {
        view! {
            <details class="fold" open=is_typed>
                <summary>{t!(l, panel.cannot)}</summary>
                <form class="form" method="post" action=action novalidate>
                    {form.line(Field::Reason, Line::default())}
                    <button class="button" name=Field::Decision.as_str() value=declined>
                        {t!(l, panel.decline)}
                    </button>
                </form>
            </details>
        }
    });
    Some(
        view! {
            <section class="stack">
                {member.answer.is_none().then(|| view! { <h2>{t!(l, panel.answer_title)}</h2> })}
                {until.map(|until| view! { <p>{words::panel::answer_until(l, until)}</p> })}
                {accept}
                {decline}
            </section>
        }
        .into_any(),
    )
}

pub(super) async fn answer(visit: Visit, Id(id): Id<ReviewSessionId>, posted: Posted) -> Answer {
    let done = visit.actions.answer_panel(&visit.call, id, &posted.values).await;
    let to = |()| format!("/review_session/{id}");
    let again = |form| show::again(&visit, id, form);
    answered(&visit, posted, done, to, "panel_answered", again).await
}

/// A session whose panel, time and place can be changed.
pub(super) async fn ahead(visit: &Visit, id: ReviewSessionId) -> Result<SessionPage, AppError> {
    let page = visit.actions.review_session(&visit.call, id).await?;
    if is_ahead(&page) { Ok(page) } else { Err(AppError::Conflict) }
}

pub(super) async fn show(visit: Visit, Id(id): Id<ReviewSessionId>) -> Answer {
    let mut form = Form::new(&visit, Values::default());
    let page = ahead(&visit, id).await?;
    let vacant = page.panel.iter().find(|member| member.answer == Some(PanelAnswer::Declined));
    if form.values.get(Field::Seat).is_empty()
        && let Some(vacant) = vacant
    {
        form.values.set(Field::Seat, vacant.seat_no.to_string());
    }
    again(&visit, id, form).await
}

async fn again(visit: &Visit, id: ReviewSessionId, form: Form) -> Answer {
    let l = visit.l;
    let page = ahead(visit, id).await?;
    let people = visit.actions.panel_substitutes(&visit.call, id).await?;
    let head = Page::new(t!(l, panel.replace_title));
    let head = head.lede(words::review_session::name(l, page.session.starts_at)).with(&form);
    Ok(head.render(visit, move || {
        let seats = page
            .panel
            .iter()
            .map(|one| {
                let answer = one.answer.map(|answer| words::panel::answer(l, answer).to_owned());
                let name = words::panel::seat(l, one.seat_no, &one.name);
                (one.seat_no.to_string(), name, answer)
            })
            .collect();
        let people = people
            .iter()
            .map(|one| {
                let person = &one.person;
                let mut name = match &person.workplace {
                    Some(place) => format!("{} · {place}", person.name),
                    None => person.name.clone(),
                };
                if !one.near.is_empty() {
                    let near = words::review_session::conflicts_with(l, &one.near);
                    name = format!("{name}（{near}）");
                }
                if let Some(why) = one.unavailable {
                    name = format!("{name}（{}）", words::absence::unavailable(l, why));
                }
                (person.id.to_string(), name)
            })
            .collect();
        let back = format!("/review_session/{id}");
        view! {
            <form class="form" method="post" action=format!("/review_session/{id}/panel") novalidate>
                {form.why()}
                {form.choices(Field::Seat, "radio", seats, false)}
                {form.select(Field::NewPanelist, people, false)}
                {form.line(Field::Reason, Line::default())}
                <p class="hint">{t!(l, panel.replace_hint)}</p>
                <div class="page-foot-action cluster">
                    <button class="button primary large">{t!(l, panel.replace)}</button>
                    <a class="button large" href=back>{words::review_session::name(l, page.session.starts_at)}</a>
                </div>
            </form>
        }
    }))
}

pub(super) async fn replace(visit: Visit, Id(id): Id<ReviewSessionId>, posted: Posted) -> Answer {
    let done = visit.actions.replace_panelist(&visit.call, id, &posted.values).await;
    let to = |()| format!("/review_session/{id}");
    let again = |form| again(&visit, id, form);
    answered(&visit, posted, done, to, "panel_replaced", again).await
}

pub(super) async fn show_move(visit: Visit, Id(id): Id<ReviewSessionId>) -> Answer {
    let page = ahead(&visit, id).await?;
    let plan = Values::from(&page.plan());
    let values = Values::default()
        .with(Field::HeldOn, plan.get(Field::HeldOn))
        .with(Field::StartsAt, plan.get(Field::StartsAt));
    let form = Form::to_change(&visit, values, page.session.revision);
    move_page(&visit, id, form).await
}

async fn move_page(visit: &Visit, id: ReviewSessionId, form: Form) -> Answer {
    let l = visit.l;
    let page = ahead(visit, id).await?;
    let choices = visit.actions.plan_choices(&visit.call).await?;
    let head = Page::new(t!(l, panel.move_title));
    let head = head.lede(words::review_session::name(l, page.session.starts_at)).with(&form);
    Ok(head.render(visit, move || {
        let places = choices
            .offered(form.values.get(Field::Place))
            .map(|place| (place.id.to_string(), format!("{} · {}", place.name, place.address)))
            .collect();
        let date = Line { kind: "date", is_short: true, ..Line::default() };
        let time = Line { kind: "time", is_short: true, ..Line::default() };
        view! {
            <form class="form" method="post" action=format!("/review_session/{id}/move") novalidate>
                {form.why()}
                {form.revision()}
                <p class="hint">{t!(l, panel.move_hint)}</p>
                <div class="field-row">
                    {form.line(Field::HeldOn, date)}
                    {form.line(Field::StartsAt, time)}
                </div>
                {form.select(Field::Place, places, true)}
                <p class="hint">{t!(l, panel.same_place)}</p>
                {form.line(Field::Reason, Line::default())}
                <div class="page-foot-action">
                    <button class="button primary large">{t!(l, panel.move_submit)}</button>
                </div>
            </form>
        }
    }))
}

pub(super) async fn shift(visit: Visit, Id(id): Id<ReviewSessionId>, posted: Posted) -> Answer {
    let (values, revision) = (&posted.values, posted.revision);
    let done = visit.actions.move_session(&visit.call, id, values, revision).await;
    let to = |()| format!("/review_session/{id}");
    answered(&visit, posted, done, to, "session_moved", |mut form| async {
        form.renew(ahead(&visit, id).await?.session.revision);
        move_page(&visit, id, form).await
    })
    .await
}
