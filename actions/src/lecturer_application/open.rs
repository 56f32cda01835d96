//! An application is opened for somebody on file; the role of an applicant comes with it.

use chrono::Days;
use domain::{
    form::{Field, Once, ProblemKind, Problems, Values},
    id::{LecturerApplicationId, PersonId},
    lecturer_application::{
        APPLICATION_OPENERS, ApplicationNews, NewApplication, may_open_applications,
    },
    role::Role,
    rulebook::Rule,
};
use store::{Conn, FieldRow, Lock, NewLecturerApplication, OrganisationRow, PersonRow, StoreError};

use super::{news_of, tell};
use crate::{
    ActionError, Actions, Call,
    grant::{give_role, take_role},
    once::{made, made_before},
    person::kept_person,
    working_day::end_of,
    write::{Scoped as _, Write},
};

/// The form of a new application.
#[derive(Clone, Debug)]
pub struct ApplicationForm {
    /// The applicant.
    pub person: PersonRow,
    /// The units that may be asked for their word.
    pub units: Vec<OrganisationRow>,
    /// Subject fields.
    pub fields: Vec<FieldRow>,
}

impl Actions {
    /// The form of an application of somebody whom the caller keeps.
    pub async fn application_form(
        &self,
        call: &Call,
        person: PersonId,
    ) -> Result<ApplicationForm, ActionError> {
        form_of(&mut self.store.read().await?, call, person).await
    }

    /// Opens an application for somebody, who gets the role of an applicant and is told; the same form
    /// sent again opens none.
    pub async fn open_application(
        &self,
        call: &Call,
        person: PersonId,
        values: &Values,
        once: &Once,
    ) -> Result<LecturerApplicationId, ActionError> {
        call.allowed(may_open_applications)?;
        let new = &NewApplication::parse(values)?;
        self.write(|tx| {
            async move {
                if let Some(id) = made_before(tx, call, values, once).await? {
                    return Ok(id);
                }
                tx.lock(Lock::Person(person)).await?;
                let form = form_of(tx, call, person).await?;
                let id = open(tx, call, &form, new).await?;
                made(tx, call, values, once, id).await
            }
            .scope_boxed()
        })
        .await
    }
}

async fn form_of(
    conn: &mut Conn,
    call: &Call,
    person: PersonId,
) -> Result<ApplicationForm, ActionError> {
    let actor = call.allowed(may_open_applications)?;
    let person = kept_person(conn, actor, person).await?;
    if person.id == actor.person {
        return Err(ActionError::NotFound);
    }
    // An officer names a unit of the own; an office one that nominates, or the person's workplace.
    let units = if actor.is_any(&[Role::CityOffice, Role::CountyOffice]) {
        conn.list_units(person.workplace_id).await?
    } else {
        conn.list_units_within(&actor.reach(&[Role::UnitOfficer])).await?
    };
    Ok(ApplicationForm { person, units, fields: conn.list_fields().await? })
}

async fn open(
    tx: &mut Write,
    call: &Call,
    form: &ApplicationForm,
    new: &NewApplication,
) -> Result<LecturerApplicationId, ActionError> {
    let person = &form.person;
    let mut problems = Problems::default();
    let unit = form.units.iter().find(|unit| unit.id == new.unit);
    if unit.is_none() {
        problems.add(Field::Unit, ProblemKind::UnknownChoice);
    }
    if new.field.is_some_and(|field| !form.fields.iter().any(|row| row.id == field)) {
        problems.add(Field::SubjectField, ProblemKind::UnknownChoice);
    }
    let unit = problems.or(|| unit)?;
    let held = tx.list_held_grants(person.id, call.today()).await?;
    let applies = || Problems::one(Field::Unit, ProblemKind::AppliesAlready);
    if held.iter().any(|held| held.grant.role == Role::Lecturer) {
        return Err(applies().into());
    }
    let days = tx.rulebook(call.today()).await?.get(Rule::ApplicationDraftDays);
    let last = call.today() + Days::new(u64::try_from(days).unwrap_or_default());
    let row = NewLecturerApplication {
        person_id: person.id,
        unit_id: unit.id,
        region_id: person.region_id.or(unit.region_id),
        opener_id: call.actor()?.person,
        title: &new.title,
        field_id: new.field,
        due_at: end_of(last),
        at: call.now,
    };
    let id = match tx.add_lecturer_application(&row).await {
        Err(StoreError::Conflict) => return Err(applies().into()),
        other => other?,
    };
    begin_applying(tx, call, person.id).await?;
    let entry = call.entry("open", "lecturer_application", APPLICATION_OPENERS).on(id);
    tx.log(entry.moved("", "draft"));
    let row = tx.find_lecturer_application(id).await?.ok_or(ActionError::NotFound)?;
    let message = news_of(&row, ApplicationNews::Opened, row.due_at, "");
    tell(tx, call, [row.person_id], &message).await?;
    Ok(id)
}

/// Gives the role of an applicant, which comes with the application.
pub(super) async fn begin_applying(
    tx: &mut Write,
    call: &Call,
    person: PersonId,
) -> Result<(), ActionError> {
    let given = (person, Role::Applicant);
    give_role(tx, call, given, APPLICATION_OPENERS, Field::Unit).await
}

/// Takes the role of an applicant back: the application has ended.
pub(super) async fn end_applying(
    tx: &mut Write,
    call: &Call,
    person: PersonId,
    roles: &[Role],
) -> Result<(), ActionError> {
    take_role(tx, call, (person, Role::Applicant), roles).await
}
