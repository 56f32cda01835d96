//! Messages: a code and its parameters in the reader's language.

use domain::{
    credit_hour::Hours,
    evidence::EvidenceNews,
    paper_correction::CorrectionState,
    rulebook::{Rule, Rulebook},
    {inbox::Message, working_day::WorkCalendar},
};
use leptos_i18n::td_string as t;

mod announced;
mod annual_assessment;
mod appointment;
mod award;
mod certificate;
mod evaluation;
mod lecturer_application;
mod observation;
mod register_entry;
mod review;
mod rule;
mod unit_enrolment;

use crate::{
    Locale, complaint, deadline, delivery, my_information,
    person::{role, teacher},
    rulebook, time,
};

/// Title, text, and the address that a message leads to. A deadline that depends on a year whose
/// days off are not arranged yet says so; what depends on a rule says the value that it had when the
/// message was sent, which these rules are of.
#[expect(clippy::too_many_lines, reason = "a line for each message")]
pub fn message(
    l: Locale,
    message: &Message,
    calendar: &WorkCalendar,
    rules: &Rulebook,
) -> (String, String, String) {
    let of = |rule| rulebook::of(l, rules, rule);
    match message {
        Message::CourseSubmitted { version, title, lecturer } => (
            t!(l, inbox.course_submitted, title = title),
            t!(
                l,
                inbox.course_submitted_text,
                teacher = teacher(l, lecturer),
                time = of(Rule::ContentCheckWorkingDays)
            ),
            format!("/course_check/{version}"),
        ),
        Message::CourseCleared { version, title } => (
            t!(l, inbox.course_cleared, title = title),
            t!(l, inbox.course_cleared_text).to_owned(),
            format!("/course/{version}/booking"),
        ),
        Message::CourseSentBack { version, title, reason } => (
            t!(l, inbox.course_sent_back, title = title),
            t!(l, inbox.course_sent_back_text, reason = reason),
            format!("/course/{version}/edit"),
        ),
        Message::AbsenceWritten { by } => (
            t!(l, inbox.absence_written).to_owned(),
            t!(l, inbox.absence_written_text, by = by),
            "/absence".to_owned(),
        ),
        Message::PanelCalled { session, starts_at } => (
            t!(l, inbox.panel_called, day = time::local_day(l, *starts_at)),
            t!(l, inbox.panel_called_text, moment = time::moment(l, *starts_at)),
            format!("/review_session/{session}"),
        ),
        Message::SlotBooked { title, lecturer, starts_at, .. } => (
            t!(l, inbox.slot_booked, title = title),
            t!(
                l,
                inbox.slot_booked_text,
                teacher = teacher(l, lecturer),
                moment = time::moment(l, *starts_at)
            ),
            "/calendar".to_owned(),
        ),
        Message::SlotReleased { title, lecturer, starts_at, .. } => (
            t!(l, inbox.slot_released, title = title),
            t!(
                l,
                inbox.slot_released_text,
                teacher = teacher(l, lecturer),
                moment = time::moment(l, *starts_at)
            ),
            "/calendar".to_owned(),
        ),
        Message::SheetAwaited { .. }
        | Message::VetoRaised { .. }
        | Message::SheetUnlocked { .. }
        | Message::VerdictAwaited { .. }
        | Message::LectureWithdrawn { .. }
        | Message::VerdictProposed { .. }
        | Message::VerdictSentBack { .. }
        | Message::VerdictConfirmed { .. }
        | Message::Reminder { .. }
        | Message::PanelShort { .. }
        | Message::RoundEnded { .. }
        | Message::SlotCancelledForYou { .. }
        | Message::LateConflict { .. }
        | Message::RepeatOrdered { .. }
        | Message::RepeatCalledOff { .. }
        | Message::SlotMissed { .. }
        | Message::SessionCancelled { .. }
        | Message::SlotWithdrawn { .. }
        | Message::SlotMoved { .. }
        | Message::SlotBookedForYou { .. }
        | Message::SlotOffered { .. }
        | Message::OfferLapsed { .. }
        | Message::WaitingEnded { .. }
        | Message::PanelDeclined { .. }
        | Message::PanelReleased { .. }
        | Message::SessionMoved { .. }
        | Message::SlotChanged { .. }
        | Message::SlidesReplaced { .. }
        | Message::ListingChanged { .. }
        | Message::ListingEnds { .. }
        | Message::ListingEnded { .. }
        | Message::CourseChangeListed { .. }
        | Message::RequestsLeft { .. }
        | Message::CourseResubmitted { .. }
        | Message::CourseListed { .. } => review::message(l, message),
        Message::Observation { .. } => observation::message(l, message, rules),
        Message::RegisterNews { .. } => register_entry::message(l, message),
        Message::UnitEnrolment { .. } => unit_enrolment::message(l, message),
        Message::Appointment { .. } => appointment::message(l, message),
        Message::LecturerApplication { .. } => lecturer_application::message(l, message),
        Message::DeputyNamed { .. }
        | Message::DeputyEnded { .. }
        | Message::SessionOpened { .. }
        | Message::TrainingPublished { .. }
        | Message::EventSoon { .. }
        | Message::DeskDue { .. }
        | Message::DeskOverdue { .. }
        | Message::MailFailed { .. } => announced::message(l, message),
        Message::AwardAnnounced { .. }
        | Message::AwardShortlisted { .. }
        | Message::AwardPosted { .. }
        | Message::AwardStageMoved { .. }
        | Message::NominatedOneself { .. }
        | Message::NominationEndorsed { .. }
        | Message::AwardDecided { .. }
        | Message::AwardProposed { .. }
        | Message::ProposalConfirmed { .. }
        | Message::NominationReturned { .. }
        | Message::NominationWithdrawn { .. }
        | Message::ObjectionReceived { .. }
        | Message::ObjectionGiven { .. }
        | Message::ObjectionTakenOver { .. }
        | Message::NomineeJudged { .. }
        | Message::ObjectionSettled { .. }
        | Message::NomineeRemoved { .. }
        | Message::NomineeCorrected { .. }
        | Message::AwardeeRemoved { .. }
        | Message::ProposalSentBack { .. }
        | Message::NominationChecked { .. }
        | Message::NominationReturnEnded { .. }
        | Message::SubstituteProposed { .. }
        | Message::SubstituteSentBack { .. }
        | Message::SubstitutePosted { .. }
        | Message::AwardTakenBack { .. }
        | Message::AwardTakenOut { .. }
        | Message::AwardAborted { .. } => award::message(l, message),
        Message::AwardJudging { .. }
        | Message::AwardVoting { .. }
        | Message::FinalMeetingOpened { .. }
        | Message::ReadersAssigned { .. }
        | Message::ScoreSheetOpened { .. }
        | Message::RelationUndone { .. }
        | Message::EvaluationPutRight { .. } => evaluation::message(l, message),
        Message::CertificateIssued { .. }
        | Message::CertificatesReady { .. }
        | Message::CertificateCorrected { .. }
        | Message::CertificateRevoked { .. }
        | Message::CertificateReissued { .. }
        | Message::CertificateOutdated { .. } => certificate::message(l, message),
        Message::AnnualAssessment { .. } => annual_assessment::message(l, message),
        Message::DataAsked { .. }
        | Message::DataAnswered { .. }
        | Message::PersonCorrected {}
        | Message::ConsentWithdrawn { .. }
        | Message::ComplaintSent { .. }
        | Message::ComplaintAnswered { .. }
        | Message::CourseErrorFound { .. } => privacy(l, message, rules),
        Message::YearArranged { year } => (
            t!(l, inbox.year_arranged, year = year),
            t!(l, inbox.year_arranged_text).to_owned(),
            "/work_calendar".to_owned(),
        ),
        Message::RuleSet { .. }
        | Message::RuleCalledOff { .. }
        | Message::RolesApart { .. }
        | Message::RolesTogether { .. } => rule::message(l, message),
        Message::RecordsMerged {}
        | Message::RecordsParted {}
        | Message::UnitsMerged { .. }
        | Message::UnitsParted { .. } => merging(l, message),
        Message::DeadlineMoved { kind, id, title, until } => (
            t!(l, inbox.deadline_moved, title = title),
            t!(
                l,
                inbox.deadline_moved_text,
                kind = deadline::kind(l, *kind),
                moment = time::last_moment(l, *until)
            ),
            deadline::address(*kind, *id),
        ),
        Message::ClaimToCheck { .. }
        | Message::ClaimConfirmed { .. }
        | Message::ClaimVerified { .. }
        | Message::ClaimReturned { .. }
        | Message::ClaimRejected { .. }
        | Message::ClaimReopened { .. }
        | Message::YearOpened { .. }
        | Message::EnrolmentApplied { .. }
        | Message::EnrolmentApproved { .. }
        | Message::EnrolmentRejected { .. }
        | Message::EnrolmentRemoved { .. }
        | Message::EnrolmentWithdrawn { .. }
        | Message::EnrolmentClashes { .. }
        | Message::TrainingChanged { .. }
        | Message::TrainingMoved { .. }
        | Message::HoursCredited { .. }
        | Message::HoursCorrected { .. }
        | Message::AttendanceCorrected { .. }
        | Message::CorrectionEnded { .. }
        | Message::EvidenceNews { .. }
        | Message::TrainingCancelled { .. } => training(l, message, rules),
        Message::LectureRequested { .. }
        | Message::RequestPassed { .. }
        | Message::RequestCancelled { .. }
        | Message::DispatchOffered { .. }
        | Message::DispatchWithdrawn { .. }
        | Message::DispatchAccepted { .. }
        | Message::DispatchDeclined { .. }
        | Message::DispatchLapsed { .. }
        | Message::DeliveryGivenBack { .. }
        | Message::DeliveryCancelled { .. }
        | Message::DeliveryReported { .. }
        | Message::DeliveryCorrected { .. }
        | Message::DeliveryDisputed { .. } => lecture(l, message, calendar, rules),
        Message::RoleGiven { .. }
        | Message::RoleEnded { .. }
        | Message::RoleEndsSoon { .. }
        | Message::RolesImported { .. }
        | Message::CodeIssued { .. }
        | Message::FactorRemoved { .. }
        | Message::RoleProposed { .. }
        | Message::RoleRefused { .. } => account(l, message),
    }
}

