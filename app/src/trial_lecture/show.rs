//! One lecture before its panel: what is to be declared, scored, proposed and confirmed.

use actions::{Reading, TrialPage};
use axum::response::Response;
use domain::{form::Values, id::BookingId, score_sheet::SheetStage, trial_lecture::TrialState};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use super::{
    figures::{comments, result},
    panel::{closing, relation_form},
    verdict,
};
use crate::{
    audience_juror::beside, booking::part_given, course::facts, download::download, error::Answer,
    form::Form, id::Id, late_conflict::late, page::Page, parts::badge, typeset::pdf_link,
    visit::Visit,
};

pub(super) async fn show(visit: Visit, Id(id): Id<BookingId>) -> Answer {
    let form = Form::new(&visit, Values::default());
    again(&visit, id, form).await
}

pub(crate) async fn again(visit: &Visit, id: BookingId, mut form: Form) -> Answer {
    let page = visit.actions.trial(&visit.call, id).await?;
    if let Some(trial) = &page.lecture.trial {
        form.renew(trial.revision);
    }
    Ok(page_of(visit, &page, &form))
}

fn page_of(visit: &Visit, page: &TrialPage, form: &Form) -> Response {
    let l = visit.l;
    let booking = &page.lecture.booking;
    let head = Page::new(booking.title.clone()).lede(lede(l, page)).with(form);
    let session = format!("/review_session/{}/sitting", page.session.id);
    let is_sitting = page.reading != Reading::Lecturer;
    head.render(visit, || {
        view! {
            {form.why()}
            <p>{state(l, page)}</p>
            {part_given(l, &page.lecture.booking.part)}
            {todo(form, page)}
            {verdict::shown(l, page)}
            {beside(l, &page.jurors)}
            {verdict::acting(form, page)}
            {sheets(form, page)}
            {earlier(l, page)}
            {materials(l, page)}
            {later(form, page)}
            {jurors(l, page)}
            {record(visit, page)}
            {is_sitting.then(|| view! { <p><a href=session>{t!(l, trial_lecture.sitting)}</a></p> })}
        }
    })
}

/// For the chair and the office: the link by which the audience answers.
fn jurors(l: Locale, page: &TrialPage) -> Option<impl IntoView + use<>> {
    let href = format!("/trial_lecture/{}/audience_juror", page.lecture.booking.id);
    let leads = page.may_lead && page.lecture.trial.is_some();
    leads.then(|| view! { <p><a href=href>{t!(l, audience_juror.to_page)}</a></p> })
}

/// The evaluation record, for who keeps it.
fn record(visit: &Visit, page: &TrialPage) -> Option<AnyView> {
    let l = visit.l;
    let is_there = page.reading == Reading::Office && page.lecture.is_judged();
    let href = format!("/trial_lecture/{}/record", page.lecture.booking.id);
    is_there.then(|| {
        view! {
            <p class="cluster">
                <a class="button" href=format!("{href}.xlsx")>{t!(l, review_paper.record_link)}</a>
                {pdf_link(visit, format!("{href}.pdf"), t!(l, review_paper.record_pdf))}
            </p>
        }
        .into_any()
    })
}

fn lede(l: Locale, page: &TrialPage) -> String {
    let booking = &page.lecture.booking;
    let teacher = words::person::teacher(l, &booking.lecturer_name);
    format!("{teacher} · {}", words::time::span(l, booking.starts_at, booking.ends_at))
}

fn state(l: Locale, page: &TrialPage) -> AnyView {
    if let Some(trial) = &page.lecture.trial {
        let tone = words::trial_lecture::tone(trial.state);
        return badge(tone, words::trial_lecture::state(l, trial.state));
    }
    let state = page.lecture.booking.state;
    let tone = words::review_session::booking_tone(state);
    badge(tone, words::review_session::booking_state(l, state))
}

/// The one thing that the reader does now.
fn todo(form: &Form, page: &TrialPage) -> AnyView {
    let l = form.l;
    match page.reading {
        Reading::Undeclared => view! {
            <p>{t!(l, trial_lecture.declare_first)}</p>
            {relation_form(form, page)}
        }
        .into_any(),
        Reading::Recused => {
            view! { <p class="notice info">{t!(l, trial_lecture.you_are_recused)}</p> }.into_any()
        }
        Reading::Lecturer => lecturer(l, page),
        Reading::Panelist | Reading::Office => view! {
            {own_sheet(l, page)}
            {closing(form, page)}
        }
        .into_any(),
    }
}

fn lecturer(l: Locale, page: &TrialPage) -> AnyView {
    let href = format!("/course/{}/refinement", page.lecture.booking.version_id);
    let is_decided =
        page.lecture.trial.as_ref().is_some_and(|it| it.state == TrialState::Confirmed);
    let text = if is_decided || page.lecture.trial.is_none() {
        None
    } else {
        Some(t!(l, trial_lecture.lecturer_waits))
    };
    view! {
        {text.map(|text| view! { <p>{text}</p> })}
        <p><a class="button" href=href>{t!(l, trial_lecture.to_course)}</a></p>
    }
    .into_any()
}

