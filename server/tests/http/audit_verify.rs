//! `audit verify`: whoever changes the database beside the program is found.

use actions::{AuditBreak, Call, Head, HeadBreak, Verified, Wrong};
use chrono::TimeDelta;
use domain::{
    audit::{Doer, Entry},
    form::{Field, Revision, Values},
    record::Kind,
    role::Role,
};
use server::heads::append_head_to;
use sqlx::{AssertSqlSafe, Connection as _, PgConnection, SqliteConnection};
use test_database::{Database, databases};

use crate::{
    demo::signed_in,
    world::{World, worlds},
};

/// Tables with guards against what somebody with the file can do, and the guards.
const GUARDS: [(&str, &[&str]); 9] = [
    ("audit", &["audit_is_final_update", "audit_is_final_delete"]),
    ("credit_hour", &["credit_hour_is_final_update", "credit_hour_is_final_delete"]),
    ("score_sheet", &["score_sheet_is_locked", "score_sheet_read_only", "score_sheet_stays"]),
    ("award_cycle", &["award_cycle_read_only"]),
    ("award_category", &["award_category_read_only"]),
    ("award_proposal", &["award_proposal_stays"]),
    ("tie_decision", &["tie_decision_read_only"]),
    ("hour_claim", &["hour_claim_own_unit_update"]),
    ("role_grant", &["role_grant_excluded"]),
];

/// What somebody does with the file, and the record that is not what it was.
const CHANGED: [(&str, Kind, Wrong); 17] = [
    (
        "UPDATE score_sheet SET scores = '[\"0.00\"]' \
         WHERE id = (SELECT MIN(id) FROM score_sheet WHERE state = 'submitted')",
        Kind::ScoreSheet,
        Wrong::Differs,
    ),
    (
        "UPDATE score_sheet SET state = 'void' WHERE state = 'submitted'",
        Kind::ScoreSheet,
        Wrong::Differs,
    ),
    (
        "DELETE FROM score_sheet \
         WHERE id = (SELECT MIN(id) FROM score_sheet WHERE state = 'submitted')",
        Kind::ScoreSheet,
        Wrong::Missing,
    ),
    (
        "UPDATE nomination SET state = 'not_awarded' WHERE state = 'awarded'",
        Kind::Award,
        Wrong::Differs,
    ),
    (
        "UPDATE award_cycle SET document_no = '二号' WHERE state = 'decided'",
        Kind::Award,
        Wrong::Differs,
    ),
    (
        "UPDATE award_cycle SET confirmed_by = (SELECT MIN(id) FROM person) \
         WHERE state = 'decided'",
        Kind::Confirmation,
        Wrong::Differs,
    ),
    ("DELETE FROM award_proposal", Kind::Proposal, Wrong::Differs),
    ("UPDATE tie_decision SET decision = '{}'", Kind::TieDecision, Wrong::Differs),
    ("UPDATE tie_decision SET decision = '{}'", Kind::ResultPackage, Wrong::Unreadable),
    ("UPDATE award_category SET criteria = '[]'", Kind::AwardRules, Wrong::Differs),
    (
        "UPDATE nomination SET checked_by = NULL WHERE state = 'awarded'",
        Kind::NominationCheck,
        Wrong::Differs,
    ),
    ("UPDATE role_grant SET starts_on = '2020-01-01'", Kind::Grant, Wrong::Differs),
    ("DELETE FROM role_grant", Kind::Grant, Wrong::Missing),
    (
        "UPDATE credit_hour SET earned = earned + 50 WHERE source = 'hour_claim' AND earned > 0",
        Kind::HourVerification,
        Wrong::Differs,
    ),
    (
        "UPDATE credit_hour SET earned = earned + 50 WHERE source = 'training_event'",
        Kind::Attendance,
        Wrong::Differs,
    ),
    ("UPDATE hour_claim SET title = '别的'", Kind::HourClaim, Wrong::Differs),
    // That it stands there as a draft does not help: the chain has not sent it back.
    (
        "UPDATE course_version SET outline = '别的', state = 'draft'",
        Kind::CourseVersion,
        Wrong::Differs,
    ),
];

/// The demonstration, and what it does not do itself: a role is given, and a package handed out.
async fn load(db: Database) -> (World, Call) {
    let world = World::demonstration(db).await;
    let call = Call::anonymous(world.now(), "");
    world.actions.create_admin(&call, "chief", "总管").await.unwrap();
    let office = signed_in(&world.actions, &call, "office").await;
    for cycle in world.actions.cycles(&office).await.unwrap() {
        if cycle.state.is_decided() {
            let (package, _) = world.actions.result_package(&office, cycle.id).await.unwrap();
            assert!(package.chain.is_some_and(|head| head.hash.len() == 16));
        }
    }
    (world, call)
}

