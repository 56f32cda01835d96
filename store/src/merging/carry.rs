//! Carrying a merging out, and undoing it.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    id::{MergingId, OrganisationId, PersonId},
    merging::{Fact, Merged},
};

use super::{
    Mergeable, facts,
    reference::{Close, Reference, Way},
};
use crate::{
    StoreError, Tx,
    statement::{Statement, bound, sql},
    tree::ORGANISATIONS,
};

const ADD: &str = "INSERT INTO merging (thing, kept_id, gone_id, merger_id, merged_at) \
    VALUES ($1, $2, $3, $4, $5) RETURNING id";
const UNDO: &str = "UPDATE merging SET undone_at = $2 WHERE id = $1 AND undone_at IS NULL";
const COUNT: &str = "INSERT INTO merging_count (merging_id, table_name, column_name, n_rows, newest) \
    VALUES ($1, $2, $3, $4, $5)";

const CODE: &str = "SELECT code FROM organisation WHERE id = $1 AND code IS NOT NULL";
const SET_CODE: &str = "UPDATE organisation SET code = $2 WHERE id = $1";
const CODE_BACK: &str = "UPDATE organisation SET code = (SELECT f.after FROM merging_fact f \
        WHERE f.merging_id = $2 AND f.fact = 'code') \
    WHERE id = $1 AND EXISTS (SELECT 1 FROM merging_fact f \
        WHERE f.merging_id = $2 AND f.fact = 'code')";
/// Of two hosts of one county by different names one is asked for by both.
const MARK_HOSTS: &str = "UPDATE host_unit SET merged_into = (SELECT MIN(k.id) FROM host_unit k \
        WHERE k.organisation_id = $1 AND k.merged_into IS NULL \
            AND COALESCE(k.region_id, 0) = COALESCE(host_unit.region_id, 0)) \
    WHERE organisation_id = $2 AND merged_into IS NULL";
const FREE_HOSTS: &str = "UPDATE host_unit SET merged_into = NULL WHERE id IN (SELECT key_1 \
        FROM merging_row WHERE merging_id = $1 AND table_name = 'host_unit') \
    AND merged_into NOT IN (SELECT key_1 FROM merging_row \
        WHERE merging_id = $1 AND table_name = 'host_unit')";
const MOVED_UNITS: &str = "SELECT key_1 FROM merging_row WHERE merging_id = $1 \
    AND table_name = 'organisation' AND column_name = 'parent_id'";

impl Tx {
    /// Begins a merging: notes every row that will move, and every one that will be closed.
    pub async fn add_merging(
        &mut self,
        kept: impl Into<Mergeable>,
        gone: impl Into<Mergeable>,
        merger: PersonId,
        now: DateTime<Utc>,
    ) -> Result<MergingId, StoreError> {
        let (kept, gone) = (kept.into(), gone.into());
        let id = self.only(bound!(ADD; kept.of, kept.key, gone.key, merger, now)).await?;
        for it in gone.references() {
            match it.way {
                Way::Stay => {}
                Way::Move => self.run(it.note(id, it.column, "NULL", gone)).await?,
                Way::Unless(both) => {
                    let moves = it.note(id, it.column, "NULL", gone).push(" AND NOT ");
                    self.run(moves.has_other(it, kept, both)).await?;
                }
                Way::Closing(both, close) => {
                    let moves = it.note(id, it.column, "NULL", gone).push(" AND NOT ");
                    self.run(moves.has_other(it, kept, both)).await?;
                    let before = match close {
                        Close::Withdrawn => "t.state",
                        Close::Ended => "NULL",
                    };
                    let closes = it.note(id, close.column(), before, gone).push(" AND ");
                    self.run(closes.has_other(it, kept, both)).await?;
                }
            }
        }
        Ok(id)
    }

