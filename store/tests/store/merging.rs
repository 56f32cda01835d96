//! Two records of one person become one, and two again.

use std::collections::BTreeSet;

use domain::{
    appointment::AppointmentState,
    course::CourseVersionState,
    credit_hour::CreditSource,
    id::{PersonId, RegionId},
    merging::{Fact, Holding, Merged},
    organisation::OrganisationKind,
    record::Kind,
    role::{Grant, Role, Scope},
};
use sqlx::{Connection as _, PgConnection, Row as _, SqliteConnection};
use store::{
    HostUnitRow, Lock, NewAccount, NewCredit, NewOrganisation, NewPerson, OrganisationRow,
    OrganisationSearch, PeopleSearch, PersonRow, Reach, Tx, references,
};
use test_database::databases;

use crate::some::{a_person, a_region, a_version, now, today};

/// Table and column of every foreign key to a table.
async fn keys_to(url: &str, table: &str) -> BTreeSet<(String, String)> {
    let pair = |table: String, column: String| (table, column);
    if url.starts_with("sqlite") {
        let mut conn = SqliteConnection::connect(url).await.unwrap();
        let rows = sqlx::query(
            "SELECT m.name AS t, k.\"from\" AS c FROM sqlite_master m \
             JOIN pragma_foreign_key_list(m.name) k WHERE m.type = 'table' AND k.\"table\" = $1",
        );
        let rows = rows.bind(table).fetch_all(&mut conn).await.unwrap();
        return rows.iter().map(|row| pair(row.get("t"), row.get("c"))).collect();
    }
    let mut conn = PgConnection::connect(url).await.unwrap();
    let rows = sqlx::query(
        "SELECT CAST(k.conrelid::regclass AS TEXT) AS t, CAST(a.attname AS TEXT) AS c \
         FROM pg_constraint k JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1] \
         WHERE k.contype = 'f' AND k.confrelid = CAST($1 AS TEXT)::regclass",
    );
    let rows = rows.bind(table).fetch_all(&mut conn).await.unwrap();
    rows.iter().map(|row| pair(row.get("t"), row.get("c"))).collect()
}

#[tokio::test]
async fn whatever_names_a_person_or_a_unit_is_known() {
    for of in Merged::ALL {
        let listed: BTreeSet<(String, String)> = references(*of)
            .iter()
            .filter(|it| it.thing != Holding::Commitment)
            .map(|it| (it.thing.as_str().to_owned(), it.column.to_owned()))
            .collect();
        for db in databases().await {
            assert_eq!(keys_to(&db.url, of.as_str()).await, listed, "{}", db.name);
            db.remove().await;
        }
    }
}

async fn row(tx: &mut Tx, id: PersonId) -> PersonRow {
    tx.find_person(id).await.unwrap().unwrap()
}

/// A lecturer with a role, a term, a course, a row of the ledger and an account.
async fn filled(tx: &mut Tx, name: &str, phone: &str) -> PersonRow {
    let new = NewPerson { name, phone: Some(phone), ..NewPerson::default() };
    let id = tx.add_person(&new).await.unwrap();
    for role in [Role::Lecturer, Role::Tutor] {
        let grant = Grant { role, scope: Scope::Everything, starts_on: today(), ends_on: None };
        tx.add_grant(id, &grant).await.unwrap();
    }
    let ends_on = today() + chrono::Days::new(700);
    tx.set_appointment(id, today(), ends_on, AppointmentState::Active).await.unwrap();
    a_version(tx, id, &format!("{name}的课"), CourseVersionState::Draft).await;
    let credit = NewCredit {
        person_id: id,
        held_on: today(),
        spans: "510-690",
        earned: 300,
        source: CreditSource::HourClaim,
        source_id: id.0,
        round: 1,
        kind: None,
        title: "调研",
        organiser: "市科协",
        verifier_id: None,
        created_at: now(),
    };
    tx.add_credit_hours(&[credit]).await.unwrap();
    let account =
        NewAccount { person_id: id, sign_in_name: phone, password_hash: None, created_at: now() };
    tx.add_account(&account).await.unwrap();
    row(tx, id).await
}

