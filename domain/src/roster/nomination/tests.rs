use super::*;
use crate::roster::{
    At, Kind, Outcome, Reading,
    testing::{codes, merge, read, sheet},
};

fn nominations(reading: &Reading) -> Vec<NominationRecord> {
    let nomination = |(_, record): (At, &Record)| match record {
        Record::Nomination(nomination) => nomination.clone(),
        other => panic!("{other:?} is no nomination"),
    };
    reading.records().map(nomination).collect()
}

const HEADINGS: &[&str] =
    &["推荐类别", "姓名", "工作单位及职务", "手机", "从事年限", "曾获奖励", "推荐单位", "推荐排序"];
const TUTOR: &str = "优秀科技辅导员";

#[test]
fn other_headings_in_another_order_say_the_same() {
    let mut sheet = sheet(&[
        &["2026年度评优推荐表"],
        &["推荐单位（盖章）：", "", "填报时间：2026年11月20日"],
        &[
            "单位内排序",
            "推荐部门",
            "获奖情况",
            "主要先进事迹（100字以内）",
            "从业年限",
            "联系电话",
            "专业技术职务",
            "所在单位及职务",
            "族别",
            "出生日期",
            "被推荐人\n姓名",
            "申报类别",
        ],
        &[
            "１",
            "嘉兴市南湖区科学技术协会",
            "无",
            "指导项目12个。",
            "25年",
            "199-0000-4242",
            "高级教师",
            "丰泽示范第二小学　教科室副主任",
            "汉族",
            "1993年6月",
            "汪 望舒",
            TUTOR,
        ],
        &[
            "2",
            "经开区",
            "",
            "",
            "",
            "19900004961",
            "",
            "晴舫示范科技有限公司",
            "",
            "",
            "3D打印队",
            "",
        ],
    ]);
    put_category(&mut sheet);
    let reading = read(Kind::Nominations, sheet);
    assert_eq!(codes(&reading), []);
    let found = nominations(&reading);
    assert_eq!(found[0].workplace, "丰泽示范第二小学");
    assert_eq!(found[0].post.as_deref(), Some("教科室副主任"));
    assert_eq!((found[0].nominating_unit.as_str(), found[0].rank), ("A1", Some(1)));
    assert_eq!((found[0].years, found[0].earlier_awards.as_deref()), (Some(25), None));
    assert_eq!(found[0].birth.unwrap().to_string(), "1993-06");
    assert_eq!((found[1].name.as_str(), found[1].sex), ("3D打印队", None));
    assert_eq!(found[1].nominating_unit, "A3");
}

fn put_category(sheet: &mut crate::roster::Sheet) {
    let cell = crate::roster::Cell::new(12, crate::roster::Value::Text("优秀科普传播团队".into()));
    crate::roster::testing::put(sheet, 5, cell);
}

#[test]
fn rows_that_break_a_rule_are_blocked() {
    let mut sheet = sheet(&[
        &["推荐类别", "姓名", "工作单位", "手机", "从事年限", "出生年月", "推荐单位"],
        &["优秀科普网红", "甲一", "一校", "19900000001", "3", "1990.1", "南湖区科协"],
        &[TUTOR, "甲二", "一校", "19900000002", "-5", "1990.01", "南湖区科协"],
        &["", "甲三", "二校", "19900000003", "5", "1988.00", "南湖区科协"],
        &["", "甲四", "三校", "19900000004", "5", "2032年5月", "南湖区科协"],
        &["", "甲五", "四校", "19900000005", "5", "", "秀州区科协"],
        &["", "=甲六", "五校", "19900000006", "5", "", "南湖区科协"],
        &["", "甲7", "六校", "19900000007", "5", "", "南湖区科协"],
        &["", "甲八", "", "19900000008", "5", "", ""],
        &["", "甲九", "九校", "19900000009", "5", "", "南湖区科协"],
    ]);
    merge(&mut sheet, 1, 3, 9);
    let reading = read(Kind::Nominations, sheet);
    let expected = [
        (2, Code::ValueUnknown),
        (3, Code::NumberNegative),
        (4, Code::DateInvalid),
        (5, Code::DateFuture),
        (6, Code::UnitUnknown),
        (7, Code::FormulaInText),
        (8, Code::NameInvalid),
        (9, Code::UnitMissing),
        (9, Code::UnitMissing),
        (10, Code::ValueUnknown),
    ];
    assert_eq!(codes(&reading), expected);
}

