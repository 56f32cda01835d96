//! People, workplaces, terms, grants, regions, organisations, places.

use std::collections::BTreeSet;

use chrono::{Days, TimeDelta};
use domain::{
    appointment::AppointmentState,
    id::{FieldId, RegionId},
    organisation::OrganisationKind,
    place::PlaceStep,
    region::RegionLevel,
    role::{Grant, Role, Scope},
};
use store::{
    NewOrganisation, NewPerson, NewRegion, PeopleSearch, Reach, SearchKeys, StoreError, Tx,
};
use test_database::databases;

use crate::some::{a_person, a_region, now, today};

#[tokio::test]
async fn a_person_is_found_by_characters_pinyin_and_initials() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        for name in ["张三丰", "曾单", "周𣲘", "麦麦提艾力·图尔荪尼亚孜"] {
            a_person(&mut tx, name).await;
        }
        tx.commit_unlogged().await.unwrap();
        let mut conn = db.store.read().await.unwrap();
        for (query, name) in [
            ("张三", "张三丰"),
            ("三丰", "张三丰"),
            ("zsf", "张三丰"),
            ("ZhangSan", "张三丰"),
            ("zengdan", "曾单"),
            ("𣲘", "周𣲘"),
            ("图尔荪", "麦麦提艾力·图尔荪尼亚孜"),
        ] {
            let rows = conn
                .list_people_found(&PeopleSearch::named(query, &Reach::Everything), None, 10)
                .await
                .unwrap();
            let names: Vec<&str> = rows.iter().map(|row| row.name.as_str()).collect();
            assert_eq!(names, [name], "{query} on {}", db.name);
        }
        let everybody = PeopleSearch::named("", &Reach::Everything);
        let all = conn.list_people_found(&everybody, None, 9).await.unwrap();
        let from = Some((all[1].name.as_str(), all[1].id));
        assert_eq!(conn.list_people_found(&everybody, from, 2).await.unwrap(), all[1..3]);
        assert_eq!(conn.count_people().await.unwrap(), 4);
        drop(conn);
        db.remove().await;
    }
}

#[tokio::test]
async fn somebody_has_several_subject_fields_in_their_order() {
    fn new<'a>(name: &'a str, fields: &'a [FieldId]) -> NewPerson<'a> {
        NewPerson { name, fields, ..NewPerson::default() }
    }
    let fields = |ids: &[i64]| -> Vec<FieldId> { ids.iter().copied().map(FieldId).collect() };
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let (of_one, of_other, none) = (fields(&[2, 5, 1]), fields(&[3]), Vec::new());
        let one = tx.add_person(&new("张三", &of_one)).await.unwrap();
        let people = [new("李四", &of_other), new("王五", &none)];
        let keys = SearchKeys::new(people.iter().map(|person| person.name));
        let others = tx.add_people(&people, &keys).await.unwrap();
        let all = [one, others[0], others[1]];
        let found = tx.list_subject_fields(&all).await.unwrap();
        assert_eq!(
            found,
            [(one, of_one.clone()), (others[0], of_other.clone())].into(),
            "{}",
            db.name
        );
        let names = tx.list_fields_of(one).await.unwrap();
        let ids: Vec<FieldId> = names.iter().map(|field| field.id).collect();
        assert_eq!((&ids, names[0].name_en.as_str()), (&of_one, "Physics"), "{}", db.name);
        assert!(tx.list_fields_of(others[1]).await.unwrap().is_empty(), "{}", db.name);
        assert_eq!(tx.list_further_fields().await.unwrap(), [(one, FieldId(5)), (one, FieldId(1))]);
        let peers = tx.list_peers(&[one], [(today(), now()); 2]).await.unwrap();
        let known: BTreeSet<FieldId> = peers.iter().filter_map(|row| row.field_id).collect();
        assert_eq!(known, fields(&[1, 2, 5]).into_iter().collect(), "{}", db.name);
        // Written anew, by one and by a set: nothing of before stays.
        let (of_one, of_third) = (fields(&[5]), fields(&[4, 3]));
        assert!(tx.change_person(one, 1, &new("张三", &of_one)).await.unwrap(), "{}", db.name);
        tx.change_people(&[(others[1], new("王五", &of_third))]).await.unwrap();
        let found = tx.list_subject_fields(&[one, others[1]]).await.unwrap();
        assert_eq!(
            found,
            [(one, of_one.clone()), (others[1], of_third.clone())].into(),
            "{}",
            db.name
        );
        // Two records become one, which has the further ones of both.
        let (kept, gone) = (tx.find_person(one).await.unwrap(), tx.find_person(others[1]).await);
        let (kept, gone) = (kept.unwrap(), gone.unwrap().unwrap());
        let merging = tx.add_merging(&kept, &gone, one, now()).await.unwrap();
        tx.move_merged(merging, &kept, &gone, today()).await.unwrap();
        let found = tx.list_subject_fields(&[one]).await.unwrap();
        assert_eq!(found, [(one, fields(&[5, 3]))].into(), "{}", db.name);
        tx.commit_unlogged().await.unwrap();
        db.remove().await;
    }
}