/// The messages about trainings and claims of hours.
fn training(l: Locale, message: &Message, rules: &Rulebook) -> (String, String, String) {
    match message {
        Message::ClaimToCheck { claim, title, tutor } => (
            t!(l, inbox.claim_to_check, title = title),
            t!(
                l,
                inbox.claim_to_check_text,
                teacher = teacher(l, tutor),
                time = rulebook::of(l, rules, Rule::ClaimWorkingDays)
            ),
            format!("/hour_claim/{claim}"),
        ),
        Message::ClaimConfirmed { claim, title } => (
            t!(l, inbox.claim_confirmed, title = title),
            t!(l, inbox.claim_confirmed_text).to_owned(),
            format!("/hour_claim/{claim}"),
        ),
        Message::ClaimVerified { claim, title, hours } => (
            t!(l, inbox.claim_verified, title = title),
            t!(l, inbox.claim_verified_text, hours = hours.to_string()),
            format!("/hour_claim/{claim}"),
        ),
        Message::ClaimReturned { claim, title, reason } => (
            t!(l, inbox.claim_returned, title = title),
            t!(l, inbox.claim_returned_text, reason = reason),
            format!("/hour_claim/{claim}/edit"),
        ),
        Message::ClaimRejected { claim, title, reason } => (
            t!(l, inbox.claim_rejected, title = title),
            t!(l, inbox.claim_rejected_text, reason = reason),
            format!("/hour_claim/{claim}"),
        ),
        Message::ClaimReopened { claim, title, reason } => (
            t!(l, inbox.claim_reopened, title = title),
            t!(l, inbox.claim_reopened_text, reason = reason),
            claim.map_or_else(|| "/audit".to_owned(), |claim| format!("/hour_claim/{claim}")),
        ),
        Message::YearOpened { year, reason } => (
            t!(l, inbox.year_opened, year = year),
            t!(l, inbox.year_opened_text, reason = reason),
            "/audit".to_owned(),
        ),
        other => place(l, other),
    }
}

