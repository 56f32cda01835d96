//! SQL, and nothing but SQL: one text for SQLite and PostgreSQL.
//!
//! To add a table: write it into both migration folders under one file name, which `migrations`
//! lists, give it a file here with its statements as named constants, readers on [`Conn`] and
//! writers on [`Tx`], and a test in `tests/` that runs on both databases. Who may call what is decided in `actions`.

mod absence;
mod access_log;
mod account;
mod annual_assessment;
mod appointment;
mod assessment_year;
mod audience_juror;
mod audit;
mod award_change;
mod award_cycle;
mod award_result;
mod award_stage;
mod backup;
pub mod bench;
mod booking;
mod calendar_feed;
mod calibration;
mod catalogue;
mod certificate;
mod clock;
mod code;
mod commitment;
mod complaint;
mod connect;
mod consent;
mod course;
mod credit_hour;
mod data_request;
mod deadline;
mod delivery;
mod demonstration;
mod deputy;
mod dispatch;
mod driver;
mod edition;
mod error;
mod evaluation;
mod evidence;
mod file_place;
mod final_meeting;
mod grant;
mod host_unit;
mod hour_claim;
mod inbox;
mod information;
mod kept_form;
mod late_conflict;
mod lecture_request;
mod lecturer_application;
mod listing;
mod lock;
mod mail;
mod many;
mod merging;
mod migrations;
mod nomination;
mod objection;
mod observation;
mod organisation;
mod overview;
mod panel;
mod panel_proposal;
mod paper_correction;
mod person;
mod person_tie;
mod place;
mod pool;
mod reach;
mod record;
mod reference_lecture;
mod region;
mod register_entry;
mod reminder;
mod report;
mod retention;
mod review_session;
mod review_sheet;
mod role_exclusion;
mod role_proposal;
mod roster;
mod row;
mod rulebook;
mod schema;
mod school_period;
mod score_sheet;
mod search;
mod slide;
mod statement;
mod training_event;
mod transfer;
mod tree;
mod trial_lecture;
mod tutor;
mod unconfirmed_request;
mod unit_enrolment;
mod upload;
mod waiting_list;
mod work_calendar;

pub use domain::role::Reach;

