//! What staff of an award are told: why a proposal was sent back, what judges have written, and nothing
//! of those with whom they are in conflict.

use domain::form::{Field, Values};
use sha2::{Digest as _, Sha256};

use crate::{
    award_scene::{
        Cast, answer, cast, clerk, confirm_all, declare, proposal, score_all, scores, take,
    },
    world::{World, commit, worlds},
};

#[tokio::test(flavor = "multi_thread")]
async fn a_proposal_that_was_sent_back_says_why_until_it_is_made_anew() {
    for world in worlds().await {
        let cast = cast(&world).await;
        confirm_all(&cast).await;
        score_all(&cast).await;
        let path = format!("/award/{}/proposal", cast.cycle);
        let list = proposal(&cast.nominees[..2]);
        assert_eq!(cast.office.post(&path, &list).await.status, 303);
        let back = answer(&world, &cast, "send_back").await;
        let back = back.with(Field::Reason, "请补充评审会纪要");
        let sent = cast.decider.post(&format!("/award/{}/confirm", cast.cycle), &back).await;
        assert_eq!(sent.status, 303, "{}", sent.body);
        let inbox = cast.office.get("/inbox").await.body;
        assert!(inbox.contains("建议名单被退回"), "{}: {inbox}", world.db.name);
        assert!(!inbox.contains("请补充评审会纪要"), "the page alone says why");
        for person in [&cast.office, &cast.decider, &cast.supervisor] {
            let page = person.get(&path).await.body;
            assert!(page.contains("请补充评审会纪要"), "{}: {page}", world.db.name);
        }
        assert_eq!(cast.office.post(&path, &list).await.status, 303);
        assert!(!cast.office.get(&path).await.body.contains("请补充评审会纪要"));
        world.verify_chain().await;
        world.remove().await;
    }
}

