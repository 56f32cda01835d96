//! Registers: each within its reader's scope, told to whom it concerns, corrected, ended and handed out;
//! and what they say is judged where a lecturer is sent to a school.

use domain::{
    form::{Field, Values},
    id::{OrganisationId, PersonId, RegionId},
    lecture_request::RequestState,
    role::{Grant, Role, Scope},
    rulebook::Rule,
};
use store::NewOrganisation;

use crate::{
    lecture::Scene,
    walk::value_of,
    world::{Answer, Person, World, worlds},
};

/// A unit of a region.
async fn a_unit(world: &World, name: &str, region: RegionId) -> OrganisationId {
    let mut tx = world.db.store.begin().await.unwrap();
    let new = NewOrganisation {
        name,
        match_key: name,
        region_id: Some(region),
        ..NewOrganisation::default()
    };
    let id = tx.add_organisation(&new).await.unwrap();
    crate::world::commit(tx).await;
    id
}

fn team(name: &str, unit: &str, leader: &str) -> Values {
    Values::default()
        .with(Field::EntryName, name)
        .with(Field::EntryDetail, "studio")
        .with(Field::EntryUnit, unit)
        .with(Field::EntryPerson, leader)
        .with(Field::EntryFrom, "2026-09-01")
}

fn station(unit: &str) -> Values {
    Values::default()
        .with(Field::EntryName, "菱歌社区e站")
        .with(Field::EntryUnit, unit)
        .with(Field::Address, "示范路1号")
        .with(Field::EntryPerson, "钱进")
        .with(Field::EntryFrom, "2026-09-01")
}

fn check(unit: &str, until: &str) -> Values {
    Values::default()
        .with(Field::EntryPerson, "钱进")
        .with(Field::EntryUnit, unit)
        .with(Field::CheckedOn, "2026-01-05")
        .with(Field::CheckClear, "yes")
        .with(Field::EntryUntil, until)
}

async fn enter(who: &Person, kind: &str, values: &Values, once: &str) -> Answer {
    let values = values.clone().with(Field::Once, once);
    who.post(&format!("/register/{kind}/new"), &values).await
}

async fn entered(who: &Person, kind: &str, values: &Values, once: &str) -> String {
    let answer = enter(who, kind, values, once).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    answer.location
}

async fn step(who: &Person, path: &str, step: &str, reason: &str) -> Answer {
    let page = who.get(path).await.body;
    let values = Values::default()
        .with(Field::Step, step)
        .with(Field::Reason, reason)
        .with(Field::Revision, value_of(&page, "revision"));
    who.post(&format!("{path}/step"), &values).await
}

async fn stepped(who: &Person, path: &str, name: &str, reason: &str) {
    let answer = step(who, path, name, reason).await;
    assert_eq!(answer.status, 303, "{name}: {}", answer.body);
}

/// Somebody of the county's own unit.
fn refused_at(answer: &Answer, field: &str) {
    assert!(
        answer.status == 422 && answer.body.contains(&format!("href=\"#{field}\"")),
        "{}: {}",
        answer.status,
        answer.body
    );
}

