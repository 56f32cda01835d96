//! Carrying a merging out, and undoing it.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    id::{MergingId, PersonId},
    merging::Fact,
};

use super::reference::{Close, REFERENCES, Reference, Way};
use crate::{
    PersonRow, StoreError, Tx,
    statement::{Statement, bound, sql},
};

const ADD: &str = "INSERT INTO merging (thing, kept_id, gone_id, merger_id, merged_at) \
    VALUES ('person', $1, $2, $3, $4) RETURNING id";
const MARK: &str = "UPDATE person SET merged_into = $2 WHERE id = $1";
const UNDO: &str = "UPDATE merging SET undone_at = $2 WHERE id = $1 AND undone_at IS NULL";
const COUNT: &str = "INSERT INTO merging_count (merging_id, table_name, column_name, n_rows, newest) \
    VALUES ($1, $2, $3, $4, $5)";

impl Tx {
    /// Begins a merging: notes every row that will move, and every one that will be closed.
    pub async fn add_merging(
        &mut self,
        kept: &PersonRow,
        gone: &PersonRow,
        merger: PersonId,
        now: DateTime<Utc>,
    ) -> Result<MergingId, StoreError> {
        let id = self.only(bound!(ADD; kept.id, gone.id, merger, now)).await?;
        for it in REFERENCES {
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
        kept: &PersonRow,
        gone: &PersonRow,
        today: NaiveDate,
    ) -> Result<(), StoreError> {
        for it in REFERENCES {
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
        for it in REFERENCES.iter().filter(|it| it.is_built) {
            let (n, newest): (i64, i64) = self.only(it.rows(it.count(), kept)).await?;
            let (table, column) = (it.thing.as_str(), it.column);
            self.run(bound!(COUNT; merging, table, column, n, newest)).await?;
        }
        self.run(sql(MARK).bind(gone.id).bind(kept.id)).await
    }

    /// Lets a fact of the other record stand for the kept one.
    pub async fn take_fact(
        &mut self,
        merging: MergingId,
        fact: Fact,
        kept: &PersonRow,
        gone: &PersonRow,
    ) -> Result<(), StoreError> {
        let column = fact.as_str();
        let note = sql("INSERT INTO merging_fact (merging_id, fact, before, after) SELECT ")
            .value(merging)
            .push(", ")
            .value(column)
            .push(", CAST(k.")
            .push(column)
            .push(" AS TEXT), CAST(g.")
            .push(column)
            .push(" AS TEXT) FROM person k JOIN person g ON g.id = ")
            .value(gone.id)
            .push(" WHERE k.id = ")
            .value(kept.id);
        self.run(note.unkept()).await?;
        let take = sql("UPDATE person SET ")
            .push(column)
            .push(" = (SELECT g.")
            .push(column)
            .push(" FROM person g WHERE g.id = ")
            .value(gone.id)
            .push(") WHERE id = ")
            .value(kept.id);
        self.run(take.unkept()).await?;
        if fact == Fact::Name { self.index_name(kept.id, &gone.name).await } else { Ok(()) }
    }

    /// Undoes a merging: everything that it has moved, closed and written over is as it was.
    pub async fn undo_merging(
        &mut self,
        merging: MergingId,
        kept: &PersonRow,
        gone: &PersonRow,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        for it in REFERENCES {
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
        for fact in Fact::ALL {
            let before = match fact {
                Fact::Field | Fact::Region => " = (SELECT CAST(f.before AS BIGINT)",
                _ => " = (SELECT f.before",
            };
            let give_back = sql("UPDATE person SET ")
                .push(fact.as_str())
                .push(before)
                .push(" FROM merging_fact f WHERE f.merging_id = ")
                .value(merging)
                .push(" AND f.fact = ")
                .value(fact.as_str())
                .push(") WHERE id = ")
                .value(kept.id)
                .push(" AND EXISTS (SELECT 1 FROM merging_fact f WHERE f.merging_id = ")
                .value(merging)
                .push(" AND f.fact = ")
                .value(fact.as_str())
                .push(")");
            self.run(give_back.unkept()).await?;
        }
        if let Some(kept) = self.find_person(kept.id).await? {
            self.index_name(kept.id, &kept.name).await?;
        }
        self.run(sql(MARK).bind(gone.id).bind(None::<i64>)).await?;
        self.run(sql(UNDO).bind(merging).bind(now)).await
    }
}

impl Reference {
    /// Notes rows of a person under a column, with what closing them changes.
    fn note<'a>(
        &self,
        merging: MergingId,
        column: &'static str,
        closed: &'static str,
        person: &PersonRow,
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
        self.of(select, person).unkept()
    }

    fn set<'a>(&self, column: &'static str) -> Statement<'a> {
        sql("UPDATE ").push(self.thing.as_str()).push(" AS t SET ").push(column).push(" = ")
    }

    /// Moves the rows that a merging has noted from one person to another.
    fn moves<'a>(&self, merging: MergingId, from: &PersonRow, to: &PersonRow) -> Statement<'a> {
        let set = self.set(self.column).value(self.key_of(to)).push(" WHERE t.");
        let from = set.push(self.column).push(" = ").value(self.key_of(from)).push(" AND");
        from.noted(merging, self, self.column)
    }
}
