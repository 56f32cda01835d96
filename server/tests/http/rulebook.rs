//! Rules are set from a day on, told, called off before their day, and kept by what was announced;
//! and roles that nobody has together.

use chrono::{Days, NaiveDate, TimeDelta};
use domain::{
    form::{Field, Values},
    role::Role,
    rulebook::{Rule, Rulebook},
};

use crate::{
    complaint::once_of,
    world::{Person, World, worlds},
};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A form as the page gives it, filled in.
async fn setting(who: &Person, rule: Rule, value: &str, from: &str) -> Values {
    let page = who.get(&address(rule)).await;
    assert_eq!(page.status, 200, "{}", page.body);
    Values::default()
        .with(Field::Once, once_of(&page))
        .with(Field::RuleValue, value)
        .with(Field::ValidFrom, from)
        .with(Field::RuleSource, "嘉科协〔2026〕9号")
        .with(Field::Reason, "主席办公会决定")
}

fn address(rule: Rule) -> String {
    format!("/rulebook/{}", rule.as_str())
}

async fn rule_today(world: &World, rule: Rule) -> i64 {
    let mut conn = world.db.store.read().await.unwrap();
    conn.rulebook(world.now().date_naive()).await.unwrap().get(rule)
}

#[tokio::test]
async fn the_office_sets_a_rule_once_and_whom_it_concerns_is_told() {
    for world in worlds().await {
        let office = world.office().await;
        let supervisor =
            world.person("陆秉公", &[Role::Supervisor], "市科协", "city_association", 9);
        let supervisor = supervisor.await;
        let list = office.get("/rulebook").await.body;
        assert!(list.contains("选中时段后暂留") && list.contains("10 分钟"), "{list}");
        let found = office.get("/rulebook?q=%E8%B7%AF%E7%A8%8B").await.body;
        assert!(found.contains("路程") && !found.contains("选中时段后暂留"), "{found}");

        let form = setting(&office, Rule::HoldMinutes, "17", "2026-11-23").await;
        for _ in 0..2 {
            let sent = office.post(&address(Rule::HoldMinutes), &form).await;
            assert_eq!(sent.status, 303, "{}", sent.body);
        }
        assert_eq!(rule_today(&world, Rule::HoldMinutes).await, 17, "{}", world.db.name);
        let page = office.get(&address(Rule::HoldMinutes)).await.body;
        for text in ["17 分钟", "嘉科协〔2026〕9号", "主席办公会决定", "周明远"] {
            assert!(page.contains(text), "{text}: {page}");
        }
        assert_eq!(page.matches("主席办公会决定").count(), 1, "sent twice, there once");
        let inbox = supervisor.get("/inbox").await.body;
        assert!(inbox.contains("规则调整：选中时段后暂留"), "{inbox}");
        assert!(inbox.contains("由 10 分钟 改为 17 分钟"), "{inbox}");
        assert!(!office.get("/inbox").await.body.contains("规则调整"), "not who has done it");
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test]
async fn what_is_wrong_is_told_at_its_field_and_nothing_typed_is_lost() {
    for world in worlds().await {
        let office = world.office().await;
        for (value, from, field, text) in [
            ("1", "2026-11-23", "rule_value", "2 至 60"),
            ("十七", "2026-11-23", "rule_value", "rule_value-problem"),
            ("17", "2026-11-22", "valid_from", "valid_from-problem"),
            ("10", "2026-11-23", "rule_value", "与现有的相同"),
        ] {
            let form = setting(&office, Rule::HoldMinutes, value, from).await;
            let refused = office.post(&address(Rule::HoldMinutes), &form).await;
            assert_eq!(refused.status, 422, "{value} {from}: {}", refused.body);
            assert!(refused.body.contains(&format!("href=\"#{field}\"")), "{}", refused.body);
            assert!(refused.body.contains(text), "{text}: {}", refused.body);
            assert!(refused.body.contains("主席办公会决定"), "nothing is lost");
        }
        assert_eq!(rule_today(&world, Rule::HoldMinutes).await, 10, "{}", world.db.name);
        assert_eq!(office.get("/rulebook/no_such_rule").await.status, 404);
        let lecturer = world.lecturer("钱进").await;
        assert_eq!(lecturer.get("/rulebook").await.status, 403);
        world.remove().await;
    }
}

#[tokio::test]
async fn an_announced_change_waits_for_its_day_and_is_called_off_before_it() {
    for world in worlds().await {
        let office = world.office().await;
        let county = world.person("张县", &[Role::Judge], "市科协", "city_association", 9).await;
        let rule = Rule::RequestReviewWorkingDays;
        for from in ["2026-12-01", "2026-12-05"] {
            let form = setting(&office, rule, "4", from).await;
            let sent = office.post(&address(rule), &form).await;
            // The second one changes nothing any more.
            assert_eq!(sent.status, if from == "2026-12-01" { 303 } else { 422 });
        }
        assert!(office.get("/rulebook").await.body.contains("2026年12月1日 起：4 个工作日"));
        let read = county.get(&address(rule)).await.body;
        assert!(read.contains("4 个工作日") && !read.contains("/call_off"), "{read}");
        let page = office.get(&address(rule)).await.body;
        let at = page.find("/change/").unwrap();
        let id = page[at + 8..].split('/').next().unwrap().to_owned();
        let call_off = format!("{}/change/{id}/call_off", address(rule));
        assert_eq!(county.post(&call_off, &Values::default()).await.status, 403);
        let elsewhere = format!("{}/change/{id}/call_off", address(Rule::HoldMinutes));
        assert_eq!(office.post(&elsewhere, &Values::default()).await.status, 404);
        for _ in 0..2 {
            assert_eq!(office.post(&call_off, &Values::default()).await.status, 303);
        }
        assert!(office.get(&address(rule)).await.body.contains("已撤销"), "it is still told");
        world.wait(TimeDelta::days(20));
        assert_eq!(rule_today(&world, rule).await, 2, "{}", world.db.name);
        let form = setting(&office, rule, "3", "2026-12-13").await;
        assert_eq!(office.post(&address(rule), &form).await.status, 303);
        let page = office.get(&address(rule)).await.body;
        let id = page.split("/change/").nth(1).map(|rest| rest.split('/').next().unwrap());
        assert_eq!(id, None, "what holds is changed by another change");
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test]
async fn a_published_session_keeps_its_rules_and_the_next_one_has_the_new_ones() {
    for world in worlds().await {
        let office = world.office().await;
        let panel = world.panel().await;
        let lecturer = world.lecturer("钱进").await;
        let version = world.cleared_course(&lecturer, &office).await;
        let (session, slots) = world.session(&office, &panel, "2026-12-17", "14:00").await;
        world.set_rule(Rule::PanelMinimum, 9, day("2026-11-23")).await;
        world.set_rule(Rule::FreeCancelHours, 200, day("2026-11-23")).await;
        let mut conn = world.db.store.read().await.unwrap();
        let kept = conn.rulebook_of_session(session, day("2026-11-30")).await.unwrap();
        assert_eq!((kept.get(Rule::PanelMinimum), kept.get(Rule::FreeCancelHours)), (5, 24));
        drop(conn);
        // With nine, a panel of this size could judge nobody.
        let path = format!("/course/{version}/booking");
        world.set_rule(Rule::HoldMinutes, 43, day("2026-11-23")).await;
        let picker = lecturer.get(&path).await.body;
        assert!(picker.contains("暂留 43 分钟"), "{picker}");
        let slot = Values::default().with(Field::Slot, slots[0].to_string());
        let held = lecturer.post(&path, &slot).await;
        assert_eq!(held.status, 303, "{}: {}", world.db.name, held.body);
        let booking = held.location.split('?').next().unwrap().to_owned();
        lecturer.post(&format!("{booking}/confirm"), &Values::default()).await;
        let page = lecturer.get(&booking).await.body;
        assert!(page.contains("24 小时") && !page.contains("200 小时"), "{page}");
        world.remove().await;
    }
}

#[tokio::test]
async fn a_year_goes_by_the_rules_of_its_first_day() {
    for world in worlds().await {
        let tutor = world.person("沈老师", &[Role::Tutor], "菱歌示范小学", "school", 7).await;
        world.set_rule(Rule::TutorTarget, 1_700, day("2026-03-01")).await;
        let now = tutor.get("/training_record").await.body;
        assert!(now.contains("24") && !now.contains("17 学时"), "{}: {now}", world.db.name);
        world.wait(TimeDelta::days(9));
        let next = tutor.get("/training_record").await.body;
        assert!(next.contains("17 学时"), "{next}");
        world.remove().await;
    }
}

async fn pair(who: &Person, one: &str, other: &str) -> Values {
    let page = who.get("/rulebook/apart").await;
    Values::default()
        .with(Field::Once, once_of(&page))
        .with(Field::OneRole, one)
        .with(Field::OtherRole, other)
        .with(Field::Reason, "办公会决定分开")
}

#[tokio::test]
async fn a_pair_of_roles_is_refused_while_somebody_has_both_and_named() {
    for world in worlds().await {
        let office = world.office().await;
        let admin =
            world.person("管理员", &[Role::SystemAdministrator], "市科协", "city_association", 8);
        let admin = admin.await;
        let both =
            world.person("双职", &[Role::Judge, Role::Panelist], "市科协", "city_association", 9);
        let both = both.await;
        let one = world.person("单职", &[Role::Judge], "市科协", "city_association", 10).await;

        let refused =
            office.post("/rulebook/apart", &pair(&office, "judge", "panelist").await).await;
        assert_eq!(refused.status, 422, "{}", refused.body);
        assert!(
            refused.body.contains("双职") && !refused.body.contains("单职"),
            "{}",
            refused.body
        );
        let law = office.post("/rulebook/apart", &pair(&office, "judge", "supervisor").await).await;
        assert!(law.status == 422 && law.body.contains("已经不能"), "{}", law.body);

        // What they have ends, and the pair is there.
        let page = office.get(&format!("/person/{}", both.id)).await.body;
        let at = page.rfind("/grant/").unwrap();
        let grant = page[at + 7..].split('/').next().unwrap().to_owned();
        let end = format!("/person/{}/grant/{grant}/end", both.id);
        assert_eq!(office.post(&end, &Values::default()).await.status, 303);
        let form = pair(&office, "judge", "panelist").await;
        for _ in 0..2 {
            let sent = office.post("/rulebook/apart", &form).await;
            assert_eq!(sent.status, 303, "{}: {}", world.db.name, sent.body);
        }
        assert!(admin.get("/inbox").await.body.contains("角色互斥"), "who keeps roles is told");

        let give = Values::default().with(Field::Role, "panelist").with(Field::Scope, "everything");
        let path = format!("/person/{}/grant", one.id);
        let refused = office.post(&path, &give).await;
        assert!(refused.status == 422 && refused.body.contains("role-problem"), "{}", refused.body);

        let page = admin.get("/rulebook/apart").await.body;
        let at = page.find("/rulebook/apart/").unwrap();
        let end = page[at..].split('"').next().unwrap().to_owned();
        assert!(!office.get("/rulebook/apart").await.body.contains(&end), "not the office");
        assert_eq!(office.post(&end, &Values::default()).await.status, 403);
        for _ in 0..2 {
            assert_eq!(admin.post(&end, &Values::default()).await.status, 303);
        }
        let given = office.post(&path, &give).await;
        assert_eq!(given.status, 303, "{}", given.body);
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test]
async fn a_role_that_is_given_and_a_pair_that_is_added_at_once_never_both_succeed() {
    for world in worlds().await {
        let office = world.office().await;
        let other =
            world.person("管理员", &[Role::SystemAdministrator], "市科协", "city_association", 8);
        let other = other.await;
        for turn in 0..4 {
            let name = format!("单职{turn}");
            let one = world.person(&name, &[Role::Judge], "市科协", "city_association", 3);
            let one = one.await;
            let give =
                Values::default().with(Field::Role, "tutor").with(Field::Scope, "everything");
            let path = format!("/person/{}/grant", one.id);
            let form = pair(&other, "judge", "tutor").await;
            let (given, added) =
                tokio::join!(office.post(&path, &give), other.post("/rulebook/apart", &form));
            let done = [given.status, added.status];
            assert!(done.contains(&303) && done != [303, 303], "{}: {done:?}", world.db.name);
            let mut conn = world.db.store.read().await.unwrap();
            let today = world.now().date_naive() + Days::new(1);
            assert!(conn.list_excluded(today).await.unwrap().is_empty(), "{}", world.db.name);
            let pairs = conn.list_exclusions().await.unwrap();
            drop(conn);
            if added.status == 303 {
                let id = pairs.last().unwrap().id;
                let end = format!("/rulebook/apart/{id}/end");
                assert_eq!(other.post(&end, &Values::default()).await.status, 303);
            } else {
                // The tutor is one, so that the next turn's pair would be refused for this one.
                let page = office.get(&format!("/person/{}", one.id)).await.body;
                let at = page.rfind("/grant/").unwrap();
                let grant = page[at + 7..].split('/').next().unwrap().to_owned();
                let end = format!("/person/{}/grant/{grant}/end", one.id);
                assert_eq!(office.post(&end, &Values::default()).await.status, 303);
            }
        }
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_years_of_a_conflict_are_a_rule_that_a_published_session_keeps() {
    for world in worlds().await {
        let (office, panel) = (world.office().await, world.panel().await);
        let lecturer = world.lecturer("钱进").await;
        world.cleared_course(&lecturer, &office).await;
        // One of the panel left the lecturer's unit four years ago.
        let today = world.now().date_naive();
        let mut tx = world.db.store.begin().await.unwrap();
        let unit = tx.find_person(lecturer.id).await.unwrap().unwrap().workplace_id.unwrap();
        let (from, until) = (today - Days::new(3_000), today - Days::new(4 * 365));
        tx.add_workplace(panel[1].id, unit, from, Some(until)).await.unwrap();
        crate::world::commit(tx).await;
        let (session, _) = world.session(&office, &panel, "2026-12-10", "09:00").await;
        let at = format!("/review_session/{session}");
        let (told, named) = ("专家1与待预约讲师钱进", "须回避待预约讲师：钱进");
        assert!(!office.get(&at).await.body.contains(told), "{}", world.db.name);
        assert!(!office.get("/review_session/new").await.body.contains(named));
        world.set_rule(Rule::ConflictUnitYears, 5, today).await;
        let form = office.get("/review_session/new").await.body;
        assert!(form.contains(named), "{}: {form}", world.db.name);
        assert!(!office.get(&at).await.body.contains(told), "{}: it keeps", world.db.name);
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_kept_how_long_is_read_from_the_rules_by_page_notice_and_sweep() {
    for world in worlds().await {
        let office = world.office().await;
        let today = world.now().date_naive();
        let mut tx = world.db.store.begin().await.unwrap();
        let message = domain::inbox::Message::PersonCorrected {};
        tx.add_message(office.id, &message, world.now()).await.unwrap();
        crate::world::commit(tx).await;
        world.set_rule(Rule::MessageYears, 7, today).await;
        world.set_rule(Rule::PersonContactYears, 9, today).await;
        let page = world.visitor().get("/privacy").await.body;
        assert!(page.contains("结束后 7 年") && page.contains("结束后 9 年"), "{page}");
        let mine = office.get("/my_information").await.body;
        assert!(mine.contains("任职和培训结束 9 年后"), "{}: {mine}", world.db.name);
        let stands = async || {
            world.actions.sweep(world.now()).await.unwrap();
            let mut conn = world.db.store.read().await.unwrap();
            conn.list_messages(office.id, None, 10).await.unwrap().len()
        };
        world.wait(TimeDelta::days(3 * 366));
        assert_eq!(stands().await, 1, "{}: by default it were gone", world.db.name);
        world.wait(TimeDelta::days(5 * 366));
        assert_eq!(stands().await, 0, "{}", world.db.name);
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_lengths_of_slots_and_lectures_are_rules_that_a_published_session_keeps() {
    for world in worlds().await {
        let (office, panel) = (world.office().await, world.panel().await);
        let lecturer = world.lecturer("钱进").await;
        let long = world.cleared_course_of(&lecturer, &office, "60").await;
        let (session, slots) = world.session(&office, &panel, "2026-12-17", "14:00").await;
        let today = day("2026-11-23");
        world.set_rule(Rule::SlotShortMinutes, 40, today).await;
        world.set_rule(Rule::TrialMostMinutes, 50, today).await;
        world.set_rule(Rule::ShortFormMostMinutes, 35, today).await;
        let form = office.get("/review_session/new").await.body;
        for (text, stands) in [("40 分钟", true), ("45 分钟", false), ("35 分钟", true)] {
            assert_eq!(form.contains(&format!("{text}</")), stands, "{text}: {form}");
        }
        let mut plan = crate::world::session_plan("2026-12-18", "14:00");
        for member in &panel {
            plan.push(Field::Panel, member.id.to_string());
        }
        let of = |minutes: &str| plan.clone().with(Field::Once, format!("of{minutes}"));
        let mut old = of("45");
        old.set(Field::SlotMinutes, "45");
        let refused = office.post("/review_session/new", &old).await;
        assert_eq!(refused.status, 422, "{}", refused.body);
        assert!(refused.body.contains("href=\"#slot_minutes"), "{}", refused.body);
        let mut new = of("40");
        new.set(Field::SlotMinutes, "40");
        let planned = office.post("/review_session/new", &new).await;
        assert_eq!(planned.status, 303, "{}: {}", world.db.name, planned.body);

        // A lecture of an hour fits into the slot that was published before, and is a part in a new one.
        let path = format!("/review_session/{session}/slot/{}/change", slots[2]);
        let lengths = office.get(&path).await.body;
        assert!(lengths.contains("45 分钟") && !lengths.contains("40 分钟"), "{lengths}");
        let slot = Values::default().with(Field::Slot, slots[0].to_string());
        let held = lecturer.post(&format!("/course/{long}/booking"), &slot).await;
        let booking = held.location.split('?').next().unwrap().to_owned();
        let page = lecturer.get(&booking).await.body;
        assert!(!page.contains("name=\"part\""), "{}: {page}", world.db.name);
        let (_, later) = world.session(&office, &panel, "2026-12-21", "14:00").await;
        let other = world.lecturer("孙行").await;
        let course = world.cleared_course_of(&other, &office, "60").await;
        let slot = Values::default().with(Field::Slot, later[0].to_string());
        let held = other.post(&format!("/course/{course}/booking"), &slot).await;
        let booking = held.location.split('?').next().unwrap().to_owned();
        let page = other.get(&booking).await.body;
        assert!(page.contains("name=\"part\""), "{}: {page}", world.db.name);
        world.remove().await;
    }
}

#[tokio::test]
async fn a_notice_counts_its_first_day_where_the_rules_say_so() {
    let world = crate::world::world().await;
    // CAL-04: the days on which five working days end that begin on a day, or after it.
    for (from, including, next) in [
        ("2026-02-11", "2026-02-24", "2026-02-25"),
        ("2026-09-18", "2026-09-23", "2026-09-24"),
        ("2026-11-23", "2026-11-27", "2026-11-30"),
    ] {
        for (counts, last) in [(1, including), (0, next)] {
            let rules = Rulebook::new(1, [(Rule::NoticeCountsFirstDay, counts)]);
            let period = world.actions.notice_from(day(from), &rules);
            assert_eq!(period.last, day(last), "{from}, {counts}");
        }
    }
    world.remove().await;
}
