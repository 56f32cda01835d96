//! One request: who, in which language, on which page.

mod here;

use std::sync::{Arc, OnceLock};

use actions::{ActionError, Actions, Call, KeptForm, SignedIn};
use axum::{
    extract::{FromRequestParts, MatchedPath},
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header, request::Parts},
    response::Response,
};
use axum_extra::{
    extract::cookie::{Cookie, CookieJar, SameSite},
    headers::{HeaderMapExt as _, IfNoneMatch},
};
use domain::{
    device::device,
    form::{Once, Values},
    rulebook::{RuleHistory, Rulebook},
};
use time::Duration;
use words::Locale;

use self::here::here;
pub(crate) use self::here::own_address;
use crate::{
    client::client,
    etag::{is_known, not_modified},
    face::Face,
    route::Table,
    state::{Settings, State},
};

const NOTICE: &str = "notice";
const KEPT_FORM: &str = "kept_form";
const BROWSER: &str = "browser";
const SESSION: &str = "session";
const SECURE_SESSION: &str = "__Host-session";
/// Words of addresses that open a page by themselves: nothing keeps or lists such a page.
const LINKS: &[&str] = &["{token}", "{code}"];
const ROBOTS: HeaderName = HeaderName::from_static("x-robots-tag");
/// How long a preference is remembered, a form is kept, and a notice waits for its page.
const PREFERRED: Duration = Duration::days(365);
const KEPT: Duration = Duration::hours(2);
const NOTICED: Duration = Duration::minutes(2);

/// Whether a cookie makes the answer one for this visitor alone.
pub(crate) fn has_personal_cookie(headers: &HeaderMap) -> bool {
    let jar = CookieJar::from_headers(headers);
    [NOTICE, KEPT_FORM, SESSION, SECURE_SESSION].iter().any(|name| jar.get(name).is_some())
}

/// One request, as pages see it. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Visit(Arc<Request>);

impl std::ops::Deref for Visit {
    type Target = Request;

    fn deref(&self) -> &Request {
        &self.0
    }
}

/// What is known of a request.
pub(crate) struct Request {
    pub(crate) actions: Actions,
    pub(crate) settings: Arc<Settings>,
    pub(crate) call: Call,
    pub(crate) l: Locale,
    pub(crate) face: Face,
    /// Path and query, for forms that lead back here.
    pub(crate) here: String,
    pub(crate) path: String,
    pub(crate) token: Option<String>,
    pub(crate) n_unread: i64,
    /// Whether a second factor is to be set up before anything else.
    pub(crate) owes_factor: bool,
    /// The rules of every day, and those of today.
    pub(crate) history: Arc<RuleHistory>,
    pub(crate) rules: Arc<Rulebook>,
    /// Of which edition of the database all this is; asked for anew without a session.
    edition: Option<i64>,
    /// The one-shot notice of the action before.
    pub(crate) notice: Option<String>,
    /// A form that was sent when the session had ended, and what opens it.
    pub(crate) kept_form: Option<KeptForm>,
    kept_token: Option<String>,
    /// Whether the browser brings along a form that waits for the sign-in.
    pub(crate) brings_form: bool,
    /// What the browser has of this page.
    known: Option<IfNoneMatch>,
    table: Arc<Table>,
    /// The address of a public page, as far as the page reads it.
    pub(crate) public_address: Option<String>,
    /// Whether the address is itself what opens the page.
    is_link: bool,
    /// What was typed into the form that was sent, for an error page to show it again.
    pub(crate) typed: OnceLock<Values>,
}

impl Visit {
    /// Reads cookies and session of a request.
    pub(crate) async fn of(
        state: &State,
        table: Arc<Table>,
        request: &Parts,
    ) -> Result<Self, ActionError> {
        let jar = CookieJar::from_headers(&request.headers);
        let now = state.now().await?;
        let token = jar.get(session_cookie(&state.settings)).map(|c| c.value().to_owned());
        let present = match &token {
            Some(token) => state.actions.who_is(token, now).await?,
            None => None,
        };
        let mut call = Call::anonymous(now, client(request, &state.settings.proxies));
        let n_unread = present.as_ref().map_or(0, |present| present.n_unread);
        let edition = present.as_ref().map(|present| present.edition);
        // Without a database no page is shown but the one that says so, and it names no number.
        let known = match edition {
            Some(edition) => Ok(edition),
            None => state.actions.edition().await,
        };
        let history = match known {
            Ok(edition) => state.rules(edition).await?,
            Err(_) => Arc::default(),
        };
        let owes_factor = present.as_ref().is_some_and(|present| present.owes_factor);
        call.actor = present.map(|present| present.actor);
        call.browser = jar.get(BROWSER).map(|cookie| cookie.value().to_owned());
        let agent = request.headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok());
        call.device = agent.map(device).unwrap_or_default();
        let matched = request.extensions.get::<MatchedPath>().map(MatchedPath::as_str);
        call.route = matched.unwrap_or_default().to_owned();
        let value = |name| jar.get(name).map(|cookie: &Cookie<'_>| cookie.value().to_owned());
        let kept_token = value(KEPT_FORM).filter(|_| call.actor.is_some());
        let kept_form = match &kept_token {
            Some(token) if request.method == Method::GET => {
                state.actions.kept_form(&call, token).await?
            }
            _ => None,
        };
        let uri = &request.uri;
        let public_address = matched
            .filter(|_| request.method == Method::GET)
            .and_then(|path| table.public_address(path, uri));
        let face = Face::of(uri.query(), &request.headers);
        Ok(Self(Arc::new(Request {
            actions: state.actions.clone(),
            settings: Arc::clone(&state.settings),
            l: face.l,
            face,
            here: public_address.clone().unwrap_or_else(|| here(request, matched, &table)),
            rules: Arc::new(history.on(call.today())),
            history,
            path: uri.path().to_owned(),
            notice: value(NOTICE),
            brings_form: jar.get(KEPT_FORM).is_some(),
            kept_form,
            kept_token,
            known: request.headers.typed_get(),
            table,
            public_address,
            is_link: matched.is_some_and(|path| LINKS.iter().any(|word| path.contains(word))),
            token,
            call,
            n_unread,
            owes_factor,
            edition,
            typed: OnceLock::new(),
        })))
    }

