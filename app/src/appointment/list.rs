//! Terms as an office looks after them: those that end soon are ticked and renewed by one decision.

use actions::{AppointmentList, TermFilter, TermPage, TermRow, TermView};
use domain::{
    access_log::AccessThing,
    appointment::Corps,
    form::{Field, Once, Values},
    rulebook::Rule,
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use super::decision;
use crate::{
    error::Answer,
    form::{Form, Line, Posted, answer, query},
    list_filter::{Choice, address, filters},
    list_sheet::{ColumnOf, column, name_column, name_sheet_links, sheet_of},
    page::Page,
    parts::{badge, cell, empty, further},
    rulebook::amount,
    visit::Visit,
};

const PATH: &str = "/appointment";

pub(super) async fn list(visit: Visit) -> Answer {
    let form = Form::to_make(&visit, Values::default());
    again(&visit, form).await
}

async fn again(visit: &Visit, mut form: Form) -> Answer {
    if form.once == Once::default() {
        form.once = visit.once();
    }
    let l = visit.l;
    // A form that came back has what it was sent with, and its address has nothing.
    let asked = if form.values.get(Field::View).is_empty() {
        query(visit)
    } else {
        let is_ours = |field: Field| (field, form.values.get(field).to_owned());
        let ours = [Field::View, Field::UpTo, Field::Search, Field::TermCorps].map(is_ours);
        ours.into_iter().fold(Values::default(), |all, (field, it)| all.with(field, &it))
    };
    let at = (TermView::of(&asked), asked.get(Field::UpTo).parse().ok());
    let page = visit.actions.appointments(&visit.call, &TermFilter::of(&asked), at).await?;
    let head = Page::new(t!(l, appointment.title)).lede(t!(l, appointment.lede)).with(&form);
    Ok(head.render(visit, || {
        // Each of the lists goes on by itself, and is handed on by itself.
        let foot = |view: TermView, list: &TermPage| {
            let mut own = asked.clone();
            own.take(Field::View);
            if view != at.0 {
                own.take(Field::UpTo);
            }
            let own = own.with(Field::View, view.as_str());
            let next = list.next.map(|id| id.to_string());
            let export = (!list.rows.is_empty())
                .then(|| view! { <p>{name_sheet_links(l, "/appointment.xlsx", &own)}</p> });
            view! { {further(l, &address(PATH, &own), &own, next)}{export} }
        };
        let corps = Corps::ALL.iter();
        let corps =
            corps.map(|it| (it.as_str().to_owned(), words::appointment::corps(l, *it).to_owned()));
        let title = t!(l, appointment.corps_title);
        let mut all = asked.clone();
        all.take(Field::View);
        let corps = Choice::of(Field::TermCorps, title, corps.collect());
        view! {
            {form.why()}
            {filters(l, PATH, &all, [corps])}
            <h2>{words::appointment::ending(l, &amount(l, Rule::TermNoticeDays))}</h2>
            {ending(&form, &page, &asked)}
            {foot(TermView::Ending, &page.ending)}
            <h2>{t!(l, appointment.open)}</h2>
            {table(l, &page.open.rows, t!(l, appointment.no_open))}
            {foot(TermView::Open, &page.open)}
            <h2>{t!(l, appointment.holding)}</h2>
            {table(l, &page.holding.rows, t!(l, appointment.no_holding))}
            {foot(TermView::Holding, &page.holding)}
        }
    }))
}

/// What ends soon: a form for who renews, a table for who only reads.
fn ending(form: &Form, page: &AppointmentList, asked: &Values) -> AnyView {
    let l = form.l;
    // A form that came back stands there, even if meanwhile nothing ends.
    let came_back = form.is_refused() || form.message.is_some();
    if page.ending.rows.is_empty() && !came_back {
        return empty(t!(l, appointment.no_ending), None);
    }
    if page.deciders.is_empty() && !came_back {
        return table(l, &page.ending.rows, t!(l, appointment.no_ending));
    }
    let rows = page.ending.rows.iter().enumerate().map(|(at, row)| {
        let id = if at == 0 { "terms".to_owned() } else { format!("terms-{at}") };
        let value = row.id.to_string();
        let checked = form.values.has(Field::Terms, &value);
        view! {
            <tr>
                <td>
                    <input
                        type="checkbox"
                        id=id
                        name=Field::Terms.as_str()
                        value=value
                        checked=checked
                        aria-label=row.name.clone()
                    />
                </td>
                {columns(l, row)}
                {cell(t!(l, appointment.listed), row.n_listed.to_string())}
            </tr>
        }
    });
    let rows = rows.collect_view();
    // What comes back is the same page of the same list.
    let is_here = TermView::of(asked) == TermView::Ending;
    let from = if is_here { asked.get(Field::UpTo).to_owned() } else { String::new() };
    let kept = [
        (Field::View, TermView::Ending.as_str().to_owned()),
        (Field::UpTo, from),
        (Field::Search, asked.get(Field::Search).to_owned()),
        (Field::TermCorps, asked.get(Field::TermCorps).to_owned()),
    ];
    let kept = kept.into_iter().map(|(field, value)| {
        view! { <input type="hidden" name=field.as_str() value=value/> }
    });
    let kept = kept.collect_view();
    let day = Line { kind: "date", is_short: true, ..Line::default() };
    let anchor = page.ending.rows.is_empty().then_some("terms");
    let invalid = form.problems.of(Field::Terms).map(|_| "");
    view! {
        <form class="form wide-form" method="post" action="/appointment/renew" novalidate>
            {form.once()}
            {kept}
            <div class="field" id=anchor data-invalid=invalid>
                {form.problem(Field::Terms)}
                <table class="data stacked">
                    <thead><tr>
                        <th scope="col"><span class="visually-hidden">{t!(l, appointment.renew)}</span></th>
                        {headings(l)}
                        <th scope="col">{t!(l, appointment.listed)}</th>
                    </tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            {form.line(Field::TermUntil, day)}
            {decision(form, &page.deciders, false)}
            <div class="page-foot-action">
                <button class="button primary large">{t!(l, appointment.renew)}</button>
            </div>
        </form>
    }
    .into_any()
}

/// Who, where, in which corps, from when until when, and where it stands.
fn columns(l: Locale, row: &TermRow) -> impl IntoView + use<> {
    let heard = row.is_heard.then(|| badge("waiting", t!(l, appointment.heard)));
    view! {
        <td data-label=t!(l, appointment.name)>
            <a href=format!("/appointment/{}", row.id)>{row.name.clone()}</a>
        </td>
        {cell(t!(l, appointment.workplace), row.workplace.clone().unwrap_or_default())}
        {cell(t!(l, appointment.corps_title), words::appointment::corps(l, row.corps))}
        {cell(t!(l, appointment.term), words::time::dates(l, row.starts_on, row.ends_on))}
        <td data-label=t!(l, appointment.state_title)>
            {badge(words::appointment::tone(row.state), words::appointment::state(l, row.state))}
            " "
            {heard}
        </td>
    }
}

fn headings(l: Locale) -> impl IntoView + use<> {
    view! {
        <th scope="col">{t!(l, appointment.name)}</th>
        <th scope="col">{t!(l, appointment.workplace)}</th>
        <th scope="col">{t!(l, appointment.corps_title)}</th>
        <th scope="col">{t!(l, appointment.term)}</th>
        <th scope="col">{t!(l, appointment.state_title)}</th>
    }
}

fn table(l: Locale, rows: &[TermRow], none: &'static str) -> AnyView {
    if rows.is_empty() {
        return empty(none, None);
    }
    let rows = rows.iter().map(|row| view! { <tr>{columns(l, row)}</tr> }).collect_view();
    view! {
        <table class="data stacked">
            <thead><tr>{headings(l)}</tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

pub(super) async fn renew(visit: Visit, posted: Posted) -> Answer {
    let done = visit.actions.renew_appointments(&visit.call, &posted.values, &posted.once).await;
    let to = |_| "/appointment".to_owned();
    answer(&visit, posted, done, to, "appointments_renewed", |form| again(&visit, form)).await
}

pub(super) async fn export(visit: Visit) -> Answer {
    let asked = query(&visit);
    let (filter, view) = (TermFilter::of(&asked), TermView::of(&asked));
    let handed = visit.actions.appointment_export(&visit.call, &filter, view).await?;
    let title = words::access_log::thing(visit.l, AccessThing::TermList);
    sheet_of(&visit, title, &sheet_columns(visit.l), handed).await
}

fn sheet_columns(l: Locale) -> [ColumnOf<TermRow>; 8] {
    [
        name_column(t!(l, appointment.name), 12, |_, row| row.name.clone()),
        column(t!(l, appointment.workplace), 26, |_, row| {
            row.workplace.clone().unwrap_or_default()
        }),
        column(t!(l, appointment.corps_title), 16, |l, row| {
            words::appointment::corps(l, row.corps).to_owned()
        }),
        column(t!(l, register_entry.from), 12, |_, row| row.starts_on.to_string()),
        column(t!(l, register_entry.until), 12, |_, row| row.ends_on.to_string()),
        column(t!(l, appointment.listed), 10, |_, row| row.n_listed.to_string()),
        column(t!(l, appointment.state_title), 10, |l, row| {
            words::appointment::state(l, row.state).to_owned()
        }),
        column(t!(l, register_entry.note), 16, |l, row| {
            let heard = if row.is_heard { t!(l, appointment.heard) } else { "" };
            heard.to_owned()
        }),
    ]
}
