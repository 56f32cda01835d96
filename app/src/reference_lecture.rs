//! Reference lectures: the office offers decided lectures, panelists compare their marks with a
//! panel's, each for themselves.

use actions::{ReferenceList, ReferencePage, ReferenceRow};
use domain::{
    form::{Field, Values},
    id::ReferenceLectureId,
    reference_lecture::Agreement,
    review_sheet::{Dimension, criteria},
    role::{PLANNERS, Role},
    rulebook::Rule,
    score_sheet::score_fields,
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use crate::{
    course::facts,
    download::download,
    error::Answer,
    form::{Form, Line, Posted, answer, query},
    id::Id,
    page::Page,
    parts::{badge, cell, empty, further, part},
    route::{Route, Who},
    rulebook::{amount, rules},
    visit::Visit,
};

const READERS: Who = Who::Role(&[Role::CityOffice, Role::Panelist]);
const PANELIST: Who = Who::Role(&[Role::Panelist]);
const PLANNER: Who = Who::Role(PLANNERS);

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/reference_lecture", READERS, list),
        Route::post("/reference_lecture", PLANNER, open),
        Route::post("/reference_lecture/{id}/close", PLANNER, close).on("/reference_lecture"),
        Route::get("/reference_lecture/{id}", PANELIST, show),
        Route::post("/reference_lecture/{id}", PANELIST, score),
        Route::get("/reference_lecture/{id}/slides", PANELIST, slides),
    ]
}

async fn list(visit: Visit) -> Answer {
    let form = Form::new(&visit, Values::default());
    list_again(&visit, form).await
}

async fn list_again(visit: &Visit, form: Form) -> Answer {
    let l = visit.l;
    let page = visit.actions.references(&visit.call).await?;
    let asked = query(visit);
    let head =
        Page::new(t!(l, reference_lecture.title)).lede(t!(l, reference_lecture.lede)).with(&form);
    Ok(head.render(visit, move || {
        let (rows, next) = part(&page.references, &asked, |one| one.id.into());
        let cards = rows.iter().map(|one| card(l, &page, one)).collect_view();
        let nothing = page.references.is_empty();
        view! {
            {form.why()}
            {nothing.then(|| empty(t!(l, reference_lecture.none), None))}
            <ul class="card-list">{cards}</ul>
            {further(l, "/reference_lecture", &asked, next)}
            {page.may_open.then(|| opening(&form, &page))}
        }
    }))
}

fn card(l: Locale, page: &ReferenceList, one: &ReferenceRow) -> impl IntoView + use<> {
    let is_scored = page.scored.contains(&one.id);
    let (tone, state) = match (one.closed_at, is_scored) {
        (_, true) => ("done", t!(l, reference_lecture.scored)),
        (Some(_), _) => ("plain", t!(l, reference_lecture.closed)),
        (None, _) => ("todo", t!(l, reference_lecture.open)),
    };
    let id = one.id;
    let title = if page.may_score {
        view! { <a href=format!("/reference_lecture/{id}")>{one.title.clone()}</a> }.into_any()
    } else {
        view! { {one.title.clone()} }.into_any()
    };
    let count = page
        .may_open
        .then(|| view! { <span>{words::reference_lecture::n_sheets(l, one.n_sheets)}</span> });
    let close = (page.may_open && one.closed_at.is_none()).then(|| {
        view! {
            <form method="post" action=format!("/reference_lecture/{id}/close")>
                <button class="button">{t!(l, reference_lecture.close)}</button>
            </form>
        }
    });
    view! {
        <li class="card">
            <h2 class="card-title">{title}</h2>
            <p class="meta">
                <span>{words::time::local_day(l, one.opened_at)}</span>
                {count}
            </p>
            {badge(tone, state)}
            {close}
        </li>
    }
}

fn opening(form: &Form, page: &ReferenceList) -> impl IntoView + use<> {
    let l = form.l;
    let candidates: Vec<(String, String)> = page
        .candidates
        .iter()
        .map(|one| {
            let when = words::time::local_day(l, one.started_at);
            let text = format!("{} · {} · {when}", one.title, one.lecturer_name);
            (one.booking_id.to_string(), text)
        })
        .collect();
    let link = Line { kind: "url", is_optional: true, ..Line::default() };
    let is_open = form.is_refused().then_some("");
    if candidates.is_empty() && !form.is_refused() {
        return view! { <p class="hint">{t!(l, reference_lecture.no_candidates, n = rules().get(Rule::LeastSheets))}</p> }.into_any();
    }
    view! {
        <details class="fold" open=is_open>
            <summary>{t!(l, reference_lecture.offer)}</summary>
            <form class="form" method="post" action="/reference_lecture" novalidate>
                <p class="hint">{t!(l, reference_lecture.offer_hint, n = rules().get(Rule::LeastSheets))}</p>
                {form.select(Field::ReferenceOf, candidates, false)}
                {form.line(Field::VideoLink, link)}
                <button class="button primary">{t!(l, reference_lecture.offer)}</button>
            </form>
        </details>
    }
    .into_any()
}

async fn open(visit: Visit, posted: Posted) -> Answer {
    let done = visit.actions.open_reference(&visit.call, &posted.values).await;
    let to = |()| "/reference_lecture".to_owned();
    answer(&visit, posted, done, to, "reference_opened", |form| list_again(&visit, form)).await
}

