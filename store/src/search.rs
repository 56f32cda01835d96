//! Names found by what they begin with, contain or sound like.
//!
//! One row per suffix of the name, of its pinyin and of its initials, so that a search is a range
//! query on an index. A character has all its readings, the surname's own first, and `ü` is what a
//! keyboard has for it: v, u or yu.

use std::collections::BTreeSet;

use domain::{
    folding::{folded, without_marks},
    id::PersonId,
    roster::{name::host_key, unit_key},
};
use pinyin::ToPinyinMulti as _;

use crate::{Conn, StoreError, Tx, statement::sql};

/// Which way of making keys this is: keys of another way are made anew.
const VERSION: i64 = 3;
/// A name is kept in so many combinations of readings, the likeliest ones.
const READINGS_MAX: usize = 16;
/// People whose keys are made anew in one transaction.
const BATCH: i64 = 200;

/// Surnames that are read otherwise than the same characters elsewhere; the longer ones first.
const SURNAMES: &[(&str, &[&str])] = &[
    ("尉迟", &["yu", "chi"]),
    ("万俟", &["mo", "qi"]),
    ("单于", &["chan", "yu"]),
    ("澹台", &["tan", "tai"]),
    ("长孙", &["zhang", "sun"]),
    ("令狐", &["ling", "hu"]),
    ("曾", &["zeng"]),
    ("单", &["shan"]),
    ("解", &["xie"]),
    ("仇", &["qiu"]),
    ("朴", &["piao"]),
    ("查", &["zha"]),
    ("区", &["ou"]),
    ("盖", &["ge"]),
    ("华", &["hua"]),
    ("任", &["ren"]),
    ("翟", &["zhai"]),
    ("尉", &["wei"]),
    ("乐", &["yue"]),
    ("缪", &["miao"]),
    ("宁", &["ning"]),
    ("沈", &["shen"]),
    ("覃", &["qin"]),
    ("繁", &["po"]),
    ("员", &["yun"]),
    ("种", &["chong"]),
    ("秘", &["bi"]),
    ("冼", &["xian"]),
    ("洗", &["xian"]),
    ("折", &["she"]),
    ("黑", &["he"]),
    ("召", &["shao"]),
    ("都", &["du"]),
    ("曲", &["qu"]),
    ("訾", &["zi"]),
    ("晟", &["cheng"]),
    ("逄", &["pang"]),
    ("隗", &["wei"]),
    ("郇", &["xun"]),
    ("谌", &["chen"]),
    ("能", &["nai"]),
    ("阚", &["kan"]),
    ("纪", &["ji"]),
    ("葛", &["ge"]),
    ("宓", &["mi"]),
    ("祭", &["zhai"]),
    ("乜", &["nie"]),
];

const FORGET: &str = "DELETE FROM search_key WHERE person_id = $1";
const REMEMBER: &str = "INSERT INTO search_key (suffix, person_id) VALUES ($1, $2) \
    ON CONFLICT (suffix, person_id) DO NOTHING";
const FORGET_SET: &str = "DELETE FROM search_key WHERE person_id IN ";
pub(crate) const REMEMBER_SET: &str = "INSERT INTO search_key (suffix, person_id) ";
const STATE: &str = "SELECT version, next_person FROM search_version WHERE id = 1";
const SET_STATE: &str = "UPDATE search_version SET version = $1, next_person = $2 WHERE id = 1";
const HOLD: &str = "UPDATE search_version SET version = version WHERE id = 1";
const UNITS: &str = "SELECT id, name, match_key FROM organisation ORDER BY id";
const HOSTS: &str = "SELECT id, name, match_key FROM host_unit ORDER BY id";
const TITLES: &str = "SELECT id, title, title_key FROM course_version ORDER BY id";
const SET_TITLE_KEYS: &str = "UPDATE course_version AS u SET title_key = v.column2 FROM (";
const SET_UNIT_KEYS: &str = "UPDATE organisation AS u SET match_key = v.column2 FROM (";
const SET_HOST_KEYS: &str = "UPDATE host_unit AS u SET match_key = v.column2 FROM (";
const OF_ROW: &str = ") AS v WHERE u.id = v.column1";
const NEXT: &str = "SELECT id, name FROM person WHERE id >= $1 ORDER BY id LIMIT $2";

