//! What a roster says against what is on file.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use domain::{
    audience::{SchoolStage, TargetGroup},
    roster::{
        CourseRecord, HostRecord, LecturerRecord, NominationRecord, OrganisationRecord, Reading,
        Record, RegionRecord, TrainingHourRecord, TutorRecord, unit_key,
    },
};
use serde::Serialize;
use store::{
    AppointmentRow, FieldRow, HostUnitRow, ListedRow, OrganisationRow, PersonRow, RegionRow,
};

use super::{
    ChangeCounts, Reads, host::Hosts, n_repeated, nomination::OpenNominations, training_hour, tutor,
};
use crate::ActionError;

/// Everything on file that rosters are compared with.
pub(super) struct OnFile {
    pub(super) regions: Vec<RegionRow>,
    pub(super) organisations: Vec<OrganisationRow>,
    pub(super) lecturers: Vec<PersonRow>,
    appointments: Vec<AppointmentRow>,
    fields: Vec<FieldRow>,
    listed: Vec<ListedRow>,
    nominations: OpenNominations,
    pub(super) hosts: Vec<HostUnitRow>,
}

/// One change, with everything that carrying it out needs.
#[derive(Clone, Debug, Serialize)]
pub(super) enum Change {
    Region(u32, Option<i64>, RegionRecord),
    Organisation(u32, Option<i64>, OrganisationRecord),
    Lecturer(u32, Option<i64>, LecturerRecord),
    Course(u32, Option<i64>, i64, CourseRecord),
    Nomination(u32, Option<i64>, i64, NominationRecord),
    Host(u32, Option<i64>, HostRecord),
    Tutor(u32, Option<i64>, TutorRecord),
    TrainingHour(u32, Option<i64>, TrainingHourRecord),
}

impl Change {
    /// The spreadsheet's row.
    pub(super) fn row(&self) -> u32 {
        match self {
            Self::Region(row, ..)
            | Self::Organisation(row, ..)
            | Self::Lecturer(row, ..)
            | Self::Course(row, ..)
            | Self::Nomination(row, ..)
            | Self::Host(row, ..)
            | Self::Tutor(row, ..)
            | Self::TrainingHour(row, ..) => *row,
        }
    }

    /// Whether it adds something.
    pub(super) fn is_new(&self) -> bool {
        match self {
            Self::Region(_, id, _)
            | Self::Organisation(_, id, _)
            | Self::Lecturer(_, id, _)
            | Self::Course(_, id, ..)
            | Self::Nomination(_, id, ..)
            | Self::Host(_, id, _)
            | Self::Tutor(_, id, _)
            | Self::TrainingHour(_, id, _) => id.is_none(),
        }
    }

    /// The nomination on file that it changes.
    pub(super) fn nomination(&self) -> Option<i64> {
        match self {
            Self::Nomination(_, id, ..) => *id,
            _ => None,
        }
    }

    /// What the row is called.
    pub(super) fn title(&self) -> String {
        match self {
            Self::Region(_, _, record) => record.name.clone(),
            Self::Organisation(_, _, record) => record.name.clone(),
            Self::Lecturer(_, _, record) => record.name.clone(),
            Self::Course(_, _, _, record) => record.title.clone(),
            Self::Nomination(_, _, _, record) => record.name.clone(),
            Self::Host(_, _, record) => record.name.clone(),
            Self::Tutor(_, _, record) => record.name.clone(),
            Self::TrainingHour(_, _, record) => format!("{} · {}", record.name, record.event),
        }
    }
}

impl OnFile {
    pub(super) async fn load(conn: Reads<'_>, as_of: NaiveDate) -> Result<Self, ActionError> {
        let mut lecturers = conn.list_lecturers().await?;
        lecturers.dedup_by_key(|person| person.id);
        Ok(Self {
            regions: conn.list_regions(as_of).await?,
            organisations: conn.list_organisations().await?,
            lecturers,
            appointments: conn.list_all_appointments().await?,
            fields: conn.list_fields().await?,
            listed: conn.list_listed().await?,
            nominations: OpenNominations::load(conn).await?,
            hosts: conn.list_host_units().await?,
        })
    }
}

