//! A county's office imports what is its own; what is not is refused row by row.

use domain::{
    form::{Field, Values},
    region::RegionLevel,
    role::Role,
    roster::Kind,
};
use store::{NewPerson, NewRegion};

use crate::world::{Answer, Person, World, commit, start, worlds};

const TUTORS: &str = "姓名,所在县,工作单位,任教学科,手机号\n\
    钱本县,某县,某县第一小学,科学,13800000001\n\
    孙未写,,某县新办小学,科学,13800000002\n\
    李邻县,邻县,邻县第一小学,科学,13800000003\n\
    赵邻校,,邻县中心小学,科学,13800000004\n\
    周同号,,某县第一小学,科学,13800000009\n";

struct Scene {
    county: Person,
    office: Person,
}

impl Scene {
    async fn new(world: &World) -> Self {
        let office = world.office().await;
        let county = world
            .person("王县办", &[Role::CountyOffice], "某县科协", "county_association", 2)
            .await;
        let mut tx = world.db.store.begin().await.unwrap();
        let next = NewRegion {
            code: "990002",
            name_zh: "邻县",
            name_en: "Next County",
            level: RegionLevel::County,
            parent_id: None,
            sort_order: 2,
            valid_from: start().date_naive(),
        };
        let next = tx.add_region(&next).await.unwrap();
        // A school and somebody with a phone, next door.
        let school = store::NewOrganisation {
            name: "邻县中心小学",
            match_key: "邻县中心小学",
            kind: domain::organisation::OrganisationKind::School,
            region_id: Some(next),
            ..store::NewOrganisation::default()
        };
        tx.add_organisation(&school).await.unwrap();
        let row = NewPerson {
            name: "吴邻居",
            phone: Some("13800000009"),
            region_id: Some(next),
            ..NewPerson::default()
        };
        tx.add_person(&row).await.unwrap();
        commit(tx).await;
        Self { county, office }
    }
}

async fn send(by: &Person, kind: Kind, text: &str) -> Answer {
    let kind = Values::default().with(Field::Kind, kind.as_str());
    by.upload("/roster", &kind, Some(("file", "a.csv", text.as_bytes()))).await
}

async fn names(world: &World) -> Vec<String> {
    let mut conn = world.db.store.read().await.unwrap();
    let all = ["钱本县", "孙未写", "李邻县", "赵邻校", "周同号"];
    let mut names: Vec<String> =
        conn.list_people_named(&all).await.unwrap().into_iter().map(|it| it.name).collect();
    names.sort();
    names
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_outside_of_the_county_are_refused_by_name_and_the_others_carried_out() {
    for world in worlds().await {
        let scene = Scene::new(&world).await;
        let shown = send(&scene.county, Kind::Tutors, TUTORS).await;
        assert_eq!(shown.status, 303, "{}: {}", world.db.name, shown.body);
        let preview = scene.county.get(&shown.location).await.body;
        assert_eq!(preview.matches("不在本县（市、区）范围内").count(), 3, "{preview}");
        for read in ["邻县", "邻县中心小学", "周同号"] {
            assert!(preview.contains(&format!("读到“{read}”")), "{read}: {preview}");
        }
        assert_eq!(scene.office.get(&shown.location).await.status, 404, "another's plan");
        let done = scene.county.post(&shown.location, &Values::default()).await;
        assert_eq!(done.status, 303, "{}: {}", world.db.name, done.body);
        assert_eq!(names(&world).await, ["孙未写", "钱本县"], "{}", world.db.name);
        // What is new and says no county is the county's own.
        let people = scene.county.get("/person?q=sun").await.body;
        assert!(people.contains("孙未写"), "{}: {people}", world.db.name);
        // The city imports the rest.
        let shown = send(&scene.office, Kind::Tutors, TUTORS).await;
        let preview = scene.office.get(&shown.location).await.body;
        assert!(!preview.contains("范围内"), "{preview}");
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_county_imports_some_rosters_and_no_others() {
    for world in worlds().await {
        let scene = Scene::new(&world).await;
        let form = scene.county.get("/roster").await.body;
        for kind in Kind::ALL {
            let is_its = domain::role::COUNTY_ROSTERS.contains(kind);
            let value = format!("value=\"{}\"", kind.as_str());
            assert_eq!(form.contains(&value), is_its, "{kind:?}");
            if !is_its {
                let refused = send(&scene.county, *kind, "姓名\n甲\n").await;
                assert_eq!(refused.status, 422, "{kind:?}: {}", refused.body);
            }
        }
        let hosts = "单位名称,所在县\n某县图书馆,某县\n邻县图书馆,邻县\n某县文化馆,\n";
        let shown = send(&scene.county, Kind::Hosts, hosts).await;
        assert_eq!(shown.status, 303, "{}: {}", world.db.name, shown.body);
        let preview = scene.county.get(&shown.location).await.body;
        assert_eq!(preview.matches("不在本县（市、区）范围内").count(), 1, "{preview}");
        let done = scene.county.post(&shown.location, &Values::default()).await;
        assert_eq!(done.status, 303, "{}", done.body);
        let mut conn = world.db.store.read().await.unwrap();
        let hosts = conn.list_host_units().await.unwrap();
        drop(conn);
        assert_eq!(hosts.len(), 2, "{}: {hosts:?}", world.db.name);
        assert!(hosts.iter().all(|host| host.region_id.is_some()), "{hosts:?}");
        assert_eq!(scene.county.get("/roster/nothing").await.status, 404);
        world.verify_chain().await;
        world.remove().await;
    }
}
