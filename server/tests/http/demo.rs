//! The demonstration has every state that the program can reach, on whatever day it is loaded.

use std::collections::BTreeSet;

use actions::{ActionError, Actions, Call, CycleStep, Desk};
use chrono::{DateTime, Utc};
use domain::{
    annual_assessment::AssessmentState,
    appointment::AppointmentState,
    award_cycle::AwardCycleState,
    booking::BookingState,
    course::CourseVersionState,
    delivery::DeliveryState,
    dispatch::DispatchState,
    form::Revision,
    hour_claim::ClaimState,
    id::AwardCycleId,
    lecture_request::RequestState,
    lecturer_application::ApplicationState,
    nomination::NominationState,
    observation::ObservationState,
    review_session::{ReviewSessionState, SlotState},
    training_event::{EnrolmentState, TrainingState},
};
use sqlx::{AssertSqlSafe, Connection as _, PgConnection, SqliteConnection};

use crate::{
    account::credentials,
    world::{World, world, worlds},
};

/// A table, and the codes that its states have when the demonstration is loaded.
type Stated = (&'static str, BTreeSet<&'static str>);

/// All states of a table but for those that nothing in the program leads to yet.
fn stated<T: Copy + PartialEq + 'static>(
    table: &'static str,
    all: &[T],
    code: fn(T) -> &'static str,
    out_of_reach: &[T],
) -> Stated {
    let reached = all.iter().filter(|state| !out_of_reach.contains(state));
    (table, reached.map(|state| code(*state)).collect())
}

fn expected() -> Vec<Stated> {
    // The program closes the claims of a year after its end, long after the day of loading.
    let closed = [ClaimState::Locked];
    // A day comes on which a term is over, and another one follows or none.
    let run_out = [AppointmentState::Expired, AppointmentState::Renewed];
    vec![
        stated("appointment", AppointmentState::ALL, AppointmentState::as_str, &run_out),
        stated("lecturer_application", ApplicationState::ALL, ApplicationState::as_str, &[]),
        stated("annual_assessment", AssessmentState::ALL, AssessmentState::as_str, &[]),
        stated("course_version", CourseVersionState::ALL, CourseVersionState::as_str, &[]),
        stated("review_session", ReviewSessionState::ALL, ReviewSessionState::as_str, &[]),
        stated("slot", SlotState::ALL, SlotState::as_str, &[]),
        stated("booking", BookingState::ALL, BookingState::as_str, &[]),
        stated("lecture_request", RequestState::ALL, RequestState::as_str, &[]),
        stated("dispatch", DispatchState::ALL, DispatchState::as_str, &[]),
        stated("delivery", DeliveryState::ALL, DeliveryState::as_str, &[]),
        stated("observation", ObservationState::ALL, ObservationState::as_str, &[]),
        stated("hour_claim", ClaimState::ALL, ClaimState::as_str, &closed),
        stated("training_event", TrainingState::ALL, TrainingState::as_str, &[]),
        stated("enrolment", EnrolmentState::ALL, EnrolmentState::as_str, &[]),
        stated("award_cycle", AwardCycleState::ALL, AwardCycleState::as_str, &[]),
        stated("nomination", NominationState::ALL, NominationState::as_str, &[]),
        ("waiting_entry", BTreeSet::from(["waiting", "offered"])),
        ("review_sheet", BTreeSet::from(["submitted"])),
        ("trial_lecture", BTreeSet::from(["running", "scoring", "proposed", "confirmed"])),
        ("score_sheet", BTreeSet::from(["draft", "submitted", "void"])),
    ]
}

