//! Writes `site.toml` of the new site.
//!
//! Must not know: pages, but for the title of the home page.

use jiff::tz::TimeZone;

use super::location::PageKind;
use super::markdown::escape_markdown;
use super::old_site::OldSite;
use super::settings::{Settings, SpannedText};
use super::toml_table::TomlTable;
use crate::base::{SitePath, Span};
use crate::diagnostics::{Finding, Problem, import_reasons};
use crate::parse::language::is_tag;
use crate::parse::settings::normal_base_url;

/// The base URL if the old site has none: a build needs one.
const DEFAULT_BASE_URL: &str = "https://example.org/";

/// Returns `site.toml`, and findings for settings that it cannot have.
pub(super) fn write_site_settings(settings: &Settings, site: &OldSite) -> (String, Vec<Finding>) {
    let mut writer = SettingsWriter { settings, table: TomlTable::default(), findings: vec![] };
    for invalid in &settings.invalid_values {
        writer.report(&invalid.key, invalid.span, invalid.reason);
    }
    writer.write_title(site);
    writer.write_base_url();
    writer.write_language();
    writer.write_time_zone();
    let description = settings.description.as_ref().map(|text| escape_markdown(&text.text));
    writer.table.add_string("description", description.as_deref());
    if let Some(author) = &settings.author {
        writer.table.start_table("publisher");
        writer.table.add_string("name", Some(&author.text));
    }
    if let Some(limit) = settings.feed_limit {
        writer.table.start_table("limits");
        writer.table.add_raw("feed", &limit.min(1000).to_string());
    }
    (writer.table.text, writer.findings)
}

struct SettingsWriter<'a> {
    settings: &'a Settings,
    table: TomlTable,
    findings: Vec<Finding>,
}

impl SettingsWriter<'_> {
    fn report(&mut self, key: &str, span: Span, why: &'static str) {
        if let Some(path) = &self.settings.path {
            self.findings.push(Finding::new(path, span, Problem::ValueLeft { key: key.to_owned(), why }));
        }
    }

    fn write_title(&mut self, site: &OldSite) {
        match self.settings.title.as_ref().or_else(|| home_title(site)) {
            Some(title) => self.table.add_string("title", Some(&escape_markdown(&title.text))),
            None => {
                self.table.add_string("title", Some("A site"));
                let path = self.settings.path.clone().unwrap_or_else(|| SitePath::new("."));
                let why = import_reasons::NO_TITLE;
                let problem = Problem::ValueLeft { key: "title".to_owned(), why };
                self.findings.push(Finding::new(&path, Span::default(), problem));
            }
        }
    }

    fn write_base_url(&mut self) {
        let mut base_url = None;
        if let Some(text) = &self.settings.base_url {
            base_url = absolute_url(&text.text);
            if base_url.is_none() {
                let why = import_reasons::NO_BASE_URL;
                self.report("base_url", text.span, why);
            }
        }
        self.table.add_string("base_url", Some(base_url.as_deref().unwrap_or(DEFAULT_BASE_URL)));
    }

    fn write_language(&mut self) {
        let Some(language) = &self.settings.language else { return };
        match language_tag(&language.text) {
            Some(tag) => self.table.add_string("language", Some(&tag)),
            None => self.report("language", language.span, import_reasons::NO_LANGUAGE_TAG),
        }
    }

    fn write_time_zone(&mut self) {
        let Some(time_zone) = &self.settings.time_zone else { return };
        match TimeZone::get(&time_zone.text) {
            Ok(_) => self.table.add_string("time_zone", Some(&time_zone.text)),
            Err(_) => self.report("time_zone", time_zone.span, import_reasons::NO_TIME_ZONE),
        }
    }
}

fn home_title(site: &OldSite) -> Option<&SpannedText> {
    let home = site
        .pages
        .iter()
        .find(|page| page.location.kind == PageKind::Home && page.location.language.is_none())?;
    home.front.title.as_ref()
}

/// Returns a URL with a scheme and a final slash; `None` if it is not one.
pub(super) fn absolute_url(url: &str) -> Option<String> {
    if url.starts_with("//") { normal_base_url(&format!("https:{url}")) } else { normal_base_url(url) }
}

/// Returns a language tag in the form that nutgraf accepts: `pt_BR` and `EN` are common.
fn language_tag(text: &str) -> Option<String> {
    let tag = text.replace('_', "-");
    let (primary, rest) = tag.split_at(tag.find('-').unwrap_or(tag.len()));
    Some(primary.to_lowercase() + rest).filter(|tag| is_tag(tag))
}
