//! The inbox: messages in the reader's language.

use std::sync::Arc;

use actions::{MessageRow, local_date};
use domain::{form::Field, rulebook::RuleHistory, working_day::WorkCalendar};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use crate::{
    audit::pager as older_pager,
    error::Answer,
    form::query,
    page::Page,
    parts::{badge, empty},
    route::{Route, Who},
    visit::Visit,
};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/inbox", Who::SignedIn, inbox),
        Route::post("/inbox/read", Who::SignedIn, read),
    ]
}

async fn inbox(visit: Visit) -> Answer {
    let l = visit.l;
    let asked = query(&visit);
    let from = asked.get(Field::UpTo).parse().ok();
    let page = visit.actions.inbox(&visit.call, from).await?;
    let has_unread = visit.n_unread > 0;
    let calendar = Arc::clone(visit.actions.work_calendar());
    let history = Arc::clone(&visit.history);
    Ok(Page::new(t!(l, inbox.title)).render(&visit, move || {
        if page.rows.is_empty() && from.is_none() {
            return empty(t!(l, inbox.nothing), Some(("/desk", t!(l, page.desk))));
        }
        let cards =
            page.rows.iter().map(|message| card(l, message, &calendar, &history)).collect_view();
        let read = has_unread.then(|| {
            view! {
                <form method="post" action="/inbox/read">
                    <button class="button">{t!(l, inbox.read_all)}</button>
                </form>
            }
        });
        let older = page.next.map(|id| id.to_string());
        view! {
            {read}
            <ul class="card-list">{cards}</ul>
            {older_pager(l, "/inbox", &asked, older)}
        }
        .into_any()
    }))
}

fn card(
    l: Locale,
    row: &MessageRow,
    calendar: &WorkCalendar,
    history: &RuleHistory,
) -> impl IntoView + use<> {
    let rules = history.on(local_date(row.created_at));
    let (title, text, href) = words::inbox::message(l, &row.message, calendar, &rules);
    let when = words::time::moment(l, row.created_at);
    let unread = (!row.is_read).then(|| badge("todo", t!(l, inbox.unread)));
    view! {
        <li class="card">
            <h2 class="card-title"><a href=href>{title}</a></h2>
            <p>{text}</p>
            <p class="meta"><span>{when}</span></p>
            {unread}
        </li>
    }
}

async fn read(visit: Visit) -> Answer {
    visit.actions.read_inbox(&visit.call).await?;
    Ok(visit.go("/inbox", "inbox_read"))
}
