//! The rules of the speakers' bureau: no input or output, no clock, no randomness, no text for
//! people.
//!
//! One file per feature; the same name stands in `store`, `actions` and `app`.

pub mod access_log;
pub mod account;
pub mod appointment;
pub mod assessment_year;
pub mod audience;
pub mod audience_juror;
pub mod audit;
pub mod award_cycle;
pub mod booking;
pub mod calendar;
pub mod code;
pub mod commitment;
pub mod complaint;
pub mod consent;
pub mod course;
pub mod credit_hour;
pub mod data_class;
pub mod data_request;
pub mod deadline;
pub mod decimal;
pub mod delivery;
pub mod device;
pub mod dispatch;
pub mod folding;
pub mod form;
pub mod grant;
pub mod host_unit;
pub mod hour_claim;
pub mod id;
pub mod inbox;
pub mod information;
pub mod lecture_request;
pub mod merging;
pub mod nomination;
pub mod observation;
pub mod organisation;
pub mod place;
pub mod quota;
pub mod ranking;
pub mod record;
pub mod region;
pub mod result_package;
pub mod review_session;
pub mod review_sheet;
pub mod role;
pub mod roster;
pub mod rulebook;
pub mod score_sheet;
pub mod training_event;
pub mod training_record;
pub mod trial_lecture;
pub mod upload;
pub mod working_day;
