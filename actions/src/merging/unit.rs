//! Two records of one unit become one, and two again.

use domain::{
    form::Values,
    id::{MergingId, OrganisationId},
    inbox::Message,
    merging::{Fact, MergeRefusal, Merged, UNIT_MERGERS, may_merge_units},
    role::Role,
};
use store::{Conn, HoldingRow, Lock, OrganisationRow, RegionRow, StoreError};

use super::{built_on, by_rule, fix_anew, merging_of};
use crate::{
    ActionError, Actions, Call,
    audit::sound_records,
    write::{Scoped as _, Write},
};

/// Two records of units side by side.
#[derive(Clone, Debug)]
pub struct UnitMergePage {
    /// The record that is kept.
    pub kept: OrganisationRow,
    /// The one that is merged into it.
    pub gone: OrganisationRow,
    /// The units above them.
    pub above: (Option<OrganisationRow>, Option<OrganisationRow>),
    /// What hangs on them.
    pub holdings: Vec<HoldingRow>,
    /// What stands in the way.
    pub refusals: Vec<MergeRefusal>,
    /// Regions, for their names.
    pub regions: Vec<RegionRow>,
}

impl UnitMergePage {
    /// The facts of which both records say something, and not the same, or the kept one nothing.
    /// The code of the list follows the record that is kept, if it has one.
    pub fn facts_to_choose(&self) -> Vec<Fact> {
        let is_open = |fact: &Fact| {
            let other = raw(&self.gone, *fact);
            *fact != Fact::Code && !other.is_empty() && other != raw(&self.kept, *fact)
        };
        Fact::OF_UNIT.iter().copied().filter(is_open).collect()
    }
}

/// A fact as it is stored, for comparing.
pub fn raw(unit: &OrganisationRow, fact: Fact) -> String {
    let number = |id: Option<i64>| id.map(|id| id.to_string()).unwrap_or_default();
    match fact {
        Fact::Name => unit.name.clone(),
        Fact::ShortName => unit.short_name.clone(),
        Fact::Code => unit.code.clone().unwrap_or_default(),
        Fact::Kind => unit.kind.as_str().to_owned(),
        Fact::Region => number(unit.region_id.map(i64::from)),
        Fact::Parent => number(unit.parent_id.map(i64::from)),
        Fact::Nominates => unit.is_nominating_unit.to_string(),
        Fact::Note => unit.note.clone(),
        Fact::Sex
        | Fact::BornIn
        | Fact::Phone
        | Fact::Title
        | Fact::Field
        | Fact::Topics
        | Fact::InnerNote => String::new(),
    }
}

impl Actions {
    /// Into which record a unit was merged, if so.
    pub async fn kept_unit(
        &self,
        id: OrganisationId,
    ) -> Result<Option<OrganisationId>, ActionError> {
        Ok(self.store.read().await?.find_kept_unit(id).await?)
    }

    /// Two records of units side by side.
    pub async fn unit_merge_page(
        &self,
        call: &Call,
        kept: OrganisationId,
        gone: OrganisationId,
    ) -> Result<UnitMergePage, ActionError> {
        call.allowed(may_merge_units)?;
        page_of(&mut self.store.read().await?, call, kept, gone).await
    }

