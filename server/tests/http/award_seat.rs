//! Whose seat passes on, from when a substitute is public, and what a letter does that is entered after
//! the decision.

use std::time::Duration;

use chrono::TimeDelta;
use domain::{
    award_cycle::AwardCycleState,
    form::{Field, Values},
    nomination::NominationState,
};
use sha2::{Digest as _, Sha256};
use store::Lock;

use crate::{
    award_scene::{
        Cast, answer, cast_with, clerk, confirm_all, proposal, revision, score_all, take,
    },
    objection::{finding, newest, object, on_notice, post_again, scan, step, typed},
    world::{World, commit, worlds},
};

/// A nominee withdraws.
async fn withdraw(world: &World, cast: &Cast, n: usize) {
    let token = format!("nominee-{n}");
    let link = hex::encode(Sha256::digest(token.as_bytes()));
    let mut tx = world.db.store.begin().await.unwrap();
    tx.set_nomination_link(cast.nominees[n], &link, world.now()).await.unwrap();
    commit(tx).await;
    let why = Values::default().with(Field::Reason, "本人工作调动");
    let done = world.visitor().post(&format!("/nominee/{token}/withdraw"), &why).await;
    assert_eq!(done.status, 303, "{}", done.body);
    assert_eq!(state(world, cast, n).await, NominationState::Removed);
}

async fn state(world: &World, cast: &Cast, n: usize) -> NominationState {
    let mut conn = world.db.store.read().await.unwrap();
    conn.find_nomination(cast.nominees[n]).await.unwrap().unwrap().state
}

/// The office proposes who follows whom.
async fn follow(cast: &Cast, removed: usize, next: usize) -> u16 {
    let values = Values::default()
        .with(Field::Nominee, cast.nominees[removed].to_string())
        .with(Field::Substitute, cast.nominees[next].to_string());
    cast.office.post(&format!("/award/{}/changes/propose", cast.cycle), &values).await.status
}

/// The decision maker confirms who follows.
async fn confirm(cast: &Cast, next: usize) -> u16 {
    let values = Values::default()
        .with(Field::Nominee, cast.nominees[next].to_string())
        .with(Field::Decision, "confirm");
    cast.decider.post(&format!("/award/{}/changes/confirm", cast.cycle), &values).await.status
}

/// A cycle whose seats pass on, with the ranking known.
async fn scored(world: &World) -> Cast {
    let cast = cast_with(world, Field::SeatPassing, "next_in_rank").await;
    confirm_all(&cast).await;
    score_all(&cast).await;
    cast
}

