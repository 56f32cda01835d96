//! The menu of courses, taken over as it stands.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::{
    At, Judged, Record, Setting,
    heading::{Column, SEQUENCE},
    issue::Code,
    lecturer::{AUDIENCE, NOTE, UNIT},
    line::{Least, Line},
    name::unit_key,
    text::compact,
    word::Words,
};
use crate::{
    audience::{
        DeliveryMode::{self, Both, Online, Onsite},
        SchoolStage::{
            self, Adult, JuniorSecondary, Kindergarten, PrimaryLower, PrimaryUpper, SeniorSecondary,
        },
        TargetGroup::{self, Elderly, Farmer, IndustrialWorker, Official, Youth},
    },
    course::TITLE_MAX,
    rulebook::Rule,
};

/// Words for stages of schooling.
pub(super) const STAGES: Words<SchoolStage> = Words {
    entries: &[
        ("幼儿园", &[Kindergarten]),
        ("小学低段", &[PrimaryLower]),
        ("小学高段", &[PrimaryUpper]),
        ("小学", &[PrimaryLower, PrimaryUpper]),
        ("初中", &[JuniorSecondary]),
        ("高中", &[SeniorSecondary]),
        ("成人", &[Adult]),
        ("全学段", SCHOOL),
        ("各学段", SCHOOL),
        ("不限", SchoolStage::ALL),
        ("中学", &[JuniorSecondary, SeniorSecondary]),
        ("中小学", &[PrimaryLower, PrimaryUpper, JuniorSecondary, SeniorSecondary]),
        ("幼儿", &[Kindergarten]),
        ("学前", &[Kindergarten]),
        ("小学低年级", &[PrimaryLower]),
        ("小学高年级", &[PrimaryUpper]),
        ("小学低", &[PrimaryLower]),
        ("小学高", &[PrimaryUpper]),
        ("低段", &[PrimaryLower]),
        ("高段", &[PrimaryUpper]),
        ("职高", &[SeniorSecondary]),
        ("中职", &[SeniorSecondary]),
        ("社会公众", &[Adult]),
    ],
    hints: 8,
};
const SCHOOL: &[SchoolStage] =
    &[Kindergarten, PrimaryLower, PrimaryUpper, JuniorSecondary, SeniorSecondary];

/// Words for the groups that outreach is to reach first.
pub(super) const GROUPS: Words<TargetGroup> = Words {
    entries: &[
        ("青少年", &[Youth]),
        ("农民", &[Farmer]),
        ("产业工人", &[IndustrialWorker]),
        ("老年人", &[Elderly]),
        ("领导干部和公务员", &[Official]),
        ("学生", &[Youth]),
        ("中小学生", &[Youth]),
        ("村民", &[Farmer]),
        ("工人", &[IndustrialWorker]),
        ("职工", &[IndustrialWorker]),
        ("老人", &[Elderly]),
        ("领导干部", &[Official]),
        ("公务员", &[Official]),
        ("干部", &[Official]),
        ("领导干部及公务员", &[Official]),
        ("不限", TargetGroup::ALL),
        ("全体", TargetGroup::ALL),
    ],
    hints: 5,
};

const MODES: Words<DeliveryMode> = Words {
    entries: &[
        ("线下", &[Onsite]),
        ("线上", &[Online]),
        ("均可", &[Both]),
        ("现场", &[Onsite]),
        ("面授", &[Onsite]),
        ("网络", &[Online]),
        ("在线", &[Online]),
        ("直播", &[Online]),
        ("线上线下", &[Both]),
        ("线上线下均可", &[Both]),
        ("线下线上均可", &[Both]),
        ("线上+线下", &[Both]),
        ("都可", &[Both]),
        ("都可以", &[Both]),
        ("不限", &[Both]),
    ],
    hints: 3,
};

pub(super) const COLUMNS: &[Column] = &[
    Column::optional(SEQUENCE, "序号 编号 序 no"),
    Column::required(
        "title",
        "课程名称 课程 课程题目 课程标题 讲座名称 讲座题目 课题名称 主讲题目 \
            题目 名称",
    ),
    Column::required(
        "lecturer",
        "主讲人 主讲 讲师 主讲讲师 主讲老师 主讲教师 主讲专家 授课人 授课教师 \
            授课老师 讲师姓名 主讲人姓名 姓名",
    ),
    Column::required("unit", UNIT),
    Column::optional("theme", "主题 课程主题 主题类别 主题领域 课程类别 类别 领域 专业领域 学科"),
    Column::optional("stage", "适用学段 学段 适合学段 面向学段 适用年级 年级"),
    Column::optional("group", AUDIENCE),
    Column::optional("minutes", "时长 课程时长 讲座时长 授课时长 分钟 时长分钟 分钟数"),
    Column::optional(
        "audience",
        "最大人数 最多人数 人数上限 上限人数 人数限制 人数 适宜人数 容纳人数 \
            听众人数 最大听众人数 每场人数",
    ),
    Column::optional(
        "equip",
        "设备要求 设备 所需设备 设备需求 场地设备 场地设备要求 场地要求 \
            场地及设备要求",
    ),
    Column::optional("mode", "形式 授课形式 授课方式 讲课形式 讲授形式 开展形式 方式 线上线下"),
    Column::optional("note", NOTE),
];

