//! Awards: who sees what in which state.

use std::collections::BTreeMap;

use domain::{
    form::{Field, Values},
    role::Role,
};

use crate::{
    award_scene::{answer, cast, clerk, confirm_all, proposal, relations, score_all, scores, take},
    world::{Answer, commit, world, worlds},
};

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_in_conflict_sees_neither_file_nor_ranking() {
    for world in worlds().await {
        let cast = cast(&world).await;
        let clerk = clerk(&world).await;
        let mut tx = world.db.store.begin().await.unwrap();
        let nomination = tx.find_nomination(cast.nominees[0]).await.unwrap().unwrap();
        let today = crate::world::start().date_naive();
        tx.set_workplace(clerk.id, nomination.workplace_id.unwrap(), today).await.unwrap();
        commit(tx).await;
        let list = clerk.get(&format!("/award/{}/nomination", cast.cycle)).await.body;
        assert!(!list.contains("辅导员0") && list.contains("辅导员1"), "{}", world.db.name);
        let own = format!("/nomination/{}", cast.nominees[0]);
        assert_eq!(clerk.get(&own).await.status, 404);
        let yes = Values::default().with(Field::Decision, "eligible").with(Field::Revision, "1");
        assert_eq!(clerk.post(&own, &yes).await.status, 404);
        confirm_all(&cast).await;
        score_all(&cast).await;
        for path in ["ranking/{category}", "proposal", "package"] {
            let path = path.replace("{category}", &cast.category.to_string());
            let path = format!("/award/{}/{path}", cast.cycle);
            assert_eq!(clerk.get(&path).await.status, 403, "{path}");
            assert_eq!(cast.office.get(&path).await.status, 200, "{path}");
        }
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn in_every_state_each_sees_what_is_his() {
    let world = world().await;
    let cast = cast(&world).await;
    let mut seen: BTreeMap<&str, Vec<u16>> = BTreeMap::new();
    let nominee = world.person("被推荐人", &[Role::Tutor], "某校", "school", 1).await;
    let county = world.person("邻县", &[Role::CountyOffice], "邻县科协", "county_association", 1);
    let others = [world.visitor(), nominee, county.await];
    let paths = [
        format!("/award/{}", cast.cycle),
        format!("/award/{}/nomination", cast.cycle),
        format!("/nomination/{}", cast.nominees[0]),
        format!("/award/{}/judging", cast.cycle),
        format!("/score_sheet/{}", cast.nominees[0]),
        format!("/award/{}/ranking/{}", cast.cycle, cast.category),
        format!("/award/{}/proposal", cast.cycle),
        format!("/award/{}/package", cast.cycle),
    ];
    let mut walk = async |state: &'static str| {
        for person in &others {
            for path in &paths {
                let answer: Answer = person.get(path).await;
                assert!(matches!(answer.status, 303 | 403 | 404), "{path}: {}", answer.status);
                seen.entry(state).or_default().push(answer.status);
            }
        }
    };
    walk("eligibility").await;
    confirm_all(&cast).await;
    walk("evaluation").await;
    score_all(&cast).await;
    walk("scored").await;
    let two = proposal(&cast.nominees[..2]);
    let path = format!("/award/{}/proposal", cast.cycle);
    assert_eq!(cast.office.post(&path, &two).await.status, 303);
    walk("proposed").await;
    let yes = answer(&world, &cast, "confirm").await;
    let path = format!("/award/{}/confirm", cast.cycle);
    assert_eq!(cast.decider.post(&path, &yes).await.status, 303);
    walk("confirmed").await;
    take(&cast.office, cast.cycle, "post").await;
    walk("on_notice").await;
    world.wait(chrono::TimeDelta::days(8));
    let document = Values::default().with(Field::DocumentNo, "嘉科协〔2026〕9号");
    let path = format!("/award/{}/decide", cast.cycle);
    assert_eq!(cast.decider.post(&path, &document).await.status, 303);
    walk("decided").await;
    assert_eq!(seen.len(), 7);
    world.remove().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn in_every_state_a_conflict_hides_the_nominee() {
    let world = world().await;
    let cast = cast(&world).await;
    let clerk = clerk(&world).await;
    let mut tx = world.db.store.begin().await.unwrap();
    let nomination = tx.find_nomination(cast.nominees[0]).await.unwrap().unwrap();
    let today = crate::world::start().date_naive();
    let place = nomination.workplace_id.unwrap();
    for person in [clerk.id, cast.judges[0].id] {
        tx.set_workplace(person, place, today).await.unwrap();
    }
    commit(tx).await;
    let addresses = [
        format!("/award/{}", cast.cycle),
        format!("/award/{}/nomination", cast.cycle),
        format!("/award/{}/substitute", cast.cycle),
        format!("/nomination/{}", cast.nominees[0]),
        format!("/award/{}/ranking/{}", cast.cycle, cast.category),
        format!("/award/{}/proposal", cast.cycle),
        format!("/award/{}/package", cast.cycle),
        format!("/score_sheet/{}", cast.nominees[0]),
        format!("/award/{}/judging", cast.cycle),
    ];
    let nothing = async |state: &str| {
        for path in &addresses {
            for (person, who) in [(&clerk, "clerk"), (&cast.judges[0], "judge")] {
                let answer = person.get(path).await;
                // A judge has to see the name to declare the relation to it.
                let is_declaring = who == "judge" && path.ends_with("/judging");
                let shows_name = answer.body.contains("辅导员0") && !is_declaring;
                assert!(answer.status < 500 && !shows_name, "{who} at {path}, {state}");
                assert!(!answer.body.contains("金丝雀事迹"), "{who} at {path}, {state}");
            }
        }
    };
    nothing("eligibility").await;
    confirm_all(&cast).await;
    nothing("evaluation").await;
    let judging = format!("/award/{}/judging", cast.cycle);
    for judge in &cast.judges {
        let own = if judge.id == cast.judges[0].id { &cast.nominees[..1] } else { &[] };
        assert_eq!(judge.post(&judging, &relations(&cast, own)).await.status, 303);
    }
    nothing("declared").await;
    let close = Values::default().with(Field::Step, "close_scoring");
    let early = cast.office.post(&format!("/award/{}/step", cast.cycle), &close).await;
    assert!(early.status == 422 && early.body.contains("先抽取替补评委"), "four judges for one");
    let drawn = world.person("替补评委", &[Role::Judge], "替补单位", "other", 1).await;
    let draw = Values::default().with(Field::Reason, "评委回避后人数不足");
    let path = format!("/award/{}/substitute", cast.cycle);
    assert_eq!(cast.office.post(&path, &draw).await.status, 303);
    assert_eq!(drawn.post(&judging, &relations(&cast, &[])).await.status, 303);
    for judge in cast.judges.iter().chain([&drawn]) {
        let own = usize::from(judge.id == cast.judges[0].id);
        for (n, id) in cast.nominees.iter().enumerate().skip(own) {
            let sheet = scores(&format!("{}", 45 - n), "40", 0);
            let answer = judge.post(&format!("/score_sheet/{id}"), &sheet).await;
            assert_eq!(answer.status, 303);
        }
    }
    take(&cast.office, cast.cycle, "close_scoring").await;
    nothing("scored").await;
    let path = format!("/award/{}/proposal", cast.cycle);
    assert_eq!(cast.office.post(&path, &proposal(&cast.nominees[..2])).await.status, 303);
    nothing("proposed").await;
    let yes = answer(&world, &cast, "confirm").await;
    let path = format!("/award/{}/confirm", cast.cycle);
    assert_eq!(cast.decider.post(&path, &yes).await.status, 303);
    take(&cast.office, cast.cycle, "post").await;
    nothing("on_notice").await;
    world.remove().await;
}
