//! Changes of rules, what keeps an earlier one, and roles that nobody has together.

use chrono::{Days, NaiveDate, TimeDelta};
use domain::{
    award_cycle::{CyclePlan, FinalKind, LegalBasis, NoticeOrder},
    award_stage::StagePlan,
    id::PersonId,
    role::{Grant, Role, Scope},
    rulebook::{Moment, NewChange, Rule},
};
use store::{StoreError, Tx};
use test_database::databases;

use crate::some::{a_person, a_session, execute, now, today};

fn change(value: i64, valid_from: NaiveDate) -> NewChange {
    NewChange {
        value, valid_from, document: "嘉科协〔2026〕9号".into(), note: "会议决定".into()
    }
}

async fn set(tx: &mut Tx, by: PersonId, rule: Rule, value: i64, from: NaiveDate) -> i64 {
    tx.add_rule_change(rule, &change(value, from), by, now()).await.unwrap().0
}

#[tokio::test]
async fn a_rule_holds_from_its_day_on() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let by = a_person(&mut tx, "周明远").await;
        set(&mut tx, by, Rule::HoldMinutes, 15, today()).await;
        let before = tx.rulebook(today() - Days::new(1)).await.unwrap();
        assert_eq!((before.version, before.get(Rule::HoldMinutes)), (0, 10), "{}", db.name);
        let rules = tx.rulebook(today()).await.unwrap();
        assert_eq!(rules.get(Rule::HoldMinutes), 15);
        assert!(rules.version > 0);
        let rows = tx.list_rule_changes(Rule::HoldMinutes).await.unwrap();
        assert_eq!(rows.len(), 1);
        assert_eq!(rows[0].setter.as_deref(), Some("周明远"));
        assert_eq!((rows[0].value, rows[0].valid_from), (15, today()));
        assert!(tx.list_rule_changes(Rule::MaxBookings).await.unwrap().is_empty());
        tx.commit_unlogged().await.unwrap();
        db.remove().await;
    }
}

#[tokio::test]
async fn a_moment_is_found_again_whatever_is_set_later() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let by = a_person(&mut tx, "周明远").await;
        set(&mut tx, by, Rule::MaxBookings, 5, today() + Days::new(9)).await;
        set(&mut tx, by, Rule::HoldMinutes, 15, today()).await;
        let rules = tx.rulebook(today()).await.unwrap();
        let moment = rules.moment(today());
        // Later on the same day, and for a day before which the other one was announced.
        set(&mut tx, by, Rule::HoldMinutes, 20, today()).await;
        set(&mut tx, by, Rule::MaxBookings, 6, today()).await;
        assert_eq!(tx.rulebook_at(moment).await.unwrap(), rules, "{}", db.name);
        assert_eq!(tx.rulebook(today()).await.unwrap().get(Rule::HoldMinutes), 20);
        let later = tx.rulebook(today() + Days::new(9)).await.unwrap();
        assert_eq!(later.get(Rule::MaxBookings), 5);
        let history = tx.rule_history().await.unwrap();
        assert_eq!(history.at(moment), rules);
        tx.commit_unlogged().await.unwrap();
        db.remove().await;
    }
}

#[tokio::test]
async fn what_was_announced_is_called_off_before_its_day_and_nothing_is_changed_or_lost() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let by = a_person(&mut tx, "周明远").await;
        let now_on = tx.add_rule_change(Rule::HoldMinutes, &change(15, today()), by, now()).await;
        let next = change(20, today() + Days::new(9));
        let next = tx.add_rule_change(Rule::HoldMinutes, &next, by, now()).await.unwrap();
        assert!(!tx.end_rule_change(now_on.unwrap(), today(), by, now()).await.unwrap());
        assert!(tx.end_rule_change(next, today(), by, now()).await.unwrap());
        assert!(!tx.end_rule_change(next, today(), by, now()).await.unwrap(), "twice");
        let later = tx.rulebook(today() + Days::new(20)).await.unwrap();
        assert_eq!(later.get(Rule::HoldMinutes), 15, "{}", db.name);
        let rows = tx.list_rule_changes(Rule::HoldMinutes).await.unwrap();
        assert_eq!(rows.len(), 2, "it is still told");
        assert_eq!(rows[0].caller_off.as_deref(), Some("周明远"));
        tx.commit_unlogged().await.unwrap();
        for wrong in ["UPDATE rulebook SET value = 1", "DELETE FROM rulebook"] {
            assert!(execute(&db.url, wrong).await.is_err(), "{}: {wrong}", db.name);
        }
        db.remove().await;
    }
}

