//! Which claims somebody may check.

use chrono::NaiveDate;
use domain::{
    credit_hour::{ActivityKind, VerificationStep},
    hour_claim::ClaimState,
    id::{HourClaimId, PersonId},
    role::Role,
};

use super::{COLUMNS, ClaimRow};
use crate::{
    Conn, Reach, StoreError,
    search::needle_end,
    statement::{Statement, sql, text},
};

/// Which claims are listed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClaimFilter {
    /// In one of these states.
    pub states: Vec<ClaimState>,
    /// Verified at this step.
    pub step: Option<VerificationStep>,
    /// Of activities of this kind.
    pub kind: Option<ActivityKind>,
    /// How the spelling-tolerant key of the unit begins.
    pub unit_key: String,
    /// Only what this person may check: neither the own, nor what he or she has confirmed.
    pub checker: Option<PersonId>,
    /// Nor, after the unit's step, what is of the checker's own unit.
    pub not_own_unit: bool,
    /// Of claims that wait for the unit only those whose unit has no officer but the claimant on
    /// this day.
    pub without_officer: Option<NaiveDate>,
}

const LISTED: &str = text![COLUMNS, "WHERE h.id IN (SELECT h.id FROM hour_claim h "];
const COUNT: &str = "SELECT COUNT(*) FROM hour_claim h ";
const FROM: &str = "(SELECT submitted_at, id FROM hour_claim WHERE id = ";

impl Conn {
    /// Claims within a reach, those handed in first before the others, from one of them on.
    pub async fn list_claims(
        &mut self,
        reach: &Reach,
        filter: &ClaimFilter,
        from: Option<HourClaimId>,
        limit: i64,
    ) -> Result<Vec<ClaimRow>, StoreError> {
        // The page's keys first: names are joined to them alone.
        let mut statement = sql(LISTED).claims(reach, filter);
        if let Some(from) = from {
            statement = statement.push(" AND (h.submitted_at, h.id) >= ").push(FROM).value(from);
            statement = statement.push(")");
        }
        let statement = statement.push(" ORDER BY h.submitted_at, h.id LIMIT ").value(limit);
        self.all(statement.push(") ORDER BY h.submitted_at, h.id")).await
    }

    /// How many there are.
    pub async fn count_claims(
        &mut self,
        reach: &Reach,
        filter: &ClaimFilter,
    ) -> Result<i64, StoreError> {
        self.only(sql(COUNT).claims(reach, filter)).await
    }
}

impl<'a> Statement<'a> {
    /// What both the list and its number are asked for.
    fn claims(self, reach: &'a Reach, filter: &'a ClaimFilter) -> Self {
        let mut this = self.push("WHERE h.state IN ").list(filter.states.iter().copied());
        if let Some(step) = filter.step {
            this = this.push(" AND h.step = ").value(step);
        }
        if let Some(kind) = filter.kind {
            this = this.push(" AND h.kind = ").value(kind);
        }
        if !filter.unit_key.is_empty() {
            this = this
                .push(" AND h.unit_id IN (SELECT id FROM organisation WHERE match_key >= ")
                .value(&filter.unit_key)
                .push(" AND match_key < ")
                .value(needle_end(&filter.unit_key))
                .push(")");
        }
        if let Some(checker) = filter.checker {
            this = this.checked_by(checker, filter.not_own_unit);
        }
        if let Some(day) = filter.without_officer {
            this = this.without_officer(day);
        }
        this.within("h.region_id", "h.unit_id", reach)
    }

    fn checked_by(self, checker: PersonId, not_own_unit: bool) -> Self {
        let this = self
            .push(" AND h.person_id <> ")
            .value(checker)
            .push(" AND (h.confirmer_id IS NULL OR h.confirmer_id <> ")
            .value(checker)
            .push(") AND (h.verifier_id IS NULL OR h.verifier_id <> ")
            .value(checker)
            .push(")");
        if !not_own_unit {
            return this;
        }
        this.push(
            " AND (h.state = 'submitted' OR h.unit_id IS NULL OR h.unit_id NOT IN \
             (SELECT w.organisation_id FROM affiliation w WHERE w.ends_on IS NULL \
             AND w.organisation_id IS NOT NULL AND w.person_id = ",
        )
        .value(checker)
        .push("))")
    }

    /// Most units either have no officer at all, which one list tells for every claim, or one who
    /// is not the claimant.
    fn without_officer(self, day: NaiveDate) -> Self {
        self.push(
            " AND (h.state <> 'submitted' OR h.unit_id IS NULL OR h.unit_id NOT IN \
             (SELECT k.descendant_id FROM role_grant g \
             JOIN organisation_closure k ON k.ancestor_id = g.organisation_id \
             WHERE g.role = ",
        )
        .value(Role::UnitOfficer)
        .push(
            ") OR NOT EXISTS (SELECT 1 FROM role_grant g \
             JOIN organisation_closure k ON k.ancestor_id = g.organisation_id \
             WHERE k.descendant_id = h.unit_id AND g.role = ",
        )
        .value(Role::UnitOfficer)
        .push(" AND g.person_id <> h.person_id AND g.starts_on <= ")
        .value(day)
        .push(" AND (g.ends_on IS NULL OR g.ends_on > ")
        .value(day)
        .push(")))")
    }
}
