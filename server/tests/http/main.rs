//! The program from outside: through the router, by actors, on both databases.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod account;
mod audit_command;
mod audit_verify;
mod award_conflict;
mod award_cycle;
mod award_judging;
mod award_recompute;
mod award_scene;
mod award_scope;
mod award_tie;
mod award_walk;
mod booking;
mod command;
mod config;
mod course;
mod demo;
mod form;
mod found_form;
mod grant;
mod hour_claim;
mod hour_claim_end;
mod hour_claim_stand_in;
mod hour_claim_walk;
mod hour_claim_worth;
mod kept_form;
mod late_form;
mod lecture;
mod lecture_race;
mod lecture_scope;
mod lecture_wait;
mod lecture_walk;
mod no_ranking;
mod page;
mod page_cache;
mod race;
mod roles;
mod roster;
mod statements;
mod table;
mod training_event;
mod training_event_walk;
mod twice;
mod walk;
mod world;
