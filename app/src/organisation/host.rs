//! The form in which a host of a unit is put right.

use actions::UnitHostPage;
use axum::response::Response;
use domain::{
    form::{Field, Values},
    id::{HostUnitId, OrganisationId},
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;

use crate::{
    error::Answer,
    form::{Form, Line, Posted, answer},
    id::Id,
    page::Page,
    visit::Visit,
};

type At = (OrganisationId, HostUnitId);

pub(super) async fn show(visit: Visit, Id(at): Id<At>) -> Answer {
    let page = visit.actions.host(&visit.call, at).await?;
    let host = &page.host;
    let number = |n: Option<i64>| n.map(|n| n.to_string()).unwrap_or_default();
    let values = Values::default()
        .with(Field::Town, number(host.town_id.map(|town| town.0)))
        .with(Field::Capacity, number(host.hall))
        .with(Field::HallEquipment, &host.equipment)
        .with(Field::Contact, &host.contact)
        .with(Field::ContactPhone, host.phone.clone().unwrap_or_default());
    let form = Form::to_change(&visit, values, host.revision);
    Ok(page_of(&visit, at, page, form))
}

fn page_of(visit: &Visit, (unit, id): At, page: UnitHostPage, form: Form) -> Response {
    let l = visit.l;
    let head = Page::new(t!(l, organisation.host_title)).lede(page.host.name.clone()).with(&form);
    head.render(visit, move || {
        let towns = page.towns.iter().map(|town| {
            (town.id.to_string(), words::place::county(l, &town.name_zh, &town.name_en).to_owned())
        });
        let optional = || Line { is_optional: true, ..Line::default() };
        let seats = Line { kind: "number", is_short: true, min_value: Some(1), ..optional() };
        let phone = Line { kind: "tel", is_short: true, ..optional() };
        let action = format!("/organisation/{unit}/host/{id}");
        view! {
            <form class="form" method="post" action=action novalidate>
                {form.why()}
                {form.revision()}
                {form.select(Field::Town, towns.collect(), true)}
                {form.line(Field::Capacity, seats)}
                {form.line(Field::HallEquipment, optional())}
                {form.line(Field::Contact, optional())}
                {form.line(Field::ContactPhone, phone)}
                <div class="page-foot-action">
                    <button class="button primary large">{t!(l, organisation.host_save)}</button>
                </div>
            </form>
            <p><a href=format!("/organisation/{unit}")>{page.unit.clone()}</a></p>
        }
    })
}

pub(super) async fn change(visit: Visit, Id(at): Id<At>, posted: Posted) -> Answer {
    let (values, revision) = (&posted.values, posted.revision);
    let done = visit.actions.correct_host(&visit.call, at, values, revision).await;
    let to = |()| format!("/organisation/{}", at.0);
    answer(&visit, posted, done, to, "host_corrected", |mut form| async {
        let page = visit.actions.host(&visit.call, at).await?;
        form.renew(page.host.revision);
        Ok(page_of(&visit, at, page, form))
    })
    .await
}
