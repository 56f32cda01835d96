//! Organisations: associations, societies, schools, companies. A region is optional.

mod tree;

use chrono::{DateTime, Utc};
use domain::{
    id::{OrganisationContactId, OrganisationId, PersonId, RegionId},
    organisation::{NewContact, OrganisationFacts, OrganisationKind},
};

use crate::{
    Conn, Reach, StoreError, Tx,
    catalogue::like_pattern,
    many::Cells,
    row::decoded,
    statement::{Statement, bound, sql, text},
    tree::ORGANISATIONS,
};

pub use tree::{Branch, TreePart};

/// An organisation as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrganisationRow {
    /// Key.
    pub id: OrganisationId,
    /// The code of the list it came from.
    pub code: Option<String>,
    /// Full name.
    pub name: String,
    /// Short name.
    pub short_name: String,
    /// Spelling-tolerant key.
    pub match_key: String,
    /// Kind.
    pub kind: OrganisationKind,
    /// Region, if it belongs to one.
    pub region_id: Option<RegionId>,
    /// The organisation above.
    pub parent_id: Option<OrganisationId>,
    /// Whether it nominates for awards.
    pub is_nominating_unit: bool,
    /// Customary order.
    pub sort_order: i64,
    /// Remark.
    pub note: String,
    /// The record into which this one was merged, if it was.
    pub merged_into: Option<OrganisationId>,
    /// Counted up with every change.
    pub revision: i64,
}

decoded! {
    OrganisationRow: id, code, name, short_name, match_key, kind, region_id, parent_id,
    is_nominating_unit, sort_order, note, merged_into, revision
}

impl From<&OrganisationRow> for OrganisationFacts {
    fn from(unit: &OrganisationRow) -> Self {
        Self {
            name: unit.name.clone(),
            short_name: unit.short_name.clone(),
            code: unit.code.clone(),
            kind: unit.kind,
            region: unit.region_id,
            above: unit.parent_id,
            nominates: unit.is_nominating_unit,
            sort_order: unit.sort_order,
            note: unit.note.clone(),
        }
    }
}

/// What a list of organisations is asked for.
#[derive(Clone, Debug)]
pub struct OrganisationSearch<'a> {
    /// A part of the name or the short name.
    pub words: &'a str,
    /// The spelling-tolerant key of those words.
    pub key: &'a str,
    /// Of this kind alone.
    pub kind: Option<OrganisationKind>,
    /// In this region alone, with all below it.
    pub region: Option<RegionId>,
    /// How far the reader sees.
    pub reach: &'a Reach,
}

/// Somebody whom one calls at an organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContactRow {
    /// Key.
    pub id: OrganisationContactId,
    /// The organisation.
    pub organisation_id: OrganisationId,
    /// Name.
    pub name: String,
    /// Post.
    pub post: String,
    /// Phone, if it is known.
    pub phone: Option<String>,
    /// What for.
    pub note: String,
}

decoded! { ContactRow: id, organisation_id, name, post, phone, note }

/// The key of an organisation that was added, its code and its spelling-tolerant key.
pub type AddedOrganisation = (OrganisationId, Option<String>, String);

/// An organisation to be written.
#[derive(Clone, Debug, Default)]
pub struct NewOrganisation<'a> {
    /// The code of the list it comes from.
    pub code: Option<&'a str>,
    /// Full name.
    pub name: &'a str,
    /// Short name.
    pub short_name: &'a str,
    /// Spelling-tolerant key.
    pub match_key: &'a str,
    /// Kind.
    pub kind: OrganisationKind,
    /// Region.
    pub region_id: Option<RegionId>,
    /// The organisation above.
    pub parent_id: Option<OrganisationId>,
    /// Whether it nominates for awards.
    pub is_nominating_unit: bool,
    /// Customary order.
    pub sort_order: i64,
    /// Remark.
    pub note: &'a str,
}

const COLUMNS: &str = "SELECT id, code, name, short_name, match_key, kind, region_id, parent_id, \
    is_nominating_unit, sort_order, note, merged_into, revision FROM organisation ";
