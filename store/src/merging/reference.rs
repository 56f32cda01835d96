//! Everything that names a person or a unit: which rows go along when two records become one, which
//! stay, and which stand in the way.
//!
//! A test walks the foreign keys of the schema: each that leads to one of them is in its list.

use domain::merging::{Holding, Merged};

/// A column that names a person or a unit.
#[derive(Clone, Copy, Debug)]
pub struct Reference {
    /// What its table holds.
    pub thing: Holding,
    /// The column.
    pub column: &'static str,
    /// What tells its rows apart, as two expressions about `t`.
    pub(super) keys: [&'static str; 2],
    pub(super) way: Way,
    /// A row `t` of the one and a row `k` of the other of which one cannot have both.
    pub(super) refused: Option<&'static str>,
    /// Whether a row that comes later is built on the merging.
    pub(super) is_built: bool,
    /// What one of its rows is called, as an expression about `t`; empty: they are only counted.
    pub(super) sample: &'static str,
}

/// Which rows go along.
#[derive(Clone, Copy, Debug)]
pub(super) enum Way {
    /// All of them.
    Move,
    /// All but those that the kept record has as well: under this condition about `t` and its `k`.
    Unless(&'static str),
    /// The same, and what stays is closed.
    Closing(&'static str, Close),
    /// None.
    Stay,
}

/// How a row that stays behind is closed.
#[derive(Clone, Copy, Debug)]
pub(super) enum Close {
    /// A place at a training is given back.
    Withdrawn,
    /// A role ends, for the kept record has it.
    Ended,
}

impl Close {
    /// The column that says so.
    pub(super) const fn column(self) -> &'static str {
        match self {
            Self::Withdrawn => "state",
            Self::Ended => "ends_on",
        }
    }
}

const fn all(thing: Holding, column: &'static str) -> Reference {
    Reference {
        thing,
        column,
        keys: ["t.id", "0"],
        way: Way::Move,
        refused: None,
        is_built: true,
        sample: "",
    }
}

impl Reference {
    const fn keys(mut self, one: &'static str, two: &'static str) -> Self {
        self.keys = [one, two];
        self
    }

    const fn way(mut self, way: Way) -> Self {
        self.way = way;
        self
    }

    const fn refused(mut self, both: &'static str) -> Self {
        self.refused = Some(both);
        self
    }

    /// What comes later is of no weight, such as a message.
    const fn light(mut self) -> Self {
        self.is_built = false;
        self
    }

