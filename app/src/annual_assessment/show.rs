//! One assessment: what is counted and what it comes to, what was written, and what its reader does
//! with it.

use actions::{AssessmentPage, Taken};
use domain::{
    annual_assessment::{AssessmentStep, OutsideState, VetoGround},
    form::{Field, Revision, Values},
    id::AnnualAssessmentId,
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use crate::{
    error::Answer,
    form::{Form, Line, Posted, answer},
    id::Id,
    page::Page,
    parts::{badge, cell, empty, fact, prose},
    visit::Visit,
};

pub(super) async fn show(visit: Visit, Id(id): Id<AnnualAssessmentId>) -> Answer {
    let page = visit.actions.assessment(&visit.call, id).await?;
    let begun = Values::default()
        .with(Field::SelfReport, page.row.report.clone())
        .with(Field::CountyWord, page.row.county_word.clone())
        .with(Field::GradeComment, page.row.comment.clone());
    let form = Form::to_change(&visit, begun, page.row.revision);
    Ok(page_of(&visit, page, form))
}

async fn again(visit: &Visit, id: AnnualAssessmentId, mut form: Form) -> Answer {
    let page = visit.actions.assessment(&visit.call, id).await?;
    form.renew(page.row.revision);
    if form.revision == Revision::NEWEST {
        form.revision = Revision::of(page.row.revision);
    }
    Ok(page_of(visit, page, form))
}

fn page_of(visit: &Visit, page: AssessmentPage, form: Form) -> axum::response::Response {
    let l = visit.l;
    let row = &page.row;
    let title = if page.is_own {
        words::annual_assessment::of_year(l, row.year)
    } else {
        words::annual_assessment::of_person(l, &row.name, row.year)
    };
    let lede = words::appointment::corps(l, row.corps).to_owned();
    let sees_list = visit.may_open("/annual_assessment");
    let head = Page::new(title).lede(lede).with(&form);
    head.render(visit, move || {
        let row = &page.row;
        let state = words::annual_assessment::state(l, row.state);
        let back = if page.is_own {
            Some(view! { <a href="/own_assessment">{t!(l, annual_assessment.back_own)}</a> })
        } else {
            None
        };
        let list = sees_list.then(|| {
            let href = format!("/annual_assessment/year/{}", row.year);
            view! { <a href=href>{t!(l, annual_assessment.back)}</a> }
        });
        view! {
            {form.why()}
            <p>{badge(words::annual_assessment::tone(row.state), state)}</p>
            {facts(l, &page)}
            <p class="cluster">{back}{list}</p>
            {mine(&form, &page)}
            {county(&form, &page)}
            {result(l, &page)}
            {counted(l, &page)}
            {outside(l, &page)}
            {written(l, &page)}
            {steps(&form, &page)}
        }
    })
}

fn facts(l: Locale, page: &AssessmentPage) -> impl IntoView + use<> {
    let (row, days) = (&page.row, &page.days);
    let date = |day| words::time::date(l, day);
    let grade = row.grade.map(|grade| words::annual_assessment::grade(l, grade));
    let veto = row.veto.map(|ground| {
        format!("{} · {}", words::annual_assessment::ground(l, ground), row.veto_reason)
    });
    let ill = if row.ill_months > 0 { row.ill_months.to_string() } else { String::new() };
    // What only the office has written is told with the grade.
    let veto = veto.filter(|_| page.keeps || row.grade.is_some());
    view! {
        <dl class="facts">
            {fact(t!(l, annual_assessment.grade_title), grade.unwrap_or_default())}
            {fact(t!(l, annual_assessment.decided_by), row.decider.clone().unwrap_or_default())}
            {fact(t!(l, annual_assessment.document_no), row.document_no.clone())}
            {fact(t!(l, annual_assessment.veto_title), veto.unwrap_or_default())}
            {fact(t!(l, annual_assessment.workplace), row.workplace.clone().unwrap_or_default())}
            {fact(t!(l, annual_assessment.freeze), date(days.freeze))}
            {fact(t!(l, annual_assessment.report_until), date(days.report))}
            {fact(t!(l, annual_assessment.county_until), date(days.county))}
            {fact(t!(l, annual_assessment.decided_until), date(days.decided))}
            {fact(t!(l, annual_assessment.ill_months), ill)}
            {fact(t!(l, annual_assessment.reason_title), row.reason.clone())}
        </dl>
    }
}

/// What the lecturer writes: the report, or what there is to say to the grade.
fn mine(form: &Form, page: &AssessmentPage) -> Option<AnyView> {
    let (l, id) = (form.l, page.row.id);
    if page.takes(Taken::Report) {
        let title = if page.row.report.is_empty() {
            t!(l, annual_assessment.write_report)
        } else {
            t!(l, annual_assessment.change_report)
        };
        let at = format!("/annual_assessment/{id}/report");
        return Some(
            view! {
                <form class="form" method="post" action=at novalidate>
                    <h2>{title}</h2>
                    {form.revision()}
                    {form.area(Field::SelfReport, 8, false)}
                    <button class="button primary large">{t!(l, annual_assessment.send_report)}</button>
                </form>
            }
            .into_any(),
        );
    }
    let until = page.row.comment_until.filter(|_| page.takes(Taken::Comment))?;
    let at = format!("/annual_assessment/{id}/comment");
    Some(
        view! {
            <form class="form" method="post" action=at novalidate>
                <h2>{t!(l, annual_assessment.write_comment)}</h2>
                <p>{words::annual_assessment::comment_until(l, until)}</p>
                {form.revision()}
                {form.area(Field::GradeComment, 5, false)}
                <button class="button primary large">{t!(l, annual_assessment.send_comment)}</button>
            </form>
        }
        .into_any(),
    )
}

fn county(form: &Form, page: &AssessmentPage) -> Option<AnyView> {
    let l = form.l;
    page.takes(Taken::Word).then(|| {
        let at = format!("/annual_assessment/{}/word", page.row.id);
        view! {
            <form class="form" method="post" action=at novalidate>
                <h2>{t!(l, annual_assessment.write_word)}</h2>
                {form.revision()}
                {form.area(Field::CountyWord, 4, false)}
                <button class="button primary large">{t!(l, annual_assessment.send_word)}</button>
            </form>
        }
        .into_any()
    })
}

/// The points of each line, and which lines are left out.
fn result(l: Locale, page: &AssessmentPage) -> Option<AnyView> {
    let result = page.result.as_ref()?;
    let rows = result
        .lines
        .iter()
        .map(|line| {
            let points = |n: i64| words::annual_assessment::points(n);
            let (most, got) = match line.most {
                Some(most) => (points(most), points(line.points)),
                None => (t!(l, annual_assessment.left_out).to_owned(), String::new()),
            };
            view! {
                <tr>
                    {cell(
                        t!(l, annual_assessment.line_title),
                        words::annual_assessment::line(l, line.line),
                    )}
                    {cell(t!(l, annual_assessment.most), most)}
                    {cell(t!(l, annual_assessment.points), got)}
                </tr>
            }
        })
        .collect_view();
    let sum = words::annual_assessment::points(result.points);
    let until = page.row.comment_until.filter(|_| page.keeps);
    let heard = until.map(|until| {
        view! { <p class="hint">{words::annual_assessment::heard_until(l, until)}</p> }
    });
    Some(
        view! {
            <h2>{t!(l, annual_assessment.result_title)}</h2>
            <p class="hint">{t!(l, annual_assessment.result_hint)}</p>
            <table class="data stacked">
                <thead><tr>
                    <th scope="col">{t!(l, annual_assessment.line_title)}</th>
                    <th scope="col">{t!(l, annual_assessment.most)}</th>
                    <th scope="col">{t!(l, annual_assessment.points)}</th>
                </tr></thead>
                <tbody>
                    {rows}
                    <tr>
                        {cell(t!(l, annual_assessment.line_title), t!(l, annual_assessment.sum))}
                        {cell(t!(l, annual_assessment.most), words::annual_assessment::points(10_000))}
                        {cell(t!(l, annual_assessment.points), sum)}
                    </tr>
                </tbody>
            </table>
            <p class="hint">{words::annual_assessment::marks(l, &page.marks)}</p>
            {heard}
        }
        .into_any(),
    )
}

fn counted(l: Locale, page: &AssessmentPage) -> impl IntoView + use<> {
    let c = &page.counted;
    let mut deliveries = words::annual_assessment::deliveries(l, c, page.minimum);
    if c.outside > 0 {
        deliveries = format!("{deliveries} · {}", words::annual_assessment::outside(l, c.outside));
    }
    let observations = if c.observations > 0 {
        words::annual_assessment::observations(l, c)
    } else {
        t!(l, annual_assessment.no_feedback).to_owned()
    };
    let review = c.review.map(words::annual_assessment::points);
    let none = || t!(l, annual_assessment.no_feedback).to_owned();
    view! {
        <h2>{t!(l, annual_assessment.counted_title)}</h2>
        <p class="hint">{t!(l, annual_assessment.counted_hint)}</p>
        <dl class="facts">
            {fact(t!(l, annual_assessment.deliveries), deliveries)}
            {fact(t!(l, annual_assessment.listeners), c.listeners.to_string())}
            {fact(t!(l, annual_assessment.rural), c.rural.to_string())}
            {fact(t!(l, annual_assessment.review), review.unwrap_or_else(none))}
            {fact(t!(l, annual_assessment.observations), observations)}
            {fact(t!(l, annual_assessment.feedback), none())}
            {fact(t!(l, annual_assessment.courses), words::annual_assessment::courses(l, c))}
            {fact(t!(l, annual_assessment.teaching), c.teaching.to_string())}
            {fact(t!(l, annual_assessment.sittings), c.sittings.to_string())}
            {fact(t!(l, annual_assessment.missed), c.missed.to_string())}
            {fact(t!(l, annual_assessment.hours), words::hour_claim::hours(l, c.hours))}
        </dl>
    }
}

/// Lectures that were not given through this program.
fn outside(l: Locale, page: &AssessmentPage) -> impl IntoView + use<> {
    let rows = page
        .outside
        .iter()
        .map(|row| {
            let state = words::annual_assessment::outside_state(l, row.state);
            let marked = (row.state != OutsideState::Withdrawn)
                .then(|| badge("draft", t!(l, annual_assessment.self_reported)));
            view! {
                <li class="card">
                    <h3 class="card-title">
                        <a href=format!("/outside_lecture/{}", row.id)>{row.title.clone()}</a>
                    </h3>
                    <p class="meta">
                        <span>{words::time::date(l, row.held_on)}</span>
                        <span>{row.host.clone()}</span>
                    </p>
                    {badge(words::annual_assessment::outside_tone(row.state), state)}
                    " "
                    {marked}
                </li>
            }
        })
        .collect_view();
    let list = if page.outside.is_empty() {
        empty(t!(l, annual_assessment.no_outside), None)
    } else {
        view! { <ul class="card-list">{rows}</ul> }.into_any()
    };
    let add = page.takes(Taken::Lecture).then(|| {
        let href = format!("/annual_assessment/{}/lecture", page.row.id);
        view! { <p><a class="button" href=href>{t!(l, annual_assessment.add_outside)}</a></p> }
    });
    view! { <h2>{t!(l, annual_assessment.outside_title)}</h2>{list}{add} }
}

/// What people have written, and what the office goes on without.
fn written(l: Locale, page: &AssessmentPage) -> impl IntoView + use<> {
    let row = &page.row;
    let part = |title: &'static str, text: &str, none: &'static str| {
        let body = if text.is_empty() {
            view! { <p class="hint">{none}</p> }.into_any()
        } else {
            prose(text).into_any()
        };
        view! { <section class="stack"><h2>{title}</h2>{body}</section> }
    };
    let by =
        row.county_author.clone().map(|name| view! { <p class="meta"><span>{name}</span></p> });
    // Whoever still writes it has it in the form.
    let report = (!page.takes(Taken::Report)).then(|| {
        part(t!(l, annual_assessment.report_title), &row.report, t!(l, annual_assessment.no_report))
    });
    let comment = (!row.comment.is_empty())
        .then(|| part(t!(l, annual_assessment.comment_title), &row.comment, ""));
    view! {
        {report}
        {part(
            t!(l, annual_assessment.word_title),
            &row.county_word,
            t!(l, annual_assessment.no_word),
        )}
        {by}
        {comment}
    }
}

/// What the office does with this one: one form, in which the step is chosen.
fn steps(form: &Form, page: &AssessmentPage) -> Option<AnyView> {
    let l = form.l;
    if page.steps.is_empty() {
        return None;
    }
    let steps = page.steps.iter().map(|step| {
        let text = words::annual_assessment::step(l, *step).to_owned();
        (step.as_str().to_owned(), text, None)
    });
    let grounds = VetoGround::ALL.iter().map(|ground| {
        let text = words::annual_assessment::ground(l, *ground).to_owned();
        (ground.as_str().to_owned(), text)
    });
    let ground = page
        .steps
        .contains(&AssessmentStep::SetVeto)
        .then(|| form.select(Field::VetoGround, grounds.collect(), true));
    let number = Line { kind: "number", is_short: true, is_optional: true, ..Line::default() };
    let number = Line { min_value: Some(0), max_value: Some(12), ..number };
    let ill = page
        .steps
        .contains(&AssessmentStep::SetIllMonths)
        .then(|| form.line(Field::IllMonths, number));
    let at = format!("/annual_assessment/{}/step", page.row.id);
    let open = form.is_refused() || form.message.is_some();
    Some(
        view! {
            <details class="fold" open=open.then_some("")>
                <summary>{t!(l, annual_assessment.steps)}</summary>
                <form class="form" method="post" action=at novalidate>
                    {form.revision()}
                    {form.choices(Field::Step, "radio", steps.collect(), false)}
                    {form.area(Field::Reason, 3, false)}
                    {ground}
                    {ill}
                    <button class="button">{t!(l, annual_assessment.do_step)}</button>
                </form>
            </details>
        }
        .into_any(),
    )
}

pub(super) async fn report(visit: Visit, Id(id): Id<AnnualAssessmentId>, posted: Posted) -> Answer {
    let (values, revision) = (&posted.values, posted.revision);
    let done = visit.actions.report_assessment(&visit.call, id, values, revision).await;
    let to = |()| format!("/annual_assessment/{id}");
    answer(&visit, posted, done, to, "report_sent", |form| again(&visit, id, form)).await
}

pub(super) async fn comment(
    visit: Visit,
    Id(id): Id<AnnualAssessmentId>,
    posted: Posted,
) -> Answer {
    let (values, revision) = (&posted.values, posted.revision);
    let done = visit.actions.comment_grade(&visit.call, id, values, revision).await;
    let to = |()| format!("/annual_assessment/{id}");
    answer(&visit, posted, done, to, "comment_sent", |form| again(&visit, id, form)).await
}

pub(super) async fn word(visit: Visit, Id(id): Id<AnnualAssessmentId>, posted: Posted) -> Answer {
    let (values, revision) = (&posted.values, posted.revision);
    let done = visit.actions.give_county_word(&visit.call, id, values, revision).await;
    let to = |()| format!("/annual_assessment/{id}");
    answer(&visit, posted, done, to, "word_sent", |form| again(&visit, id, form)).await
}

pub(super) async fn step(visit: Visit, Id(id): Id<AnnualAssessmentId>, posted: Posted) -> Answer {
    let (values, revision) = (&posted.values, posted.revision);
    let done = visit.actions.change_assessment(&visit.call, id, values, revision).await;
    let to = |()| format!("/annual_assessment/{id}");
    answer(&visit, posted, done, to, "assessment_changed", |form| again(&visit, id, form)).await
}
