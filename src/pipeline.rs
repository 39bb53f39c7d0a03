//! The pipe: the only module that knows all stages of the core.
//!
//! `build`, `watch`, `check` and `deploy` are ends of this one function. Must not know: the disk, the clock,
//! the network.

mod mend;

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::tz::TimeZone;
use rayon::prelude::*;

use crate::base::serving::{cache_control, media_type};
use crate::base::{Digest, SitePath, UrlPath};
use crate::diagnostics::{Finding, Level, LintLevel, Problem, Report, sort_and_dedup};
use crate::lint::links::external_links;
use crate::lint::{self, Selection};
use crate::model::history::{self, LostUrls, PreviousUrls};
use crate::model::{self, Env, Files, Image, Input, Output, Outputs, Rendition, Site, images};
use crate::parse::links::{Links, key};
use crate::parse::{self, Content};
use crate::render::theme::{self, Theme};
use crate::render::{self, CardPlan, Key, RenderCx, card};
use crate::source::{File, LINKS, ROOT, SETTINGS, Snapshot, Text};
pub(crate) use mend::{Mended, Wanted, mend};

/// What an earlier run of the same site has made out: nothing that did not change is made out again. It
/// changes no result.
#[derive(Default)]
pub struct Memo {
    snapshot: Snapshot,
    /// The names of the site's own blocks, on which the reading of a page depends.
    blocks: BTreeSet<String>,
    files: Files,
    model: model::Memo,
    theme: theme::Memo,
    cards: render::Memo,
}

/// A site that is ready to be rendered, page by page.
pub struct Compiled {
    snapshot: Snapshot,
    site: Site,
    theme: Arc<Theme>,
    outputs: Arc<Outputs>,
    /// The letters on share cards that our own typefaces lack.
    letters: BTreeSet<char>,
    findings: Vec<Finding>,
}

/// Takes a site's files through parse, resolve and plan.
pub fn compile(snapshot: &Snapshot, env: &Env, memo: &mut Memo) -> Compiled {
    let snapshot = theme::with_built_in(snapshot);
    let change = snapshot.since(&memo.snapshot);
    let changed = (!change.others).then_some(&*change.paths);
    let mut findings = parse(&snapshot, changed, memo);
    let input = Input { files: &memo.files, snapshot: &snapshot, env, changed };
    let (site, found) = model::resolve(input, &mut memo.model);
    findings.extend(found);
    if site.settings.raw_html {
        findings.retain(|finding| !matches!(finding.problem, Problem::RawHtml {}));
    }
    let (theme, found) = Theme::load(&snapshot, &site, &mut memo.theme);
    findings.extend(found);
    let CardPlan { outputs, letters, findings: found } =
        render::plan_cards(&site, &theme, &snapshot, &mut memo.cards);
    findings.extend(found);
    findings.extend(history::find_gone_and_there(&site));
    memo.snapshot = snapshot.clone();
    Compiled { snapshot, site, theme, outputs, letters, findings: sort_and_dedup(findings) }
}

/// Reads every file that says something and did not say it before, in parallel.
fn parse(snapshot: &Snapshot, changed: Option<&[SitePath]>, memo: &mut Memo) -> Vec<Finding> {
    let own = theme::own_blocks(snapshot);
    let same_blocks = own == memo.blocks;
    let read = |(path, text): (&SitePath, &Text)| match memo.files.get(path) {
        Some(parsed) if same_blocks && is_text(memo.snapshot.get(path), text) => parsed.clone(),
        _ if path.as_str() == SETTINGS => Arc::new(parse::parse_settings(path, text)),
        _ if path.as_str() == LINKS => Arc::new(parse::parse_links(path, text)),
        _ => Arc::new(parse::parse(path, text, &own)),
    };
    let read_all = |texts: Vec<(&SitePath, &Text)>| -> Vec<_> {
        texts.into_par_iter().map(|(path, text)| (path.clone(), read((path, text)))).collect()
    };
    let files = snapshot.files();
    match changed.filter(|_| same_blocks) {
        Some(changed) => {
            let now = |path| Some((path, readable(path, files.get(path)?)?));
            let read = read_all(changed.iter().filter_map(now).collect());
            let unreadable = changed.iter().filter(|path| now(path).is_none());
            unreadable.for_each(|path| drop(memo.files.remove(path)));
            memo.files.extend(read);
        }
        None => {
            let now = |(path, file)| Some((path, readable(path, file)?));
            memo.files = read_all(files.iter().filter_map(now).collect()).into_iter().collect();
        }
    }
    memo.blocks = own;
    let broken = files.iter().filter_map(|(path, file)| match file {
        File::Broken(broken) => Some(parse::broken(path, broken)),
        _ => None,
    });
    memo.files.values().flat_map(|parsed| &parsed.findings).cloned().chain(broken).collect()
}

