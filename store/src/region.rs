//! Regions: a tree with a closure table, so that "all below" is one join.

use chrono::NaiveDate;
use domain::region::RegionLevel;

use crate::{
    Conn, StoreError, Tx,
    row::decoded,
    statement::{bound, sql},
};

/// A region as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegionRow {
    /// Key.
    pub id: i64,
    /// Administrative code, nine or six digits.
    pub code: String,
    /// Chinese name.
    pub name_zh: String,
    /// English name.
    pub name_en: String,
    /// Level.
    pub level: RegionLevel,
    /// The region above.
    pub parent_id: Option<i64>,
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
    pub parent_id: Option<i64>,
    /// Customary order.
    pub sort_order: i64,
    /// First day of the code.
    pub valid_from: NaiveDate,
}

const LIST: &str = "SELECT id, code, name_zh, name_en, level, parent_id, sort_order FROM region \
    WHERE valid_from <= $1 AND (valid_until IS NULL OR valid_until > $1) \
    ORDER BY parent_id, sort_order, code";
const ADD: &str = "INSERT INTO region \
    (code, name_zh, name_en, level, parent_id, sort_order, valid_from) \
    VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id";
const CHANGE: &str = "UPDATE region SET name_zh = $2, name_en = $3, sort_order = $4 WHERE id = $1";
const CLOSE: &str = "INSERT INTO region_closure (ancestor_id, descendant_id) \
    SELECT ancestor_id, CAST($1 AS BIGINT) FROM region_closure WHERE descendant_id = $2";
const CLOSE_SELF: &str = "INSERT INTO region_closure (ancestor_id, descendant_id) VALUES ($1, $1)";
const IS_BELOW: &str = "SELECT COUNT(*) FROM region_closure \
    WHERE ancestor_id = $1 AND descendant_id = $2";
const LEVEL: &str = "SELECT level FROM region WHERE id = $1";
const BY_CODE: &str = "SELECT id FROM region WHERE code = $1 AND valid_from <= $2 \
    AND (valid_until IS NULL OR valid_until > $2) ORDER BY valid_from DESC LIMIT 1";
const FIND_CODE: &str = "SELECT code FROM region WHERE id = $1";
const BELOW: &str = "SELECT descendant_id FROM region_closure WHERE ancestor_id IN ";

impl Conn {
    /// Regions with everything below them.
    pub async fn list_regions_below(&mut self, regions: &[i64]) -> Result<Vec<i64>, StoreError> {
        self.all(sql(BELOW).list(regions)).await
    }

    /// Whether a region is another or below it.
    pub async fn is_region_below(&mut self, above: i64, below: i64) -> Result<bool, StoreError> {
        let n: i64 = self.only(sql(IS_BELOW).bind(above).bind(below)).await?;
        Ok(n > 0)
    }

    /// The code of a region's level.
    pub async fn find_region_level(&mut self, region: i64) -> Result<Option<String>, StoreError> {
        self.one(sql(LEVEL).bind(region)).await
    }

    /// The region of a code on a day.
    pub async fn find_region_by_code(
        &mut self,
        code: &str,
        day: NaiveDate,
    ) -> Result<Option<i64>, StoreError> {
        self.one(sql(BY_CODE).bind(code).bind(day)).await
    }

    /// The code of a region.
    pub async fn find_region_code(&mut self, id: i64) -> Result<Option<String>, StoreError> {
        self.one(sql(FIND_CODE).bind(id)).await
    }

    /// The regions that are valid on a day, siblings in their customary order.
    pub async fn list_regions(&mut self, day: NaiveDate) -> Result<Vec<RegionRow>, StoreError> {
        self.all(sql(LIST).bind(day)).await
    }
}

impl Tx {
    /// Adds a region below its parent.
    pub async fn add_region(&mut self, region: &NewRegion<'_>) -> Result<i64, StoreError> {
        let id: i64 = self
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

    /// Changes names and order of a region.
    pub async fn change_region(
        &mut self,
        id: i64,
        name_zh: &str,
        name_en: &str,
        sort_order: i64,
    ) -> Result<(), StoreError> {
        self.run(sql(CHANGE).bind(id).bind(name_zh).bind(name_en).bind(sort_order)).await
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
