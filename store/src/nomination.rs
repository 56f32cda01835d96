//! Nominations, the relations that judges declared, and places in the proposal.

mod draft;
mod set;

pub use draft::{
    AttachmentRow, NominationConsentRow, NominationNotes, NominationWrite, UnfinishedNomination,
    WaitingNominees,
};

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    award_cycle::{Level, level_name},
    id::{AwardCategoryId, AwardCycleId, NominationId, OrganisationId, PersonId},
    nomination::{Figures, NominationState, Relation},
    register_entry::StationCondition,
    roster::{AwardCategory, Sex},
};

use crate::{
    Conn, StoreError, Tx,
    certificate::IS_REVOKED,
    consent::IS_WITHHELD,
    row::{decoded, written},
    statement::{bound, sql, text},
};

/// A nomination as the office sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NominationRow {
    /// Key.
    pub id: NominationId,
    /// The cycle.
    pub cycle_id: AwardCycleId,
    /// The category's row.
    pub category_id: AwardCategoryId,
    /// Which category.
    pub category: AwardCategory,
    /// The person, if one on file.
    pub person_id: Option<PersonId>,
    /// Name of the person or team.
    pub name: String,
    /// Sex, if known.
    pub sex: Option<Sex>,
    /// `YYYY-MM`, if known.
    pub born_in: Option<String>,
    /// Ethnic group.
    pub ethnic_group: String,
    /// Workplace as nominated.
    pub workplace: String,
    /// The organisation, if on file.
    pub workplace_id: Option<OrganisationId>,
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
    pub unit_id: OrganisationId,
    /// Its name.
    pub unit_name: String,
    /// Place in the unit's order.
    pub unit_rank: Option<i64>,
    /// Remark.
    pub note: String,
    /// State.
    pub state: NominationState,
    /// What the check looked at; none before the check.
    pub figures: Option<Figures>,
    /// Why it may or may not take part.
    pub reason: String,
    /// Counts the changes.
    pub revision: i64,
}

decoded! {
    NominationRow: id, cycle_id, category_id, category, person_id, name, sex, born_in,
    ethnic_group, workplace, workplace_id, post, title, phone, years, deeds, earlier_awards,
    unit_id, unit_name, unit_rank, note, state, figures, reason, revision
}

/// A nomination to be written.
#[derive(Clone, Debug, Default)]
pub struct NewNomination<'a> {
    /// The cycle.
    pub cycle_id: AwardCycleId,
    /// The category's row.
    pub category_id: AwardCategoryId,
    /// The person, if one on file.
    pub person_id: Option<PersonId>,
    /// Name of the person or team.
    pub name: &'a str,
    /// Sex, if known.
    pub sex: Option<Sex>,
    /// `YYYY-MM`, if known.
    pub born_in: Option<&'a str>,
    /// Ethnic group.
    pub ethnic_group: &'a str,
    /// Workplace as nominated.
    pub workplace: &'a str,
    /// The organisation, if on file.
    pub workplace_id: Option<OrganisationId>,
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
    pub unit_id: OrganisationId,
    /// Place in the unit's order.
    pub unit_rank: Option<i64>,
    /// Remark.
    pub note: &'a str,
}

/// What somebody declared about a nominee.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RelationRow {
    /// The nomination.
    pub nomination_id: NominationId,
    /// Who declared.
    pub person_id: PersonId,
    /// No relation, or a kind of conflict.
    pub kind: Relation,
}

decoded! { RelationRow: nomination_id, person_id, kind }

/// A place in the proposal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProposalRow {
    /// The nomination.
    pub nomination_id: NominationId,
    /// Whether it is proposed.
    pub is_selected: bool,
    /// Whether that deviates from the ranking.
    pub is_deviation: bool,
    /// Why it deviates.
    pub reason: String,
    /// Whether the nominee has a seat that can pass on: who is proposed, and who was taken off before
    /// and whose seat nobody else was given.
    pub has_seat: bool,
    /// Which level the nominee has, from 0; none where there are none.
    pub level_no: Option<i64>,
}

decoded! { ProposalRow: nomination_id, is_selected, is_deviation, reason, has_seat, level_no }

