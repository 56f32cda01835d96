//! Rankings after scoring, ties for people to decide, the proposal and its confirmation.

use actions::{OpenTie, ProposalPage, RankingPage, RankingRow};
use axum::{
    extract::Path,
    http::header,
    response::{IntoResponse as _, Response},
};
use domain::{
    form::{LINE_MAX, Problems, Values},
    role::Role,
    score_sheet::Trim,
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use crate::{
    award_cycle::{RUNNER, WATCHER},
    error::AppError,
    form::{Form, Line, Posted, refused_by},
    page::Page,
    parts::badge,
    route::{Route, Who},
    visit::Visit,
};

const DECIDER: Who = Who::Role(&[Role::DecisionMaker]);

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/award/{id}/ranking/{category}", WATCHER, show),
        Route::post("/award/{id}/ranking/{category}", RUNNER, decide_tie),
        Route::get("/award/{id}/proposal", WATCHER, show_proposal),
        Route::post("/award/{id}/proposal", RUNNER, propose),
        Route::post("/award/{id}/confirm", DECIDER, confirm),
        Route::post("/award/{id}/decide", DECIDER, decide),
        Route::get("/award/{id}/package", WATCHER, package),
    ]
}

async fn load(visit: &Visit, category: &str) -> Result<RankingPage, AppError> {
    let category = category.parse().map_err(|_| AppError::NotFound(visit.clone()))?;
    visit.actions.ranking(&visit.call, category).await.map_err(|error| AppError::from(visit, error))
}

async fn show(
    visit: Visit,
    Path((_, category)): Path<(String, String)>,
) -> Result<Response, AppError> {
    let page = load(&visit, &category).await?;
    Ok(ranking_page(&visit, page, visit.refill(Values::default()), Problems::default()))
}

fn ranking_page(visit: &Visit, page: RankingPage, values: Values, problems: Problems) -> Response {
    let l = visit.l;
    let form = Form::new(l, values, problems);
    let head = Page::new(words::award_cycle::category(l, page.category))
        .lede(page.cycle.title.clone())
        .refused(form.is_refused());
    head.render(visit, move || {
        let ties = page
            .ties
            .iter()
            .enumerate()
            .map(|(at, tie)| tie_view(&form, &page, at, tie))
            .collect_view();
        view! {
            {form.summary()}
            <p>{words::award_cycle::seats_and_vacant(l, page.seats, page.vacant)}</p>
            {ties}
            {units(l, &page)}
            {table(l, &page)}
            <p class="cluster">
                <a class="button" href=format!("/award/{}/proposal", page.cycle.id)>{t!(l, award.proposal)}</a>
                <a href=format!("/award/{}", page.cycle.id)>{t!(l, award.back)}</a>
            </p>
        }
    })
}

/// The seats of each unit, where the quota gives seats to units.
fn units(l: Locale, page: &RankingPage) -> Option<impl IntoView + use<>> {
    if page.units.is_empty() {
        return None;
    }
    let rows = page
        .units
        .iter()
        .map(|unit| {
            view! {
                <tr>
                    <td data-label=t!(l, award.unit)>{unit.unit_name.clone()}</td>
                    <td data-label=t!(l, award.unit_seats)>{unit.seats}</td>
                    <td data-label=t!(l, award.unit_filled)>{unit.filled}</td>
                    <td data-label=t!(l, award.unit_vacant)>{unit.vacant}</td>
                </tr>
            }
        })
        .collect_view();
    Some(view! {
        <table class="data stacked">
            <thead><tr>
                <th scope="col">{t!(l, award.unit)}</th>
                <th scope="col">{t!(l, award.unit_seats)}</th>
                <th scope="col">{t!(l, award.unit_filled)}</th>
                <th scope="col">{t!(l, award.unit_vacant)}</th>
            </tr></thead>
            <tbody>{rows}</tbody>
        </table>
    })
}

