//! `sources.bib`: a BibLaTeX file, as Zotero and others write it, as sources.
//!
//! Only fields that a source can show are read. `archived` and `excerpt` are ours: BibLaTeX passes over what
//! it does not know, so a writer may add them (in Zotero, as `tex.excerpt: …` in the field Extra). An
//! abstract is the author's summary and not the words that an explainer relies on, so it is no excerpt.
//! A library is not a page: what is wrong with an entry is kept with its source, and concerns those who cite it.
//! Must not know: who cites a source.

mod details;
mod language;
mod latex;
mod library;
mod math;
mod symbols;

use biblatex::ChunksRef;

use super::data::{Source, SourceKind, on_the_web};
use super::prose::{Title, literal};
use super::span_map::SpanMap;
use super::table::{SpannedDate, Text};
use crate::base::date::{DateError, Edtf};
use crate::base::{SitePath, Span};
use crate::diagnostics::{Finding, Problem};
use library::{Entry, Library, month};

/// The sources of a file, in its order.
pub(super) fn sources(path: &SitePath, file: &str) -> (Vec<Source>, Vec<Finding>) {
    let library = Library::new(path, file);
    // Entries of these two are for other entries to refer to.
    let works = library.entries.iter().filter(|entry| !matches!(entry.kind.as_str(), "xdata" | "set"));
    let sources = works.filter_map(|entry| Record { library: &library, entry }.source()).collect();
    let without_id = library.take_slips();
    let mut findings = library.into_findings();
    findings.extend(without_id.into_iter().map(|(span, problem)| Finding::new(path, span, problem)));
    (sources, findings)
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
        let mut source = Source {
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
            is_explained: self.entry.has("note"),
            slips: vec![],
        };
        source.slips = self.library.take_slips();
        source.slips.extend(self.entry.slip.clone());
        Some(source)
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
        self.resolved(key, |raw| Some(latex::verbatim(raw)))
    }

    fn resolved(&self, key: &str, resolve: impl Fn(&str) -> Option<String>) -> Option<Text> {
        let value = self.library.value(self.entry, key)?;
        let raw: String = value.parts.iter().map(|(text, _)| *text).collect();
        let text = self.text(resolve(&raw)?, value.span);
        self.library.check_commands(&value, &text.value);
        Some(text).filter(|text| !text.value.is_empty())
    }

    /// The nearest of our kinds; what is like none of them is a document.
    fn kind(&self) -> SourceKind {
        let keys = ["type", "entrysubtype", "howpublished", "titleaddon"];
        let own: Vec<_> = keys.iter().filter_map(|key| Some(self.plain(key)?.value.to_lowercase())).collect();
        let says = |words: &[&str]| words.iter().any(|word| own.iter().any(|own| own.contains(word)));
        match self.entry.kind.as_str() {
            "interview" => SourceKind::Interview,
            "article" | "suppperiodical" | "periodical" | "review" | "newspaper" => SourceKind::Article,
            "inproceedings" | "conference" => SourceKind::Paper,
            "report" | "techreport" => SourceKind::Report,
            "thesis" | "phdthesis" | "mastersthesis" => SourceKind::Thesis,
            "dataset" => SourceKind::Dataset,
            "book" | "mvbook" | "inbook" | "bookinbook" | "suppbook" | "incollection" | "collection"
            | "mvcollection" | "suppcollection" | "reference" | "mvreference" | "inreference"
            | "proceedings" | "mvproceedings" => SourceKind::Book,
            "video" | "movie" => SourceKind::Video,
            "audio" | "music" => SourceKind::Audio,
            "software" => SourceKind::Software,
            "legislation" | "jurisdiction" | "legal" | "legadminmaterial" => SourceKind::Law,
            _ if says(&["interview"]) => SourceKind::Interview,
            _ if self.archive_id().is_some() => SourceKind::Paper,
            "online" | "electronic" | "www" | "webpage" | "misc"
                if says(&["blog", "post", "tweet", "toot", "forum", "mastodon", "bluesky"]) =>
            {
                SourceKind::Post
            }
            "online" | "electronic" | "www" | "webpage" => SourceKind::Page,
            "misc" if self.entry.has("url") || self.address_in("howpublished").is_some() => SourceKind::Page,
            _ => SourceKind::Document,
        }
    }

    fn title(&self) -> Option<Title> {
        let Some(title) = self.plain("title") else {
            // One that cannot be read was found already.
            if !self.entry.has("title") && self.entry.slip.is_none() {
                let problem = Problem::MissingKey {
                    key: "title",
                    table: "a source",
                    line: "title = {…},".to_owned(),
                    choices: None,
                };
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
            let is_plain = year.value.bytes().all(|byte| byte.is_ascii_digit());
            let month = is_plain.then(|| self.month()).flatten();
            let Some(month) = month else { return self.parsed(&year.value, year.span) };
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

    /// BibLaTeX's dates are EDTF, but for times of day, and for an open end, where it writes nothing. Libraries have
    /// others: one that can be meant in one way only is that date, and words, as in `in press`, are none.
    fn parsed(&self, date: &str, span: Span) -> Option<SpannedDate> {
        let day = |end: &str| end.split('T').next().unwrap_or("").trim().to_owned();
        let date = date.trim_matches(['[', ']']).replace("--", "/").replace('–', "/");
        // 2020a is one of two in that year.
        let year = date.strip_suffix(|c: char| c.is_ascii_lowercase());
        let is_year = |year: &&str| year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit());
        let date = year.filter(is_year).unwrap_or(&date);
        let date = match date.split_once('/') {
            Some((start, end)) => {
                let open = |end: String| if end.is_empty() { "..".to_owned() } else { end };
                format!("{}/{}", open(day(start)), open(day(end)))
            }
            None if date.starts_with(|c: char| c.is_ascii_digit()) => day(date),
            None => date.to_owned(),
        };
        match Edtf::parse(&date) {
            Ok(date) | Err(DateError::Form(Some(date))) => Some(SpannedDate::new(date, span)),
            Err(_) if !date.contains(|c: char| c.is_ascii_digit()) => None,
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
        let doi = self.verbatim("doi").map(|id| self.resolver_url(id, "https://doi.org/"));
        doi.or_else(|| self.archive_id().map(|id| self.resolver_url(id, "https://arxiv.org/abs/")))
            .or_else(|| self.address_in("howpublished"))
            .or_else(|| self.address_in("note"))
    }

    /// The address at which a service keeps what has an id, unless the id is an address itself.
    fn resolver_url(&self, id: Text, base: &str) -> Text {
        let url = if id.value.contains("://") { id.value } else { format!("{base}{}", id.value) };
        self.text(url, id.span)
    }

    /// Its id at arXiv.
    fn archive_id(&self) -> Option<Text> {
        let archive = ["eprinttype", "archiveprefix"].iter().find_map(|key| self.verbatim(key))?;
        let id = self.verbatim("eprint")?;
        archive.value.eq_ignore_ascii_case("arxiv").then_some(id)
    }

    /// The address in a text: it would be typeset as one.
    fn address_in(&self, key: &'static str) -> Option<Text> {
        let text = self.resolved(key, latex::address)?;
        on_the_web(key, &text.value).is_ok().then_some(text)
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

    fn language(&self) -> Option<Text> {
        let named = ["langid", "language"].iter().find_map(|key| self.plain(key))?;
        Some(self.text(language::tag(&named.value)?, named.span))
    }
}
