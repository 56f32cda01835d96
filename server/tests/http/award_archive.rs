//! A decided award goes into the archive once nothing of it is open, and can be taken out again.

use chrono::TimeDelta;
use domain::{
    form::{Field, Values},
    id::AwardCycleId,
};

use crate::{
    award_scene::{Cast, clerk, revision},
    complaint::once_of,
    objection::{admitted, finding, on_notice, step},
    walk::with,
    world::{Answer, Person, World, at_once, worlds},
};

const WHY: &str = "收到一封迟到的挂号信，须按异议处理";

fn path(cycle: AwardCycleId) -> String {
    format!("/award/{cycle}/archive")
}

async fn archive(world: &World, cast: &Cast, who: &Person) -> Answer {
    let now = with(Field::Revision, &revision(world, cast).await);
    who.post(&path(cast.cycle), &now).await
}

async fn decide(cast: &Cast, step: &str, document: &str) {
    let document = with(Field::DocumentNo, document);
    let path = format!("/award/{}/{step}", cast.cycle);
    let decided = cast.decider.post(&path, &document).await;
    assert_eq!(decided.status, 303, "{}", decided.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_archive_waits_for_objections_and_whoever_is_not_decided_about() {
    for world in worlds().await {
        let cast = on_notice(&world).await;
        let (office, first) = (&cast.office, i64::from(cast.nominees[0]));
        let clerk = clerk(&world).await;
        assert_eq!(office.get(&path(cast.cycle)).await.status, 409, "not decided");
        assert_eq!(archive(&world, &cast, office).await.status, 409);
        let (objection, _) = admitted(&world, &cast, &clerk, ("nominee", Some(first))).await;
        world.wait(TimeDelta::days(8));
        decide(&cast, "decide", "嘉科协〔2026〕9号").await;

        let page = office.get(&path(cast.cycle)).await.body;
        assert!(page.contains("还不能归档") && page.contains("1 件异议"), "{page}");
        assert!(page.contains("辅导员0") && !page.contains("辅导员1"), "who is held back: {page}");
        let refused = archive(&world, &cast, office).await;
        assert_eq!(refused.status, 422, "{}", world.db.name);
        let unfounded = finding("dismissed", "nothing");
        assert_eq!(step(&clerk, objection, "decide", unfounded, &world).await.status, 303);
        let page = office.get(&path(cast.cycle)).await.body;
        assert!(!page.contains("件异议") && page.contains("辅导员0"), "{page}");
        assert_eq!(archive(&world, &cast, office).await.status, 422, "not decided about");
        decide(&cast, "changes/supplement", "嘉科协〔2026〕12号").await;

        for who in [&cast.decider, &cast.supervisor, &cast.judges[0]] {
            assert_eq!(who.get(&path(cast.cycle)).await.status, 403, "the office archives");
            assert_eq!(archive(&world, &cast, who).await.status, 403);
        }
        let stale = office.post(&path(cast.cycle), &with(Field::Revision, "1")).await;
        assert_eq!(stale.status, 409);
        let now = with(Field::Revision, &revision(&world, &cast).await);
        for sent in at_once(vec![(office.clone(), path(cast.cycle), now); 3]).await {
            assert_eq!(sent.status, 303, "{}: {}", world.db.name, sent.body);
        }
        assert!(office.get(&format!("/award/{}", cast.cycle)).await.body.contains("已归档"));
        assert!(office.get("/award").await.body.contains("已归档"));
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_in_the_archive_is_shown_as_before_and_taken_out_with_a_reason() {
    for world in worlds().await {
        let cast = on_notice(&world).await;
        let (office, cycle, visitor) = (&cast.office, cast.cycle, world.visitor());
        world.wait(TimeDelta::days(8));
        decide(&cast, "decide", "嘉科协〔2026〕9号").await;
        let letter = format!("/award/{cycle}/objection/new");
        let form = office.get(&letter).await;
        assert_eq!(form.status, 200, "{}", form.body);
        assert_eq!(archive(&world, &cast, office).await.status, 303);

        let notice = visitor.get(&format!("/notice/{cycle}")).await.body;
        assert!(notice.contains("辅导员0") && notice.contains("嘉科协〔2026〕9号"), "{notice}");
        assert_eq!(visitor.get(&format!("/notice/{cycle}/result.json")).await.status, 200);
        let certificates = format!("/award/{cycle}/certificates");
        assert_eq!(office.post(&certificates, &Values::default()).await.status, 303, "papers come");
        assert_eq!(office.get(&letter).await.status, 409, "no objection goes into the archive");
        let list = office.get(&format!("/award/{cycle}/objection")).await.body;
        assert!(list.contains("先由办公室从档案中取回") && !list.contains(&letter), "{list}");
        let late = with(Field::Once, &once_of(&form))
            .with(Field::ObjectionAbout, "procedure")
            .with(Field::Objection, "公示期内寄出的信件，对程序提出异议")
            .with(Field::ObjectorKind, "person")
            .with(Field::ObjectorName, "钱举报")
            .with(Field::ObjectorContact, "13812340077")
            .with(Field::ReceivedOn, "2026-11-22");
        assert_eq!(office.post(&letter, &late).await.status, 409, "{}", world.db.name);

        let out = format!("{}/take_out", path(cycle));
        let now = with(Field::Revision, &revision(&world, &cast).await);
        let nothing = office.post(&out, &now).await;
        assert!(nothing.status == 422 && nothing.body.contains("href=\"#reason\""));
        assert_eq!(cast.decider.post(&out, &now).await.status, 403);
        let why = now.with(Field::Reason, WHY);
        for _ in 0..2 {
            assert_eq!(office.post(&out, &why).await.status, 303, "{}", world.db.name);
        }
        for who in [&cast.decider, &cast.supervisor] {
            assert_eq!(who.get("/inbox").await.body.matches(WHY).count(), 1, "told once");
        }
        assert_eq!(office.get(&letter).await.status, 200);
        assert_eq!(archive(&world, &cast, office).await.status, 303, "and back");
        world.verify_chain().await;
        world.remove().await;
    }
}