#[tokio::test]
async fn a_new_workplace_ends_the_one_before() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let id = a_person(&mut tx, "张三").await;
        let mut places = Vec::new();
        for name in ["甲校", "乙馆"] {
            let row = NewOrganisation {
                name,
                match_key: name,
                kind: OrganisationKind::School,
                ..Default::default()
            };
            places.push(tx.add_organisation(&row).await.unwrap());
        }
        tx.set_workplace(id, places[0], today()).await.unwrap();
        tx.set_workplace(id, places[0], today()).await.unwrap();
        tx.set_workplace(id, places[1], today() + Days::new(5)).await.unwrap();
        let person = tx.find_person(id).await.unwrap().unwrap();
        assert_eq!(person.workplace.as_deref(), Some("乙馆"), "{}", db.name);
        let stays = tx.list_stays(&[id]).await.unwrap();
        assert_eq!(stays.len(), 2);
        let ended: Vec<_> = stays.iter().filter_map(|stay| stay.ends_on).collect();
        assert_eq!(ended, [today() + Days::new(5)]);
        assert_eq!(tx.list_peers(&[id], [(today(), now()); 2]).await.unwrap()[0].person_id, id);
        tx.commit_unlogged().await.unwrap();
        db.remove().await;
    }
}

#[tokio::test]
async fn grants_hold_between_their_days_and_are_made_once() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let id = a_person(&mut tx, "张三").await;
        let grant = Grant {
            role: Role::Panelist,
            scope: Scope::Everything,
            starts_on: today(),
            ends_on: None,
        };
        tx.add_grant(id, &grant).await.unwrap();
        tx.add_grant(id, &grant).await.unwrap();
        let held = tx.list_held_grants(id, today()).await.unwrap();
        assert_eq!((&held[0].grant, held.len()), (&grant, 1), "{}", db.name);
        assert_eq!(tx.list_with_role(Role::Panelist, today()).await.unwrap(), [id]);
        assert_eq!(tx.list_people_with_role(Role::Panelist, today()).await.unwrap()[0].id, id);
        assert!(tx.list_with_role(Role::CityOffice, today()).await.unwrap().is_empty());
        assert_eq!((held[0].grant.role, &held[0].scope_zh), (Role::Panelist, &None));
        tx.end_grant(held[0].id, Some(today() + Days::new(1))).await.unwrap();
        assert_eq!(tx.list_held_grants(id, today()).await.unwrap().len(), 1);
        assert!(tx.list_held_grants(id, today() + Days::new(1)).await.unwrap().is_empty());
        let tomorrow = today() + Days::new(1);
        let ended =
            async |tx: &mut Tx, day| tx.list_ended_grants(Role::Panelist, day).await.unwrap();
        assert!(ended(&mut tx, today()).await.is_empty(), "{}", db.name);
        assert_eq!(ended(&mut tx, tomorrow).await, [(id, tomorrow)], "{}", db.name);
        // Who has the role still is not given it a second time.
        tx.add_grants(&[id], Role::Panelist, today()).await.unwrap();
        assert_eq!(ended(&mut tx, tomorrow).await, [(id, tomorrow)], "{}", db.name);
        tx.add_grants(&[id], Role::Panelist, tomorrow).await.unwrap();
        assert!(ended(&mut tx, tomorrow).await.is_empty(), "{}", db.name);
        tx.commit_unlogged().await.unwrap();
        db.remove().await;
    }
}

