//! One slot of a published session begins at another time, or is longer or shorter.

use chrono::{NaiveTime, Timelike as _};

use super::SessionLengths;
use crate::form::{Field, LINE_MAX, ProblemKind, Problems, REASON_MIN, Reader, Values};

/// What becomes of a slot, on the day of its session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlotChange {
    /// Its beginning, in local time.
    pub starts_at: NaiveTime,
    /// Its length: one of [`SessionLengths::slots`].
    pub minutes: i64,
    /// Why.
    pub reason: String,
}

impl SlotChange {
    /// Reads the form, with the lengths that the rules of the session allow; a slot ends on the day it
    /// began.
    pub fn parse(values: &Values, lengths: &SessionLengths) -> Result<Self, Problems> {
        let mut reader = Reader::new(values);
        let starts_at = reader.time(Field::StartsAt);
        let known = |text: &str| text.parse().ok().filter(|n| lengths.slots.contains(n));
        let minutes = reader.choice(Field::SlotMinutes, known);
        let reason = reader.text(Field::Reason, REASON_MIN, LINE_MAX);
        if let (Some(start), Some(minutes)) = (starts_at, minutes)
            && i64::from(start.num_seconds_from_midnight()) / 60 + minutes > 24 * 60
        {
            reader.problems.add(Field::StartsAt, ProblemKind::SlotsOverlap);
        }
        reader
            .problems
            .or(|| Some(Self { starts_at: starts_at?, minutes: minutes?, reason: reason? }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rulebook::{Rule, Rulebook};

    #[test]
    fn a_slot_has_one_of_the_lengths_and_ends_on_its_day() {
        let usual = SessionLengths::of(&Rulebook::default());
        let others = SessionLengths::of(&Rulebook::new(1, [(Rule::SlotShortMinutes, 50)]));
        let by = |lengths: &SessionLengths, start: &str, minutes: &str| {
            let values = Values::default()
                .with(Field::StartsAt, start)
                .with(Field::SlotMinutes, minutes)
                .with(Field::Reason, "上一位讲师的实验需要更多时间");
            SlotChange::parse(&values, lengths)
        };
        let change = |start: &str, minutes: &str| by(&usual, start, minutes);
        assert!(change("09:00", "75").is_ok());
        assert!(change("09:00", "50").is_err());
        assert!(by(&others, "09:00", "50").is_ok() && by(&others, "09:00", "45").is_err());
        let problems = change("23:30", "45").expect_err("the next day");
        assert_eq!(problems.of(Field::StartsAt), Some(ProblemKind::SlotsOverlap));
    }
}
