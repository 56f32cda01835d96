//! A roster reads the same wherever its columns and its header stand and whatever they are called.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::{fs, path::PathBuf};

use chrono::NaiveDate;
use documents::sheet;
use domain::{
    audience::{DeliveryMode, SchoolStage, TargetGroup},
    region::RegionLevel,
    roster::{
        self, At, Code, Kind, Known, KnownRegion, LecturerRecord, Level, Outcome, ReadAs, Reading,
        Record, Refused, Sheet,
    },
};
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook, Worksheet};

fn known() -> Known {
    let mut known = Known::new();
    let regions = [
        ("330400", "嘉兴市", RegionLevel::City, None),
        ("330402", "南湖区", RegionLevel::County, Some("330400")),
        ("330481", "海宁市", RegionLevel::County, Some("330400")),
    ];
    for (code, name, level, parent) in regions {
        let parent = parent.map(str::to_owned);
        known.add_region(KnownRegion { code: code.into(), name: name.into(), level, parent });
    }
    known.add_lecturer("谭倩", "星河示范气象台");
    known
}

fn read(kind: Kind, workbook: &mut Workbook) -> Result<Reading, Refused> {
    let sheets = sheet::read(&workbook.save_to_buffer().unwrap()).unwrap().sheets;
    roster::read(
        kind,
        &sheets,
        NaiveDate::from_ymd_opt(2026, 11, 25).unwrap(),
        &known(),
        &ReadAs::default(),
    )
}

fn write(sheet: &mut Worksheet, row: u32, texts: &[&str]) {
    for (column, text) in (0_u16..).zip(texts) {
        if !text.is_empty() {
            sheet.write_string(row, column, *text).unwrap();
        }
    }
}

fn lecturers(reading: &Reading) -> Vec<LecturerRecord> {
    let lecturer = |(_, record): (At, &Record)| match record {
        Record::Lecturer(lecturer) => lecturer.clone(),
        other => panic!("{other:?} is no lecturer"),
    };
    reading.records().map(lecturer).collect()
}

fn codes(reading: &Reading) -> Vec<(u32, Code)> {
    reading.issues.iter().map(|issue| (issue.at.row, issue.code)).collect()
}

/// Headings of the sample with other words for the same.
const OTHER_WORDS: [(&str, &str); 11] = [
    ("姓名", "讲师姓名"),
    ("出生年月", "出生\n日期"),
    ("工作单位", "所在单位（全称）"),
    ("职务/职称", "职称 / 职务"),
    ("所属县（市、区）", "县 (市、区)"),
    ("面向人群", "服务对象"),
    ("手机号码", "*联系电话"),
    ("聘任起", "聘期起"),
    ("聘任止", "聘期止"),
    ("内部备注", "备注（内部）"),
    ("备注", "说 明"),
];
/// So many rows further down stands the rearranged sheet.
const DOWN: u32 = 4;

/// The sheet of lecturers with its columns reversed, moved and called otherwise.
fn rearranged(sample: &Sheet) -> Workbook {
    let mut workbook = Workbook::new();
    write(workbook.add_worksheet().set_name("填表说明").unwrap(), 0, &["填表说明", "姓名填全名"]);
    let sheet = workbook.add_worksheet().set_name("汇总").unwrap();
    for row in &sample.rows {
        for cell in &row.cells {
            let text = cell.text();
            let renamed = OTHER_WORDS.iter().find(|(word, _)| row.number == 3 && *word == text);
            let text = renamed.map_or(text.as_str(), |(_, other)| *other);
            let column = u16::try_from(30 - cell.column).unwrap();
            let row = row.number + DOWN - 1;
            match (&cell.value, &cell.formula) {
                (_, Some(formula)) => sheet
                    .write_formula(row, column, Formula::new(formula).set_result(text))
                    .unwrap(),
                (roster::Value::Number(number), _) => {
                    sheet.write_number(row, column, *number).unwrap()
                }
                _ => sheet.write_string(row, column, text).unwrap(),
            };
        }
    }
    workbook
}

#[test]
fn order_words_and_place_of_the_header_do_not_matter() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../data/rosters/lecturers.xlsx");
    let sheets = sheet::read(&fs::read(path).unwrap()).unwrap().sheets;
    let sample = sheets.iter().find(|it| it.name == "讲师信息表").unwrap();
    let day = NaiveDate::from_ymd_opt(2026, 11, 25).unwrap();
    let plain = roster::read(Kind::Lecturers, &sheets, day, &known(), &ReadAs::default()).unwrap();
    let moved = read(Kind::Lecturers, &mut rearranged(sample)).unwrap();
    assert_eq!((moved.tables[0].sheet.as_str(), moved.tables[0].header_row), ("汇总", 7));
    assert_eq!(lecturers(&moved), lecturers(&plain));
    assert_eq!(moved.counts(), plain.counts());
    let shifted: Vec<_> = codes(&plain).into_iter().map(|(row, code)| (row + DOWN, code)).collect();
    assert_eq!(codes(&moved), shifted);
}

