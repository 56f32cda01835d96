//! Imports by several people at once, and what moves in the trees on which permissions rest.

use actions::{Call, Commit, Incoming, SheetReader};
use chrono::NaiveDate;
use domain::{
    audit::{Doer, Entry},
    form::{Field, Values},
    id::RegionId,
    region::RegionLevel,
    role::{Role, Scope},
    roster::{Code, Kind},
};
use store::{AuditFilter, NewPerson, NewRegion};

use crate::{
    hour_claim::give,
    world::{Person, World, commit, worlds},
};

fn today() -> NaiveDate {
    "2026-11-25".parse().unwrap()
}

const TUTORS: &str = "姓名,工作单位,任教学科\n沈安宁,示范小学,科学\n钱嘉禾,示范中学,物理\n";

async fn preview(office: &Person, kind: &str, text: &str) -> String {
    let kind = Values::default().with(Field::Kind, kind);
    let shown = office.upload("/roster", &kind, Some(("file", "a.csv", text.as_bytes()))).await;
    assert_eq!(shown.status, 303, "{}", shown.body);
    shown.location
}

async fn import(world: &World, kind: Kind, text: &str) -> actions::Preview {
    let file = Incoming { name: "a.csv".into(), bytes: text.as_bytes().to_vec() };
    let (reader, call) = (SheetReader::Here, Call::anonymous(world.now(), ""));
    let actions = &world.actions;
    let preview = actions.preview_file(&reader, kind, today(), file.clone()).await.unwrap();
    actions.import_file(&call, &reader, &preview, file).await.unwrap();
    preview
}

async fn n_imports(world: &World) -> usize {
    let mut conn = world.db.store.read().await.unwrap();
    let (head, _) = conn.find_audit_head().await.unwrap();
    let lines = conn.list_audit(&AuditFilter::default(), head, 1_000).await.unwrap();
    lines.iter().filter(|line| line.verb == "import").count()
}

