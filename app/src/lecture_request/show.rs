//! One request for the offices: review it, ask a lecturer, take an offer back, call it off.

use actions::{ActionError, RequestView};
use axum::Extension;
use domain::{
    course::CourseVersionState,
    form::{Field, Revision, Values},
    id::LectureRequestId,
    lecture_request::{RequestDecision, RequestState},
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use super::{board, list::county_name};
use crate::{
    content::{Content, Contents, Lasts},
    error::{Answer, AppError},
    form::{Form, Line, Posted, Refusal, answer},
    id::Id,
    page::Page,
    parts::{badge, fact, revision, warning},
    rulebook::rules,
    visit::Visit,
};

pub(super) async fn show(
    visit: Visit,
    Id(id): Id<LectureRequestId>,
    Extension(contents): Contents,
) -> Answer {
    contents.own(&visit, Lasts::Minute, || content(&visit, id)).await
}

async fn content(visit: &Visit, id: LectureRequestId) -> Result<Content, AppError> {
    let form = Form::new(visit, Values::default());
    let (page, form) = read(visit, id, form).await?;
    let (title, lede) = (page.request.title.clone(), page.request.host_name.clone());
    Ok(Content::new(visit, title, Some(lede), move || request_view(&page, &form)))
}

async fn again(visit: &Visit, id: LectureRequestId, form: Form) -> Answer {
    let (page, form) = read(visit, id, form).await?;
    let head =
        Page::new(page.request.title.clone()).lede(page.request.host_name.clone()).with(&form);
    Ok(head.render(visit, move || request_view(&page, &form)))
}

/// A request with its form, which carries the revision that is shown.
async fn read(
    visit: &Visit,
    id: LectureRequestId,
    mut form: Form,
) -> Result<(RequestView, Form), AppError> {
    let page = visit.actions.lecture_request(&visit.call, id).await?;
    form.renew(page.request.revision);
    if form.revision == Revision::NEWEST {
        form.revision = Revision::of(page.request.revision);
    }
    Ok((page, form))
}

fn request_view(page: &RequestView, form: &Form) -> impl IntoView + use<> {
    let l = form.l;
    let state = page.request.state;
    view! {
        {form.why()}
        <p class="cluster">
            {badge(words::lecture_request::tone(state), words::lecture_request::state(l, state))}
            {page.is_never_served.then(|| badge("plain", t!(l, lecture_request.never_served)))}
        </p>
        {warnings(l, page)}
        {page.may_decide.then(|| decide_form(form, page))}
        {page.board.as_ref().map(|shown| board::board(l, &page.request, shown))}
        {stranded(l, page)}
        {facts(l, page)}
        {board::history(l, &page.dispatches)}
        {delivery_link(l, page)}
        {(page.may_dispatch && state.is_open()).then(|| end_form(form, page))}
        <p class="cluster">
            {page.request.region_id.map(|county| view! {
                <a class="button" href=format!("/calendar/county/{county}")>{t!(l, lecture_request.calendar)}</a>
            })}
            <a class="button" href=format!("/lecture_request/{}/link", page.request.id)>{t!(l, lecture_request.new_link)}</a>
            <a class="button" href="/lecture_request">{t!(l, lecture_request.to_list)}</a>
        </p>
    }
}

fn warnings(l: Locale, page: &RequestView) -> Option<impl IntoView + use<>> {
    let is_review =
        matches!(page.request.state, RequestState::CountyReview | RequestState::CityReview);
    let lacks = (page.lacks_whitelist && is_review).then(|| t!(l, lecture_request.no_whitelist));
    let all = page.warnings.iter().map(|one| words::lecture_request::warning(l, *one, &rules()));
    let lines: Vec<String> = lacks.into_iter().map(str::to_owned).chain(all).collect();
    if lines.is_empty() {
        return None;
    }
    let lines = lines.into_iter().map(|text| view! { <li>{text}</li> }).collect_view();
    Some(view! {
        <div class="notice warning">
            <h2>{t!(l, lecture_request.warnings)}</h2>
            <ul>{lines}</ul>
        </div>
    })
}

fn decide_form(form: &Form, page: &RequestView) -> impl IntoView + use<> {
    let l = form.l;
    let decisions = RequestDecision::ALL
        .iter()
        .map(|one| {
            let text = words::lecture_request::decision(l, *one).to_owned();
            (one.as_str().to_owned(), text, None)
        })
        .collect();
    let line = Line { is_optional: true, ..Line::default() };
    let action = format!("/lecture_request/{}/decide", page.request.id);
    view! {
        <form class="form" method="post" action=action novalidate>
            <h2>{t!(l, lecture_request.decide_title)}</h2>
            {form.revision()}
            {form.choices(Field::Decision, "radio", decisions, false)}
            {page.lacks_whitelist.then(|| form.line(Field::Whitelist, line))}
            {form.area(Field::Remark, 3, true)}
            <div class="page-foot-action">
                <button class="button primary large">{t!(l, lecture_request.decide)}</button>
            </div>
        </form>
    }
}

/// That the course that was asked for is in the catalogue no more.
fn stranded(l: Locale, page: &RequestView) -> Option<AnyView> {
    let request = &page.request;
    let is_gone = request.version_state != CourseVersionState::Listed && request.state.is_open();
    is_gone.then(|| warning(t!(l, lecture_request.stranded)).into_any())
}

fn facts(l: Locale, page: &RequestView) -> impl IntoView + use<> {
    let request = &page.request;
    let times = page.times.iter().map(|time| words::time::span(l, time.starts_at, time.ends_at));
    let times: Vec<String> = times.collect();
    // Whoever dispatches has to call; the others read a masked number (`LAW-07`).
    let phone = if page.shows_phone {
        request.contact_phone.clone()
    } else {
        words::person::phone(Some(&request.contact_phone))
    };
    let lecturer = words::person::teacher(l, &request.lecturer_name);
    view! {
        <dl class="facts">
            {fact(t!(l, lecture_request.asked_lecturer), lecturer)}
            {fact(t!(l, lecture_request.host), format!("{} · {}", request.host_name, words::host_unit::kind(l, request.host_kind)))}
            {fact(t!(l, lecture_request.county), county_name(l, request))}
            {fact(t!(l, lecture_request.whitelist), request.whitelist.clone())}
            {fact(t!(l, lecture_request.hall), format!("{} · {}", request.address, request.hall))}
            {fact(t!(l, lecture_request.hall_equipment), request.equipment.clone())}
            {fact(t!(l, lecture_request.stage), words::audience::stage(l, request.stage))}
            {fact(t!(l, lecture_request.audience), words::course::people(l, request.audience))}
            {fact(t!(l, lecture_request.mode), words::audience::mode(l, request.mode))}
            {fact(t!(l, lecture_request.times), times.join(" / "))}
            {fact(t!(l, lecture_request.contact), request.contact.clone())}
            {fact(t!(l, lecture_request.phone), phone)}
            {fact(t!(l, lecture_request.wish), request.wish.clone())}
            {fact(t!(l, lecture_request.remark), request.remark.clone())}
            {fact(t!(l, lecture_request.sent_at), words::time::moment(l, request.created_at))}
        </dl>
    }
}

fn delivery_link(l: Locale, page: &RequestView) -> Option<impl IntoView + use<>> {
    let delivery = page.delivery.as_ref()?;
    let href = format!("/delivery/{}", delivery.id);
    let when = words::time::span(l, delivery.starts_at, delivery.ends_at);
    Some(view! {
        <h2>{t!(l, delivery.title)}</h2>
        <p class="cluster">
            <a href=href>{when}</a>
            {badge(words::delivery::tone(delivery.state), words::delivery::state(l, delivery.state))}
        </p>
    })
}

/// One reason, and two ways to end what was begun.
fn end_form(form: &Form, page: &RequestView) -> impl IntoView + use<> {
    let l = form.l;
    let line = Line::default();
    let id = page.request.id;
    let may_look_again = page.request.state.look_again().is_ok();
    let again = may_look_again.then(|| {
        let action = format!("/lecture_request/{id}/look_again");
        view! { <button class="button" formaction=action>{t!(l, lecture_request.again)}</button> }
    });
    let title = if may_look_again {
        t!(l, lecture_request.again_title)
    } else {
        t!(l, lecture_request.withdraw_title)
    };
    view! {
        <details class="more" open=form.problems.of(Field::Reason).is_some()>
            <summary>{title}</summary>
            <form class="form" method="post" action=format!("/lecture_request/{id}/cancel") novalidate>
                {revision(page.request.revision)}
                <p>{t!(l, lecture_request.withdraw_hint)}</p>
                {form.line(Field::Reason, line)}
                <div class="cluster">
                    {again}
                    <button class="button danger">{t!(l, lecture_request.withdraw)}</button>
                </div>
            </form>
        </details>
    }
}

/// Back to the request, with what was done or why not.
async fn answered(
    visit: &Visit,
    id: LectureRequestId,
    posted: Posted,
    done: Result<(), ActionError>,
    notice: &'static str,
) -> Answer {
    let done = done.map_err(|error| match error {
        ActionError::Stale | ActionError::WrongState => {
            Refusal::Told(t!(visit.l, lecture_request.stale))
        }
        other => other.into(),
    });
    let to = |()| format!("/lecture_request/{id}");
    answer(visit, posted, done, to, notice, |form| again(visit, id, form)).await
}

pub(super) async fn decide(visit: Visit, Id(id): Id<LectureRequestId>, posted: Posted) -> Answer {
    let decided =
        visit.actions.decide_request(&visit.call, id, &posted.values, posted.revision).await;
    let notice = match decided {
        Ok(RequestDecision::SendBack) => "request_sent_back",
        Ok(RequestDecision::Reject) => "request_rejected",
        _ => "request_passed",
    };
    answered(&visit, id, posted, decided.map(|_| ()), notice).await
}

pub(super) async fn dispatch(visit: Visit, Id(id): Id<LectureRequestId>, posted: Posted) -> Answer {
    let done =
        visit.actions.dispatch_request(&visit.call, id, &posted.values, posted.revision).await;
    answered(&visit, id, posted, done, "dispatched").await
}

pub(super) async fn look_again(
    visit: Visit,
    Id(id): Id<LectureRequestId>,
    posted: Posted,
) -> Answer {
    let done = visit.actions.look_again(&visit.call, id, &posted.values, posted.revision).await;
    answered(&visit, id, posted, done, "dispatch_taken_back").await
}

pub(super) async fn cancel(visit: Visit, Id(id): Id<LectureRequestId>, posted: Posted) -> Answer {
    let done = visit.actions.cancel_request(&visit.call, id, &posted.values, posted.revision).await;
    answered(&visit, id, posted, done, "request_withdrawn").await
}
