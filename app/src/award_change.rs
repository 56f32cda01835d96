//! What happens to an award after its proposal is confirmed: names put right, seats that pass on,
//! later decisions, and giving it up.

use actions::{ChangesPage, ListedNominee, RemovedNominee};
use axum::response::Response;
use domain::{
    award_cycle::SeatPassing,
    form::{Field, Values},
    id::{AwardCycleId, NominationId},
    role::Role,
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;

use crate::{
    award_cycle::{RUNNER, WATCHER},
    error::{Answer, AppError},
    form::{Form, Line, Posted, answer},
    id::Id,
    page::Page,
    parts::{badge, fact, revision},
    route::{Route, Who},
    visit::Visit,
};

const DECIDER: Who = Who::Role(&[Role::DecisionMaker]);
const ABORTER: Who = Who::Role(&[Role::CityOffice, Role::AwardOrganiser, Role::DecisionMaker]);

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/award/{id}/changes", WATCHER, show),
        Route::post("/award/{id}/changes/propose", RUNNER, propose),
        Route::post("/award/{id}/changes/confirm", DECIDER, confirm),
        Route::post("/award/{id}/changes/supplement", DECIDER, supplement),
        Route::get("/nomination/{id}/correct", RUNNER, show_correct),
        Route::post("/nomination/{id}/correct", RUNNER, correct),
        Route::get("/award/{id}/abort", ABORTER, show_abort),
        Route::post("/award/{id}/abort", ABORTER, abort),
    ]
}

async fn show(visit: Visit, Id(id): Id<AwardCycleId>) -> Answer {
    again(&visit, id, Form::new(&visit, Values::default())).await
}

async fn again(visit: &Visit, id: AwardCycleId, form: Form) -> Answer {
    let page = visit.actions.award_changes(&visit.call, id).await?;
    Ok(page_of(visit, page, form))
}

fn page_of(visit: &Visit, page: ChangesPage, form: Form) -> Response {
    let l = visit.l;
    let (today, calendar) = (visit.call.today(), visit.actions.work_calendar());
    let head = Page::new(t!(l, award.changes)).lede(page.cycle.title.clone()).with(&form);
    head.render(visit, move || {
        let removed = page.removed.iter().map(|one| {
            let row = one.substitute.as_ref().map(|(row, _)| row);
            let until = row.and_then(|row| row.notice_until);
            if until.is_none() && row.is_some_and(|row| row.confirmed_by.is_some()) {
                let with_list = t!(l, award.own_notice_with_list).to_owned();
                return removed_view(&form, &page, one, with_list);
            }
            let until = words::award_cycle::own_notice(l, until, today, &calendar);
            removed_view(&form, &page, one, until)
        });
        let removed = removed.collect_view();
        let listed = page.listed.iter().map(|one| listed_row(&form, &page, one)).collect_view();
        let supplements = page.supplements.iter().map(|one| {
            let by = words::award_cycle::supplement_by(l, &one.decided_by, one.decided_at);
            view! { <li>{one.document_no.clone()}" · "{by}</li> }
        });
        view! {
            {form.why()}
            <p>{t!(l, award.changes_lede)}</p>
            {supplement_form(&form, &page)}
            <h2>{t!(l, award.removed)}</h2>
            {page.removed.is_empty().then(|| view! { <p>{t!(l, award.nobody_removed)}</p> })}
            <ul class="card-list">{removed}</ul>
            <h2>{t!(l, award.listed)}</h2>
            <table class="data stacked">
                <thead><tr>
                    <th scope="col">{t!(l, award.nominee)}</th>
                    <th scope="col">{t!(l, person.workplace)}</th>
                    <th scope="col">{t!(l, award.category)}</th>
                    <th scope="col">{t!(l, award.state)}</th>
                    <th scope="col"><span class="visually-hidden">{t!(l, award.correct)}</span></th>
                </tr></thead>
                <tbody>{listed}</tbody>
            </table>
            {(!page.supplements.is_empty()).then(|| view! {
                <h2>{t!(l, award.supplements)}</h2>
                <ul>{supplements.collect_view()}</ul>
            })}
            <p><a class="button" href=format!("/award/{}", page.cycle.id)>{t!(l, award.back)}</a></p>
        }
    })
}

fn listed_row(form: &Form, page: &ChangesPage, one: &ListedNominee) -> impl IntoView + use<> {
    let l = form.l;
    let state = one.row.state;
    let (tone, said) = if one.is_disputed {
        ("wait", t!(l, award.disputed))
    } else if one.is_on_notice {
        ("wait", t!(l, award.on_own_notice))
    } else {
        (words::award_cycle::nomination_tone(state), words::award_cycle::nomination_state(l, state))
    };
    let correct = page.corrects().then(|| {
        view! { <a href=format!("/nomination/{}/correct", one.row.id)>{t!(l, award.correct)}</a> }
    });
    view! {
        <tr>
            <td data-label=t!(l, award.nominee)>{one.row.name.clone()}</td>
            <td data-label=t!(l, person.workplace)>{one.row.workplace.clone()}</td>
            <td data-label=t!(l, award.category)>{words::award_cycle::category(l, one.category)}</td>
            <td data-label=t!(l, award.state)>{badge(tone, said)}</td>
            <td>{correct}</td>
        </tr>
    }
}

