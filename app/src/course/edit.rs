//! The form of a course draft. Slides are stored before the form is read, so a refused form keeps
//! them.

use actions::{ActionError, FieldRow};
use domain::{
    audience::{DeliveryMode, SchoolStage, TargetGroup},
    course::CourseDraft,
    form::{Field, Problems, Values},
    id::CourseVersionId,
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;

use crate::{
    error::{Answer, AppError},
    form::{Form, Line, Posted, Upload, answer},
    id::Id,
    page::Page,
    visit::Visit,
};

/// What the form is shown with besides itself.
struct Shown {
    action: String,
    fields: Vec<FieldRow>,
    kept: Option<(String, String)>,
}

pub(super) async fn show_new(visit: Visit) -> Answer {
    let onsite = Values::default().with(Field::Mode, DeliveryMode::Onsite.as_str());
    let form = Form::to_make(&visit, onsite);
    form_page(&visit, form, None).await
}

pub(super) async fn show(visit: Visit, Id(id): Id<CourseVersionId>) -> Answer {
    let page = visit.actions.course(&visit.call, id).await?;
    if !page.may_edit {
        return Err(if page.is_own { AppError::Conflict } else { AppError::NotFound });
    }
    let slides = page.course.slides_token.as_ref();
    let values = Values::from(&page.draft()).with_known(Field::SlidesToken, slides);
    let form = Form::to_change(&visit, values, page.course.revision);
    form_page(&visit, form, Some(id)).await
}

async fn form_page(visit: &Visit, form: Form, id: Option<CourseVersionId>) -> Answer {
    let l = visit.l;
    let fields = visit.actions.fields().await?;
    let token = form.values.get(Field::SlidesToken);
    let kept = if token.is_empty() {
        None
    } else {
        let upload = visit.actions.own_upload(&visit.call, token).await?;
        upload.map(|upload| (upload.file_name, upload.token))
    };
    let (action, title) = match id {
        Some(id) => (format!("/course/{id}/edit"), t!(l, course.edit_title)),
        None => ("/course/new".to_owned(), t!(l, course.new_title)),
    };
    let shown = Shown { action, fields, kept };
    let head = Page::new(title).lede(t!(l, course.edit_lede)).with(&form);
    Ok(head.render(visit, move || form_view(&form, shown)))
}

fn form_view(form: &Form, shown: Shown) -> impl IntoView + use<> {
    let l = form.l;
    let fields = shown
        .fields
        .iter()
        .map(|field| {
            let name = words::course::field(l, Some(&field.name_zh), Some(&field.name_en));
            (field.id.to_string(), name.to_owned())
        })
        .collect();
    let stages = SchoolStage::ALL
        .iter()
        .map(|stage| {
            (stage.as_str().to_owned(), words::audience::stage(l, *stage).to_owned(), None)
        })
        .collect();
    let groups = TargetGroup::ALL
        .iter()
        .map(|group| {
            (group.as_str().to_owned(), words::audience::group(l, *group).to_owned(), None)
        })
        .collect();
    let modes = DeliveryMode::ALL
        .iter()
        .map(|mode| (mode.as_str().to_owned(), words::audience::mode(l, *mode).to_owned(), None))
        .collect();
    let title = Line::default();
    let number = |min, max| Line {
        kind: "number",
        is_optional: true,
        is_short: true,
        min_value: Some(min),
        max_value: Some(max),
        ..Line::default()
    };
    view! {
        <form class="form" method="post" action=shown.action enctype="multipart/form-data" novalidate>
            {form.why()}
            {form.once()}
            {form.revision()}
            {form.line(Field::Title, title)}
            {form.area(Field::Summary, 6, true)}
            {form.select(Field::SubjectField, fields, true)}
            {form.choices(Field::Stages, "checkbox", stages, true)}
            {form.choices(Field::Groups, "checkbox", groups, true)}
            <div class="field-row">
                {form.line(Field::Minutes, number(10, 240))}
                {form.line(Field::MaxAudience, number(1, 5_000))}
            </div>
            {form.choices(Field::Mode, "radio", modes, false)}
            {form.area(Field::Equipment, 2, true)}
            {form.area(Field::Outline, 8, true)}
            {form.area(Field::Sources, 4, true)}
            {form.file(Field::Slides, ".pdf,.pptx,.odp", shown.kept, true)}
            {form.statement(Field::OwnsRights)}
            {form.statement(Field::NoAdvertising)}
            <div class="page-foot-action">
                <button class="button primary large">{t!(l, course.save)}</button>
            </div>
        </form>
    }
}

/// Stores slides that came along, and puts their token into the values.
pub(super) async fn keep_slides(
    visit: &Visit,
    upload: Upload,
) -> Result<(Posted, Problems), AppError> {
    let Upload { mut posted, file, .. } = upload;
    let Some(file) = file else { return Ok((posted, Problems::default())) };
    match visit.actions.store_slides(&visit.call, file).await {
        Ok(stored) => {
            visit.actions.keep_slide_texts(&stored, &visit.settings.sheets).await?;
            posted.values.set(Field::SlidesToken, stored.token);
            Ok((posted, Problems::default()))
        }
        Err(ActionError::Invalid(problems)) => Ok((posted, problems)),
        Err(error) => Err(error.into()),
    }
}

/// The problems of the slides and those of everything else, told at once.
fn all_problems(slides: Problems, values: &Values) -> Problems {
    let others = CourseDraft::parse(values, None).err().unwrap_or_default();
    Problems(others.0.into_iter().chain(slides.0).collect())
}

pub(super) async fn open(visit: Visit, upload: Upload) -> Answer {
    let (posted, problems) = keep_slides(&visit, upload).await?;
    if !problems.0.is_empty() {
        let problems = all_problems(problems, &posted.values);
        return form_page(&visit, Form::with_problems(visit.l, posted, problems), None).await;
    }
    let done = visit.actions.open_course(&visit.call, &posted.values, &posted.once).await;
    let to = |id| format!("/course/{id}");
    answer(&visit, posted, done, to, "draft_saved", |form| form_page(&visit, form, None)).await
}

pub(super) async fn save(visit: Visit, Id(id): Id<CourseVersionId>, upload: Upload) -> Answer {
    let (posted, problems) = keep_slides(&visit, upload).await?;
    if !problems.0.is_empty() {
        let problems = all_problems(problems, &posted.values);
        return again(&visit, id, Form::with_problems(visit.l, posted, problems)).await;
    }
    let done = visit.actions.save_draft(&visit.call, id, &posted.values, posted.revision).await;
    let to = |()| format!("/course/{id}");
    answer(&visit, posted, done, to, "draft_saved", |form| again(&visit, id, form)).await
}

async fn again(visit: &Visit, id: CourseVersionId, mut form: Form) -> Answer {
    let page = visit.actions.course(&visit.call, id).await?;
    form.renew(page.course.revision);
    form_page(visit, form, Some(id)).await
}
