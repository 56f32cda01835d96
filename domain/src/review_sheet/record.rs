//! What submitting a sheet fixes.

use crate::{
    record::{Canonical, Kind},
    score_sheet::SheetStage,
};

/// A sheet. What is written on it is part of the panelist's judgement and stays with the scores.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReviewSheetRecord {
    /// Key.
    pub id: i64,
    /// Which lecture, by its booking.
    pub booking_id: i64,
    /// Who.
    pub person_id: i64,
    /// In which seat.
    pub seat_no: i64,
    /// Scores in the rubric's order, as they are stored.
    pub scores: String,
    /// Notes in the rubric's order, as they are stored.
    pub notes: String,
    /// What was good.
    pub strength: String,
    /// What could be better.
    pub suggestion: String,
    /// A veto, by its code.
    pub veto: Option<String>,
    /// Whether it counts.
    pub state: SheetStage,
}

impl ReviewSheetRecord {
    /// The canonical form.
    pub fn record(&self) -> Canonical {
        Canonical::new(Kind::ReviewSheet, 1, self.id)
            .number("lecture", self.booking_id)
            .number("panelist", self.person_id)
            .number("seat", self.seat_no)
            .text("scores", self.scores.as_str())
            .text("notes", self.notes.as_str())
            .text("strength", self.strength.as_str())
            .text("suggestion", self.suggestion.as_str())
            .text("veto", self.veto.as_deref())
            .text("state", self.state.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_has_these_bytes() {
        let sheet = ReviewSheetRecord {
            id: 5,
            booking_id: 12,
            person_id: 7,
            seat_no: 2,
            scores: "[\"9.50\"]".into(),
            notes: "[\"\"]".into(),
            strength: "好".into(),
            suggestion: "短".into(),
            veto: None,
            state: SheetStage::Submitted,
        };
        assert_eq!(
            std::str::from_utf8(sheet.record().bytes()).expect("a text"),
            "12:review_sheet;1:1;1:5;7:lecture;2:12;8:panelist;1:7;4:seat;1:2;\
             6:scores;8:[\"9.50\"];5:notes;4:[\"\"];8:strength;3:好;10:suggestion;3:短;\
             4:veto;-;5:state;9:submitted;"
        );
    }
}