#[tokio::test]
async fn what_hangs_on_the_one_goes_to_the_other_and_back() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let (kept, gone) = (
            filled(&mut tx, "沈甲", "13800000001").await,
            filled(&mut tx, "沈佳", "13800000002").await,
        );
        let clerk = a_person(&mut tx, "办事员").await;
        assert!(tx.list_merge_conflicts(&kept, &gone).await.unwrap().is_empty());
        assert!(!tx.is_about_the_other(kept.id, gone.id).await.unwrap());
        let holdings = tx.list_holdings(&kept, &gone).await.unwrap();
        let of = |thing| holdings.iter().find(|row| row.thing == thing).unwrap();
        let roles = of(Holding::RoleGrant);
        assert_eq!((roles.n_kept, roles.n_gone, roles.n_apart), (2, 2, 2), "{}", db.name);
        assert_eq!(of(Holding::CourseVersion).gone, ["沈佳的课"]);
        assert_eq!(of(Holding::Appointment).n_apart, 1);
        let merging = tx.add_merging(&kept, &gone, clerk, now()).await.unwrap();
        let records = tx.list_merged_records(merging).await.unwrap();
        assert!(records.contains(&(Kind::HourVerification, gone.id.0)), "{records:?}");
        assert!(tx.list_fixing_lines().await.unwrap().is_empty());
        tx.move_merged(merging, &kept, &gone, today()).await.unwrap();
        tx.take_fact(merging, Fact::Name, &kept, &gone).await.unwrap();
        tx.take_fact(merging, Fact::Phone, &kept, &gone).await.unwrap();
        assert_eq!(tx.find_kept(gone.id).await.unwrap(), Some(kept.id));
        assert_eq!(tx.list_versions_of(kept.id).await.unwrap().len(), 2);
        assert_eq!(tx.list_credit_hours(kept.id, today(), today()).await.unwrap().len(), 2);
        let found = tx
            .list_people_found(&PeopleSearch::named("沈", &Reach::Everything), None, 9)
            .await
            .unwrap();
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].id, found[0].name.as_str()), (kept.id, "沈佳"));
        assert_eq!(found[0].phone.as_deref(), Some("13800000002"));
        assert!(tx.list_held_grants(gone.id, today()).await.unwrap().is_empty(), "they have ended");
        assert_eq!(tx.find_account_of(gone.id).await.unwrap().unwrap().sign_in_name, "13800000002");
        let merged = row(&mut tx, kept.id).await;
        assert!(tx.list_built_on(merging, &merged).await.unwrap().is_empty());
        assert!(tx.list_facts_changed(merging, &kept).await.unwrap().is_empty());
        let shown = tx.list_mergings(&kept).await.unwrap();
        assert_eq!((shown.len(), shown[0].gone_name.as_str()), (1, "沈佳"));
        assert!(!tx.has_merging_since(&shown[0]).await.unwrap());
        tx.undo_merging(merging, &merged, &gone, now()).await.unwrap();
        assert_eq!(row(&mut tx, kept.id).await, kept);
        assert_eq!(row(&mut tx, gone.id).await, gone);
        for person in [&kept, &gone] {
            assert_eq!(tx.list_versions_of(person.id).await.unwrap().len(), 1);
            assert_eq!(tx.list_held_grants(person.id, today()).await.unwrap().len(), 2);
            assert_eq!(tx.list_appointments(person.id).await.unwrap().len(), 1);
        }
        assert!(tx.find_merging(merging).await.unwrap().unwrap().undone_at.is_some());
        assert_eq!(tx.find_kept(gone.id).await.unwrap(), None);
        tx.commit_unlogged().await.unwrap();
        db.remove().await;
    }
}

#[tokio::test]
async fn what_comes_later_is_seen() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let (kept, gone) = (
            filled(&mut tx, "沈甲", "13800000001").await,
            filled(&mut tx, "沈佳", "13800000002").await,
        );
        let third = a_person(&mut tx, "沈家").await;
        let merging = tx.add_merging(&kept, &gone, third, now()).await.unwrap();
        tx.move_merged(merging, &kept, &gone, today()).await.unwrap();
        tx.take_fact(merging, Fact::Name, &kept, &gone).await.unwrap();
        a_version(&mut tx, kept.id, "新课", CourseVersionState::Draft).await;
        let built = tx.list_built_on(merging, &kept).await.unwrap();
        assert_eq!(built, [Holding::Course, Holding::CourseVersion], "{}", db.name);
        let third = row(&mut tx, third).await;
        let later = tx.add_merging(&kept, &third, gone.id, now()).await.unwrap();
        tx.move_merged(later, &kept, &third, today()).await.unwrap();
        tx.take_fact(later, Fact::Name, &kept, &third).await.unwrap();
        assert_eq!(tx.list_facts_changed(merging, &kept).await.unwrap(), [Fact::Name]);
        let first = tx.find_merging(merging).await.unwrap().unwrap();
        assert!(tx.has_merging_since(&first).await.unwrap());
        tx.commit_unlogged().await.unwrap();
        db.remove().await;
    }
}

/// A unit below another, with a member, a host in a county and a place.
async fn a_unit(
    tx: &mut Tx,
    name: &str,
    code: Option<&str>,
    region: RegionId,
    member: PersonId,
) -> OrganisationRow {
    let new = NewOrganisation {
        name,
        code,
        short_name: name,
        match_key: name,
        kind: OrganisationKind::School,
        note: "备注",
        ..NewOrganisation::default()
    };
    let id = tx.add_organisation(&new).await.unwrap();
    tx.set_workplace(member, id, today()).await.unwrap();
    let host = HostUnitRow {
        organisation_id: id,
        name: name.to_owned(),
        match_key: name.to_owned(),
        region_id: Some(region),
        ..HostUnitRow::default()
    };
    tx.add_host_units(&[host]).await.unwrap();
    tx.find_organisation(id).await.unwrap().unwrap()
}

