//! The desk: what waits for me, one click from doing it.

mod observation;
mod review;

use actions::{ClaimRow, CourseRow, RoleProposalRow, Task, TrainingRow};
use axum::Extension;
use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    credit_hour::VerificationStep,
    hour_claim::ClaimState,
    register_entry::{EntryState, RegisterKind},
    working_day::WorkCalendar,
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use crate::{
    content::{Content, Contents, Lasts},
    error::{Answer, AppError},
    overview,
    parts::{badge, empty},
    route::{Route, Who},
    rulebook::rules,
    visit::Visit,
};

pub(crate) fn routes() -> Vec<Route> {
    vec![Route::get("/desk", Who::SignedIn, desk)]
}

async fn desk(visit: Visit, Extension(contents): Contents) -> Answer {
    contents.own(&visit, Lasts::Minute, || content(&visit)).await
}

async fn content(visit: &Visit) -> Result<Content, AppError> {
    let l = visit.l;
    let desk = visit.actions.desk(&visit.call).await?;
    let name = visit.call.actor.as_ref().map(|actor| actor.name.clone()).unwrap_or_default();
    let lede = words::desk::lede(l, desk.n_to_do());
    let title = words::desk::greeting(l, &name);
    let calendar = visit.actions.work_calendar();
    let now = visit.call.now;
    let links = overview::Links::of(visit);
    let content = Content::new(visit, t!(l, desk.title), None, move || {
        let nothing = desk.to_do.is_empty() && desk.ahead.is_empty();
        view! {
            <div class="page-head">
                <h1 class="desk-greeting">{title}</h1>
                <p class="lede">{lede}</p>
            </div>
            <div class="desk">
                {group(l, &calendar, t!(l, desk.to_do), (desk.n_to_do(), Some(now)), &desk.to_do)}
                {group(l, &calendar, t!(l, desk.ahead), (desk.ahead.len(), None), &desk.ahead)}
                {desk.year.as_ref().map(|year| overview::year(l, year, &links))}
                {nothing.then(|| empty(t!(l, desk.nothing), Some(("/catalogue", t!(l, page.catalogue)))))}
            </div>
        }
    });
    Ok(content.own_heading())
}

/// A part of the desk. What is to be done is judged by an instant: what is overdue says so.
fn group(
    l: Locale,
    calendar: &WorkCalendar,
    title: &'static str,
    (count, now): (usize, Option<DateTime<Utc>>),
    tasks: &[Task],
) -> Option<impl IntoView + use<>> {
    if tasks.is_empty() {
        return None;
    }
    // What is due first is the one main action.
    let cards = tasks
        .iter()
        .enumerate()
        .map(|(at, task)| {
            let is_overdue = now.is_some_and(|now| task.is_overdue(now));
            card(l, calendar, task, now.is_some() && at == 0, is_overdue)
        })
        .collect_view();
    Some(view! {
        <section class="desk-group" data-now=now.map(|_| "")>
            <h2>{title}" "<span class="count">{count}</span></h2>
            <ul class="card-list">{cards}</ul>
        </section>
    })
}

/// What a card says: title, details, deadline, state, and the one click.
struct Card {
    title: String,
    meta: Vec<String>,
    due: Option<String>,
    tone: &'static str,
    state: &'static str,
    href: String,
    action: &'static str,
}

fn card(
    l: Locale,
    calendar: &WorkCalendar,
    task: &Task,
    is_main: bool,
    is_overdue: bool,
) -> impl IntoView + use<> {
    let card = words_of(l, calendar, task);
    // Whatever has a deadline says it.
    let until = task.deadline().map(|until| words::desk::due_by(l, until, calendar));
    let due = card.due.or(until);
    let overdue = is_overdue.then(|| badge("stop", t!(l, desk.overdue)));
    let mark = is_overdue.then_some("");
    let class = if is_main { "button primary" } else { "button" };
    let href = card.href.clone();
    view! {
        <li class="card" data-overdue=mark>
            <h3 class="card-title"><a href=href>{card.title}</a></h3>
            <p class="meta">
                {card.meta.into_iter().map(|text| view! { <span>{text}</span> }).collect_view()}
            </p>
            {due.map(|due| view! { <p class="due">{overdue}" "{due}</p> })}
            {badge(card.tone, card.state)}
            <a class=class href=card.href>{card.action}</a>
        </li>
    }
}

