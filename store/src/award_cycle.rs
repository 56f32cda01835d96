//! Award cycles, their categories and judges, and what people decided about them.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    award_cycle::{AwardCycleState, CyclePlan, LegalBasis},
    quota::AddedSeats,
    roster::AwardCategory,
};

use crate::{Conn, StoreError, Tx, pool::on_each};

/// A cycle.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct CycleRow {
    /// Key.
    pub id: i64,
    /// Title.
    pub title: String,
    /// Assessment year.
    pub year: i64,
    /// State.
    #[sqlx(try_from = "String")]
    pub state: AwardCycleState,
    /// What it rests on.
    #[sqlx(try_from = "String")]
    pub legal_basis: LegalBasis,
    /// Number of the approval.
    pub approval_no: String,
    /// Whom to write to with an objection.
    pub contact: String,
    /// SHA-256 of the frozen rules, from the announcement on.
    pub rules_digest: Option<String>,
    /// Who confirmed the proposal.
    pub confirmed_by: Option<String>,
    /// First day of the notice.
    pub notice_from: Option<NaiveDate>,
    /// Last day of the notice.
    pub notice_until: Option<NaiveDate>,
    /// Who decided.
    pub decided_by: Option<String>,
    /// When.
    pub decided_at: Option<DateTime<Utc>>,
    /// Number of the issuing document.
    pub document_no: String,
    /// Counts the changes of the head.
    pub revision: i64,
}

/// A category of a cycle.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct CategoryRow {
    /// Key.
    pub id: i64,
    /// The cycle.
    pub cycle_id: i64,
    /// Which category.
    #[sqlx(try_from = "String")]
    pub category: AwardCategory,
    /// Its criteria as JSON.
    pub criteria: String,
    /// Its quota as JSON.
    pub quota: String,
    /// Whether a tie at a seat line may be resolved by adding seats.
    #[sqlx(try_from = "String")]
    pub added_seats: AddedSeats,
    /// Counts the changes.
    pub revision: i64,
}

/// A judge in a seat.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct JudgeRow {
    /// The seat.
    pub seat_no: i64,
    /// The person.
    pub person_id: i64,
    /// The person's name.
    pub name: String,
    /// Present workplace.
    pub workplace: Option<String>,
}

const COLUMNS: &str = "SELECT c.id, c.title, c.year, c.state, c.legal_basis, c.approval_no, \
    c.contact, c.rules_digest, f.name AS confirmed_by, c.notice_from, c.notice_until, \
    d.name AS decided_by, c.decided_at, c.document_no, c.revision FROM award_cycle c \
    LEFT JOIN person f ON f.id = c.confirmed_by LEFT JOIN person d ON d.id = c.decided_by ";
const FIND: &str = "SELECT c.id, c.title, c.year, c.state, c.legal_basis, c.approval_no, \
    c.contact, c.rules_digest, f.name AS confirmed_by, c.notice_from, c.notice_until, \
    d.name AS decided_by, c.decided_at, c.document_no, c.revision FROM award_cycle c \
    LEFT JOIN person f ON f.id = c.confirmed_by LEFT JOIN person d ON d.id = c.decided_by \
    WHERE c.id = $1";
const ADD: &str = "INSERT INTO award_cycle (title, year, state, legal_basis, approval_no, contact, \
    document_no, revision, created_at) VALUES ($1, $2, 'configuring', $3, $4, $5, '', 1, $6) \
    RETURNING id";
const CHANGE: &str = "UPDATE award_cycle SET title = $3, year = $4, legal_basis = $5, \
    approval_no = $6, contact = $7, revision = revision + 1 \
    WHERE id = $1 AND revision = $2 AND state = 'configuring'";
const MOVE: &str = "UPDATE award_cycle SET state = $3, revision = revision + 1 \
    WHERE id = $1 AND state = $2";
const HOLD: &str = "UPDATE award_cycle SET state = state WHERE id = $1 AND state = $2";
const FREEZE: &str = "UPDATE award_cycle SET rules_digest = $2 WHERE id = $1";
const CONFIRM: &str = "UPDATE award_cycle SET confirmed_by = $2, confirmed_at = $3 WHERE id = $1";
const POST: &str = "UPDATE award_cycle SET notice_from = $2, notice_until = $3 WHERE id = $1";
const DECIDE: &str = "UPDATE award_cycle SET decided_by = $2, decided_at = $3, document_no = $4 \
    WHERE id = $1";
const CATEGORIES: &str = "SELECT id, cycle_id, category, criteria, quota, added_seats, revision \
    FROM award_category WHERE cycle_id = $1 ORDER BY id";
const FIND_CATEGORY: &str = "SELECT id, cycle_id, category, criteria, quota, added_seats, revision \
    FROM award_category WHERE id = $1";
