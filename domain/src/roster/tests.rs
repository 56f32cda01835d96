//! Whatever stands below the headings of a kind, every row is judged.

use proptest::prelude::*;

use super::{Cell, Code, Kind, Level, Outcome, Record, Sheet, SheetRow, Value, testing};

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
    "同上",
    "〃",
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
        SheetRow { number, cells: cells.collect(), ..SheetRow::default() }
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
                let worst = reading.issues_in(row.at).map(|issue| issue.level).max();
                prop_assert_eq!(row.level, worst.unwrap_or(Level::Good));
                prop_assert_eq!(row.level == Level::Error, row.outcome == Outcome::Blocked);
            }
        }
    }
}

#[test]
fn a_cell_that_says_as_above_holds_what_stands_above() {
    let reading = testing::read(
        Kind::Tutors,
        testing::sheet(&[
            &["姓名", "工作单位", "电话", "从事年限"],
            &["温知夏", "〃", "19955550000", "3"],
            &["裴若愚", "砚池示范小学", "19955550001", "3"],
            &["邬听雪", "同上", "19955550002", "4"],
            &["宓怀远", "〃", "19955550003", "''"],
            &["闻人语", " 同 上 ", "19955550004", "5"],
        ]),
    );
    let above = Code::AsAbove;
    assert_eq!(
        testing::codes(&reading),
        [(2, above), (4, above), (5, above), (5, above), (6, above)]
    );
    let unit = |record: &Record| match record {
        Record::Tutor(tutor) => (tutor.unit.clone(), tutor.years),
        _ => unreachable!(),
    };
    let units: Vec<_> = reading.records().map(|(_, record)| unit(record)).collect();
    let school = || "砚池示范小学".to_owned();
    let years = [Some(3), Some(4), Some(4), Some(5)];
    assert_eq!(units, years.map(|years| (school(), years)));
    assert_eq!(reading.issues[1].expected, Some(school()));
    assert_eq!(reading.issues[1].read, "同上");
}

/// A label over merged rows holds for each of them; a number does not.
#[test]
fn one_number_over_several_rows_is_one_number() {
    let mut sheet = testing::sheet(&[
        &["姓名", "工作单位", "电话", "从事年限"],
        &["温知夏", "砚池示范小学", "19955550001", "3"],
        &["裴若愚", "", "19955550002", ""],
        &["邬听雪", "", "19955550003", "4"],
    ]);
    testing::merge(&mut sheet, 2, 2, 4);
    testing::merge(&mut sheet, 4, 2, 3);
    let reading = testing::read(Kind::Tutors, sheet);
    let merged = Code::MergedNumber;
    assert_eq!(testing::codes(&reading), [(2, merged), (3, merged)]);
}
