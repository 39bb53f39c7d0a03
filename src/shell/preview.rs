//! The preview server: the newest good state of a site, out of memory, to browsers that are told when it
//! changes.
//!
//! ```text
//! Revision ──show──▶ Showing ──▶ answer: a page is rendered when it is asked for; a file streams from disk
//!                       └─────▶ news: what each open page must know, as server-sent events
//! ```
//!
//! Only what the plan names can be asked for: an address is looked up in it, never joined to a path on disk.
//! What differs from a built site, the script that listens, comes in while a page is served.
//! Must not know: how files are watched; what is on a page.

mod answer;
mod bare;
mod file;
mod guard;
mod kept;
mod key;
mod listen;
mod news;
mod place;
mod report;
mod room;
mod script;
mod serve;
mod showing;
#[cfg(test)]
mod tests;

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;

use tokio::sync::{oneshot, watch};

use super::project::Revision;
use crate::diagnostics::Finding;

use room::Room;
use showing::Showing;

/// Where the preview is to be had.
#[derive(Clone, Debug, Default)]
pub(crate) struct Address {
    /// A name or an address of this machine; 127.0.0.1 when none is given.
    pub(crate) host: Option<String>,
    /// 1111 when none is given, or the next that is free.
    pub(crate) port: Option<u16>,
}

/// The effect of a new revision on the pages that are open in browsers.
pub(crate) struct Shown {
    pub(crate) changed_pages: usize,
    /// The findings that prevent open pages from being rendered.
    pub(crate) failed: Vec<Finding>,
    pub(crate) revision: Arc<Revision>,
}

/// Why there is no preview.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PreviewError {
    #[error(
        "port {0} of {1} is taken by another program: name another with `--port`, or none for the next free one"
    )]
    Taken(u16, String),
    #[error("ports {0} to {1} of {2} are all taken: name a free one with `--port`")]
    AllTaken(u16, u16, String),
    #[error("`{0}` is no address of this machine: name one with `--host`, or none for 127.0.0.1")]
    NoSuchHost(String),
    #[error("port {0} of {1} is closed to us: {2}")]
    Closed(u16, String, io::Error),
    #[error("the preview server cannot start: {0}")]
    NoServer(io::Error),
}

/// A running server. It ends when this is dropped.
pub(crate) struct Preview {
    room: Arc<Room>,
    stage: watch::Sender<Option<Arc<Showing>>>,
    at: SocketAddr,
    host: Option<String>,
    _ends_when_dropped: oneshot::Sender<()>,
}

impl Preview {
    /// Begins to listen. Whoever asks before the first [`Preview::show`] waits for it.
    pub(crate) fn open(address: &Address) -> Result<Self, PreviewError> {
        let listener = listen::listen(address)?;
        let at = listener.local_addr().map_err(PreviewError::NoServer)?;
        let (stage, showing) = watch::channel(None);
        let room = Arc::new(Room::new(showing, guard::Hosts::of(address, at.ip())));
        let stop = serve::start(listener, room.clone()).map_err(PreviewError::NoServer)?;
        Ok(Self { room, stage, at, host: address.host.clone(), _ends_when_dropped: stop })
    }

    /// Where a browser on this machine finds the site.
    pub(crate) fn url(&self) -> String {
        let port = self.at.port();
        match &self.host {
            Some(host) if !self.at.ip().is_unspecified() && host.parse::<Ipv6Addr>().is_err() => {
                format!("http://{host}:{port}/")
            }
            _ => format!("http://{}/", SocketAddr::new(local(self.at.ip()), port)),
        }
    }

    /// Whether nobody can look at it from another machine.
    pub(crate) fn is_loopback(&self) -> bool {
        self.at.ip().is_loopback()
    }

    /// Puts a new state in place of the last one.
    pub(crate) fn show(&self, revision: Revision) -> Shown {
        let last = self.stage.borrow().clone();
        let next = Arc::new(Showing::after(last.as_deref(), revision));
        let open = self.room.open_pages();
        let changed_pages = open.iter().filter(|page| next.changes(last.as_deref(), page)).count();
        let failed = open.iter().flat_map(|page| next.leaf(page).failed.clone()).collect();
        self.stage.send_replace(Some(next.clone()));
        Shown { changed_pages, failed, revision: next.newest.clone() }
    }
}

/// The address by which this machine reaches itself where it listens on all of its addresses.
fn local(ip: IpAddr) -> IpAddr {
    match ip {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    }
}
