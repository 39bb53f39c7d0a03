//! A clean explainer in which somebody plants a fault: its places, and changes of them.

use std::ops::Range;

use super::label::plain;
use super::seed::Seed;
use super::site::{Files, Hit};

/// An explainer that is being changed.
pub(crate) struct Plot {
    pub files: Files,
    pub seed: Seed,
    folder: String,
}

/// Where a rule has to point.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    pub path: String,
    pub range: Range<usize>,
}

impl Place {
    /// Whether a finding shares a byte with it, or stands at its edge.
    pub(crate) fn meets(&self, hit: &Hit) -> bool {
        hit.path == self.path && hit.range.start <= self.range.end && self.range.start <= hit.range.end
    }
}

/// Opens and closes the words of a planted sentence that are the fault.
const MARKS: [char; 2] = ['⟦', '⟧'];

impl Plot {
    pub(crate) fn new(name: &str, files: Files, seed: Seed) -> Self {
        Self { files, seed, folder: format!("content/{name}") }
    }

    /// A file of the explainer.
    pub(crate) fn path(&self, name: &str) -> String {
        format!("{}/{name}", self.folder)
    }

    pub(crate) fn text(&self, name: &str) -> &str {
        self.files.get(&self.path(name)).map_or("", String::as_str)
    }

    /// The text of the page, with its front matter.
    pub(crate) fn page(&self) -> &str {
        self.text("index.md")
    }

    /// Where the page's text begins behind its front matter.
    pub(crate) fn body(&self) -> usize {
        self.page().find("\n+++\n").map_or(0, |at| at + 5)
    }

    /// What stands in places, for whoever asks why nothing was found.
    pub(crate) fn shown(&self, places: &[Place]) -> String {
        let show = |place: &Place| {
            let text = self.files.get(&place.path).and_then(|text| text.get(place.range.clone()));
            let text = plain(text.unwrap_or("nothing"));
            let text: String = text.chars().take(160).collect();
            format!("{}: `{text}`", place.path)
        };
        places.iter().map(show).collect::<Vec<_>>().join(", ")
    }

    /// Puts something into a file in the place of something else, and says where it stands.
    pub(crate) fn put(&mut self, name: &str, range: Range<usize>, new: &str) -> Place {
        let path = self.path(name);
        let text = self.files.entry(path.clone()).or_default();
        text.replace_range(range.clone(), new);
        Place { path, range: range.start..range.start + new.len() }
    }

    /// The same, in the page, as the one place of a fault.
    pub(crate) fn swap(&mut self, range: Range<usize>, new: &str) -> Option<Vec<Place>> {
        Some(vec![self.put("index.md", range, new)])
    }

    /// One of several, by chance.
    pub(crate) fn any<T: Clone>(&mut self, among: &[T]) -> Option<T> {
        self.seed.pick(among).cloned()
    }

