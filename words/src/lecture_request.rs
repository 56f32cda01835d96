//! Lecture requests.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    lecture_request::{RequestDecision, RequestState, RequestWarning},
    rulebook::{Rule, Rulebook},
    working_day::WorkCalendar,
};
use leptos_i18n::td_string as t;

use crate::{
    rulebook, {Locale, time},
};

/// Where a request stands.
pub fn state(l: Locale, state: RequestState) -> &'static str {
    match state {
        RequestState::CountyReview => t!(l, lecture_request.state.county_review),
        RequestState::CityReview => t!(l, lecture_request.state.city_review),
        RequestState::Matching => t!(l, lecture_request.state.matching),
        RequestState::Dispatched => t!(l, lecture_request.state.dispatched),
        RequestState::Confirmed => t!(l, lecture_request.state.confirmed),
        RequestState::Delivered => t!(l, lecture_request.state.delivered),
        RequestState::Reported => t!(l, lecture_request.state.reported),
        RequestState::Closed => t!(l, lecture_request.state.closed),
        RequestState::Returned => t!(l, lecture_request.state.returned),
        RequestState::Rejected => t!(l, lecture_request.state.rejected),
        RequestState::Cancelled => t!(l, lecture_request.state.cancelled),
        RequestState::Expired => t!(l, lecture_request.state.expired),
    }
}

/// The tone in which a state is shown.
pub fn tone(state: RequestState) -> &'static str {
    match state {
        RequestState::CountyReview
        | RequestState::CityReview
        | RequestState::Dispatched
        | RequestState::Delivered => "wait",
        RequestState::Matching | RequestState::Returned => "todo",
        RequestState::Confirmed | RequestState::Reported => "done",
        RequestState::Closed => "plain",
        RequestState::Rejected | RequestState::Cancelled | RequestState::Expired => "stop",
    }
}

/// What happens next, told to the host.
pub fn next(l: Locale, state: RequestState, rules: &Rulebook) -> String {
    let review = || rulebook::of(l, rules, Rule::RequestReviewWorkingDays);
    let answer = || rulebook::of(l, rules, Rule::DispatchAnswerWorkingDays);
    let text = match state {
        RequestState::CountyReview => {
            return t!(l, lecture_request.next.county_review, time = review());
        }
        RequestState::CityReview => {
            return t!(l, lecture_request.next.city_review, time = review());
        }
        RequestState::Matching => return t!(l, lecture_request.next.matching, time = review()),
        RequestState::Dispatched => {
            return t!(l, lecture_request.next.dispatched, time = answer());
        }
        RequestState::Confirmed => t!(l, lecture_request.next.confirmed),
        RequestState::Delivered => t!(l, lecture_request.next.delivered),
        RequestState::Reported => t!(l, lecture_request.next.reported),
        RequestState::Closed => t!(l, lecture_request.next.closed),
        RequestState::Returned => t!(l, lecture_request.next.returned),
        RequestState::Rejected => t!(l, lecture_request.next.rejected),
        RequestState::Cancelled => t!(l, lecture_request.next.cancelled),
        RequestState::Expired => t!(l, lecture_request.next.expired),
    };
    text.to_owned()
}

/// What an office is to think of.
pub fn warning(l: Locale, warning: RequestWarning, rules: &Rulebook) -> String {
    let text = match warning {
        RequestWarning::ManyListeners => {
            let n = rules.get(Rule::RequestManyListeners);
            return t!(l, lecture_request.warning.many_listeners, n = n);
        }
        RequestWarning::OverCapacity => t!(l, lecture_request.warning.over_capacity),
        RequestWarning::TooLong => t!(l, lecture_request.warning.too_long),
        RequestWarning::OtherStage => t!(l, lecture_request.warning.other_stage),
        RequestWarning::Duplicate => t!(l, lecture_request.warning.duplicate),
        RequestWarning::ExamWeek => t!(l, lecture_request.warning.exam_week),
        RequestWarning::SchoolHoliday => t!(l, lecture_request.warning.school_holiday),
        RequestWarning::OverQuota => t!(l, lecture_request.warning.over_quota),
    };
    text.to_owned()
}

/// What an office may decide.
pub fn decision(l: Locale, decision: RequestDecision) -> &'static str {
    match decision {
        RequestDecision::Pass => t!(l, lecture_request.decision.pass),
        RequestDecision::SendBack => t!(l, lecture_request.decision.send_back),
        RequestDecision::Reject => t!(l, lecture_request.decision.reject),
    }
}

/// Everything that the privacy notice says, in its order (`LAW-01`).
pub fn notice(l: Locale, rules: &Rulebook) -> [String; 5] {
    [
        t!(l, lecture_request.notice_who).to_owned(),
        t!(l, lecture_request.notice_why).to_owned(),
        t!(l, lecture_request.notice_what).to_owned(),
        t!(
            l,
            lecture_request.notice_how_long,
            time = rulebook::of(l, rules, Rule::RequestContactYears)
        ),
        t!(l, lecture_request.notice_rights).to_owned(),
    ]
}

/// Between which days a lecture may be asked for.
pub fn days_hint(
    l: Locale,
    earliest: NaiveDate,
    latest: NaiveDate,
    calendar: &WorkCalendar,
) -> String {
    let note = time::unarranged(l, calendar, earliest);
    let (earliest, latest) = (time::day(l, earliest), time::day(l, latest));
    t!(l, lecture_request.days_hint, earliest = earliest, latest = latest) + &note
}

/// How many requests there are.
pub fn n_requests(l: Locale, n: i64) -> String {
    t!(l, lecture_request.n_requests, count = n)
}

/// By when an office is to decide.
pub fn due(l: Locale, due: DateTime<Utc>, calendar: &WorkCalendar) -> String {
    // The deadline is the midnight that ends the last day.
    t!(l, lecture_request.due, day = time::local_day(l, due - chrono::TimeDelta::seconds(1)))
        + &time::unarranged_until(l, calendar, due)
}
