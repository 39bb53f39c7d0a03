//! The pipe: the only module that knows all stages of the core.
//!
//! `build`, `watch`, `check` and `deploy` are ends of this one function. Must not know: the disk, the clock,
//! the network.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::tz::TimeZone;
use rayon::prelude::*;

use crate::base::{Digest, SitePath, UrlPath};
use crate::finding::{Finding, Level, Problem, in_order};
use crate::model::{self, Env, Files, Site};
use crate::render::theme::{self, Theme};
use crate::render::{self, Plan, Task};
use crate::source::{File, Snapshot, Text};
use crate::syntax::{self, Content, Parsed};

/// Parsed files of an earlier run, by path and text: a file that did not change is not read again.
#[derive(Default)]
pub struct Memo {
    files: BTreeMap<SitePath, (Digest, Arc<Parsed>)>,
    /// Of the names of the site's own blocks, on which the reading of a page depends.
    blocks: Option<Digest>,
}

/// A site that is ready to be rendered, page by page.
pub struct Compiled {
    snapshot: Snapshot,
    site: Site,
    theme: Theme,
    plan: Plan,
    findings: Vec<Finding>,
}

/// Takes a site's files through parse, resolve and plan.
pub fn compile(snapshot: &Snapshot, env: &Env, memo: &mut Memo) -> Compiled {
    let snapshot = theme::with_built_in(snapshot);
    let (files, mut findings) = parse(&snapshot, memo);
    let (site, found) = model::resolve(&files, &snapshot, env);
    findings.extend(found);
    if site.settings.raw_html {
        findings.retain(|finding| !matches!(finding.problem, Problem::RawHtml {}));
    }
    let (theme, found) = Theme::load(&snapshot, &site);
    findings.extend(found);
    let plan = render::plan(&site, &theme, &snapshot);
    Compiled { snapshot, site, theme, plan, findings: in_order(findings) }
}

/// Reads every file that says something, in parallel.
fn parse(snapshot: &Snapshot, memo: &mut Memo) -> (Files, Vec<Finding>) {
    let own = theme::own_blocks(snapshot);
    let blocks = Some(Digest::of_value(&own));
    let known = if memo.blocks == blocks { std::mem::take(&mut memo.files) } else { BTreeMap::new() };
    let parse = |(path, text): (&SitePath, &Text)| match known.get(path) {
        Some((digest, parsed)) if *digest == text.digest => parsed.clone(),
        _ if path.as_str() == SETTINGS => Arc::new(syntax::parse_settings(path, text)),
        _ => Arc::new(syntax::parse(path, text, &own)),
    };
    let texts: Vec<_> = snapshot.files().iter().filter_map(|(path, file)| readable(path, file)).collect();
    let parsed: Vec<_> = texts.par_iter().map(|(path, text)| parse((path, text))).collect();
    let entry = |((path, text), parsed): (&(&SitePath, &Text), &Arc<Parsed>)| {
        ((*path).clone(), (text.digest, parsed.clone()))
    };
    *memo = Memo { files: texts.iter().zip(&parsed).map(entry).collect(), blocks };
    let broken = snapshot.files().iter().filter_map(|(path, file)| match file {
        File::Broken(broken) => Some(syntax::broken(path, broken)),
        _ => None,
    });
    let findings = parsed.iter().flat_map(|parsed| parsed.findings.iter().cloned()).chain(broken).collect();
    let files = texts.into_iter().zip(parsed).map(|((path, _), parsed)| (path.clone(), parsed)).collect();
    (files, findings)
}

const SETTINGS: &str = "site.toml";

/// The text of a file that the parsers read.
fn readable<'a>(path: &'a SitePath, file: &'a File) -> Option<(&'a SitePath, &'a Text)> {
    let read = path.as_str() == SETTINGS || path.as_str().starts_with("content/");
    match file {
        File::Text(text) if read => Some((path, text)),
        _ => None,
    }
}

/// The time zone that a `site.toml` names.
pub(crate) fn time_zone(settings: &str) -> TimeZone {
    let parsed = syntax::parse_settings(&SitePath::new(SETTINGS), &Text::new(settings));
    match parsed.content {
        Content::Settings(settings) => settings.time_zone,
        _ => TimeZone::UTC,
    }
}

impl Compiled {
    /// What was found in the files, in their order.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// Whether the site may not be shown.
    pub fn has_errors(&self) -> bool {
        self.findings.iter().any(|finding| finding.level() == Level::Error)
    }

    /// The site's files with the built-in theme's among them, for drawing findings.
    pub fn snapshot(&self) -> &Snapshot {
        &self.snapshot
    }

    /// Everything that the site is made of on the web, with the key of its bytes.
    pub(crate) fn plan(&self) -> &Plan {
        &self.plan
    }

    /// The file that is handed on at an address.
    pub(crate) fn asset(&self, url: &UrlPath) -> Option<&SitePath> {
        match self.plan.get(url)? {
            (Task::Asset(path), _) => Some(path),
            _ => None,
        }
    }

    /// The addresses of the site.
    pub fn urls(&self) -> impl Iterator<Item = &UrlPath> {
        self.plan.keys()
    }

    /// What stands at an address; nothing for a file that is handed on as it is.
    pub fn render(&self, url: &UrlPath) -> Option<Result<String, Vec<Finding>>> {
        match self.plan.get(url)? {
            (Task::Asset(_), _) => None,
            (task, _) => Some(render::render(&self.site, &self.theme, url, task)),
        }
    }
}
