//! The list of hosts: schools, communities, villages, companies that ask for lectures.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::{
    At, Judged, Record, Setting,
    heading::{Column, SEQUENCE},
    issue::Code,
    lecturer::{COUNTY, NOTE, PHONE},
    line::{Least, Line},
    name::{host_key, is_no_name, person_name},
    person::{Earlier, Identity},
    text::{compact, half_width},
    word::Words,
};
use crate::organisation::OrganisationKind::{
    self, Community, EStation, Enterprise, Hospital, Institute, Kindergarten, Museum, Other,
    School, University, Village,
};

const KINDS: Words<OrganisationKind> = Words {
    entries: &[
        ("学校", &[School]),
        ("幼儿园", &[Kindergarten]),
        ("社区", &[Community]),
        ("村", &[Village]),
        ("企业", &[Enterprise]),
        ("机关", &[Other]),
        ("其他", &[Other]),
        ("小学", &[School]),
        ("初中", &[School]),
        ("高中", &[School]),
        ("中学", &[School]),
        ("中小学", &[School]),
        ("职高", &[School]),
        ("中职", &[School]),
        ("社区居委会", &[Community]),
        ("居委会", &[Community]),
        ("行政村", &[Village]),
        ("村委会", &[Village]),
        ("农村", &[Village]),
        ("公司", &[Enterprise]),
        ("企事业单位", &[Enterprise]),
        ("科普e站", &[EStation]),
        ("e站", &[EStation]),
        ("场馆", &[Museum]),
        ("科技馆", &[Museum]),
        ("博物馆", &[Museum]),
        ("医院", &[Hospital]),
        ("高校", &[University]),
        ("大学", &[University]),
        ("科研院所", &[Institute]),
        ("机关单位", &[Other]),
        ("党政机关", &[Other]),
        ("机关事业单位", &[Other]),
        ("事业单位", &[Other]),
        ("其它", &[Other]),
    ],
    hints: 7,
};

const YES_OR_NO: Words<bool> = Words {
    entries: &[
        ("是", &[true]),
        ("否", &[false]),
        ("√", &[true]),
        ("✓", &[true]),
        ("已列入", &[true]),
        ("列入", &[true]),
        ("在", &[true]),
        ("有", &[true]),
        ("1", &[true]),
        ("yes", &[true]),
        ("×", &[false]),
        ("未列入", &[false]),
        ("不列入", &[false]),
        ("不在", &[false]),
        ("不是", &[false]),
        ("0", &[false]),
        ("no", &[false]),
    ],
    hints: 2,
};

pub(super) const COLUMNS: &[Column] = &[
    Column::optional(SEQUENCE, "序号 编号 序 no"),
    Column::optional("county", COUNTY),
    Column::optional(
        "code",
        "区划代码 行政区划代码 行政区划 区划编码 区划码 地区代码 县区代码 区域代码 代码",
    ),
    Column::optional(
        "town",
        "镇 镇街道 镇街 街道 街道镇 乡镇 乡镇街道 镇乡街道 所属镇 所属街道 所属镇街道 \
            所属乡镇 所属乡镇街道 所在镇 所在街道 所在镇街道 所在乡镇",
    ),
    Column::required(
        "name",
        "单位名称 名称 学校名称 单位全称 学校全称 单位 学校 需求单位 需求单位名称 申请单位 \
            申请单位名称 点单单位 接待单位 机构名称 场所名称 社区名称 单位学校名称 学校单位名称",
    ),
    Column::optional(
        "kind",
        "单位类别 单位类型 单位性质 类别 类型 性质 学校类别 学校类型 学校性质 机构类型",
    ),
    Column::optional(
        "pupils",
        "学生数 学生人数 学生总数 在校学生数 在校学生 在校生数 在校生 在校生人数 \
            在校学生人数 在校人数 学生",
    ),
    Column::optional(
        "hall",
        "报告厅容纳人数 容纳人数 可容纳人数 最大容纳人数 场地容纳人数 场地容量 容纳量 容量 \
            座位数 报告厅座位数 报告厅容量 场地可容纳人数 场地人数 报告厅人数",
    ),
    Column::optional(
        "halltype",
        "场地类型 场地 场所类型 场地名称 场地形式 场地类别 活动场地 讲座场地 报告厅类型 会场类型",
    ),
    Column::optional(
        "equip",
        "设备 设备情况 设施设备 设备设施 场地设备 现有设备 配套设备 多媒体设备 设备配置 可用设备",
    ),
    Column::optional(
        "contact",
        "联系人 联系人姓名 学校联系人 单位联系人 对接人 联络人 联络员 负责人 经办人",
    ),
    Column::optional("phone", PHONE),
    Column::optional(
        "white",
        "是否列入白名单 白名单 列入白名单 是否白名单 是否在白名单 是否在白名单内 是否白名单学校 \
            白名单学校 白名单情况",
    ),
    Column::optional("note", NOTE),
];

