//! What the panel and its chair enter of a lecture: relations, presence, beginning and end.

use actions::{ActionError, Lecture, PanelRow, TrialPage};
use domain::{
    booking::BookingState,
    form::Field,
    id::{BookingId, ReviewSessionId},
    nomination::Relation,
    score_sheet::ConflictKind,
    trial_lecture::TrialState,
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use super::{show::again, sitting};
use crate::{
    error::Answer,
    form::{Form, Posted, answer},
    id::Id,
    parts::revision,
    visit::Visit,
};

/// Who of the panel is there: open where it is the next thing to do.
pub(super) fn enter_form(
    l: Locale,
    lecture: &Lecture,
    panel: &[PanelRow],
    is_next: bool,
) -> impl IntoView + use<> {
    let (session, id) = (lecture.booking.session_id, lecture.booking.id);
    let takes = lecture.trial.as_ref().is_none_or(|trial| trial.state.takes_sheets());
    let boxes = lecture
        .seated
        .iter()
        .map(|one| {
            let member = panel.iter().find(|member| member.person_id == one.person);
            let name = member.map(|member| member.name.as_str()).unwrap_or_default();
            let hint = if one.is_recused() {
                Some(t!(l, trial_lecture.recused))
            } else if one.relation.is_none() {
                Some(t!(l, trial_lecture.undeclared))
            } else {
                None
            };
            let of = format!("present-{id}-{}", one.seat_no);
            view! {
                <label class="choice">
                    <input
                        type="checkbox"
                        id=of
                        name=Field::Present.as_str()
                        value=one.person.to_string()
                        checked=one.is_present
                    />
                    <span>
                        {words::trial_lecture::seat_of(l, name, one.seat_no)}
                        {hint.map(|hint| view! { <span class="hint">{hint}</span> })}
                    </span>
                </label>
            }
        })
        .collect_view();
    let button = if is_next { "button primary" } else { "button" };
    takes.then(|| {
        view! {
            <details class="fold" open=is_next.then_some("")>
                <summary>{t!(l, trial_lecture.present)}</summary>
                <form class="form" method="post" action=format!("/review_session/{session}/sitting/{id}")>
                    <fieldset class="field">
                        <legend class="visually-hidden">{t!(l, trial_lecture.present)}</legend>
                        <div class="choices">{boxes}</div>
                    </fieldset>
                    <button class=button name=Field::Step.as_str() value="presence">
                        {t!(l, trial_lecture.save_presence)}
                    </button>
                </form>
            </details>
        }
    })
}

/// What can be done with a lecture now: one main action, and what corrects it.
pub(super) fn step_buttons(l: Locale, lecture: &Lecture, is_next: bool) -> impl IntoView + use<> {
    let (session, id) = (lecture.booking.session_id, lecture.booking.id);
    let main = if is_next { "button primary" } else { "button" };
    let state = lecture.trial.as_ref().map(|trial| trial.state);
    let buttons: &[(&str, &str, &str)] = match (state, lecture.booking.state) {
        (Some(TrialState::Running), _) => &[
            (main, "end", t!(l, trial_lecture.end)),
            ("button", "undo", t!(l, trial_lecture.undo)),
        ],
        (None, BookingState::Confirmed) => &[
            (main, "start", t!(l, trial_lecture.start)),
            ("button", "miss", t!(l, trial_lecture.miss)),
        ],
        (None, BookingState::NoShow) => &[("button", "undo", t!(l, trial_lecture.undo))],
        _ => &[],
    };
    let buttons = buttons
        .iter()
        .map(|(class, code, text)| {
            view! {
                <button class=*class name=Field::Step.as_str() value=*code>{*text}</button>
            }
        })
        .collect_view();
    view! {
        <form class="cluster" method="post" action=format!("/review_session/{session}/sitting/{id}")>{buttons}</form>
    }
}

/// Closing the scoring of a lecture.
pub(super) fn closing(form: &Form, page: &TrialPage) -> Option<AnyView> {
    let l = form.l;
    let trial = page.lecture.trial.as_ref()?;
    if trial.state != TrialState::Scoring || !page.may_lead {
        return None;
    }
    let names: Vec<String> = page.missing.iter().map(|person| page.name_of(*person)).collect();
    let missing = (!names.is_empty())
        .then(|| view! { <p>{words::trial_lecture::sheets_missing(l, &names)}</p> });
    let class = if names.is_empty() { "button primary large" } else { "button large" };
    let id = page.lecture.booking.id;
    Some(
        view! {
            <form class="form" method="post" action=format!("/trial_lecture/{id}/close")>
                {missing}
                <p class="hint">{t!(l, trial_lecture.close_hint)}</p>
                {revision(trial.revision)}
                {form.told(Field::Step)}
                <button class=class>
                    {t!(l, trial_lecture.close_scoring)}
                </button>
            </form>
        }
        .into_any(),
    )
}

/// What a panelist declares about the lecturer.
pub(super) fn relation_form(form: &Form, page: &TrialPage) -> impl IntoView + use<> {
    let l = form.l;
    let chosen = form.values.get(Field::Relation).to_owned();
    let suggested = page.suggested.map(|kind| Relation(Some(kind)).as_str());
    let kinds = std::iter::once(Relation(None))
        .chain(ConflictKind::ALL.iter().map(|kind| Relation(Some(*kind))));
    let choices = kinds
        .map(|relation| {
            let code = relation.as_str();
            let is_chosen = if chosen.is_empty() { suggested == Some(code) } else { chosen == code };
            let of = format!("{}-{code}", Field::Relation);
            let text = words::award_cycle::relation(l, &page.rules, relation);
            view! {
                <label class="choice">
                    <input type="radio" id=of name=Field::Relation.as_str() value=code checked=is_chosen/>
                    <span>{text}</span>
                </label>
            }
        })
        .collect_view();
    let hint = page
        .suggested
        .map(|_| view! { <p class="notice warning">{t!(l, trial_lecture.suggested)}</p> });
    let related = page
        .is_related
        .then(|| view! { <p class="notice info">{t!(l, trial_lecture.is_related)}</p> });
    let id = page.lecture.booking.id;
    let is_first = page.relation.is_none();
    let button = if is_first { "button primary large" } else { "button" };
    view! {
        <form class="form" method="post" action=format!("/trial_lecture/{id}/relation") novalidate>
            {hint}
            {related}
            <fieldset class="field" id=Field::Relation.as_str() tabindex="-1">
                <legend>{words::form::label(l, Field::Relation)}</legend>
                <p class="hint">{t!(l, trial_lecture.declare_hint)}</p>
                <div class="choices wide">{choices}</div>
                {form.problem(Field::Relation)}
            </fieldset>
            <button class=button>{t!(l, trial_lecture.declare)}</button>
        </form>
    }
}

pub(super) async fn declare(visit: Visit, Id(id): Id<BookingId>, posted: Posted) -> Answer {
    let done = visit.actions.declare_panel_relation(&visit.call, id, &posted.values).await;
    let to = |()| format!("/trial_lecture/{id}");
    answer(&visit, posted, done, to, "relations_declared", |form| again(&visit, id, form)).await
}

/// Presence, beginning and end of a lecture, entered on the page of its sitting.
pub(super) async fn enter(
    visit: Visit,
    Id((session, id)): Id<(ReviewSessionId, BookingId)>,
    posted: Posted,
) -> Answer {
    let (actions, call) = (&visit.actions, &visit.call);
    let (done, notice) = match posted.values.get(Field::Step) {
        "presence" => (actions.set_presence(call, id, &posted.values).await, "presence_entered"),
        "start" => (actions.start_lecture(call, id).await, "lecture_begun"),
        "end" => (actions.end_lecture(call, id).await, "lecture_ended"),
        "miss" => (actions.miss_lecture(call, id).await, "slot_missed"),
        "undo" => (actions.undo_lecture(call, id).await, "entry_undone"),
        _ => (Err(ActionError::NotFound), ""),
    };
    let to = |()| format!("/review_session/{session}/sitting#lecture-{id}");
    answer(&visit, posted, done, to, notice, |form| sitting::again(&visit, session, form)).await
}

pub(super) async fn close(visit: Visit, Id(id): Id<BookingId>, posted: Posted) -> Answer {
    let done = visit.actions.close_scoring(&visit.call, id, posted.revision).await;
    let to = |()| format!("/trial_lecture/{id}");
    answer(&visit, posted, done, to, "scoring_closed", |form| again(&visit, id, form)).await
}
