//! The numbers that an association may set differently, with the defaults of the domain document.
//!
//! A rulebook row overrides one of them from a day on; what a cycle was announced with is frozen
//! by its version.

use crate::code::codes;

codes! {
    /// A number with a name.
    Rule {
        /// Minutes for which a slot is held before it must be confirmed (domain §3.3).
        HoldMinutes = "hold_minutes",
        /// Active bookings that one lecturer may have (`REV-03`).
        MaxBookings = "max_bookings",
        /// Working days before a session at which its booking closes (`REV-05`).
        BookingClosesWorkingDays = "booking_closes_working_days",
        /// Hours before a slot until which cancelling is free (`REV-05`).
        FreeCancelHours = "free_cancel_hours",
        /// Hours for which a freed slot is kept for whoever is offered it (`REV-05`).
        OfferHours = "offer_hours",
        /// Panel members that must be present (`REV-06`).
        PanelMinimum = "panel_minimum",
        /// Working days in which a panelist answers an invitation, and a lecturer a move.
        PanelAnswerWorkingDays = "panel_answer_working_days",
        /// Panel members that a session is planned with (`REV-06`).
        PanelDefault = "panel_default",
        /// Working days after a trial lecture in which its sheets are written (domain §3.2).
        ReviewSheetWorkingDays = "review_sheet_working_days",
        /// Missed slots within twelve months after which the booking right rests (`REV-12`).
        NoShowLimit = "no_show_limit",
        /// Days for which it rests (`REV-12`).
        NoShowPauseDays = "no_show_pause_days",
        /// Days in which a cleared version books its slot (domain §3.2).
        BookingDays = "booking_days",
        /// Days in which a version with required changes is answered (domain §3.2).
        RevisionDays = "revision_days",
        /// Months after a rejection until a new cycle opens (domain §3.2).
        NewCycleMonths = "new_cycle_months",
        /// Years for which an approved course is listed (domain §3.2).
        ListedYears = "listed_years",
        /// Years for which a listing is extended, once (domain §3.2).
        ExtensionYears = "extension_years",
        /// Years for which a course taken over from a roster is listed.
        TakenOverYears = "taken_over_years",
        /// Failed sign-ins after which an account is locked (`LAW-71`).
        LockAfterFailures = "lock_after_failures",
        /// Minutes for which it is locked (`LAW-71`).
        LockMinutes = "lock_minutes",
        /// Idle minutes after which an office session ends.
        OfficeIdleMinutes = "office_idle_minutes",
        /// Idle minutes after which another session ends.
        IdleMinutes = "idle_minutes",
        /// Hours after which a session ends in any case.
        SessionHours = "session_hours",
        /// Minutes between two places of one county (`REQ-02`).
        TravelSameCountyMinutes = "travel_same_county_minutes",
        /// Minutes between two counties (`REQ-02`).
        TravelOtherCountyMinutes = "travel_other_county_minutes",
        /// Weeks ahead that the booking page shows.
        BookingWeeks = "booking_weeks",
        /// Hundredths of an hour that a tutor is to be trained in a year (`TRN-04`).
        TutorTarget = "tutor_target",
        /// The same for a lecturer (`TRN-04`).
        LecturerTarget = "lecturer_target",
        /// Days after an activity until which its hours are claimed (domain §3.5).
        ClaimDays = "claim_days",
        /// Working days in which a unit confirms a claim, and a county verifies it.
        ClaimWorkingDays = "claim_working_days",
        /// Working days in which a decision on a claim can be disputed.
        ClaimDisputeWorkingDays = "claim_dispute_working_days",
        /// Working days after a training in which its attendance is confirmed.
        AttendanceWorkingDays = "attendance_working_days",
        /// Hundredths of an hour that count of one date at most (`TRN-01`).
        DailyCap = "daily_cap",
        /// Hundredths of an hour for a full day (`TRN-03`).
        FullDayCredit = "full_day_credit",
        /// Hundredths of an hour for a half-day (`TRN-03`).
        HalfDayCredit = "half_day_credit",
        /// Hundredths of an hour for all study visits of a year together (`TRN-03`).
        StudyVisitYear = "study_visit_year",
        /// Days for which an activation link is good.
        ActivationDays = "activation_days",
        /// Days after which an administrator is reminded to change the password (`LAW-70`).
        PasswordReminderDays = "password_reminder_days",
        /// Months ahead that a lecture may be asked for (domain §3.4).
        RequestEarliestMonths = "request_earliest_months",
        /// Working days before a lecture by which it must be asked for (domain §3.4).
        RequestLatestWorkingDays = "request_latest_working_days",
        /// Working days in which an office reviews or matches a request (domain §3.4).
        RequestReviewWorkingDays = "request_review_working_days",
        /// Whether a request that its county passed skips the city's review while the host is
        /// under its quota: 1 or 0 (domain §3.4).
        RequestPassesByItself = "request_passes_by_itself",
        /// Working days in which a lecturer answers a dispatch (domain §3.4).
        DispatchAnswerWorkingDays = "dispatch_answer_working_days",
        /// Deliveries of one lecturer on one day (`REQ-03`).
        DeliveriesADay = "deliveries_a_day",
        /// Deliveries of one lecturer in one month (`REQ-03`).
        DeliveriesAMonth = "deliveries_a_month",
        /// Lectures of one host in a term (`REQ-03`).
        HostRequestsATerm = "host_requests_a_term",
        /// Days within which the same host's request for the same course is told (`REQ-10`).
        RequestDuplicateDays = "request_duplicate_days",
        /// Working days after a lecture in which it is to be reported (domain §3.4).
        DeliveryReportWorkingDays = "delivery_report_working_days",
        /// Requests that one address may send in a day before they wait for a call.
        RequestsOfAddress = "requests_of_address",
        /// Requests in the name of one host in a day before they wait for a call.
        RequestsOfHost = "requests_of_host",
        /// Requests of everybody in a day before they wait for a call.
        RequestsOfDay = "requests_of_day",
        /// Years after which the contact of a request that has ended is erased (`LAW-09`).
        RequestContactYears = "request_contact_years",
        /// Seats for individuals in one award cycle, at most (`LAW-41`).
        AwardIndividuals = "award_individuals",
        /// Seats for collectives in one award cycle, at most (`LAW-41`).
        AwardCollectives = "award_collectives",
        /// Working days after which a reported request closes by itself (domain §3.4).
        RequestClosesWorkingDays = "request_closes_working_days",
    }
}

