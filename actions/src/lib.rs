//! What a person can do: permission, then rule, then one transaction with its line in the audit
//! chain and its messages.
//!
//! Pages, the command line and imports all come through here, so that none of these can be
//! forgotten in one of them. Time and randomness are arguments: see [`Call`] and [`Entropy`].

mod absence;
mod access_log;
mod account;
mod annual_assessment;
mod appointment;
mod assessment_year;
mod audience_juror;
mod audit;
mod award_archive;
mod award_change;
mod award_cycle;
mod award_paper;
mod award_result;
mod award_stage;
mod booking;
mod calendar;
mod calendar_feed;
mod calibration;
mod call;
mod catalogue;
mod certificate;
mod commitment;
mod complaint;
mod course;
mod deadline;
mod delivery;
mod deputy;
mod desk;
mod dispatch;
mod error;
mod evidence;
mod file_place;
mod files;
mod final_meeting;
mod final_slides;
mod grant;
mod handed_on;
mod hour_claim;
mod inbox;
mod kept_form;
mod late_conflict;
mod lecture_request;
mod lecturer_application;
mod list_filter;
mod listing;
mod local;
mod mail;
mod merging;
mod my_information;
mod nomination;
mod objection;
mod observation;
mod once;
mod organisation;
mod overview;
mod paged;
mod panel_proposal;
mod paper_correction;
mod person;
mod person_tie;
mod place;
mod public_notice;
mod ranking;
mod record;
mod reference_lecture;
mod refinement;
mod region;
mod register_entry;
mod reminder;
mod report;
mod retention;
mod review_package;
mod review_paper;
mod review_session;
mod review_sheet;
mod role_exclusion;
mod roster;
mod rulebook;
mod school_period;
mod score_sheet;
mod slides;
mod tell;
mod training_event;
mod training_record;
mod trial_lecture;
mod unit_enrolment;
mod upload;
mod waiting_list;
mod work_calendar;
mod working_day;
mod write;

use std::sync::Arc;

use self::write::Scoped as _;

