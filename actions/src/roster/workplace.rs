//! Organisations that rosters call by a name: workplaces and hosts. Another list may know one by
//! more, and so an organisation on file stays as it is; an unknown one is added.

use std::collections::HashMap;

use domain::{
    id::{OrganisationId, RegionId},
    organisation::OrganisationKind,
    roster::unit_key,
};
use store::{NewOrganisation, Tx};

use super::on_file::OnFile;
use crate::ActionError;

/// An organisation on file, or one of those that are added first.
#[derive(Clone, Copy, Debug)]
pub(super) enum Place {
    OnFile(OrganisationId),
    New(usize),
}

/// The organisations that a roster adds.
#[derive(Debug, Default)]
pub(super) struct Places {
    new: Vec<Unknown>,
    by_key: HashMap<String, usize>,
}

#[derive(Debug)]
struct Unknown {
    name: String,
    key: String,
    kind: OrganisationKind,
    region_id: Option<RegionId>,
}

/// The keys of all places of a roster.
pub(super) struct PlaceIds(Vec<OrganisationId>);

impl PlaceIds {
    pub(super) fn of(&self, place: Place) -> Result<OrganisationId, ActionError> {
        match place {
            Place::OnFile(id) => Ok(id),
            Place::New(at) => self.0.get(at).copied().ok_or(ActionError::NotFound),
        }
    }
}

impl Places {
    /// The workplace of a name.
    pub(super) fn workplace(
        &mut self,
        on_file: &OnFile,
        name: &str,
        region_id: Option<RegionId>,
    ) -> Place {
        self.organisation(on_file, name, kind_of(name), region_id)
    }

    /// The organisation of a name.
    pub(super) fn organisation(
        &mut self,
        on_file: &OnFile,
        name: &str,
        kind: OrganisationKind,
        region_id: Option<RegionId>,
    ) -> Place {
        let key = unit_key(name);
        if let Some(id) = on_file.organisation(&key) {
            return Place::OnFile(id);
        }
        if let Some(at) = self.by_key.get(&key) {
            return Place::New(*at);
        }
        let at = self.new.len();
        self.by_key.insert(key.clone(), at);
        self.new.push(Unknown { name: name.to_owned(), key, kind, region_id });
        Place::New(at)
    }

    /// Adds those that are new.
    pub(super) async fn add(&self, tx: &mut Tx) -> Result<PlaceIds, ActionError> {
        let rows: Vec<_> = self.new.iter().map(Unknown::row).collect();
        let mut ids = vec![OrganisationId::default(); rows.len()];
        for (id, _, key) in tx.add_organisations(&rows).await? {
            let place = self.by_key.get(&key).and_then(|at| ids.get_mut(*at));
            *place.ok_or(ActionError::NotFound)? = id;
        }
        Ok(PlaceIds(ids))
    }
}

impl Unknown {
    fn row(&self) -> NewOrganisation<'_> {
        NewOrganisation {
            name: &self.name,
            short_name: &self.name,
            match_key: &self.key,
            kind: self.kind,
            region_id: self.region_id,
            sort_order: 1_000,
            ..NewOrganisation::default()
        }
    }
}

/// The organisation that somebody calls a workplace; an unknown one is added.
pub async fn workplace(
    tx: &mut Tx,
    name: &str,
    region_id: Option<RegionId>,
) -> Result<OrganisationId, ActionError> {
    let key = unit_key(name);
    if let Some(known) = tx.find_organisation_by_key(&key).await? {
        return Ok(known);
    }
    let new = Unknown { name: name.to_owned(), key, kind: kind_of(name), region_id };
    Ok(tx.add_organisation(&new.row()).await?)
}

/// What kind of organisation a name tells.
fn kind_of(name: &str) -> OrganisationKind {
    const ENDINGS: &[(&str, OrganisationKind)] = &[
        ("幼儿园", OrganisationKind::Kindergarten),
        ("小学", OrganisationKind::School),
        ("中学", OrganisationKind::School),
        ("学校", OrganisationKind::School),
        ("大学", OrganisationKind::University),
        ("学院", OrganisationKind::University),
        ("医院", OrganisationKind::Hospital),
        ("馆", OrganisationKind::Museum),
        ("学会", OrganisationKind::Society),
        ("协会", OrganisationKind::Society),
        ("研究院", OrganisationKind::Institute),
        ("研究所", OrganisationKind::Institute),
        ("公司", OrganisationKind::Enterprise),
    ];
    let ending = ENDINGS.iter().find(|(ending, _)| name.contains(ending));
    ending.map_or(OrganisationKind::Other, |(_, kind)| *kind)
}
