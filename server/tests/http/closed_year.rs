//! Hours of a closed year are added by nothing, until the city opens the year again with a reason.

use std::path::Path;

use chrono::NaiveDate;
use domain::{
    credit_hour::CreditSource,
    form::{Field, Values},
    id::PersonId,
    role::Role,
};
use store::CreditRow;

use crate::{
    hour_claim::{PDF, Scene, claim, decision, scene, send},
    lecture::until,
    training_event::plan,
    walk::{value_of, with},
    world::{World, worlds},
};

const WHY: &str = "补录漏登的培训";

fn opening(year: &str) -> Values {
    with(Field::Year, year).with(Field::Reason, WHY)
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// What a source has credited to somebody in the year that ends in November 2026.
async fn credited(world: &World, person: PersonId, source: CreditSource) -> Vec<CreditRow> {
    let mut conn = world.db.store.read().await.unwrap();
    let (from, until) = (day("2025-12-01"), day("2026-11-30"));
    let mut rows = conn.list_credit_hours(person, from, until).await.unwrap();
    rows.retain(|row| row.source == source);
    rows
}

/// Tries to add hours of November by a source: whether the year refuses them.
async fn is_refused(s: &Scene, source: CreditSource, turn: u8) -> bool {
    match source {
        CreditSource::Roster => {
            let register = "姓名,工作单位,培训名称,开始日期,学时\n\
                沈老师甲,菱歌示范小学,科学实验研修,2026-11-08,6\n";
            let kind = with(Field::Kind, "training-hours").with(Field::AsOf, "2027-01-10");
            let file = Some(("file", "hours.csv", register.as_bytes()));
            let shown = s.city.upload("/roster", &kind, file).await;
            let preview = s.city.get(&shown.location).await.body;
            let done = s.city.post(&shown.location, &Values::default()).await;
            assert_eq!(done.status, 303, "{}", done.body);
            preview.contains("这一年度已经关闭")
        }
        CreditSource::TrainingEvent => {
            let attendance = "/training_event/1/attendance";
            let body = s.city.get(attendance).await.body;
            let mut values = with(Field::Revision, &value_of(&body, "revision"));
            for rest in body.split("name=\"present\" value=\"").skip(1) {
                values.push(Field::Present, rest.split('"').next().unwrap());
            }
            let sent = s.city.post(attendance, &values.with(Field::Decision, "confirm")).await;
            let is_refused = sent.status == 422;
            assert_eq!(is_refused, sent.body.contains("2026 年度已经关闭"), "{}", sent.body);
            assert!(is_refused || sent.status == 303, "{}", sent.body);
            is_refused
        }
        CreditSource::HourClaim => {
            let mut across = claim(&format!("across{turn}"));
            across.set(Field::FirstDay, "2026-11-29");
            across.set(Field::LastDay, "2026-12-02");
            let sent = send(&s.tutor, &across, PDF).await;
            if sent.status == 422 {
                assert!(sent.body.contains("href=\"#first_day\""), "{}", sent.body);
                assert!(sent.body.contains("分成两次申报"), "{}", sent.body);
                return true;
            }
            let decide = format!("/hour_claim/{}/decide", sent.made());
            for (who, revision, hours) in [(&s.officer, 2, ""), (&s.county, 3, "12")] {
                let verdict = decision("accept", revision, hours, "");
                assert_eq!(who.post(&decide, &verdict).await.status, 303);
            }
            false
        }
    }
}

/// A published training of two days in November with the tutor on its roster.
async fn november(s: &Scene) {
    let mut values = plan("november");
    values.set(Field::FirstDay, "2026-11-28");
    values.set(Field::LastDay, "2026-11-29");
    values.set(Field::EnrolUntil, "2026-11-27");
    assert_eq!(s.city.post("/training_event/new", &values).await.made(), 1);
    let place = with(Field::Person, &s.tutor.id.to_string()).with(Field::Decision, "approve");
    for (step, values) in [("publish", Values::default()), ("roster", place)] {
        let sent = s.city.post(&format!("/training_event/1/{step}"), &values).await;
        assert_eq!(sent.status, 303, "{}", sent.body);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_source_adds_hours_to_a_closed_year_until_the_city_opens_it() {
    for world in worlds().await {
        let s = scene(&world).await;
        november(&s).await;
        until(&world, "2027-01-10T02:00:00Z");
        for source in CreditSource::ALL {
            assert!(is_refused(&s, *source, 1).await, "{source:?}");
            assert!(credited(&world, s.tutor.id, *source).await.is_empty(), "{source:?}");
        }
        assert_eq!(s.city.post("/assessment_year/open", &opening("2026")).await.status, 303);
        for source in CreditSource::ALL {
            assert!(!is_refused(&s, *source, 2).await, "{source:?}");
            let rows = credited(&world, s.tutor.id, *source).await;
            assert!(!rows.is_empty(), "{source:?}, {}", world.db.name);
        }
        // A correction adds too.
        let close = "/assessment_year/2026/close";
        assert_eq!(s.city.post(close, &Values::default()).await.status, 303);
        let correct = "/training_event/1/correct";
        let revision = value_of(&s.city.get(correct).await.body, "revision");
        let absent = with(Field::Revision, &revision).with(Field::Reason, "本人并未到场");
        let refused = s.city.post(correct, &absent).await;
        assert!(refused.status == 422 && refused.body.contains("2026 年度已经关闭"));
        assert_eq!(s.city.post("/assessment_year/open", &opening("2026")).await.status, 303);
        assert_eq!(s.city.post(correct, &absent).await.status, 303);
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test]
async fn the_city_alone_opens_a_year_with_a_reason_that_the_supervisors_hear() {
    for world in worlds().await {
        let s = scene(&world).await;
        let supervisor = world.person("监审丑", &[Role::Supervisor], "监审", "other", 1).await;
        let open = "/assessment_year/open";
        for person in [&s.county, &s.officer, &s.tutor] {
            assert_eq!(person.post(open, &opening("2025")).await.status, 403);
            assert_eq!(person.get("/assessment_year").await.status, 403);
        }
        assert!(s.city.get("/training_event").await.body.contains("/assessment_year"));
        let short = s.city.post(open, &with(Field::Year, "2025").with(Field::Reason, "补")).await;
        assert!(short.status == 422 && short.body.contains("href=\"#reason\""));
        for year in ["2026", "1999", "今年", ""] {
            let wrong = s.city.post(open, &opening(year)).await;
            assert!(wrong.status == 422 && wrong.body.contains("href=\"#year\""), "{year}");
            assert!(wrong.body.contains(WHY), "nothing typed is lost");
        }
        for _ in 0..2 {
            assert_eq!(s.city.post(open, &opening("2025")).await.status, 303);
        }
        let page = s.city.get("/assessment_year").await.body;
        assert!(page.contains(WHY) && page.contains("周明远"), "{page}");
        let inbox = supervisor.get("/inbox").await.body;
        assert_eq!(inbox.matches(WHY).count(), 1, "{}: told once", world.db.name);
        let close = "/assessment_year/2025/close";
        for _ in 0..2 {
            assert_eq!(s.city.post(close, &Values::default()).await.status, 303);
        }
        assert!(!s.city.get("/assessment_year").await.body.contains(WHY));
        world.verify_chain().await;
        world.remove().await;
    }
}

/// The lines below a folder that hold a text, with their files.
fn lines_with(folder: &Path, text: &str, found: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            lines_with(&path, text, found);
        } else {
            let n = std::fs::read_to_string(&path).unwrap().matches(text).count();
            found.extend(std::iter::repeat_n(
                path.file_name().unwrap().to_str().unwrap().to_owned(),
                n,
            ));
        }
    }
}

#[test]
fn hours_come_into_the_ledger_in_one_place() {
    let actions = Path::new(env!("CARGO_MANIFEST_DIR")).join("../actions/src");
    let mut found = Vec::new();
    lines_with(&actions, ".add_credit_hours(", &mut found);
    assert_eq!(found, ["assessment_year.rs"], "by the guard of closed years");
}
