//! Places: rooms and halls where review sessions are held.

use crate::{
    code::codes,
    form::{Field, LINE_MAX, Problems, Reader, Values},
    id::RegionId,
    role::{Actor, may_organise_sessions},
};

/// What is on file of a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlaceFacts {
    /// Name of the room.
    pub name: String,
    /// Where it is.
    pub address: String,
    /// The county, for travel times.
    pub region: RegionId,
    /// How many have a seat, if it is known.
    pub capacity: Option<i64>,
    /// What it has; may be empty.
    pub equipment: String,
}

codes! {
    /// What is done to a place.
    PlaceStep {
        /// It is no longer offered for what is planned anew.
        Close = "close",
        /// It is offered again.
        Open = "open",
    }
}

impl PlaceStep {
    /// Whether the place is closed after it.
    pub fn closes(self) -> bool {
        self == Self::Close
    }
}

/// More seats than any hall has.
const SEATS_MAX: i64 = 20_000;

impl PlaceFacts {
    /// Reads the form.
    pub fn parse(values: &Values) -> Result<Self, Problems> {
        let mut reader = Reader::new(values);
        let name = reader.text(Field::PlaceName, 2, 60);
        let address = reader.text(Field::Address, 2, LINE_MAX);
        let region = reader.choice(Field::County, |text| text.parse().ok());
        let capacity = if values.trimmed(Field::Capacity).is_empty() {
            Some(None)
        } else {
            reader.number(Field::Capacity, 1, SEATS_MAX).map(Some)
        };
        let equipment = reader.text(Field::HallEquipment, 0, LINE_MAX);
        reader.problems.or(|| {
            Some(Self {
                name: name?,
                address: address?,
                region: region?,
                capacity: capacity?,
                equipment: equipment?,
            })
        })
    }
}

impl From<&PlaceFacts> for Values {
    fn from(facts: &PlaceFacts) -> Self {
        Self::default()
            .with(Field::PlaceName, &facts.name)
            .with(Field::Address, &facts.address)
            .with_known(Field::County, Some(facts.region))
            .with_known(Field::Capacity, facts.capacity)
            .with(Field::HallEquipment, &facts.equipment)
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
        let problems = PlaceFacts::parse(&Values::default()).expect_err("empty");
        for field in [Field::PlaceName, Field::Address, Field::County] {
            assert_eq!(problems.of(field), Some(ProblemKind::Missing));
        }
        let values = Values::default()
            .with(Field::PlaceName, "报告厅")
            .with(Field::Address, "示范路1号")
            .with(Field::County, "3")
            .with(Field::Capacity, "180");
        let facts = PlaceFacts::parse(&values).unwrap();
        assert_eq!((facts.capacity, facts.equipment.as_str()), (Some(180), ""));
        assert_eq!(PlaceFacts::parse(&Values::from(&facts)), Ok(facts));
        let mut wrong = values;
        wrong.set(Field::Capacity, "0");
        let problems = PlaceFacts::parse(&wrong).unwrap_err();
        assert_eq!(problems.of(Field::Capacity), Some(ProblemKind::OutOfRange(1, SEATS_MAX)));
    }
}
