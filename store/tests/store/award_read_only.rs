//! What the database lets nobody change in an award that has gone on: rules, sheets, seats, relations,
//! ties, proposal, votes and decisions.

use domain::{
    award_cycle::AwardCycleState::{Configuring, Decided, Nominating},
    id::{AwardCycleId, NominationId, PersonId},
    nomination::{
        Figures,
        NominationState::{Awarded, Eligible, Proposed},
        Relation,
    },
    quota::{Line, Resolution, TieDecision},
    ranking::NomineeKey,
    score_sheet::{ConflictKind, Points, Stage},
};
use sqlx::{AssertSqlSafe, Connection as _, PgConnection, SqliteConnection};
use store::{NewScoreSheet, ProposalRow};
use test_database::{Database, databases};

use crate::{
    award_cycle::{a_cycle, a_nomination},
    some::{a_person, now, today},
};

/// What the announcement freezes.
const ANNOUNCED: &[&str] = &[
    "UPDATE award_cycle SET title = '别的'",
    "UPDATE award_cycle SET year = 2027",
    "UPDATE award_cycle SET legal_basis = 'approved'",
    "UPDATE award_cycle SET approval_no = '一号'",
    "UPDATE award_cycle SET contact = '别处'",
    "UPDATE award_cycle SET notice_order = 'rank'",
    "UPDATE award_cycle SET organiser = '别处'",
    "UPDATE award_cycle SET final_kind = 'vote'",
    "UPDATE award_cycle SET most_sheets = 3",
    "UPDATE award_cycle SET title_reason = '别的'",
    "UPDATE award_cycle SET rules_digest = 'def'",
    "UPDATE award_category SET criteria = '[]'",
    "UPDATE award_category SET quota = '{}'",
    "UPDATE award_category SET added_seats = 'allowed'",
    "UPDATE award_category SET seat_passing = 'next_in_rank'",
    "UPDATE award_category SET most_nominations = 7",
    "UPDATE award_category SET ties_off_line = 'separate'",
    "UPDATE award_category SET most_apart = 7",
    "DELETE FROM award_category",
    "UPDATE tie_decision SET decision = '{}'",
    "DELETE FROM tie_decision",
];

/// What somebody with the file tries, and what the database says to it.
async fn told(db: &Database, statement: &str) -> String {
    let statement = AssertSqlSafe(statement.to_owned());
    let done = if db.name == "SQLite" {
        let mut conn = SqliteConnection::connect(&db.url).await.unwrap();
        sqlx::query(statement).execute(&mut conn).await.map(|done| done.rows_affected())
    } else {
        let mut conn = PgConnection::connect(&db.url).await.unwrap();
        sqlx::query(statement).execute(&mut conn).await.map(|done| done.rows_affected())
    };
    match done {
        Ok(n) => format!("{n} rows"),
        Err(error) => error.to_string(),
    }
}

async fn all_refused(db: &Database, statements: &[&str]) {
    for statement in statements {
        let told = told(db, statement).await;
        assert!(told.contains("award_read_only"), "{}: {statement}: {told}", db.name);
    }
}

/// What is written of a cycle, by two people, before it is decided.
async fn a_whole_cycle(db: &Database) -> (AwardCycleId, NominationId, [PersonId; 2]) {
    let mut tx = db.store.begin().await.unwrap();
    let people = [a_person(&mut tx, "评委").await, a_person(&mut tx, "书记").await];
    let [judge, decider] = people;
    let (cycle, category) = a_cycle(&mut tx).await;
    let id = a_nomination(&mut tx, cycle, category, "张三").await;
    assert!(tx.check_nomination(id, 1, Eligible, &Figures::default(), "", decider).await.unwrap());
    tx.add_judge(cycle, judge).await.unwrap();
    let conflict = Relation(Some(ConflictKind::CloseRelative));
    tx.add_relation(id, judge, Relation(None), now()).await.unwrap();
    tx.add_relation(id, decider, conflict, now()).await.unwrap();
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
    assert!(tx.save_sheet(&sheet, 0).await.unwrap());
    assert!(tx.submit_sheet((id, judge, Stage::Preliminary), 1).await.unwrap());
    let tie = TieDecision {
        line: Line::Category,
        reference: "纪要一号".to_owned(),
        resolution: Resolution::Lot { order: vec![NomineeKey::new("n1")] },
    };
    tx.add_tie_decision(category, &tie, judge, now()).await.unwrap();
    tx.set_final_vote(category, (7, "纪要"), &[(id, 5)]).await.unwrap();
    let reason = String::new();
    let place = ProposalRow {
        nomination_id: id,
        is_selected: true,
        is_deviation: false,
        reason,
        has_seat: true,
        level_no: None,
    };
    tx.set_proposal(&place).await.unwrap();
    tx.move_nominations(cycle, Eligible, Proposed, true).await.unwrap();
    assert!(tx.move_cycle(cycle, (Configuring, 1), Nominating).await.unwrap());
    tx.freeze_rules(cycle, "abc").await.unwrap();
    tx.confirm_proposal(cycle, decider, now()).await.unwrap();
    tx.set_notice(cycle, today(), today()).await.unwrap();
    tx.commit_unlogged().await.unwrap();
    (cycle, id, people)
}

