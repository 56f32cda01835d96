//! The announcement (通知) as a paper: what its page shows to everybody (`LAW-43`).

use actions::{AddendumRow, AnnouncedCategory, Announcement};
use documents::{
    paper::{Dossier, DossierPart, Fact, Holds},
    register::Cell,
};
use domain::rulebook::Rulebook;
use leptos_i18n::td_string as t;
use words::Locale;

use super::{column, text};

pub(super) fn announcement_of(l: Locale, of: &Announcement) -> Dossier {
    let fact = |name: &str, text: &str| Fact { name: name.to_owned(), text: text.to_owned() };
    let facts = [
        fact(t!(l, award.basis), words::award_cycle::basis(l, of.legal_basis)),
        fact(t!(l, award.approval_no), &of.approval_no),
        fact(t!(l, award.contact), &of.contact),
        fact(t!(l, award.digest), &of.digest),
    ];
    let mut parts = Vec::new();
    if !of.stages.is_empty() {
        parts.push(dates(l, of));
    }
    parts.extend(of.categories.iter().map(|one| category(l, one, &of.rules)));
    parts.push(DossierPart {
        heading: t!(l, award.method_title).to_owned(),
        lines: words::award_cycle::method(l, &of.rules, of.final_kind),
        ..DossierPart::default()
    });
    Dossier {
        name: t!(l, award.announcement).to_owned(),
        title: words::award_paper::announcement_of(l, &of.title),
        unit: words::award_cycle::year(l, of.year),
        date: String::new(),
        facts: facts.into_iter().filter(|fact| !fact.text.is_empty()).collect(),
        fact_heads: [t!(l, award_paper.what).to_owned(), t!(l, award_paper.said).to_owned()],
        parts,
        signatures: Vec::new(),
        is_wide: false,
    }
}

/// The dates of all stages, with what has moved them.
fn dates(l: Locale, of: &Announcement) -> DossierPart {
    let addendum = |row: &AddendumRow| {
        let days = (row.from_day, row.to_day);
        words::award_stage::addendum(l, row.stage, days, &row.reason, row.at)
    };
    let row = |row: &actions::StageRow| {
        let until = row.ends_on.map(|day| words::time::date(l, day)).unwrap_or_default();
        vec![
            text(words::award_stage::stage(l, row.stage)),
            text(words::award_stage::days(l, row.n_days)),
            text(until),
        ]
    };
    let mut rows: Vec<Vec<Cell>> = of.stages.iter().map(row).collect();
    let notice = words::award_stage::notice(l, &of.rules);
    rows.push(vec![text(t!(l, award_stage.stages.notice)), text(notice), text("")]);
    DossierPart {
        heading: t!(l, award_stage.planned).to_owned(),
        lines: of.addenda.iter().map(addendum).collect(),
        columns: vec![
            column(t!(l, award_stage.stage), 16, Holds::Words),
            column(t!(l, award_paper.takes), 20, Holds::Words),
            column(t!(l, award_stage.until), 20, Holds::Words),
        ],
        rows,
    }
}

fn category(l: Locale, one: &AnnouncedCategory, rules: &Rulebook) -> DossierPart {
    let criterion = |criterion: &domain::score_sheet::Criterion| {
        words::award_cycle::criterion(l, &criterion.code, &criterion.max.to_string())
    };
    let mut lines = vec![
        words::award_cycle::seats(l, one.seats),
        words::award_cycle::most_nominations(l, one.most_nominations),
    ];
    lines.extend(words::award_cycle::levels(l, &one.levels));
    lines.extend(words::award_cycle::eligibility(l, rules, one.category));
    lines.extend(one.criteria.iter().map(criterion));
    lines.push(words::award_cycle::ties_off_line(l, one.ties_off_line).to_owned());
    lines.push(words::award_cycle::added_seats(l, one.added_seats).to_owned());
    lines.push(words::award_cycle::seat_passing(l, one.seat_passing).to_owned());
    let has_units = !one.units.is_empty();
    let columns = [
        column(t!(l, award.unit), 30, Holds::Words),
        column(t!(l, award.seats_head), 10, Holds::Figure),
    ];
    let row = |(unit, seats): &(String, u32)| vec![text(unit.clone()), Cell::Number(*seats)];
    DossierPart {
        heading: words::award_cycle::category(l, one.category).to_owned(),
        lines,
        columns: if has_units { columns.into() } else { Vec::new() },
        rows: one.units.iter().map(row).collect(),
    }
}
