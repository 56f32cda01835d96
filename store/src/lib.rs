//! SQL, and nothing but SQL: one text for SQLite and PostgreSQL.
//!
//! To add a table: write it into both migration folders under one file name, give it a file here
//! with its statements as named constants, readers on [`Conn`] and writers on [`Tx`], and a test
//! in `tests/` that runs on both databases. Who may call what is decided in `actions`.

mod account;
mod audit;
mod award_cycle;
mod booking;
mod bulk;
mod clock;
mod commitment;
mod course;
mod error;
mod explain;
mod inbox;
mod kept_form;
mod nomination;
mod organisation;
mod person;
mod place;
mod pool;
mod region;
mod review_session;
mod roster;
mod rulebook;
mod score_sheet;
mod search;

pub use account::{Account, NewAccount, SessionRow};
pub use audit::{AuditBreak, AuditLine, AuditReport};
pub use award_cycle::{CategoryRow, CycleRow, JudgeRow};
pub use booking::{BookingRow, LapsedHold, NewBooking};
pub use bulk::{Cell, search_suffixes};
pub use commitment::{CommitmentRow, NewCommitment};
pub use course::{
    CatalogueFilter, CatalogueRow, CourseRow, ListedRow, NewUpload, NewVersion, PublicCourse,
    UploadRow,
};
pub use error::StoreError;
pub use inbox::MessageRow;
pub use kept_form::KeptFormRow;
pub use nomination::{NewNomination, NominationRow, NoticeLine, ProposalRow, RelationRow};
pub use organisation::{NewOrganisation, OrganisationRow};
pub use person::{AppointmentRow, GrantRow, HeldGrant, NewPerson, PersonRow};
pub use place::PlaceRow;
pub use pool::{Conn, Store, Tx};
pub use region::{NewRegion, RegionRow, english_name};
pub use review_session::{
    FieldRow, NewSession, PanelRow, PeerRow, SessionRow as ReviewSessionRow, SlotRow, StayRow,
};
pub use roster::PlanRow;
pub use score_sheet::{NewScoreSheet, ScoreSheetRow};
