//! Nominations, the relations that judges declared, and places in the proposal.

use chrono::{DateTime, Utc};
use domain::{nomination::NominationState, roster::AwardCategory};

use crate::{Conn, StoreError, Tx, pool::on_each};

/// A nomination as the office sees it.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct NominationRow {
    /// Key.
    pub id: i64,
    /// The cycle.
    pub cycle_id: i64,
    /// The category's row.
    pub category_id: i64,
    /// Which category.
    #[sqlx(try_from = "String")]
    pub category: AwardCategory,
    /// The person, if one on file.
    pub person_id: Option<i64>,
    /// Name of the person or team.
    pub name: String,
    /// `female` or `male`, if known.
    pub sex: Option<String>,
    /// `YYYY-MM`, if known.
    pub born_in: Option<String>,
    /// Ethnic group.
    pub ethnic_group: String,
    /// Workplace as nominated.
    pub workplace: String,
    /// The organisation, if on file.
    pub workplace_id: Option<i64>,
    /// Post.
    pub post: String,
    /// Professional title.
    pub title: String,
    /// Phone.
    pub phone: Option<String>,
    /// Years of service.
    pub years: Option<i64>,
    /// Main deeds.
    pub deeds: String,
    /// Awards won before.
    pub earlier_awards: String,
    /// The nominating unit.
    pub unit_id: i64,
    /// Its name.
    pub unit_name: String,
    /// Place in the unit's order.
    pub unit_rank: Option<i64>,
    /// Remark.
    pub note: String,
    /// State.
    #[sqlx(try_from = "String")]
    pub state: NominationState,
    /// What the check looked at, as JSON; empty before the check.
    pub figures: String,
    /// Why it may or may not take part.
    pub reason: String,
    /// Counts the changes.
    pub revision: i64,
}

/// A nomination to be written.
#[derive(Clone, Debug, Default)]
pub struct NewNomination<'a> {
    /// The cycle.
    pub cycle_id: i64,
    /// The category's row.
    pub category_id: i64,
    /// The person, if one on file.
    pub person_id: Option<i64>,
    /// Name of the person or team.
    pub name: &'a str,
    /// `female` or `male`, if known.
    pub sex: Option<&'a str>,
    /// `YYYY-MM`, if known.
    pub born_in: Option<&'a str>,
    /// Ethnic group.
    pub ethnic_group: &'a str,
    /// Workplace as nominated.
    pub workplace: &'a str,
    /// The organisation, if on file.
    pub workplace_id: Option<i64>,
    /// Post.
    pub post: &'a str,
    /// Professional title.
    pub title: &'a str,
    /// Phone.
    pub phone: Option<&'a str>,
    /// Years of service.
    pub years: Option<i64>,
    /// Main deeds.
    pub deeds: &'a str,
    /// Awards won before.
    pub earlier_awards: &'a str,
    /// The nominating unit.
    pub unit_id: i64,
    /// Place in the unit's order.
    pub unit_rank: Option<i64>,
    /// Remark.
    pub note: &'a str,
}

/// What somebody declared about a nominee.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct RelationRow {
    /// The nomination.
    pub nomination_id: i64,
    /// Who declared.
    pub person_id: i64,
    /// `none` or a kind of conflict.
    pub kind: String,
}

/// A place in the proposal.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct ProposalRow {
    /// The nomination.
    pub nomination_id: i64,
    /// Whether it is proposed.
    pub is_selected: bool,
    /// Whether that deviates from the ranking.
    pub is_deviation: bool,
    /// Why it deviates.
    pub reason: String,
}

/// A line of the public notice: these fields and no others (`LAW-08`).
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct NoticeLine {
    /// Which category.
    #[sqlx(try_from = "String")]
    pub category: AwardCategory,
    /// Name as consented.
    pub name: String,
    /// Workplace.
    pub workplace: String,
    /// Nominated by.
    pub unit_name: String,
}

const COLUMNS: &str = "SELECT n.id, n.cycle_id, n.category_id, k.category, n.person_id, n.name, \
    n.sex, n.born_in, n.ethnic_group, n.workplace, n.workplace_id, n.post, n.title, n.phone, \
    n.years, n.deeds, n.earlier_awards, n.unit_id, u.name AS unit_name, n.unit_rank, n.note, \
    n.state, n.figures, n.reason, n.revision FROM nomination n \
    JOIN award_category k ON k.id = n.category_id JOIN organisation u ON u.id = n.unit_id ";
const ADD: &str = "INSERT INTO nomination (cycle_id, category_id, person_id, name, sex, born_in, \
    ethnic_group, workplace, workplace_id, post, title, phone, years, deeds, earlier_awards, \
    unit_id, unit_rank, note, state, figures, reason, revision) VALUES ($1, $2, $3, $4, $5, $6, \
    $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, 'submitted', '', '', 1) \
    RETURNING id";
