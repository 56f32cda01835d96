//! The slots of the coming weeks as a list of real buttons.
//!
//! Justification: on the minute booking opens a hundred lecturers look at the same list; the
//! island asks every four seconds what has been taken, so that nobody taps a slot that is gone.
//! Without it the same form works, and the server refuses what is taken.

use std::time::Duration;

use leptos::{prelude::*, task::spawn_local};
use serde::{Deserialize, Serialize};

const ASK_EVERY: Duration = Duration::from_secs(4);

/// One slot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PickerSlot {
    /// Key.
    pub id: i64,
    /// From when to when, as text.
    pub time: String,
    /// Where, as text.
    pub place: String,
    /// `free`, `taken` or `blocked`.
    pub state: String,
    /// Why it is not free, as text.
    pub reason: String,
}

/// The slots of one day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PickerDay {
    /// The day, as text.
    pub title: String,
    /// By time.
    pub slots: Vec<PickerSlot>,
}

/// Words of the island.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PickerTexts {
    /// A slot that can be taken.
    pub free: String,
    /// A slot that somebody has.
    pub taken: String,
    /// A slot that is not for this lecturer.
    pub blocked: String,
    /// Why a slot that was just taken is not free.
    pub just_taken: String,
}

/// The slots of a course version that are free now.
#[server(endpoint = "slot_picker/free", prefix = "/api")]
pub async fn free_slots(version: i64) -> Result<Vec<i64>, ServerFnError> {
    // Without an answer the island simply keeps what it shows.
    crate::program::ask(|program| program.free_slots(version), "not available").await
}

/// A form whose buttons are the slots.
#[island]
pub fn SlotPicker(
    version: i64,
    action: String,
    days: Vec<PickerDay>,
    texts: PickerTexts,
) -> impl IntoView {
    let free = RwSignal::new(None::<Vec<i64>>);
    Effect::new(move |_| {
        let handle = set_interval_with_handle(
            move || {
                spawn_local(async move {
                    if let Ok(ids) = free_slots(version).await {
                        free.set(Some(ids));
                    }
                });
            },
            ASK_EVERY,
        );
        on_cleanup(move || {
            if let Ok(handle) = handle {
                handle.clear();
            }
        });
    });
    let sections = days
        .into_iter()
        .map(|day| {
            let slots = day
                .slots
                .into_iter()
                .map(|slot| slot_button(slot, free, texts.clone()))
                .collect_view();
            view! {
                <section class="slot-day">
                    <h3>{day.title}</h3>
                    <ul class="slot-list">{slots}</ul>
                </section>
            }
        })
        .collect_view();
    view! {
        <form class="slot-days" method="post" action=action>
            {sections}
        </form>
    }
}

fn slot_button(
    slot: PickerSlot,
    free: RwSignal<Option<Vec<i64>>>,
    texts: PickerTexts,
) -> impl IntoView {
    let id = slot.id;
    let first = slot.state;
    let was_free = first == "free";
    let state = Memo::new(move |_| match free.get() {
        None => first.clone(),
        Some(ids) if ids.contains(&id) => "free".to_owned(),
        Some(_) if was_free || first == "taken" => "taken".to_owned(),
        Some(_) => "blocked".to_owned(),
    });
    let word = {
        let texts = texts.clone();
        move || match state.get().as_str() {
            "free" => texts.free.clone(),
            "taken" => texts.taken.clone(),
            _ => texts.blocked.clone(),
        }
    };
    let reason = move || {
        let is_new = was_free && state.get() == "taken";
        if is_new {
            texts.just_taken.clone()
        } else if state.get() == "free" {
            String::new()
        } else {
            slot.reason.clone()
        }
    };
    view! {
        <li>
            <button
                class="slot"
                name="slot"
                value=id.to_string()
                data-state=move || state.get()
                aria-disabled=move || (state.get() != "free").then_some("true")
            >
                <span class="slot-time">{slot.time}</span>
                <span class="slot-state">{word}</span>
                <span class="slot-place">{slot.place}</span>
                <span class="slot-reason">{reason}</span>
            </button>
        </li>
    }
}
