//! Nobody is found eligible before agreeing that the data are handled, whoever asks for it.

use domain::{
    access_log::{AccessKind, AccessThing},
    form::{Field, Values},
    id::{AwardCategoryId, NominationId},
    role::Role,
    roster::AwardCategory,
};
use store::{AccessFilter, NewNomination};

use crate::{
    award_scene::take,
    complaint::once_of,
    nomination_draft::{Scene, announced, said},
    world::{World, commit, worlds},
};

const NOT_AGREED: &str = "被推荐人还没有同意使用个人信息";

/// Nominations as an import brings them: handed in, and nobody was asked.
async fn imported(
    world: &World,
    scene: &Scene,
    category_id: AwardCategoryId,
    name: &str,
) -> NominationId {
    let mut tx = world.db.store.begin().await.unwrap();
    let row = NewNomination {
        cycle_id: scene.cycle,
        category_id,
        name,
        workplace: "示范小学",
        years: Some(6),
        deeds: "组织学生科技活动",
        unit_id: scene.unit,
        ..NewNomination::default()
    };
    let id = tx.add_nomination(&row).await.unwrap();
    commit(tx).await;
    id
}

/// The form that finds a nominee eligible.
async fn eligible(world: &World, id: NominationId) -> Values {
    let mut conn = world.db.store.read().await.unwrap();
    let revision = conn.find_nomination(id).await.unwrap().unwrap().revision;
    Values::default()
        .with(Field::Decision, "eligible")
        .with(Field::Reason, "已核对学时与奖励")
        .with(Field::Revision, revision.to_string())
}

