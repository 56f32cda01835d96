//! Registers of training hours: who attended what is on file, and the ledger of what is new.
//!
//! A person has an event once (`TRN-05`). A row that says something else than what is on file is
//! shown as a change; carried out, it takes the old credit back and adds the new one.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    credit_hour::{CreditSource, Hours, Span, spread},
    roster::{TimeOfDay, TrainingHourRecord},
    training_event::span_codes,
};
use store::{Conn, NewCredit, NewPerson, ParticipationRow, StoreError, Tx};

use super::{
    compare::{Change, text},
    named::{region_of_code, workplace},
    tutor::known_person,
};
use crate::ActionError;

/// What a row changes: nothing, or a participation, which is on file or not.
pub(super) async fn compare(
    conn: &mut Conn,
    row: u32,
    record: &TrainingHourRecord,
) -> Result<Option<Change>, ActionError> {
    let person = known_person(conn, &record.name, &record.unit, record.phone.as_deref()).await?;
    let known = match person {
        Some(person) => known_event(conn, person.id, record).await?,
        None => None,
    };
    let same = known.as_ref().is_some_and(|known| *known == on_file(known, record));
    let id = known.map(|known| known.id);
    Ok((!same).then(|| Change::TrainingHour(row, id, record.clone())))
}

/// The same event of a person: of the same name, on days that meet.
async fn known_event(
    conn: &mut Conn,
    person: i64,
    record: &TrainingHourRecord,
) -> Result<Option<ParticipationRow>, ActionError> {
    let key = record.event_key();
    let same = |known: &ParticipationRow| {
        known.event_key == key
            && known.first_day <= record.last_day
            && record.first_day <= known.last_day
    };
    Ok(conn.list_participations(person).await?.into_iter().find(same))
}

/// What is on file with the row's own values in it.
fn on_file(known: &ParticipationRow, record: &TrainingHourRecord) -> ParticipationRow {
    ParticipationRow {
        id: known.id,
        event_key: known.event_key.clone(),
        ..participation(known.person_id, record)
    }
}

fn participation(person_id: i64, record: &TrainingHourRecord) -> ParticipationRow {
    ParticipationRow {
        id: 0,
        person_id,
        event_key: record.event_key(),
        title: record.event.clone(),
        organiser: text(record.organiser.as_ref()).to_owned(),
        kind: record.kind.map(|kind| kind.as_str().to_owned()),
        first_day: record.first_day,
        last_day: record.last_day,
        time_text: text(record.time_text.as_ref()).to_owned(),
        hours: i64::from(record.hours),
        note: text(record.note.as_ref()).to_owned(),
    }
}

/// Writes a participation and what it earned; who is no person yet becomes one.
pub(super) async fn apply(
    tx: &mut Tx,
    record: &TrainingHourRecord,
    as_of: NaiveDate,
    now: DateTime<Utc>,
) -> Result<(), ActionError> {
    let person = person(tx, record, as_of).await?;
    let row = if let Some(known) = known_event(tx, person, record).await? {
        let row = on_file(&known, record);
        tx.change_participation(&row).await?;
        tx.reverse_credit_hours(CreditSource::Roster, row.id, person, None, now).await?;
        row
    } else {
        let row = participation(person, record);
        match tx.add_participation(&row, now).await {
            Ok(id) => ParticipationRow { id, ..row },
            // Somebody imports the same register at the same moment.
            Err(StoreError::Conflict) => return Err(ActionError::Stale),
            Err(error) => return Err(error.into()),
        }
    };
    credit(tx, &row, record.time, now).await
}

async fn person(
    tx: &mut Tx,
    record: &TrainingHourRecord,
    as_of: NaiveDate,
) -> Result<i64, ActionError> {
    let known = known_person(tx, &record.name, &record.unit, record.phone.as_deref()).await?;
    if let Some(known) = known {
        tx.fill_person(known.id, None, record.phone.as_deref(), None).await?;
        return Ok(known.id);
    }
    let region = region_of_code(tx, record.county.as_deref(), as_of).await?;
    let person = NewPerson {
        name: &record.name,
        phone: record.phone.as_deref(),
        region_id: region,
        ..NewPerson::default()
    };
    let person = tx.add_person(&person).await?;
    let workplace = workplace(tx, &record.unit, region).await?;
    tx.set_workplace(person, workplace, as_of).await?;
    Ok(person)
}

/// The hours stated, in equal shares for the days; the daily cap is applied when they are summed.
async fn credit(
    tx: &mut Tx,
    row: &ParticipationRow,
    time: Option<TimeOfDay>,
    now: DateTime<Utc>,
) -> Result<(), ActionError> {
    let round = tx.next_credit_round(CreditSource::Roster, row.id, row.person_id).await?;
    let spans = span_codes(&spans(time));
    for (held_on, hours) in spread(row.first_day, row.last_day, Hours::hundredths(row.hours)) {
        let credit = NewCredit {
            person_id: row.person_id,
            held_on,
            spans: &spans,
            earned: hours.in_hundredths(),
            source: CreditSource::Roster,
            source_id: row.id,
            round,
            kind: row.kind.as_deref(),
            title: &row.title,
            organiser: &row.organiser,
            verifier_id: None,
            created_at: now,
        };
        tx.add_credit_hour(&credit).await?;
    }
    Ok(())
}

fn spans(time: Option<TimeOfDay>) -> Vec<Span> {
    let span = |time: TimeOfDay| {
        let (from, until) = time.minutes();
        Span::new(u16::try_from(from).ok()?, u16::try_from(until).ok()?).ok()
    };
    time.and_then(span).into_iter().collect()
}
