//! The own calendar for programs elsewhere: the page with its address, and what they fetch.

use std::collections::BTreeMap;

use actions::{CalendarFeed, CalendarFeedPage, FeedEventRow};
use axum::{
    extract::Path,
    http::header,
    response::{IntoResponse as _, Response},
};
use chrono::{DateTime, Utc};
use documents::calendar_feed::{CalendarEvent, CalendarTask, calendar};
use domain::form::Values;
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use crate::{
    calendar::page_of_source,
    desk::line_of,
    error::Answer,
    form::{Form, Posted, answer},
    page::Page,
    public_url::PublicUrl,
    route::{Route, Who},
    visit::Visit,
};

/// What calendar programs look for at the end of an address.
const ENDING: &str = ".ics";

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/calendar/feed", Who::SignedIn, show),
        Route::post("/calendar/feed", Who::SignedIn, make),
        Route::post("/calendar/feed/revoke", Who::SignedIn, revoke),
        Route::get("/calendar/feed/{token}", Who::Anyone, feed),
    ]
}

async fn show(visit: Visit) -> Answer {
    let form = Form::to_make(&visit, Values::default());
    again(&visit, form).await
}

async fn again(visit: &Visit, form: Form) -> Answer {
    let page = visit.actions.calendar_feed_page(&visit.call).await?;
    Ok(page_of(visit, page, &form, None))
}

/// The page; right after the address was made it is seen, this once.
fn page_of(visit: &Visit, page: CalendarFeedPage, form: &Form, made: Option<&str>) -> Response {
    let l = visit.l;
    let head = Page::new(t!(l, calendar_feed.title)).lede(t!(l, calendar_feed.lede)).with(form);
    let address =
        made.map(|token| format!("{}/calendar/feed/{token}{ENDING}", visit.settings.public_url));
    head.render(visit, || {
        let shown = address.map(|address| {
            view! {
                <div class="notice success" role="status">
                    <p>{t!(l, calendar_feed.made)}</p>
                    <p><code>{address}</code></p>
                </div>
            }
        });
        let state = match page.live {
            Some((since, _)) => words::calendar_feed::since(l, since),
            None => t!(l, calendar_feed.none).to_owned(),
        };
        let (class, text) = if page.live.is_some() {
            ("button", t!(l, calendar_feed.make_anew))
        } else {
            ("button primary large", t!(l, calendar_feed.make))
        };
        let revoke = page.live.map(|_| {
            view! {
                <form method="post" action="/calendar/feed/revoke">
                    <button class="button">{t!(l, calendar_feed.revoke)}</button>
                </form>
            }
        });
        view! {
            {form.why()}
            {shown}
            <p>{state}</p>
            <p class="hint">{t!(l, calendar_feed.hint)}</p>
            <form class="form" method="post" action="/calendar/feed" novalidate>
                {form.once()}
                <button class=class>{text}</button>
            </form>
            {revoke}
            <p><a href="/calendar">{t!(l, calendar.title)}</a></p>
        }
    })
}

async fn make(visit: Visit, posted: Posted) -> Answer {
    let language = words::calendar_feed::language(visit.l);
    match visit.actions.make_calendar_feed(&visit.call, language, &posted.once).await {
        Ok(token) => {
            let page = visit.actions.calendar_feed_page(&visit.call).await?;
            let form = Form::to_make(&visit, Values::default());
            Ok(page_of(&visit, page, &form, Some(&token)))
        }
        Err(error) => again(&visit, Form::refused(&visit, posted, error)?).await,
    }
}

async fn revoke(visit: Visit, posted: Posted) -> Answer {
    let done = visit.actions.revoke_calendar_feed(&visit.call).await;
    let to = |()| "/calendar/feed".to_owned();
    answer(&visit, posted, done, to, "calendar_feed_revoked", |form| again(&visit, form)).await
}

/// What programs fetch, without signing in: the address is all that they have.
async fn feed(visit: Visit, Path(token): Path<String>) -> Answer {
    let token = token.strip_suffix(ENDING).unwrap_or(&token);
    let feed = visit.actions.calendar_feed(&visit.call, token).await?;
    let kind = [(header::CONTENT_TYPE, "text/calendar; charset=utf-8")];
    Ok((kind, text_of(&visit, &feed)).into_response())
}

fn text_of(visit: &Visit, feed: &CalendarFeed) -> String {
    let l = words::calendar_feed::locale(feed.language);
    let site = Site::of(&visit.settings.public_url);
    let now = visit.call.now;
    let events: Vec<_> = feed.events.iter().map(|row| event(l, &site, row, now)).collect();
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut tasks = Vec::new();
    for (due, task) in &feed.tasks {
        let (summary, path) = line_of(l, &visit.actions.work_calendar(), task);
        // Two tasks may lead to one page.
        let n = seen.entry(path.clone()).or_default();
        *n += 1;
        let key = path.trim_start_matches('/').replace('/', "-");
        let uid = site.uid(&format!("task-{key}-{n}"));
        let url = site.url(&path);
        tasks.push(CalendarTask { uid, seen_at: visit.call.now, due: *due, summary, url });
    }
    calendar(&words::calendar_feed::name(l, &feed.name), &events, &tasks)
}

/// An event as calendars elsewhere are told of it.
pub(crate) fn event(
    l: Locale,
    site: &Site,
    row: &FeedEventRow,
    now: DateTime<Utc>,
) -> CalendarEvent {
    let page = page_of_source(row.source, row.source_id);
    CalendarEvent {
        uid: site.uid(&format!("commitment-{}", row.event_id)),
        sequence: row.sequence,
        changed_at: row.changed_at.unwrap_or(now),
        starts_at: row.starts_at,
        ends_at: row.ends_at,
        status: row.state.into(),
        summary: words::calendar_feed::summary(l, row.source, row.title.as_deref()),
        place: row.place_name.clone().unwrap_or_default(),
        url: site.url(&page),
    }
}

/// Which site it is: keys of two associations in one calendar differ.
pub(crate) struct Site(String);

impl Site {
    pub(crate) fn of(public_url: &PublicUrl) -> Self {
        Self(public_url.to_string())
    }

    /// The whole address of a page.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.0)
    }

    /// A key that no other site has.
    pub(crate) fn uid(&self, key: &str) -> String {
        format!("{key}@{}", self.host())
    }

    /// Host and port, if it has one.
    pub(crate) fn host(&self) -> &str {
        self.0.split_once("://").map_or(self.0.as_str(), |(_, host)| host)
    }
}
