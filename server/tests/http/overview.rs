//! What is going on: on the front page for everybody, on the desk for offices.

use crate::{
    account::{credentials, session_of},
    world::{PASSWORD, World},
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
