//! What is on file already, as far as reading a roster needs it.

use std::collections::{HashMap, HashSet};

use super::{
    name::{person_name, unit_key},
    text::{compact, half_width, without_brackets},
};
use crate::{
    region::RegionLevel,
    rulebook::{Rule, Rulebook},
};

/// A region on file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownRegion {
    /// Its code.
    pub code: String,
    /// Its full name.
    pub name: String,
    /// How high it stands.
    pub level: RegionLevel,
    /// The code of the region above.
    pub parent: Option<String>,
}

/// What is on file.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// Regions.
    pub regions: Vec<KnownRegion>,
    /// Lecturers: stored name and key of the workplace.
    pub lecturers: HashSet<(String, String)>,
    /// Organisations: all names of each, by code.
    pub organisations: HashMap<String, Vec<String>>,
    /// The codes of the organisations above, by code.
    pub parents: HashMap<String, String>,
    /// The rules by which a list is read: of the day, or of the cycle that it goes into.
    pub rules: Rulebook,
}

impl Known {
    /// Nothing is on file.
    pub fn new() -> Self {
        Self::default()
    }

    /// The value of a rule that is no larger than a cell.
    pub(super) fn limit(&self, rule: Rule) -> u32 {
        u32::try_from(self.rules.get(rule)).unwrap_or(u32::MAX)
    }

    /// Adds a region.
    pub fn add_region(&mut self, region: KnownRegion) {
        self.regions.push(region);
    }

    /// Adds a lecturer by name and workplace.
    pub fn add_lecturer(&mut self, name: &str, workplace: &str) {
        self.lecturers.insert((person_name(name), unit_key(workplace)));
    }

    /// Adds an organisation with its full name, its short name and any other.
    pub fn add_organisation(&mut self, code: &str, names: Vec<String>) {
        self.organisations.insert(code.to_owned(), names);
    }

    /// Hangs an organisation below another.
    pub fn add_parent(&mut self, code: &str, parent: &str) {
        self.parents.insert(code.to_owned(), parent.to_owned());
    }

    /// Whether a lecturer of this name and workplace is on file.
    pub fn has_lecturer(&self, name: &str, workplace: &str) -> bool {
        self.lecturers.contains(&(person_name(name), unit_key(workplace)))
    }

    /// The code of the organisation that a name means, if it means only one.
    pub fn organisation(&self, name: &str) -> Option<&str> {
        let plain = compact(name);
        let exactly = self.only_organisation(|other| compact(other) == plain);
        let bare = without_brackets(&half_width(&plain)).0;
        let nearly = || {
            let written = Some(self.without_city(&bare)).filter(|_| !bare.is_empty())?;
            self.only_organisation(|other| {
                let other = half_width(&compact(other));
                self.without_city(&other).iter().any(|name| written.contains(name))
            })
        };
        let key = unit_key(name);
        exactly.or_else(nearly).or_else(|| self.only_organisation(|other| unit_key(other) == key))
    }

    /// The region with a code.
    pub fn region(&self, code: &str) -> Option<&KnownRegion> {
        self.regions.iter().find(|region| region.code == code)
    }

    /// The code of the region of any level that a full name means, if it means only one.
    pub fn region_called(&self, name: &str) -> Option<&str> {
        let plain = compact(name);
        let called = self.regions.iter().filter(|region| region.name == plain);
        only(called).map(|region| region.code.as_str())
    }

    /// The code of the town in a county that a name, short or full, means.
    pub fn town(&self, county: &str, text: &str) -> Option<&str> {
        let plain = half_width(&compact(text));
        let towns = self.of_level(RegionLevel::Town);
        let towns = towns.filter(|region| region.parent.as_deref() == Some(county));
        let called = towns.filter(|region| region.code == plain || is_town(region, &plain));
        only(called).map(|region| region.code.as_str())
    }

    /// The county or city that a name or code means, if it means only one.
    pub fn county(&self, text: &str) -> Option<&KnownRegion> {
        let plain = half_width(&compact(text));
        if is_city_itself(&plain) {
            return only(self.of_level(RegionLevel::City));
        }
        let counties = self.of_level(RegionLevel::County).chain(self.of_level(RegionLevel::City));
        only(counties.filter(|region| region.code == plain || self.is_called(region, &plain)))
    }

    /// Names of the counties on file, for a hint.
    pub fn county_names(&self) -> Vec<&str> {
        self.of_level(RegionLevel::County).map(|region| region.name.as_str()).collect()
    }

    fn of_level(&self, level: RegionLevel) -> impl Iterator<Item = &KnownRegion> {
        self.regions.iter().filter(move |region| region.level == level)
    }

    /// A name as it stands, and without each of the province's and the city's names in front.
    fn without_city<'a>(&self, name: &'a str) -> Vec<&'a str> {
        let above = [RegionLevel::Province, RegionLevel::City];
        let fronts: Vec<&str> =
            above.into_iter().flat_map(|level| self.of_level(level)).flat_map(names_of).collect();
        let mut found = vec![name];
        let mut next = 0;
        while let Some(name) = found.get(next).copied() {
            for rest in fronts.iter().filter_map(|front| name.strip_prefix(front)) {
                if !rest.is_empty() && !found.contains(&rest) {
                    found.push(rest);
                }
            }
            next += 1;
        }
        found
    }

    /// Whether a text is a region's name, short or full, with or without those above in front.
    fn is_called(&self, region: &KnownRegion, text: &str) -> bool {
        let names = names_of(region);
        if names.contains(&text) {
            return true;
        }
        let Some(above) = region.parent.as_deref().and_then(|code| self.region(code)) else {
            return false;
        };
        names
            .iter()
            .filter_map(|name| text.strip_suffix(name))
            .any(|front| above.level < region.level && self.is_called(above, front))
    }

    /// The code of the only organisation with a fitting name.
    fn only_organisation(&self, fits: impl Fn(&str) -> bool) -> Option<&str> {
        only(
            self.organisations
                .iter()
                .filter(|(_, names)| names.iter().any(|name| fits(name)))
                .map(|(code, _)| code.as_str()),
        )
    }
}