/// The messages about records that became one, and two again.
fn merging(l: Locale, message: &Message) -> (String, String, String) {
    match message {
        Message::RecordsMerged {} => (
            t!(l, inbox.records_merged).to_owned(),
            t!(l, inbox.records_merged_text).to_owned(),
            "/desk".to_owned(),
        ),
        Message::RecordsParted {} => (
            t!(l, inbox.records_parted).to_owned(),
            t!(l, inbox.records_parted_text).to_owned(),
            "/desk".to_owned(),
        ),
        Message::UnitsMerged { kept, gone } => (
            t!(l, inbox.units_merged, unit = kept),
            t!(l, inbox.units_merged_text, unit = kept, other = gone),
            "/desk".to_owned(),
        ),
        Message::UnitsParted { kept, gone } => (
            t!(l, inbox.units_parted, unit = kept),
            t!(l, inbox.units_parted_text, unit = kept, other = gone),
            "/desk".to_owned(),
        ),
        other => place(l, other),
    }
}

/// The messages about places at trainings, and what is earned there.
fn place(l: Locale, message: &Message) -> (String, String, String) {
    let page = |event: &domain::id::TrainingEventId| format!("/training_event/{event}");
    match message {
        Message::EnrolmentApplied { event, title, tutor } => (
            t!(l, inbox.enrolment_applied, title = title),
            t!(l, inbox.enrolment_applied_text, teacher = teacher(l, tutor)),
            format!("/training_event/{event}/roster"),
        ),
        Message::EnrolmentApproved { event, title } => (
            t!(l, inbox.enrolment_approved, title = title),
            t!(l, inbox.enrolment_approved_text).to_owned(),
            format!("/training_event/{event}"),
        ),
        Message::EnrolmentRejected { event, title } => (
            t!(l, inbox.enrolment_rejected, title = title),
            t!(l, inbox.enrolment_rejected_text).to_owned(),
            format!("/training_event/{event}"),
        ),
        Message::HoursCredited { title, hours, .. } => (
            t!(l, inbox.hours_credited, title = title),
            t!(l, inbox.hours_credited_text, hours = hours.to_string()),
            "/training_record".to_owned(),
        ),
        Message::EnrolmentRemoved { event, title, reason } => (
            t!(l, inbox.enrolment_removed, title = title),
            t!(l, inbox.enrolment_removed_text, reason = reason),
            page(event),
        ),
        Message::EnrolmentWithdrawn { event, title, tutor } => (
            t!(l, inbox.enrolment_withdrawn, title = title),
            t!(l, inbox.enrolment_withdrawn_text, teacher = teacher(l, tutor)),
            format!("/training_event/{event}/roster"),
        ),
        Message::EnrolmentClashes { event, title, tutor } => (
            t!(l, inbox.enrolment_clashes, title = title),
            t!(l, inbox.enrolment_clashes_text, teacher = teacher(l, tutor)),
            format!("/training_event/{event}/roster"),
        ),
        Message::TrainingChanged { event, title } => (
            t!(l, inbox.training_changed, title = title),
            t!(l, inbox.training_changed_text).to_owned(),
            page(event),
        ),
        Message::TrainingMoved { event, title, .. } => {
            (t!(l, inbox.training_moved, title = title), moved(l, message), page(event))
        }
        Message::HoursCorrected { title, hours, reason, .. } => (
            t!(l, inbox.hours_corrected, title = title),
            t!(l, inbox.hours_corrected_text, hours = hours.to_string(), reason = reason),
            "/training_record".to_owned(),
        ),
        Message::AttendanceCorrected { event, title, reason } => (
            t!(l, inbox.attendance_corrected, title = title),
            t!(l, inbox.attendance_corrected_text, reason = reason),
            page(event),
        ),
        Message::EvidenceNews { evidence, title, news, reason } => (
            t!(l, inbox.evidence_news, title = title),
            match news {
                EvidenceNews::Entered => t!(l, inbox.evidence_entered_text).to_owned(),
                EvidenceNews::Confirmed => t!(l, inbox.evidence_confirmed_text).to_owned(),
                EvidenceNews::Returned => t!(l, inbox.evidence_returned_text, reason = reason),
                EvidenceNews::TakenBack => t!(l, inbox.evidence_taken_back_text, reason = reason),
            },
            format!("/evidence/{evidence}"),
        ),
        Message::CorrectionEnded { correction, title, state, hours, reason } => (
            t!(l, inbox.correction_ended, title = title),
            match state {
                CorrectionState::Refused => t!(l, inbox.correction_refused_text, reason = reason),
                CorrectionState::CalledOff => {
                    t!(l, inbox.correction_called_off_text, reason = reason)
                }
                _ => said_of_correction(l, hours.as_ref(), reason),
            },
            match (correction, hours) {
                (Some(id), _) => format!("/paper_correction/{id}"),
                (None, Some(_)) => "/training_record".to_owned(),
                (None, None) => "/certificates".to_owned(),
            },
        ),
        Message::TrainingCancelled { event, title } => (
            t!(l, inbox.training_cancelled, title = title),
            t!(l, inbox.training_cancelled_text).to_owned(),
            format!("/training_event/{event}"),
        ),
        _ => Default::default(),
    }
}

