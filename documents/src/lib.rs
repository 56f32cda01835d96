//! Opening files of unknown origin; nothing here decides what their content means.

pub mod sheet;
