//! The pipe: the only module that knows all stages of the core.
//!
//! `build`, `watch`, `check` and `deploy` are ends of this one function. Must not know: the disk, the clock,
//! the network.

mod fix;

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::tz::TimeZone;
use rayon::prelude::*;

use crate::base::serving::{cache_control, media_type};
use crate::base::{Digest, SitePath, UrlPath};
use crate::diagnostics::{Finding, Level, Problem, Report, sort_and_dedup};
use crate::lint::{self, Selection};
use crate::model::history;
use crate::model::{self, Env, Files, Input, Output, Outputs, Rendition, Site};
use crate::parse::{self, Content};
use crate::render::theme::{self, Theme};
use crate::render::{self, BlockMemo, CardPlan, Key, LastPageTexts, RenderCx, card};
use crate::source::{File, LINKS, LOCALES, ROOT, SETTINGS, Snapshot, Text};
pub(crate) use fix::{FixRequest, FixedSite, fix_site};

/// Results of an earlier run over the same site, so that nothing is computed again that has not changed. A memo
/// changes how long a run takes, and no result.
#[derive(Default)]
pub struct Memo {
    snapshot: Snapshot,
    /// The names of the site's own blocks, on which the parsing of a page depends.
    blocks: BTreeSet<String>,
    files: Files,
    model: model::Memo,
    theme: theme::Memo,
    cards: render::Memo,
    block_urls: BlockMemo,
}

/// A site that is ready to be rendered, output by output.
pub struct Compiled {
    snapshot: Snapshot,
    site: Site,
    theme: Arc<Theme>,
    outputs: Arc<Outputs>,
    /// The letters on share cards that the built-in typefaces lack.
    letters: BTreeSet<char>,
    findings: Vec<Finding>,
}

/// Parses and resolves a site's files, and plans its outputs. It always gives a site; one with errors among its
/// findings is not fit to be shown.
pub fn compile(snapshot: &Snapshot, env: &Env, memo: &mut Memo) -> Compiled {
    let snapshot = theme::with_built_in(snapshot);
    let change = snapshot.since(&memo.snapshot);
    let changed = (!change.others).then_some(&*change.paths);
    let mut findings = parse_files(&snapshot, changed, memo);
    let input = Input { files: &memo.files, snapshot: &snapshot, env, changed };
    let (site, found) = model::resolve(input, &mut memo.model);
    findings.extend(found);
    if site.settings.raw_html {
        findings.retain(|finding| !matches!(finding.problem, Problem::RawHtml {}));
    }
    let (theme, found) = Theme::load(&snapshot, &site, &mut memo.theme);
    findings.extend(found);
    findings.extend(render::check_block_urls(&site, &theme, &mut memo.block_urls));
    let CardPlan { outputs, letters, findings: found } =
        render::plan_cards(&site, &theme, &snapshot, &mut memo.cards);
    findings.extend(found);
    findings.extend(history::find_gone_and_there(&site));
    memo.snapshot = snapshot.clone();
    Compiled { snapshot, site, theme, outputs, letters, findings: sort_and_dedup(findings) }
}