/// Where and when a training takes place now, and what that means to who was to come.
fn moved(l: Locale, message: &Message) -> String {
    let Message::TrainingMoved { first_day, last_day, place, asks, clashes, .. } = message else {
        return String::new();
    };
    let days = time::dates(l, *first_day, *last_day);
    let now = t!(l, inbox.training_moved_text, days = days, place = place);
    let clash = if *clashes { t!(l, inbox.training_moved_clash) } else { "" };
    let ask = if *asks { t!(l, inbox.training_moved_ask) } else { "" };
    [now.as_str(), clash, ask].join("")
}

/// The messages about lectures.
fn lecture(
    l: Locale,
    message: &Message,
    calendar: &WorkCalendar,
    rules: &Rulebook,
) -> (String, String, String) {
    let request_page = |id: &domain::id::LectureRequestId| format!("/lecture_request/{id}");
    match message {
        Message::LectureRequested { request, title, host } => (
            t!(l, inbox.lecture_requested, title = title),
            t!(
                l,
                inbox.lecture_requested_text,
                host = host,
                time = rulebook::of(l, rules, Rule::RequestReviewWorkingDays)
            ),
            request_page(request),
        ),
        Message::RequestPassed { request, title, host } => (
            t!(l, inbox.request_passed, title = title),
            t!(l, inbox.request_passed_text, host = host),
            request_page(request),
        ),
        Message::RequestCancelled { request, title, host, reason } => (
            t!(l, inbox.request_cancelled, title = title),
            t!(l, inbox.request_cancelled_text, host = host, reason = reason),
            request_page(request),
        ),
        Message::DispatchOffered { dispatch, title, host, starts_at, answer_until } => (
            t!(l, inbox.dispatch_offered, title = title),
            t!(
                l,
                inbox.dispatch_offered_text,
                host = host,
                moment = time::moment(l, *starts_at),
                until = time::moment(l, *answer_until)
            ) + &time::unarranged_until(l, calendar, *answer_until),
            format!("/dispatch/{dispatch}"),
        ),
        Message::DispatchWithdrawn { title, host, starts_at } => (
            t!(l, inbox.dispatch_withdrawn, title = title),
            t!(l, inbox.dispatch_withdrawn_text, host = host, moment = time::moment(l, *starts_at)),
            "/calendar".to_owned(),
        ),
        Message::DispatchAccepted { request, title, lecturer, starts_at } => (
            t!(l, inbox.dispatch_accepted, title = title),
            t!(
                l,
                inbox.dispatch_accepted_text,
                teacher = teacher(l, lecturer),
                moment = time::moment(l, *starts_at)
            ),
            request_page(request),
        ),
        other => delivery(l, other, request_page),
    }
}

