//! Hosts: the schools, communities and other units that ask for lectures.

use crate::{
    Conn, StoreError, Tx,
    row::decoded,
    statement::{bound, sql, text},
};

/// A host as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
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

decoded! {
    HostUnitRow: id, organisation_id, name, match_key, kind, region_id, town, town_id, pupils,
    hall, hall_type, equipment, contact, phone, whitelisted, note
}

const COLUMNS: &str = "SELECT id, organisation_id, name, match_key, kind, region_id, town, \
    town_id, pupils, hall, hall_type, equipment, contact, phone, whitelisted, note \
    FROM host_unit ";
const LIST: &str = text![COLUMNS, "ORDER BY id"];
const MATCH: &str = text![
    COLUMNS,
    "WHERE match_key = $1 AND COALESCE(region_id, 0) = COALESCE(CAST($2 AS BIGINT), 0) \
     ORDER BY id LIMIT 1"
];
const ADD: &str = "INSERT INTO host_unit (organisation_id, name, match_key, kind, region_id, \
    town, town_id, pupils, hall, hall_type, equipment, contact, phone, whitelisted, note) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) RETURNING id";
const CHANGE: &str = "UPDATE host_unit SET organisation_id = $1, name = $2, match_key = $3, \
    kind = $4, region_id = $5, town = $6, town_id = $7, pupils = $8, hall = $9, hall_type = $10, \
    equipment = $11, contact = $12, phone = $13, whitelisted = $14, note = $15 WHERE id = $16";

impl Conn {
    /// All hosts: for comparing a roster with what is on file.
    pub async fn list_host_units(&mut self) -> Result<Vec<HostUnitRow>, StoreError> {
        self.all(sql(LIST)).await
    }

    /// The host of a name in a county.
    pub async fn find_host_unit(
        &mut self,
        match_key: &str,
        region: Option<i64>,
    ) -> Result<Option<HostUnitRow>, StoreError> {
        self.one(sql(MATCH).bind(match_key).bind(region)).await
    }
}

impl Tx {
    /// Adds a host; its `id` is not read.
    pub async fn add_host_unit(&mut self, host: &HostUnitRow) -> Result<i64, StoreError> {
        let h = host;
        self.only(bound!(ADD;
            h.organisation_id, &h.name, &h.match_key, h.kind.as_deref(), h.region_id, &h.town,
            h.town_id, h.pupils, h.hall, &h.hall_type, &h.equipment, &h.contact,
            h.phone.as_deref(), h.whitelisted, &h.note))
            .await
    }

    /// Changes a host.
    pub async fn change_host_unit(&mut self, host: &HostUnitRow) -> Result<(), StoreError> {
        let h = host;
        self.run(bound!(CHANGE;
            h.organisation_id, &h.name, &h.match_key, h.kind.as_deref(), h.region_id, &h.town,
            h.town_id, h.pupils, h.hall, &h.hall_type, &h.equipment, &h.contact,
            h.phone.as_deref(), h.whitelisted, &h.note, h.id))
            .await
    }
}