#[tokio::test]
async fn a_team_is_kept_by_its_region_and_its_members_are_told() {
    for world in worlds().await {
        let scene = Scene::new(&world).await;
        a_unit(&world, "南湖示范中心", scene.nanhu).await;
        a_unit(&world, "秀洲示范中心", scene.xiuzhou).await;
        let values = team("菱歌工作室", "南湖示范中心", "钱进");
        let path = entered(&scene.office, "team", &values, "a").await;
        let again = entered(&scene.office, "team", &values, "a").await;
        assert_eq!(path, again, "the same form makes one");
        assert!(scene.lecturer.get("/inbox").await.body.contains(&path), "the leader is told");
        assert!(scene.lecturer.get(&path).await.body.contains("菱歌工作室"), "and sees it");
        assert_eq!(scene.lecturer.get("/register/team").await.status, 403);
        assert!(scene.county.get("/register/team").await.body.contains(&path));
        let other = scene.neighbour.get("/register/team").await.body;
        assert!(!other.contains(&path), "{}: {other}", world.db.name);
        assert_eq!(scene.neighbour.get(&path).await.status, 404);
        assert_eq!(scene.neighbour.get(&format!("{path}/change")).await.status, 404);
        let stolen = scene.neighbour.post(&format!("{path}/step"), &Values::default()).await;
        assert_eq!(stolen.status, 404, "{}", stolen.body);
        // A county enters nothing beyond its region, and nobody who is not on file.
        let foreign = enter(&scene.county, "team", &team("乙", "秀洲示范中心", "钱进"), "b").await;
        refused_at(&foreign, "entry_unit");
        assert!(foreign.body.contains("秀洲示范中心"), "nothing typed is lost");
        let nobody = enter(&scene.office, "team", &team("乙", "南湖示范中心", "无此人"), "c").await;
        refused_at(&nobody, "entry_person");
        // A member is told, comes once, and leaves.
        let member = Values::default()
            .with(Field::Member, "许静宜 许静宜的科协")
            .with(Field::MemberFrom, "2026-10-01");
        let at = format!("{path}/member");
        for _ in 0..2 {
            let sent = scene.office.post(&at, &member.clone().with(Field::Once, "m")).await;
            assert_eq!(sent.status, 303, "{}", sent.body);
        }
        let twice = scene.office.post(&at, &member.clone().with(Field::Once, "n")).await;
        refused_at(&twice, "member");
        assert!(scene.county.get("/inbox").await.body.contains(&path));
        let page = scene.office.get(&path).await.body;
        let (_, rest) = page.split_once(&format!("{at}/")).expect("a member");
        let id = rest.split('/').next().unwrap();
        let end = format!("{at}/{id}/end");
        let field = format!("member_until_{id}");
        let until = |day: &str| {
            let mut values = Values::default();
            values.set(domain::form::Name::parse(&field).unwrap(), day);
            values
        };
        let early = scene.office.post(&end, &until("2026-09-30")).await;
        refused_at(&early, &field);
        for _ in 0..2 {
            let sent = scene.office.post(&end, &until("2026-11-20")).await;
            assert_eq!(sent.status, 303, "{}", sent.body);
        }
        assert!(scene.office.get(&path).await.body.contains("2026年11月20日"));
        // Corrected by the county, by what its page showed; then ended with a reason, and taken up again.
        let change = format!("{path}/change");
        let form = scene.county.get(&change).await.body;
        assert!(form.contains("value=\"菱歌工作室\"") && form.contains("value=\"钱进\""), "{form}");
        let renamed = team("菱歌工作室（新）", "南湖示范中心", "钱进");
        let sent = renamed.clone().with(Field::Revision, value_of(&form, "revision"));
        let answer = scene.county.post(&change, &sent).await;
        assert_eq!(answer.status, 303, "{}", answer.body);
        let stale = team("旧", "南湖示范中心", "钱进").with(Field::Revision, "1");
        assert_eq!(scene.county.post(&change, &stale).await.status, 409);
        refused_at(&step(&scene.county, &path, "end", "").await, "reason");
        stepped(&scene.county, &path, "end", "团队已经解散").await;
        let page = scene.office.get(&path).await.body;
        assert!(page.contains("团队已经解散") && page.contains("已结束"), "{page}");
        stepped(&scene.office, &path, "reopen", "误操作，恢复").await;
        world.verify_chain().await;
        world.remove().await;
    }
}

/// Whether the scene's lecturer looks after a station, as the office sees it.
async fn is_manager(scene: &Scene) -> bool {
    let page = scene.office.get(&format!("/person/{}", scene.lecturer.id)).await;
    assert_eq!(page.status, 200);
    page.body.contains("e站管理员")
}

