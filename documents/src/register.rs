//! Registers as Chinese offices expect them: a merged title, the reporting unit left and the date
//! right below it, bordered columns with 序号 first, and notes in the last row.

use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError};
use serde::{Deserialize, Serialize};

/// What a register says; everything is put into words already.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Register {
    /// Name of the sheet.
    pub sheet: String,
    /// The title.
    pub title: String,
    /// Below it on the left: whose register it is.
    pub unit: String,
    /// Below it on the right: of which day.
    pub date: String,
    /// Headings of the columns with their widths in characters.
    pub columns: Vec<(String, u16)>,
    /// The rows, as wide as the headings.
    pub rows: Vec<Vec<Cell>>,
    /// The note at the end, a row for each of its lines.
    pub note: String,
}

/// A cell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cell {
    /// Text, whatever it looks like.
    Text(String),
    /// A whole number.
    Number(u32),
    /// A decimal number as it is written: `2.5`.
    Decimal(String),
}

/// Why there is no file.
#[derive(Debug, thiserror::Error)]
#[error("the spreadsheet cannot be written: {0}")]
pub struct RegisterError(#[from] XlsxError);

/// What no sheet may be called by.
const UNNAMED: &[char] = &['[', ']', ':', '*', '?', '/', '\\', '\''];
/// The longest name of a sheet, in units of UTF-16.
const SHEET_NAME_MAX: usize = 31;

/// The register as an xlsx file.
pub fn write(register: &Register) -> Result<Vec<u8>, RegisterError> {
    write_all(std::slice::from_ref(register))
}

/// Registers as sheets of one xlsx file, in their order; two of one name are told apart.
pub fn write_all(registers: &[Register]) -> Result<Vec<u8>, RegisterError> {
    let mut workbook = Workbook::new();
    let mut names: Vec<String> = Vec::new();
    for register in registers {
        let name = sheet_name(&register.sheet, &names);
        write_sheet(workbook.add_worksheet(), &name, register)?;
        names.push(name);
    }
    Ok(workbook.save_to_buffer()?)
}

/// A name that a sheet may have beside those of others.
fn sheet_name(name: &str, taken: &[String]) -> String {
    let cut = |most: usize| {
        let mut cut = String::new();
        let mut room = most;
        for c in name.chars().filter(|c| !UNNAMED.contains(c)) {
            match room.checked_sub(c.len_utf16()) {
                Some(left) => room = left,
                None => break,
            }
            cut.push(c);
        }
        cut
    };
    let is_free = |name: &String| {
        !name.is_empty() && !taken.iter().any(|it| it.to_lowercase() == name.to_lowercase())
    };
    let whole = cut(SHEET_NAME_MAX);
    let numbered = |n: usize| format!("{} {n}", cut(SHEET_NAME_MAX - 4));
    if is_free(&whole) {
        return whole;
    }
    (2..1_000).map(numbered).find(is_free).unwrap_or(whole)
}

fn write_sheet(
    sheet: &mut Worksheet,
    name: &str,
    register: &Register,
) -> Result<(), RegisterError> {
    sheet.set_name(name)?;
    let last = u16::try_from(register.columns.len().max(2) - 1).unwrap_or(u16::MAX);
    head(sheet, register, last)?;
    let body = Format::new().set_border(FormatBorder::Thin).set_text_wrap();
    let body = body.set_font_name("仿宋_GB2312").set_align(FormatAlign::VerticalCenter);
    let mut line = 3;
    for row in &register.rows {
        for (column, cell) in (0_u16..).zip(row) {
            match cell {
                Cell::Text(text) => {
                    sheet.write_string_with_format(line, column, harmless(text), &body)?
                }
                Cell::Number(number) => {
                    sheet.write_number_with_format(line, column, *number, &body)?
                }
                Cell::Decimal(text) => match text.parse::<f64>() {
                    Ok(number) => sheet.write_number_with_format(line, column, number, &body)?,
                    Err(_) => sheet.write_string_with_format(line, column, text, &body)?,
                },
            };
        }
        line += 1;
    }
    let note = Format::new().set_font_name("仿宋_GB2312").set_text_wrap();
    let widths: u16 = register.columns.iter().map(|(_, width)| width).sum();
    for text in register.note.lines() {
        sheet.merge_range(line, 0, line, last, harmless(text).as_str(), &note)?;
        sheet.set_row_height(line, height(text, widths))?;
        line += 1;
    }
    sheet.set_landscape().set_print_fit_to_pages(1, 0).set_repeat_rows(0, 2)?;
    Ok(())
}

/// How high a row of a text is in points, which no program finds out of merged cells by itself.
fn height(text: &str, width: u16) -> u16 {
    let wide = |c: char| if c.is_ascii() { 1 } else { 2 };
    let n: usize = text.chars().map(wide).sum();
    let lines = n.div_ceil(usize::from(width.max(20)));
    u16::try_from(lines.clamp(1, 20)).unwrap_or(1) * 16
}

fn head(sheet: &mut Worksheet, register: &Register, last: u16) -> Result<(), XlsxError> {
    let center = |format: Format| format.set_align(FormatAlign::Center);
    let title = center(Format::new().set_font_name("方正小标宋简体").set_font_size(20));
    let small = Format::new().set_font_name("仿宋_GB2312");
    let heading = center(Format::new().set_bold().set_border(FormatBorder::Thin));
    let heading = heading.set_font_name("仿宋_GB2312").set_text_wrap();
    sheet.merge_range(0, 0, 0, last, &register.title, &title)?;
    sheet.set_row_height(0, 32)?;
    let middle = last / 2;
    if middle > 0 {
        sheet.merge_range(1, 0, 1, middle, &register.unit, &small)?;
    } else {
        sheet.write_string_with_format(1, 0, &register.unit, &small)?;
    }
    let right = small.clone().set_align(FormatAlign::Right);
    if middle + 1 < last {
        sheet.merge_range(1, middle + 1, 1, last, &register.date, &right)?;
    } else {
        sheet.write_string_with_format(1, last, &register.date, &right)?;
    }
    for (column, (text, width)) in (0_u16..).zip(&register.columns) {
        sheet.write_string_with_format(2, column, text, &heading)?;
        sheet.set_column_width(column, *width)?;
    }
    sheet.set_freeze_panes(3, 0)?;
    Ok(())
}

/// Text that a spreadsheet program could take for a formula gets an apostrophe before it, so that
/// it stays text when somebody copies it or saves it in another format.
fn harmless(text: &str) -> String {
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if is_formula { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use domain::roster::Value;

    use super::*;

    #[test]
    fn sheets_of_one_file_have_names_of_their_own() {
        let long = "评分：优秀科技辅导员/".repeat(4);
        let sheets = ["评分", "评分", &long, &long, "[]"].map(|sheet| Register {
            sheet: sheet.to_owned(),
            title: "评审记录".into(),
            columns: vec![("序号".into(), 6), ("姓名".into(), 12)],
            ..Register::default()
        });
        let read = crate::sheet::read(&write_all(&sheets).expect("a file")).expect("sheets");
        let names: Vec<&str> = read.sheets.iter().map(|sheet| sheet.name.as_str()).collect();
        assert_eq!(names[..2], ["评分", "评分 2"]);
        assert_eq!(names.len(), 5);
        assert_eq!(names[2].chars().count(), 31);
        assert!(
            !names[2].contains('/') && names[3].ends_with(" 2") && names[4] == " 2",
            "{names:?}"
        );
    }

    #[test]
    fn a_register_is_read_back_with_its_head_and_without_formulas() {
        let text = |text: &str| Cell::Text(text.to_owned());
        let register = Register {
            sheet: "学时".into(),
            title: "学时汇总表".into(),
            unit: "填报单位(盖章)：".into(),
            date: "填报时间：2026-11-23".into(),
            columns: vec![("序号".into(), 6), ("姓名".into(), 12), ("学时".into(), 8)],
            rows: ["=1+1", "+86", "-", "@x", "张三", "龚䶮", "陆𠅤", "古丽·吐尔逊", "José López"]
                .iter()
                .map(|name| vec![Cell::Number(1), text(name), Cell::Decimal("2.5".into())])
                .collect(),
            note: "注".into(),
        };
        let bytes = write(&register).expect("a file");
        let sheets = crate::sheet::read(&bytes).expect("a spreadsheet");
        let mut texts = Vec::new();
        for row in &sheets.sheets[0].rows {
            for cell in &row.cells {
                if let Value::Text(text) = &cell.value {
                    texts.push(text.clone());
                }
            }
        }
        assert_eq!(texts[0], "学时汇总表");
        for name in [
            "'=1+1",
            "'+86",
            "'-",
            "'@x",
            "张三",
            "龚䶮",
            "陆𠅤",
            "古丽·吐尔逊",
            "José López",
            "注",
        ] {
            assert!(texts.iter().any(|text| text == name), "{name} in {texts:?}");
        }
    }
}
