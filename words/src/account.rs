//! Sign-in and activation.

use leptos_i18n::td_string as t;

use crate::Locale;

/// What an activation page says first: the sign-in name, and what to do.
pub fn activate_lede(l: Locale, sign_in_name: &str) -> String {
    t!(l, account.activate_lede, name = sign_in_name)
}

/// A sign-in name with which nobody signs in any more.
pub fn closed(l: Locale, sign_in_name: &str) -> String {
    t!(l, account.closed, name = sign_in_name)
}

/// A sign-in name that is locked for a while.
pub fn locked(l: Locale, sign_in_name: &str) -> String {
    t!(l, account.locked, name = sign_in_name)
}

/// What a session was begun with, and whether it is the one that reads this.
pub fn device(l: Locale, device: &str, is_this: bool) -> String {
    let device = if device.is_empty() { t!(l, account.device_unknown) } else { device };
    if is_this { t!(l, account.device_this, device = device) } else { device.to_owned() }
}

/// That a second factor is set up, and how many recovery codes are left.
pub fn factor_is_set(l: Locale, n_codes: i64) -> String {
    t!(l, account.factor_is_set, n = n_codes)
}
