//! Rows of a register of hours that are not carried out, for reasons that the file does not tell:
//! nobody imports hours of the own, nor, as at the city's step, of the own unit (`TRN-08`), and a
//! closed year takes no more.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use domain::{
    assessment_year::{Added, AssessmentYear, closed_year},
    credit_hour::{UnitMember, VerificationStep, VerifyRefusal, check_verifier},
    role::Actor,
    roster::{At, Code, Issue, Level, Reading, TrainingHourRecord, unit_key},
};

use super::{
    Reads,
    change::{Change, What},
    crowd::Crowd,
    training_hour::face,
};
use crate::{ActionError, assessment_year::opened_years, training_event::nobody_else};

/// What the rows of a register are judged by.
struct Judge {
    /// Who imports; nobody at the command line.
    me: Option<UnitMember>,
    /// The own workplace, as registers name it.
    my_unit: Option<String>,
    crowd: Crowd,
    opened: BTreeSet<AssessmentYear>,
    as_of: NaiveDate,
}

/// The findings in the rows that would change something.
pub(super) async fn find(
    conn: Reads<'_>,
    actor: Option<&Actor>,
    as_of: NaiveDate,
    reading: &Reading,
    changes: &[Change],
) -> Result<Vec<Issue>, ActionError> {
    let records: Vec<(At, &TrainingHourRecord)> = changes
        .iter()
        .filter_map(|change| match &change.what {
            What::TrainingHour(record) => Some((change.at, record)),
            _ => None,
        })
        .collect();
    if records.is_empty() {
        return Ok(Vec::new());
    }
    let crowd = Crowd::load(conn, records.iter().map(|(_, record)| face(record))).await?;
    let opened = opened_years(conn).await?;
    let mut judge = Judge { me: None, my_unit: None, crowd, opened, as_of };
    if let Some(actor) = actor {
        let units = conn.list_units_of(actor.person).await?.into_iter().collect();
        judge.me = Some(UnitMember { person: actor.person, units });
        let row = conn.find_person(actor.person).await?;
        judge.my_unit = row.and_then(|row| row.workplace).map(|name| unit_key(&name));
    }
    let issue = |(at, record): &(At, &TrainingHourRecord)| {
        let (code, field, read, expected) = judge.finding(record)?;
        let (at, column) = (*at, reading.column_of(at.table, field));
        Some(Issue { at, column, level: Level::Error, code, read, expected, on_file: None })
    };
    Ok(records.iter().filter_map(issue).collect())
}

impl Judge {
    /// Why a row is left out: what it is, where, what was read, and what would have been fine.
    fn finding(
        &self,
        record: &TrainingHourRecord,
    ) -> Option<(Code, &'static str, String, Option<String>)> {
        if let Some(refusal) = self.refusal(record) {
            let code = match refusal {
                VerifyRefusal::OwnClaim => Code::OwnHours,
                VerifyRefusal::OwnUnit => Code::OwnUnitHours,
            };
            return Some((code, "name", record.name.clone(), None));
        }
        let days = [record.first_day, record.last_day];
        let year = closed_year(days, Added::Confirmed(self.as_of), &self.opened)?;
        let first = year.last().succ_opt().map(|day| day.to_string());
        Some((Code::YearClosed, "start", record.first_day.to_string(), first))
    }

    /// Whoever it may be: what somebody says of a row does not make its hours another's.
    fn refusal(&self, record: &TrainingHourRecord) -> Option<VerifyRefusal> {
        let me = self.me.as_ref()?;
        let alike = self.crowd.alike(&face(record)).into_iter().map(Some).chain([None]);
        let refusals = alike.filter_map(|known| {
            let mut whose = nobody_else(known.map(|person| person.id).unwrap_or_default());
            whose.units.extend(known.and_then(|person| person.workplace_id));
            if self.my_unit.as_ref() == Some(&unit_key(&record.unit)) {
                whose.units.extend(&me.units);
            }
            check_verifier(VerificationStep::City, me, &whose).err()
        });
        refusals.into_iter().next()
    }
}
