//! Who hears of what, in words.

use domain::inbox::{Hearer, InMail, MessageKind, ToldWhen, Topic};
use leptos_i18n::td_string as t;

use crate::Locale;

/// What a message tells of.
#[expect(clippy::too_many_lines, reason = "a line for each message")]
pub fn kind(l: Locale, kind: MessageKind) -> &'static str {
    match kind {
        MessageKind::CourseSubmitted => t!(l, told.kind.course_submitted),
        MessageKind::CourseCleared => t!(l, told.kind.course_cleared),
        MessageKind::CourseSentBack => t!(l, told.kind.course_sent_back),
        MessageKind::SlidesReplaced => t!(l, told.kind.slides_replaced),
        MessageKind::CourseResubmitted => t!(l, told.kind.course_resubmitted),
        MessageKind::CourseListed => t!(l, told.kind.course_listed),
        MessageKind::ListingChanged => t!(l, told.kind.listing_changed),
        MessageKind::ListingEnds => t!(l, told.kind.listing_ends),
        MessageKind::ListingEnded => t!(l, told.kind.listing_ended),
        MessageKind::CourseChangeListed => t!(l, told.kind.course_change_listed),
        MessageKind::RequestsLeft => t!(l, told.kind.requests_left),
        MessageKind::CourseErrorFound => t!(l, told.kind.course_error_found),
        MessageKind::RoundEnded => t!(l, told.kind.round_ended),
        MessageKind::RemindBookSlot => t!(l, told.kind.remind_book_slot),
        MessageKind::RemindRevise => t!(l, told.kind.remind_revise),
        MessageKind::RemindRoundMissed => t!(l, told.kind.remind_round_missed),
        MessageKind::SessionOpened => t!(l, told.kind.session_opened),
        MessageKind::SlotBooked => t!(l, told.kind.slot_booked),
        MessageKind::SlotMoved => t!(l, told.kind.slot_moved),
        MessageKind::SlotBookedForYou => t!(l, told.kind.slot_booked_for_you),
        MessageKind::SlotReleased => t!(l, told.kind.slot_released),
        MessageKind::SlotOffered => t!(l, told.kind.slot_offered),
        MessageKind::OfferLapsed => t!(l, told.kind.offer_lapsed),
        MessageKind::WaitingEnded => t!(l, told.kind.waiting_ended),
        MessageKind::SlotCancelledForYou => t!(l, told.kind.slot_cancelled_for_you),
        MessageKind::SlotMissed => t!(l, told.kind.slot_missed),
        MessageKind::SlotChanged => t!(l, told.kind.slot_changed),
        MessageKind::SlotWithdrawn => t!(l, told.kind.slot_withdrawn),
        MessageKind::SessionMoved => t!(l, told.kind.session_moved),
        MessageKind::SessionCancelled => t!(l, told.kind.session_cancelled),
        MessageKind::RemindReconfirm => t!(l, told.kind.remind_reconfirm),
        MessageKind::PanelCalled => t!(l, told.kind.panel_called),
        MessageKind::PanelDeclined => t!(l, told.kind.panel_declined),
        MessageKind::PanelReleased => t!(l, told.kind.panel_released),
        MessageKind::PanelShort => t!(l, told.kind.panel_short),
        MessageKind::SheetAwaited => t!(l, told.kind.sheet_awaited),
        MessageKind::VetoRaised => t!(l, told.kind.veto_raised),
        MessageKind::SheetUnlocked => t!(l, told.kind.sheet_unlocked),
        MessageKind::VerdictAwaited => t!(l, told.kind.verdict_awaited),
        MessageKind::VerdictProposed => t!(l, told.kind.verdict_proposed),
        MessageKind::VerdictSentBack => t!(l, told.kind.verdict_sent_back),
        MessageKind::VerdictConfirmed => t!(l, told.kind.verdict_confirmed),
        MessageKind::LectureWithdrawn => t!(l, told.kind.lecture_withdrawn),
        MessageKind::LateConflict => t!(l, told.kind.late_conflict),
        MessageKind::RepeatOrdered => t!(l, told.kind.repeat_ordered),
        MessageKind::RepeatCalledOff => t!(l, told.kind.repeat_called_off),
        MessageKind::RemindSheet => t!(l, told.kind.remind_sheet),
        MessageKind::RemindSheetsMissing => t!(l, told.kind.remind_sheets_missing),
        MessageKind::RemindPanelAnswer => t!(l, told.kind.remind_panel_answer),
        MessageKind::LectureRequested => t!(l, told.kind.lecture_requested),
        MessageKind::RequestPassed => t!(l, told.kind.request_passed),
        MessageKind::RequestCancelled => t!(l, told.kind.request_cancelled),
        MessageKind::DispatchOffered => t!(l, told.kind.dispatch_offered),
        MessageKind::DispatchWithdrawn => t!(l, told.kind.dispatch_withdrawn),
        MessageKind::DispatchAccepted => t!(l, told.kind.dispatch_accepted),
        MessageKind::DispatchDeclined => t!(l, told.kind.dispatch_declined),
        MessageKind::DispatchLapsed => t!(l, told.kind.dispatch_lapsed),
        MessageKind::DeliveryGivenBack => t!(l, told.kind.delivery_given_back),
        MessageKind::DeliveryCancelled => t!(l, told.kind.delivery_cancelled),
        MessageKind::DeliveryReported => t!(l, told.kind.delivery_reported),
        MessageKind::DeliveryDisputed => t!(l, told.kind.delivery_disputed),
        MessageKind::RemindOffer => t!(l, told.kind.remind_offer),
        MessageKind::RemindRequest => t!(l, told.kind.remind_request),
        MessageKind::RemindRequestMissed => t!(l, told.kind.remind_request_missed),
        MessageKind::EventSoon => t!(l, told.kind.event_soon),
        MessageKind::ObservationAsked => t!(l, told.kind.observation_asked),
        MessageKind::ObservationOffered => t!(l, told.kind.observation_offered),
        MessageKind::ObservationAccepted => t!(l, told.kind.observation_accepted),
        MessageKind::ObservationDeclined => t!(l, told.kind.observation_declined),
        MessageKind::ObservationReplaced => t!(l, told.kind.observation_replaced),
        MessageKind::ObservationHandedOn => t!(l, told.kind.observation_handed_on),
        MessageKind::ObservationMoved => t!(l, told.kind.observation_moved),
        MessageKind::ObservationFreed => t!(l, told.kind.observation_freed),
        MessageKind::ObservationEnded => t!(l, told.kind.observation_ended),
        MessageKind::ObservationShared => t!(l, told.kind.observation_shared),
        MessageKind::ObservationAnswered => t!(l, told.kind.observation_answered),
        MessageKind::ObservationDoubted => t!(l, told.kind.observation_doubted),
        MessageKind::TrainingPublished => t!(l, told.kind.training_published),
        MessageKind::EnrolmentApplied => t!(l, told.kind.enrolment_applied),
        MessageKind::EnrolmentApproved => t!(l, told.kind.enrolment_approved),
        MessageKind::EnrolmentRejected => t!(l, told.kind.enrolment_rejected),
        MessageKind::EnrolmentRemoved => t!(l, told.kind.enrolment_removed),
        MessageKind::EnrolmentClashes => t!(l, told.kind.enrolment_clashes),
        MessageKind::TrainingChanged => t!(l, told.kind.training_changed),
        MessageKind::TrainingMoved => t!(l, told.kind.training_moved),
        MessageKind::TrainingCancelled => t!(l, told.kind.training_cancelled),
        MessageKind::HoursCredited => t!(l, told.kind.hours_credited),
        MessageKind::HoursCorrected => t!(l, told.kind.hours_corrected),
        MessageKind::AttendanceCorrected => t!(l, told.kind.attendance_corrected),
        MessageKind::ClaimToCheck => t!(l, told.kind.claim_to_check),
        MessageKind::ClaimConfirmed => t!(l, told.kind.claim_confirmed),
        MessageKind::ClaimVerified => t!(l, told.kind.claim_verified),
        MessageKind::ClaimReturned => t!(l, told.kind.claim_returned),
        MessageKind::ClaimRejected => t!(l, told.kind.claim_rejected),
        MessageKind::ClaimReopened => t!(l, told.kind.claim_reopened),
        MessageKind::YearOpened => t!(l, told.kind.year_opened),
        MessageKind::AwardAnnounced => t!(l, told.kind.award_announced),
        MessageKind::AwardJudging => t!(l, told.kind.award_judging),
        MessageKind::AwardPosted => t!(l, told.kind.award_posted),
        MessageKind::AwardDecided => t!(l, told.kind.award_decided),
        MessageKind::AppointmentAppointed => t!(l, told.kind.appointment_appointed),
        MessageKind::AppointmentRenewed => t!(l, told.kind.appointment_renewed),
        MessageKind::AppointmentSuspended => t!(l, told.kind.appointment_suspended),
        MessageKind::AppointmentReinstated => t!(l, told.kind.appointment_reinstated),
        MessageKind::AppointmentAsked => t!(l, told.kind.appointment_asked),
        MessageKind::AppointmentAnswered => t!(l, told.kind.appointment_answered),
        MessageKind::AppointmentDropped => t!(l, told.kind.appointment_dropped),
        MessageKind::AppointmentTerminated => t!(l, told.kind.appointment_terminated),
        MessageKind::AppointmentResigned => t!(l, told.kind.appointment_resigned),
        MessageKind::AppointmentEmeritus => t!(l, told.kind.appointment_emeritus),
        MessageKind::AppointmentExpired => t!(l, told.kind.appointment_expired),
        MessageKind::DeputyNamed => t!(l, told.kind.deputy_named),
        MessageKind::DeputyEnded => t!(l, told.kind.deputy_ended),
        MessageKind::RoleGiven => t!(l, told.kind.role_given),
        MessageKind::RoleEnded => t!(l, told.kind.role_ended),
        MessageKind::RolesImported => t!(l, told.kind.roles_imported),
        MessageKind::CodeIssued => t!(l, told.kind.code_issued),
        MessageKind::FactorRemoved => t!(l, told.kind.factor_removed),
        MessageKind::RoleProposed => t!(l, told.kind.role_proposed),
        MessageKind::RoleRefused => t!(l, told.kind.role_refused),
        MessageKind::RolesApart => t!(l, told.kind.roles_apart),
        MessageKind::RolesTogether => t!(l, told.kind.roles_together),
        MessageKind::RuleSet => t!(l, told.kind.rule_set),
        MessageKind::RuleCalledOff => t!(l, told.kind.rule_called_off),
        MessageKind::DeadlineMoved => t!(l, told.kind.deadline_moved),
        MessageKind::AbsenceWritten => t!(l, told.kind.absence_written),
        MessageKind::PersonCorrected => t!(l, told.kind.person_corrected),
        MessageKind::RegisterNews => t!(l, told.kind.register_news),
        MessageKind::RecordsMerged => t!(l, told.kind.records_merged),
        MessageKind::RecordsParted => t!(l, told.kind.records_parted),
        MessageKind::UnitsMerged => t!(l, told.kind.units_merged),
        MessageKind::UnitsParted => t!(l, told.kind.units_parted),
        MessageKind::DataAsked => t!(l, told.kind.data_asked),
        MessageKind::DataAnswered => t!(l, told.kind.data_answered),
        MessageKind::ConsentWithdrawn => t!(l, told.kind.consent_withdrawn),
        MessageKind::ComplaintSent => t!(l, told.kind.complaint_sent),
        MessageKind::ComplaintAnswered => t!(l, told.kind.complaint_answered),
        MessageKind::MailFailed => t!(l, told.kind.mail_failed),
    }
}

