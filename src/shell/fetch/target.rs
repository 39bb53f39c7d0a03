//! The target of a request: an address, parsed as a browser does, if it may be requested.
//!
//! Must not know: what a name resolves to.

use std::net::IpAddr;

use url::{Host, Url};

use crate::parse::links::RequestFailure;

/// The longest address that is requested. Longer ones are no pages but traps for crawlers.
const LONGEST: usize = 8000;

#[derive(Clone, Debug)]
pub(super) struct Target {
    pub(super) url: Url,
    pub(super) host: String,
    /// The host, if it is an IP address.
    pub(super) ip: Option<IpAddr>,
    pub(super) port: u16,
}

impl Target {
    pub(super) fn new(mut url: Url, may_use: fn(u16) -> bool) -> Result<Self, RequestFailure> {
        let is_web = matches!(url.scheme(), "http" | "https");
        let has_credentials = !url.username().is_empty() || url.password().is_some();
        let port = url.port_or_known_default().filter(|port| may_use(*port));
        let (Some(port), false, true) = (port, has_credentials, is_web && url.as_str().len() <= LONGEST)
        else {
            return Err(RequestFailure::NotAsked);
        };
        url.set_fragment(None);
        let (host, ip) = match url.host().ok_or(RequestFailure::NotAsked)? {
            Host::Domain(name) => (name.trim_end_matches('.').to_owned(), None),
            Host::Ipv4(ip) => (ip.to_string(), Some(IpAddr::V4(ip))),
            Host::Ipv6(ip) => (ip.to_string(), Some(IpAddr::V6(ip))),
        };
        Ok(Self { url, host, ip, port })
    }

    pub(super) fn parse(url: &str, may_use: fn(u16) -> bool) -> Result<Self, RequestFailure> {
        Self::new(Url::parse(url).map_err(|_| RequestFailure::NotAsked)?, may_use)
    }
}

/// Returns whether a port is one of the web's. A request might disturb other services.
pub(super) fn is_web_port(port: u16) -> bool {
    matches!(port, 80 | 443 | 8000 | 8008 | 8080 | 8443)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_as_a_browser_reads_it() {
        let target = Target::parse("HTTPS://Münch%65n.example./ü b?c=d#e", is_web_port).expect("a target");
        assert_eq!((target.host.as_str(), target.port), ("xn--mnchen-3ya.example", 443));
        assert_eq!(target.url.as_str(), "https://xn--mnchen-3ya.example./%C3%BC%20b?c=d");
        let ip = |url| Target::parse(url, is_web_port).expect("a target").ip;
        assert_eq!(ip("http://0x7f.1/"), Some([127, 0, 0, 1].into()));
        assert_eq!(ip("http://2130706433:8080/"), Some([127, 0, 0, 1].into()));
        assert_eq!(ip("http://[::ffff:127.0.0.1]/").map(|it| it.to_canonical()), Some([127, 0, 0, 1].into()));
    }

    #[test]
    fn what_is_no_page_is_not_asked() {
        let long = format!("https://a.example/{}", "a".repeat(LONGEST));
        for url in [
            "ftp://a.example/",
            "file:///etc/passwd",
            "https://me@a.example/",
            "https://me:secret@a.example/",
            "https://:secret@a.example/",
            "http://a.example:25/",
            "http://a.example:22/",
            "https://a.example:0/",
            "https://",
            "nothing",
            &long,
        ] {
            assert_eq!(Target::parse(url, is_web_port).err(), Some(RequestFailure::NotAsked), "{url}");
        }
    }
}
