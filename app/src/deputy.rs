//! Deputies: who stands in for the caller and for whom the caller does, and a form for another one.

use actions::{DeputyPage, DeputyRow};
use domain::{
    deputy::DEPUTISED,
    form::{Field, Values},
    id::DeputyId,
    rulebook::Rule,
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use crate::{
    error::Answer,
    form::{Form, Line, Posted, answer},
    id::Id,
    page::Page,
    parts::badge,
    route::{Route, Who},
    rulebook::amount,
    visit::Visit,
};

/// Who has something that can be lent.
const LENDER: Who = Who::Role(DEPUTISED);

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/deputy", Who::SignedIn, show),
        Route::post("/deputy", LENDER, name),
        Route::post("/deputy/{id}/end", Who::SignedIn, end),
    ]
}

async fn show(visit: Visit) -> Answer {
    let today = visit.call.today().to_string();
    let form = Form::to_make(&visit, Values::default().with(Field::FirstDay, today));
    again(&visit, form).await
}

async fn again(visit: &Visit, form: Form) -> Answer {
    let l = visit.l;
    let page = visit.actions.deputies(&visit.call).await?;
    let head = Page::new(t!(l, deputy.title)).lede(t!(l, deputy.lede)).with(&form);
    Ok(head.render(visit, move || {
        let is_own = |row: &&DeputyRow| row.principal_id == page.own;
        let named = page.rows.iter().filter(is_own);
        let named = named.map(|row| card(l, &page, row)).collect_view();
        let lent = page.rows.iter().filter(|row| !is_own(row));
        let lent = lent.map(|row| card(l, &page, row)).collect_view();
        let none_named = named.is_empty().then(|| view! { <p>{t!(l, deputy.nobody)}</p> });
        let none_lent = lent.is_empty().then(|| view! { <p>{t!(l, deputy.none)}</p> });
        let own = page.colleagues.is_some().then(|| {
            view! {
                <h2>{t!(l, deputy.in_for_me)}</h2>
                {none_named}
                <ul class="card-list">{named}</ul>
                {new(&form, &page)}
            }
        });
        view! {
            {form.why()}
            {own}
            <h2>{t!(l, deputy.i_stand_in)}</h2>
            {none_lent}
            <ul class="card-list">{lent}</ul>
            <p><a href="/account">{t!(l, account.own)}</a></p>
        }
    }))
}

/// The form for another one, if there is anybody.
fn new(form: &Form, page: &DeputyPage) -> AnyView {
    let l = form.l;
    let colleagues = page.colleagues.as_deref().unwrap_or_default();
    if colleagues.is_empty() {
        return view! { <p class="notice info">{t!(l, deputy.no_colleague)}</p> }.into_any();
    }
    let colleague = |row: &actions::ColleagueRow| {
        (row.id.to_string(), format!("{} · {}", row.name, row.workplace))
    };
    let day = || Line { kind: "date", is_short: true, ..Line::default() };
    let most = t!(l, deputy.most, days = amount(l, Rule::DeputyDays));
    view! {
        <form class="form" method="post" action="/deputy" novalidate>
            {form.once()}
            {form.select(Field::Deputy, colleagues.iter().map(colleague).collect(), false)}
            {form.line(Field::FirstDay, day())}
            {form.line(Field::LastDay, day())}
            <p class="hint">{most}</p>
            {form.area(Field::Reason, 2, false)}
            <button class="button primary large">{t!(l, deputy.name)}</button>
        </form>
    }
    .into_any()
}

fn card(l: Locale, page: &DeputyPage, row: &DeputyRow) -> impl IntoView + use<> {
    let is_own = row.principal_id == page.own;
    let other = if is_own { &row.deputy_name } else { &row.principal_name };
    let (tone, state) = match &row.ended_at {
        Some(_) => {
            let name = row.ender_name.as_deref().unwrap_or_default();
            ("plain", t!(l, deputy.ended, name = name))
        }
        None if page.today > row.last_day => ("plain", t!(l, deputy.over).to_owned()),
        None if page.today < row.first_day => ("todo", t!(l, deputy.ahead).to_owned()),
        None => ("done", t!(l, deputy.holds).to_owned()),
    };
    let end = (row.ended_at.is_none() && page.today <= row.last_day).then(|| {
        let text = if is_own { t!(l, deputy.end) } else { t!(l, deputy.decline) };
        view! {
            <form method="post" action=format!("/deputy/{}/end", row.id)>
                <button class="button">{text}</button>
            </form>
        }
    });
    view! {
        <li class="card">
            <h3 class="card-title">{other.clone()}</h3>
            <p class="meta">
                <span>{words::calendar::range(l, row.first_day, row.last_day)}</span>
            </p>
            <p>{row.reason.clone()}</p>
            {badge(tone, state)}
            {end}
        </li>
    }
}

async fn name(visit: Visit, posted: Posted) -> Answer {
    let done = visit.actions.name_deputy(&visit.call, &posted.values, &posted.once).await;
    let to = |()| "/deputy".to_owned();
    answer(&visit, posted, done, to, "deputy_named", |form| again(&visit, form)).await
}

async fn end(visit: Visit, Id(id): Id<DeputyId>) -> Answer {
    visit.actions.end_deputy(&visit.call, id).await?;
    Ok(visit.go("/deputy", "deputy_ended"))
}
