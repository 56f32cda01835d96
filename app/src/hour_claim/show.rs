//! One claim: for its owner, and for whoever checks it.

use actions::{ClaimPage, QueueFilter};
use axum::response::Response;
use domain::{
    credit_hour::Hours,
    form::{Field, Values},
    hour_claim::ClaimState,
    id::HourClaimId,
    working_day::WorkCalendar,
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use super::check::checker_view;
use crate::{
    download::download,
    error::Answer,
    form::{Form, Posted, answer, query},
    id::Id,
    page::Page,
    paper_correction::waits,
    parts::{badge, fact, prose, revision},
    rulebook::rules,
    visit::Visit,
};

pub(super) async fn show(visit: Visit, Id(id): Id<HourClaimId>) -> Answer {
    let page = visit.actions.claim(&visit.call, id).await?;
    let filter = QueueFilter::of(&query(&visit));
    let form = Form::to_change(&visit, begun(&page, &filter), page.claim.revision);
    Ok(page_of(&visit, page, form))
}

/// What the form of a decision begins with: everything is accepted as far as it can be.
fn begun(page: &ClaimPage, filter: &QueueFilter) -> Values {
    let claimed = Hours::hundredths(page.claim.claimed.unwrap_or(0));
    let values = Values::default().with(Field::Accepted, claimed.to_string());
    filter.pairs().into_iter().fold(values, |values, (field, value)| values.with(field, value))
}

/// The page of a claim with a form that came back.
pub(super) async fn again(visit: &Visit, id: HourClaimId, mut form: Form) -> Answer {
    let page = visit.actions.claim(&visit.call, id).await?;
    form.renew(page.claim.revision);
    Ok(page_of(visit, page, form))
}

fn page_of(visit: &Visit, page: ClaimPage, form: Form) -> Response {
    let l = visit.l;
    let lede = if page.is_own && page.stands_in {
        t!(l, hour_claim.lede.without_officer).to_owned()
    } else if page.is_own {
        words::hour_claim::lede(l, page.claim.state).to_owned()
    } else {
        words::person::teacher(l, &page.claim.person_name)
    };
    let calendar = visit.actions.work_calendar();
    let head = Page::new(page.claim.title.clone()).lede(lede).with(&form);
    let correction = waits(visit, page.correction.as_slice());
    head.render(visit, move || {
        view! {
            {form.why()}
            <p>{badge(words::hour_claim::tone(page.claim.state), words::hour_claim::state(l, page.claim.state))}</p>
            {page.is_own.then(|| steps(l, page.claim.state))}
            {remark(l, &page)}
            {facts(l, &page)}
            {long_texts(l, &page)}
            {correction}
            {owner_view(&form, &page, &calendar)}
            {checker_view(&form, &page)}
            {(!page.may_decide()).then(|| form.told(Field::Decision))}
        }
    })
}

/// Where the claim is on its way into the ledger.
fn steps(l: Locale, state: ClaimState) -> impl IntoView + use<> {
    let names = [
        t!(l, hour_claim.step_write),
        t!(l, hour_claim.step_unit),
        t!(l, hour_claim.step_verify),
        t!(l, hour_claim.step_done),
    ];
    let current = match state {
        ClaimState::Draft | ClaimState::Returned => 0,
        ClaimState::Submitted => 1,
        ClaimState::UnitConfirmed | ClaimState::Disputed | ClaimState::Rejected => 2,
        ClaimState::Verified | ClaimState::Locked => names.len(),
    };
    let items = names
        .into_iter()
        .enumerate()
        .map(|(at, text)| {
            let state = match at {
                at if at < current => "done",
                at if at == current => "current",
                _ => "todo",
            };
            let done = (state == "done")
                .then(|| view! { <span class="visually-hidden">{t!(l, page.done)}</span> });
            let step = (state == "current").then_some("step");
            view! { <li data-state=state aria-current=step>{text}{done}</li> }
        })
        .collect_view();
    view! { <ol class="steps">{items}</ol> }
}

fn remark(l: Locale, page: &ClaimPage) -> Option<impl IntoView + use<>> {
    let text = page.claim.remark.clone();
    (!text.is_empty()).then(|| {
        view! {
            <div class="notice">
                <h2>{t!(l, hour_claim.remark)}</h2>
                <p>{text}</p>
            </div>
        }
    })
}

fn facts(l: Locale, page: &ClaimPage) -> impl IntoView + use<> {
    let claim = &page.claim;
    let hours = |hours: Option<i64>| {
        hours.map(|hours| words::hour_claim::hours(l, hours)).unwrap_or_default()
    };
    let at = |at: Option<chrono::DateTime<chrono::Utc>>| {
        at.map(|at| words::time::moment(l, at)).unwrap_or_default()
    };
    let proof = claim.proof_name.clone().map(|name| {
        let href = format!("/hour_claim/{}/proof", claim.id);
        view! { <dt>{t!(l, hour_claim.proof)}</dt><dd><a href=href>{name}</a></dd> }
    });
    let participation = words::hour_claim::participation(l, claim.participation, &rules()).0;
    let minutes = claim.minutes.map(|n| words::course::minutes(l, n)).unwrap_or_default();
    let is_open = claim.state.is_open();
    let due = page.due.filter(|_| page.is_own && is_open).map(|day| words::time::date(l, day));
    view! {
        <dl class="facts">
            {fact(t!(l, hour_claim.person), words::person::teacher(l, &claim.person_name))}
            {fact(t!(l, hour_claim.unit), claim.unit_name.clone().unwrap_or_default())}
            {fact(t!(l, hour_claim.organiser), claim.organiser.clone())}
            {fact(t!(l, hour_claim.kind_label), words::hour_claim::kind_of(l, claim.kind))}
            {fact(t!(l, hour_claim.participation_label), participation)}
            {fact(t!(l, hour_claim.topic), claim.topic.clone())}
            {fact(t!(l, hour_claim.minutes), minutes)}
            {fact(t!(l, hour_claim.days_label), words::hour_claim::days(l, claim.first_day, claim.last_day))}
            {fact(t!(l, hour_claim.half_days_label), words::hour_claim::half_days(l, &claim.half_days))}
            {fact(t!(l, hour_claim.claimed), hours(claim.claimed))}
            {fact(t!(l, hour_claim.by_table), hours(page.by_table.map(Hours::in_hundredths)))}
            {fact(t!(l, hour_claim.accepted), hours(claim.accepted))}
            {proof}
            {fact(t!(l, hour_claim.submitted_on), at(claim.submitted_at))}
            {fact(t!(l, hour_claim.confirmed_by), claim.confirmer_name.clone().unwrap_or_default())}
            {fact(t!(l, hour_claim.verified_by), claim.verifier_name.clone().unwrap_or_default())}
            {fact(t!(l, hour_claim.due), due.unwrap_or_default())}
        </dl>
    }
}

fn long_texts(l: Locale, page: &ClaimPage) -> impl IntoView + use<> {
    let part = |title: &'static str, text: &str| {
        (!text.is_empty())
            .then(|| view! { <section class="stack"><h2>{title}</h2>{prose(text)}</section> })
    };
    let (report, dispute) = (page.claim.report.clone(), page.claim.dispute.clone());
    view! {
        {part(t!(l, hour_claim.report), &report)}
        {part(t!(l, hour_claim.dispute_text), &dispute)}
    }
}

