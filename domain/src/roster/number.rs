//! Numbers in the ways people write them.

use super::text::{compact, half_width};

/// A text that is no number of the kind that is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoNumber;

/// The whole number of a text, which may end with one of the units: `90分钟`, `９０`, `90.0`.
pub fn integer(text: &str, units: &[&str]) -> Result<i64, NoNumber> {
    let bare = without_unit(text, units);
    let (whole, fraction) = bare.split_once('.').unwrap_or((&bare, "0"));
    if fraction.is_empty() || !fraction.chars().all(|it| it == '0') {
        return Err(NoNumber);
    }
    if !are_digits(whole.strip_prefix('-').unwrap_or(whole)) {
        return Err(NoNumber);
    }
    whole.parse().map_err(|_| NoNumber)
}

/// The number of a text in hundredths: `2.5学时` is 250; what is smaller is cut off.
pub fn hundredths(text: &str, units: &[&str]) -> Result<i64, NoNumber> {
    let bare = without_unit(text, units);
    let (sign, bare) = bare.strip_prefix('-').map_or((1, bare.as_str()), |rest| (-1, rest));
    let (whole, fraction) = bare.split_once('.').unwrap_or((bare, "0"));
    if !are_digits(whole) || !are_digits(fraction) {
        return Err(NoNumber);
    }
    let two: String = fraction.chars().chain("00".chars()).take(2).collect();
    let number: i64 = format!("{whole}{two}").parse().map_err(|_| NoNumber)?;
    Ok(sign * number)
}

fn without_unit(text: &str, units: &[&str]) -> String {
    let plain = half_width(&compact(text)).to_lowercase().replace(',', "");
    let bare = units.iter().find_map(|unit| plain.strip_suffix(unit));
    bare.map_or_else(|| plain.clone(), str::to_owned)
}

fn are_digits(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|it| it.is_ascii_digit())
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

    #[test]
    fn hours_are_read_in_hundredths() {
        let forms =
            [("2.5", 250), ("２．７５学时", 275), ("6", 600), ("-0.5", -50), ("5.333", 533)];
        for (text, number) in forms {
            assert_eq!(hundredths(text, &["学时"]), Ok(number), "{text}");
        }
        for text in ["请假", "", "-", "1.", ".5", "6小时", "--6", "1.-5"] {
            assert_eq!(hundredths(text, &["学时"]), Err(NoNumber), "{text}");
        }
    }
}