#[tokio::test]
async fn a_station_is_seen_by_its_county_and_listed_by_the_city() {
    for world in worlds().await {
        let scene = Scene::new(&world).await;
        let unit = a_unit(&world, "南湖示范中心", scene.nanhu).await;
        let officer = world.person("葛干事", &[], "某单位", "community", 9).await;
        let (role, scope) = (Role::UnitOfficer, Scope::Organisation(unit));
        let starts_on = world.now().date_naive();
        let mut tx = world.db.store.begin().await.unwrap();
        let grant = Grant { role, scope, starts_on, ends_on: None };
        tx.add_grant(officer.id, &grant).await.unwrap();
        crate::world::commit(tx).await;
        let path = entered(&scene.office, "e_station", &station("南湖示范中心"), "a").await;
        assert!(
            scene.county.get("/inbox").await.body.contains(&path),
            "the county goes and sees it"
        );
        let waits = "/register/e_station?state=applied";
        assert!(scene.county.get("/desk").await.body.contains(waits), "{}", world.db.name);
        assert!(!scene.office.get("/desk").await.body.contains("/register/e_station"));
        refused_at(&step(&scene.county, &path, "check", "").await, "conditions");
        let see = |conditions: &[&str], revision: String| {
            let values =
                Values::default().with(Field::SeenOn, "2026-11-20").with(Field::Revision, revision);
            conditions.iter().fold(values, |values, it| values.with(Field::Conditions, *it))
        };
        let revision = |page: &str| value_of(page, "revision");
        let at = format!("{path}/condition");
        let page = scene.county.get(&path).await.body;
        let some = see(&["network", "staff", "place", "activities"], revision(&page));
        assert_eq!(scene.neighbour.post(&at, &some).await.status, 404);
        assert_eq!(scene.county.post(&at, &some).await.status, 303);
        stepped(&scene.county, &path, "check", "").await;
        assert!(scene.office.get("/inbox").await.body.contains(&path), "the city lists it");
        assert!(!scene.county.get("/desk").await.body.contains(waits), "{}", world.db.name);
        let desk = scene.office.get("/desk").await.body;
        assert!(desk.contains("/register/e_station?state=checked"), "{desk}");
        assert_eq!(step(&scene.county, &path, "list", "").await.status, 409, "not the county");
        let lacking = step(&scene.office, &path, "list", "").await;
        refused_at(&lacking, "conditions");
        let page = scene.county.get(&path).await.body;
        let all = see(&["network", "staff", "place", "activities", "terminals"], revision(&page));
        assert_eq!(scene.county.post(&at, &all).await.status, 303);
        stepped(&scene.office, &path, "list", "").await;
        assert!(scene.lecturer.get("/inbox").await.body.contains("已列入"), "the manager is told");
        assert!(officer.get("/inbox").await.body.contains("已列入"), "and whose unit it is");
        assert!(is_manager(&scene).await, "with hours and trainings of the own");
        stepped(&scene.county, &path, "suspend", "终端故障，停用").await;
        stepped(&scene.county, &path, "resume", "").await;
        let ahead = see(&["network"], revision(&scene.county.get(&path).await.body));
        let mut ahead = ahead;
        ahead.set(Field::SeenOn, "2027-11-20");
        refused_at(&scene.county.post(&at, &ahead).await, "seen_on");
        stepped(&scene.county, &path, "end", "场地已经收回").await;
        assert!(!is_manager(&scene).await, "the role goes with the station");
        let closed = scene.county.post(&at, &see(&["network"], String::new())).await;
        assert_eq!(closed.status, 409, "{}", closed.body);
        stepped(&scene.county, &path, "reopen", "另有新的场地").await;
        assert!(scene.county.get(&path).await.body.contains("已申请"));
        assert!(is_manager(&scene).await);
        // Another one looks after it by now.
        let another = world.person("岑站长", &[], "南湖示范中心", "community", 1).await;
        let change = station("南湖示范中心");
        let mut change =
            change.with(Field::Revision, revision(&scene.county.get(&path).await.body));
        change.set(Field::EntryPerson, "岑站长");
        assert_eq!(scene.office.post(&format!("{path}/change"), &change).await.status, 303);
        assert!(!is_manager(&scene).await);
        let record = another.get("/training_record").await;
        assert!(record.status == 200 && record.body.contains("12"), "{}", record.body);
        let file = scene.county.get("/register/e_station/export.xlsx").await;
        assert_eq!((file.status, file.header("cache-control")), (200, "no-store"));
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test]
async fn anybody_reads_who_processes_data_for_the_association() {
    for world in worlds().await {
        let scene = Scene::new(&world).await;
        let contract = Values::default()
            .with(Field::EntryName, "菱湖数据服务有限公司")
            .with(Field::EntryDetail, "hosting")
            .with(Field::EntryDocument, "示科协合2号")
            .with(Field::EntryFrom, "2026-01-01")
            .with(Field::EntryUntil, "2027-12-31")
            .with(Field::EntryNote, "平台内的全部信息，只为运行和备份");
        assert_eq!(enter(&scene.county, "processor", &contract, "a").await.status, 403);
        let mut endless = contract.clone();
        endless.set(Field::EntryUntil, "");
        refused_at(&enter(&scene.office, "processor", &endless, "a").await, "entry_until");
        assert!(!world.visitor().get("/privacy").await.body.contains("菱湖数据"));
        let path = entered(&scene.office, "processor", &contract, "a").await;
        let page = world.visitor().get("/privacy").await.body;
        assert!(page.contains("菱湖数据") && page.contains("只为运行和备份"), "{}", world.db.name);
        assert!(!page.contains("示科协合2号"), "the number of the contract stays in the house");
        stepped(&scene.office, &path, "end", "合同已经终止").await;
        assert!(!world.visitor().get("/privacy").await.body.contains("菱湖数据"));
        assert!(scene.office.get(&path).await.body.contains("菱湖数据"), "the record stays");
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test]
async fn who_reads_which_register_is_a_question_of_role_and_what_leaves_is_counted() {
    for world in worlds().await {
        let scene = Scene::new(&world).await;
        let officer = world
            .person("岑主任", &[domain::role::Role::UnitOfficer], "示范中学", "school", 1)
            .await;
        for (kind, by_county, by_officer) in [
            ("team", 200, 200),
            ("e_station", 200, 200),
            ("expert", 200, 403),
            ("whitelist", 200, 403),
            ("safeguarding", 200, 200),
            ("quota", 200, 200),
            ("processor", 403, 403),
            ("nothing", 404, 404),
        ] {
            let path = format!("/register/{kind}");
            assert_eq!(scene.county.get(&path).await.status, by_county, "{kind}");
            assert_eq!(officer.get(&path).await.status, by_officer, "{kind}");
            assert_eq!(scene.lecturer.get(&path).await.status, 403, "{kind}");
            let file = officer.get(&format!("{path}/export.xlsx")).await.status;
            assert_eq!(file, by_officer, "{kind}");
        }
        let seats = Values::default()
            .with(Field::EntryUnit, "示范中学")
            .with(Field::EntryYear, "2027")
            .with(Field::EntryDetail, "award_tutor")
            .with(Field::EntrySeats, "3");
        assert_eq!(enter(&officer, "quota", &seats, "x").await.status, 403);
        assert_eq!(enter(&scene.county, "quota", &seats, "x").await.status, 403);
        let path = entered(&scene.office, "quota", &seats, "a").await;
        assert!(officer.get("/inbox").await.body.contains(&path), "the unit's officer is told");
        assert!(officer.get(&path).await.body.contains("2027"));
        refused_at(&enter(&scene.office, "quota", &seats, "b").await, "entry_detail");
        let county = Values::default()
            .with(Field::County, scene.nanhu.to_string())
            .with(Field::EntryDocument, "示范1号")
            .with(Field::EntryFrom, "2026-09-01");
        let both =
            county.clone().with(Field::EntryPerson, "钱进").with(Field::EntryUnit, "示范中学");
        refused_at(&enter(&scene.county, "whitelist", &both, "c").await, "entry_person");
        let foreign = county.clone().with(Field::EntryPerson, "钱进");
        refused_at(&enter(&scene.neighbour, "whitelist", &foreign, "d").await, "county");
        entered(&scene.county, "whitelist", &foreign, "e").await;
        let expert = Values::default()
            .with(Field::EntryPerson, "钱进")
            .with(Field::SubjectField, "1")
            .with(Field::EntryFrom, "2026-09-01");
        entered(&scene.office, "expert", &expert, "f").await;
        let file = scene.office.get("/register/expert/export.xlsx?q=qianjin").await;
        assert_eq!(file.status, 200);
        // The pool names every subject field of the person, that of the entry first.
        let mut tx = world.db.store.begin().await.unwrap();
        let people = tx.list_people_named(&["钱进"]).await.unwrap();
        let fields = [domain::id::FieldId(2), domain::id::FieldId(3)];
        let row = store::NewPerson { fields: &fields, ..store::NewPerson::default() };
        tx.change_people(&[(people[0].id, row)]).await.unwrap();
        crate::world::commit(tx).await;
        let pool = scene.office.get("/register/expert").await.body;
        assert!(pool.contains("天文与航天、物理、化学"), "{}: {pool}", world.db.name);
        let mut conn = world.db.store.read().await.unwrap();
        let filter = store::AccessFilter {
            thing: Some(domain::access_log::AccessThing::Register),
            ..store::AccessFilter::default()
        };
        let lines =
            conn.list_access_log(&filter, domain::id::AccessLogId(i64::MAX), 99).await.unwrap();
        assert_eq!(lines.first().map(|line| line.n_rows), Some(Some(1)), "{}", world.db.name);
        drop(conn);
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test]
async fn a_register_goes_on_beyond_its_first_page() {
    for world in worlds().await {
        let scene = Scene::new(&world).await;
        a_unit(&world, "南湖示范中心", scene.nanhu).await;
        let mut paths = Vec::new();
        for n in 0..53 {
            let values = team(&format!("第{n}队"), "南湖示范中心", "钱进");
            paths.push(entered(&scene.office, "team", &values, &format!("t{n}")).await);
        }
        let mut at = "/register/team".to_owned();
        let mut seen = 0;
        for _ in 0..9 {
            let page = scene.office.get(&at).await.body;
            seen += paths.iter().filter(|path| page.contains(&format!("\"{path}\""))).count();
            let Some((_, rest)) = page.split_once("href=\"/register/team?up_to=") else { break };
            at = format!("/register/team?up_to={}", rest.split('"').next().unwrap());
        }
        assert_eq!(seen, 53, "{}: each stands on one page", world.db.name);
        let found = scene.office.get("/register/team?q=第5队&state=listed").await.body;
        let n = paths.iter().filter(|path| found.contains(&format!("\"{path}\""))).count();
        assert_eq!(n, 1);
        assert!(scene.office.get("/register/team?state=ended").await.body.contains("没有符合条件"));
        world.remove().await;
    }
}

/// A request that waits for a lecturer, and the offer of the scene's course at its only time.
async fn offered(world: &World, scene: &Scene, n: usize) -> (String, Values) {
    let day = format!("2026-12-{:02}", 9 + n);
    let (_, id) = scene.ask(world, &scene.wish(n, &day, "14:00")).await;
    for who in [&scene.county, &scene.office] {
        scene.decide(world, who, id, "pass").await;
    }
    let mut conn = world.db.store.read().await.unwrap();
    let request = conn.find_lecture_request(id).await.unwrap().unwrap();
    assert_eq!(request.state, RequestState::Matching);
    let values = Values::default()
        .with(Field::Candidate, format!("{}-1", scene.version))
        .with(Field::Revision, request.revision.to_string());
    (format!("/lecture_request/{id}"), values)
}

#[tokio::test]
async fn whoever_s_check_has_lapsed_is_not_sent_to_a_school() {
    for world in worlds().await {
        let scene = Scene::new(&world).await;
        a_unit(&world, "南湖示范中心", scene.nanhu).await;
        let (at, offer) = offered(&world, &scene, 1).await;
        let dispatch = format!("{at}/dispatch");
        let unchecked = scene.office.get(&at).await.body;
        assert!(!unchecked.contains("核查到时已过期"), "nothing is demanded: {unchecked}");
        let mut unclear = check("南湖示范中心", "");
        unclear.set(Field::CheckClear, "");
        let no = enter(&scene.office, "safeguarding", &unclear, "n").await;
        refused_at(&no, "check_clear");
        let lapsing = check("南湖示范中心", "2026-12-01");
        let path = entered(&scene.office, "safeguarding", &lapsing, "a").await;
        let desk = scene.office.get("/desk").await.body;
        assert!(desk.contains("/register/safeguarding?state=ending"), "{desk}");
        let ending = scene.office.get("/register/safeguarding?state=ending").await.body;
        assert!(ending.contains(&path), "{ending}");
        assert!(scene.office.get(&at).await.body.contains("核查到时已过期"));
        let refused = scene.office.post(&dispatch, &offer).await;
        assert!(refused.body.contains("核查到时已过期"), "{}: {}", refused.status, refused.body);
        // The next check, which says no end, holds for twelve months.
        let mut next = check("南湖示范中心", "");
        next.set(Field::CheckedOn, "2026-11-20");
        let next = entered(&scene.office, "safeguarding", &next, "b").await;
        assert!(scene.office.get(&next).await.body.contains("2027年11月19日"));
        let desk = scene.office.get("/desk").await.body;
        assert!(!desk.contains("/register/safeguarding?state=ending"), "{desk}");
        // What was ended is none: the association wants one, and the older has lapsed.
        let sent = scene.office.post(&dispatch, &offer).await;
        assert_eq!(sent.status, 303, "{}", sent.body);
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test]
async fn a_lecturer_stands_on_the_county_s_list_where_the_association_demands_it() {
    for world in worlds().await {
        let scene = Scene::new(&world).await;
        let from = "2020-01-01".parse().unwrap();
        let (at, offer) = offered(&world, &scene, 1).await;
        let dispatch = format!("{at}/dispatch");
        world.set_rule(Rule::WhitelistDemanded, 1, from).await;
        let entry = |region: RegionId, until: &str| {
            Values::default()
                .with(Field::County, region.to_string())
                .with(Field::EntryPerson, "钱进")
                .with(Field::EntryDocument, "示范1号")
                .with(Field::EntryFrom, "2026-09-01")
                .with(Field::EntryUntil, until)
        };
        entered(&scene.neighbour, "whitelist", &entry(scene.xiuzhou, ""), "a").await;
        let board = scene.office.get(&at).await.body;
        assert!(!board.contains("都不在当地进校园白名单"), "the county keeps no list yet: {board}");
        entered(&scene.county, "whitelist", &entry(scene.nanhu, "2026-12-01"), "b").await;
        assert!(
            scene.office.get(&at).await.body.contains("都不在当地进校园白名单"),
            "{}",
            world.db.name
        );
        let refused = scene.office.post(&dispatch, &offer).await;
        assert!(refused.body.contains("进校园白名单"), "another county's, and one that has ended");
        entered(&scene.county, "whitelist", &entry(scene.nanhu, "2026-12-31"), "c").await;
        world.set_rule(Rule::SafeguardingDemanded, 1, from).await;
        let refused = scene.office.post(&dispatch, &offer).await;
        assert!(refused.body.contains("没有未成年人保护核查"), "{}", refused.body);
        world.set_rule(Rule::SafeguardingDemanded, 0, "2020-01-02".parse().unwrap()).await;
        let sent = scene.office.post(&dispatch, &offer).await;
        assert_eq!(sent.status, 303, "{}", sent.body);
        world.remove().await;
    }
}

#[tokio::test]
async fn a_check_is_swept_a_year_after_its_end_and_its_person_reads_it_until_then() {
    for world in worlds().await {
        let scene = Scene::new(&world).await;
        a_unit(&world, "南湖示范中心", scene.nanhu).await;
        entered(&scene.office, "safeguarding", &check("南湖示范中心", "2026-06-30"), "a").await;
        let own = scene.lecturer.get("/my_information").await.body;
        assert!(own.contains("未成年人保护核查"), "{own}");
        let held = |person: PersonId| {
            let store = world.db.store.clone();
            async move { store.read().await.unwrap().list_checked_until(&[person]).await.unwrap().len() }
        };
        let mut tx = world.db.store.begin().await.unwrap();
        let class = domain::data_class::DataClass::Safeguarding;
        let before = |day: &str| format!("{day}T00:00:00Z").parse().unwrap();
        assert_eq!(tx.sweep(class, before("2026-06-30"), 9).await.unwrap(), 0);
        assert_eq!(tx.sweep(class, before("2026-07-01"), 9).await.unwrap(), 1);
        tx.commit_unlogged().await.unwrap();
        assert_eq!(held(scene.lecturer.id).await, 0, "{}", world.db.name);
        world.remove().await;
    }
}
