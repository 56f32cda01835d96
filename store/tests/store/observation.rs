//! Observations of lectures, on both databases.

use domain::{
    appointment::AppointmentState,
    id::PersonId,
    observation::{EquipmentState, ObservationSheet, ObservationState},
    role::{Grant, Role, Scope},
};
use store::{DeliveryRow, NewAccount, NewDelivery, Store, StoreError, Tx};
use test_database::databases;

use crate::{
    lecture,
    some::{a_person, minutes, now, today},
};

const DAYS: i64 = 60 * 24;

pub(crate) fn sheet(level: i64) -> ObservationSheet {
    let time = |hour| chrono::NaiveTime::from_hms_opt(hour, 0, 0).unwrap();
    ObservationSheet {
        soundness: level,
        engagement: level,
        usefulness: 4,
        arrived_at: time(14),
        left_at: time(15),
        is_on_time: true,
        attendance: 120,
        equipment: EquipmentState::Flawed,
        highlights: "用脸盆演示潮汐".into(),
        suggestions: "多留一点提问时间".into(),
    }
}

/// A lecture of the scene's lecturer, and somebody who may observe it.
pub(crate) async fn a_lecture(store: &Store) -> (DeliveryRow, PersonId) {
    let scene = lecture::scene(store).await;
    let mut tx = store.begin().await.unwrap();
    let offer = lecture::offer(&scene);
    let dispatch = tx.add_dispatch(&offer).await.unwrap();
    let new = NewDelivery {
        request_id: scene.request,
        dispatch_id: dispatch,
        lecturer_id: offer.lecturer_id,
        version_id: offer.version_id,
        region_id: None,
        place_id: None,
        starts_at: offer.starts_at,
        ends_at: offer.ends_at,
    };
    let id = tx.add_delivery(&new).await.unwrap();
    let observer = a_person(&mut tx, "听课人").await;
    let grant =
        Grant { role: Role::Tutor, scope: Scope::Everything, starts_on: today(), ends_on: None };
    tx.add_grant(observer, &grant).await.unwrap();
    let account = NewAccount {
        person_id: observer,
        sign_in_name: "observer",
        password_hash: None,
        created_at: now(),
    };
    tx.add_account(&account).await.unwrap();
    let row = tx.find_delivery(id).await.unwrap().unwrap();
    tx.commit_unlogged().await.unwrap();
    (row, observer)
}

async fn shared(tx: &mut Tx, delivery: &DeliveryRow, observer: PersonId, level: i64) {
    let id =
        tx.add_observation(delivery, ObservationState::Accepted, Some(observer)).await.unwrap();
    let times = (minutes(20 * DAYS), minutes(20 * DAYS + 60));
    assert!(tx.submit_observation(id, 1, &sheet(level), times, minutes(21 * DAYS)).await.unwrap());
}

#[tokio::test]
async fn an_observation_moves_from_state_to_state_and_is_one_of_its_lecture() {
    for db in databases().await {
        let (delivery, observer) = a_lecture(&db.store).await;
        let mut tx = db.store.begin().await.unwrap();
        let all = tx.list_observable_deliveries(None, now(), 9).await.unwrap();
        assert_eq!(all.iter().map(|it| it.id).collect::<Vec<_>>(), [delivery.id], "{}", db.name);
        let own = Some(delivery.lecturer_id);
        assert_eq!(tx.list_observable_deliveries(own, now(), 9).await.unwrap().len(), 1);
        let id = tx.add_observation(&delivery, ObservationState::Open, None).await.unwrap();
        assert!(tx.list_observable_deliveries(own, now(), 9).await.unwrap().is_empty());
        assert_eq!(tx.list_open_observations(9).await.unwrap().len(), 1);
        let to = ObservationState::Assigned;
        assert!(tx.move_observation(id, 1, to, Some(observer)).await.unwrap());
        assert!(!tx.move_observation(id, 1, to, Some(observer)).await.unwrap(), "stale");
        let row = tx.find_observation(id).await.unwrap().unwrap();
        assert_eq!((row.state, row.observer_name.as_deref()), (to, Some("听课人")));
        assert_eq!(tx.find_observation_of(delivery.id).await.unwrap().as_ref(), Some(&row));
        assert_eq!(tx.list_observations_by(observer).await.unwrap(), std::slice::from_ref(&row));
        assert_eq!(
            tx.list_observations_of(delivery.lecturer_id).await.unwrap(),
            std::slice::from_ref(&row)
        );
        assert_eq!(tx.list_observations_ahead(9).await.unwrap(), [row]);
        assert!(tx.list_astray_observations().await.unwrap().is_empty());
        let times = (minutes(22 * DAYS), minutes(22 * DAYS + 60));
        assert!(tx.set_observation_time(id, 2, times).await.unwrap());
        assert_eq!(tx.list_astray_observations().await.unwrap(), [id], "the lecture is elsewhen");
        tx.commit_unlogged().await.unwrap();
        let mut tx = db.store.begin().await.unwrap();
        let again = tx.add_observation(&delivery, ObservationState::Open, None).await;
        assert!(matches!(again, Err(StoreError::Conflict)), "{}: {again:?}", db.name);
        drop(tx);
        db.remove().await;
    }
}

