//! Sign-in, sign-out, passwords and activation.

use actions::{ActionError, SignedIn};
use axum::{extract::Path, response::Response};
use domain::form::{Problems, Values};
use leptos::prelude::*;
use leptos_i18n::td_string as t;

use crate::{
    error::Answer,
    form::{Form, Line, Posted, problems, query},
    page::Page,
    route::{Route, Who},
    visit::{Visit, own_address},
};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/sign_in", Who::Anyone, show_sign_in),
        Route::post("/sign_in", Who::Anyone, sign_in),
        Route::post("/sign_out", Who::Anyone, sign_out),
        Route::get("/password", Who::SignedIn, show_password),
        Route::post("/password", Who::SignedIn, change_password),
        Route::get("/activate/{code}", Who::Anyone, show_activation),
        Route::post("/activate/{code}", Who::Anyone, activate),
    ]
}

const PASSWORD: Line = Line {
    kind: "password",
    max: Some(domain::account::PASSWORD_MAX),
    autocomplete: Some("new-password"),
    is_optional: false,
    is_short: false,
    min_value: None,
    max_value: None,
};

async fn show_sign_in(visit: Visit) -> Response {
    let values = query(&visit);
    sign_in_page(&visit, values, Problems::default())
}

fn sign_in_page(visit: &Visit, values: Values, problems: Problems) -> Response {
    let l = visit.l;
    let form = Form::new(l, values, problems);
    let page = Page::new(t!(l, account.sign_in)).refused(form.is_refused());
    let kept = visit.brings_form.then(|| {
        view! { <p class="notice warning" role="status">{t!(l, page.kept_until_sign_in)}</p> }
    });
    page.render(visit, move || {
        let name = Line { max: Some(200), autocomplete: Some("username"), ..Line::default() };
        let password = Line { autocomplete: Some("current-password"), ..PASSWORD };
        view! {
            {kept}
            <form class="form" method="post" action="/sign_in" novalidate>
                {form.summary()}
                {form.hidden("next")}
                {form.line("sign_in_name", name)}
                {form.line("password", password)}
                <div class="page-foot-action">
                    <button class="button primary large">{t!(l, account.sign_in)}</button>
                </div>
            </form>
            <p class="meta">{t!(l, account.forgotten)}</p>
        }
    })
}

async fn sign_in(visit: Visit, Posted(values): Posted) -> Answer {
    match visit.actions.sign_in(&visit.call, &values).await {
        Ok(session) => {
            if let Some(old) = &visit.token {
                visit.actions.sign_out(&visit.call, old).await?;
            }
            Ok(signed_in(&visit, &session, own_address(values.get("next"))))
        }
        Err(error) => {
            let problems = problems(error)?;
            Ok(sign_in_page(&visit, values, problems))
        }
    }
}

fn signed_in(visit: &Visit, session: &SignedIn, to: &str) -> Response {
    let mut response = visit.go(to, "");
    visit.remember(&mut response, &session.token);
    response
}

async fn sign_out(visit: Visit) -> Answer {
    if let Some(token) = &visit.token {
        visit.actions.sign_out(&visit.call, token).await?;
    }
    // The cookie opens nothing any more, and tells whose form it is that another tab sends.
    Ok(visit.go("/", "signed_out"))
}

async fn show_password(visit: Visit) -> Response {
    password_page(&visit, Values::default(), Problems::default())
}

fn password_page(visit: &Visit, values: Values, problems: Problems) -> Response {
    let l = visit.l;
    let form = Form::new(l, values, problems);
    Page::new(t!(l, account.change_password)).refused(form.is_refused()).render(visit, move || {
        let old = Line { autocomplete: Some("current-password"), ..PASSWORD };
        view! {
            <form class="form" method="post" action="/password" novalidate>
                {form.summary()}
                {form.line("old_password", old)}
                {form.line("new_password", PASSWORD)}
                {form.line("repeat_password", PASSWORD)}
                <div class="page-foot-action">
                    <button class="button primary large">{t!(l, account.save_password)}</button>
                </div>
            </form>
        }
    })
}

async fn change_password(visit: Visit, Posted(values): Posted) -> Answer {
    match visit.actions.change_password(&visit.call, &values).await {
        Ok(session) => {
            let mut response = visit.go("/desk", "password_changed");
            visit.remember(&mut response, &session.token);
            Ok(response)
        }
        Err(error) => {
            let problems = problems(error)?;
            Ok(password_page(&visit, values, problems))
        }
    }
}

async fn show_activation(visit: Visit, Path(code): Path<String>) -> Answer {
    let name = visit.actions.activation(&visit.call, &code).await?;
    Ok(activation_page(&visit, &name, Values::default(), Problems::default()))
}

fn activation_page(visit: &Visit, name: &str, values: Values, problems: Problems) -> Response {
    let l = visit.l;
    let form = Form::new(l, values, problems);
    let action = visit.path.clone();
    let lede = words::account::activate_lede(l, name);
    let page = Page::new(t!(l, account.activate)).lede(lede).refused(form.is_refused());
    page.render(visit, move || {
        view! {
            <form class="form" method="post" action=action novalidate>
                {form.summary()}
                {form.line("new_password", PASSWORD)}
                {form.line("repeat_password", PASSWORD)}
                <div class="page-foot-action">
                    <button class="button primary large">{t!(l, account.save_password)}</button>
                </div>
            </form>
        }
    })
}

async fn activate(visit: Visit, Path(code): Path<String>, Posted(values): Posted) -> Answer {
    match visit.actions.activate(&visit.call, &code, &values).await {
        Ok(session) => Ok(signed_in(&visit, &session, "/desk")),
        Err(ActionError::Invalid(problems)) => {
            let name = visit.actions.activation(&visit.call, &code).await?;
            Ok(activation_page(&visit, &name, values, problems))
        }
        Err(error) => Err(error.into()),
    }
}
