//! Messages: a code and its parameters, put into words in the reader's language.

mod told;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

pub use told::{Hearer, InMail, MessageKind, Told, ToldWhen, Topic};

use crate::{
    annual_assessment::{AssessmentNews, Grade},
    appointment::{AppointmentNews, Corps},
    award_stage::AwardStage,
    commitment::CommitmentSource,
    complaint::ComplaintKind,
    credit_hour::Hours,
    data_request::DataRequestKind,
    deadline::DeadlineKind,
    evidence::EvidenceNews,
    id::{
        AnnualAssessmentId, AppointmentId, AwardCycleId, BookingId, ComplaintId, CourseVersionId,
        DataRequestId, DeliveryId, DispatchId, EvidenceId, HourClaimId, LectureRequestId,
        LecturerApplicationId, NominationId, ObjectionId, ObservationId, PaperCorrectionId,
        PersonId, RegisterEntryId, ReviewSessionId, TrainingEventId, WaitingEntryId,
    },
    lecturer_application::ApplicationNews,
    listing::ListingStep,
    observation::ObservationNews,
    paper_correction::CorrectionState,
    register_entry::{EntryNews, RegisterKind},
    reminder::Reminder,
    role::Role,
    rulebook::Rule,
    trial_lecture::Verdict,
    unit_enrolment::UnitEnrolmentNews,
};

