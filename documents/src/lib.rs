//! Opening files of unknown origin, and writing spreadsheets; nothing here decides what their
//! content means.

pub mod register;
pub mod sheet;
pub mod upload;
