//! Nominations of a cycle, and the check of one: figures, findings, a person's decision.

use actions::{NominationPage, NominationsPage};
use axum::{extract::Path, response::Response};
use domain::{
    form::{Problems, TEXT_MAX, Values},
    nomination::Relation,
    score_sheet::ConflictKind,
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use crate::{
    award_cycle::RUNNER,
    error::{Answer, AppError},
    form::{Form, Posted, query, refused_by},
    page::Page,
    parts::{badge, empty, fact, prose},
    route::Route,
    visit::Visit,
};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/award/{id}/nomination", RUNNER, list),
        Route::get("/nomination/{id}", RUNNER, show),
        Route::post("/nomination/{id}", RUNNER, check),
        Route::post("/nomination/{id}/conflict", RUNNER, declare_conflict),
    ]
}

async fn list(visit: Visit, Path(id): Path<String>) -> Answer {
    let l = visit.l;
    let id = id.parse().map_err(|_| AppError::NotFound)?;
    let mut page = visit.actions.nominations(&visit.call, id).await?;
    let state = query(&visit).get("state").to_owned();
    page.rows.retain(|row| state.is_empty() || row.state.as_str() == state);
    let head = Page::new(t!(l, award.nominations)).lede(page.cycle.title.clone());
    Ok(head.render(&visit, move || list_view(l, &page)))
}

fn list_view(l: Locale, page: &NominationsPage) -> impl IntoView + use<> {
    let path = format!("/award/{}/nomination", page.cycle.id);
    let tabs = ["", "submitted", "eligible", "ineligible"]
        .into_iter()
        .map(|state| {
            let href =
                if state.is_empty() { path.clone() } else { format!("{path}?state={state}") };
            let text = words::award_cycle::nomination_filter(l, state);
            view! { <li><a href=href>{text}</a></li> }
        })
        .collect_view();
    let rows = page
        .rows
        .iter()
        .map(|row| {
            let href = format!("/nomination/{}", row.id);
            view! {
                <tr>
                    <td data-label=t!(l, award.nominee)><a href=href>{row.name.clone()}</a></td>
                    <td data-label=t!(l, award.category)>{words::award_cycle::category(l, row.category)}</td>
                    <td data-label=t!(l, person.workplace)>{row.workplace.clone()}</td>
                    <td data-label=t!(l, award.unit)>{row.unit_name.clone()}</td>
                    <td data-label=t!(l, award.state)>
                        {badge(words::award_cycle::nomination_tone(row.state), words::award_cycle::nomination_state(l, row.state))}
                    </td>
                </tr>
            }
        })
        .collect_view();
    let hidden = (page.n_hidden > 0).then(|| {
        view! { <p class="notice">{words::award_cycle::n_hidden(l, page.n_hidden)}</p> }
    });
    let nothing = page.rows.is_empty().then(|| empty(t!(l, award.no_nominations), None));
    view! {
        {hidden}
        <nav class="tabs" aria-label=t!(l, award.state)><ul>{tabs}</ul></nav>
        {nothing}
        {(!page.rows.is_empty()).then(|| view! {
            <table class="data stacked">
                <thead><tr>
                    <th scope="col">{t!(l, award.nominee)}</th>
                    <th scope="col">{t!(l, award.category)}</th>
                    <th scope="col">{t!(l, person.workplace)}</th>
                    <th scope="col">{t!(l, award.unit)}</th>
                    <th scope="col">{t!(l, award.state)}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        })}
        <p><a href=format!("/award/{}", page.cycle.id)>{t!(l, award.back)}</a></p>
    }
}

async fn load(visit: &Visit, id: &str) -> Result<NominationPage, AppError> {
    let id = id.parse().map_err(|_| AppError::NotFound)?;
    Ok(visit.actions.nomination(&visit.call, id).await?)
}

async fn show(visit: Visit, Path(id): Path<String>) -> Answer {
    let page = load(&visit, &id).await?;
    let values = Values::default().with("revision", page.nomination.revision.to_string());
    Ok(page_of(&visit, page, visit.refill(values), Problems::default(), None))
}

fn page_of(
    visit: &Visit,
    page: NominationPage,
    values: Values,
    problems: Problems,
    message: Option<String>,
) -> Response {
    let l = visit.l;
    let form = Form::new(l, values, problems);
    let one = &page.nomination;
    let mut head = Page::new(one.name.clone())
        .lede(words::award_cycle::category(l, one.category))
        .refused(form.is_refused());
    if message.is_some() {
        head = head.status(axum::http::StatusCode::CONFLICT);
    }
    head.render(visit, move || {
        let state = page.nomination.state;
        view! {
            {message.map(|text| view! { <div class="notice warning" role="alert"><p>{text}</p></div> })}
            {form.summary()}
            <p>{badge(words::award_cycle::nomination_tone(state), words::award_cycle::nomination_state(l, state))}</p>
            {file_facts(l, &page.nomination)}
            <h2>{t!(l, award.check)}</h2>
            {figures(l, &page)}
            {page.may_decide.then(|| decision(&form, &page))}
            {own_conflict(&form, page.nomination.id)}
            <p><a href=format!("/award/{}/nomination", page.cycle.id)>{t!(l, award.back_to_nominations)}</a></p>
        }
    })
}

