//! Audience jurors: a group answers by a link that nobody signs in for, over HTTP, on both databases.

use chrono::TimeDelta;
use domain::form::{Field, Values};

use crate::{
    complaint::once_of,
    trial_scene::{GOOD, Scene},
    world::{Person, World, at_once, worlds},
};

fn group(label: &str, n: &str) -> Values {
    Values::default()
        .with(Field::Step, "open")
        .with(Field::GroupLabel, label)
        .with(Field::NJurors, n)
}

fn step(step: &str) -> Values {
    Values::default().with(Field::Step, step)
}

/// The address that the chair's page shows to the hall.
async fn link(scene: &Scene, who: &Person) -> String {
    let page = who.get(&scene.at("/audience_juror")).await.body;
    let at = page.find("href=\"/j/").unwrap_or_else(|| panic!("{page}")) + 6;
    page[at..].split('"').next().unwrap().to_owned()
}

/// A form as a juror fills it in.
async fn filled(world: &World, link: &str, faces: [&str; 3]) -> Values {
    Values::default()
        .with(Field::Once, once_of(&world.visitor().get(link).await))
        .with(Field::FaceEngaging, faces[0])
        .with(Field::FaceClear, faces[1])
        .with(Field::FaceUseful, faces[2])
}

#[tokio::test]
async fn a_class_answers_without_a_name_beside_the_result_and_not_in_it() {
    for world in worlds().await {
        let scene = Scene::new(&world).await;
        let (chair, path) = (&scene.panel[0], scene.at("/audience_juror"));
        let early = scene.office.post(&path, &group("初二（3）班", "4")).await;
        assert_eq!(early.status, 409, "not yet: {}", early.body);
        scene.start().await;
        assert_eq!(scene.panel[1].get(&path).await.status, 404, "not the chair");
        assert_eq!(scene.lecturer.get(&path).await.status, 403);
        let few = chair.post(&path, &group("", "2")).await;
        assert!(few.status == 422 && few.body.contains("value=\"2\""), "{}", few.body);
        let twice = vec![
            (chair.clone(), path.clone(), group("初二（3）班", "4")),
            (chair.clone(), path.clone(), group("初二（3）班", "4")),
        ];
        assert!(at_once(twice).await.iter().all(|it| it.status == 303), "{}", world.db.name);
        let link = link(&scene, &scene.office).await;
        let page = chair.get(&path).await.body;
        assert!(page.contains("<svg") && page.contains("http://127.0.0.1:3000/j/"), "{page}");

        let asked = world.visitor().get(&link).await;
        assert!(asked.body.contains("听懂了吗") && asked.body.contains("初二（3）班"));
        assert_eq!(asked.header("set-cookie"), "", "no trace of the device");
        assert_eq!(world.visitor().get("/j/nothing").await.status, 404);
        let pupil = world.visitor().at_address([203, 0, 113, 9]);
        let mut gap = filled(&world, &link, ["5", "", "4"]).await;
        let refused = pupil.post(&link, &gap).await;
        assert!(refused.status == 422 && refused.body.contains("checked"), "nothing is lost");
        gap.set(Field::FaceClear, "4");
        let sent = vec![
            (pupil.clone(), link.clone(), gap.clone()),
            (pupil.clone(), link.clone(), gap.clone()),
        ];
        for answer in at_once(sent).await {
            assert_eq!(answer.status, 303, "{}", answer.body);
            assert_eq!(answer.location, format!("{link}/thanks"));
            assert_eq!(answer.header("set-cookie"), "", "no trace of the device");
        }
        assert!(pupil.get(&format!("{link}/thanks")).await.body.contains("谢谢你"));
        assert!(chair.get(&path).await.body.contains("1 / 4"), "sent twice, counted once");
        for faces in [["5", "5", "5"], ["4", "3", "5"], ["5", "4", "2"]] {
            let values = filled(&world, &link, faces).await;
            assert_eq!(pupil.post(&link, &values).await.status, 303, "{}", world.db.name);
        }
        let full = world.visitor().get(&link).await.body;
        assert!(full.contains("名额已满") && !full.contains("<fieldset"), "{full}");
        let once = domain::form::Once::new("11112222333344445555666677778888");
        gap.set(Field::Once, once.as_str());
        assert_eq!(pupil.post(&link, &gap).await.status, 409, "there are four");

        // The panel judges without knowing it; beside the result it stands, and nowhere in it.
        assert!(!chair.get(&scene.at("")).await.body.contains("4.75"));
        world.wait(TimeDelta::minutes(50));
        scene.step(chair, "end").await;
        assert!(world.visitor().get(&link).await.body.contains("已经结束"), "with the lecture");
        scene.score(GOOD).await;
        scene.step(chair, "close").await;
        let told = chair.get(&scene.at("")).await.body;
        assert!(told.contains("4.75") && told.contains("84.00"), "{told}");
        scene.decide("approve", "").await;
        let own = format!("/course/{}/refinement", scene.version);
        for page in [own, scene.at("")] {
            let body = scene.lecturer.get(&page).await.body;
            assert!(body.contains("4.75") && body.contains("初二（3）班"), "{page}: {body}");
        }
        world.verify_chain().await;
        no_trace(&world).await;
        world.remove().await;
    }
}

