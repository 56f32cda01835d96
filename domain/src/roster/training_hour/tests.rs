use super::*;
use crate::roster::{
    Cell, DayPart, Kind, Outcome, Reading, Value,
    testing::{codes, merge, put, read, sheet},
};

fn hours_of(reading: &Reading) -> Vec<TrainingHourRecord> {
    let hours = |(_, record): (At, &Record)| match record {
        Record::TrainingHour(hours) => hours.clone(),
        other => panic!("{other:?} holds no hours"),
    };
    reading.records().map(hours).collect()
}

const HEADINGS: &[&str] =
    &["姓名", "工作单位", "培训名称", "开始日期", "结束日期", "时间", "学时", "联系电话"];
const UNIT_HERE: &str = "星河示范中学";
const PHONE_HERE: &str = "19900005397";

/// A row of the same person.
fn row<'a>(
    event: &'a str,
    start: &'a str,
    end: &'a str,
    time: &'a str,
    n: &'a str,
) -> [&'a str; 8] {
    ["谭倩", UNIT_HERE, event, start, end, time, n, PHONE_HERE]
}

#[test]
fn other_headings_in_another_order_say_the_same() {
    let mut sheet = sheet(&[
        &["2026年度培训学时登记表"],
        &[
            "手机",
            "认定学时",
            "时段",
            "类型",
            "主办方",
            "活动名称",
            "终止日期",
            "起始日期",
            "单位",
            "学员姓名",
        ],
        &[
            "1.9900005397E10",
            "",
            "9：00～16：30",
            "E站大屏管理员培训",
            "市科协",
            "讲座",
            "9月6日",
            "9月5日",
            UNIT_HERE,
            "谭　倩",
        ],
        &[
            "19900005397",
            "２．５学时",
            "下 午",
            "学习调研",
            "",
            "",
            "",
            "2026/9/7",
            UNIT_HERE,
            "谭倩",
        ],
    ]);
    put(&mut sheet, 3, Cell::new(1, Value::Number(1.990_000_539_7e10)));
    let formula = Cell { formula: Some("6+6".into()), ..Cell::new(2, Value::Number(12.0)) };
    put(&mut sheet, 3, formula);
    merge(&mut sheet, 6, 3, 4);
    let reading = read(Kind::TrainingHours, sheet);
    assert_eq!(codes(&reading), []);
    let found = hours_of(&reading);
    assert_eq!(found[0].phone.as_deref(), Some(PHONE_HERE));
    assert_eq!(found[0].kind, Some(ActivityKind::StationManagerTraining));
    assert_eq!((found[0].hours, found[0].credited), (1200, 1200));
    assert_eq!(found[0].first_day.to_string(), "2026-09-05");
    assert_eq!(found[0].time, Some(TimeOfDay::Clock { from: 540, until: 990 }));
    assert_eq!((found[1].event.as_str(), found[1].hours), ("讲座", 250));
    assert_eq!(found[1].first_day, found[1].last_day);
    assert_eq!(found[1].time, Some(TimeOfDay::Part(DayPart::Afternoon)));
}

#[test]
fn impossible_dates_and_hours_block_their_rows() {
    let reading = read(
        Kind::TrainingHours,
        sheet(&[
            HEADINGS,
            &row("一", "2026.13.5", "2026.7.10", "", "6"),
            &row("二", "2026.2.30", "", "", "6"),
            &row("三", "2036.10.24", "2036.10.24", "", "3"),
            &row("四", "2026.7.6", "2026.7.5", "", "3"),
            &row("五", "2026.7.6", "2026.12.1", "", "3"),
            &row("六", "", "", "", "3"),
            &row("七", "2026.7.6", "", "", "请假"),
            &row("八", "2026.7.6", "", "", "-3"),
            &row("九", "2026.7.6", "2026.7.7", "", "16.5"),
            &row("十", "2026.7.6", "", "", ""),
            &row("", "2026.7.6", "", "", "3"),
            &row("十一", "9月5日", "", "", "3"),
        ]),
    );
    let expected = [
        (2, Code::DateInvalid),
        (3, Code::DateInvalid),
        (4, Code::DateFuture),
        (5, Code::EndBeforeStart),
        (6, Code::DateFuture),
        (7, Code::DateInvalid),
        (8, Code::NumberInvalid),
        (9, Code::NumberNegative),
        (10, Code::HoursOverDay),
        (11, Code::NumberInvalid),
        (12, Code::TitleMissing),
        (13, Code::DateInvalid),
    ];
    assert_eq!(codes(&reading), expected);
    assert_eq!(reading.issues[8].expected.as_deref(), Some("16"));
}

