//! The sample rosters give exactly what is expected of them.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::{collections::BTreeSet, fs, path::PathBuf};

use chrono::NaiveDate;
use documents::sheet;
use domain::roster::{
    self, Code, CourseRecord, Kind, Known, KnownRegion, LecturerRecord, Outcome, Reading, Record,
    Sheet,
};
use serde_json::Value;

fn file(name: &str) -> Vec<u8> {
    fs::read(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../data").join(name)).unwrap()
}

fn sheets(name: &str) -> Vec<Sheet> {
    sheet::read(&file(name)).unwrap()
}

fn expected(name: &str) -> Value {
    let all: Value = serde_json::from_slice(&file("rosters/expected.json")).unwrap();
    let files = all["files"].as_array().unwrap();
    files.iter().find(|entry| entry["file"] == name).unwrap().clone()
}

fn day_of_import() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 25).unwrap()
}

fn read(kind: Kind, name: &str, known: &Known) -> Reading {
    roster::read(kind, &sheets(name), day_of_import(), known).unwrap()
}

fn with_regions() -> Known {
    let mut known = Known::new();
    for (_, record) in read(Kind::Regions, "regions.csv", &Known::new()).records() {
        let Record::Region(region) = record else { panic!("{record:?} is no region") };
        known.add_region(KnownRegion {
            code: region.code.clone(),
            name: region.name.clone(),
            level: region.level,
            parent: region.parent.clone(),
        });
    }
    known
}

fn with_lecturers() -> Known {
    let mut known = with_regions();
    for (_, record) in read(Kind::Lecturers, "rosters/lecturers.xlsx", &known.clone()).records() {
        let Record::Lecturer(lecturer) = record else { panic!("{record:?} is no lecturer") };
        known.add_lecturer(&lecturer.name, &lecturer.unit);
    }
    known
}

fn lecturer_field(record: &LecturerRecord, field: &str) -> Value {
    let text = |month: Option<roster::Month>| month.map(|it| it.to_string()).into();
    match field {
        "name" => record.name.clone().into(),
        "birth" => text(record.birth),
        "county" => record.county.clone().into(),
        "phone" => record.phone.clone().into(),
        "start" => text(record.start),
        "end" => text(record.end),
        _ => panic!("no sample of {field} is expected"),
    }
}

fn course_field(record: &CourseRecord, field: &str) -> Value {
    match field {
        "title" => record.title.clone().into(),
        "lecturer" => record.lecturer.clone().into(),
        "minutes" => record.minutes.into(),
        "audience" => record.audience.into(),
        _ => panic!("no sample of {field} is expected"),
    }
}

/// A row that repeats an earlier one says the same as that one.
fn record(reading: &Reading, row: u32) -> &Record {
    let found = reading.rows.iter().find(|it| it.row == row).unwrap();
    match &found.outcome {
        Outcome::Record(record) => record,
        Outcome::DuplicateOf(earlier) => record(reading, *earlier),
        Outcome::Blocked => panic!("row {row} is blocked: {:?}", reading.issues),
    }
}

fn number(value: &Value) -> u32 {
    value.as_u64().unwrap().try_into().unwrap()
}

fn assert_place_and_counts(reading: &Reading, expected: &Value) {
    assert_eq!(reading.sheet, expected["sheet"]);
    assert_eq!(reading.kind.as_str(), expected["kind"]);
    assert_eq!(reading.header_row, number(&expected["header_row"]));
    assert_eq!(reading.report_year, Some(2026));
    assert_eq!(reading.rows.first().unwrap().row, number(&expected["first_data_row"]));
    assert_eq!(reading.rows.last().unwrap().row, number(&expected["last_data_row"]));
    assert_eq!(serde_json::to_value(reading.counts()).unwrap(), expected["counts"]);
}

fn assert_columns(reading: &Reading, expected: &Value) {
    let columns = expected["columns"].as_object().unwrap();
    assert_eq!(reading.columns.len(), columns.len());
    for column in &reading.columns {
        let expected = &columns[column.field.as_ref().unwrap()];
        assert_eq!(column.column, expected["col"]);
        assert_eq!(column.heading, expected["heading"]);
    }
}

fn assert_issues(reading: &Reading, expected: &Value) {
    let found: Vec<_> = reading
        .issues
        .iter()
        .map(|it| (it.row, it.level.as_str().to_owned(), it.code.as_str().to_owned()))
        .collect();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let issues = expected["issues"].as_array().unwrap();
    let wanted: Vec<_> = issues
        .iter()
        .map(|it| (number(&it["row"]), text(&it["level"]), text(&it["code"])))
        .collect();
    assert_eq!(found, wanted);
}

