//! Where somebody works and has worked.

use actions::{WorkplacePage, WorkplaceRow};
use domain::{
    form::{Field, Name, Once, Values},
    id::{AffiliationId, PersonId},
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;

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

/// The page of the workplaces; on it the form of the one that is ended or taken back, which is
/// another form than the one that adds.
async fn again(visit: &Visit, id: PersonId, mut form: Form) -> Answer {
    let l = visit.l;
    let page = visit.actions.workplaces(&visit.call, id).await?;
    if form.once == Once::default() {
        form.once = visit.once();
    }
    let title = words::person::workplaces_title(l, &page.person.name);
    let head = Page::new(title).lede(t!(l, person.workplaces_lede)).with(&form);
    Ok(head.render(visit, || {
        let rows = page.workplaces.iter().map(|row| card(&form, &page, row)).collect_view();
        let nothing = page.workplaces.is_empty();
        view! {
            {form.why()}
            {nothing.then(|| empty(t!(l, person.no_workplaces), None))}
            <ul class="card-list">{rows}</ul>
            {page.may_add.then(|| adding(&form, id))}
            <p><a href=format!("/person/{id}")>{t!(l, person.back)}</a></p>
        }
    }))
}

fn card(form: &Form, page: &WorkplacePage, row: &WorkplaceRow) -> impl IntoView + use<> {
    let l = form.l;
    let at = format!("/person/{}/workplace/{}", page.person.id, row.id);
    let days = words::person::worked(l, row.starts_on, row.ends_on);
    let ending = row.ends_on.is_none().then(|| {
        let day = form.date_of(Field::LeftOn.at(row.id), t!(l, form.label.left_on).to_owned());
        fold(form, Field::LeftOn.at(row.id), format!("{at}/end"), t!(l, person.end_workplace), day)
    });
    let removing = page.may_add.then(|| {
        let field = Field::Reason.at(row.id);
        let reason = form.area_of(field, t!(l, form.label.reason).to_owned(), 2);
        fold(form, field, format!("{at}/remove"), t!(l, person.remove_workplace), reason)
    });
    view! {
        <li class="card">
            <h2 class="card-title">{row.name.clone()}</h2>
            <p class="meta"><span>{days}</span></p>
            {ending}
            {removing}
        </li>
    }
}

/// A step that is seldom needed, behind its name; open where it was refused.
pub(super) fn fold(
    form: &Form,
    field: Name,
    action: String,
    text: &'static str,
    control: AnyView,
) -> AnyView {
    let open = form.problems.of(field).map(|_| "");
    view! {
        <details class="fold" open=open>
            <summary>{text}</summary>
            <form class="form" method="post" action=action novalidate>
                {control}
                <button class="button">{text}</button>
            </form>
        </details>
    }
    .into_any()
}

fn adding(form: &Form, id: PersonId) -> impl IntoView + use<> {
    let l = form.l;
    let day = Line { kind: "date", is_short: true, ..Line::default() };
    view! {
        <form class="form" method="post" action=format!("/person/{id}/workplace") novalidate>
            <h2>{t!(l, person.add_workplace)}</h2>
            {form.once()}
            {form.line(Field::Workplace, Line::default())}
            {form.line(Field::StartsOn, day)}
            {form.line(Field::LastDay, Line { is_optional: true, ..day })}
            <div class="page-foot-action">
                <button class="button primary large">{t!(l, person.save)}</button>
            </div>
        </form>
    }
}

pub(super) async fn add(visit: Visit, Id(id): Id<PersonId>, posted: Posted) -> Answer {
    let done = visit.actions.add_workplace(&visit.call, id, &posted.values, &posted.once).await;
    let to = |()| format!("/person/{id}/workplace");
    answer(&visit, posted, done, to, "workplace_added", |form| again(&visit, id, form)).await
}

pub(super) async fn end(
    visit: Visit,
    Id((id, workplace)): Id<(PersonId, AffiliationId)>,
    posted: Posted,
) -> Answer {
    let done = visit.actions.end_workplace(&visit.call, id, workplace, &posted.values).await;
    // An officer no longer keeps whoever has left the unit.
    let to = |keeps| if keeps { format!("/person/{id}/workplace") } else { "/person".to_owned() };
    answer(&visit, posted, done, to, "workplace_ended", |form| again(&visit, id, form)).await
}

pub(super) async fn remove(
    visit: Visit,
    Id((id, workplace)): Id<(PersonId, AffiliationId)>,
    posted: Posted,
) -> Answer {
    let done = visit.actions.remove_workplace(&visit.call, id, workplace, &posted.values).await;
    let to = |()| format!("/person/{id}/workplace");
    answer(&visit, posted, done, to, "workplace_removed", |form| again(&visit, id, form)).await
}