fn owner_view(form: &Form, page: &ClaimPage, calendar: &WorkCalendar) -> Option<AnyView> {
    let (l, id) = (form.l, page.claim.id);
    if let Some(until) = page.dispute_until {
        let view = view! {
            <form class="form" method="post" action=format!("/hour_claim/{id}/dispute") novalidate>
                {revision(page.claim.revision)}
                <h2>{t!(l, hour_claim.dispute_title)}</h2>
                <p>{words::hour_claim::dispute_hint(l, until, calendar)}</p>
                {form.area(Field::Dispute, 4, false)}
                <button class="button large">{t!(l, hour_claim.dispute_send)}</button>
            </form>
        };
        return Some(view.into_any());
    }
    let discard = (page.claim.state == ClaimState::Draft).then(|| {
        view! {
            <form method="post" action=format!("/hour_claim/{id}/discard")>
                {revision(page.claim.revision)}
                <button class="button large">{t!(l, hour_claim.discard)}</button>
            </form>
        }
    });
    page.may_edit.then(|| {
        view! {
            <div class="page-foot-action cluster">
                <a class="button primary large" href=format!("/hour_claim/{id}/edit")>
                    {t!(l, hour_claim.edit)}
                </a>
                {discard}
            </div>
        }
        .into_any()
    })
}

pub(super) async fn discard(visit: Visit, Id(id): Id<HourClaimId>, posted: Posted) -> Answer {
    visit.actions.discard_claim(&visit.call, id, posted.revision).await?;
    Ok(visit.go("/hour_claim", "claim_discarded"))
}

pub(super) async fn dispute(visit: Visit, Id(id): Id<HourClaimId>, posted: Posted) -> Answer {
    let done = visit.actions.dispute_claim(&visit.call, id, &posted.values, posted.revision).await;
    let to = |()| format!("/hour_claim/{id}");
    answer(&visit, posted, done, to, "claim_disputed", |form| again(&visit, id, form)).await
}

/// The proof itself.
pub(super) async fn proof(visit: Visit, Id(id): Id<HourClaimId>) -> Answer {
    let (upload, bytes, noted) = visit.actions.proof(&visit.call, id).await?;
    Ok(download(&upload.file_name, &upload.media_type, bytes, noted))
}
