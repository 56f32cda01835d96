//! The summary sheet of nominations for awards.

use serde::{Deserialize, Serialize};

use super::{
    Judged, Record, Setting,
    eligibility::{self, Nominees},
    heading::{Column, SEQUENCE},
    issue::Code,
    lecturer::{BIRTH, NOTE, PHONE},
    line::{Least, Line},
    month::Month,
    name::Told,
    person::{SEXES, Sex},
    text::clean,
    tutor::YEARS,
    word::Words,
    workplace::Workplace,
};
use crate::code::codes;

codes! {
    /// What an award is for.
    AwardCategory {
        /// 优秀科普讲师.
        Lecturer = "lecturer",
        /// 优秀科技辅导员.
        Tutor = "tutor",
        /// 优秀e站管理员.
        StationManager = "station_manager",
        /// 优秀科普传播团队.
        Team = "team",
        /// 科技教育先进集体.
        Collective = "collective",
    }
}

impl AwardCategory {
    /// The award's own name, as certificates and result packages have it.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Lecturer => "优秀科普讲师",
            Self::Tutor => "优秀科技辅导员",
            Self::StationManager => "优秀e站管理员",
            Self::Team => "优秀科普传播团队",
            Self::Collective => "科技教育先进集体",
        }
    }

    /// Whether several people win it together.
    pub const fn is_collective(self) -> bool {
        matches!(self, Self::Team | Self::Collective)
    }
}

const CATEGORIES: Words<AwardCategory> = Words {
    entries: &[
        ("优秀科普讲师", &[AwardCategory::Lecturer]),
        ("优秀科技辅导员", &[AwardCategory::Tutor]),
        ("优秀e站管理员", &[AwardCategory::StationManager]),
        ("优秀科普传播团队", &[AwardCategory::Team]),
        ("科技教育先进集体", &[AwardCategory::Collective]),
        ("优秀讲师", &[AwardCategory::Lecturer]),
        ("科普讲师", &[AwardCategory::Lecturer]),
        ("优秀辅导员", &[AwardCategory::Tutor]),
        ("科技辅导员", &[AwardCategory::Tutor]),
        ("优秀科普e站管理员", &[AwardCategory::StationManager]),
        ("优秀大屏管理员", &[AwardCategory::StationManager]),
        ("优秀e站大屏管理员", &[AwardCategory::StationManager]),
        ("优秀e站(大屏)管理员", &[AwardCategory::StationManager]),
        ("e站管理员", &[AwardCategory::StationManager]),
        ("优秀科普团队", &[AwardCategory::Team]),
        ("优秀传播团队", &[AwardCategory::Team]),
        ("科普传播团队", &[AwardCategory::Team]),
        ("先进集体", &[AwardCategory::Collective]),
    ],
    hints: 5,
};

pub(super) const COLUMNS: &[Column] = &[
    Column::optional(SEQUENCE, "序号 编号 序 no"),
    Column::required(
        "cat",
        "推荐类别 类别 奖项 奖项类别 奖项名称 推荐奖项 申报类别 申报奖项 评选类别 评优类别 \
            推荐称号 荣誉称号 参评类别 推荐项目 拟推荐奖项 拟推荐类别",
    ),
    Column::required(
        "name",
        "姓名 姓名团队名称 姓名或团队名称 姓名团队 团队名称 被推荐人 被推荐人姓名 推荐对象 \
            推荐人选 推荐人选姓名 人选姓名 候选人 候选人姓名 申报人 申报人姓名 个人姓名 \
            个人团队名称 姓名名称 姓名或名称 名称",
    ),
    Column::optional("sex", "性别 男女"),
    Column::optional("birth", BIRTH),
    Column::optional("nation", "民族 族别"),
    Column::required(
        "unitpost",
        "工作单位及职务 单位及职务 工作单位和职务 单位和职务 工作单位与职务 工作单位职务 单位职务 \
            所在单位及职务 现工作单位及职务 工作单位及岗位 工作单位 单位 所在单位 单位名称 \
            现工作单位 工作单位全称",
    ),
    Column::optional("post", "职务 现任职务 行政职务 岗位 职务岗位 现职务"),
    Column::optional(
        "title",
        "职称 专业技术职务 技术职称 专业职称 专业技术职称 职称等级 职务/职称 职称/职务",
    ),
    Column::optional("phone", PHONE),
    Column::optional("years", YEARS),
    Column::optional(
        "deeds",
        "主要事迹 事迹 主要事迹简介 事迹简介 先进事迹 主要先进事迹 简要事迹 主要业绩 工作业绩 \
            主要工作业绩 主要成绩 事迹材料 主要事迹材料",
    ),
    Column::optional(
        "prev",
        "曾获奖励 曾获荣誉 曾获奖项 曾获表彰 获奖情况 获奖 已获奖励 所获奖励 所获荣誉 主要荣誉 \
            奖励情况 荣誉 荣誉情况 既往获奖 曾获奖励情况 曾获荣誉情况 历年获奖情况 受奖励情况",
    ),
    Column::required(
        "nominator",
        "推荐单位 推荐单位名称 推荐部门 推荐组织 推荐科协 申报单位 上报单位 报送单位",
    ),
    Column::optional(
        "rank",
        "推荐排序 推荐顺序 推荐序号 推荐名次 推荐排名 排序 顺序 排名 名次 单位排序 单位内排序",
    ),
    Column::optional("note", NOTE),
];

