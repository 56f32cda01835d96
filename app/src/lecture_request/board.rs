//! The proposal: who could be asked, with the reasons in words and one click per time.

use actions::{Board, Candidate, DispatchRow, LectureRequestRow};
use domain::form::Field;
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use crate::parts::{badge, empty, revision};

/// The candidates in the order of the proposal.
pub(super) fn board(l: Locale, request: &LectureRequestRow, board: &Board) -> AnyView {
    if board.candidates.is_empty() {
        return empty(t!(l, dispatch.nobody), None);
    }
    let cards = board.candidates.iter().map(|candidate| card(l, candidate, request)).collect_view();
    let more =
        (board.n_more > 0).then(|| view! { <p>{words::dispatch::n_more(l, board.n_more)}</p> });
    view! {
        <h2>{t!(l, dispatch.board)}</h2>
        <p class="hint">{t!(l, dispatch.board_hint)}</p>
        <ol class="card-list">{cards}</ol>
        {more}
    }
    .into_any()
}

fn card(l: Locale, candidate: &Candidate, request: &LectureRequestRow) -> impl IntoView + use<> {
    let action = format!("/lecture_request/{}/dispatch", request.id);
    let row = &candidate.row;
    let times = candidate
        .times
        .iter()
        .map(|(time, refusal)| match refusal {
            None => {
                let value = format!("{}-{}", row.version_id, time.time_no);
                let text = words::dispatch::ask(l, time.starts_at, time.ends_at);
                view! {
                    <li><button class="button" name=Field::Candidate.as_str() value=value>{text}</button></li>
                }
                .into_any()
            }
            Some(refusal) => {
                let when = words::time::span(l, time.starts_at, time.ends_at);
                let why = words::dispatch::refusal(l, *refusal);
                view! { <li class="meta"><span>{when}</span><span>{why}</span></li> }.into_any()
            }
        })
        .collect_view();
    let free = (candidate.standing.n_free > 0).then(|| badge("done", t!(l, dispatch.free)));
    let reasons = reasons(l, candidate);
    view! {
        <li class="card">
            <h3 class="card-title">{words::person::teacher(l, &row.lecturer_name)}</h3>
            <p class="meta"><span>{row.title.clone()}</span></p>
            <p class="meta">
                {reasons.into_iter().map(|text| view! { <span>{text}</span> }).collect_view()}
            </p>
            {free}
            <form method="post" action=action>
                {revision(request.revision)}
                <ul class="times">{times}</ul>
            </form>
        </li>
    }
}

/// Why somebody stands where on the list, each in words.
fn reasons(l: Locale, candidate: &Candidate) -> Vec<String> {
    let (standing, row) = (&candidate.standing, &candidate.row);
    let mut reasons = Vec::new();
    if standing.is_asked_for {
        reasons.push(t!(l, dispatch.reason.asked_for).to_owned());
    }
    reasons.push(if standing.fits_stage {
        t!(l, dispatch.reason.fits).to_owned()
    } else {
        t!(l, dispatch.reason.fits_not).to_owned()
    });
    reasons.push(words::dispatch::load(l, standing.n_deliveries));
    reasons.push(match (&row.region_zh, &row.region_en) {
        _ if standing.is_same_county => t!(l, dispatch.reason.same_county).to_owned(),
        (Some(zh), Some(en)) => words::dispatch::other_county(l, words::place::county(l, zh, en)),
        _ => t!(l, dispatch.reason.no_county).to_owned(),
    });
    if let Some(at) = candidate.last_lectured_at {
        reasons.push(words::dispatch::last(l, at));
    }
    reasons.push(match standing.last_asked_at {
        Some(at) => words::dispatch::last_asked(l, at),
        None => t!(l, dispatch.reason.never_asked).to_owned(),
    });
    reasons
}

/// Everybody who was asked so far.
pub(super) fn history(l: Locale, dispatches: &[DispatchRow]) -> Option<impl IntoView + use<>> {
    if dispatches.is_empty() {
        return None;
    }
    let lines = dispatches
        .iter()
        .map(|dispatch| {
            let when = words::time::span(l, dispatch.starts_at, dispatch.ends_at);
            let why =
                dispatch.decline_reason.map(|reason| words::dispatch::decline_reason(l, reason));
            let at = words::time::moment(l, dispatch.answered_at.unwrap_or(dispatch.created_at));
            view! {
                <li>
                    <time>{at}</time>
                    <p class="cluster">
                        <span>{words::person::teacher(l, &dispatch.lecturer_name)}</span>
                        <span>{when}</span>
                        {badge(words::dispatch::tone(dispatch.state), words::dispatch::state(l, dispatch.state))}
                        {why.map(|why| view! { <span>{why}</span> })}
                    </p>
                </li>
            }
        })
        .collect_view();
    Some(view! {
        <h2>{t!(l, dispatch.history)}</h2>
        <ol class="timeline">{lines}</ol>
    })
}
