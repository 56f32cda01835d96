//! The mark of a database that holds a demonstration: for good.

use crate::{Conn, StoreError, Tx, statement::sql};

const FIND: &str = "SELECT password FROM demonstration WHERE id = 1";
const MARK: &str = "INSERT INTO demonstration (id, password) VALUES (1, $1)";

impl Conn {
    /// The password of a demonstration's accounts, if this database holds one.
    pub async fn find_demonstration(&mut self) -> Result<Option<String>, StoreError> {
        self.one(sql(FIND)).await
    }
}

impl Tx {
    /// Marks the database as one of a demonstration, whose accounts have this password.
    /// [`StoreError::Conflict`] if it is marked already.
    pub async fn mark_demonstration(&mut self, password: &str) -> Result<(), StoreError> {
        self.run(sql(MARK).bind(password)).await
    }
}
