//! Import: read, compare with what is on file, show a plan, and carry out exactly that plan.
//!
//! The plan's hash covers the file, the day and every change; a commit makes the plan anew and
//! goes ahead only if the hash is still the same. Each kind of roster has a file here, which says
//! what a record changes and writes all changes in as many statements as there are tables.

mod barred;
mod change;
mod commit;
mod compare;
mod course;
mod crowd;
mod field;
mod host;
mod lecturer;
mod nomination;
mod on_file;
mod on_paper;
mod organisation;
mod outside;
mod people;
mod plan;
mod reader;
mod region;
mod school_period;
mod training_hour;
mod tutor;
mod workplace;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use domain::{
    form::{Field, ProblemKind, Problems},
    id::UploadId,
    role::{Actor, Role, may_import, may_import_kind},
    roster::{
        At, ColumnReading, Counts, Issue, Kind, LeftOut, ReadAs, Refused, TableReading, heading_key,
    },
};
use serde::{Deserialize, Serialize};
use store::{Conn, PlanRow, UploadRow};

pub use compare::FieldChange;
pub(crate) use training_hour::{carry_out, line_on_file};

pub use reader::{SheetReader, answer, slides_answer};
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
    /// Not carried out until somebody has said who it is.
    pub waiting: usize,
}

/// What somebody has said of a roster before it is carried out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choices {
    /// How the workbook is to be read.
    pub read_as: ReadAs,
    /// The fields whose empty cells take away what is on file.
    pub clear: BTreeSet<String>,
    /// Whether roles that somebody has ended begin again.
    pub restore_roles: bool,
    /// The rows of which something was said: `true`, it is who is on file; `false`, somebody else.
    #[serde(with = "pairs")]
    pub rows: BTreeMap<At, bool>,
}

/// Rows as keys, which JSON has only texts for.
mod pairs {
    use std::collections::BTreeMap;

    use domain::roster::At;
    use serde::{Deserialize as _, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(
        rows: &BTreeMap<At, bool>,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        to.collect_seq(rows)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<BTreeMap<At, bool>, D::Error> {
        Ok(Vec::deserialize(from)?.into_iter().collect())
    }
}

/// What an import would do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preview {
    /// Name of the file.
    pub file: String,
    /// What it is a roster of.
    pub kind: Kind,
    /// What a text was written in.
    pub encoding: Option<String>,
    /// The tables that are read.
    pub tables: Vec<TableReading>,
    /// The sheets that are not.
    pub left_out: Vec<LeftOut>,
    /// The columns with a heading; those without a field are not read.
    pub columns: Vec<ColumnReading>,
    /// What somebody has to say before anything can be read.
    pub refused: Option<Refused>,
    /// Rows by their worst finding.
    pub counts: Counts,
    /// Rows by what they change.
    pub changes: ChangeCounts,
    /// Every finding.
    pub issues: Vec<Issue>,
    /// The rows that change something: where they stand, whether it is new, and its name.
    pub rows: Vec<(At, bool, String)>,
    /// What the rows change of what is on file, field by field.
    pub fields: Vec<FieldChange>,
    /// The rows that wait until somebody has said who they are.
    pub waiting: Vec<At>,
    /// Fields whose empty cells stand against something on file, with the number of the cells.
    pub erasable: BTreeMap<String, usize>,
    /// How many roles were ended that the roster would give.
    pub ended: usize,
    /// The rows whose hours stand on a record that was issued, and which a second person confirms.
    #[serde(default)]
    pub proposed: Vec<At>,
    /// What somebody has said.
    pub choices: Choices,
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
        if !may_import_kind(&actor, kind) {
            return Err(Problems::one(Field::Kind, ProblemKind::UnknownChoice).into());
        }
        if file.bytes.len() > MAX_UPLOAD {
            let limit = (MAX_UPLOAD / 1024 / 1024) as u64;
            return Err(Problems::one(Field::File, ProblemKind::FileTooLarge(limit)).into());
        }
        let choices = Choices::default();
        let order = Order::read(reader, kind, as_of, &file, choices, Some(&actor)).await?;
        let preview = self.plan(&order).await?.preview;
        if let Some(refused) = preview.refused.as_ref().filter(|refused| !is_answered(refused)) {
            return Err(ActionError::Roster(refused.code()));
        }
        let upload = self.store_upload(call, &actor, file, MEDIA_SPREADSHEET).await?;
        self.keep_plan(call, &preview, Some(upload.id), &[]).await?;
        Ok(preview.plan)
    }

