//! The office adds the rooms in which sessions are held.

use domain::{
    form::{ProblemKind, Problems, Values},
    place::{NewPlace, may_add_place},
    region::RegionLevel,
    role::PLANNERS,
};
use store::{PlaceRow, RegionRow};

use crate::{ActionError, Actions, Call, once::Sent};

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
        let mut counties = conn.list_regions(call.today()).await?;
        counties.retain(|region| region.level == RegionLevel::County);
        Ok(PlacePage { places, counties })
    }

    /// Adds a place; the same form sent again adds nothing.
    pub async fn add_place(&self, call: &Call, values: &Values) -> Result<(), ActionError> {
        let actor = call.allowed(may_add_place)?;
        let token = values.trimmed("once");
        if self.sent_before(actor, token).await?.is_some() {
            return Ok(());
        }
        let place = NewPlace::parse(values)?;
        let page = self.places(call).await?;
        if !page.counties.iter().any(|county| county.id == place.region.0) {
            return Err(Problems::one("county", ProblemKind::UnknownChoice).into());
        }
        let mut tx = self.store.begin().await?;
        let id = tx.add_place(&place.name, &place.address, Some(place.region.0)).await?;
        let Sent::First(tx) = self.once(tx, call, token, id).await? else { return Ok(()) };
        let entry = call.entry("add", "place", PLANNERS).on(id);
        Ok(tx.commit(entry, &self.entropy.token()).await?)
    }
}
