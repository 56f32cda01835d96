//! Rules: what they are called, and their values with their units.

mod here;

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    role::Role,
    rulebook::{Keeps, Rule, RuleGroup, RulePlace, RuleUnit, Rulebook, value_text},
};
use leptos_i18n::td_string as t;

pub use self::here::here;
use crate::{Locale, person, time};

/// What a rule says, without its value.
#[expect(clippy::too_many_lines, reason = "a line for each rule")]
pub fn rule(l: Locale, rule: Rule) -> &'static str {
    match rule {
        Rule::HoldMinutes => t!(l, rulebook.rule.hold_minutes),
        Rule::MaxBookings => t!(l, rulebook.rule.max_bookings),
        Rule::BookingClosesWorkingDays => t!(l, rulebook.rule.booking_closes_working_days),
        Rule::FreeCancelHours => t!(l, rulebook.rule.free_cancel_hours),
        Rule::OfferHours => t!(l, rulebook.rule.offer_hours),
        Rule::NoShowLimit => t!(l, rulebook.rule.no_show_limit),
        Rule::NoShowPauseDays => t!(l, rulebook.rule.no_show_pause_days),
        Rule::BookingWeeks => t!(l, rulebook.rule.booking_weeks),
        Rule::TravelSameCountyMinutes => t!(l, rulebook.rule.travel_same_county_minutes),
        Rule::TravelOtherCountyMinutes => t!(l, rulebook.rule.travel_other_county_minutes),
        Rule::SessionOpensAt => t!(l, rulebook.rule.session_opens_at),
        Rule::PanelMinimum => t!(l, rulebook.rule.panel_minimum),
        Rule::PanelDefault => t!(l, rulebook.rule.panel_default),
        Rule::PanelAnswerWorkingDays => t!(l, rulebook.rule.panel_answer_working_days),
        Rule::ReviewSheetWorkingDays => t!(l, rulebook.rule.review_sheet_working_days),
        Rule::VerdictWorkingDays => t!(l, rulebook.rule.verdict_working_days),
        Rule::SlotShortMinutes => t!(l, rulebook.rule.slot_short_minutes),
        Rule::SlotMiddleMinutes => t!(l, rulebook.rule.slot_middle_minutes),
        Rule::SlotLongMinutes => t!(l, rulebook.rule.slot_long_minutes),
        Rule::TrialMostMinutes => t!(l, rulebook.rule.trial_most_minutes),
        Rule::ShortFormLeastMinutes => t!(l, rulebook.rule.short_form_least_minutes),
        Rule::ShortFormMostMinutes => t!(l, rulebook.rule.short_form_most_minutes),
        Rule::CalibrationMonths => t!(l, rulebook.rule.calibration_months),
        Rule::LeastSheets => t!(l, rulebook.rule.least_sheets),
        Rule::ReferenceAlikePoints => t!(l, rulebook.rule.reference_alike_points),
        Rule::ContentCheckWorkingDays => t!(l, rulebook.rule.content_check_working_days),
        Rule::BookingDays => t!(l, rulebook.rule.booking_days),
        Rule::RevisionDays => t!(l, rulebook.rule.revision_days),
        Rule::NewCycleMonths => t!(l, rulebook.rule.new_cycle_months),
        Rule::ListedYears => t!(l, rulebook.rule.listed_years),
        Rule::ExtensionYears => t!(l, rulebook.rule.extension_years),
        Rule::TakenOverYears => t!(l, rulebook.rule.taken_over_years),
        Rule::ListingFirstNoticeDays => t!(l, rulebook.rule.listing_first_notice_days),
        Rule::ListingSecondNoticeDays => t!(l, rulebook.rule.listing_second_notice_days),
        Rule::ListingLastNoticeDays => t!(l, rulebook.rule.listing_last_notice_days),
        Rule::MinorChangePercent => t!(l, rulebook.rule.minor_change_percent),
        Rule::TermNoticeDays => t!(l, rulebook.rule.term_notice_days),
        Rule::HearingWorkingDays => t!(l, rulebook.rule.hearing_working_days),
        Rule::ApplicationDraftDays => t!(l, rulebook.rule.application_draft_days),
        Rule::EndorsementWorkingDays => t!(l, rulebook.rule.endorsement_working_days),
        Rule::ScreeningWorkingDays => t!(l, rulebook.rule.screening_working_days),
        Rule::TrialRoundDays => t!(l, rulebook.rule.trial_round_days),
        Rule::AdmissionWorkingDays => t!(l, rulebook.rule.admission_working_days),
        Rule::ApplicantAgeLeast => t!(l, rulebook.rule.applicant_age_least),
        Rule::ApplicantAgeMost => t!(l, rulebook.rule.applicant_age_most),
        Rule::ApplicantYears => t!(l, rulebook.rule.applicant_years),
        Rule::ApplicantConductYears => t!(l, rulebook.rule.applicant_conduct_years),
        Rule::OrientationHours => t!(l, rulebook.rule.orientation_hours),
        Rule::FailedYears => t!(l, rulebook.rule.failed_years),
        Rule::DeliveriesMinimum => t!(l, rulebook.rule.deliveries_minimum),
        Rule::AssessmentReportDays => t!(l, rulebook.rule.assessment_report_days),
        Rule::AssessmentCountyDays => t!(l, rulebook.rule.assessment_county_days),
        Rule::AssessmentFinalDays => t!(l, rulebook.rule.assessment_final_days),
        Rule::AssessmentCommentWorkingDays => {
            t!(l, rulebook.rule.assessment_comment_working_days)
        }
        Rule::GradeExcellentPoints => t!(l, rulebook.rule.grade_excellent_points),
        Rule::GradeQualifiedPoints => t!(l, rulebook.rule.grade_qualified_points),
        Rule::GradeBasicPoints => t!(l, rulebook.rule.grade_basic_points),
        Rule::GradeExcellentPercent => t!(l, rulebook.rule.grade_excellent_percent),
        Rule::LecturerTermYears => t!(l, rulebook.rule.lecturer_term_years),
        Rule::ObservationLowPoints => t!(l, rulebook.rule.observation_low_points),
        Rule::ObservationLowLimit => t!(l, rulebook.rule.observation_low_limit),
        Rule::ObservationFormDays => t!(l, rulebook.rule.observation_form_days),
        Rule::RequestEarliestMonths => t!(l, rulebook.rule.request_earliest_months),
        Rule::RequestLatestWorkingDays => t!(l, rulebook.rule.request_latest_working_days),
        Rule::RequestReviewWorkingDays => t!(l, rulebook.rule.request_review_working_days),
        Rule::RequestPassesByItself => t!(l, rulebook.rule.request_passes_by_itself),
        Rule::DispatchAnswerWorkingDays => t!(l, rulebook.rule.dispatch_answer_working_days),
        Rule::DeliveriesADay => t!(l, rulebook.rule.deliveries_a_day),
        Rule::DeliveriesAMonth => t!(l, rulebook.rule.deliveries_a_month),
        Rule::HostRequestsATerm => t!(l, rulebook.rule.host_requests_a_term),
        Rule::RequestDuplicateDays => t!(l, rulebook.rule.request_duplicate_days),
        Rule::RequestManyListeners => t!(l, rulebook.rule.request_many_listeners),
        Rule::RequestPrimaryMinutes => t!(l, rulebook.rule.request_primary_minutes),
        Rule::RequestSecondaryMinutes => t!(l, rulebook.rule.request_secondary_minutes),
        Rule::DeliveryReportWorkingDays => t!(l, rulebook.rule.delivery_report_working_days),
        Rule::DeliveryFarDays => t!(l, rulebook.rule.delivery_far_days),
        Rule::UnsettledDays => t!(l, rulebook.rule.unsettled_days),
        Rule::RequestClosesWorkingDays => t!(l, rulebook.rule.request_closes_working_days),
        Rule::RequestsOfAddress => t!(l, rulebook.rule.requests_of_address),
        Rule::RequestsOfHost => t!(l, rulebook.rule.requests_of_host),
        Rule::RequestsOfDay => t!(l, rulebook.rule.requests_of_day),
        Rule::RequestContactYears => t!(l, rulebook.rule.request_contact_years),
        Rule::WhitelistDemanded => t!(l, rulebook.rule.whitelist_demanded),
        Rule::SafeguardingDemanded => t!(l, rulebook.rule.safeguarding_demanded),
        Rule::SafeguardingMonths => t!(l, rulebook.rule.safeguarding_months),
        Rule::SafeguardingNoticeDays => t!(l, rulebook.rule.safeguarding_notice_days),
        Rule::TutorTarget => t!(l, rulebook.rule.tutor_target),
        Rule::StationManagerTarget => t!(l, rulebook.rule.station_manager_target),
        Rule::LecturerTarget => t!(l, rulebook.rule.lecturer_target),
        Rule::DailyCap => t!(l, rulebook.rule.daily_cap),
        Rule::FullDayCredit => t!(l, rulebook.rule.full_day_credit),
        Rule::HalfDayCredit => t!(l, rulebook.rule.half_day_credit),
        Rule::StudyVisitYear => t!(l, rulebook.rule.study_visit_year),
        Rule::LessonMinutes => t!(l, rulebook.rule.lesson_minutes),
        Rule::TeachingFactor => t!(l, rulebook.rule.teaching_factor),
        Rule::ClaimDays => t!(l, rulebook.rule.claim_days),
        Rule::ClaimWorkingDays => t!(l, rulebook.rule.claim_working_days),
        Rule::ClaimDisputeWorkingDays => t!(l, rulebook.rule.claim_dispute_working_days),
        Rule::AttendanceWorkingDays => t!(l, rulebook.rule.attendance_working_days),
        Rule::AwardIndividuals => t!(l, rulebook.rule.award_individuals),
        Rule::AwardCollectives => t!(l, rulebook.rule.award_collectives),
        Rule::ReadersPerNominee => t!(l, rulebook.rule.readers_per_nominee),
        Rule::FinalJudgesMinimum => t!(l, rulebook.rule.final_judges_minimum),
        Rule::ShortlistPercent => t!(l, rulebook.rule.shortlist_percent),
        Rule::JudgesMinimum => t!(l, rulebook.rule.judges_minimum),
        Rule::NoticeWorkingDays => t!(l, rulebook.rule.notice_working_days),
        Rule::NoticeCountsFirstDay => t!(l, rulebook.rule.notice_counts_first_day),
        Rule::NominationCorrectionWorkingDays => {
            t!(l, rulebook.rule.nomination_correction_working_days)
        }
        Rule::ObjectionWorkingDays => t!(l, rulebook.rule.objection_working_days),
        Rule::ObjectionExtensionWorkingDays => {
            t!(l, rulebook.rule.objection_extension_working_days)
        }
        Rule::NominationTutorYears => t!(l, rulebook.rule.nomination_tutor_years),
        Rule::NominationOtherYears => t!(l, rulebook.rule.nomination_other_years),
        Rule::NominationTutorHours => t!(l, rulebook.rule.nomination_tutor_hours),
        Rule::AwardYearsApart => t!(l, rulebook.rule.award_years_apart),
        Rule::NominationTutorService => t!(l, rulebook.rule.nomination_tutor_service),
        Rule::NominationStationService => t!(l, rulebook.rule.nomination_station_service),
        Rule::NominationTeamService => t!(l, rulebook.rule.nomination_team_service),
        Rule::NominationTeamMembers => t!(l, rulebook.rule.nomination_team_members),
        Rule::NominationConductYears => t!(l, rulebook.rule.nomination_conduct_years),
        Rule::LockAfterFailures => t!(l, rulebook.rule.lock_after_failures),
        Rule::LockMinutes => t!(l, rulebook.rule.lock_minutes),
        Rule::OfficeIdleMinutes => t!(l, rulebook.rule.office_idle_minutes),
        Rule::IdleMinutes => t!(l, rulebook.rule.idle_minutes),
        Rule::SessionHours => t!(l, rulebook.rule.session_hours),
        Rule::ActivationDays => t!(l, rulebook.rule.activation_days),
        Rule::PasswordReminderDays => t!(l, rulebook.rule.password_reminder_days),
        Rule::DataAnswerWorkingDays => t!(l, rulebook.rule.data_answer_working_days),
        Rule::ComplaintAnswerWorkingDays => t!(l, rulebook.rule.complaint_answer_working_days),
        Rule::DeputyDays => t!(l, rulebook.rule.deputy_days),
        Rule::ReminderDays => t!(l, rulebook.rule.reminder_days),
        Rule::UnreadDays => t!(l, rulebook.rule.unread_days),
        Rule::ConflictUnitYears => t!(l, rulebook.rule.conflict_unit_years),
        Rule::ConflictTeachingYears => t!(l, rulebook.rule.conflict_teaching_years),
        Rule::ConflictWorkYears => t!(l, rulebook.rule.conflict_work_years),
        Rule::CourseRounds => t!(l, rulebook.rule.course_rounds),
        Rule::PersonContactYears => t!(l, rulebook.rule.person_contact_years),
        Rule::HostContactYears => t!(l, rulebook.rule.host_contact_years),
        Rule::ApplicationFileYears => t!(l, rulebook.rule.application_file_years),
        Rule::NominationFileYears => t!(l, rulebook.rule.nomination_file_years),
        Rule::UndecidedNominationYears => t!(l, rulebook.rule.undecided_nomination_years),
        Rule::MessageYears => t!(l, rulebook.rule.message_years),
        Rule::ImportFileYears => t!(l, rulebook.rule.import_file_years),
        Rule::ProofFileYears => t!(l, rulebook.rule.proof_file_years),
        Rule::ConsentYears => t!(l, rulebook.rule.consent_years),
        Rule::ComplaintYears => t!(l, rulebook.rule.complaint_years),
        Rule::ObjectionYears => t!(l, rulebook.rule.objection_years),
        Rule::OwnTimeYears => t!(l, rulebook.rule.own_time_years),
        Rule::SafeguardingYears => t!(l, rulebook.rule.safeguarding_years),
        Rule::AccessLogYears => t!(l, rulebook.rule.access_log_years),
    }
}