/// A line of the public notice: these fields and no others (`LAW-08`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticeLine {
    /// Key, which tells of nobody.
    pub id: NominationId,
    /// Which category.
    pub category: AwardCategory,
    /// Name as consented.
    pub name: String,
    /// Workplace.
    pub workplace: String,
    /// Nominated by.
    pub unit_name: String,
    /// The region of that unit; empty for one of the whole city.
    pub region: String,
    /// The levels of the category, from the highest on.
    pub levels: Vec<Level>,
    /// Which of them the nominee has, from 0; none of a substitute, and where there are none.
    pub level_no: Option<i64>,
    /// Whether the award is given; until then it is proposed.
    pub is_awarded: bool,
    /// Since when the honour is revoked (`LAW-31`).
    pub revoked_on: Option<NaiveDate>,
    /// Of a substitute: the first and last day of the own notice.
    pub notice_from: Option<NaiveDate>,
    /// The last of them.
    pub notice_until: Option<NaiveDate>,
}

decoded! {
    NoticeLine: id, category, name, workplace, unit_name, region, levels, level_no,
    is_awarded, revoked_on, notice_from,
    notice_until
}

impl NoticeLine {
    /// What the level of the nominee is called; none where the category has no levels.
    pub fn level(&self) -> Option<&str> {
        level_name(&self.levels, self.level_no)
    }
}

const COLUMNS: &str = "SELECT n.id, n.cycle_id, n.category_id, k.category, n.person_id, n.name, \
    n.sex, n.born_in, n.ethnic_group, n.workplace, n.workplace_id, n.post, n.title, n.phone, \
    n.years, n.deeds, n.earlier_awards, n.unit_id, u.name AS unit_name, n.unit_rank, n.note, \
    n.state, n.figures, n.reason, n.revision FROM nomination n \
    JOIN award_category k ON k.id = n.category_id JOIN organisation u ON u.id = n.unit_id ";
const OF_CYCLE: &str = text![
    COLUMNS,
    "WHERE n.cycle_id = $1 ORDER BY k.id, u.sort_order, n.unit_rank IS NULL, n.unit_rank, n.id"
];
const OF_CATEGORY: &str = text![
    COLUMNS,
    "WHERE n.category_id = $1 ORDER BY u.sort_order, n.unit_rank IS NULL, n.unit_rank, n.id"
];
const OF_KEYS: &str = text![COLUMNS, "WHERE n.id IN "];
const FIND: &str = text![COLUMNS, "WHERE n.id = $1"];
const ADD: &str = "INSERT INTO nomination (cycle_id, category_id, person_id, name, sex, born_in, \
    ethnic_group, workplace, workplace_id, post, title, phone, years, deeds, earlier_awards, \
    unit_id, unit_rank, note, state, figures, reason, revision) VALUES ($1, $2, $3, $4, $5, $6, \
    $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, 'submitted', '', '', 1) \
    RETURNING id";
const CHECK: &str = "UPDATE nomination SET state = $3, figures = $4, reason = $5, \
    checked_by = $6, revision = revision + 1 WHERE id = $1 AND revision = $2";
const END: &str = "UPDATE nomination SET state = $3, revision = revision + 1 \
    WHERE cycle_id = $1 AND state = $2";
const MOVE: &str = "UPDATE nomination SET state = $3, revision = revision + 1 \
    WHERE cycle_id = $1 AND state = $2 AND id IN ( \
    SELECT nomination_id FROM award_proposal WHERE is_selected = $4)";
// Who an objection is about, and whoever is on a notice of the own, is decided about later (`AWD-04`).
const AWARD: &str = "UPDATE nomination SET state = 'awarded', revision = revision + 1 \
    WHERE cycle_id = $1 AND state = 'proposed' AND id NOT IN \
    (SELECT b.nomination_id FROM objection b WHERE b.cycle_id = $1 \
    AND b.nomination_id IS NOT NULL AND b.state IN ('received', 'admitted')) AND id NOT IN \
    (SELECT s.nomination_id FROM award_substitute s \
    WHERE s.notice_until IS NULL OR s.notice_until >= $2)";
const CHECKERS: &str = "SELECT DISTINCT checked_by FROM nomination WHERE cycle_id = $1 \
    AND checked_by IS NOT NULL AND id = COALESCE(CAST($2 AS BIGINT), id) ORDER BY checked_by";
