//! Roles that one keeper has proposed and that wait for a second one.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    id::{PersonId, RoleProposalId},
    role::Role,
};

use crate::{
    Conn, StoreError, Tx,
    row::decoded,
    statement::{bound, sql, text},
};

/// A role that waits for a second keeper. Such roles are for everything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleProposalRow {
    /// Key.
    pub id: RoleProposalId,
    /// Who would have it.
    pub person_id: PersonId,
    /// The name of that person.
    pub person_name: String,
    /// The role.
    pub role: Role,
    /// First day without.
    pub ends_on: Option<NaiveDate>,
    /// Who has proposed it.
    pub proposer_id: PersonId,
    /// The name of the proposer.
    pub proposer_name: String,
    /// When.
    pub proposed_at: DateTime<Utc>,
}

decoded! {
    RoleProposalRow: id, person_id, person_name, role, ends_on, proposer_id, proposer_name,
    proposed_at
}

const COLUMNS: &str = "SELECT q.id, q.person_id, p.name AS person_name, q.role, q.ends_on, \
    q.proposer_id, w.name AS proposer_name, q.proposed_at FROM role_proposal q \
    LEFT JOIN person p ON p.id = q.person_id LEFT JOIN person w ON w.id = q.proposer_id ";
// Both people are there, but joined to the left they are looked up for each proposal: where SQLite has
// counted none, it takes proposals for many and begins with the people.
const ALL: &str = text![COLUMNS, "WHERE p.merged_into IS NULL ORDER BY q.id"];
const OF_PERSON: &str = text![COLUMNS, "WHERE q.person_id = $1 ORDER BY q.id"];
const ADD: &str = "INSERT INTO role_proposal (person_id, role, ends_on, proposer_id, proposed_at) \
    VALUES ($1, $2, $3, $4, $5) ON CONFLICT (person_id, role) DO NOTHING";
const REMOVE: &str = "DELETE FROM role_proposal WHERE id = $1";

impl Conn {
    /// Every role that waits, in the order in which they were proposed.
    pub async fn list_role_proposals(&mut self) -> Result<Vec<RoleProposalRow>, StoreError> {
        self.all(sql(ALL)).await
    }

    /// The roles that wait for a person.
    pub async fn list_role_proposals_of(
        &mut self,
        person: PersonId,
    ) -> Result<Vec<RoleProposalRow>, StoreError> {
        self.all(sql(OF_PERSON).bind(person)).await
    }
}

impl Tx {
    /// Proposes a role; `false`: it waits already.
    pub async fn add_role_proposal(
        &mut self,
        person: PersonId,
        role: Role,
        ends_on: Option<NaiveDate>,
        proposer: PersonId,
        at: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        self.is_changed(bound!(ADD; person, role, ends_on, proposer, at)).await
    }

    /// Removes a proposal that was decided; `false`: it is gone.
    pub async fn remove_role_proposal(&mut self, id: RoleProposalId) -> Result<bool, StoreError> {
        self.is_changed(sql(REMOVE).bind(id)).await
    }
}