/// A task in one line, and the address of its page: for calendars elsewhere.
pub(crate) fn line_of(l: Locale, calendar: &WorkCalendar, task: &Task) -> (String, String) {
    let card = words_of(l, calendar, task);
    (format!("{} · {}", card.action, card.title), card.href)
}

/// Requests about personal data, or complaints, that wait for an answer.
fn letters_card(l: Locale, calendar: &WorkCalendar, n: i64, due: DateTime<Utc>) -> Card {
    Card {
        title: String::new(),
        meta: vec![words::desk::n_open(l, n)],
        due: Some(words::desk::due_by(l, due, calendar)),
        tone: "todo",
        state: t!(l, my_information.state.open),
        href: String::new(),
        action: t!(l, desk.answer_open),
    }
}

/// Something of a year's assessments that is awaited.
fn assessments_card(
    l: Locale,
    calendar: &WorkCalendar,
    n: Option<i64>,
    due: DateTime<Utc>,
) -> Card {
    Card {
        title: String::new(),
        meta: n.map(|n| words::annual_assessment::n_words(l, n)).into_iter().collect(),
        due: Some(words::desk::due_by(l, due, calendar)),
        tone: "todo",
        state: t!(l, annual_assessment.desk_waiting),
        href: String::new(),
        action: "",
    }
}

