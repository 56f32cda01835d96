//! Claims of credit hours, and who may be asked to check them.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    credit_hour::{ActivityKind, Hours, VerificationStep},
    hour_claim::{ClaimDraft, ClaimState, Participation, half_day_codes},
    role::Role,
};

use crate::{Conn, StoreError, Tx, pool::on_each, search::needle_end};

/// A claim with the names that pages show.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct ClaimRow {
    /// Key.
    pub id: i64,
    /// Whose.
    pub person_id: i64,
    /// The person's name.
    pub person_name: String,
    /// State.
    #[sqlx(try_from = "String")]
    pub state: ClaimState,
    /// Code of the step after the unit's; none before it was handed in.
    pub step: Option<String>,
    /// The unit that confirms.
    pub unit_id: Option<i64>,
    /// Its name.
    pub unit_name: Option<String>,
    /// The region in which it is verified.
    pub region_id: Option<i64>,
    /// The activity.
    pub title: String,
    /// Who held it.
    pub organiser: String,
    /// Code of what it was.
    pub kind: Option<String>,
    /// How the person took part.
    #[sqlx(try_from = "String")]
    pub participation: Participation,
    /// Minutes of each day.
    pub minutes: Option<i64>,
    /// What was taught.
    pub topic: String,
    /// The first day.
    pub first_day: Option<NaiveDate>,
    /// The last day.
    pub last_day: Option<NaiveDate>,
    /// Codes of the half-days attended on each day.
    pub half_days: String,
    /// Hours claimed, in hundredths.
    pub claimed: Option<i64>,
    /// What was seen and learnt.
    pub report: String,
    /// The paper.
    pub proof_id: Option<i64>,
    /// Its file name.
    pub proof_name: Option<String>,
    /// Its token.
    pub proof_token: Option<String>,
    /// Its digest.
    pub proof_sha256: Option<String>,
    /// Hours accepted, in hundredths.
    pub accepted: Option<i64>,
    /// What was last written to the person.
    pub remark: String,
    /// Why the person does not agree.
    pub dispute: String,
    /// When it was handed in first.
    pub submitted_at: Option<DateTime<Utc>>,
    /// Who confirmed it for the unit.
    pub confirmer_id: Option<i64>,
    /// The name.
    pub confirmer_name: Option<String>,
    /// When.
    pub confirmed_at: Option<DateTime<Utc>>,
    /// Who verified or rejected it.
    pub verifier_id: Option<i64>,
    /// The name.
    pub verifier_name: Option<String>,
    /// When.
    pub verified_at: Option<DateTime<Utc>>,
    /// Who decided the dispute.
    pub decider_id: Option<i64>,
    /// Counts the changes, for compare-and-set.
    pub revision: i64,
    /// Last change.
    pub changed_at: DateTime<Utc>,
}

/// How far somebody sees.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Everything.
    Everything,
    /// Regions and organisations with all below them.
    Within {
        /// Regions.
        regions: Vec<i64>,
        /// Organisations.
        organisations: Vec<i64>,
    },
}

/// Which claims are listed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClaimFilter {
    /// In one of these states.
    pub states: Vec<ClaimState>,
    /// Verified at this step.
    pub step: Option<VerificationStep>,
    /// Code of the activity's kind.
    pub kind: Option<String>,
    /// How the spelling-tolerant key of the unit begins.
    pub unit_key: String,
    /// Only what this person may check: neither the own, nor what he or she has confirmed.
    pub checker: Option<i64>,
    /// Nor, after the unit's step, what is of the checker's own unit.
    pub not_own_unit: bool,
    /// Of claims that wait for the unit only those whose unit has no officer but the claimant on
    /// this day.
    pub without_officer: Option<NaiveDate>,
}

/// How a decision changes a claim.
#[derive(Clone, Copy, Debug)]
pub struct ClaimMove<'a> {
    /// The claim.
    pub id: i64,
    /// As the person who decides has seen it.
    pub revision: i64,
    /// From this state.
    pub from: ClaimState,
    /// To this one.
    pub to: ClaimState,
    /// What is written to the person.
    pub remark: &'a str,
    /// Hours accepted, in hundredths.
    pub accepted: Option<i64>,
    /// Who verifies, if that changes.
    pub step: Option<VerificationStep>,
    /// Who decides.
    pub by: i64,
    /// Now.
    pub at: DateTime<Utc>,
}