    /// Which edition of the database the page shows.
    pub(crate) async fn edition(&self) -> Result<i64, ActionError> {
        match self.edition {
            Some(edition) => Ok(edition),
            None => self.actions.edition().await,
        }
    }

    /// A token for a form that creates something.
    pub(crate) fn once(&self) -> Once {
        Once::new(&self.settings.entropy.token())
    }

    /// Whether the table of routes lets this visitor read what is there.
    pub(crate) fn may_open(&self, path: &str) -> bool {
        self.table.admits(path, self.call.actor.as_ref())
    }

    /// Leads on after an accepted form, with a notice that is shown once.
    pub(crate) fn go(&self, to: &str, notice: &'static str) -> Response {
        let mut response = redirect(to);
        // An accepted form needs to be kept no longer; the row itself is swept after a day.
        if self.kept_token.is_some() {
            self.forget(&mut response, KEPT_FORM);
        }
        if !notice.is_empty() {
            self.set_cookie(&mut response, NOTICE, notice, Some(NOTICED));
        }
        response
    }

    /// Remembers what opens a kept form, for as long as somebody may take to sign in.
    pub(crate) fn remember_kept_form(&self, response: &mut Response, token: &str) {
        self.set_cookie(response, KEPT_FORM, token, Some(KEPT));
    }

    /// Sets the cookie of a session that has begun, and the one of a browser that has signed in.
    pub(crate) fn remember(&self, response: &mut Response, session: &SignedIn) {
        let name = session_cookie(&self.settings);
        self.set_cookie(response, name, &session.token, None);
        self.set_cookie(response, BROWSER, &session.browser, Some(PREFERRED));
    }

    /// Remembers a preference for a year.
    pub(crate) fn prefer(&self, response: &mut Response, name: &'static str, value: &str) {
        self.set_cookie(response, name, value, Some(PREFERRED));
    }

    fn set_cookie(
        &self,
        response: &mut Response,
        name: &'static str,
        value: &str,
        lasts: Option<Duration>,
    ) {
        let mut cookie = self.cookie(name, value);
        cookie.set_max_age(lasts);
        append_cookie(response, &cookie);
    }

    fn forget(&self, response: &mut Response, name: &'static str) {
        let mut cookie = self.cookie(name, "");
        cookie.make_removal();
        append_cookie(response, &cookie);
    }

    fn cookie<'a>(&self, name: &'static str, value: &'a str) -> Cookie<'a> {
        Cookie::build((name, value))
            .path("/")
            .http_only(true)
            .same_site(SameSite::Lax)
            .secure(self.settings.public_url.is_secure())
            .build()
    }

    /// The last touch to every answer: a shown notice is removed, nothing personal is cached, and
    /// what the browser has already is not sent again.
    pub(crate) fn finish(&self, mut response: Response) -> Response {
        let is_page = response
            .headers()
            .get(header::CONTENT_TYPE)
            .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
        if is_page && self.notice.is_some() {
            self.forget(&mut response, NOTICE);
        }
        let headers = response.headers_mut();
        if self.call.actor.is_some() || self.is_link {
            headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        } else if is_page {
            let own = HeaderValue::from_static("no-cache, private");
            headers.entry(header::CACHE_CONTROL).or_insert(own);
        }
        if self.is_link {
            headers.insert(ROBOTS, HeaderValue::from_static("noindex, nofollow"));
        }
        if is_known(self.known.as_ref(), response.headers()) {
            return not_modified(response.headers());
        }
        response
    }
}

impl<S: Sync> FromRequestParts<S> for Visit {
    type Rejection = StatusCode;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        let visit = parts.extensions.get::<Self>().cloned();
        visit.ok_or(StatusCode::INTERNAL_SERVER_ERROR)
    }
}

/// See other: the browser fetches the next page.
pub(crate) fn redirect(to: &str) -> Response {
    use axum::response::IntoResponse as _;
    axum::response::Redirect::to(to).into_response()
}

fn append_cookie(response: &mut Response, cookie: &Cookie<'_>) {
    if let Ok(value) = HeaderValue::from_str(&cookie.to_string()) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
}

fn session_cookie(settings: &Settings) -> &'static str {
    if settings.public_url.is_secure() { SECURE_SESSION } else { SESSION }
}
