//! The people whom a roster adds, and what it fills in of those on file.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use store::{NewPerson, PersonFill, PersonRow, SearchKeys, Tx};

use super::{
    on_file::OnFile,
    workplace::{Place, Places},
};
use crate::ActionError;
use domain::{
    id::{FieldId, PersonId, RegionId},
    roster::{Sex, unit_key},
};

/// A person on file, or one of those who are added first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Who {
    OnFile(PersonId),
    New(usize),
}

/// What a roster says of a person.
#[derive(Clone, Debug, Default)]
pub(super) struct Said {
    pub(super) name: String,
    pub(super) sex: Option<Sex>,
    pub(super) born_in: Option<String>,
    pub(super) phone: Option<String>,
    pub(super) title: String,
    /// The name of the subject field.
    pub(super) field: String,
    pub(super) region_id: Option<RegionId>,
    pub(super) topics: String,
    pub(super) note: String,
    pub(super) inner_note: String,
}

impl Said {
    pub(super) fn row(&self, fields: &HashMap<String, FieldId>) -> NewPerson<'_> {
        NewPerson {
            name: &self.name,
            sex: self.sex,
            born_in: self.born_in.as_deref(),
            phone: self.phone.as_deref(),
            title: &self.title,
            field_id: fields.get(&self.field).copied(),
            region_id: self.region_id,
            topics: &self.topics,
            note: &self.note,
            inner_note: &self.inner_note,
        }
    }

    /// Fills in what is not known, and moves the person to the other's region.
    fn fill(&mut self, other: &Self) {
        self.sex = self.sex.or(other.sex);
        if self.phone.is_none() {
            self.phone.clone_from(&other.phone);
        }
        self.region_id = other.region_id.or(self.region_id);
    }
}

/// What is written of people, before anything that belongs to them.
#[derive(Debug, Default)]
pub(super) struct People {
    pub(super) new: Vec<Said>,
    fills: BTreeMap<PersonId, Said>,
    workplaces: BTreeMap<Who, Place>,
    places: Places,
    search: SearchKeys,
}

/// The keys of all people of a roster.
pub(super) struct PeopleIds(Vec<PersonId>);

impl PeopleIds {
    pub(super) fn of(&self, who: Who) -> Result<PersonId, ActionError> {
        match who {
            Who::OnFile(id) => Ok(id),
            Who::New(at) => self.0.get(at).copied().ok_or(ActionError::NotFound),
        }
    }
}

impl People {
    /// Adds a person.
    pub(super) fn add(&mut self, said: Said) -> Who {
        self.new.push(said);
        Who::New(self.new.len() - 1)
    }

    /// Fills in what is not known of a person.
    pub(super) fn fill(&mut self, who: Who, said: &Said) {
        match who {
            Who::OnFile(id) => self.fills.entry(id).or_default().fill(said),
            Who::New(at) => {
                if let Some(new) = self.new.get_mut(at) {
                    new.fill(said);
                }
            }
        }
    }

    /// Makes an organisation of this name the person's workplace.
    pub(super) fn work_at(
        &mut self,
        on_file: &OnFile,
        who: Who,
        unit: &str,
        region_id: Option<RegionId>,
    ) {
        let place = self.places.workplace(on_file, unit, region_id);
        self.workplaces.insert(who, place);
    }

    /// Works out how the new ones are found.
    pub(super) fn ready(mut self) -> Self {
        self.search = SearchKeys::new(self.new.iter().map(|said| said.name.as_str()));
        self
    }

