//! The desk: what waits by its real deadline, what is overdue first and marked, and nothing left out
//! in silence.

use chrono::TimeDelta;
use domain::{award_stage::AwardStage, course::CourseVersionState, form::Field, rulebook::Rule};

use crate::{
    award_scene::{cast_of, confirm_all, judges, take},
    award_stage::dated,
    lecture::{Scene, listed_course},
    world::{Person, World, commit, start, worlds},
};

/// The cards of what is to be done: their titles, and whether each is marked as overdue.
async fn to_do(person: &Person) -> Vec<(String, bool)> {
    let cards = cards_of(person).await;
    let one = |card: &String| {
        let title = card.split("<h3").nth(1).unwrap().split("</h3>").next().unwrap();
        let (head, _) = card.split_once('>').unwrap();
        let is_marked = head.contains("data-overdue");
        assert_eq!(is_marked, card.contains("已逾期"), "in words as in style: {card}");
        (crate::table::text(&format!("<h3{title}")), is_marked)
    };
    cards.iter().map(one).collect()
}

/// The cards of what is to be done, in their order.
async fn cards_of(person: &Person) -> Vec<String> {
    let page = person.get("/desk").await;
    assert_eq!(page.status, 200, "{}", page.body);
    let groups = page.body.split("<section ").skip(1);
    let mut now = groups.filter(|it| it.split('>').next().unwrap().contains("data-now"));
    let Some(group) = now.next() else { return Vec::new() };
    let group = group.split("</section>").next().unwrap();
    group.split("<li ").skip(1).map(str::to_owned).collect()
}

