//! Every field of every form, and of every filter.

use std::{borrow::Cow, fmt};

use crate::code::codes;

codes! {
    /// A field, by the name under which a browser sends it. What it asks for is said by its label
    /// in `words`.
    Field {
        // Of every form: what it carries along, what is decided, and why.
        Once = "once",
        Revision = "revision",
        Decision = "decision",
        Step = "step",
        Reason = "reason",
        Remark = "remark",
        Comment = "comment",
        // Accounts and roles.
        SignInName = "sign_in_name",
        Password = "password",
        OldPassword = "old_password",
        NewPassword = "new_password",
        RepeatPassword = "repeat_password",
        Next = "next",
        Role = "role",
        Scope = "scope",
        EndsOn = "ends_on",
        OnlyForgotten = "only_forgotten",
        FactorCode = "factor_code",
        FactorRoles = "factor_roles",
        Deputy = "deputy",
        MailAddress = "mail_address",
        MailTopics = "mail_topics",
        MessageKind = "message_kind",
        Stands = "stands",
        // People and their workplaces.
        PersonName = "person_name",
        Sex = "sex",
        BornIn = "born_in",
        PersonPhone = "person_phone",
        Post = "post",
        Topics = "topics",
        PersonNote = "person_note",
        InnerNote = "inner_note",
        IsAnother = "is_another",
        Workplace = "workplace",
        StartsOn = "starts_on",
        LeftOn = "left_on",
        Corps = "corps",
        TermUntil = "term_until",
        Decider = "decider",
        Terms = "terms",
        // Applications for the corps of lecturers.
        Education = "education",
        WorkYears = "work_years",
        Cv = "cv",
        WantsSchools = "wants_schools",
        TrialCourse = "trial_course",
        UnitOpinion = "unit_opinion",
        UnitContact = "unit_contact",
        ProofSeen = "proof_seen",
        ConductClean = "conduct_clean",
        OrientationDone = "orientation_done",
        SkillRecognised = "skill_recognised",
        HealthSeen = "health_seen",
        Ground = "ground",
        Hearing = "hearing",
        SelfReport = "self_report",
        CountyWord = "county_word",
        GradeComment = "grade_comment",
        VetoGround = "veto_ground",
        IllMonths = "ill_months",
        OutsideTitle = "outside_title",
        OutsideDay = "outside_day",
        OutsideHost = "outside_host",
        IsRural = "is_rural",
        // Units.
        UnitName = "unit_name",
        ShortName = "short_name",
        UnitCode = "unit_code",
        UnitKind = "unit_kind",
        Above = "above",
        Nominates = "nominates",
        SortOrder = "sort_order",
        OneRole = "one_role",
        OtherRole = "other_role",
        // Rules.
        RuleValue = "rule_value",
        ValidFrom = "valid_from",
        RuleSource = "rule_source",
        // Places.
        PlaceName = "place_name",
        Address = "address",
        Capacity = "capacity",
        County = "county",
        Town = "town",
        // Courses.
        Title = "title",
        Summary = "summary",
        SubjectField = "field",
        Stages = "stages",
        Groups = "groups",
        Minutes = "minutes",
        MaxAudience = "max_audience",
        Equipment = "equipment",
        Outline = "outline",
        Sources = "sources",
        Slides = "slides",
        SlidesToken = "slides_token",
        OwnsRights = "owns_rights",
        NoAdvertising = "no_advertising",
        ChangeKind = "change_kind",
        ChangedSlides = "changed_slides",
        AllSlides = "all_slides",
        ChangeNote = "change_note",
        // The school calendar.
        PeriodKind = "period_kind",
        PeriodTitle = "period_title",
        // Registers.
        EntryName = "entry_name",
        EntryDetail = "entry_detail",
        EntryPerson = "entry_person",
        EntryUnit = "entry_unit",
        EntryCourse = "entry_course",
        EntryDocument = "entry_document",
        EntryFrom = "entry_from",
        EntryUntil = "entry_until",
        EntryYear = "entry_year",
        EntrySeats = "entry_seats",
        EntryNote = "entry_note",
        CheckedOn = "checked_on",
        CheckClear = "check_clear",
        SeenOn = "seen_on",
        Conditions = "conditions",
        Member = "member",
        MemberFrom = "member_from",
        MemberUntil = "member_until",
        // The own time.
        Availability = "availability",
        NotBefore = "not_before",
        NeverAt = "never_at",
        ExceptDays = "except_days",
        // Review sessions.
        HeldOn = "held_on",
        StartsAt = "starts_at",
        SlotMinutes = "slot_minutes",
        ShortMinutes = "short_minutes",
        Part = "part",
        Course = "course",
        Session = "session",
        NSlots = "n_slots",
        BreakMinutes = "break_minutes",
        Place = "place",
        VideoLink = "video_link",
        OpensOn = "opens_on",
        EveryWeeks = "every_weeks",
        NSessions = "n_sessions",
        SeriesDays = "series_days",
        KeepsPanel = "keeps_panel",
        CancelReason = "cancel_reason",
        GivenVersion = "given_version",
        ReferenceOf = "reference_of",
        SubjectFields = "fields",
        /// Subject fields of a person beside the main one.
        FurtherFields = "further_fields",
        Panel = "panel",
        Seat = "seat",
        NewPanelist = "new_panelist",
        Sessions = "sessions",
        Seed = "seed",
        Fingerprint = "fingerprint",
        Slot = "slot",
        // Sittings, their sheets and verdicts.
        Note = "note",
        Strength = "strength",
        Suggestion = "suggestion",
        Veto = "veto",
        VetoDetail = "veto_detail",
        VetoVote = "veto_vote",
        Verdict = "verdict",
        Changes = "changes",
        Reply = "reply",
        ReopenReason = "reopen_reason",
        ConflictPanelist = "conflict_panelist",
        ConflictKind = "conflict_kind",
        ConflictReason = "conflict_reason",
        RepeatReason = "repeat_reason",
        Meanwhile = "meanwhile",
        // Observations of lectures, and audience jurors.
        Observer = "observer",
        LevelSoundness = "level_soundness",
        LevelEngagement = "level_engagement",
        LevelUsefulness = "level_usefulness",
        ArrivedAt = "arrived_at",
        LeftAt = "left_at",
        OnTime = "on_time",
        EquipmentState = "equipment_state",
        Highlights = "highlights",
        GroupLabel = "group_label",
        NJurors = "n_jurors",
        FaceEngaging = "face_engaging",
        FaceClear = "face_clear",
        FaceUseful = "face_useful",
        // Rosters.
        Sheet = "sheet",
        ColumnIs = "column_is",
        RowIs = "row_is",
        ClearFields = "clear_fields",
        RestoreRoles = "restore_roles",
        File = "file",
        Kind = "kind",
        AsOf = "as_of",
        Plan = "plan",
        // Awards.
        AwardTitle = "award_title",
        Year = "year",
        LegalBasis = "legal_basis",
        ApprovalNo = "approval_no",
        NoticeOrder = "notice_order",
        OwnCategory = "own_category",
        OwnUnit = "own_unit",
        Award = "award",
        LeaveReason = "leave_reason",
        AllowedTitle = "allowed_title",
        StageUntil = "stage_until",
        AwardStage = "award_stage",
        ProposalDays = "proposal_days",
        EvaluationDays = "evaluation_days",
        EligibilityDays = "eligibility_days",
        NominationDays = "nomination_days",
        ObjectionsTo = "objections_to",
        Criteria = "criteria",
        QuotaKind = "quota_kind",
        Seats = "seats",
        AddedSeats = "added_seats",
        Units = "units",
        Judges = "judges",
        Substitute = "substitute",
        Absent = "absent",
        Nominee = "nominee",
        Relation = "relation",
        Score = "score",
        Tie = "tie",
        Resolution = "resolution",
        Ballots = "ballots",
        Votes = "votes",
        Reference = "reference",
        Selected = "selected",
        Deviation = "deviation",
        DocumentNo = "document_no",
        // Lectures.
        HostName = "host_name",
        HostKind = "host_kind",
        HostCounty = "host_county",
        Hall = "hall",
        HallEquipment = "hall_equipment",
        Stage = "stage",
        Audience = "audience",
        Mode = "mode",
        Day1 = "day_1",
        Hour1 = "hour_1",
        Day2 = "day_2",
        Hour2 = "hour_2",
        Day3 = "day_3",
        Hour3 = "hour_3",
        Contact = "contact",
        ContactPhone = "contact_phone",
        Whitelist = "whitelist",
        Wish = "wish",
        Adult = "adult",
        Consent = "consent",
        Candidate = "candidate",
        Time = "time",
        DeclineReason = "decline_reason",
        DeclineNote = "decline_note",
        Attendance = "attendance",
        DeliveredOn = "delivered_on",
        BeganAt = "began_at",
        EndedAt = "ended_at",
        // Trainings and claims of hours.
        EventTitle = "event_title",
        Organiser = "organiser",
        ActivityKind = "activity_kind",
        FirstDay = "first_day",
        LastDay = "last_day",
        HalfDays = "half_days",
        Participation = "participation",
        LessonMinutes = "lesson_minutes",
        Topic = "topic",
        Hours = "hours",
        Report = "report",
        Proof = "proof",
        ProofToken = "proof_token",
        EvidenceKind = "evidence_kind",
        EvidenceTitle = "evidence_title",
        EvidenceOn = "evidence_on",
        EvidenceVenue = "evidence_venue",
        EvidenceLevel = "evidence_level",
        EvidencePrize = "evidence_prize",
        EvidencePart = "evidence_part",
        Unit = "unit",
        Accepted = "accepted",
        Opinion = "opinion",
        Dispute = "dispute",
        TrainingPlace = "training_place",
        Content = "content",
        EnrolUntil = "enrol_until",
        Enrolment = "enrolment",
        Person = "person",
        Present = "present",
        // One's own data, complaints and suggestions.
        Publication = "publication",
        DataRequestKind = "data_request_kind",
        DataRequest = "data_request",
        ComplaintKind = "complaint_kind",
        Complaint = "complaint",
        ComplaintContact = "complaint_contact",
        Answer = "answer",
        // Nominations that units write.
        EthnicGroup = "ethnic_group",
        NomineePost = "nominee_post",
        NomineeTitle = "nominee_title",
        NomineePhone = "nominee_phone",
        ServiceYears = "service_years",
        Deeds = "deeds",
        EarlierAwards = "earlier_awards",
        UnitRank = "unit_rank",
        CountyOpinion = "county_opinion",
        ConsentProcessing = "consent_processing",
        ConsentPublication = "consent_publication",
        Truthful = "truthful",
        OffDays = "off_days",
        WorkDays = "work_days",
        ConsentName = "consent_name",
        SignedOn = "signed_on",
        MostNominations = "most_nominations",
        MostApart = "most_apart",
        Levels = "levels",
        Confirmed = "confirmed",
        // Objections to awards, and what changes after a notice.
        ObjectionAbout = "objection_about",
        Objection = "objection",
        ObjectorKind = "objector_kind",
        ObjectorName = "objector_name",
        ObjectorContact = "objector_contact",
        Anonymous = "anonymous",
        ReceivedOn = "received_on",
        Scan = "scan",
        Handler = "handler",
        ExtensionReason = "extension_reason",
        Finding = "finding",
        Effect = "effect",
        NomineeName = "nominee_name",
        NomineeWorkplace = "nominee_workplace",
        ReturnReason = "return_reason",
        AbortReason = "abort_reason",
        SeatPassing = "seat_passing",
        TiesOffLine = "ties_off_line",
        FinalKind = "final_kind",
        MostSheets = "most_sheets",
        Turn = "turn",
        LeftOut = "left_out",
        OpenedSheet = "opened_sheet",
        UndoneRelation = "undone_relation",
        UndoReason = "undo_reason",
        TieKind = "tie_kind",
        TiedPerson = "tied_person",
        // Certificates, records and statements.
        CertificateKind = "certificate_kind",
        CertificateNo = "certificate_no",
        PrintedName = "printed_name",
        Issuer = "issuer",
        InCharge = "in_charge",
        IssuerContact = "issuer_contact",
        NumberPattern = "number_pattern",
        RevocationGround = "revocation_ground",
        PaperRecovery = "paper_recovery",
        PrizeRecovery = "prize_recovery",
        CertificateFile = "certificate_file",
        // How pages are shown.
        Language = "language",
        Theme = "theme",
        Elder = "elder",
        // Filters: words of an address.
        Search = "q",
        State = "state",
        Grade = "grade",
        View = "view",
        TermCorps = "of_corps",
        Date = "date",
        Page = "page",
        UpTo = "up_to",
        Masked = "masked",
        Who = "who",
        Act = "act",
        FromDay = "from",
        ToDay = "to",
        Thing = "thing",
        ThingId = "thing_id",
        Result = "result",
    }
}

