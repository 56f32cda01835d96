//! A judge's pages: declaring relations, the list of nominees, and the sheet of each.

use actions::{ActionError, Declared, JudgingPage, SheetPage};
use axum::response::Response;
use domain::{
    form::{Field, Values},
    id::{AwardCycleId, NominationId},
    nomination::Relation,
    role::Role,
    score_sheet::{ConflictKind, SheetStage, Stage, score_fields},
};
use islands::score_sheet::{SheetKeeper, SheetOf, SheetTexts};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use crate::{
    error::Answer,
    error_page::typed_view,
    form::{Form, Posted, Refusal, answer},
    id::Id,
    island,
    nomination::{file_facts, file_view},
    page::Page,
    parts::badge,
    route::{Route, Who},
    visit::Visit,
};

const JUDGE: Who = Who::Role(&[Role::Judge]);
/// Judges and panelists keep their drafts in one place.
const SCORER: Who = Who::Role(&[Role::Judge, Role::Panelist]);

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/award/{id}/judging", JUDGE, judging),
        Route::post("/award/{id}/judging", JUDGE, declare),
        Route::get("/score_sheet/{id}", JUDGE, show),
        Route::post("/score_sheet/{id}", JUDGE, send),
        Route::post("/api/score_sheet/save", SCORER, island::answer),
    ]
}

async fn judging(visit: Visit, Id(id): Id<AwardCycleId>) -> Answer {
    let page = visit.actions.judging(&visit.call, id).await?;
    let mut values = Values::default();
    for one in &page.nominees {
        // What has become known stands before a declaration of no relation.
        let suggested = one.suggested.map(|kind| Relation(Some(kind)));
        let declared = one.relation.filter(|it| suggested.is_none() || it.0.is_some());
        if let Some(relation) = declared.or(suggested) {
            values.push(Field::Relation.at(one.id), relation.as_str());
        }
    }
    let form = Form::new(&visit, values);
    Ok(judging_page(&visit, page, form))
}

fn judging_page(visit: &Visit, page: JudgingPage, form: Form) -> Response {
    let l = visit.l;
    let head = Page::new(page.cycle.title.clone())
        .lede(words::award_cycle::seat(l, page.seat))
        .with(&form);
    head.render(visit, move || {
        let declared = page.is_declared();
        let sheets = (declared && page.is_settled && !page.votes).then(|| sheets(l, &page));
        let awaits = declared && !page.is_settled;
        let open = (!declared || form.is_refused()).then_some("");
        view! {
            {form.why()}
            {awaits.then(|| view! { <p>{t!(l, evaluation.awaiting)}</p> })}
            {(page.stage == Stage::Final).then(|| view! {
                <p><a href=format!("/award/{}/room", page.cycle.id)>{t!(l, final_meeting.title)}</a></p>
            })}
            {apart(l, &page)}
            {sheets}
            <details class="fold" open=open>
                <summary>{t!(l, award.relations)}</summary>
                {relations(&form, &page)}
            </details>
        }
    })
}

/// For the chair: whose sheets lie far apart.
fn apart(l: Locale, page: &JudgingPage) -> Option<impl IntoView + use<>> {
    let row = |(id, name): &(NominationId, String)| {
        view! { <li><a href=format!("/score_sheet/{id}")>{name.clone()}</a></li> }
    };
    let rows = page.apart.iter().map(row).collect_view();
    (!page.apart.is_empty()).then(|| {
        view! {
            <section class="stack">
                <h2>{t!(l, evaluation.apart)}</h2>
                <p>{t!(l, evaluation.apart_lede)}</p>
                <ul>{rows}</ul>
            </section>
        }
    })
}

