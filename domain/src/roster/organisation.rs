//! The list of organisations.

use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};

use super::{
    At, Judged, Record, Setting,
    heading::{Column, SEQUENCE},
    issue::Code,
    line::{Least, Line},
    text::{compact, half_width},
    tree::{Names, Node, hang},
    word::Words,
};
use crate::organisation::OrganisationKind::{
    self, CityAssociation, Community, CountyAssociation, DevelopmentZone, EStation, Enterprise,
    Hospital, Institute, Kindergarten, Museum, Other, PrivateNonEnterprise, School, Society,
    University, Village,
};

const KINDS: Words<OrganisationKind> = Words {
    entries: &[
        ("city_association", &[CityAssociation]),
        ("county_association", &[CountyAssociation]),
        ("development_zone", &[DevelopmentZone]),
        ("society", &[Society]),
        ("university", &[University]),
        ("hospital", &[Hospital]),
        ("museum", &[Museum]),
        ("institute", &[Institute]),
        ("school", &[School]),
        ("kindergarten", &[Kindergarten]),
        ("community", &[Community]),
        ("e_station", &[EStation]),
        ("village", &[Village]),
        ("enterprise", &[Enterprise]),
        ("private_non_enterprise", &[PrivateNonEnterprise]),
        ("other", &[Other]),
        ("市科协", &[CityAssociation]),
        ("县科协", &[CountyAssociation]),
        ("区科协", &[CountyAssociation]),
        ("县级科协", &[CountyAssociation]),
        ("县(市、区)科协", &[CountyAssociation]),
        ("开发区", &[DevelopmentZone]),
        ("学会", &[Society]),
        ("协会", &[Society]),
        ("高校", &[University]),
        ("大学", &[University]),
        ("医院", &[Hospital]),
        ("医疗机构", &[Hospital]),
        ("场馆", &[Museum]),
        ("博物馆", &[Museum]),
        ("科技馆", &[Museum]),
        ("科研院所", &[Institute]),
        ("研究所", &[Institute]),
        ("学校", &[School]),
        ("中小学", &[School]),
        ("小学", &[School]),
        ("中学", &[School]),
        ("幼儿园", &[Kindergarten]),
        ("社区", &[Community]),
        ("e站", &[EStation]),
        ("科普e站", &[EStation]),
        ("村", &[Village]),
        ("行政村", &[Village]),
        ("企业", &[Enterprise]),
        ("民办非企业", &[PrivateNonEnterprise]),
        ("民办非企业单位", &[PrivateNonEnterprise]),
        ("其他", &[Other]),
    ],
    hints: 16,
};

const YES_OR_NO: Words<bool> = Words {
    entries: &[
        ("1", &[true]),
        ("0", &[false]),
        ("是", &[true]),
        ("否", &[false]),
        ("true", &[true]),
        ("false", &[false]),
        ("yes", &[true]),
        ("no", &[false]),
        ("√", &[true]),
    ],
    hints: 4,
};

pub(super) const COLUMNS: &[Column] = &[
    Column::optional(SEQUENCE, "序号"),
    Column::required("code", "id code 代码 编号 编码 单位编号 单位代码 机构代码"),
    Column::required("name", "name 名称 单位名称 全称 单位全称 机构名称"),
    Column::optional("short_name", "short_name 简称 单位简称"),
    Column::required("kind", "kind 类型 类别 性质 单位类别 单位类型 单位性质"),
    Column::optional(
        "region",
        "region_code region 区划代码 所属县 所属地区 地区 \
            县市区",
    ),
    Column::optional(
        "parent",
        "parent_id parent 上级 上级编号 上级单位 主管单位 \
            上级代码",
    ),
    Column::optional("nominating", "is_nominating_unit 推荐单位 是否推荐单位 可推荐"),
    Column::optional("order", "sort_order 排序 顺序 排序号 order"),
    Column::optional("note", "note 备注 说明"),
];

/// An organisation as a list states one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganisationRecord {
    /// Its code in the list.
    pub code: String,
    /// Its full name.
    pub name: String,
    /// Its short name.
    pub short_name: Option<String>,
    /// What it is.
    pub kind: OrganisationKind,
    /// The code of its region; a development zone may have none.
    pub region: Option<String>,
    /// The code of the organisation above.
    pub parent: Option<String>,
    /// Whether it nominates for awards; nothing if the list does not say.
    pub nominating: Option<bool>,
    /// Its place in lists.
    pub order: Option<u32>,
    /// The remark.
    pub note: Option<String>,
}

type Row<'a> = (Line<'a>, Option<OrganisationRecord>);

