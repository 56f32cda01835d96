//! The fields of a form as they were sent.

use std::collections::BTreeMap;

use super::{Field, Name};

/// The fields of a form as they were sent: name to values, in the order of sending.
///
/// A name that is no field's is kept: nobody asks for it, and an error page shows what was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Values(BTreeMap<String, Vec<String>>);

impl Values {
    /// The first value of a field as it was typed; empty when the field was not sent.
    pub fn get(&self, field: impl Into<Name>) -> &str {
        self.all(field).first().map_or("", String::as_str)
    }

    /// The first value without blanks at its ends.
    pub fn trimmed(&self, field: impl Into<Name>) -> &str {
        self.get(field).trim_matches(is_blank)
    }

    /// All values of a field: the boxes ticked.
    pub fn all(&self, field: impl Into<Name>) -> &[String] {
        self.0.get(&*field.into().text()).map_or(&[], Vec::as_slice)
    }

    /// Whether a field has this value among its values.
    pub fn has(&self, field: impl Into<Name>, value: &str) -> bool {
        self.all(field).iter().any(|one| one == value)
    }

    /// Adds a value to a field.
    pub fn push(&mut self, field: impl Into<Name>, value: impl Into<String>) {
        self.0.entry(field.into().text().into_owned()).or_default().push(value.into());
    }

    /// Replaces all values of a field by one.
    pub fn set(&mut self, field: impl Into<Name>, value: impl Into<String>) {
        self.0.insert(field.into().text().into_owned(), vec![value.into()]);
    }

    /// The same values with one more: for building a form in one expression.
    #[must_use]
    pub fn with(mut self, field: impl Into<Name>, value: impl Into<String>) -> Self {
        self.push(field, value);
        self
    }

    /// The same values with a field for each of several things.
    #[must_use]
    pub fn with_each<T: Into<String>>(
        self,
        field: Field,
        values: impl IntoIterator<Item = T>,
    ) -> Self {
        values.into_iter().fold(self, |all, value| all.with(field, value))
    }

    /// The same values with a field that may be empty.
    #[must_use]
    pub fn with_known<T: ToString>(self, field: Field, value: Option<T>) -> Self {
        self.with(field, value.map(|value| value.to_string()).unwrap_or_default())
    }

    /// Takes a field out; gives its first value, empty when the field was not sent.
    pub fn take(&mut self, field: impl Into<Name>) -> String {
        let values = self.0.remove(&*field.into().text()).unwrap_or_default();
        values.into_iter().next().unwrap_or_default()
    }

    /// These values, and of the others those whose fields are not among them.
    #[must_use]
    pub fn over(self, mut others: Self) -> Self {
        others.0.extend(self.0);
        others
    }

    /// Everything that may be kept and shown again: all but passwords.
    #[must_use]
    pub fn without_secrets(mut self) -> Self {
        self.0.retain(|name, _| Name::parse(name).is_none_or(|name| !name.field.is_secret()));
        self
    }

    /// Every name and value, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .flat_map(|(name, values)| values.iter().map(move |v| (name.as_str(), v.as_str())))
    }
}

impl Extend<(String, String)> for Values {
    fn extend<I: IntoIterator<Item = (String, String)>>(&mut self, sent: I) {
        for (name, value) in sent {
            self.0.entry(name).or_default().push(value);
        }
    }
}

impl FromIterator<(String, String)> for Values {
    fn from_iter<I: IntoIterator<Item = (String, String)>>(sent: I) -> Self {
        let mut values = Self::default();
        values.extend(sent);
        values
    }
}

pub(super) fn is_blank(c: char) -> bool {
    c.is_whitespace() || c == '\u{3000}' || c == '\u{feff}' || c == '\u{200b}'
}