impl Field {
    /// The field of one of several things on a page: `Field::Score.at(7)` is sent as `score_7`.
    pub fn at(self, number: impl Into<i64>) -> Name {
        Name { field: self, number: Some(number.into()) }
    }

    /// Whether a person fills it in, so that an error page gives it back; what a form carries along
    /// by itself, and what must not be shown, is not.
    pub fn is_typed(self) -> bool {
        use Field::{
            Candidate, Decision, Enrolment, Fingerprint, Next, Once, Person, Plan, Revision, Seed,
            Session, Sessions, Slot, Step, Tie, Time, Turn,
        };
        // Buttons, and what a form is about.
        let is_button = matches!(self, Decision | Slot | Candidate | Time | Step | Turn);
        let is_carried =
            matches!(self, Once | Revision | Next | Plan | Tie | Enrolment | Person | Fingerprint)
                || matches!(self, Seed | Session | Sessions)
                || is_button;
        !is_carried && !self.is_token() && !self.is_secret()
    }

    /// What is sent for the file of this field once it is stored.
    pub fn token(self) -> Option<Self> {
        match self {
            Self::Slides => Some(Self::SlidesToken),
            Self::Proof => Some(Self::ProofToken),
            _ => None,
        }
    }

    /// Whether a file is chosen in it.
    pub fn is_file(self) -> bool {
        matches!(self, Self::Slides | Self::Proof | Self::File | Self::CertificateFile | Self::Scan)
    }

