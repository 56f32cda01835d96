//! What a roster would change, worked out on a snapshot and before any transaction begins.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::{
    role::Actor,
    roster::{Counts, Issue, Kind, Outcome, ReadAs, Reading, heading_key},
};
use serde::Serialize;
use sha2::{Digest, Sha256};
use store::Conn;

use super::{
    ChangeCounts, Choices, Preview, SheetReader, barred,
    change::Change,
    compare::{Compare, Compared},
    course, host, lecturer, nomination,
    on_file::OnFile,
    on_paper, organisation, outside,
    reader::Opened,
    region, school_period, training_hour, tutor,
};
use crate::{ActionError, Actions, Call, Incoming, write::Write};

/// Whose a plan of the command line is.
const NOBODY: i64 = 0;

/// A file that was opened, and what is to be made of it.
pub(super) struct Order {
    kind: Kind,
    as_of: NaiveDate,
    file: String,
    digest: String,
    opened: Opened,
    choices: Choices,
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
    Nothing,
    Regions(region::Work),
    Organisations(organisation::Work),
    Lecturers(lecturer::Work),
    Tutors(tutor::Work),
    Hosts(host::Work),
    Courses(course::Work),
    TrainingHours(training_hour::Work),
    Nominations(nomination::Work),
    SchoolCalendar(school_period::Work),
}

impl Order {
    pub(super) async fn read(
        reader: &SheetReader,
        kind: Kind,
        as_of: NaiveDate,
        file: &Incoming,
        choices: Choices,
        actor: Option<&Actor>,
    ) -> Result<Self, ActionError> {
        Ok(Self {
            kind,
            as_of,
            file: file.name.clone(),
            digest: hex::encode(Sha256::digest(&file.bytes)),
            opened: reader.read(file.bytes.clone()).await?,
            choices,
            actor: actor.cloned(),
        })
    }

    /// The plan, from what is on file at one moment; of a workbook that only a person can tell how
    /// to read it is to do nothing.
    pub(super) async fn plan(&self, conn: &mut Conn) -> Result<Plan, ActionError> {
        let (kind, as_of) = (self.kind, self.as_of);
        let (head, _) = conn.find_audit_head().await?;
        if kind == Kind::Nominations && nomination::is_closed(conn, as_of).await? {
            return Err(ActionError::Roster("nominations_closed"));
        }
        let mut on_file = OnFile::load(conn, as_of).await?;
        on_file.home =
            outside::regions_of(self.actor.as_ref()).and_then(|own| own.first().copied());
        if kind == Kind::Nominations
            && let Some(cycle) = nomination::open_cycle(conn).await?
        {
            on_file.rules = conn.rulebook_of_cycle(cycle.id, as_of).await?;
        }
        let read_as = self.read_as(conn).await?;
        let mut preview = self.empty_preview();
        let sheets = &self.opened.sheets;
        let reading = domain::roster::read(kind, sheets, as_of, &on_file.known(), &read_as);
        let mut reading = match reading {
            Ok(reading) => reading,
            Err(refused) => {
                preview.plan = self.hash(None, &[], &preview);
                preview.refused = Some(refused);
                return Ok(Plan { preview, changes: Vec::new(), head, work: Work::Nothing });
            }
        };
        let (mut changes, mut todo, mut compared) = self.compare(conn, &reading, &on_file).await?;
        let actor = self.actor.as_ref();
        let mut barred = barred::find(conn, actor, as_of, &reading, &changes).await?;
        barred.extend(outside::find(conn, actor, &on_file, &reading).await?);
        let mut on_paper = on_paper::find(conn, actor, &reading, &changes).await?;
        barred.append(&mut on_paper.refused);
        if !barred.is_empty() {
            reading.block(barred);
            (changes, todo, compared) = self.compare(conn, &reading, &on_file).await?;
        }
        let is_taken = |issue: &Issue| changes.iter().any(|change| change.at == issue.at);
        on_paper.proposed.retain(is_taken);
        let proposed = on_paper.proposed.iter().map(|issue| issue.at).collect();
        let Compared { changes: fields, issues, waiting, erasable, ended } = compared;
        reading.warn(issues);
        reading.warn(on_paper.proposed);
        preview = Preview {
            counts: reading.counts(),
            changes: counts(&reading, &changes, waiting.len()),
            rows: changes
                .iter()
                .map(|change| (change.at, change.on_file.is_none(), change.title()))
                .collect(),
            fields,
            waiting,
            erasable,
            ended,
            proposed,
            ..preview
        };
        preview.plan = self.hash(Some(&reading), &changes, &preview);
        preview.tables = reading.tables;
        preview.left_out = reading.left_out;
        preview.columns = reading.columns;
        preview.issues = reading.issues;
        Ok(Plan { preview, changes, head, work: todo })
    }

    /// What the rows change, and what is found out about them.
    async fn compare(
        &self,
        conn: &mut Conn,
        reading: &Reading,
        on_file: &OnFile,
    ) -> Result<(Vec<Change>, Work, Compared), ActionError> {
        let mut compare = Compare::new(reading, &self.choices);
        let (changes, work) = work(conn, reading, on_file, self.as_of, &mut compare).await?;
        Ok((changes, work, compare.end()))
    }

