//! Whom and what the names of a form mean: people, units and courses on file, within the caller's
//! scope.

use domain::{
    form::{Field, ProblemKind, Problems},
    id::{CourseId, PersonId},
    register_entry::{EntryFacts, RegisterKind},
    role::Reach,
    roster::unit_key,
};
use store::{Conn, NewRegisterEntry, OrganisationRow, PersonRow, RegisterEntryRow};

use super::regions;
use crate::{ActionError, Call};

/// What was found, or why not.
type Found<T> = Result<Option<T>, ProblemKind>;

/// What the names of a form mean. A name that was not touched means whom it meant before.
pub(super) async fn found<'a>(
    conn: &mut Conn,
    call: &Call,
    kind: RegisterKind,
    facts: &'a EntryFacts,
    before: Option<&RegisterEntryRow>,
) -> Result<NewRegisterEntry<'a>, ActionError> {
    let keepers = call.actor()?.reach(kind.keepers());
    // A county's list may name everybody and everything that the city has.
    let reach = if kind == RegisterKind::Whitelist { Reach::Everything } else { keepers.clone() };
    let mut problems = Problems::default();
    let person = person_of(conn, &reach, facts, before).await?;
    let unit = unit_of(conn, &reach, facts, before).await?;
    let course = course_of(conn, facts, before).await?;
    let person = noted(&mut problems, Field::EntryPerson, person);
    let unit = noted(&mut problems, Field::EntryUnit, unit);
    let course = noted(&mut problems, Field::EntryCourse, course);
    let is_other_field = facts.field.is_some() && facts.field != before.and_then(|it| it.field_id);
    if is_other_field
        && !conn.list_fields().await?.iter().any(|field| Some(field.id) == facts.field)
    {
        problems.add(Field::SubjectField, ProblemKind::UnknownChoice);
    }
    if let Some(region) = facts.region
        && !regions(conn, call, &keepers).await?.iter().any(|row| row.id == region)
    {
        problems.add(Field::County, ProblemKind::UnknownChoice);
    }
    if !problems.0.is_empty() {
        return Err(problems.into());
    }
    let of_unit = unit.as_ref().and_then(|unit| unit.region_id);
    let of_person = person.as_ref().and_then(|person| person.region_id);
    let region_id = facts.region.or(of_unit).or(of_person);
    let workplace = person.as_ref().and_then(|person| person.workplace_id);
    let is_expert = kind == RegisterKind::Expert;
    let organisation_id = unit.as_ref().map(|unit| unit.id).or(workplace.filter(|_| is_expert));
    if !conn.is_within(&keepers, region_id, organisation_id).await? {
        let field = if unit.is_some() { Field::EntryUnit } else { Field::EntryPerson };
        return Err(Problems::one(field, ProblemKind::NotOnFile).into());
    }
    Ok(NewRegisterEntry {
        kind,
        facts,
        person_id: person.map(|person| person.id),
        organisation_id,
        course_id: course,
        region_id,
    })
}

fn noted<T>(problems: &mut Problems, field: Field, found: Found<T>) -> Option<T> {
    match found {
        Ok(found) => found,
        Err(kind) => {
            problems.add(field, kind);
            None
        }
    }
}

async fn person_of(
    conn: &mut Conn,
    reach: &Reach,
    facts: &EntryFacts,
    before: Option<&RegisterEntryRow>,
) -> Result<Found<PersonRow>, ActionError> {
    if facts.person.is_empty() {
        return Ok(Ok(None));
    }
    if let Some(before) = before
        && let (Some(id), Some(name)) = (before.person_id, &before.person_name)
        && *name == facts.person
    {
        return Ok(Ok(conn.find_person(id).await?));
    }
    Ok(person_named(conn, reach, &facts.person).await?.map(Some))
}

/// Somebody by name, with the workplace behind it where several have the name.
pub(crate) async fn person_named(
    conn: &mut Conn,
    reach: &Reach,
    typed: &str,
) -> Result<Result<PersonRow, ProblemKind>, ActionError> {
    let mut people = conn.list_people_named(&[typed]).await?;
    if people.is_empty()
        && let Some((name, workplace)) = typed.split_once(char::is_whitespace)
    {
        people = conn.list_people_named(&[name.trim()]).await?;
        let is_there = |person: &PersonRow| {
            person.workplace.as_ref().is_some_and(|it| it.contains(workplace.trim()))
        };
        people.retain(is_there);
    }
    let mut seen: Vec<PersonRow> = Vec::new();
    for person in people {
        let is_new = seen.iter().all(|other| other.id != person.id);
        if is_new
            && person.merged_into.is_none()
            && conn.is_within(reach, person.region_id, person.workplace_id).await?
        {
            seen.push(person);
        }
    }
    Ok(one(seen))
}

async fn unit_of(
    conn: &mut Conn,
    reach: &Reach,
    facts: &EntryFacts,
    before: Option<&RegisterEntryRow>,
) -> Result<Found<OrganisationRow>, ActionError> {
    if facts.unit.is_empty() {
        return Ok(Ok(None));
    }
    if let Some(before) = before
        && let (Some(id), Some(name)) = (before.organisation_id, &before.unit_name)
        && *name == facts.unit
    {
        return Ok(Ok(conn.find_organisation(id).await?));
    }
    let key = unit_key(&facts.unit);
    let mut seen = Vec::new();
    for unit in conn.list_organisations_of_key(&key).await? {
        if conn.is_within(reach, unit.region_id, Some(unit.id)).await? {
            seen.push(unit);
        }
    }
    // The key leaves out where a unit is: whoever writes it in means the one that is called so.
    if let Some(at) = seen.iter().position(|unit| unit.name == facts.unit) {
        return Ok(Ok(Some(seen.swap_remove(at))));
    }
    Ok(one(seen).map(Some))
}

async fn course_of(
    conn: &mut Conn,
    facts: &EntryFacts,
    before: Option<&RegisterEntryRow>,
) -> Result<Found<CourseId>, ActionError> {
    if facts.course.is_empty() {
        return Ok(Ok(None));
    }
    if let Some(before) = before
        && before.course_title.as_ref() == Some(&facts.course)
    {
        return Ok(Ok(before.course_id));
    }
    Ok(one(conn.list_courses_titled(&facts.course).await?).map(Some))
}

/// The only one of several.
fn one<T>(mut found: Vec<T>) -> Result<T, ProblemKind> {
    match found.len() {
        1 => found.pop().ok_or(ProblemKind::NotOnFile),
        0 => Err(ProblemKind::NotOnFile),
        n => Err(ProblemKind::SeveralOnFile(n)),
    }
}

/// The person of a membership.
pub(super) async fn member(
    conn: &mut Conn,
    reach: &Reach,
    typed: &str,
) -> Result<PersonId, ActionError> {
    match person_named(conn, reach, typed).await? {
        Ok(person) => Ok(person.id),
        Err(kind) => Err(Problems::one(Field::Member, kind).into()),
    }
}
