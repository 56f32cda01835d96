//! The school calendar of an education office: terms, holidays and weeks of exams by region.

use std::collections::HashMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{
    At, Judged, Record, Setting,
    heading::{Column, SEQUENCE},
    issue::Code,
    lecturer::COUNTY,
    line::Line,
    word::Words,
};
use crate::school_period::{
    DAYS_MAX, Period,
    PeriodKind::{self, Exams, Holiday, Term},
    TITLE_MAX,
};

const KINDS: Words<PeriodKind> = Words {
    entries: &[
        ("学期", &[Term]),
        ("寒暑假", &[Holiday]),
        ("考试周", &[Exams]),
        ("上学期", &[Term]),
        ("下学期", &[Term]),
        ("第一学期", &[Term]),
        ("第二学期", &[Term]),
        ("秋季学期", &[Term]),
        ("春季学期", &[Term]),
        ("假期", &[Holiday]),
        ("寒假", &[Holiday]),
        ("暑假", &[Holiday]),
        ("春假", &[Holiday]),
        ("秋假", &[Holiday]),
        ("放假", &[Holiday]),
        ("考试", &[Exams]),
        ("期中考试", &[Exams]),
        ("期末考试", &[Exams]),
        ("期中考试周", &[Exams]),
        ("期末考试周", &[Exams]),
        ("期末", &[Exams]),
        ("期中", &[Exams]),
    ],
    hints: 3,
};

pub(super) const COLUMNS: &[Column] = &[
    Column::optional(SEQUENCE, "序号 编号 序 no"),
    Column::required("county", COUNTY),
    Column::required("kind", "类别 类型 校历类别 校历类型 时段类别 时段类型 性质 安排"),
    Column::optional("title", "名称 时段名称 校历名称 事项 内容 学期名称 说明"),
    Column::required(
        "start",
        "开始日期 起始日期 开始时间 起始时间 开始 起 起日 开始日 开学日期 放假日期 日期 \
            起止日期起 起止时间起",
    ),
    Column::required(
        "end",
        "结束日期 终止日期 截止日期 结束时间 终止时间 截止时间 结束 止 止日 结束日 \
            起止日期止 起止时间止",
    ),
];

/// A period of the school year as a calendar states one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SchoolPeriodRecord {
    /// The code of the county, or of the city.
    pub county: String,
    /// What it is.
    pub kind: PeriodKind,
    /// What it is called.
    pub title: Option<String>,
    /// The first day.
    pub first_day: NaiveDate,
    /// The last day.
    pub last_day: NaiveDate,
}

impl SchoolPeriodRecord {
    /// What and when.
    pub fn period(&self) -> Period {
        Period { kind: self.kind, first: self.first_day, last: self.last_day }
    }
}

/// Periods of the rows so far.
#[derive(Default)]
struct Periods {
    rows: HashMap<(String, PeriodKind, NaiveDate), At>,
    terms: Vec<(String, Period, At)>,
}

/// Judges all rows.
pub(super) fn judge(lines: Vec<Line<'_>>, setting: &Setting<'_>) -> Vec<Judged> {
    let mut periods = Periods::default();
    lines.into_iter().map(|line| judge_line(line, setting, &mut periods)).collect()
}

fn judge_line(mut line: Line<'_>, setting: &Setting<'_>, periods: &mut Periods) -> Judged {
    let record = read(&mut line, setting).filter(|_| !line.is_blocked());
    let Some(record) = record else { return Judged::new(line, None) };
    let key = (record.county.clone(), record.kind, record.first_day);
    let first = *periods.rows.entry(key).or_insert(line.at);
    if first != line.at {
        line.warn(Code::PeriodDuplicate, "start", Some(line.name_of(first)));
        return Judged::duplicate(line, first);
    }
    if record.kind == Term {
        let overlaps = |(county, period, _): &&(String, Period, At)| {
            *county == record.county && period.overlaps(record.period())
        };
        if let Some((_, _, row)) = periods.terms.iter().find(overlaps) {
            line.error(Code::TermsOverlap, "start", Some(line.name_of(*row)));
            return Judged::new(line, None);
        }
        periods.terms.push((record.county.clone(), record.period(), line.at));
    }
    Judged::new(line, Some(Record::SchoolPeriod(record)))
}

