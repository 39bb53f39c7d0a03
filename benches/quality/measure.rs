//! What is measured of the rules, and with what: shared by the bench, which prints it, and by the test that holds
//! the gates.

pub(crate) mod corpus;
pub(crate) mod fault;
pub(crate) mod label;
pub(crate) mod plot;
pub(crate) mod recall;
pub(crate) mod seed;
pub(crate) mod site;

/// The day on which everything here is read.
pub(crate) const TODAY: &str = "2026-11-24";

/// The share of a rule's findings that an editor wants to see, at least: of those that fail a check, and of others.
pub(crate) const PRECISION: (f64, f64) = (0.98, 0.85);

/// The share of planted faults that a rule finds, at least: by category.
pub(crate) fn recall_gate(code: &str) -> f64 {
    if code.starts_with(['S', 'T', 'P']) { 0.85 } else { 0.95 }
}

/// Findings per 1,000 words of clean copy, and new findings of other rules per planted fault, at most.
pub(crate) const NOISE: f64 = 6.0;
pub(crate) const SPLASH: f64 = 0.1;
