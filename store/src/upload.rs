//! What is known of stored files; their content is in the file store.

use chrono::{DateTime, Utc};

use crate::{Conn, StoreError, Tx, pool::on_each};

/// A stored file.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct UploadRow {
    /// Key.
    pub id: i64,
    /// What a re-rendered form carries.
    pub token: String,
    /// Who sent it.
    pub owner_id: i64,
    /// Digest, and its name in the file store.
    pub sha256: String,
    /// Bytes.
    pub size: i64,
    /// Sniffed type.
    pub media_type: String,
    /// Name on the sender's machine.
    pub file_name: String,
}

/// A file to be noted.
#[derive(Clone, Debug)]
pub struct NewUpload<'a> {
    /// Random.
    pub token: &'a str,
    /// Who sent it.
    pub owner_id: i64,
    /// Digest.
    pub sha256: &'a str,
    /// Bytes.
    pub size: i64,
    /// Sniffed type.
    pub media_type: &'a str,
    /// Name on the sender's machine.
    pub file_name: &'a str,
    /// Now.
    pub created_at: DateTime<Utc>,
}

const ADD_UPLOAD: &str = "INSERT INTO upload \
    (token, owner_id, sha256, size, media_type, file_name, created_at) \
    VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id";
const UPLOAD_BY_TOKEN: &str = "SELECT id, token, owner_id, sha256, size, media_type, file_name \
    FROM upload WHERE token = $1";
const UPLOAD_BY_ID: &str = "SELECT id, token, owner_id, sha256, size, media_type, file_name \
    FROM upload WHERE id = $1";

impl Conn {
    /// A stored file by the token of its form.
    pub async fn find_upload(&mut self, token: &str) -> Result<Option<UploadRow>, StoreError> {
        Ok(on_each!(self, c => sqlx::query_as(UPLOAD_BY_TOKEN)
            .bind(token).fetch_optional(c).await?))
    }

    /// A stored file by its key.
    pub async fn find_upload_by_id(&mut self, id: i64) -> Result<Option<UploadRow>, StoreError> {
        Ok(on_each!(self, c => sqlx::query_as(UPLOAD_BY_ID).bind(id).fetch_optional(c).await?))
    }
}

impl Tx {
    /// Notes a stored file.
    pub async fn add_upload(&mut self, upload: &NewUpload<'_>) -> Result<i64, StoreError> {
        let u = upload;
        Ok(on_each!(self, c => sqlx::query_scalar(ADD_UPLOAD)
            .bind(u.token).bind(u.owner_id).bind(u.sha256).bind(u.size).bind(u.media_type)
            .bind(u.file_name).bind(u.created_at).fetch_one(c).await?))
    }
}