/// The changes of a reading, in its order, and how many there are of each kind.
pub(super) async fn changes(
    reading: &Reading,
    on_file: &OnFile,
    conn: Reads<'_>,
) -> Result<(Vec<Change>, ChangeCounts), ActionError> {
    let compare = Compare::new(on_file);
    let hosts = Hosts::new(on_file);
    let mut counts = ChangeCounts { unchanged: n_repeated(reading), ..ChangeCounts::default() };
    let mut changes = Vec::new();
    for (row, record) in reading.records() {
        let change = match record {
            Record::Region(record) => compare.region(row, record),
            Record::Organisation(record) => compare.organisation(row, record),
            Record::Lecturer(record) => compare.lecturer(row, record),
            Record::Course(record) => compare.course(row, record, conn).await?,
            Record::Nomination(record) => compare.nomination(row, record),
            Record::Host(record) => hosts.compare(row, record),
            Record::Tutor(record) => tutor::compare(conn, row, record).await?,
            Record::TrainingHour(record) => training_hour::compare(conn, row, record).await?,
        };
        match change {
            None => counts.unchanged += 1,
            Some(change) => {
                let count = if change.is_new() { &mut counts.new } else { &mut counts.changed };
                *count += 1;
                changes.push(change);
            }
        }
    }
    Ok((changes, counts))
}

