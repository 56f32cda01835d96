//! Units nominate on pages: drafts, files, what nominees say, and what comes back.

use chrono::TimeDelta;
use domain::{
    form::{Field, Values},
    id::{AwardCategoryId, AwardCycleId, NominationId, OrganisationId},
    nomination::NominationState,
    role::{Grant, Role, Scope},
    roster::AwardCategory,
};
use store::NewOrganisation;

use crate::{
    award_scene::{head, judges, take},
    complaint::once_of,
    world::{Answer, Person, World, commit, start, world, worlds},
};

struct Scene {
    office: Person,
    officer: Person,
    cycle: AwardCycleId,
    category: AwardCategoryId,
    unit: OrganisationId,
}

/// A cycle that takes nominations, of which each unit may hand in so many for the tutors.
async fn announced(world: &World, most: &str) -> Scene {
    let office = world.office().await;
    let officer = world.person("推荐人", &[], "推荐人单位", "county_association", 1).await;
    let mut tx = world.db.store.begin().await.unwrap();
    let row = NewOrganisation {
        name: "南湖区科协",
        match_key: "南湖区科协",
        is_nominating_unit: true,
        ..NewOrganisation::default()
    };
    let unit = tx.add_organisation(&row).await.unwrap();
    let (role, scope) = (Role::UnitOfficer, Scope::Organisation(unit));
    let grant = Grant { role, scope, starts_on: start().date_naive(), ends_on: None };
    tx.add_grant(officer.id, &grant).await.unwrap();
    commit(tx).await;
    let cycle: AwardCycleId = office.post("/award/new", &head()).await.made().into();
    let page = world.actions.cycle(&world.call(&office, Role::CityOffice), cycle).await.unwrap();
    let of = |one: &&actions::CategoryView| one.category == AwardCategory::Tutor;
    let category = page.categories.iter().find(of).unwrap().id;
    let rules = Values::default()
        .with(Field::Revision, "1")
        .with(Field::Criteria, "育人成效 50\n活动 50")
        .with(Field::QuotaKind, "open")
        .with(Field::Seats, "2")
        .with(Field::MostNominations, most);
    let path = format!("/award/{cycle}/category/{category}");
    assert_eq!(office.post(&path, &rules).await.status, 303);
    let mut seats = Values::default();
    for judge in judges(world).await {
        seats.push(Field::Judges, judge.id.to_string());
    }
    assert_eq!(office.post(&format!("/award/{cycle}/judges"), &seats).await.status, 303);
    take(&office, cycle, "announce").await;
    Scene { office, officer, cycle, category, unit }
}

impl Scene {
    fn new_path(&self) -> String {
        format!("/nominate/{}/{}/{}", self.cycle, self.unit, self.category)
    }

    /// A draft of somebody at a place in the unit's order.
    async fn draft(&self, name: &str, rank: &str) -> NominationId {
        let once = once_of(&self.officer.get(&self.new_path()).await);
        let values = typed(name, rank).with(Field::Once, once);
        let made = self.officer.post(&self.new_path(), &values).await;
        assert_eq!(made.status, 303, "{}", made.body);
        let rest = made.location.strip_prefix("/nomination/").unwrap();
        rest.split('/').next().unwrap().parse().unwrap()
    }

    /// The nominee's link, as it is shown once.
    async fn link(&self, id: NominationId) -> String {
        let path = format!("/nomination/{id}/filing/link");
        let once = once_of(&self.officer.get(&format!("/nomination/{id}/filing")).await);
        let form = Values::default().with(Field::Once, once);
        let page = self.officer.post(&path, &form).await;
        assert_eq!(page.status, 200, "{}", page.body);
        let rest = page.body.split("/nominee/").nth(1).unwrap();
        format!("/nominee/{}", rest.split('"').next().unwrap())
    }

    async fn step(&self, id: NominationId, step: &str, world: &World, values: Values) -> Answer {
        let values = values.with(Field::Revision, revision(world, id).await);
        self.officer.post(&format!("/nomination/{id}/filing/{step}"), &values).await
    }
}

fn typed(name: &str, rank: &str) -> Values {
    Values::default()
        .with(Field::NomineeName, name)
        .with(Field::NomineeWorkplace, "示范小学")
        .with(Field::UnitRank, rank)
        .with(Field::ServiceYears, "6")
        .with(Field::Deeds, "组织学生科技活动，带出多支获奖队伍。".repeat(5))
        .with(Field::UnitOpinion, "同意推荐")
}

fn said(processing: &str, publication: &str) -> Values {
    Values::default()
        .with(Field::ConsentProcessing, processing)
        .with(Field::ConsentPublication, publication)
}