#[tokio::test]
async fn a_term_that_began_on_the_same_day_is_replaced() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let id = a_person(&mut tx, "张三").await;
        tx.set_appointment(id, today(), today() + Days::new(10), AppointmentState::Active)
            .await
            .unwrap();
        tx.set_appointment(id, today(), today() + Days::new(20), AppointmentState::Active)
            .await
            .unwrap();
        let terms = tx.list_appointments(id).await.unwrap();
        assert_eq!(terms.len(), 1, "{}", db.name);
        assert_eq!(terms[0].ends_on, today() + Days::new(20));
        assert_eq!(tx.list_all_appointments().await.unwrap(), terms);
        assert_eq!(tx.list_lecturers().await.unwrap()[0].id, id);
        tx.commit_unlogged().await.unwrap();
        db.remove().await;
    }
}

#[tokio::test]
async fn regions_are_a_tree_and_limit_a_search() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let region = |code, level, parent_id| NewRegion {
            code,
            name_zh: "某地",
            name_en: "Somewhere",
            level,
            parent_id,
            sort_order: 1,
            valid_from: today(),
        };
        let city = tx.add_region(&region("330400", RegionLevel::City, None)).await.unwrap();
        let county = region("330402", RegionLevel::County, Some(city));
        let county = tx.add_region(&county).await.unwrap();
        let other = region("330411", RegionLevel::County, Some(city));
        let other = tx.add_region(&other).await.unwrap();
        let renamed = store::RegionRow {
            id: other,
            code: "330411".into(),
            name_zh: "秀洲区".into(),
            name_en: "Xiuzhou District".into(),
            level: RegionLevel::County,
            parent_id: Some(city),
            sort_order: 9,
        };
        tx.change_regions(&[renamed]).await.unwrap();
        let row = NewPerson { name: "张三", region_id: Some(county), ..NewPerson::default() };
        let id = tx.add_person(&row).await.unwrap();
        let listed = tx.list_regions(today()).await.unwrap();
        assert_eq!(listed.len(), 3, "{}", db.name);
        assert!(listed.iter().any(|one| one.name_zh == "秀洲区" && one.sort_order == 9));
        assert!(tx.list_regions(today() - Days::new(1)).await.unwrap().is_empty());
        assert_eq!(tx.list_regions_above_towns(today()).await.unwrap(), listed, "{}", db.name);
        for (scope, found) in [(city, true), (county, true), (other, false)] {
            let reach = Reach::Within { regions: vec![scope], organisations: vec![] };
            let rows =
                tx.list_people_found(&PeopleSearch::named("", &reach), None, 10).await.unwrap();
            assert_eq!(rows.iter().any(|row| row.id == id), found, "{}", db.name);
        }
        let mut below = tx.list_regions_below(&[city]).await.unwrap();
        below.sort_unstable();
        assert_eq!(below, [city, county, other]);
        assert_eq!(tx.list_regions_below(&[county]).await.unwrap(), [county]);
        assert!(tx.list_regions_below(&[]).await.unwrap().is_empty());
        let town = region("330402001", RegionLevel::Town, Some(county));
        let town = tx.add_region(&town).await.unwrap();
        assert!(tx.list_regions(today()).await.unwrap().iter().any(|one| one.id == town));
        assert_eq!(tx.list_regions_above_towns(today()).await.unwrap(), listed, "{}", db.name);
        let scope = Scope::Region(county);
        let role = Role::CountyOffice;
        let grant = Grant { role, scope, starts_on: today(), ends_on: None };
        tx.add_grant(id, &grant).await.unwrap();
        let held = tx.list_held_grants(id, today()).await.unwrap();
        assert_eq!(held[0].grant, grant);
        assert_eq!(held[0].scope_zh.as_deref(), Some("某地"));
        assert_eq!(held[0].scope_en.as_deref(), Some("Somewhere"));
        tx.commit_unlogged().await.unwrap();
        db.remove().await;
    }
}

