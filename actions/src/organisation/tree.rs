//! The units as a tree, by kind: what a page shows of it is read, and everything else stands behind a
//! link.

use std::collections::BTreeMap;

use domain::{
    id::OrganisationId,
    organisation::{OrganisationKind, UNIT_READERS, may_read_units},
    role::Reach,
};
use store::{Conn, OrganisationRow, TreePart};

use super::seen;
use crate::{ActionError, Actions, Call, Keyed, paged::KEYED_ASKED};

/// So many units of a kind stand on the first page.
const FIRST: usize = 10;
/// A unit that has more directly below it shows them on a page of their own.
const OPENED: i64 = 20;

/// Which part of the tree is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TreeAt {
    /// The beginning: some of every kind.
    Beginning,
    /// All of a kind at the top.
    Kind(OrganisationKind),
    /// All directly below a unit.
    Unit(OrganisationId),
}

/// A part of the tree.
#[derive(Clone, Debug)]
pub struct UnitTree {
    /// The unit whose branch it is.
    pub unit: Option<OrganisationRow>,
    /// The units above it, as far as the caller sees, the highest first.
    pub above: Vec<OrganisationRow>,
    /// What stands side by side, by kind at the top.
    pub groups: Vec<UnitGroup>,
}

/// Units that stand side by side.
#[derive(Clone, Debug)]
pub struct UnitGroup {
    /// Of which kind they are, at the top; below a unit they are of any.
    pub kind: Option<OrganisationKind>,
    /// How many there are.
    pub n: i64,
    /// A page of them, or some.
    pub branches: Keyed<UnitBranch, OrganisationId>,
}

/// A unit with what stands below it.
#[derive(Clone, Debug)]
pub struct UnitBranch {
    /// The unit.
    pub unit: OrganisationRow,
    /// How many stand below it in all.
    pub n_below: i64,
    /// Those directly below; none where they are so many that they stand behind a link.
    pub below: Vec<UnitBranch>,
}

impl Actions {
    /// A part of the tree of units, as far as the caller sees.
    pub async fn unit_tree(
        &self,
        call: &Call,
        at: TreeAt,
        from: Option<OrganisationId>,
    ) -> Result<UnitTree, ActionError> {
        let reach = call.allowed(may_read_units)?.reach(UNIT_READERS);
        let mut conn = self.store.read().await?;
        if let TreeAt::Unit(id) = at {
            return branch_of(&mut conn, &reach, id, from).await;
        }
        let mut tops = conn.count_tree_tops(&reach).await?;
        tops.sort_by_key(|(kind, _)| OrganisationKind::ALL.iter().position(|it| it == kind));
        let mut groups = Vec::new();
        for (kind, n) in tops {
            let part = TreePart::Top(kind);
            let branches = match at {
                TreeAt::Kind(sought) if sought == kind => {
                    page_of(&mut conn, &reach, part, from).await?
                }
                TreeAt::Beginning => {
                    let limit = i64::try_from(FIRST).unwrap_or(i64::MAX).saturating_add(1);
                    let mut units = conn.list_tree_part(part, &reach, None, limit).await?;
                    let next = units.get(FIRST).map(|unit| unit.id);
                    units.truncate(FIRST);
                    Keyed { rows: branches(&mut conn, &reach, units).await?, next }
                }
                _ => continue,
            };
            groups.push(UnitGroup { kind: Some(kind), n, branches });
        }
        Ok(UnitTree { unit: None, above: Vec::new(), groups })
    }
}

async fn branch_of(
    conn: &mut Conn,
    reach: &Reach,
    id: OrganisationId,
    from: Option<OrganisationId>,
) -> Result<UnitTree, ActionError> {
    let unit = seen(conn, reach, Some(id)).await?;
    let unit = unit.filter(|unit| unit.merged_into.is_none()).ok_or(ActionError::NotFound)?;
    let mut above: Vec<OrganisationRow> = Vec::new();
    let mut parent = unit.parent_id;
    while let Some(up) = seen(conn, reach, parent).await? {
        // A circle ends where it meets itself.
        if up.id == id || above.iter().any(|known| known.id == up.id) {
            break;
        }
        parent = up.parent_id;
        above.push(up);
    }
    above.reverse();
    let counted = conn.count_branches(&[id], reach).await?;
    let n = counted.first().map_or(0, |(_, _, n)| *n);
    let branches = page_of(conn, reach, TreePart::Below(id), from).await?;
    let groups = vec![UnitGroup { kind: None, n, branches }];
    Ok(UnitTree { unit: Some(unit), above, groups })
}

/// A page of units that stand side by side, from one of them on.
async fn page_of(
    conn: &mut Conn,
    reach: &Reach,
    part: TreePart,
    from: Option<OrganisationId>,
) -> Result<Keyed<UnitBranch, OrganisationId>, ActionError> {
    let from = seen(conn, reach, from).await?;
    let units = conn.list_tree_part(part, reach, from.as_ref(), KEYED_ASKED).await?;
    let page = Keyed::of(units, |unit| unit.id);
    Ok(Keyed { rows: branches(conn, reach, page.rows).await?, next: page.next })
}

/// Units with those directly below them, where they are few, and with how much every branch has.
async fn branches(
    conn: &mut Conn,
    reach: &Reach,
    units: Vec<OrganisationRow>,
) -> Result<Vec<UnitBranch>, ActionError> {
    let ids: Vec<OrganisationId> = units.iter().map(|unit| unit.id).collect();
    let counted = conn.count_branches(&ids, reach).await?;
    let few = counted.iter().filter(|(_, _, n_directly)| *n_directly <= OPENED);
    let few: Vec<OrganisationId> = few.map(|(id, ..)| *id).collect();
    let below = conn.list_tree_below(&few, reach).await?;
    let ids: Vec<OrganisationId> = below.iter().map(|unit| unit.id).collect();
    let mut n_below: BTreeMap<OrganisationId, i64> = BTreeMap::new();
    n_below.extend(counted.into_iter().map(|(id, n, _)| (id, n)));
    n_below.extend(conn.count_branches(&ids, reach).await?.into_iter().map(|(id, n, _)| (id, n)));
    let branch = |unit: OrganisationRow, below: Vec<UnitBranch>| UnitBranch {
        n_below: n_below.get(&unit.id).copied().unwrap_or_default(),
        below,
        unit,
    };
    let mut of_parent: BTreeMap<OrganisationId, Vec<UnitBranch>> = BTreeMap::new();
    for unit in below {
        if let Some(parent) = unit.parent_id {
            of_parent.entry(parent).or_default().push(branch(unit, Vec::new()));
        }
    }
    let units = units.into_iter().map(|unit| {
        let below = of_parent.remove(&unit.id).unwrap_or_default();
        branch(unit, below)
    });
    Ok(units.collect())
}
