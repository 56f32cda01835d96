//! Sessions of the last month and to come, and those before.

use actions::{ListFilter, SessionView};
use domain::{access_log::AccessThing, form::Field, review_session::ReviewSessionState};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use crate::{
    error::Answer,
    form::query,
    list_filter::{Choice, address, earlier, filters, nothing},
    list_sheet::{ColumnOf, column, sheet_link, sheet_of},
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
        let export = (!page.rows.is_empty())
            .then(|| view! { <p>{sheet_link(l, "/review_session.xlsx", &asked)}</p> });
        let earlier = earlier(l, PATH, &asked);
        if page.rows.is_empty() {
            let nothing = nothing(l, PATH, &asked, t!(l, review_session.none));
            return view! { {new}{filters}{nothing}{earlier} }.into_any();
        }
        let next = page.next.map(|id| id.to_string());
        let cards = page.rows.iter().map(|session| card(l, session)).collect_view();
        let further = further(l, &address(PATH, &asked), &asked, next);
        view! { {new}{filters}{export}<ul class="card-list">{cards}</ul>{further}{earlier} }.into_any()
    }))
}

fn card(l: Locale, view: &SessionView) -> impl IntoView + use<> {
    let session = &view.session;
    let href = format!("/review_session/{}", session.id);
    let place = place(l, view);
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

fn place(l: Locale, view: &SessionView) -> String {
    view.session.place_name.clone().unwrap_or_else(|| t!(l, review_session.online).to_owned())
}

pub(super) async fn export(visit: Visit) -> Answer {
    let filter = ListFilter::of(&query(&visit));
    let handed = visit.actions.review_session_export(&visit.call, &filter).await?;
    let title = words::access_log::thing(visit.l, AccessThing::SessionList);
    sheet_of(&visit, title, &columns(visit.l), handed).await
}

fn columns(l: Locale) -> [ColumnOf<SessionView>; 9] {
    [
        column(t!(l, review_session.when), 24, |l, view| {
            words::time::moment(l, view.session.starts_at)
        }),
        column(t!(l, review_session.place), 24, place),
        column(t!(l, page.filter_county), 14, |_, view| {
            view.session.region_name.clone().unwrap_or_default()
        }),
        column(t!(l, review_session.for_stages), 20, |l, view| {
            words::audience::stage_list(l, &view.stages)
        }),
        column(t!(l, review_session.slots), 8, |_, view| view.session.n_slots.to_string()),
        column(t!(l, review_session.free), 8, |_, view| view.n_free.to_string()),
        column(t!(l, review_session.opens), 20, |l, view| {
            view.session.opens_at.map(|at| words::time::moment(l, at)).unwrap_or_default()
        }),
        column(t!(l, review_session.closes), 20, |l, view| {
            words::time::moment(l, view.session.closes_at)
        }),
        column(t!(l, review_session.state), 12, |l, view| {
            words::review_session::state(l, view.session.state).to_owned()
        }),
    ]
}
