//! Labels and hints of fields.

use domain::form::Field;
use leptos_i18n::td_string as t;

use crate::Locale;

/// The label of a field; none of what is never asked for by itself.
#[expect(clippy::too_many_lines, reason = "a line for each field")]
pub fn label(l: Locale, field: Field) -> Option<&'static str> {
    Some(match field {
        Field::Once => t!(l, form.label.once),
        Field::Decision => t!(l, form.label.decision),
        Field::Reason => t!(l, form.label.reason),
        Field::Remark => t!(l, form.label.remark),
        Field::Comment => t!(l, form.label.comment),
        Field::SignInName => t!(l, form.label.sign_in_name),
        Field::Password => t!(l, form.label.password),
        Field::OldPassword => t!(l, form.label.old_password),
        Field::NewPassword => t!(l, form.label.new_password),
        Field::RepeatPassword => t!(l, form.label.repeat_password),
        Field::Role => t!(l, form.label.role),
        Field::Scope => t!(l, form.label.scope),
        Field::EndsOn => t!(l, form.label.ends_on),
        Field::OnlyForgotten => t!(l, form.label.only_forgotten),
        Field::FactorCode => t!(l, form.label.factor_code),
        Field::FactorRoles => t!(l, form.label.factor_roles),
        Field::PlaceName => t!(l, form.label.place_name),
        Field::Address => t!(l, form.label.address),
        Field::County => t!(l, form.label.county),
        Field::Title => t!(l, form.label.title),
        Field::Summary => t!(l, form.label.summary),
        Field::SubjectField => t!(l, form.label.field),
        Field::Stages => t!(l, form.label.stages),
        Field::Groups => t!(l, form.label.groups),
        Field::Minutes => t!(l, form.label.minutes),
        Field::MaxAudience => t!(l, form.label.max_audience),
        Field::Equipment => t!(l, form.label.equipment),
        Field::Outline => t!(l, form.label.outline),
        Field::Sources => t!(l, form.label.sources),
        Field::Slides => t!(l, form.label.slides),
        Field::OwnsRights => t!(l, form.label.owns_rights),
        Field::NoAdvertising => t!(l, form.label.no_advertising),
        Field::HeldOn => t!(l, form.label.held_on),
        Field::StartsAt => t!(l, form.label.starts_at),
        Field::SlotMinutes => t!(l, form.label.slot_minutes),
        Field::NSlots => t!(l, form.label.n_slots),
        Field::BreakMinutes => t!(l, form.label.break_minutes),
        Field::Place => t!(l, form.label.place),
        Field::VideoLink => t!(l, form.label.video_link),
        Field::OpensOn => t!(l, form.label.opens_on),
        Field::SubjectFields => t!(l, form.label.fields),
        Field::Panel => t!(l, form.label.panel),
        Field::File => t!(l, form.label.file),
        Field::Kind => t!(l, form.label.kind),
        Field::AsOf => t!(l, form.label.as_of),
        Field::Plan => t!(l, form.label.plan),
        Field::AwardTitle => t!(l, form.label.award_title),
        Field::Year => t!(l, form.label.year),
        Field::LegalBasis => t!(l, form.label.legal_basis),
        Field::ApprovalNo => t!(l, form.label.approval_no),
        Field::ObjectionsTo => t!(l, form.label.objections_to),
        Field::Criteria => t!(l, form.label.criteria),
        Field::QuotaKind => t!(l, form.label.quota_kind),
        Field::Seats => t!(l, form.label.seats),
        Field::AddedSeats => t!(l, form.label.added_seats),
        Field::Units => t!(l, form.label.units),
        Field::Judges => t!(l, form.label.judges),
        Field::Substitute => t!(l, form.label.substitute),
        Field::Absent => t!(l, form.label.absent),
        Field::Nominee => t!(l, form.label.nominee),
        Field::Relation => t!(l, form.label.relation),
        Field::Tie => t!(l, form.label.tie),
        Field::Resolution => t!(l, form.label.resolution),
        Field::Ballots => t!(l, form.label.ballots),
        Field::Votes => t!(l, form.label.votes),
        Field::Reference => t!(l, form.label.reference),
        Field::Selected => t!(l, form.label.selected),
        Field::Deviation => t!(l, form.label.deviation),
        Field::DocumentNo => t!(l, form.label.document_no),
        Field::HostName => t!(l, form.label.host_name),
        Field::HostKind => t!(l, form.label.host_kind),
        Field::HostCounty => t!(l, form.label.host_county),
        Field::Hall => t!(l, form.label.hall),
        Field::HallEquipment => t!(l, form.label.hall_equipment),
        Field::Stage => t!(l, form.label.stage),
        Field::Audience => t!(l, form.label.audience),
        Field::Mode => t!(l, form.label.mode),
        Field::Day1 => t!(l, form.label.day_1),
        Field::Hour1 => t!(l, form.label.hour_1),
        Field::Day2 => t!(l, form.label.day_2),
        Field::Hour2 => t!(l, form.label.hour_2),
        Field::Day3 => t!(l, form.label.day_3),
        Field::Hour3 => t!(l, form.label.hour_3),
        Field::Contact => t!(l, form.label.contact),
        Field::ContactPhone => t!(l, form.label.contact_phone),
        Field::Whitelist => t!(l, form.label.whitelist),
        Field::Wish => t!(l, form.label.wish),
        Field::Adult => t!(l, form.label.adult),
        Field::Consent => t!(l, form.label.consent),
        Field::Candidate => t!(l, form.label.candidate),
        Field::DeclineReason => t!(l, form.label.decline_reason),
        Field::DeclineNote => t!(l, form.label.decline_note),
        Field::Attendance => t!(l, form.label.attendance),
        Field::DeliveredOn => t!(l, form.label.delivered_on),
        Field::BeganAt => t!(l, form.label.began_at),
        Field::EndedAt => t!(l, form.label.ended_at),
        Field::EventTitle => t!(l, form.label.event_title),
        Field::Organiser => t!(l, form.label.organiser),
        Field::ActivityKind => t!(l, form.label.activity_kind),
        Field::FirstDay => t!(l, form.label.first_day),
        Field::LastDay => t!(l, form.label.last_day),
        Field::HalfDays => t!(l, form.label.half_days),
        Field::Participation => t!(l, form.label.participation),
        Field::LessonMinutes => t!(l, form.label.lesson_minutes),
        Field::Topic => t!(l, form.label.topic),
        Field::Hours => t!(l, form.label.hours),
        Field::Report => t!(l, form.label.report),
        Field::Proof => t!(l, form.label.proof),
        Field::Unit => t!(l, form.label.unit),
        Field::Accepted => t!(l, form.label.accepted),
        Field::Opinion => t!(l, form.label.opinion),
        Field::Dispute => t!(l, form.label.dispute),
        Field::TrainingPlace => t!(l, form.label.training_place),
        Field::Content => t!(l, form.label.content),
        Field::EnrolUntil => t!(l, form.label.enrol_until),
        Field::Person => t!(l, form.label.person),
        Field::Present => t!(l, form.label.present),
        // Carried along, a word of an address, or named by what it is about.
        Field::Revision
        | Field::Step
        | Field::Next
        | Field::SlidesToken
        | Field::Slot
        | Field::Score
        | Field::Stands
        | Field::Time
        | Field::ProofToken
        | Field::Enrolment
        | Field::Language
        | Field::Theme
        | Field::Elder
        | Field::Search
        | Field::State
        | Field::View
        | Field::Date
        | Field::Page
        | Field::UpTo
        | Field::Sheet
        | Field::ColumnIs
        | Field::RowIs
        | Field::ClearFields
        | Field::RestoreRoles => return None,
    })
}

