//! Regions: a tree with a closure table, so that "all below" is one join.

use chrono::NaiveDate;
use domain::{id::RegionId, region::RegionLevel};

use crate::{
    Conn, StoreError, Tx,
    row::decoded,
    statement::{bound, sql, text},
    tree::REGIONS,
};

/// A region as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegionRow {
    /// Key.
    pub id: RegionId,
    /// Administrative code, nine or six digits.
    pub code: String,
    /// Chinese name.
    pub name_zh: String,
    /// English name.
    pub name_en: String,
    /// Level.
    pub level: RegionLevel,
    /// The region above.
    pub parent_id: Option<RegionId>,
    /// Customary order among its siblings.
    pub sort_order: i64,
}

decoded! { RegionRow: id, code, name_zh, name_en, level, parent_id, sort_order }

/// A region to be written.
#[derive(Clone, Debug)]
pub struct NewRegion<'a> {
    /// Administrative code.
    pub code: &'a str,
    /// Chinese name.
    pub name_zh: &'a str,
    /// English name.
    pub name_en: &'a str,
    /// Level.
    pub level: RegionLevel,
    /// The region above.
    pub parent_id: Option<RegionId>,
    /// Customary order.
    pub sort_order: i64,
    /// First day of the code.
    pub valid_from: NaiveDate,
}

const VALID: &str = "SELECT id, code, name_zh, name_en, level, parent_id, sort_order FROM region \
    WHERE valid_from <= $1 AND (valid_until IS NULL OR valid_until > $1) ";
const IN_ORDER: &str = "ORDER BY parent_id, sort_order, code";
const LIST: &str = text![VALID, IN_ORDER];
const LIST_ABOVE_TOWNS: &str = text![VALID, "AND level <> 'town' ", IN_ORDER];
const ADD: &str = "INSERT INTO region \
    (code, name_zh, name_en, level, parent_id, sort_order, valid_from) \
    VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id";
const ADD_SET: &str = "INSERT INTO region \
    (code, name_zh, name_en, level, parent_id, sort_order, valid_from) ";
const CHANGE_SET: &str = "UPDATE region SET name_zh = v.column2, name_en = v.column3, \
    level = v.column4, parent_id = v.column5, sort_order = v.column6 FROM (";
const OF_KEY: &str = ") AS v WHERE region.id = v.column1";
const CLOSE: &str = "INSERT INTO region_closure (ancestor_id, descendant_id) \
    SELECT ancestor_id, CAST($1 AS BIGINT) FROM region_closure WHERE descendant_id = $2";
const CLOSE_SELF: &str = "INSERT INTO region_closure (ancestor_id, descendant_id) VALUES ($1, $1)";
const IS_BELOW: &str = "SELECT COUNT(*) FROM region_closure \
    WHERE ancestor_id = $1 AND descendant_id = $2";
const LEVEL: &str = "SELECT level FROM region WHERE id = $1";
const BELOW: &str = "SELECT descendant_id FROM region_closure WHERE ancestor_id IN ";

impl Conn {
    /// Regions with everything below them.
    pub async fn list_regions_below(
        &mut self,
        regions: &[RegionId],
    ) -> Result<Vec<RegionId>, StoreError> {
        self.all(sql(BELOW).list(regions)).await
    }

    /// Whether a region is another or below it.
    pub async fn is_region_below(
        &mut self,
        above: RegionId,
        below: RegionId,
    ) -> Result<bool, StoreError> {
        let n: i64 = self.only(sql(IS_BELOW).bind(above).bind(below)).await?;
        Ok(n > 0)
    }

    /// The level of a region.
    pub async fn find_region_level(
        &mut self,
        region: RegionId,
    ) -> Result<Option<RegionLevel>, StoreError> {
        self.one(sql(LEVEL).bind(region)).await
    }

    /// The regions that are valid on a day, siblings in their customary order.
    pub async fn list_regions(&mut self, day: NaiveDate) -> Result<Vec<RegionRow>, StoreError> {
        self.all(sql(LIST).bind(day)).await
    }

