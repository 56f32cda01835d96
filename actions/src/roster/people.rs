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
    roster::Sex,
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
    /// The names of the subject fields, the main one first.
    pub(super) fields: Vec<String>,
    /// Their keys, where they are those on file.
    pub(super) field_ids: Vec<FieldId>,
    pub(super) region_id: Option<RegionId>,
    pub(super) topics: String,
    pub(super) note: String,
    pub(super) inner_note: String,
}

impl Said {
    /// The keys of the subject fields, of which new ones are in a map.
    fn fields(&self, known: &HashMap<String, FieldId>) -> Vec<FieldId> {
        let named = self.fields.iter().map(|name| known.get(name).copied());
        named.collect::<Option<_>>().unwrap_or_else(|| self.field_ids.clone())
    }

    fn row<'a>(&'a self, fields: &'a [FieldId]) -> NewPerson<'a> {
        NewPerson {
            name: &self.name,
            sex: self.sex,
            born_in: self.born_in.as_deref(),
            phone: self.phone.as_deref(),
            title: &self.title,
            fields,
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
    changed: BTreeMap<PersonId, Said>,
    corrected: BTreeMap<PersonId, (Option<String>, Option<String>)>,
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

    /// Gives somebody on file the name and the phone that a roster says.
    pub(super) fn correct(&mut self, known: &PersonRow, said: &Said) {
        let name = Some(&said.name).filter(|name| **name != known.name);
        let phone =
            said.phone.as_ref().filter(|_| known.phone.is_some() && said.phone != known.phone);
        if name.is_some() || phone.is_some() {
            self.corrected.insert(known.id, (name.cloned(), phone.cloned()));
        }
    }

    /// Writes all that is then on file of somebody on file.
    pub(super) fn change(&mut self, known: &PersonRow, said: Said) {
        self.correct(known, &said);
        self.changed.insert(known.id, said);
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
        let of_new: Vec<_> = self.new.iter().map(|said| said.fields(fields)).collect();
        let new: Vec<_> =
            self.new.iter().zip(&of_new).map(|(said, fields)| said.row(fields)).collect();
        let ids = PeopleIds(tx.add_people(&new, &self.search).await?);
        let fills = self.fills.iter().map(|(id, said)| {
            let phone = said.phone.as_deref();
            (*id, PersonFill { sex: said.sex, phone, region_id: said.region_id })
        });
        tx.fill_people(&fills.collect::<Vec<_>>()).await?;
        let of_changed: Vec<_> = self.changed.values().map(|said| said.fields(fields)).collect();
        let changed = self.changed.iter().zip(&of_changed);
        let changed = changed.map(|((id, said), fields)| (*id, said.row(fields)));
        tx.change_people(&changed.collect::<Vec<_>>()).await?;
        let corrected = self.corrected.iter();
        let corrected =
            corrected.map(|(id, (name, phone))| (*id, name.as_deref(), phone.as_deref()));
        tx.correct_people(&corrected.collect::<Vec<_>>()).await?;
        let mut workplaces = Vec::with_capacity(self.workplaces.len());
        for (who, place) in &self.workplaces {
            workplaces.push((ids.of(*who)?, places.of(*place)?));
        }
        tx.set_workplaces(&workplaces, as_of).await?;
        Ok(ids)
    }
}
