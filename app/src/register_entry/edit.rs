//! The form of an entry: what its register asks for, to be added or corrected.

use actions::{FieldRow, RegionRow, RegisterEntryForm, entry_facts};
use domain::{
    form::{Field, Values},
    id::RegisterEntryId,
    register_entry::{Need, RegisterKind, SEATS_MAX},
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use super::{address, name};
use crate::{
    error::Answer,
    form::{Form, Line, Posted, answer, query},
    id::Id,
    page::Page,
    visit::Visit,
};

pub(super) async fn show_new(visit: Visit, Id(kind): Id<RegisterKind>) -> Answer {
    // Whoever comes from an entry that ends begins with its names.
    let asked = query(&visit);
    let known = [Field::EntryPerson, Field::EntryUnit].into_iter();
    let values =
        known.fold(Values::default(), |values, field| values.with(field, asked.get(field)));
    new_again(&visit, kind, Form::to_make(&visit, values)).await
}

async fn new_again(visit: &Visit, kind: RegisterKind, form: Form) -> Answer {
    let l = visit.l;
    let choices = visit.actions.register_form(&visit.call, kind).await?;
    let head = Page::new(words::register_entry::add_title(l, kind))
        .lede(words::register_entry::kind_lede(l, kind))
        .with(&form);
    let at = address(kind);
    Ok(head.render(visit, move || {
        view! {
            <form class="form" method="post" action=format!("{at}/new") novalidate>
                {form.why()}
                {form.once()}
                {fields(&form, kind, &choices)}
                <div class="page-foot-action cluster">
                    <button class="button primary large">{t!(l, register_entry.save)}</button>
                    <a href=at>{words::register_entry::back(l, kind)}</a>
                </div>
            </form>
        }
    }))
}

fn fields(form: &Form, kind: RegisterKind, choices: &RegisterEntryForm) -> impl IntoView + use<> {
    kind.fields()
        .iter()
        .map(|(field, need)| control(form, kind, choices, *field, *need == Need::Optional))
        .collect_view()
}

fn control(
    form: &Form,
    kind: RegisterKind,
    choices: &RegisterEntryForm,
    field: Field,
    is_optional: bool,
) -> AnyView {
    let l = form.l;
    let day = Line { kind: "date", is_short: true, is_optional, ..Line::default() };
    let number = Line { kind: "number", is_short: true, is_optional, ..Line::default() };
    match field {
        Field::EntryDetail => {
            let details = kind.details().iter();
            let details =
                details.map(|it| (it.as_str().to_owned(), words::register_entry::detail(l, *it)));
            form.select(field, details.collect(), is_optional)
        }
        Field::County => form.select(
            field,
            choices.regions.iter().map(|it| county(l, it)).collect(),
            is_optional,
        ),
        Field::SubjectField => {
            let fields = choices.fields.iter().map(|it| subject(l, it)).collect();
            form.select(field, fields, is_optional)
        }
        Field::EntryFrom | Field::EntryUntil | Field::CheckedOn => form.line(field, day),
        Field::EntryYear => {
            form.line(field, Line { min_value: Some(2000), max_value: Some(2199), ..number })
        }
        Field::EntrySeats => {
            form.line(field, Line { min_value: Some(0), max_value: Some(SEATS_MAX), ..number })
        }
        Field::CheckClear => form.statement(field),
        Field::EntryNote => form.area(field, 3, is_optional),
        _ => form.line(field, Line { is_optional, ..Line::default() }),
    }
}

fn county(l: Locale, region: &RegionRow) -> (String, String) {
    let name = words::place::county(l, &region.name_zh, &region.name_en);
    (region.id.to_string(), name.to_owned())
}

fn subject(l: Locale, field: &FieldRow) -> (String, String) {
    let name = match l {
        Locale::zh_CN => field.name_zh.clone(),
        Locale::en => field.name_en.clone(),
    };
    (field.id.to_string(), name)
}

pub(super) async fn add(visit: Visit, Id(kind): Id<RegisterKind>, posted: Posted) -> Answer {
    let (values, once) = (&posted.values, &posted.once);
    let done = visit.actions.add_register_entry(&visit.call, kind, values, once).await;
    let to = |id: RegisterEntryId| format!("/register_entry/{id}");
    answer(&visit, posted, done, to, "entry_added", |form| new_again(&visit, kind, form)).await
}

pub(super) async fn show(visit: Visit, Id(id): Id<RegisterEntryId>) -> Answer {
    let (entry, _) = visit.actions.register_change_form(&visit.call, id).await?;
    let values = entry_facts(&entry).values(entry.kind);
    let form = Form::to_change(&visit, values, entry.revision);
    again(&visit, id, form).await
}

async fn again(visit: &Visit, id: RegisterEntryId, mut form: Form) -> Answer {
    let l = visit.l;
    let (entry, choices) = visit.actions.register_change_form(&visit.call, id).await?;
    form.renew(entry.revision);
    let head = Page::new(words::register_entry::change_title(l, &name(&entry)))
        .lede(t!(l, register_entry.change_lede))
        .with(&form);
    Ok(head.render(visit, move || {
        view! {
            <form class="form" method="post" action=format!("/register_entry/{id}/change") novalidate>
                {form.why()}
                {form.revision()}
                {fields(&form, entry.kind, &choices)}
                <div class="page-foot-action cluster">
                    <button class="button primary large">{t!(l, register_entry.save)}</button>
                    <a href=format!("/register_entry/{id}")>{name(&entry)}</a>
                </div>
            </form>
        }
    }))
}

pub(super) async fn change(visit: Visit, Id(id): Id<RegisterEntryId>, posted: Posted) -> Answer {
    let (values, revision) = (&posted.values, posted.revision);
    let done = visit.actions.change_register_entry(&visit.call, id, values, revision).await;
    let to = |()| format!("/register_entry/{id}");
    answer(&visit, posted, done, to, "entry_changed", |form| again(&visit, id, form)).await
}
