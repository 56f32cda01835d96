//! A panelist's score sheet: nine criteria in three dimensions, a strength, a suggestion, and a veto
//! that is rarely needed.

use actions::{ActionError, Reading, ReviewSheetPage};
use axum::response::Response;
use domain::{
    form::{Field, Values},
    id::BookingId,
    review_sheet::{Dimension, criteria, note_fields},
    role::Role,
    score_sheet::{SheetStage, score_fields},
    trial_lecture::Veto,
};
use islands::score_sheet::{SheetKeeper, SheetOf, SheetTexts};
use leptos::prelude::*;
use leptos_i18n::td_string as t;

use crate::{
    booking::part_given,
    error::{Answer, AppError},
    error_page::typed_view,
    form::{Form, Posted, Refusal, answer},
    id::Id,
    page::Page,
    parts::badge,
    route::{Route, Who},
    trial_lecture::{comments, earlier},
    visit::{Visit, redirect},
};

const PANELIST: Who = Who::Role(&[Role::Panelist]);

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/trial_lecture/{id}/sheet", PANELIST, show),
        Route::post("/trial_lecture/{id}/sheet", PANELIST, send),
    ]
}

async fn show(visit: Visit, Id(id): Id<BookingId>) -> Answer {
    let page = match visit.actions.review_sheet(&visit.call, id).await {
        Err(ActionError::NotFound) => return declare_first(&visit, id).await,
        other => other?,
    };
    let form = Form::to_change(&visit, Values::from(&page.draft), page.revision);
    Ok(page_of(&visit, &page, &form))
}

/// Whoever has declared nothing yet finds the sheet after that.
async fn declare_first(visit: &Visit, id: BookingId) -> Answer {
    let page = visit.actions.trial(&visit.call, id).await?;
    if page.reading == Reading::Undeclared {
        return Ok(redirect(&format!("/trial_lecture/{id}")));
    }
    Err(AppError::NotFound)
}

fn page_of(visit: &Visit, page: &ReviewSheetPage, form: &Form) -> Response {
    let l = visit.l;
    let booking = &page.page.lecture.booking;
    let round = page.page.lecture.trial.as_ref().map_or(1, |trial| trial.round_no);
    let is_written = page.is_open && !page.is_submitted;
    let mut head = Page::new(booking.title.clone())
        .lede(words::review_sheet::lede(l, &booking.lecturer_name, round))
        .with(form);
    if is_written {
        head = head.with_island();
    }
    // The stored sheet is locked: what was typed here is shown beside it.
    let lost = (form.message.is_some() && !is_written).then(|| typed_view(visit)).flatten();
    let back = format!("/trial_lecture/{}", booking.id);
    head.render(visit, || {
        // From the second round on, what was required stands beside what is answered.
        let before = earlier(l, &page.page).map(|earlier| {
            view! {
                <details class="fold" open="">
                    <summary>{t!(l, trial_lecture.earlier)}</summary>
                    {earlier}
                </details>
            }
        });
        let sheet =
            if is_written { open(form, page).into_any() } else { locked(form, page).into_any() };
        view! {
            {form.notice()}
            {lost}
            {form.summary()}
            {part_given(l, &booking.part)}
            {before}
            {sheet}
            <p><a href=back>{t!(l, review_sheet.back)}</a></p>
        }
    })
}

fn locked(form: &Form, page: &ReviewSheetPage) -> impl IntoView + use<> {
    let l = form.l;
    let own = page.page.own.as_ref().filter(|sheet| sheet.state == SheetStage::Submitted);
    match own {
        Some(sheet) => view! {
            <p>{badge("done", t!(l, review_sheet.locked))}</p>
            {comments(l, sheet, t!(l, review_sheet.title).to_owned(), true)}
        }
        .into_any(),
        None => view! { <p class="notice info">{t!(l, review_sheet.closed)}</p> }.into_any(),
    }
}

