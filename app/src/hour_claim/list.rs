//! A person's own claims.

use actions::ClaimRow;
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use crate::{
    error::Answer,
    form::query,
    page::Page,
    parts::{badge, empty, further, part},
    visit::Visit,
};

pub(super) async fn mine(visit: Visit) -> Answer {
    let l = visit.l;
    let asked = query(&visit);
    let claims = visit.actions.my_claims(&visit.call).await?;
    let page = Page::new(t!(l, hour_claim.mine)).lede(t!(l, hour_claim.mine_lede));
    Ok(page.render(&visit, move || {
        let new = view! {
            <p><a class="button primary large" href="/hour_claim/new">{t!(l, hour_claim.new)}</a></p>
        };
        if claims.is_empty() {
            return view! { {new}{empty(t!(l, hour_claim.none_of_mine), None)} }.into_any();
        }
        let (rows, next) = part(&claims, &asked, |claim| claim.id.into());
        let cards = rows.iter().map(|claim| card(l, claim)).collect_view();
        let further = further(l, "/hour_claim", &asked, next);
        view! { {new}<ul class="card-list">{cards}</ul>{further} }.into_any()
    }))
}

fn card(l: Locale, claim: &ClaimRow) -> impl IntoView + use<> {
    let href = format!("/hour_claim/{}", claim.id);
    let hours = claim.accepted.or(claim.claimed).map(|hours| words::hour_claim::hours(l, hours));
    view! {
        <li class="card">
            <h2 class="card-title"><a href=href>{claim.title.clone()}</a></h2>
            <p class="meta">
                <span>{words::hour_claim::days(l, claim.first_day, claim.last_day)}</span>
                {hours.map(|hours| view! { <span>{hours}</span> })}
            </p>
            {badge(words::hour_claim::tone(claim.state), words::hour_claim::state(l, claim.state))}
        </li>
    }
}
