//! The form that plans a review session, and what it becomes.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveTime, TimeDelta, Utc};
use domain::{
    form::{ProblemKind, Problems, Values},
    id::{FieldId, PersonId},
    review_session::{ReviewSessionState, SessionPlan, Venue, conflict},
    role::{PLANNERS, Role, may_plan_review_sessions},
    rulebook::{Rule, Rulebook},
};
use store::{FieldRow, NewSession, PersonRow, PlaceRow};

use super::{peers, waiting_lecturers};
use crate::{ActionError, Actions, Call, once::Sent, to_utc};

/// What the planning form offers.
#[derive(Clone, Debug)]
pub struct PlanChoices {
    /// Rooms.
    pub places: Vec<PlaceRow>,
    /// Subject fields.
    pub fields: Vec<FieldRow>,
    /// People who may sit on a panel.
    pub panelists: Vec<PersonRow>,
    /// Conflicts of each of them with the lecturers that wait for a slot.
    pub conflicts: BTreeMap<i64, Vec<String>>,
}

impl Actions {
    /// What the planning form offers.
    pub async fn plan_choices(&self, call: &Call) -> Result<PlanChoices, ActionError> {
        call.allowed(may_plan_review_sessions)?;
        let mut conn = self.store.read().await?;
        let places = conn.list_places().await?;
        let fields = conn.list_fields().await?;
        let panelists = conn.list_people_with_role(Role::Panelist, call.today()).await?;
        let waiting = waiting_lecturers(&mut conn).await?;
        let mut people: Vec<i64> = panelists.iter().map(|person| person.id).collect();
        people.extend(waiting.keys());
        let peers = peers(&mut conn, &people).await?;
        let mut conflicts = BTreeMap::new();
        for person in &panelists {
            let names: Vec<String> = waiting
                .iter()
                .filter(|(lecturer, _)| {
                    conflict(&peers[&person.id], &peers[*lecturer], call.today())
                })
                .map(|(_, name)| name.clone())
                .collect();
            if !names.is_empty() {
                conflicts.insert(person.id, names);
            }
        }
        Ok(PlanChoices { places, fields, panelists, conflicts })
    }

    /// Plans a session; the same form sent again finds the first one.
    pub async fn plan_session(&self, call: &Call, values: &Values) -> Result<i64, ActionError> {
        let actor = call.allowed(may_plan_review_sessions)?;
        let token = values.trimmed("once");
        if let Some(id) = self.sent_before(actor, token).await? {
            return Ok(id);
        }
        let plan = self.read_plan(call, values).await?;
        let rules = self.rules(call).await?;
        let parts = PlanParts::new(self, &plan, &rules);
        let mut tx = self.store.begin().await?;
        let id = tx.add_session_plan(&parts.row(&plan, actor.person)).await?;
        let tx = match self.once(tx, call, token, id).await? {
            Sent::First(tx) => tx,
            Sent::Before(id) => return Ok(id),
        };
        let entry = call.entry("plan", "review_session", PLANNERS).on(id).under(rules.version);
        tx.commit(entry, &self.entropy.token()).await?;
        Ok(id)
    }

    /// Changes a planned session; [`ActionError::Stale`] if somebody was faster.
    pub async fn change_session(
        &self,
        call: &Call,
        id: i64,
        values: &Values,
    ) -> Result<(), ActionError> {
        let actor = call.allowed(may_plan_review_sessions)?;
        let page = self.review_session(call, id).await?;
        if page.session.state != ReviewSessionState::Planned {
            return Err(ActionError::WrongState);
        }
        let plan = self.read_plan(call, values).await?;
        let rules = self.rules(call).await?;
        let parts = PlanParts::new(self, &plan, &rules);
        let revision: i64 = values.trimmed("revision").parse().unwrap_or(0);
        let mut tx = self.store.begin().await?;
        if !tx.change_session_plan(id, revision, &parts.row(&plan, actor.person)).await? {
            return Err(ActionError::Stale);
        }
        let entry = call.entry("change", "review_session", PLANNERS).on(id).under(rules.version);
        Ok(tx.commit(entry, &self.entropy.token()).await?)
    }

    /// Reads the form, and checks what it names against what is on file.
    async fn read_plan(&self, call: &Call, values: &Values) -> Result<SessionPlan, ActionError> {
        let plan = SessionPlan::parse(values, call.today())?;
        let choices = self.plan_choices(call).await?;
        let mut problems = Problems::default();
        if let Venue::Place(place) = &plan.venue
            && !choices.places.iter().any(|known| known.id == place.0)
        {
            problems.add("place", ProblemKind::UnknownChoice);
        }
        let knows_field = |id: &FieldId| choices.fields.iter().any(|known| known.id == id.0);
        if !plan.fields.iter().all(knows_field) {
            problems.add("fields", ProblemKind::UnknownChoice);
        }
        let knows_panelist = |id: &PersonId| choices.panelists.iter().any(|p| p.id == id.0);
        if !plan.panel.iter().all(knows_panelist) {
            problems.add("panel", ProblemKind::UnknownChoice);
        }
        Ok(problems.or(|| Some(plan))?)
    }
}

/// What a plan becomes when days and times turn into instants.
struct PlanParts {
    starts_at: DateTime<Utc>,
    closes_at: DateTime<Utc>,
    fields: Vec<i64>,
    panel: Vec<i64>,
}

impl PlanParts {
    fn new(actions: &Actions, plan: &SessionPlan, rules: &Rulebook) -> Self {
        let days = rules.get(Rule::BookingClosesWorkingDays);
        let last_day = actions.calendar.before(plan.held_on, days);
        Self {
            starts_at: to_utc(plan.held_on, plan.starts_at),
            // Booking closes when its last day ends (`REV-05`).
            closes_at: to_utc(last_day, NaiveTime::MIN) + TimeDelta::days(1),
            fields: plan.fields.iter().map(|field| field.0).collect(),
            panel: plan.panel.iter().map(|person| person.0).collect(),
        }
    }

    fn row<'a>(&'a self, plan: &'a SessionPlan, planner: PersonId) -> NewSession<'a> {
        let (place_id, video_link) = match &plan.venue {
            Venue::Place(place) => (Some(place.0), None),
            Venue::Video(link) => (None, Some(link.as_str())),
        };
        NewSession {
            starts_at: self.starts_at,
            slot_minutes: plan.slot_minutes,
            n_slots: plan.n_slots,
            break_minutes: plan.break_minutes,
            place_id,
            video_link,
            opens_on: plan.opens_on,
            closes_at: self.closes_at,
            planner_id: planner.0,
            stages: &plan.stages,
            fields: &self.fields,
            panel: &self.panel,
        }
    }
}
