//! Science tutors of a roster against those on file; who is no person yet becomes one.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use domain::{
    id::PersonId,
    role::Role,
    roster::{Reading, Record, TutorRecord, unit_key},
};
use store::{PersonRow, TutorRow, Tx};

use super::{
    Reads,
    change::{Change, What},
    on_file::OnFile,
    people::{Crowd, People, Said, Who},
};
use crate::ActionError;

/// What is written; the person of each is known in the end.
#[derive(Default)]
pub(super) struct Work {
    people: People,
    tutors: BTreeMap<Who, TutorRow>,
}

pub(super) async fn plan(
    conn: Reads<'_>,
    reading: &Reading,
    on_file: &OnFile,
) -> Result<(Vec<Change>, Work), ActionError> {
    let records: Vec<(u32, &TutorRecord)> = reading
        .records()
        .filter_map(|(row, record)| match record {
            Record::Tutor(record) => Some((row, record)),
            _ => None,
        })
        .collect();
    let names = records.iter().map(|(_, record)| record.name.as_str());
    let mut crowd = Crowd::load(conn, names).await?;
    let tutors = conn.list_tutors_of(&crowd.ids()).await?;
    let tutors: HashMap<PersonId, TutorRow> =
        tutors.into_iter().map(|tutor| (tutor.person_id, tutor)).collect();
    let mut changes = Vec::new();
    for (row, record) in &records {
        let known = crowd.known(&record.name, &record.unit, record.phone.as_deref());
        let tutor = known.and_then(|known| tutors.get(&known.id));
        if known.is_some_and(|known| is_same(on_file, known, tutor, record)) {
            continue;
        }
        let id = tutor.map(|tutor| tutor.person_id);
        changes.push(Change {
            row: *row,
            on_file: id.map(Into::into),
            what: What::Tutor((*record).clone()),
        });
    }
    let mut work = Work::default();
    for change in &changes {
        let What::Tutor(record) = &change.what else { continue };
        let said = said(on_file, record);
        let who = crowd.meet(&mut work.people, on_file, &record.unit, said);
        work.tutors.insert(who, tutor_row(PersonId::default(), record));
    }
    work.people = work.people.ready();
    Ok((changes, work))
}

fn is_same(
    on_file: &OnFile,
    person: &PersonRow,
    tutor: Option<&TutorRow>,
    record: &TutorRecord,
) -> bool {
    tutor == Some(&tutor_row(person.id, record))
        && (record.county.is_none() || person.region_id == on_file.region(record.county.as_deref()))
        && (record.phone.is_none() || person.phone == record.phone)
        && (record.sex.is_none() || person.sex.is_some())
        && unit_key(person.workplace.as_deref().unwrap_or_default()) == unit_key(&record.unit)
}

fn said(on_file: &OnFile, record: &TutorRecord) -> Said {
    Said {
        name: record.name.clone(),
        sex: record.sex,
        phone: record.phone.clone(),
        title: record.title.clone().unwrap_or_default(),
        region_id: on_file.region(record.county.as_deref()),
        ..Said::default()
    }
}

fn tutor_row(person_id: PersonId, record: &TutorRecord) -> TutorRow {
    TutorRow {
        person_id,
        subject: record.subject.clone().unwrap_or_default(),
        stages: record.stages.clone(),
        title: record.title.clone().unwrap_or_default(),
        level: record.level,
        years: record.years.map(i64::from),
        joined_on: record.joined,
        note: record.note.clone().unwrap_or_default(),
    }
}

impl Work {
    pub(super) async fn apply(&self, tx: &mut Tx, as_of: NaiveDate) -> Result<(), ActionError> {
        let ids = self.people.write(tx, &HashMap::new(), as_of).await?;
        let mut tutors = Vec::with_capacity(self.tutors.len());
        for (who, tutor) in &self.tutors {
            tutors.push(TutorRow { person_id: ids.of(*who)?, ..tutor.clone() });
        }
        tx.set_tutors(&tutors).await?;
        let people: Vec<PersonId> = tutors.iter().map(|tutor| tutor.person_id).collect();
        Ok(tx.add_grants(&people, Role::Tutor, as_of).await?)
    }
}
