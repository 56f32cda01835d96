//! What an office does with an account, on its person's page.

use actions::{Activation, PersonPage};
use domain::{
    form::{Field, Values},
    id::PersonId,
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use super::{again, page_of, stepped};
use crate::{
    error::Answer,
    form::{Form, Line, Posted},
    id::Id,
    visit::Visit,
};

/// The one time that a code is seen.
pub(crate) fn activation(l: Locale, issued: &Activation) -> impl IntoView + use<> {
    let address = format!("/activate/{}", issued.code);
    let until = words::time::moment(l, issued.until);
    view! {
        <div class="notice success" role="status">
            <p>{t!(l, person.code_issued)}</p>
            <p><a href=address.clone()><code>{address.clone()}</code></a></p>
            <p>{t!(l, person.code_until, until = until)}</p>
        </div>
    }
}

/// The sign-in name, and what keeps its owner from signing in.
pub(super) fn account_name(l: Locale, page: &PersonPage) -> String {
    let Some(account) = &page.account else { return String::new() };
    let name = account.sign_in_name.clone();
    if account.is_closed {
        words::account::closed(l, &name)
    } else if account.is_locked {
        words::account::locked(l, &name)
    } else {
        name
    }
}

/// What an office does with the account: whoever keeps none opens it, with a first code.
pub(super) fn account_part(form: &Form, page: &PersonPage, may_keep: bool) -> AnyView {
    let l = form.l;
    if page.is_own {
        return view! { <p><a href="/account">{t!(l, account.own)}</a></p> }.into_any();
    }
    let id = page.person.id;
    let button = |step: &str, text: &'static str| {
        view! {
            <form method="post" action=format!("/person/{id}/{step}")>
                <button class="button">{text}</button>
            </form>
        }
    };
    if !may_keep {
        return account_form(form, page).into_any();
    }
    let is_locked = page.account.as_ref().is_some_and(|account| account.is_locked);
    let is_open = page.account.as_ref().is_some_and(|account| !account.is_closed);
    let may_issue = page.may_issue;
    let has_factor = page.account.as_ref().is_some_and(|account| account.has_factor);
    view! {
        {is_locked.then(|| button("unlock", t!(l, person.unlock)))}
        {may_issue.then(|| account_form(form, page))}
        {(!may_issue).then(|| view! { <p>{t!(l, person.not_yours)}</p> })}
        {(may_issue && has_factor).then(|| button("remove_factor", t!(l, person.remove_factor)))}
        {(may_issue && is_open).then(|| view! {
            <p>{t!(l, person.close_hint)}</p>
            {button("close_account", t!(l, person.close_account))}
        })}
    }
    .into_any()
}

fn account_form(form: &Form, page: &PersonPage) -> impl IntoView + use<> {
    let l = form.l;
    let name = page.account.is_none().then(|| {
        form.line(Field::SignInName, Line { autocomplete: Some("off"), ..Line::default() })
    });
    let forgotten = page.account.is_some().then(|| form.statement(Field::OnlyForgotten));
    view! {
        <form class="form" method="post" action=format!("/person/{}/activation", page.person.id) novalidate>
            <h2>{t!(l, person.account)}</h2>
            <p>{t!(l, person.account_hint)}</p>
            {form.once()}
            {name}
            {forgotten}
            <button class="button large">{t!(l, person.issue_code)}</button>
        </form>
    }
}

pub(super) async fn unlock(visit: Visit, Id(id): Id<PersonId>, posted: Posted) -> Answer {
    let done = visit.actions.unlock_account(&visit.call, id).await;
    stepped(&visit, id, posted, done, "account_unlocked").await
}

pub(super) async fn remove_factor(visit: Visit, Id(id): Id<PersonId>, posted: Posted) -> Answer {
    let done = visit.actions.remove_factor(&visit.call, id).await;
    stepped(&visit, id, posted, done, "factor_removed").await
}

pub(super) async fn close(visit: Visit, Id(id): Id<PersonId>, posted: Posted) -> Answer {
    let done = visit.actions.close_account(&visit.call, id).await;
    stepped(&visit, id, posted, done, "account_closed").await
}

pub(super) async fn issue(visit: Visit, Id(id): Id<PersonId>, posted: Posted) -> Answer {
    match visit.actions.issue_activation(&visit.call, id, &posted.values, &posted.once).await {
        Ok(issued) => {
            let page = visit.actions.person(&visit.call, id).await?;
            let form = Form::to_make(&visit, Values::default());
            Ok(page_of(&visit, page, form, Some(issued)))
        }
        Err(error) => again(&visit, id, Form::refused(&visit, posted, error)?).await,
    }
}