const LIST: &str = text![COLUMNS, "ORDER BY sort_order, id"];
const UNITS: &str = text![
    COLUMNS,
    "WHERE is_nominating_unit AND merged_into IS NULL UNION ",
    COLUMNS,
    "WHERE id = CAST($1 AS BIGINT) ORDER BY sort_order, id"
];
const FIND: &str = text![COLUMNS, "WHERE id = $1"];
const NAMES: &str = "SELECT id, name FROM organisation WHERE id IN ";
const BELOW: &str =
    text![COLUMNS, "WHERE parent_id = $1 AND merged_into IS NULL ORDER BY sort_order, id"];
const MEMBERS: &str = "SELECT p.id, p.name FROM affiliation a JOIN person p ON p.id = a.person_id \
    WHERE a.organisation_id = $1 AND a.ends_on IS NULL AND p.merged_into IS NULL \
    ORDER BY p.name, p.id LIMIT $2";
const COUNT_MEMBERS: &str = "SELECT COUNT(*) FROM affiliation a \
    JOIN person p ON p.id = a.person_id \
    WHERE a.organisation_id = $1 AND a.ends_on IS NULL AND p.merged_into IS NULL";
const BY_KEY: &str = "SELECT id FROM organisation WHERE match_key = $1 ORDER BY id LIMIT 1";
const OF_SAME_KEY: &str =
    text![COLUMNS, "WHERE match_key = $1 AND merged_into IS NULL ORDER BY id LIMIT 50"];
const BY_CODE: &str = "SELECT id FROM organisation WHERE code = $1";
const CONTACTS: &str = "SELECT id, organisation_id, name, post, phone, note \
    FROM organisation_contact WHERE organisation_id = $1 ORDER BY id";
const ADD_CONTACT: &str = "INSERT INTO organisation_contact \
    (organisation_id, name, post, phone, note, created_at) \
    VALUES ($1, $2, $3, $4, $5, $6) RETURNING id";
const REMOVE_CONTACT: &str = "DELETE FROM organisation_contact WHERE id = $1";
const IS_SEEN: &str = "UPDATE organisation SET revision = revision + 1 \
    WHERE id = $1 AND revision = $2";
const ADD: &str = "INSERT INTO organisation (code, name, short_name, match_key, kind, region_id, \
    parent_id, is_nominating_unit, sort_order, note) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id";
const ADD_SET: &str = "INSERT INTO organisation (code, name, short_name, match_key, kind, \
    region_id, parent_id, is_nominating_unit, sort_order, note) ";
const CHANGE_SET: &str = "UPDATE organisation SET code = v.column1, name = v.column2, \
    short_name = v.column3, match_key = v.column4, kind = v.column5, region_id = v.column6, \
    parent_id = v.column7, is_nominating_unit = v.column8, sort_order = v.column9, \
    note = v.column10, revision = revision + 1 FROM (";
const OF_KEY: &str = ") AS v WHERE organisation.id = v.column11";
const CLOSE_SELF: &str =
    "INSERT INTO organisation_closure (ancestor_id, descendant_id) VALUES ($1, $1)";
const CLOSE: &str = "INSERT INTO organisation_closure (ancestor_id, descendant_id) \
    SELECT ancestor_id, CAST($1 AS BIGINT) FROM organisation_closure WHERE descendant_id = $2";
const UNITS_OF: &str =
    "SELECT organisation_id FROM affiliation WHERE person_id = $1 AND ends_on IS NULL";
const IS_PART: &str = "SELECT COUNT(*) FROM organisation_closure \
    WHERE ancestor_id = $1 AND descendant_id = $2";

impl<'a> Statement<'a> {
    /// Only organisations from one on, in the customary order and by name.
    pub(crate) fn on_from(self, from: Option<&'a OrganisationRow>) -> Self {
        let Some(from) = from else { return self };
        let this = self.push(" AND (sort_order, name, id) >= (").value(from.sort_order);
        this.push(", ").value(&from.name).push(", ").value(from.id).push(")")
    }
}

impl Conn {
    /// The units that a person belongs to now.
    pub async fn list_units_of(
        &mut self,
        person: PersonId,
    ) -> Result<Vec<OrganisationId>, StoreError> {
        self.all(sql(UNITS_OF).bind(person)).await
    }

    /// Whether an organisation is another or below it.
    pub async fn is_organisation_below(
        &mut self,
        above: OrganisationId,
        below: OrganisationId,
    ) -> Result<bool, StoreError> {
        let n: i64 = self.only(sql(IS_PART).bind(above).bind(below)).await?;
        Ok(n > 0)
    }

