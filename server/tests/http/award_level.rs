//! Levels of an award: announced with the rules, given by rank with the proposal, and printed.

use chrono::TimeDelta;
use domain::form::{Field, Values};

use crate::{
    award_scene::{Cast, answer, cast_with, confirm_all, proposal, revision, score_all, take},
    world::{World, worlds},
};

/// A decided cycle with two seats of these levels.
async fn decided(world: &World) -> Cast {
    let cast = cast_with(world, Field::Levels, "一等奖 1\n二等奖 1").await;
    confirm_all(&cast).await;
    score_all(&cast).await;
    let propose = proposal(&cast.nominees[..2]).with(Field::Revision, revision(world, &cast).await);
    let proposed = cast.office.post(&format!("/award/{}/proposal", cast.cycle), &propose).await;
    assert_eq!(proposed.status, 303, "{}", proposed.body);
    let confirm = answer(world, &cast, "confirm").await;
    let confirmed = cast.decider.post(&format!("/award/{}/confirm", cast.cycle), &confirm).await;
    assert_eq!(confirmed.status, 303, "{}", confirmed.body);
    take(&cast.office, cast.cycle, "post").await;
    cast
}

/// The rows of a page's tables as text.
fn rows(page: &str) -> Vec<String> {
    page.split("<tr>").skip(1).map(crate::table::text).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn levels_are_announced_given_by_rank_and_stand_on_notice_result_and_certificate() {
    for world in worlds().await {
        let cast = decided(&world).await;
        let (cycle, visitor) = (cast.cycle, world.visitor());
        let page = visitor.get(&format!("/notice/{cycle}")).await.body;
        assert!(page.contains("等次：一等奖 1、二等奖 1"), "{}: {page}", world.db.name);
        let of = |name: &str| rows(&page).into_iter().find(|row| row.contains(name));
        assert!(of("辅导员0").is_some_and(|row| row.contains("一等奖")), "{page}");
        assert!(of("辅导员1").is_some_and(|row| row.contains("二等奖")), "{page}");
        let proposal = cast.decider.get(&format!("/award/{cycle}/proposal")).await.body;
        assert!(proposal.contains("<span>一等奖</span>"), "{proposal}");

        world.wait(TimeDelta::days(9));
        let decide = Values::default()
            .with(Field::DocumentNo, "嘉科协〔2026〕41号")
            .with(Field::Revision, revision(&world, &cast).await);
        let decided = cast.decider.post(&format!("/award/{cycle}/decide"), &decide).await;
        assert_eq!(decided.status, 303, "{}", decided.body);
        let result = visitor.get(&format!("/notice/{cycle}/result.json")).await.body;
        let json: serde_json::Value = serde_json::from_str(&result).unwrap();
        let of = json["categories"].as_array().unwrap().iter().find(|it| it["levels"].is_array());
        let of = of.unwrap_or_else(|| panic!("no levels: {result}"));
        assert_eq!(of["levels"][0]["name"], "一等奖", "{result}");
        assert_eq!(of["awarded"][0]["level"], "一等奖", "{result}");
        assert_eq!(of["awarded"][1]["level"], "二等奖", "{result}");
        let issue = format!("/award/{cycle}/certificates");
        assert_eq!(cast.office.post(&issue, &Values::default()).await.status, 303);
        let mut conn = world.db.store.read().await.unwrap();
        let mut titles: Vec<String> = Vec::new();
        for one in conn.list_certificates(cycle).await.unwrap() {
            titles.push(one.title);
        }
        titles.sort();
        let expected = ["2026年度科普工作评优（一等奖）", "2026年度科普工作评优（二等奖）"];
        assert_eq!(titles, expected, "{}", world.db.name);
        drop(conn);
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test]
async fn levels_that_are_not_the_seats_are_refused_where_they_were_typed() {
    for world in worlds().await {
        let office = world.office().await;
        let cycle = office.post("/award/new", &crate::award_scene::head()).await.made();
        let list = office.get(&format!("/award/{cycle}")).await.body;
        let at = list.find(&format!("/award/{cycle}/category/")).unwrap();
        let path = list[at..].split('"').next().unwrap().to_owned();
        let rules = |levels: &str| {
            Values::default()
                .with(Field::Revision, "1")
                .with(Field::Criteria, "育人成效 50\n活动 50")
                .with(Field::QuotaKind, "open")
                .with(Field::Seats, "3")
                .with(Field::Levels, levels)
        };
        for (levels, text) in [
            ("一等奖 1\n二等奖 1", "须等于名额（3）"),
            ("一等奖 1\n一等奖 2", "第 2 行"),
            ("先进表彰 3", "levels-problem"),
        ] {
            let refused = office.post(&path, &rules(levels)).await;
            assert_eq!(refused.status, 422, "{levels}: {}", refused.body);
            assert!(refused.body.contains("href=\"#levels\""), "{}", refused.body);
            assert!(refused.body.contains(text), "{text}: {}", refused.body);
        }
        let kept = office.post(&path, &rules("一等奖 1\n二等奖 2")).await;
        assert_eq!(kept.status, 303, "{}: {}", world.db.name, kept.body);
        let form = office.get(&path).await.body;
        assert!(form.contains("一等奖 1\n二等奖 2"), "{form}");
        world.remove().await;
    }
}
