//! Verification by anybody (`CER-03`): what was printed and whether it holds, and nothing else. An
//! unknown number and a wrong name get the same answer.

use actions::{ActionError, VerifiedRow};
use axum::extract::Path;
use domain::form::{Field, ProblemKind, Problems, Values};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use crate::{
    error::Answer,
    form::{Form, Line, Posted, Upload, answer},
    page::Page,
    parts::{badge, fact},
    visit::Visit,
};

pub(super) async fn show(visit: Visit) -> Answer {
    let form = Form::new(&visit, Values::default());
    Ok(page_of(&visit, form))
}

fn page_of(visit: &Visit, form: Form) -> axum::response::Response {
    let l = visit.l;
    let head = Page::new(t!(l, certificate.verify_title)).lede(t!(l, certificate.verify_lede));
    head.with(&form).render(visit, move || {
        let line = || Line { autocomplete: Some("off"), ..Line::default() };
        view! {
            <form class="form" method="post" action="/verify" novalidate>
                {form.why()}
                {form.line(Field::CertificateNo, line())}
                {form.line(Field::PrintedName, line())}
                <div class="page-foot-action">
                    <button class="button primary large">{t!(l, certificate.verify_submit)}</button>
                </div>
            </form>
            {file_form(&form)}
        }
    })
}

fn file_form(form: &Form) -> impl IntoView + use<> {
    let l = form.l;
    view! {
        <section class="stack">
            <h2>{t!(l, certificate.verify_file)}</h2>
            <p>{t!(l, certificate.verify_file_text)}</p>
            <form class="form" method="post" action="/verify/file" enctype="multipart/form-data" novalidate>
                {form.file(Field::CertificateFile, ".pdf", None, false)}
                <button class="button">{t!(l, certificate.verify_file_submit)}</button>
            </form>
        </section>
    }
}

/// Leads to the page of a paper, or says at a field that there is none.
async fn led(
    visit: &Visit,
    posted: Posted,
    done: Result<Option<String>, ActionError>,
    (notice, field, nothing): (&'static str, Field, ProblemKind),
) -> Answer {
    let done = done.and_then(|token| token.ok_or_else(|| Problems::one(field, nothing).into()));
    let to = |token| format!("/verify/{token}");
    answer(visit, posted, done, to, notice, |form| async { Ok(page_of(visit, form)) }).await
}

pub(super) async fn verify(visit: Visit, posted: Posted) -> Answer {
    let done = visit.actions.verify(&visit.call, &posted.values).await;
    led(&visit, posted, done, ("", Field::CertificateNo, ProblemKind::NotVerified)).await
}

pub(super) async fn verify_file(visit: Visit, upload: Upload) -> Answer {
    let done = match &upload.file {
        Some(file) => visit.actions.verify_file(&visit.call, &file.bytes).await,
        None => Err(Problems::one(Field::CertificateFile, ProblemKind::Missing).into()),
    };
    let said = ("certificate_file_matches", Field::CertificateFile, ProblemKind::OtherFile);
    led(&visit, upload.posted, done, said).await
}

pub(super) async fn found(visit: Visit, Path(token): Path<String>) -> Answer {
    let l = visit.l;
    let row = visit.actions.verified(&token).await?;
    let form = Form::new(&visit, Values::default());
    let head = Page::new(words::certificate::kind(l, row.kind)).lede(row.number.clone());
    Ok(head.render(&visit, move || {
        let state = words::certificate::state(l, row.state);
        view! {
            <p>{badge(words::certificate::tone(row.state), state)}</p>
            {facts(l, &row)}
            <p class="hint">{t!(l, certificate.only_this)}</p>
            {file_form(&form)}
            <p><a class="button" href="/verify">{t!(l, certificate.another)}</a></p>
        }
    }))
}

fn facts(l: Locale, row: &VerifiedRow) -> impl IntoView + use<> {
    let name = if row.shown_name.is_empty() {
        t!(l, certificate.withheld).to_owned()
    } else {
        row.shown_name.clone()
    };
    let category = row.category.map(|it| words::award_cycle::category(l, it));
    let period = row.first_day.zip(row.last_day);
    let period = period.map(|(first, last)| words::certificate::period(l, first, last));
    let total = row.amount.zip(row.n_rows);
    let total = total.map(|(amount, n)| words::certificate::total(l, row.kind, amount, n));
    let year = row.category.map(|_| words::award_cycle::year(l, row.year));
    let ended = row.ended_on.map(|day| words::time::date(l, day));
    view! {
        <dl class="facts">
            {fact(t!(l, certificate.number), row.number.clone())}
            {fact(t!(l, certificate.name), name)}
            {fact(t!(l, certificate.award), row.title.clone())}
            {fact(t!(l, certificate.category), category.unwrap_or_default())}
            {fact(t!(l, certificate.year), year.unwrap_or_default())}
            {fact(t!(l, certificate.period), period.unwrap_or_default())}
            {fact(t!(l, certificate.total), total.unwrap_or_default())}
            {fact(t!(l, certificate.issuer), row.issuer.clone())}
            {fact(t!(l, certificate.issued_on), words::time::date(l, row.issued_on))}
            {fact(t!(l, certificate.ended_on), ended.unwrap_or_default())}
            {fact(t!(l, certificate.sha256), row.sha256.clone().unwrap_or_default())}
        </dl>
    }
}