    /// Units that nominate for awards, and one more.
    pub async fn list_units(
        &mut self,
        with: Option<OrganisationId>,
    ) -> Result<Vec<OrganisationRow>, StoreError> {
        self.all(sql(UNITS).bind(with)).await
    }

    /// Units within a reach by unit, in their customary order.
    pub async fn list_units_within(
        &mut self,
        reach: &Reach,
    ) -> Result<Vec<OrganisationRow>, StoreError> {
        let units = sql(COLUMNS).push("WHERE merged_into IS NULL");
        let units = units.within("region_id", "id", reach);
        self.all(units.push(" ORDER BY sort_order, id")).await
    }

    /// Units within a reach that nominate for awards, in their customary order.
    pub async fn list_nominating_units_within(
        &mut self,
        reach: &Reach,
    ) -> Result<Vec<OrganisationRow>, StoreError> {
        let units = sql(COLUMNS).push("WHERE is_nominating_unit AND merged_into IS NULL");
        let units = units.within("region_id", "id", reach);
        self.all(units.push(" ORDER BY sort_order, id")).await
    }

    /// An organisation, also one that was merged into another.
    pub async fn find_organisation(
        &mut self,
        id: OrganisationId,
    ) -> Result<Option<OrganisationRow>, StoreError> {
        self.one(sql(FIND).bind(id)).await
    }

    /// Organisations that stand, by what a list is asked for, from one of them on.
    pub async fn list_organisations_found(
        &mut self,
        search: &OrganisationSearch<'_>,
        from: Option<&OrganisationRow>,
        limit: i64,
    ) -> Result<Vec<OrganisationRow>, StoreError> {
        let (words, key) = (like_pattern(search.words), like_pattern(search.key));
        let mut found = sql(COLUMNS).push("WHERE merged_into IS NULL");
        if !search.words.is_empty() {
            found =
                found.push(" AND (name LIKE ").value(&words).push(" ESCAPE '!' OR match_key LIKE ");
            found = found.value(&key).push(" ESCAPE '!' OR short_name LIKE ").value(&words);
            found = found.push(" ESCAPE '!')");
        }
        if let Some(kind) = search.kind {
            found = found.push(" AND kind = ").value(kind);
        }
        if let Some(region) = search.region {
            let below = Reach::Within { regions: vec![region], organisations: Vec::new() };
            found = found.within_regions("region_id", &below);
        }
        let found = found.within("region_id", "id", search.reach).on_from(from);
        self.all(found.push(" ORDER BY sort_order, name, id LIMIT ").value(limit)).await
    }

    /// The names of these organisations.
    pub async fn list_organisation_names(
        &mut self,
        ids: &[OrganisationId],
    ) -> Result<Vec<(OrganisationId, String)>, StoreError> {
        self.all_in(NAMES, ids.iter().copied(), "").await
    }

    /// Organisations directly below another.
    pub async fn list_organisations_below(
        &mut self,
        parent: OrganisationId,
    ) -> Result<Vec<OrganisationRow>, StoreError> {
        self.all(sql(BELOW).bind(parent)).await
    }

    /// Who belongs to an organisation now, by name; at most so many.
    pub async fn list_members(
        &mut self,
        organisation: OrganisationId,
        limit: i64,
    ) -> Result<Vec<(PersonId, String)>, StoreError> {
        self.all(sql(MEMBERS).bind(organisation).bind(limit)).await
    }

    /// How many belong to an organisation now.
    pub async fn count_members(&mut self, organisation: OrganisationId) -> Result<i64, StoreError> {
        self.only(sql(COUNT_MEMBERS).bind(organisation)).await
    }

    /// Those of a spelling-tolerant key that stand.
    pub async fn list_organisations_of_key(
        &mut self,
        key: &str,
    ) -> Result<Vec<OrganisationRow>, StoreError> {
        self.all(sql(OF_SAME_KEY).bind(key)).await
    }

    /// The one with a code.
    pub async fn find_organisation_by_code(
        &mut self,
        code: &str,
    ) -> Result<Option<OrganisationId>, StoreError> {
        self.one(sql(BY_CODE).bind(code)).await
    }

    /// Whom one calls at an organisation, in the order of entry.
    pub async fn list_contacts(
        &mut self,
        organisation: OrganisationId,
    ) -> Result<Vec<ContactRow>, StoreError> {
        self.all(sql(CONTACTS).bind(organisation)).await
    }

