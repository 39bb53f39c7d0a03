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
    ("*", "title", "The title above it; may have emphasis and code, but no links."),
    ("*", "caption", "What readers should see in it; Markdown, with citations and names."),
    (
        "*",
        "source",
        "The ids of its sources, written as in a citation, without brackets: `survey, p. 3; census`.",
    ),
    ("*", "as_of", "The date on which it was correct."),
    ("*", "label", "Its name."),
    ("*", "section", "The id of the section that it belongs to."),
    ("*", "aliases", "Earlier addresses of the page, which redirect to it."),
    (
        "*",
        "feed_id",
        "The address by which feeds know the page, if it has moved: feed readers then do not show it as new.",
    ),
    ("*", "draft", "Leaves the page out of every build without `--drafts`."),
    ("*", "levels", "The levels of rules: `allow`, `warn` or `deny`."),
    // site.toml
    ("site.toml", "title", "The site's name."),
    ("site.toml", "base_url", "The site's address, for canonical links, feeds and the sitemap."),
    ("site.toml", "language", "The language of the pages, as a BCP 47 tag; `en` by default."),
    (
        "site.toml",
        "time_zone",
        "The IANA name of the time zone that decides which day it is; `UTC` by default.",
    ),
    ("site.toml", "description", "One sentence about the site, for its home page and for search engines."),
    ("site.toml", "publisher", "The publisher of the site."),
    ("site.toml", "limits", "The lengths of lists."),
    (
        "site.toml",
        "cards",
        "Which pages have a share card, the picture of a link: explainers and each of their sections (the default), explainers alone, or none.",
    ),
    ("site.toml", "markdown", "Settings for Markdown."),
    ("site.toml", "gone", "Addresses of pages that were removed on purpose."),
    ("site.toml", "check", "Settings for `nutgraf check`."),
    ("the publisher", "name", "Its name, shown at the foot of each page and in the metadata."),
    ("the publisher", "kind", "Its kind; an organization by default."),
    ("the publisher", "url", "The address of its own website."),
    ("the publisher", "contact", "Where readers report an error: a web address, or `mailto:…`."),
    (
        "the limits",
        "home",
        "The number of explainers on the home page; 50 by default. If there are more, it links to the list of all pages.",
    ),
    ("the limits", "feed", "The number of entries in a feed; 20 by default."),
    ("the Markdown settings", "raw_html", "Allows HTML in Markdown, without a warning."),
    (
        "the check settings",
        "fail_on",
        "The lowest level that fails a check: `deny`, or `warn` to fail on any finding.",
    ),
    ("the check settings", "preview", "Turns on experimental rules."),
    (
        "the check settings",
        "rule",
        "The settings of single rules, one table each: `[check.rule.long-sentence]`.",
    ),
    ("the check settings", "path", "Settings for a file or a folder; the last that fits applies."),
    (
        "the levels",
        ENTRY,
        "The level of a rule, by its code, its name, the letter or name of its category, or `all`.",
    ),
    ("the rules' settings", ENTRY, "The settings of one rule, by its code or its name."),
    ("the check settings of a path", "path", "The path of the file or the folder from the site's root."),
    (
        "the check settings of a path",
        "frozen",
        "Turns off the rules that depend on today's date, for texts that are not updated any more.",
    ),
    // Front matter
    ("an explainer", "kind", "The kind of the page; an explainer by default."),
    ("an explainer", "title", "The question that the page answers."),
    ("an explainer", "dek", "The summary below the title, which describes the page wherever it is shared."),
    (
        "an explainer",
        "published",
        "The day of publication. A page whose day is yet to come is held back until then.",
    ),
    (
        "an explainer",
        "updated",
        "The day of the last substantive change; corrected typing errors do not count.",
    ),
    ("an explainer", "reviewed", "The day on which somebody last read the whole page and found it correct."),
    ("an explainer", "review_by", "The day by which it must be reviewed; `nutgraf due` lists it."),
    ("an explainer", "as_of", "The date on which the page was correct."),
    ("an explainer", "authors", "The names of its authors."),
    ("an explainer", "topics", "Its topics; each topic has a page that lists its explainers."),
    ("an explainer", "key_points", "The short answer: three to six sentences, each with its citation."),
    ("an explainer", "lead_image", "The picture at the top; it is in the metadata, too."),
    ("an explainer", "evergreen", "Says that the page stays correct without reviews."),
    (
        "an explainer",
        "frozen",
        "Says that the page is not updated any more after `as_of`: readers are told that only errors are corrected, and rules that depend on today's date are off.",
    ),
    ("an explainer", "based_on", "The ids of its main sources."),
    ("an explainer", "change", "A substantive change to the page."),
    ("an explainer", "correction", "A mistake that was on the page, and its correction."),
    ("an explainer", "check", "Settings of `nutgraf check` for this page."),
    ("a change", "date", "The day of the change."),
    ("a change", "note", "What is new; Markdown."),
    ("a correction", "date", "The day of the correction."),
    ("a correction", "note", "What is right, and what was wrong; Markdown."),
    ("a correction", "was", "The words that were wrong, exactly as they were."),
    ("the check settings of a page", "deny", "Rules whose findings on this page fail the check."),
    ("the check settings of a page", "allow", "A rule that does not apply to this page, and why."),
    ("an allowed finding", "rule", "The code or the name of the rule."),
    ("an allowed finding", "because", "Why it does not apply here."),
    ("an allowed finding", "until", "The last day on which it does not apply."),
    ("a section", "title", "The question that the section answers."),
    ("a section", "answer", "The answer in one sentence, shown under the question."),
    ("a section", "as_of", "The date on which the section was correct, if it differs from the page's."),
    (
        "a plain page",
        "kind",
        "Says that it is not an explainer. Every page links to the plain pages at the top of the site.",
    ),
    ("a plain page", "title", "The title of the page."),
    ("a plain page", "dek", "The summary below the title."),
    ("a plain page", "updated", "The day of the last substantive change."),
    ("the home page", "title", "The title above the list; the site's name by default."),
    ("the home page", "dek", "The sentence below the title."),
    ("the home page", "updated", "The day of the last substantive change of its text."),
    // Data files
    ("sources.toml", ENTRY, "A source; its key is the id by which it is cited: `[@id]`."),
    ("a source", "kind", "The kind of the source."),
    ("a source", "title", "Its title, or the subject of an interview."),
    ("a source", "authors", "The people who wrote or said it."),
    ("a source", "publisher", "The organization that published it."),
    ("a source", "date", "The date of publication."),
    ("a source", "url", "Its address on the web."),
    ("a source", "archived", "The address of a copy in an archive."),
    ("a source", "unarchived", "Why there can be no copy in an archive."),
    ("a source", "accessed", "The day on which somebody last saw it at its address."),
    ("a source", "excerpt", "The words that the explainer relies on, shown on its card."),
    (
        "a source",
        "translated",
        "Says that its words are quoted in a translation, so that `check` does not look for them in the source.",
    ),
    ("a source", "live", "Says that it is updated after its date, as a live page or a data set is."),
    ("a source", "note", "What readers must know to find or to judge it."),
    ("a source", "language", "The language of its title and excerpt, as a BCP 47 tag."),
    ("entities.toml", ENTRY, "A person, organization, place, event or term; its key is its id."),
    ("an entity", "kind", "The kind of the entity."),
    ("an entity", "name", "The name that readers know; its first use in each section links to its card."),
    ("an entity", "aliases", "Other names of it that a text may use."),
    ("an entity", "variants", "Wrong spellings of its names; `check` finds them."),
    ("an entity", "fix", "Lets `check --fix` correct the `variants` wherever they are."),
    ("an entity", "role", "The person's role, as of `as_of`."),
    ("an entity", "roles", "Roles with their dates, for people who have had several."),
    ("an entity", "as_of", "The date on which the role was correct."),
    ("an entity", "born", "The date of birth; of an organization or a place, the date of its founding."),
    ("an entity", "died", "The date of death; of an organization or a place, the date of its end."),
    ("an entity", "text", "Two sentences on who or what it is; Markdown."),
    ("an entity", "sources", "The ids of the sources of this entry."),
    ("an entity", "wikidata", "Its item in Wikidata, as in `Q15031`."),
    ("an entity", "renamed", "A former name, and the date of the change."),
    (
        "an entity",
        "link",
        "Which uses of its names link to its card: the `first` in each section, or only `explicit` ones in brackets.",
    ),
    ("a role", "title", "The name of the role."),
    ("a role", "from", "The first day in the role."),
    ("a role", "to", "The last day in the role; leave it out while the role lasts."),
    ("a former name", "from", "The former name."),
    ("a former name", "date", "The day on which it got the next name."),
    ("facts.toml", ENTRY, "A figure; its key is the id by which it is printed: `[=id]`."),
    ("a fact", "label", "What is counted or measured."),
    ("a fact", "value", "The number, in digits."),
    ("a fact", "unit", "The unit after the number: `members`, `%`, `km`."),
    ("a fact", "kind", "The kind of the figure, which tells `check` how soon it goes out of date."),
    ("a fact", "comparison", "A comparison that makes the number clear; Markdown."),
];

/// Stands for a key that its author chooses.
pub(crate) const ENTRY: &str = "…";