/// The whole ranking: nothing in it is computed here.
fn table(l: Locale, page: &RankingPage) -> impl IntoView + use<> {
    let rows = page.rows.iter().map(|row| ranking_row(l, row)).collect_view();
    view! {
        <table class="data stacked">
            <thead><tr>
                <th scope="col">{t!(l, award.rank)}</th>
                <th scope="col">{t!(l, award.nominee)}</th>
                <th scope="col">{t!(l, award.unit)}</th>
                <th scope="col">{t!(l, award.mean)}</th>
                <th scope="col">{t!(l, award.totals)}</th>
                <th scope="col">{t!(l, award.separated_by)}</th>
                <th scope="col">{t!(l, award.outcome)}</th>
            </tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
}

fn ranking_row(l: Locale, row: &RankingRow) -> impl IntoView + use<> {
    let score = row.result.score.as_ref();
    let rank = score.map(|score| score.rank.to_string()).unwrap_or_default();
    let mean = score.map(|score| score.mean.to_string()).unwrap_or_default();
    let by = score.and_then(|score| score.separation);
    let by = by.map(|by| words::award_cycle::separation(l, by)).unwrap_or_default();
    let is_dropped = |seat| {
        score.is_some_and(|score| match score.trim {
            Trim::Trimmed { highest, lowest } => highest == seat || lowest == seat,
            Trim::Untrimmed => false,
        })
    };
    let totals = row
        .result
        .totals
        .iter()
        .map(|one| {
            let text = one.total.to_string();
            if is_dropped(one.seat) {
                view! { <s title=t!(l, award.dropped)>{text}</s>" " }.into_any()
            } else {
                view! { <span>{text}" "</span> }.into_any()
            }
        })
        .collect_view();
    let (tone, outcome) = words::award_cycle::outcome(l, row.result.outcome);
    view! {
        <tr>
            <td data-label=t!(l, award.rank)>{rank}</td>
            <td data-label=t!(l, award.nominee)>{row.name.clone()}</td>
            <td data-label=t!(l, award.unit)>{row.unit_name.clone()}</td>
            <td data-label=t!(l, award.mean)>{mean}</td>
            <td data-label=t!(l, award.totals)><span>{totals}</span></td>
            <td data-label=t!(l, award.separated_by)>{by}</td>
            <td data-label=t!(l, award.outcome)>{badge(tone, outcome)}</td>
        </tr>
    }
}

/// A tie that a seat line cuts: what people decided is entered here, never drawn by the program.
fn tie_view(form: &Form, page: &RankingPage, at: usize, tie: &OpenTie) -> impl IntoView + use<> {
    let l = form.l;
    let text =
        words::award_cycle::tie(l, tie.unit_name.as_deref(), tie.group.len(), tie.seats_left);
    let is_sent = form.values.get("tie") == at.to_string();
    let typed = if is_sent { form.values.all("votes").to_vec() } else { Vec::new() };
    let members = tie
        .group
        .iter()
        .enumerate()
        .map(|(n, (_, name))| {
            let id = format!("votes-{at}-{n}");
            view! {
                <div class="field short">
                    <label for=id.clone()>{name.clone()}</label>
                    <input id=id name="votes" inputmode="numeric" maxlength="4"
                        value=typed.get(n).cloned().unwrap_or_default()/>
                </div>
            }
        })
        .collect_view();
    let kinds = ["vote", "lot", "added_seat"]
        .into_iter()
        .map(|kind| (kind.to_owned(), words::award_cycle::resolution(l, kind).to_owned(), None))
        .collect();
    // One at a time: a decision may settle the next tie as well.
    let fields = (page.may_propose && at == 0).then(|| {
        let ballots = Line { kind: "number", is_optional: true, is_short: true, ..Line::default() };
        let reference = Line { max: Some(LINE_MAX), ..Line::default() };
        view! {
            <form class="form" method="post" novalidate
                action=format!("/award/{}/ranking/{}", page.cycle.id, page.category_id)>
                <input type="hidden" name="tie" value=at.to_string()/>
                <input type="hidden" name="revision" value=page.revision.to_string()/>
                {form.choices("resolution", "radio", kinds, false)}
                {form.line("ballots", ballots)}
                <fieldset class="field" id="votes">
                    <legend>{t!(l, award.votes_or_places)}</legend>
                    {members}
                </fieldset>
                {form.line("reference", reference)}
                <button class="button primary large">{t!(l, award.decide_tie)}</button>
            </form>
        }
    });
    view! {
        <section class="notice warning">
            <p>{text}</p>
            {fields}
        </section>
    }
}

async fn decide_tie(
    visit: Visit,
    Path((id, category)): Path<(String, String)>,
    Posted(values): Posted,
) -> Result<Response, AppError> {
    let page = load(&visit, &category).await?;
    match visit.actions.decide_tie(&visit.call, page.category_id, &values).await {
        Ok(()) => Ok(visit.go(&format!("/award/{id}/ranking/{category}"), "tie_decided")),
        // The tie was decided meanwhile.
        Err(actions::ActionError::Stale) => Err(AppError::Conflict(visit)),
        Err(error) => {
            let (problems, _) = refused_by(&visit, error)?;
            Ok(ranking_page(&visit, page, values, problems))
        }
    }
}

async fn load_proposal(visit: &Visit, id: &str) -> Result<ProposalPage, AppError> {
    let id = id.parse().map_err(|_| AppError::NotFound(visit.clone()))?;
    visit.actions.proposal(&visit.call, id).await.map_err(|error| AppError::from(visit, error))
}

async fn show_proposal(visit: Visit, Path(id): Path<String>) -> Result<Response, AppError> {
    let page = load_proposal(&visit, &id).await?;
    let mut values = Values::default();
    for row in page.rankings.iter().flat_map(|ranking| &ranking.rows) {
        let is_selected = match &row.proposal {
            Some(proposal) => proposal.is_selected,
            None => row.result.outcome == domain::quota::Outcome::Selected,
        };
        if is_selected {
            values.push("selected", row.id.to_string());
        }
        if let Some(proposal) = &row.proposal {
            values.push(format!("reason_{}", row.id), proposal.reason.clone());
        }
    }
    Ok(proposal_page(&visit, page, visit.refill(values), Problems::default()))
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
        let categories =
            page.rankings.iter().map(|ranking| category_view(&form, ranking)).collect_view();
        let action = format!("/award/{}/proposal", page.cycle.id);
        let body = if may_propose {
            view! {
                <form class="form" method="post" action=action novalidate>
                    <p>{t!(l, award.propose_hint)}</p>
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
            {page.may_decide.then(|| decide_form(&form, page.cycle.id))}
            <p><a href=format!("/award/{}", page.cycle.id)>{t!(l, award.back)}</a></p>
        }
    })
}

