//! What the front matter of an old page says, whoever it was written for.
//!
//! Keys that mean the same are one here; those for which nutgraf has no place are kept by name, to be told of.
//! Must not know: addresses, the text below.

use std::ops::Range;

use jiff::civil::Date;

use super::settings::{Generator, Said};
use super::shown::waits;
use super::value::{Entry, Fault, Form, Node, Value, get, read};
use crate::base::Span;

/// The front matter of an old page.
#[derive(Debug, Default)]
pub(super) struct Front {
    pub(super) title: Option<Said>,
    pub(super) dek: Option<Said>,
    pub(super) published: Option<(Date, Span)>,
    pub(super) updated: Option<(Date, Span)>,
    pub(super) authors: Vec<String>,
    /// The kind of topic as front matter calls it, and its name, which may be a tag's and a category's.
    pub(super) topics: Vec<(String, String)>,
    pub(super) aliases: Vec<Said>,
    pub(super) draft: bool,
    /// Where it says that nobody should see it, and what.
    pub(super) unshown: Option<(Span, String)>,
    /// The first day on which it is shown, and the day from which it no longer is, each with its key.
    pub(super) begins: Option<(String, Date, Span)>,
    pub(super) ends: Option<(String, Date, Span)>,
    pub(super) slug: Option<String>,
    /// An address that was said as a whole.
    pub(super) path: Option<Said>,
    /// Where a section leads, which is then no list.
    pub(super) redirect: Option<Said>,
    /// Whether it has a feed of its own.
    pub(super) feed: bool,
    pub(super) picture: Option<Lead>,
    /// Its formulas are set.
    pub(super) math: bool,
    /// Keys that have no place, as `extra.toc`.
    pub(super) left: Vec<(String, Span)>,
    /// Values that cannot be read: the key, where it is, and why.
    pub(super) faults: Vec<(String, Span, &'static str)>,
}

impl Front {
    /// The names of its topics, each once.
    pub(super) fn names_of_topics(&self) -> impl Iterator<Item = &str> {
        let names = self.topics.iter().map(|(_, name)| name.as_str()).enumerate();
        let before = |at: usize, name: &str| {
            self.topics[..at].iter().any(|(_, known)| known.eq_ignore_ascii_case(name))
        };
        names.filter(move |(at, name)| !before(*at, name)).map(|(_, name)| name)
    }
}

/// A page's picture.
#[derive(Debug)]
pub(super) struct Lead {
    pub(super) src: Said,
    pub(super) alt: Option<String>,
    pub(super) caption: Option<String>,
}

/// Where an old page's front matter and its text stand.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Parts {
    pub(super) front: Option<(Range<usize>, Form)>,
    pub(super) body: usize,
}

/// Finds the front matter of a file: TOML between `+++`, YAML between `---`, or JSON in braces.
/// Empty lines may stand before it, but with Jekyll.
pub(super) fn parts(file: &str, generator: Generator) -> Result<Parts, Fault> {
    let before = if generator == Generator::Jekyll { 0 } else { file.len() - file.trim_start().len() };
    let text = &file[before..];
    let first = text.lines().next().unwrap_or("").trim_end();
    let form = match first {
        "+++" => Form::Toml,
        "---" => Form::Yaml,
        _ if text.starts_with('{') && !text.starts_with("{{") && !text.starts_with("{%") => {
            return json(text, before);
        }
        _ => return Ok(Parts { front: None, body: 0 }),
    };
    let start = before + text.find('\n').map_or(text.len(), |at| at + 1);
    let mut at = start;
    for line in file[start..].split_inclusive('\n') {
        if line.trim_end() == first {
            return Ok(Parts { front: Some((start..at, form)), body: at + line.len() });
        }
        at += line.len();
    }
    Err((Span::new(before..before + 3), format!("there is no second `{first}` below it")))
}

/// JSON ends where its braces do.
fn json(text: &str, before: usize) -> Result<Parts, Fault> {
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<serde_json::Value>();
    match values.next() {
        Some(Ok(_)) => {
            let end = before + values.byte_offset();
            Ok(Parts { front: Some((before..end, Form::Yaml)), body: end })
        }
        _ => Err((Span::new(before..before + 1), "this is no JSON".to_owned())),
    }
}

/// Reads the front matter that stands at `range` of a file.
pub(super) fn front(
    file: &str,
    (range, form): (Range<usize>, Form),
    (generator, taxonomies): (Generator, &[String]),
) -> Result<Front, Fault> {
    let table = read(file, range, form)?;
    let mut reader = Reader { generator, taxonomies, front: Front::default() };
    table.iter().for_each(|entry| reader.key(entry, ""));
    Ok(reader.front)
}

struct Reader<'a> {
    generator: Generator,
    taxonomies: &'a [String],
    front: Front,
}

