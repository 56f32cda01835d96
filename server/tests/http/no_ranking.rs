//! There are no public rankings, no check-in by place, and no count of time spent here (`LAW-60`).

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use app::{Method, routes};
use demo::DEMO_ACCOUNTS;
use domain::rulebook::Rule;

use crate::{
    account::{credentials, session_of},
    world::{Person, World},
};

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

/// A page by its kind: `/person/12` and `/person/20` are one, as are the pages of two rules.
pub(crate) fn kind_of(address: &str) -> String {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let is_key = |part: &&str| {
        let is_number = !part.is_empty() && part.chars().all(|c| c.is_ascii_digit());
        is_number || path.starts_with("/rulebook/") && Rule::parse(part).is_some()
    };
    let parts = path.split('/').map(|part| if is_key(&part) { "{id}" } else { part });
    parts.collect::<Vec<_>>().join("/")
}

/// Where the links of a page lead.
pub(crate) fn links(body: &str) -> Vec<String> {
    let hrefs = body.split("href=\"/").skip(1).filter_map(|rest| rest.split('"').next());
    let is_page = |href: &&str| !href.starts_with("pkg/") && !href.contains(['.', '#']);
    hrefs.filter(is_page).map(|href| format!("/{}", href.replace("&amp;", "&"))).collect()
}

/// Walks from link to link, two pages of each kind and everything of awards; gives the kinds that
/// were seen.
async fn walk(name: &str, reader: &Person) -> BTreeSet<String> {
    let is_page = |path: &&str| !path.contains(['{', '.']);
    let gets = routes().into_iter().filter(|route| route.method == Method::Get);
    let mut open: VecDeque<String> =
        gets.map(|route| route.path).filter(is_page).map(str::to_owned).collect();
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut asked = BTreeSet::new();
    while let Some(address) = open.pop_front() {
        if !asked.insert(address.clone()) {
            continue;
        }
        let kind = kind_of(&address);
        let most = if kind.starts_with("/award/{id}") { usize::MAX } else { 2 };
        let n = seen.entry(kind).or_default();
        *n += 1;
        if *n > most {
            continue;
        }
        let answer = reader.get(&address).await;
        assert!(answer.status < 500, "{name} at {address}: {}", answer.status);
        open.extend(links(&answer.body));
        let body = answer.body.to_lowercase();
        for never in NEVER.iter().chain(&["geolocation"]) {
            assert!(!body.contains(never), "{never} for {name} at {address}");
        }
    }
    seen.into_keys().collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn no_page_of_the_demonstration_ranks_people_or_counts_their_time() {
    let world = World::demonstration(test_database::sqlite().await).await;
    let mut seen = walk("a visitor", &world.visitor()).await;
    for (n, account) in DEMO_ACCOUNTS.iter().enumerate() {
        let form = credentials(account.sign_in_name, crate::world::PASSWORD);
        let signed_in = world.visitor().post("/sign_in", &form).await;
        let language = ["zh-CN", "en"][n % 2];
        let reader = world.visitor().with_cookie(&session_of(&signed_in));
        let reader = reader.with_cookie(&format!("language={language}"));
        seen.extend(walk(account.sign_in_name, &reader).await);
    }
    for kind in [
        "/award/{id}/ranking/{id}",
        "/calendar/county/{id}",
        "/hour_claim/{id}",
        "/lecture_request/{id}",
        "/notice/{id}",
        "/person/{id}",
        "/award/{id}/judging",
        "/training_event/{id}",
        "/training_record/{id}",
    ] {
        assert!(seen.contains(kind), "{kind} was not walked: {seen:?}");
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
