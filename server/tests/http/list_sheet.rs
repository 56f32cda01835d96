//! Lists of an office: as a spreadsheet all that their filters find, page by page by key, and units as a
//! tree.

use chrono::{Days, TimeDelta};
use domain::{
    access_log::{AccessKind, AccessThing},
    appointment::Corps,
    audience::{DeliveryMode, SchoolStage},
    id::{AccessLogId, LectureRequestId, OrganisationId, RegionId},
    lecture_request::{HostRegion, NewRequest, RequestState},
    organisation::OrganisationKind,
    role::Role,
};
use store::{
    AccessFilter, AccessRow, NewLectureRequest, NewOrganisation, NewPerson, NewTerm, RequestStep,
    Tx,
};

use crate::{
    account::{credentials, session_of},
    lecture::Scene,
    review_paper::sheets,
    world::{PASSWORD, Person, World, commit, worlds},
};

/// The lists with a spreadsheet: the page, what its lines lead to, what the access log calls it, and the
/// heading under which the list stands, if several stand on the page.
const LISTS: [(&str, &str, AccessThing, &str); 17] = [
    ("/person", "/person/", AccessThing::PersonList, ""),
    ("/person?q=zh", "/person/", AccessThing::PersonList, ""),
    ("/person?role=lecturer", "/person/", AccessThing::PersonList, ""),
    ("/person?field=1", "/person/", AccessThing::PersonList, ""),
    ("/organisation", "/organisation/", AccessThing::UnitList, ""),
    ("/organisation?unit_kind=school", "/organisation/", AccessThing::UnitList, ""),
    ("/appointment?view=ending", "/appointment/", AccessThing::TermList, "内到期"),
    ("/appointment?view=holding", "/appointment/", AccessThing::TermList, "全部在聘"),
    ("/training_event", "/training_event/", AccessThing::TrainingList, ""),
    ("/training_event?state=published", "/training_event/", AccessThing::TrainingList, ""),
    ("/lecture_request?state=county_review", "/lecture_request/", AccessThing::RequestList, ""),
    ("/lecture_request?state=closed", "/lecture_request/", AccessThing::RequestList, ""),
    ("/lecture_request?state=reported", "/lecture_request/", AccessThing::RequestList, ""),
    ("/review_session", "/review_session/", AccessThing::SessionList, ""),
    ("/review_session?view=earlier", "/review_session/", AccessThing::SessionList, ""),
    ("/delivery", "/delivery/", AccessThing::LectureList, ""),
    ("/delivery?state=given", "/delivery/", AccessThing::LectureList, ""),
];

/// A page of a list: the keys of its lines in their order, the way on, and its spreadsheet.
struct Shown {
    keys: Vec<String>,
    next: Option<String>,
    sheet: Option<String>,
}

async fn shown(who: &Person, at: &str, prefix: &str, heading: &str) -> Shown {
    let page = who.get(at).await;
    assert_eq!(page.status, 200, "{at}: {}", page.body);
    let body = page.body.replace("&amp;", "&");
    let main = body.split("<main").nth(1).unwrap_or_default();
    let part = match heading {
        "" => main,
        heading => main
            .split("<h2>")
            .skip(1)
            .find(|part| part.split("</h2>").next().unwrap().contains(heading))
            .unwrap(),
    };
    let mut keys = Vec::new();
    for rest in part.split(&format!("href=\"{prefix}")).skip(1) {
        let key = rest.split('"').next().unwrap().to_owned();
        if key.bytes().all(|c| c.is_ascii_digit()) && !keys.contains(&key) {
            keys.push(key);
        }
    }
    let link = |is_it: fn(&str) -> bool| {
        let mut all = part.split("href=\"").skip(1).map(|rest| rest.split('"').next().unwrap());
        all.find(|href| is_it(href)).map(str::to_owned)
    };
    Shown {
        keys,
        next: link(|href| href.contains("up_to=") && !href.contains(".xlsx")),
        sheet: link(|href| href.contains(".xlsx")),
    }
}

/// A list from its first page to its last.
async fn whole(who: &Person, path: &str, prefix: &str, heading: &str) -> Shown {
    let mut all = shown(who, path, prefix, heading).await;
    while let Some(next) = all.next.take() {
        let page = shown(who, &next, prefix, heading).await;
        for key in &page.keys {
            assert!(!all.keys.contains(key), "{key} stands twice in {path}");
        }
        all.keys.extend(page.keys);
        all.next = page.next;
    }
    all
}

async fn newest(world: &World) -> AccessRow {
    let mut conn = world.db.store.read().await.unwrap();
    let filter = AccessFilter::default();
    conn.list_access_log(&filter, AccessLogId(i64::MAX), 1).await.unwrap().remove(0)
}

