//! What only measuring asks for: the check of query plans, and rows with their own keys.

use domain::id::PersonId;
use store::bench::{
    Cell, add_rows, confirm_trials, list_full_scans, next_key, search_suffixes, settle,
};
use test_database::databases;

use crate::some::{a_person, today};

#[tokio::test]
async fn a_search_without_an_index_is_a_full_scan() {
    for db in databases().await {
        let mut conn = db.store.read().await.unwrap();
        let scans =
            list_full_scans(&mut conn, "SELECT id FROM person WHERE title = $1").await.unwrap();
        assert!(scans.iter().any(|step| step.contains("person")), "{}: {scans:?}", db.name);
        let found =
            list_full_scans(&mut conn, "SELECT id FROM person WHERE phone = $1").await.unwrap();
        assert!(found.is_empty(), "{}: {found:?}", db.name);
        drop(conn);
        db.remove().await;
    }
}

#[tokio::test]
async fn rows_with_their_own_keys_are_added_and_counted_on() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let first = next_key(&mut tx, "person").await.unwrap();
        let party = next_key(&mut tx, "party").await.unwrap();
        let keys = || (0..2_i64).map(|n| (first + n, party + n));
        let parties: Vec<Vec<Cell>> =
            keys().map(|(_, party)| vec![party.into(), "person".into(), Cell::Int(0)]).collect();
        add_rows(&mut tx, "party", "id, kind, turn", &parties).await.unwrap();
        let people: Vec<Vec<Cell>> = keys()
            .map(|(id, party)| {
                let (sex, region) = (Cell::MaybeText(None), Cell::MaybeInt(None));
                let rest = ["", "", "", ""].map(Cell::from);
                [vec![id.into(), party.into(), "张三".into(), sex, region], rest.to_vec()].concat()
            })
            .collect();
        let columns = "id, party_id, name, sex, region_id, title, topics, note, inner_note";
        add_rows(&mut tx, "person", columns, &people).await.unwrap();
        add_rows(&mut tx, "person", columns, &[]).await.unwrap();
        let clock = [vec![Cell::Int(1), Cell::Int(7)]];
        add_rows(&mut tx, "demo_clock", "id, ahead_seconds", &clock).await.unwrap();
        let term = vec![
            Cell::Int(first),
            Cell::On(today()),
            Cell::On(today()),
            Cell::Text("active".to_owned()),
        ];
        let columns = "person_id, starts_on, ends_on, state";
        add_rows(&mut tx, "appointment", columns, &[term]).await.unwrap();
        settle(&mut tx, &["person", "party"]).await.unwrap();
        assert_eq!(next_key(&mut tx, "person").await.unwrap(), first + 2, "{}", db.name);
        assert_eq!(a_person(&mut tx, "李四").await, PersonId(first + 2), "{}", db.name);
        assert_eq!(tx.demo_clock().await.unwrap(), 7);
        assert_eq!(tx.list_appointments(PersonId(first)).await.unwrap()[0].starts_on, today());
        assert!(tx.find_person(PersonId(first)).await.unwrap().unwrap().sex.is_none());
        tx.commit_unlogged().await.unwrap();
        db.remove().await;
    }
}

#[test]
fn a_name_is_found_by_its_suffixes() {
    assert!(search_suffixes("张三").any(|suffix| suffix == "san"));
}

#[tokio::test]
async fn what_was_proposed_is_confirmed_for_all_lectures() {
    use domain::trial_lecture::{TrialState, Verdict};
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let begun = crate::trial_lecture::a_lecture(&mut tx).await;
        let (id, chair) = (begun.booking, begun.panelist);
        assert!(tx.end_trial(id, 1, crate::some::minutes(50)).await.unwrap());
        assert!(tx.close_trial(id, 2, Verdict::Approve, crate::some::minutes(60)).await.unwrap());
        let decided = store::Decided {
            verdict: Verdict::Approve,
            person: Some(chair),
            reason: "",
            at: crate::some::minutes(70),
        };
        assert!(tx.propose_verdict(id, 3, &decided, &[]).await.unwrap());
        confirm_trials(&mut tx, begun.lecturer.into(), crate::some::minutes(80)).await.unwrap();
        let trial = tx.find_trial(id).await.unwrap().unwrap();
        let found = (trial.state, trial.verdict, trial.decider_id);
        let all = (TrialState::Confirmed, Some(Verdict::Approve), Some(begun.lecturer));
        assert_eq!(found, all, "{}", db.name);
        drop(tx);
        db.remove().await;
    }
}
