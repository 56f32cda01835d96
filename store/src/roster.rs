//! The previews of imports: what a commit must find unchanged.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    id::{FieldId, UploadId},
    roster::Kind,
};

use crate::{
    Conn, StoreError, Tx,
    row::decoded,
    statement::{bound, sql},
};

/// A preview that was shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanRow {
    /// SHA-256 of file, day and outcome.
    pub hash: String,
    /// What the file is a roster of.
    pub kind: Kind,
    /// The file, when it came by the page.
    pub upload_id: Option<UploadId>,
    /// The day that counts as today.
    pub as_of: NaiveDate,
    /// The preview, as JSON.
    pub body: String,
    /// When it was carried out.
    pub committed_at: Option<DateTime<Utc>>,
}

decoded! { PlanRow: hash, kind, upload_id, as_of, body, committed_at }

const FIND: &str = "SELECT hash, kind, upload_id, as_of, body, committed_at \
    FROM import_plan WHERE hash = $1";
const ADD: &str = "INSERT INTO import_plan (hash, kind, upload_id, as_of, body, created_at) \
    VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (hash) DO UPDATE \
    SET upload_id = COALESCE(excluded.upload_id, import_plan.upload_id), committed_at = NULL";
const CLAIM: &str = "UPDATE import_plan SET committed_at = $2 \
    WHERE hash = $1 AND committed_at IS NULL";
const HEADINGS: &str = "SELECT heading, field FROM roster_heading WHERE kind = $1 ORDER BY heading";
const SET_HEADINGS: &str = "INSERT INTO roster_heading (kind, heading, field, said_at) ";
const OR_REPLACE: &str = " ON CONFLICT (kind, heading) \
    DO UPDATE SET field = excluded.field, said_at = excluded.said_at";
const ENSURE_FIELDS: &str = "INSERT INTO field (name_zh, name_en, sort_order) ";
const OR_FIND: &str = " ON CONFLICT (name_zh) DO UPDATE SET name_zh = excluded.name_zh \
    RETURNING id, name_zh";

impl Conn {
    /// A preview by its hash.
    pub async fn find_plan(&mut self, hash: &str) -> Result<Option<PlanRow>, StoreError> {
        self.one(sql(FIND).bind(hash)).await
    }

    /// What the office has said of headings of a kind of roster: the key of each with its field,
    /// which is empty for a column that is not to be read.
    pub async fn list_roster_headings(
        &mut self,
        kind: Kind,
    ) -> Result<Vec<(String, String)>, StoreError> {
        self.all(sql(HEADINGS).bind(kind)).await
    }
}

impl Tx {
    /// Keeps a preview; one that was carried out before waits again, for it has its changes again.
    pub async fn add_plan(&mut self, plan: &PlanRow, at: DateTime<Utc>) -> Result<(), StoreError> {
        self.run(bound!(ADD;
            &plan.hash, plan.kind, plan.upload_id, plan.as_of, &plan.body, at))
            .await
    }

    /// Notes that a preview is carried out; `false`: somebody has done so.
    pub async fn claim_plan(&mut self, hash: &str, at: DateTime<Utc>) -> Result<bool, StoreError> {
        self.is_changed(sql(CLAIM).bind(hash).bind(at)).await
    }

    /// Remembers what the office says of headings, each of which is named once.
    pub async fn set_roster_headings(
        &mut self,
        kind: Kind,
        headings: &[(String, String)],
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let row = |(heading, field): &(String, String)| {
            vec![kind.into(), heading.clone().into(), field.clone().into(), at.into()]
        };
        self.run_rows(SET_HEADINGS, headings.iter().map(row).collect(), OR_REPLACE).await
    }

    /// The subject fields of names, each of which is named once; a new name becomes a new field at
    /// the end of the list. Keys with names, in no order.
    pub async fn ensure_fields(
        &mut self,
        names: &[String],
    ) -> Result<Vec<(FieldId, String)>, StoreError> {
        let rows = names.iter().map(|name| vec![name.into(), name.into(), 1_000.into()]);
        self.all_rows(ENSURE_FIELDS, rows.collect(), OR_FIND).await
    }
}
