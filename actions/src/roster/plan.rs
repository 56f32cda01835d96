//! What a roster would change, worked out on a snapshot and before any transaction begins.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    role::Actor,
    roster::{Kind, Outcome, Reading, Sheet},
};
use sha2::{Digest, Sha256};
use store::{Conn, Tx};

use super::{
    ChangeCounts, Preview, SheetReader, change::Change, course, host, lecturer, nomination,
    on_file::OnFile, organisation, region, training_hour, tutor,
};
use crate::{ActionError, Actions, Incoming};

/// Whose a plan of the command line is.
const NOBODY: i64 = 0;

/// A file that was opened, and what is to be made of it.
pub(super) struct Order {
    kind: Kind,
    as_of: NaiveDate,
    file: String,
    digest: String,
    sheets: Vec<Sheet>,
    pub(super) actor: Option<Actor>,
}

/// A plan with what carries it out.
pub(super) struct Plan {
    pub(super) preview: Preview,
    pub(super) changes: Vec<Change>,
    /// The last line of the chain that it knows of.
    pub(super) head: i64,
    work: Work,
}

/// What is written.
enum Work {
    Regions(region::Work),
    Organisations(organisation::Work),
    Lecturers(lecturer::Work),
    Tutors(tutor::Work),
    Hosts(host::Work),
    Courses(course::Work),
    TrainingHours(training_hour::Work),
    Nominations(nomination::Work),
}

impl Order {
    pub(super) async fn read(
        reader: &SheetReader,
        kind: Kind,
        as_of: NaiveDate,
        file: &Incoming,
        actor: Option<&Actor>,
    ) -> Result<Self, ActionError> {
        Ok(Self {
            kind,
            as_of,
            file: file.name.clone(),
            digest: hex::encode(Sha256::digest(&file.bytes)),
            sheets: reader.read(file.bytes.clone()).await?,
            actor: actor.cloned(),
        })
    }

    /// The plan, from what is on file at one moment.
    pub(super) async fn plan(&self, conn: &mut Conn) -> Result<Plan, ActionError> {
        let (kind, as_of) = (self.kind, self.as_of);
        let (head, _) = conn.find_audit_head().await?;
        if kind == Kind::Nominations && nomination::is_closed(conn, as_of).await? {
            return Err(ActionError::Roster("nominations_closed"));
        }
        let on_file = OnFile::load(conn, as_of).await?;
        let reading = domain::roster::read(kind, &self.sheets, as_of, &on_file.known())
            .map_err(|refused| ActionError::Roster(refused.code()))?;
        let (changes, work) = work(conn, &reading, &on_file, as_of).await?;
        let preview = Preview {
            file: self.file.clone(),
            kind,
            sheet: reading.sheet.clone(),
            header_row: reading.header_row,
            counts: reading.counts(),
            changes: counts(&reading, &changes),
            rows: changes
                .iter()
                .map(|change| (change.row, change.on_file.is_none(), change.title()))
                .collect(),
            plan: self.hash(&reading, &changes),
            issues: reading.issues,
            as_of,
        };
        Ok(Plan { preview, changes, head, work })
    }

    fn hash(&self, reading: &Reading, changes: &[Change]) -> String {
        let owner = self.actor.as_ref().map_or(NOBODY, |actor| actor.person.0);
        let mut hasher = Sha256::new();
        let parts = [
            self.digest.clone(),
            reading.kind.as_str().to_owned(),
            self.as_of.to_string(),
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
}

async fn work(
    conn: &mut Conn,
    reading: &Reading,
    on_file: &OnFile,
    as_of: NaiveDate,
) -> Result<(Vec<Change>, Work), ActionError> {
    fn of<T>((changes, work): (Vec<Change>, T), kind: fn(T) -> Work) -> (Vec<Change>, Work) {
        (changes, kind(work))
    }
    Ok(match reading.kind {
        Kind::Regions => of(region::plan(reading, on_file), Work::Regions),
        Kind::Organisations => of(organisation::plan(reading, on_file), Work::Organisations),
        Kind::Lecturers => {
            of(lecturer::plan(conn, reading, on_file, as_of).await?, Work::Lecturers)
        }
        Kind::Tutors => of(tutor::plan(conn, reading, on_file).await?, Work::Tutors),
        Kind::Hosts => of(host::plan(conn, reading, on_file).await?, Work::Hosts),
        Kind::Courses => of(course::plan(conn, reading, on_file, as_of).await?, Work::Courses),
        Kind::TrainingHours => {
            of(training_hour::plan(conn, reading, on_file).await?, Work::TrainingHours)
        }
        Kind::Nominations => of(nomination::plan(conn, reading, on_file).await?, Work::Nominations),
    })
}

/// Rows that repeat an earlier one change nothing.
fn counts(reading: &Reading, changes: &[Change]) -> ChangeCounts {
    let is_repeated = |outcome: &Outcome| matches!(outcome, Outcome::DuplicateOf(_));
    let n_repeated = reading.rows.iter().filter(|row| is_repeated(&row.outcome)).count();
    let new = changes.iter().filter(|change| change.on_file.is_none()).count();
    let unchanged = reading.records().count() + n_repeated - changes.len();
    ChangeCounts { new, changed: changes.len() - new, unchanged }
}

impl Plan {
    /// Writes all of it.
    pub(super) async fn write(&self, tx: &mut Tx, now: DateTime<Utc>) -> Result<(), ActionError> {
        let as_of = self.preview.as_of;
        match &self.work {
            Work::Regions(work) => work.apply(tx).await,
            Work::Organisations(work) => work.apply(tx).await,
            Work::Lecturers(work) => work.apply(tx, as_of).await,
            Work::Tutors(work) => work.apply(tx, as_of).await,
            Work::Hosts(work) => work.apply(tx).await,
            Work::Courses(work) => work.apply(tx, now).await,
            Work::TrainingHours(work) => work.apply(tx, as_of, now).await,
            Work::Nominations(work) => work.apply(tx, as_of, now).await,
        }
    }
}

impl Actions {
    pub(super) async fn plan(&self, order: &Order) -> Result<Plan, ActionError> {
        order.plan(&mut self.store.snapshot().await?).await
    }
}
