//! An application is opened for somebody on file.

use actions::ApplicationForm;
use domain::{
    form::{Field, Values},
    id::{LecturerApplicationId, PersonId},
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;

use super::edit::fields;
use crate::{
    error::Answer,
    form::{Form, Line, Posted, answer},
    id::Id,
    page::Page,
    visit::Visit,
};

pub(super) async fn show(visit: Visit, Id(id): Id<PersonId>) -> Answer {
    let page = visit.actions.application_form(&visit.call, id).await?;
    let unit = page.person.workplace_id.filter(|id| page.units.iter().any(|unit| unit.id == *id));
    let values = Values::default()
        .with(Field::Post, &page.person.title)
        .with_known(Field::SubjectField, page.person.field_id)
        .with_known(Field::Unit, unit);
    Ok(page_of(&visit, &page, &Form::to_make(&visit, values)))
}

fn page_of(visit: &Visit, page: &ApplicationForm, form: &Form) -> axum::response::Response {
    let l = visit.l;
    let title = words::lecturer_application::open_title(l, &page.person.name);
    let head = Page::new(title).lede(t!(l, lecturer_application.open_lede)).with(form);
    let id = page.person.id;
    let units = page.units.iter().map(|unit| (unit.id.to_string(), unit.name.clone())).collect();
    head.render(visit, || {
        view! {
            <form class="form" method="post" action=format!("/person/{id}/lecturer_application") novalidate>
                {form.why()}
                {form.once()}
                {form.select(Field::Unit, units, false)}
                {form.line(Field::Post, Line { is_optional: true, ..Line::default() })}
                {form.select(Field::SubjectField, fields(l, &page.fields), true)}
                <div class="page-foot-action cluster">
                    <button class="button primary large">{t!(l, lecturer_application.open)}</button>
                    <a href=format!("/person/{id}")>{t!(l, lecturer_application.to_person)}</a>
                </div>
            </form>
        }
    })
}

pub(super) async fn open(visit: Visit, Id(id): Id<PersonId>, posted: Posted) -> Answer {
    let done = visit.actions.open_application(&visit.call, id, &posted.values, &posted.once).await;
    let to = |made: LecturerApplicationId| format!("/lecturer_application/{made}");
    let again = async |form: Form| {
        let page = visit.actions.application_form(&visit.call, id).await?;
        Ok(page_of(&visit, &page, &form))
    };
    answer(&visit, posted, done, to, "application_opened", again).await
}
