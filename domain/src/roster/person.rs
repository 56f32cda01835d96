//! Who is the same person as in an earlier row.

use std::collections::HashMap;

use super::{name::unit_key, reading::At, word::Words};
use crate::code::codes;

codes! {
    /// A person's sex as rosters state it.
    Sex {
        /// 男.
        Male = "male",
        /// 女.
        Female = "female",
    }
}

pub(super) const SEXES: Words<Sex> =
    Words { entries: &[("男", &[Sex::Male]), ("女", &[Sex::Female])], hints: 2 };

/// What a person is known by: name and phone, or without phone name and workplace.
pub(super) struct Identity {
    name: String,
    phone: Option<String>,
    key: String,
}

impl Identity {
    /// The identity of a name at a workplace with a phone.
    pub(super) fn new(name: &str, unit: &str, phone: Option<&str>) -> Self {
        let key = phone.map_or_else(|| unit_key(unit), str::to_owned);
        Self { name: name.to_owned(), phone: phone.map(str::to_owned), key }
    }

    /// Name and phone, or without phone name and workplace.
    pub(super) fn key(&self) -> (String, String) {
        (self.name.clone(), self.key.clone())
    }
}

/// Persons of the rows so far.
#[derive(Default)]
pub(super) struct Earlier {
    persons: HashMap<(String, String), At>,
    phones: HashMap<String, (String, At)>,
}

impl Earlier {
    /// The earlier row of the same person.
    pub(super) fn same_person(&mut self, person: &Identity, row: At) -> Option<At> {
        let first = *self.persons.entry(person.key()).or_insert(row);
        (first != row).then_some(first)
    }

    /// The earlier row of the same phone under another name.
    pub(super) fn same_phone(&mut self, person: &Identity, row: At) -> Option<At> {
        let phone = person.phone.clone()?;
        let (name, first) = self.phones.entry(phone).or_insert_with(|| (person.name.clone(), row));
        (*name != person.name).then_some(*first)
    }
}
