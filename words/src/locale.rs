//! Which of our languages a code or a browser's wish stands for.

use crate::Locale;

/// The language of a code, by its first part: `zh-TW` is read as Chinese.
pub fn parse_locale(code: &str) -> Option<Locale> {
    let language = code.trim().split(['-', '_']).next().unwrap_or_default();
    if language.eq_ignore_ascii_case("zh") {
        Some(Locale::zh_CN)
    } else if language.eq_ignore_ascii_case("en") {
        Some(Locale::en)
    } else {
        None
    }
}

/// The language of ours that a browser likes best, by weight, then by order.
pub fn preferred_locale(accept_language: &str) -> Option<Locale> {
    let mut best: Option<(u16, Locale)> = None;
    for wish in accept_language.split(',') {
        let mut parts = wish.split(';');
        let locale = parts.next().and_then(parse_locale);
        let weight =
            parts.find_map(|part| part.trim().strip_prefix("q=")).map_or(1000, thousandths);
        if let Some(locale) = locale
            && weight > best.map_or(0, |(weight, _)| weight)
        {
            best = Some((weight, locale));
        }
    }
    best.map(|(_, locale)| locale)
}

/// A weight such as `0.85` in thousandths; what cannot be read weighs nothing.
fn thousandths(text: &str) -> u16 {
    let (whole, part) = text.trim().split_once('.').unwrap_or((text.trim(), ""));
    let digits = part.bytes().chain(std::iter::repeat(b'0')).take(3);
    let part = digits.filter(u8::is_ascii_digit).fold(0, |sum, it| sum * 10 + u16::from(it - b'0'));
    match whole {
        "0" | "" => part,
        "1" => 1000,
        _ => 0,
    }
}
