//! What units nominate in a cycle.

use actions::{NominatedCategory, NominatingPage, NominatingUnit};
use domain::{award_cycle::AwardCycleState, id::AwardCycleId};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use crate::{
    error::Answer,
    id::Id,
    page::Page,
    parts::{badge, empty},
    visit::Visit,
};

pub(super) async fn cycles(visit: Visit) -> Answer {
    let l = visit.l;
    let cycles = visit.actions.nominating(&visit.call).await?;
    let head = Page::new(t!(l, nomination.title)).lede(t!(l, nomination.lede));
    Ok(head.render(&visit, move || {
        let nothing = cycles.is_empty().then(|| empty(t!(l, nomination.no_cycle), None));
        let cards = cycles.iter().map(|cycle| {
            let state = cycle.state;
            let is_open = state == AwardCycleState::Nominating;
            let tone = if is_open { "todo" } else { "plain" };
            view! {
                <li class="card">
                    <h2 class="card-title"><a href=format!("/nominate/{}", cycle.id)>{cycle.title.clone()}</a></h2>
                    {badge(tone, words::award_cycle::state(l, state))}
                </li>
            }
        });
        view! { {nothing}<ul class="card-list">{cards.collect_view()}</ul> }
    }))
}

pub(super) async fn units(visit: Visit, Id(id): Id<AwardCycleId>) -> Answer {
    let l = visit.l;
    let page = visit.actions.nominating_page(&visit.call, id).await?;
    let head =
        Page::new(page.cycle.title.clone()).lede(words::award_cycle::state(l, page.cycle.state));
    let has_pdf = visit.settings.typesetter.is_there();
    Ok(head.render(&visit, move || {
        let units = page.units.iter().map(|(unit, all)| unit_view(l, &page, unit, all));
        view! {
            <p>{t!(l, nomination.order_hint)}</p>
            <p><a href=format!("/notice/{id}")>{t!(l, award.announcement)}</a></p>
            {units.collect_view()}
            <p class="cluster">
                <a class="button" href=format!("/nominate/{id}/summary.xlsx")>{t!(l, award_paper.summary_xlsx)}</a>
                {has_pdf.then(|| view! {
                    <a class="button" href=format!("/nominate/{id}/summary.pdf")>{t!(l, award_paper.summary_pdf)}</a>
                })}
            </p>
            <p><a class="button" href="/nominate">{t!(l, nomination.all_cycles)}</a></p>
        }
    }))
}

fn unit_view(
    l: Locale,
    page: &NominatingPage,
    unit: &NominatingUnit,
    all: &[NominatedCategory],
) -> impl IntoView + use<> {
    let categories = all.iter().map(|of| {
        let most = of.category.rules.most_nominations;
        let n = of.rows.iter().filter(|row| row.state.is_handed_in()).count();
        let rows = of.rows.iter().map(|row| {
            let href = format!("/nomination/{}/filing", row.id);
            let rank = row.unit_rank.map(|rank| rank.to_string()).unwrap_or_default();
            view! {
                <tr>
                    <td data-label=t!(l, form.label.unit_rank)>{rank}</td>
                    <td data-label=t!(l, award.nominee)><a href=href>{row.name.clone()}</a></td>
                    <td data-label=t!(l, person.workplace)>{row.workplace.clone()}</td>
                    <td data-label=t!(l, award.state)>
                        {badge(words::award_cycle::nomination_tone(row.state), words::award_cycle::nomination_state(l, row.state))}
                        {page.silent.contains(&row.id).then(|| view! { " "{badge("todo", t!(l, nomination.silent))} })}
                    </td>
                </tr>
            }
        });
        let rows = rows.collect_view();
        let table = (!of.rows.is_empty()).then(|| view! {
            <table class="data stacked">
                <thead><tr>
                    <th scope="col">{t!(l, form.label.unit_rank)}</th>
                    <th scope="col">{t!(l, award.nominee)}</th>
                    <th scope="col">{t!(l, person.workplace)}</th>
                    <th scope="col">{t!(l, award.state)}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        });
        let is_full = most > 0 && n >= usize::try_from(most).unwrap_or(usize::MAX);
        let add = (page.is_open && !is_full).then(|| {
            let href = format!("/nominate/{}/{}/{}", page.cycle.id, unit.id, of.category.id);
            view! { <p><a class="button" href=href>{t!(l, nomination.add)}</a></p> }
        });
        view! {
            <h3>{words::award_cycle::category(l, of.category.category)}</h3>
            <p class="meta"><span>{words::nomination::handed_in(l, n, most)}</span></p>
            {table}
            {add}
        }
    });
    view! {
        <section class="stack">
            <h2>{unit.name.clone()}</h2>
            {categories.collect_view()}
        </section>
    }
}
