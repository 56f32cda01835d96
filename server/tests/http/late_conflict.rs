//! A conflict that becomes known after the verdict, and the sitting that repeats it.

use chrono::TimeDelta;
use domain::{
    course::CourseVersionState,
    form::{Field, Values},
    role::Role,
};

use crate::{
    trial_scene::{FAIR, GOOD, POOR, Scene, sheet},
    world::{World, worlds},
};

fn conflict(person: &str) -> Values {
    Values::default()
        .with(Field::ConflictPanelist, person)
        .with(Field::ConflictKind, "teacher_student")
        .with(Field::ConflictReason, "评审后得知二人曾为师徒")
}

fn repeat() -> Values {
    Values::default().with(Field::RepeatReason, "一位专家应当回避，结论须重新作出")
}

/// A confirmed approval in which one sheet was far above the others.
async fn judged(world: &World, scores: &[[&str; 9]; 5], verdict: &str) -> Scene {
    let scene = Scene::new(world).await;
    scene.start().await;
    world.wait(TimeDelta::minutes(50));
    scene.step(&scene.panel[0], "end").await;
    for (one, scores) in scene.panel.iter().zip(scores) {
        scene.ok(one, "/sheet", sheet(*scores)).await;
    }
    scene.step(&scene.panel[0], "close").await;
    scene.decide(verdict, "注明数据来源").await;
    scene
}

