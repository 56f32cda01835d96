//! A person's training record: the way to the target for the person alone, the ledger by day, and
//! the record to be printed.

mod print;

use actions::{CreditRow, RecordDay, RecordPage};
use axum::Extension;
use domain::{
    credit_hour::{Hours, Progress},
    form::Field,
    id::PersonId,
    role::{CLAIM_CHECKERS, TRAINEES},
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use crate::{
    content::{Content, Contents, Lasts},
    error::{Answer, AppError},
    form::query,
    id::Id,
    merging::follow,
    parts::{badge, empty},
    route::{Route, Who},
    visit::Visit,
};

const TRAINEE: Who = Who::Role(TRAINEES);
const CHECKER: Who = Who::Role(CLAIM_CHECKERS);

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/training_record", TRAINEE, own),
        Route::get("/training_record/print", TRAINEE, print::own),
        Route::get("/training_record/{id}", CHECKER, of_person),
        Route::get("/training_record/{id}/print", CHECKER, print::of_person),
    ]
}

/// The year that the address asks for.
fn asked_year(visit: &Visit) -> Option<i32> {
    query(visit).trimmed(Field::Year).parse().ok()
}

/// The caller's own record.
async fn load_own(visit: &Visit) -> Result<RecordPage, AppError> {
    Ok(visit.actions.my_training_record(&visit.call, asked_year(visit)).await?)
}

/// The record of the person in the address.
async fn load_of(visit: &Visit, id: PersonId) -> Result<RecordPage, AppError> {
    Ok(visit.actions.training_record(&visit.call, id, asked_year(visit)).await?)
}

async fn own(visit: Visit, Extension(contents): Contents) -> Answer {
    let content = || async {
        let page = load_own(&visit).await?;
        let title = t!(visit.l, training_record.title).to_owned();
        Ok(content_of(&visit, page, title, "/training_record".to_owned()))
    };
    contents.own(&visit, Lasts::Day, content).await
}

async fn of_person(visit: Visit, Id(id): Id<PersonId>, Extension(contents): Contents) -> Answer {
    let content = || async {
        let page = load_of(&visit, id).await?;
        let title = words::training_record::of(visit.l, &page.person.name);
        Ok(content_of(&visit, page, title, format!("/training_record/{id}")))
    };
    let page = contents.own(&visit, Lasts::Day, content).await;
    follow(&visit, id, page).await
}

fn content_of(visit: &Visit, page: RecordPage, title: String, address: String) -> Content {
    let l = visit.l;
    let lede = words::training_record::year(l, page.year);
    Content::new(visit, title, Some(lede), move || {
        let print = format!("{address}/print?year={}", page.year);
        let claim = page.progress.is_some().then(|| {
            view! { <a class="button primary large" href="/hour_claim/new">{t!(l, hour_claim.new)}</a> }
        });
        let certificate = page.progress.is_some().then(|| {
            view! { <a class="button large" href="/certificates/new">{t!(l, certificate.new)}</a> }
        });
        view! {
            {page.progress.map(|progress| progress_view(l, progress))}
            {page.progress.is_none().then(|| view! { <p>{words::training_record::total(l, page.counted)}</p> })}
            <p class="cluster">
                {claim}
                {certificate}
                <a class="button large" href=print>{t!(l, training_record.print)}</a>
            </p>
            {lost_to_visits(l, &page)}
            {years(l, &page, address)}
            <h2>{t!(l, training_record.ledger)}</h2>
            {ledger(l, &page)}
        }
    })
}

/// A bar, and the same in words.
fn progress_view(l: Locale, progress: Progress) -> impl IntoView + use<> {
    let most = progress.target.in_hundredths().max(1);
    let value = progress.counted.in_hundredths().clamp(0, most);
    view! {
        <section class="stack">
            <h2>{t!(l, training_record.progress)}</h2>
            <progress
                max=most.to_string()
                value=value.to_string()
                aria-label=t!(l, training_record.progress)
            ></progress>
            <p>{words::training_record::progress(l, progress)}</p>
            <p class="meta"><span>{t!(l, training_record.progress_private)}</span></p>
        </section>
    }
}