    /// Carries a merging out: moves and closes what was noted, and counts what the kept record has.
    pub async fn move_merged(
        &mut self,
        merging: MergingId,
        kept: impl Into<Mergeable>,
        gone: impl Into<Mergeable>,
        today: NaiveDate,
    ) -> Result<(), StoreError> {
        let (kept, gone) = (kept.into(), gone.into());
        if gone.of == Merged::Organisation {
            self.run(bound!(MARK_HOSTS; kept.key, gone.key)).await?;
        }
        for it in gone.references() {
            self.run(it.moves(merging, gone, kept)).await?;
            if let Way::Closing(_, close) = it.way {
                let set = it.set(close.column());
                let set = match close {
                    Close::Withdrawn => set.push("'withdrawn'"),
                    Close::Ended => set.value(today),
                };
                self.run(set.push(" WHERE").noted(merging, it, close.column())).await?;
            }
        }
        for it in kept.references().iter().filter(|it| it.is_built) {
            let (n, newest): (i64, i64) = self.only(it.rows(it.count(), kept)).await?;
            let (table, column) = (it.thing.as_str(), it.column);
            self.run(bound!(COUNT; merging, table, column, n, newest)).await?;
        }
        self.run(gone.mark(Some(kept))).await?;
        self.hang_anew(merging, kept).await
    }

    /// What stands below a unit that a merging moves, and the unit itself, finds its place in the
    /// tree anew.
    async fn hang_anew(&mut self, merging: MergingId, kept: Mergeable) -> Result<(), StoreError> {
        if kept.of != Merged::Organisation {
            return Ok(());
        }
        let mut ids: Vec<OrganisationId> = self.all(sql(MOVED_UNITS).bind(merging)).await?;
        ids.push(OrganisationId(kept.key));
        self.close(&ORGANISATIONS, &ids).await
    }

    /// Lets a fact of the other record stand for the kept one.
    pub async fn take_fact(
        &mut self,
        merging: MergingId,
        fact: Fact,
        kept: impl Into<Mergeable>,
        gone: impl Into<Mergeable>,
    ) -> Result<(), StoreError> {
        let (kept, gone) = (kept.into(), gone.into());
        let (table, column) = (kept.of.as_str(), fact.as_str());
        let note = sql("INSERT INTO merging_fact (merging_id, fact, before, after) SELECT ")
            .value(merging)
            .push(", ")
            .value(column)
            .push(", CAST(k.")
            .push(column)
            .push(" AS TEXT), CAST(g.")
            .push(column)
            .push(" AS TEXT) FROM ")
            .push(table)
            .push(" k JOIN ")
            .push(table)
            .push(" g ON g.id = ")
            .value(gone.key)
            .push(" WHERE k.id = ")
            .value(kept.key);
        self.run(note.unkept()).await?;
        if fact == Fact::Code {
            // No two units have one code.
            let code: Option<String> = self.one(sql(CODE).bind(gone.key)).await?;
            self.run(sql(SET_CODE).bind(gone.key).bind(None::<&str>)).await?;
            return self.run(sql(SET_CODE).bind(kept.key).bind(code.as_deref())).await;
        }
        let take = sql("UPDATE ")
            .push(table)
            .push(" SET ")
            .push(column)
            .push(" = (SELECT g.")
            .push(column)
            .push(" FROM ")
            .push(table)
            .push(" g WHERE g.id = ")
            .value(gone.key)
            .push(") WHERE id = ")
            .value(kept.key);
        self.run(take.unkept()).await?;
        match (kept.of, fact) {
            (Merged::Person, Fact::Name) => self.index_anew(kept).await,
            (Merged::Organisation, Fact::Parent) => self.hang_anew(merging, kept).await,
            _ => Ok(()),
        }
    }

    async fn index_anew(&mut self, kept: Mergeable) -> Result<(), StoreError> {
        match self.find_person(PersonId(kept.key)).await? {
            Some(kept) => self.index_name(kept.id, &kept.name).await,
            None => Ok(()),
        }
    }

