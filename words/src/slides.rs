//! The slides of two versions beside each other.

use domain::slides::SlideChange;
use leptos_i18n::td_string as t;

use crate::Locale;

/// What became of a slide: its tone, its state, and which slide it is.
pub fn change(l: Locale, change: &SlideChange) -> (&'static str, &'static str, String) {
    let at = |n: usize, title: &str| t!(l, slides.at, n = n, title = title);
    match change {
        SlideChange::Same(_, now, title) => ("plain", t!(l, slides.same), at(*now, title)),
        SlideChange::Changed(before, now, title) => {
            let text = if before == now {
                at(*now, title)
            } else {
                t!(l, slides.moved, before = before, n = now, title = title)
            };
            ("wait", t!(l, slides.changed), text)
        }
        SlideChange::Added(now, title) => ("done", t!(l, slides.added), at(*now, title)),
        SlideChange::Removed(before, title) => {
            ("stop", t!(l, slides.removed), t!(l, slides.was_at, n = before, title = title))
        }
    }
}

/// How many slides are not as before.
pub fn n_changed(l: Locale, n: usize, all: usize) -> String {
    t!(l, slides.n_changed, n = n, all = all)
}
