//! Objections to an award on notice: the form for everybody, the page behind its link, and the pages
//! of those who look into them (`AWD-01` to `AWD-06`).

mod office;

use actions::{ObjectionForm, ObjectionRow};
use axum::{
    extract::{FromRequest as _, Path, Request, State as AxumState},
    response::Response,
};
use domain::{
    form::{Field, Values},
    id::AwardCycleId,
    objection::{HANDLERS, OBJECTION_READERS, ObjectionAbout, ObjectorKind},
    role::Role,
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use crate::{
    error::Answer,
    form::{Form, Line, Posted, Upload, answer},
    id::Id,
    page::Page,
    parts::{badge, fact},
    route::{Route, Who},
    state::State,
    visit::Visit,
};

const READER: Who = Who::Role(OBJECTION_READERS);
const HANDLER: Who = Who::Role(HANDLERS);
const SUPERVISOR: Who = Who::Role(&[Role::Supervisor]);

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/notice/{id}/objection", Who::Anyone, new),
        Route::post("/notice/{id}/objection", Who::Anyone, send),
        Route::get("/objector/{token}", Who::Anyone, receipt),
        Route::post("/objector/{token}/scan", Who::Anyone, add_scan),
        Route::post("/objector/{token}/withdraw", Who::Anyone, withdraw),
        Route::get("/award/{id}/objection", READER, office::list),
        Route::get("/award/{id}/objection/new", HANDLER, office::new_letter),
        Route::post("/award/{id}/objection/new", HANDLER, office::enter),
        Route::get("/objection/{id}", READER, office::show),
        Route::post("/objection/{id}/take", HANDLER, office::take),
        Route::post("/objection/{id}/hand", SUPERVISOR, office::hand),
        Route::post("/objection/{id}/examine", HANDLER, office::examine),
        Route::post("/objection/{id}/extend", HANDLER, office::extend),
        Route::post("/objection/{id}/decide", HANDLER, office::decide),
        Route::get("/objection/{id}/scan", READER, office::scan),
        Route::post("/objection/{id}/scan", HANDLER, office::add_scan).on("/objection/{id}"),
    ]
}

async fn new(visit: Visit, Id(id): Id<AwardCycleId>) -> Answer {
    let form = Form::to_make(&visit, Values::default());
    form_page(&visit, id, form).await
}

/// Before the first field: who reads it (`AWD-02`).
async fn form_page(visit: &Visit, id: AwardCycleId, mut form: Form) -> Answer {
    let l = visit.l;
    let page = visit.actions.objection_form(&visit.call, id).await?;
    form.once = visit.actions.request_token(&visit.call, &form.once).await?;
    let last = page.nominees.iter().filter_map(|line| line.notice_until).max();
    let until = page.cycle.notice_until.max(last).map(|day| words::objection::until(l, day));
    let head = Page::new(t!(l, objection.form_title)).lede(page.cycle.title.clone()).with(&form);
    Ok(head.render(visit, move || {
        view! {
            <p>{t!(l, objection.lede)}" "<a href="/privacy">{t!(l, page.privacy)}</a></p>
            <p>{until}</p>
            <form class="form" method="post" action=format!("/notice/{id}/objection") novalidate>
                {form.why()}
                {form.once()}
                {fields(&form, &page)}
                <div class="page-foot-action">
                    <button class="button primary large">{t!(l, objection.submit)}</button>
                </div>
            </form>
        }
    }))
}

/// What is objected, by whom.
fn fields(form: &Form, page: &ObjectionForm) -> impl IntoView + use<> {
    let l = form.l;
    let about = |about: &ObjectionAbout| {
        (about.as_str().to_owned(), words::objection::about(l, *about).to_owned(), None)
    };
    let who = |kind: &ObjectorKind| {
        (kind.as_str().to_owned(), words::objection::who(l, *kind).to_owned(), None)
    };
    let nominees = page.nominees.iter().map(|line| {
        let category = words::award_cycle::category(l, line.category);
        let name = words::award_cycle::nominee(l, &line.name, line.id);
        let parts = [name.as_str(), line.workplace.as_str(), category];
        let said: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        (line.id.to_string(), said.join(" · "))
    });
    let (abouts, kinds) = (ObjectionAbout::ALL.iter(), ObjectorKind::ALL.iter());
    view! {
        {form.choices(Field::ObjectionAbout, "radio", abouts.map(about).collect(), false)}
        {form.select(Field::Nominee, nominees.collect(), true)}
        {form.area(Field::Objection, 8, false)}
        {form.choices(Field::ObjectorKind, "radio", kinds.map(who).collect(), false)}
        {form.line(Field::ObjectorName, Line::default())}
        {form.line(Field::ObjectorContact, Line::default())}
    }
}

