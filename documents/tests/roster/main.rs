//! The sample rosters give exactly what is expected of them.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod detail;
mod expected;
mod moved;

mod sample;
mod split;
