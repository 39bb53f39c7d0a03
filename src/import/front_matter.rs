//! Front matter of an old page, for any generator.
//!
//! Keys with the same meaning become one field; those that nutgraf has no place for are kept by name, to be reported.
//! Must not know: addresses, the text of the page.

use std::ops::Range;

use jiff::civil::Date;

use super::date::parse_date;
use super::settings::{Generator, InvalidValue, Settings, SpannedText};
use super::value::{DataFormat, KeyValue, Node, SyntaxError, Value, find_key, parse_table};
use crate::base::Span;
use crate::diagnostics::import_reasons;
use crate::parse::fenced;

#[derive(Debug, Default)]
pub(super) struct FrontMatter {
    pub(super) title: Option<SpannedText>,
    pub(super) dek: Option<SpannedText>,
    pub(super) published: Option<DateValue>,
    pub(super) updated: Option<DateValue>,
    pub(super) authors: Vec<String>,
    pub(super) topics: Vec<Topic>,
    pub(super) aliases: Vec<SpannedText>,
    pub(super) draft: bool,
    /// Why the old site did not show the page: a sentence with the key in backticks.
    pub(super) hidden: Option<SpannedText>,
    /// The first day on which the page is shown.
    pub(super) shown_from: Option<DateValue>,
    /// The day from which the page is no longer shown.
    pub(super) shown_until: Option<DateValue>,
    pub(super) slug: Option<String>,
    /// An address that replaces the one by file name.
    pub(super) url: Option<SpannedText>,
    /// Target of a section that has no list of its own (Zola).
    pub(super) redirect_to: Option<SpannedText>,
    /// A section has a feed of its own (Zola).
    pub(super) has_feed: bool,
    pub(super) lead_image: Option<LeadImage>,
    /// Formulas are rendered.
    pub(super) math: bool,
    /// Keys that nutgraf has no place for, with the tables that contain them: `extra.toc`.
    pub(super) dropped_keys: Vec<SpannedText>,
    pub(super) invalid_values: Vec<InvalidValue>,
}

/// A date with the key that has it.
#[derive(Clone, Debug)]
pub(super) struct DateValue {
    pub(super) key: String,
    pub(super) date: Date,
    /// Empty for a date from a file name.
    pub(super) span: Span,
}

/// A term of a taxonomy. Tags and categories may have the same names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Topic {
    /// The taxonomy in lower case, as front matter calls it: `tags`.
    pub(super) taxonomy: String,
    pub(super) name: String,
}

#[derive(Debug)]
pub(super) struct LeadImage {
    pub(super) src: SpannedText,
    pub(super) alt: Option<String>,
    pub(super) caption: Option<String>,
}

impl FrontMatter {
    /// Returns the names of all topics, each once.
    pub(super) fn topic_names(&self) -> Vec<&str> {
        let mut names: Vec<&str> = Vec::new();
        for topic in &self.topics {
            if !names.iter().any(|name| name.eq_ignore_ascii_case(&topic.name)) {
                names.push(&topic.name);
            }
        }
        names
    }
}

/// The byte range and format of a file's front matter, and the offset of its text.
type FileParts = (Option<(Range<usize>, DataFormat)>, usize);

/// Splits a file into front matter and text. Front matter is TOML between `+++`, YAML between `---`, or JSON in braces;
/// empty lines may precede it, except with Jekyll.
pub(super) fn split_front_matter(file: &str, generator: Generator) -> Result<FileParts, SyntaxError> {
    let skipped = if generator == Generator::Jekyll { 0 } else { file.len() - file.trim_start().len() };
    let text = &file[skipped..];
    let fence = text.lines().next().unwrap_or("").trim_end();
    let format = match fence {
        "+++" => DataFormat::Toml,
        "---" => DataFormat::Yaml,
        _ if text.starts_with('{') && !text.starts_with("{{") && !text.starts_with("{%") => {
            return split_json(text, skipped);
        }
        _ => return Ok((None, 0)),
    };
    let Some((range, body)) = fenced(text, fence) else {
        let span = Span::new(skipped..skipped + 3);
        return Err(SyntaxError { span, message: format!("there is no second `{fence}` below it") });
    };
    let range = skipped + range.start..skipped + range.end;
    Ok((Some((range, format)), skipped + body))
}

fn split_json(text: &str, offset: usize) -> Result<FileParts, SyntaxError> {
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<serde_json::Value>();
    match values.next() {
        Some(Ok(_)) => {
            let end = offset + values.byte_offset();
            Ok((Some((offset..end, DataFormat::Yaml)), end))
        }
        _ => {
            let span = Span::new(offset..offset + 1);
            Err(SyntaxError { span, message: "this is not JSON".to_owned() })
        }
    }
}

