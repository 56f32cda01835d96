//! Decimal numbers with at most two places, kept as whole hundredths.

/// A text that is no such number.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no decimal number with at most two places")]
pub struct NotADecimal(pub String);

/// The largest absolute value that is read: a billion, so that sums stay far from any limit.
const LARGEST: i64 = 100_000_000_000;

/// Reads digits, optionally with a minus and with one or two places after a point: `-2.5` is −250.
pub(crate) fn parse(text: &str) -> Result<i64, NotADecimal> {
    let (sign, digits) = text.strip_prefix('-').map_or((1, text), |digits| (-1, digits));
    hundredths(digits).map(|value| sign * value).ok_or_else(|| NotADecimal(text.to_owned()))
}

fn hundredths(digits: &str) -> Option<i64> {
    let (whole, places) = match digits.split_once('.') {
        Some((_, "")) => return None,
        Some(parts) => parts,
        None => (digits, ""),
    };
    let only_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || places.len() > 2 || !only_digits(whole) || !only_digits(places) {
        return None;
    }
    let places: i64 = format!("{places:0<2}").parse().ok()?;
    let value = whole.parse::<i64>().ok()?.checked_mul(100)?.checked_add(places)?;
    (value <= LARGEST).then_some(value)
}

/// With two places always: `89.10`.
pub(crate) fn two_places(hundredths: i64) -> String {
    let (sign, value) = (if hundredths < 0 { "-" } else { "" }, hundredths.unsigned_abs());
    format!("{sign}{}.{:02}", value / 100, value % 100)
}

/// With as few places as it needs: `2.5`, `3`.
pub(crate) fn few_places(hundredths: i64) -> String {
    let text = two_places(hundredths);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// A number type over hundredths, which is text where it is stored in a file or typed.
macro_rules! decimal {
    ($(#[$doc:meta])* $name:ident, $format:path) => {
        $(#[$doc])*
        #[derive(
            Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash,
            serde::Serialize, serde::Deserialize,
        )]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(i64);

        impl $name {
            /// None at all.
            pub const ZERO: Self = Self(0);

            /// From hundredths.
            pub const fn hundredths(hundredths: i64) -> Self {
                Self(hundredths)
            }

            /// In hundredths.
            pub const fn in_hundredths(self) -> i64 {
                self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(&$format(self.0))
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::decimal::NotADecimal;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                $crate::decimal::parse(text).map(Self)
            }
        }

        impl TryFrom<String> for $name {
            type Error = $crate::decimal::NotADecimal;

            fn try_from(text: String) -> Result<Self, Self::Error> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(value: $name) -> Self {
                value.to_string()
            }
        }
    };
}
pub(crate) use decimal;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_or_two_places_are_read_exactly() {
        for (text, value) in [
            ("89.13", 8913),
            ("89.1", 8910),
            ("89", 8900),
            ("0.05", 5),
            ("-2.5", -250),
            ("-0.05", -5),
            ("0", 0),
            ("007", 700),
            ("1000000000", LARGEST),
        ] {
            assert_eq!(parse(text), Ok(value), "{text}");
        }
    }

    #[test]
    fn anything_else_is_refused() {
        for text in [
            "",
            "-",
            ".",
            "5.",
            ".5",
            "1.234",
            "+1",
            "1e2",
            " 1",
            "1 ",
            "1,5",
            "--1",
            "1.-5",
            "１",
            "NaN",
            "1000000000.01",
            "99999999999999999999",
        ] {
            assert_eq!(parse(text), Err(NotADecimal(text.to_owned())), "{text}");
        }
    }

    #[test]
    fn numbers_are_written_with_two_places_or_with_few() {
        let written = |value| (two_places(value), few_places(value));
        assert_eq!(written(8910), ("89.10".to_owned(), "89.1".to_owned()));
        assert_eq!(written(-5), ("-0.05".to_owned(), "-0.05".to_owned()));
        assert_eq!(written(10_000), ("100.00".to_owned(), "100".to_owned()));
        assert_eq!(written(0), ("0.00".to_owned(), "0".to_owned()));
    }
}