fn open(form: &Form, page: &ReviewSheetPage) -> impl IntoView + use<> {
    let l = form.l;
    let dimensions = Dimension::ALL.iter().map(|dimension| scores(form, *dimension)).collect_view();
    let texts = SheetTexts {
        saved: t!(l, review_sheet.draft_saved).to_owned(),
        saving: t!(l, review_sheet.draft_saving).to_owned(),
        not_saved: t!(l, review_sheet.draft_not_saved).to_owned(),
        sum: t!(l, review_sheet.sum).to_owned(),
    };
    let id = page.page.lecture.booking.id;
    view! {
        <form class="form" id="sheet" method="post" action=format!("/trial_lecture/{id}/sheet") novalidate>
            <p class="hint">{t!(l, review_sheet.steps)}</p>
            {form.revision()}
            {dimensions}
            {form.area(Field::Strength, 3, false)}
            {form.area(Field::Suggestion, 3, false)}
            {veto(form)}
            <SheetKeeper of=SheetOf::Lecture(id.0) texts=texts/>
            <div class="page-foot-action cluster">
                <button class="button primary large" name=Field::Decision.as_str() value="submit">
                    {t!(l, review_sheet.submit)}
                </button>
                <button class="button large" name=Field::Decision.as_str() value="draft">
                    {t!(l, review_sheet.save)}
                </button>
            </div>
        </form>
    }
}

/// The criteria of a dimension, with notes that open where they are wanted.
fn scores(form: &Form, dimension: Dimension) -> AnyView {
    let l = form.l;
    let places = dimension.places();
    let own = score_fields()
        .zip(note_fields())
        .zip(criteria())
        .skip(places.start)
        .take(places.len())
        .collect::<Vec<_>>();
    let lines = own
        .iter()
        .map(|((field, _), criterion)| {
            let name = words::review_sheet::criterion(l, &criterion.code);
            let max = (criterion.max.in_hundredths() / 100).to_string();
            form.score(*field, words::award_cycle::criterion(l, name, &max))
        })
        .collect_view();
    let is_noted = own.iter().any(|((_, note), _)| {
        !form.values.get(*note).is_empty() || form.problems.of(*note).is_some()
    });
    let notes = own
        .iter()
        .map(|((_, note), criterion)| {
            form.area_of(*note, words::review_sheet::note_of(l, &criterion.code), 2)
        })
        .collect_view();
    view! {
        <fieldset class="dimension">
            <legend>{words::review_sheet::dimension_of(l, dimension)}</legend>
            {lines}
            <details class="fold" open=is_noted.then_some("")>
                <summary>{t!(l, review_sheet.notes)}</summary>
                {notes}
            </details>
        </fieldset>
    }
    .into_any()
}

fn veto(form: &Form) -> AnyView {
    let l = form.l;
    let grounds = Veto::ALL
        .iter()
        .map(|veto| (veto.as_str().to_owned(), words::trial_lecture::veto(l, *veto).to_owned()))
        .collect();
    let is_open = !form.values.get(Field::Veto).is_empty()
        || form.problems.of(Field::Veto).is_some()
        || form.problems.of(Field::VetoDetail).is_some();
    view! {
        <details class="fold" open=is_open.then_some("")>
            <summary>{t!(l, review_sheet.veto_title)}</summary>
            {form.select(Field::Veto, grounds, true)}
            {form.area(Field::VetoDetail, 3, true)}
        </details>
    }
    .into_any()
}

async fn send(visit: Visit, Id(id): Id<BookingId>, posted: Posted) -> Answer {
    let is_draft = posted.values.get(Field::Decision) == "draft";
    let (actions, call) = (&visit.actions, &visit.call);
    let (values, revision) = (&posted.values, posted.revision);
    let (done, notice) = if is_draft {
        let saved = actions.save_review_sheet(call, id, values, revision).await;
        (saved.map(|_| ()), "sheet_saved")
    } else {
        (actions.submit_review_sheet(call, id, values, revision).await, "sheet_submitted")
    };
    // In another tab the sheet was submitted, or scoring is closed: what is typed stays on the page.
    let done = done.map_err(|error| match error {
        ActionError::WrongState => Refusal::Told(t!(visit.l, review_sheet.was_locked)),
        other => other.into(),
    });
    let rest = if is_draft { "/sheet" } else { "" };
    let to = |()| format!("/trial_lecture/{id}{rest}");
    answer(&visit, posted, done, to, notice, |form| again(&visit, id, form)).await
}

async fn again(visit: &Visit, id: BookingId, mut form: Form) -> Answer {
    let page = visit.actions.review_sheet(&visit.call, id).await?;
    form.renew(page.revision);
    Ok(page_of(visit, &page, &form))
}
