//! Import: read, compare with what is on file, show a plan, and carry out exactly that plan.
//!
//! The plan's hash covers the file, the day and every change; a commit makes the plan anew and
//! goes ahead only if the hash is still the same. Each kind of roster has a file here, which says
//! what a record changes and writes all changes in as many statements as there are tables.

mod change;
mod commit;
mod course;
mod field;
mod host;
mod lecturer;
mod nomination;
mod on_file;
mod organisation;
mod people;
mod plan;
mod reader;
mod region;
mod training_hour;
mod tutor;
mod workplace;

use chrono::NaiveDate;
use domain::{
    form::{Field, ProblemKind, Problems},
    id::UploadId,
    role::{Actor, may_import},
    roster::{Counts, Issue, Kind, Reading},
};
use serde::{Deserialize, Serialize};
use store::{Conn, PlanRow, UploadRow};

pub use reader::{SheetReader, answer};
pub use workplace::workplace;

use self::plan::Order;
use crate::{
    ActionError, Actions, Call, Incoming, MAX_UPLOAD, files::MEDIA_SPREADSHEET, write::Scoped as _,
};

/// How many rows of a roster would change what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeCounts {
    /// Not on file yet.
    pub new: usize,
    /// On file, with other values.
    pub changed: usize,
    /// On file as it is; repetitions of an earlier row count here too.
    pub unchanged: usize,
}

/// What an import would do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preview {
    /// Name of the file.
    pub file: String,
    /// What it is a roster of.
    pub kind: Kind,
    /// The sheet.
    pub sheet: String,
    /// The spreadsheet's own number of the header row.
    pub header_row: u32,
    /// Rows by their worst finding.
    pub counts: Counts,
    /// Rows by what they change.
    pub changes: ChangeCounts,
    /// Every finding.
    pub issues: Vec<Issue>,
    /// The rows that change something: the spreadsheet's number, whether it is new, and its name.
    pub rows: Vec<(u32, bool, String)>,
    /// The day that counts as today.
    pub as_of: NaiveDate,
    /// SHA-256 of file, day, changes and who asked for it.
    pub plan: String,
}

/// Whether a commit did anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Commit {
    /// The plan was carried out.
    Done,
    /// There was nothing to do.
    Nothing,
}

impl Actions {
    /// Stores a roster that came by the page, and gives the hash of its plan.
    pub async fn preview_upload(
        &self,
        call: &Call,
        reader: &SheetReader,
        kind: Kind,
        as_of: NaiveDate,
        file: Incoming,
    ) -> Result<String, ActionError> {
        let actor = call.allowed(may_import)?.clone();
        if file.bytes.len() > MAX_UPLOAD {
            let limit = (MAX_UPLOAD / 1024 / 1024) as u64;
            return Err(Problems::one(Field::File, ProblemKind::FileTooLarge(limit)).into());
        }
        let order = Order::read(reader, kind, as_of, &file, Some(&actor)).await?;
        let preview = self.plan(&order).await?.preview;
        let upload = self.store_upload(call, &actor, file, MEDIA_SPREADSHEET).await?;
        self.keep_plan(call, &preview, Some(upload.id)).await?;
        Ok(preview.plan)
    }

    async fn keep_plan(
        &self,
        call: &Call,
        preview: &Preview,
        upload_id: Option<UploadId>,
    ) -> Result<(), ActionError> {
        let body = serde_json::to_string(preview)
            .map_err(|error| ActionError::Internal(error.to_string()))?;
        let row = PlanRow {
            hash: preview.plan.clone(),
            kind: preview.kind,
            upload_id,
            as_of: preview.as_of,
            body,
            committed_at: None,
        };
        let row = &row;
        self.write_aside(|tx| async move { Ok(tx.add_plan(row, call.now).await?) }.scope_boxed())
            .await
    }

    /// A kept preview of the caller's, and whether it was carried out.
    pub async fn kept_preview(
        &self,
        call: &Call,
        hash: &str,
    ) -> Result<(Preview, bool), ActionError> {
        let actor = call.allowed(may_import)?;
        let (row, _) = own_plan(&mut self.store.read().await?, actor, hash).await?;
        let preview = serde_json::from_str(&row.body)
            .map_err(|error| ActionError::Internal(error.to_string()))?;
        Ok((preview, row.committed_at.is_some()))
    }

    /// Carries out a kept preview; [`ActionError::Stale`] if it would now do something else.
    pub async fn commit_upload(
        &self,
        call: &Call,
        reader: &SheetReader,
        hash: &str,
    ) -> Result<Commit, ActionError> {
        let actor = call.allowed(may_import)?.clone();
        let mut conn = self.store.read().await?;
        let (row, upload) = own_plan(&mut conn, &actor, hash).await?;
        if row.committed_at.is_some() {
            return Ok(Commit::Nothing);
        }
        drop(conn);
        let bytes = self.files.get(&upload.sha256).await?;
        let file = Incoming { name: upload.file_name, bytes };
        let order = Order::read(reader, row.kind, row.as_of, &file, Some(&actor)).await?;
        self.carry_out(call, &order, hash).await
    }

    /// What an import from the command line would do.
    pub async fn preview_file(
        &self,
        reader: &SheetReader,
        kind: Kind,
        as_of: NaiveDate,
        file: Incoming,
    ) -> Result<Preview, ActionError> {
        let order = Order::read(reader, kind, as_of, &file, None).await?;
        Ok(self.plan(&order).await?.preview)
    }

    /// Imports from the command line, if the plan still has this hash.
    pub async fn import_file(
        &self,
        call: &Call,
        reader: &SheetReader,
        kind: Kind,
        as_of: NaiveDate,
        file: Incoming,
        hash: &str,
    ) -> Result<Commit, ActionError> {
        let order = Order::read(reader, kind, as_of, &file, None).await?;
        let preview = self.plan(&order).await?.preview;
        if preview.plan != hash {
            return Err(ActionError::Stale);
        }
        self.keep_plan(call, &preview, None).await?;
        self.carry_out(call, &order, hash).await
    }
}

/// A plan whose file the caller has sent: nominations in it are not for every colleague (`AWD-12`).
async fn own_plan(
    conn: &mut Conn,
    actor: &Actor,
    hash: &str,
) -> Result<(PlanRow, UploadRow), ActionError> {
    let row = conn.find_plan(hash).await?.ok_or(ActionError::NotFound)?;
    let upload = row.upload_id.ok_or(ActionError::NotFound)?;
    let upload = conn.find_upload_by_id(upload).await?;
    let upload = upload.filter(|upload| upload.owner_id == actor.person);
    Ok((row, upload.ok_or(ActionError::NotFound)?))
}

/// Keeps the connection's type out of the signatures of the parts.
type Reads<'a> = &'a mut Conn;

/// Whether the list has a column of this field; what it does not tell stays as it is.
fn has_column(reading: &Reading, field: &str) -> bool {
    reading.columns.iter().any(|column| column.field.as_deref() == Some(field))
}
