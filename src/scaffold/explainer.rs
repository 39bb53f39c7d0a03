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
use crate::base::toml::{format_key, format_string, format_strings};
use crate::base::words::slug;

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
    if explainer.layout == ExplainerLayout::SingleFile {
        for question in &explainer.sections {
            let heading = question.split_whitespace().collect::<Vec<_>>().join(" ");
            page += &format!(
                "\n## {heading}\n\n<!-- todo: the answer first, then what readers must know to believe it -->\n"
            );
        }
        return Files::from([(format!("content/{}.md", explainer.slug), page)]);
    }
    let path = |name: &str| format!("content/{}/{name}", explainer.slug);
    let mut files = Files::from([(path("index.md"), page), (path("sources.toml"), sources_file(explainer))]);
    let mut used_ids = BTreeSet::new();
    for (number, question) in (1..).zip(&explainer.sections) {
        let id = unused_id(&mut used_ids, first_words(question), "part");
        let section = format!(
            "+++\ntitle = {}\n# todo: `answer = \"…[@id]\"`: the answer in one sentence\n+++\n\n\
             <!-- todo: what readers must know to believe it, with a source for each claim -->\n",
            format_string(question)
        );
        files.insert(path(&format!("{number:02}-{id}.md")), section);
    }
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
    front += "# todo: when you publish it, replace `draft` by `published = …`\ndraft = true\n";
    let _ = writeln!(front, "as_of = {}", explainer.today);
    if let Ok(review) = explainer.today.checked_add(MONTHS_TO_REVIEW.months()) {
        let _ = writeln!(front, "review_by = {review}");
    }
    for (key, values) in [("authors", &explainer.authors), ("topics", &explainer.topics)] {
        if !values.is_empty() {
            let _ = writeln!(front, "{key} = {}", format_strings(values));
        }
    }
    front += "key_points = [\n  # todo: the short answer in three to five sentences, each with its source: \"…[@id]\"\n]\n";
    front + "+++\n\n"
}

/// Returns the tasks at the start of the text.
fn introduction(explainer: &NewExplainer) -> String {
    let mut text =
        "<!-- todo: the nut graf, a paragraph that says why it matters, to whom, and why now -->\n"
            .to_owned();
    if explainer.sections.is_empty() {
        let place = match explainer.layout {
            ExplainerLayout::Folder => "one file each, such as `01-who-pays.md`, with its `title`",
            ExplainerLayout::SingleFile => "one `## heading` each",
        };
        text += &format!("\n<!-- todo: the questions that follow from it, {place} -->\n");
    }
    text
}

fn sources_file(explainer: &NewExplainer) -> String {
    if explainer.sources.is_empty() {
        return "\
# todo: the sources, one table each; `[@survey]` in the text cites this one:
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
        let url = Url::parse(source.trim()).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
        let host = url.as_ref().and_then(Url::host_str).unwrap_or_default();
        let host = host.strip_prefix("www.").unwrap_or(host);
        let name = if url.is_some() { host } else { source };
        let id = unused_id(&mut used_ids, question_slug(name), "source");
        let mut table = format!(
            "[{}]\nkind = \"article\" # or report, document, interview, dataset, book, post\n",
            format_key(&id)
        );
        // Writing to a string cannot fail.
        let _ = match &url {
            None => writeln!(table, "title = {}", format_string(source)),
            // Only the URL is known: host and path serve as its title.
            Some(url) => writeln!(
                table,
                "title = {} # todo: the title of the page\nurl = {}\naccessed = {}",
                format_string(&format!("{host}{}", url.path().trim_end_matches('/'))),
                format_string(url.as_str()),
                explainer.today
            ),
        };
        tables.push(table);
    }
    tables.join("\n")
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

/// The most bytes of a slug. A file system allows 255 for a name, and a number and an ending are added.
pub(crate) const MAX_SLUG: usize = 200;

/// The most words in the address of an explainer.
const MAX_WORDS: usize = 6;

/// Words that say little about a question.
const STOP_WORDS: [&str; 57] = [
    "a", "an", "and", "are", "as", "at", "be", "been", "but", "by", "can", "could", "did", "do", "does",
    "for", "from", "had", "has", "have", "how", "if", "in", "is", "it", "its", "many", "may", "might",
    "much", "of", "on", "or", "our", "should", "so", "such", "than", "that", "the", "their", "there", "they",
    "this", "to", "was", "we", "were", "what", "when", "where", "which", "who", "why", "will", "with",
    "would",
];

/// Returns the main words of a question, joined by hyphens; its first words, if it has only stop words. May be empty.
pub(crate) fn question_slug(question: &str) -> String {
    let all = slug(question);
    let words: Vec<_> = all.split('-').filter(|word| !STOP_WORDS.contains(word)).take(MAX_WORDS).collect();
    if words.is_empty() { first_words(question) } else { shortened(&words.join("-")) }
}

/// Returns the first words of a text, joined by hyphens.
fn first_words(text: &str) -> String {
    shortened(&slug(text).split('-').take(MAX_WORDS).collect::<Vec<_>>().join("-"))
}

/// Cuts a slug of very long words: it becomes the name of a file.
fn shortened(slug: &str) -> String {
    slug[..slug.floor_char_boundary(MAX_SLUG)].trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stop_words_are_left_out_and_six_words_are_enough() {
        assert_eq!(question_slug("Why does the bridge at Öland matter?"), "bridge-öland-matter");
        assert_eq!(
            question_slug("Why did Xi Jinping’s 2022 Central Asia trip matter so much?"),
            "xi-jinpings-2022-central-asia-trip"
        );
        assert_eq!(question_slug("Что такое НАТО?"), "что-такое-нато");
    }

    #[test]
    fn a_question_of_stop_words_keeps_them_and_one_without_words_has_no_slug() {
        assert_eq!(question_slug("Who is who?"), "who-is-who");
        assert_eq!(question_slug("?!"), "");
    }

    #[test]
    fn a_slug_of_long_words_fits_into_the_name_of_a_file() {
        let slug = question_slug(&"漢字".repeat(100));
        assert!(slug.len() <= MAX_SLUG && slug.len() > MAX_SLUG - 4 && "漢字".repeat(100).starts_with(&slug));
    }

    #[test]
    fn stop_words_are_in_order() {
        assert!(STOP_WORDS.is_sorted());
    }
}
