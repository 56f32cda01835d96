//! What holds on a page, in sentences that name each of its rules.

use domain::rulebook::{Rule, RulePlace};
use leptos_i18n::td_string as t;

use crate::Locale;

/// What holds where a rule can be read, with `of` for the amount of each rule; none where the page
/// itself is the table of them, or where it is a message or a refusal.
#[expect(clippy::too_many_lines, reason = "the sentences of each page")]
pub fn here(l: Locale, place: RulePlace, of: impl Fn(Rule) -> String) -> Option<String> {
    Some(match place {
        RulePlace::Booking => t!(
            l,
            rulebook.here.booking,
            hold = of(Rule::HoldMinutes),
            most = of(Rule::MaxBookings),
            free = of(Rule::FreeCancelHours),
            offer = of(Rule::OfferHours),
            misses = of(Rule::NoShowLimit),
            pause = of(Rule::NoShowPauseDays),
            weeks = of(Rule::BookingWeeks),
            near = of(Rule::TravelSameCountyMinutes),
            far = of(Rule::TravelOtherCountyMinutes)
        ),
        RulePlace::SessionForm => t!(
            l,
            rulebook.here.session_form,
            closes = of(Rule::BookingClosesWorkingDays),
            opens = of(Rule::SessionOpensAt),
            least = of(Rule::PanelMinimum),
            usual = of(Rule::PanelDefault),
            answer = of(Rule::PanelAnswerWorkingDays),
            sheets = of(Rule::ReviewSheetWorkingDays),
            verdict = of(Rule::VerdictWorkingDays),
            short = of(Rule::SlotShortMinutes),
            middle = of(Rule::SlotMiddleMinutes),
            long = of(Rule::SlotLongMinutes),
            trial = of(Rule::TrialMostMinutes),
            shortest = of(Rule::ShortFormLeastMinutes),
            longest = of(Rule::ShortFormMostMinutes),
            unit = of(Rule::ConflictUnitYears),
            teaching = of(Rule::ConflictTeachingYears),
            work = of(Rule::ConflictWorkYears)
        ),
        RulePlace::Calibration => t!(
            l,
            rulebook.here.calibration,
            months = of(Rule::CalibrationMonths),
            sheets = of(Rule::LeastSheets)
        ),
        RulePlace::References => t!(
            l,
            rulebook.here.references,
            sheets = of(Rule::LeastSheets),
            points = of(Rule::ReferenceAlikePoints)
        ),
        RulePlace::CourseChecks => {
            t!(l, rulebook.here.course_checks, days = of(Rule::ContentCheckWorkingDays))
        }
        RulePlace::Courses => t!(
            l,
            rulebook.here.courses,
            book = of(Rule::BookingDays),
            revise = of(Rule::RevisionDays),
            anew = of(Rule::NewCycleMonths),
            rounds = of(Rule::CourseRounds)
        ),
        RulePlace::Listings => t!(
            l,
            rulebook.here.listings,
            listed = of(Rule::ListedYears),
            extended = of(Rule::ExtensionYears),
            first = of(Rule::ListingFirstNoticeDays),
            second = of(Rule::ListingSecondNoticeDays),
            last = of(Rule::ListingLastNoticeDays),
            percent = of(Rule::MinorChangePercent)
        ),
        RulePlace::Rosters => t!(
            l,
            rulebook.here.rosters,
            taken = of(Rule::TakenOverYears),
            term = of(Rule::LecturerTermYears),
            oldest = of(Rule::ApplicantAgeMost),
            cap = of(Rule::DailyCap),
            many = of(Rule::RequestManyListeners),
            primary = of(Rule::RequestPrimaryMinutes),
            secondary = of(Rule::RequestSecondaryMinutes),
            tutor = of(Rule::NominationTutorYears),
            other = of(Rule::NominationOtherYears),
            apart = of(Rule::AwardYearsApart)
        ),
        RulePlace::Appointments => t!(
            l,
            rulebook.here.appointments,
            notice = of(Rule::TermNoticeDays),
            hearing = of(Rule::HearingWorkingDays),
            failed = of(Rule::FailedYears)
        ),
        RulePlace::Applications => t!(
            l,
            rulebook.here.applications,
            draft = of(Rule::ApplicationDraftDays),
            word = of(Rule::EndorsementWorkingDays),
            screen = of(Rule::ScreeningWorkingDays),
            decide = of(Rule::AdmissionWorkingDays),
            trial = of(Rule::TrialRoundDays),
            least = of(Rule::ApplicantAgeLeast),
            most = of(Rule::ApplicantAgeMost),
            years = of(Rule::ApplicantYears),
            conduct = of(Rule::ApplicantConductYears),
            hours = of(Rule::OrientationHours)
        ),
        RulePlace::Assessments => t!(
            l,
            rulebook.here.assessments,
            lectures = of(Rule::DeliveriesMinimum),
            report = of(Rule::AssessmentReportDays),
            county = of(Rule::AssessmentCountyDays),
            decided = of(Rule::AssessmentFinalDays),
            comment = of(Rule::AssessmentCommentWorkingDays),
            best = of(Rule::GradeExcellentPoints),
            good = of(Rule::GradeQualifiedPoints),
            basic = of(Rule::GradeBasicPoints),
            part = of(Rule::GradeExcellentPercent)
        ),
        RulePlace::Observations => t!(
            l,
            rulebook.here.observations,
            points = of(Rule::ObservationLowPoints),
            times = of(Rule::ObservationLowLimit),
            form = of(Rule::ObservationFormDays)
        ),
        RulePlace::RequestForm => t!(
            l,
            rulebook.here.request_form,
            earliest = of(Rule::RequestEarliestMonths),
            latest = of(Rule::RequestLatestWorkingDays),
            review = of(Rule::RequestReviewWorkingDays),
            keep = of(Rule::RequestContactYears)
        ),
        RulePlace::Requests => t!(
            l,
            rulebook.here.requests,
            review = of(Rule::RequestReviewWorkingDays),
            passes = of(Rule::RequestPassesByItself),
            answer = of(Rule::DispatchAnswerWorkingDays),
            day = of(Rule::DeliveriesADay),
            month = of(Rule::DeliveriesAMonth),
            term = of(Rule::HostRequestsATerm),
            again = of(Rule::RequestDuplicateDays),
            many = of(Rule::RequestManyListeners),
            primary = of(Rule::RequestPrimaryMinutes),
            secondary = of(Rule::RequestSecondaryMinutes),
            report = of(Rule::DeliveryReportWorkingDays),
            far = of(Rule::DeliveryFarDays),
            settle = of(Rule::UnsettledDays),
            closes = of(Rule::RequestClosesWorkingDays),
            address = of(Rule::RequestsOfAddress),
            host = of(Rule::RequestsOfHost),
            all = of(Rule::RequestsOfDay),
            white = of(Rule::WhitelistDemanded),
            guard = of(Rule::SafeguardingDemanded)
        ),
        RulePlace::Registers => t!(
            l,
            rulebook.here.registers,
            white = of(Rule::WhitelistDemanded),
            guard = of(Rule::SafeguardingDemanded),
            months = of(Rule::SafeguardingMonths),
            notice = of(Rule::SafeguardingNoticeDays)
        ),
        RulePlace::Records => t!(
            l,
            rulebook.here.records,
            tutor = of(Rule::TutorTarget),
            manager = of(Rule::StationManagerTarget),
            lecturer = of(Rule::LecturerTarget),
            cap = of(Rule::DailyCap),
            full = of(Rule::FullDayCredit),
            half = of(Rule::HalfDayCredit),
            visits = of(Rule::StudyVisitYear),
            lesson = of(Rule::LessonMinutes),
            factor = of(Rule::TeachingFactor)
        ),
        RulePlace::ClaimForm => t!(
            l,
            rulebook.here.claim_form,
            days = of(Rule::ClaimDays),
            cap = of(Rule::DailyCap),
            full = of(Rule::FullDayCredit),
            half = of(Rule::HalfDayCredit),
            visits = of(Rule::StudyVisitYear),
            lesson = of(Rule::LessonMinutes),
            factor = of(Rule::TeachingFactor)
        ),
        RulePlace::ClaimQueue => t!(
            l,
            rulebook.here.claim_queue,
            check = of(Rule::ClaimWorkingDays),
            dispute = of(Rule::ClaimDisputeWorkingDays)
        ),
        RulePlace::Trainings => {
            t!(l, rulebook.here.trainings, days = of(Rule::AttendanceWorkingDays))
        }
        RulePlace::AwardForm => t!(
            l,
            rulebook.here.award_form,
            people = of(Rule::AwardIndividuals),
            units = of(Rule::AwardCollectives),
            judges = of(Rule::JudgesMinimum),
            finals = of(Rule::FinalJudgesMinimum),
            readers = of(Rule::ReadersPerNominee),
            shortlist = of(Rule::ShortlistPercent),
            notice = of(Rule::NoticeWorkingDays),
            first = of(Rule::NoticeCountsFirstDay),
            correct = of(Rule::NominationCorrectionWorkingDays),
            objection = of(Rule::ObjectionWorkingDays),
            more = of(Rule::ObjectionExtensionWorkingDays),
            tutor = of(Rule::NominationTutorYears),
            other = of(Rule::NominationOtherYears),
            hours = of(Rule::NominationTutorHours),
            apart = of(Rule::AwardYearsApart),
            tutor_service = of(Rule::NominationTutorService),
            station_service = of(Rule::NominationStationService),
            team_service = of(Rule::NominationTeamService),
            members = of(Rule::NominationTeamMembers),
            conduct = of(Rule::NominationConductYears),
            unit = of(Rule::ConflictUnitYears),
            teaching = of(Rule::ConflictTeachingYears),
            work = of(Rule::ConflictWorkYears)
        ),
        RulePlace::Account => t!(
            l,
            rulebook.here.account,
            fails = of(Rule::LockAfterFailures),
            lock = of(Rule::LockMinutes),
            office = of(Rule::OfficeIdleMinutes),
            idle = of(Rule::IdleMinutes),
            most = of(Rule::SessionHours)
        ),
        RulePlace::Person => t!(l, rulebook.here.person, days = of(Rule::ActivationDays)),
        RulePlace::Password => t!(l, rulebook.here.password, days = of(Rule::PasswordReminderDays)),
        RulePlace::DataRequests => {
            t!(l, rulebook.here.data_requests, days = of(Rule::DataAnswerWorkingDays))
        }
        RulePlace::Complaints => {
            t!(l, rulebook.here.complaints, days = of(Rule::ComplaintAnswerWorkingDays))
        }
        RulePlace::Deputies => t!(l, rulebook.here.deputies, days = of(Rule::DeputyDays)),
        RulePlace::Told => t!(l, rulebook.here.told, days = of(Rule::ReminderDays)),
        RulePlace::Unread => t!(l, rulebook.here.unread, days = of(Rule::UnreadDays)),
        _ => return None,
    })
}
