//! The messages about rules, and about roles that nobody has together.

use domain::{inbox::Message, role::Role};
use leptos_i18n::td_string as t;

use crate::{Locale, person, rulebook, time};

const APART: &str = "/rulebook/apart";

pub(super) fn message(l: Locale, message: &Message) -> (String, String, String) {
    match message {
        Message::RuleSet { rule, before, value, from, note } => (
            t!(l, inbox.rule_set, rule = rulebook::rule(l, *rule)),
            t!(
                l,
                inbox.rule_set_text,
                day = time::date(l, *from),
                before = rulebook::amount(l, *rule, *before),
                value = rulebook::amount(l, *rule, *value),
                note = note
            ),
            format!("/rulebook/{}", rule.as_str()),
        ),
        Message::RuleCalledOff { rule, value, from } => (
            t!(l, inbox.rule_called_off, rule = rulebook::rule(l, *rule)),
            t!(
                l,
                inbox.rule_called_off_text,
                day = time::date(l, *from),
                value = rulebook::amount(l, *rule, *value)
            ),
            format!("/rulebook/{}", rule.as_str()),
        ),
        Message::RolesApart { one, other, reason } => {
            (pair(l, *one, *other), t!(l, inbox.roles_apart_text, reason = reason), APART.into())
        }
        Message::RolesTogether { one, other } => {
            (pair(l, *one, *other), t!(l, inbox.roles_together_text).to_owned(), APART.into())
        }
        _ => Default::default(),
    }
}

fn pair(l: Locale, one: Role, other: Role) -> String {
    t!(l, inbox.roles_apart, one = person::role(l, one), other = person::role(l, other))
}