/// A host as a list states one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HostRecord {
    /// The name.
    pub name: String,
    /// The code of the county, or of the city.
    pub county: Option<String>,
    /// The town's name as it is written.
    pub town: Option<String>,
    /// The town's code, if it is on file in the county.
    pub town_code: Option<String>,
    /// What it is.
    pub kind: Option<OrganisationKind>,
    /// How many pupils it has.
    pub pupils: Option<u32>,
    /// How many people its hall holds.
    pub hall: Option<u32>,
    /// What the hall is.
    pub hall_type: Option<String>,
    /// What the hall is equipped with.
    pub equipment: Option<String>,
    /// The name of the contact person.
    pub contact: Option<String>,
    /// The phone number of the contact person.
    pub phone: Option<String>,
    /// Whether it is on the list of what may come into schools; nothing if that is left open.
    pub whitelisted: Option<bool>,
    /// The remark.
    pub note: Option<String>,
}

/// Hosts of the rows so far.
#[derive(Default)]
struct Hosts {
    rows: HashMap<(Option<String>, String, Option<String>), At>,
    contacts: Earlier,
}

/// Judges all rows.
pub(super) fn judge(lines: Vec<Line<'_>>, setting: &Setting<'_>) -> Vec<Judged> {
    let mut hosts = Hosts::default();
    lines.into_iter().map(|line| judge_line(line, setting, &mut hosts)).collect()
}

fn judge_line(mut line: Line<'_>, setting: &Setting<'_>, hosts: &mut Hosts) -> Judged {
    let record = read(&mut line, setting).filter(|_| !line.is_blocked());
    let Some(record) = record else { return Judged::new(line, None) };
    let key = (record.county.clone(), host_key(&record.name), record.phone.clone());
    let first = *hosts.rows.entry(key).or_insert(line.at);
    if first != line.at {
        line.warn(Code::HostDuplicate, "name", Some(line.name_of(first)));
        return Judged::duplicate(line, first);
    }
    if let Some(contact) = &record.contact {
        // One person may answer for several hosts; the phone of somebody else is a slip.
        let contact = Identity::new(contact, &record.name, record.phone.as_deref());
        if let Some(row) = hosts.contacts.same_phone(&contact, line.at) {
            line.warn(Code::PhoneShared, "phone", Some(line.name_of(row)));
        }
    }
    Judged::new(line, Some(Record::Host(record)))
}

fn read(line: &mut Line<'_>, setting: &Setting<'_>) -> Option<HostRecord> {
    let name = line.label("name", Code::NameMissing);
    let county = county(line, setting);
    let town = line.remark("town");
    let code = || setting.known.town(county.as_deref()?, town.as_deref()?).map(str::to_owned);
    let town_code = code();
    let kind = line.word("kind", &KINDS);
    let pupils = line.number("pupils", &["人", "名"], Least::Zero);
    let hall = line.number("hall", &["人", "座", "个", "名"], Least::Zero);
    let (hall_type, equipment) = (line.remark("halltype"), line.remark("equip"));
    let (contact, phone) = (contact(line), line.phone("phone"));
    let whitelisted = line.word("white", &YES_OR_NO);
    let note = line.remark("note");
    Some(HostRecord {
        name: name?,
        county,
        town,
        town_code,
        kind,
        pupils,
        hall,
        hall_type,
        equipment,
        contact,
        phone,
        whitelisted,
        note,
    })
}

/// The code of the county, by its name or by the code beside it; the two must agree.
fn county(line: &mut Line<'_>, setting: &Setting<'_>) -> Option<String> {
    let county = line.county("county", setting);
    let Some(code) = line.filled("code").map(|text| half_width(&compact(&text))) else {
        return county;
    };
    if let Some(county) = county {
        if !lies_in(&code, &county) {
            line.error(Code::RegionCodeMismatch, "code", Some(county.clone()));
        }
        return Some(county);
    }
    if line.has_issue_in("county") {
        return None;
    }
    let found = code.get(..6).and_then(|code| setting.known.county(code));
    if found.is_none() {
        line.error(Code::RegionUnknown, "code", Some(setting.known.county_names().join("、")));
    }
    found.map(|region| region.code.clone())
}

/// Whether a code is that of a county or of a town in it.
fn lies_in(code: &str, county: &str) -> bool {
    matches!(code.len(), 6 | 9 | 12) && code.starts_with(county)
}

/// The name of the contact person; without one the host is taken with a warning.
fn contact(line: &mut Line<'_>) -> Option<String> {
    let contact = line.optional_label("contact").map(|text| person_name(&text));
    if contact.as_deref().is_some_and(is_no_name) {
        line.error(Code::NameInvalid, "contact", None);
        return None;
    }
    if contact.is_none() && !line.has_issue_in("contact") {
        line.warn(Code::ContactMissing, "contact", None);
    }
    contact
}

#[cfg(test)]
mod tests;
