//! Lecturers of a roster against everybody on file, with their terms.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::NaiveDate;
use domain::{
    appointment::{AppointmentState, Corps},
    id::PersonId,
    role::Role,
    roster::{At, LecturerRecord, Month, Reading, Record, lecturer::subject_fields, unit_key},
    rulebook::Rule,
};
use store::{AppointmentRow, PersonRow, Tx};

use super::{
    Reads,
    change::{Change, What},
    compare::{Compare, Facts, fact},
    crowd::{Crowd, Face},
    field::Fields,
    on_file::OnFile,
    people::{People, Said, Who},
};
use crate::{ActionError, Call, course::listed_until, tell::tell_of_roles};

/// What is written.
#[derive(Default)]
pub(super) struct Work {
    people: People,
    terms: BTreeMap<(Who, NaiveDate), NaiveDate>,
    lecturers: Vec<Who>,
    fields: Fields,
}

pub(super) async fn plan(
    conn: Reads<'_>,
    reading: &Reading,
    on_file: &OnFile,
    as_of: NaiveDate,
    compare: &mut Compare<'_>,
) -> Result<(Vec<Change>, Work), ActionError> {
    let records: Vec<(At, &LecturerRecord)> = reading
        .records()
        .filter_map(|(at, record)| match record {
            Record::Lecturer(record) => Some((at, record)),
            _ => None,
        })
        .collect();
    let faces = records.iter().map(|(_, record)| face(record));
    let crowd = Crowd::load(conn, faces).await?;
    let term_years = conn.rulebook(as_of).await?.get(Rule::LecturerTermYears);
    let (terms, ended) = (HashMap::new(), HashMap::new());
    let mut lecturers = Lecturers { on_file, as_of, term_years, terms, ended };
    // The roster is that of the city's corps; terms in others are apart from it.
    let of_city = |term: &AppointmentRow| term.corps == Corps::CityLecturers;
    for term in conn.list_all_appointments().await?.into_iter().filter(of_city) {
        lecturers.terms.entry(term.person_id).or_default().push(term);
    }
    lecturers.ended = conn.list_ended_grants(Role::Lecturer, as_of).await?.into_iter().collect();
    Ok(lecturers.plan(&records, crowd, compare))
}

fn face(record: &LecturerRecord) -> Face<'_> {
    Face { name: &record.name, unit: &record.unit, phone: record.phone.as_deref() }
}

/// Look-ups made once per reading.
struct Lecturers<'a> {
    on_file: &'a OnFile,
    as_of: NaiveDate,
    /// How long a term lasts of which the roster says no end.
    term_years: i64,
    terms: HashMap<PersonId, Vec<AppointmentRow>>,
    /// Those whose role was ended, with the day.
    ended: HashMap<PersonId, NaiveDate>,
}

impl Lecturers<'_> {
    fn plan(
        &self,
        records: &[(At, &LecturerRecord)],
        mut crowd: Crowd,
        compare: &mut Compare<'_>,
    ) -> (Vec<Change>, Work) {
        let (mut changes, mut work) = (Vec::new(), Work::default());
        for (at, record) in records.iter().copied() {
            let Ok(who) = crowd.decide(compare, at, &face(record)) else { continue };
            let known = who.and_then(|id| crowd.row(id)).cloned();
            let said = said(self.on_file, compare, at, record, known.as_ref());
            let is_lecturer = known.as_ref().is_some_and(|it| self.terms.contains_key(&it.id));
            let ended = known.as_ref().and_then(|known| self.ended.get(&known.id)).copied();
            let is_apart =
                known.as_ref().is_some_and(|known| self.on_file.no_lecturers.contains(&known.id));
            let lectures = compare.has_role(at, &record.name, Role::Lecturer, is_apart, ended);
            let term = self.term(known.as_ref(), record).filter(|_| lectures);
            let is_changed = known.as_ref().is_none_or(|known| {
                let before = self.facts(&said_of(self.on_file, known), workplace(known), None);
                let after = self.facts(&said, workplace_then(known, &record.unit), term);
                let begins_again = ended.is_some() && lectures;
                compare.differ(at, before, after) || begins_again
            });
            if !is_changed && (is_lecturer || !lectures) {
                continue;
            }
            changes.push(Change {
                at,
                on_file: known.as_ref().filter(|_| is_lecturer).map(|known| known.id.into()),
                what: What::Lecturer(record.clone()),
            });
            for field in &said.fields {
                work.fields.need(self.on_file, field);
            }
            let region_id = said.region_id;
            let who = match &known {
                Some(known) => {
                    work.people.change(known, said);
                    Who::OnFile(known.id)
                }
                None => crowd.meet(&mut work.people, self.on_file, &record.unit, said, None),
            };
            work.people.work_at(self.on_file, who, &record.unit, region_id);
            if lectures {
                work.lecturers.push(who);
            }
            if let Some((starts_on, ends_on)) = term {
                work.terms.insert((who, starts_on), ends_on);
            }
        }
        work.people = work.people.ready();
        (changes, work)
    }

    /// The term that a row adds: that of both months, or, for who has none that runs, one from the
    /// day of the import or from its month on.
    fn term(
        &self,
        known: Option<&PersonRow>,
        record: &LecturerRecord,
    ) -> Option<(NaiveDate, NaiveDate)> {
        let terms = known.and_then(|known| self.terms.get(&known.id));
        let mut terms = terms.into_iter().flatten();
        if let (Some(start), Some(end)) = (record.start, record.end) {
            let term = (start.first_day(), end.last_day());
            return terms.all(|known| (known.starts_on, known.ends_on) != term).then_some(term);
        }
        if terms.any(|known| known.ends_on >= self.as_of) {
            return None;
        }
        // Imported terms become appointments; a term without both months runs from the import's
        // day.
        let starts_on = record.start.map_or(self.as_of, Month::first_day);
        let until = || listed_until(starts_on.max(self.as_of), self.term_years);
        let ends_on = record.end.map_or_else(until, Month::last_day);
        (starts_on <= ends_on).then_some((starts_on, ends_on))
    }

    fn facts(&self, said: &Said, unit: &str, term: Option<(NaiveDate, NaiveDate)>) -> Facts {
        vec![
            ("name", said.name.clone()),
            ("sex", fact(said.sex.map(domain::roster::Sex::as_str))),
            ("birth", fact(said.born_in.as_ref())),
            ("unit", unit.to_owned()),
            ("title", said.title.clone()),
            ("county", self.on_file.region_name(said.region_id)),
            ("field", said.fields.join("、")),
            ("topics", said.topics.clone()),
            ("phone", fact(said.phone.as_ref())),
            ("start", fact(term.map(|(starts_on, _)| starts_on))),
            ("end", fact(term.map(|(_, ends_on)| ends_on))),
            ("inner", said.inner_note.clone()),
            ("note", said.note.clone()),
        ]
    }
}