/// What a message says. The words are in `words`; times are instants.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Message {
    /// To the office: a course was handed in.
    CourseSubmitted {
        /// The version.
        version: CourseVersionId,
        /// Its title.
        title: String,
        /// The lecturer's name.
        lecturer: String,
    },
    /// To the lecturer: the course may book a slot.
    CourseCleared {
        /// The version.
        version: CourseVersionId,
        /// Its title.
        title: String,
    },
    /// To the lecturer: something is to be changed first.
    CourseSentBack {
        /// The version.
        version: CourseVersionId,
        /// Its title.
        title: String,
        /// What the office wrote.
        reason: String,
    },
    /// To somebody for whom an office has written down when not to ask.
    AbsenceWritten {
        /// Who has.
        by: String,
    },
    /// To whom an entry of a register is about: what has become of it.
    RegisterNews {
        /// The entry.
        entry: RegisterEntryId,
        /// Of which register.
        kind: RegisterKind,
        /// What has become of it.
        news: EntryNews,
        /// What it is called; empty where it has no name.
        name: String,
    },
    /// To the panel: the session is published.
    PanelCalled {
        /// The session.
        session: ReviewSessionId,
        /// When it begins.
        starts_at: chrono::DateTime<chrono::Utc>,
    },
    /// To the lecturer, the panel and the planner: a slot was booked.
    SlotBooked {
        /// The session.
        session: ReviewSessionId,
        /// The booking.
        booking: BookingId,
        /// The course's title.
        title: String,
        /// The lecturer's name.
        lecturer: String,
        /// When the slot begins.
        starts_at: chrono::DateTime<chrono::Utc>,
    },
    /// To the lecturer, the panel and the planner: a booked slot was exchanged.
    SlotMoved {
        /// The session.
        session: ReviewSessionId,
        /// The new booking.
        booking: BookingId,
        /// The course's title.
        title: String,
        /// The lecturer's name.
        lecturer: String,
        /// When the slot before began.
        was_at: chrono::DateTime<chrono::Utc>,
        /// When the slot begins.
        starts_at: chrono::DateTime<chrono::Utc>,
    },
    /// To the lecturer: the office has booked a slot.
    SlotBookedForYou {
        /// The booking.
        booking: BookingId,
        /// The course's title.
        title: String,
        /// Who has booked.
        booker: String,
        /// When the slot begins.
        starts_at: chrono::DateTime<chrono::Utc>,
    },
    /// To who waits: a slot is kept until an instant.
    SlotOffered {
        /// The entry.
        entry: WaitingEntryId,
        /// The course's title.
        title: String,
        /// When the slot begins.
        starts_at: chrono::DateTime<chrono::Utc>,
        /// Until when it is kept.
        until: chrono::DateTime<chrono::Utc>,
    },
    /// To who waited: the offer was not answered in time.
    OfferLapsed {
        /// The version.
        version: CourseVersionId,
        /// The course's title.
        title: String,
        /// When the slot begins.
        starts_at: chrono::DateTime<chrono::Utc>,
    },
    /// To who waited: the session has begun, and nothing became free.
    WaitingEnded {
        /// The session.
        session: ReviewSessionId,
        /// When it begins.
        starts_at: chrono::DateTime<chrono::Utc>,
    },
    /// To the lecturer, or to the office where the lecturer did it: a listing was changed.
    ListingChanged {
        /// The version.
        version: CourseVersionId,
        /// The course's title.
        title: String,
        /// What was done.
        step: ListingStep,
        /// Why.
        reason: String,
        /// How many requests of the course are not over.
        n_open: usize,
    },
    /// To the lecturer: a listing ends soon.
    ListingEnds {
        /// The version.
        version: CourseVersionId,
        /// The course's title.
        title: String,
        /// Its last day.
        until: NaiveDate,
    },
    /// To the lecturer, and to the office where something is open: a listing has ended.
    ListingEnded {
        /// The version.
        version: CourseVersionId,
        /// The course's title.
        title: String,
        /// How many requests of the course are not over.
        n_open: usize,
    },
    /// To the lecturer: a minor change is in the catalogue.
    CourseChangeListed {
        /// The version.
        version: CourseVersionId,
        /// The course's title.
        title: String,
    },
    /// To the office: requests do not fit the version that is now in the catalogue.
    RequestsLeft {
        /// The version.
        version: CourseVersionId,
        /// The course's title.
        title: String,
        /// How many.
        n: usize,
    },
    /// To who checks content: the slides that a panel will see were replaced.
    SlidesReplaced {
        /// The version.
        version: CourseVersionId,
        /// The course's title.
        title: String,
        /// The lecturer's name.
        lecturer: String,
        /// File name of the slides before.
        before: String,
        /// File name of those that are on file now.
        after: String,
    },
    /// To the office: a panelist cannot come.
    PanelDeclined {
        /// The session.
        session: ReviewSessionId,
        /// When it begins.
        starts_at: chrono::DateTime<chrono::Utc>,
        /// Who.
        name: String,
        /// Why.
        reason: String,
    },
    /// To a panelist: somebody else has the seat.
    PanelReleased {
        /// When the session begins.
        starts_at: chrono::DateTime<chrono::Utc>,
        /// Why.
        reason: String,
    },
    /// To the panel, to lecturers and to who waits: a session is held at another time or place.
    SessionMoved {
        /// The session.
        session: ReviewSessionId,
        /// The lecturer's booking.
        booking: Option<BookingId>,
        /// When the session, or the booked slot, began.
        was_at: chrono::DateTime<chrono::Utc>,
        /// When it begins.
        starts_at: chrono::DateTime<chrono::Utc>,
        /// Where; empty for a video call.
        place: String,
        /// Why.
        reason: String,
    },
    /// To the panel, and to who has the slot: it begins at another time, or is longer or shorter.
    SlotChanged {
        /// The session.
        session: ReviewSessionId,
        /// The lecturer's booking.
        booking: Option<BookingId>,
        /// When it began.
        was_at: chrono::DateTime<chrono::Utc>,
        /// When it ended.
        was_until: chrono::DateTime<chrono::Utc>,
        /// When it begins.
        starts_at: chrono::DateTime<chrono::Utc>,
        /// When it ends.
        ends_at: chrono::DateTime<chrono::Utc>,
        /// Why.
        reason: String,
    },
    /// To a panelist: a lecture was held, and the sheet is awaited.
    SheetAwaited {
        /// The lecture.
        booking: BookingId,
        /// The course's title.
        title: String,
        /// The lecturer's name.
        lecturer: String,
        /// Until when.
        until: chrono::DateTime<chrono::Utc>,
    },
    /// To a panelist: somebody has raised a veto, and all who judge vote on it.
    VetoRaised {
        /// The lecture.
        booking: BookingId,
        /// The course's title.
        title: String,
    },
    /// To the panelist and the supervisors: a submitted sheet is open again.
    SheetUnlocked {
        /// The lecture.
        booking: BookingId,
        /// The course's title.
        title: String,
        /// Why.
        reason: String,
    },
    /// To the chair: all sheets are in, and a verdict is awaited.
    VerdictAwaited {
        /// The lecture.
        booking: BookingId,
        /// The course's title.
        title: String,
    },
    /// To the panel: the lecturer has withdrawn the version, and there will be no verdict.
    LectureWithdrawn {
        /// The lecture.
        booking: BookingId,
        /// The course's title.
        title: String,
        /// Why.
        reason: String,
    },
    /// To the office: the chair has proposed a verdict.
    VerdictProposed {
        /// The lecture.
        booking: BookingId,
        /// The course's title.
        title: String,
        /// The lecturer's name.
        lecturer: String,
    },
    /// To the chair: the office wants the proposal thought over.
    VerdictSentBack {
        /// The lecture.
        booking: BookingId,
        /// The course's title.
        title: String,
        /// What the office wrote.
        reason: String,
    },
    /// To the lecturer: there is a verdict.
    VerdictConfirmed {
        /// The lecture.
        booking: BookingId,
        /// The version.
        version: CourseVersionId,
        /// The course's title.
        title: String,
        /// What was found.
        verdict: Verdict,
    },
    /// To the panelist, the office or supervisors: a conflict became known after the verdict.
    LateConflict {
        /// The lecture.
        booking: BookingId,
        /// The course's title.
        title: String,
        /// Who lectured.
        lecturer: String,
    },
    /// To the lecturer and supervisors: the same version is judged once more.
    RepeatOrdered {
        /// The lecture that is repeated.
        booking: BookingId,
        /// The course's title.
        title: String,
        /// Why.
        reason: String,
    },
    /// To the lecturer and supervisors: it is not, and the verdict holds.
    RepeatCalledOff {
        /// The lecture that is repeated.
        booking: BookingId,
        /// The course's title.
        title: String,
        /// Why.
        reason: String,
    },
    /// To whom it concerns: a deadline of a review is near, or has passed.
    Reminder {
        /// Of what.
        reminder: Reminder,
        /// Of which one: a booking, a session or a version.
        id: i64,
        /// What that is called; empty for a session.
        title: String,
        /// The deadline.
        until: chrono::DateTime<chrono::Utc>,
    },
    /// To whoever it waits for: so many things on the own desk have deadlines that are near.
    DeskDue {
        /// How many.
        n: usize,
        /// The first of the deadlines.
        until: chrono::DateTime<chrono::Utc>,
    },
    /// To whoever it waits for: so many things on the own desk are overdue.
    DeskOverdue {
        /// How many.
        n: usize,
        /// The first of the deadlines.
        until: chrono::DateTime<chrono::Utc>,
    },
    /// To who organises a session: too few of the panel may judge a lecture.
    PanelShort {
        /// The session.
        session: ReviewSessionId,
        /// The course's title.
        title: String,
        /// Who lectures.
        lecturer: String,
        /// How many of the panel may judge it.
        n: usize,
    },
    /// To the lecturer: the office has ended a round whose deadline had passed.
    RoundEnded {
        /// The version.
        version: CourseVersionId,
        /// The course's title.
        title: String,
        /// Why.
        reason: String,
    },
    /// To the lecturer: somebody of the office has given a slot back in the lecturer's name.
    SlotCancelledForYou {
        /// The version.
        version: CourseVersionId,
        /// The course's title.
        title: String,
        /// Who of the office.
        booker: String,
        /// When the slot begins.
        starts_at: chrono::DateTime<chrono::Utc>,
        /// Why.
        reason: String,
    },
    /// To the lecturer: the slot is recorded as missed.
    SlotMissed {
        /// The version.
        version: CourseVersionId,
        /// The course's title.
        title: String,
        /// When the slot began.
        starts_at: chrono::DateTime<chrono::Utc>,
    },
    /// To the panel: a session was called off.
    SessionCancelled {
        /// The session.
        session: ReviewSessionId,
        /// When it would have begun.
        starts_at: chrono::DateTime<chrono::Utc>,
        /// Why.
        reason: String,
    },
    /// To the lecturer: the office has taken a booked slot back.
    SlotWithdrawn {
        /// The version.
        version: CourseVersionId,
        /// The course's title.
        title: String,
        /// When the slot would have begun.
        starts_at: chrono::DateTime<chrono::Utc>,
        /// Why.
        reason: String,
    },
    /// To the office: the required changes were answered with a next version.
    CourseResubmitted {
        /// The version.
        version: CourseVersionId,
        /// Its title.
        title: String,
        /// The lecturer's name.
        lecturer: String,
    },
    /// To the lecturer: the course is in the catalogue.
    CourseListed {
        /// The version.
        version: CourseVersionId,
        /// Its title.
        title: String,
        /// Its number in the catalogue.
        number: String,
    },
    /// To whoever checks next: a claim of hours waits.
    ClaimToCheck {
        /// The claim.
        claim: HourClaimId,
        /// The activity.
        title: String,
        /// Whose it is.
        tutor: String,
    },
    /// To the person: the unit has confirmed a claim.
    ClaimConfirmed {
        /// The claim.
        claim: HourClaimId,
        /// The activity.
        title: String,
    },
    /// To the person: a claim was verified.
    ClaimVerified {
        /// The claim.
        claim: HourClaimId,
        /// The activity.
        title: String,
        /// What was accepted.
        hours: Hours,
    },
    /// To the person: something is to be changed first.
    ClaimReturned {
        /// The claim.
        claim: HourClaimId,
        /// The activity.
        title: String,
        /// What was written.
        reason: String,
    },
    /// To the person: a claim was rejected.
    ClaimRejected {
        /// The claim.
        claim: HourClaimId,
        /// The activity.
        title: String,
        /// What was written.
        reason: String,
    },
    /// To the person and the supervisors: a claim of a closed year is decided once more.
    ClaimReopened {
        /// The claim, for its owner; a supervisor reads the log.
        claim: Option<HourClaimId>,
        /// The activity.
        title: String,
        /// Why.
        reason: String,
    },
    /// To the supervisors: a closed assessment year takes hours again.
    YearOpened {
        /// Which, by the calendar year in which it ends.
        year: i32,
        /// Why.
        reason: String,
    },
    /// To the offices and the supervisors: a rule has another value from a day on.
    RuleSet {
        /// Which.
        rule: Rule,
        /// What it would have been on that day.
        before: i64,
        /// What it is.
        value: i64,
        /// From which day on.
        from: NaiveDate,
        /// Why.
        note: String,
    },
    /// To the offices: the days off of a year are known; some deadlines may lie elsewhere now.
    YearArranged {
        /// The year.
        year: i32,
    },
    /// To the same: a change that was announced does not come.
    RuleCalledOff {
        /// Which.
        rule: Rule,
        /// What it would have been.
        value: i64,
        /// From which day on.
        from: NaiveDate,
    },
    /// To who keeps roles and who watches over them: nobody has these together any more.
    RolesApart {
        /// The one.
        one: Role,
        /// The other.
        other: Role,
        /// Why.
        reason: String,
    },
    /// To the same: they may be had together again.
    RolesTogether {
        /// The one.
        one: Role,
        /// The other.
        other: Role,
    },
    /// To whom it concerns: a deadline lies on another day, for the days off are arranged now.
    DeadlineMoved {
        /// What it ends.
        kind: DeadlineKind,
        /// Of which one.
        id: i64,
        /// What that is called.
        title: String,
        /// The first instant after it.
        until: chrono::DateTime<chrono::Utc>,
    },
    /// To the organiser: somebody wants to come.
    EnrolmentApplied {
        /// The training.
        event: TrainingEventId,
        /// Its title.
        title: String,
        /// Who.
        tutor: String,
    },
    /// To a unit's officers: their people can go to a training. To its organiser and to the person: the
    /// officer has asked for a place, or given one back.
    UnitEnrolment {
        /// The training.
        event: TrainingEventId,
        /// Its title.
        title: String,
        /// What has become of places.
        news: UnitEnrolmentNews,
        /// The officer; empty to the officers.
        by: String,
        /// For whom, to the organiser; nobody to the others.
        names: Vec<String>,
        /// The last day on which a place can be asked for.
        until: NaiveDate,
    },
    /// To the person: a place at a training.
    EnrolmentApproved {
        /// The training.
        event: TrainingEventId,
        /// Its title.
        title: String,
    },
    /// To the person: no place at a training.
    EnrolmentRejected {
        /// The training.
        event: TrainingEventId,
        /// Its title.
        title: String,
    },
    /// To the person: attendance was confirmed and credited.
    HoursCredited {
        /// The training.
        event: TrainingEventId,
        /// Its title.
        title: String,
        /// What it earned.
        hours: Hours,
    },
    /// To the person: the organiser took the place back.
    EnrolmentRemoved {
        /// The training.
        event: TrainingEventId,
        /// Its title.
        title: String,
        /// What was written.
        reason: String,
    },
    /// To the organiser: somebody gives a place back, or asks for none any more.
    EnrolmentWithdrawn {
        /// The training.
        event: TrainingEventId,
        /// Its title.
        title: String,
        /// Who.
        tutor: String,
    },
    /// To the organiser: somebody stays on the roster who is committed elsewhere at some of it.
    EnrolmentClashes {
        /// The training.
        event: TrainingEventId,
        /// Its title.
        title: String,
        /// Who.
        tutor: String,
    },
    /// To whoever has or has asked for a place: what is said about the training has changed.
    TrainingChanged {
        /// The training.
        event: TrainingEventId,
        /// Its title.
        title: String,
    },
    /// To the same: it takes place at another time or elsewhere.
    TrainingMoved {
        /// The training.
        event: TrainingEventId,
        /// Its title.
        title: String,
        /// The first day.
        first_day: NaiveDate,
        /// The last day.
        last_day: NaiveDate,
        /// Where.
        place: String,
        /// Whether the person is asked to confirm the place.
        asks: bool,
        /// Whether the person is committed elsewhere at some of it.
        clashes: bool,
    },
    /// To the person: confirmed attendance was corrected, and the hours with it.
    HoursCorrected {
        /// The training.
        event: TrainingEventId,
        /// Its title.
        title: String,
        /// What it earns now.
        hours: Hours,
        /// Why.
        reason: String,
    },
    /// To whose evidence it is: what has become of it.
    EvidenceNews {
        /// Which.
        evidence: EvidenceId,
        /// Its title.
        title: String,
        /// What has become of it.
        news: EvidenceNews,
        /// Why it came back.
        reason: String,
    },
    /// To who proposed a correction of what stands on a record, and to whose it is: how it ended.
    CorrectionEnded {
        /// Which one, for who proposed it.
        correction: Option<PaperCorrectionId>,
        /// The activity.
        title: String,
        /// How it ended.
        state: CorrectionState,
        /// What the activity earns now; none of a lecture.
        hours: Option<Hours>,
        /// Why it was refused, or else why it was proposed.
        reason: String,
    },
    /// To the lecturer: the city corrected what was verified of the lecture.
    DeliveryCorrected {
        /// The lecture.
        delivery: DeliveryId,
        /// The course.
        title: String,
        /// The host.
        host: String,
        /// Listeners now.
        attendance: i64,
        /// When it began.
        began_at: chrono::DateTime<chrono::Utc>,
        /// When it ended.
        ended_at: chrono::DateTime<chrono::Utc>,
        /// Why.
        reason: String,
    },
    /// To whoever planned the training: the city corrected its confirmed attendance.
    AttendanceCorrected {
        /// The training.
        event: TrainingEventId,
        /// Its title.
        title: String,
        /// Why.
        reason: String,
    },
    /// To whoever has a place: the training does not take place.
    TrainingCancelled {
        /// The training.
        event: TrainingEventId,
        /// Its title.
        title: String,
    },
    /// To the same: a slot was given back.
    SlotReleased {
        /// The session.
        session: ReviewSessionId,
        /// The course's title.
        title: String,
        /// The lecturer's name.
        lecturer: String,
        /// When the slot would have begun.
        starts_at: chrono::DateTime<chrono::Utc>,
    },
    /// To the county's office: a host asks for a lecture.
    LectureRequested {
        /// The request.
        request: LectureRequestId,
        /// The course's title.
        title: String,
        /// The host's name.
        host: String,
    },
    /// To the city's office: a request passed its review and waits for the next step.
    RequestPassed {
        /// The request.
        request: LectureRequestId,
        /// The course's title.
        title: String,
        /// The host's name.
        host: String,
    },
    /// To the lecturer: a lecture is offered.
    DispatchOffered {
        /// The dispatch.
        dispatch: DispatchId,
        /// The course's title.
        title: String,
        /// The host's name.
        host: String,
        /// When the lecture begins.
        starts_at: chrono::DateTime<chrono::Utc>,
        /// Until when an answer is awaited.
        answer_until: chrono::DateTime<chrono::Utc>,
    },
    /// To the lecturer: an offer was taken back.
    DispatchWithdrawn {
        /// The course's title.
        title: String,
        /// The host's name.
        host: String,
        /// When the lecture would have begun.
        starts_at: chrono::DateTime<chrono::Utc>,
    },
    /// To the offices: a lecturer accepted.
    DispatchAccepted {
        /// The request.
        request: LectureRequestId,
        /// The course's title.
        title: String,
        /// The lecturer's name.
        lecturer: String,
        /// When the lecture begins.
        starts_at: chrono::DateTime<chrono::Utc>,
    },
    /// To the offices: a lecturer declined.
    DispatchDeclined {
        /// The request.
        request: LectureRequestId,
        /// The course's title.
        title: String,
        /// The lecturer's name.
        lecturer: String,
    },
    /// To the offices: a lecturer did not answer in time.
    DispatchLapsed {
        /// The request.
        request: LectureRequestId,
        /// The course's title.
        title: String,
        /// The lecturer's name.
        lecturer: String,
    },
    /// To the offices: a lecturer gave an accepted lecture back.
    DeliveryGivenBack {
        /// The request.
        request: LectureRequestId,
        /// The course's title.
        title: String,
        /// The lecturer's name.
        lecturer: String,
        /// Why.
        reason: String,
    },
    /// To the lecturer: an agreed lecture was called off.
    DeliveryCancelled {
        /// The course's title.
        title: String,
        /// The host's name.
        host: String,
        /// When it would have begun.
        starts_at: chrono::DateTime<chrono::Utc>,
        /// Why.
        reason: String,
    },
    /// To the person: two records of the own became one.
    RecordsMerged {},
    /// To the person: that was undone.
    RecordsParted {},
    /// To who acts for one of two units: their records became one.
    UnitsMerged {
        /// The name of the one that stands.
        kept: String,
        /// The name of the other.
        gone: String,
    },
    /// To the same: that was undone.
    UnitsParted {
        /// The name of the one.
        kept: String,
        /// The name of the other.
        gone: String,
    },
    /// To the offices: a host took its request back.
    RequestCancelled {
        /// The request.
        request: LectureRequestId,
        /// The course's title.
        title: String,
        /// The host's name.
        host: String,
        /// Why.
        reason: String,
    },
    /// To the lecturer: the host reported a lecture.
    DeliveryReported {
        /// The delivery.
        delivery: DeliveryId,
        /// The course's title.
        title: String,
        /// The host's name.
        host: String,
    },
    /// To the city's office: host and lecturer report a lecture differently.
    DeliveryDisputed {
        /// The request.
        request: LectureRequestId,
        /// The course's title.
        title: String,
        /// The host's name.
        host: String,
    },
    /// To the person, and to the audit administrators with the person's name: a role was given.
    RoleGiven {
        /// Which.
        role: Role,
        /// To whom, for the audit administrators.
        to: Option<String>,
    },
    /// To the same: a role was taken back.
    RoleEnded {
        /// Which.
        role: Role,
        /// Whose it was, for the audit administrators.
        of: Option<String>,
    },
    /// To whose role it is, and to who gives roles with the name: it ends soon.
    RoleEndsSoon {
        /// The role.
        role: Role,
        /// Whose it is, for who gives roles.
        of: Option<String>,
        /// Whose page it is, for the same.
        person: Option<PersonId>,
        /// The first day without it.
        until: NaiveDate,
    },
    /// To the audit administrators: a roster gave a role to many at once.
    RolesImported {
        /// Which.
        role: Role,
        /// To how many.
        n: usize,
    },
    /// To the same as of a role: a code was issued with which a password can be set.
    CodeIssued {
        /// To whom, for the audit administrators.
        to: Option<String>,
    },
    /// To the same: the second factor was taken from an account.
    FactorRemoved {
        /// Whose it was, for the audit administrators.
        of: Option<String>,
    },
    /// To the other keepers: a role waits for a second one of them.
    RoleProposed {
        /// Whose it would be.
        person: PersonId,
        /// The name.
        name: String,
        /// Which.
        role: Role,
        /// Who has proposed it.
        proposer: String,
    },
    /// To whoever answers: somebody asks about the own data.
    DataAsked {
        /// The request.
        request: DataRequestId,
        /// What is asked.
        kind: DataRequestKind,
        /// By whom.
        name: String,
    },
    /// To the lecturer, or to the offices that assess: something about a year's assessment.
    AnnualAssessment {
        /// Which.
        assessment: AnnualAssessmentId,
        /// What.
        news: AssessmentNews,
        /// The lecturer's name.
        name: String,
        /// The year.
        year: i32,
        /// Until when something is awaited.
        until: Option<NaiveDate>,
        /// The grade.
        grade: Option<Grade>,
        /// A lecture's title, or why.
        reason: String,
    },
    /// About an application for the corps of lecturers: to the applicant, the unit, the office, or who
    /// decides.
    LecturerApplication {
        /// The application.
        application: LecturerApplicationId,
        /// What has become of it.
        news: ApplicationNews,
        /// Whose it is.
        name: String,
        /// Until when something is awaited.
        until: Option<chrono::DateTime<chrono::Utc>>,
        /// Why; may be empty.
        reason: String,
    },
    /// About a term in a corps: to whose it is, or to the office.
    Appointment {
        /// The term.
        appointment: AppointmentId,
        /// What has become of it.
        news: AppointmentNews,
        /// Whose it is.
        name: String,
        /// The corps.
        corps: Corps,
        /// Its last day, or the day until which an answer is waited for.
        until: NaiveDate,
        /// Why; may be empty.
        reason: String,
    },
    /// To whoever it is about: an office has corrected what is on file, or a workplace.
    PersonCorrected {},
    /// To the person: what was asked about the own data is answered.
    DataAnswered {
        /// What was asked.
        kind: DataRequestKind,
        /// Whether it is done.
        granted: bool,
        /// What was written.
        answer: String,
    },
    /// To whoever answers: somebody no longer agrees that the data are handled.
    ConsentWithdrawn {
        /// Who.
        person: PersonId,
        /// The name.
        name: String,
    },
    /// To the office: a complaint, a suggestion, or an error in a course.
    ComplaintSent {
        /// The complaint.
        complaint: ComplaintId,
        /// What it is.
        kind: ComplaintKind,
        /// The course's title.
        title: Option<String>,
    },
    /// To whoever was signed in and wrote it: the office's answer.
    ComplaintAnswered {
        /// What it was.
        kind: ComplaintKind,
        /// What was written.
        answer: String,
    },
    /// To the lecturer: somebody has found an error in a course.
    CourseErrorFound {
        /// The version.
        version: CourseVersionId,
        /// Its title.
        title: String,
        /// What was written.
        text: String,
    },
    /// To lecturer, observer or office: what has come of an observation.
    Observation {
        /// Which.
        observation: ObservationId,
        /// What has happened.
        news: ObservationNews,
        /// The course's title.
        title: String,
        /// The lecturer's name.
        lecturer: String,
        /// The observer's name, where there is one.
        observer: Option<String>,
        /// When the lecture begins.
        starts_at: chrono::DateTime<chrono::Utc>,
        /// Why; empty where nothing is said.
        reason: String,
    },
    /// To lecturers whose courses wait for a slot: a session may be booked.
    SessionOpened {
        /// The session.
        session: ReviewSessionId,
        /// When it begins.
        starts_at: chrono::DateTime<chrono::Utc>,
        /// From when on it may be booked.
        opens_at: chrono::DateTime<chrono::Utc>,
    },
    /// To whom it is for: a training was published.
    TrainingPublished {
        /// The training.
        event: TrainingEventId,
        /// Its title.
        title: String,
        /// The first day.
        first_day: NaiveDate,
        /// The last day on which a place can be asked for.
        enrol_until: NaiveDate,
    },
    /// To units and counties: nominations for an award may be made.
    AwardAnnounced {
        /// The cycle.
        cycle: AwardCycleId,
        /// Its title.
        title: String,
    },
    /// To the judges: they may declare, and score.
    AwardJudging {
        /// The cycle.
        cycle: AwardCycleId,
        /// Its title.
        title: String,
    },
    /// To units and counties: who of theirs is in the final can be seen.
    AwardShortlisted {
        /// The cycle.
        cycle: AwardCycleId,
        /// Its title.
        title: String,
    },
    /// To the judges: a final by vote is to come.
    AwardVoting {
        /// The cycle.
        cycle: AwardCycleId,
        /// Its title.
        title: String,
    },
    /// To the judges: the meeting of a final has begun.
    FinalMeetingOpened {
        /// The cycle.
        cycle: AwardCycleId,
        /// Its title.
        title: String,
    },
    /// To the judges: whom each of them reads is settled.
    ReadersAssigned {
        /// The cycle.
        cycle: AwardCycleId,
        /// Its title.
        title: String,
    },
    /// To the judge: a submitted sheet is open again.
    ScoreSheetOpened {
        /// The nomination.
        nomination: NominationId,
        /// The cycle's title.
        title: String,
        /// The nominee's name.
        name: String,
        /// Why.
        reason: String,
    },
    /// To the judge: what was declared about a nominee is undone.
    RelationUndone {
        /// The cycle.
        cycle: AwardCycleId,
        /// Its title.
        title: String,
        /// The nominee's name.
        name: String,
        /// Why.
        reason: String,
    },
    /// To the supervisor: the office has opened a judge's sheet again, or undone a declaration.
    EvaluationPutRight {
        /// The cycle.
        cycle: AwardCycleId,
        /// Its title.
        title: String,
        /// The judge's name.
        judge: String,
        /// The nominee's name.
        name: String,
        /// Why.
        reason: String,
    },
    /// To units, counties and judges: a stage of the award ends later than announced.
    AwardStageMoved {
        /// The cycle.
        cycle: AwardCycleId,
        /// Its title.
        title: String,
        /// Which stage.
        stage: AwardStage,
        /// Its new last day.
        until: NaiveDate,
    },
    /// To units and counties: the list of winners is on notice.
    AwardPosted {
        /// The cycle.
        cycle: AwardCycleId,
        /// Its title.
        title: String,
        /// The last day of the notice.
        until: NaiveDate,
    },
    /// To units, counties and judges: the award is decided.
    AwardDecided {
        /// The cycle.
        cycle: AwardCycleId,
        /// Its title.
        title: String,
    },
    /// To the decision makers: a list waits to be confirmed.
    AwardProposed {
        /// The cycle.
        cycle: AwardCycleId,
        /// Its title.
        title: String,
    },
    /// To who runs the cycle: the list is confirmed, and can be posted.
    ProposalConfirmed {
        /// The cycle.
        cycle: AwardCycleId,
        /// Its title.
        title: String,
    },
    /// To who acts for the unit: somebody has nominated oneself, and the unit may endorse it.
    NominatedOneself {
        /// The nomination.
        nomination: NominationId,
        /// The cycle's title.
        title: String,
        /// Who.
        name: String,
    },
    /// To who has nominated oneself: the unit has handed it in.
    NominationEndorsed {
        /// The cycle.
        cycle: AwardCycleId,
        /// Its title.
        title: String,
    },
    /// To who acts for the unit: a nomination is sent back to be corrected.
    NominationReturned {
        /// The nomination.
        nomination: NominationId,
        /// The cycle's title.
        title: String,
        /// The nominee's name.
        name: String,
        /// Why.
        reason: String,
        /// By when.
        until: chrono::DateTime<chrono::Utc>,
    },
    /// To who acts for the unit and the office: a nomination was withdrawn.
    NominationWithdrawn {
        /// The cycle.
        cycle: AwardCycleId,
        /// Its title.
        title: String,
        /// The nominee's name.
        name: String,
    },
    /// To the office and the supervisor: an objection came, of whom is not said.
    ObjectionReceived {
        /// The cycle.
        cycle: AwardCycleId,
        /// Its title.
        title: String,
    },
    /// To whom the supervisor has named: an objection is to be looked into.
    ObjectionGiven {
        /// The objection.
        objection: ObjectionId,
        /// The cycle's title.
        title: String,
    },
    /// To who looked into it: the supervisor has named somebody else.
    ObjectionTakenOver {
        /// The cycle.
        cycle: AwardCycleId,
        /// Its title.
        title: String,
    },
    /// To a nominee who was judged: it is decided, and how one was judged can be read.
    NomineeJudged {
        /// The cycle's title.
        title: String,
    },
    /// To office, decision maker and supervisor: an objection has ended.
    ObjectionSettled {
        /// The cycle.
        cycle: AwardCycleId,
        /// Its title.
        title: String,
    },
    /// To the nominee and who nominated: the name was taken off the list.
    NomineeRemoved {
        /// The cycle.
        cycle: AwardCycleId,
        /// Its title.
        title: String,
        /// The nominee's name.
        name: String,
    },
    /// To the nominee and who acts for the unit: name or workplace was put right on the list (`AWD-03`).
    NomineeCorrected {
        /// The cycle.
        cycle: AwardCycleId,
        /// Its title.
        title: String,
        /// The name now.
        name: String,
        /// Why.
        reason: String,
    },
    /// To who decides and the office: an award was taken away, and a certificate may have to be revoked.
    AwardeeRemoved {
        /// The cycle.
        cycle: AwardCycleId,
        /// Its title.
        title: String,
        /// The nominee's name.
        name: String,
    },
    /// To the office: the proposal was sent back, and the page of it says why.
    ProposalSentBack {
        /// The cycle.
        cycle: AwardCycleId,
        /// Its title.
        title: String,
    },
    /// To the nominee and who acts for the unit: whether somebody may take part.
    NominationChecked {
        /// The nomination, for who acts for its unit.
        nomination: Option<NominationId>,
        /// The cycle.
        cycle: AwardCycleId,
        /// Its title.
        title: String,
        /// The nominee's name.
        name: String,
        /// Whether the nominee may take part.
        is_eligible: bool,
        /// Why.
        reason: String,
    },
    /// To who acts for the unit: the days of a correction are ended.
    NominationReturnEnded {
        /// The nomination.
        nomination: NominationId,
        /// The cycle's title.
        title: String,
        /// The nominee's name.
        name: String,
        /// Why.
        reason: String,
    },
    /// To the decision maker: somebody is proposed to follow.
    SubstituteProposed {
        /// The cycle.
        cycle: AwardCycleId,
        /// Its title.
        title: String,
    },
    /// To the office: that was sent back.
    SubstituteSentBack {
        /// The cycle.
        cycle: AwardCycleId,
        /// Its title.
        title: String,
    },
    /// To units and counties: a substitute is on notice.
    SubstitutePosted {
        /// The cycle.
        cycle: AwardCycleId,
        /// Its title.
        title: String,
        /// The last day of the notice.
        until: NaiveDate,
    },
    /// To whom it concerns: a notice was taken back.
    AwardTakenBack {
        /// The cycle.
        cycle: AwardCycleId,
        /// Its title.
        title: String,
    },
    /// To units, counties and judges: the award was given up.
    AwardAborted {
        /// The cycle.
        cycle: AwardCycleId,
        /// Its title.
        title: String,
        /// Why.
        reason: String,
    },
    /// To who decides and supervises: the award was taken out of the archive.
    AwardTakenOut {
        /// The cycle.
        cycle: AwardCycleId,
        /// Its title.
        title: String,
        /// Why.
        reason: String,
    },
    /// To the winner: there is a certificate.
    CertificateIssued {
        /// The title of the award.
        title: String,
        /// The number.
        number: String,
    },
    /// To who acts for the unit: there are certificates of its winners.
    CertificatesReady {
        /// The title of the award.
        title: String,
        /// How many.
        n: usize,
    },
    /// To the winner and who acts for the unit: another certificate stands for one.
    CertificateCorrected {
        /// The number that holds no more.
        before: String,
        /// The new number.
        number: String,
        /// Why.
        reason: String,
    },
    /// To the winner and who acts for the unit: a certificate is revoked.
    CertificateRevoked {
        /// The number.
        number: String,
        /// Why.
        reason: String,
        /// By which document.
        document_no: String,
    },
    /// To the winner and who acts for the unit: a revoked certificate is issued anew.
    CertificateReissued {
        /// The revoked number.
        before: String,
        /// The new number.
        number: String,
        /// Why.
        reason: String,
        /// By which document.
        document_no: String,
    },
    /// To whose it is: something that stands on a record or statement was corrected.
    CertificateOutdated {
        /// The number.
        number: String,
    },
    /// To whoever has agreed to it: something in the own calendar is near.
    EventSoon {
        /// What it is.
        source: CommitmentSource,
        /// Which one.
        id: i64,
        /// The course or the training; empty for a session.
        title: String,
        /// When it begins.
        starts_at: chrono::DateTime<chrono::Utc>,
        /// Where; empty if nowhere.
        place: String,
    },
    /// To who stands in for a colleague, and to the audit administrators with the name.
    DeputyNamed {
        /// For whom.
        principal: String,
        /// Who, for the audit administrators.
        to: Option<String>,
        /// First day.
        first_day: NaiveDate,
        /// Last day.
        last_day: NaiveDate,
    },
    /// To the other of the two: it has ended before its last day.
    DeputyEnded {
        /// Who has ended it.
        name: String,
    },
    /// To whoever reads messages by mail as well: the last one did not arrive.
    MailFailed {
        /// To which address.
        address: String,
    },
    /// To who has proposed it: another keeper has refused the role.
    RoleRefused {
        /// Whose it would have been.
        person: PersonId,
        /// The name.
        name: String,
        /// Which.
        role: Role,
    },
}

