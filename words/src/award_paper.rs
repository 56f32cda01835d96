//! The papers of an award.

use chrono::NaiveDate;
use domain::{
    nomination::Relation,
    objection::{ObjectionAbout, ObjectionEffect, ObjectionState},
    rulebook::Rulebook,
};
use leptos_i18n::td_string as t;

use crate::{Locale, award_cycle, objection, time};

/// The title of a record.
pub fn record_of(l: Locale, title: &str) -> String {
    t!(l, award_paper.record_of, title = title)
}

/// A part of a category.
pub fn part(l: Locale, category: &str, part: &str) -> String {
    t!(l, award_paper.part, category = category, part = part)
}

/// A judge's seat, as the head of a column.
pub fn seat(l: Locale, n: u32) -> String {
    t!(l, award_paper.seat, n = n)
}

/// A judge by seat and name.
pub fn judge(l: Locale, n: i64, name: &str) -> String {
    t!(l, award_paper.judge, n = n, name = name)
}

/// A total that is dropped.
pub fn dropped(l: Locale, total: &str) -> String {
    t!(l, award_paper.dropped, total = total)
}

/// Why somebody is proposed, or not, against the ranking.
pub fn deviation(l: Locale, name: &str, reason: &str) -> String {
    t!(l, award_paper.deviation, name = name, reason = reason)
}

/// Who stepped aside.
pub fn recusal(
    l: Locale,
    rules: &Rulebook,
    (judge, nominee): (&str, &str),
    relation: Relation,
) -> String {
    let relation = award_cycle::relation(l, rules, relation);
    t!(l, award_paper.recusal, judge = judge, nominee = nominee, relation = relation)
}

/// An objection and what came of it, without who made it.
pub fn objection(
    l: Locale,
    day: NaiveDate,
    (about, nominee): (ObjectionAbout, Option<&str>),
    (state, effect): (ObjectionState, Option<ObjectionEffect>),
) -> String {
    let day = time::date(l, day);
    let (about, state) = (objection::about(l, about), objection::state(l, state));
    let line = if let Some(name) = nominee {
        t!(l, award_paper.objection_of, day = day, about = about, name = name, state = state)
    } else {
        t!(l, award_paper.objection, day = day, about = about, state = state)
    };
    match effect {
        Some(effect) => {
            let effect = objection::effect(l, effect);
            t!(l, award_paper.objection_effect, objection = line, effect = effect)
        }
        None => line,
    }
}

/// Who followed somebody that was taken off the list.
pub fn substitute(l: Locale, removed: &str, name: &str, until: Option<NaiveDate>) -> String {
    if let Some(day) = until {
        let day = time::date(l, day);
        t!(l, award_paper.substitute_until, removed = removed, name = name, day = day)
    } else {
        t!(l, award_paper.substitute, removed = removed, name = name)
    }
}

/// A decision after the first.
pub fn supplement(l: Locale, document: &str, by: &str) -> String {
    t!(l, award_paper.supplement, document = document, by = by)
}

/// The decision.
pub fn decided(l: Locale, document: &str, by: &str) -> String {
    t!(l, award_paper.decided, document = document, by = by)
}

/// Before a judge's line for the signature; the lowest seat has the chair.
pub fn signature(l: Locale, n: i64, name: &str, is_chair: bool) -> String {
    if is_chair {
        t!(l, award_paper.signature.chair, n = n, name = name)
    } else {
        t!(l, award_paper.signature.judge, n = n, name = name)
    }
}

/// The title of a notice.
pub fn notice_of(l: Locale, title: &str) -> String {
    t!(l, award_paper.notice_of, title = title)
}

/// The days of a notice, in a sentence.
pub fn notice_days(l: Locale, days: &str) -> String {
    t!(l, award_paper.notice_days, days = days)
}

/// By what it was decided.
pub fn decided_on(l: Locale, document: &str) -> String {
    t!(l, award_paper.decided_on, document = document)
}

/// By which document, and when, somebody was awarded after the first decision.
pub fn decided_later(l: Locale, document: &str, day: chrono::NaiveDate) -> String {
    t!(l, award_paper.decided_later, document = document, day = crate::time::day(l, day))
}

/// The heading of substitutes in a category.
pub fn own_notice(l: Locale, category: &str) -> String {
    t!(l, award_paper.own_notice, category = category)
}

/// The heading of those in a category who were held back.
pub fn held_back(l: Locale, category: &str) -> String {
    t!(l, award_paper.held_back, category = category)
}

/// The title of a summary sheet.
pub fn summary_of(l: Locale, title: &str) -> String {
    t!(l, award_paper.summary_of, title = title)
}

/// The title of a nomination's form.
pub fn form_of(l: Locale, title: &str) -> String {
    t!(l, award_paper.form_of, title = title)
}

/// Which units report.
pub fn reporting_unit(l: Locale, units: &str) -> String {
    t!(l, award_paper.reporting_unit, units = units)
}

/// When they do.
pub fn reported_on(l: Locale, day: NaiveDate) -> String {
    t!(l, award_paper.reported_on, day = time::date(l, day))
}

/// The title of an announcement.
pub fn announcement_of(l: Locale, title: &str) -> String {
    t!(l, award_paper.announcement_of, title = title)
}
