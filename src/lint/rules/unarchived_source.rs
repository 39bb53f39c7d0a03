//! S009: a source on the web without an archived copy.

use super::super::links::host;
use super::prelude::*;
use crate::base::toml::format_string;
use crate::parse::data::{Source, SourceKind};
use crate::parse::links::Entry;
use crate::parse::table::Text;

pub(super) static RULE: Rule =
    Rule::new("S009", "unarchived-source", Warn, &[COPIED, NOT_COPIED], EXPLANATION, Run::Site(check))
        .with(&[Setting::texts("hosts", "hosts whose pages always need a copy; `*` for all hosts")]);

const COPIED: Message = Message {
    text: "this source has no archived copy",
    label: "but there is one",
    remedies: &["add `{line}`"],
};

const NOT_COPIED: Message = Message {
    label: "the last time, {reason}",
    remedies: &[
        "save it at https://web.archive.org/save, then add `archived = \"…\"`; or explain why you cannot: `unarchived = \"…\"`",
    ],
    ..COPIED
};

const EXPLANATION: &str = "\
Finds sources on the web without an `archived` copy, if `links.lock` knows of one, if the address has begun to fail,
or if the site asks for copies.

A page that proves a claim today may be different tomorrow, or gone. A copy in an archive stays.

    [foreign-ministry]
    url = \"https://mfa.example/statement\"

Save the page at https://web.archive.org/save and add the copy: `archived = \"https://web.archive.org/…\"`. If that
is not possible, explain why: `unarchived = \"behind a paywall\"`. If `links.lock` knows of a copy (`archive_url`),
`--fix` adds it.

It ignores books, DOIs and Handles (which outlive addresses), archives, and the site's own host. To ask for a copy
of each source of some hosts, list the hosts, or `\"*\"` for all:

    [check.rule.unarchived-source]
    hosts = [\"mfa.example\"]
";

/// Hosts of lasting addresses and of archives.
const LASTING_HOSTS: [&str; 11] = [
    "doi.org",
    "dx.doi.org",
    "hdl.handle.net",
    "archive.org",
    "web.archive.org",
    "archive.today",
    "archive.ph",
    "archive.is",
    "perma.cc",
    "webcitation.org",
    "arxiv.org",
];

fn check(site: &Site, found: &mut Vec<Finding>) {
    for source in site.registry.sources() {
        let Some(url) = source.url.as_ref().filter(|url| may_vanish(site, source, url)) else { continue };
        let entry = site.links.get(&url.value);
        let finding = |words| RULE.finding(&source.path, url.span, words);
        if let Some(copy) = entry.and_then(|entry| entry.archive_url.as_deref()) {
            let line = format!("archived = {}", format_string(copy));
            // Only where the address has a line of its own.
            let edit =
                source.below_url.map(|span| Edit { span, old: String::new(), new: format!("\n{line}") });
            found.push(finding(fill!(COPIED, line)).with_fix(edit.map(Fix::safe)));
            continue;
        }
        // A dead link has its own finding.
        if entry.is_some_and(Entry::is_dead) {
            continue;
        }
        let failing = entry.filter(|entry| entry.fails > 0);
        if failing.is_some() || is_required(site, url) {
            found.push(finding(fill!(NOT_COPIED, reason = failing.map(Entry::reason))));
        }
    }
}

/// Checks whether a source on the web can vanish: it has no copy, is on another host, and its address is not
/// made to last.
fn may_vanish(site: &Site, source: &Source, url: &Text) -> bool {
    let source_host = host(&url.value);
    let publisher = site.settings.publisher.url.as_ref().map(|url| url.value.as_str());
    let is_own =
        host(site.base_url.as_str()) == source_host || publisher.is_some_and(|url| host(url) == source_host);
    let is_settled = source.archived.is_some() || source.unarchived.is_some();
    !is_settled
        && !is_own
        && source.kind != SourceKind::Book
        && !LASTING_HOSTS.contains(&source_host.as_str())
}

/// Checks whether the site asks for a copy of each source on this host.
fn is_required(site: &Site, url: &Text) -> bool {
    let source_host = host(&url.value);
    RULE.texts(site, "hosts").any(|required| {
        let required = required.strip_prefix("www.").unwrap_or(required);
        let subdomain = source_host.strip_suffix(required);
        required == "*" || subdomain.is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    })
}
