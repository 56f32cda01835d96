//! The two databases. Nothing else in this crate knows that there are two, but for opening them
//! (`pool`) and measuring (`bench`); and nothing here is generic, so that it is compiled once.

use std::{
    borrow::Cow,
    time::{Duration, Instant},
};

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::{
    Arguments as _, AssertSqlSafe, PgConnection, Postgres, Row as _, Sqlite, SqliteConnection,
    error::BoxDynError,
    postgres::{PgArguments, PgRow},
    query::Query,
    sqlite::{SqliteArguments, SqliteRow},
};

use crate::{
    Conn, StoreError,
    many::Sets,
    pool::Inner,
    row::Decoded,
    statement::{Statement, Value},
};

/// Either database's connection, borrowed.
pub(crate) enum Each<'a> {
    Sqlite(&'a mut SqliteConnection),
    Postgres(&'a mut PgConnection),
}

/// What a statement has found.
pub(crate) enum Rows {
    Sqlite(Vec<SqliteRow>),
    Postgres(Vec<PgRow>),
}

/// One of them.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Row<'r> {
    Sqlite(&'r SqliteRow),
    Postgres(&'r PgRow),
}

impl Conn {
    pub(crate) fn each(&mut self) -> Each<'_> {
        match &mut self.0 {
            Inner::Sqlite(c) => Each::Sqlite(c),
            Inner::SqliteTx(c) => Each::Sqlite(c),
            Inner::Postgres(c) => Each::Postgres(c),
            Inner::PostgresTx(c) => Each::Postgres(c),
        }
    }

    /// How it gets the values of many rows.
    pub(crate) fn sets(&self) -> Sets {
        match self.0 {
            Inner::Sqlite(_) | Inner::SqliteTx(_) => Sets::ByCell,
            Inner::Postgres(_) | Inner::PostgresTx(_) => Sets::ByColumn,
        }
    }

    /// The rows of a statement.
    pub(crate) async fn rows(&mut self, statement: Statement<'_>) -> Result<Rows, StoreError> {
        let watch = Watch::begin(&statement);
        let rows = match self.each() {
            Each::Sqlite(c) => Rows::Sqlite(for_sqlite(statement)?.fetch_all(c).await?),
            Each::Postgres(c) => Rows::Postgres(for_postgres(statement)?.fetch_all(c).await?),
        };
        watch.end(rows.len() as u64);
        Ok(rows)
    }

    /// How many rows a statement has changed.
    pub(crate) async fn changed(&mut self, statement: Statement<'_>) -> Result<u64, StoreError> {
        let watch = Watch::begin(&statement);
        let changed = match self.each() {
            Each::Sqlite(c) => for_sqlite(statement)?.execute(c).await?.rows_affected(),
            Each::Postgres(c) => for_postgres(statement)?.execute(c).await?.rows_affected(),
        };
        watch.end(changed);
        Ok(changed)
    }

    /// All that a statement finds.
    pub(crate) async fn all<T: Decoded>(
        &mut self,
        statement: Statement<'_>,
    ) -> Result<Vec<T>, StoreError> {
        self.rows(statement).await?.all()
    }

    /// The first that a statement finds.
    pub(crate) async fn one<T: Decoded>(
        &mut self,
        statement: Statement<'_>,
    ) -> Result<Option<T>, StoreError> {
        self.rows(statement).await?.first()
    }

    /// What a statement finds or makes in any case: a number of rows, a key.
    pub(crate) async fn only<T: Decoded>(
        &mut self,
        statement: Statement<'_>,
    ) -> Result<T, StoreError> {
        self.one(statement).await?.ok_or(StoreError::Missing)
    }

    /// Runs a statement; how many rows it changes does not matter.
    pub(crate) async fn run(&mut self, statement: Statement<'_>) -> Result<(), StoreError> {
        self.changed(statement).await.map(|_| ())
    }

    /// Whether a statement has changed one row.
    pub(crate) async fn is_changed(
        &mut self,
        statement: Statement<'_>,
    ) -> Result<bool, StoreError> {
        Ok(self.changed(statement).await? == 1)
    }
}

fn for_sqlite(
    statement: Statement<'_>,
) -> Result<Query<'static, Sqlite, SqliteArguments>, sqlx::Error> {
    let arguments = sqlite_arguments(statement.values).map_err(sqlx::Error::Encode)?;
    let query = sqlx::query_with(AssertSqlSafe(statement.text), arguments);
    Ok(query.persistent(statement.is_kept))
}

fn for_postgres(
    statement: Statement<'_>,
) -> Result<Query<'static, Postgres, PgArguments>, sqlx::Error> {
    let arguments = postgres_arguments(statement.values).map_err(sqlx::Error::Encode)?;
    let query = sqlx::query_with(AssertSqlSafe(statement.text), arguments);
    Ok(query.persistent(statement.is_kept))
}