/// A nomination as a summary sheet states one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NominationRecord {
    /// What it is for.
    pub category: AwardCategory,
    /// The name of the person or team.
    pub name: String,
    /// The sex of a person.
    pub sex: Option<Sex>,
    /// The month of birth of a person.
    pub birth: Option<Month>,
    /// The ethnic group of a person.
    pub ethnic_group: Option<String>,
    /// Workplace and post as they are written.
    pub unit_and_post: String,
    /// The workplace alone.
    pub workplace: String,
    /// The post alone, if one is named.
    pub post: Option<String>,
    /// The professional title.
    pub title: Option<String>,
    /// The phone number.
    pub phone: Option<String>,
    /// Full years of service, or since a team was founded.
    pub years: Option<u32>,
    /// The main deeds.
    pub deeds: Option<String>,
    /// Awards won before.
    pub earlier_awards: Option<String>,
    /// The code of the nominating unit.
    pub nominating_unit: String,
    /// The place in the nominating unit's order.
    pub rank: Option<u32>,
    /// The remark.
    pub note: Option<String>,
}

/// Judges all rows.
pub(super) fn judge(lines: Vec<Line<'_>>, setting: &Setting<'_>) -> Vec<Judged> {
    let mut nominees = Nominees::default();
    lines.into_iter().map(|line| judge_line(line, setting, &mut nominees)).collect()
}

fn judge_line(mut line: Line<'_>, setting: &Setting<'_>, nominees: &mut Nominees) -> Judged {
    let record = read(&mut line, setting).filter(|_| !line.is_blocked());
    let Some(record) = record else { return Judged::new(line, None) };
    if let Some(row) = nominees.add(&mut line, &record) {
        return Judged::duplicate(line, row);
    }
    let cycle = line.cycle(setting.as_of);
    eligibility::judge(&mut line, &record, cycle, &setting.known.rules);
    Judged::new(line, Some(Record::Nomination(record)))
}

fn read(line: &mut Line<'_>, setting: &Setting<'_>) -> Option<NominationRecord> {
    let category = category(line);
    let name = name(line, category);
    let told = if name.is_some() { line.told("name") } else { Told::default() };
    let (sex, birth) = (line.word("sex", &SEXES).or(told.sex), birth(line, setting));
    let ethnic_group = line.remark("nation").or(told.ethnic_group);
    let unit_and_post = unit_and_post(line);
    let (post, title) = (line.optional_label("post"), line.optional_label("title"));
    let (phone, years) = (line.phone("phone"), line.years("years"));
    let (deeds, earlier_awards) = (line.remark("deeds"), line.remark("prev"));
    let nominating_unit = nominating_unit(line, setting);
    let rank = line.number("rank", &["名", "位"], Least::Zero);
    let note = line.remark("note");
    let (category, name, unit_and_post) = (category?, name?, unit_and_post?);
    let workplace = Workplace::parse(&unit_and_post);
    Some(NominationRecord {
        category,
        name,
        sex,
        birth,
        ethnic_group,
        unit_and_post,
        workplace: workplace.name,
        post: post.or(workplace.post),
        title,
        phone,
        years,
        deeds,
        earlier_awards,
        nominating_unit: nominating_unit?,
        rank,
        note,
    })
}

/// The category, without which nothing can be decided.
fn category(line: &mut Line<'_>) -> Option<AwardCategory> {
    let category = line.word("cat", &CATEGORIES);
    if category.is_none() && !line.has_issue_in("cat") {
        line.error(Code::ValueUnknown, "cat", Some(CATEGORIES.allowed()));
    }
    category
}

/// The name; that of a team may hold digits.
fn name(line: &mut Line<'_>, category: Option<AwardCategory>) -> Option<String> {
    match category {
        Some(AwardCategory::Team | AwardCategory::Collective) => {
            line.label("name", Code::NameMissing)
        }
        _ => line.person("name"),
    }
}

fn birth(line: &mut Line<'_>, setting: &Setting<'_>) -> Option<Month> {
    let birth = line.month("birth", Code::BirthAmbiguous)?;
    if birth.first_day() > setting.as_of {
        line.error(Code::DateFuture, "birth", Some(Month::of(setting.as_of).to_string()));
    }
    Some(birth)
}

/// Workplace and post with the blank between them, by which they are told apart.
fn unit_and_post(line: &mut Line<'_>) -> Option<String> {
    line.label("unitpost", Code::UnitMissing)?;
    let words = clean(&line.cell("unitpost")?.text());
    Some(words.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// The code of the nominating unit, which must be on file.
fn nominating_unit(line: &mut Line<'_>, setting: &Setting<'_>) -> Option<String> {
    let name = line.label("nominator", Code::UnitMissing)?;
    let code = setting.known.organisation(&name).map(str::to_owned);
    if code.is_none() {
        line.error(Code::UnitUnknown, "nominator", None);
    }
    code
}

#[cfg(test)]
mod tests;
