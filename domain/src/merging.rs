//! Two records of one person or unit become one: what hangs on them, and what stands in the way.

use crate::{
    code::codes,
    form::{self, Values},
    grant::{KEEPERS, may_keep_grants},
    role::{Actor, Role},
};

/// Who merges records: whoever keeps roles and accounts, for both go along.
pub const MERGERS: &[Role] = KEEPERS;

/// Whether somebody may merge records of people.
pub fn may_merge(actor: &Actor) -> bool {
    may_keep_grants(actor)
}

/// Who merges records of units.
pub const UNIT_MERGERS: &[Role] = &[Role::CityOffice];

/// Whether somebody may merge records of units.
pub fn may_merge_units(actor: &Actor) -> bool {
    actor.is(Role::CityOffice)
}

codes! {
    /// What two records are of.
    Merged {
        /// A person.
        Person = "person",
        /// An organisation.
        Organisation = "organisation",
    }
}

codes! {
    /// What hangs on a person or a unit, by the table of its rows.
    Holding {
        /// The way to sign in.
        Account = "account",
        /// Belonging to a unit.
        Affiliation = "affiliation",
        /// The assessment of a lecturer's year.
        AnnualAssessment = "annual_assessment",
        /// A lecture that was not given through this program.
        OutsideLecture = "outside_lecture",
        /// A term as a lecturer.
        Appointment = "appointment",
        /// A word of somebody whose term is to be ended.
        AppointmentHearing = "appointment_hearing",
        /// A cycle that somebody has confirmed or decided.
        AwardCycle = "award_cycle",
        /// A booked slot.
        Booking = "booking",
        /// A certificate, record or statement.
        Certificate = "certificate",
        /// Time that is taken.
        Commitment = "commitment",
        /// What was complained of, or suggested.
        Complaint = "complaint",
        /// What somebody has agreed to.
        Consent = "consent",
        /// A course.
        Course = "course",
        /// A version of a course.
        CourseVersion = "course_version",
        /// A row of the ledger.
        CreditHour = "credit_hour",
        /// What somebody has asked about the own data.
        DataRequest = "data_request",
        /// A lecture that was accepted.
        Delivery = "delivery",
        /// An offer of a lecture.
        Dispatch = "dispatch",
        /// A place at a training.
        Enrolment = "enrolment",
        /// The memory of a form that was sent.
        FormOnce = "form_once",
        /// A unit as a host of lectures.
        HostUnit = "host_unit",
        /// A claim of hours.
        HourClaim = "hour_claim",
        /// A seat among the judges.
        Judge = "judge",
        /// What a judge has declared.
        JudgeRelation = "judge_relation",
        /// What a judge had declared before it was undone.
        JudgeRelationPast = "judge_relation_past",
        /// An application for the corps of lecturers.
        LecturerApplication = "lecturer_application",
        /// A nominee whom a judge reads.
        Reader = "reader",
        /// Who reads whom, as somebody had it worked out.
        ReaderPlan = "reader_plan",
        /// A conflict that became known after a verdict.
        LateConflict = "late_conflict",
        /// An absence.
        Absence = "absence",
        /// An entry of a register.
        RegisterEntry = "register_entry",
        /// A subject field beside the main one.
        PersonField = "person_field",
        /// A place in a team.
        TeamMember = "team_member",
        /// A condition of a station that somebody has seen.
        StationCondition = "station_condition",
        /// What somebody has said of the own time.
        Availability = "availability",
        /// An address of a calendar.
        CalendarFeed = "calendar_feed",
        /// A message.
        Message = "message",
        /// A standing-in for somebody.
        Deputy = "deputy",
        /// Where somebody wants messages by mail.
        MailAddress = "mail_address",
        /// Something that is to be mailed.
        Outbox = "outbox",
        /// An objection that somebody looks into.
        Objection = "objection",
        /// Somebody who follows a nominee.
        AwardSubstitute = "award_substitute",
        /// A decision about an award after the first.
        AwardSupplement = "award_supplement",
        /// A nomination.
        Nomination = "nomination",
        /// The days off of a year that somebody has written.
        WorkCalendar = "work_calendar",
        /// That what a nomination states is true, as somebody has said.
        NominationTruth = "nomination_truth",
        /// A closed year that somebody opened again.
        OpenedYear = "opened_year",
        /// A unit that stands below another.
        Organisation = "organisation",
        /// What stands above a unit.
        OrganisationClosure = "organisation_closure",
        /// Whom one calls at a unit.
        OrganisationContact = "organisation_contact",
        /// A seat on a panel.
        Panelist = "panelist",
        /// A paper or a contest's result.
        Evidence = "evidence",
        /// What a panelist has declared.
        PanelRelation = "panel_relation",
        /// A correction of what stands on a paper.
        PaperCorrection = "paper_correction",
        /// A line of an imported register.
        Participation = "participation",
        /// What ties somebody to another.
        PersonTie = "person_tie",
        /// A place.
        Place = "place",
        /// An observation of a lecture.
        Observation = "observation",
        /// A repeat of a sitting that somebody has ordered.
        RepeatSitting = "repeat_sitting",
        /// A reference lecture that somebody has offered.
        ReferenceLecture = "reference_lecture",
        /// What somebody has given a reference lecture.
        ReferenceSheet = "reference_sheet",
        /// A session that somebody has planned.
        ReviewSession = "review_session",
        /// A panelist's sheet.
        ReviewSheet = "review_sheet",
        /// What a panelist's sheet said before it was unlocked.
        ReviewSheetPast = "review_sheet_past",
        /// Roles that somebody has set apart.
        RoleExclusion = "role_exclusion",
        /// A role.
        RoleGrant = "role_grant",
        /// Roles that wait for a second keeper.
        RoleProposal = "role_proposal",
        /// A rule that somebody has set.
        Rulebook = "rulebook",
        /// A score sheet.
        ScoreSheet = "score_sheet",
        /// A score sheet before it was opened again.
        ScoreSheetPast = "score_sheet_past",
        /// A substitute judge who was drawn.
        SubstituteDraw = "substitute_draw",
        /// A key by which somebody is found.
        SearchKey = "search_key",
        /// A decision about a tie.
        TieDecision = "tie_decision",
        /// A training that somebody has planned.
        TrainingEvent = "training_event",
        /// A verdict that somebody has proposed or confirmed.
        TrialLecture = "trial_lecture",
        /// Presence at a trial lecture.
        TrialPresence = "trial_presence",
        /// What is known of a tutor.
        Tutor = "tutor",
        /// A stored file.
        Upload = "upload",
        /// What a panelist has said to a veto.
        VetoVote = "veto_vote",
        /// A place on a waiting list.
        WaitingEntry = "waiting_entry",
        /// A merging itself, by who has done it.
        Merging = "merging",
        /// The record into which another was merged.
        Person = "person",
    }
}

