//! Drawing a substitute judge: who is short of judges, and who was drawn.

use actions::SubstitutePage;
use axum::{extract::Path, response::Response};
use domain::form::{LINE_MAX, Problems, Values};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use crate::{
    error::{Answer, AppError},
    form::{Form, Line, Posted, refused_by},
    page::Page,
    visit::Visit,
};

async fn load(visit: &Visit, id: &str) -> Result<SubstitutePage, AppError> {
    let id = id.parse().map_err(|_| AppError::NotFound)?;
    Ok(visit.actions.substitutes(&visit.call, id).await?)
}

pub(super) async fn show(visit: Visit, Path(id): Path<String>) -> Answer {
    let page = load(&visit, &id).await?;
    let values = visit.refill(Values::default());
    Ok(page_of(&visit, page, values, Problems::default()))
}

fn page_of(visit: &Visit, page: SubstitutePage, values: Values, problems: Problems) -> Response {
    let l = visit.l;
    let form = Form::new(l, values, problems);
    let head = Page::new(t!(l, award.substitute))
        .lede(page.cycle.title.clone())
        .refused(form.is_refused());
    head.render(visit, move || {
        let back = format!("/award/{}", page.cycle.id);
        let is_needed = !page.short.is_empty() || !page.behind.is_empty() || form.is_refused();
        view! {
            {form.summary()}
            {short(l, &page)}
            {is_needed.then(|| draw(&form, &page))}
            <p><a href=back>{t!(l, award.back)}</a></p>
        }
    })
}

fn short(l: Locale, page: &SubstitutePage) -> AnyView {
    if page.short.is_empty() && !page.behind.is_empty() {
        return view! { <p>{t!(l, award.for_absent)}</p> }.into_any();
    }
    if page.short.is_empty() {
        return view! { <p>{t!(l, award.no_substitute)}</p> }.into_any();
    }
    let rows = page
        .short
        .iter()
        .map(|one| {
            view! {
                <li>
                    {one.name.clone()}" · "{one.workplace.clone()}" · "
                    {words::award_cycle::judges_left(l, one.n_judges)}
                </li>
            }
        })
        .collect_view();
    view! {
        <p>{t!(l, award.short_of_judges)}</p>
        <ul>{rows}</ul>
    }
    .into_any()
}

fn draw(form: &Form, page: &SubstitutePage) -> impl IntoView + use<> {
    let l = form.l;
    let choice = |person: &actions::PersonRow| {
        let name = words::person::teacher(l, &person.name);
        let place = person.workplace.as_deref().unwrap_or_default();
        (person.id.to_string(), format!("{name} · {place}"))
    };
    let choices = page.choices.iter().map(choice).collect();
    let action = format!("/award/{}/substitute", page.cycle.id);
    let behind = |judge: &actions::JudgeRow| {
        let place = judge.workplace.as_deref().unwrap_or_default();
        let name = words::person::teacher(l, &judge.name);
        (judge.person_id.to_string(), format!("{} · {name} · {place}", judge.seat_no))
    };
    let absent = page
        .short
        .is_empty()
        .then(|| form.select("absent", page.behind.iter().map(behind).collect(), false));
    view! {
        <form class="form" method="post" action=action novalidate>
            {absent}
            {form.select("substitute", choices, false)}
            {form.line("reference", Line { max: Some(LINE_MAX), ..Line::default() })}
            <div class="page-foot-action">
                <button class="button primary large">{t!(l, award.seat_substitute)}</button>
            </div>
        </form>
    }
}

pub(super) async fn seat(visit: Visit, Path(id): Path<String>, Posted(values): Posted) -> Answer {
    let page = load(&visit, &id).await?;
    match visit.actions.seat_substitute(&visit.call, page.cycle.id, &values).await {
        Ok(()) => Ok(visit.go(&format!("/award/{}", page.cycle.id), "substitute_seated")),
        Err(actions::ActionError::Stale) => Err(AppError::Conflict),
        Err(error) => {
            let (problems, _) = refused_by(visit.l, error)?;
            Ok(page_of(&visit, page, values, problems))
        }
    }
}
