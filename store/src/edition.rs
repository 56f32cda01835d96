//! Which edition of the whole database pages are made from: it grows with everything that is
//! written and stands on a page.

use crate::{Conn, StoreError, Tx, statement::sql};

/// As a column beside others.
pub(crate) const NUMBER: &str =
    "SELECT h.seq + e.n_unlined FROM audit_head h JOIN edition e ON e.id = h.id";
const COUNT: &str = "UPDATE edition SET n_unlined = n_unlined + 1 WHERE id = 1";

impl Conn {
    /// Lines in the chain, and what was written without one.
    pub async fn edition(&mut self) -> Result<i64, StoreError> {
        self.only(sql(NUMBER)).await
    }
}

impl Tx {
    /// Counts what has no line in the chain and yet stands on pages: the last write of its
    /// transaction, for others wait for it.
    pub async fn count_unlined(&mut self) -> Result<(), StoreError> {
        self.run(sql(COUNT)).await
    }
}
