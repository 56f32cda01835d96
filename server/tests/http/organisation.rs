//! Offices add and correct units, counties those of their region; a unit's officers say whom one calls.

use domain::{
    form::{Field, Values},
    role::Role,
};

use crate::{
    person::revision,
    world::{commit, worlds},
};

fn unit(name: &str) -> Values {
    Values::default()
        .with(Field::UnitName, name)
        .with(Field::UnitKind, "society")
        .with(Field::Once, format!("unit-{name}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn an_office_adds_a_unit_hangs_it_below_another_and_corrects_it() {
    for world in worlds().await {
        let office = world.office().await;
        let above =
            unit("嘉兴市示范学会").with(Field::Nominates, "yes").with(Field::UnitCode, "S1");
        let above = office.post("/organisation/new", &above).await.made();
        let below = unit("示范学会天文分会").with(Field::Above, above.to_string());
        let below = office.post("/organisation/new", &below).await.made();
        let page = office.get(&format!("/organisation/{above}")).await.body;
        assert!(page.contains("示范学会天文分会"), "{page}");
        // Called alike: the words in front and the kind of brackets do not matter.
        let alike = office.post("/organisation/new", &unit("示范学会").with(Field::Post, "")).await;
        assert_eq!(alike.status, 422, "{}", alike.body);
        assert!(alike.body.contains(&format!("/organisation/{above}\"")), "{}", alike.body);
        let taken = unit("另一个学会").with(Field::UnitCode, "S1");
        assert_eq!(office.post("/organisation/new", &taken).await.status, 422);

        let at = format!("/organisation/{above}/change");
        let shown = revision(&office.get(&at).await);
        let with = |name: &str, parent: String| {
            unit(name).with(Field::Above, parent).with(Field::Revision, &shown)
        };
        // Not below what is below it.
        let round = office.post(&at, &with("嘉兴市示范学会", below.to_string())).await;
        assert_eq!(round.status, 422, "{}: {}", world.db.name, round.body);
        let renamed = office.post(&at, &with("嘉兴市天文学会", String::new())).await;
        assert_eq!(renamed.status, 303, "{}: {}", world.db.name, renamed.body);
        let stale = office.post(&at, &with("嘉兴市物理学会", String::new())).await;
        assert_eq!(stale.status, 409, "{}", world.db.name);
        let kind = office.get("/organisation?unit_kind=society&q=%E5%A4%A9%E6%96%87").await.body;
        assert!(kind.contains("嘉兴市天文学会") && !kind.contains("物理学会"), "{kind}");
        let other = office.get("/organisation?unit_kind=museum").await.body;
        assert!(!other.contains("嘉兴市天文学会"), "{other}");
        world.verify_lines().await;
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_county_keeps_units_of_its_region_and_an_officer_says_whom_one_calls() {
    for world in worlds().await {
        let office = world.office().await;
        let county = world.person("秦县", &[Role::CountyOffice], "县科协", "other", 3).await;
        let officer = world.person("单老师", &[Role::UnitOfficer], "示范中学", "school", 3).await;
        let of_city = office.post("/organisation/new", &unit("嘉兴市示范学会")).await.made();
        let form = county.get("/organisation/new").await.body;
        assert!(!form.contains("name=\"nominates\""), "which ones nominate is the city's to say");
        let (_, counties) = form.split_once("id=\"county\"").unwrap();
        let region = counties.split("value=\"").nth(2).unwrap().split('"').next().unwrap();
        assert_eq!(county.post("/organisation/new", &unit("县示范学会")).await.status, 422);
        let here = unit("县示范学会").with(Field::County, region).with(Field::Nominates, "yes");
        let made = county.post("/organisation/new", &here).await.made();
        let page = office.get(&format!("/organisation/{made}/change")).await.body;
        let (_, box_of) = page.split_once("id=\"nominates\"").unwrap();
        assert!(!box_of.split('>').next().unwrap().contains("checked"), "{page}");
        for rest in ["", "/change"] {
            let there = format!("/organisation/{of_city}{rest}");
            assert_eq!(county.get(&there).await.status, 404, "{rest}");
            assert_eq!(county.get(&format!("/organisation/{made}{rest}")).await.status, 200);
        }

        let list = officer.get("/organisation").await.body;
        let (_, own) = list.split_once("\"名称\"><a href=\"/organisation/").unwrap();
        let own: i64 = own.split('"').next().unwrap().parse().unwrap();
        assert!(list.contains("示范中学") && !list.contains("县示范学会"), "{list}");
        let at = format!("/organisation/{own}/contact");
        let contact = Values::default()
            .with(Field::PersonName, "门卫沈师傅")
            .with(Field::PersonPhone, "0573 8603 0001")
            .with(Field::Once, "contact");
        for _ in 0..2 {
            assert_eq!(officer.post(&at, &contact).await.status, 303, "{}", world.db.name);
        }
        let page = officer.get(&format!("/organisation/{own}")).await.body;
        assert_eq!(page.matches("门卫沈师傅").count(), 1, "{page}");
        let (_, id) = page.split_once(&format!("{at}/")).unwrap();
        let remove = format!("{at}/{}/remove", id.split('/').next().unwrap());
        assert_eq!(county.post(&remove, &Values::default()).await.status, 404);
        for _ in 0..2 {
            assert_eq!(officer.post(&remove, &Values::default()).await.status, 303);
        }
        assert!(!officer.get(&format!("/organisation/{own}")).await.body.contains("门卫沈师傅"));
        let other = Values::default().with(Field::PersonName, "沈师傅").with(Field::Once, "other");
        let foreign = officer.post(&format!("/organisation/{made}/contact"), &other).await;
        assert_eq!(foreign.status, 404, "{}", world.db.name);
        world.verify_lines().await;
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_keeps_a_unit_puts_its_host_right() {
    for world in worlds().await {
        let office = world.office().await;
        let county = world.person("秦县", &[Role::CountyOffice], "县科协", "other", 3).await;
        let unit = office.post("/organisation/new", &unit("示范中心小学")).await.made();
        let mut tx = world.db.store.begin().await.unwrap();
        let host = store::HostUnitRow {
            organisation_id: unit.into(),
            name: "示范中心小学".to_owned(),
            match_key: "示范中心小学".to_owned(),
            town: "旧镇".to_owned(),
            hall: Some(200),
            ..store::HostUnitRow::default()
        };
        tx.add_host_units(std::slice::from_ref(&host)).await.unwrap();
        let host = tx.list_hosts_of(unit.into()).await.unwrap()[0].id;
        commit(tx).await;
        let at = format!("/organisation/{unit}/host/{host}");
        let page = office.get(&format!("/organisation/{unit}")).await.body;
        assert!(page.contains(&format!("href=\"{at}\"")), "{page}");
        assert_eq!(county.get(&at).await.status, 404, "{}: the city's", world.db.name);
        assert_eq!(office.get(&format!("/organisation/1/host/{host}")).await.status, 404);
        let mut right = Values::default()
            .with(Field::Capacity, "八十")
            .with(Field::HallEquipment, "投影、音响")
            .with(Field::Contact, "沈老师")
            .with(Field::ContactPhone, "0573 8603 0001")
            .with(Field::Revision, revision(&office.get(&at).await));
        let wrong = office.post(&at, &right).await;
        assert_eq!(wrong.status, 422, "{}", world.db.name);
        assert!(wrong.body.contains("id=\"capacity-problem\"") && wrong.body.contains("沈老师"));
        right.set(Field::Capacity, "80");
        assert_eq!(office.post(&at, &right).await.status, 303, "{}", world.db.name);
        assert_eq!(office.post(&at, &right).await.status, 409, "another was shown");
        let now = world.db.store.read().await.unwrap().find_host(host).await.unwrap().unwrap();
        assert_eq!((now.hall, now.contact.as_str()), (Some(80), "沈老师"), "{}", world.db.name);
        assert_eq!(now.town, "旧镇", "a town that is not on file stays as it was written");
        world.verify_lines().await;
        world.remove().await;
    }
}
