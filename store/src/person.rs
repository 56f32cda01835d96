//! People, with or without accounts: workplaces and appointments; grants are in `grant`.

use chrono::NaiveDate;
use domain::role::Role;

use crate::{
    Conn, StoreError, Tx,
    pool::on_each,
    search::{needle, needle_end},
};

/// A person as lists show one.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct PersonRow {
    /// Key.
    pub id: i64,
    /// The party that is taken.
    pub party_id: i64,
    /// Name.
    pub name: String,
    /// `female` or `male`, if known.
    pub sex: Option<String>,
    /// `YYYY-MM`, if known.
    pub born_in: Option<String>,
    /// Mobile number, if known.
    pub phone: Option<String>,
    /// Post or professional title.
    pub title: String,
    /// Subject field.
    pub field_id: Option<i64>,
    /// Region.
    pub region_id: Option<i64>,
    /// Topics offered.
    pub topics: String,
    /// Remark.
    pub note: String,
    /// Remark for the office alone.
    pub inner_note: String,
    /// Present workplace.
    pub workplace: Option<String>,
    /// Its key.
    pub workplace_id: Option<i64>,
}

/// A person to be written.
#[derive(Clone, Debug, Default)]
pub struct NewPerson<'a> {
    /// Name.
    pub name: &'a str,
    /// `female` or `male`, if known.
    pub sex: Option<&'a str>,
    /// `YYYY-MM`, if known.
    pub born_in: Option<&'a str>,
    /// Mobile number, if known.
    pub phone: Option<&'a str>,
    /// Post or professional title.
    pub title: &'a str,
    /// Subject field.
    pub field_id: Option<i64>,
    /// Region.
    pub region_id: Option<i64>,
    /// Topics offered.
    pub topics: &'a str,
    /// Remark.
    pub note: &'a str,
    /// Remark for the office alone.
    pub inner_note: &'a str,
}

/// A term of a lecturer.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct AppointmentRow {
    /// Key.
    pub id: i64,
    /// The lecturer.
    pub person_id: i64,
    /// First day.
    pub starts_on: NaiveDate,
    /// Last day.
    pub ends_on: NaiveDate,
    /// State.
    pub state: String,
}

const COLUMNS: &str = "SELECT p.id, p.party_id, p.name, p.sex, p.born_in, p.phone, p.title, \
    p.field_id, p.region_id, p.topics, p.note, p.inner_note, o.name AS workplace, \
    o.id AS workplace_id FROM person p \
    LEFT JOIN affiliation a ON a.person_id = p.id AND a.ends_on IS NULL \
    LEFT JOIN organisation o ON o.id = a.organisation_id ";
const FIND: &str = "SELECT p.id, p.party_id, p.name, p.sex, p.born_in, p.phone, p.title, \
    p.field_id, p.region_id, p.topics, p.note, p.inner_note, o.name AS workplace, \
    o.id AS workplace_id FROM person p \
    LEFT JOIN affiliation a ON a.person_id = p.id AND a.ends_on IS NULL \
    LEFT JOIN organisation o ON o.id = a.organisation_id WHERE p.id = $1";
const ADD: &str = "INSERT INTO person (party_id, name, sex, born_in, phone, title, field_id, \
    region_id, topics, note, inner_note) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) RETURNING id";
const CHANGE: &str = "UPDATE person SET name = $2, sex = $3, born_in = $4, phone = $5, \
    title = $6, field_id = $7, region_id = $8, topics = $9, note = $10, inner_note = $11 \
    WHERE id = $1";
const NAME: &str = "SELECT name FROM person WHERE id = $1";
const END_AFFILIATION: &str = "UPDATE affiliation SET ends_on = $3 \
    WHERE person_id = $1 AND organisation_id <> $2 AND ends_on IS NULL";
const ADD_AFFILIATION: &str = "INSERT INTO affiliation (person_id, organisation_id, starts_on) \
    SELECT $1, $2, $3 WHERE NOT EXISTS (SELECT 1 FROM affiliation \
    WHERE person_id = $1 AND organisation_id = $2 AND ends_on IS NULL)";
const PANELISTS: &str = "SELECT p.id, p.party_id, p.name, p.sex, p.born_in, p.phone, p.title, \
    p.field_id, p.region_id, p.topics, p.note, p.inner_note, o.name AS workplace, \
    o.id AS workplace_id FROM person p \
    JOIN role_grant g ON g.person_id = p.id AND g.role = $1 AND g.starts_on <= $2 \
        AND (g.ends_on IS NULL OR g.ends_on > $2) \
    LEFT JOIN affiliation a ON a.person_id = p.id AND a.ends_on IS NULL \
    LEFT JOIN organisation o ON o.id = a.organisation_id ORDER BY p.name, p.id LIMIT 500";
const APPOINTMENTS: &str = "SELECT id, person_id, starts_on, ends_on, state FROM appointment \
    WHERE person_id = $1 ORDER BY starts_on";
const ALL_APPOINTMENTS: &str = "SELECT id, person_id, starts_on, ends_on, state FROM appointment ORDER BY person_id, starts_on";
const SET_APPOINTMENT: &str = "INSERT INTO appointment (person_id, starts_on, ends_on, state) \
    VALUES ($1, $2, $3, $4) ON CONFLICT (person_id, starts_on) \
    DO UPDATE SET ends_on = excluded.ends_on, state = excluded.state";
const LECTURERS: &str = "SELECT p.id, p.party_id, p.name, p.sex, p.born_in, p.phone, p.title, \
    p.field_id, p.region_id, p.topics, p.note, p.inner_note, o.name AS workplace, \
    o.id AS workplace_id FROM person p JOIN appointment t ON t.person_id = p.id \
    LEFT JOIN affiliation a ON a.person_id = p.id AND a.ends_on IS NULL \
    LEFT JOIN organisation o ON o.id = a.organisation_id ORDER BY p.id, t.starts_on";
