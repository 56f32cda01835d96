//! One id type per table, so that a slot is never taken for a session. The default is 0, which no
//! row has: it stands in rows that are still to be written.

use serde::{Deserialize, Serialize};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(
            Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
        )]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl From<$name> for i64 {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl From<i64> for $name {
            fn from(id: i64) -> Self {
                Self(id)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = std::num::ParseIntError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    )+};
}

ids! {
    /// A person, with or without an account.
    PersonId,
    /// Somebody or some place that can be taken: the key of `commitment`.
    PartyId,
    /// A sign-in.
    AccountId,
    /// An attempt to sign in.
    AttemptId,
    /// A change of a rule.
    RuleChangeId,
    /// Somebody who stands in for somebody.
    DeputyId,
    /// Something that is to be mailed.
    OutboxId,
    /// Two roles that nobody has together.
    RoleExclusionId,
    /// A role that waits for a second keeper.
    RoleProposalId,
    /// A unit of administration.
    RegionId,
    /// An association, society, school, company…
    OrganisationId,
    /// Somebody to call at one.
    OrganisationContactId,
    /// A word of somebody whose term an association wants to end.
    HearingId,
    /// A workplace of somebody.
    AffiliationId,
    /// What ties two people.
    PersonTieId,
    /// A paper or a contest's result.
    EvidenceId,
    /// A correction that waits for a second person.
    PaperCorrectionId,
    /// A room or hall.
    PlaceId,
    /// A subject field, such as meteorology.
    FieldId,
    /// One title by one lead lecturer.
    CourseId,
    /// One state of a course's slides and outline.
    CourseVersionId,
    /// A stored file.
    UploadId,
    /// A dated sitting with room, panel and slots.
    ReviewSessionId,
    /// A part of a review session that one lecturer can book.
    SlotId,
    /// A lecturer's reservation of a slot.
    BookingId,
    /// A course that waits for a slot of a session.
    WaitingEntryId,
    /// A school, community or other unit that asks for lectures.
    HostUnitId,
    /// A request of a stranger that the office has not confirmed yet.
    UnconfirmedRequestId,
    /// A host's request for a lecture.
    LectureRequestId,
    /// An offer of a requested lecture to one lecturer.
    DispatchId,
    /// A lecture that was accepted.
    DeliveryId,
    /// A training with its half-days.
    TrainingEventId,
    /// A half-day of a training.
    HalfDayId,
    /// Somebody's place at a training.
    EnrolmentId,
    /// A claim of credit hours.
    HourClaimId,
    /// A term, holidays or weeks of exams of a region.
    SchoolPeriodId,
    /// An entry of a register.
    RegisterEntryId,
    /// A member of a team.
    TeamMemberId,
    /// Days on which somebody is away.
    AbsenceId,
    /// An address from which somebody's calendar is fetched.
    CalendarFeedId,
    /// Time that somebody or some place is taken.
    CommitmentId,
    /// A row of the ledger of credit hours.
    CreditHourId,
    /// A term of a lecturer.
    AppointmentId,
    /// An application for the corps of lecturers.
    LecturerApplicationId,
    /// The assessment of a lecturer's year.
    AnnualAssessmentId,
    /// A lecture that was not given through this program.
    OutsideLectureId,
    /// A person at a training, by an imported register.
    ParticipationId,
    /// One year's run of an award.
    AwardCycleId,
    /// A category of a cycle, with its rubric and quota.
    AwardCategoryId,
    /// Somebody who was put forward in a category.
    NominationId,
    /// A certificate, record or statement that was issued.
    CertificateId,
    /// What a judge gives a nominee.
    ScoreSheetId,
    /// What a panelist gives a trial lecture.
    ReviewSheetId,
    /// A run of refinement rounds of one course.
    RefinementCycleId,
    /// A decided lecture that panelists compare their marks with.
    ReferenceLectureId,
    /// A sitting that the office has repeated after a conflict became known.
    RepeatSittingId,
    /// A role that somebody holds.
    GrantId,
    /// A message in somebody's inbox.
    MessageId,
    /// Two records of one person that became one.
    MergingId,
    /// A line of the access log.
    AccessLogId,
    /// What somebody asks about the own data.
    DataRequestId,
    /// A file of a nomination.
    AttachmentId,
    /// An objection to an award.
    ObjectionId,
    /// A decision about an award after the first.
    AwardSupplementId,
    /// A complaint or a suggestion.
    ComplaintId,
    /// An observation of a lecture.
    ObservationId,
    /// A link by which audience jurors answer.
    JurorLinkId,
}
