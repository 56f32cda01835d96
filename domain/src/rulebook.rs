//! The numbers that an association may set differently, with the defaults of the domain document.
//!
//! A change holds from a day on. What goes on under what was announced keeps it: each rule says what
//! that is ([`Keeps`]), and who has to keep a moment's rules keeps [`Moment`].

mod change;
mod facts;

use std::{collections::BTreeMap, panic::Location};

use chrono::{Months, NaiveDate};

pub use self::{
    change::{NewChange, RULE_KEEPERS, RULE_READERS, may_read_rules, may_set_rules, value_text},
    facts::{Keeps, RuleFacts, RuleGroup, RulePlace, RuleUnit},
};
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
        /// Missed slots within twelve months after which the booking right rests (`REV-12`).
        NoShowLimit = "no_show_limit",
        /// Days for which it rests (`REV-12`).
        NoShowPauseDays = "no_show_pause_days",
        /// Weeks ahead that the booking page shows.
        BookingWeeks = "booking_weeks",
        /// Minutes between two places of one county (`REQ-02`).
        TravelSameCountyMinutes = "travel_same_county_minutes",
        /// Minutes between two counties (`REQ-02`).
        TravelOtherCountyMinutes = "travel_other_county_minutes",
        /// The time of day at which booking opens, in minutes after midnight (`REV-05`).
        SessionOpensAt = "session_opens_at",
        /// Panel members that must be present (`REV-06`).
        PanelMinimum = "panel_minimum",
        /// Panel members that a session is planned with (`REV-06`).
        PanelDefault = "panel_default",
        /// Working days in which a panelist answers an invitation, and a lecturer a move.
        PanelAnswerWorkingDays = "panel_answer_working_days",
        /// Working days after a trial lecture in which its sheets are written (domain §3.2).
        ReviewSheetWorkingDays = "review_sheet_working_days",
        /// Working days after a trial lecture in which its verdict is confirmed (domain §3.2).
        VerdictWorkingDays = "verdict_working_days",
        /// Minutes of the shortest slot of a session (`REV-01`).
        SlotShortMinutes = "slot_short_minutes",
        /// Minutes of the usual one (`REV-01`).
        SlotMiddleMinutes = "slot_middle_minutes",
        /// Minutes of the longest one (`REV-01`).
        SlotLongMinutes = "slot_long_minutes",
        /// Minutes that a trial lecture takes of its slot at most (`REV-01`).
        TrialMostMinutes = "trial_most_minutes",
        /// Minutes of a trial lecture in the short form, at least (`REV-01`).
        ShortFormLeastMinutes = "short_form_least_minutes",
        /// The same at most (`REV-01`).
        ShortFormMostMinutes = "short_form_most_minutes",
        /// Months whose sheets are compared in how strictly panelists score.
        CalibrationMonths = "calibration_months",
        /// Sheets below which no panelist is compared with others.
        LeastSheets = "least_sheets",
        /// Points within which a score is much the same as the panel's.
        ReferenceAlikePoints = "reference_alike_points",
        /// Working days in which the content of a course is checked (domain §3.2).
        ContentCheckWorkingDays = "content_check_working_days",
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
        /// Days before its end at which a listing is told to end for the first time (domain §3.2).
        ListingFirstNoticeDays = "listing_first_notice_days",
        /// The same for the second time.
        ListingSecondNoticeDays = "listing_second_notice_days",
        /// The same for the last time.
        ListingLastNoticeDays = "listing_last_notice_days",
        /// Percent of the slides beyond which a change is a major one (domain §3.2).
        MinorChangePercent = "minor_change_percent",
        /// Days before its end at which a term is shown to be renewed.
        TermNoticeDays = "term_notice_days",
        /// Working days in which somebody answers before a term is ended (domain §3.1).
        HearingWorkingDays = "hearing_working_days",
        /// Days in which an application is written and handed in (domain §3.1).
        ApplicationDraftDays = "application_draft_days",
        /// Working days in which a unit says its word of an application (domain §3.1).
        EndorsementWorkingDays = "endorsement_working_days",
        /// Working days in which the office takes an application up and screens it (domain §3.1).
        ScreeningWorkingDays = "screening_working_days",
        /// Days for each round of an applicant's trial (domain §3.1).
        TrialRoundDays = "trial_round_days",
        /// Working days in which a proposed application is decided.
        AdmissionWorkingDays = "admission_working_days",
        /// The lowest age of an applicant (domain §4.3).
        ApplicantAgeLeast = "applicant_age_least",
        /// The highest age of an applicant who is no expert (domain §4.3).
        ApplicantAgeMost = "applicant_age_most",
        /// Years of related work that are asked of an applicant (domain §4.3).
        ApplicantYears = "applicant_years",
        /// Years for which a unit states that an applicant has violated nothing (domain §4.3); none: it is
        /// not asked.
        ApplicantConductYears = "applicant_conduct_years",
        /// Hours of orientation, in hundredths, before the trial (domain §4.3); none: it is not asked.
        OrientationHours = "orientation_hours",
        /// Failed assessments in a row that are a ground to end a term (domain §3.1).
        FailedYears = "failed_years",
        /// Lectures that are asked of a lecturer in a year (`LEC-03`).
        DeliveriesMinimum = "deliveries_minimum",
        /// Days after the year's end until which a lecturer reports (domain §3.1).
        AssessmentReportDays = "assessment_report_days",
        /// Days after the year's end until which the county's word is awaited.
        AssessmentCountyDays = "assessment_county_days",
        /// Days after the year's end by which assessments are to be decided (domain §3.1).
        AssessmentFinalDays = "assessment_final_days",
        /// Working days in which a lecturer comments on the proposed grade (`LEC-05`).
        AssessmentCommentWorkingDays = "assessment_comment_working_days",
        /// Points from which on a year is excellent (`LEC-02`).
        GradeExcellentPoints = "grade_excellent_points",
        /// Points from which on it is qualified (`LEC-02`).
        GradeQualifiedPoints = "grade_qualified_points",
        /// Points from which on it is basically qualified (`LEC-02`).
        GradeBasicPoints = "grade_basic_points",
        /// Percent of those assessed that may be excellent (`LEC-02`).
        GradeExcellentPercent = "grade_excellent_percent",
        /// Years of a lecturer's term without another end (domain §2.1).
        LecturerTermYears = "lecturer_term_years",
        /// Points below which an observation is low (domain §4.2 R2).
        ObservationLowPoints = "observation_low_points",
        /// Low observations of one course that the office has to look at (domain §3.2).
        ObservationLowLimit = "observation_low_limit",
        /// Days after an observed lecture in which its form is written (domain §4.2 R2).
        ObservationFormDays = "observation_form_days",
        /// Months ahead that a lecture may be asked for (domain §3.4).
        RequestEarliestMonths = "request_earliest_months",
        /// Working days before a lecture by which it must be asked for (domain §3.4).
        RequestLatestWorkingDays = "request_latest_working_days",
        /// Working days in which an office reviews or matches a request (domain §3.4).
        RequestReviewWorkingDays = "request_review_working_days",
        /// Whether a request that its county passed skips the city's review while the host is under
        /// its quota: 1 or 0 (domain §3.4).
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
        /// Listeners beyond which a lecture had better be given twice (domain §2.2).
        RequestManyListeners = "request_many_listeners",
        /// Minutes beyond which a lecture is long for a primary school (domain §2.2).
        RequestPrimaryMinutes = "request_primary_minutes",
        /// Minutes beyond which a lecture is long for a secondary school (domain §2.2).
        RequestSecondaryMinutes = "request_secondary_minutes",
        /// Working days after a lecture in which it is to be reported (domain §3.4).
        DeliveryReportWorkingDays = "delivery_report_working_days",
        /// Days from the agreed one beyond which another day of a lecture needs a reason.
        DeliveryFarDays = "delivery_far_days",
        /// Days after a lecture until which host and lecturer agree on it; then the city's office
        /// settles it (domain §3.4).
        UnsettledDays = "unsettled_days",
        /// Working days after which a reported request closes by itself (domain §3.4).
        RequestClosesWorkingDays = "request_closes_working_days",
        /// Requests that one address may send in a day before they wait for a call.
        RequestsOfAddress = "requests_of_address",
        /// Requests in the name of one host in a day before they wait for a call.
        RequestsOfHost = "requests_of_host",
        /// Requests of everybody in a day before they wait for a call.
        RequestsOfDay = "requests_of_day",
        /// Years after which the contact of a request that has ended is erased (`LAW-09`).
        RequestContactYears = "request_contact_years",
        /// Whether a lecturer, the course or the unit must stand on the county's whitelist before a
        /// lecture in a school: 1 or 0 (`LAW-66`).
        WhitelistDemanded = "whitelist_demanded",
        /// Whether a lecturer without any check may not be sent to minors: 1 or 0 (`LAW-23`).
        SafeguardingDemanded = "safeguarding_demanded",
        /// Months for which a check holds that says no end (`LAW-23`).
        SafeguardingMonths = "safeguarding_months",
        /// Days before its end at which a check stands on the office's desk.
        SafeguardingNoticeDays = "safeguarding_notice_days",
        /// Hundredths of an hour that a tutor is to be trained in a year (`TRN-04`).
        TutorTarget = "tutor_target",
        /// The same for the manager of an e-station (`TRN-04`).
        StationManagerTarget = "station_manager_target",
        /// The same for a lecturer (`TRN-04`).
        LecturerTarget = "lecturer_target",
        /// Hundredths of an hour that count of one date at most (`TRN-01`).
        DailyCap = "daily_cap",
        /// Hundredths of an hour for a full day (`TRN-03`).
        FullDayCredit = "full_day_credit",
        /// Hundredths of an hour for a half-day (`TRN-03`).
        HalfDayCredit = "half_day_credit",
        /// Hundredths of an hour for all study visits of a year together (`TRN-03`).
        StudyVisitYear = "study_visit_year",
        /// Minutes of a lesson that is one credit hour (`TRN-03`).
        LessonMinutes = "lesson_minutes",
        /// By how much a topic counts that one teaches for the first time in a year (`TRN-03`).
        TeachingFactor = "teaching_factor",
        /// Days after an activity until which its hours are claimed (domain §3.5).
        ClaimDays = "claim_days",
        /// Working days in which a unit confirms a claim, and a county verifies it.
        ClaimWorkingDays = "claim_working_days",
        /// Working days in which a decision on a claim can be disputed.
        ClaimDisputeWorkingDays = "claim_dispute_working_days",
        /// Working days after a training in which its attendance is confirmed.
        AttendanceWorkingDays = "attendance_working_days",
        /// Seats for individuals in one award cycle, at most (`LAW-41`).
        AwardIndividuals = "award_individuals",
        /// Seats for collectives in one award cycle, at most (`LAW-41`).
        AwardCollectives = "award_collectives",
        /// Judges without whom nothing is announced, and sheets without which nobody has a result
        /// (`AWD-11`).
        JudgesMinimum = "judges_minimum",
        /// Judges without whom no cycle with a final is announced (domain §3.6).
        FinalJudgesMinimum = "final_judges_minimum",
        /// Readers whom each nominee has where a judge cannot read all (`AWD-11`).
        ReadersPerNominee = "readers_per_nominee",
        /// Percent of the seats of a line that are on the shortlist of a final (domain §3.6).
        ShortlistPercent = "shortlist_percent",
        /// Working days for which a notice is posted (`CAL-03`).
        NoticeWorkingDays = "notice_working_days",
        /// Whether the day on which a notice is posted is the first of its working days: 1 or 0
        /// (`CAL-03`).
        NoticeCountsFirstDay = "notice_counts_first_day",
        /// Working days in which a nomination that was sent back is corrected (domain §3.6).
        NominationCorrectionWorkingDays = "nomination_correction_working_days",
        /// Working days in which an admitted objection is answered (domain §3.6).
        ObjectionWorkingDays = "objection_working_days",
        /// Working days by which that can be put off, once (domain §3.6).
        ObjectionExtensionWorkingDays = "objection_extension_working_days",
        /// Years of service of a tutor who is nominated, at least (domain §4.3).
        NominationTutorYears = "nomination_tutor_years",
        /// Years of service of anybody else who is nominated, at least (domain §4.3).
        NominationOtherYears = "nomination_other_years",
        /// Hundredths of a credit hour of a tutor who is nominated, at least (domain §4.3).
        NominationTutorHours = "nomination_tutor_hours",
        /// Years within which whoever had the same honour is pointed out (domain §4.3).
        AwardYearsApart = "award_years_apart",
        /// Activities or pupils' projects of a tutor in the year, at least (domain §4.3).
        NominationTutorService = "nomination_tutor_service",
        /// Activities of a station manager in the year, at least (domain §4.3).
        NominationStationService = "nomination_station_service",
        /// Activities of a team in the year, at least (domain §4.3).
        NominationTeamService = "nomination_team_service",
        /// Members of a team, at least (domain §4.3).
        NominationTeamMembers = "nomination_team_members",
        /// Years for which the unit states that there was no violation (domain §4.3); 0: it states nothing.
        NominationConductYears = "nomination_conduct_years",
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
        /// Days for which an activation link is good.
        ActivationDays = "activation_days",
        /// Days after which an administrator is reminded to change the password (`LAW-70`).
        PasswordReminderDays = "password_reminder_days",
        /// Working days in which somebody who asks about the own data is answered (`LAW-05`).
        DataAnswerWorkingDays = "data_answer_working_days",
        /// Working days in which a complaint is answered (domain §7.4).
        ComplaintAnswerWorkingDays = "complaint_answer_working_days",
        /// Days for which somebody stands in for a colleague at most.
        DeputyDays = "deputy_days",
        /// Days before a deadline of weeks, or before something agreed, at which people hear of it.
        ReminderDays = "reminder_days",
        /// Days after which the office sees who has not read what must be read.
        UnreadDays = "unread_days",
        /// Years for which a unit that was left makes colleagues still (`AWD-10`).
        ConflictUnitYears = "conflict_unit_years",
        /// Years for which teacher and student are in conflict (`AWD-10`).
        ConflictTeachingYears = "conflict_teaching_years",
        /// Years for which joint work is a conflict (`AWD-10`).
        ConflictWorkYears = "conflict_work_years",
        /// Rounds of a refinement cycle, at most (`CRS-03`).
        CourseRounds = "course_rounds",
        /// Years after the last term, role or training in which contacts of people are erased (`LAW-09`).
        PersonContactYears = "person_contact_years",
        /// Years after the last lecture in which contacts of a host are erased (`LAW-09`).
        HostContactYears = "host_contact_years",
        /// Years after the last step in which the files of an application are erased (`LAW-09`).
        ApplicationFileYears = "application_file_years",
        /// Years after the decision in which the files of nominees are erased (`LAW-09`).
        NominationFileYears = "nomination_file_years",
        /// The same of a cycle that nobody decided, after it was set up.
        UndecidedNominationYears = "undecided_nomination_years",
        /// Years after which a message is erased (`LAW-09`).
        MessageYears = "message_years",
        /// Years after which a file that nothing refers to is erased (`LAW-09`).
        ImportFileYears = "import_file_years",
        /// Years after the decision in which proofs of hours are erased (`LAW-09`).
        ProofFileYears = "proof_file_years",
        /// Years for which a consent that was withdrawn, and what somebody asked about the own data, are kept (`LAW-02`, `LAW-05`).
        ConsentYears = "consent_years",
        /// Years after the answer in which complaints are erased (`LAW-64`).
        ComplaintYears = "complaint_years",
        /// Years after their end in which objections to an award are erased (`AWD-02`).
        ObjectionYears = "objection_years",
        /// Years after which absences, and who was not to be asked, are erased (`LAW-09`).
        OwnTimeYears = "own_time_years",
        /// Years after its end in which a check for work with minors is erased (`LAW-23`).
        SafeguardingYears = "safeguarding_years",
        /// Years for which sign-ins and what was handed out are kept (`LAW-73`).
        AccessLogYears = "access_log_years",
    }
}

