//! Registers of training hours: who attended what is on file, and the ledger of what is new.
//!
//! A person has an event once (`TRN-05`). A row that says something else than what is on file is
//! shown as a change; carried out, it takes the old credit back and adds the new one.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    assessment_year::Added,
    credit_hour::{ActivityKind, CreditSource, Hours, Span, spread},
    form::Field,
    id::{ParticipationId, PersonId},
    roster::{At, Reading, Record, TimeOfDay, TrainingHourRecord},
    training_event::span_codes,
};
use store::{NewCredit, ParticipationRow, Tx};

use super::{
    Reads,
    change::{Change, What},
    compare::{Compare, Facts, fact},
    crowd::{Crowd, Face},
    on_file::OnFile,
    people::{People, PeopleIds, Said, Who},
};
use crate::{ActionError, assessment_year::add_credits};

/// A person at an event, with when in each day it was.
struct Attended {
    row: ParticipationRow,
    spans: String,
    /// Whether the roster says so, or only the file.
    is_written: bool,
}

/// What is written; the person of each is known in the end.
#[derive(Default)]
pub(super) struct Work {
    people: People,
    attended: HashMap<Who, Vec<Attended>>,
}

pub(super) async fn plan(
    conn: Reads<'_>,
    reading: &Reading,
    on_file: &OnFile,
    compare: &mut Compare<'_>,
) -> Result<(Vec<Change>, Work), ActionError> {
    let records: Vec<(At, &TrainingHourRecord)> = reading
        .records()
        .filter_map(|(at, record)| match record {
            Record::TrainingHour(record) => Some((at, record)),
            _ => None,
        })
        .collect();
    let mut crowd = Crowd::load(conn, records.iter().map(|(_, record)| face(record))).await?;
    let mut work = Work::default();
    for row in conn.list_participations(&crowd.ids()).await? {
        let attended = work.attended.entry(Who::OnFile(row.person_id)).or_default();
        attended.push(Attended { row, spans: String::new(), is_written: false });
    }
    let (mut changes, mut planned) = (Vec::new(), Vec::new());
    for (at, record) in records {
        let Ok(who) = crowd.decide(compare, at, &face(record)) else { continue };
        let events = who.and_then(|id| work.attended.get(&Who::OnFile(id)));
        let known = events.and_then(|all| all.iter().find(|one| is_event(&one.row, record)));
        let row = row_of(compare, at, known.map(|known| &known.row), record);
        if let Some(known) = known
            && !compare.differ(at, facts(&known.row), facts(&row))
        {
            continue;
        }
        changes.push(Change {
            at,
            on_file: known.map(|known| known.row.id.into()),
            what: What::TrainingHour(record.clone()),
        });
        planned.push((record, row, who));
    }
    for (record, row, who) in planned {
        work.add(on_file, &mut crowd, record, row, who);
    }
    work.people = work.people.ready();
    Ok((changes, work))
}

pub(super) fn face(record: &TrainingHourRecord) -> Face<'_> {
    Face { name: &record.name, unit: &record.unit, phone: record.phone.as_deref() }
}

fn facts(row: &ParticipationRow) -> Facts {
    vec![
        ("event", row.title.clone()),
        ("organiser", row.organiser.clone()),
        ("kind", fact(row.kind.map(ActivityKind::as_str))),
        ("start", row.first_day.to_string()),
        ("end", row.last_day.to_string()),
        ("time", row.time_text.clone()),
        ("hours", Hours::hundredths(row.hours).to_string()),
        ("note", row.note.clone()),
    ]
}

/// The same event: of the same name, on days that meet.
fn is_event(known: &ParticipationRow, record: &TrainingHourRecord) -> bool {
    known.event_key == record.event_key()
        && known.first_day <= record.last_day
        && record.first_day <= known.last_day
}

/// What is then on file.
fn row_of(
    compare: &mut Compare<'_>,
    at: At,
    known: Option<&ParticipationRow>,
    record: &TrainingHourRecord,
) -> ParticipationRow {
    let text = |of: fn(&ParticipationRow) -> &String| known.map_or("", |known| of(known).as_str());
    let kind = known.and_then(|known| known.kind);
    ParticipationRow {
        id: known.map(|known| known.id).unwrap_or_default(),
        person_id: known.map(|known| known.person_id).unwrap_or_default(),
        event_key: known.map_or_else(|| record.event_key(), |known| known.event_key.clone()),
        title: record.event.clone(),
        organiser: compare.keep_text(
            at,
            "organiser",
            record.organiser.as_ref(),
            text(|it| &it.organiser),
        ),
        kind: compare.keep(at, "kind", record.kind, kind),
        first_day: record.first_day,
        last_day: record.last_day,
        time_text: compare.keep_text(
            at,
            "time",
            record.time_text.as_ref(),
            text(|it| &it.time_text),
        ),
        hours: i64::from(record.hours),
        note: compare.keep_text(at, "note", record.note.as_ref(), text(|it| &it.note)),
    }
}