async fn n_people(world: &World) -> i64 {
    world.db.store.read().await.unwrap().count_people().await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_one_import_carried_out_three_times_at_once_one_is() {
    for world in worlds().await {
        let office = world.office().await;
        let before = n_people(&world).await;
        let path = preview(&office, "tutors", TUTORS).await;
        let send = || {
            let (office, path) = (office.clone(), path.clone());
            tokio::spawn(async move { office.post(&path, &Values::default()).await })
        };
        for sent in [send(), send(), send()] {
            let answer = sent.await.unwrap();
            let told = (answer.status, answer.location.as_str());
            assert_eq!(told, (303, path.as_str()), "{}", world.db.name);
        }
        assert_eq!(n_people(&world).await, before + 2, "{}", world.db.name);
        assert_eq!(n_imports(&world).await, 1, "{}", world.db.name);
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_one_command_given_three_times_at_once_one_is_carried_out() {
    for world in worlds().await {
        let file = Incoming { name: "a.csv".into(), bytes: TUTORS.as_bytes().to_vec() };
        let reader = SheetReader::Here;
        let preview = world.actions.preview_file(&reader, Kind::Tutors, today(), file.clone());
        let plan = preview.await.unwrap();
        let give = || {
            let (actions, call) = (world.actions.clone(), Call::anonymous(world.now(), ""));
            let (file, plan) = (file.clone(), plan.clone());
            tokio::spawn(async move {
                let reader = SheetReader::Here;
                actions.import_file(&call, &reader, &plan, file).await
            })
        };
        let mut n_done = 0;
        for given in [give(), give(), give()] {
            match given.await.unwrap() {
                Ok(Commit::Done) => n_done += 1,
                // One that begins when the first has ended sees another plan.
                Ok(Commit::Nothing) | Err(actions::ActionError::Stale) => {}
                Err(error) => panic!("{}: {error}", world.db.name),
            }
        }
        assert_eq!((n_done, n_people(&world).await), (1, 2), "{}", world.db.name);
        assert_eq!(n_imports(&world).await, 1, "{}", world.db.name);
        world.verify_chain().await;
        world.remove().await;
    }
}

/// Somebody writes and has not committed yet, while the plan is carried out.
async fn meanwhile(world: &World, office: &Person, path: &str, name: Option<&str>) -> u16 {
    let mut tx = world.db.store.begin().await.unwrap();
    tx.hold_audit_head().await.unwrap();
    if let Some(name) = name {
        let id = tx.add_person(&NewPerson { name, ..NewPerson::default() }).await.unwrap();
        let place = tx.find_organisation_by_key("示范小学").await.unwrap().unwrap();
        tx.set_workplace(id, place, today()).await.unwrap();
        let tutor = store::TutorRow {
            person_id: id,
            subject: "化学".into(),
            stages: Vec::new(),
            title: String::new(),
            level: None,
            years: None,
            joined_on: None,
            note: String::new(),
        };
        tx.set_tutors(&[tutor]).await.unwrap();
    }
    let (someone, to) = (office.clone(), path.to_owned());
    let sent = tokio::spawn(async move { someone.post(&to, &Values::default()).await });
    // Long enough for the snapshot; the outcome is the same if it is not.
    tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    let entry = Entry::new(Doer::PROGRAM, world.now(), "grant", "person");
    tx.commit(entry, "salt").await.unwrap();
    sent.await.unwrap().status
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_plan_that_somebody_came_between_is_made_again() {
    for world in worlds().await {
        let office = world.office().await;
        import(&world, Kind::Tutors, "姓名,工作单位\n周文博,示范小学\n").await;
        let before = n_people(&world).await;
        let path = preview(&office, "tutors", TUTORS).await;
        let status = meanwhile(&world, &office, &path, Some("沈安宁")).await;
        assert_eq!(status, 409, "{}: it would change a tutor now", world.db.name);
        assert_eq!(n_people(&world).await, before + 1, "{}: nothing is written", world.db.name);
        let path = preview(&office, "tutors", TUTORS).await;
        let status = meanwhile(&world, &office, &path, None).await;
        assert_eq!(status, 303, "{}: it is still the same plan", world.db.name);
        assert_eq!(n_people(&world).await, before + 2, "{}", world.db.name);
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_preview_of_one_file_by_two_people_belongs_to_each() {
    for world in worlds().await {
        let one = world.office().await;
        let roles = [Role::CityOffice];
        let other = world.person("许静宜", &roles, "市科协", "city_association", 1).await;
        let mine = preview(&one, "tutors", TUTORS).await;
        let yours = preview(&other, "tutors", TUTORS).await;
        assert_ne!(mine, yours, "{}", world.db.name);
        assert_eq!(other.get(&mine).await.status, 404, "{}", world.db.name);
        assert_eq!(other.post(&mine, &Values::default()).await.status, 404, "{}", world.db.name);
        assert_eq!(one.get(&mine).await.status, 200, "{}", world.db.name);
        assert_eq!(one.post(&mine, &Values::default()).await.status, 303, "{}", world.db.name);
        let late = other.post(&yours, &Values::default()).await;
        assert_eq!(late.status, 409, "{}: nothing of it is left", world.db.name);
        world.remove().await;
    }
}

async fn region(
    world: &World,
    code: &str,
    level: RegionLevel,
    parent: Option<RegionId>,
) -> RegionId {
    let region = NewRegion {
        code,
        name_zh: code,
        name_en: code,
        level,
        parent_id: parent,
        sort_order: 1,
        valid_from: "2020-01-01".parse().unwrap(),
    };
    let mut tx = world.db.store.begin().await.unwrap();
    let id = tx.add_region(&region).await;
    commit(tx).await;
    id.unwrap()
}

async fn sees(officer: &Person, name: &str) -> bool {
    officer.get("/person").await.body.contains(name)
}

#[tokio::test(flavor = "multi_thread")]
async fn an_officer_loses_sight_of_a_county_that_moves_away() {
    for world in worlds().await {
        let old = region(&world, "110100", RegionLevel::City, None).await;
        let new = region(&world, "110200", RegionLevel::City, None).await;
        let county = region(&world, "110101", RegionLevel::County, Some(old)).await;
        let town = region(&world, "110101001", RegionLevel::Town, Some(county)).await;
        let tutor = world.person("沈安宁", &[Role::Tutor], "示范小学", "school", 1).await;
        let mut tx = world.db.store.begin().await.unwrap();
        tx.fill_person(tutor.id, None, None, Some(town)).await.unwrap();
        commit(tx).await;
        let mut officers = Vec::new();
        for (name, city) in [("旧市经办", old), ("新市经办", new)] {
            let officer = world.person(name, &[], name, "county_association", 1).await;
            give(&world, &officer, Role::CountyOffice, Scope::Region(city)).await;
            officers.push(officer);
        }
        assert!(sees(&officers[0], "沈安宁").await, "{}", world.db.name);
        assert!(!sees(&officers[1], "沈安宁").await, "{}", world.db.name);
        let list = "代码,名称,级别,上级,排序\n110101,110101,county,110200,1\n";
        let preview = import(&world, Kind::Regions, list).await;
        assert_eq!((preview.changes.new, preview.changes.changed), (0, 1), "{}", world.db.name);
        assert!(!sees(&officers[0], "沈安宁").await, "{}", world.db.name);
        assert!(sees(&officers[1], "沈安宁").await, "{}", world.db.name);
        let again = import(&world, Kind::Regions, list).await;
        assert_eq!(again.changes.unchanged, 1, "{}", world.db.name);
        let silent = import(&world, Kind::Regions, "代码,名称,级别\n110101,110101,county\n").await;
        assert_eq!(silent.changes.unchanged, 1, "{}: no word of a parent", world.db.name);
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_unit_moves_with_what_is_below_it_but_never_below_itself() {
    for world in worlds().await {
        let heading = "编号,名称,类型,上级\n";
        let first = "A,甲,society,\nB,乙,society,\nC,丙,school,A\nD,丁,school,C\n";
        import(&world, Kind::Organisations, &format!("{heading}{first}")).await;
        let moved = import(&world, Kind::Organisations, &format!("{heading}C,丙,school,B\n")).await;
        assert_eq!(moved.changes.changed, 1, "{}", world.db.name);
        let mut conn = world.db.store.read().await.unwrap();
        let all = conn.list_organisations().await.unwrap();
        let id = |code: &str| all.iter().find(|one| one.code.as_deref() == Some(code)).unwrap().id;
        let [a, b, d] = ["A", "B", "D"].map(id);
        assert!(!conn.is_organisation_below(a, d).await.unwrap(), "{}", world.db.name);
        assert!(conn.is_organisation_below(b, d).await.unwrap(), "{}", world.db.name);
        drop(conn);
        let circle = format!("{heading}B,乙,society,D\n");
        let circle = import(&world, Kind::Organisations, &circle).await;
        assert_eq!((circle.counts.error, circle.changes.changed), (1, 0), "{}", world.db.name);
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_watches_over_the_others_becomes_no_tutor_by_an_import() {
    for world in worlds().await {
        let watcher = world.person("沈安宁", &[Role::Supervisor], "示范小学", "school", 1).await;
        let read = import(&world, Kind::Tutors, TUTORS).await;
        let told = read.issues.iter().filter(|issue| issue.code == Code::RoleExcluded).count();
        assert_eq!(told, 1, "{}: {:?}", world.db.name, read.issues);
        let mut conn = world.db.store.read().await.unwrap();
        let held = conn.list_held_grants(watcher.id, today()).await.unwrap();
        let roles: Vec<Role> = held.iter().map(|held| held.grant.role).collect();
        assert_eq!(roles, [Role::Supervisor], "{}", world.db.name);
        drop(conn);
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_role_that_excludes_a_tutors_after_the_preview_undoes_the_whole_import() {
    for world in worlds().await {
        let watcher = world.person("沈安宁", &[], "示范小学", "school", 1).await;
        let file = Incoming { name: "a.csv".into(), bytes: TUTORS.as_bytes().to_vec() };
        let (reader, kind) = (SheetReader::Here, Kind::Tutors);
        let call = Call::anonymous(world.now(), "");
        let preview = world.actions.preview_file(&reader, kind, today(), file.clone()).await;
        let plan = preview.unwrap();
        give(&world, &watcher, Role::Supervisor, Scope::Everything).await;
        let before = n_people(&world).await;
        let done = world.actions.import_file(&call, &reader, &plan, file).await;
        let is_refused = matches!(done, Err(actions::ActionError::Stale));
        assert!(is_refused, "{}: {done:?}", world.db.name);
        assert_eq!(n_people(&world).await, before, "{}", world.db.name);
        world.remove().await;
    }
}
