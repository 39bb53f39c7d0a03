//! One sentence for each key that an author can write: what editors show, and what the reference says.
//!
//! A key that means the same in several tables stands once, under `*`. Must not know: the form of a value, and
//! whether it is needed: the readers say that.

use crate::blocks;

/// The sentence for a key of a table, by what findings call the table.
pub(crate) fn about(table: &str, key: &str) -> Option<&'static str> {
    let sentence = |of: &str| key_docs().find(|(table, name, _)| *table == of && *name == key);
    sentence(table).or_else(|| sentence("*")).map(|(_, _, sentence)| *sentence)
}

/// The table, the key, the sentence. [`ENTRY`] is for a key that is its author's own.
pub(crate) type KeyDoc = (&'static str, &'static str, &'static str);

/// The sentences for the keys of files and front matter, and of all blocks.
pub(crate) fn key_docs() -> impl Iterator<Item = &'static KeyDoc> {
    KEYS.iter().chain(blocks::BLOCKS.iter().flat_map(|block| block.keys))
}

static KEYS: &[KeyDoc] = &[
    // In many tables.
    ("*", "title", "What stands above it; emphasis and code, no links."),
    ("*", "caption", "What to see in it; Markdown, with citations and names."),
    ("*", "source", "The ids of its sources, as in a citation without brackets: `survey, p. 3; census`."),
    ("*", "as_of", "When it was so."),
    ("*", "label", "What it is called."),
    ("*", "section", "The id of the section that it is about."),
    ("*", "aliases", "Earlier addresses of the page, which lead to it from now on."),
    (
        "*",
        "feed_id",
        "The address by which feeds know the page, if it was published at another: programs then do not show it as new.",
    ),
    ("*", "draft", "Left out of every build, unless `--drafts` is given."),
    ("*", "levels", "How rules are taken: `allow`, `warn` or `deny`."),
    // site.toml
    ("site.toml", "title", "The site's name."),
    (
        "site.toml",
        "base_url",
        "The address that the site will have, for canonical links, feeds and the site map.",
    ),
    ("site.toml", "language", "The language of the pages, a BCP 47 tag; `en` where nothing is said."),
    (
        "site.toml",
        "time_zone",
        "The IANA name of the time zone that decides which day it is; `UTC` where nothing is said.",
    ),
    ("site.toml", "description", "One sentence about the site, for its home page and for search engines."),
    ("site.toml", "publisher", "Who answers for the site."),
    ("site.toml", "limits", "How much is listed."),
    (
        "site.toml",
        "cards",
        "What has a share card, the picture that stands for a link: explainers and each of their sections, which is so where nothing is said; explainers alone; or nothing.",
    ),
    ("site.toml", "markdown", "How Markdown is read."),
    ("site.toml", "gone", "Addresses of pages that are no more: they lead nowhere on purpose."),
    ("site.toml", "check", "How `nutgraf check` takes its rules."),
    ("the publisher", "name", "Its name, as it stands in the foot of each page and in the metadata."),
    ("the publisher", "kind", "What it is; an organization where nothing is said."),
    ("the publisher", "url", "Its own address on the web."),
    ("the publisher", "contact", "Where readers report an error: an address of the web, or `mailto:…`."),
    ("the limits", "home", "Explainers on the home page; 50 where nothing is said."),
    ("the limits", "feed", "Entries in a feed; 20 where nothing is said."),
    ("the Markdown settings", "raw_html", "Lets HTML in Markdown through as it is, without a warning."),
    (
        "the check settings",
        "fail_on",
        "The weight from which on a check fails: `deny`, or `warn` for anything.",
    ),
    ("the check settings", "preview", "Lets rules speak whose quality nobody has measured yet."),
    (
        "the check settings",
        "rule",
        "What is set for single rules, a table each: `[check.rule.long-sentence]`.",
    ),
    ("the check settings", "path", "What holds for a file or a folder; the last that fits wins."),
    (
        "the levels",
        ENTRY,
        "How a rule is taken: its code, its name, the letter or the name of its kind, or `all`.",
    ),
    ("the rules' settings", ENTRY, "What is set for one rule, by its code or its name."),
    ("the check settings of a path", "path", "The file or the folder, from the site's root."),
    ("the check settings of a path", "frozen", "Kept as it was: no rule that reads the day's date speaks."),
    // Front matter
    ("an explainer", "kind", "What the page is; an explainer where nothing is said."),
    ("an explainer", "title", "The question that the page answers."),
    (
        "an explainer",
        "dek",
        "One sentence more than the title, which describes the page wherever it is shared.",
    ),
    ("an explainer", "published", "The day on which it came out."),
    ("an explainer", "updated", "The last substantive change; no typing errors."),
    ("an explainer", "reviewed", "When somebody last read all of it and found that it holds."),
    ("an explainer", "review_by", "By when it must be read again; `nutgraf due` lists it."),
    ("an explainer", "as_of", "When what it says was true."),
    ("an explainer", "authors", "Who wrote it."),
    ("an explainer", "topics", "What it is about; each has a page that lists its explainers."),
    ("an explainer", "key_points", "The short answer: three to six sentences, each with its citation."),
    ("an explainer", "lead_image", "The picture at its head; the metadata names it, too."),
    ("an explainer", "evergreen", "Meant to stay true without being looked at."),
    ("an explainer", "based_on", "The ids of the sources that it chiefly rests on."),
    ("an explainer", "change", "What is new on the page since a day."),
    ("an explainer", "correction", "A mistake that was on the page, and what is right."),
    ("an explainer", "check", "What `nutgraf check` is told about this page."),
    ("a change", "date", "The day of the change."),
    ("a change", "note", "What is new; Markdown."),
    ("a correction", "date", "The day of the correction."),
    ("a correction", "note", "What is right, and what was wrong; Markdown."),
    ("a correction", "was", "The words that were wrong, as they stood."),
    ("the check settings of a page", "deny", "Rules that this page is held to: a finding fails the check."),
    ("the check settings of a page", "allow", "A rule that does not hold for this page, and why."),
    ("an allowed finding", "rule", "The code or the name of the rule."),
    ("an allowed finding", "because", "Why it does not hold here."),
    ("an allowed finding", "until", "The day from which on it holds again."),
    ("a section", "title", "The question that the section answers."),
    ("a section", "answer", "The answer in one sentence, shown under the question."),
    ("a section", "as_of", "When what it says was true, if not when the page's was."),
    (
        "a plain page",
        "kind",
        "Says that it is no explainer. Every page leads to those at the top of the site.",
    ),
    ("a plain page", "title", "What the page is called."),
    ("a plain page", "dek", "One sentence more than the title."),
    ("a plain page", "updated", "The last substantive change."),
    ("the home page", "title", "What stands above the list; the site's name where nothing is said."),
    ("the home page", "dek", "One sentence below it."),
    ("the home page", "updated", "The last substantive change of its words."),
    // Data files
    ("sources.toml", ENTRY, "A source; its key is the id by which it is cited: `[@id]`."),
    ("a source", "kind", "What it is."),
    ("a source", "title", "Its title, or what was asked in an interview."),
    ("a source", "authors", "Who wrote or said it."),
    ("a source", "publisher", "Where it came out."),
    ("a source", "date", "When it came out."),
    ("a source", "url", "Its address on the web."),
    ("a source", "archived", "The address of a copy in an archive."),
    ("a source", "unarchived", "Why no copy can be kept."),
    ("a source", "accessed", "When somebody last saw it at its address."),
    ("a source", "excerpt", "The words that the explainer relies on, shown on its card."),
    (
        "a source",
        "translated",
        "Its words are quoted in a translation: `check` does not look for them in it.",
    ),
    ("a source", "live", "It goes on after its date, as a live page or a data set does."),
    ("a source", "note", "What a reader must know to find or to judge it."),
    ("a source", "language", "The language of its title and excerpt, a BCP 47 tag."),
    ("entities.toml", ENTRY, "A person, organization, place, event or term; its key is its id."),
    ("an entity", "kind", "What it is."),
    (
        "an entity",
        "name",
        "The name that readers know, which leads to its card wherever it is first used in a section.",
    ),
    ("an entity", "aliases", "Other names of it that may stand in the text."),
    ("an entity", "variants", "Spellings of its names that nobody should use; `check` finds them."),
    ("an entity", "fix", "Lets `check --fix` mend the `variants` wherever they stand."),
    ("an entity", "role", "What they are, as of `as_of`."),
    ("an entity", "roles", "Each role with its time, for people who have had several."),
    ("an entity", "as_of", "When the role was so."),
    ("an entity", "born", "The day or the year of birth, or of founding."),
    ("an entity", "died", "The day or the year of death, or of the end."),
    ("an entity", "text", "Two sentences on who or what it is; Markdown."),
    ("an entity", "sources", "The ids of the sources of what is said here."),
    ("an entity", "wikidata", "Its item in Wikidata, as in `Q15031`."),
    ("an entity", "renamed", "A name that it had, and since when it has the next."),
    (
        "an entity",
        "link",
        "Where its names lead to it: at the `first` use in each section, or only where brackets are `explicit`.",
    ),
    ("a role", "title", "What the role is called."),
    ("a role", "from", "Since when."),
    ("a role", "to", "Until when; left out while it lasts."),
    ("a former name", "from", "The name that it had."),
    ("a former name", "date", "Since when it has the name that came after."),
    ("facts.toml", ENTRY, "A figure; its key is the id by which it is printed: `[=id]`."),
    ("a fact", "label", "What is counted or measured."),
    ("a fact", "value", "The number, in digits."),
    ("a fact", "unit", "What stands behind the number: `members`, `%`, `km`."),
    ("a fact", "kind", "What it is, for `check` to know how soon it goes out of date."),
    ("a fact", "comparison", "What makes the number understood; Markdown."),
];

/// In the place of a key that is its author's own.
pub(crate) const ENTRY: &str = "…";
