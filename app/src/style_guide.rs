//! Every component in every state.

use axum::{http::StatusCode, response::Response};
use domain::form::{Field, ProblemKind, Problems, Values};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use crate::{
    error_page::{error_view, words_of},
    form::{Form, Line},
    page::Page,
    parts::{badge, empty, fact, pager},
    route::{Route, Who},
    rulebook::rules,
    visit::Visit,
};

pub(crate) fn routes() -> Vec<Route> {
    vec![Route::get("/style-guide", Who::Anyone, show)]
}

const ERRORS: &[StatusCode] = &[
    StatusCode::FORBIDDEN,
    StatusCode::NOT_FOUND,
    StatusCode::CONFLICT,
    StatusCode::PAYLOAD_TOO_LARGE,
    StatusCode::UNPROCESSABLE_ENTITY,
    StatusCode::TOO_MANY_REQUESTS,
    StatusCode::INTERNAL_SERVER_ERROR,
];

async fn show(visit: Visit) -> Response {
    let l = visit.l;
    let page = Page::new(t!(l, style_guide.title)).lede(t!(l, style_guide.lede));
    page.render(&visit, move || {
        view! {
            <div class="style-guide stack">
                {colors(l)}
                {buttons(l)}
                {fields(l)}
                {notices(l)}
                {lists(l)}
                {slots(l)}
                {errors(l)}
            </div>
        }
    })
}

fn colors(l: Locale) -> impl IntoView {
    let names = [
        "paper", "sheet", "tint", "ink", "line", "edge", "slate", "seal", "bamboo", "amber", "stop",
    ];
    let swatches = names
        .map(|name| {
            view! {
                <li class="swatch">
                    <svg width="128" height="64" aria-hidden="true">
                        <rect width="128" height="64" fill=format!("var(--{name})") />
                    </svg>
                    {name}
                </li>
            }
        })
        .into_iter()
        .collect_view();
    view! { <section><h2>{t!(l, style_guide.colors)}</h2><ul class="swatches">{swatches}</ul></section> }
}

fn buttons(l: Locale) -> impl IntoView {
    let button = |class: &'static str, disabled: bool| {
        view! { <button type="button" class=class disabled=disabled>{t!(l, course.save)}</button> }
    };
    view! {
        <section>
            <h2>{t!(l, style_guide.buttons)}</h2>
            <p class="cluster">
                {button("button primary", false)}{button("button", false)}
                {button("button quiet", false)}{button("button danger", false)}
                {button("button primary large", false)}{button("button primary", true)}
                {button("button", true)}
            </p>
        </section>
    }
}

fn fields(l: Locale) -> impl IntoView {
    let mut problems = Problems::one(Field::Title, ProblemKind::TooLong { most: 30, typed: 34 });
    problems.add(Field::Stages, ProblemKind::Missing);
    problems.add(Field::OwnsRights, ProblemKind::NotAgreed);
    let values = Values::default().with(Field::Title, "潮汐从哪里来").with(Field::Minutes, "60");
    let form = Form::with_problems(l, values.into(), problems);
    let stages = domain::audience::SchoolStage::ALL
        .iter()
        .map(|stage| {
            (stage.as_str().to_owned(), words::audience::stage(l, *stage).to_owned(), None)
        })
        .collect();
    let kept = Some(("课件.pptx".to_owned(), String::new()));
    view! {
        <section>
            <h2>{t!(l, style_guide.fields)}</h2>
            <form class="form" method="get" action="/style-guide">
                {form.summary()}
                {form.line(Field::Title, Line::default())}
                {form.line(Field::Minutes, Line { kind: "number", is_short: true, is_optional: true, ..Line::default() })}
                {form.area(Field::Outline, 3, true)}
                {form.choices(Field::Stages, "checkbox", stages, false)}
                {form.file(Field::Slides, ".pdf", kept, true)}
                {form.statement(Field::OwnsRights)}
            </form>
        </section>
    }
}

fn notices(l: Locale) -> impl IntoView {
    let notice = |class: &'static str| view! { <p class=class>{t!(l, style_guide.sentence)}</p> };
    let tones = ["plain", "wait", "todo", "done", "stop"]
        .map(|tone| badge(tone, t!(l, style_guide.state)))
        .into_iter()
        .collect_view();
    view! {
        <section>
            <h2>{t!(l, style_guide.notices)}</h2>
            <div class="stack">
                {notice("notice info")}{notice("notice success")}
                {notice("notice warning")}{notice("notice danger")}
            </div>
            <p class="cluster">{tones}</p>
            <dialog class="dialog" open aria-label=t!(l, style_guide.state)>
                <p>{t!(l, style_guide.sentence)}</p>
                <form method="dialog">
                    <button class="button primary">{t!(l, course.save)}</button>
                </form>
            </dialog>
            <details class="more"><summary>{t!(l, style_guide.more)}</summary><p>{t!(l, style_guide.sentence)}</p></details>
        </section>
    }
}

fn lists(l: Locale) -> impl IntoView {
    view! {
        <section>
            <h2>{t!(l, style_guide.lists)}</h2>
            <ol class="steps">
                <li data-state="done">{t!(l, course.step_write)}</li>
                <li data-state="current" aria-current="step">{t!(l, course.step_check)}</li>
                <li data-state="todo">{t!(l, course.step_book)}</li>
            </ol>
            <ul class="card-list">
                <li class="card">
                    <h3 class="card-title"><a href="/style-guide">"潮汐从哪里来"</a></h3>
                    <p class="meta"><span>"陈砚秋"</span><span>"60"</span></p>
                    {badge("todo", t!(l, style_guide.state))}
                </li>
            </ul>
            <dl class="facts">{fact(t!(l, person.name), "陈砚秋")}{fact(t!(l, person.workplace), "禾城示范学院")}</dl>
            <table class="data stacked">
                <thead><tr><th scope="col">{t!(l, person.name)}</th><th scope="col" class="number">{t!(l, roster.row)}</th></tr></thead>
                <tbody><tr><td data-label=t!(l, person.name)>"陈砚秋"</td><td class="number" data-label=t!(l, roster.row)>"12"</td></tr></tbody>
            </table>
            {empty(t!(l, desk.nothing), Some(("/catalogue", t!(l, page.catalogue))))}
            {pager(l, 2, 4, |n| format!("/style-guide?page={n}"))}
        </section>
    }
}

fn slots(l: Locale) -> impl IntoView {
    let slot = |state: &'static str, word: &'static str| {
        view! {
            <li>
                <button type="button" class="slot" data-state=state aria-disabled=(state != "free").then_some("true")>
                    <span class="slot-time">"14:00–15:00"</span>
                    <span class="slot-state">{word}</span>
                    <span class="slot-place">"科学会堂"</span>
                    <span class="slot-reason"></span>
                </button>
            </li>
        }
    };
    view! {
        <section class="slot-days">
            <h2>{t!(l, review_session.free_slots)}</h2>
            <ul class="slot-list">
                {slot("free", t!(l, review_session.free))}
                {slot("taken", t!(l, review_session.taken_short))}
                {slot("blocked", t!(l, review_session.blocked))}
            </ul>
        </section>
    }
}

fn errors(l: Locale) -> impl IntoView {
    let pages = ERRORS
        .iter()
        .map(|status| {
            let (title, text) = words_of(l, *status, &rules());
            view! { <h3>{title}</h3>{error_view(l, *status, text, "/")} }
        })
        .collect_view();
    view! { <section><h2>{t!(l, style_guide.errors)}</h2>{pages}</section> }
}
