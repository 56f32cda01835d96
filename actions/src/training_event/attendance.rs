//! The organiser writes down who was there, and confirms it; the half-days become credit hours.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use domain::{
    assessment_year::Added,
    assessment_year::AssessmentYear,
    credit_hour::{Conversion, CreditSource, HalfDay, Hours, VerificationStep, check_verifier},
    form::{Field, ProblemKind, Problems, Revision, Values},
    id::{EnrolmentId, HalfDayId, TrainingEventId},
    inbox::Message,
    record::Kind,
    role::{Actor, ORGANISERS},
    training_event::{EnrolmentState, TrainingState, credit_of_day, span_codes},
    training_record::conversion,
};
use store::{EnrolmentRow, NewCredit, StoreError};

use super::{TrainingPage, half_days_of, lock_training, nobody_else};
use crate::{
    ActionError, Actions, Call,
    assessment_year::add_credits,
    record::fixed,
    write::{Scoped as _, Write},
};

impl Actions {
    /// Writes down who was there: `present` has the boxes ticked, as enrolment and half-day.
    ///
    /// With `decision` = `confirm` the training is over and its half-days are credited, once.
    pub async fn save_attendance(
        &self,
        call: &Call,
        id: TrainingEventId,
        values: &Values,
        revision: Revision,
    ) -> Result<(), ActionError> {
        self.write(|tx| {
            async move {
                let mut page = lock_training(tx, call, id).await?;
                let confirms = values.get(Field::Decision) == "confirm";
                if page.training.state == TrainingState::AttendanceConfirmed && confirms {
                    return Ok(());
                }
                if !page.may_attend {
                    return Err(ActionError::WrongState);
                }
                let present = read_present(&page, values)?;
                let before = std::mem::replace(&mut page.present, present);
                // The same boxes, sent again: they are on file.
                if !confirms && before == page.present {
                    return Ok(());
                }
                if confirms {
                    check_organiser(call.actor()?, &page)?;
                }
                let present: Vec<_> = page.present.iter().copied().collect();
                let state = page.training.state;
                if !tx.touch_training(id, (state, revision.number())).await? {
                    return Err(ActionError::Stale);
                }
                tx.set_attendance(id, &present).await?;
                if !confirms {
                    tx.log(call.entry("note_attendance", "training_event", ORGANISERS).on(id));
                    return Ok(());
                }
                confirm(tx, call, &page).await
            }
            .scope_boxed()
        })
        .await
    }
}

/// Ends a training, and credits the half-days of everybody who has a place.
async fn confirm(tx: &mut Write, call: &Call, page: &TrainingPage) -> Result<(), ActionError> {
    let (id, from) = (page.training.id, page.training.state);
    let to = from.confirm_attendance(call.today(), page.training.ends_on);
    let to = to.map_err(|_| ActionError::WrongState)?;
    // What was just written down has counted as a change already.
    let revision = page.training.revision + 1;
    if !tx.move_training(id, (from, revision), to).await? {
        return Err(ActionError::Stale);
    }
    let rules = tx.rulebook(AssessmentYear::of(page.training.ends_on).first()).await?;
    let table = conversion(&rules);
    for row in page.enrolments.iter().filter(|row| row.state.is_expected()) {
        confirm_place(tx, call, page, row, &table).await?;
    }
    let entry = call
        .entry("confirm_attendance", "training_event", ORGANISERS)
        .on(id)
        .under(rules.version)
        .moved(from.as_str(), to.as_str())
        .fixing(fixed(tx, Kind::Attendance, id).await?);
    tx.log(entry);
    Ok(())
}

/// Ends a place, and tells what it earned. Who was asked anew, said nothing and did not come, has
/// given the place back.
async fn confirm_place(
    tx: &mut Write,
    call: &Call,
    page: &TrainingPage,
    row: &EnrolmentRow,
    table: &Conversion,
) -> Result<(), ActionError> {
    if row.state == EnrolmentState::Asked && half_days_of(page, row.id).next().is_none() {
        let to = EnrolmentState::Withdrawn;
        let is_moved = tx.move_enrolment(row.id, row.state, to).await?;
        return if is_moved { Ok(()) } else { Err(ActionError::Stale) };
    }
    let hours = credit(tx, call, page, row, table).await?;
    let (event, title) = (page.training.id, page.training.title.clone());
    let message = Message::HoursCredited { event, title, hours };
    Ok(tx.add_message(row.person_id, &message, call.now).await?)
}

