//! Registers that are handed upward: each within its reader's scope, in the offices' layout, and counted
//! in the access log; and the school calendar from a spreadsheet.

use domain::{access_log::AccessThing, id::AccessLogId};
use store::AccessFilter;

use crate::{
    account::{credentials, session_of},
    review_paper::sheets,
    world::{PASSWORD, Person, World},
};

async fn signed_in(world: &World, name: &str) -> Person {
    let answer = world.visitor().post("/sign_in", &credentials(name, PASSWORD)).await;
    world.visitor().with_cookie(&session_of(&answer))
}

/// How many rows the last export of a kind had.
async fn n_rows(world: &World, thing: AccessThing) -> i64 {
    let filter = AccessFilter { thing: Some(thing), ..AccessFilter::default() };
    let mut conn = world.db.store.read().await.unwrap();
    let lines = conn.list_access_log(&filter, AccessLogId(i64::MAX), 1).await.unwrap();
    lines[0].n_rows.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_office_takes_its_year_and_a_county_its_part_of_it() {
    for db in test_database::databases().await {
        let world = World::demonstration(db).await;
        let office = signed_in(&world, "office").await;
        let county = signed_in(&world, "county").await;
        let unit = signed_in(&world, "unit").await;
        let lecturer = signed_in(&world, "lecturer").await;
        let page = office.get("/report").await.body;
        for number in ["R-4", "R-7", "R-8", "R-11"] {
            assert!(page.contains(number), "{number}: {page}");
        }
        assert!(!unit.get("/report").await.body.contains("R-4"), "a unit has its tutors' hours");
        assert_eq!(lecturer.get("/report").await.status, 403);
        for (kind, of_unit) in [("lecturers", 403), ("trainings", 403), ("tutor_hours", 200)] {
            let path = format!("/report/{kind}/export.xlsx?year=2026");
            let mut counted = Vec::new();
            for who in [&office, &county] {
                let file = who.get(&path).await;
                assert_eq!(file.status, 200, "{kind}: {}", file.body);
                assert_eq!(file.header("cache-control"), "no-store");
                counted.push(n_rows(&world, AccessThing::Report).await);
            }
            assert_eq!(unit.get(&path).await.status, of_unit, "{kind}");
            assert_eq!(lecturer.get(&path).await.status, 403, "{kind}");
            if kind != "trainings" {
                assert!(counted[0] > counted[1], "{}, {kind}: {counted:?}", world.db.name);
                assert!(counted[1] > 0, "{}, {kind}: {counted:?}", world.db.name);
            }
        }
        assert_eq!(office.get("/report/nothing/export.xlsx").await.status, 404);
        world.verify_lines().await;
        world.remove().await;
    }
}

/// What stands at the head of a register's columns (domain §6).
fn columns(kind: &str) -> Vec<&'static str> {
    match kind {
        "lecturers" => vec![
            "序号",
            "姓名",
            "性别",
            "工作单位",
            "职务/职称",
            "领域",
            "聘期至",
            "在架课程",
            "场次",
            "受众人次",
            "反馈均分",
            "听课均分",
            "学时",
            "考核等次",
        ],
        "trainings" => vec![
            "序号",
            "培训名称",
            "类别",
            "主办单位",
            "起始日期",
            "截止日期",
            "学时",
            "地点",
            "各县人数",
            "初级",
            "中级",
            "高级",
            "合计人数",
        ],
        "tutor_hours" => vec!["序号", "姓名", "学校", "学科", "级别"],
        // what was going on there as well.
        _ => vec![
            "序号",
            "名称",
            "地区",
            "地址",
            "管理员",
            "起始日期",
            "五有",
            "开展科普活动（场）",
            "培训日期",
        ],
    }
}

/// Title, unit and day, the columns, rows as wide as they are, and where one signs.
#[tokio::test(flavor = "multi_thread")]
async fn registers_have_the_layout_of_offices() {
    let db = test_database::databases().await.remove(0);
    let world = World::demonstration(db).await;
    let office = signed_in(&world, "office").await;
    for (kind, path, title) in [
        ("lecturers", "/report/lecturers/export.xlsx?year=2026", "2026 考核年度"),
        ("trainings", "/report/trainings/export.xlsx?year=2026", "2026 考核年度"),
        ("tutor_hours", "/report/tutor_hours/export.xlsx?year=2026", "2026 考核年度"),
        ("e_station", "/register/e_station/export.xlsx", "e站"),
    ] {
        let (_, rows) = sheets(&office, path).await.remove(0);
        let has = |row: &[String], text: &str| row.iter().any(|cell| cell.contains(text));
        assert!(has(&rows[0], title), "{kind}: {:?}", rows[0]);
        assert!(
            has(&rows[1], "填报单位（盖章）：") && has(&rows[1], "填报时间："),
            "{:?}",
            rows[1]
        );
        let (head, expected) = (&rows[2], columns(kind));
        assert_eq!(head[..expected.len()], expected[..], "{kind}");
        let is_line =
            |row: &&Vec<String>| row.first().is_some_and(|cell| cell.starts_with("Number("));
        let lines: Vec<_> = rows[3..].iter().filter(is_line).collect();
        assert!(!lines.is_empty(), "{kind}: no row in {rows:?}");
        assert!(
            rows.iter().any(|row| has(row, "负责人签字：") && has(row, "填表人签字：")),
            "{kind}"
        );
    }
    world.remove().await;
}
