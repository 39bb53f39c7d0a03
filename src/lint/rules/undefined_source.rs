//! C001: a citation of a source that does not exist.

use super::prelude::*;

pub(super) static RULE: Rule = Rule::of_problem("C001", EXPLANATION);

const EXPLANATION: &str = "\
Finds a citation whose id no `sources.toml` and no `sources.bib` has, of the page's folder or of the site.

The reader would be led nowhere. Every command finds it, and a site that has one is not built.

    The visit was announced on 12 September.[@mfa-912]

Mend the id (the nearest one is offered), or add the source. It keeps quiet about ids in code, and about ids that
a file which cannot be read may have defined.
";
