//! What comes of a lecture: the vote on a veto, the chair's proposal, the office's decision.

use actions::{ChangeRow, Reading, TrialPage};
use domain::{
    form::Field,
    id::{BookingId, PersonId},
    trial_lecture::{TrialState, Verdict, VetoVote},
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use super::show::again;
use crate::{
    error::Answer,
    form::{Form, Posted, answer},
    id::Id,
    parts::{badge, fact, prose, revision},
    visit::Visit,
};

const DECIDABLE: [Verdict; 3] = [Verdict::Approve, Verdict::Revise, Verdict::Reject];

/// What was computed, proposed and decided, as far as the reader may know.
pub(super) fn shown(l: Locale, page: &TrialPage) -> Option<AnyView> {
    let trial = page.lecture.trial.as_ref()?;
    page.result.as_ref()?;
    let is_lecturer = page.reading == Reading::Lecturer;
    let text = |verdict: Option<Verdict>| {
        verdict.map(|verdict| words::trial_lecture::verdict(l, verdict)).unwrap_or_default()
    };
    let advisory = words::trial_lecture::comments_only(l, trial.verdict, trial.advisory);
    let computed =
        (!is_lecturer).then(|| fact(t!(l, trial_lecture.computed), text(trial.computed)));
    let proposed = (!is_lecturer).then(|| {
        view! {
            {fact(t!(l, trial_lecture.proposed), text(trial.proposed))}
            {fact(t!(l, trial_lecture.reason), trial.proposal_reason.clone())}
        }
    });
    let decided = trial.verdict.map(|verdict| {
        view! {
            <dt>{t!(l, trial_lecture.decided)}</dt>
            <dd>{badge(words::trial_lecture::verdict_tone(verdict), words::trial_lecture::verdict(l, verdict))}</dd>
            {fact(t!(l, trial_lecture.reason), trial.decision_reason.clone())}
        }
    });
    let changes = (!page.changes.is_empty()).then(|| {
        view! { <h3>{t!(l, trial_lecture.changes)}</h3>{change_list(l, &page.changes)} }
    });
    Some(
        view! {
            <section class="stack">
                {advisory.map(|text| view! { <p class="notice info">{text}</p> })}
                <dl class="facts">{decided}{computed}{proposed}</dl>
                {changes}
            </section>
        }
        .into_any(),
    )
}

/// Required changes by number, with their answers.
pub(crate) fn change_list(l: Locale, changes: &[ChangeRow]) -> AnyView {
    let items = changes
        .iter()
        .map(|change| {
            let answer = if change.answer.is_empty() {
                view! { <p class="hint">{t!(l, trial_lecture.no_answer)}</p> }.into_any()
            } else {
                view! {
                    <p class="hint">{t!(l, trial_lecture.answer)}</p>
                    {prose(&change.answer)}
                }
                .into_any()
            };
            view! { <li value=change.change_no.to_string()>{change.text.clone()}{answer}</li> }
        })
        .collect_view();
    view! { <ol class="changes">{items}</ol> }.into_any()
}

/// What the reader decides now.
pub(super) fn acting(form: &Form, page: &TrialPage) -> Option<AnyView> {
    let trial = page.lecture.trial.as_ref()?;
    let l = form.l;
    let vote = voting(form, page);
    let acting = match trial.state {
        TrialState::Judged if page.may_lead => Some(proposing(form, page)),
        TrialState::Proposed if page.may_confirm => Some(confirming(form, page)),
        TrialState::Proposed if page.reading == Reading::Panelist => {
            Some(view! { <p>{t!(l, trial_lecture.waits_for_office)}</p> }.into_any())
        }
        _ => None,
    };
    Some(view! { {vote}{acting}{reopening(form, page)} }.into_any())
}

fn voting(form: &Form, page: &TrialPage) -> Option<AnyView> {
    let l = form.l;
    let trial = page.lecture.trial.as_ref()?;
    if !page.has_veto || trial.state != TrialState::Judged || page.reading == Reading::Lecturer {
        return None;
    }
    let id = page.lecture.booking.id;
    let judges = page.lecture.n_judges();
    let choices = VetoVote::ALL
        .iter()
        .map(|vote| {
            (vote.as_str().to_owned(), words::trial_lecture::veto_vote(l, *vote).to_owned(), None)
        })
        .collect();
    let form = (page.reading == Reading::Panelist).then(|| {
        view! {
            <form class="form" method="post" action=format!("/trial_lecture/{id}/vote") novalidate>
                {form.choices(Field::VetoVote, "radio", choices, false)}
                <button class="button">{t!(l, trial_lecture.vote)}</button>
            </form>
        }
    });
    Some(
        view! {
            <section class="stack notice warning">
                <h2>{t!(l, trial_lecture.veto_title)}</h2>
                <p>{t!(l, trial_lecture.veto_hint)}</p>
                <p>{words::trial_lecture::veto_votes(l, page.votes.len(), judges)}</p>
                {form}
            </section>
        }
        .into_any(),
    )
}

fn verdicts(l: Locale) -> Vec<(String, String, Option<String>)> {
    let choice = |verdict: Verdict| {
        (verdict.as_str().to_owned(), words::trial_lecture::verdict(l, verdict).to_owned(), None)
    };
    DECIDABLE.map(choice).to_vec()
}

fn proposing(form: &Form, page: &TrialPage) -> AnyView {
    let l = form.l;
    let id = page.lecture.booking.id;
    let trial = page.lecture.trial.as_ref();
    let mut form = form.clone();
    if form.values.get(Field::Verdict).is_empty() && !form.is_refused() {
        let before = trial.and_then(|it| it.proposed.or(it.computed));
        form.values.set(Field::Verdict, before.map_or("", Verdict::as_str));
        let changes: Vec<&str> = page.changes.iter().map(|one| one.text.as_str()).collect();
        form.values.set(Field::Changes, changes.join("\n"));
        form.values.set(Field::Reason, trial.map_or("", |it| it.proposal_reason.as_str()));
    }
    view! {
        <form class="form" method="post" action=format!("/trial_lecture/{id}/verdict") novalidate>
            <h2>{t!(l, trial_lecture.propose_title)}</h2>
            {revision(trial.map_or(0, |it| it.revision))}
            {form.choices(Field::Verdict, "radio", verdicts(l), false)}
            {form.area(Field::Changes, 6, true)}
            {form.area(Field::Reason, 3, true)}
            <div class="page-foot-action">
                <button class="button primary large">{t!(l, trial_lecture.propose)}</button>
            </div>
        </form>
    }
    .into_any()
}

fn confirming(form: &Form, page: &TrialPage) -> AnyView {
    let l = form.l;
    let id = page.lecture.booking.id;
    let now = page.lecture.trial.as_ref().map_or(0, |it| it.revision);
    let action = format!("/trial_lecture/{id}/decision");
    let other = form.is_refused().then_some("");
    view! {
        <section class="stack">
            <h2>{t!(l, trial_lecture.confirm_title)}</h2>
            <form method="post" action=action.clone()>
                {revision(now)}
                <button class="button primary large" name=Field::Decision.as_str() value="confirm">
                    {t!(l, trial_lecture.confirm)}
                </button>
            </form>
            <details class="fold" open=other>
                <summary>{t!(l, trial_lecture.other_decision)}</summary>
                <form class="form" method="post" action=action novalidate>
                    {revision(now)}
                    {form.choices(Field::Verdict, "radio", verdicts(l), true)}
                    {form.area(Field::Reason, 3, false)}
                    <div class="cluster">
                        <button class="button" name=Field::Decision.as_str() value="confirm">
                            {t!(l, trial_lecture.confirm)}
                        </button>
                        <button class="button" name=Field::Decision.as_str() value="send_back">
                            {t!(l, trial_lecture.send_back)}
                        </button>
                    </div>
                </form>
            </details>
        </section>
    }
    .into_any()
}

/// Scoring once more, for the office: with a sheet unlocked, or without.
fn reopening(form: &Form, page: &TrialPage) -> Option<AnyView> {
    let l = form.l;
    let trial = page.lecture.trial.as_ref()?;
    if !page.may_confirm || matches!(trial.state, TrialState::Confirmed | TrialState::Running) {
        return None;
    }
    let chosen = form.values.get(Field::Judges).to_owned();
    let people = page
        .sheets
        .iter()
        .map(|seen| {
            let name = seen.name.clone().unwrap_or_default();
            let text = words::trial_lecture::seat_of(l, &name, seen.sheet.seat_no);
            let value = seen.sheet.person_id.to_string();
            let selected = value == chosen;
            view! { <option value=value selected=selected>{text}</option> }
        })
        .collect_view();
    let id = page.lecture.booking.id;
    let is_open = form.problems.of(Field::ReopenReason).is_some().then_some("");
    Some(
        view! {
            <details class="fold" open=is_open>
                <summary>{t!(l, trial_lecture.reopen_title)}</summary>
                <form class="form" method="post" action=format!("/trial_lecture/{id}/reopen") novalidate>
                    <p class="hint">{t!(l, trial_lecture.unlock_hint)}</p>
                    {revision(trial.revision)}
                    <div class="field">
                        <label for=Field::Judges.as_str()>{t!(l, trial_lecture.unlock_whose)}</label>
                        <select id=Field::Judges.as_str() name=Field::Judges.as_str()>
                            <option value="">{t!(l, form.choose)}</option>
                            {people}
                        </select>
                    </div>
                    {form.area(Field::ReopenReason, 3, false)}
                    <button class="button">{t!(l, trial_lecture.reopen)}</button>
                </form>
            </details>
        }
        .into_any(),
    )
}

pub(super) async fn vote(visit: Visit, Id(id): Id<BookingId>, posted: Posted) -> Answer {
    let done = visit.actions.vote_on_veto(&visit.call, id, &posted.values).await;
    let to = |()| format!("/trial_lecture/{id}");
    answer(&visit, posted, done, to, "vote_kept", |form| again(&visit, id, form)).await
}

pub(super) async fn propose(visit: Visit, Id(id): Id<BookingId>, posted: Posted) -> Answer {
    let (values, revision) = (&posted.values, posted.revision);
    let done = visit.actions.propose_verdict(&visit.call, id, values, revision).await;
    let to = |()| format!("/trial_lecture/{id}");
    answer(&visit, posted, done, to, "verdict_proposed", |form| again(&visit, id, form)).await
}

pub(super) async fn decide(visit: Visit, Id(id): Id<BookingId>, posted: Posted) -> Answer {
    let (actions, call) = (&visit.actions, &visit.call);
    let (values, revision) = (&posted.values, posted.revision);
    let (done, notice) = match values.get(Field::Decision) {
        "send_back" => {
            (actions.send_verdict_back(call, id, values, revision).await, "verdict_sent_back")
        }
        _ => (actions.confirm_verdict(call, id, values, revision).await, "verdict_confirmed"),
    };
    let to = |()| format!("/trial_lecture/{id}");
    answer(&visit, posted, done, to, notice, |form| again(&visit, id, form)).await
}

pub(super) async fn reopen(visit: Visit, Id(id): Id<BookingId>, posted: Posted) -> Answer {
    let (actions, call, values) = (&visit.actions, &visit.call, &posted.values);
    let (done, notice) = match values.trimmed(Field::Judges) {
        "" => (actions.reopen_scoring(call, id, values, posted.revision).await, "scoring_reopened"),
        whose => {
            let person = whose.parse().unwrap_or(PersonId(0));
            (actions.unlock_review_sheet(call, id, person, values).await, "sheet_unlocked")
        }
    };
    let to = |()| format!("/trial_lecture/{id}");
    answer(&visit, posted, done, to, notice, |form| again(&visit, id, form)).await
}
