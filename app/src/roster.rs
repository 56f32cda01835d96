//! Import: choose a file, see what it would do, carry out exactly that.

use actions::{ActionError, Commit, Preview};
use axum::{extract::Path, http::StatusCode, response::Response};
use domain::{
    form::{Field, ProblemKind, Problems, Reader, Values},
    role::IMPORTERS,
    roster::Kind,
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use crate::{
    error::{Answer, AppError},
    form::{Form, Upload},
    page::Page,
    parts::{badge, cell, warning},
    route::{Route, Who},
    visit::Visit,
};

const IMPORTER: Who = Who::Role(IMPORTERS);

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/roster", IMPORTER, show_form),
        Route::post("/roster", IMPORTER, preview),
        Route::get("/roster/{plan}", IMPORTER, show_plan),
        Route::post("/roster/{plan}", IMPORTER, commit),
    ]
}

async fn show_form(visit: Visit) -> Response {
    let form = Form::new(&visit, Values::default());
    form_page(&visit, form, None)
}

fn form_page(visit: &Visit, form: Form, refused: Option<&'static str>) -> Response {
    let l = visit.l;
    let mut page = Page::new(t!(l, roster.title)).lede(t!(l, roster.lede)).with(&form);
    if refused.is_some() {
        page = page.status(StatusCode::UNPROCESSABLE_ENTITY);
    }
    page.render(visit, move || {
        let kinds = Kind::ALL
            .iter()
            .map(|kind| (kind.as_str().to_owned(), words::roster::kind(l, *kind).to_owned(), None))
            .collect();
        let refused = refused.map(|code| {
            let text = words::roster::refused(l, code);
            view! { <div class="notice danger" role="alert"><p>{text}</p></div> }
        });
        view! {
            <form class="form" method="post" action="/roster" enctype="multipart/form-data" novalidate>
                {refused}
                {form.why()}
                {form.choices(Field::Kind, "radio", kinds, false)}
                {form.file(Field::File, ".xlsx,.csv", None, false)}
                <div class="page-foot-action">
                    <button class="button primary large">{t!(l, roster.preview)}</button>
                </div>
            </form>
        }
    })
}

async fn preview(visit: Visit, upload: Upload) -> Answer {
    let Upload { posted, file } = upload;
    let mut reader = Reader::new(&posted.values);
    let kind = reader.choice(Field::Kind, Kind::parse);
    if file.is_none() {
        reader.problems.add(Field::File, ProblemKind::Missing);
    }
    let problems = reader.problems;
    let (Some(kind), Some(file)) = (kind, file) else {
        return Ok(form_page(&visit, Form::with_problems(visit.l, posted, problems), None));
    };
    let sheets = visit.settings.sheets.clone();
    let today = visit.call.today();
    match visit.actions.preview_upload(&visit.call, &sheets, kind, today, file).await {
        Ok(plan) => Ok(visit.go(&format!("/roster/{plan}"), "")),
        Err(ActionError::Roster(code)) => {
            let form = Form::with_problems(visit.l, posted, Problems::default());
            Ok(form_page(&visit, form, Some(code)))
        }
        Err(error) => Ok(form_page(&visit, Form::refused(&visit, posted, error)?, None)),
    }
}

async fn show_plan(visit: Visit, Path(plan): Path<String>) -> Answer {
    let (preview, is_done) = load(&visit, &plan).await?;
    Ok(plan_page(&visit, preview, is_done, None))
}

async fn load(visit: &Visit, plan: &str) -> Result<(Preview, bool), AppError> {
    Ok(visit.actions.kept_preview(&visit.call, plan).await?)
}

async fn commit(visit: Visit, Path(plan): Path<String>) -> Answer {
    let sheets = visit.settings.sheets.clone();
    match visit.actions.commit_upload(&visit.call, &sheets, &plan).await {
        Ok(Commit::Done | Commit::Nothing) => {
            Ok(visit.go(&format!("/roster/{plan}"), "roster_imported"))
        }
        Err(ActionError::Stale) => {
            let (preview, is_done) = load(&visit, &plan).await?;
            let text = words::roster::refused(visit.l, "plan_changed").to_owned();
            Ok(plan_page(&visit, preview, is_done, Some((StatusCode::CONFLICT, text))))
        }
        Err(ActionError::Invalid(problems)) => {
            let (preview, is_done) = load(&visit, &plan).await?;
            let texts = problems.0.iter().map(|it| words::form::problem(visit.l, it.kind));
            let text = texts.collect::<Vec<_>>().join(" ");
            let refusal = Some((StatusCode::UNPROCESSABLE_ENTITY, text));
            Ok(plan_page(&visit, preview, is_done, refusal))
        }
        Err(error) => Err(error.into()),
    }
}

