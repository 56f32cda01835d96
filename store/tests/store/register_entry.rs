//! Registers: entries by scope and filter, what ends soon, members, conditions, and what a dispatch asks.

use chrono::{Days, NaiveDate};
use domain::{
    course::CourseVersionState,
    credit_hour::{ActivityKind, CreditSource},
    id::{PersonId, RegionId, RegisterEntryId},
    organisation::OrganisationKind,
    register_entry::{
        EntryDetail, EntryFacts, EntryState, RegisterKind, SeenCondition, StationCondition,
    },
    role::Reach,
};
use store::{NewCredit, NewOrganisation, NewRegisterEntry, RegisterSearch, StoreError, Tx};
use test_database::databases;

use crate::some::{a_person, a_region, a_version, now, today};

fn day(n: u64) -> NaiveDate {
    today() + Days::new(n)
}

pub(crate) fn facts(name: &str) -> EntryFacts {
    EntryFacts { name: name.to_owned(), starts_on: today(), ..EntryFacts::default() }
}

pub(crate) fn new(kind: RegisterKind, facts: &EntryFacts) -> NewRegisterEntry<'_> {
    NewRegisterEntry {
        kind,
        facts,
        person_id: None,
        organisation_id: None,
        course_id: None,
        region_id: None,
    }
}

async fn a_check(tx: &mut Tx, person: PersonId, last: NaiveDate) -> RegisterEntryId {
    let facts = EntryFacts { ends_on: Some(last), ..facts("") };
    let entry =
        NewRegisterEntry { person_id: Some(person), ..new(RegisterKind::Safeguarding, &facts) };
    tx.add_register_entry(&entry, person, now()).await.unwrap()
}

fn search(kind: RegisterKind, reach: &Reach) -> RegisterSearch<'_> {
    RegisterSearch { kind, words: "", state: None, region: None, ending_by: None, reach }
}

const ALL: RegisterEntryId = RegisterEntryId(i64::MAX);

