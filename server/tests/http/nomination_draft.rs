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
    review_paper::{pdf_text, sheets, typesetter},
    world::{Answer, Person, World, a_county, commit, start, world, worlds},
};

pub(crate) struct Scene {
    pub(crate) office: Person,
    pub(crate) officer: Person,
    pub(crate) cycle: AwardCycleId,
    pub(crate) category: AwardCategoryId,
    pub(crate) unit: OrganisationId,
}

/// A cycle that takes nominations, of which each unit may hand in so many for the tutors.
pub(crate) async fn announced(world: &World, most: &str) -> Scene {
    let office = world.office().await;
    let officer = world.person("推荐人", &[], "推荐人单位", "county_association", 1).await;
    let mut tx = world.db.store.begin().await.unwrap();
    let row = NewOrganisation {
        code: Some("ORG002"),
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
    pub(crate) async fn draft(&self, name: &str, rank: &str) -> NominationId {
        let once = once_of(&self.officer.get(&self.new_path()).await);
        let values = typed(name, rank).with(Field::Once, once);
        let made = self.officer.post(&self.new_path(), &values).await;
        assert_eq!(made.status, 303, "{}", made.body);
        let rest = made.location.strip_prefix("/nomination/").unwrap();
        rest.split('/').next().unwrap().parse().unwrap()
    }

    /// The nominee's link, as it is shown once.
    pub(crate) async fn link(&self, id: NominationId) -> String {
        let path = format!("/nomination/{id}/filing/link");
        let once = once_of(&self.officer.get(&format!("/nomination/{id}/filing")).await);
        let form = Values::default().with(Field::Once, once);
        let page = self.officer.post(&path, &form).await;
        assert_eq!(page.status, 200, "{}", page.body);
        let rest = page.body.split("/nominee/").nth(1).unwrap();
        format!("/nominee/{}", rest.split('"').next().unwrap())
    }

    async fn step(&self, id: NominationId, step: &str, world: &World, values: Values) -> Answer {
        let values =
            values.with(Field::Revision, revision(world, id).await).with(Field::Truthful, "yes");
        self.officer.post(&format!("/nomination/{id}/filing/{step}"), &values).await
    }
}

pub(crate) fn typed(name: &str, rank: &str) -> Values {
    Values::default()
        .with(Field::NomineeName, name)
        .with(Field::NomineeWorkplace, "示范小学")
        .with(Field::UnitRank, rank)
        .with(Field::ServiceYears, "6")
        .with(Field::Deeds, "组织学生科技活动，带出多支获奖队伍。".repeat(5))
        .with(Field::UnitOpinion, "同意推荐")
}

pub(crate) fn said(processing: &str, publication: &str) -> Values {
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
    // The same on paper; and whoever is awarded may still take the name off.
    for (name, order, said_later, to) in [
        ("李四", "2", said("no", "no"), NominationState::Withdrawn),
        ("王五", "3", said("yes", "no"), NominationState::Awarded),
    ] {
        let id = scene.draft(name, order).await;
        let path = format!("/nomination/{id}/filing/consent");
        let on =
            |said: Values| said.with(Field::ConsentName, name).with(Field::SignedOn, "2026-11-20");
        assert_eq!(scene.officer.upload(&path, &on(said("yes", "yes")), file).await.status, 303);
        assert_eq!(scene.step(id, "hand_in", &world, Values::default()).await.status, 303);
        if to == NominationState::Awarded {
            let mut tx = world.db.store.begin().await.unwrap();
            let from = NominationState::Submitted;
            assert!(tx.move_nomination(id, from, to).await.unwrap());
            commit(tx).await;
        }
        assert_eq!(scene.officer.upload(&path, &on(said_later), file).await.status, 303, "{name}");
        assert_eq!(state(&world, id).await, to, "{name}");
    }
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

#[tokio::test(flavor = "multi_thread")]
async fn unit_and_office_print_the_form_and_the_summary_which_can_be_imported_again() {
    for world in worlds().await {
        let world = world.setting_papers(typesetter());
        let scene = announced(&world, "").await;
        let (officer, office) = (&scene.officer, &scene.office);
        let id = scene.draft("龚䶮", "1").await;
        let link = scene.link(id).await;
        assert_eq!(world.visitor().post(&link, &said("yes", "no")).await.status, 303);
        let form = format!("/nomination/{id}/form.pdf");
        let (own, summary) = (
            format!("/nominate/{}/summary.xlsx", scene.cycle),
            format!("/award/{}/nomination.xlsx", scene.cycle),
        );
        let draft = sheets(officer, &own).await;
        assert!(!format!("{draft:?}").contains("龚䶮"), "a draft is not handed in");
        assert_eq!(scene.step(id, "hand_in", &world, Values::default()).await.status, 303);

        let page = officer.get(&format!("/nominate/{}", scene.cycle)).await.body;
        assert!(page.contains(&own), "{}", world.db.name);
        let found = sheets(officer, &own).await.remove(0).1;
        let all = found.concat().join("|");
        for text in [
            "2026年度科普工作评优推荐汇总表",
            "填报单位（盖章）：南湖区科协",
            "优秀科技辅导员",
            "龚䶮",
            "带出多支获奖队伍",
            "推荐单位（盖章）：",
        ] {
            assert!(all.contains(text), "{}: {text} is not in {all}", world.db.name);
        }
        for who in [officer, office] {
            let filing = if who.id == office.id { "" } else { "/filing" };
            let page = who.get(&format!("/nomination/{id}{filing}")).await.body;
            assert!(page.contains(&form), "{page}");
            let text = pdf_text(who, &form).await;
            for part in
                ["推荐表", "姓名龚䶮", "南湖区科协", "同意推荐", "带出多支获奖队伍", "本人签名："]
            {
                assert!(text.contains(part), "{part} is not in {text}");
            }
            assert_eq!(who.get(&form.replace(".pdf", ".xlsx")).await.status, 200);
        }
        let pdf = pdf_text(office, &summary.replace(".xlsx", ".pdf")).await;
        assert!(pdf.contains("推荐汇总表") && pdf.contains("龚䶮"), "{pdf}");

        let bytes = office.get(&summary).await.bytes;
        let kind = Values::default().with(Field::Kind, "nominations");
        let sent = office.upload("/roster", &kind, Some(("file", "汇总表.xlsx", &bytes))).await;
        assert_eq!(sent.status, 303, "{}", sent.body);
        let preview = office.get(&sent.location).await.body;
        let plain: String = preview.split('<').filter_map(|part| part.split('>').nth(1)).collect();
        let pressed: String = plain.split_whitespace().collect();
        assert!(
            pressed.contains("未采用0") && pressed.contains("无变化1"),
            "read again: {pressed}"
        );

        let other = world.person("旁人", &[Role::UnitOfficer], "别的单位", "school", 1).await;
        assert_eq!(other.get(&form).await.status, 404, "of another unit");
        assert!(!format!("{:?}", sheets(&other, &own).await).contains("龚䶮"));
        for path in [&form, &own, &summary] {
            assert_eq!(world.visitor().get(path).await.status, 303, "{path}: to sign in");
        }
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_nominates_oneself_and_the_unit_endorses_it() {
    for world in worlds().await {
        let scene = announced(&world, "").await;
        let (cycle, officer) = (scene.cycle, &scene.officer);
        let person = world.person("龚䶮", &[Role::Tutor], "示范小学", "school", 1).await;
        let path = format!("/notice/{cycle}/nominate");
        assert!(world.visitor().get(&format!("/notice/{cycle}")).await.body.contains(&path));
        assert_eq!(world.visitor().get(&path).await.status, 303, "to sign in");
        let page = person.get(&path).await;
        assert!(page.body.contains("value=\"示范小学\""), "{}", page.body);
        let values = Values::default()
            .with(Field::Once, once_of(&page))
            .with(Field::OwnUnit, scene.unit.to_string())
            .with(Field::OwnCategory, scene.category.to_string())
            .with(Field::NomineeWorkplace, "示范小学")
            .with(Field::ServiceYears, "6")
            .with(Field::Deeds, "组织学生科技活动，带出多支获奖队伍。".repeat(5));
        let silent = person.post(&path, &values).await;
        assert!(
            silent.status == 422 && silent.body.contains("带出多支获奖队伍"),
            "{}",
            silent.body
        );
        let mut no = values.clone();
        no.set(Field::ConsentProcessing, "no");
        no.set(Field::ConsentPublication, "no");
        assert_eq!(person.post(&path, &no).await.status, 422, "without a yes there is none");
        let mut yes = values;
        yes.set(Field::ConsentProcessing, "yes");
        yes.set(Field::ConsentPublication, "yes");
        let unsaid = person.post(&path, &yes).await;
        assert!(
            unsaid.status == 422 && unsaid.body.contains("id=\"truthful-problem\""),
            "is it true?"
        );
        yes.set(Field::Truthful, "yes");
        let sent = person.post(&path, &yes).await;
        assert_eq!(sent.status, 303, "{}", sent.body);
        assert_eq!(person.post(&path, &yes).await.location, sent.location, "sent twice");
        let own = person.get(&sent.location).await.body;
        assert!(own.contains("龚䶮") && own.contains("撤回推荐"), "{}: {own}", world.db.name);
        assert!(own.contains("href=\"/award_result\""), "where one goes on with it: {own}");
        go_on(&world, &person, officer).await;
        let inbox = officer.get("/inbox").await.body;
        assert!(inbox.contains("有人自荐：龚䶮"), "{inbox}");
        let at = inbox.find("/nomination/").unwrap();
        let filing = inbox[at..].split(['"', '?']).next().unwrap().to_owned();
        let id: NominationId = filing.split('/').nth(2).unwrap().parse().unwrap();
        assert!(officer.get("/desk").await.body.contains(&format!("{filing}\"")), "on the desk");
        assert!(!person.get("/desk").await.body.contains(&filing));
        let early = scene.step(id, "hand_in", &world, Values::default()).await;
        assert_eq!(early.status, 422, "without the unit's opinion it is no nomination");
        let endorsed = typed("龚䶮", "1")
            .with(Field::Revision, revision(&world, id).await)
            .with(Field::Truthful, "yes");
        assert_eq!(officer.post(&format!("{filing}/hand_in"), &endorsed).await.status, 303);
        assert_eq!(state(&world, id).await, NominationState::Submitted);
        assert!(
            person.get("/inbox").await.body.contains("您的自荐已由单位推荐"),
            "{}",
            world.db.name
        );
        let mut conn = world.db.store.read().await.unwrap();
        let row = conn.find_nomination(id).await.unwrap().unwrap();
        drop(conn);
        assert_eq!(row.person_id, Some(person.id), "{}", world.db.name);
        world.verify_chain().await;
        world.remove().await;
    }
}

/// Whoever has nominated oneself goes on writing, adds a file and takes it away.
async fn go_on(world: &World, person: &Person, officer: &Person) {
    let list = person.get("/award_result").await.body;
    let at = list.split("href=\"").map(|it| it.split('"').next().unwrap());
    let at = at.into_iter().find(|it| it.ends_with("/own")).unwrap().to_owned();
    let page = person.get(&at).await.body;
    assert!(page.contains("带出多支获奖队伍") && page.contains("示范小学"), "{page}");
    assert_eq!(officer.get(&at).await.status, 404, "{}: it is the person's own", world.db.name);
    let id: NominationId = at.split('/').nth(2).unwrap().parse().unwrap();
    let mut right = Values::default()
        .with(Field::NomineeWorkplace, "示范小学")
        .with(Field::ServiceYears, "六年")
        .with(Field::Deeds, "组织学生科技活动，另编写手册两册。".repeat(5))
        .with(Field::Revision, revision(world, id).await);
    let wrong = person.post(&at, &right).await;
    assert!(wrong.status == 422 && wrong.body.contains("另编写手册两册"), "{}", wrong.body);
    right.set(Field::ServiceYears, "7");
    assert_eq!(person.post(&at, &right).await.status, 303, "{}", world.db.name);
    assert_eq!(person.post(&at, &right).await.status, 409, "another was shown");
    let paper = demo::paper("证书");
    let file = Some(("proof", "证书.pdf", paper.as_slice()));
    let path = format!("{at}/attachment");
    assert_eq!(person.upload(&path, &Values::default(), None).await.status, 422);
    assert_eq!(person.upload(&path, &Values::default(), file).await.status, 303);
    let page = person.get(&at).await.body;
    assert!(page.contains("证书.pdf") && page.contains("另编写手册两册"), "{page}");
    let remove = page.split("action=\"").map(|it| it.split('"').next().unwrap());
    let remove = remove.into_iter().find(|it| it.ends_with("/remove")).unwrap().to_owned();
    assert_eq!(officer.post(&remove, &Values::default()).await.status, 404);
    assert_eq!(person.post(&remove, &Values::default()).await.status, 303);
    assert!(!person.get(&at).await.body.contains("证书.pdf"), "{}", world.db.name);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_stands_on_the_pages_and_the_evaluation_waits_for_a_correction() {
    for world in worlds().await {
        let scene = announced(&world, "").await;
        let (officer, office) = (&scene.officer, &scene.office);
        let id = scene.draft("张三", "1").await;
        let link = scene.link(id).await;
        assert_eq!(world.visitor().post(&link, &said("yes", "yes")).await.status, 303);
        assert_eq!(scene.step(id, "hand_in", &world, Values::default()).await.status, 303);
        take(office, scene.cycle, "close_nominations").await;
        let page = format!("/nomination/{id}");
        let no = Values::default()
            .with(Field::Decision, "ineligible")
            .with(Field::Reason, "学时尚未达到要求")
            .with(Field::Revision, revision(&world, id).await);
        assert_eq!(office.post(&page, &no).await.status, 303);
        let told = officer.get("/inbox").await.body;
        assert!(told.contains("不符合参评条件：张三"), "{}: {told}", world.db.name);
        for (person, path) in [(officer, &format!("{page}/filing")), (&world.visitor(), &link)] {
            let shown = person.get(path).await.body;
            assert!(shown.contains("学时尚未达到要求"), "{path}: {shown}");
        }

        let shown = async || Values::default().with(Field::Revision, revision(&world, id).await);
        let back = shown().await.with(Field::ReturnReason, "学时证明请补盖章");
        assert_eq!(office.post(&format!("{page}/return"), &back).await.status, 303);
        let step = format!("/award/{}/step", scene.cycle);
        let open = Values::default().with(Field::Step, "open_evaluation");
        let early = office.post(&step, &open).await;
        assert!(early.status == 422 && early.body.contains("补正期内"), "{}", early.body);
        let end = format!("{page}/end_correction");
        let silent = office.post(&end, &shown().await).await;
        assert!(silent.status == 422 && silent.body.contains("id=\"reason-problem\""), "why?");
        let ended = shown().await.with(Field::Reason, "推荐单位说明不再补正");
        assert_eq!(officer.post(&end, &ended).await.status, 403);
        assert_eq!(office.post(&end, &ended).await.status, 303);
        assert_eq!(office.post(&end, &ended).await.status, 409, "once");
        assert!(officer.get("/inbox").await.body.contains("推荐材料补正期结束：张三"));
        assert!(officer.get(&format!("{page}/filing")).await.body.contains("不再补正"));
        let late = scene.step(id, "hand_in", &world, Values::default()).await;
        assert_eq!(late.status, 409, "{}: the days are ended", world.db.name);
        take(office, scene.cycle, "open_evaluation").await;
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_evaluation_opens_once_the_days_of_a_correction_are_over() {
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
    take(&scene.office, scene.cycle, "close_nominations").await;
    world.wait(TimeDelta::days(8));
    take(&scene.office, scene.cycle, "open_evaluation").await;
    world.remove().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_endorses_oneself() {
    for world in worlds().await {
        let scene = announced(&world, "").await;
        let county = {
            let mut tx = world.db.store.begin().await.unwrap();
            let region = a_county(&mut tx).await;
            let place = NewOrganisation {
                name: "区科协办公室",
                match_key: "区科协办公室",
                is_nominating_unit: true,
                region_id: Some(region),
                ..NewOrganisation::default()
            };
            let unit = tx.add_organisation(&place).await.unwrap();
            commit(tx).await;
            (region, unit)
        };
        let colleague = world.person("同事", &[], "同事单位", "school", 1).await;
        let official = world.person("县科协干部", &[], "县科协干部单位", "school", 1).await;
        let other = world.person("县科协同事", &[], "县科协同事单位", "school", 1).await;
        let mut tx = world.db.store.begin().await.unwrap();
        for (person, role, scope) in [
            (&colleague, Role::UnitOfficer, Scope::Organisation(scene.unit)),
            (&scene.officer, Role::UnitOfficer, Scope::Organisation(county.1)),
            (&official, Role::CountyOffice, Scope::Region(county.0)),
            (&other, Role::CountyOffice, Scope::Region(county.0)),
        ] {
            let grant = Grant { role, scope, starts_on: start().date_naive(), ends_on: None };
            tx.add_grant(person.id, &grant).await.unwrap();
        }
        commit(tx).await;

        let at = |unit| format!("/nominate/{}/{unit}/{}", scene.cycle, scene.category);
        let of = async |unit, name: &str, place: &str| -> NominationId {
            let mut values = typed(name, "1");
            values.set(Field::NomineeWorkplace, place);
            let once = once_of(&scene.officer.get(&at(unit)).await);
            let made = scene.officer.post(&at(unit), &values.with(Field::Once, once)).await;
            assert_eq!(made.status, 303, "{}", made.body);
            let rest = made.location.strip_prefix("/nomination/").unwrap();
            let id = rest.split('/').next().unwrap().parse().unwrap();
            let link = scene.link(id).await;
            assert_eq!(world.visitor().post(&link, &said("yes", "yes")).await.status, 303);
            id
        };
        let hand_in = async |person: &Person, id: NominationId| {
            let values = Values::default()
                .with(Field::Revision, revision(&world, id).await)
                .with(Field::Truthful, "yes");
            person.post(&format!("/nomination/{id}/filing/hand_in"), &values).await
        };
        let own = of(scene.unit, "推荐人", "推荐人单位").await;
        let refused = hand_in(&scene.officer, own).await;
        assert!(
            refused.status == 422 && refused.body.contains("对您本人的推荐"),
            "{}",
            refused.body
        );
        assert_eq!(hand_in(&colleague, own).await.status, 303, "{}", world.db.name);

        let id = of(county.1, "县科协干部", "县科协干部单位").await;
        assert_eq!(hand_in(&scene.officer, id).await.status, 303);
        let path = format!("/nomination/{id}/filing/opinion");
        let opinion = Values::default()
            .with(Field::CountyOpinion, "情况属实，同意推荐")
            .with(Field::Revision, revision(&world, id).await);
        let refused = official.post(&path, &opinion).await;
        assert!(
            refused.status == 422 && refused.body.contains("对您本人的推荐"),
            "{}",
            refused.body
        );
        let given = other.post(&path, &opinion).await;
        assert_eq!(given.status, 303, "{}: {}", world.db.name, given.body);
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_withdrawn_is_nominated_anew_and_the_nominee_asked_again() {
    for world in worlds().await {
        let scene = announced(&world, "1").await;
        let id = scene.draft("张三", "1").await;
        let link = scene.link(id).await;
        assert_eq!(world.visitor().post(&link, &said("yes", "yes")).await.status, 303);
        let filing = format!("/nomination/{id}/filing");
        let silent = Values::default().with(Field::Revision, revision(&world, id).await);
        let silent = scene.officer.post(&format!("{filing}/hand_in"), &silent).await;
        assert!(
            silent.status == 422 && silent.body.contains("id=\"truthful-problem\""),
            "is it true?"
        );
        assert_eq!(scene.step(id, "hand_in", &world, Values::default()).await.status, 303);
        let page = scene.office.get(&format!("/nomination/{id}")).await.body;
        assert!(page.contains("真实性承诺") && page.contains("推荐人"), "{page}");
        // A slip: the nominee says no where yes was meant.
        assert_eq!(world.visitor().post(&link, &said("no", "no")).await.status, 303);
        assert_eq!(state(&world, id).await, NominationState::Withdrawn);
        let anew = scene.draft("张三", "1").await;
        assert_eq!(anew, id, "{}: the same one is taken up", world.db.name);
        assert_eq!(state(&world, id).await, NominationState::Draft);
        assert_eq!(world.visitor().get(&link).await.status, 404, "the old link is over");
        let early = scene.step(id, "hand_in", &world, Values::default()).await;
        assert_eq!(early.status, 422, "who has withdrawn is asked again");
        let link = scene.link(id).await;
        assert_eq!(world.visitor().post(&link, &said("yes", "yes")).await.status, 303);
        assert_eq!(scene.step(id, "hand_in", &world, Values::default()).await.status, 303);
        world.verify_chain().await;
        world.remove().await;
    }
}
