//! A judge's pages: declaring relations, the list of nominees, and the sheet of each.

use actions::{ActionError, Declared, JudgingPage, SheetPage};
use axum::{extract::Path, response::Response};
use domain::{
    form::{Problems, TEXT_MAX, Values},
    nomination::Relation,
    role::Role,
    score_sheet::{ConflictKind, SCORE_FIELDS},
};
use islands::score_sheet::{SheetKeeper, SheetTexts};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use crate::{
    error::{Answer, AppError},
    error_page::typed_view,
    form::{Form, Posted, refused_by},
    island,
    nomination::file_facts,
    page::Page,
    parts::badge,
    route::{Route, Who},
    visit::Visit,
};

const JUDGE: Who = Who::Role(&[Role::Judge]);

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/award/{id}/judging", JUDGE, judging),
        Route::post("/award/{id}/judging", JUDGE, declare),
        Route::get("/score_sheet/{id}", JUDGE, show),
        Route::post("/score_sheet/{id}", JUDGE, send),
        Route::post("/api/score_sheet/save", JUDGE, island::answer),
    ]
}

async fn load_judging(visit: &Visit, id: &str) -> Result<JudgingPage, AppError> {
    let id = id.parse().map_err(|_| AppError::NotFound)?;
    Ok(visit.actions.judging(&visit.call, id).await?)
}

async fn judging(visit: Visit, Path(id): Path<String>) -> Answer {
    let page = load_judging(&visit, &id).await?;
    let mut values = Values::default();
    for one in &page.nominees {
        // What has become known stands before a declaration of no relation.
        let suggested = one.suggested.map(|kind| Relation(Some(kind)));
        let declared = one.relation.filter(|it| suggested.is_none() || it.0.is_some());
        if let Some(relation) = declared.or(suggested) {
            values.push(format!("relation_{}", one.id), relation.as_str());
        }
    }
    Ok(judging_page(&visit, page, visit.refill(values), Problems::default()))
}

fn judging_page(visit: &Visit, page: JudgingPage, values: Values, problems: Problems) -> Response {
    let l = visit.l;
    let form = Form::new(l, values, problems);
    let head = Page::new(page.cycle.title.clone())
        .lede(words::award_cycle::seat(l, page.seat))
        .refused(form.is_refused());
    head.render(visit, move || {
        let declared = page.is_declared();
        let sheets = declared.then(|| sheets(l, &page));
        let open = (!declared || form.is_refused()).then_some("");
        view! {
            {form.summary()}
            {sheets}
            <details class="fold" open=open>
                <summary>{t!(l, award.relations)}</summary>
                {relations(&form, &page)}
            </details>
        }
    })
}