/// One category of the proposal: a box and, for a deviation, a reason.
fn category_view(form: &Form, ranking: &RankingPage) -> impl IntoView + use<> {
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
                view! {
                    <li class="card">
                        <label class="choice">
                            <input type="checkbox" name="selected" id=field value=id checked=is_selected/>
                            <span>{label.clone()}</span>
                        </label>
                        <p class="meta">{badge(tone, outcome)}</p>
                        <div class="field">
                            <label for=name.clone()>{words::award_cycle::deviation_of(l, &row.name)}</label>
                            <input id=name.clone() name=name.clone() maxlength="200" value=reason/>
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

async fn propose(
    visit: Visit,
    Path(id): Path<String>,
    Posted(values): Posted,
) -> Result<Response, AppError> {
    let page = load_proposal(&visit, &id).await?;
    let cycle = page.cycle.id;
    let done = visit.actions.propose(&visit.call, cycle, &values).await;
    answer(&visit, page, values, done, "award_proposed")
}

async fn confirm(
    visit: Visit,
    Path(id): Path<String>,
    Posted(values): Posted,
) -> Result<Response, AppError> {
    let page = load_proposal(&visit, &id).await?;
    let cycle = page.cycle.id;
    let done = visit.actions.confirm_proposal(&visit.call, cycle, &values).await;
    answer(&visit, page, values, done, "award_confirmed")
}

async fn decide(
    visit: Visit,
    Path(id): Path<String>,
    Posted(values): Posted,
) -> Result<Response, AppError> {
    let page = load_proposal(&visit, &id).await?;
    let cycle = page.cycle.id;
    let done = visit.actions.decide_cycle(&visit.call, cycle, &values).await;
    answer(&visit, page, values, done, "award_decided")
}

fn answer(
    visit: &Visit,
    page: ProposalPage,
    values: Values,
    done: Result<(), actions::ActionError>,
    notice: &'static str,
) -> Result<Response, AppError> {
    match done {
        Ok(()) => Ok(visit.go(&format!("/award/{}", page.cycle.id), notice)),
        // Another list than the one that the page showed.
        Err(actions::ActionError::Stale) => Err(AppError::Conflict(visit.clone())),
        Err(error) => {
            let (problems, _) = refused_by(visit, error)?;
            Ok(proposal_page(visit, page, values, problems))
        }
    }
}

/// The result package as a file.
async fn package(visit: Visit, Path(id): Path<String>) -> Result<Response, AppError> {
    let id: i64 = id.parse().map_err(|_| AppError::NotFound(visit.clone()))?;
    let package = visit.actions.result_package(&visit.call, id).await;
    let package = package.map_err(|error| AppError::from(&visit, error))?;
    let text = serde_json::to_string_pretty(&package).unwrap_or_default();
    let name = format!("attachment; filename=\"award-{id}.json\"");
    let headers = [
        (header::CONTENT_TYPE, "application/json".to_owned()),
        (header::CONTENT_DISPOSITION, name),
    ];
    Ok((headers, text).into_response())
}
