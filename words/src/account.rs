//! Sign-in and activation.

use leptos_i18n::td_string as t;

use crate::Locale;

/// What an activation page says first: the sign-in name, and what to do.
pub fn activate_lede(l: Locale, sign_in_name: &str) -> String {
    t!(l, account.activate_lede, name = sign_in_name)
}
