//! Two records of one person or unit become one, and two again.

mod carry;
mod record;
mod reference;

use chrono::{DateTime, Utc};
use domain::{
    id::{MergingId, OrganisationId, PersonId},
    merging::{Fact, Holding, Merged},
};

use crate::{
    Conn, OrganisationRow, PersonRow, StoreError,
    row::decoded,
    statement::{Statement, bound, sql, text},
};

use reference::Way;
pub use reference::{Reference, references};

/// A record that can be merged: what it is of, and the keys by which others name it.
#[derive(Clone, Copy, Debug)]
pub struct Mergeable {
    of: Merged,
    key: i64,
    /// What the time of a person is kept under.
    party: i64,
}

impl From<&PersonRow> for Mergeable {
    fn from(person: &PersonRow) -> Self {
        Self { of: Merged::Person, key: person.id.0, party: person.party_id.0 }
    }
}

impl From<&OrganisationRow> for Mergeable {
    fn from(unit: &OrganisationRow) -> Self {
        Self { of: Merged::Organisation, key: unit.id.0, party: 0 }
    }
}

impl Mergeable {
    fn references(self) -> &'static [Reference] {
        references(self.of)
    }
}

/// A merging.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MergingRow {
    /// Key.
    pub id: MergingId,
    /// What the two records are of.
    pub thing: Merged,
    /// The key of the record that stands, of a person or an organisation.
    pub kept_id: i64,
    /// The key of the record that was merged into it.
    pub gone_id: i64,
    /// The name of that record.
    pub gone_name: String,
    /// When.
    pub merged_at: DateTime<Utc>,
    /// When it was undone, if it was.
    pub undone_at: Option<DateTime<Utc>>,
}

decoded! { MergingRow: id, thing, kept_id, gone_id, gone_name, merged_at, undone_at }

/// How much of one kind hangs on two records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HoldingRow {
    /// What it is.
    pub thing: Holding,
    /// So much on the record that is kept.
    pub n_kept: i64,
    /// So much on the other.
    pub n_gone: i64,
    /// Of the other's so much stays with it, for the kept one has it as well.
    pub n_apart: i64,
    /// What some of the kept one's are called; at most three.
    pub kept: Vec<String>,
    /// What some of the other's are called; at most three.
    pub gone: Vec<String>,
}

const KEPT: &str = "SELECT merged_into FROM person WHERE id = $1 AND merged_into IS NOT NULL";
const KEPT_UNIT: &str =
    "SELECT merged_into FROM organisation WHERE id = $1 AND merged_into IS NOT NULL";
const COLUMNS: &str = "SELECT m.id, m.thing, m.kept_id, m.gone_id, \
    COALESCE(p.name, o.name, '') AS gone_name, m.merged_at, m.undone_at FROM merging m \
    LEFT JOIN person p ON p.id = m.gone_id AND m.thing = 'person' \
    LEFT JOIN organisation o ON o.id = m.gone_id AND m.thing = 'organisation' WHERE ";
const FIND: &str = text![COLUMNS, "m.id = $1"];
const OF_KEPT: &str =
    text![COLUMNS, "m.thing = $1 AND m.kept_id = $2 AND m.undone_at IS NULL ORDER BY m.id"];
const SINCE: &str = "SELECT COUNT(*) FROM merging \
    WHERE thing = $1 AND id > $2 AND undone_at IS NULL \
    AND (kept_id IN ($3, $4) OR gone_id IN ($3, $4))";
const ABOUT: &str = "SELECT (SELECT COUNT(*) FROM credit_hour \
        WHERE (person_id = $1 AND verifier_id = $2) OR (person_id = $2 AND verifier_id = $1)) \
    + (SELECT COUNT(*) FROM hour_claim \
        WHERE $1 IN (person_id, confirmer_id, verifier_id, decider_id) \
            AND $2 IN (person_id, confirmer_id, verifier_id, decider_id)) \
    + (SELECT COUNT(*) FROM hour_claim h \
        JOIN affiliation a ON a.organisation_id = h.unit_id AND a.ends_on IS NULL \
        WHERE (a.person_id = $1 AND (h.verifier_id = $2 OR h.decider_id = $2)) \
            OR (a.person_id = $2 AND (h.verifier_id = $1 OR h.decider_id = $1))) \
    + (SELECT COUNT(*) FROM evidence WHERE state = 'confirmed' AND ((checker_id = $1 \
            AND $2 IN (person_id, filer_id)) OR (checker_id = $2 AND $1 IN (person_id, filer_id)))) \
    + (SELECT COUNT(*) FROM paper_correction \
        WHERE $1 IN (person_id, proposer_id, decider_id) \
            AND $2 IN (person_id, proposer_id, decider_id))";

