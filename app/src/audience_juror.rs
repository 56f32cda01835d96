//! Audience jurors: the page that a group opens by QR or short link, the chair's page with the code,
//! and what came of it beside the panel's result.

mod lead;
mod qr;

use actions::{ActionError, JurorLinkRow, JurorView};
use axum::{
    extract::Path,
    response::{IntoResponse as _, Response},
};
use domain::{
    audience_juror::{FACE_MAX, JurorQuestion},
    form::Values,
    role::Role,
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use crate::{
    error::Answer,
    form::{Form, Posted},
    page::Page,
    route::{Route, Who},
    visit::{Visit, redirect},
};

/// Who leads a lecture.
const LEADERS: Who = Who::Role(&[Role::Panelist, Role::CityOffice, Role::SessionOrganiser]);
/// The mouths of the faces, from the worst to the best: drawn, for not every phone has a letter for
/// each face.
const MOUTHS: [&str; 5] = [
    "M7 17.5 Q12 11.5 17 17.5",
    "M7.5 16.5 Q12 14 16.5 16.5",
    "M7.5 15.5 H16.5",
    "M7.5 14.5 Q12 17.5 16.5 14.5",
    "M6.5 13.5 Q12 21 17.5 13.5 Z",
];

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/j/{code}", Who::Anyone, show),
        Route::post("/j/{code}", Who::Anyone, send),
        Route::get("/j/{code}/thanks", Who::Anyone, thanks),
        Route::get("/trial_lecture/{id}/audience_juror", LEADERS, lead::show),
        Route::post("/trial_lecture/{id}/audience_juror", LEADERS, lead::step),
    ]
}

async fn show(visit: Visit, Path(code): Path<String>) -> Answer {
    let link = visit.actions.juror_link(&code).await?;
    let form = Form::to_make(&visit, Values::default());
    Ok(page_of(&visit, &link, &form))
}

/// The three questions, as long as answers are taken.
fn page_of(visit: &Visit, link: &JurorLinkRow, form: &Form) -> Response {
    let l = visit.l;
    let action = format!("/j/{}", link.juror_code);
    let lede = format!("{} · {}", link.title, link.label);
    let head = Page::new(t!(l, audience_juror.ask_title)).lede(lede).with(form);
    let told = if !link.is_open() {
        Some(t!(l, audience_juror.closed))
    } else if link.n_cast >= link.n_jurors {
        Some(t!(l, audience_juror.full))
    } else {
        None
    };
    head.render(visit, || match told {
        Some(text) => view! { <p class="notice info">{text}</p> }.into_any(),
        None => view! {
            {form.why()}
            <p class="hint">{t!(l, audience_juror.anonymous)}</p>
            <form class="form" method="post" action=action novalidate>
                {form.once()}
                {JurorQuestion::ALL.iter().map(|it| faces(form, *it)).collect_view()}
                <button class="button primary large">{t!(l, audience_juror.send)}</button>
            </form>
        }
        .into_any(),
    })
}

/// A question with its five faces, each large enough for a thumb.
fn faces(form: &Form, question: JurorQuestion) -> impl IntoView + use<> {
    let (l, field) = (form.l, question.field());
    let invalid = form.problems.of(field).is_some();
    let choices = (1..=FACE_MAX)
        .zip(MOUTHS)
        .map(|(face, mouth)| {
            let id = if face == 1 { field.to_string() } else { format!("{field}-{face}") };
            let checked = form.values.has(field, &face.to_string());
            view! {
                <label class="face">
                    <input type="radio" id=id name=field.as_str() value=face.to_string() checked=checked/>
                    <svg class="face-picture" viewBox="0 0 24 24" aria-hidden="true">
                        <circle cx="12" cy="12" r="10"></circle>
                        <path d="M8.5 8.5 V10.5 M15.5 8.5 V10.5"></path>
                        <path d=mouth></path>
                    </svg>
                    <span class="face-name">{words::audience_juror::face(l, face)}</span>
                </label>
            }
        })
        .collect_view();
    view! {
        <fieldset class="field" data-invalid=invalid.then_some("")>
            <legend>{words::audience_juror::question(l, question)}</legend>
            <div class="faces">{choices}</div>
            {form.problem(field)}
        </fieldset>
    }
}

/// Counts the answers. The answer sets no cookie, not even for a notice.
async fn send(visit: Visit, Path(code): Path<String>, posted: Posted) -> Answer {
    match visit.actions.cast_juror(&code, &posted.values, &posted.once).await {
        Ok(()) => Ok(redirect(&format!("/j/{code}/thanks")).into_response()),
        Err(error @ (ActionError::Invalid(_) | ActionError::WrongState)) => {
            let link = visit.actions.juror_link(&code).await?;
            let form = match error {
                ActionError::Invalid(problems) => Form::with_problems(visit.l, posted, problems),
                _ => Form::with_message(visit.l, posted, t!(visit.l, audience_juror.closed)),
            };
            Ok(page_of(&visit, &link, &form))
        }
        Err(error) => Err(error.into()),
    }
}

async fn thanks(visit: Visit, Path(code): Path<String>) -> Answer {
    let l = visit.l;
    let link = visit.actions.juror_link(&code).await?;
    let head = Page::new(t!(l, audience_juror.thanks_title)).lede(link.title);
    Ok(head.render(&visit, move || view! { <p>{t!(l, audience_juror.thanks)}</p> }))
}

/// What audiences have answered, beside the panel's result and apart from it.
pub(crate) fn beside(l: Locale, views: &[JurorView]) -> Option<AnyView> {
    if views.is_empty() {
        return None;
    }
    let groups = views
        .iter()
        .map(|view| {
            let answered = match &view.tallies {
                None => view! { <p class="hint">{t!(l, audience_juror.few)}</p> }.into_any(),
                Some(tallies) => {
                    let lines = JurorQuestion::ALL.iter().zip(tallies);
                    lines
                        .map(|(question, tally)| line(l, *question, *tally))
                        .collect_view()
                        .into_any()
                }
            };
            view! {
                <h3>{view.link.label.clone()}</h3>
                {answered}
            }
        })
        .collect_view();
    Some(
        view! {
            <section class="stack">
                <h2>{t!(l, audience_juror.beside)}</h2>
                {groups}
            </section>
        }
        .into_any(),
    )
}

fn line(
    l: Locale,
    question: JurorQuestion,
    tally: domain::audience_juror::Tally,
) -> impl IntoView + use<> {
    let mean = tally
        .mean()
        .map(|mean| words::audience_juror::mean(l, &mean.to_string(), tally.count()))
        .unwrap_or_default();
    let counts: Vec<String> = (1..)
        .zip(tally.0)
        .filter(|(_, n)| *n > 0)
        .map(|(face, n)| words::audience_juror::face_count(l, face, n))
        .collect();
    view! {
        <p>
            <strong>{words::audience_juror::question(l, question)}</strong>
            " "{mean}
            <span class="hint">" "{counts.join(" · ")}</span>
        </p>
    }
}