/// The messages about dispatches without a lecture, and about deliveries.
/// That a correction took effect; what it earns now, unless it was a lecture's.
fn said_of_correction(l: Locale, hours: Option<&Hours>, reason: &str) -> String {
    if let Some(hours) = hours {
        t!(l, inbox.correction_confirmed_text, hours = hours.to_string(), reason = reason)
    } else {
        t!(l, inbox.lecture_correction_confirmed_text, reason = reason)
    }
}

fn delivery(
    l: Locale,
    message: &Message,
    request_page: impl Fn(&domain::id::LectureRequestId) -> String,
) -> (String, String, String) {
    match message {
        Message::DispatchDeclined { request, title, lecturer } => (
            t!(l, inbox.dispatch_declined, title = title),
            t!(l, inbox.dispatch_declined_text, teacher = teacher(l, lecturer)),
            request_page(request),
        ),
        Message::DispatchLapsed { request, title, lecturer } => (
            t!(l, inbox.dispatch_lapsed, title = title),
            t!(l, inbox.dispatch_lapsed_text, teacher = teacher(l, lecturer)),
            request_page(request),
        ),
        Message::DeliveryGivenBack { request, title, lecturer, reason } => (
            t!(l, inbox.delivery_given_back, title = title),
            t!(l, inbox.delivery_given_back_text, teacher = teacher(l, lecturer), reason = reason),
            request_page(request),
        ),
        Message::DeliveryCancelled { title, host, starts_at, reason } => (
            t!(l, inbox.delivery_cancelled, title = title),
            t!(
                l,
                inbox.delivery_cancelled_text,
                host = host,
                moment = time::moment(l, *starts_at),
                reason = reason
            ),
            "/calendar".to_owned(),
        ),
        Message::DeliveryReported { delivery, title, host } => (
            t!(l, inbox.delivery_reported, title = title),
            t!(l, inbox.delivery_reported_text, host = host),
            format!("/delivery/{delivery}"),
        ),
        Message::DeliveryCorrected {
            delivery,
            title,
            host,
            attendance,
            began_at,
            ended_at,
            reason,
        } => (
            t!(l, inbox.delivery_corrected, title = title),
            t!(
                l,
                inbox.delivery_corrected_text,
                host = host,
                said = delivery::said(l, *attendance, *began_at, *ended_at),
                reason = reason
            ),
            format!("/delivery/{delivery}"),
        ),
        Message::DeliveryDisputed { request, title, host } => (
            t!(l, inbox.delivery_disputed, title = title),
            t!(l, inbox.delivery_disputed_text, host = host),
            request_page(request),
        ),
        _ => Default::default(),
    }
}

