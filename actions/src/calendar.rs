//! Calendars of a person, a place and a county.

use chrono::{DateTime, NaiveTime, TimeDelta, Utc};
use domain::{
    calendar::CalendarSpan,
    commitment::{CommitmentSource, CommitmentState},
    id::{PersonId, PlaceId, RegionId},
    lecture_request::{REQUEST_READERS, may_read_requests},
    region::RegionLevel,
    role::{Actor, Reach, Scope},
};
use store::{CommitmentRow, Conn, DeliveryRow, RegionRow};

use crate::{ActionError, Actions, Call, to_utc};

const WEEKS: i64 = 26;

/// What takes the caller in the coming half year.
#[derive(Clone, Debug)]
pub struct CalendarPage {
    /// Commitments by time.
    pub rows: Vec<CommitmentRow>,
}

/// Whose calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// The caller's own.
    Mine,
    /// A person's, for the offices.
    Person(PersonId),
    /// A room's or a hall's, for the offices.
    Place(PlaceId),
    /// The lectures in a county, for the offices.
    County(RegionId),
}

/// Whose calendar a page shows, by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CalendarName {
    /// The caller's own.
    Mine,
    /// A person's.
    Person(String),
    /// A place's.
    Place(String),
    /// A county's, in both languages.
    County(String, String),
}

/// One thing on a calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalendarItem {
    /// First instant.
    pub starts_at: DateTime<Utc>,
    /// First instant after it.
    pub ends_at: DateTime<Utc>,
    /// What it is.
    pub source: CommitmentSource,
    /// Which one.
    pub source_id: i64,
    /// Title or place; nothing that the caller may not know.
    pub text: Option<String>,
    /// Whether it is only held.
    pub is_held: bool,
    /// Whether the caller may open its page.
    pub may_open: bool,
}

/// A calendar of some days.
#[derive(Clone, Debug)]
pub struct CalendarSheet {
    /// Whose it is.
    pub name: CalendarName,
    /// By time.
    pub items: Vec<CalendarItem>,
    /// Counties whose calendars the caller may open beside it.
    pub counties: Vec<RegionRow>,
}

impl Actions {
    /// What takes the caller from yesterday on.
    pub async fn calendar(&self, call: &Call) -> Result<CalendarPage, ActionError> {
        let actor = call.actor()?;
        let mut conn = self.store.read().await?;
        let person = conn.find_person(actor.person).await?.ok_or(ActionError::NotFound)?;
        let from = call.now - TimeDelta::days(1);
        let until = call.now + TimeDelta::weeks(WEEKS);
        let rows = conn.list_commitments(person.party_id, from, until).await?;
        Ok(CalendarPage { rows })
    }

