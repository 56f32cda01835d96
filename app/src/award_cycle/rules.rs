//! The rules of a cycle before its announcement: rubric and quota of a category, and the judges.

use actions::{CategoryView, CyclePage};
use axum::response::Response;
use domain::{
    award_cycle::{QuotaKind, QuotaUnit},
    form::{Field, Values},
    id::{AwardCategoryId, AwardCycleId},
    quota::{AddedSeats, FirstSeats, Quota},
    ranking::UnitKey,
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;

use crate::{
    error::{Answer, AppError},
    form::{Form, Line, Posted, answer},
    id::Id,
    page::Page,
    visit::Visit,
};

async fn load_category(
    visit: &Visit,
    id: AwardCycleId,
    category: AwardCategoryId,
) -> Result<(CyclePage, CategoryView), AppError> {
    let page = visit.actions.cycle(&visit.call, id.0).await?;
    let view = page.categories.iter().find(|one| one.id == category.0).cloned();
    let view = view.ok_or(AppError::NotFound)?;
    Ok((page, view))
}

pub(super) async fn show_category(
    visit: Visit,
    Id((id, category)): Id<(AwardCycleId, AwardCategoryId)>,
) -> Answer {
    let (page, view) = load_category(&visit, id, category).await?;
    let units = visit.actions.quota_units(&visit.call).await?;
    let form = Form::to_change(&visit, values_of(&view, &units), view.revision);
    Ok(category_page(&visit, &page, &view, form))
}

/// The rules as the form writes them.
fn values_of(view: &CategoryView, units: &[QuotaUnit]) -> Values {
    let rules = &view.rules;
    let line = |one: &domain::score_sheet::Criterion| format!("{} {}", one.code, one.max);
    let criteria: Vec<String> = rules.criteria.iter().map(line).collect();
    let name = |key: &UnitKey| {
        let unit = units.iter().find(|unit| unit.key == *key);
        unit.and_then(|unit| unit.names.first()).cloned().unwrap_or_default()
    };
    let (kind, seats, lines) = match &rules.quota {
        Quota::Open { seats } => {
            let every = units.iter().map(|unit| format!("{} 1", name(&unit.key)));
            (QuotaKind::Open, *seats, every.collect::<Vec<_>>())
        }
        Quota::Fixed { units } => {
            let each = units.iter().map(|unit| format!("{} {}", name(&unit.unit), unit.seats));
            (QuotaKind::Fixed, 0, each.collect())
        }
        Quota::Proportional { seats, first, units } => {
            let kind = match first {
                FirstSeats::OneEach => QuotaKind::Proportional,
                FirstSeats::Nothing => QuotaKind::PlainRemainder,
            };
            let each = units.iter().map(|unit| format!("{} {}", name(&unit.unit), unit.weight));
            (kind, *seats, each.collect())
        }
    };
    let added_seats = match rules.added_seats {
        AddedSeats::Allowed => AddedSeats::Allowed.as_str(),
        AddedSeats::Forbidden => "",
    };
    Values::default()
        .with(Field::Criteria, criteria.join("\n"))
        .with(Field::QuotaKind, kind.as_str())
        .with(Field::Seats, seats.to_string())
        .with(Field::Units, lines.join("\n"))
        .with(Field::AddedSeats, added_seats)
}

fn category_page(visit: &Visit, page: &CyclePage, view: &CategoryView, form: Form) -> Response {
    let l = visit.l;
    let head = Page::new(words::award_cycle::category(l, view.category))
        .lede(page.cycle.title.clone())
        .with(&form);
    let action = format!("/award/{}/category/{}", page.cycle.id, view.id);
    head.render(visit, move || category_view(&form, action))
}

fn category_view(form: &Form, action: String) -> impl IntoView + use<> {
    let l = form.l;
    let kinds = QuotaKind::ALL
        .iter()
        .map(|kind| {
            let (text, hint) = words::award_cycle::quota_kind(l, *kind);
            (kind.as_str().to_owned(), text.to_owned(), Some(hint.to_owned()))
        })
        .collect();
    let added_seats = vec![(
        AddedSeats::Allowed.as_str().to_owned(),
        t!(l, award.added_seats_allowed).to_owned(),
        None,
    )];
    let seats = Line {
        kind: "number",
        is_short: true,
        is_optional: true,
        min_value: Some(0),
        max_value: Some(1_000),
        ..Line::default()
    };
    view! {
        <form class="form" method="post" action=action novalidate>
            {form.why()}
            {form.revision()}
            {form.area(Field::Criteria, 8, false)}
            {form.choices(Field::QuotaKind, "radio", kinds, false)}
            {form.line(Field::Seats, seats)}
            {form.area(Field::Units, 10, true)}
            {form.choices(Field::AddedSeats, "checkbox", added_seats, true)}
            <div class="page-foot-action">
                <button class="button primary large">{t!(l, award.save)}</button>
            </div>
        </form>
    }
}

pub(super) async fn save_category(
    visit: Visit,
    Id((id, category)): Id<(AwardCycleId, AwardCategoryId)>,
    posted: Posted,
) -> Answer {
    let done = visit
        .actions
        .change_category(&visit.call, id.0, category.0, &posted.values, posted.revision)
        .await;
    let to = |()| format!("/award/{id}");
    answer(&visit, posted, done, to, "award_saved", |mut form| async {
        let (page, view) = load_category(&visit, id, category).await?;
        form.renew(view.revision);
        Ok(category_page(&visit, &page, &view, form))
    })
    .await
}

pub(super) async fn show_judges(visit: Visit, Id(id): Id<AwardCycleId>) -> Answer {
    let page = visit.actions.cycle(&visit.call, id.0).await?;
    let mut values = Values::default();
    for judge in &page.judges {
        values.push(Field::Judges, judge.person_id.to_string());
    }
    let form = Form::to_change(&visit, values, page.cycle.revision);
    judges_page(&visit, &page, form).await
}

async fn judges_page(visit: &Visit, page: &CyclePage, form: Form) -> Answer {
    let l = visit.l;
    let people = visit.actions.judge_choices(&visit.call).await?;
    let action = format!("/award/{}/judges", page.cycle.id);
    let head = Page::new(t!(l, award.judges)).lede(page.cycle.title.clone());
    Ok(head.with(&form).render(visit, move || {
        let choices = people
            .iter()
            .map(|person| {
                let name = words::person::teacher(l, &person.name);
                (person.id.to_string(), name, person.workplace.clone())
            })
            .collect();
        view! {
            <form class="form" method="post" action=action novalidate>
                {form.why()}
                {form.revision()}
                {form.choices(Field::Judges, "checkbox", choices, false)}
                <div class="page-foot-action">
                    <button class="button primary large">{t!(l, award.save)}</button>
                </div>
            </form>
        }
    }))
}

pub(super) async fn save_judges(visit: Visit, Id(id): Id<AwardCycleId>, posted: Posted) -> Answer {
    let done = visit.actions.seat_judges(&visit.call, id.0, &posted.values, posted.revision).await;
    let to = |()| format!("/award/{id}");
    answer(&visit, posted, done, to, "award_saved", |mut form| async {
        let page = visit.actions.cycle(&visit.call, id.0).await?;
        form.renew(page.cycle.revision);
        judges_page(&visit, &page, form).await
    })
    .await
}
