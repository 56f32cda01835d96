//! Keeps a score sheet while it is being filled in.
//!
//! Justification: a judge who has typed for ten minutes must not lose it to a closed tab. One
//! second after the last change, and on leaving, what can be read of the draft is saved over the
//! revision it was made from; the own sheet's sum is shown, never the authority. Without it the same
//! form is saved by its buttons.

use std::time::Duration;

use leptos::{
    prelude::*,
    task::spawn_local,
    wasm_bindgen::JsCast,
    web_sys::{FormData, HtmlFormElement, HtmlInputElement, UrlSearchParams},
};
use serde::{Deserialize, Serialize};

const AFTER: Duration = Duration::from_secs(1);

/// Words of the island.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetTexts {
    /// The draft is saved.
    pub saved: String,
    /// It is being saved.
    pub saving: String,
    /// It could not be saved as it is.
    pub not_saved: String,
    /// The sum so far.
    pub sum: String,
}

/// Whose sheet it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SheetOf {
    /// A judge's, of a nomination.
    Nomination(i64),
    /// A panelist's, of a trial lecture by its booking.
    Lecture(i64),
}

/// Saves what can be read of a draft, sent as its form would be; gives the revision that it has now,
/// and whether it is all.
#[server(endpoint = "score_sheet/save", prefix = "/api")]
pub async fn save_sheet(of: SheetOf, form: String) -> Result<(i64, bool), ServerFnError> {
    // The island says that it is not saved, and the form tells why.
    crate::program::ask(|program| program.keep_sheet(of, form), "not saved").await
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Saving {
    Nothing,
    Going,
    Done,
    Failed,
}

/// The state of saving and the sum, beside a form with the id `sheet`.
#[island]
pub fn SheetKeeper(of: SheetOf, texts: SheetTexts) -> impl IntoView {
    let saving = RwSignal::new(Saving::Nothing);
    let sum = RwSignal::new(None::<i64>);
    let turn = StoredValue::new(0_u32);
    // What was typed since the last saving began; a draft that is being saved is waited for.
    let is_typed = StoredValue::new(false);
    let save = StoredValue::new(None::<Callback<()>>);
    save.set_value(Some(Callback::new(move |()| {
        let is_going = saving.get_untracked() == Saving::Going;
        let Some(form) = typed().filter(|_| is_typed.get_value() && !is_going) else { return };
        is_typed.set_value(false);
        saving.set(Saving::Going);
        spawn_local(async move {
            let saved = save_sheet(of, form).await;
            let Ok((revision, is_whole)) = saved else {
                is_typed.set_value(true);
                saving.set(Saving::Failed);
                return;
            };
            set_revision(revision);
            saving.set(if is_whole { Saving::Done } else { Saving::Failed });
            // What was typed while this was under way.
            let again = save.get_value().filter(|_| is_typed.get_value());
            if !is_whole {
                is_typed.set_value(true);
            }
            if let Some(again) = again {
                again.run(());
            }
        });
    })));
    let save = move || {
        if let Some(save) = save.get_value() {
            save.run(());
        }
    };
    Effect::new(move |_| {
        sum.set(total(&scores()));
        let handle = window_event_listener(leptos::ev::input, move |_| {
            sum.set(total(&scores()));
            is_typed.set_value(true);
            let mine = turn.with_value(|turn| turn + 1);
            turn.set_value(mine);
            set_timeout(
                move || {
                    if turn.with_value(|turn| *turn == mine) {
                        save();
                    }
                },
                AFTER,
            );
        });
        let leaving = window_event_listener_untyped("visibilitychange", move |_| save());
        // Who closes the tab before it is saved is asked once more; the form's buttons save.
        let closing = window_event_listener(leptos::ev::beforeunload, move |event| {
            if is_typed.get_value() || saving.get_untracked() == Saving::Going {
                event.prevent_default();
            }
        });
        let sending = window_event_listener(leptos::ev::submit, move |_| {
            is_typed.set_value(false);
            saving.set(Saving::Nothing);
        });
        on_cleanup(move || {
            handle.remove();
            leaving.remove();
            closing.remove();
            sending.remove();
        });
    });
    let state = {
        let texts = texts.clone();
        move || match saving.get() {
            Saving::Nothing => String::new(),
            Saving::Going => texts.saving.clone(),
            Saving::Done => texts.saved.clone(),
            Saving::Failed => texts.not_saved.clone(),
        }
    };
    let sum_text = move || match sum.get() {
        Some(n) => format!("{}{}.{:02}", texts.sum, n / 100, n % 100),
        None => String::new(),
    };
    view! {
        <p class="meta"><span>{sum_text}</span><span role="status">{state}</span></p>
    }
}

fn form() -> Option<HtmlFormElement> {
    document().get_element_by_id("sheet")?.dyn_into().ok()
}

/// What the form holds now, as it would be sent.
fn typed() -> Option<String> {
    let data = FormData::new_with_form(&form()?).ok()?;
    let fields = UrlSearchParams::new_with_str_sequence_sequence(&data).ok()?;
    Some(String::from(fields.to_string()))
}

/// The scores that the form holds now, by criterion.
fn scores() -> Vec<String> {
    let Some(data) = form().and_then(|form| FormData::new_with_form(&form).ok()) else {
        return Vec::new();
    };
    (1..).map_while(|n| data.get(&format!("score_{n}")).as_string()).collect()
}

fn set_revision(revision: i64) {
    let Some(form) = form() else { return };
    if let Ok(Some(element)) = form.query_selector("input[name=revision]")
        && let Some(input) = element.dyn_ref::<HtmlInputElement>()
    {
        input.set_value(&revision.to_string());
    }
}

/// The sum in hundredths of what can be read; nothing if something cannot.
fn total(scores: &[String]) -> Option<i64> {
    scores.iter().filter(|text| !text.trim().is_empty()).map(|text| hundredths(text.trim())).sum()
}

fn hundredths(text: &str) -> Option<i64> {
    let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
    let whole: i64 = whole.parse().ok()?;
    let part: i64 = format!("{part:0<2}").parse().ok()?;
    (part < 100).then_some(whole.checked_mul(100)?.checked_add(part)?)
}
