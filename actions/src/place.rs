//! The office adds the rooms in which sessions are held.

use domain::{
    form::{Field, Once, ProblemKind, Problems, Values},
    place::{NewPlace, may_add_place},
    region::RegionLevel,
    role::SESSION_ORGANISERS,
};
use store::{Conn, PlaceRow, RegionRow};

use crate::{
    ActionError, Actions, Call,
    once::{Sent, made, sent},
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
                match sent::<i64>(tx, call, values, once).await? {
                    Sent::First => {}
                    Sent::Same(_) => return Ok(()),
                    Sent::Other(_) => return Err(ActionError::SentBefore),
                }
                let place = NewPlace::parse(values)?;
                if !counties(tx, call).await?.iter().any(|county| county.id == place.region) {
                    return Err(Problems::one(Field::County, ProblemKind::UnknownChoice).into());
                }
                let id = tx.add_place(&place.name, &place.address, Some(place.region)).await?;
                made(tx, call, values, once, id).await?;
                tx.log(call.entry("add", "place", SESSION_ORGANISERS).on(id));
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }
}

/// The counties that a place may be in.
async fn counties(conn: &mut Conn, call: &Call) -> Result<Vec<RegionRow>, ActionError> {
    let mut counties = conn.list_regions(call.today()).await?;
    counties.retain(|region| region.level == RegionLevel::County);
    Ok(counties)
}
