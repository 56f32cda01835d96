//! Which lists, keys and JSON values of `domain` are columns: each of them once.

use chrono::NaiveDate;
use domain::{
    absence::WeekTime,
    access_log::{AccessKind, AccessResult, AccessThing},
    annual_assessment::{AssessmentState, Counted, Grade, OutsideState, VetoGround},
    appointment::{AppointmentState, Corps, TerminationGround},
    audience::{DeliveryMode, SchoolStage, TargetGroup},
    audience_juror::JurorQuestion,
    award_cycle::{AwardCycleState, FinalKind, LegalBasis, Level, NoticeOrder, SeatPassing},
    award_stage::AwardStage,
    booking::BookingState,
    certificate::{CertificateKind, CertificateState, Recovery, RevocationGround},
    commitment::{CommitmentSource, CommitmentState},
    complaint::{ComplaintKind, ComplaintState},
    consent::{ConsentAnswer, ConsentChannel, ConsentPurpose},
    course::{CourseVersionState, CycleState},
    credit_hour::{ActivityKind, CreditSource, HalfDay, VerificationStep},
    data_class::DataClass,
    data_request::{DataRequestKind, DataRequestState},
    delivery::DeliveryState,
    dispatch::{DeclineReason, DispatchState},
    evidence::{EvidenceKind, EvidenceLevel, EvidencePart, EvidenceState},
    hour_claim::{ClaimState, Participation},
    id::{
        AbsenceId, AccessLogId, AccountId, AffiliationId, AnnualAssessmentId, AppointmentId,
        AttachmentId, AttemptId, AwardCategoryId, AwardCycleId, AwardSupplementId, BookingId,
        CalendarFeedId, CertificateId, CommitmentId, ComplaintId, CourseId, CourseVersionId,
        CreditHourId, DataRequestId, DeliveryId, DeputyId, DispatchId, EnrolmentId, EvidenceId,
        FieldId, GrantId, HalfDayId, HearingId, HostUnitId, HourClaimId, JurorLinkId,
        LectureRequestId, LecturerApplicationId, MergingId, MessageId, NominationId, ObjectionId,
        ObservationId, OrganisationContactId, OrganisationId, OutboxId, OutsideLectureId,
        PaperCorrectionId, ParticipationId, PartyId, PersonId, PersonTieId, PlaceId,
        ReferenceLectureId, RefinementCycleId, RegionId, RegisterEntryId, RepeatSittingId,
        ReviewSessionId, ReviewSheetId, RoleExclusionId, RoleProposalId, RuleChangeId,
        SchoolPeriodId, ScoreSheetId, SlotId, TeamMemberId, TrainingEventId, UnconfirmedRequestId,
        UploadId, WaitingEntryId,
    },
    inbox::{Message, MessageKind, Topic},
    information::Known,
    language::Language,
    late_conflict::RepeatEnd,
    lecture_request::RequestState,
    lecturer_application::{ApplicationState, ApplicationStep, Education},
    listing::ChangeKind,
    merging::Merged,
    nomination::{Figures, NominationConsentChannel, NominationFacts, NominationState, Relation},
    objection::{ObjectionAbout, ObjectionEffect, ObjectionState, ObjectorKind},
    observation::{EquipmentState, ObservationState},
    organisation::OrganisationKind,
    panel::PanelAnswer,
    paper_correction::{Correction, CorrectionSource, CorrectionState},
    person_tie::TieKind,
    quota::{AddedSeats, Quota, TieDecision},
    ranking::TiesOffLine,
    record,
    region::RegionLevel,
    register_entry::{EntryDetail, EntryState, RegisterKind, StationCondition},
    reminder::Reminder,
    review_session::{ReviewSessionState, SlotState},
    role::Role,
    roster::{self, AwardCategory, Sex, TutorLevel},
    rulebook::Rule,
    school_period::PeriodKind,
    score_sheet::{ConflictKind, Criterion, Points, SheetStage, Stage},
    training_event::{EnrolmentState, TrainingState},
    trial_lecture::{Advisory, TrialState, Verdict, Veto, VetoVote},
    waiting_list::WaitingState,
};

use crate::{
    driver::Row,
    row::{Code, Column, Unread, json},
    statement::Value,
};

use record::Kind as RecordKind;
use roster::Kind as RosterKind;

