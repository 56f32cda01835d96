//! Phone numbers as people write them.

use super::text::{compact, half_width, without_brackets};

/// A text that is no phone number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoPhone;

/// The phone number of a text: a mobile as 11 digits, a fixed line as `0573-` and its digits.
pub fn phone(text: &str) -> Result<String, NoPhone> {
    let plain = half_width(&compact(text));
    let unsigned = plain.strip_prefix("+86").or_else(|| plain.strip_prefix("0086"));
    let digits: String =
        unsigned.unwrap_or(&plain).chars().filter(|it| !matches!(it, '-' | '(' | ')')).collect();
    if !digits.chars().all(|it| it.is_ascii_digit()) {
        return Err(NoPhone);
    }
    match digits.strip_prefix("86") {
        Some(national) if is_mobile(national) => Ok(national.to_owned()),
        _ if is_mobile(&digits) => Ok(digits),
        _ => fixed_line(&digits),
    }
}

/// The first phone number of a cell, and whether the cell says no more than it: of two numbers, and
/// of one with an extension, the rest is left out. Words in brackets, such as `（微信同号）`, are
/// about the number.
pub fn first_phone(text: &str) -> Result<(String, bool), NoPhone> {
    if let Ok(number) = phone(text) {
        return Ok((number, true));
    }
    let (outside, inside) = without_brackets(text);
    if let Ok(number) = phone(&outside) {
        return Ok((number, !inside.chars().any(char::is_numeric)));
    }
    let signs = ['/', '／', '、', ',', '，', ';', '；', '或', '和', '\n', '转', '#', '＃'];
    let first = outside.split(signs).find(|part| !part.trim().is_empty()).unwrap_or_default();
    let found = phone(first).or_else(|_| phone(without_extension(first)));
    let found = found.or_else(|_| phone(first.split_whitespace().next().unwrap_or_default()));
    Ok((found?, false))
}

/// `0573-00001234-801` without what is dialled afterwards.
fn without_extension(text: &str) -> &str {
    match text.trim().rsplit_once(['-', '－', '—']) {
        Some((number, extension)) if (1..=5).contains(&extension.chars().count()) => number,
        _ => text,
    }
}

fn is_mobile(digits: &str) -> bool {
    let mut all = digits.chars();
    digits.len() == 11 && all.next() == Some('1') && all.next().is_some_and(|it| it >= '3')
}

fn fixed_line(digits: &str) -> Result<String, NoPhone> {
    let short_area = digits.starts_with("010") || digits.starts_with("02");
    let (area, local) = digits.split_at_checked(if short_area { 3 } else { 4 }).ok_or(NoPhone)?;
    let complete = local.len() == 8 || (local.len() == 7 && !short_area && area != "0573");
    let plausible = area.starts_with('0') && !area.starts_with("00") && !local.starts_with('1');
    if complete && plausible { Ok(format!("{area}-{local}")) } else { Err(NoPhone) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mobile_is_read_in_every_tolerated_form() {
        let forms = ["199-0000-7221", "１９９００００７２２１", "+86 19900007221", "199 0000 7221"];
        for form in forms.into_iter().chain(["8619900007221", "19900007221\u{3000}"]) {
            assert_eq!(phone(form).unwrap(), "19900007221", "{form}");
        }
    }

    #[test]
    fn a_fixed_line_keeps_its_area_code() {
        assert_eq!(phone("0573-00001234").unwrap(), "0573-00001234");
        assert_eq!(phone("（0573）0000 1234").unwrap(), "0573-00001234");
    }

    #[test]
    fn of_a_cell_that_says_more_the_first_number_is_taken() {
        for (text, number, is_all) in [
            ("19900007221（微信同号）", "19900007221", true),
            ("19900007221(办)", "19900007221", true),
            ("19900007221/19900007222", "19900007221", false),
            ("19900007221、0573-00001234", "19900007221", false),
            ("19900007221 19900007222", "19900007221", false),
            ("19900007221（19900007222）", "19900007221", false),
            ("0573-00001234-801", "0573-00001234", false),
            ("0573-00001234转801", "0573-00001234", false),
            ("（0573）00001234", "0573-00001234", true),
            ("199 0000 7221", "19900007221", true),
        ] {
            assert_eq!(first_phone(text), Ok((number.to_owned(), is_all)), "{text}");
        }
        for text in ["1990000123", "199000012345", "无", "微信19900007221", "", "0573-0000"] {
            assert_eq!(first_phone(text), Err(NoPhone), "{text}");
        }
    }

    #[test]
    fn anything_else_is_no_phone() {
        for text in ["1990000123", "199000012345", "1990000O123", "无", "1.99E+10", "0573-0000", ""]
        {
            assert_eq!(phone(text), Err(NoPhone), "{text}");
        }
    }
}
