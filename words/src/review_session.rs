//! Review sessions, their slots, and bookings.

use chrono::{DateTime, Utc};
use domain::{
    booking::{BookingState, Refusal},
    review_session::{ReviewSessionState, SlotState},
    rulebook::{Rule, Rulebook},
    working_day::WorkCalendar,
};
use leptos_i18n::td_string as t;

use crate::{
    rulebook,
    {Locale, person::teacher, time},
};

/// A session by its day.
pub fn name(l: Locale, starts_at: DateTime<Utc>) -> String {
    t!(l, review_session.name, day = time::local_day(l, starts_at))
}

/// Where a session stands.
pub fn state(l: Locale, state: ReviewSessionState) -> &'static str {
    match state {
        ReviewSessionState::Planned => t!(l, review_session.session_state.planned),
        ReviewSessionState::Open => t!(l, review_session.session_state.open),
        ReviewSessionState::Closed => t!(l, review_session.session_state.closed),
        ReviewSessionState::InProgress => t!(l, review_session.session_state.in_progress),
        ReviewSessionState::Scoring => t!(l, review_session.session_state.scoring),
        ReviewSessionState::Completed => t!(l, review_session.session_state.completed),
        ReviewSessionState::Archived => t!(l, review_session.session_state.archived),
        ReviewSessionState::Cancelled => t!(l, review_session.session_state.cancelled),
    }
}

/// The tone in which a session's state is shown.
pub fn tone(state: ReviewSessionState) -> &'static str {
    match state {
        ReviewSessionState::Planned => "todo",
        ReviewSessionState::InProgress | ReviewSessionState::Scoring => "wait",
        ReviewSessionState::Open | ReviewSessionState::Completed => "done",
        ReviewSessionState::Closed | ReviewSessionState::Archived => "plain",
        ReviewSessionState::Cancelled => "stop",
    }
}

/// Where a slot stands.
pub fn slot_state(l: Locale, state: SlotState) -> &'static str {
    match state {
        SlotState::Free => t!(l, review_session.slot_state.free),
        SlotState::Held => t!(l, review_session.slot_state.held),
        SlotState::Booked => t!(l, review_session.slot_state.booked),
        SlotState::Withdrawn => t!(l, review_session.slot_state.withdrawn),
    }
}

/// The tone in which a slot's state is shown.
pub fn slot_tone(state: SlotState) -> &'static str {
    match state {
        SlotState::Free => "plain",
        SlotState::Held => "wait",
        SlotState::Booked => "done",
        SlotState::Withdrawn => "stop",
    }
}

/// Where a booking stands.
pub fn booking_state(l: Locale, state: BookingState) -> &'static str {
    match state {
        BookingState::Held => t!(l, review_session.booking_state.held),
        BookingState::Confirmed => t!(l, review_session.booking_state.confirmed),
        BookingState::Lapsed => t!(l, review_session.booking_state.lapsed),
        BookingState::Cancelled => t!(l, review_session.booking_state.cancelled),
        BookingState::LateCancelled => t!(l, review_session.booking_state.late_cancelled),
        BookingState::Rescheduled => t!(l, review_session.booking_state.rescheduled),
        BookingState::Attended => t!(l, review_session.booking_state.attended),
        BookingState::NoShow => t!(l, review_session.booking_state.no_show),
    }
}

/// The tone in which a booking's state is shown.
pub fn booking_tone(state: BookingState) -> &'static str {
    match state {
        BookingState::Held => "todo",
        BookingState::Confirmed | BookingState::Attended => "done",
        BookingState::Lapsed | BookingState::Cancelled | BookingState::Rescheduled => "plain",
        BookingState::LateCancelled | BookingState::NoShow => "stop",
    }
}

