//! A series of sessions for a season, planned from one that is there.

use chrono::{NaiveDate, TimeDelta};
use domain::{
    form::{Field, Once, ProblemKind, Problems, Values},
    id::ReviewSessionId,
    review_session::{SessionPlan, SessionSeries},
    role::{SESSION_ORGANISERS, may_organise_sessions},
};
use store::Conn;

use super::{SessionPage, organised, plan::PlanParts};
use crate::{
    ActionError, Actions, Call,
    once::{Sent, made, sent},
    to_utc,
    write::{Scoped as _, Write},
};

/// A day of a series, with what the planner should know of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SeriesDay {
    /// The day.
    pub day: NaiveDate,
    /// Whether it is a working day.
    pub is_working: bool,
    /// Whether the room is taken while the session lasts.
    pub is_taken: bool,
}

impl Actions {
    /// The days on which a series falls, each with what the planner should know of it.
    pub async fn series_days(
        &self,
        call: &Call,
        template: ReviewSessionId,
        series: &SessionSeries,
    ) -> Result<Vec<SeriesDay>, ActionError> {
        call.allowed(may_organise_sessions)?;
        let mut conn = self.store.read().await?;
        let page = organised(&mut conn, call, template).await?;
        let plan = page.plan();
        let mut days = Vec::new();
        for day in series.days() {
            days.push(SeriesDay {
                day,
                is_working: self.calendar.is_working(day),
                is_taken: is_taken(&mut conn, &page, &plan, day).await?,
            });
        }
        Ok(days)
    }

    /// Plans a session like the template on each of the ticked days, with the same panel or none;
    /// gives the first of them. The same form sent again finds what it has made.
    pub async fn plan_series(
        &self,
        call: &Call,
        template: ReviewSessionId,
        values: &Values,
        once: &Once,
    ) -> Result<ReviewSessionId, ActionError> {
        call.allowed(may_organise_sessions)?;
        self.write(|tx| {
            async move {
                match sent(tx, call, values, once).await? {
                    Sent::First => {}
                    Sent::Same(first) => return Ok(first),
                    // Other days were chosen since: what was planned is changed session by session.
                    Sent::Other(_) => {
                        let kind = ProblemKind::SeriesPlanned;
                        return Err(Problems::one(Field::SeriesDays, kind).into());
                    }
                }
                let page = organised(tx, call, template).await?;
                let series = SessionSeries::parse(values, call.today())?;
                let days = series.chosen(values)?;
                let mut first = None;
                for day in days {
                    let id = self.plan_like(tx, call, &page, &series, day).await?;
                    first.get_or_insert(id);
                }
                let first = first.ok_or(ActionError::WrongState)?;
                made(tx, call, values, once, first).await
            }
            .scope_boxed()
        })
        .await
    }

    async fn plan_like(
        &self,
        tx: &mut Write,
        call: &Call,
        template: &SessionPage,
        series: &SessionSeries,
        held_on: NaiveDate,
    ) -> Result<ReviewSessionId, ActionError> {
        let mut plan = SessionPlan { held_on, ..template.plan() };
        // Booking opens as long before as for the template, and never before today.
        let ahead = template.session.opens_on.map(|day| template.plan().held_on - day);
        plan.opens_on = ahead.map(|ahead| (held_on - ahead).max(call.today()));
        if !series.keeps_panel {
            plan.panel.clear();
        }
        let rules = tx.rulebook(call.today()).await?;
        let parts = PlanParts::new(self, &plan, &rules);
        let id = tx.add_session_plan(&parts.row(&plan, call.actor()?.person)).await?;
        let entry =
            call.entry("plan", "review_session", SESSION_ORGANISERS).on(id).under(rules.version);
        tx.log(entry.because(template.session.id.to_string()));
        Ok(id)
    }
}

/// Whether something else is in the room while a session like this one lasts.
async fn is_taken(
    conn: &mut Conn,
    page: &SessionPage,
    plan: &SessionPlan,
    day: NaiveDate,
) -> Result<bool, ActionError> {
    let Some(place) = page.session.place_id else { return Ok(false) };
    let place = conn.find_place(place).await?.ok_or(ActionError::NotFound)?;
    let from = to_utc(day, plan.starts_at);
    let length = plan.slot_offsets().map(|(_, end)| end).max().unwrap_or(TimeDelta::zero());
    Ok(!conn.list_commitments(place.party_id, from, from + length).await?.is_empty())
}
