//! The evaluation record of a lecture: what its page says to who keeps it.

use actions::{ChangeRow, LateConflictRow, TrialPage};
use documents::{
    paper::{Column, EvaluationRecord, Holds, RecordHeadings, Signatures},
    register::Cell,
};
use domain::{
    review_sheet::{Dimension, ReviewResult, criteria},
    score_sheet::{Points, Seat, Trim},
    trial_lecture::Seated,
};
use leptos_i18n::td_string as t;
use words::{
    Locale,
    review_paper::{Part, counted},
};

use super::text;

pub(super) fn record_of(l: Locale, page: &TrialPage) -> EvaluationRecord {
    let booking = &page.lecture.booking;
    let result = page.result.as_ref().and_then(|result| result.as_ref().ok());
    let round = page.lecture.trial.as_ref().map_or(1, |trial| trial.round_no);
    let change = |row: &ChangeRow| format!("{}. {}", row.change_no, row.text);
    EvaluationRecord {
        name: t!(l, review_paper.record).to_owned(),
        title: words::review_paper::record_of(l, &booking.title),
        lecturer: words::review_paper::lecturer(l, &booking.lecturer_name, round),
        time: time(l, page),
        columns: columns(l),
        rows: page.lecture.seated.iter().map(|one| seat_row(l, page, result, one)).collect(),
        means: result.map(|result| mean_row(l, result)),
        findings: findings(l, page, result),
        changes: page.changes.iter().map(change).collect(),
        headings: RecordHeadings {
            scores: t!(l, review_paper.heading.scores).to_owned(),
            remarks: t!(l, review_paper.heading.remarks).to_owned(),
            findings: t!(l, review_paper.heading.findings).to_owned(),
            changes: t!(l, trial_lecture.changes).to_owned(),
        },
        signatures: Signatures {
            chair: t!(l, review_paper.signature.chair).to_owned(),
            panel: t!(l, review_paper.signature.panel).to_owned(),
            office: t!(l, review_paper.signature.office).to_owned(),
            date: t!(l, review_paper.signature.date).to_owned(),
        },
    }
}

/// With its year: a record is kept.
fn time(l: Locale, page: &TrialPage) -> String {
    let booking = &page.lecture.booking;
    let day = words::time::date(l, actions::local_date(booking.starts_at));
    format!("{day} {}", words::time::hours(booking.starts_at, booking.ends_at))
}

fn points(points: Points) -> Cell {
    Cell::Decimal(points.to_string())
}

fn columns(l: Locale) -> Vec<Column> {
    let column = |name: &str, width, holds| Column { name: name.to_owned(), width, holds };
    let mut columns = vec![
        column(t!(l, review_paper.column.seat), 6, Holds::Figure),
        column(t!(l, review_paper.column.panelist), 14, Holds::Words),
        column(t!(l, review_paper.column.counted), 12, Holds::Words),
    ];
    columns.extend(criteria().into_iter().map(|one| {
        let name = words::review_sheet::criterion(l, &one.code);
        column(&words::review_paper::criterion(l, name, one.max), 12, Holds::Figure)
    }));
    columns.extend([
        column(t!(l, trial_lecture.total), 9, Holds::Figure),
        column(t!(l, review_sheet.strength), 30, Holds::Remark),
        column(t!(l, review_sheet.suggestion), 30, Holds::Remark),
    ]);
    columns
}

/// A panelist with the sheet, or why there is none that counts.
fn seat_row(l: Locale, page: &TrialPage, result: Option<&ReviewResult>, one: &Seated) -> Vec<Cell> {
    let sheet = page.sheets.iter().map(|seen| &seen.sheet).find(|it| it.person_id == one.person);
    let sheet = sheet.filter(|_| one.judges());
    let seat = Seat(u32::try_from(one.seat_no).unwrap_or_default());
    let part = match (sheet, result.map(|result| result.aggregate.trim)) {
        _ if one.is_recused() => Part::Recused,
        _ if !one.is_present => Part::Absent,
        (None, _) => Part::Missing,
        (Some(_), Some(Trim::Trimmed { highest, .. })) if highest == seat => Part::Highest,
        (Some(_), Some(Trim::Trimmed { lowest, .. })) if lowest == seat => Part::Lowest,
        (Some(_), Some(_)) => Part::Counted,
        (Some(_), None) => Part::Comments,
    };
    let mut row =
        vec![Cell::Number(seat.0), text(page.name_of(one.person)), text(counted(l, part))];
    let scores = sheet.map(|sheet| sheet.scores.as_slice()).unwrap_or_default();
    for place in 0..criteria().len() {
        row.push(scores.get(place).copied().flatten().map_or_else(|| text(""), points));
    }
    let total = scores.iter().flatten().map(|score| score.in_hundredths()).sum();
    row.push(sheet.map_or_else(|| text(""), |_| points(Points::hundredths(total))));
    row.push(text(sheet.map_or("", |sheet| sheet.strength.as_str())));
    row.push(text(sheet.map_or("", |sheet| sheet.suggestion.as_str())));
    row
}

