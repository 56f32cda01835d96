//! Import: read, compare with what is on file, show a plan, and carry out exactly that plan.
//!
//! The plan's hash covers the file, the day and every change; a commit makes the plan anew and
//! goes ahead only if the hash is still the same.

mod apply;
mod compare;
mod host;
mod named;
mod nomination;
mod reader;
mod training_hour;
mod tutor;

use chrono::NaiveDate;
use domain::{
    form::{ProblemKind, Problems},
    role::{Actor, IMPORTERS, may_import},
    roster::{Counts, Issue, Kind, Known, KnownRegion, Outcome, Reading},
};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use store::{Conn, PlanRow, UploadRow};

pub use named::workplace;
pub use reader::{SheetReader, answer};

use self::compare::{Change, OnFile};
use crate::{
    ActionError, Actions, Call, Incoming, MAX_UPLOAD, award_cycle::conflicted,
    files::MEDIA_SPREADSHEET, write::Scoped as _,
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

/// Whose a plan of the command line is.
const NOBODY: i64 = 0;

/// A plan before it is shown: the changes themselves.
struct Plan {
    preview: Preview,
    changes: Vec<Change>,
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
            return Err(Problems::one("file", ProblemKind::FileTooLarge(limit)).into());
        }
        let (name, bytes) = (file.name.clone(), file.bytes.clone());
        let plan = self.plan(reader, kind, as_of, (&name, bytes), actor.person.0).await?;
        let upload = self.store_upload(call, &actor, file, MEDIA_SPREADSHEET).await?;
        self.keep_plan(call, &plan.preview, Some(upload.id)).await?;
        Ok(plan.preview.plan)
    }

    async fn keep_plan(
        &self,
        call: &Call,
        preview: &Preview,
        upload_id: Option<i64>,
    ) -> Result<(), ActionError> {
        let body = serde_json::to_string(preview)
            .map_err(|error| ActionError::Internal(error.to_string()))?;
        let row = PlanRow {
            hash: preview.plan.clone(),
            kind: preview.kind.as_str().to_owned(),
            upload_id,
            as_of: preview.as_of,
            body,
            committed_at: None,
        };
        let row = &row;
        self.write(|tx| async move { Ok(tx.add_plan(row, call.now).await?) }.scope_boxed()).await
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
        let kind = Kind::parse(&row.kind).ok_or(ActionError::NotFound)?;
        let file = (upload.file_name.as_str(), bytes);
        let plan = self.plan(reader, kind, row.as_of, file, actor.person.0).await?;
        self.check_conflicts(call, &actor, &plan).await?;
        self.carry_out(call, Some(&actor), plan, hash).await
    }

    /// What an import from the command line would do.
    pub async fn preview_file(
        &self,
        reader: &SheetReader,
        kind: Kind,
        as_of: NaiveDate,
        file: Incoming,
    ) -> Result<Preview, ActionError> {
        Ok(self.plan(reader, kind, as_of, (&file.name, file.bytes), NOBODY).await?.preview)
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
        let plan = self.plan(reader, kind, as_of, (&file.name, file.bytes), NOBODY).await?;
        self.keep_plan(call, &plan.preview, None).await?;
        self.carry_out(call, None, plan, hash).await
    }

    async fn plan(
        &self,
        reader: &SheetReader,
        kind: Kind,
        as_of: NaiveDate,
        (file, bytes): (&str, Vec<u8>),
        owner: i64,
    ) -> Result<Plan, ActionError> {
        let digest = hex::encode(Sha256::digest(&bytes));
        let sheets = reader.read(bytes).await?;
        let mut conn = self.store.snapshot().await?;
        if kind == Kind::Nominations && nomination::is_closed(&mut conn, as_of).await? {
            return Err(ActionError::FileRefused("nominations_closed"));
        }
        let on_file = OnFile::load(&mut conn, as_of).await?;
        let reading = domain::roster::read(kind, &sheets, as_of, &known(&on_file))
            .map_err(|refused| ActionError::FileRefused(refused.code()))?;
        let (changes, counts) = compare::changes(&reading, &on_file, &mut conn).await?;
        let hash = plan_hash(&digest, &reading, &changes, as_of, owner);
        let preview = Preview {
            file: file.to_owned(),
            kind,
            sheet: reading.sheet.clone(),
            header_row: reading.header_row,
            counts: reading.counts(),
            changes: counts,
            rows: changes
                .iter()
                .map(|change| (change.row(), change.is_new(), change.title()))
                .collect(),
            issues: reading.issues,
            as_of,
            plan: hash,
        };
        Ok(Plan { preview, changes })
    }

    /// Nobody changes a nomination with whose nominee he or she is in conflict (`AWD-12`).
    async fn check_conflicts(
        &self,
        call: &Call,
        actor: &Actor,
        plan: &Plan,
    ) -> Result<(), ActionError> {
        let mut conn = self.store.read().await?;
        for id in plan.changes.iter().filter_map(Change::nomination) {
            let Some(nomination) = conn.find_nomination(id).await? else { continue };
            if !conflicted(&mut conn, actor, &[nomination], call.today()).await?.is_empty() {
                return Err(Problems::one("file", ProblemKind::ConflictedRow).into());
            }
        }
        Ok(())
    }

    async fn carry_out(
        &self,
        call: &Call,
        actor: Option<&Actor>,
        plan: Plan,
        hash: &str,
    ) -> Result<Commit, ActionError> {
        if plan.preview.plan != hash {
            return Err(ActionError::Stale);
        }
        let plan = &plan;
        self.write(|tx| {
            async move {
                // Of several who carry out one plan, the first statement lets one pass.
                if !tx.claim_plan(hash, call.now).await? {
                    return Ok(Commit::Nothing);
                }
                for change in &plan.changes {
                    apply::apply(tx, change.clone(), plan.preview.as_of, call.now).await?;
                }
                let entry = call.entry("import", plan.preview.kind.as_str(), IMPORTERS);
                tx.log(entry.on(actor.map_or(0, |actor| actor.person.0)).fixing(hash));
                let is_empty = plan.changes.is_empty();
                Ok(if is_empty { Commit::Nothing } else { Commit::Done })
            }
            .scope_boxed()
        })
        .await
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
    let upload = upload.filter(|upload| upload.owner_id == actor.person.0);
    Ok((row, upload.ok_or(ActionError::NotFound)?))
}