/// Parses every file whose text has changed, in parallel, and gives the findings in all of them.
fn parse_files(snapshot: &Snapshot, changed: Option<&[SitePath]>, memo: &mut Memo) -> Vec<Finding> {
    let own_blocks = theme::own_blocks(snapshot);
    let same_blocks = own_blocks == memo.blocks;
    let had_text = |path: &SitePath, text: &Text| matches!(memo.snapshot.get(path), Some(File::Text(known)) if known == text);
    let parse = |path: &SitePath, text: &Text| match memo.files.get(path) {
        Some(parsed) if same_blocks && had_text(path, text) => parsed.clone(),
        _ if path.as_str() == SETTINGS => Arc::new(parse::parse_settings(path, text)),
        _ if path.as_str() == LINKS => Arc::new(parse::parse_links(path, text)),
        _ if is_catalogue(path) => Arc::new(parse::parse_catalogue(path, text)),
        _ => Arc::new(parse::parse(path, text, &own_blocks)),
    };
    let parse_all = |texts: Vec<(&SitePath, &Text)>| -> Vec<_> {
        texts.into_par_iter().map(|(path, text)| (path.clone(), parse(path, text))).collect()
    };
    let files = snapshot.files();
    match changed.filter(|_| same_blocks) {
        Some(changed) => {
            let text_of = |path| Some((path, parsable(path, files.get(path)?)?));
            let parsed = parse_all(changed.iter().filter_map(text_of).collect());
            for path in changed.iter().filter(|path| text_of(path).is_none()) {
                memo.files.remove(path);
            }
            memo.files.extend(parsed);
        }
        None => {
            let texts = files.iter().filter_map(|(path, file)| Some((path, parsable(path, file)?)));
            memo.files = parse_all(texts.collect()).into_iter().collect();
        }
    }
    memo.blocks = own_blocks;
    let broken = files.iter().filter_map(|(path, file)| match file {
        File::Broken(broken) => Some(parse::broken(path, broken)),
        _ => None,
    });
    let misplaced = files.keys().filter_map(parse::misplaced_data);
    memo.files.values().flat_map(|parsed| &parsed.findings).cloned().chain(broken).chain(misplaced).collect()
}

/// The text of a file, if it is one that is parsed.
fn parsable<'a>(path: &SitePath, file: &'a File) -> Option<&'a Text> {
    let is_parsed =
        ROOT.contains(&path.as_str()) || path.as_str().starts_with("content/") || is_catalogue(path);
    match file {
        File::Text(text) if is_parsed => Some(text),
        _ => None,
    }
}

/// Whether a file has words of the interface in it.
fn is_catalogue(path: &SitePath) -> bool {
    path.folder() == LOCALES && path.extension() == Some("ftl")
}

/// The time zone that a `site.toml` names.
pub(crate) fn time_zone(settings: &str) -> TimeZone {
    let parsed = parse::parse_settings(&SitePath::new(SETTINGS), &Text::new(settings));
    match parsed.content {
        Content::Settings(settings) => settings.time_zone,
        _ => TimeZone::UTC,
    }
}

impl Compiled {
    pub(crate) fn site(&self) -> &Site {
        &self.site
    }

    /// What is at each address.
    pub(crate) fn outputs(&self) -> &Outputs {
        &self.outputs
    }

    pub(crate) fn theme(&self) -> &Theme {
        &self.theme
    }

    /// Findings in the files, in their order.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// Findings of the editor's rules on the whole site, in its order. Suppressed ones are among them, marked as such.
    pub fn check(&self, selection: &Selection) -> Vec<Finding> {
        sort_and_dedup(lint::check(&self.site, &self.snapshot, selection))
    }

    /// The same for the page at an address and the data beside it; nothing, if there is no page.
    pub(crate) fn check_page(&self, selection: &Selection, url: &UrlPath) -> Vec<Finding> {
        let page = self.site.all_pages().find(|page| page.url == *url);
        let found = page.map(|page| lint::check_page(&self.site, &self.snapshot, selection, page));
        sort_and_dedup(found.unwrap_or_default())
    }

    /// All findings on the site, those of the editor's rules too, ready to be shown in any form.
    pub fn report(&self, selection: &Selection) -> Report {
        self.report_with(selection, vec![])
    }

    /// The same with findings from outside the site's files.
    pub(crate) fn report_with(&self, selection: &Selection, others: Vec<Finding>) -> Report {
        let all = self.findings.iter().cloned().chain(others).chain(self.check(selection));
        lint::report(&self.site, &self.snapshot, sort_and_dedup(all.collect()))
    }

    /// Whether the site may not be shown.
    pub fn has_errors(&self) -> bool {
        self.findings.iter().any(|finding| finding.level() == Level::Error)
    }

    /// The site's files with the built-in theme's among them, for drawing findings.
    pub fn snapshot(&self) -> &Snapshot {
        &self.snapshot
    }