#[tokio::test]
async fn organisations_and_places_are_kept() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let parent = NewOrganisation {
            name: "市科协",
            kind: OrganisationKind::CityAssociation,
            ..Default::default()
        };
        let parent = tx.add_organisation(&parent).await.unwrap();
        let child = NewOrganisation {
            name: "学会",
            kind: OrganisationKind::Society,
            parent_id: Some(parent),
            is_nominating_unit: true,
            ..Default::default()
        };
        let id = tx.add_organisation(&child).await.unwrap();
        let changed = NewOrganisation { name: "学会二", sort_order: -1, ..child };
        tx.change_organisations(&[(id, changed)]).await.unwrap();
        let all = tx.list_organisations().await.unwrap();
        assert_eq!(all[0].name, "学会二", "{}", db.name);
        assert!(all[0].is_nominating_unit && all[0].region_id.is_none());
        let units = tx.list_units(None).await.unwrap();
        assert_eq!(units.iter().map(|unit| unit.id).collect::<Vec<_>>(), [id]);
        let units = tx.list_units(Some(parent)).await.unwrap();
        assert_eq!(units.iter().map(|unit| unit.id).collect::<Vec<_>>(), [id, parent]);
        let place = tx.add_place("报告厅", "示范路1号", None).await.unwrap();
        assert_eq!(tx.find_place(place).await.unwrap().unwrap().name, "报告厅");
        let listed = tx.list_places().await.unwrap();
        assert!(listed.len() == 1 && !listed[0].is_closed, "{}", db.name);
        let revision = listed[0].revision;
        assert!(!tx.step_place(place, PlaceStep::Open, revision).await.unwrap(), "it is open");
        assert!(
            !tx.step_place(place, PlaceStep::Close, revision + 1).await.unwrap(),
            "another revision"
        );
        assert!(tx.step_place(place, PlaceStep::Close, revision).await.unwrap(), "{}", db.name);
        assert!(tx.find_place(place).await.unwrap().unwrap().is_closed, "{}", db.name);
        assert!(
            !tx.step_place(place, PlaceStep::Close, revision + 1).await.unwrap(),
            "it is closed"
        );
        assert!(tx.step_place(place, PlaceStep::Open, revision + 1).await.unwrap(), "{}", db.name);
        assert_eq!(tx.list_fields().await.unwrap().len(), 20);
        let fields = tx.ensure_fields(&["新学科".into(), "又一科".into()]).await.unwrap();
        assert_eq!(fields.len(), 2, "{}", db.name);
        let again = tx.ensure_fields(&["新学科".into()]).await.unwrap();
        assert!(fields.contains(&again[0]), "{}", db.name);
        tx.commit_unlogged().await.unwrap();
        db.remove().await;
    }
}

