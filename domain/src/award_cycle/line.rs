//! Lines of a name and a number, as they are typed on any keyboard: `南湖区科协 3`,
//! `2、海宁市科协：３名`, `授课质量＝45分；`.

use crate::roster::text::{clean, half_width};

/// What may follow the number.
const UNITS: [&str; 7] = ["席位", "名额", "名", "个", "人", "席", "分"];
/// What ends a line, and says nothing.
const ENDS: [char; 7] = [';', '；', ',', '，', '。', '.', '、'];
/// What stands between name and number; a single short dash might be a minus.
const BETWEEN: [char; 9] = [':', '：', '=', '＝', ',', '，', '、', '—', '…'];
const MINUS: [char; 4] = ['-', '－', '−', '–'];

/// A line that is not empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// Which one of the text, from 1, empty ones counted.
    pub(super) number: usize,
    /// Name and number, the number in half width; none where one of them is missing.
    pub(super) parts: Option<(String, String)>,
}

/// The lines of a text.
pub(super) fn lines_of(text: &str) -> impl Iterator<Item = Line> {
    let lines = text.lines().map(clean).enumerate().filter(|(_, line)| !line.is_empty());
    lines.map(|(at, line)| Line { number: at + 1, parts: parts_of(&line) })
}

fn parts_of(line: &str) -> Option<(String, String)> {
    let line = line.trim_end_matches(ENDS).trim_end();
    let line = UNITS.iter().find_map(|unit| line.strip_suffix(unit)).unwrap_or(line).trim_end();
    let digits = line.char_indices().rev().take_while(|(_, c)| is_of_number(*c));
    let (name, number) = line.split_at(digits.last()?.0);
    let bare = name.trim_end_matches(|c: char| c.is_whitespace() || BETWEEN.contains(&c));
    // Without anything between them nobody knows where the name `A1` ends.
    let is_run_on = bare.len() == name.len() && bare.ends_with(|c: char| c.is_ascii_alphabetic());
    let is_known = !bare.is_empty() && !is_run_on && !bare.ends_with(MINUS);
    is_known.then(|| (bare.to_owned(), half_width(number)))
}

fn is_of_number(c: char) -> bool {
    c.is_ascii_digit() || ('０'..='９').contains(&c) || c == '.' || c == '．'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_read_as_it_is_typed_on_any_keyboard() {
        for line in [
            "南湖区科协 3",
            "南湖区科协\t3",
            "南湖区科协：３名",
            "南湖区科协: 3 个；",
            "南湖区科协＝3",
            "南湖区科协，３人。",
            "南湖区科协——3席位",
            "南湖区科协3名",
            "\u{feff} 南湖区科协　３ ",
        ] {
            let parts = Some(("南湖区科协".to_owned(), "3".to_owned()));
            assert_eq!(parts_of(&clean(line)), parts, "{line}");
        }
    }

    #[test]
    fn a_name_keeps_its_own_digits_and_letters() {
        let parts = |line| parts_of(line).map(|(name, number)| format!("{name}|{number}"));
        assert_eq!(parts("第２小学 4").as_deref(), Some("第２小学|4"));
        assert_eq!(parts("指标1：12.5分").as_deref(), Some("指标1|12.5"));
        assert_eq!(parts("STEM 20").as_deref(), Some("STEM|20"));
        assert_eq!(parts("外联 A 组：２０．５").as_deref(), Some("外联 A 组|20.5"));
    }

    #[test]
    fn what_lacks_one_of_the_two_is_no_line() {
        for line in
            ["南湖区科协", "3", "：3", "A1", "南湖区科协 三名", "南湖区科协 3票半", "南湖区科协 -1"]
        {
            assert_eq!(parts_of(line), None, "{line}");
        }
    }

    #[test]
    fn empty_lines_are_counted() {
        let numbers: Vec<usize> = lines_of("甲 1\n\n　\n乙 2").map(|line| line.number).collect();
        assert_eq!(numbers, [1, 4]);
    }
}
