//! The head of every page: where one can go from here, how the page looks, and who reads it.

use domain::form::Field;
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use crate::{face::lang, visit::Visit};

/// So many destinations stand in a wide header; what is beyond is in a menu.
const SHOWN: usize = 6;
/// On a phone the bar at the thumb has so many, what a person comes for, and the menu the rest.
const AT_THUMB: usize = 4;

/// Where a visitor without a session can go.
const PUBLIC: &[&str] = &["/catalogue", "/notice"];

/// Where somebody who is signed in can go, as far as the table of routes opens it.
const INSIDE: &[&str] = &[
    "/desk",
    "/inbox",
    "/calendar",
    "/course",
    "/course_check",
    "/review_session",
    "/listing",
    "/lecture_request",
    "/observation",
    "/reference_lecture",
    "/training_record",
    "/hour_claim",
    "/training_event",
    "/unit_enrolment",
    "/hour_claim/queue",
    "/person",
    "/lecturer_application",
    "/appointment",
    "/register",
    "/report",
    "/annual_assessment",
    "/own_assessment",
    "/roster",
    "/nominate",
    "/award",
    "/rulebook",
    "/audit",
    "/factor_demand",
    "/complaints",
    "/data_request",
    "/certificates",
    "/evidence",
    "/catalogue",
];

fn name(visit: &Visit, path: &str) -> String {
    let l = visit.l;
    let text = match path {
        "/inbox" => return words::page::inbox(l, visit.n_unread),
        "/desk" => t!(l, page.desk),
        "/calendar" => t!(l, page.calendar),
        "/course" => t!(l, page.courses),
        "/course_check" => t!(l, page.course_checks),
        "/review_session" => t!(l, page.review_sessions),
        "/reference_lecture" => t!(l, reference_lecture.title),
        "/listing" => t!(l, page.listings),
        "/lecture_request" => t!(l, page.requests),
        "/observation" => t!(l, page.observations),
        "/training_record" => t!(l, page.training_record),
        "/hour_claim" => t!(l, page.hour_claims),
        "/training_event" | "/unit_enrolment" => t!(l, page.trainings),
        "/hour_claim/queue" => t!(l, page.claim_queue),
        "/person" => t!(l, page.people),
        "/annual_assessment" => t!(l, annual_assessment.title),
        "/own_assessment" => t!(l, annual_assessment.own_title),
        "/lecturer_application" => t!(l, lecturer_application.short),
        "/appointment" => t!(l, appointment.title),
        "/report" => t!(l, report.title),
        "/register" => t!(l, register_entry.title),
        "/roster" => t!(l, page.rosters),
        "/nominate" => t!(l, page.nominate),
        "/award" => t!(l, page.awards),
        "/rulebook" => t!(l, rulebook.title),
        "/audit" => t!(l, page.audit),
        "/factor_demand" => t!(l, account.factor_demand),
        "/certificates" => t!(l, certificate.title),
        "/evidence" => t!(l, evidence.title),
        "/complaints" => t!(l, complaint.title),
        "/data_request" => t!(l, my_information.office_title),
        "/notice" => t!(l, page.notices),
        _ => t!(l, page.catalogue),
    };
    text.to_owned()
}