pub use absence::{AbsencePage, Met, MetAt};
pub use access_log::{AccessPage, Noted, note_command};
pub use account::{Activation, FactorOffer, OwnAccount, Present, SignedIn};
pub use annual_assessment::{AssessmentList, AssessmentPage, Taken, YearStep};
pub use appointment::{
    AppointForm, AppointmentList, AppointmentPage, TermFilter, TermPage, TermView,
};
pub use assessment_year::ClosedYears;
pub use audience_juror::{JurorPage, JurorView};
pub use audit::{
    AuditPage, Finding, Head, HeadBreak, NotAHead, Verified, Wrong, access_filter, audit_filter,
};
pub use award_archive::ArchivePage;
pub use award_change::{ChangesPage, ListedNominee, RemovedNominee, may_abort};
pub use award_cycle::{
    CategoryView, CyclePage, CycleStep, EvaluationPage, FinalVotePage, Finalists, JudgeEvaluation,
    JudgeProgress, PutRightRow, RecusedNominee, ShortNominee, SubstitutePage, n_seats,
};
pub use award_paper::{AwardRecord, NominationPaper, NominationSheet, RecordCategory};
pub use award_result::{OwnResult, PublicDeeds};
pub use booking::{BookingPage, Offer, OfferDay, OnBehalf, OnBehalfPage, Picker};
pub use calendar::{CalendarItem, CalendarName, CalendarPage, CalendarSheet, Whose};
pub use calendar_feed::{CalendarFeed, CalendarFeedPage};
pub use calibration::Calibrated;
pub use call::{Call, Entropy};
pub use catalogue::{CatalogueLine, CataloguePage, PublicCoursePage};
pub use certificate::{
    CertificateLines, CertificatePage, CertificatePaper, CertificatesPage, OwnCertificates,
};
pub use course::CoursePage;
pub use deadline::MovedDeadline;
pub use delivery::{DeliveryCorrectionPage, DeliveryFilter, DeliveryList, DeliveryPage};
pub use deputy::DeputyPage;
pub use desk::{Desk, Task};
pub use dispatch::{Board, Candidate, DispatchPage, TimeOffer};
pub use error::ActionError;
pub use evidence::{EvidenceList, EvidencePage};
pub use files::{Files, Incoming, MAX_UPLOAD};
pub use final_meeting::{FinalMeetingPage, Room, RoomPage, Spoken, Turn};
pub use grant::{AccountView, Given, GrantOffers, PersonPage};
pub use handed_on::HandedOn;
pub use hour_claim::{ClaimPage, ClaimQueue, QueueFilter};
pub use inbox::UnreadPage;
pub use kept_form::KeptForm;
pub use late_conflict::{LateFigures, LateView};
pub use lecture_request::{
    HostPage, RequestForm, RequestList, RequestView, link_token, request_token,
};
pub use lecturer_application::{
    ApplicationFilter, ApplicationForm, ApplicationList, ApplicationPage,
};
pub use list_filter::ListFilter;
pub use listing::{ListingPage, ListingsPage};
pub use local::{local_date, local_time, to_utc};
pub use mail::{NotSent, OutboxPage, Outgoing};
pub use merging::{MergeChoice, MergePage, UnitMergePage, raw as raw_fact, raw_of_unit};
pub use my_information::{ConsentTexts, DataRequestPage, MyInformation, consent_digest};
pub use nomination::{
    FilingPage, NominatedCategory, NominatingPage, NominatingUnit, NominationFile, NominationPage,
    NominationsPage, NomineePage, OwnNomination, OwnNominationForm,
};
pub use objection::{ObjectionForm, ObjectionPage, ObjectionsPage};
pub use observation::{
    FoundObserver, ObservationList, ObservationPage, ObservationReading, ObserverChoice,
    OfficeObservations, SuspensionQuestion,
};
pub use organisation::{
    OrganisationForm, OrganisationList, OrganisationPage, TreeAt, UnitBranch, UnitFilter,
    UnitGroup, UnitHostPage, UnitLine, UnitTree,
};
pub use overview::{Alive, CountyTowns, Strip, YearView};
pub use paged::{Keyed, Paged};
pub use panel_proposal::{PanelProposalPage, ProposedPanel, ProposedSeat};
pub use paper_correction::{PaperCorrectionList, PaperCorrectionPage};
pub use person::{PeopleFilter, PeoplePage, PersonForm, PersonLine, WorkplacePage};
pub use person_tie::PersonTiePage;
pub use place::{PlacePage, PlaceView};
pub use public_notice::{
    AnnouncedAward, AnnouncedCategory, Announcement, PublicAward, PublicNotice,
};
pub use ranking::{
    CommentedNominee, CommentsPage, DecidedTie, JudgeStrictness, OpenTie, ProposalPage,
    RankingPage, RankingRow, StabilityPage, Stable, UnitSeats, Variant,
};
pub use reference_lecture::{ReferenceList, ReferencePage};
pub use refinement::{NextVersion, RefinementPage, RoundView};
pub use register_entry::{
    RegisterEntryForm, RegisterEntryPage, RegisterFilter, RegisterPage, Registers, entry_facts,
};
pub use report::{LecturerYear, Report, ReportLines, Reports, TrainingLine, TutorHoursLine};
pub use review_session::{
    Conflicted, PlanChoices, SeriesDay, SessionPage, SessionView, ShortLecture, Substitute, peers,
};
pub use review_sheet::ReviewSheetPage;
pub use roster::{
    ChangeCounts, Choices, Commit, FieldChange, Preview, SheetReader, answer as sheet_answer,
    slides_answer, workplace,
};
pub use rulebook::{RulePage, RuleView, RulesPage};
pub use school_period::SchoolCalendarPage;
pub use score_sheet::{Declared, JudgingPage, SheetPage};
pub use store::{
    AbsenceRow, AccessFilter, AccessRow, AddendumRow, AppointmentRow, AssessmentRow, AttachmentRow,
    AuditBreak, AuditFilter, AuditLine, AuditReport, AvailabilityRow, AwardedRow, BookingRow,
    CandidateReferenceRow, CandidateRow, CertificateLine, CertificateRow, ChangeRow, ClaimRow,
    ColleagueRow, CommitmentRow, ComplaintRow, ConsentRow, CourseRow, CreditRow, CycleRow,
    DataRequestRow, DeedsRow, DeliveryRow, DeputyRow, DispatchRow, EnrolmentRow, EvidenceRow,
    ExclusionRow, FeedEventRow, FieldRow, GivenUpRow, HalfDayRow, HearingRow, HeldGrant,
    HoldingRow, HostUnitRow, JudgeRow, JurorLinkRow, Known, KnownRow, LateConflictRow,
    LectureRequestRow, LecturerApplicationRow, LecturerLine, MailAddressRow, MergingRow,
    MessageRow, NominationConsentRow, NominationNotes, NominationRow, NoticeLine, ObjectionRow,
    ObservationRow, ObserverRow, OpenRequestRow, OpenedYearRow, OrganisationRow, OutboxCounts,
    OutgoingRow, OutsideLectureRow, OwnSession, PanelRow, PaperCorrectionRow, ParticipantLine,
    PersonRow, PersonTieRow, PlaceRow, PublicProcessor, RankedSheet, ReaderPlanRow, ReferenceRow,
    RegionRow, RegisterEntryRow, RepeatRow, RequestTimeRow, ReviewSessionRow, ReviewSheetRow,
    RoleProposalRow, RuleChangeRow, SchoolPeriodRow, SitInRow, SlotRow, StageRow,
    StationConditionRow, Store, StoreError, SubstituteDrawRow, TeamMemberRow, TermRow, TraceRow,
    TrainingRow, TrialRow, TutorLine, TutorRow, UnconfirmedRow, UnfinishedNomination,
    UnitTraineeRow, UnreadRow, UploadRow, VerifiedRow, WaitingNominees, WaitingRow, WorkplaceRow,
    YearOf,
};
pub use training_event::{Changed, Placed, Removal, TrainingList, TrainingPage};
pub use training_record::{RecordDay, RecordPage};
pub use trial_lecture::{EarlierRound, Lecture, Reading, SeenSheet, SittingPage, TrialPage};
pub use unit_enrolment::{UnitEnrolmentPage, may_ask, may_give_back};
pub use waiting_list::WaitingPage;
pub use work_calendar::{ArrangedYear, WorkCalendarPage};

