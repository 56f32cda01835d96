//! Nobody is taken twice: the database itself refuses.

use domain::{
    commitment::{CommitmentSource, CommitmentState, Interval},
    id::{PartyId, SlotId},
};
use store::{NewCommitment, StoreError};
use test_database::databases;

use crate::{
    some::{a_party, minutes},
    trial_lecture::a_lecture,
};

fn taking(party: PartyId, from: i64, until: i64, source_id: i64) -> NewCommitment {
    NewCommitment {
        party_id: party,
        interval: Interval::new(minutes(from), minutes(until)).unwrap(),
        held_until: None,
        source: CommitmentSource::Absence,
        source_id,
        slot_id: None,
        place_id: None,
    }
}

#[tokio::test]
async fn what_takes_somebody_leads_to_what_it_is_about() {
    for db in databases().await {
        let (_, party) = a_party(&db.store, "甲").await;
        let mut tx = db.store.begin().await.unwrap();
        let booking = a_lecture(&mut tx).await.booking;
        let session = tx.find_booking(booking).await.unwrap().unwrap().session_id;
        let mut ids = Vec::new();
        for (from, source, source_id) in [
            (0, CommitmentSource::Booking, booking.into()),
            (60, CommitmentSource::ReviewSession, session.into()),
            (120, CommitmentSource::Delivery, 4_711),
            (180, CommitmentSource::Absence, 1),
        ] {
            let taking = NewCommitment { source, ..taking(party, from, from + 60, source_id) };
            ids.push(tx.add_commitment(&taking).await.unwrap());
        }
        let mut places = tx.list_commitment_places(&ids).await.unwrap();
        places.sort_by_key(|place| place.commitment_id);
        let pages: Vec<_> = places.iter().map(|place| (place.page_id, place.region_id)).collect();
        let session: i64 = session.into();
        assert_eq!(
            pages,
            [(Some(session), None), (Some(session), None), (None, None)],
            "{}",
            db.name
        );
        assert!(tx.list_commitment_places(&[]).await.unwrap().is_empty());
        tx.commit_unlogged().await.unwrap();
        db.remove().await;
    }
}

#[tokio::test]
async fn an_overlap_is_refused_and_touching_or_released_time_is_not() {
    for db in databases().await {
        let (_, party) = a_party(&db.store, "甲").await;
        let (_, other) = a_party(&db.store, "乙").await;
        let add = async |commitment: NewCommitment| {
            let mut tx = db.store.begin().await?;
            let id = tx.add_commitment(&commitment).await?;
            tx.commit_unlogged().await?;
            Ok::<_, StoreError>(id)
        };
        add(taking(party, 0, 60, 1)).await.unwrap();
        let refused = add(taking(party, 59, 90, 2)).await;
        assert!(matches!(refused, Err(StoreError::Overlap)), "{}: {refused:?}", db.name);
        add(taking(party, 60, 120, 3)).await.unwrap();
        add(taking(other, 0, 60, 4)).await.unwrap();
        add(taking(other, 90, 120, 3)).await.unwrap();
        let mut tx = db.store.begin().await.unwrap();
        tx.release_party(CommitmentSource::Absence, 3, other).await.unwrap();
        tx.commit_unlogged().await.unwrap();
        let mut conn = db.store.read().await.unwrap();
        let left = conn.list_commitments(other, minutes(0), minutes(500)).await.unwrap();
        assert_eq!(left.len(), 1, "{}: of one party alone", db.name);
        drop(conn);
        let mut tx = db.store.begin().await.unwrap();
        tx.lock_party(party).await.unwrap();
        tx.release_commitments(CommitmentSource::Absence, 1).await.unwrap();
        tx.commit_unlogged().await.unwrap();
        add(taking(party, 0, 60, 5)).await.unwrap();
        let mut conn = db.store.read().await.unwrap();
        let rows = conn.list_commitments(party, minutes(0), minutes(500)).await.unwrap();
        let ids: Vec<i64> = rows.iter().map(|row| row.source_id).collect();
        assert_eq!(ids, [5, 3], "{}", db.name);
        drop(conn);
        db.remove().await;
    }
}

#[tokio::test]
async fn a_hold_is_confirmed_extended_and_released_with_its_source() {
    for db in databases().await {
        let (_, party) = a_party(&db.store, "甲").await;
        let mut tx = db.store.begin().await.unwrap();
        let mut hold = taking(party, 0, 60, 1);
        hold.held_until = Some(minutes(10));
        tx.add_commitment(&hold).await.unwrap();
        tx.extend_commitments(CommitmentSource::Absence, 1, minutes(20)).await.unwrap();
        tx.confirm_commitments(CommitmentSource::Absence, 1).await.unwrap();
        let rows = tx.list_commitments(party, minutes(0), minutes(60)).await.unwrap();
        assert_eq!(rows[0].state, CommitmentState::Confirmed);
        let mut of_slot = taking(party, 60, 90, 2);
        of_slot.slot_id = Some(SlotId(99));
        tx.add_commitment(&of_slot).await.unwrap();
        tx.release_slot_commitments(SlotId(99)).await.unwrap();
        let rows = tx.list_commitments(party, minutes(0), minutes(600)).await.unwrap();
        assert_eq!(rows.len(), 1);
        tx.commit_unlogged().await.unwrap();
        db.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_fifty_overlapping_commitments_of_one_person_exactly_one_is_made() {
    for db in databases().await {
        let (_, party) = a_party(&db.store, "甲").await;
        let attempts = (0..50).map(|n| {
            let store = db.store.clone();
            tokio::spawn(async move {
                let mut tx = store.begin().await?;
                tx.add_commitment(&taking(party, n, n + 60, n)).await?;
                tx.commit_unlogged().await
            })
        });
        let mut won = 0;
        for attempt in attempts.collect::<Vec<_>>() {
            match attempt.await.unwrap() {
                Ok(()) => won += 1,
                Err(StoreError::Overlap | StoreError::Deadlock) => {}
                Err(error) => panic!("{}: {error}", db.name),
            }
        }
        assert_eq!(won, 1, "{}", db.name);
        db.remove().await;
    }
}
