//! D004: two files that would have one address.

use super::prelude::*;

pub(super) static RULE: Rule = Rule::of_problem("D004", EXPLANATION);

const EXPLANATION: &str = "\
Finds two files whose pages would have one address: the same but for capital letters or for how accents are
encoded; and an old address, `aliases`, at which a page stands.

One of them would be lost, and which one would depend on the machine.

    content/xi-trip.md and content/Xi-Trip.md

Give one of them another name, and keep its old address in `aliases`. Every command finds it, and a site that
has one is not built.
";