impl Rule {
    /// What holds while nobody has set anything else.
    pub const fn default_value(self) -> i64 {
        self.facts().default
    }
}

/// The target under which the log tells, at the level of traces, that a rule was asked for: its code,
/// and the file and the line that has asked.
pub const RULE_READ: &str = "rule_read";

/// At which moment rules held: with every change that had been made by then, on a day.
///
/// A change that is made later on the same day is not among them, nor one that was announced for a
/// later day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// The number of the newest change that is in it.
    pub version: i64,
    /// The day.
    pub day: NaiveDate,
}

/// The rules that hold on one day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rulebook {
    /// The number of the newest change that is in it; 0 while all are defaults.
    pub version: i64,
    overrides: BTreeMap<Rule, i64>,
}

impl Rulebook {
    /// The defaults with these overrides.
    pub fn new(version: i64, overrides: impl IntoIterator<Item = (Rule, i64)>) -> Self {
        Self { version, overrides: overrides.into_iter().collect() }
    }

    /// The value of a rule; the log can tell which line has asked for it.
    #[track_caller]
    pub fn get(&self, rule: Rule) -> i64 {
        let at = Location::caller();
        tracing::trace!(target: RULE_READ, rule = rule.as_str(), file = at.file(), line = at.line());
        self.overrides.get(&rule).copied().unwrap_or_else(|| rule.default_value())
    }