/// The hint of a field, if it needs one.
pub fn hint(l: Locale, field: Field) -> Option<&'static str> {
    Some(match field {
        Field::Reason => t!(l, form.hint.reason),
        Field::Remark => t!(l, form.hint.remark),
        Field::SignInName => t!(l, form.hint.sign_in_name),
        Field::NewPassword => t!(l, form.hint.new_password),
        Field::Scope => t!(l, form.hint.scope),
        Field::EndsOn => t!(l, form.hint.ends_on),
        Field::OnlyForgotten => t!(l, form.hint.only_forgotten),
        Field::FactorCode => t!(l, form.hint.factor_code),
        Field::FactorRoles => t!(l, form.hint.factor_roles),
        Field::Title => t!(l, form.hint.title),
        Field::Summary => t!(l, form.hint.summary),
        Field::Stages => t!(l, form.hint.stages),
        Field::Groups => t!(l, form.hint.groups),
        Field::Minutes => t!(l, form.hint.minutes),
        Field::MaxAudience => t!(l, form.hint.max_audience),
        Field::Equipment => t!(l, form.hint.equipment),
        Field::Outline => t!(l, form.hint.outline),
        Field::Sources => t!(l, form.hint.sources),
        Field::Slides => t!(l, form.hint.slides),
        Field::HeldOn => t!(l, form.hint.held_on),
        Field::NSlots => t!(l, form.hint.n_slots),
        Field::BreakMinutes => t!(l, form.hint.break_minutes),
        Field::Place => t!(l, form.hint.place),
        Field::VideoLink => t!(l, form.hint.video_link),
        Field::OpensOn => t!(l, form.hint.opens_on),
        Field::SubjectFields => t!(l, form.hint.fields),
        Field::Panel => t!(l, form.hint.panel),
        Field::File => t!(l, form.hint.file),
        Field::AwardTitle => t!(l, form.hint.award_title),
        Field::ApprovalNo => t!(l, form.hint.approval_no),
        Field::Criteria => t!(l, form.hint.criteria),
        Field::Units => t!(l, form.hint.units),
        Field::Judges => t!(l, form.hint.judges),
        Field::Ballots => t!(l, form.hint.ballots),
        Field::Reference => t!(l, form.hint.reference),
        Field::Hall => t!(l, form.hint.hall),
        Field::HallEquipment => t!(l, form.hint.hall_equipment),
        Field::Stage => t!(l, form.hint.stage),
        Field::Audience => t!(l, form.hint.audience),
        Field::ContactPhone => t!(l, form.hint.contact_phone),
        Field::Whitelist => t!(l, form.hint.whitelist),
        Field::DeclineNote => t!(l, form.hint.decline_note),
        Field::Attendance => t!(l, form.hint.attendance),
        Field::HalfDays => t!(l, form.hint.half_days),
        Field::LessonMinutes => t!(l, form.hint.lesson_minutes),
        Field::Topic => t!(l, form.hint.topic),
        Field::Hours => t!(l, form.hint.hours),
        Field::Report => t!(l, form.hint.report),
        Field::Proof => t!(l, form.hint.proof),
        Field::Opinion => t!(l, form.hint.opinion),
        Field::Dispute => t!(l, form.hint.dispute),
        Field::EnrolUntil => t!(l, form.hint.enrol_until),
        _ => return None,
    })
}
