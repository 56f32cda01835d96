//! The evaluation record of a cycle (评审记录, R-10, `AWD-17`): what its pages say to who watches over
//! it, with a line for each judge's signature.

use std::collections::BTreeMap;

use actions::{AwardRecord, RankingPage, RankingRow, RecordCategory};
use documents::{
    paper::{Column, Dossier, DossierPart, Fact, Holds},
    register::Cell,
};
use domain::{
    id::NominationId,
    quota::Quota,
    rulebook::Rulebook,
    score_sheet::{Points, Seat, SheetStage, Trim},
};
use leptos_i18n::td_string as t;
use words::{
    Locale,
    review_paper::{Part, counted},
};

use super::{column, text};

pub(super) fn record_of(l: Locale, record: &AwardRecord) -> Dossier {
    let cycle = &record.page.cycle;
    let names: BTreeMap<NominationId, &str> = record
        .page
        .rankings
        .iter()
        .flat_map(|of| of.rows.iter().chain(&of.preliminary))
        .map(|row| (row.id, &*row.name))
        .collect();
    let categories = record.page.rankings.iter().zip(&record.categories);
    let mut parts: Vec<DossierPart> = categories
        .flat_map(|(ranking, of)| category_parts(l, &record.rules, (ranking, of), &names))
        .collect();
    parts.extend(afterwards(l, record, &names));
    Dossier {
        name: t!(l, award_paper.record).to_owned(),
        title: words::award_paper::record_of(l, &cycle.title),
        unit: words::award_cycle::year(l, cycle.year),
        date: String::new(),
        facts: facts(l, record),
        fact_heads: [t!(l, award_paper.what).to_owned(), t!(l, award_paper.said).to_owned()],
        parts,
        signatures: signatures(l, record),
        is_wide: true,
    }
}

fn facts(l: Locale, record: &AwardRecord) -> Vec<Fact> {
    let cycle = &record.page.cycle;
    let judge = |one: &actions::JudgeRow| words::award_paper::judge(l, one.seat_no, &one.name);
    let judges: Vec<String> = record.judges.iter().map(judge).collect();
    let plan = |one: &actions::ReaderPlanRow| {
        let reason = (!one.reason.is_empty()).then(|| format!(" · {}", one.reason));
        words::evaluation::plan(l, one.planned_at, one.seed) + &reason.unwrap_or_default()
    };
    let plans: Vec<String> = record.plans.iter().map(plan).collect();
    let days = cycle.notice_from.zip(cycle.notice_until);
    let days = days.map(|(from, until)| words::time::dates(l, from, until));
    let facts = [
        (t!(l, award.state), words::award_cycle::state(l, cycle.state).to_owned()),
        (t!(l, award.basis), words::award_cycle::basis(l, cycle.legal_basis).to_owned()),
        (t!(l, award.approval_no), cycle.approval_no.clone()),
        (t!(l, award.digest), cycle.rules_digest.clone().unwrap_or_default()),
        (t!(l, award_paper.judges), judges.join(t!(l, page.comma))),
        (t!(l, evaluation.draws), draws(l, record)),
        (t!(l, evaluation.plans), plans.join("\n")),
        (t!(l, award.confirmed_by), cycle.confirmed_by.clone().unwrap_or_default()),
        (t!(l, award.notice), days.unwrap_or_default()),
        (t!(l, award.decided_by), cycle.decided_by.clone().unwrap_or_default()),
        (t!(l, award.document_no), cycle.document_no.clone()),
    ];
    let known = facts.into_iter().filter(|(_, text)| !text.is_empty());
    known.map(|(name, text)| Fact { name: name.to_owned(), text }).collect()
}

/// Judges who were drawn, why, from whom, and by which seed (`AWD-11`).
fn draws(l: Locale, record: &AwardRecord) -> String {
    let draw = |one: &actions::SubstituteDrawRow| {
        let how = words::evaluation::draw_how(l, &one.pool, &one.seed);
        format!(
            "{}\n{how}",
            words::evaluation::draw(l, one.seat_no, &one.name, one.drawn_at, &one.reason)
        )
    };
    record.draws.iter().map(draw).collect::<Vec<_>>().join("\n")
}

