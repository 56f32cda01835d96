//! A page of an entry: what is on file, the five conditions of a station, the members of a team, and
//! what can be done.

use actions::{RegisterEntryPage, RegisterEntryRow, StationConditionRow, TeamMemberRow};
use domain::{
    form::{Field, Once, Values},
    id::{RegisterEntryId, TeamMemberId},
    register_entry::{EntryState, RegisterKind, StationCondition},
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use super::{address, field, name, region};
use crate::{
    error::Answer,
    form::{Form, Line, Posted, answer},
    id::Id,
    page::Page,
    parts::{badge, fact},
    visit::Visit,
};

pub(super) async fn show(visit: Visit, Id(id): Id<RegisterEntryId>) -> Answer {
    let page = visit.actions.register_entry(&visit.call, id).await?;
    let mut values = Values::default();
    for seen in page.conditions.iter().filter(|seen| seen.is_met) {
        values.push(Field::Conditions, seen.condition.as_str());
    }
    let mut form = Form::to_change(&visit, values, page.entry.revision);
    form.once = visit.once();
    Ok(page_of(&visit, page, form))
}

async fn again(visit: &Visit, id: RegisterEntryId, mut form: Form) -> Answer {
    let page = visit.actions.register_entry(&visit.call, id).await?;
    if form.once == Once::default() {
        form.once = visit.once();
    }
    form.renew(page.entry.revision);
    // The form that came back carried its own revision, or none: the others on the page need one.
    if form.revision == domain::form::Revision::default() {
        form.revision = domain::form::Revision::of(page.entry.revision);
    }
    Ok(page_of(visit, page, form))
}

fn page_of(visit: &Visit, page: RegisterEntryPage, form: Form) -> axum::response::Response {
    let l = visit.l;
    let kind = page.entry.kind;
    let head = Page::new(name(&page.entry)).lede(words::register_entry::kind(l, kind)).with(&form);
    head.render(visit, move || {
        let entry = &page.entry;
        let own = (!page.reads_register).then(|| {
            view! { <p class="notice info">{t!(l, register_entry.own_hint)}</p> }
        });
        let back = page.reads_register.then(|| {
            view! { <p><a href=address(kind)>{words::register_entry::back(l, kind)}</a></p> }
        });
        view! {
            {form.why()}
            {own}
            {badge(words::register_entry::tone(entry.state), words::register_entry::state(l, entry.state))}
            <dl class="facts">{facts(l, entry)}</dl>
            {changes(l, &page)}
            {(kind == RegisterKind::EStation).then(|| conditions(&form, &page))}
            {kind.has_members().then(|| members(&form, &page))}
            {steps(&form, &page)}
            {back}
        }
    })
}

fn facts(l: Locale, entry: &RegisterEntryRow) -> impl IntoView + use<> {
    let is_check = entry.kind == RegisterKind::Safeguarding;
    let is_quota = entry.kind == RegisterKind::Quota;
    let unit_term =
        if is_check { t!(l, register_entry.requested_by) } else { t!(l, register_entry.unit) };
    let days = if is_quota {
        fact(t!(l, register_entry.year), entry.starts_on.format("%Y").to_string())
    } else if is_check {
        let until = entry.ends_on.map(|day| words::time::date(l, day)).unwrap_or_default();
        view! {
            {fact(t!(l, register_entry.checked_on), words::time::date(l, entry.starts_on))}
            {fact(t!(l, register_entry.result), t!(l, register_entry.clear))}
            {fact(t!(l, register_entry.valid_until), until)}
        }
        .into_any()
    } else {
        let until = entry.ends_on.map(|day| words::time::date(l, day)).unwrap_or_default();
        view! {
            {fact(t!(l, register_entry.from), words::time::date(l, entry.starts_on))}
            {fact(t!(l, register_entry.until), until)}
        }
        .into_any()
    };
    let detail = entry.detail.map(|it| words::register_entry::detail(l, it)).unwrap_or_default();
    let seats = entry.n_seats.map(|n| n.to_string()).unwrap_or_default();
    let trained = entry.trained_on.map(|day| words::time::date(l, day)).unwrap_or_default();
    view! {
        {fact(t!(l, register_entry.detail_title), detail)}
        {fact(words::register_entry::person(l, entry.kind), entry.person_name.clone().unwrap_or_default())}
        {fact(t!(l, register_entry.course), entry.course_title.clone().unwrap_or_default())}
        {fact(unit_term, entry.unit_name.clone().unwrap_or_default())}
        {fact(t!(l, register_entry.region), region(l, entry))}
        {fact(t!(l, register_entry.field), field(l, entry))}
        {fact(t!(l, register_entry.post), entry.title.clone())}
        {fact(t!(l, register_entry.address), entry.address.clone())}
        {fact(t!(l, register_entry.seats), seats)}
        {fact(t!(l, register_entry.document), entry.document_no.clone())}
        {days}
        {fact(t!(l, register_entry.trained_on), trained)}
        {fact(t!(l, register_entry.note), entry.note.clone())}
        {fact(t!(l, register_entry.reason), entry.reason.clone())}
        {fact(t!(l, register_entry.recorder), entry.recorder_name.clone())}
    }
}

/// Correcting it; and of a check, entering the next one, which is what is done most.
fn changes(l: Locale, page: &RegisterEntryPage) -> Option<AnyView> {
    if !page.may_change {
        return None;
    }
    let entry = &page.entry;
    let next = (entry.kind == RegisterKind::Safeguarding).then(|| {
        let query = form_urlencoded::Serializer::new(String::new())
            .append_pair(Field::EntryPerson.as_str(), entry.person_name.as_deref().unwrap_or(""))
            .append_pair(Field::EntryUnit.as_str(), entry.unit_name.as_deref().unwrap_or(""))
            .finish();
        let href = format!("{}/new?{query}", address(entry.kind));
        view! { <a class="button primary" href=href>{t!(l, desk.renew_checks_do)}</a> }
    });
    let change = format!("/register_entry/{}/change", entry.id);
    let view = view! {
        <p class="cluster">
            {next}
            <a class="button" href=change>{t!(l, register_entry.change)}</a>
        </p>
    };
    Some(view.into_any())
}

fn conditions(form: &Form, page: &RegisterEntryPage) -> impl IntoView + use<> {
    let l = form.l;
    let seen = |condition: &StationCondition| {
        page.conditions.iter().find(|row| row.condition == *condition)
    };
    let lines = StationCondition::ALL.iter().map(|it| condition(l, *it, seen(it))).collect_view();
    let choices = StationCondition::ALL.iter().map(|it| {
        let name = words::register_entry::condition(l, *it).to_owned();
        (it.as_str().to_owned(), name, None)
    });
    let is_first = page.conditions.is_empty();
    let form = page.may_see.then(|| {
        let at = format!("/register_entry/{}/condition", page.entry.id);
        let day = Line { kind: "date", is_short: true, ..Line::default() };
        let class = if is_first { "button primary" } else { "button" };
        let is_refused = form.is_refused() || form.message.is_some();
        let open = (is_first || is_refused).then_some("");
        view! {
            <details class="fold" open=open>
                <summary>{t!(l, register_entry.see)}</summary>
                <form class="form" method="post" action=at novalidate>
                    {form.revision()}
                    {form.choices(Field::Conditions, "checkbox", choices.collect(), true)}
                    {form.line(Field::SeenOn, day)}
                    <button class=class>{t!(l, register_entry.see)}</button>
                </form>
            </details>
        }
    });
    view! {
        <section id=Field::Conditions.as_str().to_owned() + "-seen">
            <h2>{t!(l, register_entry.conditions)}</h2>
            <ul class="card-list">{lines}</ul>
            {form}
        </section>
    }
}

fn condition(
    l: Locale,
    condition: StationCondition,
    seen: Option<&StationConditionRow>,
) -> impl IntoView + use<> {
    let (tone, text) = match seen {
        Some(seen) if seen.is_met => ("done", t!(l, register_entry.met)),
        Some(_) => ("todo", t!(l, register_entry.not_met)),
        None => ("plain", t!(l, register_entry.not_seen)),
    };
    let by = seen.map(|seen| words::register_entry::seen(l, seen.seen_on, &seen.seer_name));
    view! {
        <li class="card">
            <h3 class="card-title">{words::register_entry::condition(l, condition)}</h3>
            <p class="meta">{by.map(|by| view! { <span>{by}</span> })}</p>
            {badge(tone, text)}
        </li>
    }
}

fn members(form: &Form, page: &RegisterEntryPage) -> impl IntoView + use<> {
    let l = form.l;
    let nothing = page.members.is_empty();
    let rows = page.members.iter().map(|row| member(form, page, row)).collect_view();
    let day = Line { kind: "date", is_short: true, ..Line::default() };
    let at = format!("/register_entry/{}/member", page.entry.id);
    let add = (page.may_change && page.entry.state != EntryState::Ended).then(|| {
        view! {
            <form class="form" method="post" action=at novalidate>
                <h3>{t!(l, register_entry.add_member)}</h3>
                {form.once()}
                {form.line(Field::Member, Line::default())}
                {form.line(Field::MemberFrom, day)}
                <button class="button primary">{t!(l, register_entry.add_member)}</button>
            </form>
        }
    });
    view! {
        <h2>{t!(l, register_entry.members)}</h2>
        {nothing.then(|| view! { <p>{t!(l, register_entry.no_members)}</p> })}
        <ul class="card-list">{rows}</ul>
        {add}
    }
}

fn member(form: &Form, page: &RegisterEntryPage, row: &TeamMemberRow) -> impl IntoView + use<> {
    let l = form.l;
    let name = Field::MemberUntil.at(row.id);
    let end = (page.may_change && row.ends_on.is_none()).then(|| {
        let at = format!("/register_entry/{}/member/{}/end", page.entry.id, row.id);
        let open = form.problems.of(name).map(|_| "");
        let label = t!(l, form.label.member_until).to_owned();
        view! {
            <details class="fold" open=open>
                <summary>{t!(l, register_entry.end_member)}</summary>
                <form class="form" method="post" action=at novalidate>
                    {form.date_of(name, label)}
                    <button class="button">{t!(l, register_entry.end_member)}</button>
                </form>
            </details>
        }
    });
    view! {
        <li class="card">
            <h3 class="card-title">{row.name.clone()}</h3>
            <p class="meta">
                <span>{row.workplace.clone().unwrap_or_default()}</span>
                <span>{words::register_entry::range(l, row.starts_on, row.ends_on)}</span>
            </p>
            {end}
        </li>
    }
}

/// What can be done now: a reason, and a button for each step. What brings a station on is the main one.
fn steps(form: &Form, page: &RegisterEntryPage) -> Option<AnyView> {
    let l = form.l;
    if page.steps.is_empty() {
        return None;
    }
    let at = format!("/register_entry/{}/step", page.entry.id);
    let is_seen = !page.conditions.is_empty() || !page.may_see;
    let buttons = page.steps.iter().map(|step| {
        let is_main = !step.needs_reason() && is_seen;
        let class = if is_main { "button primary" } else { "button" };
        let text = words::register_entry::step(l, *step);
        view! { <button class=class name=Field::Step.as_str() value=step.as_str()>{text}</button> }
    });
    let needs = page.steps.iter().any(|step| step.needs_reason());
    let is_open = form.is_refused() || form.message.is_some();
    let is_open = is_open || page.steps.iter().any(|step| !step.needs_reason());
    let view = view! {
        <details class="fold" open=is_open.then_some("")>
            <summary>{t!(l, register_entry.step_title)}</summary>
            <form class="form" method="post" action=at novalidate>
                {form.revision()}
                {needs.then(|| form.area(Field::Reason, 2, true))}
                <p class="cluster" id=Field::Step.as_str()>{buttons.collect_view()}</p>
                {form.problem(Field::Step)}
            </form>
        </details>
    };
    Some(view.into_any())
}

pub(super) async fn step(visit: Visit, Id(id): Id<RegisterEntryId>, posted: Posted) -> Answer {
    let (values, revision) = (&posted.values, posted.revision);
    let done = visit.actions.step_register_entry(&visit.call, id, values, revision).await;
    let to = |()| format!("/register_entry/{id}");
    answer(&visit, posted, done, to, "entry_stepped", |form| again(&visit, id, form)).await
}

pub(super) async fn see(visit: Visit, Id(id): Id<RegisterEntryId>, posted: Posted) -> Answer {
    let (values, revision) = (&posted.values, posted.revision);
    let done = visit.actions.see_station(&visit.call, id, values, revision).await;
    let to = |()| format!("/register_entry/{id}");
    answer(&visit, posted, done, to, "station_seen", |form| again(&visit, id, form)).await
}

pub(super) async fn join(visit: Visit, Id(id): Id<RegisterEntryId>, posted: Posted) -> Answer {
    let (values, once) = (&posted.values, &posted.once);
    let done = visit.actions.add_team_member(&visit.call, id, values, once).await;
    let to = |_: TeamMemberId| format!("/register_entry/{id}");
    answer(&visit, posted, done, to, "member_added", |form| again(&visit, id, form)).await
}

pub(super) async fn leave(
    visit: Visit,
    Id((id, member)): Id<(RegisterEntryId, TeamMemberId)>,
    posted: Posted,
) -> Answer {
    let done = visit.actions.end_team_member(&visit.call, id, member, &posted.values).await;
    let to = |()| format!("/register_entry/{id}");
    answer(&visit, posted, done, to, "member_ended", |form| again(&visit, id, form)).await
}
