//! The rules whose findings come with the reading of the files: what the table of problems does not say of them.

use super::super::Rule;

/// C001: a citation of a source that does not exist.
pub(super) static UNDEFINED_SOURCE: Rule = Rule::of_problem("C001", "\
Finds a citation whose id no `sources.toml` and no `sources.bib` has, of the page's folder or of the site.

The reader would be led nowhere. Every command finds it, and a site that has one is not built.

    The visit was announced on 12 September.[@mfa-912]

Mend the id (the nearest one is offered), or add the source. It keeps quiet about ids in code, and about ids that
a file which cannot be read may have defined.
");

/// D004: two files that would have one address.
pub(super) static DUPLICATE_SLUG: Rule = Rule::of_problem(
    "D004",
    "\
Finds two files whose pages would have one address: the same but for capital letters or for how accents are
encoded; and an old address, `aliases`, at which a page stands.

One of them would be lost, and which one would depend on the machine.

    content/xi-trip.md and content/Xi-Trip.md

Give one of them another name, and keep its old address in `aliases`. Every command finds it, and a site that
has one is not built.
",
);

/// D005: events that are not in order of time.
pub(super) static UNORDERED_TIMELINE: Rule = Rule::of_problem(
    "D005",
    "\
Finds an event of a timeline that lies before the one above it.

A reader goes down a timeline as time goes by; one event out of place makes the others doubtful.

    2022-09-16 under it 2022-09-14

Put the events in order. Dates that overlap, such as a month and a day in it, are in order either way. Every
command finds it, and a site that has one is not built.
",
);

/// L001: a link to a page or file that does not exist.
pub(super) static BROKEN_INTERNAL_LINK: Rule = Rule::of_problem(
    "L001",
    "\
Finds a link inside the site whose page or file does not exist. (L003 finds an anchor that its page does not
have, L006 a link to a draft.)

The reader would see the page for what is not there.

    [the congress](../party-congress/index.md)

Mend the path: it is one from file to file, as in any editor, and the nearest file is offered. Every command
finds it, and a site that has one is not built.
",
);