codes! {
    /// A fact of a person or a unit, of which one of two values stands.
    Fact {
        /// Name.
        Name = "name",
        /// Sex.
        Sex = "sex",
        /// Month of birth.
        BornIn = "born_in",
        /// Mobile number.
        Phone = "phone",
        /// Post or professional title.
        Title = "title",
        /// Subject field.
        Field = "field_id",
        /// Region.
        Region = "region_id",
        /// Topics offered.
        Topics = "topics",
        /// Remark.
        Note = "note",
        /// Remark for the office alone.
        InnerNote = "inner_note",
        /// Short name.
        ShortName = "short_name",
        /// The code of the list it came from.
        Code = "code",
        /// Kind of organisation.
        Kind = "kind",
        /// The unit above.
        Parent = "parent_id",
        /// Whether it nominates for awards.
        Nominates = "is_nominating_unit",
    }
}

impl Fact {
    /// The facts of a person, in the order in which they are shown.
    pub const OF_PERSON: &[Self] = &[
        Self::Name,
        Self::Sex,
        Self::BornIn,
        Self::Phone,
        Self::Title,
        Self::Field,
        Self::Region,
        Self::Topics,
        Self::Note,
        Self::InnerNote,
    ];

    /// The facts of a unit, in the order in which they are shown.
    pub const OF_UNIT: &[Self] = &[
        Self::Name,
        Self::ShortName,
        Self::Code,
        Self::Kind,
        Self::Region,
        Self::Parent,
        Self::Nominates,
        Self::Note,
    ];

    /// Whether its values are keys of rows.
    pub const fn is_key(self) -> bool {
        matches!(self, Self::Field | Self::Region | Self::Parent)
    }

    /// The field in which the office says which value stands.
    pub fn field(self) -> form::Name {
        form::Field::Stands.at(self as i64)
    }

    /// Whether the value of the other record stands, by the form.
    pub fn is_of_other(self, values: &Values) -> bool {
        values.trimmed(self.field()) == "other"
    }
}

/// Why two records are not merged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MergeRefusal {
    /// It is the caller's own record: somebody else of the office does it.
    Own,
    /// The other record has a role that the caller may not give.
    Role(Role),
    /// The roles of the two exclude each other (`LAW-72`).
    ExcludedRoles,
    /// Both have what one person has once, and neither can be left out.
    Both(Holding),
    /// They have had different parts in one claim or row of the ledger, or one has decided about
    /// claims of the other's unit (`TRN-08`).
    AboutTheOther,
    /// Of two units one stands above the other.
    Above,
    /// Somebody of the one unit has decided about claims of the other (`TRN-08`).
    Decided,
    /// Since the merging something was built on it: this.
    BuiltOn(Holding),
    /// Since the merging a fact was changed.
    Changed(Fact),
    /// The records were merged with others since.
    MergedSince,
}
