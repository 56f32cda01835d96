//! How far judges are, who reads whom, and what the office puts right.

use actions::{EvaluationPage, JudgeEvaluation, JudgeProgress};
use axum::response::Response;
use domain::{
    form::{Field, Values},
    id::AwardCycleId,
    nomination::Relation,
    score_sheet::SheetStage,
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use crate::{
    error::Answer,
    form::{Form, Posted, answer, decided},
    id::Id,
    page::Page,
    parts::{badge, caution, revision},
    visit::Visit,
};

pub(super) async fn show(visit: Visit, Id(id): Id<AwardCycleId>) -> Answer {
    again(&visit, id, Form::new(&visit, Values::default())).await
}

async fn again(visit: &Visit, id: AwardCycleId, form: Form) -> Answer {
    let page = visit.actions.evaluation(&visit.call, id).await?;
    Ok(page_of(visit, page, form))
}

fn page_of(visit: &Visit, page: EvaluationPage, form: Form) -> Response {
    let l = visit.l;
    let head = Page::new(t!(l, evaluation.title)).lede(page.cycle.title.clone()).with(&form);
    head.render(visit, move || {
        let id = page.cycle.id;
        view! {
            {form.why()}
            <p>{t!(l, evaluation.lede)}</p>
            {(!page.votes).then(|| progress(l, &page))}
            {judges(l, &page)}
            {short(l, &page)}
            {page.is_assigned.then(|| readers(&form, &page))}
            <p class="cluster">
                <a class="button" href=format!("/award/{id}/substitute")>{t!(l, award.substitute)}</a>
            </p>
            {draws(l, &page)}
            {history(l, &page)}
            <p><a href=format!("/award/{id}")>{t!(l, award.back)}</a></p>
        }
    })
}

fn progress(l: Locale, page: &EvaluationPage) -> impl IntoView + use<> {
    let text = words::evaluation::progress(l, page.n_complete, page.n_nominees);
    let (done, all) = (page.n_complete.to_string(), page.n_nominees.max(1).to_string());
    view! {
        <p>
            <label for="complete">{text}</label>
            <progress id="complete" value=done max=all></progress>
        </p>
    }
}

fn judges(l: Locale, page: &EvaluationPage) -> impl IntoView + use<> {
    let (id, votes) = (page.cycle.id, page.votes);
    let row = |one: &JudgeProgress| {
        let (tone, declared) = words::evaluation::declaration(l, one.is_declared);
        let name = words::person::teacher(l, &one.judge.name);
        view! {
            <tr>
                <td data-label=t!(l, award.seat)>{one.judge.seat_no}</td>
                <td data-label=t!(l, person.name)>
                    <a href=format!("/award/{id}/evaluation/{}", one.judge.seat_no)>{name}</a>
                </td>
                <td data-label=t!(l, evaluation.declaration)>{badge(tone, declared)}</td>
                <td data-label=t!(l, evaluation.sheets)>
                    {(!votes).then(|| words::evaluation::done_of(l, one.n_submitted, one.n_to_read))}
                </td>
                <td data-label=t!(l, evaluation.recused)>{one.n_recused}</td>
            </tr>
        }
    };
    let rows = page.judges.iter().map(row).collect_view();
    view! {
        <table class="data stacked">
            <thead><tr>
                <th scope="col">{t!(l, award.seat)}</th>
                <th scope="col">{t!(l, person.name)}</th>
                <th scope="col">{t!(l, evaluation.declaration)}</th>
                <th scope="col">{t!(l, evaluation.sheets)}</th>
                <th scope="col">{t!(l, evaluation.recused)}</th>
            </tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
}

fn short(l: Locale, page: &EvaluationPage) -> Option<impl IntoView + use<>> {
    let rows = page
        .short
        .iter()
        .map(|(name, n)| view! { <li>{words::evaluation::short_one(l, name, *n)}</li> })
        .collect_view();
    (!page.short.is_empty()).then(|| {
        view! {
            {caution(words::evaluation::short(l, page.least))}
            <ul>{rows}</ul>
            <p class="hint">{t!(l, evaluation.short_hint)}</p>
        }
    })
}

/// Who reads whom: how it was worked out, and the form that does it.
fn readers(form: &Form, page: &EvaluationPage) -> impl IntoView + use<> {
    let l = form.l;
    let most = page.cycle.most_sheets;
    let n_waiting = page.judges.iter().filter(|one| !one.is_declared).count();
    let waiting = (n_waiting > 0).then(|| {
        view! { <p>{words::evaluation::readers_waiting(l, n_waiting)}</p> }
    });
    let choices = page
        .judges
        .iter()
        .map(|one| {
            let name = words::person::teacher(l, &one.judge.name);
            let label = format!("{} · {name}", one.judge.seat_no);
            (one.judge.person_id.to_string(), label, one.judge.workplace.clone())
        })
        .collect();
    let plans = page
        .plans
        .iter()
        .map(|plan| {
            let reason = (!plan.reason.is_empty()).then(|| format!(" · {}", plan.reason));
            view! { <li>{words::evaluation::plan(l, plan.planned_at, plan.seed)}{reason}</li> }
        })
        .collect_view();
    let (button, hint) = if page.is_settled {
        (t!(l, evaluation.assign_again), Some(t!(l, evaluation.assign_again_hint)))
    } else {
        (t!(l, evaluation.assign), None)
    };
    // Once it is settled, the next one to act is a judge: the form waits below.
    let is_open = !page.is_settled || form.is_refused() || !page.short.is_empty();
    view! {
        <h2>{t!(l, evaluation.readers)}</h2>
        <p>{words::evaluation::readers_lede(l, most, page.wanted, page.least)}</p>
        {waiting}
        {page.is_settled.then(|| view! { <h3>{t!(l, evaluation.plans)}</h3><ul>{plans}</ul> })}
        <details class="fold" open=is_open>
            <summary>{button}</summary>
            <form class="form" method="post" action=format!("/award/{}/evaluation", page.cycle.id) novalidate>
                {revision(page.cycle.revision)}
                {hint.map(|text| view! { <p class="hint">{text}</p> })}
                {form.choices(Field::LeftOut, "checkbox", choices, true)}
                {form.area(Field::Reason, 2, !page.is_settled)}
                <div class="page-foot-action">
                    <button class="button primary large">{button}</button>
                </div>
            </form>
        </details>
    }
}

fn draws(l: Locale, page: &EvaluationPage) -> Option<impl IntoView + use<>> {
    let rows = page
        .draws
        .iter()
        .map(|one| {
            let what =
                words::evaluation::draw(l, one.seat_no, &one.name, one.drawn_at, &one.reason);
            let how = words::evaluation::draw_how(l, &one.pool, &one.seed);
            view! { <li>{what}<br/><small class="hash">{how}</small></li> }
        })
        .collect_view();
    (!page.draws.is_empty()).then(|| {
        view! { <h2>{t!(l, evaluation.draws)}</h2><ul>{rows}</ul> }
    })
}

fn history(l: Locale, page: &EvaluationPage) -> Option<impl IntoView + use<>> {
    let rows = page
        .put_right
        .iter()
        .map(|one| {
            let kind = one.relation.map(|it| words::award_cycle::relation(l, &page.rules, it));
            let what = words::evaluation::put_right(l, one.seat_no, &one.name, kind.as_deref());
            view! { <li>{what}<br/><small>{words::evaluation::why(l, one.at, &one.reason)}</small></li> }
        })
        .collect_view();
    (!page.put_right.is_empty()).then(|| {
        view! { <h2>{t!(l, evaluation.history)}</h2><ul>{rows}</ul> }
    })
}

pub(super) async fn assign(visit: Visit, Id(id): Id<AwardCycleId>, posted: Posted) -> Answer {
    let done = visit.actions.assign_readers(&visit.call, id, &posted.values, posted.revision).await;
    let (done, to) = (done.map_err(decided), |()| format!("/award/{id}/evaluation"));
    answer(&visit, posted, done, to, "readers_assigned", |form| again(&visit, id, form)).await
}

pub(super) async fn show_judge(visit: Visit, Id(of): Id<(AwardCycleId, i64)>) -> Answer {
    judge_again(&visit, of, Form::new(&visit, Values::default())).await
}

async fn judge_again(visit: &Visit, of: (AwardCycleId, i64), form: Form) -> Answer {
    let page = visit.actions.judge_evaluation(&visit.call, of).await?;
    Ok(judge_page(visit, page, form))
}

fn judge_page(visit: &Visit, page: JudgeEvaluation, form: Form) -> Response {
    let l = visit.l;
    let head = Page::new(words::person::teacher(l, &page.judge.name))
        .lede(words::evaluation::judge_lede(l, page.judge.seat_no))
        .with(&form);
    head.render(visit, move || {
        let id = page.cycle.id;
        view! {
            {form.why()}
            {(!page.votes).then(|| view! {
                <h2>{t!(l, evaluation.open_again)}</h2>
                {sheets(&form, &page)}
            })}
            <h2>{t!(l, evaluation.undo)}</h2>
            {recused(&form, &page)}
            <p><a href=format!("/award/{id}/evaluation")>{t!(l, evaluation.back)}</a></p>
        }
    })
}

fn sheets(form: &Form, page: &JudgeEvaluation) -> AnyView {
    let l = form.l;
    let is_in = |state: Option<SheetStage>| state == Some(SheetStage::Submitted);
    let choices: Vec<(String, String)> = page
        .sheets
        .iter()
        .filter(|(.., state)| is_in(*state))
        .map(|(id, name, _)| (id.to_string(), name.clone()))
        .collect();
    let n_done = words::evaluation::done_of(l, choices.len(), page.sheets.len());
    let count = view! { <p>{t!(l, evaluation.sheets)}{t!(l, form.colon)}{n_done}</p> };
    if choices.is_empty() {
        let told = (form.told(Field::OpenedSheet), form.told(Field::ReopenReason));
        return view! { {count}{told}<p>{t!(l, evaluation.nothing_submitted)}</p> }.into_any();
    }
    let action = format!("/award/{}/evaluation/{}/open", page.cycle.id, page.judge.seat_no);
    view! {
        {count}
        <form class="form" method="post" action=action novalidate>
            <p class="hint">{t!(l, evaluation.open_again_hint)}</p>
            {form.select(Field::OpenedSheet, choices, false)}
            {form.area(Field::ReopenReason, 2, false)}
            <div class="page-foot-action">
                <button class="button large">{t!(l, evaluation.open_again)}</button>
            </div>
        </form>
    }
    .into_any()
}

fn recused(form: &Form, page: &JudgeEvaluation) -> AnyView {
    let l = form.l;
    if page.recused.is_empty() {
        let told = (form.told(Field::UndoneRelation), form.told(Field::UndoReason));
        return view! { {told}<p>{t!(l, evaluation.nothing_declared)}</p> }.into_any();
    }
    let kind = |one: &actions::RecusedNominee| {
        words::award_cycle::relation(l, &page.rules, Relation(Some(one.kind)))
    };
    let rows = page
        .recused
        .iter()
        .map(|one| {
            let stays = one.is_on_file.then(|| format!(" · {}", t!(l, evaluation.on_file)));
            view! { <li>{one.name.clone()}" · "{kind(one)}{stays}</li> }
        })
        .collect_view();
    let choices: Vec<(String, String)> = page
        .recused
        .iter()
        .filter(|one| !one.is_on_file)
        .map(|one| (one.id.to_string(), format!("{} · {}", one.name, kind(one))))
        .collect();
    let action = format!("/award/{}/evaluation/{}/undo", page.cycle.id, page.judge.seat_no);
    let undo = if choices.is_empty() {
        let told = (form.told(Field::UndoneRelation), form.told(Field::UndoReason));
        Some(view! { {told} }.into_any())
    } else {
        let form = view! {
            <form class="form" method="post" action=action novalidate>
                <p class="hint">{t!(l, evaluation.undo_hint)}</p>
                {form.select(Field::UndoneRelation, choices, false)}
                {form.area(Field::UndoReason, 2, false)}
                <div class="page-foot-action">
                    <button class="button large">{t!(l, evaluation.undo)}</button>
                </div>
            </form>
        };
        Some(form.into_any())
    };
    view! { <ul>{rows}</ul>{undo} }.into_any()
}

pub(super) async fn open_again(
    visit: Visit,
    Id(of): Id<(AwardCycleId, i64)>,
    posted: Posted,
) -> Answer {
    let done = visit.actions.open_sheet_again(&visit.call, of, &posted.values).await;
    let to = |()| format!("/award/{}/evaluation/{}", of.0, of.1);
    answer(&visit, posted, done, to, "score_sheet_opened", |form| judge_again(&visit, of, form))
        .await
}

pub(super) async fn undo(visit: Visit, Id(of): Id<(AwardCycleId, i64)>, posted: Posted) -> Answer {
    let done = visit.actions.undo_relation(&visit.call, of, &posted.values).await;
    let to = |()| format!("/award/{}/evaluation/{}", of.0, of.1);
    answer(&visit, posted, done, to, "relation_undone", |form| judge_again(&visit, of, form)).await
}