/// What a nominee's file says, as office and judges read it.
pub(crate) fn file_facts(l: Locale, one: &actions::NominationRow) -> impl IntoView + use<> {
    let years = one.years.map(|years| words::award_cycle::years(l, years));
    view! {
        <dl class="facts">
            {fact(t!(l, person.workplace), one.workplace.clone())}
            {fact(t!(l, person.post), [one.post.as_str(), one.title.as_str()].join(" ").trim().to_owned())}
            {fact(t!(l, award.unit), one.unit_name.clone())}
            {fact(t!(l, award.years), years.unwrap_or_default())}
            {fact(t!(l, award.earlier), one.earlier_awards.clone())}
        </dl>
        <h2>{t!(l, award.deeds)}</h2>
        {prose(&one.deeds)}
    }
}

fn figures(l: Locale, page: &NominationPage) -> impl IntoView + use<> {
    let figures = &page.figures;
    let years = words::award_cycle::years_figure(l, figures.years, figures.years_needed);
    let hours = figures
        .hours_needed
        .map(|needed| words::award_cycle::hours_figure(l, figures.hours, needed));
    let findings = page
        .findings
        .iter()
        .map(|finding| view! { <li>{words::award_cycle::finding(l, *finding)}</li> })
        .collect_view();
    let has_findings = !page.findings.is_empty();
    view! {
        <dl class="facts">
            {fact(t!(l, award.years), years)}
            {fact(t!(l, award.hours), hours.unwrap_or_default())}
            {fact(t!(l, award.reason), page.nomination.reason.clone())}
        </dl>
        {has_findings.then(|| view! {
            <div class="notice warning"><p>{t!(l, award.look_at)}</p><ul>{findings}</ul></div>
        })}
    }
}

fn decision(form: &Form, page: &NominationPage) -> impl IntoView + use<> {
    let l = form.l;
    let action = format!("/nomination/{}", page.nomination.id);
    view! {
        <form class="form" method="post" action=action novalidate>
            {form.hidden("revision")}
            {form.area("reason", 3, TEXT_MAX, true)}
            <div class="page-foot-action cluster">
                <button class="button primary large" name="decision" value="eligible">
                    {t!(l, award.eligible)}
                </button>
                <button class="button large" name="decision" value="ineligible">
                    {t!(l, award.ineligible)}
                </button>
            </div>
        </form>
    }
}

/// The way to step aside, folded away since few need it.
fn own_conflict(form: &Form, nomination: i64) -> impl IntoView + use<> {
    let l = form.l;
    let is_open = form.problems.of("relation").is_some();
    view! {
        <details class="more" open=is_open>
            <summary>{t!(l, award.own_conflict_with)}</summary>
            <form class="form" method="post" action=format!("/nomination/{nomination}/conflict") novalidate>
                <p>{t!(l, award.own_conflict_hint)}</p>
                {form.select("relation", conflict_kinds(l), false)}
                <p><button class="button">{t!(l, award.declare_own_conflict)}</button></p>
            </form>
        </details>
    }
}

/// The kinds of conflict that somebody may choose from.
pub(crate) fn conflict_kinds(l: Locale) -> Vec<(String, String)> {
    let choice = |kind: &ConflictKind| {
        let name = words::award_cycle::relation(l, Relation(Some(*kind))).to_owned();
        (kind.as_str().to_owned(), name)
    };
    ConflictKind::ALL.iter().map(choice).collect()
}

async fn declare_conflict(
    visit: Visit,
    Path(id): Path<String>,
    Posted(mut values): Posted,
) -> Answer {
    let page = load(&visit, &id).await?;
    match visit.actions.declare_own_conflict(&visit.call, page.nomination.id, &values).await {
        Ok(()) => {
            let list = format!("/award/{}/nomination", page.cycle.id);
            Ok(visit.go(&list, "conflict_declared"))
        }
        Err(error) => {
            let (problems, message) = refused_by(visit.l, error)?;
            values.set("revision", page.nomination.revision.to_string());
            Ok(page_of(&visit, page, values, problems, message))
        }
    }
}

async fn check(visit: Visit, Path(id): Path<String>, Posted(mut values): Posted) -> Answer {
    let page = load(&visit, &id).await?;
    match visit.actions.check_nomination(&visit.call, page.nomination.id, &values).await {
        Ok(()) => {
            let next = page.next.map_or_else(
                || format!("/award/{}/nomination", page.cycle.id),
                |next| format!("/nomination/{next}"),
            );
            Ok(visit.go(&next, "nomination_checked"))
        }
        Err(error) => {
            let (problems, message) = refused_by(visit.l, error)?;
            let page = load(&visit, &id).await?;
            if message.is_some() {
                values.set("revision", page.nomination.revision.to_string());
            }
            Ok(page_of(&visit, page, values, problems, message))
        }
    }
}
