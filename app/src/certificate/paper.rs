//! What papers say, and the turn that sets their PDFs in the background: whoever has issued five
//! hundred leaves the page and comes back.

use std::time::{Duration, Instant};

use actions::{ActionError, Actions, CertificateLines, CertificatePaper, CertificateRow};
use chrono::{DateTime, Utc};
use documents::{
    paper::{Certificate, Certificates, Column, Document, Fact, Holds, Language, Paper, Statement},
    register::Cell,
};
use domain::{certificate::Issuer, credit_hour::Hours, roster::AwardCategory};
use leptos_i18n::td_string as t;
use words::Locale;

use crate::{
    error::AppError,
    state::{Settings, State},
    typeset::Refusal,
};

/// So many PDFs are set in one turn: for longer than the turns are apart, so that many are set without
/// a rest.
const A_TURN: i64 = 400;
/// So many one child sets, and for so long: somebody else's paper may have to wait for it.
const A_CHILD: usize = 20;
const A_WHILE: Duration = Duration::from_secs(2);
/// Papers are of the language of the land, whoever takes them.
const ZH: Locale = Locale::zh_CN;

/// Supersedes what was corrected, and sets PDFs that are missing; how many of both. Where nothing sets
/// papers, it sets none.
pub async fn set_certificates(state: &State, now: DateTime<Utc>) -> Result<u64, ActionError> {
    let mut done = state.actions.supersede_corrected(now).await? as u64;
    if !state.settings.typesetter.is_there() {
        return Ok(done);
    }
    let papers = state.actions.unset_certificates(A_TURN).await?;
    // Two at a time: as many as there are turns for.
    let (one, other) = papers.split_at(papers.len() / 2);
    let (one, other) = tokio::join!(set_each(state, now, one), set_each(state, now, other));
    done += one? + other?;
    Ok(done)
}

/// Sets these one after the other; how many, until there is no turn for more.
async fn set_each(
    state: &State,
    now: DateTime<Utc>,
    papers: &[CertificatePaper],
) -> Result<u64, ActionError> {
    let mut done = 0;
    let mut papers = papers.iter().peekable();
    while papers.peek().is_some() {
        let Some(mut child) = there_is(state.settings.typesetter.several(A_CHILD).await)? else {
            break;
        };
        let began = Instant::now();
        for paper in papers.by_ref().take(A_CHILD) {
            let set = child.set(&document_of(&state.settings, paper)).await;
            if !keep(&state.actions, now, paper, set).await? {
                return Ok(done);
            }
            done += 1;
            if began.elapsed() > A_WHILE {
                break;
            }
        }
    }
    Ok(done)
}

/// Sets one PDF and keeps it; `false`: there is no turn for it now.
pub(super) async fn set(
    actions: &Actions,
    settings: &Settings,
    now: DateTime<Utc>,
    paper: &CertificatePaper,
) -> Result<bool, ActionError> {
    let set = settings.typesetter.set_whole(&document_of(settings, paper)).await;
    keep(actions, now, paper, set).await
}

/// Keeps what came of setting a PDF; `false`: nothing did, for there was no turn.
async fn keep(
    actions: &Actions,
    now: DateTime<Utc>,
    paper: &CertificatePaper,
    set: Result<Vec<u8>, Refusal>,
) -> Result<bool, ActionError> {
    let id = paper.certificate.id;
    match set {
        Ok(bytes) => actions.keep_certificate_file(now, id, bytes).await?,
        Err(Refusal::Characters(characters)) => {
            actions.note_certificate_problem(now, id, &characters).await?;
        }
        Err(refusal) => {
            there_is::<()>(Err(refusal))?;
            return Ok(false);
        }
    }
    Ok(true)
}

/// What came of it; nothing where there is no turn now, or nothing sets papers.
fn there_is<T>(done: Result<T, Refusal>) -> Result<Option<T>, ActionError> {
    match done {
        Ok(done) => Ok(Some(done)),
        Err(Refusal::Failed(AppError::Internal(error))) => Err(error),
        Err(_) => Ok(None),
    }
}

/// The characters among these that no font has; none where nothing sets papers.
pub(super) async fn missing_characters(
    settings: &Settings,
    names: &[&str],
    title: &str,
    issuer: &Issuer,
) -> Result<Option<String>, AppError> {
    if !settings.typesetter.is_there() {
        return Ok(None);
    }
    let mut letters: Vec<char> = names.iter().flat_map(|name| name.chars()).collect();
    letters.sort_unstable();
    letters.dedup();
    let sheet = Certificate {
        heading: t!(ZH, certificate.award_heading).to_owned(),
        name: letters.into_iter().collect(),
        text: words::certificate::award_text(ZH, title, AwardCategory::Lecturer),
        issuer: format!("{}{}{}", issuer.name, issuer.in_charge, issuer.contact),
        day: String::new(),
        number: issuer.pattern.as_str().to_owned(),
        invitation: t!(ZH, certificate.scan).to_owned(),
        address: settings.public_url.to_string(),
    };
    let title = t!(ZH, certificate.award_heading).to_owned();
    let paper = Paper::Certificates(Certificates { title, sheets: vec![sheet] });
    match settings.typesetter.set_whole(&chinese(paper)).await {
        Ok(_) | Err(Refusal::NoTypesetter) => Ok(None),
        Err(Refusal::Characters(characters)) => Ok(Some(characters)),
        Err(Refusal::Failed(error)) => Err(error),
    }
}