    /// All organisations in their customary order, with those that were merged into others.
    pub async fn list_organisations(&mut self) -> Result<Vec<OrganisationRow>, StoreError> {
        self.all(sql(LIST)).await
    }

    /// The first organisation of a spelling-tolerant key, or the one into which it was merged.
    pub async fn find_organisation_by_key(
        &mut self,
        key: &str,
    ) -> Result<Option<OrganisationId>, StoreError> {
        let Some(first) = self.one(sql(BY_KEY).bind(key)).await? else { return Ok(None) };
        Ok(self.find_kept_unit(first).await?.or(Some(first)))
    }
}

impl Tx {
    /// Adds an organisation below its parent.
    pub async fn add_organisation(
        &mut self,
        organisation: &NewOrganisation<'_>,
    ) -> Result<OrganisationId, StoreError> {
        let o = organisation;
        let id: OrganisationId = self
            .only(bound!(ADD;
            o.code, o.name, o.short_name, o.match_key, o.kind, o.region_id, o.parent_id,
            o.is_nominating_unit, o.sort_order, o.note))
            .await?;
        self.run(sql(CLOSE_SELF).bind(id)).await?;
        if let Some(parent) = o.parent_id {
            self.run(sql(CLOSE).bind(id).bind(parent)).await?;
        }
        Ok(id)
    }

    /// Adds organisations below the parents that they name; keys with codes and spelling-tolerant
    /// keys, in no order.
    pub async fn add_organisations(
        &mut self,
        new: &[NewOrganisation<'_>],
    ) -> Result<Vec<AddedOrganisation>, StoreError> {
        let rows = new.iter().map(columns).collect();
        let added: Vec<AddedOrganisation> =
            self.all_rows(ADD_SET, rows, " RETURNING id, code, match_key").await?;
        let ids: Vec<OrganisationId> = added.iter().map(|(id, ..)| *id).collect();
        self.close(&ORGANISATIONS, &ids).await?;
        Ok(added)
    }

    /// Changes organisations, and their places in the tree with everything below them.
    pub async fn change_organisations(
        &mut self,
        changes: &[(OrganisationId, NewOrganisation<'_>)],
    ) -> Result<(), StoreError> {
        let rows = changes.iter().map(|(id, organisation)| {
            let mut row = columns(organisation);
            row.push(id.into());
            row
        });
        self.run_rows(CHANGE_SET, rows.collect(), OF_KEY).await?;
        let ids: Vec<OrganisationId> = changes.iter().map(|(id, _)| *id).collect();
        self.close(&ORGANISATIONS, &ids).await
    }

    /// Claims the change of an organisation; `false`: somebody else has changed it since this
    /// revision.
    pub async fn claim_organisation(
        &mut self,
        id: OrganisationId,
        revision: i64,
    ) -> Result<bool, StoreError> {
        self.is_changed(sql(IS_SEEN).bind(id).bind(revision)).await
    }

    /// Writes down whom one calls at an organisation.
    pub async fn add_contact(
        &mut self,
        organisation: OrganisationId,
        contact: &NewContact,
        now: DateTime<Utc>,
    ) -> Result<OrganisationContactId, StoreError> {
        let NewContact { name, post, phone, note } = contact;
        self.only(bound!(ADD_CONTACT; organisation, name, post, phone.as_deref(), note, now)).await
    }

    /// Takes somebody off the list of whom one calls; `false`: it is done already.
    pub async fn remove_contact(&mut self, id: OrganisationContactId) -> Result<bool, StoreError> {
        self.is_changed(sql(REMOVE_CONTACT).bind(id)).await
    }

    /// Hangs organisations below others.
    pub async fn hang_organisations(
        &mut self,
        parents: &[(OrganisationId, Option<OrganisationId>)],
    ) -> Result<(), StoreError> {
        self.hang(&ORGANISATIONS, parents).await
    }
}

fn columns<'a>(organisation: &NewOrganisation<'a>) -> Cells<'a> {
    let o = organisation;
    vec![
        o.code.into(),
        o.name.into(),
        o.short_name.into(),
        o.match_key.into(),
        o.kind.into(),
        o.region_id.into(),
        o.parent_id.into(),
        o.is_nominating_unit.into(),
        o.sort_order.into(),
        o.note.into(),
    ]
}
