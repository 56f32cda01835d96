//! Assessment years that are closed: hours are added to one only after the city has opened it again.
//!
//! Every hour comes into the ledger by [`add_credits`], whatever it comes from.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use domain::{
    assessment_year::{Added, AssessmentYear, closed_year},
    form::{Field, ProblemKind, Problems, Values},
    inbox::Message,
    role::Role,
};
use store::{Conn, NewCredit, OpenedYearRow, Tx};

use crate::{
    ActionError, Actions, Call, lecture_request::read_reason, tell::tell_offices,
    write::Scoped as _,
};

/// So many closed years back can be opened again.
const YEARS: i32 = 5;

/// The closed years, as the city's office sees them.
#[derive(Clone, Debug)]
pub struct ClosedYears {
    /// Closed, and can be opened; the newest first.
    pub closed: Vec<AssessmentYear>,
    /// Open again.
    pub opened: Vec<OpenedYearRow>,
}

impl Actions {
    /// The closed years and those that are open again, for the city's office.
    pub async fn closed_years(&self, call: &Call) -> Result<ClosedYears, ActionError> {
        call.allowed(|actor| actor.is(Role::CityOffice))?;
        closed_years(&mut self.store.read().await?, call).await
    }

    /// Opens a closed year with a reason, which the supervisors hear; one that is open stays so.
    pub async fn open_year(&self, call: &Call, values: &Values) -> Result<(), ActionError> {
        let actor = call.allowed(|actor| actor.is(Role::CityOffice))?;
        self.write(|tx| {
            async move {
                let known = closed_years(tx, call).await?;
                let year = read_year(values)?;
                if known.opened.iter().any(|row| row.year == i64::from(year.0)) {
                    return Ok(());
                }
                if !known.closed.contains(&year) {
                    return Err(Problems::one(Field::Year, ProblemKind::UnknownChoice).into());
                }
                let reason = read_reason(values)?;
                let opened = tx.add_opened_year(year.0.into(), &reason, actor.person, call.now);
                if !opened.await? {
                    return Ok(());
                }
                let message = Message::YearOpened { year: year.0, reason: reason.clone() };
                tell_offices(tx, call, &[Role::Supervisor], &message).await?;
                let entry = call.entry("open", "assessment_year", &[Role::CityOffice]);
                tx.log(entry.on(year.0).because(reason));
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }

    /// Closes a year again that was opened; one that is closed stays so.
    pub async fn close_year(&self, call: &Call, year: AssessmentYear) -> Result<(), ActionError> {
        call.allowed(|actor| actor.is(Role::CityOffice))?;
        self.write(|tx| {
            async move {
                if tx.remove_opened_year(year.0.into()).await? {
                    let entry = call.entry("close", "assessment_year", &[Role::CityOffice]);
                    tx.log(entry.on(year.0));
                }
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }
}

async fn closed_years(conn: &mut Conn, call: &Call) -> Result<ClosedYears, ActionError> {
    let opened = conn.list_opened_years().await?;
    let now = AssessmentYear::of(call.today()).0;
    let years = (now - YEARS..=now).rev().map(AssessmentYear);
    let is_open = |year: AssessmentYear| opened.iter().any(|row| row.year == i64::from(year.0));
    let closed = years.filter(|year| year.is_over(call.today()) && !is_open(*year)).collect();
    Ok(ClosedYears { closed, opened })
}

fn read_year(values: &Values) -> Result<AssessmentYear, Problems> {
    let text = values.trimmed(Field::Year);
    let kind = if text.is_empty() { ProblemKind::Missing } else { ProblemKind::UnknownChoice };
    text.parse().map(AssessmentYear).map_err(|_| Problems::one(Field::Year, kind))
}

/// The years that are open again.
pub(crate) async fn opened_years(conn: &mut Conn) -> Result<BTreeSet<AssessmentYear>, ActionError> {
    let years = conn.list_opened_years().await?.into_iter();
    Ok(years.filter_map(|row| i32::try_from(row.year).ok()).map(AssessmentYear).collect())
}

/// Whether hours can be added on these days; a closed year is told at a field.
pub(crate) async fn check_open(
    conn: &mut Conn,
    days: impl IntoIterator<Item = NaiveDate>,
    added: Added,
    field: Field,
) -> Result<(), ActionError> {
    match closed_year(days, added, &opened_years(conn).await?) {
        Some(year) => Err(Problems::one(field, ProblemKind::YearClosed(year.0)).into()),
        None => Ok(()),
    }
}

/// Adds hours to the ledger, of years that are not closed; a closed one is told at a field.
pub(crate) async fn add_credits(
    tx: &mut Tx,
    added: Added,
    field: Field,
    credits: &[NewCredit<'_>],
) -> Result<(), ActionError> {
    check_open(tx, credits.iter().map(|credit| credit.held_on), added, field).await?;
    Ok(tx.add_credit_hours(credits).await?)
}
