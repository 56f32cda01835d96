//! People.

use leptos_i18n::td_string as t;

use crate::Locale;

/// A person in courteous address.
pub fn teacher(l: Locale, name: &str) -> String {
    t!(l, person.teacher, name = name)
}

/// A phone number with its middle hidden (`LAW-07`): `138****1234`, `0573-****1234`.
pub fn phone(number: Option<&str>) -> String {
    let number = number.unwrap_or_default();
    let kept_before = number.find('-').map_or(3, |at| at + 1);
    let n = number.chars().count();
    if n < kept_before + 4 {
        return number.chars().map(|_| '*').collect();
    }
    let before: String = number.chars().take(kept_before).collect();
    let after: String = number.chars().skip(n - 4).collect();
    format!("{before}****{after}")
}