const NOMINATORS: &str = "SELECT n.filer_id AS person_id FROM nomination n \
    WHERE n.cycle_id = $1 AND n.filer_id IS NOT NULL AND n.id = COALESCE(CAST($2 AS BIGINT), n.id) \
    UNION SELECT g.person_id FROM nomination n \
    JOIN organisation_closure k ON k.descendant_id = n.unit_id \
    JOIN role_grant g ON g.organisation_id = k.ancestor_id WHERE n.cycle_id = $1 \
    AND n.id = COALESCE(CAST($2 AS BIGINT), n.id) AND g.role = 'unit_officer' \
    AND g.starts_on <= $3 AND (g.ends_on IS NULL OR g.ends_on > $3) ORDER BY person_id";
const RELATION_COLUMNS: &str = "SELECT r.nomination_id, r.person_id, r.kind \
    FROM judge_relation r JOIN nomination n ON n.id = r.nomination_id ";
const RELATIONS: &str = text![RELATION_COLUMNS, "WHERE n.cycle_id = $1"];
const RELATIONS_OF: &str = text![RELATION_COLUMNS, "WHERE n.cycle_id = $1 AND r.person_id = $2"];
const CONFLICTS: &str = text![
    RELATION_COLUMNS,
    "WHERE n.category_id = $1 AND r.kind <> 'none' ORDER BY r.nomination_id, r.person_id"
];
const DECLARE: &str = "INSERT INTO judge_relation (nomination_id, person_id, kind, declared_at) \
    VALUES ($1, $2, $3, $4) ON CONFLICT (nomination_id, person_id) \
    DO UPDATE SET kind = excluded.kind, declared_at = excluded.declared_at";
const PROPOSALS: &str = "SELECT p.nomination_id, p.is_selected, p.is_deviation, p.reason, p.has_seat, \
    p.level_no \
    FROM award_proposal p JOIN nomination n ON n.id = p.nomination_id WHERE n.cycle_id = $1";
const PROPOSE: &str = "INSERT INTO award_proposal \
    (nomination_id, is_selected, is_deviation, reason, has_seat, level_no) \
    VALUES ($1, $2, $3, $4, $5, $6) \
    ON CONFLICT (nomination_id) DO UPDATE SET is_selected = excluded.is_selected, \
    is_deviation = excluded.is_deviation, reason = excluded.reason, has_seat = excluded.has_seat, \
    level_no = excluded.level_no";
/// Whose name the public does not read, for `nomination` as `n`: who has not said yes to it as a nominee,
/// or has said no as a person.
pub(crate) const IS_NAMELESS: &str = text![
    "(EXISTS (SELECT 1 FROM person p WHERE p.id = n.person_id AND ",
    IS_WITHHELD,
    ") OR NOT EXISTS (SELECT 1 FROM nomination_consent x WHERE x.nomination_id = n.id \
    AND x.publication))"
];
const STATION_TRAINED: &str = "SELECT CAST(COALESCE(SUM(earned), 0) AS BIGINT) FROM credit_hour \
    WHERE person_id = $1 AND kind = 'station_manager_training' AND held_on >= $2 AND held_on <= $3";
const STATIONS_WHOLE: &str = "SELECT COUNT(*) FROM register_entry e \
    WHERE e.kind = 'e_station' AND e.state = 'listed' AND e.person_id = $1 \
    AND (SELECT COUNT(*) FROM station_condition s WHERE s.entry_id = e.id AND s.is_met) = $2";
const TEAMS: &str = "SELECT e.starts_on, (SELECT COUNT(*) FROM team_member m \
    WHERE m.entry_id = e.id AND m.starts_on <= $2 AND (m.ends_on IS NULL OR m.ends_on > $2)) AS n \
    FROM register_entry e WHERE e.kind = 'team' AND e.state = 'listed' AND e.name = $1 ORDER BY e.id";
