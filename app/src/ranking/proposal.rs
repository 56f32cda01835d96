//! The proposal: who is put forward, why it deviates from the ranking, and the named person who
//! confirms it.

use actions::{ActionError, CycleRow, ProposalPage, RankingPage, RankingRow};
use axum::response::Response;
use domain::{
    award_cycle::DEVIATION_MIN,
    form::{Field, ProblemKind, Problems, Values},
    id::{AwardCycleId, NominationId},
    nomination::NominationState,
    quota::Outcome,
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;

use crate::{
    error::Answer,
    form::{Form, Line, Posted, answer, decided},
    id::Id,
    nomination::conflict_kinds,
    page::Page,
    parts::{badge, revision},
    visit::Visit,
};

pub(super) async fn show(visit: Visit, Id(id): Id<AwardCycleId>) -> Answer {
    let page = visit.actions.proposal(&visit.call, id).await?;
    let form = Form::new(&visit, standing(&page));
    Ok(proposal_page(&visit, page, form))
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
            values.push(Field::Selected, row.id.to_string());
        }
        if let Some(proposal) = &row.proposal {
            values.push(Field::Reason.at(row.id), proposal.reason.clone());
        }
    }
    values
}

/// What was typed into another form of the page, beside the proposal as it stands.
async fn beside_standing(visit: &Visit, id: AwardCycleId, mut form: Form) -> Answer {
    let page = visit.actions.proposal(&visit.call, id).await?;
    form.values = form.values.over(standing(&page));
    Ok(proposal_page(visit, page, form))
}

