//! Whole numbers in the ways people write them.

use super::text::{compact, half_width};

/// A text that is no whole number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoNumber;

/// The whole number of a text, which may end with one of the units: `90分钟`, `９０`, `90.0`.
pub fn integer(text: &str, units: &[&str]) -> Result<i64, NoNumber> {
    let plain = half_width(&compact(text)).to_lowercase().replace(',', "");
    let bare = units.iter().find_map(|unit| plain.strip_suffix(unit)).unwrap_or(&plain);
    let (whole, fraction) = bare.split_once('.').unwrap_or((bare, "0"));
    if fraction.is_empty() || !fraction.chars().all(|it| it == '0') {
        return Err(NoNumber);
    }
    let digits = whole.strip_prefix('-').unwrap_or(whole);
    if digits.is_empty() || !digits.chars().all(|it| it.is_ascii_digit()) {
        return Err(NoNumber);
    }
    whole.parse().map_err(|_| NoNumber)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_with_units_and_in_full_width() {
        for text in ["90", "90分钟", "９０", "90.0", " 90 ", "９０ 分钟"] {
            assert_eq!(integer(text, &["分钟"]), Ok(90), "{text}");
        }
        assert_eq!(integer("2,034人", &["人"]), Ok(2034));
        assert_eq!(integer("－60", &[]), Ok(-60));
    }

    #[test]
    fn anything_else_is_no_number() {
        for text in
            ["一节课", "90.5", "", "-", "9e3", "90人", "99999999999999999999", "90.", "2小时"]
        {
            assert_eq!(integer(text, &["分钟"]), Err(NoNumber), "{text}");
        }
    }
}
