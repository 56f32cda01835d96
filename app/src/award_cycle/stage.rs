//! The stages of a cycle, moved later; and the title that a decision maker allows.

use actions::{CyclePage, StageRow};
use axum::response::Response;
use domain::{
    form::{Field, Values},
    id::AwardCycleId,
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use crate::{
    error::Answer,
    form::{Form, Line, Posted, answer},
    id::Id,
    page::Page,
    visit::Visit,
};

/// The stages with their days and ends.
pub(crate) fn stage_table(l: Locale, stages: &[StageRow]) -> Option<impl IntoView + use<>> {
    let rows = stages.iter().map(|row| {
        let until = row.ends_on.map(|day| words::time::date(l, day)).unwrap_or_default();
        view! {
            <tr>
                <td data-label=t!(l, award_stage.stage)>{words::award_stage::stage(l, row.stage)}</td>
                <td data-label=t!(l, award_stage.until)>
                    <span>{until}" · "{words::award_stage::days(l, row.n_days)}</span>
                </td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    (!stages.is_empty()).then(|| {
        view! {
            <h2>{t!(l, award_stage.planned)}</h2>
            <table class="data stacked">
                <thead><tr>
                    <th scope="col">{t!(l, award_stage.stage)}</th>
                    <th scope="col">{t!(l, award_stage.until)}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        }
    })
}

pub(super) async fn show(visit: Visit, Id(id): Id<AwardCycleId>) -> Answer {
    let page = visit.actions.stages(&visit.call, id).await?;
    let form = Form::to_change(&visit, Values::default(), page.cycle.revision);
    Ok(page_of(&visit, &page, form))
}

fn page_of(visit: &Visit, page: &CyclePage, form: Form) -> Response {
    let l = visit.l;
    let head = Page::new(t!(l, award_stage.title)).lede(page.cycle.title.clone()).with(&form);
    let (id, stages) = (page.cycle.id, page.stages.clone());
    head.render(visit, move || {
        let choices = stages.iter().map(|row| {
            let name = words::award_stage::stage(l, row.stage).to_owned();
            (row.stage.as_str().to_owned(), name)
        });
        let choices = choices.collect();
        view! {
            <p>{t!(l, award_stage.lede)}</p>
            {stage_table(l, &stages)}
            <form class="form" method="post" action=format!("/award/{id}/stage") novalidate>
                {form.why()}
                {form.revision()}
                {form.select(Field::AwardStage, choices, false)}
                {form.line(Field::StageUntil, Line { kind: "date", is_short: true, ..Line::default() })}
                {form.line(Field::Reason, Line::default())}
                <div class="page-foot-action">
                    <button class="button primary large">{t!(l, award_stage.move_later)}</button>
                </div>
            </form>
            <p><a href=format!("/award/{id}")>{t!(l, award.back)}</a></p>
        }
    })
}

pub(super) async fn move_later(visit: Visit, Id(id): Id<AwardCycleId>, posted: Posted) -> Answer {
    let done = visit.actions.move_stage(&visit.call, id, &posted.values, posted.revision).await;
    let to = |()| format!("/award/{id}");
    answer(&visit, posted, done, to, "stage_moved", |mut form| async {
        let page = visit.actions.stages(&visit.call, id).await?;
        form.renew(page.cycle.revision);
        Ok(page_of(&visit, &page, form))
    })
    .await
}

pub(super) async fn show_title(visit: Visit, Id(id): Id<AwardCycleId>) -> Answer {
    let cycle = visit.actions.titled_cycle(&visit.call, id).await?;
    let form = Form::to_change(&visit, Values::default(), cycle.revision);
    Ok(title_page(&visit, id, cycle.title, form))
}

fn title_page(visit: &Visit, id: AwardCycleId, title: String, form: Form) -> Response {
    let l = visit.l;
    Page::new(t!(l, award_stage.allow_title)).lede(title).with(&form).render(visit, move || {
        view! {
            <p>{t!(l, award_stage.allow_hint)}</p>
            <form class="form" method="post" action=format!("/award/{id}/title") novalidate>
                {form.why()}
                {form.revision()}
                {form.line(Field::AllowedTitle, Line::default())}
                {form.area(Field::LeaveReason, 4, false)}
                <div class="page-foot-action">
                    <button class="button primary large">{t!(l, award_stage.allow)}</button>
                </div>
            </form>
        }
    })
}

pub(super) async fn allow_title(visit: Visit, Id(id): Id<AwardCycleId>, posted: Posted) -> Answer {
    let done = visit.actions.allow_title(&visit.call, id, &posted.values, posted.revision).await;
    let to = |()| "/award".to_owned();
    answer(&visit, posted, done, to, "title_allowed", |mut form| async {
        let cycle = visit.actions.titled_cycle(&visit.call, id).await?;
        form.renew(cycle.revision);
        Ok(title_page(&visit, id, cycle.title, form))
    })
    .await
}