fn read(line: &mut Line<'_>, setting: &Setting<'_>) -> Option<SchoolPeriodRecord> {
    let county = line.county("county", setting);
    if county.is_none() && !line.has_issue_in("county") {
        let names = setting.known.county_names().join("、");
        line.error(Code::RegionUnknown, "county", Some(names));
    }
    let kind = line.word("kind", &KINDS);
    if kind.is_none() && !line.has_issue_in("kind") {
        line.error(Code::ValueUnknown, "kind", Some(KINDS.allowed()));
    }
    let title = line.optional_label("title");
    if title.as_ref().is_some_and(|text| text.chars().count() > TITLE_MAX) {
        line.error(Code::TitleLong, "title", Some(TITLE_MAX.to_string()));
    }
    let (first_day, last_day) = (day(line, "start"), day(line, "end"));
    if let (Some(first), Some(last)) = (first_day, last_day) {
        if last < first {
            line.error(Code::EndBeforeStart, "end", None);
        } else if (last - first).num_days() >= DAYS_MAX {
            line.error(Code::PeriodLong, "end", Some(DAYS_MAX.to_string()));
        }
    }
    Some(SchoolPeriodRecord {
        county: county?,
        kind: kind?,
        title,
        first_day: first_day?,
        last_day: last_day?,
    })
}

/// A day that has to be there.
fn day(line: &mut Line<'_>, field: &str) -> Option<NaiveDate> {
    let day = line.day(field);
    if day.is_none() && !line.has_issue_in(field) {
        line.error(Code::DateInvalid, field, None);
    }
    day
}

#[cfg(test)]
mod tests {
    use super::super::{Kind, Level, Outcome, Reading, testing};
    use super::*;

    const HEADINGS: &[&str] = &["县（市、区）", "类别", "名称", "开始日期", "结束日期"];

    fn read_rows(rows: &[&[&str]]) -> Reading {
        let all: Vec<&[&str]> = std::iter::once(HEADINGS).chain(rows.iter().copied()).collect();
        testing::read(Kind::SchoolCalendar, testing::sheet(&all))
    }

    fn problems(reading: &Reading) -> Vec<(u32, Code, Option<&str>)> {
        reading.issues.iter().map(|it| (it.at.row, it.code, it.column.as_deref())).collect()
    }

    #[test]
    fn a_calendar_is_read_as_education_offices_write_it() {
        let reading = read_rows(&[
            &["南湖区", "第一学期", "2026学年第一学期", "2026.9.1", "2027年1月22日"],
            &["南湖区", "期末考试周", "", "2027-01-11", "2027/1/15"],
            &["海宁市", "寒假", "", "2027.1.23", "2027.2.21"],
        ]);
        assert_eq!(problems(&reading), []);
        let records: Vec<&SchoolPeriodRecord> = reading
            .records()
            .filter_map(|(_, record)| match record {
                Record::SchoolPeriod(record) => Some(record),
                _ => None,
            })
            .collect();
        let kinds: Vec<PeriodKind> = records.iter().map(|record| record.kind).collect();
        assert_eq!(kinds, [Term, Exams, Holiday]);
        assert_eq!(records[0].first_day.to_string(), "2026-09-01");
        assert_eq!(records[0].last_day.to_string(), "2027-01-22");
        assert_eq!(records[0].title.as_deref(), Some("2026学年第一学期"));
        assert_eq!(records[0].county, "330402");
    }

    #[test]
    fn what_is_wrong_is_told_by_row_and_column() {
        let reading = read_rows(&[
            &["南湖区", "学期", "", "2026-09-01", "2027-01-22"],
            &["无此区", "学期", "", "2026-09-01", "2027-01-22"],
            &["南湖区", "周末", "", "2026-09-05", "2026-09-06"],
            &["南湖区", "考试周", "", "2027-01-15", "2027-01-11"],
            &["南湖区", "学期", "", "2027-01-10", "2027-06-30"],
            &["南湖区", "学期", "", "2026-09-01", "2027-01-20"],
            &["南湖区", "假期", "", "2027-01-23", ""],
            &["南湖区", "假期", "", "2027-01-23", "2028-02-23"],
        ]);
        assert_eq!(
            problems(&reading),
            [
                (3, Code::RegionUnknown, Some("A")),
                (4, Code::ValueUnknown, Some("B")),
                (5, Code::EndBeforeStart, Some("E")),
                (6, Code::TermsOverlap, Some("D")),
                (7, Code::PeriodDuplicate, Some("D")),
                (8, Code::DateInvalid, Some("E")),
                (9, Code::PeriodLong, Some("E")),
            ]
        );
        let level = |row: usize| reading.rows[row].level;
        assert_eq!((level(0), level(1)), (Level::Good, Level::Error));
        assert!(matches!(reading.rows[5].outcome, Outcome::DuplicateOf(_)));
    }
}
