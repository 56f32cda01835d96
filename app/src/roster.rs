//! Import: choose a file, see what it would do, say what is asked, carry out exactly that.

mod choices;
mod plan;

use actions::ActionError;
use axum::{http::StatusCode, response::Response};
use domain::{
    form::{Field, ProblemKind, Problems, Reader, Values},
    role::{IMPORTERS, may_import_kind},
    roster::Kind,
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;

use crate::{
    error::Answer,
    form::{Form, Upload, query},
    page::Page,
    route::{Route, Who},
    rulebook::rules,
    visit::Visit,
};

const IMPORTER: Who = Who::Role(IMPORTERS);

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/roster", IMPORTER, show_form),
        Route::post("/roster", IMPORTER, preview),
        Route::get("/roster/{plan}", IMPORTER, plan::show),
        Route::post("/roster/{plan}", IMPORTER, plan::go_on),
    ]
}

async fn show_form(visit: Visit) -> Response {
    // Whoever comes from the page of what is imported has chosen its kind.
    let kind = query(&visit).get(Field::Kind).to_owned();
    let form = Form::new(&visit, Values::default().with(Field::Kind, kind));
    form_page(&visit, form, None)
}

fn form_page(visit: &Visit, form: Form, refused: Option<&'static str>) -> Response {
    let l = visit.l;
    let mut page = Page::new(t!(l, roster.title)).lede(t!(l, roster.lede)).with(&form);
    if refused.is_some() {
        page = page.status(StatusCode::UNPROCESSABLE_ENTITY);
    }
    let is_own =
        |kind: &&Kind| visit.call.actor.as_ref().is_some_and(|it| may_import_kind(it, **kind));
    let kinds: Vec<Kind> = Kind::ALL.iter().filter(is_own).copied().collect();
    page.render(visit, move || {
        let kinds = kinds
            .into_iter()
            .map(|kind| (kind.as_str().to_owned(), words::roster::kind(l, kind).to_owned(), None))
            .collect();
        let refused = refused.map(|code| {
            let text = words::roster::refused(l, code);
            view! { <div class="notice danger" role="alert"><p>{text}</p></div> }
        });
        view! {
            <form class="form" method="post" action="/roster" enctype="multipart/form-data" novalidate>
                {refused}
                {form.why()}
                {form.choices(Field::Kind, "radio", kinds, false)}
                <p class="hint">{words::privacy::nominee_notice(l, &rules())}</p>
                {form.file(Field::File, ".xlsx,.xls,.ods,.csv,.txt", None, false)}
                <div class="page-foot-action">
                    <button class="button primary large">{t!(l, roster.preview)}</button>
                </div>
            </form>
        }
    })
}

async fn preview(visit: Visit, upload: Upload) -> Answer {
    let Upload { posted, file, .. } = upload;
    let mut reader = Reader::new(&posted.values);
    let kind = reader.choice(Field::Kind, Kind::parse);
    if file.is_none() {
        reader.problems.add(Field::File, ProblemKind::Missing);
    }
    let problems = reader.problems;
    let (Some(kind), Some(file)) = (kind, file) else {
        return Ok(form_page(&visit, Form::with_problems(visit.l, posted, problems), None));
    };
    let sheets = visit.settings.sheets.clone();
    let today = visit.call.today();
    match visit.actions.preview_upload(&visit.call, &sheets, kind, today, file).await {
        Ok(plan) => Ok(visit.go(&format!("/roster/{plan}"), "")),
        Err(ActionError::Roster(code)) => {
            let form = Form::with_problems(visit.l, posted, Problems::default());
            Ok(form_page(&visit, form, Some(code)))
        }
        Err(error) => Ok(form_page(&visit, Form::refused(&visit, posted, error)?, None)),
    }
}
