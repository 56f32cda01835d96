//! Registers that are handed upward, each of an assessment year and within the caller's scope.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use domain::{
    access_log::AccessThing,
    assessment_year::AssessmentYear,
    credit_hour::{ActivityKind, Entry, HalfDay, Hours, year_total},
    id::{FieldId, PersonId, TrainingEventId},
    report::{REPORT_READERS, ReportKind, may_read_report},
    role::{Actor, Reach},
    rulebook::Rule,
    training_record::conversion,
};
use store::{
    Conn, CreditRow, FieldRow, LecturerLine, ParticipantLine, RegionRow, TrainingRow, TutorLine,
};

use crate::{
    ActionError, Actions, Call,
    access_log::{Handed, Noted},
    register_entry::regions,
    to_utc,
    training_record::broken,
};

/// How many years back the page leads.
const YEARS: i32 = 5;

/// The reports that somebody takes, and the years of which, the present one first.
#[derive(Clone, Debug)]
pub struct Reports {
    /// The reports.
    pub kinds: Vec<ReportKind>,
    /// The years.
    pub years: Vec<i32>,
    /// The year that was asked for, or the present one.
    pub year: AssessmentYear,
}

/// A training with who was there.
#[derive(Clone, Debug)]
pub struct TrainingLine {
    /// The training.
    pub training: TrainingRow,
    /// What it came to for who was there all the time.
    pub hours: Hours,
    /// Who was there, by county and level.
    pub participants: Vec<ParticipantLine>,
}

/// A tutor with the hours of the year.
#[derive(Clone, Debug)]
pub struct TutorHoursLine {
    /// Who.
    pub tutor: TutorLine,
    /// What was earned, by kind of activity; none: not said.
    pub by_kind: BTreeMap<Option<ActivityKind>, i64>,
    /// What counts in all, after caps.
    pub counted: Hours,
    /// Whether that reaches the year's target.
    pub is_reached: bool,
    /// Who has verified it.
    pub verifiers: BTreeSet<String>,
}

/// A lecturer in a year.
#[derive(Clone, Debug)]
pub struct LecturerYear {
    /// Who, and what was verified.
    pub line: LecturerLine,
    /// Subject fields, the main one first.
    pub fields: Vec<FieldRow>,
    /// The hours of the year.
    pub hours: Hours,
}

/// The lines of a report.
#[derive(Clone, Debug)]
pub enum ReportLines {
    /// R-4, with the hours of each lecturer.
    Lecturers(Vec<LecturerYear>),
    ///
    Trainings(Vec<TrainingLine>),
    ///
    TutorHours(Vec<TutorHoursLine>),
}

impl ReportLines {
    fn len(&self) -> usize {
        match self {
            Self::Lecturers(lines) => lines.len(),
            Self::Trainings(lines) => lines.len(),
            Self::TutorHours(lines) => lines.len(),
        }
    }
}

/// A report with what stands above its columns.
#[derive(Clone, Debug)]
pub struct Report {
    /// Of which year.
    pub year: AssessmentYear,
    /// Its lines.
    pub lines: ReportLines,
    /// The region that it is of, if it is of one alone.
    pub region: Option<RegionRow>,
}

impl Actions {
    /// The reports that the caller takes.
    pub fn reports(&self, call: &Call, year: Option<i32>) -> Result<Reports, ActionError> {
        let actor = call.allowed(|actor| actor.is_any(REPORT_READERS))?;
        let kinds = ReportKind::ALL.iter().copied();
        let kinds = kinds.filter(|kind| may_read_report(actor, *kind)).collect();
        let (years, year) = years(call, year);
        Ok(Reports { kinds, years, year })
    }

    /// A report within the caller's scope, for a spreadsheet.
    pub async fn take_report(
        &self,
        call: &Call,
        kind: ReportKind,
        year: Option<i32>,
    ) -> Result<(Report, Noted), ActionError> {
        let actor = call.actor()?;
        if !may_read_report(actor, kind) {
            return Err(ActionError::Forbidden);
        }
        let (_, year) = years(call, year);
        let reach = actor.reach(kind.readers());
        let mut conn = self.store.read().await?;
        let lines = match kind {
            ReportKind::Lecturers => lecturers(&mut conn, year, &reach).await?,
            ReportKind::Trainings => trainings(&mut conn, year, &reach).await?,
            ReportKind::TutorHours => tutor_hours(&mut conn, year, &reach).await?,
        };
        let region = region_of(&mut conn, call, actor, kind).await?;
        drop(conn);
        let handed = Handed::rows(AccessThing::Report, kind as i64, lines.len());
        let noted = self.note(call, kind.readers(), handed).await?;
        Ok((Report { year, lines, region }, noted))
    }
}

fn years(call: &Call, asked: Option<i32>) -> (Vec<i32>, AssessmentYear) {
    let present = AssessmentYear::of(call.today());
    let years: Vec<i32> = (0..YEARS).map(|back| present.0 - back).collect();
    let year = asked.filter(|year| years.contains(year)).map_or(present, AssessmentYear);
    (years, year)
}