/// The next sitting, with somebody else in the last seat.
async fn sit_again(scene: &mut Scene, world: &World, day: &str) {
    scene.panel[4] =
        world.person("吴老师", &[Role::Panelist], "另一家示范单位", "institute", 8).await;
    scene.sit(world, day).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_round_stays_as_it_is_and_the_figures_stand_beside_it() {
    for world in worlds().await {
        let scene = judged(&world, &[GOOD, GOOD, GOOD, GOOD, POOR], "approve").await;
        let five = scene.panel[4].id.to_string();
        let stranger = conflict(&scene.lecturer.id.to_string());
        for (wrong, at) in [
            (stranger, "#conflict_panelist"),
            (Values::default().with(Field::ConflictPanelist, &five), "#conflict_kind"),
        ] {
            let refused = scene.office.post(&scene.at("/late_conflict"), &wrong).await;
            assert_eq!(refused.status, 422, "{}", world.db.name);
            assert!(refused.body.contains(at), "{}", refused.body);
        }
        scene.ok(&scene.office, "/late_conflict", conflict(&five)).await;
        scene.ok(&scene.office, "/late_conflict", conflict(&five)).await;
        let page = scene.office.get(&scene.at("")).await.body;
        assert!(page.contains("曾为师徒") && page.contains("有效评分表 5 份"), "{page}");
        assert!(page.contains("有效评分表 4 份"), "the figures without it: {page}");
        assert_eq!(scene.state(&world).await, CourseVersionState::Approved);
        let record = scene.office.get(&scene.at("/record.xlsx")).await;
        let sheets = documents::sheet::read(&record.bytes).unwrap().sheets;
        let text = format!("{sheets:?}");
        assert!(text.contains("评审后得知的回避情形") && text.contains("曾为师徒"), "{text}");
        // The panel and the lecturer learn that there was one, and not whose.
        let panelist = scene.panel[1].get(&scene.at("")).await.body;
        assert!(
            panelist.contains("一位专家有回避情形") && !panelist.contains("师徒"),
            "{panelist}"
        );
        let own = scene.lecturer.get(&format!("/course/{}/refinement", scene.version)).await.body;
        assert!(own.contains("评审后得知的回避情形") && !own.contains("师徒"), "{own}");
        let told = scene.panel[4].get("/inbox").await.body;
        assert!(told.contains("的评审有回避情形"), "{told}");
        // A panelist speaks of the own alone, whatever is sent.
        scene.ok(&scene.panel[3], "/late_conflict", conflict(&five)).await;
        let page = scene.office.get(&scene.at("")).await.body;
        assert!(page.contains("有效评分表 3 份"), "{page}");
        assert_eq!(
            scene.lecturer.post(&scene.at("/late_conflict"), &conflict(&five)).await.status,
            403
        );
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_repeat_uses_up_no_round_and_its_verdict_takes_the_place_of_the_first() {
    for world in worlds().await {
        let mut scene = judged(&world, &[FAIR, FAIR, FAIR, FAIR, POOR], "revise").await;
        assert_eq!(scene.office.post(&scene.at("/repeat"), &repeat()).await.status, 409);
        let five = scene.panel[4].id.to_string();
        scene.ok(&scene.office, "/late_conflict", conflict(&five)).await;
        let silent = scene.office.post(&scene.at("/repeat"), &Values::default()).await;
        assert_eq!(silent.status, 422, "{}", world.db.name);
        let first = scene.at("");
        scene.ok(&scene.office, "/repeat", repeat()).await;
        scene.ok(&scene.office, "/repeat", repeat()).await;
        assert_eq!(scene.state(&world).await, CourseVersionState::AwaitingSlot);
        let told = scene.lecturer.get("/inbox").await.body;
        assert!(told.contains("将重新评审"), "{told}");

        // Called off, the verdict holds again; ordered once more, it is judged.
        let at = format!("/course/{}/refinement", scene.version);
        let off = scene.office.post(&format!("{at}/call_off_repeat"), &repeat()).await;
        assert_eq!(off.status, 303, "{}: {}", world.db.name, off.body);
        assert_eq!(scene.state(&world).await, CourseVersionState::NeedsRevision);
        scene.ok(&scene.office, "/repeat", repeat()).await;
        let next = scene.lecturer.post(&format!("{at}/next"), &Values::default()).await;
        assert_eq!(next.status, 409, "nothing newer while it is judged once more");
        sit_again(&mut scene, &world, "2026-12-24").await;
        let off = scene.office.post(&format!("{at}/call_off_repeat"), &repeat()).await;
        assert_eq!(off.status, 422, "{}: it has its slot", world.db.name);
        scene.hold(&world, GOOD).await;
        scene.decide("approve", "").await;
        assert_eq!(scene.state(&world).await, CourseVersionState::Approved);
        let page = scene.lecturer.get(&at).await.body;
        assert!(page.contains("已由重新评审的结论取代") && !page.contains("第2轮"), "{page}");
        assert_eq!(
            page.matches("class=\"radar-round\"").count(),
            1,
            "one round, one shape: {page}"
        );
        let page = scene.office.get(&first).await.body;
        assert!(page.contains("已有新结论") && !page.contains("/repeat\""), "{page}");
        let listed = scene.office.post(&format!("{at}/list"), &Values::default()).await;
        assert_eq!(listed.status, 303, "{}", listed.body);
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_listed_version_stays_or_is_suspended_until_it_was_judged_once_more() {
    for (meanwhile, verdict, scores, after) in [
        ("stays", "approve", GOOD, CourseVersionState::Listed),
        ("suspended", "approve", GOOD, CourseVersionState::Suspended),
        ("stays", "revise", FAIR, CourseVersionState::NeedsRevision),
        ("suspended", "reject", POOR, CourseVersionState::Rejected),
    ] {
        for world in worlds().await {
            let mut scene = judged(&world, &[GOOD; 5], "approve").await;
            let at = format!("/course/{}/refinement", scene.version);
            let listed = scene.office.post(&format!("{at}/list"), &Values::default()).await;
            assert_eq!(listed.status, 303, "{}", listed.body);
            let five = scene.panel[4].id.to_string();
            scene.ok(&scene.office, "/late_conflict", conflict(&five)).await;
            let unsaid = scene.office.post(&scene.at("/repeat"), &repeat()).await;
            assert!(unsaid.body.contains("#meanwhile"), "{}", unsaid.body);
            let order = repeat().with(Field::Meanwhile, meanwhile);
            scene.ok(&scene.office, "/repeat", order).await;
            let is_listed = scene.state(&world).await == CourseVersionState::Listed;
            assert_eq!(is_listed, meanwhile == "stays", "{}", world.db.name);
            let desk = scene.lecturer.get("/desk").await.body;
            assert!(desk.contains(&format!("/course/{}/booking", scene.version)), "{desk}");
            sit_again(&mut scene, &world, "2026-12-24").await;
            scene.hold(&world, scores).await;
            scene.decide(verdict, "注明数据来源").await;
            assert_eq!(scene.state(&world).await, after, "{}: {meanwhile}", world.db.name);
            let page = scene.lecturer.get(&at).await;
            assert_eq!(page.status, 200, "{}", page.body);
            world.verify_chain().await;
            world.remove().await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_gives_up_a_version_that_was_to_be_judged_once_more_may_begin_anew() {
    for world in worlds().await {
        let scene = judged(&world, &[FAIR, FAIR, FAIR, FAIR, POOR], "revise").await;
        let five = scene.panel[4].id.to_string();
        scene.ok(&scene.office, "/late_conflict", conflict(&five)).await;
        scene.ok(&scene.office, "/repeat", repeat()).await;
        let at = format!("/course/{}/refinement", scene.version);
        let reason = Values::default().with(Field::Reason, "这门课不再申报，另写一门");
        let given_up = scene.lecturer.post(&format!("{at}/give_up"), &reason).await;
        assert_eq!(given_up.status, 303, "{}: {}", world.db.name, given_up.body);
        assert_eq!(scene.state(&world).await, CourseVersionState::Retired, "{}", world.db.name);
        let anew = scene.lecturer.post(&format!("{at}/next"), &Values::default()).await;
        assert_eq!(anew.status, 303, "{}: {}", world.db.name, anew.body);
        world.verify_chain().await;
        world.remove().await;
    }
}
