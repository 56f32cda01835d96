//! How the database would find what a statement asks for: for measuring alone.

use sqlx::{AssertSqlSafe, Row as _};

use crate::{Conn, StoreError, driver::Each};

const PARTIAL: &str =
    "SELECT name FROM sqlite_master WHERE type = 'index' AND sql LIKE '% WHERE %'";

/// The steps that read a table from end to end, as the database names them. To read all of an index that
/// has only some of a table's rows is none.
///
/// PostgreSQL is told to avoid such steps where it can, so that a small table is no excuse.
pub async fn list_full_scans(conn: &mut Conn, statement: &str) -> Result<Vec<String>, StoreError> {
    let steps = match conn.each() {
        Each::Sqlite(c) => {
            let sql = format!("EXPLAIN QUERY PLAN {statement}");
            let rows = sqlx::query(AssertSqlSafe(sql)).fetch_all(&mut *c).await?;
            let mut steps =
                rows.iter().map(|row| row.try_get("detail")).collect::<Result<Vec<String>, _>>()?;
            let partial: Vec<String> = sqlx::query_scalar(PARTIAL).fetch_all(c).await?;
            steps.retain(|step| !step.split(' ').any(|word| partial.iter().any(|it| it == word)));
            steps
        }
        Each::Postgres(c) => {
            let arguments = vec!["NULL"; n_arguments(statement)].join(", ");
            let arguments = if arguments.is_empty() { arguments } else { format!("({arguments})") };
            for sql in [
                "SET enable_seqscan = off".to_owned(),
                "SET plan_cache_mode = force_generic_plan".to_owned(),
                format!("PREPARE asked AS {statement}"),
            ] {
                sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut *c).await?;
            }
            let sql = format!("EXPLAIN EXECUTE asked{arguments}");
            let rows = sqlx::raw_sql(AssertSqlSafe(sql)).fetch_all(&mut *c).await;
            sqlx::raw_sql("DEALLOCATE asked").execute(&mut *c).await?;
            rows?.iter().map(|row| row.try_get(0)).collect::<Result<Vec<String>, _>>()?
        }
    };
    Ok(steps.into_iter().filter(|step| is_full_scan(step)).collect())
}

fn is_full_scan(step: &str) -> bool {
    // An index that SQLite makes for one statement has read all of its table.
    let is_sqlite = step.trim_start().starts_with("SCAN ") || step.contains(" AUTOMATIC ");
    is_sqlite || step.contains("Seq Scan on ")
}

/// The highest `$n` of a statement.
fn n_arguments(statement: &str) -> usize {
    let numbers = statement.split('$').skip(1).filter_map(|rest| {
        let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        rest[..end].parse().ok()
    });
    numbers.max().unwrap_or(0)
}