/// Certificates as one paper, a sheet each.
pub(super) fn sheets_of(settings: &Settings, all: &[&CertificateRow]) -> Document {
    let title = t!(ZH, certificate.award_heading).to_owned();
    let sheets = all.iter().map(|row| sheet_of(settings, row)).collect();
    chinese(Paper::Certificates(Certificates { title, sheets }))
}

fn document_of(settings: &Settings, paper: &CertificatePaper) -> Document {
    let row = &paper.certificate;
    match &paper.lines {
        CertificateLines::None => sheets_of(settings, &[row]),
        CertificateLines::Credits(lines) => {
            let columns = vec![
                column(|l| t!(l, certificate.paper.date), Holds::Words),
                column(|l| t!(l, certificate.paper.activity), Holds::Remark),
                column(|l| t!(l, certificate.paper.organiser), Holds::Words),
                column(|l| t!(l, certificate.paper.credit), Holds::Figure),
            ];
            let row_of = |line: &actions::CertificateLine| {
                let earned = Hours::hundredths(line.amount).to_string();
                vec![text(line.held_on), text(&line.title), text(&line.place), text(earned)]
            };
            statement_of(settings, row, columns, lines.iter().map(row_of).collect())
        }
        CertificateLines::Lectures(lines) => {
            let columns = vec![
                column(|l| t!(l, certificate.paper.date), Holds::Words),
                column(|l| t!(l, certificate.paper.lecture), Holds::Remark),
                column(|l| t!(l, certificate.paper.host), Holds::Words),
                column(|l| t!(l, certificate.paper.minutes), Holds::Figure),
            ];
            let row_of = |line: &(DateTime<Utc>, DateTime<Utc>, String, String)| {
                let (from, until, title, host) = line;
                let minutes = (*until - *from).num_minutes();
                vec![text(actions::local_date(*from)), text(title), text(host), text(minutes)]
            };
            statement_of(settings, row, columns, lines.iter().map(row_of).collect())
        }
    }
}

fn sheet_of(settings: &Settings, row: &CertificateRow) -> Certificate {
    let category = row.category.unwrap_or(AwardCategory::Lecturer);
    Certificate {
        heading: t!(ZH, certificate.award_heading).to_owned(),
        name: words::certificate::addressed(ZH, category, &row.name),
        text: words::certificate::award_text(ZH, &row.title, category),
        issuer: row.issuer.clone(),
        day: words::certificate::chinese_day(row.issued_on),
        number: words::certificate::award_no(ZH, &row.number),
        invitation: t!(ZH, certificate.scan).to_owned(),
        address: address_of(settings, &row.token),
    }
}

fn statement_of(
    settings: &Settings,
    row: &CertificateRow,
    columns: Vec<Column>,
    rows: Vec<Vec<Cell>>,
) -> Document {
    let both = |text: &dyn Fn(Locale) -> String| format!("{} / {}", text(ZH), text(Locale::en));
    let days = row.first_day.zip(row.last_day).unwrap_or((row.issued_on, row.issued_on));
    let (amount, n_rows) = (row.amount.unwrap_or_default(), row.n_rows.unwrap_or_default());
    let period = both(&|l| words::certificate::period(l, days.0, days.1));
    let total = both(&|l| words::certificate::total(l, row.kind, amount, n_rows));
    let site = settings.public_url.to_string();
    let contact = [row.contact.as_str(), site.as_str()].join(" ");
    let facts = [
        (name_of(|l| t!(l, certificate.paper.number)), row.number.clone()),
        (name_of(|l| t!(l, certificate.paper.name)), row.name.clone()),
        (name_of(|l| t!(l, certificate.paper.period)), period),
        (name_of(|l| t!(l, certificate.paper.total)), total),
        (name_of(|l| t!(l, certificate.paper.issuer)), row.issuer.clone()),
        (name_of(|l| t!(l, certificate.paper.in_charge)), row.in_charge.clone()),
        (name_of(|l| t!(l, certificate.paper.contact)), contact.trim().to_owned()),
    ];
    let facts = facts.into_iter().filter(|(_, text)| !text.is_empty());
    let declared = |l: Locale| t!(l, certificate.paper.declaration).to_owned();
    chinese(Paper::Statement(Box::new(Statement {
        title: words::certificate::kind(ZH, row.kind).to_owned(),
        subtitle: words::certificate::kind(Locale::en, row.kind).to_owned(),
        facts: facts.map(|(name, text)| Fact { name, text }).collect(),
        columns,
        rows,
        declarations: [ZH, Locale::en].map(declared).to_vec(),
        issuer: row.issuer.clone(),
        day: words::certificate::chinese_day(row.issued_on),
        invitation: t!(ZH, certificate.scan).to_owned(),
        address: address_of(settings, &row.token),
    })))
}

/// Where anybody verifies it.
fn address_of(settings: &Settings, token: &str) -> String {
    format!("{}/verify/{token}", settings.public_url)
}

fn chinese(paper: Paper) -> Document {
    Document { language: Language::Chinese, paper }
}

/// A name in both languages.
fn name_of(name: fn(Locale) -> &'static str) -> String {
    format!("{} {}", name(ZH), name(Locale::en))
}

fn column(name: fn(Locale) -> &'static str, holds: Holds) -> Column {
    Column { name: format!("{}\n{}", name(ZH), name(Locale::en)), width: 12, holds }
}

fn text(text: impl ToString) -> Cell {
    Cell::Text(text.to_string())
}