#[tokio::test]
async fn entries_are_found_by_scope_filter_and_page() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let leader = a_person(&mut tx, "张三").await;
        let (here, there) = (a_region(&mut tx, "330402").await, a_region(&mut tx, "330411").await);
        let unit = NewOrganisation {
            name: "小学",
            match_key: "小学",
            kind: OrganisationKind::School,
            region_id: Some(here),
            ..NewOrganisation::default()
        };
        let unit = tx.add_organisation(&unit).await.unwrap();
        let mut ids = Vec::new();
        for (name, region) in [("甲队", here), ("乙队", here), ("丙队", there)] {
            let facts = EntryFacts { detail: Some(EntryDetail::Studio), ..facts(name) };
            let is_first = name == "甲队";
            let entry = NewRegisterEntry {
                person_id: Some(leader),
                organisation_id: is_first.then_some(unit),
                region_id: Some(region),
                ..new(RegisterKind::Team, &facts)
            };
            ids.push(tx.add_register_entry(&entry, leader, now()).await.unwrap());
        }
        let within = |regions: &[RegionId], organisations| Reach::Within {
            regions: regions.to_vec(),
            organisations,
        };
        let everything = Reach::Everything;
        for (reach, expected) in [
            (everything.clone(), "丙队 乙队 甲队"),
            (within(&[here], vec![]), "乙队 甲队"),
            (within(&[there], vec![]), "丙队"),
            (within(&[], vec![unit]), "甲队"),
            (Reach::Nothing, ""),
        ] {
            let rows = tx
                .list_register_entries(&search(RegisterKind::Team, &reach), ALL, 9)
                .await
                .unwrap();
            let names: Vec<&str> = rows.iter().map(|row| row.name.as_str()).collect();
            assert_eq!(names.join(" "), expected, "{}: {reach:?}", db.name);
            let counted = tx.count_register_entries(&[RegisterKind::Team], &reach).await.unwrap();
            assert_eq!(
                counted.first().map_or(0, |(_, n)| *n),
                i64::try_from(rows.len()).unwrap(),
                "{reach:?}"
            );
        }
        let of = |words, state, region| RegisterSearch {
            words,
            state,
            region,
            ..search(RegisterKind::Team, &everything)
        };
        for (asked, n) in [
            (of("乙", None, None), 1),
            (of("张三", None, None), 3),
            (of("zhang", None, None), 3),
            (of("小学", None, None), 1),
            (of("%", None, None), 0),
            (of("", Some(EntryState::Ended), None), 0),
            (of("", Some(EntryState::Listed), Some(there)), 1),
        ] {
            let rows = tx.list_register_entries(&asked, ALL, 9).await.unwrap();
            assert_eq!(rows.len(), n, "{}: {asked:?}", db.name);
        }
        let asked = search(RegisterKind::Team, &everything);
        let page = tx.list_register_entries(&asked, ids[1], 1).await.unwrap();
        assert_eq!(page.iter().map(|row| row.id).collect::<Vec<_>>(), [ids[1]]);
        let row = tx.find_register_entry(ids[0]).await.unwrap().unwrap();
        assert_eq!(
            (row.person_name.as_deref(), row.unit_name.as_deref(), row.region_zh.as_deref()),
            (Some("张三"), Some("小学"), Some("南湖区"))
        );
        // Somebody was faster.
        let other = facts("甲队（更名）");
        let changed = new(RegisterKind::Team, &other);
        assert!(!tx.change_register_entry((ids[0], 7), &changed).await.unwrap());
        assert!(tx.change_register_entry((ids[0], 1), &changed).await.unwrap());
        assert!(!tx.move_register_entry((ids[0], 1), EntryState::Ended, "").await.unwrap());
        assert!(tx.move_register_entry((ids[0], 2), EntryState::Ended, "解散").await.unwrap());
        let row = tx.find_register_entry(ids[0]).await.unwrap().unwrap();
        assert_eq!((row.state, row.reason.as_str(), row.revision), (EntryState::Ended, "解散", 3));
        drop(tx);
        db.remove().await;
    }
}

async fn ending(tx: &mut Tx, n: u64) -> (i64, Option<NaiveDate>) {
    let (kind, reach) = (RegisterKind::Safeguarding, Reach::Everything);
    tx.count_register_ending(kind, &reach, day(n)).await.unwrap()
}

#[tokio::test]
async fn a_check_that_has_another_after_it_ends_in_silence() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let (one, two) = (a_person(&mut tx, "张三").await, a_person(&mut tx, "李四").await);
        let kind = RegisterKind::Safeguarding;
        let everything = Reach::Everything;
        let first = a_check(&mut tx, one, day(10)).await;
        a_check(&mut tx, two, day(40)).await;
        assert_eq!(ending(&mut tx, 9).await, (0, None), "{}", db.name);
        assert_eq!(ending(&mut tx, 10).await, (1, Some(day(10))));
        assert_eq!(ending(&mut tx, 40).await, (2, Some(day(10))));
        let asked = RegisterSearch { ending_by: Some(day(30)), ..search(kind, &everything) };
        assert_eq!(tx.list_register_entries(&asked, ALL, 9).await.unwrap().len(), 1);
        let mut until = tx.list_checked_until(&[one, two]).await.unwrap();
        until.sort_unstable();
        assert_eq!(until, [(one, day(10)), (two, day(40))]);
        a_check(&mut tx, one, day(300)).await;
        assert_eq!(ending(&mut tx, 40).await, (1, Some(day(40))), "{}", db.name);
        assert_eq!(tx.list_checked_until(&[one]).await.unwrap(), [(one, day(300))]);
        assert!(tx.list_checked_until(&[]).await.unwrap().is_empty());
        assert!(tx.move_register_entry((first, 1), EntryState::Ended, "重复").await.unwrap());
        drop(tx);
        db.remove().await;
    }
}

