//! Lets only one request at a time go to a host.
//!
//! Must not know: what is requested.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use tokio::time::Instant;

use crate::shell::lock;

/// The time of the next request to a host. The lock is held during a request.
pub(super) type HostGate = Arc<tokio::sync::Mutex<Instant>>;

#[derive(Default)]
pub(super) struct HostGates(Mutex<BTreeMap<String, HostGate>>);

impl HostGates {
    pub(super) fn for_host(&self, host: &str) -> HostGate {
        let mut gates = lock(&self.0);
        let gate = gates.entry(host.to_owned());
        gate.or_insert_with(|| Arc::new(tokio::sync::Mutex::new(Instant::now()))).clone()
    }
}
