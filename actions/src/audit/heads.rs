//! Heads of the chain that are kept outside of the database: whoever writes the chain anew, or cuts
//! it, cannot change what was kept.

use std::{collections::BTreeMap, fmt, str::FromStr};

use chrono::{DateTime, SecondsFormat, Utc};

/// The fewest digits of a hash that name a line: as many as notices and packages show.
const DIGITS_MIN: usize = 16;

/// The newest line of the chain at an instant. As text: number, hash and instant with spaces between.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// Its number; 0 while there is none.
    pub line: i64,
    /// Its hash, or the first sixteen digits or more.
    pub hash: String,
    /// When it was the newest.
    pub at: DateTime<Utc>,
}

/// A text that is no head.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no number, hash and instant")]
pub struct NotAHead;

impl FromStr for Head {
    type Err = NotAHead;

    fn from_str(text: &str) -> Result<Self, NotAHead> {
        let mut parts = text.split_whitespace();
        let [Some(line), Some(hash), Some(at), None] = [(); 4].map(|()| parts.next()) else {
            return Err(NotAHead);
        };
        let is_hash = hash.len() >= DIGITS_MIN && hash.bytes().all(|it| it.is_ascii_hexdigit());
        let at = DateTime::parse_from_rfc3339(at).map_err(|_| NotAHead)?;
        let head = Self {
            line: line.parse().map_err(|_| NotAHead)?,
            hash: hash.to_lowercase(),
            at: at.with_timezone(&Utc),
        };
        if is_hash { Ok(head) } else { Err(NotAHead) }
    }
}

impl fmt::Display for Head {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = self.at.to_rfc3339_opts(SecondsFormat::Secs, true);
        write!(f, "{} {} {at}", self.line, self.hash)
    }
}

/// A kept head that the chain does not have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeadBreak {
    /// The line has another hash: the chain was written anew.
    Rewritten(i64),
    /// The chain ends before this line: its tail was cut.
    Cut(i64),
}

impl fmt::Display for HeadBreak {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rewritten(line) => {
                write!(f, "the chain was written anew: line {line} is not the kept one")
            }
            Self::Cut(line) => write!(f, "the chain was cut: line {line} was kept, and is gone"),
        }
    }
}

/// Holds kept heads against the hashes of their lines in a chain of so many lines: the first line
/// that is another one, and the newest that is gone.
pub(super) fn check_heads(
    heads: &[Head],
    hashes: &BTreeMap<i64, String>,
    rows: i64,
) -> Vec<HeadBreak> {
    let is_other = |head: &&Head| {
        let hash = hashes.get(&head.line);
        head.line <= rows && hash.is_none_or(|hash| !hash.starts_with(&head.hash))
    };
    let rewritten = heads.iter().filter(is_other).map(|head| head.line).min();
    let cut = heads.iter().map(|head| head.line).max().filter(|line| *line > rows);
    rewritten.map(HeadBreak::Rewritten).into_iter().chain(cut.map(HeadBreak::Cut)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_is_read_back_as_it_was_written() {
        let text = format!("12 {} 2026-11-23T08:00:00Z", "ab".repeat(32));
        let head: Head = text.parse().expect("a head");
        assert_eq!(head.to_string(), text);
        for wrong in ["", "12", "12 abcd 2026-11-23T08:00:00Z", &format!("{text} more")] {
            assert_eq!(wrong.parse::<Head>(), Err(NotAHead), "{wrong}");
        }
    }
}
