//! What every roster is read against: regions, organisations, lecturers and fields.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use domain::{
    id::{FieldId, OrganisationId, PersonId, RegionId},
    role::Role,
    roster::{Known, KnownRegion},
    rulebook::Rulebook,
};
use store::{FieldRow, OrganisationRow, PersonRow, RegionRow};

use super::Reads;
use crate::ActionError;

/// What is on file, with the look-ups that all kinds of rosters share.
pub(super) struct OnFile {
    pub(super) regions: HashMap<String, RegionRow>,
    pub(super) organisations: Vec<OrganisationRow>,
    /// Those that were merged, each with the one that stands for it.
    pub(super) merged: Vec<(OrganisationRow, OrganisationId)>,
    pub(super) lecturers: Vec<PersonRow>,
    /// Those who have a role beside which nobody is a lecturer (`LAW-72`).
    pub(super) no_lecturers: HashSet<PersonId>,
    /// The same of tutors.
    pub(super) no_tutors: HashSet<PersonId>,
    /// The region of what is new and says none: that of a county that imports.
    pub(super) home: Option<RegionId>,
    fields: Vec<FieldRow>,
    /// Subject fields of people beside the main ones.
    further: HashMap<PersonId, Vec<FieldId>>,
    by_key: HashMap<String, OrganisationId>,
    /// The rules by which a list is read: of the day, or of the cycle that it goes into.
    pub(super) rules: Rulebook,
}

impl OnFile {
    pub(super) async fn load(conn: Reads<'_>, as_of: NaiveDate) -> Result<Self, ActionError> {
        let mut lecturers = conn.list_lecturers().await?;
        lecturers.dedup_by_key(|person| person.id);
        let organisations = conn.list_organisations().await?;
        let mut by_key: HashMap<String, OrganisationId> = HashMap::new();
        let (organisations, gone): (Vec<_>, Vec<_>) =
            organisations.into_iter().partition(|one| one.merged_into.is_none());
        let merged = with_kept(gone);
        let known = organisations.iter().map(|one| (one, one.id));
        for (one, id) in known.chain(merged.iter().map(|(one, kept)| (one, *kept))) {
            let first = by_key.entry(one.match_key.clone()).or_insert(id);
            *first = id.min(*first);
        }
        let regions = conn.list_regions(as_of).await?;
        let mut further: HashMap<PersonId, Vec<FieldId>> = HashMap::new();
        for (person, field) in conn.list_further_fields().await? {
            further.entry(person).or_default().push(field);
        }
        let no_lecturers = conn.list_excluded_from(Role::Lecturer, as_of).await?;
        let no_tutors = conn.list_excluded_from(Role::Tutor, as_of).await?;
        Ok(Self {
            regions: regions.into_iter().map(|region| (region.code.clone(), region)).collect(),
            organisations,
            merged,
            lecturers,
            no_lecturers: no_lecturers.into_iter().collect(),
            no_tutors: no_tutors.into_iter().collect(),
            home: None,
            fields: conn.list_fields().await?,
            further,
            by_key,
            rules: conn.rulebook(as_of).await?,
        })
    }

    /// The region of a code.
    pub(super) fn region(&self, code: Option<&str>) -> Option<RegionId> {
        self.regions.get(code?).map(|region| region.id)
    }

    /// The name of a region.
    pub(super) fn region_name(&self, id: Option<RegionId>) -> String {
        let region = self.regions.values().find(|region| Some(region.id) == id);
        region.map_or_else(String::new, |region| region.name_zh.clone())
    }

    /// The first organisation of a spelling-tolerant key.
    pub(super) fn organisation(&self, key: &str) -> Option<OrganisationId> {
        self.by_key.get(key).copied()
    }

    /// The subject fields of somebody, the main one first.
    pub(super) fn fields_of(&self, person: &PersonRow) -> Vec<FieldId> {
        let further = self.further.get(&person.id).into_iter().flatten().copied();
        let further = further.filter(|field| Some(*field) != person.field_id);
        person.field_id.into_iter().chain(further).collect()
    }

    /// The name of a subject field.
    pub(super) fn field_name(&self, id: Option<FieldId>) -> &str {
        let field = self.fields.iter().find(|field| Some(field.id) == id);
        field.map_or("", |field| field.name_zh.as_str())
    }

    /// The subject field of a name.
    pub(super) fn field(&self, name: &str) -> Option<FieldId> {
        self.fields.iter().find(|field| field.name_zh == name).map(|field| field.id)
    }

    /// What the rules need of it.
    pub(super) fn known(&self) -> Known {
        let mut known = Known { rules: self.rules.clone(), ..Known::new() };
        let codes: HashMap<RegionId, &str> =
            self.regions.values().map(|one| (one.id, one.code.as_str())).collect();
        let mut regions: Vec<&RegionRow> = self.regions.values().collect();
        // In their customary order, as hints list them.
        regions.sort_by_key(|region| (region.parent_id, region.sort_order, &region.code));
        for region in regions {
            let parent = region.parent_id.and_then(|id| codes.get(&id));
            known.add_region(KnownRegion {
                code: region.code.clone(),
                name: region.name_zh.clone(),
                level: region.level,
                parent: parent.map(|code| (*code).to_owned()),
            });
        }
        for lecturer in &self.lecturers {
            known.add_lecturer(&lecturer.name, lecturer.workplace.as_deref().unwrap_or_default());
        }
        let codes: HashMap<OrganisationId, &String> = self
            .organisations
            .iter()
            .filter_map(|one| Some((one.id, one.code.as_ref()?)))
            .collect();
        for organisation in &self.organisations {
            let Some(code) = &organisation.code else { continue };
            let mut names = vec![organisation.name.clone(), organisation.short_name.clone()];
            for (gone, _) in self.merged.iter().filter(|(_, kept)| *kept == organisation.id) {
                names.extend([gone.name.clone(), gone.short_name.clone()]);
            }
            known.add_organisation(code, names);
            if let Some(parent) = organisation.parent_id.and_then(|id| codes.get(&id)) {
                known.add_parent(code, parent);
            }
        }
        known
    }
}

/// Each merged organisation with the one that stands for it, over several mergings.
fn with_kept(gone: Vec<OrganisationRow>) -> Vec<(OrganisationRow, OrganisationId)> {
    let into: HashMap<OrganisationId, OrganisationId> =
        gone.iter().filter_map(|one| Some((one.id, one.merged_into?))).collect();
    let kept = |mut id: OrganisationId| {
        while let Some(next) = into.get(&id) {
            id = *next;
        }
        id
    };
    gone.into_iter()
        .map(|one| {
            let id = kept(one.id);
            (one, id)
        })
        .collect()
}
