//! Writes `site.toml` of the new site.
//!
//! Must not know: pages, but for the title of the home page.

use jiff::tz::TimeZone;

use super::location::PageKind;
use super::markdown::escape_markdown;
use super::old_site::OldSite;
use super::settings::Settings;
use super::toml_table::TomlTable;
use crate::base::{SitePath, Span};
use crate::diagnostics::{Finding, Problem, import_reasons};
use crate::parse::data::is_tag;
use crate::parse::settings::normal_base_url;

/// The base URL if the old site has none: a build needs one.
const DEFAULT_BASE_URL: &str = "https://example.org/";

/// Returns `site.toml`, and findings for settings that it cannot have.
pub(super) fn write_site_settings(settings: &Settings, site: &OldSite) -> (String, Vec<Finding>) {
    let mut table = TomlTable::default();
    let mut findings = Vec::new();
    let mut report = |key: &str, span, why| {
        if let Some(path) = &settings.path {
            findings.push(Finding::new(path, span, Problem::ValueLeft { key: key.to_owned(), why }));
        }
    };
    for invalid in &settings.invalid_values {
        report(&invalid.key, invalid.span, invalid.reason);
    }
    let mut pages = site.pages.iter();
    let home = pages.find(|page| page.location.kind == PageKind::Home && page.location.language.is_none());
    let title = settings.title.as_ref().or_else(|| home?.front.title.as_ref());
    let escaped = title.map_or_else(|| "A site".to_owned(), |title| escape_markdown(&title.text));
    table.add_string("title", Some(&escaped));
    let base_url = settings.base_url.as_ref().and_then(|url| absolute_url(&url.text));
    if let (Some(text), None) = (&settings.base_url, &base_url) {
        report("base_url", text.span, import_reasons::NO_BASE_URL);
    }
    table.add_string("base_url", Some(base_url.as_deref().unwrap_or(DEFAULT_BASE_URL)));
    if let Some(language) = &settings.language {
        // `pt_BR` and `EN` are common.
        let tag = language.text.replace('_', "-");
        let (primary, rest) = tag.split_at(tag.find('-').unwrap_or(tag.len()));
        let tag = primary.to_lowercase() + rest;
        if is_tag(&tag) {
            table.add_string("language", Some(&tag));
        } else {
            report("language", language.span, import_reasons::NO_LANGUAGE_TAG);
        }
    }
    if let Some(time_zone) = &settings.time_zone {
        match TimeZone::get(&time_zone.text) {
            Ok(_) => table.add_string("time_zone", Some(&time_zone.text)),
            Err(_) => report("time_zone", time_zone.span, import_reasons::NO_TIME_ZONE),
        }
    }
    if title.is_none() {
        let path = settings.path.clone().unwrap_or_else(|| SitePath::new("."));
        let problem = Problem::ValueLeft { key: "title".to_owned(), why: import_reasons::NO_TITLE };
        findings.push(Finding::new(&path, Span::default(), problem));
    }
    let description = settings.description.as_ref().map(|text| escape_markdown(&text.text));
    table.add_string("description", description.as_deref());
    if let Some(author) = &settings.author {
        table.start_table("publisher");
        table.add_string("name", Some(&author.text));
    }
    if let Some(limit) = settings.feed_limit {
        table.start_table("limits");
        table.add_raw("feed", &limit.min(1000).to_string());
    }
    (table.text, findings)
}

/// Returns a URL with a scheme and a final slash; `None` if it is not one.
pub(super) fn absolute_url(url: &str) -> Option<String> {
    if url.starts_with("//") { normal_base_url(&format!("https:{url}")) } else { normal_base_url(url) }
}
