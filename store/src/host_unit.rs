//! Hosts: the schools, communities and other units that ask for lectures.

use domain::{
    id::{HostUnitId, OrganisationId, RegionId},
    organisation::OrganisationKind,
};

use crate::{
    Conn, StoreError, Tx,
    many::Cells,
    row::decoded,
    statement::{bound, sql, text},
};

/// A host as it is stored.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HostUnitRow {
    /// Key.
    pub id: HostUnitId,
    /// The organisation of the same name.
    pub organisation_id: OrganisationId,
    /// Full name.
    pub name: String,
    /// Spelling-tolerant key.
    pub match_key: String,
    /// Kind, if the list states one.
    pub kind: Option<OrganisationKind>,
    /// County; none for a host directly under the city.
    pub region_id: Option<RegionId>,
    /// Town as it is written.
    pub town: String,
    /// The town on file.
    pub town_id: Option<RegionId>,
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
    /// The host that is asked for instead, since their units were merged.
    pub merged_into: Option<HostUnitId>,
    /// Counts the changes.
    pub revision: i64,
}

decoded! {
    HostUnitRow: id, organisation_id, name, match_key, kind, region_id, town, town_id, pupils,
    hall, hall_type, equipment, contact, phone, whitelisted, note, merged_into,
    revision
}

const COLUMNS: &str = "SELECT id, organisation_id, name, match_key, kind, region_id, town, \
    town_id, pupils, hall, hall_type, equipment, contact, phone, whitelisted, note, \
    merged_into, revision FROM host_unit ";
const LIST: &str = text![COLUMNS, "ORDER BY id"];
const MATCH: &str = text![
    COLUMNS,
    "WHERE match_key = $1 AND COALESCE(region_id, 0) = COALESCE(CAST($2 AS BIGINT), 0) \
     ORDER BY id LIMIT 1"
];
const FIND: &str = text![COLUMNS, "WHERE id = $1"];
const OF_UNIT: &str =
    text![COLUMNS, "WHERE organisation_id = $1 AND merged_into IS NULL ORDER BY id"];
const ADD: &str = "INSERT INTO host_unit (organisation_id, name, match_key, kind, region_id, \
    town, town_id, pupils, hall, hall_type, equipment, contact, phone, whitelisted, note) ";
const CHANGE: &str = "UPDATE host_unit SET organisation_id = v.column1, name = v.column2, \
    match_key = v.column3, kind = v.column4, region_id = v.column5, town = v.column6, \
    town_id = v.column7, pupils = v.column8, hall = v.column9, hall_type = v.column10, \
    equipment = v.column11, contact = v.column12, phone = v.column13, whitelisted = v.column14, \
    note = v.column15, contact_at = NULL, revision = host_unit.revision + 1 FROM (";
const CORRECT: &str = "UPDATE host_unit SET town = $3, town_id = $4, hall = $5, equipment = $6, \
    contact = $7, phone = $8, contact_at = NULL, revision = revision + 1 \
    WHERE id = $1 AND revision = $2 AND merged_into IS NULL";
const OF_KEY: &str = ") AS v WHERE host_unit.id = v.column16";

impl Conn {
    /// The hosts of an organisation, without those that were merged into others; at most 200.
    pub async fn list_hosts_of(
        &mut self,
        organisation: OrganisationId,
    ) -> Result<Vec<HostUnitRow>, StoreError> {
        self.all(sql(OF_UNIT).bind(organisation)).await
    }

    /// One host, unless it was merged into another.
    pub async fn find_host(&mut self, id: HostUnitId) -> Result<Option<HostUnitRow>, StoreError> {
        let found: Option<HostUnitRow> = self.one(sql(FIND).bind(id)).await?;
        Ok(found.filter(|host| host.merged_into.is_none()))
    }

    /// All hosts, with those that were merged into others: for comparing a roster with what is on file.
    pub async fn list_host_units(&mut self) -> Result<Vec<HostUnitRow>, StoreError> {
        self.all(sql(LIST)).await
    }

    /// The host of a name in a county, or the one into which it was merged.
    pub async fn find_host_unit(
        &mut self,
        match_key: &str,
        region: Option<RegionId>,
    ) -> Result<Option<HostUnitRow>, StoreError> {
        let mut found: Option<HostUnitRow> =
            self.one(sql(MATCH).bind(match_key).bind(region)).await?;
        while let Some(kept) = found.as_ref().and_then(|host| host.merged_into) {
            found = self.one(sql(FIND).bind(kept)).await?;
        }
        Ok(found)
    }
}

impl Tx {
    /// Adds hosts; their `id`s are not read.
    pub async fn add_host_units(&mut self, hosts: &[HostUnitRow]) -> Result<(), StoreError> {
        self.run_rows(ADD, hosts.iter().map(columns).collect(), "").await
    }

    /// Puts a host right, unless somebody was faster.
    pub async fn correct_host(
        &mut self,
        (id, revision): (HostUnitId, i64),
        host: &HostUnitRow,
    ) -> Result<bool, StoreError> {
        let h = host;
        self.is_changed(bound!(CORRECT;
            id, revision, &h.town, h.town_id, h.hall, &h.equipment, &h.contact, h.phone.as_deref()))
            .await
    }

    /// Changes hosts.
    pub async fn change_host_units(&mut self, hosts: &[HostUnitRow]) -> Result<(), StoreError> {
        let rows = hosts.iter().map(|host| {
            let mut row = columns(host);
            row.push(host.id.into());
            row
        });
        self.run_rows(CHANGE, rows.collect(), OF_KEY).await
    }
}

fn columns(host: &HostUnitRow) -> Cells<'_> {
    let h = host;
    vec![
        h.organisation_id.into(),
        (&h.name).into(),
        (&h.match_key).into(),
        h.kind.into(),
        h.region_id.into(),
        (&h.town).into(),
        h.town_id.into(),
        h.pupils.into(),
        h.hall.into(),
        (&h.hall_type).into(),
        (&h.equipment).into(),
        (&h.contact).into(),
        (&h.phone).into(),
        h.whitelisted.into(),
        (&h.note).into(),
    ]
}
