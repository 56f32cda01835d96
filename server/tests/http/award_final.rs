//! Two stages: a shortlist, then a final by sheets of its own or by a vote.

use chrono::TimeDelta;
use domain::{
    award_cycle::AwardCycleState,
    form::{Field, Values},
    id::NominationId,
    nomination::NominationState,
    quota::Outcome,
    result_package::recompute,
    role::Role,
};

use crate::{
    award_scene::{
        Cast, answer, cast, cast_for_final, confirm_all, proposal, revision, score, scores, take,
    },
    killed::count,
    world::{World, world, worlds},
};

async fn states(world: &World, cast: &Cast) -> Vec<NominationState> {
    let mut conn = world.db.store.read().await.unwrap();
    let mut states = Vec::new();
    for id in &cast.nominees {
        states.push(conn.find_nomination(*id).await.unwrap().unwrap().state);
    }
    states
}

async fn state(world: &World, cast: &Cast) -> AwardCycleState {
    world.db.store.read().await.unwrap().find_cycle(cast.cycle).await.unwrap().unwrap().state
}

/// A cycle whose first stage is closed: the first three of five are on the shortlist of two seats.
pub(crate) async fn in_final(world: &World, kind: &str) -> Cast {
    let cast = cast_for_final(world, kind).await;
    confirm_all(&cast).await;
    score(&cast).await;
    take(&cast.office, cast.cycle, "close_scoring").await;
    cast
}

/// A sheet of the final.
fn sheet(one: usize) -> Values {
    scores(&one.to_string(), "40", 0).with(Field::Stage, "final")
}

/// Every judge turns the order of the first stage around.
async fn score_final(cast: &Cast) {
    for judge in &cast.judges {
        for (n, id) in cast.nominees.iter().enumerate().take(3) {
            let answer = judge.post(&format!("/score_sheet/{id}"), &sheet(40 + n)).await;
            assert_eq!(answer.status, 303, "{}", answer.body);
        }
    }
}