#[tokio::test]
async fn what_is_shared_stays_as_it_is_and_is_answered_once() {
    for db in databases().await {
        let (delivery, observer) = a_lecture(&db.store).await;
        let mut tx = db.store.begin().await.unwrap();
        shared(&mut tx, &delivery, observer, 3).await;
        let row = tx.list_shared_observations(9).await.unwrap().remove(0);
        assert_eq!((row.soundness, row.equipment), (Some(3), Some(EquipmentState::Flawed)));
        assert!(tx.list_observations_ahead(9).await.unwrap().is_empty());
        assert_eq!(tx.list_low_observations(70).await.unwrap().len(), 1, "ten of fifteen");
        let move_on = tx.move_observation(row.id, 2, ObservationState::Ended, None).await;
        assert!(!move_on.unwrap(), "{}: shared", db.name);
        assert!(tx.answer_observation(row.id, "谢谢", minutes(22 * DAYS)).await.unwrap());
        assert!(!tx.answer_observation(row.id, "再谢", minutes(23 * DAYS)).await.unwrap());
        assert!(tx.set_observation_weighed(row.id, minutes(24 * DAYS)).await.unwrap());
        assert!(!tx.set_observation_weighed(row.id, minutes(25 * DAYS)).await.unwrap());
        assert!(tx.list_low_observations(70).await.unwrap().is_empty());
        tx.commit_unlogged().await.unwrap();
        for change in [
            "UPDATE observation SET soundness = 5",
            "UPDATE observation SET highlights = '改'",
            "UPDATE observation SET state = 'accepted'",
            "UPDATE observation SET answer = '改'",
            "DELETE FROM observation",
        ] {
            assert!(run(&db.url, change).await.is_err(), "{}: {change}", db.name);
        }
        assert!(run(&db.url, "UPDATE observation SET observer_id = observer_id").await.is_ok());
        db.remove().await;
    }
}

async fn run(url: &str, statement: &'static str) -> Result<(), sqlx::Error> {
    use sqlx::Connection as _;
    if url.starts_with("sqlite") {
        let mut conn = sqlx::SqliteConnection::connect(url).await?;
        sqlx::query(statement).execute(&mut conn).await.map(|_| ())
    } else {
        let mut conn = sqlx::PgConnection::connect(url).await?;
        sqlx::query(statement).execute(&mut conn).await.map(|_| ())
    }
}

#[tokio::test]
async fn who_has_none_this_year_is_counted_and_who_may_observe_is_found() {
    for db in databases().await {
        let (delivery, observer) = a_lecture(&db.store).await;
        let mut tx = db.store.begin().await.unwrap();
        let other = a_person(&mut tx, "无课讲师").await;
        let last = today() + chrono::Days::new(100);
        tx.set_appointment(other, today(), last, AppointmentState::Active).await.unwrap();
        let ended = a_person(&mut tx, "已解聘").await;
        tx.set_appointment(ended, today(), last, AppointmentState::Terminated).await.unwrap();
        let year = (now(), minutes(300 * DAYS));
        assert_eq!(tx.count_unobserved_lecturers(today(), year).await.unwrap(), 2, "{}", db.name);
        shared(&mut tx, &delivery, observer, 5).await;
        assert!(tx.list_low_observations(70).await.unwrap().is_empty());
        assert_eq!(tx.count_unobserved_lecturers(today(), year).await.unwrap(), 1);
        let left = tx.list_unobserved_lecturers(today(), year, 9).await.unwrap();
        assert_eq!(left, [(other, "无课讲师".to_owned())], "{}", db.name);
        let found = tx.list_observers_found("听课", today(), 9).await.unwrap();
        assert_eq!(found.iter().map(|one| one.id).collect::<Vec<_>>(), [observer]);
        assert_eq!(tx.list_observers_found("", today(), 9).await.unwrap().len(), 1);
        assert!(tx.list_observers_found("别人", today(), 9).await.unwrap().is_empty());
        assert!(tx.is_observer(observer, today()).await.unwrap());
        assert!(!tx.is_observer(other, today()).await.unwrap(), "has no account");
        drop(tx);
        db.remove().await;
    }
}
