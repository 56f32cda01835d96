//! Reference lectures: a decided lecture that new panelists score once, to see for themselves how
//! their marks lie beside a panel's. Shown to nobody else.

use crate::{
    calibration::Difference,
    form::{Field, LINE_MAX, Problems, Reader, Values},
    id::BookingId,
    review_sheet::{ReviewDraft, ReviewResult, criteria},
    score_sheet::{Points, SheetDraft, score_fields},
};

/// A lecture that becomes a reference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewReference {
    /// The lecture.
    pub booking: BookingId,
    /// Where a recording is; empty if there is none.
    pub video_link: String,
}

impl NewReference {
    /// Reads the form.
    pub fn parse(values: &Values) -> Result<Self, Problems> {
        let mut reader = Reader::new(values);
        let booking = reader.choice(Field::ReferenceOf, |text| text.parse().ok());
        let video_link = reader.link(Field::VideoLink, LINE_MAX);
        reader.problems.or(|| Some(Self { booking: booking?, video_link: video_link? }))
    }
}

/// Reads the scores of a reference sheet: every criterion has one.
pub fn read_scores(values: &Values) -> Result<Vec<Points>, Problems> {
    let scores = SheetDraft::parse_scores(values, &criteria())?;
    let mut problems = Problems::default();
    for (field, score) in score_fields().zip(&scores) {
        if score.is_none() {
            problems.add(field, crate::form::ProblemKind::Missing);
        }
    }
    problems.or(|| scores.into_iter().collect())
}

/// How own scores lie beside a panel's means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agreement {
    /// Of each criterion: the own score, the panel's mean, and by how much the own is higher.
    pub criteria: Vec<(Points, Points, Difference)>,
    /// The own total and the panel's, and by how much the own is higher.
    pub total: (Points, Points, Difference),
    /// Whether the totals are alike.
    pub is_alike: bool,
}

/// Compares the scores of a reference sheet with what its panel came to; totals are alike within so
/// many points.
pub fn agreement(own: &[Points], panel: &ReviewResult, alike_within: i64) -> Agreement {
    let means = &panel.aggregate.criterion_means;
    let beside = |own: Points, mean: Points| (own, mean, Difference::of(own, mean));
    let total = Points::hundredths(own.iter().map(|score| score.in_hundredths()).sum());
    let mean = panel.aggregate.mean;
    let apart = (total.in_hundredths() - mean.in_hundredths()).abs();
    Agreement {
        criteria: own.iter().zip(means).map(|(own, mean)| beside(*own, *mean)).collect(),
        total: beside(total, mean),
        is_alike: apart <= 100 * alike_within,
    }
}

/// The form as it begins with scores that were sent.
pub fn form_of(scores: &[Points]) -> Values {
    let scores = scores.iter().copied().map(Some).collect();
    Values::from(&ReviewDraft { scores, ..ReviewDraft::default() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        form::ProblemKind,
        review_sheet::{review_result, rubric},
        score_sheet::{Seat, Sheet},
    };

    fn points(texts: [&str; 9]) -> Vec<Points> {
        let values = score_fields()
            .zip(texts)
            .fold(Values::default(), |values, (field, text)| values.with(field, text));
        read_scores(&values).expect("scores")
    }

    #[test]
    fn own_scores_stand_beside_the_means_of_the_panel() {
        let own = points(["17", "8.5", "8.5", "8", "8.5", "8.5", "10", "8.5", "6.5"]);
        let rubric = rubric().expect("a rubric");
        let fair = points(["14", "7", "7", "7", "7.5", "7", "8.5", "7", "6"]);
        let fair: Vec<Option<Points>> = fair.into_iter().map(Some).collect();
        let sheets: Vec<Sheet> =
            (1..=5).map(|seat| Sheet::new(&rubric, Seat(seat), &fair).expect("a sheet")).collect();
        let panel = review_result(&sheets).expect("a result");
        let found = agreement(&own, &panel, 5);
        assert_eq!(found.criteria.len(), 9);
        assert_eq!(found.criteria[0].2.to_string(), "+3.00");
        let (total, mean, difference) = found.total;
        assert_eq!((total.to_string(), mean.to_string()), ("84.00".into(), "71.00".into()));
        assert_eq!((difference.to_string(), found.is_alike), ("+13.00".into(), false));
        let same =
            agreement(&points(["14", "7", "7", "7", "7.5", "7", "8.5", "7", "2"]), &panel, 5);
        assert_eq!((same.total.2.to_string(), same.is_alike), ("−4.00".into(), true));
    }

    #[test]
    fn every_criterion_is_scored() {
        let problems = read_scores(&Values::default()).expect_err("none");
        assert_eq!(problems.of(Field::Score.at(9)), Some(ProblemKind::Missing));
    }

    #[test]
    fn a_recording_is_a_link_or_nothing() {
        let of = |link: &str| {
            let values =
                Values::default().with(Field::ReferenceOf, "7").with(Field::VideoLink, link);
            NewReference::parse(&values)
        };
        assert!(of("").is_ok() && of("https://video.example.invalid/1").is_ok());
        assert!(of("ftp://video.example.invalid").is_err());
    }
}