fn sqlite_arguments(values: Vec<Value<'_>>) -> Result<SqliteArguments, BoxDynError> {
    let mut arguments = SqliteArguments::default();
    arguments.reserve(values.len(), 0);
    for value in values {
        match value {
            Value::Number(it) => arguments.add(it),
            Value::Text(it) => arguments.add(it),
            Value::Bytes(it) => arguments.add(it),
            Value::Flag(it) => arguments.add(it),
            Value::Instant(it) => arguments.add(it),
            Value::Day(it) => arguments.add(it),
            Value::List(_) => Err("SQLite has no lists".into()),
        }?;
    }
    Ok(arguments)
}

fn postgres_arguments(values: Vec<Value<'_>>) -> Result<PgArguments, BoxDynError> {
    let mut arguments = PgArguments::default();
    arguments.reserve(values.len(), 0);
    for value in values {
        match value {
            Value::Number(it) => arguments.add(it),
            Value::Text(it) => arguments.add(it),
            Value::Bytes(it) => arguments.add(it),
            Value::Flag(it) => arguments.add(it),
            Value::Instant(it) => arguments.add(it),
            Value::Day(it) => arguments.add(it),
            Value::List(cells) => add_list(&mut arguments, cells),
        }?;
    }
    Ok(arguments)
}

fn add_list(arguments: &mut PgArguments, cells: Vec<Value<'_>>) -> Result<(), BoxDynError> {
    macro_rules! list {
        ($kind:ident) => {
            arguments.add(
                cells
                    .into_iter()
                    .map(|cell| match cell {
                        Value::$kind(it) => Ok(it),
                        other => Err(format!("{other:?} stands in a column of another kind")),
                    })
                    .collect::<Result<Vec<_>, _>>()?,
            )
        };
    }
    match cells.first() {
        Some(Value::Number(_)) => list!(Number),
        Some(Value::Text(_)) => list!(Text),
        Some(Value::Flag(_)) => list!(Flag),
        Some(Value::Instant(_)) => list!(Instant),
        Some(Value::Day(_)) => list!(Day),
        Some(Value::Bytes(_)) => Err("bytes are written one row at a time".into()),
        Some(Value::List(_)) | None => Err("a column of nothing".into()),
    }
}

impl Rows {
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Sqlite(rows) => rows.len(),
            Self::Postgres(rows) => rows.len(),
        }
    }

    pub(crate) fn get(&self, number: usize) -> Option<Row<'_>> {
        match self {
            Self::Sqlite(rows) => rows.get(number).map(Row::Sqlite),
            Self::Postgres(rows) => rows.get(number).map(Row::Postgres),
        }
    }
}

macro_rules! columns {
    ($($name:ident: $type:ty),+ $(,)?) => {$(
        pub(crate) fn $name(self, at: usize) -> Result<Option<$type>, sqlx::Error> {
            match self {
                Self::Sqlite(row) => row.try_get(at),
                Self::Postgres(row) => row.try_get(at),
            }
        }
    )+};
}

impl<'r> Row<'r> {
    columns! {
        number: i64,
        text: &'r str,
        bytes: &'r [u8],
        flag: bool,
        instant: DateTime<Utc>,
        day: NaiveDate,
    }

    /// Where the columns of these names are.
    pub(crate) fn places(self, names: &[&str]) -> Result<Vec<usize>, sqlx::Error> {
        use sqlx::ColumnIndex as _;
        let place = |name: &&str| match self {
            Self::Sqlite(row) => name.index(row),
            Self::Postgres(row) => name.index(row),
        };
        names.iter().map(place).collect()
    }
}

/// Tells how long a statement took, if somebody listens or it was long.
struct Watch {
    text: Cow<'static, str>,
    began: Instant,
}

/// What takes longer is told without being asked for, by its first words.
const SLOW: Duration = Duration::from_secs(1);
const WORDS: usize = 80;

impl Watch {
    fn begin(statement: &Statement<'_>) -> Self {
        let text = match &statement.text {
            Cow::Borrowed(text) => Cow::Borrowed(*text),
            Cow::Owned(text) if is_heard() => Cow::Owned(text.clone()),
            Cow::Owned(text) => Cow::Owned(text.chars().take(WORDS).collect()),
        };
        Self { text, began: Instant::now() }
    }

    fn end(self, rows: u64) {
        let took = self.began.elapsed();
        if is_heard() {
            let text = self.text;
            tracing::debug!(target: "store", duration_us = took.as_micros(), rows, "{text}");
        } else if took > SLOW {
            let words: String = self.text.chars().take(WORDS).collect();
            tracing::warn!(target: "store", duration_us = took.as_micros(), rows, "slow: {words}");
        }
    }
}

fn is_heard() -> bool {
    tracing::enabled!(target: "store", tracing::Level::DEBUG)
}
