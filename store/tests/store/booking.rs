//! Bookings: one per slot and per course version, kept by the database.

use domain::{
    booking::BookingState::{Confirmed, Held},
    course::CourseVersionState::AwaitingSlot,
};
use store::{NewBooking, NewUpload, StoreError};
use test_database::databases;

use crate::some::{a_person, a_session, a_version, minutes, now};

#[tokio::test]
async fn slot_and_version_have_one_active_booking() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let lecturer = a_person(&mut tx, "钱进").await;
        let version = a_version(&mut tx, lecturer, "潮汐", AwaitingSlot).await;
        let other = a_version(&mut tx, lecturer, "天气", AwaitingSlot).await;
        let session = a_session(&mut tx, lecturer, &[]).await;
        let one = tx.add_slot(session, minutes(0), minutes(60)).await.unwrap();
        let two = tx.add_slot(session, minutes(70), minutes(130)).await.unwrap();
        let booking = NewBooking {
            slot_id: one,
            version_id: version,
            lecturer_id: lecturer,
            booker_id: None,
            held_until: minutes(10),
            created_at: now(),
        };
        let id = tx.add_booking(&booking).await.unwrap();
        tx.commit_unlogged().await.unwrap();
        for again in
            [NewBooking { version_id: other, ..booking }, NewBooking { slot_id: two, ..booking }]
        {
            let mut tx = db.store.begin().await.unwrap();
            let refused = tx.add_booking(&again).await;
            assert!(matches!(refused, Err(StoreError::Conflict)), "{}: {refused:?}", db.name);
        }
        let mut tx = db.store.begin().await.unwrap();
        assert!(tx.extend_booking(id, minutes(20), minutes(9)).await.unwrap());
        assert!(!tx.extend_booking(id, minutes(30), minutes(9)).await.unwrap(), "once");
        assert!(!tx.has_booking_due(minutes(19)).await.unwrap(), "{}", db.name);
        assert!(tx.has_booking_due(minutes(20)).await.unwrap(), "{}", db.name);
        assert!(tx.lapse_bookings(minutes(19)).await.unwrap().is_empty());
        assert_eq!(tx.list_bookings_of(lecturer).await.unwrap()[0].held_until, minutes(20));
        assert_eq!(tx.list_bookings_in(session).await.unwrap()[0].title, "潮汐");
        let lapsed = tx.lapse_bookings(minutes(20)).await.unwrap();
        assert_eq!((lapsed.len(), lapsed[0].slot_id), (1, one));
        assert!(!tx.move_booking(id, Held, Confirmed).await.unwrap(), "a lapsed hold is over");
        let second = tx.add_booking(&booking).await.unwrap();
        let upload = NewUpload {
            token: "final",
            owner_id: lecturer,
            sha256: "digest",
            size: 3,
            media_type: "application/pdf",
            file_name: "定稿.pdf",
            created_at: now(),
        };
        let slides = tx.add_upload(&upload).await.unwrap();
        assert!(tx.set_slides(version, slides, now()).await.unwrap());
        let course = tx.find_version(version).await.unwrap().unwrap();
        assert_eq!(course.slides_name.as_deref(), Some("定稿.pdf"), "{}", db.name);
        tx.set_booking_part(second, "前半部分").await.unwrap();
        assert!(tx.move_booking(second, Held, Confirmed).await.unwrap());
        tx.set_booking_part(second, "后半部分").await.unwrap();
        assert_eq!(tx.find_booking(second).await.unwrap().unwrap().part, "前半部分", "agreed on");
        tx.set_booking_moved(second, Some(minutes(-30))).await.unwrap();
        let row = tx.find_booking(second).await.unwrap().unwrap();
        assert_eq!(row.moved_from, Some(minutes(-30)), "{}", db.name);
        assert_eq!(tx.find_booking(second).await.unwrap().unwrap().state, Confirmed);
        tx.commit_unlogged().await.unwrap();
        db.remove().await;
    }
}
