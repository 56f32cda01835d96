//! The sample rosters and what is on file when each of them is read.

use std::{fs, path::PathBuf};

use chrono::NaiveDate;
use documents::sheet;
use domain::roster::{self, Kind, Known, KnownRegion, Reading, Record, Sheet};

/// The rosters in the order of their import.
pub(crate) const ROSTERS: [(Kind, &str); 6] = [
    (Kind::Lecturers, "lecturers.xlsx"),
    (Kind::Tutors, "tutors.xlsx"),
    (Kind::Hosts, "hosts.xlsx"),
    (Kind::Courses, "courses.xlsx"),
    (Kind::TrainingHours, "training-hours.xlsx"),
    (Kind::Nominations, "nominations.xlsx"),
];

pub(crate) fn file(name: &str) -> Vec<u8> {
    fs::read(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../data").join(name)).unwrap()
}

pub(crate) fn sheets(name: &str) -> Vec<Sheet> {
    sheet::read(&file(name)).unwrap().sheets
}

pub(crate) fn read(kind: Kind, sheets: &[Sheet], known: &Known) -> Reading {
    roster::read(
        kind,
        sheets,
        NaiveDate::from_ymd_opt(2026, 11, 25).unwrap(),
        known,
        &roster::ReadAs::default(),
    )
    .unwrap()
}

/// What is on file once the regions are.
pub(crate) fn with_regions() -> Known {
    let mut known = Known::new();
    keep(&mut known, &read(Kind::Regions, &sheets("regions.csv"), &Known::new()));
    known
}

/// What is on file once everything is that the rosters refer to.
pub(crate) fn with_everything() -> Known {
    let mut known = with_regions();
    for (kind, name) in [
        (Kind::Regions, "towns.csv"),
        (Kind::Organisations, "org_units.csv"),
        (Kind::Lecturers, "rosters/lecturers.xlsx"),
    ] {
        let reading = read(kind, &sheets(name), &known);
        keep(&mut known, &reading);
    }
    known
}

/// Puts on file what others refer to.
fn keep(known: &mut Known, reading: &Reading) {
    for (_, record) in reading.records() {
        match record {
            Record::Region(region) => known.add_region(KnownRegion {
                code: region.code.clone(),
                name: region.name.clone(),
                level: region.level,
                parent: region.parent.clone(),
            }),
            Record::Organisation(organisation) => {
                let short = organisation.short_name.clone();
                let names = [organisation.name.clone()].into_iter().chain(short).collect();
                known.add_organisation(&organisation.code, names);
            }
            Record::Lecturer(lecturer) => known.add_lecturer(&lecturer.name, &lecturer.unit),
            other => panic!("nothing refers to {other:?}"),
        }
    }
}
