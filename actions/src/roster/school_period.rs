//! The school calendar of a spreadsheet against what is on file: a period is known by its region, what it
//! is and its first day.

use chrono::NaiveDate;
use domain::{
    id::SchoolPeriodId,
    roster::{At, Code, Reading, Record},
    school_period::{NewPeriod, PeriodKind},
};
use store::{SchoolPeriodRow, Tx};

use super::{
    Reads,
    change::{Change, What},
    compare::{Compare, Facts},
    on_file::OnFile,
};
use crate::{ActionError, school_period::as_new};

/// What is written.
#[derive(Default)]
pub(super) struct Work {
    new: Vec<NewPeriod>,
    changed: Vec<((SchoolPeriodId, i64), NewPeriod)>,
}

pub(super) async fn plan(
    conn: Reads<'_>,
    reading: &Reading,
    on_file: &OnFile,
    compare: &mut Compare<'_>,
) -> Result<(Vec<Change>, Work), ActionError> {
    let known = conn.list_school_periods(NaiveDate::default()).await?;
    let (mut changes, mut work) = (Vec::new(), Work::default());
    for (at, record) in reading.records() {
        let Record::SchoolPeriod(record) = record else { continue };
        let Some(region) = on_file.region(Some(&record.county)) else { continue };
        let period = record.period();
        let is_it = |row: &&SchoolPeriodRow| {
            (row.region_id, row.kind, row.first_on) == (region, period.kind, period.first)
        };
        let before = known.iter().find(is_it);
        let title = before.map_or("", |row| row.title.as_str());
        let title = compare.keep_text(at, "title", record.title.as_ref(), title);
        let new = NewPeriod { region, period, title };
        if tell_overlap(compare, at, &known, &new, before) {
            continue;
        }
        if let Some(before) = before
            && !compare.differ(at, facts(&as_new(before)), facts(&new))
        {
            continue;
        }
        let id = before.map(|row| row.id);
        let what = What::SchoolPeriod(record.clone());
        changes.push(Change { at, on_file: id.map(i64::from), what });
        match before {
            Some(row) => work.changed.push(((row.id, row.revision), new)),
            None => work.new.push(new),
        }
    }
    Ok((changes, work))
}

/// Tells of a term that overlaps another one on file, which is corrected on its page first.
fn tell_overlap(
    compare: &mut Compare<'_>,
    at: At,
    known: &[SchoolPeriodRow],
    new: &NewPeriod,
    before: Option<&SchoolPeriodRow>,
) -> bool {
    let is_other = |row: &&SchoolPeriodRow| {
        row.region_id == new.region
            && row.kind == PeriodKind::Term
            && new.period.kind == PeriodKind::Term
            && before.is_none_or(|before| before.id != row.id)
            && row.period().overlaps(new.period)
    };
    let Some(other) = known.iter().find(is_other) else { return false };
    let told = format!("{} {} – {}", other.title, other.first_on, other.last_on);
    let read = new.period.first.to_string();
    compare.tell(at, Code::TermsOverlap, "start", &read, told.trim().to_owned());
    true
}

fn facts(period: &NewPeriod) -> Facts {
    vec![("title", period.title.clone()), ("end", period.period.last.to_string())]
}

impl Work {
    pub(super) async fn apply(&self, tx: &mut Tx) -> Result<(), ActionError> {
        for new in &self.new {
            tx.add_school_period(new).await?;
        }
        for (at, new) in &self.changed {
            if !tx.change_school_period(*at, new).await? {
                return Err(ActionError::Stale);
            }
        }
        Ok(())
    }
}
