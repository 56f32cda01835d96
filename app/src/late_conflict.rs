//! A conflict that became known after the verdict, and the sitting that repeats it.

use actions::{LateFigures, LateView, Reading, RefinementPage, RepeatRow, RoundView, TrialPage};
use domain::{
    course::CourseVersionState,
    form::Field,
    id::{BookingId, CourseVersionId, PersonId},
    late_conflict::Meanwhile,
    nomination::Relation,
    role::{PLANNERS, Role},
    score_sheet::ConflictKind,
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use crate::{
    error::Answer,
    form::{Form, Posted, answer},
    id::Id,
    parts::{badge, fact, revision},
    refinement,
    route::{Route, Who},
    trial_lecture::{self, result},
    visit::Visit,
};

const RECORDERS: Who = Who::Role(&[Role::Panelist, Role::CityOffice]);
const PLANNER: Who = Who::Role(PLANNERS);

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::post("/trial_lecture/{id}/late_conflict", RECORDERS, record),
        Route::post("/trial_lecture/{id}/repeat", PLANNER, order),
        Route::post("/course/{id}/refinement/call_off_repeat", PLANNER, call_off),
    ]
}

/// What became known after the verdict, with the figures beside it; the office goes on from there.
pub(crate) fn late(form: &Form, page: &TrialPage) -> Option<AnyView> {
    let l = form.l;
    let view = page.late.as_ref()?;
    let is_office = page.reading == Reading::Office;
    let is_known = !view.conflicts.is_empty();
    let title = is_known.then(|| {
        view! {
            <h2>{t!(l, late_conflict.title)}</h2>
            {conflicts(l, page, view, is_office)}
            {figures(l, &view.figures)}
            {repeats(l, &view.repeats, is_office)}
        }
    });
    let own = view.clear.iter().any(|person| page.own_seat(*person).is_some());
    let recording = (is_office && page.may_confirm && !view.clear.is_empty()
        || page.reading == Reading::Panelist && own)
        .then(|| recording(form, page, view, is_office));
    Some(
        view! {
            <section class="stack">
                {title}
                {view.may_repeat.then(|| ordering(form, page, view))}
                {recording}
            </section>
        }
        .into_any(),
    )
}

fn seat_and_name(page: &TrialPage, person: PersonId) -> (i64, String) {
    let member = page.panel.iter().find(|member| member.person_id == person);
    member.map_or((0, String::new()), |member| (member.seat_no, member.name.clone()))
}

/// By name for the office alone.
fn conflicts(
    l: Locale,
    page: &TrialPage,
    view: &LateView,
    is_office: bool,
) -> impl IntoView + use<> {
    let items = view
        .conflicts
        .iter()
        .map(|conflict| {
            let (seat_no, _) = seat_and_name(page, conflict.person_id);
            let text = if is_office {
                words::late_conflict::entry(
                    l,
                    &page.rules,
                    (seat_no, &conflict.name),
                    conflict.kind,
                )
            } else {
                t!(l, late_conflict.entry_short).to_owned()
            };
            let reason = is_office.then(|| view! { <p>{conflict.reason.clone()}</p> });
            let when = words::late_conflict::recorded(l, conflict.recorded_at);
            view! { <li>{text}{reason}<p class="hint">{when}</p></li> }
        })
        .collect_view();
    view! { <ul>{items}</ul> }
}

fn figures(l: Locale, figures: &LateFigures) -> impl IntoView + use<> {
    let body = match &figures.result {
        Ok(one) => result(l, one),
        Err(_) => view! { <p>{t!(l, late_conflict.too_few)}</p> }.into_any(),
    };
    let verdict = figures.verdict.map(|verdict| words::trial_lecture::verdict(l, verdict));
    view! {
        <h3>{t!(l, late_conflict.figures)}</h3>
        {body}
        {verdict.map(|text| view! { <dl class="facts">{fact(t!(l, late_conflict.would_be), text)}</dl> })}
    }
}

fn repeats(l: Locale, repeats: &[RepeatRow], is_office: bool) -> impl IntoView + use<> {
    repeats
        .iter()
        .map(|repeat| {
            let end = repeat.ended.map(|end| badge("plain", words::late_conflict::end(l, end)));
            let href = format!("/course/{}/refinement", repeat.version_id);
            let to_course = (is_office && repeat.ended.is_none())
                .then(|| view! { <a href=href>{t!(l, late_conflict.to_course)}</a> });
            view! {
                <p>
                    {words::late_conflict::ordered(l, repeat.ordered_at)}" "{end}
                    <span class="hint">" "{repeat.reason.clone()}" "</span>
                    {to_course}
                </p>
            }
        })
        .collect_view()
}

