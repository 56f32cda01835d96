//! The three dimensions round by round, as a picture that needs no script. The table beside it says
//! the same in figures.

use actions::RoundView;
use domain::{
    review_sheet::{Dimension, ReviewResult},
    score_sheet::Points,
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

/// Half the width of the picture, in its own units.
const RADIUS: i64 = 100;
/// Where the axes point: thousandths of a circle's radius, to the right and downwards.
const AXES: [(i64, i64); 3] = [(0, -1000), (866, 500), (-866, 500)];
/// Rings of the web, in per cent.
const RINGS: [i64; 4] = [25, 50, 75, 100];

/// A corner of a shape: a share of an axis, in ten-thousandths.
fn corner(axis: usize, share: i64) -> String {
    let (x, y) = AXES[axis % AXES.len()];
    let at = |part: i64| RADIUS * part * share / 10_000_000;
    format!("{},{}", at(x), at(y))
}

fn ring(percent: i64) -> String {
    (0..AXES.len()).map(|axis| corner(axis, percent * 100)).collect::<Vec<_>>().join(" ")
}

/// The share of its maximum that a dimension came to, in ten-thousandths.
fn share(mean: Points, max: Points) -> i64 {
    10_000 * mean.in_hundredths() / max.in_hundredths().max(1)
}

fn shape(result: &ReviewResult) -> String {
    let corner = |(axis, dimension): (usize, &Dimension)| {
        corner(axis, share(result.of(*dimension), dimension.maximum()))
    };
    Dimension::ALL.iter().enumerate().map(corner).collect::<Vec<_>>().join(" ")
}

/// What a round came to, in words.
fn spoken(l: Locale, round: &RoundView, result: &ReviewResult) -> String {
    let figure = |dimension: &Dimension| {
        let name = words::review_sheet::dimension(l, *dimension);
        format!("{name} {}", result.of(*dimension))
    };
    let figures: Vec<String> = Dimension::ALL.iter().map(figure).collect();
    let name = words::trial_lecture::round(l, round.trial.round_no);
    words::refinement::radar_text(l, &name, &figures.join(t!(l, page.comma)))
}

/// Picture and table of all rounds that have a result; nothing without any.
pub(super) fn radar(l: Locale, rounds: &[RoundView]) -> Option<AnyView> {
    let judged: Vec<(&RoundView, &ReviewResult)> = rounds
        .iter()
        .filter(|round| !round.is_replaced)
        .filter_map(|round| Some((round, round.result.as_ref()?)))
        .collect();
    if judged.is_empty() {
        return None;
    }
    let web = RINGS.map(|percent| view! { <polygon class="radar-ring" points=ring(percent)/> });
    let spokes = (0..AXES.len())
        .map(|axis| {
            let end = corner(axis, 10_000);
            view! { <polyline class="radar-ring" points=format!("0,0 {end}")/> }
        })
        .collect_view();
    let shapes = judged
        .iter()
        .enumerate()
        .map(|(at, (_, result))| {
            view! { <polygon class="radar-round" data-round=(at + 1).to_string() points=shape(result)/> }
        })
        .collect_view();
    let labels = Dimension::ALL
        .iter()
        .zip([(0, -108, "middle"), (92, 66, "middle"), (-92, 66, "middle")])
        .map(|(dimension, (x, y, anchor))| {
            view! {
                <text class="radar-label" x=x.to_string() y=y.to_string() text-anchor=anchor>
                    {words::review_sheet::dimension(l, *dimension)}
                </text>
            }
        })
        .collect_view();
    let text: Vec<String> = judged.iter().map(|(round, result)| spoken(l, round, result)).collect();
    Some(
        view! {
            <figure class="radar">
                <svg viewBox="-130 -124 260 204" role="img" aria-label=text.join(" ")>
                    {web.into_iter().collect_view()}
                    {spokes}
                    {shapes}
                    {labels}
                </svg>
                <figcaption>{t!(l, refinement.radar)}</figcaption>
            </figure>
            {table(l, &judged)}
        }
        .into_any(),
    )
}

fn table(l: Locale, judged: &[(&RoundView, &ReviewResult)]) -> AnyView {
    let heads = judged
        .iter()
        .enumerate()
        .map(|(at, (round, _))| {
            view! {
                <th scope="col">
                    <span class="radar-key" data-round=(at + 1).to_string() aria-hidden="true"></span>
                    {words::trial_lecture::round(l, round.trial.round_no)}
                </th>
            }
        })
        .collect_view();
    let row = |name: &'static str, of: &dyn Fn(&ReviewResult) -> Points, max: Points| {
        let cells = judged
            .iter()
            .map(|(_, result)| view! { <td>{of(result).to_string()}</td> })
            .collect_view();
        view! {
            <tr><th scope="row">{name}" / "{(max.in_hundredths() / 100).to_string()}</th>{cells}</tr>
        }
        .into_any()
    };
    let rows = Dimension::ALL
        .iter()
        .map(|dimension| {
            let name = words::review_sheet::dimension(l, *dimension);
            row(name, &|result| result.of(*dimension), dimension.maximum())
        })
        .collect_view();
    let max = Points::hundredths(10_000);
    let total = row(t!(l, trial_lecture.total), &|result| result.aggregate.mean, max);
    view! {
        <table class="data rounds">
            <thead><tr><th scope="col">{t!(l, refinement.dimension)}</th>{heads}</tr></thead>
            <tbody>{rows}{total}</tbody>
        </table>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_corner_lies_on_its_axis_by_its_share() {
        assert_eq!(corner(0, 10_000), "0,-100");
        assert_eq!(corner(1, 5_000), "43,25");
        assert_eq!(corner(2, 0), "0,0");
        assert_eq!(share(Points::hundredths(3_000), Points::hundredths(4_000)), 7_500);
    }
}
