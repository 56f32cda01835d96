//! The office adds and corrects the rooms in which sessions are held.

use domain::{
    form::{Field, Once, ProblemKind, Problems, Revision, Values},
    id::PlaceId,
    place::{PlaceFacts, PlaceStep, may_add_place},
    region::RegionLevel,
    role::{Reach, SESSION_ORGANISERS},
};
use store::{Conn, PlaceRow, RegionRow};

use crate::{
    ActionError, Actions, Call,
    error::check_revision,
    list_filter::ListFilter,
    once::{FIRST_REVISION, made, made_before},
    person::reaches,
    write::Scoped as _,
};

/// A place as the caller sees it.
#[derive(Clone, Debug)]
pub struct PlaceView {
    /// The place.
    pub row: PlaceRow,
    /// Whether the caller corrects, closes and opens it.
    pub may_change: bool,
}

/// Places, and the counties that a new one may be in.
#[derive(Clone, Debug)]
pub struct PlacePage {
    /// By name.
    pub places: Vec<PlaceView>,
    /// All counties, in their customary order: for the names of places.
    pub counties: Vec<RegionRow>,
    /// Those within the caller's reach.
    pub own: Vec<RegionRow>,
}

impl Actions {
    /// Places that are looked for: all of them may be read and planned in, those within the caller's
    /// reach corrected.
    pub async fn places(&self, call: &Call, filter: &ListFilter) -> Result<PlacePage, ActionError> {
        let actor = call.allowed(may_add_place)?;
        let reach = actor.reach(SESSION_ORGANISERS);
        let mut conn = self.store.read().await?;
        let regions = conn.list_regions_above_towns(call.today()).await?;
        let mut places = Vec::new();
        for row in conn.list_places().await? {
            let state = if row.is_closed { "closed" } else { "open" };
            if filter.has(state)
                && filter.lies(&regions, row.region_id)
                && filter.finds(&[&row.name, &row.address])
            {
                places.push(PlaceView { may_change: is_own(&reach, &regions, &row), row });
            }
        }
        let own = counties(&regions, &reach);
        Ok(PlacePage { places, counties: counties(&regions, &Reach::Everything), own })
    }

    /// Adds a place; the same form sent again adds nothing.
    pub async fn add_place(
        &self,
        call: &Call,
        values: &Values,
        once: &Once,
    ) -> Result<(), ActionError> {
        call.allowed(may_add_place)?;
        self.write(|tx| {
            async move {
                if made_before::<i64>(tx, call, values, once).await?.is_some() {
                    return Ok(());
                }
                let facts = PlaceFacts::parse(values)?;
                check_county(tx, call, &facts).await?;
                let id = tx.add_place(&facts.name, &facts.address, Some(facts.region)).await?;
                tx.change_place(id, FIRST_REVISION, &facts).await?;
                made(tx, call, values, once, id).await?;
                tx.log(call.entry("add", "place", SESSION_ORGANISERS).on(id));
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }
}

impl Actions {
    /// A place within the caller's reach, with the counties that it may be in.
    pub async fn place(
        &self,
        call: &Call,
        id: PlaceId,
    ) -> Result<(PlaceRow, Vec<RegionRow>), ActionError> {
        let actor = call.allowed(may_add_place)?;
        let mut conn = self.store.read().await?;
        let place = own_place(&mut conn, call, id).await?;
        let regions = conn.list_regions_above_towns(call.today()).await?;
        Ok((place, counties(&regions, &actor.reach(SESSION_ORGANISERS))))
    }

    /// Corrects what is on file of a place, unless it has changed since the form was shown. Sessions
    /// that are planned there show it as it is now.
    pub async fn change_place(
        &self,
        call: &Call,
        id: PlaceId,
        values: &Values,
        revision: Revision,
    ) -> Result<(), ActionError> {
        call.allowed(may_add_place)?;
        let facts = &PlaceFacts::parse(values)?;
        self.write(|tx| {
            async move {
                let place = own_place(tx, call, id).await?;
                check_revision(revision, place.revision)?;
                check_county(tx, call, facts).await?;
                if !tx.change_place(id, place.revision, facts).await? {
                    return Err(ActionError::Stale);
                }
                tx.log(call.entry("correct", "place", SESSION_ORGANISERS).on(id));
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }

    /// Closes a place, which is then no longer offered for what is planned anew, while what is planned
    /// there stays; or opens a closed one again. What stands so already stays as it is.
    pub async fn step_place(
        &self,
        call: &Call,
        id: PlaceId,
        step: PlaceStep,
        revision: Revision,
    ) -> Result<(), ActionError> {
        call.allowed(may_add_place)?;
        self.write(|tx| {
            async move {
                let place = own_place(tx, call, id).await?;
                if place.is_closed == step.closes() {
                    return Ok(());
                }
                check_revision(revision, place.revision)?;
                if !tx.step_place(id, step, place.revision).await? {
                    return Err(ActionError::Stale);
                }
                tx.log(call.entry(step.as_str(), "place", SESSION_ORGANISERS).on(id));
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }
}

/// A place that sessions are planned in; a host's hall is none.
async fn find(conn: &mut Conn, id: PlaceId) -> Result<PlaceRow, ActionError> {
    let places = conn.list_places().await?;
    places.into_iter().find(|place| place.id == id).ok_or(ActionError::NotFound)
}

/// The same, if the caller keeps it: who organises for a county keeps the halls there.
async fn own_place(conn: &mut Conn, call: &Call, id: PlaceId) -> Result<PlaceRow, ActionError> {
    let place = find(conn, id).await?;
    let reach = call.actor()?.reach(SESSION_ORGANISERS);
    let regions = conn.list_regions_above_towns(call.today()).await?;
    if is_own(&reach, &regions, &place) { Ok(place) } else { Err(ActionError::Forbidden) }
}

/// Whether a place is within a reach; one that is in no region is the city's.
fn is_own(reach: &Reach, regions: &[RegionRow], place: &PlaceRow) -> bool {
    match place.region_id {
        Some(region) => reaches(reach, regions, region),
        None => *reach == Reach::Everything,
    }
}

async fn check_county(conn: &mut Conn, call: &Call, facts: &PlaceFacts) -> Result<(), ActionError> {
    let regions = conn.list_regions_above_towns(call.today()).await?;
    let own = counties(&regions, &call.actor()?.reach(SESSION_ORGANISERS));
    if own.iter().any(|county| county.id == facts.region) {
        return Ok(());
    }
    Err(Problems::one(Field::County, ProblemKind::UnknownChoice).into())
}

/// The counties within a reach.
fn counties(regions: &[RegionRow], reach: &Reach) -> Vec<RegionRow> {
    let is_own = |region: &&RegionRow| {
        region.level == RegionLevel::County && reaches(reach, regions, region.id)
    };
    regions.iter().filter(is_own).cloned().collect()
}