fn plan_page(
    visit: &Visit,
    preview: Preview,
    is_done: bool,
    refusal: Option<(StatusCode, String)>,
) -> Response {
    let l = visit.l;
    let mut page = Page::new(words::roster::kind(l, preview.kind)).lede(preview.file.clone());
    if let Some((status, _)) = &refusal {
        page = page.status(*status);
    }
    page.render(visit, move || {
        let refusal = refusal.map(|(_, text)| warning(text));
        let done = is_done.then(|| view! { <p>{badge("done", t!(l, roster.done))}</p> });
        view! {
            {refusal}
            {done}
            {counts(l, &preview)}
            {action(l, &preview, is_done)}
            {issues(l, &preview)}
            {changes(l, &preview)}
        }
    })
}

fn counts(l: Locale, preview: &Preview) -> impl IntoView + use<> {
    let counts = &preview.counts;
    let changes = &preview.changes;
    let rows = [
        (t!(l, roster.rows), counts.rows),
        (t!(l, roster.good), counts.good),
        (t!(l, roster.warning), counts.warning),
        (t!(l, roster.error), counts.error),
        (t!(l, roster.new), changes.new),
        (t!(l, roster.changed), changes.changed),
        (t!(l, roster.unchanged), changes.unchanged),
    ];
    let facts =
        rows.into_iter().map(|(term, n)| view! { <dt>{term}</dt><dd>{n}</dd> }).collect_view();
    let place = words::roster::place(l, &preview.sheet, preview.header_row);
    view! { <p class="meta">{place}</p><dl class="facts">{facts}</dl> }
}

fn action(l: Locale, preview: &Preview, is_done: bool) -> AnyView {
    let changes = preview.changes;
    if is_done {
        return view! { <p><a class="button" href="/roster">{t!(l, roster.another)}</a></p> }
            .into_any();
    }
    if changes.new + changes.changed == 0 {
        return view! {
            <p class="notice info">{t!(l, roster.nothing_to_do)}</p>
            <p><a class="button" href="/roster">{t!(l, roster.another)}</a></p>
        }
        .into_any();
    }
    let action = format!("/roster/{}", preview.plan);
    view! {
        <form class="page-foot-action cluster" method="post" action=action>
            <button class="button primary large">
                {words::roster::commit(l, changes.new, changes.changed)}
            </button>
            <a class="button large" href="/roster">{t!(l, roster.another)}</a>
        </form>
    }
    .into_any()
}

fn issues(l: Locale, preview: &Preview) -> Option<impl IntoView + use<>> {
    if preview.issues.is_empty() {
        return None;
    }
    let rows = preview
        .issues
        .iter()
        .map(|issue| {
            let tone = match issue.level {
                domain::roster::Level::Error => "stop",
                domain::roster::Level::Warning => "todo",
                domain::roster::Level::Good => "done",
            };
            view! {
                <tr>
                    <td class="number" data-label=t!(l, roster.row)>{issue.row}</td>
                    {cell(t!(l, roster.column), issue.column.clone().unwrap_or_default())}
                    <td data-label=t!(l, roster.level)>
                        {badge(tone, words::roster::level(l, issue.level))}
                    </td>
                    <td data-label=t!(l, roster.finding)>{words::roster::issue(l, issue)}</td>
                </tr>
            }
        })
        .collect_view();
    Some(view! {
        <section class="stack">
            <h2>{t!(l, roster.findings)}</h2>
            <table class="data stacked">
                <thead><tr>
                    <th scope="col" class="number">{t!(l, roster.row)}</th>
                    <th scope="col">{t!(l, roster.column)}</th>
                    <th scope="col">{t!(l, roster.level)}</th>
                    <th scope="col">{t!(l, roster.finding)}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </section>
    })
}

fn changes(l: Locale, preview: &Preview) -> Option<impl IntoView + use<>> {
    if preview.rows.is_empty() {
        return None;
    }
    let items = preview
        .rows
        .iter()
        .map(|(row, is_new, title)| {
            let (tone, text) = if *is_new {
                ("plain", t!(l, roster.new))
            } else {
                ("wait", t!(l, roster.changed))
            };
            view! {
                <tr>
                    <td class="number" data-label=t!(l, roster.row)>{*row}</td>
                    <td data-label=t!(l, roster.name)>{title.clone()}</td>
                    <td data-label=t!(l, roster.change)>{badge(tone, text)}</td>
                </tr>
            }
        })
        .collect_view();
    Some(view! {
        <details class="more">
            <summary>{t!(l, roster.all_changes)}</summary>
            <table class="data stacked">
                <thead><tr>
                    <th scope="col" class="number">{t!(l, roster.row)}</th>
                    <th scope="col">{t!(l, roster.name)}</th>
                    <th scope="col">{t!(l, roster.change)}</th>
                </tr></thead>
                <tbody>{items}</tbody>
            </table>
        </details>
    })
}
