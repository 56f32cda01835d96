//! How stable the list of a category is: a chart and a table of what other ways of counting would
//! give, and how strict each judge was.

use actions::{StabilityPage, Stable, Variant};
use axum::Extension;
use domain::{
    id::{AwardCategoryId, AwardCycleId},
    quota::Outcome,
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use crate::{
    content::{Content, Contents, Lasts},
    error::{Answer, AppError},
    id::Id,
    parts::badge,
    visit::Visit,
};

/// Width of the chart's bars, in units of the picture.
const WIDTH: usize = 200;

pub(super) async fn show(
    visit: Visit,
    Id((id, category)): Id<(AwardCycleId, AwardCategoryId)>,
    Extension(contents): Contents,
) -> Answer {
    contents.own(&visit, Lasts::Day, || content(&visit, id, category)).await
}

async fn content(
    visit: &Visit,
    id: AwardCycleId,
    category: AwardCategoryId,
) -> Result<Content, AppError> {
    let l = visit.l;
    let page = visit.actions.stability(&visit.call, category).await?;
    let lede = words::award_cycle::category(l, page.ranking.category).to_owned();
    Ok(Content::new(visit, t!(l, award.stability), Some(lede), move || {
        let n = page.variants.len();
        let bars = page.nominees.iter().map(|one| bar(l, one, n)).collect_view();
        let is_other =
            |one: &&Variant| !(one.more.is_empty() && one.less.is_empty() && one.open.is_empty());
        let others: Vec<&Variant> = page.variants.iter().filter(is_other).collect();
        let n_same = n - others.len();
        let rows = others.iter().map(|one| variant(l, &page, one)).collect_view();
        let table = (!others.is_empty()).then(|| {
            view! {
                <table class="data stacked">
                    <thead><tr>
                        <th scope="col">{t!(l, award.stability_change)}</th>
                        <th scope="col">{t!(l, award.stability_more)}</th>
                        <th scope="col">{t!(l, award.stability_less)}</th>
                        <th scope="col">{t!(l, award.stability_open)}</th>
                    </tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            }
        });
        view! {
            <p>{t!(l, award.stability_lede)}</p>
            <h2>{t!(l, award.stability_seats)}</h2>
            <table class="data stacked">
                <thead><tr>
                    <th scope="col">{t!(l, award.nominee)}</th>
                    <th scope="col">{t!(l, award.outcome)}</th>
                    <th scope="col">{t!(l, award.stability_of)}</th>
                </tr></thead>
                <tbody>{bars}</tbody>
            </table>
            <h2>{t!(l, award.stability_changes)}</h2>
            {table}
            <p>{words::award_cycle::unchanged(l, n_same, n)}</p>
            {judges(l, &page)}
            <p><a class="button" href=format!("/award/{id}/ranking/{category}")>{t!(l, award.back_to_ranking)}</a></p>
        }
    }))
}

/// A nominee with a bar: under how many of the changes there would be a seat.
fn bar(l: Locale, one: &Stable, n: usize) -> impl IntoView + use<> {
    let (tone, outcome) = words::award_cycle::outcome(l, one.row.result.outcome);
    let width = (WIDTH * one.n_selected).checked_div(n).unwrap_or(0);
    let class = if one.row.result.outcome == Outcome::Selected { "share chosen" } else { "share" };
    view! {
        <tr>
            <td data-label=t!(l, award.nominee)>{one.row.name.clone()}</td>
            <td data-label=t!(l, award.outcome)>{badge(tone, outcome)}</td>
            <td data-label=t!(l, award.stability_of)>
                <svg class=class viewBox="0 0 200 12" width="200" height="12" aria-hidden="true">
                    <rect class="share-whole" x="0" y="0" width="200" height="12"/>
                    <rect class="share-part" x="0" y="0" width=width height="12"/>
                </svg>
                " "
                <span>{words::award_cycle::of_changes(l, one.n_selected, n)}</span>
            </td>
        </tr>
    }
}

fn variant(l: Locale, page: &StabilityPage, one: &Variant) -> impl IntoView + use<> {
    let comma = t!(l, page.comma);
    let list = |names: &[String]| {
        if names.is_empty() { t!(l, award.nobody).to_owned() } else { names.join(comma) }
    };
    let mut said = words::award_cycle::change(l, &one.what_if.change, &page.ranking.criteria);
    if one.what_if.is_plain {
        said = words::award_cycle::plain_mean(l, &said);
    }
    view! {
        <tr>
            <td data-label=t!(l, award.stability_change)>{said}</td>
            <td data-label=t!(l, award.stability_more)>{list(&one.more)}</td>
            <td data-label=t!(l, award.stability_less)>{list(&one.less)}</td>
            <td data-label=t!(l, award.stability_open)>{list(&one.open)}</td>
        </tr>
    }
}

fn judges(l: Locale, page: &StabilityPage) -> impl IntoView + use<> {
    let rows = page.judges.iter().map(|judge| {
        let said = judge.strictness.difference.map_or_else(
            || words::award_cycle::too_few_sheets(l, page.least),
            |difference| difference.to_string(),
        );
        view! {
            <tr>
                <td data-label=t!(l, award.seat)>{judge.seat}</td>
                <td data-label=t!(l, person.name)>{words::person::teacher(l, &judge.name)}</td>
                <td class="number" data-label=t!(l, award.submitted_sheets)>{judge.strictness.n_sheets}</td>
                <td class="number" data-label=t!(l, award.strictness)>{said}</td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    view! {
        <h2>{t!(l, award.strictness)}</h2>
        <p>{t!(l, award.strictness_hint)}</p>
        <table class="data stacked">
            <thead><tr>
                <th scope="col">{t!(l, award.seat)}</th>
                <th scope="col">{t!(l, person.name)}</th>
                <th scope="col" class="number">{t!(l, award.submitted_sheets)}</th>
                <th scope="col" class="number">{t!(l, award.strictness)}</th>
            </tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
}
