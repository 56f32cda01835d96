//! What sheets come to, and what is written on them.

use actions::ReviewSheetRow;
use domain::{
    review_sheet::{Dimension, ReviewResult, criteria},
    score_sheet::Points,
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use crate::parts::{badge, fact};

/// Total and dimensions, with the criteria behind them.
pub(crate) fn result(l: Locale, result: &ReviewResult) -> AnyView {
    let of = |mean: Points, max: Points| {
        words::trial_lecture::of_max(l, &mean.to_string(), &(max.in_hundredths() / 100).to_string())
    };
    let dimensions = Dimension::ALL
        .iter()
        .map(|dimension| {
            let text = of(result.of(*dimension), dimension.maximum());
            view! { <dt>{words::review_sheet::dimension(l, *dimension)}</dt><dd>{text}</dd> }
        })
        .collect_view();
    let criteria = criteria()
        .into_iter()
        .zip(&result.aggregate.criterion_means)
        .map(|(criterion, mean)| {
            let name = words::review_sheet::criterion(l, &criterion.code);
            view! { <dt>{name}</dt><dd>{of(*mean, criterion.max)}</dd> }
        })
        .collect_view();
    let total = words::trial_lecture::of_max(l, &result.aggregate.mean.to_string(), "100");
    let counted =
        words::trial_lecture::counted(l, result.aggregate.totals.len(), result.is_untrimmed());
    view! {
        <p class="figure"><strong>{t!(l, trial_lecture.total)}" "{total}</strong></p>
        <dl class="facts">{dimensions}</dl>
        <p class="hint">{counted}</p>
        <details class="fold">
            <summary>{t!(l, trial_lecture.criteria)}</summary>
            <dl class="facts">{criteria}</dl>
        </details>
    }
    .into_any()
}

/// A sheet: whose it is, or its number where nobody is named, with scores only for who may know.
pub(crate) fn comments(
    l: Locale,
    sheet: &ReviewSheetRow,
    title: String,
    shows_scores: bool,
) -> AnyView {
    let all = criteria();
    let scored =
        all.iter().zip(&sheet.scores).zip(&sheet.notes).filter_map(|((criterion, score), note)| {
            let score = score.filter(|_| shows_scores).map(|score| score.to_string());
            if score.is_none() && note.is_empty() {
                return None;
            }
            let text = match score {
                Some(score) if note.is_empty() => score,
                Some(score) => format!("{score} · {note}"),
                None => note.clone(),
            };
            let name = words::review_sheet::criterion(l, &criterion.code);
            Some(view! { <dt>{name}</dt><dd>{text}</dd> })
        });
    let scored = scored.collect::<Vec<_>>();
    let scored = (!scored.is_empty()).then(|| {
        view! {
            <details class="fold">
                <summary>{t!(l, trial_lecture.criteria)}</summary>
                <dl class="facts">{scored}</dl>
            </details>
        }
    });
    let total = shows_scores.then(|| {
        let sum = sheet.scores.iter().flatten().map(|score| score.in_hundredths()).sum();
        format!(" · {}", Points::hundredths(sum))
    });
    let veto = sheet.veto.map(|veto| {
        let ground = words::trial_lecture::veto(l, veto);
        let text = words::review_sheet::veto_of(l, ground, &sheet.veto_detail);
        view! { <p>{badge("stop", text)}</p> }
    });
    view! {
        <section class="stack sheet">
            <h3>{title}{total}</h3>
            {veto}
            <dl class="facts">
                {fact(t!(l, review_sheet.strength), sheet.strength.clone())}
                {fact(t!(l, review_sheet.suggestion), sheet.suggestion.clone())}
            </dl>
            {scored}
        </section>
    }
    .into_any()
}