/// Does what no part of the program does, the guards of the database off.
async fn tamper(world: &World, statements: &[&str]) {
    let statements = statements.iter().map(|text| (*text).to_owned());
    if world.db.url.starts_with("sqlite") {
        let mut conn = SqliteConnection::connect(&world.db.url).await.unwrap();
        let guards = GUARDS.iter().flat_map(|(_, guards)| *guards);
        let off = guards.map(|guard| format!("DROP TRIGGER IF EXISTS {guard}"));
        let off = off.chain(["PRAGMA foreign_keys = OFF".to_owned()]);
        for text in off.chain(statements) {
            sqlx::query(AssertSqlSafe(text)).execute(&mut conn).await.unwrap();
        }
    } else {
        let mut conn = PgConnection::connect(&world.db.url).await.unwrap();
        let off = GUARDS.map(|(table, _)| format!("ALTER TABLE {table} DISABLE TRIGGER USER"));
        for text in off.into_iter().chain(statements) {
            sqlx::query(AssertSqlSafe(text)).execute(&mut conn).await.unwrap();
        }
    }
}

async fn verify(world: &World, heads: &[Head]) -> Verified {
    world.actions.verify_records(heads).await.unwrap()
}

/// Removes the newest lines from the chain, and makes it consistent again.
async fn cut(world: &World, last: i64) {
    tamper(
        world,
        &[
            &format!("DELETE FROM audit_detail WHERE seq > {last}"),
            &format!("DELETE FROM audit WHERE seq > {last}"),
            &format!(
                "UPDATE audit_head SET seq = {last}, \
                 hash = (SELECT hash FROM audit WHERE seq = {last})"
            ),
        ],
    )
    .await;
}

#[tokio::test]
async fn the_demonstration_is_what_its_chain_fixes() {
    for db in databases().await {
        let (world, call) = load(db).await;
        let verified = verify(&world, &[]).await;
        assert_eq!(verified.findings, [], "{}", world.db.name);
        assert!(verified.is_sound(), "{verified:?}");
        for kind in Kind::ALL {
            assert!(verified.checked.contains_key(kind), "{kind:?}: {:?}", verified.checked);
        }
        check_shown(&world, &call).await;
        world.remove().await;
    }
}

/// Notices and the log show where the chain stands.
async fn check_shown(world: &World, call: &Call) {
    let reader = world.person("严明", &[Role::Supervisor], "督导组", "institute", 1).await;
    let head = world.actions.audit_head(call.now).await.unwrap();
    let notice = world.visitor().get("/notice/1").await;
    let shown = format!("{} {}", head.line, &head.hash[..16]);
    assert!(notice.body.contains(&shown), "{}: {shown}", world.db.name);
    let log = reader.get("/audit").await;
    assert!(log.body.contains(&head.hash), "{}", log.body);
}

#[tokio::test]
async fn a_record_that_was_changed_or_removed_is_named() {
    for db in databases().await {
        let (world, _) = load(db).await;
        let name = world.db.name;
        let frozen = world.freeze().await;
        for (statement, kind, wrong) in CHANGED {
            let world = World::again(frozen.copy().await);
            tamper(&world, &[statement]).await;
            let verified = verify(&world, &[]).await;
            let is_named = |it: &actions::Finding| it.kind == kind && it.wrong == wrong;
            assert_eq!(verified.chain.broken, None, "{name}: {statement}");
            assert!(verified.findings.iter().any(is_named), "{name}: {statement}: {verified:?}");
            assert!(!verified.is_sound());
            world.remove().await;
        }
        frozen.remove().await;
    }
}

#[tokio::test]
async fn a_chain_that_was_cut_or_written_anew_is_not_that_of_the_heads() {
    for world in worlds().await {
        let call = Call::anonymous(world.now(), "");
        world.actions.create_admin(&call, "chief", "总管").await.unwrap();
        let head = world.actions.audit_head(call.now).await.unwrap();
        let last = head.line;
        let heads = [head];
        assert!(verify(&world, &heads).await.is_sound(), "{}", world.db.name);
        cut(&world, last - 1).await;
        let verified = verify(&world, &heads).await;
        assert_eq!(verified.chain.broken, None, "consistent in itself");
        assert_eq!(verified.heads, [HeadBreak::Cut(last)], "{}", world.db.name);
        let other = Entry::new(Doer::PROGRAM, call.now, "another", "line");
        world.db.store.begin().await.unwrap().commit(other, "salt").await.unwrap();
        let verified = verify(&world, &heads).await;
        assert_eq!((verified.chain.rows, verified.chain.broken), (last, None));
        assert_eq!(verified.heads, [HeadBreak::Rewritten(last)], "{}", world.db.name);
        world.remove().await;
    }
}

