//! The demonstration clock: how many seconds it runs ahead of the real one.

use crate::{Conn, StoreError, Tx, statement::sql};

const READ: &str = "SELECT ahead_seconds FROM demo_clock WHERE id = 1";
const SET: &str = "INSERT INTO demo_clock (id, ahead_seconds) VALUES (1, $1) \
    ON CONFLICT (id) DO UPDATE SET ahead_seconds = excluded.ahead_seconds";

impl Conn {
    /// Seconds that the demonstration clock runs ahead; 0 if it was never moved.
    pub async fn demo_clock(&mut self) -> Result<i64, StoreError> {
        let ahead: Option<i64> = self.one(sql(READ)).await?;
        Ok(ahead.unwrap_or(0))
    }
}

impl Tx {
    /// Moves the demonstration clock.
    pub async fn set_demo_clock(&mut self, ahead_seconds: i64) -> Result<(), StoreError> {
        self.run(sql(SET).bind(ahead_seconds)).await
    }
}
