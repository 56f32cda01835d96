//! The office prepares a cycle that is not announced yet: head, rubrics, quotas, judges.

use domain::{
    award_cycle::{
        AwardCycleState, CategoryRules, CyclePlan, QuotaUnit, RUNNERS, award_regions,
        may_run_awards, may_run_for_city,
    },
    form::{Field, Once, ProblemKind, Problems, Revision, Values},
    id::{AwardCategoryId, AwardCycleId, PersonId, RegionId},
    role::{Actor, Role},
    roster::AwardCategory,
};
use store::{Conn, CycleRow, PersonRow, RegionRow};

use super::{hold, reach_of, unit_key, watched_cycle};
use crate::{
    ActionError, Actions, Call,
    error::check_revision,
    once::{FIRST_REVISION, Sent, made, sent},
    write::{Scoped as _, Write},
};

impl Actions {
    /// Opens a cycle with every category and its default rubric; the same form sent again finds it.
    pub async fn open_cycle(
        &self,
        call: &Call,
        values: &Values,
        once: &Once,
    ) -> Result<AwardCycleId, ActionError> {
        call.allowed(may_run_awards)?;
        self.write(|tx| {
            async move {
                let id = match sent(tx, call, values, once).await? {
                    Sent::First => open(tx, call, values).await?,
                    Sent::Same(id) => return Ok(id),
                    Sent::Other(id) => {
                        change(tx, call, id, values, FIRST_REVISION).await?;
                        id
                    }
                };
                made(tx, call, values, once, id).await
            }
            .scope_boxed()
        })
        .await
    }

    /// Changes the head of a cycle that is not announced yet.
    pub async fn change_cycle(
        &self,
        call: &Call,
        id: AwardCycleId,
        values: &Values,
        revision: Revision,
    ) -> Result<(), ActionError> {
        self.write(|tx| {
            async move { change(tx, call, id, values, revision.number()).await }.scope_boxed()
        })
        .await
    }

    /// The units that may have seats in a cycle, as the form of a category calls them: of a county's
    /// own those there.
    pub async fn quota_units(
        &self,
        call: &Call,
        id: AwardCycleId,
    ) -> Result<Vec<QuotaUnit>, ActionError> {
        let actor = call.allowed(may_run_awards)?;
        let mut conn = self.store.read().await?;
        let cycle = watched_cycle(&mut conn, actor, id).await?;
        quota_units(&mut conn, &cycle).await
    }

    /// The counties for which the caller opens a cycle; none: it is the city's.
    pub async fn award_counties(&self, call: &Call) -> Result<Vec<RegionRow>, ActionError> {
        let actor = call.allowed(may_run_awards)?;
        if may_run_for_city(actor) {
            return Ok(Vec::new());
        }
        let own = award_regions(actor);
        let mut counties = self.store.read().await?.list_regions_above_towns(call.today()).await?;
        counties.retain(|region| own.contains(&region.id));
        Ok(counties)
    }

