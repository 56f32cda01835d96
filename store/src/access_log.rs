//! The access log: added to and read, and emptied of what is old; never changed.

use chrono::{DateTime, Utc};
use domain::{
    access_log::{Access, AccessBy, AccessKind, AccessResult, AccessThing},
    id::{AccessLogId, PersonId},
    role::Role,
};

use crate::{
    Conn, StoreError, Tx,
    catalogue::like_pattern,
    row::decoded,
    statement::{Statement, bound, sql},
};

/// A line, for a reader.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccessRow {
    /// Its number; later lines have greater ones.
    pub id: AccessLogId,
    /// When.
    pub at: DateTime<Utc>,
    /// What was done.
    pub kind: AccessKind,
    /// What came of it.
    pub result: AccessResult,
    /// The name that the account has now for the sign-in.
    pub sign_in_name: Option<String>,
    /// Whose account it is.
    pub person_id: Option<PersonId>,
    /// The person's name now.
    pub person_name: Option<String>,
    /// The role acted in.
    pub role: Option<Role>,
    /// On what kind of thing.
    pub thing: AccessThing,
    /// On which one; 0 when there is no single one.
    pub thing_id: i64,
    /// How many rows were handed out.
    pub n_rows: Option<i64>,
    /// From where: an address, or `cli:NAME` for a user of the machine.
    pub client: String,
    /// The route in the table's notation.
    pub route: String,
}

decoded! {
    AccessRow: id, at, kind, result, sign_in_name, person_id, person_name, role, thing, thing_id,
    n_rows, client, route
}

/// Which lines are looked for; what is empty asks for nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AccessFilter {
    /// Part of a person's name, or a whole sign-in name.
    pub who: String,
    /// What was done.
    pub kind: Option<AccessKind>,
    /// What came of it.
    pub result: Option<AccessResult>,
    /// Not before.
    pub from: Option<DateTime<Utc>>,
    /// Before.
    pub until: Option<DateTime<Utc>>,
    /// On what kind of thing.
    pub thing: Option<AccessThing>,
    /// On which one.
    pub thing_id: Option<i64>,
}

const ADD: &str = "INSERT INTO access_log (at, kind, result, account_id, role, thing, thing_id, \
    n_rows, client, route) \
    VALUES ($1, $2, $3, COALESCE($4, (SELECT id FROM account WHERE person_id = $5)), $6, $7, $8, \
    $9, $10, $11)";
const HAS_SINCE: &str = "SELECT id FROM access_log WHERE at >= $1 AND kind = $2 AND result = $3 \
    AND client = $4 AND COALESCE(account_id, 0) = $5 LIMIT 1";
const LIST: &str = "SELECT l.id, l.at, l.kind, l.result, a.sign_in_name, a.person_id, \
    p.name AS person_name, l.role, l.thing, l.thing_id, l.n_rows, l.client, l.route \
    FROM access_log l LEFT JOIN account a ON a.id = l.account_id \
    LEFT JOIN person p ON p.id = a.person_id WHERE l.id <= $1";

impl Tx {
    /// Adds a line.
    pub async fn add_access(&mut self, access: &Access) -> Result<(), StoreError> {
        let (account, person, role) = match access.by {
            AccessBy::Account(account) => (Some(account), None, None),
            AccessBy::Person(person, role) => (None, Some(person), role),
            AccessBy::Nobody => (None, None, None),
        };
        self.run(bound!(ADD;
            access.at, access.kind, access.result, account, person, role, access.thing,
            access.thing_id, access.n_rows, &access.client, &access.route))
            .await
    }
}

impl Conn {
    /// Whether the same was done by the same client to the same account, or to none, since a moment.
    pub async fn has_same_access_since(
        &mut self,
        access: &Access,
        since: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let account = match access.by {
            AccessBy::Account(account) => account.0,
            _ => 0,
        };
        let found: Option<i64> = self
            .one(bound!(HAS_SINCE; since, access.kind, access.result, &access.client, account))
            .await?;
        Ok(found.is_some())
    }

    /// The newest lines up to a number that a filter finds, newest first.
    pub async fn list_access_log(
        &mut self,
        filter: &AccessFilter,
        up_to: AccessLogId,
        limit: i64,
    ) -> Result<Vec<AccessRow>, StoreError> {
        let statement = sql(LIST).bind(up_to).found_in_access_log(filter);
        self.all(statement.push(" ORDER BY l.id DESC LIMIT ").value(limit)).await
    }
}

impl<'a> Statement<'a> {
    fn found_in_access_log(mut self, filter: &'a AccessFilter) -> Self {
        if !filter.who.is_empty() {
            self = self
                .push(" AND (p.name LIKE ")
                .value(like_pattern(&filter.who))
                .push(" ESCAPE '!' OR a.sign_in_name = ")
                .value(&filter.who)
                .push(")");
        }
        if let Some(kind) = filter.kind {
            self = self.push(" AND l.kind = ").value(kind);
        }
        if let Some(result) = filter.result {
            self = self.push(" AND l.result = ").value(result);
        }
        if let Some(from) = filter.from {
            self = self.push(" AND l.at >= ").value(from);
        }
        if let Some(until) = filter.until {
            self = self.push(" AND l.at < ").value(until);
        }
        if let Some(thing) = filter.thing {
            self = self.push(" AND l.thing = ").value(thing);
        }
        if let Some(id) = filter.thing_id {
            self = self.push(" AND l.thing_id = ").value(id);
        }
        self
    }
}
