//! The messages of what was published, is near, or did not arrive.

use domain::inbox::Message;
use leptos_i18n::td_string as t;

use crate::{Locale, calendar_feed, time};

pub(super) fn message(l: Locale, message: &Message) -> (String, String, String) {
    match message {
        Message::SessionOpened { starts_at, opens_at, .. } => (
            t!(l, inbox.session_opened, day = time::local_day(l, *starts_at)),
            t!(
                l,
                inbox.session_opened_text,
                moment = time::moment(l, *starts_at),
                opens = time::moment(l, *opens_at)
            ),
            "/course".to_owned(),
        ),
        Message::TrainingPublished { event, title, first_day, enrol_until } => (
            t!(l, inbox.training_published, title = title),
            t!(
                l,
                inbox.training_published_text,
                day = time::day(l, *first_day),
                until = time::day(l, *enrol_until)
            ),
            format!("/training_event/{event}"),
        ),
        Message::DeskDue { n, until } => (
            t!(l, inbox.desk_due, n = n.to_string()),
            t!(l, inbox.desk_due_text, until = time::last_moment(l, *until)),
            "/desk".to_owned(),
        ),
        Message::DeskOverdue { n, until } => (
            t!(l, inbox.desk_overdue, n = n.to_string()),
            t!(l, inbox.desk_overdue_text, until = time::last_moment(l, *until)),
            "/desk".to_owned(),
        ),
        Message::EventSoon { source, title, starts_at, place, .. } => {
            let title = Some(title.as_str()).filter(|title| !title.is_empty());
            let what = calendar_feed::summary(l, *source, title);
            let when = time::moment(l, *starts_at);
            let text = if place.is_empty() {
                t!(l, inbox.event_soon_text, moment = when)
            } else {
                t!(l, inbox.event_soon_place, moment = when, place = place)
            };
            (t!(l, inbox.event_soon, what = what), text, "/calendar".to_owned())
        }
        Message::DeputyNamed { principal, to: None, first_day, last_day } => (
            t!(l, inbox.deputy_named, principal = principal),
            t!(
                l,
                inbox.deputy_named_text,
                first = time::day(l, *first_day),
                last = time::day(l, *last_day)
            ),
            "/deputy".to_owned(),
        ),
        Message::DeputyNamed { principal, to: Some(to), first_day, last_day } => (
            t!(l, inbox.deputy_watched, principal = principal, to = to),
            t!(
                l,
                inbox.deputy_watched_text,
                first = time::day(l, *first_day),
                last = time::day(l, *last_day)
            ),
            "/audit".to_owned(),
        ),
        Message::DeputyEnded { name } => (
            t!(l, inbox.deputy_ended, name = name),
            t!(l, inbox.deputy_ended_text).to_owned(),
            "/deputy".to_owned(),
        ),
        Message::MailFailed { address } => (
            t!(l, inbox.mail_failed).to_owned(),
            t!(l, inbox.mail_failed_text, address = address),
            "/account/mail".to_owned(),
        ),
        _ => Default::default(),
    }
}