#[tokio::test]
async fn a_whitelist_names_a_lecturer_a_course_or_a_unit_in_a_region_and_above_it() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let [by_name, by_course, by_unit, nobody] = ["张三", "李四", "王五", "赵六"];
        let mut people = Vec::new();
        for name in [by_name, by_course, by_unit, nobody] {
            people.push(a_person(&mut tx, name).await);
        }
        let (here, there) = (a_region(&mut tx, "330402").await, a_region(&mut tx, "330411").await);
        let version = a_version(&mut tx, people[1], "潮汐", CourseVersionState::Listed).await;
        let course = tx.find_version(version).await.unwrap().unwrap().course_id;
        assert_eq!(tx.list_courses_titled("潮汐").await.unwrap(), [course], "{}", db.name);
        assert!(tx.list_courses_titled("潮").await.unwrap().is_empty());
        let unit = NewOrganisation { name: "学会", match_key: "学会", ..Default::default() };
        let unit = tx.add_organisation(&unit).await.unwrap();
        tx.set_workplace(people[2], unit, today()).await.unwrap();
        let facts =
            EntryFacts {
                document_no: "示范1号".to_owned(), ends_on: Some(day(30)), ..facts("")
            };
        let base =
            NewRegisterEntry { region_id: Some(here), ..new(RegisterKind::Whitelist, &facts) };
        for entry in [
            NewRegisterEntry { person_id: Some(people[0]), ..base },
            NewRegisterEntry { course_id: Some(course), ..base },
            NewRegisterEntry { organisation_id: Some(unit), ..base },
        ] {
            tx.add_register_entry(&entry, people[0], now()).await.unwrap();
        }
        let mut listed = tx.list_whitelisted(here, &people).await.unwrap();
        listed.sort_unstable();
        let entry = |person, course| (person, course, today(), Some(day(30)));
        assert_eq!(
            listed,
            [entry(people[0], None), entry(people[1], Some(course)), entry(people[2], None)],
            "{}",
            db.name
        );
        assert!(tx.list_whitelisted(there, &people).await.unwrap().is_empty());
        assert!(tx.list_whitelisted(here, &[]).await.unwrap().is_empty());
        tx.commit_unlogged().await.unwrap();
        // What the list is about is demanded by the database as well.
        let mut tx = db.store.begin().await.unwrap();
        let nothing = tx.add_register_entry(&base, people[0], now()).await;
        assert!(nothing.is_err(), "{}", db.name);
        drop(tx);
        db.remove().await;
    }
}

#[tokio::test]
async fn members_come_and_go_and_conditions_are_as_they_were_last_seen() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let person = a_person(&mut tx, "张三").await;
        let facts = facts("甲");
        let team = new(RegisterKind::Team, &facts);
        let team = tx.add_register_entry(&team, person, now()).await.unwrap();
        let member = tx.add_team_member(team, person, day(5)).await.unwrap();
        assert!(!tx.end_team_member(team, member, day(4)).await.unwrap(), "before it began");
        assert!(tx.end_team_member(team, member, day(6)).await.unwrap());
        assert!(!tx.end_team_member(team, member, day(7)).await.unwrap(), "it has ended");
        tx.add_team_member(team, person, day(8)).await.unwrap();
        let rows = tx.list_team_members(team).await.unwrap();
        let ends: Vec<_> = rows.iter().map(|row| row.ends_on).collect();
        assert_eq!(ends, [None, Some(day(6))], "{}", db.name);
        let station = new(RegisterKind::EStation, &facts);
        let station = NewRegisterEntry { person_id: Some(person), ..station };
        assert!(!tx.is_station_manager(person).await.unwrap());
        let station = tx.add_register_entry(&station, person, now()).await.unwrap();
        assert!(tx.is_station_manager(person).await.unwrap(), "{}", db.name);
        let condition = StationCondition::Network;
        let seen = |is_met| [SeenCondition { condition, is_met, seen_on: today() }];
        assert!(!tx.set_station_conditions((station, 9), &seen(true), person).await.unwrap());
        assert!(tx.set_station_conditions((station, 1), &seen(true), person).await.unwrap());
        assert!(tx.set_station_conditions((station, 2), &seen(false), person).await.unwrap());
        let rows = tx.list_station_conditions(station).await.unwrap();
        let rows: Vec<_> = rows.iter().map(|row| (row.condition, row.is_met)).collect();
        assert_eq!(rows, [(condition, false)], "{}", db.name);
        tx.commit_unlogged().await.unwrap();
        let mut tx = db.store.begin().await.unwrap();
        let twice = tx.add_team_member(team, person, day(9)).await;
        assert!(matches!(twice, Err(StoreError::Conflict)), "{}: {twice:?}", db.name);
        drop(tx);
        db.remove().await;
    }
}

