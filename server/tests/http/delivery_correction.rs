//! What was verified of a lecture is corrected: at once, or by two people where it stands on a statement.

use domain::{
    form::{Field, Values},
    role::Role,
};

use crate::{
    lecture::{Scene, report, until},
    walk::{value_of, with},
    world::{Answer, Person, World, at_once, worlds},
};

const WHY: &str = "以签到表为准，人数多记了一位";

/// A lecture that host and lecturer have reported alike; its page.
async fn verified(world: &World, scene: &Scene) -> (String, String) {
    let (link, id) = scene.ask(world, &scene.wish(1, "2026-12-10", "14:00")).await;
    let dispatch = scene.dispatched(world, id).await;
    let accept = format!("/dispatch/{dispatch}/accept");
    assert_eq!(scene.lecturer.post(&accept, &Values::default()).await.status, 303);
    until(world, "2026-12-10T08:00:00Z");
    let own = format!("/delivery/{}", scene.delivery(world, id).await.id);
    let host = world.visitor().post(&format!("{link}/report"), &report(1, "176")).await;
    assert_eq!(host.status, 303, "{}", host.body);
    let same = scene.lecturer.post(&format!("{own}/report"), &report(2, "176")).await;
    assert_eq!(same.status, 303, "{}", same.body);
    (own, link)
}

/// The right figures, as the form is sent from its page.
async fn correct(office: &Person, own: &str, attendance: &str, ended_at: &str) -> Answer {
    let path = format!("{own}/correct");
    let page = office.get(&path).await;
    assert_eq!(page.status, 200, "{}", page.body);
    let mut values = report(value_of(&page.body, "revision").parse().unwrap(), attendance);
    values.set(Field::EndedAt, ended_at);
    office.post(&path, &values.with(Field::Reason, WHY)).await
}

/// The lecturer takes a statement of the year.
async fn take_statement(lecturer: &Person, once: &str) {
    let asked = Values::default()
        .with(Field::Once, once)
        .with(Field::CertificateKind, "service_statement")
        .with(Field::FirstDay, "2026-01-01")
        .with(Field::LastDay, "2026-12-10");
    let issued = lecturer.post("/certificates/new", &asked).await;
    assert_eq!(issued.status, 303, "{}", issued.body);
}

