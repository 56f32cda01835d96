//! What ties somebody to others, so that neither judges the other.

use actions::{PersonTiePage, PersonTieRow};
use domain::{
    form::{Field, Once, Values},
    id::{PersonId, PersonTieId},
    person_tie::TieKind,
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;

use super::workplace::fold;
use crate::{
    error::Answer,
    form::{Form, Line, Posted, answer},
    id::Id,
    page::Page,
    parts::empty,
    visit::Visit,
};

pub(super) async fn show(visit: Visit, Id(id): Id<PersonId>) -> Answer {
    let form = Form::to_make(&visit, Values::default());
    again(&visit, id, form).await
}

async fn again(visit: &Visit, id: PersonId, mut form: Form) -> Answer {
    let l = visit.l;
    let page = visit.actions.person_ties(&visit.call, id).await?;
    if form.once == Once::default() {
        form.once = visit.once();
    }
    let title = words::person_tie::title(l, &page.person.name);
    let head = Page::new(title).lede(t!(l, person_tie.lede)).with(&form);
    Ok(head.render(visit, || {
        let rows = page.ties.iter().map(|row| card(&form, &page, row)).collect_view();
        let nothing = page.ties.is_empty();
        view! {
            {form.why()}
            {nothing.then(|| empty(t!(l, person_tie.none), None))}
            <ul class="card-list">{rows}</ul>
            {adding(&form, id)}
            <p><a href=format!("/person/{id}")>{t!(l, person.back)}</a></p>
        }
    }))
}

fn card(form: &Form, page: &PersonTiePage, row: &PersonTieRow) -> impl IntoView + use<> {
    let l = form.l;
    let at = format!("/person/{}/tie/{}", page.person.id, row.id);
    let other = if row.person_id == page.person.id { row.other_id } else { row.person_id };
    let ending = row.ends_on.is_none().then(|| {
        let day = form.date_of(Field::LeftOn.at(row.id), t!(l, form.label.left_on).to_owned());
        fold(form, Field::LeftOn.at(row.id), format!("{at}/end"), t!(l, person_tie.end), day)
    });
    let field = Field::Reason.at(row.id);
    let reason = form.area_of(field, t!(l, form.label.reason).to_owned(), 2);
    let removing = fold(form, field, format!("{at}/remove"), t!(l, person_tie.remove), reason);
    view! {
        <li class="card">
            <h2 class="card-title">
                <a href=format!("/person/{other}")>{row.name.clone()}</a>
            </h2>
            <p class="meta">
                <span>{words::person_tie::kind(l, row.kind)}</span>
                <span>{words::person::worked(l, row.starts_on, row.ends_on)}</span>
            </p>
            {ending}
            {removing}
        </li>
    }
}

fn adding(form: &Form, id: PersonId) -> impl IntoView + use<> {
    let l = form.l;
    let day = Line { kind: "date", is_short: true, ..Line::default() };
    let kinds = TieKind::ALL
        .iter()
        .map(|kind| (kind.as_str().to_owned(), words::person_tie::kind(l, *kind).to_owned(), None))
        .collect();
    view! {
        <form class="form" method="post" action=format!("/person/{id}/tie") novalidate>
            <h2>{t!(l, person_tie.add)}</h2>
            {form.once()}
            {form.line(Field::TiedPerson, Line::default())}
            {form.choices(Field::TieKind, "radio", kinds, false)}
            {form.line(Field::StartsOn, day)}
            {form.line(Field::LastDay, Line { is_optional: true, ..day })}
            <div class="page-foot-action">
                <button class="button primary large">{t!(l, person.save)}</button>
            </div>
        </form>
    }
}

pub(super) async fn add(visit: Visit, Id(id): Id<PersonId>, posted: Posted) -> Answer {
    let done = visit.actions.add_person_tie(&visit.call, id, &posted.values, &posted.once).await;
    let to = |()| format!("/person/{id}/tie");
    answer(&visit, posted, done, to, "person_tie_added", |form| again(&visit, id, form)).await
}

pub(super) async fn end(
    visit: Visit,
    Id((id, tie)): Id<(PersonId, PersonTieId)>,
    posted: Posted,
) -> Answer {
    let done = visit.actions.end_person_tie(&visit.call, id, tie, &posted.values).await;
    let to = |()| format!("/person/{id}/tie");
    answer(&visit, posted, done, to, "person_tie_ended", |form| again(&visit, id, form)).await
}

pub(super) async fn remove(
    visit: Visit,
    Id((id, tie)): Id<(PersonId, PersonTieId)>,
    posted: Posted,
) -> Answer {
    let done = visit.actions.remove_person_tie(&visit.call, id, tie, &posted.values).await;
    let to = |()| format!("/person/{id}/tie");
    answer(&visit, posted, done, to, "person_tie_removed", |form| again(&visit, id, form)).await
}
