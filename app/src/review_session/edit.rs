//! The planning form.

use actions::{PlanChoices, RegionRow};
use domain::{
    audience::SchoolStage,
    form::{Field, Values},
    id::ReviewSessionId,
    review_session::{ReviewSessionState, SLOTS_MAX},
    role::organised_regions,
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;

use crate::{
    error::{Answer, AppError},
    form::{Form, Line, Posted, answer},
    id::Id,
    page::Page,
    visit::Visit,
};

pub(super) async fn show_new(visit: Visit) -> Answer {
    let values = Values::default()
        .with(Field::StartsAt, "09:00")
        .with(Field::SlotMinutes, "60")
        .with(Field::NSlots, "3")
        .with(Field::BreakMinutes, "10");
    let mut form = Form::to_make(&visit, values);
    let organised = visit.call.actor.as_ref().map(organised_regions).unwrap_or_default();
    if let [own] = organised[..] {
        form.values.set(Field::County, own.to_string());
    }
    form_page(&visit, form, None).await
}

pub(super) async fn show(visit: Visit, Id(id): Id<ReviewSessionId>) -> Answer {
    let page = visit.actions.review_session(&visit.call, id).await?;
    if page.session.state != ReviewSessionState::Planned {
        return Err(AppError::Conflict);
    }
    let form = Form::to_change(&visit, Values::from(&page.plan()), page.session.revision);
    form_page(&visit, form, Some(id)).await
}

async fn form_page(visit: &Visit, form: Form, id: Option<ReviewSessionId>) -> Answer {
    let l = visit.l;
    let choices = visit.actions.plan_choices(&visit.call).await?;
    let action = match id {
        Some(id) => format!("/review_session/{id}/edit"),
        None => "/review_session/new".to_owned(),
    };
    let head = Page::new(t!(l, review_session.plan)).with(&form);
    Ok(head.render(visit, move || form_view(&form, action, &choices)))
}

fn form_view(form: &Form, action: String, choices: &PlanChoices) -> impl IntoView + use<> {
    let l = form.l;
    let allowed = &choices.lengths;
    let lengths = allowed.slots.iter();
    let lengths = lengths.map(|n| (n.to_string(), words::course::minutes(l, *n), None)).collect();
    let short = allowed.short.iter();
    let short = short.map(|n| (n.to_string(), words::course::minutes(l, *n))).collect();
    let places = choices
        .offered(form.values.get(Field::Place))
        .map(|place| (place.id.to_string(), format!("{} · {}", place.name, place.address)))
        .collect();
    let stages = SchoolStage::ALL
        .iter()
        .map(|stage| {
            (stage.as_str().to_owned(), words::audience::stage(l, *stage).to_owned(), None)
        })
        .collect();
    let fields = choices
        .fields
        .iter()
        .map(|field| {
            let name = words::course::field(l, Some(&field.name_zh), Some(&field.name_en));
            (field.id.to_string(), name.to_owned(), None)
        })
        .collect();
    let panel = choices
        .panelists
        .iter()
        .map(|person| {
            let name = match &person.workplace {
                Some(place) => format!("{} · {place}", person.name),
                None => person.name.clone(),
            };
            let conflicts = choices.conflicts.get(&person.id);
            let hint = conflicts.map(|names| words::review_session::conflicts_with(l, names));
            (person.id.to_string(), name, hint)
        })
        .collect();
    let county = |region: &RegionRow| {
        let name = words::course::field(l, Some(&region.name_zh), Some(&region.name_en));
        (region.id.to_string(), name.to_owned())
    };
    let counties: Vec<_> = choices.counties.iter().map(county).collect();
    let has_counties = !counties.is_empty();
    let date = Line { kind: "date", is_short: true, ..Line::default() };
    let time = Line { kind: "time", is_short: true, ..Line::default() };
    let number = |min, max| Line {
        kind: "number",
        is_short: true,
        min_value: Some(min),
        max_value: Some(max),
        ..Line::default()
    };
    let link = Line { kind: "url", is_optional: true, ..Line::default() };
    view! {
        <form class="form" method="post" action=action novalidate>
            {form.why()}
            {form.once()}
            {form.revision()}
            <div class="field-row">
                {form.line(Field::HeldOn, date)}
                {form.line(Field::StartsAt, time)}
            </div>
            {form.choices(Field::SlotMinutes, "radio", lengths, false)}
            {form.select(Field::ShortMinutes, short, true)}
            <div class="field-row">
                {form.line(Field::NSlots, number(1, SLOTS_MAX))}
                {form.line(Field::BreakMinutes, number(0, 120))}
            </div>
            {has_counties.then(|| form.select(Field::County, counties, choices.is_city))}
            {form.select(Field::Place, places, true)}
            {form.line(Field::VideoLink, link)}
            {form.line(Field::OpensOn, Line { is_optional: true, ..date })}
            {form.choices(Field::Stages, "checkbox", stages, false)}
            {form.choices(Field::SubjectFields, "checkbox", fields, true)}
            {form.choices(Field::Panel, "checkbox", panel, false)}
            <div class="page-foot-action">
                <button class="button primary large">{t!(l, review_session.save)}</button>
            </div>
        </form>
    }
}

pub(super) async fn plan(visit: Visit, posted: Posted) -> Answer {
    let done = visit.actions.plan_session(&visit.call, &posted.values, &posted.once).await;
    let to = |id| format!("/review_session/{id}");
    answer(&visit, posted, done, to, "session_planned", |form| form_page(&visit, form, None)).await
}

pub(super) async fn save(visit: Visit, Id(id): Id<ReviewSessionId>, posted: Posted) -> Answer {
    let done = visit.actions.change_session(&visit.call, id, &posted.values, posted.revision).await;
    let to = |()| format!("/review_session/{id}");
    answer(&visit, posted, done, to, "session_planned", |mut form| async {
        let page = visit.actions.review_session(&visit.call, id).await?;
        form.renew(page.session.revision);
        form_page(&visit, form, Some(id)).await
    })
    .await
}
