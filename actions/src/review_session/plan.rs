//! The form that plans a review session, and what it becomes.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    form::{Field, Once, ProblemKind, Problems, Revision, Values},
    id::{FieldId, PersonId, PlaceId, ReviewSessionId},
    region::RegionLevel,
    review_session::{
        ReviewSessionState, SessionLengths, SessionPlan, Venue, conflict, conflict_since,
    },
    role::{
        Role, SESSION_ORGANISERS, may_organise_session, may_organise_sessions,
        may_plan_review_sessions,
    },
    rulebook::{Rule, Rulebook},
    working_day::WorkCalendar,
};
use store::{Conn, FieldRow, Lock, NewSession, PersonRow, PlaceRow, RegionRow};

use super::{SessionPage, peers, waiting_lecturers};
use crate::{
    ActionError, Actions, Call, local_time,
    once::{FIRST_REVISION, Sent, made, sent},
    to_utc,
    working_day::end_of,
    write::{Scoped as _, Write},
};

/// What the planning form offers.
#[derive(Clone, Debug)]
pub struct PlanChoices {
    /// The lengths that slots and trial lectures may have.
    pub lengths: SessionLengths,
    /// Rooms, closed ones as well: a session that is planned there keeps its room.
    pub places: Vec<PlaceRow>,
    /// Subject fields.
    pub fields: Vec<FieldRow>,
    /// People who may sit on a panel.
    pub panelists: Vec<PersonRow>,
    /// Counties whose session it can be.
    pub counties: Vec<RegionRow>,
    /// Whether it can be the city's as well.
    pub is_city: bool,
    /// Conflicts of each of them with the lecturers that wait for a slot.
    pub conflicts: BTreeMap<PersonId, Vec<String>>,
}

impl PlanChoices {
    /// The rooms that are offered: those that are open, and one that was chosen before.
    pub fn offered(&self, chosen: &str) -> impl Iterator<Item = &PlaceRow> {
        let is_offered =
            move |place: &&PlaceRow| !place.is_closed || place.id.to_string() == chosen;
        self.places.iter().filter(is_offered)
    }
}

impl SessionPage {
    /// What is stored, as a plan.
    pub fn plan(&self) -> SessionPlan {
        let session = &self.session;
        let start = local_time(session.starts_at);
        let link = || Venue::Video(session.video_link.clone().unwrap_or_default());
        SessionPlan {
            held_on: start.date(),
            starts_at: start.time(),
            slot_minutes: session.slot_minutes,
            short_minutes: session.short_minutes,
            n_slots: session.n_slots,
            break_minutes: session.break_minutes,
            venue: session.place_id.map_or_else(link, Venue::Place),
            opens_on: session.opens_on,
            stages: self.stages.clone(),
            fields: self.fields.iter().map(|field| field.id).collect(),
            panel: self.panel.iter().map(|member| member.person_id).collect(),
            region: session.region_id,
        }
    }
}

impl Actions {
    /// What the planning form offers.
    pub async fn plan_choices(&self, call: &Call) -> Result<PlanChoices, ActionError> {
        call.allowed(may_organise_sessions)?;
        choices(&mut self.store.read().await?, call).await
    }

    /// Plans a session; the same form sent again finds the first one.
    pub async fn plan_session(
        &self,
        call: &Call,
        values: &Values,
        once: &Once,
    ) -> Result<ReviewSessionId, ActionError> {
        call.allowed(may_organise_sessions)?;
        self.write(|tx| {
            async move {
                let id = match sent(tx, call, values, once).await? {
                    Sent::First => self.add_plan(tx, call, values).await?,
                    Sent::Same(id) => return Ok(id),
                    Sent::Other(id) => {
                        self.change_plan(tx, call, id, values, FIRST_REVISION).await?;
                        id
                    }
                };
                made(tx, call, values, once, id).await
            }
            .scope_boxed()
        })
        .await
    }

    async fn add_plan(
        &self,
        tx: &mut Write,
        call: &Call,
        values: &Values,
    ) -> Result<ReviewSessionId, ActionError> {
        let plan = read_plan(tx, call, values, None).await?;
        let rules = tx.rulebook(call.today()).await?;
        let parts = PlanParts::new(self, &plan, &rules);
        let id = tx.add_session_plan(&parts.row(&plan, call.actor()?.person)).await?;
        tx.log(
            call.entry("plan", "review_session", SESSION_ORGANISERS).on(id).under(rules.version),
        );
        Ok(id)
    }

    /// Changes a planned session; [`ActionError::Stale`] if somebody was faster.
    pub async fn change_session(
        &self,
        call: &Call,
        id: ReviewSessionId,
        values: &Values,
        revision: Revision,
    ) -> Result<(), ActionError> {
        call.allowed(may_organise_sessions)?;
        self.write(|tx| {
            async move { self.change_plan(tx, call, id, values, revision.number()).await }
                .scope_boxed()
        })
        .await
    }

    async fn change_plan(
        &self,
        tx: &mut Write,
        call: &Call,
        id: ReviewSessionId,
        values: &Values,
        revision: i64,
    ) -> Result<(), ActionError> {
        tx.lock(Lock::ReviewSession(id)).await?;
        let session = tx.find_session_plan(id).await?.ok_or(ActionError::NotFound)?;
        if !may_organise_session(call.actor()?, session.region_id) {
            return Err(ActionError::NotFound);
        }
        if session.state != ReviewSessionState::Planned {
            return Err(ActionError::WrongState);
        }
        let plan = read_plan(tx, call, values, session.place_id).await?;
        let rules = tx.rulebook(call.today()).await?;
        let parts = PlanParts::new(self, &plan, &rules);
        let row = parts.row(&plan, call.actor()?.person);
        if !tx.change_session_plan(id, revision, &row).await? {
            return Err(ActionError::Stale);
        }
        tx.log(
            call.entry("change", "review_session", SESSION_ORGANISERS).on(id).under(rules.version),
        );
        Ok(())
    }
}

