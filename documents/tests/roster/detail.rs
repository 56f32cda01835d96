//! What the samples show beyond the list of what is expected.

use std::collections::BTreeSet;

use domain::roster::{At, Code, Kind, Known, LecturerRecord, Outcome, Reading, Record, Sheet};

use crate::sample::{read, sheets, with_everything, with_regions};

fn lecturers() -> Reading {
    read(Kind::Lecturers, &sheets("rosters/lecturers.xlsx"), &with_regions())
}

#[test]
fn a_finding_names_its_column_what_was_read_and_what_would_be_fine() {
    let reading = lecturers();
    let issue = |row| reading.issues_in(At::new(0, row)).next().unwrap();
    assert_eq!(issue(98).column.as_deref(), Some("G"));
    assert_eq!(issue(98).read, "秀州区");
    assert!(issue(98).expected.as_ref().unwrap().contains("秀洲区"));
    assert_eq!(issue(79).expected.as_deref(), Some("76"));
    assert_eq!(issue(81).read, "1985.1");
}

#[test]
fn a_repeated_person_gives_no_second_record() {
    let reading = lecturers();
    let row = reading.rows.iter().find(|it| it.at.row == 79).unwrap();
    assert_eq!(row.outcome, Outcome::DuplicateOf(At::new(0, 76)));
    assert_eq!(reading.records().count(), 109);
}

#[test]
fn equal_names_with_different_phones_stay_two_persons() {
    let reading = lecturers();
    for name in ["陈建国", "周晓燕"] {
        let named = |record: &Record| matches!(record, Record::Lecturer(it) if it.name == name);
        assert_eq!(reading.records().filter(|(_, record)| named(record)).count(), 2, "{name}");
    }
    let tutors = read(Kind::Tutors, &sheets("rosters/tutors.xlsx"), &with_regions());
    let named = |record: &Record| matches!(record, Record::Tutor(it) if it.name == "沈丽华");
    assert_eq!(tutors.records().filter(|(_, record)| named(record)).count(), 2);
}

#[test]
fn rare_characters_survive() {
    let reading = lecturers();
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
    let reading = lecturers();
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
fn hours_that_are_counted_twice_are_credited_once() {
    let reading =
        read(Kind::TrainingHours, &sheets("rosters/training-hours.xlsx"), &with_regions());
    let hours = |row| {
        let found = reading.rows.iter().find(|it| it.at.row == row).unwrap();
        let Some(Record::TrainingHour(it)) = found.record() else { panic!("{row} has no hours") };
        (it.hours, it.credited)
    };
    assert_eq!([563, 568, 588].map(hours), [(250, 0); 3], "overlaps a day's training");
    assert_eq!([769, 782].map(hours), [(300, 200); 2], "the ninth hour of a day");
    assert_eq!(hours(668), (250, 250), "rounded down");
    assert_eq!(hours(824), (800, 800), "a course over nine days");
    let repeated = reading.rows.iter().find(|it| it.at.row == 556).unwrap();
    assert_eq!(repeated.outcome, Outcome::DuplicateOf(At::new(0, 476)));
}

#[test]
fn hosts_know_their_towns() {
    let reading = read(Kind::Hosts, &sheets("rosters/hosts.xlsx"), &with_everything());
    for (At { row, .. }, record) in reading.records() {
        let Record::Host(host) = record else { panic!("{record:?} is no host") };
        let county = host.county.as_ref().unwrap();
        assert!(host.town_code.as_ref().is_some_and(|it| it.starts_with(county)), "row {row}");
    }
}

#[test]
fn nominations_carry_workplace_post_and_the_code_of_the_unit() {
    let known = with_everything();
    let reading = read(Kind::Nominations, &sheets("rosters/nominations.xlsx"), &known);
    let Some((At { row: 4, .. }, Record::Nomination(first))) = reading.records().next() else {
        panic!("no row 4")
    };
    assert_eq!(first.workplace, "远帆示范生态监测中心");
    assert_eq!(first.post.as_deref(), Some("科普专员"));
    assert_eq!(first.nominating_unit, "ORG011");
}

#[test]
fn regions_and_towns_read_without_findings() {
    let known = with_regions();
    assert_eq!(known.regions.len(), 9);
    let towns = read(Kind::Regions, &sheets("towns.csv"), &known);
    assert_eq!((towns.records().count(), towns.issues), (72, Vec::new()));
}

#[test]
fn towns_without_their_counties_have_no_known_parent() {
    let towns = read(Kind::Regions, &sheets("towns.csv"), &Known::new());
    assert!(towns.issues.iter().all(|issue| issue.code == Code::ParentUnknown));
    assert_eq!(towns.counts().error, 72);
}

#[test]
fn organisations_read_without_findings() {
    let reading = read(Kind::Organisations, &sheets("org_units.csv"), &with_regions());
    assert_eq!((reading.records().count(), &reading.issues), (62, &Vec::new()));
    let Some((At { row: 10, .. }, Record::Organisation(zone))) = reading.records().nth(8) else {
        panic!("row 10 is no organisation")
    };
    assert_eq!((zone.region.as_deref(), zone.nominating), (None, Some(true)));
}

#[test]
fn sheets_pass_unchanged_from_process_to_process() {
    let sheets = sheets("rosters/courses.xlsx");
    let sent = serde_json::to_string(&sheets).unwrap();
    assert_eq!(serde_json::from_str::<Vec<Sheet>>(&sent).unwrap(), sheets);
}