/// The messages about roles and accounts.
fn account(l: Locale, message: &Message) -> (String, String, String) {
    // Whoever reads the chain sees there who did it.
    let at = |of: &Option<String>| if of.is_none() { "/account" } else { "/audit" }.to_owned();
    match message {
        Message::RoleGiven { role: which, to } => {
            let role = role(l, *which);
            let title = match to {
                None => t!(l, inbox.role_given, role = role),
                Some(name) => t!(l, inbox.role_given_to, role = role, name = name),
            };
            (title, t!(l, inbox.role_given_text).to_owned(), at(to))
        }
        Message::RoleEnded { role: which, of } => {
            let role = role(l, *which);
            let title = match of {
                None => t!(l, inbox.role_ended, role = role),
                Some(name) => t!(l, inbox.role_ended_of, role = role, name = name),
            };
            (title, t!(l, inbox.role_ended_text).to_owned(), at(of))
        }
        Message::RoleEndsSoon { role: which, of, person, until } => {
            let role = role(l, *which);
            let title = match of {
                None => t!(l, inbox.role_ends_soon, role = role),
                Some(name) => t!(l, inbox.role_of_ends_soon, role = role, name = name),
            };
            let text = t!(l, inbox.role_ends_soon_text, until = time::date(l, *until));
            let to = person.map(|id| format!("/person/{id}"));
            (title, text, to.unwrap_or_else(|| "/account".to_owned()))
        }
        Message::RolesImported { role: which, n } => (
            t!(l, inbox.roles_imported, role = role(l, *which), n = n),
            t!(l, inbox.role_given_text).to_owned(),
            "/audit".to_owned(),
        ),
        Message::CodeIssued { to } => {
            let title = match to {
                None => t!(l, inbox.code_issued).to_owned(),
                Some(name) => t!(l, inbox.code_issued_to, name = name),
            };
            (title, t!(l, inbox.code_issued_text).to_owned(), at(to))
        }
        Message::FactorRemoved { of } => {
            let title = match of {
                None => t!(l, inbox.factor_removed).to_owned(),
                Some(name) => t!(l, inbox.factor_removed_of, name = name),
            };
            (title, t!(l, inbox.factor_removed_text).to_owned(), at(of))
        }
        Message::RoleProposed { person, name, role: which, proposer } => (
            t!(l, inbox.role_proposed, role = role(l, *which), name = name),
            t!(l, inbox.role_proposed_text, name = proposer),
            format!("/person/{person}"),
        ),
        Message::RoleRefused { person, name, role: which } => (
            t!(l, inbox.role_refused, role = role(l, *which), name = name),
            t!(l, inbox.role_refused_text).to_owned(),
            format!("/person/{person}"),
        ),
        _ => Default::default(),
    }
}

