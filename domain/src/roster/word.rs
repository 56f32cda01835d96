//! Closed lists of words, each standing for one value or several.

use super::text::{compact, half_width, parts};

/// The words of a column.
pub(super) struct Words<T: 'static> {
    /// Each word with what it stands for; the words given as a hint come first.
    pub(super) entries: &'static [(&'static str, &'static [T])],
    /// So many entries are given as a hint.
    pub(super) hints: usize,
}

impl<T: Copy + Ord> Words<T> {
    /// The values of a list of words, each once and in order; nothing if a word is unknown.
    pub(super) fn read(&self, text: &str) -> Option<Vec<T>> {
        let mut values = match self.lookup(text) {
            Some(values) => values.to_vec(),
            None => self.read_parts(&parts(text))?,
        };
        values.sort_unstable();
        values.dedup();
        Some(values)
    }

    /// The value of a word that stands for one only.
    pub(super) fn read_one(&self, text: &str) -> Option<T> {
        match self.read(text)?[..] {
            [value] => Some(value),
            _ => None,
        }
    }

    /// The words to write, as a hint.
    pub(super) fn allowed(&self) -> String {
        let hints: Vec<_> = self.entries.iter().take(self.hints).map(|(word, _)| *word).collect();
        hints.join("、")
    }

    fn read_parts(&self, parts: &[String]) -> Option<Vec<T>> {
        let mut values = Vec::new();
        for part in parts {
            match self.lookup(part) {
                Some(found) => values.extend(found),
                None => values.extend(self.read_blank_separated(part)?),
            }
        }
        Some(values)
    }

    fn read_blank_separated(&self, part: &str) -> Option<Vec<T>> {
        let found: Option<Vec<_>> = part.split_whitespace().map(|it| self.lookup(it)).collect();
        found.map(|lists| lists.concat())
    }

    fn lookup(&self, text: &str) -> Option<&'static [T]> {
        let plain = half_width(&compact(text)).to_lowercase();
        self.entries.iter().find(|(word, _)| *word == plain).map(|(_, values)| *values)
    }
}
