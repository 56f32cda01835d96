//! The units on file: finding one, and what belongs to it.

use domain::{
    id::{OrganisationId, PersonId},
    merging::may_merge_units,
    roster::unit_key,
};
use store::{HostUnitRow, MergingRow, OrganisationRow, RegionRow};

use crate::{ActionError, Actions, Call};

const PAGE: i64 = 50;
/// So many of a unit's people are named.
const NAMED: i64 = 50;

/// A page of units.
#[derive(Clone, Debug)]
pub struct OrganisationList {
    /// The units.
    pub rows: Vec<OrganisationRow>,
    /// Regions, for their names.
    pub regions: Vec<RegionRow>,
    /// Number of the page, from 1.
    pub page: i64,
    /// Whether there are more.
    pub has_more: bool,
}

/// A unit with what belongs to it.
#[derive(Clone, Debug)]
pub struct OrganisationPage {
    /// The unit.
    pub unit: OrganisationRow,
    /// Its region, if it belongs to one.
    pub region: Option<RegionRow>,
    /// The unit above.
    pub above: Option<OrganisationRow>,
    /// Units directly below.
    pub below: Vec<OrganisationRow>,
    /// How many belong to it.
    pub n_people: i64,
    /// Some of them, by name.
    pub people: Vec<(PersonId, String)>,
    /// It as a host of lectures.
    pub hosts: Vec<HostUnitRow>,
    /// What was merged into it.
    pub mergings: Vec<MergingRow>,
}

impl Actions {
    /// Units found by a part of their name.
    pub async fn organisations(
        &self,
        call: &Call,
        query: &str,
        page: i64,
    ) -> Result<OrganisationList, ActionError> {
        call.allowed(may_merge_units)?;
        let page = page.clamp(1, 10_000);
        let words: String = query.trim().chars().take(60).collect();
        let mut conn = self.store.read().await?;
        let key = unit_key(&words);
        let offset = (page - 1) * PAGE;
        let mut rows = conn.list_organisations_found(&words, &key, offset, PAGE + 1).await?;
        let limit = usize::try_from(PAGE).unwrap_or(usize::MAX);
        let has_more = rows.len() > limit;
        rows.truncate(limit);
        let regions = conn.list_regions(call.today()).await?;
        Ok(OrganisationList { rows, regions, page, has_more })
    }

    /// A unit, unless it was merged into another.
    pub async fn organisation(
        &self,
        call: &Call,
        id: OrganisationId,
    ) -> Result<OrganisationPage, ActionError> {
        call.allowed(may_merge_units)?;
        let mut conn = self.store.read().await?;
        let unit = conn.find_organisation(id).await?;
        let unit = unit.filter(|unit| unit.merged_into.is_none()).ok_or(ActionError::NotFound)?;
        let regions = conn.list_regions(call.today()).await?;
        let region = regions.into_iter().find(|region| Some(region.id) == unit.region_id);
        let above = match unit.parent_id {
            Some(parent) => conn.find_organisation(parent).await?,
            None => None,
        };
        Ok(OrganisationPage {
            region,
            above,
            below: conn.list_organisations_below(id).await?,
            n_people: conn.count_members(id).await?,
            people: conn.list_members(id, NAMED).await?,
            hosts: conn.list_hosts_of(id).await?,
            mergings: conn.list_mergings(&unit).await?,
            unit,
        })
    }
}
