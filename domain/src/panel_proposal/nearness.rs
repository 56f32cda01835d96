//! Who of many is near a lecturer, as far as the files show (`REV-07`, `AWD-10`): the same unit now or
//! or within the years of the rulebook, or one that is above the other.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::{
    id::{OrganisationId, PersonId},
    review_session::Peer,
};

/// Above no unit are more than so many others.
pub const ABOVE_MAX: usize = 8;

/// The units of panelists, and what is above them.
#[derive(Clone, Debug)]
pub struct Nearness<'a> {
    parents: &'a BTreeMap<OrganisationId, OrganisationId>,
    since: NaiveDate,
    people: BTreeSet<PersonId>,
    in_unit: BTreeMap<OrganisationId, BTreeSet<PersonId>>,
    below: BTreeMap<OrganisationId, BTreeSet<PersonId>>,
}

impl<'a> Nearness<'a> {
    /// Of these panelists, with the unit above each that has one, and the day after which a unit that
    /// was left counts still.
    pub fn new<'b>(
        panelists: impl IntoIterator<Item = &'b Peer>,
        parents: &'a BTreeMap<OrganisationId, OrganisationId>,
        since: NaiveDate,
    ) -> Self {
        let people = BTreeSet::new();
        let (in_unit, below) = (BTreeMap::new(), BTreeMap::new());
        let mut nearness = Self { parents, since, people, in_unit, below };
        for peer in panelists {
            nearness.people.insert(peer.person);
            for unit in units(peer, since) {
                nearness.in_unit.entry(unit).or_default().insert(peer.person);
                for above in nearness.above(unit) {
                    nearness.below.entry(above).or_default().insert(peer.person);
                }
            }
        }
        nearness
    }

    /// The panelists who may not judge a lecturer: of the own unit, of one above it or below it, those
    /// with a known relation, and the lecturer.
    pub fn to(&self, lecturer: &Peer) -> BTreeSet<PersonId> {
        let mut near = BTreeSet::new();
        if self.people.contains(&lecturer.person) {
            near.insert(lecturer.person);
        }
        near.extend(lecturer.ties.iter().filter(|tied| self.people.contains(tied)));
        for unit in units(lecturer, self.since) {
            near.extend(self.below.get(&unit).into_iter().flatten());
            for one in self.above(unit).into_iter().chain([unit]) {
                near.extend(self.in_unit.get(&one).into_iter().flatten());
            }
        }
        near
    }

    fn above(&self, unit: OrganisationId) -> Vec<OrganisationId> {
        let up = |unit: &OrganisationId| self.parents.get(unit).copied();
        std::iter::successors(up(&unit), up).take(ABOVE_MAX).collect()
    }
}

fn units(peer: &Peer, since: NaiveDate) -> impl Iterator<Item = OrganisationId> {
    peer.stays.iter().filter(move |stay| stay.is_recent(since)).map(|stay| stay.organisation)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::review_session::{Stay, conflict};

    fn peer(person: i64, stays: &[(i64, Option<&str>)]) -> Peer {
        let stay = |(unit, end): &(i64, Option<&str>)| Stay {
            organisation: OrganisationId(*unit),
            ends_on: end.map(|day| day.parse().expect("a day")),
        };
        let stays = stays.iter().map(stay).collect();
        Peer {
            person: PersonId(person),
            fields: Vec::new(),
            is_teacher: false,
            stays,
            ties: Vec::new(),
        }
    }

    #[test]
    fn units_above_and_below_are_near_and_units_beside_are_not() {
        // 1 is above 2 and 3, and 2 above 4.
        let parents = [(2, 1), (3, 1), (4, 2)];
        let parents = parents.map(|(one, above)| (OrganisationId(one), OrganisationId(above)));
        let parents = BTreeMap::from(parents);
        let since = "2023-12-01".parse().expect("a day");
        let panelists = [
            peer(11, &[(1, None)]),
            peer(12, &[(2, None)]),
            peer(13, &[(3, None)]),
            peer(14, &[(4, Some("2024-06-01")), (3, None)]),
            peer(15, &[(4, Some("2020-06-01"))]),
        ];
        let nearness = Nearness::new(&panelists, &parents, since);
        let near = |lecturer: &Peer| -> Vec<i64> {
            nearness.to(lecturer).into_iter().map(|person| person.0).collect()
        };
        assert_eq!(near(&peer(20, &[(4, None)])), [11, 12, 14]);
        assert_eq!(near(&peer(20, &[(2, None)])), [11, 12, 14]);
        assert_eq!(near(&peer(20, &[(3, None)])), [11, 13, 14]);
        assert_eq!(near(&peer(15, &[(9, None)])), [15]);
        // Whoever is in conflict by the rule of the same unit is near.
        for one in &panelists {
            for other in &panelists {
                let is_near = nearness.to(other).contains(&one.person);
                assert!(is_near || !conflict(one, other, since));
            }
        }
    }

    #[test]
    fn units_that_are_above_each_other_have_an_end() {
        let parents = [(1, 2), (2, 1)].map(|(one, up)| (OrganisationId(one), OrganisationId(up)));
        let parents = BTreeMap::from(parents);
        let since = "2023-12-01".parse().expect("a day");
        let panelists = [peer(11, &[(1, None)])];
        assert_eq!(Nearness::new(&panelists, &parents, since).to(&panelists[0]).len(), 1);
    }
}
