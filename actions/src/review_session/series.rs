//! A series of sessions for a season, planned from one that is there.

use chrono::NaiveDate;
use domain::{
    commitment::Interval,
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
        let days = series.days();
        let taken = taken_room(&mut conn, &page, &plan, &days).await?;
        let day = |day| SeriesDay {
            day,
            is_working: self.work_calendar().is_working(day),
            is_taken: span(&plan, day)
                .is_some_and(|span| taken.iter().any(|other| other.overlaps(span))),
        };
        Ok(days.into_iter().map(day).collect())
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
                let place = match page.session.place_id {
                    Some(place) => tx.find_place(place).await?,
                    None => None,
                };
                if place.is_some_and(|place| place.is_closed) {
                    let kind = ProblemKind::PlaceClosed;
                    return Err(Problems::one(Field::SeriesDays, kind).into());
                }
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

/// From when to when a session of this plan lasts on a day.
fn span(plan: &SessionPlan, day: NaiveDate) -> Option<Interval> {
    let starts_at = to_utc(day, plan.starts_at);
    let length = plan.slot_offsets().map(|(_, end)| end).max()?;
    Interval::new(starts_at, starts_at + length)
}

/// When the room of a session is taken, from the first of some days to the last.
async fn taken_room(
    conn: &mut Conn,
    page: &SessionPage,
    plan: &SessionPlan,
    days: &[NaiveDate],
) -> Result<Vec<Interval>, ActionError> {
    let spans: Vec<Interval> = days.iter().filter_map(|day| span(plan, *day)).collect();
    let (Some(place), Some(first), Some(last)) =
        (page.session.place_id, spans.first(), spans.last())
    else {
        return Ok(Vec::new());
    };
    let place = conn.find_place(place).await?.ok_or(ActionError::NotFound)?;
    let taken = conn.list_commitments(place.party_id, first.starts_at(), last.ends_at()).await?;
    Ok(taken.iter().filter_map(|it| Interval::new(it.starts_at, it.ends_at)).collect())
}