/// What the rules need from what is on file.
fn known(on_file: &OnFile) -> Known {
    let mut known = Known::new();
    for region in &on_file.regions {
        let parent = on_file.regions.iter().find(|one| Some(one.id) == region.parent_id);
        known.add_region(KnownRegion {
            code: region.code.clone(),
            name: region.name_zh.clone(),
            level: region.level,
            parent: parent.map(|parent| parent.code.clone()),
        });
    }
    for lecturer in &on_file.lecturers {
        known.add_lecturer(&lecturer.name, lecturer.workplace.as_deref().unwrap_or_default());
    }
    for organisation in &on_file.organisations {
        if let Some(code) = &organisation.code {
            let names = vec![organisation.name.clone(), organisation.short_name.clone()];
            known.add_organisation(code, names);
        }
    }
    known
}

fn plan_hash(
    file: &str,
    reading: &Reading,
    changes: &[Change],
    as_of: NaiveDate,
    owner: i64,
) -> String {
    let mut hasher = Sha256::new();
    let parts = [
        file.to_owned(),
        reading.kind.as_str().to_owned(),
        as_of.to_string(),
        owner.to_string(),
        serde_json::to_string(&reading.rows).unwrap_or_default(),
        serde_json::to_string(changes).unwrap_or_default(),
    ];
    for part in parts {
        hasher.update(part.len().to_be_bytes());
        hasher.update(part.as_bytes());
    }
    hex::encode(hasher.finalize())
}

/// Rows that repeat an earlier one.
fn n_repeated(reading: &Reading) -> usize {
    reading.rows.iter().filter(|row| matches!(row.outcome, Outcome::DuplicateOf(_))).count()
}

/// Keeps the connection's type out of the signatures of the parts.
type Reads<'a> = &'a mut Conn;
