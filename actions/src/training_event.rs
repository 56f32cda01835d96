//! An association plans a training, people enrol, and the organiser confirms who was there.
//!
//! A roster is kept by half-days; there is no check-in and no location (`LAW-60`).

mod attendance;
mod change;
mod correction;
mod enrolment;
mod removal;

pub use change::Changed;
pub(crate) use correction::{carry_out, presence};
pub use enrolment::Placed;
pub(crate) use enrolment::give_back_time;
pub use removal::Removal;

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};
use domain::{
    access_log::AccessThing,
    credit_hour::{CreditSource, HalfDay, UnitMember},
    form::{Once, Revision, Values},
    id::{EnrolmentId, HalfDayId, PersonId, TrainingEventId},
    inbox::Message,
    role::{Actor, ORGANISERS, Role, Scope, is_trainee, may_organise_training},
    training_event::{EnrolmentState, TrainingPlan, TrainingState},
};
use store::{Conn, EnrolmentRow, HalfDayRow, Lock, NextTraining, PaperCorrectionRow, TrainingRow};

use crate::{
    ActionError, Actions, Call,
    error::check_revision,
    handed_on::HandedOn,
    list_filter::ListFilter,
    once::{FIRST_REVISION, Sent, made, sent},
    unit_enrolment::tell_units,
    write::{Scoped as _, Write},
};

/// Trainings are listed for so many days after their end.
const LISTED_DAYS: u64 = 180;

/// The trainings of an office, or those that a person can go to.
#[derive(Clone, Debug)]
pub struct TrainingList {
    /// By their last day.
    pub rows: Vec<TrainingRow>,
    /// Of these, where the caller has or has asked for a place.
    pub own: Vec<TrainingEventId>,
    /// Whether the caller holds trainings.
    pub may_plan: bool,
}

/// A training as its organiser or somebody who may go there sees it.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "what the caller may do, each by itself")]
pub struct TrainingPage {
    /// The training.
    pub training: TrainingRow,
    /// Its half-days by time.
    pub half_days: Vec<HalfDayRow>,
    /// Whether the caller holds it.
    pub may_manage: bool,
    /// Everybody on its roster; only for who holds it.
    pub enrolments: Vec<EnrolmentRow>,
    /// Who was there when: enrolment and half-day; only for who holds it.
    pub present: BTreeSet<(EnrolmentId, HalfDayId)>,
    /// The caller's own place.
    pub own: Option<EnrolmentRow>,
    /// Whether the caller may ask for a place.
    pub may_enrol: bool,
    /// Whether the caller is asked whether he or she still comes, for it was moved.
    pub may_stay: bool,
    /// Whether attendance may be written down.
    pub may_attend: bool,
    /// Whether the caller may correct the confirmed attendance.
    pub may_correct: bool,
    /// Whose hours stand on a record that was issued, so that a second person confirms a correction;
    /// only for who may correct.
    pub on_paper: Vec<PersonId>,
    /// Corrections that wait for a second person; only for who holds it.
    pub corrections: Vec<PaperCorrectionRow>,
}

impl TrainingPage {
    /// What is stored, as a plan.
    pub fn plan(&self) -> TrainingPlan {
        let training = &self.training;
        let is_held = |half_day: &HalfDay| self.half_days.iter().any(|it| it.half_day == *half_day);
        TrainingPlan {
            title: training.title.clone(),
            kind: training.kind,
            organiser: training.organiser.clone(),
            place: training.place.clone(),
            content: training.content.clone(),
            first_day: training.starts_on,
            last_day: training.ends_on,
            half_days: HalfDay::ALL.iter().copied().filter(is_held).collect(),
            enrol_until: training.enrol_until,
        }
    }
}

impl Actions {
    /// What the caller holds, or can go to, as far as it is looked for; what ended long ago is on a
    /// list of its own, the last first.
    pub async fn trainings(
        &self,
        call: &Call,
        filter: &ListFilter,
    ) -> Result<TrainingList, ActionError> {
        let actor = call.actor()?;
        let mut conn = self.store.read().await?;
        let may_plan = may_organise_training(actor);
        if !may_plan && !is_trainee(actor) {
            return Err(ActionError::Forbidden);
        }
        let since = call.today().checked_sub_days(Days::new(LISTED_DAYS)).unwrap_or_default();
        let from = if filter.is_earlier { NaiveDate::default() } else { since };
        let own = conn.list_trainings_of(actor.person, from).await?;
        let mut rows = if may_plan {
            conn.list_trainings(&actor.reach(ORGANISERS), from).await?
        } else if filter.is_earlier {
            Vec::new()
        } else {
            conn.list_trainings_for(actor.person, call.today()).await?
        };
        for row in &own {
            if !rows.iter().any(|known| known.id == row.id) {
                rows.push(row.clone());
            }
        }
        rows.retain(|row| {
            filter.is_earlier == (row.ends_on < since)
                && filter.has(row.state.as_str())
                && filter.finds(&[&row.title, &row.organiser, &row.place])
        });
        rows.sort_by_key(|row| (row.starts_on, row.id));
        if filter.is_earlier {
            rows.reverse();
        }
        Ok(TrainingList { own: own.iter().map(|row| row.id).collect(), rows, may_plan })
    }

