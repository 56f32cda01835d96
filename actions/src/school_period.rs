//! The school calendar: entered, corrected and removed by the offices of its regions, read where a
//! request is judged.

use chrono::{Days, NaiveDate};
use domain::{
    form::{Field, Once, ProblemKind, Problems, Revision, Values},
    id::{RegionId, SchoolPeriodId},
    lecture_request::{REQUEST_READERS, may_read_requests},
    region::RegionLevel,
    role::Reach,
    school_period::{NewPeriod, PeriodKind, SchoolCalendar},
};
use store::{Conn, RegionRow, SchoolPeriodRow, StoreError};

use crate::{
    ActionError, Actions, Call,
    once::{FIRST_REVISION, Sent, made, sent},
    write::{Scoped as _, Write},
};

/// What ended so long ago still says from when a term is counted.
const PAST: Days = Days::new(400);

/// The school calendar, as an office sees it.
#[derive(Clone, Debug)]
pub struct SchoolCalendarPage {
    /// Periods of the caller's regions and of those above them, by time.
    pub periods: Vec<SchoolPeriodRow>,
    /// Regions whose periods the caller enters.
    pub regions: Vec<RegionRow>,
}

impl SchoolCalendarPage {
    /// Whether the caller corrects a period.
    pub fn may_change(&self, row: &SchoolPeriodRow) -> bool {
        self.regions.iter().any(|region| region.id == row.region_id)
    }
}

impl Actions {
    /// The school calendar of the caller's regions, for offices.
    pub async fn school_calendar(&self, call: &Call) -> Result<SchoolCalendarPage, ActionError> {
        page_of(&mut self.store.read().await?, call).await
    }

    /// A period that the caller may correct.
    pub async fn school_period(
        &self,
        call: &Call,
        id: SchoolPeriodId,
    ) -> Result<(SchoolPeriodRow, SchoolCalendarPage), ActionError> {
        own_period(&mut self.store.read().await?, call, id).await
    }

    /// Enters a period of a region; the same form sent again enters nothing.
    pub async fn add_school_period(
        &self,
        call: &Call,
        values: &Values,
        once: &Once,
    ) -> Result<SchoolPeriodId, ActionError> {
        self.write(|tx| {
            async move {
                match sent::<SchoolPeriodId>(tx, call, values, once).await? {
                    Sent::First => {}
                    Sent::Same(id) => return Ok(id),
                    Sent::Other(id) => {
                        change(tx, call, id, values, FIRST_REVISION).await?;
                        return made(tx, call, values, once, id).await;
                    }
                }
                let new = checked(tx, call, values, None).await?;
                let id = tx.add_school_period(&new).await.map_err(begins_alike)?;
                log(tx, call, "add", id, &new);
                made(tx, call, values, once, id).await
            }
            .scope_boxed()
        })
        .await
    }

    /// Corrects a period; [`ActionError::Stale`] if somebody was faster.
    pub async fn change_school_period(
        &self,
        call: &Call,
        id: SchoolPeriodId,
        values: &Values,
        revision: Revision,
    ) -> Result<(), ActionError> {
        self.write(|tx| {
            async move { change(tx, call, id, values, revision.number()).await }.scope_boxed()
        })
        .await
    }

