//! Papers and contest results as evidence: entered, confirmed by somebody else, and beside a nomination.

use domain::{
    evidence::{EvidenceKind, EvidenceLevel, EvidencePart, EvidenceState, NewEvidence},
    form::{Field, Values},
    id::PersonId,
    role::{Role, Scope},
};
use store::NewUpload;

use crate::{
    award_scene::{cast, confirm_all},
    hour_claim::{PDF, give, scene},
    walk::{value_of, with},
    world::{Answer, Person, World, at_once, commit, worlds},
};

const WHY: &str = "证明材料上没有姓名";

fn paper(once: &str) -> Values {
    Values::default()
        .with(Field::Once, once)
        .with(Field::EvidenceKind, "pupil_contest")
        .with(Field::EvidenceTitle, "自制潮汐仪<b>")
        .with(Field::EvidenceVenue, "省青少年科技创新大赛")
        .with(Field::EvidenceOn, "2026-05-06")
        .with(Field::EvidenceLevel, "province")
        .with(Field::EvidencePrize, "一等奖")
        .with(Field::EvidencePart, "guide")
}

async fn send(person: &Person, path: &str, values: &Values) -> Answer {
    person.upload(path, values, Some(("proof", "获奖证书.pdf", PDF))).await
}

fn revision(n: &str) -> Values {
    with(Field::Revision, n)
}

async fn facts(world: &World, person: &Person) -> usize {
    let mut conn = world.db.store.read().await.unwrap();
    conn.list_confirmed_evidence(&[person.id]).await.unwrap().len()
}

