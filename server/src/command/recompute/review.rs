//! The lectures of a review package, computed again.

use domain::{
    review_package::{Input, Recomputed, Results, ReviewPackage, check, recompute},
    score_sheet::Trim,
    trial_lecture::{Outcome, Verdict},
};
use serde_json::json;

use super::{Header, print_differences, whole};
use crate::command::{CommandError, say};

/// What a package states, and what it comes to.
pub(super) fn read(text: &str, header: &Header) -> Result<(ReviewPackage, Recomputed), String> {
    check(header).map_err(|error| error.to_string())?;
    let package: ReviewPackage = whole(text)?;
    let recomputed = recompute(&package).map_err(|error| error.to_string())?;
    Ok((package, recomputed))
}

/// Everything as one JSON object.
pub(super) fn print_json(package: &ReviewPackage, all: &Recomputed) -> Result<(), CommandError> {
    let inputs = package.lectures.iter().map(|lecture| &lecture.input);
    let lectures: Vec<_> = inputs
        .zip(&all.results)
        .map(|(input, results)| json!({ "lecture": input.lecture, "results": results }))
        .collect();
    Ok(say(json!({ "lectures": lectures, "differences": all.differences }))?)
}

/// Each lecture with its dimensions and criteria, then what differs.
pub(super) fn print_lines(package: &ReviewPackage, all: &Recomputed) -> Result<(), CommandError> {
    say(format_args!("session {} ({})", package.sitting.session, package.sitting.held_on))?;
    for (lecture, results) in package.lectures.iter().zip(&all.results) {
        let input = &lecture.input;
        say(format_args!("\n{} {}", input.lecture, input.title))?;
        say(line(input, results))?;
        let Some(score) = &results.score else { continue };
        for one in &score.dimensions {
            let max = one.dimension.maximum();
            say(format_args!("    {}  {} of {max}", one.dimension.as_str(), one.mean))?;
            let places = one.dimension.places();
            let criteria = input.rules.criteria.iter().zip(&score.criterion_means);
            for (criterion, mean) in criteria.skip(places.start).take(places.len()) {
                say(format_args!("      {}  {mean} of {}", criterion.code, criterion.max))?;
            }
        }
    }
    print_differences(&all.differences)
}

/// Round, total, dropped sheets, totals by seat, veto, verdict, and what people decided.
fn line(input: &Input, results: &Results) -> String {
    let totals: Vec<String> =
        results.totals.iter().map(|one| format!("{}:{}", one.seat, one.total)).collect();
    let (mean, dropped) = match &results.score {
        None => ("-".to_owned(), "no result".to_owned()),
        Some(score) => {
            let dropped = match score.trim {
                Trim::Trimmed { highest, lowest } => format!("dropped {highest} and {lowest}"),
                Trim::Untrimmed => "untrimmed".to_owned(),
            };
            (score.mean.to_string(), dropped)
        }
    };
    let decided = |verdict: Option<Verdict>| verdict.map_or("-", Verdict::as_str);
    format!(
        "  version {} round {}  {mean}  [{}]  {dropped}  veto {}  {}  proposed {}  confirmed {}",
        input.version_no,
        input.round_no,
        totals.join(" "),
        results.veto.map_or("none", Outcome::as_str),
        results.verdict.as_str(),
        decided(input.decision.proposed),
        decided(input.decision.confirmed),
    )
}