async fn region_of(
    conn: &mut Conn,
    call: &Call,
    actor: &Actor,
    kind: ReportKind,
) -> Result<Option<RegionRow>, ActionError> {
    let mut own = regions(conn, call, &actor.reach(kind.readers())).await?;
    Ok(if own.len() == 1 { own.pop() } else { None })
}

fn days(year: AssessmentYear) -> (NaiveDate, NaiveDate) {
    (year.first(), year.last())
}

async fn lecturers(
    conn: &mut Conn,
    year: AssessmentYear,
    reach: &Reach,
) -> Result<ReportLines, ActionError> {
    let after = year.last().succ_opt().unwrap_or(year.last());
    let midnight = chrono::NaiveTime::MIN;
    let instants = (to_utc(year.first(), midnight), to_utc(after, midnight));
    let lines = conn.list_lecturer_lines(year, instants, reach).await?;
    let ledger = by_person(conn.list_ledger_lines(days(year), reach).await?);
    let table = conversion(&conn.rulebook(year.first()).await?);
    let people: Vec<PersonId> = lines.iter().map(|line| line.person_id).collect();
    let mut of_people = conn.list_subject_fields(&people).await?;
    let names = conn.list_fields().await?;
    let name = |id: FieldId| names.iter().find(|field| field.id == id).cloned();
    let mut all = Vec::with_capacity(lines.len());
    for line in lines {
        let entries = entries(ledger.get(&line.person_id));
        let total = year_total(&entries, &table, year);
        let hours = total.map_err(|problem| broken(line.person_id, &problem))?.counted;
        let fields = of_people.remove(&line.person_id).unwrap_or_default();
        let fields = fields.into_iter().filter_map(name).collect();
        all.push(LecturerYear { line, fields, hours });
    }
    Ok(ReportLines::Lecturers(all))
}

async fn trainings(
    conn: &mut Conn,
    year: AssessmentYear,
    reach: &Reach,
) -> Result<ReportLines, ActionError> {
    let rows = conn.list_training_lines(days(year), reach).await?;
    let mut half_days: BTreeMap<TrainingEventId, BTreeMap<NaiveDate, Vec<HalfDay>>> =
        BTreeMap::new();
    for (event, day, half_day) in conn.list_half_day_lines(days(year)).await? {
        half_days.entry(event).or_default().entry(day).or_default().push(half_day);
    }
    let mut participants: BTreeMap<TrainingEventId, Vec<ParticipantLine>> = BTreeMap::new();
    for line in conn.list_participant_lines(days(year)).await? {
        participants.entry(line.event_id).or_default().push(line);
    }
    let rules = conn.rulebook(year.first()).await?;
    let (full, half) = (rules.get(Rule::FullDayCredit), rules.get(Rule::HalfDayCredit));
    let cap = rules.get(Rule::DailyCap);
    // Two half-days of one date are a full one, and a third adds to it, up to the cap.
    let of_day = |n: i64| (n / 2 * full + n % 2 * half).min(cap);
    let line = |training: TrainingRow| {
        let dates = half_days.remove(&training.id).unwrap_or_default();
        let hours = dates.values().map(|parts| of_day(i64::try_from(parts.len()).unwrap_or(0)));
        TrainingLine {
            hours: Hours::hundredths(hours.sum()),
            participants: participants.remove(&training.id).unwrap_or_default(),
            training,
        }
    };
    Ok(ReportLines::Trainings(rows.into_iter().map(line).collect()))
}

async fn tutor_hours(
    conn: &mut Conn,
    year: AssessmentYear,
    reach: &Reach,
) -> Result<ReportLines, ActionError> {
    let tutors = conn.list_tutor_lines(reach).await?;
    let ledger = by_person(conn.list_ledger_lines(days(year), reach).await?);
    let rules = conn.rulebook(year.first()).await?;
    let table = conversion(&rules);
    let target = Hours::hundredths(rules.get(Rule::TutorTarget));
    let mut lines = Vec::with_capacity(tutors.len());
    for tutor in tutors {
        let rows = ledger.get(&tutor.person_id);
        let total = year_total(&entries(rows), &table, year);
        let counted = total.map_err(|problem| broken(tutor.person_id, &problem))?.counted;
        let (mut by_kind, mut verifiers) = (BTreeMap::new(), BTreeSet::new());
        for row in rows.into_iter().flatten() {
            *by_kind.entry(row.kind).or_default() += row.earned;
            verifiers.extend(row.verifier.clone());
        }
        let is_reached = counted >= target;
        lines.push(TutorHoursLine { tutor, by_kind, counted, is_reached, verifiers });
    }
    Ok(ReportLines::TutorHours(lines))
}

fn by_person(rows: Vec<CreditRow>) -> BTreeMap<PersonId, Vec<CreditRow>> {
    let mut all: BTreeMap<PersonId, Vec<CreditRow>> = BTreeMap::new();
    for row in rows {
        all.entry(row.person_id).or_default().push(row);
    }
    all
}

fn entries(rows: Option<&Vec<CreditRow>>) -> Vec<Entry> {
    rows.into_iter().flatten().map(CreditRow::entry).collect()
}
