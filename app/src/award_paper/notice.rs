//! The notice (公示) as a paper: what its page shows to everybody, from the same allow-list of fields
//! (`LAW-08`).

use actions::{NoticeLine, PublicNotice};
use documents::{
    paper::{Dossier, DossierPart, Fact, Holds},
    register::Cell,
};
use leptos_i18n::td_string as t;
use words::Locale;

use super::{column, text};
use crate::public_notice::Standing;

pub(super) fn notice_of(l: Locale, notice: &PublicNotice) -> Dossier {
    let Standing { listed, own, held } = Standing::of(notice);
    let mut parts = parts(l, &listed, str::to_owned);
    for lines in own.chunk_by(|one, other| one.notice_until == other.notice_until) {
        let of = self::parts(l, lines, |category| words::award_paper::own_notice(l, category));
        let days = own_days(l, lines);
        parts.extend(of.into_iter().map(|part| DossierPart { lines: days.clone(), ..part }));
    }
    parts.extend(self::parts(l, &held, |category| words::award_paper::held_back(l, category)));
    let days = words::time::dates(l, notice.first_day, notice.last_day);
    let mut lines = vec![words::award_paper::notice_days(l, &days)];
    if let Some(document) = &notice.document_no {
        lines.push(words::award_paper::decided_on(l, document));
    }
    let later = notice.supplements.iter();
    lines.extend(later.map(|(document, day)| words::award_paper::decided_later(l, document, *day)));
    lines.push(words::award_cycle::order(l, notice.order).to_owned());
    if !notice.is_decided {
        lines.push(t!(l, award.objections).to_owned());
    }
    let first = DossierPart { lines, ..DossierPart::default() };
    let contact = Fact { name: t!(l, award.contact).to_owned(), text: notice.contact.clone() };
    let judges = Fact {
        name: t!(l, award_result.judges).to_owned(),
        text: notice.judges.join(t!(l, page.comma)),
    };
    Dossier {
        name: t!(l, award_paper.notice).to_owned(),
        title: words::award_paper::notice_of(l, &notice.title),
        unit: words::award_cycle::year(l, notice.year),
        date: String::new(),
        facts: [contact, judges].into_iter().filter(|fact| !fact.text.is_empty()).collect(),
        fact_heads: [t!(l, award_paper.what).to_owned(), t!(l, award_paper.said).to_owned()],
        parts: std::iter::once(first).chain(parts).collect(),
        signatures: Vec::new(),
        is_wide: false,
    }
}

/// A part for each category.
fn parts(l: Locale, lines: &[NoticeLine], heading: impl Fn(&str) -> String) -> Vec<DossierPart> {
    let part = |lines: &[NoticeLine]| {
        let category = lines.first().map(|line| words::award_cycle::category(l, line.category));
        let has_levels = lines.iter().any(|line| line.level().is_some());
        let mut columns = vec![
            column(t!(l, award_paper.number), 5, Holds::Figure),
            column(t!(l, award.nominee), 14, Holds::Words),
            column(t!(l, person.workplace), 18, Holds::Words),
            column(t!(l, award.unit), 18, Holds::Words),
            column(t!(l, award.region), 10, Holds::Words),
        ];
        if has_levels {
            columns.push(column(t!(l, award.level), 10, Holds::Words));
        }
        DossierPart {
            heading: heading(category.unwrap_or_default()),
            lines: Vec::new(),
            columns,
            rows: (1..).zip(lines).map(|(n, line)| row(l, n, line)).collect(),
        }
    };
    lines.chunk_by(|one, other| one.category == other.category).map(part).collect()
}

/// Until when substitutes are on their own notice.
fn own_days(l: Locale, lines: &[NoticeLine]) -> Vec<String> {
    let days = lines.first().and_then(|line| line.notice_from.zip(line.notice_until));
    let days = days.map(|(from, until)| words::time::dates(l, from, until));
    days.iter().map(|days| words::award_paper::notice_days(l, days)).collect()
}

fn row(l: Locale, n: u32, line: &NoticeLine) -> Vec<Cell> {
    let mut cells = vec![
        Cell::Number(n),
        text(words::award_cycle::nominee(l, &line.name, line.id)),
        text(line.workplace.clone()),
        text(line.unit_name.clone()),
        text(line.region.clone()),
    ];
    cells.extend(line.level().map(|level| text(level.to_owned())));
    cells
}
