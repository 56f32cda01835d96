//! The units on file: finding one, what belongs to it, adding and correcting one, and whom one calls
//! there.

mod contact;
mod edit;
mod host;
mod tree;

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    access_log::AccessThing,
    form::{Field, Values},
    id::{OrganisationId, PersonId, RegionId},
    merging::may_merge_units,
    organisation::{OrganisationKind, UNIT_KEEPERS, UNIT_READERS, may_keep_units, may_read_units},
    role::{Actor, Reach},
    roster::unit_key,
};
use store::{
    Conn, ContactRow, HostUnitRow, MergingRow, OrganisationRow, OrganisationSearch, RegionRow,
};

pub use self::{
    edit::OrganisationForm,
    host::UnitHostPage,
    tree::{TreeAt, UnitBranch, UnitGroup, UnitTree},
};
use crate::{
    ActionError, Actions, Call, Keyed,
    handed_on::{ALL, HandedOn},
    paged::KEYED_ASKED,
    person::regions_by_id,
};

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

impl UnitFilter {
    /// From the words of an address.
    pub fn of(asked: &Values) -> Self {
        Self {
            kind: OrganisationKind::parse(asked.get(Field::UnitKind)),
            region: asked.get(Field::County).parse().ok(),
            ..Self::named(asked.get(Field::Search))
        }
    }

    /// Whichever is called so.
    pub fn named(words: &str) -> Self {
        Self { words: words.trim().chars().take(60).collect(), ..Self::default() }
    }

    fn search<'a>(&'a self, key: &'a str, reach: &'a Reach) -> OrganisationSearch<'a> {
        OrganisationSearch { words: &self.words, key, kind: self.kind, region: self.region, reach }
    }
}

/// A unit with what is named of it in a spreadsheet.
#[derive(Clone, Debug)]
pub struct UnitLine {
    /// The unit.
    pub unit: OrganisationRow,
    /// The name of the unit above.
    pub above: Option<String>,
    /// The region.
    pub region: Option<RegionRow>,
}

/// A page of units.
#[derive(Clone, Debug)]
pub struct OrganisationList {
    /// The units, in their customary order.
    pub list: Keyed<OrganisationRow, OrganisationId>,
    /// Regions, for their names.
    pub regions: Vec<RegionRow>,
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
    /// Units found by a part of their name, their kind and their region, within the caller's scope; from
    /// one of them on.
    pub async fn organisations(
        &self,
        call: &Call,
        filter: &UnitFilter,
        from: Option<OrganisationId>,
    ) -> Result<OrganisationList, ActionError> {
        let actor = call.allowed(may_read_units)?;
        let reach = actor.reach(UNIT_READERS);
        let mut conn = self.store.read().await?;
        let (key, from) = (unit_key(&filter.words), seen(&mut conn, &reach, from).await?);
        let search = filter.search(&key, &reach);
        let rows = conn.list_organisations_found(&search, from.as_ref(), KEYED_ASKED).await?;
        let regions = conn.list_regions(call.today()).await?;
        let list = Keyed::of(rows, |unit| unit.id);
        Ok(OrganisationList { list, regions, may_add: may_keep_units(actor) })
    }

    /// All of them, for a spreadsheet.
    pub async fn organisation_export(
        &self,
        call: &Call,
        filter: &UnitFilter,
    ) -> Result<HandedOn<UnitLine>, ActionError> {
        let actor = call.allowed(may_read_units)?;
        let reach = actor.reach(UNIT_READERS);
        let mut conn = self.store.read().await?;
        let key = unit_key(&filter.words);
        let units = conn.list_organisations_found(&filter.search(&key, &reach), None, ALL).await?;
        let above: BTreeSet<OrganisationId> = units.iter().filter_map(|it| it.parent_id).collect();
        let above: Vec<OrganisationId> = above.into_iter().collect();
        let above: BTreeMap<OrganisationId, String> =
            conn.list_organisation_names(&above).await?.into_iter().collect();
        let regions = regions_by_id(&mut conn, call).await?;
        drop(conn);
        let line = |unit: OrganisationRow| UnitLine {
            above: unit.parent_id.and_then(|id| above.get(&id).cloned()),
            region: unit.region_id.and_then(|id| regions.get(&id).cloned()),
            unit,
        };
        let lines = units.into_iter().map(line).collect();
        self.hand_on(call, UNIT_READERS, (AccessThing::UnitList, 0), lines).await
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

/// The unit from which a list goes on, if the caller sees it: where it stands would tell of its name.
async fn seen(
    conn: &mut Conn,
    reach: &Reach,
    from: Option<OrganisationId>,
) -> Result<Option<OrganisationRow>, ActionError> {
    let Some(id) = from else { return Ok(None) };
    let Some(unit) = conn.find_organisation(id).await? else { return Ok(None) };
    Ok(conn.is_within(reach, unit.region_id, Some(id)).await?.then_some(unit))
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
