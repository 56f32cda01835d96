//! Whatever stands below the headings of a kind, every row is judged.

use proptest::prelude::*;

use super::{Cell, Kind, Level, Outcome, Sheet, SheetRow, Value, testing};

const KINDS: [(Kind, &[&str]); 4] = [
    (Kind::Hosts, &["所属县", "区划代码", "镇", "单位名称", "类别", "学生数", "联系人", "电话"]),
    (Kind::Tutors, &["姓名", "所属县", "工作单位", "学段", "级别", "从事年限", "入团时间", "电话"]),
    (
        Kind::TrainingHours,
        &["姓名", "工作单位", "培训名称", "开始日期", "结束日期", "时间", "学时", "手机", "类别"],
    ),
    (
        Kind::Nominations,
        &["类别", "姓名", "工作单位及职务", "从事年限", "曾获奖励", "推荐单位", "排序", "出生年月"],
    ),
];

const ENTRIES: &[&str] = &[
    "",
    "-",
    "=1+1",
    "谭　倩",
    "星河示范小学　教师",
    "南湖区",
    "330402",
    "南湖区科协",
    "2026.9.5",
    "9月5日",
    "2026年12月1日",
    "1900.1.1",
    "9：00－16：30",
    "全天",
    "6学时",
    "2.75",
    "-3",
    "99999999",
    "19900005397",
    "优秀科技辅导员",
    "优秀科普传播团队",
    "2025年度优秀科技辅导员",
    "业务培训",
    "小学",
];

fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        12 => prop::sample::select(ENTRIES).prop_map(|text| Value::Text(text.to_owned())),
        1 => "\\PC{0,12}".prop_map(Value::Text),
        1 => any::<f64>().prop_map(Value::Number),
        1 => (0.0..60_000.0_f64).prop_map(Value::Number),
        1 => Just(Value::Error("#REF!".to_owned())),
    ]
}

fn sheet(headings: &[&str], rows: &[Vec<Value>]) -> Sheet {
    let mut sheet = testing::sheet(&[headings]);
    sheet.rows.extend((2..).zip(rows).map(|(number, values)| {
        let cells = (1..).zip(values).map(|(column, value)| Cell::new(column, value.clone()));
        SheetRow { number, cells: cells.collect() }
    }));
    sheet
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn every_row_is_judged_whatever_stands_in_it(
        rows in prop::collection::vec(prop::collection::vec(value(), 9), 0..12),
    ) {
        for (kind, headings) in KINDS {
            let reading = testing::read(kind, sheet(headings, &rows));
            for row in &reading.rows {
                let worst = reading.issues_in(row.row).map(|issue| issue.level).max();
                prop_assert_eq!(row.level, worst.unwrap_or(Level::Good));
                prop_assert_eq!(row.level == Level::Error, row.outcome == Outcome::Blocked);
            }
        }
    }
}
