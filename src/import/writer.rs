//! Writes the files of the new site: pages, each with its front matter and its text, and `site.toml`.
//!
//! Must not know: how texts are converted.

use std::fmt::Write;

use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::body::{ParsedBody, convert_body};
use super::date::split_date_prefix;
use super::escape::escape_own_syntax;
use super::front_matter::LeadImage;
use super::link_map::LinkMap;
use super::location::PageKind;
use super::markdown::escape_markdown;
use super::old_site::{OldPage, OldSite};
use super::settings::Settings;
use crate::base::toml::{format_string, format_strings};
use crate::base::{SitePath, Span};
use crate::diagnostics::{Finding, Problem, import_reasons};
use crate::parse::data::is_tag;
use crate::parse::settings::normal_base_url;

/// The text of a new file, and what of the old one is not in it.
#[derive(Debug)]
pub(super) struct WrittenPage {
    pub(super) text: String,
    pub(super) findings: Vec<Finding>,
}

/// Writes the new file of the page at index `at`.
pub(super) fn write_page(map: &LinkMap<'_>, at: usize, parsed: &ParsedBody) -> WrittenPage {
    let page = &map.site.pages[at];
    let new_page = &map.layout.pages[at];
    let mut writer = FrontMatterWriter { map, at, page, table: TomlTable::default(), findings: vec![] };
    if page.location.kind == PageKind::Home && new_page.path.as_str() == "content/index.md" {
        writer.write_home();
    } else {
        writer.write_page(parsed);
    }
    let body = convert_body(map, at, parsed);
    let text = escape_own_syntax(&body.text, &body.intended, new_page.is_explainer);
    let text = text.trim_start_matches(['\n', '\r']);
    let mut findings = body.findings;
    findings.extend(writer.findings);
    WrittenPage { text: format!("+++\n{}+++\n\n{text}", writer.table.text), findings }
}

/// Writes a home page without a text, which has only the aliases of lists.
pub(super) fn write_empty_home(list_aliases: &[String]) -> String {
    let mut table = TomlTable::default();
    table.add_strings("aliases", list_aliases.iter().map(String::as_str));
    format!("+++\n{}+++\n", table.text)
}

/// Makes a title of a file name: `two-words` becomes "Two words".
fn title_of_name(name: &str) -> String {
    let words = name.replace(['-', '_'], " ");
    let mut letters = words.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().collect::<String>() + letters.as_str(),
        None => "Untitled".to_owned(),
    }
}

struct FrontMatterWriter<'a> {
    map: &'a LinkMap<'a>,
    /// Index of the page.
    at: usize,
    page: &'a OldPage,
    table: TomlTable,
    findings: Vec<Finding>,
}

