//! `sources.bib`: a BibLaTeX file, as Zotero and others write it, as sources.
//!
//! Only fields that a source can show are read. `archived` and `excerpt` are ours: BibLaTeX passes over what
//! it does not know, so a writer may add them (in Zotero, as `tex.excerpt: …` in the field Extra). An
//! abstract is the author's summary and not the words that an explainer relies on, so it is no excerpt.
//! Must not know: who cites a source.

mod language;
mod latex;
mod library;

use biblatex::ChunksRef;

use super::data::{Source, SourceKind, on_the_web};
use super::prose::{Title, escape_markdown, literal};
use super::span_map::SpanMap;
use super::table::{SpannedDate, Text};
use crate::base::date::Edtf;
use crate::base::{SitePath, Span};
use crate::diagnostics::{Finding, Problem};
use library::{Entry, Library, Value, month};

/// The sources of a file, in its order.
pub(super) fn sources(path: &SitePath, file: &str) -> (Vec<Source>, Vec<Finding>) {
    let library = Library::new(path, file);
    // Entries of these two are for other entries to refer to.
    let works = library.entries.iter().filter(|entry| !matches!(entry.kind.as_str(), "xdata" | "set"));
    let sources = works.filter_map(|entry| Record { library: &library, entry }.source()).collect();
    (sources, library.into_findings())
}

/// An entry and its file.
struct Record<'a, 's> {
    library: &'a Library<'s>,
    entry: &'a Entry<'s>,
}

impl Record<'_, '_> {
    fn source(&self) -> Option<Source> {
        if self.entry.id.is_empty() {
            let brace = self.library.before(self.entry.span.range().start);
            self.library.report(brace, Problem::SourceWithoutId {});
            return None;
        }
        let id = self.text(self.entry.id.to_owned(), self.entry.span);
        let kind = self.kind();
        Some(Source {
            id,
            kind,
            title: self.title(),
            authors: self.authors(),
            publisher: self.publisher(),
            date: self.date(),
            url: self.url(),
            archived: self.address("archived"),
            unarchived: self.plain("unarchived"),
            below_url: None,
            accessed: self.when("urldate"),
            excerpt: self.plain("excerpt"),
            translated: false,
            live: false,
            note: self.note(),
            language: self.language(),
        })
    }

    /// A text of the file. Only if it is there verbatim are the spans of its parts exact.
    fn text(&self, value: String, span: Span) -> Text {
        let is_verbatim = self.library.file[span.range()] == value;
        let span_map = if is_verbatim { SpanMap::at(span.range().start) } else { SpanMap::Somewhere(span) };
        Text { value, span, span_map }
    }

