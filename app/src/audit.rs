//! The audit chain, newest line first.

use actions::AuditLine;
use domain::{form::Field, role::Role};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use crate::{
    error::Answer,
    form::query,
    page::Page,
    parts::cell,
    route::{Route, Who},
    visit::Visit,
};

const READER: Who = Who::Role(&[Role::AuditAdministrator, Role::Supervisor]);

pub(crate) fn routes() -> Vec<Route> {
    vec![Route::get("/audit", READER, list)]
}

async fn list(visit: Visit) -> Answer {
    let l = visit.l;
    let up_to = query(&visit).get(Field::UpTo).parse().ok();
    let page = visit.actions.audit_page(&visit.call, up_to).await?;
    let older = page.lines.last().map(|line| line.seq - 1).filter(|seq| *seq > 0);
    Ok(Page::new(t!(l, audit.title)).lede(t!(l, audit.lede)).render(&visit, move || {
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
                    <th scope="col">{t!(l, audit.what)}</th>
                    <th scope="col">{t!(l, audit.why)}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
            {older.map(|seq| view! {
                <nav class="pager"><a href=format!("/audit?up_to={seq}")>{t!(l, page.next)}</a></nav>
            })}
        }
    }))
}

fn line(l: Locale, line: &AuditLine) -> impl IntoView + use<> {
    let who = match (&line.person_name, machine_user(line)) {
        (Some(name), _) => name.clone(),
        (None, Some(user)) => format!("{} ({user})", t!(l, audit.program)),
        (None, None) => t!(l, audit.program).to_owned(),
    };
    let verb = words::audit::verb(l, &line.verb, &line.thing);
    // What is of no thing in particular has no number.
    let what = if line.thing_id == 0 { verb } else { format!("{verb} {}", line.thing_id) };
    view! {
        <tr>
            <td class="number" data-label=t!(l, audit.number)>{line.seq}</td>
            <td data-label=t!(l, audit.when)>{words::time::moment(l, line.at)}</td>
            <td data-label=t!(l, audit.who)>{who}</td>
            <td data-label=t!(l, audit.what)>{what}</td>
            {cell(t!(l, audit.why), line.reason.clone().unwrap_or_default())}
        </tr>
    }
}

/// The user of the machine who gave a command. The address of a browser is nobody's to read here.
fn machine_user(line: &AuditLine) -> Option<&str> {
    line.client.as_deref()?.strip_prefix("cli:")
}