#[tokio::test(flavor = "multi_thread")]
async fn who_had_no_seat_leaves_none_to_be_filled() {
    for world in worlds().await {
        let cast = on_notice(&world).await;
        let changes = format!("/award/{}/changes", cast.cycle);
        let desk = || async { cast.office.get("/desk").await.body };
        withdraw(&world, &cast, 3).await;
        let page = cast.office.get(&changes).await.body;
        assert!(page.contains("原不在名单之内"), "{page}");
        assert!(!page.contains("name=\"substitute\""), "{}: nobody follows", world.db.name);
        assert!(!desk().await.contains(&format!("href=\"{changes}\"")), "{}", world.db.name);
        assert_eq!(follow(&cast, 3, 2).await, 409, "{}", world.db.name);
        // Of the list is another matter, and whoever follows leaves a seat again.
        withdraw(&world, &cast, 0).await;
        assert!(desk().await.contains(&format!("href=\"{changes}\"")), "{}", world.db.name);
        assert_eq!(follow(&cast, 0, 2).await, 303, "{}", world.db.name);
        assert_eq!(confirm(&cast, 2).await, 303);
        withdraw(&world, &cast, 2).await;
        assert_eq!(follow(&cast, 2, 4).await, 303, "{}", world.db.name);
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_seat_that_was_given_to_somebody_else_does_not_pass_on() {
    for world in worlds().await {
        let cast = scored(&world).await;
        withdraw(&world, &cast, 0).await;
        post_again(&world, &cast, &[1, 2]).await;
        assert_eq!(follow(&cast, 0, 3).await, 409, "{}: the line is full", world.db.name);
        world.remove().await;
    }
    for world in worlds().await {
        let cast = scored(&world).await;
        withdraw(&world, &cast, 0).await;
        post_again(&world, &cast, &[1]).await;
        assert_eq!(follow(&cast, 0, 2).await, 303, "{}: it was left empty", world.db.name);
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_days_of_a_substitute_begin_when_the_list_is_public() {
    for world in worlds().await {
        let cast = scored(&world).await;
        let path = format!("/award/{}/proposal", cast.cycle);
        let proposed = cast.office.post(&path, &proposal(&cast.nominees[..2])).await;
        assert_eq!(proposed.status, 303, "{}", proposed.body);
        let yes = answer(&world, &cast, "confirm").await;
        let confirmed = cast.decider.post(&format!("/award/{}/confirm", cast.cycle), &yes).await;
        assert_eq!(confirmed.status, 303);
        withdraw(&world, &cast, 0).await;
        assert_eq!(follow(&cast, 0, 2).await, 303, "{}", world.db.name);
        assert_eq!(confirm(&cast, 2).await, 303, "{}", world.db.name);
        world.wait(TimeDelta::days(14));
        let changes = format!("/award/{}/changes", cast.cycle);
        assert!(cast.office.get(&changes).await.body.contains("与名单一并公示"));
        let inbox = cast.office.get("/inbox").await.body;
        assert!(!inbox.contains("递补公示"), "nothing is public yet");

        take(&cast.office, cast.cycle, "post").await;
        let mut conn = world.db.store.read().await.unwrap();
        let row = conn.find_cycle(cast.cycle).await.unwrap().unwrap();
        let substitute = conn.list_substitutes(cast.cycle).await.unwrap().remove(0);
        drop(conn);
        assert_eq!(substitute.notice_until, row.notice_until, "{}", world.db.name);
        assert_eq!(substitute.notice_from, row.notice_from, "{}", world.db.name);
        let link = object(&world, &cast, "nominee", Some(cast.nominees[2].into())).await;
        assert_eq!(scan(&world, &link).await.status, 303);
        let (clerk, id) = (clerk(&world).await, newest(&world, &cast).await);
        assert_eq!(clerk.post(&format!("/objection/{id}/take"), &<_>::default()).await.status, 303);
        let admit = Values::default().with(Field::Decision, "admit");
        let admitted = step(&clerk, id, "examine", admit, &world).await;
        assert_eq!(admitted.status, 303, "{}: it came in time: {}", world.db.name, admitted.body);
        world.remove().await;
    }
}

/// A letter about somebody that came while the list was on notice.
fn letter(cast: &Cast, n: usize, day: &str) -> Values {
    typed("nominee", Some(cast.nominees[n].into()))
        .with(Field::Once, "letter")
        .with(Field::ReceivedOn, day)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_in_time_takes_the_award_away_after_the_decision() {
    for world in worlds().await {
        let cast = on_notice(&world).await;
        let (clerk, cycle) = (clerk(&world).await, cast.cycle);
        world.wait(TimeDelta::days(8));
        let document = Values::default().with(Field::DocumentNo, "嘉科协〔2026〕9号");
        let decided = cast.decider.post(&format!("/award/{cycle}/decide"), &document).await;
        assert_eq!(decided.status, 303, "{}", decided.body);
        let issue = format!("/award/{cycle}/certificates");
        assert_eq!(cast.office.post(&issue, &Values::default()).await.status, 303);

        let enter = format!("/award/{cycle}/objection/new");
        let entered = clerk.post(&enter, &letter(&cast, 0, "2026-11-30")).await;
        assert_eq!(entered.status, 303, "{}", entered.body);
        let link = entered.location.split('?').next().unwrap().to_owned();
        assert_eq!(scan(&world, &link).await.status, 303);
        let id = newest(&world, &cast).await;
        assert_eq!(clerk.post(&format!("/objection/{id}/take"), &<_>::default()).await.status, 303);
        let admit = Values::default().with(Field::Decision, "admit");
        assert_eq!(step(&clerk, id, "examine", admit, &world).await.status, 303);
        let upheld = step(&clerk, id, "decide", finding("upheld", "removal"), &world).await;
        assert_eq!(upheld.status, 303, "{}: {}", world.db.name, upheld.body);
        assert_eq!(state(&world, &cast, 0).await, NominationState::Removed);
        world.verify_chain().await;
        assert!(cast.decider.get("/inbox").await.body.contains("撤销评选结果"), "told");
        let notice = world.visitor().get(&format!("/notice/{cycle}")).await.body;
        assert!(!notice.contains("辅导员0") && notice.contains("辅导员1"), "{notice}");

        let page = cast.decider.get(&format!("/award/{cycle}/changes")).await.body;
        assert!(page.contains("证书仍然有效"), "{page}");
        let archive = format!("/award/{cycle}/archive");
        let shown = || async { revision(&world, &cast).await };
        let early = Values::default().with(Field::Revision, shown().await);
        assert_eq!(cast.office.post(&archive, &early).await.status, 422, "it still holds");
        let at = page.split("href=\"/certificate/").nth(1).unwrap().split('"').next().unwrap();
        let revoke = Values::default()
            .with(Field::RevocationGround, "fraud")
            .with(Field::DocumentNo, "嘉科协〔2026〕20号")
            .with(Field::Reason, "经查实，申报事迹不实")
            .with(Field::Revision, "1");
        let revoked = cast.decider.post(&format!("/certificate/{at}/revoke"), &revoke).await;
        assert_eq!(revoked.status, 303, "{}", revoked.body);
        assert_eq!(follow(&cast, 0, 2).await, 303, "{}: the seat passes on", world.db.name);
        assert_eq!(confirm(&cast, 2).await, 303);
        world.wait(TimeDelta::days(8));
        let document = Values::default().with(Field::DocumentNo, "嘉科协〔2026〕21号");
        let supplement = format!("/award/{cycle}/changes/supplement");
        assert_eq!(cast.decider.post(&supplement, &document).await.status, 303);
        let late = Values::default().with(Field::Revision, shown().await);
        assert_eq!(cast.office.post(&archive, &late).await.status, 303, "{}", world.db.name);
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_is_entered_before_a_decision_or_after_it_and_not_beside_it() {
    for world in worlds().await {
        let cast = on_notice(&world).await;
        let clerk = clerk(&world).await;
        let mut tx = world.db.store.begin().await.unwrap();
        tx.lock(Lock::AwardCycle(cast.cycle)).await.unwrap();
        let path = format!("/award/{}/objection/new", cast.cycle);
        let values = letter(&cast, 0, &crate::world::start().date_naive().to_string());
        let entering = clerk.post(&path, &values);
        let waits = tokio::time::timeout(Duration::from_millis(400), entering).await;
        assert!(waits.is_err(), "{}: while somebody decides", world.db.name);
        drop(tx);
        let entered = clerk.post(&path, &values).await;
        assert_eq!(entered.status, 303, "{}", entered.body);
        let mut conn = world.db.store.read().await.unwrap();
        let row = conn.find_cycle(cast.cycle).await.unwrap().unwrap();
        assert_eq!(row.state, AwardCycleState::OnNotice);
        drop(conn);
        world.remove().await;
    }
}
