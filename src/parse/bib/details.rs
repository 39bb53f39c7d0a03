//! What a reader needs to find a work besides its title, its authors and its address: the journal's volume, the pages,
//! the edition, the DOI. It stands in the source's note, in English.
//!
//! Must not know: how a value is read.

use super::{Record, latex};
use crate::parse::prose::{Title, escape_markdown};

/// Words for a date that say no more than that there is none.
const UNDATED: [&str; 7] = ["n.d.", "n. d.", "nd", "no date", "undated", "s.d.", "o.j."];

impl Record<'_, '_> {
    /// All details in sentences, and the entry's own note. What no reader looks for (`location`, `issn`, `keywords`,
    /// `file`) is left out.
    pub(super) fn note(&self) -> Option<Title> {
        let mut sentences = vec![self.container(), self.place_within()];
        sentences.push(self.contributors("editor", "Edited").filter(|_| !self.has_book()));
        sentences.push(self.contributors("translator", "Translated"));
        sentences.push(self.identifiers());
        for key in ["date", "year"] {
            let words = self.plain(key).map(|text| text.value);
            let words = words.filter(|words| !words.contains(|c: char| c.is_ascii_digit()));
            let words = words.filter(|words| !UNDATED.contains(&&*words.to_lowercase()));
            sentences.push(words.map(|words| escape_markdown(&words)));
        }
        // An address is the source's own, if there is no other.
        for key in ["howpublished", "note"] {
            let is_address = self.resolved(key, latex::address).is_some() && !self.entry.has("url");
            sentences.push(self.words_of(key).filter(|words| !is_address || words.contains(' ')));
        }
        let sentences = sentences.into_iter().flatten().filter(|sentence| !sentence.is_empty());
        let mut sentences: Vec<_> = sentences.map(capitalized).collect();
        let last = sentences.pop()?;
        let ended = sentences.iter_mut().map(|sentence| {
            let ends = sentence.ends_with(['.', '?', '!', '…']);
            format!("{sentence}{} ", if ends { "" } else { "." })
        });
        let before: String = ended.collect();
        // A note of the author's own ends as they have ended it.
        let stop = if self.entry.has("note") || last.ends_with(['.', '?', '!', '…']) { "" } else { "." };
        Some(Title::of_markdown(&(before + &last + stop)))
    }

    fn words_of(&self, key: &str) -> Option<String> {
        self.plain(key).map(|text| escape_markdown(&text.value))
    }

    fn has_book(&self) -> bool {
        self.entry.has("booktitle") || self.entry.has("maintitle")
    }

    /// The book that a part of one is in.
    fn container(&self) -> Option<String> {
        let book = self.words_of("booktitle").or_else(|| self.words_of("maintitle"))?;
        let editors = self.contributors("editor", "edited").map(|by| format!(", {by}"));
        Some(format!("In *{book}*{}", editors.unwrap_or_default()))
    }

    /// Those who did something with the work. Editors of a work without authors stand in their place.
    fn contributors(&self, key: &str, verb: &str) -> Option<String> {
        if key == "editor" && self.read("author", latex::names).is_empty() {
            return None;
        }
        let names = self.read(key, latex::names);
        let names: Vec<_> = names.iter().map(|name| escape_markdown(&name.value)).collect();
        let (last, rest) = names.split_last()?;
        let rest = if rest.is_empty() { String::new() } else { format!("{} and ", rest.join(", ")) };
        Some(format!("{verb} by {rest}{last}"))
    }

    /// Series, edition, volume, number, pages.
    fn place_within(&self) -> Option<String> {
        let number = || self.words_of("number").or_else(|| self.words_of("issue"));
        let series = self.words_of("series");
        let kind = self.words_of("type").map(|kind| match kind.as_str() {
            "phdthesis" => "PhD thesis".to_owned(),
            "mathesis" => "Master’s thesis".to_owned(),
            "techreport" => "technical report".to_owned(),
            _ => kind,
        });
        let number = match (&series, &kind) {
            (Some(series), _) => {
                [Some(series.clone()), number()].into_iter().flatten().collect::<Vec<_>>().join(" ")
            }
            (None, Some(kind)) => {
                [Some(kind.clone()), number()].into_iter().flatten().collect::<Vec<_>>().join(" ")
            }
            (None, None) => number().map(|number| format!("no. {number}")).unwrap_or_default(),
        };
        let kind = kind.filter(|_| series.is_some());
        let edition = self.words_of("edition").map(|edition| match edition.parse::<u32>() {
            Ok(number) => format!("edition {number}"),
            Err(_) => edition,
        });
        let pages = self.words_of("pages").map(|pages| {
            let are_many = pages.contains(['–', '-', ',']);
            format!("{} {pages}", if are_many { "pp." } else { "p." })
        });
        let volume = self.words_of("volume").map(|volume| format!("vol. {volume}"));
        let version = self.words_of("version").map(|version| format!("version {version}"));
        let parts = [kind, edition, volume, Some(number), version, self.words_of("eid"), pages];
        let parts: Vec<_> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
        (!parts.is_empty()).then(|| parts.join(", "))
    }

    /// The numbers that a work is known by, but for those that its address says.
    fn identifiers(&self) -> Option<String> {
        let url = self.url().map(|url| url.value).unwrap_or_default();
        let ids =
            [("DOI", self.verbatim("doi")), ("arXiv", self.archive_id()), ("ISBN", self.verbatim("isbn"))];
        let mut stated = Vec::new();
        for (name, id) in ids {
            if let Some(id) = id.filter(|id| !url.contains(&id.value)) {
                stated.push(escape_markdown(&format!("{name} {}", id.value)));
            }
        }
        (!stated.is_empty()).then(|| stated.join(", "))
    }
}

fn capitalized(sentence: String) -> String {
    let mut letters = sentence.chars();
    match letters.next() {
        Some(first) if first.is_ascii_lowercase() => first.to_uppercase().chain(letters).collect(),
        _ => sentence,
    }
}
