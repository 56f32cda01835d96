//! Registers of training hours: who attended what is on file, and the ledger of what is new.
//!
//! A person has an event once (`TRN-05`). A row that says something else than what is on file is
//! shown as a change; carried out, it takes the old credit back and adds the new one. What stands on a
//! record that was issued is proposed instead, and carried out when a second person confirms it.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    assessment_year::Added,
    credit_hour::{ActivityKind, CreditSource, Hours, Span, spread},
    form::Field,
    id::{ParticipationId, PersonId},
    paper_correction::{Correction, RegisterLine},
    roster::{At, Reading, Record, TimeOfDay, TrainingHourRecord},
    training_event::span_codes,
};
use store::{Conn, NewCredit, NewPaperCorrection, ParticipationRow};

use super::{
    Reads,
    change::{Change, What},
    compare::{Compare, Facts, fact},
    crowd::{Crowd, Face},
    on_file::OnFile,
    people::{People, PeopleIds, Said, Who},
};
use crate::{
    ActionError, Call,
    assessment_year::add_credits,
    paper_correction::{propose, taken_meanwhile},
    write::Write,
};

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
        tx: &mut Write,
        call: &Call,
        (as_of, file): (NaiveDate, &str),
    ) -> Result<(), ActionError> {
        let now = call.now;
        let ids = self.people.write(tx, &HashMap::new(), as_of).await?;
        let mut written = self.written(&ids)?;
        let on_file: Vec<ParticipationId> = written.iter().map(|(row, _)| row.id).collect();
        let on_paper = tx.list_lines_on_paper(&on_file).await?;
        for (row, spans) in written.iter().filter(|(row, _)| on_paper.contains(&row.id)) {
            propose_line(tx, call, row, spans, file).await?;
        }
        written.retain(|(row, _)| !on_paper.contains(&row.id));
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
        tx.reverse_roster_hours(&changed, now).await.map_err(taken_meanwhile)?;
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

/// A line as it is corrected.
fn line_of(row: &ParticipationRow) -> RegisterLine {
    RegisterLine {
        title: row.title.clone(),
        organiser: row.organiser.clone(),
        kind: fact(row.kind.map(ActivityKind::as_str)),
        first_day: row.first_day,
        last_day: row.last_day,
        time: row.time_text.clone(),
        hours: row.hours,
        note: row.note.clone(),
    }
}

async fn find_line(
    conn: &mut Conn,
    (person, line): (PersonId, ParticipationId),
) -> Result<Option<ParticipationRow>, ActionError> {
    let rows = conn.list_participations(&[person]).await?;
    Ok(rows.into_iter().find(|row| row.id == line))
}

/// A line of somebody's as it is on file.
pub(crate) async fn line_on_file(
    conn: &mut Conn,
    whose: (PersonId, ParticipationId),
) -> Result<Option<RegisterLine>, ActionError> {
    Ok(find_line(conn, whose).await?.as_ref().map(line_of))
}

/// Proposes what a newer register says of a line; its file is the reason.
async fn propose_line(
    tx: &mut Write,
    call: &Call,
    row: &ParticipationRow,
    spans: &str,
    file: &str,
) -> Result<(), ActionError> {
    let whose = (row.person_id, row.id);
    let before = line_on_file(tx, whose).await?.ok_or(ActionError::Stale)?;
    let change = Correction::Register {
        line: row.id,
        before: Box::new(before),
        after: Box::new(line_of(row)),
        spans: spans.to_owned(),
    };
    let earned = tx.count_standing_hours((CreditSource::Roster, row.id.0), row.person_id).await?;
    let new = NewPaperCorrection {
        person_id: row.person_id,
        title: &row.title,
        amounts: (earned, row.hours),
        change: &change,
        reason: file,
        proposer_id: call.actor()?.person,
        proposed_at: call.now,
    };
    propose(tx, call, &new).await.map(|_| ())
}

/// Carries out what a newer register says of a line, once a second person has confirmed it.
pub(crate) async fn carry_out(
    tx: &mut Write,
    call: &Call,
    whose: (PersonId, ParticipationId),
    (after, spans): (&RegisterLine, &str),
) -> Result<(), ActionError> {
    let row = find_line(tx, whose).await?.ok_or(ActionError::Stale)?;
    let row = ParticipationRow {
        title: after.title.clone(),
        organiser: after.organiser.clone(),
        kind: ActivityKind::parse(&after.kind),
        first_day: after.first_day,
        last_day: after.last_day,
        time_text: after.time.clone(),
        hours: after.hours,
        note: after.note.clone(),
        ..row
    };
    let line = row.id;
    tx.change_participations(std::slice::from_ref(&row)).await?;
    tx.reverse_roster_hours(&[line], call.now).await?;
    let rounds = tx.list_roster_rounds(&[line]).await?.into_iter().collect();
    let credits = credits_of(&row, spans, line, &rounds, call.now);
    add_credits(tx, Added::Confirmed(call.today()), Field::Decision, &credits).await
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
