//! Pages and forms: Leptos views, rendered by the server alone.
//!
//! A page is who may see it (its line in `routes()`), what it loads, and what it shows. One table
//! of routes builds the router and feeds the test that walks it as every role.

#![recursion_limit = "256"]

mod absence;
mod access_log;
mod account;
mod appointment;
mod assessment_year;
mod audience_juror;
mod audit;
mod award_cycle;
mod booking;
mod calendar;
mod calendar_feed;
mod calibration;
mod catalogue;
mod client;
mod complaint;
mod content;
mod course;
mod deadline;
mod delivery;
mod desk;
mod dispatch;
mod download;
mod error;
mod error_page;
mod etag;
mod face;
mod form;
mod grant;
mod home;
mod hour_claim;
mod id;
mod inbox;
mod island;
mod kept_form;
mod late_conflict;
mod lecture_request;
mod listing;
mod merging;
mod my_information;
mod navigation;
mod nomination;
mod observation;
mod organisation;
mod overview;
mod page;
mod page_cache;
mod panel_proposal;
mod parts;
mod person;
mod place;
mod public_notice;
mod public_url;
mod ranking;
mod reference_lecture;
mod refilled;
mod refinement;
mod review_paper;
mod review_session;
mod review_sheet;
mod roster;
mod route;
mod router;
mod rulebook;
mod school_period;
mod score_sheet;
mod state;
mod style_guide;
mod training_event;
mod training_record;
mod trial_lecture;
mod typeset;
mod visit;
mod waiting_list;

pub use client::Proxies;
pub use page::not_now;
pub use page_cache::{PageCache, cache_public_pages};
pub use public_url::{NotAPublicUrl, PublicUrl};
pub use route::{Method, Route, Who};
pub use router::{router, routes};
pub use state::{Assets, Clock, Settings, State};
pub use typeset::Typesetter;
