//! Score sheets and claims that were sent after the session had ended: nothing typed is lost, and
//! nothing is written twice.

use chrono::TimeDelta;
use domain::{
    form::Field,
    score_sheet::{Points, Stage},
};

use crate::{
    account::{credentials, session_of, with_password},
    award_scene::{cast, confirm_all, relations, scores},
    hour_claim::{PDF, claim, scene},
    kept_form::cookie,
    world::{Answer, PASSWORD, Person, World, worlds},
};

/// Longer than any session lasts.
const TOO_LONG: TimeDelta = TimeDelta::hours(25);

/// Signs in again at the browser that was sent to the sign-in, which leads back to the form.
async fn back_again(world: &World, name: &str, sent_away: &Answer, page: &str) -> Person {
    assert_eq!(sent_away.status, 303);
    let next = page.replace('/', "%2F");
    assert_eq!(sent_away.location, format!("/sign_in?next={next}"));
    let browser = world.visitor().with_cookie(&cookie(sent_away, "kept_form"));
    let values = credentials(name, PASSWORD).with(Field::Next, page);
    let signed_in = browser.post("/sign_in", &values).await;
    assert_eq!(signed_in.location, page);
    browser.with_cookie(&session_of(&signed_in))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sheet_sent_after_the_session_is_there_again_and_is_submitted_once() {
    for world in worlds().await {
        let cast = cast(&world).await;
        confirm_all(&cast).await;
        let (name, judge) = with_password(&world, &cast.judges[0]).await;
        let judging = format!("/award/{}/judging", cast.cycle);
        assert_eq!(judge.post(&judging, &relations(&cast, &[])).await.status, 303);
        let sheet = format!("/score_sheet/{}", cast.nominees[0]);
        let typed = scores("40.5", "38", 0).with(Field::Comment, "十分钟写下的评语<b>");
        world.wait(TOO_LONG);
        let late = judge.post(&sheet, &typed).await;
        let rows = async || {
            let mut conn = world.db.store.read().await.unwrap();
            conn.list_sheets(cast.category, Stage::Preliminary).await.unwrap()
        };
        assert!(rows().await.is_empty(), "{}: nothing was written", world.db.name);
        let judge = back_again(&world, &name, &late, &sheet).await;
        let page = judge.get(&sheet).await.body;
        assert!(page.contains("value=\"40.5\"") && page.contains("value=\"38\""), "{page}");
        assert!(page.contains("十分钟写下的评语&lt;b&gt;") && page.contains("请核对后再次提交"));
        for _ in 0..2 {
            assert_eq!(judge.post(&sheet, &typed).await.status, 303);
        }
        let rows = rows().await;
        assert_eq!((rows.len(), rows[0].state.as_str()), (1, "submitted"));
        assert_eq!(rows[0].scores, [4_050, 3_800].map(|it| Some(Points::hundredths(it))));
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_declaration_sent_after_the_session_is_there_again() {
    for world in worlds().await {
        let cast = cast(&world).await;
        confirm_all(&cast).await;
        let (name, judge) = with_password(&world, &cast.judges[0]).await;
        let judging = format!("/award/{}/judging", cast.cycle);
        world.wait(TOO_LONG);
        let typed = relations(&cast, &cast.nominees[1..2]);
        let judge = back_again(&world, &name, &judge.post(&judging, &typed).await, &judging).await;
        let page = judge.get(&judging).await.body;
        assert_eq!(page.matches("value=\"close_relative\" selected").count(), 1, "{page}");
        assert_eq!(page.matches("value=\"none\" selected").count(), 4);
        assert_eq!(judge.post(&judging, &typed).await.status, 303);
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_claim_sent_after_the_session_is_there_again_and_is_handed_in_once() {
    for world in worlds().await {
        let s = scene(&world).await;
        let (name, tutor) = with_password(&world, &s.tutor).await;
        let path = "/hour_claim/new";
        let typed = claim("late");
        world.wait(TOO_LONG);
        let late = tutor.upload(path, &typed, Some(("proof", "证明.pdf", PDF))).await;
        let tutor = back_again(&world, &name, &late, path).await;
        let page = tutor.get(path).await.body;
        assert!(page.contains("长三角科技教师研修&lt;b&gt;"), "{}: {page}", world.db.name);
        assert!(page.contains("value=\"12\"") && page.contains("value=\"2026-11-07\""));
        assert!(page.contains("value=\"late\"") && page.contains("请核对后再次提交"));
        let mut made = Vec::new();
        for _ in 0..2 {
            let sent = tutor.upload(path, &typed, Some(("proof", "证明.pdf", PDF))).await;
            made.push(sent.made());
        }
        assert_eq!(made[0], made[1], "twice is once");
        let mut conn = world.db.store.read().await.unwrap();
        assert_eq!(conn.list_claims_of(s.tutor.id).await.unwrap().len(), 1);
        drop(conn);
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_of_a_draft_sent_after_the_session_is_there_again() {
    for world in worlds().await {
        let s = scene(&world).await;
        let (name, tutor) = with_password(&world, &s.tutor).await;
        let mut draft = claim("draft");
        draft.set(Field::Decision, "draft");
        let file = Some(("proof", "证明.pdf", PDF));
        let id = tutor.upload("/hour_claim/new", &draft, file).await.made();
        let edit = format!("/hour_claim/{id}/edit");
        let form = tutor.get(&edit).await.body;
        let token = form.split("name=\"proof_token\" value=\"").nth(1).unwrap();
        let token = token.split('"').next().unwrap();
        let mut typed = claim("").with(Field::Revision, "1").with(Field::ProofToken, token);
        typed.set(Field::EventTitle, "改过的活动名称");
        world.wait(TOO_LONG);
        let late = tutor.upload(&edit, &typed, None).await;
        let tutor = back_again(&world, &name, &late, &edit).await;
        let page = tutor.get(&edit).await.body;
        assert!(page.contains("改过的活动名称") && page.contains("请核对后再次提交"));
        let stored = tutor.get(&format!("/hour_claim/{id}")).await.body;
        assert!(!stored.contains("改过的活动名称"), "{}: not yet", world.db.name);
        assert!(page.contains("证明.pdf"), "the proof that is on file is named");
        world.remove().await;
    }
}
