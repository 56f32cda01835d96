//! People by the thousand, as rosters bring them.

use std::collections::HashMap;

use chrono::NaiveDate;
use domain::{
    id::{OrganisationId, PartyId, PersonId, RegionId},
    roster::Sex,
};

use super::{COLUMNS, NewPerson, PersonRow};
use crate::{
    Conn, StoreError, Tx,
    many::Cells,
    search::{REMEMBER_SET, suffixes},
    statement::text,
};

/// The texts by which people are found: worked out before a transaction begins.
#[derive(Clone, Debug, Default)]
pub struct SearchKeys(Vec<(String, usize)>);

impl SearchKeys {
    /// The texts by which these names are found.
    pub fn new<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        let mut keys = Vec::new();
        for (at, name) in names.into_iter().enumerate() {
            keys.extend(suffixes(name).into_iter().map(|suffix| (suffix, at)));
        }
        // In the order of the index, which is written faster that way.
        keys.sort_unstable();
        Self(keys)
    }
}

/// What is filled in for a person on file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PersonFill<'a> {
    /// Unless it is known.
    pub sex: Option<Sex>,
    /// Unless it is known.
    pub phone: Option<&'a str>,
    /// The region that the person is in now.
    pub region_id: Option<RegionId>,
}

const NAMED: &str = text![COLUMNS, "WHERE p.merged_into IS NULL AND p.name IN "];
const WITH_PHONES: &str = text![COLUMNS, "WHERE p.merged_into IS NULL AND p.phone IN "];
const CORRECT: &str = "UPDATE person SET name = COALESCE(v.column2, name), \
    phone = COALESCE(v.column3, phone), contact_at = NULL, revision = revision + 1 FROM (";
const ADD_PARTIES: &str = "INSERT INTO party (kind, turn) ";
const ADD: &str = "INSERT INTO person (party_id, name, sex, born_in, phone, title, field_id, \
    region_id, topics, note, inner_note) ";
const CHANGE: &str = "UPDATE person SET sex = v.column2, born_in = v.column3, \
    phone = v.column4, title = v.column5, field_id = v.column6, region_id = v.column7, \
    topics = v.column8, note = v.column9, inner_note = v.column10, \
    contact_at = NULL, revision = revision + 1 FROM (";
const FILL: &str = "UPDATE person SET sex = COALESCE(sex, v.column2), \
    phone = COALESCE(phone, v.column3), region_id = COALESCE(v.column4, region_id), \
    contact_at = NULL, revision = revision + 1 FROM (";
const OF_PERSON: &str = ") AS v WHERE person.id = v.column1";
const END_AFFILIATIONS: &str = "UPDATE affiliation SET ends_on = v.column3 FROM (";
const OF_ANOTHER: &str = ") AS v WHERE affiliation.person_id = v.column1 \
    AND affiliation.organisation_id <> v.column2 AND affiliation.ends_on IS NULL";
const ADD_AFFILIATIONS: &str = "INSERT INTO affiliation (person_id, organisation_id, starts_on) \
    SELECT v.column1, v.column2, v.column3 FROM (";
const UNLESS_THERE: &str = ") AS v WHERE NOT EXISTS (SELECT 1 FROM affiliation a \
    WHERE a.person_id = v.column1 AND a.organisation_id = v.column2 AND a.ends_on IS NULL)";

impl Conn {
    /// Everybody of any of these names, once for each present workplace.
    pub async fn list_people_named(
        &mut self,
        names: &[&str],
    ) -> Result<Vec<PersonRow>, StoreError> {
        self.all_in(NAMED, names.iter().copied(), " ORDER BY p.id, a.id").await
    }

    /// Everybody with any of these phones, once for each present workplace.
    pub async fn list_people_with_phones(
        &mut self,
        phones: &[&str],
    ) -> Result<Vec<PersonRow>, StoreError> {
        self.all_in(WITH_PHONES, phones.iter().copied(), " ORDER BY p.id, a.id").await
    }
}

