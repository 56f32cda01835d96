//! A unit files for its own people: its officer asks for places at trainings and gives them back
//! (`LAW-63`).

use crate::{
    code::codes,
    form::{Field, ProblemKind, Problems, Values},
    id::PersonId,
    role::{Actor, Role},
};

/// Who files for the people of a unit.
pub const UNIT_ENROLLERS: &[Role] = &[Role::UnitOfficer];

/// Whether somebody files for the people of a unit; of which one is a question of scope.
pub fn may_enrol_unit(actor: &Actor) -> bool {
    actor.is_any(UNIT_ENROLLERS)
}

codes! {
    /// What has become of places for a unit's people.
    UnitEnrolmentNews {
        /// A training was published to which the unit's people can go.
        Open = "open",
        /// The officer has asked for places.
        Asked = "asked",
        /// The officer has given a place back.
        GivenBack = "given_back",
    }
}

/// What an officer does with places.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UnitStep {
    /// Asks for a place for each of these, once.
    Ask(Vec<PersonId>),
    /// Gives back the place of one.
    GiveBack(PersonId),
}

impl UnitStep {
    /// Fields: `decision` (`ask`, `give_back`), `person` (several, or the one).
    pub fn parse(values: &Values) -> Result<Self, Problems> {
        let wrong = |field| Problems::one(field, ProblemKind::UnknownChoice);
        let mut people = Vec::new();
        for text in values.all(Field::Person) {
            let person = text.trim().parse().map_err(|_| wrong(Field::Person))?;
            if !people.contains(&person) {
                people.push(person);
            }
        }
        match (values.get(Field::Decision), people.as_slice()) {
            ("ask" | "give_back", []) => Err(Problems::one(Field::Person, ProblemKind::Missing)),
            ("ask", _) => Ok(Self::Ask(people)),
            ("give_back", [one]) => Ok(Self::GiveBack(*one)),
            ("give_back", _) => Err(wrong(Field::Person)),
            _ => Err(wrong(Field::Decision)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_names_whom_it_is_for_once() {
        let values = |decision: &str, people: &[&str]| {
            let people = people.iter().map(|it| (*it).to_owned());
            Values::default().with(Field::Decision, decision).with_each(Field::Person, people)
        };
        let ask = UnitStep::parse(&values("ask", &["7", "8", "7"]));
        assert_eq!(ask, Ok(UnitStep::Ask(vec![PersonId(7), PersonId(8)])));
        let back = UnitStep::parse(&values("give_back", &["7"]));
        assert_eq!(back, Ok(UnitStep::GiveBack(PersonId(7))));
        for (decision, people) in
            [("ask", &[][..]), ("ask", &["x"]), ("give_back", &["7", "8"]), ("", &["7"])]
        {
            assert!(UnitStep::parse(&values(decision, people)).is_err(), "{decision} {people:?}");
        }
    }
}
