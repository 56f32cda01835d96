//! Listings: their end, their notices, their changes, and what is open with them.

use chrono::Days;
use domain::{
    course::CourseVersionState::{Listed, Retired},
    listing::{ChangeKind, CourseChange},
};
use store::NewVersion;
use test_database::databases;

use crate::some::{a_draft, a_person, a_version, now, today};

#[tokio::test]
async fn a_listing_ends_is_told_of_and_extended_once() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let lecturer = a_person(&mut tx, "钱进").await;
        let version = a_version(&mut tx, lecturer, "潮汐", Listed).await;
        let until = today() + Days::new(50);
        tx.set_listing(version, Some("2026-001"), Some(until), true).await.unwrap();
        let row = tx.find_version(version).await.unwrap().unwrap();
        assert!(row.taken_over && !row.extended, "{}", db.name);
        assert!(tx.list_listings_ending(until - Days::new(1)).await.unwrap().is_empty());
        assert_eq!(tx.list_listings_ending(until).await.unwrap()[0].id, version);
        let days = (today(), today() + Days::new(60));
        assert_eq!(tx.list_listings_to_tell(days, 60).await.unwrap().len(), 1);
        tx.set_expiry_notice(version, 60).await.unwrap();
        assert!(tx.list_listings_to_tell(days, 60).await.unwrap().is_empty());
        assert_eq!(tx.list_listings_to_tell(days, 30).await.unwrap().len(), 1);
        let later = until + Days::new(365);
        let at = (version, row.revision);
        assert!(tx.extend_listing(at, later, "仍有邀请", now()).await.unwrap());
        let at = (version, row.revision + 1);
        assert!(!tx.extend_listing(at, later, "再一次", now()).await.unwrap(), "once");
        let row = tx.find_version(version).await.unwrap().unwrap();
        assert_eq!((row.listed_until, row.extended), (Some(later), true), "{}", db.name);
        assert_eq!((row.expiry_notice, row.listing_reason.as_str()), (None, "仍有邀请"));
        tx.set_listing_reason(version, "数据过时", true).await.unwrap();
        let row = tx.find_version(version).await.unwrap().unwrap();
        assert_eq!((row.lapsed, row.listing_reason.as_str()), (true, "数据过时"));
        tx.remove_catalogue_no(version).await.unwrap();
        let change = CourseChange {
            kind: ChangeKind::Minor,
            changed_slides: 3,
            all_slides: 40,
            note: "错字".to_owned(),
        };
        assert_eq!(row.change(), None);
        tx.set_course_change(version, &change).await.unwrap();
        let row = tx.find_version(version).await.unwrap().unwrap();
        assert_eq!((row.change(), row.catalogue_no), (Some(change), None), "{}", db.name);
        tx.commit_unlogged().await.unwrap();
        db.remove().await;
    }
}

#[tokio::test]
async fn what_is_open_with_a_course_moves_to_another_version() {
    for db in databases().await {
        let scene = crate::lecture::scene(&db.store).await;
        let mut tx = db.store.begin().await.unwrap();
        let request = tx.find_lecture_request(scene.request).await.unwrap().unwrap();
        let course = tx.find_version(request.version_id).await.unwrap().unwrap();
        let open = tx.list_open_requests_of(course.course_id).await.unwrap();
        assert_eq!((open.len(), open[0].id), (1, scene.request), "{}", db.name);
        assert_eq!(tx.count_stranded_requests().await.unwrap(), 0);
        let draft = a_draft("潮汐（修订）");
        let version = NewVersion {
            lecturer_id: course.lecturer_id,
            state: Listed,
            draft: &draft,
            taken_over: false,
            listed_until: None,
            remark: "",
            at: now(),
        };
        let next = tx.add_next_version(course.course_id, &version).await.unwrap();
        tx.move_request_to_version(scene.request, next, course.course_id).await.unwrap();
        let row = tx.find_lecture_request(scene.request).await.unwrap().unwrap();
        assert_eq!(row.version_id, next, "{}", db.name);
        let from = (course.state, course.revision);
        assert!(tx.move_version(course.id, from, Retired, "", now()).await.unwrap());
        assert_eq!(tx.count_stranded_requests().await.unwrap(), 0, "it has moved");
        tx.move_request_to_version(scene.request, course.id, course.course_id).await.unwrap();
        assert_eq!(tx.count_stranded_requests().await.unwrap(), 1, "{}", db.name);
        tx.commit_unlogged().await.unwrap();
        db.remove().await;
    }
}