/// Parses the front matter at `range` of a file.
pub(super) fn parse_front_matter(
    file: &str,
    range: Range<usize>,
    format: DataFormat,
    settings: &Settings,
) -> Result<FrontMatter, SyntaxError> {
    let table = parse_table(file, range, format)?;
    let mut reader = FrontMatterReader { settings, front: FrontMatter::default() };
    for entry in &table {
        reader.read_entry(entry, "");
    }
    Ok(reader.front)
}

struct FrontMatterReader<'a> {
    settings: &'a Settings,
    front: FrontMatter,
}

impl FrontMatterReader<'_> {
    /// Reads an entry; `prefix` is the name of its table with a dot, or empty.
    fn read_entry(&mut self, entry: &KeyValue, prefix: &str) {
        let key = entry.key.to_ascii_lowercase();
        let node = &entry.node;
        if prefix.is_empty() && self.read_visibility(&key, entry) || node.is_empty() {
            return;
        }
        let is_read = match (prefix, key.as_str()) {
            ("", "extra" | "params") if !node.as_table().is_empty() => {
                let prefix = format!("{}.", entry.key);
                for entry in node.as_table() {
                    self.read_entry(entry, &prefix);
                }
                true
            }
            ("", "taxonomies") => {
                for entry in node.as_table() {
                    self.add_topics(&entry.key, &entry.node);
                }
                true
            }
            ("", key) => self.read_address(key, node) || self.read_content(key, entry),
            (_, key) => self.read_content(key, entry),
        };
        if !is_read {
            let text = format!("{prefix}{}", entry.key);
            self.front.dropped_keys.push(SpannedText { text, span: entry.span });
        }
    }

    /// Reads a key that hides the page. Returns whether it is one; its value may be `false`, which is no value elsewhere.
    fn read_visibility(&mut self, key: &str, entry: &KeyValue) -> bool {
        let hiding_value = match (self.settings.generator, key) {
            (Generator::Zola, "render") | (Generator::Jekyll, "published") => false,
            (Generator::Hugo, "headless") => true,
            (Generator::Hugo, "build" | "_build") => {
                for option in entry.node.as_table() {
                    self.read_build_option(&entry.key, option);
                }
                return true;
            }
            _ => return false,
        };
        if entry.node.as_bool() == Some(hiding_value) {
            let text = format!("`{}` is `{hiding_value}`", entry.key);
            self.front.hidden = Some(SpannedText { text, span: entry.span });
        }
        true
    }

    /// Reads an entry of Hugo's `build` table, which restricts what is made of a page.
    fn read_build_option(&mut self, table: &str, entry: &KeyValue) {
        let key = format!("{table}.{}", entry.key);
        let value = match entry.node.as_bool() {
            Some(flag) => flag.to_string(),
            None => entry.node.as_text().unwrap_or_default().to_lowercase(),
        };
        match (entry.key.to_ascii_lowercase().as_str(), value.as_str()) {
            (_, "always" | "true" | "") => {}
            ("render", _) => {
                let text = format!("`{key}` is `{value}`");
                self.front.hidden = Some(SpannedText { text, span: entry.span });
            }
            _ => self.front.dropped_keys.push(SpannedText { text: key, span: entry.span }),
        }
    }

    /// Reads a key that decides about the page's address. Returns whether it is one.
    fn read_address(&mut self, key: &str, node: &Node) -> bool {
        let front = &mut self.front;
        let text = SpannedText::of_node(node);
        match (self.settings.generator, key) {
            (_, "slug") => front.slug = text.map(|text| text.text),
            (Generator::Zola, "path") | (Generator::Hugo, "url") | (Generator::Jekyll, "permalink") => {
                front.url = text;
            }
            (_, "aliases" | "alias" | "redirect_from") => {
                front.aliases.extend(node.items().iter().filter_map(SpannedText::of_node));
            }
            (Generator::Zola, "redirect_to") => front.redirect_to = text,
            (Generator::Zola, "generate_feed" | "generate_feeds") => {
                front.has_feed = node.as_bool() == Some(true);
            }
            (_, "draft") => front.draft |= node.as_bool() == Some(true),
            _ => return false,
        }
        true
    }

    /// Reads a key that has a place in nutgraf's front matter. Returns whether it is one.
    fn read_content(&mut self, key: &str, entry: &KeyValue) -> bool {
        let node = &entry.node;
        let text = SpannedText::of_node(node);
        match key {
            "title" => self.front.title = self.front.title.take().or(text),
            // A dek is for readers elsewhere, as a description is: it wins over a summary.
            "description" if text.is_some() => self.front.dek = text,
            "summary" | "subtitle" | "excerpt" if text.is_some() && self.front.dek.is_none() => {
                self.front.dek = text;
            }
            "date" | "publishdate" | "pubdate" | "published" => self.read_published(key, entry),
            "expirydate" | "unpublishdate" if self.settings.generator == Generator::Hugo => {
                self.front.shown_until = self.read_date(entry);
            }
            "updated" | "lastmod" | "modified" | "last_modified_at" => {
                self.front.updated = self.read_date(entry);
            }
            "author" | "authors" => self.front.authors.extend(person_names(node)),
            "math" | "katex" | "mathjax" | "latex" | "use_math" => self.front.math = true,
            "images" | "image" | "cover" | "featured_image" | "thumbnail" | "banner" | "hero" => {
                return self.read_lead_image(node);
            }
            "tag" | "category" | "tags" | "categories" => self.add_topics(key, node),
            _ if self.settings.taxonomies.iter().any(|known| known.eq_ignore_ascii_case(key)) => {
                self.add_topics(key, node);
            }
            _ => return false,
        }
        true
    }

    /// Reads a date of publication. `date` wins as the date that readers see; any other key wins as the first day on
    /// which the page is shown.
    fn read_published(&mut self, key: &str, entry: &KeyValue) {
        let date = self.read_date(entry);
        // Zola does not hide pages with a future date.
        let hides_future = self.settings.generator != Generator::Zola;
        if hides_future && (key != "date" || self.front.shown_from.is_none()) {
            self.front.shown_from = date.clone();
        }
        if key == "date" || self.front.published.is_none() {
            self.front.published = date.or(self.front.published.take());
        }
    }

    fn read_date(&mut self, entry: &KeyValue) -> Option<DateValue> {
        let span = entry.node.span;
        let key = entry.key.clone();
        if let Some(date) = entry.node.as_text().and_then(parse_date) {
            return Some(DateValue { key, date, span });
        }
        self.front.invalid_values.push(InvalidValue { key, span, reason: import_reasons::NO_DATE });
        None
    }

    fn add_topics(&mut self, taxonomy: &str, node: &Node) {
        if taxonomy.eq_ignore_ascii_case("authors") {
            self.front.authors.extend(person_names(node));
            return;
        }
        // Jekyll splits a text into words.
        let is_word_list =
            self.settings.generator == Generator::Jekyll && matches!(node.value, Value::Text(_));
        for text in node.as_texts() {
            let names: Vec<&str> = if is_word_list { text.split_whitespace().collect() } else { vec![text] };
            for name in names {
                let topic = Topic { taxonomy: taxonomy.to_ascii_lowercase(), name: name.to_owned() };
                let is_known =
                    self.front.topics.iter().any(|known| {
                        known.taxonomy == topic.taxonomy && known.name.eq_ignore_ascii_case(name)
                    });
                if !is_known {
                    self.front.topics.push(topic);
                }
            }
        }
    }

    /// Reads the page's picture: of several, the first. Returns whether there is one.
    fn read_lead_image(&mut self, node: &Node) -> bool {
        let src = match &node.value {
            Value::Text(_) => Some(node),
            Value::List(items) => items.first(),
            Value::Table(table) => ["image", "src", "url", "path", "relative_path"]
                .into_iter()
                .find_map(|key| find_key(table, key)),
            _ => None,
        };
        let Some(src) = src.and_then(SpannedText::of_node) else { return false };
        if self.front.lead_image.is_none() {
            let find = |key: &str| find_key(node.as_table(), key)?.as_text().map(str::to_owned);
            self.front.lead_image = Some(LeadImage { src, alt: find("alt"), caption: find("caption") });
        }
        true
    }
}

