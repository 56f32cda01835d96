//! What is going on: for everybody on the front page, for offices as their year at a glance.

use std::collections::HashMap;

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, Utc};
use domain::{
    credit_hour::Hours,
    id::{RegionId, TrainingEventId},
    region::RegionLevel,
    role::{Actor, Reach, Role},
};
use store::{Conn, Given, MonthCount, NewCourse, NextSession, NextTraining, RegionRow, YearOf};

use crate::{
    ActionError, Actions, Call, PublicNotice, person::reaches, to_utc,
    training_event::opening_trainings,
};

/// So many of each kind stand on the front page.
const NEXT: i64 = 3;
/// Offices that see a year: the city all of it, a county its region's.
const OVERSEERS: &[Role] = &[Role::CityOffice, Role::CountyOffice];

/// What the front page shows: no name but those of the catalogue.
#[derive(Clone, Debug)]
pub struct Alive {
    /// Sessions that may be booked.
    pub sessions: Vec<NextSession>,
    /// Trainings that are announced.
    pub trainings: Vec<NextTraining>,
    /// Those of them that open for the caller.
    pub opens: Vec<TrainingEventId>,
    /// Courses that came through review.
    pub courses: Vec<NewCourse>,
    /// Notices that run today.
    pub notices: Vec<PublicNotice>,
    /// The calendar year.
    pub year: i32,
    /// Lectures that were given in it.
    pub given: Given,
    /// In how many towns.
    pub n_towns: usize,
}

/// A row of the strip: twelve months of something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Strip {
    /// What it is.
    pub of: YearOf,
    /// How many in each month, January first.
    pub months: [i64; 12],
}

/// A county with its towns, and how many lectures each had.
#[derive(Clone, Debug)]
pub struct CountyTowns {
    /// The county.
    pub county: RegionRow,
    /// Its towns in their customary order.
    pub towns: Vec<(RegionRow, i64)>,
}

/// A calendar year as an office sees it.
#[derive(Clone, Debug)]
pub struct YearView {
    /// The year.
    pub year: i32,
    /// The month of today, from 0.
    pub month: usize,
    /// Sessions, lectures, trainings and awards by month.
    pub strips: Vec<Strip>,
    /// Counties with their towns.
    pub counties: Vec<CountyTowns>,
    /// Hours that were credited.
    pub hours: Hours,
}

impl Actions {
    /// What is going on, for everybody.
    pub async fn alive(&self, call: &Call) -> Result<Alive, ActionError> {
        let today = call.today();
        let notices = self.public_notices().await?;
        let runs = |notice: &PublicNotice| notice.first_day <= today && today <= notice.last_day;
        let (from, until) = instants(today.year());
        let mut conn = self.store.read().await?;
        let trainings = conn.list_next_trainings(today, NEXT).await?;
        Ok(Alive {
            opens: opening_trainings(&mut conn, call, &trainings).await?,
            trainings,
            sessions: conn.list_next_sessions(call.now, NEXT).await?,
            courses: conn.list_new_courses(today, NEXT).await?,
            notices: notices.into_iter().filter(runs).collect(),
            year: today.year(),
            given: conn.count_given(from, until).await?,
            n_towns: conn.list_towns_reached(from, until).await?.len(),
        })
    }
}

/// The year of an office; nothing for who is none.
pub(crate) async fn year_of(
    conn: &mut Conn,
    call: &Call,
    actor: &Actor,
) -> Result<Option<YearView>, ActionError> {
    let reach = actor.reach(OVERSEERS);
    if reach == Reach::Nothing {
        return Ok(None);
    }
    let today = call.today();
    let (instants, days) = (instants(today.year()), days(today.year()));
    let mut strips = Vec::new();
    for of in [YearOf::Sessions, YearOf::Lectures, YearOf::Trainings, YearOf::Awards] {
        let counted = conn.list_months(of, instants, days, &reach).await?;
        strips.push(Strip { of, months: twelve(&counted) });
    }
    let reached = conn.list_towns_reached(instants.0, instants.1).await?;
    let regions = conn.list_regions(today).await?;
    Ok(Some(YearView {
        year: today.year(),
        month: usize::try_from(today.month0()).unwrap_or_default(),
        strips,
        counties: counties(&regions, &reached.into_iter().collect(), &reach),
        hours: Hours::hundredths(conn.count_hours(days, &reach).await?),
    }))
}

/// The counties within a reach with their towns.
fn counties(
    regions: &[RegionRow],
    reached: &HashMap<RegionId, i64>,
    reach: &Reach,
) -> Vec<CountyTowns> {
    let is_seen = |region: &&RegionRow| {
        region.level == RegionLevel::County && reaches(reach, regions, region.id)
    };
    let towns_of = |county: &RegionRow| {
        let towns = regions
            .iter()
            .filter(|town| town.level == RegionLevel::Town && town.parent_id == Some(county.id));
        towns.map(|town| (town.clone(), reached.get(&town.id).copied().unwrap_or(0))).collect()
    };
    let counties = regions.iter().filter(is_seen);
    let counties =
        counties.map(|county| CountyTowns { county: county.clone(), towns: towns_of(county) });
    counties.filter(|county| !county.towns.is_empty()).collect()
}

/// Counts of months as twelve figures.
fn twelve(counted: &[MonthCount]) -> [i64; 12] {
    let mut months = [0; 12];
    for one in counted {
        let number = one.month.get(5..7).and_then(|text| text.parse::<usize>().ok());
        if let Some(month) = number.and_then(|n| months.get_mut(n.checked_sub(1)?)) {
            *month = one.n;
        }
    }
    months
}

/// The first day of a year and of the next one.
fn days(year: i32) -> (NaiveDate, NaiveDate) {
    let first = |year| NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or_default();
    (first(year), first(year + 1))
}

/// When they begin.
fn instants(year: i32) -> (DateTime<Utc>, DateTime<Utc>) {
    let (first, next) = days(year);
    (to_utc(first, NaiveTime::MIN), to_utc(next, NaiveTime::MIN))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_without_any_are_zero_and_strange_ones_nowhere() {
        let count = |month: &str, n| MonthCount { month: month.to_owned(), n };
        let months = twelve(&[count("2026-01", 3), count("2026-12", 5), count("2026-00", 9)]);
        assert_eq!((months[0], months[1], months[11]), (3, 0, 5));
        assert_eq!(months.iter().sum::<i64>(), 8);
    }
}