async fn close(visit: Visit, Id(id): Id<ReferenceLectureId>, posted: Posted) -> Answer {
    let done = visit.actions.close_reference(&visit.call, id).await;
    let to = |()| "/reference_lecture".to_owned();
    answer(&visit, posted, done, to, "reference_closed", |form| list_again(&visit, form)).await
}

async fn show(visit: Visit, Id(id): Id<ReferenceLectureId>) -> Answer {
    let form = Form::new(&visit, Values::default());
    again(&visit, id, form).await
}

async fn again(visit: &Visit, id: ReferenceLectureId, form: Form) -> Answer {
    let l = visit.l;
    let page = visit.actions.reference(&visit.call, id).await?;
    let head =
        Page::new(page.reference.title.clone()).lede(t!(l, reference_lecture.lede_one)).with(&form);
    Ok(head.render(visit, move || {
        let body = match &page.own {
            Some((_, agreement)) => beside(l, agreement).into_any(),
            None => scoring(&form, &page).into_any(),
        };
        view! {
            {form.why()}
            {materials(l, &page)}
            {body}
            <p><a href="/reference_lecture">{t!(l, reference_lecture.title)}</a></p>
        }
    }))
}

fn materials(l: Locale, page: &ReferencePage) -> impl IntoView + use<> {
    let slides = format!("/reference_lecture/{}/slides", page.reference.id);
    let link = page.reference.video_link.clone();
    let video = (!link.is_empty()).then(|| {
        view! {
            <p><a class="button" href=link rel="noreferrer">{t!(l, reference_lecture.video)}</a></p>
        }
    });
    let is_open = page.own.is_none().then_some("");
    view! {
        {video}
        <details class="fold" open=is_open>
            <summary>{t!(l, trial_lecture.materials)}</summary>
            {facts(l, &page.course, &slides)}
        </details>
    }
}

fn scoring(form: &Form, page: &ReferencePage) -> impl IntoView + use<> {
    let l = form.l;
    let dimensions = Dimension::ALL
        .iter()
        .map(|dimension| {
            let places = dimension.places();
            let lines = score_fields()
                .zip(criteria())
                .skip(places.start)
                .take(places.len())
                .map(|(field, criterion)| {
                    let name = words::review_sheet::criterion(l, &criterion.code);
                    let max = (criterion.max.in_hundredths() / 100).to_string();
                    form.score(field, words::award_cycle::criterion(l, name, &max))
                })
                .collect_view();
            view! {
                <fieldset class="dimension">
                    <legend>{words::review_sheet::dimension_of(l, *dimension)}</legend>
                    {lines}
                </fieldset>
            }
        })
        .collect_view();
    view! {
        <form class="form" id="sheet" method="post" action=format!("/reference_lecture/{}", page.reference.id) novalidate>
            <p class="hint">{t!(l, reference_lecture.score_hint)}</p>
            <p class="hint">{t!(l, review_sheet.steps)}</p>
            {dimensions}
            <div class="page-foot-action">
                <button class="button primary large">{t!(l, reference_lecture.score)}</button>
            </div>
        </form>
    }
}

/// The own marks beside the panel's.
fn beside(l: Locale, agreement: &Agreement) -> impl IntoView + use<> {
    let row = |name: String, (own, panel, difference): &(_, _, _)| {
        let (own, panel): (&domain::score_sheet::Points, &domain::score_sheet::Points) =
            (own, panel);
        let difference: &domain::calibration::Difference = difference;
        view! {
            <tr>
                <th scope="row">{name}</th>
                {cell(t!(l, reference_lecture.own), own.to_string())}
                {cell(t!(l, reference_lecture.panel), panel.to_string())}
                {cell(t!(l, reference_lecture.difference), difference.to_string())}
            </tr>
        }
    };
    let lines = criteria()
        .iter()
        .zip(&agreement.criteria)
        .map(|(criterion, line)| {
            row(words::review_sheet::criterion(l, &criterion.code).to_owned(), line)
        })
        .collect_view();
    let total = row(t!(l, trial_lecture.total).to_owned(), &agreement.total);
    let says = if agreement.is_alike {
        t!(l, reference_lecture.alike, n = amount(l, Rule::ReferenceAlikePoints))
    } else {
        t!(l, reference_lecture.apart, n = amount(l, Rule::ReferenceAlikePoints))
    };
    view! {
        <section class="stack">
            <h2>{t!(l, reference_lecture.agreement)}</h2>
            <p>{says}</p>
            <p class="hint">{t!(l, reference_lecture.private)}</p>
            <table class="data stacked">
                <thead><tr>
                    <th scope="col">{t!(l, reference_lecture.criterion)}</th>
                    <th scope="col">{t!(l, reference_lecture.own)}</th>
                    <th scope="col">{t!(l, reference_lecture.panel)}</th>
                    <th scope="col">{t!(l, reference_lecture.difference)}</th>
                </tr></thead>
                <tbody>{total}{lines}</tbody>
            </table>
        </section>
    }
}

async fn score(visit: Visit, Id(id): Id<ReferenceLectureId>, posted: Posted) -> Answer {
    let done = visit.actions.score_reference(&visit.call, id, &posted.values).await;
    let to = |()| format!("/reference_lecture/{id}");
    answer(&visit, posted, done, to, "reference_scored", |form| again(&visit, id, form)).await
}

async fn slides(visit: Visit, Id(id): Id<ReferenceLectureId>) -> Answer {
    let (upload, bytes, noted) = visit.actions.reference_slides(&visit.call, id).await?;
    Ok(download(&upload.file_name, &upload.media_type, bytes, noted))
}
