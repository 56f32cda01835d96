//! What is known of each rule: its unit and bounds, whence it comes, where it holds, and what keeps an
//! earlier value.

use super::Rule;
use crate::code::codes;

codes! {
    /// What a rule belongs to, in the order of its page.
    RuleGroup {
        /// Booking a slot.
        Booking = "booking",
        /// Review sessions.
        Session = "session",
        /// Courses and their listing.
        Course = "course",
        /// Terms in a corps.
        Appointment = "appointment",
        /// Lecture requests.
        Request = "request",
        /// Training and its hours.
        Training = "training",
        /// Awards.
        Award = "award",
        /// Accounts, and what people ask the office.
        Account = "account",
        /// Messages.
        Messages = "messages",
        /// How long what is held of people is kept.
        Keeping = "keeping",
    }
}

codes! {
    /// What a rule's number counts.
    RuleUnit {
        /// Minutes.
        Minutes = "minutes",
        /// Hours.
        Hours = "hours",
        /// Days.
        Days = "days",
        /// Working days.
        WorkingDays = "working_days",
        /// Weeks.
        Weeks = "weeks",
        /// Months.
        Months = "months",
        /// Years.
        Years = "years",
        /// People.
        People = "people",
        /// How often.
        Times = "times",
        /// Things.
        Items = "items",
        /// Lectures.
        Lectures = "lectures",
        /// Requests.
        Requests = "requests",
        /// Points of 100.
        Points = "points",
        /// Hundredths of a credit hour.
        CreditHours = "credit_hours",
        /// Percent.
        Percent = "percent",
        /// How many times as much.
        Multiple = "multiple",
        /// 1 for yes, 0 for no.
        YesNo = "yes_no",
        /// A time of day, in minutes after midnight.
        TimeOfDay = "time_of_day",
    }
}

codes! {
    /// What goes on by the value that a rule had, when it is changed.
    Keeps {
        /// Nothing: from its day on it holds for everything.
        Nothing = "nothing",
        /// A deadline that is set already.
        Deadline = "deadline",
        /// What has begun: it goes by the rules of the day on which it began.
        Began = "began",
        /// A session that is published: it goes by the rules of its publication.
        Session = "session",
        /// An award cycle that is announced: it goes by the rules of its announcement.
        Award = "award",
        /// An assessment year: it goes by the rules of its first day.
        Year = "year",
        /// A session that is published and an award cycle that is announced, as above.
        Announced = "announced",
    }
}

codes! {
    /// Where a rule can be read by whom it concerns: a page, a message, or a refusal.
    RulePlace {
        /// Booking page.
        Booking = "booking",
        /// Planning a session.
        SessionForm = "session_form",
        /// Measure of panelists.
        Calibration = "calibration",
        /// Reference lectures.
        References = "references",
        /// Content checks.
        CourseChecks = "course_checks",
        /// Own courses.
        Courses = "courses",
        /// Listings.
        Listings = "listings",
        /// Rosters.
        Rosters = "rosters",
        /// Terms in a corps.
        Appointments = "appointments",
        /// Applications for the corps of lecturers.
        Applications = "applications",
        /// Assessments of lecturers.
        Assessments = "assessments",
        /// Observations.
        Observations = "observations",
        /// Request form.
        RequestForm = "request_form",
        /// Requests.
        Requests = "requests",
        /// Registers.
        Registers = "registers",
        /// Privacy.
        Privacy = "privacy",
        /// Training record.
        Records = "records",
        /// Claiming hours.
        ClaimForm = "claim_form",
        /// Claims to check.
        ClaimQueue = "claim_queue",
        /// Trainings.
        Trainings = "trainings",
        /// New award.
        AwardForm = "award_form",
        /// Account.
        Account = "account",
        /// Person.
        Person = "person",
        /// Password.
        Password = "password",
        /// Data requests.
        DataRequests = "data_requests",
        /// Complaints.
        Complaints = "complaints",
        /// Deputies.
        Deputies = "deputies",
        /// Who hears of what.
        Told = "told",
        /// Who has not read what must be read.
        Unread = "unread",
        /// Message: a course to check.
        CourseSubmitted = "course_submitted",
        /// Message: a request to review.
        LectureRequested = "lecture_requested",
        /// Message: a claim to check.
        ClaimToCheck = "claim_to_check",
        /// Message: a data request.
        DataAsked = "data_asked",
        /// Message: a complaint.
        ComplaintSent = "complaint_sent",
        /// Refusal: too many bookings.
        TooManyBookings = "too_many_bookings",
        /// Refusal: booking rests.
        BookingPaused = "booking_paused",
        /// Refusal: the panel is too small.
        PanelTooSmall = "panel_too_small",
        /// Refusal: sign-in is locked.
        SignInLocked = "sign_in_locked",
    }
}