/// Where a claim is handed in.
#[derive(Clone, Copy, Debug)]
pub struct ClaimRoute {
    /// The unit that confirms.
    pub unit_id: i64,
    /// The region in which it is verified.
    pub region_id: Option<i64>,
    /// By whom.
    pub step: VerificationStep,
}

macro_rules! columns {
    () => {
        "SELECT h.id, h.person_id, p.name AS person_name, h.state, h.step, h.unit_id, \
         o.name AS unit_name, h.region_id, h.title, h.organiser, h.kind, h.participation, \
         h.minutes, h.topic, h.first_day, h.last_day, h.half_days, h.claimed, h.report, h.proof_id, \
         u.file_name AS proof_name, u.token AS proof_token, h.proof_sha256, h.accepted, h.remark, h.dispute, \
         h.submitted_at, h.confirmer_id, c.name AS confirmer_name, h.confirmed_at, \
         h.verifier_id, v.name AS verifier_name, h.verified_at, h.decider_id, h.revision, \
         h.changed_at FROM hour_claim h JOIN person p ON p.id = h.person_id \
         LEFT JOIN organisation o ON o.id = h.unit_id LEFT JOIN upload u ON u.id = h.proof_id \
         LEFT JOIN person c ON c.id = h.confirmer_id LEFT JOIN person v ON v.id = h.verifier_id "
    };
}

const LISTED: &str = concat!(columns!(), "WHERE h.id IN (SELECT h.id FROM hour_claim h ");
const FIND: &str = concat!(columns!(), "WHERE h.id = $1");
const OF_PERSON: &str =
    concat!(columns!(), "WHERE h.person_id = $1 ORDER BY h.changed_at DESC, h.id DESC LIMIT 200");
const COUNT: &str = "SELECT COUNT(*) FROM hour_claim h ";
const SAME_PROOF: &str =
    "SELECT COUNT(*) FROM hour_claim WHERE proof_sha256 = $1 AND person_id <> $2";
const ADD: &str = "INSERT INTO hour_claim (person_id, state, title, organiser, kind, first_day, \
    last_day, half_days, claimed, report, proof_id, proof_sha256, remark, dispute, revision, \
    changed_at, participation, minutes, topic) VALUES ($1, 'draft', $2, $3, $4, $5, $6, $7, $8, \
    $9, $10, (SELECT sha256 FROM upload WHERE id = CAST($10 AS BIGINT)), '', '', 1, $11, $12, \
    $13, $14) RETURNING id";
const CHANGE: &str = "UPDATE hour_claim SET title = $3, organiser = $4, kind = $5, \
    first_day = $6, last_day = $7, half_days = $8, claimed = $9, report = $10, proof_id = $11, \
    proof_sha256 = (SELECT sha256 FROM upload WHERE id = CAST($11 AS BIGINT)), \
    revision = revision + 1, changed_at = $12, participation = $13, minutes = $14, topic = $15 \
    WHERE id = $1 AND revision = $2 AND state IN ('draft', 'returned')";
const TAUGHT: &str = "SELECT topic FROM hour_claim WHERE person_id = $1 AND id <> $2 \
    AND participation = 'taught' AND state IN ('verified', 'locked') AND accepted > 0 \
    AND last_day BETWEEN $3 AND $4 AND NOT EXISTS (SELECT 1 FROM hour_claim mine \
        WHERE mine.id = $2 AND mine.state IN ('verified', 'locked') AND mine.accepted > 0 \
        AND (mine.verified_at, mine.id) < (hour_claim.verified_at, hour_claim.id))";
const REMOVE: &str = "DELETE FROM hour_claim WHERE id = $1 AND state = 'draft'";
const SUBMIT: &str = "UPDATE hour_claim SET state = 'submitted', unit_id = $2, region_id = $3, \
    step = $4, submitted_at = COALESCE(submitted_at, $5), confirmer_id = NULL, \
    confirmed_at = NULL, verifier_id = NULL, verified_at = NULL, accepted = NULL, \
    revision = revision + 1, changed_at = $5 WHERE id = $1 AND state IN ('draft', 'returned')";
const CONFIRM: &str = "UPDATE hour_claim SET state = $4, remark = $5, confirmer_id = $6, \
    confirmed_at = $7, step = COALESCE(CAST($8 AS TEXT), step), revision = revision + 1, \
    changed_at = $7 WHERE id = $1 AND revision = $2 AND state = $3";
