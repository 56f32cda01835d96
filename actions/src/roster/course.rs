//! Courses of a roster against those that are listed.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    id::{CourseVersionId, PersonId},
    roster::{CourseRecord, Reading, Record, unit_key},
    rulebook::Rule,
};
use store::{Audience, ListedRow, Tx};

use super::{
    Reads,
    change::{Change, What},
    field::Fields,
    lecturer::by_unit,
    on_file::OnFile,
};
use crate::{ActionError, course::listed_until};

/// A course with whom it is for and the name of its field.
type Planned = (ListedRow, Audience, String);

/// What is written.
pub(super) struct Work {
    new: Vec<Planned>,
    changed: BTreeMap<CourseVersionId, Planned>,
    fields: Fields,
    until: NaiveDate,
}

pub(super) async fn plan(
    conn: Reads<'_>,
    reading: &Reading,
    on_file: &OnFile,
    as_of: NaiveDate,
) -> Result<(Vec<Change>, Work), ActionError> {
    let (listed, audiences) = (conn.list_listed().await?, conn.list_listed_audiences().await?);
    let listed: HashMap<(PersonId, &str), &ListedRow> =
        listed.iter().map(|row| ((row.lecturer_id, row.title.as_str()), row)).collect();
    let lecturers = by_unit(on_file);
    let years = conn.rulebook(as_of).await?.get(Rule::TakenOverYears);
    let mut work = Work {
        new: Vec::new(),
        changed: BTreeMap::new(),
        fields: Fields::default(),
        until: listed_until(as_of, years),
    };
    let (mut changes, nobody) = (Vec::new(), Audience::default());
    for (row, record) in reading.records() {
        let Record::Course(record) = record else { continue };
        // The rules have seen to it that the lecturer is on file.
        let key = (record.lecturer.as_str(), unit_key(&record.unit));
        let Some(lecturer) = lecturers.get(&key).map(|lecturer| lecturer.id) else { continue };
        let known = listed.get(&(lecturer, record.title.as_str())).copied();
        let planned = planned(on_file, known, lecturer, record);
        let is_same = |known: &ListedRow| {
            *known == planned.0
                && on_file.field_name(known.field_id) == planned.2
                && *audiences.get(&known.id).unwrap_or(&nobody) == planned.1
        };
        if known.is_some_and(is_same) {
            continue;
        }
        let id = known.map(|known| known.id);
        let what = What::Course { lecturer, record: record.clone() };
        changes.push(Change { row, on_file: id.map(Into::into), what });
        work.fields.need(on_file, &planned.2);
        match id {
            Some(id) => _ = work.changed.insert(id, planned),
            None => work.new.push(planned),
        }
    }
    Ok((changes, work))
}

/// What is on file when the record is.
fn planned(
    on_file: &OnFile,
    known: Option<&ListedRow>,
    lecturer_id: PersonId,
    record: &CourseRecord,
) -> Planned {
    let (mut stages, mut groups) = (record.stages.clone(), record.groups.clone());
    stages.sort();
    stages.dedup();
    groups.sort();
    groups.dedup();
    let field = record.theme.clone().unwrap_or_default();
    let row = ListedRow {
        id: known.map(|known| known.id).unwrap_or_default(),
        lecturer_id,
        title: record.title.clone(),
        field_id: on_file.field(&field),
        minutes: record.minutes.map(i64::from),
        max_audience: record.audience.map(i64::from),
        equipment: record.equipment.clone().unwrap_or_default(),
        mode: record.mode,
        remark: record.note.clone().unwrap_or_default(),
    };
    (row, (stages, groups), field)
}

impl Work {
    pub(super) async fn apply(&self, tx: &mut Tx, now: DateTime<Utc>) -> Result<(), ActionError> {
        let fields = self.fields.ensure(tx).await?;
        let with_field = |(row, audience, field): &Planned| {
            (ListedRow { field_id: fields.get(field).copied(), ..row.clone() }, audience.clone())
        };
        let new: Vec<_> = self.new.iter().map(with_field).collect();
        tx.add_listed(&new, self.until, now).await?;
        let changed: Vec<_> = self.changed.values().map(with_field).collect();
        Ok(tx.change_listed(&changed, now).await?)
    }
}
