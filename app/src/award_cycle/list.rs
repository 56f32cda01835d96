//! The cycles that somebody has to do with.

use domain::award_cycle::{AwardCycleState, FinalKind};
use leptos::prelude::*;
use leptos_i18n::td_string as t;

use crate::{
    error::Answer,
    form::query,
    page::Page,
    parts::{badge, empty, further, part},
    visit::Visit,
};

pub(super) async fn show(visit: Visit) -> Answer {
    let l = visit.l;
    let asked = query(&visit);
    let cycles = visit.actions.cycles(&visit.call).await?;
    let runs = visit.may_open("/award/new");
    let judges = visit.may_open("/award/{id}/judging") && !visit.may_open("/award/{id}");
    Ok(Page::new(t!(l, award.title)).lede(t!(l, award.lede)).render(&visit, move || {
        let nothing = cycles.is_empty().then(|| empty(t!(l, award.none), None));
        let (rows, next) = part(&cycles, &asked, |cycle| cycle.id.into());
        let cards = rows
            .iter()
            .map(|cycle| {
                let is_open = cycle.state.stage().is_some();
                let is_written = cycle.state == AwardCycleState::Configuring;
                let href = match (judges, is_open) {
                    _ if is_written && !runs => Some(format!("/award/{}/title", cycle.id)),
                    // A panel that votes writes no sheets: it meets.
                    (true, true) if is_voted(cycle) => Some(format!("/award/{}/room", cycle.id)),
                    (true, true) => Some(format!("/award/{}/judging", cycle.id)),
                    (true, false) => None,
                    (false, _) => Some(format!("/award/{}", cycle.id)),
                };
                let title = match href {
                    Some(href) => view! { <a href=href>{cycle.title.clone()}</a> }.into_any(),
                    None => cycle.title.clone().into_any(),
                };
                view! {
                    <li class="card">
                        <h2 class="card-title">{title}</h2>
                        <p class="meta">
                            <span>{words::award_cycle::year(l, cycle.year)}</span>
                            <span>{words::award_cycle::level(l, cycle.county())}</span>
                            {badge(words::award_cycle::tone(cycle.state), words::award_cycle::state(l, cycle.state))}
                        </p>
                    </li>
                }
            })
            .collect_view();
        view! {
            {nothing}
            <ul class="card-list">{cards}</ul>
            {further(l, "/award", &asked, next)}
            {runs.then(|| view! {
                <div class="page-foot-action">
                    <a class="button primary large" href="/award/new">{t!(l, award.open)}</a>
                </div>
            })}
        }
    }))
}

fn is_voted(cycle: &actions::CycleRow) -> bool {
    cycle.state == AwardCycleState::FinalEvaluation && cycle.final_kind == FinalKind::Vote
}