fn only<T>(mut all: impl Iterator<Item = T>) -> Option<T> {
    let first = all.next()?;
    if all.next().is_some() { None } else { Some(first) }
}

/// Whether the text means the city itself rather than one of its counties.
fn is_city_itself(text: &str) -> bool {
    let rest = text.strip_prefix("嘉兴").unwrap_or(text);
    matches!(rest, "市直" | "市本级" | "市级" | "市属" | "市直属" | "市直单位" | "本级")
}

fn is_town(region: &KnownRegion, text: &str) -> bool {
    let short = ["街道", "镇", "乡"].iter().find_map(|kind| region.name.strip_suffix(kind));
    region.name == text || short.is_some_and(|name| name == text && name.chars().count() >= 2)
}

/// The full name, and the name without its kind if two characters or more are left.
fn names_of(region: &KnownRegion) -> Vec<&str> {
    let full = region.name.as_str();
    let short = full.strip_suffix(['省', '市', '县', '区']);
    let short = short.filter(|name| name.chars().count() >= 2);
    std::iter::once(full).chain(short).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known() -> Known {
        let mut known = Known::new();
        let regions = [
            ("330000", "浙江省", RegionLevel::Province, None),
            ("330400", "嘉兴市", RegionLevel::City, Some("330000")),
            ("330402", "南湖区", RegionLevel::County, Some("330400")),
            ("330411", "秀洲区", RegionLevel::County, Some("330400")),
            ("330421", "嘉善县", RegionLevel::County, Some("330400")),
            ("330402100", "凤桥镇", RegionLevel::Town, Some("330402")),
        ];
        for (code, name, level, parent) in regions {
            let parent = parent.map(str::to_owned);
            known.add_region(KnownRegion { code: code.into(), name: name.into(), level, parent });
        }
        known.add_organisation("1", vec!["南湖区科学技术协会".into(), "南湖区科协".into()]);
        known.add_organisation("2", vec!["嘉兴经济技术开发区".into(), "经开区".into()]);
        known.add_organisation("3", vec!["秀洲区科学技术协会".into(), "秀洲区科协".into()]);
        known.add_organisation("4", vec!["嘉兴市科学技术协会".into(), "市科协".into()]);
        known
    }

    #[test]
    fn a_county_is_found_by_every_tolerated_name() {
        let known = known();
        let code = |text| known.county(text).map(|region| region.code.clone());
        for text in [
            "南湖区",
            "南湖",
            "嘉兴市南湖区",
            "南湖　区",
            "浙江省嘉兴市南湖区",
            "嘉兴南湖",
            "330402",
        ] {
            assert_eq!(code(text).as_deref(), Some("330402"), "{text}");
        }
        for text in ["市直", "市本级", "嘉兴市", "嘉兴", "嘉兴市本级"] {
            assert_eq!(code(text).as_deref(), Some("330400"), "{text}");
        }
        for text in ["秀州区", "嘉兴县", "南湖县", "浙江省", ""] {
            assert_eq!(code(text), None, "{text}");
        }
    }

    #[test]
    fn an_organisation_is_found_by_full_and_short_name() {
        let known = known();
        assert_eq!(known.organisation("南湖区科协"), Some("1"));
        assert_eq!(known.organisation("嘉兴经开区"), Some("2"));
        assert_eq!(known.organisation("秀州区科协"), None);
    }

    #[test]
    fn the_city_in_front_of_an_organisation_does_not_matter() {
        let mut known = known();
        for name in ["嘉兴市南湖区科学技术协会", "浙江省嘉兴市南湖区科协", "嘉兴南湖区科协（盖章）"]
        {
            assert_eq!(known.organisation(name), Some("1"), "{name}");
        }
        for name in ["嘉兴市科协", "嘉兴市科学技术协会", "市科学技术协会"] {
            assert_eq!(known.organisation(name), Some("4"), "{name}");
        }
        known.add_organisation("5", vec!["星河示范大学".into(), String::new()]);
        assert_eq!(known.organisation("科协"), None);
        assert_eq!(known.organisation("（盖章）"), None);
    }

    #[test]
    fn a_town_is_found_in_its_county_only() {
        let known = known();
        for text in ["凤桥镇", "凤桥", "凤桥　镇", "330402100"] {
            assert_eq!(known.town("330402", text), Some("330402100"), "{text}");
        }
        assert_eq!(known.town("330411", "凤桥镇"), None);
        assert_eq!(known.town("330402", "凤桥街道"), None);
    }

    #[test]
    fn a_lecturer_is_found_however_the_workplace_is_spelled() {
        let mut known = known();
        known.add_lecturer("钱喆", "明烛示范消防培训中心");
        assert!(known.has_lecturer("钱　喆", "嘉兴市明烛示范消防培训中心"));
        assert!(!known.has_lecturer("钱喆", "星河示范大学"));
    }
}