pub use absence::{AbsenceRow, AvailabilityRow};
pub use access_log::{AccessFilter, AccessRow};
pub use account::{
    Account, NewAccount, NewAccountSession, NewCode, OwnSession, PasswordKey, Presence, SessionRow,
};
pub use annual_assessment::{
    AssessmentFilter, AssessmentRow, NewOutsideLecture, OutsideLectureRow, ReviewedSheetRow,
};
pub use appointment::{AppointmentRow, HearingRow, NewTerm, TermRow, TermSearch, Terms};
pub use assessment_year::OpenedYearRow;
pub use audience_juror::JurorLinkRow;
pub use audit::{AuditBreak, AuditFilter, AuditLine, AuditReport, ChainLine};
pub use award_change::{SubstituteRow, SupplementRow};
pub use award_cycle::{CategoryRow, CycleRow, JudgeRow};
pub use award_result::{CommentRow, DeedsRow};
pub use award_stage::{AddendumRow, StageRow};
pub use backup::StoredFile;
pub use booking::{BookingRow, LapsedHold, NewBooking};
pub use calendar_feed::{CalendarFeedRow, FeedEventRow, SoonRow};
pub use calibration::CountedSheetRow;
pub use catalogue::{CatalogueFilter, CatalogueRow, PublicCourse};
pub use certificate::{
    AwardedRow, CertificateLine, CertificateRow, IssuerRow, NewCertificate, VerifiedRow,
};
pub use commitment::{CommitmentPlace, CommitmentRow, NewCommitment};
pub use complaint::{ComplaintRow, NewComplaintRow};
pub use connect::sqlite_file;
pub use consent::ConsentRow;
pub use course::{Audience, CourseRow, ListedRow, NewVersion, RoundRow};
pub use credit_hour::{CreditRow, NewCredit};
pub use data_request::{DataRequestRow, NewDataRequestRow};
pub use deadline::{RunningOffer, RunningRequest, RunningSubstitute};
pub use delivery::{DeliveryRow, DeliverySearch, DeliveryStates, NewDelivery, Reporter, SitInRow};
pub use deputy::{ColleagueRow, DeputyRow};
pub use dispatch::{CandidateRow, DispatchRow, NewDispatch};
pub use error::StoreError;
pub use evaluation::{
    NewSubstituteDraw, PastRelationRow, PastSheetRow, ReaderPlanRow, SheetStateRow,
    SubstituteDrawRow,
};
pub use evidence::EvidenceRow;
pub use final_meeting::{FinalMeetingRow, FinalTurnRow};
pub use grant::{EndingGrant, GrantRow, HeldGrant};
pub use host_unit::HostUnitRow;
pub use hour_claim::{ClaimFilter, ClaimMove, ClaimRoute, ClaimRow};
pub use inbox::{MessageRow, UnreadRow};
pub use information::{Known, KnownRow};
pub use kept_form::KeptFormRow;
pub use late_conflict::{LateConflictRow, NewRepeat, RepeatRow};
pub use lecture_request::{
    HostRequest, LectureRequestRow, NewLectureRequest, RequestSearch, RequestStep, RequestTimeRow,
};
pub use lecturer_application::{
    ApplicationMove, ApplicationSearch, LecturerApplicationRow, NewLecturerApplication,
};
pub use listing::OpenRequestRow;
pub use lock::Lock;
pub use mail::{GivenUpRow, MailAddressRow, OutboxCounts, OutgoingRow};
pub use merging::{HoldingRow, Mergeable, MergingRow, Reference, references};
pub use nomination::{
    AttachmentRow, NewNomination, NominationConsentRow, NominationNotes, NominationRow,
    NominationWrite, NoticeLine, ProposalRow, RelationRow, UnfinishedNomination, WaitingNominees,
};
pub use objection::{EndedObjection, NewObjectionRow, ObjectionRow, ObjectorRow, ScanRow};
pub use observation::{ObservationRow, ObserverRow};
pub use organisation::{
    AddedOrganisation, Branch, ContactRow, NewOrganisation, OrganisationRow, OrganisationSearch,
    TreePart,
};
pub use overview::{Given, MonthCount, NewCourse, NextSession, NextTraining, YearOf};
pub use panel::{PanelRow, PeerRow, StayRow};
pub use panel_proposal::TakenRow;
pub use paper_correction::{NewPaperCorrection, PaperCorrectionRow};
pub use person::{
    NewPerson, PeopleSearch, PersonFill, PersonRow, SearchKeys, TraceRow, WorkplaceRow,
};
pub use person_tie::{NewPersonTie, PersonTieRow};
pub use place::PlaceRow;
pub use pool::{Conn, Store, Tx};
pub use reference_lecture::{CandidateReferenceRow, ReferenceRow, ReferenceSheetRow};
pub use region::{NewRegion, RegionRow, english_name};
pub use register_entry::{
    NewRegisterEntry, PublicProcessor, RegisterEntryRow, RegisterSearch, StationConditionRow,
    TeamMemberRow,
};
pub use report::{LecturerLine, ParticipantLine, TutorLine, YearDays};
pub use review_session::{FieldRow, NewSession, SessionRow as ReviewSessionRow, SlotRow};
pub use review_sheet::{ReviewSheetRow, SheetOf};
pub use role_exclusion::ExclusionRow;
pub use role_proposal::RoleProposalRow;
pub use roster::PlanRow;
pub use rulebook::RuleChangeRow;
pub use schema::{Alone, Schema, newest_schema};
pub use school_period::SchoolPeriodRow;
pub use score_sheet::{NewScoreSheet, RankedSheet, ScoreSheetRow};
pub use slide::SlideRow;
pub use training_event::{EnrolmentRow, HalfDayRow, TrainingRow};
pub use transfer::Copied;
pub use trial_lecture::{ChangeRow, Decided, TrialRow};
pub use tutor::{AddedParticipation, ParticipationRow, TutorRow};
pub use unconfirmed_request::UnconfirmedRow;
pub use unit_enrolment::UnitTraineeRow;
pub use upload::{NewUpload, UploadRow};
pub use waiting_list::WaitingRow;
pub use work_calendar::WorkCalendarRow;