    /// All of those, for a spreadsheet of who holds trainings.
    pub async fn training_export(
        &self,
        call: &Call,
        filter: &ListFilter,
    ) -> Result<HandedOn<TrainingRow>, ActionError> {
        call.allowed(may_organise_training)?;
        let rows = self.trainings(call, filter).await?.rows;
        self.hand_on(call, ORGANISERS, (AccessThing::TrainingList, 0), rows).await
    }

    /// A training, for who holds it and, once published, for whom it is.
    pub async fn training(
        &self,
        call: &Call,
        id: TrainingEventId,
    ) -> Result<TrainingPage, ActionError> {
        training_of(&mut self.store.read().await?, call, id).await
    }

    /// The same, for who holds it alone.
    pub async fn own_training(
        &self,
        call: &Call,
        id: TrainingEventId,
    ) -> Result<TrainingPage, ActionError> {
        own_training_of(&mut self.store.read().await?, call, id).await
    }

    /// Plans a training; the same form sent again finds the first one.
    pub async fn plan_training(
        &self,
        call: &Call,
        values: &Values,
        once: &Once,
    ) -> Result<TrainingEventId, ActionError> {
        call.allowed(may_organise_training)?;
        self.write(|tx| {
            async move {
                let id = match sent(tx, call, values, once).await? {
                    Sent::First => plan(tx, call, values).await?,
                    Sent::Same(id) => return Ok(id),
                    Sent::Other(id) => {
                        change::change(tx, call, id, values, FIRST_REVISION).await?;
                        id
                    }
                };
                made(tx, call, values, once, id).await
            }
            .scope_boxed()
        })
        .await
    }

