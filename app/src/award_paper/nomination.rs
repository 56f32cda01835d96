//! The summary sheet (推荐汇总表, R-9) and the form of nominations. The sheet has the columns that its
//! import reads, so that what one office writes another one takes in.

use actions::{NominationPaper, NominationRow, NominationSheet};
use chrono::NaiveDate;
use documents::{
    paper::{Column, Dossier, DossierPart, Fact, Holds},
    register::Cell,
};
use leptos_i18n::td_string as t;
use words::Locale;

use super::{column, text};
use crate::nomination::truth_of;

/// So many characters of the deeds stand on a summary sheet.
const DEEDS: usize = 100;

pub(super) fn summary_of(l: Locale, sheet: &NominationSheet, today: NaiveDate) -> Dossier {
    let units = sheet.units.join(t!(l, page.comma));
    let unit = (!units.is_empty()).then(|| words::award_paper::reporting_unit(l, &units));
    Dossier {
        name: t!(l, award_paper.summary).to_owned(),
        title: words::award_paper::summary_of(l, &sheet.cycle.title),
        unit: unit.unwrap_or_default(),
        date: words::award_paper::reported_on(l, today),
        facts: Vec::new(),
        fact_heads: heads(l),
        parts: vec![DossierPart {
            heading: String::new(),
            lines: Vec::new(),
            columns: columns(l),
            rows: (1..).zip(&sheet.rows).map(|(n, row)| summary_row(l, n, row)).collect(),
        }],
        signatures: vec![
            t!(l, award_paper.signature.unit).to_owned(),
            t!(l, award_paper.signature.head).to_owned(),
            t!(l, award_paper.signature.date).to_owned(),
        ],
        is_wide: true,
    }
}

fn heads(l: Locale) -> [String; 2] {
    [t!(l, award_paper.what).to_owned(), t!(l, award_paper.said).to_owned()]
}

fn columns(l: Locale) -> Vec<Column> {
    vec![
        column(t!(l, award_paper.number), 6, Holds::Figure),
        column(t!(l, award_paper.column.category), 14, Holds::Words),
        column(t!(l, award_paper.column.name), 12, Holds::Words),
        column(t!(l, award_paper.column.sex), 6, Holds::Words),
        column(t!(l, award_paper.column.born), 10, Holds::Words),
        column(t!(l, award_paper.column.ethnic_group), 8, Holds::Words),
        column(t!(l, award_paper.column.unit_and_post), 22, Holds::Words),
        column(t!(l, award_paper.column.title), 12, Holds::Words),
        column(t!(l, award_paper.column.phone), 14, Holds::Words),
        column(t!(l, award_paper.column.years), 8, Holds::Figure),
        column(t!(l, award_paper.column.deeds), 40, Holds::Remark),
        column(t!(l, award_paper.column.earlier), 24, Holds::Remark),
        column(t!(l, award_paper.column.nominator), 18, Holds::Words),
        column(t!(l, award_paper.column.rank), 8, Holds::Figure),
        column(t!(l, award_paper.column.note), 14, Holds::Remark),
    ]
}

fn figure(n: Option<i64>) -> Cell {
    n.and_then(|n| u32::try_from(n).ok()).map_or_else(|| text(""), Cell::Number)
}

fn summary_row(l: Locale, n: u32, row: &NominationRow) -> Vec<Cell> {
    let deeds = match row.deeds.char_indices().nth(DEEDS) {
        Some((at, _)) => format!("{}……", &row.deeds[..at]),
        None => row.deeds.clone(),
    };
    let unit_and_post = [row.workplace.as_str(), row.post.as_str()].join(" ");
    vec![
        Cell::Number(n),
        text(words::award_cycle::category(l, row.category)),
        text(row.name.clone()),
        text(row.sex.map_or("", |sex| words::person::sex(l, sex))),
        text(row.born_in.clone().unwrap_or_default()),
        text(row.ethnic_group.clone()),
        text(unit_and_post.trim()),
        text(row.title.clone()),
        text(row.phone.clone().unwrap_or_default()),
        figure(row.years),
        text(deeds),
        text(row.earlier_awards.clone()),
        text(row.unit_name.clone()),
        figure(row.unit_rank),
        text(row.note.clone()),
    ]
}