impl Reader<'_> {
    /// Takes one key; `above` is the table that it stands in, with a dot behind it.
    fn key(&mut self, entry: &Entry, above: &str) {
        let key = entry.key.to_ascii_lowercase();
        let shows = above.is_empty() && self.shows(&key, entry);
        if shows || entry.node.is_empty() {
            return;
        }
        match (above, key.as_str()) {
            ("", "extra" | "params") if !entry.node.table().is_empty() => {
                let inside = format!("{}.", entry.key);
                entry.node.table().iter().for_each(|entry| self.key(entry, &inside));
            }
            ("", "taxonomies") => {
                entry.node.table().iter().for_each(|entry| self.topics(&entry.key, &entry.node));
            }
            ("", _) if self.address(&key, &entry.node) => {}
            _ if self.said(&key, entry) => {}
            _ => self.front.left.push((format!("{above}{}", entry.key), entry.span)),
        }
    }

    /// What decides whether readers see the page: often a `false`, which says nothing elsewhere.
    fn shows(&mut self, key: &str, entry: &Entry) -> bool {
        let flag = entry.node.flag();
        let (counts, hides) = match (self.generator, key) {
            (Generator::Zola, "render") | (Generator::Jekyll, "published") => (true, flag == Some(false)),
            (Generator::Hugo, "headless") => (true, flag == Some(true)),
            (Generator::Hugo, "build" | "_build") => {
                entry.node.table().iter().for_each(|inside| self.build(&entry.key, inside));
                (true, false)
            }
            _ => (false, false),
        };
        if let Some(flag) = flag.filter(|_| hides) {
            self.front.unshown = Some((entry.span, format!("`{}` is `{flag}`", entry.key)));
        }
        counts
    }

    /// Hugo's table of what is made of a page.
    fn build(&mut self, above: &str, entry: &Entry) {
        let key = format!("{above}.{}", entry.key);
        let word = match (entry.node.flag(), entry.node.text()) {
            (Some(flag), _) => flag.to_string(),
            (None, text) => text.unwrap_or_default().to_lowercase(),
        };
        match (entry.key.to_ascii_lowercase().as_str(), word.as_str()) {
            (_, "always" | "true" | "") => {}
            ("render", _) => self.front.unshown = Some((entry.span, format!("`{key}` is `{word}`"))),
            _ => self.front.left.push((key, entry.span)),
        }
    }

    /// What decides where the page stands, or whether it does.
    fn address(&mut self, key: &str, node: &Node) -> bool {
        let said = || node.text().map(|text| Said { text: text.to_owned(), span: node.span });
        match key {
            "slug" => self.front.slug = node.text().map(str::to_owned),
            "path" if self.generator == Generator::Zola => self.front.path = said(),
            "url" if self.generator == Generator::Hugo => self.front.path = said(),
            "permalink" if self.generator == Generator::Jekyll => self.front.path = said(),
            "aliases" | "alias" | "redirect_from" => self.front.aliases.extend(each(node)),
            "redirect_to" if self.generator == Generator::Zola => self.front.redirect = said(),
            "generate_feed" | "generate_feeds" if self.generator == Generator::Zola => {
                self.front.feed = node.flag() == Some(true);
            }
            "draft" => self.front.draft |= node.flag() == Some(true),
            _ => return false,
        }
        true
    }

    fn said(&mut self, key: &str, entry: &Entry) -> bool {
        let node = &entry.node;
        let text = node.text().map(|text| Said { text: text.to_owned(), span: node.span });
        match key {
            "title" => self.front.title = self.front.title.take().or(text),
            // The page's own description is written for readers elsewhere, as a dek is.
            "description" if text.is_some() => self.front.dek = text,
            "summary" | "subtitle" | "excerpt" if text.is_some() && self.front.dek.is_none() => {
                self.front.dek = text;
            }
            "date" | "publishdate" | "pubdate" | "published" => self.published(key, entry),
            "expirydate" | "unpublishdate" if self.generator == Generator::Hugo => {
                let date = self.date(entry);
                self.front.ends = date.map(|(date, span)| (entry.key.clone(), date, span));
            }
            "updated" | "lastmod" | "modified" | "last_modified_at" => {
                self.front.updated = self.date(entry);
            }
            "author" | "authors" => self.front.authors.extend(names(node)),
            "math" | "katex" | "mathjax" | "latex" | "use_math" => self.front.math = true,
            "images" | "image" | "cover" | "featured_image" | "thumbnail" | "banner" | "hero" => {
                return self.picture(node);
            }
            "tag" | "category" => self.topics(key, node),
            _ if self.taxonomies.iter().any(|known| known.eq_ignore_ascii_case(key)) => {
                self.topics(key, node);
            }
            "tags" | "categories" => self.topics(key, node),
            _ => return false,
        }
        true
    }

    /// `date` goes before any other word for it.
    fn published(&mut self, key: &str, entry: &Entry) {
        let date = self.date(entry);
        // A day of its own for this goes before `date`.
        if waits(self.generator) && (key != "date" || self.front.begins.is_none()) {
            self.front.begins = date.map(|(date, span)| (entry.key.clone(), date, span));
        }
        if key == "date" || self.front.published.is_none() {
            self.front.published = date.or(self.front.published);
        }
    }

    fn date(&mut self, entry: &Entry) -> Option<(Date, Span)> {
        let date = entry.node.text().and_then(day);
        if date.is_none() {
            self.front.faults.push((entry.key.clone(), entry.node.span, "is no date that can be read"));
        }
        Some((date?, entry.node.span))
    }

    fn topics(&mut self, key: &str, node: &Node) {
        if key.eq_ignore_ascii_case("authors") {
            self.front.authors.extend(names(node));
            return;
        }
        let separate = self.generator == Generator::Jekyll;
        for text in node.texts() {
            // Jekyll reads a text as a list of words.
            let names: Vec<&str> = match &node.value {
                Value::Text(_) if separate => text.split_whitespace().collect(),
                _ => vec![text],
            };
            for name in names {
                let topic = (key.to_ascii_lowercase(), name.to_owned());
                let is_it =
                    |(kind, known): &(String, String)| *kind == topic.0 && known.eq_ignore_ascii_case(name);
                if !self.front.topics.iter().any(is_it) {
                    self.front.topics.push(topic);
                }
            }
        }
    }

    /// A page has one picture: of several, the first.
    fn picture(&mut self, node: &Node) -> bool {
        let inside = |key: &str| get(node.table(), key).and_then(Node::text).map(str::to_owned);
        let named = ["image", "src", "url", "path", "relative_path"];
        let src = match &node.value {
            Value::Text(_) => Some(node),
            Value::List(items) => items.first(),
            Value::Table(table) => named.into_iter().find_map(|key| get(table, key)),
            _ => None,
        };
        let Some((src, text)) = src.and_then(|src| Some((src, src.text()?))) else { return false };
        if self.front.picture.is_none() {
            let src = Said { text: text.to_owned(), span: src.span };
            self.front.picture = Some(Lead { src, alt: inside("alt"), caption: inside("caption") });
        }
        true
    }
}

