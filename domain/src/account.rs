//! Accounts: sign-in names and passwords (`LAW-70`).

use crate::form::ProblemKind;

/// The shortest password, in characters.
pub const PASSWORD_MIN: usize = 8;
/// The longest password, in characters: hashing must not become an attack.
pub const PASSWORD_MAX: usize = 128;

/// Checks a new password: eight characters of three classes, not the sign-in name. Whether it is
/// leaked or guessable is asked where it is set.
pub fn check_password(password: &str, sign_in_name: &str) -> Result<(), ProblemKind> {
    let length = password.chars().count();
    if length == 0 {
        return Err(ProblemKind::Missing);
    }
    if length > PASSWORD_MAX {
        return Err(ProblemKind::TooLong { most: PASSWORD_MAX, typed: length });
    }
    let weak = length < PASSWORD_MIN
        || character_classes(password) < 3
        || password.to_lowercase() == sign_in_name.to_lowercase();
    if weak { Err(ProblemKind::WeakPassword) } else { Ok(()) }
}

/// How many of lower case, upper case, digits and everything else occur.
fn character_classes(password: &str) -> usize {
    let has = |test: fn(char) -> bool| usize::from(password.chars().any(test));
    has(char::is_lowercase)
        + has(char::is_uppercase)
        + has(|c| c.is_ascii_digit())
        + has(|c| !c.is_lowercase() && !c.is_uppercase() && !c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_needs_three_classes_and_eight_characters() {
        assert_eq!(check_password("abc123!", "x"), Err(ProblemKind::WeakPassword));
        assert_eq!(check_password("abcd12345", "x"), Err(ProblemKind::WeakPassword));
        assert_eq!(check_password("abcd123!", "x"), Ok(()));
        assert_eq!(check_password("磨课abc123", "x"), Ok(()));
    }

    #[test]
    fn a_password_is_not_the_name() {
        assert_eq!(check_password("Li-Ming1", "li-ming1"), Err(ProblemKind::WeakPassword));
    }
}
