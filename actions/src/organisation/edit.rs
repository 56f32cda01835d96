//! Adding a unit, and correcting what is on file of one. A county does so for its region.

use domain::{
    form::{Field, Once, ProblemKind, Problems, Revision, Values},
    id::OrganisationId,
    organisation::{LAST_IN_ORDER, OrganisationFacts, UNIT_KEEPERS, may_keep_units},
    region::RegionLevel,
    role::{Actor, Reach},
    roster::unit_key,
};
use store::{Conn, NewOrganisation, OrganisationRow, RegionRow};

use super::keeps;
use crate::{
    ActionError, Actions, Call,
    error::{check_another, check_revision},
    once::{made, made_before},
    person::reaches,
    write::Scoped as _,
};

/// The form of a unit: what may be chosen in it, and what is on file.
#[derive(Clone, Debug)]
pub struct OrganisationForm {
    /// What is corrected; none: a unit is added.
    pub unit: Option<OrganisationRow>,
    /// The counties that the caller may choose.
    pub counties: Vec<RegionRow>,
    /// Units that may stand above: those that nominate, and the one that does.
    pub above: Vec<OrganisationRow>,
    /// Those on file that are called alike, as the caller sees them.
    pub like: Vec<OrganisationRow>,
    /// Whether the caller keeps units of all regions, and says which ones nominate.
    pub is_city: bool,
}

impl Actions {
    /// The form of a new unit, with those on file that are called alike.
    pub async fn new_organisation(
        &self,
        call: &Call,
        values: &Values,
    ) -> Result<OrganisationForm, ActionError> {
        let actor = call.allowed(may_keep_units)?;
        let mut conn = self.store.read().await?;
        let mut form = form_of(&mut conn, call, actor, None).await?;
        let key = unit_key(values.trimmed(Field::UnitName));
        if !key.is_empty() {
            form.like = conn.list_organisations_of_key(&key).await?;
        }
        Ok(form)
    }

    /// Adds a unit. What is called like one on file is added once the caller has said that it is
    /// another one; the same form sent again adds nothing.
    pub async fn add_organisation(
        &self,
        call: &Call,
        values: &Values,
        once: &Once,
    ) -> Result<OrganisationId, ActionError> {
        let actor = call.allowed(may_keep_units)?;
        let said = &OrganisationFacts::parse(values)?;
        self.write(|tx| {
            async move {
                if let Some(id) = made_before(tx, call, values, once).await? {
                    return Ok(id);
                }
                let form = form_of(tx, call, actor, None).await?;
                let mut facts = said.clone();
                if !form.is_city {
                    facts.nominates = false;
                    facts.sort_order = LAST_IN_ORDER;
                }
                check(tx, &form, &facts).await?;
                let key = unit_key(&facts.name);
                let n_like = tx.list_organisations_of_key(&key).await?.len();
                check_another(values, n_like)?;
                let id = tx.add_organisation(&row(&facts, &key)).await?;
                tx.log(call.entry("add", "organisation", UNIT_KEEPERS).on(id));
                made(tx, call, values, once, id).await
            }
            .scope_boxed()
        })
        .await
    }

    /// The form in which what is on file of a unit is corrected.
    pub async fn organisation_form(
        &self,
        call: &Call,
        id: OrganisationId,
    ) -> Result<OrganisationForm, ActionError> {
        let actor = call.allowed(may_keep_units)?;
        let mut conn = self.store.read().await?;
        let unit = kept_unit(&mut conn, actor, id).await?;
        form_of(&mut conn, call, actor, Some(unit)).await
    }