    /// A calendar within the caller's scope.
    pub async fn calendar_of(
        &self,
        call: &Call,
        whose: Whose,
        span: CalendarSpan,
    ) -> Result<CalendarSheet, ActionError> {
        let actor = call.actor()?;
        let from = to_utc(span.first, NaiveTime::MIN);
        let until = to_utc(span.until, NaiveTime::MIN);
        let mut conn = self.store.read().await?;
        let regions = match whose {
            Whose::Mine => None,
            _ => reading_regions(&mut conn, actor).await?,
        };
        let has = |region: Option<RegionId>| {
            regions.as_ref().is_none_or(|own| region.is_some_and(|region| own.contains(&region)))
        };
        let (name, items) = match whose {
            Whose::Mine => {
                let own = conn.find_person(actor.person).await?.ok_or(ActionError::NotFound)?;
                let rows = conn.list_commitments(own.party_id, from, until).await?;
                (CalendarName::Mine, rows.into_iter().map(own_item).collect())
            }
            Whose::Person(id) => {
                let person = conn.find_person(id).await?.filter(|person| has(person.region_id));
                let person = person.filter(|person| person.merged_into.is_none());
                let person = person.ok_or(ActionError::NotFound)?;
                let rows = conn.list_commitments(person.party_id, from, until).await?;
                let item = |row: CommitmentRow| {
                    let is_near = has(row.region_id);
                    let item = office_item(row);
                    // Where somebody is outside the office's counties is not the office's to know.
                    CalendarItem { text: item.text.clone().filter(|_| is_near), ..item }
                };
                (CalendarName::Person(person.name), rows.into_iter().map(item).collect())
            }
            Whose::Place(id) => {
                let place = conn.find_place(id).await?.filter(|place| has(place.region_id));
                let place = place.ok_or(ActionError::NotFound)?;
                let rows = conn.list_commitments(place.party_id, from, until).await?;
                let item = |row: CommitmentRow| {
                    let may_open = row.source == CommitmentSource::Delivery;
                    CalendarItem { may_open, ..office_item(row) }
                };
                (CalendarName::Place(place.name), rows.into_iter().map(item).collect())
            }
            Whose::County(id) => {
                let all = conn.list_regions_above_towns(call.today()).await?;
                let region = all.into_iter().find(|region| region.id == id && has(Some(id)));
                let region = region.ok_or(ActionError::NotFound)?;
                let rows = conn.list_deliveries_in(&[id], from, until).await?;
                let name = CalendarName::County(region.name_zh, region.name_en);
                (name, rows.into_iter().map(delivery_item).collect())
            }
        };
        let counties = counties(&mut conn, call, actor).await?;
        Ok(CalendarSheet { name, items, counties })
    }
}

/// The regions whose calendars an office reads; nobody else reads any.
async fn reading_regions(
    conn: &mut Conn,
    actor: &Actor,
) -> Result<Option<Vec<RegionId>>, ActionError> {
    if !may_read_requests(actor) {
        return Err(ActionError::NotFound);
    }
    request_regions(conn, actor).await
}

/// The counties whose requests an office reads; `None`: all, city-level hosts included.
async fn request_regions(
    conn: &mut Conn,
    actor: &Actor,
) -> Result<Option<Vec<RegionId>>, ActionError> {
    let regions = match actor.reach(REQUEST_READERS) {
        Reach::Everything => return Ok(None),
        Reach::Within { regions, .. } => regions,
        Reach::Nothing => Vec::new(),
    };
    Ok(Some(conn.list_regions_below(&regions).await?))
}

/// The counties of an office; one that has all is offered all.
async fn counties(
    conn: &mut Conn,
    call: &Call,
    actor: &Actor,
) -> Result<Vec<RegionRow>, ActionError> {
    let has_scope = REQUEST_READERS
        .iter()
        .flat_map(|role| actor.scopes(*role))
        .any(|scope| !matches!(scope, Scope::Organisation(_)));
    if !has_scope {
        return Ok(Vec::new());
    }
    let own = request_regions(conn, actor).await?;
    let mut all = conn.list_regions_above_towns(call.today()).await?;
    all.retain(|region| {
        region.level == RegionLevel::County
            && own.as_ref().is_none_or(|own| own.contains(&region.id))
    });
    // A province has too many to be offered in a row.
    all.truncate(12);
    Ok(all)
}

fn own_item(row: CommitmentRow) -> CalendarItem {
    CalendarItem {
        starts_at: row.starts_at,
        ends_at: row.ends_at,
        source: row.source,
        source_id: row.source_id,
        text: row.place_name,
        is_held: row.state == CommitmentState::Held,
        may_open: true,
    }
}

/// An office sees that somebody is taken and where; what it may open are lectures.
fn office_item(row: CommitmentRow) -> CalendarItem {
    CalendarItem { may_open: false, ..own_item(row) }
}

fn delivery_item(row: DeliveryRow) -> CalendarItem {
    CalendarItem {
        starts_at: row.starts_at,
        ends_at: row.ends_at,
        source: CommitmentSource::Delivery,
        source_id: row.id.into(),
        text: Some(format!("{} · {}", row.title, row.host_name)),
        is_held: false,
        may_open: true,
    }
}
