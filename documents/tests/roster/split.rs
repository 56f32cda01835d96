//! The same people come out of a list with its columns in any order, further down, and in as many
//! sheets as there are counties.

use std::collections::BTreeSet;

use domain::roster::{At, Cell, Kind, Level, Reading, Record, Sheet, SheetRow, Value};

use crate::sample::{ROSTERS, read, sheets, with_everything};

/// So many sheets a list is split over.
const N_SHEETS: usize = 3;
/// So many rows further down begins each of them.
const DOWN: u32 = 5;

/// Who or what a record is.
fn name(record: &Record) -> String {
    match record {
        Record::Lecturer(it) => format!("{} {:?} {}", it.name, it.phone, it.unit),
        Record::Tutor(it) => format!("{} {:?} {}", it.name, it.phone, it.unit),
        Record::Host(it) => format!("{} {:?} {:?}", it.name, it.county, it.phone),
        Record::Course(it) => format!("{} {}", it.title, it.lecturer),
        Record::TrainingHour(it) => format!("{} {:?} {}", it.name, it.phone, it.event),
        Record::Nomination(it) => format!("{} {:?}", it.name, it.category),
        Record::SchoolPeriod(it) => format!("{} {:?} {}", it.county, it.kind, it.first_day),
        Record::Region(it) => it.code.clone(),
        Record::Organisation(it) => it.code.clone(),
    }
}

fn names(reading: &Reading) -> BTreeSet<String> {
    reading.records().map(|(_, record)| name(record)).collect()
}

/// The cell that people see at a place: its own, or the one merged down over it.
fn seen(sheet: &Sheet, row: u32, column: u32) -> Option<Cell> {
    let at = |row: u32| {
        let row = sheet.rows.iter().find(|it| it.number == row)?;
        row.cells.iter().find(|cell| cell.column == column && !cell.is_blank()).cloned()
    };
    at(row).or_else(|| {
        let covers =
            |it: &&domain::roster::Merge| it.left == column && it.top <= row && row <= it.bottom;
        at(sheet.merges.iter().find(covers)?.top)
    })
}

/// The rows of the reading, dealt to several sheets with a header each, columns in another order.
fn split(sheet: &Sheet, reading: &Reading, turn: u32) -> Vec<Sheet> {
    let header = reading.tables[0].header_row;
    let last = sheet.rows.iter().flat_map(|row| &row.cells).map(|cell| cell.column).max().unwrap();
    // Another order for each turn: `turn` and what the columns number have no common divisor.
    let place = |column: u32| (column * turn) % (last + 1) + 1;
    let row = |from: u32, number: u32| {
        let cells = (1..=last).filter_map(|column| {
            let cell = seen(sheet, from, column)?;
            Some(Cell { column: place(column), ..cell })
        });
        let mut cells: Vec<Cell> = cells.collect();
        cells.sort_by_key(|cell| cell.column);
        SheetRow { number, cells, ..SheetRow::default() }
    };
    (0..N_SHEETS)
        .map(|part| {
            let title = Cell::new(1, Value::Text("填报时间：2026年11月20日".into()));
            let title = SheetRow { number: 1, cells: vec![title], ..SheetRow::default() };
            let rows = reading.rows.iter().skip(part).step_by(N_SHEETS);
            let rows = (DOWN + 1..).zip(rows).map(|(number, it)| row(it.at.row, number));
            let rows = [title, row(header, DOWN)].into_iter().chain(rows);
            Sheet { name: format!("县{part}"), rows: rows.collect(), ..Sheet::default() }
        })
        .collect()
}

fn common_divisor(a: u32, b: u32) -> u32 {
    if b == 0 { a } else { common_divisor(b, a % b) }
}

