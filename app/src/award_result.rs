//! What is told of a result: to nominees how they were judged, and to everybody the list as a file
//! without a score.

use actions::{OwnNomination, OwnResult};
use axum::Extension;
use domain::{id::AwardCycleId, nomination::NominationState};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use crate::{
    content::{Content, Contents},
    download::published,
    error::{Answer, AppError},
    id::Id,
    page::Page,
    parts::{badge, empty, fact, prose},
    route::{Route, Who},
    visit::Visit,
};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/award_result", Who::SignedIn, list),
        Route::get("/notice/{id}/deeds", Who::Anyone, deeds).public(&[]),
        Route::get("/notice/{id}/result.json", Who::Anyone, public_result),
    ]
}

async fn list(visit: Visit) -> Answer {
    let l = visit.l;
    let results = visit.actions.own_results(&visit.call).await?;
    let running = visit.actions.own_nominations(&visit.call).await?;
    let head = Page::new(t!(l, award_result.title)).lede(t!(l, award_result.lede));
    Ok(head.render(&visit, move || {
        let nothing = results.is_empty() && running.is_empty();
        let nothing = nothing.then(|| empty(t!(l, award_result.none), None));
        let under_way = (!running.is_empty()).then(|| {
            let cards = running.iter().map(|one| running_card(l, one)).collect_view();
            view! {
                <h2>{t!(l, award_result.running)}</h2>
                <ul class="card-list">{cards}</ul>
            }
        });
        let cards = results.iter().map(|one| {
            view! {
                <li class="card">
                    <h2 class="card-title">{one.cycle.title.clone()}</h2>
                    {result_view(l, one)}
                </li>
            }
        });
        view! { {nothing}{under_way}<ul class="card-list">{cards.collect_view()}</ul> }
    }))
}

/// A nomination that is not decided: how far it is, and nothing of how it is judged.
fn running_card(l: Locale, one: &OwnNomination) -> impl IntoView + use<> {
    use NominationState::{Draft, Ineligible, Returned, Submitted, Withdrawn};
    let row = &one.nomination;
    let state = match row.state {
        Draft | Submitted | Returned | Withdrawn | Ineligible => badge(
            words::award_cycle::nomination_tone(row.state),
            words::award_cycle::nomination_state(l, row.state),
        ),
        _ => badge("plain", words::award_cycle::state(l, one.cycle.state)),
    };
    let open = one.is_oneself.then(|| {
        let href = format!("/nomination/{}/own", row.id);
        view! { <a class="button" href=href>{t!(l, award_result.own_open)}</a> }
    });
    view! {
        <li class="card">
            <h3 class="card-title">{one.cycle.title.clone()}</h3>
            <p class="meta">
                <span>{words::award_cycle::category(l, row.category)}</span>
                <span>{row.unit_name.clone()}</span>
            </p>
            {state}
            {open}
        </li>
    }
}

/// How somebody was judged.
pub(crate) fn result_view(l: Locale, result: &OwnResult) -> impl IntoView + use<> {
    let state = result.nomination.state;
    let tone = words::award_cycle::nomination_tone(state);
    let mean = match result.mean {
        Some(mean) => mean.to_string(),
        None => t!(l, award_result.no_mean).to_owned(),
    };
    let band = match result.band {
        Some(band) => words::award_result::band(l, band),
        None => t!(l, award_result.no_band),
    };
    let said = result.comments.iter().map(|text| view! { <li>{text.clone()}</li> }).collect_view();
    let silent = result.comments.is_empty().then(|| t!(l, award_result.no_comments));
    view! {
        <p class="meta">
            <span>{words::award_cycle::category(l, result.nomination.category)}</span>
            {badge(tone, words::award_cycle::nomination_state(l, state))}
        </p>
        <dl class="facts">
            {fact(t!(l, award_result.mean), mean)}
            {fact(t!(l, award_result.band), band)}
        </dl>
        <h3>{t!(l, award_result.comments)}</h3>
        <p>{silent}</p>
        <ul class="stack">{said}</ul>
    }
}

async fn deeds(visit: Visit, Id(id): Id<AwardCycleId>, Extension(contents): Contents) -> Answer {
    contents.page(&visit, || deeds_content(&visit, id)).await
}

async fn deeds_content(visit: &Visit, id: AwardCycleId) -> Result<Content, AppError> {
    let l = visit.l;
    let page = visit.actions.public_deeds(id).await?;
    Ok(Content::new(visit, t!(l, award_result.deeds), Some(page.title), move || {
        let nothing = page.rows.is_empty().then(|| empty(t!(l, award_result.no_deeds), None));
        let cards = page.rows.iter().map(|row| {
            view! {
                <li class="card">
                    <h2 class="card-title">{row.name.clone()}</h2>
                    <p class="meta">
                        <span>{words::award_cycle::category(l, row.category)}</span>
                        <span>{row.workplace.clone()}</span>
                        <span>{row.unit_name.clone()}</span>
                    </p>
                    {prose(&row.deeds)}
                </li>
            }
        });
        view! {
            {nothing}
            <ul class="card-list">{cards.collect_view()}</ul>
            <p><a href=format!("/notice/{id}")>{t!(l, award_result.to_notice)}</a></p>
        }
    }))
}

/// Who was awarded and by which rules, as everybody may keep it.
async fn public_result(visit: Visit, Id(id): Id<AwardCycleId>) -> Answer {
    let result = visit.actions.published_result(id, visit.call.today()).await?;
    let text = serde_json::to_string_pretty(&result).unwrap_or_default();
    Ok(published(&format!("result-{id}.json"), "application/json", text))
}
