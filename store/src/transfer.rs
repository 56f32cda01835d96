//! Moving a database of SQLite to PostgreSQL: every row of every table, as it was at one moment,
//! into a database that has the schema and nothing else.
//!
//! Keys that point at other rows and triggers are away meanwhile, and each key is tried against all
//! rows when it comes back; so the order of the tables does not matter.

use std::fmt::Write as _;

use sqlx::{
    AssertSqlSafe, Connection as _, PgConnection, Postgres, Row as _, Sqlite, Transaction,
    postgres::PgRow, sqlite::SqliteRow,
};

use crate::{Store, StoreError, connect::without_limits, pool::Pool};

/// A table that was copied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Copied {
    /// Its name.
    pub table: String,
    /// Its rows.
    pub rows: u64,
}

/// A table with its columns, each with what PostgreSQL keeps in it.
struct Table {
    name: String,
    columns: Vec<Column>,
}

struct Column {
    name: String,
    kind: String,
    is_counted: bool,
}

/// A key that points at rows of another table.
struct Pointer {
    table: String,
    name: String,
    definition: String,
}

/// Rows that are read at once.
const PIECE: i64 = 5_000;
/// PostgreSQL keeps microseconds, and so does the chain.
const DIGITS: usize = 6;

const COLUMNS: &str = "SELECT CAST(table_name AS TEXT), CAST(column_name AS TEXT), \
    CAST(data_type AS TEXT), is_identity = 'YES' FROM information_schema.columns \
    WHERE table_schema = current_schema() AND table_name <> '_sqlx_migrations' \
    ORDER BY table_name, ordinal_position";
const POINTERS: &str = "SELECT CAST(c.relname AS TEXT), CAST(k.conname AS TEXT), \
    pg_get_constraintdef(k.oid) FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid \
    WHERE k.contype = 'f' AND c.relnamespace = current_schema()::regnamespace ORDER BY k.oid";

impl Store {
    /// Copies everything from this database of SQLite into one of PostgreSQL that is as its
    /// migrations have left it; all or nothing.
    pub async fn transfer_to(&self, target: &Store) -> Result<Vec<Copied>, StoreError> {
        let (Pool::Sqlite { readers, .. }, Pool::Postgres(pool)) = (&self.0, &target.0) else {
            let why = "only SQLite is copied, and only to PostgreSQL";
            return Err(StoreError::Broken(why.to_owned()));
        };
        let mut from = readers.begin().await?;
        let mut conn = without_limits(pool).await?;
        let mut to = conn.begin().await?;
        let tables = tables(&mut to).await?;
        let pointers = pointers(&mut to).await?;
        loosen(&mut to, &tables, &pointers).await?;
        let mut copied = Vec::new();
        for table in &tables {
            let rows = copy(&mut from, &mut to, table).await?;
            copied.push(Copied { table: table.name.clone(), rows });
        }
        tighten(&mut to, &tables, &pointers).await?;
        to.commit().await?;
        run(&mut conn, "ANALYZE".to_owned()).await?;
        conn.close().await?;
        Ok(copied)
    }
}

async fn run(conn: &mut PgConnection, statement: String) -> Result<(), StoreError> {
    sqlx::raw_sql(AssertSqlSafe(statement)).execute(conn).await?;
    Ok(())
}

async fn tables(to: &mut PgConnection) -> Result<Vec<Table>, StoreError> {
    let mut tables: Vec<Table> = Vec::new();
    for row in sqlx::query(COLUMNS).fetch_all(to).await? {
        let (name, column) = column(&row)?;
        match tables.last_mut() {
            Some(last) if last.name == name => last.columns.push(column),
            _ => tables.push(Table { name, columns: vec![column] }),
        }
    }
    Ok(tables)
}

fn column(row: &PgRow) -> Result<(String, Column), sqlx::Error> {
    let column =
        Column { name: row.try_get(1)?, kind: row.try_get(2)?, is_counted: row.try_get(3)? };
    Ok((row.try_get(0)?, column))
}

async fn pointers(to: &mut PgConnection) -> Result<Vec<Pointer>, StoreError> {
    let pointer = |row: PgRow| {
        Ok(Pointer { table: row.try_get(0)?, name: row.try_get(1)?, definition: row.try_get(2)? })
    };
    sqlx::query(POINTERS).fetch_all(to).await?.into_iter().map(pointer).collect()
}

/// Takes keys and triggers away, and what the migrations have written.
async fn loosen(
    to: &mut PgConnection,
    tables: &[Table],
    pointers: &[Pointer],
) -> Result<(), StoreError> {
    for Pointer { table, name, .. } in pointers {
        run(to, format!("ALTER TABLE \"{table}\" DROP CONSTRAINT \"{name}\"")).await?;
    }
    for Table { name, .. } in tables {
        run(to, format!("ALTER TABLE \"{name}\" DISABLE TRIGGER USER")).await?;
        run(to, format!("DELETE FROM \"{name}\"")).await?;
    }
    Ok(())
}

