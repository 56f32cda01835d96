//! When people do not want to be asked, and when they are away.

use domain::absence::{AvailabilityKind, DayPart, Unavailable, WeekTime};
use leptos_i18n::td_string as t;

use crate::{Locale, time};

/// What somebody says of the own time.
pub fn kind(l: Locale, kind: AvailabilityKind) -> &'static str {
    match kind {
        AvailabilityKind::NotGiven => t!(l, absence.kind.none),
        AvailabilityKind::Given => t!(l, absence.kind.given),
        AvailabilityKind::Never => t!(l, absence.kind.never),
    }
}

/// A part of a day.
pub fn part(l: Locale, part: DayPart) -> &'static str {
    match part {
        DayPart::Morning => t!(l, absence.part.morning),
        DayPart::Afternoon => t!(l, absence.part.afternoon),
        DayPart::Evening => t!(l, absence.part.evening),
    }
}

/// A part of a weekday.
pub fn week_time(l: Locale, it: WeekTime) -> String {
    let (weekday, part) = (time::weekday(l, it.day()), part(l, it.part));
    t!(l, absence.week_time, weekday = weekday, part = part)
}

/// Why somebody is not to be asked for a time.
pub fn unavailable(l: Locale, why: Unavailable) -> &'static str {
    match why {
        Unavailable::Never => t!(l, absence.why.never),
        Unavailable::NotYet => t!(l, absence.why.not_yet),
        Unavailable::Weekly => t!(l, absence.why.weekly),
        Unavailable::Absent => t!(l, absence.why.absent),
    }
}

/// The same for the person, whose own word it is.
pub fn own(l: Locale, why: Unavailable) -> &'static str {
    match why {
        Unavailable::Never => t!(l, absence.own.never),
        Unavailable::NotYet => t!(l, absence.own.not_yet),
        Unavailable::Weekly => t!(l, absence.own.weekly),
        Unavailable::Absent => t!(l, absence.own.absent),
    }
}

/// Whose time it is.
pub fn of(l: Locale, name: &str) -> String {
    t!(l, absence.of, name = name)
}

/// Who has written it down.
pub fn recorded_by(l: Locale, name: &str) -> String {
    t!(l, absence.recorded_by, name = name)
}
