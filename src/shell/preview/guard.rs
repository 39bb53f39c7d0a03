//! Refuses requests that name another host, and requests for the server's own paths from pages of other sites.
//!
//! A page on the web can let its own name resolve to 127.0.0.1 and then read this server as its own origin (DNS
//! rebinding), but the `Host` header has that name. No response allows another origin anything, and browsers show none
//! in another site's page: drafts are not for its eyes.
//! Must not know: any path but the prefix of the server's own.

use std::net::IpAddr;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header::{CONTENT_SECURITY_POLICY, HOST, HeaderName, HeaderValue, X_CONTENT_TYPE_OPTIONS};
use axum::http::uri::Authority;
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::Address;
use super::script::OWN_PATHS;
use super::state::ServerState;

/// The host names that requests may have.
pub(super) struct Hosts {
    /// The host that the server listens on.
    given: Option<String>,
    /// True if the server listens on all addresses of the machine. Then any IP address is allowed: it is no name that
    /// could be rebound.
    all: bool,
}

impl Hosts {
    pub(super) fn new(address: &Address, ip: IpAddr) -> Self {
        Self { given: address.host.as_deref().map(normalize_host), all: ip.is_unspecified() }
    }

    fn allow(&self, authority: &str) -> bool {
        let Ok(authority) = authority.parse::<Authority>() else {
            return false;
        };
        if authority.as_str().contains('@') {
            return false;
        }
        let host = normalize_host(authority.host());
        let is_loopback =
            matches!(host.as_str(), "localhost" | "127.0.0.1" | "::1") || host.ends_with(".localhost");
        is_loopback || self.given.as_ref() == Some(&host) || (self.all && host.parse::<IpAddr>().is_ok())
    }
}

/// A host in lower case, without brackets and the dot of the root.
fn normalize_host(host: &str) -> String {
    let host = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
    host.strip_suffix('.').unwrap_or(host).to_ascii_lowercase()
}

/// The headers of all responses: no other site may frame a page, nor use a picture, a script or a style.
const EVERY_RESPONSE: [(HeaderName, &str); 3] = [
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (CONTENT_SECURITY_POLICY, "frame-ancestors 'self'"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
];

/// Lets a request through, or answers with the reason for refusing it.
pub(super) async fn guard(State(state): State<Arc<ServerState>>, request: Request, next: Next) -> Response {
    let mut response = match refusal(&state.hosts, &request) {
        Some(refusal) => refusal.into_response(),
        None => next.run(request).await,
    };
    for (name, value) in EVERY_RESPONSE {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

fn refusal(hosts: &Hosts, request: &Request) -> Option<(StatusCode, &'static str)> {
    // The target of a request may have a host too, as requests to a proxy do.
    let allows_target = request.uri().authority().is_none_or(|authority| hosts.allow(authority.as_str()));
    if !allows_target || !single_host(request.headers()).is_some_and(|host| hosts.allow(host)) {
        return Some((StatusCode::MISDIRECTED_REQUEST, WRONG_HOST));
    }
    let is_own_path = request.uri().path().strip_prefix('/').is_some_and(|path| path.starts_with(OWN_PATHS));
    (is_own_path && !is_same_origin(request.headers())).then_some((StatusCode::FORBIDDEN, FOREIGN))
}

fn single_host(headers: &HeaderMap) -> Option<&str> {
    let mut hosts = headers.get_all(HOST).iter();
    let host = hosts.next()?.to_str().ok()?;
    hosts.next().is_none().then_some(host)
}

/// Returns whether a request comes from a page of this server, or from no page at all.
fn is_same_origin(headers: &HeaderMap) -> bool {
    let site = headers.get("sec-fetch-site").map(HeaderValue::as_bytes);
    matches!(site, None | Some(b"same-origin" | b"none"))
}

const WRONG_HOST: &str = "This preview answers to localhost, 127.0.0.1, [::1] and the name that `--host` gave it, \
    so that no page from elsewhere can read it.\n";
const FOREIGN: &str = "Only the pages of this preview may receive its updates.\n";

#[cfg(test)]
mod tests {
    use super::*;

    fn hosts(given: Option<&str>, ip: &str) -> Hosts {
        Hosts::new(&Address { host: given.map(str::to_owned), port: None }, ip.parse().unwrap())
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
