//! Course versions and the catalogue.

use chrono::Days;
use domain::{
    appointment::AppointmentState,
    audience::{DeliveryMode, SchoolStage, TargetGroup},
    course::CourseVersionState::{AwaitingSlot, ContentCheck, Draft, Listed},
    id::{CourseVersionId, FieldId},
};
use store::{CatalogueFilter, ListedRow, NewUpload};
use test_database::databases;

use crate::some::{a_draft, a_person, a_version, now, today};

#[tokio::test]
async fn the_catalogue_shows_listed_courses_of_appointed_lecturers() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let appointed = a_person(&mut tx, "张三丰").await;
        let other = a_person(&mut tx, "李四").await;
        tx.set_appointment(appointed, today(), today() + Days::new(9), AppointmentState::Active)
            .await
            .unwrap();
        let id = a_version(&mut tx, appointed, "潮汐100%", Listed).await;
        a_version(&mut tx, appointed, "草稿", Draft).await;
        a_version(&mut tx, other, "无聘期", Listed).await;
        let all = CatalogueFilter::default();
        assert_eq!(tx.count_catalogue(&all, today()).await.unwrap(), 1, "{}", db.name);
        let rows = tx.list_catalogue(&all, today(), 0, 10).await.unwrap();
        assert_eq!(
            (rows[0].id, &*rows[0].stages),
            (id, &[SchoolStage::PrimaryUpper, SchoolStage::JuniorSecondary][..])
        );
        assert_eq!(tx.count_catalogue(&all, today() + Days::new(10)).await.unwrap(), 0);
        let found =
            |query: &str, stage, field| CatalogueFilter { query: query.into(), stage, field };
        for (filter, n) in [
            (found("zsf", None, None), 1),
            (found("汐100%", None, None), 1),
            (found("潮　汐１００", None, None), 1),
            (found("100_", None, None), 0),
            (found("", Some(SchoolStage::PrimaryUpper), Some(FieldId(2))), 1),
            (found("", Some(SchoolStage::Adult), None), 0),
            (found("", None, Some(FieldId(3))), 0),
        ] {
            let count = tx.count_catalogue(&filter, today()).await.unwrap();
            assert_eq!(count, n, "{filter:?} on {}", db.name);
        }
        let course = tx.find_public_course(id, today()).await.unwrap().unwrap();
        assert_eq!(course.groups, [TargetGroup::Youth]);
        assert_eq!(course.mode, Some(DeliveryMode::Onsite));
        assert!(tx.find_public_course(CourseVersionId(id.0 + 1), today()).await.unwrap().is_none());
        tx.commit_unlogged().await.unwrap();
        db.remove().await;
    }
}

#[tokio::test]
async fn a_draft_changes_only_with_the_revision_that_was_read() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let lecturer = a_person(&mut tx, "张三").await;
        let id = a_version(&mut tx, lecturer, "潮汐", Draft).await;
        let draft = a_draft("潮汐二");
        assert!(tx.change_version(id, 1, &draft, now()).await.unwrap(), "{}", db.name);
        assert!(!tx.change_version(id, 1, &draft, now()).await.unwrap());
        let row = tx.find_version(id).await.unwrap().unwrap();
        assert_eq!((row.title.as_str(), row.revision), ("潮汐二", 2));
        let check = ContentCheck;
        assert!(!tx.move_version(id, (Draft, 1), check, "", now()).await.unwrap(), "stale");
        assert!(tx.move_version(id, (Draft, 2), check, "", now()).await.unwrap());
        assert!(!tx.move_version(id, (Draft, 3), check, "", now()).await.unwrap(), "no draft");
        assert!(!tx.change_version(id, 3, &draft, now()).await.unwrap(), "handed in is closed");
        assert_eq!(tx.list_versions_in(ContentCheck).await.unwrap().len(), 1);
        assert_eq!(tx.list_versions_of(lecturer).await.unwrap().len(), 1);
        assert!(tx.list_versions_in(AwaitingSlot).await.unwrap().is_empty());
        tx.add_round(row.course_id, id, now()).await.unwrap();
        tx.add_round(row.course_id, id, now()).await.unwrap();
        tx.commit_unlogged().await.unwrap();
        db.remove().await;
    }
}

#[tokio::test]
async fn a_listed_course_is_changed_by_a_roster() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let lecturer = a_person(&mut tx, "张三").await;
        let id = a_version(&mut tx, lecturer, "潮汐", Listed).await;
        let row = ListedRow { minutes: Some(90), ..tx.list_listed().await.unwrap().remove(0) };
        let adults = (vec![SchoolStage::Adult], vec![]);
        tx.change_listed(&[(row.clone(), adults.clone())], now()).await.unwrap();
        assert_eq!(tx.list_listed().await.unwrap(), std::slice::from_ref(&row), "{}", db.name);
        assert_eq!(tx.list_audience(id).await.unwrap(), adults);
        assert_eq!(tx.list_stages_of(id).await.unwrap(), [SchoolStage::Adult]);
        let new = ListedRow {
            title: "观星".into(),
            taken_over: true,
            listed_until: Some(today()),
            ..row
        };
        tx.add_listed(&[(new.clone(), adults.clone())], today(), now()).await.unwrap();
        let added = tx.list_listed().await.unwrap().pop().unwrap();
        assert_eq!(added, ListedRow { id: added.id, ..new }, "{}", db.name);
        assert_eq!(tx.list_listed_audiences().await.unwrap()[&added.id], adults);
        tx.commit_unlogged().await.unwrap();
        db.remove().await;
    }
}

#[tokio::test]
async fn an_upload_is_found_by_token_and_key() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let owner = a_person(&mut tx, "张三").await;
        let upload = NewUpload {
            token: "token",
            owner_id: owner,
            sha256: "digest",
            size: 3,
            media_type: "application/pdf",
            file_name: "潮汐.pdf",
            created_at: now(),
        };
        let id = tx.add_upload(&upload).await.unwrap();
        let found = tx.find_upload("token").await.unwrap().unwrap();
        assert_eq!(tx.find_upload_by_id(id).await.unwrap(), Some(found), "{}", db.name);
        tx.commit_unlogged().await.unwrap();
        db.remove().await;
    }
}