#[tokio::test]
async fn evidence_is_entered_confirmed_by_the_unit_and_taken_back_by_an_office() {
    for world in worlds().await {
        let s = scene(&world).await;
        let mut wrong = paper("wrong");
        wrong.set(Field::EvidencePrize, "");
        wrong.set(Field::EvidenceOn, "2030-01-01");
        let refused = s.tutor.upload("/evidence/new", &wrong, None).await;
        assert_eq!(refused.status, 422, "{}", refused.body);
        for field in ["evidence_prize", "evidence_on", "proof"] {
            assert!(refused.body.contains(&format!("href=\"#{field}\"")), "{field}");
        }
        assert!(refused.body.contains("自制潮汐仪&lt;b&gt;"), "nothing typed is lost");
        let id = send(&s.tutor, "/evidence/new", &paper("one")).await.made();
        assert_eq!(send(&s.tutor, "/evidence/new", &paper("one")).await.made(), id, "once");
        let page = format!("/evidence/{id}");
        for (who, status) in
            [(&s.tutor, 200), (&s.officer, 200), (&s.county, 200), (&s.neighbour, 404)]
        {
            assert_eq!(who.get(&page).await.status, status, "{}", world.db.name);
            assert_eq!(who.get(&format!("{page}/proof")).await.status, status);
        }
        let other = world.person("别人", &[Role::Tutor], "另一小学", "school", 1).await;
        assert_eq!(other.get(&page).await.status, 404, "{}", world.db.name);
        assert!(s.officer.get("/desk").await.body.contains("/evidence/queue"));
        assert!(s.officer.get("/evidence/queue").await.body.contains(&page));
        assert!(!s.neighbour.get("/evidence/queue").await.body.contains(&page));
        let confirm = format!("{page}/confirm");
        assert_eq!(s.tutor.post(&confirm, &revision("1")).await.status, 403);
        assert_eq!(s.neighbour.post(&confirm, &revision("1")).await.status, 404);
        assert_eq!(s.officer.post(&confirm, &revision("9")).await.status, 409, "stale");

        // Sent back, corrected, confirmed.
        let back = format!("{page}/send_back");
        assert_eq!(s.officer.post(&back, &revision("1")).await.status, 422);
        for _ in 0..2 {
            let sent = s.officer.post(&back, &revision("1").with(Field::Reason, WHY)).await;
            assert_eq!(sent.status, 303, "{}: {}", world.db.name, sent.body);
        }
        assert_eq!(s.tutor.get("/inbox").await.body.matches(WHY).count(), 1, "told once");
        let change = format!("{page}/change");
        let form = s.tutor.get(&change).await.body;
        let mut right = paper("").with(Field::Revision, value_of(&form, "revision"));
        right.set(Field::EvidenceTitle, "自制潮汐仪");
        right.set(Field::ProofToken, value_of(&form, "proof_token"));
        assert_eq!(s.officer.get(&change).await.status, 404, "not the officer's");
        assert_eq!(s.tutor.upload(&change, &right, None).await.status, 303);
        assert_eq!(facts(&world, &s.tutor).await, 0, "{}", world.db.name);
        for answer in at_once(vec![(s.officer.clone(), confirm.clone(), revision("3")); 3]).await {
            assert_eq!(answer.status, 303, "{}: {}", world.db.name, answer.body);
        }
        assert_eq!(facts(&world, &s.tutor).await, 1, "{}", world.db.name);
        assert_eq!(s.tutor.get("/inbox").await.body.matches("已确认，推优时").count(), 1);
        let person = format!("/person/{}", s.tutor.id);
        assert!(s.city.get(&person).await.body.contains(&page), "on the person's page");
        assert!(s.county.get(&person).await.body.contains(&format!("{person}/evidence")));
        assert!(s.county.get(&format!("{person}/evidence")).await.body.contains("自制潮汐仪"));
        assert_eq!(s.neighbour.get(&format!("{person}/evidence")).await.status, 404);
        assert!(s.tutor.get("/my_information").await.body.contains("自制潮汐仪"));

        let take = format!("{page}/take_back");
        let why = revision("4").with(Field::Reason, WHY);
        assert_eq!(s.officer.post(&take, &why).await.status, 403, "an office alone");
        assert_eq!(s.county.post(&take, &revision("4")).await.status, 422);
        assert_eq!(s.county.post(&take, &why).await.status, 303);
        assert_eq!(facts(&world, &s.tutor).await, 0, "{}", world.db.name);
        assert!(s.tutor.get("/inbox").await.body.contains("确认已被撤销"));
        assert_eq!(s.officer.post(&format!("{page}/withdraw"), &revision("5")).await.status, 403);
        for _ in 0..2 {
            assert_eq!(s.tutor.post(&format!("{page}/withdraw"), &revision("5")).await.status, 303);
        }
        assert_eq!(s.county.get(&page).await.status, 404, "{}: it is gone", world.db.name);
        assert!(s.tutor.get("/evidence").await.body.contains("已撤回"));
        assert_eq!(s.tutor.get(&change).await.status, 409, "it is over");
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test]
async fn what_an_officer_enters_for_somebody_is_confirmed_by_another() {
    for world in worlds().await {
        let s = scene(&world).await;
        let path = format!("/person/{}/evidence/new", s.tutor.id);
        assert!(s.officer.get(&path).await.body.contains("沈老师甲"), "{}", world.db.name);
        assert_eq!(s.county.get(&path).await.status, 403);
        let other = world.person("邻校", &[], "另一小学", "school", 1).await;
        let unit = {
            let mut conn = world.db.store.read().await.unwrap();
            conn.find_person(other.id).await.unwrap().unwrap().workplace_id.unwrap()
        };
        give(&world, &other, Role::UnitOfficer, Scope::Organisation(unit)).await;
        assert_eq!(other.get(&path).await.status, 404, "another unit's officer");
        let id = send(&s.officer, &path, &paper("one")).await.made();
        let page = format!("/evidence/{id}");
        assert!(s.tutor.get("/inbox").await.body.contains("所在单位已代您填报"), "told");
        let confirm = format!("{page}/confirm");
        assert!(!s.officer.get(&page).await.body.contains(&confirm), "{}", world.db.name);
        assert!(!s.officer.get("/desk").await.body.contains("/evidence/queue"));
        assert_eq!(s.officer.post(&confirm, &revision("1")).await.status, 403, "who entered it");
        // The person corrects it without sending the file again.
        let form = s.tutor.get(&format!("{page}/change")).await.body;
        assert!(form.contains("获奖证书.pdf"), "{form}");
        let mut right = paper("").with(Field::Revision, "1");
        right.set(Field::EvidencePrize, "二等奖");
        right.set(Field::ProofToken, value_of(&form, "proof_token"));
        let sent = s.tutor.upload(&format!("{page}/change"), &right, None).await;
        assert_eq!(sent.status, 303, "{}: {}", world.db.name, sent.body);
        assert_eq!(s.county.post(&confirm, &revision("2")).await.status, 303);
        assert_eq!(facts(&world, &s.tutor).await, 1, "{}", world.db.name);
        world.verify_chain().await;
        world.remove().await;
    }
}

/// A confirmed paper of somebody who is on file.
async fn confirmed(world: &World, (whose, checker): (PersonId, PersonId), title: &str) {
    let mut tx = world.db.store.begin().await.unwrap();
    let upload = NewUpload {
        token: title,
        owner_id: whose,
        sha256: "ab",
        size: 3,
        media_type: "application/pdf",
        file_name: "论文.pdf",
        created_at: world.now(),
    };
    let proof = tx.add_upload(&upload).await.unwrap();
    let new = NewEvidence {
        kind: EvidenceKind::Paper,
        title: title.to_owned(),
        happened_on: "2026-05-06".parse().unwrap(),
        venue: "示范教育研究".into(),
        level: EvidenceLevel::City,
        prize: String::new(),
        part: EvidencePart::Author,
        proof,
    };
    let id = tx.add_evidence(whose, &new, (whose, world.now())).await.unwrap();
    let states = (EvidenceState::Filed, EvidenceState::Confirmed);
    let by = (checker, world.now());
    assert!(tx.move_evidence((id, 1), states, by, "").await.unwrap());
    commit(tx).await;
}

#[tokio::test]
async fn what_is_confirmed_stands_beside_a_nomination_and_stays_as_it_was_at_the_opening() {
    for world in worlds().await {
        let cast = cast(&world).await;
        let nominee = {
            let mut conn = world.db.store.read().await.unwrap();
            conn.find_nomination(cast.nominees[0]).await.unwrap().unwrap().person_id.unwrap()
        };
        let both = (nominee, cast.office.id);
        confirmed(&world, both, "潮汐的观察").await;
        let page = format!("/nomination/{}", cast.nominees[0]);
        let shown = cast.office.get(&page).await.body;
        assert!(
            shown.contains("论文、潮汐的观察、示范教育研究、市级"),
            "{}: {shown}",
            world.db.name
        );
        let other = format!("/nomination/{}", cast.nominees[1]);
        assert!(!cast.office.get(&other).await.body.contains("潮汐的观察"), "{}", world.db.name);
        confirm_all(&cast).await;
        confirmed(&world, both, "后来的论文").await;
        let shown = cast.office.get(&page).await.body;
        assert!(shown.contains("潮汐的观察") && !shown.contains("后来的论文"), "{shown}");
        world.verify_chain().await;
        world.remove().await;
    }
}
