//! A lecturer's reservation of a slot in a review session (domain §3.3).

use chrono::{DateTime, TimeDelta, Utc};

use crate::{
    code::codes,
    form::{Field, LINE_MAX, Problems, Reader, Values},
    rulebook::{Rule, Rulebook},
};

/// A trial lecture takes at most this many minutes (`REV-01`).
/// The part of a longer course is named by at least this many characters.
const PART_MIN: usize = 4;

codes! {
    /// Where a booking stands.
    BookingState {
        /// Kept for the lecturer until `held_until`.
        Held = "held",
        /// Agreed.
        Confirmed = "confirmed",
        /// The hold ran out.
        Lapsed = "lapsed",
        /// Given back in time.
        Cancelled = "cancelled",
        /// Given back later than `REV-05` allows freely.
        LateCancelled = "late_cancelled",
        /// Exchanged for another slot.
        Rescheduled = "rescheduled",
        /// The lecturer came.
        Attended = "attended",
        /// The lecturer did not come.
        NoShow = "no_show",
    }
}

impl BookingState {
    /// Whether the slot is taken by it.
    pub fn is_active(self) -> bool {
        matches!(self, Self::Held | Self::Confirmed)
    }

    /// The state after a confirmation at `now` of a hold that lasts until `held_until`.
    pub fn confirm(self, now: DateTime<Utc>, held_until: DateTime<Utc>) -> Result<Self, Refusal> {
        match self {
            Self::Held if now < held_until => Ok(Self::Confirmed),
            Self::Held | Self::Lapsed => Err(Refusal::Lapsed),
            Self::Confirmed => Err(Refusal::AlreadyConfirmed),
            _ => Err(Refusal::NotActive),
        }
    }

    /// The lecturer is there, and the lecture begins.
    pub fn attend(self) -> Result<Self, Refusal> {
        self.only_from(Self::Confirmed, Self::Attended)
    }

    /// The lecturer did not come.
    pub fn miss(self) -> Result<Self, Refusal> {
        self.only_from(Self::Confirmed, Self::NoShow)
    }

    /// It is exchanged for another slot at `now`; as late as a late cancellation it counts as one
    /// (`REV-05`).
    pub fn reschedule(
        self,
        now: DateTime<Utc>,
        starts_at: DateTime<Utc>,
        was_moved: bool,
        rules: &Rulebook,
    ) -> Result<Self, Refusal> {
        match self.cancel(now, starts_at, was_moved, rules)? {
            Self::Cancelled if self == Self::Confirmed => Ok(Self::Rescheduled),
            Self::LateCancelled => Ok(Self::LateCancelled),
            _ => Err(Refusal::NotActive),
        }
    }

    /// What was entered of the day was a mistake.
    pub fn undo(self) -> Result<Self, Refusal> {
        match self {
            Self::Attended | Self::NoShow => Ok(Self::Confirmed),
            _ => Err(Refusal::NotActive),
        }
    }

    fn only_from(self, from: Self, to: Self) -> Result<Self, Refusal> {
        if self == from { Ok(to) } else { Err(Refusal::NotActive) }
    }

    /// The state after giving the slot back at `now` (`REV-05`); free at any time for whom the session
    /// was moved.
    pub fn cancel(
        self,
        now: DateTime<Utc>,
        starts_at: DateTime<Utc>,
        was_moved: bool,
        rules: &Rulebook,
    ) -> Result<Self, Refusal> {
        let free_until = starts_at - TimeDelta::hours(rules.get(Rule::FreeCancelHours));
        match self {
            Self::Held => Ok(Self::Cancelled),
            Self::Confirmed if now >= starts_at => Err(Refusal::AlreadyStarted),
            Self::Confirmed if was_moved || now < free_until => Ok(Self::Cancelled),
            Self::Confirmed => Ok(Self::LateCancelled),
            _ => Err(Refusal::NotActive),
        }
    }
}

/// Minutes that a trial lecture may take in a slot: all of it, at most what the rules of its session
/// say, or the short form of the session (`REV-01`).
pub fn trial_minutes(slot_minutes: i64, short_minutes: Option<i64>, rules: &Rulebook) -> i64 {
    short_minutes.unwrap_or_else(|| slot_minutes.min(rules.get(Rule::TrialMostMinutes)))
}

/// Reads which part of a course is given, where the course is longer than its trial lecture.
pub fn read_part(
    values: &Values,
    course_minutes: Option<i64>,
    trial_minutes: i64,
) -> Result<String, Problems> {
    let is_longer = course_minutes.is_some_and(|minutes| minutes > trial_minutes);
    if !is_longer {
        return Ok(String::new());
    }
    let mut reader = Reader::new(values);
    let part = reader.text(Field::Part, PART_MIN, LINE_MAX);
    reader.problems.or(|| part)
}