/// Of who has answered, nothing is stored: no address, and no line with one.
async fn no_trace(world: &World) {
    use sqlx::Connection as _;
    let text = "SELECT COUNT(*) FROM audit_detail WHERE client LIKE '203.0.113.9%'";
    let url = &world.db.url;
    let n: i64 = if url.starts_with("sqlite") {
        let mut conn = sqlx::SqliteConnection::connect(url).await.unwrap();
        sqlx::query_scalar(text).fetch_one(&mut conn).await.unwrap()
    } else {
        let mut conn = sqlx::PgConnection::connect(url).await.unwrap();
        sqlx::query_scalar(text).fetch_one(&mut conn).await.unwrap()
    };
    assert_eq!(n, 0, "{}", world.db.name);
}

#[tokio::test]
async fn nothing_is_shown_below_three_and_a_link_is_closed_by_hand() {
    for world in worlds().await {
        let scene = Scene::new(&world).await;
        let path = scene.at("/audience_juror");
        scene.start().await;
        let opened = scene.office.post(&path, &group("老年大学", "30")).await;
        assert_eq!(opened.status, 303, "{}", opened.body);
        let link = link(&scene, &scene.office).await;
        let late = filled(&world, &link, ["1", "1", "1"]).await;
        for _ in 0..2 {
            let values = filled(&world, &link, ["1", "1", "1"]).await;
            assert_eq!(world.visitor().post(&link, &values).await.status, 303);
        }
        let second = scene.office.post(&path, &group("另一个班", "30")).await;
        assert_eq!(second.status, 409, "one at a time");
        for _ in 0..2 {
            assert_eq!(scene.office.post(&path, &step("close")).await.status, 303);
        }
        let refused = world.visitor().post(&link, &late).await;
        assert!(refused.status == 409 && refused.body.contains("已经结束"), "{}", refused.body);
        let page = scene.office.get(&path).await.body;
        assert!(page.contains("不足三份") && !page.contains("2 / 30"), "{page}");
        assert_eq!(scene.office.post(&path, &group("另一个班", "30")).await.status, 303);
        world.wait(TimeDelta::minutes(50));
        scene.step(&scene.panel[0], "end").await;
        scene.score(GOOD).await;
        scene.step(&scene.panel[0], "close").await;
        let told = scene.office.get(&scene.at("")).await.body;
        assert!(told.contains("老年大学") && told.contains("不足三份"), "{told}");
        assert!(!told.contains("1.00"), "{}: nothing of two answers", world.db.name);
        world.verify_chain().await;
        world.remove().await;
    }
}
