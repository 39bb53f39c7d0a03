//! Faults that are planted in clean explainers, by the rule that has to find each.
//!
//! They follow the explanation of each rule. Those of C005, D006, D007, P002, S008, S009, T005 and T009 were adapted to
//! it after the rule had missed them, so their recall says less than that of the others.

mod clarity;
mod correctness;
mod date;
mod hygiene;
mod sourcing;
mod staleness;
mod structure;

use super::explainer::{FaultyExplainer, Place};

/// A way to spoil an explainer.
pub(crate) struct Fault {
    /// The rule that has to find it.
    pub code: &'static str,
    pub name: &'static str,
    /// Plants it, and returns its places; `None` if the explainer has no place for it.
    pub plant: fn(&mut FaultyExplainer) -> Option<Vec<Place>>,
}

const fn fault(
    code: &'static str,
    name: &'static str,
    plant: fn(&mut FaultyExplainer) -> Option<Vec<Place>>,
) -> Fault {
    Fault { code, name, plant }
}

const GROUPS: [&[Fault]; 6] = [
    correctness::FAULTS,
    sourcing::FAULTS,
    staleness::FAULTS,
    clarity::FAULTS,
    structure::FAULTS,
    hygiene::FAULTS,
];

/// All faults, by the category of the rule.
pub(crate) fn faults() -> impl Iterator<Item = &'static Fault> {
    GROUPS.into_iter().flatten()
}
