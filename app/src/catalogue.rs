//! The public catalogue: an allow-list of fields, never the record.

use actions::{CataloguePage, PublicCoursePage};
use axum::Extension;
use domain::{audience::SchoolStage, form::Field, id::CourseVersionId};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use crate::{
    content::{Content, Contents},
    error::{Answer, AppError},
    form::query,
    id::Id,
    parts::{badge, empty, fact, pager, prose},
    route::{Route, Who},
    visit::Visit,
};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/catalogue", Who::Anyone, list).public(&["q", "stage", "field", "page"]),
        Route::get("/catalogue/{id}", Who::Anyone, show).public(&[]),
    ]
}

async fn list(visit: Visit, Extension(contents): Contents) -> Answer {
    contents.page(&visit, || list_content(&visit)).await
}

async fn list_content(visit: &Visit) -> Result<Content, AppError> {
    let l = visit.l;
    let asked = query(visit);
    let (q, stage, field) = (
        asked.get(Field::Search).to_owned(),
        asked.get(Field::Stage).to_owned(),
        asked.get(Field::SubjectField).to_owned(),
    );
    let filter = CataloguePage::filter(&q, &stage, &field);
    let number = asked.get(Field::Page).parse().unwrap_or(1);
    let page = visit.actions.catalogue(&visit.call, &filter, number).await?;
    let address = {
        let words = [("q", q.clone()), ("stage", stage.clone()), ("field", field.clone())];
        move |number: i64| {
            let mut query = form_urlencoded::Serializer::new(String::new());
            for (name, value) in words.iter().filter(|(_, value)| !value.is_empty()) {
                query.append_pair(name, value);
            }
            query.append_pair("page", &number.to_string());
            format!("/catalogue?{}", query.finish())
        }
    };
    let lede = words::catalogue::n_courses(l, page.list.total);
    Ok(Content::new(visit, t!(l, catalogue.title), Some(lede), move || {
        view! {
            {filters(l, &page, &q, &stage, &field)}
            {rows(l, &page)}
            {pager(l, page.list.page, page.list.pages, address)}
        }
    }))
}

fn filters(
    l: Locale,
    page: &CataloguePage,
    q: &str,
    stage: &str,
    field: &str,
) -> impl IntoView + use<> {
    let stages = SchoolStage::ALL
        .iter()
        .map(|one| {
            let selected = one.as_str() == stage;
            view! {
                <option value=one.as_str() selected=selected>{words::audience::stage(l, *one)}</option>
            }
        })
        .collect_view();
    let fields = page
        .fields
        .iter()
        .map(|one| {
            let (id, selected) = (one.id.to_string(), one.id.to_string() == field);
            let name = words::course::field(l, Some(&one.name_zh), Some(&one.name_en)).to_owned();
            view! { <option value=id selected=selected>{name}</option> }
        })
        .collect_view();
    view! {
        <form class="filters" method="get" action="/catalogue" role="search">
            <div class="field">
                <label for="q">{t!(l, catalogue.search_label)}</label>
                <input id="q" name=Field::Search.as_str() type="search" value=q.to_owned()/>
            </div>
            <div class="field">
                <label for="stage">{t!(l, catalogue.stage)}</label>
                <select id="stage" name=Field::Stage.as_str()>
                    <option value="">{t!(l, catalogue.all_stages)}</option>
                    {stages}
                </select>
            </div>
            <div class="field">
                <label for="field">{t!(l, catalogue.field)}</label>
                <select id="field" name=Field::SubjectField.as_str()>
                    <option value="">{t!(l, catalogue.all_fields)}</option>
                    {fields}
                </select>
            </div>
            <button class="button">{t!(l, catalogue.search)}</button>
        </form>
    }
}

fn rows(l: Locale, page: &CataloguePage) -> AnyView {
    if page.list.rows.is_empty() {
        return empty(t!(l, catalogue.nothing), Some(("/catalogue", t!(l, catalogue.show_all))));
    }
    let lines = page
        .list
        .rows
        .iter()
        .map(|row| {
            let href = format!("/catalogue/{}", row.id);
            let field = words::course::field(l, row.field_zh.as_deref(), row.field_en.as_deref());
            view! {
                <li class="card">
                    <h2 class="card-title"><a href=href>{row.title.clone()}</a></h2>
                    <p class="meta">
                        <span>{words::person::teacher(l, &row.lecturer)}</span>
                        {row.workplace.clone().map(|place| view! { <span>{place}</span> })}
                    </p>
                    <p class="meta">
                        <span>{field.to_owned()}</span>
                        <span>{words::audience::stage_list(l, &row.stages)}</span>
                        {row.minutes.map(|n| view! { <span>{words::course::minutes(l, n)}</span> })}
                    </p>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="card-list">{lines}</ul> }.into_any()
}

async fn show(visit: Visit, Id(id): Id<CourseVersionId>, Extension(contents): Contents) -> Answer {
    contents.page(&visit, || show_content(&visit, id)).await
}

async fn show_content(visit: &Visit, id: CourseVersionId) -> Result<Content, AppError> {
    let l = visit.l;
    let course = visit.actions.public_course(&visit.call, id).await?;
    let lede = words::person::teacher(l, &course.lecturer);
    Ok(Content::new(visit, course.title.clone(), Some(lede), move || course_view(l, &course)))
}

fn course_view(l: Locale, course: &PublicCoursePage) -> impl IntoView + use<> {
    let field = words::course::field(l, course.field_zh.as_deref(), course.field_en.as_deref());
    let note = course.taken_over.then(|| {
        view! { <p>{badge("plain", t!(l, catalogue.taken_over))}</p> }
    });
    view! {
        {note}
        {prose(&course.summary)}
        <dl class="facts">
            {fact(t!(l, person.workplace), course.workplace.clone().unwrap_or_default())}
            {fact(t!(l, catalogue.field), field)}
            {fact(t!(l, catalogue.stage), words::audience::stage_list(l, &course.stages))}
            {fact(t!(l, course.groups), words::audience::group_list(l, &course.groups))}
            {fact(t!(l, course.length), course.minutes.map(|n| words::course::minutes(l, n)).unwrap_or_default())}
            {fact(t!(l, course.max_audience), course.max_audience.map(|n| words::course::people(l, n)).unwrap_or_default())}
            {fact(t!(l, course.mode), course.mode.map_or("", |mode| words::audience::mode(l, mode)))}
            {fact(t!(l, course.equipment), course.equipment.clone())}
        </dl>
        {prose(&course.outline)}
        <p class="page-foot-action">
            <a class="button primary large" href=format!("/catalogue/{}/request", course.id)>
                {t!(l, lecture_request.ask)}
            </a>
        </p>
        <p class="cluster">
            <a href="/catalogue">{t!(l, catalogue.back)}</a>
            <a href=format!("/catalogue/{}/report_error", course.id)>{t!(l, catalogue.report_error)}</a>
        </p>
    }
}