/// What happens in a story beyond its states; each is there at least once.
const SCENES: [(&str, &str); 24] = [
    (
        "a county hears of the certificates of its units",
        "FROM message m JOIN role_grant g ON g.person_id = m.person_id \
         WHERE g.role = 'county_office' AND lower(m.body) LIKE '%certificates%ready%'",
    ),
    ("a certificate holds", "FROM certificate WHERE kind = 'award' AND state = 'valid'"),
    ("another certificate stands for one", "FROM certificate WHERE state = 'superseded'"),
    ("a certificate was revoked", "FROM certificate WHERE state = 'revoked'"),
    ("a lecturer has a statement", "FROM certificate WHERE kind = 'service_statement'"),
    ("a panelist comes", "FROM panelist WHERE answer = 'accepted'"),
    ("a panelist cannot come", "FROM panelist WHERE answer = 'declined'"),
    (
        "an audience answers while a lecture runs",
        "FROM audience_juror_link WHERE closed_at IS NULL",
    ),
    ("an observation was answered", "FROM observation WHERE answered_at IS NOT NULL"),
    (
        "host and lecturer report a lecture differently",
        "FROM delivery WHERE state = 'held' AND host_attendance <> lecturer_attendance",
    ),
    (
        "a course came back with a remark",
        "FROM course_version WHERE state = 'draft' AND remark <> ''",
    ),
    (
        "a claim was verified with fewer hours",
        "FROM hour_claim WHERE state = 'verified' AND accepted < claimed",
    ),
    ("a dispute about hours was decided", "FROM hour_claim WHERE decider_id IS NOT NULL"),
    (
        "a claim waits for the city's office",
        "FROM hour_claim WHERE state = 'unit_confirmed' AND step = 'city'",
    ),
    ("a conflict became known after a verdict", "FROM late_conflict"),
    ("a version is judged once more", "FROM repeat_sitting WHERE ended IS NULL"),
    ("a county holds a session", "FROM review_session WHERE region_id IS NOT NULL"),
    (
        "somebody who can sign in was judged",
        "FROM nomination n JOIN account a ON a.person_id = n.person_id \
         JOIN award_cycle c ON c.id = n.cycle_id \
         WHERE c.state IN ('decided', 'archived') AND n.state = 'not_awarded'",
    ),
    ("people decided a tie", "FROM tie_decision"),
    ("a proposal deviates from the ranking", "FROM award_proposal WHERE is_deviation"),
    ("an objection is looked into", "FROM objection WHERE state = 'admitted'"),
    ("nobody has looked at an objection", "FROM objection WHERE handler_id IS NULL"),
    ("a substitute is on notice", "FROM award_substitute WHERE notice_until IS NOT NULL"),
    ("a judge declared a conflict", "FROM judge_relation WHERE kind <> 'none'"),
];

/// Accounts on whose desk something is to be done.
const BUSY: [&str; 12] = [
    "applicant",
    "office",
    "county",
    "county2",
    "reviewer",
    "lecturer",
    "lecturer2",
    "tutor",
    "unit",
    "judge",
    "judge2",
    "decider",
];

/// What a query gives, each value as text.
async fn texts(world: &World, query: &str) -> Vec<String> {
    let (query, url) = (AssertSqlSafe(query.to_owned()), &world.db.url);
    if url.starts_with("sqlite") {
        let mut conn = SqliteConnection::connect(url).await.unwrap();
        sqlx::query_scalar(query).fetch_all(&mut conn).await.unwrap()
    } else {
        let mut conn = PgConnection::connect(url).await.unwrap();
        sqlx::query_scalar(query).fetch_all(&mut conn).await.unwrap()
    }
}

async fn load(world: &World, now: &str) -> Call {
    let now: DateTime<Utc> = now.parse().unwrap();
    let call = Call::anonymous(now, "");
    world.demo().load(&call).await.unwrap_or_else(|error| panic!("{now}: {error:?}"));
    call
}

async fn check(world: &World, call: &Call) {
    let place = format!("{} on {}", world.db.name, call.now);
    for (table, states) in expected() {
        let found = texts(world, &format!("SELECT DISTINCT state FROM {table}")).await;
        let found: BTreeSet<&str> = found.iter().map(String::as_str).collect();
        assert_eq!(found, states, "{table}, {place}");
    }
    for line in texts(world, "SELECT DISTINCT verb || ' ' || thing FROM audit").await {
        let (verb, thing) = line.split_once(' ').unwrap();
        for l in [words::Locale::zh_CN, words::Locale::en] {
            assert_ne!(words::audit::verb(l, verb, thing), line, "has no words, {place}");
        }
    }
    for (what, from) in SCENES {
        let found = texts(world, &format!("SELECT 'yes' {from}")).await;
        assert!(!found.is_empty(), "{what}, {place}");
    }
    world.verify_chain().await;
}