/// The texts of a list, each with its place.
fn each(node: &Node) -> Vec<Said> {
    let said = |node: &Node| Some(Said { text: node.text()?.to_owned(), span: node.span });
    match &node.value {
        Value::List(items) => items.iter().filter_map(said).collect(),
        _ => said(node).into_iter().collect(),
    }
}

/// People, by name or as tables with one.
fn names(node: &Node) -> Vec<String> {
    let name = |node: &Node| {
        let text = node.text().or_else(|| get(node.table(), "name")?.text());
        text.map(str::to_owned)
    };
    match &node.value {
        Value::List(items) => items.iter().filter_map(name).collect(),
        _ => name(node).into_iter().collect(),
    }
}

/// The day of a date, with or without a time, as it is written.
pub(super) fn day(text: &str) -> Option<Date> {
    let text = text.trim();
    let iso = text.get(..10).and_then(|day| day.parse::<Date>().ok());
    let parts = || {
        let mut numbers = text.split([' ', 'T']).next()?.splitn(3, ['-', '/', '.']);
        let mut next = || numbers.next()?.parse::<i16>().ok();
        let (year, month, day) = (next()?, next()?, next()?);
        Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok().filter(|_| year > 99)
    };
    let words = || {
        let formats = ["%a, %d %b %Y", "%d %b %Y", "%d %B %Y", "%B %d, %Y", "%b %d, %Y"];
        let head = text.split(" 0").next().unwrap_or(text);
        formats.into_iter().find_map(|format| Date::strptime(format, head).ok())
    };
    iso.or_else(parts).or_else(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_may_be_written_in_many_ways() {
        let expected = jiff::civil::date(2022, 9, 4);
        for text in [
            "2022-09-04",
            "2022-09-04T23:59:59+02:00",
            "2022-09-04 10:00:00 -0500",
            "2022-9-4",
            "2022/09/04",
            "4 September 2022",
            "September 4, 2022",
        ] {
            assert_eq!(day(text), Some(expected), "{text}");
        }
        for text in ["soon", "2022", "2022-13-01", "04/09/2022"] {
            assert_eq!(day(text), None, "{text}");
        }
    }

    #[test]
    fn each_kind_of_front_matter_is_found() {
        let found = |text| {
            parts(text, Generator::Hugo).map(|parts| (parts.front.map(|(range, _)| range), parts.body))
        };
        assert_eq!(found("+++\na = 1\n+++\nb"), Ok((Some(4..10), 14)));
        assert_eq!(found("---\r\na: 1\r\n---\r\nb"), Ok((Some(5..11), 16)));
        assert_eq!(found("{\"a\": 1}\nb"), Ok((Some(0..8), 8)));
        assert_eq!(found("b\n---\n"), Ok((None, 0)));
        assert_eq!(found("\n \n+++\na = 1\n+++\nb"), Ok((Some(7..13), 17)));
        assert_eq!(found("\n{\"a\": 1}\nb"), Ok((Some(1..9), 9)));
        assert_eq!(parts("\n---\na: 1\n---\n", Generator::Jekyll).map(|parts| parts.body), Ok(0));
        assert!(found("+++\na = 1\n").is_err());
    }
}
