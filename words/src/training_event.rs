//! Trainings.

use chrono::NaiveDate;
use domain::{
    credit_hour::HalfDay,
    training_event::{EnrolmentState, TrainingState},
};
use leptos_i18n::td_string as t;

use crate::{Locale, hour_claim, time};

/// Where a training stands.
pub fn state(l: Locale, state: TrainingState) -> &'static str {
    match state {
        TrainingState::Draft => t!(l, training_event.state.draft),
        TrainingState::Published => t!(l, training_event.state.published),
        TrainingState::AttendanceConfirmed => t!(l, training_event.state.attendance_confirmed),
        TrainingState::Cancelled => t!(l, training_event.state.cancelled),
    }
}

/// The tone of a state's badge.
pub fn tone(state: TrainingState) -> &'static str {
    match state {
        TrainingState::Draft => "todo",
        TrainingState::Published => "wait",
        TrainingState::AttendanceConfirmed => "done",
        TrainingState::Cancelled => "stop",
    }
}

/// Where somebody's place stands.
pub fn enrolment(l: Locale, state: EnrolmentState) -> &'static str {
    match state {
        EnrolmentState::Applied => t!(l, training_event.enrolment.applied),
        EnrolmentState::Approved => t!(l, training_event.enrolment.approved),
        EnrolmentState::Asked => t!(l, training_event.enrolment.asked),
        EnrolmentState::Rejected => t!(l, training_event.enrolment.rejected),
        EnrolmentState::Removed => t!(l, training_event.enrolment.removed),
        EnrolmentState::Withdrawn => t!(l, training_event.enrolment.withdrawn),
        EnrolmentState::Attended => t!(l, training_event.enrolment.attended),
        EnrolmentState::Partial => t!(l, training_event.enrolment.partial),
        EnrolmentState::Absent => t!(l, training_event.enrolment.absent),
    }
}

/// The tone of a place's badge.
pub fn enrolment_tone(state: EnrolmentState) -> &'static str {
    match state {
        EnrolmentState::Applied => "wait",
        EnrolmentState::Asked => "todo",
        EnrolmentState::Approved | EnrolmentState::Attended | EnrolmentState::Partial => "done",
        EnrolmentState::Rejected
        | EnrolmentState::Withdrawn
        | EnrolmentState::Removed
        | EnrolmentState::Absent => "plain",
    }
}

/// A half-day of a date.
pub fn half_day(l: Locale, day: NaiveDate, half_day: HalfDay) -> String {
    t!(
        l,
        training_event.half_day,
        day = time::day(l, day),
        part = hour_claim::half_day(l, half_day)
    )
}

/// The name of a box of the roster.
pub fn box_name(l: Locale, name: &str, half_day: &str) -> String {
    t!(l, training_event.box_name, name = name, half_day = half_day)
}

/// From when on attendance can be confirmed.
pub fn attendance_later(l: Locale, day: NaiveDate) -> String {
    t!(l, training_event.attendance_later, day = time::day(l, day))
}
