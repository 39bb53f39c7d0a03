//! The preview server: serves the last revision of a site without errors, and tells browsers when it changes.
//!
//! ```text
//! Revision ──show──▶ Version ──▶ respond: renders a page when it is requested, streams a file from disk
//!                       └─────▶ events: tells each open page what has changed, as server-sent events
//! ```
//!
//! Only addresses of the site can be requested: they are looked up, never joined to a path on disk. Pages differ from
//! those of a build in one script, which is added when they are served.
//! Must not know: how files are watched; what is on a page.

mod events;
mod file;
mod findings_page;
mod guard;
mod report;
mod respond;
mod script;
mod serve;
mod state;
#[cfg(test)]
mod tests;
mod version;

use std::io::{self, ErrorKind};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener};
use std::sync::Arc;

use tokio::sync::{oneshot, watch};

use super::project::Revision;
use crate::diagnostics::Finding;

use state::ServerState;
use version::Version;

/// The address that the preview listens on.
#[derive(Clone, Debug, Default)]
pub(crate) struct Address {
    /// A name or an address of this machine; 127.0.0.1 if none is given.
    pub(crate) host: Option<String>,
    /// If none is given, 1111 or the next free one.
    pub(crate) port: Option<u16>,
}

/// The effect of a new revision on the pages that are open in browsers.
pub(crate) struct Shown {
    pub(crate) changed_pages: usize,
    /// The findings that prevent open pages from being rendered.
    pub(crate) failed: Vec<Finding>,
    pub(crate) revision: Arc<Revision>,
}

/// Why the preview cannot start.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PreviewError {
    #[error(
        "port {0} of {1} is taken by another program: give another with `--port`, or leave it out to use the next free one"
    )]
    Taken(u16, String),
    #[error("ports {0} to {1} of {2} are all taken: give a free one with `--port`")]
    AllTaken(u16, u16, String),
    #[error(
        "`{0}` is not an address of this machine: give one with `--host`, or leave it out to use 127.0.0.1"
    )]
    NoSuchHost(String),
    #[error("nutgraf may not use port {0} of {1}: {2}")]
    Closed(u16, String, io::Error),
    #[error("the preview server cannot start: {0}")]
    NoServer(io::Error),
}

/// A running server. It stops when this is dropped.
pub(crate) struct Preview {
    state: Arc<ServerState>,
    versions: watch::Sender<Option<Arc<Version>>>,
    at: SocketAddr,
    host: Option<String>,
    _ends_when_dropped: oneshot::Sender<()>,
}

impl Preview {
    /// Begins to listen. Requests before the first [`Preview::show`] wait for it.
    pub(crate) fn open(address: &Address) -> Result<Self, PreviewError> {
        let listener = listen(address)?;
        let at = listener.local_addr().map_err(PreviewError::NoServer)?;
        let (versions, version) = watch::channel(None);
        let state = Arc::new(ServerState::new(version, guard::Hosts::new(address, at.ip())));
        let stop = serve::start(listener, state.clone()).map_err(PreviewError::NoServer)?;
        Ok(Self { state, versions, at, host: address.host.clone(), _ends_when_dropped: stop })
    }

    /// The address of the site for a browser on this machine.
    pub(crate) fn url(&self) -> String {
        let port = self.at.port();
        let ip = match self.at.ip() {
            // It listens on all addresses.
            IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
            IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
            ip => ip,
        };
        match &self.host {
            Some(host) if ip == self.at.ip() && host.parse::<Ipv6Addr>().is_err() => {
                format!("http://{host}:{port}/")
            }
            _ => format!("http://{}/", SocketAddr::new(ip, port)),
        }
    }

    /// Returns whether only this machine can reach the preview.
    pub(crate) fn is_loopback(&self) -> bool {
        self.at.ip().is_loopback()
    }

    /// Shows a new revision, which replaces the last.
    pub(crate) fn show(&self, revision: Revision) -> Shown {
        let last = self.versions.borrow().clone();
        let next = Arc::new(Version::after(last.as_deref(), revision));
        let open = self.state.open_pages();
        let changed_pages = open.iter().filter(|page| next.has_changed(last.as_deref(), page)).count();
        let failed = open.iter().flat_map(|page| next.page_state(page).failed.clone()).collect();
        self.versions.send_replace(Some(next.clone()));
        Shown { changed_pages, failed, revision: next.newest.clone() }
    }
}

/// The ports that are tried if none is given.
const FIRST_PORT: u16 = 1111;
const LAST_PORT: u16 = 1210;

const LOCALHOST: &str = "127.0.0.1";

/// Opens the port that is given, or the first free one.
fn listen(address: &Address) -> Result<TcpListener, PreviewError> {
    let host = address.host.clone().unwrap_or_else(|| LOCALHOST.to_owned());
    // An IPv6 address may have brackets, as in a URL.
    let plain = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(&host);
    for port in address.port.map_or(FIRST_PORT..=LAST_PORT, |port| port..=port) {
        match TcpListener::bind((plain, port)) {
            Ok(listener) => {
                listener.set_nonblocking(true).map_err(PreviewError::NoServer)?;
                return Ok(listener);
            }
            Err(error) if error.kind() == ErrorKind::AddrInUse => {}
            Err(error) if error.kind() == ErrorKind::PermissionDenied => {
                return Err(PreviewError::Closed(port, host, error));
            }
            // The kind of error for a name that cannot be resolved differs from system to system.
            Err(_) => return Err(PreviewError::NoSuchHost(host)),
        }
    }
    Err(match address.port {
        Some(port) => PreviewError::Taken(port, host),
        None => PreviewError::AllTaken(FIRST_PORT, LAST_PORT, host),
    })
}
