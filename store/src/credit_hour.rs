//! The ledger of credit hours: what was earned, with its source. Rows are added, never changed.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    credit_hour::{ActivityKind, CreditSource, Entry, Hours},
    id::{CreditHourId, ParticipationId, PersonId},
    roster::event_key,
    training_event::parse_spans,
};

use crate::{Conn, StoreError, Tx, row::decoded, statement::sql};

/// A row of the ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreditRow {
    /// Key.
    pub id: CreditHourId,
    /// Whose.
    pub person_id: PersonId,
    /// The date of the activity.
    pub held_on: NaiveDate,
    /// When it was, as minutes of the day.
    pub spans: String,
    /// What it earned, in hundredths.
    pub earned: i64,
    /// What it comes from.
    pub source: CreditSource,
    /// Which one.
    pub source_id: i64,
    /// What it was.
    pub kind: Option<ActivityKind>,
    /// The activity.
    pub title: String,
    /// Who held it.
    pub organiser: String,
    /// Name of who verified it; none for an imported register.
    pub verifier: Option<String>,
    /// The row that this one takes back.
    pub reverses_id: Option<CreditHourId>,
}

decoded! {
    CreditRow: id, person_id, held_on, spans, earned, source, source_id, kind, title, organiser,
    verifier, reverses_id
}

impl CreditRow {
    /// The row as the rules sum it.
    pub fn entry(&self) -> Entry {
        Entry {
            id: self.id,
            date: self.held_on,
            kind: self.kind,
            source: self.source,
            event: event_key(&self.title),
            spans: parse_spans(&self.spans),
            earned: Hours::hundredths(self.earned),
            reverses: self.reverses_id,
        }
    }
}

/// What an activity earned on one date.
#[derive(Clone, Copy, Debug)]
pub struct NewCredit<'a> {
    /// Whose.
    pub person_id: PersonId,
    /// The date.
    pub held_on: NaiveDate,
    /// When it was, as minutes of the day.
    pub spans: &'a str,
    /// What it earned, in hundredths.
    pub earned: i64,
    /// What it comes from.
    pub source: CreditSource,
    /// Which one.
    pub source_id: i64,
    /// Counts the times that this source was credited anew.
    pub round: i64,
    /// What it was.
    pub kind: Option<ActivityKind>,
    /// The activity.
    pub title: &'a str,
    /// Who held it.
    pub organiser: &'a str,
    /// Who verified it.
    pub verifier_id: Option<PersonId>,
    /// Now.
    pub created_at: DateTime<Utc>,
}

const LIST: &str = "SELECT h.id, h.person_id, h.held_on, h.spans, h.earned, h.source, \
    h.source_id, h.kind, h.title, h.organiser, v.name AS verifier, h.reverses_id \
    FROM credit_hour h LEFT JOIN person v ON v.id = h.verifier_id \
    WHERE h.person_id = $1 AND h.held_on >= $2 AND h.held_on <= $3 ORDER BY h.held_on, h.id";
const ROUND: &str = "SELECT COALESCE(MAX(round), 0) + 1 FROM credit_hour \
    WHERE source = $1 AND source_id = $2 AND person_id = $3 AND reverses_id IS NULL";
const REVERSE: &str = "INSERT INTO credit_hour (person_id, held_on, spans, earned, source, \
    source_id, round, kind, title, organiser, verifier_id, reverses_id, created_at) \
    SELECT h.person_id, h.held_on, h.spans, -h.earned, h.source, h.source_id, h.round, h.kind, \
    h.title, h.organiser, CAST($4 AS BIGINT), h.id, $5 FROM credit_hour h \
    WHERE h.source = $1 AND h.source_id = $2 AND h.person_id = $3 AND h.reverses_id IS NULL \
    AND NOT EXISTS (SELECT 1 FROM credit_hour r WHERE r.reverses_id = h.id)";

const ROUNDS: &str = "SELECT source_id, MAX(round) FROM credit_hour \
    WHERE reverses_id IS NULL AND source = 'roster' AND source_id IN ";
const ADD_SET: &str = "INSERT INTO credit_hour (person_id, held_on, spans, earned, source, \
    source_id, round, kind, title, organiser, verifier_id, created_at) ";
const REVERSE_SET: &str = "INSERT INTO credit_hour (person_id, held_on, spans, earned, source, \
    source_id, round, kind, title, organiser, verifier_id, reverses_id, created_at) \
    SELECT h.person_id, h.held_on, h.spans, -h.earned, h.source, h.source_id, h.round, h.kind, \
    h.title, h.organiser, NULL, h.id, v.column2 FROM credit_hour h \
    JOIN (";
const THAT_STANDS: &str = ") AS v ON h.source_id = v.column1 WHERE h.source = 'roster' \
    AND h.reverses_id IS NULL \
    AND NOT EXISTS (SELECT 1 FROM credit_hour r WHERE r.reverses_id = h.id)";

impl Conn {
    /// How often each of these rows of imported registers was credited; those that were not are
    /// not among them.
    pub async fn list_roster_rounds(
        &mut self,
        participations: &[ParticipationId],
    ) -> Result<Vec<(ParticipationId, i64)>, StoreError> {
        self.all_in(ROUNDS, participations, " GROUP BY source_id").await
    }

    /// A person's ledger between two dates, both included, by date.
    pub async fn list_credit_hours(
        &mut self,
        person: PersonId,
        from: NaiveDate,
        until: NaiveDate,
    ) -> Result<Vec<CreditRow>, StoreError> {
        self.all(sql(LIST).bind(person).bind(from).bind(until)).await
    }

    /// The number of the next crediting of a source.
    pub async fn next_credit_round(
        &mut self,
        source: CreditSource,
        source_id: i64,
        person: PersonId,
    ) -> Result<i64, StoreError> {
        self.only(sql(ROUND).bind(source).bind(source_id).bind(person)).await
    }
}

impl Tx {
    /// Adds rows; [`StoreError::Conflict`] if a source has credited a date in its round.
    pub async fn add_credit_hours(&mut self, credits: &[NewCredit<'_>]) -> Result<(), StoreError> {
        let rows = credits.iter().map(|n| {
            vec![
                n.person_id.into(),
                n.held_on.into(),
                n.spans.into(),
                n.earned.into(),
                n.source.into(),
                n.source_id.into(),
                n.round.into(),
                n.kind.into(),
                n.title.into(),
                n.organiser.into(),
                n.verifier_id.into(),
                n.created_at.into(),
            ]
        });
        self.run_rows(ADD_SET, rows.collect(), "").await
    }

    /// Takes back whatever rows of imported registers have credited and what still stands.
    pub async fn reverse_roster_hours(
        &mut self,
        participations: &[ParticipationId],
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let rows = participations.iter().map(|id| vec![id.into(), at.into()]);
        self.run_rows(REVERSE_SET, rows.collect(), THAT_STANDS).await
    }

    /// Takes back whatever a source has credited to a person and what still stands.
    pub async fn reverse_credit_hours(
        &mut self,
        source: CreditSource,
        source_id: i64,
        person: PersonId,
        verifier: Option<PersonId>,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        self.run(sql(REVERSE).bind(source).bind(source_id).bind(person).bind(verifier).bind(at))
            .await
    }
}
