//! A county with a grant of the city runs an award of its own; what is another county's or the city's
//! is not there.

use domain::{
    form::{Field, Values},
    id::{AwardCycleId, NominationId, RegionId},
    organisation::OrganisationKind,
    region::RegionLevel,
    role::{Grant, Role, Scope},
    roster::AwardCategory,
};
use store::{NewOrganisation, NewPerson, NewRegion};

use crate::{
    award_scene::{cast, head, take},
    complaint::once_of,
    world::{Person, World, commit, start, worlds},
};

/// A county with somebody who runs its awards, and a unit with its officer.
struct County {
    organiser: Person,
    officer: Person,
    unit: i64,
}

async fn region(world: &World, code: &str) -> RegionId {
    let mut tx = world.db.store.begin().await.unwrap();
    let county = NewRegion {
        code,
        name_zh: code,
        name_en: code,
        level: RegionLevel::County,
        parent_id: None,
        sort_order: 1,
        valid_from: start().date_naive(),
    };
    let id = tx.add_region(&county).await.unwrap();
    commit(tx).await;
    id
}

async fn county(world: &World, code: &str, known: &str) -> County {
    let organiser = world
        .person(&format!("{code}干事"), &[], &format!("{code}科协"), "county_association", 1)
        .await;
    let officer = world
        .person(&format!("{code}校长"), &[], &format!("{code}别处"), "county_association", 1)
        .await;
    let region_id = region(world, code).await;
    let mut tx = world.db.store.begin().await.unwrap();
    let name = format!("{code}第一小学");
    let school = NewOrganisation {
        name: &name,
        match_key: &name,
        kind: OrganisationKind::School,
        region_id: Some(region_id),
        is_nominating_unit: true,
        ..NewOrganisation::default()
    };
    let unit = tx.add_organisation(&school).await.unwrap();
    for (person, role, scope) in [
        (organiser.id, Role::AwardOrganiser, Scope::Region(region_id)),
        (officer.id, Role::UnitOfficer, Scope::Organisation(unit)),
    ] {
        let grant = Grant { role, scope, starts_on: start().date_naive(), ends_on: None };
        tx.add_grant(person, &grant).await.unwrap();
    }
    // Somebody of the county whom nobody else may nominate.
    let row = NewPerson {
        name: known,
        phone: Some("13800000077"),
        region_id: Some(region_id),
        ..NewPerson::default()
    };
    tx.add_person(&row).await.unwrap();
    commit(tx).await;
    County { organiser, officer, unit: unit.0 }
}

fn rules(units: &str) -> Values {
    Values::default()
        .with(Field::Revision, "1")
        .with(Field::Criteria, "育人成效 50\n活动 50")
        .with(Field::QuotaKind, "fixed")
        .with(Field::Units, units)
}