#[tokio::test]
async fn who_processes_data_is_read_by_anybody_as_long_as_the_contract_runs() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let person = a_person(&mut tx, "张三").await;
        let facts = EntryFacts {
            name: "菱湖数据".into(),
            note: "服务器".into(),
            detail: Some(EntryDetail::Hosting),
            ends_on: Some(day(9)),
            ..facts("菱湖数据")
        };
        let contract = NewRegisterEntry { region_id: None, ..new(RegisterKind::Processor, &facts) };
        let id = tx.add_register_entry(&contract, person, now()).await.unwrap();
        let rows = tx.list_processors(day(9)).await.unwrap();
        assert_eq!((rows.len(), &*rows[0].name, rows[0].ends_on), (1, "菱湖数据", Some(day(9))));
        assert!(tx.list_processors(day(10)).await.unwrap().is_empty(), "{}", db.name);
        assert!(tx.move_register_entry((id, 1), EntryState::Ended, "").await.unwrap());
        assert!(tx.list_processors(day(9)).await.unwrap().is_empty(), "it has ended");
        tx.commit_unlogged().await.unwrap();
        let mut tx = db.store.begin().await.unwrap();
        let endless = EntryFacts { ends_on: None, ..facts.clone() };
        let endless =
            NewRegisterEntry { region_id: None, ..new(RegisterKind::Processor, &endless) };
        assert!(tx.add_register_entry(&endless, person, now()).await.is_err(), "{}", db.name);
        drop(tx);
        db.remove().await;
    }
}

#[tokio::test]
async fn a_unit_has_one_number_for_a_year_and_a_category() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let person = a_person(&mut tx, "张三").await;
        let unit = NewOrganisation { name: "学会", match_key: "学会", ..Default::default() };
        let unit = tx.add_organisation(&unit).await.unwrap();
        let facts = EntryFacts {
            detail: Some(EntryDetail::AwardTutor),
            n_seats: Some(3),
            ends_on: Some(day(300)),
            ..facts("")
        };
        let seats =
            NewRegisterEntry { organisation_id: Some(unit), ..new(RegisterKind::Quota, &facts) };
        let first = tx.add_register_entry(&seats, person, now()).await.unwrap();
        tx.commit_unlogged().await.unwrap();
        let mut tx = db.store.begin().await.unwrap();
        let twice = tx.add_register_entry(&seats, person, now()).await;
        assert!(matches!(twice, Err(StoreError::Conflict)), "{}: {twice:?}", db.name);
        drop(tx);
        let mut tx = db.store.begin().await.unwrap();
        assert!(tx.move_register_entry((first, 1), EntryState::Ended, "改发").await.unwrap());
        assert!(tx.add_register_entry(&seats, person, now()).await.is_ok());
        drop(tx);
        db.remove().await;
    }
}