    /// Undoes a merging: everything that it has moved, closed and written over is as it was.
    pub async fn undo_merging(
        &mut self,
        merging: MergingId,
        kept: impl Into<Mergeable>,
        gone: impl Into<Mergeable>,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let (kept, gone) = (kept.into(), gone.into());
        if kept.of == Merged::Organisation {
            self.run(sql(FREE_HOSTS).bind(merging)).await?;
        }
        for it in kept.references() {
            if let Way::Closing(_, close) = it.way {
                let set = it.set(close.column());
                let set = match close {
                    Close::Withdrawn => set
                        .push("(SELECT r.closed FROM merging_row r WHERE r.merging_id = ")
                        .value(merging)
                        .push(" AND r.table_name = ")
                        .value(it.thing.as_str())
                        .push(" AND r.column_name = 'state' AND r.key_1 = t.id)"),
                    Close::Ended => set.push("NULL"),
                };
                self.run(set.push(" WHERE").noted(merging, it, close.column())).await?;
            }
            self.run(it.moves(merging, kept, gone)).await?;
        }
        for fact in facts(kept.of) {
            self.give_back(merging, *fact, kept, gone).await?;
        }
        if kept.of == Merged::Person {
            self.index_anew(kept).await?;
        }
        self.run(gone.mark(None)).await?;
        self.hang_anew(merging, kept).await?;
        self.run(sql(UNDO).bind(merging).bind(now)).await
    }

    /// A fact that a merging has written over is as it was.
    async fn give_back(
        &mut self,
        merging: MergingId,
        fact: Fact,
        kept: Mergeable,
        gone: Mergeable,
    ) -> Result<(), StoreError> {
        let before = match fact {
            _ if fact.is_key() => " = (SELECT CAST(f.before AS BIGINT)",
            Fact::Nominates => " = (SELECT CAST(f.before AS BOOLEAN)",
            _ => " = (SELECT f.before",
        };
        let give_back = sql("UPDATE ")
            .push(kept.of.as_str())
            .push(" SET ")
            .push(fact.as_str())
            .push(before)
            .push(" FROM merging_fact f WHERE f.merging_id = ")
            .value(merging)
            .push(" AND f.fact = ")
            .value(fact.as_str())
            .push(") WHERE id = ")
            .value(kept.key)
            .push(" AND EXISTS (SELECT 1 FROM merging_fact f WHERE f.merging_id = ")
            .value(merging)
            .push(" AND f.fact = ")
            .value(fact.as_str())
            .push(")");
        self.run(give_back.unkept()).await?;
        if fact == Fact::Code {
            self.run(sql(CODE_BACK).bind(gone.key).bind(merging)).await?;
        }
        Ok(())
    }
}

impl Mergeable {
    /// Marks a record as merged into another, or into none.
    fn mark<'a>(self, kept: Option<Self>) -> Statement<'a> {
        let into = sql("UPDATE ").push(self.of.as_str()).push(" SET merged_into = ");
        into.value(kept.map(|kept| kept.key)).push(" WHERE id = ").value(self.key)
    }
}

impl Reference {
    /// Notes rows of a record under a column, with what closing them changes.
    fn note<'a>(
        &self,
        merging: MergingId,
        column: &'static str,
        closed: &'static str,
        record: Mergeable,
    ) -> Statement<'a> {
        let select = sql("INSERT INTO merging_row \
            (merging_id, table_name, column_name, key_1, key_2, closed) SELECT ")
        .value(merging)
        .push(", ")
        .value(self.thing.as_str())
        .push(", ")
        .value(column)
        .push(", ")
        .push(self.keys[0])
        .push(", ")
        .push(self.keys[1])
        .push(", ")
        .push(closed);
        self.of(select, record).unkept()
    }

    fn set<'a>(&self, column: &'static str) -> Statement<'a> {
        sql("UPDATE ").push(self.thing.as_str()).push(" AS t SET ").push(column).push(" = ")
    }

    /// Moves the rows that a merging has noted from one record to another.
    fn moves<'a>(&self, merging: MergingId, from: Mergeable, to: Mergeable) -> Statement<'a> {
        let set = self.set(self.column).value(self.key_of(to)).push(" WHERE t.");
        let from = set.push(self.column).push(" = ").value(self.key_of(from)).push(" AND");
        from.noted(merging, self, self.column)
    }
}
