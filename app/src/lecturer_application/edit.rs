//! What an applicant writes.

use actions::{ActionError, ApplicationPage, FieldRow};
use domain::{
    form::{Field, Values},
    id::LecturerApplicationId,
    lecturer_application::Education,
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use crate::{
    error::Answer,
    form::{Form, Line, Posted, answer},
    id::Id,
    page::Page,
    visit::Visit,
};

pub(super) async fn show(visit: Visit, Id(id): Id<LecturerApplicationId>) -> Answer {
    let page = written(&visit, id).await?;
    let row = &page.application;
    let form = Form::to_change(&visit, Values::from(&row.facts()), row.revision);
    Ok(page_of(&visit, &page, &form))
}

/// The application, for whoever writes it.
async fn written(
    visit: &Visit,
    id: LecturerApplicationId,
) -> Result<ApplicationPage, crate::error::AppError> {
    let page = visit.actions.lecturer_application(&visit.call, id).await?;
    if !page.is_own {
        return Err(ActionError::NotFound.into());
    }
    if page.may_edit { Ok(page) } else { Err(ActionError::WrongState.into()) }
}

fn page_of(visit: &Visit, page: &ApplicationPage, form: &Form) -> axum::response::Response {
    let l = visit.l;
    let id = page.application.id;
    let head = Page::new(t!(l, lecturer_application.write_title))
        .lede(page.application.unit_name.clone())
        .with(form);
    let degrees = Education::ALL.iter().map(|it| {
        (it.as_str().to_owned(), words::lecturer_application::education(l, *it).to_owned())
    });
    let courses = page.courses.iter().map(|it| (it.course_id.to_string(), it.title.clone()));
    let (degrees, courses): (Vec<_>, Vec<_>) = (degrees.collect(), courses.collect());
    head.render(visit, || {
        let write = courses.is_empty().then(|| {
            view! {
                <p class="notice info">
                    {t!(l, lecturer_application.course_first)}" "
                    <a href="/course/new">{t!(l, lecturer_application.write_course)}</a>
                </p>
            }
        });
        let short = Line { is_optional: true, is_short: true, ..Line::default() };
        view! {
            <form class="form" method="post" action=format!("/lecturer_application/{id}/edit") novalidate>
                {form.why()}
                {form.revision()}
                {form.line(Field::Post, Line { is_optional: true, ..Line::default() })}
                {form.select(Field::SubjectField, fields(l, &page.fields), true)}
                {form.line(Field::BornIn, Line { kind: "month", ..short })}
                {form.select(Field::Education, degrees, true)}
                {form.line(Field::WorkYears, Line { kind: "number", min_value: Some(0), max_value: Some(60), ..short })}
                {form.area(Field::Cv, 6, true)}
                {form.statement(Field::WantsSchools)}
                {write}
                {form.select(Field::TrialCourse, courses, true)}
                <div class="page-foot-action cluster">
                    <button class="button primary large">{t!(l, lecturer_application.save)}</button>
                    <a href=format!("/lecturer_application/{id}")>{t!(l, lecturer_application.to_list)}</a>
                </div>
            </form>
        }
    })
}

/// Subject fields to choose from.
pub(super) fn fields(l: Locale, fields: &[FieldRow]) -> Vec<(String, String)> {
    let name = |field: &FieldRow| {
        let name = words::place::county(l, &field.name_zh, &field.name_en);
        (field.id.to_string(), name.to_owned())
    };
    fields.iter().map(name).collect()
}

pub(super) async fn save(
    visit: Visit,
    Id(id): Id<LecturerApplicationId>,
    posted: Posted,
) -> Answer {
    let (values, revision) = (&posted.values, posted.revision);
    let done = visit.actions.save_application(&visit.call, id, values, revision).await;
    let to = |()| format!("/lecturer_application/{id}");
    let again = async |mut form: Form| {
        let page = written(&visit, id).await?;
        form.renew(page.application.revision);
        Ok(page_of(&visit, &page, &form))
    };
    answer(&visit, posted, done, to, "application_saved", again).await
}