/// The form of one nomination, with places for the stamps of unit, county and association.
pub(super) fn form_of(l: Locale, paper: &NominationPaper) -> Dossier {
    let (one, notes) = (&paper.nomination, &paper.file.notes);
    let text = |name: &str, text: &str| (name.to_owned(), text.to_owned());
    let years = one.years.map(|years| words::award_cycle::years(l, years)).unwrap_or_default();
    let rank = one.unit_rank.map(|rank| rank.to_string()).unwrap_or_default();
    let facts = [
        text(t!(l, award_paper.column.category), words::award_cycle::category(l, one.category)),
        text(t!(l, award_paper.column.name), &one.name),
        text(t!(l, award_paper.column.sex), one.sex.map_or("", |sex| words::person::sex(l, sex))),
        text(t!(l, award_paper.column.born), one.born_in.as_deref().unwrap_or_default()),
        text(t!(l, award_paper.column.ethnic_group), &one.ethnic_group),
        text(t!(l, person.workplace), &one.workplace),
        text(t!(l, person.post), &one.post),
        text(t!(l, award_paper.column.title), &one.title),
        text(t!(l, award_paper.column.phone), one.phone.as_deref().unwrap_or_default()),
        text(t!(l, award_paper.column.years), &years),
        text(t!(l, award_paper.column.earlier), &one.earlier_awards),
        text(t!(l, award_paper.column.nominator), &one.unit_name),
        text(t!(l, award_paper.column.rank), &rank),
    ];
    let facts = facts.into_iter().filter(|(_, text)| !text.is_empty());
    let part = |heading: &str, lines: Vec<String>| DossierPart {
        heading: heading.to_owned(),
        lines,
        ..DossierPart::default()
    };
    let mut parts = vec![part(t!(l, award.deeds), vec![one.deeds.clone()])];
    if let Some(facts) = &paper.file.facts {
        parts.push(part(t!(l, nomination.facts), words::nomination::facts(l, facts)));
    }
    if !paper.file.attachments.is_empty() {
        let names = paper.file.attachments.iter().map(|file| file.file_name.clone());
        parts.push(part(t!(l, nomination.attachments), names.collect()));
    }
    if let Some(consent) = &paper.file.consent {
        let lines = [
            (t!(l, form.label.consent_processing), consent.said.processing),
            (t!(l, form.label.consent_publication), consent.said.publication),
        ];
        let line = |(what, said)| {
            let said = words::nomination::yes_or_no(l, said);
            format!("{what}{}{said}", t!(l, form.colon))
        };
        parts.push(part(t!(l, nomination.consents), lines.map(line).to_vec()));
    }
    let truth = truth_of(l, notes);
    if !truth.is_empty() {
        let text = t!(l, nomination.truth_text).to_owned();
        parts.push(part(t!(l, form.label.truthful), vec![text, truth]));
    }
    parts.push(part(t!(l, form.label.unit_opinion), vec![notes.opinion.clone()]));
    parts.push(part(t!(l, form.label.county_opinion), vec![notes.county_opinion.clone()]));
    Dossier {
        name: t!(l, award_paper.form).to_owned(),
        title: words::award_paper::form_of(l, &paper.cycle.title),
        unit: one.unit_name.clone(),
        date: String::new(),
        facts: facts.map(|(name, text)| Fact { name, text }).collect(),
        fact_heads: heads(l),
        parts,
        signatures: vec![
            t!(l, award_paper.signature.nominee).to_owned(),
            t!(l, award_paper.signature.unit).to_owned(),
            t!(l, award_paper.signature.county).to_owned(),
            t!(l, award_paper.signature.association).to_owned(),
            t!(l, award_paper.signature.date).to_owned(),
        ],
        is_wide: false,
    }
}