    /// Changes rubric and quota of a category that is not announced yet.
    pub async fn change_category(
        &self,
        call: &Call,
        id: AwardCycleId,
        category: AwardCategoryId,
        values: &Values,
        revision: Revision,
    ) -> Result<(), ActionError> {
        self.write(|tx| {
            async move {
                configuring(tx, call, id).await?;
                let row = tx.find_category(category).await?;
                row.filter(|row| row.cycle_id == id).ok_or(ActionError::NotFound)?;
                let cycle = tx.find_cycle(id).await?.ok_or(ActionError::NotFound)?;
                let rules = CategoryRules::parse(values, &quota_units(tx, &cycle).await?)?;
                if !tx.change_category(category, revision.number(), &rules).await? {
                    return Err(ActionError::Stale);
                }
                tx.touch_cycle(id).await?;
                tx.log(call.entry("change", "award_category", RUNNERS).on(category));
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }

    /// Everybody who may be seated as a judge.
    pub async fn judge_choices(&self, call: &Call) -> Result<Vec<PersonRow>, ActionError> {
        call.allowed(may_run_awards)?;
        let mut conn = self.store.read().await?;
        Ok(conn.list_people_with_role(Role::Judge, call.today()).await?)
    }

    /// Seats the judges of a cycle that is not announced yet, in the order of the form.
    pub async fn seat_judges(
        &self,
        call: &Call,
        id: AwardCycleId,
        values: &Values,
        revision: Revision,
    ) -> Result<(), ActionError> {
        self.write(|tx| {
            async move {
                configuring(tx, call, id).await?;
                let choices = tx.list_people_with_role(Role::Judge, call.today()).await?;
                let judges = read_judges(values, &choices)?;
                let seated = tx.list_judges(id).await?;
                if seated.iter().map(|judge| judge.person_id).eq(judges.iter().copied()) {
                    return Ok(());
                }
                let cycle = tx.find_cycle(id).await?.ok_or(ActionError::NotFound)?;
                check_revision(revision, cycle.revision)?;
                tx.set_judges(id, &judges).await?;
                tx.touch_cycle(id).await?;
                tx.log(call.entry("seat_judges", "award_cycle", RUNNERS).on(id));
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }
}

async fn open(tx: &mut Write, call: &Call, values: &Values) -> Result<AwardCycleId, ActionError> {
    let region = whose(call.actor()?, values);
    let plan = CyclePlan::parse(values, None);
    let (region, plan) = match (region, plan) {
        (Ok(region), Ok(plan)) => (region, plan),
        (Err(mut problems), Err(others)) => {
            problems.0.extend(others.0);
            return Err(problems.into());
        }
        (Err(problems), _) | (_, Err(problems)) => return Err(problems.into()),
    };
    let id = tx.add_cycle(&plan, call.now).await?;
    tx.set_stages(id, &plan.stages).await?;
    if let Some(region) = region {
        tx.set_cycle_region(id, region).await?;
    }
    for category in AwardCategory::ALL {
        tx.add_category(id, *category, &CategoryRules::default_of(*category)).await?;
    }
    tx.log(call.entry("open", "award_cycle", RUNNERS).on(id));
    Ok(id)
}

async fn change(
    tx: &mut Write,
    call: &Call,
    id: AwardCycleId,
    values: &Values,
    revision: i64,
) -> Result<(), ActionError> {
    configuring(tx, call, id).await?;
    let before = tx.find_cycle(id).await?.ok_or(ActionError::NotFound)?;
    let allowed = (!before.title_reason.is_empty()).then_some(before.title.as_str());
    let plan = CyclePlan::parse(values, allowed)?;
    if !tx.change_cycle(id, revision, &plan).await? {
        return Err(ActionError::Stale);
    }
    tx.set_stages(id, &plan.stages).await?;
    tx.log(call.entry("change", "award_cycle", RUNNERS).on(id));
    Ok(())
}

/// Holds a cycle that is not announced yet.
async fn configuring(tx: &mut Write, call: &Call, id: AwardCycleId) -> Result<(), ActionError> {
    let actor = call.allowed(may_run_awards)?;
    watched_cycle(tx, actor, id).await?;
    hold(tx, id, AwardCycleState::Configuring).await
}

/// Whose a new cycle is: the city's, or the county's for which the caller runs awards; whoever does so
/// for several says which.
fn whose(actor: &Actor, values: &Values) -> Result<Option<RegionId>, Problems> {
    if may_run_for_city(actor) {
        return Ok(None);
    }
    let own = award_regions(actor);
    let region = match (values.trimmed(Field::County), own.as_slice()) {
        ("", [only]) => Ok(*only),
        ("", _) => Err(ProblemKind::Missing),
        (text, _) => {
            let chosen = text.parse().ok().filter(|region| own.contains(region));
            chosen.ok_or(ProblemKind::UnknownChoice)
        }
    };
    region.map(Some).map_err(|kind| Problems::one(Field::County, kind))
}

async fn quota_units(conn: &mut Conn, cycle: &CycleRow) -> Result<Vec<QuotaUnit>, ActionError> {
    let mut units = conn.list_units(None).await?;
    if cycle.region_id.is_some() {
        let own = conn.list_units_within(&reach_of(cycle)).await?;
        units.retain(|unit| own.iter().any(|it| it.id == unit.id));
    }
    let unit = |row: store::OrganisationRow| QuotaUnit {
        key: unit_key(row.id),
        names: vec![row.name, row.short_name],
        sort_order: row.sort_order,
    };
    Ok(units.into_iter().map(unit).collect())
}

/// The judges of a form, in its order; each may be seated, and none twice.
fn read_judges(values: &Values, choices: &[PersonRow]) -> Result<Vec<PersonId>, Problems> {
    let mut judges = Vec::new();
    for text in values.all(Field::Judges) {
        let known = text.parse().ok().filter(|id| choices.iter().any(|one| one.id == *id));
        match known {
            None => return Err(Problems::one(Field::Judges, ProblemKind::UnknownChoice)),
            Some(judge) if judges.contains(&judge) => {
                return Err(Problems::one(Field::Judges, ProblemKind::Twice));
            }
            Some(judge) => judges.push(judge),
        }
    }
    Ok(judges)
}