#[tokio::test]
async fn units_become_one_and_two_again() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let region = a_region(&mut tx, "330402").await;
        let (one, other) = (a_person(&mut tx, "沈甲").await, a_person(&mut tx, "钱乙").await);
        let kept = a_unit(&mut tx, "菱歌小学", None, region, one).await;
        let gone = a_unit(&mut tx, "菱歌示范小学", Some("S-7"), region, other).await;
        let below = NewOrganisation {
            name: "菱歌幼儿园",
            match_key: "菱歌幼儿园",
            parent_id: Some(gone.id),
            ..NewOrganisation::default()
        };
        let below = tx.add_organisation(&below).await.unwrap();
        let scope = Scope::Organisation(gone.id);
        let officer = Grant { role: Role::UnitOfficer, scope, starts_on: today(), ends_on: None };
        tx.add_grant(other, &officer).await.unwrap();
        let named = |words| OrganisationSearch {
            words,
            key: words,
            kind: None,
            region: None,
            reach: &Reach::Everything,
        };
        let found = tx.list_organisations_found(&named("示范"), None, 9).await.unwrap();
        assert_eq!(found, std::slice::from_ref(&gone), "{}", db.name);
        assert!(tx.list_organisations_found(&named("%"), None, 9).await.unwrap().is_empty());
        assert!(tx.list_merge_conflicts(&kept, &gone).await.unwrap().is_empty());
        assert!(!tx.has_decided_about(kept.id, gone.id).await.unwrap());
        let holdings = tx.list_holdings(&kept, &gone).await.unwrap();
        let of = |thing| holdings.iter().find(|row| row.thing == thing).unwrap();
        assert_eq!(of(Holding::Affiliation).gone, ["钱乙"]);
        assert_eq!(of(Holding::Organisation).gone, ["菱歌幼儿园"]);
        assert_eq!((of(Holding::HostUnit).n_kept, of(Holding::HostUnit).n_gone), (1, 1));

        let merging = tx.add_merging(&kept, &gone, one, now()).await.unwrap();
        tx.lock(Lock::Organisation(kept.id)).await.unwrap();
        tx.move_merged(merging, &kept, &gone, today()).await.unwrap();
        for fact in [Fact::Code, Fact::Name, Fact::Kind, Fact::Nominates] {
            tx.take_fact(merging, fact, &kept, &gone).await.unwrap();
        }
        assert_eq!(tx.find_kept_unit(gone.id).await.unwrap(), Some(kept.id));
        assert_eq!(tx.find_organisation_by_key("菱歌示范小学").await.unwrap(), Some(kept.id));
        let merged = tx.find_organisation(kept.id).await.unwrap().unwrap();
        assert_eq!((merged.name.as_str(), merged.code.as_deref()), ("菱歌示范小学", Some("S-7")));
        let members = tx.list_members(kept.id, 9).await.unwrap();
        assert_eq!((members.len(), tx.count_members(kept.id).await.unwrap()), (2, 2));
        assert!(tx.is_organisation_below(kept.id, below).await.unwrap());
        assert!(!tx.is_organisation_below(gone.id, below).await.unwrap());
        let shown = tx.list_organisations_below(kept.id).await.unwrap();
        assert_eq!(shown.iter().map(|it| it.id).collect::<Vec<_>>(), [below]);
        let officers = tx.list_with_role_for_unit(Role::UnitOfficer, kept.id, today()).await;
        assert_eq!(officers.unwrap(), [other]);
        // Of two hosts of one county the kept unit's is asked for, by both names.
        let hosts = tx.list_hosts_of(kept.id).await.unwrap();
        assert_eq!(hosts.iter().map(|it| it.name.as_str()).collect::<Vec<_>>(), ["菱歌小学"]);
        let by_old_name = tx.find_host_unit("菱歌示范小学", Some(region)).await.unwrap();
        assert_eq!(by_old_name, Some(hosts[0].clone()));
        assert!(tx.list_units(None).await.unwrap().iter().all(|it| it.id != gone.id));
        assert!(tx.list_built_on(merging, &merged).await.unwrap().is_empty());
        assert!(tx.list_facts_changed(merging, &merged).await.unwrap().is_empty());
        let mergings = tx.list_mergings(&merged).await.unwrap();
        assert_eq!((mergings.len(), mergings[0].gone_name.as_str()), (1, "菱歌示范小学"));

        tx.undo_merging(merging, &merged, &gone, now()).await.unwrap();
        assert_eq!(tx.find_organisation(kept.id).await.unwrap(), Some(kept.clone()));
        assert_eq!(tx.find_organisation(gone.id).await.unwrap(), Some(gone.clone()));
        assert!(tx.is_organisation_below(gone.id, below).await.unwrap());
        assert!(!tx.is_organisation_below(kept.id, below).await.unwrap());
        for unit in [&kept, &gone] {
            assert_eq!(tx.list_members(unit.id, 9).await.unwrap().len(), 1);
            assert_eq!(tx.list_hosts_of(unit.id).await.unwrap().len(), 1);
        }
        tx.commit_unlogged().await.unwrap();
        db.remove().await;
    }
}