    /// Writes them.
    pub(super) async fn write(
        &self,
        tx: &mut Tx,
        fields: &HashMap<String, FieldId>,
        as_of: NaiveDate,
    ) -> Result<PeopleIds, ActionError> {
        let places = self.places.add(tx).await?;
        let new: Vec<_> = self.new.iter().map(|said| said.row(fields)).collect();
        let ids = PeopleIds(tx.add_people(&new, &self.search).await?);
        let fills = self.fills.iter().map(|(id, said)| {
            let phone = said.phone.as_deref();
            (*id, PersonFill { sex: said.sex, phone, region_id: said.region_id })
        });
        tx.fill_people(&fills.collect::<Vec<_>>()).await?;
        let mut workplaces = Vec::with_capacity(self.workplaces.len());
        for (who, place) in &self.workplaces {
            workplaces.push((ids.of(*who)?, places.of(*place)?));
        }
        tx.set_workplaces(&workplaces, as_of).await?;
        Ok(ids)
    }
}

/// How a roster tells a person: with the name go a phone and a workplace.
struct Face {
    who: Who,
    phone: Option<String>,
    unit: String,
}

/// Everybody on file of the names of a roster, and those whom its earlier rows have added.
pub(super) struct Crowd {
    named: HashMap<String, Vec<Face>>,
    rows: HashMap<PersonId, PersonRow>,
}

impl Crowd {
    pub(super) async fn load<'a>(
        conn: super::Reads<'_>,
        names: impl Iterator<Item = &'a str>,
    ) -> Result<Self, ActionError> {
        let mut names: Vec<&str> = names.collect();
        names.sort_unstable();
        names.dedup();
        let mut people = conn.list_people_named(&names).await?;
        people.dedup_by_key(|person| person.id);
        let mut faces: HashMap<String, Vec<Face>> = HashMap::new();
        for person in &people {
            faces.entry(person.name.clone()).or_default().push(Face {
                who: Who::OnFile(person.id),
                phone: person.phone.clone(),
                unit: unit_key(person.workplace.as_deref().unwrap_or_default()),
            });
        }
        let rows = people.into_iter().map(|person| (person.id, person)).collect();
        Ok(Self { named: faces, rows })
    }

    /// The keys of everybody on file.
    pub(super) fn ids(&self) -> Vec<PersonId> {
        let mut ids: Vec<PersonId> = self.rows.keys().copied().collect();
        ids.sort_unstable();
        ids
    }

    /// Who it is on file.
    pub(super) fn known(&self, name: &str, unit: &str, phone: Option<&str>) -> Option<&PersonRow> {
        let faces = self.named.get(name)?;
        match faces.get(pick(faces, &unit_key(unit), phone)?)?.who {
            Who::OnFile(id) => self.rows.get(&id),
            Who::New(_) => None,
        }
    }

    /// Who it is when the earlier rows are carried out; who is nobody yet is added.
    pub(super) fn meet(
        &mut self,
        people: &mut People,
        on_file: &OnFile,
        unit: &str,
        said: Said,
    ) -> Who {
        let faces = self.named.entry(said.name.clone()).or_default();
        let (key, region_id) = (unit_key(unit), said.region_id);
        let known = pick(faces, &key, said.phone.as_deref());
        let who = if let Some(face) = known.and_then(|at| faces.get_mut(at)) {
            people.fill(face.who, &said);
            face.phone = face.phone.take().or(said.phone);
            face.unit = key;
            face.who
        } else {
            let phone = said.phone.clone();
            let who = people.add(said);
            faces.push(Face { who, phone, unit: key });
            who
        };
        people.work_at(on_file, who, unit, region_id);
        who
    }
}

/// By name and phone; without a phone, by name and workplace. Two different phones are two people,
/// also at one workplace.
fn pick(faces: &[Face], unit: &str, phone: Option<&str>) -> Option<usize> {
    let by_phone = |face: &Face| face.phone.as_deref() == phone;
    if phone.is_some()
        && let Some(known) = faces.iter().position(by_phone)
    {
        return Some(known);
    }
    let colleagues: Vec<usize> =
        (0..faces.len()).filter(|at| faces.get(*at).is_some_and(|one| one.unit == unit)).collect();
    if phone.is_none() && colleagues.len() == 1 {
        return colleagues.first().copied();
    }
    colleagues.into_iter().find(|at| faces.get(*at).is_some_and(|one| one.phone.is_none()))
}
