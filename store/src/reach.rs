//! How far somebody sees, as what statements ask for: the only SQL of it.

use domain::{
    id::{OrganisationId, RegionId},
    role::Reach,
};

use crate::{
    Conn, StoreError,
    statement::{Statement, sql},
};

/// One row that lies in a region (`$1`) and in a unit (`$2`).
const ONE: &str = "SELECT COUNT(*) FROM (SELECT CAST($1 AS BIGINT) AS region_id, \
    CAST($2 AS BIGINT) AS unit_id) t WHERE 1 = 1";

impl Conn {
    /// Whether a region or a unit is within a reach; what is in neither is so for those alone who
    /// see everything.
    pub async fn is_within(
        &mut self,
        reach: &Reach,
        region: Option<RegionId>,
        unit: Option<OrganisationId>,
    ) -> Result<bool, StoreError> {
        match reach {
            Reach::Everything => Ok(true),
            Reach::Nothing => Ok(false),
            Reach::Within { .. } => {
                let statement = sql(ONE).bind(region).bind(unit);
                let found: i64 =
                    self.only(statement.within("t.region_id", "t.unit_id", reach)).await?;
                Ok(found > 0)
            }
        }
    }
}

impl Statement<'_> {
    /// Only what belongs to regions or organisations within a reach, each with all below it.
    pub(crate) fn within(self, region: &'static str, unit: &'static str, reach: &Reach) -> Self {
        let Reach::Within { regions, organisations } = reach else { return self.whole(reach) };
        // An index serves either condition alone, but not the two of them joined by OR.
        match (regions.is_empty(), organisations.is_empty()) {
            (_, true) => self.push(" AND ").in_regions(region, regions),
            (true, false) => self.push(" AND ").in_units(unit, organisations),
            (false, false) => {
                let this = self.push(" AND (").in_regions(region, regions).push(" OR ");
                this.in_units(unit, organisations).push(")")
            }
        }
    }

    /// Only what belongs to regions within a reach, each with all below it: for what is no unit's.
    pub(crate) fn within_regions(self, region: &'static str, reach: &Reach) -> Self {
        let Reach::Within { regions, .. } = reach else { return self.whole(reach) };
        self.push(" AND ").in_regions(region, regions)
    }

    /// Only what belongs to a region within a reach, with all below it, by one column or another.
    pub(crate) fn within_either_region(
        self,
        one: &'static str,
        other: &'static str,
        reach: &Reach,
    ) -> Self {
        let Reach::Within { regions, .. } = reach else { return self.whole(reach) };
        let this = self.push(" AND (").in_regions(one, regions).push(" OR ");
        this.in_regions(other, regions).push(")")
    }

    /// Only what regions or organisations within a reach hold themselves.
    pub(crate) fn held_within(
        self,
        region: &'static str,
        unit: &'static str,
        reach: &Reach,
    ) -> Self {
        let Reach::Within { regions, organisations } = reach else { return self.whole(reach) };
        let this = self.push(" AND (").push(region).push(" IN ").list(regions.iter().copied());
        let this = this.push(" OR ").push(unit).push(" IN ");
        this.list(organisations.iter().copied()).push(")")
    }

    fn whole(self, reach: &Reach) -> Self {
        if *reach == Reach::Everything { self } else { self.push(" AND FALSE") }
    }

    fn in_regions(self, column: &'static str, ids: &[RegionId]) -> Self {
        let below = " IN (SELECT descendant_id FROM region_closure WHERE ancestor_id IN ";
        self.push(column).push(below).list(ids.iter().copied()).push(")")
    }

    fn in_units(self, column: &'static str, ids: &[OrganisationId]) -> Self {
        let below = " IN (SELECT descendant_id FROM organisation_closure WHERE ancestor_id IN ";
        self.push(column).push(below).list(ids.iter().copied()).push(")")
    }
}
