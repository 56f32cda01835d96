//! The list of regions and towns.

use std::collections::HashMap;

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
use crate::region::RegionLevel::{self, City, Country, County, Province, Town};

const LEVELS: Words<RegionLevel> = Words {
    entries: &[
        ("country", &[Country]),
        ("province", &[Province]),
        ("city", &[City]),
        ("county", &[County]),
        ("town", &[Town]),
        ("国家", &[Country]),
        ("省", &[Province]),
        ("省级", &[Province]),
        ("市", &[City]),
        ("地级市", &[City]),
        ("设区市", &[City]),
        ("市级", &[City]),
        ("县", &[County]),
        ("区", &[County]),
        ("县级", &[County]),
        ("县市区", &[County]),
        ("县(市、区)", &[County]),
        ("县级市", &[County]),
        ("镇", &[Town]),
        ("乡", &[Town]),
        ("街道", &[Town]),
        ("乡镇", &[Town]),
        ("乡级", &[Town]),
        ("镇街", &[Town]),
        ("镇街道", &[Town]),
        ("镇(街道)", &[Town]),
        ("乡镇街道", &[Town]),
        ("乡镇(街道)", &[Town]),
    ],
    hints: 5,
};

pub(super) const COLUMNS: &[Column] = &[
    Column::optional(SEQUENCE, "序号"),
    Column::required("code", "code 代码 区划代码 行政区划代码 编码 统计代码"),
    Column::required("name", "name 名称 区划名称 行政区划名称 地区名称 全称"),
    Column::required("level", "level 级别 层级 等级 类别"),
    Column::optional(
        "parent",
        "parent 上级 上级代码 上级区划代码 所属上级 父级 上级区划 \
            parentcode",
    ),
    Column::optional("order", "sort_order 排序 顺序 排序号 order"),
];

/// A region as a list states one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegionRecord {
    /// Its code.
    pub code: String,
    /// Its full name.
    pub name: String,
    /// How high it stands.
    pub level: RegionLevel,
    /// The code of the region above.
    pub parent: Option<String>,
    /// Its place among its neighbours.
    pub order: Option<u32>,
}

/// Judges all rows; a parent may stand anywhere in the list.
pub(super) fn judge(lines: Vec<Line<'_>>, setting: &Setting<'_>) -> Vec<Judged> {
    let mut rows: Vec<_> = lines.into_iter().map(read).collect();
    refuse_repeated(&mut rows);
    resolve_parents(&mut rows, setting);
    refuse_lower_parents(&mut rows, setting);
    refuse_lost(&mut rows, setting);
    rows.into_iter().map(|(line, record)| Judged::new(line, record.map(Record::Region))).collect()
}

type Row<'a> = (Line<'a>, Option<RegionRecord>);

fn read(mut line: Line<'_>) -> Row<'_> {
    let code = code(&mut line);
    let name = line.label("name", Code::NameMissing);
    let level = level(&mut line);
    let parent = line.filled("parent").map(|text| half_width(&compact(&text)));
    let order = line.number("order", &[], Least::Zero);
    let record = || Some(RegionRecord { code: code?, name: name?, level: level?, parent, order });
    let record = record().filter(|_| !line.is_blocked());
    (line, record)
}

fn level(line: &mut Line<'_>) -> Option<RegionLevel> {
    let level = line.word("level", &LEVELS);
    if level.is_none() && !line.is_blocked() {
        line.error(Code::ValueUnknown, "level", Some(LEVELS.allowed()));
    }
    level
}

/// A code of 6, 9 or 12 digits.
fn code(line: &mut Line<'_>) -> Option<String> {
    let Some(text) = line.filled("code") else {
        line.error(Code::CodeMissing, "code", None);
        return None;
    };
    let code = half_width(&compact(&text));
    let sound = code.chars().all(|it| it.is_ascii_digit()) && matches!(code.len(), 6 | 9 | 12);
    if !sound {
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

/// Replaces the name of a parent by its code.
fn resolve_parents(rows: &mut [Row<'_>], setting: &Setting<'_>) {
    let records = || rows.iter().filter_map(|(_, record)| record.as_ref());
    let names = Names::new(records().map(|it| (it.name.as_str(), it.code.as_str())));
    for parent in rows.iter_mut().filter_map(|(_, record)| record.as_mut()?.parent.as_mut()) {
        let code = names.code(parent).or_else(|| setting.known.region_called(parent));
        if let Some(code) = code.map(str::to_owned) {
            *parent = code;
        }
    }
}

fn refuse_lower_parents(rows: &mut [Row<'_>], setting: &Setting<'_>) {
    let on_file = setting.known.regions.iter().map(|region| (region.code.clone(), region.level));
    let listed =
        rows.iter().filter_map(|(_, it)| Some((it.as_ref()?.code.clone(), it.as_ref()?.level)));
    let levels: HashMap<String, RegionLevel> = on_file.chain(listed).collect();
    for (line, record) in rows {
        let Some(found) = record else { continue };
        let above = found.parent.as_ref().and_then(|parent| levels.get(parent));
        if above.is_some_and(|above| *above >= found.level) {
            line.error(Code::ParentInvalid, "parent", None);
            *record = None;
        }
    }
}

fn refuse_lost(rows: &mut [Row<'_>], setting: &Setting<'_>) {
    let records = rows.iter().filter_map(|(_, record)| record.as_ref());
    let nodes: Vec<_> = records
        .map(|record| Node { code: &record.code, parent: record.parent.as_deref() })
        .collect();
    let mut hanging = hang(&nodes, |code| setting.known.region(code).is_some()).into_iter();
    for (line, record) in rows.iter_mut().filter(|(_, record)| record.is_some()) {
        if hanging.next() == Some(false) {
            line.error(Code::ParentUnknown, "parent", None);
            *record = None;
        }
    }
}