pub(crate) fn site_header(visit: &Visit) -> impl IntoView {
    let l = visit.l;
    let all = if visit.call.actor.is_some() { INSIDE } else { PUBLIC };
    let links: Vec<_> = all.iter().copied().filter(|path| visit.may_open(path)).collect();
    let shown = if links.len() > SHOWN + 1 { SHOWN } else { links.len() };
    let at_thumb = if links.len() > AT_THUMB + 1 { AT_THUMB } else { links.len() };
    // What only a wide header has room for stands in the menu of a phone, and nowhere twice in sight.
    let in_header = links.iter().take(shown).enumerate();
    let in_header = in_header
        .map(|(at, href)| destination(visit, href, (at >= at_thumb).then_some("only-wide")));
    let in_header = in_header.collect_view();
    let rest = links.get(at_thumb..).unwrap_or_default();
    let is_in_rest = rest.iter().any(|href| is_here(visit, href));
    let is_beyond = links.get(shown..).unwrap_or_default().iter().any(|href| is_here(visit, href));
    let in_menu = rest.iter().enumerate().map(|(at, href)| {
        destination(visit, href, (at + at_thumb < shown).then_some("only-narrow"))
    });
    let in_menu = in_menu.collect_view();
    let here = match (is_beyond, is_in_rest) {
        (true, _) => Some("here"),
        (false, true) => Some("narrow"),
        _ => None,
    };
    let menu = (!rest.is_empty()).then(|| {
        let class = (links.len() == shown).then_some("only-narrow");
        view! {
            <li class=class>
                <details class="menu">
                    <summary data-here=here>{t!(l, page.more)}</summary>
                    <div class="menu-panel"><ul>{in_menu}</ul></div>
                </details>
            </li>
        }
    });
    view! {
        <header class="site">
            <a class="brand" href="/">
                <span class="seal" aria-hidden="true">"砺"</span>
                <span>{t!(l, page.brand)}</span>
            </a>
            <div class="site-tools">{preferences(visit)}{who(visit)}</div>
            <nav class="main" aria-label=t!(l, page.navigation)><ul>{in_header}{menu}</ul></nav>
        </header>
    }
}

fn is_here(visit: &Visit, href: &str) -> bool {
    visit.path == href || (href != "/" && visit.path.starts_with(&format!("{href}/")))
}

fn destination(
    visit: &Visit,
    href: &'static str,
    class: Option<&'static str>,
) -> impl IntoView + use<> {
    let (text, current) = (name(visit, href), is_here(visit, href).then_some("page"));
    view! { <li class=class><a href=href aria-current=current>{text}</a></li> }
}

/// Type size, colours and language: side by side where there is room, else in a menu.
fn preferences(visit: &Visit) -> impl IntoView {
    let l = visit.l;
    view! {
        <div class="only-wide cluster">{choices(visit)}</div>
        <details class="menu only-narrow">
            <summary>{t!(l, page.display)}</summary>
            <div class="menu-panel">{choices(visit)}</div>
        </details>
    }
}

fn choices(visit: &Visit) -> impl IntoView {
    let l = visit.l;
    let (language, name, of) = match l {
        Locale::zh_CN => ("en", "EN", "en"),
        Locale::en => ("zh-CN", "中文", "zh-CN"),
    };
    let (elder, elder_name) = if visit.face.is_elder {
        ("off", t!(l, page.elder_off))
    } else {
        ("on", t!(l, page.elder_on))
    };
    let theme = if visit.face.theme == Some("dark") { "light" } else { "dark" };
    let theme_name = if theme == "dark" { t!(l, page.theme_dark) } else { t!(l, page.theme_light) };
    let form = |name: Field, value: &'static str, of: &'static str, text: &'static str| {
        view! {
            <form method="post" action="/preference">
                <input type="hidden" name=Field::Next.as_str() value=visit.here.clone()/>
                <button name=name.as_str() value=value lang=of>{text}</button>
            </form>
        }
    };
    let own = lang(l);
    view! {
        {form(Field::Elder, elder, own, elder_name)}
        {form(Field::Theme, theme, own, theme_name)}
        {form(Field::Language, language, of, name)}
    }
}

fn who(visit: &Visit) -> AnyView {
    let l = visit.l;
    let Some(actor) = &visit.call.actor else {
        let current = (visit.path == "/sign_in").then_some("page");
        return view! {
            <a href="/sign_in" aria-current=current>{t!(l, page.sign_in)}</a>
        }
        .into_any();
    };
    view! {
        <details class="menu">
            <summary>{actor.name.clone()}</summary>
            <div class="menu-panel"><ul>
                <li><a href="/account">{t!(l, account.own)}</a></li>
                <li><a href="/my_information">{t!(l, page.my_information)}</a></li>
                <li><a href="/password">{t!(l, page.password)}</a></li>
                <li>
                    <form method="post" action="/sign_out">
                        <button>{t!(l, page.sign_out)}</button>
                    </form>
                </li>
            </ul></div>
        </details>
    }
    .into_any()
}