#[test]
fn a_nominee_who_is_probably_not_eligible_is_a_warning() {
    let long = "事".repeat(101);
    let reading = read(
        Kind::Nominations,
        sheet(&[
            &["2026年度推荐汇总表"],
            &[HEADINGS, &["主要事迹"]].concat(),
            &[TUTOR, "甲一", "一小学 教师", "19900000001", "1", "无", "南湖区科协", "1"],
            &["优秀e站管理员", "甲二", "二社区 主任", "19900000002", "1", "", "南湖区科协", "1"],
            &[
                TUTOR,
                "甲三",
                "三小学 教师",
                "19900000003",
                "2",
                "2024年优秀科技辅导员",
                "海宁市科协",
            ],
            &[
                TUTOR,
                "甲四",
                "四小学 教师",
                "19900000004",
                "2",
                "2023年优秀科技辅导员",
                "海宁市科协",
            ],
            &[TUTOR, "甲五", "教育局　二级调研员", "19900000005", "9", "", "海宁市科协"],
            &[TUTOR, "甲六", "六小学 教师", "19900000006", "9", "", "海宁市科协", "", &long],
        ]),
    );
    let expected = [
        (3, Code::YearsShort),
        (5, Code::EarlierWinner),
        (7, Code::RankHigh),
        (8, Code::DeedsLong),
    ];
    assert_eq!(codes(&reading), expected);
    assert_eq!(nominations(&reading).len(), 6);
}

#[test]
fn pairs_are_reported_on_the_later_row() {
    let team = "优秀科普传播团队";
    let reading = read(
        Kind::Nominations,
        sheet(&[
            HEADINGS,
            &[TUTOR, "甲一", "一示范小学 教师", "19900000001", "", "", "南湖区科协", "1"],
            &[TUTOR, "甲二", "南湖区一示范小学校长", "19900000002", "", "", "南湖区科协", "2"],
            &[TUTOR, "甲三", "三小学 教师", "19900000003", "", "", "嘉兴南湖区科协", "2"],
            &["优秀e站管理员", "甲 三", "三小学 教师", "19900000003", "", "", "南湖区科协", "2"],
            &[TUTOR, "甲三", "三小学 教师", "19900000003", "", "", "南湖区科协", "4"],
            &[TUTOR, "甲一", "五小学 教师", "19900000005", "", "", "海宁市科协", "1"],
            &[TUTOR, "甲六", "六小学 教师", "19900000005", "", "", "海宁市科协", "2"],
            &[
                "优秀科普讲师",
                "甲七",
                "示范监测中心 专员",
                "19900000007",
                "",
                "",
                "海宁市科协",
                "1",
            ],
            &[
                "优秀科普讲师",
                "甲八",
                "示范监测中心 专员",
                "19900000008",
                "",
                "",
                "海宁市科协",
                "2",
            ],
            &[team, "一队", "示范公司", "19900000009", "", "", "海宁市科协", "1"],
            &[team, "二队", "示范公司", "19900000010", "", "", "海宁市科协", "2"],
        ]),
    );
    let expected = [
        (3, Code::OnePerSchool),
        (4, Code::RankDuplicate),
        (5, Code::TwoCategories),
        (6, Code::PersonDuplicate),
        (8, Code::PhoneShared),
        (12, Code::OnePerSchool),
    ];
    assert_eq!(codes(&reading), expected);
    assert_eq!(reading.rows[4].outcome, Outcome::DuplicateOf(At::new(0, 4)));
}

#[test]
fn a_unit_nominates_a_name_of_one_workplace_once_with_or_without_a_phone() {
    let reading = read(
        Kind::Nominations,
        sheet(&[
            HEADINGS,
            &[TUTOR, "甲一", "示范监测中心 专员", "19900000001", "", "", "南湖区科协", "1"],
            &[TUTOR, "甲一", "示范监测中心 专员", "", "", "", "南湖区科协", "2"],
            &[TUTOR, "甲一", "示范监测中心 专员", "19900000003", "", "", "南湖区科协", "3"],
            &["优秀科普讲师", "甲一", "示范监测中心 专员", "", "", "", "南湖区科协", "1"],
            &[TUTOR, "甲一", "示范湿地公园 专员", "", "", "", "南湖区科协", "4"],
        ]),
    );
    let duplicates: Vec<_> =
        codes(&reading).into_iter().filter(|(_, code)| *code == Code::PersonDuplicate).collect();
    assert_eq!(duplicates, [(3, Code::PersonDuplicate), (4, Code::PersonDuplicate)]);
    assert_eq!(nominations(&reading).len(), 3);
}

#[test]
fn schools_of_one_name_in_two_counties_are_two_schools() {
    let reading = read(
        Kind::Nominations,
        sheet(&[
            HEADINGS,
            &[TUTOR, "甲一", "南湖区实验小学 教师", "19900000001", "", "", "南湖区科协", "1"],
            &[TUTOR, "甲二", "海宁市实验小学 教师", "19900000002", "", "", "海宁市科协", "1"],
            &[TUTOR, "甲三", "实验小学 教师", "19900000003", "", "", "海宁市科协", "2"],
            &[TUTOR, "甲四", "南湖区实验小学 教师", "19900000004", "", "", "经开区", "1"],
        ]),
    );
    assert_eq!(codes(&reading), [(4, Code::OnePerSchool), (5, Code::OnePerSchool)]);
}
