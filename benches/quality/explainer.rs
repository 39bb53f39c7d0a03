//! A clean explainer in which a fault is planted: ways to find places in it, and to change them.

use std::ops::Range;

use super::label::plain;
use super::rng::Rng;
use super::site::{Files, Hit};

/// An explainer with a fault, or that is about to have one.
pub(crate) struct FaultyExplainer {
    pub files: Files,
    pub rng: Rng,
    folder: String,
}

/// Bytes that a rule has to point at.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    pub path: String,
    pub range: Range<usize>,
}

impl Place {
    /// Checks whether a finding shares a byte with it, or touches its edge.
    pub(crate) fn meets(&self, hit: &Hit) -> bool {
        hit.path == self.path && hit.range.start <= self.range.end && self.range.start <= hit.range.end
    }
}

/// Marks around the words of a planted sentence that are the fault.
const MARKS: [char; 2] = ['⟦', '⟧'];

impl FaultyExplainer {
    pub(crate) fn new(name: &str, files: Files, rng: Rng) -> Self {
        Self { files, rng, folder: format!("content/{name}") }
    }

    /// The path of a file of the explainer.
    pub(crate) fn file_path(&self, name: &str) -> String {
        format!("{}/{name}", self.folder)
    }

    pub(crate) fn file_text(&self, name: &str) -> &str {
        self.files.get(&self.file_path(name)).map_or("", String::as_str)
    }

    /// The text of the page, with its front matter.
    pub(crate) fn page_text(&self) -> &str {
        self.file_text("index.md")
    }

    /// The byte at which the page's text begins, after its front matter.
    pub(crate) fn body_start(&self) -> usize {
        self.page_text().find("\n+++\n").map_or(0, |at| at + 5)
    }

    /// Describes places and their text, for a note on a fault that was not found.
    pub(crate) fn describe(&self, places: &[Place]) -> String {
        let show = |place: &Place| {
            let text = self.files.get(&place.path).and_then(|text| text.get(place.range.clone()));
            let text = plain(text.unwrap_or("nothing"));
            let text: String = text.chars().take(160).collect();
            format!("{}: `{text}`", place.path)
        };
        places.iter().map(show).collect::<Vec<_>>().join(", ")
    }

    /// Replaces a range of a file, and returns the place of the new text.
    pub(crate) fn replace(&mut self, name: &str, range: Range<usize>, new: &str) -> Place {
        let path = self.file_path(name);
        let text = self.files.entry(path.clone()).or_default();
        text.replace_range(range.clone(), new);
        Place { path, range: range.start..range.start + new.len() }
    }

    /// Replaces a range of the page, as the one place of a fault.
    pub(crate) fn replace_in_page(&mut self, range: Range<usize>, new: &str) -> Option<Vec<Place>> {
        Some(vec![self.replace("index.md", range, new)])
    }

    /// Picks one of some items by chance.
    pub(crate) fn pick<T: Clone>(&mut self, among: &[T]) -> Option<T> {
        self.rng.pick(among).cloned()
    }

    /// The paragraphs of the page's prose, without headings, lists, blocks and pictures.
    pub(crate) fn paragraphs(&self) -> Vec<Range<usize>> {
        let page = self.page_text();
        let mut found = Vec::new();
        let mut at = self.body_start();
        let mut fenced = false;
        for line in page[at..].split_inclusive('\n') {
            let words = line.trim_end();
            fenced ^= words.starts_with("```");
            let plain = words.starts_with(|letter: char| letter.is_alphabetic() || letter == '“');
            // A line above a list stays with it.
            let leads = words.ends_with(':')
                || words.rsplit("[@").nth(1).is_some_and(|before| before.ends_with(':'))
                    && words.ends_with(']');
            if plain && !fenced && !leads {
                found.push(at..at + words.len());
            }
            at += line.len();
        }
        found
    }

    /// Finds the pieces of a file between two marks, with the marks.
    pub(crate) fn find_between(&self, name: &str, open: &str, close: &str) -> Vec<Range<usize>> {
        let text = self.file_text(name);
        let mut found = Vec::new();
        let mut from = 0;
        while let Some(start) = text[from..].find(open).map(|at| from + at) {
            let behind = start + open.len();
            let Some(end) = text[behind..].find(close).map(|at| behind + at + close.len()) else { break };
            found.push(start..end);
            from = end;
        }
        found
    }

    /// The citations of the page's prose.
    pub(crate) fn citations(&self) -> Vec<Range<usize>> {
        let paragraphs = self.paragraphs();
        let inside =
            |range: &Range<usize>| paragraphs.iter().any(|paragraph| paragraph.contains(&range.start));
        self.find_between("index.md", "[@", "]").into_iter().filter(inside).collect()
    }

    /// Picks the id of one of the explainer's sources.
    pub(crate) fn pick_source(&mut self) -> Option<String> {
        let ids = self.entry_ids("sources.toml");
        self.pick(&ids)
    }