impl RulePlace {
    /// The page, in the notation of the table of routes; none of a message or a refusal.
    pub const fn page(self) -> Option<&'static str> {
        Some(match self {
            Self::Booking => "/course/{id}/booking",
            Self::SessionForm => "/review_session/new",
            Self::Calibration => "/calibration",
            Self::References => "/reference_lecture",
            Self::CourseChecks => "/course_check",
            Self::Courses => "/course",
            Self::Listings => "/listing",
            Self::Rosters => "/roster",
            Self::Assessments => "/annual_assessment",
            Self::Observations => "/observation",
            Self::RequestForm => "/catalogue/{id}/request",
            Self::Requests => "/lecture_request",
            Self::Privacy => "/privacy",
            Self::Records => "/training_record",
            Self::Appointments => "/appointment",
            Self::Applications => "/lecturer_application",
            Self::Registers => "/register",
            Self::ClaimForm => "/hour_claim/new",
            Self::ClaimQueue => "/hour_claim/queue",
            Self::Trainings => "/training_event",
            Self::AwardForm => "/award/new",
            Self::Account => "/account",
            Self::Person => "/person/{id}",
            Self::Password => "/password",
            Self::DataRequests => "/data_request",
            Self::Complaints => "/complaints",
            Self::Deputies => "/deputy",
            Self::Told => "/told",
            Self::Unread => "/unread",
            _ => return None,
        })
    }

    /// The rules that can be read there, in their order.
    pub fn rules(self) -> impl Iterator<Item = Rule> {
        Rule::ALL.iter().copied().filter(move |rule| rule.facts().places.contains(&self))
    }
}

/// What is known of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RuleFacts {
    /// What it belongs to.
    pub group: RuleGroup,
    /// What its number counts.
    pub unit: RuleUnit,
    /// What holds while nobody has set anything else.
    pub default: i64,
    /// The lowest value that it may have.
    pub least: i64,
    /// The highest.
    pub most: i64,
    /// Rule id, or section of the domain document.
    pub source: &'static str,
    /// What goes on by an earlier value.
    pub keeps: Keeps,
    /// Where it can be read.
    pub places: &'static [RulePlace],
}

impl Rule {
    /// What is known of it.
    pub const fn facts(self) -> RuleFacts {
        facts(self)
    }
}

