//! The rules of a cycle before its announcement: rubric and quota of a category, and the judges.

use actions::{CategoryView, CyclePage};
use axum::response::Response;
use domain::{
    award_cycle::{QuotaKind, SeatPassing},
    form::{Field, Values},
    id::{AwardCategoryId, AwardCycleId},
    quota::AddedSeats,
    ranking::TiesOffLine,
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
    let page = visit.actions.cycle(&visit.call, id).await?;
    let view = page.categories.iter().find(|one| one.id == category).cloned();
    let view = view.ok_or(AppError::NotFound)?;
    Ok((page, view))
}

pub(super) async fn show_category(
    visit: Visit,
    Id((id, category)): Id<(AwardCycleId, AwardCategoryId)>,
) -> Answer {
    let (page, view) = load_category(&visit, id, category).await?;
    let units = visit.actions.quota_units(&visit.call, id).await?;
    let form = Form::to_change(&visit, view.rules.values(&units), view.revision);
    Ok(category_page(&visit, &page, &view, form))
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
    let seat_passing = vec![(
        SeatPassing::NextInRank.as_str().to_owned(),
        t!(l, award.seat_passes).to_owned(),
        None,
    )];
    let ties_off_line = vec![(
        TiesOffLine::Separate.as_str().to_owned(),
        t!(l, award.ties_are_separated).to_owned(),
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
    let most = Line { is_optional: true, ..seats };
    let apart = Line { is_optional: true, max_value: Some(100), ..seats };
    view! {
        <form class="form" method="post" action=action novalidate>
            {form.why()}
            {form.revision()}
            {form.area(Field::Criteria, 8, false)}
            {form.choices(Field::QuotaKind, "radio", kinds, false)}
            {form.line(Field::Seats, seats)}
            {form.area(Field::Units, 10, true)}
            {form.area(Field::Levels, 4, true)}
            {form.choices(Field::AddedSeats, "checkbox", added_seats, true)}
            {form.choices(Field::TiesOffLine, "checkbox", ties_off_line, true)}
            {form.line(Field::MostNominations, most)}
            {form.line(Field::MostApart, apart)}
            {form.choices(Field::SeatPassing, "checkbox", seat_passing, true)}
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
        .change_category(&visit.call, id, category, &posted.values, posted.revision)
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
    let page = visit.actions.cycle(&visit.call, id).await?;
    let judges = page.judges.iter().map(|judge| judge.person_id.to_string());
    let values = Values::default().with_each(Field::Judges, judges);
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
    let done = visit.actions.seat_judges(&visit.call, id, &posted.values, posted.revision).await;
    let to = |()| format!("/award/{id}");
    answer(&visit, posted, done, to, "award_saved", |mut form| async {
        let page = visit.actions.cycle(&visit.call, id).await?;
        form.renew(page.cycle.revision);
        judges_page(&visit, &page, form).await
    })
    .await
}