const CHANGE: &str = "UPDATE nomination SET person_id = $2, name = $3, sex = $4, born_in = $5, \
    ethnic_group = $6, workplace = $7, workplace_id = $8, post = $9, title = $10, phone = $11, \
    years = $12, deeds = $13, earlier_awards = $14, unit_rank = $15, note = $16, \
    revision = revision + 1 WHERE id = $1 AND state = 'submitted'";
const CHECK: &str = "UPDATE nomination SET state = $3, figures = $4, reason = $5, \
    checked_by = $6, revision = revision + 1 WHERE id = $1 AND revision = $2";
const MOVE: &str = "UPDATE nomination SET state = $2, revision = revision + 1 WHERE id = $1";
const RELATIONS: &str = "SELECT r.nomination_id, r.person_id, r.kind FROM judge_relation r \
    JOIN nomination n ON n.id = r.nomination_id WHERE n.cycle_id = $1";
const RELATIONS_OF: &str = "SELECT r.nomination_id, r.person_id, r.kind FROM judge_relation r \
    JOIN nomination n ON n.id = r.nomination_id WHERE n.cycle_id = $1 AND r.person_id = $2";
const CONFLICTS: &str = "SELECT r.nomination_id, r.person_id, r.kind FROM judge_relation r \
    JOIN nomination n ON n.id = r.nomination_id WHERE n.category_id = $1 AND r.kind <> 'none'";
const DECLARE: &str = "INSERT INTO judge_relation (nomination_id, person_id, kind, declared_at) \
    VALUES ($1, $2, $3, $4) ON CONFLICT (nomination_id, person_id) \
    DO UPDATE SET kind = excluded.kind, declared_at = excluded.declared_at";
const PROPOSALS: &str = "SELECT p.nomination_id, p.is_selected, p.is_deviation, p.reason \
    FROM award_proposal p JOIN nomination n ON n.id = p.nomination_id WHERE n.cycle_id = $1";
const PROPOSE: &str = "INSERT INTO award_proposal \
    (nomination_id, is_selected, is_deviation, reason) VALUES ($1, $2, $3, $4) \
    ON CONFLICT (nomination_id) DO UPDATE SET is_selected = excluded.is_selected, \
    is_deviation = excluded.is_deviation, reason = excluded.reason";
const NOTICE: &str = "SELECT k.category, n.name, n.workplace, u.name AS unit_name \
    FROM nomination n JOIN award_category k ON k.id = n.category_id \
    JOIN organisation u ON u.id = n.unit_id \
    WHERE n.cycle_id = $1 AND n.state IN ('proposed', 'awarded') \
    ORDER BY k.id, u.sort_order, n.name, n.id";

const NOMINEE: &str = "SELECT p.id FROM person p \
    LEFT JOIN affiliation a ON a.person_id = p.id AND a.ends_on IS NULL \
    WHERE p.name = $1 AND (p.phone = CAST($2 AS TEXT) OR (CAST($2 AS TEXT) IS NULL \
    OR p.phone IS NULL) AND a.organisation_id = CAST($3 AS BIGINT)) ORDER BY p.id LIMIT 1";

impl Conn {
    /// The person on file whom a nomination names: by name and phone, without a phone by workplace.
    pub async fn find_nominee(
        &mut self,
        name: &str,
        phone: Option<&str>,
        workplace: Option<i64>,
    ) -> Result<Option<i64>, StoreError> {
        Ok(on_each!(self, c => sqlx::query_scalar(NOMINEE)
            .bind(name).bind(phone).bind(workplace).fetch_optional(c).await?))
    }

    /// The nominations of a cycle by category, unit and the unit's order.
    pub async fn list_nominations(&mut self, cycle: i64) -> Result<Vec<NominationRow>, StoreError> {
        Ok(on_each!(self, c => {
            let mut q = sqlx::QueryBuilder::new(COLUMNS);
            q.push("WHERE n.cycle_id = ").push_bind(cycle)
                .push(" ORDER BY k.id, u.sort_order, n.unit_rank IS NULL, n.unit_rank, n.id");
            q.build_query_as().fetch_all(c).await?
        }))
    }

    /// The nominations of one category, by unit and the unit's order.
    pub async fn list_nominations_in(
        &mut self,
        category: i64,
    ) -> Result<Vec<NominationRow>, StoreError> {
        Ok(on_each!(self, c => {
            let mut q = sqlx::QueryBuilder::new(COLUMNS);
            q.push("WHERE n.category_id = ").push_bind(category)
                .push(" ORDER BY u.sort_order, n.unit_rank IS NULL, n.unit_rank, n.id");
            q.build_query_as().fetch_all(c).await?
        }))
    }