/// Judges all rows; a parent may stand anywhere in the list.
pub(super) fn judge(lines: Vec<Line<'_>>, setting: &Setting<'_>) -> Vec<Judged> {
    let mut rows: Vec<_> = lines.into_iter().map(|line| read(line, setting)).collect();
    refuse_repeated(&mut rows);
    resolve_parents(&mut rows, setting);
    refuse_lost(&mut rows, setting);
    warn_of_equal_names(&mut rows);
    let judged = |(line, record): Row<'_>| Judged::new(line, record.map(Record::Organisation));
    rows.into_iter().map(judged).collect()
}

fn read<'a>(mut line: Line<'a>, setting: &Setting<'_>) -> Row<'a> {
    let code = code(&mut line);
    let name = line.label("name", Code::NameMissing);
    let short_name = line.optional_label("short_name");
    let kind = kind(&mut line);
    let region = line.region("region", setting);
    let parent = line.filled("parent").map(|text| half_width(&compact(&text)));
    let nominating = line.word("nominating", &YES_OR_NO);
    let order = line.number("order", &[], Least::Zero);
    let note = line.remark("note");
    let record = || {
        let (code, name, kind) = (code?, name?, kind?);
        Some(OrganisationRecord {
            code,
            name,
            short_name,
            kind,
            region,
            parent,
            nominating,
            order,
            note,
        })
    };
    let record = record().filter(|_| !line.is_blocked());
    (line, record)
}

fn kind(line: &mut Line<'_>) -> Option<OrganisationKind> {
    let kind = line.word("kind", &KINDS);
    if kind.is_none() && !line.is_blocked() {
        line.error(Code::ValueUnknown, "kind", Some(KINDS.allowed()));
    }
    kind
}

/// A code of letters, digits, `-` and `_`.
fn code(line: &mut Line<'_>) -> Option<String> {
    let Some(text) = line.filled("code") else {
        line.error(Code::CodeMissing, "code", None);
        return None;
    };
    let code = half_width(&compact(&text));
    if !code.chars().all(|it| it.is_ascii_alphanumeric() || matches!(it, '-' | '_')) {
        line.error(Code::CodeInvalid, "code", None);
        return None;
    }
    Some(code)
}

fn refuse_repeated(rows: &mut [Row<'_>]) {
    let mut first: HashMap<String, At> = HashMap::new();
    for (line, record) in rows {
        let Some(code) = record.as_ref().map(|record| record.code.clone()) else { continue };
        let earlier = *first.entry(code).or_insert(line.at);
        if earlier != line.at {
            line.error(Code::CodeDuplicate, "code", Some(line.name_of(earlier)));
            *record = None;
        }
    }
}

/// Replaces the full or short name of a parent by its code.
fn resolve_parents(rows: &mut [Row<'_>], setting: &Setting<'_>) {
    let records = || rows.iter().filter_map(|(_, record)| record.as_ref());
    let full = records().map(|it| (it.name.as_str(), it.code.as_str()));
    let short = records().filter_map(|it| Some((it.short_name.as_deref()?, it.code.as_str())));
    let names = Names::new(full.chain(short));
    let codes: HashSet<String> = records().map(|it| it.code.clone()).collect();
    for parent in rows.iter_mut().filter_map(|(_, record)| record.as_mut()?.parent.as_mut()) {
        if setting.known.organisations.contains_key(parent.as_str()) {
            continue;
        }
        let on_file = || setting.known.organisation(parent).filter(|_| !codes.contains(parent));
        if let Some(code) = names.code(parent).or_else(on_file).map(str::to_owned) {
            *parent = code;
        }
    }
}

/// A row whose parents lead nowhere or in a circle; what is on file and not in the list counts as
/// it hangs there.
fn refuse_lost(rows: &mut [Row<'_>], setting: &Setting<'_>) {
    let records = || rows.iter().filter_map(|(_, record)| record.as_ref());
    let listed: HashSet<&str> = records().map(|record| record.code.as_str()).collect();
    let known = setting.known;
    let on_file = known.organisations.keys().filter(|code| !listed.contains(code.as_str()));
    let on_file =
        on_file.map(|code| Node { code, parent: known.parents.get(code).map(String::as_str) });
    let nodes: Vec<_> = records()
        .map(|record| Node { code: &record.code, parent: record.parent.as_deref() })
        .chain(on_file)
        .collect();
    let mut hanging = hang(&nodes, |_| false).into_iter();
    for (line, record) in rows.iter_mut().filter(|(_, record)| record.is_some()) {
        if hanging.next() == Some(false) {
            line.error(Code::ParentUnknown, "parent", None);
            *record = None;
        }
    }
}

fn warn_of_equal_names(rows: &mut [Row<'_>]) {
    let mut first: HashMap<(String, Option<String>), At> = HashMap::new();
    for (line, record) in rows {
        let Some(record) = record else { continue };
        let key = (compact(&record.name), record.region.clone());
        let earlier = *first.entry(key).or_insert(line.at);
        if earlier != line.at {
            line.warn(Code::NameDuplicate, "name", Some(line.name_of(earlier)));
        }
    }
}
