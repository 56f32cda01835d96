//! Overrides of the rules' default values, each from a day on.

use chrono::NaiveDate;
use domain::rulebook::{Rule, Rulebook};

use crate::{Conn, StoreError, Tx, statement::sql};

const READ: &str =
    "SELECT id, rule, value FROM rulebook WHERE valid_from <= $1 ORDER BY valid_from, id";
const ADD: &str = "INSERT INTO rulebook (rule, value, valid_from) VALUES ($1, $2, $3)";

impl Conn {
    /// The rules that hold on a day.
    pub async fn rulebook(&mut self, day: NaiveDate) -> Result<Rulebook, StoreError> {
        let rows: Vec<(i64, Rule, i64)> = self.all(sql(READ).bind(day)).await?;
        let version = rows.iter().map(|(id, _, _)| *id).max().unwrap_or(0);
        let overrides = rows.into_iter().map(|(_, rule, value)| (rule, value));
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
        self.run(sql(ADD).bind(rule).bind(value).bind(valid_from)).await
    }
}
