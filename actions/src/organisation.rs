//! The units on file: finding one, what belongs to it, adding and correcting one, and whom one calls
//! there.

mod contact;
mod edit;

use domain::{
    id::{OrganisationId, PersonId, RegionId},
    merging::may_merge_units,
    organisation::{OrganisationKind, UNIT_KEEPERS, UNIT_READERS, may_keep_units, may_read_units},
    role::Actor,
    roster::unit_key,
};
use store::{
    Conn, ContactRow, HostUnitRow, MergingRow, OrganisationRow, OrganisationSearch, RegionRow,
};

pub use self::edit::OrganisationForm;
use crate::{ActionError, Actions, Call};

const PAGE: i64 = 50;
/// So many of a unit's people are named.
const NAMED: i64 = 50;

/// What a list of units is asked for.
#[derive(Clone, Debug, Default)]
pub struct UnitFilter {
    /// A part of the name.
    pub words: String,
    /// Of this kind alone.
    pub kind: Option<OrganisationKind>,
    /// In this region alone.
    pub region: Option<RegionId>,
}

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
    /// Whether the caller adds units.
    pub may_add: bool,
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
    /// Whom one calls there.
    pub contacts: Vec<ContactRow>,
    /// It as a host of lectures; empty for who keeps no units.
    pub hosts: Vec<HostUnitRow>,
    /// What was merged into it, for who merges.
    pub mergings: Vec<MergingRow>,
    /// Whether the caller corrects it.
    pub may_change: bool,
    /// Whether the caller merges units.
    pub may_merge: bool,
}

impl Actions {
    /// Units found by a part of their name, their kind and their region, within the caller's scope.
    pub async fn organisations(
        &self,
        call: &Call,
        filter: &UnitFilter,
        page: i64,
    ) -> Result<OrganisationList, ActionError> {
        let actor = call.allowed(may_read_units)?;
        let reach = actor.reach(UNIT_READERS);
        let page = page.clamp(1, 10_000);
        let words: String = filter.words.trim().chars().take(60).collect();
        let mut conn = self.store.read().await?;
        let search = OrganisationSearch {
            words: &words,
            key: &unit_key(&words),
            kind: filter.kind,
            region: filter.region,
            reach: &reach,
        };
        let offset = (page - 1) * PAGE;
        let mut rows = conn.list_organisations_found(&search, offset, PAGE + 1).await?;
        let limit = usize::try_from(PAGE).unwrap_or(usize::MAX);
        let has_more = rows.len() > limit;
        rows.truncate(limit);
        let regions = conn.list_regions(call.today()).await?;
        Ok(OrganisationList { rows, regions, page, has_more, may_add: may_keep_units(actor) })
    }

    /// A unit within the caller's scope, unless it was merged into another.
    pub async fn organisation(
        &self,
        call: &Call,
        id: OrganisationId,
    ) -> Result<OrganisationPage, ActionError> {
        page_of(&mut self.store.read().await?, call, id).await
    }
}

/// A unit within the caller's scope.
pub(crate) async fn page_of(
    conn: &mut Conn,
    call: &Call,
    id: OrganisationId,
) -> Result<OrganisationPage, ActionError> {
    let actor = call.allowed(may_read_units)?;
    let unit = conn.find_organisation(id).await?;
    let unit = unit.filter(|unit| unit.merged_into.is_none()).ok_or(ActionError::NotFound)?;
    if !conn.is_within(&actor.reach(UNIT_READERS), unit.region_id, Some(id)).await? {
        return Err(ActionError::NotFound);
    }
    let may_change = keeps(conn, actor, &unit).await?;
    let may_merge = may_merge_units(actor);
    let regions = conn.list_regions(call.today()).await?;
    let region = regions.into_iter().find(|region| Some(region.id) == unit.region_id);
    let above = match unit.parent_id {
        Some(parent) => conn.find_organisation(parent).await?,
        None => None,
    };
    let mergings = if may_merge { conn.list_mergings(&unit).await? } else { Vec::new() };
    let hosts = if may_change { conn.list_hosts_of(id).await? } else { Vec::new() };
    Ok(OrganisationPage {
        region,
        above,
        below: conn.list_organisations_below(id).await?,
        n_people: conn.count_members(id).await?,
        people: conn.list_members(id, NAMED).await?,
        contacts: conn.list_contacts(id).await?,
        hosts,
        mergings,
        may_change,
        may_merge,
        unit,
    })
}

/// Whether somebody adds and corrects a unit: one of the own region, or any.
async fn keeps(
    conn: &mut Conn,
    actor: &Actor,
    unit: &OrganisationRow,
) -> Result<bool, ActionError> {
    let reach = actor.reach(UNIT_KEEPERS);
    Ok(may_keep_units(actor) && conn.is_within(&reach, unit.region_id, None).await?)
}
