//! Opening files of unknown origin, writing spreadsheets, and what papers say; nothing here decides
//! what their content means.

pub mod archive;
pub mod calendar_feed;
pub mod paper;
pub mod register;
pub mod sheet;
pub mod slides;
pub mod upload;
