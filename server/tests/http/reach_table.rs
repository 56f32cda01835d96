//! Every list as the city, two counties, a unit, nobody, a deputy, and a deputy whose time is over: one
//! table for `Reach`. The lists come from the table of routes, so that a new one is walked by itself.

use std::collections::{BTreeMap, BTreeSet};

use app::{Method, routes};
use chrono::TimeDelta;
use domain::{
    form::{Field, Values},
    id::PersonId,
    role::{Grant, Role, Scope},
};
use test_database::databases;

use crate::{
    account::{credentials, session_of},
    world::{PASSWORD, Person, World, commit, start},
};

/// Lists of what is one's own: nobody else has the same, and the office need not open it.
const OWN: &[&str] =
    &["/desk", "/inbox", "/calendar", "/deputy", "/absence", "/account", "/my_information"];
/// What offices of several regions see, and why.
const SHARED: &[(&str, &str)] = &[
    ("/catalogue", "anybody may read it"),
    ("/notice", "anybody may read it"),
    ("/award", "an award of the city is announced to all"),
    ("/review_session", "sessions of the city are open to all"),
    ("/nominate", "an award of the city is announced to all"),
    ("/course", "a listed course is everybody's"),
    ("/unit_enrolment", "each unit enrols its own people in a training"),
];

/// Pages below a record that others open as well, and why.
const BELOW_SHARED: &[(&str, &str)] = &[
    ("/training_event/{id}", "whoever is to come reads of a training"),
    ("/calendar/person/{id}", "when somebody is free is asked from everywhere"),
];

/// What units and counties file: the city reads it on lists of its own.
const FILED: &[&str] = &["/nominate", "/unit_enrolment"];

struct Scene {
    city: Person,
    county: Person,
    neighbour: Person,
    unit: Person,
    other_unit: Person,
    nobody: Person,
    deputy: Person,
    past: Person,
}

pub(crate) async fn member(world: &World, name: &str) -> Person {
    let answer = world.visitor().post("/sign_in", &credentials(name, PASSWORD)).await;
    let mut conn = world.db.store.read().await.unwrap();
    let id = conn.find_account(name).await.unwrap().unwrap().person_id;
    world.visitor().with_cookie(&session_of(&answer)).known_as(id)
}

/// Somebody who works where another one does, without any role.
async fn colleague(world: &World, of: PersonId, name: &str) -> Person {
    let person = world.person(name, &[], &format!("{name}以前的单位"), "institute", 1).await;
    let mut tx = world.db.store.begin().await.unwrap();
    let place = tx.list_units_of(of).await.unwrap()[0];
    tx.set_workplace(person.id, place, start().date_naive()).await.unwrap();
    commit(tx).await;
    person
}

async fn stand_in(county: &Person, deputy: &Person, last: &str, once: &str) {
    let named = Values::default()
        .with(Field::Deputy, deputy.id.to_string())
        .with(Field::FirstDay, "2026-11-23")
        .with(Field::LastDay, last)
        .with(Field::Reason, "外出学习，请同事代办")
        .with(Field::Once, once);
    let answer = county.post("/deputy", &named).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
}

impl Scene {
    async fn new(world: &World) -> Self {
        let county = member(world, "county").await;
        let (deputy, past) = (
            colleague(world, county.id, "代办甲").await,
            colleague(world, county.id, "代办乙").await,
        );
        stand_in(&county, &deputy, "2026-12-20", "a").await;
        stand_in(&county, &past, "2026-11-23", "b").await;
        let neighbour = world.person("邻县", &[], "邻县科协", "county_association", 1).await;
        // A school of the same county, which files for its own people.
        let other_unit = world.person("别校办公室", &[], "别的学校", "school", 1).await;
        let mut tx = world.db.store.begin().await.unwrap();
        let regions = tx.list_regions(start().date_naive()).await.unwrap();
        let region = regions.iter().find(|it| it.name_zh == "平湖市").unwrap().id;
        let (role, scope) = (Role::CountyOffice, Scope::Region(region));
        let grant = Grant { role, scope, starts_on: start().date_naive(), ends_on: None };
        tx.add_grant(neighbour.id, &grant).await.unwrap();
        let school = tx.list_units_of(other_unit.id).await.unwrap()[0];
        let (role, scope) = (Role::UnitOfficer, Scope::Organisation(school));
        let grant = Grant { role, scope, starts_on: start().date_naive(), ends_on: None };
        tx.add_grant(other_unit.id, &grant).await.unwrap();
        commit(tx).await;
        Self {
            city: member(world, "office").await,
            unit: member(world, "unit").await,
            other_unit,
            nobody: world.person("路人", &[], "某单位", "other", 1).await,
            county,
            neighbour,
            deputy,
            past,
        }
    }

