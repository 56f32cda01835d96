//! A lecture request (点单): what a host asks for, and the way of it through the offices
//! (domain §3.4).

mod form;

use chrono::{Datelike as _, NaiveDate};

use crate::{
    audience::SchoolStage,
    code::codes,
    role::{Actor, Role, Scope},
    rulebook::{Rule, Rulebook},
};

pub use form::{HostRegion, NewRequest, Preferred, RequestTerms, TIMES_MAX};

codes! {
    /// Where a request stands.
    RequestState {
        /// With the county's office.
        CountyReview = "county_review",
        /// With the city's office.
        CityReview = "city_review",
        /// A lecturer is being looked for.
        Matching = "matching",
        /// Offered to a lecturer.
        Dispatched = "dispatched",
        /// A lecturer comes.
        Confirmed = "confirmed",
        /// One side has reported the lecture.
        Delivered = "delivered",
        /// Both sides agree on what was held.
        Reported = "reported",
        /// Over.
        Closed = "closed",
        /// Sent back to the host.
        Returned = "returned",
        /// Refused by an office.
        Rejected = "rejected",
        /// Called off.
        Cancelled = "cancelled",
        /// No lecturer was found in time.
        Expired = "expired",
    }
}

codes! {
    /// What an office decides on a request in review.
    RequestDecision {
        /// On to the next step.
        Pass = "pass",
        /// Back to the host, to be changed.
        SendBack = "send_back",
        /// Refused.
        Reject = "reject",
    }
}

/// A transition that is not allowed from the present state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the request is {}", .0.as_str())]
pub struct WrongState(pub RequestState);

impl RequestState {
    /// The first state: a city-level host goes straight to the city's office.
    pub fn submitted(region: HostRegion) -> Self {
        match region {
            HostRegion::City => Self::CityReview,
            HostRegion::County(_) => Self::CountyReview,
        }
    }

    /// An office decides.
    pub fn decide(self, decision: RequestDecision) -> Result<Self, WrongState> {
        match (self, decision) {
            (Self::CountyReview, RequestDecision::Pass) => Ok(Self::CityReview),
            (Self::CityReview, RequestDecision::Pass) => Ok(Self::Matching),
            (Self::CountyReview | Self::CityReview, RequestDecision::SendBack) => {
                Ok(Self::Returned)
            }
            (Self::CountyReview | Self::CityReview, RequestDecision::Reject) => Ok(Self::Rejected),
            _ => Err(WrongState(self)),
        }
    }

    /// The city's office offers it to a lecturer.
    pub fn dispatch(self) -> Result<Self, WrongState> {
        self.only_from(&[Self::Matching], Self::Dispatched)
    }

    /// The offer was declined, taken back, or not answered.
    pub fn look_again(self) -> Result<Self, WrongState> {
        self.only_from(&[Self::Dispatched, Self::Confirmed], Self::Matching)
    }

    /// The lecturer accepts.
    pub fn confirm(self) -> Result<Self, WrongState> {
        self.only_from(&[Self::Dispatched], Self::Confirmed)
    }

    /// Somebody reports the lecture, or the office decides what was held.
    pub fn report(self, agreement: Agreement) -> Result<Self, WrongState> {
        let to = match agreement {
            Agreement::Open => Self::Delivered,
            Agreement::Reached => Self::Reported,
        };
        self.only_from(&[Self::Confirmed, Self::Delivered], to)
    }

    /// The host or an office calls it off.
    pub fn cancel(self) -> Result<Self, WrongState> {
        if self.is_open() { Ok(Self::Cancelled) } else { Err(WrongState(self)) }
    }

    /// The last preferred time has passed before a lecturer was asked.
    pub fn expire(self) -> Result<Self, WrongState> {
        let before = [Self::CountyReview, Self::CityReview, Self::Returned, Self::Matching];
        self.only_from(&before, Self::Expired)
    }

    /// The time for feedback is over.
    pub fn close(self) -> Result<Self, WrongState> {
        self.only_from(&[Self::Reported], Self::Closed)
    }

    /// Whether it can still be called off: nothing was held yet, and nothing decided against it.
    pub fn is_open(self) -> bool {
        use RequestState::{CityReview, Confirmed, CountyReview, Dispatched, Matching, Returned};
        matches!(self, CountyReview | CityReview | Matching | Dispatched | Confirmed | Returned)
    }

    fn only_from(self, from: &[Self], to: Self) -> Result<Self, WrongState> {
        if from.contains(&self) { Ok(to) } else { Err(WrongState(self)) }
    }
}

/// Whether both sides agree on what was held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Agreement {
    /// One side is missing, or says something else.
    Open,
    /// Both say the same, or the office has decided.
    Reached,
}

