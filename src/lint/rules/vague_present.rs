//! T002: a present without a date.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

use super::prelude::*;

pub(super) static RULE: Rule =
    Rule::new("T002", "vague-present", Warn, &[UNDATED], EXPLANATION, Run::Page(check))
        .with(&[Setting::texts("words", "more words for the present that need a date")]);

const UNDATED: Message = Message {
    text: "`{word}` has no date",
    label: "when was this?",
    remedies: &["write `as of` and the month, or remove the word"],
};

const EXPLANATION: &str = "\
Finds words for the present without a date: currently, recently, presently, nowadays, at present, at the moment,
these days, to date, so far.

What is current on the day of writing is history when somebody reads it, and readers cannot tell.

    China is currently Uzbekistan’s largest trading partner.

Say when, `as of September 2022`, or remove the word: it rarely adds anything.

It ignores sentences with a year, words that mean something else (`so far as`, `up to date`, `at the moment when`,
`he had recently come`), texts with their own date, names, and text in quotation marks. Words such as `now`,
`today`, `still` and `newly` mean something else too often to be in the list; add them as `words` if you want them.
";

const WORDS: [&str; 9] = [
    "currently", "recently", "presently", "nowadays", "at present", "at the moment", "these days", "to date",
    "so far",
];

fn check(cx: &LintContext<'_>, found: &mut Vec<Finding>) {
    static DEFAULT_FINDER: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| build_finder(&WORDS));
    let own: Vec<_> = RULE.texts(cx.site, "words").filter(|word| !word.is_empty()).collect();
    let with_own = if own.is_empty() { None } else { build_finder(&[&WORDS[..], &own].concat()) };
    let Some(finder) = with_own.as_ref().or(DEFAULT_FINDER.as_ref()) else { return };
    for passage in cx.authored_passages().filter(|passage| passage.date.is_none()) {
        let mut last = None;
        for hit in finder.find_iter(&passage.text) {
            let sentence = passage.sentence_at(hit.start());
            let is_dated = !passage.years_in(&sentence).is_empty();
            if last == Some(sentence.start)
                || is_dated
                || passage.is_quoted(hit.start())
                || !is_vague_present(passage, hit.range())
            {
                continue;
            }
            last = Some(sentence.start);
            let said = fill!(UNDATED, word = &passage.text[hit.range()]);
            found.push(RULE.within(passage, hit.range(), said));
        }
    }
}

fn build_finder(words: &[&str]) -> Option<AhoCorasick> {
    let mut builder = AhoCorasick::builder();
    builder.ascii_case_insensitive(true).match_kind(MatchKind::LeftmostLongest).build(words).ok()
}

/// Checks whether a hit is whole words that mean the present.
fn is_vague_present(passage: &Passage<'_>, range: Range<usize>) -> bool {
    let text = &passage.text;
    let before = &text[..range.start];
    let after = &text[range.end..];
    let is_word_letter = |letter: char| letter.is_alphanumeric() || letter == '-';
    if before.ends_with(is_word_letter) || after.starts_with(is_word_letter) {
        return false;
    }
    let is_mid_sentence =
        passage.sentence_at(range.start).start < range.start && !before.trim_end().ends_with(['“', ':']);
    // A capital in the middle of a sentence is that of a name.
    if is_mid_sentence && text[range.clone()].starts_with(char::is_uppercase) {
        return false;
    }
    let previous = before.split_whitespace().next_back().unwrap_or_default().to_lowercase();
    let next = after.split_whitespace().next().unwrap_or_default();
    let next = next.trim_matches(|letter: char| !letter.is_alphanumeric()).to_lowercase();
    !has_another_meaning(&text[range].to_lowercase(), &previous, &next)
}

/// Checks whether words mean no present between these two.
fn has_another_meaning(words: &str, previous: &str, next: &str) -> bool {
    match words {
        "so far" => {
            ["as", "from", "that", "away", "apart", "into", "out", "beyond", "back"].contains(&next)
                || ["go", "went", "gone", "going", "goes", "and"].contains(&previous)
        }
        "to date" => {
            ["up", "able", "hard", "possible", "tried", "used"].contains(&previous)
                || ["the", "back", "from", "a", "his", "her", "it", "its"].contains(&next)
        }
        "at the moment" => ["of", "when", "that", "he", "she", "it", "they", "in", "the"].contains(&next),
        "these days" => ["in", "of", "during", "on", "for", "all", "through"].contains(&previous),
        // `had recently come` is relative to another past.
        "recently" => ["had", "having"].contains(&previous),
        _ => false,
    }
}