const VERIFY: &str = "UPDATE hour_claim SET state = $4, remark = $5, accepted = $8, \
    verifier_id = $6, verified_at = $7, revision = revision + 1, changed_at = $7 \
    WHERE id = $1 AND revision = $2 AND state = $3";
const SETTLE: &str = "UPDATE hour_claim SET state = $4, remark = $5, accepted = $8, \
    decider_id = $6, revision = revision + 1, changed_at = $7 \
    WHERE id = $1 AND revision = $2 AND state = $3";
const DISPUTE: &str = "UPDATE hour_claim SET state = 'disputed', dispute = $4, \
    step = $6, revision = revision + 1, changed_at = $5 WHERE id = $1 AND revision = $2 AND state = $3 \
    AND decider_id IS NULL";
const REOPEN: &str = "UPDATE hour_claim SET state = 'disputed', dispute = $3, step = $5, \
    revision = revision + 1, changed_at = $4 WHERE id = $1 AND revision = $2 AND state = 'locked'";
const TO_LOCK: &str = concat!(
    columns!(),
    "WHERE h.state IN ('verified', 'rejected') AND h.last_day <= $1 \
     ORDER BY h.verified_at, h.id LIMIT $2"
);
const LOCK: &str = "UPDATE hour_claim SET state = 'locked', revision = revision + 1, \
    changed_at = $3 WHERE id = $1 AND revision = $2 AND state IN ('verified', 'rejected')";

/// Claims within regions or of organisations, each with all below; none where both are empty.
macro_rules! push_within {
    ($q:ident, $regions:expr, $organisations:expr) => {
        // An index serves either condition alone, but not the two of them joined by OR.
        let lists = [
            ("h.region_id IN (SELECT descendant_id FROM region_closure", $regions),
            ("h.unit_id IN (SELECT descendant_id FROM organisation_closure", $organisations),
        ];
        let mut before = " AND (";
        for (list, ids) in lists {
            if ids.is_empty() {
                continue;
            }
            $q.push(before).push(list).push(" WHERE ancestor_id IN (");
            let mut asked = $q.separated(", ");
            for id in ids {
                asked.push_bind(*id);
            }
            $q.push("))");
            before = " OR ";
        }
        $q.push(if before == " OR " { ")" } else { " AND FALSE" });
    };
}

/// What both the list and its number are asked for.
macro_rules! push_filter {
    ($q:ident, $reach:expr, $filter:expr) => {
        $q.push("WHERE h.state IN (");
        let mut list = $q.separated(", ");
        for state in &$filter.states {
            list.push_bind(state.as_str());
        }
        $q.push(")");
        if let Some(step) = $filter.step {
            $q.push(" AND h.step = ").push_bind(step.as_str());
        }
        if let Some(kind) = &$filter.kind {
            $q.push(" AND h.kind = ").push_bind(kind.as_str());
        }
        if !$filter.unit_key.is_empty() {
            $q.push(" AND h.unit_id IN (SELECT id FROM organisation WHERE match_key >= ")
                .push_bind(&$filter.unit_key)
                .push(" AND match_key < ")
                .push_bind(needle_end(&$filter.unit_key))
                .push(")");
        }
        if let Some(checker) = $filter.checker {
            $q.push(" AND h.person_id <> ").push_bind(checker);
            $q.push(" AND (h.confirmer_id IS NULL OR h.confirmer_id <> ").push_bind(checker);
            $q.push(") AND (h.verifier_id IS NULL OR h.verifier_id <> ").push_bind(checker);
            $q.push(")");
            if $filter.not_own_unit {
                $q.push(
                    " AND (h.state = 'submitted' OR h.unit_id IS NULL OR h.unit_id NOT IN \
                     (SELECT w.organisation_id FROM affiliation w WHERE w.ends_on IS NULL \
                     AND w.organisation_id IS NOT NULL AND w.person_id = ",
                )
                .push_bind(checker)
                .push("))");
            }
        }
        if let Some(day) = $filter.without_officer {
            // Most units either have no officer at all, which one list tells for every claim, or one
            // who is not the claimant.
            $q.push(
                " AND (h.state <> 'submitted' OR h.unit_id IS NULL OR h.unit_id NOT IN \
                 (SELECT k.descendant_id FROM role_grant g \
                 JOIN organisation_closure k ON k.ancestor_id = g.organisation_id \
                 WHERE g.role = ",
            )
            .push_bind(Role::UnitOfficer.as_str())
            .push(
                ") OR NOT EXISTS (SELECT 1 FROM role_grant g \
                 JOIN organisation_closure k ON k.ancestor_id = g.organisation_id \
                 WHERE k.descendant_id = h.unit_id AND g.role = ",
            )
            .push_bind(Role::UnitOfficer.as_str())
            .push(" AND g.person_id <> h.person_id AND g.starts_on <= ")
            .push_bind(day)
            .push(" AND (g.ends_on IS NULL OR g.ends_on > ")
            .push_bind(day)
            .push(")))");
        }
        if let Reach::Within { regions, organisations } = $reach {
            push_within!($q, regions, organisations);
        }
    };
}

