//! Workplaces with their days, what hangs on a person, and whom one calls at a unit.

use chrono::Days;
use domain::{
    course::CourseVersionState,
    id::OrganisationId,
    information::Known,
    organisation::{NewContact, OrganisationKind},
    place::PlaceFacts,
    role::{Grant, Role, Scope},
};
use store::{
    Branch, NewOrganisation, NewPerson, OrganisationSearch, PeopleSearch, Reach, TreePart, Tx,
};
use test_database::databases;

use crate::some::{a_person, a_version, now, today};

#[tokio::test]
async fn workplaces_are_written_ended_and_taken_back() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let id = a_person(&mut tx, "张三").await;
        let mut units = Vec::new();
        for name in ["甲校", "乙馆"] {
            let row = NewOrganisation { name, match_key: name, ..NewOrganisation::default() };
            units.push(tx.add_organisation(&row).await.unwrap());
        }
        let before = today() - Days::new(400);
        let first = tx.add_workplace(id, units[0], before, None).await.unwrap();
        let second = tx.add_workplace(id, units[1], today(), None).await.unwrap();
        // One that is over ends none.
        let past = tx.add_workplace(id, units[1], before, Some(before)).await.unwrap();
        let rows = tx.list_workplaces(id).await.unwrap();
        let rows: Vec<_> = rows.iter().map(|row| (row.id, row.ends_on)).collect();
        assert_eq!(rows[0], (second, None), "{}", db.name);
        assert!(rows.contains(&(first, Some(today()))) && rows.contains(&(past, Some(before))));
        assert!(tx.end_workplace(second, today()).await.unwrap());
        assert!(!tx.end_workplace(second, today()).await.unwrap(), "{}", db.name);
        tx.remove_workplace(second).await.unwrap();
        assert_eq!(tx.list_workplaces(id).await.unwrap().len(), 2, "{}", db.name);
        tx.commit_unlogged().await.unwrap();
        db.remove().await;
    }
}

#[tokio::test]
async fn a_person_is_changed_as_they_were_seen_and_found_by_the_new_name() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let id = a_person(&mut tx, "张三").await;
        let seen = tx.find_person(id).await.unwrap().unwrap().revision;
        let named = |name| NewPerson { name, title: "研究员", ..NewPerson::default() };
        assert!(tx.change_person(id, seen, &named("张三一")).await.unwrap());
        assert!(!tx.change_person(id, seen, &named("张三二")).await.unwrap(), "{}", db.name);
        let found = tx
            .list_people_found(&PeopleSearch::named("zsy", &Reach::Everything), None, 9)
            .await
            .unwrap();
        assert_eq!((found[0].id, found[0].title.as_str()), (id, "研究员"), "{}", db.name);
        let place = NewOrganisation {
            name: "示范小学",
            match_key: "示范小学",
            kind: OrganisationKind::School,
            ..NewOrganisation::default()
        };
        let place = tx.add_organisation(&place).await.unwrap();
        let all = Reach::Everything;
        let there = |words| PeopleSearch { unit: Some(place), ..PeopleSearch::named(words, &all) };
        assert!(tx.list_people_found(&there(""), None, 9).await.unwrap().is_empty());
        tx.set_workplace(id, place, today()).await.unwrap();
        for (query, n) in [("", 1), ("zsy", 1), ("张三一", 1), ("李", 0)] {
            let found = tx.list_people_found(&there(query), None, 9).await.unwrap();
            assert_eq!(found.len(), n, "{query} on {}", db.name);
        }
        let none = PeopleSearch { reach: &Reach::Nothing, ..there("") };
        let none = tx.list_people_found(&none, None, 9).await.unwrap();
        assert!(none.is_empty(), "{}", db.name);
        assert!(tx.list_traces(id, 9).await.unwrap().is_empty(), "{}", db.name);
        let mut versions = Vec::new();
        for _ in 0..3 {
            versions
                .push(i64::from(a_version(&mut tx, id, "潮汐", CourseVersionState::Draft).await));
        }
        let found = tx.list_traces(id, 2).await.unwrap();
        let found: Vec<_> = found
            .iter()
            .flat_map(|(known, rows)| rows.iter().map(|row| (*known, row.id)))
            .collect();
        let latest = [(Known::Course, versions[2]), (Known::Course, versions[1])];
        assert_eq!(found, latest, "{}", db.name);
        tx.commit_unlogged().await.unwrap();
        db.remove().await;
    }
}