#[expect(clippy::too_many_lines, reason = "a piece for each task")]
fn words_of(l: Locale, calendar: &WorkCalendar, task: &Task) -> Card {
    match task {
        Task::ConfirmBooking(booking) => Card {
            title: booking.title.clone(),
            meta: vec![words::time::span(l, booking.starts_at, booking.ends_at)],
            due: Some(words::desk::confirm_until(l, booking.held_until)),
            tone: "todo",
            state: t!(l, desk.held),
            href: format!("/booking/{}", booking.id),
            action: t!(l, desk.confirm),
        },
        Task::PrepareReview(booking) => Card {
            title: booking.title.clone(),
            meta: vec![
                words::time::span(l, booking.starts_at, booking.ends_at),
                booking.place_name.clone().unwrap_or_else(|| t!(l, review_session.online).into()),
            ],
            due: Some(words::review_session::final_slides_until(l, booking.closes_at)),
            tone: "done",
            state: t!(l, desk.booked),
            href: format!("/booking/{}", booking.id),
            action: t!(l, desk.look),
        },
        Task::ReconfirmBooking(booking, _) => Card {
            title: booking.title.clone(),
            meta: vec![words::time::span(l, booking.starts_at, booking.ends_at)],
            due: None,
            tone: "todo",
            state: t!(l, panel.moved),
            href: format!("/booking/{}", booking.id),
            action: t!(l, desk.reconfirm),
        },
        Task::AnswerPanel(session) => Card {
            due: session.answer_until.map(|until| words::panel::answer_until(l, until)),
            ..review::session(l, session, "todo", t!(l, desk.answer_panel))
        },
        Task::FillPanel(session) => review::session(l, session, "todo", t!(l, desk.fill_panel)),
        Task::AnswerOffer(entry) => Card {
            due: entry.offered_until.map(|until| words::waiting_list::offered_until(l, until)),
            action: t!(l, desk.answer_offer),
            ..review::waiting(l, entry)
        },
        Task::WaitForSlot(entry) => review::waiting(l, entry),
        Task::BookSlot(course, _) => Card {
            title: course.title.clone(),
            meta: vec![t!(l, desk.cleared).into()],
            due: None,
            tone: "todo",
            state: words::course::state(l, course.state),
            href: format!("/course/{}/booking", course.id),
            action: t!(l, desk.book),
        },
        Task::FinishDraft(course) => Card {
            title: course.title.clone(),
            meta: if course.remark.is_empty() {
                vec![t!(l, desk.draft).into()]
            } else {
                vec![t!(l, desk.sent_back).into()]
            },
            due: None,
            tone: "todo",
            state: words::course::state(l, course.state),
            href: format!("/course/{}/edit", course.id),
            action: t!(l, desk.write),
        },
        Task::WaitForCheck(course) => Card {
            title: course.title.clone(),
            meta: vec![t!(l, desk.with_office).into()],
            due: None,
            tone: "wait",
            state: words::course::state(l, course.state),
            href: format!("/course/{}", course.id),
            action: t!(l, desk.look),
        },
        Task::CheckCourse(course, due) => check_card(l, course, *due),
        Task::PublishSession(session) => review::session(l, session, "todo", t!(l, desk.publish)),
        Task::SitOnPanel(session) => review::session(l, session, "wait", t!(l, desk.look)),
        Task::LeadSitting(session) => review::sitting(l, session),
        Task::WriteSheet(trial, _) => review::sheet(l, trial),
        Task::ProposeVerdict(trial, _) => review::lecture(l, trial, t!(l, desk.propose_verdict)),
        Task::ConfirmVerdict(trial, _) => review::lecture(l, trial, t!(l, desk.confirm_verdict)),
        Task::OverdueRound(course, _) => review::course(l, course, t!(l, desk.overdue_round)),
        Task::ListCourse(course) => review::course(l, course, t!(l, desk.list_course)),
        Task::ReviseCourse(course, _) => review::course(l, course, t!(l, desk.revise_course)),
        Task::FinishClaim(claim, _) => claim_card(l, claim),
        Task::WaitForClaim(claim) => Card { action: t!(l, desk.look), ..claim_card(l, claim) },
        Task::CheckClaims { step, count, due } => claims_card(l, calendar, *step, *count, *due),
        Task::ConfirmAttendance(training, due) => Card {
            due: Some(words::desk::attendance_due(l, *due, calendar)),
            tone: "todo",
            state: t!(l, desk.attendance),
            href: format!("/training_event/{}/attendance", training.id),
            action: t!(l, desk.attendance_open),
            ..training_card(l, training)
        },
        Task::GoToTraining(training) => training_card(l, training),
        Task::MoveDeadlines(n) => deadlines_card(l, *n),
        Task::MoveStrandedRequests(n) => Card {
            title: t!(l, desk.stranded).to_owned(),
            meta: vec![words::listing::n_stranded(l, *n)],
            href: "/listing".to_owned(),
            ..unconfirmed_card(l, *n)
        },
        Task::ConfirmRequests(n) => unconfirmed_card(l, *n),
        Task::AnswerDataRequests(n, due) => Card {
            title: t!(l, desk.data_requests).to_owned(),
            href: "/data_request".to_owned(),
            ..letters_card(l, calendar, *n, *due)
        },
        Task::AnswerComplaints(n, due) => Card {
            title: t!(l, desk.complaints).to_owned(),
            href: "/complaints".to_owned(),
            ..letters_card(l, calendar, *n, *due)
        },
        Task::WriteApplication(row) | Task::WaitForApplication(row) => {
            let is_draft = matches!(task, Task::WriteApplication(_));
            Card {
                title: t!(l, lecturer_application.title).to_owned(),
                meta: vec![row.unit_name.clone()],
                due: row.due_at.map(|due| words::time::last_moment(l, due)),
                tone: if is_draft { "todo" } else { "waiting" },
                state: words::lecturer_application::state(l, row.state),
                href: format!("/lecturer_application/{}", row.id),
                action: if is_draft {
                    t!(l, lecturer_application.desk_write)
                } else {
                    t!(l, lecturer_application.desk_look)
                },
            }
        }
        Task::ReadApplications(n, due) => Card {
            title: t!(l, lecturer_application.desk_waiting).to_owned(),
            meta: vec![words::desk::n_open(l, *n)],
            due: Some(words::time::last_moment(l, *due)),
            tone: "todo",
            state: t!(l, lecturer_application.mine),
            href: "/lecturer_application?state=mine".to_owned(),
            action: t!(l, lecturer_application.desk_read),
        },
        Task::RenewChecks(n, first) => Card {
            title: t!(l, desk.renew_checks).to_owned(),
            meta: vec![words::desk::checks_ending(l, *n)],
            due: Some(words::register_entry::first_ends(l, *first)),
            tone: "todo",
            state: words::register_entry::kind(l, RegisterKind::Safeguarding),
            href: "/register/safeguarding?state=ending".to_owned(),
            action: t!(l, desk.renew_checks_do),
        },
        Task::ArrangeYear(year, last) => Card {
            title: words::work_calendar::form_title(l, *year),
            meta: Vec::new(),
            due: Some(words::desk::due_on(l, *last, calendar)),
            tone: "todo",
            state: t!(l, desk.arrange_year),
            href: format!("/work_calendar/{year}"),
            action: t!(l, work_calendar.write),
        },
        Task::SettleStations(state, n) => Card {
            title: words::register_entry::kind(l, RegisterKind::EStation).to_owned(),
            meta: vec![words::desk::n_open(l, *n)],
            due: None,
            tone: "todo",
            state: words::register_entry::state(l, *state),
            href: format!("/register/e_station?state={}", state.as_str()),
            action: if *state == EntryState::Applied {
                t!(l, desk.see_stations)
            } else {
                t!(l, desk.list_stations)
            },
        },
        Task::RenewTerms(n, first) => Card {
            title: t!(l, desk.renew_terms).to_owned(),
            meta: vec![words::desk::n_open(l, *n)],
            due: Some(words::register_entry::first_ends(l, *first)),
            tone: "todo",
            state: t!(l, desk.terms_end),
            href: "/appointment".to_owned(),
            action: t!(l, desk.renew_terms_do),
        },
        Task::OwnAssessment(row, due) => Card {
            title: words::annual_assessment::of_year(l, row.year),
            href: format!("/annual_assessment/{}", row.id),
            action: if row.grade.is_some() {
                t!(l, annual_assessment.desk_comment)
            } else {
                t!(l, annual_assessment.desk_report)
            },
            ..assessments_card(l, calendar, None, *due)
        },
        Task::GiveCountyWords(n, year, due) => Card {
            title: words::annual_assessment::of_year(l, year.0.into()),
            href: format!("/annual_assessment/year/{year}"),
            action: t!(l, annual_assessment.desk_words),
            ..assessments_card(l, calendar, Some(*n), *due)
        },
        Task::LeadAssessments(year, due) => Card {
            title: words::annual_assessment::of_year(l, year.0.into()),
            href: format!("/annual_assessment/year/{year}"),
            action: t!(l, annual_assessment.desk_lead),
            ..assessments_card(l, calendar, None, *due)
        },
        Task::AnswerObservation(row) => {
            let (state, action) = (t!(l, observation.card.asked), t!(l, desk.answer));
            Card { tone: "todo", ..observation::observation(l, row, "", state, action) }
        }
        Task::WriteObservation(row, _) => {
            let (state, action) = (t!(l, observation.card.write), t!(l, observation.write));
            Card { tone: "todo", ..observation::observation(l, row, "/sheet", state, action) }
        }
        Task::GoToObservation(row) => {
            observation::observation(l, row, "", t!(l, observation.card.ahead), t!(l, desk.look))
        }
        Task::FindObserver(row) => {
            let (state, action) = (t!(l, observation.card.find), t!(l, desk.look));
            // Somebody is to be asked at once.
            let rest = if row.observer_id.is_none() { "/observer" } else { "" };
            Card { tone: "todo", ..observation::observation(l, row, rest, state, action) }
        }
        Task::WeighCourse(question) => observation::question(l, question),
        Task::ObserveLecturers(n) => observation::unobserved(l, *n),
        Task::ConfirmRole(row) => role_card(l, row),
        Task::CheckEvidence(n) => Card {
            title: t!(l, desk.evidence).to_owned(),
            meta: vec![words::desk::n_open(l, i64::try_from(*n).unwrap_or(i64::MAX))],
            due: None,
            tone: "todo",
            state: t!(l, desk.evidence_state),
            href: "/evidence/queue".to_owned(),
            action: t!(l, desk.evidence_open),
        },
        Task::ConfirmCorrections(n) => Card {
            title: t!(l, desk.corrections).to_owned(),
            meta: vec![words::desk::n_open(l, i64::try_from(*n).unwrap_or(i64::MAX))],
            due: None,
            tone: "todo",
            state: t!(l, desk.corrections_state),
            href: "/paper_corrections".to_owned(),
            action: t!(l, desk.corrections_open),
        },
        Task::ChangePassword(days) => password_card(l, *days),
        Task::JudgeCycle(cycle, done, all, _) => Card {
            meta: (*all > 0).then(|| words::desk::sheets(l, *done, *all)).into_iter().collect(),
            ..award_card(l, cycle, format!("/award/{}/judging", cycle.id), t!(l, desk.judge))
        },
        Task::LeadCycle(cycle, _) => {
            award_card(l, cycle, format!("/award/{}", cycle.id), t!(l, desk.lead))
        }
        Task::DecideCycle(cycle, _) => {
            award_card(l, cycle, format!("/award/{}/proposal", cycle.id), t!(l, desk.decide))
        }
        Task::TakeObjection(row) => {
            objection_card(l, calendar, row, t!(l, objection.card.take), t!(l, desk.take_objection))
        }
        Task::HandleObjection(row) => {
            let (state, action) = (t!(l, objection.card.handle), t!(l, desk.handle_objection));
            objection_card(l, calendar, row, state, action)
        }
        Task::FinishNomination(row) => nomination_card(l, calendar, row),
        Task::AskNominees(row) => Card {
            title: row.title.clone(),
            meta: Vec::new(),
            due: None,
            tone: "todo",
            state: t!(l, desk.nominees_silent),
            href: format!("/nominate/{}", row.cycle_id),
            action: t!(l, desk.ask_nominees),
        },
        Task::GiveOpinions(row) => Card {
            title: row.title.clone(),
            meta: vec![words::desk::n_open(l, row.n)],
            due: None,
            tone: "todo",
            state: t!(l, desk.opinions),
            href: format!("/nominate/{}", row.cycle_id),
            action: t!(l, desk.give_opinion),
        },
        Task::Nominate(cycle, until) => Card {
            title: cycle.title.clone(),
            meta: Vec::new(),
            due: until.map(|day| words::desk::due_on(l, day, calendar)),
            tone: "todo",
            state: t!(l, desk.nominate),
            href: format!("/nominate/{}", cycle.id),
            action: t!(l, desk.nominate_do),
        },
        Task::RecoverPapers(cycle, n) => Card {
            title: cycle.title.clone(),
            meta: vec![words::desk::n_open(l, *n)],
            due: None,
            tone: "todo",
            state: t!(l, desk.recover),
            href: format!("/award/{}/certificates", cycle.id),
            action: t!(l, desk.recover_do),
        },
        Task::FillSeat(cycle) => {
            award_card(l, cycle, format!("/award/{}/changes", cycle.id), t!(l, desk.fill_seat))
        }
        Task::DecideChange(cycle) => {
            award_card(l, cycle, format!("/award/{}/changes", cycle.id), t!(l, desk.decide_change))
        }
        Task::ReviewRequest(request) => {
            request_card(l, calendar, request, t!(l, desk.review_request))
        }
        Task::MatchRequest(request) => {
            request_card(l, calendar, request, t!(l, desk.match_request))
        }
        Task::MoreRequests(state, n) => Card {
            title: words::desk::more_requests(l, *n),
            meta: Vec::new(),
            due: None,
            tone: "todo",
            state: words::lecture_request::state(l, *state),
            href: format!("/lecture_request?state={}", state.as_str()),
            action: t!(l, desk.to_list),
        },
        Task::MoreUnsettled(n) => Card {
            title: words::desk::more_unsettled(l, *n),
            meta: Vec::new(),
            due: None,
            tone: "todo",
            state: t!(l, desk.report_state),
            href: "/delivery?state=unsettled".to_owned(),
            action: t!(l, desk.to_list),
        },
        Task::AnswerDispatch(dispatch) => dispatch_card(l, calendar, dispatch),
        Task::GiveLecture(delivery) => delivery_card(l, delivery),
        Task::ReportDelivery(delivery, until) => {
            Card { due: Some(words::desk::due_by(l, *until, calendar)), ..report_card(l, delivery) }
        }
        Task::SettleDelivery(delivery) => settle_card(l, delivery),
    }
}

