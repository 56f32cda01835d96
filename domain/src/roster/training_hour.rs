//! The register of credit hours: who attended which training for how long.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{
    At, Judged, Record, Setting,
    attendance::{Added, Attendance, Visit, n_days},
    heading::{Column, SEQUENCE},
    issue::Code,
    lecturer::{COUNTY, NOTE, PHONE, UNIT},
    line::Line,
    name::event_key,
    person::{Earlier, Identity},
    time_of_day::TimeOfDay,
    word::Words,
};
use crate::{credit_hour::ActivityKind, rulebook::Rule};

/// Hours are counted in steps of one half.
const STEP: u32 = 50;

const KINDS: Words<ActivityKind> = Words {
    entries: &[
        ("业务培训", &[ActivityKind::ProfessionalTraining]),
        ("工作交流", &[ActivityKind::WorkExchange]),
        ("学习调研", &[ActivityKind::StudyVisit]),
        ("e站大屏管理员培训", &[ActivityKind::StationManagerTraining]),
        ("业务培训班", &[ActivityKind::ProfessionalTraining]),
        ("专业培训", &[ActivityKind::ProfessionalTraining]),
        ("交流", &[ActivityKind::WorkExchange]),
        ("调研", &[ActivityKind::StudyVisit]),
        ("大屏管理员培训", &[ActivityKind::StationManagerTraining]),
        ("e站管理员培训", &[ActivityKind::StationManagerTraining]),
        ("科普e站大屏管理员培训", &[ActivityKind::StationManagerTraining]),
    ],
    hints: 4,
};

pub(super) const COLUMNS: &[Column] = &[
    Column::optional(SEQUENCE, "序号 编号 序 no"),
    Column::required(
        "name",
        "姓名 学员姓名 参训人员 参训人员姓名 参训人 参加人员 参加人 人员姓名 教师姓名 \
            辅导员姓名 名字 学员 辅导员",
    ),
    Column::required("unit", UNIT),
    Column::optional("county", COUNTY),
    Column::required(
        "event",
        "培训名称 活动名称 培训项目 培训项目名称 培训班名称 培训活动名称 培训活动 培训内容 \
            培训主题 活动主题 培训课程 培训课程名称 培训班次 学习内容 参训项目 项目名称 课程名称 \
            培训班 活动 培训 内容",
    ),
    Column::optional(
        "organiser",
        "主办单位 主办方 举办单位 组织单位 承办单位 培训单位 主办 主办机构 培训机构 举办方 组织者",
    ),
    Column::optional(
        "kind",
        "类别 类型 培训类别 培训类型 活动类别 活动类型 培训性质 培训形式 学时类别 学时类型",
    ),
    Column::required(
        "start",
        "开始日期 起始日期 开始时间 起始时间 培训开始日期 培训开始时间 培训日期 活动日期 \
            参训日期 日期 开班日期 开始 起 开始日 起日 培训日期起 培训日期开始 培训时间起 \
            培训时间开始 起止日期起 起止时间起 培训时间 活动时间 参训时间 上课时间 时间",
    ),
    Column::optional(
        "end",
        "结束日期 终止日期 截止日期 结束时间 终止时间 截止时间 培训结束日期 培训结束时间 结业日期 \
            结束 止 结束日 止日 培训日期止 培训日期结束 培训时间止 培训时间结束 起止日期止 \
            起止时间止",
    ),
    Column::optional(
        "time",
        "时段 时间段 具体时间 培训时段 活动时段 每日时间 当日时间 上课时段 起止时间 培训时间 \
            活动时间 参训时间 上课时间 时间",
    ),
    Column::required(
        "hours",
        "学时 学时数 培训学时 培训学时数 认定学时 申报学时 登记学时 获得学时 折合学时 课时 课时数 \
            培训课时 培训时长学时 时长学时 时间学时 学时课时 学时小时 学时节 培训学时小时",
    ),
    Column::optional("phone", PHONE),
    Column::optional("note", NOTE),
];

/// Hours of a person at a training as a register states them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrainingHourRecord {
    /// The person's name.
    pub name: String,
    /// The person's workplace.
    pub unit: String,
    /// The code of the person's county, or of the city.
    pub county: Option<String>,
    /// The title of the training.
    pub event: String,
    /// Who held it.
    pub organiser: Option<String>,
    /// What it is.
    pub kind: Option<ActivityKind>,
    /// Its first day.
    pub first_day: NaiveDate,
    /// Its last day.
    pub last_day: NaiveDate,
    /// When in each day, if that can be read.
    pub time: Option<TimeOfDay>,
    /// When in each day, as it is written.
    pub time_text: Option<String>,
    /// The hours stated, in hundredths, rounded down to halves.
    pub hours: u32,
    /// What counts of them beside the earlier rows: overlaps once, and eight hours for a day.
    pub credited: u32,
    /// The earlier row of the same person that it overlaps.
    pub overlaps: Option<At>,
    /// The person's phone number.
    pub phone: Option<String>,
    /// The remark.
    pub note: Option<String>,
}

