//! Another county's file: the same rows, but other headings, another order and another place.

use domain::roster::{At, Cell, Reading, Record, Sheet, Value};

use crate::sample::{ROSTERS, read, sheets, with_everything};

/// So many rows further down stands the moved sheet.
const DOWN: u32 = 3;
/// The first column becomes this one, and the others stand to its left.
const LAST: u32 = 30;

/// Headings of the samples with other words for the same.
const OTHER_WORDS: [(&str, &str); 40] = [
    ("姓名", "姓　名"),
    ("姓名（团队名称）", "被推荐人姓名"),
    ("性别", "男/女"),
    ("出生年月", "出生日期"),
    ("工作单位", "所在单位（全称）"),
    ("工作单位及职务", "单位及职务"),
    ("职称", "专业技术职务"),
    ("所属县（市、区）", "区、县"),
    ("县（市、区）", "所属区县"),
    ("手机", "*联系电话"),
    ("联系电话", "手机号码"),
    ("备注", "说 明"),
    ("任教学科", "学 科"),
    ("学段", "任教学段"),
    ("认证级别", "认证等级"),
    ("从事年限（年）", "从业年限"),
    ("从事年限", "工作年限（年）"),
    ("入团时间", "加入日期"),
    ("区划代码", "行政区划代码"),
    ("镇（街道）", "乡镇（街道）"),
    ("单位名称", "学校（单位）名称"),
    ("单位类别", "单位性质"),
    ("学生数", "在校学生人数"),
    ("报告厅容纳人数", "座位数"),
    ("场地类型", "场地"),
    ("设备", "设施设备"),
    ("联系人", "联系人姓名"),
    ("是否列入白名单", "白名单（是/否）"),
    ("培训名称", "活动名称"),
    ("主办单位", "组织单位"),
    ("类别", "培训类别"),
    ("开始日期", "起始日期"),
    ("结束日期", "截止日期"),
    ("时间", "时段"),
    ("学时", "认定学时"),
    ("推荐类别", "申报类别"),
    ("主要事迹（100字以内）", "先进事迹"),
    ("曾获奖励", "获奖情况"),
    ("推荐单位", "推荐部门"),
    ("推荐排序", "推荐顺序"),
];

fn moved(sheet: &Sheet, header_row: u32) -> Sheet {
    let mut sheet = sheet.clone();
    sheet.name = "Sheet1".into();
    for row in &mut sheet.rows {
        if row.number == header_row {
            row.cells.iter_mut().for_each(rename);
        }
        row.number += DOWN;
        row.cells.iter_mut().for_each(|cell| cell.column = LAST - cell.column);
        row.cells.reverse();
    }
    for merge in &mut sheet.merges {
        (merge.left, merge.right) = (LAST - merge.right, LAST - merge.left);
        (merge.top, merge.bottom) = (merge.top + DOWN, merge.bottom + DOWN);
    }
    sheet
}

fn rename(cell: &mut Cell) {
    let heading = cell.text().replace('\n', "");
    let other = OTHER_WORDS.iter().find(|(word, _)| *word == heading);
    if let Some((_, other)) = other {
        cell.value = Value::Text((*other).to_owned());
    }
}

/// The findings as they would stand if the sheet had not been moved down.
fn issues(reading: &Reading, down: u32) -> Vec<(u32, &'static str)> {
    reading.issues.iter().map(|issue| (issue.at.row - down, issue.code.as_str())).collect()
}

fn records(reading: &Reading, down: u32) -> Vec<Record> {
    let unmoved = |record: &Record| {
        let mut record = record.clone();
        if let Record::TrainingHour(hours) = &mut record {
            hours.overlaps = hours.overlaps.map(|at| At::new(at.table, at.row - down));
        }
        record
    };
    reading.records().map(|(_, record)| unmoved(record)).collect()
}

#[test]
fn order_words_and_place_of_the_header_do_not_matter() {
    let known = with_everything();
    for (kind, name) in ROSTERS {
        let sheets = sheets(&format!("rosters/{name}"));
        let plain = read(kind, &sheets, &known);
        let sample = sheets.iter().find(|sheet| sheet.name == plain.tables[0].sheet).unwrap();
        let other = read(kind, &[moved(sample, plain.tables[0].header_row)], &known);
        assert_eq!(other.tables[0].header_row, plain.tables[0].header_row + DOWN, "{name}");
        assert_eq!(issues(&other, DOWN), issues(&plain, 0), "{name}");
        assert_eq!(other.counts(), plain.counts(), "{name}");
        assert_eq!(records(&other, DOWN), records(&plain, 0), "{name}");
    }
}
