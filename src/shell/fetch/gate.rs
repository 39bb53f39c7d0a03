//! The gate of each host: one goes through at a time, and the next after a pause.
//!
//! Must not know: what is asked.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::time::Instant;

/// When a host may be asked again; who holds the lock, is asking.
pub(super) type Gate = Arc<tokio::sync::Mutex<Instant>>;

#[derive(Default)]
pub(super) struct Gates(Mutex<BTreeMap<String, Gate>>);

impl Gates {
    pub(super) fn of(&self, host: &str) -> Gate {
        let mut gates = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let gate = || Arc::new(tokio::sync::Mutex::new(Instant::now()));
        gates.entry(host.to_owned()).or_insert_with(gate).clone()
    }
}
