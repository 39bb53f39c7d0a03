//! L002: an address outside the site that is dead or has moved for good.

use super::super::links::{external_links, is_front_page, is_same_server};
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
    remedies: &["link to the archived copy: {copy}", FIND_PAGE],
};

const FRONT_PAGE: Message =
    Message { text: "this link now goes to a front page", label: "{url}", remedies: &[FIND_PAGE] };

const MOVED: Message =
    Message { text: "this page has moved permanently", label: "", remedies: &["link to {url}"] };

const MOVED_ELSEWHERE: Message =
    Message { remedies: &["check whether it is the same page, then link to {url}"], ..MOVED };

const FIND_PAGE: &str = "find the page's new address, or link to a copy in an archive";

const EXPLANATION: &str = "\
Finds links to other sites that are dead, and links to pages that have moved permanently.

This rule makes no requests. It reads `links.lock`, which `nutgraf check --online` writes and authors commit. A link
is dead if its server says so (404, 410), if its host does not exist, or if it failed three or more times over three
or more days. A refusal (401, 403, 429, 451, 999) or no answer proves nothing: others may be able to see the page.

A page has moved if its server said so (301, 308) three or more times over a week or more. If the new address is on
the same server and no less encrypted, `--fix` writes it. On another host or port, check whether it is the same page.
If the link now goes to a front page, the old page is most likely gone.

Find the page's new address, or link to a copy in an archive. If the source of a dead link has an `archived` copy,
the link is not reported.
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
            } else if is_same_server(link.url, url) {
                finding(fill!(MOVED, url)).with_fix(link.edit_to(url).map(Fix::safe))
            } else {
                // An author must look whether it is the same page, and is as safe to ask for.
                finding(fill!(MOVED_ELSEWHERE, url)).with_fix(link.edit_to(url).map(Fix::unsafe_))
            });
        }
    }
}
