//! Grants: who has which role, for everything, for a region or for an organisation.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    id::{GrantId, OrganisationId, PersonId, RegionId},
    role::{Grant, Role, Scope},
};

use crate::{
    Conn, StoreError, Tx,
    row::{Columns, Decoded, decoded},
    statement::{bound, sql},
};

/// A role of somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GrantRow {
    /// The role.
    pub role: Role,
    /// Region of the scope.
    pub region_id: Option<RegionId>,
    /// Organisation of the scope.
    pub organisation_id: Option<OrganisationId>,
    /// First day.
    pub starts_on: NaiveDate,
    /// First day without.
    pub ends_on: Option<NaiveDate>,
}

decoded! { GrantRow: role, region_id, organisation_id, starts_on, ends_on }

/// A role of somebody with its key and the name of its scope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldGrant {
    /// Key.
    pub id: GrantId,
    /// The role.
    pub grant: Grant,
    /// Chinese name of the scope; none for everything.
    pub scope_zh: Option<String>,
    /// English name of the scope.
    pub scope_en: Option<String>,
    /// Who has lent it; none of a role of the own.
    pub principal_id: Option<PersonId>,
    /// The name of whoever has lent it.
    pub principal_name: Option<String>,
}

/// A role of somebody that ends soon.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EndingGrant {
    /// Key.
    pub id: GrantId,
    /// Whose it is.
    pub person_id: PersonId,
    /// The name.
    pub name: String,
    /// The role.
    pub role: Role,
    /// The first day without it.
    pub ends_on: NaiveDate,
    /// The end of which somebody was told already.
    pub told: Option<DateTime<Utc>>,
}

decoded! { EndingGrant: id, person_id, name, role, ends_on, told }

struct HeldGrantRow {
    id: GrantId,
    grant: GrantRow,
    scope_zh: Option<String>,
    scope_en: Option<String>,
    principal_id: Option<PersonId>,
    principal_name: Option<String>,
}

impl Decoded for HeldGrantRow {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "scope_zh",
        "scope_en",
        "principal_id",
        "principal_name",
        "role",
        "region_id",
        "organisation_id",
        "starts_on",
        "ends_on",
    ];

    fn decode(columns: &mut Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: columns.next()?,
            scope_zh: columns.next()?,
            scope_en: columns.next()?,
            principal_id: columns.next()?,
            principal_name: columns.next()?,
            grant: GrantRow::decode(columns)?,
        })
    }
}

impl From<GrantRow> for Grant {
    fn from(row: GrantRow) -> Self {
        let scope = scope(row.region_id, row.organisation_id);
        Self { role: row.role, scope, starts_on: row.starts_on, ends_on: row.ends_on }
    }
}

/// The scope of a grant by its two columns.
pub(crate) fn scope(region: Option<RegionId>, organisation: Option<OrganisationId>) -> Scope {
    match (region, organisation) {
        (Some(region), _) => Scope::Region(region),
        (None, Some(organisation)) => Scope::Organisation(organisation),
        (None, None) => Scope::Everything,
    }
}

const HELD_GRANTS: &str = "SELECT g.id, g.role, g.region_id, g.organisation_id, g.starts_on, \
    g.ends_on, COALESCE(r.name_zh, o.name) AS scope_zh, COALESCE(r.name_en, o.name) AS scope_en, \
    d.principal_id, w.name AS principal_name FROM role_grant g \
    LEFT JOIN deputy d ON d.id = g.deputy_id LEFT JOIN person w ON w.id = d.principal_id LEFT JOIN region r ON r.id = g.region_id \
    LEFT JOIN organisation o ON o.id = g.organisation_id \
    WHERE g.person_id = $1 AND (g.ends_on IS NULL OR g.ends_on > $2) ORDER BY g.id";
const END_GRANT: &str = "UPDATE role_grant SET ends_on = $2 WHERE id = $1";
const ADD_GRANT: &str = "INSERT INTO role_grant \
    (person_id, role, region_id, organisation_id, starts_on, ends_on) \
    SELECT $1, $2, CAST($3 AS BIGINT), CAST($4 AS BIGINT), $5, $6 WHERE NOT EXISTS ( \
    SELECT 1 FROM role_grant WHERE person_id = $1 AND role = $2 \
    AND COALESCE(region_id, 0) = COALESCE(CAST($3 AS BIGINT), 0) \
    AND COALESCE(organisation_id, 0) = COALESCE(CAST($4 AS BIGINT), 0) AND ends_on IS NULL) \
    RETURNING id";
const ADD_GRANTS: &str = "INSERT INTO role_grant (person_id, role, starts_on) \
    SELECT v.column1, v.column2, v.column3 FROM (";
