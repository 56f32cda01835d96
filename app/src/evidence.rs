//! Papers and contest results as evidence: the own list, the form, one piece, what waits for whoever
//! confirms, and those of somebody (S18).

use actions::{ActionError, EvidenceList, EvidencePage, EvidenceRow};
use axum::response::Response;
use domain::{
    evidence::{
        EVIDENCE_CHECKERS, EVIDENCE_OFFICES, EvidenceKind, EvidenceLevel, EvidencePart,
        EvidenceState,
    },
    form::{Field, Problems, Values},
    id::{EvidenceId, PersonId},
    role::{Role, TRAINEES},
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use crate::{
    download::download,
    error::{Answer, AppError},
    form::{Form, Line, Posted, Upload, answer},
    id::Id,
    page::Page,
    parts::{badge, caution, empty, fact, revision},
    route::{Route, Who},
    visit::Visit,
};

const OWN: Who = Who::Role(TRAINEES);
const CHECKER: Who = Who::Role(EVIDENCE_CHECKERS);
const OFFICE: Who = Who::Role(EVIDENCE_OFFICES);
const OFFICER: Who = Who::Role(&[Role::UnitOfficer]);
/// Whose it is, who has entered it, and who checks it.
const READER: Who = Who::Role(&[
    Role::Tutor,
    Role::StationManager,
    Role::Lecturer,
    Role::UnitOfficer,
    Role::CountyOffice,
    Role::CityOffice,
]);
const ENTRANT: Who =
    Who::Role(&[Role::Tutor, Role::StationManager, Role::Lecturer, Role::UnitOfficer]);

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/evidence", OWN, own),
        Route::get("/evidence/new", OWN, show_new),
        Route::post("/evidence/new", OWN, add),
        Route::get("/evidence/queue", CHECKER, queue),
        Route::get("/evidence/{id}", READER, show),
        Route::get("/evidence/{id}/proof", READER, proof),
        Route::get("/evidence/{id}/change", ENTRANT, show_change),
        Route::post("/evidence/{id}/change", ENTRANT, change),
        Route::post("/evidence/{id}/withdraw", ENTRANT, withdraw),
        Route::post("/evidence/{id}/confirm", CHECKER, confirm),
        Route::post("/evidence/{id}/send_back", CHECKER, send_back),
        Route::post("/evidence/{id}/take_back", OFFICE, take_back),
        Route::get("/person/{id}/evidence", CHECKER, of_person),
        Route::get("/person/{id}/evidence/new", OFFICER, show_new_of),
        Route::post("/person/{id}/evidence/new", OFFICER, add_of),
    ]
}

async fn own(visit: Visit) -> Answer {
    let l = visit.l;
    let page = visit.actions.my_evidence(&visit.call).await?;
    Ok(list_page(&visit, page, t!(l, evidence.title).to_owned(), "/evidence/new".to_owned()))
}

async fn of_person(visit: Visit, Id(id): Id<PersonId>) -> Answer {
    let page = visit.actions.evidence_of(&visit.call, id).await?;
    let title = words::evidence::of(visit.l, &page.person.name);
    Ok(list_page(&visit, page, title, format!("/person/{id}/evidence/new")))
}

fn list_page(visit: &Visit, page: EvidenceList, title: String, new: String) -> Response {
    let l = visit.l;
    let back = visit.may_open("/person/{id}") && !page.is_own;
    let person = page.person.id;
    Page::new(title).lede(t!(l, evidence.lede)).render(visit, move || {
        let rows = page.rows.iter().map(|row| card(l, row, None)).collect_view();
        view! {
            {page.may_add.then(|| view! {
                <p><a class="button primary large" href=new>{t!(l, evidence.new)}</a></p>
            })}
            {page.rows.is_empty().then(|| empty(t!(l, evidence.none), None))}
            <ul class="card-list">{rows}</ul>
            {back.then(|| view! { <p><a href=format!("/person/{person}")>{t!(l, person.back)}</a></p> })}
        }
    })
}

async fn queue(visit: Visit) -> Answer {
    let l = visit.l;
    let rows = visit.actions.filed_evidence(&visit.call).await?;
    let head = Page::new(t!(l, evidence.queue)).lede(t!(l, evidence.queue_lede));
    Ok(head.render(&visit, move || {
        let cards = rows.iter().map(|(row, mine)| card(l, row, Some(*mine))).collect_view();
        view! {
            {rows.is_empty().then(|| empty(t!(l, evidence.nothing_waits), None))}
            <ul class="card-list">{cards}</ul>
        }
    }))
}

