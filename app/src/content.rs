//! What a page shows within its shell, made once for each edition of the database: a public page for
//! everybody who reads it in one language, signed in or not; another for each of its readers.

use std::sync::Arc;

use axum::{Extension, response::Response};
use chrono::{DateTime, DurationRound as _, TimeDelta, Utc};
use domain::id::PersonId;
use leptos::{prelude::*, tachys::html::InertElement};
use quick_cache::{Weighter, sync::Cache};
use words::Locale;

use crate::{
    error::{Answer, AppError},
    page::{Page, html_of, island_html_of},
    visit::Visit,
};

/// All kept contents together.
const BYTES_MAX: u64 = 4 * 1024 * 1024;
/// About so many contents are kept.
const CONTENTS: usize = 500;

/// The kept contents, as handlers get them.
pub(crate) type Contents = Extension<Arc<ContentCache>>;

/// How long a content is right in which nothing has changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lasts {
    /// It says nothing of the hour.
    Day,
    /// It says what is over by now, at most a minute late: what is sent from it is judged by then.
    Minute,
}

impl Lasts {
    /// When the day, as the calendar here has it, or the minute of an instant began.
    fn since(self, now: DateTime<Utc>) -> DateTime<Utc> {
        match self {
            Self::Day => actions::to_utc(actions::local_date(now), chrono::NaiveTime::MIN),
            Self::Minute => now.duration_trunc(TimeDelta::minutes(1)).unwrap_or(now),
        }
    }
}

/// A heading, what stands below it, and the rest as it is sent.
pub(crate) struct Content {
    title: String,
    lede: Option<String>,
    html: String,
    has_island: bool,
    shows_title: bool,
}

impl Content {
    pub(crate) fn new<V: IntoView + 'static>(
        visit: &Visit,
        title: impl Into<String>,
        lede: Option<String>,
        body: impl FnOnce() -> V,
    ) -> Self {
        let html = html_of(visit, body);
        Self { title: title.into(), lede, html, has_island: false, shows_title: true }
    }

    /// With an island that the page's script wakes.
    pub(crate) fn with_island<V: IntoView + 'static>(
        visit: &Visit,
        title: impl Into<String>,
        lede: Option<String>,
        body: impl FnOnce() -> V,
    ) -> Self {
        let html = island_html_of(visit, body);
        Self { title: title.into(), lede, html, has_island: true, shows_title: true }
    }

    /// It draws its own heading.
    pub(crate) fn own_heading(mut self) -> Self {
        self.shows_title = false;
        self
    }

    fn page(self: Arc<Self>, visit: &Visit, kind: impl FnOnce(Page) -> Page) -> Response {
        let mut page = kind(Page::new(self.title.clone()));
        if let Some(lede) = &self.lede {
            page = page.lede(lede.clone());
        }
        if self.has_island {
            page = page.with_island();
        }
        if !self.shows_title {
            page = page.own_heading();
        }
        page.render(visit, move || InertElement::new(self.html.clone()))
    }
}

#[derive(Clone, PartialEq, Eq, Hash)]
struct Key {
    address: String,
    /// Whose it is; none for everybody's.
    reader: Option<PersonId>,
    l: Locale,
    edition: i64,
    since: DateTime<Utc>,
}

#[derive(Clone)]
struct ByBytes;

impl Weighter<Key, Arc<Content>> for ByBytes {
    fn weight(&self, key: &Key, content: &Arc<Content>) -> u64 {
        (key.address.len() + content.html.len()) as u64
    }
}

/// The contents of one server's public pages.
pub(crate) struct ContentCache(Cache<Key, Arc<Content>, ByBytes>);

impl Default for ContentCache {
    fn default() -> Self {
        Self(Cache::with_weighter(CONTENTS, BYTES_MAX, ByBytes))
    }
}

impl ContentCache {
    /// A public page in the visitor's own shell; its content is only made if it is not kept.
    pub(crate) async fn page<F>(&self, visit: &Visit, make: impl FnOnce() -> F) -> Answer
    where
        F: Future<Output = Result<Content, AppError>>,
    {
        let content = match visit.public_address.clone() {
            Some(address) => self.content(visit, address, None, Lasts::Day, make).await?,
            None => Arc::new(make().await?),
        };
        Ok(content.page(visit, Page::public))
    }

    /// A page of one reader: it is made once for each change, and not for each look at it.
    pub(crate) async fn own<F>(
        &self,
        visit: &Visit,
        lasts: Lasts,
        make: impl FnOnce() -> F,
    ) -> Answer
    where
        F: Future<Output = Result<Content, AppError>>,
    {
        let reader = visit.call.actor()?.person;
        // A form that waited for the sign-in is shown once, and kept nowhere.
        let content = if visit.kept_form.is_some() {
            Arc::new(make().await?)
        } else {
            self.content(visit, visit.here.clone(), Some(reader), lasts, make).await?
        };
        Ok(content.page(visit, |page| page))
    }

    async fn content<F>(
        &self,
        visit: &Visit,
        address: String,
        reader: Option<PersonId>,
        lasts: Lasts,
        make: impl FnOnce() -> F,
    ) -> Result<Arc<Content>, AppError>
    where
        F: Future<Output = Result<Content, AppError>>,
    {
        let (edition, since) = (visit.edition().await?, lasts.since(visit.call.now));
        let key = Key { address, reader, l: visit.l, edition, since };
        match self.0.get_value_or_guard_async(&key).await {
            Ok(content) => Ok(content),
            Err(place) => {
                let content = Arc::new(make().await?);
                // It refuses only what was removed meanwhile, and nothing is.
                let _ = place.insert(Arc::clone(&content));
                Ok(content)
            }
        }
    }
}
