//! The only code that runs in the browser: each island with the server function it calls.
//!
//! An island must justify itself: the page around it works without it. Texts come as props, in
//! the reader's language.

pub mod final_meeting;
#[cfg(feature = "ssr")]
pub mod program;
pub mod score_sheet;
pub mod slot_picker;

/// Wakes the islands of a page.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_islands();
}
