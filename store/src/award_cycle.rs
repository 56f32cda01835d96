//! Award cycles, their categories and judges, and what people decided about them.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    award_cycle::{AwardCycleState, CategoryRules, CyclePlan, FinalKind, LegalBasis, NoticeOrder},
    id::{AwardCategoryId, AwardCycleId, PersonId, RegionId},
    roster::AwardCategory,
    score_sheet::Points,
};

use crate::{
    Conn, StoreError, Tx,
    row::{Columns, Decoded, decoded, written},
    statement::{bound, sql, text},
};

/// A cycle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CycleRow {
    /// Key.
    pub id: AwardCycleId,
    /// Title.
    pub title: String,
    /// Assessment year.
    pub year: i64,
    /// State.
    pub state: AwardCycleState,
    /// What it rests on.
    pub legal_basis: LegalBasis,
    /// Number of the approval.
    pub approval_no: String,
    /// Whom to write to with an objection.
    pub contact: String,
    /// In which order names stand on the notice.
    pub notice_order: NoticeOrder,
    /// Who organises it; may be empty.
    pub organiser: String,
    /// Why a decision maker has allowed its title; empty if nobody had to (`LAW-40`).
    pub title_reason: String,
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
    /// Who has put it into the archive last.
    pub archived_by: Option<String>,
    /// When.
    pub archived_at: Option<DateTime<Utc>>,
    /// Number of the issuing document.
    pub document_no: String,
    /// The county whose it is; none: the city's.
    pub region_id: Option<RegionId>,
    /// Its name in Chinese.
    pub region_zh: Option<String>,
    /// The same in English.
    pub region_en: Option<String>,
    /// Counts the changes of the head.
    pub revision: i64,
    /// How it goes on after its first stage.
    pub final_kind: FinalKind,
    /// So many nominees a judge reads in the first stage at most; 0: all.
    pub most_sheets: i64,
}

decoded! {
    CycleRow: id, title, year, state, legal_basis, approval_no, contact, notice_order,
    organiser, title_reason, rules_digest, confirmed_by, notice_from, notice_until, decided_by,
    decided_at, archived_by, archived_at, document_no, region_id, region_zh, region_en, revision, final_kind,
    most_sheets
}

impl CycleRow {
    /// The name of the county whose it is, in Chinese and English.
    pub fn county(&self) -> Option<(&str, &str)> {
        Some((self.region_zh.as_deref()?, self.region_en.as_deref()?))
    }
}

/// A category of a cycle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CategoryRow {
    /// Key.
    pub id: AwardCategoryId,
    /// The cycle.
    pub cycle_id: AwardCycleId,
    /// Which category.
    pub category: AwardCategory,
    /// Its rubric and its seats.
    pub rules: CategoryRules,
    /// Counts the changes.
    pub revision: i64,
}

impl Decoded for CategoryRow {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "cycle_id",
        "category",
        "criteria",
        "quota",
        "added_seats",
        "seat_passing",
        "most_nominations",
        "ties_off_line",
        "most_apart",
        "levels",
        "revision",
    ];

    fn decode(columns: &mut Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: columns.next()?,
            cycle_id: columns.next()?,
            category: columns.next()?,
            rules: CategoryRules {
                criteria: columns.next()?,
                quota: columns.next()?,
                added_seats: columns.next()?,
                seat_passing: columns.next()?,
                most_nominations: u32::try_from(columns.next::<i64>()?).unwrap_or_default(),
                ties_off_line: columns.next()?,
                most_apart: Points::hundredths(columns.next()?),
                levels: columns.next()?,
            },
            revision: columns.next()?,
        })
    }
}

/// A judge in a seat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JudgeRow {
    /// The seat.
    pub seat_no: i64,
    /// The person.
    pub person_id: PersonId,
    /// The person's name.
    pub name: String,
    /// Present workplace.
    pub workplace: Option<String>,
}