const UNLESS_HELD: &str = ") AS v WHERE NOT EXISTS (SELECT 1 FROM role_grant g \
    WHERE g.person_id = v.column1 AND g.role = v.column2 AND g.region_id IS NULL \
    AND g.organisation_id IS NULL AND (g.ends_on IS NULL OR g.ends_on > v.column3)) \
    RETURNING person_id";
const ENDED: &str = "SELECT person_id, MAX(ends_on) FROM role_grant g WHERE role = $1 \
    AND ends_on <= $2 AND NOT EXISTS (SELECT 1 FROM role_grant l \
    WHERE l.person_id = g.person_id AND l.role = g.role \
    AND (l.ends_on IS NULL OR l.ends_on > $2)) \
    GROUP BY person_id ORDER BY person_id";
const WITH_ROLE: &str = "SELECT DISTINCT person_id FROM role_grant \
    WHERE role = $1 AND region_id IS NULL AND organisation_id IS NULL AND starts_on <= $2 \
    AND (ends_on IS NULL OR ends_on > $2) ORDER BY person_id";
const IS_KEPT: &str = "SELECT COUNT(*) FROM role_grant g JOIN account a ON a.person_id = g.person_id \
    JOIN person p ON p.id = g.person_id \
    WHERE g.role = $1 AND g.person_id <> $2 AND g.starts_on <= $3 AND g.ends_on IS NULL \
    AND a.closed_at IS NULL AND p.merged_into IS NULL";
const ENDING: &str = "SELECT g.id, g.person_id, p.name, g.role, g.ends_on, \
    (SELECT MAX(r.since) FROM reminder r WHERE r.kind = 'role' AND r.thing_id = g.id) AS told \
    FROM role_grant g JOIN person p ON p.id = g.person_id \
    WHERE g.ends_on > $1 AND g.ends_on <= $2 AND g.deputy_id IS NULL AND NOT EXISTS (SELECT 1 FROM role_grant h \
        WHERE h.person_id = g.person_id AND h.role = g.role \
        AND COALESCE(h.region_id, 0) = COALESCE(g.region_id, 0) \
        AND COALESCE(h.organisation_id, 0) = COALESCE(g.organisation_id, 0) \
        AND h.starts_on <= g.ends_on AND (h.ends_on IS NULL OR h.ends_on > g.ends_on)) \
    ORDER BY g.id";
const ANYWHERE: &str = "SELECT DISTINCT person_id FROM role_grant WHERE role = $1 \
    AND starts_on <= $2 AND (ends_on IS NULL OR ends_on > $2) ORDER BY person_id";
const NOMINATING: &str = "SELECT DISTINCT g.person_id FROM role_grant g \
    JOIN organisation o ON o.id = g.organisation_id WHERE g.role = 'unit_officer' \
    AND o.is_nominating_unit AND g.starts_on <= $1 AND (g.ends_on IS NULL OR g.ends_on > $1) \
    ORDER BY g.person_id";
const NOMINATING_OF: &str = "SELECT DISTINCT g.person_id FROM role_grant g \
    JOIN organisation o ON o.id = g.organisation_id WHERE g.role = 'unit_officer' \
    AND o.is_nominating_unit AND g.starts_on <= $1 AND (g.ends_on IS NULL OR g.ends_on > $1) \
    AND o.region_id IN (SELECT descendant_id FROM region_closure WHERE ancestor_id = $2) \
    ORDER BY g.person_id";
const FOR_REGION: &str = "SELECT DISTINCT person_id FROM role_grant \
    WHERE role = $1 AND starts_on <= $2 AND (ends_on IS NULL OR ends_on > $2) \
    AND region_id IN (SELECT ancestor_id FROM region_closure WHERE descendant_id = $3) \
    ORDER BY person_id";
const FOR_UNIT: &str = "SELECT DISTINCT g.person_id FROM role_grant g \
    JOIN organisation_closure k ON k.ancestor_id = g.organisation_id \
    WHERE k.descendant_id = $1 AND g.role = $2 AND g.starts_on <= $3 \
    AND (g.ends_on IS NULL OR g.ends_on > $3) ORDER BY g.person_id";

impl Conn {
    /// The roles of a person that hold on a day or later.
    pub async fn list_held_grants(
        &mut self,
        person: PersonId,
        day: NaiveDate,
    ) -> Result<Vec<HeldGrant>, StoreError> {
        let rows: Vec<HeldGrantRow> = self.all(sql(HELD_GRANTS).bind(person).bind(day)).await?;
        let held = |row: HeldGrantRow| {
            let HeldGrantRow { id, grant, scope_zh, scope_en, .. } = row;
            let (principal_id, principal_name) = (row.principal_id, row.principal_name);
            HeldGrant { id, grant: grant.into(), scope_zh, scope_en, principal_id, principal_name }
        };
        Ok(rows.into_iter().map(held).collect())
    }