impl FrontMatterWriter<'_> {
    fn report(&mut self, span: Span, problem: Problem) {
        self.findings.push(Finding::new(&self.page.path, span, problem));
    }

    fn write_home(&mut self) {
        let front = &self.page.front;
        let title = front.title.as_ref().map(|title| escape_markdown(&title.text));
        self.table.add_string("title", title.as_deref());
        self.write_dek();
        self.write_updated(None);
        let aliases = self.map.layout.pages[self.at].aliases.iter().chain(&self.map.layout.list_aliases);
        self.table.add_strings("aliases", aliases.map(String::as_str));
        self.report_dropped();
        self.report_published();
    }

    fn write_page(&mut self, parsed: &ParsedBody) {
        let front = &self.page.front;
        let new_page = &self.map.layout.pages[self.at];
        let is_explainer = new_page.is_explainer;
        if !is_explainer {
            self.table.add_string("kind", Some("page"));
        }
        let title = match (&front.title, parsed.leading_title()) {
            (Some(title), _) => title.text.clone(),
            (None, Some(heading)) => heading.to_owned(),
            (None, None) => title_of_name(split_date_prefix(&self.page.location.name).1),
        };
        self.table.add_string("title", Some(&escape_markdown(&title)));
        self.write_dek();
        let published = front.published.as_ref().filter(|_| is_explainer).map(|published| published.date);
        if let Some(date) = published {
            self.table.add_raw("published", &date.to_string());
        }
        self.write_updated(published);
        if is_explainer {
            self.table.add_strings("authors", front.authors.iter().map(String::as_str));
            self.table.add_strings("topics", front.topic_names());
        }
        self.table.add_strings("aliases", new_page.aliases.iter().map(String::as_str));
        self.table.add_string("feed_id", new_page.feed_id.as_deref());
        if front.draft {
            self.table.add_raw("draft", "true");
        }
        if let Some(image) = &front.lead_image {
            self.write_lead_image(image, is_explainer);
        }
        self.report_dropped();
        if !is_explainer {
            self.report_published();
        }
        if let Some(language) = self.page.location.language.clone() {
            self.report(Span::default(), Problem::OtherLanguage { language });
        }
    }

    fn write_dek(&mut self) {
        let dek = self.page.front.dek.as_ref().map(|dek| escape_markdown(&dek.text));
        self.table.add_string("dek", dek.as_deref());
    }

    /// Writes the date of the last change, unless it is that of publication or before it.
    fn write_updated(&mut self, published: Option<Date>) {
        let Some(updated) = &self.page.front.updated else { return };
        if published.is_some_and(|published| updated.date < published) {
            let why = import_reasons::BEFORE_PUBLICATION;
            self.report(updated.span, Problem::ValueLeft { key: "updated".to_owned(), why });
        } else if published != Some(updated.date) {
            self.table.add_raw("updated", &updated.date.to_string());
        }
    }

    fn write_lead_image(&mut self, image: &LeadImage, is_explainer: bool) {
        let span = image.src.span;
        if !is_explainer {
            return self.report(span, Problem::KeyLeft { key: "image".to_owned() });
        }
        let src = match self.map.resolve_picture(self.at, &image.src.text) {
            Ok(Some(src)) => src,
            Ok(None) => return self.report(span, Problem::PictureElsewhere {}),
            Err(why) => {
                let target = image.src.text.clone();
                return self.report(span, Problem::PictureLeft { target, why });
            }
        };
        self.table.start_table("lead_image");
        self.table.add_raw("src", &toml_string(&src));
        match &image.alt {
            Some(alt) => self.table.add_string("alt", Some(alt)),
            None => {
                self.table.add_raw("decorative", "true");
                self.report(span, Problem::UndescribedPicture {});
            }
        }
        self.table.add_string("caption", image.caption.as_deref().map(escape_markdown).as_deref());
    }

    /// Reports keys and values that are not in the new file, and why a page becomes a draft.
    fn report_dropped(&mut self) {
        let front = &self.page.front;
        match (&front.hidden, &front.shown_until) {
            (Some(hidden), _) => {
                self.report(hidden.span, Problem::Unshown { why: hidden.text.clone() });
            }
            (None, Some(until)) => self.report(until.span, Problem::KeyLeft { key: until.key.clone() }),
            (None, None) => {}
        }
        for dropped in &front.dropped_keys {
            self.report(dropped.span, Problem::KeyLeft { key: dropped.text.clone() });
        }
        for invalid in &front.invalid_values {
            let problem = Problem::ValueLeft { key: invalid.key.clone(), why: invalid.reason };
            self.report(invalid.span, problem);
        }
    }

    /// Reports a date of publication that the page cannot have, unless only the file name has it.
    fn report_published(&mut self) {
        if let Some(published) = &self.page.front.published
            && published.span != Span::default()
        {
            self.report(published.span, Problem::KeyLeft { key: "date".to_owned() });
        }
    }
}

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

/// The text of a TOML table. Keys without a visible value are left out.
#[derive(Debug, Default)]
pub(super) struct TomlTable {
    pub(super) text: String,
}

impl TomlTable {
    pub(super) fn add_string(&mut self, key: &str, value: Option<&str>) {
        if let Some(value) = value.filter(|value| is_visible(value)) {
            self.add_raw(key, &toml_string(value.trim()));
        }
    }

    pub(super) fn add_strings<'t>(&mut self, key: &str, values: impl IntoIterator<Item = &'t str>) {
        let values: Vec<_> =
            values.into_iter().filter(|value| is_visible(value)).map(without_controls).collect();
        if !values.is_empty() {
            self.add_raw(key, &format_strings(&values));
        }
    }

    /// Adds a value that is TOML already: a date, a number, `true`.
    pub(super) fn add_raw(&mut self, key: &str, value: &str) {
        let _ = writeln!(self.text, "{key} = {value}");
    }

    pub(super) fn start_table(&mut self, name: &str) {
        let _ = writeln!(self.text, "\n[{name}]");
    }
}

fn is_visible(text: &str) -> bool {
    text.chars().any(|letter| !letter.is_whitespace() && !letter.is_control())
}

/// Formats a TOML string on one line, without control characters: they are invisible, and XML cannot have them.
pub(super) fn toml_string(text: &str) -> String {
    format_string(&without_controls(text))
}

fn without_controls(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_control() || matches!(letter, '\n' | '\t')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_string_is_on_one_line() {
        assert_eq!(toml_string("a \"b\" \\ \n\u{1}"), "\"a \\\"b\\\" \\\\ \\n\"");
    }
}
