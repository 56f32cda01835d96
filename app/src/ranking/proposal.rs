//! The proposal: who is put forward, why it deviates from the ranking, and the named person who
//! confirms it.

use actions::{ProposalPage, RankingPage, RankingRow};
use axum::{extract::Path, response::Response};
use domain::{
    award_cycle::DEVIATION_MIN,
    form::{LINE_MAX, ProblemKind, Problems, Values},
    quota::Outcome,
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;

use crate::{
    error::{Answer, AppError},
    form::{Form, Line, Posted, refused_by},
    nomination::conflict_kinds,
    page::Page,
    parts::badge,
    visit::Visit,
};

async fn load(visit: &Visit, id: &str) -> Result<ProposalPage, AppError> {
    let id = id.parse().map_err(|_| AppError::NotFound)?;
    Ok(visit.actions.proposal(&visit.call, id).await?)
}

pub(super) async fn show(visit: Visit, Path(id): Path<String>) -> Answer {
    let page = load(&visit, &id).await?;
    let values = visit.refill(standing(&page));
    Ok(proposal_page(&visit, page, values, Problems::default()))
}

/// The proposal as it stands, or as the ranking says while there is none.
fn standing(page: &ProposalPage) -> Values {
    let mut values = Values::default();
    for row in page.rankings.iter().flat_map(|ranking| &ranking.rows) {
        let is_selected = match &row.proposal {
            Some(proposal) => proposal.is_selected,
            None => row.result.outcome == Outcome::Selected,
        };
        if is_selected {
            values.push("selected", row.id.to_string());
        }
        if let Some(proposal) = &row.proposal {
            values.push(format!("reason_{}", row.id), proposal.reason.clone());
        }
    }
    values
}

/// What was typed into another form of the page, beside the proposal as it stands.
fn beside_standing(page: &ProposalPage, typed: &Values) -> Values {
    let mut values = standing(page);
    for (name, value) in typed.iter() {
        values.push(name, value);
    }
    values
}

fn proposal_page(
    visit: &Visit,
    page: ProposalPage,
    values: Values,
    problems: Problems,
) -> Response {
    let l = visit.l;
    let form = Form::new(l, values, problems);
    let head =
        Page::new(t!(l, award.proposal)).lede(page.cycle.title.clone()).refused(form.is_refused());
    head.render(visit, move || {
        let may_propose = page.rankings.iter().any(|ranking| ranking.may_propose);
        let unexplained = unexplained(&form, &page);
        let categories = page
            .rankings
            .iter()
            .map(|ranking| category_view(&form, ranking, &unexplained))
            .collect_view();
        let problem = form.problem("selected");
        let action = format!("/award/{}/proposal", page.cycle.id);
        let body = if may_propose {
            view! {
                <form class="form" method="post" action=action novalidate>
                    <div id="selected" tabindex="-1">
                        <p>{t!(l, award.propose_hint)}</p>
                        {problem}
                    </div>
                    {categories}
                    <div class="page-foot-action">
                        <button class="button primary large">{t!(l, award.propose)}</button>
                    </div>
                </form>
            }
            .into_any()
        } else {
            view! { <div>{categories}</div> }.into_any()
        };
        view! {
            {form.summary()}
            {body}
            {page.may_confirm.then(|| confirm_form(&form, &page))}
            {if page.may_decide {
                Some(decide_form(&form, page.cycle.id).into_any())
            } else {
                form.told("document_no")
            }}
            {own_conflict(&form, &page)}
            <p><a href=format!("/award/{}", page.cycle.id)>{t!(l, award.back)}</a></p>
        }
    })
}

/// Nominees whose deviation from the ranking lacks a reason, where the form was refused for that.
fn unexplained(form: &Form, page: &ProposalPage) -> Vec<i64> {
    if form.problems.of("deviation").is_none() {
        return Vec::new();
    }
    let is_unexplained = |row: &&RankingRow| {
        let is_selected = form.values.has("selected", &row.id.to_string());
        let reason = form.values.trimmed(&format!("reason_{}", row.id));
        let deviates = is_selected != (row.result.outcome == Outcome::Selected);
        deviates && reason.chars().count() < DEVIATION_MIN
    };
    let rows = page.rankings.iter().flat_map(|ranking| &ranking.rows);
    rows.filter(is_unexplained).map(|row| row.id).collect()
}

/// One category of the proposal: a box and, for a deviation, a reason.
fn category_view(form: &Form, ranking: &RankingPage, unexplained: &[i64]) -> impl IntoView + use<> {
    let l = form.l;
    let is_open = ranking.may_propose;
    let rows = ranking
        .rows
        .iter()
        .map(|row| {
            let id = row.id.to_string();
            let is_selected = form.values.has("selected", &id);
            let reason = form.values.get(&format!("reason_{id}")).to_owned();
            let rank = row.result.score.as_ref().map(|score| score.rank);
            let label = words::award_cycle::ranked(l, rank, &row.name, &row.unit_name);
            let (tone, outcome) = words::award_cycle::outcome(l, row.result.outcome);
            if is_open {
                let (name, field) = (format!("reason_{id}"), format!("selected-{id}"));
                let is_unexplained = unexplained.contains(&row.id);
                // The first of them is where the summary leads to.
                let anchor = (unexplained.first() == Some(&row.id)).then_some("deviation");
                let of = anchor.map_or_else(|| name.clone(), str::to_owned);
                let problem_id = is_unexplained.then(|| format!("{of}-problem"));
                let problem = problem_id.clone().map(|id| {
                    let text = words::form::problem(l, ProblemKind::TooShort(DEVIATION_MIN));
                    view! { <p class="problem" id=id>{text}</p> }
                });
                view! {
                    <li class="card">
                        <label class="choice">
                            <input type="checkbox" name="selected" id=field value=id checked=is_selected/>
                            <span>{label.clone()}</span>
                        </label>
                        <p class="meta">{badge(tone, outcome)}</p>
                        <div class="field" id=anchor tabindex=anchor.map(|_| "-1") data-invalid=is_unexplained.then_some("")>
                            <label for=name.clone()>{words::award_cycle::deviation_of(l, &row.name)}</label>
                            <input
                                id=name.clone()
                                name=name.clone()
                                maxlength="200"
                                value=reason
                                aria-invalid=is_unexplained.then_some("true")
                                aria-describedby=problem_id
                            />
                            {problem}
                        </div>
                    </li>
                }
                .into_any()
            } else {
                let chosen = is_selected.then(|| badge("done", t!(l, award.chosen)));
                view! {
                    <li class="card">
                        <p class="card-title">{label}</p>
                        <p class="cluster">{chosen}{badge(tone, outcome)}</p>
                        {(!reason.is_empty()).then(|| view! { <p>{t!(l, award.deviation)}{reason.clone()}</p> })}
                    </li>
                }
                .into_any()
            }
        })
        .collect_view();
    view! {
        <section>
            <h2>{words::award_cycle::category(l, ranking.category)}</h2>
            <p>{words::award_cycle::seats_and_vacant(l, ranking.seats, ranking.vacant)}</p>
            <ul class="card-list">{rows}</ul>
        </section>
    }
}

/// Two forms, so that the Enter key in the reason's field sends back and never confirms.
fn confirm_form(form: &Form, page: &ProposalPage) -> impl IntoView + use<> {
    let l = form.l;
    let action = format!("/award/{}/confirm", page.cycle.id);
    let revision = page.cycle.revision.to_string();
    view! {
        <p>{t!(l, award.confirm_hint)}</p>
        {form.told("decision")}
        <form method="post" action=action.clone() class="page-foot-action">
            <input type="hidden" name="revision" value=revision.clone()/>
            <button class="button primary large" name="decision" value="confirm">
                {t!(l, award.confirm)}
            </button>
        </form>
        <form class="form" method="post" action=action novalidate>
            <input type="hidden" name="revision" value=revision/>
            {form.line("reason", Line { max: Some(LINE_MAX), ..Line::default() })}
            <div class="cluster">
                <button class="button" name="decision" value="send_back">
                    {t!(l, award.send_back)}
                </button>
            </div>
        </form>
    }
}

fn decide_form(form: &Form, id: i64) -> impl IntoView + use<> {
    let l = form.l;
    view! {
        <form class="form" method="post" action=format!("/award/{id}/decide") novalidate>
            {form.line("document_no", Line { max: Some(LINE_MAX), ..Line::default() })}
            <div class="page-foot-action">
                <button class="button primary large">{t!(l, award.decide)}</button>
            </div>
        </form>
    }
}

/// The way to step aside for whoever decides or supervises, folded away since few need it.
fn own_conflict(form: &Form, page: &ProposalPage) -> impl IntoView + use<> {
    let l = form.l;
    let rows = page.rankings.iter().flat_map(|ranking| &ranking.rows);
    let nominees =
        rows.map(|row| (row.id.to_string(), format!("{} · {}", row.name, row.workplace)));
    let is_open = ["nominee", "relation"].iter().any(|name| form.problems.of(name).is_some());
    view! {
        <details class="more" open=is_open>
            <summary>{t!(l, award.own_conflict)}</summary>
            <form class="form" method="post" action=format!("/award/{}/conflict", page.cycle.id) novalidate>
                <p>{t!(l, award.own_conflict_hint)}</p>
                {form.select("nominee", nominees.collect(), false)}
                {form.select("relation", conflict_kinds(l), false)}
                <p><button class="button">{t!(l, award.declare_own_conflict)}</button></p>
            </form>
        </details>
    }
}

pub(super) async fn declare_conflict(
    visit: Visit,
    Path(id): Path<String>,
    Posted(values): Posted,
) -> Answer {
    let page = load(&visit, &id).await?;
    let nominee = values.trimmed("nominee").parse().ok().filter(|nominee| {
        page.rankings.iter().flat_map(|ranking| &ranking.rows).any(|row| row.id == *nominee)
    });
    let Some(nominee) = nominee else {
        let problems = Problems::one("nominee", ProblemKind::Missing);
        let values = beside_standing(&page, &values);
        return Ok(proposal_page(&visit, page, values, problems));
    };
    let done = visit.actions.declare_own_conflict(&visit.call, nominee, &values).await;
    let values = beside_standing(&page, &values);
    answer(&visit, page, values, done, "conflict_declared")
}

pub(super) async fn propose(
    visit: Visit,
    Path(id): Path<String>,
    Posted(values): Posted,
) -> Answer {
    let page = load(&visit, &id).await?;
    let cycle = page.cycle.id;
    let done = visit.actions.propose(&visit.call, cycle, &values).await;
    answer(&visit, page, values, done, "award_proposed")
}

pub(super) async fn confirm(
    visit: Visit,
    Path(id): Path<String>,
    Posted(values): Posted,
) -> Answer {
    let page = load(&visit, &id).await?;
    let cycle = page.cycle.id;
    let done = visit.actions.confirm_proposal(&visit.call, cycle, &values).await;
    let values = beside_standing(&page, &values);
    answer(&visit, page, values, done, "award_confirmed")
}

pub(super) async fn decide(visit: Visit, Path(id): Path<String>, Posted(values): Posted) -> Answer {
    let page = load(&visit, &id).await?;
    let cycle = page.cycle.id;
    let done = visit.actions.decide_cycle(&visit.call, cycle, &values).await;
    let values = beside_standing(&page, &values);
    answer(&visit, page, values, done, "award_decided")
}

fn answer(
    visit: &Visit,
    page: ProposalPage,
    values: Values,
    done: Result<(), actions::ActionError>,
    notice: &'static str,
) -> Answer {
    match done {
        Ok(()) => Ok(visit.go(&format!("/award/{}", page.cycle.id), notice)),
        // Another list than the one that the page showed.
        Err(actions::ActionError::Stale) => Err(AppError::Conflict),
        Err(error) => {
            let (problems, _) = refused_by(visit.l, error)?;
            Ok(proposal_page(visit, page, values, problems))
        }
    }
}
