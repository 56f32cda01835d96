//! What was verified of a lecture, corrected by the city's office with a reason.

use actions::{DeliveryCorrectionPage, local_time};
use axum::response::Response;
use domain::{
    delivery::DeliveryReport,
    form::{Field, Values},
    id::DeliveryId,
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;

use super::report_lines;
use crate::{
    error::Answer,
    form::{Form, Line, Posted, answer},
    id::Id,
    page::Page,
    paper_correction::waits,
    parts::caution,
    visit::Visit,
};

pub(super) async fn show(visit: Visit, Id(id): Id<DeliveryId>) -> Answer {
    let page = visit.actions.delivery_correction(&visit.call, id).await?;
    let form = Form::to_change(&visit, verified_values(&page), page.delivery.revision);
    Ok(page_of(&visit, page, form))
}

/// What is on file, to be changed where it is wrong.
fn verified_values(page: &DeliveryCorrectionPage) -> Values {
    let d = &page.delivery;
    let began = local_time(d.began_at.unwrap_or(d.starts_at));
    let ended = local_time(d.ended_at.unwrap_or(d.ends_at));
    Values::from(&DeliveryReport {
        attendance: d.attendance.unwrap_or_default(),
        held_on: began.date(),
        began_at: began.time(),
        ended_at: ended.time(),
        reason: String::new(),
    })
}

fn page_of(visit: &Visit, page: DeliveryCorrectionPage, form: Form) -> Response {
    let l = visit.l;
    let lede = format!("{} · {}", page.delivery.title, page.delivery.host_name);
    let head = Page::new(t!(l, delivery.correct_title)).lede(lede).with(&form);
    let corrections = waits(visit, &page.waiting);
    head.render(visit, move || {
        let id = page.delivery.id;
        let on_paper = page.is_on_paper.then(|| caution(t!(l, paper_correction.lecture_on_paper)));
        view! {
            {form.why()}
            <p>{t!(l, delivery.correct_lede)}</p>
            {on_paper}
            {corrections}
            <form class="form" method="post" action=format!("/delivery/{id}/correct") novalidate>
                {form.revision()}
                {report_lines(&form)}
                {form.line(Field::Reason, Line::default())}
                {form.told(Field::Decision)}
                <div class="page-foot-action">
                    <button class="button primary large">{t!(l, delivery.correct)}</button>
                </div>
            </form>
            <p><a href=format!("/delivery/{id}")>{t!(l, delivery.back)}</a></p>
        }
    })
}

pub(super) async fn save(visit: Visit, Id(id): Id<DeliveryId>, posted: Posted) -> Answer {
    let done =
        visit.actions.correct_delivery(&visit.call, id, &posted.values, posted.revision).await;
    let notice = match done {
        Ok(true) => "correction_proposed",
        _ => "delivery_corrected",
    };
    let to = |_| format!("/delivery/{id}");
    answer(&visit, posted, done, to, notice, |mut form| async {
        let page = visit.actions.delivery_correction(&visit.call, id).await?;
        form.renew(page.delivery.revision);
        Ok(page_of(&visit, page, form))
    })
    .await
}
