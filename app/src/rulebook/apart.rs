//! Roles that nobody has together: the pairs, and a form that adds one.

use actions::{ExclusionRow, RulesPage};
use domain::{
    form::{Field, Values},
    id::{PersonId, RoleExclusionId},
    role::Role,
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use crate::{
    error::Answer,
    form::{Form, Posted, answer},
    id::Id,
    page::Page,
    parts::badge,
    visit::Visit,
};

const PATH: &str = "/rulebook/apart";

pub(super) async fn show(visit: Visit) -> Answer {
    let form = Form::to_make(&visit, Values::default());
    page_of(&visit, form, Vec::new()).await
}

async fn page_of(visit: &Visit, form: Form, both: Vec<(PersonId, String)>) -> Answer {
    let l = visit.l;
    let page = visit.actions.rules(&visit.call).await?;
    let head = Page::new(t!(l, rulebook.apart_title)).lede(t!(l, rulebook.apart_lede)).with(&form);
    let may_look = visit.may_open("/person/{id}");
    Ok(head.render(visit, move || {
        let cards = page.apart.iter().map(|row| card(l, &page, row)).collect_view();
        view! {
            {form.why()}
            {who_has_both(l, both, may_look)}
            <ul class="card-list">{cards}</ul>
            {page.may_add_pair.then(|| form_view(&form))}
            <p><a href="/rulebook">{t!(l, rulebook.all)}</a></p>
        }
    }))
}

fn who_has_both(l: Locale, people: Vec<(PersonId, String)>, may_look: bool) -> Option<AnyView> {
    if people.is_empty() {
        return None;
    }
    let names = people.into_iter().map(|(id, name)| {
        if may_look {
            view! { <li><a href=format!("/person/{id}")>{name}</a></li> }.into_any()
        } else {
            view! { <li>{name}</li> }.into_any()
        }
    });
    let names = names.collect_view();
    let view = view! {
        <div class="notice warning">
            <p>{t!(l, rulebook.apart_both)}</p>
            <ul>{names}</ul>
        </div>
    };
    Some(view.into_any())
}

fn card(l: Locale, page: &RulesPage, row: &ExclusionRow) -> impl IntoView + use<> {
    let is_law = row.other.is_none();
    let since = words::rulebook::apart_since(
        l,
        row.adder.as_deref().unwrap_or(t!(l, rulebook.apart_fixed)),
        row.starts_on,
    );
    let end = (page.may_end_pair && !is_law).then(|| {
        view! {
            <form method="post" action=format!("{PATH}/{}/end", row.id)>
                <button class="button">{t!(l, rulebook.apart_end)}</button>
            </form>
        }
    });
    view! {
        <li class="card">
            <h2 class="card-title">{words::rulebook::apart(l, row.one, row.other)}</h2>
            {is_law.then(|| badge("plain", t!(l, rulebook.apart_fixed)))}
            <p class="meta"><span>{row.reason.clone()}</span><span>{since}</span></p>
            {end}
        </li>
    }
}

fn form_view(form: &Form) -> impl IntoView + use<> {
    let l = form.l;
    let roles = || {
        let role = |role: &Role| (role.as_str().to_owned(), words::person::role(l, *role).into());
        Role::ALL.iter().map(role).collect::<Vec<(String, String)>>()
    };
    view! {
        <form class="form" method="post" action=PATH novalidate>
            <h2>{t!(l, rulebook.apart_add)}</h2>
            {form.once()}
            {form.select(Field::OneRole, roles(), false)}
            {form.select(Field::OtherRole, roles(), false)}
            {form.area(Field::Reason, 2, false)}
            <div class="page-foot-action">
                <button class="button primary large">{t!(l, rulebook.apart_save)}</button>
            </div>
        </form>
    }
}

pub(super) async fn add(visit: Visit, posted: Posted) -> Answer {
    let done = visit.actions.add_exclusion(&visit.call, &posted.values, &posted.once).await;
    let both = match &done {
        Ok(()) => Vec::new(),
        Err(_) => visit.actions.people_with_both(&visit.call, &posted.values).await?,
    };
    let to = |()| PATH.to_owned();
    answer(&visit, posted, done, to, "pair_added", |form| page_of(&visit, form, both)).await
}

pub(super) async fn end(visit: Visit, Id(id): Id<RoleExclusionId>, posted: Posted) -> Answer {
    let done = visit.actions.end_exclusion(&visit.call, id).await;
    let to = |()| PATH.to_owned();
    answer(&visit, posted, done, to, "pair_ended", |form| page_of(&visit, form, Vec::new())).await
}
