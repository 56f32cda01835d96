//! Hosts: the schools, communities and other units that ask for lectures.

use crate::{Conn, StoreError, Tx, pool::on_each};

/// A host as it is stored.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct HostUnitRow {
    /// Key.
    pub id: i64,
    /// The organisation of the same name.
    pub organisation_id: i64,
    /// Full name.
    pub name: String,
    /// Spelling-tolerant key.
    pub match_key: String,
    /// Kind, if the list states one.
    pub kind: Option<String>,
    /// County; none for a host directly under the city.
    pub region_id: Option<i64>,
    /// Town as it is written.
    pub town: String,
    /// The town on file.
    pub town_id: Option<i64>,
    /// Pupils.
    pub pupils: Option<i64>,
    /// How many the hall holds.
    pub hall: Option<i64>,
    /// What the hall is.
    pub hall_type: String,
    /// What it is equipped with.
    pub equipment: String,
    /// Whom to call.
    pub contact: String,
    /// Under which number.
    pub phone: Option<String>,
    /// Whether it is on the whitelist; none if that is open.
    pub whitelisted: Option<bool>,
    /// Remark.
    pub note: String,
}

const LIST: &str = "SELECT id, organisation_id, name, match_key, kind, region_id, town, town_id, \
    pupils, hall, hall_type, equipment, contact, phone, whitelisted, note FROM host_unit \
    ORDER BY id";
const MATCH: &str = "SELECT id, organisation_id, name, match_key, kind, region_id, town, town_id, \
    pupils, hall, hall_type, equipment, contact, phone, whitelisted, note FROM host_unit \
    WHERE match_key = $1 AND COALESCE(region_id, 0) = COALESCE(CAST($2 AS BIGINT), 0) \
    ORDER BY id LIMIT 1";
const ADD: &str = "INSERT INTO host_unit (organisation_id, name, match_key, kind, region_id, \
    town, town_id, pupils, hall, hall_type, equipment, contact, phone, whitelisted, note) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) RETURNING id";
const CHANGE: &str = "UPDATE host_unit SET organisation_id = $1, name = $2, match_key = $3, \
    kind = $4, region_id = $5, town = $6, town_id = $7, pupils = $8, hall = $9, hall_type = $10, \
    equipment = $11, contact = $12, phone = $13, whitelisted = $14, note = $15 WHERE id = $16";

impl Conn {
    /// All hosts: for comparing a roster with what is on file.
    pub async fn list_host_units(&mut self) -> Result<Vec<HostUnitRow>, StoreError> {
        Ok(on_each!(self, c => sqlx::query_as(LIST).fetch_all(c).await?))
    }

    /// The host of a name in a county.
    pub async fn find_host_unit(
        &mut self,
        match_key: &str,
        region: Option<i64>,
    ) -> Result<Option<HostUnitRow>, StoreError> {
        Ok(on_each!(self, c => sqlx::query_as(MATCH)
            .bind(match_key).bind(region).fetch_optional(c).await?))
    }
}

impl Tx {
    /// Adds a host; its `id` is not read.
    pub async fn add_host_unit(&mut self, host: &HostUnitRow) -> Result<i64, StoreError> {
        let h = host;
        Ok(on_each!(self, c => sqlx::query_scalar(ADD)
            .bind(h.organisation_id).bind(&h.name).bind(&h.match_key).bind(h.kind.as_deref())
            .bind(h.region_id).bind(&h.town).bind(h.town_id).bind(h.pupils).bind(h.hall)
            .bind(&h.hall_type).bind(&h.equipment).bind(&h.contact).bind(h.phone.as_deref())
            .bind(h.whitelisted).bind(&h.note).fetch_one(c).await?))
    }

    /// Changes a host.
    pub async fn change_host_unit(&mut self, host: &HostUnitRow) -> Result<(), StoreError> {
        let h = host;
        on_each!(self, c => sqlx::query(CHANGE)
            .bind(h.organisation_id).bind(&h.name).bind(&h.match_key).bind(h.kind.as_deref())
            .bind(h.region_id).bind(&h.town).bind(h.town_id).bind(h.pupils).bind(h.hall)
            .bind(&h.hall_type).bind(&h.equipment).bind(&h.contact).bind(h.phone.as_deref())
            .bind(h.whitelisted).bind(&h.note).bind(h.id).execute(c).await.map(|_| ())?);
        Ok(())
    }
}