fn check_card(l: Locale, course: &CourseRow, due: NaiveDate) -> Card {
    Card {
        title: course.title.clone(),
        meta: vec![
            words::person::teacher(l, &course.lecturer_name),
            words::desk::waiting_since(l, course.changed_at),
        ],
        due: Some(t!(l, desk.due_by, day = words::time::day(l, due))),
        tone: "todo",
        state: t!(l, desk.to_check),
        href: format!("/course_check/{}", course.id),
        action: t!(l, desk.check),
    }
}

fn claim_card(l: Locale, claim: &ClaimRow) -> Card {
    let days = words::hour_claim::days(l, claim.first_day, claim.last_day);
    let (meta, href) = match claim.state {
        ClaimState::Draft => (t!(l, desk.claim_draft).into(), "/edit"),
        ClaimState::Returned => (t!(l, desk.claim_returned).into(), "/edit"),
        _ => (days, ""),
    };
    Card {
        title: claim.title.clone(),
        meta: vec![meta],
        due: None,
        tone: words::hour_claim::tone(claim.state),
        state: words::hour_claim::state(l, claim.state),
        href: format!("/hour_claim/{}{href}", claim.id),
        action: t!(l, desk.finish_claim),
    }
}

fn claims_card(
    l: Locale,
    calendar: &WorkCalendar,
    step: VerificationStep,
    count: i64,
    due: NaiveDate,
) -> Card {
    let title = match step {
        VerificationStep::Unit => t!(l, desk.claims_unit),
        VerificationStep::County | VerificationStep::City => t!(l, desk.claims_verify),
    };
    Card {
        title: title.to_owned(),
        meta: vec![words::desk::claims_count(l, count)],
        due: Some(words::desk::claims_due(l, due, calendar)),
        tone: "todo",
        state: t!(l, desk.to_check),
        href: "/hour_claim/queue".to_owned(),
        action: t!(l, desk.claims_open),
    }
}