    /// The day as many years before another as a rule says.
    #[track_caller]
    pub fn years_before(&self, rule: Rule, day: NaiveDate) -> NaiveDate {
        let months = u32::try_from(self.get(rule) * 12).unwrap_or(0);
        day.checked_sub_months(Months::new(months)).unwrap_or(NaiveDate::MIN)
    }

    /// The value of a rule that counts things.
    #[track_caller]
    pub fn count(&self, rule: Rule) -> usize {
        usize::try_from(self.get(rule)).unwrap_or(0)
    }

    /// What has to be kept to find these rules again: they are those of this day.
    pub fn moment(&self, day: NaiveDate) -> Moment {
        Moment { version: self.version, day }
    }

    /// The value of a rule that is a time of day.
    #[track_caller]
    pub fn time_of_day(&self, rule: Rule) -> chrono::NaiveTime {
        let seconds = u32::try_from(self.get(rule) * 60).unwrap_or(0);
        chrono::NaiveTime::from_num_seconds_from_midnight_opt(seconds, 0).unwrap_or_default()
    }

    /// The value of a rule in minutes.
    #[track_caller]
    pub fn minutes(&self, rule: Rule) -> chrono::TimeDelta {
        chrono::TimeDelta::minutes(self.get(rule))
    }
}

/// One change of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RuleChange {
    /// Its number: a later one is larger.
    pub id: i64,
    /// Which rule.
    pub rule: Rule,
    /// What it is set to, in the rule's unit.
    pub value: i64,
    /// From which day on.
    pub valid_from: NaiveDate,
}