fn own_sheet(l: Locale, page: &TrialPage) -> Option<AnyView> {
    let trial = page.lecture.trial.as_ref()?;
    let own = page.own.as_ref();
    if page.reading != Reading::Panelist || !trial.state.takes_sheets() {
        return None;
    }
    if own.is_some_and(|sheet| sheet.state == SheetStage::Submitted) {
        return Some(view! { <p>{badge("done", t!(l, review_sheet.locked))}</p> }.into_any());
    }
    let href = format!("/trial_lecture/{}/sheet", page.lecture.booking.id);
    Some(
        view! {
            <p>{words::trial_lecture::sheets_until(l, page.sheets_until)}</p>
            <p><a class="button primary large" href=href>{t!(l, trial_lecture.to_sheet)}</a></p>
        }
        .into_any(),
    )
}

/// Sheets, as far as the reader may see them.
fn sheets(form: &Form, page: &TrialPage) -> Option<AnyView> {
    let l = form.l;
    let trial = page.lecture.trial.as_ref()?;
    if page.sheets.is_empty() {
        let waits = page.reading == Reading::Panelist && trial.state.takes_sheets();
        return waits
            .then(|| view! { <p class="hint">{t!(l, trial_lecture.no_sheets)}</p> }.into_any());
    }
    let is_named = page.reading != Reading::Lecturer;
    let result = page.result.as_ref().and_then(|it| it.as_ref().ok()).map(|it| result(l, it));
    let all = page
        .sheets
        .iter()
        .enumerate()
        .map(|(at, seen)| {
            let title = match &seen.name {
                Some(name) => words::trial_lecture::seat_of(l, name, seen.sheet.seat_no),
                None => words::review_sheet::nth(l, at + 1),
            };
            comments(l, &seen.sheet, title, is_named)
        })
        .collect_view();
    let unlocked = (page.n_unlocked > 0).then(
        || view! { <p class="hint">{words::trial_lecture::n_unlocked(l, page.n_unlocked)}</p> },
    );
    let result = result.map(|it| view! { <h2>{t!(l, trial_lecture.result)}</h2>{it} });
    Some(
        view! {
            {result}
            {late(form, page)}
            {unlocked}
            <details class="fold" open=is_named.then_some("")>
                <summary>{t!(l, trial_lecture.sheets)}</summary>
                {all}
            </details>
        }
        .into_any(),
    )
}

/// Earlier rounds: what was required, what the lecturer answers, what the reader gave (`CRS-04`).
pub(crate) fn earlier(l: Locale, page: &TrialPage) -> Option<AnyView> {
    if page.earlier.is_empty() {
        return None;
    }
    let rounds = page
        .earlier
        .iter()
        .map(|round| {
            let verdict = round.trial.verdict.map(|verdict| {
                badge(
                    words::trial_lecture::verdict_tone(verdict),
                    words::trial_lecture::verdict(l, verdict),
                )
            });
            let own = round.own.as_ref().map(|sheet| {
                comments(l, sheet, t!(l, trial_lecture.own_earlier).to_owned(), true)
            });
            view! {
                <section class="stack">
                    <h3>
                        {words::trial_lecture::round_of(l, round.trial.round_no, round.trial.started_at)}
                        " "{verdict}
                    </h3>
                    {own}
                    {verdict::change_list(l, &round.changes)}
                </section>
            }
        })
        .collect_view();
    Some(view! { <h2>{t!(l, trial_lecture.earlier)}</h2>{rounds} }.into_any())
}

fn materials(l: Locale, page: &TrialPage) -> Option<AnyView> {
    let course = page.course.as_ref()?;
    if page.reading == Reading::Lecturer {
        return None;
    }
    let slides = format!("/trial_lecture/{}/slides", page.lecture.booking.id);
    Some(
        view! {
            <details class="fold" open="">
                <summary>{t!(l, trial_lecture.materials)}</summary>
                {facts(l, course, &slides)}
            </details>
        }
        .into_any(),
    )
}

/// A conflict that comes up later.
fn later(form: &Form, page: &TrialPage) -> Option<AnyView> {
    let is_open = page.lecture.trial.as_ref().is_none_or(|it| it.state != TrialState::Confirmed);
    let l = form.l;
    (page.reading == Reading::Panelist && is_open).then(|| {
        view! {
            <details class="fold">
                <summary>{t!(l, trial_lecture.declare_later)}</summary>
                {relation_form(form, page)}
            </details>
        }
        .into_any()
    })
}

pub(super) async fn slides(visit: Visit, Id(id): Id<BookingId>) -> Answer {
    let (upload, bytes, noted) = visit.actions.trial_slides(&visit.call, id).await?;
    Ok(download(&upload.file_name, &upload.media_type, bytes, noted))
}
