//! The inbox: messages in the reader's language.

use std::sync::Arc;

use actions::{MessageRow, UnreadRow, local_date};
use domain::{
    form::{Field, Problems},
    id::MessageId,
    inbox::MessageKind,
    role::ORGANISERS,
    rulebook::{Rule, RuleHistory},
    working_day::WorkCalendar,
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use crate::{
    audit::pager as older_pager,
    error::Answer,
    form::{Form, query},
    id::Id,
    list_filter::address,
    page::Page,
    parts::{badge, cell, empty, further},
    route::{Route, Who},
    visit::Visit,
};

const OFFICE: Who = Who::Role(ORGANISERS);

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/inbox", Who::SignedIn, inbox),
        Route::post("/inbox/read", Who::SignedIn, read),
        Route::post("/inbox/{id}/read", Who::SignedIn, read_one),
        Route::get("/unread", OFFICE, unread),
    ]
}

async fn inbox(visit: Visit) -> Answer {
    let l = visit.l;
    let asked = query(&visit);
    let from = asked.get(Field::UpTo).parse().ok();
    let page = visit.actions.inbox(&visit.call, from).await?;
    let has_unread = visit.n_unread > 0;
    let calendar = visit.actions.work_calendar();
    let history = Arc::clone(&visit.history);
    let mut links = vec![("/account/mail", t!(l, inbox.by_mail)), ("/told", t!(l, inbox.told))];
    links.extend([("/unread", t!(l, mail.unread)), ("/outbox", t!(l, mail.outbox))]);
    links.retain(|(path, _)| visit.may_open(path));
    Ok(Page::new(t!(l, inbox.title)).render(&visit, move || {
        let links =
            links.into_iter().map(|(path, text)| view! { <li><a href=path>{text}</a></li> });
        let links = view! { <ul class="links">{links.collect_view()}</ul> };
        if page.rows.is_empty() && from.is_none() {
            let nothing = empty(t!(l, inbox.nothing), Some(("/desk", t!(l, page.desk))));
            return view! { {nothing}{links} }.into_any();
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
            {links}
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
    // What matters is noted one by one: an office looks for who has not.
    let notes = !row.is_read && row.message.kind().told().must_be_read;
    let note = notes.then(|| {
        view! {
            <form method="post" action=format!("/inbox/{}/read", row.id)>
                <button class="button">{t!(l, inbox.noted)}</button>
            </form>
        }
    });
    view! {
        <li class="card">
            <h2 class="card-title"><a href=href>{title}</a></h2>
            <p>{text}</p>
            <p class="meta"><span>{when}</span></p>
            {unread}
            {note}
        </li>
    }
}

async fn read(visit: Visit) -> Answer {
    visit.actions.read_inbox(&visit.call).await?;
    Ok(visit.go("/inbox", "inbox_read"))
}

async fn read_one(visit: Visit, Id(id): Id<MessageId>) -> Answer {
    visit.actions.read_message(&visit.call, id).await?;
    Ok(visit.go("/inbox", "message_read"))
}

async fn unread(visit: Visit) -> Answer {
    let l = visit.l;
    let asked = query(&visit);
    let kind = MessageKind::parse(asked.get(Field::MessageKind));
    let from = asked.get(Field::UpTo).parse().ok();
    let page = visit.actions.unread(&visit.call, kind, from).await?;
    let calendar = visit.actions.work_calendar();
    let history = Arc::clone(&visit.history);
    let form = Form::to_find(&visit, asked, Problems::default());
    let days = words::rulebook::of(l, &visit.rules, Rule::UnreadDays);
    let head = Page::new(t!(l, mail.unread)).lede(t!(l, mail.unread_lede, days = days));
    Ok(head.render(&visit, move || {
        let must = MessageKind::ALL.iter().filter(|kind| kind.told().must_be_read);
        let kinds =
            must.map(|kind| (kind.as_str().to_owned(), words::told::kind(l, *kind).to_owned()));
        let next = page.list.next.map(|id| id.to_string());
        let rows = page.list.rows.iter();
        let rows = rows.map(|row| unread_row(l, row, &calendar, &history)).collect_view();
        let list = if page.list.rows.is_empty() {
            empty(t!(l, mail.nobody), None)
        } else {
            view! {
                <table class="data stacked">
                    <thead><tr>
                        <th scope="col">{t!(l, mail.who)}</th>
                        <th scope="col">{t!(l, mail.what)}</th>
                        <th scope="col">{t!(l, mail.since)}</th>
                    </tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            }
            .into_any()
        };
        view! {
            <form class="filters" method="get" action="/unread">
                {form.select(Field::MessageKind, kinds.collect(), true)}
                <button class="button">{t!(l, mail.show)}</button>
            </form>
            {list}
            {further(l, &address("/unread", &form.values), &form.values, next)}
        }
    }))
}

fn unread_row(
    l: Locale,
    row: &UnreadRow,
    calendar: &WorkCalendar,
    history: &RuleHistory,
) -> impl IntoView + use<> {
    let rules = history.on(local_date(row.created_at));
    let (title, ..) = words::inbox::message(l, &row.message, calendar, &rules);
    let href = format!("/person/{}", row.person_id);
    view! {
        <tr>
            <td data-label=t!(l, mail.who)><a href=href>{row.name.clone()}</a></td>
            {cell(t!(l, mail.what), title)}
            {cell(t!(l, mail.since), words::time::moment(l, row.created_at))}
        </tr>
    }
}
