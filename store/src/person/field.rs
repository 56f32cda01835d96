//! The subject fields of people: the main one stands with the person, further ones in their order
//! beside it.

use std::collections::BTreeMap;

use domain::id::{FieldId, PersonId};

use crate::{Conn, FieldRow, StoreError, Tx, statement::sql};

const MAIN: &str = "SELECT id, field_id FROM person WHERE field_id IS NOT NULL AND id IN ";
const FURTHER: &str = "SELECT person_id, field_id FROM person_field WHERE person_id IN ";
const IN_ORDER: &str = " ORDER BY person_id, place";
const ALL_FURTHER: &str = "SELECT person_id, field_id FROM person_field ORDER BY person_id, place";
const OF_PERSON: &str = "SELECT f.id, f.name_zh, f.name_en FROM field f \
    JOIN (SELECT id AS person_id, field_id, 0 AS place FROM person WHERE id = $1 \
        UNION ALL SELECT person_id, field_id, place FROM person_field WHERE person_id = $1) k \
    ON k.field_id = f.id ORDER BY k.place";
const REMOVE: &str = "DELETE FROM person_field WHERE person_id IN ";
const ADD: &str = "INSERT INTO person_field (person_id, field_id, place) ";

impl Conn {
    /// The subject fields of each of these people who has any, each field once, the main one first.
    pub async fn list_subject_fields(
        &mut self,
        people: &[PersonId],
    ) -> Result<BTreeMap<PersonId, Vec<FieldId>>, StoreError> {
        let ids = || people.iter().copied();
        let mut rows: Vec<(PersonId, FieldId)> = self.all_in(MAIN, ids(), "").await?;
        rows.extend(self.all_in::<(PersonId, FieldId), _>(FURTHER, ids(), IN_ORDER).await?);
        let mut fields: BTreeMap<PersonId, Vec<FieldId>> = BTreeMap::new();
        for (person, field) in rows {
            let own = fields.entry(person).or_default();
            // What was made the main one by a server that knows of no further ones stands twice.
            if !own.contains(&field) {
                own.push(field);
            }
        }
        Ok(fields)
    }

    /// The subject fields of a person with their names, each once, the main one first.
    pub async fn list_fields_of(&mut self, person: PersonId) -> Result<Vec<FieldRow>, StoreError> {
        let rows: Vec<FieldRow> = self.all(sql(OF_PERSON).bind(person)).await?;
        let mut fields: Vec<FieldRow> = Vec::with_capacity(rows.len());
        for row in rows {
            if fields.iter().all(|known| known.id != row.id) {
                fields.push(row);
            }
        }
        Ok(fields)
    }

    /// The further subject fields of everybody, in their order: for comparing a roster with what is
    /// on file.
    pub async fn list_further_fields(&mut self) -> Result<Vec<(PersonId, FieldId)>, StoreError> {
        self.all(sql(ALL_FURTHER)).await
    }
}

impl Tx {
    /// Writes the further subject fields of people anew; the first of each is the main one, which
    /// stands with the person.
    pub(super) async fn set_further_fields(
        &mut self,
        people: &[(PersonId, &[FieldId])],
    ) -> Result<(), StoreError> {
        self.run_in(REMOVE, people.iter().map(|(person, _)| *person), "").await?;
        let further = people.iter().flat_map(|(person, fields)| {
            let further = (1_i64..).zip(fields.iter().skip(1));
            further.map(|(place, field)| vec![(*person).into(), (*field).into(), place.into()])
        });
        self.run_rows(ADD, further.collect(), "").await
    }
}
