//! Adding a unit, and correcting what is on file of one.

use actions::{ActionError, OrganisationForm, OrganisationRow};
use axum::response::Response;
use domain::{
    form::{Field, Values},
    id::OrganisationId,
    organisation::{OrganisationFacts, OrganisationKind},
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

pub(super) async fn show_new(visit: Visit) -> Answer {
    let form = Form::to_make(&visit, Values::default());
    new_again(&visit, form).await
}

async fn new_again(visit: &Visit, form: Form) -> Answer {
    let page = visit.actions.new_organisation(&visit.call, &form.values).await?;
    let title = t!(visit.l, organisation.add).to_owned();
    Ok(page_of(visit, &page, &form, title, "/organisation/new", "/organisation"))
}

pub(super) async fn add(visit: Visit, posted: Posted) -> Answer {
    let done = visit.actions.add_organisation(&visit.call, &posted.values, &posted.once).await;
    let to = |id: OrganisationId| format!("/organisation/{id}");
    answer(&visit, posted, done, to, "unit_added", |form| new_again(&visit, form)).await
}

pub(super) async fn show(visit: Visit, Id(id): Id<OrganisationId>) -> Answer {
    let page = visit.actions.organisation_form(&visit.call, id).await?;
    let unit = page.unit.as_ref().ok_or(ActionError::NotFound)?;
    let values = Values::from(&OrganisationFacts::from(unit));
    let form = Form::to_change(&visit, values, unit.revision);
    Ok(changing(&visit, &page, unit, &form))
}

async fn again(visit: &Visit, id: OrganisationId, mut form: Form) -> Answer {
    let page = visit.actions.organisation_form(&visit.call, id).await?;
    let unit = page.unit.as_ref().ok_or(ActionError::NotFound)?;
    form.renew(unit.revision);
    Ok(changing(visit, &page, unit, &form))
}

fn changing(
    visit: &Visit,
    page: &OrganisationForm,
    unit: &OrganisationRow,
    form: &Form,
) -> Response {
    let own = format!("/organisation/{}", unit.id);
    let title = words::organisation::change_title(visit.l, &unit.name);
    page_of(visit, page, form, title, &format!("{own}/change"), &own)
}

pub(super) async fn change(visit: Visit, Id(id): Id<OrganisationId>, posted: Posted) -> Answer {
    let (values, revision) = (&posted.values, posted.revision);
    let done = visit.actions.change_organisation(&visit.call, id, values, revision).await;
    let to = |()| format!("/organisation/{id}");
    answer(&visit, posted, done, to, "unit_changed", |form| again(&visit, id, form)).await
}

fn page_of(
    visit: &Visit,
    page: &OrganisationForm,
    form: &Form,
    title: String,
    action: &str,
    back: &str,
) -> Response {
    let l = visit.l;
    let is_new = page.unit.is_none();
    let (action, back) = (action.to_owned(), back.to_owned());
    let head = Page::new(title).with(form);
    let head = if is_new { head.lede(t!(l, organisation.add_lede)) } else { head };
    head.render(visit, || {
        let carried = if is_new { form.once().into_any() } else { form.revision().into_any() };
        let kinds = OrganisationKind::ALL.iter().map(|kind| {
            (kind.as_str().to_owned(), words::organisation::kind(l, *kind).to_owned())
        });
        let counties = page.counties.iter().map(|county| {
            let name = words::place::county(l, &county.name_zh, &county.name_en);
            (county.id.to_string(), name.to_owned())
        });
        let above = page.above.iter().map(|unit| (unit.id.to_string(), unit.name.clone()));
        let optional = Line { is_optional: true, is_short: true, ..Line::default() };
        let order = Line { kind: "number", min_value: Some(0), max_value: Some(9_999), ..optional };
        let of_city = page.is_city.then(|| {
            view! { {form.statement(Field::Nominates)}{form.line(Field::SortOrder, order)} }
        });
        view! {
            <form class="form" method="post" action=action novalidate>
                {form.why()}
                {carried}
                {like(form, page)}
                {form.line(Field::UnitName, Line::default())}
                {form.line(Field::ShortName, Line { is_short: false, ..optional })}
                {form.select(Field::UnitKind, kinds.collect(), false)}
                {form.select(Field::County, counties.collect(), page.is_city)}
                {form.select(Field::Above, above.collect(), true)}
                {form.line(Field::UnitCode, optional)}
                {of_city}
                {form.area(Field::PersonNote, 2, true)}
                <div class="page-foot-action cluster">
                    <button class="button primary large">
                        {if is_new { t!(l, organisation.save_new) } else { t!(l, organisation.save) }}
                    </button>
                    <a href=back>{t!(l, organisation.back)}</a>
                </div>
            </form>
        }
    })
}

/// Units on file that are called alike: the caller says that it is another one.
fn like(form: &Form, page: &OrganisationForm) -> Option<AnyView> {
    let l = form.l;
    let rows = page
        .like
        .iter()
        .map(|unit| {
            let kind = words::organisation::kind(l, unit.kind);
            view! {
                <li>
                    <a href=format!("/organisation/{}", unit.id)>{unit.name.clone()}</a>
                    " "
                    <span class="meta">{kind}</span>
                </li>
            }
        })
        .collect_view();
    form.another(t!(l, organisation.like_title), t!(l, organisation.like_hint), rows.into_any())
}
