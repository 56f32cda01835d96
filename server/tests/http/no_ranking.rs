//! There are no public rankings, no check-in by place, and no count of time spent here (`LAW-60`).

use app::{Method, routes};
use domain::role::Role;

use crate::world::{Person, World, world};

/// What no page says, in either language.
const NEVER: &[&str] = &[
    "排行",
    "积分榜",
    "龙虎榜",
    "在线时长：",
    "登录次数：",
    "点赞",
    "leaderboard",
    "league table",
    "top 10",
    "time online:",
];

/// Everybody who may open a page, and a page of each that stands at an address of its own.
async fn everybody(world: &World) -> Vec<Person> {
    let mut people = vec![world.visitor()];
    for role in Role::ALL {
        let place = format!("示范{}", role.as_str());
        people.push(world.person("某人", &[*role], &place, "other", 1).await);
    }
    people
}

#[tokio::test(flavor = "multi_thread")]
async fn no_page_ranks_people_or_counts_their_time() {
    let world = world().await;
    let people = everybody(&world).await;
    let is_page =
        |route: &&app::Route| route.method == Method::Get && !route.path.contains(['{', '.']);
    for route in routes().iter().filter(is_page) {
        for person in &people {
            for language in ["zh-CN", "en"] {
                let reader = person.with_cookie(&format!("language={language}"));
                let body = reader.get(route.path).await.body.to_lowercase();
                for never in NEVER {
                    assert!(!body.contains(never), "{never} at {} in {language}", route.path);
                }
                assert!(!body.contains("geolocation"), "{}", route.path);
            }
        }
    }
    world.remove().await;
}

#[test]
fn no_address_is_a_ranking_of_people_beside_the_evaluation_of_an_award() {
    for route in routes() {
        let is_award = route.path.starts_with("/award/");
        let words = route.path.split(['/', '_', '-']);
        for word in words {
            let is_league = ["ranking", "rank", "leaderboard", "top", "points", "badges"];
            assert!(is_award || !is_league.contains(&word), "{}", route.path);
            let is_place = ["check", "checkin", "location", "gps", "heartbeat", "presence"];
            let is_content = route.path.starts_with("/course_check");
            assert!(is_content || !is_place.contains(&word), "{}", route.path);
        }
    }
}
