//! Claims of credit hours; `queue` lists those that wait for somebody.

mod queue;

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    credit_hour::{ActivityKind, HalfDay, Hours, VerificationStep},
    hour_claim::{ClaimDraft, ClaimState, Participation},
    id::{HourClaimId, OrganisationId, PersonId, RegionId, UploadId},
};

use crate::{
    Conn, StoreError, Tx,
    row::{decoded, listed},
    statement::{bound, sql, text},
};

pub use queue::ClaimFilter;

/// A claim with the names that pages show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimRow {
    /// Key.
    pub id: HourClaimId,
    /// Whose.
    pub person_id: PersonId,
    /// The person's name.
    pub person_name: String,
    /// State.
    pub state: ClaimState,
    /// The step after the unit's; none before it was handed in.
    pub step: Option<VerificationStep>,
    /// The unit that confirms.
    pub unit_id: Option<OrganisationId>,
    /// Its name.
    pub unit_name: Option<String>,
    /// The region in which it is verified.
    pub region_id: Option<RegionId>,
    /// The activity.
    pub title: String,
    /// Who held it.
    pub organiser: String,
    /// What it was.
    pub kind: Option<ActivityKind>,
    /// How the person took part.
    pub participation: Participation,
    /// Minutes of each day.
    pub minutes: Option<i64>,
    /// What was taught.
    pub topic: String,
    /// The first day.
    pub first_day: Option<NaiveDate>,
    /// The last day.
    pub last_day: Option<NaiveDate>,
    /// The half-days attended on each day.
    pub half_days: Vec<HalfDay>,
    /// Hours claimed, in hundredths.
    pub claimed: Option<i64>,
    /// What was seen and learnt.
    pub report: String,
    /// The paper.
    pub proof_id: Option<UploadId>,
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
    pub confirmer_id: Option<PersonId>,
    /// The name.
    pub confirmer_name: Option<String>,
    /// When.
    pub confirmed_at: Option<DateTime<Utc>>,
    /// Who verified or rejected it.
    pub verifier_id: Option<PersonId>,
    /// The name.
    pub verifier_name: Option<String>,
    /// When.
    pub verified_at: Option<DateTime<Utc>>,
    /// Who decided the dispute.
    pub decider_id: Option<PersonId>,
    /// Counts the changes, for compare-and-set.
    pub revision: i64,
    /// Last change.
    pub changed_at: DateTime<Utc>,
}

decoded! {
    ClaimRow: id, person_id, person_name, state, step, unit_id, unit_name, region_id, title,
    organiser, kind, participation, minutes, topic, first_day, last_day, half_days, claimed,
    report, proof_id, proof_name, proof_token, proof_sha256, accepted, remark, dispute,
    submitted_at, confirmer_id, confirmer_name, confirmed_at, verifier_id, verifier_name,
    verified_at, decider_id, revision, changed_at
}

/// How a decision changes a claim.
#[derive(Clone, Copy, Debug)]
pub struct ClaimMove<'a> {
    /// The claim.
    pub id: HourClaimId,
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
    pub by: PersonId,
    /// Now.
    pub at: DateTime<Utc>,
}

/// Where a claim is handed in.
#[derive(Clone, Copy, Debug)]
pub struct ClaimRoute {
    /// The unit that confirms.
    pub unit_id: OrganisationId,
    /// The region in which it is verified.
    pub region_id: Option<RegionId>,
    /// By whom.
    pub step: VerificationStep,
}

const COLUMNS: &str = "SELECT h.id, h.person_id, p.name AS person_name, h.state, h.step, h.unit_id, \
    o.name AS unit_name, h.region_id, h.title, h.organiser, h.kind, h.participation, h.minutes, \
    h.topic, h.first_day, h.last_day, h.half_days, h.claimed, h.report, h.proof_id, \
    u.file_name AS proof_name, u.token AS proof_token, h.proof_sha256, h.accepted, h.remark, \
    h.dispute, h.submitted_at, h.confirmer_id, c.name AS confirmer_name, h.confirmed_at, \
    h.verifier_id, v.name AS verifier_name, h.verified_at, h.decider_id, h.revision, \
    h.changed_at FROM hour_claim h JOIN person p ON p.id = h.person_id \
    LEFT JOIN organisation o ON o.id = h.unit_id LEFT JOIN upload u ON u.id = h.proof_id \
    LEFT JOIN person c ON c.id = h.confirmer_id LEFT JOIN person v ON v.id = h.verifier_id ";
const FIND: &str = text![COLUMNS, "WHERE h.id = $1"];
const OF_PERSON: &str =
    text![COLUMNS, "WHERE h.person_id = $1 ORDER BY h.changed_at DESC, h.id DESC"];
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
const TO_LOCK: &str = text![
    COLUMNS,
    "WHERE h.state IN ('verified', 'rejected') AND h.last_day <= $1 \
     ORDER BY h.verified_at, h.id LIMIT $2"
];
const LOCK: &str = "UPDATE hour_claim SET state = 'locked', revision = revision + 1, \
    changed_at = $3 WHERE id = $1 AND revision = $2 AND state IN ('verified', 'rejected')";

