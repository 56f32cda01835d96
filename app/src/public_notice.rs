//! Public notices (公示): names, workplaces and units of the proposed, and nothing else.

use std::sync::Arc;

use actions::{NoticeLine, PublicNotice};
use axum::Extension;
use domain::id::AwardCycleId;
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use crate::{
    content::{Content, Contents},
    error::{Answer, AppError},
    id::Id,
    parts::{empty, fact},
    route::{Route, Who},
    visit::Visit,
};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/notice", Who::Anyone, list).public(&[]),
        Route::get("/notice/{id}", Who::Anyone, show).public(&[]),
    ]
}

async fn list(visit: Visit, Extension(contents): Contents) -> Answer {
    contents.page(&visit, || list_content(&visit)).await
}

async fn list_content(visit: &Visit) -> Result<Content, AppError> {
    let l = visit.l;
    let notices = visit.actions.public_notices().await?;
    let (today, calendar) = (visit.call.today(), Arc::clone(visit.actions.work_calendar()));
    Ok(Content::new(visit, t!(l, award.notices), None, move || {
        let nothing = notices.is_empty().then(|| empty(t!(l, award.no_notice), None));
        let cards = notices
            .into_iter()
            .map(|notice| {
                let days = (notice.first_day, notice.last_day);
                let days = words::award_cycle::notice_days(l, days, today, &calendar);
                view! {
                    <li class="card">
                        <h2 class="card-title">
                            <a href=format!("/notice/{}", notice.id)>{notice.title}</a>
                        </h2>
                        <p class="meta"><span>{days}</span></p>
                    </li>
                }
            })
            .collect_view();
        view! { {nothing}<ul class="card-list">{cards}</ul> }
    }))
}

async fn show(visit: Visit, Id(id): Id<AwardCycleId>, Extension(contents): Contents) -> Answer {
    contents.page(&visit, || show_content(&visit, id)).await
}

async fn show_content(visit: &Visit, id: AwardCycleId) -> Result<Content, AppError> {
    let l = visit.l;
    let notice = visit.actions.public_notice(id).await?;
    let days = (notice.first_day, notice.last_day);
    let (today, calendar) = (visit.call.today(), visit.actions.work_calendar());
    let days = words::award_cycle::notice_days(l, days, today, calendar);
    Ok(Content::new(visit, notice.title.clone(), Some(days), move || notice_view(l, &notice)))
}

fn notice_view(l: Locale, notice: &PublicNotice) -> impl IntoView + use<> {
    let sections = notice
        .lines
        .chunk_by(|one, other| one.category == other.category)
        .map(|lines| category_view(l, lines))
        .collect_view();
    view! {
        <dl class="facts">
            {fact(t!(l, award.document_no), notice.document_no.clone().unwrap_or_default())}
            {fact(t!(l, award.contact), notice.contact.clone())}
            {fact(t!(l, audit.head_short), format!("{} {}", notice.chain.line, notice.chain.hash))}
        </dl>
        {sections}
        <p class="meta">{t!(l, award.no_order)}</p>
        <p>{t!(l, award.objections)}</p>
    }
}

fn category_view(l: Locale, lines: &[NoticeLine]) -> impl IntoView + use<> {
    let title = lines.first().map(|line| words::award_cycle::category(l, line.category));
    let rows = lines
        .iter()
        .map(|line| {
            view! {
                <tr>
                    <td data-label=t!(l, award.nominee)>{line.name.clone()}</td>
                    <td data-label=t!(l, person.workplace)>{line.workplace.clone()}</td>
                    <td data-label=t!(l, award.unit)>{line.unit_name.clone()}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <section>
            <h2>{title}</h2>
            <table class="data stacked">
                <thead><tr>
                    <th scope="col">{t!(l, award.nominee)}</th>
                    <th scope="col">{t!(l, person.workplace)}</th>
                    <th scope="col">{t!(l, award.unit)}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </section>
    }
}