fn recording(form: &Form, page: &TrialPage, view: &LateView, is_office: bool) -> AnyView {
    let l = form.l;
    let id = page.lecture.booking.id;
    let people = view.clear.iter().map(|person| {
        let (seat_no, name) = seat_and_name(page, *person);
        (person.to_string(), words::trial_lecture::seat_of(l, &name, seat_no))
    });
    let people = is_office.then(|| form.select(Field::ConflictPanelist, people.collect(), false));
    let kinds = ConflictKind::ALL.iter().map(|kind| {
        let name = words::award_cycle::relation(l, &page.rules, Relation(Some(*kind)));
        (kind.as_str().to_owned(), name)
    });
    let is_open = [Field::ConflictPanelist, Field::ConflictKind, Field::ConflictReason]
        .iter()
        .any(|field| form.problems.of(*field).is_some())
        .then_some("");
    let title = if is_office { t!(l, late_conflict.record) } else { t!(l, late_conflict.own) };
    view! {
        <details class="fold" open=is_open>
            <summary>{title}</summary>
            <form class="form" method="post" action=format!("/trial_lecture/{id}/late_conflict") novalidate>
                <p class="hint">{t!(l, late_conflict.hint)}</p>
                {people}
                {form.select(Field::ConflictKind, kinds.collect(), false)}
                {form.area(Field::ConflictReason, 3, false)}
                <button class="button">{t!(l, late_conflict.record)}</button>
            </form>
        </details>
    }
    .into_any()
}

fn ordering(form: &Form, page: &TrialPage, view: &LateView) -> AnyView {
    let l = form.l;
    let id = page.lecture.booking.id;
    let is_listed = view.version_state == CourseVersionState::Listed;
    let choices = Meanwhile::ALL.iter().map(|one| {
        (one.as_str().to_owned(), words::late_conflict::meanwhile(l, *one).to_owned(), None)
    });
    let meanwhile =
        is_listed.then(|| form.choices(Field::Meanwhile, "radio", choices.collect(), false));
    let is_open = [Field::RepeatReason, Field::Meanwhile]
        .iter()
        .any(|field| form.problems.of(*field).is_some())
        .then_some("");
    view! {
        <details class="fold" open=is_open>
            <summary>{t!(l, late_conflict.repeat_title)}</summary>
            <form class="form" method="post" action=format!("/trial_lecture/{id}/repeat") novalidate>
                <p class="hint">{t!(l, late_conflict.repeat_hint)}</p>
                {revision(view.revision)}
                {meanwhile}
                {form.area(Field::RepeatReason, 3, false)}
                <button class="button">{t!(l, late_conflict.repeat)}</button>
            </form>
        </details>
    }
    .into_any()
}

/// For the lecturer: that something became known, without a name (`REV-11`).
pub(crate) fn late_short(l: Locale, round: &RoundView) -> Option<AnyView> {
    let figures = round.late.as_ref()?;
    let body = match &figures.result {
        Ok(one) => result(l, one),
        Err(_) => view! { <p>{t!(l, late_conflict.too_few)}</p> }.into_any(),
    };
    Some(
        view! {
            <details class="fold">
                <summary>{t!(l, late_conflict.title)}</summary>
                <p>{t!(l, late_conflict.figures)}</p>
                {body}
            </details>
        }
        .into_any(),
    )
}

/// The repeat that was ordered: the lecturer books a slot for it, the office may call it off.
pub(crate) fn repeat(form: &Form, page: &RefinementPage) -> Option<AnyView> {
    let l = form.l;
    let repeat = page.repeat.as_ref()?;
    let id = page.course.id;
    let is_open = form.problems.of(Field::RepeatReason).is_some().then_some("");
    let to_book = page.is_own.then(|| {
        view! {
            <p><a class="button primary" href=format!("/course/{id}/booking")>{t!(l, desk.book)}</a></p>
        }
    });
    let calling_off = page.may_call_off.then(|| {
        let action = format!("/course/{id}/refinement/call_off_repeat");
        view! {
            <details class="fold" open=is_open>
                <summary>{t!(l, late_conflict.call_off_title)}</summary>
                <form class="form" method="post" action=action novalidate>
                    {form.area(Field::RepeatReason, 3, false)}
                    <button class="button">{t!(l, late_conflict.call_off)}</button>
                </form>
            </details>
        }
    });
    Some(
        view! {
            <section class="stack">
                <p class="notice info">{t!(l, late_conflict.open)}" "{repeat.reason.clone()}</p>
                {to_book}
                {calling_off}
            </section>
        }
        .into_any(),
    )
}

async fn record(visit: Visit, Id(id): Id<BookingId>, posted: Posted) -> Answer {
    let done = visit.actions.record_late_conflict(&visit.call, id, &posted.values).await;
    let to = |()| format!("/trial_lecture/{id}");
    let again = |form| trial_lecture::again(&visit, id, form);
    answer(&visit, posted, done, to, "conflict_recorded", again).await
}

async fn order(visit: Visit, Id(id): Id<BookingId>, posted: Posted) -> Answer {
    let (values, revision) = (&posted.values, posted.revision);
    let done = visit.actions.order_repeat(&visit.call, id, values, revision).await;
    let to = |()| format!("/trial_lecture/{id}");
    let again = |form| trial_lecture::again(&visit, id, form);
    answer(&visit, posted, done, to, "repeat_ordered", again).await
}

async fn call_off(visit: Visit, Id(id): Id<CourseVersionId>, posted: Posted) -> Answer {
    let done = visit.actions.call_off_repeat(&visit.call, id, &posted.values).await;
    let to = |()| format!("/course/{id}/refinement");
    let again = |form| refinement::again(&visit, id, form);
    answer(&visit, posted, done, to, "repeat_called_off", again).await
}