/// Everything that actions need. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Actions {
    store: Store,
    files: Files,
    entropy: Entropy,
    hashing: Arc<account::Hashing>,
    calendars: working_day::Calendars,
}

impl Actions {
    /// Actions on a database, a file store and a source of randomness.
    pub fn new(store: Store, files: Files, entropy: Entropy) -> Result<Self, ActionError> {
        Ok(Self {
            store,
            files,
            hashing: Arc::new(account::Hashing::new()),
            calendars: working_day::Calendars::new(Vec::new())?,
            entropy,
        })
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<(), ActionError> {
        Ok(self.store.ping().await?)
    }

    /// The password of the demonstration that the database holds, if it holds one.
    pub async fn demonstration(&self) -> Result<Option<String>, ActionError> {
        Ok(self.store.read().await?.find_demonstration().await?)
    }

    /// How many seconds the demonstration clock runs ahead.
    pub async fn demo_clock(&self) -> Result<i64, ActionError> {
        Ok(self.store.read().await?.demo_clock().await?)
    }

    /// Moves the demonstration clock; outside demonstration mode nobody reads it.
    pub async fn set_demo_clock(&self, ahead_seconds: i64) -> Result<(), ActionError> {
        self.write_aside(|tx| {
            async move { Ok(tx.set_demo_clock(ahead_seconds).await?) }.scope_boxed()
        })
        .await
    }
}
