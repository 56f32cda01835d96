//! Many rows at once, for loading a whole city or province into an empty database.
//!
//! The rows carry their own keys; nothing else in this crate writes like this.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::{AssertSqlSafe, QueryBuilder};

use crate::{
    StoreError, Tx,
    pool::{Each, on_each},
    search::suffixes,
};

/// What fits into one statement on both databases.
const BINDS_MAX: usize = 30_000;

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

/// The texts by which a name is found, for `search_key`.
pub fn search_suffixes(name: &str) -> impl Iterator<Item = String> {
    suffixes(name).into_iter()
}

impl Tx {
    /// Adds rows with their own keys to a table.
    pub async fn add_rows(
        &mut self,
        table: &'static str,
        columns: &'static str,
        rows: &[Vec<Cell>],
    ) -> Result<(), StoreError> {
        let width = rows.first().map_or(1, Vec::len);
        for some in rows.chunks((BINDS_MAX / width).max(1)) {
            on_each!(self, c => {
                let mut q = QueryBuilder::new(format!("INSERT INTO {table} ({columns}) "));
                q.push_values(some, |mut values, row| {
                    for cell in row {
                        match cell {
                            Cell::Int(it) => values.push_bind(*it),
                            Cell::MaybeInt(it) => values.push_bind(*it),
                            Cell::Text(it) => values.push_bind(it.as_str()),
                            Cell::MaybeText(it) => values.push_bind(it.as_deref()),
                            Cell::Bool(it) => values.push_bind(*it),
                            Cell::At(it) => values.push_bind(*it),
                            Cell::MaybeAt(it) => values.push_bind(*it),
                            Cell::On(it) => values.push_bind(*it),
                            Cell::MaybeOn(it) => values.push_bind(*it),
                        };
                    }
                });
                // Each statement has another text: kept in no cache of statements.
                q.build().persistent(false).execute(c).await?;
            });
        }
        Ok(())
    }

    /// The next key of a table that counts its rows by `id`.
    pub async fn next_key(&mut self, table: &'static str) -> Result<i64, StoreError> {
        let sql = format!("SELECT COALESCE(MAX(id), 0) + 1 FROM {table}");
        Ok(on_each!(self, c => {
            sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(c).await?
        }))
    }

    /// Lets a table count on from the highest key, and tells the database how large its tables are.
    pub async fn settle(&mut self, tables: &[&'static str]) -> Result<(), StoreError> {
        if let Each::Postgres(c) = self.each() {
            for table in tables {
                let sql = format!(
                    "SELECT setval(pg_get_serial_sequence('{table}', 'id'), MAX(id)) FROM {table}"
                );
                sqlx::query(AssertSqlSafe(sql)).execute(&mut *c).await?;
            }
        }
        on_each!(self, c => sqlx::query("ANALYZE").execute(c).await.map(|_| ())?);
        Ok(())
    }
}