/// A value of a rule with its unit: `10 分钟`, `2 working days`, `09:00`.
pub fn amount(l: Locale, rule: Rule, value: i64) -> String {
    match rule.facts().unit {
        RuleUnit::Minutes => t!(l, rulebook.unit.minutes, count = value),
        RuleUnit::Hours => t!(l, rulebook.unit.hours, count = value),
        RuleUnit::Days => t!(l, rulebook.unit.days, count = value),
        RuleUnit::WorkingDays => t!(l, rulebook.unit.working_days, count = value),
        RuleUnit::Weeks => t!(l, rulebook.unit.weeks, count = value),
        RuleUnit::Months => t!(l, rulebook.unit.months, count = value),
        RuleUnit::Years => t!(l, rulebook.unit.years, count = value),
        RuleUnit::People => t!(l, rulebook.unit.people, count = value),
        RuleUnit::Times => t!(l, rulebook.unit.times, count = value),
        RuleUnit::Lectures => t!(l, rulebook.unit.lectures, count = value),
        RuleUnit::Requests => t!(l, rulebook.unit.requests, count = value),
        RuleUnit::Points => t!(l, rulebook.unit.points, count = value),
        RuleUnit::Items => t!(l, rulebook.unit.items, n = value),
        RuleUnit::Percent => t!(l, rulebook.unit.percent, n = value),
        RuleUnit::Multiple => t!(l, rulebook.unit.multiple, n = value),
        RuleUnit::CreditHours => {
            t!(l, rulebook.unit.credit_hours, n = value_text(rule, value))
        }
        RuleUnit::TimeOfDay => value_text(rule, value),
        RuleUnit::YesNo if value == 1 => t!(l, rulebook.yes).to_owned(),
        RuleUnit::YesNo => t!(l, rulebook.no).to_owned(),
    }
}

