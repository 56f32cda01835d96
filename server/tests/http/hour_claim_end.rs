//! A claim after its decision: the days in which it can be disputed, the end of its year, and the
//! way back.

use chrono::TimeDelta;
use domain::{
    form::{Field, Values},
    hour_claim::ClaimState,
    id::HourClaimId,
    role::{Role, Scope},
};

use crate::{
    hour_claim::{PDF, Scene, claim, counted, decision, give, scene, send},
    world::worlds,
};

/// A claim of twelve hours of which the county has accepted six: its page, and where it is decided.
pub(crate) async fn accepted_in_part(s: &Scene) -> (String, String) {
    let id = send(&s.tutor, &claim("one"), PDF).await.made();
    let (page, decide) = (format!("/hour_claim/{id}"), format!("/hour_claim/{id}/decide"));
    s.officer.post(&decide, &decision("accept", 2, "", "")).await;
    s.county.post(&decide, &decision("accept", 3, "6", "只认一天的学时")).await;
    (page, decide)
}

fn key_of(page: &str) -> HourClaimId {
    page.rsplit('/').next().unwrap().parse().unwrap()
}

#[tokio::test]
async fn a_decision_is_disputed_within_five_working_days() {
    for world in worlds().await {
        let s = scene(&world).await;
        let (page, _) = accepted_in_part(&s).await;
        // Decided on Monday; the fifth working day after it is the next Monday.
        world.wait(TimeDelta::days(7));
        assert!(s.tutor.get(&page).await.body.contains("2026年11月30日前"), "{}", world.db.name);
        world.wait(TimeDelta::days(1));
        let why = Values::default().with(Field::Dispute, "两天都有签到，请再核对一次");
        let late = s.tutor.post(&format!("{page}/dispute"), &why).await;
        assert_eq!(late.status, 409, "{}", world.db.name);
        assert!(late.body.contains("两天都有签到，请再核对一次"), "what was typed is shown");
        assert!(!s.tutor.get(&page).await.body.contains("name=\"dispute\""));
        world.remove().await;
    }
}

#[tokio::test]
async fn a_closed_year_is_opened_by_the_city_alone_and_with_a_reason() {
    for world in worlds().await {
        let s = scene(&world).await;
        let supervisor = world.person("监审丑", &[Role::Supervisor], "监审", "other", 1).await;
        let (page, decide) = accepted_in_part(&s).await;
        let reopen = format!("{page}/reopen");
        let why = Values::default().with(Field::Reason, "主办方更正了签到表，应为两天");
        assert_eq!(s.city.post(&reopen, &why).await.status, 409, "the year is not closed");
        assert_eq!(world.actions.lock_claims(world.now()).await.unwrap(), 0, "{}", world.db.name);
        world.wait(TimeDelta::days(39));
        assert_eq!(world.actions.lock_claims(world.now()).await.unwrap(), 1, "on 1 January");
        assert_eq!(world.actions.lock_claims(world.now()).await.unwrap(), 0, "once");
        assert_eq!(counted(&world, &s.tutor).await, 0, "of the new year");
        assert!(s.tutor.get(&page).await.body.contains("已锁定"));
        for (who, status) in [(&s.county, 403), (&s.tutor, 403), (&s.officer, 403)] {
            assert_eq!(who.post(&reopen, &why).await.status, status);
        }
        let short = s.city.post(&reopen, &Values::default().with(Field::Reason, "更正")).await;
        assert!(short.status == 422 && short.body.contains("href=\"#reason\""));
        let colleague = world.person("县科协戊", &[], "县科协二", "county_association", 1).await;
        let mut conn = world.db.store.read().await.unwrap();
        let region = conn.find_claim(key_of(&page)).await.unwrap().unwrap().region_id.unwrap();
        drop(conn);
        give(&world, &colleague, Role::CountyOffice, Scope::Region(region)).await;
        assert_eq!(s.city.post(&reopen, &why).await.status, 303);
        assert_eq!(s.city.post(&reopen, &why).await.status, 409, "once");
        for who in [&s.tutor, &supervisor] {
            assert!(who.get("/inbox").await.body.contains("主办方更正了签到表"));
        }
        assert!(supervisor.get("/inbox").await.body.contains("/audit"));
        assert_eq!(supervisor.get(&page).await.status, 404, "the claim is not theirs");
        // Whoever has verified it does not decide again.
        let same = s.county.post(&decide, &decision("accept", 6, "12", "")).await;
        assert_eq!(same.status, 422, "{}", world.db.name);
        assert_eq!(colleague.post(&decide, &decision("accept", 6, "12", "")).await.status, 303);
        let row =
            world.db.store.read().await.unwrap().find_claim(key_of(&page)).await.unwrap().unwrap();
        assert_eq!((row.state, row.accepted), (ClaimState::Verified, Some(1_200)));
        assert_eq!(world.actions.lock_claims(world.now()).await.unwrap(), 1, "closed again");
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test]
async fn where_nobody_else_is_left_in_the_county_the_city_decides() {
    for world in worlds().await {
        let s = scene(&world).await;
        let (page, decide) = accepted_in_part(&s).await;
        let why = Values::default().with(Field::Dispute, "两天都有签到，请再核对一次");
        assert_eq!(s.tutor.post(&format!("{page}/dispute"), &why).await.status, 303);
        assert!(!s.county.get("/hour_claim/queue").await.body.contains(&page), "{}", world.db.name);
        assert!(s.city.get("/hour_claim/queue").await.body.contains(&page));
        assert!(s.city.get("/inbox").await.body.contains(&page), "the city hears of it");
        assert_eq!(s.city.post(&decide, &decision("accept", 5, "12", "")).await.status, 303);
        assert_eq!(counted(&world, &s.tutor).await, 1_200, "{}", world.db.name);
        // Opened again, it is for somebody who has not decided: not for the two of before.
        world.wait(TimeDelta::days(39));
        assert_eq!(world.actions.lock_claims(world.now()).await.unwrap(), 1);
        let reason = Values::default().with(Field::Reason, "主办方更正了签到表，应为两天");
        assert_eq!(s.city.post(&format!("{page}/reopen"), &reason).await.status, 303);
        let same = s.city.post(&decide, &decision("accept", 8, "6", "改为一天")).await;
        assert_eq!(same.status, 422, "{}", world.db.name);
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test]
async fn nobody_opens_the_own_claim_or_one_of_the_own_unit_again() {
    for world in worlds().await {
        let s = scene(&world).await;
        let (page, _) = accepted_in_part(&s).await;
        world.wait(TimeDelta::days(39));
        assert_eq!(world.actions.lock_claims(world.now()).await.unwrap(), 1);
        let reason = Values::default().with(Field::Reason, "主办方更正了签到表，应为两天");
        for who in [&s.tutor, &s.officer] {
            give(&world, who, Role::CityOffice, Scope::Everything).await;
            assert!(!who.get(&page).await.body.contains("/reopen"), "{}", world.db.name);
            let refused = who.post(&format!("{page}/reopen"), &reason).await;
            assert_eq!(refused.status, 409, "{}", world.db.name);
        }
        world.remove().await;
    }
}