async fn set_state(world: &World, id: domain::id::CourseVersionId, state: CourseVersionState) {
    let mut tx = world.db.store.begin().await.unwrap();
    let row = tx.find_version(id).await.unwrap().unwrap();
    assert!(tx.move_version(id, (row.state, row.revision), state, "", world.now()).await.unwrap());
    commit(tx).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_stands_by_its_deadline_and_what_is_overdue_says_so() {
    for world in worlds().await {
        let scene = Scene::new(&world).await;
        let today = start().date_naive();
        world.set_rule(Rule::ContentCheckWorkingDays, 10, today).await;
        world.set_rule(Rule::RequestReviewWorkingDays, 2, today).await;
        // Approved first, and without a deadline.
        let approved = listed_course(&world, &world.lecturer("李待上").await).await;
        set_state(&world, approved, CourseVersionState::Approved).await;
        // Handed in next, and to be read within ten working days.
        let author = world.lecturer("赵先交").await;
        let checked = listed_course(&world, &author).await;
        set_state(&world, checked, CourseVersionState::ContentCheck).await;
        // Asked for last, and to be reviewed within two.
        world.wait(TimeDelta::days(1));
        let (_, id) = scene.ask(&world, &scene.wish(1, "2027-01-20", "14:00")).await;
        assert_eq!(scene.decide(&world, &scene.county, id, "pass").await.status, 303);

        let cards = to_do(&scene.office).await;
        let titles: Vec<&str> = cards.iter().map(|(title, _)| title.as_str()).collect();
        assert!(cards.iter().all(|(_, overdue)| !overdue), "{}: {cards:?}", world.db.name);
        let hrefs = hrefs(&scene.office).await;
        let expected = [
            format!("/lecture_request/{id}"),
            format!("/course_check/{checked}"),
            format!("/course/{approved}/refinement"),
        ];
        let found: Vec<&String> = hrefs.iter().filter(|it| expected.contains(it)).collect();
        assert_eq!(found, expected.iter().collect::<Vec<_>>(), "{}: {titles:?}", world.db.name);

        // The request's review is over, the other one's is not.
        world.wait(TimeDelta::days(4));
        let cards = to_do(&scene.office).await;
        let overdue: Vec<bool> = cards.iter().map(|(_, overdue)| *overdue).collect();
        assert_eq!(overdue.iter().filter(|it| **it).count(), 1, "{}: {cards:?}", world.db.name);
        assert!(overdue[0], "overdue first: {cards:?}");
        // Both are; what has no deadline never is.
        world.wait(TimeDelta::days(14));
        let cards = to_do(&scene.office).await;
        let overdue: Vec<bool> = cards.iter().map(|(_, overdue)| *overdue).collect();
        assert_eq!(overdue.iter().filter(|it| **it).count(), 2, "{}: {cards:?}", world.db.name);
        assert!(overdue[0] && overdue[1], "overdue first: {cards:?}");
        let english = scene.office.with_cookie("language=en").get("/desk").await.body;
        assert_eq!(english.matches("Overdue").count(), 2, "{english}");
        world.remove().await;
    }
}

/// The addresses of the cards of what is to be done, in their order.
async fn hrefs(person: &Person) -> Vec<String> {
    let cards = cards_of(person).await;
    let href =
        |card: &String| card.split("href=\"").nth(1).unwrap().split('"').next().map(str::to_owned);
    cards.iter().filter_map(href).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_judge_has_until_the_stage_of_the_award_ends() {
    for world in worlds().await {
        let all = judges(&world).await;
        let cast = cast_of(&world, &dated(), (Field::Seats, "2"), all, &["announce"]).await;
        world.wait(TimeDelta::days(22));
        take(&cast.office, cast.cycle, "close_nominations").await;
        confirm_all(&cast).await;
        let stages = world.db.store.read().await.unwrap().list_stages(cast.cycle).await.unwrap();
        let stage = stages.iter().find(|row| row.stage == AwardStage::Evaluation).unwrap();
        let until = stage.ends_on.unwrap();
        let judge = &cast.judges[0];
        let page = judge.get("/desk").await.body;
        let day = until.format("%-m月%-d日").to_string();
        assert!(page.contains(&day), "{}: {day} is not in {page}", world.db.name);
        assert!(!page.contains("已逾期"), "{}: {page}", world.db.name);
        world.wait(TimeDelta::days(60));
        let cards = to_do(judge).await;
        assert!(cards[0].1, "{}: {cards:?}", world.db.name);
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn requests_above_those_that_stand_on_a_desk_are_counted_and_led_to() {
    for world in worlds().await {
        let scene = Scene::new(&world).await;
        world.set_rule(Rule::RequestsOfAddress, 50, start().date_naive()).await;
        for n in 1..=12 {
            let mut wish = scene.wish(n, "2027-01-20", "14:00");
            wish.set(Field::ContactPhone, format!("138123456{n:02}"));
            scene.ask(&world, &wish).await;
        }
        let page = scene.county.get("/desk").await.body;
        assert!(page.contains("另有 2 件点单"), "{}: {page}", world.db.name);
        assert!(page.contains("有 12 件事等您处理"), "all are counted: {page}");
        let list = "/lecture_request?state=county_review";
        assert!(page.contains(&format!("href=\"{list}\"")), "{page}");
        let list = scene.county.get(list).await.body;
        assert_eq!(list.matches("class=\"card\"").count(), 12, "{list}");
        world.remove().await;
    }
}

/// Whether the card that leads to an address is marked as overdue; none where no card does.
async fn is_overdue(person: &Person, href: &str) -> Option<bool> {
    let cards = cards_of(person).await;
    let link = format!("href=\"{href}\"");
    let card = cards.iter().find(|card| card.contains(&link))?;
    Some(card.split_once('>').unwrap().0.contains("data-overdue"))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_verdict_is_proposed_and_confirmed_within_the_days_of_its_session() {
    for world in worlds().await {
        let scene = crate::trial_scene::Scene::new(&world).await;
        // The session was published before.
        world.set_rule(Rule::VerdictWorkingDays, 1, world.now().date_naive()).await;
        scene.hold(&world, crate::trial_scene::GOOD).await;
        let (chair, at) = (&scene.panel[0], scene.at(""));
        world.wait(TimeDelta::days(6));
        assert_eq!(is_overdue(chair, &at).await, Some(false), "{}: its fourth day", world.db.name);
        world.wait(TimeDelta::days(2));
        assert_eq!(is_overdue(chair, &at).await, Some(true), "{}: its sixth day", world.db.name);
        let values = domain::form::Values::default().with(Field::Verdict, "approve");
        scene.ok(chair, "/verdict", values).await;
        assert_eq!(is_overdue(&scene.office, &at).await, Some(true), "{}", world.db.name);
        world.remove().await;
    }
}
