//! The links out of a site, and the edits that change their addresses.
//!
//! Must not know: what is at the addresses.

use std::collections::BTreeSet;

use url::Url;

use super::page_proses;
use crate::base::{SitePath, Span};
use crate::diagnostics::Edit;
use crate::model::{Page, Site};
use crate::parse::data::Source;
use crate::parse::links::key;
use crate::parse::markdown::ExternalUrl;
use crate::parse::prose::Prose;
use crate::parse::table::Text;
use crate::source::SETTINGS;

/// A link out of the site.
pub(crate) struct ExternalLink<'s> {
    pub(crate) url: &'s str,
    pub(super) path: SitePath,
    /// The bytes of the address, or of a link that has its address elsewhere.
    pub(super) span: Span,
    /// True if `span` has the address byte for byte.
    is_verbatim: bool,
    /// The source with this address.
    pub(super) source: Option<&'s Source>,
}

/// Lists the links out of a site: those of pages, then those of data and settings.
pub(crate) fn external_links(site: &Site) -> Vec<ExternalLink<'_>> {
    let mut links = Vec::new();
    for page in site.all_pages() {
        add_page_links(page, &mut links);
    }
    for source in site.registry.sources() {
        if let Some(url) = &source.url {
            links.push(ExternalLink { source: Some(source), ..ExternalLink::of_text(&source.path, url) });
        }
    }
    let entities = site.registry.entities().map(|entity| (&entity.path, &entity.text));
    for (path, prose) in entities.chain(site.registry.facts().map(|fact| (&fact.path, &fact.comparison))) {
        prose.iter().for_each(|prose| add_prose_links(path, prose, &mut links));
    }
    let publisher = &site.settings.publisher;
    for url in publisher.url.iter().chain(&publisher.contact) {
        links.push(ExternalLink::of_text(&SitePath::new(SETTINGS), url));
    }
    links
}

/// The addresses outside the site that can be asked, each once, as `links.lock` has them.
pub(crate) fn external_urls(site: &Site) -> BTreeSet<String> {
    external_links(site).iter().filter_map(|link| key(link.url)).map(str::to_owned).collect()
}

fn add_page_links<'s>(page: &'s Page, links: &mut Vec<ExternalLink<'s>>) {
    for (path, prose) in page_proses(page) {
        add_prose_links(path, prose, links);
    }
    for body in &page.files {
        for external in &body.document().outline.external_urls {
            links.push(ExternalLink::of_markdown(&body.path, external, |span| span));
        }
    }
}

fn add_prose_links<'s>(path: &SitePath, prose: &'s Prose, links: &mut Vec<ExternalLink<'s>>) {
    for external in &prose.external_urls {
        links.push(ExternalLink::of_markdown(path, external, |span| prose.text.span_of(span.range())));
    }
}

impl<'s> ExternalLink<'s> {
    /// A link in Markdown; `in_file` turns a span of the Markdown into one of its file.
    fn of_markdown(path: &SitePath, external: &'s ExternalUrl, in_file: impl Fn(Span) -> Span) -> Self {
        let span = in_file(external.url_span.unwrap_or(external.span));
        let is_verbatim = external.url_span.is_some() && span.range().len() == external.url.len();
        Self { url: &external.url, path: path.clone(), span, is_verbatim, source: None }
    }

    /// An address in data or settings.
    fn of_text(path: &SitePath, text: &'s Text) -> Self {
        let is_verbatim = text.span.range().len() == text.value.len();
        Self { url: &text.value, path: path.clone(), span: text.span, is_verbatim, source: None }
    }

    /// Makes an edit that changes the address and keeps its fragment; `None` if the new one would need an
    /// escape in Markdown or TOML.
    pub(super) fn edit_to(&self, url: &str) -> Option<Edit> {
        let is_plain = |letter: char| letter.is_ascii_alphanumeric() || "-._~:/?#@!$&*+,;=%".contains(letter);
        if !self.is_verbatim || !url.chars().all(is_plain) {
            return None;
        }
        let fragment = self.url.find('#').filter(|_| !url.contains('#')).map_or("", |at| &self.url[at..]);
        Some(Edit { span: self.span, old: self.url.to_owned(), new: format!("{url}{fragment}") })
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

/// Returns whether an address is on the server of another, asked for as safely: `www.` and a step from http to https
/// make no difference, the way back does, and so do another port, a user's name, and a page to log in at.
pub(super) fn is_same_server(old: &str, new: &str) -> bool {
    let [Ok(from), Ok(to)] = [old, new].map(Url::parse) else { return false };
    let is_as_safe = to.scheme() == from.scheme() || (from.scheme(), to.scheme()) == ("http", "https");
    is_as_safe
        && host(old) == host(new)
        && from.port() == to.port()
        && (from.username(), from.password()) == (to.username(), to.password())
        && (!leads_to_log_in(&to) || leads_to_log_in(&from))
}

/// Returns whether an address looks like a page where one logs in or agrees to something, not like what was asked for.
fn leads_to_log_in(url: &Url) -> bool {
    let names = url.path_segments().into_iter().flatten().map(str::to_ascii_lowercase);
    let mut words = names.map(|name| name.split('.').next().unwrap_or("").replace(['-', '_'], ""));
    words.any(|word| {
        matches!(&*word, "login" | "signin" | "sso" | "auth" | "consent" | "register" | "paywall")
    })
}

/// Checks whether an address is that of a host's front page.
pub(super) fn is_front_page(url: &str) -> bool {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let place = rest.split(['?', '#']).next().unwrap_or("");
    place.split_once('/').is_none_or(|(_, path)| path.is_empty())
}

#[cfg(test)]
mod tests;
