//! What strangers send through the form of a request: tokens of ours, and limits of a day.

use chrono::TimeDelta;
use domain::form::{Field, Values};

use crate::{
    lecture::Scene,
    world::{Answer, World, at_once, worlds},
};

/// The token of a form that was just opened.
async fn token(world: &World, path: &str) -> String {
    value(&world.visitor().get(path).await)
}

fn value(answer: &Answer) -> String {
    let token = answer.body.split("name=\"once\" value=\"").nth(1).unwrap();
    token.split('"').next().unwrap().to_owned()
}

#[tokio::test]
async fn a_form_is_good_for_an_hour_and_comes_back_filled_in() {
    for world in worlds().await {
        let scene = Scene::new(&world).await;
        let path = format!("/catalogue/{}/request", scene.version);
        let opened = token(&world, &path).await;
        let wish = scene.wish(1, "2026-12-10", "14:00");
        world.wait(TimeDelta::minutes(59));
        let in_time = wish.over_once(&opened);
        assert_eq!(world.visitor().post(&path, &in_time).await.status, 303, "{}", world.db.name);
        world.wait(TimeDelta::minutes(2));
        let forged = format!("{:032x}", 7);
        for old in [opened.as_str(), forged.as_str(), "", "汉字"] {
            let wish = scene.wish(2, "2026-12-11", "14:00").over_once(old);
            let refused = world.visitor().post(&path, &wish).await;
            assert_eq!(refused.status, 409, "{old}");
            assert!(refused.body.contains("超过一小时"), "{}", refused.body);
            assert!(refused.body.contains("菱歌示范2小学"), "what was typed is still there");
            let fresh = value(&refused);
            assert_ne!(fresh, old);
            let sent = world.visitor().post(&path, &wish.over_once(&fresh)).await;
            assert_eq!(sent.status, 303, "{}", sent.body);
        }
        world.remove().await;
    }
}

trait OverOnce {
    fn over_once(&self, token: &str) -> Values;
}

impl OverOnce for Values {
    /// The same form with another token.
    fn over_once(&self, token: &str) -> Values {
        let mut values = self.clone();
        values.set(Field::Once, token);
        values
    }
}

#[tokio::test]
async fn above_the_limits_of_a_day_a_request_waits_for_a_call() {
    for world in worlds().await {
        let scene = Scene::new(&world).await;
        let path = format!("/catalogue/{}/request", scene.version);
        let mut links = Vec::new();
        for n in 0..13 {
            // One host, by another way of writing each time.
            let mut wish = scene.wish(n, "2026-12-10", "14:00");
            wish.set(Field::HostName, if n % 2 == 0 { "菱歌小学" } else { "嘉兴市 菱歌小学" });
            let sent = world.visitor().post(&path, &wish).await;
            assert_eq!(sent.status, 303, "{n}: {}", sent.body);
            assert_eq!(world.visitor().post(&path, &wish).await.location, sent.location, "once");
            wish.set(Field::Hall, "别处");
            assert_eq!(world.visitor().post(&path, &wish).await.status, 409, "{n}: said otherwise");
            links.push(sent.location);
        }
        let (known, waiting) = links.split_at(10);
        for link in known {
            assert!(world.visitor().get(link).await.body.contains("县级审核"), "{link}");
        }
        for link in waiting {
            assert!(world.visitor().get(link).await.body.contains("等待核实"), "{link}");
        }
        // Nobody hears of them but the city's office, on its desk.
        let inbox = scene.county.get("/inbox").await.body;
        assert_eq!(inbox.matches("href=\"/lecture_request/").count(), 10, "{}", world.db.name);
        assert!(scene.office.get("/desk").await.body.contains("需要电话核实"));
        assert_eq!(scene.county.get("/unconfirmed_request").await.status, 403);
        let page = scene.office.get("/unconfirmed_request").await.body;
        let ids: Vec<String> = page
            .split("name=\"selected\" value=\"")
            .skip(1)
            .map(|rest| rest.split('"').next().unwrap().to_owned())
            .collect();
        assert_eq!(ids.len(), 3, "{page}");
        assert!(page.contains("tel:13812345678"));
        let confirm = format!("/unconfirmed_request/{}/confirm", ids[0]);
        assert_eq!(scene.county.post(&confirm, &Values::default()).await.status, 403);
        for _ in 0..2 {
            assert_eq!(scene.office.post(&confirm, &Values::default()).await.status, 303);
        }
        assert!(world.visitor().get(&waiting[0]).await.body.contains("县级审核"));
        let inbox = scene.county.get("/inbox").await.body;
        assert_eq!(inbox.matches("href=\"/lecture_request/").count(), 11);
        let withdraw = format!("{}/withdraw", waiting[1]);
        for _ in 0..2 {
            assert_eq!(world.visitor().post(&withdraw, &Values::default()).await.status, 303);
        }
        assert_eq!(world.visitor().get(&waiting[1]).await.status, 404);
        let all = ids.iter().fold(Values::default(), |values, id| values.with(Field::Selected, id));
        for _ in 0..2 {
            let gone = scene.office.post("/unconfirmed_request/discard", &all).await;
            assert_eq!(gone.status, 303);
        }
        assert!(scene.office.get("/unconfirmed_request").await.body.contains("没有待核实"));
        assert_eq!(world.visitor().get(&waiting[2]).await.status, 404);
        assert!(!scene.office.get("/desk").await.body.contains("需要电话核实"));
        world.verify_chain().await;
        world.remove().await;
    }
}