fn typed(name: &str, workplace: &str) -> Values {
    Values::default()
        .with(Field::NomineeName, name)
        .with(Field::NomineeWorkplace, workplace)
        .with(Field::NomineePhone, "13800000077")
        .with(Field::UnitRank, "1")
        .with(Field::ServiceYears, "6")
        .with(Field::Deeds, "组织学生科技活动，带出多支获奖队伍。".repeat(5))
        .with(Field::UnitOpinion, "同意推荐")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_county_runs_its_own_award_and_no_other_one() {
    for world in worlds().await {
        let of_city = cast(&world).await;
        let (own, other) =
            (county(&world, "甲县", "沈一鸣").await, county(&world, "乙县", "卫方舟").await);
        let (organiser, office) = (&own.organiser, &of_city.office);
        let form = organiser.get("/award/new").await;
        assert!(form.status == 200 && form.body.contains("甲县"), "{}", form.body);
        let mut head = head();
        head.set(Field::AwardTitle, "甲县科普之星");
        head.set(Field::Once, "county");
        let cycle: AwardCycleId = organiser.post("/award/new", &head).await.made().into();
        let at = |rest: &str| format!("/award/{cycle}{rest}");

        // Whose it is, is said where it is shown; nobody else's is there.
        let page = organiser.get(&at("")).await.body;
        assert!(page.contains("甲县县级评优"), "{}: {page}", world.db.name);
        let list = organiser.get("/award").await.body;
        let city = format!("/award/{}", of_city.cycle);
        assert!(list.contains(&at("\"")) && !list.contains(&format!("{city}\"")), "{list}");
        assert!(office.get("/award").await.body.contains("甲县县级评优"), "the city sees it");
        assert_eq!(office.get(&at("")).await.status, 200);
        assert_eq!(other.organiser.get(&at("")).await.status, 404);
        for rest in ["", "/nomination", "/edit", "/judges", "/substitute", "/certificates"] {
            let found = organiser.get(&format!("{city}{rest}")).await.status;
            assert_eq!(found, 404, "{}: {rest}", world.db.name);
        }
        let step = Values::default().with(Field::Step, "open_evaluation");
        assert_eq!(organiser.post(&format!("{city}/step"), &step).await.status, 404);
        let nominee = format!("/nomination/{}", of_city.nominees[0]);
        assert_eq!(organiser.get(&nominee).await.status, 404);
        let yes = Values::default().with(Field::Decision, "eligible").with(Field::Revision, "1");
        assert_eq!(organiser.post(&nominee, &yes).await.status, 404);
        let abort = Values::default().with(Field::AbortReason, "上级通知今年不再评选");
        for theirs in [&city, &at("")] {
            let by = if *theirs == city { organiser } else { &other.organiser };
            assert_eq!(by.post(&format!("{theirs}/abort"), &abort).await.status, 404);
        }
        assert!(!organiser.get("/desk").await.body.contains(&format!("{city}\"")));

        // Seats are for units of the county.
        let call = world.call(office, Role::CityOffice);
        let categories = world.actions.cycle(&call, cycle).await.unwrap().categories;
        let category = categories.iter().find(|one| one.category == AwardCategory::Tutor).unwrap();
        let path = at(&format!("/category/{}", category.id));
        let refused = organiser.post(&path, &rules("乙县第一小学 1")).await;
        assert_eq!(refused.status, 422, "{}: {}", world.db.name, refused.body);
        assert!(refused.body.contains("units-problem"), "{}", refused.body);
        assert_eq!(other.organiser.post(&path, &rules("乙县第一小学 1")).await.status, 404);
        let done = organiser.post(&path, &rules("甲县第一小学 1")).await;
        assert_eq!(done.status, 303, "{}: {}", world.db.name, done.body);
        let mut seats = Values::default();
        for judge in &of_city.judges {
            seats.push(Field::Judges, judge.id.to_string());
        }
        assert_eq!(organiser.post(&at("/judges"), &seats).await.status, 303);
        take(organiser, cycle, "announce").await;
        let notice = world.visitor().get(&format!("/notice/{cycle}")).await.body;
        assert!(notice.contains("甲县县级评优"), "{}: {notice}", world.db.name);
        let all = world.visitor().get("/notice").await.body;
        assert!(all.contains("甲县县级评优") && all.contains("<span>市级评优</span>"), "{all}");
        assert!(own.officer.get("/inbox").await.body.contains("甲县科普之星"), "told");
        assert!(!other.officer.get("/inbox").await.body.contains("甲县科普之星"), "not told");

        // Units of the county nominate people of the county.
        assert!(own.officer.get("/nominate").await.body.contains("甲县科普之星"));
        assert!(!other.officer.get("/nominate").await.body.contains("甲县科普之星"));
        let new = |unit: i64| format!("/nominate/{cycle}/{unit}/{}", category.id);
        assert_eq!(other.officer.get(&new(other.unit)).await.status, 404);
        let once = once_of(&own.officer.get(&new(own.unit)).await);
        let draft = |name: &str, at: &str| typed(name, at).with(Field::Once, once.as_str());
        for (wrong, field) in [
            (draft("沈一鸣", "乙县第一小学"), "nominee_workplace-problem"),
            (draft("卫方舟", "甲县第一小学"), "nominee_name-problem"),
        ] {
            let refused = own.officer.post(&new(own.unit), &wrong).await;
            assert_eq!(refused.status, 422, "{}: {}", world.db.name, refused.body);
            assert!(refused.body.contains(field), "{field}: {}", refused.body);
            assert!(refused.body.contains("不在开展这项评优的县"), "{}", refused.body);
        }
        // People of the county nominate themselves at its units, and nobody else does.
        let oneself = format!("/notice/{cycle}/nominate");
        let form = own.officer.get(&oneself).await;
        assert_eq!(form.status, 200, "{}", form.body);
        assert!(form.body.contains("甲县第一小学") && !form.body.contains("乙县第一小学"));
        let mut tx = world.db.store.begin().await.unwrap();
        let theirs = tx.find_organisation(other.unit.into()).await.unwrap().unwrap().region_id;
        tx.fill_person(other.officer.id, None, None, theirs).await.unwrap();
        commit(tx).await;
        assert_eq!(other.officer.get(&oneself).await.status, 404, "{}", world.db.name);
        let made = own.officer.post(&new(own.unit), &draft("沈一鸣", "甲县第一小学")).await;
        assert_eq!(made.status, 303, "{}: {}", world.db.name, made.body);
        let rest = made.location.strip_prefix("/nomination/").unwrap();
        let id: NominationId = rest.split('/').next().unwrap().parse().unwrap();
        assert_eq!(other.officer.get(&format!("/nomination/{id}/filing")).await.status, 404);
        take(organiser, cycle, "close_nominations").await;
        assert_eq!(organiser.get(&at("/nomination")).await.status, 200);
        assert_eq!(other.organiser.get(&at("/nomination")).await.status, 404);
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_runs_awards_of_several_counties_says_of_which() {
    for world in worlds().await {
        let own = county(&world, "甲县", "沈一鸣").await;
        let second = region(&world, "丙县").await;
        let third = region(&world, "丁县").await;
        let mut tx = world.db.store.begin().await.unwrap();
        let grant = Grant {
            role: Role::AwardOrganiser,
            scope: Scope::Region(second),
            starts_on: start().date_naive(),
            ends_on: None,
        };
        tx.add_grant(own.organiser.id, &grant).await.unwrap();
        commit(tx).await;
        let form = own.organiser.get("/award/new").await.body;
        assert!(form.contains("甲县") && form.contains("丙县") && !form.contains("丁县"), "{form}");
        for wrong in ["", &third.to_string()] {
            let values = head().with(Field::County, wrong);
            let refused = own.organiser.post("/award/new", &values).await;
            assert_eq!(refused.status, 422, "{}: {}", world.db.name, refused.body);
            assert!(refused.body.contains("county-problem"), "{}", refused.body);
        }
        let values = head().with(Field::County, second.to_string());
        let cycle = own.organiser.post("/award/new", &values).await.made();
        let page = own.organiser.get(&format!("/award/{cycle}")).await.body;
        assert!(page.contains("丙县县级评优"), "{}: {page}", world.db.name);
        world.verify_chain().await;
        world.remove().await;
    }
}