fn mean_row(l: Locale, result: &ReviewResult) -> Vec<Cell> {
    let mut row = vec![text(""), text(t!(l, review_paper.mean)), text("")];
    row.extend(result.aggregate.criterion_means.iter().copied().map(points));
    row.extend([points(result.aggregate.mean), text(""), text("")]);
    row
}

/// Figures, vetoes, and what was computed, proposed and decided.
fn findings(l: Locale, page: &TrialPage, result: Option<&ReviewResult>) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(result) = result {
        let figure = |one: &Dimension| {
            let (mean, max) = (result.of(*one), one.maximum().in_hundredths() / 100);
            let of = words::trial_lecture::of_max(l, &mean.to_string(), &max.to_string());
            format!("{}{of}", words::review_sheet::dimension(l, *one))
        };
        lines.push(Dimension::ALL.iter().map(figure).collect::<Vec<_>>().join(t!(l, page.comma)));
        let n = result.aggregate.totals.len();
        lines.push(words::trial_lecture::counted(l, n, result.is_untrimmed()));
    }
    for seen in &page.sheets {
        if let Some(veto) = seen.sheet.veto {
            let ground = words::trial_lecture::veto(l, veto);
            lines.push(words::review_sheet::veto_of(l, ground, &seen.sheet.veto_detail));
        }
    }
    let Some(trial) = &page.lecture.trial else { return lines };
    let why = words::trial_lecture::comments_only(l, trial.verdict, trial.advisory);
    lines.extend(why.map(str::to_owned));
    let said = [
        (t!(l, trial_lecture.computed), trial.computed, ""),
        (t!(l, trial_lecture.proposed), trial.proposed, trial.proposal_reason.as_str()),
        (t!(l, trial_lecture.decided), trial.verdict, trial.decision_reason.as_str()),
    ];
    for (what, verdict, reason) in said {
        let Some(verdict) = verdict else { continue };
        let verdict = words::trial_lecture::verdict(l, verdict);
        lines.push(words::review_paper::said(l, what, verdict, reason));
    }
    lines.extend(late_findings(l, page));
    lines
}

/// What became known after the verdict, with the figures that there would have been.
fn late_findings(l: Locale, page: &TrialPage) -> Vec<String> {
    let Some(view) = page.late.as_ref().filter(|view| !view.conflicts.is_empty()) else {
        return Vec::new();
    };
    let seat_of = |conflict: &LateConflictRow| {
        let member = page.panel.iter().find(|member| member.person_id == conflict.person_id);
        member.map_or(0, |member| member.seat_no)
    };
    let entry = |conflict: &LateConflictRow| {
        let (seat, name) = (seat_of(conflict), conflict.name.as_str());
        let known = words::late_conflict::entry(l, &page.rules, (seat, name), conflict.kind);
        format!("{}{}{known} · {}", t!(l, late_conflict.title), t!(l, form.colon), conflict.reason)
    };
    let mut lines: Vec<String> = view.conflicts.iter().map(entry).collect();
    let figures = match &view.figures.result {
        Ok(result) => words::trial_lecture::of_max(l, &result.aggregate.mean.to_string(), "100"),
        Err(_) => t!(l, late_conflict.too_few).to_owned(),
    };
    let verdict = view.figures.verdict.map(|verdict| words::trial_lecture::verdict(l, verdict));
    let (title, colon) = (t!(l, late_conflict.figures), t!(l, form.colon));
    lines.push(format!("{title}{colon}{figures} {}", verdict.unwrap_or_default()));
    lines
}
