//! The trees of regions and organisations: each row with its parent, and beside it a closure with
//! everything above, on which permissions rest.

use std::{collections::BTreeSet, marker::PhantomData};

use domain::id::{OrganisationId, RegionId};

use crate::{Conn, StoreError, Tx, row::Decoded};

/// The statements of one tree, of rows with such keys; a list or rows stand between the two texts of
/// each.
#[derive(Debug)]
pub(crate) struct Tree<Id> {
    below: &'static str,
    forget: &'static str,
    close: (&'static str, &'static str),
    hang: (&'static str, &'static str),
    of: PhantomData<Id>,
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
            of: PhantomData,
        }
    };
}

pub(crate) const REGIONS: Tree<RegionId> = tree!("region");
pub(crate) const ORGANISATIONS: Tree<OrganisationId> = tree!("organisation");

/// The key of the rows of a tree.
pub(crate) trait Key: Copy + Ord + Decoded + Into<i64> {
    fn number(self) -> i64 {
        self.into()
    }
}

impl Key for RegionId {}

impl Key for OrganisationId {}

fn numbers<'a, Id: Key + 'a>(ids: impl IntoIterator<Item = &'a Id>) -> Vec<i64> {
    ids.into_iter().map(|id| id.number()).collect()
}

impl Conn {
    /// These with everything below them.
    pub(crate) async fn list_below<Id: Key>(
        &mut self,
        tree: &Tree<Id>,
        ids: &[Id],
    ) -> Result<BTreeSet<Id>, StoreError> {
        let below: Vec<Id> = self.all_in(tree.below, numbers(ids), "").await?;
        Ok(below.into_iter().chain(ids.iter().copied()).collect())
    }
}

impl Tx {
    /// Writes anew what stands above each of these, and above everything below them.
    pub(crate) async fn close<Id: Key>(
        &mut self,
        tree: &Tree<Id>,
        ids: &[Id],
    ) -> Result<(), StoreError> {
        let all = self.list_below(tree, ids).await?;
        self.run_in(tree.forget, numbers(&all), "").await?;
        self.run_in(tree.close.0, numbers(&all), tree.close.1).await
    }

    /// Hangs rows below others, and everything below them with them.
    pub(crate) async fn hang<Id: Key>(
        &mut self,
        tree: &Tree<Id>,
        parents: &[(Id, Option<Id>)],
    ) -> Result<(), StoreError> {
        let rows = parents
            .iter()
            .map(|(id, parent)| vec![id.number().into(), parent.map(Key::number).into()]);
        self.run_rows(tree.hang.0, rows.collect(), tree.hang.1).await?;
        let ids: Vec<Id> = parents.iter().map(|(id, _)| *id).collect();
        self.close(tree, &ids).await
    }
}
