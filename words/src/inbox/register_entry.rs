//! The messages about entries of registers.

use domain::{inbox::Message, register_entry::EntryNews};
use leptos_i18n::td_string as t;

use crate::{Locale, register_entry};

pub(super) fn message(l: Locale, message: &Message) -> (String, String, String) {
    let Message::RegisterNews { entry, kind, news, name } = message else {
        return Default::default();
    };
    let news = match news {
        EntryNews::Added => t!(l, inbox.register.added),
        EntryNews::Changed => t!(l, inbox.register.changed),
        EntryNews::Checked => t!(l, inbox.register.checked),
        EntryNews::Listed => t!(l, inbox.register.listed),
        EntryNews::Suspended => t!(l, inbox.register.suspended),
        EntryNews::Ended => t!(l, inbox.register.ended),
        EntryNews::Joined => t!(l, inbox.register.joined),
        EntryNews::Left => t!(l, inbox.register.left),
    };
    let title = t!(l, inbox.register.title, kind = register_entry::kind(l, *kind), news = news);
    (title, t!(l, inbox.register.text, name = name), format!("/register_entry/{entry}"))
}
