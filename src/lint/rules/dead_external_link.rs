//! L002: an address outside the site that is dead or has moved for good.

use super::super::links::{external_links, host, is_front_page};
use super::prelude::*;

pub(super) static RULE: Rule = Rule::new(
    "L002",
    "dead-external-link",
    Warn,
    &[DEAD, FRONT_PAGE, MOVED, MOVED_ELSEWHERE],
    EXPLANATION,
    Run::Site(check),
);

const DEAD: Message = Message {
    text: "this link is dead",
    label: "{reason}",
    remedies: &["link the archived copy: {copy}", FIND_PAGE],
};

const FRONT_PAGE: Message =
    Message { text: "this link leads to a front page now", label: "to {url}", remedies: &[FIND_PAGE] };

const MOVED: Message =
    Message { text: "this page has moved", label: "its server says so, for good", remedies: &["link {url}"] };

const MOVED_ELSEWHERE: Message =
    Message { remedies: &["look whether it is the same page, then link {url}"], ..MOVED };

const FIND_PAGE: &str = "find where the page is now, or link a copy in an archive";

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

fn check(site: &Site, found: &mut Vec<Finding>) {
    for link in external_links(site) {
        let Some(entry) = site.links.get(link.url) else { continue };
        let is_archived = link.source.is_some_and(|source| source.archived.is_some());
        let finding = |words| RULE.finding(&link.path, link.span, words);
        if entry.is_dead() {
            if !is_archived {
                found.push(finding(fill!(DEAD, reason = entry.reason(), copy = entry.archive_url)));
            }
        } else if let Some(url) = entry.moved_to() {
            found.push(if is_front_page(url) && !is_front_page(link.url) {
                finding(fill!(FRONT_PAGE, url))
            } else if host(url) == host(link.url) {
                finding(fill!(MOVED, url)).with_fix(link.edit_to(url).map(Fix::safe))
            } else {
                // On another host, an author must look whether it is the same page.
                finding(fill!(MOVED_ELSEWHERE, url)).with_fix(link.edit_to(url).map(Fix::unsafe_))
            });
        }
    }
}