    /// Makes a kept preview anew with what somebody has said of it, and gives the hash of the other
    /// plan. What was said of columns is remembered.
    pub async fn choose(
        &self,
        call: &Call,
        reader: &SheetReader,
        hash: &str,
        choices: Choices,
    ) -> Result<String, ActionError> {
        let actor = call.allowed(may_import)?.clone();
        let (row, upload) = own_plan(&mut self.store.read().await?, &actor, hash).await?;
        let bytes = self.files.get(&upload.sha256).await?;
        let file = Incoming { name: upload.file_name, bytes };
        // Two ways of writing a heading are one heading.
        let said = choices.read_as.columns.iter();
        let said: BTreeMap<String, String> =
            said.map(|(heading, field)| (heading_key(heading), field.clone())).collect();
        // What a county says of its lists is not remembered for the city's.
        let is_remembered = actor.is(Role::CityOffice);
        let said: Vec<(String, String)> = said.into_iter().filter(|_| is_remembered).collect();
        let order = Order::read(reader, row.kind, row.as_of, &file, choices, Some(&actor)).await?;
        let preview = self.plan(&order).await?.preview;
        self.keep_plan(call, &preview, Some(upload.id), &said).await?;
        Ok(preview.plan)
    }

    async fn keep_plan(
        &self,
        call: &Call,
        preview: &Preview,
        upload_id: Option<UploadId>,
        said: &[(String, String)],
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
        self.write_aside(|tx| {
            async move {
                tx.set_roster_headings(row.kind, said, call.now).await?;
                Ok(tx.add_plan(row, call.now).await?)
            }
            .scope_boxed()
        })
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
        let preview: Preview = serde_json::from_str(&row.body)
            .map_err(|error| ActionError::Internal(error.to_string()))?;
        let (kind, choices) = (row.kind, preview.choices);
        let order = Order::read(reader, kind, row.as_of, &file, choices, Some(&actor)).await?;
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
        self.preview_file_as(reader, kind, as_of, file, Choices::default()).await
    }

    /// The same with what somebody has said.
    pub async fn preview_file_as(
        &self,
        reader: &SheetReader,
        kind: Kind,
        as_of: NaiveDate,
        file: Incoming,
        choices: Choices,
    ) -> Result<Preview, ActionError> {
        let order = Order::read(reader, kind, as_of, &file, choices, None).await?;
        Ok(self.plan(&order).await?.preview)
    }

    /// Imports from the command line what was previewed; [`ActionError::Stale`] if it would now do
    /// something else.
    pub async fn import_file(
        &self,
        call: &Call,
        reader: &SheetReader,
        preview: &Preview,
        file: Incoming,
    ) -> Result<Commit, ActionError> {
        let (kind, as_of, choices) = (preview.kind, preview.as_of, preview.choices.clone());
        let order = Order::read(reader, kind, as_of, &file, choices, None).await?;
        let now = self.plan(&order).await?.preview;
        if now.plan != preview.plan {
            return Err(ActionError::Stale);
        }
        self.keep_plan(call, &now, None, &[]).await?;
        self.carry_out(call, &order, &now.plan).await
    }
}

/// Whether somebody can say on the preview's page what is missing.
fn is_answered(refused: &Refused) -> bool {
    matches!(refused, Refused::ColumnMissing { .. } | Refused::YearsDiffer { .. })
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
    // Somebody may have had another role when the file was sent.
    let upload = upload.filter(|_| may_import_kind(actor, row.kind));
    Ok((row, upload.ok_or(ActionError::NotFound)?))
}

/// Keeps the connection's type out of the signatures of the parts.
type Reads<'a> = &'a mut Conn;