/// From the closed final to the decision, with what the page of the ranking says.
async fn decided(world: &World, cast: &Cast, winners: &[NominationId]) {
    let path = format!("/award/{}/proposal", cast.cycle);
    let values = proposal(winners).with(Field::Revision, revision(world, cast).await);
    let proposed = cast.office.post(&path, &values).await;
    assert_eq!(proposed.status, 303, "{}", proposed.body);
    let path = format!("/award/{}/confirm", cast.cycle);
    let confirmed = cast.decider.post(&path, &answer(world, cast, "confirm").await).await;
    assert_eq!(confirmed.status, 303, "{}", confirmed.body);
    take(&cast.office, cast.cycle, "post").await;
    world.wait(TimeDelta::days(15));
    let document = Values::default()
        .with(Field::DocumentNo, "嘉科协〔2026〕1号")
        .with(Field::Revision, revision(world, cast).await);
    let done = cast.decider.post(&format!("/award/{}/decide", cast.cycle), &document).await;
    assert_eq!(done.status, 303, "{}", done.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_final_by_sheets_decides_alone() {
    use NominationState::{Awarded, NotAwarded, NotShortlisted, Shortlisted};
    for world in worlds().await {
        let cast = in_final(&world, "sheets").await;
        assert_eq!(state(&world, &cast).await, AwardCycleState::FinalEvaluation);
        let drawn = [Shortlisted, Shortlisted, Shortlisted, NotShortlisted, NotShortlisted];
        assert_eq!(states(&world, &cast).await, drawn, "150 percent of two seats");
        let judge = &cast.judges[0];
        let list = judge.get(&format!("/award/{}/judging", cast.cycle)).await.body;
        assert!(list.contains("辅导员2") && !list.contains("辅导员3"));
        // What was typed for the first stage is not of the final, nor is anybody judged who is not in it.
        let first = format!("/score_sheet/{}", cast.nominees[0]);
        assert_eq!(judge.post(&first, &scores("45", "40", 0)).await.status, 409);
        let out = format!("/score_sheet/{}", cast.nominees[3]);
        assert_eq!(judge.get(&out).await.status, 404);
        assert_eq!(judge.post(&out, &sheet(40)).await.status, 404);
        let early = Values::default().with(Field::Step, "close_final");
        let early = cast.office.post(&format!("/award/{}/step", cast.cycle), &early).await;
        assert_eq!(early.status, 422, "sheets are missing");
        let ranking = format!("/award/{}/ranking/{}", cast.cycle, cast.category);
        assert_eq!(cast.office.get(&ranking).await.status, 409, "nobody sees running totals");
        score_final(&cast).await;
        take(&cast.office, cast.cycle, "close_final").await;
        let page = cast.office.get(&ranking).await.body;
        assert!(page.contains("初评") && page.contains("82.00") && page.contains("85.00"));
        let call = world.call(&cast.supervisor, Role::Supervisor);
        let (package, _) = world.actions.result_package(&call, cast.cycle).await.unwrap();
        assert_eq!(recompute(&package).unwrap().differences, []);
        let results = &package.categories[0].results;
        let first = results.preliminary.as_ref().unwrap();
        assert_eq!((first.lines[0].places, first.lines[0].taken), (3, 3));
        let selected = results.nominees.iter().filter(|row| row.outcome == Outcome::Selected);
        let selected: Vec<String> = selected.map(|row| row.nominee.to_string()).collect();
        let winners = [cast.nominees[2], cast.nominees[1]];
        assert_eq!(selected, winners.map(|id| format!("n{id}")));
        let stability = cast.supervisor.get(&format!("{ranking}/stability")).await;
        assert_eq!(stability.status, 200);
        decided(&world, &cast, &winners).await;
        let end = [NotAwarded, Awarded, Awarded, NotAwarded, NotAwarded];
        assert_eq!(states(&world, &cast).await, end);
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_final_by_vote_is_entered_and_put_right() {
    for world in worlds().await {
        let cast = in_final(&world, "vote").await;
        let path = format!("/award/{}/final", cast.cycle);
        let judge = cast.judges[0].get(&format!("/award/{}/judging", cast.cycle)).await;
        assert!(
            judge.status == 200 && !judge.body.contains("/score_sheet/"),
            "there are no sheets"
        );
        let page = cast.office.get(&path).await;
        assert!(
            page.status == 200 && page.body.contains("辅导员2") && !page.body.contains("辅导员3")
        );
        assert_eq!(cast.decider.get(&path).await.status, 403);
        let votes = |counted: [&str; 3], revision: String| {
            let values = Values::default()
                .with(Field::Ballots.at(cast.category), "7")
                .with(Field::Reference, "评审会纪要第2号")
                .with(Field::Revision, revision);
            cast.nominees
                .iter()
                .zip(counted)
                .fold(values, |values, (id, n)| values.with(Field::Votes.at(*id), n))
        };
        let now = || revision(&world, &cast);
        let many = cast.office.post(&path, &votes(["8", "x", "1"], now().await)).await;
        assert_eq!(many.status, 422);
        assert!(many.body.contains("value=\"8\"") && many.body.contains("value=\"x\""), "kept");
        let entered = cast.office.post(&path, &votes(["2", "5", "5"], now().await)).await;
        assert_eq!(entered.status, 303, "{}", entered.body);
        assert_eq!(state(&world, &cast).await, AwardCycleState::Scored);
        // One figure was mistyped.
        let again = cast.office.get(&path).await;
        assert!(again.status == 200 && again.body.contains("value=\"5\""));
        let stale = cast.office.post(&path, &votes(["3", "3", "6"], "1".into())).await;
        assert_eq!(stale.status, 409);
        let righted = cast.office.post(&path, &votes(["3", "3", "6"], now().await)).await;
        assert_eq!(righted.status, 303, "{}", righted.body);
        // The second seat is shared, and people decide; from then on the votes stand.
        let ranking = format!("/award/{}/ranking/{}", cast.cycle, cast.category);
        let page = cast.office.get(&ranking).await.body;
        assert!(page.contains("终评票数") || page.contains("票数"));
        let tie = Values::default()
            .with(Field::Tie, "0")
            .with(Field::Revision, crate::walk::value_of(&page, "revision"))
            .with(Field::Resolution, "lot")
            .with(Field::Votes, "2")
            .with(Field::Votes, "1")
            .with(Field::Reference, "评审会纪要第2号");
        let kept = cast.office.post(&ranking, &tie).await;
        assert_eq!(kept.status, 303, "{}", kept.body);
        assert_eq!(cast.office.get(&path).await.status, 409);
        let call = world.call(&cast.supervisor, Role::Supervisor);
        let (package, _) = world.actions.result_package(&call, cast.cycle).await.unwrap();
        assert_eq!(recompute(&package).unwrap().differences, []);
        // The chain has what was entered first, and what it was put right to.
        for n in [5, 3] {
            let said = format!("n{}={n} ", cast.nominees[1]);
            let found = format!("SELECT COUNT(*) FROM audit_detail WHERE reason LIKE '%{said}%'");
            assert_eq!(count(&world.db.url, found).await, 1, "{}: {said}", world.db.name);
        }
        decided(&world, &cast, &[cast.nominees[2], cast.nominees[1]]).await;
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_withdraws_in_the_final_leaves_the_shortlist_as_it_was_drawn() {
    let world = world().await;
    let cast = in_final(&world, "sheets").await;
    let mut tx = world.db.store.begin().await.unwrap();
    let one = tx.find_nomination(cast.nominees[1]).await.unwrap().unwrap();
    assert!(
        tx.step_nomination((one.id, one.state, one.revision), NominationState::Removed, "", None)
            .await
            .unwrap()
    );
    crate::world::commit(tx).await;
    for judge in &cast.judges {
        for n in [0, 2] {
            let path = format!("/score_sheet/{}", cast.nominees[n]);
            assert_eq!(judge.post(&path, &sheet(40 + n)).await.status, 303);
        }
    }
    take(&cast.office, cast.cycle, "close_final").await;
    let call = world.call(&cast.office, Role::CityOffice);
    let (package, _) = world.actions.result_package(&call, cast.cycle).await.unwrap();
    assert_eq!(recompute(&package).unwrap().differences, []);
    let outcomes = package.categories[0].results.nominees.iter().map(|row| row.outcome);
    let expected = [Outcome::Selected, Outcome::Selected, Outcome::NoResult];
    assert_eq!(outcomes.collect::<Vec<_>>(), expected);
    world.remove().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_final_needs_seven_judges_and_the_announcement_says_how_it_goes() {
    let world = world().await;
    let one_stage = cast(&world).await;
    let public = world.visitor().get(&format!("/notice/{}", one_stage.cycle)).await.body;
    assert!(public.contains("评审只有一轮"));
    world.remove().await;
    let world = crate::world::world().await;
    let cast = cast_for_final(&world, "vote").await;
    let public = world.visitor().get(&format!("/notice/{}", cast.cycle)).await.body;
    assert!(public.contains("150%") && public.contains("不少于 7 人"), "{public}");
    six_are_too_few(&cast).await;
    world.remove().await;
}

async fn six_are_too_few(cast: &Cast) {
    let mut head = crate::award_scene::head().with(Field::FinalKind, "sheets");
    head.set(Field::Once, "second");
    let cycle: i64 = cast.office.post("/award/new", &head).await.made();
    let mut seats = Values::default();
    for judge in cast.judges.iter().take(6) {
        seats.push(Field::Judges, judge.id.to_string());
    }
    assert_eq!(cast.office.post(&format!("/award/{cycle}/judges"), &seats).await.status, 303);
    let step = Values::default().with(Field::Step, "announce");
    let refused = cast.office.post(&format!("/award/{cycle}/step"), &step).await;
    assert!(refused.status == 422 && refused.body.contains("7 位"), "{}", refused.body);
}
