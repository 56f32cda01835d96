//! The office prepares a cycle that is not announced yet: head, rubrics, quotas, judges.

use domain::{
    award_cycle::{AwardCycleState, CategoryRules, CyclePlan, QuotaUnit, RUNNERS, may_run_awards},
    form::{Field, Once, ProblemKind, Problems, Revision, Values},
    id::{AwardCategoryId, AwardCycleId, PersonId},
    role::Role,
    roster::AwardCategory,
};
use store::{Conn, PersonRow};

use super::{hold, unit_key};
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

    /// The units that may have seats, as the form of a category calls them.
    pub async fn quota_units(&self, call: &Call) -> Result<Vec<QuotaUnit>, ActionError> {
        call.allowed(may_run_awards)?;
        quota_units(&mut self.store.read().await?).await
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
                let rules = CategoryRules::parse(values, &quota_units(tx).await?)?;
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
    let plan = CyclePlan::parse(values, None)?;
    let id = tx.add_cycle(&plan, call.now).await?;
    tx.set_stages(id, &plan.stages).await?;
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
    call.allowed(may_run_awards)?;
    hold(tx, id, AwardCycleState::Configuring).await
}

async fn quota_units(conn: &mut Conn) -> Result<Vec<QuotaUnit>, ActionError> {
    let units = conn.list_units(None).await?;
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
