//! What an import would do: what is asked first, then one button, then every finding and change.

use actions::{ActionError, Commit, Preview};
use axum::{extract::Path, http::StatusCode, response::Response};
use domain::{
    form::Field,
    roster::{At, Level},
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use super::choices;
use crate::{
    error::{Answer, AppError},
    form::Posted,
    page::Page,
    parts::{badge, cell, warning},
    visit::Visit,
};

pub(super) async fn show(visit: Visit, Path(plan): Path<String>) -> Answer {
    let (preview, is_done) = load(&visit, &plan).await?;
    Ok(plan_page(&visit, preview, is_done, None))
}

async fn load(visit: &Visit, plan: &str) -> Result<(Preview, bool), AppError> {
    Ok(visit.actions.kept_preview(&visit.call, plan).await?)
}

/// Previews again with what was chosen, or carries the plan out.
pub(super) async fn go_on(visit: Visit, Path(plan): Path<String>, posted: Posted) -> Answer {
    if posted.values.get(Field::Step) != choices::CHOOSE {
        return commit(visit, plan).await;
    }
    let (preview, _) = load(&visit, &plan).await?;
    let chosen = choices::read(&preview, &posted.values);
    let sheets = visit.settings.sheets.clone();
    let other = visit.actions.choose(&visit.call, &sheets, &plan, chosen).await?;
    Ok(visit.go(&format!("/roster/{other}"), ""))
}

async fn commit(visit: Visit, plan: String) -> Answer {
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
        let refused = preview.refused.as_ref();
        let refused = refused.map(|it| warning(words::roster::refusal(l, preview.kind, it)));
        let read = refused.is_none().then(|| {
            view! {
                {counts(l, &preview)}
                {action(l, &preview, is_done)}
            }
        });
        view! {
            {refusal}
            {done}
            {refused}
            {read}
            {(!is_done).then(|| choices::form(l, &preview))}
            {issues(l, &preview)}
            {erasures(l, &preview)}
            {fields(l, &preview)}
            {changes(l, &preview)}
        }
    })
}

fn counts(l: Locale, preview: &Preview) -> impl IntoView + use<> {
    let counts = &preview.counts;
    let changes = &preview.changes;
    let rows = [
        (t!(l, roster.rows), counts.rows, true),
        (t!(l, roster.good), counts.good, true),
        (t!(l, roster.warning), counts.warning, true),
        (t!(l, roster.error), counts.error, true),
        (t!(l, roster.new), changes.new, true),
        (t!(l, roster.changed), changes.changed, true),
        (t!(l, roster.unchanged), changes.unchanged, true),
        (t!(l, roster.waiting), changes.waiting, changes.waiting > 0),
    ];
    let facts = rows
        .into_iter()
        .filter(|(.., is_shown)| *is_shown)
        .map(|(term, n, _)| view! { <dt>{term}</dt><dd>{n}</dd> })
        .collect_view();
    let tables = preview.tables.iter();
    let mut lines: Vec<String> =
        tables.map(|table| words::roster::place(l, &table.sheet, table.header_row)).collect();
    lines.extend(preview.encoding.as_ref().map(|it| words::roster::encoding(l, it)));
    lines.extend(words::roster::unread_line(l, &preview.columns));
    if !preview.left_out.is_empty() {
        lines.push(words::roster::left_out_line(l, &preview.left_out));
    }
    let lines = lines.into_iter().map(|line| view! { {line}<br/> }).collect_view();
    view! { <p class="meta">{lines}</p><dl class="facts">{facts}</dl> }
}

/// The main button; while something is asked that must be said first, it is the form's.
fn action(l: Locale, preview: &Preview, is_done: bool) -> AnyView {
    let changes = preview.changes;
    if is_done {
        return view! { <p><a class="button" href="/roster">{t!(l, roster.another)}</a></p> }
            .into_any();
    }
    if changes.new + changes.changed == 0 {
        let nothing = (changes.waiting == 0)
            .then(|| view! { <p class="notice info">{t!(l, roster.nothing_to_do)}</p> });
        return view! {
            {nothing}
            <p><a class="button" href="/roster">{t!(l, roster.another)}</a></p>
        }
        .into_any();
    }
    let action = format!("/roster/{}", preview.plan);
    let button = if changes.waiting == 0 { "button primary large" } else { "button large" };
    view! {
        <form class="page-foot-action cluster" method="post" action=action>
            <button class=button>
                {words::roster::commit(l, changes.new, changes.changed)}
            </button>
            <a class="button large" href="/roster">{t!(l, roster.another)}</a>
        </form>
    }
    .into_any()
}

/// The number of a row, after the name of its sheet where there are several tables.
pub(super) fn row_name(preview: &Preview, at: At) -> String {
    match preview.tables.get(at.table).filter(|_| preview.tables.len() > 1) {
        Some(table) => format!("{} {}", table.sheet, at.row),
        None => at.row.to_string(),
    }
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
                Level::Error => "stop",
                Level::Warning => "todo",
                Level::Good => "done",
            };
            view! {
                <tr>
                    <td class="number" data-label=t!(l, roster.row)>{row_name(preview, issue.at)}</td>
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

/// What is on file and then no more.
fn erasures(l: Locale, preview: &Preview) -> Option<impl IntoView + use<>> {
    field_table(l, preview, t!(l, roster.erasures), true)
}

/// What is on file and then something else.
fn fields(l: Locale, preview: &Preview) -> Option<impl IntoView + use<>> {
    field_table(l, preview, t!(l, roster.changes_by_field), false)
}

fn field_table(
    l: Locale,
    preview: &Preview,
    title: &'static str,
    is_erased: bool,
) -> Option<impl IntoView + use<>> {
    let kind = preview.kind;
    let of_kind = |change: &&actions::FieldChange| {
        (change.after.is_empty() && !change.before.is_empty()) == is_erased
    };
    let changes: Vec<_> = preview.fields.iter().filter(of_kind).collect();
    if changes.is_empty() {
        return None;
    }
    let rows = changes
        .into_iter()
        .map(|change| {
            let value = |text| words::roster::value(l, kind, &change.field, text);
            view! {
                <tr>
                    <td class="number" data-label=t!(l, roster.row)>{row_name(preview, change.at)}</td>
                    {cell(
                        t!(l, roster.field_name),
                        words::roster::field(l, kind, &change.field).to_owned(),
                    )}
                    {cell(t!(l, roster.before), value(&change.before))}
                    {cell(t!(l, roster.after), value(&change.after))}
                </tr>
            }
        })
        .collect_view();
    Some(view! {
        <section class="stack">
            <h2>{title}</h2>
            <table class="data stacked">
                <thead><tr>
                    <th scope="col" class="number">{t!(l, roster.row)}</th>
                    <th scope="col">{t!(l, roster.field_name)}</th>
                    <th scope="col">{t!(l, roster.before)}</th>
                    <th scope="col">{t!(l, roster.after)}</th>
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
        .map(|(at, is_new, title)| {
            let (tone, text) = if *is_new {
                ("plain", t!(l, roster.new))
            } else {
                ("wait", t!(l, roster.changed))
            };
            view! {
                <tr>
                    <td class="number" data-label=t!(l, roster.row)>{row_name(preview, *at)}</td>
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
