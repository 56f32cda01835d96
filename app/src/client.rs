//! Whence a request comes: the address of who asks, also where proxies stand between.

use std::net::{IpAddr, SocketAddr};

use axum::{
    extract::ConnectInfo,
    http::{HeaderMap, HeaderName, request::Parts},
};
use ipnet::{IpNet, Ipv6Net};

const FORWARDED: HeaderName = HeaderName::from_static("x-forwarded-for");
/// A house has so many bits of an IPv6 address, and whoever lives there all the others.
const HOUSE: u8 = 64;

/// The proxies whose word is taken for where a request comes from.
#[derive(Clone, Debug, Default)]
pub struct Proxies(Vec<IpNet>);

impl Proxies {
    /// Proxies in these networks.
    pub fn new(networks: Vec<IpNet>) -> Self {
        Self(networks)
    }

    /// Whether nobody's word is taken.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn trust(&self, address: IpAddr) -> bool {
        self.0.iter().any(|network| network.contains(&address))
    }

    /// Who asks: the right-most address of `X-Forwarded-For` that is no trusted proxy's. What stands
    /// left of it anybody may have written, and from anybody else the header says nothing.
    fn client(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        let mut client = peer.to_canonical();
        let lines = headers.get_all(FORWARDED).iter();
        let said: Vec<&[u8]> =
            lines.flat_map(|line| line.as_bytes().split(|byte| *byte == b',')).collect();
        for text in said.into_iter().rev() {
            if !self.trust(client) {
                break;
            }
            let Some(address) = read(text) else { break };
            client = address;
        }
        client
    }
}

/// An address, with a port or without.
fn read(text: &[u8]) -> Option<IpAddr> {
    let text = std::str::from_utf8(text).ok()?.trim();
    let plain = text.parse().ok();
    let with_port = || text.parse().ok().map(|address: SocketAddr| address.ip());
    plain.or_else(with_port).map(|address: IpAddr| address.to_canonical())
}

/// Who asks, as limits and the chain know them: an IPv4 address, or the house of an IPv6 address.
/// Empty where nobody is connected, as in a test.
pub(crate) fn client(request: &Parts, proxies: &Proxies) -> String {
    let Some(ConnectInfo(peer)) = request.extensions.get::<ConnectInfo<SocketAddr>>() else {
        return String::new();
    };
    match proxies.client(peer.ip(), &request.headers) {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => Ipv6Net::new(address, HOUSE)
            .map_or_else(|_| address.to_string(), |house| house.trunc().to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(proxies: &[&str], peer: &str, forwarded: &[&str]) -> String {
        let proxies = Proxies::new(proxies.iter().map(|it| it.parse().unwrap()).collect());
        let mut request = axum::http::Request::new(());
        for line in forwarded {
            let line = axum::http::HeaderValue::from_bytes(line.as_bytes()).unwrap();
            request.headers_mut().append(FORWARDED, line);
        }
        let peer = SocketAddr::new(peer.parse().unwrap(), 40_000);
        request.extensions_mut().insert(ConnectInfo(peer));
        client(&request.into_parts().0, &proxies)
    }

    #[test]
    fn without_a_trusted_proxy_no_header_is_believed() {
        assert_eq!(asked(&[], "127.0.0.1", &["9.9.9.9"]), "127.0.0.1");
        assert_eq!(asked(&["10.0.0.0/8"], "8.8.8.8", &["9.9.9.9"]), "8.8.8.8");
    }

    #[test]
    fn the_right_most_address_that_is_no_proxy_asks() {
        let proxies = ["127.0.0.0/8", "10.0.0.0/8"];
        let of = |lines: &[&str]| asked(&proxies, "127.0.0.1", lines);
        assert_eq!(of(&["9.9.9.9"]), "9.9.9.9");
        assert_eq!(
            of(&["1.1.1.1, 9.9.9.9, 10.0.0.7"]),
            "9.9.9.9",
            "1.1.1.1 is what a stranger wrote"
        );
        assert_eq!(of(&["1.1.1.1", "9.9.9.9:4711"]), "9.9.9.9", "two lines are one");
        assert_eq!(of(&["1.1.1.1, nobody, 10.0.0.7"]), "10.0.0.7", "what is no address ends it");
        assert_eq!(of(&["1.1.1.1, \u{e4}, 9.9.9.9"]), "9.9.9.9");
        assert_eq!(of(&[]), "127.0.0.1");
    }

    #[test]
    fn a_house_is_one_client_and_one_way_of_writing_an_address_as_well() {
        assert_eq!(asked(&[], "2001:db8:1:2:3:4:5:6", &[]), "2001:db8:1:2::/64");
        assert_eq!(asked(&[], "::ffff:9.9.9.9", &[]), "9.9.9.9");
        assert_eq!(asked(&["::1/128"], "::1", &["[2001:db8:1:2::9]:443"]), "2001:db8:1:2::/64");
    }
}
