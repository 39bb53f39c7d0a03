//! D007: what a reader must know of who wrote a page, and when.

use super::super::{LintContext, Rule, Run};
use crate::base::words::Choice;
use crate::base::{SitePath, Span};
use crate::diagnostics::{Finding, LintLevel, Message, fill};
use crate::model::Site;
use crate::parse::front_matter::ExplainerFront;
use crate::source::SETTINGS;

pub(super) static RULE: Rule = Rule::new(
    "D007",
    "missing-disclosure",
    LintLevel::Warn,
    &[UNDISCLOSED, NO_CONTACT],
    EXPLANATION,
    Run::Page(run),
);

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

fn run(cx: &LintContext<'_>, found: &mut Vec<Finding>) {
    // What has no title may have no front matter to point at, and that has been found.
    let Some(front) = cx.front_matter().filter(|front| !front.draft && front.title.is_some()) else { return };
    let lacking = lacking(front, cx.site);
    if !lacking.is_empty() {
        let words = fill!(UNDISCLOSED, reasons = reasons(&lacking), keys = listed(&lacking));
        found.push(RULE.finding(cx.page.path(), Span::new(0..3), words));
    }
    let settings = &cx.site.settings;
    if settings.publisher.contact.is_none() {
        // Said once, however many explainers there are.
        found.push(RULE.finding(&SitePath::new(SETTINGS), settings.span, fill!(NO_CONTACT)));
    }
}

/// A key that lacks, and what it would say.
type Lack = (&'static str, &'static str);

fn lacking(front: &ExplainerFront, site: &Site) -> Vec<Lack> {
    let is_signed = !front.authors.is_empty() || site.settings.publisher.name.is_some();
    let is_dated = front.as_of.is_some() || front.evergreen;
    let all = [
        (is_signed, ("authors", "who wrote it")),
        (front.published.is_some(), ("published", "when it was published")),
        (is_dated, ("as_of", "of when it is true")),
    ];
    all.into_iter().filter(|(is_there, _)| !is_there).map(|(_, lack)| lack).collect()
}

fn reasons(lacking: &[Lack]) -> String {
    let reasons: Vec<_> = lacking.iter().map(|(_, reason)| *reason).collect();
    match &reasons[..] {
        [one] => (*one).to_owned(),
        [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
        [] => String::new(),
    }
}

fn listed(lacking: &[Lack]) -> String {
    let keys = lacking.iter().map(|(key, _)| *key).collect();
    Choice(keys).to_string().replace(" or ", " and ")
}
