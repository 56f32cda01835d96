//! Overrides of the rules' default values, each from a day on.

use chrono::NaiveDate;
use domain::rulebook::{Rule, Rulebook};

use crate::{Conn, StoreError, Tx, pool::on_each};

const READ: &str =
    "SELECT id, rule, value FROM rulebook WHERE valid_from <= $1 ORDER BY valid_from, id";
const ADD: &str = "INSERT INTO rulebook (rule, value, valid_from) VALUES ($1, $2, $3)";

impl Conn {
    /// The rules that hold on a day.
    pub async fn rulebook(&mut self, day: NaiveDate) -> Result<Rulebook, StoreError> {
        let rows: Vec<(i64, String, i64)> =
            on_each!(self, c => sqlx::query_as(READ).bind(day).fetch_all(c).await?);
        let version = rows.iter().map(|(id, _, _)| *id).max().unwrap_or(0);
        let overrides =
            rows.into_iter().filter_map(|(_, rule, value)| Some((Rule::parse(&rule)?, value)));
        Ok(Rulebook::new(version, overrides))
    }
}

impl Tx {
    /// Sets a rule from a day on.
    pub async fn set_rule(
        &mut self,
        rule: Rule,
        value: i64,
        valid_from: NaiveDate,
    ) -> Result<(), StoreError> {
        on_each!(self, c => sqlx::query(ADD)
            .bind(rule.as_str()).bind(value).bind(valid_from).execute(c).await.map(|_| ())?);
        Ok(())
    }
}