/// Whether a file was this text.
fn is_text(file: Option<&File>, text: &Text) -> bool {
    matches!(file, Some(File::Text(known)) if known == text)
}

/// The text of a file that the parsers read.
fn readable<'a>(path: &SitePath, file: &'a File) -> Option<&'a Text> {
    let read = ROOT.contains(&path.as_str()) || path.as_str().starts_with("content/");
    match file {
        File::Text(text) if read => Some(text),
        _ => None,
    }
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
    /// What was found in the files, in their order.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// What the editor's rules find on the site, in its order. Those that their author has suppressed are among
    /// them, and say so.
    pub fn check(&self, selection: &Selection) -> Vec<Finding> {
        sort_and_dedup(lint::check(&self.site, &self.snapshot, selection))
    }

    /// What they find on the page at an address, and in the data beside it; nothing, where there is no page.
    pub(crate) fn check_page(&self, selection: &Selection, url: &UrlPath) -> Vec<Finding> {
        let page = self.site.all_pages().find(|page| page.url == *url);
        let found = page.map(|page| lint::check_page(&self.site, &self.snapshot, selection, page));
        sort_and_dedup(found.unwrap_or_default())
    }

    /// The addresses outside the site that can be asked, each once.
    pub(crate) fn external(&self) -> BTreeSet<String> {
        let found = external_links(&self.site);
        found.iter().filter_map(|link| key(link.url)).map(str::to_owned).collect()
    }

    /// What is known of them.
    pub(crate) fn links(&self) -> &Links {
        &self.site.links
    }

    /// All that is found on the site, by reading it and by the editor's rules, to be shown in any form.
    pub fn report(&self, selection: &Selection) -> Report {
        self.report_with(selection, vec![])
    }

    /// The same, with what is found by looking elsewhere.
    pub(crate) fn report_with(&self, selection: &Selection, others: Vec<Finding>) -> Report {
        let all = self.findings.iter().cloned().chain(others).chain(self.check(selection));
        lint::report(&self.site, &self.snapshot, sort_and_dedup(all.collect()))
    }

    /// The site's own address; it ends in `/`.
    #[cfg(feature = "deploy")]
    pub(crate) fn base_url(&self) -> &str {
        &self.site.base_url
    }

    /// From which weight on a check fails, as the site says.
    pub(crate) fn fail_on(&self) -> Option<LintLevel> {
        self.site.settings.check.fail_on
    }

    /// What must be reviewed within some days: for people, or for programs.
    pub(crate) fn due(&self, within: i32, for_programs: bool) -> String {
        let reviews = lint::reviews(&self.site, within);
        if for_programs { lint::due_json(&reviews, self.site.today) } else { lint::due_table(&reviews) }
    }

    /// How much a report has in it, for so many words of the files that it is about.
    pub(crate) fn stats(&self, report: &Report, scope: &[String]) -> String {
        lint::stats(report, lint::count_words(&self.site, scope))
    }

    /// How each rule is taken in a file, and who says so.
    pub(crate) fn settings(&self, selection: &Selection, path: &SitePath) -> String {
        lint::levels_table(&self.site, selection, path)
    }

    /// Whether the site may not be shown.
    pub fn has_errors(&self) -> bool {
        self.findings.iter().any(|finding| finding.level() == Level::Error)
    }

    /// The site's files with the built-in theme's among them, for drawing findings.
    pub fn snapshot(&self) -> &Snapshot {
        &self.snapshot
    }

    /// Whether anything stands at an address.
    pub(crate) fn has(&self, url: &UrlPath) -> bool {
        self.outputs.contains(url)
    }

    /// Which of the addresses that the site had are lost, and a finding for each.
    pub(crate) fn lost(&self, former: &PreviousUrls) -> (LostUrls, Vec<Finding>) {
        let (lost, findings) = history::find_lost_urls(&self.site, former);
        (lost, sort_and_dedup(findings))
    }

    /// The files of drafts, which nobody outside can hold.
    pub(crate) fn drafts(&self) -> BTreeSet<String> {
        let drafts = || self.site.pages.iter().filter(|page| page.is_draft());
        let folders: Vec<_> = drafts().filter_map(|page| page.folder()).collect();
        let is_theirs = |path: &SitePath| folders.iter().any(|folder| path.is_in(folder));
        let beside = self.outputs.assets().filter(|(_, path)| is_theirs(path));
        drafts().map(|page| &page.url).chain(beside.map(|(url, _)| url)).map(UrlPath::file).collect()
    }

    /// What the bytes at an address depend on.
    pub(crate) fn key(&self, url: &UrlPath) -> Option<Key> {
        let (url, output) = self.outputs.get_key_value(url)?;
        Some(render::prepare(self.cx(), url, output).key())
    }

    fn cx(&self) -> RenderCx<'_> {
        RenderCx { site: &self.site, theme: &self.theme, snapshot: &self.snapshot }
    }

    /// The style sheet that the pages have in them.
    pub(crate) fn css(&self) -> &str {
        &self.theme.style.css
    }

    /// The files that are handed on as they are and the copies of pictures, with digests of what they are
    /// made of.
    pub(crate) fn assets(&self) -> impl Iterator<Item = (&UrlPath, Digest)> {
        let files = self
            .outputs
            .iter()
            .filter(|(_, output)| matches!(output, Output::Asset(_) | Output::Rendition(_)));
        files.map(|(url, output)| (url, render::prepare(self.cx(), url, output).key().page))
    }

    /// The smaller copy of a picture that stands at an address, and the digest of its original.
    pub(crate) fn rendition(&self, url: &UrlPath) -> Option<(&Rendition, Digest)> {
        match self.outputs.get(url)? {
            Output::Rendition(of) => Some((of, render::file_digest(self.snapshot.get(&of.path)))),
            _ => None,
        }
    }

    /// The letters on share cards that our own typefaces lack: a machine may have some that do not.
    pub(crate) fn wanted_letters(&self) -> &BTreeSet<char> {
        &self.letters
    }

    /// The language of the site.
    pub(crate) fn language(&self) -> &str {
        &self.site.settings.language
    }

    /// The share card at an address; nothing, where none stands. It is drawn from what [`Compiled::render`] gives.
    pub fn card(&self, url: &UrlPath) -> Option<Result<Vec<u8>, Vec<Finding>>> {
        let Output::Card(of) = self.outputs.get(url)? else { return None };
        let draw =
            |svg: String| card::png(&self.site, &self.theme, of, &svg).map_err(|finding| vec![finding]);
        Some(self.render(url)?.and_then(draw))
    }

    /// Whether a share card stands at an address.
    pub(crate) fn is_card(&self, url: &UrlPath) -> bool {
        matches!(self.outputs.get(url), Some(Output::Card(_)))
    }

    /// That no copies can be made of a picture: wherever it is shown.
    pub(crate) fn damaged(&self, of: &Rendition, reason: &str) -> Vec<Finding> {
        let shown = self.site.all_pages().flat_map(images).filter(|(_, image)| image.path == of.path);
        let finding = |(file, image): (&SitePath, &Image)| {
            let path = of.path.file_name().to_owned();
            Finding::new(file, image.span, Problem::DamagedImage { path, reason: reason.to_owned() })
        };
        shown.map(finding).collect()
    }

    /// The file that is handed on at an address.
    pub(crate) fn asset(&self, url: &UrlPath) -> Option<&SitePath> {
        self.outputs.asset(url)
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

    /// What keeps pages from being made, found by making one of each kind.
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

    /// What stands at an address; nothing for a file that is handed on as it is, and for a picture. Of a share card,
    /// the SVG that it is drawn from.
    pub fn render(&self, url: &UrlPath) -> Option<Result<String, Vec<Finding>>> {
        let (url, output) = self.outputs.get_key_value(url)?;
        render::prepare(self.cx(), url, output).render()
    }
}

#[cfg(test)]
mod tests;