#[test]
fn columns_in_any_order_and_a_sheet_for_each_county_give_the_same_people() {
    let known = with_everything();
    for (kind, file) in ROSTERS {
        let sheets = sheets(&format!("rosters/{file}"));
        let plain = read(kind, &sheets, &known);
        let sample = sheets.iter().find(|sheet| sheet.name == plain.tables[0].sheet).unwrap();
        let last = sample.rows.iter().flat_map(|row| &row.cells).map(|it| it.column).max().unwrap();
        let turns = (1..=last).filter(|turn| common_divisor(*turn, last + 1) == 1);
        for turn in turns.take(4) {
            let other = read(kind, &split(sample, &plain, turn), &known);
            assert_eq!(other.tables.len(), N_SHEETS, "{file}, {turn}");
            assert_eq!(other.rows.len(), plain.rows.len(), "{file}, {turn}");
            let errors = |reading: &Reading| {
                let errors = reading.issues.iter().filter(|it| it.level == Level::Error);
                errors.map(|it| (it.code.as_str(), it.read.clone())).collect::<BTreeSet<_>>()
            };
            assert_eq!(errors(&other), errors(&plain), "{file}, {turn}");
            // Which of two rows repeats the other depends on the order of the sheets.
            let differ = names(&other).symmetric_difference(&names(&plain)).count();
            let repeated = plain.rows.iter().filter(|row| row.record().is_none()).count();
            assert!(differ <= 2 * repeated, "{file}, {turn}: {differ}");
            if kind != Kind::TrainingHours && kind != Kind::Nominations {
                let (all, found) = (names(&plain).len(), names(&other).len());
                assert_eq!(all, found, "{file}, {turn}");
            }
        }
    }
}

fn sheet(name: &str, rows: &[&[&str]]) -> Sheet {
    let rows = (1..).zip(rows).map(|(number, texts)| {
        let cells = (1..).zip(*texts).filter(|(_, text)| !text.is_empty());
        let cells = cells.map(|(column, text)| Cell::new(column, Value::Text((*text).into())));
        SheetRow { number, cells: cells.collect(), ..SheetRow::default() }
    });
    Sheet { name: name.into(), rows: rows.collect(), ..Sheet::default() }
}

#[test]
fn two_lists_beside_each_other_and_one_below_are_all_read() {
    let known = with_everything();
    let sheets = [
        sheet(
            "名单",
            &[
                &["2026年度科技辅导员名单"],
                &["序号", "姓名", "单位", "", "序号", "姓名", "单位"],
                &["1", "温知夏", "砚池示范小学", "", "3", "邬听雪", "菱歌示范中学"],
                &["2", "裴若愚", "砚池示范小学"],
                &["海宁市名单"],
                &["工作单位", "手机", "姓名"],
                &["霁月示范学校", "19955550009", "宓怀远"],
            ],
        ),
        sheet("填写说明", &[&["姓名", "单位"], &["填全名", "填全称"]]),
        Sheet {
            hidden: true, ..sheet("旧", &[&["姓名", "单位"], &["闻人语", "旧学校"]])
        },
    ];
    let reading = read(Kind::Tutors, &sheets, &known);
    let people = reading.records().map(|(at, record)| (at, name(record)));
    let people: Vec<_> = people.collect();
    assert_eq!(people.len(), 4, "{people:?}");
    assert_eq!(people[3].0, At::new(2, 7));
    let found: Vec<_> = people.iter().map(|(_, name)| name.split(' ').next().unwrap()).collect();
    assert_eq!(found, ["温知夏", "裴若愚", "邬听雪", "宓怀远"]);
    let headers: Vec<_> = reading.tables.iter().map(|table| table.header_row).collect();
    assert_eq!(headers, [2, 2, 6]);
    let left_out: Vec<_> =
        reading.left_out.iter().map(|it| (it.sheet.as_str(), it.why.as_str())).collect();
    assert_eq!(left_out, [("填写说明", "instruction"), ("旧", "hidden")]);
}

#[test]
fn sheets_of_two_years_are_a_question() {
    let known = with_everything();
    let list: [&[&str]; 2] = [&["姓名", "单位"], &["温知夏", "砚池示范小学"]];
    let sheets = [sheet("2025年", &list), sheet("2026年", &list)];
    let day = "2026-11-25".parse().unwrap();
    let read_as = domain::roster::ReadAs::default();
    let refused = domain::roster::read(Kind::Tutors, &sheets, day, &known, &read_as).unwrap_err();
    assert_eq!(refused.code(), "years_differ");
    let read_as = domain::roster::ReadAs { sheet: Some("2026年".into()), ..read_as };
    let reading = domain::roster::read(Kind::Tutors, &sheets, day, &known, &read_as).unwrap();
    assert_eq!((reading.tables.len(), reading.rows.len()), (1, 1));
}
