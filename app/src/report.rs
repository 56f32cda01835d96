//! Registers that are handed upward, of a year: a page that leads to them, and the spreadsheets.

use actions::{LecturerYear, Report, ReportLines, Reports, TrainingLine, TutorHoursLine};
use documents::register::{Cell, Register};
use domain::{
    credit_hour::{ActivityKind, Hours},
    form::{Field, Problems},
    register_entry::RegisterKind,
    report::{REPORT_READERS, ReportKind, observed_mean},
    roster::TutorLevel,
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use crate::{
    download::{XLSX, download},
    error::Answer,
    form::{Form, query},
    id::Id,
    page::Page,
    review_paper::written,
    route::{Route, Who},
    visit::Visit,
};

const READER: Who = Who::Role(REPORT_READERS);

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/report", READER, show),
        Route::get("/report/{kind}/export.xlsx", READER, export),
    ]
}

async fn show(visit: Visit) -> Answer {
    let l = visit.l;
    let asked = query(&visit);
    let reports = visit.actions.reports(&visit.call, asked.get(Field::Year).parse().ok())?;
    let mut asked = asked;
    asked.set(Field::Year, reports.year.0.to_string());
    let form = Form::to_find(&visit, asked, Problems::default());
    let head = Page::new(t!(l, report.title)).lede(t!(l, report.lede));
    Ok(head.render(&visit, move || page(&form, &reports)))
}

fn page(form: &Form, reports: &Reports) -> impl IntoView + use<> {
    let l = form.l;
    let years = reports.years.iter().map(|year| (year.to_string(), year.to_string()));
    let year = reports.year;
    let card = |number: &'static str, name: &'static str, lede: &'static str, href: String| {
        view! {
            <li class="card">
                <h2 class="card-title">{number}" "{name}</h2>
                <p>{lede}</p>
                <a class="button" href=href>{t!(l, report.take)}</a>
            </li>
        }
    };
    let cards = reports.kinds.iter().map(|kind| {
        let href = format!("/report/{}/export.xlsx?year={}", kind.as_str(), year.0);
        let name = words::report::kind(l, *kind);
        card(kind.number(), name, words::report::lede(l, *kind), href)
    });
    let cards = cards.collect_view();
    let stations = card(
        "R-11",
        words::register_entry::kind(l, RegisterKind::EStation),
        t!(l, report.stations_lede),
        "/register/e_station/export.xlsx".to_owned(),
    );
    view! {
        <form class="filters" method="get" action="/report" novalidate>
            {form.select(Field::Year, years.collect(), false)}
            <button class="button">{t!(l, report.show)}</button>
        </form>
        <p>{words::report::year_days(l, year.first(), year.last())}</p>
        <ul class="card-list">{cards}{stations}</ul>
        <p><a href="/register">{t!(l, register_entry.title)}</a></p>
    }
}

async fn export(visit: Visit, Id(kind): Id<ReportKind>) -> Answer {
    let year = query(&visit).get(Field::Year).parse().ok();
    let (report, noted) = visit.actions.take_report(&visit.call, kind, year).await?;
    let register = register_of(visit.l, kind, &report, visit.call.today());
    let name = format!("{}-{}.xlsx", register.title, visit.call.today());
    Ok(download(&name, XLSX, written(register).await?, noted))
}

fn register_of(l: Locale, kind: ReportKind, report: &Report, today: chrono::NaiveDate) -> Register {
    let (columns, rows): (Vec<(&str, u16)>, Vec<Vec<Cell>>) = match &report.lines {
        ReportLines::Lecturers(lines) => {
            let rows = numbered(lines, |line| lecturer(l, line));
            (lecturer_columns(l), rows)
        }
        ReportLines::Trainings(lines) => {
            (training_columns(l), numbered(lines, |line| training(l, line)))
        }
        ReportLines::TutorHours(lines) => {
            (tutor_columns(l), numbered(lines, |line| tutor(l, line)))
        }
    };
    let region = report.region.as_ref();
    let unit = region.map(|it| words::place::county(l, &it.name_zh, &it.name_en));
    let title = words::report::sheet_title(l, kind, report.year.0);
    Register {
        sheet: kind.number().to_owned(),
        title,
        unit: format!("{}{}", t!(l, register_entry.sheet_unit), unit.unwrap_or_default()),
        date: words::register_entry::sheet_date(l, today),
        columns: columns.into_iter().map(|(name, width)| (name.to_owned(), width)).collect(),
        rows,
        note: words::report::note(l, kind),
    }
}

fn numbered<T>(lines: &[T], cells: impl Fn(&T) -> Vec<Cell>) -> Vec<Vec<Cell>> {
    let row = |(number, line): (u32, &T)| {
        std::iter::once(Cell::Number(number)).chain(cells(line)).collect()
    };
    (1_u32..).zip(lines).map(row).collect()
}

fn text(text: impl Into<String>) -> Cell {
    Cell::Text(text.into())
}

fn number(n: i64) -> Cell {
    u32::try_from(n).map_or_else(|_| text(n.to_string()), Cell::Number)
}

/// Rounded to nothing is 0, and what does not apply is a dash (domain §6).
fn not_applicable() -> Cell {
    text("-")
}

fn hours(hours: Hours) -> Cell {
    Cell::Decimal(hours.to_string())
}

