//! Files of any kind are read with the numbering people see, or refused.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::io::{Cursor, Read as _, Write as _};

use documents::sheet::{self, Limit, MOST_ROWS, SheetError};
use domain::roster::{Merge, Value};
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};
use zip::{ZipArchive, ZipWriter, write::SimpleFileOptions};

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
    let sheets = sheet::read(&workbook.save_to_buffer().unwrap()).unwrap().sheets;
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
fn what_cannot_be_read_says_why() {
    let locked: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let locked = [b"\xD0\xCF\x11\xE0".as_slice(), &locked].concat();
    let mut workbook = Workbook::new();
    workbook.add_worksheet();
    let empty = workbook.save_to_buffer().unwrap();
    workbook.add_worksheet().write_string(0, 0, "星河").unwrap();
    let whole = workbook.save_to_buffer().unwrap();
    let text = archive(&[("word/document.xml", "<document/>")]);
    for (bytes, why) in [
        (&b""[..], SheetError::Empty),
        (b" \r\n", SheetError::Empty),
        (&empty, SheetError::Empty),
        (b"%PDF-1.7\n\xff\xfe", SheetError::NotASpreadsheet),
        (&text, SheetError::NotASpreadsheet),
        (&locked, SheetError::Password),
        (b"\xD0\xCF\x11\xE0", SheetError::CutOff),
        (&whole[..whole.len() / 2], SheetError::CutOff),
    ] {
        assert_eq!(sheet::read(bytes), Err(why));
    }
}

/// An archive of these parts.
fn archive(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// The parts of a workbook with something put for something else in each of them.
fn rewritten(bytes: &[u8], change: impl Fn(&str, String) -> String) -> Vec<u8> {
    let mut all = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut parts = Vec::new();
    for at in 0..all.len() {
        let mut part = all.by_index(at).unwrap();
        let (name, mut text) = (part.name().to_owned(), String::new());
        part.read_to_string(&mut text).unwrap();
        let text = change(&name, text);
        parts.push((name, text));
    }
    let parts: Vec<(&str, &str)> =
        parts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    archive(&parts)
}

#[test]
fn the_strict_dialect_reads_as_the_usual_one() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet().set_name("表").unwrap();
    sheet.write_string(0, 0, "周𣲘").unwrap();
    sheet.write_number(1, 0, 45.5).unwrap();
    let usual = workbook.save_to_buffer().unwrap();
    let strict = rewritten(&usual, |_, text| {
        text.replace(
            "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
            "http://purl.oclc.org/ooxml/spreadsheetml/main",
        )
        .replace(
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            "http://purl.oclc.org/ooxml/officeDocument/relationships",
        )
    });
    assert_eq!(sheet::read(&strict), sheet::read(&usual));
    assert_eq!(sheet::read(&strict).unwrap().sheets[0].rows.len(), 2);
}

#[test]
fn rows_that_are_hidden_and_cells_that_are_struck_out_are_told() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let struck = Format::new().set_font_strikethrough();
    sheet.write_string(0, 0, "星河").unwrap();
    sheet.write_string(1, 0, "明烛").unwrap();
    sheet.set_row_hidden(1).unwrap();
    sheet.write_string_with_format(2, 0, "远帆", &struck).unwrap();
    let half: [(&Format, &str); 2] = [(&struck, "霁"), (&Format::new(), "月")];
    sheet.write_rich_string(3, 0, &half).unwrap();
    let whole: [(&Format, &str); 2] = [(&struck, "菱"), (&struck, "歌")];
    sheet.write_rich_string(4, 0, &whole).unwrap();
    let sheets = sheet::read(&workbook.save_to_buffer().unwrap()).unwrap().sheets;
    let looks = sheets[0].rows.iter().map(|row| (row.is_hidden, row.cells[0].is_struck));
    let looks: Vec<_> = looks.collect();
    assert_eq!(
        looks,
        [(false, false), (true, false), (false, true), (false, false), (false, true)]
    );
}

#[test]
fn days_of_a_workbook_that_counts_from_1904_say_so() {
    let mut workbook = Workbook::new();
    workbook.add_worksheet().write_number(0, 0, 44_808).unwrap();
    let from_1900 = workbook.save_to_buffer().unwrap();
    let from_1904 = rewritten(&from_1900, |_, text| {
        text.replace("<workbookPr ", "<workbookPr date1904=\"1\" ")
    });
    assert!(!sheet::read(&from_1900).unwrap().sheets[0].is_of_1904);
    assert!(sheet::read(&from_1904).unwrap().sheets[0].is_of_1904);
}

#[test]
fn a_formula_that_was_never_computed_is_no_empty_cell() {
    let mut workbook = Workbook::new();
    workbook.add_worksheet().write_formula(0, 0, Formula::new("A2&A3").set_result("x")).unwrap();
    let bytes = rewritten(&workbook.save_to_buffer().unwrap(), |_, text| {
        text.replace("<v>x</v>", "").replace(" t=\"str\"", "")
    });
    let sheets = sheet::read(&bytes).unwrap().sheets;
    assert!(sheets[0].rows[0].cells[0].is_uncomputed());
}