impl Tx {
    /// Adds people, who are found by the keys of their names; their own keys, in the same order.
    pub async fn add_people(
        &mut self,
        people: &[NewPerson<'_>],
        search: &SearchKeys,
    ) -> Result<Vec<PersonId>, StoreError> {
        let parties = vec![vec!["person".into(), 0.into()]; people.len()];
        let parties: Vec<PartyId> = self.all_rows(ADD_PARTIES, parties, " RETURNING id").await?;
        let rows = parties.iter().zip(people).map(|(party, person)| {
            let mut row = vec![party.into(), person.name.into()];
            row.extend(columns(person));
            row
        });
        let added: Vec<(PartyId, PersonId)> =
            self.all_rows(ADD, rows.collect(), " RETURNING party_id, id").await?;
        let by_party: HashMap<PartyId, PersonId> = added.into_iter().collect();
        let ids = parties.iter().map(|party| by_party.get(party).copied());
        let ids: Vec<PersonId> = ids.collect::<Option<_>>().ok_or(StoreError::Missing)?;
        let fields: Vec<_> = ids.iter().copied().zip(people.iter().map(|it| it.fields)).collect();
        self.set_further_fields(&fields).await?;
        let keys = search.0.iter();
        let keys = keys.filter_map(|(suffix, at)| Some(vec![suffix.into(), ids.get(*at)?.into()]));
        self.run_rows(REMEMBER_SET, keys.collect(), "").await?;
        Ok(ids)
    }

    /// Changes people; their names stay.
    pub async fn change_people(
        &mut self,
        people: &[(PersonId, NewPerson<'_>)],
    ) -> Result<(), StoreError> {
        let rows = people.iter().map(|(id, person)| {
            let mut row = vec![id.into()];
            row.extend(columns(person));
            row
        });
        self.run_rows(CHANGE, rows.collect(), OF_PERSON).await?;
        let fields: Vec<_> = people.iter().map(|(id, person)| (*id, person.fields)).collect();
        self.set_further_fields(&fields).await
    }

    /// Corrects names and phones of people, who are then found by their new names; what is none
    /// stays.
    pub async fn correct_people(
        &mut self,
        people: &[(PersonId, Option<&str>, Option<&str>)],
    ) -> Result<(), StoreError> {
        let rows =
            people.iter().map(|(id, name, phone)| vec![id.into(), (*name).into(), (*phone).into()]);
        self.run_rows(CORRECT, rows.collect(), OF_PERSON).await?;
        let named = people.iter().filter_map(|(id, name, _)| Some((*id, (*name)?)));
        self.index_names(&named.collect::<Vec<_>>()).await
    }

    /// Fills in what was not known of people, and moves them to their regions.
    pub async fn fill_people(
        &mut self,
        fills: &[(PersonId, PersonFill<'_>)],
    ) -> Result<(), StoreError> {
        let rows = fills.iter().map(|(id, fill)| {
            vec![id.into(), fill.sex.into(), fill.phone.into(), fill.region_id.into()]
        });
        self.run_rows(FILL, rows.collect(), OF_PERSON).await
    }

    /// The same of one person.
    pub async fn fill_person(
        &mut self,
        person: PersonId,
        sex: Option<Sex>,
        phone: Option<&str>,
        region_id: Option<RegionId>,
    ) -> Result<(), StoreError> {
        self.fill_people(&[(person, PersonFill { sex, phone, region_id })]).await
    }

    /// Makes an organisation the present workplace of each person; the ones before end that day.
    pub async fn set_workplaces(
        &mut self,
        workplaces: &[(PersonId, OrganisationId)],
        day: NaiveDate,
    ) -> Result<(), StoreError> {
        let rows = workplaces.iter();
        let rows = rows.map(|(person, place)| vec![person.into(), place.into(), day.into()]);
        let rows: Vec<_> = rows.collect();
        self.run_rows(END_AFFILIATIONS, rows.clone(), OF_ANOTHER).await?;
        self.run_rows(ADD_AFFILIATIONS, rows, UNLESS_THERE).await
    }
}

fn columns<'a>(person: &NewPerson<'a>) -> Cells<'a> {
    let p = person;
    vec![
        p.sex.into(),
        p.born_in.into(),
        p.phone.into(),
        p.title.into(),
        p.fields.first().copied().into(),
        p.region_id.into(),
        p.topics.into(),
        p.note.into(),
        p.inner_note.into(),
    ]
}