fn lecturer_columns(l: Locale) -> Vec<(&'static str, u16)> {
    vec![
        (t!(l, register_entry.number), 6),
        (t!(l, person.name), 10),
        (t!(l, report.sex), 6),
        (t!(l, person.workplace), 26),
        (t!(l, person.post), 14),
        (t!(l, register_entry.field), 14),
        (t!(l, report.appointed_until), 12),
        (t!(l, report.n_courses), 8),
        (t!(l, report.n_deliveries), 8),
        (t!(l, report.n_listeners), 10),
        (t!(l, report.feedback), 10),
        (t!(l, report.observed), 10),
        (t!(l, report.hours), 8),
        (t!(l, report.grade), 8),
    ]
}

fn lecturer(l: Locale, LecturerYear { line, fields, hours: counted }: &LecturerYear) -> Vec<Cell> {
    let names = fields.iter().map(|field| (field.name_zh.as_str(), field.name_en.as_str()));
    let sex = line.sex.map(|sex| words::person::sex(l, sex)).unwrap_or_default();
    let observed = observed_mean(line.n_observed, line.levels);
    vec![
        text(&line.name),
        text(sex),
        text(line.workplace.clone().unwrap_or_default()),
        text(&line.title),
        text(words::person::fields(l, names)),
        text(line.appointed_until.to_string()),
        number(line.n_courses),
        number(line.n_deliveries),
        number(line.n_listeners),
        // Hosts give no mark.
        not_applicable(),
        observed.map_or_else(not_applicable, |mean| Cell::Decimal(mean.to_string())),
        hours(*counted),
        line.grade.map_or_else(not_applicable, |it| text(words::annual_assessment::grade(l, it))),
    ]
}

fn training_columns(l: Locale) -> Vec<(&'static str, u16)> {
    vec![
        (t!(l, register_entry.number), 6),
        (t!(l, report.event), 32),
        (t!(l, report.kind_title), 14),
        (t!(l, report.organiser), 22),
        (t!(l, register_entry.from), 12),
        (t!(l, register_entry.until), 12),
        (t!(l, report.hours), 8),
        (t!(l, report.place), 24),
        (t!(l, report.by_county), 30),
        (t!(l, training_record.level.junior), 8),
        (t!(l, training_record.level.intermediate), 8),
        (t!(l, training_record.level.senior), 8),
        (t!(l, report.n_people), 8),
    ]
}

fn training(l: Locale, line: &TrainingLine) -> Vec<Cell> {
    let it = &line.training;
    let mut counties: Vec<(String, i64)> = Vec::new();
    for one in &line.participants {
        let name = match (&one.region_zh, &one.region_en) {
            (Some(zh), Some(en)) => words::place::county(l, zh, en).to_owned(),
            _ => t!(l, report.elsewhere).to_owned(),
        };
        match counties.iter_mut().find(|(known, _)| *known == name) {
            Some((_, n)) => *n += one.n,
            None => counties.push((name, one.n)),
        }
    }
    let counties: Vec<String> = counties.iter().map(|(name, n)| format!("{name} {n}")).collect();
    let of = |level: TutorLevel| {
        let lines = line.participants.iter().filter(|one| one.level == Some(level));
        number(lines.map(|one| one.n).sum())
    };
    vec![
        text(&it.title),
        text(words::hour_claim::kind(l, it.kind)),
        text(&it.organiser),
        text(it.starts_on.to_string()),
        text(it.ends_on.to_string()),
        hours(line.hours),
        text(&it.place),
        text(counties.join(" · ")),
        of(TutorLevel::Junior),
        of(TutorLevel::Intermediate),
        of(TutorLevel::Senior),
        number(line.participants.iter().map(|one| one.n).sum()),
    ]
}

fn tutor_columns(l: Locale) -> Vec<(&'static str, u16)> {
    let mut columns = vec![
        (t!(l, register_entry.number), 6),
        (t!(l, person.name), 10),
        (t!(l, report.school), 26),
        (t!(l, report.subject), 12),
        (t!(l, report.level), 8),
    ];
    columns.extend(ActivityKind::ALL.iter().map(|kind| (words::hour_claim::kind(l, *kind), 10)));
    columns.extend([
        (t!(l, report.unsaid), 10),
        (t!(l, report.hours), 8),
        (t!(l, report.target_met), 8),
        (t!(l, report.verifier), 16),
    ]);
    columns
}

fn tutor(l: Locale, line: &TutorHoursLine) -> Vec<Cell> {
    let it = &line.tutor;
    let level = it.level.map(|level| words::training_record::level(l, level)).unwrap_or_default();
    let of = |kind: Option<ActivityKind>| {
        hours(Hours::hundredths(line.by_kind.get(&kind).copied().unwrap_or(0)))
    };
    let met = if line.is_reached { t!(l, report.yes) } else { t!(l, report.no) };
    let verifiers: Vec<&str> = line.verifiers.iter().map(String::as_str).collect();
    let mut cells = vec![
        text(&it.name),
        text(it.workplace.clone().unwrap_or_default()),
        text(&it.subject),
        text(level),
    ];
    cells.extend(ActivityKind::ALL.iter().map(|kind| of(Some(*kind))));
    cells.extend([of(None), hours(line.counted), text(met), text(verifiers.join("、"))]);
    cells
}
