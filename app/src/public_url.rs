//! The address that people type.

use std::{
    fmt,
    net::{IpAddr, SocketAddr},
    str::FromStr,
};

use axum::http::uri::Authority;
use url::{Host, Url};

/// Scheme, host, and a port where it is not the scheme's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicUrl(Url);

/// What is no such address.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no address of a site: http:// or https://, a host, and nothing behind it")]
pub struct NotAPublicUrl(String);

impl FromStr for PublicUrl {
    type Err = NotAPublicUrl;

    fn from_str(text: &str) -> Result<Self, NotAPublicUrl> {
        let not = || NotAPublicUrl(text.to_owned());
        let url = Url::parse(text.trim()).map_err(|_| not())?;
        let is_bare = url.path() == "/"
            && url.query().is_none()
            && url.fragment().is_none()
            && url.username().is_empty()
            && url.password().is_none();
        let is_site = matches!(url.scheme(), "http" | "https") && url.host().is_some();
        if is_bare && is_site { Ok(Self(url)) } else { Err(not()) }
    }
}

impl fmt::Display for PublicUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.as_str().trim_end_matches('/'))
    }
}

impl PublicUrl {
    /// The address of a server that only this machine reaches.
    pub fn of_listener(address: SocketAddr) -> Result<Self, NotAPublicUrl> {
        format!("http://{address}").parse()
    }

    /// Whether nobody on the way reads along.
    pub fn is_secure(&self) -> bool {
        self.0.scheme() == "https"
    }

    /// Whether it is this machine's own.
    pub fn is_here(&self) -> bool {
        match self.0.host() {
            Some(Host::Domain(name)) => name == "localhost",
            Some(Host::Ipv4(address)) => address.is_loopback(),
            Some(Host::Ipv6(address)) => IpAddr::V6(address).to_canonical().is_loopback(),
            None => false,
        }
    }

    /// Whether a request for this host is one for this site. This machine has three names.
    pub fn answers_to(&self, host: &str) -> bool {
        let Ok(asked) = host.parse::<Authority>() else { return false };
        let default = if self.is_secure() { 443 } else { 80 };
        if host.contains('@') || asked.port_u16().unwrap_or(default) != self.port() {
            return false;
        }
        let name = asked.host();
        let is_same = self.0.host_str().is_some_and(|own| own.eq_ignore_ascii_case(name));
        is_same || self.is_here() && matches!(name, "localhost" | "127.0.0.1" | "[::1]")
    }

    fn port(&self) -> u16 {
        self.0.port_or_known_default().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(text: &str) -> PublicUrl {
        text.parse().unwrap()
    }

    #[test]
    fn what_is_no_site_is_refused() {
        for text in [
            "example.org",
            "ftp://example.org",
            "https://",
            "https://example.org/below",
            "https://example.org/?q",
            "https://example.org/#f",
            "https://somebody@example.org",
            "http://127.0.0.1:99999",
        ] {
            assert!(text.parse::<PublicUrl>().is_err(), "{text}");
        }
        assert_eq!(site("https://Example.org:443/").to_string(), "https://example.org");
    }

    #[test]
    fn a_host_is_the_sites_with_its_port() {
        let public = site("https://example.org");
        for host in ["example.org", "EXAMPLE.ORG", "example.org:443"] {
            assert!(public.answers_to(host), "{host}");
        }
        for host in
            ["", "example.org:80", "www.example.org", "a@example.org", "example.org/x", "[::1]"]
        {
            assert!(!public.answers_to(host), "{host}");
        }
        assert!(!public.is_here() && public.is_secure());
    }

    #[test]
    fn this_machine_has_three_names() {
        for text in ["http://127.0.0.1:3000", "http://localhost:3000", "http://[::1]:3000"] {
            let here = site(text);
            assert!(here.is_here(), "{text}");
            for host in ["localhost:3000", "127.0.0.1:3000", "[::1]:3000"] {
                assert!(here.answers_to(host), "{text}: {host}");
            }
            for host in ["localhost", "127.0.0.1:3001", "127.0.0.2:3000", "example.org:3000"] {
                assert!(!here.answers_to(host), "{text}: {host}");
            }
        }
        assert!(!site("http://127.example.invalid:80").is_here());
    }
}
