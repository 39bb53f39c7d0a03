//! D007: a page that does not say who wrote it, or when.

use super::prelude::*;
use crate::base::catalogue::Catalogue;
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
    let settings = &cx.site.settings;
    let (mut keys, mut reasons) = (Vec::new(), Vec::new());
    if front.authors.is_empty() && settings.publisher.name.is_none() {
        keys.push("`authors`");
        reasons.push("who wrote it");
    }
    if front.published.is_none() {
        keys.push("`published`");
        reasons.push("when it was published");
    }
    if front.as_of.is_none() && !front.evergreen {
        keys.push("`as_of`");
        reasons.push("of when it is true");
    }
    let english = Catalogue::english();
    if let (Some(keys), Some(reasons)) = (english.list(&keys), english.list(&reasons)) {
        found.push(RULE.finding(cx.page.path(), Span::new(0..3), fill!(UNDISCLOSED, reasons, keys)));
    }
    if settings.publisher.contact.is_none() {
        // Every explainer gives this finding; the same findings are reported once.
        found.push(RULE.finding(&SitePath::new(SETTINGS), Span::default(), fill!(NO_CONTACT)));
    }
}