#[test]
fn a_header_of_two_rows_is_read_together() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let plain = Format::new();
    for (column, heading) in [(0, "姓名"), (1, "工作单位"), (4, "手机")] {
        sheet.merge_range(1, column, 2, column, heading, &plain).unwrap();
    }
    sheet.merge_range(1, 2, 1, 3, "聘期", &plain).unwrap();
    write(sheet, 2, &["", "", "起", "止"]);
    write(sheet, 3, &["谭倩", "星河示范气象台", "2025.01", "2027.12", "19900005397"]);
    let reading = read(Kind::Lecturers, &mut workbook).unwrap();
    assert_eq!(reading.tables[0].header_row, 3);
    assert_eq!(lecturers(&reading)[0].end.unwrap().to_string(), "2027-12");
    assert_eq!(reading.counts().good, 1);
}

#[test]
fn merged_cells_hold_for_every_row_and_other_lines_are_skipped() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    write(sheet, 0, &["填报单位：海宁市科协", "", "", "填报时间：2026年11月20日"]);
    write(sheet, 1, &["序号", "县（市、区）", "姓名", "工作单位", "联系电话"]);
    write(sheet, 2, &["一、海宁市"]);
    sheet.merge_range(3, 1, 6, 1, "海宁市", &Format::new()).unwrap();
    write(sheet, 3, &["1", "", "谭倩", "星河示范气象台", "19900005397"]);
    write(sheet, 4, &["2", "", "唐涛", "霁月示范高级中学", "0573-00001234"]);
    write(sheet, 5, &["3"]);
    write(sheet, 6, &["4", "", "余峰", "", "19900006202"]);
    write(sheet, 7, &["合　计", "", "3人"]);
    write(sheet, 8, &["序号", "县（市、区）", "姓名", "工作单位", "联系电话"]);
    write(sheet, 9, &["5", "南湖", "史勤耕", "远帆示范水利设计院", "19900006144"]);
    write(sheet, 11, &["注：1.一式两份。"]);
    write(sheet, 12, &["", "", "2.联系人写全名。"]);
    let reading = read(Kind::Lecturers, &mut workbook).unwrap();
    assert_eq!(reading.rows.iter().map(|row| row.at.row).collect::<Vec<_>>(), [4, 5, 7, 10]);
    assert_eq!(codes(&reading), [(7, Code::UnitMissing)]);
    let counties: Vec<_> = lecturers(&reading).into_iter().map(|it| it.county.unwrap()).collect();
    assert_eq!(counties, ["330481", "330481", "330402"]);
}

#[test]
fn serial_dates_formulas_and_errors_are_told_apart() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let month = Format::new().set_num_format("yyyy.mm");
    write(sheet, 2, &["", "姓名", "工作单位", "出生年月", "手机", "备注", "聘任起"]);
    for (row, name) in (3..).zip(["谭倩", "唐涛", "余峰", "史勤耕"]) {
        write(sheet, row, &["", name, "星河示范气象台"]);
        sheet.write_number(row, 4, 19_900_005_390.0 + f64::from(row)).unwrap();
    }
    let date = ExcelDateTime::from_ymd(1985, 7, 1).unwrap();
    sheet.write_datetime_with_format(3, 3, &date, &month).unwrap();
    sheet.write_number(4, 3, 31_229.0).unwrap();
    sheet.write_number(4, 6, 2026.1).unwrap();
    sheet.write_string(5, 5, "@某人").unwrap();
    sheet.write_formula(6, 2, Formula::new("A1&\"台\"").set_result("星河示范气象台")).unwrap();
    sheet.write_formula(6, 3, Formula::new("1/0").set_result("#DIV/0!")).unwrap();
    let reading = read(Kind::Lecturers, &mut workbook).unwrap();
    let births: Vec<_> =
        lecturers(&reading).iter().map(|it| it.birth.map(|it| it.to_string())).collect();
    assert_eq!(births, [Some("1985-07".to_owned()), Some("1985-07".to_owned()), None]);
    let expected =
        [(5, Code::MonthAmbiguous), (6, Code::TextLikeFormula), (7, Code::FormulaInText)];
    assert_eq!(codes(&reading)[..3], expected);
    assert_eq!(lecturers(&reading)[2].note.as_deref(), Some("@某人"));
}

#[test]
fn other_words_for_stages_groups_and_numbers_are_understood() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    write(
        sheet,
        0,
        &["讲座题目", "授课人", "单位", "学段", "服务对象", "时长（分钟）", "人数上限", "授课方式"],
    );
    write(
        sheet,
        1,
        &[
            "寒潮预警",
            "谭　倩",
            "嘉兴市星河示范气象台",
            "小学 初中",
            "领导干部、公务员；学生",
            "９０ 分钟",
            "300人",
            "线上、线下",
        ],
    );
    sheet.write_formula(2, 5, Formula::new("45*3").set_result("135")).unwrap();
    write(sheet, 2, &["看云识天气", "谭倩", "星河示范气象台", "全学段", "不限"]);
    let reading = read(Kind::Courses, &mut workbook).unwrap();
    let Some((At { row: 2, .. }, Record::Course(course))) = reading.records().next() else {
        panic!("no course")
    };
    let stages =
        [SchoolStage::PrimaryLower, SchoolStage::PrimaryUpper, SchoolStage::JuniorSecondary];
    assert_eq!(course.stages, stages);
    assert_eq!(course.groups, [TargetGroup::Youth, TargetGroup::Official]);
    assert_eq!((course.minutes, course.audience), (Some(90), Some(300)));
    assert_eq!(course.mode, Some(DeliveryMode::Both));
    assert_eq!(codes(&reading), [(3, Code::DurationLong)]);
}