/// A course as a menu states one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CourseRecord {
    /// The title.
    pub title: String,
    /// The name of the lead lecturer.
    pub lecturer: String,
    /// The lecturer's workplace.
    pub unit: String,
    /// The field of science.
    pub theme: Option<String>,
    /// The stages of schooling it suits.
    pub stages: Vec<SchoolStage>,
    /// The groups it is for.
    pub groups: Vec<TargetGroup>,
    /// How long it takes.
    pub minutes: Option<u32>,
    /// The largest audience.
    pub audience: Option<u32>,
    /// What it needs.
    pub equipment: Option<String>,
    /// How it is held.
    pub mode: Option<DeliveryMode>,
    /// The remark.
    pub note: Option<String>,
}

/// Rows seen so far by title, lead lecturer and workplace.
type Earlier = HashMap<(String, String, String), At>;

/// Judges all rows.
pub(super) fn judge(lines: Vec<Line<'_>>, setting: &Setting<'_>) -> Vec<Judged> {
    let mut earlier = Earlier::new();
    lines.into_iter().map(|line| judge_line(line, setting, &mut earlier)).collect()
}

fn judge_line(mut line: Line<'_>, setting: &Setting<'_>, earlier: &mut Earlier) -> Judged {
    let record = read(&mut line, setting).filter(|_| !line.is_blocked());
    let Some(record) = record else { return Judged::new(line, None) };
    let title = compact(&record.title).to_lowercase();
    let key = (title, record.lecturer.clone(), unit_key(&record.unit));
    let first = *earlier.entry(key).or_insert(line.at);
    if first != line.at {
        line.warn(Code::CourseDuplicate, "title", Some(line.name_of(first)));
        return Judged::duplicate(line, first);
    }
    Judged::new(line, Some(Record::Course(record)))
}

fn read(line: &mut Line<'_>, setting: &Setting<'_>) -> Option<CourseRecord> {
    let title = title(line);
    let (lecturer, unit) = lecturer(line, setting);
    let theme = line.remark("theme");
    let (stages, groups) = (line.words("stage", &STAGES), line.words("group", &GROUPS));
    let minutes = minutes(line, setting, &stages);
    let audience = audience(line, setting);
    let (equipment, mode) = (line.remark("equip"), mode(line));
    let note = line.remark("note");
    let (title, lecturer, unit) = (title?, lecturer?, unit?);
    Some(CourseRecord {
        title,
        lecturer,
        unit,
        theme,
        stages,
        groups,
        minutes,
        audience,
        equipment,
        mode,
        note,
    })
}

fn title(line: &mut Line<'_>) -> Option<String> {
    let title = line.label("title", Code::TitleMissing)?;
    if title.chars().count() > TITLE_MAX {
        line.warn(Code::TitleLong, "title", Some(TITLE_MAX.to_string()));
    }
    Some(title)
}

/// The lead lecturer, who must be on file, with the workplace.
fn lecturer(line: &mut Line<'_>, setting: &Setting<'_>) -> (Option<String>, Option<String>) {
    let name = line.person("lecturer");
    let unit = line.label("unit", Code::UnitMissing);
    if let (Some(name), Some(unit)) = (&name, &unit)
        && !setting.known.has_lecturer(name, unit)
    {
        line.error(Code::LecturerUnknown, "lecturer", None);
    }
    (name, unit)
}

/// The way it is held; two ways in one cell mean either.
fn mode(line: &mut Line<'_>) -> Option<DeliveryMode> {
    match line.words("mode", &MODES)[..] {
        [] => None,
        [mode] => Some(mode),
        _ => Some(Both),
    }
}

fn minutes(line: &mut Line<'_>, setting: &Setting<'_>, stages: &[SchoolStage]) -> Option<u32> {
    let units = ["分钟", "分", "minutes", "min"];
    let minutes = line.number("minutes", &units, Least::One)?;
    let children = stages.iter().any(|stage| *stage <= PrimaryUpper);
    let rule = if children { Rule::RequestPrimaryMinutes } else { Rule::RequestSecondaryMinutes };
    let longest = setting.known.limit(rule);
    if minutes > longest {
        line.warn(Code::DurationLong, "minutes", Some(longest.to_string()));
    }
    Some(minutes)
}

fn audience(line: &mut Line<'_>, setting: &Setting<'_>) -> Option<u32> {
    let audience = line.number("audience", &["人", "名"], Least::Zero)?;
    let largest = setting.known.limit(Rule::RequestManyListeners);
    if audience > largest {
        line.warn(Code::AudienceLarge, "audience", Some(largest.to_string()));
    }
    Some(audience)
}