/// The lines of a spreadsheet: those that begin with their number.
async fn lines(who: &Person, sheet: &str) -> Vec<String> {
    let rows = sheets(who, sheet).await.remove(0).1;
    let is_line = |row: &&Vec<String>| row.first().is_some_and(|it| it.starts_with("Number"));
    rows.iter().filter(is_line).map(|row| row[1..].join(" ")).collect()
}

async fn some_people(world: &World, n: usize, region_id: Option<RegionId>) {
    let mut tx = world.db.store.begin().await.unwrap();
    for n in 0..n {
        let name = format!("张同{n:03}");
        let row = NewPerson { name: &name, region_id, ..NewPerson::default() };
        tx.add_person(&row).await.unwrap();
    }
    commit(tx).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_list_is_handed_on_as_it_is_found_and_counted() {
    for db in test_database::databases().await {
        let world = World::demonstration(db).await;
        some_people(&world, 60, None).await;
        let signed_in = async |name: &str| {
            let signed = world.visitor().post("/sign_in", &credentials(name, PASSWORD)).await;
            assert_eq!(signed.status, 303, "{name}");
            world.visitor().with_cookie(&session_of(&signed))
        };
        let (city, county) = (signed_in("office").await, signed_in("county").await);
        let lecturer = signed_in("lecturer").await;
        let mut n_sheets = 0;
        for (path, prefix, thing, heading) in LISTS {
            let mut of_city: Vec<String> = Vec::new();
            for (who, role) in [(&city, Role::CityOffice), (&county, Role::CountyOffice)] {
                if role == Role::CountyOffice && thing == AccessThing::SessionList {
                    assert_eq!(who.get("/review_session.xlsx").await.status, 403);
                    continue;
                }
                let what = format!("{path} as {role:?} on {}", world.db.name);
                let list = whole(who, path, prefix, heading).await;
                let Some(sheet) = list.sheet else {
                    assert!(list.keys.is_empty(), "{what} has no spreadsheet");
                    continue;
                };
                let lines = lines(who, &sheet).await;
                assert_eq!(lines.len(), list.keys.len(), "{what}: {lines:?}");
                let line = newest(&world).await;
                assert_eq!((line.kind, line.thing), (AccessKind::Export, thing), "{what}");
                assert_eq!(line.n_rows, Some(i64::try_from(lines.len()).unwrap()), "{what}");
                assert_eq!(line.role, Some(role), "{what}");
                n_sheets += 1;
                if role == Role::CityOffice {
                    of_city = lines;
                } else if thing != AccessThing::TrainingList {
                    // Trainings are of who holds them; of everything else the city sees more.
                    let is_own = lines.iter().all(|line| of_city.contains(line));
                    assert!(is_own && lines.len() <= of_city.len(), "{what}: {lines:?}");
                    assert!(!lines.iter().any(|line| line.contains("张同")), "{what}");
                }
            }
        }
        assert!(n_sheets > 20, "{}: {n_sheets}", world.db.name);
        let before = newest(&world).await.id;
        for path in [
            "/person.xlsx",
            "/organisation.xlsx",
            "/appointment.xlsx",
            "/training_event.xlsx",
            "/lecture_request.xlsx",
            "/review_session.xlsx",
            "/delivery.xlsx",
        ] {
            assert_eq!(lecturer.get(path).await.status, 403, "{path} on {}", world.db.name);
            assert_ne!(world.visitor().get(path).await.status, 200, "{path} on {}", world.db.name);
        }
        assert_eq!(newest(&world).await.id, before, "nothing was handed out");
        world.remove().await;
    }
}

async fn a_unit(tx: &mut Tx, name: &str, parent_id: Option<OrganisationId>) -> OrganisationId {
    let kind = OrganisationKind::Enterprise;
    let unit = NewOrganisation { name, match_key: name, kind, parent_id, ..Default::default() };
    tx.add_organisation(&unit).await.unwrap()
}

async fn a_term(world: &World, tx: &mut Tx, name: &str, decider: &Person, days: u64) {
    let person = NewPerson { name, ..NewPerson::default() };
    let person_id = tx.add_person(&person).await.unwrap();
    let today = world.now().date_naive();
    let term = NewTerm {
        person_id,
        corps: Corps::CityLecturers,
        region_id: None,
        starts_on: today - Days::new(9),
        ends_on: today + Days::new(days),
        decider_id: decider.id,
        document_no: "1",
    };
    tx.add_appointment(&term).await.unwrap().unwrap();
}

async fn a_request(world: &World, scene: &Scene, tx: &mut Tx, n: i64) -> LectureRequestId {
    let request = NewRequest {
        host_name: format!("菱歌示范{n}小学"),
        host_kind: OrganisationKind::School,
        region: HostRegion::County(scene.nanhu),
        address: "示范路1号".into(),
        hall: "报告厅".into(),
        equipment: "投影".into(),
        stage: SchoolStage::PrimaryUpper,
        audience: 180,
        mode: DeliveryMode::Onsite,
        times: Vec::new(),
        contact: "沈老师".into(),
        contact_phone: "13800000001".into(),
        whitelist: String::new(),
        wish: String::new(),
    };
    let link = format!("link{n}");
    let new = NewLectureRequest {
        link_digest: &link,
        version_id: scene.version,
        host_unit_id: None,
        host_key: &link,
        request: &request,
        minutes: 60,
        consent_digest: "notice",
        state: RequestState::CountyReview,
        due_at: world.now() + TimeDelta::days(2),
        times: &[],
        // Several of one moment.
        at: world.now() + TimeDelta::minutes(n / 7),
    };
    tx.add_lecture_request(&new).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_repeats_and_leaves_out_nobody_where_one_is_added_or_goes_meanwhile() {
    for world in worlds().await {
        let scene = Scene::new(&world).await;
        let office = &scene.office;
        let mut tx = world.db.store.begin().await.unwrap();
        for n in 0..120 {
            a_unit(&mut tx, &format!("乙企业{n:03}"), None).await;
            a_term(&world, &mut tx, &format!("乙讲师{n:03}"), office, 400).await;
        }
        let mut requests = Vec::new();
        for n in 0..120 {
            requests.push(a_request(&world, &scene, &mut tx, n).await);
        }
        commit(tx).await;
        let waiting = "/lecture_request?state=county_review";
        for (path, prefix, heading) in [
            ("/person", "/person/", ""),
            ("/organisation?unit_kind=enterprise", "/organisation/", ""),
            ("/appointment?view=holding", "/appointment/", "全部在聘"),
            (waiting, "/lecture_request/", ""),
        ] {
            let before = whole(office, path, prefix, heading).await.keys;
            assert!(before.len() >= 120, "{path} on {}", world.db.name);
            let first = shown(office, path, prefix, heading).await;
            // One comes that stands at the very beginning, and the first of those that wait goes.
            let mut tx = world.db.store.begin().await.unwrap();
            match path {
                path if path == waiting => {
                    let step = RequestStep {
                        id: requests[0],
                        from: RequestState::CountyReview,
                        revision: 1,
                        to: RequestState::Cancelled,
                        due_at: None,
                        remark: "",
                        at: world.now(),
                    };
                    assert!(tx.move_lecture_request(&step).await.unwrap());
                }
                "/organisation?unit_kind=enterprise" => {
                    a_unit(&mut tx, "乙企业", None).await;
                }
                _ => a_term(&world, &mut tx, "一位讲师", office, 5).await,
            }
            commit(tx).await;
            let mut seen = first.keys;
            let mut next = first.next;
            while let Some(at) = next {
                let page = shown(office, &at, prefix, heading).await;
                seen.extend(page.keys);
                next = page.next;
            }
            assert_eq!(seen, before, "{path} on {}", world.db.name);
        }
        // Whom somebody does not see begins no page of theirs.
        let all = whole(&scene.neighbour, "/person", "/person/", "").await.keys;
        let strange = office.id;
        let page =
            shown(&scene.neighbour, &format!("/person?up_to={strange}"), "/person/", "").await;
        assert_eq!(page.keys, all, "{}", world.db.name);
        assert_eq!(office.get("/organisation?up_to=987654321").await.status, 200);
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn people_are_found_by_role_and_field_and_the_address_keeps_both() {
    for world in worlds().await {
        let office = world.office().await;
        world.person("王评委", &[Role::Judge], "一所", "institute", 1).await;
        world.lecturer("王讲师").await;
        let mut tx = world.db.store.begin().await.unwrap();
        let fields = tx.list_fields().await.unwrap();
        let own = [fields[1].id, fields[0].id];
        for n in 0..60 {
            let name = format!("李四{n:02}");
            let row = NewPerson { name: &name, fields: &own, ..NewPerson::default() };
            tx.add_person(&row).await.unwrap();
        }
        commit(tx).await;
        let judges = office.get("/person?q=王&role=judge").await.body;
        assert!(judges.contains("王评委") && !judges.contains("王讲师"), "{judges}");
        assert!(judges.contains("<option value=\"judge\" selected"), "{judges}");
        let path = format!("/person?q=ls&field={}", fields[0].id);
        let all = whole(&office, &path, "/person/", "").await;
        assert_eq!(all.keys.len(), 60, "{}", world.db.name);
        let sheet = all.sheet.unwrap();
        assert!(sheet.contains("q=ls") && sheet.contains("field="), "{sheet}");
        assert_eq!(lines(&office, &sheet).await.len(), 60, "{}", world.db.name);
        let none = office.get(&format!("{path}&role=judge")).await.body;
        assert!(none.contains("没有找到"), "{none}");
        assert_eq!(office.get("/person?role=nobody&field=x").await.status, 200);
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn units_are_a_tree_that_shows_what_is_little_and_leads_to_what_is_much() {
    for world in worlds().await {
        let scene = Scene::new(&world).await;
        let office = &scene.office;
        let mut tx = world.db.store.begin().await.unwrap();
        let group = a_unit(&mut tx, "菱歌集团", None).await;
        let few = a_unit(&mut tx, "菱歌分公司", Some(group)).await;
        let one = a_unit(&mut tx, "菱歌车间", Some(few)).await;
        let many = a_unit(&mut tx, "菱歌百店", Some(group)).await;
        for n in 0..120 {
            a_unit(&mut tx, &format!("菱歌店{n:03}"), Some(many)).await;
            a_unit(&mut tx, &format!("散户{n:03}"), None).await;
        }
        commit(tx).await;
        let tree = "/organisation/tree";
        assert!(office.get("/organisation").await.body.contains(&format!("href=\"{tree}\"")));
        let first = office.get(tree).await.body;
        // Some of the kind, and the way to all; nothing of the long branch.
        assert!(first.contains("<details") && first.contains("共 121 个"), "{first}");
        assert!(first.contains("unit_kind=enterprise") && !first.contains("菱歌店"), "{first}");
        assert!(first.matches("散户").count() <= 10, "{first}");
        let kind = format!("{tree}?unit_kind=enterprise");
        let all = whole(office, &kind, "/organisation/", "").await.keys;
        for id in [group, few, many] {
            assert_eq!(all.iter().filter(|key| **key == id.to_string()).count(), 1, "{all:?}");
        }
        assert!(!all.contains(&one.to_string()), "{all:?}");
        assert_eq!(all.len(), 121 + 2, "{}", world.db.name);
        // It stands on the last page of the kind.
        let at = office.get(&format!("{kind}&up_to={group}")).await.body;
        assert!(at.contains("下属 123 个单位") && at.contains("下属 120 个单位"), "{at}");
        assert!(at.contains(&format!("{tree}?unit={many}")), "{at}");
        let branch = format!("{tree}?unit={many}");
        let below = whole(office, &branch, "/organisation/", "下级单位").await.keys;
        assert_eq!(below.len(), 120, "{}: {below:?}", world.db.name);
        let branch = office.get(&branch).await.body;
        assert!(branch.contains("菱歌百店") && branch.contains(&format!("{tree}?unit={group}")));
        assert!(!branch.contains("菱歌分公司"), "{branch}");
        assert_eq!(office.get(&format!("{tree}?unit=98765432")).await.status, 404);
        // Each sees the own alone: whoever has a unit sees it as the top of the tree.
        let officer = world.person("经办", &[Role::UnitOfficer], "独一厂", "enterprise", 1).await;
        let own = office.get("/organisation?q=独一厂").await.body;
        assert!(own.contains("独一厂"), "{own}");
        let seen = officer.get(tree).await;
        assert_eq!(seen.status, 200, "{}", seen.body);
        assert!(seen.body.contains("独一厂") && !seen.body.contains("散户"), "{}", seen.body);
        assert_eq!(officer.get(&format!("{tree}?unit={many}")).await.status, 404);
        assert_eq!(scene.lecturer.get(tree).await.status, 403);
        let neighbour = scene.neighbour.get(tree).await.body;
        assert!(!neighbour.contains("散户") && !neighbour.contains("独一厂"), "{neighbour}");
        world.remove().await;
    }
}

#[tokio::test]
async fn names_are_masked_for_whoever_asks_for_that() {
    for world in worlds().await {
        let office = world.office().await;
        some_people(&world, 3, None).await;
        let page = office.get("/person?q=%E5%BC%A0%E5%90%8C").await.body;
        let links: Vec<&str> = page.split("href=\"").filter(|it| it.contains(".xlsx")).collect();
        let masked = links.iter().find(|it| it.contains("masked=yes")).unwrap();
        let masked = masked.split('"').next().unwrap().replace("&amp;", "&");
        let plain = lines(&office, "/person.xlsx?q=%E5%BC%A0%E5%90%8C").await;
        let hidden = lines(&office, &masked).await;
        assert_eq!((plain.len(), hidden.len()), (3, 3), "{}: {hidden:?}", world.db.name);
        assert!(plain.iter().all(|line| line.contains("张同")), "{plain:?}");
        assert!(hidden.iter().all(|line| line.contains("张*")), "{hidden:?}");
        assert!(!hidden.iter().any(|line| line.contains("张同")), "{hidden:?}");
        world.remove().await;
    }
}
