//! A server on this machine that misbehaves in every way, and the answers recorded for it.

mod polite;
mod redirects;
mod server;
mod statuses;
mod trust;

use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use super::*;
use crate::parse::links::{Outcome, RequestFailure, Why};

/// Long enough for a machine that does much else: nothing waits for it when all is well.
const PATIENT: Duration = Duration::from_secs(60);

fn limits() -> Limits {
    Limits {
        connect: PATIENT,
        address: PATIENT,
        run: PATIENT * 2,
        pause: Duration::from_millis(1),
        patience: Duration::from_secs(5),
        hosts: 8,
        redirects: 5,
    }
}

/// For servers that never come to an end.
fn hasty() -> Limits {
    Limits { address: Duration::from_millis(400), ..limits() }
}

/// This machine is the web here, and nothing else is reached.
fn network() -> Network {
    Network {
        resolve: Arc::new(resolve),
        may_reach: is_here,
        may_use: |_| true,
        roots: RootCertStore::empty(),
    }
}

fn is_here(address: IpAddr) -> bool {
    address == Ipv4Addr::LOCALHOST
}

/// Names of the tests: `private.test` is somebody's own network.
fn resolve(host: &str, port: u16) -> io::Result<Vec<SocketAddr>> {
    match host {
        "nowhere.test" => {
            Err(io::Error::other("failed to lookup address information: Name or service not known"))
        }
        "unsure.test" => Err(io::Error::other("failed to lookup address information: Temporary failure")),
        "private.test" => Ok(vec![SocketAddr::from(([10, 0, 0, 1], port))]),
        name if name.ends_with(".test") => Ok(vec![SocketAddr::from(([127, 0, 0, 1], port))]),
        _ => panic!("{host} was looked up"),
    }
}

fn check_links(limits: Limits, network: Network, urls: &[String]) -> BTreeMap<String, Answer> {
    let fetcher = Fetcher::new(limits, network).expect("a fetcher");
    fetcher.check_links(urls.to_vec(), |_| ()).expect("a run")
}

fn ask_with(limits: Limits, network: Network, url: &str) -> Answer {
    let mut answers = check_links(limits, network, &[url.to_owned()]);
    answers.remove(url).unwrap_or_else(|| panic!("no answer from {url}"))
}

fn ask(url: &str) -> Answer {
    ask_with(limits(), network(), url)
}

fn failed(trouble: RequestFailure) -> Outcome {
    Outcome::Failed(Why::NoAnswer(trouble))
}

fn unknown(trouble: RequestFailure) -> Outcome {
    Outcome::Unknown(Why::NoAnswer(trouble))
}