    /// Merges one unit into another. Sent twice it is merged once.
    pub async fn merge_units(
        &self,
        call: &Call,
        kept: OrganisationId,
        gone: OrganisationId,
        values: &Values,
    ) -> Result<(), ActionError> {
        let actor = call.allowed(may_merge_units)?;
        self.write(|tx| {
            async move {
                lock_both(tx, kept, gone).await?;
                if tx.find_kept_unit(gone).await? == Some(kept) {
                    return Ok(());
                }
                let page = page_of(tx, call, kept, gone).await?;
                if let Some(refusal) = page.refusals.first() {
                    return Err(ActionError::Merge(*refusal));
                }
                let (kept, gone) = (&page.kept, &page.gone);
                let told = officers(tx, call, kept.id, gone.id).await?;
                let added = tx.add_merging(kept, gone, actor.person, call.now).await;
                let merging = added.map_err(refused)?;
                let sound = sound_records(tx, merging).await?;
                tx.move_merged(merging, kept, gone, call.today()).await.map_err(refused)?;
                let chosen = page.facts_to_choose().into_iter().filter(|it| it.is_of_other(values));
                let code = (kept.code.is_none() && gone.code.is_some()).then_some(Fact::Code);
                for fact in chosen.chain(code) {
                    tx.take_fact(merging, fact, kept, gone).await?;
                }
                tx.log(call.entry("merge", "organisation", UNIT_MERGERS).on(kept.id));
                tx.log(call.entry("merge_away", "organisation", UNIT_MERGERS).on(gone.id));
                fix_anew(tx, call, merging, sound).await?;
                let message =
                    Message::UnitsMerged { kept: kept.name.clone(), gone: gone.name.clone() };
                for officer in told {
                    tx.add_message(officer, &message, call.now).await?;
                }
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }

    /// Undoes a merging of units, unless something was built on it. Sent twice it is undone once.
    pub async fn undo_unit_merging(
        &self,
        call: &Call,
        kept: OrganisationId,
        merging: MergingId,
    ) -> Result<(), ActionError> {
        call.allowed(may_merge_units)?;
        self.write(|tx| {
            async move {
                let row = merging_of(tx, merging, Merged::Organisation, kept.0).await?;
                lock_both(tx, kept, OrganisationId(row.gone_id)).await?;
                let row = merging_of(tx, merging, Merged::Organisation, kept.0).await?;
                if row.undone_at.is_some() {
                    return Ok(());
                }
                let kept = unit_of(tx, kept).await?;
                let gone = unit_of(tx, OrganisationId(row.gone_id)).await?;
                if kept.merged_into.is_some() {
                    return Err(ActionError::Merge(MergeRefusal::MergedSince));
                }
                if let Some(refusal) = built_on(tx, &row, &kept).await? {
                    return Err(ActionError::Merge(refusal));
                }
                let sound = sound_records(tx, merging).await?;
                tx.undo_merging(merging, &kept, &gone, call.now).await?;
                tx.log(call.entry("undo_merge", "organisation", UNIT_MERGERS).on(kept.id));
                tx.log(call.entry("undo_merge", "organisation", UNIT_MERGERS).on(gone.id));
                fix_anew(tx, call, merging, sound).await?;
                let message =
                    Message::UnitsParted { kept: kept.name.clone(), gone: gone.name.clone() };
                for officer in officers(tx, call, kept.id, gone.id).await? {
                    tx.add_message(officer, &message, call.now).await?;
                }
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }
}

/// In the order of their keys, so that two mergings at once do not wait for each other.
async fn lock_both(
    tx: &mut Write,
    one: OrganisationId,
    other: OrganisationId,
) -> Result<(), ActionError> {
    tx.lock(Lock::Organisation(one.min(other))).await?;
    Ok(tx.lock(Lock::Organisation(one.max(other))).await?)
}

/// The database's own rules about who decides for whom.
fn refused(error: StoreError) -> ActionError {
    match by_rule(error) {
        ActionError::Merge(MergeRefusal::AboutTheOther) => {
            ActionError::Merge(MergeRefusal::Decided)
        }
        other => other,
    }
}

/// Whoever acts for one of two units.
async fn officers(
    conn: &mut Conn,
    call: &Call,
    one: OrganisationId,
    other: OrganisationId,
) -> Result<Vec<domain::id::PersonId>, ActionError> {
    let mut found = conn.list_with_role_for_unit(Role::UnitOfficer, one, call.today()).await?;
    found.extend(conn.list_with_role_for_unit(Role::UnitOfficer, other, call.today()).await?);
    found.sort();
    found.dedup();
    Ok(found)
}

async fn unit_of(conn: &mut Conn, id: OrganisationId) -> Result<OrganisationRow, ActionError> {
    conn.find_organisation(id).await?.ok_or(ActionError::NotFound)
}

/// A record that was not merged into another.
async fn standing(conn: &mut Conn, id: OrganisationId) -> Result<OrganisationRow, ActionError> {
    let unit = unit_of(conn, id).await?;
    Some(unit).filter(|unit| unit.merged_into.is_none()).ok_or(ActionError::NotFound)
}

async fn page_of(
    conn: &mut Conn,
    call: &Call,
    kept: OrganisationId,
    gone: OrganisationId,
) -> Result<UnitMergePage, ActionError> {
    if kept == gone {
        return Err(ActionError::NotFound);
    }
    let kept = standing(conn, kept).await?;
    let gone = standing(conn, gone).await?;
    let above = (above(conn, &kept).await?, above(conn, &gone).await?);
    let holdings = conn.list_holdings(&kept, &gone).await?;
    let mut refusals = Vec::new();
    if conn.is_organisation_below(kept.id, gone.id).await?
        || conn.is_organisation_below(gone.id, kept.id).await?
    {
        refusals.push(MergeRefusal::Above);
    }
    let both = conn.list_merge_conflicts(&kept, &gone).await?;
    refusals.extend(both.into_iter().map(MergeRefusal::Both));
    if conn.has_decided_about(kept.id, gone.id).await? {
        refusals.push(MergeRefusal::Decided);
    }
    let regions = conn.list_regions(call.today()).await?;
    Ok(UnitMergePage { kept, gone, above, holdings, refusals, regions })
}

async fn above(
    conn: &mut Conn,
    unit: &OrganisationRow,
) -> Result<Option<OrganisationRow>, ActionError> {
    match unit.parent_id {
        Some(parent) => Ok(conn.find_organisation(parent).await?),
        None => Ok(None),
    }
}