const DECIDED: &str = "SELECT COUNT(*) FROM hour_claim h \
    JOIN affiliation a ON a.ends_on IS NULL AND a.person_id IN (h.verifier_id, h.decider_id) \
    WHERE (h.unit_id = $1 AND a.organisation_id = $2) OR (h.unit_id = $2 AND a.organisation_id = $1)";

impl Conn {
    /// The record that a person was merged into, and that one, and so on.
    pub async fn find_kept(&mut self, person: PersonId) -> Result<Option<PersonId>, StoreError> {
        let mut kept = None;
        while let Some(next) = self.one(sql(KEPT).bind(kept.unwrap_or(person))).await? {
            kept = Some(next);
        }
        Ok(kept)
    }

    /// The same of a unit.
    pub async fn find_kept_unit(
        &mut self,
        unit: OrganisationId,
    ) -> Result<Option<OrganisationId>, StoreError> {
        let mut kept = None;
        while let Some(next) = self.one(sql(KEPT_UNIT).bind(kept.unwrap_or(unit))).await? {
            kept = Some(next);
        }
        Ok(kept)
    }

    /// A merging by its key.
    pub async fn find_merging(&mut self, id: MergingId) -> Result<Option<MergingRow>, StoreError> {
        self.one(sql(FIND).bind(id)).await
    }

    /// What was merged into a record and stands, in order.
    pub async fn list_mergings(
        &mut self,
        kept: impl Into<Mergeable>,
    ) -> Result<Vec<MergingRow>, StoreError> {
        let kept = kept.into();
        self.all(sql(OF_KEPT).bind(kept.of).bind(kept.key)).await
    }

    /// Whether either record of a merging has been merged with another since.
    pub async fn has_merging_since(&mut self, merging: &MergingRow) -> Result<bool, StoreError> {
        let n: i64 = self
            .only(bound!(SINCE; merging.thing, merging.id, merging.kept_id, merging.gone_id))
            .await?;
        Ok(n > 0)
    }

    /// Whether two people have had different parts in one claim or row of the ledger, or one has
    /// verified or decided about claims of the other's unit (`TRN-08`).
    pub async fn is_about_the_other(
        &mut self,
        one: PersonId,
        other: PersonId,
    ) -> Result<bool, StoreError> {
        let n: i64 = self.only(sql(ABOUT).bind(one).bind(other)).await?;
        Ok(n > 0)
    }

    /// Whether somebody who belongs to one of two units has verified or decided about claims of the
    /// other (`TRN-08`).
    pub async fn has_decided_about(
        &mut self,
        one: OrganisationId,
        other: OrganisationId,
    ) -> Result<bool, StoreError> {
        let n: i64 = self.only(sql(DECIDED).bind(one).bind(other)).await?;
        Ok(n > 0)
    }

    /// Of which kinds both records have what one has once.
    pub async fn list_merge_conflicts(
        &mut self,
        kept: impl Into<Mergeable>,
        gone: impl Into<Mergeable>,
    ) -> Result<Vec<Holding>, StoreError> {
        let (kept, gone) = (kept.into(), gone.into());
        let mut found = Vec::new();
        for it in gone.references() {
            let Some(both) = it.refused else { continue };
            let pairs = it.rows("SELECT COUNT(*)", gone).and_also(it, kept, both);
            if self.only::<i64>(pairs).await? > 0 {
                found.push(it.thing);
            }
        }
        Ok(found)
    }

    /// What hangs on two records, without what is empty and what nobody asks for.
    pub async fn list_holdings(
        &mut self,
        kept: impl Into<Mergeable>,
        gone: impl Into<Mergeable>,
    ) -> Result<Vec<HoldingRow>, StoreError> {
        let (kept, gone) = (kept.into(), gone.into());
        let mut found: Vec<HoldingRow> = Vec::new();
        for it in gone.references().iter().filter(|it| !matches!(it.way, Way::Stay)) {
            let row = HoldingRow {
                thing: it.thing,
                n_kept: self.only(it.rows("SELECT COUNT(*)", kept)).await?,
                n_gone: self.only(it.rows("SELECT COUNT(*)", gone)).await?,
                n_apart: self.count_apart(it, kept, gone).await?,
                kept: self.samples(it, kept).await?,
                gone: self.samples(it, gone).await?,
            };
            match found.iter_mut().find(|found| found.thing == it.thing) {
                Some(found) => {
                    found.n_kept += row.n_kept;
                    found.n_gone += row.n_gone;
                    found.n_apart += row.n_apart;
                    found.kept.extend(row.kept);
                    found.gone.extend(row.gone);
                }
                None => found.push(row),
            }
        }
        found.retain(|row| row.n_kept + row.n_gone > 0);
        Ok(found)
    }

