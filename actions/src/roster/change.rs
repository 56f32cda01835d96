//! What carrying out a roster would change, row by row.

use domain::{
    id::{NominationId, OrganisationId, PersonId},
    roster::{
        At, CourseRecord, HostRecord, LecturerRecord, NominationRecord, OrganisationRecord,
        RegionRecord, SchoolPeriodRecord, TrainingHourRecord, TutorRecord,
    },
};
use serde::Serialize;

/// One change, as the plan's hash covers it.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Change {
    /// The spreadsheet's row.
    pub(super) at: At,
    /// What it changes; nothing, if it adds something.
    pub(super) on_file: Option<i64>,
    /// What is then on file.
    pub(super) what: What,
}

#[derive(Clone, Debug, Serialize)]
pub(super) enum What {
    Region(RegionRecord),
    Organisation(OrganisationRecord),
    Lecturer(LecturerRecord),
    Course { lecturer: PersonId, record: CourseRecord },
    Nomination { unit: OrganisationId, record: NominationRecord },
    Host(HostRecord),
    Tutor(TutorRecord),
    TrainingHour(TrainingHourRecord),
    SchoolPeriod(SchoolPeriodRecord),
}

impl Change {
    /// The nomination on file that it changes.
    pub(super) fn nomination(&self) -> Option<NominationId> {
        let is_nomination = matches!(self.what, What::Nomination { .. });
        self.on_file.filter(|_| is_nomination).map(NominationId)
    }

    /// What the row is called.
    pub(super) fn title(&self) -> String {
        match &self.what {
            What::Region(record) => record.name.clone(),
            What::Organisation(record) => record.name.clone(),
            What::Lecturer(record) => record.name.clone(),
            What::Course { record, .. } => record.title.clone(),
            What::Nomination { record, .. } => record.name.clone(),
            What::Host(record) => record.name.clone(),
            What::Tutor(record) => record.name.clone(),
            What::SchoolPeriod(record) => {
                let title = record.title.clone().unwrap_or_default();
                format!("{} {title}", record.first_day)
            }
            What::TrainingHour(record) => format!("{} · {}", record.name, record.event),
        }
    }
}
