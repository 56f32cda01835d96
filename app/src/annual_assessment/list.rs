//! A year of assessments, with the one step that is to be done next; and the own ones.

use actions::{AssessmentList, AssessmentRow, YearStep};
use domain::{
    annual_assessment::{AssessmentState, Grade},
    assessment_year::AssessmentYear,
    form::{Field, Revision, Values},
    report::{ReportKind::Lecturers, may_read_report},
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use crate::{
    appointment::decision,
    error::Answer,
    form::{Form, Posted, answer, query},
    id::Id,
    page::Page,
    parts::{badge, cell, empty, fact},
    visit::Visit,
};

/// The years, each with its page.
pub(super) async fn years(visit: Visit) -> Answer {
    let l = visit.l;
    let years = visit.actions.assessed_years(&visit.call).await?;
    let head = Page::new(t!(l, annual_assessment.title)).lede(t!(l, annual_assessment.lede));
    Ok(head.render(&visit, move || {
        let links = years.iter().map(|year| {
            let text = words::annual_assessment::of_year(l, year.0.into());
            view! { <li><a href=at(*year, "")>{text}</a></li> }
        });
        view! { <ul class="names">{links.collect_view()}</ul> }
    }))
}

pub(super) async fn list(visit: Visit, Id(year): Id<AssessmentYear>) -> Answer {
    let values = query(&visit);
    let form = Form::new(&visit, Values::default());
    page(&visit, year, &values, form).await
}

/// The page of a year with a form that came back.
async fn again(visit: &Visit, year: AssessmentYear, mut form: Form) -> Answer {
    if form.message.is_some() {
        form.revision = Revision::NEWEST;
    }
    page(visit, year, &Values::default(), form).await
}

/// The address of a year, or of something below it.
fn at(year: AssessmentYear, rest: &str) -> String {
    format!("/annual_assessment/year/{year}{rest}")
}

async fn page(visit: &Visit, year: AssessmentYear, asked: &Values, mut form: Form) -> Answer {
    let l = visit.l;
    let list = visit.actions.assessments(&visit.call, year, asked).await?;
    if form.revision == Revision::NEWEST {
        form.revision = Revision::of(list.revision);
    }
    let title = words::annual_assessment::of_year(l, list.year.0.into());
    let head = Page::new(title).lede(t!(l, annual_assessment.lede)).with(&form);
    let asked = asked.clone();
    let takes = visit.call.actor.as_ref().is_some_and(|it| may_read_report(it, Lecturers));
    Ok(head.render(visit, move || {
        let annual_list = takes.then(|| {
            let href = format!("/report/{}/export.xlsx?year={}", Lecturers.as_str(), list.year);
            view! { <a href=href>{t!(l, annual_assessment.export)}</a> }
        });
        let days = &list.days;
        let date = |day| words::time::date(l, day);
        let counts = list
            .counts
            .iter()
            .map(|(state, n)| view! { <span>{words::annual_assessment::count(l, *state, *n)}</span> })
            .collect_view();
        view! {
            {form.why()}
            <p class="meta">{counts}</p>
            <dl class="facts">
                {fact(t!(l, annual_assessment.freeze), date(days.freeze))}
                {fact(t!(l, annual_assessment.report_until), date(days.report))}
                {fact(t!(l, annual_assessment.county_until), date(days.county))}
                {fact(t!(l, annual_assessment.decided_until), date(days.decided))}
            </dl>
            {form.told(Field::Year)}
            {next_step(&form, &list)}
            {claimed(l, &list)}
            {filters(l, &list, &asked)}
            {rows(l, &list.rows, list.counts.is_empty())}
            {more(l, &list, &asked)}
            {open_more(l, &list)}
            <p class="cluster">
                {annual_list}
                <a href="/annual_assessment">{t!(l, annual_assessment.back)}</a>
            </p>
        }
    }))
}

/// What is to be done with the year: one step at a time.
fn next_step(form: &Form, list: &AssessmentList) -> Option<AnyView> {
    let l = form.l;
    let (step, hint, button) = match list.step? {
        YearStep::Open => {
            ("/open", t!(l, annual_assessment.open_hint).to_owned(), t!(l, annual_assessment.open))
        }
        YearStep::Score(n) => {
            ("/score", words::annual_assessment::score_hint(l, n), t!(l, annual_assessment.score))
        }
        YearStep::Propose(n) => (
            "/propose",
            words::annual_assessment::propose_hint(l, n),
            t!(l, annual_assessment.propose),
        ),
        YearStep::Decide(n) => (
            "/decide",
            words::annual_assessment::decide_hint(l, n),
            t!(l, annual_assessment.decide),
        ),
    };
    let decided = matches!(list.step, Some(YearStep::Decide(_)))
        .then(|| decision(form, &list.deciders, false));
    // Opening is the same, whatever the page showed.
    let shown = (step != "/open").then(|| form.revision());
    Some(
        view! {
            <form class="form notice" method="post" action=at(list.year, step) novalidate>
                <p>{hint}</p>
                {shown}
                {decided}
                <button class="button primary large">{button}</button>
            </form>
        }
        .into_any(),
    )
}

/// A year that is open is opened for those who came later.
fn open_more(l: Locale, list: &AssessmentList) -> Option<AnyView> {
    if list.n_unopened == 0 || list.step == Some(YearStep::Open) {
        return None;
    }
    Some(
        view! {
            <details class="fold">
                <summary>{t!(l, annual_assessment.open_more)}</summary>
                <form class="form" method="post" action=at(list.year, "/open") novalidate>
                    <p>{t!(l, annual_assessment.open_hint)}</p>
                    <button class="button">{t!(l, annual_assessment.open_more)}</button>
                </form>
            </details>
        }
        .into_any(),
    )
}

/// Lectures from elsewhere at which the office has not looked.
fn claimed(l: Locale, list: &AssessmentList) -> Option<AnyView> {
    if list.claimed.is_empty() {
        return None;
    }
    let rows = list
        .claimed
        .iter()
        .map(|row| {
            let href = format!("/outside_lecture/{}", row.id);
            view! {
                <li>
                    <a href=href>{row.title.clone()}</a>
                    " "
                    <span class="meta">{words::time::date(l, row.held_on)}</span>
                </li>
            }
        })
        .collect_view();
    Some(
        view! {
            <h2>{t!(l, annual_assessment.claimed_title)}</h2>
            <ul class="names">{rows}</ul>
        }
        .into_any(),
    )
}

fn filters(l: Locale, list: &AssessmentList, asked: &Values) -> impl IntoView + use<> {
    let option = |value: String, text: String, is_chosen: bool| {
        view! { <option value=value selected=is_chosen>{text}</option> }
    };
    let states = AssessmentState::ALL.iter().map(|state| {
        let text = words::annual_assessment::state(l, *state).to_owned();
        option(state.as_str().to_owned(), text, asked.get(Field::State) == state.as_str())
    });
    let grades = Grade::ALL.iter().map(|grade| {
        let text = words::annual_assessment::grade(l, *grade).to_owned();
        option(grade.as_str().to_owned(), text, asked.get(Field::Grade) == grade.as_str())
    });
    let (states, grades) = (states.collect_view(), grades.collect_view());
    view! {
        <form class="filters" method="get" action=at(list.year, "") role="search">
            <div class="field">
                <label for="state">{t!(l, annual_assessment.state_title)}</label>
                <select id="state" name=Field::State.as_str()>
                    <option value="">{t!(l, annual_assessment.all_states)}</option>
                    {states}
                </select>
            </div>
            <div class="field">
                <label for="grade">{t!(l, annual_assessment.grade_title)}</label>
                <select id="grade" name=Field::Grade.as_str()>
                    <option value="">{t!(l, annual_assessment.all_grades)}</option>
                    {grades}
                </select>
            </div>
            <div class="field">
                <label for="q">{t!(l, annual_assessment.search)}</label>
                <input
                    id="q"
                    type="search"
                    name=Field::Search.as_str()
                    value=asked.get(Field::Search).to_owned()
                />
            </div>
            <button class="button">{t!(l, annual_assessment.find)}</button>
        </form>
    }
}

fn rows(l: Locale, rows: &[AssessmentRow], is_unopened: bool) -> AnyView {
    if rows.is_empty() {
        let none = if is_unopened {
            t!(l, annual_assessment.none_open)
        } else {
            t!(l, annual_assessment.none)
        };
        return empty(none, None);
    }
    let rows = rows.iter().map(|row| line(l, row)).collect_view();
    view! {
        <table class="data stacked">
            <thead><tr>
                <th scope="col">{t!(l, annual_assessment.name)}</th>
                <th scope="col">{t!(l, annual_assessment.workplace)}</th>
                <th scope="col">{t!(l, annual_assessment.corps)}</th>
                <th scope="col">{t!(l, annual_assessment.state_title)}</th>
                <th scope="col">{t!(l, annual_assessment.grade_title)}</th>
            </tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn line(l: Locale, row: &AssessmentRow) -> impl IntoView + use<> {
    let state = badge(
        words::annual_assessment::tone(row.state),
        words::annual_assessment::state(l, row.state),
    );
    let claimed = (row.n_claimed > 0).then(|| badge("wait", t!(l, annual_assessment.claimed)));
    let grade = row.grade.map(|grade| words::annual_assessment::grade(l, grade));
    view! {
        <tr>
            <td data-label=t!(l, annual_assessment.name)>
                <a href=format!("/annual_assessment/{}", row.id)>{row.name.clone()}</a>
            </td>
            {cell(t!(l, annual_assessment.workplace), row.workplace.clone().unwrap_or_default())}
            {cell(t!(l, annual_assessment.corps), words::appointment::corps(l, row.corps))}
            <td data-label=t!(l, annual_assessment.state_title)>{state}" "{claimed}</td>
            {cell(t!(l, annual_assessment.grade_title), grade.unwrap_or_default())}
        </tr>
    }
}

/// The next ones, and back to the first.
fn more(l: Locale, list: &AssessmentList, asked: &Values) -> Option<AnyView> {
    let address = |after: Option<String>| {
        let mut pairs = form_urlencoded::Serializer::new(String::new());
        for field in [Field::State, Field::Grade, Field::Search] {
            if !asked.get(field).is_empty() {
                pairs.append_pair(field.as_str(), asked.get(field));
            }
        }
        if let Some(after) = after {
            pairs.append_pair(Field::UpTo.as_str(), &after);
        }
        at(list.year, &format!("?{}", pairs.finish()))
    };
    let first = (!asked.get(Field::UpTo).is_empty())
        .then(|| view! { <a href=address(None)>{t!(l, annual_assessment.first)}</a> });
    let next = list.next.map(|id| {
        view! { <a href=address(Some(id.to_string()))>{t!(l, annual_assessment.next)}</a> }
    });
    if first.is_none() && next.is_none() {
        return None;
    }
    let label = t!(l, page.pages);
    Some(view! { <nav class="pager" aria-label=label>{first}{next}</nav> }.into_any())
}

pub(super) async fn open(visit: Visit, Id(year): Id<AssessmentYear>, posted: Posted) -> Answer {
    let done = visit.actions.open_assessments(&visit.call, year).await;
    let to = |_| at(year, "");
    answer(&visit, posted, done, to, "assessments_opened", |form| again(&visit, year, form)).await
}

pub(super) async fn score(visit: Visit, Id(year): Id<AssessmentYear>, posted: Posted) -> Answer {
    let done = visit.actions.score_assessments(&visit.call, year, posted.revision).await;
    let to = |_| at(year, "");
    answer(&visit, posted, done, to, "assessments_scored", |form| again(&visit, year, form)).await
}

pub(super) async fn propose(visit: Visit, Id(year): Id<AssessmentYear>, posted: Posted) -> Answer {
    let done = visit.actions.propose_grades(&visit.call, year, posted.revision).await;
    let to = |_| at(year, "");
    answer(&visit, posted, done, to, "grades_proposed", |form| again(&visit, year, form)).await
}

pub(super) async fn decide(visit: Visit, Id(year): Id<AssessmentYear>, posted: Posted) -> Answer {
    let done =
        visit.actions.decide_assessments(&visit.call, year, &posted.values, posted.revision).await;
    let to = |_| at(year, "");
    answer(&visit, posted, done, to, "assessments_decided", |form| again(&visit, year, form)).await
}

pub(super) async fn own(visit: Visit) -> Answer {
    let l = visit.l;
    let rows = visit.actions.my_assessments(&visit.call).await?;
    let head =
        Page::new(t!(l, annual_assessment.own_title)).lede(t!(l, annual_assessment.own_lede));
    Ok(head.render(&visit, move || {
        if rows.is_empty() {
            return empty(t!(l, annual_assessment.none_own), Some(("/desk", t!(l, page.desk))));
        }
        let cards = rows.iter().map(|row| card(l, row)).collect_view();
        view! { <ul class="card-list">{cards}</ul> }.into_any()
    }))
}

fn card(l: Locale, row: &AssessmentRow) -> impl IntoView + use<> {
    let grade = row.grade.map(|grade| words::annual_assessment::grade(l, grade));
    let state = words::annual_assessment::state(l, row.state);
    view! {
        <li class="card">
            <h2 class="card-title">
                <a href=format!("/annual_assessment/{}", row.id)>
                    {words::annual_assessment::of_year(l, row.year)}
                </a>
            </h2>
            <p class="meta">
                <span>{words::appointment::corps(l, row.corps)}</span>
                {grade.map(|grade| view! { <span>{grade}</span> })}
            </p>
            {badge(words::annual_assessment::tone(row.state), state)}
        </li>
    }
}