/// The value that a rule has among these, with its unit.
pub fn of(l: Locale, rules: &Rulebook, rule: Rule) -> String {
    amount(l, rule, rules.get(rule))
}

/// A rule with its value, as pages say where it holds.
pub fn line(l: Locale, rules: &Rulebook, which: Rule) -> String {
    t!(l, rulebook.here_line, name = rule(l, which), value = of(l, rules, which))
}

/// What rules belong to.
pub fn group(l: Locale, group: RuleGroup) -> &'static str {
    match group {
        RuleGroup::Booking => t!(l, rulebook.group.booking),
        RuleGroup::Session => t!(l, rulebook.group.session),
        RuleGroup::Course => t!(l, rulebook.group.course),
        RuleGroup::Appointment => t!(l, rulebook.group.appointment),
        RuleGroup::Request => t!(l, rulebook.group.request),
        RuleGroup::Training => t!(l, rulebook.group.training),
        RuleGroup::Award => t!(l, rulebook.group.award),
        RuleGroup::Account => t!(l, rulebook.group.account),
        RuleGroup::Messages => t!(l, rulebook.group.messages),
        RuleGroup::Keeping => t!(l, rulebook.group.keeping),
    }
}

/// What keeps an earlier value.
pub fn keeps(l: Locale, keeps: Keeps) -> &'static str {
    match keeps {
        Keeps::Nothing => t!(l, rulebook.keeps.nothing),
        Keeps::Deadline => t!(l, rulebook.keeps.deadline),
        Keeps::Began => t!(l, rulebook.keeps.began),
        Keeps::Session => t!(l, rulebook.keeps.session),
        Keeps::Award => t!(l, rulebook.keeps.award),
        Keeps::Year => t!(l, rulebook.keeps.year),
        Keeps::Announced => t!(l, rulebook.keeps.announced),
    }
}

