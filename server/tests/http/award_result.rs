//! What is told of a result: to whom it belongs, and to everybody.

use chrono::TimeDelta;
use domain::{
    award_result::PublishedResult,
    form::{Field, Values},
    id::NominationId,
    nomination::{NominationConsentChannel, Said},
    role::{Grant, Role, Scope},
};
use store::NominationConsentRow;

use crate::{
    aged::ask,
    award_scene::{CANARIES, Cast, answer, cast, confirm_all, declare, proposal, scores, take},
    world::{World, commit, worlds},
};

/// Every judge scores every nominee, and writes something about the last.
async fn score_with_comments(cast: &Cast) {
    for (at, judge) in cast.judges.iter().enumerate() {
        declare(cast, judge).await;
        for (n, id) in cast.nominees.iter().enumerate() {
            let comment =
                if n == 4 { format!("请补充活动照片{}", 5 - at) } else { String::new() };
            let sheet = scores(&format!("{}", 45 - n), "40", 0).with(Field::Comment, comment);
            let sent = judge.post(&format!("/score_sheet/{id}"), &sheet).await;
            assert_eq!(sent.status, 303, "{}", sent.body);
        }
    }
    take(&cast.office, cast.cycle, "close_scoring").await;
}

/// The two best are proposed, confirmed, on notice, and after it decided about.
pub(crate) async fn decide(world: &World, cast: &Cast) {
    let path = format!("/award/{}/proposal", cast.cycle);
    assert_eq!(cast.office.post(&path, &proposal(&cast.nominees[..2])).await.status, 303);
    let yes = answer(world, cast, "confirm").await;
    let path = format!("/award/{}/confirm", cast.cycle);
    assert_eq!(cast.decider.post(&path, &yes).await.status, 303);
    take(&cast.office, cast.cycle, "post").await;
    world.wait(TimeDelta::days(8));
    let document = Values::default().with(Field::DocumentNo, "嘉科协〔2026〕9号");
    let path = format!("/award/{}/decide", cast.cycle);
    assert_eq!(cast.decider.post(&path, &document).await.status, 303);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_nominee_reads_the_own_mean_and_comments_without_names_once_it_is_decided() {
    for world in worlds().await {
        let cast = cast(&world).await;
        let mut conn = world.db.store.read().await.unwrap();
        let row = conn.find_nomination(cast.nominees[4]).await.unwrap().unwrap();
        drop(conn);
        let nominee = world.signed_in(row.person_id.unwrap()).await;
        confirm_all(&cast).await;
        score_with_comments(&cast).await;
        let early = nominee.get("/award_result").await;
        assert!(early.status == 200 && early.body.contains("评选中的推荐"), "{}", early.body);
        // How far the award is, and nothing of how it goes.
        for text in ["81.00", "请补充", "未获评", "/own\""] {
            assert!(!early.body.contains(text), "{}: {text}", world.db.name);
        }
        decide(&world, &cast).await;
        assert!(nominee.get("/my_information").await.body.contains("href=\"/award_result\""));
        let inbox = nominee.get("/inbox").await.body;
        assert!(inbox.contains("评优已审定") && inbox.contains("/award_result"), "{inbox}");
        let page = nominee.get("/award_result").await.body;
        for text in ["2026年度科普工作评优", "未获评", "81.00", "参评人数少", "请补充活动照片1"]
        {
            assert!(page.contains(text), "{}: {text} is not in {page}", world.db.name);
        }
        let at = |n: u32| page.find(&format!("请补充活动照片{n}")).unwrap();
        assert!((1..5).all(|n| at(n) < at(n + 1)), "in no order of the seats");
        for n in 0..5 {
            assert!(!page.contains(&format!("评委{n}")), "no judge is named");
            assert!(n == 4 || !page.contains(&format!("辅导员{n}")), "nobody else");
        }
        // Nobody is withdrawn from what is decided.
        let officer = world.person("干事", &[], "干事的单位", "school", 1).await;
        let mut tx = world.db.store.begin().await.unwrap();
        let (role, scope) = (Role::UnitOfficer, Scope::Organisation(row.unit_id));
        let starts_on = world.now().date_naive();
        tx.add_grant(officer.id, &Grant { role, scope, starts_on, ends_on: None }).await.unwrap();
        commit(tx).await;
        let nominates = format!(
            "UPDATE organisation SET is_nominating_unit = true WHERE id = {} RETURNING name",
            row.unit_id
        );
        assert_eq!(ask(&world, &nominates).await.len(), 1, "{}", world.db.name);
        let filing = format!("/nomination/{}/filing", row.id);
        let page = officer.get(&filing).await;
        assert_eq!(page.status, 200, "{}", world.db.name);
        assert!(!page.body.contains(&format!("{filing}/withdraw")), "{}", page.body);
        let reason = Values::default().with(Field::Reason, "单位不再推荐该同志");
        let late = officer.post(&format!("{filing}/withdraw"), &reason).await;
        assert_eq!(late.status, 409, "{}: {}", world.db.name, late.body);
        let other = world.person("旁人", &[], "别处", "school", 1).await;
        let page = other.get("/award_result").await.body;
        assert!(!page.contains("81.00") && !page.contains("请补充"), "{page}");
        assert_eq!(world.visitor().get("/award_result").await.status, 303, "to sign in");
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn judges_and_the_list_without_scores_are_public_once_it_is_decided() {
    for world in worlds().await {
        let cast = cast(&world).await;
        confirm_all(&cast).await;
        score_with_comments(&cast).await;
        let (visitor, notice) = (world.visitor(), format!("/notice/{}", cast.cycle));
        let file = format!("{notice}/result.json");
        let before = visitor.get(&notice).await.body;
        assert!(!before.contains("评委0") && !before.contains(&file), "{}", world.db.name);
        assert_eq!(visitor.get(&file).await.status, 404);
        decide(&world, &cast).await;
        let after = visitor.get(&notice).await.body;
        assert!(after.contains("评委0") && after.contains("评委4") && after.contains(&file));
        // What winners have done is read as far as they have agreed.
        let deeds = format!("{notice}/deeds");
        assert!(after.contains(&deeds), "{after}");
        say(&world, &cast.nominees, false).await;
        let unnamed = visitor.get(&notice).await.body;
        let number = format!("编号 {}（不公开姓名）", cast.nominees[0]);
        assert!(unnamed.contains(&number) && !unnamed.contains("辅导员0"), "{unnamed}");
        let none = visitor.get(&deeds).await.body;
        assert!(none.contains("还没有本人同意公开的事迹"), "{none}");
        say(&world, &cast.nominees[..1], true).await;
        let one = visitor.get(&deeds).await.body;
        assert!(one.contains("辅导员0") && one.contains("金丝雀事迹"), "{one}");
        assert!(!one.contains("辅导员1") && !one.contains("金丝雀职务"), "{one}");
        let exchange = format!("/training_event/new?award={}", cast.cycle);
        assert!(cast.office.get(&format!("/award/{}", cast.cycle)).await.body.contains(&exchange));
        let plan = cast.office.get(&exchange).await.body;
        for text in ["获奖者经验交流会", "辅导员0（示范小学0）", "value=\"work_exchange\" selected"]
        {
            assert!(plan.contains(text), "{text} is not in {plan}");
        }
        let refused = visitor.get(&file).await.body;
        assert!(refused.contains("辅导员0") && !refused.contains("辅导员1"), "{refused}");
        say(&world, &cast.nominees[1..2], true).await;
        let answer = visitor.get(&file).await;
        assert_eq!(answer.header("content-type"), "application/json");
        let result: PublishedResult = serde_json::from_str(&answer.body).unwrap();
        assert_eq!(result.judges.len(), 5);
        let tutors = result.categories.iter().find(|one| one.category == "tutor").unwrap();
        assert_eq!(tutors.seats, 2);
        let names: Vec<_> = tutors.awarded.iter().map(|one| one.name.as_str()).collect();
        assert_eq!(names, ["辅导员0", "辅导员1"]);
        assert_eq!(result.cycle.document_no, "嘉科协〔2026〕9号");
        let (_, digest) = result.cycle.award.split_once(':').unwrap();
        assert!(digest.len() == 64 && result.cycle.award.starts_with("award/1/"), "{digest}");
        for secret in CANARIES.iter().chain(&["辅导员2", "辅导员4", "81.00", "请补充"]) {
            assert!(!answer.body.contains(secret), "{secret} is public");
        }
        world.remove().await;
    }
}

/// What some nominees say to being published.
async fn say(world: &World, nominees: &[NominationId], publication: bool) {
    let mut tx = world.db.store.begin().await.unwrap();
    for id in nominees {
        let consent = NominationConsentRow {
            nomination_id: *id,
            said: Said { processing: true, publication },
            channel: NominationConsentChannel::Link,
            name: String::new(),
            signed_on: None,
            scan_id: None,
            text_digest: "0".into(),
            at: world.now(),
        };
        tx.set_nomination_consent(&consent).await.unwrap();
    }
    commit(tx).await;
}
