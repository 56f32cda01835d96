//! Whether a nominee probably meets the rules of an award; a person decides.

use std::{collections::HashMap, ops::RangeInclusive};

use super::{
    At,
    issue::Code,
    line::Line,
    name::unit_key,
    nomination::{
        AwardCategory::{self, Collective, Lecturer, StationManager, Team, Tutor},
        NominationRecord,
    },
    person::{Earlier, Identity},
    text::{compact, half_width, parts},
    workplace::Workplace,
};
use crate::{
    roster::date::years_in,
    rulebook::{Rule, Rulebook},
};

/// The main deeds have at most so many characters.
const DEEDS_MAX: usize = 100;
/// Words of the rank from which officials are not nominated.
const HIGH_RANKS: [&str; 9] =
    ["处级", "厅级", "局级", "省部级", "副部级", "处长", "厅长", "调研员", "巡视员"];
/// Words that make an award of the kernel of its name.
const PRAISE: [&str; 6] = ["优秀", "先进", "十佳", "最美", "最佳", "模范"];

/// Nominees of the rows so far.
#[derive(Default)]
pub(super) struct Nominees {
    persons: HashMap<(String, String), Vec<(AwardCategory, At)>>,
    /// Category, unit, name and workplace: under these a nomination is kept.
    nominations: HashMap<(AwardCategory, String, String, String), At>,
    phones: Earlier,
    places: HashMap<(AwardCategory, String), At>,
    ranks: HashMap<(AwardCategory, String, u32), At>,
}

impl Nominees {
    /// Compares a nominee with those of earlier rows; the row of an equal nomination, if any.
    pub(super) fn add(&mut self, line: &mut Line<'_>, record: &NominationRecord) -> Option<At> {
        let identity = Identity::new(&record.name, &record.workplace, record.phone.as_deref());
        let rows = self.persons.entry(identity.key()).or_default();
        let same_person = rows.iter().find(|(category, _)| *category == record.category);
        let kept = (
            record.category,
            record.nominating_unit.clone(),
            record.name.clone(),
            unit_key(&record.workplace),
        );
        // One row may have the phone, and the other not.
        let same_nomination = *self.nominations.entry(kept).or_insert(line.at);
        let first = same_person.map_or(same_nomination, |(_, row)| *row);
        if first != line.at {
            line.warn(Code::PersonDuplicate, "name", Some(line.name_of(first)));
            return Some(first);
        }
        if let Some((_, row)) = rows.first() {
            line.warn(Code::TwoCategories, "cat", Some(line.name_of(*row)));
        }
        rows.push((record.category, line.at));
        if let Some(row) = self.phones.same_phone(&identity, line.at) {
            line.warn(Code::PhoneShared, "phone", Some(line.name_of(row)));
        }
        self.compare_places(line, record);
        self.compare_ranks(line, record);
        None
    }

    /// A school, a station and a team's unit have one nominee in a category.
    fn compare_places(&mut self, line: &mut Line<'_>, record: &NominationRecord) {
        let Some(place) = one_place(record.category, &record.workplace) else { return };
        // Every county has its 实验小学: without the county in front only one nominator's are equal.
        let keys = [format!("{place} {}", record.nominating_unit), compact(&record.workplace)];
        let rows = keys.map(|key| *self.places.entry((record.category, key)).or_insert(line.at));
        let first = rows.into_iter().min().unwrap_or(line.at);
        if first != line.at {
            line.warn(Code::OnePerSchool, "unitpost", Some(line.name_of(first)));
        }
    }

    fn compare_ranks(&mut self, line: &mut Line<'_>, record: &NominationRecord) {
        let Some(rank) = record.rank else { return };
        let key = (record.category, record.nominating_unit.clone(), rank);
        let first = *self.ranks.entry(key).or_insert(line.at);
        if first != line.at {
            line.warn(Code::RankDuplicate, "rank", Some(line.name_of(first)));
        }
    }
}

/// Judges a nominee alone, in the cycle of a year.
pub(super) fn judge(line: &mut Line<'_>, record: &NominationRecord, cycle: i32, rules: &Rulebook) {
    let least = u32::try_from(rules.get(years_rule(record.category))).unwrap_or(u32::MAX);
    if record.years.is_some_and(|years| years < least) {
        line.warn(Code::YearsShort, "years", Some(least.to_string()));
    }
    let deeds = record.deeds.as_deref().map_or(0, |deeds| compact(deeds).chars().count());
    if deeds > DEEDS_MAX {
        line.warn(Code::DeedsLong, "deeds", Some(DEEDS_MAX.to_string()));
    }
    if record
        .earlier_awards
        .as_deref()
        .is_some_and(|it| won(it, record.category, since(rules, cycle)..=cycle))
    {
        line.warn(Code::EarlierWinner, "prev", None);
    }
    if !matches!(record.category, Team | Collective) {
        judge_rank(line, record);
    }
}

