//! Texts: those that were not written for this, and the clean explainers.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use super::site::{Files, Hit, Reader};

/// Texts of one kind.
pub(crate) struct Corpus {
    pub name: String,
    pub documents: Vec<Document>,
}

/// A text with the day on which it was published.
pub(crate) struct Document {
    pub day: String,
    pub text: String,
}

/// The folder of everything that the rules are measured on.
pub(crate) fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus")
}

/// The texts that lie in the repository.
pub(crate) fn committed() -> Vec<Corpus> {
    ["state-of-the-union", "brown"].map(committed_one).into()
}

fn committed_one(name: &str) -> Corpus {
    let text = fs::read_to_string(folder().join(name).with_extension("txt")).expect("the corpus is there");
    let mut documents: Vec<Document> = Vec::new();
    for line in text.lines() {
        match line.strip_prefix("=== ").and_then(|heading| heading.split_once(' ')) {
            Some((day, _)) => documents.push(Document { day: day.to_owned(), text: String::new() }),
            // What stands above the first says where they come from.
            None => {
                if let Some(document) = documents.last_mut() {
                    document.text.push_str(line);
                    document.text.push('\n');
                }
            }
        }
    }
    Corpus { name: name.to_owned(), documents }
}

/// The texts of a folder, and of those in it, a file each.
pub(crate) fn of_folder(folder: &Path, day: &str) -> Corpus {
    let mut paths = Vec::new();
    collect(folder, &mut paths);
    paths.sort();
    let read = |path: &PathBuf| {
        let text = String::from_utf8_lossy(&fs::read(path).ok()?).into_owned();
        Some(Document { day: day.to_owned(), text })
    };
    Corpus { name: folder.display().to_string(), documents: paths.iter().filter_map(read).collect() }
}

fn collect(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, into);
        } else if path.extension().is_some_and(|ending| ending == "txt") {
            into.push(path);
        }
    }
}

impl Corpus {
    pub(crate) fn words(&self) -> usize {
        self.documents.iter().map(|document| document.text.split_whitespace().count()).sum()
    }

    /// What some rules find in the texts; not what they say of the front matter, which is ours.
    pub(crate) fn hits(&self, only: &[&str]) -> Vec<Hit> {
        let mut files = Files::from([(
            "site.toml".to_owned(),
            "title = \"Corpus\"\nbase_url = \"https://example.org/\"\n".to_owned(),
        )]);
        for (at, document) in self.documents.iter().enumerate() {
            files.insert(format!("content/d{at:04}.md"), document.page());
        }
        let mut found = Reader::default().hits(&files, only);
        found.retain(|hit| files.get(&hit.path).is_some_and(|page| hit.range.start >= body(page)));
        found
    }
}

fn body(page: &str) -> usize {
    page.find(END).map_or(0, |at| at + END.len())
}

/// Ends our front matter.
const END: &str = "\n+++\n";

impl Document {
    /// The text as a page that says of itself what a page has to say.
    fn page(&self) -> String {
        let mut page = format!(
            "+++\ntitle = \"A text\"\ndek = \"A text that was not written for this, with its paragraphs as they were.\"\n\
             published = {0}\nupdated = {0}\nauthors = [\"Its author\"]\ntopics = [\"Any\"]{END}",
            self.day
        );
        for paragraph in self.text.split("\n\n") {
            let _ = write!(page, "\n{}\n", escaped(paragraph.trim()));
        }
        page
    }
}

/// A paragraph in which nothing is Markdown.
fn escaped(paragraph: &str) -> String {
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

/// The clean explainers, each a site of its own beside a page about them; with the name of its folder.
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
