//! The days off and make-up workdays of a year, which the city's office writes down as soon as the State
//! Council has arranged them (`CAL-01`, `CAL-02`).

use std::collections::BTreeMap;

use chrono::Datelike;
use domain::{
    form::{Revision, Values},
    inbox::Message,
    role::Role,
    work_calendar::{
        Arrangement, CALENDAR_KEEPERS, may_keep_work_calendar, may_read_work_calendar,
    },
    working_day::{CalendarYear, SpecialDay},
};
use store::{Conn, WorkCalendarRow};

use crate::{
    ActionError, Actions, Call, error::check_revision, tell::tell_people, write::Scoped as _,
};

/// So many years ahead are arranged at most.
const AHEAD: i32 = 2;

/// A year whose days off are known.
#[derive(Clone, Debug)]
pub struct ArrangedYear {
    /// The year.
    pub year: i32,
    /// How many days are off.
    pub n_off: usize,
    /// How many are made up.
    pub n_work: usize,
    /// Who has written it, and by which document; none of what came with the program.
    pub written: Option<WorkCalendarRow>,
}

/// The years that are known, and the one that is to be written.
#[derive(Clone, Debug)]
pub struct WorkCalendarPage {
    /// The known ones, the latest first.
    pub years: Vec<ArrangedYear>,
    /// The first from this year on that is not, of those that may be written.
    pub missing: Option<i32>,
    /// Whether the caller writes.
    pub may_write: bool,
}

impl Actions {
    /// The years whose days off are known.
    pub async fn work_calendar_page(&self, call: &Call) -> Result<WorkCalendarPage, ActionError> {
        let actor = call.allowed(may_read_work_calendar)?;
        let mut conn = self.store.read().await?;
        let rows = conn.list_work_calendars().await?;
        let written = written_years(&mut conn).await?;
        drop(conn);
        let mut years: BTreeMap<i32, Vec<SpecialDay>> = BTreeMap::new();
        for one in self.calendars.base() {
            years.entry(one.year).or_default().extend(&one.days);
        }
        years.extend(written.into_iter().map(|one| (one.year, one.days)));
        let arranged = |(year, days): (i32, Vec<SpecialDay>)| ArrangedYear {
            year,
            n_off: days.iter().filter(|day| day.is_off_day).count(),
            n_work: days.iter().filter(|day| !day.is_off_day).count(),
            written: rows.iter().find(|row| row.year == i64::from(year)).cloned(),
        };
        let known = |year: &i32| years.contains_key(year);
        let now = call.today().year();
        Ok(WorkCalendarPage {
            missing: (now..=now + AHEAD).find(|year| !known(year)),
            may_write: may_keep_work_calendar(actor),
            years: years.into_iter().rev().map(arranged).collect(),
        })
    }

    /// The arrangement of a year as it is known, for its form, with the revision of what was written.
    pub async fn arrangement(
        &self,
        call: &Call,
        year: i32,
    ) -> Result<(Arrangement, i64), ActionError> {
        call.allowed(may_keep_work_calendar)?;
        check_year(call, year)?;
        let mut conn = self.store.read().await?;
        let rows = conn.list_work_calendars().await?;
        let row = rows.into_iter().find(|row| row.year == i64::from(year));
        let written = written_years(&mut conn).await?;
        let all = written.iter().chain(self.calendars.base());
        let days = all.into_iter().find(|one| one.year == year);
        let days = days.map(|one| one.days.clone()).unwrap_or_default();
        let document_no = row.as_ref().map(|row| row.document_no.clone()).unwrap_or_default();
        Ok((Arrangement { days, document_no }, row.map_or(0, |row| row.revision)))
    }

    /// Writes the arrangement of a year; deadlines that would lie elsewhere by it are moved by hand.
    pub async fn arrange_year(
        &self,
        call: &Call,
        year: i32,
        values: &Values,
        revision: Revision,
    ) -> Result<(), ActionError> {
        let actor = call.allowed(may_keep_work_calendar)?;
        check_year(call, year)?;
        self.write(|tx| {
            async move {
                let one = Arrangement::parse(values, year)?;
                let key = i64::from(year);
                let rows = tx.list_work_calendars().await?;
                let now = rows.iter().find(|row| row.year == key).map_or(0, |row| row.revision);
                check_revision(revision, now)?;
                if !tx
                    .set_work_calendar((key, now), &one.document_no, actor.person, call.now)
                    .await?
                {
                    return Err(ActionError::Stale);
                }
                let days: Vec<_> = one.days.iter().map(|day| (day.date, day.is_off_day)).collect();
                tx.set_work_calendar_days(key, &days).await?;
                let entry = call.entry("arrange", "work_calendar", CALENDAR_KEEPERS).on(key);
                tx.log(entry.because(one.document_no));
                let mut people = tx.list_with_role(Role::CityOffice, call.today()).await?;
                people.extend(tx.list_with_role_anywhere(Role::CountyOffice, call.today()).await?);
                tell_people(tx, call, people, &Message::YearArranged { year }).await
            }
            .scope_boxed()
        })
        .await?;
        self.load_work_calendar().await?;
        Ok(())
    }

    /// Goes on with what the office of any server has written down since; whether there was anything.
    pub async fn load_work_calendar(&self) -> Result<bool, ActionError> {
        let mut conn = self.store.read().await?;
        let edition = conn.find_work_calendar_edition().await?;
        if edition == self.calendars.edition() {
            return Ok(false);
        }
        self.calendars.load(edition, written_years(&mut conn).await?);
        Ok(true)
    }
}

/// What the office has written down, by year.
async fn written_years(conn: &mut Conn) -> Result<Vec<CalendarYear>, ActionError> {
    let mut years: BTreeMap<i32, Vec<SpecialDay>> = BTreeMap::new();
    for (year, date, is_off_day) in conn.list_work_calendar_days().await? {
        let year = i32::try_from(year).map_err(|error| ActionError::Internal(error.to_string()))?;
        years.entry(year).or_default().push(SpecialDay { date, is_off_day });
    }
    Ok(years.into_iter().map(|(year, days)| CalendarYear { year, days }).collect())
}

/// Nobody arranges what is long over, or far ahead.
fn check_year(call: &Call, year: i32) -> Result<(), ActionError> {
    let now = call.today().year();
    if (now - 1..=now + AHEAD).contains(&year) { Ok(()) } else { Err(ActionError::NotFound) }
}
