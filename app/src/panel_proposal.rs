//! Panels proposed for planned sessions: who, why, how good, and one button that sets them.

use actions::{PanelProposalPage, ProposedPanel, ProposedSeat};
use axum::response::Response;
use domain::{
    form::{Field, Values},
    panel_proposal::Asked,
    role::SESSION_ORGANISERS,
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use crate::{
    error::Answer,
    form::{Form, Posted, Refusal, answer, query},
    page::Page,
    parts::{badge, caution, empty},
    route::{Route, Who},
    visit::Visit,
};

const ORGANISER: Who = Who::Role(SESSION_ORGANISERS);

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/panel_proposal", ORGANISER, show),
        Route::post("/panel_proposal", ORGANISER, apply),
    ]
}

async fn show(visit: Visit) -> Answer {
    let asked = query(&visit);
    let form = Form::to_make(&visit, asked.clone());
    again(&visit, &asked, form).await
}

async fn again(visit: &Visit, asked: &Values, form: Form) -> Answer {
    let page = visit.actions.panel_proposal(&visit.call, &Asked::parse(asked)).await?;
    Ok(page_of(visit, &page, &form))
}

fn page_of(visit: &Visit, page: &PanelProposalPage, form: &Form) -> Response {
    let l = visit.l;
    let head = Page::new(t!(l, panel_proposal.title)).lede(t!(l, panel_proposal.lede)).with(form);
    head.render(visit, || {
        if page.planned.is_empty() {
            let link = Some(("/review_session/new", t!(l, review_session.plan)));
            let told = form.told(Field::Once);
            return view! { {form.why()}{told}{empty(t!(l, panel_proposal.none), link)} }
                .into_any();
        }
        let panels = page.panels.iter().map(|panel| session(l, panel)).collect_view();
        view! {
            {form.why()}
            {choosing(form, page)}
            <p class="notice info">
                {words::panel_proposal::quality(l, page.is_optimal, page.permille_above)}
            </p>
            {panels}
            {applying(form, page)}
            <p><a href="/review_session">{t!(l, panel_proposal.to_sessions)}</a></p>
        }
        .into_any()
    })
}

/// Which sessions, and another one of equal proposals.
fn choosing(form: &Form, page: &PanelProposalPage) -> AnyView {
    let l = form.l;
    let mut values = Values::default();
    for panel in &page.panels {
        values.push(Field::Sessions, panel.session.id.to_string());
    }
    let ticked = Form { values, ..form.clone() };
    let choices = page
        .planned
        .iter()
        .map(|session| {
            let name = words::review_session::name(l, session.starts_at);
            (session.id.to_string(), name, session.place_name.clone())
        })
        .collect();
    let seed = page.seed.wrapping_add(1).to_string();
    view! {
        <details class="fold">
            <summary>{t!(l, panel_proposal.choose)}</summary>
            <form class="form" method="get" action="/panel_proposal">
                {ticked.choices(Field::Sessions, "checkbox", choices, false)}
                <p class="cluster">
                    <button class="button">{t!(l, panel_proposal.propose)}</button>
                    <button class="button" name=Field::Seed.as_str() value=seed>
                        {t!(l, panel_proposal.another)}
                    </button>
                </p>
            </form>
        </details>
    }
    .into_any()
}

fn session(l: Locale, panel: &ProposedPanel) -> AnyView {
    let session = &panel.session;
    let href = format!("/review_session/{}", session.id);
    let place = session.place_name.clone();
    let place = place.unwrap_or_else(|| t!(l, review_session.online).to_owned());
    let seated = (!panel.seated.is_empty()).then(|| {
        view! { <p>{words::panel_proposal::seated(l, &panel.seated)}</p> }
    });
    let first = panel.seated.len() + 1;
    let seats = panel.seats.iter().map(|one| seat(l, one)).collect_view();
    let seats = (!panel.seats.is_empty()).then(|| {
        view! { <ol class="changes" start=first.to_string()>{seats}</ol> }
    });
    let is_full = panel.seats.is_empty() && panel.unmet.is_empty();
    let full = is_full.then(|| view! { <p>{t!(l, panel_proposal.full)}</p> });
    let unmet = panel
        .unmet
        .iter()
        .map(|unmet| caution(words::panel_proposal::unmet(l, *unmet)))
        .collect_view();
    let barred = words::panel_proposal::barred(l, panel.n_conflicted, panel.n_busy);
    view! {
        <section class="stack">
            <h2><a href=href>{words::review_session::name(l, session.starts_at)}</a></h2>
            <p class="meta"><span>{place}</span></p>
            {seated}
            {seats}
            {full}
            {unmet}
            <p class="hint">{barred}</p>
        </section>
    }
    .into_any()
}

fn seat(l: Locale, seat: &ProposedSeat) -> impl IntoView + use<> {
    let name = match &seat.workplace {
        Some(place) => format!("{} · {place}", seat.name),
        None => seat.name.clone(),
    };
    let load = words::panel_proposal::load(l, seat.n_sessions);
    let doubts = (!seat.doubts.is_empty()).then(|| {
        view! {
            <p class="hint">{words::review_session::conflicts_with(l, &seat.doubts)}</p>
        }
    });
    view! {
        <li>
            <p>{name}" "{badge("plain", words::panel_proposal::role(l, seat.role))}</p>
            <p class="hint">{words::panel_proposal::why(l, seat.role)}{load}</p>
            {doubts}
        </li>
    }
}

/// The form that sets the panels, with all that they follow from.
fn applying(form: &Form, page: &PanelProposalPage) -> Option<AnyView> {
    let l = form.l;
    if !page.has_seats() {
        return form.told(Field::Once);
    }
    let hidden = |name: Field, value: String| {
        view! { <input type="hidden" name=name.as_str() value=value/> }
    };
    let sessions = page.panels.iter().map(|panel| panel.session.id.to_string());
    let sessions = sessions.map(|id| hidden(Field::Sessions, id)).collect_view();
    Some(
        view! {
            <form class="form" method="post" action="/panel_proposal">
                {form.once()}
                {sessions}
                {hidden(Field::Seed, page.seed.to_string())}
                {hidden(Field::Fingerprint, page.fingerprint.clone())}
                <p>{t!(l, panel_proposal.apply_hint)}</p>
                <div class="page-foot-action">
                    <button class="button primary large">{t!(l, panel_proposal.apply)}</button>
                </div>
            </form>
        }
        .into_any(),
    )
}

async fn apply(visit: Visit, posted: Posted) -> Answer {
    let done = visit.actions.apply_panel_proposal(&visit.call, &posted.values, &posted.once).await;
    let done = done.map_err(|error| match error {
        actions::ActionError::Stale => Refusal::Told(t!(visit.l, panel_proposal.changed)),
        other => Refusal::Action(other),
    });
    let (shown, asked) = (&visit, &posted.values.clone());
    let to = |()| "/review_session".to_owned();
    answer(&visit, posted, done, to, "panels_set", |form| async move {
        // What was refused has another fingerprint now: it is sent as a form of its own.
        let form = Form { once: shown.once(), ..form };
        again(shown, asked, form).await
    })
    .await
}
