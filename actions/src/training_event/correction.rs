//! The city's office corrects attendance that was confirmed: hours are taken back in the ledger and
//! credited anew, and whoever it concerns is told. Of whose hours stand on a record that was issued, the
//! correction waits for a second person (`LAW-51`).

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use domain::{
    assessment_year::Added,
    assessment_year::AssessmentYear,
    credit_hour::{Conversion, CreditSource, HalfDay},
    form::{Field, Revision, Values},
    id::{EnrolmentId, PersonId, TrainingEventId},
    inbox::Message,
    paper_correction::{Correction, Presence},
    record::Kind,
    role::ORGANISERS,
    training_event::credit_of_day,
    training_record::conversion,
};
use store::{Conn, EnrolmentRow, HalfDayRow, NewPaperCorrection, TrainingRow};

use super::{
    TrainingPage,
    attendance::{check_organiser, credit, read_present},
    half_days_of, lock_training,
};
use crate::{
    ActionError, Actions, Call,
    assessment_year::check_open,
    error::check_revision,
    lecture_request::read_reason,
    paper_correction::{propose, taken_meanwhile},
    record::fixed,
    write::{Scoped as _, Write},
};

impl Actions {
    /// Corrects who was there, with a reason; `present` has the boxes ticked, as enrolment and
    /// half-day. The boxes that are on file already, sent again, change nothing. Gives whether something
    /// of it waits for a second person.
    pub async fn correct_attendance(
        &self,
        call: &Call,
        id: TrainingEventId,
        values: &Values,
        revision: Revision,
    ) -> Result<bool, ActionError> {
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
                    return Ok(false);
                }
                check_organiser(call.actor()?, &before)?;
                let added = Added::Confirmed(call.today());
                check_open(tx, changed_days(&before, &after), added, Field::Decision).await?;
                let now = propose_on_paper(tx, call, (&before, &after), &reason).await?;
                let is_proposed = now.present != after.present;
                if before.present == now.present {
                    check_revision(revision, before.training.revision)?;
                    return Ok(is_proposed);
                }
                let state = before.training.state;
                if !tx.touch_training(id, (state, revision.number())).await? {
                    return Err(ActionError::Stale);
                }
                correct(tx, call, (&before, &now), &reason).await?;
                Ok(is_proposed)
            }
            .scope_boxed()
        })
        .await
    }
}

/// Proposes what stands on a record, and gives what is corrected at once.
async fn propose_on_paper(
    tx: &mut Write,
    call: &Call,
    (before, after): (&TrainingPage, &TrainingPage),
    reason: &str,
) -> Result<TrainingPage, ActionError> {
    let mut now = after.clone();
    let training = &before.training;
    let source = (CreditSource::TrainingEvent, training.id.0);
    for row in after.enrolments.iter().filter(|row| before.on_paper.contains(&row.person_id)) {
        let was: Presence = half_days_of(before, row.id).collect();
        let right: Presence = half_days_of(after, row.id).collect();
        if was == right {
            continue;
        }
        now.present.retain(|(place, _)| *place != row.id);
        now.present.extend(before.present.iter().filter(|(place, _)| *place == row.id));
        let earned = tx.count_standing_hours(source, row.person_id).await?;
        let change = Correction::Attendance {
            event: training.id,
            place: row.id,
            before: was,
            after: right.clone(),
        };
        let new = NewPaperCorrection {
            person_id: row.person_id,
            title: &training.title,
            amounts: (earned, earned_by(&right, &table_of(tx, training).await?)),
            change: &change,
            reason,
            proposer_id: call.actor()?.person,
            proposed_at: call.now,
        };
        propose(tx, call, &new).await?;
    }
    Ok(now)
}

/// What half-days earn in all.
fn earned_by(presence: &Presence, table: &Conversion) -> i64 {
    let mut by_date: BTreeMap<NaiveDate, BTreeSet<HalfDay>> = BTreeMap::new();
    for (date, half_day) in presence {
        by_date.entry(*date).or_default().insert(*half_day);
    }
    by_date.values().map(|day| credit_of_day(day, table).in_hundredths()).sum()
}

/// The table by which a training is credited.
async fn table_of(conn: &mut Conn, training: &TrainingRow) -> Result<Conversion, ActionError> {
    let rules = conn.rulebook(AssessmentYear::of(training.ends_on).first()).await?;
    Ok(conversion(&rules))
}

/// A training with everybody on its roster, whoever asks.
async fn whole(conn: &mut Conn, id: TrainingEventId) -> Result<TrainingPage, ActionError> {
    Ok(TrainingPage {
        training: conn.find_training(id).await?.ok_or(ActionError::NotFound)?,
        half_days: conn.list_half_days(id).await?,
        may_manage: false,
        enrolments: conn.list_enrolments(id).await?,
        present: conn.list_attendance(id).await?.into_iter().collect(),
        own: None,
        may_enrol: false,
        may_stay: false,
        may_attend: false,
        may_correct: false,
        on_paper: Vec::new(),
        corrections: Vec::new(),
    })
}

/// Whose a place at a training is, and the half-days that are on file.
pub(crate) async fn presence(
    conn: &mut Conn,
    id: TrainingEventId,
    place: EnrolmentId,
) -> Result<Option<(PersonId, Presence)>, ActionError> {
    let page = whole(conn, id).await?;
    let row = page.enrolments.iter().find(|row| row.id == place);
    Ok(row.map(|row| (row.person_id, half_days_of(&page, place).collect())))
}

/// Carries out a correction that a second person has confirmed.
pub(crate) async fn carry_out(
    tx: &mut Write,
    call: &Call,
    id: TrainingEventId,
    (place, right): (EnrolmentId, &Presence),
    reason: &str,
) -> Result<(), ActionError> {
    let before = whole(tx, id).await?;
    let mut after = before.clone();
    after.present.retain(|(known, _)| *known != place);
    let is_right = |row: &&HalfDayRow| right.contains(&(row.held_on, row.half_day));
    let right = before.half_days.iter().filter(is_right).map(|row| (place, row.id));
    after.present.extend(right);
    let added = Added::Confirmed(call.today());
    check_open(tx, changed_days(&before, &after), added, Field::Decision).await?;
    let (state, revision) = (before.training.state, before.training.revision);
    if !tx.touch_training(id, (state, revision)).await? {
        return Err(ActionError::Stale);
    }
    correct(tx, call, (&before, &after), reason).await
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
        .entry("correct_attendance", "training_event", ORGANISERS)
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
    let reversed = tx.reverse_credit_hours(source, key, row.person_id, by, call.now).await;
    reversed.map_err(taken_meanwhile)?;
    let hours = credit(tx, call, after, row, table).await?;
    let (event, title, reason) = (training.id, training.title.clone(), reason.to_owned());
    let message = Message::HoursCorrected { event, title, hours, reason };
    Ok(tx.add_message(row.person_id, &message, call.now).await?)
}