#[tokio::test]
async fn a_verified_lecture_is_corrected_with_a_reason_and_both_sides_see_it() {
    for world in worlds().await {
        let scene = Scene::new(&world).await;
        let (own, link) = verified(&world, &scene).await;
        let path = format!("{own}/correct");
        let page = scene.office.get(&own).await.body;
        assert!(page.contains(&path), "{}: {page}", world.db.name);
        for who in [&scene.lecturer, &scene.county] {
            assert!(!who.get(&own).await.body.contains(&path), "the city's office corrects");
            assert_eq!(who.get(&path).await.status, 403);
            assert_eq!(who.post(&path, &report(3, "17")).await.status, 403);
        }
        let form = scene.office.get(&path).await.body;
        assert!(form.contains("value=\"176\"") && !form.contains("服务证明"), "{form}");

        let revision: i64 = value_of(&form, "revision").parse().unwrap();
        let refused = scene.office.post(&path, &report(revision, "许多")).await;
        assert_eq!(refused.status, 422);
        for text in ["许多", "href=\"#attendance\"", "href=\"#reason\""] {
            assert!(refused.body.contains(text), "{text}: {}", refused.body);
        }
        let stale = report(revision - 1, "17").with(Field::Reason, WHY);
        assert_eq!(scene.office.post(&path, &stale).await.status, 409);

        let same = report(revision, "176").with(Field::Reason, WHY);
        let nothing = scene.office.post(&path, &same).await;
        assert!(nothing.status == 422 && nothing.body.contains("没有变化"), "{}", nothing.body);
        let right = report(revision, "17").with(Field::Reason, WHY);
        let sent = vec![(scene.office.clone(), path.clone(), right.clone()); 3];
        let answers = at_once(sent).await;
        assert!(answers.iter().all(|it| it.status == 303), "{}: once", world.db.name);
        assert!(world.visitor().get(&link).await.body.contains("17 人"), "the host's page");
        let inbox = scene.lecturer.get("/inbox").await.body;
        assert_eq!(inbox.matches(WHY).count(), 1, "{}: told once: {inbox}", world.db.name);
        let auditor = world.person("审计", &[Role::AuditAdministrator], "审计处", "other", 1).await;
        assert!(auditor.get("/audit").await.body.contains(WHY));
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test]
async fn a_lecture_on_a_statement_is_corrected_by_two() {
    for world in worlds().await {
        let scene = Scene::new(&world).await;
        let second = world.person("第二人", &[Role::CityOffice], "市科协", "other", 1).await;
        let (own, link) = verified(&world, &scene).await;
        take_statement(&scene.lecturer, "one").await;
        let form = scene.office.get(&format!("{own}/correct")).await.body;
        assert!(form.contains("已列入开具的服务证明"), "{}: {form}", world.db.name);
        for _ in 0..2 {
            let sent = correct(&scene.office, &own, "17", "15:00").await;
            assert_eq!(sent.status, 303, "{}: {}", world.db.name, sent.body);
        }
        assert!(world.visitor().get(&link).await.body.contains("176 人"), "nothing has changed");
        let waits = scene.office.get(&own).await.body;
        assert!(waits.contains("65 分钟 → 60 分钟、176 人 → 17 人"), "{waits}");
        let other = correct(&scene.office, &own, "16", "15:00").await;
        assert_eq!(other.status, 422, "one waits: {}", other.body);

        let list = second.get("/paper_corrections").await.body;
        let at = list.find("/paper_correction/").unwrap_or_else(|| panic!("none: {list}"));
        let one = list[at..].split('"').next().unwrap().to_owned();
        let page = second.get(&one).await.body;
        for text in ["钱进讲座记录的更正", "65 分钟", "60 分钟", "176 人", "17 人", WHY, &own]
        {
            assert!(page.contains(text), "{text}: {page}");
        }
        let confirm = format!("{one}/confirm");
        let revision = with(Field::Revision, "1");
        assert_eq!(scene.office.post(&confirm, &revision).await.status, 403, "who proposed it");
        assert_eq!(scene.lecturer.post(&confirm, &revision).await.status, 403);
        for answer in at_once(vec![(second.clone(), confirm.clone(), revision); 3]).await {
            assert_eq!(answer.status, 303, "{}: {}", world.db.name, answer.body);
        }
        assert!(world.visitor().get(&link).await.body.contains("17 人"), "{}", world.db.name);
        assert!(scene.lecturer.get("/certificates").await.body.contains("已作废"), "at once");
        assert_eq!(world.actions.supersede_corrected(world.now()).await.unwrap(), 1);
        assert_eq!(scene.lecturer.get("/inbox").await.body.matches(WHY).count(), 1);
        assert!(scene.office.get("/inbox").await.body.contains(&one), "who proposed it is told");
        take_statement(&scene.lecturer, "two").await;

        // What is refused changes nothing, and the lecturer is told that somebody wanted to.
        assert_eq!(correct(&scene.office, &own, "18", "15:30").await.status, 303);
        let list = second.get("/paper_corrections").await.body;
        let at = list.find("/paper_correction/").unwrap();
        let next = list[at..].split('"').next().unwrap().to_owned();
        assert_ne!(next, one);
        let no = with(Field::Revision, "1").with(Field::Reason, "没有新的签到表可作依据");
        assert_eq!(second.post(&format!("{next}/refuse"), &no).await.status, 303);
        assert!(world.visitor().get(&link).await.body.contains("17 人"));
        assert!(scene.lecturer.get("/inbox").await.body.contains("没有新的签到表可作依据"));
        world.verify_chain().await;
        world.remove().await;
    }
}
