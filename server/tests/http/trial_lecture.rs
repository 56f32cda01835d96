//! From an empty course to a listed one through two rounds, and one that fails in three.

use chrono::TimeDelta;
use domain::{
    course::CourseVersionState,
    form::{Field, Values},
    id::{AccessLogId, BookingId, ReviewSessionId},
    role::Role,
};

use sqlx::{Connection as _, PgConnection, SqliteConnection};
use store::AccessFilter;

use crate::{
    trial_scene::{FAIR, GOOD, POOR, Scene, sheet},
    world::{Person, World, commit, worlds},
};

#[tokio::test(flavor = "multi_thread")]
async fn a_course_is_revised_once_and_listed() {
    for world in worlds().await {
        let mut scene = Scene::new(&world).await;
        scene.hold(&world, FAIR).await;
        let page = scene.panel[0].get(&scene.at("")).await.body;
        assert!(page.contains("71.00（满分 100）"), "{page}");
        assert!(page.contains("value=\"revise\" checked"), "the chair finds what was computed");
        scene.decide("revise", "1. 注明数据来源\n2. 增加一次互动").await;
        assert_eq!(scene.state(&world).await, CourseVersionState::NeedsRevision);
        let at = format!("/course/{}/refinement", scene.version);
        let page = scene.lecturer.get(&at).await.body;
        assert!(page.contains("注明数据来源") && page.contains("第1轮"), "{page}");
        assert!(page.contains("<polygon") && page.contains("科学性 28.00"), "{page}");
        assert!(!page.contains("专家0"), "comments carry no names: {page}");

        scene.revise(2).await;
        assert_eq!(scene.state(&world).await, CourseVersionState::AwaitingSlot);
        scene.sit(&world, "2026-12-24").await;
        let page = {
            scene.start().await;
            scene.panel[1].get(&scene.at("")).await.body
        };
        assert!(page.contains("已改，见第三页"), "what was required beside its answer: {page}");
        assert!(page.contains("您当时的评分") && page.contains("71.00"), "{page}");
        world.wait(TimeDelta::minutes(50));
        scene.step(&scene.panel[0], "end").await;
        scene.score(GOOD).await;
        scene.step(&scene.panel[0], "close").await;
        scene.decide("approve", "").await;
        assert_eq!(scene.state(&world).await, CourseVersionState::Approved);

        let at = format!("/course/{}/refinement", scene.version);
        let listed = scene.office.post(&format!("{at}/list"), &Values::default()).await;
        assert_eq!(listed.status, 303, "{}", listed.body);
        let page = scene.lecturer.get(&at).await.body;
        assert!(page.contains("2026-001") && page.contains("data-round=\"2\""), "{page}");
        let catalogue = world.visitor().get("/catalogue").await.body;
        assert!(catalogue.contains(&format!("/catalogue/{}", scene.version)), "{catalogue}");
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn three_rounds_without_approval_end_the_cycle_and_a_new_one_opens_later() {
    for world in worlds().await {
        let mut scene = Scene::new(&world).await;
        for (n, day) in ["2026-12-24", "2027-01-14"].into_iter().enumerate() {
            scene.hold(&world, FAIR).await;
            scene.decide("revise", "注明数据来源").await;
            scene.revise(1).await;
            scene.sit(&world, day).await;
            assert_eq!(n + 2, [2, 3][n]);
        }
        scene.hold(&world, FAIR).await;
        scene.decide("revise", "注明数据来源").await;
        assert_eq!(scene.state(&world).await, CourseVersionState::Rejected);
        let at = format!("/course/{}/refinement", scene.version);
        let page = scene.lecturer.get(&at).await.body;
        assert!(page.contains("第3轮") && page.contains("起可以重新申请磨课"), "{page}");
        let early = scene.lecturer.post(&format!("{at}/next"), &Values::default()).await;
        assert_eq!(early.status, 409, "{}", world.db.name);
        world.wait(TimeDelta::days(200));
        let anew = scene.lecturer.post(&format!("{at}/next"), &Values::default()).await;
        assert_eq!(anew.status, 303, "{}", anew.body);
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rejected_course_ends_its_cycle_at_once() {
    for world in worlds().await {
        let scene = Scene::new(&world).await;
        scene.hold(&world, POOR).await;
        scene.decide("reject", "").await;
        assert_eq!(scene.state(&world).await, CourseVersionState::Rejected);
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_sees_anothers_sheet_before_the_own_is_in() {
    for world in worlds().await {
        let scene = Scene::new(&world).await;
        let closed = scene.panel[1].get(&scene.at("")).await.body;
        assert!(!closed.contains("潮汐从哪里来的提纲") && closed.contains("请先申报"), "{closed}");
        assert_eq!(scene.panel[1].get(&scene.at("/slides")).await.status, 404);
        scene.start().await;
        assert_eq!(scene.panel[1].get(&scene.at("/slides")).await.status, 200);
        let mut conn = world.db.store.read().await.unwrap();
        let newest = AccessLogId(i64::MAX);
        let noted = conn.list_access_log(&AccessFilter::default(), newest, 1).await.unwrap();
        drop(conn);
        let (who, role) = (noted[0].person_id, noted[0].role);
        assert_eq!((who, role), (Some(scene.panel[1].id), Some(Role::Panelist)));
        scene.ok(&scene.panel[1], "/sheet", sheet(GOOD)).await;
        let words = "用自己的观测故事开场";
        assert!(!scene.panel[2].get(&scene.at("")).await.body.contains(words));
        assert!(scene.office.get(&scene.at("")).await.body.contains(words));
        assert!(!scene.lecturer.get(&scene.at("")).await.body.contains(words));
        scene.ok(&scene.panel[2], "/sheet", sheet(GOOD)).await;
        let open = scene.panel[2].get(&scene.at("")).await.body;
        assert!(open.contains(words) && open.contains("专家1老师（2号）"), "{open}");
        // A submitted sheet is locked; the same again is no error.
        scene.ok(&scene.panel[2], "/sheet", sheet(GOOD)).await;
        let other = scene.panel[2].post(&scene.at("/sheet"), &sheet(FAIR)).await;
        assert_eq!(other.status, 409, "{}", world.db.name);
        // Somebody of another panel, and another lecturer, find nothing.
        let stranger = &world.panel().await[1];
        assert_eq!(stranger.get(&scene.at("")).await.status, 404);
        let other = world.lecturer("孙立").await;
        assert_eq!(other.get(&scene.at("")).await.status, 404);
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_on_a_sheet_is_told_where_it_was_typed() {
    for world in worlds().await {
        let scene = Scene::new(&world).await;
        scene.start().await;
        let mut wrong = sheet(GOOD);
        wrong.set(Field::Score.at(1), "20.5");
        wrong.set(Field::Strength, "好");
        let refused = scene.panel[0].post(&scene.at("/sheet"), &wrong).await;
        assert_eq!(refused.status, 422, "{}", world.db.name);
        assert!(refused.body.contains("value=\"20.5\""), "{}", refused.body);
        wrong.set(Field::Score.at(1), "");
        let refused = scene.panel[0].post(&scene.at("/sheet"), &wrong).await;
        assert_eq!(refused.status, 422);
        assert!(
            refused.body.contains("href=\"#score_1\"")
                && refused.body.contains("href=\"#strength\"")
        );
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn with_four_of_the_panel_there_is_advice_only_and_the_round_is_not_used_up() {
    for world in worlds().await {
        let mut scene = Scene::new(&world).await;
        scene.start().await;
        scene.present(&scene.panel[..4]).await;
        let page = scene.panel[0].get(&format!("/review_session/{}/sitting", scene.session)).await;
        assert!(page.body.contains("只提意见"), "{}", page.body);
        scene.step(&scene.panel[0], "end").await;
        for one in &scene.panel[..4] {
            scene.ok(one, "/sheet", sheet(GOOD)).await;
        }
        assert_eq!(scene.panel[4].get(&scene.at("/sheet")).await.status, 404, "was not there");
        scene.step(&scene.panel[0], "close").await;
        assert_eq!(scene.state(&world).await, CourseVersionState::AwaitingSlot);
        let at = format!("/course/{}/refinement", scene.version);
        let page = scene.lecturer.get(&at).await.body;
        assert!(page.contains("到会专家不足") && page.contains("用自己的观测故事"), "{page}");
        // The same round again, with a verdict.
        scene.sit(&world, "2026-12-24").await;
        scene.hold(&world, FAIR).await;
        scene.decide("revise", "注明来源").await;
        let page = scene.lecturer.get(&at).await.body;
        assert!(!page.contains("第2轮"), "{page}");
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_conflict_that_becomes_known_voids_the_sheet_and_counts_anew() {
    for world in worlds().await {
        let scene = Scene::new(&world).await;
        scene.start().await;
        scene.step(&scene.panel[0], "end").await;
        for one in &scene.panel[..4] {
            scene.ok(one, "/sheet", sheet(FAIR)).await;
        }
        scene.ok(&scene.panel[4], "/sheet", sheet(POOR)).await;
        scene.step(&scene.panel[0], "close").await;
        let conflict = Values::default().with(Field::Relation, "joint_work");
        scene.ok(&scene.panel[4], "/relation", conflict).await;
        let page = scene.panel[0].get(&scene.at("")).await.body;
        assert!(page.contains("有效评分表 4 份"), "{page}");
        let recused = scene.panel[4].get(&scene.at("")).await.body;
        assert!(recused.contains("您已回避") && !recused.contains("用自己的观测故事"), "{recused}");
        assert_eq!(scene.panel[4].get(&scene.at("/slides")).await.status, 404);
        // A recusal is final.
        let back = Values::default().with(Field::Relation, "none");
        assert_eq!(scene.panel[4].post(&scene.at("/relation"), &back).await.status, 409);
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_veto_is_voted_on_before_the_chair_proposes() {
    for world in worlds().await {
        let scene = Scene::new(&world).await;
        scene.start().await;
        scene.step(&scene.panel[0], "end").await;
        let mut veto = sheet(GOOD);
        veto.set(Field::Veto, "unsafe");
        veto.set(Field::VetoDetail, "酒精灯旁没有灭火毯，观众离得太近");
        scene.ok(&scene.panel[1], "/sheet", veto).await;
        for at in [0, 2, 3, 4] {
            scene.ok(&scene.panel[at], "/sheet", sheet(GOOD)).await;
        }
        scene.step(&scene.panel[0], "close").await;
        let approve = Values::default().with(Field::Verdict, "approve");
        let early = scene.panel[0].post(&scene.at("/verdict"), &approve).await;
        assert_eq!(early.status, 422, "votes are missing");
        for (at, vote) in
            ["correctable", "correctable", "correctable", "no", "no"].iter().enumerate()
        {
            let vote = Values::default().with(Field::VetoVote, *vote);
            scene.ok(&scene.panel[at], "/vote", vote).await;
        }
        let refused = scene.panel[0].post(&scene.at("/verdict"), &approve).await;
        assert_eq!(refused.status, 422, "a confirmed veto excludes approval");
        scene.decide("revise", "实验改为视频演示").await;
        assert_eq!(scene.state(&world).await, CourseVersionState::NeedsRevision);
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_verdict_is_sent_back_a_sheet_unlocked_and_a_deviation_has_its_reason() {
    for world in worlds().await {
        let scene = Scene::new(&world).await;
        scene.hold(&world, GOOD).await;
        let deviate = Values::default().with(Field::Verdict, "reject");
        let refused = scene.panel[0].post(&scene.at("/verdict"), &deviate).await;
        assert_eq!(refused.status, 422, "{}", world.db.name);
        let reason = "课程与本会宗旨不符，须另行商议";
        scene.ok(&scene.panel[0], "/verdict", deviate.with(Field::Reason, reason)).await;
        let decision = |code: &str| {
            Values::default()
                .with(Field::Decision, code)
                .with(Field::Reason, "请按分数另行提出结论")
        };
        scene.ok(&scene.office, "/decision", decision("send_back")).await;
        let unlock = Values::default()
            .with(Field::Judges, scene.panel[2].id.to_string())
            .with(Field::ReopenReason, "漏写了对第三部分的意见，请补充");
        scene.ok(&scene.office, "/reopen", unlock.clone()).await;
        let page = scene.panel[2].get(&scene.at("/sheet")).await.body;
        assert!(page.contains("name=\"score_1\"") && page.contains("value=\"17.00\""), "{page}");
        scene.ok(&scene.panel[2], "/sheet", sheet(GOOD)).await;
        scene.step(&scene.panel[0], "close").await;
        scene.decide("approve", "").await;
        assert_eq!(scene.state(&world).await, CourseVersionState::Approved);
        // Nobody of the panel confirms, and nothing is unlocked any more.
        assert_eq!(scene.office.post(&scene.at("/reopen"), &unlock).await.status, 409);
        assert_eq!(
            scene.panel[0].post(&scene.at("/decision"), &decision("confirm")).await.status,
            403
        );
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_missed_slot_frees_the_version_and_the_second_rests_the_right_to_book() {
    for world in worlds().await {
        let mut scene = Scene::new(&world).await;
        scene.step(&scene.office, "miss").await;
        assert_eq!(scene.state(&world).await, CourseVersionState::AwaitingSlot);
        // Entered by mistake: as before, and missed after all.
        scene.step(&scene.office, "undo").await;
        assert_eq!(scene.state(&world).await, CourseVersionState::Booked);
        scene.step(&scene.panel[0], "miss").await;
        scene.sit(&world, "2026-12-24").await;
        scene.step(&scene.panel[0], "miss").await;
        let (_, slots) = world.session(&scene.office, &scene.panel, "2027-01-14", "09:00").await;
        let lecturer = world.call(&scene.lecturer, Role::Lecturer);
        let held = world.actions.hold_slot(&lecturer, scene.version, slots[0]).await;
        let error = held.expect_err("the right to book rests");
        assert_eq!(error.to_string(), "the booking right rests", "{}", world.db.name);
        let page = scene.lecturer.get(&format!("/course/{}/booking", scene.version)).await.body;
        assert!(page.contains("预约暂停 60 天"), "{page}");
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_past_booking_blocks_nobody() {
    for world in worlds().await {
        let mut scene = Scene::new(&world).await;
        // Two sessions were never opened; their lecturer books a third course.
        for day in ["2026-12-24", "2027-01-05"] {
            scene.version = world.cleared_course(&scene.lecturer, &scene.office).await;
            scene.book(&world, day).await;
            scene.go_to(&world, day).await;
            world.wait(TimeDelta::hours(8));
        }
        scene.version = world.cleared_course(&scene.lecturer, &scene.office).await;
        scene.book(&world, "2027-02-25").await;
        assert_eq!(scene.state(&world).await, CourseVersionState::Booked, "{}", world.db.name);
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_finished_round_is_only_read() {
    for world in worlds().await {
        let scene = Scene::new(&world).await;
        scene.hold(&world, GOOD).await;
        scene.decide("approve", "").await;
        for statement in [
            "UPDATE review_sheet SET scores = '[]'",
            "DELETE FROM review_sheet",
            "UPDATE trial_lecture SET verdict = 'reject'",
            "UPDATE trial_lecture SET state = 'proposed', verdict = NULL",
            "DELETE FROM trial_lecture",
            "DELETE FROM trial_presence",
            "UPDATE panel_relation SET kind = 'joint_work'",
            "INSERT INTO veto_vote SELECT booking_id, person_id, 'no', changed_at FROM review_sheet",
            "INSERT INTO required_change (booking_id, change_no, text) \
             SELECT booking_id, 1, 'x' FROM trial_lecture",
        ] {
            assert!(is_refused(&world, statement).await, "{}: {statement}", world.db.name);
        }
        world.remove().await;
    }
}

/// Whether the database itself refuses what no part of the program does.
async fn is_refused(world: &World, statement: &'static str) -> bool {
    let url = &world.db.url;
    let done = if url.starts_with("sqlite") {
        let mut conn = SqliteConnection::connect(url).await.unwrap();
        sqlx::query(statement).execute(&mut conn).await.map(|_| ())
    } else {
        let mut conn = PgConnection::connect(url).await.unwrap();
        sqlx::query(statement).execute(&mut conn).await.map(|_| ())
    };
    done.is_err_and(|error| error.to_string().contains("finished_round"))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_published_session_is_called_off_and_a_slot_withdrawn_with_a_reason() {
    for world in worlds().await {
        let office = world.office().await;
        let panel = world.panel().await;
        let lecturer = world.lecturer("钱进").await;
        let version = world.cleared_course(&lecturer, &office).await;
        let (session, slots) = world.session(&office, &panel, "2026-12-10", "09:00").await;
        let call = world.call(&lecturer, Role::Lecturer);
        let state = async || {
            let mut conn = world.db.store.read().await.unwrap();
            conn.find_version(version).await.unwrap().unwrap().state
        };
        let path = format!("/review_session/{session}/call_off");
        let reason = Values::default().with(Field::Reason, "会议室当天另有会议，无法使用");
        for (slot, form) in [
            (slots[0], reason.clone().with(Field::Slot, slots[0].to_string())),
            (slots[1], reason.clone()),
        ] {
            let booking = world.actions.hold_slot(&call, version, slot).await.unwrap();
            world.actions.confirm_booking(&call, booking, &Values::default()).await.unwrap();
            let mut silent = form.clone();
            silent.set(Field::Reason, "");
            assert_eq!(office.post(&path, &silent).await.status, 422, "{}", world.db.name);
            let done = office.post(&path, &form).await;
            assert_eq!(done.status, 303, "{}: {}", world.db.name, done.body);
            assert_eq!(state().await, CourseVersionState::AwaitingSlot, "{}", world.db.name);
        }
        let page = office.get(&format!("/review_session/{session}")).await.body;
        assert!(page.contains("已取消") && !page.contains("call_off"), "{page}");
        let told = lecturer.get("/inbox").await.body;
        assert!(told.contains("磨课时段已撤下") && told.contains("另有会议"), "{told}");
        let told = panel[1].get("/inbox").await.body;
        assert_eq!(told.matches("磨课会已取消").count(), 1, "{told}");
        // The panel's morning is free again.
        world.session(&office, &panel, "2026-12-10", "09:30").await;
        world.verify_chain().await;
        world.remove().await;
    }
}

/// Somebody comes to work where the lecturer does.
async fn become_colleagues(world: &World, person: &Person, lecturer: &Person) {
    let mut tx = world.db.store.begin().await.unwrap();
    let place = tx.list_stays(&[lecturer.id]).await.unwrap()[0].organisation_id;
    let today = actions::local_date(world.now());
    tx.set_workplace(person.id, place, today).await.unwrap();
    commit(tx).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_becomes_known_before_the_confirmation_is_counted_and_later_changes_nothing() {
    for world in worlds().await {
        let scene = Scene::new(&world).await;
        scene.hold(&world, GOOD).await;
        let approve = Values::default().with(Field::Verdict, "approve");
        scene.ok(&scene.panel[0], "/verdict", approve.clone()).await;
        // All say the same: with one of five gone the verdict stands, and how it was counted does not.
        become_colleagues(&world, &scene.panel[4], &scene.lecturer).await;
        let confirm = Values::default().with(Field::Decision, "confirm");
        scene.ok(&scene.office, "/decision", confirm).await;
        let at = format!("/course/{}/refinement", scene.version);
        for path in [scene.at(""), at.clone()] {
            let page = scene.office.get(&path).await.body;
            assert!(page.contains("有效评分表 4 份"), "{}: {path}: {page}", world.db.name);
        }
        become_colleagues(&world, &scene.panel[3], &scene.lecturer).await;
        for path in [scene.at(""), at] {
            let page = scene.office.get(&path).await.body;
            assert!(page.contains("有效评分表 4 份"), "{}: {path}: {page}", world.db.name);
        }
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_decides_on_figures_that_a_conflict_has_changed() {
    for world in worlds().await {
        let scene = Scene::new(&world).await;
        scene.start().await;
        scene.step(&scene.panel[0], "end").await;
        for (one, scores) in scene.panel.iter().zip([GOOD, GOOD, GOOD, POOR, POOR]) {
            scene.ok(one, "/sheet", sheet(scores)).await;
        }
        scene.step(&scene.panel[0], "close").await;
        let revise =
            Values::default().with(Field::Verdict, "revise").with(Field::Changes, "注明来源");
        scene.ok(&scene.panel[0], "/verdict", revise.clone()).await;
        // Two sheets are left, and with them no result.
        for one in &scene.panel[..3] {
            become_colleagues(&world, one, &scene.lecturer).await;
        }
        let confirm = Values::default().with(Field::Decision, "confirm");
        let refused = scene.office.post(&scene.at("/decision"), &confirm).await;
        assert_eq!(refused.status, 422, "{}: {}", world.db.name, refused.body);
        assert!(refused.body.contains("请由办公室重新开放评分"), "{}", refused.body);
        let reopen = Values::default().with(Field::ReopenReason, "三位专家与讲师成为同事，须回避");
        scene.ok(&scene.office, "/reopen", reopen).await;
        scene.step(&scene.office, "close").await;
        assert_eq!(scene.state(&world).await, CourseVersionState::AwaitingSlot, "comments only");
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sheet_of_who_was_not_there_counts_nowhere() {
    for world in worlds().await {
        let scene = Scene::new(&world).await;
        scene.start().await;
        // It was entered by mistake that the fifth was there.
        for (one, scores) in scene.panel.iter().zip([FAIR, FAIR, FAIR, FAIR, GOOD]) {
            scene.ok(one, "/sheet", sheet(scores)).await;
        }
        scene.step(&scene.panel[0], "end").await;
        scene.present(&scene.panel[..4]).await;
        scene.step(&scene.panel[0], "close").await;
        let at = format!("/course/{}/refinement", scene.version);
        let page = scene.office.get(&at).await.body;
        assert!(page.contains("到会专家不足"), "{page}");
        assert_eq!(page.matches("评分表 4").count(), 1, "four sheets are left: {page}");
        assert!(!page.contains("评分表 5"), "{page}");
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_leads_the_own_lecture() {
    for world in worlds().await {
        let office = world.office().await;
        let panel = world.panel().await;
        let roles = [Role::Lecturer, Role::CityOffice];
        let lecturer = world.person("双任", &roles, "科协讲师站", "institute", 1).await;
        let version = world.cleared_course(&lecturer, &office).await;
        let mut scene = Scene {
            office,
            panel,
            lecturer,
            version,
            session: ReviewSessionId::default(),
            booking: BookingId::default(),
        };
        scene.sit(&world, "2026-12-10").await;
        let path = format!("/review_session/{}/sitting/{}", scene.session, scene.booking);
        let start = Values::default().with(Field::Step, "start");
        assert_eq!(scene.lecturer.post(&path, &start).await.status, 403, "{}", world.db.name);
        scene.hold(&world, GOOD).await;
        let approve = Values::default().with(Field::Verdict, "approve");
        for rest in ["/verdict", "/decision", "/close"] {
            let refused = scene.lecturer.post(&scene.at(rest), &approve).await;
            assert_eq!(refused.status, 403, "{}: {rest}", world.db.name);
        }
        scene.decide("approve", "").await;
        let list = format!("/course/{version}/refinement/list");
        assert_eq!(scene.lecturer.post(&list, &Values::default()).await.status, 403);
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_has_declared_nothing_is_led_to_the_declaration() {
    for world in worlds().await {
        let scene = Scene::new(&world).await;
        scene.present(&scene.panel).await;
        scene.step(&scene.panel[0], "start").await;
        scene.step(&scene.panel[0], "end").await;
        let inbox = scene.panel[2].get("/inbox").await.body;
        assert!(inbox.contains("请提交评分表"), "whoever was there owes a sheet: {inbox}");
        let led = scene.panel[2].get(&scene.at("/sheet")).await;
        assert_eq!((led.status, led.location), (303, scene.at("")), "{}", world.db.name);
        world.remove().await;
    }
}

#[tokio::test]
async fn a_second_round_finds_its_panel_first_and_sees_what_was_required() {
    for world in worlds().await {
        let mut scene = Scene::new(&world).await;
        scene.hold(&world, FAIR).await;
        scene.decide("revise", "注明潮汐表的来源\n增加一次提问").await;
        scene.revise(2).await;
        // An earlier session before others, and a later one before the panel of the first round.
        let mut others = Vec::new();
        for n in 0..5 {
            let kind = if n == 0 { "school" } else { "institute" };
            let (name, of) = (format!("另一位{n}"), format!("别处{n}"));
            others.push(world.person(&name, &[Role::Panelist], &of, kind, n + 2).await);
        }
        world.session(&scene.office, &others, "2026-12-21", "09:00").await;
        world.session(&scene.office, &scene.panel, "2026-12-28", "09:00").await;
        let page = scene.lecturer.get(&format!("/course/{}/booking", scene.version)).await.body;
        let (shared, other) = (page.find("12月28日"), page.find("12月21日"));
        assert!(shared.is_some() && shared < other, "{}: {page}", world.db.name);
        assert!(page.contains("上一轮的评委 5 位"));
        scene.sit(&world, "2027-01-05").await;
        scene.start().await;
        let sheet = scene.panel[1].get(&scene.at("/sheet")).await.body;
        assert!(sheet.contains("注明潮汐表的来源") && sheet.contains("已改，见第三页"));
        assert!(sheet.contains("您当时的评分"), "{}", world.db.name);
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test]
async fn how_strict_a_panelist_is_the_office_reads_by_name_from_five_sheets_on() {
    for world in worlds().await {
        let scene = Scene::new(&world).await;
        scene.start().await;
        world.wait(TimeDelta::minutes(50));
        scene.step(&scene.panel[0], "end").await;
        for (one, scores) in scene.panel.iter().zip([GOOD, GOOD, FAIR, GOOD, GOOD]) {
            scene.ok(one, "/sheet", sheet(scores)).await;
        }
        scene.step(&scene.panel[0], "close").await;
        scene.decide("approve", "").await;
        let page = scene.office.get("/calibration").await.body;
        let places: Vec<_> = (0..5).map(|n| page.find(&format!("专家{n}"))).collect();
        assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{page}");
        assert!(page.contains("不足 5 份") && !page.contains("−13.00"), "{}", world.db.name);
        for other in [&scene.panel[0], &scene.lecturer] {
            assert_eq!(other.get("/calibration").await.status, 403, "{}", world.db.name);
        }
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_version_is_withdrawn_while_it_is_judged_and_its_comments_stay() {
    for (n, world) in worlds().await.into_iter().chain(worlds().await).enumerate() {
        let scene = Scene::new(&world).await;
        if n < 2 {
            scene.start().await;
            scene.ok(&scene.panel[1], "/sheet", sheet(FAIR)).await;
        } else {
            scene.hold(&world, FAIR).await;
            let proposal = Values::default()
                .with(Field::Verdict, "revise")
                .with(Field::Changes, "注明数据来源");
            scene.ok(&scene.panel[0], "/verdict", proposal).await;
        }
        let at = format!("/course/{}/refinement", scene.version);
        let silent = scene.lecturer.post(&format!("{at}/give_up"), &Values::default()).await;
        assert_eq!(silent.status, 422, "{}: {}", world.db.name, silent.body);
        let reason = Values::default().with(Field::Reason, "题目与他人重复，另写一门");
        for _ in 0..2 {
            let done = scene.lecturer.post(&format!("{at}/give_up"), &reason).await;
            assert_eq!(done.status, 303, "{}: {}", world.db.name, done.body);
        }
        assert_eq!(scene.state(&world).await, CourseVersionState::Retired, "{}", world.db.name);
        let told = scene.panel[1].get("/inbox").await.body;
        assert!(told.contains("讲师已撤回") && told.contains("题目与他人重复"), "{told}");
        let page = scene.office.get(&scene.at("")).await.body;
        assert!(page.contains("在结论作出前撤回") && !page.contains("/decision\""), "{page}");
        if n < 2 {
            let late = scene.panel[2].post(&scene.at("/sheet"), &sheet(FAIR)).await;
            assert_eq!(late.status, 409, "{}: {}", world.db.name, late.body);
        }
        let own = scene.lecturer.get(&at).await.body;
        assert!(own.contains("在结论作出前撤回"), "{own}");
        let anew = scene.lecturer.post(&format!("{at}/next"), &Values::default()).await;
        assert_eq!(anew.status, 303, "{}: {}", world.db.name, anew.body);
        world.verify_chain().await;
        world.remove().await;
    }
}
