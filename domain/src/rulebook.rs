//! The numbers that an association may set differently, with the defaults of the domain document.
//!
//! A rulebook row overrides one of them from a day on; what a cycle was announced with is frozen
//! by its version.

use crate::code::codes;

codes! {
    /// A number with a name.
    Rule {
        /// Minutes for which a slot is held before it must be confirmed (domain §3.3).
        HoldMinutes = "hold_minutes",
        /// Active bookings that one lecturer may have (`REV-03`).
        MaxBookings = "max_bookings",
        /// Working days before a session at which its booking closes (`REV-05`).
        BookingClosesWorkingDays = "booking_closes_working_days",
        /// Hours before a slot until which cancelling is free (`REV-05`).
        FreeCancelHours = "free_cancel_hours",
        /// Panel members that must be present (`REV-06`).
        PanelMinimum = "panel_minimum",
        /// Panel members that a session is planned with (`REV-06`).
        PanelDefault = "panel_default",
        /// Years for which a course taken over from a roster is listed.
        TakenOverYears = "taken_over_years",
        /// Failed sign-ins after which an account is locked (`LAW-71`).
        LockAfterFailures = "lock_after_failures",
        /// Minutes for which it is locked (`LAW-71`).
        LockMinutes = "lock_minutes",
        /// Idle minutes after which an office session ends.
        OfficeIdleMinutes = "office_idle_minutes",
        /// Idle minutes after which another session ends.
        IdleMinutes = "idle_minutes",
        /// Hours after which a session ends in any case.
        SessionHours = "session_hours",
        /// Minutes between two places of one county (`REQ-02`).
        TravelSameCountyMinutes = "travel_same_county_minutes",
        /// Minutes between two counties (`REQ-02`).
        TravelOtherCountyMinutes = "travel_other_county_minutes",
        /// Weeks ahead that the booking page shows.
        BookingWeeks = "booking_weeks",
        /// Days for which an activation link is good.
        ActivationDays = "activation_days",
    }
}

impl Rule {
    /// What holds while nobody has set anything else.
    pub const fn default_value(self) -> i64 {
        match self {
            Self::HoldMinutes => 10,
            Self::MaxBookings => 2,
            Self::BookingClosesWorkingDays => 3,
            Self::FreeCancelHours | Self::SessionHours => 24,
            Self::PanelMinimum | Self::LockAfterFailures => 5,
            Self::PanelDefault => 7,
            Self::TakenOverYears => 1,
            Self::LockMinutes => 15,
            Self::OfficeIdleMinutes => 30,
            Self::IdleMinutes => 12 * 60,
            Self::TravelSameCountyMinutes => 60,
            Self::TravelOtherCountyMinutes => 90,
            Self::BookingWeeks => 8,
            Self::ActivationDays => 14,
        }
    }
}

/// The rules that hold on one day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rulebook {
    /// The number of the newest change that is in it; 0 while all are defaults.
    pub version: i64,
    overrides: std::collections::BTreeMap<Rule, i64>,
}

impl Rulebook {
    /// The defaults with these overrides.
    pub fn new(version: i64, overrides: impl IntoIterator<Item = (Rule, i64)>) -> Self {
        Self { version, overrides: overrides.into_iter().collect() }
    }

    /// The value of a rule.
    pub fn get(&self, rule: Rule) -> i64 {
        self.overrides.get(&rule).copied().unwrap_or_else(|| rule.default_value())
    }

    /// The value of a rule that counts things.
    pub fn count(&self, rule: Rule) -> usize {
        usize::try_from(self.get(rule)).unwrap_or(0)
    }

    /// The value of a rule in minutes.
    pub fn minutes(&self, rule: Rule) -> chrono::TimeDelta {
        chrono::TimeDelta::minutes(self.get(rule))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_override_wins_and_the_rest_stay_at_their_defaults() {
        let rules = Rulebook::new(1, [(Rule::HoldMinutes, 15)]);
        assert_eq!(rules.get(Rule::HoldMinutes), 15);
        assert_eq!(rules.get(Rule::MaxBookings), 2);
    }
}