fn role_card(l: Locale, row: &RoleProposalRow) -> Card {
    Card {
        title: words::desk::role_to_confirm(l, row.role, &row.person_name),
        meta: vec![words::desk::proposed_by(l, &row.proposer_name)],
        due: None,
        tone: "todo",
        state: t!(l, desk.role_waits),
        href: format!("/person/{}", row.person_id),
        action: t!(l, desk.look),
    }
}

fn password_card(l: Locale, days: i64) -> Card {
    Card {
        title: t!(l, account.change_password).to_owned(),
        meta: vec![words::desk::password_age(l, days, &rules())],
        due: None,
        tone: "todo",
        state: t!(l, desk.password_old),
        href: "/password".to_owned(),
        action: t!(l, account.change_password),
    }
}

fn deadlines_card(l: Locale, n: usize) -> Card {
    Card {
        title: t!(l, deadline.card).to_owned(),
        meta: vec![words::deadline::count(l, n)],
        due: None,
        tone: "todo",
        state: t!(l, deadline.state),
        href: "/deadline".to_owned(),
        action: t!(l, deadline.open),
    }
}

fn unconfirmed_card(l: Locale, n: i64) -> Card {
    Card {
        title: t!(l, unconfirmed_request.card).to_owned(),
        meta: vec![words::unconfirmed_request::count(l, n)],
        due: None,
        tone: "todo",
        state: t!(l, unconfirmed_request.state),
        href: "/unconfirmed_request".to_owned(),
        action: t!(l, desk.look),
    }
}