/// Brings keys and triggers back; new rows are counted from the last one.
async fn tighten(
    to: &mut PgConnection,
    tables: &[Table],
    pointers: &[Pointer],
) -> Result<(), StoreError> {
    for Table { name, columns } in tables {
        run(to, format!("ALTER TABLE \"{name}\" ENABLE TRIGGER USER")).await?;
        for Column { name: column, .. } in columns.iter().filter(|column| column.is_counted) {
            let count = format!(
                "SELECT setval(pg_get_serial_sequence('\"{name}\"', '{column}'), \
                 COALESCE(MAX(\"{column}\"), 1), MAX(\"{column}\") IS NOT NULL) FROM \"{name}\""
            );
            run(to, count).await?;
        }
    }
    for Pointer { table, name, definition } in pointers {
        let add = format!("ALTER TABLE \"{table}\" ADD CONSTRAINT \"{name}\" {definition}");
        run(to, add).await?;
    }
    Ok(())
}

async fn copy(
    from: &mut Transaction<'_, Sqlite>,
    to: &mut Transaction<'_, Postgres>,
    table: &Table,
) -> Result<u64, StoreError> {
    let names: Vec<_> = table.columns.iter().map(|it| format!("\"{}\"", it.name)).collect();
    let cells: Vec<_> = table.columns.iter().map(Column::as_text).collect();
    let select = format!(
        "SELECT rowid, {} FROM \"{}\" WHERE rowid > $1 ORDER BY rowid LIMIT {PIECE}",
        cells.join(", "),
        table.name
    );
    let into = format!("COPY \"{}\" ({}) FROM STDIN", table.name, names.join(", "));
    let mut sink = to.copy_in_raw(&into).await?;
    let (mut last, mut read) = (i64::MIN, 0);
    loop {
        let query = sqlx::query(AssertSqlSafe(select.clone())).bind(last);
        let rows = query.fetch_all(&mut **from).await?;
        let Some(end) = rows.last() else { break };
        last = end.try_get(0)?;
        read += rows.len() as u64;
        let mut lines = String::new();
        for row in &rows {
            write_line(&mut lines, row, &table.columns)?;
        }
        sink.send(lines.into_bytes()).await?;
    }
    let written = sink.finish().await?;
    if written == read {
        return Ok(written);
    }
    Err(StoreError::Broken(format!("{}: {written} rows of {read} were copied", table.name)))
}

impl Column {
    /// What selects it as a text that PostgreSQL reads.
    fn as_text(&self) -> String {
        match self.kind.as_str() {
            "bytea" => format!("'\\x' || hex(\"{}\")", self.name),
            _ => format!("CAST(\"{}\" AS TEXT)", self.name),
        }
    }
}

/// A row as `COPY` reads it. The first column of what was read is the row's number.
fn write_line(lines: &mut String, row: &SqliteRow, columns: &[Column]) -> Result<(), sqlx::Error> {
    for (at, column) in columns.iter().enumerate() {
        if at > 0 {
            lines.push('\t');
        }
        match row.try_get::<Option<&str>, _>(at + 1)? {
            None => lines.push_str("\\N"),
            Some(text) if column.kind == "timestamp with time zone" => {
                lines.push_str(&without_nanoseconds(text));
            }
            Some(text) => write_text(lines, text),
        }
    }
    lines.push('\n');
    Ok(())
}

fn write_text(lines: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '\\' => lines.push_str("\\\\"),
            '\n' => lines.push_str("\\n"),
            '\r' => lines.push_str("\\r"),
            '\t' => lines.push_str("\\t"),
            other => lines.push(other),
        }
    }
}

/// An instant without what PostgreSQL would round up: to the chain, the microsecond is cut off.
fn without_nanoseconds(instant: &str) -> String {
    let Some((whole, rest)) = instant.split_once('.') else { return instant.to_owned() };
    let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let (digits, zone) = rest.split_at(end);
    let mut cut = format!("{whole}.");
    let _ = write!(cut, "{digits:.DIGITS$}{zone}");
    cut
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_read_as_it_was_written() {
        let mut line = String::new();
        write_text(&mut line, "一\t二\n三\r\\N");
        assert_eq!(line, "一\\t二\\n三\\r\\\\N");
    }

    #[test]
    fn an_instant_keeps_its_microseconds() {
        for (written, read) in [
            ("2026-11-23T02:00:00+00:00", "2026-11-23T02:00:00+00:00"),
            ("2026-11-23T02:00:00.5+00:00", "2026-11-23T02:00:00.5+00:00"),
            ("2026-11-23T02:00:00.123456789+00:00", "2026-11-23T02:00:00.123456+00:00"),
        ] {
            assert_eq!(without_nanoseconds(written), read);
        }
    }
}
