//! A dispatch (派单): a requested lecture is offered to one lecturer, who accepts or declines
//! (domain §3.4).
//!
//! The program proposes an order with its reasons; a named person of the office decides.

use chrono::{DateTime, Utc};

use crate::{absence::Unavailable, code::codes, rulebook::Rule, rulebook::Rulebook};

codes! {
    /// Where a dispatch stands.
    DispatchState {
        /// Waits for the lecturer's answer.
        Offered = "offered",
        /// The lecturer comes.
        Accepted = "accepted",
        /// The lecturer cannot come; never counted against anybody.
        Declined = "declined",
        /// No answer in time; no refusal.
        Lapsed = "lapsed",
        /// Taken back, or no longer needed.
        Withdrawn = "withdrawn",
    }
}

codes! {
    /// Why a lecturer declines.
    DeclineReason {
        /// Busy at that time.
        Busy = "busy",
        /// Too far away.
        TooFar = "too_far",
        /// Not for these listeners.
        Audience = "audience",
        /// Ill, or for reasons at home.
        Personal = "personal",
        /// Something else.
        Other = "other",
    }
}

/// Why a lecturer cannot be asked, or cannot accept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub enum DispatchRefusal {
    /// The lecturer is committed elsewhere at that time.
    #[error("the lecturer is taken at that time")]
    Taken,
    /// There is no time to travel from or to another commitment (`REQ-02`).
    #[error("no time to travel")]
    NoTravelTime,
    /// The lecturer's appointment is not active on that day (`REQ-01`).
    #[error("the appointment is not active on that day")]
    NotAppointed,
    /// As many deliveries on that day as one may have (`REQ-03`).
    #[error("the day is full")]
    DayFull,
    /// As many deliveries in that month as one may have (`REQ-03`).
    #[error("the month is full")]
    MonthFull,
    /// The hall is taken at that time.
    #[error("the hall is taken at that time")]
    HallTaken,
    /// The lecturer has said not to be asked for that time.
    #[error("the lecturer is not to be asked for that time")]
    Unavailable(Unavailable),
    /// No entry of the county's whitelist names the lecturer, the course or the unit (`LAW-66`).
    #[error("nothing on the county's whitelist")]
    NotWhitelisted,
    /// The lecturer's check for work with minors holds no more on that day (`LAW-23`).
    #[error("the safeguarding check has lapsed")]
    CheckLapsed,
    /// The association wants such a check, and none is on file.
    #[error("no safeguarding check is on file")]
    NotChecked,
    /// The time has passed.
    #[error("the time has passed")]
    Past,
    /// The answer came after the deadline, or the offer was taken back.
    #[error("the offer no longer stands")]
    OfferOver,
}

/// How many deliveries a lecturer has already on the day and in the month of another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Load {
    /// On the day.
    pub on_day: usize,
    /// In the month.
    pub in_month: usize,
}

/// Whether one more delivery is within the caps (`REQ-03`).
pub fn check_caps(load: Load, rules: &Rulebook) -> Result<(), DispatchRefusal> {
    if load.on_day >= rules.count(Rule::DeliveriesADay) {
        Err(DispatchRefusal::DayFull)
    } else if load.in_month >= rules.count(Rule::DeliveriesAMonth) {
        Err(DispatchRefusal::MonthFull)
    } else {
        Ok(())
    }
}

/// What the order of candidates depends on, all in whole numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Of the host's preferred times, how many the lecturer is free at.
    pub n_free: usize,
    /// Whether the course is for the asked school stage.
    pub fits_stage: bool,
    /// Whether it is the very course that was asked for.
    pub is_asked_for: bool,
    /// Deliveries in this assessment year, done or agreed.
    pub n_deliveries: usize,
    /// Whether the lecturer belongs to the host's county.
    pub is_same_county: bool,
    /// When the lecturer was last asked.
    pub last_asked_at: Option<DateTime<Utc>>,
    /// The last tie: see [`draw`].
    pub draw: u64,
}

/// The place of a candidate in the proposal; the smallest comes first.
type Place = (bool, bool, bool, usize, bool, i64, u64);

impl Standing {
    /// The order of the proposal: free at one of the times, fits the stage, the asked course
    /// itself, fewest deliveries this assessment year, same county, least recently asked, and
    /// last the draw. A declined or lapsed offer counts as asked, never against anybody.
    pub fn place(&self) -> Place {
        let asked = self.last_asked_at.map_or(i64::MIN, |at| at.timestamp_micros());
        (
            self.n_free == 0,
            !self.fits_stage,
            !self.is_asked_for,
            self.n_deliveries,
            !self.is_same_county,
            asked,
            self.draw,
        )
    }
}

/// A number for the last tie that depends on request and lecturer alone: the same proposal is
/// drawn alike whoever looks, and another request draws anew (`splitmix64`).
pub fn draw(request: i64, lecturer: i64) -> u64 {
    let seed = request.cast_unsigned().rotate_left(32) ^ lecturer.cast_unsigned();
    crate::chance::mixed(seed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn standing() -> Standing {
        Standing {
            n_free: 1,
            fits_stage: true,
            is_asked_for: false,
            n_deliveries: 2,
            is_same_county: true,
            last_asked_at: "2026-11-01T00:00:00Z".parse().ok(),
            draw: 7,
        }
    }

    #[test]
    fn of_loads_five_two_and_two_the_less_recently_asked_of_the_two_comes_first() {
        let busy = Standing { n_deliveries: 5, last_asked_at: None, ..standing() };
        let recent = Standing { last_asked_at: "2026-11-20T00:00:00Z".parse().ok(), ..standing() };
        let mut all = [busy, recent, standing()];
        all.sort_by_key(Standing::place);
        assert_eq!(all, [standing(), recent, busy]);
    }

    #[test]
    fn who_is_free_comes_before_who_is_near_or_was_asked_for() {
        let taken = Standing { n_free: 0, is_asked_for: true, n_deliveries: 0, ..standing() };
        let far = Standing { is_same_county: false, n_deliveries: 9, ..standing() };
        assert!(far.place() < taken.place());
    }

    #[test]
    fn the_draw_differs_by_request_and_by_lecturer() {
        assert_eq!(draw(1, 2), draw(1, 2));
        assert_ne!(draw(1, 2), draw(1, 3));
        assert_ne!(draw(1, 2), draw(2, 2));
        assert_ne!(draw(1, 2), draw(2, 1));
    }

    #[test]
    fn the_caps_are_two_a_day_and_eight_a_month() {
        let rules = Rulebook::default();
        let check = |on_day, in_month| check_caps(Load { on_day, in_month }, &rules);
        assert_eq!(check(1, 7), Ok(()));
        assert_eq!(check(2, 2), Err(DispatchRefusal::DayFull));
        assert_eq!(check(0, 8), Err(DispatchRefusal::MonthFull));
    }
}