/// Of many at once none is overlooked.
#[tokio::test(flavor = "multi_thread")]
async fn a_burst_of_requests_in_one_name_is_counted_whole() {
    for world in worlds().await {
        let scene = Scene::new(&world).await;
        let path = format!("/catalogue/{}/request", scene.version);
        let burst = (0..16).map(|n| {
            let mut wish = scene.wish(n, "2026-12-10", "14:00");
            wish.set(Field::HostName, "菱歌小学");
            (world.visitor(), path.clone(), wish)
        });
        for answer in at_once(burst.collect()).await {
            assert_eq!(answer.status, 303, "{}: {}", world.db.name, answer.body);
        }
        let mut conn = world.db.store.read().await.unwrap();
        assert_eq!(conn.count_unconfirmed().await.unwrap(), 6, "{}", world.db.name);
        drop(conn);
        world.remove().await;
    }
}

#[tokio::test]
async fn what_cannot_be_asked_for_any_more_is_told_and_removed() {
    for world in worlds().await {
        let scene = Scene::new(&world).await;
        let path = format!("/catalogue/{}/request", scene.version);
        for n in 0..11 {
            let mut wish = scene.wish(n, "2026-12-10", "14:00");
            wish.set(Field::HostName, "菱歌小学");
            assert_eq!(world.visitor().post(&path, &wish).await.status, 303);
        }
        world.wait(TimeDelta::days(25));
        let page = scene.office.get("/unconfirmed_request").await.body;
        let id = page.split("name=\"selected\" value=\"").nth(1).unwrap();
        let id = id.split('"').next().unwrap();
        let confirm = format!("/unconfirmed_request/{id}/confirm");
        let refused = scene.office.post(&confirm, &Values::default()).await;
        assert_eq!(refused.status, 409, "{}", world.db.name);
        assert!(refused.body.contains("已不能再约") && refused.body.contains(&confirm));
        let ticked = Values::default().with(Field::Selected, id);
        let gone = scene.office.post("/unconfirmed_request/discard", &ticked).await;
        assert_eq!(gone.status, 303, "{}", world.db.name);
        assert!(scene.office.get("/unconfirmed_request").await.body.contains("没有待核实"));
        world.remove().await;
    }
}

/// One address cannot fill the offices' lists, nor the database.
#[tokio::test]
async fn an_address_is_heard_so_often_a_day() {
    for world in worlds().await {
        let scene = Scene::new(&world).await;
        let path = format!("/catalogue/{}/request", scene.version);
        let stranger = world.visitor().at_address([203, 0, 113, 9]);
        let mut answers = Vec::new();
        for n in 0..112 {
            let wish = scene.wish(n, "2026-12-10", "14:00");
            answers.push(stranger.post(&path, &wish).await.status);
        }
        assert!(answers[..110].iter().all(|status| *status == 303), "{answers:?}");
        assert_eq!(answers[110..], [429, 429], "{}", world.db.name);
        let mut conn = world.db.store.read().await.unwrap();
        assert_eq!(conn.count_unconfirmed().await.unwrap(), 50, "{}", world.db.name);
        drop(conn);
        let other = world.visitor().at_address([203, 0, 113, 10]);
        let wish = scene.wish(500, "2026-12-10", "14:00");
        assert_eq!(other.post(&path, &wish).await.status, 303);
        world.wait(TimeDelta::days(1) + TimeDelta::minutes(1));
        let wish = scene.wish(501, "2026-12-10", "14:00");
        let sent = stranger.post(&path, &wish).await;
        assert!(world.visitor().get(&sent.location).await.body.contains("县级审核"));
        world.wait(TimeDelta::days(30));
        world.actions.sweep(world.now()).await.unwrap();
        let mut conn = world.db.store.read().await.unwrap();
        assert_eq!(conn.count_unconfirmed().await.unwrap(), 0, "nobody was reached in a month");
        drop(conn);
        world.remove().await;
    }
}

#[tokio::test]
async fn a_lost_link_is_issued_anew_and_ends_a_year_after_the_lecture() {
    for world in worlds().await {
        let scene = Scene::new(&world).await;
        let (link, id) = scene.ask(&world, &scene.wish(1, "2026-12-10", "14:00")).await;
        let path = format!("/lecture_request/{id}/link");
        assert!(scene.office.get(&format!("/lecture_request/{id}")).await.body.contains(&path));
        assert_eq!(scene.neighbour.get(&path).await.status, 404, "{}", world.db.name);
        let once = Values::default().with(Field::Once, format!("{:032x}", 9));
        assert_eq!(scene.neighbour.post(&path, &once).await.status, 404);
        let mut seen = Vec::new();
        for _ in 0..2 {
            let issued = scene.county.post(&path, &once).await;
            assert_eq!(issued.status, 200, "{}", issued.body);
            let address = issued.body.split("href=\"/request/").nth(1).unwrap();
            seen.push(format!("/request/{}", address.split('"').next().unwrap()));
        }
        assert_eq!(seen[0], seen[1], "twice is once");
        assert_eq!(world.visitor().get(&link).await.status, 404, "the one before opens nothing");
        assert!(world.visitor().get(&seen[0]).await.body.contains("县级审核"));
        world.verify_chain().await;
        world.wait(TimeDelta::days(379));
        assert_eq!(world.visitor().get(&seen[0]).await.status, 200, "within a year");
        world.wait(TimeDelta::days(5));
        assert_eq!(world.visitor().get(&seen[0]).await.status, 404, "{}", world.db.name);
        world.remove().await;
    }
}
