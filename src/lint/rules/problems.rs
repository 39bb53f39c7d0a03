//! The rules whose findings come with the reading of the files: what the table of problems does not say of them.

use super::super::Rule;

/// C001: a citation of a source that does not exist.
pub(super) static UNDEFINED_SOURCE: Rule = Rule::of_problem("C001", "\
Finds a citation whose id is in no `sources.toml` or `sources.bib` of the page's folder or of the site.

The citation would link to nothing. Every command reports this, and the site is not built until it is fixed.

    The visit was announced on 12 September.[@mfa-912]

Correct the id (the message suggests the nearest one), or add the source. The rule ignores ids in code, and ids that
may be defined in a file that cannot be read.
");

/// D004: two files that would have one address.
pub(super) static DUPLICATE_SLUG: Rule = Rule::of_problem(
    "D004",
    "\
Finds two files whose pages would have the same address, even if the addresses differ in capital letters or in how
accents are encoded. It also finds an old address in `aliases` that is the address of a page.

One of the two would be lost, and which one would depend on the machine.

    content/xi-trip.md and content/Xi-Trip.md

Rename one of them, and keep its old address in `aliases`. Every command reports this, and the site is not built
until it is fixed.
",
);

/// D005: events that are not in order of time.
pub(super) static UNORDERED_TIMELINE: Rule = Rule::of_problem(
    "D005",
    "\
Finds an event of a timeline that is earlier than the one above it.

Readers expect a timeline in order; one event out of place makes the others doubtful.

    2022-09-16, and below it 2022-09-14

Put the events in order. If dates overlap, such as a month and a day in it, either order is right. Every command
reports this, and the site is not built until it is fixed.
",
);

/// L001: a link to a page or file that does not exist.
pub(super) static BROKEN_INTERNAL_LINK: Rule = Rule::of_problem(
    "L001",
    "\
Finds a link to a page or file of the site that does not exist. (L003 finds a link to a missing anchor, L006 a link
to a draft.)

Readers would get the 404 page.

    [the congress](../party-congress/index.md)

Correct the path: it goes from file to file, as in any editor. The message suggests the nearest file. Every command
reports this, and the site is not built until it is fixed.
",
);