    /// Whether it stands for a file that was stored before.
    pub fn is_token(self) -> bool {
        matches!(self, Self::SlidesToken | Self::ProofToken)
    }

    /// Whether it is a password, which is never kept or shown.
    pub fn is_secret(self) -> bool {
        use Field::{FactorCode, NewPassword, OldPassword, Password, RepeatPassword};
        matches!(self, Password | OldPassword | NewPassword | RepeatPassword | FactorCode)
    }
}

/// The name under which a field is sent, with the number of the thing that it is about where a page
/// has the field several times: a score for each criterion, a relation for each nominee.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Name {
    /// The field.
    pub field: Field,
    /// The thing that it is about.
    pub number: Option<i64>,
}

impl Name {
    /// From the text that was sent.
    pub fn parse(text: &str) -> Option<Self> {
        if let Some(field) = Field::parse(text) {
            return Some(field.into());
        }
        let (field, number) = text.rsplit_once('_')?;
        Some(Field::parse(field)?.at(number.parse::<i64>().ok()?))
    }

    /// The text that is sent.
    pub fn text(self) -> Cow<'static, str> {
        let field = self.field.as_str();
        self.number.map_or(Cow::Borrowed(field), |number| format!("{field}_{number}").into())
    }
}

impl From<Field> for Name {
    fn from(field: Field) -> Self {
        Self { field, number: None }
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_read_as_it_is_written() {
        for field in Field::ALL {
            for name in [Name::from(*field), field.at(70_001)] {
                assert_eq!(Name::parse(&name.to_string()), Some(name));
            }
        }
        assert_eq!(Field::Score.at(7).to_string(), "score_7");
        for unknown in ["", "_", "score_", "score_x", "no_such_field", "no_such_field_7"] {
            assert_eq!(Name::parse(unknown), None, "{unknown}");
        }
    }
}
