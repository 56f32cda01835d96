//! The append-only log: what is written about an action, and its canonical form.
//!
//! The digest itself is made in `store`, in the transaction of the change.

mod act;

use chrono::{DateTime, SecondsFormat, Utc};

pub use act::{ACTS, Act, thing};

use crate::{id::PersonId, record::put, role::Role};

/// Verb and thing of the line that says that another line's detail was erased by law.
pub const ERASED: (&str, &str) = ("erase_detail", "audit");

/// Who did something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Doer {
    /// The person; `None` for the program itself.
    pub person: Option<PersonId>,
    /// The role in which the person acted.
    pub role: Option<Role>,
    /// The person on whose behalf the office acted, or for whom somebody stood in.
    pub on_behalf_of: Option<PersonId>,
}

impl Doer {
    /// The program itself.
    pub const PROGRAM: Self = Self { person: None, role: None, on_behalf_of: None };

    /// A person in a role.
    pub fn person(person: PersonId, role: Option<Role>) -> Self {
        Self { person: Some(person), role, on_behalf_of: None }
    }
}

/// One action, before it gets its place in the chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Who.
    pub doer: Doer,
    /// When.
    pub at: DateTime<Utc>,
    /// What was done, a verb of the trade: `confirm`.
    pub verb: &'static str,
    /// What kind of thing it was done to: `booking`.
    pub thing: &'static str,
    /// Which one; 0 when there is no single one.
    pub thing_id: i64,
    /// State before.
    pub from: Option<&'static str>,
    /// State after.
    pub to: Option<&'static str>,
    /// The rulebook's version.
    pub rules: i64,
    /// The record that this row fixes, with its digest: `kind/version/key:sha256`.
    pub record: Option<String>,
    /// Free text: kept apart, for it can be erased by law; the chain holds its salted digest.
    pub reason: Option<String>,
    /// The client's address: kept apart as well.
    pub client: Option<String>,
}

impl Entry {
    /// An action with nothing but who, when, what.
    pub fn new(doer: Doer, at: DateTime<Utc>, verb: &'static str, thing: &'static str) -> Self {
        Self {
            doer,
            at,
            verb,
            thing,
            thing_id: 0,
            from: None,
            to: None,
            rules: 0,
            record: None,
            reason: None,
            client: None,
        }
    }

    /// On which thing.
    #[must_use]
    pub fn on(mut self, id: impl Into<i64>) -> Self {
        self.thing_id = id.into();
        self
    }

    /// From which state to which.
    #[must_use]
    pub fn moved(mut self, from: &'static str, to: &'static str) -> Self {
        self.from = Some(from);
        self.to = Some(to);
        self
    }

    /// Why; nothing where the reason is empty.
    #[must_use]
    pub fn because(mut self, reason: impl Into<String>) -> Self {
        self.reason = Some(reason.into()).filter(|reason| !reason.is_empty());
        self
    }

    /// Under which version of the rulebook.
    #[must_use]
    pub fn under(mut self, rules: i64) -> Self {
        self.rules = rules;
        self
    }

    /// With the record that this fixes, and its digest.
    #[must_use]
    pub fn fixing(mut self, record: impl Into<String>) -> Self {
        self.record = Some(record.into());
        self
    }
}

/// One row of the chain as it is stored: the fields that its hash covers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its place, from 1.
    pub seq: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// The person.
    pub person_id: Option<i64>,
    /// The role's code.
    pub role: Option<String>,
    /// The person on whose behalf.
    pub on_behalf_of: Option<i64>,
    /// What was done.
    pub verb: String,
    /// To what kind of thing.
    pub thing: String,
    /// To which one.
    pub thing_id: i64,
    /// State before.
    pub from: Option<String>,
    /// State after.
    pub to: Option<String>,
    /// The rulebook's version.
    pub rules: i64,
    /// The record that it fixes, with its digest.
    pub record: Option<String>,
    /// Salted digest of reason and client address.
    pub detail: Option<String>,
}

impl Row {
    /// The bytes that are hashed after the previous hash: each field with its length before it,
    /// so that no two rows have the same text.
    pub fn canonical(&self) -> String {
        let mut text = String::new();
        put(&mut text, Some(&self.seq.to_string()));
        put(&mut text, Some(&self.at.to_rfc3339_opts(SecondsFormat::Micros, true)));
        put(&mut text, self.person_id.map(|id| id.to_string()).as_deref());
        put(&mut text, self.role.as_deref());
        put(&mut text, self.on_behalf_of.map(|id| id.to_string()).as_deref());
        put(&mut text, Some(&self.verb));
        put(&mut text, Some(&self.thing));
        put(&mut text, Some(&self.thing_id.to_string()));
        put(&mut text, self.from.as_deref());
        put(&mut text, self.to.as_deref());
        put(&mut text, Some(&self.rules.to_string()));
        put(&mut text, self.record.as_deref());
        put(&mut text, self.detail.as_deref());
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row() -> Row {
        Row {
            seq: 1,
            at: "2026-11-23T08:00:00Z".parse().expect("an instant"),
            person_id: Some(7),
            role: Some("lecturer".into()),
            on_behalf_of: None,
            verb: "confirm".into(),
            thing: "booking".into(),
            thing_id: 12,
            from: Some("held".into()),
            to: Some("confirmed".into()),
            rules: 0,
            record: None,
            detail: None,
        }
    }

    #[test]
    fn a_changed_byte_changes_the_canonical_form() {
        let mut other = row();
        other.to = Some("confirmee".into());
        assert_ne!(row().canonical(), other.canonical());
    }

    #[test]
    fn nothing_and_an_empty_text_are_different() {
        let mut other = row();
        other.record = Some(String::new());
        assert_ne!(row().canonical(), other.canonical());
    }

    #[test]
    fn text_cannot_move_from_one_field_to_the_next() {
        let (mut one, mut two) = (row(), row());
        (one.verb, one.thing) = ("ab".into(), "c".into());
        (two.verb, two.thing) = ("a".into(), "bc".into());
        assert_ne!(one.canonical(), two.canonical());
    }
}
