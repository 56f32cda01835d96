//! Conflicts of staff (`AWD-12`): declared, known from the judge's seat, in the log and at import;
//! and the seats that a programme may have.

use domain::{
    form::{Field, Values},
    id::{AwardCycleId, NominationId},
    organisation::OrganisationKind,
    role::Role,
    roster::AwardCategory,
};

use crate::{
    award_scene::{cast, clerk, confirm_all, head, judges, nominees, relations, score_all},
    world::{Person, World, commit, worlds},
};

async fn change_workplace(world: &World, person: &Person, nomination: NominationId) {
    let mut tx = world.db.store.begin().await.unwrap();
    let nomination = tx.find_nomination(nomination).await.unwrap().unwrap();
    let today = crate::world::start().date_naive();
    tx.set_workplace(person.id, nomination.workplace_id.unwrap(), today).await.unwrap();
    commit(tx).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clerk_steps_aside_for_good() {
    for world in worlds().await {
        let cast = cast(&world).await;
        let clerk = clerk(&world).await;
        let file = format!("/nomination/{}", cast.nominees[2]);
        let path = format!("{file}/conflict");
        for kind in ["", "none", "<script>"] {
            let values = Values::default().with(Field::Relation, kind);
            let refused = clerk.post(&path, &values).await;
            assert_eq!(refused.status, 422, "{kind}");
            assert!(refused.body.contains("href=\"#relation\""), "{kind}");
        }
        let values = Values::default().with(Field::Relation, "teacher_student");
        assert_eq!(clerk.post(&path, &values).await.status, 303);
        assert_eq!(clerk.get(&file).await.status, 404, "{}", world.db.name);
        assert_eq!(clerk.post(&path, &values).await.status, 404);
        let list = clerk.get(&format!("/award/{}/nomination", cast.cycle)).await.body;
        assert!(!list.contains("辅导员2") && list.contains("辅导员1"));
        assert_eq!(cast.office.get(&file).await.status, 200, "a colleague goes on");
        confirm_all(&cast).await;
        score_all(&cast).await;
        let ranking = format!("/award/{}/ranking/{}", cast.cycle, cast.category);
        assert_eq!(clerk.get(&ranking).await.status, 403);
        // Whoever judges nobody has no seat to be recused from.
        let package = cast.office.get(&format!("/award/{}/package", cast.cycle)).await.body;
        assert!(package.contains("\"recusals\": []") || package.contains("\"recusals\":[]"));
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_judge_declares_holds_at_the_office_desk_as_well() {
    for world in worlds().await {
        let cast = cast(&world).await;
        let judge = &cast.judges[0];
        crate::hour_claim::give(&world, judge, Role::CityOffice, domain::role::Scope::Everything)
            .await;
        confirm_all(&cast).await;
        let file = format!("/nomination/{}", cast.nominees[1]);
        assert_eq!(judge.get(&file).await.status, 200);
        let declared = relations(&cast, &cast.nominees[1..2]);
        let judging = format!("/award/{}/judging", cast.cycle);
        assert_eq!(judge.post(&judging, &declared).await.status, 303);
        assert_eq!(judge.get(&file).await.status, 404, "{}", world.db.name);
        let list = judge.get(&format!("/award/{}/nomination", cast.cycle)).await.body;
        assert!(!list.contains("辅导员1") && list.contains("辅导员0"));
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_log_does_not_tell_a_conflicted_supervisor_what_was_found() {
    for world in worlds().await {
        let cast = cast(&world).await;
        change_workplace(&world, &cast.supervisor, cast.nominees[0]).await;
        for (n, id) in cast.nominees.iter().take(2).enumerate() {
            let no = Values::default()
                .with(Field::Decision, "ineligible")
                .with(Field::Revision, "1")
                .with(Field::Reason, format!("金丝雀结论{n}"));
            assert_eq!(cast.office.post(&format!("/nomination/{id}"), &no).await.status, 303);
        }
        let log = cast.supervisor.get("/audit").await;
        assert_eq!(log.status, 200, "{}", world.db.name);
        assert!(log.body.contains("金丝雀结论1") && !log.body.contains("金丝雀结论0"));
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_shared_a_unit_within_three_years_is_in_conflict() {
    for world in worlds().await {
        let cast = cast(&world).await;
        let (near, far) = (clerk(&world).await, clerk(&world).await);
        let today = crate::world::start().date_naive();
        let mut tx = world.db.store.begin().await.unwrap();
        let nominee = tx.find_nomination(cast.nominees[0]).await.unwrap().unwrap();
        let shared = store::NewOrganisation {
            name: "从前的学校",
            match_key: "从前的学校",
            kind: OrganisationKind::School,
            ..store::NewOrganisation::default()
        };
        let shared = tx.add_organisation(&shared).await.unwrap();
        let elsewhere = tx.find_person(near.id).await.unwrap().unwrap().workplace_id.unwrap();
        // The nominee left the school yesterday; one clerk two, the other four years ago.
        for (person, now_at, years) in [
            (nominee.person_id.unwrap(), nominee.workplace_id.unwrap(), 0),
            (near.id, elsewhere, 2),
            (far.id, elsewhere, 4),
        ] {
            let left = today - chrono::Days::new(1) - chrono::Months::new(12 * years);
            tx.set_workplace(person, shared, left - chrono::Days::new(900)).await.unwrap();
            tx.set_workplace(person, now_at, left).await.unwrap();
        }
        commit(tx).await;
        let file = format!("/nomination/{}", cast.nominees[0]);
        assert_eq!(near.get(&file).await.status, 404, "{}", world.db.name);
        assert_eq!(far.get(&file).await.status, 200, "{}", world.db.name);
        world.remove().await;
    }
}

const SHEET: &str = "推荐类别,姓名,工作单位,主要事迹,推荐单位\n\
    优秀科技辅导员,沈老师甲,示范第一小学,指导学生制作气象站并写成校本教材,示范区科协\n";

async fn upload(person: &Person, sheet: &str) -> crate::world::Answer {
    let kind = Values::default().with(Field::Kind, "nominations");
    person.upload("/roster", &kind, Some(("file", "推荐.csv", sheet.as_bytes()))).await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_changes_no_nominee_of_a_conflicted_clerk_and_opens_no_second_cycle() {
    for world in worlds().await {
        let (office, clerk) = (world.office().await, clerk(&world).await);
        let mut tx = world.db.store.begin().await.unwrap();
        let unit = store::NewOrganisation {
            name: "示范区科协",
            short_name: "示范区科协",
            match_key: "示范区科协",
            code: Some("NO-1"),
            kind: OrganisationKind::CountyAssociation,
            ..store::NewOrganisation::default()
        };
        tx.add_organisation(&unit).await.unwrap();
        let school = store::NewOrganisation {
            name: "示范第一小学",
            match_key: "示范第一小学",
            kind: OrganisationKind::School,
            ..store::NewOrganisation::default()
        };
        let school = tx.add_organisation(&school).await.unwrap();
        let today = crate::world::start().date_naive();
        tx.set_workplace(clerk.id, school, today).await.unwrap();
        commit(tx).await;
        let plan = upload(&office, SHEET).await.location;
        assert_eq!(office.post(&plan, &Values::default()).await.status, 303);
        let mut conn = world.db.store.read().await.unwrap();
        let cycle = conn.list_cycles().await.unwrap()[0].id;
        assert_eq!(conn.list_nominations(cycle).await.unwrap().len(), 1, "{}", world.db.name);
        drop(conn);
        // The same nominee again, once without and once with another phone, is no second nominee.
        let phones = "推荐类别,姓名,工作单位,手机号码,推荐单位\n\
            优秀科技辅导员,沈老师乙,示范第一小学,19900000051,示范区科协\n\
            优秀科技辅导员,沈老师乙,示范第一小学,,示范区科协\n";
        let plan = upload(&office, phones).await.location;
        assert!(office.get(&plan).await.body.contains("沈老师乙"));
        assert_eq!(office.post(&plan, &Values::default()).await.status, 303, "{}", world.db.name);
        let mut conn = world.db.store.read().await.unwrap();
        assert_eq!(conn.list_nominations(cycle).await.unwrap().len(), 2, "{}", world.db.name);
        drop(conn);
        let changed = SHEET.replace("校本教材", "校本教材三册");
        let plan = upload(&clerk, &changed).await.location;
        let refused = clerk.post(&plan, &Values::default()).await;
        assert_eq!(refused.status, 422, "{plan}: {}", refused.body);
        assert!(refused.body.contains("须由他人导入"));
        let plan = upload(&office, &changed).await.location;
        assert_eq!(office.post(&plan, &Values::default()).await.status, 303, "a colleague does");
        // After the nominations no second cycle is opened for a late sheet.
        let mut tx = world.db.store.begin().await.unwrap();
        let (from, to) = (
            domain::award_cycle::AwardCycleState::Configuring,
            domain::award_cycle::AwardCycleState::Eligibility,
        );
        let now = tx.find_cycle(cycle).await.unwrap().unwrap();
        assert!(tx.move_cycle(cycle, (from, now.revision), to).await.unwrap());
        commit(tx).await;
        let late = upload(&office, &changed).await;
        assert!(late.status == 422 && late.body.contains("已停止接收推荐"), "{}", late.status);
        assert_eq!(world.db.store.read().await.unwrap().list_cycles().await.unwrap().len(), 1);
        world.remove().await;
    }
}

#[tokio::test]
async fn no_programme_has_more_seats_than_the_law_allows() {
    for world in worlds().await {
        let office = world.office().await;
        let cycle: AwardCycleId = office.post("/award/new", &head()).await.made().into();
        let call = world.call(&office, Role::CityOffice);
        let page = world.actions.cycle(&call, cycle).await.unwrap();
        let mut seats = Values::default();
        for judge in judges(&world).await {
            seats.push(Field::Judges, judge.id.to_string());
        }
        assert_eq!(office.post(&format!("/award/{cycle}/judges"), &seats).await.status, 303);
        let give = async |category: AwardCategory, seats: u32| {
            let page = world.actions.cycle(&call, cycle).await.unwrap();
            let row = page.categories.iter().find(|one| one.category == category).unwrap();
            let rules = Values::default()
                .with(Field::Revision, row.revision.to_string())
                .with(Field::Criteria, "育人成效 50\n活动 50")
                .with(Field::QuotaKind, "open")
                .with(Field::Seats, seats.to_string());
            let path = format!("/award/{cycle}/category/{}", row.id);
            assert_eq!(office.post(&path, &rules).await.status, 303);
        };
        for one in &page.categories {
            give(one.category, 0).await;
        }
        let announce = Values::default().with(Field::Step, "announce");
        let step = format!("/award/{cycle}/step");
        give(AwardCategory::Tutor, 100).await;
        give(AwardCategory::Lecturer, 51).await;
        let refused = office.post(&step, &announce).await;
        assert!(refused.status == 422 && refused.body.contains("150"), "{}", world.db.name);
        give(AwardCategory::Lecturer, 50).await;
        give(AwardCategory::Team, 51).await;
        let refused = office.post(&step, &announce).await;
        assert!(refused.status == 422 && refused.body.contains("（50）"));
        give(AwardCategory::Team, 50).await;
        nominees(&world, cycle, page.categories[0].id).await;
        assert_eq!(office.post(&step, &announce).await.status, 303);
        world.remove().await;
    }
}