decoded! { JudgeRow: seat_no, person_id, name, workplace }

const COLUMNS: &str = "SELECT c.id, c.title, c.year, c.state, c.legal_basis, c.approval_no, \
    c.contact, c.notice_order, c.organiser, \
    c.title_reason, c.rules_digest, f.name AS confirmed_by, c.notice_from, c.notice_until, \
    d.name AS decided_by, c.decided_at, a.name AS archived_by, c.archived_at, c.document_no, c.region_id, r.name_zh AS region_zh, \
    r.name_en AS region_en, c.revision, c.final_kind, c.most_sheets \
    FROM award_cycle c LEFT JOIN region r ON r.id = c.region_id \
    LEFT JOIN person f ON f.id = c.confirmed_by LEFT JOIN person d ON d.id = c.decided_by \
    LEFT JOIN person a ON a.id = c.archived_by ";
const FIND: &str = text![COLUMNS, "WHERE c.id = $1"];
const LIST: &str = text![COLUMNS, "ORDER BY c.id DESC"];
const OF_JUDGE: &str =
    text![COLUMNS, "JOIN judge j ON j.cycle_id = c.id WHERE j.person_id = $1 ORDER BY c.id DESC"];
const ADD: &str = "INSERT INTO award_cycle (title, year, state, legal_basis, approval_no, contact, \
    notice_order, organiser, document_no, revision, created_at, final_kind, most_sheets) \
    VALUES ($1, $2, 'configuring', $3, $4, $5, $6, $7, '', 1, $8, $9, $10) \
    RETURNING id";
const SET_REGION: &str = "UPDATE award_cycle SET region_id = $2 WHERE id = $1";
const CHANGE: &str = "UPDATE award_cycle SET title = $3, year = $4, legal_basis = $5, \
    approval_no = $6, contact = $7, notice_order = $8, organiser = $9, final_kind = $10, most_sheets = $11, \
    title_reason = CASE WHEN title = $3 THEN title_reason ELSE '' END, revision = revision + 1 \
    WHERE id = $1 AND revision = $2 AND state = 'configuring'";
const MOVE: &str = "UPDATE award_cycle SET state = $3, revision = revision + 1 \
    WHERE id = $1 AND state = $2 AND revision = $4";
const ARCHIVE: &str = "UPDATE award_cycle SET archived_by = $2, archived_at = $3 WHERE id = $1";
const TOUCH: &str = "UPDATE award_cycle SET revision = revision + 1 WHERE id = $1";
const FREEZE: &str = "UPDATE award_cycle SET rules_digest = $2 WHERE id = $1";
const CONFIRM: &str = "UPDATE award_cycle SET confirmed_by = $2, confirmed_at = $3 WHERE id = $1";
const POST: &str = "UPDATE award_cycle SET notice_from = $2, notice_until = $3 WHERE id = $1";
const DECIDE: &str = "UPDATE award_cycle SET decided_by = $2, decided_at = $3, document_no = $4 \
    WHERE id = $1";
const CATEGORY_COLUMNS: &str = "SELECT id, cycle_id, category, criteria, quota, added_seats, \
    seat_passing, most_nominations, ties_off_line, most_apart, levels, revision FROM award_category ";
const CATEGORIES: &str = text![CATEGORY_COLUMNS, "WHERE cycle_id = $1 ORDER BY id"];
const FIND_CATEGORY: &str = text![CATEGORY_COLUMNS, "WHERE id = $1"];
const ADD_CATEGORY: &str = "INSERT INTO award_category \
    (cycle_id, category, criteria, quota, added_seats, seat_passing, \
    most_nominations, ties_off_line, most_apart, levels, revision) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1) \
    RETURNING id";
const TOUCH_CATEGORY: &str = "UPDATE award_category SET revision = revision + 1 \
    WHERE id = $1 AND revision = $2";
