//! Of what people are reminded before a deadline, and told once it has passed (domain §3.2, §3.3).

use chrono::{DateTime, TimeDelta, Utc};

use crate::{
    code::codes,
    inbox::MessageKind,
    rulebook::{Rule, Rulebook},
};

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
        /// To a lecturer: an offered lecture is to be answered.
        Offer = "offer",
        /// To the office whose step it is: a host's request is to be reviewed.
        Request = "request",
        /// To the same and the city's office: it was not reviewed in time.
        RequestMissed = "request_missed",
        /// To whoever an application waits for: its deadline is near.
        Application = "application",
        /// To the same and the city's office: that has passed.
        ApplicationMissed = "application_missed",
        /// To whose it is, and to who gives roles: a role ends soon.
        Role = "role",
        /// To whose it is: a term ends soon, and none follows.
        Term = "term",
        /// To whoever has agreed to it: something in the own calendar is near.
        Event = "event",
        /// To whoever it waits for: something on the own desk has a deadline that is near.
        Desk = "desk",
        /// To the same: that has passed.
        DeskMissed = "desk_missed",
    }
}

/// A part of all people, by their keys: looking at every desk at once would take a while.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// How many parts there are.
    pub of: i64,
    /// Which one, from 0.
    pub nth: i64,
}

impl Part {
    /// Everybody.
    pub const ALL: Self = Self { of: 1, nth: 0 };

    /// The part whose turn it is: each comes once a day, every ten minutes another one.
    pub fn at(now: DateTime<Utc>) -> Self {
        const TURN: i64 = 600;
        const DAY: i64 = 86_400;
        Self { of: DAY / TURN, nth: now.timestamp().rem_euclid(DAY) / TURN }
    }
}

/// Hours before a deadline of days at which people are reminded of it.
const SHORT_HOURS: i64 = 24;

impl Reminder {
    /// Its row in the table of who hears of what.
    pub const fn kind(self) -> MessageKind {
        match self {
            Self::Sheet => MessageKind::RemindSheet,
            Self::SheetsMissing => MessageKind::RemindSheetsMissing,
            Self::PanelAnswer => MessageKind::RemindPanelAnswer,
            Self::Reconfirm => MessageKind::RemindReconfirm,
            Self::BookSlot => MessageKind::RemindBookSlot,
            Self::Revise => MessageKind::RemindRevise,
            Self::RoundMissed => MessageKind::RemindRoundMissed,
            Self::Offer => MessageKind::RemindOffer,
            Self::Request => MessageKind::RemindRequest,
            Self::RequestMissed => MessageKind::RemindRequestMissed,
            Self::Application => MessageKind::RemindApplication,
            Self::ApplicationMissed => MessageKind::RemindApplicationMissed,
            Self::Role => MessageKind::RoleEndsSoon,
            Self::Term => MessageKind::AppointmentEndsSoon,
            Self::Event => MessageKind::EventSoon,
            Self::Desk => MessageKind::DeskDue,
            Self::DeskMissed => MessageKind::DeskOverdue,
        }
    }

    /// How long before its deadline it is sent; nothing for what is told once that has passed.
    /// Deadlines of weeks, and what is agreed, as the rules say.
    pub fn ahead(self, rules: &Rulebook) -> TimeDelta {
        match self {
            Self::Sheet | Self::PanelAnswer | Self::Reconfirm | Self::Offer | Self::Request => {
                TimeDelta::hours(SHORT_HOURS)
            }
            Self::BookSlot
            | Self::Revise
            | Self::Application
            | Self::Event
            | Self::Role
            | Self::Desk => TimeDelta::days(rules.get(Rule::ReminderDays)),
            Self::Term => TimeDelta::days(rules.get(Rule::TermNoticeDays)),
            Self::SheetsMissing
            | Self::RoundMissed
            | Self::RequestMissed
            | Self::ApplicationMissed
            | Self::DeskMissed => TimeDelta::zero(),
        }
    }

    /// Whether it is to be sent at `now` for a deadline.
    pub fn is_due(self, now: DateTime<Utc>, until: DateTime<Utc>, rules: &Rulebook) -> bool {
        match self {
            Self::SheetsMissing
            | Self::RoundMissed
            | Self::RequestMissed
            | Self::ApplicationMissed
            | Self::DeskMissed => until <= now,
            _ => until - self.ahead(rules) <= now && now < until,
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
        let rules = Rulebook::default();
        let days = rules.get(Rule::ReminderDays);
        for (reminder, first) in [(Reminder::Sheet, -24), (Reminder::Revise, -days * 24)] {
            let is_due = |now| reminder.is_due(now, until, &rules);
            assert!(!is_due(at(first) - TimeDelta::seconds(1)));
            assert!(is_due(at(first)) && is_due(at(-1)));
            assert!(!is_due(until));
        }
        for reminder in [Reminder::SheetsMissing, Reminder::RoundMissed, Reminder::RequestMissed] {
            assert!(!reminder.is_due(at(-1), until, &rules));
            assert!(reminder.is_due(until, until, &rules));
        }
    }

    #[test]
    fn every_part_has_its_turn_once_a_day() {
        let day: DateTime<Utc> = "2026-12-10T00:00:00Z".parse().expect("an instant");
        let turns = (0..144).map(|n| Part::at(day + TimeDelta::minutes(10 * n + 7)));
        let parts: Vec<_> = turns.map(|part| (part.of, part.nth)).collect();
        assert_eq!(parts, (0..144).map(|nth| (144, nth)).collect::<Vec<_>>());
    }

    #[test]
    fn every_reminder_is_told_when_it_says() {
        use crate::inbox::ToldWhen::{Ahead, Passed};
        for reminder in Reminder::ALL {
            let is_late = reminder.ahead(&Rulebook::default()) == TimeDelta::zero();
            let when = if is_late { Passed } else { Ahead };
            assert_eq!(reminder.kind().told().when, when, "{reminder:?}");
        }
    }
}
