//! The mark of the place where the uploads of this database are.

use crate::{Conn, StoreError, Tx, statement::sql};

const FIND: &str = "SELECT mark FROM file_place WHERE id = 1";
const ADD: &str = "INSERT INTO file_place (id, mark) VALUES (1, $1) ON CONFLICT (id) DO NOTHING";

impl Conn {
    /// The mark that the place of the uploads has to bear; none before the first start.
    pub async fn find_file_place(&mut self) -> Result<Option<String>, StoreError> {
        self.one(sql(FIND)).await
    }
}

impl Tx {
    /// Notes the mark, unless there is one already.
    pub async fn ensure_file_place(&mut self, mark: &str) -> Result<(), StoreError> {
        self.run(sql(ADD).bind(mark)).await
    }
}
