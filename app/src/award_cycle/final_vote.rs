//! The votes of a final, as the panel's meeting counted them.

use actions::{FinalVotePage, Finalists};
use axum::response::Response;
use domain::{form::Field, id::AwardCycleId};
use leptos::prelude::*;
use leptos_i18n::td_string as t;

use crate::{
    error::Answer,
    form::{Form, Line, Posted, answer, decided},
    id::Id,
    page::Page,
    visit::Visit,
};

pub(super) async fn show(visit: Visit, Id(id): Id<AwardCycleId>) -> Answer {
    let page = visit.actions.final_votes(&visit.call, id).await?;
    let form = Form::to_change(&visit, page.entered.clone(), page.cycle.revision);
    Ok(page_of(&visit, page, form))
}

fn page_of(visit: &Visit, page: FinalVotePage, form: Form) -> Response {
    let l = visit.l;
    let head = Page::new(t!(l, award.final_vote)).lede(page.cycle.title.clone()).with(&form);
    head.render(visit, move || {
        let categories = page.categories.iter().map(|one| fields(&form, one)).collect_view();
        view! {
            {form.why()}
            <p>{t!(l, award.final_vote_lede)}</p>
            <form class="form" method="post" action=format!("/award/{}/final", page.cycle.id) novalidate>
                {form.revision()}
                {categories}
                {form.line(Field::Reference, Line::default())}
                <div class="page-foot-action">
                    <button class="button primary large">{t!(l, award.enter_votes)}</button>
                </div>
            </form>
            <p><a href=format!("/award/{}", page.cycle.id)>{t!(l, award.back)}</a></p>
        }
    })
}

fn fields(form: &Form, of: &Finalists) -> impl IntoView + use<> {
    let l = form.l;
    let votes = of
        .nominees
        .iter()
        .map(|one| {
            let label = format!("{} · {}", one.name, one.workplace);
            form.score(Field::Votes.at(one.id), label)
        })
        .collect_view();
    let ballots = t!(l, form.label.ballots).to_owned();
    view! {
        <fieldset class="stack">
            <legend class="card-title">{words::award_cycle::category(l, of.category)}</legend>
            {form.score(Field::Ballots.at(of.id), ballots)}
            {votes}
        </fieldset>
    }
}

pub(super) async fn enter(visit: Visit, Id(id): Id<AwardCycleId>, posted: Posted) -> Answer {
    let done =
        visit.actions.enter_final_votes(&visit.call, id, &posted.values, posted.revision).await;
    let (done, to) = (done.map_err(decided), |()| format!("/award/{id}"));
    answer(&visit, posted, done, to, "final_entered", |mut form| async {
        let page = visit.actions.final_votes(&visit.call, id).await?;
        form.renew(page.cycle.revision);
        Ok(page_of(&visit, page, form))
    })
    .await
}