fn spans(time: Option<TimeOfDay>) -> String {
    let span = |time: TimeOfDay| {
        let (from, until) = time.minutes();
        Span::new(u16::try_from(from).ok()?, u16::try_from(until).ok()?).ok()
    };
    span_codes(&time.and_then(span).into_iter().collect::<Vec<_>>())
}

impl Work {
    fn add(
        &mut self,
        on_file: &OnFile,
        crowd: &mut Crowd,
        record: &TrainingHourRecord,
        row: ParticipationRow,
        decided: Option<PersonId>,
    ) {
        let said = Said {
            name: record.name.clone(),
            phone: record.phone.clone(),
            region_id: on_file.region(record.county.as_deref()).or(on_file.home),
            ..Said::default()
        };
        if let Some(person) = decided.and_then(|id| crowd.row(id)) {
            self.people.correct(person, &said);
        }
        let who = crowd.meet(&mut self.people, on_file, &record.unit, said, decided);
        let events = self.attended.entry(who).or_default();
        let spans = spans(record.time);
        let attended = Attended { row, spans, is_written: true };
        match events.iter_mut().find(|one| is_event(&one.row, record)) {
            Some(known) => *known = attended,
            None => events.push(attended),
        }
    }

    pub(super) async fn apply(
        &self,
        tx: &mut Tx,
        as_of: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<(), ActionError> {
        let ids = self.people.write(tx, &HashMap::new(), as_of).await?;
        let written = self.written(&ids)?;
        let (new, changed): (Vec<_>, Vec<_>) = written
            .iter()
            .map(|(row, _)| row.clone())
            .partition(|row| row.id == ParticipationId::default());
        let added = tx.add_participations(&new, now).await?;
        let added: HashMap<(PersonId, &str, NaiveDate), ParticipationId> = added
            .iter()
            .map(|(id, person, key, day)| ((*person, key.as_str(), *day), *id))
            .collect();
        tx.change_participations(&changed).await?;
        let changed: Vec<ParticipationId> = changed.iter().map(|row| row.id).collect();
        tx.reverse_roster_hours(&changed, now).await?;
        let rounds = tx.list_roster_rounds(&changed).await?.into_iter().collect();
        let key = |row: &ParticipationRow| {
            let key = (row.person_id, row.event_key.as_str(), row.first_day);
            if row.id == ParticipationId::default() {
                added.get(&key).copied()
            } else {
                Some(row.id)
            }
        };
        let credits = written.iter().filter_map(|(row, spans)| Some((row, *spans, key(row)?)));
        let credits: Vec<_> =
            credits.flat_map(|(row, spans, id)| credits_of(row, spans, id, &rounds, now)).collect();
        add_credits(tx, Added::Confirmed(as_of), Field::File, &credits).await
    }

    /// What is written, by person and time.
    fn written(&self, ids: &PeopleIds) -> Result<Vec<(ParticipationRow, &str)>, ActionError> {
        let mut written = Vec::new();
        for (who, events) in &self.attended {
            for one in events.iter().filter(|one| one.is_written) {
                let row = ParticipationRow { person_id: ids.of(*who)?, ..one.row.clone() };
                written.push((row, one.spans.as_str()));
            }
        }
        written.sort_by_key(|(row, _)| (row.person_id, row.first_day, row.id));
        Ok(written)
    }
}

/// The hours stated, in equal shares for the days; the daily cap is applied when they are summed.
fn credits_of<'a>(
    row: &'a ParticipationRow,
    spans: &'a str,
    id: ParticipationId,
    rounds: &HashMap<ParticipationId, i64>,
    now: DateTime<Utc>,
) -> Vec<NewCredit<'a>> {
    let round = rounds.get(&id).copied().unwrap_or_default() + 1;
    let days = spread(row.first_day, row.last_day, Hours::hundredths(row.hours));
    let credit = |(held_on, hours): (NaiveDate, Hours)| NewCredit {
        person_id: row.person_id,
        held_on,
        spans,
        earned: hours.in_hundredths(),
        source: CreditSource::Roster,
        source_id: id.into(),
        round,
        kind: row.kind,
        title: &row.title,
        organiser: &row.organiser,
        verifier_id: None,
        created_at: now,
    };
    days.into_iter().map(credit).collect()
}