#[tokio::test]
async fn a_place_is_changed_as_it_was_seen() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let region = crate::some::a_region(&mut tx, "330402").await;
        let id = tx.add_place("报告厅", "示范路1号", None).await.unwrap();
        let facts = PlaceFacts {
            name: "多功能厅".into(),
            address: "示范路2号".into(),
            region,
            capacity: Some(180),
            equipment: "投影".into(),
        };
        assert!(tx.change_place(id, 1, &facts).await.unwrap());
        assert!(!tx.change_place(id, 1, &facts).await.unwrap(), "{}", db.name);
        let place = tx.find_place(id).await.unwrap().unwrap();
        assert_eq!((place.name.as_str(), place.capacity), ("多功能厅", Some(180)), "{}", db.name);
        assert_eq!((place.region_id, place.equipment.as_str()), (Some(region), "投影"));
        tx.commit_unlogged().await.unwrap();
        db.remove().await;
    }
}

#[tokio::test]
async fn units_are_found_by_kind_reach_and_key_and_know_whom_one_calls() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let school = NewOrganisation {
            code: Some("S1"),
            name: "甲校",
            match_key: "甲校",
            kind: OrganisationKind::School,
            ..NewOrganisation::default()
        };
        let id = tx.add_organisation(&school).await.unwrap();
        let museum = NewOrganisation {
            name: "甲馆",
            match_key: "甲馆",
            kind: OrganisationKind::Museum,
            ..NewOrganisation::default()
        };
        let other = tx.add_organisation(&museum).await.unwrap();
        let own = Reach::Within { regions: Vec::new(), organisations: vec![id] };
        for (kind, reach, expected) in [
            (None, &Reach::Everything, vec![id, other]),
            (Some(OrganisationKind::Museum), &Reach::Everything, vec![other]),
            (None, &own, vec![id]),
            (None, &Reach::Nothing, Vec::new()),
        ] {
            let search = OrganisationSearch { words: "甲", key: "甲", kind, region: None, reach };
            let rows = tx.list_organisations_found(&search, None, 9).await.unwrap();
            let mut ids: Vec<_> = rows.iter().map(|row| row.id).collect();
            ids.sort();
            assert_eq!(ids, expected, "{kind:?} {reach:?} on {}", db.name);
        }
        let within = tx.list_units_within(&own).await.unwrap();
        assert_eq!(within.iter().map(|row| row.id).collect::<Vec<_>>(), [id], "{}", db.name);
        assert_eq!(tx.list_organisations_of_key("甲馆").await.unwrap()[0].id, other);
        assert_eq!(tx.find_organisation_by_code("S1").await.unwrap(), Some(id));
        assert_eq!(tx.find_organisation_by_code("S2").await.unwrap(), None);
        assert!(tx.claim_organisation(id, 1).await.unwrap());
        assert!(!tx.claim_organisation(id, 1).await.unwrap(), "{}", db.name);
        let contact = NewContact {
            name: "沈老师".into(),
            post: "教务处".into(),
            phone: Some("0573-86030001".into()),
            note: String::new(),
        };
        let key = tx.add_contact(id, &contact, now()).await.unwrap();
        let rows = tx.list_contacts(id).await.unwrap();
        assert_eq!((rows[0].id, rows[0].name.as_str()), (key, "沈老师"), "{}", db.name);
        assert!(tx.list_contacts(other).await.unwrap().is_empty());
        assert!(tx.remove_contact(key).await.unwrap() && !tx.remove_contact(key).await.unwrap());
        tx.commit_unlogged().await.unwrap();
        db.remove().await;
    }
}

/// A unit below another.
async fn a_unit(tx: &mut Tx, name: &str, parent_id: Option<OrganisationId>) -> OrganisationId {
    let kind = OrganisationKind::School;
    let unit = NewOrganisation { name, match_key: name, kind, parent_id, ..Default::default() };
    tx.add_organisation(&unit).await.unwrap()
}

