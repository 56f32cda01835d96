//! Rankings after scoring, ties for people to decide, and the package; the proposal and its
//! confirmation are in `ranking/`.

mod comments;
mod proposal;
mod stability;

use actions::{DecidedTie, OpenTie, RankingPage, RankingRow};
use axum::{Extension, response::Response};
use domain::{
    form::{Field, Values},
    id::{AwardCategoryId, AwardCycleId},
    quota::AddedSeats,
    result_package::NomineeResult,
    role::Role,
    score_sheet::Trim,
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use crate::{
    award_cycle::{RUNNER, WATCHER},
    content::{Content, Contents, Lasts},
    download::download,
    error::{Answer, AppError},
    form::{Form, Line, Posted, answer, decided},
    id::Id,
    page::Page,
    parts::{badge, cell, empty, revision},
    route::{Route, Who},
    visit::Visit,
};

const WEIGHER: Who = Who::Role(&[Role::DecisionMaker, Role::Supervisor]);
const DECIDER: Who = Who::Role(&[Role::DecisionMaker]);

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/award/{id}/ranking/{category}", WATCHER, show),
        Route::get("/award/{id}/ranking/{category}/comments", WATCHER, comments::show),
        Route::get("/award/{id}/ranking/{category}/stability", WEIGHER, stability::show),
        Route::post("/award/{id}/ranking/{category}", RUNNER, decide_tie),
        Route::get("/award/{id}/proposal", WATCHER, proposal::show),
        Route::post("/award/{id}/proposal", RUNNER, proposal::propose),
        Route::post("/award/{id}/confirm", DECIDER, proposal::confirm).on("/award/{id}/proposal"),
        Route::post("/award/{id}/decide", DECIDER, proposal::decide).on("/award/{id}/proposal"),
        Route::post("/award/{id}/conflict", WATCHER, proposal::declare_conflict)
            .on("/award/{id}/proposal"),
        Route::get("/award/{id}/package", WATCHER, package),
    ]
}

async fn show(
    visit: Visit,
    Id((_, category)): Id<(AwardCycleId, AwardCategoryId)>,
    Extension(contents): Contents,
) -> Answer {
    contents.own(&visit, Lasts::Day, || content(&visit, category)).await
}

async fn content(visit: &Visit, category: AwardCategoryId) -> Result<Content, AppError> {
    let page = visit.actions.ranking(&visit.call, category).await?;
    let form = Form::new(visit, Values::default());
    let title = words::award_cycle::category(visit.l, page.category);
    let lede = Some(page.cycle.title.clone());
    Ok(Content::new(visit, title, lede, move || ranking_view(&form, &page)))
}

async fn again(visit: &Visit, category: AwardCategoryId, form: Form) -> Answer {
    let page = visit.actions.ranking(&visit.call, category).await?;
    Ok(ranking_page(visit, page, form))
}

fn ranking_page(visit: &Visit, page: RankingPage, form: Form) -> Response {
    let head = Page::new(words::award_cycle::category(visit.l, page.category))
        .lede(page.cycle.title.clone())
        .with(&form);
    head.render(visit, move || ranking_view(&form, &page))
}

fn ranking_view(form: &Form, page: &RankingPage) -> impl IntoView + use<> {
    let l = form.l;
    let ties =
        page.ties.iter().enumerate().map(|(at, tie)| tie_view(form, page, at, tie)).collect_view();
    let decided = page.decided.iter().map(|tie| settled(l, tie)).collect_view();
    view! {
        {form.why()}
        <p>{words::award_cycle::seats_and_vacant(l, page.seats, page.vacant)}</p>
        {ties}
        {decided}
        {units(l, page)}
        {page.ballots.as_ref().map(|(n, reference)| view! {
            <p>{words::award_cycle::n_ballots(l, *n, reference)}</p>
        })}
        {table(l, page)}
        {first_stage(l, page)}
        <p class="cluster">
            <a class="button" href=format!("/award/{}/proposal", page.cycle.id)>{t!(l, award.proposal)}</a>
            {page.may_weigh.then(|| {
                let href = format!("/award/{}/ranking/{}/stability", page.cycle.id, page.category_id);
                view! { <a class="button" href=href>{t!(l, award.stability)}</a> }
            })}
            <a class="button" href=format!("/award/{}/ranking/{}/comments", page.cycle.id, page.category_id)>
                {t!(l, award.judges_comments)}
            </a>
            <a href=format!("/award/{}", page.cycle.id)>{t!(l, award.back)}</a>
        </p>
    }
}

