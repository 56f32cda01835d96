//! Courses of a roster against those that are listed.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    audience::DeliveryMode,
    course::CourseVersionState,
    folding::folded,
    id::{CourseVersionId, PersonId},
    roster::{At, Code, CourseRecord, Reading, Record, unit_key},
    rulebook::Rule,
};
use store::{Audience, ListedRow, Tx};

use super::{
    Reads,
    change::{Change, What},
    compare::{Compare, Facts, fact},
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
    compare: &mut Compare<'_>,
) -> Result<(Vec<Change>, Work), ActionError> {
    let (listed, audiences) = (conn.list_listed().await?, conn.list_listed_audiences().await?);
    // A title that looks the same is the same.
    let mut by_title: HashMap<(PersonId, String), &ListedRow> = HashMap::new();
    for row in &listed {
        let known = by_title.entry((row.lecturer_id, folded(&row.title))).or_insert(row);
        // What is listed before what was.
        if known.state != CourseVersionState::Listed {
            *known = row;
        }
    }
    let lecturers = by_unit(on_file);
    let years = conn.rulebook(as_of).await?.get(Rule::TakenOverYears);
    let mut work = Work {
        new: Vec::new(),
        changed: BTreeMap::new(),
        fields: Fields::default(),
        until: listed_until(as_of, years),
    };
    let (mut changes, nobody) = (Vec::new(), Audience::default());
    for (at, record) in reading.records() {
        let Record::Course(record) = record else { continue };
        // The rules have seen to it that the lecturer is on file.
        let key = (record.lecturer.as_str(), unit_key(&record.unit));
        let Some(lecturer) = lecturers.get(&key).map(|lecturer| lecturer.id) else { continue };
        let known = by_title.get(&(lecturer, folded(&record.title))).copied();
        // Nobody lists again what somebody has taken out.
        if let Some(ended) = known.filter(|known| is_ended(known)) {
            compare.tell(at, Code::ListingEnded, "title", &record.title, ended.title.clone());
            continue;
        }
        let audience = known.and_then(|known| audiences.get(&known.id)).unwrap_or(&nobody);
        let planned =
            planned(on_file, compare, (at, work.until), known, audience, lecturer, record);
        if let Some(known) = known {
            let field = on_file.field_name(known.field_id);
            let after = facts(&planned.0, &planned.1, &planned.2);
            if !compare.differ(at, facts(known, audience, field), after) {
                continue;
            }
        }
        let id = known.map(|known| known.id);
        let what = What::Course { lecturer, record: record.clone() };
        changes.push(Change { at, on_file: id.map(Into::into), what });
        work.fields.need(on_file, &planned.2);
        match id {
            Some(id) => _ = work.changed.insert(id, planned),
            None => work.new.push(planned),
        }
    }
    Ok((changes, work))
}

/// What is then on file.
fn planned(
    on_file: &OnFile,
    compare: &mut Compare<'_>,
    (at, until): (At, NaiveDate),
    known: Option<&ListedRow>,
    audience: &Audience,
    lecturer_id: PersonId,
    record: &CourseRecord,
) -> Planned {
    let (mut stages, mut groups) = (record.stages.clone(), record.groups.clone());
    stages.sort();
    stages.dedup();
    groups.sort();
    groups.dedup();
    let stages = compare.keep_all(at, "stage", stages, audience.0.clone());
    let groups = compare.keep_all(at, "group", groups, audience.1.clone());
    let known_field = known.map_or("", |known| on_file.field_name(known.field_id));
    let field = compare.keep_text(at, "theme", record.theme.as_ref(), known_field);
    let minutes = known.and_then(|known| known.minutes);
    let most = known.and_then(|known| known.max_audience);
    let equipment = known.map_or("", |known| known.equipment.as_str());
    let remark = known.map_or("", |known| known.remark.as_str());
    let mode = known.and_then(|known| known.mode);
    let row = ListedRow {
        id: known.map(|known| known.id).unwrap_or_default(),
        lecturer_id,
        title: known.map_or_else(|| record.title.clone(), |known| known.title.clone()),
        field_id: on_file.field(&field),
        minutes: compare.keep(at, "minutes", record.minutes.map(i64::from), minutes),
        max_audience: compare.keep(at, "audience", record.audience.map(i64::from), most),
        equipment: compare.keep_text(at, "equip", record.equipment.as_ref(), equipment),
        mode: compare.keep(at, "mode", record.mode, mode),
        remark: compare.keep_text(at, "note", record.note.as_ref(), remark),
        state: CourseVersionState::Listed,
        taken_over: known.is_none_or(|known| known.taken_over),
        lapsed: false,
        listed_until: extended(known, until),
    };
    (row, (stages, groups), field)
}

/// Whether somebody has suspended or retired a course, and not its time alone.
fn is_ended(known: &ListedRow) -> bool {
    known.state != CourseVersionState::Listed && !known.lapsed
}

/// The last day in the catalogue: an import extends only what is still taken over.
fn extended(known: Option<&ListedRow>, until: NaiveDate) -> Option<NaiveDate> {
    match known {
        Some(known) if !known.taken_over => known.listed_until,
        Some(known) => Some(known.listed_until.map_or(until, |before| before.max(until))),
        None => Some(until),
    }
}

fn facts(row: &ListedRow, (stages, groups): &Audience, field: &str) -> Facts {
    let stages: Vec<&str> = stages.iter().map(|stage| stage.as_str()).collect();
    let groups: Vec<&str> = groups.iter().map(|group| group.as_str()).collect();
    vec![
        ("title", row.title.clone()),
        ("theme", field.to_owned()),
        ("stage", stages.join(",")),
        ("group", groups.join(",")),
        ("minutes", fact(row.minutes)),
        ("audience", fact(row.max_audience)),
        ("equip", row.equipment.clone()),
        ("mode", fact(row.mode.map(DeliveryMode::as_str))),
        ("note", row.remark.clone()),
        ("until", fact(row.listed_until)),
    ]
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
