//! Who hears of what, and when: one table of every message that the program sends.
//!
//! `tell` and its callers in `actions` send them; the page of this table shows what it says, each
//! person chooses by its topics what comes by mail as well, and tests look that none is dead.

use crate::code::codes;

codes! {
    /// What messages are about, as people choose among them.
    Topic {
        /// Own and submitted courses, and their place in the catalogue.
        Course = "course",
        /// Review sessions and their slots.
        Session = "session",
        /// Sitting on a panel, sheets and verdicts.
        Panel = "panel",
        /// Requests, offers and lectures.
        Lecture = "lecture",
        /// Observations of lectures.
        Observation = "observation",
        /// Trainings and places at them.
        Training = "training",
        /// Claims of hours.
        Hours = "hours",
        /// Awards.
        Award = "award",
        /// Terms in a corps.
        Term = "term",
        /// What is near in the own calendar, and the times when somebody is not to be asked.
        Calendar = "calendar",
        /// The own account and roles.
        Account = "account",
        /// Rules and deadlines that have changed.
        Rules = "rules",
        /// What is on file of people and units, and what they ask or complain of.
        Data = "data",
    }
}

codes! {
    /// Who hears of something.
    Hearer {
        /// The lecturer whose course, lecture or term it is.
        Lecturer = "lecturer",
        /// Who reads courses before they may be booked.
        Reviewer = "reviewer",
        /// The panel.
        Panel = "panel",
        /// The chair of the panel.
        Chair = "chair",
        /// Who organises the session.
        Organiser = "organiser",
        /// Who waits for a slot.
        Waiting = "waiting",
        /// The city's office.
        Office = "office",
        /// The county's office.
        CountyOffice = "county_office",
        /// Who acts for the unit.
        UnitOfficer = "unit_officer",
        /// Who acts for a unit that may nominate.
        NominatingUnit = "nominating_unit",
        /// Who is nominated.
        Nominee = "nominee",
        /// The observer.
        Observer = "observer",
        /// For whom the training or the award is.
        Eligible = "eligible",
        /// Who has or has asked for a place.
        Enrolled = "enrolled",
        /// Who planned the training.
        Planner = "planner",
        /// Who checks a claim next.
        Verifier = "verifier",
        /// The judges.
        Judge = "judge",
        /// Whom it is about.
        Person = "person",
        /// Who gives roles.
        Keeper = "keeper",
        /// Who answers for the data.
        DataKeeper = "data_keeper",
        /// Who decides for the association, by name.
        DecisionMaker = "decision_maker",
        /// Who watches over reviews, awards and hours.
        Supervisor = "supervisor",
        /// Who watches over roles and codes.
        AuditAdministrator = "audit_administrator",
    }
}

codes! {
    /// When somebody hears of it.
    ToldWhen {
        /// In the transaction that does it.
        AtOnce = "at_once",
        /// Some time before its deadline or its time.
        Ahead = "ahead",
        /// Once its deadline has passed.
        Passed = "passed",
    }
}

codes! {
    /// How much of it a mail says.
    InMail {
        /// All of it.
        Whole = "whole",
        /// Only that there is a message: it tells of a person what stays in the house.
        Sealed = "sealed",
        /// Nothing: it never comes by mail.
        Never = "never",
    }
}

/// A row of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Told {
    /// What it belongs to.
    pub topic: Topic,
    /// When it is sent.
    pub when: ToldWhen,
    /// Who hears of it.
    pub to: &'static [Hearer],
    /// Whether the office looks who has not read it: somebody would stand before a closed door.
    pub must_be_read: bool,
    /// How much a mail says.
    pub in_mail: InMail,
}

