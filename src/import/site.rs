//! The settings of the new site.
//!
//! Must not know: any page but the first.

use jiff::tz::TimeZone;

use super::address::Shape;
use super::settings::{Said, Settings};
use super::tree::{Page, Tree};
use super::write::{Table, words};
use crate::base::{SitePath, Span};
use crate::diagnostics::{Finding, Problem};
use crate::parse::language::is_tag;
use crate::parse::settings::normal_base_url;

/// What stands where the old site said nothing that can be read: a build must know where the site will be.
const SOMEWHERE: &str = "https://example.org/";

/// `site.toml`, and what of the old settings has no place in it.
pub(super) fn site(settings: &Settings, tree: &Tree) -> (String, Vec<Finding>) {
    let mut findings = Vec::new();
    let title = settings.title.as_ref().or_else(|| home(tree)).map(|said| said.text.as_str());
    if title.is_none() {
        let path = settings.path.clone().unwrap_or_else(|| SitePath::new("."));
        let why = "is nowhere said: `A site` stands in its place";
        let problem = Problem::ValueLeft { key: "title".to_owned(), why };
        findings.push(Finding::new(&path, Span::default(), problem));
    }
    let mut fault = |key: &str, said: &Said, why| {
        if let Some(path) = &settings.path {
            findings.push(Finding::new(path, said.span, Problem::ValueLeft { key: key.to_owned(), why }));
        }
    };
    settings.faults.iter().for_each(|(key, span, why)| {
        fault(key, &Said { text: String::new(), span: *span }, why);
    });
    let mut table = Table::default();
    table.text("title", Some(&words(title.unwrap_or("A site"))));
    let base = settings.base_url.as_ref().map(|said| (said, absolute(&said.text)));
    if let Some((said, None)) = &base {
        fault("base_url", said, "is no whole address: `https://example.org/` stands in its place");
    }
    table.text("base_url", Some(&base.and_then(|(_, url)| url).unwrap_or_else(|| SOMEWHERE.to_owned())));
    if let Some(said) = &settings.language {
        match tag(&said.text) {
            Some(tag) => table.text("language", Some(&tag)),
            None => fault("language", said, "is no language tag"),
        }
    }
    if let Some(said) = &settings.time_zone {
        match TimeZone::get(&said.text) {
            Ok(_) => table.text("time_zone", Some(&said.text)),
            Err(_) => fault("time_zone", said, "is no time zone"),
        }
    }
    table.text("description", settings.description.as_ref().map(|said| words(&said.text)).as_deref());
    if let Some(author) = &settings.author {
        table.table("publisher");
        table.text("name", Some(&author.text));
    }
    if let Some(feed) = settings.feed {
        table.table("limits");
        table.bare("feed", &feed.min(1000).to_string());
    }
    (table.text, findings)
}

/// The title of the first page.
fn home(tree: &Tree) -> Option<&Said> {
    let is_it = |page: &&Page| page.standing.shape == Shape::Home && page.standing.language.is_none();
    tree.pages.iter().find(is_it)?.front.title.as_ref()
}

/// An address with its scheme.
pub(super) fn absolute(url: &str) -> Option<String> {
    let whole = if url.starts_with("//") { format!("https:{url}") } else { url.to_owned() };
    normal_base_url(&whole)
}

/// A language tag as we write it: `pt_BR` and `EN` are meant as one.
fn tag(text: &str) -> Option<String> {
    let tag = text.replace('_', "-");
    let (primary, rest) = tag.split_at(tag.find('-').unwrap_or(tag.len()));
    Some(primary.to_lowercase() + rest).filter(|tag| is_tag(tag))
}
