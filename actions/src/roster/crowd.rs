//! Who the people of a roster are on file: known, like somebody, or nobody yet.

use std::collections::HashMap;

use domain::{
    id::PersonId,
    roster::{At, Code, unit_key},
};
use store::PersonRow;

use super::{
    compare::{Compare, Waits},
    on_file::OnFile,
    people::{People, Said, Who},
};
use crate::ActionError;

/// How a row tells a person.
#[derive(Clone, Copy)]
pub(super) struct Face<'a> {
    pub(super) name: &'a str,
    pub(super) unit: &'a str,
    pub(super) phone: Option<&'a str>,
}

/// Somebody of a name, by phone and workplace.
struct Known {
    who: Who,
    phone: Option<String>,
    unit: String,
}

/// Everybody on file of the names and phones of a roster, and those whom its earlier rows have
/// added.
pub(super) struct Crowd {
    named: HashMap<String, Vec<Known>>,
    phones: HashMap<String, PersonId>,
    rows: HashMap<PersonId, PersonRow>,
}

/// Who on file is like the person of a row.
enum Like<'a> {
    /// It is this one.
    Same(&'a PersonRow),
    /// Of the same name and workplace, with another phone.
    OtherPhone(&'a PersonRow),
    /// Of another name, with the same phone.
    OtherName(&'a PersonRow),
    /// Several of the name work there, and the row does not say which one it is.
    Several(Vec<&'a PersonRow>),
    Nobody,
}

impl Crowd {
    pub(super) async fn load<'a>(
        conn: super::Reads<'_>,
        faces: impl Iterator<Item = Face<'a>>,
    ) -> Result<Self, ActionError> {
        let (mut names, mut phones): (Vec<&str>, Vec<&str>) = (Vec::new(), Vec::new());
        for face in faces {
            names.push(face.name);
            // A line that many share tells nobody.
            phones.extend(face.phone.filter(|phone| is_mobile(phone)));
        }
        for list in [&mut names, &mut phones] {
            list.sort_unstable();
            list.dedup();
        }
        let mut people = conn.list_people_named(&names).await?;
        people.extend(conn.list_people_with_phones(&phones).await?);
        people.sort_by_key(|person| person.id);
        people.dedup_by_key(|person| person.id);
        let mut crowd =
            Self { named: HashMap::new(), phones: HashMap::new(), rows: HashMap::new() };
        for person in people {
            crowd.named.entry(person.name.clone()).or_default().push(Known {
                who: Who::OnFile(person.id),
                phone: person.phone.clone(),
                unit: unit_key(person.workplace.as_deref().unwrap_or_default()),
            });
            if let Some(phone) = &person.phone {
                crowd.phones.entry(phone.clone()).or_insert(person.id);
            }
            crowd.rows.insert(person.id, person);
        }
        Ok(crowd)
    }

    /// The keys of everybody on file.
    pub(super) fn ids(&self) -> Vec<PersonId> {
        let mut ids: Vec<PersonId> = self.rows.keys().copied().collect();
        ids.sort_unstable();
        ids
    }

    /// Somebody on file.
    pub(super) fn row(&self, id: PersonId) -> Option<&PersonRow> {
        self.rows.get(&id)
    }

    /// Who a row is on file, or nobody yet; [`Waits`], if somebody has to say so first.
    pub(super) fn decide(
        &self,
        compare: &mut Compare<'_>,
        at: At,
        face: &Face<'_>,
    ) -> Result<Option<PersonId>, Waits> {
        let (code, field, read, alike) = match self.like(face) {
            Like::Same(person) => return Ok(Some(person.id)),
            Like::Nobody => return Ok(None),
            Like::OtherPhone(person) => {
                let read = face.phone.unwrap_or_default();
                (Code::KnownWithOtherPhone, "phone", read, vec![person])
            }
            Like::OtherName(person) => (Code::PhoneOnFile, "phone", face.name, vec![person]),
            Like::Several(people) => (Code::KnownWithOtherPhone, "name", face.name, people),
        };
        let told: Vec<String> = alike.iter().copied().map(told).collect();
        compare.tell(at, code, field, read, told.join("；"));
        Ok(compare.answer(at, &alike)?.map(|person| person.id))
    }

    /// Everybody on file who may be the person of a row.
    pub(super) fn alike(&self, face: &Face<'_>) -> Vec<&PersonRow> {
        match self.like(face) {
            Like::Same(person) | Like::OtherPhone(person) | Like::OtherName(person) => vec![person],
            Like::Several(people) => people,
            Like::Nobody => Vec::new(),
        }
    }

    fn like(&self, face: &Face<'_>) -> Like<'_> {
        let of_name: &[Known] = self.named.get(face.name).map_or(&[], Vec::as_slice);
        let key = unit_key(face.unit);
        let row = |known: &Known| match known.who {
            Who::OnFile(id) => self.rows.get(&id),
            Who::New(_) => None,
        };
        if let Some(person) = pick(of_name, &key, face.phone).and_then(|at| row(of_name.get(at)?)) {
            return Like::Same(person);
        }
        let colleagues: Vec<&PersonRow> =
            of_name.iter().filter(|known| known.unit == key).filter_map(row).collect();
        if !colleagues.is_empty() {
            return match (face.phone, colleagues.as_slice()) {
                (Some(_), [person]) => Like::OtherPhone(person),
                _ => Like::Several(colleagues),
            };
        }
        let other = face.phone.filter(|phone| is_mobile(phone));
        let other = other.and_then(|phone| self.rows.get(self.phones.get(phone)?));
        match other {
            Some(person) if person.name != face.name => Like::OtherName(person),
            _ => Like::Nobody,
        }
    }

    /// Who it is when the earlier rows are carried out; who is nobody yet is added. With somebody
    /// decided it is that one.
    pub(super) fn meet(
        &mut self,
        people: &mut People,
        on_file: &OnFile,
        unit: &str,
        said: Said,
        decided: Option<PersonId>,
    ) -> Who {
        let known = self.named.entry(said.name.clone()).or_default();
        let (key, region_id) = (unit_key(unit), said.region_id);
        let place = match decided {
            Some(id) => known.iter().position(|one| one.who == Who::OnFile(id)),
            None => pick(known, &key, said.phone.as_deref()),
        };
        let who = if let Some(one) = place.and_then(|at| known.get_mut(at)) {
            people.fill(one.who, &said);
            one.phone = one.phone.take().or(said.phone);
            one.unit = key;
            one.who
        } else if let Some(id) = decided {
            people.fill(Who::OnFile(id), &said);
            known.push(Known { who: Who::OnFile(id), phone: said.phone, unit: key });
            Who::OnFile(id)
        } else {
            let phone = said.phone.clone();
            let who = people.add(said);
            known.push(Known { who, phone, unit: key });
            who
        };
        people.work_at(on_file, who, unit, region_id);
        who
    }
}

/// How somebody on file is told: name, workplace and phone.
fn told(person: &PersonRow) -> String {
    let parts = [Some(&person.name), person.workplace.as_ref(), person.phone.as_ref()];
    parts.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(" · ")
}

fn is_mobile(phone: &str) -> bool {
    phone.len() == 11 && phone.starts_with('1')
}

/// By name and phone; without a phone, by name and workplace. Two different phones are two people,
/// also at one workplace.
fn pick(known: &[Known], unit: &str, phone: Option<&str>) -> Option<usize> {
    let by_phone = |one: &Known| one.phone.as_deref() == phone;
    if phone.is_some()
        && let Some(known) = known.iter().position(by_phone)
    {
        return Some(known);
    }
    let colleagues: Vec<usize> =
        (0..known.len()).filter(|at| known.get(*at).is_some_and(|one| one.unit == unit)).collect();
    if phone.is_none() && colleagues.len() == 1 {
        return colleagues.first().copied();
    }
    colleagues.into_iter().find(|at| known.get(*at).is_some_and(|one| one.phone.is_none()))
}
