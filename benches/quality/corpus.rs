//! The texts on which rules are measured: those that were not written for it, and the clean explainers.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use super::site::{Files, Hit, SiteChecker};

/// Texts of one kind.
pub(crate) struct Corpus {
    pub name: String,
    /// Tells if the texts are Markdown; others are escaped.
    pub is_markdown: bool,
    pub documents: Vec<Document>,
}

/// A text with the day on which it was published.
pub(crate) struct Document {
    pub day: String,
    pub text: String,
}

/// The folder of these texts.
pub(crate) fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus")
}

/// The texts in the repository.
pub(crate) fn committed() -> Vec<Corpus> {
    let plain = ["state-of-the-union", "brown"].map(|name| read_committed(name, false));
    plain.into_iter().chain([read_committed("posts", true)]).collect()
}

fn read_committed(name: &str, is_markdown: bool) -> Corpus {
    let text = fs::read_to_string(folder().join(name).with_extension("txt")).expect("the corpus is there");
    let mut documents: Vec<Document> = Vec::new();
    for line in text.lines() {
        match line.strip_prefix("=== ").and_then(|heading| heading.split_once(' ')) {
            Some((day, _)) => documents.push(Document { day: day.to_owned(), text: String::new() }),
            // The lines above the first document are a note on the corpus.
            None => {
                if let Some(document) = documents.last_mut() {
                    document.text.push_str(line);
                    document.text.push('\n');
                }
            }
        }
    }
    Corpus { name: name.to_owned(), is_markdown, documents }
}

/// The text files in a folder and its subfolders.
pub(crate) fn of_folder(folder: &Path, day: &str) -> Corpus {
    let mut paths = Vec::new();
    collect_text_files(folder, &mut paths);
    paths.sort();
    let mut documents = Vec::new();
    for text in paths.iter().filter_map(|path| fs::read(path).ok()) {
        documents.push(Document { day: day.to_owned(), text: String::from_utf8_lossy(&text).into_owned() });
    }
    Corpus { name: folder.display().to_string(), is_markdown: false, documents }
}

fn collect_text_files(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect_text_files(&path, into);
        } else if path.extension().is_some_and(|ending| ending == "txt") {
            into.push(path);
        }
    }
}

impl Corpus {
    pub(crate) fn words(&self) -> usize {
        self.documents.iter().map(|document| document.text.split_whitespace().count()).sum()
    }

    /// The findings of some rules in the texts, without those in the front matter, which is ours.
    pub(crate) fn hits(&self, only: &[&str]) -> Vec<Hit> {
        let mut files = Files::from([(
            "site.toml".to_owned(),
            "title = \"Corpus\"\nbase_url = \"https://example.org/\"\n".to_owned(),
        )]);
        for (at, document) in self.documents.iter().enumerate() {
            files.insert(format!("content/d{at:04}.md"), document.page(self.is_markdown));
        }
        let mut found = SiteChecker::default().hits(&files, only);
        found.retain(|hit| files.get(&hit.path).is_some_and(|page| hit.range.start >= body_start(page)));
        found
    }
}

fn body_start(page: &str) -> usize {
    page.find(FRONT_MATTER_END).map_or(0, |at| at + FRONT_MATTER_END.len())
}

/// The end of our front matter.
const FRONT_MATTER_END: &str = "\n+++\n";

impl Document {
    /// The text as a page with all front matter that a page needs.
    fn page(&self, is_markdown: bool) -> String {
        let mut page = format!(
            "+++\ntitle = \"A text\"\ndek = \"A text that was not written for this, with its paragraphs as they were.\"\n\
             published = {0}\nupdated = {0}\nauthors = [\"Its author\"]\ntopics = [\"Any\"]{FRONT_MATTER_END}",
            self.day
        );
        if is_markdown {
            return page + &self.text;
        }
        for paragraph in self.text.split("\n\n") {
            let _ = write!(page, "\n{}\n", escape_markdown(paragraph.trim()));
        }
        page
    }
}

/// A paragraph with its Markdown escaped.
fn escape_markdown(paragraph: &str) -> String {
    let mut escaped = String::with_capacity(paragraph.len() + 8);
    for line in paragraph.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if !escaped.is_empty() {
            escaped.push('\n');
        }
        let number = line.trim_start_matches(|letter: char| letter.is_ascii_digit());
        if number.len() < line.len() && number.starts_with(['.', ')']) {
            escaped.push_str(&line[..line.len() - number.len()]);
            escaped.push('\\');
            escaped.push_str(number);
            continue;
        }
        if line.starts_with(['-', '+', '=', ':']) {
            escaped.push('\\');
        }
        for letter in line.chars() {
            if "\\`*_[]<>#|~&$^{}!".contains(letter) {
                escaped.push('\\');
            }
            escaped.push(letter);
        }
    }
    escaped
}

/// The clean explainers, each with the name of its folder and as a site of its own with an `about.md`.
pub(crate) fn explainers() -> Vec<(String, Files)> {
    let top = folder().join("explainers");
    let read = |path: &Path| fs::read_to_string(path).expect("an explainer's file is a text");
    let common = Files::from([
        ("site.toml".to_owned(), read(&top.join("site.toml"))),
        ("content/about.md".to_owned(), read(&top.join("about.md"))),
    ]);
    let mut explainers = Vec::new();
    for folder in fs::read_dir(&top).expect("the explainers").flatten().filter(|entry| entry.path().is_dir())
    {
        let name = folder.file_name().to_string_lossy().into_owned();
        let mut files = common.clone();
        for file in fs::read_dir(folder.path()).expect("an explainer").flatten() {
            let path = format!("content/{name}/{}", file.file_name().to_string_lossy());
            files.insert(path, read(&file.path()));
        }
        explainers.push((name, files));
    }
    explainers.sort();
    explainers
}
