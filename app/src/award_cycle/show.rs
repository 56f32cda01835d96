//! One cycle: where it stands, what is next, its categories and judges.

use actions::{CyclePage, CycleStep, n_seats};
use axum::response::Response;
use chrono::NaiveDate;
use domain::{
    award_cycle::{AwardCycleState, FinalKind},
    form::{Field, Values},
    id::AwardCycleId,
    rulebook::Rule,
    working_day::WorkCalendar,
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use super::stage::stage_table;
use crate::{
    error::{Answer, AppError},
    form::{Form, Posted, answer},
    id::Id,
    page::Page,
    parts::{badge, caution, cell, fact, revision},
    visit::Visit,
};

pub(super) async fn show(visit: Visit, Id(id): Id<AwardCycleId>) -> Answer {
    let form = Form::new(&visit, Values::default());
    again(&visit, id, form).await
}

async fn again(visit: &Visit, id: AwardCycleId, form: Form) -> Answer {
    let page = visit.actions.cycle(&visit.call, id).await?;
    Ok(page_of(visit, page, form))
}

fn page_of(visit: &Visit, page: CyclePage, form: Form) -> Response {
    let l = visit.l;
    let has_pdf = visit.settings.typesetter.is_there();
    let head = Page::new(page.cycle.title.clone())
        .lede(words::award_cycle::year(l, page.cycle.year))
        .with(&form);
    // Which days are off is not known yet: the notice's last day may be wrong (`CAL-02`).
    let is_uncertain = page.cycle.state == AwardCycleState::Confirmed
        && !visit.actions.notice_from(visit.call.today(), &page.rules).unknown_years.is_empty();
    let actor = visit.call.actor.as_ref();
    let aborts = actor.is_some_and(|actor| actions::may_abort(actor, page.cycle.state));
    let (today, calendar) = (visit.call.today(), visit.actions.work_calendar());
    let sees_objections = visit.may_open("/award/{id}/objection");
    head.render(visit, move || {
        let state = page.cycle.state;
        view! {
            {form.why()}
            <p>{badge(words::award_cycle::tone(state), words::award_cycle::state(l, state))}</p>
            <p>{words::award_cycle::next(l, state, &page.rules)}</p>
            {facts(l, &page, today, &calendar)}
            {stage_table(l, &page.stages)}
            {links(l, &page, (sees_objections, has_pdf))}
            <h2>{t!(l, award.categories)}</h2>
            {form.told(Field::Seats)}
            {categories(l, &page)}
            <h2>{t!(l, award.judges)}</h2>
            {form.told(Field::Judges)}
            {judges(l, &page)}
            {(page.n_unscored > 0).then(|| view! { <p>{words::award_cycle::n_unscored(l, page.n_unscored, page.rules.get(Rule::JudgesMinimum))}</p> })}
            {is_uncertain.then(|| caution(t!(l, award.no_calendar)))}
            {form.told(Field::ObjectionsTo)}
            {form.told(Field::Substitute)}
            {form.told(Field::Decision)}
            {next_step(l, &page)}
            {aborts.then(|| view! { <p><a href=format!("/award/{}/abort", page.cycle.id)>{t!(l, award.abort)}</a></p> })}
        }
    })
}

fn facts(
    l: Locale,
    page: &CyclePage,
    today: NaiveDate,
    calendar: &WorkCalendar,
) -> impl IntoView + use<> {
    let cycle = &page.cycle;
    let days = cycle.notice_from.zip(cycle.notice_until);
    let notice = days.map(|days| words::award_cycle::notice_days(l, days, today, calendar));
    view! {
        <dl class="facts">
            {fact(t!(l, award.level), words::award_cycle::level(l, cycle.county()))}
            {fact(t!(l, award.basis), words::award_cycle::basis(l, cycle.legal_basis))}
            {fact(t!(l, award.approval_no), cycle.approval_no.clone())}
            {fact(t!(l, form.label.organiser), cycle.organiser.clone())}
            {fact(t!(l, award.contact), cycle.contact.clone())}
            {fact(t!(l, form.label.final_kind), words::award_cycle::final_kind(l, cycle.final_kind).0)}
            {fact(t!(l, award_stage.allowed), cycle.title_reason.clone())}
            {fact(t!(l, award.digest), cycle.rules_digest.clone().unwrap_or_default())}
            {fact(t!(l, award.confirmed_by), cycle.confirmed_by.clone().unwrap_or_default())}
            {fact(t!(l, award.notice), notice.unwrap_or_default())}
            {fact(t!(l, award.decided_by), cycle.decided_by.clone().unwrap_or_default())}
            {fact(t!(l, award.document_no), cycle.document_no.clone())}
            {fact(t!(l, award.abort_reason), page.abort_reason.clone())}
        </dl>
    }
}

/// Whether the ends of its stages can be moved.
fn runs_on(state: AwardCycleState) -> bool {
    state != AwardCycleState::Configuring
        && !state.is_confirmed()
        && state != AwardCycleState::Aborted
}

/// Where else to go from here.
fn links(
    l: Locale,
    page: &CyclePage,
    (sees_objections, has_pdf): (bool, bool),
) -> impl IntoView + use<> {
    let id = page.cycle.id;
    let state = page.cycle.state;
    let mut links = Vec::new();
    if page.may_run {
        if state == AwardCycleState::Configuring {
            links.push((format!("/award/{id}/edit"), t!(l, award.edit)));
        }
        links.push((format!("/award/{id}/nomination"), t!(l, award.nominations)));
        let votes = page.cycle.final_kind == FinalKind::Vote;
        let in_final = state == AwardCycleState::FinalEvaluation;
        if state == AwardCycleState::PreliminaryEvaluation || in_final {
            links.push((format!("/award/{id}/evaluation"), t!(l, evaluation.title)));
        }
        if in_final && votes {
            links.push((format!("/award/{id}/substitute"), t!(l, award.substitute)));
        }
        if in_final {
            links.push((format!("/award/{id}/meeting"), t!(l, final_meeting.title)));
        }
        if votes && (in_final || state == AwardCycleState::Scored) {
            links.push((format!("/award/{id}/final"), t!(l, award.final_vote)));
        }
    }
    if page.may_run && !page.stages.is_empty() && runs_on(state) {
        links.push((format!("/award/{id}/stage"), t!(l, award_stage.title)));
    }
    if sees_objections && page.cycle.notice_from.is_some() {
        links.push((format!("/award/{id}/objection"), t!(l, objection.title)));
    }
    if state.is_confirmed() {
        links.push((format!("/award/{id}/changes"), t!(l, award.changes)));
    }
    if state.shows_ranking() {
        links.push((format!("/award/{id}/proposal"), t!(l, award.proposal)));
        links.push((format!("/award/{id}/package"), t!(l, award.package)));
        links.push((format!("/award/{id}/record.xlsx"), t!(l, award_paper.record_xlsx)));
        if has_pdf {
            links.push((format!("/award/{id}/record.pdf"), t!(l, award_paper.record_pdf)));
        }
    }
    if state.is_decided() {
        links.push((format!("/award/{id}/certificates"), t!(l, certificate.of_cycle)));
        if page.may_run {
            links.push((format!("/award/{id}/archive"), t!(l, award_archive.title)));
            let exchange = format!("/training_event/new?award={id}");
            links.push((exchange, t!(l, award_result.exchange)));
        }
    }
    if page.cycle.rules_digest.is_some() {
        links.push((format!("/notice/{id}"), t!(l, award.public_page)));
    }
    let links =
        links.into_iter().map(|(href, text)| view! { <a class="button" href=href>{text}</a> });
    view! { <p class="cluster">{links.collect_view()}</p> }
}

fn categories(l: Locale, page: &CyclePage) -> impl IntoView + use<> {
    let id = page.cycle.id;
    let is_open = page.may_run && page.cycle.state == AwardCycleState::Configuring;
    let shows_ranking = page.cycle.state.shows_ranking();
    let cards = page
        .categories
        .iter()
        .map(|one| {
            let name = words::award_cycle::category(l, one.category);
            let href = if is_open {
                Some(format!("/award/{id}/category/{}", one.id))
            } else if shows_ranking && one.n_nominations > 0 {
                Some(format!("/award/{id}/ranking/{}", one.id))
            } else {
                None
            };
            let title = match href {
                Some(href) => view! { <a href=href>{name}</a> }.into_any(),
                None => name.into_any(),
            };
            view! {
                <li class="card">
                    <h3 class="card-title">{title}</h3>
                    <p class="meta">
                        <span>{words::award_cycle::seats(l, n_seats(&one.rules))}</span>
                        <span>{words::award_cycle::n_nominations(l, one.n_nominations, one.n_eligible)}</span>
                    </p>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="card-list">{cards}</ul> }
}

fn judges(l: Locale, page: &CyclePage) -> impl IntoView + use<> {
    let id = page.cycle.id;
    let rows = page
        .judges
        .iter()
        .map(|judge| {
            let n = page.n_sheets.iter().find(|(person, _)| *person == judge.person_id);
            let n = n.map_or(0, |(_, n)| *n);
            view! {
                <tr>
                    <td data-label=t!(l, award.seat)>{judge.seat_no}</td>
                    <td data-label=t!(l, person.name)>{words::person::teacher(l, &judge.name)}</td>
                    {cell(t!(l, person.workplace), judge.workplace.clone().unwrap_or_default())}
                    <td data-label=t!(l, award.submitted_sheets)>{n}</td>
                </tr>
            }
        })
        .collect_view();
    let may_seat = page.may_run && page.cycle.state == AwardCycleState::Configuring;
    view! {
        {(!page.judges.is_empty()).then(|| view! {
            <table class="data stacked">
                <thead><tr>
                    <th scope="col">{t!(l, award.seat)}</th>
                    <th scope="col">{t!(l, person.name)}</th>
                    <th scope="col">{t!(l, person.workplace)}</th>
                    <th scope="col">{t!(l, award.submitted_sheets)}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        })}
        {may_seat.then(|| view! {
            <p><a class="button" href=format!("/award/{id}/judges")>{t!(l, award.seat_judges)}</a></p>
        })}
    }
}

fn next_step(l: Locale, page: &CyclePage) -> Option<impl IntoView + use<>> {
    let step = CycleStep::next_of(&page.cycle).filter(|_| page.may_run)?;
    let (action, text) =
        (format!("/award/{}/step", page.cycle.id), words::award_cycle::step(l, step.as_str()));
    Some(view! {
        <form method="post" action=action class="page-foot-action">
            {revision(page.cycle.revision)}
            <button class="button primary large" name=Field::Step.as_str() value=step.as_str()>{text}</button>
        </form>
    })
}

pub(super) async fn step(visit: Visit, Id(id): Id<AwardCycleId>, posted: Posted) -> Answer {
    let step = posted.values.get(Field::Step);
    let step = CycleStep::ALL.into_iter().find(|one| one.as_str() == step);
    let step = step.ok_or(AppError::Conflict)?;
    let done = visit.actions.step_cycle(&visit.call, id, step, posted.revision).await;
    let to = |()| format!("/award/{id}");
    answer(&visit, posted, done, to, "award_stepped", |form| again(&visit, id, form)).await
}
