//! The shell around every page: head, header, notice, footer; status and security headers.

use std::sync::Arc;

use actions::ActionError;
use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use axum_extra::headers::HeaderMapExt as _;
use hydration_context::SsrSharedContext;
use leptos::{
    nonce::{provide_nonce, use_nonce},
    prelude::*,
};
use leptos_i18n::td_string as t;

use crate::{
    etag::tag, face::lang, form::Form, navigation::site_header, refilled::with_notice,
    rulebook::rules_here, visit::Visit,
};

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

    /// With the status that this form has come to.
    pub(crate) fn with(self, form: &Form) -> Self {
        self.status(form.status())
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
        let (html, policy) = alone(visit, || {
            if self.has_island {
                provide_nonce();
            }
            let policy = policy(use_nonce().map(|nonce| nonce.to_string()).as_deref());
            (shell(visit, self, body()).to_html(), policy)
        });
        let html = if has_island { html } else { html.replace(PLACE, "") };
        let html = with_notice(visit, html);
        let headers = [
            (header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")),
            (header::CONTENT_SECURITY_POLICY, policy),
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
            response.headers_mut().typed_insert(tag);
        }
        if is_public && visit.call.actor.is_none() {
            response.extensions_mut().insert(Public);
        }
        response
    }
}

/// A view as it is sent, for a page without an island.
pub(crate) fn html_of<V: IntoView + 'static>(visit: &Visit, view: impl FnOnce() -> V) -> String {
    island_html_of(visit, view).replace(PLACE, "")
}

/// The same with the places at which an island wakes.
pub(crate) fn island_html_of<V: IntoView + 'static>(
    visit: &Visit,
    view: impl FnOnce() -> V,
) -> String {
    alone(visit, || view().to_html())
}

/// Renders under an owner of its own, which is gone afterwards, with the rules of the day beside it.
fn alone<T>(visit: &Visit, render: impl FnOnce() -> T) -> T {
    let owner = Owner::new_root(Some(Arc::new(SsrSharedContext::new_islands())));
    let rendered = owner.with(|| {
        provide_context(Arc::clone(&visit.rules));
        render()
    });
    owner.unset_with_forced_cleanup();
    rendered
}

/// Marks an answer that is the same for every visitor without a session.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Public;

/// What Leptos writes where an island would find a place again. Nothing wakes on other pages.
const PLACE: &str = "<!>";

const PERMISSIONS_POLICY: header::HeaderName =
    header::HeaderName::from_static("permissions-policy");

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
    not_now()
}

/// A page that needs nothing: the service has no answer at the moment.
pub fn not_now() -> Response {
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
                        {heading}
                        {body}
                        {rules_here(visit)}
                    </div>
                </main>
                <footer class="site">
                    <p>{t!(l, page.footer)}</p>
                    <ul>
                        <li><a href="/privacy">{t!(l, page.privacy)}</a></li>
                        <li><a href="/complaint">{t!(l, page.complaint)}</a></li>
                        <li><a href="/verify">{t!(l, certificate.verify)}</a></li>
                        {visit.settings.is_demo.then(|| view! {
                            <li><a href="/style-guide">{t!(l, page.style_guide)}</a></li>
                        })}
                    </ul>
                </footer>
            </body>
        </html>
    }
}

fn notice(visit: &Visit) -> Option<impl IntoView> {
    let text = words::page::notice(visit.l, visit.notice.as_deref()?)?;
    Some(view! { <p class="notice success" role="status">{text}</p> })
}
