//! People, with or without accounts, and their workplaces; grants are in `grant`, terms in
//! `appointment`.

mod field;
mod set;
mod trace;
mod workplace;

use chrono::NaiveDate;
use domain::{
    id::{FieldId, OrganisationId, PartyId, PersonId, RegionId},
    person::PersonFacts,
    role::Role,
    roster::{Month, Sex},
};

use crate::{
    Conn, Reach, StoreError, Tx,
    row::decoded,
    search::{needle, needle_end},
    statement::{Statement, bound, sql, text},
};

pub use set::{PersonFill, SearchKeys};
pub use trace::TraceRow;
pub use workplace::WorkplaceRow;

/// A person as lists show one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonRow {
    /// Key.
    pub id: PersonId,
    /// The party that is taken.
    pub party_id: PartyId,
    /// Name.
    pub name: String,
    /// Sex, if known.
    pub sex: Option<Sex>,
    /// `YYYY-MM`, if known.
    pub born_in: Option<String>,
    /// Mobile number, if known.
    pub phone: Option<String>,
    /// Post or professional title.
    pub title: String,
    /// Main subject field; further ones are in [`Conn::list_subject_fields`].
    pub field_id: Option<FieldId>,
    /// Region.
    pub region_id: Option<RegionId>,
    /// Topics offered.
    pub topics: String,
    /// Remark.
    pub note: String,
    /// Remark for the office alone.
    pub inner_note: String,
    /// Present workplace.
    pub workplace: Option<String>,
    /// Its key.
    pub workplace_id: Option<OrganisationId>,
    /// The record that this one was merged into.
    pub merged_into: Option<PersonId>,
    /// Counted up with every change.
    pub revision: i64,
}

decoded! {
    PersonRow: id, party_id, name, sex, born_in, phone, title, field_id, region_id, topics, note,
    inner_note, workplace, workplace_id, merged_into, revision
}

impl PersonRow {
    /// What is on file, with the subject fields of [`Conn::list_subject_fields`].
    pub fn facts(&self, fields: Vec<FieldId>) -> PersonFacts {
        let person = self;
        PersonFacts {
            name: person.name.clone(),
            sex: person.sex,
            born_in: person.born_in.as_deref().and_then(Month::parse),
            phone: person.phone.clone(),
            title: person.title.clone(),
            fields,
            region: person.region_id,
            topics: person.topics.clone(),
            note: person.note.clone(),
            inner_note: person.inner_note.clone(),
        }
    }
}

/// A person to be written.
#[derive(Clone, Debug, Default)]
pub struct NewPerson<'a> {
    /// Name.
    pub name: &'a str,
    /// Sex, if known.
    pub sex: Option<Sex>,
    /// `YYYY-MM`, if known.
    pub born_in: Option<&'a str>,
    /// Mobile number, if known.
    pub phone: Option<&'a str>,
    /// Post or professional title.
    pub title: &'a str,
    /// Subject fields, each once, the main one first.
    pub fields: &'a [FieldId],
    /// Region.
    pub region_id: Option<RegionId>,
    /// Topics offered.
    pub topics: &'a str,
    /// Remark.
    pub note: &'a str,
    /// Remark for the office alone.
    pub inner_note: &'a str,
}

/// What is looked for among people.
#[derive(Clone, Copy, Debug)]
pub struct PeopleSearch<'a> {
    /// A part of the name, in characters, pinyin or initials; empty: whatever it is.
    pub words: &'a str,
    /// Who belongs to a unit now.
    pub unit: Option<OrganisationId>,
    /// Who has a role on a day.
    pub role: Option<(Role, NaiveDate)>,
    /// Whose main subject field or one of the further ones it is.
    pub field: Option<FieldId>,
    /// How far the reader sees.
    pub reach: &'a Reach,
}

/// A person with the present workplace; what is joined besides is named between the two.
const SELECT: &str = "SELECT p.id, p.party_id, p.name, p.sex, p.born_in, p.phone, p.title, \
    p.field_id, p.region_id, p.topics, p.note, p.inner_note, o.name AS workplace, \
    o.id AS workplace_id, p.merged_into, p.revision FROM person p ";
const WORKPLACE: &str = "LEFT JOIN affiliation a ON a.person_id = p.id AND a.ends_on IS NULL \
    LEFT JOIN organisation o ON o.id = a.organisation_id ";
const COLUMNS: &str = text![SELECT, WORKPLACE];
const FIND: &str = text![COLUMNS, "WHERE p.id = $1"];
const ADD: &str = "INSERT INTO person (party_id, name, sex, born_in, phone, title, field_id, \
    region_id, topics, note, inner_note) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) RETURNING id";
const END_AFFILIATION: &str = "UPDATE affiliation SET ends_on = $3 \
    WHERE person_id = $1 AND organisation_id <> $2 AND ends_on IS NULL";
const ADD_AFFILIATION: &str = "INSERT INTO affiliation (person_id, organisation_id, starts_on) \
    SELECT $1, $2, $3 WHERE NOT EXISTS (SELECT 1 FROM affiliation \
    WHERE person_id = $1 AND organisation_id = $2 AND ends_on IS NULL)";