const ADD_CATEGORY: &str = "INSERT INTO award_category \
    (cycle_id, category, criteria, quota, added_seats, revision) \
    VALUES ($1, $2, $3, $4, $5, 1) RETURNING id";
const TOUCH_CATEGORY: &str = "UPDATE award_category SET revision = revision + 1 \
    WHERE id = $1 AND revision = $2";
const CHANGE_CATEGORY: &str = "UPDATE award_category SET criteria = $3, quota = $4, \
    added_seats = $5, revision = revision + 1 WHERE id = $1 AND revision = $2";
const JUDGES: &str = "SELECT j.seat_no, j.person_id, p.name, o.name AS workplace FROM judge j \
    JOIN person p ON p.id = j.person_id \
    LEFT JOIN affiliation a ON a.person_id = p.id AND a.ends_on IS NULL \
    LEFT JOIN organisation o ON o.id = a.organisation_id \
    WHERE j.cycle_id = $1 ORDER BY j.seat_no";
const SEAT: &str = "SELECT seat_no FROM judge WHERE cycle_id = $1 AND person_id = $2";
const CLEAR_JUDGES: &str = "DELETE FROM judge WHERE cycle_id = $1";
const ADD_JUDGE: &str = "INSERT INTO judge (cycle_id, seat_no, person_id) VALUES ($1, $2, $3)";
const ADD_NEXT_JUDGE: &str = "INSERT INTO judge (cycle_id, seat_no, person_id) \
    SELECT CAST($1 AS BIGINT), COALESCE(MAX(seat_no), 0) + 1, CAST($2 AS BIGINT) \
    FROM judge WHERE cycle_id = $1";

impl Conn {
    /// All cycles, the newest first; at most 100.
    pub async fn list_cycles(&mut self) -> Result<Vec<CycleRow>, StoreError> {
        Ok(on_each!(self, c => {
            let mut q = sqlx::QueryBuilder::new(COLUMNS);
            q.push("ORDER BY c.id DESC LIMIT 100");
            q.build_query_as().fetch_all(c).await?
        }))
    }

    /// The cycles in which a person judges, the newest first; at most 100.
    pub async fn list_cycles_of_judge(&mut self, person: i64) -> Result<Vec<CycleRow>, StoreError> {
        Ok(on_each!(self, c => {
            let mut q = sqlx::QueryBuilder::new(COLUMNS);
            q.push("JOIN judge j ON j.cycle_id = c.id WHERE j.person_id = ").push_bind(person)
                .push(" ORDER BY c.id DESC LIMIT 100");
            q.build_query_as().fetch_all(c).await?
        }))
    }

    /// One cycle.
    pub async fn find_cycle(&mut self, id: i64) -> Result<Option<CycleRow>, StoreError> {
        Ok(on_each!(self, c => sqlx::query_as(FIND).bind(id).fetch_optional(c).await?))
    }

    /// The categories of a cycle.
    pub async fn list_categories(&mut self, cycle: i64) -> Result<Vec<CategoryRow>, StoreError> {
        Ok(on_each!(self, c => sqlx::query_as(CATEGORIES).bind(cycle).fetch_all(c).await?))
    }

    /// One category.
    pub async fn find_category(&mut self, id: i64) -> Result<Option<CategoryRow>, StoreError> {
        Ok(on_each!(self, c => sqlx::query_as(FIND_CATEGORY).bind(id).fetch_optional(c).await?))
    }

    /// The judges of a cycle by seat.
    pub async fn list_judges(&mut self, cycle: i64) -> Result<Vec<JudgeRow>, StoreError> {
        Ok(on_each!(self, c => sqlx::query_as(JUDGES).bind(cycle).fetch_all(c).await?))
    }

    /// The seat of a person in a cycle.
    pub async fn find_seat(&mut self, cycle: i64, person: i64) -> Result<Option<i64>, StoreError> {
        Ok(on_each!(self, c => sqlx::query_scalar(SEAT)
            .bind(cycle).bind(person).fetch_optional(c).await?))
    }
}

impl Tx {
    /// Adds a cycle that is being configured.
    pub async fn add_cycle(
        &mut self,
        plan: &CyclePlan,
        at: DateTime<Utc>,
    ) -> Result<i64, StoreError> {
        Ok(on_each!(self, c => sqlx::query_scalar(ADD)
            .bind(&plan.title).bind(plan.year).bind(plan.legal_basis.as_str())
            .bind(&plan.approval_no).bind(&plan.contact).bind(at).fetch_one(c).await?))
    }

    /// Changes the head of a cycle that is being configured, unless somebody was faster.
    pub async fn change_cycle(
        &mut self,
        id: i64,
        revision: i64,
        plan: &CyclePlan,
    ) -> Result<bool, StoreError> {
        Ok(on_each!(self, c => sqlx::query(CHANGE)
            .bind(id).bind(revision).bind(&plan.title).bind(plan.year)
            .bind(plan.legal_basis.as_str()).bind(&plan.approval_no).bind(&plan.contact)
            .execute(c).await?.rows_affected())
            == 1)
    }

