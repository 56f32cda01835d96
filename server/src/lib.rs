//! The program around the pages: configuration, HTTP, command line, background work.

pub mod background;
mod backup;
pub mod command;
pub mod config;
pub mod fault;
pub mod heads;
pub mod http;
pub mod metrics;
mod opening;
pub mod sheet;
pub mod smtp;
