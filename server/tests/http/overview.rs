//! What is going on: on the front page for everybody, on the desk for offices.

use std::collections::BTreeSet;

use domain::{
    form::{Field, Values},
    id::PersonId,
};

use crate::{
    account::{credentials, session_of},
    no_ranking::links,
    world::{PASSWORD, Person, World},
};

#[tokio::test(flavor = "multi_thread")]
async fn the_front_page_is_alive_and_an_office_sees_its_year() {
    for db in test_database::databases().await {
        let world = World::demonstration(db).await;
        let home = world.visitor().get("/").await.body;
        for text in ["新上架的课程", "可预约的磨课会", "近期培训", "听众", "个镇（街道）"]
        {
            assert!(home.contains(text), "{text} on {}: {home}", world.db.name);
        }
        // Nothing of anybody but what the catalogue shows.
        for secret in ["138", "199", "panelist"] {
            assert!(!home.contains(secret), "{secret} in {home}");
        }
        let desk = async |name: &str| {
            let signed = world.visitor().post("/sign_in", &credentials(name, PASSWORD)).await;
            assert_eq!(signed.status, 303, "{name}");
            world.visitor().with_cookie(&session_of(&signed)).get("/desk").await.body
        };
        let city = desk("office").await;
        assert!(city.contains("年一览") && city.contains("/ 72"), "{}: {city}", world.db.name);
        assert!(city.contains("data-served"), "some towns had a lecture");
        assert_eq!(city.matches("class=\"strip-bar\"").count(), 48, "{city}");
        let county = desk("county").await;
        assert!(county.contains("年一览") && !county.contains("/ 72"), "its own towns: {county}");
        assert!(!desk("lecturer").await.contains("年一览"));
        world.remove().await;
    }
}

/// The links of the part of the desk that has the year.
async fn year_links(person: &Person) -> BTreeSet<String> {
    let desk = person.get("/desk").await.body;
    let year = desk.split("id=\"year\"").nth(1).unwrap_or_default();
    links(year.split("</main>").next().unwrap()).into_iter().collect()
}

async fn follow(person: &Person, name: &str) -> BTreeSet<String> {
    let all = year_links(person).await;
    assert!(!all.is_empty(), "{name} has no year");
    for link in &all {
        let page = person.get(link).await;
        assert_eq!(page.status, 200, "{name} at {link}: {}", page.body);
    }
    all
}

#[tokio::test(flavor = "multi_thread")]
async fn every_figure_of_the_year_leads_whoever_reads_it_to_its_list() {
    for db in test_database::databases().await {
        let world = World::demonstration(db).await;
        let signed_in = async |name: &str| {
            let signed = world.visitor().post("/sign_in", &credentials(name, PASSWORD)).await;
            assert_eq!(signed.status, 303, "{name}");
            world.visitor().with_cookie(&session_of(&signed))
        };
        let city = signed_in("office").await;
        let all = follow(&city, "the city").await;
        for part in ["/review_session", "/training_event", "/award", "/report", "/delivery?from="] {
            assert!(all.iter().any(|it| it.starts_with(part)), "{part} is not in {all:?}");
        }
        // What was given in a town: as many as its tile says.
        let town = all.iter().find(|it| it.contains("town=")).unwrap();
        let desk = city.get("/desk").await.body;
        let tile = desk.split(&format!("href=\"{}\"", town.replace('&', "&amp;"))).nth(1).unwrap();
        let n = tile.split("<strong>").nth(1).unwrap().split('<').next().unwrap();
        let list = city.get(town).await.body;
        assert_eq!(list.matches("class=\"card\"").count().to_string(), n, "{town}: {list}");
        let county = signed_in("county").await;
        let all = follow(&county, "the county").await;
        assert!(!all.contains("/review_session"), "a county's office has no sessions: {all:?}");
        assert!(all.iter().any(|it| it.starts_with("/delivery")), "{all:?}");
        // Who stands in for the county's office sees and reaches the same.
        let page = county.get("/deputy").await.body;
        let deputy = page.split("<option value=\"").nth(2).unwrap();
        let deputy = PersonId(deputy.split('"').next().unwrap().parse().unwrap());
        let today = world.now().date_naive();
        let values = Values::default()
            .with(Field::Deputy, deputy.to_string())
            .with(Field::FirstDay, today.to_string())
            .with(Field::LastDay, today.to_string())
            .with(Field::Reason, "外出学习，请同事代办")
            .with(Field::Once, "b");
        let named = county.post("/deputy", &values).await;
        assert_eq!(named.status, 303, "{}", named.body);
        let account = world.db.store.read().await.unwrap().find_account_of(deputy).await.unwrap();
        let deputy = match account {
            Some(account) => signed_in(&account.sign_in_name).await,
            None => world.signed_in(deputy).await,
        };
        let lent = follow(&deputy, "the deputy").await;
        // Who has roles of the own besides may go further.
        let reached = all.iter().filter(|it| *it != "/notice").all(|it| lent.contains(it));
        assert!(reached, "{}: {lent:?} of {all:?}", world.db.name);
        // The spreadsheet leaves its number of rows in the access log.
        let sheet = city.get("/delivery.xlsx").await;
        assert_eq!(sheet.status, 200, "{}", sheet.body);
        assert!(sheet.disposition.contains("xlsx"), "{}", sheet.disposition);
        world.remove().await;
    }
}