    async fn count_apart(
        &mut self,
        it: &Reference,
        kept: Mergeable,
        gone: Mergeable,
    ) -> Result<i64, StoreError> {
        match it.way {
            Way::Unless(both) | Way::Closing(both, _) => {
                self.only(it.rows("SELECT COUNT(*)", gone).and_also(it, kept, both)).await
            }
            Way::Move | Way::Stay => Ok(0),
        }
    }

    async fn samples(
        &mut self,
        it: &Reference,
        record: Mergeable,
    ) -> Result<Vec<String>, StoreError> {
        if it.sample.is_empty() {
            return Ok(Vec::new());
        }
        let of = sql("SELECT COALESCE(").push(it.sample).push(", '')");
        self.all(it.of(of, record).push(" ORDER BY 1 LIMIT 3").unkept()).await
    }

    /// What has come to the kept record since a merging.
    pub async fn list_built_on(
        &mut self,
        merging: MergingId,
        kept: impl Into<Mergeable>,
    ) -> Result<Vec<Holding>, StoreError> {
        let kept = kept.into();
        let mut found = Vec::new();
        for it in kept.references().iter().filter(|it| it.is_built) {
            let now: (i64, i64) = self.only(it.rows(it.count(), kept)).await?;
            let then = sql("SELECT n_rows, newest FROM merging_count WHERE merging_id = ")
                .value(merging)
                .push(" AND table_name = ")
                .value(it.thing.as_str())
                .push(" AND column_name = ")
                .value(it.column);
            if self.one::<(i64, i64)>(then).await? != Some(now) {
                found.push(it.thing);
            }
        }
        Ok(found)
    }

    /// The facts of the kept record that were changed since a merging had written over them.
    pub async fn list_facts_changed(
        &mut self,
        merging: MergingId,
        kept: impl Into<Mergeable>,
    ) -> Result<Vec<Fact>, StoreError> {
        let kept = kept.into();
        let mut found = Vec::new();
        for fact in facts(kept.of) {
            let changed = sql("SELECT COUNT(*) FROM merging_fact f JOIN ")
                .push(kept.of.as_str())
                .push(" p ON p.id = ")
                .value(kept.key)
                .push(" WHERE f.merging_id = ")
                .value(merging)
                .push(" AND f.fact = ")
                .value(fact.as_str())
                .push(" AND COALESCE(CAST(p.")
                .push(fact.as_str())
                .push(" AS TEXT), '') <> COALESCE(f.after, '')");
            if self.only::<i64>(changed.unkept()).await? > 0 {
                found.push(*fact);
            }
        }
        Ok(found)
    }
}

/// The facts of a kind of record.
const fn facts(of: Merged) -> &'static [Fact] {
    match of {
        Merged::Person => Fact::OF_PERSON,
        Merged::Organisation => Fact::OF_UNIT,
    }
}

impl Reference {
    /// A query of the rows that name a record.
    fn rows<'a>(&self, select: &'static str, record: Mergeable) -> Statement<'a> {
        self.of(sql(select), record).unkept()
    }

    fn of<'a>(&self, select: Statement<'a>, record: Mergeable) -> Statement<'a> {
        let from = select.push(" FROM ").push(self.thing.as_str()).push(" t WHERE t.");
        from.push(self.column).push(" = ").value(self.key_of(record))
    }

    /// What the column names a record by.
    fn key_of(&self, record: Mergeable) -> i64 {
        match self.thing {
            Holding::Commitment => record.party,
            _ => record.key,
        }
    }

    fn count(&self) -> &'static str {
        match self.keys[0] {
            "t.id" => "SELECT COUNT(*), COALESCE(MAX(t.id), 0)",
            _ => "SELECT COUNT(*), CAST(0 AS BIGINT)",
        }
    }
}

impl Statement<'_> {
    /// Of the rows `t` those with a row `k` of another record under a condition.
    fn and_also(self, it: &Reference, other: Mergeable, both: &'static str) -> Self {
        self.push(" AND ").has_other(it, other, both)
    }

    fn has_other(self, it: &Reference, other: Mergeable, both: &'static str) -> Self {
        self.push("EXISTS (SELECT 1 FROM ")
            .push(it.thing.as_str())
            .push(" k WHERE k.")
            .push(it.column)
            .push(" = ")
            .value(it.key_of(other))
            .push(" AND ")
            .push(both)
            .push(")")
            .unkept()
    }

    /// Of the rows `t` those that a merging has noted under a column.
    fn noted(self, merging: MergingId, it: &Reference, column: &'static str) -> Self {
        self.push(" EXISTS (SELECT 1 FROM merging_row m WHERE m.merging_id = ")
            .value(merging)
            .push(" AND m.table_name = ")
            .value(it.thing.as_str())
            .push(" AND m.column_name = ")
            .value(column)
            .push(" AND m.key_1 = ")
            .push(it.keys[0])
            .push(" AND m.key_2 = ")
            .push(it.keys[1])
            .push(")")
            .unkept()
    }
}