    /// Whoever signs in by name has been idle for a night.
    async fn signed_in_anew(self, world: &World) -> Self {
        Self {
            city: member(world, "office").await,
            county: member(world, "county").await,
            unit: member(world, "unit").await,
            ..self
        }
    }
}

/// What an address answers; 401 where it asks to sign in first.
async fn status(person: &Person, path: &str) -> u16 {
    let answer = person.get(path).await;
    if answer.location.starts_with("/sign_in") { 401 } else { answer.status }
}

/// The records that a page leads to.
pub(crate) fn records(body: &str) -> BTreeSet<String> {
    let main = body.split("<main").nth(1).unwrap_or_default();
    let links = main.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let is_record = |link: &&str| {
        let mut parts = link.split('/').skip(1);
        let (kind, key) = (parts.next(), parts.next());
        kind.is_some() && key.is_some_and(|key| key.parse::<i64>().is_ok()) && !link.contains('?')
    };
    links.filter(is_record).map(str::to_owned).collect()
}

/// The lists of the table of routes.
pub(crate) fn lists() -> Vec<&'static str> {
    let gets = routes().into_iter().filter(|route| route.method == Method::Get);
    let paths = gets.map(|route| route.path);
    paths.filter(|path| !path.contains('{') && !path.contains('.')).collect()
}

/// What somebody finds on each list that opens.
async fn found(person: &Person) -> BTreeMap<&'static str, BTreeSet<String>> {
    let mut found = BTreeMap::new();
    for path in lists() {
        let answer = person.get(path).await;
        assert!(answer.status < 500, "{path}: {}", answer.status);
        if answer.status == 200 {
            found.insert(path, records(&answer.body));
        }
    }
    found
}

fn is_shared(list: &str, record: &str) -> bool {
    SHARED.iter().any(|(path, _)| list == *path || record.starts_with(path))
}

/// Whether somebody else finds the same person: who lectures everywhere is known everywhere.
fn is_known(record: &str, others: &Found) -> bool {
    record.starts_with("/person/") && others.values().any(|records| records.contains(record))
}

/// The addresses below a record in the table of routes, files among them.
fn below(record: &str) -> Vec<String> {
    let Some((kind, key)) = record.rsplit_once('/') else { return Vec::new() };
    let prefix = format!("{kind}/{{id}}/");
    let gets = routes().into_iter().filter(|route| route.method == Method::Get);
    let rest = gets.filter_map(|route| {
        let is_open = BELOW_SHARED.iter().any(|(path, _)| route.path.starts_with(path));
        let rest = route.path.strip_prefix(&prefix)?;
        (!rest.contains('{') && !is_open).then(|| format!("{kind}/{key}/{rest}"))
    });
    rest.collect()
}

/// The lists that can be had as a spreadsheet.
fn sheets() -> Vec<(&'static str, &'static str)> {
    let gets = routes().into_iter().filter(|route| route.method == Method::Get);
    let lists = lists();
    gets.filter_map(|route| {
        let list = route.path.strip_suffix(".xlsx")?;
        lists.contains(&list).then_some((list, route.path))
    })
    .collect()
}

/// The records of somebody that are on no list of the other one, and that not everybody may read.
fn apart<'a>(of: &'a Found, others: &Found) -> BTreeSet<&'a String> {
    let lists = of.iter().filter(|(list, _)| !OWN.contains(list));
    let records = lists.flat_map(|(list, records)| {
        let is_apart = |record: &&String| !is_shared(list, record) && !is_known(record, others);
        records.iter().filter(is_apart)
    });
    records.collect()
}

/// Whose time is over finds no more on any record than nobody in particular.
async fn faults_of_the_past(scene: &Scene, deputy: &Found) -> Vec<String> {
    let mut faults = Vec::new();
    for (list, records) in deputy.iter().filter(|(list, _)| !OWN.contains(list)) {
        for record in records {
            let now = status(&scene.past, record).await;
            let any = status(&scene.nobody, record).await;
            if now != any {
                faults
                    .push(format!("{record} on {list} is {now} to whose time is over, not {any}"));
            }
        }
    }
    faults
}