    /// The ids of a data file.
    pub(crate) fn entry_ids(&self, name: &str) -> Vec<String> {
        let lines = self.file_text(name).lines();
        lines.filter_map(|line| Some(line.strip_prefix('[')?.strip_suffix(']')?.to_owned())).collect()
    }

    /// The table of an entry, with its heading.
    pub(crate) fn entry_range(&self, name: &str, id: &str) -> Option<Range<usize>> {
        let text = self.file_text(name);
        let start = text.find(&format!("[{id}]\n"))?;
        let end = text[start..].find("\n\n").map_or(text.len(), |at| start + at + 1);
        Some(start..end)
    }

    /// The value of a key in an entry, without quotation marks.
    pub(crate) fn entry_value(&self, name: &str, id: &str, key: &str) -> Option<Range<usize>> {
        let entry = self.entry_range(name, id)?;
        self.value_within(name, entry, key)
    }

    /// The value of a key in a part of a file, without quotation marks.
    pub(crate) fn value_within(&self, name: &str, part: Range<usize>, key: &str) -> Option<Range<usize>> {
        let text = &self.file_text(name)[part.clone()];
        let at = text.find(&format!("\n{key} = "))? + key.len() + 4;
        let line = text[at..].split('\n').next()?;
        let quoted = usize::from(line.starts_with('"'));
        Some(part.start + at + quoted..part.start + at + line.len() - quoted)
    }

    /// The line of a key in the front matter, with its line break.
    pub(crate) fn front_matter_line(&self, key: &str) -> Option<Range<usize>> {
        let page = self.page_text();
        let start = page[..self.body_start()].find(&format!("\n{key} = "))? + 1;
        Some(start..start + page[start..].find('\n')? + 1)
    }

    /// The value of a key of the front matter, without quotation marks.
    pub(crate) fn front_matter_value(&self, key: &str) -> Option<Range<usize>> {
        self.value_within("index.md", 0..self.body_start(), key)
    }

    /// Adds a sentence to the end of any paragraph, or as a paragraph of its own. The words between `⟦` and `⟧`
    /// are the fault; `@@` becomes a citation of any source.
    pub(crate) fn add_sentence(&mut self, sentence: &str) -> Option<Vec<Place>> {
        let source = self.pick_source()?;
        let paragraphs = self.paragraphs();
        let paragraph = self.pick(&paragraphs)?;
        let alone = self.rng.below(3) == 0;
        let glue = if alone { "\n\n" } else { " " };
        self.insert_marked(
            paragraph.end,
            &format!("{glue}{}", sentence.replace("@@", &format!("[@{source}]"))),
        )
    }

    /// Adds a sentence as a paragraph of its own, away from the dates of others.
    pub(crate) fn add_paragraph(&mut self, sentence: &str) -> Option<Vec<Place>> {
        let source = self.pick_source()?;
        let paragraphs = self.paragraphs();
        let paragraph = self.pick(&paragraphs)?;
        self.insert_marked(paragraph.end, &format!("\n\n{}", sentence.replace("@@", &format!("[@{source}]"))))
    }

    /// Adds one of some sentences.
    pub(crate) fn add_one_of(&mut self, sentences: &[&str]) -> Option<Vec<Place>> {
        let sentence = self.pick(sentences)?;
        self.add_sentence(sentence)
    }

    /// Inserts text with marks into the page.
    pub(crate) fn insert_marked(&mut self, at: usize, marked: &str) -> Option<Vec<Place>> {
        let start = marked.find(MARKS[0])?;
        let end = marked.find(MARKS[1])? - MARKS[0].len_utf8();
        let plain = marked.replace(MARKS, "");
        let place = self.replace("index.md", at..at, &plain);
        Some(vec![Place { path: place.path, range: at + start..at + end }])
    }

    /// Removes the citations in a part of the page, and returns its new end.
    pub(crate) fn remove_citations(&mut self, part: Range<usize>) -> usize {
        let mut end = part.end;
        let inside: Vec<_> = self.find_between("index.md", "[@", "]");
        for range in inside.into_iter().rev().filter(|range| part.contains(&range.start)) {
            end -= range.len();
            self.replace("index.md", range, "");
        }
        end
    }

    /// The sentence around a byte, up to the space before the next.
    pub(crate) fn sentence_at(&self, at: usize) -> Option<Range<usize>> {
        let paragraph = self.paragraphs().into_iter().find(|paragraph| paragraph.contains(&at))?;
        let page = self.page_text();
        let ends = |from: usize| {
            let rest = &page[from..paragraph.end];
            let marks = [".[@", ". ", ".”[@", "?”", "! "];
            let end = marks.iter().filter_map(|mark| rest.find(mark)).min()?;
            Some(from + end + rest[end..].find(' ').unwrap_or(rest.len() - end))
        };
        let mut start = paragraph.start;
        while let Some(end) = ends(start).filter(|end| *end <= at) {
            start = end + 1;
        }
        Some(start..ends(start).unwrap_or(paragraph.end))
    }
}