    /// Everybody who has a role for everything on a day.
    pub async fn list_with_role(
        &mut self,
        role: Role,
        day: NaiveDate,
    ) -> Result<Vec<PersonId>, StoreError> {
        self.all(sql(WITH_ROLE).bind(role).bind(day)).await
    }

    /// Whether somebody else has a role on a day without an end, and an account to use it.
    pub async fn has_role_beside(
        &mut self,
        role: Role,
        person: PersonId,
        day: NaiveDate,
    ) -> Result<bool, StoreError> {
        let n: i64 = self.only(sql(IS_KEPT).bind(role).bind(person).bind(day)).await?;
        Ok(n > 0)
    }

    /// Everybody who had a role and has it no more on a day, with the first day without it.
    pub async fn list_ended_grants(
        &mut self,
        role: Role,
        day: NaiveDate,
    ) -> Result<Vec<(PersonId, NaiveDate)>, StoreError> {
        self.all(sql(ENDED).bind(role).bind(day)).await
    }

    /// Everybody who has a role on a day, for whatever.
    pub async fn list_with_role_anywhere(
        &mut self,
        role: Role,
        day: NaiveDate,
    ) -> Result<Vec<PersonId>, StoreError> {
        self.all(sql(ANYWHERE).bind(role).bind(day)).await
    }

    /// Grants of people that end within some days and that no other one follows: key, whose, which role,
    /// the first day without it, and of which end somebody was told already. A deputy's are none: they were
    /// given with their end.
    pub async fn list_grants_ending(
        &mut self,
        (from, until): (NaiveDate, NaiveDate),
    ) -> Result<Vec<EndingGrant>, StoreError> {
        self.all(sql(ENDING).bind(from).bind(until)).await
    }

    /// Who acts on a day for a unit that may nominate.
    pub async fn list_nominating_officers(
        &mut self,
        day: NaiveDate,
    ) -> Result<Vec<PersonId>, StoreError> {
        self.all(sql(NOMINATING).bind(day)).await
    }

    /// The same for the units of a region and all below it.
    pub async fn list_nominating_officers_of(
        &mut self,
        region: RegionId,
        day: NaiveDate,
    ) -> Result<Vec<PersonId>, StoreError> {
        self.all(sql(NOMINATING_OF).bind(day).bind(region)).await
    }

    /// Everybody who has a role for a region, or for one above it, on a day.
    pub async fn list_with_role_for_region(
        &mut self,
        role: Role,
        region: RegionId,
        day: NaiveDate,
    ) -> Result<Vec<PersonId>, StoreError> {
        self.all(sql(FOR_REGION).bind(role).bind(day).bind(region)).await
    }

    /// Everybody who has a role for a unit, or for one above it, on a day.
    pub async fn list_with_role_for_unit(
        &mut self,
        role: Role,
        unit: OrganisationId,
        day: NaiveDate,
    ) -> Result<Vec<PersonId>, StoreError> {
        self.all(sql(FOR_UNIT).bind(unit).bind(role).bind(day)).await
    }
}

impl Tx {
    /// Grants a role, once: the key of the grant, or none if the person has it already.
    /// [`StoreError::Refused`] if the person has one that excludes it (`LAW-72`), or if the role is
    /// not for such a scope. A code that the person has for setting a password is void then.
    pub async fn add_grant(
        &mut self,
        person: PersonId,
        grant: &Grant,
    ) -> Result<Option<GrantId>, StoreError> {
        let (region, organisation) = match grant.scope {
            Scope::Everything => (None, None),
            Scope::Region(region) => (Some(region.0), None),
            Scope::Organisation(organisation) => (None, Some(organisation.0)),
        };
        self.one(bound!(ADD_GRANT;
            person, grant.role, region, organisation, grant.starts_on, grant.ends_on))
            .await
    }

    /// Grants a role for everything to people who have not got it, and gives these.
    pub async fn add_grants(
        &mut self,
        people: &[PersonId],
        role: Role,
        starts_on: NaiveDate,
    ) -> Result<Vec<PersonId>, StoreError> {
        let rows = people.iter().map(|id| vec![id.into(), role.into(), starts_on.into()]);
        self.all_rows(ADD_GRANTS, rows.collect(), UNLESS_HELD).await
    }

    /// Lets a role end on a day, the first without it, or on none.
    pub async fn end_grant(
        &mut self,
        grant: GrantId,
        day: Option<NaiveDate>,
    ) -> Result<(), StoreError> {
        self.run(sql(END_GRANT).bind(grant).bind(day)).await?;
        match day {
            Some(day) => self.end_lent(grant, day).await,
            None => Ok(()),
        }
    }
}
