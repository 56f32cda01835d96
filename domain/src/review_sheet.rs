//! The score sheet of a review session (磨课评分表, rubric R1): what a panelist gives and writes
//! (domain §4.2, `REV-08`, `REV-09`).

mod record;
mod result;

use crate::{
    code::codes,
    form::{Field, Name, ProblemKind, Problems, Reader, TEXT_MAX, Values},
    score_sheet::{Criterion, Points, Rubric, Seat, Sheet, SheetDraft, score_fields},
    trial_lecture::Veto,
};

pub use self::{
    record::ReviewSheetRecord,
    result::{DimensionFigure, ReviewResult, review_result},
};

/// The rubric in force, with its version.
pub const RUBRIC: &str = "R1/1";
/// The shortest strength and the shortest suggestion, in characters (`REV-09`).
pub const REMARK_MIN: usize = 10;
/// The longest note on one criterion, in characters.
pub const NOTE_MAX: usize = 300;

codes! {
    /// What a lecture is judged by, in the order of the sheet.
    Dimension {
        /// 科学性.
        Soundness = "soundness",
        /// 趣味性.
        Engagement = "engagement",
        /// 实用性.
        Usefulness = "usefulness",
    }
}

impl Dimension {
    /// Codes and maxima of its criteria, in whole points.
    pub fn criteria(self) -> &'static [(&'static str, i64)] {
        match self {
            Self::Soundness => &[("facts", 20), ("evidence", 10), ("reasoning", 10)],
            Self::Engagement => &[("story", 10), ("interaction", 10), ("language", 10)],
            Self::Usefulness => &[("fit", 12), ("relevance", 10), ("takeaway", 8)],
        }
    }

    /// The most points that it can have.
    pub fn maximum(self) -> Points {
        Points::hundredths(100 * self.criteria().iter().map(|(_, max)| max).sum::<i64>())
    }

    /// The places of its criteria on a sheet, from 0.
    pub fn places(self) -> std::ops::Range<usize> {
        let before = |one: &&Self| **one < self;
        let start = Self::ALL.iter().filter(before).map(|one| one.criteria().len()).sum();
        start..start + self.criteria().len()
    }
}

/// The criteria of R1 with their maxima, in the order of the sheet.
pub fn criteria() -> Vec<Criterion> {
    let of = |dimension: &Dimension| dimension.criteria().iter();
    let criterion =
        |(code, max): &(&str, i64)| Criterion::new(*code, Points::hundredths(100 * max));
    Dimension::ALL.iter().flat_map(of).map(criterion).collect()
}

/// R1 as a rubric; `None` never, as its own test says.
pub fn rubric() -> Option<Rubric> {
    Rubric::new(criteria()).ok()
}

/// What a panelist has entered so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReviewDraft {
    /// One score per criterion, `None` where nothing is entered.
    pub scores: Vec<Option<Points>>,
    /// One note per criterion; empty where nothing is noted.
    pub notes: Vec<String>,
    /// What was good.
    pub strength: String,
    /// What could be better.
    pub suggestion: String,
    /// A veto that is raised.
    pub veto: Option<Veto>,
    /// On what it rests.
    pub veto_detail: String,
}

/// The field of the note on each criterion, in the sheet's order.
pub fn note_fields() -> impl Iterator<Item = Name> {
    (1..).map(|number| Field::Note.at(number))
}

impl ReviewDraft {
    /// Reads the form; gaps are allowed, wrong scores and too long texts are not.
    pub fn parse(values: &Values) -> Result<Self, Problems> {
        let criteria = criteria();
        let mut problems = Problems::default();
        let scores = match SheetDraft::parse_scores(values, &criteria) {
            Ok(scores) => scores,
            Err(found) => {
                problems.0.extend(found.0);
                Vec::new()
            }
        };
        let mut reader = Reader::new(values);
        let notes: Vec<Option<String>> =
            note_fields().take(criteria.len()).map(|it| reader.text(it, 0, NOTE_MAX)).collect();
        let strength = reader.text(Field::Strength, 0, TEXT_MAX);
        let suggestion = reader.text(Field::Suggestion, 0, TEXT_MAX);
        let veto = match values.trimmed(Field::Veto) {
            "" => Some(None),
            _ => reader.choice(Field::Veto, Veto::parse).map(Some),
        };
        let veto_detail = reader.text(Field::VetoDetail, 0, TEXT_MAX);
        problems.0.extend(reader.problems.0);
        problems.or(|| {
            Some(Self {
                scores,
                notes: notes.into_iter().collect::<Option<_>>()?,
                strength: strength?,
                suggestion: suggestion?,
                veto: veto?,
                veto_detail: veto_detail?,
            })
        })
    }