/// Who was taken off, and who follows.
fn removed_view(
    form: &Form,
    page: &ChangesPage,
    one: &RemovedNominee,
    until: String,
) -> impl IntoView + use<> {
    let l = form.l;
    let body = match &one.substitute {
        Some((row, name)) => {
            let waits = row.confirmed_by.is_none();
            let reason = (!row.reason.is_empty())
                .then(|| view! { <p>{words::award_cycle::follow_reason(l, &row.reason)}</p> });
            let confirmed = row.confirmed_by.clone().unwrap_or_default();
            view! {
                <p>{words::award_cycle::follows(l, name)}</p>
                {reason}
                <p class="meta"><span>{until}</span></p>
                <dl class="facts">{fact(t!(l, award.confirmed_by), confirmed)}</dl>
                {(waits && page.may_decide).then(|| confirm_form(form, page, row.nomination_id))}
            }
            .into_any()
        }
        None if !one.has_seat => view! { <p>{t!(l, award.had_no_seat)}</p> }.into_any(),
        None if one.seat_passing == SeatPassing::Vacant => {
            view! { <p>{t!(l, award.seat_vacant)}</p> }.into_any()
        }
        None if one.candidates.is_empty() => {
            view! { <p>{t!(l, award.nobody_follows)}</p> }.into_any()
        }
        None if page.may_run => propose_form(form, page, one).into_any(),
        None => ().into_any(),
    };
    let certificate = one.certificate.as_ref().map(|(id, number)| {
        view! {
            <p class="notice warning">
                {t!(l, award.certificate_holds)}" "<a href=format!("/certificate/{id}")>{number.clone()}</a>
            </p>
        }
    });
    view! {
        <li class="card">
            <h3 class="card-title">{one.row.name.clone()}</h3>
            <p class="meta">
                <span>{words::award_cycle::category(l, one.category)}</span>
                <span>{one.row.unit_name.clone()}</span>
            </p>
            {certificate}
            {body}
        </li>
    }
}

fn propose_form(form: &Form, page: &ChangesPage, one: &RemovedNominee) -> impl IntoView + use<> {
    let l = form.l;
    let candidates = one.candidates.iter().map(|row| {
        let rank = row.result.score.as_ref().map(|score| score.rank);
        (row.id.to_string(), words::award_cycle::ranked(l, rank, &row.name, &row.unit_name))
    });
    let reason = Line { is_optional: true, ..Line::default() };
    view! {
        <form class="form" method="post" action=format!("/award/{}/changes/propose", page.cycle.id) novalidate>
            <input type="hidden" name=Field::Nominee.as_str() value=one.row.id.to_string()/>
            {form.select(Field::Substitute, candidates.collect(), false)}
            {form.line(Field::Reason, reason)}
            <p><button class="button primary">{t!(l, award.propose_follower)}</button></p>
        </form>
    }
}

/// Two forms, so that the Enter key in the reason's field sends back and never confirms.
fn confirm_form(form: &Form, page: &ChangesPage, next: NominationId) -> impl IntoView + use<> {
    let l = form.l;
    let action = format!("/award/{}/changes/confirm", page.cycle.id);
    let nominee = Field::Nominee.as_str();
    view! {
        <form method="post" action=action.clone()>
            <input type="hidden" name=nominee value=next.to_string()/>
            <button class="button primary" name=Field::Decision.as_str() value="confirm">
                {t!(l, award.confirm_follower)}
            </button>
        </form>
        <form class="form" method="post" action=action novalidate>
            <input type="hidden" name=nominee value=next.to_string()/>
            {form.line(Field::Reason, Line::default())}
            <p>
                <button class="button" name=Field::Decision.as_str() value="send_back">
                    {t!(l, award.send_follower_back)}
                </button>
            </p>
        </form>
    }
}

fn supplement_form(form: &Form, page: &ChangesPage) -> Option<impl IntoView + use<>> {
    let l = form.l;
    let ready = page.ready();
    if ready.is_empty() || !page.may_decide {
        return None;
    }
    let names: Vec<_> = ready.iter().map(|one| one.row.name.as_str()).collect();
    let names = names.join(t!(l, page.comma));
    Some(view! {
        <section class="stack">
            <h2>{t!(l, award.supplement)}</h2>
            <p>{words::award_cycle::supplement_hint(l, &names)}</p>
            <form class="form" method="post" action=format!("/award/{}/changes/supplement", page.cycle.id) novalidate>
                {revision(page.cycle.revision)}
                {form.line(Field::DocumentNo, Line::default())}
                <p><button class="button primary large">{t!(l, award.supplement)}</button></p>
            </form>
        </section>
    })
}

