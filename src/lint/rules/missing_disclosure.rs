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
    text: "this site does not say where to report an error",
    label: "",
    remedies: &["add `contact`, an address, under `[publisher]`"],
};

const EXPLANATION: &str = "\
Finds an explainer that does not say who wrote it, when it was published, or when it was correct. It also finds
explainers on a site that does not say where to report an error.

Without these details readers cannot judge a page, and readers who find a mistake have nobody to tell. They are
among the indicators of the Trust Project.

    +++
    title = \"Why does the bridge matter?\"
    +++

Add `authors`, `published`, and `as_of` (or `evergreen = true`); in `site.toml`, add `contact` under `[publisher]`.
If a page names no author, the site's publisher counts as its author. The rule ignores drafts and plain pages.
";

fn check(cx: &LintContext<'_>, found: &mut Vec<Finding>) {
    // Without a title there may be no front matter to point at, and that has its own finding.
    let Some(front) = cx.front_matter().filter(|front| !front.draft && front.title.is_some()) else { return };
    let settings = &cx.site.settings;
    let mut keys = Vec::new();
    let mut reasons = Vec::new();
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
        reasons.push("when it was correct");
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
