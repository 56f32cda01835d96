//! Searches and filters of lists: they stand in the address, and stay from page to page.

use domain::form::{Field, Values};

use crate::{
    lecture::Scene,
    training_event::{plan, tutor},
    world::worlds,
};

#[tokio::test(flavor = "multi_thread")]
async fn a_list_is_searched_and_filtered_by_its_address_and_keeps_it_when_it_goes_on() {
    for world in worlds().await {
        let office = world.office().await;
        for n in 0..60 {
            let mut values = plan(&format!("t{n}"));
            values.set(Field::EventTitle, if n % 10 == 0 { "天文研修班" } else { "机器人研修班" });
            assert_eq!(office.post("/training_event/new", &values).await.status, 303);
        }
        let few = office.get("/training_event?q=天文").await.body;
        assert_eq!(few.matches("class=\"card\"").count(), 6, "{}: {few}", world.db.name);
        assert!(!few.contains("机器人研修班") && few.contains("value=\"天文\""), "{few}");
        let many = office.get("/training_event?q=机器人&state=draft").await.body;
        assert_eq!(many.matches("class=\"card\"").count(), 50, "{many}");
        let on = many.split("up_to=").nth(1).expect("it goes on");
        let on = on.split('"').next().unwrap();
        let query = "q=%E6%9C%BA%E5%99%A8%E4%BA%BA&amp;state=draft&amp;up_to=";
        assert!(many.contains(query) || many.contains("state=draft"), "{many}");
        let rest =
            office.get(&format!("/training_event?q=机器人&state=draft&up_to={on}")).await.body;
        assert_eq!(rest.matches("class=\"card\"").count(), 4, "{rest}");
        let none = office.get("/training_event?state=cancelled").await.body;
        assert!(none.contains("没有符合条件的内容") && none.contains("显示全部"), "{none}");
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn requests_sessions_and_listings_are_found_by_name_and_county() {
    for world in worlds().await {
        let scene = Scene::new(&world).await;
        for n in 1..=2 {
            scene.ask(&world, &scene.wish(n, "2027-01-20", "14:00")).await;
        }
        let at = |rest: &str| format!("/lecture_request?state=county_review{rest}");
        for (rest, n) in [
            (String::new(), 2),
            ("&q=示范2".to_owned(), 1),
            ("&q=潮汐".to_owned(), 2),
            ("&q=%25".to_owned(), 0),
            (format!("&county={}", scene.nanhu), 2),
            (format!("&county={}", scene.xiuzhou), 0),
        ] {
            let page = scene.office.get(&at(&rest)).await.body;
            assert_eq!(page.matches("class=\"card\"").count(), n, "{rest}: {page}");
        }
        // A county's office finds nothing beyond its own.
        let page = scene.neighbour.get(&at(&format!("&county={}", scene.nanhu))).await.body;
        assert_eq!(page.matches("class=\"card\"").count(), 0, "{page}");

        let panel = world.panel().await;
        world.session(&scene.office, &panel, "2026-12-03", "09:00").await;
        for (query, n) in [("", 1), ("?state=open", 1), ("?state=closed", 0), ("?q=某厅", 0)] {
            let page = scene.office.get(&format!("/review_session{query}")).await.body;
            assert_eq!(page.matches("class=\"card\"").count(), n, "{query}: {page}");
        }
        for query in ["?q=潮汐", "?q=没有的课", "?state=suspended"] {
            assert_eq!(scene.office.get(&format!("/listing{query}")).await.status, 200);
        }
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_gives_a_training_place_back_is_told_of_to_its_organiser() {
    for world in worlds().await {
        let (office, tutor) = (world.office().await, tutor(&world, "甲老师").await);
        let id = office.post("/training_event/new", &plan("one")).await.made();
        let at = |rest: &str| format!("/training_event/{id}/{rest}");
        let nothing = Values::default();
        assert_eq!(office.post(&at("publish"), &nothing).await.status, 303);
        assert_eq!(tutor.post(&at("enrol"), &nothing).await.status, 303);
        assert!(!office.get("/inbox").await.body.contains("有人退出"), "{}", world.db.name);
        for _ in 0..2 {
            assert_eq!(tutor.post(&at("withdraw"), &nothing).await.status, 303);
        }
        let inbox = office.get("/inbox").await.body;
        assert_eq!(inbox.matches("有人退出").count(), 1, "{}: {inbox}", world.db.name);
        assert!(inbox.contains("甲老师"), "{inbox}");
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_and_a_unit_lead_to_all_that_hangs_on_them() {
    for world in worlds().await {
        let office = world.office().await;
        let person = tutor(&world, "甲老师").await;
        let mut conn = world.db.store.read().await.unwrap();
        let unit = conn.list_units_of(person.id).await.unwrap()[0];
        drop(conn);
        let mut tx = world.db.store.begin().await.unwrap();
        for n in 0..60 {
            let name = format!("同事{n:02}");
            let row = store::NewPerson { name: &name, ..store::NewPerson::default() };
            let id = tx.add_person(&row).await.unwrap();
            tx.set_workplace(id, unit, world.now().date_naive()).await.unwrap();
        }
        crate::world::commit(tx).await;
        let page = office.get(&format!("/organisation/{unit}")).await.body;
        let list = format!("/person?unit={unit}");
        assert!(page.contains(&format!("href=\"{list}\"")), "{}: {page}", world.db.name);
        let first = office.get(&list).await.body;
        let on = first.split(&format!("unit={unit}&amp;up_to=")).nth(1).expect("it goes on");
        let on = on.split('"').next().unwrap();
        assert!(first.contains("甲老师的小学"), "the unit is named: {first}");
        let second = office.get(&format!("{list}&up_to={on}")).await.body;
        assert_eq!(second.matches("data-label=\"姓名\"").count(), 11, "{second}");

        for n in 0..8 {
            let id = office.post("/training_event/new", &plan(&format!("t{n}"))).await.made();
            let at = |rest: &str| format!("/training_event/{id}/{rest}");
            assert_eq!(office.post(&at("publish"), &Values::default()).await.status, 303);
            assert_eq!(person.post(&at("enrol"), &Values::default()).await.status, 303);
        }
        let page = office.get(&format!("/person/{}", person.id)).await.body;
        let all = format!("/person/{}/trace?kind=training", person.id);
        assert!(page.contains(&format!("href=\"{all}\"")), "{}: {page}", world.db.name);
        assert_eq!(page.matches("href=\"/training_event/").count(), 6, "{page}");
        let page = office.get(&all).await.body;
        assert_eq!(page.matches("href=\"/training_event/").count(), 8, "{page}");
        let strange = office.get(&format!("/person/{}/trace?kind=x", person.id)).await;
        assert_eq!(strange.status, 404, "{}", world.db.name);
        assert_eq!(person.get(&all).await.status, 403, "{}", world.db.name);
        world.remove().await;
    }
}
