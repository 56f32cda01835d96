//! Two records of one person that become one.

use domain::merging::{Fact, Holding, MergeRefusal};
use leptos_i18n::td_string as t;

use crate::{Locale, person};

/// What hangs on a person or a unit, in the plural where there is one.
pub fn thing(l: Locale, thing: Holding) -> &'static str {
    match thing {
        Holding::Account => t!(l, merging.thing.account),
        Holding::PersonTie => t!(l, merging.thing.person_tie),
        Holding::PaperCorrection => t!(l, merging.thing.paper_correction),
        Holding::Evidence => t!(l, merging.thing.evidence),
        Holding::Affiliation => t!(l, merging.thing.affiliation),
        Holding::AnnualAssessment | Holding::OutsideLecture => {
            t!(l, merging.thing.annual_assessment)
        }
        Holding::Appointment => t!(l, merging.thing.appointment),
        Holding::AwardCycle => t!(l, merging.thing.award_cycle),
        Holding::Objection => t!(l, merging.thing.objection),
        Holding::AwardSubstitute => t!(l, merging.thing.award_substitute),
        Holding::AwardSupplement => t!(l, merging.thing.award_supplement),
        Holding::Absence => t!(l, merging.thing.absence),
        Holding::RegisterEntry => t!(l, merging.thing.register_entry),
        Holding::PersonField => t!(l, merging.thing.person_field),
        Holding::TeamMember => t!(l, merging.thing.team_member),
        Holding::StationCondition => t!(l, merging.thing.station_condition),
        Holding::Availability => t!(l, merging.thing.availability),
        Holding::CalendarFeed => t!(l, merging.thing.calendar_feed),
        Holding::Booking => t!(l, merging.thing.booking),
        Holding::Certificate => t!(l, merging.thing.certificate),
        Holding::Commitment => t!(l, merging.thing.commitment),
        Holding::Course => t!(l, merging.thing.course),
        Holding::CourseVersion => t!(l, merging.thing.course_version),
        Holding::CreditHour => t!(l, merging.thing.credit_hour),
        Holding::Delivery => t!(l, merging.thing.delivery),
        Holding::Dispatch => t!(l, merging.thing.dispatch),
        Holding::Enrolment => t!(l, merging.thing.enrolment),
        Holding::HostUnit => t!(l, merging.thing.host_unit),
        Holding::HourClaim => t!(l, merging.thing.hour_claim),
        Holding::PanelRelation => t!(l, merging.thing.panel_relation),
        Holding::ReviewSheet => t!(l, merging.thing.review_sheet),
        Holding::JudgeRelationPast => t!(l, merging.thing.judge_relation_past),
        Holding::Reader => t!(l, merging.thing.reader),
        Holding::ReaderPlan => t!(l, merging.thing.reader_plan),
        Holding::ScoreSheetPast => t!(l, merging.thing.score_sheet_past),
        Holding::SubstituteDraw => t!(l, merging.thing.substitute_draw),
        Holding::ReviewSheetPast => t!(l, merging.thing.review_sheet_past),
        Holding::TrialLecture => t!(l, merging.thing.trial_lecture),
        Holding::TrialPresence => t!(l, merging.thing.trial_presence),
        Holding::Observation => t!(l, merging.thing.observation),
        Holding::VetoVote => t!(l, merging.thing.veto_vote),
        Holding::ReferenceLecture => t!(l, merging.thing.reference_lecture),
        Holding::ReferenceSheet => t!(l, merging.thing.reference_sheet),
        Holding::LateConflict => t!(l, merging.thing.late_conflict),
        Holding::RepeatSitting => t!(l, merging.thing.repeat_sitting),
        Holding::WaitingEntry => t!(l, merging.thing.waiting_entry),
        Holding::WorkCalendar => t!(l, work_calendar.title),
        Holding::NominationTruth => t!(l, form.label.truthful),
        Holding::Complaint => t!(l, complaint.title),
        Holding::Consent => t!(l, my_information.consents),
        Holding::DataRequest => t!(l, my_information.requests),
        Holding::Judge => t!(l, merging.thing.judge),
        Holding::JudgeRelation => t!(l, merging.thing.judge_relation),
        Holding::Message => t!(l, merging.thing.message),
        Holding::Deputy => t!(l, merging.thing.deputy),
        Holding::MailAddress => t!(l, merging.thing.mail_address),
        Holding::Outbox => t!(l, merging.thing.outbox),
        Holding::Nomination => t!(l, merging.thing.nomination),
        Holding::OpenedYear => t!(l, assessment_year.opened_title),
        Holding::Organisation => t!(l, merging.thing.organisation),
        Holding::Panelist => t!(l, merging.thing.panelist),
        Holding::Participation => t!(l, merging.thing.participation),
        Holding::LecturerApplication => t!(l, merging.thing.lecturer_application),
        Holding::Place => t!(l, merging.thing.place),
        Holding::ReviewSession => t!(l, merging.thing.review_session),
        Holding::RoleGrant => t!(l, merging.thing.role_grant),
        Holding::RoleExclusion => t!(l, rulebook.apart_title),
        Holding::Rulebook => t!(l, rulebook.title),
        Holding::RoleProposal => t!(l, merging.thing.role_proposal),
        Holding::ScoreSheet => t!(l, merging.thing.score_sheet),
        Holding::TieDecision => t!(l, merging.thing.tie_decision),
        Holding::TrainingEvent => t!(l, merging.thing.training_event),
        Holding::Tutor => t!(l, merging.thing.tutor),
        Holding::Upload => t!(l, merging.thing.upload),
        Holding::FormOnce
        | Holding::SearchKey
        | Holding::Merging
        | Holding::Person
        | Holding::OrganisationClosure
        | Holding::OrganisationContact
        | Holding::AppointmentHearing => t!(l, merging.thing.other),
    }
}

