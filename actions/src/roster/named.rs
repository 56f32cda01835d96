//! What rosters name by a code or a name: regions and organisations.

use chrono::NaiveDate;
use domain::{organisation::OrganisationKind, roster::unit_key};
use store::{NewOrganisation, Tx};

use crate::ActionError;

/// The region of a code; one look-up each, for the list has a thousand of them in a province.
pub(super) async fn region_of_code(
    tx: &mut Tx,
    code: Option<&str>,
    as_of: NaiveDate,
) -> Result<Option<i64>, ActionError> {
    match code {
        Some(code) => Ok(tx.find_region_by_code(code, as_of).await?),
        None => Ok(None),
    }
}

/// The organisation that a roster calls a workplace; an unknown one is added.
pub async fn workplace(
    tx: &mut Tx,
    name: &str,
    region_id: Option<i64>,
) -> Result<i64, ActionError> {
    organisation(tx, name, kind_of(name), region_id).await
}

/// The organisation of a name; an unknown one is added. Another list may know it by more, and so an
/// organisation on file stays as it is.
pub(super) async fn organisation(
    tx: &mut Tx,
    name: &str,
    kind: OrganisationKind,
    region_id: Option<i64>,
) -> Result<i64, ActionError> {
    let key = unit_key(name);
    if let Some(known) = tx.find_organisation_by_key(&key).await? {
        return Ok(known);
    }
    let row = NewOrganisation {
        name,
        short_name: name,
        match_key: &key,
        kind: kind.as_str(),
        region_id,
        sort_order: 1_000,
        ..NewOrganisation::default()
    };
    Ok(tx.add_organisation(&row).await?)
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