/// Every change that was not called off.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RuleHistory(Vec<RuleChange>);

impl RuleHistory {
    /// From changes in any order.
    pub fn new(mut changes: Vec<RuleChange>) -> Self {
        changes.sort_by_key(|change| (change.valid_from, change.id));
        Self(changes)
    }

    /// The rules that hold on a day, with every change that is known now.
    pub fn on(&self, day: NaiveDate) -> Rulebook {
        self.at(Moment { version: i64::MAX, day })
    }

    /// The rules that held at a moment.
    pub fn at(&self, moment: Moment) -> Rulebook {
        let Moment { version, day } = moment;
        let known = || self.0.iter().filter(|it| it.valid_from <= day && it.id <= version);
        let newest = known().map(|change| change.id).max().unwrap_or(0);
        Rulebook::new(newest, known().map(|change| (change.rule, change.value)))
    }

    /// The change by which a rule has its value on a day; none while it is the default.
    pub fn since(&self, rule: Rule, day: NaiveDate) -> Option<RuleChange> {
        let mut known = self.0.iter().filter(|it| it.rule == rule && it.valid_from <= day);
        known.next_back().copied()
    }

    /// The next change of a rule that is announced for after a day.
    pub fn announced(&self, rule: Rule, day: NaiveDate) -> Option<RuleChange> {
        self.0.iter().find(|it| it.rule == rule && it.valid_from > day).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(n: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, n).expect("a date")
    }

