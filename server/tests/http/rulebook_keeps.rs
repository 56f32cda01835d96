//! What has begun goes on as it began: whoever changes every rule that something keeps finds each page of
//! what is under way as it was, and what begins afterwards by the new rules.

use std::collections::BTreeMap;

use chrono::{Days, TimeDelta};
use demo::DEMO_ACCOUNTS;
use domain::{
    award_cycle::AwardCycleState,
    rulebook::{Keeps, Rule, RuleUnit},
};
use test_database::databases;

use crate::{
    reach_table::{lists, member, records},
    world::{Person, World},
};

/// Where nothing has begun: what would be begun there goes by the rules of the day.
const OF_TODAY: &[&str] = &["/person", "/catalogue", "/organisation", "/place", "/observation"];
/// The same, of what hangs on something else: a slot to be booked, a listing to be given or extended.
const BEGUN_THERE: &[&str] = &["/booking", "/listing", "/refinement"];

fn is_of_today(path: &str) -> bool {
    OF_TODAY.iter().any(|it| path.starts_with(it))
        || BEGUN_THERE.iter().any(|it| path.ends_with(it))
}

/// Another value of a rule, as far from its own as its bounds allow.
fn other(rule: Rule) -> i64 {
    let facts = rule.facts();
    let step = if facts.unit == RuleUnit::CreditHours { 50 } else { 1 };
    if facts.default == facts.most { facts.most - step } else { facts.most }
}

fn kept() -> impl Iterator<Item = Rule> {
    Rule::ALL.iter().copied().filter(|rule| rule.facts().keeps != Keeps::Nothing)
}

/// A page without what says the rules of today, and without what is another one on every page.
fn text(body: &str) -> String {
    let main = body.split("<main").nth(1).unwrap_or(body);
    let main = main.split("<summary>本页适用的规则</summary>").next().unwrap_or(main);
    let mut text = String::new();
    for part in main.split('<') {
        let words = part.split_once('>').map_or("", |(_, words)| words);
        if !words.trim().is_empty() {
            text.push_str(words);
            text.push('\n');
        }
    }
    text
}

/// Every page of what is under way, by who reads it and its address; the desks as well.
async fn pages(world: &World) -> BTreeMap<(String, String), String> {
    let mut pages = BTreeMap::new();
    for account in DEMO_ACCOUNTS {
        let person: Person = member(world, account.sign_in_name).await;
        let mut open: Vec<String> = vec!["/desk".into(), "/training_record".into()];
        for list in lists() {
            let answer = person.get(list).await;
            if answer.status == 200 {
                open.extend(records(&answer.body));
            }
        }
        while let Some(path) = open.pop() {
            let key = (account.sign_in_name.to_owned(), path.clone());
            if pages.contains_key(&key) || is_of_today(&path) {
                continue;
            }
            let answer = person.get(&path).await;
            if answer.status != 200 || !answer.header("content-type").starts_with("text/html") {
                continue;
            }
            if path.starts_with("/award/") {
                open.extend(records(&answer.body));
            }
            pages.insert(key, text(&answer.body));
        }
    }
    pages
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_under_way_reads_the_same_whatever_rule_is_changed() {
    let unchanged = databases().await;
    for (db, twin) in unchanged.into_iter().zip(databases().await) {
        let (world, twin) = (World::demonstration(db).await, World::demonstration(twin).await);
        let tomorrow = world.now().date_naive() + Days::new(1);
        for rule in kept() {
            twin.set_rule(rule, other(rule), tomorrow).await;
        }
        for one in [&world, &twin] {
            one.wait(TimeDelta::days(2));
        }
        let (before, after) = (pages(&world).await, pages(&twin).await);
        assert!(before.len() > 150, "{}: only {} pages", world.db.name, before.len());
        let mut conn = twin.db.store.read().await.unwrap();
        let cycles = conn.list_cycles().await.unwrap();
        let (planned, running): (Vec<_>, Vec<_>) =
            cycles.into_iter().partition(|it| it.state == AwardCycleState::Configuring);
        let of_planned =
            |path: &str| planned.iter().any(|it| path.starts_with(&format!("/award/{}/", it.id)));
        let mut faults = Vec::new();
        for (key, page) in before.iter().filter(|(key, _)| !of_planned(&key.1)) {
            let Some(other) = after.get(key) else {
                faults.push(format!("{key:?} is gone"));
                continue;
            };
            for (one, another) in page.lines().zip(other.lines()).filter(|(a, b)| a != b).take(3) {
                faults.push(format!("{key:?}: {one} → {another}"));
            }
        }
        assert!(faults.is_empty(), "{}: {faults:#?}", world.db.name);

        // A cycle that runs has each rule as it was announced, and the next one as it is now.
        let today = twin.now().date_naive();
        let now = conn.rulebook(today).await.unwrap();
        assert!(running.len() > 2, "{}: {} cycles run", twin.db.name, running.len());
        for cycle in running {
            let rules = conn.rulebook_of_cycle(cycle.id, today).await.unwrap();
            for rule in kept() {
                assert_eq!(rules.get(rule), rule.default_value(), "{rule:?} of {}", cycle.title);
                assert_eq!(now.get(rule), other(rule), "{rule:?}");
            }
        }
        drop(conn);
        world.remove().await;
        twin.remove().await;
    }
}
