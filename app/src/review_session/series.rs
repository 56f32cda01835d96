//! A series of sessions for a season, planned from one that is there: first its days are looked at,
//! then those that are ticked are planned.

use actions::{SeriesDay, SessionPage};
use chrono::TimeDelta;
use domain::{
    form::{Field, Problems, Values},
    id::ReviewSessionId,
    review_session::{EVERY_WEEKS_MAX, SERIES_MAX, SessionSeries},
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use crate::{
    error::Answer,
    form::{Form, Line, Posted, answer, query},
    id::Id,
    page::Page,
    visit::Visit,
};

pub(super) async fn show(visit: Visit, Id(id): Id<ReviewSessionId>) -> Answer {
    let page = visit.actions.review_session(&visit.call, id).await?;
    let asked = query(&visit);
    if asked.iter().next().is_none() {
        let next = (page.plan().held_on + TimeDelta::weeks(2))
            .max(visit.call.today() + TimeDelta::weeks(2));
        let values = Values::default()
            .with(Field::HeldOn, next.to_string())
            .with(Field::EveryWeeks, "2")
            .with(Field::NSessions, "6");
        let form = Form::to_find(&visit, values, Problems::default());
        return Ok(shown(&visit, &page, &form, None));
    }
    match SessionSeries::parse(&asked, visit.call.today()) {
        Ok(series) => {
            let days = visit.actions.series_days(&visit.call, id, &series).await?;
            let mut ticked = asked.clone();
            for day in days.iter().filter(|day| day.is_working && !day.is_taken) {
                ticked.push(Field::SeriesDays, day.day.to_string());
            }
            let form = Form::to_find(&visit, asked, Problems::default());
            let plan = Form::to_make(&visit, ticked);
            Ok(shown(&visit, &page, &form, Some((&plan, &days))))
        }
        Err(problems) => {
            let form = Form::to_find(&visit, asked, problems);
            Ok(shown(&visit, &page, &form, None))
        }
    }
}

async fn again(visit: &Visit, id: ReviewSessionId, form: Form) -> Answer {
    let page = visit.actions.review_session(&visit.call, id).await?;
    let find = Form::to_find(visit, form.values.clone(), Problems::default());
    let series = match SessionSeries::parse(&form.values, visit.call.today()) {
        Ok(series) => series,
        Err(problems) => {
            let find = Form::to_find(visit, form.values, problems);
            return Ok(shown(visit, &page, &find, None));
        }
    };
    let days = visit.actions.series_days(&visit.call, id, &series).await?;
    Ok(shown(visit, &page, &find, Some((&form, &days))))
}

fn shown(
    visit: &Visit,
    page: &SessionPage,
    find: &Form,
    plan: Option<(&Form, &[SeriesDay])>,
) -> axum::response::Response {
    let l = visit.l;
    let head = Page::new(t!(l, review_session.series));
    let head = head.lede(words::review_session::name(l, page.session.starts_at));
    let head = head.with(plan.map_or(find, |(form, _)| form));
    head.render(visit, || {
        view! {
            {finding(find, page, plan.is_none())}
            {plan.map(|(form, days)| planning(form, page, days))}
        }
    })
}

/// Which days the series falls on.
fn finding(form: &Form, page: &SessionPage, is_first: bool) -> impl IntoView + use<> {
    let l = form.l;
    let date = Line { kind: "date", is_short: true, ..Line::default() };
    let number = |max| Line {
        kind: "number",
        is_short: true,
        min_value: Some(1),
        max_value: Some(max),
        ..Line::default()
    };
    let class = if is_first { "button primary large" } else { "button" };
    view! {
        <form class="form" method="get" action=format!("/review_session/{}/series", page.session.id) novalidate>
            {form.why()}
            <p class="hint">{t!(l, review_session.series_hint)}</p>
            <div class="field-row">
                {form.line(Field::HeldOn, date)}
                {form.line(Field::EveryWeeks, number(EVERY_WEEKS_MAX))}
                {form.line(Field::NSessions, number(SERIES_MAX))}
            </div>
            <p><button class=class>{t!(l, review_session.show_days)}</button></p>
        </form>
    }
}

fn planning(form: &Form, page: &SessionPage, days: &[SeriesDay]) -> impl IntoView + use<> {
    let l = form.l;
    let keeps = vec![("yes".to_owned(), t!(l, review_session.keep_panel).to_owned(), None)];
    view! {
        <form class="form" method="post" action=format!("/review_session/{}/series", page.session.id) novalidate>
            {form.why()}
            {form.once()}
            {form.hidden(Field::HeldOn)}
            {form.hidden(Field::EveryWeeks)}
            {form.hidden(Field::NSessions)}
            {form.choices(Field::SeriesDays, "checkbox", choices(l, days), false)}
            {form.choices(Field::KeepsPanel, "checkbox", keeps, true)}
            <div class="page-foot-action">
                <button class="button primary large">{t!(l, review_session.plan_series)}</button>
            </div>
        </form>
    }
}

fn choices(l: Locale, days: &[SeriesDay]) -> Vec<(String, String, Option<String>)> {
    let hint = |day: &SeriesDay| {
        let reasons = [
            (!day.is_working).then(|| t!(l, review_session.day_off)),
            day.is_taken.then(|| t!(l, review_session.room_taken)),
        ];
        let reasons: Vec<&str> = reasons.into_iter().flatten().collect();
        (!reasons.is_empty()).then(|| reasons.join(t!(l, page.comma)))
    };
    let choice = |day: &SeriesDay| (day.day.to_string(), words::time::date(l, day.day), hint(day));
    days.iter().map(choice).collect()
}

pub(super) async fn plan(visit: Visit, Id(id): Id<ReviewSessionId>, posted: Posted) -> Answer {
    let values = &posted.values;
    let done = visit.actions.plan_series(&visit.call, id, values, &posted.once).await;
    let to = |_| "/review_session".to_owned();
    answer(&visit, posted, done, to, "series_planned", |form| again(&visit, id, form)).await
}
