//! Whom one calls at a unit, on the unit's page.

use actions::OrganisationPage;
use domain::{
    form::Field,
    id::{OrganisationContactId, OrganisationId},
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;

use super::again;
use crate::{
    error::Answer,
    form::{Form, Line, Posted, answer},
    id::Id,
    visit::Visit,
};

/// The list, and the form that adds to it behind its name.
pub(super) fn contacts(form: &Form, page: &OrganisationPage) -> impl IntoView + use<> {
    let l = form.l;
    let at = format!("/organisation/{}/contact", page.unit.id);
    let rows = page
        .contacts
        .iter()
        .map(|contact| {
            let phone = contact.phone.clone().unwrap_or_default();
            view! {
                <li class="card">
                    <p>
                        <strong>{contact.name.clone()}</strong>
                        " "
                        <span class="meta">
                            <span>{contact.post.clone()}</span>
                            <span>{phone}</span>
                            <span>{contact.note.clone()}</span>
                        </span>
                    </p>
                    <form method="post" action=format!("{at}/{}/remove", contact.id)>
                        <button class="button">{t!(l, organisation.remove_contact)}</button>
                    </form>
                </li>
            }
        })
        .collect_view();
    let nothing = page.contacts.is_empty();
    let optional = Line { is_optional: true, ..Line::default() };
    let open = form.is_refused().then_some("");
    view! {
        <h2>{t!(l, organisation.contacts)}</h2>
        {nothing.then(|| view! { <p>{t!(l, organisation.no_contacts)}</p> })}
        <ul class="card-list">{rows}</ul>
        <details class="fold" open=open>
            <summary>{t!(l, organisation.add_contact)}</summary>
            <form class="form" method="post" action=at novalidate>
                {form.once()}
                {form.line(Field::PersonName, Line::default())}
                {form.line(Field::Post, optional)}
                {form.line(Field::PersonPhone, Line { kind: "tel", max: Some(30), is_short: true, ..optional })}
                {form.line(Field::PersonNote, optional)}
                <button class="button primary">{t!(l, organisation.add_contact)}</button>
            </form>
        </details>
    }
}

pub(super) async fn add(visit: Visit, Id(id): Id<OrganisationId>, posted: Posted) -> Answer {
    let done = visit.actions.add_contact(&visit.call, id, &posted.values, &posted.once).await;
    let to = |()| format!("/organisation/{id}");
    answer(&visit, posted, done, to, "contact_added", |form| again(&visit, id, form)).await
}

pub(super) async fn remove(
    visit: Visit,
    Id((id, contact)): Id<(OrganisationId, OrganisationContactId)>,
    posted: Posted,
) -> Answer {
    let done = visit.actions.remove_contact(&visit.call, id, contact).await;
    let to = |()| format!("/organisation/{id}");
    answer(&visit, posted, done, to, "contact_removed", |form| again(&visit, id, form)).await
}