    /// The paragraphs of the page's own prose: no headings, lists, blocks, pictures.
    pub(crate) fn paragraphs(&self) -> Vec<Range<usize>> {
        let page = self.page();
        let mut found = Vec::new();
        let (mut at, mut fenced) = (self.body(), false);
        for line in page[at..].split_inclusive('\n') {
            let words = line.trim_end();
            fenced ^= words.starts_with("```");
            let plain = words.starts_with(|letter: char| letter.is_alphabetic() || letter == '“');
            // What leads to a list stays with it.
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

    /// Everything between two marks in a file, with the marks.
    pub(crate) fn between(&self, name: &str, open: &str, close: &str) -> Vec<Range<usize>> {
        let text = self.text(name);
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
        self.between("index.md", "[@", "]").into_iter().filter(inside).collect()
    }

    /// The id of one of the explainer's sources.
    pub(crate) fn source(&mut self) -> Option<String> {
        let ids = self.ids("sources.toml");
        self.any(&ids)
    }

    /// The ids of a data file.
    pub(crate) fn ids(&self, name: &str) -> Vec<String> {
        let heading = |line: &str| Some(line.strip_prefix('[')?.strip_suffix(']')?.to_owned());
        self.text(name).lines().filter_map(heading).collect()
    }

    /// The table of an entry, with its heading.
    pub(crate) fn entry(&self, name: &str, id: &str) -> Option<Range<usize>> {
        let text = self.text(name);
        let start = text.find(&format!("[{id}]\n"))?;
        let end = text[start..].find("\n\n").map_or(text.len(), |at| start + at + 1);
        Some(start..end)
    }

    /// The value of a key in an entry, without quotation marks.
    pub(crate) fn value(&self, name: &str, id: &str, key: &str) -> Option<Range<usize>> {
        let entry = self.entry(name, id)?;
        self.value_in(name, entry, key)
    }

    /// The value of a key in a part of a file, without quotation marks.
    pub(crate) fn value_in(&self, name: &str, part: Range<usize>, key: &str) -> Option<Range<usize>> {
        let text = &self.text(name)[part.clone()];
        let at = text.find(&format!("\n{key} = "))? + key.len() + 4;
        let line = text[at..].split('\n').next()?;
        let quoted = usize::from(line.starts_with('"'));
        Some(part.start + at + quoted..part.start + at + line.len() - quoted)
    }

    /// A line of the front matter, with its break.
    pub(crate) fn line(&self, key: &str) -> Option<Range<usize>> {
        let page = self.page();
        let start = page[..self.body()].find(&format!("\n{key} = "))? + 1;
        Some(start..start + page[start..].find('\n')? + 1)
    }

    /// The value of a key of the front matter, without quotation marks.
    pub(crate) fn front(&self, key: &str) -> Option<Range<usize>> {
        self.value_in("index.md", 0..self.body(), key)
    }

    /// Adds a sentence to the end of some paragraph, or makes it one of its own. What stands between `⟦` and `⟧`
    /// is the fault; `@@` is a citation of some source.
    pub(crate) fn say(&mut self, sentence: &str) -> Option<Vec<Place>> {
        let source = self.source()?;
        let paragraphs = self.paragraphs();
        let paragraph = self.any(&paragraphs)?;
        let alone = self.seed.below(3) == 0;
        let glue = if alone { "\n\n" } else { " " };
        self.plant_at(paragraph.end, &format!("{glue}{}", sentence.replace("@@", &format!("[@{source}]"))))
    }

    /// Adds a sentence as a paragraph of its own: no date near it is its own.
    pub(crate) fn say_alone(&mut self, sentence: &str) -> Option<Vec<Place>> {
        let source = self.source()?;
        let paragraphs = self.paragraphs();
        let paragraph = self.any(&paragraphs)?;
        self.plant_at(paragraph.end, &format!("\n\n{}", sentence.replace("@@", &format!("[@{source}]"))))
    }

    /// One of several sentences.
    pub(crate) fn say_any(&mut self, sentences: &[&str]) -> Option<Vec<Place>> {
        let sentence = self.any(sentences)?;
        self.say(sentence)
    }

    /// Puts marked words into the page.
    pub(crate) fn plant_at(&mut self, at: usize, marked: &str) -> Option<Vec<Place>> {
        let start = marked.find(MARKS[0])?;
        let end = marked.find(MARKS[1])? - MARKS[0].len_utf8();
        let plain = marked.replace(MARKS, "");
        let place = self.put("index.md", at..at, &plain);
        Some(vec![Place { path: place.path, range: at + start..at + end }])
    }

    /// Takes out every citation of a part of the page, and says where that part then ends.
    pub(crate) fn uncite(&mut self, part: Range<usize>) -> usize {
        let mut end = part.end;
        let inside: Vec<_> = self.between("index.md", "[@", "]");
        for range in inside.into_iter().rev().filter(|range| part.contains(&range.start)) {
            end -= range.len();
            self.put("index.md", range, "");
        }
        end
    }

    /// The sentence of a paragraph in which a byte stands, to the space before the next.
    pub(crate) fn sentence_at(&self, at: usize) -> Option<Range<usize>> {
        let paragraph = self.paragraphs().into_iter().find(|paragraph| paragraph.contains(&at))?;
        let page = self.page();
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
