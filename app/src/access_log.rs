//! The access log: sign-ins, sign-outs, and what was handed out; newest line first.

use actions::{AccessPage, AccessRow, access_filter};
use domain::{
    access_log::{AccessKind, AccessResult, AccessThing},
    form::{Field, Problems, Values},
    id::AccessLogId,
    role::Role,
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use crate::{
    audit::{address, filter_form, machine_user, nothing, pager, tabs},
    error::Answer,
    form::{Form, query},
    page::Page,
    parts::{badge, cell},
    route::{Route, Who},
    visit::Visit,
};

const READER: Who = Who::Role(&[Role::AuditAdministrator]);
pub(crate) const PATH: &str = "/access_log";

pub(crate) fn routes() -> Vec<Route> {
    vec![Route::get("/access_log", READER, list)]
}

async fn list(visit: Visit) -> Answer {
    let l = visit.l;
    let asked = query(&visit);
    let (page, problems) = match access_filter(&asked) {
        Ok(filter) => {
            let up_to = asked.get(Field::UpTo).parse().ok().map(AccessLogId);
            let page = visit.actions.access_log(&visit.call, &filter, up_to).await?;
            (Some(page), Problems::default())
        }
        Err(problems) => (None, problems),
    };
    let form = Form::to_find(&visit, asked, problems);
    let tabs = tabs(&visit);
    let head = Page::new(t!(l, access_log.title))
        .lede(words::access_log::lede(l, &visit.rules))
        .with(&form);
    Ok(head.render(&visit, move || {
        let older = page.as_ref().map(|page| page.older.map(|id| id.0.to_string()));
        let foot = older.map(|older| pager(l, PATH, &form.values, older));
        view! {
            {tabs}
            {filters(&form)}
            {page.map(|page| lines(l, &page, &form.values))}
            {foot}
        }
    }))
}

fn filters(form: &Form) -> AnyView {
    let l = form.l;
    let choice = |code: &str, text: &str| (code.to_owned(), text.to_owned());
    let kinds = AccessKind::ALL.iter();
    let kinds = kinds.map(|it| choice(it.as_str(), words::access_log::kind(l, *it))).collect();
    let results = AccessResult::ALL.iter();
    let results =
        results.map(|it| choice(it.as_str(), words::access_log::result(l, *it))).collect();
    let things = AccessThing::ALL.iter();
    let things = things.map(|it| choice(it.as_str(), words::access_log::thing(l, *it))).collect();
    let what =
        vec![form.select(Field::Act, kinds, true), form.select(Field::Result, results, true)];
    filter_form(form, PATH, what, things)
}

fn lines(l: Locale, page: &AccessPage, values: &Values) -> AnyView {
    if page.rows.is_empty() {
        return nothing(l, PATH, values);
    }
    let rows = page.rows.iter().map(|row| line(l, row)).collect_view();
    view! {
        <table class="data stacked">
            <thead><tr>
                <th scope="col">{t!(l, audit.when)}</th>
                <th scope="col">{t!(l, audit.who)}</th>
                <th scope="col">{t!(l, audit.role)}</th>
                <th scope="col">{t!(l, audit.what)}</th>
                <th scope="col">{t!(l, access_log.result)}</th>
                <th scope="col" class="number">{t!(l, access_log.n_rows)}</th>
                <th scope="col">{t!(l, access_log.route)}</th>
                <th scope="col">{t!(l, audit.client)}</th>
            </tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn line(l: Locale, row: &AccessRow) -> impl IntoView + use<> {
    let mut what = words::access_log::kind(l, row.kind).to_owned();
    if row.thing != AccessThing::Account {
        what = format!("{what} · {}", words::access_log::thing(l, row.thing));
    }
    if row.thing_id != 0 {
        what = format!("{what} {}", row.thing_id);
    }
    let role = row.role.map(|role| words::person::role(l, role)).unwrap_or_default();
    let result =
        badge(words::access_log::tone(row.result), words::access_log::result(l, row.result));
    let n_rows = row.n_rows.map(|n| n.to_string());
    view! {
        <tr>
            <td data-label=t!(l, audit.when)>{words::time::moment(l, row.at)}</td>
            <td data-label=t!(l, audit.who)>{who(l, row)}</td>
            {cell(t!(l, audit.role), role)}
            <td data-label=t!(l, audit.what)>{what}</td>
            <td data-label=t!(l, access_log.result)>{result}</td>
            <td class="number" data-label=t!(l, access_log.n_rows)>{n_rows}</td>
            {cell(t!(l, access_log.route), row.route.clone())}
            {cell(t!(l, audit.client), address(&row.client))}
        </tr>
    }
}

/// A person with the sign-in name, a user of the machine, or somebody of whom no account is known.
fn who(l: Locale, row: &AccessRow) -> String {
    match (&row.person_name, &row.sign_in_name, machine_user(&row.client)) {
        (Some(name), Some(sign_in_name), _) => format!("{name} · {sign_in_name}"),
        (_, _, Some(user)) => words::audit::machine(l, user),
        _ => t!(l, access_log.nobody).to_owned(),
    }
}
