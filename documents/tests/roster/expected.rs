//! Everything that is expected of the samples, and nothing else, is found.

use domain::{
    credit_hour::Hours,
    roster::{Outcome, Reading, Record},
};
use serde_json::Value;

use crate::sample::{ROSTERS, file, read, sheets, with_everything};

fn number(value: &Value) -> u32 {
    value.as_u64().unwrap().try_into().unwrap()
}

/// The rows of an entry such as `7` or `"123-128"`.
fn rows(value: &Value) -> Vec<u32> {
    let Some(text) = value.as_str() else { return vec![number(value)] };
    let (first, last) = text.split_once('-').unwrap();
    (first.parse().unwrap()..=last.parse().unwrap()).collect()
}

/// A row that repeats an earlier one says the same as that one.
fn record(reading: &Reading, row: u32) -> &Record {
    let found = reading.rows.iter().find(|it| it.at.row == row).unwrap();
    match &found.outcome {
        Outcome::Record(record) => record,
        Outcome::DuplicateOf(earlier) => record(reading, earlier.row),
        Outcome::Blocked => panic!("row {row} is blocked: {:?}", reading.issues),
    }
}

/// The value of a field, by the name that it has among the columns.
fn value(record: &Record, field: &str) -> Value {
    let all = serde_json::to_value(record).unwrap();
    let fields = all.as_object().unwrap().values().next().unwrap();
    match (record, field) {
        (Record::TrainingHour(_), "start") => fields["first_day"].clone(),
        (Record::TrainingHour(_), "end") => fields["last_day"].clone(),
        (Record::TrainingHour(it), "hours") => {
            Hours::hundredths(it.hours.into()).to_string().into()
        }
        _ => fields.get(field).unwrap_or_else(|| panic!("{field} is no field")).clone(),
    }
}

fn assert_place_and_counts(reading: &Reading, expected: &Value) {
    assert_eq!(reading.tables[0].sheet, expected["sheet"]);
    assert_eq!(serde_json::to_value(reading.kind).unwrap(), expected["kind"]);
    assert_eq!(reading.tables[0].header_row, number(&expected["header_row"]));
    assert_eq!(reading.tables[0].report_year, Some(2026));
    assert_eq!(serde_json::to_value(reading.counts()).unwrap(), expected["counts"]);
}

/// From the first to the last row of data each is read, unless it is to be skipped.
fn assert_rows(reading: &Reading, expected: &Value) {
    let all = number(&expected["first_data_row"])..=number(&expected["last_data_row"]);
    let skipped = expected["skipped"].as_array().unwrap();
    let skipped: Vec<u32> = skipped.iter().flat_map(|it| rows(&it["row"])).collect();
    let wanted: Vec<u32> = all.filter(|row| !skipped.contains(row)).collect();
    let found: Vec<u32> = reading.rows.iter().map(|it| it.at.row).collect();
    assert_eq!(found, wanted);
}

fn assert_columns(reading: &Reading, expected: &Value) {
    let columns = expected["columns"].as_object().unwrap();
    assert_eq!(reading.columns.len(), columns.len());
    for column in &reading.columns {
        let expected = &columns[column.field.as_ref().unwrap()];
        assert_eq!(column.column, expected["col"]);
        // A heading is shown on one line.
        assert_eq!(column.heading, expected["heading"].as_str().unwrap().replace('\n', ""));
    }
}

fn assert_issues(reading: &Reading, expected: &Value) {
    let found: Vec<_> = reading
        .issues
        .iter()
        .map(|it| (it.at.row, it.level.as_str().to_owned(), it.code.as_str().to_owned()))
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
        let (row, field) = (number(&sample["row"]), sample["field"].as_str().unwrap());
        let found = value(record(reading, row), field);
        assert_eq!(found, sample["value"], "{field} in row {row}");
    }
}

#[test]
fn every_sample_gives_exactly_what_is_expected() {
    let all: Value = serde_json::from_slice(&file("rosters/expected.json")).unwrap();
    let known = with_everything();
    for ((kind, name), expected) in ROSTERS.into_iter().zip(all["files"].as_array().unwrap()) {
        assert_eq!(name, expected["file"]);
        let reading = read(kind, &sheets(&format!("rosters/{name}")), &known);
        assert_issues(&reading, expected);
        assert_place_and_counts(&reading, expected);
        assert_rows(&reading, expected);
        assert_columns(&reading, expected);
        assert_samples(&reading, expected);
    }
}
