//! Messages by mail, in words: the page of the choice, and what a mail says.

use chrono::{DateTime, Utc};
use domain::inbox::{InMail, Message};
use leptos_i18n::td_string as t;

use crate::{Locale, time};

/// A mail: its subject and its text in lines of their own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    /// The subject.
    pub subject: String,
    /// The text.
    pub text: String,
}

/// The mail of a message, as far as a mail may say it: `said` are title and text, `link` leads to
/// the page, `choice` to where mails are chosen.
pub fn mail(
    l: Locale,
    name: &str,
    message: &Message,
    (title, text): (&str, &str),
    (link, choice): (&str, &str),
) -> Mail {
    let is_whole = message.kind().told().in_mail == InMail::Whole;
    let subject = if is_whole { title } else { t!(l, mail.sealed_subject) };
    let said = if is_whole { text } else { t!(l, mail.sealed_text) };
    let greeting = t!(l, mail.greeting, name = name);
    let body = if said.is_empty() { subject.to_owned() } else { format!("{subject}\n{said}") };
    composed(l, subject, &[&greeting, &body, link], choice)
}

/// The mail that asks whether an address is somebody's.
pub fn question(l: Locale, name: &str, site: &str, link: &str, choice: &str) -> Mail {
    let greeting = t!(l, mail.greeting, name = name);
    let text = t!(l, mail.ask_text, site = site);
    composed(l, t!(l, mail.ask_subject), &[&greeting, &text, link], choice)
}

fn composed(l: Locale, subject: &str, parts: &[&str], choice: &str) -> Mail {
    let footer = t!(l, mail.footer, link = choice);
    let text = format!("{}\n\n-- \n{footer}\n", parts.join("\n\n"));
    Mail { subject: subject.split_whitespace().collect::<Vec<_>>().join(" "), text }
}

/// Since when mails have not arrived.
pub fn failed(l: Locale, at: DateTime<Utc>) -> String {
    t!(l, mail.failed, moment = time::moment(l, at))
}
