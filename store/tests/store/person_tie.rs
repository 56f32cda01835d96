//! What ties two people, from either side.

use chrono::Days;
use domain::person_tie::TieKind;
use store::NewPersonTie;
use test_database::databases;

use crate::some::{a_person, now, today};

#[tokio::test]
async fn a_tie_is_written_ended_and_taken_back_and_both_see_it() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let one = a_person(&mut tx, "张三").await;
        let other = a_person(&mut tx, "李四").await;
        let tie = NewPersonTie {
            person: one,
            other,
            kind: TieKind::Mentoring,
            starts_on: today() - Days::new(90),
            ends_on: None,
            recorder: one,
        };
        let id = tx.add_person_tie(tie, now()).await.unwrap();
        let kind = TieKind::JointCourse;
        let past = NewPersonTie { kind, ends_on: Some(today() - Days::new(9)), ..tie };
        let past = tx.add_person_tie(past, now()).await.unwrap();
        for (asker, name) in [(one, "李四"), (other, "张三")] {
            let rows = tx.list_person_ties(asker).await.unwrap();
            let rows: Vec<_> = rows.iter().map(|row| (row.id, row.name.as_str())).collect();
            assert_eq!(rows, [(id, name), (past, name)], "{}", db.name);
        }
        // Both keep them apart: one goes on, and the other ended within the years that count.
        let n_ties = |rows: Vec<store::PeerRow>| rows.iter().filter_map(|row| row.tied_to).count();
        let (then, now_on) = (today() - Days::new(10), [(today(), now()); 2]);
        let rows = tx.list_peers(&[one, other], [(then, now()); 2]).await.unwrap();
        assert_eq!(n_ties(rows), 2, "{}", db.name);
        let rows = tx.list_peers(&[one, other], now_on).await.unwrap();
        assert_eq!(n_ties(rows), 1, "{}: what ended before is over", db.name);
        assert!(tx.end_person_tie(id, today()).await.unwrap());
        assert!(!tx.end_person_tie(id, today()).await.unwrap(), "{}", db.name);
        tx.remove_person_tie(past).await.unwrap();
        assert_eq!(tx.list_person_ties(other).await.unwrap().len(), 1);
        let with_oneself = NewPersonTie { other: one, ..tie };
        assert!(tx.add_person_tie(with_oneself, now()).await.is_err(), "{}", db.name);
        drop(tx);
        db.remove().await;
    }
}
