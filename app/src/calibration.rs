//! How the totals of each panelist lie beside those of the others, for the office.

use actions::Calibrated;
use domain::{role::PLANNERS, rulebook::Rule};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use crate::{
    error::Answer,
    page::Page,
    parts::{cell, empty},
    route::{Route, Who},
    rulebook::rules,
    visit::Visit,
};

pub(crate) fn routes() -> Vec<Route> {
    vec![Route::get("/calibration", Who::Role(PLANNERS), list)]
}

async fn list(visit: Visit) -> Answer {
    let l = visit.l;
    let rows = visit.actions.calibration(&visit.call).await?;
    let head = Page::new(t!(l, calibration.title)).lede(t!(
        l,
        calibration.lede,
        time = words::rulebook::of(l, &visit.rules, Rule::CalibrationMonths)
    ));
    Ok(head.render(&visit, move || {
        let nothing = rows.is_empty();
        let lines = rows.iter().map(|row| line(l, row)).collect_view();
        view! {
            <p class="hint">{t!(l, calibration.hint, n = rules().get(Rule::LeastSheets))}</p>
            {nothing.then(|| empty(t!(l, calibration.nothing), None))}
            {(!nothing).then(|| view! {
                <table class="data stacked">
                    <thead><tr>
                        <th scope="col">{t!(l, calibration.panelist)}</th>
                        <th scope="col">{t!(l, calibration.sheets)}</th>
                        <th scope="col">{t!(l, calibration.difference)}</th>
                    </tr></thead>
                    <tbody>{lines}</tbody>
                </table>
            })}
            <p><a href="/review_session">{t!(l, page.review_sessions)}</a></p>
        }
    }))
}

fn line(l: Locale, row: &Calibrated) -> impl IntoView + use<> {
    let difference = row.strictness.difference.map(|it| it.to_string());
    let difference =
        difference.unwrap_or_else(|| t!(l, calibration.silent, n = rules().get(Rule::LeastSheets)));
    view! {
        <tr>
            <th scope="row">{row.name.clone()}</th>
            {cell(t!(l, calibration.sheets), row.strictness.n_sheets.to_string())}
            {cell(t!(l, calibration.difference), difference)}
        </tr>
    }
}
