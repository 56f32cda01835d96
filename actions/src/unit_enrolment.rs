//! A unit's officer asks for places at trainings for the unit's people, and gives them back, so that
//! nobody has to register (`LAW-63`); the organiser decides, and the person is told.

use domain::{
    form::{Field, ProblemKind, Problems, Values},
    id::{OrganisationId, PersonId, TrainingEventId},
    inbox::Message,
    role::{Reach, Scope},
    training_event::{EnrolmentState, TrainingState},
    unit_enrolment::{UNIT_ENROLLERS, UnitEnrolmentNews, UnitStep, may_enrol_unit},
};
use store::{Conn, Lock, TrainingRow, UnitTraineeRow};

use crate::{
    ActionError, Actions, Call, Keyed,
    paged::KEYED_ASKED,
    training_event::{give_back_time, has_place},
    write::{Scoped as _, Write},
};

/// A training with the people of the caller's units for whom it is.
#[derive(Clone, Debug)]
pub struct UnitEnrolmentPage {
    /// The training.
    pub training: TrainingRow,
    /// A page of them, by name.
    pub list: Keyed<UnitTraineeRow, PersonId>,
    /// Whether places may be asked for.
    pub is_open: bool,
    /// Whether places may be given back.
    pub is_early: bool,
}

/// Whether a place may be asked for.
pub fn may_ask(page: &UnitEnrolmentPage, row: &UnitTraineeRow) -> bool {
    page.is_open && !row.state.is_some_and(has_place)
}

/// Whether a place may be given back.
pub fn may_give_back(page: &UnitEnrolmentPage, row: &UnitTraineeRow) -> bool {
    page.is_early && row.state.is_some_and(EnrolmentState::is_given_back)
}

impl Actions {
    /// The trainings to which the people of the caller's units can go.
    pub async fn unit_enrolments(&self, call: &Call) -> Result<Vec<TrainingRow>, ActionError> {
        let units = units(call)?;
        let mut conn = self.store.read().await?;
        Ok(conn.list_trainings_of_units(&units, call.today()).await?)
    }

    /// A training, with the people of the caller's units found by name, pinyin or initials, from one of
    /// them on; one of another unit begins the list anew.
    pub async fn unit_enrolment(
        &self,
        call: &Call,
        id: TrainingEventId,
        query: &str,
        from: Option<PersonId>,
    ) -> Result<UnitEnrolmentPage, ActionError> {
        let reach = reach(call)?;
        let mut conn = self.store.read().await?;
        let training = training_of(&mut conn, call, id).await?;
        let from = match from {
            Some(id) => conn.find_person(id).await?,
            None => None,
        };
        let from = match from {
            Some(it) if conn.is_within(&reach, it.region_id, it.workplace_id).await? => Some(it.id),
            _ => None,
        };
        let query: String = query.chars().take(60).collect();
        let of = (id, call.today());
        let rows = conn.list_unit_trainees(of, &reach, &query, (from, KEYED_ASKED)).await?;
        Ok(UnitEnrolmentPage {
            is_open: training.state.takes_enrolments(call.today(), training.enrol_until),
            is_early: is_early(call, &training),
            training,
            list: Keyed::of(rows, |row| row.person_id),
        })
    }

    /// Asks for places, or gives one back; what is so already changes nothing.
    ///
    /// Fields: `decision` (`ask`, `give_back`), `person`.
    pub async fn enrol_unit(
        &self,
        call: &Call,
        id: TrainingEventId,
        values: &Values,
    ) -> Result<UnitEnrolmentNews, ActionError> {
        reach(call)?;
        let step = &UnitStep::parse(values)?;
        self.write(|tx| {
            async move {
                tx.lock(Lock::TrainingEvent(id)).await?;
                let training = training_of(tx, call, id).await?;
                match step {
                    UnitStep::Ask(people) => {
                        ask(tx, call, &training, people).await?;
                        Ok(UnitEnrolmentNews::Asked)
                    }
                    UnitStep::GiveBack(person) => {
                        give_back(tx, call, &training, *person).await?;
                        Ok(UnitEnrolmentNews::GivenBack)
                    }
                }
            }
            .scope_boxed()
        })
        .await
    }
}

/// Tells the officers of the units whose people a training is for that it was published.
pub(crate) async fn tell_units(
    tx: &mut Write,
    call: &Call,
    training: &TrainingRow,
) -> Result<(), ActionError> {
    let officers = tx.list_officers_of_training(training.id, call.today()).await?;
    let message = news_of(training, UnitEnrolmentNews::Open, "", Vec::new());
    Ok(tx.add_messages(&officers, &message, call.now).await?)
}