/// A tie that people have decided: how, and where that is on record.
fn settled(l: Locale, tie: &DecidedTie) -> impl IntoView + use<> {
    let text = words::award_cycle::settled_tie(l, tie.kind, &tie.members, &tie.reference);
    view! { <p class="notice">{text}</p> }
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
fn table(l: Locale, page: &RankingPage) -> AnyView {
    if page.rows.is_empty() {
        let text = if page.preliminary.is_empty() {
            t!(l, award.nobody_nominated)
        } else {
            t!(l, award.nobody_shortlisted)
        };
        return empty(text, None);
    }
    let rows = page.rows.iter().map(|row| {
        let outcome = words::award_cycle::outcome(l, row.result.outcome);
        let of_first = page.preliminary.iter().find(|first| first.id == row.id);
        let first = of_first.map(|first| mean_of(&first.result)).unwrap_or_default();
        ranking_row(l, row, outcome, (!page.preliminary.is_empty()).then_some(first))
    });
    let is_final = !page.preliminary.is_empty();
    ranking_table(l, rows.collect_view().into_any(), (is_final, page.ballots.is_some()))
}

/// The first stage, where a final followed: everybody, and who is on the shortlist.
fn first_stage(l: Locale, page: &RankingPage) -> Option<AnyView> {
    if page.preliminary.is_empty() {
        return None;
    }
    let rows = page.preliminary.iter().map(|row| {
        ranking_row(l, row, words::award_cycle::of_first_stage(l, row.result.outcome), None)
    });
    let table = ranking_table(l, rows.collect_view().into_any(), (false, false));
    Some(view! { <h2>{t!(l, award.first_stage)}</h2>{table} }.into_any())
}

/// `is_final`: with the mean of the first stage beside; `votes`: where votes decided.
fn ranking_table(l: Locale, rows: AnyView, (is_final, votes): (bool, bool)) -> AnyView {
    let figure = if votes { t!(l, award.votes_head) } else { t!(l, award.mean) };
    view! {
        <table class="data stacked">
            <thead><tr>
                <th scope="col">{t!(l, award.rank)}</th>
                <th scope="col">{t!(l, award.nominee)}</th>
                <th scope="col">{t!(l, award.unit)}</th>
                <th scope="col">{figure}</th>
                <th scope="col">{t!(l, award.totals)}</th>
                <th scope="col">{t!(l, award.separated_by)}</th>
                <th scope="col">{t!(l, award.outcome)}</th>
                {is_final.then(|| view! { <th scope="col">{t!(l, award.first_mean)}</th> })}
            </tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

/// The figure by which a nominee is ranked: the mean, or the votes.
fn mean_of(result: &NomineeResult) -> String {
    let mean = result.score.as_ref().map(|score| score.mean.to_string());
    mean.or(result.vote.as_ref().map(|vote| vote.votes.to_string())).unwrap_or_default()
}

fn ranking_row(
    l: Locale,
    row: &RankingRow,
    (tone, outcome): (&'static str, &'static str),
    first_mean: Option<String>,
) -> impl IntoView + use<> {
    let score = row.result.score.as_ref();
    let rank = row.result.rank().map(|rank| rank.to_string()).unwrap_or_default();
    let mean = mean_of(&row.result);
    let figure =
        if row.result.vote.is_some() { t!(l, award.votes_head) } else { t!(l, award.mean) };
    let by = row.result.separation();
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
    view! {
        <tr>
            {cell(t!(l, award.rank), rank)}
            <td data-label=t!(l, award.nominee)>{row.name.clone()}</td>
            <td data-label=t!(l, award.unit)>{row.unit_name.clone()}</td>
            {cell(figure, mean)}
            {if row.result.totals.is_empty() {
                cell(t!(l, award.totals), String::new())
            } else {
                view! { <td data-label=t!(l, award.totals)><span>{totals}</span></td> }.into_any()
            }}
            {cell(t!(l, award.separated_by), by)}
            <td data-label=t!(l, award.outcome)>{badge(tone, outcome)}</td>
            {first_mean.map(|mean| cell(t!(l, award.first_mean), mean))}
        </tr>
    }
}

/// A tie that a seat line cuts: what people decided is entered here, never drawn by the program.
fn tie_view(form: &Form, page: &RankingPage, at: usize, tie: &OpenTie) -> impl IntoView + use<> {
    let l = form.l;
    let text =
        words::award_cycle::tie(l, tie.unit_name.as_deref(), tie.group.len(), tie.seats_left);
    let is_sent = form.values.get(Field::Tie) == at.to_string();
    let typed = if is_sent { form.values.all(Field::Votes).to_vec() } else { Vec::new() };
    let members = tie
        .group
        .iter()
        .enumerate()
        .map(|(n, (_, name))| {
            let id = format!("votes-{at}-{n}");
            view! {
                <div class="field short">
                    <label for=id.clone()>{name.clone()}</label>
                    <input id=id name=Field::Votes.as_str() inputmode="numeric" maxlength="4"
                        value=typed.get(n).cloned().unwrap_or_default()/>
                </div>
            }
        })
        .collect_view();
    let may_add = page.added_seats == AddedSeats::Allowed;
    let kinds = ["vote", "lot"]
        .into_iter()
        .chain(may_add.then_some("added_seat"))
        .map(|kind| (kind.to_owned(), words::award_cycle::resolution(l, kind).to_owned(), None))
        .collect();
    // One at a time: a decision may settle the next tie as well.
    let fields = (page.may_propose && at == 0).then(|| {
        let ballots = Line { kind: "number", is_optional: true, is_short: true, ..Line::default() };
        let reference = Line::default();
        let refused = form.problems.of(Field::Votes).map(|_| "");
        view! {
            <form class="form" method="post" novalidate
                action=format!("/award/{}/ranking/{}", page.cycle.id, page.category_id)>
                <input type="hidden" name=Field::Tie.as_str() value=at.to_string()/>
                {revision(page.revision)}
                {form.choices(Field::Resolution, "radio", kinds, false)}
                {form.line(Field::Ballots, ballots)}
                <fieldset class="field" id=Field::Votes.as_str() data-invalid=refused>
                    <legend>{t!(l, award.votes_or_places)}</legend>
                    {members}
                    {form.problem(Field::Votes)}
                </fieldset>
                {form.line(Field::Reference, reference)}
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
    Id((id, category)): Id<(AwardCycleId, AwardCategoryId)>,
    posted: Posted,
) -> Answer {
    let done =
        visit.actions.decide_tie(&visit.call, category, &posted.values, posted.revision).await;
    let (done, to) = (done.map_err(decided), |()| format!("/award/{id}/ranking/{category}"));
    answer(&visit, posted, done, to, "tie_decided", |form| again(&visit, category, form)).await
}

/// The result package as a file.
async fn package(visit: Visit, Id(id): Id<AwardCycleId>) -> Answer {
    let (package, noted) = visit.actions.result_package(&visit.call, id).await?;
    let text = serde_json::to_string_pretty(&package).unwrap_or_default();
    Ok(download(&format!("award-{id}.json"), "application/json", text, noted))
}
