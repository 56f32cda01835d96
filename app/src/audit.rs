//! The audit chain, newest line first, with filters in the address.

use actions::{AuditLine, AuditPage, audit_filter};
use domain::{
    audit::ACTS,
    form::{Field, Problems, Values},
    role::Role,
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use crate::{
    error::Answer,
    form::{Form, Line, query},
    page::Page,
    parts::{cell, empty},
    route::{Route, Who},
    visit::Visit,
};

const READER: Who = Who::Role(&[Role::AuditAdministrator, Role::Supervisor]);
const PATH: &str = "/audit";

pub(crate) fn routes() -> Vec<Route> {
    vec![Route::get("/audit", READER, list)]
}

async fn list(visit: Visit) -> Answer {
    let l = visit.l;
    let asked = query(&visit);
    let (page, problems) = match audit_filter(&asked) {
        Ok(filter) => {
            let up_to = asked.get(Field::UpTo).parse().ok();
            let page = visit.actions.audit_page(&visit.call, &filter, up_to).await?;
            (Some(page), Problems::default())
        }
        Err(problems) => (None, problems),
    };
    let form = Form::to_find(&visit, asked, problems);
    let tabs = tabs(&visit);
    let head = Page::new(t!(l, audit.title)).lede(t!(l, audit.lede)).with(&form);
    Ok(head.render(&visit, move || {
        let older = page.as_ref().map(|page| page.older.map(|seq| seq.to_string()));
        let foot = older.map(|older| pager(l, PATH, &form.values, older));
        view! {
            {tabs}
            {filters(&form)}
            {page.map(|page| lines(l, &page, &form.values))}
            {foot}
        }
    }))
}

/// The way from one log to the other, for who reads both.
pub(crate) fn tabs(visit: &Visit) -> Option<AnyView> {
    let l = visit.l;
    let access = crate::access_log::PATH;
    if !visit.may_open(access) {
        return None;
    }
    let tabs = [(PATH, t!(l, audit.chain)), (access, t!(l, access_log.short))]
        .into_iter()
        .map(|(path, text)| {
            let current = (visit.path == path).then_some("page");
            view! { <li><a href=path aria-current=current>{text}</a></li> }
        })
        .collect_view();
    Some(view! { <nav class="tabs" aria-label=t!(l, audit.pages)><ul>{tabs}</ul></nav> }.into_any())
}

fn filters(form: &Form) -> AnyView {
    let l = form.l;
    let act = |act: &domain::audit::Act| (act.code(), words::audit::verb(l, act.verb, act.thing));
    let acts = ACTS.iter().map(act).collect();
    let mut things: Vec<&str> = ACTS.iter().map(|act| act.thing).collect();
    things.dedup();
    let things = things.into_iter().map(|it| (it.to_owned(), words::audit::thing(l, it))).collect();
    filter_form(form, PATH, vec![form.select(Field::Act, acts, true)], things)
}

/// The form of either log: who, what (`what` has its fields), when, and on what.
pub(crate) fn filter_form(
    form: &Form,
    path: &'static str,
    what: Vec<AnyView>,
    things: Vec<(String, String)>,
) -> AnyView {
    let l = form.l;
    let line = |kind| Line { kind, is_optional: true, ..Line::default() };
    view! {
        <form class="form" method="get" action=path role="search" novalidate>
            {form.why()}
            <div class="filters">
                {form.line(Field::Who, line("search"))}
                {what}
                {form.line(Field::FromDay, line("date"))}
                {form.line(Field::ToDay, line("date"))}
                {form.select(Field::Thing, things, true)}
                {form.line(Field::ThingId, line("text"))}
                <button class="button">{t!(l, audit.filter)}</button>
            </div>
        </form>
    }
    .into_any()
}

/// Whether the address asks for anything but a page.
pub(crate) fn is_filtered(values: &Values) -> bool {
    values.iter().any(|(name, value)| !value.is_empty() && name != Field::UpTo.as_str())
}

/// Nothing here; all of it, if a filter is why.
pub(crate) fn nothing(l: Locale, path: &'static str, values: &Values) -> AnyView {
    if is_filtered(values) {
        empty(t!(l, audit.nothing), Some((path, t!(l, audit.all))))
    } else {
        empty(t!(l, audit.none), None)
    }
}

/// On to older lines and back to the newest, with the same filters; or that there are no older ones.
pub(crate) fn pager(l: Locale, path: &str, values: &Values, older: Option<String>) -> AnyView {
    let address = |up_to: Option<&str>| {
        let mut query = form_urlencoded::Serializer::new(String::new());
        let kept = values
            .iter()
            .filter(|(name, value)| !value.is_empty() && *name != Field::UpTo.as_str());
        query.extend_pairs(kept);
        if let Some(up_to) = up_to {
            query.append_pair(Field::UpTo.as_str(), up_to);
        }
        let query = query.finish();
        if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
    };
    let link = |href: String, text: &'static str| view! { <a href=href>{text}</a> };
    let newest =
        (!values.get(Field::UpTo).is_empty()).then(|| link(address(None), t!(l, audit.newest)));
    let end = older.is_none().then(|| view! { <span>{t!(l, audit.end)}</span> });
    let older = older.map(|up_to| link(address(Some(&up_to)), t!(l, audit.older)));
    view! { <nav class="pager" aria-label=t!(l, page.pages)>{newest}{end}{older}</nav> }.into_any()
}

fn lines(l: Locale, page: &AuditPage, values: &Values) -> AnyView {
    if page.lines.is_empty() {
        return nothing(l, PATH, values);
    }
    let rows = page.lines.iter().map(|one| line(l, one)).collect_view();
    view! {
        <dl class="facts">
            <dt>{t!(l, audit.head)}</dt>
            <dd><code>{page.head_seq}" "{page.head.clone()}</code></dd>
        </dl>
        <table class="data stacked">
            <thead><tr>
                <th scope="col" class="number">{t!(l, audit.number)}</th>
                <th scope="col">{t!(l, audit.when)}</th>
                <th scope="col">{t!(l, audit.who)}</th>
                <th scope="col">{t!(l, audit.role)}</th>
                <th scope="col">{t!(l, audit.what)}</th>
                <th scope="col">{t!(l, audit.change)}</th>
                <th scope="col">{t!(l, audit.why)}</th>
                <th scope="col">{t!(l, audit.client)}</th>
            </tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn line(l: Locale, line: &AuditLine) -> impl IntoView + use<> {
    let verb = words::audit::verb(l, &line.verb, &line.thing);
    // What is of no thing in particular has no number.
    let what = if line.thing_id == 0 { verb } else { format!("{verb} {}", line.thing_id) };
    let role = line.role.as_deref().map(|role| words::audit::state(l, "person", role));
    view! {
        <tr>
            <td class="number" data-label=t!(l, audit.number)>{line.seq}</td>
            <td data-label=t!(l, audit.when)>{words::time::moment(l, line.at)}</td>
            <td data-label=t!(l, audit.who)>{who(l, line)}</td>
            {cell(t!(l, audit.role), role.unwrap_or_default())}
            <td data-label=t!(l, audit.what)>{what}</td>
            {cell(t!(l, audit.change), change(l, line))}
            <td class="reason" data-label=t!(l, audit.why)>{line.reason.clone().filter(|it| !it.is_empty())}</td>
            {cell(t!(l, audit.client), address(line.client.as_deref().unwrap_or_default()))}
        </tr>
    }
}

/// A person, a host, a user of the machine, or the program by itself.
fn who(l: Locale, line: &AuditLine) -> String {
    if let Some(name) = &line.person_name {
        return match &line.behalf_name {
            Some(principal) => {
                t!(l, audit.on_behalf, name = name.as_str(), principal = principal.as_str())
            }
            None => name.clone(),
        };
    }
    if let Some(host) = &line.host_name {
        return words::audit::host(l, host);
    }
    match line.client.as_deref().and_then(machine_user) {
        Some(user) => words::audit::machine(l, user),
        None => t!(l, audit.program).to_owned(),
    }
}

fn change(l: Locale, line: &AuditLine) -> String {
    let state = |code: &Option<String>| {
        let code = code.as_deref().filter(|code| !code.is_empty());
        code.map(|code| words::audit::state(l, &line.thing, code))
    };
    match (state(&line.from_state), state(&line.to_state)) {
        (Some(from), Some(to)) => format!("{from} → {to}"),
        (None, Some(to)) => format!("→ {to}"),
        (Some(from), None) => format!("{from} →"),
        (None, None) => String::new(),
    }
}

/// The user of the machine who gave a command.
pub(crate) fn machine_user(client: &str) -> Option<&str> {
    client.strip_prefix("cli:")
}

/// The address of a browser; a user of the machine has none.
pub(crate) fn address(client: &str) -> &str {
    if machine_user(client).is_some() { "" } else { client }
}