async fn ask(
    tx: &mut Write,
    call: &Call,
    training: &TrainingRow,
    people: &[PersonId],
) -> Result<(), ActionError> {
    if !training.state.takes_enrolments(call.today(), training.enrol_until) {
        return Err(ActionError::WrongState);
    }
    let rows = trainees(tx, call, training, people).await?;
    let (to, mut names) = (EnrolmentState::Applied, Vec::new());
    for row in rows.into_iter().filter(|row| !row.state.is_some_and(has_place)) {
        let person = row.person_id;
        let Some(enrolment) = tx.add_enrolment(training.id, person, to, call.now).await? else {
            continue;
        };
        let from = row.state.map_or("", EnrolmentState::as_str);
        let entry = call.entry("enrol", "enrolment", UNIT_ENROLLERS).on(enrolment);
        tx.log(entry.moved(from, to.as_str()));
        let by = &call.actor()?.name;
        let message = news_of(training, UnitEnrolmentNews::Asked, by, Vec::new());
        tx.add_message(person, &message, call.now).await?;
        names.push(row.name);
    }
    if names.is_empty() {
        return Ok(());
    }
    tell_planner(tx, call, training, UnitEnrolmentNews::Asked, names).await
}

async fn give_back(
    tx: &mut Write,
    call: &Call,
    training: &TrainingRow,
    person: PersonId,
) -> Result<(), ActionError> {
    let rows = trainees(tx, call, training, &[person]).await?;
    let row = rows.into_iter().next().ok_or(ActionError::NotFound)?;
    let (Some(enrolment), Some(from)) = (row.enrolment_id, row.state) else {
        return Err(Problems::one(Field::Person, ProblemKind::UnknownChoice).into());
    };
    let to = EnrolmentState::Withdrawn;
    if from == to {
        return Ok(());
    }
    let is_open = from.is_given_back() && is_early(call, training);
    if !is_open || !tx.move_enrolment(enrolment, from, to).await? {
        return Err(ActionError::WrongState);
    }
    give_back_time(tx, enrolment).await?;
    let entry = call.entry("withdraw", "enrolment", UNIT_ENROLLERS).on(enrolment);
    tx.log(entry.moved(from.as_str(), to.as_str()));
    let news = UnitEnrolmentNews::GivenBack;
    let message = news_of(training, news, &call.actor()?.name, Vec::new());
    tx.add_message(person, &message, call.now).await?;
    tell_planner(tx, call, training, news, vec![row.name]).await
}

async fn tell_planner(
    tx: &mut Write,
    call: &Call,
    training: &TrainingRow,
    news: UnitEnrolmentNews,
    names: Vec<String>,
) -> Result<(), ActionError> {
    let message = news_of(training, news, &call.actor()?.name, names);
    Ok(tx.add_message(training.planner_id, &message, call.now).await?)
}

/// `names`: for whom, to the organiser; nobody to the person.
fn news_of(
    training: &TrainingRow,
    news: UnitEnrolmentNews,
    by: &str,
    names: Vec<String>,
) -> Message {
    Message::UnitEnrolment {
        event: training.id,
        title: training.title.clone(),
        news,
        by: by.to_owned(),
        names,
        until: training.enrol_until,
    }
}

fn reach(call: &Call) -> Result<Reach, ActionError> {
    Ok(call.allowed(may_enrol_unit)?.reach(UNIT_ENROLLERS))
}

fn units(call: &Call) -> Result<Vec<OrganisationId>, ActionError> {
    let scopes = |role| call.allowed(may_enrol_unit).map(|actor| actor.scopes(role));
    let mut units = Vec::new();
    for role in UNIT_ENROLLERS {
        units.extend(scopes(*role)?.filter_map(|scope| match scope {
            Scope::Organisation(unit) => Some(unit),
            _ => None,
        }));
    }
    Ok(units)
}

/// A training that is for the people of one of the caller's units.
async fn training_of(
    conn: &mut Conn,
    call: &Call,
    id: TrainingEventId,
) -> Result<TrainingRow, ActionError> {
    conn.find_training_of_units(id, &units(call)?).await?.ok_or(ActionError::NotFound)
}

/// Whether places at a training may still be given back.
fn is_early(call: &Call, training: &TrainingRow) -> bool {
    training.state == TrainingState::Published && call.today() < training.starts_on
}

/// People of the caller's units for whom the training is: all of these, or none.
async fn trainees(
    tx: &mut Write,
    call: &Call,
    training: &TrainingRow,
    people: &[PersonId],
) -> Result<Vec<UnitTraineeRow>, ActionError> {
    let of = (training.id, call.today());
    let found = tx.list_unit_trainees_among(of, &reach(call)?, people).await?;
    if found.len() == people.len() {
        return Ok(found);
    }
    Err(Problems::one(Field::Person, ProblemKind::UnknownChoice).into())
}