    /// The same without towns: a province has a hundred times as many of them as an office.
    pub async fn list_regions_above_towns(
        &mut self,
        day: NaiveDate,
    ) -> Result<Vec<RegionRow>, StoreError> {
        self.all(sql(LIST_ABOVE_TOWNS).bind(day)).await
    }
}

impl Tx {
    /// Adds a region below its parent.
    pub async fn add_region(&mut self, region: &NewRegion<'_>) -> Result<RegionId, StoreError> {
        let id: RegionId = self
            .only(bound!(ADD;
            region.code, region.name_zh, region.name_en, region.level, region.parent_id,
            region.sort_order, region.valid_from))
            .await?;
        self.run(sql(CLOSE_SELF).bind(id)).await?;
        if let Some(parent) = region.parent_id {
            self.run(sql(CLOSE).bind(id).bind(parent)).await?;
        }
        Ok(id)
    }

    /// Adds regions below the parents that they name; keys with codes, in no order.
    pub async fn add_regions(
        &mut self,
        new: &[NewRegion<'_>],
    ) -> Result<Vec<(RegionId, String)>, StoreError> {
        let rows = new.iter().map(|r| {
            vec![
                r.code.into(),
                r.name_zh.into(),
                r.name_en.into(),
                r.level.into(),
                r.parent_id.into(),
                r.sort_order.into(),
                r.valid_from.into(),
            ]
        });
        let added: Vec<(RegionId, String)> =
            self.all_rows(ADD_SET, rows.collect(), " RETURNING id, code").await?;
        let ids: Vec<RegionId> = added.iter().map(|(id, _)| *id).collect();
        self.close(&REGIONS, &ids).await?;
        Ok(added)
    }

    /// Changes regions, and their places in the tree with everything below them; codes stay.
    pub async fn change_regions(&mut self, regions: &[RegionRow]) -> Result<(), StoreError> {
        let rows = regions.iter().map(|r| {
            vec![
                r.id.into(),
                (&r.name_zh).into(),
                (&r.name_en).into(),
                r.level.into(),
                r.parent_id.into(),
                r.sort_order.into(),
            ]
        });
        self.run_rows(CHANGE_SET, rows.collect(), OF_KEY).await?;
        let ids: Vec<RegionId> = regions.iter().map(|region| region.id).collect();
        self.close(&REGIONS, &ids).await
    }

    /// Hangs regions below others.
    pub async fn hang_regions(
        &mut self,
        parents: &[(RegionId, Option<RegionId>)],
    ) -> Result<(), StoreError> {
        self.hang(&REGIONS, parents).await
    }
}

/// An English name from a Chinese one: the sound, and the word for the kind of region.
pub fn english_name(name_zh: &str) -> String {
    use pinyin::ToPinyin as _;
    const KINDS: &[(&str, &str)] = &[
        ("街道", "Subdistrict"),
        ("省", "Province"),
        ("市", "City"),
        ("区", "District"),
        ("县", "County"),
        ("镇", "Town"),
        ("乡", "Township"),
    ];
    let kind = KINDS.iter().find(|(ending, _)| name_zh.ends_with(ending));
    let (stem, word) = match kind {
        Some((ending, word)) => (name_zh.trim_end_matches(ending), Some(*word)),
        None => (name_zh, None),
    };
    let sound: String = stem
        .chars()
        .map(|c| c.to_pinyin().map_or_else(|| c.to_string(), |p| p.plain().to_owned()))
        .collect();
    let mut letters = sound.chars();
    let capital: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    let name = capital + letters.as_str();
    word.map_or(name.clone(), |word| format!("{name} {word}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_region_has_an_english_name() {
        assert_eq!(english_name("南湖区"), "Nanhu District");
        assert_eq!(english_name("新嘉街道"), "Xinjia Subdistrict");
    }
}