/// What study visits brought beyond the maximum of a year.
fn lost_to_visits(l: Locale, page: &RecordPage) -> Option<impl IntoView + use<>> {
    let (most, lost) = (page.table.study_visit_year, page.lost_to_visits);
    (lost > Hours::ZERO).then(
        || view! { <p class="hint">{words::training_record::lost_to_visits(l, most, lost)}</p> },
    )
}

fn years(l: Locale, page: &RecordPage, address: String) -> impl IntoView + use<> {
    let options = page
        .years
        .iter()
        .map(|year| {
            let selected = *year == page.year.0;
            view! { <option value=year.to_string() selected=selected>{year.to_string()}</option> }
        })
        .collect_view();
    view! {
        <form class="filters" method="get" action=address>
            <div class="field">
                <label for="year">{t!(l, training_record.choose_year)}</label>
                <select id="year" name=Field::Year.as_str()>{options}</select>
            </div>
            <button class="button">{t!(l, training_record.show)}</button>
        </form>
    }
}

fn ledger(l: Locale, page: &RecordPage) -> AnyView {
    if page.days.is_empty() {
        return empty(t!(l, training_record.none), None);
    }
    let rows = page.days.iter().map(|day| day_row(l, day, page)).collect_view();
    view! {
        <table class="data stacked">
            <thead><tr>
                <th scope="col">{t!(l, training_record.date)}</th>
                <th scope="col">{t!(l, training_record.activity)}</th>
                <th scope="col">{t!(l, training_record.earned)}</th>
                <th scope="col">{t!(l, training_record.counted)}</th>
                <th scope="col">{t!(l, training_record.why)}</th>
            </tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn day_row(l: Locale, day: &RecordDay, page: &RecordPage) -> impl IntoView + use<> {
    let cap = page.table.daily_cap;
    let activities = day.rows.iter().map(|row| activity(l, row, page)).collect_view();
    let total = day.total;
    let overlap = (total.lost_to_overlap > Hours::ZERO)
        .then(|| words::training_record::lost_to_overlap(l, total.lost_to_overlap));
    let over = (total.lost_to_cap > Hours::ZERO)
        .then(|| words::training_record::lost_to_cap(l, cap, total.lost_to_cap));
    let why: Vec<String> = overlap.into_iter().chain(over).collect();
    let flag = day.has_overlap.then(|| badge("wait", t!(l, training_record.overlap)));
    let why = (flag.is_some() || !why.is_empty())
        .then(|| view! { <div>{flag}" "{why.join(t!(l, page.comma))}</div> });
    view! {
        <tr>
            <td data-label=t!(l, training_record.date)>{words::time::date(l, day.date)}</td>
            <td data-label=t!(l, training_record.activity)><div>{activities}</div></td>
            <td class="number" data-label=t!(l, training_record.earned)>{total.earned.to_string()}</td>
            <td class="number" data-label=t!(l, training_record.counted)>{total.counted.to_string()}</td>
            <td data-label=t!(l, training_record.why)>{why}</td>
        </tr>
    }
}

fn activity(l: Locale, row: &CreditRow, page: &RecordPage) -> impl IntoView + use<> {
    let reversed = row.reverses_id.map(|_| badge("plain", t!(l, training_record.reversed)));
    let waits = page.corrections.contains(&(row.source.into(), row.source_id));
    let waits = waits.then(|| badge("wait", t!(l, paper_correction.badge)));
    let verifier = row.verifier.clone().map(|name| view! { <span>{name}</span> });
    let kind = words::hour_claim::kind_of(l, row.kind);
    let kind = (!kind.is_empty()).then(|| view! { <span>{kind}</span> });
    view! {
        <p>{row.title.clone()}" "{reversed}" "{waits}</p>
        <p class="meta">
            {kind}
            <span>{words::hour_claim::hours(l, row.earned)}</span>
            <span>{words::training_record::source(l, row.source)}</span>
            {verifier}
        </p>
    }
}
