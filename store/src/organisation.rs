//! Organisations: associations, societies, schools, companies. A region is optional.

use domain::{
    id::{OrganisationId, PersonId, RegionId},
    organisation::OrganisationKind,
};

use crate::{
    Conn, StoreError, Tx,
    catalogue::like_pattern,
    many::Cells,
    row::decoded,
    statement::{bound, sql, text},
    tree::ORGANISATIONS,
};

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
}

decoded! {
    OrganisationRow: id, code, name, short_name, match_key, kind, region_id, parent_id,
    is_nominating_unit, sort_order, note, merged_into
}

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
    is_nominating_unit, sort_order, note, merged_into FROM organisation ";
const LIST: &str = text![COLUMNS, "ORDER BY sort_order, id"];
const UNITS: &str = text![
    COLUMNS,
    "WHERE is_nominating_unit AND merged_into IS NULL UNION ",
    COLUMNS,
    "WHERE id = CAST($1 AS BIGINT) ORDER BY sort_order, id LIMIT 500"
];
const FIND: &str = text![COLUMNS, "WHERE id = $1"];
const FOUND: &str = text![
    COLUMNS,
    "WHERE merged_into IS NULL \
     AND (name LIKE $1 ESCAPE '!' OR match_key LIKE $2 ESCAPE '!' OR short_name LIKE $1 ESCAPE '!') \
     ORDER BY sort_order, name, id LIMIT $3 OFFSET $4"
];
const BELOW: &str = text![
    COLUMNS,
    "WHERE parent_id = $1 AND merged_into IS NULL ORDER BY sort_order, id LIMIT 200"
];
const MEMBERS: &str = "SELECT p.id, p.name FROM affiliation a JOIN person p ON p.id = a.person_id \
    WHERE a.organisation_id = $1 AND a.ends_on IS NULL AND p.merged_into IS NULL \
    ORDER BY p.name, p.id LIMIT $2";
const COUNT_MEMBERS: &str = "SELECT COUNT(*) FROM affiliation a \
    JOIN person p ON p.id = a.person_id \
    WHERE a.organisation_id = $1 AND a.ends_on IS NULL AND p.merged_into IS NULL";
const BY_KEY: &str = "SELECT id FROM organisation WHERE match_key = $1 ORDER BY id LIMIT 1";
const ADD: &str = "INSERT INTO organisation (code, name, short_name, match_key, kind, region_id, \
    parent_id, is_nominating_unit, sort_order, note) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id";
const ADD_SET: &str = "INSERT INTO organisation (code, name, short_name, match_key, kind, \
    region_id, parent_id, is_nominating_unit, sort_order, note) ";
const CHANGE_SET: &str = "UPDATE organisation SET code = v.column1, name = v.column2, \
    short_name = v.column3, match_key = v.column4, kind = v.column5, region_id = v.column6, \
    parent_id = v.column7, is_nominating_unit = v.column8, sort_order = v.column9, \
    note = v.column10 FROM (";
const OF_KEY: &str = ") AS v WHERE organisation.id = v.column11";
const CLOSE_SELF: &str =
    "INSERT INTO organisation_closure (ancestor_id, descendant_id) VALUES ($1, $1)";
const CLOSE: &str = "INSERT INTO organisation_closure (ancestor_id, descendant_id) \
    SELECT ancestor_id, CAST($1 AS BIGINT) FROM organisation_closure WHERE descendant_id = $2";
const UNITS_OF: &str =
    "SELECT organisation_id FROM affiliation WHERE person_id = $1 AND ends_on IS NULL";
const IS_PART: &str = "SELECT COUNT(*) FROM organisation_closure \
    WHERE ancestor_id = $1 AND descendant_id = $2";

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

    /// Units that nominate for awards, and one more; at most 500.
    pub async fn list_units(
        &mut self,
        with: Option<OrganisationId>,
    ) -> Result<Vec<OrganisationRow>, StoreError> {
        self.all(sql(UNITS).bind(with)).await
    }

    /// An organisation, also one that was merged into another.
    pub async fn find_organisation(
        &mut self,
        id: OrganisationId,
    ) -> Result<Option<OrganisationRow>, StoreError> {
        self.one(sql(FIND).bind(id)).await
    }

    /// Organisations that stand, by a part of their name or short name, from an offset.
    pub async fn list_organisations_found(
        &mut self,
        words: &str,
        key: &str,
        offset: i64,
        limit: i64,
    ) -> Result<Vec<OrganisationRow>, StoreError> {
        let (words, key) = (like_pattern(words), like_pattern(key));
        self.all(bound!(FOUND; words, key, limit, offset)).await
    }

    /// Organisations directly below another; at most 200.
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
