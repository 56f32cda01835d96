//! The page behind the link of a nominee.

use axum::extract::Path;
use domain::form::{Field, Values};
use leptos::prelude::*;
use leptos_i18n::td_string as t;

use super::{consent::questions, withdraw_form};
use crate::{
    award_result::result_view,
    error::Answer,
    form::{Form, Line, Posted, answer},
    nomination::{file_facts, refusal},
    page::Page,
    parts::{badge, fact},
    visit::Visit,
};

pub(super) async fn show(visit: Visit, Path(token): Path<String>) -> Answer {
    let form = Form::new(&visit, Values::default());
    nominee_page(&visit, &token, form).await
}

async fn nominee_page(visit: &Visit, token: &str, form: Form) -> Answer {
    let l = visit.l;
    let page = visit.actions.nominee(token).await?;
    let result = visit.actions.nominee_result(token).await?;
    let at = format!("/nominee/{token}");
    let head = Page::new(page.nomination.name.clone()).lede(page.cycle.title.clone()).with(&form);
    let actor = visit.call.actor.as_ref();
    let is_own = actor.is_some_and(|actor| Some(actor.person) == page.nomination.person_id);
    Ok(head.render(visit, move || {
        let state = page.nomination.state;
        let said = page.consent.as_ref().map(|row| {
            let publication = words::nomination::yes_or_no(l, row.said.publication);
            view! {
                <dl class="facts">
                    {fact(t!(l, form.label.consent_processing), words::nomination::yes_or_no(l, row.said.processing))}
                    {fact(t!(l, form.label.consent_publication), publication)}
                    {fact(t!(l, form.label.consent_name), row.name.clone())}
                </dl>
            }
        });
        let class = if page.consent.is_some() { "button" } else { "button primary large" };
        view! {
            {form.why()}
            <p>{badge(words::award_cycle::nomination_tone(state), words::award_cycle::nomination_state(l, state))}</p>
            {refusal(l, &page.nomination)}
            <p>{words::nomination::nominated_by(l, &page.nomination.unit_name, words::award_cycle::category(l, page.nomination.category))}</p>
            {file_facts(l, &page.nomination)}
            {result.as_ref().map(|result| view! {
                <h2>{t!(l, award_result.of_nominee)}</h2>
                {result_view(l, result)}
            })}
            <h2>{t!(l, nomination.consents)}</h2>
            {said}
            {page.may_say.then(|| view! {
                <p>{t!(l, nomination.consent_text)}" "<a href="/privacy">{t!(l, page.privacy)}</a></p>
                <form class="form" method="post" action=at.clone() novalidate>
                    {questions(&form)}
                    {page.nomination.category.is_collective().then(|| view! {
                        <p class="hint">{t!(l, nomination.head_answers)}</p>
                        {form.line(Field::ConsentName, Line::default())}
                    })}
                    <p><button class=class>{t!(l, nomination.say)}</button></p>
                </form>
            })}
            {page.may_withdraw.then(|| withdraw_form(&form, format!("{at}/withdraw")))}
            {is_own.then(|| view! {
                <p><a class="button" href="/award_result">{t!(l, award_result.running)}</a></p>
            })}
        }
    }))
}

pub(super) async fn say(visit: Visit, Path(token): Path<String>, posted: Posted) -> Answer {
    let text = t!(visit.l, nomination.consent_text);
    let done = visit.actions.answer_nominee(&visit.call, &token, &posted.values, text).await;
    let to = |()| format!("/nominee/{token}");
    answer(&visit, posted, done, to, "nominee_said", |form| nominee_page(&visit, &token, form))
        .await
}

pub(super) async fn withdraw(visit: Visit, Path(token): Path<String>, posted: Posted) -> Answer {
    let done = visit.actions.withdraw_as_nominee(&visit.call, &token, &posted.values).await;
    let to = |()| format!("/nominee/{token}");
    answer(&visit, posted, done, to, "nomination_withdrawn", |form| {
        nominee_page(&visit, &token, form)
    })
    .await
}