    /// Announces a training; announced once, announcing again changes nothing.
    pub async fn publish_training(
        &self,
        call: &Call,
        id: TrainingEventId,
        revision: Revision,
    ) -> Result<(), ActionError> {
        self.write(|tx| {
            async move {
                let page = lock_training(tx, call, id).await?;
                let from = page.training.state;
                if from == TrainingState::Published {
                    return Ok(());
                }
                let to = from.publish().map_err(|_| ActionError::WrongState)?;
                check_revision(revision, page.training.revision)?;
                if !tx.move_training(id, (from, page.training.revision), to).await? {
                    return Err(ActionError::WrongState);
                }
                let training = &page.training;
                let message = Message::TrainingPublished {
                    event: id,
                    title: training.title.clone(),
                    first_day: training.starts_on,
                    enrol_until: training.enrol_until,
                };
                let people = tx.list_trainees_of(id, call.today()).await?;
                tx.add_messages(&people, &message, call.now).await?;
                tell_units(tx, call, training).await?;
                let entry = call
                    .entry("publish", "training_event", ORGANISERS)
                    .on(id)
                    .moved(from.as_str(), to.as_str());
                tx.log(entry);
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }

    /// Calls a training off, and tells whoever has or has asked for a place.
    pub async fn cancel_training(
        &self,
        call: &Call,
        id: TrainingEventId,
        revision: Revision,
    ) -> Result<(), ActionError> {
        self.write(|tx| {
            async move {
                let page = lock_training(tx, call, id).await?;
                let from = page.training.state;
                if from == TrainingState::Cancelled {
                    return Ok(());
                }
                let to = from.cancel().map_err(|_| ActionError::WrongState)?;
                check_revision(revision, page.training.revision)?;
                if !tx.move_training(id, (from, page.training.revision), to).await? {
                    return Err(ActionError::WrongState);
                }
                let title = page.training.title.clone();
                let message = Message::TrainingCancelled { event: id, title };
                for row in page.enrolments.iter().filter(|row| has_place(row.state)) {
                    enrolment::give_back_time(tx, row.id).await?;
                    tx.add_message(row.person_id, &message, call.now).await?;
                }
                let entry = call
                    .entry("cancel", "training_event", ORGANISERS)
                    .on(id)
                    .moved(from.as_str(), to.as_str());
                tx.log(entry);
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }
}

/// A training, for who holds it and, once published, for whom it is.
/// Those of the trainings to come that are for the caller to read of, or to manage.
pub(crate) async fn opening_trainings(
    conn: &mut Conn,
    call: &Call,
    trainings: &[NextTraining],
) -> Result<Vec<TrainingEventId>, ActionError> {
    let Some(actor) = &call.actor else { return Ok(Vec::new()) };
    let own = if is_trainee(actor) {
        conn.list_trainings_for(actor.person, call.today()).await?
    } else {
        Vec::new()
    };
    let mut opens = Vec::new();
    for id in trainings.iter().map(|training| training.id) {
        let is_managed = may_organise_training(actor)
            && conn.find_training(id).await?.is_some_and(|training| manages(actor, &training));
        if is_managed || own.iter().any(|row| row.id == id) {
            opens.push(id);
        }
    }
    Ok(opens)
}

async fn training_of(
    conn: &mut Conn,
    call: &Call,
    id: TrainingEventId,
) -> Result<TrainingPage, ActionError> {
    let actor = call.actor()?;
    let training = conn.find_training(id).await?.ok_or(ActionError::NotFound)?;
    let may_manage = manages(actor, &training);
    let enrolments = conn.list_enrolments(id).await?;
    let own = enrolments.iter().find(|row| row.person_id == actor.person).cloned();
    let is_for_me = is_trainee(actor) && is_for(conn, actor, &training).await?;
    if !may_manage && !is_for_me && own.is_none() {
        return Err(ActionError::NotFound);
    }
    let half_days = conn.list_half_days(id).await?;
    let present: BTreeSet<(EnrolmentId, HalfDayId)> = if may_manage {
        conn.list_attendance(id).await?.into_iter().collect()
    } else {
        BTreeSet::new()
    };
    let has_place = own.as_ref().is_some_and(|own| has_place(own.state));
    let today = call.today();
    let takes = training.state.takes_enrolments(today, training.enrol_until);
    let is_confirmed = may_manage && training.state == TrainingState::AttendanceConfirmed;
    let may_correct = is_confirmed && actor.is(Role::CityOffice);
    let source = (CreditSource::TrainingEvent, id.0);
    let on_paper = if may_correct { conn.list_people_on_paper(source).await? } else { Vec::new() };
    let corrections =
        if is_confirmed { conn.list_corrections_of_source(source).await? } else { Vec::new() };
    Ok(TrainingPage {
        may_enrol: is_for_me && takes && !has_place,
        may_attend: may_manage
            && training.state == TrainingState::Published
            && training.starts_on <= today,
        may_stay: own.as_ref().is_some_and(|own| own.state == EnrolmentState::Asked)
            && training.state == TrainingState::Published
            && today <= training.ends_on,
        may_correct,
        on_paper,
        corrections,
        enrolments: if may_manage { enrolments } else { Vec::new() },
        training,
        half_days,
        may_manage,
        present,
        own,
    })
}

/// The same, for who holds it alone.
async fn own_training_of(
    conn: &mut Conn,
    call: &Call,
    id: TrainingEventId,
) -> Result<TrainingPage, ActionError> {
    call.allowed(may_organise_training)?;
    let page = training_of(conn, call, id).await?;
    if page.may_manage { Ok(page) } else { Err(ActionError::NotFound) }
}

/// The same, while nobody else writes about it.
async fn lock_training(
    tx: &mut Write,
    call: &Call,
    id: TrainingEventId,
) -> Result<TrainingPage, ActionError> {
    tx.lock(Lock::TrainingEvent(id)).await?;
    own_training_of(tx, call, id).await
}

async fn plan(
    tx: &mut Write,
    call: &Call,
    values: &Values,
) -> Result<TrainingEventId, ActionError> {
    let actor = call.actor()?;
    let plan = TrainingPlan::parse(values)?;
    let scope = ORGANISERS.iter().flat_map(|role| actor.scopes(*role)).next();
    let scope = scope.ok_or(ActionError::Forbidden)?;
    let id = tx.add_training(&plan, scope, actor.person, call.now).await?;
    tx.log(call.entry("plan", "training_event", ORGANISERS).on(id));
    Ok(id)
}

/// Whether somebody has a place or has asked for one.
pub(crate) fn has_place(state: EnrolmentState) -> bool {
    state == EnrolmentState::Applied || state.is_on_roster()
}

/// Whether somebody holds a training: in whose scope it was planned, or for everything.
fn manages(actor: &Actor, training: &TrainingRow) -> bool {
    ORGANISERS.iter().flat_map(|role| actor.scopes(*role)).any(|scope| match scope {
        Scope::Everything => true,
        Scope::Region(region) => training.region_id == Some(region),
        Scope::Organisation(organisation) => training.organisation_id == Some(organisation),
    })
}

/// Whether a published training is for somebody's region or unit.
async fn is_for(
    conn: &mut Conn,
    actor: &Actor,
    training: &TrainingRow,
) -> Result<bool, ActionError> {
    if training.state != TrainingState::Published {
        return Ok(false);
    }
    let rows = conn.list_trainings_for(actor.person, training.ends_on).await?;
    Ok(rows.iter().any(|row| row.id == training.id))
}

/// The half-days that somebody was there, by their keys.
pub(crate) fn half_days_of(
    page: &TrainingPage,
    enrolment: EnrolmentId,
) -> impl Iterator<Item = (chrono::NaiveDate, HalfDay)> + '_ {
    page.half_days
        .iter()
        .filter(move |half_day| page.present.contains(&(enrolment, half_day.id)))
        .map(|half_day| (half_day.held_on, half_day.half_day))
}

/// A person without units, where only the person matters.
#[must_use]
pub(crate) fn nobody_else(person: PersonId) -> UnitMember {
    UnitMember { person, units: Vec::new() }
}
