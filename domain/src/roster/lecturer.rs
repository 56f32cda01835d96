//! The roster of lecturers with their terms.

use serde::{Deserialize, Serialize};

use super::{
    Judged, Record, Setting,
    course::GROUPS,
    heading::{Column, SEQUENCE},
    issue::Code,
    line::Line,
    month::Month,
    person::{Earlier, Identity, SEXES, Sex},
};
use crate::{audience::TargetGroup, rulebook::Rule};

/// What people write above the workplace.
pub(super) const UNIT: &str = "工作单位 单位 所在单位 单位名称 工作单位全称 单位全称 任职单位 \
    现工作单位 所属单位 工作单位名称 就职单位 服务单位 学校 学校名称 学校全称 所在学校 任教学校 \
    工作学校 单位学校";
/// What people write above the county.
pub(super) const COUNTY: &str = "所属县 县 县市区 区县 县区 所属区县 所属县区 所属县市区 所在县 \
    所在区县 所在县市区 所属地区 地区 区域 所属区域 属地 县别 所在地 区 市县 县市 县区市 区县市 \
    市县区 所属市县 所属县市 所属区 所在区 所在县市 归属地 单位所在地 行政区 所属行政区 市";
/// What people write above the month of birth.
pub(super) const BIRTH: &str = "出生年月 出生日期 出生年月日 出生时间 生日 出生";
/// What people write above phone numbers.
pub(super) const PHONE: &str = "手机号码 手机号 手机 联系电话 电话 联系方式 移动电话 电话号码 \
    联系手机 联系手机号 联系手机号码 移动电话号码 联系号码 本人手机 本人电话 手机电话 电话手机 \
    联系人电话 联系人手机 联系人手机号 联系人手机号码 联系人联系电话 联系人联系方式";
/// What people write above remarks.
pub(super) const NOTE: &str = "备注 说明 备注说明 附注 其他 note";

pub(super) const COLUMNS: &[Column] = &[
    Column::optional(SEQUENCE, "序号 编号 序 no"),
    Column::required("name", "姓名 讲师姓名 专家姓名 成员姓名 名字 讲师 专家 主讲人"),
    Column::optional("sex", "性别 男女"),
    Column::optional("birth", BIRTH),
    Column::required("unit", UNIT),
    Column::optional(
        "title",
        "职务/职称 职称/职务 职务 职称 职务及职称 职务或职称 职称及职务 \
            职务和职称 专业技术职务 技术职称",
    ),
    Column::optional("county", COUNTY),
    Column::optional(
        "field",
        "专业领域 专业 领域 研究方向 研究领域 学科领域 专业方向 擅长领域 \
            从事专业 学科",
    ),
    Column::optional(
        "topics",
        "主讲题目 主讲课题 主讲内容 主讲课程 讲座题目 宣讲题目 报告题目 \
            可讲题目 题目 课题 讲题 课程名称",
    ),
    Column::optional("audience", AUDIENCE),
    Column::optional("phone", PHONE),
    Column::optional(
        "start",
        "聘任起 聘期起 聘任开始 聘期开始 聘任起始 聘任开始时间 聘任起始时间 \
            聘任时间 聘任日期 受聘时间 起聘时间 起聘年月 聘任时间起 聘任期限起 \
            聘任自",
    ),
    Column::optional(
        "end",
        "聘任止 聘期止 聘任结束 聘期结束 聘任截止 聘任终止 聘任结束时间 \
            聘任截止时间 聘任到期 到期时间 止聘时间 止聘年月 聘任时间止 聘任期限止 \
            聘任至",
    ),
    Column::optional("inner", "内部备注 内部 内部说明 内部意见 内部情况"),
    Column::optional("note", NOTE),
];

/// What people write above the listeners.
pub(super) const AUDIENCE: &str = "面向人群 适用人群 适合人群 人群 服务对象 适用对象 适合对象 面向对象 \
    受众 受众对象 对象 授课对象";