fn training_card(l: Locale, training: &TrainingRow) -> Card {
    Card {
        title: training.title.clone(),
        meta: vec![
            words::hour_claim::days(l, Some(training.starts_on), Some(training.ends_on)),
            training.place.clone(),
        ],
        due: None,
        tone: "wait",
        state: t!(l, desk.training_ahead),
        href: format!("/training_event/{}", training.id),
        action: t!(l, desk.look),
    }
}

/// An objection, without a word of who made it.
fn objection_card(
    l: Locale,
    calendar: &WorkCalendar,
    row: &actions::ObjectionRow,
    state: &'static str,
    action: &'static str,
) -> Card {
    Card {
        title: row.cycle_title.clone(),
        meta: vec![words::objection::about(l, row.about).to_owned()],
        due: row.due_at.map(|due| words::desk::due_by(l, due, calendar)),
        tone: "todo",
        state,
        href: format!("/objection/{}", row.id),
        action,
    }
}

fn nomination_card(
    l: Locale,
    calendar: &WorkCalendar,
    row: &actions::UnfinishedNomination,
) -> Card {
    Card {
        title: row.name.clone(),
        meta: vec![row.cycle_title.clone()],
        due: row.correct_until.map(|due| words::desk::due_by(l, due, calendar)),
        tone: words::award_cycle::nomination_tone(row.state),
        state: words::award_cycle::nomination_state(l, row.state),
        href: format!("/nomination/{}/filing", row.id),
        action: t!(l, desk.finish_nomination),
    }
}

