//! A tie across a seat line is decided by people, on record, and once.

use domain::{
    form::{Field, Values},
    rulebook::Rule,
};

use crate::{
    award_scene::{Cast, cast_by, clerk, confirm_all, proposal, relations, scores, take},
    world::{World, worlds},
};

/// A cycle with two seats, where the second and the third are equal in everything.
async fn tied(world: &World, added_seats: &str) -> Cast {
    let cast = cast_by(world, added_seats).await;
    confirm_all(&cast).await;
    let path = format!("/award/{}/judging", cast.cycle);
    for judge in &cast.judges {
        judge.post(&path, &relations(&cast, &[])).await;
        for (points, id) in ["45", "40", "40", "30", "20"].iter().zip(&cast.nominees) {
            judge.post(&format!("/score_sheet/{id}"), &scores(points, "40", 0)).await;
        }
    }
    take(&cast.office, cast.cycle, "close_scoring").await;
    cast
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tie_across_the_line_stops_for_a_recorded_decision() {
    for world in worlds().await {
        let cast = tied(&world, "").await;
        let ranking = format!("/award/{}/ranking/{}", cast.cycle, cast.category);
        let page = cast.office.get(&ranking).await.body;
        assert!(page.contains("并列待定"), "{}: {page}", world.db.name);
        let proposal_path = format!("/award/{}/proposal", cast.cycle);
        let early = cast.office.post(&proposal_path, &proposal(&cast.nominees[..2])).await;
        assert_eq!(early.status, 422, "the tie is open");
        let vote = |votes: [&str; 2]| {
            Values::default()
                .with(Field::Revision, "2")
                .with(Field::Tie, "0")
                .with(Field::Resolution, "vote")
                .with(Field::Ballots, "5")
                .with(Field::Votes, votes[0])
                .with(Field::Votes, votes[1])
                .with(Field::Reference, "2026年评审会纪要第3号")
        };
        let impossible = cast.office.post(&ranking, &vote(["4", "4"])).await;
        assert!(impossible.status == 422 && impossible.body.contains("2026年评审会纪要第3号"));
        let mut stuffed = vote(["2", "4"]);
        stuffed.set(Field::Ballots, "6");
        let refused = cast.office.post(&ranking, &stuffed).await;
        assert!(refused.status == 422 && refused.body.contains("href=\"#ballots\""), "five judges");
        assert!(!page.contains("added_seat"), "no document speaks of added seats");
        let mut more = vote(["", ""]);
        more.set(Field::Resolution, "added_seat");
        let refused = cast.office.post(&ranking, &more).await;
        assert!(refused.status == 422 && refused.body.contains("不允许增加名额"));
        let refused = cast.office.post(&ranking, &vote(["两", "3"])).await;
        assert!(refused.status == 422 && refused.body.contains("id=\"votes-problem\""));
        assert!(refused.body.contains("value=\"两\""), "what was typed is kept");
        let mut silent = vote(["2", "3"]);
        silent.set(Field::Reference, "");
        assert_eq!(cast.office.post(&ranking, &silent).await.status, 422, "where is it on record");
        assert_eq!(cast.decider.post(&ranking, &vote(["2", "3"])).await.status, 403);
        let wide = vote(["２", "3"]);
        assert_eq!(cast.office.post(&ranking, &wide).await.status, 303, "full-width digits count");
        let again = cast.office.post(&ranking, &vote(["2", "3"])).await;
        assert_eq!(again.status, 409, "nothing is left to decide");
        let page = cast.office.get(&ranking).await.body;
        assert!(!page.contains("并列待定") && page.contains("投票"));
        let settled = page.find("并列已有决定").expect("how it was decided stays on the page");
        let settled = &page[settled..];
        assert!(settled.find(" 3票") < settled.find(" 2票"), "{settled}");
        assert!(settled.contains("依据：2026年评审会纪要第3号"), "{settled}");
        let chosen = proposal(&[cast.nominees[0], cast.nominees[2]]);
        assert_eq!(cast.office.post(&proposal_path, &chosen).await.status, 303);
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_tie_that_is_decided_ten_times_at_once_is_decided_once() {
    for world in worlds().await {
        let cast = tied(&world, "").await;
        let ranking = format!("/award/{}/ranking/{}", cast.cycle, cast.category);
        let vote = Values::default()
            .with(Field::Revision, "2")
            .with(Field::Tie, "0")
            .with(Field::Resolution, "vote")
            .with(Field::Ballots, "5")
            .with(Field::Votes, "2")
            .with(Field::Votes, "3")
            .with(Field::Reference, "2026年评审会纪要第3号");
        let posts = (0..10).map(|_| {
            let (office, path, vote) = (cast.office.clone(), ranking.clone(), vote.clone());
            tokio::spawn(async move { office.post(&path, &vote).await.status })
        });
        let mut won = 0;
        for task in posts.collect::<Vec<_>>() {
            match task.await.unwrap() {
                303 => won += 1,
                409 => {}
                other => panic!("{other} on {}", world.db.name),
            }
        }
        assert_eq!(won, 1, "{}", world.db.name);
        assert_eq!(cast.office.get(&ranking).await.status, 200);
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn seats_are_added_up_to_what_the_law_allows() {
    for (most, is_allowed) in [(2, false), (3, true)] {
        for world in worlds().await {
            // It goes by the rules of the day on which it is announced.
            clerk(&world).await;
            let day = world.now().date_naive() - chrono::Days::new(1);
            world.set_rule(Rule::AwardIndividuals, most, day).await;
            let cast = tied(&world, "allowed").await;
            let ranking = format!("/award/{}/ranking/{}", cast.cycle, cast.category);
            let more = Values::default()
                .with(Field::Revision, "2")
                .with(Field::Tie, "0")
                .with(Field::Resolution, "added_seat")
                .with(Field::Reference, "评选方案第八条");
            let answer = cast.office.post(&ranking, &more).await;
            if is_allowed {
                assert_eq!(answer.status, 303, "{}: {}", world.db.name, answer.body);
                assert!(cast.office.get(&ranking).await.body.contains("共3个名额"));
            } else {
                assert_eq!(answer.status, 422, "{}: there are two seats", world.db.name);
                assert!(answer.body.contains("href=\"#resolution\""), "{}", answer.body);
                assert!(answer.body.contains("评选方案第八条"), "{}", answer.body);
            }
            world.verify_chain().await;
            world.remove().await;
        }
    }
}
