//! The city's office corrects attendance that was confirmed: hours are taken back in the ledger and
//! credited anew, and whoever it concerns is told.

use chrono::NaiveDate;
use domain::{
    assessment_year::Added,
    assessment_year::AssessmentYear,
    credit_hour::{Conversion, CreditSource},
    form::{Field, Revision, Values},
    id::TrainingEventId,
    inbox::Message,
    record::Kind,
    role::Role,
    training_record::conversion,
};
use store::EnrolmentRow;

use super::{
    TrainingPage,
    attendance::{check_organiser, credit, read_present},
    half_days_of, lock_training,
};
use crate::{
    ActionError, Actions, Call,
    assessment_year::check_open,
    lecture_request::read_reason,
    record::fixed,
    write::{Scoped as _, Write},
};

impl Actions {
    /// Corrects who was there, with a reason; `present` has the boxes ticked, as enrolment and
    /// half-day. The boxes that are on file already, sent again, change nothing.
    pub async fn correct_attendance(
        &self,
        call: &Call,
        id: TrainingEventId,
        values: &Values,
        revision: Revision,
    ) -> Result<(), ActionError> {
        self.write(|tx| {
            async move {
                let before = lock_training(tx, call, id).await?;
                if !before.may_correct {
                    return Err(ActionError::WrongState);
                }
                let reason = read_reason(values)?;
                let present = read_present(&before, values)?;
                let after = TrainingPage { present, ..before.clone() };
                if before.present == after.present {
                    return Ok(());
                }
                check_organiser(call.actor()?, &before)?;
                let added = Added::Confirmed(call.today());
                check_open(tx, changed_days(&before, &after), added, Field::Decision).await?;
                let state = before.training.state;
                if !tx.touch_training(id, (state, revision.number())).await? {
                    return Err(ActionError::Stale);
                }
                correct(tx, call, (&before, &after), &reason).await
            }
            .scope_boxed()
        })
        .await
    }
}

/// The days of which somebody's presence is changed.
fn changed_days<'a>(
    before: &'a TrainingPage,
    after: &'a TrainingPage,
) -> impl Iterator<Item = NaiveDate> + 'a {
    let changed = before.present.symmetric_difference(&after.present);
    changed
        .filter_map(|(_, id)| before.half_days.iter().find(|row| row.id == *id))
        .map(|row| row.held_on)
}

async fn correct(
    tx: &mut Write,
    call: &Call,
    (before, after): (&TrainingPage, &TrainingPage),
    reason: &str,
) -> Result<(), ActionError> {
    let training = &after.training;
    let present: Vec<_> = after.present.iter().copied().collect();
    tx.set_attendance(training.id, &present).await?;
    let rules = tx.rulebook(AssessmentYear::of(training.ends_on).first()).await?;
    let table = conversion(&rules);
    for row in after.enrolments.iter().filter(|row| row.state.is_on_roster()) {
        let is_same = half_days_of(before, row.id).eq(half_days_of(after, row.id));
        if !is_same {
            correct_place(tx, call, after, row, &table, reason).await?;
        }
    }
    if training.planner_id != call.actor()?.person {
        let (event, title, reason) = (training.id, training.title.clone(), reason.to_owned());
        let message = Message::AttendanceCorrected { event, title, reason };
        tx.add_message(training.planner_id, &message, call.now).await?;
    }
    let entry = call
        .entry("correct_attendance", "training_event", &[Role::CityOffice])
        .on(training.id)
        .under(rules.version)
        .because(reason)
        .fixing(fixed(tx, Kind::Attendance, training.id).await?);
    tx.log(entry);
    Ok(())
}

/// Takes back what somebody's half-days have earned, and credits those that count now.
async fn correct_place(
    tx: &mut Write,
    call: &Call,
    after: &TrainingPage,
    row: &EnrolmentRow,
    table: &Conversion,
    reason: &str,
) -> Result<(), ActionError> {
    let (training, by) = (&after.training, Some(call.actor()?.person));
    let (source, key) = (CreditSource::TrainingEvent, training.id.into());
    tx.reverse_credit_hours(source, key, row.person_id, by, call.now).await?;
    let hours = credit(tx, call, after, row, table).await?;
    let (event, title, reason) = (training.id, training.title.clone(), reason.to_owned());
    let message = Message::HoursCorrected { event, title, hours, reason };
    Ok(tx.add_message(row.person_id, &message, call.now).await?)
}
