//! C006: the same word twice.

use super::super::text::runs;
use super::prelude::*;

pub(super) static RULE: Rule =
    Rule::new("C006", "doubled-word", Warn, &[DOUBLED], EXPLANATION, Run::Page(check));

const DOUBLED: Message =
    Message { text: "`{word}` is written twice", label: "", remedies: &["write it once"] };

const EXPLANATION: &str = "\
Finds the same word twice in a row, in one paragraph.

It is nearly always an editing mistake, and readers notice it at once.

    since the the pandemic

Write it once. The rule ignores `had had` and `that that`, names (Duran Duran), words in quotation marks, and words
with anything but white space between them, such as the end of a line of verse.
";

/// Words that grammar may double.
const DOUBLED_BY_GRAMMAR: [&str; 2] = ["had", "that"];

fn check(cx: &LintContext<'_>, found: &mut Vec<Finding>) {
    for passage in cx.authored_passages() {
        for range in doubled_words(&passage.text) {
            if passage.is_quoted(range.start) {
                continue;
            }
            let both = &passage.text[range.clone()];
            let word = both.split_whitespace().next_back().unwrap_or(both);
            // A capital at the beginning would be lost.
            let is_lower = both.starts_with(char::is_lowercase);
            let fix = passage.edit(range.clone(), word).filter(|_| is_lower).map(Fix::safe);
            found.push(RULE.within(passage, range.clone(), fill!(DOUBLED, word)).with_fix(fix));
        }
    }
}

/// Finds the words that are the same as the one before; each range holds both.
fn doubled_words(text: &str) -> Vec<Range<usize>> {
    let words = runs(text, |_, letter| letter.is_alphanumeric() || matches!(letter, '-' | '\'' | '’' | '_'));
    let mut doubled = Vec::new();
    for pair in words.windows(2) {
        let gap = &text[pair[0].end..pair[1].start];
        let second = &text[pair[1].clone()];
        // A line feed is a hard line break, behind which a line of verse or of an address begins.
        let is_gap = gap.chars().all(|letter| letter.is_whitespace() && letter != '\n');
        // Two capitals are a name.
        if !is_gap || !second.starts_with(char::is_lowercase) {
            continue;
        }
        let lower = second.to_lowercase();
        if text[pair[0].clone()].to_lowercase() == lower && !DOUBLED_BY_GRAMMAR.contains(&&*lower) {
            doubled.push(pair[0].start..pair[1].end);
        }
    }
    doubled
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_differ_from_names_and_grammar() {
        let words = |text| doubled_words(text).into_iter().map(|range| &text[range]).collect::<Vec<_>>();
        assert_eq!(words("since the the war, The the"), ["the the", "The the"]);
        for text in [
            "his friends and\nand his sons",
            "Duran Duran",
            "he had had it",
            "in, in",
            "re-re-do",
            "so. so",
            "non-no no",
        ] {
            assert_eq!(words(text), [""; 0], "{text}");
        }
    }
}