#[tokio::test]
async fn what_is_announced_closed_and_decided_is_read_only() {
    for db in databases().await {
        let (cycle, id, [judge, decider]) = a_whole_cycle(&db).await;
        all_refused(&db, ANNOUNCED).await;
        // Until it is decided the rest goes on, while scoring is open.
        for (statement, n) in [
            ("UPDATE score_sheet SET state = 'void'", "1 rows"),
            ("UPDATE award_proposal SET is_selected = TRUE", "1 rows"),
            ("UPDATE award_category SET revision = revision + 1", "1 rows"),
            ("UPDATE award_cycle SET document_no = '一号'", "1 rows"),
            ("UPDATE judge SET seat_no = 1", "1 rows"),
        ] {
            assert_eq!(told(&db, statement).await, n, "{}: {statement}", db.name);
        }
        assert_eq!(told(&db, "UPDATE award_cycle SET state = 'final_evaluation'").await, "1 rows");
        all_refused(&db, &["UPDATE score_sheet SET state = 'submitted'"]).await;
        assert_eq!(told(&db, "UPDATE award_cycle SET state = 'nominating'").await, "1 rows");

        let mut tx = db.store.begin().await.unwrap();
        tx.decide_cycle(cycle, decider, now(), "一号").await.unwrap();
        let revision = tx.find_cycle(cycle).await.unwrap().unwrap().revision;
        assert!(tx.move_cycle(cycle, (Nominating, revision), Decided).await.unwrap());
        let supplement = tx.add_supplement(cycle, "二号", decider, now()).await.unwrap();
        assert!(tx.award_by_supplement(id, supplement).await.unwrap());
        tx.commit_unlogged().await.unwrap();
        let to_judge = format!("UPDATE award_cycle SET decided_by = {judge}");
        let own = format!("UPDATE judge SET person_id = {decider}");
        let other_sheet = format!("UPDATE score_sheet SET person_id = {decider}");
        let other_tie = format!("UPDATE tie_decision SET person_id = {decider}");
        let other_supplement = format!("UPDATE award_supplement SET decided_by = {judge}");
        all_refused(
            &db,
            &[
                &to_judge,
                "UPDATE award_cycle SET confirmed_by = NULL",
                "UPDATE award_cycle SET document_no = '三号'",
                "UPDATE award_cycle SET notice_until = '2031-01-01'",
                "UPDATE award_cycle SET notice_from = '2031-01-01'",
                "UPDATE award_cycle SET decided_at = NULL",
                "UPDATE award_cycle SET confirmed_at = NULL",
                "UPDATE score_sheet SET state = 'submitted'",
                "UPDATE score_sheet SET seat_no = 2",
                "UPDATE score_sheet SET stage = 'final'",
                "DELETE FROM score_sheet",
                &other_sheet,
                &own,
                "UPDATE judge SET seat_no = 2",
                "DELETE FROM judge",
                "UPDATE judge_relation SET kind = 'none' WHERE kind <> 'none'",
                "DELETE FROM judge_relation",
                "UPDATE award_proposal SET is_selected = FALSE",
                "DELETE FROM award_proposal",
                "UPDATE final_vote SET votes = 7",
                "DELETE FROM final_vote",
                "UPDATE final_ballot SET ballots = 3",
                "DELETE FROM final_ballot",
                &other_tie,
                "UPDATE award_supplement SET document_no = '三号'",
                &other_supplement,
                "DELETE FROM award_supplement",
            ],
        )
        .await;
        // A relation that becomes known later is added, and the cycle goes on.
        let mut tx = db.store.begin().await.unwrap();
        let conflict = Relation(Some(ConflictKind::CloseRelative));
        tx.add_relation(id, judge, conflict, now()).await.unwrap();
        tx.touch_cycle(cycle).await.unwrap();
        assert_eq!(tx.find_nomination(id).await.unwrap().unwrap().state, Awarded);
        tx.commit_unlogged().await.unwrap();
        db.remove().await;
    }
}

#[tokio::test]
async fn two_records_of_one_person_become_one_also_where_an_award_is_decided() {
    for db in databases().await {
        let (cycle, _, [judge, decider]) = a_whole_cycle(&db).await;
        let mut tx = db.store.begin().await.unwrap();
        tx.decide_cycle(cycle, decider, now(), "一号").await.unwrap();
        let revision = tx.find_cycle(cycle).await.unwrap().unwrap().revision;
        assert!(tx.move_cycle(cycle, (Nominating, revision), Decided).await.unwrap());
        tx.add_supplement(cycle, "二号", judge, now()).await.unwrap();
        let kept = a_person(&mut tx, "评委").await;
        let kept = tx.find_person(kept).await.unwrap().unwrap();
        let gone = tx.find_person(judge).await.unwrap().unwrap();
        let merging = tx.add_merging(&kept, &gone, decider, now()).await.unwrap();
        tx.move_merged(merging, &kept, &gone, today()).await.unwrap();
        assert_eq!(tx.list_judges(cycle).await.unwrap()[0].person_id, kept.id, "{}", db.name);
        tx.commit_unlogged().await.unwrap();
        db.remove().await;
    }
}
