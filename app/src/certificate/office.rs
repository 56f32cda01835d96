//! The certificates of a decided cycle: those to be issued, with one button, and those that were; and
//! who issues.

use std::collections::BTreeSet;

use actions::{AwardedRow, CertificateRow, CertificatesPage};
use axum::http::StatusCode;
use domain::{
    form::{Field, Revision, Values},
    id::{AwardCycleId, NominationId},
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use super::{archive::A_PART, paper::missing_characters, state_of, why_unset};
use crate::{
    error::{Answer, AppError},
    form::{Form, Line, Posted, answer, query},
    id::Id,
    page::Page,
    parts::{caution, cell, empty, further, part},
    typeset::missing,
    visit::Visit,
};

/// So many of those that wait are shown.
const SHOWN: usize = 50;

pub(super) async fn show(visit: Visit, Id(id): Id<AwardCycleId>) -> Answer {
    again(&visit, id, Form::new(&visit, Values::default())).await
}

async fn again(visit: &Visit, id: AwardCycleId, form: Form) -> Answer {
    let l = visit.l;
    let page = visit.actions.certificates(&visit.call, id).await?;
    let head = Page::new(t!(l, certificate.of_cycle)).lede(page.cycle.title.clone()).with(&form);
    let has_papers = visit.settings.typesetter.is_there();
    let asked = query(visit);
    Ok(head.render(visit, move || {
        let is_waiting = !page.waiting.is_empty();
        view! {
            {form.why()}
            {form.told(Field::NumberPattern)}
            {links(l, &page, has_papers)}
            {is_waiting.then(|| waiting(l, &page))}
            {(is_waiting && page.may_issue).then(|| button(l, &page))}
            {(!is_waiting).then(|| view! { <p>{t!(l, certificate.none_waiting)}</p> })}
            {(!page.certificates.is_empty()).then(|| issued(l, &page, &asked))}
        }
    }))
}

/// How far the PDFs are, and all of them at once.
fn links(l: Locale, page: &CertificatesPage, has_papers: bool) -> impl IntoView + use<> {
    let id = page.cycle.id;
    let (set, all) = page.progress();
    let holding = page.certificates.iter().filter(|one| one.state.is_valid()).count();
    let progress = (has_papers && all > 0)
        .then(|| view! { <p>{words::certificate::progress(l, (set, all))}</p> });
    let mut links = vec![(format!("/award/{id}"), t!(l, certificate.award).to_owned())];
    if page.may_issue {
        if has_papers && set > 0 {
            let zip = t!(l, certificate.zip).to_owned();
            links.push((format!("/award/{id}/certificates.zip"), zip));
        }
        links.push(("/certificate_issuer".to_owned(), t!(l, certificate.issuer_title).to_owned()));
    }
    let to_print = (page.may_issue && has_papers && set > 0).then(|| to_print(l, id, holding));
    let links =
        links.into_iter().map(|(href, text)| view! { <a class="button" href=href>{text}</a> });
    view! {
        {progress}
        <p class="cluster">{links.collect_view()}</p>
        {to_print}
    }
}

/// All of them as PDFs of some sheets each, folded away: most are sent one by one.
fn to_print(l: Locale, id: AwardCycleId, n: usize) -> impl IntoView + use<> {
    let parts = (1..=n.div_ceil(A_PART)).map(|part| {
        let (from, to) = ((part - 1) * A_PART + 1, n.min(part * A_PART));
        let href = format!("/award/{id}/certificates.pdf?page={part}");
        view! { <li><a href=href>{words::certificate::bulk(l, from, to)}</a></li> }
    });
    view! {
        <details class="more">
            <summary>{t!(l, certificate.to_print)}</summary>
            <p class="hint">{t!(l, certificate.bulk_note)}</p>
            <ul>{parts.collect_view()}</ul>
        </details>
    }
}

/// Those that are to be issued; of many the first, for all of them stand on the notice.
fn waiting(l: Locale, page: &CertificatesPage) -> impl IntoView + use<> {
    let n = page.waiting.len();
    let rest = (n > SHOWN).then(|| {
        let href = format!("/notice/{}", page.cycle.id);
        view! {
            <p>
                {words::certificate::first_of(l, SHOWN, n)}" "
                <a href=href>{t!(l, award.public_page)}</a>
            </p>
        }
    });
    let rows = page
        .waiting
        .iter()
        .take(SHOWN)
        .map(|one| {
            let name = one.name.clone();
            let name = if page.may_issue {
                as_link(l, page.cycle.id, one.nomination_id, name).into_any()
            } else {
                name.into_any()
            };
            view! {
                <tr>
                    <td data-label=t!(l, certificate.name)>{name}</td>
                    {cell(t!(l, certificate.category), words::award_cycle::category(l, one.category))}
                </tr>
            }
        })
        .collect_view();
    view! {
        <h2>{t!(l, certificate.waiting)}</h2>
        <table class="data stacked">
            <thead><tr>
                <th scope="col">{t!(l, certificate.name)}</th>
                <th scope="col">{t!(l, certificate.category)}</th>
            </tr></thead>
            <tbody>{rows}</tbody>
        </table>
        {rest}
    }
}

fn button(l: Locale, page: &CertificatesPage) -> impl IntoView + use<> {
    let action = format!("/award/{}/certificates", page.cycle.id);
    let text = words::certificate::issue(l, page.waiting.len());
    view! {
        <form method="post" action=action class="page-foot-action">
            <button class="button primary large">{text}</button>
        </form>
    }
}

/// Those that were, by number or name where one is looked for; first those that cannot be set.
fn issued(l: Locale, page: &CertificatesPage, asked: &Values) -> impl IntoView + use<> {
    let q = asked.trimmed(Field::Search).to_owned();
    let is_found = |row: &&CertificateRow| row.name.contains(&q) || row.number.contains(&q);
    let mut found: Vec<&CertificateRow> = page.certificates.iter().filter(is_found).collect();
    found.sort_by_key(|row| row.problem.is_empty());
    let action = format!("/award/{}/certificates", page.cycle.id);
    let base = if q.is_empty() {
        action.clone()
    } else {
        let words: String = form_urlencoded::byte_serialize(q.as_bytes()).collect();
        format!("{action}?{}={words}", Field::Search.as_str())
    };
    let (some, next) = part(&found, asked, |row| row.id.into());
    let nothing = found.is_empty();
    let rows = some
        .iter()
        .map(|row| {
            let category = row.category.map(|it| words::award_cycle::category(l, it));
            let problem = (!row.problem.is_empty()).then(|| caution(why_unset(l, row)));
            view! {
                <tr>
                    <td data-label=t!(l, certificate.number)>
                        <a href=format!("/certificate/{}", row.id)>{row.number.clone()}</a>
                    </td>
                    {cell(t!(l, certificate.name), row.name.clone())}
                    {cell(t!(l, certificate.category), category.unwrap_or_default())}
                    <td data-label=t!(l, certificate.state_column)>{state_of(l, row)}{problem}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <h2>{t!(l, certificate.issued)}</h2>
        <form class="filters" method="get" action=action.clone() role="search">
            <div class="field">
                <label for="q">{t!(l, certificate.search)}</label>
                <input id="q" name=Field::Search.as_str() type="search" value=q/>
            </div>
            <button class="button">{t!(l, catalogue.search)}</button>
        </form>
        {nothing.then(|| view! {
            {empty(t!(l, certificate.none_found), None)}
            <p><a href=action.clone()>{t!(l, register_entry.show_all)}</a></p>
        })}
        {(!nothing).then(|| view! {
            <table class="data stacked">
                <thead><tr>
                    <th scope="col">{t!(l, certificate.number)}</th>
                    <th scope="col">{t!(l, certificate.name)}</th>
                    <th scope="col">{t!(l, certificate.category)}</th>
                    <th scope="col">{t!(l, certificate.state_column)}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        })}
        {further(l, &base, asked, next)}
    }
}

/// A name with a character that no font has is refused by name before a number is given, and all others
/// have their certificates.
pub(super) async fn issue(visit: Visit, Id(id): Id<AwardCycleId>, posted: Posted) -> Answer {
    let page = visit.actions.certificates(&visit.call, id).await?;
    let mut held: Vec<&AwardedRow> = Vec::new();
    if let Some(text) = unprintable(&visit, &page).await? {
        let is_held = |one: &&AwardedRow| one.name.contains(|c| text.contains(c));
        held = page.waiting.iter().filter(is_held).collect();
        if held.is_empty() {
            return Ok(missing(&visit, &text));
        }
    }
    let keys: Vec<_> = held.iter().map(|one| one.nomination_id).collect();
    let done = visit.actions.issue_certificates(&visit.call, id, &keys).await;
    if let (Ok(n), false) = (&done, held.is_empty()) {
        return Ok(held_back(&visit, &page, &held, *n));
    }
    let to = |_| format!("/award/{id}/certificates");
    answer(&visit, posted, done, to, "certificates_issued", |form| again(&visit, id, form)).await
}

/// The characters of all that is to be printed which no font has.
async fn unprintable(visit: &Visit, page: &CertificatesPage) -> Result<Option<String>, AppError> {
    if page.waiting.is_empty() {
        return Ok(None);
    }
    let names: Vec<&str> = page.waiting.iter().map(|one| one.name.as_str()).collect();
    let titles: BTreeSet<String> = page.waiting.iter().map(|one| page.title_of(one)).collect();
    let titles: String = titles.into_iter().collect();
    missing_characters(&visit.settings, &names, &titles, &page.issuer).await
}

/// Who has no certificate, for no font has the name; how many of the others have one now.
fn held_back(
    visit: &Visit,
    page: &CertificatesPage,
    held: &[&AwardedRow],
    n_issued: usize,
) -> axum::response::Response {
    let (l, cycle) = (visit.l, page.cycle.id);
    let lede = match n_issued {
        0 => t!(l, certificate.held_all),
        _ => t!(l, certificate.held_some),
    };
    let names = held.iter().map(|one| as_link(l, cycle, one.nomination_id, one.name.clone()));
    let names: Vec<_> = names.map(|link| view! { <li>{link}</li> }).collect();
    let page = Page::new(t!(l, certificate.held_title)).lede(lede);
    page.status(StatusCode::UNPROCESSABLE_ENTITY).render(visit, move || {
        view! {
            <ul class="stack">{names}</ul>
            <p><a class="button" href=format!("/award/{cycle}/certificates")>{t!(l, certificate.of_cycle)}</a></p>
        }
    })
}

/// The way to issue a certificate with another name.
fn as_link(l: Locale, cycle: AwardCycleId, id: NominationId, name: String) -> impl IntoView {
    let href = format!("/award/{cycle}/certificates/{id}");
    view! { {name}" "<a href=href>{t!(l, certificate.issue_as)}</a> }
}

pub(super) async fn show_one(
    visit: Visit,
    Id((cycle, id)): Id<(AwardCycleId, NominationId)>,
) -> Answer {
    let name = visit.actions.name_to_print(&visit.call, cycle, id).await?;
    let form = Form::new(&visit, Values::default().with(Field::PrintedName, name));
    Ok(one_page(&visit, (cycle, id), form))
}

fn one_page(
    visit: &Visit,
    (cycle, id): (AwardCycleId, NominationId),
    form: Form,
) -> axum::response::Response {
    let l = visit.l;
    let head = Page::new(t!(l, certificate.issue_as)).lede(t!(l, certificate.issue_as_lede));
    head.with(&form).render(visit, move || {
        let action = format!("/award/{cycle}/certificates/{id}");
        view! {
            <form class="form" method="post" action=action novalidate>
                {form.why()}
                {form.line(Field::PrintedName, Line::default())}
                {form.area(Field::Reason, 3, false)}
                <div class="page-foot-action">
                    <button class="button primary large">{t!(l, certificate.issue_one)}</button>
                </div>
            </form>
        }
    })
}

pub(super) async fn issue_one(
    visit: Visit,
    Id((cycle, id)): Id<(AwardCycleId, NominationId)>,
    posted: Posted,
) -> Answer {
    let page = visit.actions.certificates(&visit.call, cycle).await?;
    let name = [posted.values.trimmed(Field::PrintedName)];
    if let Some(text) = missing_characters(&visit.settings, &name, "", &page.issuer).await? {
        return Ok(missing(&visit, &text));
    }
    let done = visit.actions.issue_certificate_as(&visit.call, cycle, id, &posted.values).await;
    let to = |()| format!("/award/{cycle}/certificates");
    answer(&visit, posted, done, to, "certificates_issued", |form| async {
        Ok(one_page(&visit, (cycle, id), form))
    })
    .await
}

pub(super) async fn show_issuer(visit: Visit) -> Answer {
    let (issuer, revision) = visit.actions.certificate_issuer(&visit.call).await?;
    let form = Form::to_change(&visit, Values::from(&issuer), revision);
    Ok(issuer_page(&visit, form))
}

fn issuer_page(visit: &Visit, form: Form) -> axum::response::Response {
    let l = visit.l;
    let head = Page::new(t!(l, certificate.issuer_title)).lede(t!(l, certificate.issuer_lede));
    head.with(&form).render(visit, move || {
        let optional = || Line { is_optional: true, ..Line::default() };
        view! {
            <form class="form" method="post" action="/certificate_issuer" novalidate>
                {form.why()}
                {form.revision()}
                {form.line(Field::Issuer, Line::default())}
                {form.line(Field::InCharge, optional())}
                {form.line(Field::IssuerContact, optional())}
                {form.line(Field::NumberPattern, Line::default())}
                <div class="page-foot-action">
                    <button class="button primary large">{t!(l, certificate.save_issuer)}</button>
                </div>
            </form>
        }
    })
}

pub(super) async fn save_issuer(visit: Visit, posted: Posted) -> Answer {
    let revision: Revision = posted.revision;
    let done = visit.actions.set_certificate_issuer(&visit.call, &posted.values, revision).await;
    let to = |()| "/certificate_issuer".to_owned();
    answer(&visit, posted, done, to, "certificate_saved", |mut form| async {
        let (_, now) = visit.actions.certificate_issuer(&visit.call).await?;
        form.renew(now);
        Ok(issuer_page(&visit, form))
    })
    .await
}