/// One in a list; in that of a checker, with whose it is.
fn card(l: Locale, row: &EvidenceRow, checks: Option<bool>) -> impl IntoView + use<> {
    let href = format!("/evidence/{}", row.id);
    let whose = checks.map(|_| view! { <span>{row.person_name.clone()}</span> });
    let decide = (checks == Some(true)).then(|| {
        view! { <a class="button" href=href.clone()>{t!(l, evidence.look)}</a> }
    });
    let elsewhere =
        (checks == Some(false)).then(|| view! { <p class="hint">{t!(l, evidence.by_another)}</p> });
    view! {
        <li class="card">
            <h2 class="card-title"><a href=href.clone()>{row.title.clone()}</a></h2>
            <p class="meta">
                {whose}
                <span>{words::evidence::kind(l, row.kind)}</span>
                <span>{words::evidence::level(l, row.level)}</span>
                <span>{words::time::date(l, row.happened_on)}</span>
            </p>
            {badge(words::evidence::tone(row.state), words::evidence::state(l, row.state))}
            {decide}
            {elsewhere}
        </li>
    }
}

async fn show(visit: Visit, Id(id): Id<EvidenceId>) -> Answer {
    again(&visit, id, Form::new(&visit, Values::default())).await
}

async fn again(visit: &Visit, id: EvidenceId, form: Form) -> Answer {
    let page = visit.actions.evidence(&visit.call, id).await?;
    Ok(page_of(visit, page, form))
}

fn page_of(visit: &Visit, page: EvidencePage, form: Form) -> Response {
    let l = visit.l;
    let head = Page::new(page.evidence.title.clone())
        .lede(words::evidence::kind(l, page.evidence.kind))
        .with(&form);
    let person = (!page.is_own && visit.may_open("/person/{id}/evidence"))
        .then(|| format!("/person/{}/evidence", page.evidence.person_id));
    head.render(visit, move || {
        let row = &page.evidence;
        let id = row.id;
        let reason = (!row.reason.is_empty()).then(|| {
            view! {
                <div class="notice warning">
                    <h2>{t!(l, evidence.reason)}</h2>
                    <p>{row.reason.clone()}</p>
                </div>
            }
        });
        let proof = (!row.proof_name.is_empty()).then(|| {
            let href = format!("/evidence/{id}/proof");
            view! { <dt>{t!(l, evidence.proof)}</dt><dd><a href=href>{row.proof_name.clone()}</a></dd> }
        });
        let checked = row.checked_at.map(|at| words::time::moment(l, at)).unwrap_or_default();
        view! {
            {form.why()}
            <p>{badge(words::evidence::tone(row.state), words::evidence::state(l, row.state))}</p>
            {reason}
            <dl class="facts">
                {fact(t!(l, evidence.person), row.person_name.clone())}
                {fact(t!(l, form.label.evidence_venue), row.venue.clone())}
                {fact(t!(l, form.label.evidence_on), words::time::date(l, row.happened_on))}
                {fact(t!(l, form.label.evidence_level), words::evidence::level(l, row.level))}
                {fact(t!(l, form.label.evidence_prize), row.prize.clone())}
                {fact(t!(l, form.label.evidence_part), words::evidence::part(l, row.part))}
                {proof}
                {fact(t!(l, evidence.filer), row.filer_name.clone())}
                {fact(t!(l, evidence.filed_at), words::time::moment(l, row.filed_at))}
                {fact(t!(l, evidence.checker), row.checker_name.clone().unwrap_or_default())}
                {fact(t!(l, evidence.checked_at), checked)}
            </dl>
            {page.may_check.then(|| decision(&form, row))}
            {page.may_take_back.then(|| taking_back(&form, row))}
            {page.may_change.then(|| changing(l, row))}
            <p class="cluster">
                {page.is_own.then(|| view! { <a href="/evidence">{t!(l, evidence.back)}</a> })}
                {person.map(|href| view! { <a href=href>{words::evidence::of(l, &row.person_name)}</a> })}
            </p>
        }
    })
}

/// Two forms, so that the Enter key in the reason's field sends back and never confirms.
fn decision(form: &Form, row: &EvidenceRow) -> impl IntoView + use<> {
    let (l, id) = (form.l, row.id);
    view! {
        <section class="stack">
            <h2>{t!(l, evidence.decide)}</h2>
            <p>{t!(l, evidence.decide_hint)}</p>
            <form method="post" action=format!("/evidence/{id}/confirm")>
                {revision(row.revision)}
                <button class="button primary large">{t!(l, evidence.confirm)}</button>
            </form>
            <form class="form" method="post" action=format!("/evidence/{id}/send_back") novalidate>
                {revision(row.revision)}
                {form.line(Field::Reason, Line::default())}
                <p><button class="button large">{t!(l, evidence.send_back)}</button></p>
            </form>
        </section>
    }
}

