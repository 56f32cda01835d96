//! The shell around every page: head, header, notice, footer; status and security headers.

use std::sync::Arc;

use actions::ActionError;
use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::lecture_request::REQUEST_READERS;
use domain::role::{
    CHECKERS, IMPORTERS, PEOPLE_READERS, PLANNERS, Role, is_trainee, may_check_claims,
    may_organise_training, may_read_audit,
};
use hydration_context::SsrSharedContext;
use leptos::{
    nonce::{provide_nonce, use_nonce},
    prelude::*,
};
use leptos_i18n::td_string as t;
use sha2::{Digest, Sha256};
use words::Locale;

use crate::{kept_form::refilled_notice, page_cache::Public, visit::Visit};

/// What is said about a page before its body.
pub(crate) struct Page {
    title: String,
    lede: Option<String>,
    status: StatusCode,
    has_island: bool,
    shows_title: bool,
    is_public: bool,
}

impl Page {
    pub(crate) fn new(title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            lede: None,
            status: StatusCode::OK,
            has_island: false,
            shows_title: true,
            is_public: false,
        }
    }

    pub(crate) fn lede(mut self, lede: impl Into<String>) -> Self {
        self.lede = Some(lede.into());
        self
    }

    pub(crate) fn status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }

    /// A refused form: 422 with the typed values.
    pub(crate) fn refused(self, is_refused: bool) -> Self {
        if is_refused { self.status(StatusCode::UNPROCESSABLE_ENTITY) } else { self }
    }

    /// With the script that wakes islands; other pages carry none.
    pub(crate) fn with_island(mut self) -> Self {
        self.has_island = true;
        self
    }

    /// The page draws its own heading.
    pub(crate) fn own_heading(mut self) -> Self {
        self.shows_title = false;
        self
    }

    /// The page shows the same to everybody who is not signed in.
    pub(crate) fn public(mut self) -> Self {
        self.is_public = true;
        self
    }

    /// The whole answer.
    pub(crate) fn render<V: IntoView + 'static>(
        self,
        visit: &Visit,
        body: impl FnOnce() -> V,
    ) -> Response {
        let (status, has_island, is_public) = (self.status, self.has_island, self.is_public);
        let owner = Owner::new_root(Some(Arc::new(SsrSharedContext::new_islands())));
        let (html, policy) = owner.with(|| {
            if self.has_island {
                provide_nonce();
            }
            let policy = policy(use_nonce().map(|nonce| nonce.to_string()).as_deref());
            (shell(visit, self, body()).to_html(), policy)
        });
        owner.unset_with_forced_cleanup();
        let html = if has_island { html } else { html.replace(PLACE, "") };
        let headers = [
            (header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")),
            (header::CONTENT_SECURITY_POLICY, policy),
            (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
            (header::REFERRER_POLICY, HeaderValue::from_static("same-origin")),
            // No page asks where somebody is (`LAW-60`); the browser need not offer it.
            (
                PERMISSIONS_POLICY,
                HeaderValue::from_static("geolocation=(), camera=(), microphone=()"),
            ),
        ];
        let tag = (status == StatusCode::OK && !has_island).then(|| tag(&html)).flatten();
        let mut response = (status, headers, html).into_response();
        if let Some(tag) = tag {
            response.headers_mut().insert(header::ETAG, tag);
        }
        if is_public && visit.call.actor.is_none() {
            response.extensions_mut().insert(Public);
        }
        response
    }
}

/// What Leptos writes where an island would find a place again. Nothing wakes on other pages.
const PLACE: &str = "<!>";
const PERMISSIONS_POLICY: header::HeaderName =
    header::HeaderName::from_static("permissions-policy");

/// A weak tag, for the same page may be compressed in several ways.
fn tag(html: &str) -> Option<HeaderValue> {
    let digest = hex::encode(&Sha256::digest(html.as_bytes())[..12]);
    HeaderValue::from_str(&format!("W/\"{digest}\"")).ok()
}

/// Everything from this host; scripts only on pages with islands, and only with the nonce.
fn policy(nonce: Option<&str>) -> HeaderValue {
    const COMMON: &str = "default-src 'none'; img-src 'self' data:; style-src 'self'; \
        form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
    let text = match nonce {
        None => COMMON.to_owned(),
        Some(nonce) => format!(
            "{COMMON}; connect-src 'self'; script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'"
        ),
    };
    HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static(COMMON))
}

/// The database does not answer: a page that needs nothing from it.
pub(crate) fn unavailable(error: &ActionError) -> Response {
    tracing::error!(%error, "the visit could not be read");
    let html = "<!DOCTYPE html><html lang=\"zh-CN\"><meta charset=\"utf-8\"><title>砺课</title>\
        <h1>服务暂时不可用</h1><p>请稍后再试。</p><p lang=\"en\">The service is not available. \
        Please try again in a moment.</p></html>";
    let kind = [(header::CONTENT_TYPE, "text/html; charset=utf-8")];
    (StatusCode::SERVICE_UNAVAILABLE, kind, html).into_response()
}