impl Rule {
    /// What holds while nobody has set anything else.
    #[expect(clippy::match_same_arms, reason = "one line per rule, in the order of the list")]
    pub const fn default_value(self) -> i64 {
        match self {
            Self::HoldMinutes => 10,
            Self::MaxBookings => 2,
            Self::BookingClosesWorkingDays => 3,
            Self::FreeCancelHours | Self::OfferHours | Self::SessionHours => 24,
            Self::PanelMinimum | Self::LockAfterFailures => 5,
            Self::PanelDefault => 7,
            Self::ReviewSheetWorkingDays | Self::NoShowLimit | Self::ListedYears => 2,
            Self::NoShowPauseDays | Self::BookingDays => 60,
            Self::RevisionDays => 30,
            Self::NewCycleMonths => 6,
            Self::TakenOverYears | Self::ExtensionYears => 1,
            Self::LockMinutes => 15,
            Self::OfficeIdleMinutes => 30,
            Self::IdleMinutes => 12 * 60,
            Self::TravelSameCountyMinutes => 60,
            Self::TravelOtherCountyMinutes => 90,
            Self::BookingWeeks => 8,
            Self::ActivationDays => 14,
            Self::PasswordReminderDays => 90,
            Self::RequestEarliestMonths => 6,
            Self::RequestLatestWorkingDays => 10,
            Self::RequestReviewWorkingDays | Self::DeliveriesADay | Self::RequestContactYears => 2,
            Self::RequestPassesByItself => 0,
            Self::DispatchAnswerWorkingDays | Self::PanelAnswerWorkingDays => 3,
            Self::DeliveriesAMonth => 8,
            Self::HostRequestsATerm => 4,
            Self::RequestDuplicateDays => 60,
            Self::DeliveryReportWorkingDays => 5,
            Self::AwardIndividuals => 150,
            Self::AwardCollectives => 50,
            Self::RequestClosesWorkingDays => 15,
            Self::RequestsOfAddress => 60,
            Self::RequestsOfHost => 10,
            Self::RequestsOfDay => 300,
            _ => self.training_default(),
        }
    }
}

impl Rule {
    /// The defaults of training and its hours.
    const fn training_default(self) -> i64 {
        match self {
            Self::TutorTarget => 2_400,
            Self::LecturerTarget | Self::DailyCap => 800,
            Self::ClaimDays => 90,
            Self::ClaimWorkingDays => 10,
            Self::ClaimDisputeWorkingDays => 5,
            Self::AttendanceWorkingDays => 3,
            Self::FullDayCredit => 600,
            Self::HalfDayCredit => 300,
            Self::StudyVisitYear => 1_200,
            _ => 0,
        }
    }
}

/// The rules that hold on one day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rulebook {
    /// The number of the newest change that is in it; 0 while all are defaults.
    pub version: i64,
    overrides: std::collections::BTreeMap<Rule, i64>,
}

impl Rulebook {
    /// The defaults with these overrides.
    pub fn new(version: i64, overrides: impl IntoIterator<Item = (Rule, i64)>) -> Self {
        Self { version, overrides: overrides.into_iter().collect() }
    }

    /// The value of a rule.
    pub fn get(&self, rule: Rule) -> i64 {
        self.overrides.get(&rule).copied().unwrap_or_else(|| rule.default_value())
    }

    /// The value of a rule that counts things.
    pub fn count(&self, rule: Rule) -> usize {
        usize::try_from(self.get(rule)).unwrap_or(0)
    }

    /// The value of a rule in minutes.
    pub fn minutes(&self, rule: Rule) -> chrono::TimeDelta {
        chrono::TimeDelta::minutes(self.get(rule))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_override_wins_and_the_rest_stay_at_their_defaults() {
        let rules = Rulebook::new(1, [(Rule::HoldMinutes, 15)]);
        assert_eq!(rules.get(Rule::HoldMinutes), 15);
        assert_eq!(rules.get(Rule::MaxBookings), 2);
    }
}
