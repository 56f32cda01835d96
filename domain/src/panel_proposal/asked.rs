//! What somebody asks a proposal of, as an address or a form says it.

use crate::{
    form::{Field, Values},
    id::ReviewSessionId,
};

/// Which sessions, and which of equal proposals.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The sessions that are ticked; empty: all that are planned.
    pub sessions: Vec<ReviewSessionId>,
    /// Chooses among equals.
    pub seed: u64,
    /// Of what the page was computed that the form was on; empty in an address.
    pub fingerprint: String,
}

impl Asked {
    /// Reads it; what nobody can have ticked or seen is left out.
    pub fn parse(values: &Values) -> Self {
        let ticked = values.all(Field::Sessions).iter();
        let mut sessions: Vec<_> =
            ticked.filter_map(|text| text.trim().parse::<ReviewSessionId>().ok()).collect();
        sessions.sort_unstable();
        sessions.dedup();
        Self {
            sessions,
            seed: values.trimmed(Field::Seed).parse().unwrap_or(1),
            fingerprint: values.trimmed(Field::Fingerprint).to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_number_is_left_out() {
        let mut values = Values::default().with(Field::Seed, "much");
        for text in ["7", "3", "x", "7"] {
            values.push(Field::Sessions, text);
        }
        let asked = Asked::parse(&values);
        assert_eq!(asked.sessions, [ReviewSessionId(3), ReviewSessionId(7)]);
        assert_eq!((asked.seed, asked.fingerprint.as_str()), (1, ""));
    }
}
