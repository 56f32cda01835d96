//! The second factor: setting it up, taking it away, and of which offices it is demanded.

use actions::FactorOffer;
use axum::response::Response;
use domain::{
    form::{Field, Once, Values},
    grant::{FACTOR_KEEPERS, OFFICES},
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;

use super::{FACTOR, PASSWORD};
use crate::{
    error::Answer,
    form::{Form, Line, Posted, answer},
    page::Page,
    route::{Route, Who},
    visit::Visit,
};

const KEEPER: Who = Who::Role(FACTOR_KEEPERS);

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/account/second_factor", Who::SignedIn, show),
        Route::post("/account/second_factor", Who::SignedIn, set),
        Route::post("/account/second_factor/remove", Who::SignedIn, remove),
        Route::get("/factor_demand", KEEPER, show_demand),
        Route::post("/factor_demand", KEEPER, demand),
    ]
}

async fn show(visit: Visit) -> Answer {
    let form = Form::to_make(&visit, Values::default());
    page(&visit, form).await
}

async fn page(visit: &Visit, mut form: Form) -> Answer {
    if form.once == Once::default() {
        form.once = visit.once();
    }
    let offer = visit.actions.factor_offer(&visit.call, &form.once).await?;
    Ok(if offer.is_set { set_page(visit, &offer, form) } else { offer_page(visit, offer, form) })
}

/// How to set it up: the secret goes into an app, and the code of the app comes back.
fn offer_page(visit: &Visit, offer: FactorOffer, form: Form) -> Response {
    let l = visit.l;
    let lede =
        if visit.owes_factor { t!(l, account.factor_demanded) } else { t!(l, account.factor_lede) };
    Page::new(t!(l, account.factor)).lede(lede).with(&form).render(visit, move || {
        let code = Line { is_optional: false, ..FACTOR };
        view! {
            {form.why()}
            <p>{t!(l, account.factor_secret)}</p>
            <p><a href=offer.link><code>{offer.secret}</code></a></p>
            <form class="form" method="post" action="/account/second_factor" novalidate>
                {form.once()}
                {form.line(Field::FactorCode, code)}
                <div class="page-foot-action">
                    <button class="button primary large">{t!(l, account.factor_set)}</button>
                </div>
            </form>
        }
    })
}

/// That it is set up, and how to take it away.
fn set_page(visit: &Visit, offer: &FactorOffer, form: Form) -> Response {
    let l = visit.l;
    let lede = words::account::factor_is_set(l, offer.n_codes);
    Page::new(t!(l, account.factor)).lede(lede).with(&form).render(visit, move || {
        let password = Line { autocomplete: Some("current-password"), ..PASSWORD };
        let code = Line { is_optional: false, ..FACTOR };
        view! {
            {form.why()}
            <form class="form" method="post" action="/account/second_factor/remove" novalidate>
                <p>{t!(l, account.factor_remove_hint)}</p>
                {form.line(Field::Password, password)}
                {form.line(Field::FactorCode, code)}
                <button class="button">{t!(l, account.factor_remove)}</button>
            </form>
        }
    })
}

async fn set(visit: Visit, posted: Posted) -> Answer {
    match visit.actions.set_factor(&visit.call, &posted.values, &posted.once).await {
        Ok(codes) => Ok(codes_page(&visit, codes)),
        Err(error) => page(&visit, Form::refused(&visit, posted, error)?).await,
    }
}

/// The one time that the recovery codes are seen.
fn codes_page(visit: &Visit, codes: Vec<String>) -> Response {
    let l = visit.l;
    Page::new(t!(l, account.factor_codes)).render(visit, move || {
        let codes =
            codes.into_iter().map(|code| view! { <li><code>{code}</code></li> }).collect_view();
        view! {
            <div class="notice success" role="status"><p>{t!(l, account.factor_codes_hint)}</p></div>
            <ul>{codes}</ul>
            <p><a class="button primary" href="/desk">{t!(l, account.factor_codes_kept)}</a></p>
        }
    })
}

async fn remove(visit: Visit, posted: Posted) -> Answer {
    let done = visit.actions.remove_own_factor(&visit.call, &posted.values).await;
    let to = |()| "/account/second_factor".to_owned();
    answer(&visit, posted, done, to, "factor_removed", |form| page(&visit, form)).await
}

async fn show_demand(visit: Visit) -> Answer {
    let roles = visit.actions.factor_demands(&visit.call).await?;
    let with =
        |values: Values, role: &domain::role::Role| values.with(Field::FactorRoles, role.as_str());
    let values = roles.iter().fold(Values::default(), with);
    Ok(demand_page(&visit, Form::new(&visit, values)))
}

fn demand_page(visit: &Visit, form: Form) -> Response {
    let l = visit.l;
    Page::new(t!(l, account.factor_demand)).with(&form).render(visit, move || {
        let role = |role: &domain::role::Role| {
            (role.as_str().to_owned(), words::person::role(l, *role).to_owned(), None)
        };
        let roles = OFFICES.iter().map(role).collect();
        view! {
            <form class="form" method="post" action="/factor_demand" novalidate>
                {form.why()}
                {form.choices(Field::FactorRoles, "checkbox", roles, true)}
                <div class="page-foot-action">
                    <button class="button primary large">{t!(l, account.factor_demand_save)}</button>
                </div>
            </form>
        }
    })
}

async fn demand(visit: Visit, posted: Posted) -> Answer {
    let done = visit.actions.demand_factor(&visit.call, &posted.values).await;
    let to = |()| "/factor_demand".to_owned();
    let again = |form| async { Ok(demand_page(&visit, form)) };
    answer(&visit, posted, done, to, "factor_demanded", again).await
}