async fn propose(visit: Visit, Id(id): Id<AwardCycleId>, posted: Posted) -> Answer {
    let done = visit.actions.propose_substitute(&visit.call, id, &posted.values).await;
    let to = |()| format!("/award/{id}/changes");
    answer(&visit, posted, done, to, "substitute_proposed", |form| again(&visit, id, form)).await
}

async fn confirm(visit: Visit, Id(id): Id<AwardCycleId>, posted: Posted) -> Answer {
    let done = visit.actions.confirm_substitute(&visit.call, id, &posted.values).await;
    let to = |()| format!("/award/{id}/changes");
    answer(&visit, posted, done, to, "substitute_confirmed", |form| again(&visit, id, form)).await
}

async fn supplement(visit: Visit, Id(id): Id<AwardCycleId>, posted: Posted) -> Answer {
    let done =
        visit.actions.decide_supplement(&visit.call, id, &posted.values, posted.revision).await;
    let to = |()| format!("/award/{id}/changes");
    answer(&visit, posted, done, to, "supplement_decided", |form| again(&visit, id, form)).await
}

async fn show_correct(visit: Visit, Id(id): Id<NominationId>) -> Answer {
    let one = visit.actions.listed_nominee(&visit.call, id).await?;
    let values = Values::default()
        .with(Field::NomineeName, &one.row.name)
        .with(Field::NomineeWorkplace, &one.row.workplace);
    let form = Form::to_change(&visit, values, one.row.revision);
    Ok(correct_page(&visit, &one, form))
}

fn correct_page(visit: &Visit, one: &ListedNominee, form: Form) -> Response {
    let l = visit.l;
    let action = format!("/nomination/{}/correct", one.row.id);
    let head = Page::new(words::award_cycle::correct_title(l, &one.row.name))
        .lede(words::award_cycle::category(l, one.category))
        .with(&form);
    head.render(visit, move || {
        let optional = Line { is_optional: true, ..Line::default() };
        view! {
            <p>{t!(l, award.correct_hint)}</p>
            <form class="form" method="post" action=action novalidate>
                {form.why()}
                {form.revision()}
                {form.line(Field::NomineeName, Line::default())}
                {form.line(Field::NomineeWorkplace, optional)}
                {form.line(Field::Reason, Line::default())}
                <div class="page-foot-action">
                    <button class="button primary large">{t!(l, award.correct)}</button>
                </div>
            </form>
        }
    })
}

async fn correct(visit: Visit, Id(id): Id<NominationId>, posted: Posted) -> Answer {
    let done =
        visit.actions.correct_nominee(&visit.call, id, &posted.values, posted.revision).await;
    let to = |cycle| format!("/award/{cycle}/changes");
    answer(&visit, posted, done, to, "nominee_corrected", |mut form| async {
        let one = visit.actions.listed_nominee(&visit.call, id).await?;
        form.renew(one.row.revision);
        Ok(correct_page(&visit, &one, form))
    })
    .await
}

async fn show_abort(visit: Visit, Id(id): Id<AwardCycleId>) -> Answer {
    abort_page(&visit, id, Form::new(&visit, Values::default())).await
}

async fn abort_page(visit: &Visit, id: AwardCycleId, form: Form) -> Answer {
    let l = visit.l;
    let cycle = visit.actions.cycle(&visit.call, id).await?.cycle;
    let actor = visit.call.actor()?;
    if !actions::may_abort(actor, cycle.state) {
        return Err(AppError::Conflict);
    }
    let head = Page::new(t!(l, award.abort)).lede(cycle.title.clone()).with(&form);
    Ok(head.render(visit, move || {
        view! {
            <p>{t!(l, award.abort_hint)}</p>
            <form class="form" method="post" action=format!("/award/{id}/abort") novalidate>
                {form.why()}
                {revision(cycle.revision)}
                {form.area(Field::AbortReason, 4, false)}
                <div class="page-foot-action">
                    <button class="button primary large">{t!(l, award.abort)}</button>
                </div>
            </form>
        }
    }))
}

async fn abort(visit: Visit, Id(id): Id<AwardCycleId>, posted: Posted) -> Answer {
    let done = visit.actions.abort_cycle(&visit.call, id, &posted.values, posted.revision).await;
    let to = |()| format!("/award/{id}");
    answer(&visit, posted, done, to, "award_aborted", |form| abort_page(&visit, id, form)).await
}
