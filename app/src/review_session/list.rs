//! Sessions of the last month and to come, and those before.

use actions::{ListFilter, SessionView};
use domain::{form::Field, review_session::ReviewSessionState};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use crate::{
    error::Answer,
    form::query,
    list_filter::{Choice, address, earlier, filters, nothing},
    page::Page,
    parts::{badge, further},
    visit::Visit,
};

const PATH: &str = "/review_session";

pub(super) async fn list(visit: Visit) -> Answer {
    let l = visit.l;
    let asked = query(&visit);
    let from = asked.get(Field::UpTo).parse().ok();
    let filter = ListFilter::of(&asked);
    let page = visit.actions.review_sessions(&visit.call, &filter, from).await?;
    let calibrates = visit.may_open("/calibration");
    Ok(Page::new(t!(l, review_session.sessions)).render(&visit, move || {
        let new = view! {
            <p>
                <a class="button primary large" href="/review_session/new">
                    {t!(l, review_session.plan)}
                </a>
                " "
                <a class="button large" href="/panel_proposal">{t!(l, panel_proposal.link)}</a>
                " "
                <a class="button large" href="/place">{t!(l, place.link)}</a>
                " "
                <a class="button large" href="/reference_lecture">{t!(l, reference_lecture.title)}</a>
                {calibrates.then(|| view! {
                    " "
                    <a class="button large" href="/calibration">{t!(l, calibration.open)}</a>
                })}
            </p>
        };
        let states = ReviewSessionState::ALL.iter();
        let states = states.map(|it| (it.as_str(), words::review_session::state(l, *it)));
        let filters = filters(l, PATH, &asked, [Choice::state(l, states)]);
        let earlier = earlier(l, PATH, &asked);
        if page.rows.is_empty() {
            let nothing = nothing(l, PATH, &asked, t!(l, review_session.none));
            return view! { {new}{filters}{nothing}{earlier} }.into_any();
        }
        let next = page.next.map(|id| id.to_string());
        let cards = page.rows.iter().map(|session| card(l, session)).collect_view();
        let further = further(l, &address(PATH, &asked), &asked, next);
        view! { {new}{filters}<ul class="card-list">{cards}</ul>{further}{earlier} }.into_any()
    }))
}

fn card(l: Locale, view: &SessionView) -> impl IntoView + use<> {
    let session = &view.session;
    let href = format!("/review_session/{}", session.id);
    let place = session.place_name.clone();
    let place = place.unwrap_or_else(|| t!(l, review_session.online).to_owned());
    let county = session.region_name.as_ref().map(|name| words::review_session::of_county(l, name));
    let free =
        (view.n_slots > 0).then(|| words::review_session::free_of(l, view.n_free, view.n_slots));
    view! {
        <li class="card">
            <h2 class="card-title"><a href=href>{words::review_session::name(l, session.starts_at)}</a></h2>
            <p class="meta">
                <span>{place}</span>
                {county.map(|name| view! { <span>{name}</span> })}
                <span>{words::audience::stage_list(l, &view.stages)}</span>
                {free.map(|text| view! { <span>{text}</span> })}
            </p>
            {badge(words::review_session::tone(session.state), words::review_session::state(l, session.state))}
        </li>
    }
}