/// Why a slot is not for this lecturer, and what to do.
pub fn refusal(l: Locale, refusal: Refusal, rules: &Rulebook) -> String {
    let text = match refusal {
        Refusal::Taken => t!(l, review_session.refusal.taken),
        Refusal::LecturerTaken => t!(l, review_session.refusal.lecturer_taken),
        Refusal::NoTravelTime => t!(l, review_session.refusal.no_travel_time),
        Refusal::VersionBooked => t!(l, review_session.refusal.version_booked),
        Refusal::TooManyBookings => {
            let n = rules.get(Rule::MaxBookings);
            return t!(l, review_session.refusal.too_many_bookings, n = n);
        }
        Refusal::Paused => {
            let n = rulebook::of(l, rules, Rule::NoShowLimit);
            let time = rulebook::of(l, rules, Rule::NoShowPauseDays);
            return t!(l, review_session.refusal.paused, n = n, time = time);
        }
        Refusal::BookingClosed => t!(l, review_session.refusal.booking_closed),
        Refusal::DoesNotFit => t!(l, review_session.refusal.does_not_fit),
        Refusal::PanelConflicted => t!(l, review_session.refusal.panel_conflicted),
        Refusal::NoTeacher => t!(l, review_session.refusal.no_teacher),
        Refusal::NoOtherDiscipline => t!(l, review_session.refusal.no_other_discipline),
        Refusal::TooShort => t!(l, review_session.refusal.too_short),
        Refusal::Lapsed => t!(l, review_session.refusal.lapsed),
        Refusal::OfferLapsed => t!(l, review_session.refusal.offer_lapsed),
        Refusal::SlotFree => t!(l, review_session.refusal.slot_free),
        Refusal::AlreadyConfirmed => t!(l, review_session.refusal.already_confirmed),
        Refusal::AlreadyStarted => t!(l, review_session.refusal.already_started),
        Refusal::NotActive => t!(l, review_session.refusal.not_active),
    };
    text.to_owned()
}

/// How many slots a lecturer may choose from.
pub fn n_free(l: Locale, n: usize) -> String {
    t!(l, review_session.n_free, count = n)
}

/// How many slots of a session are free.
pub fn free_of(l: Locale, n_free: usize, n_slots: usize) -> String {
    t!(l, review_session.free_of, free = n_free, slots = n_slots)
}

/// Number, length and distance of slots.
pub fn slot_plan(l: Locale, n_slots: i64, slot_minutes: i64, break_minutes: i64) -> String {
    if n_slots < 2 || break_minutes == 0 {
        return t!(
            l,
            review_session.slot_plan_without_break,
            slots = n_slots,
            minutes = slot_minutes
        );
    }
    t!(l, review_session.slot_plan, slots = n_slots, minutes = slot_minutes, pause = break_minutes)
}

/// A day with how many of the last round's panel sit in a session of it.
pub fn day(l: Locale, day: chrono::NaiveDate, n_shared: usize) -> String {
    match n_shared {
        0 => time::day(l, day),
        n => t!(l, review_session.day_shared, day = time::day(l, day), count = n),
    }
}

/// Until when the slides can be replaced.
pub fn final_slides_until(l: Locale, closes_at: DateTime<Utc>) -> String {
    t!(l, review_session.final_slides_until, moment = time::last_moment(l, closes_at))
}

/// Which part of a longer course is given.
pub fn part(l: Locale, part: &str) -> String {
    t!(l, review_session.part_given, part = part)
}

/// The short form of a session.
pub fn short_plan(l: Locale, minutes: i64) -> String {
    t!(l, review_session.short_plan, minutes = minutes)
}

/// Until when a slot is kept, and how many minutes that are.
pub fn held_until(l: Locale, until: DateTime<Utc>, now: DateTime<Utc>) -> String {
    let minutes = (until - now).num_minutes();
    if minutes < 1 {
        return t!(l, review_session.held_briefly, time = time::clock(until));
    }
    t!(l, review_session.held_until, time = time::clock(until), count = minutes)
}

/// A person or a place is taken, so a session was not published.
pub fn taken(l: Locale, name: &str) -> String {
    t!(l, review_session.taken, name = name)
}

/// A panel member who may not judge a waiting lecturer.
pub fn conflict(l: Locale, panelist: &str, lecturer: &str) -> String {
    let (panelist, lecturer) = (teacher(l, panelist), teacher(l, lecturer));
    t!(l, review_session.conflict, panelist = panelist, lecturer = lecturer)
}

/// The waiting lecturers whom a panel member may not judge.
pub fn conflicts_with(l: Locale, lecturers: &[String]) -> String {
    let names: Vec<String> = lecturers.iter().map(|name| crate::person::teacher(l, name)).collect();
    t!(l, review_session.conflicts_with, names = names.join(t!(l, page.comma)))
}

/// The last moment of booking; it was counted in working days.
pub fn closes(l: Locale, at: DateTime<Utc>, calendar: &WorkCalendar) -> String {
    time::moment(l, at - chrono::TimeDelta::minutes(1)) + &time::unarranged_until(l, calendar, at)
}

/// What a link on the hours of a slot does.
pub fn change_slot_at(l: Locale, hours: &str) -> String {
    t!(l, review_session.change_slot_at, hours = hours)
}

/// Whose session it is, where it is a county's.
pub fn of_county(l: Locale, name: &str) -> String {
    t!(l, review_session.of_county, name = name)
}