pub(super) fn workplace(person: &PersonRow) -> &str {
    person.workplace.as_deref().unwrap_or_default()
}

/// The workplace that is then on file: as it stands there, where the list only writes it otherwise.
pub(super) fn workplace_then<'a>(known: &'a PersonRow, unit: &'a str) -> &'a str {
    if unit_key(workplace(known)) == unit_key(unit) { workplace(known) } else { unit }
}

/// The lecturers on file by name and workplace.
pub(super) fn by_unit(on_file: &OnFile) -> HashMap<(&str, String), &PersonRow> {
    let key = |person: &PersonRow| unit_key(workplace(person));
    on_file.lecturers.iter().map(|person| ((person.name.as_str(), key(person)), person)).collect()
}

/// What is on file of a person.
pub(super) fn said_of(on_file: &OnFile, known: &PersonRow) -> Said {
    let field_ids = on_file.fields_of(known);
    Said {
        name: known.name.clone(),
        sex: known.sex,
        born_in: known.born_in.clone(),
        phone: known.phone.clone(),
        title: known.title.clone(),
        fields: field_ids.iter().map(|id| on_file.field_name(Some(*id)).to_owned()).collect(),
        field_ids,
        region_id: known.region_id,
        topics: known.topics.clone(),
        note: known.note.clone(),
        inner_note: known.inner_note.clone(),
    }
}

/// What is then on file.
fn said(
    on_file: &OnFile,
    compare: &mut Compare<'_>,
    at: At,
    record: &LecturerRecord,
    known: Option<&PersonRow>,
) -> Said {
    let known = known.map(|known| said_of(on_file, known)).unwrap_or_default();
    let birth = record.birth.map(|month| month.to_string());
    let region = on_file.region(record.county.as_deref());
    let fields = record.field.as_deref().unwrap_or_default();
    let fields = subject_fields(fields, |name| on_file.field(name).is_some());
    Said {
        name: record.name.clone(),
        sex: compare.keep(at, "sex", record.sex, known.sex),
        born_in: compare.keep(at, "birth", birth, known.born_in),
        phone: compare.keep(at, "phone", record.phone.clone(), known.phone),
        title: compare.keep_text(at, "title", record.title.as_ref(), &known.title),
        fields: compare.keep_all(at, "field", fields, known.fields),
        field_ids: Vec::new(),
        region_id: compare.keep(at, "county", region, known.region_id),
        topics: compare.keep_text(at, "topics", record.topics.as_ref(), &known.topics),
        note: compare.keep_text(at, "note", record.note.as_ref(), &known.note),
        inner_note: compare.keep_text(at, "inner", record.inner.as_ref(), &known.inner_note),
    }
}

impl Work {
    pub(super) async fn apply(
        &self,
        tx: &mut Tx,
        call: &Call,
        as_of: NaiveDate,
    ) -> Result<(), ActionError> {
        let fields = self.fields.ensure(tx).await?;
        let ids = self.people.write(tx, &fields, as_of).await?;
        let mut terms = Vec::with_capacity(self.terms.len());
        for ((who, starts_on), ends_on) in &self.terms {
            terms.push((ids.of(*who)?, *starts_on, *ends_on));
        }
        tx.set_appointments(&terms, AppointmentState::Active).await?;
        let lecturers = self.lecturers.iter().map(|who| ids.of(*who));
        let lecturers: HashSet<PersonId> = lecturers.collect::<Result<_, _>>()?;
        let mut lecturers: Vec<PersonId> = lecturers.into_iter().collect();
        lecturers.sort_unstable();
        let given = tx.add_grants(&lecturers, Role::Lecturer, as_of).await?;
        tell_of_roles(tx, call, &given, Role::Lecturer).await
    }
}