    /// The nominations of these keys, in their order.
    pub async fn nominations_of(&mut self, ids: &[i64]) -> Result<Vec<NominationRow>, StoreError> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        Ok(on_each!(self, c => {
            let mut q = sqlx::QueryBuilder::new(COLUMNS);
            q.push("WHERE n.id IN (");
            let mut list = q.separated(", ");
            for id in ids {
                list.push_bind(*id);
            }
            q.push(") ORDER BY n.id");
            q.build_query_as().persistent(false).fetch_all(c).await?
        }))
    }

    /// One nomination.
    pub async fn find_nomination(&mut self, id: i64) -> Result<Option<NominationRow>, StoreError> {
        Ok(on_each!(self, c => {
            let mut q = sqlx::QueryBuilder::new(COLUMNS);
            q.push("WHERE n.id = ").push_bind(id);
            q.build_query_as().fetch_optional(c).await?
        }))
    }

    /// Everything that was declared in a cycle.
    pub async fn list_relations(&mut self, cycle: i64) -> Result<Vec<RelationRow>, StoreError> {
        Ok(on_each!(self, c => sqlx::query_as(RELATIONS).bind(cycle).fetch_all(c).await?))
    }

    /// The conflicts that were declared in a category.
    pub async fn list_conflicts(&mut self, category: i64) -> Result<Vec<RelationRow>, StoreError> {
        Ok(on_each!(self, c => sqlx::query_as(CONFLICTS).bind(category).fetch_all(c).await?))
    }

    /// What one person declared in a cycle.
    pub async fn list_relations_of(
        &mut self,
        cycle: i64,
        person: i64,
    ) -> Result<Vec<RelationRow>, StoreError> {
        Ok(on_each!(self, c => sqlx::query_as(RELATIONS_OF)
            .bind(cycle).bind(person).fetch_all(c).await?))
    }

    /// The proposal of a cycle.
    pub async fn list_proposals(&mut self, cycle: i64) -> Result<Vec<ProposalRow>, StoreError> {
        Ok(on_each!(self, c => sqlx::query_as(PROPOSALS).bind(cycle).fetch_all(c).await?))
    }

    /// What the public notice of a cycle shows.
    pub async fn list_notice(&mut self, cycle: i64) -> Result<Vec<NoticeLine>, StoreError> {
        Ok(on_each!(self, c => sqlx::query_as(NOTICE).bind(cycle).fetch_all(c).await?))
    }
}

impl Tx {
    /// Adds a nomination.
    pub async fn add_nomination(&mut self, new: &NewNomination<'_>) -> Result<i64, StoreError> {
        let n = new;
        Ok(on_each!(self, c => sqlx::query_scalar(ADD)
            .bind(n.cycle_id).bind(n.category_id).bind(n.person_id).bind(n.name).bind(n.sex)
            .bind(n.born_in).bind(n.ethnic_group).bind(n.workplace).bind(n.workplace_id)
            .bind(n.post).bind(n.title).bind(n.phone).bind(n.years).bind(n.deeds)
            .bind(n.earlier_awards).bind(n.unit_id).bind(n.unit_rank).bind(n.note)
            .fetch_one(c).await?))
    }

    /// Changes a nomination that was not checked yet.
    pub async fn change_nomination(
        &mut self,
        id: i64,
        new: &NewNomination<'_>,
    ) -> Result<(), StoreError> {
        let n = new;
        on_each!(self, c => sqlx::query(CHANGE)
            .bind(id).bind(n.person_id).bind(n.name).bind(n.sex).bind(n.born_in)
            .bind(n.ethnic_group).bind(n.workplace).bind(n.workplace_id).bind(n.post)
            .bind(n.title).bind(n.phone).bind(n.years).bind(n.deeds).bind(n.earlier_awards)
            .bind(n.unit_rank).bind(n.note).execute(c).await.map(|_| ())?);
        Ok(())
    }

    /// Keeps a person's decision about eligibility, unless somebody was faster.
    pub async fn check_nomination(
        &mut self,
        id: i64,
        revision: i64,
        state: NominationState,
        figures: &str,
        reason: &str,
        person: i64,
    ) -> Result<bool, StoreError> {
        Ok(on_each!(self, c => sqlx::query(CHECK)
            .bind(id).bind(revision).bind(state.as_str()).bind(figures).bind(reason).bind(person)
            .execute(c).await?.rows_affected())
            == 1)
    }

    /// Moves a nomination.
    pub async fn move_nomination(
        &mut self,
        id: i64,
        to: NominationState,
    ) -> Result<(), StoreError> {
        on_each!(self, c => sqlx::query(MOVE).bind(id).bind(to.as_str()).execute(c).await.map(|_| ())?);
        Ok(())
    }

    /// Keeps what a judge declared about a nominee.
    pub async fn declare_relation(
        &mut self,
        nomination: i64,
        person: i64,
        kind: &str,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        on_each!(self, c => sqlx::query(DECLARE)
            .bind(nomination).bind(person).bind(kind).bind(at).execute(c).await.map(|_| ())?);
        Ok(())
    }

    /// Keeps a place in the proposal.
    pub async fn set_proposal(&mut self, row: &ProposalRow) -> Result<(), StoreError> {
        on_each!(self, c => sqlx::query(PROPOSE)
            .bind(row.nomination_id).bind(row.is_selected).bind(row.is_deviation)
            .bind(&row.reason).execute(c).await.map(|_| ())?);
        Ok(())
    }
}
