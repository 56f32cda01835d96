//! What a nominee has said, and the two ways of saying it: a link, and paper.

use actions::{FilingPage, NominationConsentRow, NominationPage};
use axum::response::Response;
use domain::{form::Field, id::NominationId};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use super::filed;
use crate::{
    download::download,
    error::Answer,
    form::{Form, Line, Posted, Upload, answer},
    id::Id,
    nomination::again,
    page::Page,
    parts::fact,
    visit::Visit,
};

/// Where the two ways of asking lead, and whether they are open.
struct Asking {
    /// Whose scan it is.
    nomination: NominationId,
    /// The form of the link.
    link: String,
    /// The form of a paper.
    paper: String,
    /// Whether the nominee may still answer.
    is_open: bool,
}

/// What the nominee has said and the two ways of saying it, as the unit sees them.
pub(super) fn of_unit(form: &Form, link: &Form, page: &FilingPage) -> impl IntoView + use<> {
    let nomination = page.nomination.id;
    let at = format!("/nomination/{nomination}/filing");
    let (to_link, paper) = (format!("{at}/link"), format!("{at}/consent"));
    let is_open = page.nomination.state.may_be_answered();
    let asking = Asking { nomination, link: to_link, paper, is_open };
    section(form, link, page.consent.as_ref(), &asking)
}

/// The same for the office, which asks where no unit does.
pub(in crate::nomination) fn of_office(
    form: &Form,
    link: &Form,
    page: &NominationPage,
) -> impl IntoView + use<> {
    let nomination = page.nomination.id;
    let paper = format!("/nomination/{nomination}/consent");
    let asking = Asking { nomination, link: format!("{paper}/link"), paper, is_open: page.may_ask };
    section(form, link, page.file.consent.as_ref(), &asking)
}

fn section(
    form: &Form,
    link: &Form,
    consent: Option<&NominationConsentRow>,
    asking: &Asking,
) -> impl IntoView + use<> {
    let l = form.l;
    let said = match consent {
        Some(row) => said(l, asking.nomination, row).into_any(),
        None => view! { <p class="notice warning">{t!(l, nomination.not_said)}</p> }.into_any(),
    };
    let is_open = [Field::ConsentProcessing, Field::ConsentName, Field::SignedOn, Field::Scan]
        .iter()
        .any(|field| form.problems.of(*field).is_some());
    let day = Line { kind: "date", is_short: true, ..Line::default() };
    let (to_link, paper) = (asking.link.clone(), asking.paper.clone());
    view! {
        <section class="stack">
            <h2>{t!(l, nomination.consents)}</h2>
            {said}
            {asking.is_open.then(|| view! {
                <p>{t!(l, nomination.link_hint)}</p>
                <form method="post" action=to_link>
                    {link.once()}
                    <button class="button">{t!(l, nomination.make_link)}</button>
                </form>
                <details class="more" open=is_open>
                    <summary>{t!(l, nomination.on_paper)}</summary>
                    <p>{t!(l, nomination.consent_text)}</p>
                    <form class="form" method="post" action=paper
                        enctype="multipart/form-data" novalidate>
                        {questions(form)}
                        {form.line(Field::ConsentName, Line::default())}
                        {form.line(Field::SignedOn, day)}
                        {form.file(Field::Scan, ".pdf,.jpg,.jpeg,.png", None, false)}
                        <p><button class="button">{t!(l, nomination.file_consent)}</button></p>
                    </form>
                </details>
            })}
        </section>
    }
}

/// What was said, how, when and by whom, with the paper.
fn said(l: Locale, id: NominationId, row: &NominationConsentRow) -> impl IntoView + use<> {
    let scan = row.scan_id.map(|_| {
        let href = format!("/nomination/{id}/consent/scan");
        view! { <p><a class="button" href=href>{t!(l, nomination.open_scan)}</a></p> }
    });
    let signed_on = row.signed_on.map(|day| words::time::day(l, day));
    view! {
        <dl class="facts">
            {fact(t!(l, form.label.consent_processing), words::nomination::yes_or_no(l, row.said.processing))}
            {fact(t!(l, form.label.consent_publication), words::nomination::yes_or_no(l, row.said.publication))}
            {fact(t!(l, nomination.said_how), words::nomination::channel(l, row.channel))}
            {fact(t!(l, form.label.consent_name), row.name.clone())}
            {fact(t!(l, form.label.signed_on), signed_on.unwrap_or_default())}
            {fact(t!(l, nomination.said_at), words::time::moment(l, row.at))}
        </dl>
        {scan}
    }
}

pub(super) fn questions(form: &Form) -> impl IntoView + use<> {
    let l = form.l;
    let answers = || {
        [true, false]
            .map(|yes| {
                let code = if yes { "yes" } else { "no" };
                (code.to_owned(), words::nomination::yes_or_no(l, yes).to_owned(), None)
            })
            .to_vec()
    };
    view! {
        {form.choices(Field::ConsentProcessing, "radio", answers(), false)}
        {form.choices(Field::ConsentPublication, "radio", answers(), false)}
    }
}

/// The link is shown once, to be handed to the nominee.
pub(super) async fn make_link(visit: Visit, Id(id): Id<NominationId>, posted: Posted) -> Answer {
    let token = visit.actions.make_nominee_link(&visit.call, id, &posted.once).await?;
    let name = visit.actions.filing(&visit.call, id).await?.nomination.name;
    Ok(link_page(&visit, name, &token, format!("/nomination/{id}/filing")))
}

/// The same, made by the office.
pub(super) async fn make_link_of_office(
    visit: Visit,
    Id(id): Id<NominationId>,
    posted: Posted,
) -> Answer {
    let token = visit.actions.make_nominee_link(&visit.call, id, &posted.once).await?;
    let name = visit.actions.nomination(&visit.call, id).await?.nomination.name;
    Ok(link_page(&visit, name, &token, format!("/nomination/{id}")))
}

fn link_page(visit: &Visit, name: String, token: &str, back: String) -> Response {
    let l = visit.l;
    let link = format!("{}/nominee/{token}", visit.settings.public_url);
    let head = Page::new(t!(l, nomination.link_title)).lede(name);
    head.render(visit, move || {
        view! {
            <p>{t!(l, nomination.link_once)}</p>
            <p class="notice success"><a href=link.clone()>{link.clone()}</a></p>
            <p><a class="button primary" href=back.clone()>{t!(l, nomination.back_to_filing)}</a></p>
        }
    })
}

pub(super) async fn file_paper(visit: Visit, Id(id): Id<NominationId>, upload: Upload) -> Answer {
    let Upload { posted, file, .. } = upload;
    let text = t!(visit.l, nomination.consent_text);
    let done = visit.actions.file_consent(&visit.call, id, &posted.values, (file, text)).await;
    filed(&visit, id, posted, done, "consent_filed").await
}

pub(super) async fn file_paper_of_office(
    visit: Visit,
    Id(id): Id<NominationId>,
    upload: Upload,
) -> Answer {
    let Upload { posted, file, .. } = upload;
    let text = t!(visit.l, nomination.consent_text);
    let done = visit.actions.file_consent(&visit.call, id, &posted.values, (file, text)).await;
    let to = |()| format!("/nomination/{id}");
    answer(&visit, posted, done, to, "consent_filed", |form| again(&visit, id, form)).await
}

pub(super) async fn download_scan(visit: Visit, Id(id): Id<NominationId>) -> Answer {
    let (upload, bytes, noted) = visit.actions.consent_scan(&visit.call, id).await?;
    Ok(download(&upload.file_name, &upload.media_type, bytes, noted))
}
