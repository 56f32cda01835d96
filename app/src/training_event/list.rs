//! The trainings that somebody holds or can go to.

use actions::{ListFilter, TrainingList, TrainingRow};
use domain::{access_log::AccessThing, training_event::TrainingState};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use crate::{
    error::Answer,
    form::query,
    list_filter::{Choice, address, earlier, filters, nothing},
    list_sheet::{ColumnOf, column, sheet_link, sheet_of},
    page::Page,
    parts::{badge, further, part},
    visit::Visit,
};

const PATH: &str = "/training_event";

pub(super) async fn list(visit: Visit) -> Answer {
    let l = visit.l;
    let asked = query(&visit);
    let list = visit.actions.trainings(&visit.call, &ListFilter::of(&asked)).await?;
    let sees_years = visit.may_open("/assessment_year");
    let (lede, none) = if list.may_plan {
        (t!(l, training_event.lede_office), t!(l, training_event.none_office))
    } else {
        (t!(l, training_event.lede), t!(l, training_event.none))
    };
    Ok(Page::new(t!(l, training_event.title)).lede(lede).render(&visit, move || {
        let years = sees_years.then(|| {
            view! { <a class="button large" href="/assessment_year">{t!(l, assessment_year.title)}</a> }
        });
        let plan = list.may_plan.then(|| {
            view! {
                <p class="cluster">
                    <a class="button primary large" href="/training_event/new">{t!(l, training_event.plan)}</a>
                    {years}
                </p>
            }
        });
        let states = TrainingState::ALL.iter();
        let states = states.map(|it| (it.as_str(), words::training_event::state(l, *it)));
        let filters = filters(l, PATH, &asked, [Choice::state(l, states)]);
        // Who holds trainings hands the list on; who goes there has no use for it.
        let export = (list.may_plan && !list.rows.is_empty())
            .then(|| view! { <p>{sheet_link(l, "/training_event.xlsx", &asked)}</p> });
        let earlier = earlier(l, PATH, &asked);
        if list.rows.is_empty() {
            let nothing = nothing(l, PATH, &asked, none);
            return view! { {plan}{filters}{nothing}{earlier} }.into_any();
        }
        let (rows, next) = part(&list.rows, &asked, |row| row.id.into());
        let cards = rows.iter().map(|row| card(l, &list, row)).collect_view();
        let further = further(l, &address(PATH, &asked), &asked, next);
        view! { {plan}{filters}{export}<ul class="card-list">{cards}</ul>{further}{earlier} }.into_any()
    }))
}

fn card(l: Locale, list: &TrainingList, row: &TrainingRow) -> impl IntoView + use<> {
    let href = format!("/training_event/{}", row.id);
    let own =
        list.own.contains(&row.id).then(|| view! { <span>{t!(l, training_event.own)}</span> });
    view! {
        <li class="card">
            <h2 class="card-title"><a href=href>{row.title.clone()}</a></h2>
            <p class="meta">
                <span>{words::hour_claim::days(l, Some(row.starts_on), Some(row.ends_on))}</span>
                <span>{row.place.clone()}</span>
                <span>{row.organiser.clone()}</span>
                {own}
            </p>
            {badge(words::training_event::tone(row.state), words::training_event::state(l, row.state))}
        </li>
    }
}

pub(super) async fn export(visit: Visit) -> Answer {
    let filter = ListFilter::of(&query(&visit));
    let handed = visit.actions.training_export(&visit.call, &filter).await?;
    let title = words::access_log::thing(visit.l, AccessThing::TrainingList);
    sheet_of(&visit, title, &columns(visit.l), handed).await
}

fn columns(l: Locale) -> [ColumnOf<TrainingRow>; 8] {
    [
        column(t!(l, form.label.title), 28, |_, row| row.title.clone()),
        column(t!(l, form.label.activity_kind), 14, |l, row| {
            words::hour_claim::kind(l, row.kind).to_owned()
        }),
        column(t!(l, form.label.organiser), 24, |_, row| row.organiser.clone()),
        column(t!(l, training_event.place), 24, |_, row| row.place.clone()),
        column(t!(l, register_entry.from), 12, |_, row| row.starts_on.to_string()),
        column(t!(l, register_entry.until), 12, |_, row| row.ends_on.to_string()),
        column(t!(l, training_event.enrol_until), 12, |_, row| row.enrol_until.to_string()),
        column(t!(l, training_event.state_label), 12, |l, row| {
            words::training_event::state(l, row.state).to_owned()
        }),
    ]
}