#[tokio::test]
async fn what_the_registers_say_of_a_nominee_is_found() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let person = a_person(&mut tx, "张三").await;
        let year = (today(), day(30));
        assert!(!tx.is_station_trained(person, year).await.unwrap(), "{}", db.name);
        let credit = NewCredit {
            person_id: person,
            held_on: day(3),
            spans: "510-690",
            earned: 300,
            source: CreditSource::TrainingEvent,
            source_id: 7,
            round: 1,
            kind: Some(ActivityKind::StationManagerTraining),
            title: "站点管理员培训",
            organiser: "市科协",
            verifier_id: None,
            created_at: now(),
        };
        tx.add_credit_hours(&[credit]).await.unwrap();
        assert!(tx.is_station_trained(person, year).await.unwrap(), "{}", db.name);
        assert!(!tx.is_station_trained(person, (day(4), day(30))).await.unwrap(), "another year");
        let station_facts = facts("某站");
        let station = NewRegisterEntry {
            person_id: Some(person),
            ..new(RegisterKind::EStation, &station_facts)
        };
        let station = tx.add_register_entry(&station, person, now()).await.unwrap();
        let all = |is_met| {
            StationCondition::ALL.iter().map(move |condition| SeenCondition {
                condition: *condition,
                is_met,
                seen_on: today(),
            })
        };
        let seen: Vec<_> = all(true).collect();
        assert!(tx.set_station_conditions((station, 1), &seen, person).await.unwrap());
        assert!(!tx.has_whole_station(person).await.unwrap(), "{}: not listed", db.name);
        let listed = EntryState::Listed;
        assert!(tx.move_register_entry((station, 2), listed, "").await.unwrap());
        assert!(tx.has_whole_station(person).await.unwrap(), "{}", db.name);
        let open: Vec<_> = all(false).take(1).collect();
        assert!(tx.set_station_conditions((station, 3), &open, person).await.unwrap());
        assert!(!tx.has_whole_station(person).await.unwrap(), "{}: one is open", db.name);
        let team_facts = facts("湖畔科普社");
        let team = new(RegisterKind::Team, &team_facts);
        let team = tx.add_register_entry(&team, person, now()).await.unwrap();
        tx.add_team_member(team, person, day(5)).await.unwrap();
        let named = tx.list_teams_named("湖畔科普社", day(6)).await.unwrap();
        assert_eq!(named, [(today(), 1)], "{}", db.name);
        let before = tx.list_teams_named("湖畔科普社", day(4)).await.unwrap();
        assert_eq!(before, [(today(), 0)], "{}: nobody yet", db.name);
        assert_eq!(tx.list_teams_named("别的社", day(6)).await.unwrap(), []);
        drop(tx);
        db.remove().await;
    }
}

#[tokio::test]
async fn stations_are_counted_by_where_they_stand_and_a_whitelist_by_its_region_and_day() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let (county, other) =
            (a_region(&mut tx, "330402").await, a_region(&mut tx, "330411").await);
        let person = a_person(&mut tx, "管理员").await;
        let station = facts("云东社区e站");
        let station = NewRegisterEntry {
            person_id: Some(person),
            region_id: Some(county),
            ..new(RegisterKind::EStation, &station)
        };
        tx.add_register_entry(&station, person, now()).await.unwrap();
        let own = Reach::Within { regions: vec![county], organisations: Vec::new() };
        let theirs = Reach::Within { regions: vec![other], organisations: Vec::new() };
        assert_eq!(tx.count_stations(EntryState::Applied, &own).await.unwrap(), 1, "{}", db.name);
        assert_eq!(tx.count_stations(EntryState::Applied, &theirs).await.unwrap(), 0);
        assert_eq!(tx.count_stations(EntryState::Checked, &Reach::Everything).await.unwrap(), 0);
        let listed =
            EntryFacts { document_no: "示范2号".to_owned(), ends_on: Some(day(5)), ..facts("") };
        let listed = NewRegisterEntry {
            person_id: Some(person),
            region_id: Some(county),
            ..new(RegisterKind::Whitelist, &listed)
        };
        tx.add_register_entry(&listed, person, now()).await.unwrap();
        assert!(tx.has_whitelist(county, today()).await.unwrap(), "{}", db.name);
        assert!(!tx.has_whitelist(county, day(6)).await.unwrap(), "it is over");
        assert!(!tx.has_whitelist(other, today()).await.unwrap(), "another county's");
        drop(tx);
        db.remove().await;
    }
}