/// Of one's own data, and of complaints.
fn privacy(l: Locale, message: &Message, rules: &Rulebook) -> (String, String, String) {
    match message {
        Message::DataAsked { request, kind, name } => (
            t!(l, inbox.data_asked, kind = my_information::kind(l, *kind)),
            t!(
                l,
                inbox.data_asked_text,
                name = name,
                time = rulebook::of(l, rules, Rule::DataAnswerWorkingDays)
            ),
            format!("/data_request/{request}"),
        ),
        Message::DataAnswered { kind, granted, answer } => {
            let kind = my_information::kind(l, *kind);
            let title = if *granted {
                t!(l, inbox.data_granted, kind = kind)
            } else {
                t!(l, inbox.data_refused, kind = kind)
            };
            let text = t!(l, inbox.data_answered_text, answer = answer);
            (title, text, "/my_information".to_owned())
        }
        Message::PersonCorrected {} => (
            t!(l, inbox.person_corrected).to_owned(),
            t!(l, inbox.person_corrected_text).to_owned(),
            "/my_information".to_owned(),
        ),
        Message::ConsentWithdrawn { person, name } => (
            t!(l, inbox.consent_withdrawn, name = name),
            t!(l, inbox.consent_withdrawn_text).to_owned(),
            format!("/person/{person}"),
        ),
        Message::ComplaintSent { complaint, kind, title } => (
            if let Some(title) = title {
                t!(l, inbox.complaint_sent_about, title = title)
            } else {
                t!(l, inbox.complaint_sent, kind = complaint::kind(l, *kind))
            },
            t!(
                l,
                inbox.complaint_sent_text,
                time = rulebook::of(l, rules, Rule::ComplaintAnswerWorkingDays)
            ),
            format!("/complaint/{complaint}"),
        ),
        Message::ComplaintAnswered { kind, answer } => (
            t!(l, inbox.complaint_answered, kind = complaint::kind(l, *kind)),
            t!(l, inbox.data_answered_text, answer = answer),
            "/my_information".to_owned(),
        ),
        Message::CourseErrorFound { version, title, text } => (
            t!(l, inbox.course_error_found, title = title),
            t!(l, inbox.course_error_found_text, text = text),
            format!("/course/{version}"),
        ),
        _ => (String::new(), String::new(), String::new()),
    }
}
