//! Sheets opened again, declarations undone, readers, and substitutes drawn.

use domain::{
    nomination::Relation,
    score_sheet::{ConflictKind, Points, SheetStage, Stage},
};
use sqlx::{Connection as _, PgConnection, SqliteConnection};
use store::{NewScoreSheet, NewSubstituteDraw};
use test_database::databases;

use crate::{
    award_cycle::{a_cycle, a_nomination},
    some::{a_person, now},
};

#[tokio::test]
async fn a_sheet_opens_again_only_where_what_it_said_is_kept() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let judge = a_person(&mut tx, "评委").await;
        let clerk = a_person(&mut tx, "经办").await;
        let (cycle, category) = a_cycle(&mut tx).await;
        let id = a_nomination(&mut tx, cycle, category, "张三").await;
        let scores = [Some(Points::hundredths(50))];
        let sheet = NewScoreSheet {
            nomination_id: id,
            person_id: judge,
            seat_no: 1,
            scores: &scores,
            comment: "好",
            stage: Stage::Preliminary,
            at: now(),
        };
        let of = (id, judge, Stage::Preliminary);
        assert!(tx.save_sheet(&sheet, 0).await.unwrap(), "{}", db.name);
        assert!(!tx.open_sheet_again(of, (clerk, "误填", now())).await.unwrap(), "it is open");
        assert!(tx.submit_sheet(of, 1).await.unwrap());
        assert!(tx.open_sheet_again(of, (clerk, "误填", now())).await.unwrap());
        assert!(!tx.open_sheet_again(of, (clerk, "误填", now())).await.unwrap());
        let found = tx.find_sheet(of.0, of.1, of.2).await.unwrap().unwrap();
        assert_eq!((found.state, found.revision), (SheetStage::Draft, 2));
        let past = tx.list_past_sheets(cycle).await.unwrap();
        assert_eq!(past.len(), 1);
        assert_eq!((past[0].nomination_id, past[0].reason.as_str()), (id, "误填"));
        let states = tx.list_sheet_states(cycle, Stage::Preliminary).await.unwrap();
        assert_eq!(states.len(), 1);
        assert!(tx.save_sheet(&NewScoreSheet { comment: "改", ..sheet }, 2).await.unwrap());
        assert!(tx.submit_sheet(of, 3).await.unwrap());
        tx.commit_unlogged().await.unwrap();
        // The database itself keeps a locked sheet locked, and what was kept as it was.
        for statement in [
            "UPDATE score_sheet SET state = 'draft'",
            "UPDATE score_sheet_past SET comment = '没说过'",
        ] {
            let refused = if db.name == "SQLite" {
                let mut conn = SqliteConnection::connect(&db.url).await.unwrap();
                sqlx::query(statement).execute(&mut conn).await.is_err()
            } else {
                let mut conn = PgConnection::connect(&db.url).await.unwrap();
                sqlx::query(statement).execute(&mut conn).await.is_err()
            };
            assert!(refused, "{}: {statement}", db.name);
        }
        db.remove().await;
    }
}

#[tokio::test]
async fn a_declaration_is_undone_and_kept() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let judge = a_person(&mut tx, "评委").await;
        let clerk = a_person(&mut tx, "经办").await;
        let (cycle, category) = a_cycle(&mut tx).await;
        let id = a_nomination(&mut tx, cycle, category, "张三").await;
        let relation = Relation(Some(ConflictKind::CloseRelative));
        tx.add_relation(id, judge, relation, now()).await.unwrap();
        assert!(tx.undo_relation((id, judge), (clerk, "误报", now())).await.unwrap());
        assert!(!tx.undo_relation((id, judge), (clerk, "误报", now())).await.unwrap());
        assert!(tx.list_relations(cycle).await.unwrap().is_empty(), "{}", db.name);
        let past = tx.list_past_relations(cycle).await.unwrap();
        assert_eq!(past.len(), 1);
        assert_eq!((past[0].kind, past[0].reason.as_str()), (relation, "误报"));
        drop(tx);
        db.remove().await;
    }
}

#[tokio::test]
async fn readers_are_set_anew_and_every_plan_is_kept() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let judges = [a_person(&mut tx, "评委甲").await, a_person(&mut tx, "评委乙").await];
        let (cycle, category) = a_cycle(&mut tx).await;
        let one = a_nomination(&mut tx, cycle, category, "张三").await;
        let two = a_nomination(&mut tx, cycle, category, "李四").await;
        assert!(tx.list_reader_plans(cycle).await.unwrap().is_empty());
        let first = [(one, judges[0]), (two, judges[1])];
        tx.set_readers(cycle, &first, (-7, "", judges[0], now())).await.unwrap();
        assert_eq!(tx.list_readers(cycle).await.unwrap(), first, "{}", db.name);
        let second = [(one, judges[1])];
        tx.set_readers(cycle, &second, (8, "换人", judges[0], now())).await.unwrap();
        assert_eq!(tx.list_readers(cycle).await.unwrap(), second);
        let plans = tx.list_reader_plans(cycle).await.unwrap();
        let plans: Vec<_> = plans.iter().map(|it| (it.seed, it.reason.as_str())).collect();
        assert_eq!(plans, [(8, "换人"), (-7, "")]);
        drop(tx);
        db.remove().await;
    }
}

#[tokio::test]
async fn a_draw_is_kept_with_seed_and_pool() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let judge = a_person(&mut tx, "评委").await;
        let (cycle, _) = a_cycle(&mut tx).await;
        let draw = NewSubstituteDraw {
            cycle,
            seat_no: 6,
            person: judge,
            seed: "a1b2",
            pool: "3,7",
            reason: "回避后不足",
            drawer: judge,
            at: now(),
        };
        tx.add_substitute_draw(&draw).await.unwrap();
        let draws = tx.list_substitute_draws(cycle).await.unwrap();
        assert_eq!(draws.len(), 1);
        let it = &draws[0];
        let said = (it.seat_no, it.name.as_str(), it.seed.as_str(), it.pool.as_str());
        assert_eq!(said, (6, "评委", "a1b2", "3,7"), "{}", db.name);
        drop(tx);
        db.remove().await;
    }
}
