//! Panelists compare their marks with a panel's: once, by themselves, and nobody else sees it.

use domain::{
    form::{Field, Values},
    role::Role,
};

use crate::{
    trial_scene::{FAIR, GOOD, Scene, sheet},
    world::{World, worlds},
};

/// A panelist compares the own marks with a panel's.
pub(crate) async fn compare(world: &World) {
    let scene = Scene::new(world).await;
    let new = world.person("新专家", &[Role::Panelist], "新来的单位", "institute", 9).await;
    scene.hold(world, FAIR).await;
    scene.decide("revise", "注明数据来源").await;
    let offer = Values::default()
        .with(Field::ReferenceOf, scene.booking.to_string())
        .with(Field::VideoLink, "https://video.example.invalid/tides");
    assert_eq!(scene.office.post("/reference_lecture", &offer).await.status, 303);
    let list = new.get("/reference_lecture").await.body;
    let at = format!("/reference_lecture/{}", id_in(&list));
    assert_eq!(new.post(&at, &sheet(GOOD)).await.status, 303);
    assert_eq!(new.get(&at).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_panelist_scores_a_reference_once_and_sees_alone_how_it_compares() {
    for world in worlds().await {
        let scene = Scene::new(&world).await;
        let new = world.person("新专家", &[Role::Panelist], "新来的单位", "institute", 9).await;
        let offer = Values::default().with(Field::ReferenceOf, scene.booking.to_string());
        let early = scene.office.post("/reference_lecture", &offer).await;
        assert_eq!(early.status, 422, "{}: it has no verdict yet", world.db.name);
        scene.hold(&world, FAIR).await;
        scene.decide("revise", "注明数据来源").await;
        let page = scene.office.get("/reference_lecture").await.body;
        assert!(page.contains("潮汐从哪里来 · 钱进"), "{page}");
        let mut bad = offer.clone();
        bad.set(Field::VideoLink, "ftp://elsewhere");
        let refused = scene.office.post("/reference_lecture", &bad).await;
        assert!(refused.status == 422 && refused.body.contains("#video_link"), "{}", refused.body);
        let link = offer.with(Field::VideoLink, "https://video.example.invalid/tides");
        for _ in 0..2 {
            let done = scene.office.post("/reference_lecture", &link).await;
            assert_eq!(done.status, 303, "{}: {}", world.db.name, done.body);
        }
        let list = new.get("/reference_lecture").await.body;
        assert!(list.contains("潮汐从哪里来") && !list.contains("钱进"), "{list}");
        assert!(!list.contains("提供一节参照课"), "{list}");
        let at = format!("/reference_lecture/{}", id_in(&list));
        let page = new.get(&at).await.body;
        assert!(page.contains("video.example.invalid/tides") && !page.contains("71.00"), "{page}");
        assert!(!page.contains("钱进"), "nobody is named: {page}");
        assert_eq!(new.get(&format!("{at}/slides")).await.status, 200);
        // Who held it or sat on its panel has nothing to compare.
        for person in [&scene.panel[2], &scene.lecturer, &scene.office] {
            assert!(person.get(&at).await.status >= 403, "{}", world.db.name);
        }
        let mut gaps = sheet(GOOD);
        gaps.set(Field::Score.at(2), "");
        let refused = new.post(&at, &gaps).await;
        assert!(refused.status == 422 && refused.body.contains("#score_2"), "{}", refused.body);
        for _ in 0..2 {
            assert_eq!(new.post(&at, &sheet(GOOD)).await.status, 303, "{}", world.db.name);
        }
        assert_eq!(new.post(&at, &sheet(FAIR)).await.status, 409, "{}: once", world.db.name);
        let page = new.get(&at).await.body;
        assert!(page.contains("84.00") && page.contains("71.00") && page.contains("+13.00"));
        assert!(page.contains("相差 5 分以上"), "{page}");
        // The office knows that somebody has, and not what.
        let page = scene.office.get("/reference_lecture").await.body;
        assert!(page.contains("1 位专家评过") && !page.contains("84.00"), "{page}");
        let close = scene.office.post(&format!("{at}/close"), &Values::default()).await;
        assert_eq!(close.status, 303, "{}", close.body);
        assert_eq!(new.get(&at).await.status, 200, "{}: the own stays", world.db.name);
        let late = world.person("后来者", &[Role::Panelist], "别处", "institute", 10).await;
        assert_eq!(late.get(&at).await.status, 404, "{}", world.db.name);
        // Closed by mistake, it is offered again, and who has scored it has.
        let again = Values::default().with(Field::ReferenceOf, scene.booking.to_string());
        let page = scene.office.get("/reference_lecture").await.body;
        assert!(page.contains(&format!("value=\"{}\"", scene.booking)), "{page}");
        let opened = scene.office.post("/reference_lecture", &again).await;
        assert_eq!(opened.status, 303, "{}: {}", world.db.name, opened.body);
        assert_eq!(late.get(&at).await.status, 200, "{}", world.db.name);
        assert_eq!(new.post(&at, &sheet(FAIR)).await.status, 409, "{}: once", world.db.name);
        world.verify_chain().await;
        world.remove().await;
    }
}

/// The reference that a list leads to.
fn id_in(page: &str) -> String {
    let (_, rest) = page.split_once("href=\"/reference_lecture/").unwrap();
    rest.chars().take_while(char::is_ascii_digit).collect()
}