const NOTICE: &str = text![
    "SELECT n.id, k.category, CASE WHEN ",
    IS_NAMELESS,
    " THEN '' ELSE n.name END AS name, n.workplace, u.name AS unit_name, \
    COALESCE(r.name_zh, '') AS region, k.levels, a.level_no, n.state = 'awarded' AS is_awarded, \
    CASE WHEN ",
    IS_REVOKED,
    " THEN (SELECT MAX(t.ended_on) FROM certificate t WHERE t.nomination_id = n.id \
        AND t.state = 'revoked') END AS revoked_on, s.notice_from, s.notice_until \
    FROM nomination n JOIN award_category k ON k.id = n.category_id \
    JOIN organisation u ON u.id = n.unit_id \
    LEFT JOIN region r ON r.id = u.region_id \
    LEFT JOIN award_substitute s ON s.nomination_id = n.id \
    LEFT JOIN award_proposal a ON a.nomination_id = n.id \
    WHERE n.cycle_id = $1 AND n.state IN ('proposed', 'awarded') \
    ORDER BY k.id, u.sort_order, n.name, n.id"
];

impl Conn {
    /// The nominations of a cycle by category, unit and the unit's order.
    pub async fn list_nominations(
        &mut self,
        cycle: AwardCycleId,
    ) -> Result<Vec<NominationRow>, StoreError> {
        self.all(sql(OF_CYCLE).bind(cycle)).await
    }

    /// The nominations of one category, by unit and the unit's order.
    pub async fn list_nominations_in(
        &mut self,
        category: AwardCategoryId,
    ) -> Result<Vec<NominationRow>, StoreError> {
        self.all(sql(OF_CATEGORY).bind(category)).await
    }

    /// The nominations of these keys, in their order.
    pub async fn list_nominations_by_key(
        &mut self,
        ids: &[NominationId],
    ) -> Result<Vec<NominationRow>, StoreError> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        self.all(sql(OF_KEYS).list(ids).push(" ORDER BY n.id").unkept()).await
    }

    /// One nomination.
    pub async fn find_nomination(
        &mut self,
        id: NominationId,
    ) -> Result<Option<NominationRow>, StoreError> {
        self.one(sql(FIND).bind(id)).await
    }

    /// Everything that was declared in a cycle.
    pub async fn list_relations(
        &mut self,
        cycle: AwardCycleId,
    ) -> Result<Vec<RelationRow>, StoreError> {
        self.all(sql(RELATIONS).bind(cycle)).await
    }

    /// The conflicts that were declared in a category, by nominee and person.
    pub async fn list_conflicts(
        &mut self,
        category: AwardCategoryId,
    ) -> Result<Vec<RelationRow>, StoreError> {
        self.all(sql(CONFLICTS).bind(category)).await
    }

    /// What one person declared in a cycle.
    pub async fn list_relations_of(
        &mut self,
        cycle: AwardCycleId,
        person: PersonId,
    ) -> Result<Vec<RelationRow>, StoreError> {
        self.all(sql(RELATIONS_OF).bind(cycle).bind(person)).await
    }

    /// The proposal of a cycle.
    pub async fn list_proposals(
        &mut self,
        cycle: AwardCycleId,
    ) -> Result<Vec<ProposalRow>, StoreError> {
        self.all(sql(PROPOSALS).bind(cycle)).await
    }

    /// Who has checked a nomination of a cycle, or any of them.
    pub async fn list_checkers(
        &mut self,
        cycle: AwardCycleId,
        nomination: Option<NominationId>,
    ) -> Result<Vec<PersonId>, StoreError> {
        self.all(sql(CHECKERS).bind(cycle).bind(nomination)).await
    }

    /// Who has nominated in a cycle, one nominee or any of them: who opened it, and who is an officer
    /// of its unit on a day.
    pub async fn list_nominators(
        &mut self,
        cycle: AwardCycleId,
        nomination: Option<NominationId>,
        day: NaiveDate,
    ) -> Result<Vec<PersonId>, StoreError> {
        self.all(sql(NOMINATORS).bind(cycle).bind(nomination).bind(day)).await
    }

    /// Whether somebody was trained as a station manager in a span of days, by the ledger.
    pub async fn is_station_trained(
        &mut self,
        person: PersonId,
        (first, last): (NaiveDate, NaiveDate),
    ) -> Result<bool, StoreError> {
        let earned: i64 =
            self.only(sql(STATION_TRAINED).bind(person).bind(first).bind(last)).await?;
        Ok(earned > 0)
    }

    /// Whether all five conditions were seen of a listed e-station that somebody looks after.
    pub async fn has_whole_station(&mut self, person: PersonId) -> Result<bool, StoreError> {
        let all = i64::try_from(StationCondition::ALL.len()).unwrap_or(i64::MAX);
        let n: i64 = self.only(sql(STATIONS_WHOLE).bind(person).bind(all)).await?;
        Ok(n > 0)
    }

    /// Teams of a name in the register: since when each stands there, and its members on a day.
    pub async fn list_teams_named(
        &mut self,
        name: &str,
        day: NaiveDate,
    ) -> Result<Vec<(NaiveDate, i64)>, StoreError> {
        self.all(sql(TEAMS).bind(name).bind(day)).await
    }

    /// What the public notice of a cycle shows.
    pub async fn list_notice(
        &mut self,
        cycle: AwardCycleId,
    ) -> Result<Vec<NoticeLine>, StoreError> {
        self.all(sql(NOTICE).bind(cycle)).await
    }
}