/// Returns names of people, each a text or a table with a `name`.
fn person_names(node: &Node) -> Vec<String> {
    let mut names = Vec::new();
    for person in node.items() {
        let name = person.as_text().or_else(|| find_key(person.as_table(), "name")?.as_text());
        names.extend(name.map(str::to_owned));
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn front_matter_of_each_format_is_found() {
        let found = |text| {
            split_front_matter(text, Generator::Hugo)
                .map(|(front, body)| (front.map(|(range, _)| range), body))
        };
        assert_eq!(found("+++\na = 1\n+++\nb"), Ok((Some(4..10), 14)));
        assert_eq!(found("---\r\na: 1\r\n---\r\nb"), Ok((Some(5..11), 16)));
        assert_eq!(found("{\"a\": 1}\nb"), Ok((Some(0..8), 8)));
        assert_eq!(found("b\n---\n"), Ok((None, 0)));
        assert_eq!(found("\n \n+++\na = 1\n+++\nb"), Ok((Some(7..13), 17)));
        assert_eq!(found("\n{\"a\": 1}\nb"), Ok((Some(1..9), 9)));
        assert_eq!(split_front_matter("\n---\na: 1\n---\n", Generator::Jekyll).map(|(_, body)| body), Ok(0));
        assert!(found("+++\na = 1\n").is_err());
    }
}