macro_rules! codes {
    ($($list:ident),+ $(,)?) => {$(
        impl Code for $list {
            const LIST: &'static str = stringify!($list);

            fn of(code: &str) -> Option<Self> {
                Self::parse(code)
            }

            fn text(self) -> &'static str {
                self.as_str()
            }
        }
    )+};
}

codes! {
    AccessKind, AccessResult, AccessThing, ActivityKind, AddedSeats, Advisory, ApplicationState, ApplicationStep, AppointmentState, AssessmentState, AwardCategory, AwardCycleState, AwardStage, BookingState, CertificateKind, CertificateState, ChangeKind, ClaimState, CommitmentSource, CommitmentState, ComplaintKind, ComplaintState, ConflictKind, ConsentAnswer, ConsentChannel, ConsentPurpose, Corps, CorrectionSource, CorrectionState, CourseVersionState, CreditSource, CycleState, DataClass, DataRequestKind, DataRequestState, DeclineReason, DeliveryMode, DeliveryState, DispatchState, Education, EnrolmentState, EntryDetail, EntryState, FinalKind, Grade, HalfDay, Known, Language, LegalBasis, Merged, NominationConsentChannel, NominationState, NoticeOrder, ObjectionAbout, ObjectionEffect, ObjectionState, ObjectorKind, OrganisationKind, OutsideState, PanelAnswer, Participation, PeriodKind, RecordKind, Recovery, RegionLevel, RegisterKind, Relation, RequestState, ReviewSessionState, RevocationGround, Role, RosterKind, Rule, SchoolStage, SeatPassing, Sex, SheetStage, SlotState, Stage, StationCondition, TieKind, TiesOffLine, VetoGround,
    EquipmentState, EvidenceKind, EvidenceLevel, EvidencePart, EvidenceState, JurorQuestion, ObservationState, Reminder, RepeatEnd, TargetGroup, TerminationGround, TrainingState, Topic, MessageKind, TrialState, TutorLevel, Verdict, VerificationStep, Veto, VetoVote, WaitingState,
}

macro_rules! ids {
    ($($id:ident),+ $(,)?) => {$(
        impl Column for $id {
            fn read(row: Row<'_>, at: usize) -> Result<Option<Self>, Unread> {
                Ok(row.number(at)?.map(Self))
            }
        }

        impl From<$id> for Value<'_> {
            fn from(id: $id) -> Self {
                id.0.into()
            }
        }

        impl From<&$id> for Value<'_> {
            fn from(id: &$id) -> Self {
                id.0.into()
            }
        }

        impl From<Option<$id>> for Value<'_> {
            fn from(id: Option<$id>) -> Self {
                id.map(|id| id.0).into()
            }
        }
    )+};
}

ids! {
    EvidenceId, PaperCorrectionId, PersonTieId, AbsenceId, AccessLogId, AccountId, AffiliationId, AnnualAssessmentId, AttachmentId, AttemptId, AwardCategoryId, AwardCycleId, AwardSupplementId, BookingId, CalendarFeedId, CertificateId, ComplaintId, CourseId, CourseVersionId, DataRequestId, DeliveryId, DeputyId, HearingId, JurorLinkId, LecturerApplicationId, ObjectionId, ObservationId, OutboxId, OutsideLectureId, RegisterEntryId, RoleExclusionId, RoleProposalId, RuleChangeId, SchoolPeriodId, TeamMemberId,
    DispatchId, EnrolmentId, FieldId, GrantId, HalfDayId, HostUnitId, HourClaimId, LectureRequestId,
    MergingId, MessageId, NominationId, OrganisationContactId, OrganisationId, PartyId, PersonId, PlaceId, RegionId, ReviewSessionId,
    ReferenceLectureId, RefinementCycleId, RepeatSittingId, ReviewSheetId, ScoreSheetId, SlotId, TrainingEventId, UnconfirmedRequestId, UploadId, WaitingEntryId, CommitmentId, CreditHourId, AppointmentId, ParticipationId,
}

json! { Correction, Counted, Figures, Message, NominationFacts, Quota, TieDecision, Vec<Criterion>, Vec<Level>, Vec<Option<Points>>, Vec<String>, Vec<NaiveDate>, Vec<WeekTime> }
