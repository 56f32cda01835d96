//! Files of any kind are read with the numbering people see, or refused.

use documents::sheet::{self, SheetError};
use domain::roster::{Merge, Value};
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};

#[test]
fn every_sort_of_cell_is_told_apart() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet().set_name("表").unwrap();
    let date = ExcelDateTime::from_ymd(2026, 9, 5).unwrap();
    let format = Format::new().set_num_format("yyyy-mm-dd");
    sheet.write_string(0, 0, "周𣲘").unwrap();
    sheet.write_number(0, 1, 45.5).unwrap();
    sheet.write_boolean(0, 2, true).unwrap();
    sheet.write_datetime_with_format(0, 3, &date, &format).unwrap();
    sheet.write_formula(0, 4, Formula::new("45*2").set_result("90")).unwrap();
    sheet.write_formula(0, 5, Formula::new("#REF!").set_result("#REF!")).unwrap();
    sheet.merge_range(2, 1, 4, 1, "南湖区", &Format::new()).unwrap();
    let sheets = sheet::read(&workbook.save_to_buffer().unwrap()).unwrap();
    let values: Vec<_> = sheets[0].rows[0].cells.iter().map(|cell| cell.value.clone()).collect();
    let expected = [
        Value::Text("周𣲘".into()),
        Value::Number(45.5),
        Value::Bool(true),
        Value::Date("2026-09-05".parse().unwrap()),
        Value::Number(90.0),
        Value::Error("#REF!".into()),
    ];
    assert_eq!(values, expected);
    assert_eq!(sheets[0].rows[0].cells[4].formula.as_deref(), Some("45*2"));
    assert_eq!(sheets[0].merges, [Merge { top: 3, left: 2, bottom: 5, right: 2 }]);
    assert_eq!((sheets[0].name.as_str(), sheets[0].hidden), ("表", false));
}

#[test]
fn files_of_another_kind_are_refused() {
    assert_eq!(sheet::read(b""), Err(SheetError::NotASpreadsheet));
    assert_eq!(sheet::read(b"%PDF-1.7\n\xff\xfe"), Err(SheetError::NotASpreadsheet));
    assert!(matches!(sheet::read(b"\xD0\xCF\x11\xE0"), Err(SheetError::Broken(_))));
}

#[test]
fn sheets_keep_the_numbering_of_the_spreadsheet_program() {
    let mut workbook = Workbook::new();
    workbook.add_worksheet().write_string(6, 3, "星河").unwrap();
    let sheets = sheet::read(&workbook.save_to_buffer().unwrap()).unwrap();
    assert_eq!((sheets[0].rows[0].number, sheets[0].rows[0].cells[0].column), (7, 4));
}

#[test]
fn sheets_beyond_all_measure_are_refused() {
    for (row, column) in [(20_000, 0), (0, 200), (1_048_575, 16_383)] {
        let mut workbook = Workbook::new();
        workbook.add_worksheet().write_number(row, column, 1).unwrap();
        let bytes = workbook.save_to_buffer().unwrap();
        assert_eq!(sheet::read(&bytes), Err(SheetError::TooLarge));
    }
    let mut many = Workbook::new();
    for _ in 0..51 {
        many.add_worksheet();
    }
    assert_eq!(sheet::read(&many.save_to_buffer().unwrap()), Err(SheetError::TooLarge));
}

#[test]
fn broken_archives_are_refused() {
    let mut workbook = Workbook::new();
    workbook.add_worksheet().write_string(0, 0, "星河").unwrap();
    let bytes = workbook.save_to_buffer().unwrap();
    for length in (4..bytes.len()).step_by(97) {
        assert!(sheet::read(&bytes[..length]).is_err(), "{length}");
    }
}
