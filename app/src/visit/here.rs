//! Where a visitor is, and which addresses are this site's.

use axum::http::{Method, header, request::Parts};

use crate::route::Table;

/// An address of this site from a form, or the desk: never another host's.
pub(crate) fn own_address(text: &str) -> &str {
    let is_own = text.starts_with('/')
        && !text.starts_with("//")
        && !text.contains('\\')
        && text.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' ');
    if is_own { text } else { "/desk" }
}

/// Where the visitor is: the page itself, or, after sending a form, the page that had it. The table
/// knows it; a browser that tells as well says with which words in the address.
pub(super) fn here(request: &Parts, matched: Option<&str>, table: &Table) -> String {
    let own = request.uri.path_and_query().map_or("/", |it| it.as_str());
    if request.method == Method::GET {
        return own.to_owned();
    }
    let page = matched.and_then(|path| table.page_of_form(path, request.uri.path()));
    let told = request.headers.get(header::REFERER).and_then(|value| value.to_str().ok());
    let told = told.and_then(|address| {
        let rest = address.split_once("://")?.1;
        Some(own_address(&rest[rest.find('/')?..]))
    });
    let is_page = |told: &&str| {
        let path = told.split(['?', '#']).next();
        page.as_deref().is_none_or(|page| path == Some(page))
    };
    let told = told.filter(is_page).map(str::to_owned);
    told.or(page).unwrap_or_else(|| "/desk".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_leads_back_to_this_site_only() {
        assert_eq!(own_address("/inbox?page=2"), "/inbox?page=2");
        for other in [
            "//evil.example",
            "https://evil.example",
            "/\\evil",
            "/\t/evil.example",
            "/\r\n/evil",
            "/\u{7f}",
            "/\0",
            "/\u{2028}",
            "",
            "javascript:1",
        ] {
            assert_eq!(own_address(other), "/desk");
        }
    }
}