impl Conn {
    /// Whether names are found by keys that an older program made.
    pub async fn is_search_old(&mut self) -> Result<bool, StoreError> {
        let (version, _): (i64, i64) = self.only(sql(STATE)).await?;
        Ok(version != VERSION)
    }
}

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

    /// Makes people findable by their names, each of whom is named once.
    pub(crate) async fn index_names(
        &mut self,
        people: &[(PersonId, &str)],
    ) -> Result<(), StoreError> {
        let ids: Vec<PersonId> = people.iter().map(|(id, _)| *id).collect();
        self.run_in(FORGET_SET, &ids, "").await?;
        let keys =
            people.iter().flat_map(|(id, name)| suffixes(name).into_iter().map(|it| (it, *id)));
        let keys: BTreeSet<(String, PersonId)> = keys.collect();
        let rows = keys.iter().map(|(suffix, id)| vec![suffix.into(), id.into()]);
        self.run_rows(REMEMBER_SET, rows.collect(), "").await
    }

    /// Makes the keys of some more people anew, where an older program made them, and gives their
    /// number; 0: all are made. Of several programs one at a time does it.
    pub async fn renew_search(&mut self) -> Result<usize, StoreError> {
        self.run(sql(HOLD)).await?;
        let (version, next): (i64, i64) = self.only(sql(STATE)).await?;
        if version == VERSION {
            return Ok(0);
        }
        let people: Vec<(PersonId, String)> = self.all(sql(NEXT).bind(next).bind(BATCH)).await?;
        let Some((last, _)) = people.last() else {
            self.renew_match_keys().await?;
            self.run(sql(SET_STATE).bind(VERSION).bind(0)).await?;
            return Ok(0);
        };
        let named: Vec<_> = people.iter().map(|(id, name)| (*id, name.as_str())).collect();
        self.index_names(&named).await?;
        self.run(sql(SET_STATE).bind(version).bind(last.0 + 1)).await?;
        Ok(people.len())
    }

    /// Makes the keys by which units, hosts and titles are compared anew, where they are others now.
    async fn renew_match_keys(&mut self) -> Result<(), StoreError> {
        self.renew_keys_of(UNITS, SET_UNIT_KEYS, unit_key).await?;
        self.renew_keys_of(HOSTS, SET_HOST_KEYS, host_key).await?;
        self.renew_keys_of(TITLES, SET_TITLE_KEYS, needle).await
    }

    async fn renew_keys_of(
        &mut self,
        list: &'static str,
        set: &'static str,
        key_of: fn(&str) -> String,
    ) -> Result<(), StoreError> {
        let rows: Vec<(i64, String, String)> = self.all(sql(list)).await?;
        let anew = rows.iter().map(|(id, name, key)| (*id, key_of(name), key));
        let other = anew.filter(|(_, anew, key)| anew != *key);
        let changed = other.map(|(id, anew, _)| vec![id.into(), anew.into()]);
        self.run_rows(set, changed.collect(), OF_ROW).await
    }
}

/// The text that a search is made with, and that names and titles are kept by: folded, without what joins the
/// parts of a name, and without the marks on Latin letters that a keyboard does not have.
pub(crate) fn needle(query: &str) -> String {
    without_marks(&folded(query)).replace(['·', '’', '\'', '-'], "")
}

/// The first text that no longer begins with the needle.
pub(crate) fn needle_end(needle: &str) -> String {
    format!("{needle}\u{10ffff}")
}

pub(crate) fn suffixes(name: &str) -> BTreeSet<String> {
    let plain: Vec<char> = needle(name).chars().collect();
    let mut keys: BTreeSet<String> =
        (0..plain.len()).map(|start| plain[start..].iter().collect()).collect();
    for syllables in readings(&plain) {
        for start in 0..syllables.len() {
            keys.insert(syllables[start..].concat());
            keys.insert(syllables[start..].iter().filter_map(|it| it.chars().next()).collect());
        }
    }
    keys
}

