//! The program from outside: through the router, by actors, on both databases.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod account;
mod award_conflict;
mod award_cycle;
mod award_recompute;
mod booking;
mod command;
mod course;
#[path = "../../../store/tests/store/database.rs"]
mod database;
mod form;
mod grant;
mod hour_claim;
mod hour_claim_end;
mod hour_claim_stand_in;
mod kept_form;
mod lecture;
mod lecture_scope;
mod lecture_wait;
mod no_ranking;
mod page;
mod page_cache;
mod roles;
mod roster;
mod training_event;
mod world;
