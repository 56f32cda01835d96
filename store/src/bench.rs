//! What only measuring asks for: many rows at once, for loading a whole city or province into an
//! empty database, and how a database would find what a statement asks for.
//!
//! The rows carry their own keys; nothing else in this crate writes like this.

mod explain;

use chrono::{DateTime, NaiveDate, Utc};

use crate::{
    StoreError, Tx,
    driver::Each,
    many::BINDS_MAX,
    search::suffixes,
    statement::{Value, sql},
};

pub use explain::list_full_scans;

/// One value of a row.
#[derive(Clone, Debug)]
pub enum Cell {
    /// A number.
    Int(i64),
    /// A number that may be missing.
    MaybeInt(Option<i64>),
    /// A text.
    Text(String),
    /// A text that may be missing.
    MaybeText(Option<String>),
    /// Yes or no.
    Bool(bool),
    /// An instant.
    At(DateTime<Utc>),
    /// An instant that may be missing.
    MaybeAt(Option<DateTime<Utc>>),
    /// A day.
    On(NaiveDate),
    /// A day that may be missing.
    MaybeOn(Option<NaiveDate>),
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<i64> for Cell {
    fn from(number: i64) -> Self {
        Self::Int(number)
    }
}

impl<'a> From<&'a Cell> for Value<'a> {
    fn from(cell: &'a Cell) -> Self {
        match cell {
            Cell::Int(it) => it.into(),
            Cell::MaybeInt(it) => (*it).into(),
            Cell::Text(it) => it.into(),
            Cell::MaybeText(it) => it.into(),
            Cell::Bool(it) => (*it).into(),
            Cell::At(it) => (*it).into(),
            Cell::MaybeAt(it) => (*it).into(),
            Cell::On(it) => (*it).into(),
            Cell::MaybeOn(it) => (*it).into(),
        }
    }
}

/// The texts by which a name is found, for `search_key`.
pub fn search_suffixes(name: &str) -> impl Iterator<Item = String> {
    suffixes(name).into_iter()
}

/// Adds rows with their own keys to a table.
pub async fn add_rows(
    tx: &mut Tx,
    table: &'static str,
    columns: &'static str,
    rows: &[Vec<Cell>],
) -> Result<(), StoreError> {
    let width = rows.first().map_or(1, Vec::len);
    for some in rows.chunks((BINDS_MAX / width).max(1)) {
        let statement = sql("INSERT INTO ").push(table).push(" (").push(columns).push(") ");
        let rows = some.iter().map(|row| row.iter().map(Value::from).collect());
        let statement = statement.rows(rows.collect(), tx.sets());
        // Each size has another text.
        tx.run(statement.unkept()).await?;
    }
    Ok(())
}

/// The next key of a table that counts its rows by `id`.
pub async fn next_key(tx: &mut Tx, table: &'static str) -> Result<i64, StoreError> {
    tx.only(sql("SELECT COALESCE(MAX(id), 0) + 1 FROM ").push(table)).await
}

/// Confirms what was proposed of all lectures: their sheets are there by then, and are read only.
pub async fn confirm_trials(
    tx: &mut Tx,
    decider: i64,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    let confirm = "UPDATE trial_lecture SET state = 'confirmed', verdict = proposed, \
        decider_id = $1, decided_at = $2 WHERE state = 'proposed'";
    tx.run(sql(confirm).bind(decider).bind(at)).await
}

/// Lets a table count on from the highest key, and tells the database how large its tables are.
pub async fn settle(tx: &mut Tx, tables: &[&'static str]) -> Result<(), StoreError> {
    if matches!(tx.each(), Each::Postgres(_)) {
        for table in tables {
            let statement = sql("SELECT setval(pg_get_serial_sequence('").push(table);
            tx.run(statement.push("', 'id'), MAX(id)) FROM ").push(table)).await?;
        }
    }
    tx.run(sql("ANALYZE")).await
}
