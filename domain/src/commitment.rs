//! When a person or a place is taken: half-open intervals, unpadded, and the gap for travel.

use chrono::{DateTime, TimeDelta, Utc};

use crate::{
    code::codes,
    id::{PlaceId, RegionId},
    rulebook::{Rule, Rulebook},
};

codes! {
    /// Whether an interval takes its party.
    CommitmentState {
        /// Taken until it expires or is confirmed.
        Held = "held",
        /// Taken.
        Confirmed = "confirmed",
        /// No longer taken.
        Released = "released",
    }
}

codes! {
    /// What a party is taken by.
    CommitmentSource {
        /// A slot of a review session, for its panel and its room.
        ReviewSession = "review_session",
        /// A booking, for its lecturer.
        Booking = "booking",
        /// A lecture before a host, for its lecturer and its hall.
        Delivery = "delivery",
        /// A place at a training.
        Training = "training",
        /// An observation of a lecture, for its observer.
        Observation = "observation",
        /// Entered by hand.
        Absence = "absence",
    }
}

/// A half-open interval `[starts_at, ends_at)` that is not empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Interval {
    starts_at: DateTime<Utc>,
    ends_at: DateTime<Utc>,
}

impl Interval {
    /// From one instant to a later one.
    pub fn new(starts_at: DateTime<Utc>, ends_at: DateTime<Utc>) -> Option<Self> {
        (starts_at < ends_at).then_some(Self { starts_at, ends_at })
    }

    /// The first instant.
    pub fn starts_at(self) -> DateTime<Utc> {
        self.starts_at
    }

    /// The first instant after it.
    pub fn ends_at(self) -> DateTime<Utc> {
        self.ends_at
    }

    /// Whether both take some instant.
    pub fn overlaps(self, other: Self) -> bool {
        self.starts_at < other.ends_at && other.starts_at < self.ends_at
    }

    /// The time between two intervals that do not overlap; zero where they touch.
    pub fn gap(self, other: Self) -> TimeDelta {
        (other.starts_at - self.ends_at).max(self.starts_at - other.ends_at).max(TimeDelta::zero())
    }
}

/// Where a commitment is held, as far as travel needs to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whereabouts {
    /// By video: nobody travels.
    Online,
    /// At a place, in a county if it has one.
    Place(PlaceId, Option<RegionId>),
}

/// The travel time that must lie between two commitments of one person (`REQ-02`).
pub fn travel_gap(from: Whereabouts, to: Whereabouts, rules: &Rulebook) -> TimeDelta {
    use Whereabouts::{Online, Place};
    match (from, to) {
        (Online, _) | (_, Online) => TimeDelta::zero(),
        (Place(a, _), Place(b, _)) if a == b => TimeDelta::zero(),
        (Place(_, Some(a)), Place(_, Some(b))) if a == b => {
            rules.minutes(Rule::TravelSameCountyMinutes)
        }
        _ => rules.minutes(Rule::TravelOtherCountyMinutes),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn interval(from: &str, to: &str) -> Interval {
        let at = |time: &str| format!("2026-12-01T{time}:00Z").parse().expect("an instant");
        Interval::new(at(from), at(to)).expect("not empty")
    }

    #[test]
    fn touching_intervals_do_not_overlap() {
        assert!(!interval("10:00", "11:00").overlaps(interval("11:00", "12:00")));
        assert!(interval("10:00", "11:00").overlaps(interval("10:59", "12:00")));
    }

    #[test]
    fn an_empty_interval_is_none() {
        let at: DateTime<Utc> = "2026-12-01T10:00:00Z".parse().expect("an instant");
        assert_eq!(Interval::new(at, at), None);
    }

    #[test]
    fn the_gap_is_the_same_from_both_sides() {
        let (a, b) = (interval("10:00", "11:00"), interval("12:30", "13:00"));
        assert_eq!(a.gap(b), TimeDelta::minutes(90));
        assert_eq!(b.gap(a), TimeDelta::minutes(90));
    }

    #[test]
    fn travel_depends_on_both_places() {
        let rules = Rulebook::default();
        let at = |place, county| Whereabouts::Place(PlaceId(place), Some(RegionId(county)));
        assert_eq!(travel_gap(at(1, 1), at(1, 1), &rules), TimeDelta::zero());
        assert_eq!(travel_gap(at(1, 1), at(2, 1), &rules), TimeDelta::minutes(60));
        assert_eq!(travel_gap(at(1, 1), at(2, 2), &rules), TimeDelta::minutes(90));
        assert_eq!(travel_gap(at(1, 1), Whereabouts::Online, &rules), TimeDelta::zero());
    }
}