fn award_card(l: Locale, cycle: &actions::CycleRow, href: String, action: &'static str) -> Card {
    Card {
        title: cycle.title.clone(),
        meta: vec![words::award_cycle::year(l, cycle.year)],
        due: None,
        tone: "todo",
        state: words::award_cycle::state(l, cycle.state),
        href,
        action,
    }
}

fn dispatch_card(l: Locale, calendar: &WorkCalendar, dispatch: &actions::DispatchRow) -> Card {
    Card {
        title: dispatch.title.clone(),
        meta: vec![
            dispatch.host_name.clone(),
            words::time::span(l, dispatch.starts_at, dispatch.ends_at),
        ],
        due: Some(words::desk::answer_until(l, dispatch.answer_until, calendar)),
        tone: "todo",
        state: words::dispatch::state(l, dispatch.state),
        href: format!("/dispatch/{}", dispatch.id),
        action: t!(l, desk.answer),
    }
}

fn report_card(l: Locale, delivery: &actions::DeliveryRow) -> Card {
    Card {
        due: Some(words::desk::held_on(l, delivery.ends_at)),
        tone: "todo",
        state: t!(l, desk.report_state),
        action: t!(l, desk.report_lecture),
        ..delivery_card(l, delivery)
    }
}

fn settle_card(l: Locale, delivery: &actions::DeliveryRow) -> Card {
    Card { action: t!(l, desk.settle_lecture), tone: "todo", ..report_card(l, delivery) }
}

fn request_card(
    l: Locale,
    calendar: &WorkCalendar,
    request: &actions::LectureRequestRow,
    action: &'static str,
) -> Card {
    Card {
        title: request.title.clone(),
        meta: vec![request.host_name.clone(), words::course::people(l, request.audience)],
        due: request.due_at.map(|due| words::desk::due_by(l, due, calendar)),
        tone: "todo",
        state: words::lecture_request::state(l, request.state),
        href: format!("/lecture_request/{}", request.id),
        action,
    }
}

fn delivery_card(l: Locale, delivery: &actions::DeliveryRow) -> Card {
    Card {
        title: delivery.title.clone(),
        meta: vec![
            delivery.host_name.clone(),
            words::time::span(l, delivery.starts_at, delivery.ends_at),
        ],
        due: None,
        tone: words::delivery::tone(delivery.state),
        state: words::delivery::state(l, delivery.state),
        href: format!("/delivery/{}", delivery.id),
        action: t!(l, desk.look),
    }
}
