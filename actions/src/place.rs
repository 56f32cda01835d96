//! The office adds and corrects the rooms in which sessions are held.

use domain::{
    form::{Field, Once, ProblemKind, Problems, Revision, Values},
    id::PlaceId,
    place::{PlaceFacts, may_add_place},
    region::RegionLevel,
    role::SESSION_ORGANISERS,
};
use store::{Conn, PlaceRow, RegionRow};

use crate::{
    ActionError, Actions, Call,
    error::check_revision,
    once::{FIRST_REVISION, made, made_before},
    write::Scoped as _,
};

/// Places, and the counties that a new one may be in.
#[derive(Clone, Debug)]
pub struct PlacePage {
    /// By name.
    pub places: Vec<PlaceRow>,
    /// In their customary order.
    pub counties: Vec<RegionRow>,
}

impl Actions {
    /// All places.
    pub async fn places(&self, call: &Call) -> Result<PlacePage, ActionError> {
        call.allowed(may_add_place)?;
        let mut conn = self.store.read().await?;
        let places = conn.list_places().await?;
        Ok(PlacePage { places, counties: counties(&mut conn, call).await? })
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
    /// A place with the counties that it may be in.
    pub async fn place(
        &self,
        call: &Call,
        id: PlaceId,
    ) -> Result<(PlaceRow, Vec<RegionRow>), ActionError> {
        call.allowed(may_add_place)?;
        let mut conn = self.store.read().await?;
        Ok((find(&mut conn, id).await?, counties(&mut conn, call).await?))
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
                let place = find(tx, id).await?;
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
}

/// A place that sessions are planned in; a host's hall is none.
async fn find(conn: &mut Conn, id: PlaceId) -> Result<PlaceRow, ActionError> {
    let places = conn.list_places().await?;
    places.into_iter().find(|place| place.id == id).ok_or(ActionError::NotFound)
}

async fn check_county(conn: &mut Conn, call: &Call, facts: &PlaceFacts) -> Result<(), ActionError> {
    if counties(conn, call).await?.iter().any(|county| county.id == facts.region) {
        return Ok(());
    }
    Err(Problems::one(Field::County, ProblemKind::UnknownChoice).into())
}

/// The counties that a place may be in.
async fn counties(conn: &mut Conn, call: &Call) -> Result<Vec<RegionRow>, ActionError> {
    let mut counties = conn.list_regions_above_towns(call.today()).await?;
    counties.retain(|region| region.level == RegionLevel::County);
    Ok(counties)
}
