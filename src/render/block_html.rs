//! Addresses in the HTML that a site's own templates make of blocks: they are resolved as those of Markdown, and reported
//! at the block if there is nothing at them.
//!
//! The pages that have such blocks are rendered for this when the site is compiled, all others never. Must not know: what
//! a template sees.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::markdown::PageTexts;
use super::page::{PageRenderer, page_html};
use super::theme::Theme;
use crate::base::{Digest, SitePath, Span, UrlPath};
use crate::diagnostics::{Finding, Problem};
use crate::model::{Page, Site};
use crate::parse::html::{HtmlNames, HtmlUrl, find_names, replace_urls, without_marks};
use crate::parse::{Document, Placed};

/// The pages with such blocks as they were checked the last time.
pub(crate) type Memo = BTreeMap<UrlPath, CheckedPage>;

/// A page whose blocks were checked, with all that the result depends on.
pub(crate) struct CheckedPage {
    page: Page,
    theme: Digest,
    links: Digest,
    findings: Vec<Finding>,
}

/// Returns whether a template of the site's own makes HTML of a block of the page.
pub(super) fn has_own_templates(page: &Page, theme: &Theme) -> bool {
    let mut blocks = page.files.iter().flat_map(|body| &body.document().blocks);
    blocks.any(|placed| theme.has_own_template(&placed.name))
}

/// Finds the addresses in blocks at which there is nothing.
pub(crate) fn check_block_urls(site: &Site, theme: &Theme, memo: &mut Memo) -> Vec<Finding> {
    let pages: Vec<_> = site.all_pages().filter(|page| has_own_templates(page, theme)).collect();
    if pages.is_empty() {
        memo.clear();
        return vec![];
    }
    let links = site.link_digest();
    let is_same = |known: &CheckedPage, page: &Page| {
        known.theme == theme.digest
            && known.links == links
            && page.is_same_source(&known.page)
            && Arc::ptr_eq(&page.references, &known.page.references)
    };
    let before = std::mem::take(memo);
    let checked = pages.into_par_iter().map(|page| {
        let known = before.get(&page.url).filter(|known| is_same(known, page));
        let findings = known.map_or_else(
            || page_html(site, theme, page, &PageTexts::new(page)).broken_links,
            |known| known.findings.clone(),
        );
        (page.url.clone(), CheckedPage { page: page.clone(), theme: theme.digest, links, findings })
    });
    *memo = checked.collect();
    memo.values().flat_map(|checked| checked.findings.clone()).collect()
}

/// The addresses in blocks of a page, as far as they are known.
#[derive(Default)]
pub(super) struct BlockUrls {
    /// The ids that blocks make.
    ids: Vec<String>,
    findings: Vec<Finding>,
    /// Links to ids that the page itself does not have. A later block may make them.
    anchors: Vec<BlockAnchor>,
}

struct BlockAnchor {
    id: String,
    finding: Finding,
}

impl BlockUrls {
    /// The findings, after all blocks of the page were rendered.
    pub(super) fn finish(self) -> Vec<Finding> {
        let Self { ids, mut findings, anchors } = self;
        let broken = anchors.into_iter().filter(|anchor| !ids.contains(&anchor.id));
        findings.extend(broken.map(|anchor| anchor.finding));
        findings
    }
}

/// A block whose HTML is resolved, and its file.
pub(super) struct OwnBlock<'p> {
    pub(super) path: &'p SitePath,
    pub(super) document: &'p Document,
    pub(super) placed: &'p Placed,
}

impl OwnBlock<'_> {
    /// The place of an address: that of the value that has it, or the first line of the block.
    fn span_of(&self, url: &str) -> Span {
        let mut texts = self.placed.block.proses().map(|prose| &prose.text);
        let own = texts.find(|text| text.value.trim() == url).map(|text| text.span);
        own.unwrap_or_else(|| {
            let start = self.placed.span.range().start;
            let line = self.document.text[self.placed.span.range()].lines().next().unwrap_or_default();
            Span::new(start..start + line.len())
        })
    }
}

impl PageRenderer<'_, '_> {
    /// Resolves the addresses in the HTML of a block.
    pub(super) fn resolve_block_html(&mut self, block: &OwnBlock<'_>, html: String) -> String {
        let HtmlNames { urls, ids } = find_names(&html);
        self.block_urls.ids.extend(ids);
        let html = if urls.iter().any(HtmlUrl::is_unresolved) {
            replace_urls(&html, &urls, |url| {
                if url.is_unresolved() { self.resolve_block_url(block, url) } else { None }
            })
        } else {
            html
        };
        without_marks(html)
    }

    fn resolve_block_url(&mut self, block: &OwnBlock<'_>, url: &HtmlUrl) -> Option<String> {
        let page = self.page;
        let links = self.site.link_cx();
        let served = || links.served_url(&page.url, &url.url).filter(|_| !url.url.starts_with('#'));
        let resolved = || links.resolve_html_url(page.interface(), block.path, &url.url, url.kind);
        // A block of nutgraf's own has resolved its addresses: they are relative to the page. An author's are relative
        // to the file.
        let found = if block.placed.is_own() {
            resolved().or_else(|problem| served().ok_or(problem))
        } else {
            served().map_or_else(resolved, Ok)
        };
        let problem = match found {
            Ok(href) => return Some(href),
            // Ids with a colon are nutgraf's: sources, notes, names.
            Err(Problem::BrokenAnchor { id, .. }) if url.url.starts_with('#') && id.contains(':') => {
                return None;
            }
            Err(problem) => problem,
        };
        let id = match &problem {
            Problem::BrokenAnchor { id, .. } if url.url.starts_with('#') => Some(id.clone()),
            _ => None,
        };
        let finding = Finding::new(block.path, block.span_of(&url.url), problem);
        match id {
            Some(id) => self.block_urls.anchors.push(BlockAnchor { id, finding }),
            None => self.block_urls.findings.push(finding),
        }
        None
    }
}