    /// Moves a cycle, unless somebody was faster.
    pub async fn move_cycle(
        &mut self,
        id: i64,
        from: AwardCycleState,
        to: AwardCycleState,
    ) -> Result<bool, StoreError> {
        Ok(on_each!(self, c => sqlx::query(MOVE)
            .bind(id).bind(from.as_str()).bind(to.as_str())
            .execute(c).await?.rows_affected())
            == 1)
    }

    /// Holds a cycle in a state until the transaction ends; `false`: it is in another one. Whatever
    /// depends on the state begins with this, so that no step of the cycle comes in between.
    pub async fn hold_cycle(
        &mut self,
        id: i64,
        state: AwardCycleState,
    ) -> Result<bool, StoreError> {
        Ok(on_each!(self, c => sqlx::query(HOLD)
            .bind(id).bind(state.as_str()).execute(c).await?.rows_affected())
            == 1)
    }

    /// Counts a decision about a category; `false`: somebody was faster.
    pub async fn touch_category(&mut self, id: i64, revision: i64) -> Result<bool, StoreError> {
        Ok(on_each!(self, c => sqlx::query(TOUCH_CATEGORY)
            .bind(id).bind(revision).execute(c).await?.rows_affected())
            == 1)
    }

    /// Keeps the digest of the frozen rules.
    pub async fn freeze_rules(&mut self, id: i64, digest: &str) -> Result<(), StoreError> {
        on_each!(self, c => sqlx::query(FREEZE).bind(id).bind(digest).execute(c).await.map(|_| ())?);
        Ok(())
    }

    /// Keeps who confirmed the proposal.
    pub async fn confirm_proposal(
        &mut self,
        id: i64,
        person: i64,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        on_each!(self, c => sqlx::query(CONFIRM)
            .bind(id).bind(person).bind(at).execute(c).await.map(|_| ())?);
        Ok(())
    }

    /// Keeps the days of the notice.
    pub async fn set_notice(
        &mut self,
        id: i64,
        from: NaiveDate,
        until: NaiveDate,
    ) -> Result<(), StoreError> {
        on_each!(self, c => sqlx::query(POST)
            .bind(id).bind(from).bind(until).execute(c).await.map(|_| ())?);
        Ok(())
    }

    /// Keeps who decided, and by which document.
    pub async fn decide_cycle(
        &mut self,
        id: i64,
        person: i64,
        at: DateTime<Utc>,
        document_no: &str,
    ) -> Result<(), StoreError> {
        on_each!(self, c => sqlx::query(DECIDE)
            .bind(id).bind(person).bind(at).bind(document_no).execute(c).await.map(|_| ())?);
        Ok(())
    }

    /// Adds a category.
    pub async fn add_category(
        &mut self,
        cycle: i64,
        category: AwardCategory,
        criteria: &str,
        quota: &str,
        added_seats: AddedSeats,
    ) -> Result<i64, StoreError> {
        Ok(on_each!(self, c => sqlx::query_scalar(ADD_CATEGORY)
            .bind(cycle).bind(category.as_str()).bind(criteria).bind(quota)
            .bind(added_seats.as_str()).fetch_one(c).await?))
    }

    /// Changes the rules of a category, unless somebody was faster.
    pub async fn change_category(
        &mut self,
        id: i64,
        revision: i64,
        criteria: &str,
        quota: &str,
        added_seats: AddedSeats,
    ) -> Result<bool, StoreError> {
        Ok(on_each!(self, c => sqlx::query(CHANGE_CATEGORY)
            .bind(id).bind(revision).bind(criteria).bind(quota).bind(added_seats.as_str())
            .execute(c).await?.rows_affected())
            == 1)
    }

    /// Seats the judges of a cycle, in this order from seat 1.
    pub async fn set_judges(&mut self, cycle: i64, people: &[i64]) -> Result<(), StoreError> {
        on_each!(self, c => sqlx::query(CLEAR_JUDGES).bind(cycle).execute(c).await.map(|_| ())?);
        for (seat, person) in (1_i64..).zip(people) {
            on_each!(self, c => sqlx::query(ADD_JUDGE)
                .bind(cycle).bind(seat).bind(person).execute(c).await.map(|_| ())?);
        }
        Ok(())
    }

    /// Seats one more judge in the next seat; [`StoreError::Conflict`] if the person has one.
    pub async fn add_judge(&mut self, cycle: i64, person: i64) -> Result<(), StoreError> {
        on_each!(self, c => sqlx::query(ADD_NEXT_JUDGE)
            .bind(cycle).bind(person).execute(c).await.map(|_| ())?);
        Ok(())
    }
}
