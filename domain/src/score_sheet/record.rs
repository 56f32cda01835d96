//! What submitting a score sheet fixes; that it does not count any more is fixed anew.

use crate::{
    code::codes,
    record::{Canonical, Kind},
};

codes! {
    /// Where a sheet stands.
    SheetStage {
        /// Being filled in.
        Draft = "draft",
        /// Locked, and counts.
        Submitted = "submitted",
        /// Locked, and does not count.
        Void = "void",
    }
}

codes! {
    /// Of which stage of an evaluation a sheet is.
    Stage {
        /// Of the first.
        Preliminary = "preliminary",
        /// Of the final.
        Final = "final",
    }
}

/// A sheet. The comment is a part of the judge's verdict and stays with the scores.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetRecord {
    /// Key.
    pub id: i64,
    /// Whom.
    pub nomination_id: i64,
    /// Who.
    pub person_id: i64,
    /// In which seat.
    pub seat_no: i64,
    /// Scores in the rubric's order, as they are stored.
    pub scores: String,
    /// Comment.
    pub comment: String,
    /// Whether it counts.
    pub state: SheetStage,
    /// Of which stage.
    pub stage: Stage,
}

impl SheetRecord {
    /// The canonical form.
    pub fn record(&self) -> Canonical {
        let record = Canonical::new(Kind::ScoreSheet, 1, self.id)
            .number("nomination", self.nomination_id)
            .number("judge", self.person_id)
            .number("seat", self.seat_no)
            .text("scores", self.scores.as_str())
            .text("comment", self.comment.as_str())
            .text("state", self.state.as_str());
        // Before there were two stages, nothing was said of them.
        match self.stage {
            Stage::Preliminary => record,
            Stage::Final => record.text("stage", self.stage.as_str()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_has_these_bytes() {
        let sheet = SheetRecord {
            id: 5,
            nomination_id: 12,
            person_id: 7,
            seat_no: 2,
            scores: "[\"9.50\"]".into(),
            comment: "好".into(),
            state: SheetStage::Submitted,
            stage: Stage::Preliminary,
        };
        let of_final = SheetRecord { stage: Stage::Final, ..sheet.clone() };
        let of_final = of_final.record();
        let of_final = std::str::from_utf8(of_final.bytes()).expect("a text");
        assert!(of_final.ends_with("5:state;9:submitted;5:stage;5:final;"), "{of_final}");
        assert_eq!(
            std::str::from_utf8(sheet.record().bytes()).expect("a text"),
            "11:score_sheet;1:1;1:5;10:nomination;2:12;5:judge;1:7;4:seat;1:2;\
             6:scores;8:[\"9.50\"];7:comment;3:好;5:state;9:submitted;"
        );
    }
}
