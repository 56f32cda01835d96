//! Names found by what they begin with, contain or sound like.
//!
//! One row per suffix of the name, of its pinyin and of its initials, so that a search is a range
//! query on an index.

use std::collections::BTreeSet;

use domain::id::PersonId;
use pinyin::ToPinyin;

use crate::{StoreError, Tx, statement::sql};

/// Surnames that are read otherwise than the same character elsewhere.
const SURNAMES: &[(char, &str)] = &[
    ('曾', "zeng"),
    ('单', "shan"),
    ('解', "xie"),
    ('仇', "qiu"),
    ('朴', "piao"),
    ('查', "zha"),
    ('区', "ou"),
    ('盖', "ge"),
    ('华', "hua"),
    ('任', "ren"),
    ('翟', "zhai"),
    ('尉', "wei"),
    ('乐', "yue"),
    ('缪', "miao"),
    ('宁', "ning"),
    ('沈', "shen"),
];

const FORGET: &str = "DELETE FROM search_key WHERE person_id = $1";
const REMEMBER: &str = "INSERT INTO search_key (suffix, person_id) VALUES ($1, $2) \
    ON CONFLICT (suffix, person_id) DO NOTHING";

impl Tx {
    /// Makes a person findable by a name.
    pub(crate) async fn index_name(
        &mut self,
        person: PersonId,
        name: &str,
    ) -> Result<(), StoreError> {
        self.run(sql(FORGET).bind(person)).await?;
        for suffix in suffixes(name) {
            self.run(sql(REMEMBER).bind(&suffix).bind(person)).await?;
        }
        Ok(())
    }
}

/// The text that a search is made with: lower case, without blanks.
pub(crate) fn needle(query: &str) -> String {
    query.to_lowercase().chars().filter(|c| !c.is_whitespace() && *c != '·').collect()
}

/// The first text that no longer begins with the needle.
pub(crate) fn needle_end(needle: &str) -> String {
    format!("{needle}\u{10ffff}")
}

pub(crate) fn suffixes(name: &str) -> BTreeSet<String> {
    let plain = needle(name);
    let syllables: Vec<String> =
        plain.chars().enumerate().map(|(at, c)| syllable(c, at == 0)).collect();
    let mut keys = BTreeSet::new();
    for start in 0..syllables.len() {
        keys.insert(plain.chars().skip(start).collect());
        keys.insert(syllables[start..].concat());
        keys.insert(syllables[start..].iter().filter_map(|s| s.chars().next()).collect());
    }
    keys
}

fn syllable(c: char, is_first: bool) -> String {
    let surname = SURNAMES.iter().find(|(surname, _)| is_first && *surname == c);
    match surname {
        Some((_, reading)) => (*reading).to_owned(),
        None => c.to_pinyin().map_or_else(|| c.to_string(), |p| p.plain().to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_by_characters_pinyin_and_initials() {
        let keys = suffixes("张三丰");
        for key in ["张三丰", "三丰", "zhangsanfeng", "sanfeng", "zsf", "sf"] {
            assert!(keys.contains(key), "{key} in {keys:?}");
        }
    }

    #[test]
    fn a_surname_has_its_own_reading() {
        assert!(suffixes("曾国").contains("zengguo"));
        assert!(suffixes("国曾").contains("guoceng"));
    }

    #[test]
    fn rare_characters_are_kept() {
        assert!(suffixes("周𣲘").contains("𣲘"));
    }
}
