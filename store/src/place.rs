//! Places: rooms and halls, each a party that can be taken.

use crate::{
    Conn, StoreError, Tx,
    row::decoded,
    statement::{bound, sql, text},
};
use domain::{
    id::{PartyId, PlaceId, RegionId},
    place::{PlaceFacts, PlaceStep},
};

/// A place as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlaceRow {
    /// Key.
    pub id: PlaceId,
    /// The party that is taken.
    pub party_id: PartyId,
    /// Name.
    pub name: String,
    /// Address.
    pub address: String,
    /// Region, for travel times.
    pub region_id: Option<RegionId>,
    /// How many have a seat, if it is known.
    pub capacity: Option<i64>,
    /// What it has; may be empty.
    pub equipment: String,
    /// Whether it is no longer offered for what is planned anew.
    pub is_closed: bool,
    /// Counted up with every change.
    pub revision: i64,
}

decoded! {
    PlaceRow: id, party_id, name, address, region_id, capacity, equipment, is_closed,
    revision
}

const COLUMNS: &str = "SELECT id, party_id, name, address, region_id, capacity, equipment, \
    is_closed, revision FROM place ";
const LIST: &str = text![COLUMNS, "WHERE NOT is_host_hall ORDER BY name, id"];
const FIND: &str = text![COLUMNS, "WHERE id = $1"];
const ADD_PARTY: &str = "INSERT INTO party (kind, turn) VALUES ($1, 0) RETURNING id";
const ADD: &str = "INSERT INTO place (party_id, name, address, region_id) \
    VALUES ($1, $2, $3, $4) RETURNING id";

const CHANGE: &str = "UPDATE place SET name = $3, address = $4, region_id = $5, capacity = $6, \
    equipment = $7, revision = revision + 1 WHERE id = $1 AND revision = $2 AND NOT is_host_hall";

const STEP: &str = "UPDATE place SET is_closed = $3, revision = revision + 1 \
    WHERE id = $1 AND revision = $2 AND is_closed <> $3 AND NOT is_host_hall";

impl Conn {
    /// The places that sessions are planned in, by name; a host's hall is none.
    pub async fn list_places(&mut self) -> Result<Vec<PlaceRow>, StoreError> {
        self.all(sql(LIST)).await
    }

    /// One place.
    pub async fn find_place(&mut self, id: PlaceId) -> Result<Option<PlaceRow>, StoreError> {
        self.one(sql(FIND).bind(id)).await
    }
}

impl Tx {
    pub(crate) async fn add_party(&mut self, kind: &str) -> Result<PartyId, StoreError> {
        self.only(sql(ADD_PARTY).bind(kind)).await
    }

    /// Adds a place.
    pub async fn add_place(
        &mut self,
        name: &str,
        address: &str,
        region_id: Option<RegionId>,
    ) -> Result<PlaceId, StoreError> {
        let party = self.add_party("place").await?;
        self.only(sql(ADD).bind(party).bind(name).bind(address).bind(region_id)).await
    }

    /// Writes what is on file of a place anew; `false`: somebody else has, since this revision.
    pub async fn change_place(
        &mut self,
        id: PlaceId,
        revision: i64,
        facts: &PlaceFacts,
    ) -> Result<bool, StoreError> {
        let f = facts;
        self.is_changed(bound!(CHANGE; id, revision, &f.name, &f.address, f.region, f.capacity,
            &f.equipment))
            .await
    }

    /// Closes a place, which is then no longer offered, or opens it again; `false`: it stands so
    /// already, or has changed since this revision.
    pub async fn step_place(
        &mut self,
        id: PlaceId,
        step: PlaceStep,
        revision: i64,
    ) -> Result<bool, StoreError> {
        self.is_changed(bound!(STEP; id, revision, step.closes())).await
    }
}