const COUNT: &str = "SELECT COUNT(*) FROM person";

impl Conn {
    /// One person.
    pub async fn find_person(&mut self, id: i64) -> Result<Option<PersonRow>, StoreError> {
        Ok(on_each!(self, c => sqlx::query_as(FIND).bind(id).fetch_optional(c).await?))
    }

    /// How many people there are.
    pub async fn count_people(&mut self) -> Result<i64, StoreError> {
        Ok(on_each!(self, c => sqlx::query_scalar(COUNT).fetch_one(c).await?))
    }

    /// Everybody who may sit on a panel on a day, by name; at most 500.
    pub async fn list_people_with_role(
        &mut self,
        role: Role,
        day: NaiveDate,
    ) -> Result<Vec<PersonRow>, StoreError> {
        Ok(on_each!(self, c => sqlx::query_as(PANELISTS)
            .bind(role.as_str()).bind(day).fetch_all(c).await?))
    }

    /// People found by name, pinyin or initials, within regions (`None`: everywhere).
    pub async fn search_people(
        &mut self,
        query: &str,
        regions: Option<&[i64]>,
        offset: i64,
        limit: i64,
    ) -> Result<Vec<PersonRow>, StoreError> {
        let needle = needle(query);
        Ok(on_each!(self, c => {
            let mut q = sqlx::QueryBuilder::new(COLUMNS);
            q.push("WHERE 1 = 1");
            if !needle.is_empty() {
                q.push(" AND p.id IN (SELECT person_id FROM search_key WHERE suffix >= ")
                    .push_bind(&needle).push(" AND suffix < ").push_bind(needle_end(&needle))
                    .push(")");
            }
            if let Some(regions) = regions {
                q.push(" AND p.region_id IN (SELECT descendant_id FROM region_closure \
                    WHERE ancestor_id IN (");
                let mut list = q.separated(", ");
                for region in regions { list.push_bind(*region); }
                q.push("))");
            }
            q.push(" ORDER BY p.name, p.id LIMIT ").push_bind(limit)
                .push(" OFFSET ").push_bind(offset);
            q.build_query_as().fetch_all(c).await?
        }))
    }

    /// The terms of a lecturer.
    pub async fn list_appointments(
        &mut self,
        person: i64,
    ) -> Result<Vec<AppointmentRow>, StoreError> {
        Ok(on_each!(self, c => sqlx::query_as(APPOINTMENTS).bind(person).fetch_all(c).await?))
    }

    /// The terms of all lecturers.
    pub async fn list_all_appointments(&mut self) -> Result<Vec<AppointmentRow>, StoreError> {
        Ok(on_each!(self, c => sqlx::query_as(ALL_APPOINTMENTS).fetch_all(c).await?))
    }

    /// All lecturers, once per term: for comparing a roster with what is on file.
    pub async fn list_lecturers(&mut self) -> Result<Vec<PersonRow>, StoreError> {
        Ok(on_each!(self, c => sqlx::query_as(LECTURERS).fetch_all(c).await?))
    }
}

impl Tx {
    /// Adds a person, findable by name.
    pub async fn add_person(&mut self, person: &NewPerson<'_>) -> Result<i64, StoreError> {
        let party = self.add_party("person").await?;
        let p = person;
        let id: i64 = on_each!(self, c => sqlx::query_scalar(ADD)
            .bind(party).bind(p.name).bind(p.sex).bind(p.born_in).bind(p.phone).bind(p.title)
            .bind(p.field_id).bind(p.region_id).bind(p.topics).bind(p.note).bind(p.inner_note)
            .fetch_one(c).await?);
        self.index_name(id, p.name).await?;
        Ok(id)
    }

    /// Changes a person.
    pub async fn change_person(
        &mut self,
        id: i64,
        person: &NewPerson<'_>,
    ) -> Result<(), StoreError> {
        let p = person;
        let old: String =
            on_each!(self, c => sqlx::query_scalar(NAME).bind(id).fetch_one(c).await?);
        on_each!(self, c => sqlx::query(CHANGE)
            .bind(id).bind(p.name).bind(p.sex).bind(p.born_in).bind(p.phone).bind(p.title)
            .bind(p.field_id).bind(p.region_id).bind(p.topics).bind(p.note).bind(p.inner_note)
            .execute(c).await.map(|_| ())?);
        if old != p.name {
            self.index_name(id, p.name).await?;
        }
        Ok(())
    }

    /// Makes an organisation the present workplace of a person; the one before ends that day.
    pub async fn set_workplace(
        &mut self,
        person: i64,
        organisation: i64,
        day: NaiveDate,
    ) -> Result<(), StoreError> {
        on_each!(self, c => sqlx::query(END_AFFILIATION)
            .bind(person).bind(organisation).bind(day).execute(c).await.map(|_| ())?);
        on_each!(self, c => sqlx::query(ADD_AFFILIATION)
            .bind(person).bind(organisation).bind(day).execute(c).await.map(|_| ())?);
        Ok(())
    }

    /// Writes a term; a term that began on the same day is replaced.
    pub async fn set_appointment(
        &mut self,
        person: i64,
        starts_on: NaiveDate,
        ends_on: NaiveDate,
        state: &str,
    ) -> Result<(), StoreError> {
        on_each!(self, c => sqlx::query(SET_APPOINTMENT)
            .bind(person).bind(starts_on).bind(ends_on).bind(state)
            .execute(c).await.map(|_| ())?);
        Ok(())
    }
}
