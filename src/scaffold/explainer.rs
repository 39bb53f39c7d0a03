//! A new explainer: what its author has said of it, and a task wherever words lack.
//!
//! What a rule of check finds by itself, such as a source without a date, gets no task. Must not know: what else
//! is on the site.

use std::collections::BTreeSet;
use std::fmt::Write;

use jiff::ToSpan;
use jiff::civil::Date;
use url::Url;

use super::Files;
use super::slug::{first_words, short};
use super::words::{key, string, strings};

/// What is known of an explainer before it is written.
#[derive(Clone, Debug)]
pub(crate) struct Outline {
    pub(crate) question: String,
    /// Its place in `content/`, and its address.
    pub(crate) slug: String,
    pub(crate) dek: Option<String>,
    /// A question each.
    pub(crate) sections: Vec<String>,
    /// An address or a title each.
    pub(crate) sources: Vec<String>,
    pub(crate) topics: Vec<String>,
    pub(crate) authors: Vec<String>,
    pub(crate) today: Date,
    pub(crate) form: Form,
}

/// How it lies on the disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// A folder, with a file for each section and its sources beside them.
    Folder,
    /// One file, whose sources are the site's.
    File,
}

/// The files of a new explainer.
pub(crate) fn explainer(outline: &Outline) -> Files {
    match outline.form {
        Form::Folder => folder(outline),
        Form::File => {
            let path = format!("content/{}.md", outline.slug);
            Files::from([(path, front(outline) + &lead(outline) + &headings(&outline.sections))])
        }
    }
}

fn folder(outline: &Outline) -> Files {
    let path = |name: &str| format!("content/{}/{name}", outline.slug);
    let mut files = Files::new();
    files.insert(path("index.md"), front(outline) + &lead(outline));
    let mut ids = BTreeSet::new();
    for (title, number) in outline.sections.iter().zip(1..) {
        let id = unlike(&mut ids, first_words(title), "part");
        files.insert(path(&format!("{number:02}-{id}.md")), section(title));
    }
    files.insert(path("sources.toml"), sources(outline));
    files
}

/// How long what a page says may stand before somebody reads it again.
const MONTHS_TO_REVIEW: i32 = 6;

fn front(outline: &Outline) -> String {
    let mut front = format!("+++\ntitle = {}\n", string(&outline.question));
    let _ = match &outline.dek {
        Some(dek) => writeln!(front, "dek = {}", string(dek)),
        // The rule of deks finds that there is none.
        None => writeln!(front, "# dek = \"What the page answers, in 60 to 200 characters.\""),
    };
    front += "# todo: on the day it goes out, `published = …` in the place of `draft`\ndraft = true\n";
    let _ = writeln!(front, "as_of = {}", outline.today);
    if let Ok(review) = outline.today.checked_add(MONTHS_TO_REVIEW.months()) {
        let _ = writeln!(front, "review_by = {review}");
    }
    for (key, values) in [("authors", &outline.authors), ("topics", &outline.topics)] {
        if !values.is_empty() {
            let _ = writeln!(front, "{key} = {}", strings(values));
        }
    }
    front += "key_points = [\n  # todo: the short answer, in three to five sentences, each with its source: \"…[@id]\"\n]\n";
    front + "+++\n\n"
}

fn lead(outline: &Outline) -> String {
    let mut lead = "<!-- todo: the nut graf: why it matters, to whom, and why now -->\n".to_owned();
    if outline.sections.is_empty() {
        let place = match outline.form {
            Form::Folder => "a file each, `01-who-pays.md`, with its `title`",
            Form::File => "a `## heading` each",
        };
        let _ = write!(lead, "\n<!-- todo: the questions that follow from it, {place} -->\n");
    }
    lead
}

fn section(title: &str) -> String {
    let title = string(title);
    format!(
        "+++\ntitle = {title}\n# todo: `answer = \"…[@id]\"`: the answer in one sentence\n+++\n\n\
         <!-- todo: what a reader must know to believe it, a source for each claim -->\n"
    )
}

fn headings(sections: &[String]) -> String {
    let heading = |title: &String| {
        let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
        format!(
            "\n## {title}\n\n<!-- todo: the answer first, then what a reader must know to believe it -->\n"
        )
    };
    sections.iter().map(heading).collect()
}

fn sources(outline: &Outline) -> String {
    if outline.sources.is_empty() {
        return "\
# todo: what it rests on, a table each; `[@survey]` in the text cites this one:
# [survey]
# kind = \"report\"
# title = \"…\"
# publisher = \"…\"
# date = 2026-01-31
# url = \"https://…\"
"
        .to_owned();
    }
    let mut ids = BTreeSet::new();
    let table = |source: &String| match address(source) {
        Some(url) => of_address(&url, &mut ids, outline.today),
        None => {
            let id = unlike(&mut ids, short(source), "source");
            format!(
                "[{}]\nkind = \"article\" # or report, document, interview, dataset, book, post\ntitle = {}\n",
                key(&id),
                string(source)
            )
        }
    };
    outline.sources.iter().map(table).collect::<Vec<_>>().join("\n")
}

fn address(source: &str) -> Option<Url> {
    Url::parse(source.trim()).ok().filter(|url| matches!(url.scheme(), "http" | "https"))
}

/// A source of which the address alone is known: that stands for its title.
fn of_address(url: &Url, ids: &mut BTreeSet<String>, today: Date) -> String {
    let host = url.host_str().unwrap_or_default();
    let host = host.strip_prefix("www.").unwrap_or(host);
    let id = unlike(ids, short(host), "source");
    format!(
        "[{}]\nkind = \"article\" # or report, document, interview, dataset, book, post\n\
         title = {} # todo: the title that it has there\nurl = {}\naccessed = {today}\n",
        key(&id),
        string(&format!("{host}{}", url.path().trim_end_matches('/'))),
        string(url.as_str())
    )
}

/// A name that none of the others has.
fn unlike(taken: &mut BTreeSet<String>, name: String, otherwise: &str) -> String {
    let name = if name.is_empty() { otherwise.to_owned() } else { name };
    let mut names = std::iter::once(name.clone()).chain((2..).map(|number: u32| format!("{name}-{number}")));
    let free = names.find(|name| !taken.contains(name)).unwrap_or(name);
    taken.insert(free.clone());
    free
}
