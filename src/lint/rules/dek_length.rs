//! D002: a dek that is missing, too short, too long or a repetition.

use super::super::text::has_same_letters;
use super::prelude::*;

pub(super) static RULE: Rule = Rule::new(
    "D002",
    "dek-length",
    Warn,
    &[NO_DEK, SHORT_DEK, LONG_DEK, REPEATED_DEK],
    EXPLANATION,
    Run::Page(check),
)
.with(&[
    Setting::count("min_characters", 60, "fewest characters that a dek may have"),
    Setting::count("max_characters", 200, "most characters that a dek may have"),
]);

const NO_DEK: Message = Message {
    text: "this explainer has no dek",
    label: "",
    remedies: &["add `dek = \"…\"`: what the page answers, in one or two sentences"],
};

const SHORT_DEK: Message = Message {
    text: "this dek has {length} characters",
    label: "fewer than {least}",
    remedies: &["write what the page answers, in one or two sentences"],
};

const LONG_DEK: Message = Message {
    text: "this dek has {length} characters",
    label: "more than {most}: search results cut it",
    remedies: &["keep only what readers need to choose the page"],
};

const REPEATED_DEK: Message = Message {
    text: "the text begins with the same words as the dek",
    label: "readers read them twice",
    remedies: &["say something that the first sentence does not say"],
};

const EXPLANATION: &str = "\
Finds an explainer without a `dek` (the summary below the title), with one of fewer than 60 or more than 200
characters, or with one that repeats the first sentence of the text.

The dek is shown under the title, in search results, in feeds and wherever the page is shared. There it may be cut,
or be all that readers see.

    dek = \"All about the trip.\"

Write one or two sentences that say what the page answers. Plain pages need no dek.
";

fn check(cx: &LintContext<'_>, found: &mut Vec<Finding>) {
    // Without a title there may be no front matter to point at, and that has its own finding.
    let Some(front) = cx.front_matter().filter(|front| front.title.is_some()) else { return };
    let path = cx.page.path();
    let Some(dek) = &front.dek else {
        found.push(RULE.finding(path, Span::new(0..3), fill!(NO_DEK)));
        return;
    };
    let words = cx.page.dek().map_or("", |dek| &dek.plain);
    let length = words.chars().count();
    let paragraph = cx.passages.iter().find(|passage| passage.kind == PassageKind::Paragraph);
    let first_sentence =
        paragraph.and_then(|passage| Some(&passage.text[passage.facts().sentences.first()?.clone()]));
    let least = RULE.count(cx.site, "min_characters");
    let most = RULE.count(cx.site, "max_characters");
    let said = if length < least as usize {
        fill!(SHORT_DEK, length, least)
    } else if length > most as usize {
        fill!(LONG_DEK, length, most)
    } else if first_sentence.is_some_and(|first| has_same_letters(first, words)) {
        fill!(REPEATED_DEK)
    } else {
        return;
    };
    found.push(RULE.finding(path, dek.text.span, said));
}