#[test]
fn lists_with_chinese_headings_name_parents_by_name() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    write(sheet, 1, &["代码", "名称", "级别", "上级"]);
    write(sheet, 2, &["330402999", "星河街道", "街道", "南湖区"]);
    write(sheet, 3, &["330499", "星河区", "区", "嘉兴市"]);
    write(sheet, 4, &["330499001", "明烛镇", "镇", "星河区"]);
    write(sheet, 5, &["330499001", "明烛乡", "乡", "星河区"]);
    write(sheet, 6, &["33", "远帆乡", "乡", "无名区"]);
    write(sheet, 7, &["330499002", "远帆乡", "乡", "无名区"]);
    let reading = read(Kind::Regions, &mut workbook).unwrap();
    let expected = [(6, Code::CodeDuplicate), (7, Code::CodeInvalid), (8, Code::ParentUnknown)];
    assert_eq!(codes(&reading), expected);
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    write(sheet, 0, &["编号", "单位名称", "简称", "类型", "所属县", "上级单位", "是否推荐单位"]);
    write(sheet, 1, &["A2", "星河示范小学", "", "学校", "南湖", "南湖区科协", "否"]);
    write(
        sheet,
        2,
        &["A1", "南湖区科学技术协会", "南湖区科协", "县（市、区）科协", "南湖区", "", "是"],
    );
    write(sheet, 3, &["A3", "星河示范小学", "", "学校", "南湖", "A1", "可"]);
    let reading = read(Kind::Organisations, &mut workbook).unwrap();
    let Some((At { row: 2, .. }, Record::Organisation(school))) = reading.records().next() else {
        panic!("none")
    };
    assert_eq!(school.parent.as_deref(), Some("A1"));
    assert_eq!(codes(&reading), [(4, Code::ValueUnknown)]);
}

#[test]
fn minutes_are_not_taken_from_a_column_of_hours() {
    let mut workbook = Workbook::new();
    write(workbook.add_worksheet(), 0, &["课程名称", "主讲人", "工作单位", "时长（小时）"]);
    let reading = read(Kind::Courses, &mut workbook).unwrap();
    assert_eq!(reading.columns[3].field, None);
}

#[test]
fn files_that_are_no_such_roster_are_refused() {
    let mut other = Workbook::new();
    write(other.add_worksheet(), 0, &["商品", "单价"]);
    let refused = read(Kind::Lecturers, &mut other).unwrap_err();
    assert_eq!(refused.code(), "header_not_found");
    write(other.add_worksheet(), 0, &["天气", "气温"]);
    assert_eq!(read(Kind::Lecturers, &mut other).unwrap_err().code(), "sheet_not_found");
    let mut partial = Workbook::new();
    write(partial.add_worksheet().set_name("表").unwrap(), 1, &["姓名", "性别", "手机"]);
    let Refused::ColumnMissing { sheet, row, columns, found } =
        read(Kind::Lecturers, &mut partial).unwrap_err()
    else {
        panic!("another refusal")
    };
    assert_eq!((sheet.as_str(), row, columns), ("表", 2, vec!["unit".to_owned()]));
    assert_eq!(found.len(), 3);
}

#[test]
fn a_hidden_sheet_is_read_only_when_no_other_fits() {
    let mut workbook = Workbook::new();
    let headings = ["姓名", "工作单位", "手机"];
    write(workbook.add_worksheet().set_name("新").unwrap(), 0, &headings[..2]);
    let hidden = workbook.add_worksheet().set_name("旧").unwrap();
    hidden.set_hidden(true);
    write(hidden, 0, &headings);
    assert_eq!(read(Kind::Lecturers, &mut workbook).unwrap().tables[0].sheet, "新");
}

#[test]
fn a_missing_phone_is_a_warning_and_its_row_is_taken() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    write(sheet, 0, &["姓名", "工作单位", "手机"]);
    write(sheet, 1, &["谭倩", "星河示范气象台"]);
    write(sheet, 2, &["谭 倩", "嘉兴市星河示范气象台", "无"]);
    let reading = read(Kind::Lecturers, &mut workbook).unwrap();
    assert_eq!(reading.rows[0].level, Level::Warning);
    assert_eq!(reading.rows[1].outcome, Outcome::DuplicateOf(At::new(0, 2)));
    let expected = [(2, Code::PhoneMissing), (3, Code::PhoneInvalid), (3, Code::PersonDuplicate)];
    assert_eq!(codes(&reading), expected);
}