#[tokio::test]
async fn units_stand_in_a_tree_as_far_as_somebody_sees() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let bureau = a_unit(&mut tx, "甲局", None).await;
        let school = a_unit(&mut tx, "乙校", Some(bureau)).await;
        let campus = a_unit(&mut tx, "丙校区", Some(school)).await;
        let other = a_unit(&mut tx, "丁校", Some(bureau)).await;
        let alone = a_unit(&mut tx, "戊校", None).await;
        let all = Reach::Everything;
        let own = Reach::Within { regions: Vec::new(), organisations: vec![school] };
        let school_kind = OrganisationKind::School;
        for (reach, part, expected) in [
            (&all, TreePart::Top(school_kind), vec![bureau, alone]),
            (&all, TreePart::Top(OrganisationKind::Museum), vec![]),
            (&all, TreePart::Below(bureau), vec![school, other]),
            (&all, TreePart::Below(school), vec![campus]),
            (&own, TreePart::Top(school_kind), vec![school]),
            (&own, TreePart::Below(bureau), vec![school]),
            (&Reach::Nothing, TreePart::Top(school_kind), vec![]),
            (&Reach::Nothing, TreePart::Below(bureau), vec![]),
        ] {
            let rows = tx.list_tree_part(part, reach, None, 9).await.unwrap();
            let mut ids: Vec<_> = rows.iter().map(|row| row.id).collect();
            ids.sort();
            assert_eq!(ids, expected, "{part:?} {reach:?} on {}", db.name);
            for (at, row) in rows.iter().enumerate() {
                let on = tx.list_tree_part(part, reach, Some(row), 9).await.unwrap();
                assert_eq!(on, rows[at..], "{part:?} {reach:?} on {}", db.name);
            }
            if let TreePart::Below(parent) = part {
                let below = tx.list_tree_below(&[parent], reach).await.unwrap();
                assert_eq!(below, rows, "{part:?} {reach:?} on {}", db.name);
            }
        }
        assert!(tx.list_tree_below(&[], &all).await.unwrap().is_empty(), "{}", db.name);
        let tops = tx.count_tree_tops(&all).await.unwrap();
        assert_eq!(tops, [(school_kind, 2)], "{}", db.name);
        assert_eq!(tx.count_tree_tops(&own).await.unwrap(), [(school_kind, 1)], "{}", db.name);
        let counted: [(&Reach, Vec<Branch>); 3] = [
            (&all, vec![(bureau, 3, 2), (school, 1, 1)]),
            (&own, vec![(bureau, 2, 1), (school, 1, 1)]),
            (&Reach::Nothing, vec![]),
        ];
        for (reach, expected) in counted {
            let mut branches =
                tx.count_branches(&[bureau, school, campus, alone], reach).await.unwrap();
            branches.sort();
            assert_eq!(branches, expected, "{reach:?} on {}", db.name);
        }
        assert!(tx.count_branches(&[], &all).await.unwrap().is_empty(), "{}", db.name);
        let mut names = tx.list_organisation_names(&[campus, alone]).await.unwrap();
        names.sort();
        let expected = [(campus, "丙校区".to_owned()), (alone, "戊校".to_owned())];
        assert_eq!(names, expected, "{}", db.name);
        drop(tx);
        db.remove().await;
    }
}

#[tokio::test]
async fn people_are_found_by_a_role_of_the_day_and_by_every_field() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let fields = tx.list_fields().await.unwrap();
        let (main, further) = (fields[0].id, fields[1].id);
        let both = [main, further];
        let row = NewPerson { name: "张三", fields: &both, ..NewPerson::default() };
        let one = tx.add_person(&row).await.unwrap();
        let row = NewPerson { name: "李四", fields: &[further], ..NewPerson::default() };
        let other = tx.add_person(&row).await.unwrap();
        let grant = Grant {
            role: Role::Judge,
            scope: Scope::Everything,
            starts_on: today(),
            ends_on: Some(today() + Days::new(1)),
        };
        tx.add_grant(one, &grant).await.unwrap();
        let reach = Reach::Everything;
        let all = PeopleSearch::named("", &reach);
        let on = |role, days| Some((role, today() + Days::new(days)));
        for (search, expected) in [
            (PeopleSearch { field: Some(main), ..all }, vec![one]),
            (PeopleSearch { field: Some(further), ..all }, vec![one, other]),
            (PeopleSearch { field: Some(further), words: "ls", ..all }, vec![other]),
            (PeopleSearch { field: Some(fields[2].id), ..all }, vec![]),
            (PeopleSearch { role: on(Role::Judge, 0), ..all }, vec![one]),
            (PeopleSearch { role: on(Role::Judge, 1), ..all }, vec![]),
            (PeopleSearch { role: on(Role::Lecturer, 0), ..all }, vec![]),
            (PeopleSearch { role: on(Role::Judge, 0), field: Some(main), ..all }, vec![one]),
        ] {
            let found = tx.list_people_found(&search, None, 9).await.unwrap();
            let mut ids: Vec<_> = found.iter().map(|row| row.id).collect();
            ids.sort();
            assert_eq!(ids, expected, "{search:?} on {}", db.name);
        }
        drop(tx);
        db.remove().await;
    }
}