/// What the planning form offers.
async fn choices(conn: &mut Conn, call: &Call) -> Result<PlanChoices, ActionError> {
    let places = conn.list_places().await?;
    let fields = conn.list_fields().await?;
    let panelists = conn.list_people_with_role(Role::Panelist, call.today()).await?;
    let waiting = waiting_lecturers(conn).await?;
    let mut people: Vec<PersonId> = panelists.iter().map(|person| person.id).collect();
    people.extend(waiting.keys());
    let rules = conn.rulebook(call.today()).await?;
    let since = conflict_since(&rules, call.today());
    let peers = peers(conn, &people, since).await?;
    let mut conflicts = BTreeMap::new();
    for person in &panelists {
        let names: Vec<String> = waiting
            .iter()
            .filter(|(lecturer, _)| conflict(&peers[&person.id], &peers[*lecturer], since.unit))
            .map(|(_, name)| name.clone())
            .collect();
        if !names.is_empty() {
            conflicts.insert(person.id, names);
        }
    }
    let counties = counties(conn, call).await?;
    let is_city = may_plan_review_sessions(call.actor()?);
    let lengths = SessionLengths::of(&rules);
    Ok(PlanChoices { lengths, places, fields, panelists, counties, is_city, conflicts })
}

/// Counties whose sessions the caller organises.
async fn counties(conn: &mut Conn, call: &Call) -> Result<Vec<RegionRow>, ActionError> {
    let actor = call.actor()?;
    let mut counties = conn.list_regions_above_towns(call.today()).await?;
    counties.retain(|region| {
        region.level == RegionLevel::County && may_organise_session(actor, Some(region.id))
    });
    Ok(counties)
}

/// Reads the form, and checks what it names against what is on file; the place of before may stay.
async fn read_plan(
    conn: &mut Conn,
    call: &Call,
    values: &Values,
    kept: Option<PlaceId>,
) -> Result<SessionPlan, ActionError> {
    let lengths = SessionLengths::of(&conn.rulebook(call.today()).await?);
    let plan = SessionPlan::parse(values, call.today(), &lengths)?;
    let mut problems = Problems::default();
    if let Venue::Place(place) = &plan.venue {
        match conn.find_place(*place).await? {
            None => problems.add(Field::Place, ProblemKind::UnknownChoice),
            Some(row) if row.is_closed && kept != Some(row.id) => {
                problems.add(Field::Place, ProblemKind::PlaceClosed);
            }
            Some(_) => {}
        }
    }
    let fields = conn.list_fields().await?;
    let knows_field = |id: &FieldId| fields.iter().any(|known| known.id == *id);
    if !plan.fields.iter().all(knows_field) {
        problems.add(Field::SubjectFields, ProblemKind::UnknownChoice);
    }
    let panelists = conn.list_people_with_role(Role::Panelist, call.today()).await?;
    let knows_panelist = |id: &PersonId| panelists.iter().any(|known| known.id == *id);
    if !plan.panel.iter().all(knows_panelist) {
        problems.add(Field::Panel, ProblemKind::UnknownChoice);
    }
    if !may_organise_session(call.actor()?, plan.region)
        || plan.region.is_some()
            && !counties(conn, call).await?.iter().any(|it| Some(it.id) == plan.region)
    {
        let kind =
            if plan.region.is_some() { ProblemKind::UnknownChoice } else { ProblemKind::Missing };
        problems.add(Field::County, kind);
    }
    Ok(problems.or(|| Some(plan))?)
}

/// Booking closes when its last day ends, so many working days before the session (`REV-05`).
pub(crate) fn closes_at(calendar: &WorkCalendar, held_on: NaiveDate, days: i64) -> DateTime<Utc> {
    end_of(calendar.before(held_on, days))
}

/// What a plan becomes when days and times turn into instants.
pub(super) struct PlanParts {
    starts_at: DateTime<Utc>,
    closes_at: DateTime<Utc>,
    fields: Vec<FieldId>,
    panel: Vec<PersonId>,
}

impl PlanParts {
    pub(super) fn new(actions: &Actions, plan: &SessionPlan, rules: &Rulebook) -> Self {
        let days = rules.get(Rule::BookingClosesWorkingDays);
        let closes_at = closes_at(&actions.work_calendar(), plan.held_on, days);
        Self {
            starts_at: to_utc(plan.held_on, plan.starts_at),
            closes_at,
            fields: plan.fields.clone(),
            panel: plan.panel.clone(),
        }
    }

    pub(super) fn row<'a>(&'a self, plan: &'a SessionPlan, planner: PersonId) -> NewSession<'a> {
        let (place_id, video_link) = match &plan.venue {
            Venue::Place(place) => (Some(*place), None),
            Venue::Video(link) => (None, Some(link.as_str())),
        };
        NewSession {
            starts_at: self.starts_at,
            slot_minutes: plan.slot_minutes,
            short_minutes: plan.short_minutes,
            n_slots: plan.n_slots,
            break_minutes: plan.break_minutes,
            place_id,
            video_link,
            opens_on: plan.opens_on,
            closes_at: self.closes_at,
            region_id: plan.region,
            planner_id: planner,
            stages: &plan.stages,
            fields: &self.fields,
            panel: &self.panel,
        }
    }
}
