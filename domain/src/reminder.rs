//! Of what people are reminded before a deadline, and told once it has passed (domain §3.2, §3.3).

use chrono::{DateTime, TimeDelta, Utc};

use crate::code::codes;

codes! {
    /// What a reminder is about.
    Reminder {
        /// To a panelist: a sheet is awaited.
        Sheet = "sheet",
        /// To the chair: sheets are missing, and scoring may be closed without them.
        SheetsMissing = "sheets_missing",
        /// To a panelist: an answer is awaited.
        PanelAnswer = "panel_answer",
        /// To a lecturer: whether the new time suits.
        Reconfirm = "reconfirm",
        /// To a lecturer: a cleared course has no slot yet.
        BookSlot = "book_slot",
        /// To a lecturer: required changes are to be answered.
        Revise = "revise",
        /// To lecturer and office: neither was done in time.
        RoundMissed = "round_missed",
    }
}

/// Hours before a deadline of days at which people are reminded of it.
const SHORT_HOURS: i64 = 24;
/// Days before a deadline of weeks.
const LONG_DAYS: i64 = 7;

impl Reminder {
    /// How long before its deadline it is sent; nothing for what is told once that has passed.
    pub fn ahead(self) -> TimeDelta {
        match self {
            Self::Sheet | Self::PanelAnswer | Self::Reconfirm => TimeDelta::hours(SHORT_HOURS),
            Self::BookSlot | Self::Revise => TimeDelta::days(LONG_DAYS),
            Self::SheetsMissing | Self::RoundMissed => TimeDelta::zero(),
        }
    }

    /// Whether it is to be sent at `now` for a deadline.
    pub fn is_due(self, now: DateTime<Utc>, until: DateTime<Utc>) -> bool {
        match self {
            Self::SheetsMissing | Self::RoundMissed => until <= now,
            _ => until - self.ahead() <= now && now < until,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_ahead_is_reminded_of_before_and_what_is_missed_after() {
        let until: DateTime<Utc> = "2026-12-10T16:00:00Z".parse().expect("an instant");
        let at = |hours| until + TimeDelta::hours(hours);
        for (reminder, first) in [(Reminder::Sheet, -24), (Reminder::Revise, -7 * 24)] {
            assert!(!reminder.is_due(at(first) - TimeDelta::seconds(1), until));
            assert!(reminder.is_due(at(first), until) && reminder.is_due(at(-1), until));
            assert!(!reminder.is_due(until, until));
        }
        for reminder in [Reminder::SheetsMissing, Reminder::RoundMissed] {
            assert!(!reminder.is_due(at(-1), until) && reminder.is_due(until, until));
        }
    }
}
