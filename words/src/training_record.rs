//! Training records.

use domain::{
    assessment_year::AssessmentYear,
    credit_hour::{CreditSource, Hours, Progress},
    roster::TutorLevel,
};
use leptos_i18n::td_string as t;

use crate::{Locale, person};

/// Whose record it is.
pub fn of(l: Locale, name: &str) -> String {
    t!(l, training_record.of, teacher = person::teacher(l, name))
}

/// An assessment year with its first and last day.
pub fn year(l: Locale, year: AssessmentYear) -> String {
    t!(
        l,
        training_record.year,
        year = year.to_string(),
        days = crate::time::dates(l, year.first(), year.last())
    )
}

/// How far somebody is, in words.
pub fn progress(l: Locale, progress: Progress) -> String {
    let (counted, target) = (progress.counted.to_string(), progress.target.to_string());
    if progress.is_reached() {
        return t!(l, training_record.progress_reached, counted = counted, target = target);
    }
    let missing = progress.missing().to_string();
    t!(l, training_record.progress_text, counted = counted, target = target, missing = missing)
}

/// What a year comes to.
pub fn total(l: Locale, counted: Hours) -> String {
    t!(l, training_record.total, n = counted.to_string())
}

/// What goes because several activities were at the same time.
pub fn lost_to_overlap(l: Locale, lost: Hours) -> String {
    t!(l, training_record.lost_to_overlap, n = lost.to_string())
}

/// What goes because the day has more than the cap.
pub fn lost_to_cap(l: Locale, cap: Hours, lost: Hours) -> String {
    t!(l, training_record.lost_to_cap, cap = cap.to_string(), n = lost.to_string())
}

/// What goes because study visits brought more than a year allows.
pub fn lost_to_visits(l: Locale, most: Hours, lost: Hours) -> String {
    t!(l, training_record.lost_to_visits, most = most.to_string(), n = lost.to_string())
}

/// What an entry comes from.
pub fn source(l: Locale, source: CreditSource) -> &'static str {
    match source {
        CreditSource::Roster => t!(l, training_record.source.roster),
        CreditSource::TrainingEvent => t!(l, training_record.source.training_event),
        CreditSource::HourClaim => t!(l, training_record.source.hour_claim),
    }
}

/// A certified level.
pub fn level(l: Locale, level: TutorLevel) -> &'static str {
    match level {
        TutorLevel::Junior => t!(l, training_record.level.junior),
        TutorLevel::Intermediate => t!(l, training_record.level.intermediate),
        TutorLevel::Senior => t!(l, training_record.level.senior),
    }
}