fn shell(visit: &Visit, page: Page, body: impl IntoView) -> impl IntoView {
    let l = visit.l;
    let title = format!("{} · {}", page.title, t!(l, page.brand));
    let scripts = page.has_island.then(|| {
        let options = visit.settings.assets.leptos.clone();
        view! { <HydrationScripts options=options islands=true/> }
    });
    let heading = page.shows_title.then(|| {
        view! {
            <div class="page-head">
                <h1>{page.title.clone()}</h1>
                {page.lede.clone().map(|lede| view! { <p class="lede">{lede}</p> })}
            </div>
        }
    });
    view! {
        <!DOCTYPE html>
        <html lang=lang(l) data-theme=visit.face.theme data-elder=visit.face.is_elder.then_some("")>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <title>{title}</title>
                <link rel="stylesheet" href=visit.settings.assets.stylesheet.clone()/>
                <link rel="icon" href="data:,"/>
                {scripts}
            </head>
            <body>
                <a class="skip-link" href="#main">{t!(l, page.skip)}</a>
                {visit.settings.is_demo.then(|| view! {
                    <aside class="demo-banner" aria-label=t!(l, page.demo_label)>{t!(l, page.demo)}</aside>
                })}
                {site_header(visit)}
                <main id="main" tabindex="-1">
                    <div class="page">
                        {notice(visit)}
                        {refilled_notice(visit)}
                        {heading}
                        {body}
                    </div>
                </main>
                <footer class="site">
                    <p>{t!(l, page.footer)}</p>
                    <ul>
                        <li><a href="/privacy">{t!(l, page.privacy)}</a></li>
                        <li><a href="/style-guide">{t!(l, page.style_guide)}</a></li>
                    </ul>
                </footer>
            </body>
        </html>
    }
}

/// The language as HTML names it.
pub(crate) fn lang(l: Locale) -> &'static str {
    match l {
        Locale::zh_CN => "zh-CN",
        Locale::en => "en",
    }
}

fn notice(visit: &Visit) -> Option<impl IntoView> {
    let text = words::page::notice(visit.l, visit.notice.as_deref()?)?;
    Some(view! { <p class="notice success" role="status">{text}</p> })
}

fn site_header(visit: &Visit) -> impl IntoView {
    let l = visit.l;
    let is_here = |href: &str| {
        visit.path == href || (href != "/" && visit.path.starts_with(&format!("{href}/")))
    };
    let link = |(href, text): (&'static str, String)| {
        let current = is_here(href).then_some("page");
        view! { <li><a href=href aria-current=current>{text}</a></li> }
    };
    let mut links = nav_links(visit);
    let rest = if links.len() > NAV_SHOWN + 1 { links.split_off(NAV_SHOWN) } else { Vec::new() };
    let is_in_rest = rest.iter().any(|(href, _)| is_here(href)).then_some("");
    let rest = rest.into_iter().map(link).collect::<Vec<_>>();
    let rest = (!rest.is_empty()).then(|| {
        view! {
            <li>
                <details class="menu">
                    <summary data-here=is_in_rest>{t!(l, page.more)}</summary>
                    <div class="menu-panel"><ul>{rest}</ul></div>
                </details>
            </li>
        }
    });
    let links = links.into_iter().map(link).collect_view();
    view! {
        <header class="site">
            <a class="brand" href="/">
                <span class="seal" aria-hidden="true">"砺"</span>
                <span>{t!(l, page.brand)}</span>
            </a>
            <div class="site-tools">{preferences(visit)}{who(visit)}</div>
            <nav class="main" aria-label=t!(l, page.navigation)><ul>{links}{rest}</ul></nav>
        </header>
    }
}

/// So many destinations stand in the header; what is beyond is in a menu, so that a phone shows the
/// page and not its navigation.
const NAV_SHOWN: usize = 6;

/// Who has to do with awards.
const AWARDS: &[Role] = &[Role::CityOffice, Role::Judge, Role::DecisionMaker, Role::Supervisor];

fn nav_links(visit: &Visit) -> Vec<(&'static str, String)> {
    let l = visit.l;
    let mut links: Vec<(&'static str, String)> = Vec::new();
    let Some(actor) = &visit.call.actor else {
        return vec![
            ("/catalogue", t!(l, page.catalogue).into()),
            ("/notice", t!(l, page.notices).into()),
        ];
    };
    links.push(("/desk", t!(l, page.desk).into()));
    links.push(("/inbox", words::page::inbox(l, visit.n_unread)));
    links.push(("/calendar", t!(l, page.calendar).into()));
    if actor.is(Role::Lecturer) {
        links.push(("/course", t!(l, page.courses).into()));
    }
    if actor.is_any(CHECKERS) {
        links.push(("/course_check", t!(l, page.course_checks).into()));
    }
    if actor.is_any(PLANNERS) {
        links.push(("/review_session", t!(l, page.review_sessions).into()));
    }
    if actor.is_any(REQUEST_READERS) {
        links.push(("/lecture_request", t!(l, page.requests).into()));
    }
    if is_trainee(actor) {
        links.push(("/training_record", t!(l, page.training_record).into()));
        links.push(("/hour_claim", t!(l, page.hour_claims).into()));
    }
    if is_trainee(actor) || may_organise_training(actor) {
        links.push(("/training_event", t!(l, page.trainings).into()));
    }
    if may_check_claims(actor) {
        links.push(("/hour_claim/queue", t!(l, page.claim_queue).into()));
    }
    if actor.is_any(PEOPLE_READERS) {
        links.push(("/person", t!(l, page.people).into()));
    }
    if actor.is_any(IMPORTERS) {
        links.push(("/roster", t!(l, page.rosters).into()));
    }
    if actor.is_any(AWARDS) {
        links.push(("/award", t!(l, page.awards).into()));
    }
    if may_read_audit(actor) {
        links.push(("/audit", t!(l, page.audit).into()));
    }
    links.push(("/catalogue", t!(l, page.catalogue).into()));
    links
}

fn preferences(visit: &Visit) -> impl IntoView {
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
    let form = |name: &'static str, value: &'static str, of: &'static str, text: &'static str| {
        view! {
            <form method="post" action="/preference">
                <input type="hidden" name="next" value=visit.here.clone()/>
                <button name=name value=value lang=of>{text}</button>
            </form>
        }
    };
    let own = lang(l);
    view! {
        {form("elder", elder, own, elder_name)}
        {form("theme", theme, own, theme_name)}
        {form("language", language, of, name)}
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