fn category_parts(
    l: Locale,
    rules: &Rulebook,
    (ranking, of): (&RankingPage, &RecordCategory),
    names: &BTreeMap<NominationId, &str>,
) -> Vec<DossierPart> {
    let category = words::award_cycle::category(l, ranking.category);
    let heading = |part: &str| words::award_paper::part(l, category, part);
    let mut parts = Vec::new();
    if !ranking.preliminary.is_empty() {
        let first = RankingPage {
            rows: ranking.preliminary.clone(),
            preliminary: Vec::new(),
            ballots: None,
            ..ranking.clone()
        };
        parts.push(DossierPart {
            heading: heading(t!(l, award.first_stage)),
            lines: Vec::new(),
            columns: score_columns(l, &first),
            rows: first.rows.iter().map(|row| score_row(l, &first, row)).collect(),
        });
        let sheet = |sheet: &actions::RankedSheet| sheet_row(l, &first, sheet, names);
        parts.push(DossierPart {
            heading: heading(t!(l, award_paper.first_sheets)),
            lines: Vec::new(),
            columns: sheet_columns(l, of),
            rows: of.first_sheets.iter().map(sheet).collect(),
        });
    }
    parts.push(DossierPart {
        heading: heading(t!(l, award_paper.scores)),
        lines: lines(l, ranking),
        columns: score_columns(l, ranking),
        rows: ranking.rows.iter().map(|row| score_row(l, ranking, row)).collect(),
    });
    if !ranking.units.is_empty() {
        parts.push(seats(l, ranking, of, heading(t!(l, award_paper.seats))));
    }
    if !of.sheets.is_empty() {
        let sheet = |sheet: &actions::RankedSheet| sheet_row(l, ranking, sheet, names);
        parts.push(DossierPart {
            heading: heading(t!(l, award_paper.sheets)),
            lines: Vec::new(),
            columns: sheet_columns(l, of),
            rows: of.sheets.iter().map(sheet).collect(),
        });
    }
    if !of.recusals.is_empty() {
        let recusal = |(judge, nominee, relation): &(String, NominationId, _)| {
            let nominee = names.get(nominee).copied().unwrap_or_default();
            words::award_paper::recusal(l, rules, (judge, nominee), *relation)
        };
        parts.push(DossierPart {
            heading: heading(t!(l, award_paper.recusals)),
            lines: of.recusals.iter().map(recusal).collect(),
            ..DossierPart::default()
        });
    }
    parts
}

/// Seats, ties that people have decided, and deviations with their reasons.
fn lines(l: Locale, ranking: &RankingPage) -> Vec<String> {
    let mut lines = vec![words::award_cycle::seats_and_vacant(l, ranking.seats, ranking.vacant)];
    let ballots = ranking.ballots.as_ref();
    lines.extend(ballots.map(|(n, reference)| words::award_cycle::n_ballots(l, *n, reference)));
    let settled = ranking.decided.iter();
    lines.extend(
        settled
            .map(|tie| words::award_cycle::settled_tie(l, tie.kind, &tie.members, &tie.reference)),
    );
    for row in &ranking.rows {
        if let Some(proposal) = row.proposal.as_ref().filter(|it| it.is_deviation) {
            lines.push(words::award_paper::deviation(l, &row.name, &proposal.reason));
        }
    }
    lines
}

/// The seats from which there are totals, in their order.
fn seats_of(ranking: &RankingPage) -> Vec<Seat> {
    let totals = ranking.rows.iter().flat_map(|row| &row.result.totals);
    let seats: std::collections::BTreeSet<Seat> = totals.map(|one| one.seat).collect();
    seats.into_iter().collect()
}

