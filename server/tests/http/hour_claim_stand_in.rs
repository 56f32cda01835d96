//! Claims of a unit that has nobody to confirm them: whoever verifies confirms, the city verifies.

use chrono::Days;
use domain::role::{Role, Scope};

use crate::{
    hour_claim::{PDF, claim, counted, decision, give, scene, send},
    world::{commit, start, worlds},
};

#[tokio::test]
async fn a_unit_without_an_officer_keeps_no_claim_waiting() {
    for world in worlds().await {
        let s = scene(&world).await;
        // A tutor of a school of the same county that has nobody.
        let lonely = world.person("孤校老师", &[Role::Tutor], "无人示范小学", "school", 1).await;
        let mut tx = world.db.store.begin().await.unwrap();
        let county = tx.find_person(s.tutor.id).await.unwrap().unwrap().region_id;
        tx.fill_person(lonely.id, None, None, county).await.unwrap();
        commit(tx).await;
        let id = send(&lonely, &claim("lonely"), PDF).await.made();
        let (page, decide) = (format!("/hour_claim/{id}"), format!("/hour_claim/{id}/decide"));
        assert!(lonely.get(&page).await.body.contains("还没有经办人"), "{}", world.db.name);
        assert!(s.county.get("/inbox").await.body.contains(&page), "who stands in hears of it");
        assert!(s.county.get("/hour_claim/queue").await.body.contains(&page));
        assert!(s.county.get("/desk").await.body.contains("/hour_claim/queue"));
        assert!(!s.neighbour.get("/hour_claim/queue").await.body.contains(&page));
        assert!(!s.officer.get("/hour_claim/queue").await.body.contains(&page), "another school's");
        assert_eq!(s.officer.post(&decide, &decision("accept", 2, "", "")).await.status, 404);
        assert!(s.county.get(&page).await.body.contains("由您代单位核实"));
        let confirmed = s.county.post(&decide, &decision("accept", 2, "", "")).await;
        assert_eq!(confirmed.status, 303, "{}", confirmed.body);
        // The county has confirmed, so the city verifies.
        assert!(!s.county.get("/hour_claim/queue").await.body.contains(&page));
        assert_eq!(s.county.post(&decide, &decision("accept", 3, "12", "")).await.status, 409);
        assert!(s.city.get("/hour_claim/queue").await.body.contains(&page));
        assert_eq!(s.city.post(&decide, &decision("accept", 3, "12", "")).await.status, 303);
        assert_eq!(counted(&world, &lonely).await, 1_200, "{}", world.db.name);
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test]
async fn a_unit_with_an_officer_is_not_passed_over() {
    for world in worlds().await {
        let s = scene(&world).await;
        let id = send(&s.tutor, &claim("one"), PDF).await.made();
        let (page, decide) = (format!("/hour_claim/{id}"), format!("/hour_claim/{id}/decide"));
        assert!(!s.county.get("/hour_claim/queue").await.body.contains(&page));
        assert_eq!(s.county.post(&decide, &decision("accept", 2, "", "")).await.status, 409);
        world.remove().await;
    }
}

#[tokio::test]
async fn the_only_officer_of_a_unit_does_not_wait_for_himself() {
    for world in worlds().await {
        let s = scene(&world).await;
        give(&world, &s.officer, Role::Tutor, Scope::Everything).await;
        let mut tx = world.db.store.begin().await.unwrap();
        let county = tx.find_person(s.tutor.id).await.unwrap().unwrap().region_id;
        tx.fill_person(s.officer.id, None, None, county).await.unwrap();
        commit(tx).await;
        let id = send(&s.officer, &claim("own"), PDF).await.made();
        let page = format!("/hour_claim/{id}");
        assert!(s.county.get("/hour_claim/queue").await.body.contains(&page), "{}", world.db.name);
        // Once there is a second officer, the unit confirms itself.
        let second = world.person("经办人己", &[], "别处", "school", 1).await;
        let mut tx = world.db.store.begin().await.unwrap();
        let today = start().date_naive();
        tx.set_workplace(second.id, s.unit, today - Days::new(1)).await.unwrap();
        commit(tx).await;
        give(&world, &second, Role::UnitOfficer, Scope::Organisation(s.unit)).await;
        assert!(!s.county.get("/hour_claim/queue").await.body.contains(&page));
        assert!(second.get("/hour_claim/queue").await.body.contains(&page));
        world.remove().await;
    }
}
