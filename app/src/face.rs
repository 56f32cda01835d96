//! How pages look for a visitor, and the cookies that say so.

use axum::http::{HeaderMap, header};
use axum_extra::extract::cookie::{Cookie, CookieJar};
use words::Locale;

const LANGUAGE: &str = "language";
const THEME: &str = "theme";
const ELDER: &str = "elder";

/// How a visitor wants pages to look, as far as the page itself differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Face {
    pub(crate) l: Locale,
    /// `light`, `dark` or none for the system's.
    pub(crate) theme: Option<&'static str>,
    pub(crate) is_elder: bool,
}

impl Face {
    /// Reads the address and the cookies.
    pub(crate) fn of(query: Option<&str>, headers: &HeaderMap) -> Self {
        let jar = CookieJar::from_headers(headers);
        let value = |name| jar.get(name).map(Cookie::value);
        Self {
            l: locale(query, value(LANGUAGE), headers),
            theme: match value(THEME) {
                Some("light") => Some("light"),
                Some("dark") => Some("dark"),
                _ => None,
            },
            is_elder: value(ELDER) == Some("on"),
        }
    }
}

/// The language as HTML names it.
pub(crate) fn lang(l: Locale) -> &'static str {
    match l {
        Locale::zh_CN => "zh-CN",
        Locale::en => "en",
    }
}

/// `?lang=`, else the cookie, else what the browser prefers, else Chinese.
fn locale(query: Option<&str>, cookie: Option<&str>, headers: &HeaderMap) -> Locale {
    let asked = query.and_then(|query| {
        form_urlencoded::parse(query.as_bytes())
            .find(|(name, _)| name == "lang")
            .map(|(_, value)| value.into_owned())
    });
    asked
        .as_deref()
        .and_then(words::parse_locale)
        .or_else(|| cookie.and_then(words::parse_locale))
        .or_else(|| {
            let accepted = headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok()?;
            words::preferred_locale(accepted)
        })
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn the_language_is_asked_remembered_or_preferred() {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_LANGUAGE, HeaderValue::from_static("fr;q=0.9, en;q=0.5"));
        assert_eq!(locale(None, None, &headers), Locale::en);
        assert_eq!(locale(None, Some("zh-CN"), &headers), Locale::zh_CN);
        assert_eq!(locale(Some("lang=en"), Some("zh-CN"), &headers), Locale::en);
        assert_eq!(locale(None, Some("tlh"), &HeaderMap::new()), Locale::zh_CN);
    }
}