fn score_columns(l: Locale, ranking: &RankingPage) -> Vec<Column> {
    let mut columns = vec![
        column(t!(l, award.rank), 6, Holds::Figure),
        column(t!(l, award.nominee), 14, Holds::Words),
        column(t!(l, award.unit), 16, Holds::Words),
    ];
    let seats = seats_of(ranking).into_iter();
    columns.extend(seats.map(|seat| column(words::award_paper::seat(l, seat.0), 9, Holds::Figure)));
    let figure =
        if ranking.ballots.is_some() { t!(l, award.votes_head) } else { t!(l, award.mean) };
    columns.push(column(figure, 9, Holds::Figure));
    let means = ranking.criteria.iter();
    columns.extend(means.map(|name| column(name, 9, Holds::Figure)));
    columns.extend([
        column(t!(l, award.separated_by), 11, Holds::Words),
        column(t!(l, award.outcome), 10, Holds::Words),
        column(t!(l, award_paper.proposed), 8, Holds::Words),
    ]);
    columns
}

fn points(points: Points) -> Cell {
    Cell::Decimal(points.to_string())
}

/// The totals by seat, those dropped marked, and what they come to.
fn score_row(l: Locale, ranking: &RankingPage, row: &RankingRow) -> Vec<Cell> {
    let score = row.result.score.as_ref();
    let is_dropped = |seat: Seat| match score.map(|score| score.trim) {
        Some(Trim::Trimmed { highest, lowest }) => highest == seat || lowest == seat,
        Some(Trim::Untrimmed) | None => false,
    };
    let rank = row.result.rank().and_then(|rank| u32::try_from(rank).ok());
    let mut cells = vec![
        rank.map_or_else(|| text(""), Cell::Number),
        text(row.name.clone()),
        text(row.unit_name.clone()),
    ];
    for seat in seats_of(ranking) {
        let total = row.result.totals.iter().find(|one| one.seat == seat);
        cells.push(match total {
            Some(one) if is_dropped(seat) => {
                text(words::award_paper::dropped(l, &one.total.to_string()))
            }
            Some(one) => points(one.total),
            None => text(""),
        });
    }
    let votes = row.result.vote.as_ref().map(|vote| Cell::Number(vote.votes));
    let mean = score.map(|score| points(score.mean)).or(votes);
    cells.push(mean.unwrap_or_else(|| text("")));
    for place in 0..ranking.criteria.len() {
        let mean = score.and_then(|score| score.criterion_means.get(place));
        cells.push(mean.map_or_else(|| text(""), |mean| points(*mean)));
    }
    let by = row.result.separation();
    cells.push(text(by.map_or("", |by| words::award_cycle::separation(l, by))));
    cells.push(text(words::award_cycle::outcome(l, row.result.outcome).1));
    let is_proposed = row.proposal.as_ref().is_some_and(|it| it.is_selected);
    let level = ranking.level_of(row).unwrap_or(t!(l, award_paper.yes));
    cells.push(text(if is_proposed { level } else { "" }.to_owned()));
    cells
}

/// What each unit's seats come from, and what became of them.
fn seats(l: Locale, ranking: &RankingPage, of: &RecordCategory, heading: String) -> DossierPart {
    // The lines are in the customary order of the units, as the quota gives them out.
    let weights: Vec<i64> = match &of.rules.quota {
        Quota::Proportional { units, .. } => {
            let mut units: Vec<_> = units.iter().collect();
            units.sort_by_key(|unit| (unit.sort_order, &unit.unit));
            units.into_iter().map(|unit| unit.weight).collect()
        }
        Quota::Open { .. } | Quota::Fixed { .. } => Vec::new(),
    };
    let is_weighed = weights.len() == ranking.units.len();
    let row = |(at, unit): (usize, &actions::UnitSeats)| {
        let mut cells = vec![text(unit.unit_name.clone())];
        if is_weighed {
            let weight = weights.get(at).and_then(|weight| u32::try_from(*weight).ok());
            cells.push(Cell::Number(weight.unwrap_or_default()));
        }
        cells.extend([unit.seats, unit.filled, unit.vacant].map(Cell::Number));
        cells
    };
    let mut columns = vec![column(t!(l, award.unit), 24, Holds::Words)];
    columns.extend(is_weighed.then(|| column(t!(l, award_paper.weight), 10, Holds::Figure)));
    columns.extend([
        column(t!(l, award.unit_seats), 10, Holds::Figure),
        column(t!(l, award.unit_filled), 10, Holds::Figure),
        column(t!(l, award.unit_vacant), 10, Holds::Figure),
    ]);
    let rows = ranking.units.iter().enumerate().map(row).collect();
    DossierPart { heading, lines: Vec::new(), columns, rows }
}

