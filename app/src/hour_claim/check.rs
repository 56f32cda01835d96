//! What whoever checks claims sees of one, and what comes of their decision.

use actions::{ClaimPage, QueueFilter};
use domain::{
    credit_hour::{Hours, VerificationStep},
    form::Field,
    hour_claim::Decision,
    id::HourClaimId,
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;

use super::{show::again, with_filter};
use crate::{
    error::Answer,
    form::{Form, Line, Posted, answer},
    id::Id,
    parts::{caution, revision},
    visit::Visit,
};

/// Warnings, the decision, and the way back to the queue.
pub(super) fn checker_view(form: &Form, page: &ClaimPage) -> Option<AnyView> {
    if page.is_own {
        return None;
    }
    let l = form.l;
    let back = with_filter("/hour_claim/queue", &QueueFilter::of(&form.values));
    let record = format!("/training_record/{}", page.claim.person_id);
    let warning = (page.n_same_proof > 0)
        .then(|| caution(words::hour_claim::same_proof(l, page.n_same_proof)));
    let claimed = Hours::hundredths(page.claim.claimed.unwrap_or(0));
    let is_more = page.step.is_some() && page.by_table.is_some_and(|hours| hours < claimed);
    let more = is_more.then(|| caution(t!(l, hour_claim.more_than_table)));
    let again = (page.step.is_some() && page.taught_before)
        .then(|| caution(t!(l, hour_claim.taught_before)));
    let refusal = page.refusal.map(|refusal| {
        let text = words::hour_claim::refusal(l, refusal);
        view! { <div class="notice"><p>{text}</p></div> }
    });
    let on_paper = (page.is_on_paper && page.may_decide())
        .then(|| caution(t!(l, paper_correction.claim_on_paper)));
    let step = page.step.filter(|_| page.may_decide());
    let decision = step.map(|step| decision_form(form, page, step));
    let reopen = page.may_reopen.then(|| reopen_form(form, page));
    let view = view! {
        {warning}
        {more}
        {again}
        {refusal}
        {on_paper}
        {decision}
        {reopen}
        <p class="cluster">
            <a href=back>{t!(l, hour_claim.back_to_queue)}</a>
            <a href=record>{t!(l, hour_claim.record)}</a>
        </p>
    };
    Some(view.into_any())
}

/// The way back into a closed year, folded away since it is rare.
fn reopen_form(form: &Form, page: &ClaimPage) -> impl IntoView + use<> {
    let (l, claim) = (form.l, page.claim.id);
    let is_open = form.problems.of(Field::Reason).is_some();
    view! {
        <details class="more" open=is_open>
            <summary>{t!(l, hour_claim.reopen_title)}</summary>
            <form class="form" method="post" action=format!("/hour_claim/{claim}/reopen") novalidate>
                {revision(page.claim.revision)}
                {form.area(Field::Reason, 3, false)}
                <button class="button large">{t!(l, hour_claim.reopen)}</button>
            </form>
        </details>
    }
}

fn decision_form(form: &Form, page: &ClaimPage, step: VerificationStep) -> impl IntoView + use<> {
    let (l, id) = (form.l, page.claim.id);
    let is_unit = step == VerificationStep::Unit;
    let choices = Decision::ALL
        .iter()
        .filter(|decision| page.claim.state.decide(**decision).is_ok())
        .map(|decision| {
            let name = words::hour_claim::decision(l, step, *decision).to_owned();
            (decision.as_str().to_owned(), name, None)
        })
        .collect();
    let accepted = (!is_unit).then(|| {
        let line = Line { max: Some(6), is_short: true, ..Line::default() };
        form.line(Field::Accepted, line)
    });
    let title = if is_unit { t!(l, hour_claim.decide_unit) } else { t!(l, hour_claim.decide) };
    view! {
        <form class="form" method="post" action=format!("/hour_claim/{id}/decide") novalidate>
            <h2>{title}</h2>
            {page.stands_in.then(|| view! { <p class="hint">{t!(l, hour_claim.stands_in)}</p> })}
            {form.revision()}
            {form.hidden(Field::Kind)}
            {form.hidden(Field::Unit)}
            {form.hidden(Field::State)}
            {form.choices(Field::Decision, "radio", choices, false)}
            {accepted}
            {form.area(Field::Opinion, 3, true)}
            <div class="page-foot-action">
                <button class="button primary large">{t!(l, hour_claim.decide_save)}</button>
            </div>
        </form>
    }
}

pub(super) async fn decide(visit: Visit, Id(id): Id<HourClaimId>, posted: Posted) -> Answer {
    let filter = QueueFilter::of(&posted.values);
    match visit.actions.decide_claim(&visit.call, id, &posted.values, posted.revision).await {
        Ok(true) => Ok(visit.go(&format!("/hour_claim/{id}"), "claim_proposed")),
        Ok(false) => next_please(&visit, &filter).await,
        Err(error) => again(&visit, id, Form::refused(&visit, posted, error)?).await,
    }
}

/// On to the next claim that the filter finds.
async fn next_please(visit: &Visit, filter: &QueueFilter) -> Answer {
    Ok(match visit.actions.next_claim(&visit.call, filter).await? {
        Some(next) => {
            let address = with_filter(&format!("/hour_claim/{next}"), filter);
            visit.go(&address, "claim_decided_next")
        }
        None => visit.go(&with_filter("/hour_claim/queue", filter), "claim_decided_last"),
    })
}

pub(super) async fn reopen(visit: Visit, Id(id): Id<HourClaimId>, posted: Posted) -> Answer {
    let done = visit.actions.reopen_claim(&visit.call, id, &posted.values, posted.revision).await;
    let to = |()| format!("/hour_claim/{id}");
    answer(&visit, posted, done, to, "claim_reopened", |form| again(&visit, id, form)).await
}
