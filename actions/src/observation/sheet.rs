//! Form R2 is handed in, the lecturer answers once, and the office weighs what is low.

use domain::{
    form::{Revision, Values},
    id::ObservationId,
    observation::{
        OBSERVATION_PLANNERS, OBSERVERS, ObservationNews, ObservationSheet, parse_answer,
        parse_reason, raises_question,
    },
    role::Role,
    rulebook::{Rule, Rulebook},
};
use store::ObservationRow;

use super::{ObservationReading, locked, message, tell, tell_office};
use crate::{
    ActionError, Actions, Call,
    error::check_revision,
    local_date, to_utc,
    write::{Scoped as _, Write},
};

impl Actions {
    /// Hands an observation in: from then on it is the lecturer's to read, and locked. The same form
    /// sent again does nothing.
    pub async fn submit_observation(
        &self,
        call: &Call,
        id: ObservationId,
        values: &Values,
        revision: Revision,
    ) -> Result<(), ActionError> {
        self.write(|tx| {
            async move {
                let page = locked(tx, call, id).await?;
                if page.reading != ObservationReading::Observer {
                    return Err(ActionError::NotFound);
                }
                if !page.may_write {
                    // What was handed in stands; the same again is no error, another one is.
                    let sheet = ObservationSheet::parse(values).ok();
                    let is_same = sheet.is_some() && page.sheet == sheet;
                    return if is_same { Ok(()) } else { Err(ActionError::WrongState) };
                }
                let sheet = ObservationSheet::parse(values)?;
                let row = &page.observation;
                check_revision(revision, row.revision)?;
                let next = row.state.submit().map_err(|_| ActionError::WrongState)?;
                let day = local_date(row.starts_at);
                let times = (to_utc(day, sheet.arrived_at), to_utc(day, sheet.left_at));
                if !tx.submit_observation(id, row.revision, &sheet, times, call.now).await? {
                    return Err(ActionError::Stale);
                }
                let news = message(row, ObservationNews::Shared, "");
                tell(tx, call, [row.lecturer_id], &news).await?;
                let rules = tx.rulebook(call.today()).await?;
                let is_low = sheet.is_low(rules.get(Rule::ObservationLowPoints));
                // The office hears one thing: that a course is to be weighed says that a form is in.
                let news = if is_low && is_in_doubt(tx, row, &rules).await? {
                    message(row, ObservationNews::Doubted, "")
                } else {
                    news
                };
                tell_office(tx, call, &news).await?;
                let entry = call.entry("submit", "observation", OBSERVERS).on(id);
                tx.log(entry.moved(row.state.as_str(), next.as_str()));
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }

    /// The lecturer answers an observation, once; the same words again do nothing.
    pub async fn answer_observation(
        &self,
        call: &Call,
        id: ObservationId,
        values: &Values,
    ) -> Result<(), ActionError> {
        self.write(|tx| {
            async move {
                let page = locked(tx, call, id).await?;
                if page.reading != ObservationReading::Lecturer {
                    return Err(ActionError::NotFound);
                }
                if !page.may_reply {
                    let answer = parse_answer(values);
                    let is_same = answer.is_ok_and(|answer| page.observation.answer == answer);
                    return if is_same { Ok(()) } else { Err(ActionError::WrongState) };
                }
                let answer = parse_answer(values)?;
                if !tx.answer_observation(id, &answer, call.now).await? {
                    return Err(ActionError::WrongState);
                }
                let row = &page.observation;
                let news = message(row, ObservationNews::Answered, "");
                tell(tx, call, row.observer_id, &news).await?;
                tell_office(tx, call, &news).await?;
                tx.log(call.entry("answer", "observation", &[Role::Lecturer]).on(id));
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }

    /// The office has weighed the low observations of a course and leaves it listed, with a reason;
    /// further ones raise the question anew.
    pub async fn weigh_observations(
        &self,
        call: &Call,
        id: ObservationId,
        values: &Values,
    ) -> Result<(), ActionError> {
        self.write(|tx| {
            async move {
                let page = locked(tx, call, id).await?;
                if page.reading != ObservationReading::Office {
                    return Err(ActionError::NotFound);
                }
                if page.question.is_empty() {
                    let is_done = page.observation.weighed_at.is_some();
                    return if is_done { Ok(()) } else { Err(ActionError::WrongState) };
                }
                let reason = parse_reason(values)?;
                for one in &page.question {
                    if tx.set_observation_weighed(one.id, call.now).await? {
                        let entry = call.entry("weigh", "observation", OBSERVATION_PLANNERS);
                        tx.log(entry.on(one.id).because(reason.as_str()));
                    }
                }
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }
}

/// Whether a course has so many low observations that it has to be weighed.
async fn is_in_doubt(
    tx: &mut Write,
    row: &ObservationRow,
    rules: &Rulebook,
) -> Result<bool, ActionError> {
    let mut low = tx.list_low_observations(rules.get(Rule::ObservationLowPoints)).await?;
    low.retain(|one| one.course_id == row.course_id);
    Ok(raises_question(low.len(), rules))
}
