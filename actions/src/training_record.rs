//! What somebody's training of a year comes to: the ledger by day, and for the person alone the
//! way to the target (`TRN-04`). Nobody is compared with anybody (`LAW-60`).

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::{
    assessment_year::AssessmentYear,
    credit_hour::{
        Conversion, DayTotal, Entry, Hours, LedgerProblem, Progress, overlaps, year_total,
    },
    id::{CreditHourId, PersonId},
    paper_correction::CorrectionSource,
    role::{Actor, CLAIM_CHECKERS, is_trainee, may_check_claims},
    training_record::{conversion, target},
};
use store::{Conn, CreditRow, PersonRow, TutorRow};

use crate::{ActionError, Actions, Call};

/// How many years back the page leads.
const YEARS: i32 = 5;

/// One day of a record.
#[derive(Clone, Debug)]
pub struct RecordDay {
    /// The date.
    pub date: NaiveDate,
    /// What it comes to.
    pub total: DayTotal,
    /// What was earned on it, with what was taken back.
    pub rows: Vec<CreditRow>,
    /// Whether activities were at the same time (`TRN-01`), or one is there twice (`TRN-05`).
    pub has_overlap: bool,
}

/// A person's record of an assessment year.
#[derive(Clone, Debug)]
pub struct RecordPage {
    /// Whose.
    pub person: PersonRow,
    /// What makes the person a tutor.
    pub tutor: Option<TutorRow>,
    /// Of which year.
    pub year: AssessmentYear,
    /// The years that can be chosen, the present one first.
    pub years: Vec<i32>,
    /// By date.
    pub days: Vec<RecordDay>,
    /// What counts in all.
    pub counted: Hours,
    /// The way to the target; only for the person.
    pub progress: Option<Progress>,
    /// What goes because study visits brought more than a year allows (`TRN-03`).
    pub lost_to_visits: Hours,
    /// What counts of one date and of one year at most.
    pub table: Conversion,
    /// What of it a correction waits for a second person of: what it comes from, by kind and key.
    pub corrections: Vec<(CorrectionSource, i64)>,
}

impl Actions {
    /// The caller's own record, with the way to the target.
    pub async fn my_training_record(
        &self,
        call: &Call,
        year: Option<i32>,
    ) -> Result<RecordPage, ActionError> {
        let actor = call.allowed(is_trainee)?;
        let mut conn = self.store.read().await?;
        let mut page = record(&mut conn, call, actor.person, year).await?;
        let rules = conn.rulebook(page.year.first()).await?;
        page.progress = Some(Progress { counted: page.counted, target: target(actor, &rules) });
        Ok(page)
    }

    /// The record of somebody within the caller's scope, without the way to the target.
    pub async fn training_record(
        &self,
        call: &Call,
        person: PersonId,
        year: Option<i32>,
    ) -> Result<RecordPage, ActionError> {
        let actor = call.allowed(may_check_claims)?;
        let mut conn = self.store.read().await?;
        if !sees_person(&mut conn, actor, person).await? {
            return Err(ActionError::NotFound);
        }
        record(&mut conn, call, person, year).await
    }
}

async fn sees_person(
    conn: &mut Conn,
    actor: &Actor,
    person: PersonId,
) -> Result<bool, ActionError> {
    let row = conn.find_person(person).await?.filter(|row| row.merged_into.is_none());
    let row = row.ok_or(ActionError::NotFound)?;
    let reach = actor.reach(CLAIM_CHECKERS);
    Ok(conn.is_within(&reach, row.region_id, row.workplace_id).await?)
}

/// What counts of somebody's hours in an assessment year, after overlaps and caps.
pub(crate) async fn counted_hours(
    conn: &mut Conn,
    person: PersonId,
    year: AssessmentYear,
) -> Result<Hours, ActionError> {
    let table = conversion(&conn.rulebook(year.first()).await?);
    let rows = conn.list_credit_hours(person, year.first(), year.last()).await?;
    let entries: Vec<Entry> = rows.iter().map(CreditRow::entry).collect();
    let total = year_total(&entries, &table, year).map_err(|problem| broken(person, &problem))?;
    Ok(total.counted)
}

pub(crate) fn broken(person: PersonId, problem: &LedgerProblem) -> ActionError {
    ActionError::Internal(format!("the ledger of person {person}: {problem}"))
}

async fn record(
    conn: &mut Conn,
    call: &Call,
    person: PersonId,
    year: Option<i32>,
) -> Result<RecordPage, ActionError> {
    let present = AssessmentYear::of(call.today());
    let years: Vec<i32> = (0..YEARS).map(|back| present.0 - back).collect();
    let year = year.filter(|year| years.contains(year)).map_or(present, AssessmentYear);
    let table = conversion(&conn.rulebook(year.first()).await?);
    let tutor = conn.find_tutor(person).await?;
    let rows = conn.list_credit_hours(person, year.first(), year.last()).await?;
    let corrections = conn.list_corrections_of_person(person).await?;
    let corrections = corrections.iter().map(|row| row.change.source()).collect();
    let person = conn.find_person(person).await?.ok_or(ActionError::NotFound)?;
    let entries: Vec<Entry> = rows.iter().map(CreditRow::entry).collect();
    let total = year_total(&entries, &table, year).map_err(|it| broken(person.id, &it))?;
    let overlapping: Vec<CreditHourId> = overlaps(&entries)
        .map_err(|it| broken(person.id, &it))?
        .into_iter()
        .flat_map(|(one, other)| [one, other])
        .collect();
    let mut by_date: BTreeMap<NaiveDate, Vec<CreditRow>> = BTreeMap::new();
    for row in rows {
        by_date.entry(row.held_on).or_default().push(row);
    }
    let day = |(date, rows): (NaiveDate, Vec<CreditRow>)| RecordDay {
        date,
        total: total.days.get(&date).copied().unwrap_or_default(),
        has_overlap: rows.iter().any(|row| overlapping.contains(&row.id)),
        rows,
    };
    let days = by_date.into_iter().map(day).collect();
    Ok(RecordPage {
        person,
        tutor,
        year,
        years,
        days,
        counted: total.counted,
        lost_to_visits: total.lost_to_visits,
        progress: None,
        table,
        corrections,
    })
}