impl TrainingHourRecord {
    /// The key by which trainings are compared: without blanks, and all letters alike.
    pub fn event_key(&self) -> String {
        event_key(&self.event)
    }
}

/// Judges all rows.
pub(super) fn judge(lines: Vec<Line<'_>>, setting: &Setting<'_>) -> Vec<Judged> {
    let (mut attendance, mut earlier) = (Attendance::default(), Earlier::default());
    let judged =
        lines.into_iter().map(|line| judge_line(line, setting, &mut attendance, &mut earlier));
    judged.collect()
}

fn judge_line(
    mut line: Line<'_>,
    setting: &Setting<'_>,
    attendance: &mut Attendance,
    earlier: &mut Earlier,
) -> Judged {
    let record = read(&mut line, setting).filter(|_| !line.is_blocked());
    let Some(mut record) = record else { return Judged::new(line, None) };
    let identity = Identity::new(&record.name, &record.unit, record.phone.as_deref());
    if let Some(row) = earlier.same_phone(&identity, line.at) {
        line.warn(Code::PhoneShared, "phone", Some(line.name_of(row)));
    }
    let day_max = setting.known.limit(Rule::DailyCap);
    match attendance.add(&visit(&record, line.at, day_max)) {
        Added::Nothing { earlier } => {
            line.warn(Code::ParticipationDuplicate, "event", Some(line.name_of(earlier)));
            return Judged::duplicate(line, earlier);
        }
        Added::Hours { credited, overlaps, exceeds_day } => {
            if let Some(row) = overlaps {
                line.warn(Code::TrainingOverlap, "time", Some(line.name_of(row)));
            }
            if exceeds_day {
                line.warn(Code::DayTotalOver8, "hours", Some((day_max / 100).to_string()));
            }
            (record.credited, record.overlaps) = (credited, overlaps);
        }
    }
    Judged::new(line, Some(Record::TrainingHour(record)))
}

fn visit(record: &TrainingHourRecord, row: At, day_max: u32) -> Visit<'_> {
    Visit {
        day_max,
        row,
        event: record.event_key(),
        first: record.first_day,
        last: record.last_day,
        time: record.time,
        hours: record.hours,
        name: &record.name,
        unit: &record.unit,
        phone: record.phone.as_deref(),
    }
}

fn read(line: &mut Line<'_>, setting: &Setting<'_>) -> Option<TrainingHourRecord> {
    let (name, unit) = (line.person("name"), line.label("unit", Code::UnitMissing));
    let county = line.county("county", setting);
    let event = line.label("event", Code::TitleMissing);
    let (organiser, kind) = (line.remark("organiser"), line.word("kind", &KINDS));
    let days = days(line, setting);
    let time_text = line.remark("time");
    let time = time_text.as_deref().and_then(TimeOfDay::parse);
    let hours = hours(line, setting, days);
    let (phone, note) = (line.phone("phone"), line.remark("note"));
    let (name, unit, event, hours) = (name?, unit?, event?, hours?);
    let (first_day, last_day) = days?;
    Some(TrainingHourRecord {
        name,
        unit,
        county,
        event,
        organiser,
        kind,
        first_day,
        last_day,
        time,
        time_text,
        hours,
        credited: hours,
        overlaps: None,
        phone,
        note,
    })
}

/// The first and the last day; without an end it is what the beginning says, one day or several.
fn days(line: &mut Line<'_>, setting: &Setting<'_>) -> Option<(NaiveDate, NaiveDate)> {
    let (first, until) = line.span("start").unzip();
    if first.is_none() && !line.has_issue_in("start") {
        line.error(Code::DateInvalid, "start", None);
    }
    let last = line.day("end");
    let last = if line.has_issue_in("end") { last } else { last.or(until) };
    let (first, last) = (first?, last?);
    let today = Some(setting.as_of.to_string());
    if first > setting.as_of {
        line.error(Code::DateFuture, "start", today);
    } else if last < first {
        line.error(Code::EndBeforeStart, "end", Some(first.to_string()));
    } else if last > setting.as_of {
        line.error(Code::DateFuture, "end", today);
    }
    (!line.has_issue_in("start") && !line.has_issue_in("end")).then_some((first, last))
}

/// The hours in hundredths: no more than the days can hold, and rounded down to halves.
fn hours(
    line: &mut Line<'_>,
    setting: &Setting<'_>,
    days: Option<(NaiveDate, NaiveDate)>,
) -> Option<u32> {
    let day_max = setting.known.limit(Rule::DailyCap);
    let hours = line.hundredths("hours", &["学时", "课时"]);
    if hours.is_none() && !line.has_issue_in("hours") {
        line.error(Code::NumberInvalid, "hours", None);
    }
    let hours = hours?;
    let most = days.map(|(first, last)| n_days(first, last) * day_max);
    if let Some(most) = most.filter(|most| hours > *most) {
        line.error(Code::HoursOverDay, "hours", Some((most / 100).to_string()));
    } else if hours % STEP != 0 {
        line.warn(Code::HoursStep, "hours", Some("0.5".to_owned()));
    }
    Some(hours - hours % STEP)
}

#[cfg(test)]
mod tests;
