//! How far somebody sees, as what statements ask for.

use crate::statement::Statement;

/// How far somebody sees.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Everything.
    Everything,
    /// Regions and organisations with all below them.
    Within {
        /// Regions.
        regions: Vec<i64>,
        /// Organisations.
        organisations: Vec<i64>,
    },
}

impl<'a> Statement<'a> {
    /// Only what belongs to regions or organisations within a reach, each with all below it.
    pub(crate) fn within(self, region: &'static str, unit: &'static str, reach: &'a Reach) -> Self {
        let Reach::Within { regions, organisations } = reach else { return self };
        // An index serves either condition alone, but not the two of them joined by OR.
        let lists =
            [(region, "region_closure", regions), (unit, "organisation_closure", organisations)];
        let (mut this, mut before) = (self, " AND (");
        for (column, closure, ids) in lists.into_iter().filter(|(_, _, ids)| !ids.is_empty()) {
            this = this.push(before).push(column).push(" IN (SELECT descendant_id FROM ");
            this = this.push(closure).push(" WHERE ancestor_id IN ").list(ids).push(")");
            before = " OR ";
        }
        this.push(if before == " OR " { ")" } else { " AND FALSE" })
    }

    /// Only what these regions or organisations hold themselves.
    pub(crate) fn held_within(
        self,
        region: &'static str,
        unit: &'static str,
        reach: &'a Reach,
    ) -> Self {
        let Reach::Within { regions, organisations } = reach else { return self };
        let this = self.push(" AND (").push(region).push(" IN ").list(regions);
        this.push(" OR ").push(unit).push(" IN ").list(organisations).push(")")
    }
}
