//! Adding a person, and correcting what is on file of one.

use actions::{ActionError, PersonForm, PersonRow};
use axum::response::Response;
use domain::{
    form::{Field, Values},
    id::PersonId,
    roster::Sex,
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

pub(super) async fn show_new(visit: Visit) -> Answer {
    let form = Form::to_make(&visit, Values::default());
    new_again(&visit, form).await
}

async fn new_again(visit: &Visit, form: Form) -> Answer {
    let page = visit.actions.new_person(&visit.call, &form.values).await?;
    let title = t!(visit.l, person.add);
    Ok(page_of(visit, &page, &form, title.to_owned(), "/person/new", "/person"))
}

pub(super) async fn add(visit: Visit, posted: Posted) -> Answer {
    let done = visit.actions.add_person(&visit.call, &posted.values, &posted.once).await;
    let to = |id: PersonId| format!("/person/{id}");
    answer(&visit, posted, done, to, "person_added", |form| new_again(&visit, form)).await
}

pub(super) async fn show(visit: Visit, Id(id): Id<PersonId>) -> Answer {
    let page = visit.actions.person_form(&visit.call, id).await?;
    let person = page.person.as_ref().ok_or(ActionError::NotFound)?;
    let facts = person.facts(page.own_fields.clone());
    let form = Form::to_change(&visit, Values::from(&facts), person.revision);
    Ok(changing(&visit, &page, person, &form))
}

async fn again(visit: &Visit, id: PersonId, mut form: Form) -> Answer {
    let page = visit.actions.person_form(&visit.call, id).await?;
    let person = page.person.as_ref().ok_or(ActionError::NotFound)?;
    form.renew(person.revision);
    Ok(changing(visit, &page, person, &form))
}

fn changing(visit: &Visit, page: &PersonForm, person: &PersonRow, form: &Form) -> Response {
    let own = format!("/person/{}", person.id);
    let title = words::person::change_title(visit.l, &person.name);
    page_of(visit, page, form, title, &format!("{own}/change"), &own)
}

pub(super) async fn change(visit: Visit, Id(id): Id<PersonId>, posted: Posted) -> Answer {
    let (values, revision) = (&posted.values, posted.revision);
    let done = visit.actions.change_person(&visit.call, id, values, revision).await;
    let to = |()| format!("/person/{id}");
    answer(&visit, posted, done, to, "person_changed", |form| again(&visit, id, form)).await
}

fn page_of(
    visit: &Visit,
    page: &PersonForm,
    form: &Form,
    title: String,
    action: &str,
    back: &str,
) -> Response {
    let l = visit.l;
    let is_new = page.person.is_none();
    let (action, back) = (action.to_owned(), back.to_owned());
    let head = Page::new(title).with(form);
    let head = if is_new { head.lede(t!(l, person.add_lede)) } else { head };
    head.render(visit, || {
        let further = fields(l, page).into_iter().map(|(id, name)| (id, name, None)).collect();
        let carried = if is_new { form.once().into_any() } else { form.revision().into_any() };
        let workplace = is_new.then(|| first_workplace(form, page));
        let county = page.units.is_none().then(|| {
            let counties = page.counties.iter().map(|county| {
                let name = words::place::county(l, &county.name_zh, &county.name_en);
                (county.id.to_string(), name.to_owned())
            });
            form.select(Field::County, counties.collect(), page.is_city)
        });
        view! {
            <form class="form" method="post" action=action novalidate>
                {form.why()}
                {carried}
                {like(form, page)}
                {form.line(Field::PersonName, Line::default())}
                {workplace}
                {form.line(Field::Post, Line { is_optional: true, ..Line::default() })}
                {form.line(Field::PersonPhone, Line { kind: "tel", max: Some(30), is_optional: true, is_short: true, ..Line::default() })}
                {county}
                {form.select(Field::SubjectField, fields(l, page), true)}
                {form.choices(Field::FurtherFields, "checkbox", further, true)}
                {form.choices(Field::Sex, "radio", sexes(l), true)}
                {form.line(Field::BornIn, Line { kind: "month", is_optional: true, is_short: true, ..Line::default() })}
                {form.area(Field::Topics, 2, true)}
                {form.area(Field::PersonNote, 2, true)}
                {page.is_city.then(|| form.area(Field::InnerNote, 2, true))}
                <div class="page-foot-action cluster">
                    <button class="button primary large">
                        {if is_new { t!(l, person.save_new) } else { t!(l, person.save) }}
                    </button>
                    <a href=back>{t!(l, person.back)}</a>
                </div>
            </form>
        }
    })
}

/// Whoever on file is like the new person: the caller says that it is another one.
fn like(form: &Form, page: &PersonForm) -> Option<AnyView> {
    let l = form.l;
    let rows = page
        .like
        .iter()
        .map(|person| {
            let workplace = person.workplace.clone().unwrap_or_default();
            let phone = words::person::phone(person.phone.as_deref());
            view! {
                <li>
                    <a href=format!("/person/{}", person.id)>{person.name.clone()}</a>
                    <span class="meta">{workplace} " " {phone}</span>
                </li>
            }
        })
        .collect_view();
    form.another(t!(l, person.like_title), t!(l, person.like_hint), rows.into_any())
}

fn first_workplace(form: &Form, page: &PersonForm) -> AnyView {
    match &page.units {
        None => form.line(Field::Workplace, Line { is_optional: true, ..Line::default() }),
        Some(units) => {
            let units = units.iter().map(|unit| (unit.id.to_string(), unit.name.clone()));
            form.select(Field::Unit, units.collect(), false)
        }
    }
}

fn fields(l: Locale, page: &PersonForm) -> Vec<(String, String)> {
    let name = |field: &actions::FieldRow| {
        let name = words::place::county(l, &field.name_zh, &field.name_en);
        (field.id.to_string(), name.to_owned())
    };
    page.fields.iter().map(name).collect()
}

fn sexes(l: Locale) -> Vec<(String, String, Option<String>)> {
    let choice =
        |sex: &Sex| (sex.as_str().to_owned(), words::person::sex(l, *sex).to_owned(), None);
    Sex::ALL.iter().map(choice).collect()
}
