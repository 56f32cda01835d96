//! Nominations of a cycle, and the check of one: figures, findings, a person's decision.

mod draft;

use actions::{NominationNotes, NominationPage, NominationsPage};
use axum::response::Response;
use domain::{
    form::{Field, Revision, Values},
    id::{AwardCycleId, NominationId},
    nomination::{NominationGap, NominationState, Relation},
    rulebook::Rulebook,
    score_sheet::ConflictKind,
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use crate::{
    award_cycle::RUNNER,
    error::Answer,
    form::{Form, Line, Posted, answer, query},
    id::Id,
    page::Page,
    parts::{badge, empty, fact, prose, revision},
    route::Route,
    visit::Visit,
};

/// The filter of those who have not answered.
const SILENT: &str = "silent";

pub(crate) fn routes() -> Vec<Route> {
    let mut routes = vec![
        Route::get("/award/{id}/nomination", RUNNER, list),
        Route::get("/nomination/{id}", RUNNER, show),
        Route::post("/nomination/{id}", RUNNER, check),
        Route::post("/nomination/{id}/conflict", RUNNER, declare_conflict),
    ];
    routes.extend(draft::routes());
    routes
}

async fn list(visit: Visit, Id(id): Id<AwardCycleId>) -> Answer {
    let l = visit.l;
    let mut page = visit.actions.nominations(&visit.call, id).await?;
    let state = query(&visit).get(Field::State).to_owned();
    let silent = page.silent.clone();
    page.rows.retain(|row| match state.as_str() {
        "" => true,
        SILENT => silent.contains(&row.id),
        state => row.state.as_str() == state,
    });
    let head = Page::new(t!(l, award.nominations)).lede(page.cycle.title.clone());
    let has_pdf = visit.settings.typesetter.is_there();
    Ok(head.render(&visit, move || list_view(l, &page, has_pdf)))
}

fn list_view(l: Locale, page: &NominationsPage, has_pdf: bool) -> impl IntoView + use<> {
    let path = format!("/award/{}/nomination", page.cycle.id);
    let tabs = ["", "draft", "submitted", "returned", "eligible", "ineligible", SILENT]
        .into_iter()
        .map(|state| {
            let href =
                if state.is_empty() { path.clone() } else { format!("{path}?state={state}") };
            let text = words::award_cycle::nomination_filter(l, state);
            view! { <li><a href=href>{text}</a></li> }
        })
        .collect_view();
    let rows = page
        .rows
        .iter()
        .map(|row| {
            let href = format!("/nomination/{}", row.id);
            view! {
                <tr>
                    <td data-label=t!(l, award.nominee)><a href=href>{row.name.clone()}</a></td>
                    <td data-label=t!(l, award.category)>{words::award_cycle::category(l, row.category)}</td>
                    <td data-label=t!(l, person.workplace)>{row.workplace.clone()}</td>
                    <td data-label=t!(l, award.unit)>{row.unit_name.clone()}</td>
                    <td data-label=t!(l, award.state)>
                        {badge(words::award_cycle::nomination_tone(row.state), words::award_cycle::nomination_state(l, row.state))}
                        {page.silent.contains(&row.id).then(|| view! { " "{badge("todo", t!(l, nomination.silent))} })}
                    </td>
                </tr>
            }
        })
        .collect_view();
    let hidden = (page.n_hidden > 0).then(|| {
        view! { <p class="notice">{words::award_cycle::n_hidden(l, page.n_hidden)}</p> }
    });
    let nothing = page.rows.is_empty().then(|| empty(t!(l, award.no_nominations), None));
    let silent = (!page.silent.is_empty()).then(|| {
        let href = format!("{path}?state={SILENT}");
        view! {
            <p class="notice warning">
                <a href=href>{words::nomination::n_silent(l, page.silent.len())}</a>
            </p>
        }
    });
    view! {
        {hidden}
        {silent}
        <nav class="tabs" aria-label=t!(l, award.state)><ul>{tabs}</ul></nav>
        {nothing}
        {(!page.rows.is_empty()).then(|| view! {
            <table class="data stacked">
                <thead><tr>
                    <th scope="col">{t!(l, award.nominee)}</th>
                    <th scope="col">{t!(l, award.category)}</th>
                    <th scope="col">{t!(l, person.workplace)}</th>
                    <th scope="col">{t!(l, award.unit)}</th>
                    <th scope="col">{t!(l, award.state)}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        })}
        <p class="cluster">
            <a class="button" href=format!("{path}.xlsx")>{t!(l, award_paper.summary_xlsx)}</a>
            {has_pdf.then(|| view! {
                <a class="button" href=format!("{path}.pdf")>{t!(l, award_paper.summary_pdf)}</a>
            })}
            <a href=format!("/award/{}", page.cycle.id)>{t!(l, award.back)}</a>
        </p>
    }
}

/// What is missing of a nomination, where something is.
fn gaps_view(
    l: Locale,
    state: NominationState,
    gaps: &[NominationGap],
) -> Option<impl IntoView + use<>> {
    let head = if state.is_with_unit() {
        t!(l, nomination.missing)
    } else {
        t!(l, nomination.missing_now)
    };
    let lines = gaps.iter().map(|gap| view! { <li>{words::nomination::gap(l, *gap)}</li> });
    let lines = lines.collect_view();
    (!gaps.is_empty()).then(|| {
        view! {
            <section class="notice"><p>{head}</p><ul>{lines}</ul></section>
        }
    })
}

/// Where the form of a nomination is to be had.
fn form_links(l: Locale, id: NominationId, has_pdf: bool) -> impl IntoView + use<> {
    let at = format!("/nomination/{id}/form");
    view! {
        <p class="cluster">
            <a class="button" href=format!("{at}.xlsx")>{t!(l, award_paper.form_xlsx)}</a>
            {has_pdf.then(|| view! {
                <a class="button" href=format!("{at}.pdf")>{t!(l, award_paper.form_pdf)}</a>
            })}
        </p>
    }
}

async fn show(visit: Visit, Id(id): Id<NominationId>) -> Answer {
    let page = visit.actions.nomination(&visit.call, id).await?;
    let form = Form::to_change(&visit, Values::default(), page.nomination.revision);
    Ok(page_of(&visit, page, form))
}

async fn again(visit: &Visit, id: NominationId, mut form: Form) -> Answer {
    let page = visit.actions.nomination(&visit.call, id).await?;
    form.renew(page.nomination.revision);
    Ok(page_of(visit, page, form))
}

fn page_of(visit: &Visit, page: NominationPage, form: Form) -> Response {
    let l = visit.l;
    let one = &page.nomination;
    let head =
        Page::new(one.name.clone()).lede(words::award_cycle::category(l, one.category)).with(&form);
    let has_pdf = visit.settings.typesetter.is_there();
    let link = Form::to_make(visit, Values::default());
    head.render(visit, move || {
        let state = page.nomination.state;
        view! {
            {form.why()}
            <p>{badge(words::award_cycle::nomination_tone(state), words::award_cycle::nomination_state(l, state))}</p>
            {gaps_view(l, state, &page.gaps)}
            {file_facts(l, &page.nomination)}
            {file_view(l, page.nomination.id, &page.file)}
            {draft::consent_of_office(&form, &link, &page)}
            <h2>{t!(l, award.check)}</h2>
            {figures(l, &page)}
            {page.may_decide.then(|| decision(&form, &page))}
            {page.may_return.then(|| return_form(&form, page.nomination.id, page.nomination.revision))}
            {page.may_end.then(|| end_form(&form, page.nomination.id, page.nomination.revision))}
            {own_conflict(&form, &page)}
            {form_links(l, page.nomination.id, has_pdf)}
            <p><a href=format!("/award/{}/nomination", page.cycle.id)>{t!(l, award.back_to_nominations)}</a></p>
        }
    })
}

/// What a nominee's file says, as office and judges read it.
pub(crate) fn file_facts(l: Locale, one: &actions::NominationRow) -> impl IntoView + use<> {
    let years = one.years.map(|years| words::award_cycle::years(l, years));
    view! {
        <dl class="facts">
            {fact(t!(l, person.workplace), one.workplace.clone())}
            {fact(t!(l, person.post), [one.post.as_str(), one.title.as_str()].join(" ").trim().to_owned())}
            {fact(t!(l, award.unit), one.unit_name.clone())}
            {fact(t!(l, award.years), years.unwrap_or_default())}
            {fact(t!(l, award.earlier), one.earlier_awards.clone())}
        </dl>
        <h2>{t!(l, award.deeds)}</h2>
        {prose(&one.deeds)}
    }
}

/// What is on file here of a nominee, what its unit and its county say, and the files.
pub(crate) fn file_view(
    l: Locale,
    id: NominationId,
    file: &actions::NominationFile,
) -> impl IntoView + use<> {
    let facts = file.facts.as_ref().map(|facts| {
        let lines = words::nomination::facts(l, facts).into_iter();
        let lines = lines.map(|line| view! { <li>{line}</li> }).collect_view();
        view! {
            <section class="stack">
                <h2>{t!(l, nomination.facts)}</h2>
                <p class="meta">{t!(l, nomination.facts_hint)}</p>
                <ul>{lines}</ul>
            </section>
        }
    });
    let files = file.attachments.iter().map(|one| {
        let href = format!("/nomination/{id}/attachment/{}", one.id);
        view! { <li><a href=href>{one.file_name.clone()}</a></li> }
    });
    let files = files.collect_view();
    let files = (!file.attachments.is_empty()).then(|| {
        view! { <h2>{t!(l, nomination.attachments)}</h2><ul>{files}</ul> }
    });
    view! {
        <dl class="facts">
            {fact(t!(l, form.label.unit_opinion), file.notes.opinion.clone())}
            {fact(t!(l, form.label.county_opinion), file.notes.county_opinion.clone())}
            {fact(t!(l, form.label.truthful), truth_of(l, &file.notes))}
        </dl>
        {facts}
        {files}
    }
}

/// Who has said that what a nomination states is true; empty where a roster brought it.
pub(crate) fn truth_of(l: Locale, notes: &NominationNotes) -> String {
    let said = notes.truth_by.as_deref().zip(notes.truth_at);
    said.map(|(name, at)| words::nomination::truth(l, name, actions::local_date(at)))
        .unwrap_or_default()
}

/// The way back to the unit, folded away since few need it.
fn return_form(form: &Form, id: NominationId, shown: i64) -> impl IntoView + use<> {
    let l = form.l;
    let is_open = form.problems.of(Field::ReturnReason).is_some();
    view! {
        <details class="more" open=is_open>
            <summary>{t!(l, nomination.return_title)}</summary>
            <form class="form" method="post" action=format!("/nomination/{id}/return") novalidate>
                <p>{t!(l, nomination.return_hint)}</p>
                {revision(shown)}
                {form.line(Field::ReturnReason, Line::default())}
                <p><button class="button">{t!(l, nomination.return_title)}</button></p>
            </form>
        </details>
    }
}

/// The days of a correction, which the office may end.
fn end_form(form: &Form, id: NominationId, shown: i64) -> impl IntoView + use<> {
    let l = form.l;
    let is_open = form.problems.of(Field::Reason).is_some();
    view! {
        <details class="more" open=is_open>
            <summary>{t!(l, nomination.end_title)}</summary>
            <form class="form" method="post" action=format!("/nomination/{id}/end_correction") novalidate>
                <p>{t!(l, nomination.end_hint)}</p>
                {revision(shown)}
                {form.line(Field::Reason, Line::default())}
                <p><button class="button">{t!(l, nomination.end_title)}</button></p>
            </form>
        </details>
    }
}

/// Why a nominee may not take part.
pub(crate) fn refusal(l: Locale, one: &actions::NominationRow) -> Option<impl IntoView + use<>> {
    (one.state == NominationState::Ineligible).then(|| {
        view! { <p class="notice warning">{words::nomination::refused(l, &one.reason)}</p> }
    })
}

fn figures(l: Locale, page: &NominationPage) -> impl IntoView + use<> {
    let figures = &page.figures;
    let years = words::award_cycle::years_figure(l, figures.years, figures.years_needed);
    let hours = figures
        .hours_needed
        .map(|needed| words::award_cycle::hours_figure(l, figures.hours, needed));
    let findings = page
        .findings
        .iter()
        .map(|finding| view! { <li>{words::award_cycle::finding(l, *finding)}</li> })
        .collect_view();
    let has_findings = !page.findings.is_empty();
    let service = figures
        .service_needed
        .map(|needed| words::award_cycle::service_figure(l, figures.service, needed));
    let members = figures
        .members_needed
        .map(|needed| words::award_cycle::members_figure(l, figures.members, needed));
    let on_file =
        |is: Option<bool>| is.map(|is| words::award_cycle::on_file(l, is)).unwrap_or_default();
    let confirmed = figures.confirmed.iter().map(|one| words::award_cycle::finding(l, *one));
    let confirmed = confirmed.collect::<Vec<_>>().join(t!(l, award.between));
    view! {
        <dl class="facts">
            {fact(t!(l, award.years), years)}
            {fact(t!(l, award.hours), hours.unwrap_or_default())}
            {fact(t!(l, award.service), service.unwrap_or_default())}
            {fact(t!(l, award.station_training), on_file(figures.is_station_trained))}
            {fact(t!(l, award.station_conditions), on_file(figures.has_station_conditions))}
            {fact(t!(l, award.members), members.unwrap_or_default())}
            {fact(t!(l, form.label.confirmed), confirmed)}
            {fact(t!(l, award.reason), page.nomination.reason.clone())}
        </dl>
        {has_findings.then(|| view! {
            <div class="notice warning"><p>{t!(l, award.look_at)}</p><ul>{findings}</ul></div>
        })}
    }
}

fn decision(form: &Form, page: &NominationPage) -> impl IntoView + use<> {
    let l = form.l;
    let action = format!("/nomination/{}", page.nomination.id);
    let by_hand = page.findings.iter().filter(|finding| finding.is_confirmed_by_hand());
    let by_hand: Vec<_> = by_hand
        .map(|one| {
            let text = words::award_cycle::finding(l, *one).to_owned();
            (one.as_str().to_owned(), text, None)
        })
        .collect();
    let by_hand =
        (!by_hand.is_empty()).then(|| form.choices(Field::Confirmed, "checkbox", by_hand, true));
    view! {
        <form class="form" method="post" action=action novalidate>
            {form.revision()}
            {by_hand}
            {form.area(Field::Reason, 3, true)}
            {form.told(Field::Decision)}
            <div class="page-foot-action cluster">
                <button class="button primary large" name=Field::Decision.as_str() value="eligible">
                    {t!(l, award.eligible)}
                </button>
                <button class="button large" name=Field::Decision.as_str() value="ineligible">
                    {t!(l, award.ineligible)}
                </button>
            </div>
        </form>
    }
}

/// The way to step aside, folded away since few need it.
fn own_conflict(form: &Form, page: &NominationPage) -> impl IntoView + use<> {
    let (l, nomination) = (form.l, page.nomination.id);
    let is_open = form.problems.of(Field::Relation).is_some();
    view! {
        <details class="more" open=is_open>
            <summary>{t!(l, award.own_conflict_with)}</summary>
            <form class="form" method="post" action=format!("/nomination/{nomination}/conflict") novalidate>
                <p>{t!(l, award.own_conflict_hint)}</p>
                {form.select(Field::Relation, conflict_kinds(l, &page.rules), false)}
                <p><button class="button">{t!(l, award.declare_own_conflict)}</button></p>
            </form>
        </details>
    }
}

/// The kinds of conflict that somebody may choose from.
pub(crate) fn conflict_kinds(l: Locale, rules: &Rulebook) -> Vec<(String, String)> {
    let choice = |kind: &ConflictKind| {
        let name = words::award_cycle::relation(l, rules, Relation(Some(*kind)));
        (kind.as_str().to_owned(), name)
    };
    ConflictKind::ALL.iter().map(choice).collect()
}

async fn declare_conflict(visit: Visit, Id(id): Id<NominationId>, posted: Posted) -> Answer {
    // Afterwards the nomination is not shown to whom it must not be.
    let cycle = visit.actions.nomination(&visit.call, id).await?.cycle.id;
    let done = visit.actions.declare_own_conflict(&visit.call, id, &posted.values).await;
    let to = |()| format!("/award/{cycle}/nomination");
    answer(&visit, posted, done, to, "conflict_declared", |mut form| async {
        let page = visit.actions.nomination(&visit.call, id).await?;
        // The other form of the page is as it was.
        form.revision = Revision::of(page.nomination.revision);
        Ok(page_of(&visit, page, form))
    })
    .await
}

async fn check(visit: Visit, Id(id): Id<NominationId>, posted: Posted) -> Answer {
    match visit.actions.check_nomination(&visit.call, id, &posted.values, posted.revision).await {
        Ok(()) => next_please(&visit, id).await,
        Err(error) => again(&visit, id, Form::refused(&visit, posted, error)?).await,
    }
}

/// On to the next nomination that waits for the check.
async fn next_please(visit: &Visit, id: NominationId) -> Answer {
    let page = visit.actions.nomination(&visit.call, id).await?;
    let next = page.next.map_or_else(
        || format!("/award/{}/nomination", page.cycle.id),
        |next| format!("/nomination/{next}"),
    );
    Ok(visit.go(&next, "nomination_checked"))
}
