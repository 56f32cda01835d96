//! Science tutors of a roster against those on file; who is no person yet becomes one.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;
use domain::{
    id::PersonId,
    role::Role,
    roster::{At, Reading, Record, Sex, TutorLevel, TutorRecord},
};
use store::{PersonRow, TutorRow, Tx};

use super::{
    Reads,
    change::{Change, What},
    compare::{Compare, Facts, fact},
    crowd::{Crowd, Face},
    lecturer::{said_of, workplace, workplace_then},
    on_file::OnFile,
    people::{People, Said, Who},
};
use crate::{ActionError, Call, tell::tell_of_roles};

/// What is written; the person of each is known in the end.
#[derive(Default)]
pub(super) struct Work {
    people: People,
    tutors: BTreeMap<Who, TutorRow>,
    /// Those who have the role: all but those whose role was ended and stays so.
    teach: BTreeSet<Who>,
}

pub(super) async fn plan(
    conn: Reads<'_>,
    reading: &Reading,
    on_file: &OnFile,
    as_of: NaiveDate,
    compare: &mut Compare<'_>,
) -> Result<(Vec<Change>, Work), ActionError> {
    let records: Vec<(At, &TutorRecord)> = reading
        .records()
        .filter_map(|(at, record)| match record {
            Record::Tutor(record) => Some((at, record)),
            _ => None,
        })
        .collect();
    let mut crowd = Crowd::load(conn, records.iter().map(|(_, record)| face(record))).await?;
    let tutors = conn.list_tutors_of(&crowd.ids()).await?;
    let tutors: HashMap<PersonId, TutorRow> =
        tutors.into_iter().map(|tutor| (tutor.person_id, tutor)).collect();
    let ended: HashMap<PersonId, NaiveDate> =
        conn.list_ended_grants(Role::Tutor, as_of).await?.into_iter().collect();
    let (mut changes, mut work) = (Vec::new(), Work::default());
    for (at, record) in records {
        let Ok(who) = crowd.decide(compare, at, &face(record)) else { continue };
        let person = who.and_then(|id| crowd.row(id)).cloned();
        let tutor = who.and_then(|id| tutors.get(&id));
        let ended = who.and_then(|id| ended.get(&id)).copied();
        let is_apart = who.is_some_and(|id| on_file.no_tutors.contains(&id));
        let teaches = compare.has_role(at, &record.name, Role::Tutor, is_apart, ended);
        let said = said(on_file, compare, at, record, person.as_ref());
        let row = tutor_row(compare, at, record, tutor);
        let is_changed = person.as_ref().is_none_or(|person| {
            let nothing = TutorRow::default();
            let before = facts(
                on_file,
                &said_of(on_file, person),
                workplace(person),
                tutor.unwrap_or(&nothing),
            );
            let unit = workplace_then(person, &record.unit);
            let begins_again = ended.is_some() && teaches;
            compare.differ(at, before, facts(on_file, &said, unit, &row)) || begins_again
        });
        if !is_changed && tutor.is_some() {
            continue;
        }
        changes.push(Change {
            at,
            on_file: tutor.map(|tutor| tutor.person_id.into()),
            what: What::Tutor(record.clone()),
        });
        if let Some(person) = &person {
            work.people.change(person, said.clone());
        }
        let who = crowd.meet(&mut work.people, on_file, &record.unit, said, who);
        work.tutors.insert(who, row);
        if teaches {
            work.teach.insert(who);
        }
    }
    work.people = work.people.ready();
    Ok((changes, work))
}

fn face(record: &TutorRecord) -> Face<'_> {
    Face { name: &record.name, unit: &record.unit, phone: record.phone.as_deref() }
}

/// What is then on file of the person.
fn said(
    on_file: &OnFile,
    compare: &mut Compare<'_>,
    at: At,
    record: &TutorRecord,
    known: Option<&PersonRow>,
) -> Said {
    let region = on_file.region(record.county.as_deref());
    let (sex, phone) = (record.sex, record.phone.clone());
    let Some(known) = known else {
        let title = record.title.clone().unwrap_or_default();
        return Said {
            name: record.name.clone(),
            sex,
            phone,
            title,
            region_id: region.or(on_file.home),
            ..Said::default()
        };
    };
    Said {
        name: record.name.clone(),
        sex: compare.keep(at, "sex", sex, known.sex),
        phone: compare.keep(at, "phone", phone, known.phone.clone()),
        region_id: compare.keep(at, "county", region, known.region_id),
        ..said_of(on_file, known)
    }
}

/// What is then on file of the tutor; whose it is, is known in the end.
fn tutor_row(
    compare: &mut Compare<'_>,
    at: At,
    record: &TutorRecord,
    known: Option<&TutorRow>,
) -> TutorRow {
    let nothing = TutorRow::default();
    let known = known.unwrap_or(&nothing);
    let stages = record.stages.clone();
    TutorRow {
        person_id: PersonId::default(),
        subject: compare.keep_text(at, "subject", record.subject.as_ref(), &known.subject),
        stages: compare.keep_all(at, "stage", stages, known.stages.clone()),
        title: compare.keep_text(at, "title", record.title.as_ref(), &known.title),
        level: compare.keep(at, "level", record.level, known.level),
        years: compare.keep(at, "years", record.years.map(i64::from), known.years),
        joined_on: compare.keep(at, "joined", record.joined, known.joined_on),
        note: compare.keep_text(at, "note", record.note.as_ref(), &known.note),
    }
}

fn facts(on_file: &OnFile, said: &Said, unit: &str, tutor: &TutorRow) -> Facts {
    let stages: Vec<&str> = tutor.stages.iter().map(|stage| stage.as_str()).collect();
    vec![
        ("name", said.name.clone()),
        ("sex", fact(said.sex.map(Sex::as_str))),
        ("county", on_file.region_name(said.region_id)),
        ("unit", unit.to_owned()),
        ("subject", tutor.subject.clone()),
        ("stage", stages.join(",")),
        ("title", tutor.title.clone()),
        ("level", fact(tutor.level.map(TutorLevel::as_str))),
        ("years", fact(tutor.years)),
        ("joined", fact(tutor.joined_on)),
        ("phone", fact(said.phone.as_ref())),
        ("note", tutor.note.clone()),
    ]
}

impl Work {
    pub(super) async fn apply(
        &self,
        tx: &mut Tx,
        call: &Call,
        as_of: NaiveDate,
    ) -> Result<(), ActionError> {
        let ids = self.people.write(tx, &HashMap::new(), as_of).await?;
        let mut tutors = Vec::with_capacity(self.tutors.len());
        for (who, tutor) in &self.tutors {
            tutors.push(TutorRow { person_id: ids.of(*who)?, ..tutor.clone() });
        }
        tx.set_tutors(&tutors).await?;
        let people = self.teach.iter().map(|who| ids.of(*who));
        let people: Vec<PersonId> = people.collect::<Result<_, _>>()?;
        let given = tx.add_grants(&people, Role::Tutor, as_of).await?;
        tell_of_roles(tx, call, &given, Role::Tutor).await
    }
}