    /// The sheet, if every criterion is scored and both remarks are there (`REV-09`); else a
    /// problem at each place.
    pub fn complete(&self, rubric: &Rubric, seat: Seat) -> Result<Sheet, Problems> {
        let mut problems = Problems::default();
        let sheet = Sheet::new(rubric, seat, &self.scores).map_err(|missing| {
            for one in missing {
                let field = score_fields().nth(one.index);
                problems.add(field.unwrap_or(Field::Strength.into()), ProblemKind::Missing);
            }
        });
        for (field, text) in
            [(Field::Strength, &self.strength), (Field::Suggestion, &self.suggestion)]
        {
            need(&mut problems, field, text);
        }
        if self.veto.is_some() {
            need(&mut problems, Field::VetoDetail, &self.veto_detail);
        }
        problems.or(|| sheet.ok())
    }
}

fn need(problems: &mut Problems, field: Field, text: &str) {
    let n = text.chars().count();
    if n == 0 {
        problems.add(field, ProblemKind::Missing);
    } else if n < REMARK_MIN {
        problems.add(field, ProblemKind::TooShort(REMARK_MIN));
    }
}

impl From<&ReviewDraft> for Values {
    fn from(draft: &ReviewDraft) -> Self {
        let score = |score: &Option<Points>| score.map(|it| it.to_string()).unwrap_or_default();
        let values = score_fields()
            .zip(&draft.scores)
            .fold(Self::default(), |values, (field, it)| values.with(field, score(it)));
        let values = note_fields()
            .zip(&draft.notes)
            .fold(values, |values, (field, note)| values.with(field, note));
        values
            .with(Field::Strength, &draft.strength)
            .with(Field::Suggestion, &draft.suggestion)
            .with(Field::Veto, draft.veto.map_or("", Veto::as_str))
            .with(Field::VetoDetail, &draft.veto_detail)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn full() -> Values {
        let values = Values::default()
            .with(Field::Strength, "用自己的观测故事开场，听众很投入")
            .with(Field::Suggestion, "潮汐表的来源请写在幻灯片上面");
        score_fields().take(9).fold(values, |values, field| values.with(field, "8"))
    }

    #[test]
    fn the_rubric_has_a_hundred_points_in_three_dimensions() {
        let rubric = rubric().expect("a rubric");
        assert_eq!(rubric.max().to_string(), "100.00");
        let maxima = Dimension::ALL.iter().map(|one| one.maximum().to_string()).collect::<Vec<_>>();
        assert_eq!(maxima, ["40.00", "30.00", "30.00"]);
        assert_eq!(Dimension::Usefulness.places(), 6..9);
    }

    #[test]
    fn a_sheet_needs_every_score_a_strength_and_a_suggestion() {
        let rubric = rubric().expect("a rubric");
        let complete = |values: &Values| {
            ReviewDraft::parse(values).expect("a draft").complete(&rubric, Seat(1))
        };
        assert_eq!(complete(&full()).map(|sheet| sheet.total().to_string()), Ok("72.00".into()));
        let mut gaps = full();
        gaps.set(Field::Score.at(9), "");
        gaps.set(Field::Strength, "好");
        gaps.set(Field::Suggestion, " ");
        gaps.set(Field::Veto, "unsafe");
        let problems = complete(&gaps).expect_err("four gaps");
        assert_eq!(problems.of(Field::Score.at(9)), Some(ProblemKind::Missing));
        assert_eq!(problems.of(Field::Strength), Some(ProblemKind::TooShort(10)));
        assert_eq!(problems.of(Field::Suggestion), Some(ProblemKind::Missing));
        assert_eq!(problems.of(Field::VetoDetail), Some(ProblemKind::Missing));
    }

    #[test]
    fn a_draft_is_read_back_from_its_form() {
        let mut values = full();
        values.set(Field::Note.at(3), "推理清楚");
        values.set(Field::Veto, "copyright");
        let draft = ReviewDraft::parse(&values).expect("a draft");
        assert_eq!(ReviewDraft::parse(&Values::from(&draft)), Ok(draft));
    }
}