const PANELISTS: &str = text![
    SELECT,
    "JOIN role_grant g ON g.person_id = p.id AND g.role = $1 AND g.starts_on <= $2 \
        AND (g.ends_on IS NULL OR g.ends_on > $2) ",
    WORKPLACE,
    "WHERE p.merged_into IS NULL ORDER BY p.name, p.id"
];
const LECTURERS: &str = text![
    SELECT,
    "JOIN appointment t ON t.person_id = p.id AND t.corps <> 'tutors' ",
    WORKPLACE,
    "WHERE p.merged_into IS NULL ORDER BY p.id, t.starts_on, t.id"
];
const SET_PHONE: &str = "UPDATE person SET phone = $2, contact_at = NULL, \
    revision = revision + 1 \
    WHERE id = $1 AND COALESCE(phone, '') <> COALESCE(CAST($2 AS TEXT), '')";
const COUNT: &str = "SELECT COUNT(*) FROM person";

const NAMES: &str = "SELECT id, name FROM person WHERE id IN ";

impl<'a> PeopleSearch<'a> {
    /// Whoever is found by name, pinyin or initials, whatever they are.
    pub fn named(words: &'a str, reach: &'a Reach) -> Self {
        Self { words, unit: None, role: None, field: None, reach }
    }

    /// People who stand by themselves.
    fn found<'s>(&self) -> Statement<'s> {
        let mut found = sql(COLUMNS).push("WHERE p.merged_into IS NULL");
        let needle = needle(self.words);
        if !needle.is_empty() {
            let end = needle_end(&needle);
            found = found.push(" AND p.id IN (SELECT person_id FROM search_key WHERE suffix >= ");
            found = found.value(needle).push(" AND suffix < ").value(end).push(")");
        }
        if let Some(unit) = self.unit {
            found = found.push(
                " AND p.id IN (SELECT person_id FROM affiliation WHERE ends_on IS NULL \
                AND organisation_id = ",
            );
            found = found.value(unit).push(")");
        }
        if let Some((role, day)) = self.role {
            found = found.push(" AND p.id IN (SELECT person_id FROM role_grant WHERE role = ");
            found = found.value(role).push(" AND starts_on <= ").value(day);
            found = found.push(" AND (ends_on IS NULL OR ends_on > ").value(day).push("))");
        }
        if let Some(field) = self.field {
            found = found.push(" AND (p.field_id = ").value(field);
            found = found.push(" OR p.id IN (SELECT person_id FROM person_field WHERE field_id = ");
            found = found.value(field).push("))");
        }
        found.within("p.region_id", "o.id", self.reach)
    }
}

impl Conn {
    /// The names of these people, in their order.
    pub async fn list_names(
        &mut self,
        people: &[PersonId],
    ) -> Result<Vec<(PersonId, String)>, StoreError> {
        if people.is_empty() {
            return Ok(Vec::new());
        }
        self.all(sql(NAMES).list(people).push(" ORDER BY id").unkept()).await
    }

    /// One person.
    pub async fn find_person(&mut self, id: PersonId) -> Result<Option<PersonRow>, StoreError> {
        self.one(sql(FIND).bind(id)).await
    }

    /// How many people there are.
    pub async fn count_people(&mut self) -> Result<i64, StoreError> {
        self.only(sql(COUNT)).await
    }

    /// Everybody who may sit on a panel on a day, by name.
    pub async fn list_people_with_role(
        &mut self,
        role: Role,
        day: NaiveDate,
    ) -> Result<Vec<PersonRow>, StoreError> {
        self.all(sql(PANELISTS).bind(role).bind(day)).await
    }

    /// People who are looked for, by name, from one of them on; a unit's are those who work there.
    pub async fn list_people_found(
        &mut self,
        search: &PeopleSearch<'_>,
        from: Option<(&str, PersonId)>,
        limit: i64,
    ) -> Result<Vec<PersonRow>, StoreError> {
        let mut found = search.found();
        if let Some((name, id)) = from {
            found = found.push(" AND (p.name, p.id) >= (").value(name).push(", ").value(id);
            found = found.push(")");
        }
        self.all(found.push(" ORDER BY p.name, p.id LIMIT ").value(limit)).await
    }

    /// All lecturers, once per term: for comparing a roster with what is on file.
    pub async fn list_lecturers(&mut self) -> Result<Vec<PersonRow>, StoreError> {
        self.all(sql(LECTURERS)).await
    }
}

impl Tx {
    /// Sets a person's mobile number; `false`: it is the same.
    pub async fn change_own_phone(
        &mut self,
        person: PersonId,
        phone: Option<&str>,
    ) -> Result<bool, StoreError> {
        self.is_changed(sql(SET_PHONE).bind(person).bind(phone)).await
    }

    /// Adds a person, findable by name.
    pub async fn add_person(&mut self, person: &NewPerson<'_>) -> Result<PersonId, StoreError> {
        let party = self.add_party("person").await?;
        let p = person;
        let id: PersonId = self
            .only(bound!(ADD;
            party, p.name, p.sex, p.born_in, p.phone, p.title, p.fields.first().copied(), p.region_id,
            p.topics, p.note, p.inner_note))
            .await?;
        self.set_further_fields(&[(id, p.fields)]).await?;
        self.index_name(id, p.name).await?;
        Ok(id)
    }

    /// Makes an organisation the present workplace of a person; the one before ends that day.
    pub async fn set_workplace(
        &mut self,
        person: PersonId,
        organisation: OrganisationId,
        day: NaiveDate,
    ) -> Result<(), StoreError> {
        self.run(sql(END_AFFILIATION).bind(person).bind(organisation).bind(day)).await?;
        self.run(sql(ADD_AFFILIATION).bind(person).bind(organisation).bind(day)).await
    }
}