#[test]
fn blocked_rows_count_nowhere() {
    let reading = read(
        Kind::TrainingHours,
        sheet(&[
            HEADINGS,
            &row("讲座", "2026.7.6", "", "上午", "25"),
            &row("讲座", "2026.7.6", "", "上午", "3"),
        ]),
    );
    assert_eq!(codes(&reading), [(2, Code::HoursOverDay)]);
}

#[test]
fn what_is_counted_twice_is_a_warning_on_the_later_row() {
    let reading = read(
        Kind::TrainingHours,
        sheet(&[
            HEADINGS,
            &row("培训班（第二期）", "2026.9.5", "2026.9.6", "9:00-16:30", "12"),
            &row("培训班(第二期)", "2026年9月5日", "2026-09-06", "9：00—16：30", "12"),
            &row("培训班（第三期）", "2026.9.5", "", "14：00～16：00", "2.5"),
            &row("夜间观星", "2026.9.6", "", "18:30-20:45", "3"),
            &row("观摩", "2026.9.7", "", "8:30-11:30", "2.75"),
            &row("线上课程", "2026.9.7", "2026.9.14", "线上（以证书学时为准）", "8"),
        ]),
    );
    let expected = [
        (3, Code::ParticipationDuplicate),
        (4, Code::TrainingOverlap),
        (5, Code::DayTotalOver8),
        (6, Code::HoursStep),
    ];
    assert_eq!(codes(&reading), expected);
    assert_eq!(reading.rows[1].outcome, Outcome::DuplicateOf(At::new(0, 2)));
    let counted: Vec<_> = hours_of(&reading).iter().map(|it| (it.hours, it.credited)).collect();
    assert_eq!(counted, [(1200, 1200), (250, 0), (300, 200), (250, 250), (800, 800)]);
    assert_eq!(hours_of(&reading)[1].overlaps, Some(At::new(0, 2)));
}

#[test]
fn an_error_of_the_spreadsheet_program_blocks_its_row() {
    let mut sheet = sheet(&[HEADINGS, &row("讲座", "2026.7.6", "", "上午", "3")]);
    put(&mut sheet, 2, Cell::new(7, Value::Error("#REF!".into())));
    assert_eq!(codes(&read(Kind::TrainingHours, sheet)), [(2, Code::CellError)]);
}

#[test]
fn a_phone_under_another_name_and_a_strange_kind_are_found() {
    let reading = read(
        Kind::TrainingHours,
        sheet(&[
            &["姓名", "工作单位", "培训名称", "日期", "学时", "手机", "类别", "县"],
            &["谭倩", UNIT_HERE, "讲座", "2026.7.6", "3", PHONE_HERE, "业务培训", "南湖"],
            &["唐涛", UNIT_HERE, "讲座", "2026.7.6", "3", PHONE_HERE, "", ""],
            &["余峰", UNIT_HERE, "讲座", "2026.7.6", "3", "19900000001", "团建", "南湖县"],
        ]),
    );
    let expected = [(3, Code::PhoneShared), (4, Code::RegionUnknown), (4, Code::ValueUnknown)];
    assert_eq!(codes(&reading), expected);
}
