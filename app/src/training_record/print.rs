//! The record to be printed: person, kind, content, dates, hours, result, verifier (`TRN-06`).

use actions::{CreditRow, RecordPage};
use axum::response::Response;
use domain::{
    credit_hour::Hours,
    id::{CreditHourId, PersonId},
    training_record::printed,
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use sha2::{Digest as _, Sha256};
use words::Locale;

use super::{load_of, load_own, lost_to_visits};
use crate::{
    error::Answer,
    id::Id,
    merging::follow,
    page::Page,
    parts::{cell, fact},
    visit::Visit,
};

pub(super) async fn own(visit: Visit) -> Answer {
    let page = load_own(&visit).await?;
    Ok(page_of(&visit, page, "/training_record/print".to_owned()))
}

pub(super) async fn of_person(visit: Visit, Id(id): Id<PersonId>) -> Answer {
    let page = load_of(&visit, id).await;
    let page = page.map(|it| page_of(&visit, it, format!("/training_record/{id}/print")));
    follow(&visit, id, page).await
}

/// The rows that stand: neither reversals nor what they take back.
fn standing(page: &RecordPage) -> Vec<&CreditRow> {
    let rows = || page.days.iter().flat_map(|day| &day.rows);
    let reversed: Vec<CreditHourId> = rows().filter_map(|row| row.reverses_id).collect();
    rows().filter(|row| row.reverses_id.is_none() && !reversed.contains(&row.id)).collect()
}

/// The same record has the same number and digest whenever it is printed.
fn digest(page: &RecordPage, rows: &[&CreditRow]) -> String {
    let rows = rows
        .iter()
        .map(|row| (row.id.0, row.held_on, Hours::hundredths(row.earned), row.title.as_str()));
    let text = printed(page.person.id.0, page.year, page.counted, rows);
    hex::encode(&Sha256::digest(text)[..8])
}

fn page_of(visit: &Visit, page: RecordPage, address: String) -> Response {
    let l = visit.l;
    let head = Page::new(t!(l, training_record.print_title));
    let made = words::time::date(l, visit.call.today());
    head.lede(words::training_record::year(l, page.year)).render(visit, move || {
        let rows = standing(&page);
        let other = match l {
            Locale::zh_CN => "en",
            Locale::en => "zh-CN",
        };
        let href = format!("{address}?year={}&lang={other}", page.year);
        let digest = digest(&page, &rows);
        view! {
            <p class="page-actions"><a class="button" href=href lang=other>{t!(l, training_record.print_other)}</a></p>
            {facts(l, &page, made, digest)}
            {table(l, &page, &rows)}
            {lost_to_visits(l, &page)}
            <p>{t!(l, training_record.signature)}</p>
        }
    })
}

fn facts(l: Locale, page: &RecordPage, made: String, digest: String) -> impl IntoView + use<> {
    let (person, tutor) = (&page.person, page.tutor.as_ref());
    let number = format!("{}-{:06}", page.year, person.id);
    let level =
        tutor.and_then(|tutor| tutor.level).map_or("", |it| words::training_record::level(l, it));
    view! {
        <dl class="facts">
            {fact(t!(l, training_record.teacher_name), person.name.clone())}
            {fact(t!(l, hour_claim.unit), person.workplace.clone().unwrap_or_default())}
            {fact(t!(l, training_record.subject), tutor.map(|tutor| tutor.subject.clone()).unwrap_or_default())}
            {fact(t!(l, training_record.level_label), level)}
            {fact(t!(l, training_record.print_number), number)}
            {fact(t!(l, training_record.print_digest), digest)}
            {fact(t!(l, training_record.print_made), made)}
        </dl>
    }
}

fn table(l: Locale, page: &RecordPage, rows: &[&CreditRow]) -> impl IntoView + use<> {
    let lines = rows
        .iter()
        .map(|row| {
            let kind = words::hour_claim::kind_of(l, row.kind);
            let kind = if kind.is_empty() { t!(l, training_record.no_kind) } else { kind };
            view! {
                <tr>
                    <td data-label=t!(l, training_record.date)>{words::time::date(l, row.held_on)}</td>
                    <td data-label=t!(l, training_record.kind)>{kind}</td>
                    <td data-label=t!(l, training_record.content)>{row.title.clone()}</td>
                    {cell(t!(l, training_record.organiser), row.organiser.clone())}
                    <td class="number" data-label=t!(l, training_record.hours)>{Hours::hundredths(row.earned).to_string()}</td>
                    <td data-label=t!(l, training_record.result)>{words::training_record::source(l, row.source)}</td>
                    {cell(t!(l, training_record.verifier), row.verifier.clone().unwrap_or_default())}
                </tr>
            }
        })
        .collect_view();
    view! {
        <table class="data stacked">
            <thead><tr>
                <th scope="col">{t!(l, training_record.date)}</th>
                <th scope="col">{t!(l, training_record.kind)}</th>
                <th scope="col">{t!(l, training_record.content)}</th>
                <th scope="col">{t!(l, training_record.organiser)}</th>
                <th scope="col">{t!(l, training_record.hours)}</th>
                <th scope="col">{t!(l, training_record.result)}</th>
                <th scope="col">{t!(l, training_record.verifier)}</th>
            </tr></thead>
            <tbody>{lines}</tbody>
            <tfoot><tr>
                <th scope="row" colspan="4">{t!(l, training_record.sum)}</th>
                <td class="number">{page.counted.to_string()}</td>
                <td colspan="2"></td>
            </tr></tfoot>
        </table>
    }
}
