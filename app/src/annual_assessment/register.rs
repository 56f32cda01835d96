//! The annual list of lecturers as a spreadsheet.

use actions::{ActionError, AnnualLine};
use chrono::NaiveDate;
use documents::register::{Cell, Register};
use domain::{annual_assessment::Counted, assessment_year::AssessmentYear, credit_hour::Hours};
use leptos_i18n::td_string as t;
use words::Locale;

use crate::{
    download::{XLSX, download},
    error::Answer,
    id::Id,
    visit::Visit,
};

pub(super) async fn export(visit: Visit, Id(year): Id<AssessmentYear>) -> Answer {
    let l = visit.l;
    let (lines, noted) = visit.actions.annual_list(&visit.call, year).await?;
    let register = register(l, &lines, year, visit.call.today());
    let name = format!("{}-{}.xlsx", register.title, visit.call.today());
    let bytes = tokio::task::spawn_blocking(move || documents::register::write(&register));
    let failed = |text: String| ActionError::Internal(text);
    let bytes = bytes.await.map_err(|error| failed(error.to_string()))?;
    let bytes = bytes.map_err(|error| failed(error.to_string()))?;
    Ok(download(&name, XLSX, bytes, noted))
}

fn register(l: Locale, lines: &[AnnualLine], year: AssessmentYear, today: NaiveDate) -> Register {
    let columns = [
        (t!(l, annual_assessment.column.number), 6),
        (t!(l, annual_assessment.name), 10),
        (t!(l, annual_assessment.column.sex), 6),
        (t!(l, annual_assessment.workplace), 26),
        (t!(l, annual_assessment.column.title), 16),
        (t!(l, annual_assessment.column.field), 14),
        (t!(l, annual_assessment.column.until), 12),
        (t!(l, annual_assessment.column.courses), 9),
        (t!(l, annual_assessment.deliveries), 9),
        (t!(l, annual_assessment.listeners), 9),
        (t!(l, annual_assessment.feedback), 12),
        (t!(l, annual_assessment.column.observation), 10),
        (t!(l, annual_assessment.column.hours), 8),
        (t!(l, annual_assessment.grade_title), 10),
    ];
    Register {
        sheet: t!(l, annual_assessment.sheet_name).to_owned(),
        title: words::annual_assessment::sheet_title(l, year.0.into()),
        unit: t!(l, hour_claim.sheet_unit).to_owned(),
        date: words::hour_claim::sheet_date(l, today),
        columns: columns.map(|(name, width)| (name.to_owned(), width)).to_vec(),
        rows: (1_u32..).zip(lines).map(|(number, row)| line(l, number, row)).collect(),
        note: t!(l, annual_assessment.sheet_note).to_owned(),
    }
}

fn line(l: Locale, number: u32, row: &AnnualLine) -> Vec<Cell> {
    let text = |text: &str| Cell::Text(text.to_owned());
    let counted = row.counted.as_ref();
    let count = |n: Option<i64>| match n.and_then(|n| u32::try_from(n).ok()) {
        Some(n) => Cell::Number(n),
        None => Cell::Text(String::new()),
    };
    let decimal = |text: Option<String>| text.map_or(Cell::Text(String::new()), Cell::Decimal);
    let mean = counted.and_then(Counted::observation_mean);
    vec![
        Cell::Number(number),
        text(&row.name),
        text(row.sex.map(|sex| words::person::sex(l, sex)).unwrap_or_default()),
        text(row.workplace.as_deref().unwrap_or_default()),
        text(&row.title),
        text(words::course::field(l, row.field_zh.as_deref(), row.field_en.as_deref())),
        text(&row.ends_on.to_string()),
        count(counted.map(|it| it.listed)),
        count(counted.map(|it| it.deliveries)),
        count(counted.map(|it| it.listeners)),
        // Hosts say nothing here yet.
        text(""),
        decimal(mean.map(words::annual_assessment::points)),
        decimal(counted.map(|it| Hours::hundredths(it.hours).to_string())),
        text(row.grade.map(|grade| words::annual_assessment::grade(l, grade)).unwrap_or_default()),
    ]
}