/// The list of nominees to be scored, the open ones first.
fn sheets(l: Locale, page: &JudgingPage) -> impl IntoView + use<> {
    let mut own: Vec<&Declared> = page.to_score().collect();
    own.sort_by_key(|one| one.sheet.as_deref() == Some("submitted"));
    let n_done = own.iter().filter(|one| one.sheet.as_deref() == Some("submitted")).count();
    let n_recused = page.nominees.len() - own.len();
    let count = words::award_cycle::n_sheets(l, n_done, own.len(), n_recused);
    let cards = own
        .into_iter()
        .map(|one| {
            let (tone, state) = words::award_cycle::sheet_state(l, one.sheet.as_deref());
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
            let field = format!("relation_{}", one.id);
            let chosen = form.values.get(&field).to_owned();
            let kinds = std::iter::once(Relation(None))
                .chain(ConflictKind::ALL.iter().map(|kind| Relation(Some(*kind))));
            let options = kinds
                .map(|relation| {
                    let code = relation.as_str();
                    let selected = code == chosen;
                    let text = words::award_cycle::relation(l, relation);
                    view! { <option value=code selected=selected>{text}</option> }
                })
                .collect_view();
            let hint = one.suggested.map(|_| t!(l, award.suggested));
            view! {
                <div class="field">
                    <label for=field.clone()>
                        {one.name.clone()}" · "{one.workplace.clone()}" · "
                        {words::award_cycle::category(l, one.category)}
                    </label>
                    {hint.map(|text| view! { <p class="hint">{text}</p> })}
                    <select id=field.clone() name=field.clone()>
                        <option value="">{t!(l, form.choose)}</option>
                        {options}
                    </select>
                </div>
            }
        })
        .collect_view();
    let problem = form.problems.of("relation").map(|kind| {
        view! { <p class="problem" id="relation-problem">{words::form::problem(l, kind)}</p> }
    });
    view! {
        <form class="form" method="post" action=format!("/award/{}/judging", page.cycle.id) novalidate>
            <div id="relation" tabindex="-1">
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

async fn declare(visit: Visit, Path(id): Path<String>, Posted(values): Posted) -> Answer {
    let page = load_judging(&visit, &id).await?;
    match visit.actions.declare_relations(&visit.call, page.cycle.id, &values).await {
        Ok(()) => Ok(visit.go(&format!("/award/{}/judging", page.cycle.id), "relations_declared")),
        Err(error) => {
            let (problems, _) = refused_by(visit.l, error)?;
            Ok(judging_page(&visit, page, values, problems))
        }
    }
}

async fn load(visit: &Visit, id: &str) -> Result<SheetPage, AppError> {
    let id = id.parse().map_err(|_| AppError::NotFound)?;
    Ok(visit.actions.score_sheet(&visit.call, id).await?)
}

async fn show(visit: Visit, Path(id): Path<String>) -> Answer {
    let page = load(&visit, &id).await?;
    let mut values = Values::default()
        .with("revision", page.revision.to_string())
        .with("comment", &*page.draft.comment);
    for (field, score) in SCORE_FIELDS.iter().zip(&page.draft.scores) {
        values.push(*field, score.map(|score| score.to_string()).unwrap_or_default());
    }
    Ok(sheet_page(&visit, page, visit.refill(values), Problems::default(), None))
}

fn sheet_page(
    visit: &Visit,
    page: SheetPage,
    values: Values,
    problems: Problems,
    message: Option<String>,
) -> Response {
    let l = visit.l;
    let form = Form::new(l, values, problems);
    let mut head = Page::new(page.nomination.name.clone())
        .lede(words::award_cycle::category(l, page.nomination.category))
        .refused(form.is_refused());
    if message.is_some() {
        head = head.status(axum::http::StatusCode::CONFLICT);
    }
    if !page.is_submitted {
        head = head.with_island();
    }
    // The stored sheet is locked: what was typed here is shown beside it.
    let lost = (message.is_some() && page.is_submitted).then(|| typed_view(visit)).flatten();
    head.render(visit, move || {
        let sheet = if page.is_submitted {
            locked(l, &page).into_any()
        } else {
            open_sheet(&form, &page).into_any()
        };
        view! {
            {message.map(|text| view! { <div class="notice warning" role="alert"><p>{text}</p></div> })}
            {lost}
            {form.summary()}
            {file_facts(l, &page.nomination)}
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
    let fields = SCORE_FIELDS
        .iter()
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
            {form.hidden("revision")}
            {fields}
            {form.area("comment", 4, TEXT_MAX, true)}
            <SheetKeeper nomination=id texts=texts/>
            <div class="page-foot-action cluster">
                <button class="button primary large" name="decision" value="submit">
                    {t!(l, award.submit_sheet)}
                </button>
                <button class="button large" name="decision" value="draft">
                    {t!(l, award.save_draft)}
                </button>
            </div>
        </form>
    }
}

async fn send(visit: Visit, Path(id): Path<String>, Posted(mut values): Posted) -> Answer {
    let page = load(&visit, &id).await?;
    let nomination = page.nomination.id;
    let is_draft = values.get("decision") == "draft";
    let sent = if is_draft {
        visit.actions.save_sheet(&visit.call, nomination, &values).await.map(|_| ())
    } else {
        visit.actions.submit_sheet(&visit.call, nomination, &values).await
    };
    match sent {
        Ok(()) if is_draft => Ok(visit.go(&format!("/score_sheet/{nomination}"), "sheet_saved")),
        Ok(()) => {
            let next = page.next.map_or_else(
                || format!("/award/{}/judging", page.cycle.id),
                |next| format!("/score_sheet/{next}"),
            );
            Ok(visit.go(&next, "sheet_submitted"))
        }
        Err(error) => {
            // In another tab the sheet was saved or submitted: what is typed here stays on the page.
            let locked = matches!(error, ActionError::WrongState);
            let (problems, message) = if locked {
                (Problems::default(), Some(t!(visit.l, award.sheet_was_locked).to_owned()))
            } else {
                refused_by(visit.l, error)?
            };
            let page = load(&visit, &id).await?;
            if message.is_some() {
                values.set("revision", page.revision.to_string());
            }
            Ok(sheet_page(&visit, page, values, problems, message))
        }
    }
}