    const fn called(mut self, sample: &'static str) -> Self {
        self.sample = sample;
        self
    }
}

const SAME_ROLE: &str = "k.role = t.role AND k.ends_on IS NULL AND t.ends_on IS NULL \
    AND COALESCE(k.region_id, 0) = COALESCE(t.region_id, 0) \
    AND COALESCE(k.organisation_id, 0) = COALESCE(t.organisation_id, 0)";
const SAME_TERM: &str = "k.starts_on = t.starts_on AND k.corps = t.corps \
    AND COALESCE(k.region_id, 0) = COALESCE(t.region_id, 0)";
const SAME_CREDIT: &str = "k.source = t.source AND k.source_id = t.source_id \
    AND k.held_on = t.held_on AND k.round = t.round";
const WERE_THERE: &str = "k.event_id = t.event_id AND (k.state IN ('attended', 'partial', 'absent') \
    OR t.state IN ('attended', 'partial', 'absent'))";
const BOTH_TAKEN: &str = "k.state IN ('held', 'confirmed') AND t.state IN ('held', 'confirmed') \
    AND k.starts_at < t.ends_at AND t.starts_at < k.ends_at";
const UNIT: &str = "(SELECT o.name FROM organisation o WHERE o.id = t.organisation_id)";
const EVENT: &str = "(SELECT e.title FROM training_event e WHERE e.id = t.event_id)";
const LECTURE: &str = "(SELECT v.title FROM course_version v WHERE v.id = t.version_id)";

const BOTH_APPLY: &str = "k.state NOT IN ('appointed', 'rejected', 'withdrawn') \
    AND t.state NOT IN ('appointed', 'rejected', 'withdrawn')";

/// A condition of a station as a number.
const CONDITION: &str = "CASE t.condition WHEN 'network' THEN 1 WHEN 'staff' THEN 2 \
    WHEN 'place' THEN 3 WHEN 'activities' THEN 4 ELSE 5 END";
const SAME_SEATS: &str = "k.kind = 'quota' AND t.kind = 'quota' AND k.detail = t.detail \
    AND k.starts_on = t.starts_on AND k.state = 'listed' AND t.state = 'listed'";
const WAITS: &str = "k.source = t.source AND k.source_id = t.source_id \
    AND k.state = 'proposed' AND t.state = 'proposed'";
const SAME_OFFICER: &str = "k.person_id = t.person_id AND k.role = t.role \
    AND k.ends_on IS NULL AND t.ends_on IS NULL";
const SAME_NOMINEE: &str = "k.category_id = t.category_id AND k.name = t.name \
    AND k.workplace = t.workplace";
const MEMBER: &str = "(SELECT p.name FROM person p WHERE p.id = t.person_id)";

/// Every column that names a record of a kind; of people with `commitment`, which names a person's
/// party.
pub const fn references(of: Merged) -> &'static [Reference] {
    match of {
        Merged::Person => OF_PERSON,
        Merged::Organisation => OF_UNIT,
    }
}

const OF_UNIT: &[Reference] = &[
    all(Holding::Affiliation, "organisation_id")
        .way(Way::Closing(
            "k.person_id = t.person_id AND k.ends_on IS NULL AND t.ends_on IS NULL",
            Close::Ended,
        ))
        .called(MEMBER),
    all(Holding::HostUnit, "organisation_id").called("t.name"),
    all(Holding::HourClaim, "unit_id").called("t.title"),
    all(Holding::LecturerApplication, "organisation_id").called(MEMBER),
    all(Holding::Nomination, "unit_id").refused(SAME_NOMINEE).called("t.name"),
    all(Holding::Nomination, "workplace_id").called("t.name"),
    all(Holding::Organisation, "merged_into").way(Way::Stay).light(),
    all(Holding::Organisation, "parent_id").called("t.name"),
    all(Holding::OrganisationClosure, "ancestor_id").way(Way::Stay).keys("0", "0").light(),
    all(Holding::OrganisationClosure, "descendant_id").way(Way::Stay).keys("0", "0").light(),
    all(Holding::OrganisationContact, "organisation_id").light().called("t.name"),
    all(Holding::Place, "organisation_id").called("t.name"),
    all(Holding::RegisterEntry, "organisation_id")
        .refused(SAME_SEATS)
        .called("COALESCE(t.detail, t.name)"),
    all(Holding::RoleGrant, "organisation_id")
        .way(Way::Closing(SAME_OFFICER, Close::Ended))
        .called(MEMBER),
    all(Holding::TrainingEvent, "organisation_id").called("t.title"),
];

const OF_PERSON: &[Reference] = &[
    all(Holding::Absence, "person_id").light(),
    all(Holding::Absence, "recorder_id").light(),
    all(Holding::Account, "activation_issuer_id").way(Way::Stay).light(),
    all(Holding::Account, "person_id").way(Way::Unless("1 = 1")).light().called("t.sign_in_name"),
    all(Holding::Affiliation, "person_id")
        .way(Way::Unless("k.ends_on IS NULL AND t.ends_on IS NULL"))
        .called(UNIT),
    all(Holding::AnnualAssessment, "county_author_id").light(),
    all(Holding::AnnualAssessment, "decider_id").called("CAST(t.year AS TEXT)"),
    all(Holding::AnnualAssessment, "opener_id").light(),
    all(Holding::AnnualAssessment, "person_id").called("CAST(t.year AS TEXT)"),
    all(Holding::Appointment, "person_id")
        .way(Way::Unless(SAME_TERM))
        .called("CAST(t.starts_on AS TEXT)"),
    all(Holding::Appointment, "decider_id").called("CAST(t.starts_on AS TEXT)"),
    all(Holding::AppointmentHearing, "opener_id").light(),
    all(Holding::Availability, "person_id").way(Way::Unless("1 = 1")).keys("0", "0").light(),
    all(Holding::Availability, "recorder_id").keys("t.person_id", "0").light(),
    all(Holding::AwardCycle, "confirmed_by").called("t.title"),
    all(Holding::AwardCycle, "decided_by").called("t.title"),
    all(Holding::AwardCycle, "archived_by").called("t.title"),
    all(Holding::AwardCycle, "title_allowed_by").called("t.title"),
    all(Holding::AwardSubstitute, "confirmed_by").keys("t.nomination_id", "0"),
    all(Holding::AwardSubstitute, "proposed_by").keys("t.nomination_id", "0"),
    all(Holding::AwardSupplement, "decided_by").called("t.document_no"),
    all(Holding::Booking, "booker_id").called(LECTURE),
    all(Holding::Booking, "lecturer_id").called(LECTURE),
    // Who has the address of a record that is merged away makes a new one.
    all(Holding::CalendarFeed, "person_id").way(Way::Stay).light(),
    all(Holding::Certificate, "ender_id").light(),
    all(Holding::Certificate, "issuer_id").light(),
    all(Holding::Certificate, "person_id").called("t.number"),
    all(Holding::Commitment, "party_id").refused(BOTH_TAKEN),
    all(Holding::Complaint, "answerer_id").light(),
    all(Holding::Complaint, "person_id").light(),
    all(Holding::Consent, "person_id")
        .way(Way::Unless("k.purpose = t.purpose AND k.ended_at IS NULL AND t.ended_at IS NULL"))
        .light(),
    all(Holding::Course, "lecturer_id"),
    all(Holding::CourseVersion, "lecturer_id").called("t.title"),
    all(Holding::CreditHour, "person_id").refused(SAME_CREDIT).called("t.title"),
    all(Holding::CreditHour, "verifier_id").called("t.title"),
    all(Holding::DataRequest, "answerer_id").light(),
    all(Holding::DataRequest, "person_id").light(),
    all(Holding::Delivery, "lecturer_id").called(LECTURE),
    all(Holding::Deputy, "deputy_id").way(Way::Stay).light(),
    all(Holding::Deputy, "ender_id").way(Way::Stay).light(),
    all(Holding::Deputy, "principal_id").way(Way::Stay).light(),
    all(Holding::Dispatch, "dispatcher_id").called(LECTURE),
    all(Holding::Dispatch, "lecturer_id").called(LECTURE),
    all(Holding::Enrolment, "person_id")
        .way(Way::Closing("k.event_id = t.event_id", Close::Withdrawn))
        .refused(WERE_THERE)
        .called(EVENT),
    all(Holding::Evidence, "checker_id").light().called("t.title"),
    all(Holding::Evidence, "filer_id").light(),
    all(Holding::Evidence, "person_id").called("t.title"),
    all(Holding::FormOnce, "person_id").way(Way::Stay).keys("0", "0").light(),
    all(Holding::HourClaim, "confirmer_id").called("t.title"),
    all(Holding::HourClaim, "decider_id").called("t.title"),
    all(Holding::HourClaim, "person_id")
        .refused("k.proof_sha256 = t.proof_sha256")
        .called("t.title"),
    all(Holding::HourClaim, "verifier_id").called("t.title"),
    all(Holding::Judge, "person_id")
        .keys("t.cycle_id", "t.seat_no")
        .refused("k.cycle_id = t.cycle_id"),
    all(Holding::JudgeRelation, "person_id")
        .keys("t.nomination_id", "0")
        .refused("k.nomination_id = t.nomination_id"),
    all(Holding::JudgeRelationPast, "person_id").light(),
    all(Holding::JudgeRelationPast, "undoer_id").light(),
    all(Holding::LecturerApplication, "decider_id").called("t.document_no"),
    all(Holding::LecturerApplication, "endorser_id").light(),
    all(Holding::LecturerApplication, "opener_id").light(),
    all(Holding::LecturerApplication, "person_id").refused(BOTH_APPLY).called("t.title"),
    all(Holding::LecturerApplication, "screener_id").light(),
    all(Holding::LateConflict, "person_id")
        .keys("t.booking_id", "0")
        .refused("k.booking_id = t.booking_id"),
    all(Holding::LateConflict, "recorder_id").keys("t.booking_id", "t.person_id"),
    // Who has mails at a record that is merged away chooses anew.
    all(Holding::MailAddress, "person_id").way(Way::Stay).keys("0", "0").light(),
    all(Holding::Merging, "merger_id").way(Way::Stay).light(),
    all(Holding::Message, "person_id").light(),
    all(Holding::Nomination, "checked_by").called("t.name"),
    all(Holding::Nomination, "filer_id").called("t.name"),
    all(Holding::WorkCalendar, "person_id").keys("t.year", "0").light(),
    all(Holding::NominationTruth, "person_id").keys("t.nomination_id", "0").light(),
    all(Holding::Nomination, "person_id")
        .refused("k.category_id = t.category_id")
        .called("(SELECT c.title FROM award_cycle c WHERE c.id = t.cycle_id)"),
    all(Holding::Objection, "handler_id").light(),
    all(Holding::OpenedYear, "opener_id").keys("t.year", "0").called("t.reason"),
    all(Holding::Outbox, "person_id").way(Way::Stay).light(),
    all(Holding::OutsideLecture, "decider_id").light(),
    all(Holding::Panelist, "person_id")
        .keys("t.session_id", "t.seat_no")
        .refused("k.session_id = t.session_id"),
    all(Holding::PanelRelation, "person_id")
        .keys("t.booking_id", "0")
        .refused("k.booking_id = t.booking_id"),
    all(Holding::PaperCorrection, "decider_id").called("t.title"),
    all(Holding::PaperCorrection, "person_id").refused(WAITS).called("t.title"),
    all(Holding::PaperCorrection, "proposer_id").called("t.title"),
    all(Holding::Participation, "person_id")
        .refused("k.event_key = t.event_key AND k.first_day = t.first_day")
        .called("t.title"),
    all(Holding::Person, "merged_into").way(Way::Stay).light(),
    all(Holding::Observation, "observer_id"),
    all(Holding::Reader, "person_id")
        .keys("t.nomination_id", "0")
        .refused("k.nomination_id = t.nomination_id")
        .light(),
    all(Holding::ReaderPlan, "planner_id").light(),
    all(Holding::ReferenceLecture, "opener_id"),
    all(Holding::ReferenceSheet, "person_id")
        .keys("t.reference_id", "0")
        .refused("k.reference_id = t.reference_id"),
    all(Holding::PersonTie, "other_id").refused("k.person_id = t.other_id").light(),
    all(Holding::PersonTie, "person_id").refused("k.other_id = t.person_id").light(),
    all(Holding::PersonTie, "recorder_id").light(),
    all(Holding::RegisterEntry, "person_id").light().called("t.name"),
    all(Holding::RegisterEntry, "recorder_id").light(),
    all(Holding::RepeatSitting, "orderer_id"),
    all(Holding::ReviewSession, "planner_id"),
    all(Holding::PersonField, "person_id")
        .keys("t.field_id", "0")
        .way(Way::Unless("k.field_id = t.field_id"))
        .light()
        .called("(SELECT f.name_zh FROM field f WHERE f.id = t.field_id)"),
    all(Holding::ReviewSheet, "person_id").refused("k.booking_id = t.booking_id"),
    all(Holding::ReviewSheetPast, "unlocker_id").light(),
    all(Holding::RoleExclusion, "adder_id").light(),
    all(Holding::RoleExclusion, "ender_id").light(),
    all(Holding::RoleGrant, "person_id").way(Way::Closing(SAME_ROLE, Close::Ended)),
    all(Holding::RoleProposal, "person_id").way(Way::Stay).light(),
    all(Holding::RoleProposal, "proposer_id").way(Way::Stay).light(),
    all(Holding::Rulebook, "caller_off_id").light(),
    all(Holding::Rulebook, "setter_id").light(),
    all(Holding::ScoreSheet, "person_id").refused("k.nomination_id = t.nomination_id"),
    all(Holding::ScoreSheetPast, "opener_id").light(),
    all(Holding::SearchKey, "person_id").way(Way::Stay).keys("0", "0").light(),
    all(Holding::StationCondition, "seer_id").keys("t.entry_id", CONDITION).light(),
    all(Holding::SubstituteDraw, "drawer_id").light(),
    all(Holding::SubstituteDraw, "person_id").light(),
    all(Holding::TeamMember, "person_id")
        .way(Way::Unless("k.entry_id = t.entry_id AND k.ends_on IS NULL AND t.ends_on IS NULL"))
        .light(),
    all(Holding::TieDecision, "person_id"),
    all(Holding::TrainingEvent, "planner_id").called("t.title"),
    all(Holding::TrialLecture, "decider_id").keys("t.booking_id", "0"),
    all(Holding::TrialLecture, "proposer_id").keys("t.booking_id", "0"),
    all(Holding::TrialPresence, "person_id")
        .keys("t.booking_id", "t.seat_no")
        .refused("k.booking_id = t.booking_id"),
    all(Holding::Tutor, "person_id").way(Way::Unless("1 = 1")).keys("0", "0").called("t.subject"),
    all(Holding::Upload, "owner_id").light().called("t.file_name"),
    all(Holding::VetoVote, "person_id")
        .keys("t.booking_id", "0")
        .refused("k.booking_id = t.booking_id"),
    all(Holding::WaitingEntry, "lecturer_id").called(LECTURE),
];