    /// Corrects what is on file of a unit, unless it has changed since the form was shown.
    pub async fn change_organisation(
        &self,
        call: &Call,
        id: OrganisationId,
        values: &Values,
        revision: Revision,
    ) -> Result<(), ActionError> {
        let actor = call.allowed(may_keep_units)?;
        let said = &OrganisationFacts::parse(values)?;
        self.write(|tx| {
            async move {
                let unit = kept_unit(tx, actor, id).await?;
                check_revision(revision, unit.revision)?;
                let form = form_of(tx, call, actor, Some(unit.clone())).await?;
                let mut facts = said.clone();
                if !form.is_city {
                    facts.nominates = unit.is_nominating_unit;
                    facts.sort_order = unit.sort_order;
                }
                if facts == OrganisationFacts::from(&unit) {
                    return Ok(());
                }
                if !tx.claim_organisation(id, unit.revision).await? {
                    return Err(ActionError::Stale);
                }
                check(tx, &form, &facts).await?;
                let key = unit_key(&facts.name);
                tx.change_organisations(&[(id, row(&facts, &key))]).await?;
                tx.log(call.entry("correct", "organisation", UNIT_KEEPERS).on(id));
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }
}

/// A unit that the caller keeps.
async fn kept_unit(
    conn: &mut Conn,
    actor: &Actor,
    id: OrganisationId,
) -> Result<OrganisationRow, ActionError> {
    let unit = conn.find_organisation(id).await?;
    let unit = unit.filter(|unit| unit.merged_into.is_none()).ok_or(ActionError::NotFound)?;
    if keeps(conn, actor, &unit).await? { Ok(unit) } else { Err(ActionError::NotFound) }
}

async fn form_of(
    conn: &mut Conn,
    call: &Call,
    actor: &Actor,
    unit: Option<OrganisationRow>,
) -> Result<OrganisationForm, ActionError> {
    let reach = actor.reach(UNIT_KEEPERS);
    let all = conn.list_regions(call.today()).await?;
    let is_now =
        |region: &RegionRow| unit.as_ref().is_some_and(|unit| unit.region_id == Some(region.id));
    let may_be = |region: &&RegionRow| {
        region.level == RegionLevel::County && reaches(&reach, &all, region.id) || is_now(region)
    };
    let counties = all.iter().filter(may_be).cloned().collect();
    let above = conn.list_units(unit.as_ref().and_then(|unit| unit.parent_id)).await?;
    Ok(OrganisationForm {
        unit,
        counties,
        above,
        like: Vec::new(),
        is_city: reach == Reach::Everything,
    })
}

/// Whether what was chosen is offered to the caller, and no other unit has the code.
async fn check(
    conn: &mut Conn,
    form: &OrganisationForm,
    facts: &OrganisationFacts,
) -> Result<(), ActionError> {
    let mut problems = Problems::default();
    let own = form.unit.as_ref().map(|unit| unit.id);
    match facts.region {
        Some(region) if !form.counties.iter().any(|row| row.id == region) => {
            problems.add(Field::County, ProblemKind::UnknownChoice);
        }
        // A county's office keeps units of its county.
        None if !form.is_city => problems.add(Field::County, ProblemKind::Missing),
        _ => {}
    }
    if let Some(above) = facts.above {
        if !form.above.iter().any(|row| row.id == above) {
            problems.add(Field::Above, ProblemKind::UnknownChoice);
        } else if let Some(own) = own
            && conn.is_organisation_below(own, above).await?
        {
            problems.add(Field::Above, ProblemKind::AboveItself);
        }
    }
    if let Some(code) = &facts.code {
        let taken = conn.find_organisation_by_code(code).await?;
        if taken.is_some() && taken != own {
            problems.add(Field::UnitCode, ProblemKind::CodeTaken);
        }
    }
    if problems.0.is_empty() { Ok(()) } else { Err(problems.into()) }
}

fn row<'a>(facts: &'a OrganisationFacts, key: &'a str) -> NewOrganisation<'a> {
    NewOrganisation {
        code: facts.code.as_deref(),
        name: &facts.name,
        short_name: &facts.short_name,
        match_key: key,
        kind: facts.kind,
        region_id: facts.region,
        parent_id: facts.above,
        is_nominating_unit: facts.nominates,
        sort_order: facts.sort_order,
        note: &facts.note,
    }
}
