//! Corrections of what stands on a record that somebody has taken: a second person confirms or refuses
//! them (`LAW-51`).

use actions::{PaperCorrectionPage, PaperCorrectionRow};
use axum::response::Response;
use domain::{
    form::{Field, Values},
    id::PaperCorrectionId,
    paper_correction::{Correction, SECOND_PEOPLE},
    role::Role,
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::{Locale, paper_correction::Side};

use crate::{
    error::Answer,
    form::{Form, Line, Posted, answer},
    id::Id,
    page::Page,
    parts::{badge, caution, empty, fact, revision},
    route::{Route, Who},
    visit::Visit,
};

const OFFICES: Who = Who::Role(SECOND_PEOPLE);

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/paper_corrections", OFFICES, list),
        Route::get("/paper_correction/{id}", OFFICES, show),
        Route::post("/paper_correction/{id}/confirm", OFFICES, confirm),
        Route::post("/paper_correction/{id}/refuse", OFFICES, refuse),
        Route::post("/paper_correction/{id}/call_off", OFFICES, call_off),
    ]
}

async fn list(visit: Visit) -> Answer {
    let l = visit.l;
    let page = visit.actions.paper_corrections(&visit.call).await?;
    let head = Page::new(t!(l, paper_correction.title)).lede(t!(l, paper_correction.lede));
    Ok(head.render(&visit, move || {
        let waiting = page.waiting.iter().map(|(row, mine)| card(l, row, *mine)).collect_view();
        let ended = page.ended.iter().map(|row| card(l, row, false)).collect_view();
        view! {
            <h2>{t!(l, paper_correction.waiting)}</h2>
            {page.waiting.is_empty().then(|| empty(t!(l, paper_correction.none), None))}
            <ul class="card-list">{waiting}</ul>
            {(!page.ended.is_empty()).then(|| view! {
                <h2>{t!(l, paper_correction.ended)}</h2>
                <ul class="card-list">{ended}</ul>
            })}
        }
    }))
}

fn card(l: Locale, row: &PaperCorrectionRow, is_mine: bool) -> impl IntoView + use<> {
    let href = format!("/paper_correction/{}", row.id);
    let state = words::paper_correction::state(l, row.state);
    let look = is_mine.then(|| {
        view! { <a class="button" href=href.clone()>{t!(l, paper_correction.decide)}</a> }
    });
    view! {
        <li class="card">
            <h3 class="card-title"><a href=href.clone()>{row.person_name.clone()}" · "{row.title.clone()}</a></h3>
            <p class="meta">
                <span>{words::paper_correction::change_of(l, &row.change, (row.amount_before, row.amount_after))}</span>
                <span>{words::paper_correction::proposed(l, &row.proposer_name, row.proposed_at)}</span>
            </p>
            {badge(words::paper_correction::tone(row.state), state)}
            {look}
        </li>
    }
}

/// What waits at a row, with the way to it; whoever may not open it reads the words alone.
pub(crate) fn waits(visit: &Visit, rows: &[PaperCorrectionRow]) -> Option<AnyView> {
    let l = visit.l;
    let opens = visit.may_open("/paper_correction/{id}");
    let line = |row: &PaperCorrectionRow| {
        let text = {
            let amounts = (row.amount_before, row.amount_after);
            let change = words::paper_correction::change_of(l, &row.change, amounts);
            words::paper_correction::waits(l, &row.person_name, &change, &row.proposer_name)
        };
        let href = format!("/paper_correction/{}", row.id);
        let link = opens.then(|| view! { " "<a href=href>{t!(l, paper_correction.look)}</a> });
        view! { <li>{text}{link}</li> }
    };
    let lines = rows.iter().map(line).collect_view();
    (!rows.is_empty()).then(|| {
        view! {
            <div class="notice">
                <h2>{t!(l, paper_correction.needs_second)}</h2>
                <ul>{lines}</ul>
            </div>
        }
        .into_any()
    })
}

async fn show(visit: Visit, Id(id): Id<PaperCorrectionId>) -> Answer {
    again(&visit, id, Form::new(&visit, Values::default())).await
}

async fn again(visit: &Visit, id: PaperCorrectionId, form: Form) -> Answer {
    let page = visit.actions.paper_correction(&visit.call, id).await?;
    Ok(page_of(visit, page, form))
}

fn page_of(visit: &Visit, page: PaperCorrectionPage, form: Form) -> Response {
    let l = visit.l;
    let row = &page.correction;
    let title = words::paper_correction::of(l, &row.change, &row.person_name);
    let head = Page::new(title).lede(row.title.clone()).with(&form);
    let sees_record = visit.may_open("/training_record/{id}") && !row.change.is_lecture();
    let source = source(visit, &row.change);
    head.render(visit, move || {
        let row = &page.correction;
        let state = words::paper_correction::state(l, row.state);
        let decided = row.decided_at.map(|at| words::time::moment(l, at)).unwrap_or_default();
        let record = sees_record.then(|| {
            let href = format!("/training_record/{}", row.person_id);
            view! { <a href=href>{t!(l, hour_claim.record)}</a> }
        });
        view! {
            {form.why()}
            {badge(words::paper_correction::tone(row.state), state)}
            {page.is_outdated.then(|| caution(t!(l, paper_correction.outdated)))}
            {sides(l, row)}
            <dl class="facts">
                {fact(t!(l, paper_correction.reason), row.reason.clone())}
                {fact(t!(l, paper_correction.proposer), row.proposer_name.clone())}
                {fact(t!(l, paper_correction.proposed_at), words::time::moment(l, row.proposed_at))}
                {fact(t!(l, paper_correction.decider), row.decider_name.clone().unwrap_or_default())}
                {fact(t!(l, paper_correction.decided_at), decided)}
                {fact(t!(l, paper_correction.answer), row.answer.clone())}
            </dl>
            {page.may_decide.then(|| decision(&form, &page))}
            {(!page.may_decide).then(|| form.told(Field::Decision))}
            {page.may_call_off.then(|| calling_off(l, row))}
            <p class="cluster">
                {record}
                {source.map(|href| view! { <a href=href>{t!(l, paper_correction.source)}</a> })}
                <a href="/paper_corrections">{t!(l, paper_correction.back)}</a>
            </p>
        }
    })
}

