//! Texts of places that depend on values.

use crate::Locale;

/// The name of a county in the reader's language.
pub fn county<'a>(l: Locale, zh: &'a str, en: &'a str) -> &'a str {
    match l {
        Locale::zh_CN => zh,
        Locale::en => en,
    }
}