/// A fact of a person or a unit.
pub fn fact(l: Locale, fact: Fact) -> &'static str {
    match fact {
        Fact::Name => t!(l, merging.fact.name),
        Fact::Sex => t!(l, merging.fact.sex),
        Fact::BornIn => t!(l, merging.fact.born_in),
        Fact::Phone => t!(l, merging.fact.phone),
        Fact::Title => t!(l, merging.fact.title),
        Fact::Field => t!(l, merging.fact.field),
        Fact::Region => t!(l, merging.fact.region),
        Fact::Topics => t!(l, merging.fact.topics),
        Fact::Note => t!(l, merging.fact.note),
        Fact::InnerNote => t!(l, merging.fact.inner_note),
        Fact::ShortName => t!(l, merging.fact.short_name),
        Fact::Code => t!(l, merging.fact.code),
        Fact::Kind => t!(l, merging.fact.kind),
        Fact::Parent => t!(l, merging.fact.parent),
        Fact::Nominates => t!(l, merging.fact.nominates),
    }
}

/// So many of the other record's stay with it.
pub fn apart(l: Locale, n: i64) -> String {
    t!(l, merging.apart, n = n)
}

/// Why two records are not merged, or not parted again.
pub fn refusal(l: Locale, refusal: MergeRefusal) -> String {
    match refusal {
        MergeRefusal::Own => t!(l, merging.refusal.own).to_owned(),
        MergeRefusal::Role(role) => t!(l, merging.refusal.role, role = person::role(l, role)),
        MergeRefusal::ExcludedRoles => t!(l, merging.refusal.excluded_roles).to_owned(),
        MergeRefusal::Both(it) => t!(l, merging.refusal.both, thing = thing(l, it)),
        MergeRefusal::Above => t!(l, merging.refusal.above).to_owned(),
        MergeRefusal::Decided => t!(l, merging.refusal.decided).to_owned(),
        MergeRefusal::AboutTheOther => t!(l, merging.refusal.two_parts).to_owned(),
        MergeRefusal::BuiltOn(it) => t!(l, merging.refusal.built_on, thing = thing(l, it)),
        MergeRefusal::Changed(it) => t!(l, merging.refusal.changed, fact = fact(l, it)),
        MergeRefusal::MergedSince => t!(l, merging.refusal.merged_since).to_owned(),
    }
}