    fn change(id: i64, rule: Rule, value: i64, from: u32) -> RuleChange {
        RuleChange { id, rule, value, valid_from: day(from) }
    }

    #[test]
    fn an_override_wins_and_the_rest_stay_at_their_defaults() {
        let rules = Rulebook::new(1, [(Rule::HoldMinutes, 15)]);
        assert_eq!(rules.get(Rule::HoldMinutes), 15);
        assert_eq!(rules.get(Rule::MaxBookings), 2);
    }

    #[test]
    fn the_later_change_of_a_day_wins_and_an_announced_one_waits_for_its_day() {
        let history = RuleHistory::new(vec![
            change(3, Rule::HoldMinutes, 12, 9),
            change(1, Rule::HoldMinutes, 15, 20),
            change(2, Rule::HoldMinutes, 11, 9),
        ]);
        let on = |n| history.on(day(n)).get(Rule::HoldMinutes);
        assert_eq!((on(8), on(9), on(19), on(20)), (10, 12, 12, 15));
        assert_eq!(history.since(Rule::HoldMinutes, day(10)).map(|it| it.id), Some(3));
        assert_eq!(history.announced(Rule::HoldMinutes, day(10)).map(|it| it.id), Some(1));
        assert_eq!(history.announced(Rule::HoldMinutes, day(20)), None);
        assert_eq!(history.since(Rule::MaxBookings, day(20)), None);
    }

    #[test]
    fn a_moment_knows_neither_what_was_changed_later_nor_what_was_announced() {
        let before = RuleHistory::new(vec![
            change(1, Rule::HoldMinutes, 15, 20),
            change(2, Rule::MaxBookings, 3, 9),
        ]);
        let rules = before.on(day(9));
        let moment = Moment { version: rules.version, day: day(9) };
        let after = RuleHistory::new(vec![
            change(1, Rule::HoldMinutes, 15, 20),
            change(2, Rule::MaxBookings, 3, 9),
            change(3, Rule::MaxBookings, 4, 9),
        ]);
        assert_eq!(after.at(moment), rules);
        assert_eq!(after.on(day(9)).get(Rule::MaxBookings), 4);
    }
}
