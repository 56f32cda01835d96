//! What is told of a result: to everybody the list without a score, and to a nominee who asks the
//! own mean and about where it stands (`AWD-14`).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{award_cycle::Level, code::codes, result_package::ChainHead, score_sheet::Criterion};

/// The name of the format.
pub const FORMAT: &str = "whetstone-published-result";
/// The version that is written.
pub const VERSION: u32 = 1;
/// Among fewer ranked nominees a band would be as good as a rank.
pub const BAND_MIN: usize = 6;

codes! {
    /// About where a nominee stands among those who were ranked.
    RankBand {
        /// In the first third.
        Upper = "upper",
        /// In the second.
        Middle = "middle",
        /// In the last.
        Lower = "lower",
    }
}

impl RankBand {
    /// The band of a rank, the first being 1, among so many; none among fewer than [`BAND_MIN`].
    pub fn of(rank: usize, n_ranked: usize) -> Option<Self> {
        if n_ranked < BAND_MIN {
            return None;
        }
        // A third that is no whole number is rounded up, in favor of the nominee.
        Some(match rank {
            _ if rank <= n_ranked.div_ceil(3) => Self::Upper,
            _ if rank <= (2 * n_ranked).div_ceil(3) => Self::Middle,
            _ => Self::Lower,
        })
    }
}

/// A decided cycle as everybody may keep it: by which rules, who judged, and who is awarded. It has no
/// score, no rank and nobody who was not awarded; the whole package has these (`docs/result-package.md`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PublishedResult {
    /// [`FORMAT`].
    pub format: String,
    /// [`VERSION`].
    pub version: u32,
    /// Where the audit chain stood when it was written.
    pub chain: ChainHead,
    /// Which cycle, and by what it was decided.
    pub cycle: PublishedCycle,
    /// Who judged, by name.
    pub judges: Vec<String>,
    /// Its categories.
    pub categories: Vec<PublishedCategory>,
}

/// Which cycle it is. Days are `YYYY-MM-DD`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PublishedCycle {
    /// Its title.
    pub title: String,
    /// Its assessment year.
    pub year: i64,
    /// What it rests on.
    pub legal_basis: String,
    /// The number of the approval; may be empty.
    pub approval_no: String,
    /// SHA-256 of the rules as they were announced.
    pub rules_digest: String,
    /// First day of the notice.
    pub notice_from: String,
    /// Last day of the notice.
    pub notice_until: String,
    /// Number of the issuing document.
    pub document_no: String,
    /// Numbers of the documents of decisions after the first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub later_documents: Vec<String>,
    /// The record that the decision has fixed in the audit chain, with its SHA-256.
    pub award: String,
}

/// A category with its rules and who is awarded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PublishedCategory {
    /// Its code.
    pub category: String,
    /// Its title.
    pub title: String,
    /// The criteria with their highest scores.
    pub criteria: Vec<Criterion>,
    /// Seats in all.
    pub seats: u32,
    /// The levels of those who are chosen, from the highest on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub levels: Vec<Level>,
    /// Seats of each unit, where they are given out so.
    pub units: Vec<PublishedUnit>,
    /// Who is awarded.
    pub awarded: Vec<PublishedName>,
}

/// The seats of a unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PublishedUnit {
    /// Its name.
    pub unit: String,
    /// Its seats.
    pub seats: u32,
}

/// Somebody who is awarded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PublishedName {
    /// The name; empty where the consent to be published was withdrawn.
    pub name: String,
    /// Workplace.
    pub workplace: String,
    /// Nominated by.
    pub unit: String,
    /// The level, where the category has some.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<String>,
    /// Since when the honour is revoked (`LAW-31`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revoked_on: Option<NaiveDate>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_band_is_a_third_of_those_who_are_ranked() {
        let bands = |n: usize| -> Vec<_> {
            (1..=n).map(|rank| RankBand::of(rank, n).map_or("", RankBand::as_str)).collect()
        };
        assert_eq!(bands(5), [""; 5]);
        assert_eq!(bands(6), ["upper", "upper", "middle", "middle", "lower", "lower"]);
        assert_eq!(bands(7), ["upper", "upper", "upper", "middle", "middle", "lower", "lower"]);
    }
}