fn taking_back(form: &Form, row: &EvidenceRow) -> impl IntoView + use<> {
    let (l, id) = (form.l, row.id);
    let is_open = form.problems.of(Field::Reason).is_some();
    view! {
        <details class="more" open=is_open>
            <summary>{t!(l, evidence.take_back)}</summary>
            <form class="form" method="post" action=format!("/evidence/{id}/take_back") novalidate>
                <p>{t!(l, evidence.take_back_hint)}</p>
                {revision(row.revision)}
                {form.line(Field::Reason, Line::default())}
                <p><button class="button large">{t!(l, evidence.take_back)}</button></p>
            </form>
        </details>
    }
}

fn changing(l: Locale, row: &EvidenceRow) -> impl IntoView + use<> {
    let id = row.id;
    let again = (row.state == EvidenceState::Confirmed).then(|| caution(t!(l, evidence.anew)));
    view! {
        {again}
        <div class="page-foot-action cluster">
            <a class="button large" href=format!("/evidence/{id}/change")>{t!(l, evidence.change)}</a>
            <form method="post" action=format!("/evidence/{id}/withdraw")>
                {revision(row.revision)}
                <button class="button large">{t!(l, evidence.withdraw)}</button>
            </form>
        </div>
    }
}

/// The file itself.
async fn proof(visit: Visit, Id(id): Id<EvidenceId>) -> Answer {
    let (upload, bytes, noted) = visit.actions.evidence_proof(&visit.call, id).await?;
    Ok(download(&upload.file_name, &upload.media_type, bytes, noted))
}

async fn show_new(visit: Visit) -> Answer {
    visit.actions.my_evidence(&visit.call).await?;
    let form = Form::to_make(&visit, Values::default());
    form_page(&visit, form, "/evidence/new".to_owned(), None, None).await
}

async fn show_new_of(visit: Visit, Id(id): Id<PersonId>) -> Answer {
    let form = Form::to_make(&visit, Values::default());
    form_of(&visit, id, form).await
}

async fn form_of(visit: &Visit, id: PersonId, form: Form) -> Answer {
    let page = visit.actions.evidence_of(&visit.call, id).await?;
    if !page.may_add || page.is_own {
        return Err(AppError::NotFound);
    }
    let action = format!("/person/{id}/evidence/new");
    form_page(visit, form, action, Some(page.person.name), None).await
}

async fn show_change(visit: Visit, Id(id): Id<EvidenceId>) -> Answer {
    let page = visit.actions.evidence(&visit.call, id).await?;
    if !page.may_change {
        return Err(if page.is_own { AppError::Conflict } else { AppError::NotFound });
    }
    let row = &page.evidence;
    let values = Values::from(&row.form()).with(Field::ProofToken, &row.proof_token);
    let form = Form::to_change(&visit, values, row.revision);
    change_page(&visit, id, form, &page).await
}

async fn change_page(visit: &Visit, id: EvidenceId, form: Form, page: &EvidencePage) -> Answer {
    let row = &page.evidence;
    let whose = (!page.is_own).then(|| row.person_name.clone());
    let on_file = (row.proof_name.clone(), row.proof_token.clone());
    form_page(visit, form, format!("/evidence/{id}/change"), whose, Some(on_file)).await
}

/// The form; the file that is on file is somebody else's where somebody else has entered it.
async fn form_page(
    visit: &Visit,
    form: Form,
    action: String,
    whose: Option<String>,
    on_file: Option<(String, String)>,
) -> Answer {
    let l = visit.l;
    let token = form.values.get(Field::ProofToken);
    let kept = match on_file.filter(|(_, known)| known == token) {
        Some(kept) => Some(kept),
        None if token.is_empty() => None,
        None => {
            let upload = visit.actions.own_upload(&visit.call, token).await?;
            upload.map(|upload| (upload.file_name, upload.token))
        }
    };
    let head = Page::new(t!(l, evidence.new)).lede(whose.unwrap_or_default()).with(&form);
    Ok(head.render(visit, move || {
        let kinds = EvidenceKind::ALL.iter();
        let kinds =
            kinds.map(|it| (it.as_str().to_owned(), words::evidence::kind(l, *it).to_owned()));
        let levels = EvidenceLevel::ALL.iter();
        let levels =
            levels.map(|it| (it.as_str().to_owned(), words::evidence::level(l, *it).to_owned()));
        let parts = EvidencePart::ALL.iter();
        let parts = parts
            .map(|it| (it.as_str().to_owned(), words::evidence::part(l, *it).to_owned(), None));
        let date = Line { kind: "date", is_short: true, ..Line::default() };
        let optional = Line { is_optional: true, ..Line::default() };
        view! {
            <p>{t!(l, evidence.form_hint)}</p>
            <form class="form" method="post" action=action enctype="multipart/form-data" novalidate>
                {form.why()}
                {form.once()}
                {form.revision()}
                {form.select(Field::EvidenceKind, kinds.collect(), false)}
                {form.line(Field::EvidenceTitle, Line::default())}
                {form.line(Field::EvidenceVenue, Line::default())}
                {form.line(Field::EvidenceOn, date)}
                {form.select(Field::EvidenceLevel, levels.collect(), false)}
                {form.line(Field::EvidencePrize, optional)}
                {form.choices(Field::EvidencePart, "radio", parts.collect(), false)}
                {form.file(Field::Proof, ".pdf,.jpg,.jpeg,.png", kept, false)}
                <div class="page-foot-action">
                    <button class="button primary large">{t!(l, evidence.save)}</button>
                </div>
            </form>
        }
    }))
}

