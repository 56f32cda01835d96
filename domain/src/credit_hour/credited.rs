//! A row of the ledger as it stands in the record of what it comes from.

use chrono::NaiveDate;

use super::ActivityKind;
use crate::record::{date, row};

/// A row of the ledger. Title and organiser are those of the activity; the person is named by id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credited {
    /// Key.
    pub id: i64,
    /// Whose.
    pub person_id: i64,
    /// The date of the activity.
    pub held_on: NaiveDate,
    /// When it was, as minutes of the day.
    pub spans: String,
    /// What it earned, in hundredths.
    pub earned: i64,
    /// What it comes from.
    pub source_id: i64,
    /// Counts the times that this source was credited anew.
    pub round: i64,
    /// What it was.
    pub kind: Option<ActivityKind>,
    /// The activity.
    pub title: String,
    /// Who held it.
    pub organiser: String,
    /// Who verified it.
    pub verifier_id: Option<i64>,
    /// The row that this one takes back.
    pub reverses_id: Option<i64>,
}

impl Credited {
    /// Its fields in a list of a record.
    pub fn row(&self) -> String {
        let number = |value: i64| Some(value.to_string());
        row([
            number(self.id),
            number(self.person_id),
            Some(date(self.held_on)),
            Some(self.spans.clone()),
            number(self.earned),
            number(self.round),
            self.kind.map(|kind| kind.as_str().to_owned()),
            Some(self.title.clone()),
            Some(self.organiser.clone()),
            self.verifier_id.and_then(number),
            self.reverses_id.and_then(number),
        ])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_has_these_bytes() {
        let credited = Credited {
            id: 5,
            person_id: 7,
            held_on: NaiveDate::from_ymd_opt(2026, 11, 3).expect("a date"),
            spans: "510-690".into(),
            earned: 300,
            source_id: 12,
            round: 1,
            kind: None,
            title: "潮汐".into(),
            organiser: "馆".into(),
            verifier_id: Some(9),
            reverses_id: None,
        };
        assert_eq!(
            credited.row(),
            "1:5;1:7;10:2026-11-03;7:510-690;3:300;1:1;-;6:潮汐;3:馆;1:9;-;"
        );
    }
}