/// The link that the office makes.
async fn link(scene: &Scene, id: NominationId) -> String {
    let once = once_of(&scene.office.get(&format!("/nomination/{id}")).await);
    let form = Values::default().with(Field::Once, once);
    let page = scene.office.post(&format!("/nomination/{id}/consent/link"), &form).await;
    assert_eq!(page.status, 200, "{}", page.body);
    let rest = page.body.split("/nominee/").nth(1).unwrap();
    format!("/nominee/{}", rest.split('"').next().unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_eligible_before_agreeing_and_the_office_asks_by_link_or_on_paper() {
    for world in worlds().await {
        let scene = announced(&world, "").await;
        let first = imported(&world, &scene, scene.category, "张三").await;
        let second = imported(&world, &scene, scene.category, "李四").await;
        let list = format!("/award/{}/nomination", scene.cycle);
        let silent = format!("{list}?state=silent");
        let page = scene.office.get(&list).await.body;
        assert!(page.contains("2人还没有答复"), "{}: {page}", world.db.name);
        let desk = scene.officer.get("/desk").await.body;
        assert!(desk.contains("征求本人同意"), "the unit is asked for it: {desk}");
        let own = scene.officer.get(&format!("/nominate/{}", scene.cycle)).await.body;
        assert_eq!(own.matches("未答复").count(), 2, "{own}");
        take(&scene.office, scene.cycle, "close_nominations").await;
        let path = format!("/nomination/{first}");
        let page = scene.office.get(&path).await.body;
        assert!(page.contains("生成答复链接") && page.contains("还没有答复"), "{page}");
        let early = scene.office.post(&path, &eligible(&world, first).await).await;
        assert_eq!(early.status, 422, "{}", world.db.name);
        assert!(early.body.contains(NOT_AGREED), "{}", early.body);
        // The first answers behind a link that the office has made.
        let nominee = link(&scene, first).await;
        assert_eq!(world.visitor().post(&nominee, &said("yes", "no")).await.status, 303);
        let done = scene.office.post(&path, &eligible(&world, first).await).await;
        assert_eq!(done.status, 303, "{}", done.body);
        let left = scene.office.get(&silent).await.body;
        assert!(left.contains("李四") && !left.contains("张三"), "{left}");
        // The second has signed, which the office files.
        let path = format!("/nomination/{second}");
        let paper = demo::paper("同意书");
        let file = Some(("scan", "同意书.pdf", paper.as_slice()));
        let signed =
            said("yes", "yes").with(Field::ConsentName, "李四").with(Field::SignedOn, "2026-11-20");
        let at = format!("{path}/consent");
        let nothing = scene.office.upload(&at, &Values::default(), None).await;
        assert!(nothing.status == 422 && nothing.body.contains("href=\"#scan\""));
        let scan = format!("{at}/scan");
        assert_eq!(scene.office.get(&scan).await.status, 404, "nothing is signed");
        let kept = scene.office.upload(&at, &signed, file).await;
        assert_eq!(kept.status, 303, "{}", kept.body);
        for person in [&scene.office, &scene.officer] {
            let shown = person.get(&scan).await;
            assert_eq!(shown.status, 200, "{}: {}", world.db.name, shown.body);
        }
        let judge = world.person("旁人", &[Role::Judge], "别处", "institute", 1).await;
        assert_eq!(judge.get(&scan).await.status, 403);
        let done = scene.office.post(&path, &eligible(&world, second).await).await;
        assert_eq!(done.status, 303, "{}", done.body);
        let page = scene.office.get(&path).await.body;
        assert!(page.contains(&scan) && page.contains("纸质签名"), "{page}");
        assert!(!scene.officer.get("/desk").await.body.contains("征求本人同意"));
        let thing = Some(AccessThing::ConsentScan);
        let filter = AccessFilter { thing, ..AccessFilter::default() };
        let mut conn = world.db.store.read().await.unwrap();
        let rows = conn.list_access_log(&filter, i64::MAX.into(), 10).await.unwrap();
        assert!(rows.len() == 2 && rows.iter().all(|row| row.kind == AccessKind::Download));
        drop(conn);
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn for_a_team_its_head_answers_by_name() {
    for world in worlds().await {
        let scene = announced(&world, "").await;
        let call = world.call(&scene.office, Role::CityOffice);
        let page = world.actions.cycle(&call, scene.cycle).await.unwrap();
        let team = page.categories.iter().find(|one| one.category == AwardCategory::Team);
        let id = imported(&world, &scene, team.unwrap().id, "湖畔科普社").await;
        let nominee = link(&scene, id).await;
        assert!(world.visitor().get(&nominee).await.body.contains("集体由负责人答复"));
        let unnamed = world.visitor().post(&nominee, &said("yes", "yes")).await;
        assert_eq!(unnamed.status, 422, "{}", world.db.name);
        assert!(unnamed.body.contains("href=\"#consent_name\""), "{}", unnamed.body);
        let named = said("yes", "yes").with(Field::ConsentName, "社长甲");
        assert_eq!(world.visitor().post(&nominee, &named).await.status, 303);
        let office = scene.office.get(&format!("/nomination/{id}")).await.body;
        let unit = scene.officer.get(&format!("/nomination/{id}/filing")).await.body;
        assert!(office.contains("社长甲") && unit.contains("社长甲"), "{}", world.db.name);
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_is_taken_back_once_the_nominee_has_agreed() {
    for world in worlds().await {
        let scene = announced(&world, "").await;
        let id = imported(&world, &scene, scene.category, "张三").await;
        take(&scene.office, scene.cycle, "close_nominations").await;
        let path = format!("/nomination/{id}");
        let mut no = eligible(&world, id).await;
        no.set(Field::Decision, "ineligible");
        assert_eq!(scene.office.post(&path, &no).await.status, 303, "{}", world.db.name);
        let again = scene.office.post(&path, &eligible(&world, id).await).await;
        assert!(again.status == 422 && again.body.contains(NOT_AGREED), "{}", again.body);
        let nominee = link(&scene, id).await;
        assert_eq!(world.visitor().post(&nominee, &said("yes", "yes")).await.status, 303);
        let done = scene.office.post(&path, &eligible(&world, id).await).await;
        assert_eq!(done.status, 303, "{}", done.body);
        world.remove().await;
    }
}