codes! {
    /// What an office is warned of; none of it blocks (`REQ-05`, `REQ-10`), but beyond the quota
    /// a request passes with a reason alone (`REQ-03`).
    RequestWarning {
        /// More than five hundred listeners.
        ManyListeners = "many_listeners",
        /// Longer than the course allows listeners.
        OverCapacity = "over_capacity",
        /// Too long for the age.
        TooLong = "too_long",
        /// The course is for other stages.
        OtherStage = "other_stage",
        /// The same host asked for the same course lately.
        Duplicate = "duplicate",
        /// A time lies in weeks of exams (`CAL-05`).
        ExamWeek = "exam_week",
        /// A time lies in the holidays of schools (`CAL-05`).
        SchoolHoliday = "school_holiday",
        /// The host has as many lectures in this term as the quota says.
        OverQuota = "over_quota",
    }
}

/// What the warnings depend on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RequestFacts {
    /// The stage of the listeners.
    pub stage: SchoolStage,
    /// How many are expected.
    pub audience: i64,
    /// How many the course is for, at most.
    pub max_audience: Option<i64>,
    /// Minutes of the course.
    pub minutes: Option<i64>,
    /// Whether the course is for the stage.
    pub fits_stage: bool,
    /// Requests of the same host for the same course within the time of `REQ-10`.
    pub n_alike: usize,
    /// Whether one of the times lies in weeks of exams of the host's region.
    pub is_in_exams: bool,
    /// The same of holidays.
    pub is_in_holiday: bool,
    /// Lectures of the host in the term, done or under way, without this one.
    pub n_of_host: usize,
}

impl RequestFacts {
    /// Whether the host has had what one host may have in a term (`REQ-03`).
    pub fn is_over_quota(&self, rules: &Rulebook) -> bool {
        self.n_of_host >= rules.count(Rule::HostRequestsATerm)
    }
}

/// The first day of the school term of a day, where the school calendar has none: 1 February or
/// 1 August.
pub fn term_start(day: NaiveDate) -> NaiveDate {
    let (year, month) = match day.month() {
        1 => (day.year() - 1, 8),
        2..=7 => (day.year(), 2),
        _ => (day.year(), 8),
    };
    NaiveDate::from_ymd_opt(year, month, 1).unwrap_or(day)
}

/// What an office is to think of before it passes a request.
pub fn warnings(facts: &RequestFacts, rules: &Rulebook) -> Vec<RequestWarning> {
    let minutes = facts.minutes.unwrap_or(0);
    let longest = match facts.stage {
        SchoolStage::Kindergarten | SchoolStage::PrimaryLower | SchoolStage::PrimaryUpper => {
            rules.get(Rule::RequestPrimaryMinutes)
        }
        SchoolStage::JuniorSecondary | SchoolStage::SeniorSecondary => {
            rules.get(Rule::RequestSecondaryMinutes)
        }
        SchoolStage::Adult => i64::MAX,
    };
    let all = [
        (facts.audience > rules.get(Rule::RequestManyListeners), RequestWarning::ManyListeners),
        (
            facts.max_audience.is_some_and(|most| facts.audience > most),
            RequestWarning::OverCapacity,
        ),
        (minutes > longest, RequestWarning::TooLong),
        (!facts.fits_stage, RequestWarning::OtherStage),
        (facts.n_alike > 0, RequestWarning::Duplicate),
        // Adults have neither.
        (facts.is_in_exams && facts.stage != SchoolStage::Adult, RequestWarning::ExamWeek),
        (facts.is_in_holiday && facts.stage != SchoolStage::Adult, RequestWarning::SchoolHoliday),
        (facts.is_over_quota(rules), RequestWarning::OverQuota),
    ];
    all.into_iter().filter_map(|(holds, warning)| holds.then_some(warning)).collect()
}

/// Offices that read requests.
pub const REQUEST_READERS: &[Role] = &[Role::CityOffice, Role::CountyOffice];

/// Whether somebody may read requests; which ones is a question of scope.
pub fn may_read_requests(actor: &Actor) -> bool {
    actor.is_any(REQUEST_READERS)
}

/// Whether somebody decides for the whole city: the city's review, and disputed reports.
pub fn may_decide_for_city(actor: &Actor) -> bool {
    actor.scopes(Role::CityOffice).any(|scope| scope == Scope::Everything)
}

/// Whether somebody looks for lecturers, and calls requests off: the city for all of them, a county for
/// those of its region, as far as they are within the reach that everybody reads by.
pub fn may_dispatch(actor: &Actor) -> bool {
    may_read_requests(actor)
}

/// Whether somebody may decide on a request in this state, given that it is within the scope.
///
/// The county's office decides the county's review; the city's office both.
pub fn may_decide(actor: &Actor, state: RequestState) -> bool {
    match state {
        RequestState::CountyReview => may_read_requests(actor),
        RequestState::CityReview => may_decide_for_city(actor),
        _ => false,
    }
}

#[cfg(test)]
mod tests;
