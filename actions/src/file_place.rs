//! The place of the uploads bears a mark that the database knows, so that no server is started with
//! a folder that the others do not share.

use crate::{ActionError, Actions, write::Scoped as _};

impl Actions {
    /// Whether the uploads of this database are where this program looks for them. A place that is
    /// met for the first time is marked.
    pub async fn claim_file_place(&self) -> Result<bool, ActionError> {
        let mut conn = self.store.read().await?;
        if let Some(known) = conn.find_file_place().await? {
            return Ok(self.files.mark().await? == Some(known));
        }
        let stored = conn.list_stored_files().await?;
        drop(conn);
        // A database of an older version: one of its uploads tells the place.
        if let Some(one) = stored.first()
            && !self.files.has(&one.sha256).await?
        {
            return Ok(false);
        }
        // Whoever comes at the same moment writes the same: the place decides, and not the database.
        let mark = self.files.ensure_mark(&self.entropy.token()).await?;
        let noted = &mark;
        self.write_aside(|tx| async move { Ok(tx.ensure_file_place(noted).await?) }.scope_boxed())
            .await?;
        Ok(self.store.read().await?.find_file_place().await? == Some(mark))
    }
}
