//! The desk.

use chrono::{DateTime, Utc};
use domain::{
    rulebook::{Rule, Rulebook},
    {role::Role, working_day::WorkCalendar},
};
use leptos_i18n::td_string as t;

use crate::{
    rulebook, {Locale, person, time},
};

/// The desk's first line.
pub fn greeting(l: Locale, name: &str) -> String {
    if name.is_empty() {
        return t!(l, desk.greeting_nameless).to_owned();
    }
    t!(l, desk.greeting, teacher = person::teacher(l, name))
}

/// How many safeguarding checks end.
pub fn checks_ending(l: Locale, n: i64) -> String {
    t!(l, desk.checks_ending, n = n)
}

/// How many things wait.
pub fn lede(l: Locale, n: usize) -> String {
    if n == 0 {
        return t!(l, desk.lede_none).to_owned();
    }
    t!(l, desk.lede, count = n)
}

/// How many more requests wait than stand on the desk.
pub fn more_requests(l: Locale, n: i64) -> String {
    t!(l, desk.more_requests, n = n)
}

/// How many more lectures are to be settled than stand on the desk.
pub fn more_unsettled(l: Locale, n: i64) -> String {
    t!(l, desk.more_unsettled, n = n)
}

/// How many sheets of a judge are submitted.
pub fn sheets(l: Locale, done: usize, all: usize) -> String {
    t!(l, desk.sheets, done = done, all = all)
}

/// Until when a hold is to be confirmed.
pub fn confirm_until(l: Locale, until: DateTime<Utc>) -> String {
    t!(l, desk.confirm_until, time = time::clock(until))
}

/// Since when something has waited.
pub fn waiting_since(l: Locale, since: DateTime<Utc>) -> String {
    t!(l, desk.waiting_since, day = time::local_day(l, since))
}

/// Until when an offer is to be answered.
pub fn answer_until(l: Locale, until: DateTime<Utc>, calendar: &WorkCalendar) -> String {
    t!(l, desk.answer_until, moment = time::last_moment(l, until))
        + &time::unarranged_until(l, calendar, until)
}

/// By when an office is to decide.
pub fn due_by(l: Locale, due: DateTime<Utc>, calendar: &WorkCalendar) -> String {
    // The deadline is the midnight that ends the last day.
    t!(l, desk.due_by, day = time::local_day(l, due - chrono::TimeDelta::seconds(1)))
        + &time::unarranged_until(l, calendar, due)
}

/// When a lecture was held.
pub fn held_on(l: Locale, at: DateTime<Utc>) -> String {
    t!(l, desk.held_on, day = time::local_day(l, at))
}

/// By when the oldest of several claims is to be decided.
pub fn claims_due(l: Locale, day: chrono::NaiveDate, calendar: &WorkCalendar) -> String {
    t!(l, desk.claims_due, day = time::day(l, day)) + &time::unarranged(l, calendar, day)
}

/// By the end of which day something is to be done.
pub fn due_on(l: Locale, day: chrono::NaiveDate, calendar: &WorkCalendar) -> String {
    t!(l, desk.due_by, day = time::day(l, day)) + &time::unarranged(l, calendar, day)
}

/// How many requests or complaints wait for an answer.
pub fn n_open(l: Locale, n: i64) -> String {
    t!(l, desk.n_open, n = n)
}

/// How many claims there are.
pub fn claims_count(l: Locale, n: i64) -> String {
    t!(l, desk.claims_count, count = n)
}

/// By when attendance is to be confirmed.
pub fn attendance_due(l: Locale, day: chrono::NaiveDate, calendar: &WorkCalendar) -> String {
    t!(l, desk.attendance_due, day = time::day(l, day)) + &time::unarranged(l, calendar, day)
}

/// A role that waits for a second keeper, and for whom.
pub fn role_to_confirm(l: Locale, role: Role, name: &str) -> String {
    t!(l, desk.role_to_confirm, role = crate::person::role(l, role), name = name)
}

/// Who has proposed a role.
pub fn proposed_by(l: Locale, name: &str) -> String {
    t!(l, desk.proposed_by, name = name)
}

/// For how many days a password has been the same.
pub fn password_age(l: Locale, days: i64, rules: &Rulebook) -> String {
    let time = rulebook::of(l, rules, Rule::PasswordReminderDays);
    t!(l, desk.password_age, n = days, time = time)
}