    /// The digest of everything that the bytes at an address depend on.
    pub(crate) fn key(&self, url: &UrlPath) -> Option<Key> {
        let (url, output) = self.outputs.get_key_value(url)?;
        Some(render::prepare(self.cx(), url, output).key())
    }

    fn cx(&self) -> RenderCx<'_> {
        RenderCx { site: &self.site, theme: &self.theme, snapshot: &self.snapshot }
    }

    /// The files that are copied verbatim and the copies of pictures, with digests of what they are made of.
    pub(crate) fn assets(&self) -> impl Iterator<Item = (&UrlPath, Digest)> {
        let files = self
            .outputs
            .iter()
            .filter(|(_, output)| matches!(output, Output::Asset(_) | Output::Rendition(_)));
        files.map(|(url, output)| (url, render::prepare(self.cx(), url, output).key().page))
    }

    /// The smaller copy of a picture at an address, and the digest of its original.
    pub(crate) fn rendition(&self, url: &UrlPath) -> Option<(&Rendition, Digest)> {
        match self.outputs.get(url)? {
            Output::Rendition(of) => Some((of, render::file_digest(self.snapshot.get(&of.path)))),
            _ => None,
        }
    }

    /// The letters on share cards that the built-in typefaces lack: the machine may have a typeface with them.
    pub(crate) fn wanted_letters(&self) -> &BTreeSet<char> {
        &self.letters
    }

    /// The share card at an address as PNG; nothing, if there is none. It is drawn from the SVG that
    /// [`Compiled::render`] gives.
    pub fn card(&self, url: &UrlPath) -> Option<Result<Vec<u8>, Vec<Finding>>> {
        let Output::Card(of) = self.outputs.get(url)? else { return None };
        let draw =
            |svg: String| card::png(&self.site, &self.theme, of, &svg).map_err(|finding| vec![finding]);
        Some(self.render(url)?.and_then(draw))
    }

    /// The headers with which a file of the output is served, such as `about/index.html`: names and values.
    pub fn headers(&self, file: &str) -> Vec<(&'static str, String)> {
        let own = [("Content-Type", media_type(file)), ("Cache-Control", cache_control(file).to_owned())];
        own.into_iter().chain(render::security(&self.theme.style, file)).collect()
    }

    /// The addresses of the site.
    pub fn urls(&self) -> impl Iterator<Item = &UrlPath> {
        self.outputs.urls()
    }

    /// Renders one output of each kind, and gives the findings of those that fail.
    pub(crate) fn trial(&self) -> Vec<Finding> {
        let mut kinds = Vec::new();
        for (url, output) in self.outputs.iter() {
            let kind = render::variety(&self.site, output);
            if !kinds.iter().any(|(known, _)| *known == kind) {
                kinds.push((kind, url));
            }
        }
        let failed = |(_, url)| self.card(url).map_or_else(|| self.render(url)?.err(), Result::err);
        kinds.into_iter().filter_map(failed).flatten().collect()
    }

    /// The text at an address; nothing for a file that is copied verbatim and for a picture. Of a share card, the SVG
    /// that it is drawn from.
    pub fn render(&self, url: &UrlPath) -> Option<Result<String, Vec<Finding>>> {
        self.render_next(url, &mut LastPageTexts::default())
    }

    /// Renders one of several outputs in a row: those of one page share the texts that were parsed for the first.
    pub(crate) fn render_next<'c>(
        &'c self,
        url: &UrlPath,
        texts: &mut LastPageTexts<'c>,
    ) -> Option<Result<String, Vec<Finding>>> {
        let (url, output) = self.outputs.get_key_value(url)?;
        render::prepare(self.cx(), url, output).render(texts)
    }

    /// The index of the page that an output is made of, which is the same for its HTML, its Markdown and its data;
    /// `None` for other outputs.
    pub(crate) fn page_of(&self, url: &UrlPath) -> Option<usize> {
        match self.outputs.get(url)? {
            Output::Page(at) | Output::Markdown(at) | Output::Data(at) => Some(*at),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests;