impl Conn {
    /// One claim.
    pub async fn find_claim(&mut self, id: HourClaimId) -> Result<Option<ClaimRow>, StoreError> {
        self.one(sql(FIND).bind(id)).await
    }

    /// A person's own claims, the last changed first.
    pub async fn list_claims_of(&mut self, person: PersonId) -> Result<Vec<ClaimRow>, StoreError> {
        self.all(sql(OF_PERSON).bind(person)).await
    }

    /// Decided claims of activities up to a day, the first decided first.
    pub async fn list_claims_to_lock(
        &mut self,
        through: NaiveDate,
        limit: i64,
    ) -> Result<Vec<ClaimRow>, StoreError> {
        self.all(sql(TO_LOCK).bind(through).bind(limit)).await
    }

    /// Topics that a person has taught within some days by verified claims other than this one; by
    /// earlier ones, if this one is verified itself.
    pub async fn list_taught_topics(
        &mut self,
        person: PersonId,
        claim: HourClaimId,
        (first, last): (NaiveDate, NaiveDate),
    ) -> Result<Vec<String>, StoreError> {
        self.all(sql(TAUGHT).bind(person).bind(claim).bind(first).bind(last)).await
    }

    /// How many claims of other people have the same file (`TRN-07`).
    pub async fn count_same_proof(
        &mut self,
        sha256: &str,
        person: PersonId,
    ) -> Result<i64, StoreError> {
        self.only(sql(SAME_PROOF).bind(sha256).bind(person)).await
    }
}

impl Tx {
    /// Adds a draft; [`StoreError::Conflict`] if its file proves another claim of the person.
    pub async fn add_claim(
        &mut self,
        person: PersonId,
        draft: &ClaimDraft,
        at: DateTime<Utc>,
    ) -> Result<HourClaimId, StoreError> {
        let d = draft;
        self.only(bound!(ADD;
            person, &d.title, &d.organiser, d.kind, d.first_day, d.last_day,
            listed(&d.half_days), d.claimed.map(Hours::in_hundredths), &d.report,
            d.proof, at, d.participation, d.minutes, &d.topic))
            .await
    }

    /// Changes a draft or a returned claim; `false`: somebody was faster.
    pub async fn change_claim(
        &mut self,
        id: HourClaimId,
        revision: i64,
        draft: &ClaimDraft,
        at: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let d = draft;
        self.is_changed(bound!(CHANGE;
            id, revision, &d.title, &d.organiser, d.kind, d.first_day, d.last_day,
            listed(&d.half_days), d.claimed.map(Hours::in_hundredths), &d.report,
            d.proof, at, d.participation, d.minutes, &d.topic))
            .await
    }

    /// Removes a draft that was never handed in; `false`: there is none.
    pub async fn remove_claim(&mut self, id: HourClaimId) -> Result<bool, StoreError> {
        self.is_changed(sql(REMOVE).bind(id)).await
    }

    /// Hands a claim in; `false`: it was handed in already.
    pub async fn submit_claim(
        &mut self,
        id: HourClaimId,
        route: &ClaimRoute,
        at: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        self.is_changed(bound!(SUBMIT; id, route.unit_id, route.region_id, route.step, at)).await
    }

    /// The unit decides; `false`: somebody was faster.
    pub async fn confirm_claim(&mut self, change: &ClaimMove<'_>) -> Result<bool, StoreError> {
        let m = change;
        self.is_changed(bound!(CONFIRM;
            m.id, m.revision, m.from, m.to, m.remark, m.by, m.at, m.step))
            .await
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
        decision: &'static str,
        change: &ClaimMove<'_>,
    ) -> Result<bool, StoreError> {
        let m = change;
        self.is_changed(bound!(decision;
            m.id, m.revision, m.from, m.to, m.remark, m.by, m.at, m.accepted))
            .await
    }

    /// The person does not agree, once; `false`: it was disputed before.
    pub async fn dispute_claim(
        &mut self,
        id: HourClaimId,
        revision: i64,
        from: ClaimState,
        step: VerificationStep,
        why: &str,
        at: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        self.is_changed(bound!(DISPUTE; id, revision, from, why, at, step)).await
    }

    /// Opens a closed claim again, for a reason; `false`: somebody was faster.
    pub async fn reopen_claim(
        &mut self,
        id: HourClaimId,
        revision: i64,
        step: VerificationStep,
        why: &str,
        at: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        self.is_changed(sql(REOPEN).bind(id).bind(revision).bind(why).bind(at).bind(step)).await
    }

    /// Closes a decided claim; `false`: it was changed meanwhile.
    pub async fn lock_claim(
        &mut self,
        id: HourClaimId,
        revision: i64,
        at: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        self.is_changed(sql(LOCK).bind(id).bind(revision).bind(at)).await
    }
}
