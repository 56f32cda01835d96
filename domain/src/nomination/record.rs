//! What the check of a nomination fixes.

use super::{Figures, NominationState};
use crate::record::{Canonical, Kind};

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
        Canonical::new(Kind::NominationCheck, 1, self.id)
            .number("category", self.category_id)
            .number("unit", self.unit_id)
            .flag("is_eligible", self.is_eligible())
            .number("years", figures.years)
            .number("years_needed", figures.years_needed)
            .number("hours", figures.hours)
            .number("hours_needed", figures.hours_needed)
            .number("checked_by", self.checked_by)
    }

    /// Whoever is proposed or awarded was found eligible before.
    fn is_eligible(&self) -> bool {
        self.state.takes_part()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
