//! The stages of an award.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    award_stage::AwardStage,
    rulebook::{Rule, Rulebook},
};
use leptos_i18n::td_string as t;

use crate::{Locale, rulebook, time};

/// A stage.
pub fn stage(l: Locale, stage: AwardStage) -> &'static str {
    match stage {
        AwardStage::Nomination => t!(l, award_stage.stages.nomination),
        AwardStage::Eligibility => t!(l, award_stage.stages.eligibility),
        AwardStage::Evaluation => t!(l, award_stage.stages.evaluation),
        AwardStage::Proposal => t!(l, award_stage.stages.proposal),
    }
}

/// How long a stage takes.
pub fn days(l: Locale, n: i64) -> String {
    t!(l, award_stage.days, n = n)
}

/// For how long the notice runs, after the stages.
pub fn notice(l: Locale, rules: &Rulebook) -> String {
    t!(l, award_stage.after_that, days = rulebook::of(l, rules, Rule::NoticeWorkingDays))
}

/// An end that was moved later.
pub fn addendum(
    l: Locale,
    of: AwardStage,
    (from, to): (NaiveDate, NaiveDate),
    reason: &str,
    at: DateTime<Utc>,
) -> String {
    t!(
        l,
        award_stage.addendum,
        stage = stage(l, of),
        from = time::date(l, from),
        to = time::date(l, to),
        reason = reason,
        day = time::date_of(l, at)
    )
}