    fn read(&self, key: &str, read: impl Fn(ChunksRef<'_>) -> Vec<String>) -> Vec<Text> {
        let Some(value) = self.library.value(self.entry, key) else { return vec![] };
        let Some(chunks) = self.library.chunks(&value) else { return vec![] };
        read(&chunks).into_iter().map(|text| self.text(text, value.span)).collect()
    }

    fn plain(&self, key: &str) -> Option<Text> {
        let text = self.read(key, |chunks| vec![latex::plain(chunks)]).pop()?;
        Some(text).filter(|text| !text.value.is_empty())
    }

    /// A value in which nothing is typeset.
    fn verbatim(&self, key: &str) -> Option<Text> {
        let Value { parts, span } = self.library.value(self.entry, key)?;
        let raw: String = parts.iter().map(|(text, _)| *text).collect();
        Some(self.text(latex::verbatim(&raw), span)).filter(|text| !text.value.is_empty())
    }

    /// The nearest of our kinds; what is like none of them is a document.
    fn kind(&self) -> SourceKind {
        let keys = ["type", "entrysubtype", "howpublished", "titleaddon"];
        let own: Vec<_> = keys.iter().filter_map(|key| Some(self.plain(key)?.value.to_lowercase())).collect();
        let says = |words: &[&str]| words.iter().any(|word| own.iter().any(|own| own.contains(word)));
        match self.entry.kind.as_str() {
            "interview" => SourceKind::Interview,
            "article" | "suppperiodical" | "review" | "inproceedings" | "conference" | "newspaper" => {
                SourceKind::Article
            }
            "report" | "techreport" => SourceKind::Report,
            "dataset" => SourceKind::Dataset,
            "book" | "mvbook" | "inbook" | "bookinbook" | "suppbook" | "incollection" | "collection"
            | "mvcollection" | "suppcollection" | "reference" | "mvreference" | "inreference"
            | "proceedings" | "mvproceedings" => SourceKind::Book,
            _ if says(&["interview"]) => SourceKind::Interview,
            "online" | "electronic" | "www" | "webpage"
                if says(&["blog", "post", "tweet", "toot", "forum", "mastodon", "bluesky"]) =>
            {
                SourceKind::Post
            }
            // What has an address alone is called an article by readers too.
            "online" | "electronic" | "www" | "webpage" => SourceKind::Article,
            _ => SourceKind::Document,
        }
    }

    fn title(&self) -> Option<Title> {
        let Some(title) = self.plain("title") else {
            // One that cannot be read was found already.
            if !self.entry.has("title") {
                let problem = Problem::MissingKey { key: "title", table: "a source" };
                self.library.report(self.entry.span, problem);
            }
            return None;
        };
        let Some(subtitle) = self.plain("subtitle") else { return Some(literal(&title.value)) };
        let colon = if title.value.ends_with(['?', '!', ':', '.']) { "" } else { ":" };
        Some(literal(&format!("{}{colon} {}", title.value, subtitle.value)))
    }

    /// Its authors; the editors of a work that has no author are named as such.
    fn authors(&self) -> Vec<Text> {
        let authors = self.read("author", latex::names);
        if !authors.is_empty() {
            return authors;
        }
        let mut editors = self.read("editor", latex::names);
        for editor in &mut editors {
            *editor = self.text(format!("{} (editor)", editor.value), editor.span);
        }
        editors
    }

    /// Who brought it out: of an article, the journal or newspaper.
    fn publisher(&self) -> Option<Text> {
        let journal = ["journaltitle", "journal"].iter().find_map(|key| self.plain(key));
        let houses = ["publisher", "institution", "organization", "school"];
        let house = || houses.iter().find_map(|key| self.house(key));
        // Zotero writes the name of a web site there.
        let site = || self.plain("titleaddon").filter(|_| self.entry.kind == "online");
        journal.or_else(house).or_else(site)
    }

    fn house(&self, key: &str) -> Option<Text> {
        let names = self.read(key, latex::items);
        let span = names.first()?.span;
        let names: Vec<_> = names.into_iter().map(|name| name.value).collect();
        Some(self.text(names.join(" and "), span))
    }

    fn date(&self) -> Option<SpannedDate> {
        self.when("date").or_else(|| {
            let year = self.verbatim("year")?;
            let Some(month) = self.month() else { return self.parsed(&year.value, year.span) };
            let day = self.verbatim("day").and_then(|day| day.value.parse::<u8>().ok());
            let day = day.map(|day| format!("-{day:02}")).unwrap_or_default();
            self.parsed(&format!("{}-{month:02}{day}", year.value), year.span)
        })
    }

    fn month(&self) -> Option<usize> {
        let text = self.verbatim("month")?;
        let number = text.value.parse().ok().filter(|month| (1..=12).contains(month));
        let number = number.or_else(|| month(&text.value));
        if number.is_none() {
            self.library.report(text.span, Problem::NotAMonth {});
        }
        number
    }

    fn when(&self, key: &str) -> Option<SpannedDate> {
        let text = self.verbatim(key)?;
        self.parsed(&text.value, text.span)
    }

    /// BibLaTeX's dates are EDTF, but for times of day, and for an open end, where it writes nothing.
    fn parsed(&self, date: &str, span: Span) -> Option<SpannedDate> {
        let day = |end: &str| end.split('T').next().unwrap_or("").trim().to_owned();
        let date = match date.split_once('/') {
            Some((start, end)) => {
                let open = |end: String| if end.is_empty() { "..".to_owned() } else { end };
                format!("{}/{}", open(day(start)), open(day(end)))
            }
            None => day(date),
        };
        match Edtf::parse(&date) {
            Ok(date) => Some(SpannedDate::new(date, span)),
            Err(error) => {
                self.library.report(span, error.into());
                None
            }
        }
    }

    /// Its address; that of its record where it has an identifier alone.
    fn url(&self) -> Option<Text> {
        if self.verbatim("url").is_some() {
            return self.address("url");
        }
        let record = |key: &str, base: &str| {
            let id = self.verbatim(key)?;
            let url = if id.value.contains("://") { id.value } else { format!("{base}{}", id.value) };
            Some(self.text(url, id.span))
        };
        let archive = ["eprinttype", "archiveprefix"].iter().find_map(|key| self.verbatim(key));
        let is_arxiv = archive.is_some_and(|archive| archive.value.eq_ignore_ascii_case("arxiv"));
        record("doi", "https://doi.org/")
            .or_else(|| record("eprint", "https://arxiv.org/abs/").filter(|_| is_arxiv))
            .or_else(|| self.plain("howpublished").filter(|text| text.value.starts_with("https://")))
    }

    fn address(&self, key: &'static str) -> Option<Text> {
        let text = self.verbatim(key)?;
        match on_the_web(key, &text.value) {
            Ok(()) => Some(text),
            Err(problem) => {
                self.library.report(text.span, problem);
                None
            }
        }
    }

    /// The book that a part of one is in, and the entry's own note.
    fn note(&self) -> Option<Title> {
        let book = self.plain("booktitle").or_else(|| self.plain("maintitle")).map(|book| {
            let editors = self.read("editor", latex::names);
            let editors: Vec<_> = editors.iter().map(|name| name.value.as_str()).collect();
            let by = match editors.split_last() {
                // Where there is no author, they stand in the author's place.
                _ if self.read("author", latex::names).is_empty() => String::new(),
                None => String::new(),
                Some((only, [])) => format!(", edited by {only}"),
                Some((last, rest)) => format!(", edited by {} and {last}", rest.join(", ")),
            };
            format!("In *{}*{}.", escape_markdown(&book.value), escape_markdown(&by))
        });
        let note = self.plain("note").map(|note| escape_markdown(&note.value));
        let all: Vec<_> = book.into_iter().chain(note).collect();
        (!all.is_empty()).then(|| Title::of_markdown(&all.join(" ")))
    }

    fn language(&self) -> Option<Text> {
        let named = ["langid", "language"].iter().find_map(|key| self.plain(key))?;
        Some(self.text(language::tag(&named.value)?, named.span))
    }
}
