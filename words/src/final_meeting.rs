//! The meeting of a final.

use leptos_i18n::td_string as t;

use crate::Locale;

/// Which place of how many.
pub fn place(l: Locale, place: i64, all: usize) -> String {
    t!(l, final_meeting.place, place = place, all = all)
}

/// How often a judge has to leave in the order that was worked out.
pub fn n_leave(l: Locale, n: usize) -> String {
    if n == 0 {
        t!(l, final_meeting.nobody_leaves).to_owned()
    } else {
        t!(l, final_meeting.n_leave, n = n)
    }
}

/// Judges who have declared nothing, by names.
pub fn undeclared(l: Locale, names: &str) -> String {
    t!(l, final_meeting.undeclared, names = names)
}

/// Seats of judges; a dash for none.
pub fn seats(l: Locale, judges: &[(i64, String)]) -> String {
    let seat = |(seat, name): &(i64, String)| {
        t!(l, final_meeting.seat, seat = seat, name = crate::person::teacher(l, name))
    };
    let seats: Vec<String> = judges.iter().map(seat).collect();
    if seats.is_empty() { "—".to_owned() } else { seats.join(t!(l, final_meeting.and)) }
}

/// Who waits outside now.
pub fn outside(l: Locale, judges: &[(i64, String)]) -> String {
    if judges.is_empty() {
        t!(l, final_meeting.all_inside).to_owned()
    } else {
        t!(l, final_meeting.outside, judges = seats(l, judges))
    }
}

/// Who is to wait outside for the next one.
pub fn then_outside(l: Locale, judges: &[(i64, String)]) -> String {
    if judges.is_empty() {
        t!(l, final_meeting.then_all_inside).to_owned()
    } else {
        t!(l, final_meeting.then_outside, judges = seats(l, judges))
    }
}

/// The button that goes on to somebody.
pub fn next(l: Locale, name: &str) -> String {
    t!(l, final_meeting.next, name = name)
}

/// What the button of somebody in the list does.
pub fn call(l: Locale, name: &str) -> String {
    t!(l, final_meeting.call_one, name = name)
}
