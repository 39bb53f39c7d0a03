//! C006: the same word twice.

use std::ops::Range;

use super::super::text::letter_runs;
use super::super::{LintContext, Rule, Run};
use crate::diagnostics::{Finding, Fix, LintLevel, Message, fill};

pub(super) static RULE: Rule =
    Rule::new("C006", "doubled-word", LintLevel::Warn, &[DOUBLED], EXPLANATION, Run::Page(run));

const DOUBLED: Message =
    Message { text: "`{word}` stands here twice", label: "", remedies: &["write it once"] };

const EXPLANATION: &str = "\
Finds the same word twice in a row, in one paragraph.

It is nearly always a slip of editing, and readers see it before they see anything else.

    since the the pandemic

Write it once. It keeps quiet about `had had` and `that that`, about names (Duran Duran), about words in
quotation marks, and where anything but white space stands between the two.
";

/// Words that may well follow themselves.
const MAY: [&str; 2] = ["had", "that"];

fn run(cx: &LintContext<'_>, found: &mut Vec<Finding>) {
    for passage in cx.authored_passages() {
        for (word, range) in doubled(&passage.text) {
            if passage.is_quoted(range.start) {
                continue;
            }
            let lower = passage.text[range.clone()].starts_with(char::is_lowercase);
            let fix = passage.edit(range.clone(), word).filter(|_| lower).map(Fix::safe);
            found.push(RULE.within(passage, range, fill!(DOUBLED, word)).with_fix(fix));
        }
    }
}

/// The words that follow themselves, each with the place of both.
fn doubled(text: &str) -> Vec<(&str, Range<usize>)> {
    let mut found = Vec::new();
    let mut last: Option<Range<usize>> = None;
    for word in letter_runs(text, joins) {
        if let Some(before) = last.take()
            && text[before.end..word.start].chars().all(char::is_whitespace)
            && is_slip(&text[before.clone()], &text[word.clone()])
        {
            found.push((&text[word.clone()], before.start..word.end));
        }
        last = Some(word);
    }
    found
}

/// A hyphen and an apostrophe are parts of a word.
fn joins(letter: char) -> bool {
    letter.is_alphanumeric() || matches!(letter, '-' | '\'' | '’' | '_')
}

/// Whether a word is there twice for no reason: two capitals are a name.
fn is_slip(first: &str, second: &str) -> bool {
    let same = first.chars().flat_map(char::to_lowercase).eq(second.chars().flat_map(char::to_lowercase));
    second.starts_with(char::is_lowercase) && same && !MAY.contains(&&*second.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_told_from_names_and_grammar() {
        let words = |text| doubled(text).into_iter().map(|(word, _)| word).collect::<Vec<_>>();
        assert_eq!(words("since the the war, The the"), ["the", "the"]);
        for text in ["Duran Duran", "he had had it", "in, in", "re-re-do", "so. so", "non-no no"] {
            assert_eq!(words(text), [""; 0], "{text}");
        }
    }
}
