//! The front page, the privacy notice, and the preferences in the header.

use actions::PublicProcessor;
use axum::response::{IntoResponse, Response};
use domain::{
    audience::SchoolStage,
    data_class::RETENTION,
    form::Field,
    rulebook::{Rule, Rulebook},
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use crate::{
    error::Answer,
    form::Posted,
    overview,
    page::Page,
    parts::cell,
    route::{Route, Who},
    rulebook::amount,
    visit::{Visit, own_address, redirect},
};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/", Who::Anyone, home).public(&[]),
        Route::get("/privacy", Who::Anyone, privacy).public(&[]),
        Route::post("/preference", Who::Anyone, prefer),
    ]
}

async fn home(visit: Visit) -> Answer {
    let l = visit.l;
    if visit.actions.is_empty().await? {
        return Ok(set_up(&visit));
    }
    let desk = if visit.call.actor.is_some() {
        ("/desk", t!(l, page.desk))
    } else {
        ("/sign_in", t!(l, page.sign_in))
    };
    let stages = SchoolStage::ALL
        .iter()
        .map(|stage| {
            let href = format!("/catalogue?stage={}", stage.as_str());
            view! { <a class="button" href=href>{words::audience::stage(l, *stage)}</a> }
        })
        .collect_view();
    let alive = visit.actions.alive(&visit.call).await?;
    let alive = overview::alive(&visit, &alive);
    let page = Page::new(t!(l, page.home_title)).lede(t!(l, page.home_lede)).public();
    Ok(page.render(&visit, move || {
        view! {
            <form class="filters" method="get" action="/catalogue" role="search">
                <div class="field">
                    <label for="q">{t!(l, catalogue.search_label)}</label>
                    <input id="q" name=Field::Search.as_str() type="search"/>
                </div>
                <button class="button primary">{t!(l, catalogue.search)}</button>
            </form>
            <p class="cluster">
                <a class="button" href="/catalogue">{t!(l, page.whole_catalogue)}</a>
                <a class="button" href=desk.0>{desk.1}</a>
                <a class="button" href="/verify">{t!(l, certificate.verify)}</a>
            </p>
            {alive}
            <nav class="stack" aria-labelledby="by-stage">
                <h2 id="by-stage">{t!(l, page.by_stage)}</h2>
                <p class="cluster">{stages}</p>
            </nav>
            <section class="prose">
                <h2>{t!(l, page.promise_title)}</h2>
                <p>{t!(l, page.promise_text)}</p>
            </section>
        }
    }))
}

/// An empty database: how the first keepers come to be.
fn set_up(visit: &Visit) -> Response {
    let l = visit.l;
    Page::new(t!(l, page.set_up_title)).lede(t!(l, page.set_up_lede)).render(visit, move || {
        view! {
            <pre class="prose"><code>"whetstone account create-admin --name NAME --sign-in-name SIGN_IN_NAME"</code></pre>
            <pre class="prose"><code>"whetstone account create-office --name NAME --sign-in-name SIGN_IN_NAME"</code></pre>
            <p>{t!(l, page.set_up_text)}</p>
        }
    })
}

async fn privacy(visit: Visit) -> Answer {
    let l = visit.l;
    let rules = visit.actions.retention_rules(&visit.call).await?;
    let processors = visit.actions.processors(&visit.call).await?;
    Ok(Page::new(t!(l, page.privacy)).public().render(&visit, move || {
        view! {
            <div class="prose">
                <p>{t!(l, page.privacy_who)}</p>
                <p>{t!(l, page.privacy_what)}</p>
                <p>{t!(l, page.privacy_how_long)}</p>
                <p>{t!(l, page.privacy_rights, time = amount(l, Rule::DataAnswerWorkingDays))}</p>
                <p>{t!(l, page.privacy_never)}</p>
            </div>
            {retention_table(l, &rules)}
            {processor_table(l, &processors)}
        }
    }))
}

/// Who processes data for the association, by which contract (`LAW-13`).
fn processor_table(l: Locale, processors: &[PublicProcessor]) -> impl IntoView + use<> {
    let rows = processors
        .iter()
        .map(|row| {
            let detail = row.detail.map(|it| words::register_entry::detail(l, it));
            let until = row.ends_on.map(|day| words::time::date(l, day)).unwrap_or_default();
            view! {
                <tr>
                    <th scope="row">{row.name.clone()}</th>
                    {cell(t!(l, privacy.service_column), detail.unwrap_or_default())}
                    {cell(t!(l, privacy.purpose_column), row.note.clone())}
                    {cell(t!(l, register_entry.from), words::time::date(l, row.starts_on))}
                    {cell(t!(l, register_entry.until), until)}
                </tr>
            }
        })
        .collect_view();
    let table = (!processors.is_empty()).then(|| {
        view! {
            <table class="data stacked">
                <thead><tr>
                    <th scope="col">{t!(l, register_entry.name)}</th>
                    <th scope="col">{t!(l, privacy.service_column)}</th>
                    <th scope="col">{t!(l, privacy.purpose_column)}</th>
                    <th scope="col">{t!(l, register_entry.from)}</th>
                    <th scope="col">{t!(l, register_entry.until)}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        }
    });
    let nobody = processors.is_empty().then(|| view! { <p>{t!(l, privacy.no_processors)}</p> });
    view! { <h2 id="processors">{t!(l, privacy.processors_title)}</h2>{nobody}{table} }
}

/// What is held of people, for how long, and what becomes of it (`LAW-09`).
fn retention_table(l: Locale, rules: &Rulebook) -> impl IntoView + use<> {
    let rows = RETENTION
        .iter()
        .map(|row| {
            view! {
                <tr>
                    <th scope="row">{words::privacy::class(l, row.class)}</th>
                    {cell(t!(l, privacy.holds_column), words::privacy::holds(l, row.class))}
                    {cell(t!(l, privacy.keeping_column), words::privacy::keeping(l, row, rules))}
                    {cell(t!(l, privacy.fate_column), words::privacy::fate(l, row.fate))}
                    {cell(t!(l, privacy.rule_column), row.rule)}
                </tr>
            }
        })
        .collect_view();
    view! {
        <h2 id="retention">{t!(l, privacy.table_title)}</h2>
        <table class="data stacked">
            <thead><tr>
                <th scope="col">{t!(l, privacy.class_column)}</th>
                <th scope="col">{t!(l, privacy.holds_column)}</th>
                <th scope="col">{t!(l, privacy.keeping_column)}</th>
                <th scope="col">{t!(l, privacy.fate_column)}</th>
                <th scope="col">{t!(l, privacy.rule_column)}</th>
            </tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
}

async fn prefer(visit: Visit, posted: Posted) -> Response {
    let mut response = redirect(own_address(posted.values.get(Field::Next))).into_response();
    let known: [(Field, &[&str]); 3] = [
        (Field::Language, &["zh-CN", "en"]),
        (Field::Elder, &["on", "off"]),
        (Field::Theme, &["light", "dark"]),
    ];
    for (field, allowed) in known {
        if allowed.contains(&posted.values.get(field)) {
            visit.prefer(&mut response, field.as_str(), posted.values.get(field));
        }
    }
    response
}
