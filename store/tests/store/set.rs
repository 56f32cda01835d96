//! Sets: many rows by few statements, and trees whose branches move.

use domain::{
    appointment::AppointmentState,
    credit_hour::CreditSource,
    id::{ParticipationId, RegionId},
    organisation::OrganisationKind,
    region::RegionLevel,
    role::Role,
    roster::Sex,
};
use store::{
    NewCredit, NewOrganisation, NewPerson, NewRegion, PeopleSearch, PersonFill, Reach, RegionRow,
    SearchKeys, Tx,
};
use test_database::databases;

use crate::some::{a_person, entry, now, today};

fn a_region(code: &str, level: RegionLevel, parent_id: Option<RegionId>) -> NewRegion<'_> {
    NewRegion {
        code,
        name_zh: code,
        name_en: code,
        level,
        parent_id,
        sort_order: 0,
        valid_from: today(),
    }
}

async fn below(tx: &mut Tx, region: RegionId) -> Vec<RegionId> {
    let mut below = tx.list_regions_below(&[region]).await.unwrap();
    below.sort_unstable();
    below
}

#[tokio::test]
async fn a_region_that_moves_takes_everything_below_with_it() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let city = tx.add_region(&a_region("3304", RegionLevel::City, None)).await.unwrap();
        let other = tx.add_region(&a_region("3305", RegionLevel::City, None)).await.unwrap();
        let counties = [a_region("330402", RegionLevel::County, Some(city))];
        let (county, code) = tx.add_regions(&counties).await.unwrap().remove(0);
        let towns = [a_region("330402001", RegionLevel::Town, None)];
        let (town, _) = tx.add_regions(&towns).await.unwrap().remove(0);
        tx.hang_regions(&[(town, Some(county))]).await.unwrap();
        assert_eq!(below(&mut tx, city).await, [city, county, town], "{}", db.name);
        let moved = RegionRow {
            id: county,
            code,
            name_zh: "县".into(),
            name_en: "County".into(),
            level: RegionLevel::County,
            parent_id: Some(other),
            sort_order: 0,
        };
        tx.change_regions(&[moved]).await.unwrap();
        assert_eq!(below(&mut tx, city).await, [city], "{}", db.name);
        assert_eq!(below(&mut tx, other).await, [other, county, town], "{}", db.name);
        tx.commit_unlogged().await.unwrap();
        db.remove().await;
    }
}

#[tokio::test]
async fn an_organisation_that_moves_takes_everything_below_with_it() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let named = |code, parent_id| NewOrganisation {
            code: Some(code),
            name: code,
            match_key: code,
            kind: OrganisationKind::Society,
            parent_id,
            ..NewOrganisation::default()
        };
        let added = tx.add_organisations(&[named("A", None), named("B", None)]).await.unwrap();
        let id = |code: &str| added.iter().find(|one| one.1.as_deref() == Some(code)).unwrap().0;
        let (a, b) = (id("A"), id("B"));
        let child = tx.add_organisations(&[named("C", Some(a))]).await.unwrap()[0].0;
        let last = tx.add_organisations(&[named("D", None)]).await.unwrap()[0].0;
        tx.hang_organisations(&[(last, Some(child))]).await.unwrap();
        assert!(tx.is_organisation_below(a, last).await.unwrap(), "{}", db.name);
        tx.change_organisations(&[(child, named("C", Some(b)))]).await.unwrap();
        assert!(!tx.is_organisation_below(a, last).await.unwrap(), "{}", db.name);
        for (above, under) in [(b, last), (b, child), (child, last), (last, last), (a, a)] {
            assert!(tx.is_organisation_below(above, under).await.unwrap(), "{}", db.name);
        }
        tx.commit_unlogged().await.unwrap();
        db.remove().await;
    }
}