/// Every judge says something about the first nominee.
async fn comment(cast: &Cast) {
    for (n, judge) in cast.judges.iter().enumerate() {
        declare(cast, judge).await;
        for (at, id) in cast.nominees.iter().enumerate() {
            let said = if at == 0 { format!("材料扎实之{n}") } else { String::new() };
            let sheet = scores(&format!("{}", 45 - at), "40", 0).with(Field::Comment, said);
            let sent = judge.post(&format!("/score_sheet/{id}"), &sheet).await;
            assert_eq!(sent.status, 303, "{}", sent.body);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_judges_have_written_is_read_with_seats_by_who_is_free() {
    for world in worlds().await {
        let cast = cast(&world).await;
        let clerk = clerk(&world).await;
        confirm_all(&cast).await;
        comment(&cast).await;
        let path = format!("/award/{}/ranking/{}/comments", cast.cycle, cast.category);
        assert_eq!(cast.office.get(&path).await.status, 409, "while judges score");
        take(&cast.office, cast.cycle, "close_scoring").await;
        for person in [&cast.office, &cast.decider, &cast.supervisor, &clerk] {
            let page = person.get(&path).await;
            assert_eq!(page.status, 200, "{}", page.body);
            assert!(page.body.contains("材料扎实之0") && page.body.contains("材料扎实之4"));
            assert!(page.body.contains("1号席位") && page.body.contains("辅导员0"));
            assert!(!page.body.contains("评委0"), "{}: no judge is named", world.db.name);
            assert!(!page.body.contains("辅导员1"), "nothing was written");
        }
        assert_eq!(cast.judges[0].get(&path).await.status, 403);
        let ranking = format!("/award/{}/ranking/{}", cast.cycle, cast.category);
        assert!(cast.office.get(&ranking).await.body.contains(&path), "the way there");
        let near = Values::default().with(Field::Relation, "teacher_student");
        let aside = format!("/nomination/{}/conflict", cast.nominees[3]);
        assert_eq!(clerk.post(&aside, &near).await.status, 303);
        assert_eq!(clerk.get(&path).await.status, 403, "{}", world.db.name);
        world.remove().await;
    }
}

/// A nominee takes the nomination back.
async fn withdraw(world: &World, cast: &Cast, n: usize) {
    let token = format!("nominee-{n}");
    let link = hex::encode(Sha256::digest(token.as_bytes()));
    let mut tx = world.db.store.begin().await.unwrap();
    tx.set_nomination_link(cast.nominees[n], &link, world.now()).await.unwrap();
    commit(tx).await;
    let why = Values::default().with(Field::Reason, "本人工作调动");
    let done = world.visitor().post(&format!("/nominee/{token}/withdraw"), &why).await;
    assert_eq!(done.status, 303, "{}", done.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_withdrawal_names_nobody_to_staff_in_conflict() {
    for world in worlds().await {
        let cast = cast(&world).await;
        let clerk = clerk(&world).await;
        let near = Values::default().with(Field::Relation, "teacher_student");
        let aside = format!("/nomination/{}/conflict", cast.nominees[2]);
        assert_eq!(clerk.post(&aside, &near).await.status, 303);
        withdraw(&world, &cast, 2).await;
        withdraw(&world, &cast, 3).await;
        let told = cast.office.get("/inbox").await.body;
        assert!(told.contains("辅导员2") && told.contains("辅导员3"), "{told}");
        let told = clerk.get("/inbox").await.body;
        assert!(!told.contains("辅导员2") && told.contains("辅导员3"), "{}: {told}", world.db.name);
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_is_told_to_the_nominee_and_so_is_its_end() {
    for world in worlds().await {
        let cast = cast(&world).await;
        let mut conn = world.db.store.read().await.unwrap();
        let nominee = conn.find_nomination(cast.nominees[0]).await.unwrap().unwrap();
        drop(conn);
        let nominee = crate::certificate::signed_in(&world, nominee.person_id.unwrap(), None).await;
        let path = format!("/nomination/{}", cast.nominees[0]);
        let check = |decision: &str, reason: &str, revision: &str| {
            Values::default()
                .with(Field::Decision, decision)
                .with(Field::Reason, reason)
                .with(Field::Revision, revision)
        };
        let no = check("ineligible", "学时尚未达到要求", "1");
        assert_eq!(cast.office.post(&path, &no).await.status, 303);
        let told = nominee.get("/inbox").await.body;
        assert!(told.contains("不符合参评条件") && told.contains("学时尚未达到要求"), "{told}");
        let yes = check("eligible", "补充材料后已核对", "2");
        assert_eq!(cast.office.post(&path, &yes).await.status, 303);
        assert!(nominee.get("/inbox").await.body.contains("复核后符合"), "{}", world.db.name);
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_step_is_told_to_whom_it_concerns_and_a_confirmation_can_be_taken_back() {
    for world in worlds().await {
        let cast = cast(&world).await;
        let mut conn = world.db.store.read().await.unwrap();
        let row = conn.find_nomination(cast.nominees[0]).await.unwrap().unwrap();
        drop(conn);
        let nominee = crate::certificate::signed_in(&world, row.person_id.unwrap(), None).await;
        let heard = async |person: &crate::world::Person, text: &str| {
            person.get("/inbox").await.body.contains(text)
        };
        confirm_all(&cast).await;
        score_all(&cast).await;
        let cycle = cast.cycle;
        let (path, list) = (format!("/award/{cycle}/proposal"), proposal(&cast.nominees[..2]));
        assert_eq!(cast.office.post(&path, &list).await.status, 303);
        assert!(heard(&cast.decider, "评优名单待您确认").await, "{}", world.db.name);
        let confirm = format!("/award/{cycle}/confirm");
        let yes = answer(&world, &cast, "confirm").await;
        assert_eq!(cast.decider.post(&confirm, &yes).await.status, 303);
        assert!(heard(&cast.office, "评优名单已确认").await, "{}", world.db.name);
        // A slip is seen before anybody has read the list.
        assert!(cast.decider.get(&path).await.body.contains("value=\"send_back\""));
        let back = answer(&world, &cast, "send_back").await.with(Field::Reason, "有一个名字写错了");
        assert_eq!(cast.decider.post(&confirm, &back).await.status, 303, "{}", world.db.name);
        assert_eq!(cast.office.post(&path, &list).await.status, 303, "proposed anew");
        let yes = answer(&world, &cast, "confirm").await;
        assert_eq!(cast.decider.post(&confirm, &yes).await.status, 303);
        take(&cast.office, cycle, "post").await;
        assert!(!cast.decider.get(&path).await.body.contains("value=\"send_back\""), "on notice");
        assert!(heard(&nominee, "评优名单公示").await, "{}", world.db.name);
        let correct = format!("/nomination/{}/correct", cast.nominees[0]);
        let shown = cast.office.get(&correct).await.body;
        let shown = shown.split("name=\"revision\" value=\"").nth(1).unwrap();
        let right = Values::default()
            .with(Field::Revision, shown.split('"').next().unwrap())
            .with(Field::NomineeName, "辅导员甲")
            .with(Field::NomineeWorkplace, "示范小学0")
            .with(Field::Reason, "推荐表笔误");
        assert_eq!(cast.office.post(&correct, &right).await.status, 303);
        assert!(heard(&nominee, "名单已更正：辅导员甲").await, "{}", world.db.name);
        let why = Values::default()
            .with(Field::Revision, crate::award_scene::revision(&world, &cast).await)
            .with(Field::AbortReason, "上级通知本年度评优项目取消");
        assert_eq!(cast.decider.post(&format!("/award/{cycle}/abort"), &why).await.status, 303);
        assert!(heard(&nominee, "评优已终止").await, "{}", world.db.name);
        let public = world.visitor().get("/notice").await.body;
        assert!(public.contains(&format!("href=\"/notice/{cycle}\"")) && public.contains("已终止"));
        assert!(!cast.decider.get("/desk").await.body.contains(&format!("/award/{cycle}/changes")));
        world.verify_chain().await;
        world.remove().await;
    }
}
