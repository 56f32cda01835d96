//! What only a person can say of a roster: which sheet, what a column is, who a row is, and what an
//! empty cell means.

use std::collections::{BTreeMap, BTreeSet};

use actions::{Choices, Preview};
use domain::{
    form::{Field, Name, Values},
    roster::{At, Code, ColumnReading, ReadAs, Refused, fields},
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use super::plan::row_name;

/// The step of the form that previews again.
pub(super) const CHOOSE: &str = "choose";
const SAME: &str = "same";
const OTHER: &str = "other";
const UNDECIDED: &str = "undecided";
/// More rows than a sheet has: tables and rows are one number together.
const TABLE: i64 = 1_000_000;

/// What was chosen, of what the preview asks.
pub(super) fn read(preview: &Preview, values: &Values) -> Choices {
    let mut columns = preview.choices.read_as.columns.clone();
    for (at, column) in (0_i64..).zip(columns_of(preview)) {
        let said = values.get(Field::ColumnIs.at(at));
        let is_new = said != column.field.as_deref().unwrap_or_default();
        let is_field = said.is_empty() || fields(preview.kind).any(|(field, _)| field == said);
        if is_new && is_field {
            columns.insert(column.heading.clone(), said.to_owned());
        }
    }
    let answers = asked(preview).into_iter().filter_map(|at| {
        let is_same = match values.get(name_of(at)) {
            SAME => true,
            OTHER => false,
            _ => return None,
        };
        Some((at, is_same))
    });
    let sheet = Some(values.get(Field::Sheet)).filter(|sheet| !sheet.is_empty());
    let cleared = values.all(Field::ClearFields).iter();
    let is_known = |name: &&String| fields(preview.kind).any(|(field, _)| field == name.as_str());
    Choices {
        read_as: ReadAs {
            sheet: sheet.map(str::to_owned).or_else(|| preview.choices.read_as.sheet.clone()),
            columns,
        },
        clear: cleared.filter(is_known).cloned().collect::<BTreeSet<_>>(),
        restore_roles: values.has(Field::RestoreRoles, "yes"),
        rows: answers.collect::<BTreeMap<_, _>>(),
    }
}

/// The rows of which somebody has to say who they are, or has said so.
fn asked(preview: &Preview) -> BTreeSet<At> {
    let asks = [Code::KnownWithOtherPhone, Code::PhoneOnFile];
    preview.issues.iter().filter(|issue| asks.contains(&issue.code)).map(|issue| issue.at).collect()
}

/// The columns of the tables, or those of the header that lacks something; each heading once.
fn columns_of(preview: &Preview) -> Vec<&ColumnReading> {
    let found = match &preview.refused {
        Some(Refused::ColumnMissing { found, .. }) => found,
        _ => &preview.columns,
    };
    let mut headings = BTreeSet::new();
    found.iter().filter(|it| !it.heading.is_empty() && headings.insert(&it.heading)).collect()
}

fn name_of(at: At) -> Name {
    Field::RowIs.at(i64::try_from(at.table).unwrap_or_default() * TABLE + i64::from(at.row))
}

/// The form; what must be said first comes first.
pub(super) fn form(l: Locale, preview: &Preview) -> AnyView {
    let is_urgent = preview.refused.is_some() || preview.changes.waiting > 0;
    let parts = [
        which_sheet(l, preview),
        rows(l, preview),
        erasable(l, preview),
        ended(l, preview),
        columns(l, preview),
    ];
    let parts: Vec<AnyView> = parts.into_iter().flatten().collect();
    if parts.is_empty() {
        return ().into_any();
    }
    let title = if is_urgent { t!(l, roster.choices) } else { t!(l, roster.more_choices) };
    let button = if is_urgent { "button primary" } else { "button" };
    let action = format!("/roster/{}", preview.plan);
    view! {
        <form class="form stack" method="post" action=action novalidate>
            <h2>{title}</h2>
            {parts}
            <p>
                <button class=button name=Field::Step.as_str() value=CHOOSE>
                    {t!(l, roster.choose)}
                </button>
            </p>
        </form>
    }
    .into_any()
}

fn choice(
    kind: &'static str,
    name: Name,
    value: String,
    text: String,
    is_chosen: bool,
) -> impl IntoView {
    view! {
        <label class="choice">
            <input type=kind name=name.to_string() value=value checked=is_chosen/>
            <span>{text}</span>
        </label>
    }
}

fn which_sheet(l: Locale, preview: &Preview) -> Option<AnyView> {
    let Some(Refused::YearsDiffer { sheets }) = &preview.refused else { return None };
    let boxes = sheets
        .iter()
        .map(|(sheet, year)| {
            let text = words::roster::sheet_of_year(l, sheet, *year);
            choice("radio", Field::Sheet.into(), sheet.clone(), text, false)
        })
        .collect_view();
    let view = view! {
        <fieldset class="field">
            <legend>{t!(l, roster.which_sheet)}</legend>
            <div class="choices wide">{boxes}</div>
        </fieldset>
    };
    Some(view.into_any())
}

fn rows(l: Locale, preview: &Preview) -> Option<AnyView> {
    let rows = asked(preview);
    if rows.is_empty() {
        return None;
    }
    let of = |at: At| {
        let issues = preview.issues.iter().filter(move |issue| issue.at == at);
        let asks = issues.filter(|issue| issue.on_file.is_some() && issue.code != Code::RoleEnded);
        let text: Vec<String> = asks.map(|issue| words::roster::issue(l, issue)).collect();
        let said = preview.choices.rows.get(&at);
        let boxes = [
            (SAME, t!(l, roster.same), said == Some(&true)),
            (OTHER, t!(l, roster.other), said == Some(&false)),
            (UNDECIDED, t!(l, roster.undecided), said.is_none()),
        ];
        let boxes = boxes
            .map(|(value, text, is_chosen)| {
                choice("radio", name_of(at), value.to_owned(), text.to_owned(), is_chosen)
            })
            .collect_view();
        view! {
            <fieldset class="field">
                <legend>{t!(l, roster.row)}" "{row_name(preview, at)}</legend>
                <p class="hint">{text.join(" ")}</p>
                <div class="choices wide">{boxes}</div>
            </fieldset>
        }
    };
    Some(rows.into_iter().map(of).collect_view().into_any())
}

fn erasable(l: Locale, preview: &Preview) -> Option<AnyView> {
    if preview.erasable.is_empty() {
        return None;
    }
    let boxes = preview
        .erasable
        .iter()
        .map(|(field, n)| {
            let text = words::roster::clear_one(l, preview.kind, field, *n);
            let is_chosen = preview.choices.clear.contains(field);
            choice("checkbox", Field::ClearFields.into(), field.clone(), text, is_chosen)
        })
        .collect_view();
    let view = view! {
        <fieldset class="field">
            <legend>{t!(l, roster.clear)}</legend>
            <div class="choices">{boxes}</div>
        </fieldset>
    };
    Some(view.into_any())
}

fn ended(l: Locale, preview: &Preview) -> Option<AnyView> {
    if preview.ended == 0 {
        return None;
    }
    let text = words::roster::restore_roles(l, preview.ended);
    let is_chosen = preview.choices.restore_roles;
    let name = Field::RestoreRoles.into();
    let view = view! {
        <div class="field">{choice("checkbox", name, "yes".to_owned(), text, is_chosen)}</div>
    };
    Some(view.into_any())
}

fn columns(l: Locale, preview: &Preview) -> Option<AnyView> {
    let columns = columns_of(preview);
    if columns.is_empty() {
        return None;
    }
    let boxes = (0_i64..)
        .zip(columns)
        .map(|(at, column)| {
            let name = Field::ColumnIs.at(at).to_string();
            let options = fields(preview.kind)
                .map(|(field, _)| {
                    let is_chosen = column.field.as_deref() == Some(field);
                    let text = words::roster::field(l, preview.kind, field);
                    view! { <option value=field selected=is_chosen>{text}</option> }
                })
                .collect_view();
            view! {
                <div class="field short">
                    <label for=name.clone()>{words::roster::column_is(l, column)}</label>
                    <select id=name.clone() name=name>
                        <option value="" selected=column.field.is_none()>
                            {t!(l, roster.column_unread)}
                        </option>
                        {options}
                    </select>
                </div>
            }
        })
        .collect_view();
    let is_open = matches!(preview.refused, Some(Refused::ColumnMissing { .. }));
    let view = view! {
        <details class="more" open=is_open>
            <summary>{t!(l, roster.columns_title)}</summary>
            <p class="hint">{t!(l, roster.columns_hint)}</p>
            <div class="stack">{boxes}</div>
        </details>
    };
    Some(view.into_any())
}