#[tokio::test]
async fn a_session_and_a_cycle_keep_the_rules_that_they_were_announced_with() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let by = a_person(&mut tx, "周明远").await;
        let plan = a_session(&mut tx, by, &[by]).await;
        let cycle = CyclePlan {
            title: "科普评优".into(),
            year: 2026,
            legal_basis: LegalBasis::Internal,
            approval_no: String::new(),
            contact: String::new(),
            final_kind: FinalKind::None,
            most_sheets: 0,
            notice_order: NoticeOrder::Region,
            organiser: String::new(),
            stages: StagePlan::default(),
        };
        let cycle = tx.add_cycle(&cycle, now()).await.unwrap();
        let rule = Rule::PanelMinimum;
        let before = tx.rulebook_of_session(plan, today()).await.unwrap();
        assert_eq!(before.get(rule), 5, "today's, before it is published");
        let moment = Moment { version: before.version, day: today() };
        tx.set_session_rules(plan, moment).await.unwrap();
        assert_eq!(tx.hashed_rules_of_cycles(&[cycle.0]).await.unwrap(), []);
        let hashed = [Rule::NoticeWorkingDays, Rule::JudgesMinimum];
        tx.set_cycle_rules(cycle, moment, &hashed).await.unwrap();
        let codes = "notice_working_days judges_minimum".to_owned();
        let row = (cycle.0, codes, moment.version, moment.day);
        assert_eq!(tx.hashed_rules_of_cycles(&[cycle.0]).await.unwrap(), [row], "{}", db.name);
        set(&mut tx, by, rule, 6, today()).await;
        let tomorrow = today() + TimeDelta::days(1);
        assert_eq!(tx.rulebook(tomorrow).await.unwrap().get(rule), 6);
        assert_eq!(tx.rulebook_of_session(plan, tomorrow).await.unwrap().get(rule), 5);
        assert_eq!(tx.rulebook_of_cycle(cycle, tomorrow).await.unwrap().get(rule), 5);
        tx.commit_unlogged().await.unwrap();
        db.remove().await;
    }
}

fn grant(role: Role) -> Grant {
    Grant { role, scope: Scope::Everything, starts_on: today(), ends_on: None }
}

#[tokio::test]
async fn a_pair_is_read_by_the_database_and_refused_while_somebody_has_both() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let (both, one) = (a_person(&mut tx, "甲").await, a_person(&mut tx, "乙").await);
        for role in [Role::Judge, Role::Panelist] {
            tx.add_grant(both, &grant(role)).await.unwrap();
        }
        tx.add_grant(one, &grant(Role::Judge)).await.unwrap();
        tx.commit_unlogged().await.unwrap();

        let pair = (Role::Judge, Role::Panelist);
        let mut tx = db.store.begin().await.unwrap();
        let found = tx.list_with_both(pair.0, pair.1, today()).await.unwrap();
        assert_eq!(found, [(both, "甲".to_owned())], "{}", db.name);
        let refused = tx.add_exclusion(pair, "分开", today(), one).await;
        assert!(matches!(refused, Err(StoreError::Refused)), "{}: {refused:?}", db.name);
        drop(tx);

        let mut tx = db.store.begin().await.unwrap();
        let held = tx.list_held_grants(both, today()).await.unwrap();
        let panelist = held.iter().find(|it| it.grant.role == Role::Panelist).unwrap();
        tx.end_grant(panelist.id, Some(today())).await.unwrap();
        let id = tx.add_exclusion(pair, "分开", today(), one).await.unwrap();
        assert!(tx.role_exclusions().await.unwrap().exclude(Role::Panelist, &[Role::Judge]));
        assert_eq!(tx.list_excluded_from(Role::Panelist, today()).await.unwrap(), [both, one]);
        assert_eq!(tx.list_exclusions().await.unwrap().len(), 3, "two of the law");
        tx.commit_unlogged().await.unwrap();

        let mut tx = db.store.begin().await.unwrap();
        let refused = tx.add_grant(one, &grant(Role::Panelist)).await;
        assert!(matches!(refused, Err(StoreError::Refused)), "{}: {refused:?}", db.name);
        drop(tx);
        let mut tx = db.store.begin().await.unwrap();
        let refused = tx.end_grant(panelist.id, None).await;
        assert!(matches!(refused, Err(StoreError::Refused)), "{}: {refused:?}", db.name);
        drop(tx);

        let mut tx = db.store.begin().await.unwrap();
        assert!(tx.end_exclusion(id, one, now()).await.unwrap());
        assert!(!tx.end_exclusion(id, one, now()).await.unwrap(), "twice");
        let law = tx.list_exclusions().await.unwrap()[0].id;
        assert!(!tx.end_exclusion(law, one, now()).await.unwrap(), "the law stays");
        tx.add_grant(one, &grant(Role::Panelist)).await.unwrap();
        let judges = tx.list_with_role_anywhere(Role::Judge, today()).await.unwrap();
        assert_eq!(judges, [both, one]);
        tx.commit_unlogged().await.unwrap();
        db.remove().await;
    }
}
