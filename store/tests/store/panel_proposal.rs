//! What a proposal of panels follows from, and the panels that become of it.

use domain::{
    audience::SchoolStage,
    booking::BookingState::{Confirmed, Held},
    commitment::{CommitmentSource, Interval},
    course::CourseVersionState,
    id::OrganisationId,
    organisation::OrganisationKind,
    review_session::ReviewSessionState,
};
use store::{NewBooking, NewCommitment, NewOrganisation, TakenRow, Tx};
use test_database::databases;

use crate::some::{a_party, a_person, a_session, a_version, minutes, now};

async fn an_organisation(
    tx: &mut Tx,
    name: &str,
    parent: Option<OrganisationId>,
) -> OrganisationId {
    let row = NewOrganisation {
        name,
        match_key: name,
        kind: OrganisationKind::University,
        parent_id: parent,
        ..NewOrganisation::default()
    };
    tx.add_organisation(&row).await.unwrap()
}

#[tokio::test]
async fn loads_are_of_sessions_that_are_not_called_off_and_seats_of_planned_ones() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let one = a_person(&mut tx, "赵颖").await;
        let other = a_person(&mut tx, "沈俊杰").await;
        let planned = a_session(&mut tx, one, &[one, other]).await;
        let open = a_session(&mut tx, one, &[one]).await;
        let off = a_session(&mut tx, one, &[one]).await;
        for (id, to) in [(open, ReviewSessionState::Open), (off, ReviewSessionState::Cancelled)] {
            let from = (ReviewSessionState::Planned, 1);
            assert!(tx.move_session(id, from, to).await.unwrap());
        }
        let loads = tx.list_panel_loads(now()).await.unwrap();
        assert_eq!(loads, [(one, 2), (other, 1)], "{}", db.name);
        assert_eq!(tx.list_panel_loads(minutes(60 * 24 * 11)).await.unwrap(), []);
        let seats = tx.list_planned_seats(now()).await.unwrap();
        assert_eq!(seats, [(one, planned), (other, planned)]);
        drop(tx);
        db.remove().await;
    }
}

#[tokio::test]
async fn what_takes_people_is_read_at_once() {
    for db in databases().await {
        let (_, party) = a_party(&db.store, "赵颖").await;
        let (_, other) = a_party(&db.store, "沈俊杰").await;
        let mut tx = db.store.begin().await.unwrap();
        for (party_id, from) in [(party, 0), (party, 600), (other, 30)] {
            let commitment = NewCommitment {
                party_id,
                interval: Interval::new(minutes(from), minutes(from + 60)).unwrap(),
                held_until: None,
                source: CommitmentSource::Absence,
                source_id: 1,
                slot_id: None,
                place_id: None,
            };
            tx.add_commitment(&commitment).await.unwrap();
        }
        let taken = tx.list_taken(&[party], minutes(10), minutes(500)).await.unwrap();
        let expected = TakenRow {
            party_id: party,
            starts_at: minutes(0),
            ends_at: minutes(60),
            place_id: None,
            region_id: None,
        };
        assert_eq!(taken, [expected], "{}", db.name);
        assert_eq!(
            tx.list_taken(&[party, other], minutes(10), minutes(50)).await.unwrap().len(),
            2
        );
        assert_eq!(tx.list_taken(&[], minutes(0), minutes(9_000)).await.unwrap(), []);
        drop(tx);
        db.remove().await;
    }
}

#[tokio::test]
async fn booked_lecturers_stages_and_units_above_are_found() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let lecturer = a_person(&mut tx, "钱进").await;
        let version = a_version(&mut tx, lecturer, "潮汐", CourseVersionState::Booked).await;
        let session = a_session(&mut tx, lecturer, &[]).await;
        let slot = tx.add_slot(session, minutes(0), minutes(60)).await.unwrap();
        let booking = NewBooking {
            slot_id: slot,
            version_id: version,
            lecturer_id: lecturer,
            booker_id: None,
            held_until: minutes(10),
            created_at: now(),
        };
        let booking = tx.add_booking(&booking).await.unwrap();
        assert!(tx.move_booking(booking, Held, Confirmed).await.unwrap());
        let booked = tx.list_booked_lecturers(&[session]).await.unwrap();
        assert_eq!(booked, [(session, lecturer)], "{}", db.name);
        assert_eq!(tx.list_booked_lecturers(&[]).await.unwrap(), []);
        let mut stages = tx.list_version_stages(&[version]).await.unwrap();
        stages.sort();
        let expected = [SchoolStage::PrimaryUpper, SchoolStage::JuniorSecondary];
        assert_eq!(stages, expected.map(|stage| (version, stage)));
        assert_eq!(tx.list_version_stages(&[]).await.unwrap(), []);
        let above = an_organisation(&mut tx, "示范大学", None).await;
        let below = an_organisation(&mut tx, "示范大学物理系", Some(above)).await;
        assert_eq!(tx.list_parents(&[above, below]).await.unwrap(), [(below, above)]);
        assert_eq!(tx.list_parents(&[]).await.unwrap(), []);
        drop(tx);
        db.remove().await;
    }
}

#[tokio::test]
async fn a_panel_is_set_in_the_order_of_seats_while_nobody_was_faster() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let one = a_person(&mut tx, "赵颖").await;
        let other = a_person(&mut tx, "沈俊杰").await;
        let session = a_session(&mut tx, one, &[one]).await;
        assert!(tx.set_panel(session, 1, &[other, one]).await.unwrap(), "{}", db.name);
        assert!(!tx.set_panel(session, 1, &[one]).await.unwrap(), "it has another revision");
        let panel = tx.list_panels(&[session]).await.unwrap();
        let seats: Vec<_> = panel.iter().map(|row| (row.seat_no, row.person_id)).collect();
        assert_eq!(seats, [(1, other), (2, one)]);
        let from = (ReviewSessionState::Planned, 2);
        assert!(tx.move_session(session, from, ReviewSessionState::Open).await.unwrap());
        assert!(!tx.set_panel(session, 3, &[one]).await.unwrap(), "it is published");
        drop(tx);
        db.remove().await;
    }
}
