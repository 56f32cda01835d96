//! The trees of regions and organisations: each row with its parent, and beside it a closure with
//! everything above, on which permissions rest.

use std::collections::BTreeSet;

use crate::{Conn, StoreError, Tx};

/// The statements of one tree; a list or rows stand between the two texts of each.
#[derive(Debug)]
pub(crate) struct Tree {
    below: &'static str,
    forget: &'static str,
    close: (&'static str, &'static str),
    hang: (&'static str, &'static str),
}

macro_rules! tree {
    ($table:literal) => {
        Tree {
            below: concat!("SELECT descendant_id FROM ", $table, "_closure WHERE ancestor_id IN "),
            forget: concat!("DELETE FROM ", $table, "_closure WHERE descendant_id IN "),
            // `UNION` and not `UNION ALL`, so that a circle would end.
            close: (
                concat!(
                    "WITH RECURSIVE up (descendant_id, ancestor_id) AS (SELECT id, id FROM ",
                    $table,
                    " WHERE id IN "
                ),
                concat!(
                    " UNION SELECT up.descendant_id, above.parent_id FROM up JOIN ",
                    $table,
                    " above ON above.id = up.ancestor_id WHERE above.parent_id IS NOT NULL) \
                     INSERT INTO ",
                    $table,
                    "_closure (ancestor_id, descendant_id) \
                     SELECT ancestor_id, descendant_id FROM up"
                ),
            ),
            hang: (
                concat!("UPDATE ", $table, " SET parent_id = v.column2 FROM ("),
                concat!(") AS v WHERE ", $table, ".id = v.column1"),
            ),
        }
    };
}

pub(crate) const REGIONS: Tree = tree!("region");
pub(crate) const ORGANISATIONS: Tree = tree!("organisation");

impl Conn {
    /// These with everything below them.
    pub(crate) async fn list_below(
        &mut self,
        tree: &Tree,
        ids: &[i64],
    ) -> Result<BTreeSet<i64>, StoreError> {
        let below: Vec<i64> = self.all_in(tree.below, ids, "").await?;
        Ok(below.into_iter().chain(ids.iter().copied()).collect())
    }
}

impl Tx {
    /// Writes anew what stands above each of these, and above everything below them.
    pub(crate) async fn close(&mut self, tree: &Tree, ids: &[i64]) -> Result<(), StoreError> {
        let all = self.list_below(tree, ids).await?;
        self.run_in(tree.forget, &all, "").await?;
        self.run_in(tree.close.0, &all, tree.close.1).await
    }

    /// Hangs rows below others, and everything below them with them.
    pub(crate) async fn hang(
        &mut self,
        tree: &Tree,
        parents: &[(i64, Option<i64>)],
    ) -> Result<(), StoreError> {
        let rows = parents.iter().map(|(id, parent)| vec![id.into(), (*parent).into()]);
        self.run_rows(tree.hang.0, rows.collect(), tree.hang.1).await?;
        let ids: Vec<i64> = parents.iter().map(|(id, _)| *id).collect();
        self.close(tree, &ids).await
    }
}