    /// How the workbook is read: as was said now, or else as the same office has said before.
    async fn read_as(&self, conn: &mut Conn) -> Result<ReadAs, ActionError> {
        let mut read_as = self.choices.read_as.clone();
        if self.actor.is_some() {
            for (heading, field) in conn.list_roster_headings(self.kind).await? {
                let is_said = |said: &String| heading_key(said) == heading;
                if !read_as.columns.keys().any(is_said) {
                    read_as.columns.insert(heading, field);
                }
            }
        }
        Ok(read_as)
    }

    fn empty_preview(&self) -> Preview {
        Preview {
            file: self.file.clone(),
            kind: self.kind,
            encoding: self.opened.encoding.clone(),
            tables: Vec::new(),
            left_out: Vec::new(),
            columns: Vec::new(),
            refused: None,
            counts: Counts::default(),
            changes: ChangeCounts::default(),
            issues: Vec::new(),
            rows: Vec::new(),
            fields: Vec::new(),
            waiting: Vec::new(),
            erasable: BTreeMap::new(),
            ended: 0,
            proposed: Vec::new(),
            choices: self.choices.clone(),
            as_of: self.as_of,
            plan: String::new(),
        }
    }

    fn hash(&self, reading: Option<&Reading>, changes: &[Change], preview: &Preview) -> String {
        let owner = self.actor.as_ref().map_or(NOBODY, |actor| actor.person.0);
        let mut hasher = Sha256::new();
        let parts = [
            self.digest.clone(),
            self.kind.as_str().to_owned(),
            self.as_of.to_string(),
            owner.to_string(),
            text_of(&reading.map(|reading| &reading.rows)),
            text_of(&changes),
            text_of(&preview.fields),
            text_of(&preview.waiting),
            text_of(&preview.proposed),
            text_of(&self.choices),
        ];
        for part in parts {
            hasher.update(part.len().to_be_bytes());
            hasher.update(part.as_bytes());
        }
        hex::encode(hasher.finalize())
    }
}

fn text_of(part: &impl Serialize) -> String {
    serde_json::to_string(part).unwrap_or_default()
}

async fn work(
    conn: &mut Conn,
    reading: &Reading,
    on_file: &OnFile,
    as_of: NaiveDate,
    compare: &mut Compare<'_>,
) -> Result<(Vec<Change>, Work), ActionError> {
    fn of<T>((changes, work): (Vec<Change>, T), kind: fn(T) -> Work) -> (Vec<Change>, Work) {
        (changes, kind(work))
    }
    Ok(match reading.kind {
        Kind::Regions => of(region::plan(reading, on_file, compare), Work::Regions),
        Kind::Organisations => {
            of(organisation::plan(reading, on_file, compare), Work::Organisations)
        }
        Kind::Lecturers => {
            of(lecturer::plan(conn, reading, on_file, as_of, compare).await?, Work::Lecturers)
        }
        Kind::Tutors => {
            of(tutor::plan(conn, reading, on_file, as_of, compare).await?, Work::Tutors)
        }
        Kind::Hosts => of(host::plan(conn, reading, on_file, compare).await?, Work::Hosts),
        Kind::Courses => {
            of(course::plan(conn, reading, on_file, as_of, compare).await?, Work::Courses)
        }
        Kind::TrainingHours => {
            of(training_hour::plan(conn, reading, on_file, compare).await?, Work::TrainingHours)
        }
        Kind::SchoolCalendar => {
            of(school_period::plan(conn, reading, on_file, compare).await?, Work::SchoolCalendar)
        }
        Kind::Nominations => {
            of(nomination::plan(conn, reading, on_file, compare).await?, Work::Nominations)
        }
    })
}

/// Rows that repeat an earlier one change nothing.
fn counts(reading: &Reading, changes: &[Change], waiting: usize) -> ChangeCounts {
    let is_repeated = |outcome: &Outcome| matches!(outcome, Outcome::DuplicateOf(_));
    let n_repeated = reading.rows.iter().filter(|row| is_repeated(&row.outcome)).count();
    let new = changes.iter().filter(|change| change.on_file.is_none()).count();
    let unchanged = reading.records().count() + n_repeated - changes.len() - waiting;
    ChangeCounts { new, changed: changes.len() - new, unchanged, waiting }
}

impl Plan {
    /// Writes all of it.
    pub(super) async fn write(&self, tx: &mut Write, call: &Call) -> Result<(), ActionError> {
        let (as_of, now) = (self.preview.as_of, call.now);
        match &self.work {
            Work::Nothing => Ok(()),
            Work::Regions(work) => work.apply(tx).await,
            Work::Organisations(work) => work.apply(tx).await,
            Work::Lecturers(work) => work.apply(tx, call, as_of).await,
            Work::Tutors(work) => work.apply(tx, call, as_of).await,
            Work::Hosts(work) => work.apply(tx).await,
            Work::Courses(work) => work.apply(tx, now).await,
            Work::TrainingHours(work) => work.apply(tx, call, (as_of, &self.preview.file)).await,
            Work::SchoolCalendar(work) => work.apply(tx).await,
            Work::Nominations(work) => work.apply(tx, as_of, now).await,
        }
    }
}

impl Actions {
    pub(super) async fn plan(&self, order: &Order) -> Result<Plan, ActionError> {
        order.plan(&mut self.store.snapshot().await?).await
    }
}