/// The rule of the years that a nominee has to have served.
pub const fn years_rule(category: AwardCategory) -> Rule {
    match category {
        Tutor => Rule::NominationTutorYears,
        Lecturer | StationManager | Team | Collective => Rule::NominationOtherYears,
    }
}

/// The first year whose winners are pointed out in the cycle of a year.
pub fn since(rules: &Rulebook, cycle: i32) -> i32 {
    cycle - i32::try_from(rules.get(Rule::AwardYearsApart)).unwrap_or(0)
}

/// Whether a post or a title names a rank from which officials are not nominated.
pub fn is_high_rank(text: &str) -> bool {
    let plain = compact(text);
    HIGH_RANKS.iter().any(|word| plain.contains(word))
}

/// What two nominees of a category have in common if they are of one school, station or unit, of which
/// there is one nominee; none where the category does not ask.
pub fn one_place(category: AwardCategory, workplace: &str) -> Option<String> {
    let counts = match category {
        StationManager | Team | Collective => true,
        Lecturer | Tutor => Workplace::parse(workplace).is_school,
    };
    let place = unit_key(workplace);
    let place = place.trim_end_matches("e站").trim_end_matches("科普");
    (counts && !place.is_empty()).then(|| place.to_owned())
}

fn judge_rank(line: &mut Line<'_>, record: &NominationRecord) {
    let is_high = |text: &String| is_high_rank(text);
    let (post, title) = (record.post.as_ref(), record.title.as_ref());
    let fields = [("unitpost", Some(&record.unit_and_post)), ("post", post), ("title", title)];
    let high = fields.into_iter().find(|(_, text)| text.is_some_and(is_high));
    if let Some((field, _)) = high {
        line.warn(Code::RankHigh, field, None);
    }
}

/// Whether one of the earlier awards is the same honour of one of these years.
pub fn won(awards: &str, category: AwardCategory, years: RangeInclusive<i32>) -> bool {
    let kernel = match category {
        Lecturer => "讲师",
        Tutor => "辅导员",
        StationManager => "管理员",
        Team => "团队",
        Collective => "集体",
    };
    with_their_years(awards).iter().any(|award| {
        award.contains(kernel)
            && PRAISE.iter().any(|word| award.contains(word))
            && years_in(award).iter().any(|year| years.contains(year))
    })
}

/// The awards of a list; a bare year belongs to the next award, or at the end to the last one.
fn with_their_years(awards: &str) -> Vec<String> {
    let is_year = |part: &str| part.chars().all(|it| it.is_ascii_digit() || "年度()".contains(it));
    let (mut list, mut years): (Vec<String>, String) = (Vec::new(), String::new());
    for part in parts(awards).iter().map(|part| half_width(&compact(part))) {
        if is_year(&part) {
            years = format!("{years}{part} ");
        } else {
            list.push(format!("{years}{part}"));
            years.clear();
        }
    }
    if let Some(last) = list.last_mut() {
        *last = format!("{last} {years}");
    }
    list
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_honour_of_the_last_two_cycles_is_found() {
        let texts = [
            "2025年度优秀科技辅导员",
            "2019年优秀教师；２０２４年度嘉兴市优秀科技辅导员",
            "优秀科技辅导员（2024、2020年）",
            "2021、2025年度优秀科技辅导员",
            "优秀辅导员，2025年",
            "2019年优秀教师\n2025年优秀科技辅导员",
        ];
        for text in texts {
            assert!(won(text, Tutor, 2024..=2026), "{text}");
        }
    }

    #[test]
    fn other_honours_and_older_ones_do_not_count() {
        let texts = [
            "2023年度优秀科技辅导员",
            "2025年度优秀科普讲师",
            "2025年优秀教师、2020年度优秀科技辅导员",
            "2025年科技辅导员技能培训",
            "优秀科技辅导员",
        ];
        for text in texts {
            assert!(!won(text, Tutor, 2024..=2026), "{text}");
        }
    }
}
