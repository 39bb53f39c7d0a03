//! Checks whether external links work, politely: one request at a time to a host, a pause between two, and none while a
//! server asks to be left alone.
//!
//! Nothing in a private network is requested. An IP address is connected to as it was checked, again after each
//! redirect, and a name is not resolved a second time for it. Must not know: where the links are; what follows from the
//! answers.

mod check;
mod request;
mod target;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::io;
use std::net::{IpAddr, SocketAddr, ToSocketAddrs};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::runtime;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio::time::{Instant, timeout};
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::{self, ClientConfig, RootCertStore};
use url::Url;

use super::lock;
use crate::base::ip_address::is_global;
use crate::parse::links::Answer;
#[cfg(feature = "deploy")]
pub(crate) use request::parse_retry_after;

/// The limits of times and numbers.
#[derive(Clone, Debug)]
pub(crate) struct Limits {
    /// The time to connect to a host.
    pub(crate) connect: Duration,
    /// The time for one link with all its redirects, without pauses between requests.
    pub(crate) address: Duration,
    /// The time for all links together.
    pub(crate) run: Duration,
    /// The pause between two requests to a host.
    pub(crate) pause: Duration,
    /// The longest wait that a server may ask for.
    pub(crate) patience: Duration,
    /// The number of hosts that are requested at the same time.
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

/// How names are resolved and what may be reached. In tests, this machine.
pub(crate) struct Network {
    /// Resolves a name and a port to addresses.
    resolve: Arc<Resolve>,
    may_reach: fn(IpAddr) -> bool,
    may_use: fn(u16) -> bool,
    /// The certificate authorities that are trusted.
    roots: RootCertStore,
}

impl Network {
    /// The internet, without this machine and its local networks.
    pub(crate) fn public_internet() -> Self {
        let resolve = |host: &str, port| (host, port).to_socket_addrs().map(Iterator::collect);
        let roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
        Self { resolve: Arc::new(resolve), may_reach: is_global, may_use: target::is_web_port, roots }
    }
}

/// A client that checks links.
pub(crate) struct Fetcher {
    limits: Limits,
    network: Network,
    tls: TlsConnector,
    /// The time of the next request to each host. The lock on it is held during a request.
    gates: Mutex<BTreeMap<String, Arc<tokio::sync::Mutex<Instant>>>>,
}

/// Why no links can be checked.
#[derive(Debug, thiserror::Error)]
pub(crate) enum FetchError {
    #[error("cannot make encrypted connections: {0}")]
    Tls(#[from] rustls::Error),
    #[error("cannot request addresses: {0}")]
    Runtime(#[from] io::Error),
}

impl Fetcher {
    pub(crate) fn new(limits: Limits, network: Network) -> Result<Self, FetchError> {
        let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()?
            .with_root_certificates(network.roots.clone())
            .with_no_client_auth();
        let tls = TlsConnector::from(Arc::new(config));
        Ok(Self { limits, network, tls, gates: Mutex::default() })
    }

    /// Checks links, and calls `report_progress` after each with the number of links checked so far. Links for which
    /// there was no time have no answer.
    pub(crate) fn check_links(
        self,
        urls: Vec<String>,
        report_progress: impl Fn(usize) + Send + Sync + 'static,
    ) -> Result<BTreeMap<String, Answer>, FetchError> {
        let runtime = runtime::Builder::new_current_thread().enable_all().build()?;
        let answers = Arc::new(Mutex::new(BTreeMap::new()));
        let collected = answers.clone();
        let collect = move |url: String, answer| {
            let mut answers = lock(&collected);
            answers.insert(url, answer);
            report_progress(answers.len());
        };
        let run = self.limits.run;
        let check_all = Arc::new(self).check_by_host(urls, Arc::new(collect));
        // A timeout is no error: the links that are left have no answer.
        let _ = runtime.block_on(async { timeout(run, check_all).await });
        // Without this, it would wait for names that are still being resolved.
        runtime.shutdown_background();
        let mut answers = lock(&answers);
        Ok(std::mem::take(&mut *answers))
    }

    /// Checks the links of each host one after the other, and several hosts at a time.
    async fn check_by_host(
        self: Arc<Self>,
        urls: Vec<String>,
        collect: Arc<impl Fn(String, Answer) + Send + Sync + 'static>,
    ) {
        let mut hosts: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for url in urls {
            let host = Url::parse(&url).ok().and_then(|url| url.host_str().map(str::to_owned));
            hosts.entry(host.unwrap_or_default()).or_default().push(url);
        }
        let permits = Arc::new(Semaphore::new(self.limits.hosts));
        let mut tasks = JoinSet::new();
        for urls in hosts.into_values() {
            let fetcher = self.clone();
            let collect = collect.clone();
            let permits = permits.clone();
            tasks.spawn(async move {
                let _permit = permits.acquire().await;
                for url in urls {
                    let answer = fetcher.check_link(&url).await;
                    collect(url, answer);
                }
            });
        }
        while tasks.join_next().await.is_some() {}
    }
}
