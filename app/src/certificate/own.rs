//! What people hold, and what they issue to themselves.

use actions::{CertificateRow, OwnCertificates};
use chrono::Datelike as _;
use domain::{
    certificate::CertificateKind,
    form::{Field, Values},
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use super::{paper::set, state_of, why_unset};
use crate::{
    error::Answer,
    form::{Form, Line, Posted, answer},
    page::Page,
    parts::empty,
    visit::Visit,
};

pub(super) async fn list(visit: Visit) -> Answer {
    let l = visit.l;
    let OwnCertificates { own, of_units, may_issue } =
        visit.actions.own_certificates(&visit.call).await?;
    let has_papers = visit.settings.typesetter.is_there();
    let head = Page::new(t!(l, certificate.title)).lede(t!(l, certificate.lede));
    Ok(head.render(&visit, move || {
        let is_empty = own.is_empty() && of_units.is_empty();
        let new = may_issue.then(|| {
            view! {
                <p><a class="button primary large" href="/certificates/new">{t!(l, certificate.new)}</a></p>
            }
        });
        let of_units = (!of_units.is_empty()).then(|| {
            view! {
                <h2>{t!(l, certificate.of_units)}</h2>
                {cards(l, &of_units, has_papers)}
            }
        });
        view! {
            {new}
            {is_empty.then(|| empty(t!(l, certificate.none), None))}
            {cards(l, &own, has_papers)}
            {of_units}
        }
    }))
}

fn cards(l: Locale, rows: &[CertificateRow], has_papers: bool) -> impl IntoView + use<> {
    let cards = rows.iter().map(|row| card(l, row, has_papers)).collect_view();
    view! { <ul class="card-list">{cards}</ul> }
}

fn card(l: Locale, row: &CertificateRow, has_papers: bool) -> impl IntoView + use<> {
    let what = match row.category {
        Some(category) => words::award_cycle::category(l, category),
        None => words::certificate::kind(l, row.kind),
    };
    let period = row.first_day.zip(row.last_day);
    let period = period.map(|(first, last)| words::certificate::period(l, first, last));
    let total = row.amount.zip(row.n_rows);
    let total = total.map(|(amount, n)| words::certificate::total(l, row.kind, amount, n));
    let title = (!row.title.is_empty()).then(|| view! { <span>{row.title.clone()}</span> });
    let is_open = has_papers && row.state.is_valid();
    let file = match &row.sha256 {
        Some(_) if is_open => {
            let href = format!("/certificate/{}/paper.pdf", row.id);
            let label = format!("{} {}", t!(l, certificate.download), row.number);
            view! { <a class="button" href=href aria-label=label>{t!(l, certificate.download)}</a> }
                .into_any()
        }
        None if is_open => view! { <span>{why_unset(l, row)}</span> }.into_any(),
        _ => ().into_any(),
    };
    let public = format!("{} {}", t!(l, certificate.public_page), row.number);
    view! {
        <li class="card">
            <h3 class="card-title">{row.name.clone()}" · "{what}</h3>
            <p class="meta">
                <span>{row.number.clone()}</span>
                {title}
                {period.map(|text| view! { <span>{text}</span> })}
                {total.map(|text| view! { <span>{text}</span> })}
                <span>{words::time::date(l, row.issued_on)}</span>
            </p>
            <p>{state_of(l, row)}</p>
            <p class="cluster">
                {file}
                <a class="button" href=format!("/verify/{}", row.token) aria-label=public>
                    {t!(l, certificate.public_page)}
                </a>
            </p>
        </li>
    }
}

pub(super) async fn new(visit: Visit) -> Answer {
    let today = visit.call.today();
    let first = today.with_ordinal(1).unwrap_or(today);
    let values = Values::default()
        .with(Field::FirstDay, first.to_string())
        .with(Field::LastDay, today.to_string());
    Ok(form_page(&visit, Form::to_make(&visit, values)))
}

fn form_page(visit: &Visit, form: Form) -> axum::response::Response {
    let l = visit.l;
    let head = Page::new(t!(l, certificate.new)).lede(t!(l, certificate.new_lede)).with(&form);
    head.render(visit, move || {
        let kinds = [CertificateKind::TrainingRecord, CertificateKind::ServiceStatement];
        let kind = |it: CertificateKind| {
            (it.as_str().to_owned(), words::certificate::kind(l, it).to_owned())
        };
        let day = || Line { kind: "date", is_short: true, ..Line::default() };
        view! {
            <form class="form" method="post" action="/certificates/new" novalidate>
                {form.why()}
                {form.once()}
                {form.select(Field::CertificateKind, kinds.map(kind).to_vec(), false)}
                {form.line(Field::FirstDay, day())}
                {form.line(Field::LastDay, day())}
                <div class="page-foot-action">
                    <button class="button primary large">{t!(l, certificate.issue_own)}</button>
                </div>
            </form>
        }
    })
}

/// The PDF is set at once; if that is not possible now, it is set in the background.
pub(super) async fn issue(visit: Visit, posted: Posted) -> Answer {
    let (call, actions) = (&visit.call, &visit.actions);
    let done = actions.issue_own_certificate(call, &posted.values, &posted.once).await;
    if let Ok(id) = &done
        && visit.settings.typesetter.is_there()
        && let Some(paper) = actions.unset_certificate(*id).await?
        && let Err(error) = set(actions, &visit.settings, call.now, &paper).await
    {
        tracing::warn!(%error, "the PDF of a paper is set later");
    }
    let to = |_| "/certificates".to_owned();
    answer(&visit, posted, done, to, "certificate_issued", |form| async {
        Ok(form_page(&visit, form))
    })
    .await
}
