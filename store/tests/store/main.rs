//! Every store function on both databases.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod access_log;
mod account;
mod assessment_year;
mod audience_juror;
mod audit;
mod award_cycle;
mod backup;
mod bench;
mod booking;
mod catalogue;
mod commitment;
mod complaint;
mod consent;
mod credit_hour;
mod data_request;
mod deadline;
mod demonstration;
mod hour_claim;
mod inbox;
mod information;
mod kept_form;
mod late_conflict;
mod lecture;
mod listing;
mod lock;
mod merging;
mod migration;
mod observation;
mod panel_proposal;
mod person;
mod reach;
mod record;
mod reminder;
mod retention;
mod schema;
mod search;
mod session;
mod set;
mod some;
mod training_event;
mod trial_lecture;
mod tutor;
mod unconfirmed_request;
mod waiting_list;