/// What messages are about.
pub fn topic(l: Locale, topic: Topic) -> &'static str {
    match topic {
        Topic::Course => t!(l, told.topic.course),
        Topic::Session => t!(l, told.topic.session),
        Topic::Panel => t!(l, told.topic.panel),
        Topic::Lecture => t!(l, told.topic.lecture),
        Topic::Observation => t!(l, told.topic.observation),
        Topic::Training => t!(l, told.topic.training),
        Topic::Hours => t!(l, told.topic.hours),
        Topic::Award => t!(l, told.topic.award),
        Topic::Term => t!(l, told.topic.term),
        Topic::Calendar => t!(l, told.topic.calendar),
        Topic::Account => t!(l, told.topic.account),
        Topic::Rules => t!(l, told.topic.rules),
        Topic::Data => t!(l, told.topic.data),
    }
}

/// Who hears of something.
pub fn hearer(l: Locale, hearer: Hearer) -> &'static str {
    match hearer {
        Hearer::Lecturer => t!(l, told.hearer.lecturer),
        Hearer::Panel => t!(l, told.hearer.panel),
        Hearer::Chair => t!(l, told.hearer.chair),
        Hearer::Organiser => t!(l, told.hearer.organiser),
        Hearer::Waiting => t!(l, told.hearer.waiting),
        Hearer::Office => t!(l, told.hearer.office),
        Hearer::CountyOffice => t!(l, told.hearer.county_office),
        Hearer::UnitOfficer => t!(l, told.hearer.unit_officer),
        Hearer::NominatingUnit => t!(l, told.hearer.nominating_unit),
        Hearer::Observer => t!(l, told.hearer.observer),
        Hearer::Eligible => t!(l, told.hearer.eligible),
        Hearer::Enrolled => t!(l, told.hearer.enrolled),
        Hearer::Planner => t!(l, told.hearer.planner),
        Hearer::Verifier => t!(l, told.hearer.verifier),
        Hearer::Judge => t!(l, told.hearer.judge),
        Hearer::Person => t!(l, told.hearer.person),
        Hearer::Keeper => t!(l, told.hearer.keeper),
        Hearer::DataKeeper => t!(l, told.hearer.data_keeper),
        Hearer::Supervisor => t!(l, told.hearer.supervisor),
        Hearer::AuditAdministrator => t!(l, told.hearer.audit_administrator),
    }
}

/// All who hear of something.
pub fn hearers(l: Locale, hearers: &[Hearer]) -> String {
    let between = match l {
        Locale::zh_CN => "、",
        Locale::en => ", ",
    };
    hearers.iter().map(|it| hearer(l, *it)).collect::<Vec<_>>().join(between)
}

/// When somebody hears of it.
pub fn when(l: Locale, when: ToldWhen) -> &'static str {
    match when {
        ToldWhen::AtOnce => t!(l, told.at.at_once),
        ToldWhen::Ahead => t!(l, told.at.ahead),
        ToldWhen::Passed => t!(l, told.at.passed),
    }
}

/// How much of it a mail says.
pub fn in_mail(l: Locale, in_mail: InMail) -> &'static str {
    match in_mail {
        InMail::Whole => t!(l, told.mail.whole),
        InMail::Sealed => t!(l, told.mail.sealed),
        InMail::Never => t!(l, told.mail.never),
    }
}