const CHANGE_CATEGORY: &str = "UPDATE award_category SET criteria = $3, quota = $4, \
    added_seats = $5, seat_passing = $6, most_nominations = $7, ties_off_line = $8, most_apart = $9, \
    levels = $10, revision = revision + 1 WHERE id = $1 AND revision = $2";
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
        self.all(sql(LIST)).await
    }

    /// The cycles in which a person judges, the newest first; at most 100.
    pub async fn list_cycles_of_judge(
        &mut self,
        person: PersonId,
    ) -> Result<Vec<CycleRow>, StoreError> {
        self.all(sql(OF_JUDGE).bind(person)).await
    }

    /// One cycle.
    pub async fn find_cycle(&mut self, id: AwardCycleId) -> Result<Option<CycleRow>, StoreError> {
        self.one(sql(FIND).bind(id)).await
    }

    /// The categories of a cycle.
    pub async fn list_categories(
        &mut self,
        cycle: AwardCycleId,
    ) -> Result<Vec<CategoryRow>, StoreError> {
        self.all(sql(CATEGORIES).bind(cycle)).await
    }

    /// One category.
    pub async fn find_category(
        &mut self,
        id: AwardCategoryId,
    ) -> Result<Option<CategoryRow>, StoreError> {
        self.one(sql(FIND_CATEGORY).bind(id)).await
    }

    /// The judges of a cycle by seat.
    pub async fn list_judges(&mut self, cycle: AwardCycleId) -> Result<Vec<JudgeRow>, StoreError> {
        self.all(sql(JUDGES).bind(cycle)).await
    }

    /// The seat of a person in a cycle.
    pub async fn find_seat(
        &mut self,
        cycle: AwardCycleId,
        person: PersonId,
    ) -> Result<Option<i64>, StoreError> {
        self.one(sql(SEAT).bind(cycle).bind(person)).await
    }
}

impl Tx {
    /// Adds a cycle that is being configured.
    pub async fn add_cycle(
        &mut self,
        plan: &CyclePlan,
        at: DateTime<Utc>,
    ) -> Result<AwardCycleId, StoreError> {
        self.only(bound!(ADD;
            &plan.title, plan.year, plan.legal_basis, &plan.approval_no, &plan.contact,
            plan.notice_order, &plan.organiser, at, plan.final_kind, plan.most_sheets))
            .await
    }

    /// Says of which county a new cycle is.
    pub async fn set_cycle_region(
        &mut self,
        id: AwardCycleId,
        region: RegionId,
    ) -> Result<(), StoreError> {
        self.run(sql(SET_REGION).bind(id).bind(region)).await
    }

    /// Changes the head of a cycle that is being configured, unless somebody was faster.
    pub async fn change_cycle(
        &mut self,
        id: AwardCycleId,
        revision: i64,
        plan: &CyclePlan,
    ) -> Result<bool, StoreError> {
        self.is_changed(bound!(CHANGE;
            id, revision, &plan.title, plan.year, plan.legal_basis, &plan.approval_no,
            &plan.contact, plan.notice_order, &plan.organiser, plan.final_kind, plan.most_sheets))
            .await
    }

    /// Moves a cycle on that is in a state at a revision; `false`: it is not any more.
    pub async fn move_cycle(
        &mut self,
        id: AwardCycleId,
        (from, revision): (AwardCycleState, i64),
        to: AwardCycleState,
    ) -> Result<bool, StoreError> {
        self.is_changed(sql(MOVE).bind(id).bind(from).bind(to).bind(revision)).await
    }

    /// Notes who puts a cycle into the archive, before it moves there.
    pub async fn note_archiver(
        &mut self,
        id: AwardCycleId,
        (by, at): (PersonId, DateTime<Utc>),
    ) -> Result<(), StoreError> {
        self.run(sql(ARCHIVE).bind(id).bind(by).bind(at)).await
    }