/// Where a rule can be read.
pub fn place(l: Locale, place: RulePlace) -> &'static str {
    match place {
        RulePlace::Booking => t!(l, rulebook.place.booking),
        RulePlace::SessionForm => t!(l, rulebook.place.session_form),
        RulePlace::Calibration => t!(l, rulebook.place.calibration),
        RulePlace::References => t!(l, rulebook.place.references),
        RulePlace::CourseChecks => t!(l, rulebook.place.course_checks),
        RulePlace::Courses => t!(l, rulebook.place.courses),
        RulePlace::Listings => t!(l, rulebook.place.listings),
        RulePlace::Rosters => t!(l, rulebook.place.rosters),
        RulePlace::Registers => t!(l, rulebook.place.registers),
        RulePlace::Applications => t!(l, rulebook.place.applications),
        RulePlace::Appointments => t!(l, rulebook.place.appointments),
        RulePlace::Assessments => t!(l, rulebook.place.assessments),
        RulePlace::Observations => t!(l, rulebook.place.observations),
        RulePlace::RequestForm => t!(l, rulebook.place.request_form),
        RulePlace::Requests => t!(l, rulebook.place.requests),
        RulePlace::Privacy => t!(l, rulebook.place.privacy),
        RulePlace::Records => t!(l, rulebook.place.records),
        RulePlace::ClaimForm => t!(l, rulebook.place.claim_form),
        RulePlace::ClaimQueue => t!(l, rulebook.place.claim_queue),
        RulePlace::Trainings => t!(l, rulebook.place.trainings),
        RulePlace::AwardForm => t!(l, rulebook.place.award_form),
        RulePlace::Account => t!(l, rulebook.place.account),
        RulePlace::Person => t!(l, rulebook.place.person),
        RulePlace::Password => t!(l, rulebook.place.password),
        RulePlace::DataRequests => t!(l, rulebook.place.data_requests),
        RulePlace::Complaints => t!(l, rulebook.place.complaints),
        RulePlace::Deputies => t!(l, rulebook.place.deputies),
        RulePlace::Told => t!(l, rulebook.place.told),
        RulePlace::Unread => t!(l, rulebook.place.unread),
        RulePlace::CourseSubmitted => t!(l, rulebook.place.course_submitted),
        RulePlace::LectureRequested => t!(l, rulebook.place.lecture_requested),
        RulePlace::ClaimToCheck => t!(l, rulebook.place.claim_to_check),
        RulePlace::DataAsked => t!(l, rulebook.place.data_asked),
        RulePlace::ComplaintSent => t!(l, rulebook.place.complaint_sent),
        RulePlace::TooManyBookings => t!(l, rulebook.place.too_many_bookings),
        RulePlace::BookingPaused => t!(l, rulebook.place.booking_paused),
        RulePlace::PanelTooSmall => t!(l, rulebook.place.panel_too_small),
        RulePlace::SignInLocked => t!(l, rulebook.place.sign_in_locked),
    }
}