/// The name read in every way, the likeliest first, at most so many.
fn readings(name: &[char]) -> Vec<Vec<String>> {
    let mut syllables: Vec<Vec<String>> = name.iter().map(|c| readings_of(*c)).collect();
    let text: String = name.iter().collect();
    let surname = SURNAMES.iter().find(|(surname, _)| text.starts_with(surname));
    for (own, all) in surname.map_or(&[][..], |(_, own)| own).iter().zip(&mut syllables) {
        all.retain(|reading| reading != own);
        all.insert(0, (*own).to_owned());
    }
    // Each way with how unlikely it is: the sum of the places of its readings.
    let mut ways = vec![(0, Vec::new())];
    for all in &syllables {
        let longer = ways.iter().flat_map(|(rank, way): &(usize, Vec<String>)| {
            all.iter().enumerate().map(move |(at, reading)| {
                (rank + at, way.iter().cloned().chain([reading.clone()]).collect())
            })
        });
        let mut longer: Vec<(usize, Vec<String>)> = longer.collect();
        longer.sort_by_key(|(rank, _)| *rank);
        longer.truncate(READINGS_MAX);
        ways = longer;
    }
    ways.into_iter().map(|(_, way)| way).collect()
}

/// The readings of a character, the likeliest first; itself, if it has none.
fn readings_of(c: char) -> Vec<String> {
    let Some(all) = c.to_pinyin_multi() else { return vec![c.to_string()] };
    let mut readings: Vec<String> = Vec::new();
    for plain in all.into_iter().map(pinyin::Pinyin::plain) {
        for typed in as_typed(plain) {
            if !readings.contains(&typed) {
                readings.push(typed);
            }
        }
    }
    readings
}

/// A syllable as keyboards have it.
fn as_typed(syllable: &str) -> Vec<String> {
    if syllable.contains(['ü', 'v']) {
        return ["v", "u", "yu"].map(|typed| syllable.replace(['ü', 'v'], typed)).to_vec();
    }
    vec![syllable.to_owned()]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_found(name: &str, queries: &[&str]) {
        let keys = suffixes(name);
        for query in queries {
            let needle = needle(query);
            assert!(keys.iter().any(|key| key.starts_with(&needle)), "{query} in {keys:?}");
        }
    }

    #[test]
    fn a_name_is_found_by_characters_pinyin_and_initials() {
        is_found(
            "张三丰",
            &["张三丰", "三丰", "zhangsanfeng", "sanfeng", "zsf", "sf", "Zhang San"],
        );
    }

    #[test]
    fn a_name_is_found_by_every_reading_and_the_surname_by_its_own() {
        is_found("覃望", &["qinwang", "tanwang"]);
        is_found("尉迟明", &["yuchiming", "weichiming", "ycm"]);
        is_found("万俟青", &["moqiqing", "mqq"]);
        is_found("单于山", &["chanyu", "shanyu", "danyu"]);
        is_found("澹台月", &["tantaiyue"]);
        is_found("朴花", &["piao", "pu"]);
        is_found("盖云", &["ge", "gai"]);
        is_found("张乐山", &["zhangleshan", "zhangyueshan"]);
        assert_eq!(readings(&['曾', '国'])[0], ["zeng", "guo"]);
        assert_eq!(readings(&['国', '曾'])[0], ["guo", "ceng"]);
    }

    #[test]
    fn a_letter_that_no_keyboard_has_is_found_by_those_that_it_has() {
        is_found("吕静姝", &["lv", "lu", "lyu", "lü", "lvjingshu", "ljs", "ＬＪＳ"]);
        is_found("García", &["garcia", "García", "GARCIA"]);
        is_found("阿依努尔·吐尔逊", &["ayinuer", "尔吐", "尔.吐", "尔・吐"]);
    }

    #[test]
    fn no_name_has_more_ways_than_there_may_be() {
        let name: Vec<char> = "乐单曾解行重长朝".chars().collect();
        assert_eq!(readings(&name).len(), READINGS_MAX);
        assert_eq!(readings(&[]), [Vec::<String>::new()]);
    }

    #[test]
    fn rare_characters_are_kept() {
        is_found("周𣲘", &["𣲘", "周𣲘"]);
    }
}
