//! Which roles nobody has together: rows that the database itself reads when a role is given.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    id::{PersonId, RoleExclusionId},
    role::Role,
    role_exclusion::{Exclusion, Exclusions},
};

use crate::{
    Conn, StoreError, Tx,
    row::decoded,
    statement::{bound, sql},
};

/// A pair as its page shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExclusionRow {
    /// Key.
    pub id: RoleExclusionId,
    /// The one role.
    pub one: Role,
    /// The other; none: every role that has no such row itself.
    pub other: Option<Role>,
    /// Since when.
    pub starts_on: NaiveDate,
    /// Why.
    pub reason: String,
    /// Who has added it; none of what the law says.
    pub adder: Option<String>,
}

decoded! { ExclusionRow: id, one, other, starts_on, reason, adder }

const LIST: &str = "SELECT x.id, x.one, x.other, x.starts_on, x.reason, p.name AS adder \
    FROM role_exclusion x LEFT JOIN person p ON p.id = x.adder_id \
    WHERE x.ended_at IS NULL ORDER BY x.id";
const ADD: &str = "INSERT INTO role_exclusion (one, other, starts_on, reason, adder_id) \
    VALUES ($1, $2, $3, $4, $5) RETURNING id";
const END: &str = "UPDATE role_exclusion SET ended_at = $2, ender_id = $3 \
    WHERE id = $1 AND other IS NOT NULL AND ended_at IS NULL";
const WITH_BOTH: &str = "SELECT DISTINCT p.id, p.name FROM person p \
    JOIN role_grant g ON g.person_id = p.id JOIN role_grant h ON h.person_id = p.id \
    WHERE g.role = $1 AND h.role = $2 \
    AND (g.ends_on IS NULL OR (g.ends_on > $3 AND g.ends_on > h.starts_on)) \
    AND (h.ends_on IS NULL OR (h.ends_on > $3 AND h.ends_on > g.starts_on)) ORDER BY p.id";
const EXCLUDED: &str = "SELECT DISTINCT p.id, p.name FROM person p \
    JOIN role_grant w ON w.person_id = p.id JOIN role_grant o ON o.person_id = p.id \
    JOIN role_exclusion x ON x.one = w.role AND x.ended_at IS NULL AND (x.other = o.role \
    OR (x.other IS NULL AND o.role NOT IN (SELECT y.one FROM role_exclusion y \
    WHERE y.other IS NULL AND y.ended_at IS NULL))) \
    WHERE (w.ends_on IS NULL OR w.ends_on > $1) AND (o.ends_on IS NULL OR o.ends_on > $1) \
    ORDER BY p.id";
const EXCLUDED_FROM: &str = "SELECT DISTINCT g.person_id FROM role_grant g \
    JOIN role_exclusion x ON x.ended_at IS NULL AND ((x.one = g.role AND x.other = $1) \
    OR (x.one = $1 AND x.other = g.role) \
    OR (x.other IS NULL AND x.one = g.role AND $1 NOT IN (SELECT y.one FROM role_exclusion y \
    WHERE y.other IS NULL AND y.ended_at IS NULL)) \
    OR (x.other IS NULL AND x.one = $1 AND g.role NOT IN (SELECT y.one FROM role_exclusion y \
    WHERE y.other IS NULL AND y.ended_at IS NULL))) \
    WHERE g.ends_on IS NULL OR (g.ends_on > $2 AND g.ends_on > g.starts_on) ORDER BY g.person_id";

impl Conn {
    /// The pairs that hold, the oldest first.
    pub async fn list_exclusions(&mut self) -> Result<Vec<ExclusionRow>, StoreError> {
        self.all(sql(LIST)).await
    }

    /// The same, to ask whether two roles exclude each other.
    pub async fn role_exclusions(&mut self) -> Result<Exclusions, StoreError> {
        let rows = self.list_exclusions().await?;
        let pair = |row: ExclusionRow| Exclusion { one: row.one, other: row.other };
        Ok(Exclusions(rows.into_iter().map(pair).collect()))
    }

    /// Who has two roles on a day or later, both at one time.
    pub async fn list_with_both(
        &mut self,
        one: Role,
        other: Role,
        day: NaiveDate,
    ) -> Result<Vec<(PersonId, String)>, StoreError> {
        self.all(sql(WITH_BOTH).bind(one).bind(other).bind(day)).await
    }

    /// Who has a role, on a day or later, beside which another cannot be had.
    pub async fn list_excluded_from(
        &mut self,
        role: Role,
        day: NaiveDate,
    ) -> Result<Vec<PersonId>, StoreError> {
        self.all(sql(EXCLUDED_FROM).bind(role).bind(day)).await
    }

    /// People with roles that exclude each other since before that was refused (`LAW-72`).
    pub async fn list_excluded(
        &mut self,
        day: NaiveDate,
    ) -> Result<Vec<(PersonId, String)>, StoreError> {
        self.all(sql(EXCLUDED).bind(day)).await
    }
}

impl Tx {
    /// Adds a pair in the order that it is kept in. [`StoreError::Refused`] if somebody has both,
    /// [`StoreError::Conflict`] if it is there.
    pub async fn add_exclusion(
        &mut self,
        (one, other): (Role, Role),
        reason: &str,
        starts_on: NaiveDate,
        adder: PersonId,
    ) -> Result<RoleExclusionId, StoreError> {
        self.only(bound!(ADD; one, other, starts_on, reason, adder)).await
    }

    /// Ends a pair; `false`: it has ended, or the law says so.
    pub async fn end_exclusion(
        &mut self,
        id: RoleExclusionId,
        by: PersonId,
        at: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        self.is_changed(bound!(END; id, at, by)).await
    }
}