#[tokio::test]
async fn people_are_added_changed_and_placed_as_a_set() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let named = |name| NewPerson { name, ..NewPerson::default() };
        let people = [named("张三"), named("李四")];
        let keys = SearchKeys::new(people.iter().map(|person| person.name));
        let ids = tx.add_people(&people, &keys).await.unwrap();
        for (query, id) in [("zs", ids[0]), ("李", ids[1])] {
            let found = tx
                .list_people_found(&PeopleSearch::named(query, &Reach::Everything), None, 10)
                .await
                .unwrap();
            assert_eq!(found.iter().map(|row| row.id).collect::<Vec<_>>(), [id], "{}", db.name);
        }
        let changed = NewPerson { title: "教授", phone: Some("1"), ..named("张三") };
        tx.change_people(&[(ids[0], changed)]).await.unwrap();
        let fill = PersonFill { phone: Some("2"), sex: Some(Sex::Male), region_id: None };
        tx.fill_people(&[(ids[0], fill), (ids[1], fill)]).await.unwrap();
        let places = ["甲校", "乙校"].map(|name| NewOrganisation {
            name,
            match_key: name,
            ..NewOrganisation::default()
        });
        let places = tx.add_organisations(&places).await.unwrap();
        for (place, ..) in &places {
            tx.set_workplaces(&[(ids[0], *place), (ids[1], places[0].0)], today()).await.unwrap();
        }
        let rows = tx.list_people_named(&["张三", "李四"]).await.unwrap();
        let seen: Vec<_> = rows.iter().map(|r| (r.phone.as_deref(), r.workplace_id)).collect();
        let expected = [(Some("1"), Some(places[1].0)), (Some("2"), Some(places[0].0))];
        assert_eq!(seen, expected, "{}", db.name);
        assert_eq!((rows[0].title.as_str(), rows[0].sex), ("教授", Some(Sex::Male)));
        for _ in 0..2 {
            tx.add_grants(&ids, Role::Tutor, today()).await.unwrap();
            tx.set_appointments(&[(ids[0], today(), today())], AppointmentState::Active)
                .await
                .unwrap();
        }
        assert_eq!(tx.list_with_role(Role::Tutor, today()).await.unwrap(), ids, "{}", db.name);
        assert_eq!(tx.list_all_appointments().await.unwrap().len(), 1);
        tx.commit_unlogged().await.unwrap();
        db.remove().await;
    }
}

#[tokio::test]
async fn what_registers_credited_is_taken_back_once() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let person = a_person(&mut tx, "沈老师").await;
        let credit = |source_id, round| NewCredit {
            person_id: person,
            held_on: today(),
            spans: "",
            earned: 300,
            source: CreditSource::Roster,
            source_id,
            round,
            kind: None,
            title: "研修",
            organiser: "市科协",
            verifier_id: None,
            created_at: now(),
        };
        tx.add_credit_hours(&[credit(1, 1), credit(2, 1)]).await.unwrap();
        for _ in 0..2 {
            tx.reverse_roster_hours(&[ParticipationId(1)], now()).await.unwrap();
        }
        assert_eq!(
            tx.list_roster_rounds(&[ParticipationId(1), ParticipationId(3)]).await.unwrap(),
            [(ParticipationId(1), 1)],
            "{}",
            db.name
        );
        tx.add_credit_hours(&[credit(1, 2)]).await.unwrap();
        let rows = tx.list_credit_hours(person, today(), today()).await.unwrap();
        let earned: Vec<_> = rows.iter().map(|row| row.earned).collect();
        assert_eq!(earned, [300, 300, -300, 300], "{}", db.name);
        tx.commit_unlogged().await.unwrap();
        db.remove().await;
    }
}

#[tokio::test]
async fn it_is_told_whether_a_thing_was_touched_after_a_line() {
    for db in databases().await {
        db.store.begin().await.unwrap().commit(entry("one"), "salt").await.unwrap();
        let (head, _) = db.store.read().await.unwrap().find_audit_head().await.unwrap();
        let mut tx = db.store.begin().await.unwrap();
        tx.hold_audit_head().await.unwrap();
        assert!(!tx.has_audit_since(head, &["test"]).await.unwrap(), "{}", db.name);
        tx.commit(entry("two"), "salt").await.unwrap();
        let mut conn = db.store.read().await.unwrap();
        assert!(conn.has_audit_since(head, &["other", "test"]).await.unwrap(), "{}", db.name);
        assert!(!conn.has_audit_since(head, &["other"]).await.unwrap(), "{}", db.name);
        drop(conn);
        db.remove().await;
    }
}

#[tokio::test]
async fn people_are_known_by_their_phones_and_found_by_a_corrected_name() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let person = NewPerson { name: "温知下", phone: Some("1"), ..NewPerson::default() };
        let id = tx.add_person(&person).await.unwrap();
        let with = async |tx: &mut Tx, phones: &[&str]| {
            let people = tx.list_people_with_phones(phones).await.unwrap();
            people.into_iter().map(|person| (person.id, person.name)).collect::<Vec<_>>()
        };
        assert_eq!(with(&mut tx, &["1", "2"]).await, [(id, "温知下".to_owned())], "{}", db.name);
        tx.correct_people(&[(id, Some("温知夏"), None)]).await.unwrap();
        tx.correct_people(&[(id, None, Some("2"))]).await.unwrap();
        tx.correct_people(&[]).await.unwrap();
        assert!(with(&mut tx, &["1"]).await.is_empty(), "{}", db.name);
        assert_eq!(with(&mut tx, &["2"]).await, [(id, "温知夏".to_owned())], "{}", db.name);
        let mut found = async |query: &str| {
            let found = tx
                .list_people_found(&PeopleSearch::named(query, &Reach::Everything), None, 9)
                .await
                .unwrap();
            found.len()
        };
        assert_eq!((found("wenzhixia").await, found("温知下").await), (1, 0), "{}", db.name);
        drop(tx);
        db.remove().await;
    }
}
