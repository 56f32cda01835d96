//! Every text that a person reads, in both languages.
//!
//! The texts are in `locales`, one file per feature; pages name them by key, and a missing key
//! does not compile. Texts that depend on values are functions here, one module per feature.

pub mod absence;
pub mod access_log;
pub mod account;
pub mod annual_assessment;
pub mod appointment;
pub mod assessment_year;
pub mod audience;
pub mod audience_juror;
pub mod audit;
pub mod award_archive;
pub mod award_cycle;
pub mod award_paper;
pub mod award_result;
pub mod award_stage;
pub mod calendar;
pub mod calendar_feed;
pub mod catalogue;
pub mod certificate;
pub mod complaint;
pub mod course;
pub mod deadline;
pub mod delivery;
pub mod desk;
pub mod dispatch;
pub mod evaluation;
pub mod evidence;
pub mod final_meeting;
pub mod form;
#[expect(
    clippy::all,
    clippy::pedantic,
    dead_code,
    unreachable_pub,
    unused_imports,
    reason = "generated"
)]
mod generated {
    include!(concat!(env!("OUT_DIR"), "/i18n/mod.rs"));
}
pub mod host_unit;
pub mod hour_claim;
pub mod inbox;
pub mod late_conflict;
pub mod lecture_request;
pub mod lecturer_application;
pub mod listing;
mod locale;
pub mod mail;
pub mod merging;
pub mod my_information;
pub mod nomination;
pub mod objection;
pub mod observation;
pub mod organisation;
pub mod overview;
pub mod page;
pub mod panel;
pub mod panel_proposal;
pub mod paper_correction;
pub mod person;
pub mod person_tie;
pub mod place;
pub mod privacy;
pub mod reference_lecture;
pub mod refinement;
pub mod register_entry;
pub mod report;
pub mod review_paper;
pub mod review_session;
pub mod review_sheet;
pub mod roster;
pub mod rulebook;
pub mod school_period;
pub mod slides;
pub mod time;
pub mod told;
pub mod training_event;
pub mod training_record;
pub mod trial_lecture;
pub mod unconfirmed_request;
pub mod waiting_list;
pub mod work_calendar;

pub use generated::i18n::Locale;
pub use locale::{parse_locale, preferred_locale};