#[rustfmt::skip]
#[expect(clippy::too_many_lines, reason = "a line for each rule")]
const fn facts(rule: Rule) -> RuleFacts {
    use Keeps::{Announced, Award as Cycle, Began, Deadline, Nothing, Session as Published, Year};
    use RuleGroup::{
        Account, Appointment, Award, Booking, Course, Keeping, Messages, Request, Session, Training,
    };
    use RulePlace as P;
    use RuleUnit::{
        CreditHours, Days, Hours, Items, Lectures, Minutes, Months, Multiple, People, Percent,
        Points, Requests, TimeOfDay, Times, Weeks, WorkingDays, Years, YesNo,
    };
    match rule {
        Rule::HoldMinutes => it(Booking, Minutes, 10, (2, 60), "§3.3", Deadline, &[P::Booking]),
        Rule::MaxBookings => it(Booking, Items, 2, (1, 10), "REV-03", Nothing, &[P::Booking, P::TooManyBookings]),
        Rule::BookingClosesWorkingDays => it(Booking, WorkingDays, 3, (0, 15), "REV-05", Deadline, &[P::SessionForm]),
        Rule::FreeCancelHours => it(Booking, Hours, 24, (0, 240), "REV-05", Published, &[P::Booking]),
        Rule::OfferHours => it(Booking, Hours, 24, (1, 240), "REV-05", Deadline, &[P::Booking]),
        Rule::NoShowLimit => it(Booking, Times, 2, (1, 10), "REV-12", Nothing, &[P::Booking, P::BookingPaused]),
        Rule::NoShowPauseDays => it(Booking, Days, 60, (1, 365), "REV-12", Nothing, &[P::Booking, P::BookingPaused]),
        Rule::BookingWeeks => it(Booking, Weeks, 8, (1, 26), "§3.3", Nothing, &[P::Booking]),
        Rule::TravelSameCountyMinutes => it(Booking, Minutes, 60, (0, 480), "REQ-02", Nothing, &[P::Booking]),
        Rule::TravelOtherCountyMinutes => it(Booking, Minutes, 90, (0, 480), "REQ-02", Nothing, &[P::Booking]),
        Rule::SessionOpensAt => it(Session, TimeOfDay, 540, (0, 1_439), "REV-05", Deadline, &[P::SessionForm]),
        Rule::PanelMinimum => it(Session, People, 5, (1, 15), "REV-06", Published, &[P::SessionForm, P::PanelTooSmall]),
        Rule::PanelDefault => it(Session, People, 7, (1, 21), "REV-06", Nothing, &[P::SessionForm]),
        Rule::PanelAnswerWorkingDays => it(Session, WorkingDays, 3, (1, 15), "§3.3", Deadline, &[P::SessionForm]),
        Rule::ReviewSheetWorkingDays => it(Session, WorkingDays, 2, (1, 15), "§3.2", Published, &[P::SessionForm]),
        Rule::VerdictWorkingDays => it(Session, WorkingDays, 5, (1, 30), "§3.2", Published, &[P::SessionForm]),
        Rule::SlotShortMinutes => it(Session, Minutes, 45, (20, 50), "REV-01", Published, &[P::SessionForm]),
        Rule::SlotMiddleMinutes => it(Session, Minutes, 60, (51, 70), "REV-01", Published, &[P::SessionForm]),
        Rule::SlotLongMinutes => it(Session, Minutes, 75, (71, 180), "REV-01", Published, &[P::SessionForm]),
        Rule::TrialMostMinutes => it(Session, Minutes, 60, (20, 180), "REV-01", Published, &[P::SessionForm]),
        Rule::ShortFormLeastMinutes => it(Session, Minutes, 20, (10, 24), "REV-01", Published, &[P::SessionForm]),
        Rule::ShortFormMostMinutes => it(Session, Minutes, 30, (25, 45), "REV-01", Published, &[P::SessionForm]),
        Rule::CalibrationMonths => it(Session, Months, 36, (3, 120), "§4.1", Nothing, &[P::Calibration]),
        Rule::LeastSheets => it(Session, Items, 5, (2, 50), "§4.1", Nothing, &[P::Calibration, P::References]),
        Rule::ReferenceAlikePoints => it(Session, Points, 5, (1, 50), "§4.1", Nothing, &[P::References]),
        Rule::ContentCheckWorkingDays => it(Course, WorkingDays, 5, (1, 30), "§3.2", Nothing, &[P::CourseChecks, P::CourseSubmitted]),
        Rule::BookingDays => it(Course, Days, 60, (7, 365), "§3.2", Began, &[P::Courses]),
        Rule::RevisionDays => it(Course, Days, 30, (7, 365), "§3.2", Began, &[P::Courses]),
        Rule::NewCycleMonths => it(Course, Months, 6, (1, 36), "§3.2", Began, &[P::Courses]),
        Rule::ListedYears => it(Course, Years, 2, (1, 10), "§3.2", Deadline, &[P::Listings]),
        Rule::ExtensionYears => it(Course, Years, 1, (1, 10), "§3.2", Deadline, &[P::Listings]),
        Rule::TakenOverYears => it(Course, Years, 1, (1, 10), "§3.2", Deadline, &[P::Rosters]),
        Rule::ListingFirstNoticeDays => it(Course, Days, 60, (31, 365), "§3.2", Nothing, &[P::Listings]),
        Rule::ListingSecondNoticeDays => it(Course, Days, 30, (8, 30), "§3.2", Nothing, &[P::Listings]),
        Rule::ListingLastNoticeDays => it(Course, Days, 7, (1, 7), "§3.2", Nothing, &[P::Listings]),
        Rule::MinorChangePercent => it(Course, Percent, 30, (1, 99), "§3.2", Nothing, &[P::Listings]),
        Rule::TermNoticeDays => it(Appointment, Days, 90, (14, 365), "LEC-03", Nothing, &[P::Appointments]),
        Rule::HearingWorkingDays => it(Appointment, WorkingDays, 5, (1, 30), "§3.1", Deadline, &[P::Appointments]),
        Rule::ApplicantConductYears => it(Appointment, Years, 2, (0, 10), "§4.3", Nothing, &[P::Applications]),
        Rule::OrientationHours => it(Appointment, CreditHours, 400, (0, 10_000), "§4.3", Nothing, &[P::Applications]),
        Rule::FailedYears => it(Appointment, Years, 2, (1, 5), "§3.1", Nothing, &[P::Appointments]),
        Rule::ApplicationDraftDays => it(Appointment, Days, 60, (7, 365), "§3.1", Deadline, &[P::Applications]),
        Rule::EndorsementWorkingDays | Rule::ScreeningWorkingDays | Rule::AdmissionWorkingDays => it(Appointment, WorkingDays, 10, (1, 60), "§3.1", Deadline, &[P::Applications]),
        Rule::TrialRoundDays => it(Appointment, Days, 90, (14, 365), "§3.1", Deadline, &[P::Applications]),
        Rule::ApplicantAgeLeast => it(Appointment, Years, 18, (16, 30), "§4.3", Nothing, &[P::Applications]),
        Rule::ApplicantAgeMost => it(Appointment, Years, 65, (50, 90), "§4.3", Nothing, &[P::Applications, P::Rosters]),
        Rule::ApplicantYears => it(Appointment, Years, 1, (0, 15), "§4.3", Nothing, &[P::Applications]),
        Rule::DeliveriesMinimum => it(Appointment, Lectures, 4, (0, 60), "LEC-03", Year, &[P::Assessments]),
        Rule::AssessmentReportDays => it(Appointment, Days, 10, (1, 15), "§3.1", Year, &[P::Assessments]),
        Rule::AssessmentCountyDays => it(Appointment, Days, 20, (16, 28), "§3.1", Year, &[P::Assessments]),
        Rule::AssessmentFinalDays => it(Appointment, Days, 31, (29, 120), "§3.1", Year, &[P::Assessments]),
        Rule::AssessmentCommentWorkingDays => it(Appointment, WorkingDays, 5, (1, 30), "LEC-05", Deadline, &[P::Assessments]),
        Rule::GradeExcellentPoints => it(Appointment, Points, 90, (81, 100), "LEC-02", Year, &[P::Assessments]),
        Rule::GradeQualifiedPoints => it(Appointment, Points, 75, (66, 80), "LEC-02", Year, &[P::Assessments]),
        Rule::GradeBasicPoints => it(Appointment, Points, 60, (40, 65), "LEC-02", Year, &[P::Assessments]),
        Rule::GradeExcellentPercent => it(Appointment, Percent, 15, (1, 50), "LEC-02", Year, &[P::Assessments]),
        Rule::LecturerTermYears => it(Course, Years, 3, (1, 10), "§2.1", Deadline, &[P::Rosters]),
        Rule::ObservationLowPoints => it(Course, Points, 70, (1, 100), "§3.2", Nothing, &[P::Observations]),
        Rule::ObservationLowLimit => it(Course, Times, 2, (1, 10), "§3.2", Nothing, &[P::Observations]),
        Rule::ObservationFormDays => it(Course, Days, 7, (1, 60), "§4.2", Nothing, &[P::Observations]),
        Rule::RequestEarliestMonths => it(Request, Months, 6, (1, 24), "§3.4", Nothing, &[P::RequestForm]),
        Rule::RequestLatestWorkingDays => it(Request, WorkingDays, 10, (1, 40), "§3.4", Nothing, &[P::RequestForm]),
        Rule::RequestReviewWorkingDays => it(Request, WorkingDays, 2, (1, 15), "§3.4", Deadline, &[P::RequestForm, P::Requests, P::LectureRequested]),
        Rule::RequestPassesByItself => it(Request, YesNo, 0, (0, 1), "§3.4", Nothing, &[P::Requests]),
        Rule::DispatchAnswerWorkingDays => it(Request, WorkingDays, 3, (1, 15), "§3.4", Deadline, &[P::Requests]),
        Rule::DeliveriesADay => it(Request, Lectures, 2, (1, 6), "REQ-03", Nothing, &[P::Requests]),
        Rule::DeliveriesAMonth => it(Request, Lectures, 8, (1, 31), "REQ-03", Nothing, &[P::Requests]),
        Rule::HostRequestsATerm => it(Request, Lectures, 4, (1, 40), "REQ-03", Nothing, &[P::Requests]),
        Rule::RequestDuplicateDays => it(Request, Days, 60, (1, 365), "REQ-10", Nothing, &[P::Requests]),
        Rule::RequestManyListeners => it(Request, People, 500, (50, 5_000), "§2.2", Nothing, &[P::Requests, P::Rosters]),
        Rule::RequestPrimaryMinutes => it(Request, Minutes, 90, (20, 240), "§2.2", Nothing, &[P::Requests, P::Rosters]),
        Rule::RequestSecondaryMinutes => it(Request, Minutes, 120, (20, 240), "§2.2", Nothing, &[P::Requests, P::Rosters]),
        Rule::DeliveryReportWorkingDays => it(Request, WorkingDays, 5, (1, 30), "§3.4", Deadline, &[P::Requests]),
        Rule::DeliveryFarDays => it(Request, Days, 7, (1, 90), "§3.4", Nothing, &[P::Requests]),
        Rule::UnsettledDays => it(Request, Days, 14, (1, 90), "§3.4", Nothing, &[P::Requests]),
        Rule::RequestClosesWorkingDays => it(Request, WorkingDays, 15, (1, 60), "§3.4", Deadline, &[P::Requests]),
        Rule::RequestsOfAddress => it(Request, Requests, 60, (1, 1_000), "LAW-24", Nothing, &[P::Requests]),
        Rule::RequestsOfHost => it(Request, Requests, 10, (1, 200), "LAW-24", Nothing, &[P::Requests]),
        Rule::RequestsOfDay => it(Request, Requests, 300, (10, 10_000), "LAW-24", Nothing, &[P::Requests]),
        Rule::RequestContactYears => it(Request, Years, 2, (1, 5), "LAW-09", Nothing, &[P::RequestForm, P::Privacy]),
        Rule::WhitelistDemanded => it(Request, YesNo, 0, (0, 1), "LAW-66", Nothing, &[P::Requests, P::Registers]),
        Rule::SafeguardingDemanded => it(Request, YesNo, 0, (0, 1), "LAW-23", Nothing, &[P::Requests, P::Registers]),
        Rule::SafeguardingMonths => it(Request, Months, 12, (1, 36), "LAW-23", Nothing, &[P::Registers]),
        Rule::SafeguardingNoticeDays => it(Request, Days, 30, (7, 180), "LAW-23", Nothing, &[P::Registers]),
        Rule::TutorTarget => it(Training, CreditHours, 2_400, (100, 20_000), "TRN-04", Year, &[P::Records]),
        Rule::StationManagerTarget => it(Training, CreditHours, 1_200, (100, 20_000), "TRN-04", Year, &[P::Records]),
        Rule::LecturerTarget => it(Training, CreditHours, 800, (100, 20_000), "TRN-04", Year, &[P::Records]),
        Rule::DailyCap => it(Training, CreditHours, 800, (100, 2_400), "TRN-01", Year, &[P::Records, P::ClaimForm, P::Rosters]),
        Rule::FullDayCredit => it(Training, CreditHours, 600, (100, 2_400), "TRN-03", Year, &[P::Records, P::ClaimForm]),
        Rule::HalfDayCredit => it(Training, CreditHours, 300, (100, 1_200), "TRN-03", Year, &[P::Records, P::ClaimForm]),
        Rule::StudyVisitYear => it(Training, CreditHours, 1_200, (100, 20_000), "TRN-03", Year, &[P::Records, P::ClaimForm]),
        Rule::LessonMinutes => it(Training, Minutes, 45, (30, 90), "TRN-03", Year, &[P::Records, P::ClaimForm]),
        Rule::TeachingFactor => it(Training, Multiple, 2, (1, 5), "TRN-03", Year, &[P::Records, P::ClaimForm]),
        Rule::ClaimDays => it(Training, Days, 90, (7, 365), "§3.5", Year, &[P::ClaimForm]),
        Rule::ClaimWorkingDays => it(Training, WorkingDays, 10, (1, 60), "§3.5", Began, &[P::ClaimQueue, P::ClaimToCheck]),
        Rule::ClaimDisputeWorkingDays => it(Training, WorkingDays, 5, (1, 30), "§3.5", Began, &[P::ClaimQueue]),
        Rule::AttendanceWorkingDays => it(Training, WorkingDays, 3, (1, 30), "§3.5", Began, &[P::Trainings]),
        Rule::AwardIndividuals => it(Award, People, 150, (1, 1_000), "LAW-41", Cycle, &[P::AwardForm]),
        Rule::AwardCollectives => it(Award, Items, 50, (1, 500), "LAW-41", Cycle, &[P::AwardForm]),
        Rule::JudgesMinimum => it(Award, People, 5, (3, 15), "AWD-11", Cycle, &[P::AwardForm]),
        Rule::FinalJudgesMinimum => it(Award, People, 7, (5, 21), "§3.6", Cycle, &[P::AwardForm]),
        Rule::ReadersPerNominee => it(Award, People, 7, (5, 15), "AWD-11", Cycle, &[P::AwardForm]),
        Rule::ShortlistPercent => it(Award, Percent, 150, (110, 300), "§3.6", Cycle, &[P::AwardForm]),
        Rule::NoticeWorkingDays => it(Award, WorkingDays, 5, (5, 30), "CAL-03", Cycle, &[P::AwardForm]),
        Rule::NoticeCountsFirstDay => it(Award, YesNo, 0, (0, 1), "CAL-03", Cycle, &[P::AwardForm]),
        Rule::NominationCorrectionWorkingDays => it(Award, WorkingDays, 3, (1, 15), "§3.6", Cycle, &[P::AwardForm]),
        Rule::ObjectionWorkingDays => it(Award, WorkingDays, 15, (5, 30), "§3.6", Cycle, &[P::AwardForm]),
        Rule::ObjectionExtensionWorkingDays => it(Award, WorkingDays, 10, (1, 30), "§3.6", Cycle, &[P::AwardForm]),
        Rule::NominationTutorYears => it(Award, Years, 2, (0, 20), "§4.3", Cycle, &[P::AwardForm, P::Rosters]),
        Rule::NominationOtherYears => it(Award, Years, 1, (0, 20), "§4.3", Cycle, &[P::AwardForm, P::Rosters]),
        Rule::NominationTutorHours => it(Award, CreditHours, 2_400, (0, 20_000), "§4.3", Cycle, &[P::AwardForm]),
        Rule::AwardYearsApart => it(Award, Years, 2, (1, 10), "§4.3", Cycle, &[P::AwardForm, P::Rosters]),
        Rule::NominationTutorService => it(Award, Times, 4, (0, 100), "§4.3", Cycle, &[P::AwardForm]),
        Rule::NominationStationService => it(Award, Times, 6, (0, 100), "§4.3", Cycle, &[P::AwardForm]),
        Rule::NominationTeamService => it(Award, Times, 8, (0, 100), "§4.3", Cycle, &[P::AwardForm]),
        Rule::NominationTeamMembers => it(Award, People, 5, (0, 100), "§4.3", Cycle, &[P::AwardForm]),
        Rule::NominationConductYears => it(Award, Years, 2, (0, 10), "§4.3", Cycle, &[P::AwardForm]),
        Rule::LockAfterFailures => it(Account, Times, 5, (3, 10), "LAW-71", Nothing, &[P::Account]),
        Rule::LockMinutes => it(Account, Minutes, 15, (10, 1_440), "LAW-71", Nothing, &[P::Account, P::SignInLocked]),
        Rule::OfficeIdleMinutes => it(Account, Minutes, 30, (5, 240), "LAW-71", Nothing, &[P::Account]),
        Rule::IdleMinutes => it(Account, Minutes, 720, (15, 1_440), "LAW-71", Nothing, &[P::Account]),
        Rule::SessionHours => it(Account, Hours, 24, (1, 168), "LAW-71", Deadline, &[P::Account]),
        Rule::ActivationDays => it(Account, Days, 14, (1, 60), "LAW-70", Deadline, &[P::Person]),
        Rule::PasswordReminderDays => it(Account, Days, 90, (30, 365), "LAW-70", Nothing, &[P::Password]),
        Rule::DataAnswerWorkingDays => it(Account, WorkingDays, 15, (1, 15), "LAW-05", Deadline, &[P::DataRequests, P::Privacy, P::DataAsked]),
        Rule::ComplaintAnswerWorkingDays => it(Account, WorkingDays, 15, (1, 30), "§7.4", Deadline, &[P::Complaints, P::ComplaintSent]),
        Rule::DeputyDays => it(Account, Days, 60, (1, 365), "LAW-72", Nothing, &[P::Deputies]),
        Rule::ReminderDays => it(Messages, Days, 3, (1, 14), "MOB-02", Nothing, &[P::Told]),
        Rule::UnreadDays => it(Messages, Days, 2, (1, 14), "MOB-02", Nothing, &[P::Unread]),
        Rule::ConflictUnitYears | Rule::ConflictWorkYears => it(Session, Years, 3, (1, 10), "AWD-10", Announced, &[P::SessionForm, P::AwardForm]),
        Rule::ConflictTeachingYears => it(Session, Years, 5, (1, 10), "AWD-10", Announced, &[P::SessionForm, P::AwardForm]),
        Rule::CourseRounds => it(Course, Times, 3, (1, 10), "CRS-03", Published, &[P::Courses]),
        Rule::PersonContactYears | Rule::HostContactYears | Rule::ApplicationFileYears | Rule::UndecidedNominationYears | Rule::ProofFileYears => it(Keeping, Years, 3, (1, 10), "LAW-09", Nothing, &[P::Privacy]),
        Rule::NominationFileYears | Rule::MessageYears => it(Keeping, Years, 2, (1, 10), "LAW-09", Nothing, &[P::Privacy]),
        Rule::ImportFileYears => it(Keeping, Years, 1, (1, 10), "LAW-09", Nothing, &[P::Privacy]),
        Rule::ConsentYears => it(Keeping, Years, 3, (3, 10), "LAW-02", Nothing, &[P::Privacy]),
        Rule::ComplaintYears => it(Keeping, Years, 2, (1, 10), "LAW-64", Nothing, &[P::Privacy]),
        Rule::ObjectionYears => it(Keeping, Years, 5, (1, 10), "AWD-02", Nothing, &[P::Privacy]),
        Rule::OwnTimeYears => it(Keeping, Years, 1, (1, 5), "LAW-09", Nothing, &[P::Privacy]),
        Rule::SafeguardingYears => it(Keeping, Years, 1, (1, 5), "LAW-23", Nothing, &[P::Privacy]),
        Rule::AccessLogYears => it(Keeping, Years, 3, (1, 10), "LAW-73", Nothing, &[P::Privacy]),
    }
}

const fn it(
    group: RuleGroup,
    unit: RuleUnit,
    default: i64,
    (least, most): (i64, i64),
    source: &'static str,
    keeps: Keeps,
    places: &'static [RulePlace],
) -> RuleFacts {
    RuleFacts { group, unit, default, least, most, source, keeps, places }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_default_is_within_its_bounds_and_every_rule_can_be_read_somewhere() {
        for rule in Rule::ALL {
            let RuleFacts { default, least, most, source, places, .. } = rule.facts();
            assert!(least <= default && default <= most && least < most, "{rule:?}");
            assert!(!source.is_empty() && !places.is_empty(), "{rule:?}");
        }
    }

    #[test]
    fn every_place_has_a_rule() {
        for place in RulePlace::ALL {
            assert!(place.rules().next().is_some(), "{place:?}");
        }
    }
}
