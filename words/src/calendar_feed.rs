//! Calendars that leave the house.

use chrono::{DateTime, Utc};
use domain::{commitment::CommitmentSource, language::Language};
use leptos_i18n::td_string as t;

use crate::{Locale, calendar, time};

/// The language of a feed.
pub fn language(l: Locale) -> Language {
    match l {
        Locale::zh_CN => Language::Chinese,
        Locale::en => Language::English,
    }
}

/// In which of our languages a feed speaks.
pub fn locale(language: Language) -> Locale {
    match language {
        Language::Chinese => Locale::zh_CN,
        Language::English => Locale::en,
    }
}

/// Since when an address holds.
pub fn since(l: Locale, at: DateTime<Utc>) -> String {
    t!(l, calendar_feed.since, moment = time::moment(l, at))
}

/// What the calendar of somebody is called.
pub fn name(l: Locale, name: &str) -> String {
    t!(l, calendar_feed.calendar, name = name)
}

/// What takes somebody, with the course or the training that it is about.
pub fn summary(l: Locale, source: CommitmentSource, title: Option<&str>) -> String {
    let what = calendar::source(l, source);
    match title {
        Some(title) => format!("{what} · {title}"),
        None => what.to_owned(),
    }
}