impl Tx {
    /// Adds a nomination.
    pub async fn add_nomination(
        &mut self,
        new: &NewNomination<'_>,
    ) -> Result<NominationId, StoreError> {
        let n = new;
        self.only(bound!(ADD;
            n.cycle_id, n.category_id, n.person_id, n.name, n.sex, n.born_in, n.ethnic_group,
            n.workplace, n.workplace_id, n.post, n.title, n.phone, n.years, n.deeds,
            n.earlier_awards, n.unit_id, n.unit_rank, n.note))
            .await
    }

    /// Keeps a person's decision about eligibility, unless somebody was faster.
    pub async fn check_nomination(
        &mut self,
        id: NominationId,
        revision: i64,
        state: NominationState,
        figures: &Figures,
        reason: &str,
        person: PersonId,
    ) -> Result<bool, StoreError> {
        let figures = written(figures)?;
        self.is_changed(bound!(CHECK; id, revision, state, figures, reason, person)).await
    }

    /// Moves the nominees of a cycle on that are in a state, and that its proposal selects or not;
    /// how many.
    pub async fn move_nominations(
        &mut self,
        cycle: AwardCycleId,
        from: NominationState,
        to: NominationState,
        is_selected: bool,
    ) -> Result<u64, StoreError> {
        self.changed(sql(MOVE).bind(cycle).bind(from).bind(to).bind(is_selected)).await
    }

    /// Moves all nominees of a cycle on that are in a state; how many.
    pub async fn end_nominations(
        &mut self,
        cycle: AwardCycleId,
        from: NominationState,
        to: NominationState,
    ) -> Result<u64, StoreError> {
        self.changed(sql(END).bind(cycle).bind(from).bind(to)).await
    }

    /// Puts some of the eligible nominees of a cycle on its shortlist, and all others not.
    pub async fn shortlist_nominations(
        &mut self,
        cycle: AwardCycleId,
        chosen: &[NominationId],
    ) -> Result<(), StoreError> {
        let (from, on) = (NominationState::Eligible, NominationState::Shortlisted);
        for id in chosen {
            self.move_nomination(*id, from, on).await?;
        }
        self.end_nominations(cycle, from, NominationState::NotShortlisted).await?;
        Ok(())
    }

    /// Awards the proposed of a cycle on a day, but those about whom an objection is open, and
    /// substitutes whose notice still runs; how many.
    pub async fn award_nominations(
        &mut self,
        cycle: AwardCycleId,
        day: NaiveDate,
    ) -> Result<u64, StoreError> {
        self.changed(sql(AWARD).bind(cycle).bind(day)).await
    }

    /// Keeps what a judge declared about a nominee.
    pub async fn add_relation(
        &mut self,
        nomination: NominationId,
        person: PersonId,
        kind: Relation,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        self.run(sql(DECLARE).bind(nomination).bind(person).bind(kind).bind(at)).await
    }

    /// Keeps a place in the proposal.
    pub async fn set_proposal(&mut self, row: &ProposalRow) -> Result<(), StoreError> {
        self.run(bound!(PROPOSE;
            row.nomination_id, row.is_selected, row.is_deviation, &row.reason, row.has_seat,
            row.level_no))
            .await
    }
}
