//! D007: a page that does not say who wrote it, or when.

use super::prelude::*;
use crate::base::words::Choice;
use crate::parse::front_matter::ExplainerFront;
use crate::source::SETTINGS;

pub(super) static RULE: Rule =
    Rule::new("D007", "missing-disclosure", Warn, &[UNDISCLOSED, NO_CONTACT], EXPLANATION, Run::Page(check));

const UNDISCLOSED: Message = Message {
    text: "this explainer does not say {reasons}",
    label: "",
    remedies: &["add {keys} to its front matter"],
};

const NO_CONTACT: Message = Message {
    text: "this site names nobody to whom an error can be reported",
    label: "",
    remedies: &["add `contact`, an address, under `[publisher]`"],
};

const EXPLANATION: &str = "\
Finds an explainer that does not say who wrote it, when it was published, or of when it is true; and one on a site
that names nobody to whom an error can be reported.

Without them a reader cannot judge a page, and whoever finds a mistake keeps it. They are among the indicators of
the Trust Project.

    +++
    title = \"Why does the bridge matter?\"
    +++

Add `authors`, `published`, and `as_of` (or `evergreen = true`); in `site.toml`, `contact` under `[publisher]`.
A site's publisher stands for an author that is not named. It keeps quiet about drafts and plain pages.
";

fn check(cx: &LintContext<'_>, found: &mut Vec<Finding>) {
    // Without a title there may be no front matter to point at, and that has its own finding.
    let Some(front) = cx.front_matter().filter(|front| !front.draft && front.title.is_some()) else { return };
    let missing = missing_disclosures(front, cx.site);
    if !missing.is_empty() {
        let statements: Vec<_> = missing.iter().map(|disclosure| disclosure.statement).collect();
        let keys = missing.iter().map(|disclosure| disclosure.key).collect();
        let keys = Choice(keys).to_string().replace(" or ", " and ");
        let words = fill!(UNDISCLOSED, reasons = join_with_and(&statements), keys);
        found.push(RULE.finding(cx.page.path(), Span::new(0..3), words));
    }
    let settings = &cx.site.settings;
    if settings.publisher.contact.is_none() {
        // Every explainer gives this finding; the same findings are reported once.
        found.push(RULE.finding(&SitePath::new(SETTINGS), settings.span, fill!(NO_CONTACT)));
    }
}

/// A key of front matter, and what it tells readers.
struct Disclosure {
    key: &'static str,
    statement: &'static str,
}

fn missing_disclosures(front: &ExplainerFront, site: &Site) -> Vec<Disclosure> {
    let mut missing = Vec::new();
    if front.authors.is_empty() && site.settings.publisher.name.is_none() {
        missing.push(Disclosure { key: "authors", statement: "who wrote it" });
    }
    if front.published.is_none() {
        missing.push(Disclosure { key: "published", statement: "when it was published" });
    }
    if front.as_of.is_none() && !front.evergreen {
        missing.push(Disclosure { key: "as_of", statement: "of when it is true" });
    }
    missing
}

fn join_with_and(statements: &[&str]) -> String {
    match statements {
        [one] => (*one).to_owned(),
        [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
        [] => String::new(),
    }
}