/// Nobody confirms the own attendance (`TRN-08`): a colleague of the office does.
pub(super) fn check_organiser(actor: &Actor, page: &TrainingPage) -> Result<(), ActionError> {
    let me = nobody_else(actor.person);
    let is_own = page.enrolments.iter().any(|row| {
        let claimant = nobody_else(row.person_id);
        row.state.is_on_roster() && check_verifier(VerificationStep::City, &me, &claimant).is_err()
    });
    if is_own { Err(Problems::one(Field::Decision, ProblemKind::NotOwn).into()) } else { Ok(()) }
}

/// The boxes ticked: of people who have a place, and of half-days of this training.
pub(super) fn read_present(
    page: &TrainingPage,
    values: &Values,
) -> Result<BTreeSet<(EnrolmentId, HalfDayId)>, ActionError> {
    let mut present = BTreeSet::new();
    for text in values.all(Field::Present) {
        let pair = text.split_once('-').and_then(|(enrolment, half_day)| {
            Some((enrolment.parse().ok()?, half_day.parse().ok()?))
        });
        let is_known = |(enrolment, half_day): &(EnrolmentId, HalfDayId)| {
            page.enrolments.iter().any(|row| row.id == *enrolment && row.state.is_on_roster())
                && page.half_days.iter().any(|row| row.id == *half_day)
        };
        let pair = pair.filter(is_known);
        present
            .insert(pair.ok_or_else(|| Problems::one(Field::Present, ProblemKind::UnknownChoice))?);
    }
    Ok(present)
}

/// What one person's half-days earn, date by date, once the place has ended: the sum.
pub(super) async fn credit(
    tx: &mut Write,
    call: &Call,
    page: &TrainingPage,
    row: &EnrolmentRow,
    table: &Conversion,
) -> Result<Hours, ActionError> {
    let actor = call.actor()?;
    let training = &page.training;
    let mut by_date: BTreeMap<NaiveDate, BTreeSet<HalfDay>> = BTreeMap::new();
    for (date, half_day) in half_days_of(page, row.id) {
        by_date.entry(date).or_default().insert(half_day);
    }
    let n_present = by_date.values().map(BTreeSet::len).sum();
    let state = EnrolmentState::after(n_present, page.half_days.len());
    if !tx.move_enrolment(row.id, row.state, state).await? {
        return Err(ActionError::Stale);
    }
    let (source, key) = (CreditSource::TrainingEvent, training.id.into());
    let round = tx.next_credit_round(source, key, row.person_id).await?;
    let mut earned = Hours::ZERO;
    let mut days = Vec::new();
    for (held_on, half_days) in by_date {
        let hours = credit_of_day(&half_days, table);
        let spans: Vec<_> = half_days.iter().map(|half_day| half_day.span()).collect();
        days.push((held_on, hours, span_codes(&spans)));
        earned = Hours::hundredths(earned.in_hundredths() + hours.in_hundredths());
    }
    let credits = days.iter().map(|(held_on, hours, spans)| NewCredit {
        person_id: row.person_id,
        held_on: *held_on,
        spans,
        earned: hours.in_hundredths(),
        source,
        source_id: key,
        round,
        kind: Some(training.kind),
        title: &training.title,
        organiser: &training.organiser,
        verifier_id: Some(actor.person),
        created_at: call.now,
    });
    let credits: Vec<_> = credits.collect();
    match add_credits(tx, Added::Confirmed(call.today()), Field::Decision, &credits).await {
        Err(ActionError::Store(StoreError::Conflict)) => return Err(ActionError::Stale),
        other => other?,
    }
    Ok(earned)
}