/// The list of nominees to be scored, the open ones first.
fn sheets(l: Locale, page: &JudgingPage) -> impl IntoView + use<> {
    let mut own: Vec<&Declared> = page.to_score().collect();
    own.sort_by_key(|one| one.sheet == Some(SheetStage::Submitted));
    let n_done = own.iter().filter(|one| one.sheet == Some(SheetStage::Submitted)).count();
    let n_recused = page.nominees.len() - page.to_see().count();
    let count = words::award_cycle::n_sheets(l, n_done, own.len(), n_recused);
    let cards = own
        .into_iter()
        .map(|one| {
            let (tone, state) = words::award_cycle::sheet_state(l, one.sheet);
            view! {
                <li class="card">
                    <h2 class="card-title">
                        <a href=format!("/score_sheet/{}", one.id)>{one.name.clone()}</a>
                    </h2>
                    <p class="meta">
                        <span>{words::award_cycle::category(l, one.category)}</span>
                        <span>{one.workplace.clone()}</span>
                        {badge(tone, state)}
                    </p>
                </li>
            }
        })
        .collect_view();
    view! {
        <p>{count}</p>
        <ul class="card-list">{cards}</ul>
    }
}

fn relations(form: &Form, page: &JudgingPage) -> impl IntoView + use<> {
    let l = form.l;
    let rows = page
        .nominees
        .iter()
        .map(|one| {
            let field = Field::Relation.at(one.id);
            let chosen = form.values.get(field).to_owned();
            let kinds = std::iter::once(Relation(None))
                .chain(ConflictKind::ALL.iter().map(|kind| Relation(Some(*kind))));
            let options = kinds
                .map(|relation| {
                    let code = relation.as_str();
                    let selected = code == chosen;
                    let text = words::award_cycle::relation(l, &page.rules, relation);
                    view! { <option value=code selected=selected>{text}</option> }
                })
                .collect_view();
            let hint = one.suggested.map(|_| t!(l, award.suggested));
            view! {
                <div class="field">
                    <label for=field.to_string()>
                        {one.name.clone()}" · "{one.workplace.clone()}" · "
                        {words::award_cycle::category(l, one.category)}
                    </label>
                    {hint.map(|text| view! { <p class="hint">{text}</p> })}
                    <select id=field.to_string() name=field.to_string()>
                        <option value="">{t!(l, form.choose)}</option>
                        {options}
                    </select>
                </div>
            }
        })
        .collect_view();
    let problem = form.problem(Field::Relation);
    view! {
        <form class="form" method="post" action=format!("/award/{}/judging", page.cycle.id) novalidate>
            <div id=Field::Relation.as_str() tabindex="-1">
                <p>{t!(l, award.declare_hint)}</p>
                {problem}
            </div>
            {rows}
            <div class="page-foot-action">
                <button class="button primary large">{t!(l, award.declare)}</button>
            </div>
        </form>
    }
}

async fn declare(visit: Visit, Id(id): Id<AwardCycleId>, posted: Posted) -> Answer {
    let done = visit.actions.declare_relations(&visit.call, id, &posted.values).await;
    let to = |()| format!("/award/{id}/judging");
    answer(&visit, posted, done, to, "relations_declared", |form| async {
        let page = visit.actions.judging(&visit.call, id).await?;
        Ok(judging_page(&visit, page, form))
    })
    .await
}

async fn show(visit: Visit, Id(id): Id<NominationId>) -> Answer {
    let page = visit.actions.score_sheet(&visit.call, id).await?;
    let form = Form::to_change(&visit, Values::from(&page.draft), page.revision);
    Ok(sheet_page(&visit, page, form))
}

fn sheet_page(visit: &Visit, page: SheetPage, form: Form) -> Response {
    let l = visit.l;
    let mut head = Page::new(page.nomination.name.clone())
        .lede(words::award_cycle::category(l, page.nomination.category))
        .with(&form);
    if !page.is_submitted {
        head = head.with_island();
    }
    // The stored sheet is locked: what was typed here is shown beside it.
    let lost = (form.message.is_some() && page.is_submitted).then(|| typed_view(visit)).flatten();
    head.render(visit, move || {
        let sheet = if page.is_submitted {
            locked(l, &page).into_any()
        } else {
            open_sheet(&form, &page).into_any()
        };
        view! {
            {form.notice()}
            {lost}
            {form.summary()}
            {file_facts(l, &page.nomination)}
            {file_view(l, page.nomination.id, &page.file)}
            <h2>{t!(l, award.sheet)}</h2>
            {sheet}
            <p><a href=format!("/award/{}/judging", page.cycle.id)>{t!(l, award.back_to_nominees)}</a></p>
        }
    })
}

