//! The head of a cycle: title, year, legal basis, contact.

use actions::RegionRow;
use axum::response::Response;
use domain::{
    award_cycle::{FinalKind, LegalBasis, NoticeOrder},
    award_stage::AwardStage,
    form::{Field, Values},
    id::AwardCycleId,
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;

use crate::{
    error::Answer,
    form::{Form, Line, Posted, answer},
    id::Id,
    page::Page,
    visit::Visit,
};

pub(super) async fn show_new(visit: Visit) -> Answer {
    let values = Values::default()
        .with(Field::LegalBasis, LegalBasis::Internal.as_str())
        .with(Field::FinalKind, FinalKind::None.as_str())
        .with(Field::NoticeOrder, NoticeOrder::Region.as_str());
    let counties = visit.actions.award_counties(&visit.call).await?;
    Ok(form_page(&visit, Form::to_make(&visit, values), None, &counties))
}

pub(super) async fn show(visit: Visit, Id(id): Id<AwardCycleId>) -> Answer {
    let page = visit.actions.cycle(&visit.call, id).await?;
    let form = Form::to_change(&visit, Values::from(&page.plan()), page.cycle.revision);
    Ok(form_page(&visit, form, Some(id), &[]))
}

/// The form of a cycle; of a new one with the counties of which it may be, where there are any.
fn form_page(
    visit: &Visit,
    form: Form,
    id: Option<AwardCycleId>,
    counties: &[RegionRow],
) -> Response {
    let l = visit.l;
    let (action, title) = match id {
        Some(id) => (format!("/award/{id}/edit"), t!(l, award.edit)),
        None => ("/award/new".to_owned(), t!(l, award.open)),
    };
    let name = |county: &RegionRow| {
        let name = words::place::county(l, &county.name_zh, &county.name_en);
        (county.id.to_string(), name.to_owned())
    };
    let head = Page::new(title).with(&form);
    let head = match counties {
        [] => head,
        [only] => {
            let level = words::award_cycle::level(l, Some((&only.name_zh, &only.name_en)));
            head.lede(format!("{level}{}{}", t!(l, form.colon), t!(l, award.county_lede)))
        }
        _ => head.lede(t!(l, award.county_lede)),
    };
    let choices: Vec<_> = counties.iter().map(name).collect();
    head.render(visit, move || form_view(&form, action, choices))
}

fn form_view(
    form: &Form,
    action: String,
    counties: Vec<(String, String)>,
) -> impl IntoView + use<> {
    let l = form.l;
    let bases = LegalBasis::ALL
        .iter()
        .map(|basis| {
            (basis.as_str().to_owned(), words::award_cycle::basis(l, *basis).to_owned(), None)
        })
        .collect();
    let orders = NoticeOrder::ALL.iter().map(|order| {
        (order.as_str().to_owned(), words::award_cycle::order_name(l, *order).to_owned(), None)
    });
    let year = Line {
        kind: "number",
        is_short: true,
        min_value: Some(2020),
        max_value: Some(2100),
        ..Line::default()
    };
    let kinds = FinalKind::ALL
        .iter()
        .map(|kind| {
            let (text, hint) = words::award_cycle::final_kind(l, *kind);
            (kind.as_str().to_owned(), text.to_owned(), Some(hint.to_owned()))
        })
        .collect();
    let most_sheets = Line {
        kind: "number",
        is_short: true,
        min_value: Some(0),
        max_value: Some(2_000),
        is_optional: true,
        ..Line::default()
    };
    // Whoever runs the awards of one county is not asked of which.
    let county = (counties.len() > 1).then(|| form.select(Field::County, counties, false));
    let optional = || Line { is_optional: true, ..Line::default() };
    let days = || Line {
        kind: "number",
        is_short: true,
        min_value: Some(1),
        is_optional: true,
        ..Line::default()
    };
    let stages =
        AwardStage::ALL.iter().map(|stage| form.line(stage.field(), days())).collect_view();
    view! {
        <form class="form" method="post" action=action novalidate>
            {form.why()}
            {form.once()}
            {form.revision()}
            {form.line(Field::AwardTitle, Line::default())}
            {county}
            {form.line(Field::Year, year)}
            {form.choices(Field::LegalBasis, "radio", bases, false)}
            {form.line(Field::ApprovalNo, optional())}
            {form.line(Field::Organiser, optional())}
            {form.line(Field::ObjectionsTo, Line::default())}
            {form.choices(Field::FinalKind, "radio", kinds, false)}
            {form.line(Field::MostSheets, most_sheets)}
            {form.choices(Field::NoticeOrder, "radio", orders.collect(), false)}
            <h2>{t!(l, award_stage.planned)}</h2>
            <p class="hint">{t!(l, award_stage.hint)}</p>
            {stages}
            <div class="page-foot-action">
                <button class="button primary large">{t!(l, award.save)}</button>
            </div>
        </form>
    }
}

pub(super) async fn open(visit: Visit, posted: Posted) -> Answer {
    let done = visit.actions.open_cycle(&visit.call, &posted.values, &posted.once).await;
    let to = |id| format!("/award/{id}");
    answer(&visit, posted, done, to, "award_saved", |form| async {
        let counties = visit.actions.award_counties(&visit.call).await?;
        Ok(form_page(&visit, form, None, &counties))
    })
    .await
}

pub(super) async fn save(visit: Visit, Id(id): Id<AwardCycleId>, posted: Posted) -> Answer {
    let done = visit.actions.change_cycle(&visit.call, id, &posted.values, posted.revision).await;
    let to = |()| format!("/award/{id}");
    answer(&visit, posted, done, to, "award_saved", |mut form| async {
        let page = visit.actions.cycle(&visit.call, id).await?;
        form.renew(page.cycle.revision);
        Ok(form_page(&visit, form, Some(id), &[]))
    })
    .await
}
