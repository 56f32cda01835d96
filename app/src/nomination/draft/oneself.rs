//! The form with which somebody nominates oneself to a unit.

use domain::{
    form::{Field, Values},
    id::AwardCycleId,
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;

use super::consent::questions;
use crate::{
    error::Answer,
    form::{Form, Line, Posted, answer},
    id::Id,
    page::Page,
    visit::Visit,
};

pub(super) async fn show(visit: Visit, Id(id): Id<AwardCycleId>) -> Answer {
    let page = visit.actions.own_nomination_form(&visit.call, id).await?;
    let place = page.person.workplace.clone().unwrap_or_default();
    let values = Values::default()
        .with(Field::NomineeWorkplace, place)
        .with(Field::NomineeTitle, &page.person.title);
    form_page(&visit, id, Form::to_make(&visit, values)).await
}

async fn form_page(visit: &Visit, id: AwardCycleId, form: Form) -> Answer {
    let l = visit.l;
    let page = visit.actions.own_nomination_form(&visit.call, id).await?;
    let head = Page::new(t!(l, nomination.oneself)).lede(page.cycle.title.clone()).with(&form);
    Ok(head.render(visit, move || {
        let optional = || Line { is_optional: true, ..Line::default() };
        let years = Line { kind: "number", is_short: true, min_value: Some(0), ..optional() };
        let units = page.units.iter().map(|unit| (unit.id.to_string(), unit.name.clone()));
        let categories = page.categories.iter().map(|row| {
            let name = words::award_cycle::category(l, row.category).to_owned();
            (row.id.to_string(), name)
        });
        view! {
            <p>{t!(l, nomination.oneself_lede)}</p>
            <form class="form" method="post" action=format!("/notice/{id}/nominate") novalidate>
                {form.why()}
                {form.once()}
                {form.select(Field::OwnUnit, units.collect(), false)}
                {form.select(Field::OwnCategory, categories.collect(), false)}
                {form.line(Field::NomineeWorkplace, Line::default())}
                {form.line(Field::NomineePost, optional())}
                {form.line(Field::NomineeTitle, optional())}
                {form.line(Field::ServiceYears, years)}
                {form.area(Field::Deeds, 12, true)}
                {form.line(Field::EarlierAwards, optional())}
                <h2>{t!(l, nomination.consents)}</h2>
                <p>{t!(l, nomination.consent_text)}" "<a href="/privacy">{t!(l, page.privacy)}</a></p>
                {questions(&form)}
                {super::truth(&form)}
                <div class="page-foot-action">
                    <button class="button primary large">{t!(l, nomination.oneself_send)}</button>
                </div>
            </form>
        }
    }))
}

pub(super) async fn send(visit: Visit, Id(id): Id<AwardCycleId>, posted: Posted) -> Answer {
    let l = visit.l;
    let texts = (t!(l, nomination.consent_text), t!(l, nomination.truth_text));
    let (values, once) = (&posted.values, &posted.once);
    let done = visit.actions.nominate_oneself(&visit.call, id, values, once, texts).await;
    let to = |token: String| format!("/nominee/{token}");
    answer(&visit, posted, done, to, "nominee_said", |form| form_page(&visit, id, form)).await
}