/// A spreadsheet opens for whom its list does.
async fn faults_of_sheets(scene: &Scene) -> Vec<String> {
    let sheets = sheets();
    assert!(sheets.len() > 5, "{sheets:?}");
    let mut faults = Vec::new();
    for (who, person) in [
        ("the city", &scene.city),
        ("the county", &scene.county),
        ("the unit", &scene.unit),
        ("nobody", &scene.nobody),
        ("whose time is over", &scene.past),
    ] {
        for (list, sheet) in &sheets {
            let (page, file) = (status(person, list).await, status(person, sheet).await);
            if page != file {
                faults.push(format!("{sheet} is {file} to {who}, and {list} {page}"));
            }
        }
    }
    faults
}

/// Whether everything that a list leads to opens.
async fn faults_of_links(who: &str, person: &Person, of: &Found) -> Vec<String> {
    let mut faults = Vec::new();
    for (list, records) in of {
        for record in records {
            let status = status(person, record).await;
            if !matches!(status, 200 | 303) {
                faults.push(format!("{who}: {list} leads to {record}: {status}"));
            }
        }
    }
    faults
}

type Found = BTreeMap<&'static str, BTreeSet<String>>;

#[tokio::test(flavor = "multi_thread")]
async fn a_list_shows_what_its_reader_reaches_and_no_more() {
    for db in databases().await {
        let world = World::demonstration(db).await;
        let scene = Scene::new(&world).await;
        let during = found(&scene.past).await;
        world.wait(TimeDelta::days(1));
        let scene = scene.signed_in_anew(&world).await;
        let mut faults = Vec::new();

        let nobody = found(&scene.nobody).await;
        let past = found(&scene.past).await;
        assert!(during.len() > past.len(), "{}: it was lent", world.db.name);
        assert_eq!(
            past.keys().collect::<Vec<_>>(),
            nobody.keys().collect::<Vec<_>>(),
            "{}: a deputy whose time is over opens what nobody in particular opens",
            world.db.name
        );

        let county = found(&scene.county).await;
        let deputy = found(&scene.deputy).await;
        for (list, records) in &county {
            if !OWN.contains(list) && deputy.get(list) != Some(records) {
                faults.push(format!(
                    "{list}: the deputy finds {:?} for {records:?}",
                    deputy.get(list)
                ));
            }
        }

        let (neighbour, unit) = (found(&scene.neighbour).await, found(&scene.unit).await);
        let other_unit = found(&scene.other_unit).await;
        let pairs = [
            ("the county", &county, &scene.neighbour, &neighbour),
            ("the neighbour", &neighbour, &scene.county, &county),
            ("the unit", &unit, &scene.other_unit, &other_unit),
        ];
        let (mut n_records, mut n_people, mut n_below) = (0, 0, 0);
        for (whose, of, other, others) in pairs {
            let apart = apart(of, others);
            n_records += apart.len();
            n_people += apart.iter().filter(|record| record.starts_with("/person/")).count();
            for record in apart {
                let further = below(record);
                n_below += further.len();
                for address in further.iter().chain([record]) {
                    let status = status(other, address).await;
                    if !matches!(status, 403 | 404) {
                        faults.push(format!("{address} of {whose} is {status} next door"));
                    }
                }
            }
        }
        assert!(n_records > 20 && n_below > 40, "{}: {n_records}, {n_below}", world.db.name);
        assert!(n_people > 3, "{}: {n_people} people", world.db.name);
        faults.extend(faults_of_the_past(&scene, &deputy).await);
        faults.extend(faults_of_sheets(&scene).await);
        for (whose, of) in [("the county", &county), ("the unit", &unit)] {
            let lists = of.iter().filter(|(list, _)| !OWN.contains(list) && !FILED.contains(list));
            for (list, records) in lists {
                for record in records {
                    let status = status(&scene.city, record).await;
                    if !matches!(status, 200 | 303) {
                        faults
                            .push(format!("{record} on {list} of {whose} is {status} to the city"));
                    }
                }
            }
        }
        let city = found(&scene.city).await;
        for (who, person, of) in [
            ("the city", &scene.city, &city),
            ("the county", &scene.county, &county),
            ("the neighbour", &scene.neighbour, &neighbour),
            ("the unit", &scene.unit, &unit),
            ("nobody", &scene.nobody, &nobody),
        ] {
            faults.extend(faults_of_links(who, person, of).await);
        }
        let visitor = found(&world.visitor()).await;
        for list in visitor.keys() {
            let who = routes().into_iter().find(|route| route.path == *list).map(|route| route.who);
            if who != Some(app::Who::Anyone) {
                faults.push(format!("{list} opens for a visitor"));
            }
        }
        assert!(faults.is_empty(), "{}:\n{}", world.db.name, faults.join("\n"));
        world.remove().await;
    }
}
