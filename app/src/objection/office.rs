//! Objections as those see them who look into them, supervise or decide.

use actions::{ObjectionPage, ObjectionRow};
use axum::extract::{FromRequest as _, Request, State as AxumState};
use domain::{
    award_cycle::AwardCycleState,
    form::{Field, Values},
    id::{AwardCycleId, ObjectionId},
    objection::{ObjectionEffect, ObjectionState},
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use super::{facts, fields};
use crate::{
    download::download,
    error::{Answer, AppError},
    form::{Form, Line, Posted, Upload, answer},
    id::Id,
    page::Page,
    parts::{badge, caution, empty, fact, revision},
    state::State,
    visit::Visit,
};

pub(super) async fn list(visit: Visit, Id(id): Id<AwardCycleId>) -> Answer {
    let l = visit.l;
    let page = visit.actions.objections(&visit.call, id).await?;
    let head = Page::new(t!(l, objection.title)).lede(page.cycle.title.clone());
    let may_take_out = visit.may_open("/award/{id}/archive");
    Ok(head.render(&visit, move || {
        let hidden = (page.n_hidden > 0).then(|| {
            view! { <p class="notice">{words::objection::n_hidden(l, page.n_hidden)}</p> }
        });
        let nothing = page.rows.is_empty().then(|| empty(t!(l, objection.nothing), None));
        let cards = page.rows.iter().map(|row| card(l, row)).collect_view();
        let enter = page.may_enter.then(|| {
            let href = format!("/award/{id}/objection/new");
            view! { <a class="button" href=href>{t!(l, objection.enter)}</a> }
        });
        let archived = (page.cycle.state == AwardCycleState::Archived).then(|| {
            let href = format!("/award/{id}/archive");
            let link = may_take_out
                .then(|| view! { " "<a href=href>{t!(l, award_archive.take_out_title)}</a> });
            view! { <p class="notice">{t!(l, award_archive.takes_none)}{link}</p> }
        });
        view! {
            <p>{t!(l, objection.office_lede)}</p>
            {archived}
            {hidden}
            {nothing}
            <ul class="card-list">{cards}</ul>
            <p class="cluster">
                {enter}
                <a class="button" href=format!("/award/{id}")>{t!(l, award.back)}</a>
            </p>
        }
    }))
}

fn card(l: Locale, row: &ObjectionRow) -> impl IntoView + use<> {
    let title = match &row.nominee {
        Some(name) => format!("{} · {name}", words::objection::number(l, row.id.into())),
        None => words::objection::number(l, row.id.into()),
    };
    let due = row.due_at.filter(|_| row.state.is_open());
    let due = due.map(|due| words::time::last_moment(l, due)).unwrap_or_default();
    let handler = row.handler.clone().unwrap_or_else(|| t!(l, objection.nobody).to_owned());
    let effect = row.effect.map(|it| words::objection::effect(l, it)).unwrap_or_default();
    view! {
        <li class="card">
            <h2 class="card-title"><a href=format!("/objection/{}", row.id)>{title}</a></h2>
            {badge(words::objection::tone(row.state), words::objection::state(l, row.state))}
            <dl class="facts">
                {fact(t!(l, form.label.objection_about), words::objection::about(l, row.about))}
                {fact(t!(l, objection.handler), handler)}
                {fact(t!(l, objection.due), due)}
                {fact(t!(l, form.label.effect), effect)}
            </dl>
        </li>
    }
}

pub(super) async fn new_letter(visit: Visit, Id(id): Id<AwardCycleId>) -> Answer {
    let day = visit.call.today().to_string();
    let values = Values::default().with(Field::ReceivedOn, day);
    letter_page(&visit, id, Form::to_make(&visit, values)).await
}

async fn letter_page(visit: &Visit, id: AwardCycleId, form: Form) -> Answer {
    let l = visit.l;
    let page = visit.actions.letter_form(&visit.call, id).await?;
    let head = Page::new(t!(l, objection.enter)).lede(page.cycle.title.clone()).with(&form);
    Ok(head.render(visit, move || {
        let day = Line { kind: "date", is_short: true, ..Line::default() };
        let text = t!(l, objection.anonymous_hint).to_owned();
        let anonymous = vec![("yes".to_owned(), text, None)];
        view! {
            <p>{t!(l, objection.enter_lede)}</p>
            <form class="form" method="post" action=format!("/award/{id}/objection/new") novalidate>
                {form.why()}
                {form.once()}
                {form.line(Field::ReceivedOn, day)}
                {fields(&form, &page)}
                {form.choices(Field::Anonymous, "checkbox", anonymous, true)}
                <div class="page-foot-action">
                    <button class="button primary large">{t!(l, objection.enter)}</button>
                </div>
            </form>
        }
    }))
}

pub(super) async fn enter(visit: Visit, Id(id): Id<AwardCycleId>, posted: Posted) -> Answer {
    let done = visit.actions.enter_objection(&visit.call, id, &posted.values, &posted.once).await;
    let to = |token: Option<String>| match token {
        Some(token) => format!("/objector/{token}"),
        None => format!("/award/{id}/objection"),
    };
    answer(&visit, posted, done, to, "objection_entered", |form| letter_page(&visit, id, form))
        .await
}

pub(super) async fn show(visit: Visit, Id(id): Id<ObjectionId>) -> Answer {
    again(&visit, id, Form::new(&visit, Values::default())).await
}

async fn again(visit: &Visit, id: ObjectionId, form: Form) -> Answer {
    let l = visit.l;
    let page = visit.actions.objection(&visit.call, id).await?;
    let title = words::objection::number(l, id.into());
    let head = Page::new(title).lede(page.row.cycle_title.clone()).with(&form);
    Ok(head.render(visit, move || {
        let row = &page.row;
        let effect = row.effect.map(|it| words::objection::effect(l, it)).unwrap_or_default();
        let handler = row.handler.clone().unwrap_or_else(|| t!(l, objection.nobody).to_owned());
        let step = match row.state {
            ObjectionState::Received if page.is_handler => Some(examine_form(&form, &page).into_any()),
            ObjectionState::Admitted if page.is_handler => Some(decide_form(&form, &page).into_any()),
            ObjectionState::Received if page.may_take => Some(take_form(l, id).into_any()),
            _ => None,
        };
        view! {
            {form.why()}
            <p>{badge(words::objection::tone(row.state), words::objection::state(l, row.state))}</p>
            {facts(l, row)}
            <dl class="facts">
                {fact(t!(l, objection.handler), handler)}
                {fact(t!(l, form.label.effect), effect)}
            </dl>
            {objector(l, &page)}
            {page.may_file().then(|| scan_form(&form, &page))}
            {(page.is_late && row.state.is_open()).then(|| caution(t!(l, objection.late)))}
            {step}
            {page.is_barred.then(|| view! { <p class="notice">{t!(l, objection.not_free)}</p> })}
            {(!page.candidates.is_empty()).then(|| hand_form(&form, &page))}
            <p><a class="button" href=format!("/award/{}/objection", row.cycle_id)>{t!(l, objection.back)}</a></p>
        }
    }))
}

/// Who objects, with the paper: for who handles it and the supervisor.
fn objector(l: Locale, page: &ObjectionPage) -> Option<impl IntoView + use<>> {
    let row = page.objector.as_ref()?;
    let scan = match &row.scan {
        Some(_) => {
            let href = format!("/objection/{}/scan", page.row.id);
            view! { <a href=href>{t!(l, objection.open_scan)}</a> }.into_any()
        }
        None => t!(l, objection.scan_missing).into_any(),
    };
    let who = &row.objector;
    let kind = if who.is_anonymous() {
        t!(l, objection.anonymous)
    } else {
        words::objection::who(l, who.kind)
    };
    Some(view! {
        <section class="stack">
            <h2>{t!(l, objection.objector)}</h2>
            <dl class="facts">
                {fact(t!(l, form.label.objector_kind), kind)}
                {fact(t!(l, form.label.objector_name), who.name.clone())}
                {fact(t!(l, form.label.objector_contact), who.contact.clone())}
            </dl>
            <p>{scan}</p>
        </section>
    })
}

/// The paper of a letter, from who looks into it.
fn scan_form(form: &Form, page: &ObjectionPage) -> impl IntoView + use<> {
    let l = form.l;
    let has_scan = page.row.has_scan;
    let upload = if has_scan { t!(l, objection.replace_scan) } else { t!(l, objection.add_scan) };
    let action = format!("/objection/{}/scan", page.row.id);
    let is_open = !has_scan || form.problems.of(Field::Scan).is_some();
    view! {
        <details class="more" open=is_open>
            <summary>{upload}</summary>
            <form class="form" method="post" action=action enctype="multipart/form-data" novalidate>
                {form.file(Field::Scan, ".pdf,.jpg,.jpeg,.png", None, false)}
                <p><button class="button">{upload}</button></p>
            </form>
        </details>
    }
}

fn take_form(l: Locale, id: ObjectionId) -> impl IntoView + use<> {
    view! {
        <form method="post" action=format!("/objection/{id}/take") class="page-foot-action">
            <p>{t!(l, objection.take_hint)}</p>
            <button class="button primary large">{t!(l, objection.take)}</button>
        </form>
    }
}

fn hand_form(form: &Form, page: &ObjectionPage) -> impl IntoView + use<> {
    let l = form.l;
    let people =
        page.candidates.iter().map(|(id, name)| (id.to_string(), name.clone())).collect::<Vec<_>>();
    view! {
        <section class="stack">
            <h2>{t!(l, objection.hand)}</h2>
            <form class="form" method="post" action=format!("/objection/{}/hand", page.row.id) novalidate>
                {revision(page.row.revision)}
                {form.select(Field::Handler, people, false)}
                <p><button class="button">{t!(l, objection.hand)}</button></p>
            </form>
        </section>
    }
}

/// Two forms, so that the Enter key in the reason's field refuses and never admits.
fn examine_form(form: &Form, page: &ObjectionPage) -> impl IntoView + use<> {
    let l = form.l;
    let action = format!("/objection/{}/examine", page.row.id);
    let admits = page.row.has_scan && !page.is_late;
    view! {
        <section class="stack">
            <h2>{t!(l, objection.examine)}</h2>
            {form.told(Field::Decision)}
            {admits.then(|| view! {
                <form method="post" action=action.clone() class="page-foot-action">
                    {revision(page.row.revision)}
                    <button class="button primary large" name=Field::Decision.as_str() value="admit">
                        {t!(l, objection.admit)}
                    </button>
                </form>
            })}
            <form class="form" method="post" action=action.clone() novalidate>
                {revision(page.row.revision)}
                {form.area(Field::Reason, 3, false)}
                <p>
                    <button class="button" name=Field::Decision.as_str() value="refuse">
                        {t!(l, objection.refuse)}
                    </button>
                </p>
            </form>
        </section>
    }
}

fn decide_form(form: &Form, page: &ObjectionPage) -> impl IntoView + use<> {
    let l = form.l;
    let (row, at) = (&page.row, format!("/objection/{}", page.row.id));
    let findings =
        [ObjectionState::Upheld, ObjectionState::PartlyUpheld, ObjectionState::Dismissed].map(
            |state| (state.as_str().to_owned(), words::objection::state(l, state).to_owned(), None),
        );
    let effects = ObjectionEffect::ALL
        .iter()
        .filter(|effect| effect.suits(row.about, row.cycle_state))
        .map(|it| (it.as_str().to_owned(), words::objection::effect(l, *it).to_owned(), None));
    let is_open = form.problems.of(Field::ExtensionReason).is_some();
    view! {
        <section class="stack">
            <h2>{t!(l, objection.decide)}</h2>
            <form class="form" method="post" action=format!("{at}/decide") novalidate>
                {revision(row.revision)}
                {form.choices(Field::Finding, "radio", findings.to_vec(), false)}
                {form.choices(Field::Effect, "radio", effects.collect(), true)}
                {form.area(Field::Answer, 5, false)}
                <div class="page-foot-action">
                    <button class="button primary large">{t!(l, objection.decide_do)}</button>
                </div>
            </form>
            {(!row.is_extended).then(|| view! {
                <details class="more" open=is_open>
                    <summary>{t!(l, objection.extend)}</summary>
                    <form class="form" method="post" action=format!("{at}/extend") novalidate>
                        {revision(row.revision)}
                        {form.line(Field::ExtensionReason, Line::default())}
                        <p><button class="button">{t!(l, objection.extend)}</button></p>
                    </form>
                </details>
            })}
        </section>
    }
}

pub(super) async fn take(visit: Visit, Id(id): Id<ObjectionId>) -> Answer {
    visit.actions.take_objection(&visit.call, id).await?;
    Ok(visit.go(&format!("/objection/{id}"), "objection_taken"))
}

macro_rules! step {
    ($name:ident, $action:ident, $notice:literal) => {
        pub(super) async fn $name(visit: Visit, Id(id): Id<ObjectionId>, posted: Posted) -> Answer {
            let done =
                visit.actions.$action(&visit.call, id, &posted.values, posted.revision).await;
            let to = |()| format!("/objection/{id}");
            answer(&visit, posted, done, to, $notice, |form| again(&visit, id, form)).await
        }
    };
}

step!(hand, hand_objection, "objection_handed");
step!(examine, examine_objection, "objection_examined");
step!(extend, extend_objection, "objection_extended");
step!(decide, decide_objection, "objection_decided");

/// The file is read only for who may add it.
pub(super) async fn add_scan(
    visit: Visit,
    Id(id): Id<ObjectionId>,
    AxumState(state): AxumState<State>,
    request: Request,
) -> Answer {
    if !visit.actions.objection(&visit.call, id).await?.may_file() {
        return Err(AppError::Conflict);
    }
    let Upload { posted, file, .. } = Upload::from_request(request, &state).await?;
    let done = visit.actions.file_scan(&visit.call, id, file).await;
    let to = |()| format!("/objection/{id}");
    answer(&visit, posted, done, to, "scan_added", |form| again(&visit, id, form)).await
}

pub(super) async fn scan(visit: Visit, Id(id): Id<ObjectionId>) -> Answer {
    let (scan, bytes, noted) = visit.actions.objection_scan(&visit.call, id).await?;
    Ok(download(&scan.name, &scan.media_type, bytes, noted))
}