#[tokio::test]
async fn a_detail_is_erased_with_a_line_of_its_own() {
    for world in worlds().await {
        let call = Call::anonymous(world.now(), "cli:somebody");
        world.actions.create_admin(&call, "chief", "总管").await.unwrap();
        world.actions.create_admin(&call, "second", "副手").await.unwrap();
        world.actions.erase_detail(&call, 1, "本人依法申请删除").await.unwrap();
        let verified = verify(&world, &[]).await;
        assert!(verified.is_sound(), "{}: {verified:?}", world.db.name);
        let again = world.actions.erase_detail(&call, 1, "本人依法申请删除").await;
        assert!(matches!(again, Err(actions::ActionError::NotFound)), "{again:?}");
        tamper(&world, &["DELETE FROM audit_detail WHERE seq = 2"]).await;
        assert_eq!(verify(&world, &[]).await.chain.broken, Some(AuditBreak::Detail(2)));
        world.remove().await;
    }
}

#[tokio::test]
async fn what_was_sent_back_may_be_changed_until_it_is_handed_in_again() {
    for world in worlds().await {
        let (lecturer, office) = (world.lecturer("陆海").await, world.office().await);
        let id = world.cleared_course(&lecturer, &office).await;
        tamper(&world, &["UPDATE course_version SET state = 'content_check'"]).await;
        assert!(verify(&world, &[]).await.is_sound(), "a state is no text");
        let office = world.call(&office, Role::CityOffice);
        let why = Values::default().with(Field::Remark, "请把出处写全，再次提交。");
        world.actions.send_course_back(&office, id, &why, Revision::NEWEST).await.unwrap();
        tamper(&world, &["UPDATE course_version SET outline = '二、原因'"]).await;
        let verified = verify(&world, &[]).await;
        assert!(verified.is_sound(), "{}: {verified:?}", world.db.name);
        assert!(!verified.checked.contains_key(&Kind::CourseVersion));
        let lecturer = world.call(&lecturer, Role::Lecturer);
        world
            .actions
            .submit_course(&lecturer, id, &Values::default(), Revision::NEWEST)
            .await
            .unwrap();
        assert!(verify(&world, &[]).await.is_sound());
        tamper(&world, &["UPDATE course_version SET outline = '三、后果'"]).await;
        assert_eq!(verify(&world, &[]).await.findings.len(), 1);
        world.remove().await;
    }
}

#[tokio::test]
async fn digests_in_an_older_form_are_counted_and_not_checked() {
    for world in worlds().await {
        let entry = Entry::new(Doer::PROGRAM, world.now(), "submit", "hour_claim").on(7);
        let tx = world.db.store.begin().await.unwrap();
        tx.commit(entry.fixing("ab".repeat(32)), "salt").await.unwrap();
        let verified = verify(&world, &[]).await;
        assert!(verified.is_sound(), "{}", world.db.name);
        assert_eq!(verified.n_not_checkable, 1);
        world.remove().await;
    }
}

#[tokio::test]
async fn the_head_is_kept_once_an_hour() {
    let world = crate::world::world().await;
    let call = Call::anonymous(world.now(), "");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("heads");
    append_head_to(&file, &world.actions, call.now).await.unwrap();
    assert!(!file.exists(), "there is no line yet");
    world.actions.create_admin(&call, "chief", "总管").await.unwrap();
    for minutes in [0, 10, 59, 60, 70] {
        let now = call.now + TimeDelta::minutes(minutes);
        append_head_to(&file, &world.actions, now).await.unwrap();
    }
    let kept = std::fs::read_to_string(&file).unwrap();
    let kept: Vec<Head> = kept.lines().map(|line| line.parse().unwrap()).collect();
    assert_eq!(kept.len(), 2);
    assert_eq!(kept[1].at - kept[0].at, TimeDelta::hours(1));
    assert!(verify(&world, &kept).await.is_sound());
    world.remove().await;
}
