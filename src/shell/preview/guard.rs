//! Who may ask: whoever calls this server by its own name, and for the site's news the site's own pages.
//!
//! A page on the web can have its own name resolve to 127.0.0.1 and then read what is there as if it were
//! its own (DNS rebinding); the name in `Host` gives it away. No answer allows another origin anything.
//! Must not know: what is asked for beyond the first name of the path.

use std::net::IpAddr;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header::{HOST, HeaderValue, X_CONTENT_TYPE_OPTIONS};
use axum::http::uri::Authority;
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::Address;
use super::room::Room;
use super::script::OURS;

/// By which names this server may be called.
pub(super) struct Hosts {
    /// The one that it was told to listen on.
    given: Option<String>,
    /// Whether it listens on all addresses of the machine. A name cannot be rebound where there is none,
    /// so any of them is then as good as another.
    all: bool,
}

impl Hosts {
    pub(super) fn of(address: &Address, ip: IpAddr) -> Self {
        Self { given: address.host.as_deref().map(bare), all: ip.is_unspecified() }
    }

    fn allow(&self, authority: &str) -> bool {
        let Ok(authority) = authority.parse::<Authority>() else {
            return false;
        };
        if authority.as_str().contains('@') {
            return false;
        }
        let host = bare(authority.host());
        let ours = matches!(host.as_str(), "localhost" | "127.0.0.1" | "::1") || host.ends_with(".localhost");
        ours || self.given.as_ref() == Some(&host) || (self.all && host.parse::<IpAddr>().is_ok())
    }
}

/// A host without what one name can be written with: case, brackets, the dot of the root.
fn bare(host: &str) -> String {
    let host = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
    host.strip_suffix('.').unwrap_or(host).to_ascii_lowercase()
}

/// Lets a request through, or says in plain words why not.
pub(super) async fn guard(State(room): State<Arc<Room>>, request: Request, next: Next) -> Response {
    let mut response = match refusal(&room.hosts, &request) {
        Some(refusal) => refusal.into_response(),
        None => next.run(request).await,
    };
    response.headers_mut().insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}

fn refusal(hosts: &Hosts, request: &Request) -> Option<(StatusCode, &'static str)> {
    // A target may name its host as well, as it does to a proxy.
    let target = request.uri().authority().is_none_or(|authority| hosts.allow(authority.as_str()));
    if !target || !one_host(request.headers()).is_some_and(|host| hosts.allow(host)) {
        return Some((StatusCode::MISDIRECTED_REQUEST, WRONG_HOST));
    }
    let ours = request.uri().path().strip_prefix('/').is_some_and(|path| path.starts_with(OURS));
    (ours && !is_from_here(request.headers())).then_some((StatusCode::FORBIDDEN, FOREIGN))
}

fn one_host(headers: &HeaderMap) -> Option<&str> {
    let mut hosts = headers.get_all(HOST).iter();
    let host = hosts.next()?.to_str().ok()?;
    hosts.next().is_none().then_some(host)
}

/// Whether a request comes from a page of this server, or from no page at all.
fn is_from_here(headers: &HeaderMap) -> bool {
    let site = headers.get("sec-fetch-site").map(HeaderValue::as_bytes);
    matches!(site, None | Some(b"same-origin" | b"none"))
}

const WRONG_HOST: &str = "This preview answers to localhost, 127.0.0.1, [::1] and the name that `--host` gave it, \
    so that no page from elsewhere can read it.\n";
const FOREIGN: &str = "Only the pages of this preview may listen to its news.\n";

#[cfg(test)]
mod tests {
    use super::*;

    fn hosts(given: Option<&str>, ip: &str) -> Hosts {
        Hosts::of(&Address { host: given.map(str::to_owned), port: None }, ip.parse().unwrap())
    }

    #[test]
    fn a_loopback_server_answers_to_its_names_only() {
        let hosts = hosts(None, "127.0.0.1");
        for host in ["localhost", "LocalHost.:1111", "a.localhost:1", "127.0.0.1:1111", "[::1]:1111", "[::1]"]
        {
            assert!(hosts.allow(host), "{host}");
        }
        for host in [
            "evil.example",
            "localhost.evil.example",
            "127.0.0.1.nip.io",
            "evil@localhost",
            "",
            "192.168.0.2",
            "x/../localhost",
        ] {
            assert!(!hosts.allow(host), "{host}");
        }
    }

    #[test]
    fn a_name_given_is_answered_to() {
        assert!(hosts(Some("Desk.local"), "192.168.0.2").allow("desk.local:1111"));
        assert!(hosts(Some("[fe80::1]"), "fe80::1").allow("[fe80::1]:1111"));
        assert!(!hosts(Some("desk.local"), "192.168.0.2").allow("other.local:1111"));
    }

    #[test]
    fn a_server_on_all_addresses_answers_to_any_address_but_to_no_foreign_name() {
        let hosts = hosts(Some("0.0.0.0"), "0.0.0.0");
        assert!(hosts.allow("192.168.0.2:1111"));
        assert!(!hosts.allow("evil.example:1111"));
    }
}
