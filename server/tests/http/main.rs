//! The program from outside: through the router, by actors, on both databases.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod account;
mod award_cycle;
mod award_recompute;
mod booking;
mod command;
mod course;
#[path = "../../../store/tests/store/database.rs"]
mod database;
mod demo;
mod form;
mod grant;
mod hour_claim;
mod kept_form;
mod lecture;
mod lecture_scope;
mod no_ranking;
mod page;
mod page_cache;
mod roles;
mod roster;
mod training_event;
mod world;