fn locked(l: Locale, page: &SheetPage) -> impl IntoView + use<> {
    let rows = page
        .rubric
        .criteria()
        .iter()
        .zip(&page.draft.scores)
        .map(|(criterion, score)| {
            let score = score.map(|score| score.to_string()).unwrap_or_default();
            view! { <dt>{criterion.code.clone()}</dt><dd>{score}</dd> }
        })
        .collect_view();
    let next = page.next.map(|next| {
        view! { <a class="button primary large" href=format!("/score_sheet/{next}")>{t!(l, award.next_nominee)}</a> }
    });
    view! {
        <p>{badge("done", t!(l, award.sheet_locked))}</p>
        <dl class="facts">{rows}</dl>
        <p>{page.draft.comment.clone()}</p>
        <div class="page-foot-action">{next}</div>
    }
}

fn open_sheet(form: &Form, page: &SheetPage) -> impl IntoView + use<> {
    let l = form.l;
    let fields = score_fields()
        .zip(page.rubric.criteria())
        .map(|(field, criterion)| {
            let label =
                words::award_cycle::criterion(l, &criterion.code, &criterion.max.to_string());
            form.score(field, label)
        })
        .collect_view();
    let texts = SheetTexts {
        saved: t!(l, award.draft_saved).to_owned(),
        saving: t!(l, award.draft_saving).to_owned(),
        not_saved: t!(l, award.draft_not_saved).to_owned(),
        sum: t!(l, award.sum).to_owned(),
    };
    let id = page.nomination.id;
    view! {
        <form class="form" id="sheet" method="post" action=format!("/score_sheet/{id}") novalidate>
            {form.revision()}
            <input type="hidden" name=Field::Stage.as_str() value=page.stage.as_str()/>
            {fields}
            {form.area(Field::Comment, 4, true)}
            <SheetKeeper of=SheetOf::Nomination(id.0) texts=texts/>
            <div class="page-foot-action cluster">
                <button class="button primary large" name=Field::Decision.as_str() value="submit">
                    {t!(l, award.submit_sheet)}
                </button>
                <button class="button large" name=Field::Decision.as_str() value="draft">
                    {t!(l, award.save_draft)}
                </button>
            </div>
        </form>
    }
}

async fn send(visit: Visit, Id(id): Id<NominationId>, posted: Posted) -> Answer {
    let is_draft = posted.values.get(Field::Decision) == "draft";
    let done = if is_draft {
        visit.actions.save_sheet(&visit.call, id, &posted.values, posted.revision).await.map(|_| ())
    } else {
        visit.actions.submit_sheet(&visit.call, id, &posted.values, posted.revision).await
    };
    if done.is_ok() && !is_draft {
        return next_please(&visit, id).await;
    }
    // In another tab the sheet was submitted: what is typed here stays on the page.
    let done = done.map_err(|error| match error {
        ActionError::WrongState => Refusal::Told(t!(visit.l, award.sheet_was_locked)),
        other => other.into(),
    });
    let to = |()| format!("/score_sheet/{id}");
    answer(&visit, posted, done, to, "sheet_saved", |mut form| async {
        let page = visit.actions.score_sheet(&visit.call, id).await?;
        form.renew(page.revision);
        Ok(sheet_page(&visit, page, form))
    })
    .await
}

/// On to the next nominee without a submitted sheet.
async fn next_please(visit: &Visit, id: NominationId) -> Answer {
    let page = visit.actions.score_sheet(&visit.call, id).await?;
    let next = page.next.map_or_else(
        || format!("/award/{}/judging", page.cycle.id),
        |next| format!("/score_sheet/{next}"),
    );
    Ok(visit.go(&next, "sheet_submitted"))
}
