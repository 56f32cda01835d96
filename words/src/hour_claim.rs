//! Claims of credit hours.

use chrono::NaiveDate;
use domain::{
    credit_hour::{ActivityKind, HalfDay, Hours, VerificationStep, VerifyRefusal},
    hour_claim::{ClaimState, Decision, Participation},
    rulebook::{Rule, Rulebook},
    working_day::WorkCalendar,
};
use leptos_i18n::td_string as t;

use crate::{
    rulebook, {Locale, time},
};

/// Where a claim stands.
pub fn state(l: Locale, state: ClaimState) -> &'static str {
    match state {
        ClaimState::Draft => t!(l, hour_claim.state.draft),
        ClaimState::Submitted => t!(l, hour_claim.state.submitted),
        ClaimState::UnitConfirmed => t!(l, hour_claim.state.unit_confirmed),
        ClaimState::Verified => t!(l, hour_claim.state.verified),
        ClaimState::Returned => t!(l, hour_claim.state.returned),
        ClaimState::Rejected => t!(l, hour_claim.state.rejected),
        ClaimState::Disputed => t!(l, hour_claim.state.disputed),
        ClaimState::Locked => t!(l, hour_claim.state.locked),
    }
}

/// What comes next, for the owner.
pub fn lede(l: Locale, state: ClaimState) -> &'static str {
    match state {
        ClaimState::Draft => t!(l, hour_claim.lede.draft),
        ClaimState::Submitted => t!(l, hour_claim.lede.submitted),
        ClaimState::UnitConfirmed => t!(l, hour_claim.lede.unit_confirmed),
        ClaimState::Verified => t!(l, hour_claim.lede.verified),
        ClaimState::Returned => t!(l, hour_claim.lede.returned),
        ClaimState::Rejected => t!(l, hour_claim.lede.rejected),
        ClaimState::Disputed => t!(l, hour_claim.lede.disputed),
        ClaimState::Locked => t!(l, hour_claim.lede.locked),
    }
}

/// The tone of a state's badge.
pub fn tone(state: ClaimState) -> &'static str {
    match state {
        ClaimState::Draft | ClaimState::Returned => "todo",
        ClaimState::Submitted | ClaimState::UnitConfirmed | ClaimState::Disputed => "wait",
        ClaimState::Verified => "done",
        ClaimState::Rejected => "stop",
        ClaimState::Locked => "plain",
    }
}

/// What an activity was.
pub fn kind(l: Locale, kind: ActivityKind) -> &'static str {
    match kind {
        ActivityKind::ProfessionalTraining => t!(l, hour_claim.kind.professional_training),
        ActivityKind::WorkExchange => t!(l, hour_claim.kind.work_exchange),
        ActivityKind::StudyVisit => t!(l, hour_claim.kind.study_visit),
        ActivityKind::StationManagerTraining => t!(l, hour_claim.kind.station_manager_training),
    }
}

/// What an activity was; empty if that is not known.
pub fn kind_of(l: Locale, known: Option<ActivityKind>) -> &'static str {
    known.map_or("", |it| kind(l, it))
}

/// How somebody took part, and what that means for the hours.
pub fn participation(l: Locale, it: Participation, rules: &Rulebook) -> (&'static str, String) {
    let hours = |rule| domain::rulebook::value_text(rule, rules.get(rule));
    let lesson = || rulebook::of(l, rules, Rule::LessonMinutes);
    match it {
        Participation::HalfDays => (
            t!(l, hour_claim.participation.half_days),
            t!(
                l,
                hour_claim.participation_hint.half_days,
                half = hours(Rule::HalfDayCredit),
                full = hours(Rule::FullDayCredit)
            ),
        ),
        Participation::Lesson => (
            t!(l, hour_claim.participation.lesson),
            t!(l, hour_claim.participation_hint.lesson, time = lesson()),
        ),
        Participation::Online => (
            t!(l, hour_claim.participation.online),
            t!(l, hour_claim.participation_hint.online).to_owned(),
        ),
        Participation::Taught => (
            t!(l, hour_claim.participation.taught),
            t!(
                l,
                hour_claim.participation_hint.taught,
                time = lesson(),
                factor = rulebook::of(l, rules, Rule::TeachingFactor)
            ),
        ),
    }
}

/// A part of a day.
pub fn half_day(l: Locale, half_day: HalfDay) -> &'static str {
    match half_day {
        HalfDay::Morning => t!(l, hour_claim.half_day.morning),
        HalfDay::Afternoon => t!(l, hour_claim.half_day.afternoon),
        HalfDay::Evening => t!(l, hour_claim.half_day.evening),
    }
}

/// The time that a part of a day stands for.
pub fn half_day_time(l: Locale, half_day: HalfDay) -> &'static str {
    match half_day {
        HalfDay::Morning => t!(l, hour_claim.half_day_time.morning),
        HalfDay::Afternoon => t!(l, hour_claim.half_day_time.afternoon),
        HalfDay::Evening => t!(l, hour_claim.half_day_time.evening),
    }
}

/// Parts of a day as a list.
pub fn half_days(l: Locale, half_days: &[HalfDay]) -> String {
    let names: Vec<&str> = half_days.iter().map(|it| half_day(l, *it)).collect();
    names.join(t!(l, time.list))
}

/// A day, or the first and the last of several.
pub fn days(l: Locale, first: Option<NaiveDate>, last: Option<NaiveDate>) -> String {
    match (first, last) {
        (Some(first), Some(last)) => time::dates(l, first, last),
        (Some(day), None) | (None, Some(day)) => time::date(l, day),
        (None, None) => String::new(),
    }
}

/// So many hours, from hundredths.
pub fn hours(l: Locale, hundredths: i64) -> String {
    t!(l, hour_claim.hours, n = Hours::hundredths(hundredths).to_string())
}

/// How many claims a page of the queue is of.
pub fn queue_lede(l: Locale, count: i64) -> String {
    t!(l, hour_claim.queue_lede, count = count)
}

/// What can be decided at a step.
pub fn decision(l: Locale, step: VerificationStep, decision: Decision) -> &'static str {
    match (step, decision) {
        (VerificationStep::Unit, Decision::Accept) => t!(l, hour_claim.decision.confirm),
        (_, Decision::Accept) => t!(l, hour_claim.decision.accept),
        (_, Decision::Return) => t!(l, hour_claim.decision.send_back),
        (_, Decision::Reject) => t!(l, hour_claim.decision.reject),
    }
}

/// Why somebody else is to decide.
pub fn refusal(l: Locale, refusal: VerifyRefusal) -> &'static str {
    match refusal {
        VerifyRefusal::OwnClaim => t!(l, hour_claim.refusal.own_claim),
        VerifyRefusal::OwnUnit => t!(l, hour_claim.refusal.own_unit),
    }
}

/// That others have handed in the same file.
pub fn same_proof(l: Locale, n: i64) -> String {
    t!(l, hour_claim.same_proof, n = n)
}

/// Until when a decision can be disputed, and how.
pub fn dispute_hint(l: Locale, until: NaiveDate, calendar: &WorkCalendar) -> String {
    t!(l, hour_claim.dispute_hint, day = time::date(l, until))
        + &time::unarranged(l, calendar, until)
}

/// The day on which a spreadsheet was made.
pub fn sheet_date(l: Locale, day: NaiveDate) -> String {
    t!(l, hour_claim.sheet_date, day = time::date(l, day))
}