#[tokio::test]
async fn who_watches_over_the_others_is_none_of_them() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let id = a_person(&mut tx, "陆秉公").await;
        let grant =
            |role| Grant { role, scope: Scope::Everything, starts_on: today(), ends_on: None };
        tx.add_grant(id, &grant(Role::Supervisor)).await.unwrap();
        tx.add_grant(id, &grant(Role::AuditAdministrator)).await.unwrap();
        let refused = tx.add_grant(id, &grant(Role::Judge)).await;
        assert!(matches!(refused, Err(StoreError::Refused)), "{}: {refused:?}", db.name);
        drop(tx);
        let mut tx = db.store.begin().await.unwrap();
        let id = a_person(&mut tx, "张三").await;
        let ended = Grant { ends_on: Some(today()), ..grant(Role::Supervisor) };
        tx.add_grant(id, &ended).await.unwrap();
        tx.add_grant(id, &grant(Role::Judge)).await.unwrap();
        assert!(tx.list_excluded(today()).await.unwrap().is_empty(), "{}", db.name);
        // Nor does the one that has ended go on beside the other.
        let held = tx.list_held_grants(id, today() - Days::new(1)).await.unwrap();
        let refused = tx.end_grant(held[0].id, None).await;
        assert!(matches!(refused, Err(StoreError::Refused)), "{}: {refused:?}", db.name);
        drop(tx);
        db.remove().await;
    }
}

#[tokio::test]
async fn a_pair_from_before_the_rule_is_listed() {
    use sqlx::Connection as _;
    const JOIN: &str = "UPDATE role_grant SET person_id = (SELECT MIN(person_id) FROM role_grant)";
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let mut people = Vec::new();
        for role in [Role::Supervisor, Role::Judge] {
            let id = a_person(&mut tx, "张三").await;
            let grant = Grant { role, scope: Scope::Everything, starts_on: today(), ends_on: None };
            tx.add_grant(id, &grant).await.unwrap();
            people.push(id);
        }
        tx.commit_unlogged().await.unwrap();
        if db.url.starts_with("sqlite") {
            let mut conn = sqlx::SqliteConnection::connect(&db.url).await.unwrap();
            sqlx::query(JOIN).execute(&mut conn).await.unwrap();
        } else {
            let mut conn = sqlx::PgConnection::connect(&db.url).await.unwrap();
            sqlx::query(JOIN).execute(&mut conn).await.unwrap();
        }
        let listed = db.store.read().await.unwrap().list_excluded(today()).await.unwrap();
        assert_eq!(listed, [(people[0], "张三".to_owned())], "{}", db.name);
        db.remove().await;
    }
}

#[tokio::test]
async fn a_role_has_the_scope_that_belongs_to_it() {
    for db in databases().await {
        let scopes = [
            (Role::UnitOfficer, Scope::Everything),
            (Role::CountyOffice, Scope::Everything),
            (Role::Judge, Scope::Region(RegionId(1))),
        ];
        for (role, scope) in scopes {
            let mut tx = db.store.begin().await.unwrap();
            let county = NewRegion {
                code: "330400",
                name_zh: "某地",
                name_en: "Somewhere",
                level: RegionLevel::County,
                parent_id: None,
                sort_order: 1,
                valid_from: today(),
            };
            let region = tx.add_region(&county).await.unwrap();
            let id = a_person(&mut tx, "张三").await;
            let scope = if scope == Scope::Everything { scope } else { Scope::Region(region) };
            let grant = Grant { role, scope, starts_on: today(), ends_on: None };
            let refused = tx.add_grant(id, &grant).await;
            assert!(matches!(refused, Err(StoreError::Refused)), "{} {role:?}", db.name);
        }
        db.remove().await;
    }
}

#[tokio::test]
async fn a_role_makes_void_the_code_that_was_issued_before_it() {
    use store::{NewAccount, NewCode};
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let mut accounts = Vec::new();
        for name in ["zhang", "li"] {
            let person_id = a_person(&mut tx, name).await;
            let new = NewAccount {
                person_id,
                sign_in_name: name,
                password_hash: None,
                created_at: now(),
            };
            let account = tx.add_account(&new).await.unwrap();
            let until = now() + TimeDelta::days(1);
            let code = NewCode { digest: name, until, issuer: None };
            tx.set_activation(account, &code).await.unwrap();
            accounts.push(person_id);
        }
        let role = Role::Lecturer;
        let grant = Grant { role, scope: Scope::Everything, starts_on: today(), ends_on: None };
        tx.add_grant(accounts[0], &grant).await.unwrap();
        assert!(tx.find_activation("zhang", now()).await.unwrap().is_none(), "{}", db.name);
        assert!(tx.find_activation("li", now()).await.unwrap().is_some(), "{}", db.name);
        let given = tx.add_grants(&accounts, role, today()).await.unwrap();
        assert_eq!(given, [accounts[1]], "{}: who has it already is not given it", db.name);
        assert!(tx.find_activation("li", now()).await.unwrap().is_none(), "{}: in bulk", db.name);
        drop(tx);
        db.remove().await;
    }
}

