//! The slides of a lecture as their texts say them, and what one set of them changes of another.

use serde::{Deserialize, Serialize};
use similar::{Algorithm, DiffOp, capture_diff_slices};

/// More slides than this are not read.
pub const SLIDES_MAX: usize = 500;
/// Of the text of a slide so much is kept, in characters.
pub const TEXT_MAX: usize = 4_000;
/// Of its title so much, in characters.
pub const TITLE_MAX: usize = 120;

/// A slide as its text says it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Slide {
    /// Its title; its first line where it has none, and empty where nothing is written on it.
    pub title: String,
    /// All of its text, line by line, the title among it.
    pub text: String,
}

impl Slide {
    /// A slide of these lines, with the line that is its title.
    pub fn new(title: Option<&str>, lines: &[String]) -> Self {
        let trimmed: Vec<String> = lines.iter().map(|line| tidy(line)).collect();
        let written: Vec<&str> =
            trimmed.iter().map(String::as_str).filter(|line| !line.is_empty()).collect();
        let title = title.map(tidy).filter(|title| !title.is_empty());
        let title = title.or_else(|| written.first().map(|line| (*line).to_owned()));
        Self {
            title: title.unwrap_or_default().chars().take(TITLE_MAX).collect(),
            text: written.join("\n").chars().take(TEXT_MAX).collect(),
        }
    }
}

/// A line without control characters and with single spaces.
fn tidy(line: &str) -> String {
    let line: String = line.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    line.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What became of a slide; numbers count from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SlideChange {
    /// It is the same, before and now.
    Same(usize, usize, String),
    /// Its text is another one.
    Changed(usize, usize, String),
    /// It is new.
    Added(usize, String),
    /// It is gone.
    Removed(usize, String),
}

/// What slides change of those before, in the order in which they are shown.
pub fn compare(before: &[Slide], now: &[Slide]) -> Vec<SlideChange> {
    let mut changes = Vec::new();
    for op in capture_diff_slices(Algorithm::Patience, before, now) {
        match op {
            DiffOp::Equal { old_index, new_index, len } => {
                let same = |n: usize| {
                    let title = now[new_index + n].title.clone();
                    SlideChange::Same(old_index + n + 1, new_index + n + 1, title)
                };
                changes.extend((0..len).map(same));
            }
            DiffOp::Delete { old_index, old_len, .. } => {
                changes.extend(removed(before, old_index, old_len));
            }
            DiffOp::Insert { new_index, new_len, .. } => {
                changes.extend(added(now, new_index, new_len));
            }
            DiffOp::Replace { old_index, old_len, new_index, new_len } => {
                let paired = old_len.min(new_len);
                let other = |n: usize| {
                    let title = now[new_index + n].title.clone();
                    SlideChange::Changed(old_index + n + 1, new_index + n + 1, title)
                };
                changes.extend((0..paired).map(other));
                changes.extend(removed(before, old_index + paired, old_len - paired));
                changes.extend(added(now, new_index + paired, new_len - paired));
            }
        }
    }
    changes
}

fn removed(before: &[Slide], from: usize, n: usize) -> impl Iterator<Item = SlideChange> {
    (from..from + n).map(|at| SlideChange::Removed(at + 1, before[at].title.clone()))
}

fn added(now: &[Slide], from: usize, n: usize) -> impl Iterator<Item = SlideChange> {
    (from..from + n).map(|at| SlideChange::Added(at + 1, now[at].title.clone()))
}

/// How many slides are not as before, and how many there are now.
pub fn n_changed(changes: &[SlideChange]) -> (usize, usize) {
    let is_now = |change: &&SlideChange| !matches!(change, SlideChange::Removed(..));
    let is_other = |change: &&SlideChange| !matches!(change, SlideChange::Same(..));
    (changes.iter().filter(is_other).count(), changes.iter().filter(is_now).count())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn slides(titles: &[&str]) -> Vec<Slide> {
        titles.iter().map(|title| Slide::new(None, &[(*title).to_owned()])).collect()
    }

    #[test]
    fn a_slide_is_titled_by_its_title_or_its_first_line() {
        let lines = ["  ".to_owned(), "潮汐\u{b}从哪里来".to_owned(), "月亮".to_owned()];
        let slide = Slide::new(None, &lines);
        assert_eq!((&*slide.title, &*slide.text), ("潮汐 从哪里来", "潮汐 从哪里来\n月亮"));
        assert_eq!(Slide::new(Some("月亮"), &lines).title, "月亮");
        assert_eq!(Slide::new(None, &[]), Slide::default());
    }

    #[test]
    fn what_is_new_gone_and_other_is_found() {
        use SlideChange::{Added, Changed, Same};

        let before = slides(&["封面", "引子", "月亮", "提问"]);
        let now = slides(&["封面", "故事", "月亮", "太阳", "提问"]);
        let changes = compare(&before, &now);
        assert_eq!(
            changes,
            [
                Same(1, 1, "封面".into()),
                Changed(2, 2, "故事".into()),
                Same(3, 3, "月亮".into()),
                Added(4, "太阳".into()),
                Same(4, 5, "提问".into()),
            ]
        );
        assert_eq!(n_changed(&changes), (2, 5));
        assert_eq!(n_changed(&compare(&now, &now)), (0, 5));
    }

    proptest! {
        #[test]
        fn every_slide_of_both_is_there_once(
            before in proptest::collection::vec(0..5_u8, 0..12),
            now in proptest::collection::vec(0..5_u8, 0..12),
        ) {
            let of = |titles: &[u8]| -> Vec<Slide> {
                titles.iter().map(|n| Slide::new(None, &[n.to_string()])).collect()
            };
            let (before, now) = (of(&before), of(&now));
            let (mut old, mut new) = (Vec::new(), Vec::new());
            for change in compare(&before, &now) {
                match change {
                    SlideChange::Same(one, other, _) => {
                        prop_assert_eq!(&before[one - 1], &now[other - 1]);
                        old.push(one);
                        new.push(other);
                    }
                    SlideChange::Changed(one, other, _) => {
                        old.push(one);
                        new.push(other);
                    }
                    SlideChange::Added(at, _) => new.push(at),
                    SlideChange::Removed(at, _) => old.push(at),
                }
            }
            prop_assert_eq!(old, (1..=before.len()).collect::<Vec<_>>());
            prop_assert_eq!(new, (1..=now.len()).collect::<Vec<_>>());
        }
    }
}
