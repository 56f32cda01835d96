//! Organisations as a tree, as far as somebody sees: where it begins, what stands directly below, and
//! how much every branch has. Nothing here reads more of it than is shown.

use domain::{id::OrganisationId, organisation::OrganisationKind};

use super::{COLUMNS, OrganisationRow};
use crate::{
    Conn, Reach, StoreError,
    statement::{Statement, sql},
};

/// A part of the tree whose organisations stand side by side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TreePart {
    /// Those of a kind above which the reader sees none.
    Top(OrganisationKind),
    /// Those directly below one.
    Below(OrganisationId),
}

/// An organisation, how many stand below it, and how many of them directly.
pub type Branch = (OrganisationId, i64, i64);

const COUNT_TOP: &str = "SELECT kind, COUNT(*) FROM organisation WHERE merged_into IS NULL";
const COUNT_BELOW: &str = "SELECT k.ancestor_id, COUNT(*), \
    CAST(SUM(CASE WHEN o.parent_id = k.ancestor_id THEN 1 ELSE 0 END) AS BIGINT) \
    FROM organisation_closure k JOIN organisation o ON o.id = k.descendant_id \
    WHERE k.descendant_id <> k.ancestor_id AND o.merged_into IS NULL AND k.ancestor_id IN ";

impl Statement<'_> {
    /// Only organisations within a reach above which there is none of that reach.
    fn on_top(self, reach: &Reach) -> Self {
        if *reach == Reach::Everything {
            return self.push(" AND parent_id IS NULL");
        }
        let this = self.within("region_id", "id", reach).push(
            " AND NOT EXISTS (SELECT 1 FROM organisation up WHERE up.id = organisation.parent_id \
             AND up.merged_into IS NULL",
        );
        this.within("up.region_id", "up.id", reach).push(")")
    }
}

impl Conn {
    /// How many organisations of every kind stand at the top of what a reader sees.
    pub async fn count_tree_tops(
        &mut self,
        reach: &Reach,
    ) -> Result<Vec<(OrganisationKind, i64)>, StoreError> {
        self.all(sql(COUNT_TOP).on_top(reach).push(" GROUP BY kind")).await
    }

    /// Organisations that stand side by side, in their customary order, from one of them on.
    pub async fn list_tree_part(
        &mut self,
        part: TreePart,
        reach: &Reach,
        from: Option<&OrganisationRow>,
        limit: i64,
    ) -> Result<Vec<OrganisationRow>, StoreError> {
        let found = sql(COLUMNS).push("WHERE merged_into IS NULL AND ");
        let found = match part {
            TreePart::Top(kind) => found.push("kind = ").value(kind).on_top(reach),
            TreePart::Below(parent) => {
                found.push("parent_id = ").value(parent).within("region_id", "id", reach)
            }
        };
        let found = found.on_from(from).push(" ORDER BY sort_order, name, id LIMIT ");
        self.all(found.value(limit)).await
    }

    /// All that stand directly below several.
    pub async fn list_tree_below(
        &mut self,
        parents: &[OrganisationId],
        reach: &Reach,
    ) -> Result<Vec<OrganisationRow>, StoreError> {
        if parents.is_empty() {
            return Ok(Vec::new());
        }
        let found = sql(COLUMNS).push("WHERE merged_into IS NULL AND parent_id IN ");
        let found = found.list(parents.iter().copied()).within("region_id", "id", reach);
        self.all(found.push(" ORDER BY sort_order, name, id").unkept()).await
    }

    /// How much stands below each of these; those that have nothing below are left out.
    pub async fn count_branches(
        &mut self,
        ids: &[OrganisationId],
        reach: &Reach,
    ) -> Result<Vec<Branch>, StoreError> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let found = sql(COUNT_BELOW).list(ids.iter().copied());
        let found = found.within("o.region_id", "o.id", reach);
        self.all(found.push(" GROUP BY k.ancestor_id").unkept()).await
    }
}
