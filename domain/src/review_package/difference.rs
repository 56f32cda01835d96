//! Comparing stated results with computed ones, figure by figure.

use super::{Results, Score};
use crate::{
    result_package::{Difference, Figures, compare},
    review_sheet::criteria,
    score_sheet::Trim,
    trial_lecture::{Advisory, Outcome},
};

/// All differences of a lecture, in the order of their paths.
pub(super) fn differences(lecture: &str, stated: &Results, computed: &Results) -> Vec<Difference> {
    compare(lecture, &figures(stated), &figures(computed))
}

fn figures(results: &Results) -> Figures {
    let mut figures = Figures::default();
    for total in &results.totals {
        figures.add(format!("totals/{}", total.seat), total.total);
    }
    figures.add("advisory".into(), results.advisory.map_or("none", Advisory::as_str));
    figures.add("veto".into(), results.veto.map_or("none", Outcome::as_str));
    figures.add("verdict".into(), results.verdict.as_str());
    if let Some(score) = &results.score {
        add_score(&mut figures, score);
    }
    figures
}

fn add_score(figures: &mut Figures, score: &Score) {
    if let Trim::Trimmed { highest, lowest } = score.trim {
        figures.add("dropped/highest".into(), highest);
        figures.add("dropped/lowest".into(), lowest);
    }
    figures.add("mean".into(), score.mean);
    figures.add("untrimmed_mean".into(), score.untrimmed_mean);
    let codes = criteria().into_iter().map(|criterion| criterion.code);
    let codes = codes.map(Some).chain(std::iter::repeat(None));
    for (code, mean) in codes.zip(&score.criterion_means) {
        figures.add(format!("criteria/{}", code.as_deref().unwrap_or("surplus")), mean);
    }
    for one in &score.dimensions {
        figures.add(format!("dimensions/{}", one.dimension.as_str()), one.mean);
    }
}