#[tokio::test]
async fn a_role_waits_for_a_second_keeper_once() {
    use store::NewAccount;
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let (keeper, person) = (a_person(&mut tx, "严守业").await, a_person(&mut tx, "张三").await);
        let role = Role::SystemAdministrator;
        assert!(tx.add_role_proposal(person, role, None, keeper, now()).await.unwrap());
        assert!(!tx.add_role_proposal(person, role, None, keeper, now()).await.unwrap());
        let waiting = tx.list_role_proposals().await.unwrap();
        assert_eq!(waiting.len(), 1, "{}", db.name);
        assert_eq!(tx.list_role_proposals_of(person).await.unwrap(), waiting);
        assert_eq!((&*waiting[0].person_name, &*waiting[0].proposer_name), ("张三", "严守业"));
        assert!(tx.remove_role_proposal(waiting[0].id).await.unwrap(), "{}", db.name);
        assert!(!tx.remove_role_proposal(waiting[0].id).await.unwrap(), "{}", db.name);
        // Of two administrators each has the other beside, as long as that one has an account.
        let grant = Grant { role, scope: Scope::Everything, starts_on: today(), ends_on: None };
        for (of, sign_in_name) in [(keeper, "keeper"), (person, "zhang")] {
            tx.add_grant(of, &grant).await.unwrap();
            let new =
                NewAccount { person_id: of, sign_in_name, password_hash: None, created_at: now() };
            let account = tx.add_account(&new).await.unwrap();
            let beside = tx.has_role_beside(role, keeper, today()).await.unwrap();
            assert_eq!(beside, of == person, "{}", db.name);
            if of == person {
                tx.close_account(account, now()).await.unwrap();
            }
        }
        assert!(!tx.has_role_beside(role, keeper, today()).await.unwrap(), "{}", db.name);
        drop(tx);
        db.remove().await;
    }
}

#[tokio::test]
async fn who_acts_for_a_unit_that_nominates_is_found() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let mut officers = Vec::new();
        let here = a_region(&mut tx, "990001").await;
        let there = a_region(&mut tx, "990002").await;
        for (name, is_nominating_unit) in [("协会", true), ("学校", false)] {
            let unit = NewOrganisation {
                name,
                match_key: name,
                is_nominating_unit,
                region_id: Some(here),
                ..NewOrganisation::default()
            };
            let scope = Scope::Organisation(tx.add_organisation(&unit).await.unwrap());
            let person = tx.add_person(&NewPerson { name, ..NewPerson::default() }).await.unwrap();
            let grant = Grant { role: Role::UnitOfficer, scope, starts_on: today(), ends_on: None };
            tx.add_grant(person, &grant).await.unwrap();
            officers.push(person);
        }
        let found = tx.list_nominating_officers(today()).await.unwrap();
        assert_eq!(found, [officers[0]], "{}", db.name);
        let found = tx.list_nominating_officers_of(here, today()).await.unwrap();
        assert_eq!(found, [officers[0]], "{}", db.name);
        let found = tx.list_nominating_officers_of(there, today()).await.unwrap();
        assert!(found.is_empty(), "{}", db.name);
        let before = today().pred_opt().unwrap();
        assert!(tx.list_nominating_officers(before).await.unwrap().is_empty(), "{}", db.name);
        tx.commit_unlogged().await.unwrap();
        db.remove().await;
    }
}
