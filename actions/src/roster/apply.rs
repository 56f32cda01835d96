//! Carrying out one change of a plan.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    course::{CourseDraft, CourseVersionState},
    id::FieldId,
    role::{Grant, Role, Scope},
    roster::{
        CourseRecord, LecturerRecord, Month, OrganisationRecord, RegionRecord, Sex, unit_key,
    },
    rulebook::Rule,
};
use store::{ListedRow, NewOrganisation, NewPerson, NewRegion, NewVersion, Tx, english_name};

use super::{
    compare::{Change, text},
    named::{region_of_code, workplace},
    nomination, training_hour, tutor,
};
use crate::{ActionError, course::listed_until};

/// Codes that came with the first edition are valid from then on.
const FIRST_DAY: NaiveDate = NaiveDate::from_ymd_opt(1949, 10, 1).expect("a date");

pub(super) async fn apply(
    tx: &mut Tx,
    change: Change,
    as_of: NaiveDate,
    now: DateTime<Utc>,
) -> Result<(), ActionError> {
    match change {
        Change::Region(_, id, record) => region(tx, id, &record, as_of).await,
        Change::Organisation(_, id, record) => organisation(tx, id, &record, as_of).await,
        Change::Lecturer(_, id, record) => lecturer(tx, id, &record, as_of).await,
        Change::Course(_, id, lecturer, record) => {
            course(tx, id, lecturer, &record, as_of, now).await
        }
        Change::Nomination(_, id, unit, record) => {
            nomination::apply(tx, id, &record, unit, as_of, now).await
        }
        Change::Host(_, id, record) => super::host::apply(tx, id, &record, as_of).await,
        Change::Tutor(_, _, record) => tutor::apply(tx, &record, as_of).await,
        Change::TrainingHour(_, _, record) => training_hour::apply(tx, &record, as_of, now).await,
    }
}

async fn region(
    tx: &mut Tx,
    id: Option<i64>,
    record: &RegionRecord,
    as_of: NaiveDate,
) -> Result<(), ActionError> {
    let order = record.order.map_or(0, i64::from);
    let name_en = english_name(&record.name);
    if let Some(id) = id {
        return Ok(tx.change_region(id, &record.name, &name_en, order).await?);
    }
    let region = NewRegion {
        code: &record.code,
        name_zh: &record.name,
        name_en: &name_en,
        level: record.level,
        parent_id: region_of_code(tx, record.parent.as_deref(), as_of).await?,
        sort_order: order,
        valid_from: FIRST_DAY,
    };
    tx.add_region(&region).await?;
    Ok(())
}

async fn organisation(
    tx: &mut Tx,
    id: Option<i64>,
    record: &OrganisationRecord,
    as_of: NaiveDate,
) -> Result<(), ActionError> {
    let parent = match &record.parent {
        None => None,
        Some(code) => {
            let all = tx.list_organisations().await?;
            all.iter().find(|one| one.code.as_deref() == Some(code)).map(|one| one.id)
        }
    };
    let key = unit_key(&record.name);
    let row = NewOrganisation {
        code: Some(&record.code),
        name: &record.name,
        short_name: text(record.short_name.as_ref()),
        match_key: &key,
        kind: record.kind.as_str(),
        region_id: region_of_code(tx, record.region.as_deref(), as_of).await?,
        parent_id: parent,
        is_nominating_unit: record.nominating,
        sort_order: record.order.map_or(0, i64::from),
        note: text(record.note.as_ref()),
    };
    match id {
        Some(id) => tx.change_organisation(id, &row).await?,
        None => {
            tx.add_organisation(&row).await?;
        }
    }
    Ok(())
}

async fn lecturer(
    tx: &mut Tx,
    id: Option<i64>,
    record: &LecturerRecord,
    as_of: NaiveDate,
) -> Result<(), ActionError> {
    let region_id = region_of_code(tx, record.county.as_deref(), as_of).await?;
    let field_id = match text(record.field.as_ref()) {
        "" => None,
        name => Some(tx.ensure_field(name).await?),
    };
    let born_in = record.birth.map(|month| month.to_string());
    let row = NewPerson {
        name: &record.name,
        sex: record.sex.map(Sex::as_str),
        born_in: born_in.as_deref(),
        phone: record.phone.as_deref(),
        title: text(record.title.as_ref()),
        field_id,
        region_id,
        topics: text(record.topics.as_ref()),
        note: text(record.note.as_ref()),
        inner_note: text(record.inner.as_ref()),
    };
    let person = match id {
        Some(id) => {
            tx.change_person(id, &row).await?;
            id
        }
        None => tx.add_person(&row).await?,
    };
    let workplace = workplace(tx, &record.unit, region_id).await?;
    tx.set_workplace(person, workplace, as_of).await?;
    let grant =
        Grant { role: Role::Lecturer, scope: Scope::Everything, starts_on: as_of, ends_on: None };
    tx.add_grant(person, &grant).await?;
    // Imported terms become appointments; a term without both months runs from the import's day.
    let starts_on = record.start.map_or(as_of, Month::first_day);
    let ends_on = record.end.map_or_else(|| listed_until(as_of, TERM_YEARS), Month::last_day);
    tx.set_appointment(person, starts_on, ends_on, "active").await?;
    Ok(())
}

/// The years of a term that says no end (domain §2.1: three years are the custom).
const TERM_YEARS: i64 = 3;

async fn course(
    tx: &mut Tx,
    id: Option<i64>,
    lecturer: i64,
    record: &CourseRecord,
    as_of: NaiveDate,
    now: DateTime<Utc>,
) -> Result<(), ActionError> {
    let field = match text(record.theme.as_ref()) {
        "" => None,
        name => Some(tx.ensure_field(name).await?),
    };
    let mode = record.mode.map_or("", domain::audience::DeliveryMode::as_str);
    let minutes = record.minutes.map(i64::from);
    let max_audience = record.audience.map(i64::from);
    if let Some(id) = id {
        let row = ListedRow {
            id,
            lecturer_id: lecturer,
            title: record.title.clone(),
            field_id: field,
            minutes,
            max_audience,
            equipment: text(record.equipment.as_ref()).to_owned(),
            mode: mode.to_owned(),
            remark: text(record.note.as_ref()).to_owned(),
        };
        return Ok(tx.change_listed(&row, &record.stages, &record.groups, now).await?);
    }
    let draft = CourseDraft {
        title: record.title.clone(),
        summary: String::new(),
        field: field.map(FieldId),
        stages: record.stages.clone(),
        groups: record.groups.clone(),
        minutes,
        max_audience,
        equipment: text(record.equipment.as_ref()).to_owned(),
        outline: String::new(),
        sources: String::new(),
        slides: None,
        owns_rights: false,
        no_advertising: false,
    };
    let years = tx.rulebook(as_of).await?.get(Rule::TakenOverYears);
    let version = NewVersion {
        lecturer_id: lecturer,
        state: CourseVersionState::Listed,
        draft: &draft,
        mode,
        taken_over: true,
        listed_until: Some(listed_until(as_of, years)),
        remark: text(record.note.as_ref()),
        at: now,
    };
    tx.add_version(&version).await?;
    Ok(())
}
