//! Sign-in, sign-out, passwords and activation.

mod factor;
mod own;

use actions::{ConsentTexts, SignedIn};
use axum::{
    extract::Path,
    http::{HeaderName, HeaderValue},
    response::Response,
};
use domain::{
    consent::ConsentPurpose,
    form::{Field, Values},
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use crate::{
    error::Answer,
    form::{Form, Line, Posted, query},
    page::Page,
    route::{Route, Who},
    rulebook::rules,
    visit::{Visit, own_address},
};

pub(crate) fn routes() -> Vec<Route> {
    let mut routes = own::routes();
    routes.extend(factor::routes());
    routes.extend([
        Route::get("/sign_in", Who::Anyone, show_sign_in),
        Route::post("/sign_in", Who::Anyone, sign_in),
        Route::post("/sign_out", Who::Anyone, sign_out),
        Route::get("/password", Who::SignedIn, show_password),
        Route::post("/password", Who::SignedIn, change_password),
        Route::get("/activate/{code}", Who::Anyone, show_activation),
        Route::post("/activate/{code}", Who::Anyone, activate),
    ]);
    routes
}

const CLEAR_SITE_DATA: HeaderName = HeaderName::from_static("clear-site-data");
const PASSWORD: Line = Line {
    kind: "password",
    max: None,
    autocomplete: Some("new-password"),
    is_optional: false,
    is_short: false,
    min_value: None,
    max_value: None,
};

/// The digits of an app; who has set none up leaves it empty.
const FACTOR: Line = Line {
    kind: "text",
    max: None,
    autocomplete: Some("one-time-code"),
    is_optional: true,
    is_short: true,
    min_value: None,
    max_value: None,
};

async fn show_sign_in(visit: Visit) -> Response {
    let form = Form::new(&visit, query(&visit));
    sign_in_page(&visit, form)
}

fn sign_in_page(visit: &Visit, form: Form) -> Response {
    let l = visit.l;
    let page = Page::new(t!(l, account.sign_in)).with(&form);
    let kept = visit.brings_form.then(|| {
        view! { <p class="notice warning" role="status">{t!(l, page.kept_until_sign_in)}</p> }
    });
    page.render(visit, move || {
        let name = Line { autocomplete: Some("username"), ..Line::default() };
        let password = Line { autocomplete: Some("current-password"), ..PASSWORD };
        view! {
            {kept}
            <form class="form" method="post" action="/sign_in" novalidate>
                {form.why()}
                {form.hidden(Field::Next)}
                {form.line(Field::SignInName, name)}
                {form.line(Field::Password, password)}
                {form.line(Field::FactorCode, FACTOR)}
                <div class="page-foot-action">
                    <button class="button primary large">{t!(l, account.sign_in)}</button>
                </div>
            </form>
            <p class="meta">{t!(l, account.forgotten)}</p>
        }
    })
}

async fn sign_in(visit: Visit, posted: Posted) -> Answer {
    match visit.actions.sign_in(&visit.call, &posted.values).await {
        Ok(session) => {
            if let Some(old) = &visit.token {
                visit.actions.sign_out(&visit.call, old).await?;
            }
            Ok(signed_in(&visit, &session, own_address(posted.values.get(Field::Next))))
        }
        Err(error) => Ok(sign_in_page(&visit, Form::refused(&visit, posted, error)?)),
    }
}

/// Leads on after a sign-in, and tells if something about the account has not been read yet.
fn signed_in(visit: &Visit, session: &SignedIn, to: &str) -> Response {
    let mut response = visit.go(to, if session.has_news { "account_news" } else { "" });
    visit.remember(&mut response, session);
    response
}

async fn sign_out(visit: Visit) -> Answer {
    if let Some(token) = &visit.token {
        visit.actions.sign_out(&visit.call, token).await?;
    }
    // The cookie opens nothing any more, and tells whose form it is that another tab sends.
    let mut response = visit.go("/", "signed_out");
    // What the browser has kept is nobody's to look at afterwards.
    response.headers_mut().insert(CLEAR_SITE_DATA, HeaderValue::from_static("\"cache\""));
    Ok(response)
}

async fn show_password(visit: Visit) -> Response {
    let form = Form::new(&visit, Values::default());
    password_page(&visit, form)
}

fn password_page(visit: &Visit, form: Form) -> Response {
    let l = visit.l;
    Page::new(t!(l, account.change_password)).with(&form).render(visit, move || {
        let old = Line { autocomplete: Some("current-password"), ..PASSWORD };
        view! {
            <form class="form" method="post" action="/password" novalidate>
                {form.why()}
                {form.line(Field::OldPassword, old)}
                {form.line(Field::NewPassword, PASSWORD)}
                {form.line(Field::RepeatPassword, PASSWORD)}
                <div class="page-foot-action">
                    <button class="button primary large">{t!(l, account.save_password)}</button>
                </div>
            </form>
        }
    })
}

async fn change_password(visit: Visit, posted: Posted) -> Answer {
    match visit.actions.change_password(&visit.call, &posted.values).await {
        Ok(session) => {
            let mut response = visit.go("/desk", "password_changed");
            visit.remember(&mut response, &session);
            Ok(response)
        }
        Err(error) => Ok(password_page(&visit, Form::refused(&visit, posted, error)?)),
    }
}

async fn show_activation(visit: Visit, Path(code): Path<String>) -> Answer {
    let form = Form::new(&visit, Values::default());
    activation_page(&visit, &code, form).await
}

async fn activation_page(visit: &Visit, code: &str, form: Form) -> Answer {
    let l = visit.l;
    let (name, has_factor) = visit.actions.activation(&visit.call, code).await?;
    let action = visit.path.clone();
    let lede = words::account::activate_lede(l, &name);
    let page = Page::new(t!(l, account.activate)).lede(lede).with(&form);
    Ok(page.render(visit, move || {
        view! {
            {notice(l)}
            <form class="form" method="post" action=action novalidate>
                {form.why()}
                {form.statement(Field::Publication)}
                {form.line(Field::NewPassword, PASSWORD)}
                {form.line(Field::RepeatPassword, PASSWORD)}
                {has_factor.then(|| form.line(Field::FactorCode, FACTOR))}
                <div class="page-foot-action">
                    <button class="button primary large">{t!(l, account.agree_and_save)}</button>
                </div>
            </form>
        }
    }))
}

/// Before somebody takes an account over: who handles what, why, for how long, and which rights
/// there are (`LAW-01`). Sending the form agrees to it; publication has its own tick (`LAW-03`).
fn notice(l: Locale) -> impl IntoView {
    let lines =
        words::privacy::notice(l, &rules()).map(|text| view! { <p>{text}</p> }).collect_view();
    view! {
        <section class="prose" aria-labelledby="notice">
            <h2 id="notice">{t!(l, privacy.notice_title)}</h2>
            {lines}
            <p>{t!(l, privacy.notice_publication)}</p>
            <p><a href="/privacy">{t!(l, page.privacy)}</a></p>
        </section>
    }
}

async fn activate(visit: Visit, Path(code): Path<String>, posted: Posted) -> Answer {
    let text = |purpose| words::privacy::consent_text(visit.l, &visit.rules, purpose);
    let (processing, publication) =
        (text(ConsentPurpose::Processing), text(ConsentPurpose::Publication));
    let texts = ConsentTexts { processing: &processing, publication: &publication };
    match visit.actions.activate(&visit.call, &code, &posted.values, texts).await {
        Ok(session) => Ok(signed_in(&visit, &session, "/desk")),
        Err(error) => activation_page(&visit, &code, Form::refused(&visit, posted, error)?).await,
    }
}
