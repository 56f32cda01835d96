//! What stands on a record that somebody has taken is corrected by two people (`LAW-51`).

use chrono::TimeDelta;
use domain::{
    form::{Field, Values},
    id::TrainingEventId,
    role::Role,
};

use crate::{
    hour_claim::{PDF, Scene, claim, counted, decision, scene, send},
    training_correction::{boxes, published, ticked},
    walk::{value_of, with},
    world::{Answer, Person, World, at_once, commit, worlds},
};

const WHY: &str = "签到表漏记下午半天";
const NO: &str = "签到表上没有本人签名";

/// Somebody takes a record of the year so far.
async fn take_record(tutor: &Person, once: &str, last: &str) {
    let record = Values::default()
        .with(Field::Once, once)
        .with(Field::CertificateKind, "training_record")
        .with(Field::FirstDay, "2026-01-01")
        .with(Field::LastDay, last);
    let issued = tutor.post("/certificates/new", &record).await;
    assert_eq!(issued.status, 303, "{}", issued.body);
}

/// The first correction that somebody's list has.
async fn first(person: &Person) -> String {
    let list = person.get("/paper_corrections").await.body;
    let at = list.find("/paper_correction/").unwrap_or_else(|| panic!("none: {list}"));
    list[at..].split('"').next().unwrap().to_owned()
}

async fn step(person: &Person, page: &str, step: &str, values: Values) -> Answer {
    let revision = value_of(&person.get(page).await.body, "revision");
    person.post(&format!("{page}/{step}"), &values.with(Field::Revision, &revision)).await
}

/// Two tutors were at a training for a morning; the first has taken a record.
struct Held {
    s: Scene,
    other: Person,
    id: TrainingEventId,
}

async fn held(world: &World) -> Held {
    let s = scene(world).await;
    let other = world.person("乙老师", &[Role::Tutor], "另一小学", "school", 1).await;
    let id = published(&s.city, "one", &[&s.tutor, &other]).await;
    world.wait(TimeDelta::days(14));
    let attendance = format!("/training_event/{id}/attendance");
    let body = s.city.get(&attendance).await.body;
    let all = boxes(&body);
    let mornings: Vec<String> = all.iter().step_by(4).cloned().collect();
    let confirm = ticked(&body, &mornings).with(Field::Decision, "confirm");
    assert_eq!(s.city.post(&attendance, &confirm).await.status, 303);
    take_record(&s.tutor, "record", "2026-12-07").await;
    Held { s, other, id }
}

/// Everybody was there all the time: as the city's office corrects it.
async fn correct(held: &Held) -> Answer {
    let path = format!("/training_event/{}/correct", held.id);
    let body = held.s.city.get(&path).await.body;
    let right = ticked(&body, &boxes(&body)).with(Field::Reason, WHY);
    held.s.city.post(&path, &right).await
}

