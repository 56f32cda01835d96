use super::*;
use crate::roster::{
    At, Cell, Kind, Outcome, Reading, Value,
    testing::{codes, put, read, sheet},
};

fn tutors(reading: &Reading) -> Vec<TutorRecord> {
    let tutor = |(_, record): (At, &Record)| match record {
        Record::Tutor(tutor) => tutor.clone(),
        other => panic!("{other:?} is no tutor"),
    };
    reading.records().map(tutor).collect()
}

#[test]
fn other_headings_in_another_order_say_the_same() {
    let reading = read(
        Kind::Tutors,
        sheet(&[
            &["填报日期：2026年11月20日"],
            &[
                "手机",
                "加入时间",
                "从事科技辅导工作年限（年）",
                "专业水平认证",
                "执教学段",
                "学科",
                "所在学校",
                "区县",
                "辅导员姓名",
            ],
            &[
                "１９９ ００００ ２９１５",
                "9月5日",
                "２１年",
                "中级",
                "小学、初中",
                "科学",
                "云棹示范小学",
                "市直",
                "盛　建华",
            ],
        ]),
    );
    let tutor = tutors(&reading).remove(0);
    assert_eq!(tutor.name, "盛建华");
    assert_eq!((tutor.years, tutor.level), (Some(21), Some(TutorLevel::Intermediate)));
    assert_eq!(tutor.joined, NaiveDate::from_ymd_opt(2026, 9, 5));
    assert_eq!(tutor.county.as_deref(), Some("330400"));
    assert_eq!(tutor.phone.as_deref(), Some("19900002915"));
    assert_eq!(tutor.stages.len(), 3);
    assert_eq!(codes(&reading), []);
}

#[test]
fn the_day_of_joining_is_read_in_every_form() {
    let headings = ["姓名", "工作单位", "入团时间", "手机"];
    let row = ["谭倩", "星河示范中学", "2021.10.1", "19900000001"];
    let mut rows = vec![&headings[..]];
    rows.extend([&row[..]; 8]);
    let mut sheet = sheet(&rows);
    let text = |text: &str| Value::Text(text.to_owned());
    let joined = [
        Value::Number(45_144.0),
        text("2021年10月"),
        Value::Number(2021.1),
        text("2021.13"),
        text("2023年2月30日"),
        text("2036.3.1"),
        text("9月5日"),
    ];
    for (row, value) in (3..).zip(joined) {
        put(&mut sheet, row, Cell::new(1, text(["谭倩", "唐涛"][row as usize % 2])));
        put(&mut sheet, row, Cell::new(3, value));
        put(&mut sheet, row, Cell::new(4, Value::Number(19_900_000_000.0 + f64::from(row))));
    }
    let reading = read(Kind::Tutors, sheet);
    let days: Vec<_> =
        tutors(&reading).iter().map(|it| it.joined.map(|it| it.to_string())).collect();
    let day = |day: &str| Some(day.to_owned());
    assert_eq!(days, [day("2021-10-01"), day("2023-08-06"), day("2021-10-01"), None]);
    let expected = [
        (5, Code::MonthAmbiguous),
        (6, Code::DateInvalid),
        (7, Code::DateInvalid),
        (8, Code::DateFuture),
        (9, Code::DateInvalid),
    ];
    assert_eq!(codes(&reading), expected);
}

#[test]
fn levels_years_and_names_outside_the_rules_block_their_rows() {
    let reading = read(
        Kind::Tutors,
        sheet(&[
            &["姓名", "工作单位", "认证级别", "从事年限", "手机", "备注"],
            &["甲一", "星河示范中学", "特级", "5", "19900000001"],
            &["甲二", "星河示范中学", "未认证", "-5", "19900000002"],
            &["甲三", "星河示范中学", "-", "很久", "19900000003"],
            &["甲4", "星河示范中学", "", "", "19900000004"],
            &["甲五", "", "高级", "1.5年", "19900000005"],
            &["甲六", "星河示范中学", "高级", "1.5年", "19900000006", "+1周内补交证书"],
        ]),
    );
    let expected = [
        (2, Code::ValueUnknown),
        (3, Code::NumberNegative),
        (4, Code::NumberInvalid),
        (5, Code::NameInvalid),
        (6, Code::UnitMissing),
    ];
    assert_eq!(codes(&reading)[..5], expected);
    assert_eq!(tutors(&reading)[0].years, Some(1));
}

#[test]
fn a_person_is_told_by_name_and_phone() {
    let reading = read(
        Kind::Tutors,
        sheet(&[
            &["姓名", "工作单位", "手机"],
            &["沈丽华", "云帆示范中学", "19900000001"],
            &["沈 丽华", "云帆中学", "199-0000-0001"],
            &["沈丽华", "云帆示范中学", "19900000002"],
            &["魏美芳", "云帆示范中学", "19900000002"],
        ]),
    );
    assert_eq!(codes(&reading), [(3, Code::PersonDuplicate), (5, Code::PhoneShared)]);
    assert_eq!(reading.rows[1].outcome, Outcome::DuplicateOf(At::new(0, 2)));
}
