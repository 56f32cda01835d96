//! Files that people send: kept once for each person, under their digest.

use domain::{role::Actor, upload::saved_name};
use store::{Conn, Lock, NewUpload, UploadRow};

use crate::{ActionError, Actions, Call, Incoming, write::Scoped as _};

impl Actions {
    /// Keeps a file; the same file of the same person is kept once.
    pub(crate) async fn store_upload(
        &self,
        call: &Call,
        actor: &Actor,
        file: Incoming,
        media_type: &str,
    ) -> Result<UploadRow, ActionError> {
        let size = i64::try_from(file.bytes.len()).unwrap_or(i64::MAX);
        let sha256 = self.files.put(file.bytes).await?;
        let token = self.entropy.token();
        let file_name = saved_name(&file.name, media_type);
        let upload = NewUpload {
            token: &token,
            owner_id: actor.person,
            sha256: &sha256,
            size,
            media_type,
            file_name: &file_name,
            created_at: call.now,
        };
        let upload = &upload;
        self.write(|tx| {
            async move {
                tx.lock(Lock::Person(upload.owner_id)).await?;
                let (owner, sha256, name) = (upload.owner_id, upload.sha256, upload.file_name);
                if let Some(same) = tx.find_same_upload(owner, sha256, name).await? {
                    return Ok(same);
                }
                let id = tx.add_upload(upload).await?;
                tx.log(call.entry("upload", "upload", &[]).on(id).fixing(sha256));
                tx.find_upload_by_id(id).await?.ok_or(ActionError::NotFound)
            }
            .scope_boxed()
        })
        .await
    }

    /// An upload of the caller's, by the token that the form carries.
    pub async fn own_upload(
        &self,
        call: &Call,
        token: &str,
    ) -> Result<Option<UploadRow>, ActionError> {
        own_upload(&mut self.store.read().await?, call, token).await
    }
}

/// An upload of the caller's, by the token that the form carries.
pub(crate) async fn own_upload(
    conn: &mut Conn,
    call: &Call,
    token: &str,
) -> Result<Option<UploadRow>, ActionError> {
    let actor = call.actor()?;
    let row = conn.find_upload(token).await?;
    Ok(row.filter(|upload| upload.owner_id == actor.person))
}