fn proposal_page(visit: &Visit, page: ProposalPage, form: Form) -> Response {
    let l = visit.l;
    let head = Page::new(t!(l, award.proposal)).lede(page.cycle.title.clone()).with(&form);
    head.render(visit, move || {
        let may_propose = page.rankings.iter().any(|ranking| ranking.may_propose);
        let unexplained = unexplained(&form, &page);
        let categories = page
            .rankings
            .iter()
            .map(|ranking| category_view(&form, ranking, &unexplained))
            .collect_view();
        let problem = form.problem(Field::Selected);
        let action = format!("/award/{}/proposal", page.cycle.id);
        let body = if may_propose {
            view! {
                <form class="form" method="post" action=action novalidate>
                    {revision(page.cycle.revision)}
                    <div id=Field::Selected.as_str() tabindex="-1">
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
            {form.why()}
            {(!page.sent_back.is_empty()).then(|| view! {
                <p class="notice warning">{words::award_cycle::was_sent_back(l, &page.sent_back)}</p>
            })}
            {body}
            {page.may_confirm.then(|| confirm_form(&form, &page))}
            {page.may_send_back.then(|| send_back_form(&form, &page))}
            {if page.may_decide {
                Some(decide_form(&form, &page.cycle).into_any())
            } else {
                form.told(Field::DocumentNo)
            }}
            {own_conflict(&form, &page)}
            <p><a href=format!("/award/{}", page.cycle.id)>{t!(l, award.back)}</a></p>
        }
    })
}

/// Nominees whose deviation from the ranking lacks a reason, where the form was refused for that.
fn unexplained(form: &Form, page: &ProposalPage) -> Vec<NominationId> {
    if form.problems.of(Field::Deviation).is_none() {
        return Vec::new();
    }
    let is_unexplained = |row: &&RankingRow| {
        let is_selected = form.values.has(Field::Selected, &row.id.to_string());
        let reason = form.values.trimmed(Field::Reason.at(row.id));
        let deviates = is_selected != (row.result.outcome == Outcome::Selected);
        deviates && reason.chars().count() < DEVIATION_MIN
    };
    let rows = page.rankings.iter().flat_map(|ranking| &ranking.rows);
    rows.filter(is_unexplained).map(|row| row.id).collect()
}

/// One category of the proposal: a box and, for a deviation, a reason.
fn category_view(
    form: &Form,
    ranking: &RankingPage,
    unexplained: &[NominationId],
) -> impl IntoView + use<> {
    let l = form.l;
    let is_open = ranking.may_propose;
    let rows = ranking
        .rows
        .iter()
        .map(|row| {
            let id = row.id.to_string();
            let is_selected = form.values.has(Field::Selected, &id);
            let reason = form.values.get(Field::Reason.at(row.id)).to_owned();
            let rank = row.result.score.as_ref().map(|score| score.rank);
            let label = words::award_cycle::ranked(l, rank, &row.name, &row.unit_name);
            let (tone, outcome) = words::award_cycle::outcome(l, row.result.outcome);
            if is_open {
                let (name, field) = (Field::Reason.at(row.id).to_string(), format!("selected-{id}"));
                let is_unexplained = unexplained.contains(&row.id);
                // The first of them is where the summary leads to.
                let anchor = (unexplained.first() == Some(&row.id)).then_some(Field::Deviation.as_str());
                let of = anchor.map_or_else(|| name.clone(), str::to_owned);
                let problem_id = is_unexplained.then(|| format!("{of}-problem"));
                let problem = problem_id.clone().map(|id| {
                    let text = words::form::problem(l, ProblemKind::TooShort(DEVIATION_MIN));
                    view! { <p class="problem" id=id>{text}</p> }
                });
                if row.state == NominationState::Removed {
                    return view! {
                        <li class="card">
                            <p class="card-title">{label}</p>
                            <p>{badge("stop", t!(l, award.taken_off))}</p>
                        </li>
                    }
                    .into_any();
                }
                view! {
                    <li class="card">
                        <label class="choice">
                            <input type="checkbox" name=Field::Selected.as_str() id=field value=id checked=is_selected/>
                            <span>{label.clone()}</span>
                        </label>
                        <p class="meta">{badge(tone, outcome)}</p>
                        <div class="field" id=anchor tabindex=anchor.map(|_| "-1") data-invalid=is_unexplained.then_some("")>
                            <label for=name.clone()>{words::award_cycle::deviation_of(l, &row.name)}</label>
                            <input
                                id=name.clone()
                                name=name.clone()
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
                let level = ranking.level_of(row).map(str::to_owned);
                let level = level.map(|level| view! { <span>{level}</span> });
                let chosen = is_selected.then(|| badge("done", t!(l, award.chosen)));
                view! {
                    <li class="card">
                        <p class="card-title">{label}</p>
                        <p class="cluster">{chosen}{level}{badge(tone, outcome)}</p>
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
    view! {
        <p>{t!(l, award.confirm_hint)}</p>
        {form.told(Field::Decision)}
        <form method="post" action=action.clone() class="page-foot-action">
            {revision(page.cycle.revision)}
            <button class="button primary large" name=Field::Decision.as_str() value="confirm">
                {t!(l, award.confirm)}
            </button>
        </form>
    }
}

/// The way back, also for what is confirmed and not yet on notice.
fn send_back_form(form: &Form, page: &ProposalPage) -> impl IntoView + use<> {
    let l = form.l;
    let action = format!("/award/{}/confirm", page.cycle.id);
    let hint = (!page.may_confirm).then(|| view! { <p>{t!(l, award.send_back_hint)}</p> });
    view! {
        {hint}
        <form class="form" method="post" action=action novalidate>
            {revision(page.cycle.revision)}
            {form.line(Field::Reason, Line::default())}
            <div class="cluster">
                <button class="button" name=Field::Decision.as_str() value="send_back">
                    {t!(l, award.send_back)}
                </button>
            </div>
        </form>
    }
}

fn decide_form(form: &Form, cycle: &CycleRow) -> impl IntoView + use<> {
    let (l, id) = (form.l, cycle.id);
    view! {
        <form class="form" method="post" action=format!("/award/{id}/decide") novalidate>
            {revision(cycle.revision)}
            {form.line(Field::DocumentNo, Line::default())}
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
    let is_open =
        [Field::Nominee, Field::Relation].iter().any(|it| form.problems.of(*it).is_some());
    view! {
        <details class="more" open=is_open>
            <summary>{t!(l, award.own_conflict)}</summary>
            <form class="form" method="post" action=format!("/award/{}/conflict", page.cycle.id) novalidate>
                <p>{t!(l, award.own_conflict_hint)}</p>
                {form.select(Field::Nominee, nominees.collect(), false)}
                {form.select(Field::Relation, conflict_kinds(l, &page.rules), false)}
                <p><button class="button">{t!(l, award.declare_own_conflict)}</button></p>
            </form>
        </details>
    }
}

/// Back to the cycle, or to the proposal beside which something else was sent.
async fn answered(
    visit: &Visit,
    id: AwardCycleId,
    posted: Posted,
    done: Result<(), ActionError>,
    notice: &'static str,
) -> Answer {
    // Stale is another list than the one that the page showed.
    let (done, to) = (done.map_err(decided), |()| format!("/award/{id}"));
    answer(visit, posted, done, to, notice, |form| beside_standing(visit, id, form)).await
}

pub(super) async fn declare_conflict(
    visit: Visit,
    Id(id): Id<AwardCycleId>,
    posted: Posted,
) -> Answer {
    let page = visit.actions.proposal(&visit.call, id).await?;
    let nominee = posted.values.trimmed(Field::Nominee).parse().ok().filter(|nominee| {
        page.rankings.iter().flat_map(|ranking| &ranking.rows).any(|row| row.id == *nominee)
    });
    let done = match nominee {
        Some(nominee) => {
            visit.actions.declare_own_conflict(&visit.call, nominee, &posted.values).await
        }
        None => Err(Problems::one(Field::Nominee, ProblemKind::Missing).into()),
    };
    answered(&visit, id, posted, done, "conflict_declared").await
}

pub(super) async fn propose(visit: Visit, Id(id): Id<AwardCycleId>, posted: Posted) -> Answer {
    let done = visit.actions.propose(&visit.call, id, &posted.values, posted.revision).await;
    let (done, to) = (done.map_err(decided), |()| format!("/award/{id}"));
    answer(&visit, posted, done, to, "award_proposed", |form| async {
        let page = visit.actions.proposal(&visit.call, id).await?;
        Ok(proposal_page(&visit, page, form))
    })
    .await
}

pub(super) async fn confirm(visit: Visit, Id(id): Id<AwardCycleId>, posted: Posted) -> Answer {
    let done =
        visit.actions.confirm_proposal(&visit.call, id, &posted.values, posted.revision).await;
    answered(&visit, id, posted, done, "award_confirmed").await
}

pub(super) async fn decide(visit: Visit, Id(id): Id<AwardCycleId>, posted: Posted) -> Answer {
    let done = visit.actions.decide_cycle(&visit.call, id, &posted.values, posted.revision).await;
    answered(&visit, id, posted, done, "award_decided").await
}
