//! Places: rooms and halls where review sessions are held.

use crate::{
    form::{Field, LINE_MAX, Problems, Reader, Values},
    id::RegionId,
    role::{Actor, may_organise_sessions},
};

/// A place to be added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPlace {
    /// Name of the room.
    pub name: String,
    /// Where it is.
    pub address: String,
    /// The county, for travel times.
    pub region: RegionId,
}

impl NewPlace {
    /// Reads the form.
    pub fn parse(values: &Values) -> Result<Self, Problems> {
        let mut reader = Reader::new(values);
        let name = reader.text(Field::PlaceName, 2, 60);
        let address = reader.text(Field::Address, 2, LINE_MAX);
        let region = reader.choice(Field::County, |text| text.parse().ok());
        reader.problems.or(|| Some(Self { name: name?, address: address?, region: region? }))
    }
}

/// Whether somebody may add places: whoever plans sessions in them.
pub fn may_add_place(actor: &Actor) -> bool {
    may_organise_sessions(actor)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::ProblemKind;

    #[test]
    fn a_place_needs_name_address_and_county() {
        let problems = NewPlace::parse(&Values::default()).expect_err("empty");
        for field in [Field::PlaceName, Field::Address, Field::County] {
            assert_eq!(problems.of(field), Some(ProblemKind::Missing));
        }
    }
}
