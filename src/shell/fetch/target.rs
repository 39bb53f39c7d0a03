//! Where a question goes: an address, read as a browser reads it, if it is one that may be asked.
//!
//! Must not know: what a name resolves to.

use std::net::IpAddr;

use url::{Host, Url};

use crate::parse::links::Trouble;

/// The longest address that is asked: longer ones are no page's, but a trap for programs.
const LONGEST: usize = 8000;

#[derive(Clone, Debug)]
pub(super) struct Target {
    pub(super) url: Url,
    pub(super) host: String,
    /// The host, where it is a number.
    pub(super) number: Option<IpAddr>,
    pub(super) port: u16,
}

impl Target {
    pub(super) fn new(mut url: Url, may_use: fn(u16) -> bool) -> Result<Self, Trouble> {
        let web = matches!(url.scheme(), "http" | "https");
        let secret = !url.username().is_empty() || url.password().is_some();
        let port = url.port_or_known_default().filter(|port| may_use(*port));
        let (Some(port), false, true) = (port, secret, web && url.as_str().len() <= LONGEST) else {
            return Err(Trouble::NotAsked);
        };
        url.set_fragment(None);
        let (host, number) = match url.host().ok_or(Trouble::NotAsked)? {
            Host::Domain(name) => (name.trim_end_matches('.').to_owned(), None),
            Host::Ipv4(number) => (number.to_string(), Some(IpAddr::V4(number))),
            Host::Ipv6(number) => (number.to_string(), Some(IpAddr::V6(number))),
        };
        Ok(Self { url, host, number, port })
    }

    pub(super) fn parse(url: &str, may_use: fn(u16) -> bool) -> Result<Self, Trouble> {
        Self::new(Url::parse(url).map_err(|_| Trouble::NotAsked)?, may_use)
    }

    pub(super) fn is_encrypted(&self) -> bool {
        self.url.scheme() == "https"
    }

    /// What is asked of the server.
    pub(super) fn path(&self) -> &str {
        &self.url[url::Position::BeforePath..url::Position::AfterQuery]
    }

    /// The name of the server, for the server.
    pub(super) fn authority(&self) -> &str {
        &self.url[url::Position::BeforeHost..url::Position::AfterPort]
    }
}

/// The host of an address, for grouping; what has none is a group too.
pub(super) fn host_of(url: &str) -> String {
    Url::parse(url).ok().and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::super::global::is_web_port;
    use super::*;

    #[test]
    fn an_address_is_read_as_a_browser_reads_it() {
        let target = Target::parse("HTTPS://Münch%65n.example./ü b?c=d#e", is_web_port).expect("a target");
        assert_eq!((target.host.as_str(), target.port), ("xn--mnchen-3ya.example", 443));
        assert_eq!(target.path(), "/%C3%BC%20b?c=d");
        let number = |url| Target::parse(url, is_web_port).expect("a target").number;
        assert_eq!(number("http://0x7f.1/"), Some([127, 0, 0, 1].into()));
        assert_eq!(number("http://2130706433:8080/"), Some([127, 0, 0, 1].into()));
        assert_eq!(
            number("http://[::ffff:127.0.0.1]/").map(|it| it.to_canonical()),
            Some([127, 0, 0, 1].into())
        );
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
            assert_eq!(Target::parse(url, is_web_port).err(), Some(Trouble::NotAsked), "{url}");
        }
    }
}
