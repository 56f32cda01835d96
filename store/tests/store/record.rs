//! The rows behind records that can be checked: read by keys, and left out where there are none.

use domain::{
    audience::{SchoolStage, TargetGroup},
    course::CourseVersionState,
    credit_hour::CreditSource,
    role::{Grant, Role, Scope},
};
use test_database::databases;

use crate::some::{a_person, a_version, today};

#[tokio::test]
async fn rows_are_read_by_their_keys() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let person = a_person(&mut tx, "张三").await;
        let version = a_version(&mut tx, person, "潮汐", CourseVersionState::Draft).await;
        let (role, scope, starts_on) = (Role::Judge, Scope::Everything, today());
        let grant = Grant { role, scope, starts_on, ends_on: None };
        let key = tx.add_grant(person, &grant).await.unwrap().unwrap();
        assert_eq!(tx.add_grant(person, &grant).await.unwrap(), None, "it is had once");
        let (version, key) = (version.0, key.0);
        let keys = [version, version + 1];
        let versions = tx.course_records(&keys).await.unwrap();
        assert_eq!(versions.len(), 1, "{}", db.name);
        assert_eq!((versions[0].lecturer_id, versions[0].owns_rights), (person.0, true));
        let mut stages = tx.stages_of_versions(&keys).await.unwrap();
        stages.sort();
        let both = [SchoolStage::PrimaryUpper, SchoolStage::JuniorSecondary];
        assert_eq!(stages, both.map(|stage| (version, stage)));
        let groups = tx.groups_of_versions(&keys).await.unwrap();
        assert_eq!(groups, [(version, TargetGroup::Youth)]);
        assert_eq!(tx.list_grant_records(&[key]).await.unwrap(), [(key, person.0, grant)]);
        tx.commit_unlogged().await.unwrap();
        db.remove().await;
    }
}

/// What they hold is read in `server`, where there are such rows; here only that both databases
/// understand the statements.
#[tokio::test]
async fn without_rows_there_is_nothing() {
    for db in databases().await {
        let mut conn = db.store.read().await.unwrap();
        for keys in [&[][..], &[1, 2]] {
            assert!(conn.claim_records(keys).await.unwrap().is_empty(), "{}", db.name);
            assert!(conn.verification_records(keys).await.unwrap().is_empty());
            let credits = conn.list_credit_records(CreditSource::HourClaim, keys).await.unwrap();
            assert!(credits.is_empty());
            assert!(conn.training_records(keys).await.unwrap().is_empty());
            assert!(conn.place_records(keys).await.unwrap().is_empty());
            assert!(conn.presence_records(keys).await.unwrap().is_empty());
            assert!(conn.sheet_records(keys).await.unwrap().is_empty());
            assert!(conn.check_records(keys).await.unwrap().is_empty());
            assert!(conn.tie_records(keys).await.unwrap().is_empty());
            assert!(conn.cycle_records(keys).await.unwrap().is_empty());
            assert!(conn.category_records(keys).await.unwrap().is_empty());
            assert!(conn.judges_of_cycles(keys).await.unwrap().is_empty());
            assert!(conn.nominee_records(keys).await.unwrap().is_empty());
        }
        drop(conn);
        db.remove().await;
    }
}