impl Message {
    /// What it tells of: its row in the table of who hears of what.
    #[expect(clippy::too_many_lines, reason = "a line for each message")]
    pub fn kind(&self) -> MessageKind {
        match self {
            Self::AbsenceWritten { .. } => MessageKind::AbsenceWritten,
            Self::AttendanceCorrected { .. } => MessageKind::AttendanceCorrected,
            Self::AwardAnnounced { .. } => MessageKind::AwardAnnounced,
            Self::AwardDecided { .. } => MessageKind::AwardDecided,
            Self::AwardProposed { .. } => MessageKind::AwardProposed,
            Self::ProposalConfirmed { .. } => MessageKind::ProposalConfirmed,
            Self::AwardJudging { .. } => MessageKind::AwardJudging,
            Self::AwardShortlisted { .. } => MessageKind::AwardShortlisted,
            Self::AwardVoting { .. } => MessageKind::AwardVoting,
            Self::FinalMeetingOpened { .. } => MessageKind::FinalMeetingOpened,
            Self::ReadersAssigned { .. } => MessageKind::ReadersAssigned,
            Self::ScoreSheetOpened { .. } => MessageKind::ScoreSheetOpened,
            Self::RelationUndone { .. } => MessageKind::RelationUndone,
            Self::EvaluationPutRight { .. } => MessageKind::EvaluationPutRight,
            Self::AwardStageMoved { .. } => MessageKind::AwardStageMoved,
            Self::AwardPosted { .. } => MessageKind::AwardPosted,
            Self::NominatedOneself { .. } => MessageKind::NominatedOneself,
            Self::NominationEndorsed { .. } => MessageKind::NominationEndorsed,
            Self::NominationReturned { .. } => MessageKind::NominationReturned,
            Self::NominationWithdrawn { .. } => MessageKind::NominationWithdrawn,
            Self::ObjectionReceived { .. } => MessageKind::ObjectionReceived,
            Self::ObjectionGiven { .. } => MessageKind::ObjectionGiven,
            Self::ObjectionTakenOver { .. } => MessageKind::ObjectionTakenOver,
            Self::NomineeJudged { .. } => MessageKind::NomineeJudged,
            Self::ObjectionSettled { .. } => MessageKind::ObjectionSettled,
            Self::NomineeRemoved { .. } => MessageKind::NomineeRemoved,
            Self::NomineeCorrected { .. } => MessageKind::NomineeCorrected,
            Self::AwardeeRemoved { .. } => MessageKind::AwardeeRemoved,
            Self::ProposalSentBack { .. } => MessageKind::ProposalSentBack,
            Self::NominationChecked { .. } => MessageKind::NominationChecked,
            Self::NominationReturnEnded { .. } => MessageKind::NominationReturnEnded,
            Self::SubstituteProposed { .. } => MessageKind::SubstituteProposed,
            Self::SubstituteSentBack { .. } => MessageKind::SubstituteSentBack,
            Self::SubstitutePosted { .. } => MessageKind::SubstitutePosted,
            Self::AwardTakenBack { .. } => MessageKind::AwardTakenBack,
            Self::AwardAborted { .. } => MessageKind::AwardAborted,
            Self::AwardTakenOut { .. } => MessageKind::AwardTakenOut,
            Self::CertificateCorrected { .. } => MessageKind::CertificateCorrected,
            Self::CertificateIssued { .. } => MessageKind::CertificateIssued,
            Self::CertificateOutdated { .. } => MessageKind::CertificateOutdated,
            Self::CertificateRevoked { .. } => MessageKind::CertificateRevoked,
            Self::CertificateReissued { .. } => MessageKind::CertificateReissued,
            Self::CertificatesReady { .. } => MessageKind::CertificatesReady,
            Self::ClaimConfirmed { .. } => MessageKind::ClaimConfirmed,
            Self::ClaimRejected { .. } => MessageKind::ClaimRejected,
            Self::ClaimReopened { .. } => MessageKind::ClaimReopened,
            Self::ClaimReturned { .. } => MessageKind::ClaimReturned,
            Self::ClaimToCheck { .. } => MessageKind::ClaimToCheck,
            Self::ClaimVerified { .. } => MessageKind::ClaimVerified,
            Self::CodeIssued { .. } => MessageKind::CodeIssued,
            Self::ComplaintAnswered { .. } => MessageKind::ComplaintAnswered,
            Self::ComplaintSent { .. } => MessageKind::ComplaintSent,
            Self::ConsentWithdrawn { .. } => MessageKind::ConsentWithdrawn,
            Self::CourseChangeListed { .. } => MessageKind::CourseChangeListed,
            Self::CourseCleared { .. } => MessageKind::CourseCleared,
            Self::CourseErrorFound { .. } => MessageKind::CourseErrorFound,
            Self::CourseListed { .. } => MessageKind::CourseListed,
            Self::CourseResubmitted { .. } => MessageKind::CourseResubmitted,
            Self::CourseSentBack { .. } => MessageKind::CourseSentBack,
            Self::CourseSubmitted { .. } => MessageKind::CourseSubmitted,
            Self::DataAnswered { .. } => MessageKind::DataAnswered,
            Self::DataAsked { .. } => MessageKind::DataAsked,
            Self::DeadlineMoved { .. } => MessageKind::DeadlineMoved,
            Self::DeliveryCancelled { .. } => MessageKind::DeliveryCancelled,
            Self::DeliveryDisputed { .. } => MessageKind::DeliveryDisputed,
            Self::DeliveryGivenBack { .. } => MessageKind::DeliveryGivenBack,
            Self::DeliveryReported { .. } => MessageKind::DeliveryReported,
            Self::DeputyNamed { .. } => MessageKind::DeputyNamed,
            Self::DeputyEnded { .. } => MessageKind::DeputyEnded,
            Self::DispatchAccepted { .. } => MessageKind::DispatchAccepted,
            Self::DispatchDeclined { .. } => MessageKind::DispatchDeclined,
            Self::DispatchLapsed { .. } => MessageKind::DispatchLapsed,
            Self::DispatchOffered { .. } => MessageKind::DispatchOffered,
            Self::DispatchWithdrawn { .. } => MessageKind::DispatchWithdrawn,
            Self::EnrolmentApplied { .. } => MessageKind::EnrolmentApplied,
            Self::EnrolmentApproved { .. } => MessageKind::EnrolmentApproved,
            Self::EnrolmentWithdrawn { .. } => MessageKind::EnrolmentWithdrawn,
            Self::EnrolmentClashes { .. } => MessageKind::EnrolmentClashes,
            Self::UnitEnrolment { .. } => MessageKind::UnitEnrolment,
            Self::EnrolmentRejected { .. } => MessageKind::EnrolmentRejected,
            Self::EnrolmentRemoved { .. } => MessageKind::EnrolmentRemoved,
            Self::EventSoon { .. } => MessageKind::EventSoon,
            Self::FactorRemoved { .. } => MessageKind::FactorRemoved,
            Self::HoursCorrected { .. } => MessageKind::HoursCorrected,
            Self::CorrectionEnded { .. } => MessageKind::CorrectionEnded,
            Self::DeliveryCorrected { .. } => MessageKind::DeliveryCorrected,
            Self::EvidenceNews { .. } => MessageKind::EvidenceNews,
            Self::HoursCredited { .. } => MessageKind::HoursCredited,
            Self::LateConflict { .. } => MessageKind::LateConflict,
            Self::LectureRequested { .. } => MessageKind::LectureRequested,
            Self::LectureWithdrawn { .. } => MessageKind::LectureWithdrawn,
            Self::ListingChanged { .. } => MessageKind::ListingChanged,
            Self::ListingEnded { .. } => MessageKind::ListingEnded,
            Self::ListingEnds { .. } => MessageKind::ListingEnds,
            Self::MailFailed { .. } => MessageKind::MailFailed,
            Self::OfferLapsed { .. } => MessageKind::OfferLapsed,
            Self::PanelCalled { .. } => MessageKind::PanelCalled,
            Self::PanelDeclined { .. } => MessageKind::PanelDeclined,
            Self::PanelReleased { .. } => MessageKind::PanelReleased,
            Self::PanelShort { .. } => MessageKind::PanelShort,
            Self::PersonCorrected { .. } => MessageKind::PersonCorrected,
            Self::RecordsMerged { .. } => MessageKind::RecordsMerged,
            Self::RecordsParted { .. } => MessageKind::RecordsParted,
            Self::RepeatCalledOff { .. } => MessageKind::RepeatCalledOff,
            Self::RepeatOrdered { .. } => MessageKind::RepeatOrdered,
            Self::RequestCancelled { .. } => MessageKind::RequestCancelled,
            Self::RequestPassed { .. } => MessageKind::RequestPassed,
            Self::RequestsLeft { .. } => MessageKind::RequestsLeft,
            Self::RoleEnded { .. } => MessageKind::RoleEnded,
            Self::RoleEndsSoon { .. } => MessageKind::RoleEndsSoon,
            Self::RoleGiven { .. } => MessageKind::RoleGiven,
            Self::RoleProposed { .. } => MessageKind::RoleProposed,
            Self::RoleRefused { .. } => MessageKind::RoleRefused,
            Self::RolesApart { .. } => MessageKind::RolesApart,
            Self::RolesImported { .. } => MessageKind::RolesImported,
            Self::RolesTogether { .. } => MessageKind::RolesTogether,
            Self::RoundEnded { .. } => MessageKind::RoundEnded,
            Self::RuleCalledOff { .. } => MessageKind::RuleCalledOff,
            Self::RuleSet { .. } => MessageKind::RuleSet,
            Self::YearArranged { .. } => MessageKind::YearArranged,
            Self::SessionCancelled { .. } => MessageKind::SessionCancelled,
            Self::SessionMoved { .. } => MessageKind::SessionMoved,
            Self::SessionOpened { .. } => MessageKind::SessionOpened,
            Self::SheetAwaited { .. } => MessageKind::SheetAwaited,
            Self::SheetUnlocked { .. } => MessageKind::SheetUnlocked,
            Self::SlidesReplaced { .. } => MessageKind::SlidesReplaced,
            Self::SlotBooked { .. } => MessageKind::SlotBooked,
            Self::SlotBookedForYou { .. } => MessageKind::SlotBookedForYou,
            Self::SlotCancelledForYou { .. } => MessageKind::SlotCancelledForYou,
            Self::SlotChanged { .. } => MessageKind::SlotChanged,
            Self::SlotMissed { .. } => MessageKind::SlotMissed,
            Self::SlotMoved { .. } => MessageKind::SlotMoved,
            Self::SlotOffered { .. } => MessageKind::SlotOffered,
            Self::SlotReleased { .. } => MessageKind::SlotReleased,
            Self::SlotWithdrawn { .. } => MessageKind::SlotWithdrawn,
            Self::TrainingCancelled { .. } => MessageKind::TrainingCancelled,
            Self::TrainingChanged { .. } => MessageKind::TrainingChanged,
            Self::TrainingMoved { .. } => MessageKind::TrainingMoved,
            Self::TrainingPublished { .. } => MessageKind::TrainingPublished,
            Self::UnitsMerged { .. } => MessageKind::UnitsMerged,
            Self::UnitsParted { .. } => MessageKind::UnitsParted,
            Self::VerdictAwaited { .. } => MessageKind::VerdictAwaited,
            Self::VerdictConfirmed { .. } => MessageKind::VerdictConfirmed,
            Self::VerdictProposed { .. } => MessageKind::VerdictProposed,
            Self::VerdictSentBack { .. } => MessageKind::VerdictSentBack,
            Self::VetoRaised { .. } => MessageKind::VetoRaised,
            Self::WaitingEnded { .. } => MessageKind::WaitingEnded,
            Self::YearOpened { .. } => MessageKind::YearOpened,
            Self::RegisterNews { .. } => MessageKind::RegisterNews,
            Self::DeskDue { .. } => MessageKind::DeskDue,
            Self::DeskOverdue { .. } => MessageKind::DeskOverdue,
            Self::Reminder { reminder, .. } => reminder.kind(),
            Self::AnnualAssessment { news, .. } => news.kind(),
            Self::Appointment { news, .. } => news.kind(),
            Self::LecturerApplication { news, .. } => news.kind(),
            Self::Observation { news, .. } => news.kind(),
        }
    }

    /// Whether it is about the reader's own account and roles: the next sign-in tells of it.
    pub fn is_about_account(&self) -> bool {
        matches!(
            self,
            Self::RoleGiven { to: None, .. }
                | Self::RoleEnded { of: None, .. }
                | Self::CodeIssued { to: None }
                | Self::FactorRemoved { of: None }
        )
    }
}
