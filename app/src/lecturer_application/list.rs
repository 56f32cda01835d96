//! Applications, for whoever they wait for.

use actions::{ApplicationFilter, LecturerApplicationRow};
use domain::{
    form::{Field, Problems},
    lecturer_application::ApplicationState,
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use crate::{
    audit,
    error::Answer,
    form::{Form, query},
    page::Page,
    parts::{badge, cell, empty},
    visit::Visit,
};

const PATH: &str = "/lecturer_application";

pub(super) async fn list(visit: Visit) -> Answer {
    let l = visit.l;
    let asked = query(&visit);
    let filter = ApplicationFilter::of(&asked);
    let up_to = asked.get(Field::UpTo).parse().ok();
    let page = visit.actions.lecturer_applications(&visit.call, &filter, up_to).await?;
    let now = visit.call.now;
    let form = Form::to_find(&visit, asked, Problems::default());
    let head = Page::new(t!(l, lecturer_application.title)).lede(t!(l, lecturer_application.lede));
    Ok(head.render(&visit, move || {
        let open = page.may_open.then(|| {
            view! {
                <p class="cluster">
                    <a class="button primary" href="/person">{t!(l, lecturer_application.to_people)}</a>
                    <span class="hint">{t!(l, lecturer_application.open_hint)}</span>
                </p>
            }
        });
        let next = page.list.next.map(|id| id.to_string());
        let rows = &page.list.rows;
        let nothing = rows.is_empty().then(|| {
            empty(
                t!(l, lecturer_application.nothing),
                Some((PATH, t!(l, lecturer_application.show_all))),
            )
        });
        view! {
            {open}
            {filters(&form)}
            {nothing}
            {(!rows.is_empty()).then(|| table(l, rows, now))}
            {audit::pager(l, PATH, &form.values, next)}
        }
    }))
}

fn filters(form: &Form) -> impl IntoView + use<> {
    let l = form.l;
    let mine = (ApplicationFilter::MINE, t!(l, lecturer_application.mine));
    let state =
        |state: &ApplicationState| (state.as_str(), words::lecturer_application::state(l, *state));
    let chosen = form.values.get(Field::State).to_owned();
    let states = std::iter::once(mine).chain(ApplicationState::ALL.iter().map(state));
    let states = states.map(|(value, text)| {
        let selected = value == chosen;
        view! { <option value=value selected=selected>{text}</option> }
    });
    let sought = form.values.get(Field::Search).to_owned();
    view! {
        <form class="filters" method="get" action=PATH role="search" novalidate>
            <div class="field">
                <label for="q">{t!(l, lecturer_application.words)}</label>
                <input id="q" name=Field::Search.as_str() type="search" value=sought/>
            </div>
            <div class="field">
                <label for="state">{t!(l, lecturer_application.state_title)}</label>
                <select id="state" name=Field::State.as_str()>
                    <option value="">{t!(l, form.any)}</option>
                    {states.collect_view()}
                </select>
            </div>
            <button class="button">{t!(l, lecturer_application.find)}</button>
        </form>
    }
}

fn table(
    l: Locale,
    rows: &[LecturerApplicationRow],
    now: chrono::DateTime<chrono::Utc>,
) -> impl IntoView + use<> {
    let rows = rows.iter().map(|row| {
        let due = row.due_at.filter(|_| row.state.is_live());
        let late = due.filter(|due| *due <= now);
        let late = late.map(|_| badge("ended", t!(l, lecturer_application.overdue)));
        let due = due.map(|due| words::time::last_moment(l, due)).unwrap_or_default();
        view! {
            <tr>
                <td data-label=t!(l, lecturer_application.name)>
                    <a href=format!("{PATH}/{}", row.id)>{row.name.clone()}</a>
                </td>
                {cell(t!(l, lecturer_application.unit), row.unit_name.clone())}
                <td data-label=t!(l, lecturer_application.state_title)>
                    {badge(
                        words::lecturer_application::tone(row.state),
                        words::lecturer_application::state(l, row.state),
                    )}
                    " "
                    {late}
                </td>
                {cell(t!(l, lecturer_application.due), due)}
            </tr>
        }
    });
    view! {
        <table class="data stacked">
            <thead><tr>
                <th scope="col">{t!(l, lecturer_application.name)}</th>
                <th scope="col">{t!(l, lecturer_application.unit)}</th>
                <th scope="col">{t!(l, lecturer_application.state_title)}</th>
                <th scope="col">{t!(l, lecturer_application.due)}</th>
            </tr></thead>
            <tbody>{rows.collect_view()}</tbody>
        </table>
    }
}
