//! The page of a course's rounds.

use actions::{CourseRow, NextVersion, RefinementPage, RoundView};
use axum::response::Response;
use domain::{
    course::CourseVersionState,
    form::{Field, Values},
    id::CourseVersionId,
    rulebook::Rule,
    slides::{SlideChange, n_changed},
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use super::radar::radar;
use crate::{
    audience_juror::beside,
    booking::part_given,
    error::Answer,
    form::{Form, Posted, answer},
    id::Id,
    late_conflict::{late_short, repeat},
    page::Page,
    parts::{badge, empty, fact, revision},
    rulebook::amount,
    trial_lecture::{change_list, comments, result},
    visit::Visit,
};

pub(super) async fn show(visit: Visit, Id(id): Id<CourseVersionId>) -> Answer {
    let form = Form::new(&visit, Values::default());
    again(&visit, id, form).await
}

pub(crate) async fn again(visit: &Visit, id: CourseVersionId, mut form: Form) -> Answer {
    let page = visit.actions.refinement(&visit.call, id).await?;
    if !form.is_refused() && form.message.is_none() {
        for change in &page.to_answer {
            form.values.set(Field::Reply.at(change.change_no), &change.answer);
        }
    }
    Ok(page_of(visit, &page, &form))
}

fn page_of(visit: &Visit, page: &RefinementPage, form: &Form) -> Response {
    let l = visit.l;
    let course = &page.course;
    let head = Page::new(words::refinement::title_of(l, &course.title)).with(form);
    let own = if page.is_own { "course" } else { "course_check" };
    let back = format!("/{own}/{}", course.id);
    head.render(visit, || {
        let rounds = page.rounds.iter().rev().map(|one| round(l, one)).collect_view();
        let nothing = page.rounds.is_empty();
        view! {
            {form.why()}
            <p>
                {badge(words::course::tone(course.state), words::course::state(l, course.state))}
                " "
                {words::refinement::version(l, course.version_no)}
            </p>
            {repeat(form, page)}
            {listing(l, course)}
            {next(l, page)}
            {answers(form, page)}
            {sit_ins(l, page)}
            {to_list(l, page)}
            {nothing.then(|| empty(t!(l, refinement.none), None))}
            {radar(l, &page.rounds)}
            {rounds}
            {versions(l, page)}
            {giving_up(form, page)}
            {ending(form, page)}
            <p><a href=back>{t!(l, course.content)}</a></p>
        }
    })
}

fn listing(l: Locale, course: &CourseRow) -> Option<AnyView> {
    let number = course.catalogue_no.clone()?;
    let until = course.listed_until.map(|day| words::time::date(l, day)).unwrap_or_default();
    Some(
        view! {
            <dl class="facts">
                {fact(t!(l, refinement.number), number)}
                {fact(t!(l, refinement.listed_until), until)}
            </dl>
        }
        .into_any(),
    )
}

/// What the lecturer can do next.
fn next(l: Locale, page: &RefinementPage) -> Option<AnyView> {
    if !page.is_own {
        return None;
    }
    let id = page.course.id;
    let button = |hint: String, text: &'static str, class: &'static str| {
        view! {
            <p>{hint}</p>
            <form method="post" action=format!("/course/{id}/refinement/next")>
                <button class=class>{text}</button>
            </form>
        }
        .into_any()
    };
    match page.next {
        NextVersion::Revise => {
            let hint = page.answer_until.map(|day| words::refinement::revise_hint(l, day));
            let hint = hint.unwrap_or_default();
            Some(button(hint, t!(l, refinement.revise), "button primary large"))
        }
        NextVersion::Anew => {
            let hint = match page.course.state {
                CourseVersionState::Listed => t!(l, refinement.anew_hint).to_owned(),
                _ => String::new(),
            };
            Some(button(hint, t!(l, refinement.anew), "button"))
        }
        NextVersion::From(at) => {
            Some(view! { <p>{words::refinement::from(l, at)}</p> }.into_any())
        }
        NextVersion::Written(next) => Some(
            view! {
                <p><a class="button" href=format!("/course/{next}")>{t!(l, refinement.to_next)}</a></p>
            }
            .into_any(),
        ),
        NextVersion::None => None,
    }
}

/// The required changes of the round before, answered one by one.
fn answers(form: &Form, page: &RefinementPage) -> Option<AnyView> {
    let l = form.l;
    if !page.is_own || page.to_answer.is_empty() || page.course.state != CourseVersionState::Draft {
        return None;
    }
    let n = page.to_answer.iter().filter(|change| !change.answer.is_empty()).count();
    let fields = page
        .to_answer
        .iter()
        .map(|change| {
            let label = words::trial_lecture::change(l, change.change_no, &change.text);
            form.area_of(Field::Reply.at(change.change_no), label, 3)
        })
        .collect_view();
    let id = page.course.id;
    Some(
        view! {
            <form class="form" method="post" action=format!("/course/{id}/refinement/answers") novalidate>
                <h2>{t!(l, refinement.answers)}</h2>
                <p class="hint">{t!(l, refinement.answers_hint)}</p>
                <p>{words::refinement::answered(l, n, page.to_answer.len())}</p>
                {fields}
                <div class="page-foot-action">
                    <button class="button primary large">{t!(l, refinement.save_answers)}</button>
                </div>
            </form>
        }
        .into_any(),
    )
}

/// Lectures of colleagues that are worth sitting in on.
fn sit_ins(l: Locale, page: &RefinementPage) -> Option<AnyView> {
    let lectures = page
        .sit_ins
        .iter()
        .map(|one| {
            view! {
                <li>
                    {words::time::moment(l, one.starts_at)}" · "{one.title.clone()}
                    <p class="hint">
                        {words::person::teacher(l, &one.lecturer_name)}" · "{one.host_name.clone()}
                    </p>
                </li>
            }
        })
        .collect_view();
    (!page.sit_ins.is_empty()).then(|| {
        view! {
            <section class="stack">
                <h2>{t!(l, refinement.sit_ins)}</h2>
                <p class="hint">{t!(l, refinement.sit_ins_hint)}</p>
                <ul>{lectures}</ul>
            </section>
        }
        .into_any()
    })
}

fn to_list(l: Locale, page: &RefinementPage) -> Option<AnyView> {
    let id = page.course.id;
    page.may_list.then(|| {
        view! {
            <p>{t!(l, refinement.list_hint, time = amount(l, Rule::ListedYears))}</p>
            <form method="post" action=format!("/course/{id}/refinement/list")>
                {revision(page.course.revision)}
                <button class="button primary large">{t!(l, refinement.list)}</button>
            </form>
        }
        .into_any()
    })
}

/// A round with its figures, comments and required changes.
fn round(l: Locale, round: &RoundView) -> AnyView {
    let trial = &round.trial;
    let verdict = trial.verdict.map(|verdict| {
        badge(
            words::trial_lecture::verdict_tone(verdict),
            words::trial_lecture::verdict(l, verdict),
        )
    });
    let advisory = words::trial_lecture::comments_only(l, trial.verdict, trial.advisory)
        .map(|text| view! { <p class="notice info">{text}</p> });
    let figures = round.result.as_ref().map(|one| result(l, one));
    let jurors = beside(l, &round.jurors);
    let sheets = round
        .sheets
        .iter()
        .enumerate()
        .map(|(at, sheet)| comments(l, sheet, words::review_sheet::nth(l, at + 1), false))
        .collect_view();
    let changes = (!round.changes.is_empty()).then(|| {
        view! { <h3>{t!(l, trial_lecture.changes)}</h3>{change_list(l, &round.changes)} }
    });
    view! {
        <section class="stack">
            <h2>{words::trial_lecture::round_of(l, trial.round_no, trial.started_at)}" "{verdict}</h2>
            {part_given(l, &trial.part)}
            {round.is_replaced.then(|| badge("plain", t!(l, late_conflict.replaced)))}
            {advisory}
            {fact_of(l, trial.decision_reason.clone())}
            {changes}
            {figures}
            {late_short(l, round)}
            {jurors}
            <details class="fold">
                <summary>{t!(l, refinement.comments)}</summary>
                <p class="hint">{t!(l, refinement.comments_hint)}</p>
                {sheets}
            </details>
        </section>
    }
    .into_any()
}

fn fact_of(l: Locale, reason: String) -> Option<AnyView> {
    (!reason.is_empty()).then(|| {
        view! { <dl class="facts">{fact(t!(l, trial_lecture.reason), reason)}</dl> }.into_any()
    })
}

/// All versions, and what this one changes of the one before.
fn versions(l: Locale, page: &RefinementPage) -> Option<AnyView> {
    if page.versions.len() < 2 {
        return None;
    }
    let own = if page.is_own { "course" } else { "course_check" };
    let items = page
        .versions
        .iter()
        .map(|version| {
            let href = format!("/{own}/{}", version.id);
            view! {
                <li class="card">
                    <h3 class="card-title">
                        <a href=href>{words::refinement::version(l, version.version_no)}</a>
                    </h3>
                    <p class="meta"><span>{version.title.clone()}</span></p>
                    {badge(words::course::tone(version.state), words::course::state(l, version.state))}
                </li>
            }
        })
        .collect_view();
    Some(
        view! {
            <h2>{t!(l, refinement.versions)}</h2>
            <ul class="card-list">{items}</ul>
            {before_of(page).map(|before| compared(l, before, &page.course, &page.slides))}
        }
        .into_any(),
    )
}

fn before_of(page: &RefinementPage) -> Option<&CourseRow> {
    page.versions.iter().rev().find(|one| one.version_no < page.course.version_no)
}

/// A version beside the one before, field by field.
pub(crate) fn compared(
    l: Locale,
    before: &CourseRow,
    now: &CourseRow,
    slides: &[SlideChange],
) -> AnyView {
    let changes = slide_list(l, slides);
    let slides = |course: &CourseRow| course.slides_name.clone().unwrap_or_default();
    let minutes = |course: &CourseRow| {
        course.minutes.map(|n| words::course::minutes(l, n)).unwrap_or_default()
    };
    let rows = [
        (t!(l, form.label.title), before.title.clone(), now.title.clone()),
        (t!(l, course.summary), before.summary.clone(), now.summary.clone()),
        (t!(l, course.length), minutes(before), minutes(now)),
        (t!(l, course.equipment), before.equipment.clone(), now.equipment.clone()),
        (t!(l, course.outline), before.outline.clone(), now.outline.clone()),
        (t!(l, course.sources), before.sources.clone(), now.sources.clone()),
        (t!(l, course.slides), slides(before), slides(now)),
    ];
    let rows = rows
        .into_iter()
        .map(|(name, before, now)| {
            let is_same = before == now;
            let now = if is_same { t!(l, refinement.unchanged).to_owned() } else { now };
            view! {
                <tr data-changed=(!is_same).then_some("")>
                    <th scope="row">{name}</th>
                    <td data-label=t!(l, refinement.before)>{before}</td>
                    <td data-label=t!(l, refinement.after)>{now}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <details class="fold">
            <summary>{t!(l, refinement.compare)}</summary>
            <table class="data stacked compared">
                <thead><tr>
                    <th scope="col">{t!(l, course.content)}</th>
                    <th scope="col">{t!(l, refinement.before)}</th>
                    <th scope="col">{t!(l, refinement.after)}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
            {changes}
        </details>
    }
    .into_any()
}

/// What became of each slide; those that are the same are folded away.
fn slide_list(l: Locale, slides: &[SlideChange]) -> Option<AnyView> {
    if slides.is_empty() {
        return None;
    }
    let (n, all) = n_changed(slides);
    let is_same = |change: &&SlideChange| matches!(change, SlideChange::Same(..));
    let item = |change: &SlideChange| {
        let (tone, state, text) = words::slides::change(l, change);
        view! { <li>{badge(tone, state)}" "{text}</li> }
    };
    let changed = slides.iter().filter(|one| !is_same(one)).map(item).collect_view();
    let same = slides.iter().filter(is_same).map(item).collect_view();
    Some(
        view! {
            <h3>{t!(l, slides.title)}</h3>
            <p>{words::slides::n_changed(l, n, all)}</p>
            <ul class="plain">{changed}</ul>
            <details class="fold">
                <summary>{t!(l, slides.same_title)}</summary>
                <ul class="plain">{same}</ul>
            </details>
        }
        .into_any(),
    )
}

fn giving_up(form: &Form, page: &RefinementPage) -> Option<AnyView> {
    let l = form.l;
    if !page.is_own || page.course.state.give_up().is_err() {
        return None;
    }
    let id = page.course.id;
    let is_open = form.problems.of(Field::Reason).is_some().then_some("");
    Some(
        view! {
            <details class="fold" open=is_open>
                <summary>{t!(l, refinement.give_up_title)}</summary>
                <form class="form" method="post" action=format!("/course/{id}/refinement/give_up") novalidate>
                    <p class="hint">{t!(l, refinement.give_up_hint)}</p>
                    {revision(page.course.revision)}
                    {form.area(Field::Reason, 3, false)}
                    <button class="button">{t!(l, refinement.give_up)}</button>
                </form>
            </details>
        }
        .into_any(),
    )
}

/// The office ends a round whose deadline has passed.
fn ending(form: &Form, page: &RefinementPage) -> Option<AnyView> {
    let l = form.l;
    let until = page.until.filter(|_| page.may_end)?;
    let id = page.course.id;
    let is_open = form.problems.of(Field::Reason).is_some().then_some("");
    Some(
        view! {
            <p class="notice warning">{words::refinement::overdue(l, until)}</p>
            <details class="fold" open=is_open>
                <summary>{t!(l, refinement.end_title)}</summary>
                <form class="form" method="post" action=format!("/course/{id}/refinement/end") novalidate>
                    <p class="hint">{t!(l, refinement.end_hint)}</p>
                    {revision(page.course.revision)}
                    {form.area(Field::Reason, 3, false)}
                    <button class="button">{t!(l, refinement.end_title)}</button>
                </form>
            </details>
        }
        .into_any(),
    )
}

pub(super) async fn end(visit: Visit, Id(id): Id<CourseVersionId>, posted: Posted) -> Answer {
    let (values, revision) = (&posted.values, posted.revision);
    let done = visit.actions.end_overdue_round(&visit.call, id, values, revision).await;
    let to = |()| format!("/course/{id}/refinement");
    answer(&visit, posted, done, to, "round_ended", |form| again(&visit, id, form)).await
}

pub(super) async fn open_next(visit: Visit, Id(id): Id<CourseVersionId>, posted: Posted) -> Answer {
    let done = visit.actions.open_next_version(&visit.call, id).await;
    let to = |next| format!("/course/{next}");
    answer(&visit, posted, done, to, "version_opened", |form| again(&visit, id, form)).await
}

pub(super) async fn answer_changes(
    visit: Visit,
    Id(id): Id<CourseVersionId>,
    posted: Posted,
) -> Answer {
    let done = visit.actions.answer_changes(&visit.call, id, &posted.values).await;
    let to = |()| format!("/course/{id}");
    answer(&visit, posted, done, to, "answers_saved", |form| again(&visit, id, form)).await
}

pub(super) async fn give_up(visit: Visit, Id(id): Id<CourseVersionId>, posted: Posted) -> Answer {
    let (values, revision) = (&posted.values, posted.revision);
    let done = visit.actions.give_up_version(&visit.call, id, values, revision).await;
    // With the trial of an applicant the application has ended, and with it this page.
    let stays = visit.may_open("/course/{id}/listing");
    let to = |()| if stays { format!("/course/{id}/refinement") } else { "/desk".to_owned() };
    answer(&visit, posted, done, to, "version_given_up", |form| again(&visit, id, form)).await
}

pub(super) async fn list(visit: Visit, Id(id): Id<CourseVersionId>, posted: Posted) -> Answer {
    let done = visit.actions.list_course(&visit.call, id, posted.revision).await;
    let to = |()| format!("/course/{id}/refinement");
    answer(&visit, posted, done, to, "course_listed", |form| again(&visit, id, form)).await
}
