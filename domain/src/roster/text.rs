//! Text as people type it, made comparable. Everything counts characters, never bytes.

use crate::folding::{is_unseen, seen};

/// Removes invisible characters, and blanks of any kind at both ends.
pub fn clean(text: &str) -> String {
    let visible: String = text.chars().filter(|it| !is_unseen(*it)).collect();
    visible.trim().to_owned()
}

/// The text as it is seen, without any blanks.
pub fn compact(text: &str) -> String {
    seen(text).chars().filter(|it| !it.is_whitespace()).collect()
}

/// Full-width letters, digits and signs as their half-width forms; every dash as `-`.
pub fn half_width(text: &str) -> String {
    text.chars()
        .map(|it| match it {
            '\u{3000}' => ' ',
            '−' | '–' | '—' | '‐' | '‑' | '﹣' => '-',
            '！'..='～' => char::from_u32(u32::from(it) - 0xFEE0).unwrap_or(it),
            _ => it,
        })
        .collect()
}

/// A line of text: no blanks beside Chinese characters, single ones elsewhere.
pub fn line(text: &str) -> String {
    let cleaned = clean(text);
    let mut joined = String::new();
    for word in cleaned.split_whitespace() {
        let before = joined.chars().next_back();
        let beside = [before, word.chars().next()];
        if beside.into_iter().all(|it| it.is_some_and(has_blanks)) {
            joined.push(' ');
        }
        joined.push_str(word);
    }
    joined
}

/// Whether a character is of a script whose words stand apart, or joins its letters.
fn has_blanks(c: char) -> bool {
    c.is_ascii() || (c < '\u{2E80}' && (c.is_alphanumeric() || ('\u{300}'..'\u{370}').contains(&c)))
}

/// Splits off parts in brackets of any kind: the text without them, and what they held.
pub fn without_brackets(text: &str) -> (String, String) {
    let mut depth = 0_u32;
    let mut outside = String::new();
    let mut inside = String::new();
    for it in text.chars() {
        if "(（[［【〔〈<".contains(it) {
            depth += 1;
        } else if ")）]］】〕〉>".contains(it) {
            depth = depth.saturating_sub(1);
        } else if depth == 0 {
            outside.push(it);
        } else {
            inside.push(it);
        }
    }
    (outside, inside)
}

/// Splits a list as people write it: by comma, semicolon, slash, stroke or line break.
pub fn parts(text: &str) -> Vec<String> {
    text.split(['、', '，', ',', '；', ';', '/', '／', '|', '｜', '\n', '\r'])
        .map(clean)
        .filter(|part| !part.is_empty())
        .collect()
}

/// The first characters of a text, at most so many.
pub fn shortened(text: &str, most: usize) -> String {
    text.chars().take(most).collect()
}

/// Whether an optional cell says in words that it holds nothing.
pub fn says_nothing(text: &str) -> bool {
    let plain = half_width(&compact(text));
    plain.is_empty()
        || plain.chars().all(|it| it == '-')
        || matches!(plain.as_str(), "/" | "无" | "未认证")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_of_any_kind_are_removed_at_the_ends() {
        assert_eq!(clean("\u{3000} 谭倩\u{a0}\n"), "谭倩");
        assert_eq!(clean("\u{feff}\u{200b}"), "");
    }

    #[test]
    fn a_line_keeps_single_blanks_between_latin_words_only() {
        assert_eq!(line(" 蚕花示范 高级中学 "), "蚕花示范高级中学");
        assert_eq!(line("DNA  to\nRNA"), "DNA to RNA");
    }

    #[test]
    fn rare_characters_survive() {
        assert_eq!(line("周\u{3000}𣲘"), "周𣲘");
        assert_eq!(compact("陆 𠅤 㛃"), "陆𠅤㛃");
        assert_eq!(shortened("𠅤𣲘㛃", 2), "𠅤𣲘");
    }

    #[test]
    fn brackets_are_split_off() {
        let split = without_brackets("所属县（市、区）");
        assert_eq!(split, ("所属县".to_owned(), "市、区".to_owned()));
    }

    #[test]
    fn a_dash_says_nothing() {
        for text in ["-", "——", " 无 ", "－", "/", "未认证", ""] {
            assert!(says_nothing(text), "{text}");
        }
        assert!(!says_nothing("无锡"));
    }
}