/// Why a slot is not for this lecturer, or a booking did not come about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Somebody else has it (`REV-02`).
    #[error("the slot is taken")]
    Taken,
    /// The lecturer is committed elsewhere at that time (`REV-04`).
    #[error("the lecturer is taken at that time")]
    LecturerTaken,
    /// There is no time to travel from or to another commitment (`REQ-02`).
    #[error("no time to travel")]
    NoTravelTime,
    /// The course version already has a booking (`REV-03`).
    #[error("the course version is booked")]
    VersionBooked,
    /// The lecturer has the most bookings allowed (`REV-03`).
    #[error("too many bookings")]
    TooManyBookings,
    /// The booking right rests for a while, after missed slots (`REV-12`).
    #[error("the booking right rests")]
    Paused,
    /// Booking has not opened or has closed (`REV-05`).
    #[error("booking is closed")]
    BookingClosed,
    /// The session is for other stages or fields.
    #[error("the session is for other courses")]
    DoesNotFit,
    /// Too few panel members without a conflict would remain (`REV-06`, `REV-07`).
    #[error("too few unconflicted panelists")]
    PanelConflicted,
    /// No school teacher on the panel for a school course (`REV-06`).
    #[error("no teacher on the panel")]
    NoTeacher,
    /// All of the panel is from the lecturer's own field (`REV-06`).
    #[error("no panelist of another discipline")]
    NoOtherDiscipline,
    /// The slot is longer or shorter than the lecture needs.
    #[error("the slot is too short")]
    TooShort,
    /// The hold ran out.
    #[error("the hold has lapsed")]
    Lapsed,
    /// The offer of the waiting list ran out.
    #[error("the offer has lapsed")]
    OfferLapsed,
    /// A slot is free: it is booked, and not waited for.
    #[error("a slot is free")]
    SlotFree,
    /// It was confirmed before.
    #[error("the booking is confirmed")]
    AlreadyConfirmed,
    /// The slot has begun.
    #[error("the slot has begun")]
    AlreadyStarted,
    /// It was given back or is over.
    #[error("the booking is over")]
    NotActive,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().expect("an instant")
    }

    #[test]
    fn a_lapsed_hold_cannot_be_confirmed() {
        let until = at("2026-12-01T10:10:00Z");
        let state = BookingState::Held;
        assert_eq!(state.confirm(at("2026-12-01T10:09:59Z"), until), Ok(BookingState::Confirmed));
        assert_eq!(state.confirm(until, until), Err(Refusal::Lapsed));
    }

    #[test]
    fn a_withdrawn_booking_cannot_be_confirmed() {
        let until = at("2026-12-01T10:10:00Z");
        let refused = BookingState::Cancelled.confirm(at("2026-12-01T10:00:00Z"), until);
        assert_eq!(refused, Err(Refusal::NotActive));
    }

    #[test]
    fn an_exchange_as_late_as_a_late_cancellation_counts_as_one() {
        let starts = at("2026-12-02T10:00:00Z");
        let rules = Rulebook::default();
        let exchange = |state: BookingState, now| state.reschedule(at(now), starts, false, &rules);
        let confirmed = |now| exchange(BookingState::Confirmed, now);
        assert_eq!(confirmed("2026-12-01T09:59:59Z"), Ok(BookingState::Rescheduled));
        assert_eq!(confirmed("2026-12-01T10:00:00Z"), Ok(BookingState::LateCancelled));
        assert_eq!(confirmed("2026-12-02T10:00:00Z"), Err(Refusal::AlreadyStarted));
        let held = exchange(BookingState::Held, "2026-12-01T09:00:00Z");
        assert_eq!(held, Err(Refusal::NotActive));
    }

    #[test]
    fn the_part_of_a_longer_course_is_named() {
        let part = |text: &str, minutes| {
            let values = Values::default().with(Field::Part, text);
            read_part(&values, Some(minutes), trial_minutes(75, None, &Rulebook::default()))
        };
        assert_eq!(part("", 60), Ok(String::new()));
        assert_eq!(part("第一部分：潮汐", 90), Ok("第一部分：潮汐".to_owned()));
        assert!(part("", 90).expect_err("missing").of(Field::Part).is_some());
        let rules = Rulebook::new(1, [(Rule::TrialMostMinutes, 50)]);
        assert_eq!(trial_minutes(45, None, &rules), 45);
        assert_eq!(trial_minutes(75, None, &rules), 50);
        assert_eq!(trial_minutes(45, Some(20), &rules), 20);
    }

    #[test]
    fn cancelling_is_free_until_a_day_before() {
        let starts = at("2026-12-02T10:00:00Z");
        let rules = Rulebook::default();
        let cancel = |now| BookingState::Confirmed.cancel(at(now), starts, false, &rules);
        assert_eq!(cancel("2026-12-01T09:59:59Z"), Ok(BookingState::Cancelled));
        assert_eq!(cancel("2026-12-01T10:00:00Z"), Ok(BookingState::LateCancelled));
        assert_eq!(cancel("2026-12-02T10:00:00Z"), Err(Refusal::AlreadyStarted));
        let late = at("2026-12-02T09:00:00Z");
        let moved = BookingState::Confirmed.cancel(late, starts, true, &rules);
        assert_eq!(moved, Ok(BookingState::Cancelled), "whom the session was moved for");
        let moved = BookingState::Confirmed.reschedule(late, starts, true, &rules);
        assert_eq!(moved, Ok(BookingState::Rescheduled));
    }
}