/// What is announced for a later day.
pub fn announced(l: Locale, rule: Rule, value: i64, day: NaiveDate) -> String {
    t!(l, rulebook.announced, day = time::date(l, day), value = amount(l, rule, value))
}

/// Who has set a rule, and when.
pub fn set_by(l: Locale, name: &str, at: DateTime<Utc>) -> String {
    t!(l, rulebook.set_by, name = name, moment = time::moment(l, at))
}

/// Who has called a change off, and when.
pub fn called_off(l: Locale, name: &str, at: DateTime<Utc>) -> String {
    t!(l, rulebook.called_off, name = name, moment = time::moment(l, at))
}

/// The lowest and the highest value of a rule.
pub fn bounds(l: Locale, rule: Rule) -> String {
    let facts = rule.facts();
    let (least, most) = (amount(l, rule, facts.least), amount(l, rule, facts.most));
    t!(l, rulebook.bounds, least = least, most = most)
}

/// Two roles that nobody has together; without the other one, every other.
pub fn apart(l: Locale, one: Role, other: Option<Role>) -> String {
    let one = person::role(l, one);
    if let Some(other) = other {
        t!(l, rulebook.apart_pair, one = one, other = person::role(l, other))
    } else {
        t!(l, rulebook.apart_law, one = one)
    }
}

/// Who has added a pair, and since when it holds.
pub fn apart_since(l: Locale, name: &str, day: NaiveDate) -> String {
    t!(l, rulebook.apart_since, name = name, day = time::date(l, day))
}