impl Conn {
    /// One claim.
    pub async fn find_claim(&mut self, id: i64) -> Result<Option<ClaimRow>, StoreError> {
        Ok(on_each!(self, c => sqlx::query_as(FIND).bind(id).fetch_optional(c).await?))
    }

    /// A person's own claims, the last changed first.
    pub async fn list_claims_of(&mut self, person: i64) -> Result<Vec<ClaimRow>, StoreError> {
        Ok(on_each!(self, c => sqlx::query_as(OF_PERSON).bind(person).fetch_all(c).await?))
    }

    /// Claims within a reach, those handed in first before the others.
    pub async fn list_claims(
        &mut self,
        reach: &Reach,
        filter: &ClaimFilter,
        offset: i64,
        limit: i64,
    ) -> Result<Vec<ClaimRow>, StoreError> {
        Ok(on_each!(self, c => {
            // The page's keys first: names are joined to them alone.
            let mut q = sqlx::QueryBuilder::new(LISTED);
            push_filter!(q, reach, filter);
            q.push(" ORDER BY h.submitted_at, h.id LIMIT ").push_bind(limit)
                .push(" OFFSET ").push_bind(offset)
                .push(") ORDER BY h.submitted_at, h.id");
            q.build_query_as().fetch_all(c).await?
        }))
    }

    /// How many there are.
    pub async fn count_claims(
        &mut self,
        reach: &Reach,
        filter: &ClaimFilter,
    ) -> Result<i64, StoreError> {
        Ok(on_each!(self, c => {
            let mut q = sqlx::QueryBuilder::new(COUNT);
            push_filter!(q, reach, filter);
            q.build_query_scalar().fetch_one(c).await?
        }))
    }

    /// Decided claims of activities up to a day, the first decided first.
    pub async fn list_claims_to_lock(
        &mut self,
        through: NaiveDate,
        limit: i64,
    ) -> Result<Vec<ClaimRow>, StoreError> {
        Ok(on_each!(self, c => sqlx::query_as(TO_LOCK)
            .bind(through).bind(limit).fetch_all(c).await?))
    }

    /// Topics that a person has taught within some days by verified claims other than this one; by
    /// earlier ones, if this one is verified itself.
    pub async fn list_taught_topics(
        &mut self,
        person: i64,
        claim: i64,
        (first, last): (NaiveDate, NaiveDate),
    ) -> Result<Vec<String>, StoreError> {
        Ok(on_each!(self, c => sqlx::query_scalar(TAUGHT)
            .bind(person).bind(claim).bind(first).bind(last).fetch_all(c).await?))
    }

    /// How many claims of other people have the same file (`TRN-07`).
    pub async fn count_same_proof(&mut self, sha256: &str, person: i64) -> Result<i64, StoreError> {
        Ok(on_each!(self, c => sqlx::query_scalar(SAME_PROOF)
            .bind(sha256).bind(person).fetch_one(c).await?))
    }
}

impl Tx {
    /// Adds a draft; [`StoreError::Conflict`] if its file proves another claim of the person.
    pub async fn add_claim(
        &mut self,
        person: i64,
        draft: &ClaimDraft,
        at: DateTime<Utc>,
    ) -> Result<i64, StoreError> {
        let d = draft;
        Ok(on_each!(self, c => sqlx::query_scalar(ADD)
            .bind(person).bind(&d.title).bind(&d.organiser).bind(d.kind.map(ActivityKind::as_str))
            .bind(d.first_day).bind(d.last_day).bind(half_day_codes(&d.half_days))
            .bind(d.claimed.map(Hours::in_hundredths)).bind(&d.report)
            .bind(d.proof.map(|it| it.0)).bind(at).bind(d.participation.as_str()).bind(d.minutes)
            .bind(&d.topic).fetch_one(c).await?))
    }