/// A lecturer as a roster states one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LecturerRecord {
    /// The name.
    pub name: String,
    /// The sex.
    pub sex: Option<Sex>,
    /// The month of birth.
    pub birth: Option<Month>,
    /// The workplace.
    pub unit: String,
    /// Post or professional title.
    pub title: Option<String>,
    /// The code of the county, or of the city.
    pub county: Option<String>,
    /// The fields of science, as they were written; see [`subject_fields`].
    pub field: Option<String>,
    /// What the lecturer speaks about.
    pub topics: Option<String>,
    /// Whom the lecturer speaks to.
    pub audience: Vec<TargetGroup>,
    /// The phone number.
    pub phone: Option<String>,
    /// The first month of the term.
    pub start: Option<Month>,
    /// The last month of the term.
    pub end: Option<Month>,
    /// The office's own remark, which is never shown.
    pub inner: Option<String>,
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
    Judged::new(line, Some(Record::Lecturer(record)))
}

fn read(line: &mut Line<'_>, setting: &Setting<'_>) -> Option<LecturerRecord> {
    let (name, unit) = (line.person("name"), line.label("unit", Code::UnitMissing));
    let told = line.told("name");
    let sex = line.word("sex", &SEXES).or(told.sex);
    let birth = birth(line, setting);
    let title = line.optional_label("title");
    let county = line.county("county", setting);
    let (field, topics) = (line.remark("field"), line.remark("topics"));
    let audience = line.words("audience", &GROUPS);
    let phone = line.phone("phone");
    let (start, end) = term(line);
    let (inner, note) = (line.inner("inner"), line.note_with(told.ethnic_group));
    let (name, unit) = (name?, unit?);
    Some(LecturerRecord {
        name,
        sex,
        birth,
        unit,
        title,
        county,
        field,
        topics,
        audience,
        phone,
        start,
        end,
        inner,
        note,
    })
}

fn birth(line: &mut Line<'_>, setting: &Setting<'_>) -> Option<Month> {
    let birth = line.month("birth", Code::BirthAmbiguous)?;
    let oldest = setting.known.rules.get(Rule::ApplicantAgeMost);
    if birth.first_day() > setting.as_of {
        line.error(Code::DateFuture, "birth", Some(Month::of(setting.as_of).to_string()));
    } else if i64::from(birth.full_years_until(setting.as_of)) > oldest {
        line.warn(Code::AgeOver65, "birth", Some(oldest.to_string()));
    }
    Some(birth)
}

/// The subject fields that a cell names, each once, the main one first. What is the name of one field
/// as a whole is that field.
pub fn subject_fields(text: &str, is_field: impl Fn(&str) -> bool) -> Vec<String> {
    let text = text.trim();
    if is_field(text) {
        return vec![text.to_owned()];
    }
    let mut fields: Vec<String> = Vec::new();
    let is_between = |c: char| matches!(c, '、' | ',' | '，' | ';' | '；' | '/' | '\n');
    for name in text.split(is_between).map(str::trim).filter(|name| !name.is_empty()) {
        if fields.iter().all(|known| known != name) {
            fields.push(name.to_owned());
        }
    }
    fields
}

/// The months of the term; it may begin later than today.
fn term(line: &mut Line<'_>) -> (Option<Month>, Option<Month>) {
    let start = line.month("start", Code::MonthAmbiguous);
    let end = line.month("end", Code::MonthAmbiguous);
    if let (Some(first), Some(last)) = (start, end)
        && last < first
    {
        line.error(Code::EndBeforeStart, "end", Some(first.to_string()));
    }
    (start, end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_names_several_fields_unless_it_is_the_name_of_one() {
        let is_field = |name: &str| ["物理", "物理、天文"].contains(&name);
        assert_eq!(subject_fields(" 物理、天文 ", is_field), ["物理、天文"]);
        assert_eq!(subject_fields("物理；化学、 物理 ,", is_field), ["物理", "化学"]);
        assert!(subject_fields("  ", is_field).is_empty());
    }
}
