//! The measurements of the rules, shared by the bench, which prints them, and by the test that holds the gates.

pub(crate) mod corpus;
pub(crate) mod explainer;
pub(crate) mod fault;
pub(crate) mod label;
pub(crate) mod recall;
pub(crate) mod rng;
pub(crate) mod site;

/// The day of all checks here.
pub(crate) const TODAY: &str = "2026-11-24";

/// The lowest share of a rule's findings that an editor wants to see: for rules that fail a check, and for others.
pub(crate) const MIN_PRECISION: (f64, f64) = (0.98, 0.85);

/// The lowest share of planted faults that a rule has to find.
pub(crate) fn min_recall(code: &str) -> f64 {
    if code.starts_with(['S', 'T', 'P']) { 0.85 } else { 0.95 }
}

/// The most findings per 1,000 words of clean copy.
pub(crate) const MAX_NOISE: f64 = 6.0;
/// The most new findings of other rules per planted fault.
pub(crate) const MAX_SIDE_FINDINGS: f64 = 0.1;
