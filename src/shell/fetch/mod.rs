//! Asks the addresses outside a site whether they are there, as a guest: one question at a time to a host, with a
//! pause between two, and none where a server says that it wants to be left alone.
//!
//! Nothing is asked in a private network: an address is connected to as it was judged, after each redirect again, and
//! no name is looked up twice for it. Must not know: where the addresses stand; what follows from their answers.

mod ask;
mod exchange;
mod gate;
mod global;
mod target;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::io;
use std::net::{IpAddr, SocketAddr, ToSocketAddrs};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::runtime;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::{self, ClientConfig, RootCertStore};

use crate::parse::links::Answer;
#[cfg(feature = "deploy")]
pub(crate) use exchange::peace;
use gate::Gates;

/// How long things may take, and how many there may be.
#[derive(Clone, Debug)]
pub(crate) struct Limits {
    /// To reach a host.
    pub(crate) connect: Duration,
    /// To answer for one address, redirects and all; the pauses that politeness asks for are not counted.
    pub(crate) address: Duration,
    /// For all addresses together.
    pub(crate) run: Duration,
    /// Between two questions to a host.
    pub(crate) pause: Duration,
    /// The longest that a server may ask us to wait.
    pub(crate) patience: Duration,
    /// Hosts that are asked at the same time.
    pub(crate) hosts: usize,
    pub(crate) redirects: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            address: Duration::from_secs(30),
            run: Duration::from_mins(20),
            pause: Duration::from_secs(1),
            patience: Duration::from_secs(30),
            hosts: 16,
            redirects: 10,
        }
    }
}

type Resolve = dyn Fn(&str, u16) -> io::Result<Vec<SocketAddr>> + Send + Sync;

/// What leads to a host. Tests lead to this machine; nothing else may.
pub(crate) struct Ways {
    /// All addresses of a name.
    resolve: Arc<Resolve>,
    may_reach: fn(IpAddr) -> bool,
    may_use: fn(u16) -> bool,
    /// Who may vouch for a host.
    roots: RootCertStore,
}

impl Ways {
    /// The web, and nothing of this machine or its neighbours.
    pub(crate) fn of_the_web() -> Self {
        let resolve = |host: &str, port| (host, port).to_socket_addrs().map(Iterator::collect);
        let roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
        Self { resolve: Arc::new(resolve), may_reach: global::is_global, may_use: global::is_web_port, roots }
    }
}

/// Somebody who can be sent to ask.
pub(crate) struct Fetcher {
    limits: Limits,
    ways: Ways,
    tls: TlsConnector,
    gates: Gates,
}

/// Why nobody can be sent.
#[derive(Debug, thiserror::Error)]
pub(crate) enum FetchError {
    #[error("no encrypted connections can be made: {0}")]
    Tls(#[from] rustls::Error),
    #[error("addresses cannot be asked: {0}")]
    Runtime(#[from] io::Error),
}

impl Fetcher {
    pub(crate) fn new(limits: Limits, ways: Ways) -> Result<Self, FetchError> {
        let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()?
            .with_root_certificates(ways.roots.clone())
            .with_no_client_auth();
        let tls = TlsConnector::from(Arc::new(config));
        Ok(Self { limits, ways, tls, gates: Gates::default() })
    }

    /// Asks addresses, and says after each how many have answered. What there was no time for is not in the answer.
    pub(crate) fn ask_all(
        self,
        urls: Vec<String>,
        tell: impl Fn(usize) + Send + Sync + 'static,
    ) -> Result<BTreeMap<String, Answer>, FetchError> {
        let runtime = runtime::Builder::new_current_thread().enable_all().build()?;
        let answers = Arc::new(Mutex::new(BTreeMap::new()));
        let (run, told) = (self.limits.run, answers.clone());
        let keep = move |url: String, answer| {
            let mut answers = told.lock().unwrap_or_else(PoisonError::into_inner);
            answers.insert(url, answer);
            tell(answers.len());
        };
        // What is not done by then is not known.
        let _ = runtime.block_on(async { timeout(run, Arc::new(self).by_host(urls, Arc::new(keep))).await });
        // A name that the system still looks for is nobody's concern any more.
        runtime.shutdown_background();
        let mut answers = answers.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(std::mem::take(&mut *answers))
    }

    /// Asks the addresses of each host one after the other, and hosts side by side.
    async fn by_host(
        self: Arc<Self>,
        urls: Vec<String>,
        keep: Arc<impl Fn(String, Answer) + Send + Sync + 'static>,
    ) {
        let mut hosts: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for url in urls {
            hosts.entry(target::host_of(&url)).or_default().push(url);
        }
        let seats = Arc::new(Semaphore::new(self.limits.hosts));
        let mut tasks = JoinSet::new();
        for urls in hosts.into_values() {
            let (fetcher, keep, seats) = (self.clone(), keep.clone(), seats.clone());
            tasks.spawn(async move {
                let _seat = seats.acquire().await;
                for url in urls {
                    let answer = fetcher.ask(&url).await;
                    keep(url, answer);
                }
            });
        }
        while tasks.join_next().await.is_some() {}
    }
}
