//! One certificate, for who watches over awards: what it says, and how it is corrected, revoked and
//! asked back (`LAW-31`).

use actions::{CertificatePage, CertificateRow};
use domain::{
    certificate::{Recovery, RevocationGround},
    form::{Field, Values},
    id::CertificateId,
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use super::{paper::missing_characters, state_of, why_unset};
use crate::{
    error::Answer,
    form::{Form, Line, Posted, answer},
    id::Id,
    page::Page,
    parts::fact,
    typeset::missing,
    visit::Visit,
};

pub(super) async fn show(visit: Visit, Id(id): Id<CertificateId>) -> Answer {
    let page = visit.actions.certificate(&visit.call, id).await?;
    let row = &page.certificate;
    let values = Values::default()
        .with(Field::PrintedName, &row.name)
        .with(Field::PaperRecovery, row.paper_recovery.as_str())
        .with(Field::PrizeRecovery, row.prize_recovery.as_str());
    let form = Form::to_change(&visit, values, row.revision);
    Ok(page_of(&visit, page, form))
}

async fn again(visit: &Visit, id: CertificateId, mut form: Form) -> Answer {
    let page = visit.actions.certificate(&visit.call, id).await?;
    form.renew(page.certificate.revision);
    Ok(page_of(visit, page, form))
}

fn page_of(visit: &Visit, page: CertificatePage, form: Form) -> axum::response::Response {
    let l = visit.l;
    let row = page.certificate.clone();
    let head = Page::new(row.number.clone()).lede(row.name.clone()).with(&form);
    let has_papers = visit.settings.typesetter.is_there();
    head.render(visit, move || {
        let id = row.id;
        let file = format!("/certificate/{id}/paper.pdf");
        let is_set = row.sha256.is_some();
        let cycle = row.cycle_id.map(|cycle| {
            let href = format!("/award/{cycle}/certificates");
            view! { <a class="button" href=href>{t!(l, certificate.of_cycle)}</a> }
        });
        let newer = row.replaced_by.map(|newer| {
            view! {
                <p class="notice info">
                    {t!(l, certificate.replaced_by)}" "
                    <a href=format!("/certificate/{newer}")>{t!(l, certificate.open)}</a>
                </p>
            }
        });
        view! {
            {form.why()}
            <p>{state_of(l, &row)}</p>
            {newer}
            <p class="cluster">
                {(has_papers && is_set).then(|| view! { <a class="button" href=file>{t!(l, certificate.download)}</a> })}
                <a class="button" href=format!("/verify/{}", row.token)>{t!(l, certificate.public_page)}</a>
                {cycle}
            </p>
            {(has_papers && !is_set).then(|| view! { <p>{why_unset(l, &row)}</p> })}
            {facts(l, &row)}
            {page.is_barred.then(|| view! { <p class="notice">{t!(l, certificate.is_barred)}</p> })}
            {page.may_correct.then(|| correct_form(&form, id))}
            {page.may_revoke.then(|| revoke_form(&form, id))}
            {page.may_reissue.then(|| reissue_form(&form, id))}
            {page.may_recover.then(|| recover_form(&form, id))}
        }
    })
}

fn facts(l: Locale, row: &CertificateRow) -> impl IntoView + use<> {
    let category = row.category.map(|it| words::award_cycle::category(l, it));
    let ended = row.ended_on.map(|day| words::time::date(l, day));
    let ground = row.ground.map(|it| words::certificate::ground(l, it));
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let is_held = row.state.is_valid();
    let back = |it: Recovery| if is_held { "" } else { words::certificate::recovery(l, it) };
    view! {
        <dl class="facts">
            {fact(t!(l, certificate.award), row.title.clone())}
            {fact(t!(l, certificate.category), category.unwrap_or_default())}
            {fact(t!(l, certificate.unit), text(&row.unit_name))}
            {fact(t!(l, certificate.issuer), row.issuer.clone())}
            {fact(t!(l, certificate.issued_on), words::time::date(l, row.issued_on))}
            {fact(t!(l, certificate.replaces), text(&row.replaces))}
            {fact(t!(l, certificate.ended_on), ended.unwrap_or_default())}
            {fact(t!(l, certificate.ender), text(&row.ender_name))}
            {fact(t!(l, certificate.ground), ground.unwrap_or_default())}
            {fact(t!(l, certificate.document_no), row.document_no.clone())}
            {fact(t!(l, certificate.reason), row.reason.clone())}
            {fact(t!(l, form.label.paper_recovery), back(row.paper_recovery))}
            {fact(t!(l, form.label.prize_recovery), back(row.prize_recovery))}
            {fact(t!(l, certificate.sha256), text(&row.sha256))}
        </dl>
    }
}

fn correct_form(form: &Form, id: CertificateId) -> impl IntoView + use<> {
    let l = form.l;
    view! {
        <section class="stack">
            <h2>{t!(l, certificate.correct)}</h2>
            <p>{t!(l, certificate.correct_text)}</p>
            <form class="form" method="post" action=format!("/certificate/{id}/correct") novalidate>
                {form.revision()}
                {form.line(Field::PrintedName, Line::default())}
                {form.area(Field::Reason, 3, false)}
                <button class="button">{t!(l, certificate.correct)}</button>
            </form>
        </section>
    }
}

fn revoke_form(form: &Form, id: CertificateId) -> impl IntoView + use<> {
    let l = form.l;
    let ground = |it: &RevocationGround| {
        (it.as_str().to_owned(), words::certificate::ground(l, *it).to_owned())
    };
    let grounds = RevocationGround::ALL.iter().map(ground).collect();
    view! {
        <section class="stack">
            <h2>{t!(l, certificate.revoke)}</h2>
            <p>{t!(l, certificate.revoke_text)}</p>
            <form class="form" method="post" action=format!("/certificate/{id}/revoke") novalidate>
                {form.revision()}
                {form.select(Field::RevocationGround, grounds, false)}
                {form.area(Field::Reason, 3, false)}
                {form.line(Field::DocumentNo, Line::default())}
                <button class="button">{t!(l, certificate.revoke)}</button>
            </form>
        </section>
    }
}

fn reissue_form(form: &Form, id: CertificateId) -> impl IntoView + use<> {
    let l = form.l;
    view! {
        <section class="stack">
            <h2>{t!(l, certificate.reissue)}</h2>
            <p>{t!(l, certificate.reissue_text)}</p>
            <form class="form" method="post" action=format!("/certificate/{id}/reissue") novalidate>
                {form.revision()}
                {form.area(Field::Reason, 3, false)}
                {form.line(Field::DocumentNo, Line::default())}
                <button class="button">{t!(l, certificate.reissue)}</button>
            </form>
        </section>
    }
}

fn recover_form(form: &Form, id: CertificateId) -> impl IntoView + use<> {
    let l = form.l;
    let choice =
        |it: &Recovery| (it.as_str().to_owned(), words::certificate::recovery(l, *it).to_owned());
    let choices = || Recovery::ALL.iter().map(choice).collect::<Vec<_>>();
    view! {
        <section class="stack">
            <h2>{t!(l, certificate.recovery)}</h2>
            <form class="form" method="post" action=format!("/certificate/{id}/recover") novalidate>
                {form.revision()}
                {form.select(Field::PaperRecovery, choices(), false)}
                {form.select(Field::PrizeRecovery, choices(), false)}
                <button class="button primary">{t!(l, certificate.recover)}</button>
            </form>
        </section>
    }
}

pub(super) async fn correct(visit: Visit, Id(id): Id<CertificateId>, posted: Posted) -> Answer {
    let name = posted.values.trimmed(Field::PrintedName);
    let (issuer, _) = visit.actions.certificate_issuer(&visit.call).await?;
    if let Some(text) = missing_characters(&visit.settings, &[name], "", &issuer).await? {
        return Ok(missing(&visit, &text));
    }
    let (values, revision) = (&posted.values, posted.revision);
    let done = visit.actions.correct_certificate(&visit.call, id, values, revision).await;
    let to = |made| format!("/certificate/{made}");
    answer(&visit, posted, done, to, "certificate_corrected", |form| again(&visit, id, form)).await
}

pub(super) async fn revoke(visit: Visit, Id(id): Id<CertificateId>, posted: Posted) -> Answer {
    let (values, revision) = (&posted.values, posted.revision);
    let done = visit.actions.revoke_certificate(&visit.call, id, values, revision).await;
    let to = |()| format!("/certificate/{id}");
    answer(&visit, posted, done, to, "certificate_revoked", |form| again(&visit, id, form)).await
}

pub(super) async fn reissue(visit: Visit, Id(id): Id<CertificateId>, posted: Posted) -> Answer {
    let (values, revision) = (&posted.values, posted.revision);
    let done = visit.actions.reissue_certificate(&visit.call, id, values, revision).await;
    let to = |made| format!("/certificate/{made}");
    answer(&visit, posted, done, to, "certificate_reissued", |form| again(&visit, id, form)).await
}

pub(super) async fn recover(visit: Visit, Id(id): Id<CertificateId>, posted: Posted) -> Answer {
    let (values, revision) = (&posted.values, posted.revision);
    let done = visit.actions.recover_certificate(&visit.call, id, values, revision).await;
    let to = |()| format!("/certificate/{id}");
    answer(&visit, posted, done, to, "certificate_saved", |form| again(&visit, id, form)).await
}