#[tokio::test(flavor = "multi_thread")]
async fn attendance_on_a_record_waits_for_a_second_person_and_the_rest_is_corrected() {
    for world in worlds().await {
        let held = held(&world).await;
        let Held { s, other, id } = &held;
        let path = format!("/training_event/{id}/correct");
        let before = s.city.get(&path).await.body;
        assert!(before.contains("沈老师甲的学时已列入开具的证明"), "{}", world.db.name);
        assert_eq!((counted(&world, &s.tutor).await, counted(&world, other).await), (300, 300));
        for _ in 0..2 {
            let sent = correct(&held).await;
            assert_eq!(sent.status, 303, "{}: {}", world.db.name, sent.body);
        }
        assert_eq!((counted(&world, &s.tutor).await, counted(&world, other).await), (300, 1_200));
        assert!(other.get("/inbox").await.body.contains(WHY), "corrected at once");
        assert!(!s.tutor.get("/inbox").await.body.contains(WHY), "nothing has changed");
        assert!(s.tutor.get("/training_record").await.body.contains("更正待确认"));
        for page in [path.clone(), format!("/training_event/{id}")] {
            assert!(s.city.get(&page).await.body.contains("沈老师甲：3 学时 → 12 学时"), "{page}");
        }

        // It stands on the desk of who may confirm it, and of nobody else.
        assert!(s.county.get("/desk").await.body.contains("/paper_corrections"));
        for who in [&s.city, &s.neighbour] {
            assert!(!who.get("/desk").await.body.contains("/paper_corrections"), "{}", who.id);
        }
        let one = first(&s.county).await;
        let page = s.county.get(&one).await.body;
        for text in ["沈老师甲", WHY, "3 学时", "12 学时", "周明远"] {
            assert!(page.contains(text), "{text}: {page}");
        }
        assert_eq!(s.neighbour.get(&one).await.status, 404, "another county's");
        assert_eq!(s.tutor.get(&one).await.status, 403);
        let confirm = format!("{one}/confirm");
        let revision = with(Field::Revision, "1");
        assert_eq!(s.city.post(&confirm, &revision).await.status, 403, "who proposed it");
        assert_eq!(s.neighbour.post(&confirm, &revision).await.status, 404);
        assert_eq!(s.officer.post(&confirm, &revision).await.status, 403);
        let stale = s.county.post(&confirm, &with(Field::Revision, "7")).await;
        assert_eq!(stale.status, 409, "another state was shown");
        assert_eq!(counted(&world, &s.tutor).await, 300, "{}", world.db.name);
        for answer in at_once(vec![(s.county.clone(), confirm.clone(), revision); 3]).await {
            assert_eq!(answer.status, 303, "{}: {}", world.db.name, answer.body);
        }
        assert_eq!(counted(&world, &s.tutor).await, 1_200, "{}: once", world.db.name);
        assert_eq!(s.tutor.get("/inbox").await.body.matches(WHY).count(), 1, "told once");
        assert!(s.city.get("/inbox").await.body.contains(&one), "who proposed it is told");
        assert!(!s.county.get("/desk").await.body.contains("/paper_corrections"));
        let shown = s.city.get(&one).await.body;
        assert!(shown.contains("已确认") && shown.contains("县科协丙"), "{shown}");
        assert!(s.tutor.get("/certificates").await.body.contains("已作废"));
        let audit = [Role::AuditAdministrator];
        let auditor = world.person("审计", &audit, "审计处", "other", 1).await;
        let lines = auditor.get("/audit").await.body;
        assert!(lines.contains("作为第二人确认更正"), "{lines}");
        // The record holds no more: what comes now is corrected at once.
        world.actions.supersede_corrected(world.now()).await.unwrap();
        let body = s.city.get(&path).await.body;
        assert!(!body.contains("已列入开具的证明"), "{}", world.db.name);
        let none = ticked(&body, &[]).with(Field::Reason, WHY);
        assert_eq!(s.city.post(&path, &none).await.status, 303);
        assert_eq!(counted(&world, &s.tutor).await, 0, "{}", world.db.name);
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test]
async fn a_correction_is_refused_with_a_reason_or_called_off_and_nothing_changes() {
    for world in worlds().await {
        let held = held(&world).await;
        let Held { s, .. } = &held;
        assert_eq!(correct(&held).await.status, 303);
        let one = first(&s.county).await;
        let short = step(&s.county, &one, "refuse", with(Field::Reason, "否")).await;
        assert!(short.status == 422 && short.body.contains("value=\"否\""), "{}", short.body);
        for _ in 0..2 {
            let no = with(Field::Reason, NO).with(Field::Revision, "1");
            let sent = s.county.post(&format!("{one}/refuse"), &no).await;
            assert_eq!(sent.status, 303, "{}: {}", world.db.name, sent.body);
        }
        assert_eq!(counted(&world, &s.tutor).await, 300, "{}", world.db.name);
        for who in [&s.city, &s.tutor] {
            assert_eq!(who.get("/inbox").await.body.matches(NO).count(), 1, "{}", world.db.name);
        }
        let revision = with(Field::Revision, "1");
        for step in ["confirm", "call_off"] {
            let who = if step == "confirm" { &s.county } else { &s.city };
            assert_eq!(who.post(&format!("{one}/{step}"), &revision).await.status, 409, "{step}");
        }

        assert_eq!(correct(&held).await.status, 303, "proposed anew");
        let two = first(&s.county).await;
        assert_ne!(one, two);
        assert_eq!(s.county.post(&format!("{two}/call_off"), &revision).await.status, 403);
        for _ in 0..2 {
            let off = s.city.post(&format!("{two}/call_off"), &revision).await;
            assert_eq!(off.status, 303, "{}: {}", world.db.name, off.body);
        }
        assert!(s.tutor.get("/inbox").await.body.contains("已由提出人撤回"), "{}", world.db.name);
        assert_eq!(s.county.post(&format!("{two}/confirm"), &revision).await.status, 409);
        assert_eq!(counted(&world, &s.tutor).await, 300);
        assert!(!s.county.get("/desk").await.body.contains("/paper_corrections"));
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test]
async fn what_was_changed_otherwise_meanwhile_is_not_confirmed_and_one_waits_at_a_time() {
    for world in worlds().await {
        let held = held(&world).await;
        let Held { s, id, .. } = &held;
        assert_eq!(correct(&held).await.status, 303);
        // Another proposal of the same place is refused, with all that was typed.
        let path = format!("/training_event/{id}/correct");
        let body = s.city.get(&path).await.body;
        let other = ticked(&body, &boxes(&body)[..2]).with(Field::Reason, WHY);
        let refused = s.city.post(&path, &other).await;
        assert!(refused.status == 422 && refused.body.contains(WHY), "{}", refused.body);
        assert!(refused.body.contains("正待第二人确认"), "{}", world.db.name);
        let one = first(&s.county).await;
        let mut tx = world.db.store.begin().await.unwrap();
        tx.set_attendance(*id, &[]).await.unwrap();
        commit(tx).await;
        let page = s.county.get(&one).await.body;
        assert!(page.contains("该记录已另有变动") && !page.contains("/confirm"), "{page}");
        let sent = s.county.post(&format!("{one}/confirm"), &with(Field::Revision, "1")).await;
        assert!(sent.status == 422 && sent.body.contains("不能再确认"), "{}", sent.body);
        let no = with(Field::Reason, NO);
        assert_eq!(step(&s.county, &one, "refuse", no).await.status, 303);
        world.remove().await;
    }
}

#[tokio::test]
async fn a_claim_on_a_record_is_decided_anew_by_two() {
    for world in worlds().await {
        let s = scene(&world).await;
        let id = send(&s.tutor, &claim("one"), PDF).await.made();
        let (page, decide) = (format!("/hour_claim/{id}"), format!("/hour_claim/{id}/decide"));
        s.officer.post(&decide, &decision("accept", 2, "", "")).await;
        s.county.post(&decide, &decision("accept", 3, "6", "只认一天的学时")).await;
        take_record(&s.tutor, "record", "2026-11-22").await;
        let why = Values::default().with(Field::Dispute, "两天都有签到，请再核对一次");
        assert_eq!(s.tutor.post(&format!("{page}/dispute"), &why).await.status, 303);
        let shown = s.city.get(&page).await.body;
        assert!(shown.contains("该学时已列入开具的证明"), "{}: {shown}", world.db.name);
        for _ in 0..2 {
            let sent = s.city.post(&decide, &decision("accept", 5, "12", "")).await;
            assert_eq!(sent.status, 303, "{}: {}", world.db.name, sent.body);
            assert!(sent.location.starts_with(&page), "{}: not the next one", sent.location);
        }
        let other = s.city.post(&decide, &decision("accept", 5, "9", "一天半")).await;
        assert!(other.status == 422 && other.body.contains("正待第二人确认"), "{}", other.body);
        assert_eq!(counted(&world, &s.tutor).await, 600, "{}", world.db.name);
        assert!(s.tutor.get(&page).await.body.contains("6 学时 → 12 学时"), "its owner sees it");
        let one = first(&s.county).await;
        assert_eq!(step(&s.county, &one, "confirm", Values::default()).await.status, 303);
        assert_eq!(counted(&world, &s.tutor).await, 1_200, "{}", world.db.name);
        let row = {
            let mut conn = world.db.store.read().await.unwrap();
            conn.find_claim(domain::id::HourClaimId(id)).await.unwrap().unwrap()
        };
        assert_eq!((row.decider_id, row.accepted), (Some(s.city.id), Some(1_200)));
        assert!(s.tutor.get("/certificates").await.body.contains("已作废"));
        assert_eq!(s.city.post(&decide, &decision("accept", 5, "12", "")).await.status, 303);
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test]
async fn a_dispute_that_changes_nothing_leaves_the_record_as_it_is() {
    for world in worlds().await {
        let s = scene(&world).await;
        let id = send(&s.tutor, &claim("one"), PDF).await.made();
        let (page, decide) = (format!("/hour_claim/{id}"), format!("/hour_claim/{id}/decide"));
        s.officer.post(&decide, &decision("accept", 2, "", "")).await;
        s.county.post(&decide, &decision("accept", 3, "6", "只认一天的学时")).await;
        take_record(&s.tutor, "record", "2026-11-22").await;
        let why = Values::default().with(Field::Dispute, "两天都有签到，请再核对一次");
        s.tutor.post(&format!("{page}/dispute"), &why).await;
        let same = s.city.post(&decide, &decision("accept", 5, "6", "第二天没有签到")).await;
        assert_eq!(same.status, 303, "{}: {}", world.db.name, same.body);
        assert_eq!(counted(&world, &s.tutor).await, 600);
        assert!(!s.tutor.get("/certificates").await.body.contains("已作废"), "{}", world.db.name);
        world.verify_chain().await;
        world.remove().await;
    }
}

fn register(hours: &str) -> String {
    format!(
        "姓名,工作单位,培训名称,开始日期,学时\n沈老师甲,菱歌示范小学,科学实验研修,2026-11-08,{hours}\n"
    )
}

/// Previews a register and carries it out: the preview.
async fn imported(office: &Person, hours: &str) -> String {
    let kind =
        Values::default().with(Field::Kind, "training-hours").with(Field::AsOf, "2026-11-20");
    let bytes = register(hours);
    let file = Some(("file", "hours.csv", bytes.as_bytes()));
    let shown = office.upload("/roster", &kind, file).await;
    assert_eq!(shown.status, 303, "{}", shown.body);
    let preview = office.get(&shown.location).await.body;
    let done = office.post(&shown.location, &Values::default()).await;
    assert_eq!(done.status, 303, "{}", done.body);
    preview
}

#[tokio::test(flavor = "multi_thread")]
async fn a_register_corrects_what_stands_on_a_record_by_two_people() {
    for world in worlds().await {
        let s = scene(&world).await;
        imported(&s.city, "6").await;
        assert_eq!(counted(&world, &s.tutor).await, 600, "{}", world.db.name);
        let preview = imported(&s.city, "5").await;
        assert!(!preview.contains("已列入开具的证明"), "{}: {preview}", world.db.name);
        assert_eq!(counted(&world, &s.tutor).await, 500, "on no record: at once");
        take_record(&s.tutor, "record", "2026-11-22").await;
        let preview = imported(&s.city, "4").await;
        assert!(preview.contains("由第二人确认后生效"), "{}: {preview}", world.db.name);
        assert_eq!(counted(&world, &s.tutor).await, 500, "{}: it waits", world.db.name);
        let preview = imported(&s.city, "3").await;
        assert!(preview.contains("该学时的更正正待第二人确认"), "{}: {preview}", world.db.name);
        let one = first(&s.county).await;
        let same_unit = world.person("同单位", &[Role::CityOffice], "别处", "school", 1).await;
        let mut tx = world.db.store.begin().await.unwrap();
        tx.set_workplace(same_unit.id, s.unit, world.now().date_naive()).await.unwrap();
        commit(tx).await;
        let own = same_unit.post(&format!("{one}/confirm"), &with(Field::Revision, "1")).await;
        assert_eq!(own.status, 403, "{}: somebody of the own unit", world.db.name);
        assert!(s.county.get(&one).await.body.contains("hours.csv"), "its file is the reason");
        assert_eq!(step(&s.county, &one, "confirm", Values::default()).await.status, 303);
        assert_eq!(counted(&world, &s.tutor).await, 400, "{}", world.db.name);
        assert!(s.tutor.get("/inbox").await.body.contains("更正已由第二人确认"));
        assert!(s.tutor.get("/certificates").await.body.contains("已作废"));
        let preview = imported(&s.city, "4").await;
        assert!(!preview.contains("第二人确认"), "{}: as it is on file", world.db.name);
        world.verify_chain().await;
        world.remove().await;
    }
}
