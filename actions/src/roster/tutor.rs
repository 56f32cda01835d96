//! Science tutors: who of them is on file, and writing those who are not.

use chrono::NaiveDate;
use domain::{
    audience::SchoolStage,
    role::{Grant, Role, Scope},
    roster::{Sex, TutorLevel, TutorRecord, unit_key},
};
use store::{Conn, NewPerson, PersonRow, TutorRow, Tx};

use super::{
    compare::{Change, text},
    named::{region_of_code, workplace},
};
use crate::ActionError;

/// What a row changes: nothing, or a tutor, who is on file or not.
pub(super) async fn compare(
    conn: &mut Conn,
    row: u32,
    record: &TutorRecord,
) -> Result<Option<Change>, ActionError> {
    let person = known_person(conn, &record.name, &record.unit, record.phone.as_deref()).await?;
    let Some(person) = person else { return Ok(Some(Change::Tutor(row, None, record.clone()))) };
    let tutor = conn.find_tutor(person.id).await?;
    let county = match person.region_id {
        Some(region) => conn.find_region_code(region).await?,
        None => None,
    };
    let same = tutor.as_ref() == Some(&tutor_row(person.id, record))
        && (record.county.is_none() || county == record.county)
        && (record.phone.is_none() || person.phone == record.phone)
        && (record.sex.is_none() || person.sex.is_some())
        && unit_key(person.workplace.as_deref().unwrap_or_default()) == unit_key(&record.unit);
    let id = tutor.map(|tutor| tutor.person_id);
    Ok((!same).then(|| Change::Tutor(row, id, record.clone())))
}

/// Writes a tutor; who is no person yet becomes one.
pub(super) async fn apply(
    tx: &mut Tx,
    record: &TutorRecord,
    as_of: NaiveDate,
) -> Result<(), ActionError> {
    let known = known_person(tx, &record.name, &record.unit, record.phone.as_deref()).await?;
    let region = region_of_code(tx, record.county.as_deref(), as_of).await?;
    let person = if let Some(known) = known {
        let sex = record.sex.map(Sex::as_str);
        tx.fill_person(known.id, sex, record.phone.as_deref(), region).await?;
        known.id
    } else {
        let person = NewPerson {
            name: &record.name,
            sex: record.sex.map(Sex::as_str),
            phone: record.phone.as_deref(),
            title: text(record.title.as_ref()),
            region_id: region,
            ..NewPerson::default()
        };
        tx.add_person(&person).await?
    };
    let workplace = workplace(tx, &record.unit, region).await?;
    tx.set_workplace(person, workplace, as_of).await?;
    tx.set_tutor(&tutor_row(person, record)).await?;
    let grant =
        Grant { role: Role::Tutor, scope: Scope::Everything, starts_on: as_of, ends_on: None };
    tx.add_grant(person, &grant).await?;
    Ok(())
}

fn tutor_row(person_id: i64, record: &TutorRecord) -> TutorRow {
    let stages: Vec<&str> = record.stages.iter().copied().map(SchoolStage::as_str).collect();
    TutorRow {
        person_id,
        subject: text(record.subject.as_ref()).to_owned(),
        stages: stages.join(","),
        title: text(record.title.as_ref()).to_owned(),
        level: record.level.map(|level| TutorLevel::as_str(level).to_owned()),
        years: record.years.map(i64::from),
        joined_on: record.joined,
        note: text(record.note.as_ref()).to_owned(),
    }
}

/// Who it is on file: by name and phone; without a phone, by name and workplace.
pub(super) async fn known_person(
    conn: &mut Conn,
    name: &str,
    unit: &str,
    phone: Option<&str>,
) -> Result<Option<PersonRow>, ActionError> {
    let mut people = conn.list_people_named(name).await?;
    people.dedup_by_key(|person| person.id);
    Ok(pick(people, unit, phone))
}

/// Two different phones are two people, also at one workplace.
fn pick(people: Vec<PersonRow>, unit: &str, phone: Option<&str>) -> Option<PersonRow> {
    if phone.is_some()
        && let Some(known) = people.iter().find(|person| person.phone.as_deref() == phone)
    {
        return Some(known.clone());
    }
    let key = unit_key(unit);
    let at_work =
        |person: &PersonRow| unit_key(person.workplace.as_deref().unwrap_or_default()) == key;
    let mut colleagues: Vec<PersonRow> = people.into_iter().filter(at_work).collect();
    if phone.is_none() && colleagues.len() == 1 {
        return colleagues.pop();
    }
    colleagues.into_iter().find(|person| person.phone.is_none())
}
