//! The files of a new explainer: what its author has said, and a task wherever text is missing.
//!
//! What a rule of `nutgraf check` reports anyway, such as a source without a date, gets no task. Must not know: what
//! else is on the site.

use std::collections::BTreeSet;
use std::fmt::Write;

use jiff::ToSpan;
use jiff::civil::Date;
use url::Url;

use super::Files;
use super::slug::{first_words, question_slug};
use crate::base::toml::{format_key, format_string, format_strings};

/// The decisions of an explainer's author.
#[derive(Clone, Debug)]
pub(crate) struct NewExplainer {
    pub(crate) question: String,
    /// Name in `content/`, and address.
    pub(crate) slug: String,
    pub(crate) dek: Option<String>,
    /// The question of each section.
    pub(crate) sections: Vec<String>,
    /// The URL or title of each source.
    pub(crate) sources: Vec<String>,
    pub(crate) topics: Vec<String>,
    pub(crate) authors: Vec<String>,
    pub(crate) today: Date,
    pub(crate) layout: ExplainerLayout,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ExplainerLayout {
    /// A folder, with a file for each section and one for sources.
    Folder,
    /// One file, whose sources are the site's.
    SingleFile,
}

/// Returns the files of a new explainer.
pub(crate) fn explainer_files(explainer: &NewExplainer) -> Files {
    let mut page = front_matter(explainer) + &introduction(explainer);
    match explainer.layout {
        ExplainerLayout::Folder => folder_files(explainer, page),
        ExplainerLayout::SingleFile => {
            for question in &explainer.sections {
                page += &section_heading(question);
            }
            Files::from([(format!("content/{}.md", explainer.slug), page)])
        }
    }
}

fn folder_files(explainer: &NewExplainer, page: String) -> Files {
    let path = |name: &str| format!("content/{}/{name}", explainer.slug);
    let mut files = Files::from([(path("index.md"), page)]);
    let mut used_ids = BTreeSet::new();
    for (number, question) in (1..).zip(&explainer.sections) {
        let id = unused_id(&mut used_ids, first_words(question), "part");
        files.insert(path(&format!("{number:02}-{id}.md")), section_file(question));
    }
    files.insert(path("sources.toml"), sources_file(explainer));
    files
}

/// How long an explainer holds before it is due for review.
const MONTHS_TO_REVIEW: i32 = 6;

fn front_matter(explainer: &NewExplainer) -> String {
    let mut front = format!("+++\ntitle = {}\n", format_string(&explainer.question));
    // Writing to a string cannot fail.
    let _ = match &explainer.dek {
        Some(dek) => writeln!(front, "dek = {}", format_string(dek)),
        // No task: a rule reports a missing dek.
        None => writeln!(front, "# dek = \"What the page answers, in 60 to 200 characters.\""),
    };
    front += "# todo: on the day it goes out, `published = …` in the place of `draft`\ndraft = true\n";
    let _ = writeln!(front, "as_of = {}", explainer.today);
    if let Ok(review) = explainer.today.checked_add(MONTHS_TO_REVIEW.months()) {
        let _ = writeln!(front, "review_by = {review}");
    }
    for (key, values) in [("authors", &explainer.authors), ("topics", &explainer.topics)] {
        if !values.is_empty() {
            let _ = writeln!(front, "{key} = {}", format_strings(values));
        }
    }
    front += "key_points = [\n  # todo: the short answer, in three to five sentences, each with its source: \"…[@id]\"\n]\n";
    front + "+++\n\n"
}

/// Returns the tasks at the start of the text.
fn introduction(explainer: &NewExplainer) -> String {
    let mut text = "<!-- todo: the nut graf: why it matters, to whom, and why now -->\n".to_owned();
    if explainer.sections.is_empty() {
        let place = match explainer.layout {
            ExplainerLayout::Folder => "a file each, `01-who-pays.md`, with its `title`",
            ExplainerLayout::SingleFile => "a `## heading` each",
        };
        text += &format!("\n<!-- todo: the questions that follow from it, {place} -->\n");
    }
    text
}

fn section_file(question: &str) -> String {
    format!(
        "+++\ntitle = {}\n# todo: `answer = \"…[@id]\"`: the answer in one sentence\n+++\n\n\
         <!-- todo: what a reader must know to believe it, a source for each claim -->\n",
        format_string(question)
    )
}

fn section_heading(question: &str) -> String {
    let question = question.split_whitespace().collect::<Vec<_>>().join(" ");
    format!(
        "\n## {question}\n\n<!-- todo: the answer first, then what a reader must know to believe it -->\n"
    )
}

fn sources_file(explainer: &NewExplainer) -> String {
    if explainer.sources.is_empty() {
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
    let mut used_ids = BTreeSet::new();
    let mut tables = Vec::new();
    for source in &explainer.sources {
        tables.push(match web_url(source) {
            Some(url) => web_source(&url, &mut used_ids, explainer.today),
            None => titled_source(source, &mut used_ids),
        });
    }
    tables.join("\n")
}

fn web_url(source: &str) -> Option<Url> {
    Url::parse(source.trim()).ok().filter(|url| matches!(url.scheme(), "http" | "https"))
}

fn titled_source(title: &str, used_ids: &mut BTreeSet<String>) -> String {
    let id = unused_id(used_ids, question_slug(title), "source");
    format!(
        "[{}]\nkind = \"article\" # or report, document, interview, dataset, book, post\ntitle = {}\n",
        format_key(&id),
        format_string(title)
    )
}

/// Returns the table of a source of which only the URL is known. Host and path serve as its title.
fn web_source(url: &Url, used_ids: &mut BTreeSet<String>, today: Date) -> String {
    let host = url.host_str().unwrap_or_default();
    let host = host.strip_prefix("www.").unwrap_or(host);
    let id = unused_id(used_ids, question_slug(host), "source");
    let title = format!("{host}{}", url.path().trim_end_matches('/'));
    format!(
        "[{}]\nkind = \"article\" # or report, document, interview, dataset, book, post\n\
         title = {} # todo: the title that it has there\nurl = {}\naccessed = {today}\n",
        format_key(&id),
        format_string(&title),
        format_string(url.as_str())
    )
}

/// Returns `id`, or `default` if it is empty; with a number if it is used already.
fn unused_id(used_ids: &mut BTreeSet<String>, id: String, default: &str) -> String {
    let id = if id.is_empty() { default.to_owned() } else { id };
    let mut unused = id.clone();
    let mut number = 2;
    while !used_ids.insert(unused.clone()) {
        unused = format!("{id}-{number}");
        number += 1;
    }
    unused
}
