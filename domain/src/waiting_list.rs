//! The waiting list (候补) of a review session: whoever waits is offered what becomes free, in the
//! order of entry (`REV-05`).

use chrono::{DateTime, TimeDelta, Utc};

use crate::{
    booking::Refusal,
    code::codes,
    rulebook::{Rule, Rulebook},
};

codes! {
    /// Where an entry of a waiting list stands.
    WaitingState {
        /// Waits for a slot.
        Waiting = "waiting",
        /// A slot is kept for it until `offered_until`.
        Offered = "offered",
        /// The offer was accepted.
        Accepted = "accepted",
        /// The offer was not answered in time.
        Lapsed = "lapsed",
        /// Withdrawn by the lecturer.
        Withdrawn = "withdrawn",
        /// The session, or what waited for it, came to an end.
        Ended = "ended",
    }
}

impl WaitingState {
    /// Whether it may still come to a slot.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Waiting | Self::Offered)
    }

    /// A slot is offered to whoever waits.
    pub fn offer(self) -> Result<Self, Refusal> {
        self.only_from(Self::Waiting, Self::Offered)
    }

    /// The offer is accepted at `now`, before it lapses.
    pub fn accept(self, now: DateTime<Utc>, until: DateTime<Utc>) -> Result<Self, Refusal> {
        match self {
            Self::Offered if now < until => Ok(Self::Accepted),
            Self::Offered | Self::Lapsed => Err(Refusal::OfferLapsed),
            _ => Err(Refusal::NotActive),
        }
    }

    /// The slot does not suit; the entry keeps its place.
    pub fn decline(self) -> Result<Self, Refusal> {
        self.only_from(Self::Offered, Self::Waiting)
    }

    /// The offer was not answered.
    pub fn lapse(self) -> Result<Self, Refusal> {
        self.only_from(Self::Offered, Self::Lapsed)
    }

    /// The lecturer waits no longer.
    pub fn withdraw(self) -> Result<Self, Refusal> {
        if self.is_open() { Ok(Self::Withdrawn) } else { Err(Refusal::NotActive) }
    }

    /// There is nothing to wait for any more.
    pub fn end(self) -> Result<Self, Refusal> {
        if self.is_open() { Ok(Self::Ended) } else { Err(Refusal::NotActive) }
    }

    fn only_from(self, from: Self, to: Self) -> Result<Self, Refusal> {
        if self == from { Ok(to) } else { Err(Refusal::NotActive) }
    }
}

/// Until when an offer of a slot holds: a day, or a day before the slot begins, whichever is first
/// (`REV-05`); none where that is over.
pub fn offer_until(
    now: DateTime<Utc>,
    starts_at: DateTime<Utc>,
    rules: &Rulebook,
) -> Option<DateTime<Utc>> {
    let answered = now + TimeDelta::hours(rules.get(Rule::OfferHours));
    let latest = starts_at - TimeDelta::hours(rules.get(Rule::FreeCancelHours));
    let until = answered.min(latest);
    (now < until).then_some(until)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().expect("an instant")
    }

    #[test]
    fn an_offer_lapses_after_a_day_or_a_day_before_the_slot() {
        let rules = Rulebook::default();
        let until = |now| offer_until(at(now), at("2026-12-10T01:00:00Z"), &rules);
        assert_eq!(until("2026-12-05T01:00:00Z"), Some(at("2026-12-06T01:00:00Z")));
        assert_eq!(until("2026-12-08T13:00:00Z"), Some(at("2026-12-09T01:00:00Z")));
        assert_eq!(until("2026-12-09T01:00:00Z"), None);
    }

    #[test]
    fn an_offer_is_accepted_before_it_lapses_and_a_declined_one_keeps_its_place() {
        use WaitingState::{Accepted, Offered, Waiting, Withdrawn};
        let until = at("2026-12-06T01:00:00Z");
        assert_eq!(Offered.accept(at("2026-12-06T00:59:59Z"), until), Ok(Accepted));
        assert_eq!(Offered.accept(until, until), Err(Refusal::OfferLapsed));
        assert_eq!(Waiting.accept(at("2026-12-05T00:00:00Z"), until), Err(Refusal::NotActive));
        assert_eq!(Offered.decline(), Ok(Waiting));
        assert_eq!(Withdrawn.withdraw(), Err(Refusal::NotActive));
        assert_eq!(Waiting.offer(), Ok(Offered));
    }
}
