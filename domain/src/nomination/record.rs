//! What the check of a nomination fixes.

use super::{Figures, NominationState};
use crate::record::{Canonical, Kind, flag, row};

/// A checked nomination. Its file and the reason of the decision may have to be erased (`LAW-09`),
/// and so may the awards won before: none of them is in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckRecord {
    /// Key.
    pub id: i64,
    /// The category.
    pub category_id: i64,
    /// The nominating unit.
    pub unit_id: i64,
    /// Where it stands.
    pub state: NominationState,
    /// The figures that were looked at; one that was never checked has none.
    pub figures: Option<Figures>,
    /// Who checked.
    pub checked_by: Option<i64>,
}

impl CheckRecord {
    /// The canonical form.
    pub fn record(&self) -> Canonical {
        let figures = self.figures.clone().unwrap_or_default();
        let record = Canonical::new(Kind::NominationCheck, 1, self.id)
            .number("category", self.category_id)
            .number("unit", self.unit_id)
            .flag("is_eligible", self.is_eligible())
            .number("years", figures.years)
            .number("years_needed", figures.years_needed)
            .number("hours", figures.hours)
            .number("hours_needed", figures.hours_needed)
            .number("checked_by", self.checked_by);
        let asks = figures.service_needed.or(figures.members_needed).or(figures.conduct_years);
        // Checks looked at none of these before.
        if asks.is_none() && figures.is_station_trained.is_none() {
            return record;
        }
        let yes_or_no = |value: Option<bool>| value.map(|value| flag(value).to_owned());
        let number = |value: Option<i64>| value.map(|value| value.to_string());
        let cells = [
            number(figures.service),
            number(figures.service_needed),
            yes_or_no(figures.is_station_trained),
            yes_or_no(figures.has_station_conditions),
            number(figures.members),
            number(figures.members_needed),
            number(figures.conduct_years),
        ];
        let confirmed = figures.confirmed.iter().map(|one| row([Some(one.as_str().to_owned())]));
        record.list("asked", [row(cells)]).list("confirmed", confirmed)
    }

    /// Whoever is proposed or awarded was found eligible before.
    fn is_eligible(&self) -> bool {
        self.state.takes_part()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nomination::EligibilityFinding;

    #[test]
    fn a_check_says_what_else_was_asked_for_and_confirmed() {
        let figures = Figures {
            service: Some(3),
            service_needed: Some(4),
            conduct_years: Some(2),
            confirmed: vec![EligibilityFinding::ConductStated],
            ..Figures::default()
        };
        let check = CheckRecord {
            id: 4,
            category_id: 3,
            unit_id: 6,
            state: NominationState::Eligible,
            figures: Some(figures),
            checked_by: Some(7),
        };
        let record = check.record();
        let text = std::str::from_utf8(record.bytes()).expect("a text");
        assert!(text.contains("5:asked;") && text.contains("14:conduct_stated;"), "{text}");
    }

    #[test]
    fn a_check_has_these_bytes() {
        let check = CheckRecord {
            id: 4,
            category_id: 3,
            unit_id: 6,
            state: NominationState::Awarded,
            figures: Some(Figures { years: Some(2), years_needed: 1, ..Figures::default() }),
            checked_by: Some(7),
        };
        assert_eq!(
            std::str::from_utf8(check.record().bytes()).expect("a text"),
            "16:nomination_check;1:1;1:4;8:category;1:3;4:unit;1:6;11:is_eligible;3:yes;\
             5:years;1:2;12:years_needed;1:1;5:hours;-;12:hours_needed;-;10:checked_by;1:7;"
        );
    }
}