fn assert_samples(reading: &Reading, expected: &Value) {
    for sample in expected["samples"].as_array().unwrap() {
        let row = number(&sample["row"]);
        let field = sample["field"].as_str().unwrap();
        let value = match record(reading, row) {
            Record::Lecturer(record) => lecturer_field(record, field),
            Record::Course(record) => course_field(record, field),
            other => panic!("{other:?} is not expected"),
        };
        assert_eq!(value, sample["value"], "{field} in row {row}");
    }
}

fn assert_expected(reading: &Reading, name: &str) {
    let expected = expected(name);
    assert_issues(reading, &expected);
    assert_place_and_counts(reading, &expected);
    assert_columns(reading, &expected);
    assert_samples(reading, &expected);
}

#[test]
fn the_sample_of_lecturers_gives_exactly_what_is_expected() {
    let reading = read(Kind::Lecturers, "rosters/lecturers.xlsx", &with_regions());
    assert_expected(&reading, "lecturers.xlsx");
}

#[test]
fn the_sample_of_courses_gives_exactly_what_is_expected() {
    let reading = read(Kind::Courses, "rosters/courses.xlsx", &with_lecturers());
    assert_expected(&reading, "courses.xlsx");
}

#[test]
fn a_finding_names_its_column_what_was_read_and_what_would_be_fine() {
    let reading = read(Kind::Lecturers, "rosters/lecturers.xlsx", &with_regions());
    let issue = |row| reading.issues_in(row).next().unwrap();
    assert_eq!(issue(98).column.as_deref(), Some("G"));
    assert_eq!(issue(98).read, "秀州区");
    assert!(issue(98).expected.as_ref().unwrap().contains("秀洲区"));
    assert_eq!(issue(79).expected.as_deref(), Some("76"));
    assert_eq!(issue(81).read, "1985.1");
}

#[test]
fn a_repeated_person_gives_no_second_record() {
    let reading = read(Kind::Lecturers, "rosters/lecturers.xlsx", &with_regions());
    let row = reading.rows.iter().find(|it| it.row == 79).unwrap();
    assert_eq!(row.outcome, Outcome::DuplicateOf(76));
    assert_eq!(reading.records().count(), 109);
}

#[test]
fn equal_names_with_different_phones_stay_two_persons() {
    let reading = read(Kind::Lecturers, "rosters/lecturers.xlsx", &with_regions());
    for name in ["陈建国", "周晓燕"] {
        let named = |record: &Record| matches!(record, Record::Lecturer(it) if it.name == name);
        assert_eq!(reading.records().filter(|(_, record)| named(record)).count(), 2, "{name}");
    }
}

#[test]
fn rare_characters_survive() {
    let reading = read(Kind::Lecturers, "rosters/lecturers.xlsx", &with_regions());
    let names: BTreeSet<_> = reading
        .records()
        .filter_map(
            |(_, it)| if let Record::Lecturer(it) = it { Some(it.name.as_str()) } else { None },
        )
        .collect();
    for name in ["沈㛃", "周𣲘", "陆𠅤", "龚䶮", "古丽巴哈尔·阿布都热西提"] {
        assert!(names.contains(name), "{name}");
    }
}

#[test]
fn the_inner_remark_is_kept_apart() {
    let reading = read(Kind::Lecturers, "rosters/lecturers.xlsx", &with_regions());
    let canary = "勿外传";
    for (_, record) in reading.records() {
        let Record::Lecturer(lecturer) = record else { panic!("{record:?} is no lecturer") };
        assert!(lecturer.inner.as_ref().unwrap().contains(canary));
        let rest = LecturerRecord { inner: None, ..lecturer.clone() };
        assert!(!serde_json::to_string(&rest).unwrap().contains(canary));
    }
    assert!(!serde_json::to_string(&reading.issues).unwrap().contains(canary));
}

#[test]
fn regions_and_towns_read_without_findings() {
    let known = with_regions();
    assert_eq!(known.regions.len(), 9);
    let towns = read(Kind::Regions, "towns.csv", &known);
    assert_eq!((towns.records().count(), towns.issues), (72, Vec::new()));
}

#[test]
fn towns_without_their_counties_have_no_known_parent() {
    let towns = read(Kind::Regions, "towns.csv", &Known::new());
    assert!(towns.issues.iter().all(|issue| issue.code == Code::ParentUnknown));
    assert_eq!(towns.counts().error, 72);
}

#[test]
fn organisations_read_without_findings() {
    let reading = read(Kind::Organisations, "org_units.csv", &with_regions());
    assert_eq!((reading.records().count(), &reading.issues), (62, &Vec::new()));
    let Some((10, Record::Organisation(zone))) = reading.records().nth(8) else {
        panic!("row 10 is no organisation")
    };
    assert_eq!((zone.region.as_deref(), zone.nominating), (None, true));
}

#[test]
fn sheets_pass_unchanged_from_process_to_process() {
    let sheets = sheets("rosters/courses.xlsx");
    let sent = serde_json::to_string(&sheets).unwrap();
    assert_eq!(serde_json::from_str::<Vec<Sheet>>(&sent).unwrap(), sheets);
}