/// The program's own work finds nothing to do: no state is gone a moment later.
async fn check_stable(actions: &Actions, call: &Call) {
    assert_eq!(actions.lapse_dispatches(call.now).await.unwrap(), 0);
    assert_eq!(actions.end_requests(call.now).await.unwrap(), 0);
    assert_eq!(actions.close_due_sessions(call.now).await.unwrap(), 0);
    assert_eq!(actions.follow_deliveries(call.now).await.unwrap(), 0);
    actions.release_lapsed_holds(call.now).await.unwrap();
}

pub(crate) async fn signed_in(actions: &Actions, call: &Call, name: &str) -> Call {
    let session = actions.sign_in(call, &credentials(name, crate::world::PASSWORD)).await.unwrap();
    let present = actions.who_is(&session.token, call.now).await.unwrap();
    Call { actor: present.map(|present| present.actor), ..call.clone() }
}

async fn check_desks(actions: &Actions, call: &Call) {
    for name in BUSY {
        let Desk { to_do, .. } = actions.desk(&signed_in(actions, call, name).await).await.unwrap();
        assert!(!to_do.is_empty(), "{name}");
    }
}

/// The numbers of the yearly cycles are known to the stories in the browser; one tie waits for
/// people, and the office can lead a confirmed cycle on.
async fn check_cycles(actions: &Actions, call: &Call) {
    let office = signed_in(actions, call, "office").await;
    let cycles = actions.cycles(&office).await.unwrap();
    let state = |id: AwardCycleId| cycles.iter().find(|cycle| cycle.id == id).unwrap().state;
    assert_eq!(state(AwardCycleId(1)), AwardCycleState::OnNotice);
    assert_eq!(state(AwardCycleId(2)), AwardCycleState::PreliminaryEvaluation);
    assert!(cycles.is_sorted_by(|one, next| one.year >= next.year), "the newest year first");
    let notices = actions.public_notices().await.unwrap();
    assert_eq!(
        notices.first().map(|notice| notice.id),
        Some(AwardCycleId(1)),
        "the newest notice first"
    );
    let mut n_ties = 0;
    for cycle in &cycles {
        match actions.proposal(&office, cycle.id).await {
            Ok(page) => n_ties += page.rankings.iter().map(|it| it.ties.len()).sum::<usize>(),
            Err(error) => assert!(matches!(error, ActionError::WrongState), "{error}"),
        }
    }
    assert_eq!(n_ties, 1);
    let confirmed = cycles.iter().find(|it| it.state == AwardCycleState::Confirmed).unwrap();
    actions.step_cycle(&office, confirmed.id, CycleStep::Post, Revision::NEWEST).await.unwrap();
}

#[tokio::test]
async fn the_demonstration_shows_every_state_and_has_something_on_every_desk() {
    for world in worlds().await {
        let call = load(&world, "2026-11-25T02:00:00Z").await;
        check_stable(&world.actions, &call).await;
        check(&world, &call).await;
        check_desks(&world.actions, &call).await;
        check_cycles(&world.actions, &call).await;
        world.remove().await;
    }
}

macro_rules! loads {
    ($($name:ident: $now:literal),+ $(,)?) => {
        $(#[tokio::test]
        async fn $name() {
            let world = world().await;
            let call = load(&world, $now).await;
            check_stable(&world.actions, &call).await;
            check(&world, &call).await;
            world.remove().await;
        })+
    };
}

// In local time, which is eight hours ahead.
loads! {
    the_demonstration_loads_on_the_last_day_of_an_assessment_year: "2026-11-30T02:00:00Z",
    the_demonstration_loads_on_a_saturday: "2026-12-05T09:00:00Z",
    the_demonstration_loads_in_the_last_minute_of_a_year: "2026-12-31T15:59:00Z",
    the_demonstration_loads_in_the_first_minute_of_a_year: "2026-12-31T16:00:00Z",
    the_demonstration_loads_within_a_long_holiday: "2026-10-04T02:00:00Z",
    the_demonstration_loads_on_a_leap_day: "2028-02-29T02:00:00Z",
    the_demonstration_loads_years_later_at_the_end_of_february: "2031-02-28T02:00:00Z",
}
