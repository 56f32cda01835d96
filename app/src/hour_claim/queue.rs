//! The queue of claims: filters in the address, the next one please, and a spreadsheet.

use actions::{ActionError, ClaimQueue, ClaimRow, QueueFilter};
use axum::Extension;
use documents::register::{Cell, Register};
use domain::{
    credit_hour::{ActivityKind, Hours, VerificationStep},
    form::Field,
    hour_claim::ClaimState,
    rulebook::{Rule, Rulebook},
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use super::with_filter;
use crate::{
    content::{Content, Contents, Lasts},
    download::{XLSX, download},
    error::{Answer, AppError},
    form::query,
    parts::{badge, empty, further},
    visit::Visit,
};

pub(super) async fn list(visit: Visit, Extension(contents): Contents) -> Answer {
    contents.own(&visit, Lasts::Day, || content(&visit)).await
}

async fn content(visit: &Visit) -> Result<Content, AppError> {
    let l = visit.l;
    let asked = query(visit);
    let filter = QueueFilter::of(&asked);
    let from = asked.get(Field::UpTo).parse().ok();
    let queue = visit.actions.claim_queue(&visit.call, &filter, from).await?;
    let title = match queue.step {
        VerificationStep::Unit => t!(l, hour_claim.queue_unit),
        _ => t!(l, hour_claim.queue),
    };
    let lede = words::hour_claim::queue_lede(l, queue.total);
    Ok(Content::new(visit, title, Some(lede), move || {
        let next = queue.list.next.map(|id| id.to_string());
        view! {
            {filters(l, &filter)}
            {actions_view(l, &queue, &filter)}
            {rows(l, &queue, &filter)}
            {further(l, &with_filter("/hour_claim/queue", &filter), &asked, next)}
        }
    }))
}

fn filters(l: Locale, filter: &QueueFilter) -> impl IntoView + use<> {
    let kinds = ActivityKind::ALL
        .iter()
        .map(|kind| {
            let selected = filter.kind == Some(*kind);
            view! {
                <option value=kind.as_str() selected=selected>{words::hour_claim::kind(l, *kind)}</option>
            }
        })
        .collect_view();
    let states = ClaimState::ALL
        .iter()
        .filter(|state| **state != ClaimState::Draft)
        .map(|state| {
            let selected = filter.state == Some(*state);
            view! {
                <option value=state.as_str() selected=selected>{words::hour_claim::state(l, *state)}</option>
            }
        })
        .collect_view();
    view! {
        <form class="filters" method="get" action="/hour_claim/queue" role="search">
            <div class="field">
                <label for="unit">{t!(l, hour_claim.filter_unit)}</label>
                <input id="unit" name=Field::Unit.as_str() type="search" value=filter.unit.clone()/>
            </div>
            <div class="field">
                <label for="kind">{t!(l, hour_claim.filter_kind)}</label>
                <select id="kind" name=Field::Kind.as_str()>
                    <option value="">{t!(l, hour_claim.all_kinds)}</option>
                    {kinds}
                </select>
            </div>
            <div class="field">
                <label for="state">{t!(l, hour_claim.filter_state)}</label>
                <select id="state" name=Field::State.as_str()>
                    <option value="">{t!(l, hour_claim.waiting)}</option>
                    {states}
                </select>
            </div>
            <button class="button">{t!(l, hour_claim.filter)}</button>
        </form>
    }
}

fn actions_view(
    l: Locale,
    queue: &ClaimQueue,
    filter: &QueueFilter,
) -> Option<impl IntoView + use<>> {
    let first = queue.list.rows.first()?;
    let export = with_filter("/hour_claim/queue.xlsx", filter);
    let next = filter.state.is_none().then(|| {
        let href = with_filter(&format!("/hour_claim/{}", first.id), filter);
        view! { <a class="button primary large" href=href>{t!(l, hour_claim.next_please)}</a> }
    });
    Some(view! {
        <p class="cluster">
            {next}
            <a class="button large" href=export>{t!(l, hour_claim.export)}</a>
        </p>
    })
}

fn rows(l: Locale, queue: &ClaimQueue, filter: &QueueFilter) -> AnyView {
    if queue.list.rows.is_empty() {
        let is_all = filter.pairs().is_empty();
        return if is_all {
            empty(t!(l, hour_claim.queue_none), None)
        } else {
            let all = ("/hour_claim/queue", t!(l, hour_claim.show_waiting));
            empty(t!(l, hour_claim.queue_nothing), Some(all))
        };
    }
    let cards = queue.list.rows.iter().map(|claim| card(l, claim, filter)).collect_view();
    view! { <ul class="card-list">{cards}</ul> }.into_any()
}

fn card(l: Locale, claim: &ClaimRow, filter: &QueueFilter) -> impl IntoView + use<> {
    let href = with_filter(&format!("/hour_claim/{}", claim.id), filter);
    let title = words::person::teacher(l, &claim.person_name);
    let hours = claim.claimed.map(|hours| words::hour_claim::hours(l, hours)).unwrap_or_default();
    view! {
        <li class="card">
            <h2 class="card-title"><a href=href>{title}" · "{claim.title.clone()}</a></h2>
            <p class="meta">
                <span>{claim.unit_name.clone().unwrap_or_default()}</span>
                <span>{words::hour_claim::kind_of(l, claim.kind)}</span>
                <span>{words::hour_claim::days(l, claim.first_day, claim.last_day)}</span>
                <span>{hours}</span>
            </p>
            {badge(words::hour_claim::tone(claim.state), words::hour_claim::state(l, claim.state))}
        </li>
    }
}

/// Everything that the filter finds, as offices hand it on.
pub(super) async fn export(visit: Visit) -> Answer {
    let l = visit.l;
    let filter = QueueFilter::of(&query(&visit));
    let (claims, noted) = visit.actions.claim_export(&visit.call, &filter).await?;
    let register = register(l, &claims, visit.call.today(), &visit.rules);
    let name = format!("{}-{}.xlsx", register.title, visit.call.today());
    // Off the threads that answer requests: a province's claims take a second.
    let bytes = tokio::task::spawn_blocking(move || documents::register::write(&register));
    let failed = |text: String| ActionError::Internal(text);
    let bytes = bytes.await.map_err(|error| failed(error.to_string()))?;
    let bytes = bytes.map_err(|error| failed(error.to_string()))?;
    Ok(download(&name, XLSX, bytes, noted))
}

fn register(
    l: Locale,
    claims: &[ClaimRow],
    today: chrono::NaiveDate,
    rules: &Rulebook,
) -> Register {
    let columns = [
        (t!(l, hour_claim.column.number), 6),
        (t!(l, hour_claim.column.name), 10),
        (t!(l, hour_claim.unit), 26),
        (t!(l, hour_claim.column.event), 32),
        (t!(l, hour_claim.organiser), 22),
        (t!(l, hour_claim.kind_label), 14),
        (t!(l, hour_claim.column.from), 12),
        (t!(l, hour_claim.column.until), 12),
        (t!(l, hour_claim.claimed), 9),
        (t!(l, hour_claim.accepted), 9),
        (t!(l, hour_claim.column.state), 12),
        (t!(l, hour_claim.confirmed_by), 10),
        (t!(l, hour_claim.verified_by), 10),
        (t!(l, hour_claim.column.opinion), 24),
    ];
    Register {
        sheet: t!(l, hour_claim.sheet_name).to_owned(),
        title: t!(l, hour_claim.sheet_title).to_owned(),
        unit: t!(l, hour_claim.sheet_unit).to_owned(),
        date: words::hour_claim::sheet_date(l, today),
        columns: columns.map(|(name, width)| (name.to_owned(), width)).to_vec(),
        rows: (1_u32..).zip(claims).map(|(number, claim)| line(l, number, claim)).collect(),
        note: t!(
            l,
            hour_claim.sheet_note,
            time = words::rulebook::of(l, rules, Rule::LessonMinutes)
        ),
    }
}

fn line(l: Locale, number: u32, claim: &ClaimRow) -> Vec<Cell> {
    let text = |text: &str| Cell::Text(text.to_owned());
    let maybe = |text: &Option<String>| Cell::Text(text.clone().unwrap_or_default());
    let day = |day: Option<chrono::NaiveDate>| {
        Cell::Text(day.map(|day| day.to_string()).unwrap_or_default())
    };
    let hours = |hours: Option<i64>| match hours {
        Some(hours) => Cell::Decimal(Hours::hundredths(hours).to_string()),
        None => Cell::Text(String::new()),
    };
    vec![
        Cell::Number(number),
        text(&claim.person_name),
        maybe(&claim.unit_name),
        text(&claim.title),
        text(&claim.organiser),
        text(words::hour_claim::kind_of(l, claim.kind)),
        day(claim.first_day),
        day(claim.last_day),
        hours(claim.claimed),
        hours(claim.accepted),
        text(words::hour_claim::state(l, claim.state)),
        maybe(&claim.confirmer_name),
        maybe(&claim.verifier_name),
        text(&claim.remark),
    ]
}
