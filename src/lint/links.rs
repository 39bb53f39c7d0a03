//! All links out of a site: where each stands, and where its address may be changed.
//!
//! Must not know: what is at their ends.

use std::collections::BTreeSet;

use crate::base::{SitePath, Span};
use crate::diagnostics::Edit;
use crate::model::{Page, Site};
use crate::parse::data::Source;
use crate::parse::links::key;
use crate::parse::markdown::Address;
use crate::parse::prose::Prose;
use crate::parse::table::Text;
use crate::source::SETTINGS;

/// A link out of the site.
pub(crate) struct ExternalLink<'s> {
    pub(crate) url: &'s str,
    pub(super) path: SitePath,
    /// The address, or the link that leads there by a name.
    pub(super) span: Span,
    /// Whether the address stands there letter by letter.
    is_written: bool,
    /// The source whose address it is.
    pub(super) source: Option<&'s Source>,
}

/// All links out of a site.
pub(crate) fn external_links(site: &Site) -> Vec<ExternalLink<'_>> {
    let mut found = Vec::new();
    for page in site.pages.iter().chain(&site.home) {
        of_page(page, &mut found);
    }
    for source in site.registry.sources() {
        let url = source.url.as_ref().map(|url| ExternalLink::of_text(&source.path, url));
        found.extend(url.map(|url| ExternalLink { source: Some(source), ..url }));
    }
    for named in site.registry.entities() {
        named.text.iter().for_each(|prose| of_prose(&named.path, prose, &mut found));
    }
    for counted in site.registry.facts() {
        counted.comparison.iter().for_each(|prose| of_prose(&counted.path, prose, &mut found));
    }
    let publisher = &site.settings.publisher;
    let settings = SitePath::new(SETTINGS);
    let urls = publisher.url.iter().chain(&publisher.contact);
    found.extend(urls.map(|url| ExternalLink::of_text(&settings, url)));
    found
}

/// The addresses outside the site that can be asked, each once, as `links.lock` has them.
pub(crate) fn external_urls(site: &Site) -> BTreeSet<String> {
    external_links(site).iter().filter_map(|link| key(link.url)).map(str::to_owned).collect()
}

fn of_page<'s>(page: &'s Page, found: &mut Vec<ExternalLink<'s>>) {
    if let Some(front) = page.explainer() {
        let notes = front.changes.iter().map(|change| &change.note);
        let notes = notes.chain(front.corrections.iter().map(|correction| &correction.note));
        let caption = front.lead_image.iter().filter_map(|figure| figure.caption.as_ref());
        let proses = front.key_points.iter().chain(notes).chain(caption);
        proses.for_each(|prose| of_prose(page.path(), prose, found));
    }
    for body in &page.files {
        let answer = body.section_front().and_then(|front| front.answer.as_ref());
        let document = body.document();
        let blocks = document.blocks.iter().flat_map(|placed| placed.block.prose());
        answer.into_iter().chain(blocks).for_each(|prose| of_prose(&body.path, prose, found));
        let written = document.outline.addresses.iter();
        found.extend(written.map(|address| ExternalLink::new(&body.path, address, |span| span)));
    }
}

fn of_prose<'s>(path: &SitePath, prose: &'s Prose, found: &mut Vec<ExternalLink<'s>>) {
    let place = |span: Span| prose.text.span_of(span.range());
    found.extend(prose.addresses.iter().map(|address| ExternalLink::new(path, address, place)));
}

impl<'s> ExternalLink<'s> {
    fn new(path: &SitePath, address: &'s Address, place: impl Fn(Span) -> Span) -> Self {
        let span = place(address.written.unwrap_or(address.span));
        let is_written = address.written.is_some() && span.range().len() == address.url.len();
        Self { url: &address.url, path: path.clone(), span, is_written, source: None }
    }

    fn of_text(path: &SitePath, text: &'s Text) -> Self {
        let is_written = text.span.range().len() == text.value.len();
        Self { url: &text.value, path: path.clone(), span: text.span, is_written, source: None }
    }

    /// The change to another address, where that can be written as it is in Markdown and in data.
    pub(super) fn to(&self, url: &str) -> Option<Edit> {
        let plain = |c: char| c.is_ascii_alphanumeric() || "-._~:/?#@!$&*+,;=%".contains(c);
        let fragment = self.url.find('#').map_or("", |at| &self.url[at..]);
        let fragment = if url.contains('#') { "" } else { fragment };
        let is_fit = self.is_written && url.chars().all(plain);
        is_fit.then(|| Edit { span: self.span, old: self.url.to_owned(), new: format!("{url}{fragment}") })
    }
}

/// The host of an address, without `www.`.
pub(super) fn host(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next().unwrap_or("");
    let host = authority.rsplit('@').next().unwrap_or("");
    let host = host.split(':').next().unwrap_or("").to_lowercase();
    host.strip_prefix("www.").map_or(host.clone(), str::to_owned)
}

/// Whether an address is that of a host's first page.
pub(super) fn is_front_page(url: &str) -> bool {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split(['?', '#'])
        .next()
        .and_then(|place| place.split_once('/'))
        .is_none_or(|(_, path)| path.is_empty())
}

#[cfg(test)]
mod tests;
