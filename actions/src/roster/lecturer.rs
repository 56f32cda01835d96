//! Lecturers of a roster against those on file, with their terms.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::NaiveDate;
use domain::{
    appointment::AppointmentState,
    id::PersonId,
    role::Role,
    roster::{LecturerRecord, Month, Reading, Record, unit_key},
};
use store::{PersonRow, Tx};

use super::{
    Reads,
    change::{Change, What},
    field::Fields,
    on_file::OnFile,
    people::{People, Said, Who},
};
use crate::{ActionError, course::listed_until};

/// The years of a term that says no end (domain §2.1: three years are the custom).
const TERM_YEARS: i64 = 3;

/// Somebody's term, from the first to the last day.
type Term = (PersonId, NaiveDate, NaiveDate);

/// What is written.
#[derive(Default)]
pub(super) struct Work {
    people: People,
    changed: BTreeMap<PersonId, Said>,
    terms: BTreeMap<(Who, NaiveDate), NaiveDate>,
    fields: Fields,
}

pub(super) async fn plan(
    conn: Reads<'_>,
    reading: &Reading,
    on_file: &OnFile,
    as_of: NaiveDate,
) -> Result<(Vec<Change>, Work), ActionError> {
    let terms = conn.list_all_appointments().await?;
    let terms = terms.into_iter().map(|term| (term.person_id, term.starts_on, term.ends_on));
    let lecturers = Lecturers::new(on_file, terms.collect());
    let (mut changes, mut work) = (Vec::new(), Work::default());
    for (row, record) in reading.records() {
        let Record::Lecturer(record) = record else { continue };
        let known = lecturers.known(record);
        if known.is_some_and(|known| lecturers.is_same(known, record)) {
            continue;
        }
        let id = known.map(|known| known.id);
        changes.push(Change {
            row,
            on_file: id.map(Into::into),
            what: What::Lecturer(record.clone()),
        });
        work.add(on_file, id, record, as_of);
    }
    work.people = work.people.ready();
    Ok((changes, work))
}

/// Look-ups made once per reading.
struct Lecturers<'a> {
    on_file: &'a OnFile,
    terms: HashSet<Term>,
    by_phone: HashMap<(&'a str, &'a str), &'a PersonRow>,
    by_unit: HashMap<(&'a str, String), &'a PersonRow>,
}

impl<'a> Lecturers<'a> {
    fn new(on_file: &'a OnFile, terms: HashSet<Term>) -> Self {
        let all = &on_file.lecturers;
        let by_phone = |p: &'a PersonRow| Some(((p.name.as_str(), p.phone.as_deref()?), p));
        Self {
            on_file,
            terms,
            by_phone: all.iter().filter_map(by_phone).collect(),
            by_unit: by_unit(on_file),
        }
    }

    /// A lecturer is known by name and phone; without a phone by name and workplace.
    fn known(&self, record: &LecturerRecord) -> Option<&'a PersonRow> {
        let name = record.name.as_str();
        let phone = record.phone.as_deref();
        let by_phone = phone.and_then(|phone| self.by_phone.get(&(name, phone)));
        let by_unit = || {
            let person = self.by_unit.get(&(name, unit_key(&record.unit)))?;
            // With two different phones they are two people.
            (person.phone.is_none() || record.phone.is_none()).then_some(person)
        };
        by_phone.or_else(by_unit).copied()
    }

    fn is_same(&self, known: &PersonRow, record: &LecturerRecord) -> bool {
        let said = said(self.on_file, record);
        known.sex == said.sex
            && known.born_in == said.born_in
            && known.phone == said.phone
            && known.title == said.title
            && self.on_file.field_name(known.field_id) == said.field
            && known.region_id == said.region_id
            && known.topics == said.topics
            && known.note == said.note
            && known.inner_note == said.inner_note
            && unit_key(known.workplace.as_deref().unwrap_or_default()) == unit_key(&record.unit)
            && self.has_term(known.id, record)
    }

    fn has_term(&self, person: PersonId, record: &LecturerRecord) -> bool {
        let (Some(start), Some(end)) = (record.start, record.end) else { return true };
        self.terms.contains(&(person, start.first_day(), end.last_day()))
    }
}

/// The lecturers on file by name and workplace.
pub(super) fn by_unit(on_file: &OnFile) -> HashMap<(&str, String), &PersonRow> {
    let key = |person: &PersonRow| unit_key(person.workplace.as_deref().unwrap_or_default());
    on_file.lecturers.iter().map(|person| ((person.name.as_str(), key(person)), person)).collect()
}

fn said(on_file: &OnFile, record: &LecturerRecord) -> Said {
    Said {
        name: record.name.clone(),
        sex: record.sex,
        born_in: record.birth.map(|month| month.to_string()),
        phone: record.phone.clone(),
        title: record.title.clone().unwrap_or_default(),
        field: record.field.clone().unwrap_or_default(),
        region_id: on_file.region(record.county.as_deref()),
        topics: record.topics.clone().unwrap_or_default(),
        note: record.note.clone().unwrap_or_default(),
        inner_note: record.inner.clone().unwrap_or_default(),
    }
}

impl Work {
    fn add(
        &mut self,
        on_file: &OnFile,
        id: Option<PersonId>,
        record: &LecturerRecord,
        as_of: NaiveDate,
    ) {
        let said = said(on_file, record);
        self.fields.need(on_file, &said.field);
        let region_id = said.region_id;
        let who = if let Some(id) = id {
            self.changed.insert(id, said);
            Who::OnFile(id)
        } else {
            self.people.add(said)
        };
        self.people.work_at(on_file, who, &record.unit, region_id);
        // Imported terms become appointments; a term without both months runs from the import's
        // day.
        let starts_on = record.start.map_or(as_of, Month::first_day);
        let ends_on = record.end.map_or_else(|| listed_until(as_of, TERM_YEARS), Month::last_day);
        self.terms.insert((who, starts_on), ends_on);
    }

    pub(super) async fn apply(&self, tx: &mut Tx, as_of: NaiveDate) -> Result<(), ActionError> {
        let fields = self.fields.ensure(tx).await?;
        let ids = self.people.write(tx, &fields, as_of).await?;
        let changed = self.changed.iter().map(|(id, said)| (*id, said.row(&fields)));
        tx.change_people(&changed.collect::<Vec<_>>()).await?;
        let mut terms = Vec::with_capacity(self.terms.len());
        for ((who, starts_on), ends_on) in &self.terms {
            terms.push((ids.of(*who)?, *starts_on, *ends_on));
        }
        tx.set_appointments(&terms, AppointmentState::Active).await?;
        let mut people: Vec<PersonId> = terms.iter().map(|(person, ..)| *person).collect();
        people.sort_unstable();
        people.dedup();
        Ok(tx.add_grants(&people, Role::Lecturer, as_of).await?)
    }
}
