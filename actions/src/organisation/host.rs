//! A host of a unit, put right on a page: its town, its hall, and whom to call.

use domain::{
    form::{Revision, Values},
    host_unit::HostFacts,
    id::{HostUnitId, OrganisationId, RegionId},
    organisation::UNIT_KEEPERS,
    region::RegionLevel,
};
use store::{Conn, HostUnitRow, RegionRow};

use super::page_of;
use crate::{ActionError, Actions, Call, error::check_revision, write::Scoped as _};

/// A host with the towns that it may lie in.
#[derive(Clone, Debug)]
pub struct UnitHostPage {
    /// The unit whose host it is.
    pub unit: String,
    /// The host.
    pub host: HostUnitRow,
    /// The towns of its county.
    pub towns: Vec<RegionRow>,
}

impl Actions {
    /// A host of a unit that the caller keeps.
    pub async fn host(
        &self,
        call: &Call,
        at: (OrganisationId, HostUnitId),
    ) -> Result<UnitHostPage, ActionError> {
        host_of(&mut self.store.read().await?, call, at).await
    }

    /// Puts a host right.
    pub async fn correct_host(
        &self,
        call: &Call,
        at: (OrganisationId, HostUnitId),
        values: &Values,
        revision: Revision,
    ) -> Result<(), ActionError> {
        self.write(|tx| {
            async move {
                let page = host_of(tx, call, at).await?;
                let towns: Vec<RegionId> = page.towns.iter().map(|town| town.id).collect();
                let facts = HostFacts::parse(values, &towns)?;
                check_revision(revision, page.host.revision)?;
                let town = page.towns.iter().find(|town| Some(town.id) == facts.town);
                let right = HostUnitRow {
                    // A town that is not on file stays as it was written.
                    town: town.map_or(page.host.town.clone(), |town| town.name_zh.clone()),
                    town_id: facts.town,
                    hall: facts.hall,
                    equipment: facts.equipment,
                    contact: facts.contact,
                    phone: facts.phone,
                    ..page.host.clone()
                };
                if !tx.correct_host((at.1, page.host.revision), &right).await? {
                    return Err(ActionError::Stale);
                }
                tx.log(call.entry("correct", "host_unit", UNIT_KEEPERS).on(at.1));
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }
}

async fn host_of(
    conn: &mut Conn,
    call: &Call,
    (unit, id): (OrganisationId, HostUnitId),
) -> Result<UnitHostPage, ActionError> {
    let page = page_of(conn, call, unit).await?;
    if !page.may_change {
        return Err(ActionError::NotFound);
    }
    let host = conn.find_host(id).await?.filter(|host| host.organisation_id == unit);
    let host = host.ok_or(ActionError::NotFound)?;
    let regions = conn.list_regions(call.today()).await?;
    let is_town = |row: &RegionRow| {
        row.level == RegionLevel::Town
            && host.region_id.is_none_or(|county| row.parent_id == Some(county))
    };
    let towns = regions.into_iter().filter(is_town).collect();
    Ok(UnitHostPage { unit: page.unit.name, host, towns })
}
