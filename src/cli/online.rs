//! `nutgraf check --online`: requests the site's external links, and writes the answers into `links.lock`.
//!
//! The check that follows reads that file, as one without `--online` does. Must not know: what the answers mean.

use std::collections::BTreeMap;
use std::error::Error;
use std::io::{self, IsTerminal};
use std::path::Path;

use jiff::Timestamp;

use super::{SiteArgs, eprint};
use crate::base::words::Count;
use crate::diagnostics::Level;
use crate::lint::links::external_urls;
use crate::parse::links::{Answer, Links, nobody_answers};
use crate::pipeline::Compiled;
use crate::shell::fetch::{Fetcher, Limits, Network};
use crate::shell::project::Project;
use crate::shell::rewrite::replace;
use crate::source::LINKS;

/// Requests the links that are due, and writes the answers.
pub(super) fn refresh(site: &SiteArgs) -> Result<(), Box<dyn Error>> {
    let compiled = Project::open(site.project_options(true))?.compile().compiled;
    let mut findings = compiled.findings().iter();
    if findings.any(|finding| finding.place.path.as_str() == LINKS && finding.level() == Level::Error) {
        let remedy = "`nutgraf check` shows it; correct it, or remove the file to start again";
        return Err(format!("`{LINKS}` has an error in it: {remedy}").into());
    }
    let now = Timestamp::now();
    let known = &compiled.site().links;
    let due: Vec<_> =
        external_urls(compiled.site()).into_iter().filter(|url| known.is_due(url, now)).collect();
    let asked = due.len();
    let answers =
        Fetcher::new(Limits::default(), Network::public_internet())?.check_links(due, progress(asked))?;
    if nobody_answers(answers.values()) {
        let message = format!("no server answers: is this machine online? `{LINKS}` was not changed");
        return Err(message.into());
    }
    if answers.len() < asked {
        let late = Count(asked - answers.len(), "address");
        eprint(&format!("warning: there was no time left for {late}: run this again to continue\n"));
    }
    write_answers(&site.root, &compiled, answers, now)
        .map_err(|error| format!("`{LINKS}` cannot be written: {error}").into())
}

/// Shows on a terminal how many links have been requested.
fn progress(total: usize) -> impl Fn(usize) + Send + Sync + 'static {
    let is_shown = io::stderr().is_terminal();
    move |done| {
        let end = if done == total { "\r\x1b[K" } else { "" };
        if is_shown {
            eprint(&format!("\r{done} of {total} addresses{end}"));
        }
    }
}

/// Adds answers to `links.lock`, and removes links that the site no longer has.
fn write_answers(
    root: &Path,
    compiled: &Compiled,
    answers: BTreeMap<String, Answer>,
    now: Timestamp,
) -> io::Result<()> {
    let mut links: Links = Links::clone(&compiled.site().links);
    for (url, answer) in answers {
        links.record(&url, answer, now);
    }
    // A site with errors may have lost links that it gets back.
    if !compiled.has_errors() {
        let used = external_urls(compiled.site());
        links.keep(|url| used.contains(url));
    }
    if links == *compiled.site().links {
        return Ok(());
    }
    replace(&root.join(LINKS), &links.to_toml())
}