fn sheet_columns(l: Locale, of: &RecordCategory) -> Vec<Column> {
    let mut columns = vec![
        column(t!(l, award.nominee), 16, Holds::Words),
        column(t!(l, award.seat), 8, Holds::Figure),
        column(t!(l, award_paper.counted), 12, Holds::Words),
    ];
    columns.extend(of.rules.criteria.iter().map(|one| {
        let name = words::review_paper::criterion(l, &one.code, one.max);
        column(name, 12, Holds::Figure)
    }));
    columns.push(column(t!(l, award_paper.sum), 10, Holds::Figure));
    columns
}

fn sheet_row(
    l: Locale,
    ranking: &RankingPage,
    sheet: &actions::RankedSheet,
    names: &BTreeMap<NominationId, &str>,
) -> Vec<Cell> {
    let id = sheet.nomination_id;
    let seat = Seat(u32::try_from(sheet.seat_no).unwrap_or_default());
    let row = ranking.rows.iter().find(|row| row.id == id);
    let trim = row.and_then(|row| row.result.score.as_ref()).map(|score| score.trim);
    let part = match (sheet.state, trim) {
        (SheetStage::Void, _) => t!(l, award_paper.void),
        (_, Some(Trim::Trimmed { highest, .. })) if highest == seat => counted(l, Part::Highest),
        (_, Some(Trim::Trimmed { lowest, .. })) if lowest == seat => counted(l, Part::Lowest),
        (_, Some(_)) => counted(l, Part::Counted),
        (_, None) => "",
    };
    let name = names.get(&id).copied().unwrap_or_default();
    let mut cells = vec![text(name), Cell::Number(seat.0), text(part)];
    cells.extend(sheet.scores.iter().map(|score| score.map_or_else(|| text(""), points)));
    let sum = sheet.scores.iter().flatten().map(|score| score.in_hundredths()).sum();
    cells.push(points(Points::hundredths(sum)));
    cells
}

/// What came after the ranking; nothing before the notice.
fn afterwards(
    l: Locale,
    record: &AwardRecord,
    names: &BTreeMap<NominationId, &str>,
) -> Option<DossierPart> {
    let cycle = &record.page.cycle;
    cycle.notice_from?;
    let name = |id: &NominationId| names.get(id).copied().unwrap_or_default();
    let mut lines: Vec<String> = record
        .objections
        .iter()
        .map(|one| {
            let about = (one.about, one.nomination_id.as_ref().map(name));
            words::award_paper::objection(l, one.received_on, about, (one.state, one.effect))
        })
        .collect();
    if lines.is_empty() {
        lines.push(t!(l, award_paper.no_objection).to_owned());
    }
    lines.extend(record.substitutes.iter().map(|row| {
        let (removed, next) = (name(&row.removed_id), name(&row.nomination_id));
        words::award_paper::substitute(l, removed, next, row.notice_until)
    }));
    if let (true, Some(by), Some(at)) =
        (cycle.state.is_decided(), &cycle.decided_by, cycle.decided_at)
    {
        let by = words::award_cycle::supplement_by(l, by, at);
        lines.push(words::award_paper::decided(l, &cycle.document_no, &by));
    }
    lines.extend(record.supplements.iter().map(|row| {
        let by = words::award_cycle::supplement_by(l, &row.decided_by, row.decided_at);
        words::award_paper::supplement(l, &row.document_no, &by)
    }));
    Some(DossierPart {
        heading: t!(l, award_paper.afterwards).to_owned(),
        lines,
        ..DossierPart::default()
    })
}

fn signatures(l: Locale, record: &AwardRecord) -> Vec<String> {
    let judges = record.judges.iter().enumerate();
    let judges =
        judges.map(|(at, one)| words::award_paper::signature(l, one.seat_no, &one.name, at == 0));
    let others = [
        t!(l, award_paper.signature.office),
        t!(l, award_paper.signature.supervisor),
        t!(l, award_paper.signature.date),
    ];
    judges.chain(others.map(str::to_owned)).collect()
}