async fn revision(world: &World, id: NominationId) -> String {
    let mut conn = world.db.store.read().await.unwrap();
    conn.find_nomination(id).await.unwrap().unwrap().revision.to_string()
}

async fn state(world: &World, id: NominationId) -> NominationState {
    world.db.store.read().await.unwrap().find_nomination(id).await.unwrap().unwrap().state
}

#[tokio::test(flavor = "multi_thread")]
async fn a_unit_writes_the_nominee_agrees_and_the_office_sends_back_once() {
    for world in worlds().await {
        let scene = announced(&world, "1").await;
        let (officer, office) = (&scene.officer, &scene.office);
        assert!(officer.get("/nominate").await.body.contains("2026年度科普工作评优"));
        let id = scene.draft("张三", "1").await;
        let filing = format!("/nomination/{id}/filing");
        let page = officer.get(&filing).await.body;
        assert!(page.contains("报送前还需要") && page.contains("本人同意"), "{page}");
        assert!(officer.get("/desk").await.body.contains("完善并报送"), "the draft is on the desk");
        let early = scene.step(id, "hand_in", &world, Values::default()).await;
        assert_eq!(early.status, 422, "{}: the consent is missing", world.db.name);
        let file = Some(("proof", "证书.pdf", demo::paper("证书")));
        let file = file.as_ref().map(|(field, name, bytes)| (*field, *name, bytes.as_slice()));
        let path = format!("{filing}/attachment");
        assert_eq!(officer.upload(&path, &Values::default(), file).await.status, 303);
        let none = officer.upload(&path, &Values::default(), None).await;
        assert!(none.status == 422 && none.body.contains("id=\"proof-problem\""), "{}", none.body);

        let link = scene.link(id).await;
        let nominee = world.visitor();
        let shown = nominee.get(&link).await.body;
        assert!(shown.contains("张三") && shown.contains("南湖区科协推荐您参评"), "{shown}");
        let half = nominee.post(&link, &said("yes", "")).await;
        assert_eq!(half.status, 422);
        assert_eq!(nominee.post(&link, &said("yes", "yes")).await.status, 303);
        let newer = scene.link(id).await;
        assert_eq!(nominee.get(&link).await.status, 404, "a new link ends the old one");
        let handed = scene.step(id, "hand_in", &world, Values::default()).await;
        assert_eq!(handed.status, 303, "{}", handed.body);
        assert!(!officer.get("/desk").await.body.contains("完善并报送"), "it is the office's now");
        let late = officer.post(&filing, &typed("张三丰", "1")).await;
        assert_eq!(late.status, 409, "it is handed in");

        let second = scene.draft("李四", "2").await;
        let other = scene.link(second).await;
        assert_eq!(nominee.post(&other, &said("yes", "no")).await.status, 303);
        let full = scene.step(second, "hand_in", &world, Values::default()).await;
        assert_eq!(full.status, 422, "the unit may hand in one");
        assert!(officer.get(&format!("/nomination/{second}/filing")).await.body.contains("已满"));

        take(office, scene.cycle, "close_nominations").await;
        let page = office.get(&format!("/nomination/{id}")).await.body;
        assert!(page.contains("证书.pdf") && page.contains("同意推荐"), "{page}");
        let back = Values::default().with(Field::Revision, revision(&world, id).await);
        let path = format!("/nomination/{id}/return");
        assert_eq!(office.post(&path, &back).await.status, 422, "why?");
        let back = back.with(Field::ReturnReason, "证书缺单位盖章");
        assert_eq!(office.post(&path, &back).await.status, 303);
        assert!(officer.get("/inbox").await.body.contains("退回补正"));
        let desk = officer.get("/desk").await.body;
        assert!(desk.contains(&format!("{filing}\"")) && desk.contains("完善并报送"), "{desk}");
        let mut right = typed("张三", "1").with(Field::Revision, revision(&world, id).await);
        right.set(Field::EarlierAwards, "2024年优秀指导教师");
        assert_eq!(officer.post(&filing, &right).await.status, 303);
        assert_eq!(scene.step(id, "hand_in", &world, Values::default()).await.status, 303);
        let again = Values::default()
            .with(Field::Revision, revision(&world, id).await)
            .with(Field::ReturnReason, "再补一次材料");
        assert_eq!(office.post(&path, &again).await.status, 409, "once");

        let reason = Values::default().with(Field::Reason, "本人工作调动");
        assert_eq!(nominee.post(&format!("{newer}/withdraw"), &reason).await.status, 303);
        assert_eq!(nominee.post(&format!("{newer}/withdraw"), &reason).await.status, 303, "twice");
        assert_eq!(state(&world, id).await, NominationState::Withdrawn);
        assert!(office.get("/inbox").await.body.contains("推荐已撤回"));
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_came_back_is_corrected_within_its_days() {
    let world = world().await;
    let scene = announced(&world, "").await;
    let id = scene.draft("张三", "1").await;
    let link = scene.link(id).await;
    assert_eq!(world.visitor().post(&link, &said("yes", "yes")).await.status, 303);
    assert_eq!(scene.step(id, "hand_in", &world, Values::default()).await.status, 303);
    let back = Values::default()
        .with(Field::Revision, revision(&world, id).await)
        .with(Field::ReturnReason, "事迹不够具体");
    assert_eq!(scene.office.post(&format!("/nomination/{id}/return"), &back).await.status, 303);
    world.wait(TimeDelta::days(8));
    let late = scene.step(id, "hand_in", &world, Values::default()).await;
    assert_eq!(late.status, 409, "three working days are over");
    world.remove().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_paper_says_who_has_signed_and_a_no_to_publication_takes_the_name_off() {
    let world = world().await;
    let scene = announced(&world, "").await;
    let id = scene.draft("张三", "1").await;
    let path = format!("/nomination/{id}/filing/consent");
    let paper = demo::paper("同意书");
    let file = Some(("scan", "同意书.pdf", paper.as_slice()));
    let nothing = scene.officer.upload(&path, &Values::default(), None).await;
    assert_eq!(nothing.status, 422);
    for field in ["consent_processing", "consent_name", "signed_on", "scan"] {
        assert!(nothing.body.contains(&format!("href=\"#{field}\"")), "{field}");
    }
    let signed =
        said("yes", "yes").with(Field::ConsentName, "张三").with(Field::SignedOn, "2026-11-20");
    let mut future = signed.clone();
    future.set(Field::SignedOn, "2027-01-01");
    assert_eq!(scene.officer.upload(&path, &future, file).await.status, 422);
    assert_eq!(scene.officer.upload(&path, &signed, file).await.status, 303);
    assert_eq!(scene.step(id, "hand_in", &world, Values::default()).await.status, 303);
    let link = scene.link(id).await;
    assert_eq!(world.visitor().post(&link, &said("yes", "no")).await.status, 303);
    let mut tx = world.db.store.begin().await.unwrap();
    let from = NominationState::Submitted;
    assert!(tx.move_nomination(id, from, NominationState::Proposed).await.unwrap());
    let lines = tx.list_notice(scene.cycle).await.unwrap();
    assert_eq!(lines.len(), 1);
    assert_eq!(lines[0].name, "", "the name is off public pages");
    drop(tx);
    let refused = world.visitor().post(&link, &said("no", "no")).await;
    assert_eq!(refused.status, 303);
    assert_eq!(state(&world, id).await, NominationState::Withdrawn, "nothing is handled then");
    world.remove().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_nomination_is_its_units_and_nobody_elses() {
    let world = world().await;
    let scene = announced(&world, "").await;
    let id = scene.draft("金丝雀张三", "1").await;
    let stranger = world.person("他人", &[Role::UnitOfficer], "别的单位", "school", 1).await;
    let judge = world.person("评委甲", &[Role::Judge], "评委单位甲", "institute", 1).await;
    let filing = format!("/nomination/{id}/filing");
    assert_eq!(stranger.get(&filing).await.status, 404);
    assert_eq!(judge.get(&filing).await.status, 403);
    assert_eq!(scene.office.get(&filing).await.status, 403);
    for step in ["", "/hand_in", "/link", "/withdraw"] {
        let answer = stranger.post(&format!("{filing}{step}"), &typed("改名", "1")).await;
        assert_eq!(answer.status, 404, "{step}");
    }
    let elsewhere = stranger.post(&scene.new_path(), &typed("别人", "1")).await;
    assert_eq!(elsewhere.status, 404, "not their unit");
    assert_eq!(world.visitor().get("/nominee/nobody").await.status, 404);
    let bad = scene.officer.post(&scene.new_path(), &typed("", "0")).await;
    assert!(bad.status == 422 && bad.body.contains("组织学生科技活动"), "nothing is lost");
    let once = once_of(&scene.officer.get(&scene.new_path()).await);
    let twice = typed("金丝雀张三", "2").with(Field::Once, once);
    let twice = scene.officer.post(&scene.new_path(), &twice).await;
    assert!(twice.status == 422 && twice.body.contains("已经推荐过"), "{}", twice.body);
    world.remove().await;
}