/// Where the row that is corrected can be looked at; a training, by the city's office.
fn source(visit: &Visit, change: &Correction) -> Option<String> {
    let is_city = visit.call.actor.as_ref().is_some_and(|actor| actor.is(Role::CityOffice));
    match change {
        Correction::Attendance { event, .. } => is_city.then(|| format!("/training_event/{event}")),
        Correction::Claim { claim, .. } => Some(format!("/hour_claim/{claim}")),
        Correction::Register { .. } => None,
        Correction::Delivery { delivery, .. } => Some(format!("/delivery/{delivery}")),
    }
}

/// What is on file, and what it is to be.
fn sides(l: Locale, row: &PaperCorrectionRow) -> impl IntoView + use<> {
    let before = words::paper_correction::side(l, &row.change, row.amount_before, Side::Before);
    let after = words::paper_correction::side(l, &row.change, row.amount_after, Side::After);
    let lines = before.into_iter().zip(after).map(|((name, before), (_, after))| {
        let is_other = before != after;
        let after =
            if is_other { view! { <strong>{after}</strong> }.into_any() } else { after.into_any() };
        view! {
            <tr>
                <th scope="row">{name}</th>
                <td data-label=t!(l, paper_correction.before)>{before}</td>
                <td data-label=t!(l, paper_correction.after)>{after}</td>
            </tr>
        }
    });
    view! {
        <table class="data stacked">
            <thead><tr>
                <th scope="col"><span class="visually-hidden">{t!(l, paper_correction.what)}</span></th>
                <th scope="col">{t!(l, paper_correction.before)}</th>
                <th scope="col">{t!(l, paper_correction.after)}</th>
            </tr></thead>
            <tbody>{lines.collect_view()}</tbody>
        </table>
    }
}

/// Two forms, so that the Enter key in the reason's field refuses and never confirms.
fn decision(form: &Form, page: &PaperCorrectionPage) -> impl IntoView + use<> {
    let l = form.l;
    let (id, now) = (page.correction.id, page.correction.revision);
    let confirm = (!page.is_outdated).then(|| {
        view! {
            <form method="post" action=format!("/paper_correction/{id}/confirm")>
                {revision(now)}
                <button class="button primary large">{t!(l, paper_correction.confirm)}</button>
            </form>
        }
    });
    view! {
        <section class="stack">
            <h2>{t!(l, paper_correction.decide)}</h2>
            <p>{t!(l, paper_correction.decide_hint)}</p>
            {form.told(Field::Decision)}
            {confirm}
            <form class="form" method="post" action=format!("/paper_correction/{id}/refuse") novalidate>
                {revision(now)}
                {form.line(Field::Reason, Line::default())}
                <p><button class="button large">{t!(l, paper_correction.refuse)}</button></p>
            </form>
        </section>
    }
}

fn calling_off(l: Locale, row: &PaperCorrectionRow) -> impl IntoView + use<> {
    view! {
        <form method="post" action=format!("/paper_correction/{}/call_off", row.id)>
            {revision(row.revision)}
            <p class="hint">{t!(l, paper_correction.call_off_hint)}</p>
            <button class="button large">{t!(l, paper_correction.call_off)}</button>
        </form>
    }
}

async fn confirm(visit: Visit, Id(id): Id<PaperCorrectionId>, posted: Posted) -> Answer {
    let done = visit.actions.confirm_paper_correction(&visit.call, id, posted.revision).await;
    let to = |()| format!("/paper_correction/{id}");
    answer(&visit, posted, done, to, "correction_confirmed", |form| again(&visit, id, form)).await
}

async fn refuse(visit: Visit, Id(id): Id<PaperCorrectionId>, posted: Posted) -> Answer {
    let done = visit
        .actions
        .refuse_paper_correction(&visit.call, id, &posted.values, posted.revision)
        .await;
    let to = |()| format!("/paper_correction/{id}");
    answer(&visit, posted, done, to, "correction_refused", |form| again(&visit, id, form)).await
}

async fn call_off(visit: Visit, Id(id): Id<PaperCorrectionId>, posted: Posted) -> Answer {
    let done = visit.actions.call_off_paper_correction(&visit.call, id, posted.revision).await;
    let to = |()| format!("/paper_correction/{id}");
    answer(&visit, posted, done, to, "correction_called_off", |form| again(&visit, id, form)).await
}
