//! A decided award goes into the archive once nothing of it is open, and can be taken out again.

use actions::ArchivePage;
use axum::response::Response;
use domain::{
    form::{Field, Values},
    id::AwardCycleId,
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;

use crate::{
    award_cycle::RUNNER,
    error::Answer,
    form::{Form, Line, Posted, answer},
    id::Id,
    page::Page,
    parts::{caution, fact, revision},
    route::Route,
    visit::Visit,
};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/award/{id}/archive", RUNNER, show),
        Route::post("/award/{id}/archive", RUNNER, archive),
        Route::post("/award/{id}/archive/take_out", RUNNER, take_out),
    ]
}

async fn show(visit: Visit, Id(id): Id<AwardCycleId>) -> Answer {
    again(&visit, id, Form::new(&visit, Values::default())).await
}

async fn again(visit: &Visit, id: AwardCycleId, form: Form) -> Answer {
    let page = visit.actions.award_archive(&visit.call, id).await?;
    Ok(page_of(visit, page, form))
}

fn page_of(visit: &Visit, page: ArchivePage, form: Form) -> Response {
    let l = visit.l;
    let head = Page::new(t!(l, award_archive.title)).lede(page.cycle.title.clone()).with(&form);
    head.render(visit, move || {
        let id = page.cycle.id;
        let body = if page.is_archived() {
            taking_out(&form, &page).into_any()
        } else {
            archiving(&form, &page).into_any()
        };
        view! {
            {form.why()}
            {body}
            <p><a href=format!("/award/{id}")>{t!(l, award.back)}</a></p>
        }
    })
}

/// What stands in the way with the way there; else the one button.
fn archiving(form: &Form, page: &ArchivePage) -> impl IntoView + use<> {
    let (l, id) = (form.l, page.cycle.id);
    let objections = (page.n_objections > 0).then(|| {
        view! {
            <li>
                {words::award_archive::objections(l, page.n_objections)}" "
                <a href=format!("/award/{id}/objection")>{t!(l, award_archive.to_objections)}</a>
            </li>
        }
    });
    let open = (!page.open.is_empty()).then(|| {
        view! {
            <li>
                {words::award_archive::open(l, &page.open)}" "
                <a href=format!("/award/{id}/changes")>{t!(l, award.changes)}</a>
            </li>
        }
    });
    let vacant =
        (page.n_vacant > 0).then(|| caution(words::award_archive::vacant(l, page.n_vacant)));
    let in_the_way = (!page.is_ready()).then(|| {
        view! {
            <h2>{t!(l, award_archive.in_the_way)}</h2>
            <ul>{objections}{open}</ul>
        }
    });
    view! {
        <p>{t!(l, award_archive.lede)}</p>
        {form.told(Field::Decision)}
        {in_the_way}
        {vacant}
        {page.is_ready().then(|| view! {
            <form method="post" action=format!("/award/{id}/archive") class="page-foot-action">
                {revision(page.cycle.revision)}
                <button class="button primary large">{t!(l, award_archive.archive)}</button>
            </form>
        })}
    }
}

fn taking_out(form: &Form, page: &ArchivePage) -> impl IntoView + use<> {
    let (l, id, cycle) = (form.l, page.cycle.id, &page.cycle);
    let at = cycle.archived_at.map(|at| words::time::moment(l, at)).unwrap_or_default();
    view! {
        <dl class="facts">
            {fact(t!(l, award_archive.archived_by), cycle.archived_by.clone().unwrap_or_default())}
            {fact(t!(l, award_archive.archived_at), at)}
        </dl>
        <h2>{t!(l, award_archive.take_out_title)}</h2>
        <p>{t!(l, award_archive.take_out_lede)}</p>
        <form class="form" method="post" action=format!("/award/{id}/archive/take_out") novalidate>
            {revision(cycle.revision)}
            {form.line(Field::Reason, Line::default())}
            <p><button class="button large">{t!(l, award_archive.take_out)}</button></p>
        </form>
    }
}

async fn archive(visit: Visit, Id(id): Id<AwardCycleId>, posted: Posted) -> Answer {
    let done = visit.actions.archive_award(&visit.call, id, posted.revision).await;
    let to = |()| format!("/award/{id}");
    answer(&visit, posted, done, to, "award_archived", |form| again(&visit, id, form)).await
}

async fn take_out(visit: Visit, Id(id): Id<AwardCycleId>, posted: Posted) -> Answer {
    let done = visit.actions.take_award_out(&visit.call, id, &posted.values, posted.revision).await;
    let to = |()| format!("/award/{id}");
    answer(&visit, posted, done, to, "award_taken_out", |form| again(&visit, id, form)).await
}