    /// Counts a change of what belongs to a cycle: rubrics, quotas, judges.
    pub async fn touch_cycle(&mut self, id: AwardCycleId) -> Result<(), StoreError> {
        self.run(sql(TOUCH).bind(id)).await
    }

    /// Counts a decision about a category; `false`: somebody was faster.
    pub async fn touch_category(
        &mut self,
        id: AwardCategoryId,
        revision: i64,
    ) -> Result<bool, StoreError> {
        self.is_changed(sql(TOUCH_CATEGORY).bind(id).bind(revision)).await
    }

    /// Keeps the digest of the frozen rules.
    pub async fn freeze_rules(&mut self, id: AwardCycleId, digest: &str) -> Result<(), StoreError> {
        self.run(sql(FREEZE).bind(id).bind(digest)).await
    }

    /// Keeps who confirmed the proposal.
    pub async fn confirm_proposal(
        &mut self,
        id: AwardCycleId,
        person: PersonId,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        self.run(sql(CONFIRM).bind(id).bind(person).bind(at)).await
    }

    /// Keeps the days of the notice.
    pub async fn set_notice(
        &mut self,
        id: AwardCycleId,
        from: NaiveDate,
        until: NaiveDate,
    ) -> Result<(), StoreError> {
        self.run(sql(POST).bind(id).bind(from).bind(until)).await
    }

    /// Keeps who decided, and by which document.
    pub async fn decide_cycle(
        &mut self,
        id: AwardCycleId,
        person: PersonId,
        at: DateTime<Utc>,
        document_no: &str,
    ) -> Result<(), StoreError> {
        self.run(sql(DECIDE).bind(id).bind(person).bind(at).bind(document_no)).await
    }

    /// Adds a category.
    pub async fn add_category(
        &mut self,
        cycle: AwardCycleId,
        category: AwardCategory,
        rules: &CategoryRules,
    ) -> Result<AwardCategoryId, StoreError> {
        let (criteria, quota) = (written(&rules.criteria)?, written(&rules.quota)?);
        let levels = written(&rules.levels)?;
        let (added, passing) = (rules.added_seats, rules.seat_passing);
        let most = i64::from(rules.most_nominations);
        let (ties, apart) = (rules.ties_off_line, rules.most_apart.in_hundredths());
        self.only(bound!(ADD_CATEGORY;
            cycle, category, criteria, quota, added, passing, most, ties, apart, levels))
            .await
    }

    /// Changes the rules of a category, unless somebody was faster.
    pub async fn change_category(
        &mut self,
        id: AwardCategoryId,
        revision: i64,
        rules: &CategoryRules,
    ) -> Result<bool, StoreError> {
        let (criteria, quota) = (written(&rules.criteria)?, written(&rules.quota)?);
        let levels = written(&rules.levels)?;
        let (added, passing) = (rules.added_seats, rules.seat_passing);
        let most = i64::from(rules.most_nominations);
        let (ties, apart) = (rules.ties_off_line, rules.most_apart.in_hundredths());
        self.is_changed(bound!(CHANGE_CATEGORY;
            id, revision, criteria, quota, added, passing, most, ties, apart, levels))
            .await
    }

    /// Seats the judges of a cycle, in this order from seat 1.
    pub async fn set_judges(
        &mut self,
        cycle: AwardCycleId,
        people: &[PersonId],
    ) -> Result<(), StoreError> {
        self.run(sql(CLEAR_JUDGES).bind(cycle)).await?;
        for (seat, person) in (1_i64..).zip(people) {
            self.run(sql(ADD_JUDGE).bind(cycle).bind(seat).bind(person)).await?;
        }
        Ok(())
    }

    /// Seats one more judge in the next seat; [`StoreError::Conflict`] if the person has one.
    pub async fn add_judge(
        &mut self,
        cycle: AwardCycleId,
        person: PersonId,
    ) -> Result<(), StoreError> {
        self.run(sql(ADD_NEXT_JUDGE).bind(cycle).bind(person)).await
    }
}
