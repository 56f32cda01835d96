//! What a nominee has said, and the two ways of saying it: a link, and paper.

use actions::FilingPage;
use domain::{form::Field, id::NominationId};
use leptos::prelude::*;
use leptos_i18n::td_string as t;

use super::filed;
use crate::{
    error::Answer,
    form::{Form, Line, Posted, Upload},
    id::Id,
    page::Page,
    parts::fact,
    visit::Visit,
};

/// What the nominee has said, and the two ways of saying it.
pub(super) fn section(form: &Form, link: &Form, page: &FilingPage) -> impl IntoView + use<> {
    let l = form.l;
    let at = format!("/nomination/{}/filing", page.nomination.id);
    let said = match &page.consent {
        Some(row) => view! {
            <dl class="facts">
                {fact(t!(l, form.label.consent_processing), words::nomination::yes_or_no(l, row.said.processing))}
                {fact(t!(l, form.label.consent_publication), words::nomination::yes_or_no(l, row.said.publication))}
                {fact(t!(l, nomination.said_how), words::nomination::channel(l, row.channel))}
                {fact(t!(l, form.label.consent_name), row.name.clone())}
                {fact(t!(l, nomination.said_at), words::time::moment(l, row.at))}
            </dl>
        }
        .into_any(),
        None => view! { <p>{t!(l, nomination.not_said)}</p> }.into_any(),
    };
    let may_say = page.nomination.state.may_be_answered();
    let is_open = [Field::ConsentProcessing, Field::ConsentName, Field::SignedOn, Field::Scan]
        .iter()
        .any(|field| form.problems.of(*field).is_some());
    let day = Line { kind: "date", is_short: true, ..Line::default() };
    view! {
        <section class="stack">
            <h2>{t!(l, nomination.consents)}</h2>
            {said}
            {may_say.then(|| view! {
                <p>{t!(l, nomination.link_hint)}</p>
                <form method="post" action=format!("{at}/link")>
                    {link.once()}
                    <button class="button">{t!(l, nomination.make_link)}</button>
                </form>
                <details class="more" open=is_open>
                    <summary>{t!(l, nomination.on_paper)}</summary>
                    <p>{t!(l, nomination.consent_text)}</p>
                    <form class="form" method="post" action=format!("{at}/consent")
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
    let l = visit.l;
    let token = visit.actions.make_nominee_link(&visit.call, id, &posted.once).await?;
    let page = visit.actions.filing(&visit.call, id).await?;
    let link = format!("{}/nominee/{token}", visit.settings.public_url);
    let head = Page::new(t!(l, nomination.link_title)).lede(page.nomination.name);
    Ok(head.render(&visit, move || {
        view! {
            <p>{t!(l, nomination.link_once)}</p>
            <p class="notice success"><a href=link.clone()>{link.clone()}</a></p>
            <p><a class="button primary" href=format!("/nomination/{id}/filing")>{t!(l, nomination.back_to_filing)}</a></p>
        }
    }))
}

pub(super) async fn file_paper(visit: Visit, Id(id): Id<NominationId>, upload: Upload) -> Answer {
    let Upload { posted, file, .. } = upload;
    let text = t!(visit.l, nomination.consent_text);
    let done = visit.actions.file_consent(&visit.call, id, &posted.values, (file, text)).await;
    filed(&visit, id, posted, done, "consent_filed").await
}
