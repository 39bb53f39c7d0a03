//! L002: an address outside the site where nothing is any more, or that has moved for good.

use super::super::links::{ExternalLink, external_links, host, is_front_page};
use super::super::{Rule, Run, Words};
use crate::diagnostics::{Finding, Fix, LintLevel};
use crate::model::Site;
use crate::parse::links::Entry;

pub(super) static RULE: Rule =
    Rule::new(("L002", "dead-external-link"), LintLevel::Warn, EXPLANATION, Run::Site(run));

const EXPLANATION: &str = "\
Finds links out of the site that are dead, and those whose page has moved for good.

It asks nobody: it goes by `links.lock`, which `nutgraf check --online` writes and authors commit. A link is dead
when its server says so (404, 410), when there is no host of its name, or when it failed three times or more over
three days or more. A refusal (401, 403, 429, 451, 999) and silence prove nothing: somebody else may get to see
the page.

A page has moved when its server said so (301, 308) three times or more over a week or more. On the same host the
new address is a safe fix; on another, look whether it is the same page. One that leads to a front page has most
likely gone.

Find where the page is now, or link a copy in an archive. A source with an `archived` copy may rest.
";

fn run(site: &Site, found: &mut Vec<Finding>) {
    for link in external_links(site) {
        let Some(entry) = site.links.get(link.url) else { continue };
        let copied = link.source.is_some_and(|source| source.archived.is_some());
        let words = if entry.is_dead() {
            (!copied).then(|| dead(entry))
        } else {
            entry.moved_to().map(|url| moved(&link, url))
        };
        found.extend(words.map(|words| RULE.finding(&link.path, link.span, words)));
    }
}

fn dead(entry: &Entry) -> Words {
    let help = match &entry.archive_url {
        Some(copy) => format!("link the archived copy: {copy}"),
        None => "find where the page is now, or link a copy in an archive".to_owned(),
    };
    Words::new("this link is dead", entry.reason(), help)
}

fn moved(link: &ExternalLink<'_>, url: &str) -> Words {
    if is_front_page(url) && !is_front_page(link.url) {
        let help = "find where the page is now, or link a copy in an archive";
        return Words::new("this link leads to a front page now", format!("to {url}"), help);
    }
    let same = host(url) == host(link.url);
    let help = if same {
        format!("link {url}")
    } else {
        format!("look whether it is the same page, then link {url}")
    };
    let fix = link.to(url).map(if same { Fix::safe } else { Fix::unsafe_ });
    Words::new("this page has moved", "its server says so, for good", help).with_fix(fix)
}