/// Look-ups made once per reading.
struct Compare<'a> {
    on_file: &'a OnFile,
    regions: HashMap<&'a str, &'a RegionRow>,
    organisations: HashMap<&'a str, &'a OrganisationRow>,
    by_phone: HashMap<(&'a str, &'a str), &'a PersonRow>,
    by_unit: HashMap<(&'a str, String), &'a PersonRow>,
    listed: BTreeMap<(i64, &'a str), &'a ListedRow>,
}

impl<'a> Compare<'a> {
    fn new(on_file: &'a OnFile) -> Self {
        let unit = |person: &PersonRow| unit_key(person.workplace.as_deref().unwrap_or_default());
        Self {
            on_file,
            regions: on_file.regions.iter().map(|r| (r.code.as_str(), r)).collect(),
            organisations: on_file
                .organisations
                .iter()
                .filter_map(|o| Some((o.code.as_deref()?, o)))
                .collect(),
            by_phone: on_file
                .lecturers
                .iter()
                .filter_map(|p| Some(((p.name.as_str(), p.phone.as_deref()?), p)))
                .collect(),
            by_unit: on_file.lecturers.iter().map(|p| ((p.name.as_str(), unit(p)), p)).collect(),
            listed: on_file.listed.iter().map(|v| ((v.lecturer_id, v.title.as_str()), v)).collect(),
        }
    }

    fn region(&self, row: u32, record: &RegionRecord) -> Option<Change> {
        let known = self.regions.get(record.code.as_str());
        let same = known.is_some_and(|known| {
            known.name_zh == record.name
                && record.order.is_none_or(|order| i64::from(order) == known.sort_order)
        });
        (!same).then(|| Change::Region(row, known.map(|known| known.id), record.clone()))
    }

    fn organisation(&self, row: u32, record: &OrganisationRecord) -> Option<Change> {
        let known = self.organisations.get(record.code.as_str());
        let region = |code: &Option<String>| {
            code.as_deref().and_then(|code| self.regions.get(code)).map(|region| region.id)
        };
        let same = known.is_some_and(|known| {
            known.name == record.name
                && known.short_name == text(record.short_name.as_ref())
                && known.kind == record.kind.as_str()
                && known.region_id == region(&record.region)
                && known.is_nominating_unit == record.nominating
                && record.order.is_none_or(|order| i64::from(order) == known.sort_order)
                && known.note == text(record.note.as_ref())
        });
        (!same).then(|| Change::Organisation(row, known.map(|known| known.id), record.clone()))
    }

    /// A lecturer is known by name and phone; without a phone by name and workplace.
    fn lecturer(&self, row: u32, record: &LecturerRecord) -> Option<Change> {
        let by_phone = record
            .phone
            .as_deref()
            .and_then(|phone| self.by_phone.get(&(record.name.as_str(), phone)));
        let by_unit = || {
            let person = self.by_unit.get(&(record.name.as_str(), unit_key(&record.unit)))?;
            // With two different phones they are two people.
            (person.phone.is_none() || record.phone.is_none()).then_some(person)
        };
        let known = by_phone.or_else(by_unit);
        let same = known.is_some_and(|known| self.is_same_lecturer(known, record));
        (!same).then(|| Change::Lecturer(row, known.map(|known| known.id), record.clone()))
    }

    fn is_same_lecturer(&self, known: &PersonRow, record: &LecturerRecord) -> bool {
        let field = self.on_file.fields.iter().find(|field| Some(field.id) == known.field_id);
        let county = self.on_file.regions.iter().find(|region| Some(region.id) == known.region_id);
        known.sex.as_deref() == record.sex.map(domain::roster::Sex::as_str)
            && known.born_in == record.birth.map(|month| month.to_string())
            && known.phone == record.phone
            && known.title == text(record.title.as_ref())
            && field.map_or("", |field| field.name_zh.as_str()) == text(record.field.as_ref())
            && county.map(|county| &county.code) == record.county.as_ref()
            && known.topics == text(record.topics.as_ref())
            && known.note == text(record.note.as_ref())
            && known.inner_note == text(record.inner.as_ref())
            && unit_key(known.workplace.as_deref().unwrap_or_default()) == unit_key(&record.unit)
            && self.has_term(known.id, record)
    }

    fn has_term(&self, person: i64, record: &LecturerRecord) -> bool {
        let (Some(start), Some(end)) = (record.start, record.end) else { return true };
        self.on_file.appointments.iter().any(|term| {
            term.person_id == person
                && term.starts_on == start.first_day()
                && term.ends_on == end.last_day()
        })
    }

    fn nomination(&self, row: u32, record: &NominationRecord) -> Option<Change> {
        // The rules have seen to it that the unit is on file.
        let unit = self.organisations.get(record.nominating_unit.as_str())?.id;
        match self.on_file.nominations.find(record, unit) {
            Some((_, true)) => None,
            Some((id, false)) => Some(Change::Nomination(row, Some(id), unit, record.clone())),
            None => Some(Change::Nomination(row, None, unit, record.clone())),
        }
    }

    async fn course(
        &self,
        row: u32,
        record: &CourseRecord,
        conn: Reads<'_>,
    ) -> Result<Option<Change>, ActionError> {
        let key = (record.lecturer.as_str(), unit_key(&record.unit));
        // The rules have seen to it that the lecturer is on file.
        let Some(lecturer) = self.by_unit.get(&key) else { return Ok(None) };
        let known = self.listed.get(&(lecturer.id, record.title.as_str()));
        let same = match known {
            None => false,
            Some(known) => {
                let audience = conn.audience_of(known.id).await?;
                self.is_same_course(known, record, &audience)
            }
        };
        let id = known.map(|known| known.id);
        Ok((!same).then(|| Change::Course(row, id, lecturer.id, record.clone())))
    }

    fn is_same_course(
        &self,
        known: &ListedRow,
        record: &CourseRecord,
        audience: &(Vec<SchoolStage>, Vec<TargetGroup>),
    ) -> bool {
        let field = self.on_file.fields.iter().find(|field| Some(field.id) == known.field_id);
        let (mut stages, mut groups) = (record.stages.clone(), record.groups.clone());
        stages.sort();
        groups.sort();
        field.map_or("", |field| field.name_zh.as_str()) == text(record.theme.as_ref())
            && known.minutes == record.minutes.map(i64::from)
            && known.max_audience == record.audience.map(i64::from)
            && known.equipment == text(record.equipment.as_ref())
            && known.mode == record.mode.map_or("", domain::audience::DeliveryMode::as_str)
            && known.remark == text(record.note.as_ref())
            && (stages, groups) == *audience
    }
}

/// An empty cell is an empty text.
pub(super) fn text(cell: Option<&String>) -> &str {
    cell.map_or("", String::as_str)
}