#[test]
fn a_stray_blank_cell_at_the_far_corner_costs_nothing() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.write_string(0, 0, "星河").unwrap();
    sheet.write_blank(1_048_575, 16_383, &Format::new().set_bold()).unwrap();
    sheet.write_string(1_048_575, 16_382, " ").unwrap();
    let sheets = sheet::read(&workbook.save_to_buffer().unwrap()).unwrap().sheets;
    assert_eq!(sheets[0].rows.len(), 1);
}

#[test]
fn an_open_document_is_read_with_its_merges_and_hidden_rows() {
    let content = r#"<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">
<office:automatic-styles><style:style style:name="ce1" style:family="table-cell">
<style:text-properties style:text-line-through-style="solid"/></style:style></office:automatic-styles>
<office:body><office:spreadsheet><table:table table:name="表">
<table:table-row><table:table-cell office:value-type="string"><text:p>姓名</text:p></table:table-cell>
<table:table-cell office:value-type="string" table:number-rows-spanned="2"><text:p>单位</text:p></table:table-cell></table:table-row>
<table:table-row table:visibility="collapse"><table:table-cell table:style-name="ce1" office:value-type="string"><text:p>谭倩</text:p></table:table-cell>
<table:covered-table-cell/></table:table-row>
<table:table-row><table:table-cell office:value-type="date" office:date-value="2026-09-05"><text:p>9月5日</text:p></table:table-cell></table:table-row>
<table:table-row table:number-rows-repeated="1048573"><table:table-cell table:number-columns-repeated="1024"/></table:table-row>
</table:table></office:spreadsheet></office:body></office:document-content>"#;
    let content = content.replace(">\n", ">");
    let mimetype = ("mimetype", "application/vnd.oasis.opendocument.spreadsheet");
    let manifest = (
        "META-INF/manifest.xml",
        r#"<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>"#,
    );
    let sheets =
        sheet::read(&archive(&[mimetype, manifest, ("content.xml", content.as_str())])).unwrap();
    let sheet = &sheets.sheets[0];
    assert_eq!(sheet.merges, [Merge { top: 1, left: 2, bottom: 2, right: 2 }]);
    let rows: Vec<_> = sheet.rows.iter().map(|row| (row.number, row.is_hidden)).collect();
    assert_eq!(rows, [(1, false), (2, true), (3, false)]);
    assert!(sheet.rows[1].cells[0].is_struck && !sheet.rows[0].cells[0].is_struck);
    assert_eq!(sheet.rows[2].cells[0].value, Value::Date("2026-09-05".parse().unwrap()));
}

#[test]
fn sheets_keep_the_numbering_of_the_spreadsheet_program() {
    let mut workbook = Workbook::new();
    workbook.add_worksheet().write_string(6, 3, "星河").unwrap();
    let sheets = sheet::read(&workbook.save_to_buffer().unwrap()).unwrap().sheets;
    assert_eq!((sheets[0].rows[0].number, sheets[0].rows[0].cells[0].column), (7, 4));
}

#[test]
fn sheets_beyond_all_measure_are_refused() {
    let too_large = |limit| Err(SheetError::TooLarge(limit));
    for (row, column, limit) in
        [(MOST_ROWS, 0, Limit::Rows), (0, 200, Limit::Columns), (1_048_575, 16_383, Limit::Rows)]
    {
        let mut workbook = Workbook::new();
        workbook.add_worksheet().write_number(row, column, 1).unwrap();
        let bytes = workbook.save_to_buffer().unwrap();
        assert_eq!(sheet::read(&bytes), too_large(limit));
    }
    let mut many = Workbook::new();
    for _ in 0..51 {
        many.add_worksheet();
    }
    assert_eq!(sheet::read(&many.save_to_buffer().unwrap()), too_large(Limit::Sheets));
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

#[test]
fn a_workbook_of_the_older_kind_is_read_with_all_that_it_shows() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../data/cases/old-workbook.xls");
    let bytes = std::fs::read(path).unwrap();
    let sheets = sheet::read(&bytes).unwrap().sheets;
    let names: Vec<_> = sheets.iter().map(|it| (it.name.as_str(), it.hidden)).collect();
    assert_eq!(names, [("讲师名单", false), ("旧名单", true)]);
    let list = &sheets[0];
    assert!(list.is_of_1904);
    assert_eq!(list.merges, [Merge { top: 6, left: 2, bottom: 7, right: 2 }]);
    let hidden: Vec<_> = list.rows.iter().filter(|it| it.is_hidden).map(|it| it.number).collect();
    assert_eq!(hidden, [4]);
    let struck = list.rows.iter().filter(|it| it.cells.iter().all(|cell| cell.is_struck));
    assert_eq!(struck.map(|it| it.number).collect::<Vec<_>>(), [5]);
    for length in [600, 2_000, bytes.len() - 100] {
        assert_eq!(sheet::read(&bytes[..length]), Err(SheetError::CutOff), "{length}");
    }
}
