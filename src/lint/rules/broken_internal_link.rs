//! L001: a link to a page or file that does not exist.

use super::prelude::*;

pub(super) static RULE: Rule = Rule::of_problem("L001", EXPLANATION);

const EXPLANATION: &str = "\
Finds a link inside the site whose page or file does not exist. (L003 finds an anchor that its page does not
have, L006 a link to a draft.)

The reader would see the page for what is not there.

    [the congress](../party-congress/index.md)

Mend the path: it is one from file to file, as in any editor, and the nearest file is offered. Every command
finds it, and a site that has one is not built.
";