    /// Changes a draft or a returned claim; `false`: somebody was faster.
    pub async fn change_claim(
        &mut self,
        id: i64,
        revision: i64,
        draft: &ClaimDraft,
        at: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let d = draft;
        let changed = on_each!(self, c => sqlx::query(CHANGE)
            .bind(id).bind(revision).bind(&d.title).bind(&d.organiser)
            .bind(d.kind.map(ActivityKind::as_str)).bind(d.first_day).bind(d.last_day)
            .bind(half_day_codes(&d.half_days)).bind(d.claimed.map(Hours::in_hundredths))
            .bind(&d.report).bind(d.proof.map(|it| it.0)).bind(at)
            .bind(d.participation.as_str()).bind(d.minutes).bind(&d.topic)
            .execute(c).await?.rows_affected());
        Ok(changed == 1)
    }

    /// Removes a draft that was never handed in; `false`: there is none.
    pub async fn remove_claim(&mut self, id: i64) -> Result<bool, StoreError> {
        let removed = on_each!(self, c => sqlx::query(REMOVE)
            .bind(id).execute(c).await?.rows_affected());
        Ok(removed == 1)
    }

    /// Hands a claim in; `false`: it was handed in already.
    pub async fn submit_claim(
        &mut self,
        id: i64,
        route: &ClaimRoute,
        at: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let moved = on_each!(self, c => sqlx::query(SUBMIT)
            .bind(id).bind(route.unit_id).bind(route.region_id).bind(route.step.as_str()).bind(at)
            .execute(c).await?.rows_affected());
        Ok(moved == 1)
    }

    /// The unit decides; `false`: somebody was faster.
    pub async fn confirm_claim(&mut self, change: &ClaimMove<'_>) -> Result<bool, StoreError> {
        let m = change;
        let moved = on_each!(self, c => sqlx::query(CONFIRM)
            .bind(m.id).bind(m.revision).bind(m.from.as_str()).bind(m.to.as_str()).bind(m.remark)
            .bind(m.by).bind(m.at).bind(m.step.map(VerificationStep::as_str))
            .execute(c).await?.rows_affected());
        Ok(moved == 1)
    }

    /// The association decides; `false`: somebody was faster.
    pub async fn verify_claim(&mut self, change: &ClaimMove<'_>) -> Result<bool, StoreError> {
        self.decide_claim(VERIFY, change).await
    }

    /// A dispute is decided, by another than who verified; `false`: somebody was faster.
    pub async fn settle_claim(&mut self, change: &ClaimMove<'_>) -> Result<bool, StoreError> {
        self.decide_claim(SETTLE, change).await
    }

    async fn decide_claim(
        &mut self,
        statement: &'static str,
        change: &ClaimMove<'_>,
    ) -> Result<bool, StoreError> {
        let m = change;
        let moved = on_each!(self, c => sqlx::query(statement)
            .bind(m.id).bind(m.revision).bind(m.from.as_str()).bind(m.to.as_str()).bind(m.remark)
            .bind(m.by).bind(m.at).bind(m.accepted).execute(c).await?.rows_affected());
        Ok(moved == 1)
    }

    /// The person does not agree, once; `false`: it was disputed before.
    pub async fn dispute_claim(
        &mut self,
        id: i64,
        revision: i64,
        from: ClaimState,
        step: VerificationStep,
        why: &str,
        at: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let moved = on_each!(self, c => sqlx::query(DISPUTE)
            .bind(id).bind(revision).bind(from.as_str()).bind(why).bind(at).bind(step.as_str())
            .execute(c).await?.rows_affected());
        Ok(moved == 1)
    }

    /// Opens a closed claim again, for a reason; `false`: somebody was faster.
    pub async fn reopen_claim(
        &mut self,
        id: i64,
        revision: i64,
        step: VerificationStep,
        why: &str,
        at: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let moved = on_each!(self, c => sqlx::query(REOPEN)
            .bind(id).bind(revision).bind(why).bind(at).bind(step.as_str()).execute(c).await?.rows_affected());
        Ok(moved == 1)
    }

    /// Closes a decided claim; `false`: it was changed meanwhile.
    pub async fn lock_claim(
        &mut self,
        id: i64,
        revision: i64,
        at: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let moved = on_each!(self, c => sqlx::query(LOCK)
            .bind(id).bind(revision).bind(at).execute(c).await?.rows_affected());
        Ok(moved == 1)
    }
}
