//! Who stands in for a colleague, and the roles that are lent so.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    deputy::NewDeputy,
    id::{DeputyId, GrantId, PersonId},
};

use crate::{
    Conn, StoreError, Tx,
    row::decoded,
    statement::{bound, sql, text},
};

/// Somebody stands in for somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeputyRow {
    /// Key.
    pub id: DeputyId,
    /// For whom.
    pub principal_id: PersonId,
    /// The name.
    pub principal_name: String,
    /// Who.
    pub deputy_id: PersonId,
    /// The name.
    pub deputy_name: String,
    /// First day.
    pub first_day: NaiveDate,
    /// Last day.
    pub last_day: NaiveDate,
    /// Why.
    pub reason: String,
    /// When it was ended before its last day.
    pub ended_at: Option<DateTime<Utc>>,
    /// By whom.
    pub ender_name: Option<String>,
}

decoded! {
    DeputyRow: id, principal_id, principal_name, deputy_id, deputy_name, first_day, last_day, reason,
    ended_at, ender_name
}

/// Somebody who could stand in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColleagueRow {
    /// Who.
    pub id: PersonId,
    /// The name.
    pub name: String,
    /// Where the person works.
    pub workplace: String,
}

decoded! { ColleagueRow: id, name, workplace }

const COLUMNS: &str = "SELECT d.id, d.principal_id, p.name AS principal_name, d.deputy_id, \
    q.name AS deputy_name, d.first_day, d.last_day, d.reason, d.ended_at, e.name AS ender_name \
    FROM deputy d JOIN person p ON p.id = d.principal_id JOIN person q ON q.id = d.deputy_id \
    LEFT JOIN person e ON e.id = d.ender_id ";
const FIND: &str = text![COLUMNS, "WHERE d.id = $1"];
const OF_PERSON: &str = text![
    COLUMNS,
    "WHERE (d.principal_id = $1 OR d.deputy_id = $1) AND d.last_day >= $2 \
     ORDER BY d.first_day DESC, d.id DESC"
];
const COLLEAGUES: &str = "SELECT p.id, p.name, MIN(o.name) AS workplace FROM affiliation a \
    JOIN affiliation b ON b.organisation_id = a.organisation_id AND b.ends_on IS NULL \
    JOIN person p ON p.id = b.person_id JOIN organisation o ON o.id = b.organisation_id \
    JOIN account c ON c.person_id = p.id \
    WHERE a.person_id = $1 AND a.ends_on IS NULL AND p.id <> $1 AND p.merged_into IS NULL \
    AND c.closed_at IS NULL GROUP BY p.id, p.name ORDER BY p.name, p.id";
const ADD: &str = "INSERT INTO deputy (principal_id, deputy_id, first_day, last_day, reason, \
    created_at) VALUES ($1, $2, $3, $4, $5, $6) RETURNING id";
const END: &str =
    "UPDATE deputy SET ended_at = $2, ender_id = $3 WHERE id = $1 AND ended_at IS NULL";
const LENT: &str = "SELECT id FROM role_grant WHERE deputy_id = $1 \
    AND (ends_on IS NULL OR ends_on > $2) ORDER BY id";
const LEND: &str = "UPDATE role_grant SET deputy_id = $2 WHERE id = $1";
// What was lent ends with what it was lent of.
const END_LENT: &str = "UPDATE role_grant SET ends_on = $2 WHERE deputy_id IN ( \
        SELECT d.id FROM deputy d JOIN role_grant g ON g.person_id = d.principal_id WHERE g.id = $1) \
    AND role = (SELECT role FROM role_grant WHERE id = $1) \
    AND COALESCE(region_id, 0) = (SELECT COALESCE(region_id, 0) FROM role_grant WHERE id = $1) \
    AND COALESCE(organisation_id, 0) \
        = (SELECT COALESCE(organisation_id, 0) FROM role_grant WHERE id = $1) \
    AND ends_on > $2";

impl Conn {
    /// Somebody who stands in for somebody.
    pub async fn find_deputy(&mut self, id: DeputyId) -> Result<Option<DeputyRow>, StoreError> {
        self.one(sql(FIND).bind(id)).await
    }

    /// Who stands in for a person and for whom the person does, on a day or later; the latest first.
    pub async fn list_deputies_of(
        &mut self,
        person: PersonId,
        day: NaiveDate,
    ) -> Result<Vec<DeputyRow>, StoreError> {
        self.all(sql(OF_PERSON).bind(person).bind(day)).await
    }

    /// Who works where a person works and has an account, by name.
    pub async fn list_colleagues(
        &mut self,
        person: PersonId,
    ) -> Result<Vec<ColleagueRow>, StoreError> {
        self.all(sql(COLLEAGUES).bind(person)).await
    }

    /// The roles that are lent to a deputy and hold after a day.
    pub async fn list_lent_grants(
        &mut self,
        id: DeputyId,
        day: NaiveDate,
    ) -> Result<Vec<GrantId>, StoreError> {
        self.all(sql(LENT).bind(id).bind(day)).await
    }
}

impl Tx {
    /// Names a deputy; the roles are lent by [`Tx::lend_grant`].
    pub async fn add_deputy(
        &mut self,
        principal: PersonId,
        new: &NewDeputy,
        at: DateTime<Utc>,
    ) -> Result<DeputyId, StoreError> {
        self.only(bound!(ADD;
            principal, new.deputy, new.first_day, new.last_day, &new.reason, at))
            .await
    }

    /// A grant is lent to a deputy, whose it is.
    pub async fn lend_grant(&mut self, grant: GrantId, id: DeputyId) -> Result<(), StoreError> {
        self.run(sql(LEND).bind(grant).bind(id)).await
    }

    /// Nobody stands in any more; `false`: it was ended before.
    pub async fn end_deputy(
        &mut self,
        id: DeputyId,
        ender: PersonId,
        at: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        self.is_changed(sql(END).bind(id).bind(at).bind(ender)).await
    }

    /// What was lent of a grant ends on the day on which that ends.
    pub(crate) async fn end_lent(
        &mut self,
        grant: GrantId,
        day: NaiveDate,
    ) -> Result<(), StoreError> {
        self.run(sql(END_LENT).bind(grant).bind(day)).await
    }
}
