//! The register of science tutors.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{
    Judged, Record, Setting,
    course::STAGES,
    date::{self, DateProblem},
    heading::{Column, SEQUENCE},
    issue::Code,
    lecturer::{COUNTY, NOTE, PHONE, UNIT},
    line::Line,
    month::Month,
    person::{Earlier, Identity, SEXES, Sex},
    word::Words,
};
use crate::{audience::SchoolStage, code::codes};

codes! {
    /// The professional level that a tutor is certified for.
    TutorLevel {
        /// 初级.
        Junior = "junior",
        /// 中级.
        Intermediate = "intermediate",
        /// 高级.
        Senior = "senior",
    }
}

const LEVELS: Words<TutorLevel> = Words {
    entries: &[
        ("初级", &[TutorLevel::Junior]),
        ("中级", &[TutorLevel::Intermediate]),
        ("高级", &[TutorLevel::Senior]),
        ("初级科技辅导员", &[TutorLevel::Junior]),
        ("中级科技辅导员", &[TutorLevel::Intermediate]),
        ("高级科技辅导员", &[TutorLevel::Senior]),
        ("初级辅导员", &[TutorLevel::Junior]),
        ("中级辅导员", &[TutorLevel::Intermediate]),
        ("高级辅导员", &[TutorLevel::Senior]),
    ],
    hints: 3,
};

pub(super) const COLUMNS: &[Column] = &[
    Column::optional(SEQUENCE, "序号 编号 序 no"),
    Column::required("name", "姓名 辅导员姓名 科技辅导员姓名 教师姓名 名字 辅导员 科技辅导员 教师"),
    Column::optional("sex", "性别 男女"),
    Column::optional("county", COUNTY),
    Column::required("unit", UNIT),
    Column::optional("subject", "任教学科 学科 任教科目 科目 执教学科 教授学科 所教学科 任课学科"),
    Column::optional("stage", "学段 任教学段 执教学段 所在学段 任教年级 学校类别"),
    Column::optional("title", "职称 专业技术职务 技术职称 教师职称 专业职称 职称等级 职务/职称"),
    Column::optional(
        "level",
        "认证级别 认证等级 专业水平认证 水平认证 水平等级 辅导员级别 辅导员等级 科技辅导员级别 \
            科技辅导员等级 专业水平 级别 等级 认证情况",
    ),
    Column::optional("years", YEARS),
    Column::optional(
        "joined",
        "入团时间 入团日期 入团年月 加入时间 加入日期 入会时间 入库时间 聘任时间 受聘时间 \
            加入辅导团时间 加入科技辅导团时间",
    ),
    Column::optional("phone", PHONE),
    Column::optional("note", NOTE),
];

/// What people write above years of service.
pub(super) const YEARS: &str = "从事年限 从业年限 工作年限 任职年限 服务年限 年限 从事工作年限 \
    从事科普年限 从事科普工作年限 从事辅导年限 从事科技辅导年限 从事科技辅导工作年限 \
    从事本项工作年限 从事该项工作年限";

/// A science tutor as a register states one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TutorRecord {
    /// The name.
    pub name: String,
    /// The sex.
    pub sex: Option<Sex>,
    /// The code of the county, or of the city.
    pub county: Option<String>,
    /// The workplace.
    pub unit: String,
    /// What the tutor teaches.
    pub subject: Option<String>,
    /// The stages of schooling in which the tutor teaches.
    pub stages: Vec<SchoolStage>,
    /// The professional title.
    pub title: Option<String>,
    /// The certified level.
    pub level: Option<TutorLevel>,
    /// Full years of service.
    pub years: Option<u32>,
    /// The day of joining the corps; a month stands for its first day.
    pub joined: Option<NaiveDate>,
    /// The phone number.
    pub phone: Option<String>,
    /// The remark.
    pub note: Option<String>,
}

/// Judges all rows.
pub(super) fn judge(lines: Vec<Line<'_>>, setting: &Setting<'_>) -> Vec<Judged> {
    let mut earlier = Earlier::default();
    lines.into_iter().map(|line| judge_line(line, setting, &mut earlier)).collect()
}

fn judge_line(mut line: Line<'_>, setting: &Setting<'_>, earlier: &mut Earlier) -> Judged {
    let record = read(&mut line, setting).filter(|_| !line.is_blocked());
    let Some(record) = record else { return Judged::new(line, None) };
    let identity = Identity::new(&record.name, &record.unit, record.phone.as_deref());
    if let Some(row) = earlier.same_person(&identity, line.at) {
        line.warn(Code::PersonDuplicate, "name", Some(line.name_of(row)));
        return Judged::duplicate(line, row);
    }
    if let Some(row) = earlier.same_phone(&identity, line.at) {
        line.warn(Code::PhoneShared, "phone", Some(line.name_of(row)));
    }
    Judged::new(line, Some(Record::Tutor(record)))
}

fn read(line: &mut Line<'_>, setting: &Setting<'_>) -> Option<TutorRecord> {
    let (name, unit) = (line.person("name"), line.label("unit", Code::UnitMissing));
    let told = line.told("name");
    let sex = line.word("sex", &SEXES).or(told.sex);
    let county = line.county("county", setting);
    let (subject, stages) = (line.remark("subject"), line.words("stage", &STAGES));
    let (title, level) = (line.optional_label("title"), line.word("level", &LEVELS));
    let (years, joined) = (line.years("years"), joined(line, setting));
    let (phone, note) = (line.phone("phone"), line.note_with(told.ethnic_group));
    let (name, unit) = (name?, unit?);
    Some(TutorRecord {
        name,
        sex,
        county,
        unit,
        subject,
        stages,
        title,
        level,
        years,
        joined,
        phone,
        note,
    })
}

fn joined(line: &mut Line<'_>, setting: &Setting<'_>) -> Option<NaiveDate> {
    line.filled("joined")?;
    let value = &line.counted(line.cell("joined")?);
    let first_of_month = |_| date::month(value).map(Month::first_day);
    match date::day(value, line.year()).or_else(first_of_month) {
        Ok(day) if day > setting.as_of => {
            line.error(Code::DateFuture, "joined", Some(setting.as_of.to_string()));
        }
        Ok(day) => return Some(day),
        Err(DateProblem::Ambiguous) => line.warn(Code::MonthAmbiguous, "joined", None),
        Err(DateProblem::Invalid) => line.error(Code::DateInvalid, "joined", None),
    }
    None
}

#[cfg(test)]
mod tests;
