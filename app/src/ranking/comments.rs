//! What judges have written about the nominees of a category: by seat, without a name.

use actions::CommentedNominee;
use domain::{
    id::{AwardCategoryId, AwardCycleId},
    score_sheet::Stage,
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use crate::{
    error::Answer,
    id::Id,
    page::Page,
    parts::{empty, prose},
    visit::Visit,
};

pub(super) async fn show(
    visit: Visit,
    Id((_, category)): Id<(AwardCycleId, AwardCategoryId)>,
) -> Answer {
    let l = visit.l;
    let page = visit.actions.judges_comments(&visit.call, category).await?;
    let head = Page::new(t!(l, award.judges_comments))
        .lede(words::award_cycle::category(l, page.category).to_owned());
    Ok(head.render(&visit, move || {
        let at = format!("/award/{}/ranking/{}", page.cycle.id, page.category_id);
        let nothing =
            page.nominees.is_empty().then(|| empty(t!(l, award.no_judges_comments), None));
        let cards = page.nominees.iter().map(|one| card(l, one)).collect_view();
        view! {
            <p>{t!(l, award.judges_comments_lede)}</p>
            {nothing}
            <ul class="card-list">{cards}</ul>
            <p><a href=at>{t!(l, award.to_ranking)}</a></p>
        }
    }))
}

fn card(l: Locale, one: &CommentedNominee) -> impl IntoView + use<> {
    let said = one.comments.iter().map(|row| {
        let seat = words::award_cycle::seat_of_stage(l, row.seat_no, row.stage == Stage::Final);
        view! { <dt>{seat}</dt><dd>{prose(&row.comment)}</dd> }
    });
    view! {
        <li class="card">
            <h2 class="card-title">{one.name.clone()}</h2>
            <p class="meta"><span>{one.unit_name.clone()}</span></p>
            <dl class="facts">{said.collect_view()}</dl>
        </li>
    }
}
