//! The office prepares a cycle that is not announced yet: head, rubrics, quotas, judges.

use domain::{
    award_cycle::{AwardCycleState, CategoryRules, CyclePlan, QuotaUnit, RUNNERS, may_run_awards},
    form::{ProblemKind, Problems, Values},
    role::Role,
    roster::AwardCategory,
};
use store::PersonRow;

use super::{CyclePage, hold, unit_key, written};
use crate::{ActionError, Actions, Call, once::Sent};

impl Actions {
    /// Opens a cycle with every category and its default rubric; the same form sent again finds it.
    pub async fn open_cycle(&self, call: &Call, values: &Values) -> Result<i64, ActionError> {
        let actor = call.allowed(may_run_awards)?;
        let token = values.trimmed("once");
        if let Some(id) = self.sent_before(actor, token).await? {
            return Ok(id);
        }
        let plan = CyclePlan::parse(values)?;
        let mut tx = self.store.begin().await?;
        let id = tx.add_cycle(&plan, call.now).await?;
        for category in AwardCategory::ALL {
            let rules = CategoryRules::default_of(*category);
            let (criteria, quota) = written(&rules)?;
            tx.add_category(id, *category, &criteria, &quota, rules.added_seats).await?;
        }
        let tx = match self.once(tx, call, token, id).await? {
            Sent::First(tx) => tx,
            Sent::Before(id) => return Ok(id),
        };
        let entry = call.entry("open", "award_cycle", RUNNERS).on(id);
        tx.commit(entry, &self.entropy.token()).await?;
        Ok(id)
    }

    /// Changes the head of a cycle that is not announced yet.
    pub async fn change_cycle(
        &self,
        call: &Call,
        id: i64,
        values: &Values,
    ) -> Result<(), ActionError> {
        let page = self.configuring(call, id).await?;
        let plan = CyclePlan::parse(values)?;
        let revision = values.trimmed("revision").parse().unwrap_or(0);
        let mut tx = self.store.begin().await?;
        if !tx.change_cycle(page.cycle.id, revision, &plan).await? {
            return Err(ActionError::Stale);
        }
        let entry = call.entry("change", "award_cycle", RUNNERS).on(id);
        Ok(tx.commit(entry, &self.entropy.token()).await?)
    }

    /// The units that may have seats, as the form of a category calls them.
    pub async fn quota_units(&self, call: &Call) -> Result<Vec<QuotaUnit>, ActionError> {
        call.allowed(may_run_awards)?;
        let units = self.store.read().await?.list_units(None).await?;
        let unit = |row: store::OrganisationRow| QuotaUnit {
            key: unit_key(row.id),
            names: vec![row.name, row.short_name],
            sort_order: row.sort_order,
        };
        Ok(units.into_iter().map(unit).collect())
    }

    /// Changes rubric and quota of a category that is not announced yet.
    pub async fn change_category(
        &self,
        call: &Call,
        id: i64,
        category: i64,
        values: &Values,
    ) -> Result<(), ActionError> {
        let page = self.configuring(call, id).await?;
        if !page.categories.iter().any(|one| one.id == category) {
            return Err(ActionError::NotFound);
        }
        let units = self.quota_units(call).await?;
        let rules = CategoryRules::parse(values, &units)?;
        let (criteria, quota) = written(&rules)?;
        let revision = values.trimmed("revision").parse().unwrap_or(0);
        let mut tx = self.store.begin().await?;
        hold(&mut tx, id, AwardCycleState::Configuring).await?;
        if !tx.change_category(category, revision, &criteria, &quota, rules.added_seats).await? {
            return Err(ActionError::Stale);
        }
        let entry = call.entry("change", "award_category", RUNNERS).on(category);
        Ok(tx.commit(entry, &self.entropy.token()).await?)
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
        id: i64,
        values: &Values,
    ) -> Result<(), ActionError> {
        self.configuring(call, id).await?;
        let choices = self.judge_choices(call).await?;
        let mut judges = Vec::new();
        for text in values.all("judges") {
            let known = text.parse().ok().filter(|id| choices.iter().any(|p| p.id == *id));
            match known {
                None => return Err(Problems::one("judges", ProblemKind::UnknownChoice).into()),
                Some(judge) if judges.contains(&judge) => {
                    return Err(Problems::one("judges", ProblemKind::Twice).into());
                }
                Some(judge) => judges.push(judge),
            }
        }
        let mut tx = self.store.begin().await?;
        hold(&mut tx, id, AwardCycleState::Configuring).await?;
        tx.set_judges(id, &judges).await?;
        let entry = call.entry("seat_judges", "award_cycle", RUNNERS).on(id);
        Ok(tx.commit(entry, &self.entropy.token()).await?)
    }

    async fn configuring(&self, call: &Call, id: i64) -> Result<CyclePage, ActionError> {
        call.allowed(may_run_awards)?;
        let page = self.cycle(call, id).await?;
        if page.cycle.state == AwardCycleState::Configuring {
            Ok(page)
        } else {
            Err(ActionError::WrongState)
        }
    }
}