/// Stores a proof that came along, and puts its token into the values.
async fn keep_proof(visit: &Visit, upload: Upload) -> Result<(Posted, Problems), AppError> {
    let Upload { mut posted, file, .. } = upload;
    let Some(file) = file else { return Ok((posted, Problems::default())) };
    match visit.actions.store_evidence_proof(&visit.call, file).await {
        Ok(stored) => {
            posted.values.set(Field::ProofToken, stored.token);
            Ok((posted, Problems::default()))
        }
        Err(ActionError::Invalid(problems)) => Ok((posted, problems)),
        Err(error) => Err(error.into()),
    }
}

async fn add(visit: Visit, upload: Upload) -> Answer {
    let (posted, problems) = keep_proof(&visit, upload).await?;
    let own = "/evidence/new";
    if !problems.0.is_empty() {
        let form = Form::with_problems(visit.l, posted, problems);
        return form_page(&visit, form, own.to_owned(), None, None).await;
    }
    let me = visit.call.actor()?.person;
    let done = visit.actions.add_evidence(&visit.call, me, &posted.values, &posted.once).await;
    let to = |id| format!("/evidence/{id}");
    let again = |form| form_page(&visit, form, own.to_owned(), None, None);
    answer(&visit, posted, done, to, "evidence_filed", again).await
}

async fn add_of(visit: Visit, Id(id): Id<PersonId>, upload: Upload) -> Answer {
    let (posted, problems) = keep_proof(&visit, upload).await?;
    if !problems.0.is_empty() {
        return form_of(&visit, id, Form::with_problems(visit.l, posted, problems)).await;
    }
    let done = visit.actions.add_evidence(&visit.call, id, &posted.values, &posted.once).await;
    let to = |id| format!("/evidence/{id}");
    answer(&visit, posted, done, to, "evidence_filed", |form| form_of(&visit, id, form)).await
}

async fn change(visit: Visit, Id(id): Id<EvidenceId>, upload: Upload) -> Answer {
    let (posted, problems) = keep_proof(&visit, upload).await?;
    if !problems.0.is_empty() {
        return change_again(&visit, id, Form::with_problems(visit.l, posted, problems)).await;
    }
    let done =
        visit.actions.change_evidence(&visit.call, id, &posted.values, posted.revision).await;
    let to = |()| format!("/evidence/{id}");
    answer(&visit, posted, done, to, "evidence_filed", |form| change_again(&visit, id, form)).await
}

async fn change_again(visit: &Visit, id: EvidenceId, mut form: Form) -> Answer {
    let page = visit.actions.evidence(&visit.call, id).await?;
    if !page.may_change {
        return Err(if page.is_own { AppError::Conflict } else { AppError::NotFound });
    }
    form.renew(page.evidence.revision);
    change_page(visit, id, form, &page).await
}

async fn withdraw(visit: Visit, Id(id): Id<EvidenceId>, posted: Posted) -> Answer {
    let done = visit.actions.withdraw_evidence(&visit.call, id, posted.revision).await;
    let to = |()| format!("/evidence/{id}");
    answer(&visit, posted, done, to, "evidence_withdrawn", |form| again(&visit, id, form)).await
}

async fn confirm(visit: Visit, Id(id): Id<EvidenceId>, posted: Posted) -> Answer {
    let done = visit.actions.confirm_evidence(&visit.call, id, posted.revision).await;
    let to = |()| format!("/evidence/{id}");
    answer(&visit, posted, done, to, "evidence_confirmed", |form| again(&visit, id, form)).await
}

async fn send_back(visit: Visit, Id(id): Id<EvidenceId>, posted: Posted) -> Answer {
    let done =
        visit.actions.send_evidence_back(&visit.call, id, &posted.values, posted.revision).await;
    let to = |()| format!("/evidence/{id}");
    answer(&visit, posted, done, to, "evidence_returned", |form| again(&visit, id, form)).await
}

async fn take_back(visit: Visit, Id(id): Id<EvidenceId>, posted: Posted) -> Answer {
    let done =
        visit.actions.take_evidence_back(&visit.call, id, &posted.values, posted.revision).await;
    let to = |()| format!("/evidence/{id}");
    answer(&visit, posted, done, to, "evidence_taken_back", |form| again(&visit, id, form)).await
}