async fn send(visit: Visit, Id(id): Id<AwardCycleId>, posted: Posted) -> Answer {
    let done = visit.actions.object(&visit.call, id, &posted.values, &posted.once).await;
    let to = |token| format!("/objector/{token}");
    answer(&visit, posted, done, to, "objection_sent", |form| form_page(&visit, id, form)).await
}

async fn receipt(visit: Visit, Path(token): Path<String>) -> Answer {
    let row = visit.actions.objection_of_link(&token).await?;
    let form = Form::new(&visit, Values::default());
    Ok(receipt_page(&visit, &token, row, form))
}

fn receipt_page(visit: &Visit, token: &str, row: ObjectionRow, form: Form) -> Response {
    let l = visit.l;
    let at = format!("/objector/{token}");
    let head = Page::new(t!(l, objection.receipt_title)).lede(row.cycle_title.clone()).with(&form);
    head.render(visit, move || {
        let is_open = row.state.is_open();
        let keep = if row.is_letter && row.handler_id.is_none() {
            t!(l, objection.letter_keep)
        } else {
            t!(l, objection.keep)
        };
        let upload = if row.has_scan { t!(l, objection.replace_scan) } else { t!(l, objection.add_scan) };
        let class = if row.has_scan { "button" } else { "button primary large" };
        view! {
            {form.why()}
            <p>{badge(words::objection::tone(row.state), words::objection::state(l, row.state))}</p>
            <p class="notice info">{keep}</p>
            {facts(l, &row)}
            <p>{if row.has_scan { t!(l, objection.scan_there) } else { t!(l, objection.scan_missing) }}</p>
            {is_open.then(|| view! {
                <form class="form" method="post" action=format!("{at}/scan") enctype="multipart/form-data" novalidate>
                    <p>{t!(l, objection.scan_hint)}</p>
                    {form.file(Field::Scan, ".pdf,.jpg,.jpeg,.png", None, false)}
                    <p><button class=class>{upload}</button></p>
                </form>
                <form method="post" action=format!("{at}/withdraw")>
                    <button class="button">{t!(l, objection.withdraw)}</button>
                </form>
            })}
        }
    })
}

/// What was written, by when it is answered, and the answer; of whom, nothing.
fn facts(l: Locale, row: &ObjectionRow) -> impl IntoView + use<> {
    let due = row.due_at.filter(|_| row.state.is_open());
    let due = due.map(|due| words::time::last_moment(l, due));
    let reason = if row.is_extended && row.effect.is_none() && row.ended_at.is_none() {
        t!(l, objection.extended)
    } else {
        t!(l, objection.not_admitted_because)
    };
    let shows_reason = row.state == domain::objection::ObjectionState::NotAdmitted
        || (row.is_extended && row.state.is_open());
    let shown = if shows_reason { row.reason.clone() } else { String::new() };
    // Whoever neither handles nor supervises it sees none of its words, and after their time nobody.
    let body = if row.is_swept { t!(l, objection.swept).to_owned() } else { row.body.clone() };
    view! {
        <dl class="facts">
            {fact(t!(l, form.label.objection_about), words::objection::about(l, row.about))}
            {fact(t!(l, objection.nominee), row.nominee.clone().unwrap_or_default())}
            {fact(t!(l, form.label.objection), body)}
            {fact(t!(l, objection.received_on), words::time::day(l, row.received_on))}
            {fact(t!(l, objection.due), due.unwrap_or_default())}
            {fact(reason, shown)}
            {fact(t!(l, objection.answer), row.answer.clone())}
        </dl>
    }
}

/// The file is read only for who has the link of an open objection.
async fn add_scan(
    visit: Visit,
    Path(token): Path<String>,
    AxumState(state): AxumState<State>,
    request: Request,
) -> Answer {
    let row = visit.actions.objection_of_link(&token).await?;
    if !row.state.is_open() {
        return Err(crate::error::AppError::Conflict);
    }
    let Upload { posted, file, .. } = Upload::from_request(request, &state).await?;
    let done = visit.actions.add_scan(&visit.call, &token, file).await;
    let to = |()| format!("/objector/{token}");
    answer(&visit, posted, done, to, "scan_added", |form| async {
        let row = visit.actions.objection_of_link(&token).await?;
        Ok(receipt_page(&visit, &token, row, form))
    })
    .await
}

async fn withdraw(visit: Visit, Path(token): Path<String>) -> Answer {
    visit.actions.withdraw_objection(&visit.call, &token).await?;
    Ok(visit.go(&format!("/objector/{token}"), "objection_withdrawn"))
}