macro_rules! told {
    (@must) => { false };
    (@must must $(, $more:ident)*) => { true };
    (@must $other:ident $(, $more:ident)*) => { told!(@must $($more),*) };
    (@mail) => { InMail::Whole };
    (@mail sealed $(, $more:ident)*) => { InMail::Sealed };
    (@mail never $(, $more:ident)*) => { InMail::Never };
    (@mail $other:ident $(, $more:ident)*) => { told!(@mail $($more),*) };
    ($(
        $(#[$doc:meta])* $kind:ident = $code:literal, $topic:ident, $when:ident,
        [$($to:ident),+] $(, $flag:ident)*;
    )+) => {
        codes! {
            /// What a message tells of.
            MessageKind { $($(#[$doc])* $kind = $code),+ }
        }

        impl MessageKind {
            /// What the table says of it.
            pub const fn told(self) -> Told {
                match self {
                    $(Self::$kind => Told {
                        topic: Topic::$topic,
                        when: ToldWhen::$when,
                        to: &[$(Hearer::$to),+],
                        must_be_read: told!(@must $($flag),*),
                        in_mail: told!(@mail $($flag),*),
                    }),+
                }
            }
        }
    };
}

told! {
    /// A course was handed in.
    CourseSubmitted = "course_submitted", Course, AtOnce, [Reviewer, Office];
    /// A course may book a slot.
    CourseCleared = "course_cleared", Course, AtOnce, [Lecturer];
    /// A course is to be changed first.
    CourseSentBack = "course_sent_back", Course, AtOnce, [Lecturer];
    /// Slides were replaced.
    SlidesReplaced = "slides_replaced", Course, AtOnce, [Reviewer, Office];
    /// The required changes were answered.
    CourseResubmitted = "course_resubmitted", Course, AtOnce, [Office];
    /// A course is in the catalogue.
    CourseListed = "course_listed", Course, AtOnce, [Lecturer];
    /// A listing was changed.
    ListingChanged = "listing_changed", Course, AtOnce, [Lecturer, Office];
    /// A listing ends soon.
    ListingEnds = "listing_ends", Course, Ahead, [Lecturer];
    /// A listing has ended.
    ListingEnded = "listing_ended", Course, Passed, [Lecturer, Office];
    /// A minor change is in the catalogue.
    CourseChangeListed = "course_change_listed", Course, AtOnce, [Lecturer];
    /// Requests do not fit the new version.
    RequestsLeft = "requests_left", Course, AtOnce, [Office];
    /// Somebody has found an error in a course.
    CourseErrorFound = "course_error_found", Course, AtOnce, [Lecturer];
    /// The office has ended an overdue round.
    RoundEnded = "round_ended", Course, AtOnce, [Lecturer];
    /// A cleared course has no slot yet.
    RemindBookSlot = "remind_book_slot", Course, Ahead, [Lecturer];
    /// Required changes are not answered yet.
    RemindRevise = "remind_revise", Course, Ahead, [Lecturer];
    /// Booking or answering is overdue.
    RemindRoundMissed = "remind_round_missed", Course, Passed, [Lecturer, Office];
    /// A review session may be booked.
    SessionOpened = "session_opened", Session, AtOnce, [Lecturer];
    /// A slot was booked.
    SlotBooked = "slot_booked", Session, AtOnce, [Lecturer, Panel, Organiser];
    /// A booked slot was exchanged.
    SlotMoved = "slot_moved", Session, AtOnce, [Lecturer, Panel, Organiser], must;
    /// The office has booked a slot for somebody.
    SlotBookedForYou = "slot_booked_for_you", Session, AtOnce, [Lecturer], must;
    /// A slot was given back.
    SlotReleased = "slot_released", Session, AtOnce, [Lecturer, Panel, Organiser];
    /// A slot is kept for who waits.
    SlotOffered = "slot_offered", Session, AtOnce, [Waiting];
    /// An offered slot was not answered in time.
    OfferLapsed = "offer_lapsed", Session, Passed, [Waiting];
    /// Waiting has ended.
    WaitingEnded = "waiting_ended", Session, Passed, [Waiting];
    /// The office has given a slot back for somebody.
    SlotCancelledForYou = "slot_cancelled_for_you", Session, AtOnce, [Lecturer], must;
    /// A slot is recorded as missed.
    SlotMissed = "slot_missed", Session, Passed, [Lecturer];
    /// A slot begins or ends at another time.
    SlotChanged = "slot_changed", Session, AtOnce, [Lecturer, Panel], must;
    /// The office has taken a slot back.
    SlotWithdrawn = "slot_withdrawn", Session, AtOnce, [Lecturer], must;
    /// A session was moved.
    SessionMoved = "session_moved", Session, AtOnce, [Lecturer, Panel, Waiting], must;
    /// A session was called off.
    SessionCancelled = "session_cancelled", Session, AtOnce, [Panel], must;
    /// A moved slot is not confirmed yet.
    RemindReconfirm = "remind_reconfirm", Session, Ahead, [Lecturer];
    /// Somebody is asked to sit on a panel.
    PanelCalled = "panel_called", Panel, AtOnce, [Panel], must;
    /// A panelist cannot come.
    PanelDeclined = "panel_declined", Panel, AtOnce, [Organiser];
    /// Somebody else has the seat.
    PanelReleased = "panel_released", Panel, AtOnce, [Panel], must;
    /// Too few may judge a lecture.
    PanelShort = "panel_short", Panel, AtOnce, [Organiser];
    /// A sheet is awaited.
    SheetAwaited = "sheet_awaited", Panel, AtOnce, [Panel];
    /// A veto was raised.
    VetoRaised = "veto_raised", Panel, AtOnce, [Panel];
    /// A submitted sheet is open again.
    SheetUnlocked = "sheet_unlocked", Panel, AtOnce, [Panel, Supervisor];
    /// A verdict is awaited.
    VerdictAwaited = "verdict_awaited", Panel, AtOnce, [Chair];
    /// A verdict is proposed.
    VerdictProposed = "verdict_proposed", Panel, AtOnce, [Office];
    /// A verdict is to be thought over.
    VerdictSentBack = "verdict_sent_back", Panel, AtOnce, [Chair];
    /// There is a verdict.
    VerdictConfirmed = "verdict_confirmed", Panel, AtOnce, [Lecturer];
    /// The lecturer has withdrawn the version.
    LectureWithdrawn = "lecture_withdrawn", Panel, AtOnce, [Panel];
    /// A conflict became known later.
    LateConflict = "late_conflict", Panel, AtOnce, [Panel, Office, Supervisor];
    /// The same version is judged once more.
    RepeatOrdered = "repeat_ordered", Panel, AtOnce, [Lecturer, Supervisor];
    /// It is not judged once more.
    RepeatCalledOff = "repeat_called_off", Panel, AtOnce, [Lecturer, Supervisor];
    /// A sheet is not handed in yet.
    RemindSheet = "remind_sheet", Panel, Ahead, [Panel];
    /// Sheets are missing.
    RemindSheetsMissing = "remind_sheets_missing", Panel, Passed, [Chair, Office];
    /// An invitation is not answered yet.
    RemindPanelAnswer = "remind_panel_answer", Panel, Ahead, [Panel];
    /// A host asks for a lecture.
    LectureRequested = "lecture_requested", Lecture, AtOnce, [CountyOffice, Office];
    /// A request passed its review.
    RequestPassed = "request_passed", Lecture, AtOnce, [Office];
    /// A host took its request back.
    RequestCancelled = "request_cancelled", Lecture, AtOnce, [CountyOffice, Office];
    /// A lecture is offered.
    DispatchOffered = "dispatch_offered", Lecture, AtOnce, [Lecturer], must;
    /// An offer was taken back.
    DispatchWithdrawn = "dispatch_withdrawn", Lecture, AtOnce, [Lecturer], must;
    /// A lecturer accepted.
    DispatchAccepted = "dispatch_accepted", Lecture, AtOnce, [CountyOffice, Office];
    /// A lecturer declined.
    DispatchDeclined = "dispatch_declined", Lecture, AtOnce, [CountyOffice, Office];
    /// A lecturer did not answer in time.
    DispatchLapsed = "dispatch_lapsed", Lecture, Passed, [CountyOffice, Office];
    /// A lecturer gave a lecture back.
    DeliveryGivenBack = "delivery_given_back", Lecture, AtOnce, [CountyOffice, Office];
    /// An agreed lecture was called off.
    DeliveryCancelled = "delivery_cancelled", Lecture, AtOnce, [Lecturer], must;
    /// The host reported a lecture.
    DeliveryReported = "delivery_reported", Lecture, AtOnce, [Lecturer];
    /// What was verified of a lecture was corrected.
    DeliveryCorrected = "delivery_corrected", Lecture, AtOnce, [Lecturer];
    /// Host and lecturer report differently.
    DeliveryDisputed = "delivery_disputed", Lecture, AtOnce, [Office];
    /// An offer is not answered yet.
    RemindOffer = "remind_offer", Lecture, Ahead, [Lecturer];
    /// A request's review is due soon.
    RemindRequest = "remind_request", Lecture, Ahead, [CountyOffice, Office];
    /// A request's review is overdue.
    RemindRequestMissed = "remind_request_missed", Lecture, Passed, [CountyOffice, Office];
    /// Something agreed is near.
    EventSoon = "event_soon", Calendar, Ahead, [Person];
    /// Somebody is asked to observe.
    ObservationAsked = "observation_asked", Observation, AtOnce, [Observer];
    /// A lecturer offers a lecture.
    ObservationOffered = "observation_offered", Observation, AtOnce, [Office];
    /// An observer comes.
    ObservationAccepted = "observation_accepted", Observation, AtOnce, [Lecturer, Office];
    /// An observer does not come.
    ObservationDeclined = "observation_declined", Observation, AtOnce, [Office];
    /// Another observer comes.
    ObservationReplaced = "observation_replaced", Observation, AtOnce, [Observer];
    /// An observer has asked somebody else.
    ObservationHandedOn = "observation_handed_on", Observation, AtOnce, [Office];
    /// An observed lecture was moved.
    ObservationMoved = "observation_moved", Observation, AtOnce, [Lecturer, Observer], must;
    /// The observer is taken at the new time.
    ObservationFreed = "observation_freed", Observation, AtOnce, [Observer, Office];
    /// An observed lecture does not take place.
    ObservationEnded = "observation_ended", Observation, AtOnce, [Lecturer, Observer], must;
    /// An observation is handed in.
    ObservationShared = "observation_shared", Observation, AtOnce, [Lecturer, Office];
    /// The lecturer has answered an observation.
    ObservationAnswered = "observation_answered", Observation, AtOnce, [Observer, Office];
    /// A course has two low observations.
    ObservationDoubted = "observation_doubted", Observation, AtOnce, [Office];
    /// A training was published.
    TrainingPublished = "training_published", Training, AtOnce, [Eligible];
    /// A unit's officer can ask for places, has asked for some, or has given one back.
    UnitEnrolment = "unit_enrolment", Training, AtOnce, [UnitOfficer, Planner, Enrolled];
    /// Somebody wants to come.
    EnrolmentApplied = "enrolment_applied", Training, AtOnce, [Planner];
    /// A place at a training.
    EnrolmentApproved = "enrolment_approved", Training, AtOnce, [Enrolled];
    /// No place at a training.
    EnrolmentRejected = "enrolment_rejected", Training, AtOnce, [Enrolled];
    /// A place was taken back.
    EnrolmentRemoved = "enrolment_removed", Training, AtOnce, [Enrolled], must;
    /// Somebody gives a place back.
    EnrolmentWithdrawn = "enrolment_withdrawn", Training, AtOnce, [Planner];
    /// Somebody on the roster is committed elsewhere.
    EnrolmentClashes = "enrolment_clashes", Training, AtOnce, [Planner];
    /// What is said about a training has changed.
    TrainingChanged = "training_changed", Training, AtOnce, [Enrolled];
    /// A training was moved.
    TrainingMoved = "training_moved", Training, AtOnce, [Enrolled], must;
    /// A training does not take place.
    TrainingCancelled = "training_cancelled", Training, AtOnce, [Enrolled], must;
    /// Attendance was credited.
    HoursCredited = "hours_credited", Training, AtOnce, [Enrolled];
    /// Credited hours were corrected.
    HoursCorrected = "hours_corrected", Training, AtOnce, [Enrolled];
    /// Confirmed attendance was corrected.
    AttendanceCorrected = "attendance_corrected", Training, AtOnce, [Planner];
    /// A correction that waited for a second person has ended.
    CorrectionEnded = "correction_ended", Hours, AtOnce, [Office, CountyOffice, Person];
    /// Evidence of somebody was entered, confirmed, sent back or taken back.
    EvidenceNews = "evidence_news", Data, AtOnce, [Person];
    /// A claim of hours waits.
    ClaimToCheck = "claim_to_check", Hours, AtOnce, [Verifier];
    /// The unit has confirmed a claim.
    ClaimConfirmed = "claim_confirmed", Hours, AtOnce, [Person];
    /// A claim was verified.
    ClaimVerified = "claim_verified", Hours, AtOnce, [Person];
    /// A claim is to be changed.
    ClaimReturned = "claim_returned", Hours, AtOnce, [Person];
    /// A claim was rejected.
    ClaimRejected = "claim_rejected", Hours, AtOnce, [Person];
    /// A claim of a closed year is decided anew.
    ClaimReopened = "claim_reopened", Hours, AtOnce, [Person, Supervisor];
    /// A closed year takes hours again.
    YearOpened = "year_opened", Hours, AtOnce, [Supervisor];
    /// An award was announced.
    AwardAnnounced = "award_announced", Award, AtOnce, [NominatingUnit, CountyOffice, Judge, Eligible];
    /// Judging has begun.
    AwardJudging = "award_judging", Award, AtOnce, [Judge];
    /// A shortlist is drawn.
    AwardShortlisted = "award_shortlisted", Award, AtOnce, [NominatingUnit, CountyOffice];
    /// A final by vote is to come.
    AwardVoting = "award_voting", Award, AtOnce, [Judge];
    /// The meeting of a final has begun.
    FinalMeetingOpened = "final_meeting_opened", Award, AtOnce, [Judge];
    /// Whom each judge reads is settled.
    ReadersAssigned = "readers_assigned", Award, AtOnce, [Judge];
    /// A judge's sheet is open again.
    ScoreSheetOpened = "score_sheet_opened", Award, AtOnce, [Judge], must, sealed;
    /// A judge's declaration is undone.
    RelationUndone = "relation_undone", Award, AtOnce, [Judge], must, sealed;
    /// The office has put an evaluation right.
    EvaluationPutRight = "evaluation_put_right", Award, AtOnce, [Supervisor], sealed;
    /// A stage of an award ends later.
    AwardStageMoved = "award_stage_moved", Award, AtOnce, [NominatingUnit, CountyOffice, Judge];
    /// A list of winners is on notice.
    AwardPosted = "award_posted", Award, AtOnce, [NominatingUnit, CountyOffice, Nominee];
    /// An award is decided.
    AwardDecided = "award_decided", Award, AtOnce, [NominatingUnit, CountyOffice, Judge];
    /// A list waits to be confirmed.
    AwardProposed = "award_proposed", Award, AtOnce, [DecisionMaker], must;
    /// A list is confirmed.
    ProposalConfirmed = "proposal_confirmed", Award, AtOnce, [Office];
    /// Somebody has nominated oneself to a unit.
    NominatedOneself = "nominated_oneself", Award, AtOnce, [UnitOfficer, CountyOffice], sealed;
    /// A unit has endorsed who nominated oneself.
    NominationEndorsed = "nomination_endorsed", Award, AtOnce, [Person];
    /// A nomination is sent back to be corrected.
    NominationReturned = "nomination_returned", Award, AtOnce, [UnitOfficer, CountyOffice], must, sealed;
    /// A nomination was withdrawn.
    NominationWithdrawn = "nomination_withdrawn", Award, AtOnce, [Person, UnitOfficer, CountyOffice, Office], sealed;
    /// An objection to an award came.
    ObjectionReceived = "objection_received", Award, AtOnce, [Office, Supervisor], must;
    /// Somebody is to look into an objection.
    ObjectionGiven = "objection_given", Award, AtOnce, [Person], must;
    /// Somebody else looks into an objection.
    ObjectionTakenOver = "objection_taken_over", Award, AtOnce, [Person], must;
    /// Somebody was judged, and may read how.
    NomineeJudged = "nominee_judged", Award, AtOnce, [Person];
    /// An objection has ended.
    ObjectionSettled = "objection_settled", Award, AtOnce, [Office, DecisionMaker, Supervisor];
    /// A nominee was taken off the list.
    NomineeRemoved = "nominee_removed", Award, AtOnce, [Person, UnitOfficer, CountyOffice], must, sealed;
    /// A name on a list was put right.
    NomineeCorrected = "nominee_corrected", Award, AtOnce, [Person, UnitOfficer, CountyOffice], sealed;
    /// An award was taken away.
    AwardeeRemoved = "awardee_removed", Award, AtOnce, [DecisionMaker, Office], must, sealed;
    /// A proposal was sent back.
    ProposalSentBack = "proposal_sent_back", Award, AtOnce, [Office], must;
    /// A person has said whether somebody may take part.
    NominationChecked = "nomination_checked", Award, AtOnce, [Person, UnitOfficer, CountyOffice], must, sealed;
    /// The days of a correction are ended.
    NominationReturnEnded = "nomination_return_ended", Award, AtOnce, [UnitOfficer, CountyOffice], must, sealed;
    /// Somebody is to follow who was not on the list.
    SubstituteProposed = "substitute_proposed", Award, AtOnce, [DecisionMaker];
    /// That was sent back.
    SubstituteSentBack = "substitute_sent_back", Award, AtOnce, [Office];
    /// A substitute is on notice.
    SubstitutePosted = "substitute_posted", Award, AtOnce, [NominatingUnit, CountyOffice, Person];
    /// A notice was taken back.
    AwardTakenBack = "award_taken_back", Award, AtOnce, [Office, DecisionMaker, NominatingUnit, CountyOffice, Nominee];
    /// An award was given up.
    AwardAborted = "award_aborted", Award, AtOnce, [NominatingUnit, CountyOffice, Judge, Nominee];
    /// An award was taken out of the archive.
    AwardTakenOut = "award_taken_out", Award, AtOnce, [DecisionMaker, Supervisor];
    /// There is a certificate.
    CertificateIssued = "certificate_issued", Award, AtOnce, [Person];
    /// There are certificates of a unit's winners.
    CertificatesReady = "certificates_ready", Award, AtOnce, [UnitOfficer, CountyOffice];
    /// Another certificate stands for one.
    CertificateCorrected = "certificate_corrected", Award, AtOnce, [Person, UnitOfficer, CountyOffice];
    /// A certificate is revoked.
    CertificateRevoked = "certificate_revoked", Award, AtOnce, [Person, UnitOfficer, CountyOffice], must, sealed;
    /// A revoked certificate is issued anew.
    CertificateReissued = "certificate_reissued", Award, AtOnce, [Person, UnitOfficer, CountyOffice], sealed;
    /// A record or statement does not say any more what is on file.
    CertificateOutdated = "certificate_outdated", Hours, AtOnce, [Person];
    /// A term begins.
    AppointmentAppointed = "appointment_appointed", Term, AtOnce, [Lecturer];
    /// A term is renewed.
    AppointmentRenewed = "appointment_renewed", Term, AtOnce, [Lecturer];
    /// A term rests.
    AppointmentSuspended = "appointment_suspended", Term, AtOnce, [Lecturer], must;
    /// A term goes on.
    AppointmentReinstated = "appointment_reinstated", Term, AtOnce, [Lecturer];
    /// The association wants to end a term, and asks.
    AppointmentAsked = "appointment_asked", Term, AtOnce, [Lecturer], must, sealed;
    /// Somebody has answered.
    AppointmentAnswered = "appointment_answered", Term, AtOnce, [CountyOffice, Office], sealed;
    /// A term is not ended after all.
    AppointmentDropped = "appointment_dropped", Term, AtOnce, [Lecturer], sealed;
    /// A term is ended.
    AppointmentTerminated = "appointment_terminated", Term, AtOnce, [Lecturer], must, sealed;
    /// Somebody has resigned.
    AppointmentResigned = "appointment_resigned", Term, AtOnce, [CountyOffice, Office];
    /// The title stays.
    AppointmentEmeritus = "appointment_emeritus", Term, AtOnce, [Lecturer];
    /// A term has run out.
    AppointmentExpired = "appointment_expired", Term, Passed, [Lecturer, CountyOffice, Office];
    /// A term ends soon.
    AppointmentEndsSoon = "appointment_ends_soon", Term, Ahead, [Lecturer];
    /// The office has written down what came on paper.
    AppointmentEntered = "appointment_entered", Term, AtOnce, [Lecturer], must, sealed;
    /// A term was put right.
    AppointmentCorrected = "appointment_corrected", Term, AtOnce, [Lecturer];
    /// A term was entered by mistake.
    AppointmentWithdrawn = "appointment_withdrawn", Term, AtOnce, [Lecturer], must;
    /// An application was opened, and is to be written.
    ApplicationOpened = "application_opened", Term, AtOnce, [Person];
    /// An application waits for the unit's word.
    ApplicationSubmitted = "application_submitted", Term, AtOnce, [UnitOfficer, Office];
    /// A unit has endorsed an application.
    ApplicationEndorsed = "application_endorsed", Term, AtOnce, [Office, Person];
    /// The office looks at an application.
    ApplicationTakenUp = "application_taken_up", Term, AtOnce, [Person];
    /// The trial of an application is open.
    ApplicationPassed = "application_passed", Term, AtOnce, [Person];
    /// An application is to be decided.
    ApplicationProposed = "application_proposed", Term, AtOnce, [DecisionMaker, Person];
    /// The trial of an application is open once more.
    ApplicationReopened = "application_reopened", Term, AtOnce, [Person];
    /// Somebody whom a unit has endorsed is appointed.
    ApplicationAppointed = "application_appointed", Term, AtOnce, [UnitOfficer, Office];
    /// An application has ended without a term.
    ApplicationRejected = "application_rejected", Term, AtOnce, [Person, UnitOfficer, Office],
        sealed;
    /// Somebody has given the own application up.
    ApplicationWithdrawn = "application_withdrawn", Term, AtOnce, [UnitOfficer, Office];
    /// Something on the own desk has a deadline that is near.
    DeskDue = "desk_due", Calendar, Ahead, [Person];
    /// Something on the own desk is overdue.
    DeskOverdue = "desk_overdue", Calendar, Passed, [Person];
    /// An application waits, and its deadline is near.
    RemindApplication = "remind_application", Term, Ahead, [Person, UnitOfficer, Office, DecisionMaker];
    /// The deadline of an application has passed.
    RemindApplicationMissed = "remind_application_missed", Term, Passed, [Person, Office];
    /// A year is assessed, and a report is awaited.
    AssessmentOpened = "assessment_opened", Term, AtOnce, [Lecturer];
    /// A report of a year is there.
    AssessmentReported = "assessment_reported", Term, AtOnce, [CountyOffice];
    /// A lecture elsewhere is to be looked at.
    AssessmentLectureAdded = "assessment_lecture_added", Term, AtOnce, [Office];
    /// A lecture elsewhere counts.
    AssessmentLectureVerified = "assessment_lecture_verified", Term, AtOnce, [Lecturer];
    /// A lecture elsewhere does not count.
    AssessmentLectureRefused = "assessment_lecture_refused", Term, AtOnce, [Lecturer];
    /// A grade is proposed, and may be commented.
    AssessmentProposed = "assessment_proposed", Term, AtOnce, [Lecturer], must, sealed;
    /// The lecturer has commented.
    AssessmentCommented = "assessment_commented", Term, AtOnce, [Office], sealed;
    /// An assessment is counted again.
    AssessmentSentBack = "assessment_sent_back", Term, AtOnce, [Lecturer], sealed;
    /// A grade is decided.
    AssessmentDecided = "assessment_decided", Term, AtOnce, [Lecturer], sealed;
    /// There is no assessment this year.
    AssessmentCalledOff = "assessment_called_off", Term, AtOnce, [Lecturer];
    /// There is an assessment after all.
    AssessmentResumed = "assessment_resumed", Term, AtOnce, [Lecturer];
    /// Somebody is to stand in for a colleague.
    DeputyNamed = "deputy_named", Account, AtOnce, [Person, AuditAdministrator];
    /// Somebody stands in no more.
    DeputyEnded = "deputy_ended", Account, AtOnce, [Person];
    /// A role was given.
    RoleGiven = "role_given", Account, AtOnce, [Person, AuditAdministrator];
    /// A role was taken back.
    RoleEnded = "role_ended", Account, AtOnce, [Person, AuditAdministrator];
    /// A role ends soon.
    RoleEndsSoon = "role_ends_soon", Account, Ahead, [Person, Keeper];
    /// A roster gave a role to many.
    RolesImported = "roles_imported", Account, AtOnce, [AuditAdministrator];
    /// A code for a password was issued.
    CodeIssued = "code_issued", Account, AtOnce, [Person, AuditAdministrator];
    /// A second factor was removed.
    FactorRemoved = "factor_removed", Account, AtOnce, [Person, AuditAdministrator];
    /// A role waits for a second keeper.
    RoleProposed = "role_proposed", Account, AtOnce, [Keeper];
    /// A proposed role was refused.
    RoleRefused = "role_refused", Account, AtOnce, [Keeper];
    /// Two roles exclude each other.
    RolesApart = "roles_apart", Rules, AtOnce, [Keeper, Supervisor];
    /// Two roles may be had together.
    RolesTogether = "roles_together", Rules, AtOnce, [Keeper, Supervisor];
    /// A rule has another value.
    RuleSet = "rule_set", Rules, AtOnce, [Office, CountyOffice, Supervisor];
    /// The days off of a year are known.
    YearArranged = "year_arranged", Rules, AtOnce, [Office, CountyOffice];
    /// An announced change does not come.
    RuleCalledOff = "rule_called_off", Rules, AtOnce, [Office, CountyOffice, Supervisor];
    /// A deadline lies on another day.
    DeadlineMoved = "deadline_moved", Rules, AtOnce, [Lecturer, CountyOffice, Office];
    /// An office has written down an absence.
    AbsenceWritten = "absence_written", Calendar, AtOnce, [Person];
    /// What is on file was corrected.
    PersonCorrected = "person_corrected", Data, AtOnce, [Person];
    /// What a register says of somebody has changed.
    RegisterNews = "register_news", Data, AtOnce, [Person, UnitOfficer, CountyOffice, Office], sealed;
    /// Two records became one.
    RecordsMerged = "records_merged", Data, AtOnce, [Person];
    /// Merged records are apart again.
    RecordsParted = "records_parted", Data, AtOnce, [Person];
    /// Two units became one.
    UnitsMerged = "units_merged", Data, AtOnce, [UnitOfficer];
    /// Merged units are apart again.
    UnitsParted = "units_parted", Data, AtOnce, [UnitOfficer];
    /// Somebody asks about own data.
    DataAsked = "data_asked", Data, AtOnce, [DataKeeper], sealed;
    /// A question about own data is answered.
    DataAnswered = "data_answered", Data, AtOnce, [Person], sealed;
    /// A consent was withdrawn.
    ConsentWithdrawn = "consent_withdrawn", Data, AtOnce, [DataKeeper], sealed;
    /// A complaint or suggestion came.
    ComplaintSent = "complaint_sent", Data, AtOnce, [Office], sealed;
    /// A complaint is answered.
    ComplaintAnswered = "complaint_answered", Data, AtOnce, [Person], sealed;
    /// A mail did not arrive.
    MailFailed = "mail_failed", Account, AtOnce, [Person], never;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_topic_has_messages_and_every_hearer_hears() {
        let told: Vec<Told> = MessageKind::ALL.iter().map(|kind| kind.told()).collect();
        for topic in Topic::ALL {
            assert!(told.iter().any(|it| it.topic == *topic), "{topic:?}");
        }
        for hearer in Hearer::ALL {
            assert!(told.iter().any(|it| it.to.contains(hearer)), "{hearer:?}");
        }
    }

    #[test]
    fn what_tells_of_a_person_stays_in_the_house() {
        use MessageKind::{AppointmentAsked, ComplaintSent, DataAnswered, SlotMoved};
        for kind in [AppointmentAsked, ComplaintSent, DataAnswered] {
            assert_eq!(kind.told().in_mail, InMail::Sealed, "{kind:?}");
        }
        assert_eq!(SlotMoved.told().in_mail, InMail::Whole);
        assert_eq!(MessageKind::MailFailed.told().in_mail, InMail::Never);
        assert!(SlotMoved.told().must_be_read && !MessageKind::CourseListed.told().must_be_read);
    }
}