    /// Removes a period; one that is gone is gone.
    pub async fn remove_school_period(
        &self,
        call: &Call,
        id: SchoolPeriodId,
    ) -> Result<(), ActionError> {
        call.allowed(may_read_requests)?;
        self.write(|tx| {
            async move {
                if tx.find_school_period(id).await?.is_none() {
                    return Ok(());
                }
                let (row, _) = own_period(tx, call, id).await?;
                if tx.remove_school_period(id).await? {
                    log(tx, call, "remove", id, &as_new(&row));
                }
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }
}

/// A period as its form begins.
pub(crate) fn as_new(row: &SchoolPeriodRow) -> NewPeriod {
    NewPeriod { region: row.region_id, period: row.period(), title: row.title.clone() }
}

/// The school calendar that holds in a region on a day; empty where nobody has entered one.
pub(crate) async fn school_calendar_of(
    conn: &mut Conn,
    region: Option<RegionId>,
    day: NaiveDate,
) -> Result<SchoolCalendar, ActionError> {
    let region = if region.is_some() {
        region
    } else {
        // A host of the city itself has the city's, where there is one city.
        let regions = conn.list_regions_above_towns(day).await?.into_iter();
        let mut cities = regions.filter(|region| region.level == RegionLevel::City);
        cities.next().map(|city| city.id).filter(|_| cities.next().is_none())
    };
    let Some(region) = region else { return Ok(SchoolCalendar::default()) };
    Ok(SchoolCalendar::of(&conn.list_school_periods_around(region, day - PAST).await?))
}

async fn change(
    tx: &mut Write,
    call: &Call,
    id: SchoolPeriodId,
    values: &Values,
    revision: i64,
) -> Result<(), ActionError> {
    let (row, _) = own_period(tx, call, id).await?;
    let new = checked(tx, call, values, Some(id)).await?;
    if new == as_new(&row) {
        return Ok(());
    }
    if !tx.change_school_period((id, revision), &new).await.map_err(begins_alike)? {
        return Err(ActionError::Stale);
    }
    log(tx, call, "change", id, &new);
    Ok(())
}

/// A form of which everything is right: the region is the caller's, and terms of one region do not
/// overlap.
async fn checked(
    conn: &mut Conn,
    call: &Call,
    values: &Values,
    own: Option<SchoolPeriodId>,
) -> Result<NewPeriod, ActionError> {
    let page = page_of(conn, call).await?;
    let new = NewPeriod::parse(values)?;
    if !page.regions.iter().any(|region| region.id == new.region) {
        return Err(Problems::one(Field::County, ProblemKind::UnknownChoice).into());
    }
    let is_other = |row: &&SchoolPeriodRow| Some(row.id) != own && row.region_id == new.region;
    let overlaps = |row: &SchoolPeriodRow| {
        row.kind == PeriodKind::Term
            && new.period.kind == PeriodKind::Term
            && row.period().overlaps(new.period)
    };
    let all = conn.list_school_periods(new.period.first).await?;
    if all.iter().filter(is_other).any(overlaps) {
        return Err(Problems::one(Field::FirstDay, ProblemKind::TermsOverlap).into());
    }
    Ok(new)
}

fn begins_alike(error: StoreError) -> ActionError {
    match error {
        StoreError::Conflict => Problems::one(Field::FirstDay, ProblemKind::Twice).into(),
        other => other.into(),
    }
}

async fn page_of(conn: &mut Conn, call: &Call) -> Result<SchoolCalendarPage, ActionError> {
    let actor = call.allowed(may_read_requests)?;
    let mut regions = conn.list_regions_above_towns(call.today()).await?;
    regions.retain(|region| matches!(region.level, RegionLevel::City | RegionLevel::County));
    let mut periods = conn.list_school_periods(call.today() - PAST).await?;
    if let Reach::Within { regions: own, .. } = actor.reach(REQUEST_READERS) {
        let below = conn.list_regions_below(&own).await?;
        // What holds above a county holds in it as well.
        let is_city = |id: RegionId| {
            regions.iter().any(|region| region.id == id && region.level == RegionLevel::City)
        };
        periods.retain(|row| below.contains(&row.region_id) || is_city(row.region_id));
        regions.retain(|region| below.contains(&region.id));
    }
    Ok(SchoolCalendarPage { periods, regions })
}

async fn own_period(
    conn: &mut Conn,
    call: &Call,
    id: SchoolPeriodId,
) -> Result<(SchoolPeriodRow, SchoolCalendarPage), ActionError> {
    let page = page_of(conn, call).await?;
    let row = conn.find_school_period(id).await?.filter(|row| page.may_change(row));
    Ok((row.ok_or(ActionError::NotFound)?, page))
}

fn log(tx: &mut Write, call: &Call, verb: &'static str, id: SchoolPeriodId, new: &NewPeriod) {
    let entry = call.entry(verb, "school_period", REQUEST_READERS).on(id);
    let (kind, period) = (new.period.kind.as_str(), new.period);
    tx.log(entry.because(format!("{} {kind} {} → {}", new.region, period.first, period.last)));
}
